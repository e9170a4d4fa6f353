//! The course of a client on the start screen: a line, and a panel with what is kept.

use holdspace::config::settings::Side;
use holdspace::course::{Memory, Part};
use holdspace::screen::action::CourseAsk;
use holdspace::screen::arrival::Arrival;
use holdspace::screen::remembered::{Client, Remembered};
use holdspace::screen::start::{self, Message, Start};
use holdspace::screen::writing;
use holdspace::screen::{Action, Shown};
use holdspace::widget::keyboard::Key;

use super::room::{CLIENT, Room};
use super::{has_large_targets, marks, press, shipped, shows, start_shown};
use crate::course::whole;

fn client(code: &str, what: Remembered) -> Client {
    Client::new(code.to_owned(), what)
}

fn known() -> Client {
    client("MK-11", Remembered::Known(Box::new(whole())))
}

/// The start screen with the code of a client typed.
fn typed() -> Start {
    let mut start = Start::new(&shipped());
    let _ = start.update(Message::Code);
    for letter in "MK-11".chars() {
        let _ = start.update(Message::Writing(writing::Message::Key(Key::Char(letter))));
    }
    let found = start.update(Message::Writing(writing::Message::Key(Key::Keep)));
    assert_eq!(found, Action::Course(CourseAsk::Find(vec!["MK-11".to_owned()])));
    start
}

#[test]
fn what_is_known_of_a_client_stands_in_one_line_and_its_panel_has_large_targets() {
    let (loaded, marks, mut start) = (shipped(), marks(), typed());
    let clients = [known()];
    let shown = || start::Shown { clients: &clients, ..start_shown(&loaded, &marks) };
    has_large_targets("start with a course", start.view(shown()));
    assert!(shows(
        start.view(shown()),
        "Session 4 of 8 · last 12 November, 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05"
    ));
    let [message] = press(start.view(shown()), "Course").try_into().unwrap();
    assert_eq!(start.update(message), Action::Course(CourseAsk::Open));
    for side in [Side::Left, Side::Right] {
        has_large_targets("course", start.view(start::Shown { thumb: side, ..shown() }));
    }
    let [message] = press(start.view(shown()), "Done").try_into().unwrap();
    assert_eq!(start.update(message), Action::None);
    assert!(shows(start.view(shown()), "Begin arrival"));
}

#[test]
fn whatever_is_known_the_way_to_it_is_the_same() {
    let (loaded, marks, start) = (shipped(), marks(), typed());
    for what in [Remembered::BehindPin, Remembered::Looking, Remembered::Nothing] {
        let clients = [client("MK-11", what.clone())];
        let shown = start::Shown { clients: &clients, ..start_shown(&loaded, &marks) };
        let messages = press(start.view(shown), "Course");
        assert!(matches!(messages.as_slice(), [Message::Course]), "{what:?}");
    }
    assert!(!shows(start.view(start_shown(&loaded, &marks)), "Course"), "before a code is typed there is none");
}

#[test]
fn several_clients_are_looked_at_one_at_a_time() {
    let (loaded, marks, mut start) = (shipped(), marks(), typed());
    let clients = [client("ZZ-99", Remembered::Nothing), known(), client("AB-1", Remembered::BehindPin)];
    let shown = || start::Shown { clients: &clients, ..start_shown(&loaded, &marks) };
    assert!(shows(start.view(shown()), "From last time: MK-11"));
    let _ = start.update(Message::Course);
    has_large_targets("courses of a group", start.view(shown()));
    assert!(shows(start.view(shown()), "Course of ZZ-99") && !shows(start.view(shown()), "Ceiling"));
    let [message] = press(start.view(shown()), "MK-11").try_into().unwrap();
    let _ = start.update(message);
    assert!(shows(start.view(shown()), "Course of MK-11") && shows(start.view(shown()), "Ceiling"));
}

#[test]
fn the_number_is_counted_up_and_down_and_what_is_left_is_not_proposed() {
    let mut one = known();
    assert_eq!(one.session(), Some((4, Some(8))));
    one.note(9, None);
    assert_eq!(one.session(), Some((9, None)));
    one.use_part(Part::Number, false);
    assert_eq!((one.session(), one.proposed().map(|memory| memory.has(Part::Number))), (None, Some(false)));
    one.use_part(Part::Number, true);
    assert_eq!(one.session(), Some((4, Some(8))));
    one.use_part(Part::Ceiling, false);
    let proposed = one.proposed().unwrap();
    assert!(proposed.ceiling.is_none() && proposed.prescription.is_some());
    assert_eq!(client("A", Remembered::Nothing).proposed(), None);
    let over = Client::new("B".to_owned(), Remembered::Known(Box::new(Memory { sessions: 8, ..whole() })));
    assert_eq!(over.session(), Some((9, None)), "no ninth of eight");
}

#[test]
fn arrival_with_everything_of_last_time_has_large_targets() {
    let mut room = Room::new();
    let memory = whole();
    let mut arrival = Arrival::new(&room.shown());
    fn shown<'a>(room: &'a Room, memory: &'a Memory) -> Shown<'a> {
        Shown { remembered: Some(memory), ..room.shown() }
    }
    has_large_targets("arrival from last time", arrival.view(&shown(&room, &memory)));
    let _ = room.ask(holdspace::session::Command::Steer(holdspace::session::event::Steer::SoundCheck(true)));
    has_large_targets("sound check from last time", arrival.view(&shown(&room, &memory)));
    let [message] = press(arrival.view(&shown(&room, &memory)), "Last time 150/95").try_into().unwrap();
    let set = arrival.update(message, &shown(&room, &memory));
    assert_eq!(set, Action::Ask(holdspace::session::Command::SetCeiling(CLIENT, whole().ceiling.unwrap())));
}

#[test]
fn six_people_and_the_way_to_their_courses_fit_on_the_start_screen() {
    let (mut loaded, marks) = (shipped(), marks());
    let name = loaded.protocols[0].name.clone();
    if let Ok(protocol) = &mut loaded.protocols[0].what {
        protocol.practice.people = (2, 6);
    }
    let mut start = Start::new(&loaded);
    let _ = start.update(Message::Protocol(name));
    let codes: Vec<String> = (1..=6).map(|number| format!("MK-{number}")).collect();
    for (number, code) in codes.iter().enumerate() {
        let _ = start.update(if number < 2 { Message::Person(number) } else { Message::Add });
        let _ = start.update(Message::Writing(writing::Message::Typed(code.clone())));
        let found = start.update(Message::Writing(writing::Message::Key(Key::Keep)));
        assert_eq!(found, Action::Course(CourseAsk::Find(codes[..=number].to_vec())));
    }
    let clients: Vec<Client> = codes.iter().map(|code| client(code, Remembered::Known(Box::new(whole())))).collect();
    let shown = || start::Shown { clients: &clients, ..start_shown(&loaded, &marks) };
    has_large_targets("a group with its courses", start.view(shown()));
    assert!(shows(start.view(shown()), "Begins sessions 4, 4, 4, 4, 4, 4 of their courses"));
    let gone = start.update(Message::Remove(0));
    assert_eq!(gone, Action::Course(CourseAsk::Find(codes[1..].to_vec())), "nothing stays of who is not there");
}
