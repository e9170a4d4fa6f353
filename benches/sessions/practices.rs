//! What practices do beyond one tablet in the room: answers, calls, sprays, boosters, drawings, turns.

use std::time::Duration;

use holdspace::session::answer::{Answer, Ask};
use holdspace::session::dose::{Booster, Form, HoldEnd, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{Appointed, Appointment, CallOutcome, Meditated, MusicPlace, NoteKind, Person, Who};
use holdspace::session::protocol::Item;
use holdspace::session::{Command, Session};
use holdspace::units::{Day, Milligrams, Moment, Tablets};

use super::chance::Chance;
use super::odd;

/// Such a command, whether or not it is possible now.
pub fn command(session: &Session, person: Person, at: Moment, chance: &mut Chance) -> Command {
    let protocol = session.protocol();
    match chance.below(18) {
        0..=2 => gate(person, chance.of(&protocol.gate), chance),
        3 => {
            let line = chance.of(&protocol.release);
            Command::AnswerRelease(person, line.key.clone(), answer(line, chance))
        }
        4 => Command::CallPrescriber(person, *chance.of(&CallOutcome::ALL)),
        5 => Command::NoteCourse(person, chance.small(1, 8), chance.in_100(70).then_some(8)),
        6 => Command::StartMeditation(Meditated::Read),
        7 => Command::EndMeditation,
        8 => Command::Give(person, at),
        9 => Command::TakeBooster(person, at),
        10 if chance.in_100(50) => Command::SkipBooster(person),
        10 => Command::SnoozeBooster(person),
        11 if chance.in_100(20) => Command::Stop(person, odd::words(chance)),
        11 => Command::Postpone(person),
        12 => Command::OpenEmergency(person),
        13 => Command::Draw(person, chance.below(3) as u8, stroke(chance)),
        14 if chance.in_100(50) => Command::BeginTurn(person),
        14 => Command::EndTurn,
        15 => Command::Appoint(person, appointment(chance)),
        16 if chance.in_100(50) => Command::PlaceMusic(*chance.of(&MusicPlace::ALL)),
        16 => Command::WriteNote(person, NoteKind::Unwelcome, odd::words(chance), at),
        _ => Command::Reported(Who::Chaperone, Box::new(Command::Check(person))),
    }
}

/// What this protocol gives, as somebody may have prescribed it.
pub fn prescription(session: &Session, held: Prescription, chance: &mut Chance) -> Prescription {
    let practice = &session.protocol().practice;
    let medicine = &practice.medicine;
    if !medicine.form.is_held() {
        let doses = chance.small(1, u16::from(medicine.most_doses.max(1))) as u8;
        let spacing = if doses > 1 { Duration::from_secs(120) } else { Duration::ZERO };
        return Prescription { form: medicine.form, doses, spacing, hold: Duration::ZERO, end: HoldEnd::Spit, ..held };
    }
    let half = Booster { tablets: Tablets { halves: 1 }, each: Milligrams(50) };
    let booster = practice.booster.filter(|_| chance.in_100(50)).map(|_| half);
    Prescription { form: medicine.form, booster, ..held }
}

/// Whether that prescription is for a spray or an injection.
pub fn is_given(prescription: &Prescription) -> bool {
    match prescription.form {
        Form::Spray | Form::Injection => true,
        Form::Tablet | Form::Lozenge | Form::Troche => false,
    }
}

fn gate(person: Person, line: &Item, chance: &mut Chance) -> Command {
    Command::AnswerGate(person, line.key.clone(), answer(line, chance))
}

fn answer(line: &Item, chance: &mut Chance) -> Answer {
    let day = |month: u16, day: u16| Day::new(2026, month as u8, day as u8).unwrap();
    match &line.ask {
        Ask::Dated { .. } => Answer::Dated { day: day(chance.small(1, 10), chance.small(1, 28)), today: day(11, 22) },
        Ask::Count => Answer::Count(Tablets { halves: chance.small(0, 12) as u8 }),
        Ask::Words | Ask::Tick => Answer::Words(odd::words(chance)),
        Ask::Changes(known) | Ask::OneOf(known) => {
            Answer::Chosen(if chance.in_100(50) { Vec::new() } else { vec![chance.of(known).key.clone()] })
        }
    }
}

fn stroke(chance: &mut Chance) -> std::sync::Arc<[Point]> {
    (0..chance.small(1, 40)).map(|_| Point { x: chance.small(0, 1600), y: chance.small(0, 900) }).collect()
}

fn appointment(chance: &mut Chance) -> Appointment {
    let day = Day::new(2026, 12, chance.small(1, 28) as u8).unwrap();
    let what = *chance.of(&[Appointed::Integration, Appointed::Next]);
    Appointment { what, day, minute: chance.in_100(60).then(|| chance.small(0, 1439)) }
}
