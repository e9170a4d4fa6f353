//! The written form of the music: every piece whole, so that replay needs no file.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::unit::{Db, Ms, words};
use crate::cue::{Join, Material, Nudge, Piece, Plan, Position, Stage};

#[derive(Serialize, Deserialize)]
pub(super) struct PlanForm {
    target_ms: Ms,
    pieces: Vec<PieceForm>,
    arc: Vec<ArcPoint>,
    stages: Vec<StagePoint>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    playlist: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    nudges: Vec<NudgeForm>,
}

#[derive(Serialize, Deserialize)]
struct NudgeForm {
    at_ms: Ms,
    intensity: f32,
    warmth: f32,
}

#[derive(Serialize, Deserialize)]
struct ArcPoint {
    at_ms: Ms,
    db: Db,
}

#[derive(Serialize, Deserialize)]
struct StagePoint {
    at_ms: Ms,
    stage: StageWord,
}

words!(StageWord = Stage {
    Hold = "hold",
    Onset = "onset",
    Building = "building",
    Peak = "peak",
    Reentry = "reentry",
    Return = "return",
    Bed = "bed",
});

#[derive(Serialize, Deserialize)]
struct PieceForm {
    title: String,
    #[serde(flatten)]
    material: MaterialForm,
    start_ms: Ms,
    length_ms: Option<Ms>,
    trim_ms: Ms,
    gain_db: Db,
    join: JoinForm,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum MaterialForm {
    File {
        file: String,
        sha256: String,
    },
    /// A path that is not UTF-8: its bytes, two hex digits each.
    FileBytes {
        file_hex: String,
        sha256: String,
    },
    Soundscape {
        soundscape: String,
        seed: u64,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum JoinForm {
    Gapless,
    CrossfadeMs(Ms),
}

/// A place in the music.
#[derive(Serialize, Deserialize)]
pub(super) struct PositionForm {
    piece: usize,
    offset_ms: Ms,
}

impl From<Position> for PositionForm {
    fn from(position: Position) -> Self {
        Self { piece: position.piece, offset_ms: Ms(position.offset) }
    }
}

impl From<PositionForm> for Position {
    fn from(form: PositionForm) -> Self {
        Self { piece: form.piece, offset: form.offset_ms.0 }
    }
}

impl From<&Plan> for PlanForm {
    fn from(Plan { target, pieces, arc, stages, playlist, nudges }: &Plan) -> Self {
        Self {
            target_ms: Ms(*target),
            pieces: pieces.iter().map(Into::into).collect(),
            arc: arc.iter().map(|(at, level)| ArcPoint { at_ms: Ms(*at), db: (*level).into() }).collect(),
            stages: stages.iter().map(|(at, stage)| StagePoint { at_ms: Ms(*at), stage: (*stage).into() }).collect(),
            playlist: playlist.clone(),
            nudges: nudges
                .iter()
                .map(|Nudge { at, intensity, warmth }| NudgeForm {
                    at_ms: Ms(*at),
                    intensity: *intensity,
                    warmth: *warmth,
                })
                .collect(),
        }
    }
}

impl From<PlanForm> for Plan {
    fn from(PlanForm { target_ms, pieces, arc, stages, playlist, nudges }: PlanForm) -> Self {
        Self {
            target: target_ms.0,
            pieces: pieces.into_iter().map(Into::into).collect(),
            arc: arc.into_iter().map(|point| (point.at_ms.0, point.db.into())).collect(),
            stages: stages.into_iter().map(|point| (point.at_ms.0, point.stage.into())).collect(),
            playlist,
            nudges: nudges
                .into_iter()
                .map(|NudgeForm { at_ms, intensity, warmth }| Nudge { at: at_ms.0, intensity, warmth })
                .collect(),
        }
    }
}

impl From<&Piece> for PieceForm {
    fn from(Piece { title, material, start, length, trim, gain, join }: &Piece) -> Self {
        Self {
            title: title.clone(),
            material: material.into(),
            start_ms: Ms(*start),
            length_ms: length.map(Ms),
            trim_ms: Ms(*trim),
            gain_db: (*gain).into(),
            join: match join {
                Join::Gapless => JoinForm::Gapless,
                Join::Crossfade(over) => JoinForm::CrossfadeMs(Ms(*over)),
            },
        }
    }
}

impl From<PieceForm> for Piece {
    fn from(form: PieceForm) -> Self {
        Self {
            title: form.title,
            material: form.material.into(),
            start: form.start_ms.0,
            length: form.length_ms.map(|span| span.0),
            trim: form.trim_ms.0,
            gain: form.gain_db.into(),
            join: match form.join {
                JoinForm::Gapless => Join::Gapless,
                JoinForm::CrossfadeMs(over) => Join::Crossfade(over.0),
            },
        }
    }
}

impl From<&Material> for MaterialForm {
    fn from(material: &Material) -> Self {
        match material {
            Material::File { path, sha256 } => match path.to_str() {
                Some(file) => Self::File { file: file.to_owned(), sha256: sha256.clone() },
                None => Self::FileBytes { file_hex: hex_of(path), sha256: sha256.clone() },
            },
            Material::Soundscape { name, seed } => Self::Soundscape { soundscape: name.clone(), seed: *seed },
        }
    }
}

impl From<MaterialForm> for Material {
    fn from(form: MaterialForm) -> Self {
        match form {
            MaterialForm::File { file, sha256 } => Self::File { path: file.into(), sha256 },
            MaterialForm::FileBytes { file_hex, sha256 } => Self::File { path: path_of(&file_hex), sha256 },
            MaterialForm::Soundscape { soundscape, seed } => Self::Soundscape { name: soundscape, seed },
        }
    }
}

fn hex_of(path: &Path) -> String {
    path.as_os_str().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn path_of(hex: &str) -> PathBuf {
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    OsString::from_vec(hex.as_bytes().chunks(2).filter_map(byte).collect()).into()
}
