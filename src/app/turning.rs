//! Turning the music while it plays: from what is heard to another plan.

use std::sync::Arc;
use std::time::Duration;

use crate::cue::{Position, Turn};
use crate::music::library::Collection;
use crate::music::steer;
use crate::session::{Command, Session};
use crate::units::Moment;

/// What lies nearer than this to what is heard may already be on its way: 4 s of ring and a second of report.
pub const LEAD: Duration = Duration::from_secs(5);
/// What was heard is recorded every 8 s; music that was not heard of for longer does not run.
const BELIEVED: Duration = Duration::from_secs(10);

/// The command that turns the music, and what to say of it.
///
/// `position` is what was heard so long (`since`) ago; the collection tells what else there is to play.
///
/// # Errors
///
/// A sentence, if the music cannot be turned that way.
pub fn turned(
    session: &Session,
    (position, since): (Position, Duration),
    collection: Option<&Collection>,
    turn: Turn,
) -> Result<(Command, String), String> {
    let music = session.music();
    let sounding = music.plan.as_ref().filter(|_| music.anchor.is_some());
    let Some(plan) = sounding else { return Err("There is no music to change yet.".to_owned()) };
    let horizon = horizon(plan.time_of(position), since);
    let turned = steer::turn(plan, horizon, collection, turn)?;
    Ok((Command::Turn(turn, Arc::new(turned.plan)), turned.said))
}

/// The plan time before which nothing can be changed any more.
#[must_use]
pub fn horizon(heard: Duration, since: Duration) -> Duration {
    heard + since.min(BELIEVED) + LEAD
}

/// What was heard last as the session knows it, and how long ago that was.
#[must_use]
pub fn heard(session: &Session, now: Moment) -> (Position, Duration) {
    let music = session.music();
    if let Some((ran, plan)) = music.ran(now).zip(music.plan.as_ref()) {
        return (plan.position_at(ran), Duration::ZERO);
    }
    let waits = music.faded.is_some() || session.output_lost().is_some();
    match music.heard {
        Some((_, position)) if waits => (position, Duration::ZERO),
        Some((at, position)) => (position, now.since(at)),
        None => (music.from, music.anchor.map_or(Duration::ZERO, |anchor| now.since(anchor))),
    }
}
