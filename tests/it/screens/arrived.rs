//! Arrival: lines that ask, this client's ceiling, the call to the prescriber, questionnaires, the meditation.

use std::path::Path;
use std::sync::Arc;

use holdspace::config::settings::{Number, RoomSettings};
use holdspace::config::{find_protocol, find_questionnaire, load};
use holdspace::screen::arrival::{self, Arrival};
use holdspace::screen::breathing::{self, Breathing};
use holdspace::screen::intention::Intention;
use holdspace::screen::shown::RoomShown;
use holdspace::screen::{Action, answering, calendar, meditation, writing};
use holdspace::session::answer::{Answer, Ask};
use holdspace::session::event::{CallOutcome, Meditated, Steer};
use holdspace::session::practice::Asking;
use holdspace::session::protocol::{Ceiling, Protocol};
use holdspace::session::vitals::{Breathing as When, Measured};
use holdspace::session::{Command, Phase};
use holdspace::units::{BeatsPerMinute, Day, MmHg, Tablets};
use holdspace::widget::keyboard::Key;

use super::after::made_up::MadeUp;
use super::after::{click, hides, laid_out, shows};
use super::before::has_large_targets;
use super::before::room::{CLIENT, Room};

fn shipped(name: &str) -> Protocol {
    find_protocol(&load(Path::new("no such folder")), name).unwrap()
}

/// With a questionnaire in the arrival.
fn asking() -> Protocol {
    let mut protocol = shipped("rdt-individual");
    let form = Arc::new(find_questionnaire(&load(Path::new("no such folder")), "phq-9").unwrap());
    protocol.practice.questionnaires.push(Asking { at: Phase::Arrival, form });
    protocol
}

/// Presses these words, one after the other, and does what is asked; the last thing that was.
#[track_caller]
fn press(arrival: &mut Arrival, room: &mut Room, all: &[&str]) -> Action {
    let mut last = Action::None;
    for words in all {
        let mut said = click(arrival.view(&room.shown()), words);
        assert_eq!(said.len(), 1, "{words}: {said:?}");
        last = arrival.update(said.remove(0), &room.shown());
        if let Action::Ask(command) = &last {
            let _ = room.ask(command.clone());
        }
    }
    last
}

fn day(year: u16, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn answer(item: &str, answer: Answer) -> Action {
    Action::Ask(Command::AnswerGate(CLIENT, item.to_owned(), answer))
}

fn high() -> Command {
    let pressure = Some((MmHg(172), MmHg(96)));
    let measured =
        Measured { pressure, heart_rate: Some(BeatsPerMinute(82)), saturation: None, breathing: When::Before };
    Command::KeepVitals(CLIENT, measured, holdspace::units::Moment::START)
}

#[test]
fn the_date_of_a_paper_is_two_taps_and_its_age_is_told() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let said = press(&mut arrival, &mut room, &["Medical clearance", "August", "12\nWed"]);
    let (day, today) = (day(2026, 8, 12), day(2026, 11, 22));
    assert_eq!(said, answer("medical_clearance", Answer::Dated { day, today }));
    shows(arrival.view(&room.shown()), &["12 August, 3 months ago"]);
    assert!(hides(arrival.view(&room.shown()), "Seen on paper"));
}

#[test]
fn an_old_paper_leaves_its_line_open_and_says_how_old_it_is() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let _ = press(&mut arrival, &mut room, &["Medical clearance", "April", "3\nFri"]);
    shows(arrival.view(&room.shown()), &["3 April, older than 6 months"]);
    assert!(!room.session.participant(CLIENT).unwrap().gate_met("medical_clearance"));
}

#[test]
fn a_paper_that_was_seen_is_one_more_tap_without_a_date() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let said = press(&mut arrival, &mut room, &["Medical clearance", "Seen on paper"]);
    assert_eq!(said, Action::Ask(Command::SetGateItem(CLIENT, "medical_clearance".to_owned(), true)));
    shows(arrival.view(&room.shown()), &["seen on paper, 10:00"]);
    let said = press(&mut arrival, &mut room, &["Medical clearance", "Not met"]);
    assert_eq!(said, Action::Ask(Command::SetGateItem(CLIENT, "medical_clearance".to_owned(), false)));
}

#[test]
fn tablets_are_counted_in_halves() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let label = room.session.protocol().room.iter().find(|item| item.ask == Ask::Count).unwrap().label.clone();
    let key = room.session.protocol().room.iter().find(|item| item.ask == Ask::Count).unwrap().key.clone();
    let _ = press(&mut arrival, &mut room, &[&label, "6"]);
    let _ = arrival.update(arrival::Message::Answering(answering::Message::Halves(13)), &room.shown());
    let said = press(&mut arrival, &mut room, &["Keep"]);
    assert_eq!(said, answer(&key, Answer::Count(Tablets { halves: 13 })));
    shows(arrival.view(&room.shown()), &["6½ tablets, 10:00"]);
}

#[test]
fn nothing_new_is_one_tap_and_a_change_is_worth_a_call() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let said = press(&mut arrival, &mut room, &["Nothing new since the intake", "None of these"]);
    assert_eq!(said, answer("nothing_new", Answer::Chosen(Vec::new())));
    assert!(hides(arrival.view(&room.shown()), "Call the prescriber"));
    let line = ["Nothing new since the intake", "Substances", "These have changed"];
    let said = press(&mut arrival, &mut room, &line);
    assert_eq!(said, answer("nothing_new", Answer::Chosen(vec!["substances".to_owned()])));
    shows(arrival.view(&room.shown()), &["Substances", "Call the prescriber"]);
}

#[test]
fn touch_is_agreed_with_one_tap_of_its_kinds() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let said = press(&mut arrival, &mut room, &["Supportive touch", "Hand or shoulder only"]);
    assert_eq!(said, answer("touch", Answer::Chosen(vec!["hand_or_shoulder_only".to_owned()])));
    shows(arrival.view(&room.shown()), &["Hand or shoulder only"]);
}

#[test]
fn who_comes_is_written_and_stands_in_the_line() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let _ = press(&mut arrival, &mut room, &["Escort home", "Write"]);
    let mut type_in = |message| {
        let message = answering::Message::Writing(message);
        arrival.update(arrival::Message::Answering(message), &room.shown())
    };
    let _ = type_in(writing::Message::Typed("Her sister".to_owned()));
    let said = type_in(writing::Message::Key(Key::Keep));
    assert_eq!(said, answer("escort", Answer::Words("Her sister".to_owned())));
    let _ = room.ask(Command::AnswerGate(CLIENT, "escort".to_owned(), Answer::Words("Her sister".to_owned())));
    shows(arrival.view(&room.shown()), &["Her sister"]);
    assert_eq!(room.session.participant(CLIENT).unwrap().answered("escort"), Some("Her sister"));
}

#[test]
fn a_ceiling_is_typed_and_says_who_set_it() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let of_the_protocol = format!("Ceiling: {}", room.session.protocol().ceiling.source);
    shows(arrival.view(&room.shown()), &[&of_the_protocol, "ceiling 160/90"]);
    let _ = press(&mut arrival, &mut room, &["Set", "1", "5", "0", "9", "5"]);
    let said = press(&mut arrival, &mut room, &["Prescriber, by phone"]);
    let source = "the prescriber, today by phone".to_owned();
    let (systolic, diastolic, heart_rate) = (MmHg(150), MmHg(95), BeatsPerMinute(100));
    let ceiling = Ceiling { systolic, diastolic, heart_rate, source };
    assert_eq!(said, Action::Ask(Command::SetCeiling(CLIENT, ceiling)));
    let own = "This client’s ceiling: the prescriber, today by phone";
    let all = [own, "ceiling 150/95", "below 100"];
    shows(arrival.view(&room.shown()), &all);
}

#[test]
fn a_pressure_at_the_ceiling_is_measured_again_and_told_when() {
    let mut room = Room::new();
    let _ = room.ask(high()).wait(50);
    let arrival = Arrival::new(&room.shown());
    shows(arrival.view(&room.shown()), &["again in 4:10", "Call the prescriber"]);
    let _ = room.wait(250);
    shows(arrival.view(&room.shown()), &["measure again"]);
}

#[test]
fn the_call_shows_the_number_and_keeps_what_came_of_it() {
    let mut room = Room::new();
    let _ = room.ask(high());
    let mut arrival = Arrival::new(&room.shown());
    let _ = press(&mut arrival, &mut room, &["Call the prescriber"]);
    shows(arrival.view(&room.shown()), &["pressure 172/96 at or above the ceiling"]);
    assert!(hides(arrival.view(&room.shown()), "01 23 45"));
    let number =
        Number { who: "Dr Keller".to_owned(), number: "01 23 45".to_owned(), say: String::new(), prescriber: true };
    room.emergency.numbers.push(number);
    shows(arrival.view(&room.shown()), &["01 23 45", "Dr Keller"]);
    let said = press(&mut arrival, &mut room, &["Not reached"]);
    assert_eq!(said, Action::Ask(Command::CallPrescriber(CLIENT, CallOutcome::NotReached)));
    shows(arrival.view(&room.shown()), &["Not reached, 10:00"]);
    assert!(!hides(arrival.view(&room.shown()), "Not reached"), "it can be tried again");
    let said = press(&mut arrival, &mut room, &["Agreed to go on"]);
    assert_eq!(said, Action::Ask(Command::CallPrescriber(CLIENT, CallOutcome::Agreed)));
    // And then the reason to go on is one tap.
    shows(arrival.view(&room.shown()), &["The prescriber agreed by phone"]);
}

#[test]
fn a_questionnaire_is_asked_from_its_line_and_shows_its_sum() {
    let mut room = Room::of(asking());
    let mut arrival = Arrival::new(&room.shown());
    shows(arrival.view(&room.shown()), &["PHQ-9", "not asked yet"]);
    let said = press(&mut arrival, &mut room, &["PHQ-9", "Several days"]);
    assert_eq!(said, Action::Ask(Command::AnswerQuestion(CLIENT, "phq-9".to_owned(), 0, 1)));
    shows(arrival.view(&room.shown()), &["2 of 9"]);
    assert!(hides(arrival.view(&room.shown()), "Saved"), "the client may hold it");
    let _ = press(&mut arrival, &mut room, &["Put away"]);
    shows(arrival.view(&room.shown()), &["1 of 9 answered"]);
    for item in 1..9 {
        let _ = room.ask(Command::AnswerQuestion(CLIENT, "phq-9".to_owned(), item, 1));
    }
    let sum = room.session.protocol().practice.questionnaire("phq-9").unwrap().band(9).unwrap().to_owned();
    shows(arrival.view(&room.shown()), &[&format!("9, {sum}")]);
}

#[test]
fn what_the_protocol_says_of_a_phase_stands_under_the_bar() {
    let mut room = Room::new();
    let _ = room.wait(720);
    let guide = room.session.protocol().practice.guide(Phase::Arrival).unwrap().text.clone();
    let line = format!("{guide} Usually 25 min, now 12 min.");
    shows(Arrival::new(&room.shown()).view(&room.shown()), &[&line]);
    // What was refused takes its place.
    room.marks.said = Some("Not yet.".to_owned());
    assert!(hides(Arrival::new(&room.shown()).view(&room.shown()), &line));
    room.marks.said = None;
    let _ = room.ask(Command::Enter(Phase::Intention));
    let guide = room.session.protocol().practice.guide(Phase::Intention).unwrap().text.clone();
    shows(Intention::new(&room.shown()).view(&room.shown()), &[&format!("{guide} Usually 10 min, now 0 min.")]);
}

#[test]
fn a_meditation_is_read_line_by_line_at_ones_own_pace() {
    let mut room = Room::of(shipped("lozenge-individual"));
    let _ = room.ask(Command::Enter(Phase::Breathing));
    let mut screen = Breathing::new(&room.shown());
    let [message] = click(screen.view(&room.shown()), "Meditation").try_into().unwrap();
    let asked = screen.update(message, &room.shown());
    assert_eq!(asked, Action::Ask(Command::StartMeditation(Meditated::Read)));
    let _ = room.ask(Command::StartMeditation(Meditated::Read)).wait(75);
    let lines = room.session.protocol().practice.meditation.as_ref().unwrap().lines.clone();
    shows(screen.view(&room.shown()), &[&lines[0], "1:15 of about 8 min"]);
    // A tap on the line leads on as well as the button.
    for (words, line) in [("Next", 1), (lines[1].as_str(), 2), ("Back", 1)] {
        let [message] = click(screen.view(&room.shown()), words).try_into().unwrap();
        assert_eq!(screen.update(message, &room.shown()), Action::None);
        shows(screen.view(&room.shown()), &[&lines[line], &format!("{} of {}", line + 1, lines.len())]);
    }
    assert!(hides(screen.view(&room.shown()), "Play the recording"), "there is none");
    let asked = screen.update(breathing::Message::Meditation(meditation::Message::End), &room.shown());
    assert_eq!(asked, Action::Ask(Command::EndMeditation));
    let _ = room.ask(Command::EndMeditation);
    shows(screen.view(&room.shown()), &["Meditation again"]);
}

#[test]
fn a_recording_is_offered_where_there_is_one_and_without_breathing_the_intention_leads_to_it() {
    let mut protocol = shipped("lozenge-individual");
    protocol.phases.retain(|phase| *phase != Phase::Breathing);
    protocol.practice.meditation.as_mut().unwrap().recording = Some("quiet.flac".to_owned());
    let mut room = Room::of(protocol);
    let _ = room.ask(Command::Enter(Phase::Intention));
    let mut screen = Intention::new(&room.shown());
    assert_eq!(click(screen.view(&room.shown()), "Meditation").len(), 1);
    let _ = room.ask(Command::StartMeditation(Meditated::Read));
    let [message] = click(screen.view(&room.shown()), "Play the recording").try_into().unwrap();
    let asked = screen.update(message, &room.shown());
    assert_eq!(asked, Action::Ask(Command::StartMeditation(Meditated::Played)));
    let _ = room.ask(Command::StartMeditation(Meditated::Played));
    shows(screen.view(&room.shown()), &["The recording plays", "Read it"]);
    has_large_targets("meditation", screen.view(&room.shown()));
}

#[test]
fn every_panel_of_the_arrival_has_large_targets() {
    let mut room = Room::of(asking());
    let _ = room.ask(high());
    let lines = ["medical_clearance", "nothing_new", "touch", "escort", "tablets_brought"];
    for line in lines {
        let mut arrival = Arrival::new(&room.shown());
        let _ = arrival.update(arrival::Message::Open(line.to_owned()), &room.shown());
        has_large_targets(line, arrival.view(&room.shown()));
    }
    let mut arrival = Arrival::new(&room.shown());
    let _ = press(&mut arrival, &mut room, &["Medical clearance", "October"]);
    has_large_targets("days", arrival.view(&room.shown()));
    for open in [arrival::Message::Ceiling, arrival::Message::Call, arrival::Message::Ask("phq-9".to_owned())] {
        let mut arrival = Arrival::new(&room.shown());
        let _ = arrival.update(open, &room.shown());
        has_large_targets("arrival", arrival.view(&room.shown()));
    }
}

#[test]
fn under_the_codes_of_a_group_every_panel_is_whole() {
    let codes = ["MK-11", "RS-04", "TB-23", "AN-31"].map(str::to_owned).to_vec();
    let session = MadeUp::of(shipped("group-rdt"), codes);
    let long = day(2026, 10, 1);
    let month = answering::Message::Calendar(calendar::Message::Month(long));
    let opened = [
        vec![],
        vec![arrival::Message::Ceiling],
        vec![arrival::Message::Call],
        vec![arrival::Message::Open("nothing_new".to_owned())],
        vec![arrival::Message::Open("tablets_brought".to_owned())],
        vec![arrival::Message::Open("medical_clearance".to_owned()), arrival::Message::Answering(month)],
    ];
    for messages in opened {
        let mut arrival = Arrival::new(&session.shown());
        let name = format!("{messages:?}");
        for message in messages {
            let _ = arrival.update(message, &session.shown());
        }
        has_large_targets(&name, arrival.view(&session.shown()));
    }
}

#[test]
fn a_sound_check_that_plays_has_its_place_in_the_room_and_in_a_remote_session() {
    for name in ["rdt-individual", "remote-chaperone"] {
        let mut room = Room::of(shipped(name));
        let _ = room.ask(Command::Steer(Steer::SoundCheck(true)));
        if name == "rdt-individual" {
            room.speaker = Some(RoomShown { settings: RoomSettings::default(), lost: false });
        }
        has_large_targets(name, Arrival::new(&room.shown()).view(&room.shown()));
    }
}

#[test]
fn the_lists_and_panels_of_every_shipped_protocol_stay_on_the_glass() {
    for name in ["rdt-individual", "lozenge-individual", "group-rdt", "intranasal", "intramuscular", "talk-low-dose"] {
        let mut room = Room::of(shipped(name));
        let _ = room.ask(high());
        let arrival = Arrival::new(&room.shown());
        let mut ui = laid_out(arrival.view(&room.shown()));
        let protocol = room.session.protocol();
        for item in protocol.room.iter().chain(&protocol.gate).filter(|item| item.key != "vitals") {
            let place = ui.find(item.label.as_str()).unwrap_or_else(|error| panic!("{name}, {}: {error}", item.label));
            let end = place.bounds().y + place.bounds().height;
            assert!(end <= 700.0, "{name}: {} ends at {end}", item.label);
        }
    }
}
