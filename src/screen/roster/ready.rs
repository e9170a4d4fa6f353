//! Who can take the medicine now, and why somebody cannot.

use std::time::Duration;

use crate::screen::Shown;
use crate::session::Command;
use crate::session::dose::Prescription;
use crate::session::event::Person;
use crate::session::participant::Participant;

/// The prescription that is confirmed and not yet taken.
#[must_use]
pub fn pending(who: &Participant) -> Option<&Prescription> {
    who.doses.get(who.taken()).map(|dose| &dose.prescription)
}

/// Nothing was taken, and nothing was decided against it.
#[must_use]
pub fn awaits(who: &Participant) -> bool {
    who.taken() == 0 && who.takes_part()
}

/// Why a person cannot take the medicine now; empty if they can.
#[must_use]
pub fn missing(shown: &Shown<'_>, person: Person) -> Vec<String> {
    let Some(who) = shown.session.participant(person) else { return Vec::new() };
    let read = pending(who).is_none().then(|| "prescription not read".to_owned());
    let passed = |item: &str| who.overridden.as_ref().is_some_and(|(_, items, _)| items.iter().any(|one| one == item));
    let open = shown.session.gate_open(person).into_iter().filter(|open| !passed(&open.item));
    read.into_iter().chain(open.map(|open| open.label)).collect()
}

/// Who takes the medicine when it is said to all: whoever is ready, and is not to take it later.
pub fn ready<'a>(shown: &'a Shown<'_>) -> impl Iterator<Item = Person> + 'a {
    shown.people().filter(|person| {
        let who = shown.session.participant(*person);
        who.is_some_and(|who| awaits(who) && who.postponed.is_none()) && missing(shown, *person).is_empty()
    })
}

/// The medicine of a person, at the moment of a touch.
#[must_use]
pub fn take(shown: &Shown<'_>, person: Person, boot: Duration) -> Command {
    let at = shown.moment_of(boot);
    let held = shown.session.participant(person).and_then(pending).is_none_or(|it| it.form.is_held());
    if held { Command::TakeTablet(person, at) } else { Command::Give(person, at) }
}

/// The same words with a capital.
#[must_use]
pub fn capital(said: &str) -> String {
    let mut letters = said.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}
