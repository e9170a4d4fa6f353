//! What was to be heard, and what was done to it.

use super::text::{plain, table};
use crate::cue::{Material, Plan, Turn};
use crate::record::page::{Page, span};
use crate::session::event::{Event, Stamped, Steer};

pub(super) fn music(page: &Page) -> String {
    let plans = page.entries().filter_map(|entry| match &entry.event {
        Event::MusicPlanned { plan } => Some(planned(page, entry, plan)),
        _ => None,
    });
    let rows = page.entries().filter_map(|entry| {
        let what = what(entry)?;
        Some(page.row(entry, &[page.when(entry), page.since_t0(entry.at), what]))
    });
    let changes = table("Music, as it was steered", &["time", "since T0", "what"], rows);
    plans.chain([changes]).filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

fn planned(page: &Page, entry: &Stamped, plan: &Plan) -> String {
    let stage =
        |(at, stage): &(std::time::Duration, crate::cue::Stage)| format!("{} from {}", stage.label(), span(*at));
    let stages: Vec<_> = plan.stages.iter().map(stage).collect();
    let rows = plan.pieces.iter().map(|piece| {
        let length = piece.length.map_or("until it is ended".to_owned(), span);
        let from = match &piece.material {
            Material::File { sha256, .. } => format!("file, SHA-256 {}…", sha256.get(..16).unwrap_or(sha256)),
            Material::Soundscape { name, seed } => format!("built in: {}, seed {seed}", plain(name)),
        };
        super::text::row(&[span(piece.start), length, plain(&piece.title), from])
    });
    let title = format!("Music, as planned at {}", page.time(entry.at));
    let table = table(&page.struck(entry, &title), &["from", "length", "piece", "what it is"], rows);
    format!("{table}\nPlanned for {} min, then the bed. Stages: {}.\n", span(plan.target), stages.join(", "))
}

fn what(entry: &Stamped) -> Option<String> {
    Some(match &entry.event {
        Event::MusicSteered(Steer::SoundCheck(true)) => "sound check plays".to_owned(),
        Event::MusicSteered(Steer::SoundCheck(false)) => "sound check ended".to_owned(),
        Event::MusicSteered(Steer::Silence(over)) => format!("fades to silence over {} min", span(*over)),
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
        Event::MusicSteered(Steer::End(over)) => format!("ends over {} min", span(*over)),
        Event::VolumeSet { volume, cap: None } => format!("volume {volume}"),
        Event::VolumeSet { volume, cap: Some(cap) } => format!("volume {volume}, not to go above {cap}"),
        Event::OutputLost => "the sound output was lost".to_owned(),
        Event::OutputBack => "the sound output is back".to_owned(),
        Event::PieceFailed { piece, reason } => format!("piece {} was crossed over: {}", piece + 1, plain(reason)),
        _ => return None,
    })
}
