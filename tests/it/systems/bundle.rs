//! The FHIR bundle: the right resources for a typical, a declined, a corrected and a damaged record.

use std::collections::HashSet;
use std::path::Path;

use holdspace::record::export::Form;
use holdspace::session::event::{Close, Correction, Person};
use holdspace::session::{About, Event};
use serde_json::{Value, json};

use super::sitting::{Handed, at, corrected, measured, note, nth, session, typical};
use crate::journal::sample::{every_kind, started};

fn bundle(handed: &Handed) -> Value {
    serde_json::from_str(&handed.file(Form::Fhir)).unwrap()
}

/// Every value under this key, anywhere.
fn all<'a>(node: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match node {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|inner| all(inner, key, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| all(inner, key, found)),
        _ => {}
    }
}

fn wall(seconds: &str) -> String {
    format!("2026-11-22T10:31:{seconds}+01:00")
}

#[test]
fn the_same_record_gives_the_same_bytes_and_each_resource_its_own_name() {
    let handed = typical();
    let text = handed.file(Form::Fhir);
    assert_eq!(text, handed.file(Form::Fhir));
    let bundle = bundle(&handed);
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("transaction")));
    let entries = bundle["entry"].as_array().unwrap();
    let urls: HashSet<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(urls.len(), entries.len());
    for entry in entries {
        let (kind, id) = (&entry["resource"]["resourceType"], entry["resource"]["id"].as_str().unwrap());
        assert_eq!(entry["fullUrl"], format!("urn:uuid:{id}"));
        if kind == "Patient" {
            assert_eq!(entry["request"]["ifNoneExist"], "identifier=urn:x-holdspace:client%7CAB");
        } else {
            assert_eq!(entry["request"], json!({"method": "PUT", "url": format!("{}/{id}", kind.as_str().unwrap())}));
        }
    }
    let mut references = Vec::new();
    all(&bundle, "reference", &mut references);
    assert!(references.len() > 50 && references.iter().all(|to| urls.contains(to.as_str().unwrap())));
}

#[test]
fn the_client_is_a_code_and_the_visit_is_over() {
    let handed = typical();
    let patient = &handed.resources("Patient")[0];
    assert_eq!(patient["identifier"], json!([{"system": "urn:x-holdspace:client", "value": "AB"}]));
    assert_eq!(patient.as_object().unwrap().len(), 3, "type, id and code, nothing else");
    let visit = &handed.resources("Encounter")[0];
    assert_eq!((&visit["status"], &visit["class"]["code"]), (&json!("finished"), &json!("AMB")));
    assert_eq!(visit["period"]["start"], wall("07.512"));
    assert_eq!(handed.resources("Procedure")[0]["status"], "completed");
    assert_eq!(handed.resources("Device").len(), 1);
}

#[test]
fn a_dose_has_its_milligrams_its_route_and_its_hold() {
    let handed = typical();
    let doses = handed.resources("MedicationAdministration");
    let taken = doses.iter().find(|dose| dose["status"] == "completed").unwrap();
    let dose = json!({"value": 150, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"});
    assert_eq!(taken["dosage"]["dose"], dose);
    assert_eq!(taken["dosage"]["route"]["coding"][0]["code"], "37839007");
    assert_eq!(taken["effectivePeriod"], json!({"start": wall("20.512"), "end": wall("27.012")}));
}

#[test]
fn vital_signs_have_their_codes_and_units() {
    let handed = typical();
    let pressure = &handed.observed("85354-9")[0];
    let parts: Vec<_> = pressure["component"].as_array().unwrap().iter().collect();
    let said = |part: &Value| {
        (
            part["code"]["coding"][0]["code"].clone(),
            part["valueQuantity"]["value"].clone(),
            part["valueQuantity"]["code"].clone(),
        )
    };
    assert_eq!(said(parts[0]), (json!("8480-6"), json!(128), json!("mm[Hg]")));
    assert_eq!(said(parts[1]), (json!("8462-4"), json!(82), json!("mm[Hg]")));
    let (rate, saturation) = (&handed.observed("8867-4")[0], &handed.observed("59408-5")[0]);
    assert_eq!((&rate["valueQuantity"]["value"], &rate["valueQuantity"]["code"]), (&json!(71), &json!("/min")));
    assert_eq!(saturation["code"]["coding"][1]["code"], "2708-6");
    assert_eq!(
        (&saturation["valueQuantity"]["value"], &saturation["valueQuantity"]["code"]),
        (&json!(97), &json!("%"))
    );
}

#[test]
fn checklists_hold_every_line_and_why_one_went_on_without() {
    let handed = typical();
    let lists = handed.resources("QuestionnaireResponse");
    let gate = lists.iter().find(|list| list["identifier"]["value"].as_str().unwrap().ends_with("/gate")).unwrap();
    let items = gate["item"].as_array().unwrap();
    assert_eq!((&items[0]["linkId"], &items[0]["answer"][0]["valueBoolean"]), (&json!("gate.fasting"), &json!(true)));
    assert_eq!((&items[1]["linkId"], &items[1]["answer"]), (&json!("gate.escort"), &Value::Null), "never touched");
    let decision = items[2]["item"].as_array().unwrap();
    assert_eq!(decision[1]["answer"][0]["valueString"], "ESCORT");
    assert_eq!(decision[2]["answer"][0]["valueString"], "arrives at one");
    assert_eq!(lists.len(), 2);
}

#[test]
fn a_declined_tablet_is_a_dose_that_was_not_given() {
    let handed =
        Handed::sealed(&session(vec![Event::Declined, Event::Closed { how: Close::WithoutDose }, Event::Sealed]));
    let doses = handed.resources("MedicationAdministration");
    assert_eq!(doses.len(), 1);
    assert_eq!((&doses[0]["status"], &doses[0]["dosage"]), (&json!("not-done"), &Value::Null));
    assert_eq!(doses[0]["statusReason"][0]["coding"][0]["code"], "declined");
    assert_eq!(doses[0]["effectiveDateTime"], wall("09.512"));
    assert_eq!(handed.resources("Procedure")[0]["status"], "not-done");
}

#[test]
fn a_correction_shows_in_the_status_and_says_who_when_and_why() {
    let handed = Handed::sealed(&session(vec![
        Event::Vitals(measured(Some((148, 92)), Some(71), Some(97))),
        corrected(1, Correction::Vitals(measured(Some((138, 92)), None, Some(97))), "misread"),
        note("seen"),
        Event::Undone { of: nth(3), reason: String::new() },
        Event::Explained { of: nth(4), reason: "of somebody else".into() },
        Event::Sealed,
    ]));
    let pressure = &handed.observed("85354-9")[0];
    assert_eq!(
        (&pressure["status"], &pressure["component"][0]["valueQuantity"]["value"]),
        (&json!("corrected"), &json!(138))
    );
    assert_eq!(pressure["note"][1]["text"], "As entered: 148/92 mmHg, 71 /min, 97 %");
    let (rate, saturation) = (&handed.observed("8867-4")[0], &handed.observed("59408-5")[0]);
    assert_eq!(
        (&rate["status"], &rate["valueQuantity"]["value"]),
        (&json!("entered-in-error"), &json!(71)),
        "taken away"
    );
    assert_eq!(saturation["status"], "final", "as it was");
    assert_eq!(handed.observed("note")[0]["status"], "entered-in-error");
    let changes = handed.resources("Provenance");
    let told: Vec<_> = changes
        .iter()
        .map(|it| (it["activity"]["coding"][0]["code"].as_str().unwrap(), it["reason"][0]["text"].as_str()))
        .collect();
    let expected = [
        ("UPDATE", Some("misread")),
        ("NULLIFY", Some("of somebody else")),
        ("explained", Some("of somebody else")),
        ("sealed", None),
    ];
    assert_eq!(told, expected);
    let target = |change: &Value| change["target"][0]["reference"].as_str().unwrap().to_owned();
    let url = |resource: &Value| format!("urn:uuid:{}", resource["id"].as_str().unwrap());
    assert_eq!(target(&changes[0]), url(pressure));
    assert_eq!(
        (target(&changes[1]), target(&changes[2])),
        (url(&handed.observed("note")[0]), url(&handed.observed("note")[0]))
    );
    assert_eq!(changes[0]["recorded"], wall("11.512"));
}

#[test]
fn what_was_added_after_sealing_amends_and_keeps_its_names() {
    let events = session(vec![note("here"), Event::Rating { item: "distress".into(), value: 7 }, Event::Sealed]);
    let later =
        |_: &_| vec![corrected(1, at(500), "late"), corrected(2, Correction::Rating(2), ""), note("afterwards")];
    let handed = Handed::amended(&events, later);
    let notes = handed.observed("note");
    assert_eq!((&notes[0]["status"], &notes[1]["status"]), (&json!("amended"), &json!("final")));
    assert_eq!(notes[0]["effectiveDateTime"], wall("08.012"));
    assert_eq!(
        (&handed.observed("distress")[0]["status"], &handed.observed("distress")[0]["valueInteger"]),
        (&json!("amended"), &json!(2))
    );
    let alone = Handed { amendments: Vec::new(), ..handed };
    assert_eq!(alone.observed("note")[0]["id"], notes[0]["id"], "sent again, it replaces what was sent before");
    assert_eq!(alone.observed("note")[0]["status"], "final");
}

#[test]
fn a_damaged_record_says_what_is_missing_and_an_open_one_that_it_is_open() {
    let handed = Handed::open(&session(vec![note("one"), note("two"), note("three")]), |bytes| {
        let at = bytes.windows(3).position(|part| part == b"two").unwrap();
        bytes[at] = b'd';
    });
    let damage: Vec<_> =
        handed.observed("record-damage").iter().map(|it| it["valueString"].as_str().unwrap().to_owned()).collect();
    assert!(damage[0].starts_with("events-0001.ndjson line 3") && damage[1] == "Entry 3 is missing", "{damage:?}");
    assert_eq!(handed.observed("note").len(), 2);
    assert_eq!(handed.resources("Encounter")[0]["status"], "in-progress");
    let first_gone = Handed::open(&session(vec![note("one")]), |bytes| bytes[40] ^= 1);
    assert_eq!(first_gone.resources("Patient")[0]["identifier"][0]["value"], format!("of-{}", first_gone.id));
    assert_eq!(first_gone.observed("note").len(), 1);
}

#[test]
fn shared_entries_have_different_names_in_different_records() {
    let one = Handed::sealed(&every_kind());
    let two = Handed::sealed(&every_kind());
    let ids = |handed: &Handed| -> HashSet<String> {
        let entries = bundle(handed)["entry"].as_array().unwrap().clone();
        entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap().to_owned()).collect()
    };
    let shared: Vec<_> = ids(&one).intersection(&ids(&two)).cloned().collect();
    assert_eq!(shared.len(), 1, "the client, who is the same person; {shared:?}");
}

#[test]
fn every_code_that_leaves_is_in_the_table_of_codes_that_may() {
    let table =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/exports/codes.tsv")).unwrap();
    let allowed: HashSet<(&str, &str)> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split('\t').skip(1);
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect();
    let bundle = bundle(&typical());
    let mut codings = Vec::new();
    all(&bundle, "coding", &mut codings);
    let codings: Vec<_> = codings.into_iter().flat_map(|all| all.as_array().unwrap()).collect();
    assert!(codings.len() > 60);
    for coding in codings {
        let (system, code) = (coding["system"].as_str().unwrap(), coding["code"].as_str().unwrap());
        assert!(allowed.contains(&(system, code)) || allowed.contains(&(system, "*")), "{coding}");
    }
    let mut quantities = Vec::new();
    all(&bundle, "valueQuantity", &mut quantities);
    let units = ["mm[Hg]", "/min", "%"];
    assert!(quantities.iter().all(|it| units.contains(&it["code"].as_str().unwrap()) && it["value"].is_number()));
}

#[test]
fn the_other_people_of_a_group_are_only_a_number() {
    let events = [started(&["AB", "CD"])].into_iter().chain([note("mine")]).enumerate();
    let one = About::One(Person(0));
    let events: Vec<_> =
        events.map(|(n, event)| crate::journal::sample::entry(n as u128 + 1, n as u64, one, event)).collect();
    let handed = Handed::open(&events, |_| ());
    assert!(!handed.file(Form::Fhir).contains("CD") && handed.file(Form::Fhir).contains("\"AB\""));
}
