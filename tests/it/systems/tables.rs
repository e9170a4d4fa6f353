//! The three tables: nothing is a formula, nothing is left out, both values stay.

use holdspace::record::csv::{Words, bare};
use holdspace::record::export::{self, Form};
use holdspace::session::Event;
use holdspace::session::event::Correction;
use proptest::prelude::*;

use super::sitting::{Handed, at, corrected, measured, note, nth, session, typical};

proptest! {
    #[test]
    fn no_cell_is_a_formula_and_all_words_can_be_had_back(blanks in "[ \\t\\r\\n\u{feff}']{0,3}", text in "[=+@＝-]?\\PC{0,12}") {
        let words = format!("{blanks}{text}");
        let cell = Words::from(&words).cell().to_owned();
        prop_assert_eq!(bare(&cell), &words);
        let seen = cell.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
        prop_assert!(!seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{:?}", cell);
        prop_assert!(!cell.starts_with(['\t', '\r', '\n']), "{:?}", cell);
    }

    #[test]
    fn any_words_come_through_a_table_as_they_were(text in "[\\PC\\r\\n\\t\"',;]{1,24}") {
        prop_assume!(!text.trim().is_empty());
        let handed = Handed::open(&session(vec![note(&text)]), |_| ());
        let rows = handed.table("events");
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(bare(&rows[1]["entered"]), &text);
    }
}

#[test]
fn plain_words_stay_as_they_are() {
    for words in ["plain -1 = x", "", "0123", "ä", "a\tb"] {
        assert_eq!(Words::from(words).cell(), words);
    }
}

#[test]
fn tables_are_utf_8_with_crlf_and_the_same_columns_each_time() {
    let files = |handed: &Handed| export::files(Form::Csv, &handed.id, &handed.record, &handed.amendments).unwrap();
    let (whole, short) = (files(&typical()), files(&Handed::open(&session(vec![]), |_| ())));
    assert_eq!(whole.len(), 3);
    for (whole, short) in whole.iter().zip(&short) {
        let texts = [whole, short].map(|file| String::from_utf8(file.bytes.clone()).unwrap());
        let heads = texts.each_ref().map(|text| text.split("\r\n").next().unwrap());
        assert_eq!(heads[0], heads[1]);
        assert!(heads[0].starts_with("record,folder,person,n,id,who,at_entered,at,at_s,since_t0_s,recorded,undone,"));
        assert!(texts.iter().all(|text| text.ends_with("\r\n")));
    }
}

#[test]
fn every_entry_has_its_row_with_record_person_and_times() {
    let handed = typical();
    let rows = handed.table("events");
    assert_eq!(rows.len(), handed.record.lines.len());
    assert!(rows.iter().all(|row| row["record"] == handed.id && row["person"] == "AB"));
    let taken = rows.iter().find(|row| row["kind"] == "tablet_taken").unwrap();
    assert_eq!(taken["at_entered"], "2026-11-22T10:31:22.512+01:00");
    assert_eq!((&taken["at"][..], &taken["at_s"][..]), ("2026-11-22T10:31:20.512+01:00", "13.0"), "T0 as corrected");
    assert_eq!(taken["since_t0_s"], "0.0");
    let first = &rows[0];
    assert_eq!((&first["since_t0_s"][..], &first["key"][..]), ("-13.0", "rdt"), "a number below zero stays a number");
    let read = rows.iter().find(|row| row["kind"] == "prescription_confirmed").unwrap();
    assert_eq!((&read["dose"][..], &read["mg"][..], &read["hold_s"][..]), ("1", "150.0", "600.0"));
}

#[test]
fn vital_signs_and_ratings_stand_as_entered_and_as_corrected() {
    let handed = Handed::sealed(&session(vec![
        Event::Vitals(measured(Some((148, 92)), Some(71), None)),
        corrected(1, Correction::Vitals(measured(Some((138, 92)), None, Some(97))), "misread"),
        Event::Rating { item: "distress".into(), value: 7 },
        corrected(3, Correction::Rating(2), ""),
        Event::Undone { of: nth(3), reason: String::new() },
        Event::Explained { of: nth(5), reason: "wrong scale".into() },
        Event::Sealed,
    ]));
    let row = &handed.table("vitals")[0];
    let cells = |suffix: &str| {
        ["systolic_mmhg", "diastolic_mmhg", "heart_rate_per_min", "saturation_percent"]
            .map(|name| row[&format!("{name}{suffix}")].clone())
    };
    assert_eq!(cells("_entered"), ["148", "92", "71", ""]);
    assert_eq!(cells(""), ["138", "92", "", "97"]);
    assert_eq!((&row["corrected"][..], &row["reason"][..]), ("true", "misread"));
    let row = &handed.table("ratings")[0];
    assert_eq!((&row["value_entered"][..], &row["value"][..], &row["undone"][..]), ("7", "2", "true"));
    assert_eq!((&row["label"][..], &row["reason"][..]), ("DISTRESS", "wrong scale"));
}

#[test]
fn what_was_moved_afterwards_has_both_times() {
    let handed = Handed::amended(&session(vec![note("here"), Event::Sealed]), |_| vec![corrected(1, at(500), "late")]);
    let rows = handed.table("events");
    assert_eq!(
        (&rows[1]["at_entered"][..], &rows[1]["at"][..]),
        ("2026-11-22T10:31:09.512+01:00", "2026-11-22T10:31:08.012+01:00")
    );
    let folder = holdspace::journal::path::record_id(&handed.amendments[0].folder);
    let added = rows.iter().find(|row| row["kind"] == "corrected").unwrap();
    assert_eq!((&added["record"], &added["folder"]), (&handed.id, &folder));
    assert_eq!((&added["key"][..], &added["of"][..]), ("at", "00000000-0000-0000-0000-000000002001"));
}

#[test]
fn what_cannot_be_read_has_a_row_too() {
    let events = session(vec![note("one"), note("two"), note("three")]);
    let handed = Handed::open(&events, |bytes| {
        let at = bytes.windows(3).position(|part| part == b"two").unwrap();
        bytes[at] = b'd';
    });
    let rows = handed.table("events");
    let kinds: Vec<&str> = rows.iter().map(|row| &row["kind"][..]).collect();
    assert_eq!(kinds, ["session_started", "note", "note", "damage", "missing"]);
    assert_eq!(rows[4]["n"], "3");
    assert!(rows[3]["entered"].starts_with("events-0001.ndjson line 3"), "{:?}", rows[3]);
}
