//! What is measured is what ffmpeg measures, and what is said of it is plain.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::app::prepare;
use holdspace::music::library::{Complaint, Found, Severity, TrackFacts, complaints};
use holdspace::music::playlist::{Track, TrackSource};

use super::{ffmpeg, list_of, sound};

fn heard(file: &Path) -> TrackFacts {
    prepare::probe(file, &|_| true).unwrap()
}

/// Integrated loudness, loudness range and true peak as ffmpeg's ebur128 filter tells them.
fn ffmpeg_says(file: &Path) -> [f32; 3] {
    let filter = "ebur128=peak=true:dualmono=true";
    let said = ffmpeg(&["-i", file.to_str().unwrap(), "-af", filter, "-f", "null", "-"]);
    let summary = said.rsplit("Summary:").next().unwrap();
    ["I:", "LRA:", "Peak:"].map(|word| {
        let after = summary.split_once(word).unwrap_or_else(|| panic!("{word} in {summary}")).1;
        after.split_whitespace().next().unwrap().parse().unwrap()
    })
}

const MUSIC: &str = "0.3*(0.2+abs(sin(t*0.3)))*sin(2*PI*(200+30*sin(t))*t)+0.1*(random(0)-0.5)*abs(sin(t/7))\
                     |0.4*abs(sin(t*0.2))*sin(2*PI*331*t)+0.2*(random(1)-0.5)";

#[test]
fn loudness_range_and_true_peak_are_those_of_ffmpeg_at_any_rate_and_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    // Its samples are 3 dB below its peaks; it fades, since filters differ on sudden beginnings.
    let at_a_quarter = "0.9*min(1\\,min(t\\,25-t))*sin(PI/2*n+PI/4)|0.3*sin(2*PI*997*t)";
    for (name, expression, rate) in [
        ("a.flac", MUSIC, 44_100),
        ("b.wav", MUSIC, 48_000),
        ("c.flac", MUSIC, 96_000),
        ("d.wav", "0.3*sin(2*PI*300*t)*(1.2+sin(t))|0.3*sin(2*PI*450*t)", 22_050),
        ("e.wav", at_a_quarter, 48_000),
        ("f.flac", "0.15*sin(2*PI*440*t)*(2+sin(t))", 44_100),
    ] {
        let file = sound(folder.path(), name, expression, rate, 25);
        let (facts, [integrated, range, peak]) = (heard(&file), ffmpeg_says(&file));
        let loudness = &facts.loudness;
        assert_eq!((facts.rate, facts.frames), (rate, u64::from(rate) * 25), "{name}");
        assert!((loudness.integrated - integrated).abs() <= 0.1, "{name}: {} for {integrated}", loudness.integrated);
        assert!((loudness.range - range).abs() <= 0.2, "{name}: {} LU for {range}", loudness.range);
        assert!((loudness.true_peak - peak).abs() <= 0.2, "{name}: {} dBTP for {peak}", loudness.true_peak);
        assert_eq!(loudness.strip.len(), 25, "{name}");
    }
}

#[test]
fn a_tone_of_minus_20_dbfs_on_both_sides_is_minus_20_lufs_and_so_is_a_mono_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, expression) in [("s.wav", "0.1*sin(2*PI*997*t)|0.1*sin(2*PI*997*t)"), ("m.wav", "0.1*sin(2*PI*997*t)")] {
        let facts = heard(&sound(folder.path(), name, expression, 48_000, 4));
        assert!((facts.loudness.integrated + 20.0).abs() < 0.1, "{name}: {}", facts.loudness.integrated);
        assert_eq!(facts.loudness.strip, vec![-20; 4], "{name}");
        assert_eq!(facts.channels, if name == "m.wav" { 1 } else { 2 });
        assert_eq!((facts.loudness.head < Duration::from_millis(1), facts.loudness.clipped), (true, 0));
    }
}

#[test]
fn the_strip_follows_the_music_second_by_second() {
    let folder = tempfile::tempdir().unwrap();
    let file = sound(folder.path(), "s.wav", "if(lt(t\\,2)\\,0.1\\,0.01)*sin(2*PI*997*t)", 44_100, 5);
    let strip = heard(&file).loudness.strip;
    assert_eq!(strip[..2], [-20, -20]);
    assert_eq!(strip[3..], [-40, -40]);
    let odd = folder.path().join("odd.wav");
    let _ = ffmpeg(&["-i", file.to_str().unwrap(), "-t", "2.2504", odd.to_str().unwrap()]);
    assert_eq!(heard(&odd).loudness.strip.len(), 3);
}

fn said(file: &Path, track: Option<Track>) -> Vec<String> {
    let track = track.unwrap_or_else(|| Track::plain(TrackSource::File(file.to_owned()), (1, 1)));
    let mut list = list_of(&[file.to_owned()]);
    list.tracks = vec![track.clone()];
    let found = prepare::collect(&list, None, &|_| true).unwrap().found;
    let told = complaints(&found[0], &track);
    told.iter()
        .map(|one| {
            let mark = if one.severity() == Severity::CannotPlay { "!" } else { "" };
            format!("{mark}{one}; {}", one.remedy())
        })
        .collect()
}

#[track_caller]
fn assert_said(file: &Path, expected: &[&str]) {
    let told = said(file, None);
    assert_eq!(told.len(), expected.len(), "{}: {told:#?}", file.display());
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.contains(expected), "{}: {told}", file.display());
    }
}

#[test]
fn what_is_wrong_with_a_track_is_said_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let sound = |name: &str, expression: &str, rate, seconds| sound(folder.path(), name, expression, rate, seconds);
    let tone = "0.1*sin(2*PI*300*t)|0.1*sin(2*PI*300*t)";
    assert_said(&sound("good.flac", tone, 44_100, 31), &[]);
    assert_said(&sound("short.flac", tone, 44_100, 29), &["lasts only 29.0 s"]);
    assert_said(&sound("silent.flac", "0|0", 44_100, 31), &["is silent from its beginning to its end"]);
    assert_said(&sound("hiss.flac", "0.0005*random(0)|0", 44_100, 31), &["is silent from"]);
    let ends = "0.1*between(t\\,5\\,36.05)*sin(2*PI*300*t)|0.1*between(t\\,5\\,36.05)*cos(2*PI*300*t)";
    let ends = sound("ends.flac", ends, 44_100, 40);
    assert_said(&ends, &["begins with 5.0 s of silence; trim_start_s = 5.0", "ends with 3.9 s of silence; trim_end_s"]);
    assert_said(&sound("mono.flac", "0.1*sin(2*PI*300*t)", 44_100, 31), &["is mono"]);
    assert_said(&sound("dull.wav", tone, 22_050, 31), &["has only 22050 samples per second"]);
    assert_said(&sound("soft.wav", "0.004*sin(2*PI*997*t)|0", 44_100, 31), &["is very soft (-51 LUFS)"]);
    let over = sound("over.wav", "0.98*sin(PI/2*n+PI/4)+0.4*lt(t\\,0)|0", 44_100, 31);
    assert_said(&over, &[]);
    let loud = sound("loud.wav", "1.2*sin(PI/2*n+PI/4)|0", 44_100, 31);
    assert_said(&loud, &["peaks 1."]);
    let trims = |start, end| {
        let plain = Track::plain(TrackSource::File(ends.clone()), (1, 1));
        Track { trim_start: Duration::from_secs(start), trim_end: Duration::from_secs(end), ..plain }
    };
    assert_eq!(said(&ends, Some(trims(5, 4))), [] as [String; 0]);
    let nothing = said(&ends, Some(trims(20, 20)));
    assert!(nothing.len() == 1 && nothing[0].starts_with("!lasts 40.0 s and nothing is left"), "{nothing:?}");
}

#[test]
fn clipped_places_are_counted_once_each() {
    let folder = tempfile::tempdir().unwrap();
    // Both sides clip 200 times a second; then only the right one does.
    let file = sound(folder.path(), "c.wav", "2*lt(t\\,1)*sin(2*PI*100*t)|2*sin(2*PI*100*t)", 48_000, 2);
    let facts = heard(&file);
    assert_eq!(facts.loudness.clipped, 400);
    // Two samples in a row are none.
    let file = sound(folder.path(), "d.wav", "if(lt(mod(n\\,100)\\,2)\\,1\\,0)|0", 48_000, 2);
    assert_eq!(heard(&file).loudness.clipped, 0);
}

#[test]
fn what_cannot_be_played_is_said_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let whole = sound(folder.path(), "whole.flac", MUSIC, 44_100, 31);
    let bytes = std::fs::read(whole).unwrap();
    let make = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    };
    let cut = said(&make("cut.flac", &bytes[..bytes.len() / 2]), None);
    assert!(cut.len() == 1 && cut[0].starts_with("!ends after 1") && cut[0].contains("promises 31.0 s"), "{cut:?}");
    assert!(cut[0].ends_with("s; copy it again; or take it out of the list"), "{cut:?}");
    let noise = said(&make("noise.mp3", b"no music at all"), None);
    assert!(noise[0].starts_with("!is not a sound file we can read"), "{noise:?}");
    let gone: PathBuf = folder.path().join("gone.flac");
    assert_eq!(said(&gone, None), ["!is not there; put the file there, or take it out of the list"]);
    assert_eq!(said(folder.path(), None).len(), 1);
    let soundscape = Track::plain(TrackSource::Soundscape { name: "cedar".to_owned(), seed: 1 }, (1, 1));
    assert_eq!(complaints(&Found::Soundscape, &soundscape), [] as [Complaint; 0]);
}
