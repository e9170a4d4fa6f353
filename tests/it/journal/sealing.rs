//! A sealed record is complete, read-only and tells what was done to it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use holdspace::journal::records::{self, FindError};
use holdspace::journal::verify::{Verdict, verify};
use holdspace::journal::{path, recovery, seal};

use super::damage::assert_agree;
use super::sample::{Desk, every_kind, without_end};

/// Writes a file of a sealed record, as somebody with too much time might.
fn tamper(folder: &Path, name: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    std::fs::set_permissions(folder, Permissions::from_mode(0o700)).unwrap();
    let path = folder.join(name);
    let bytes = std::fs::read(&path).unwrap_or_default();
    let _ = std::fs::remove_file(&path);
    std::fs::write(&path, change(bytes)).unwrap();
}

#[test]
fn a_sealed_record_is_intact_and_read_only() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    assert!(!path::is_live(&sealed.folder));
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
    assert_agree(&sealed.folder);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&sealed.folder), 0o500);
    for name in ["events-0001.ndjson", "record.md", "timeline.svg", "manifest.json"] {
        assert_eq!(mode(&sealed.folder.join(name)), 0o400, "{name}");
    }
    let page = std::fs::read_to_string(sealed.folder.join("record.md")).unwrap();
    assert!(page.contains(&sealed.closing_code), "{page}");
    assert!(recovery::unfinished(&desk.data).is_empty());
}

#[test]
fn a_changed_added_or_missing_file_is_altered() {
    let desk = Desk::new();
    let changes: [(&str, &[u8]); 3] = [("record.md", b"# better"), ("notes.txt", b"new"), ("manifest.json", b"{}")];
    for (name, content) in changes {
        let folder = desk.sealed(&every_kind()).folder;
        tamper(&folder, name, |_| content.to_vec());
        assert_eq!(verify(&folder).unwrap(), Verdict::Altered { files: vec![name.to_owned()] });
        assert_agree(&folder);
    }
    let folder = desk.sealed(&every_kind()).folder;
    tamper(&folder, "record.md", |page| page);
    assert_eq!(verify(&folder).unwrap(), Verdict::Intact);
    std::fs::remove_file(folder.join("record.md")).unwrap();
    assert_eq!(verify(&folder).unwrap(), Verdict::Altered { files: vec!["record.md".to_owned()] });
    assert_agree(&folder);
}

#[test]
fn a_sealed_record_that_lost_its_end_is_cut() {
    let desk = Desk::new();
    let count = every_kind().len() as u64;
    let folder = desk.sealed(&every_kind()).folder;
    tamper(&folder, "events-0001.ndjson", |bytes| bytes[..bytes.len() - 10].to_vec());
    assert_eq!(verify(&folder).unwrap(), Verdict::Cut { have: count - 1, of: count });
    assert_agree(&folder);
    let whole_line = |bytes: Vec<u8>| bytes[..=bytes.iter().rposition(|byte| *byte == b'\n').unwrap()].to_vec();
    tamper(&folder, "events-0001.ndjson", whole_line);
    assert_eq!(verify(&folder).unwrap(), Verdict::Cut { have: count - 1, of: count });
    assert_agree(&folder);
}

#[test]
fn a_sealed_record_with_a_changed_entry_is_damaged() {
    let desk = Desk::new();
    let folder = desk.sealed(&every_kind()).folder;
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("It was the sea.", "It was the car.");
    tamper(&folder, "events-0001.ndjson", |bytes| text(bytes).into_bytes());
    assert!(matches!(verify(&folder).unwrap(), Verdict::Damaged { .. }));
    assert_agree(&folder);
}

#[test]
fn a_record_that_does_not_end_with_its_seal_is_not_sealed() {
    let desk = Desk::new();
    let folder = desk.unfinished(&without_end());
    assert!(seal::seal(&folder).unwrap_err().to_string().contains("cannot be sealed"));
    assert!(path::is_live(&folder));
}

#[test]
fn an_interrupted_seal_is_finished_at_the_next_start() {
    let desk = Desk::new();
    let folder = desk.unfinished(&every_kind());
    // As it may lie after a crash: a half-written page, an older manifest, and nobody may write here any more.
    std::fs::write(folder.join(".new-abc"), "half").unwrap();
    std::fs::write(folder.join("manifest.json"), "{").unwrap();
    std::fs::set_permissions(&folder, Permissions::from_mode(0o500)).unwrap();
    assert!(recovery::unfinished(&desk.data).is_empty());
    let done = recovery::finish_sealing(&desk.data);
    assert_eq!(done.len(), 1);
    let sealed = done.into_iter().next().unwrap().unwrap();
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
    assert_agree(&sealed.folder);
    assert_eq!(seal::seal(&folder).unwrap(), sealed);
}

#[test]
fn a_record_is_found_by_any_part_that_only_it_has() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind()).folder;
    let live = desk.unfinished(&without_end());
    let id = path::record_id(&live);
    let end = id.rsplit('-').next().unwrap();
    assert_eq!(records::find(&desk.data, end).unwrap(), live);
    assert_eq!(records::find(&desk.data, live.file_name().unwrap().to_str().unwrap()).unwrap(), live);
    assert!(matches!(records::find(&desk.data, "20261122"), Err(FindError::Several { names, .. }) if names.len() == 2));
    assert!(matches!(records::find(&desk.data, "nowhere"), Err(FindError::None { .. })));
    let list = records::list(&desk.data);
    let mut found: Vec<_> = list.iter().map(|one| (one.live, one.facts.code.as_str(), one.folder.clone())).collect();
    found.sort();
    assert_eq!(found, [(false, "AB", sealed), (true, "AB", live)]);
}
