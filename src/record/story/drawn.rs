//! What of a record is drawn as spans: phases, the music, and what is not known.

use super::{Span, minute};
use crate::record::page::Page;
use crate::session::event::Event;
use crate::session::{Phase, Session};
use crate::units::Moment;

pub(super) fn phases(session: &Session, end: Moment) -> Vec<Span> {
    let visits = session.visits();
    let ends = visits.iter().skip(1).map(|(_, at)| *at).chain([end]);
    let spans = visits.iter().zip(ends).map(|((phase, from), to)| {
        let word = if *phase == Phase::Administration { "Hold" } else { phase.label() };
        Span { from: minute(*from), to: minute(to), word: word.to_owned() }
    });
    spans.collect()
}

/// The stages and the level from the anchor on, as long as the music sounded.
pub(super) fn music(session: &Session, end: Moment) -> (Vec<Span>, Vec<(f32, f32)>) {
    let music = session.music();
    let Some((plan, anchor)) = music.plan.as_ref().zip(music.anchor) else { return (Vec::new(), Vec::new()) };
    let until = music.faded.map_or(end, |(at, over)| at.plus(over).min(end));
    let begins = plan.stages.iter().map(|(at, stage)| (anchor.plus(*at), stage.label()));
    let begins: Vec<(Moment, &str)> = begins.chain([(anchor.plus(plan.target), "bed")]).collect();
    let ends = begins.iter().skip(1).map(|(at, _)| *at).chain([until]);
    let stages = begins.iter().zip(ends).filter(|((from, _), _)| *from < until);
    let stages = stages.map(|((from, word), to)| Span {
        from: minute(*from),
        to: minute(to.min(until)),
        word: (*word).to_owned(),
    });
    let levels: Vec<(Moment, f32)> =
        plan.arc.iter().map(|(at, level)| (anchor.plus(*at), level.0)).filter(|(at, _)| *at <= until).collect();
    let low = levels.iter().map(|(_, level)| *level).fold(f32::MAX, f32::min);
    let high = levels.iter().map(|(_, level)| *level).fold(f32::MIN, f32::max);
    let part = |level: f32| 0.2 + 0.8 * (level - low) / (high - low).max(1.0);
    let last = levels.last().map(|(_, level)| (minute(until), part(*level)));
    (stages.collect(), levels.iter().map(|(at, level)| (minute(*at), part(*level))).chain(last).collect())
}

/// Without the program, and without sound.
pub(super) fn gaps(page: &Page<'_>) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut lost = None;
    for entry in page.entries() {
        match &entry.event {
            Event::Resumed { away } => {
                let word = "away".to_owned();
                gaps.push(Span { from: minute(entry.at.minus(*away)), to: minute(entry.at), word });
            }
            Event::OutputLost => lost = lost.or(Some(entry.at)),
            Event::OutputBack => {
                if let Some(from) = lost.take() {
                    gaps.push(Span { from: minute(from), to: minute(entry.at), word: "no sound".to_owned() });
                }
            }
            _ => {}
        }
    }
    if let Some(from) = lost {
        gaps.push(Span { from: minute(from), to: minute(page.ended()), word: "no sound".to_owned() });
    }
    gaps
}
