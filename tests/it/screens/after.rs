//! The screens from the journey on: journey, return, closing, emergency card, calm face.

#[path = "after/away.rs"]
mod away;
#[path = "after/made_up.rs"]
pub mod made_up;

use std::time::Duration;

use holdspace::clock;
use holdspace::screen::closing::{self, Closing};
use holdspace::screen::frame::Bar;
use holdspace::screen::journey::{self, Journey};
use holdspace::screen::keypad_panel::{self, Answer, KeypadPanel};
use holdspace::screen::returning::{self, Returning};
use holdspace::screen::shown::RoomMark;
use holdspace::screen::{Action, Saved, Shown, calm, emergency};
use holdspace::session::event::{NoteKind, Steer};
use holdspace::session::{Command, Phase};
use holdspace::theme::{DEFAULT_FONT, FONTS, measure};
use holdspace::units::{BeatsPerMinute, Decibels, MmHg};
use iced::Element;
use iced_test::Simulator;
use made_up::{HER, MadeUp, minute, vitals};

pub fn laid_out<M>(view: Element<'_, M>) -> Simulator<'_, M> {
    laid_out_in(iced::Size::new(measure::DESIGN.0, measure::DESIGN.1), view)
}

/// The same on a glass of another size.
pub fn laid_out_in<M>(size: iced::Size, view: Element<'_, M>) -> Simulator<'_, M> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, size, view)
}

#[track_caller]
pub fn shows<M>(view: Element<'_, M>, all: &[&str]) {
    let mut ui = laid_out(view);
    for words in all {
        assert!(ui.find(*words).is_ok(), "{words} is not shown");
    }
}

pub fn hides<M>(view: Element<'_, M>, words: &str) -> bool {
    laid_out(view).find(words).is_err()
}

/// What a click on these words says.
#[track_caller]
pub fn click<M>(view: Element<'_, M>, words: &str) -> Vec<M> {
    let mut ui = laid_out(view);
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

#[track_caller]
fn press(journey: &mut Journey, shown: &Shown<'_>, words: &str) -> Action {
    let mut said = click(journey.view(shown), words);
    assert_eq!(said.len(), 1, "{words}: {said:?}");
    journey.update(said.remove(0), shown)
}

#[test]
fn the_journey_shows_its_times_its_music_and_the_last_entry() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    shows(Journey::new(&shown).view(&shown), &["38:03", "since the tablet, 10:31", "29:57", "of music left", "1 h 50"]);
    shows(
        Journey::new(&shown).view(&shown),
        &["booked, to 13:00", "Still water", "then Evening field, in 3:57", "Last, 11:05", "Tears began", "4 min"],
    );
    assert!(hides(Journey::new(&shown).view(&shown), "since the last dose"), "of one dose the first time says it");
    shows(Journey::new(&shown).view(&shown), &["\u{2212}12 dB, cap \u{2212}10 dB", "128/82", "+6/+4 at 11:00"]);
}

#[test]
fn a_chip_is_stamped_at_the_touch_and_back_dating_counts_once() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let mut journey = Journey::new(&shown);
    let before = clock::boot_time();
    let said = click(journey.view(&shown), "Nausea");
    let [journey::Message::Chip(key, touched)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(key, "nausea");
    assert!(*touched >= before && *touched <= clock::boot_time());
    let touch = shown.boot - Duration::from_secs(2);
    let chip = || journey::Message::Chip("nausea".to_owned(), touch);
    let _ = journey.update(journey::Message::Back(2), &shown);
    let at = shown.now.minus(Duration::from_secs(122));
    assert_eq!(journey.update(chip(), &shown), Action::Ask(Command::Observe(HER, "nausea".to_owned(), at)));
    let at = shown.now.minus(Duration::from_secs(2));
    assert_eq!(journey.update(chip(), &shown), Action::Ask(Command::Observe(HER, "nausea".to_owned(), at)));
}

#[test]
fn a_point_shows_its_time_for_four_seconds() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.now = minute(70).minus(Duration::from_secs(1));
    let mut journey = Journey::new(&made_up.shown());
    let pressed = journey::Message::Chip("speech".to_owned(), made_up.shown().boot);
    let Action::Ask(command) = journey.update(pressed, &made_up.shown()) else { panic!("nothing asked") };
    made_up.ask(&command);
    // The bar says 11:10 from here on; 11:09 can only stand on the chip.
    made_up.now = made_up.now.plus(Duration::from_secs(3));
    shows(journey.view(&made_up.shown()), &["Speech", "11:09", "11:10"]);
    made_up.now = made_up.now.plus(Duration::from_secs(1));
    assert!(hides(journey.view(&made_up.shown()), "11:09"));
}

#[test]
fn targets_answer_over_their_whole_64_px() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let journey = Journey::new(&shown);
    for words in ["Nausea", "Undo", "Rate", "Note", "More", "Settled"] {
        for side in [-31.0, 31.0] {
            let mut ui = laid_out(journey.view(&shown));
            let middle = ui.find(words).unwrap().bounds().center();
            ui.point_at([middle.x, middle.y + side]);
            let _ = ui.simulate(iced_test::simulator::click());
            assert_eq!(ui.into_messages().count(), 1, "{words} at {side}");
        }
    }
}

#[test]
fn the_uncommon_chips_are_under_more() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let mut journey = Journey::new(&shown);
    assert!(hides(journey.view(&shown), "Awe"));
    assert_eq!(press(&mut journey, &shown, "More"), Action::None);
    shows(journey.view(&shown), &["Awe", "Gratitude"]);
    assert_eq!(press(&mut journey, &shown, "Usual ones"), Action::None);
    shows(journey.view(&shown), &["Settled"]);
}

#[test]
fn volume_goes_by_two_decibels_and_rests_at_the_cap() {
    let mut made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    let set = |volume| Action::Ask(Command::SetVolume(Decibels(volume)));
    assert_eq!(press(&mut journey, &made_up.shown(), "Softer"), set(-14.0));
    assert_eq!(press(&mut journey, &made_up.shown(), "Louder"), set(-10.0));
    made_up.ask(&Command::SetVolume(Decibels(-10.0)));
    assert!(click(journey.view(&made_up.shown()), "Louder").is_empty());
}

#[test]
fn a_short_press_does_not_end_the_music_and_resume_brings_it_back() {
    let mut made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    assert!(click(journey.view(&made_up.shown()), "To silence").is_empty());
    let talk = press(&mut journey, &made_up.shown(), "Talk over");
    assert_eq!(talk, Action::Ask(Command::Steer(Steer::TalkOver(true))));
    made_up.ask(&Command::Steer(Steer::Silence(Duration::from_secs(10))));
    made_up.now = made_up.now.plus(Duration::from_secs(300));
    shows(journey.view(&made_up.shown()), &["waiting at 38:10"]);
    assert_eq!(press(&mut journey, &made_up.shown(), "Resume"), Action::Ask(Command::Steer(Steer::Resume)));
}

#[test]
fn without_sound_the_slip_says_since_when_and_what_still_works() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.now = minute(70);
    made_up.ask(&Command::NoteOutput(false));
    let shown = made_up.shown();
    let journey = Journey::new(&shown);
    shows(journey.view(&shown), &["No sound since 11:10", "The music waits and comes back by itself. All else works."]);
    assert!(hides(journey.view(&shown), "Softer"));
}

#[test]
fn without_headphones_the_music_that_goes_on_in_the_room_can_be_steered() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.now = minute(70);
    made_up.ask(&Command::NoteOutput(false));
    made_up.marks.no_sound = Some("11:10".to_owned());
    made_up.marks.room = RoomMark::Sounds;
    let shown = made_up.shown();
    let journey = Journey::new(&shown);
    shows(journey.view(&shown), &["No headphones", "Softer"]);
    assert!(hides(journey.view(&shown), "No sound since 11:10"));
}

#[test]
fn a_late_quiet_check_says_how_late_it_is() {
    let mut made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    shows(journey.view(&made_up.shown()), &["Quiet check", "in 3 min"]);
    made_up.now = minute(76);
    shows(journey.view(&made_up.shown()), &["4 min late"]);
    assert_eq!(press(&mut journey, &made_up.shown(), "Quiet check"), Action::Ask(Command::Check(HER)));
}

#[test]
fn undo_takes_back_exactly_the_entry_it_stands_beside() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let last = shown.session.last_entry(shown.now).unwrap().id;
    let mut journey = Journey::new(&shown);
    assert_eq!(press(&mut journey, &shown, "Undo"), Action::Ask(Command::Undo(Some(last))));
}

#[test]
fn the_way_on_is_there_all_the_time() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let mut journey = Journey::new(&shown);
    let mut ui = laid_out(journey.view(&shown));
    // The rail says "Return" as well; the button stands in the row of steering.
    ui.point_at([740.0, 612.0]);
    let _ = ui.simulate(iced_test::simulator::click());
    let said: Vec<journey::Message> = ui.into_messages().collect();
    assert_eq!(said, [journey::Message::Go(Phase::Return)]);
    let action = journey.update(journey::Message::Go(Phase::Return), &shown);
    assert_eq!(action, Action::Ask(Command::Enter(Phase::Return)));
}

fn typed(panel: &mut KeypadPanel, digits: &[u8], shown: &Shown<'_>) {
    for digit in digits {
        assert_eq!(panel.update(keypad_panel::Message::Digit(*digit), shown), Answer::Stay);
    }
}

#[test]
fn eight_digits_are_a_pressure_and_a_heart_rate_and_one_more_tap_keeps_them() {
    let mut made_up = MadeUp::on_the_journey();
    let mut panel = KeypadPanel::new();
    typed(&mut panel, &[1, 2, 8, 8, 2], &made_up.shown());
    typed(&mut panel, &[7, 6], &made_up.shown());
    shows(panel.view(&made_up.shown()), &["128", "82", "76", "Keep", "Baseline 122/78, 68", "ceiling 160/90"]);
    let _ = panel.update(keypad_panel::Message::Back(1), &made_up.shown());
    let now = made_up.now;
    let Answer::Keep(command) = panel.update(keypad_panel::Message::Keep, &made_up.shown()) else { panic!("not kept") };
    let Command::KeepVitals(HER, measured, at) = &command else { panic!("{command:?}") };
    assert_eq!(measured.pressure, Some((MmHg(128), MmHg(82))));
    assert_eq!(measured.heart_rate, Some(BeatsPerMinute(76)));
    assert_eq!(*at, now.minus(Duration::from_secs(60)));
    assert!(!panel.is_done(&made_up.shown()), "it stays until the session has taken it");
    made_up.ask(&command);
    assert!(panel.is_done(&made_up.shown()));
}

#[test]
fn half_a_pressure_cannot_be_kept() {
    let made_up = MadeUp::on_the_journey();
    let mut panel = KeypadPanel::new();
    typed(&mut panel, &[1, 2, 8], &made_up.shown());
    assert_eq!(panel.update(keypad_panel::Message::Keep, &made_up.shown()), Answer::Stay);
    assert!(hides(panel.view(&made_up.shown()), "Keep"));
    for _ in 0..3 {
        let _ = panel.update(keypad_panel::Message::Erase, &made_up.shown());
    }
    let _ = panel.update(keypad_panel::Message::Choose(keypad_panel::Field::Oxygen), &made_up.shown());
    typed(&mut panel, &[9, 8], &made_up.shown());
    let answer = panel.update(keypad_panel::Message::Keep, &made_up.shown());
    assert!(matches!(answer, Answer::Keep(_)), "saturation alone is enough: {answer:?}");
}

#[test]
fn the_return_says_the_intention_again_and_keeps_first_words() {
    let made_up = MadeUp::on_return();
    let shown = made_up.shown();
    let mut returning = Returning::new(&shown);
    shows(
        returning.view(&shown),
        &[
            "I want to be gentle with the part of me that is always waiting for bad news",
            "said at 10:13",
            "First words, 11:47",
            "The bed, until you end it",
            "Fade to silence, 60 s",
            "Distress",
        ],
    );
    let said = click(returning.view(&shown), "Water");
    let [returning::Message::Chip(key, _)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(key, "water");
    let rate = returning.update(returning::Message::Rate("nausea".to_owned(), 0), &shown);
    assert_eq!(rate, Action::Ask(Command::Rate(HER, "nausea".to_owned(), 0)));
    let snack = returning.update(returning::Message::Offered("Snack", shown.boot), &shown);
    assert_eq!(snack, Action::Ask(Command::WriteNote(HER, NoteKind::Note, "Snack".to_owned(), shown.now)));
}

#[test]
fn closing_names_what_is_missing_until_nothing_is() {
    let mut made_up = MadeUp::on_closing();
    shows(
        Closing::new(&made_up.shown()).view(&made_up.shown()),
        &["Not ready: escort is here, tablets were not counted on arrival", "Leave with a reason"],
    );
    let count = |halves| holdspace::session::answer::Answer::Count(holdspace::units::Tablets { halves });
    made_up.ask(&Command::AnswerGate(HER, "tablets_brought".to_owned(), count(12)));
    made_up.ask(&Command::AnswerRelease(HER, "tablets_left".to_owned(), count(8)));
    let mut closing = Closing::new(&made_up.shown());
    shows(closing.view(&made_up.shown()), &["2:38:00", "Not ready: escort is here", "Leave with a reason"]);
    let said = click(closing.view(&made_up.shown()), "Escort is here");
    assert_eq!(said, [closing::Message::Item("escort_here".to_owned(), true)]);
    made_up.ask(&Command::SetReleaseItem(HER, "escort_here".to_owned(), true));
    let said = click(closing.view(&made_up.shown()), "Ready to leave");
    assert!(said.is_empty(), "the first of these words is the heading");
    let release = closing.update(closing::Message::Release(None), &made_up.shown());
    assert_eq!(release, Action::Ask(Command::Release(HER, None)));
}

#[test]
fn leaving_with_a_reason_carries_it() {
    let made_up = MadeUp::on_closing();
    let shown = made_up.shown();
    let mut closing = Closing::new(&shown);
    let _ = closing.update(closing::Message::Reasons(true), &shown);
    let mut said = click(closing.view(&shown), "To a hospital");
    let action = closing.update(said.remove(0), &shown);
    assert_eq!(action, Action::Ask(Command::Release(HER, Some("To a hospital".to_owned()))));
}

#[test]
fn the_sealed_page_shows_the_code_and_what_was_not_recorded() {
    let mut made_up = MadeUp::on_closing();
    made_up.ask(&Command::Release(HER, Some("escort late".to_owned())));
    let mut closing = Closing::new(&made_up.shown());
    shows(closing.view(&made_up.shown()), &["Close and seal", "May leave since 13:09; not yet"]);
    made_up.ask(&Command::Close);
    made_up.sealed = Some(Ok("7f3a-90c2".to_owned()));
    made_up.marks.saved = Saved::NotSince("12:40".to_owned());
    shows(closing.view(&made_up.shown()), &["Sealed", "7f3a-90c2", "Not recorded to disk since 12:40"]);
    let mut said = click(closing.view(&made_up.shown()), "Leave");
    assert_eq!(closing.update(said.remove(0), &made_up.shown()), Action::Leave);
}

#[test]
fn the_sealed_page_shows_also_what_was_recorded_later() {
    let mut made_up = MadeUp::on_closing();
    let since = made_up.shown().minutes_ago(4);
    made_up.ask(&Command::NoteNotRecorded(since, "No space left on device".to_owned()));
    made_up.ask(&Command::NoteRecordedAgain(made_up.shown().minutes_ago(2)));
    made_up.ask(&Command::Release(HER, Some("escort late".to_owned())));
    made_up.ask(&Command::Close);
    made_up.sealed = Some(Ok("7f3a-90c2".to_owned()));
    let shown = made_up.shown();
    let (from, until) = (shown.time_of(since), shown.time_of(shown.minutes_ago(2)));
    let told = format!("Not recorded to disk from {from} to {until}; all of that is there now.");
    shows(Closing::new(&shown).view(&shown), &["7f3a-90c2", &told]);
    made_up.marks.saved = Saved::Elsewhere { since: "12:40".to_owned(), place: "usb".to_owned(), written: true };
    shows(Closing::new(&made_up.shown()).view(&made_up.shown()), &["Recorded on usb since 12:40"]);
}

#[test]
fn without_a_tablet_closing_needs_no_release() {
    let made_up = MadeUp::begun().at(minute(20), [Command::Decline(HER), Command::Enter(Phase::Closing)]);
    let shown = made_up.shown();
    shows(Closing::new(&shown).view(&shown), &["Close and seal", "declined at 10:20"]);
}

#[test]
fn the_emergency_card_has_numbers_lines_and_what_was_taken() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    shows(
        emergency::view(&shown),
        &["112", "2 tablets of 100 mg, 10:31", "128/82, 76, 11:00", "14 Linden Street, 2nd floor, bell 3"],
    );
    let [message] = click(emergency::view(&shown), "Music off, 3 s").try_into().unwrap();
    let off = Action::Ask(Command::Steer(Steer::Silence(Duration::from_secs(3))));
    assert_eq!(emergency::update(message, &shown), off);
    let [message] = click(emergency::view(&shown), "I called").try_into().unwrap();
    let called = Command::WriteNote(HER, NoteKind::Note, "I called".to_owned(), shown.now);
    assert_eq!(emergency::update(message, &shown), Action::Ask(called));
    let [message] = click(emergency::view(&shown), "Back").try_into().unwrap();
    assert_eq!(emergency::update(message, &shown), Action::Emergency(false));
}

#[test]
fn the_calm_face_says_nothing_of_anybody() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    for private in ["MK-11", "128/82", "38:03", "Tears began", "11:09", "gentle", "Saved"] {
        assert!(hides(calm::view(&shown), private), "{private} is shown");
    }
    assert_eq!(calm::update(calm::Message::Uncover, &shown), Action::Cover(false));
    assert_eq!(calm::update(calm::Message::Bar(Bar::Emergency), &shown), Action::Emergency(true));
}

#[test]
fn the_calm_face_is_left_by_the_eye_at_its_foot_only() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let says = |at: [f32; 2]| {
        let mut ui = laid_out(calm::view(&shown));
        ui.point_at(at);
        let _ = ui.simulate(iced_test::simulator::click());
        ui.into_messages().collect::<Vec<_>>()
    };
    assert_eq!(says([640.0, 735.0]), [calm::Message::Uncover]);
    assert_eq!(says([640.0, 372.0]), []);
    assert_eq!(says([1230.0, 40.0]), [calm::Message::Bar(Bar::Emergency)]);
}

#[test]
fn vitals_above_the_ceiling_are_kept_as_they_were_measured() {
    let made_up = MadeUp::on_the_journey().at(minute(70), [vitals(172, 98, 110, 70)]);
    let shown = made_up.shown();
    shows(Journey::new(&shown).view(&shown), &["172/98", "+50/+20 at 11:10"]);
}

#[test]
fn the_emergency_card_can_be_read_before_a_session_and_put_away() {
    let card = holdspace::config::settings::Emergency::default();
    shows(emergency::alone(&card), &["Ambulance", "112"]);
    assert_eq!(click(emergency::alone(&card), "Back"), [emergency::Message::Back]);
}
