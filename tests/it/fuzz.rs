//! Every kept input of the fuzz targets is played again, and mutations of them: nothing panics.
//!
//! `HOLDSPACE_MUTATIONS=100000` makes so many of each target's inputs; fewer by default.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::path::{Path, PathBuf};

use bodies::{TARGETS, Target, pages_in};
use holdspace::record::export::Form;
use proptest::prelude::*;

/// Inputs below `fuzz/`, by the name of their target: seeds, and what was found.
fn kept((name, _): &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let folders = ["corpus", "found"].map(|kind| fuzz.join(kind).join(name));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    if *name == "toml_files" {
        // What is shipped need not lie there twice.
        let shipped = ["config", "config/protocols", "config/questionnaires", "playlists"];
        let all = shipped.map(|folder| fuzz.join("..").join(folder));
        let all = all.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
        files.extend(all.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()));
    }
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

fn mutations() -> u32 {
    std::env::var("HOLDSPACE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(48)
}

#[test]
fn every_kept_input_is_survived() {
    for target in &TARGETS {
        let inputs = kept(target);
        assert!(inputs.len() >= 4, "{} has seeds", target.0);
        for (path, bytes) in inputs {
            eprintln!("{}", path.display());
            target.1(&bytes);
        }
    }
}

/// The document takes longer than the other forms and so is made of the kept inputs only.
#[test]
fn every_kept_page_becomes_a_document() {
    let pages = TARGETS.iter().find(|(name, _)| *name == "pages").unwrap();
    for (path, bytes) in kept(pages) {
        eprintln!("{}", path.display());
        pages_in(&bytes, &[Form::Pdf]);
    }
}

#[test]
fn a_kept_page_is_a_record_that_can_be_shown() {
    let pages = TARGETS.iter().find(|(name, _)| *name == "pages").unwrap();
    let most = kept(pages).iter().map(|(_, bytes)| bodies::record_of(bytes).events().count()).max().unwrap();
    assert!(most >= 30, "the seeds hold events that are understood: {most}");
}

#[test]
fn mutations_of_kept_inputs_are_survived() {
    for target in &TARGETS {
        let inputs: Vec<Vec<u8>> = kept(target).into_iter().map(|(_, bytes)| bytes).collect();
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: mutations(),
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let survived = runner.run(&mutated(inputs), |bytes| {
            target.1(&bytes);
            Ok(())
        });
        survived.unwrap_or_else(|why| panic!("{}: {why}", target.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: mutations(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        TARGETS.iter().for_each(|(_, body)| body(&bytes));
    }

    #[test]
    fn any_words_are_survived(words in "\\PC{0,400}") {
        TARGETS.iter().for_each(|(_, body)| body(words.as_bytes()));
    }
}

/// A kept input with a few changes: bytes replaced, pieces taken out, doubled or put in, numbers made absurd.
fn mutated(inputs: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<usize>(), 0usize..40, 0u8..6, any::<u8>());
    (proptest::sample::select(inputs), proptest::collection::vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
        for (at, length, how, byte) in changes {
            let from = at % (bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            match how {
                0 => bytes[from..to].fill(byte),
                1 => drop(bytes.drain(from..to)),
                2 => {
                    let piece = bytes[from..to].to_vec();
                    drop(bytes.splice(to..to, piece));
                }
                3 => drop(bytes.splice(from..from, b"18446744073709551615".iter().copied())),
                4 => drop(bytes.splice(from..from, "\u{202e}|=<b>\\\0\u{1}".bytes())),
                _ => {
                    // A digit becomes another, so that what is read stays readable.
                    if let Some(digit) = bytes[from..].iter_mut().find(|byte| byte.is_ascii_digit()) {
                        *digit = b'0' + byte % 10;
                    }
                }
            }
        }
        bytes
    })
}
