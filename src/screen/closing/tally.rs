//! What was brought, what was taken and what is left: subtracted from what was recorded, never more.

use crate::screen::Shown;
use crate::screen::answering::counted;
use crate::session::answer::{Answer, Ask};
use crate::session::participant::Participant;
use crate::units::Tablets;

/// What is left, in words, and whether it is what it should be.
pub(super) struct Tally {
    /// 4 left of 6, 2 taken.
    pub(super) words: String,
    /// What was brought less what was taken is what is left.
    pub(super) adds_up: bool,
}

/// What was brought and taken, for those who count again; `None` where nobody counted before.
pub(super) fn before(shown: &Shown<'_>) -> Option<String> {
    let who = shown.session.participant(shown.person)?;
    let (brought, taken) = (brought(shown, who)?, taken(who));
    Some(format!("{} brought, {taken} taken as confirmed", counted(shown, brought)))
}

/// How the number that is left stands to what was brought and taken; `None` where nobody counted before.
pub(super) fn tally(shown: &Shown<'_>, left: Tablets) -> Option<Tally> {
    let who = shown.session.participant(shown.person)?;
    let (brought, taken) = (brought(shown, who)?, taken(who));
    let adds_up = brought.halves.checked_sub(taken.halves) == Some(left.halves);
    let words = format!("{left} left of {brought}, {taken} taken");
    Some(Tally { words: if adds_up { words } else { format!("{words}: not what it should be") }, adds_up })
}

/// What was counted on arrival.
fn brought(shown: &Shown<'_>, who: &Participant) -> Option<Tablets> {
    let protocol = shown.session.protocol();
    let counts = protocol.gate.iter().chain(&protocol.room).filter(|item| item.ask == Ask::Count);
    counts.filter_map(|item| who.answers.get(&item.key)).find_map(|answer| match answer {
        Answer::Count(tablets) => Some(*tablets),
        Answer::Dated { .. } | Answer::Words(_) | Answer::Chosen(_) => None,
    })
}

/// What was taken, as each dose was confirmed.
fn taken(who: &Participant) -> Tablets {
    let taken = who.doses.iter().filter(|dose| dose.taken.is_some()).map(|dose| dose.prescription.tablets.halves);
    Tablets { halves: taken.fold(0, u8::saturating_add) }
}
