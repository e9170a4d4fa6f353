//! The panel of the speaker in the room.

use std::time::Duration;

use holdspace::config::settings::RoomSettings;
use holdspace::screen::Action;
use holdspace::screen::action::RoomAsk;
use holdspace::screen::arrival::{self, Arrival};
use holdspace::screen::room::{Message, RoomPanel};
use holdspace::screen::shown::{RoomMark, RoomShown};
use holdspace::session::dose::{HoldEnd, Prescription};
use holdspace::session::event::Steer;
use holdspace::session::vitals::{Breathing as When, Measured};
use holdspace::session::{Command, Phase};
use holdspace::theme::{DEFAULT_FONT, FONTS, measure};
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Tablets};
use iced::Element;
use iced_test::Simulator;

use super::before::room::{CLIENT, Room};

fn laid_out(view: Element<'_, Message>) -> Simulator<'_, Message> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    // The column of the thumb, from the bar to the strip at the foot.
    Simulator::with_size(settings, [measure::RIGHT, measure::DESIGN.1 - measure::BAR - measure::BELOW_BAR], view)
}

fn click(view: Element<'_, Message>, words: &str) -> Vec<Message> {
    let mut ui = laid_out(view);
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

fn shows(view: Element<'_, Message>, words: &str) -> bool {
    laid_out(view).find(words).is_ok()
}

#[test]
fn the_room_is_switched_on_and_off_and_kept() {
    let room = Room::new();
    let settings = RoomSettings { on: false, volume: Decibels(-6.0), delay: 0 };
    let mut panel = RoomPanel::new(settings);
    let pressed = click(panel.view(&room.shown(), false), "Silent in the room");
    assert_eq!(pressed, [Message::On(true)]);
    let kept = Action::Room(RoomAsk::Set(RoomSettings { on: true, ..settings }));
    assert_eq!(panel.update(Message::On(true), &room.shown()), kept);
    assert!(shows(panel.view(&room.shown(), false), "Sounds in the room"));
    assert!(!shows(panel.view(&room.shown(), false), "No speaker in the room"));
    assert!(shows(panel.view(&room.shown(), true), "No speaker in the room"));
}

#[test]
fn a_volume_is_tried_while_it_moves_and_kept_when_it_is_let_go() {
    let room = Room::new();
    let mut panel = RoomPanel::new(RoomSettings::default());
    let tried = RoomSettings { volume: Decibels(-20.0), ..RoomSettings::default() };
    assert_eq!(panel.update(Message::Drag(0.5), &room.shown()), Action::Room(RoomAsk::Try(tried)));
    assert_eq!(panel.update(Message::Volume(0.5), &room.shown()), Action::Room(RoomAsk::Set(tried)));
    assert!(shows(panel.view(&room.shown(), false), "\u{2212}20 dB"));
}

#[test]
fn the_delay_moves_in_steps_and_stays_within_its_limits() {
    let room = Room::new();
    let mut panel = RoomPanel::new(RoomSettings { delay: 480, ..RoomSettings::default() });
    let kept = |delay| Action::Room(RoomAsk::Set(RoomSettings { delay, ..RoomSettings::default() }));
    assert_eq!(panel.update(Message::Later(-5), &room.shown()), kept(475));
    assert_eq!(panel.update(Message::Later(25), &room.shown()), kept(500));
    assert_eq!(panel.update(Message::Later(25), &room.shown()), kept(500));
    assert!(shows(panel.view(&room.shown(), false), "500 ms after"));
    let mut panel = RoomPanel::new(RoomSettings { delay: -190, ..RoomSettings::default() });
    assert_eq!(panel.update(Message::Later(-25), &room.shown()), kept(-200));
    assert!(shows(panel.view(&room.shown(), false), "200 ms before"));
}

#[test]
fn ticks_are_for_before_the_music() {
    let mut room = Room::new();
    let mut panel = RoomPanel::new(RoomSettings::default());
    assert_eq!(click(panel.view(&room.shown(), false), "Tick to set it by ear"), [Message::Click(true)]);
    assert_eq!(panel.update(Message::Click(true), &room.shown()), Action::Room(RoomAsk::Click(true)));
    assert_eq!(click(panel.view(&room.shown(), false), "Ticks from both"), [Message::Click(false)]);
    assert_eq!(panel.update(Message::Done, &room.shown()), Action::Room(RoomAsk::Click(false)));

    let gate: Vec<String> = room.session.protocol().gate.iter().map(|item| item.key.clone()).collect();
    for item in gate {
        let _ = room.ask(Command::SetGateItem(CLIENT, item, true));
    }
    let pressure = Some((MmHg(126), MmHg(80)));
    let measured =
        Measured { pressure, heart_rate: Some(BeatsPerMinute(72)), saturation: None, breathing: When::Before };
    let now = room.now;
    let _ = room.ask(Command::KeepVitals(CLIENT, measured, now));
    let _ = room.ask(Command::ConfirmPrescription(CLIENT, prescription()));
    let _ = room.wait(60).ask(Command::Enter(Phase::Administration));
    let now = room.now;
    let _ = room.ask(Command::TakeTablet(CLIENT, now)).wait(30);
    assert!(click(panel.view(&room.shown(), false), "Tick to set it by ear").is_empty());
    assert_eq!(panel.update(Message::Click(true), &room.shown()), Action::Room(RoomAsk::Click(false)));
}

#[test]
fn everything_has_room_in_the_column_of_the_thumb() {
    let room = Room::new();
    let panel = RoomPanel::new(RoomSettings::default());
    let mut ui = laid_out(panel.view(&room.shown(), true));
    let _ = ui.click("Done").unwrap();
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [Message::Done]);
}

/// The whole glass.
fn on_glass(view: Element<'_, arrival::Message>) -> Simulator<'_, arrival::Message> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [measure::DESIGN.0, measure::DESIGN.1], view)
}

fn press(arrival: &mut Arrival, room: &Room, words: &str) -> Vec<Action> {
    let mut ui = on_glass(arrival.view(&room.shown()));
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    let messages: Vec<_> = ui.into_messages().collect();
    messages.into_iter().map(|message| arrival.update(message, &room.shown())).collect()
}

#[test]
fn beside_the_sound_check_the_room_is_set_only_where_there_is_a_speaker() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    assert!(on_glass(arrival.view(&room.shown())).find("Room speaker").is_err());
    room.speaker = Some(RoomShown { settings: RoomSettings::default(), lost: false });
    let foot = measure::DESIGN.1 - measure::STRIP - measure::BELOW_STRIP;
    for checking in [false, true] {
        let _ = room.ask(Command::Steer(Steer::SoundCheck(checking)));
        let words = on_glass(arrival.view(&room.shown())).find("Room speaker").unwrap();
        assert!(words.bounds().center_y() + measure::TARGET / 2.0 < foot, "{checking}: {:?}", words.bounds());
    }
    assert_eq!(press(&mut arrival, &room, "Room speaker"), [Action::None]);
    assert!(arrival.sets_the_room());
    assert!(on_glass(arrival.view(&room.shown())).find("No speaker in the room").is_err());
    room.speaker = Some(RoomShown { settings: RoomSettings::default(), lost: true });
    assert!(on_glass(arrival.view(&room.shown())).find("No speaker in the room").is_ok());
    assert_eq!(press(&mut arrival, &room, "Tick to set it by ear"), [Action::Room(RoomAsk::Click(true))]);
    assert_eq!(press(&mut arrival, &room, "Done"), [Action::Room(RoomAsk::Click(false))]);
    assert!(!arrival.sets_the_room());
    let _ = press(&mut arrival, &room, "Room speaker");
    arrival.put_the_room_away();
    assert!(!arrival.sets_the_room());
}

#[test]
fn the_bar_says_which_of_both_is_missing() {
    let mut room = Room::new();
    let arrival = Arrival::new(&room.shown());
    let all = ["No sound", "No headphones", "No room speaker"];
    for (headphones, speaker, said) in [
        (true, RoomMark::Quiet, None),
        (true, RoomMark::Sounds, None),
        (true, RoomMark::Lost, Some("No room speaker")),
        (false, RoomMark::Quiet, Some("No sound")),
        (false, RoomMark::Sounds, Some("No headphones")),
        (false, RoomMark::Lost, Some("No sound")),
    ] {
        room.marks.no_sound = (!headphones).then(|| "10:10".to_owned());
        room.marks.room = speaker;
        let shown: Vec<&str> =
            all.into_iter().filter(|words| on_glass(arrival.view(&room.shown())).find(*words).is_ok()).collect();
        assert_eq!(shown, said.into_iter().collect::<Vec<_>>(), "{headphones}, {speaker:?}");
    }
}

fn prescription() -> Prescription {
    Prescription::held(
        Tablets::whole(2),
        Milligrams(100),
        Duration::from_secs(600),
        HoldEnd::Spit,
        "Dr Keller".to_owned(),
    )
}
