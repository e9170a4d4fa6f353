//! What people and systems get to read of a record.

use holdspace::journal::{path, reader};
use holdspace::record::{json, markdown};

use super::sample::{Desk, every_kind};

fn page() -> String {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let record = reader::read(&sealed.folder).unwrap();
    let page = markdown::write(&path::record_id(&sealed.folder), &record, &[]);
    assert_eq!(page, std::fs::read_to_string(sealed.folder.join(markdown::NAME)).unwrap());
    page
}

#[test]
fn the_page_tells_everything_once() {
    let page = page();
    let lines = [
        "# Session record AB",
        "| Protocol | RDT (rdt) |",
        "| Began | 2026-11-22 10:31:07 +01:00 |",
        "| 10:31:10 | FASTING | met |",
        "| 10:31:12 | **went on without what was missing** | without ESCORT; reason: arrives at one |",
        "prescription confirmed: 1½ × 100 mg, hold 10:00 min, then spit, prescribed by Dr. Q",
        "- T0: 10:31:20 (was 10:31:22 as tapped)",
        "- Hold planned: 10:00 min",
        "- Hold actual: 0:07 min, spat",
        "128/82 | 71 | 97 | before",
        "resumed after 0:04 min without the program",
        "the wall clock jumped by -3600.0 s; timers did not",
        "| **released all the same** | without escort; reason: sister comes |",
        "to meet \"it\" \\| whole,<br>not \\\\ half ✓",
    ];
    for line in lines {
        assert!(page.contains(line), "{line}\n\n{page}");
    }
}

#[test]
fn what_was_corrected_or_taken_back_stays_on_the_page() {
    let page = page();
    assert!(page.contains("It was the wide sea. (was: It was the sea.)"), "{page}");
    assert!(page.contains("| 10:31:34 (was 10:31:36) |"), "{page}");
    assert!(page.contains("| ~~DISTRESS~~ | ~~3 of 10~~ |"), "{page}");
    assert!(page.contains("| rating DISTRESS 3 of 10:31:40: taken back |"), "{page}");
}

#[test]
fn the_export_holds_every_line_with_all_its_keys() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let record = reader::read(&sealed.folder).unwrap();
    let document: serde_json::Value = serde_json::from_str(&json::write("x", &record, &[])).unwrap();
    assert_eq!(document["format"], json::FORMAT);
    let entries = document["entries"].as_array().unwrap();
    assert_eq!(entries.len(), every_kind().len());
    let text = std::fs::read_to_string(sealed.folder.join("events-0001.ndjson")).unwrap();
    for (line, entry) in text.lines().zip(entries) {
        assert_eq!(line, entry.to_string());
    }
}
