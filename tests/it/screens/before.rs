//! The screens up to the tablet: start, arrival, intention, breathing, administration.

mod course;
mod named;
pub mod room;

use std::time::Duration;

use chrono::DateTime;
use holdspace::config::problem::Problem;
use holdspace::config::settings::Side;
use holdspace::config::{Loaded, load};
use holdspace::screen::action::{Begin, Extreme, MusicAsk};
use holdspace::screen::administration::{self, Administration, Chosen, Figure, Set};
use holdspace::screen::arrival::{self, Arrival};
use holdspace::screen::breathing::{self, Breathing};
use holdspace::screen::frame::Bar;
use holdspace::screen::intention::{self, Intention};
use holdspace::screen::keypad_panel;
use holdspace::screen::shown::RoomMark;
use holdspace::screen::start::{self, Start};
use holdspace::screen::{Action, Marks, Saved, writing};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::Steer;
use holdspace::session::vitals::{Breathing as When, Measured};
use holdspace::session::{Command, Phase};
use holdspace::theme::{DEFAULT_FONT, FONTS, Shade, measure};
use holdspace::units::{BeatsPerMinute, Milligrams, MmHg, Tablets};
use holdspace::widget::keyboard::Key;
use holdspace::widget::keypad::PadKey;
use iced::Element;
use iced_test::Simulator;
use room::{CLIENT, CODE, Room};

fn laid_out<M>(view: Element<'_, M>) -> Simulator<'_, M> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [measure::DESIGN.0, measure::DESIGN.1], view)
}

/// What a click on these words says; it says something.
fn press<M>(view: Element<'_, M>, words: &str) -> Vec<M> {
    let messages = click(view, words);
    assert!(!messages.is_empty(), "{words} does nothing");
    messages
}

/// What a click on these words says, if anything.
fn click<M>(view: Element<'_, M>, words: &str) -> Vec<M> {
    let mut ui = laid_out(view);
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

fn shows<M>(view: Element<'_, M>, words: &str) -> bool {
    laid_out(view).find(words).is_ok()
}

pub(super) fn marks() -> Marks {
    Marks { saved: Saved::Yes, no_sound: None, room: RoomMark::Quiet, unkept: None, said: None, rehearsal: false }
}

pub(super) fn start_shown<'a>(loaded: &'a Loaded, marks: &'a Marks) -> start::Shown<'a> {
    start::Shown {
        loaded,
        unfinished: vec![start::Left { when: "yesterday 14:05".to_owned(), clocks_tell: true }],
        wall: DateTime::parse_from_rfc3339("2026-11-22T09:42:00+01:00").unwrap(),
        shade: Shade::Day,
        thumb: Side::Right,
        marks,
        trouble: None,
        locks: false,
        unencrypted: None,
        disk: None,
        fonts: None,
        clock: None,
        zone: None,
        clients: &[],
    }
}

#[test]
fn a_session_that_the_clocks_do_not_tell_of_goes_on_only_with_an_answer() {
    let (loaded, marks) = (shipped(), marks());
    let shown = |clocks_tell| {
        let left = start::Left { when: "today 14:05".to_owned(), clocks_tell };
        start::Shown { unfinished: vec![left], ..start_shown(&loaded, &marks) }
    };
    let mut start = Start::new(&loaded);
    let [message] = press(start.view(shown(true)), "Continue").try_into().unwrap();
    assert_eq!(start.update(message), Action::Continue(0));
    let [message] = press(start.view(shown(false)), "Continue").try_into().unwrap();
    assert_eq!(start.update(message), Action::None);
    has_large_targets("how long it was left", start.view(shown(false)));
    let [message] = press(start.view(shown(false)), "30 min").try_into().unwrap();
    assert_eq!(start.update(message), Action::ContinueAfter(0, Duration::from_secs(30 * 60)));
    // And it can be left open.
    let _ = start.update(start::Message::HowLong(Some(0)));
    let [message] = press(start.view(shown(false)), "Back").try_into().unwrap();
    let _ = start.update(message);
    assert!(!shows(start.view(shown(false)), "30 min") && shows(start.view(shown(false)), "Close as it stood"));
}

fn shipped() -> Loaded {
    load(std::path::Path::new("no such folder"))
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

fn measured() -> Measured {
    let pressure = Some((MmHg(126), MmHg(80)));
    Measured { pressure, heart_rate: Some(BeatsPerMinute(72)), saturation: None, breathing: When::Before }
}

/// A room in which everything that may be private is known, before the tablet.
fn known() -> Room {
    let mut room = Room::new();
    let gate: Vec<String> = room.session.protocol().gate.iter().map(|item| item.key.clone()).collect();
    for item in gate {
        let _ = room.ask(Command::SetGateItem(CLIENT, item, true));
    }
    let now = room.now;
    let _ = room.ask(Command::KeepVitals(CLIENT, measured(), now));
    let _ = room.ask(Command::WriteIntention(CLIENT, "to put down the suitcase".to_owned()));
    let _ = room.ask(Command::ConfirmPrescription(CLIENT, prescription()));
    room
}

fn holding() -> Room {
    let mut room = known();
    let _ = room.wait(60).ask(Command::Enter(Phase::Administration));
    let now = room.now;
    let _ = room.ask(Command::TakeTablet(CLIENT, now)).wait(30);
    room
}

/// Every place that takes a press is at least 64 px wide and high, looked at every 8 px.
pub(super) fn has_large_targets<M>(name: &str, view: Element<'_, M>) {
    const STEP: f32 = 8.0;
    let mut ui = laid_out(view);
    let (columns, rows) = ((measure::DESIGN.0 / STEP) as usize, (measure::DESIGN.1 / STEP) as usize);
    let mut taken = vec![vec![false; columns]; rows];
    for (y, row) in taken.iter_mut().enumerate() {
        for (x, taken) in row.iter_mut().enumerate() {
            ui.point_at([(x as f32 + 0.5) * STEP, (y as f32 + 0.5) * STEP]);
            *taken = ui.simulate(iced_test::simulator::click()).first() == Some(&iced::event::Status::Captured);
        }
    }
    let least = ((measure::TARGET / STEP) as usize) - 1;
    for y in 0..rows {
        for x in 0..columns {
            if taken[y][x] {
                let (width, height) = spread(&mut taken, x, y);
                assert!(width >= least && height >= least, "{name}: {width} by {height} steps at {x}, {y}");
            }
        }
    }
}

/// The size of the patch at a place, which is wiped.
fn spread(taken: &mut [Vec<bool>], x: usize, y: usize) -> (usize, usize) {
    let (mut left, mut right, mut top, mut bottom) = (x, x, y, y);
    let mut open = vec![(x, y)];
    taken[y][x] = false;
    while let Some((x, y)) = open.pop() {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
        let near = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
        for (x, y) in near {
            if taken.get(y).and_then(|row| row.get(x)) == Some(&true) {
                taken[y][x] = false;
                open.push((x, y));
            }
        }
    }
    (right - left + 1, bottom - top + 1)
}

const PRIVATE: [&str; 7] = [CODE, "126/80", "72", "100 mg", "2 tablets", "Dr Keller", "to put down the suitcase"];

#[test]
fn a_session_begins_with_a_code_and_not_before() {
    let (loaded, marks) = (shipped(), marks());
    let mut start = Start::new(&loaded);
    assert!(click(start.view(start_shown(&loaded, &marks)), "Begin arrival").is_empty());
    let _ = start.update(start::Message::Code);
    for letter in "mk-11".chars() {
        let _ = start.update(start::Message::Writing(writing::Message::Key(Key::Char(letter))));
    }
    let _ = start.update(start::Message::Writing(writing::Message::Key(Key::Keep)));
    let _ = start.update(start::Message::Minutes(90));
    let messages = press(start.view(start_shown(&loaded, &marks)), "Begin arrival");
    let begun = messages.into_iter().map(|message| start.update(message)).collect::<Vec<_>>();
    let begin = Begin {
        protocol: "rdt-individual".to_owned(),
        playlist: "tidewater".to_owned(),
        codes: vec![CODE.to_owned()],
        minutes: 75,
    };
    assert_eq!(begun, [Action::Begin(begin)]);
}

#[test]
fn an_unfinished_session_is_continued_by_its_number() {
    let (loaded, marks) = (shipped(), marks());
    let mut start = Start::new(&loaded);
    assert!(shows(start.view(start_shown(&loaded, &marks)), "yesterday 14:05"));
    assert!(shows(start.view(start_shown(&loaded, &marks)), "Close as it stood"));
    let messages = press(start.view(start_shown(&loaded, &marks)), "Continue");
    let asked: Vec<Action> = messages.into_iter().map(|message| start.update(message)).collect();
    assert_eq!(asked, [Action::Continue(0)]);
}

#[test]
fn a_broken_protocol_says_why_and_cannot_be_chosen() {
    let (mut loaded, marks) = (shipped(), marks());
    let broken = Problem::of_file("group.toml", "there are no phases", "write them");
    loaded.protocols[1].what = Err(vec![broken]);
    let title = loaded.protocols[1].title.clone();
    let start = Start::new(&loaded);
    assert!(shows(start.view(start_shown(&loaded, &marks)), "there are no phases"));
    assert!(click(start.view(start_shown(&loaded, &marks)), &title).is_empty());
}

#[test]
fn a_line_of_the_gate_is_ticked_with_its_time() {
    let mut room = Room::new();
    let arrival = Arrival::new(&room.shown());
    let messages = press(arrival.view(&room.shown()), "Consent on file");
    assert!(matches!(&messages[..], [arrival::Message::Item(item, true)] if item == "consent"));
    let _ = room.wait(240).ask(Command::SetGateItem(CLIENT, "consent".to_owned(), true));
    let arrival = Arrival::new(&room.shown());
    assert!(shows(arrival.view(&room.shown()), "10:04"));
}

#[test]
fn going_on_with_a_reason_is_the_reason_and_then_the_next_phase() {
    let room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    for words in ["Go on with a reason", "The prescriber agreed by phone"] {
        let messages = press(arrival.view(&room.shown()), words);
        for message in messages {
            let action = arrival.update(message, &room.shown());
            if words.starts_with("The") {
                let reason = Command::OverrideGate(CLIENT, words.to_owned());
                assert_eq!(action, Action::AskAll(vec![reason, Command::Enter(Phase::Intention)]));
            }
        }
    }
}

#[test]
fn vital_signs_are_kept_with_one_more_tap_and_the_pad_goes_when_they_are() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    let _ = arrival.update(arrival::Message::Vitals, &room.shown());
    for digit in [1, 2, 6, 8, 0, 7, 2] {
        let key = arrival::Message::Keypad(keypad_panel::Message::Digit(digit));
        assert_eq!(arrival.update(key, &room.shown()), Action::None);
    }
    let messages = press(arrival.view(&room.shown()), "Keep");
    let asked: Vec<Action> = messages.into_iter().map(|message| arrival.update(message, &room.shown())).collect();
    assert_eq!(asked, [Action::Ask(Command::KeepVitals(CLIENT, measured(), room.now))]);
    assert!(shows(arrival.view(&room.shown()), "Close"));
    let now = room.now;
    let _ = room.ask(Command::KeepVitals(CLIENT, measured(), now));
    assert!(!shows(arrival.view(&room.shown()), "Close"));
    assert!(shows(arrival.view(&room.shown()), "126/80"));
}

#[test]
fn the_sound_check_plays_is_changed_by_steps_and_kept() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    for (word, minute) in [("Loudest", Extreme::Loudest), ("Softest", Extreme::Softest)] {
        let messages = press(arrival.view(&room.shown()), word);
        let actions = messages.into_iter().map(|message| arrival.update(message, &room.shown()));
        assert_eq!(actions.collect::<Vec<_>>(), [Action::Music(MusicAsk::SoundCheck(minute))]);
    }
    let _ = room.ask(Command::Steer(Steer::SoundCheck(true)));
    let messages = press(arrival.view(&room.shown()), "Heard well");
    assert!(matches!(&messages[..], [arrival::Message::Heard(volume)] if *volume == room.session.music().volume));
}

#[test]
fn a_phase_of_the_rail_is_asked_twice() {
    let room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    for message in press(arrival.view(&room.shown()), "Journey") {
        assert_eq!(arrival.update(message, &room.shown()), Action::None);
    }
    let messages = press(arrival.view(&room.shown()), "Go there?");
    let asked: Vec<Action> = messages.into_iter().map(|message| arrival.update(message, &room.shown())).collect();
    assert_eq!(asked, [Action::Ask(Command::Enter(Phase::Journey))]);
}

#[test]
fn the_clients_words_are_kept_and_shown_alone() {
    let mut room = Room::new();
    let _ = room.ask(Command::Enter(Phase::Intention));
    let mut screen = Intention::new(&room.shown());
    for message in press(screen.view(&room.shown()), "Write") {
        let _ = screen.update(message, &room.shown());
    }
    let _ = screen.update(intention::Message::Writing(writing::Message::Typed("Softly".to_owned())), &room.shown());
    let messages = press(screen.view(&room.shown()), "Keep");
    let asked: Vec<Action> = messages.into_iter().map(|message| screen.update(message, &room.shown())).collect();
    assert_eq!(asked, [Action::Ask(Command::WriteIntention(CLIENT, "Softly".to_owned()))]);
    let _ = room.ask(Command::WriteIntention(CLIENT, "Softly".to_owned()));
    let _ = screen.update(intention::Message::Show(true), &room.shown());
    assert!(shows(screen.view(&room.shown()), "Softly"));
    assert!(!shows(screen.view(&room.shown()), "Saved"));
}

#[test]
fn breathing_carries_nothing_private() {
    let mut room = known();
    let _ = room.ask(Command::Enter(Phase::Breathing));
    let mut screen = Breathing::new(&room.shown());
    for private in PRIVATE {
        assert!(!shows(screen.view(&room.shown()), private), "{private}");
    }
    let messages = press(screen.view(&room.shown()), "Begin");
    let pattern = room.session.protocol().patterns[0].clone();
    for message in messages {
        let action = screen.update(message, &room.shown());
        assert_eq!(action, Action::Ask(Command::StartBreathing(pattern.clone(), 16)));
    }
    let _ = room.ask(Command::StartBreathing(pattern, 16)).wait(80);
    for private in PRIVATE {
        assert!(!shows(screen.view(&room.shown()), private), "{private}");
    }
    assert!(shows(screen.view(&room.shown()), "8 of 16 breaths"));
    let messages = press(screen.view(&room.shown()), "End after this breath");
    assert_eq!(messages, [breathing::Message::End]);
}

#[test]
fn no_figure_of_the_prescription_is_there_by_itself() {
    let mut room = Room::new();
    let _ = room.ask(Command::Enter(Phase::Administration));
    let mut screen = Administration::new(&room.shown());
    for blank in ["… tablets", "… mg", "… minutes", "…"] {
        assert!(shows(screen.view(&room.shown()), blank), "{blank}");
    }
    assert!(click(screen.view(&room.shown()), "Read against the label, with the client").is_empty());
    for set in [Set::Halves(4, Chosen::AtOnce), Set::Minutes(10, Chosen::AtOnce), Set::End(HoldEnd::Spit)] {
        let _ = screen.update(administration::Message::Set(set), &room.shown());
    }
    let _ = screen.update(administration::Message::Open(Figure::Each), &room.shown());
    for digit in [1, 0, 0] {
        let _ = screen.update(administration::Message::Set(Set::Each(PadKey::Digit(digit))), &room.shown());
    }
    let _ = screen.update(administration::Message::Close, &room.shown());
    let messages = press(screen.view(&room.shown()), "Read against the label, with the client");
    let asked: Vec<Action> = messages.into_iter().map(|message| screen.update(message, &room.shown())).collect();
    let expected = Prescription { prescriber: String::new(), ..prescription() };
    assert_eq!(asked, [Action::Ask(Command::ConfirmPrescription(CLIENT, expected))]);
}

#[test]
fn the_disc_waits_until_the_label_was_read() {
    let mut room = Room::new();
    let _ = room.ask(Command::Enter(Phase::Administration));
    let screen = Administration::new(&room.shown());
    assert!(shows(screen.view(&room.shown()), "first set the prescription"));
    let mut room = known();
    let _ = room.ask(Command::Enter(Phase::Administration));
    let mut screen = Administration::new(&room.shown());
    assert!(shows(screen.view(&room.shown()), "press until the ring closes"));
    let _ = screen.update(administration::Message::Set(Set::Halves(1, Chosen::AtOnce)), &room.shown());
    assert!(shows(screen.view(&room.shown()), "first read it against the label"));
}

#[test]
fn the_tablet_is_taken_at_the_touch_down() {
    let mut room = known();
    let _ = room.wait(600).ask(Command::Enter(Phase::Administration));
    let mut screen = Administration::new(&room.shown());
    let down = room.shown().boot.saturating_sub(Duration::from_secs(1));
    let action = screen.update(administration::Message::Tablet(down), &room.shown());
    let at = room.now.minus(Duration::from_secs(1));
    assert_eq!(action, Action::Ask(Command::TakeTablet(CLIENT, at)));
}

#[test]
fn the_hold_carries_nothing_private_and_ends_in_every_way() {
    let mut room = holding();
    let mut screen = Administration::new(&room.shown());
    for private in PRIVATE {
        assert!(!shows(screen.view(&room.shown()), private), "{private}");
    }
    for (words, ending) in [("Spat early", Ending::Spat), ("Swallowed some", Ending::SwallowedSome)] {
        for message in press(screen.view(&room.shown()), words) {
            let action = screen.update(message, &room.shown());
            assert_eq!(action, Action::Ask(Command::EndHold(CLIENT, ending, room.now)));
        }
    }
    let _ = room.wait(600);
    for private in PRIVATE {
        assert!(!shows(screen.view(&room.shown()), private), "{private}");
    }
    assert!(shows(screen.view(&room.shown()), "held 10:30"));
    let _ = press(screen.view(&room.shown()), "Swallowed all");
    let now = room.now;
    let _ = room.ask(Command::EndHold(CLIENT, Ending::Spat, now));
    assert!(shows(screen.view(&room.shown()), "held for 10:30,"));
}

#[test]
fn the_time_of_the_tablet_is_corrected_by_steps() {
    let room = holding();
    let taken = room.session.participant(CLIENT).unwrap().t0().unwrap();
    let mut screen = Administration::new(&room.shown());
    for words in ["Correct the time", "\u{2212}10 s", "\u{2212}1 s"] {
        for message in press(screen.view(&room.shown()), words) {
            assert_eq!(screen.update(message, &room.shown()), Action::None);
        }
    }
    for message in press(screen.view(&room.shown()), "Keep") {
        let action = screen.update(message, &room.shown());
        assert_eq!(action, Action::Ask(Command::CorrectT0(CLIENT, taken.minus(Duration::from_secs(11)))));
    }
}

#[test]
fn the_tablet_can_be_taken_back_for_a_minute() {
    let mut room = holding();
    let screen = Administration::new(&room.shown());
    assert!(shows(screen.view(&room.shown()), "Undo"));
    let _ = room.wait(31);
    assert!(!shows(screen.view(&room.shown()), "Undo"));
}

#[test]
fn after_declining_the_journey_is_the_way_on() {
    let mut room = known();
    let _ = room.ask(Command::Enter(Phase::Administration)).ask(Command::Decline(CLIENT));
    let mut screen = Administration::new(&room.shown());
    assert!(shows(screen.view(&room.shown()), "No tablet today."));
    let asked = screen.update(administration::Message::Enter(Phase::Journey), &room.shown());
    assert_eq!(asked, Action::Ask(Command::Enter(Phase::Journey)));
}

#[test]
fn the_shade_goes_from_dusk_to_night_to_deep_night_to_day() {
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    for next in [Shade::Night, Shade::DeepNight, Shade::Day, Shade::Dusk] {
        let action = arrival.update(arrival::Message::Bar(Bar::Shade), &room.shown());
        assert_eq!(action, Action::Shade(next));
        room.shade = next;
    }
}

#[test]
fn every_target_is_large_enough_for_a_thumb() {
    let (loaded, marks) = (shipped(), marks());
    let mut start = Start::new(&loaded);
    has_large_targets("start", start.view(start_shown(&loaded, &marks)));
    let _ = start.update(start::Message::Code);
    has_large_targets("code", start.view(start_shown(&loaded, &marks)));
    let mut room = Room::new();
    let mut arrival = Arrival::new(&room.shown());
    has_large_targets("arrival", arrival.view(&room.shown()));
    for open in [arrival::Message::Vitals, arrival::Message::Rating("distress".to_owned()), arrival::Message::Reasons] {
        let _ = arrival.update(open, &room.shown());
        has_large_targets("arrival, right column", arrival.view(&room.shown()));
    }
    let _ = room.ask(Command::Enter(Phase::Intention));
    has_large_targets("intention", Intention::new(&room.shown()).view(&room.shown()));
    let _ = room.ask(Command::Enter(Phase::Breathing));
    has_large_targets("breathing", Breathing::new(&room.shown()).view(&room.shown()));
    let _ = room.ask(Command::Enter(Phase::Administration));
    let mut screen = Administration::new(&room.shown());
    has_large_targets("administration", screen.view(&room.shown()));
    for figure in [Figure::Tablets, Figure::Each, Figure::Minutes, Figure::End] {
        let _ = screen.update(administration::Message::Open(figure), &room.shown());
        has_large_targets("figure", screen.view(&room.shown()));
    }
    let mut room = holding();
    let screen = Administration::new(&room.shown());
    has_large_targets("hold", screen.view(&room.shown()));
    let _ = room.wait(600);
    has_large_targets("due", screen.view(&room.shown()));
}
