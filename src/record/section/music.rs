//! What was to be heard, and what was done to it.

use super::{Cell, Row, Section};
use crate::cue::{Material, Plan, Stage, Turn};
use crate::record::page::{Page, lasting, span};
use crate::session::event::{Event, Stamped, Steer};

/// Every plan with its pieces.
pub(in crate::record) fn plans(page: &Page) -> Vec<Section> {
    let plans = page.entries().filter_map(|entry| match &entry.event {
        Event::MusicPlanned { plan } => Some(planned(page, entry, plan)),
        _ => None,
    });
    plans.collect()
}

fn planned(page: &Page, entry: &Stamped, plan: &Plan) -> Section {
    let stage = |(at, stage): &(std::time::Duration, Stage)| format!("{} from {}", stage.label(), span(*at));
    let stages: Vec<_> = plan.stages.iter().map(stage).collect();
    let rows = plan.pieces.iter().map(|piece| {
        let length = piece.length.map_or("until it is ended".to_owned(), span);
        let from = match &piece.material {
            Material::File { sha256, .. } => format!("file, SHA-256 {}…", sha256.get(..16).unwrap_or(sha256)),
            Material::Soundscape { name, seed } => format!("built in: {name}, seed {seed}"),
        };
        let cells: [Cell; 4] = [span(piece.start).into(), length.into(), piece.title.clone().into(), from.into()];
        Row { cells: cells.into(), struck: page.is_undone(entry) }
    });
    let title = format!("Music, as planned at {}", page.time(entry.at));
    let mut section = Section::new(title, &["from", "length", "piece", "what it is"], rows);
    section.below.push(format!("Planned for {}, then the bed. Stages: {}.", lasting(plan.target), stages.join(", ")));
    section
}

/// How the music was steered.
pub(in crate::record) fn steering(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let what = steered(&entry.event).or_else(|| sounding(&entry.event))?;
        Some(page.row(entry, [page.when(entry), page.since(entry), what.into()]))
    });
    Section::new("Music, as it was steered", &["time", "since T0", "what"], rows)
}

/// What the therapist did to the music, in a few words.
pub(in crate::record) fn steered(event: &Event) -> Option<String> {
    Some(match event {
        Event::MusicSteered(Steer::SoundCheck(true)) => "sound check plays".to_owned(),
        Event::MusicSteered(Steer::SoundCheck(false)) => "sound check ended".to_owned(),
        Event::MusicSteered(Steer::Silence(over)) => format!("fades to silence over {}", lasting(*over)),
        Event::MusicSteered(Steer::Resume) => "comes back from silence".to_owned(),
        Event::MusicSteered(Steer::TalkOver(true)) => "steps back for a voice".to_owned(),
        Event::MusicSteered(Steer::TalkOver(false)) => "comes forward again".to_owned(),
        Event::MusicSteered(Steer::SoundCheckAt(_)) => "sound check plays another minute".to_owned(),
        Event::MusicSteered(Steer::Turned(turn)) => match turn {
            Turn::Next => "on to the next".to_owned(),
            Turn::Back => "back".to_owned(),
            Turn::Deeper => "deeper".to_owned(),
            Turn::Lighter => "lighter".to_owned(),
            Turn::Stay => "stays here longer".to_owned(),
        },
        Event::MusicSteered(Steer::Grounding(true)) => "grounding: softer, with a slow breath".to_owned(),
        Event::MusicSteered(Steer::Grounding(false)) => "grounding ends".to_owned(),
        Event::MusicSteered(Steer::End(over)) => format!("ends over {}", lasting(*over)),
        Event::VolumeSet { volume, cap: None } => format!("volume {volume}"),
        Event::VolumeSet { volume, cap: Some(cap) } => format!("volume {volume}, not to go above {cap}"),
        _ => return None,
    })
}

/// What the sound output did by itself.
fn sounding(event: &Event) -> Option<String> {
    Some(match event {
        Event::OutputLost => "the sound output was lost".to_owned(),
        Event::OutputBack => "the sound output is back".to_owned(),
        Event::PieceFailed { piece, reason } => format!("piece {} was crossed over: {reason}", piece.saturating_add(1)),
        _ => return None,
    })
}
