//! A remote session: the chaperone says what they see, and the music is heard elsewhere.

use std::path::Path;

use holdspace::config::{find_protocol, load};
use holdspace::screen::arrival::Arrival;
use holdspace::screen::journey::Journey;
use holdspace::screen::{Action, chaperone, emergency};
use holdspace::session::answer::Answer;
use holdspace::session::event::{MusicPlace, NoteKind, Who};
use holdspace::session::{Command, Phase};
use holdspace::units::Moment;

use super::after::{click, hides, shows};
use super::before::has_large_targets;
use super::before::room::{CLIENT, Room};

fn remote() -> Room {
    Room::of(find_protocol(&load(Path::new("no such folder")), "remote-chaperone").unwrap())
}

#[test]
fn the_chaperone_can_say_what_is_entered_in_a_remote_session_only() {
    let mut room = remote();
    let mut arrival = Arrival::new(&room.shown());
    let [message] = click(arrival.view(&room.shown()), "Chaperone says").try_into().unwrap();
    assert_eq!(arrival.update(message, &room.shown()), Action::Chaperone(true));
    room.chaperone = true;
    let [message] = click(arrival.view(&room.shown()), "Chaperone says").try_into().unwrap();
    assert_eq!(arrival.update(message, &room.shown()), Action::Chaperone(false));
    let here = Room::new();
    assert!(hides(Arrival::new(&here.shown()).view(&here.shown()), "Chaperone says"));
}

#[test]
fn what_they_see_and_measure_is_theirs_and_nothing_else() {
    let observed = Command::Observe(CLIENT, "tears".to_owned(), Moment::START);
    let theirs = |command: &Command| Command::Reported(Who::Chaperone, Box::new(command.clone()));
    assert_eq!(chaperone::said(observed.clone()), theirs(&observed));
    assert_eq!(chaperone::said(Command::Check(CLIENT)), theirs(&Command::Check(CLIENT)));
    let both = Command::Each(vec![observed.clone(), Command::Enter(Phase::Journey)]);
    let said = Command::Each(vec![theirs(&observed), Command::Enter(Phase::Journey)]);
    assert_eq!(chaperone::said(both), said);
    let note = Command::WriteNote(CLIENT, NoteKind::Note, "quiet".to_owned(), Moment::START);
    assert_eq!(chaperone::said(note.clone()), note);
}

#[test]
fn the_record_says_that_it_was_the_chaperone() {
    let mut room = remote();
    let now = room.now;
    let command = chaperone::said(Command::Observe(CLIENT, "tears".to_owned(), now));
    let _ = room.ask(command);
    assert_eq!(room.session.log().last().unwrap().who, Who::Chaperone);
}

#[test]
fn where_the_music_is_heard_is_chosen_at_the_sound_check() {
    let mut room = remote();
    let mut arrival = Arrival::new(&room.shown());
    for place in [MusicPlace::Call, MusicPlace::Elsewhere, MusicPlace::Here] {
        let [message] = click(arrival.view(&room.shown()), place.label()).try_into().unwrap();
        let asked = arrival.update(message, &room.shown());
        assert_eq!(asked, Action::Ask(Command::PlaceMusic(place)));
        let _ = room.ask(Command::PlaceMusic(place));
    }
    let here = Room::new();
    assert!(hides(Arrival::new(&here.shown()).view(&here.shown()), "Into the call"));
}

#[test]
fn the_bar_has_room_for_the_chaperone_and_for_what_is_wrong() {
    let mut room = remote();
    has_large_targets("remote arrival", Arrival::new(&room.shown()).view(&room.shown()));
    room.marks.no_sound = Some("10:20".to_owned());
    let _ = room.ask(Command::Enter(Phase::Journey));
    has_large_targets("remote journey", Journey::new(&room.shown()).view(&room.shown()));
    shows(Journey::new(&room.shown()).view(&room.shown()), &["Chaperone says", "No sound", "Journey"]);
}

#[test]
fn the_emergency_card_says_whom_to_call_where_the_client_is() {
    let mut room = remote();
    let answers =
        [("emergency_number", "15"), ("chaperone_phone", "06 11 22"), ("address", "3 rue des Lilas, second floor")];
    for (line, words) in answers {
        let _ = room.ask(Command::AnswerGate(CLIENT, line.to_owned(), Answer::Words(words.to_owned())));
    }
    let all = ["Ambulance where they are", "15", "The chaperone", "06 11 22", "3 rue des Lilas, second floor"];
    shows(emergency::view(&room.shown()), &all);
    let here = Room::new();
    assert!(hides(emergency::view(&here.shown()), "The chaperone"));
}
