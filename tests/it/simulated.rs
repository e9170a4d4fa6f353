//! Every shipped protocol lived through from arrival to release, as a person runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use holdspace::config::shipped;
use tempfile::TempDir;

fn holdspace(home: &Path, words: &[&str]) -> Output {
    let (config, data) = (home.join("config"), home.join("data"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    let command = command.arg("--config").arg(config).arg("--data").arg(data).args(words);
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().expect("holdspace runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Lives through a session and gives its sealed folders, each of which is intact.
#[track_caller]
fn lived(home: &Path, words: &[&str]) -> Vec<PathBuf> {
    let done = holdspace(home, &[&["simulate"], words].concat());
    assert!(done.status.success(), "{words:?}: {}", said(&done));
    assert!(said(&done).contains("closed: Complete"), "{}", said(&done));
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let folders: Vec<PathBuf> = out.lines().filter(|line| line.starts_with('/')).map(PathBuf::from).collect();
    for folder in &folders {
        let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let verified = holdspace(home, &["records", "verify", &id]);
        assert!(verified.status.success(), "{words:?}: {}", said(&verified));
        assert!(!id.ends_with(".live"), "sealed");
    }
    folders
}

/// All events of a record.
fn events(folder: &Path) -> String {
    let mut parts: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    parts.sort();
    parts.retain(|path| path.extension().is_some_and(|ending| ending == "ndjson"));
    parts.iter().map(|path| fs::read_to_string(path).expect("events")).collect()
}

/// Everything that stands in a folder, files below it included.
fn everything(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() { all.extend(everything(&path)) } else { all.extend(fs::read(path).expect("its bytes")) }
    }
    all
}

/// What must have happened in a record of each protocol, beside what happens in all.
const TELLING: [(&str, &[&str]); 8] = [
    ("rdt-individual", &["booster_snoozed", "booster_skipped", "\"spat\"", "meditation_began", "course_noted"]),
    ("lozenge-individual", &["\"form\":\"lozenge\"", "booster_snoozed", "meditation_ended", "\"dose\":1"]),
    ("troche", &["\"form\":\"troche\"", "\"dose\":1"]),
    ("group-rdt", &["turn_began", "turn_ended"]),
    ("intranasal", &["\"form\":\"spray\"", "\"kind\":\"given\"", "\"dose\":5"]),
    ("intramuscular", &["\"form\":\"injection\"", "\"kind\":\"given\"", "\"who\":\"provider\"", "\"dose\":2"]),
    ("remote-chaperone", &["\"who\":\"chaperone\"", "prescriber_called", "music_placed", "emergency_number"]),
    ("talk-low-dose", &["\"note\"", "I can look at it from here."]),
];

/// What happens in every one.
const ALWAYS: [&str; 9] = [
    "\"answer\"",
    "ceiling_set",
    "course_noted",
    "first_words",
    "drawing",
    "appointed",
    "release_item",
    "released",
    "sealed",
];

fn tells(name: &str) {
    let (_, telling) = TELLING.iter().find(|(known, _)| *known == name).expect("what it tells");
    let home = TempDir::new().expect("a folder of its own");
    let folders = lived(home.path(), &["--protocol", name]);
    assert_eq!(folders.len(), if name == "group-rdt" { 4 } else { 1 }, "{name}: one folder for each");
    for folder in folders {
        let told = events(&folder);
        for word in ALWAYS.iter().chain(*telling) {
            assert!(told.contains(word), "{name} tells of {word}");
        }
    }
}

#[test]
fn a_tablet_alone_is_lived_through_with_its_booster_put_aside() {
    tells("rdt-individual");
}

#[test]
fn a_lozenge_and_a_troche_are_lived_through_with_a_booster() {
    tells("lozenge-individual");
    tells("troche");
}

#[test]
fn sprays_and_injections_are_lived_through_one_after_another() {
    tells("intranasal");
    tells("intramuscular");
}

#[test]
fn a_remote_session_and_one_of_talk_are_lived_through() {
    tells("remote-chaperone");
    tells("talk-low-dose");
}

#[test]
fn a_group_of_four_with_one_late_one_declined_and_one_booster_gives_four_records_that_name_nobody_else() {
    tells("group-rdt");
    let home = TempDir::new().expect("a folder of its own");
    let folders = lived(home.path(), &["--protocol", "group-rdt", "--people", "4"]);
    let own = ["gentle with what comes", "put something down", "see my father", "\"Rest\""];
    let first = ["so quiet", "very small", "No words yet", "water everywhere"];
    let bytes: Vec<Vec<u8>> = folders.iter().map(|folder| everything(folder)).collect();
    let holds = |number: usize, words: &str| bytes[number].windows(words.len()).any(|part| part == words.as_bytes());
    let mut seen = Vec::new();
    for number in 0..4 {
        let codes: Vec<usize> = (0..4).filter(|code| holds(number, &format!("SIM-{:02}", code + 1))).collect();
        let [code] = codes.as_slice() else { panic!("record {number} names {codes:?}") };
        for other in 0..4 {
            assert_eq!(holds(number, own[other]), other == *code, "intentions, {number} {other}");
            assert_eq!(holds(number, first[other]), other == *code, "first words, {number} {other}");
        }
        seen.push(*code);
    }
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3]);
    let of = |code: &str| {
        let name = format!("\"{code}\"");
        folders.iter().map(|folder| events(folder)).find(|told| told.contains(&name)).expect("a record")
    };
    let (late, declined, boosted) = (of("SIM-02"), of("SIM-03"), of("SIM-04"));
    assert!(late.contains("\"postponed\"") && late.contains("tablet_taken"));
    assert!(declined.contains("\"declined\"") && !declined.contains("tablet_taken"));
    assert_eq!(boosted.matches("\"kind\":\"tablet_taken\"").count(), 2);
    assert!(boosted.contains("booster_snoozed"));
    for told in [late, declined, boosted] {
        assert!(told.contains("\"kind\":\"released\"") && told.contains("\"missing\":[]"), "each left ready");
    }
}

#[test]
fn a_group_of_another_size_is_refused_in_words() {
    let home = TempDir::new().expect("a folder of its own");
    let refused = holdspace(home.path(), &["simulate", "--protocol", "group-rdt", "--people", "5"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("RDT, group is for 3 to 4"), "{}", said(&refused));
}

#[test]
fn every_shipped_protocol_is_told_of_here() {
    assert_eq!(TELLING.map(|(name, _)| name), shipped::PROTOCOLS.map(|(name, _)| name));
}
