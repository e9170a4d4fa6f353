//! What cannot be played is named, with what to do about it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::audio::decode::{Stream, probe};

use super::sources::{encode, ffmpeg, run};
use crate::sound::material::{recording, wav};

/// What is said of a file: by name when it is checked, and when it would play.
fn said(path: &Path) -> String {
    let said = probe(path).unwrap_err().to_string();
    assert_eq!(Stream::open(path, Duration::ZERO).err().map(|error| error.to_string()), Some(said.clone()));
    let name = path.to_str().unwrap();
    assert!(said.starts_with(name), "{said}");
    said[name.len()..].trim().to_owned()
}

fn make(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    let mut all = bytes.to_vec();
    all.extend((0..4_000u32).map(|n| (n * 7 % 251) as u8));
    std::fs::write(&path, all).unwrap();
    path
}

#[test]
fn formats_that_cannot_be_played_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let sound = recording(48_000, 48_000);
    for (name, words, wanted) in [
        ("a.wma", &["-c:a", "wmav2"][..], "is Windows Media (WMA)"),
        ("a.mp3", &["-c:a", "wmav2", "-f", "asf"], "is Windows Media (WMA)"),
        ("a.wv", &["-c:a", "wavpack"], "is WavPack"),
        ("a.tta", &["-c:a", "tta"], "is True Audio (TTA)"),
        ("a.ac3", &["-c:a", "ac3"], "is Dolby Digital (AC-3)"),
        ("a.m4a", &["-c:a", "eac3", "-f", "mp4"], "is Dolby Digital (AC-3)"),
        ("a.mka", &["-c:a", "ac3"], "is Dolby Digital (AC-3)"),
        ("a.dts", &["-strict", "-2", "-c:a", "dca"], "is DTS"),
    ] {
        let path = folder.path().join(name);
        ffmpeg(&sound, 48_000, "stereo", words, &path);
        let said = said(&path);
        assert!(said.starts_with(wanted) && said.ends_with("cannot be played; convert it to FLAC"), "{name}: {said}");
    }
    for (bytes, wanted) in [
        (&b"MThd\0\0\0\x06"[..], "is a MIDI file"),
        (b"RIFF\0\0\0\0RMID", "is a MIDI file"),
        (b"DSD \x1c\0\0\0\0\0\0\0", "is DSD"),
        (b"FRM8\0\0\0\0\0\0\0\0DSD ", "is DSD"),
        (b"MAC \x96\x0f\0\0", "is Monkey's Audio"),
        (b"MPCKSH", "is Musepack"),
        (b"MP+\x07", "is Musepack"),
        (b".RMF\0\0\0\x12", "is RealAudio"),
        (b".ra\xfd\0\x04", "is RealAudio"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"%PDF-1.4\n", "is a PDF document"),
    ] {
        let said = said(&make(folder.path(), "b.mp3", bytes));
        assert!(said.starts_with(wanted) && said.contains("; "), "{said}");
    }
}

#[test]
fn pages_and_messages_kept_under_the_name_of_a_sound_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (text, wanted) in [
        ("\u{feff}<!DOCTYPE html>\n<html><body>Not found, whatever you wanted.", "is a web page"),
        ("  {\"error\": \"no such file\", \"code\": 404}", "is a message in JSON"),
        ("Just some words, whatever the name says of them.", "is text"),
    ] {
        let path = folder.path().join("c.mp3");
        std::fs::write(&path, text.repeat(9)).unwrap();
        assert!(said(&path).starts_with(wanted), "{}", said(&path));
    }
    let empty = folder.path().join("empty.flac");
    std::fs::write(&empty, b"").unwrap();
    assert_eq!(said(&empty), "holds no sound");
}

#[test]
fn protected_files_films_without_sound_and_many_channels_of_aac_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.wav");
    wav(&path, &recording(48_000, 48_000), 48_000, 2);
    let good = encode(&path, "m4a");
    let mut bytes = std::fs::read(&good).unwrap();
    let entry = bytes.windows(8).position(|eight| eight[4..] == *b"mp4a" && eight[..4] != [0; 4]).unwrap();
    for kind in [b"drms", b"enca"] {
        bytes[entry + 4..entry + 8].copy_from_slice(kind);
        let path = folder.path().join("d.m4p");
        std::fs::write(&path, &bytes).unwrap();
        assert!(said(&path).starts_with("is protected by its shop (DRM)"), "{}", said(&path));
    }
    let film = folder.path().join("film.mp4");
    let picture = ["-f", "lavfi", "-i", "color=size=64x64:duration=1", "-c:v", "mpeg4"];
    run(&[&["ffmpeg", "-v", "error", "-y"][..], &picture, &[film.to_str().unwrap()]].concat());
    assert!(said(&film).starts_with("is a film without sound"), "{}", said(&film));
    let many = folder.path().join("many.m4a");
    ffmpeg(&vec![0.1; 48_000 * 6], 48_000, "5.1", &["-c:a", "aac"], &many);
    assert!(said(&many).starts_with("is AAC with more than two channels"), "{}", said(&many));
}
