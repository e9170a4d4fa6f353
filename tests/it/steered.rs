//! A journey that is steered in every way there is, through the program itself: nothing tears, and all is written.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Everything a therapist can do to the music, with time to hear it.
const STORY: &str = r#"
0:01 override_gate "a rehearsal of the music"
0:01 keep_sound_check -10
0:02 enter "administration"
0:02 confirm_prescription "2x100 hold 1 spit"
0:03 take_tablet
0:04 end_hold "spat"
0:05 enter "journey"
0:40 steer "deeper"
1:05 steer "lighter"
1:30 steer "next"
2:00 steer "back"
2:30 steer "stay"
2:55 steer "grounding on"
3:15 steer "grounding off"
3:20 steer "talk_over on"
3:30 steer "talk_over off"
3:45 steer "end 60"
4:46 steer "resume"
5:00 steer "silence 10"
5:20 enter "return"
5:21 enter "closing"
5:22 release "a rehearsal"
5:23 close
"#;
/// Steering that is written with a plan of its own.
const TURNS: [&str; 5] = ["deeper", "lighter", "next", "back", "stay"];
/// What plays without a pause, in seconds since the session began.
const UNBROKEN: std::ops::Range<usize> = 20..225;
const RATE: usize = 48_000;

fn script() -> String {
    let mut text = "format = \"holdspace-script 1\"\n".to_owned();
    for line in STORY.lines().filter(|line| !line.is_empty()) {
        let mut words = line.splitn(3, ' ');
        let (at, what) = (words.next().unwrap(), words.next().unwrap());
        text.push_str(&format!("[[step]]\nat = \"{at}\"\ndo = \"{what}\"\n"));
        if let Some(value) = words.next() {
            text.push_str(&format!("value = {value}\n"));
        }
    }
    text
}

fn run(program: &str, arguments: &[&str]) -> Output {
    let done = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    done
}

/// Lives through the story with that playlist; the sound of it and its record.
fn lived(home: &Path, playlist: &str) -> (Vec<f32>, String) {
    let (script_file, sound) = (home.join("story.toml"), home.join("heard.wav"));
    fs::write(&script_file, script()).unwrap();
    let path = |path: &Path| path.display().to_string();
    let (config, data) = (path(&home.join("config")), path(&home.join("data")));
    let done = Command::new(env!("CARGO_BIN_EXE_holdspace"))
        .args(["--config", &config, "--data", &data, "simulate", "--minutes", "10", "--playlist", playlist])
        .args(["--script", &path(&script_file), "--render", &path(&sound)])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let folder = said.lines().next().unwrap();
    let record = fs::read_to_string(Path::new(folder).join("events-0001.ndjson")).unwrap();
    let _ = run(env!("CARGO_BIN_EXE_holdspace"), &["--config", &config, "--data", &data, "records", "verify", "20"]);
    let bytes = fs::read(&sound).unwrap();
    let begin = bytes.windows(4).position(|four| four == b"data").unwrap() + 8;
    let samples = bytes[begin..].chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
    (samples, record)
}

/// Every turn is followed by its plan; the rest of the steering is there in order.
fn all_is_written(record: &str) {
    let lines: Vec<&str> = record.lines().collect();
    for turn in TURNS {
        let words = format!("\"how\":\"turned\",\"to\":\"{turn}\"");
        let at = lines.iter().position(|line| line.contains(&words)).unwrap_or_else(|| panic!("{turn} is not written"));
        assert!(lines[at + 1].contains("\"kind\":\"music_planned\""), "{turn} has no plan: {}", lines[at + 1]);
    }
    let mut from = 0;
    for how in ["grounding\",\"on\":true", "grounding\",\"on\":false", "\"how\":\"end\"", "\"how\":\"resume\""] {
        from += record[from..].find(how).unwrap_or_else(|| panic!("{how} is not written in its order"));
    }
}

/// No hole: every 400 ms stay within 30 dB of the middle, and nowhere are 5 ms of exact silence.
fn nothing_tears(samples: &[f32], name: &str) {
    let part = &samples[UNBROKEN.start * RATE * 2..UNBROKEN.end * RATE * 2];
    let power = |block: &[f32]| block.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / block.len() as f64;
    let levels: Vec<f64> = part.chunks(RATE * 2 * 4 / 10).map(|block| 10.0 * power(block).max(1e-20).log10()).collect();
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted[sorted.len() / 2];
    for (number, level) in levels.iter().enumerate() {
        let at = UNBROKEN.start as f64 + number as f64 * 0.4;
        assert!(*level > middle - 30.0, "{name}: {level:.1} dB at {at:.1} s, where {middle:.1} dB are usual");
    }
    let silent = part.chunks(480).filter(|block| block.iter().all(|sample| *sample == 0.0)).count();
    assert_eq!(silent, 0, "{name}: digital silence");
    let step = part.chunks_exact(2).zip(part.chunks_exact(2).skip(1)).map(|(a, b)| (a[0] - b[0]).abs());
    let loudest = part.iter().fold(0.0f32, |most, sample| most.max(sample.abs()));
    assert!(step.fold(0.0, f32::max) < loudest, "{name}: a step as high as the music itself");
}

#[test]
fn the_built_in_music_is_steered_in_every_way_and_never_tears() {
    let home = TempDir::new().unwrap();
    let (samples, record) = lived(home.path(), "tidewater");
    all_is_written(&record);
    nothing_tears(&samples, "tidewater");
}

#[test]
fn files_are_steered_in_every_way_and_never_tear() {
    let home = TempDir::new().unwrap();
    let mut list = "format = \"holdspace-playlist 1\"\nname = \"Tones\"\n".to_owned();
    for number in 0..6 {
        let file = home.path().join(format!("{number}.flac"));
        let tone = 110 * (number + 2);
        let sound = format!("sine=f={tone}:d=100,tremolo=f=0.2:d=0.3,volume=-12dB");
        let _ = run("ffmpeg", &["-v", "error", "-f", "lavfi", "-i", &sound, "-ac", "2", &file.display().to_string()]);
        list.push_str(&format!("[[track]]\nfile = \"{number}.flac\"\nintensity = {}\n", number + 1));
    }
    let playlist = home.path().join("tones.toml");
    fs::write(&playlist, list).unwrap();
    let (samples, record) = lived(home.path(), &playlist.display().to_string());
    all_is_written(&record);
    nothing_tears(&samples, "files");
}
