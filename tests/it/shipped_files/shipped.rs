//! What the app brings along, and the guide to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::config::check::check;
use holdspace::config::problem::Problem;
use holdspace::config::settings::Settings;
use holdspace::config::{find_protocol, load, shipped};
use holdspace::session::gate::SOUND_CHECK_ITEM;
use holdspace::session::phase::Phase;
use holdspace::session::protocol::{ChipGroup, ChipKind, Weight};
use holdspace::units::MmHg;

use super::{default_protocol, folder, nowhere, settings_of, sounds};

#[test]
fn every_shipped_file_is_clean() {
    let loaded = nowhere();
    assert_eq!(loaded.problems, []);
    assert!(loaded.protocols.iter().all(|listed| listed.what.is_ok()), "{:#?}", loaded.protocols);
    assert!(loaded.playlists.iter().all(|listed| listed.what.is_ok()), "{:#?}", loaded.playlists);
    assert!(loaded.questionnaires.iter().all(|listed| listed.what.is_ok()), "{:#?}", loaded.questionnaires);
    assert_eq!(loaded.questionnaires.len(), 2);
    assert_eq!((loaded.protocols.len(), loaded.playlists.len()), (8, 6));
    let report = check(&[], Path::new("/nowhere/at/all"), &sounds, None);
    // Only the clinic can fill the emergency card: what is missing of it is a note.
    assert_eq!((report.problems, report.notes.len()), (vec![], 1));
    assert!(report.notes[0].contains("the emergency card has"), "{:?}", report.notes);
}

#[test]
fn the_shipped_settings_say_what_the_defaults_are() {
    assert_eq!(settings_of(shipped::SETTINGS), (Settings::default(), vec![]));
}

#[test]
fn the_defaults_come_first() {
    let loaded = nowhere();
    assert_eq!(loaded.protocols[0].name, "rdt-individual");
    assert_eq!(loaded.playlists[0].name, "tidewater");
}

#[test]
fn the_default_protocol_is_an_rdt_session_of_three_hours() {
    let protocol = default_protocol();
    assert_eq!(protocol.phases, Phase::ALL);
    assert_eq!(protocol.booked, Duration::from_secs(3 * 3600));
    assert_eq!((protocol.ceiling.systolic, protocol.ceiling.diastolic), (MmHg(160), MmHg(90)));
    assert_eq!(protocol.hold_presets, [7, 10, 12, 15].map(|minutes| Duration::from_secs(minutes * 60)));
    assert_eq!(protocol.journey, Duration::from_secs(68 * 60));
    assert_eq!(protocol.quiet_check_every, Duration::from_secs(15 * 60));
    assert_eq!(protocol.patterns[0].cycle(), Duration::from_secs(11));
    assert!(protocol.patterns.iter().filter(|pattern| pattern.key.contains("box")).all(|box_| box_.caution.is_some()));
    assert_eq!(protocol.sha256.len(), 64);
    let count = |group| protocol.chips.iter().filter(|chip| chip.group == group).count();
    assert_eq!((count(ChipGroup::Settling), count(ChipGroup::Unease), count(ChipGroup::Events)), (9, 6, 5));
    assert_eq!(protocol.chips[0].kind, ChipKind::Once);
    assert!(protocol.end_fade >= Duration::from_secs(60));
}

#[test]
fn every_line_of_every_example_in_the_guide_is_right() {
    let guide = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/files.md")).unwrap();
    let mut seen = 0;
    for block in guide.split("```toml\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let folder = folder(&[("example.toml", text.as_bytes())]);
        let report = check(&[folder.path().join("example.toml")], folder.path(), &sounds, None);
        let missing = |problem: &&Problem| !problem.what.contains("is not there");
        assert_eq!(report.problems.iter().find(missing), None, "{text}");
        seen += 1;
    }
    assert!(seen >= 4, "settings, protocol, playlist, script");
}

/// The TOML blocks of a page.
fn examples(page: &str) -> Vec<String> {
    let text = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    text.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_worked_examples_of_the_protocol_page_are_right_and_do_what_it_says() {
    let [short, fuller] = examples("docs/protocols.md").try_into().unwrap();
    let files = [("protocols/short-hold.toml", short.as_bytes()), ("protocols/our-spray.toml", fuller.as_bytes())];
    let folder = folder(&files);
    let report = check(&[], folder.path(), &sounds, None);
    assert_eq!(report.problems, []);
    assert!(report.notes.iter().all(|note| note.contains("the emergency card has")), "{:?}", report.notes);
    let loaded = load(folder.path());
    let short = find_protocol(&loaded, "short-hold").unwrap();
    let minutes = |all: &[u64]| all.iter().map(|minutes| Duration::from_secs(minutes * 60)).collect::<Vec<_>>();
    assert_eq!(short.hold_presets, minutes(&[5, 7, 10]));
    assert_eq!(short.gate, default_protocol().gate);
    let fuller = find_protocol(&loaded, "our-spray").unwrap();
    assert_eq!((fuller.gate.len(), fuller.practice.medicine.most_doses), (4, 3));
    assert_eq!(fuller.practice.vitals_at, minutes(&[30, 60, 180]));
    assert_eq!(fuller.practice.asked_in(Phase::Arrival).count(), 1);
    assert_eq!(fuller.chips, default_protocol().chips);
}

#[test]
fn the_mistake_on_the_protocol_page_is_told_as_the_page_says() {
    let page = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/protocols.md")).unwrap();
    let told = page.lines().map(str::trim).find(|line| line.starts_with("protocols/short-hold.toml:")).unwrap();
    let [short, _] = examples("docs/protocols.md").try_into().unwrap();
    let wrong = short.replace("[5, 7, 10]", "[5, 7, 30]");
    assert!(wrong.contains("30"));
    let folder = folder(&[("protocols/short-hold.toml", wrong.as_bytes())]);
    let problem = check(&[], folder.path(), &sounds, None).problems.remove(0).to_string();
    assert!(problem.ends_with(told), "{problem}\n{told}");
}

/// The words in `code` of a page's tables.
fn named(page: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let rows = text.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2));
    rows.map(|word| word.trim_matches(['[', ']']).to_owned()).collect()
}

#[test]
fn every_key_of_every_shipped_protocol_and_every_protocol_stands_on_the_page() {
    let named = named("docs/protocols.md");
    for (name, text) in shipped::PROTOCOLS {
        assert!(named.contains(name), "{name}");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with(' ')) {
                assert!(named.contains(key), "{name}: {key}");
            }
            if line.starts_with('[') && !line.starts_with("[phase.") {
                assert!(named.contains(line.trim_matches(['[', ']'])), "{name}: {line}");
            }
        }
    }
}

#[test]
fn every_shipped_protocol_says_what_it_follows_and_suits_the_glass() {
    for listed in nowhere().protocols {
        let protocol = listed.what.unwrap();
        let (_, text) = shipped::PROTOCOLS.iter().find(|(name, _)| *name == listed.name).unwrap();
        assert!(text.contains("practice"), "{} names the practice it follows", listed.name);
        let count = |group| protocol.chips.iter().filter(|chip| chip.group == group).count();
        let rooms = [(ChipGroup::Settling, 9), (ChipGroup::Unease, 6), (ChipGroup::Events, 5)];
        assert!(rooms.iter().all(|(group, room)| count(*group) <= *room), "{}", listed.name);
        let practice = &protocol.practice;
        let guided = protocol.phases.iter().all(|phase| practice.guide(*phase).is_some());
        assert!(guided && !practice.take_home.is_empty() && !practice.grounding.is_empty(), "{}", listed.name);
        let serious = protocol.chips.iter().filter(|chip| chip.weight == Weight::Serious);
        assert!(serious.clone().count() >= 5 && serious.clone().all(|chip| chip.kind == ChipKind::State));
        assert!(protocol.room.iter().any(|item| item.key == SOUND_CHECK_ITEM), "{}", listed.name);
        assert!(protocol.end_fade >= Duration::from_secs(60));
    }
}
