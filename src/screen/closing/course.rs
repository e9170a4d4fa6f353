//! The course of the session as one picture: doses, pressure, observations, music, phases.

use super::Message;
use crate::screen::Shown;
use crate::screen::entry::chip_words;
use crate::screen::vitals_tile::points;
use crate::session::Phase;
use crate::session::dose::Ending;
use crate::session::participant::Participant;
use crate::theme::measure;
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::timeline::{Bar, Timeline, timeline};

/// From one word on the axis to the next, minutes.
const AXIS: u64 = 30;
/// The axis carries no more words than these.
const WORDS: u64 = 24;

/// The picture, as wide as the screen.
pub(super) fn course<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let Some(who) = shown.session.participant(shown.person) else {
        return timeline(Timeline::default(), measure::COURSE);
    };
    let pressure = points(&who.vitals);
    let state = |seen: &crate::session::participant::Observation| {
        let chip = shown.session.protocol().chips.iter().find(|chip| chip.key == seen.chip);
        chip.is_some_and(|chip| chip.kind == crate::session::protocol::ChipKind::State)
    };
    let word = |key: &str| chip_words(shown.session, key).to_lowercase();
    let seen = &who.observations;
    let picture = Timeline {
        length: minute(shown.now).max(1.0),
        axis: axis(shown),
        phases: phases(shown),
        flags: flags(who),
        baseline: pressure.first().map(|(_, value)| *value),
        pressure,
        observed: seen.iter().filter(|one| !state(one)).map(|one| (minute(one.at), word(&one.chip))).collect(),
        states: seen
            .iter()
            .filter(|one| state(one))
            .map(|one| Bar { from: minute(one.at), to: minute(one.ended.unwrap_or(shown.now)), word: word(&one.chip) })
            .collect(),
        music: music(shown),
    };
    timeline(picture, measure::COURSE)
}

fn minute(at: Moment) -> f32 {
    at.millis() as f32 / 60_000.0
}

/// Every full half hour of the wall clock.
fn axis(shown: &Shown<'_>) -> Vec<(f32, String)> {
    use chrono::Timelike;
    let start = shown.wall_at(Moment::START);
    let into = u64::from(start.minute() % 30) * 60 + u64::from(start.second());
    let first = (AXIS * 60 - into) % (AXIS * 60);
    (0..WORDS)
        .map(|number| Moment::from_secs(first + number * AXIS * 60))
        .take_while(|at| *at <= shown.now)
        .map(|at| (minute(at), shown.time_of(at)))
        .collect()
}

fn phases(shown: &Shown<'_>) -> Vec<(Bar, bool)> {
    let visits = shown.session.visits();
    let ends = visits.iter().skip(1).map(|(_, at)| *at).chain(std::iter::once(shown.now));
    let bars = visits.iter().zip(ends).map(|((phase, from), to)| {
        let word = if *phase == Phase::Administration { "Hold" } else { phase.label() };
        (Bar { from: minute(*from), to: minute(to), word: word.to_owned() }, *phase == Phase::Journey)
    });
    bars.collect()
}

fn flags(who: &Participant) -> Vec<(f32, String)> {
    let mut flags = Vec::new();
    for (number, dose) in who.doses.iter().enumerate() {
        let word = if number == 0 { "tablet" } else { "booster" };
        flags.extend(dose.taken.map(|at| (minute(at), word.to_owned())));
        flags.extend(dose.ended.map(|(at, ending)| {
            let word = match ending {
                Ending::Spat => "spit",
                Ending::SwallowedSome | Ending::SwallowedAll => "swallowed",
            };
            (minute(at), word.to_owned())
        }));
    }
    flags
}

/// The arc from the anchor on, 0 to 1, as long as it sounded.
fn music(shown: &Shown<'_>) -> Vec<(f32, f32)> {
    let music = shown.session.music();
    let Some((plan, anchor)) = music.plan.as_ref().zip(music.anchor) else { return Vec::new() };
    let until = music.faded.map_or(shown.now, |(at, over)| at.plus(over));
    let levels = plan.arc.iter().map(|(at, level)| (anchor.plus(*at), level.0));
    let levels: Vec<(Moment, f32)> = levels.filter(|(at, _)| *at <= until).collect();
    let low = levels.iter().map(|(_, level)| *level).fold(f32::MAX, f32::min);
    let high = levels.iter().map(|(_, level)| *level).fold(f32::MIN, f32::max);
    let part = |level: f32| 0.2 + 0.8 * (level - low) / (high - low).max(1.0);
    let end = levels.last().map(|(_, level)| (minute(until), part(*level)));
    levels.iter().map(|(at, level)| (minute(*at), part(*level))).chain(end).collect()
}
