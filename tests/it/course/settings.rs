//! What the settings allow to be kept.

use holdspace::config;
use holdspace::config::settings::read;
use holdspace::config::source::Source;
use holdspace::course::{Memory, Part};

use super::whole;

const TWO: &str = "[sealing]\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\", \
                   \"age133ghskkgcq2s00txgqxywnmm5hwecq9n0l6kvshx9jwnjkeu7agsp0taz0\"]\n";

/// What these lines allow, and what is said of them.
fn said(lines: &str) -> (Vec<Part>, Vec<String>) {
    let text = format!("format = \"holdspace-settings 1\"\n{lines}\n");
    let (settings, problems) = read(&Source::shipped("holdspace.toml", &text));
    (settings.course, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn everything_is_kept_unless_the_settings_say_otherwise() {
    assert_eq!(said(""), (Part::ALL.to_vec(), vec![]));
    assert_eq!(said("[course]"), (Part::ALL.to_vec(), vec![]));
    assert_eq!(said("[course]\nkeep = [\"number\", \"volume\"]"), (vec![Part::Number, Part::Volume], vec![]));
    assert_eq!(said("[course]\nkeep = []"), (vec![], vec![]));
}

#[test]
fn a_clinic_that_seals_keeps_nothing_but_what_it_says() {
    assert_eq!(said(TWO), (vec![], vec![]));
    assert_eq!(said(&format!("{TWO}[course]\nkeep = [\"number\"]")), (vec![Part::Number], vec![]));
}

#[test]
fn a_slip_about_sealing_never_makes_more_be_kept() {
    for slip in ["[sealing]\nrecipients = [\"age1nonsense\", \"age1also\"]", "[sealing]", "[sealing\nrecipients = []"] {
        let (kept, problems) = said(slip);
        assert_eq!(kept, [], "{slip}");
        assert!(!problems.is_empty(), "{slip}");
    }
}

#[test]
fn a_slip_about_what_is_kept_is_told_with_its_place_and_keeps_less() {
    for (line, kept, says) in [
        ("keep = [\"number\", \"doses\"]", vec![Part::Number], "holdspace.toml:3:19: course.keep holds \"doses\""),
        ("keep = [\"volume\", \"volume\"]", vec![Part::Volume], "twice; write it once"),
        ("keep = \"number\"", vec![], "must be a list in [brackets]"),
        ("keep = [1]", vec![], "must be a list of texts"),
        ("keeps = [\"number\"]", Part::ALL.to_vec(), "write keep, or take the line out"),
    ] {
        let (allowed, problems) = said(&format!("[course]\n{line}"));
        assert_eq!(allowed, kept, "{line}");
        assert!(problems.len() == 1 && problems[0].contains(says), "{line}: {problems:?}");
    }
    assert_eq!(said("course = 7").0, [], "no part of its own");
}

#[test]
fn settings_that_cannot_be_read_keep_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("holdspace.toml"), b"\xff\xfe").unwrap();
    let loaded = config::load(folder.path());
    assert_eq!((loaded.settings.course, loaded.problems.len()), (vec![], 1));
}

#[test]
fn each_part_takes_its_own_away_and_nothing_else() {
    for part in Part::ALL {
        let less = whole().without(part);
        assert!(!less.has(part) && whole().has(part), "{part:?}");
        let others = Part::ALL.into_iter().filter(|other| *other != part);
        assert!(others.clone().all(|other| less.has(other)), "{part:?}");
        assert_eq!(whole().only(&others.collect::<Vec<_>>()), less);
        assert!(whole().only(&[part]).has(part));
    }
    assert_eq!(whole().only(&Part::ALL), whole());
    assert_eq!(whole().only(&[]), Memory::default());
}
