//! The moment of an entry is the touch-down; what a tap sets going begins when the finger is lifted.

use std::time::Duration;

use holdspace::app::Message;
use holdspace::journal::record::Line;
use holdspace::journal::{DataDir, reader};
use holdspace::screen::frame::Bar;
use holdspace::screen::intention;
use holdspace::session::Phase;
use iced::keyboard::key::Named;

use crate::privacy::glass::Glass;

const LASTS: Duration = Duration::from_millis(400);
/// Records count in milliseconds.
const ROUNDED: Duration = Duration::from_millis(2);

fn on_the_journey() -> Glass {
    let mut glass = Glass::new();
    glass.press("Code or initials");
    glass.type_in("mk-7");
    glass.tap_key(Named::Enter);
    glass.press("Begin arrival");
    glass.press("Go on with a reason");
    glass.press("The prescriber agreed by phone");
    for _ in 0..2 {
        glass.take(vec![Message::Intention(intention::Message::Bar(Bar::Go(Phase::Journey)))]);
    }
    glass
}

fn lines(glass: &Glass) -> Vec<Line> {
    let data = DataDir::open(&glass.home().join("data")).unwrap();
    data.folders().iter().flat_map(|folder| reader::read(folder).unwrap().lines).collect()
}

/// The newest line of that kind, and what the clock since boot says of its moment.
fn newest(glass: &mut Glass, kind: &str) -> (Line, Duration) {
    glass.wait(|glass| lines(glass).iter().any(|line| line.kind == kind));
    let lines = lines(glass);
    let began = lines.first().unwrap().recorded.boot;
    let line = lines.into_iter().rfind(|line| line.kind == kind).unwrap();
    let at = began + Duration::from_millis(line.at.millis());
    (line, at)
}

#[test]
fn what_is_touched_was_when_the_finger_came_down_however_long_it_rests() {
    for (words, kind) in [("Quiet check", "checked"), ("Settled", "observed")] {
        let mut glass = on_the_journey();
        let (down, up) = glass.press_for(words, LASTS);
        let (line, at) = newest(&mut glass, kind);
        assert!(at <= down, "{kind} at {at:?}, touched by {down:?}");
        assert!(line.recorded.boot + ROUNDED >= up, "it counts when it is lifted: {:?}, {up:?}", line.recorded.boot);
    }
}

#[test]
fn what_a_tap_sets_going_begins_when_the_finger_is_lifted() {
    let mut glass = on_the_journey();
    let (down, up) = glass.press_for("Softer", LASTS);
    let (line, at) = newest(&mut glass, "volume_set");
    assert!(at + ROUNDED >= up && at > down, "{line:?} at {at:?}, lifted at {up:?}");
}
