//! Protocols: inheriting, hiding, and every slip told with its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::config;
use holdspace::config::check::{CheckReport, check};
use holdspace::config::problem::Problem;
use holdspace::config::source::Source;
use holdspace::config::{Origin, find_protocol, load, shipped};
use holdspace::music::library::Heard;
use holdspace::session::phase::Phase;

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
                Ok(protocol) => assert!(!protocol.release.is_empty(), "{name}"),
                Err(problems) => assert!(!problems.is_empty()),
            }
        }
    }
}

/// A file that inherits, with these lines.
fn with(line: &str) -> Vec<Problem> {
    protocol_problems(&format!(
        "format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"T\"\n{line}\n"
    ))
}

#[test]
fn every_slip_in_what_differs_between_practices_has_its_place_and_a_remedy() {
    one(&with("people = [4, 3]"), (4, 10), "two whole numbers", "people = [3, 4]");
    one(&with("people = [1, 7]"), (4, 14), "7", "from 1 to 6");
    one(&with("people = 3"), (4, 10), "must be a list", "people = [3, 4]");
    one(&with("place = \"home\""), (4, 9), "\"home\"", "\"room\"");
    one(&with("hard_end = \"yes\""), (4, 12), "must be true or false", "true");
    one(&with("warn_minutes = 500"), (4, 16), "500", "from 1 to 120");
    one(&with("recheck_minutes = 0"), (4, 19), "0", "from 1 to 60");
    one(&with("round_minutes = -1"), (4, 17), "-1", "from 0 to 60");
    one(&with("integration_days = [3, 1]"), (4, 20), "two whole numbers", "[1, 3]");
    one(&with("vitals_minutes = [120, 40]"), (4, 18), "grow", "[40, 120]");
    one(&with("vitals_minutes = [40, \"2 h\"]"), (4, 23), "must be a number", "[40, 120]");
    one(&with("grounding = \"breathe\""), (4, 13), "must be a list", "grounding = ");
    one(&with("return_prompts = [1]"), (4, 19), "must be a list of texts", "return_prompts = ");
    one(&with("take_home = 3"), (4, 13), "must be text", "take_home = ");
    one(&with("[music]\nlevel_db = 3"), (5, 12), "3", "from -30 to 0");
    one(&with("[phase.arival]\ntext = \"x\""), (4, 8), "phase.arival", "arrival");
    one(&with("[phase.journey]\nminutes = 500"), (5, 11), "500", "from 0 to 240");
    one(&with("[[sign]]\nkey = \"well\""), (4, 1), "label is missing", "label = ");
}

#[test]
fn every_slip_in_the_medicine_has_its_place_and_a_remedy() {
    one(&with("[medicine]\nform = \"pill\""), (5, 8), "\"pill\"", "\"tablet\"");
    one(&with("[medicine]\ngiven_by = \"nurse\""), (5, 12), "\"nurse\"", "\"provider\"");
    one(&with("[medicine]\nend = \"chew\""), (5, 7), "\"chew\"", "\"either\"");
    one(&with("[medicine]\nmost_doses = 3\nspacings_minutes = [5]"), (5, 14), "is held", "spray");
    one(&with("[medicine]\nform = \"spray\"\nmost_doses = 3"), (6, 14), "what may lie between", "spacings_minutes");
    one(&with("[medicine]\nform = \"spray\"\nmost_doses = 31\nspacings_minutes = [1]"), (6, 14), "31", "from 1 to 30");
    one(&with("[booster]\nfrom_minutes = 50"), (4, 1), "not after", "later time");
    one(&with("[booster]\noffered = 1"), (5, 11), "must be true or false", "true");
    one(
        &with("[medicine]\nform = \"injection\"\n[booster]\nfrom_minutes = 5\nuntil_minutes = 9\nsnooze_minutes = 1"),
        (6, 1),
        "is for what is held",
        "take it out",
    );
    assert_eq!(with("[booster]\noffered = false"), []);
}

#[test]
fn every_slip_in_what_a_line_asks_has_its_place_and_a_remedy() {
    let line = |more: &str| with(&format!("[[gate]]\nkey = \"a\"\nlabel = \"A\"\n{more}"));
    one(&line("good_for_months = 99"), (7, 19), "99", "from 1 to 60");
    one(&line("asks = \"number\""), (7, 8), "\"number\"", "\"count\"");
    one(&line("changes = []"), (7, 11), "1 to 12", "Pregnancy");
    one(&line("one_of = [\"Yes\", \"yes!\"]"), (7, 10), "different", "one_of = ");
    one(&line("asks = \"words\"\none_of = [\"Yes\"]"), (8, 10), "asks one thing", "one_of");
    one(
        &with("[[chip]]\nkey = \"a\"\nlabel = \"A\"\ngroup = \"more\"\nkind = \"state\"\nweight = \"heavy\""),
        (9, 10),
        "\"heavy\"",
        "\"serious\"",
    );
}

#[test]
fn a_questionnaire_is_asked_by_its_name_and_never_during_the_journey() {
    let asked = |lines: &str| with(&format!("[[questionnaire]]\n{lines}"));
    assert_eq!(asked("name = \"phq-9\"\nat = \"arrival\""), []);
    one(&asked("name = \"phq-9\"\nat = \"journey\""), (6, 6), "\"journey\"", "\"return\"");
    one(&asked("name = \"phq-9\"\nat = \"administration\""), (6, 6), "\"administration\"", "\"return\"");
    one(&asked("name = \"phq-9\""), (4, 1), "at is missing", "at = ");
    one(&asked("name = \"phq9\"\nat = \"arrival\""), (5, 8), "phq9", "phq-9");
    let twice = "name = \"phq-9\"\nat = \"arrival\"\n[[questionnaire]]\nname = \"phq-9\"\nat = \"return\"";
    one(&asked(twice), (8, 8), "twice", "take one");
    let left_out = "phases = [\"administration\", \"closing\"]\n[[questionnaire]]\nname = \"gad-7\"\nat = \"return\"";
    one(&with(left_out), (7, 6), "leave that out", "phases");
    let files: [(&str, &[u8]); 2] = [
        ("questionnaires/sleep.toml", b"format = \"holdspace-questionnaire 1\"\n"),
        ("protocols/mine.toml", b"format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"T\"\n[[questionnaire]]\nname = \"sleep\"\nat = \"return\"\n"),
    ];
    let folder = folder(&files);
    let problems = listed(&load(folder.path()).protocols, "mine").what.clone().unwrap_err();
    one(&problems, (5, 8), "problems of its own", "folder questionnaires");
}

#[test]
fn what_inherits_asks_the_same_questionnaires_until_it_says_otherwise() {
    let head = "format = \"holdspace-protocol 1\"\ntitle = \"T\"\n";
    let parent =
        format!("{head}inherits = \"rdt-individual\"\n[[questionnaire]]\nname = \"gad-7\"\nat = \"closing\"\n");
    let same = format!("{head}inherits = \"parent\"\n");
    let none = format!("{head}inherits = \"parent\"\nquestionnaire = []\n");
    let folder = folder(&[
        ("protocols/parent.toml", parent.as_bytes()),
        ("protocols/same.toml", same.as_bytes()),
        ("protocols/none.toml", none.as_bytes()),
    ]);
    let loaded = load(folder.path());
    let asked = |name: &str| find_protocol(&loaded, name).unwrap().practice.asked_in(Phase::Closing).count();
    assert_eq!(["parent", "same", "none"].map(asked), [1, 1, 0]);
}

#[test]
fn the_recording_of_a_meditation_is_listened_to_where_it_is_named() {
    let text = "format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"T\"\n[meditation]\nrecording = \"arriving.flac\"\n";
    let folder = folder(&[("protocols/mine.toml", text.as_bytes())]);
    let told = |path: &[PathBuf]| check(path, folder.path(), &sounds, None);
    for report in [told(&[]), told(&[folder.path().join("protocols/mine.toml")])] {
        one(&report.problems, (5, 13), "arriving.flac is not there", "put");
    }
    fs::write(folder.path().join("protocols/arriving.flac"), b"music").unwrap();
    assert_eq!(told(&[]).problems, []);
    let broken = |path: &Path, heard: Heard<'_>| {
        if path.ends_with("arriving.flac") { Err("no frames".to_owned()) } else { sounds(path, heard) }
    };
    one(&check(&[], folder.path(), &broken, None).problems, (5, 13), "no frames", "whole file");
    let neither = with("[meditation]\nlines = []");
    one(&neither, (4, 1), "neither lines", "offered = false");
}

#[test]
fn a_value_of_the_wrong_kind_in_any_line_of_any_shipped_protocol_is_told() {
    let parent = default_protocol();
    for (name, text) in shipped::PROTOCOLS {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some((key, value)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with('#')) else { continue };
            // A list or a text over several lines loses its beginning here, which is no TOML and told as well.
            let wrong = if value.starts_with('"') { "7" } else { "\"x\"" };
            let mut changed = lines.clone();
            let line = format!("{key} = {wrong}");
            changed[number] = &line;
            let source = Source::decode(Path::new("x.toml"), changed.join("\n").as_bytes()).unwrap();
            let problems = config::protocol::read(&source, &|_| Ok(parent.clone())).unwrap_err();
            assert!(
                problems.iter().any(|problem| problem.line.abs_diff(number + 1) <= 1),
                "{name}: {line}: {problems:#?}"
            );
        }
    }
}
