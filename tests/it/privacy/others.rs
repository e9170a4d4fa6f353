//! From a running session nothing of another can be reached, and afterwards nothing of it is left on the glass.

use std::path::Path;

use holdspace::app::Message;
use holdspace::screen::arrival;
use holdspace::screen::frame::Bar;
use holdspace::screen::{closing, start};
use holdspace::session::Phase;

use super::glass::Glass;
use super::lock::{begin, ctrl};

const MINE: &str = "MK-11";
const OTHER: &str = "ZZ-99";

/// Copies the one record of a data folder into another.
fn give_record(from: &Path, to: &Path) {
    let year = |home: &Path| {
        let sessions = home.join("data/sessions");
        std::fs::read_dir(sessions).unwrap().next().unwrap().unwrap().path()
    };
    let record = std::fs::read_dir(year(from)).unwrap().next().unwrap().unwrap();
    let there = year(to).join(record.file_name());
    std::fs::create_dir_all(&there).unwrap();
    for file in std::fs::read_dir(record.path()).unwrap().map(Result::unwrap) {
        let _ = std::fs::copy(file.path(), there.join(file.file_name())).unwrap();
    }
}

/// A running session of mine beside an unfinished one of somebody else.
fn beside_another() -> Glass {
    let mut other = Glass::new();
    begin(&mut other, OTHER);
    other.wait(|glass| glass.shows("Saved"));
    let mut glass = Glass::new();
    begin(&mut glass, MINE);
    glass.wait(|glass| glass.shows("Saved"));
    give_record(other.home(), glass.home());
    glass.again();
    glass
}

/// Everything that is on the glass on any way that this test knows.
fn walk(glass: &mut Glass) -> String {
    let mut seen = glass.texts().join("\n");
    let mut look = |glass: &mut Glass| {
        seen.push('\n');
        seen.push_str(&glass.texts().join("\n"));
    };
    for key in ["i", "e", "l"] {
        glass.take(vec![ctrl(key)]);
        look(glass);
        glass.another_press();
        glass.take(vec![ctrl(key)]);
        look(glass);
        glass.another_press();
    }
    seen
}

#[test]
fn from_a_running_session_no_way_leads_to_another() {
    let mut glass = beside_another();
    let running = walk(&mut glass);
    let (shown, hidden) = if running.contains(MINE) { (MINE, OTHER) } else { (OTHER, MINE) };
    for message in [start::Message::Continue(0), start::Message::CloseAsItStood(0), start::Message::Continue(1)] {
        glass.take(vec![Message::Start(message)]);
        let seen = walk(&mut glass);
        assert!(!seen.contains(hidden) && !seen.contains("Unfinished"), "{seen}");
        assert!(shown == MINE || shown == OTHER);
    }
}

#[test]
fn after_leaving_nothing_of_the_client_is_on_the_glass() {
    let mut glass = Glass::new();
    begin(&mut glass, MINE);
    let note = "keeps the blue stone";
    for words in ["Go on with a reason", "Other words"] {
        glass.press(words);
    }
    glass.take(vec![Message::Arrival(arrival::Message::Writing(holdspace::screen::writing::Message::Typed(
        note.into(),
    )))]);
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Closing)))]);
    }
    glass.take(vec![Message::Closing(closing::Message::Release(Some(note.to_owned())))]);
    glass.take(vec![Message::Closing(closing::Message::Close)]);
    glass.wait(|glass| glass.shows("Leave"));
    glass.press("Leave");
    assert!(glass.shows("Begin arrival"));
    let mut seen = walk(&mut glass);
    glass.press("Listen and plan");
    seen.push_str(&glass.texts().join("\n"));
    glass.press("Done");
    glass.press("Code or initials");
    seen.push_str(&glass.texts().join("\n"));
    assert!(!seen.contains(MINE) && !seen.contains(note), "{seen}");
}
