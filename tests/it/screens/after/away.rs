//! How long the app was away is asked with a quiet mark, in the therapist's layer alone, and answered in one tap.

use std::time::Duration;

use holdspace::clock::AwayDoubt;
use holdspace::screen::frame::Bar;
use holdspace::screen::journey::{self, Journey};
use holdspace::screen::{Action, Marks, Shown, away, calm};
use holdspace::session::{Command, EventId};

use super::super::before::has_large_targets;
use super::made_up::MadeUp;
use super::{click, hides, shows};

const DOUBT: AwayDoubt =
    AwayDoubt { of: EventId(7), counted: Duration::from_secs(22), proposed: Duration::from_secs(60) };
const MARK: &str = "Away 0:22 or 1:00?";

fn asking<'a>(made_up: &'a MadeUp) -> Shown<'a> {
    Shown { away: Some(DOUBT), ..made_up.shown() }
}

#[test]
fn the_mark_stands_in_the_bar_and_opens_the_question() {
    let made_up = MadeUp::on_the_journey();
    let shown = asking(&made_up);
    let mut screen = Journey::new(&shown);
    has_large_targets("the bar with the mark", screen.view(&shown));
    let [message] = click(screen.view(&shown), MARK).try_into().unwrap();
    assert!(matches!(message, journey::Message::Bar(Bar::Away)), "{message:?}");
    assert_eq!(screen.update(message, &shown), Action::Away(true));
    assert!(hides(screen.view(&made_up.shown()), MARK), "without a doubt there is no mark");
}

#[test]
fn the_client_never_sees_it() {
    let made_up = MadeUp::on_the_journey();
    assert!(hides(calm::view(&asking(&made_up)), MARK));
}

#[test]
fn beside_other_marks_the_bar_still_holds_everything() {
    let mut made_up = MadeUp::on_the_journey();
    made_up.marks = Marks { no_sound: Some("10:02".to_owned()), ..made_up.marks.clone() };
    let shown = asking(&made_up);
    let screen = Journey::new(&shown);
    has_large_targets("the bar with two marks", screen.view(&shown));
    shows(screen.view(&shown), &[MARK, "No sound"]);
}

#[test]
fn either_answer_is_one_tap_and_later_keeps_the_question() {
    let made_up = MadeUp::on_the_journey();
    let shown = asking(&made_up);
    let view = || away::view(DOUBT, &shown);
    has_large_targets("the question", view());
    let answer = |words: &str| {
        let [message] = click(view(), words).try_into().unwrap();
        away::update(message, &shown)
    };
    assert_eq!(answer("1:00, by the clock now"), Action::Ask(Command::CorrectAway(DOUBT.of, DOUBT.proposed)));
    assert_eq!(answer("0:22, as counted"), Action::Ask(Command::CorrectAway(DOUBT.of, DOUBT.counted)));
    assert_eq!(answer("Later"), Action::Away(false));
}
