//! Return and closing: talk or silence, what is asked and drawn; counted again, days agreed, the page to take home.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdspace::config::{find_protocol, find_questionnaire, load};
use holdspace::screen::closing::{self, Closing};
use holdspace::screen::returning::{self, Returning};
use holdspace::screen::{Action, drawing, writing};
use holdspace::session::answer::Answer;
use holdspace::session::drawing::{Point, Stroke};
use holdspace::session::event::{Appointed, Appointment, NoteKind};
use holdspace::session::practice::Asking;
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Phase};
use holdspace::theme::measure;
use holdspace::units::{Day, Tablets};
use holdspace::widget::keyboard::Key;

use super::after::made_up::{HER, MadeUp, protocol};
use super::after::{click, hides, laid_out, shows};
use super::before::has_large_targets;

/// With a questionnaire on return and at the end.
fn asking() -> Protocol {
    let mut protocol = protocol();
    for at in [Phase::Return, Phase::Closing] {
        let form = Arc::new(find_questionnaire(&load(Path::new("no such folder")), "gad-7").unwrap());
        protocol.practice.questionnaires.push(Asking { at, form });
    }
    protocol
}

/// Presses these words, one after the other, and does what is asked; the last thing that was.
#[track_caller]
fn press_return(screen: &mut Returning, session: &mut MadeUp, all: &[&str]) -> Action {
    let mut last = Action::None;
    for words in all {
        let mut said = click(screen.view(&session.shown()), words);
        assert_eq!(said.len(), 1, "{words}: {said:?}");
        last = screen.update(said.remove(0), &session.shown());
        if let Action::Ask(command) = &last {
            session.ask(command);
        }
    }
    last
}

#[track_caller]
fn press(screen: &mut Closing, session: &mut MadeUp, all: &[&str]) -> Action {
    let mut last = Action::None;
    for words in all {
        let mut said = click(screen.view(&session.shown()), words);
        assert_eq!(said.len(), 1, "{words}: {said:?}");
        last = screen.update(said.remove(0), &session.shown());
        let commands: &[Command] = match &last {
            Action::Ask(command) => std::slice::from_ref(command),
            Action::AskAll(commands) => commands,
            _ => &[],
        };
        commands.iter().for_each(|command| session.ask(command));
    }
    last
}

fn stroke() -> Stroke {
    [(100, 100), (200, 300), (400, 200)].map(|(x, y)| Point { x, y }).into()
}

fn day(month: u8, day: u8) -> Day {
    Day::new(2026, month, day).unwrap()
}

fn counted(halves: u8) -> Command {
    Command::AnswerRelease(HER, "tablets_left".to_owned(), Answer::Count(Tablets { halves }))
}

/// On the closing, with so many half tablets brought.
fn brought(halves: u8) -> MadeUp {
    let answer = Answer::Count(Tablets { halves });
    let mut session = MadeUp::begun();
    session.ask(&Command::AnswerGate(HER, "tablets_brought".to_owned(), answer));
    session.went_on().returned().closed()
}

#[test]
fn they_talk_or_are_silent_and_one_ends_as_the_other_begins() {
    let mut session = MadeUp::on_return();
    let mut screen = Returning::new(&session.shown());
    assert!(
        matches!(&click(screen.view(&session.shown()), "Talking")[..], [returning::Message::Talk(key, _)] if key == "talking")
    );
    let turn = |screen: &mut Returning, session: &mut MadeUp, key: &str| {
        let touched = returning::Message::Talk(key.to_owned(), session.shown().boot);
        let Action::Ask(command) = screen.update(touched, &session.shown()) else { panic!("nothing asked") };
        session.ask(&command);
    };
    turn(&mut screen, &mut session, "talking");
    let who = |session: &MadeUp| session.session.participant(HER).unwrap().clone();
    assert!(who(&session).open_state("talking").is_some());
    session.now = session.now.plus(Duration::from_secs(150));
    shows(screen.view(&session.shown()), &["2 min"]);
    turn(&mut screen, &mut session, "silence");
    assert!(who(&session).open_state("talking").is_none() && who(&session).open_state("silence").is_some());
}

#[test]
fn a_question_stands_where_the_intention_stood_and_its_answer_is_written_under_it() {
    let mut session = MadeUp::on_return();
    let mut screen = Returning::new(&session.shown());
    let prompt = session.session.protocol().practice.return_prompts[0].clone();
    let _ = press_return(&mut screen, &mut session, &["Questions,\nunwelcome", &prompt, "Put away"]);
    shows(screen.view(&session.shown()), &[&prompt]);
    let _ = press_return(&mut screen, &mut session, &["Words"]);
    shows(screen.view(&session.shown()), &[&prompt]);
    let _ = screen.update(returning::Message::Writing(writing::Message::Typed("Home".to_owned())), &session.shown());
    let kept = screen.update(returning::Message::Writing(writing::Message::Key(Key::Keep)), &session.shown());
    let words = Command::WriteNote(HER, NoteKind::Client, "Home".to_owned(), session.now);
    assert_eq!(kept, Action::Ask(words));
}

#[test]
fn what_was_unwelcome_is_written_for_the_next_time() {
    let mut session = MadeUp::on_return();
    let mut screen = Returning::new(&session.shown());
    let way = ["Questions,\nunwelcome", "What was unwelcome, for the next time"];
    let _ = press_return(&mut screen, &mut session, &way);
    let typed = writing::Message::Typed("The cold hands".to_owned());
    let _ = screen.update(returning::Message::Writing(typed), &session.shown());
    let kept = screen.update(returning::Message::Writing(writing::Message::Key(Key::Keep)), &session.shown());
    let words = Command::WriteNote(HER, NoteKind::Unwelcome, "The cold hands".to_owned(), session.now);
    assert_eq!(kept, Action::Ask(words));
}

#[test]
fn a_line_is_drawn_kept_and_taken_back() {
    let mut session = MadeUp::on_return();
    let mut screen = Returning::new(&session.shown());
    let _ = press_return(&mut screen, &mut session, &["Draw"]);
    let drawn = screen.update(returning::Message::Drawing(drawing::Message::Drawn(stroke())), &session.shown());
    assert_eq!(drawn, Action::Ask(Command::Draw(HER, 0, stroke())));
    session.ask(&Command::Draw(HER, 0, stroke()));
    let line = session.session.log().last().unwrap().id;
    assert_eq!(press_return(&mut screen, &mut session, &["Undo"]), Action::Ask(Command::Undo(Some(line))));
    assert!(click(screen.view(&session.shown()), "Undo").is_empty(), "the sheet is empty again");
    session.ask(&Command::Draw(HER, 2, stroke()));
    let _ = press_return(&mut screen, &mut session, &["Done", "Draw"]);
    shows(screen.view(&session.shown()), &["Sheet 3. Each line is kept as the finger lifts."]);
}

#[test]
fn a_questionnaire_on_return_is_asked_from_the_panel_and_leads_back_to_it() {
    let mut session = MadeUp::alone(asking()).went_on().returned();
    let mut screen = Returning::new(&session.shown());
    let way = ["Questions,\nunwelcome", "GAD-7", "Nearly every day"];
    let said = press_return(&mut screen, &mut session, &way);
    assert_eq!(said, Action::Ask(Command::AnswerQuestion(HER, "gad-7".to_owned(), 0, 3)));
    let _ = press_return(&mut screen, &mut session, &["Put away"]);
    shows(screen.view(&session.shown()), &["1 of 7 answered"]);
}

#[test]
fn what_is_left_is_set_against_what_was_brought_and_taken() {
    let mut session = brought(12);
    let mut screen = Closing::new(&session.shown());
    let label = session.session.protocol().release.iter().find(|item| item.key == "tablets_left").unwrap();
    let label = label.label.clone();
    let _ = press(&mut screen, &mut session, &[&label]);
    shows(screen.view(&session.shown()), &["6 tablets brought, 2 taken as confirmed"]);
    let said = press(&mut screen, &mut session, &["4", "Keep"]);
    assert_eq!(said, Action::Ask(counted(8)));
    shows(screen.view(&session.shown()), &["4 left of 6, 2 taken"]);
    session.ask(&counted(6));
    shows(screen.view(&session.shown()), &["3 left of 6, 2 taken: does not add up"]);
}

#[test]
fn without_a_count_before_what_is_left_is_only_counted() {
    let mut session = MadeUp::on_closing();
    session.ask(&counted(7));
    let screen = Closing::new(&session.shown());
    shows(screen.view(&session.shown()), &["3½ tablets, 13:09"]);
}

#[test]
fn the_integration_session_is_agreed_with_two_taps_and_meets_its_line() {
    let mut session = MadeUp::on_return().at(MadeUp::on_closing().now, [Command::Enter(Phase::Closing)]);
    let mut screen = Closing::new(&session.shown());
    let said = press(&mut screen, &mut session, &["Integration session", "In 2 days\nTue 24 November", "10:00"]);
    let appointment = Appointment { what: Appointed::Integration, day: day(11, 24), minute: Some(600) };
    let tick = Command::SetReleaseItem(HER, "integration".to_owned(), true);
    assert_eq!(said, Action::AskAll(vec![Command::Appoint(HER, appointment), tick]));
    shows(screen.view(&session.shown()), &["Tuesday 24 November, 10:00"]);
    // Another time takes its place and ticks nothing again.
    let way = ["Integration session", "Tomorrow\nMon 23 November", ":30", "14:30"];
    let other = Appointment { what: Appointed::Integration, day: day(11, 23), minute: Some(14 * 60 + 30) };
    assert_eq!(press(&mut screen, &mut session, &way), Action::AskAll(vec![Command::Appoint(HER, other)]));
}

#[test]
fn a_session_agreed_elsewhere_is_ticked_without_a_day() {
    let mut session = MadeUp::on_return().at(MadeUp::on_closing().now, [Command::Enter(Phase::Closing)]);
    let mut screen = Closing::new(&session.shown());
    let said = press(&mut screen, &mut session, &["Integration session", "Agreed, no day here"]);
    let tick = |met| Action::AskAll(vec![Command::SetReleaseItem(HER, "integration".to_owned(), met)]);
    assert_eq!(said, tick(true));
    assert_eq!(press(&mut screen, &mut session, &["Integration session", "Not agreed"]), tick(false));
}

#[test]
fn the_next_session_is_in_weeks_or_on_another_day_without_a_time() {
    let mut session = MadeUp::on_closing();
    let mut screen = Closing::new(&session.shown());
    let next = |day, minute| {
        let appointment = Appointment { what: Appointed::Next, day, minute };
        Action::AskAll(vec![Command::Appoint(HER, appointment)])
    };
    let way = ["Next session", "In 2 weeks\nSun 6 December", "Without a time"];
    assert_eq!(press(&mut screen, &mut session, &way), next(day(12, 6), None));
    let way = ["Next session", "Another day", "December", "16\nWed", "9:00"];
    assert_eq!(press(&mut screen, &mut session, &way), next(day(12, 16), Some(9 * 60)));
    let _ = press(&mut screen, &mut session, &["Next session"]);
    shows(screen.view(&session.shown()), &["Agreed: Wednesday 16 December, 9:00"]);
}

#[test]
fn the_page_to_take_home_says_the_days_and_nothing_private() {
    let mut session = MadeUp::on_closing();
    let appointment = Appointment { what: Appointed::Integration, day: day(11, 24), minute: Some(600) };
    session.ask(&Command::Appoint(HER, appointment));
    let mut screen = Closing::new(&session.shown());
    let _ = press(&mut screen, &mut session, &["Take-home page"]);
    let said = session.session.protocol().practice.take_home.trim().to_owned();
    shows(screen.view(&session.shown()), &[&said, "Integration session", "Tuesday 24 November, 10:00"]);
    for private in ["MK-11", "121/78", "Dr Keller", "Saved", "100 mg"] {
        assert!(hides(screen.view(&session.shown()), private), "{private}");
    }
    let _ = screen.update(closing::Message::TakeHome(false), &session.shown());
    shows(screen.view(&session.shown()), &["Ready to leave"]);
}

#[test]
fn the_record_is_sealed_is_said_beside_the_seal() {
    let mut session = MadeUp::on_closing();
    let screen = Closing::new(&session.shown());
    let said = "The record is sealed when you close the session";
    assert!(hides(screen.view(&session.shown()), said));
    session.ask(&Command::Release(HER, Some("The prescriber agrees".to_owned())));
    shows(screen.view(&session.shown()), &[said, "Close and seal"]);
}

#[test]
fn every_panel_of_return_and_closing_has_large_targets() {
    let session = MadeUp::alone(asking()).went_on().returned();
    let mut screen = Returning::new(&session.shown());
    has_large_targets("return", screen.view(&session.shown()));
    let _ = screen.update(returning::Message::Ask(true), &session.shown());
    has_large_targets("ask", screen.view(&session.shown()));
    let session = session.closed();
    has_large_targets("closing", Closing::new(&session.shown()).view(&session.shown()));
    let opened = [
        closing::Message::Open("tablets_left".to_owned()),
        closing::Message::Appoint(Appointed::Integration),
        closing::Message::Appoint(Appointed::Next),
        closing::Message::TakeHome(true),
    ];
    for open in opened {
        let mut screen = Closing::new(&session.shown());
        let name = format!("{open:?}");
        let _ = screen.update(open, &session.shown());
        has_large_targets(&name, screen.view(&session.shown()));
    }
    let mut screen = Closing::new(&session.shown());
    let _ = screen.update(closing::Message::Appoint(Appointed::Next), &session.shown());
    let day = closing::AppointMessage::Day(day(12, 6));
    let _ = screen.update(closing::Message::Appointing(day), &session.shown());
    has_large_targets("times", screen.view(&session.shown()));
}

/// Four people of the group, of whom the first has come so far.
fn group(as_far: impl Fn(MadeUp) -> MadeUp) -> MadeUp {
    let loaded = load(Path::new("no such folder"));
    let protocol = find_protocol(&loaded, "group-rdt").unwrap();
    let codes = ["MK-11", "RS-04", "TB-23", "AN-31"].map(str::to_owned).to_vec();
    as_far(MadeUp::of(protocol, codes))
}

#[test]
fn in_a_group_the_whole_checklist_is_seen_before_the_course_of_the_session() {
    let mut session = group(|begun| begun.went_on().returned().closed());
    let screen = Closing::new(&session.shown());
    let mut ui = laid_out(screen.view(&session.shown()));
    for item in &session.session.protocol().release {
        let place = ui.find(item.label.as_str()).unwrap_or_else(|error| panic!("{}: {error}", item.label));
        assert!(place.bounds().y + place.bounds().height <= 640.0, "{}", item.label);
    }
    drop(ui);
    has_large_targets("closing of a group", screen.view(&session.shown()));
    session.ask(&Command::Release(HER, Some("The prescriber agrees".to_owned())));
    has_large_targets("released in a group", screen.view(&session.shown()));
}

#[test]
fn the_return_of_a_group_has_room_for_everything_under_its_codes() {
    let session = group(|begun| begun.went_on().returned());
    let screen = Returning::new(&session.shown());
    let mut ui = laid_out(screen.view(&session.shown()));
    for words in ["Talking", "Undo", "Closing", "Nausea"] {
        let place = ui.find(words).unwrap_or_else(|error| panic!("{words}: {error}")).bounds();
        assert!(place.y + place.height <= measure::DESIGN.1, "{words} ends at {}", place.y + place.height);
    }
    drop(ui);
    has_large_targets("return of a group", screen.view(&session.shown()));
}

#[test]
fn the_whole_checklist_of_the_closing_is_on_the_glass_above_the_course() {
    let session = MadeUp::on_closing();
    let screen = Closing::new(&session.shown());
    let mut ui = laid_out(screen.view(&session.shown()));
    for item in &session.session.protocol().release {
        let place = ui.find(item.label.as_str()).unwrap_or_else(|error| panic!("{}: {error}", item.label));
        let end = place.bounds().y + place.bounds().height;
        assert!(end <= 440.0, "{} ends at {end}", item.label);
    }
}
