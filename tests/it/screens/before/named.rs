//! What is not well is named on the start screen.

use chrono::DateTime;
use holdspace::screen::start::{self, Start};

use super::{marks, shipped, shows, start_shown};

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
fn a_disk_that_is_nearly_full_is_named_at_the_start() {
    let (loaded, marks) = (shipped(), marks());
    let said = "The disk is full or nearly so: free some space before you begin.";
    let start = Start::new(&loaded);
    assert!(shows(start.view(start::Shown { disk: Some(said), ..start_shown(&loaded, &marks) }), said));
    assert!(shows(start.view(start_shown(&loaded, &marks)), "Sound, disk and settings are well"));
}
