//! What the start screen names because it may harm a session: the clock, the disk, sleep, the time zone.

use chrono::DateTime;
use holdspace::kiosk::awake::Unkept;
use holdspace::screen::Marks;
use holdspace::screen::start::{self, Start};

use super::{has_large_targets, marks, shipped, shows, start_shown};

#[test]
fn a_clock_that_cannot_be_true_is_named_at_the_start_with_its_year() {
    let (loaded, marks) = (shipped(), marks());
    let said = "It says 1 January 1970, but Holdspace was made in December 2026.";
    let wall = DateTime::parse_from_rfc3339("1970-01-01T00:04:00+01:00").unwrap();
    let shown = || start::Shown { clock: Some(said.to_owned()), wall, ..start_shown(&loaded, &marks) };
    let start = Start::new(&loaded);
    assert!(shows(start.view(shown()), said));
    assert!(shows(start.view(shown()), "Thursday 1 January 1970"));
    assert!(!shows(start.view(shown()), "Sound, disk and settings are well"));
    assert!(shows(start.view(start_shown(&loaded, &marks)), "Sunday 22 November"), "else the year goes without saying");
}

#[test]
fn what_may_put_the_device_to_sleep_and_an_unknown_time_zone_are_named_at_the_start() {
    let (loaded, marks) = (shipped(), marks());
    let sentence =
        "The device may fall asleep in a session (the system refuses it): set its automatic suspend to never.";
    let unkept = Unkept { mark: "May fall asleep", sentence: sentence.to_owned() };
    let sleepy = Marks { unkept: Some(unkept), ..marks.clone() };
    let start = Start::new(&loaded);
    for words in ["May fall asleep", sentence] {
        assert!(shows(start.view(start_shown(&loaded, &sleepy)), words), "{words}");
    }
    assert!(!shows(start.view(start_shown(&loaded, &sleepy)), "Sound, disk and settings are well"));
    let zone = Some("TZ names “Mars”, which is no time zone known here: times are UTC+00:00");
    let view = || start.view(start::Shown { zone, ..start_shown(&loaded, &marks) });
    assert!(shows(view(), "Time zone"));
    has_large_targets("a time zone that is not known", view());
}

#[test]
fn a_disk_that_is_nearly_full_is_named_at_the_start() {
    let (loaded, marks) = (shipped(), marks());
    let said = "The disk is full or nearly so: free some space before you begin.";
    let start = Start::new(&loaded);
    assert!(shows(start.view(start::Shown { disk: Some(said), ..start_shown(&loaded, &marks) }), said));
    assert!(shows(start.view(start_shown(&loaded, &marks)), "Sound, disk and settings are well"));
}
