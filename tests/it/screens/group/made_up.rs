//! Made-up groups of two to six people, as far as a screen needs them.

use std::path::Path;
use std::time::Duration;

use holdspace::config;
use holdspace::session::dose::{Booster, Ending, HoldEnd, Prescription};
use holdspace::session::practice::BoosterPolicy;
use holdspace::session::protocol::Protocol;
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{Command, Person, Phase};
use holdspace::units::{BeatsPerMinute, Milligrams, MmHg, Tablets};

use crate::screens::after::made_up::{MadeUp, minute};

/// Who comes, in order.
pub const CODES: [&str; 6] = ["JR-04", "MK-11", "AL-02", "TS-07", "PW-19", "BE-23"];
pub const JR: Person = Person(0);
pub const MK: Person = Person(1);
pub const AL: Person = Person(2);
pub const TS: Person = Person(3);

/// The shipped group, for two to six, with a booster.
pub fn protocol() -> Protocol {
    let loaded = config::load(Path::new("nowhere"));
    let mut protocol = config::find_protocol(&loaded, "group-rdt").unwrap();
    protocol.practice.people = (2, 6);
    let min = |minutes: u64| Duration::from_secs(minutes * 60);
    protocol.practice.booster = Some(BoosterPolicy { from: min(15), until: min(60), snooze: min(5) });
    protocol
}

pub fn begun(people: usize) -> MadeUp {
    MadeUp::of(protocol(), CODES.iter().take(people).map(|code| (*code).to_owned()).collect())
}

pub fn all(people: usize) -> impl Iterator<Item = Person> {
    (0..u8::try_from(people).unwrap()).map(Person)
}

pub fn prescription(minutes: u64) -> Prescription {
    let (tablets, hold) = (Tablets::whole(2), Duration::from_secs(minutes * 60));
    let held = Prescription::held(tablets, Milligrams(100), hold, HoldEnd::Spit, "Dr Keller".to_owned());
    Prescription { booster: Some(Booster { tablets: Tablets::whole(1), each: Milligrams(50) }), ..held }
}

pub fn vitals(person: Person, upper: u16, lower: u16, at: u64) -> Command {
    let pressure = Some((MmHg(upper), MmHg(lower)));
    let heart_rate = Some(BeatsPerMinute(72));
    let measured = Measured { pressure, heart_rate, saturation: None, breathing: Breathing::Before };
    Command::KeepVitals(person, measured, minute(at))
}

pub fn observe(person: Person, chip: &str, at: u64) -> Command {
    Command::Observe(person, chip.to_owned(), minute(at))
}

/// In administration at minute 25; everyone has an intention, a pressure, and a gate that was gone on from.
pub fn at_the_medicine(people: usize) -> MadeUp {
    let mut made_up = begun(people);
    for (person, upper) in all(people).zip([122, 122, 122, 120, 126, 118]) {
        let words = format!("what only person {} wants", person.0);
        made_up = made_up.at(minute(3), [vitals(person, upper, 78, 3), Command::WriteIntention(person, words)]);
        made_up.ask(&Command::OverrideGate(person, "read on paper".to_owned()));
    }
    made_up.at(minute(25), [Command::Enter(Phase::Administration)])
}

/// All but one have their prescription read: the last of them not.
pub fn nearly_ready(people: usize) -> MadeUp {
    let mut made_up = at_the_medicine(people);
    for person in all(people - 1) {
        made_up.ask(&Command::ConfirmPrescription(person, prescription(10)));
    }
    made_up
}

/// The first two hold since minute 30; the third takes it later, the fourth declines.
pub fn holding(people: usize) -> MadeUp {
    let mut made_up = at_the_medicine(people);
    for person in all(people) {
        made_up.ask(&Command::ConfirmPrescription(person, prescription(if person == MK { 12 } else { 10 })));
    }
    let late: Vec<Command> = all(people).filter(|person| *person == AL).map(Command::Postpone).collect();
    let no: Vec<Command> = all(people).filter(|person| *person == TS).map(Command::Decline).collect();
    let take = all(people).filter(|person| ![AL, TS].contains(person)).map(|it| Command::TakeTablet(it, minute(30)));
    let take: Vec<Command> = take.collect();
    made_up.at(minute(28), late).at(minute(29), no).at(minute(30), take).at(minute(36), [Command::Tick])
}

/// The mockup's journey: one settled, one after a booster, one late, one without a tablet.
pub fn on_the_journey(people: usize) -> MadeUp {
    let mut made_up = holding(people);
    for person in all(people).filter(|person| ![AL, TS].contains(person)) {
        let ends = if person == MK { 42 } else { 40 };
        made_up = made_up.at(minute(ends), [Command::Tick, Command::EndHold(person, Ending::Spat, minute(ends))]);
    }
    let mut made_up = made_up.at(minute(43), [Command::Enter(Phase::Journey)]);
    if people > 2 {
        made_up.ask(&Command::TakeTablet(AL, minute(43)));
        made_up = made_up.at(minute(53), [Command::Tick, Command::EndHold(AL, Ending::Spat, minute(53))]);
    }
    let mut made_up = made_up
        .at(minute(54), [Command::TakeBooster(MK, minute(54)), observe(JR, "settled", 54)])
        .at(minute(64), [Command::Tick, Command::EndHold(MK, Ending::Spat, minute(64)), observe(MK, "tears", 64)]);
    for (person, upper) in all(people).zip([124, 128, 131, 118, 125, 121]) {
        made_up = made_up.at(minute(66), [vitals(person, upper, 82, 66)]);
        if person != TS {
            made_up.ask(&Command::Check(person));
        }
    }
    made_up.person = MK;
    made_up.heard(68)
}
