//! What was recorded is looked at, set right and taken back on the glass; both values stay, and why is one tap.

use std::time::Duration;

use holdspace::screen::administration::Administration;
use holdspace::screen::closing::{self, Closing};
use holdspace::screen::entries::{self, Answer, Entries};
use holdspace::screen::journey::{self, Journey};
use holdspace::screen::keypad_panel;
use holdspace::screen::returning::{self, Returning};
use holdspace::screen::{Action, Shown, writing};
use holdspace::session::changes::ASKED;
use holdspace::session::dose::Ending;
use holdspace::session::event::Correction;
use holdspace::session::{Command, Event, EventId};
use holdspace::units::MmHg;
use holdspace::widget::keyboard::Key;

use super::after::made_up::{HER, MadeUp, minute};
use super::after::{click, hides, laid_out, shows};

fn the(made_up: &MadeUp, kind: fn(&Event) -> bool) -> EventId {
    made_up.session.entries(HER).find(|entry| kind(&entry.event)).unwrap().id
}

fn is_vitals(event: &Event) -> bool {
    matches!(event, Event::Vitals(_))
}

/// Presses words of the panel; what it asks for is put to the session.
#[track_caller]
fn press(entries: &mut Entries, made_up: &mut MadeUp, words: &str) -> Answer {
    let mut said = click(entries.view(&made_up.shown()), words);
    assert_eq!(said.len(), 1, "{words}: {said:?}");
    say(entries, made_up, said.remove(0))
}

fn say(entries: &mut Entries, made_up: &mut MadeUp, message: entries::Message) -> Answer {
    let answer = entries.update(message, &made_up.shown());
    if let Answer::Ask(command) = &answer {
        made_up.ask(command);
    }
    answer
}

fn opened(made_up: &MadeUp, kind: fn(&Event) -> bool) -> Entries {
    let mut entries = Entries::new();
    let _ = entries.update(entries::Message::Open(the(made_up, kind)), &made_up.shown());
    entries
}

#[track_caller]
fn press_journey(journey: &mut Journey, shown: &Shown<'_>, words: &str) -> Action {
    let mut said = click(journey.view(shown), words);
    assert_eq!(said.len(), 1, "{words}: {said:?}");
    journey.update(said.remove(0), shown)
}

#[test]
fn the_last_line_opens_the_entries_and_closing_them_brings_the_chips_back() {
    let made_up = MadeUp::on_the_journey();
    let shown = made_up.shown();
    let mut journey = Journey::new(&shown);
    assert_eq!(press_journey(&mut journey, &shown, "Tears began"), Action::None);
    shows(journey.view(&shown), &["Entries", "Tears began", "Laughter", "128/82, 76", "Older"]);
    assert!(hides(journey.view(&shown), "Nausea"), "the column is theirs");
    shows(journey.view(&shown), &["38:03", "Still water", "Softer"]);
    assert_eq!(press_journey(&mut journey, &shown, "Close"), Action::None);
    shows(journey.view(&shown), &["Nausea", "Undo"]);
}

#[test]
fn right_after_an_undo_one_tap_says_why_and_undo_stays_where_it_was() {
    let mut made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    let place = |made_up: &MadeUp, journey: &Journey| {
        laid_out(journey.view(&made_up.shown())).find("Undo").unwrap().bounds().center()
    };
    let before = place(&made_up, &journey);
    let Action::Ask(undo) = press_journey(&mut journey, &made_up.shown(), "Undo") else { panic!("not asked") };
    made_up.ask(&undo);
    let undone = made_up.session.log().last().unwrap().id;
    shows(journey.view(&made_up.shown()), &["Slip", "Wrong chip", "Not so", "Undo"]);
    assert_eq!(place(&made_up, &journey), before);
    let Action::Ask(why) = press_journey(&mut journey, &made_up.shown(), "Not so") else { panic!("not asked") };
    assert_eq!(why, Command::Explain(undone, "Did not happen".to_owned()));
    made_up.ask(&why);
    assert!(hides(journey.view(&made_up.shown()), "Not so"));
    shows(journey.view(&made_up.shown()), &["Last, 11:00", "Laughter"]);
}

#[test]
fn why_is_asked_for_a_while_only() {
    let mut made_up = MadeUp::on_the_journey();
    let journey = Journey::new(&made_up.shown());
    made_up.ask(&Command::Undo(None));
    shows(journey.view(&made_up.shown()), &["Wrong chip"]);
    made_up.now = made_up.now.plus(ASKED);
    assert!(hides(journey.view(&made_up.shown()), "Wrong chip"));
}

#[test]
fn the_reasons_and_the_rows_answer_over_64_px() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.ask(&Command::Undo(None));
    let shown = made_up.shown();
    let journey = Journey::new(&shown);
    let mut entries = Entries::new();
    let all = opened(&made_up, is_vitals);
    for side in [-31.0, 31.0] {
        for words in ["Slip", "Wrong chip", "Not so", "Undo"] {
            let mut ui = laid_out(journey.view(&shown));
            let middle = ui.find(words).unwrap().bounds().center();
            ui.point_at([middle.x, middle.y + side]);
            let _ = ui.simulate(iced_test::simulator::click());
            assert_eq!(ui.into_messages().count(), 1, "{words} at {side}");
        }
        for (panel, words) in [(&entries, "Older"), (&all, "\u{2212}5 min"), (&all, "Take it back"), (&all, "Close")] {
            let mut ui = laid_out(panel.view(&shown));
            let middle = ui.find(words).unwrap().bounds().center();
            ui.point_at([middle.x, middle.y + side]);
            let _ = ui.simulate(iced_test::simulator::click());
            assert_eq!(ui.into_messages().count(), 1, "{words} at {side}");
        }
    }
    assert_eq!(entries.update(entries::Message::Close, &shown), Answer::Close);
}

#[test]
fn older_entries_are_a_tap_away_and_all_of_them_can_be_reached() {
    let mut made_up = MadeUp::on_the_journey();
    let mut entries = Entries::new();
    assert!(hides(entries.view(&made_up.shown()), "Went on with a reason"));
    for _ in 0..2 {
        let _ = press(&mut entries, &mut made_up, "Older");
    }
    shows(entries.view(&made_up.shown()), &["122/78, 68"]);
    assert!(click(entries.view(&made_up.shown()), "Older").is_empty(), "there is nothing older");
    let _ = press(&mut entries, &mut made_up, "Newer");
    shows(entries.view(&made_up.shown()), &["Hold ended", "Went on with a reason"]);
}

#[test]
fn a_time_is_set_right_in_steps_and_never_into_the_future() {
    let mut made_up = MadeUp::on_the_journey();
    let tears = the(&made_up, |event| matches!(event, Event::Observed { .. }));
    let mut entries = opened(&made_up, |event| matches!(event, Event::Observed { .. }));
    assert!(hides(entries.view(&made_up.shown()), "Keep 11:05:00"), "nothing was moved yet");
    let _ = press(&mut entries, &mut made_up, "\u{2212}5 min");
    let _ = press(&mut entries, &mut made_up, "+10 s");
    let _ = press(&mut entries, &mut made_up, "Keep 11:00:10");
    let moved = minute(60).plus(Duration::from_secs(10));
    let last = &made_up.session.log().last().unwrap().event;
    assert_eq!(*last, Event::Corrected { of: tears, correction: Correction::At(moved), reason: String::new() });
    shows(entries.view(&made_up.shown()), &["Corrected", "was 11:05", "Why? It may be left out."]);
    let answer = press(&mut entries, &mut made_up, "Tapped late");
    assert!(matches!(answer, Answer::Ask(Command::Explain(..))), "{answer:?}");
    shows(entries.view(&made_up.shown()), &["Tears began", "11:00, was 11:05, tapped late"]);
    let mut entries = opened(&made_up, |event| matches!(event, Event::Observed { .. }));
    for _ in 0..20 {
        let _ = press(&mut entries, &mut made_up, "+1 min");
    }
    shows(entries.view(&made_up.shown()), &["Keep 11:09:03"]);
}

#[test]
fn values_are_set_right_on_the_keypad_and_both_stay() {
    let mut made_up = MadeUp::on_the_journey();
    let mut entries = opened(&made_up, is_vitals);
    let _ = press(&mut entries, &mut made_up, "Correct the values");
    shows(entries.view(&made_up.shown()), &["128", "82", "76", "Keep", "Back"]);
    for digit in [1, 1, 8] {
        let _ = say(&mut entries, &mut made_up, entries::Message::Keypad(keypad_panel::Message::Digit(digit)));
    }
    let answer = press(&mut entries, &mut made_up, "Keep");
    let Answer::Ask(Command::Correct(_, Correction::Vitals(measured), _)) = answer else { panic!("{answer:?}") };
    assert_eq!(measured.pressure, Some((MmHg(118), MmHg(82))));
    shows(entries.view(&made_up.shown()), &["118/82, 76", "was 128/82, 76", "Misread"]);
    let _ = press(&mut entries, &mut made_up, "No reason");
    shows(entries.view(&made_up.shown()), &["118/82, 76", "11:00, was 128/82, 76"]);
}

#[test]
fn what_no_monitor_shows_is_refused_and_the_keypad_stays() {
    let made_up = MadeUp::on_the_journey();
    let mut entries = opened(&made_up, is_vitals);
    let shown = made_up.shown();
    let _ = entries.update(entries::Message::Change, &shown);
    let _ = entries.update(entries::Message::Keypad(keypad_panel::Message::Choose(keypad_panel::Field::Lower)), &shown);
    for digit in [1, 9, 9] {
        let _ = entries.update(entries::Message::Keypad(keypad_panel::Message::Digit(digit)), &shown);
    }
    let keep = entries.update(entries::Message::Keypad(keypad_panel::Message::Keep), &shown);
    let Answer::Ask(command) = keep else { panic!("{keep:?}") };
    assert!(made_up.session.decide(&command, shown.now).is_err());
    shows(entries.view(&shown), &["128", "199", "Keep"]);
}

#[test]
fn a_rating_is_set_right_with_one_tap() {
    let mut made_up = MadeUp::on_return();
    let mut entries = opened(&made_up, |event| matches!(event, Event::Rating { .. }));
    shows(entries.view(&made_up.shown()), &["Intensity 5 of 10"]);
    let _ = press(&mut entries, &mut made_up, "Correct the number");
    let _ = press(&mut entries, &mut made_up, "8");
    shows(entries.view(&made_up.shown()), &["Intensity 8 of 10", "was 5", "Misheard"]);
}

#[test]
fn words_are_set_right_where_they_stand() {
    let mut made_up = MadeUp::on_return();
    let mut entries = opened(&made_up, |event| matches!(event, Event::Note { .. }));
    let _ = press(&mut entries, &mut made_up, "Correct the words");
    let key = |key: Key| entries::Message::Writing(writing::Message::Key(key));
    assert!(entries.writing(&made_up.shown()).is_some());
    for character in "!".chars() {
        let _ = say(&mut entries, &mut made_up, key(Key::Char(character)));
    }
    let answer = say(&mut entries, &mut made_up, key(Key::Keep));
    let Answer::Ask(Command::Correct(_, Correction::Text(text), _)) = answer else { panic!("{answer:?}") };
    assert!(text.ends_with("suitcase down in it.!"), "{text}");
    assert!(entries.writing(&made_up.shown()).is_none());
    shows(entries.view(&made_up.shown()), &["Spelling", "Something was missing"]);
    let _ = press(&mut entries, &mut made_up, "Other words");
    let _ = say(&mut entries, &mut made_up, key(Key::Char('x')));
    let answer = say(&mut entries, &mut made_up, key(Key::Keep));
    assert!(matches!(answer, Answer::Ask(Command::Explain(_, reason)) if reason == "x"));
    shows(entries.view(&made_up.shown()), &["Entries"]);
}

#[test]
fn an_entry_far_back_is_taken_back_and_stays_with_its_reason() {
    let mut made_up = MadeUp::on_the_journey();
    let check = the(&made_up, |event| *event == Event::Checked);
    let mut entries = opened(&made_up, |event| *event == Event::Checked);
    let answer = press(&mut entries, &mut made_up, "Take it back");
    assert_eq!(answer, Answer::Ask(Command::Undo(Some(check))));
    let _ = press(&mut entries, &mut made_up, "Did not happen");
    shows(entries.view(&made_up.shown()), &["Quiet check", "10:57, taken back: did not happen"]);
    let entries = opened(&made_up, |event| *event == Event::Checked);
    assert!(hides(entries.view(&made_up.shown()), "Take it back"));
    assert!(hides(entries.view(&made_up.shown()), "\u{2212}5 min"));
}

#[test]
fn the_tablet_is_corrected_as_t0_and_its_prescription_is_not_here() {
    let mut made_up = MadeUp::on_the_journey();
    let mut entries = opened(&made_up, |event| matches!(event, Event::TabletTaken { .. }));
    assert!(hides(entries.view(&made_up.shown()), "Take it back"), "after a minute it is corrected");
    let _ = press(&mut entries, &mut made_up, "\u{2212}2 min");
    let _ = press(&mut entries, &mut made_up, "Keep 10:29:00");
    assert!(matches!(made_up.session.log().last().unwrap().event, Event::T0Corrected { dose: 0, .. }));
    let answer = press(&mut entries, &mut made_up, "Tapped late");
    assert!(matches!(answer, Answer::Ask(Command::Explain(..))));
    assert_eq!(made_up.session.participant(HER).unwrap().t0(), Some(minute(29)));
}

#[test]
fn the_hold_offers_why_after_a_correction_and_never_hides_its_end() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.session = rewound(&made_up);
    made_up.now = minute(33);
    made_up.ask(&Command::CorrectT0(HER, minute(30)));
    let corrected = made_up.session.log().last().unwrap().id;
    let shown = made_up.shown();
    let mut administration = Administration::new(&shown);
    shows(administration.view(&shown), &["Tapped late", "Spat early", "Correct the time", "Stop"]);
    for private in ["Entries", "MK-11", "122/78"] {
        assert!(hides(administration.view(&shown), private), "{private} is shown to the client");
    }
    let said = click(administration.view(&shown), "Tapped late");
    let [message] = said.as_slice() else { panic!("{said:?}") };
    let action = administration.update(message.clone(), &shown);
    assert_eq!(action, Action::Ask(Command::Explain(corrected, "Tapped late".to_owned())));
}

/// The same session up to the tablet in the mouth.
fn rewound(made_up: &MadeUp) -> holdspace::session::Session {
    let log = made_up.session.log();
    let taken = log.iter().position(|entry| matches!(entry.event, Event::TabletTaken { .. })).unwrap();
    holdspace::session::Session::from_events(&log[..=taken]).unwrap()
}

#[test]
fn after_the_hold_on_return_and_in_closing_the_entries_are_a_tap_away() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.session = rewound(&made_up);
    made_up.now = minute(41);
    made_up.ask(&Command::EndHold(HER, Ending::Spat, minute(41)));
    let mut administration = Administration::new(&made_up.shown());
    let said = click(administration.view(&made_up.shown()), "Entries").remove(0);
    let _ = administration.update(said, &made_up.shown());
    shows(administration.view(&made_up.shown()), &["Hold ended", "Tablet in mouth", "Close"]);

    let made_up = MadeUp::on_return();
    let mut returning = Returning::new(&made_up.shown());
    let said = click(returning.view(&made_up.shown()), "121/78, 70");
    let last = said.into_iter().find(|said| matches!(said, returning::Message::Last(_))).unwrap();
    let _ = returning.update(last, &made_up.shown());
    shows(returning.view(&made_up.shown()), &["Intensity 5 of 10", "Close"]);

    let made_up = MadeUp::on_closing();
    let mut closing = Closing::new(&made_up.shown());
    assert_eq!(click(closing.view(&made_up.shown()), "Entries"), [closing::Message::OpenEntries]);
    let _ = closing.update(closing::Message::OpenEntries, &made_up.shown());
    shows(closing.view(&made_up.shown()), &["Ready to leave", "Close", "121/78, 70"]);
}

#[test]
fn without_anything_to_take_back_the_entries_can_still_be_opened() {
    let mut made_up = MadeUp::begun().at(minute(1), [Command::Check(HER)]);
    made_up.ask(&Command::Undo(None));
    made_up.now = made_up.now.plus(ASKED);
    let note = made_up.session.entries(HER).count();
    assert_eq!(note, 1);
    let shown = made_up.shown();
    let journey = Journey::new(&shown);
    assert_eq!(click(journey.view(&shown), "Entries"), [journey::Message::Last(holdspace::screen::entry::Last::Open)]);
}
