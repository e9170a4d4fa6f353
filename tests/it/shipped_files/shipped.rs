//! What the app brings along, and the guide to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::config::check::check;
use holdspace::config::problem::Problem;
use holdspace::config::settings::Settings;
use holdspace::config::shipped;
use holdspace::session::phase::Phase;
use holdspace::session::protocol::{ChipGroup, ChipKind};
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
    assert_eq!((report.problems, report.notes), (vec![], vec![]));
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
