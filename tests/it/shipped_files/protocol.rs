//! Protocols: inheriting, hiding, and every slip told with its place.

use std::path::Path;
use std::time::Duration;

use holdspace::config;
use holdspace::config::check::{CheckReport, check};
use holdspace::config::source::Source;
use holdspace::config::{Origin, find_protocol, load, shipped};

use super::{default_protocol, folder, listed, nowhere, one, protocol_problems, settings_of, sounds};

#[test]
fn a_protocol_that_inherits_says_only_what_differs() {
    let lozenge = find_protocol(&nowhere(), "lozenge-individual").unwrap();
    let tablet = default_protocol();
    assert_eq!(lozenge.hold_presets[0], Duration::from_secs(600));
    assert_eq!((&lozenge.gate, &lozenge.chips, &lozenge.ceiling), (&tablet.gate, &tablet.chips, &tablet.ceiling));
    assert_ne!(lozenge.sha256, tablet.sha256);
}

#[test]
fn a_file_of_the_user_hides_a_shipped_one_may_inherit_from_it_and_check_says_so() {
    let mine =
        "format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"Ours\"\n[music]\nminutes = 60\n";
    let folder = folder(&[("protocols/rdt-individual.toml", mine.as_bytes())]);
    let loaded = load(folder.path());
    let found = listed(&loaded.protocols, "rdt-individual");
    assert_eq!((found.title.as_str(), found.what.as_ref().unwrap().journey), ("Ours", Duration::from_secs(3600)));
    assert!(matches!(found.origin, Origin::User(_)));
    let CheckReport { problems, notes, .. } = check(&[], folder.path(), &sounds, None);
    assert_eq!(problems, []);
    let notes: Vec<String> = notes.into_iter().filter(|note| !note.contains("emergency card")).collect();
    assert!(notes.len() == 1 && notes[0].contains("instead of the shipped protocol \"rdt-individual\""), "{notes:?}");
}

#[test]
fn inheriting_in_a_circle_is_told_and_does_not_hang() {
    let inherits = |name: &str| format!("format = \"holdspace-protocol 1\"\ninherits = \"{name}\"\ntitle = \"T\"\n");
    let folder = folder(&[
        ("protocols/one.toml", inherits("two").as_bytes()),
        ("protocols/two.toml", inherits("one").as_bytes()),
        ("protocols/none.toml", inherits("nothing").as_bytes()),
    ]);
    let loaded = load(folder.path());
    one(listed(&loaded.protocols, "one").what.as_ref().unwrap_err(), (2, 12), "two", "rdt-individual");
    one(listed(&loaded.protocols, "none").what.as_ref().unwrap_err(), (2, 12), "no such protocol", "rdt-individual");
}

#[test]
fn a_broken_protocol_is_listed_with_its_reason_and_never_replaced() {
    let folder = folder(&[("protocols/rdt-individual.toml", b"format = \"holdspace-protocol 1\"\ntitle = \"Ours\"\n")]);
    let loaded = load(folder.path());
    let found = listed(&loaded.protocols, "rdt-individual");
    assert_eq!(found.title, "Ours");
    assert!(found.what.as_ref().unwrap_err().len() > 8, "every missing key is told");
    assert!(find_protocol(&loaded, "rdt-individual").is_err());
    assert!(loaded.problems[0].what.contains("not usable"), "the settings propose it: {:?}", loaded.problems);
    assert!(!check(&[], folder.path(), &sounds, None).problems.is_empty());
}

#[test]
fn every_slip_in_a_protocol_has_its_place_and_a_remedy() {
    let with = |line: &str| {
        let head = "format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"T\"\n";
        protocol_problems(&format!("{head}{line}\n"))
    };
    assert_eq!(with(""), []);
    one(&with("bookd_minutes = 180"), (4, 1), "bookd_minutes", "booked_minutes");
    one(&with("booked_minutes = \"long\""), (4, 18), "is text and must be a number", "booked_minutes = 180");
    one(&with("booked_minutes = -5"), (4, 18), "-5", "from 10 to 720");
    one(&with("booked_minutes = nan"), (4, 18), "NaN", "from 10 to 720");
    one(&with("booked_minutes = inf"), (4, 18), "inf", "from 10 to 720");
    one(&with("booked_minutes = 99999999999999999999"), (4, 18), "not from", "from 10 to 720");
    one(&with("booked_minutes = 03:00:00"), (4, 18), "time of day", "booked_minutes = 180");
    one(&with("[music]\nminutes = 0"), (5, 11), "music.minutes is 0", "from 1 to 180");
    one(&with("[music]\nanchor = \"tablet\""), (5, 10), "\"tablet\"", "anchor = \"t0\"");
    one(&with("[music]\nend_fade_seconds = 5"), (5, 20), "5", "from 60");
    one(&with("music = 3"), (4, 9), "must be a part of its own", "[music]");
    one(&with("[hold]\npresets_minutes = [7, 0.5]"), (5, 23), "0.5", "from 1 to 20");
    one(&with("[hold]\npresets_minutes = [10, 7]"), (5, 19), "grow", "[7, 10, 12, 15]");
    one(&with("[ceiling]\ndiastolic = 90\nsystolic = 85"), (5, 13), "not below", "smaller");
    one(&with("[ceiling]\nheart_rate = 99.5"), (5, 14), "whole number", "heart_rate = 100");
    one(&with("phases = [\"closing\", \"arrival\"]"), (4, 22), "wrong place", "in their order");
    one(&with("phases = [\"arrival\"]"), (4, 10), "closing", "phases = ");
    one(&with("prompts = [1]"), (4, 12), "must be a list of texts", "prompts = ");
    one(&with("[[gate]]\nkey = \"Escort home\"\nlabel = \"x\""), (5, 7), "small letters", "key = ");
    one(&with("[[gate]]\nkey = \"a\""), (4, 1), "label is missing", "label = ");
    one(
        &with("[[gate]]\nkey = \"a\"\nlabel = \"A\"\n[[gate]]\nkey = \"a\"\nlabel = \"B\""),
        (8, 7),
        "twice",
        "own key",
    );
    one(
        &with("[[chip]]\nkey = \"a\"\nlabel = \"A\"\ngroup = \"more\"\nkind = \"pint\""),
        (8, 8),
        "pint",
        "kind = \"point\"",
    );
    one(
        &with("[[breathing.pattern]]\nkey = \"a\"\nlabel = \"A\"\nsteps = \"in 4, out x\""),
        (7, 9),
        "cycle",
        "in seconds",
    );
    one(&with("title = \"again\""), (4, 1), "duplicate", "each key once");
    one(&with("booked_minutes = 3 h"), (4, 18), "TOML", "without units");
    one(&with("[music]\nanchor = \"t0"), (5, 13), "TOML", "close the \"quotes\"");
    one(&with("[music\nminutes = 4"), (4, 7), "TOML", "heading");
}

#[test]
fn all_problems_of_a_file_are_told_at_once_in_its_order() {
    let problems = protocol_problems(
        "format = \"holdspace-protocol 1\"\ntitle = 4\nfoo = 1\ninherits = \"rdt-individual\"\n[music]\nminutes = -1\nx = 2\n",
    );
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3, 6, 7], "{problems:#?}");
    let shown = problems[0].to_string();
    assert!(shown.contains("mine.toml:2:9: title is a number and must be text; write title = "), "{shown}");
}

#[test]
fn columns_count_characters_not_bytes() {
    let problems =
        settings_of("format = \"holdspace-settings 1\"\nemergency = { address = \"Öl\", \"sünde\" = 1 }\n").1;
    one(&problems, (2, 31), "emergency.sünde", "lines");
}

#[test]
fn a_protocol_cut_at_any_byte_is_whole_or_has_a_problem() {
    let parent = default_protocol();
    for (name, text) in shipped::PROTOCOLS {
        for cut in 0..text.len() {
            let read = Source::decode(Path::new("x.toml"), &text.as_bytes()[..cut]).map_err(|problem| vec![problem]);
            match read.and_then(|source| config::protocol::read(&source, &|_| Ok(parent.clone()))) {
                Ok(protocol) => assert!(name.starts_with("lozenge") || !protocol.release.is_empty()),
                Err(problems) => assert!(!problems.is_empty()),
            }
        }
    }
}
