//! What must be absent: each invariant of the house is a test.
//!
//! Every check is a function from a file to its findings, and the last tests prove that each check can find something.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository: its path from the root, with `/`, and its text.
struct Text {
    path: String,
    text: String,
}

/// What a folder may not mention. A word is forbidden anywhere, comments included; a room only as a path.
struct Rule {
    /// `src/session` stands for `src/session.rs` and everything in `src/session/`.
    folder: &'static str,
    /// Files and folders to which the rule does not apply.
    except: &'static [&'static str],
    /// Whole words.
    words: &'static [&'static str],
    /// Modules of this crate, as `crate::room`.
    rooms: &'static [&'static str],
    /// Modules of the standard library, as `std::module`.
    std: &'static [&'static str],
    /// Calls and names in exactly this spelling.
    exact: &'static [&'static str],
}

const NOTHING: Rule = Rule { folder: "src", except: &[], words: &[], rooms: &[], std: &[], exact: &[] };
const OTHER_ROOMS: [&str; 11] =
    ["app", "audio", "cli", "clock", "config", "journal", "kiosk", "music", "record", "screen", "widget"];

/// The layers of the house.
const LAYERS: [Rule; 9] = [
    Rule {
        folder: "src/session",
        words: &["iced", "rodio", "symphonia", "serde", "Instant"],
        rooms: &OTHER_ROOMS,
        std: &["fs", "io", "thread"],
        ..NOTHING
    },
    Rule { folder: "src/session", rooms: &["theme"], ..NOTHING },
    Rule { folder: "src/journal", words: &["iced", "rodio", "app", "audio", "screen", "widget"], ..NOTHING },
    Rule { folder: "src/audio", words: &["iced", "app", "journal", "screen", "session"], ..NOTHING },
    Rule { folder: "src", except: &["src/audio/backend/device.rs"], words: &["rodio", "cpal"], ..NOTHING },
    Rule { folder: "src", except: &["src/audio/decode"], words: &["symphonia"], ..NOTHING },
    Rule {
        folder: "src/screen",
        words: &["rodio", "journal"],
        std: &["fs"],
        exact: &[".decide(", ".apply("],
        ..NOTHING
    },
    Rule {
        folder: "src/widget",
        words: &["rodio", "journal"],
        std: &["fs"],
        exact: &[".decide(", ".apply("],
        ..NOTHING
    },
    Rule {
        folder: "src",
        except: &["src/clock.rs"],
        exact: &["Instant::now", "SystemTime::now", "Utc::now", "Local::now"],
        ..NOTHING
    },
];

const LONGEST_FILE: usize = 500;
const SHAPELESS_NAMES: [&str; 7] = ["mod", "utils", "util", "common", "types", "helpers", "manager"];
const LINTS: [&str; 10] = [
    "unsafe_code",
    "missing_docs",
    "unused_results",
    "unwrap_used",
    "expect_used",
    "indexing_slicing",
    "dbg_macro",
    "todo",
    "unimplemented",
    "print_stdout",
];

#[test]
fn every_layer_mentions_only_what_it_may() {
    assert_clean(&sources(), layers);
}

#[test]
fn screens_take_colours_and_sizes_from_the_theme() {
    assert_clean(&sources(), literals);
}

#[test]
fn files_are_short_and_their_names_say_what_is_in_them() {
    let code: Vec<Text> = tracked().into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    assert_clean(&code, shape);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    assert_clean(&tracked(), machine);
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    assert_clean(&tracked(), unfinished);
}

#[test]
fn the_lints_stand_in_the_manifest_and_nobody_switches_them_off_for_a_whole_crate() {
    let manifest = Text { path: "Cargo.toml".into(), text: fs::read_to_string(root().join("Cargo.toml")).unwrap() };
    assert_clean(&[manifest], lints);
    assert_clean(&sources(), silenced);
}

fn assert_clean(files: &[Text], check: fn(&Text) -> Vec<String>) {
    assert!(!files.is_empty(), "there must be something to look at");
    let findings: Vec<String> = files.iter().flat_map(check).collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

fn layers(file: &Text) -> Vec<String> {
    let mut findings = Vec::new();
    let excepted = |rule: &Rule| rule.except.iter().any(|place| within(&file.path, place.trim_end_matches(".rs")));
    let rules = LAYERS.iter().filter(|rule| within(&file.path, rule.folder) && !excepted(rule));
    for rule in rules {
        let mut forbid = |number: usize, what: &str| {
            findings.push(format!("{}:{number}: {} may not mention {what}", file.path, rule.folder));
        };
        for (number, line) in numbered(&file.text) {
            rule.words.iter().filter(|word| has_word(line, word)).for_each(|word| forbid(number, word));
            rule.exact.iter().filter(|exact| line.contains(**exact)).for_each(|exact| forbid(number, exact));
        }
        for (number, path) in paths(&file.text) {
            let hit = |first: &str, seconds: &[&'static str]| {
                seconds.iter().copied().find(|second| path == format!("{first}::{second}"))
            };
            if let Some(room) = hit("crate", rule.rooms).or_else(|| hit("std", rule.std)) {
                forbid(number, room);
            }
        }
    }
    findings
}

fn literals(file: &Text) -> Vec<String> {
    let screen = within(&file.path, "src/screen");
    if !screen && !within(&file.path, "src/widget") {
        return Vec::new();
    }
    let bad = |line: &str| {
        let number_in = |call: &str| {
            let mut after = line.split(call).skip(1).map(|after| after.trim_start_matches(['8', 'a']));
            let number = |inside: &str| inside.starts_with(|first: char| first.is_ascii_digit());
            after.any(|after| after.strip_prefix('(').is_some_and(number))
        };
        let colour = line.contains("color!(") || has_hex_colour(line);
        colour || number_in("Color::from_rgb") || (screen && number_in(".size"))
    };
    let found = numbered(&file.text).filter(|(_, line)| bad(line));
    found.map(|(number, _)| format!("{}:{number}: colours and sizes belong into src/theme.rs", file.path)).collect()
}

fn shape(file: &Text) -> Vec<String> {
    let mut findings = Vec::new();
    let lines = file.text.lines().count();
    if lines > LONGEST_FILE {
        findings.push(format!("{}: {lines} lines; split it, {LONGEST_FILE} is the most", file.path));
    }
    let mut parts = file.path.trim_end_matches(".rs").split('/');
    if let Some(name) = parts.find(|part| SHAPELESS_NAMES.contains(part)) {
        findings.push(format!("{}: “{name}” does not say what is in it", file.path));
    }
    findings
}

fn machine(file: &Text) -> Vec<String> {
    let homes = ["work", "root", "farm"].map(|home| format!("/{home}/"));
    let known = |line: &str| homes.iter().any(|home| begins_a_path(line, home));
    let found = numbered(&file.text).filter(|(_, line)| known(line));
    found.map(|(number, _)| format!("{}:{number}: a path of one machine", file.path)).collect()
}

fn unfinished(file: &Text) -> Vec<String> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let code = [".rs", ".toml", ".py", ".sh", ".md"].iter().any(|ending| file.path.ends_with(ending))
        || file.path.starts_with("scripts/")
        || file.path.starts_with(".ci/");
    let found = numbered(&file.text).filter(|(_, line)| code && marks.iter().any(|mark| has_word(line, mark)));
    found.map(|(number, _)| format!("{}:{number}: do it, or make an issue of it", file.path)).collect()
}

fn lints(file: &Text) -> Vec<String> {
    let denied = |lint: &&&str| !file.text.lines().any(|line| line.trim() == format!("{lint} = \"deny\""));
    LINTS.iter().filter(denied).map(|lint| format!("{}: {lint} is not denied", file.path)).collect()
}

fn silenced(file: &Text) -> Vec<String> {
    let root = ["src/lib.rs", "src/main.rs"].contains(&&*file.path);
    let off = |line: &str| line.starts_with("#![allow(") || (root && line.starts_with("#![expect("));
    let found = numbered(&file.text).filter(|(_, line)| off(line));
    found.map(|(number, _)| format!("{}:{number}: expect it where it happens, with a reason", file.path)).collect()
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

fn in_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whole words: `app` is not in `apply`; `rodio` is in `rodio::Source` and in `// rodio`.
fn has_word(line: &str, word: &str) -> bool {
    line.split(|letter| !in_a_word(letter)).any(|part| part == word)
}

/// `"#a0b1c2"` is a colour, `r#""#` and `#[test]` are not.
fn has_hex_colour(line: &str) -> bool {
    line.split("\"#").skip(1).any(|after| {
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        matches!(digits, 3 | 4 | 6 | 8) && after[digits..].starts_with('"')
    })
}

/// `/home/x` begins a path, the end of `a/home/x` does not.
fn begins_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home)
        .any(|(at, _)| !line[..at].ends_with(|before: char| in_a_word(before) || "./-".contains(before)))
}

/// Every `crate::x` and `std::x` of a text with its line, grouped imports included.
fn paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for first in ["crate", "std", "holdspace"] {
        let start = format!("{first}::");
        for (at, _) in text.match_indices(&start).filter(|(at, _)| !text[..*at].ends_with(in_a_word)) {
            let end = at + start.len();
            let line = text[..at].lines().count().max(1);
            let own = if first == "std" { "std" } else { "crate" };
            let seconds = match text[end..].strip_prefix('{') {
                Some(group) => outer_names(group),
                None => text[end..].split(|letter| !in_a_word(letter)).take(1).collect(),
            };
            found.extend(seconds.into_iter().map(|second| (line, format!("{own}::{second}"))));
        }
    }
    found
}

/// The first name of each path in `a::b, c::{d, e}, f}`.
fn outer_names(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut begin) = (0, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&group[begin..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    names.into_iter().filter_map(|path| path.trim().split(|letter| !in_a_word(letter)).next()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Text> {
    tracked().into_iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")).collect()
}

/// Every text of the repository that is kept: all but what was built and what is ignored.
fn tracked() -> Vec<Text> {
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap_or_default();
    let ignored: Vec<PathBuf> =
        ignored.lines().filter(|line| !line.is_empty()).map(|line| root().join(line.trim_matches('/'))).collect();
    let mut files = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if entry.file_name() == ".git" || entry.file_name() == "target" || ignored.contains(&path) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let shown = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                let text = fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                files.extend(text.map(|text| Text { path: shown, text }));
            }
        }
    }
    files
}

/// Whether a check finds something in this text at this path.
fn finds(check: fn(&Text) -> Vec<String>, path: &str, text: &str) -> bool {
    !check(&Text { path: path.into(), text: text.into() }).is_empty()
}

#[test]
fn the_layer_rules_find_what_they_forbid_and_nothing_else() {
    for (path, text) in [
        ("src/session/gate.rs", "use serde::Serialize;"),
        ("src/session.rs", "use std::{fmt, fs};"),
        ("src/session.rs", "std::thread::yield_now();"),
        ("src/session/dose.rs", "use crate::journal::Writer;"),
        ("src/session/dose.rs", "use crate::{cue::Cue, audio};"),
        ("src/session/timer.rs", "let now: Instant = then;"),
        ("src/journal/writer.rs", "// the screen"),
        ("src/audio/mixer.rs", "// the session"),
        ("src/audio/mixer.rs", "use rodio::Source;"),
        ("src/audio/engine.rs", "symphonia::default::get_probe()"),
        ("src/audio/decoder.rs", "use symphonia::core;"),
        ("src/screen/hold.rs", "session.decide(&command, now)"),
        ("src/screen/hold.rs", "use std::fs;"),
        ("src/widget/chip.rs", "use crate::journal::Saved;"),
        ("src/app.rs", "let now = Instant::now();"),
        ("src/audio/engine.rs", "Local::now()"),
    ] {
        assert!(finds(layers, path, text), "{path}: {text}");
    }
    for (path, text) in [
        ("src/session/gate.rs", "use crate::units::Moment; // the audio side, the record, the screen"),
        ("src/session/gate.rs", "use std::{collections::{BTreeMap, fs}, fmt};"),
        ("src/journal/writer.rs", "fn append() { apply(); std::fs::write(); }"),
        ("src/audio/backend/device.rs", "use rodio::cpal;"),
        ("src/audio/decode.rs", "use symphonia::core;"),
        ("src/audio/decode/opus.rs", "use symphonia::core;"),
        ("src/clock.rs", "Local::now()"),
    ] {
        assert!(!finds(layers, path, text), "{path}: {text}");
    }
}

#[test]
fn the_other_checks_find_what_they_forbid_and_nothing_else() {
    assert!(finds(literals, "src/screen/hold.rs", "Color::from_rgb8(1, 2, 3)"));
    assert!(finds(literals, "src/widget/chip.rs", "color!(0x102030)"));
    assert!(finds(literals, "src/screen.rs", r##"let night = "#102030";"##));
    assert!(finds(literals, "src/screen/hold.rs", "text(label).size(14)"));
    assert!(!finds(literals, "src/screen/hold.rs", r##"#[expect(dead_code)] text("#1").size(theme::BODY)"##));
    assert!(!finds(literals, "src/theme.rs", "Color::from_rgb8(1, 2, 3)"));
    assert!(!finds(literals, "src/widget/ring.rs", "Color::from_rgb(mix(under.r), mix(under.g), mix(under.b))"));
    assert!(finds(shape, "src/a.rs", &"\n".repeat(LONGEST_FILE + 1)));
    assert!(!finds(shape, "src/a.rs", &"\n".repeat(LONGEST_FILE)));
    assert!(finds(shape, "src/session/mod.rs", "") && finds(shape, "src/utils/time.rs", ""));
    assert!(!finds(shape, "src/model.rs", ""));
    for home in ["work", "root", "farm"] {
        assert!(finds(machine, "README.md", &format!("see `/{home}/notes.txt`")));
        assert!(!finds(machine, "README.md", &format!("see docs/{home}/notes.txt")));
    }
    assert!(finds(unfinished, "src/a.rs", &format!("// {}: later", concat!("TO", "DO"))));
    assert!(!finds(unfinished, "src/a.rs", "todo = \"deny\""));
    assert!(finds(lints, "Cargo.toml", "[lints.rust]\nunsafe_code = \"warn\""));
    assert!(finds(silenced, "src/audio.rs", "#![allow(clippy::unwrap_used)]"));
    assert!(finds(silenced, "src/lib.rs", "#![expect(missing_docs, reason = \"\")]"));
    assert!(!finds(silenced, "src/audio/mixer.rs", "#![expect(clippy::indexing_slicing, reason = \"a ring\")]"));
}
