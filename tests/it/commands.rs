//! The commands as a person runs them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use holdspace::course::{Courses, FOLDER, Memory};
use tempfile::TempDir;

fn holdspace(home: &Path, words: &[&str]) -> Output {
    let (config, data) = (home.join("config"), home.join("data"));
    Command::new(env!("CARGO_BIN_EXE_holdspace"))
        .arg("--config")
        .arg(config)
        .arg("--data")
        .arg(data)
        .args(words)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("holdspace runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn home() -> TempDir {
    tempfile::tempdir().expect("a folder of its own")
}

/// Kinds and times of what a session recorded, without ids and clocks.
fn story(home: &Path) -> Vec<String> {
    let exported = holdspace(home, &["records", "export", "20", "--format", "json", "-o", &home.display().to_string()]);
    assert!(exported.status.success(), "{}", said(&exported));
    let file = String::from_utf8_lossy(&exported.stdout).trim().to_owned();
    let text = fs::read_to_string(file).expect("the export");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = document["entries"].as_array().expect("entries");
    entries
        .iter()
        .map(|entry| {
            let mut entry = entry.as_object().expect("an entry").clone();
            for clock in ["id", "session", "device", "wall", "boot_ms", "boot_id", "h", "prev", "began", "of"] {
                let _ = entry.remove(clock);
            }
            serde_json::to_string(&entry).expect("JSON again")
        })
        .collect()
}

#[test]
fn what_is_kept_of_a_client_is_forgotten_by_code_or_altogether_and_a_simulation_keeps_nothing() {
    let home = home();
    assert!(holdspace(home.path(), &["simulate", "--minutes", "1"]).status.success());
    let data = home.path().join("data");
    assert!(!data.join(FOLDER).exists());
    let (courses, memory) = (Courses::open(&data), Memory { sessions: 2, ..Memory::default() });
    for code in ["MK-11", "ZZ-99", "AB-1"] {
        courses.keep(code, &memory).unwrap();
    }
    let asked = |words: &[&str]| {
        let done = holdspace(home.path(), &[&["course", "forget"], words].concat());
        (done.status.code(), said(&done))
    };
    let (exit, text) = asked(&["mk-11"]);
    assert!(exit == Some(0) && text.starts_with("Forgotten.") && !text.contains("MK-11"), "{text}");
    assert_eq!(courses.find("MK-11").unwrap(), None);
    assert_eq!(asked(&["MK-11"]).0, Some(1));
    assert_eq!((asked(&[]).0, asked(&["MK-11", "--all"]).0), (Some(2), Some(2)));
    assert_eq!(asked(&["--all"]), (Some(0), "Forgotten: what was kept of 2 clients.\n".to_owned()));
    assert!(!data.join(FOLDER).exists());
}

#[test]
fn a_simulated_session_is_sealed_with_everything_in_order() {
    let home = home();
    let done = holdspace(home.path(), &["simulate", "--minutes", "68"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("closing code"), "{}", said(&done));

    let story = story(home.path()).join("\n");
    let order = [
        "session_started",
        "\"phase\":\"arrival\"",
        "gate_item",
        "vitals",
        "\"phase\":\"intention\"",
        "intention_written",
        "\"phase\":\"breathing\"",
        "breathing_started",
        "breathing_ended",
        "\"phase\":\"administration\"",
        "prescription_confirmed",
        "tablet_taken",
        "spit_cued",
        "\"spat\"",
        "\"phase\":\"journey\"",
        "observed",
        "state_ended",
        "checked",
        "\"phase\":\"return\"",
        "rating",
        "\"phase\":\"closing\"",
        "release_item",
        "released",
        "\"closed\"",
        "sealed",
    ];
    let mut from = 0;
    for word in order {
        let found = story[from..].find(word);
        from += found.unwrap_or_else(|| panic!("{word} is missing or out of order"));
    }

    let verified = holdspace(home.path(), &["records", "verify", "20"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let shown = holdspace(home.path(), &["records", "show", "20"]);
    assert!(said(&shown).contains("SIM-01"), "{}", said(&shown));
}

#[test]
fn the_same_seed_tells_the_same_story_and_another_one_another() {
    let (one, two, three) = (home(), home(), home());
    for (home, seed) in [(&one, "7"), (&two, "7"), (&three, "8")] {
        let done = holdspace(home.path(), &["simulate", "--minutes", "61", "--seed", seed]);
        assert!(done.status.success(), "{}", said(&done));
    }
    assert_eq!(story(one.path()), story(two.path()));
    assert_ne!(story(one.path()), story(three.path()));
}

#[test]
fn a_script_is_lived_through_and_a_refusal_names_its_time() {
    let home = home();
    let script = home.path().join("visit.toml");
    let steps = "format = \"holdspace-script 1\"\n[[step]]\nat = \"0:30\"\ndo = \"take_tablet\"\n";
    fs::write(&script, steps).expect("script");
    let done = holdspace(home.path(), &["simulate", "--script", &script.display().to_string()]);
    assert_eq!(done.status.code(), Some(1));
    assert!(said(&done).contains("0:30") && said(&done).contains("Administration"), "{}", said(&done));
}

#[test]
fn a_rendered_minute_has_its_length_and_stays_below_the_ceiling() {
    let home = home();
    let file = home.path().join("minute.wav");
    let done = holdspace(home.path(), &["render", "--minutes", "1", "-o", &file.display().to_string()]);
    assert!(done.status.success(), "{}", said(&done));
    let bytes = fs::read(&file).expect("the file");
    let data = bytes.windows(4).position(|four| four == b"data").expect("a data chunk") + 8;
    let samples: Vec<f32> =
        bytes[data..].chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
    assert_eq!(samples.len(), 60 * 48_000 * 2);
    let mut meter = ebur128::EbuR128::new(2, 48_000, ebur128::Mode::TRUE_PEAK).expect("a meter");
    meter.add_frames_f32(&samples).expect("frames");
    for channel in 0..2 {
        assert!(20.0 * meter.true_peak(channel).expect("a peak").log10() <= -2.0);
    }
    let silent = samples.chunks(9600).take(550).filter(|block| block.iter().all(|sample| *sample == 0.0)).count();
    assert_eq!(silent, 0, "no stretch of digital silence before the end");
}

#[test]
fn wrong_words_exit_with_2_and_missing_things_with_1() {
    let home = home();
    assert_eq!(holdspace(home.path(), &["render"]).status.code(), Some(2));
    assert_eq!(holdspace(home.path(), &["simulate", "--minutes", "0"]).status.code(), Some(2));
    assert_eq!(holdspace(home.path(), &["dance"]).status.code(), Some(2));
    let none = holdspace(home.path(), &["records", "show", "nobody"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(said(&none).contains("nobody"), "{}", said(&none));
    let unknown = holdspace(home.path(), &["simulate", "--playlist", "polka"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(said(&unknown).contains("polka") && said(&unknown).contains("tidewater"), "{}", said(&unknown));
}

#[test]
fn without_a_display_the_app_says_how_to_get_one() {
    let home = home();
    let opened = holdspace(home.path(), &[]);
    assert_eq!(opened.status.code(), Some(1));
    assert!(said(&opened).contains("There is no display here"), "{}", said(&opened));
    assert!(!said(&opened).contains("panicked"), "{}", said(&opened));
}

/// The program in this environment, without a display of its own.
fn holdspace_in(home: &Path, around: &[(&str, &str)], words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdspace"))
        .args(["--config", &home.join("config").display().to_string()])
        .args(["--data", &home.join("data").display().to_string()])
        .args(words)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .envs(around.iter().copied())
        .output()
        .expect("holdspace runs")
}

#[test]
fn a_display_that_does_not_answer_is_said_in_one_sentence() {
    let home = home();
    let nowhere = home.path().join("no-compositor").display().to_string();
    let far_too_many = ":65000";
    for (name, value) in [("DISPLAY", far_too_many), ("DISPLAY", "nonsense"), ("WAYLAND_DISPLAY", &nowhere)] {
        let opened = holdspace_in(home.path(), &[(name, value)], &[]);
        assert_eq!(opened.status.code(), Some(1), "{}", said(&opened));
        let told = said(&opened);
        assert!(told.contains(name) && told.contains(value) && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn an_unknown_time_zone_is_named_by_check() {
    let home = home();
    let told = holdspace_in(home.path(), &[("TZ", "Mars/Olympus")], &["check"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(said(&told).contains("“Mars/Olympus”"), "{}", said(&told));
    assert!(!said(&told).contains("All is well"), "{}", said(&told));
    let known = holdspace_in(home.path(), &[("TZ", "CET-1CEST")], &["check"]);
    assert_eq!(known.status.code(), Some(0), "{}", said(&known));
}

#[test]
fn check_says_in_one_line_that_all_is_well_and_names_the_line_of_what_is_wrong() {
    let home = home();
    let clean = holdspace(home.path(), &["check"]);
    // Nothing is wrong; only the clinic knows what belongs on its emergency card, and is told.
    let told = said(&clean);
    assert_eq!((clean.status.code(), told.lines().count()), (Some(0), 2), "{told}");
    assert!(told.starts_with("note: ") && told.contains("the emergency card has no prescriber's number"), "{told}");
    let well =
        "All is well: looked at 17 files (settings, protocols, playlists, questionnaires), listened through 0 files";
    assert!(told.lines().last().is_some_and(|line| line.starts_with(well)), "{told}");

    let broken = home.path().join("broken.toml");
    fs::write(&broken, "format = \"holdspace-playlist 1\"\nname = \"x\"\n[[track]]\nfile = \"gone.flac\"\n")
        .expect("list");
    let found = holdspace(home.path(), &["check", &broken.display().to_string()]);
    assert_eq!(found.status.code(), Some(1));
    let lines = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(lines.contains("broken.toml:") && lines.contains("gone.flac"), "{lines}");
}

#[test]
fn a_record_is_private_to_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    assert!(holdspace(home.path(), &["simulate", "--minutes", "60"]).status.success());
    let mut folders = vec![home.path().join("data")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("folder").map(|entry| entry.expect("entry").path()) {
            let mode = fs::metadata(&entry).expect("metadata").permissions().mode() & 0o077;
            assert_eq!(mode, 0, "{}", entry.display());
            folders.extend(entry.is_dir().then_some(entry));
        }
    }
}

#[test]
fn a_sealed_record_is_amended_from_the_command_line() {
    let home = home();
    let records = |words: &[&str]| holdspace(home.path(), &[&["records"], words].concat());
    assert!(holdspace(home.path(), &["simulate", "--minutes", "60"]).status.success());
    let list = said(&records(&["list"]));
    let id = list.split_whitespace().next().expect("a record").to_owned();
    let numbered = said(&records(&["show", &id, "--numbered"]));
    let number = |kind: &str| {
        let line = numbered.lines().find(|line| line.split_whitespace().nth(1) == Some(kind));
        line.and_then(|line| line.split_whitespace().next()).expect("an entry").to_owned()
    };
    let (rating, vitals) = (number("rating"), number("vitals"));
    let refusals: [(&[&str], i32, &str); 7] = [
        (&[], 2, "Nothing to add"),
        (&["--correct", &rating], 2, "Say what is right"),
        (&["--correct", "99999", "--rating", "3"], 1, "There is no entry 99999"),
        (&["--correct", &rating, "--rating", "12"], 1, "A rating goes from 0 to 10."),
        (&["--correct", &rating, "--pressure", "120/80"], 1, "is no measurement"),
        (&["--correct", &vitals, "--pressure", "12080"], 2, "is not a blood pressure"),
        (&["--correct", &rating, "--at", "half past"], 2, "is not a time"),
    ];
    for (words, code, sentence) in refusals {
        let refused = records(&[&["amend", &id], words].concat());
        assert_eq!(refused.status.code(), Some(code), "{words:?}: {}", said(&refused));
        assert!(said(&refused).contains(sentence), "{words:?}: {}", said(&refused));
    }
    assert_eq!(said(&records(&["list"])), list, "what was refused left nothing behind");
    let words = ["--correct", &rating, "--rating", "8", "--reason", "misread", "--note", "Called the next day."];
    let done = records(&[&["amend", id.as_str()][..], &words].concat());
    assert!(done.status.success() && said(&done).contains("closing code"), "{}", said(&done));
    let page = said(&records(&["show", &id]));
    for words in ["is 8 of 10 | misread", "Called the next day.", "Added after sealing"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let verdict = records(&["verify", &id]);
    assert!(verdict.status.success() && said(&verdict).contains("\namendment "), "{}", said(&verdict));
}
