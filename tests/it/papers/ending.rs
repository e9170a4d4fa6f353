//! How a session ended stands at the head of every paper, the same on all, and no key of the protocol is printed.

use std::sync::Arc;

use holdspace::record::export::{self, Form};
use holdspace::record::{markdown, timeline};
use holdspace::session::Phase;
use holdspace::session::answer::Ask;
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{About, Close, Event, Person, Stamped};
use holdspace::session::outcome::HOSPITAL;
use holdspace::session::protocol::{Chip, ChipGroup, ChipKind, Item, Protocol, Weight};
use holdspace::units::{Milligrams, Tablets};

use super::super::journal::sample::{entry, protocol};
use super::record_of;

const ONE: About = About::One(Person(0));

/// A protocol whose keys look like no word.
fn keyed() -> Protocol {
    let key = |key: &str| format!("zz_{key}");
    let item = |name: &str| Item { key: key(name), label: format!("Line {name}"), hint: String::new(), ask: Ask::Tick };
    let chip = |name: &str, kind, weight| Chip {
        key: key(name),
        label: format!("Chip {name}"),
        group: ChipGroup::Events,
        kind,
        weight,
    };
    Protocol {
        gate: vec![item("gate")],
        room: vec![item("room")],
        release: vec![item("release")],
        ratings: vec![item("scale")],
        chips: vec![
            chip("pain", ChipKind::State, Weight::Serious),
            chip("vomits", ChipKind::Point, Weight::Uncommon),
            chip("tears", ChipKind::Point, Weight::Expected),
        ],
        ..protocol()
    }
}

/// Chest pain 20 minutes after the tablet; to a hospital, before the minimum stay was over.
fn hospital() -> Vec<Stamped> {
    let prescription = Prescription::held(
        Tablets::whole(1),
        Milligrams(100),
        std::time::Duration::from_secs(600),
        HoldEnd::Spit,
        "Dr K".into(),
    );
    let seen = |chip: &str| Event::Observed { chip: format!("zz_{chip}") };
    let missing = ["zz_release", "serious_event", "minimum_stay", "vitals", "tablets_do_not_add_up"];
    let all = vec![
        Event::SessionStarted { session: 7, protocol: Arc::new(keyed()), codes: vec!["AB".into()], rehearsal: false },
        Event::PhaseEntered { phase: Phase::Arrival },
        Event::GateItem { item: "zz_gate".into(), met: true, answer: None },
        Event::GateItem { item: "zz_room".into(), met: false, answer: None },
        Event::GateOverridden { missing: vec!["zz_room".into(), "vitals".into()], reason: "as agreed".into() },
        Event::PrescriptionConfirmed { dose: 0, prescription },
        Event::TabletTaken { dose: 0 },
        Event::HoldEnded { dose: 0, ending: Ending::Spat },
        Event::PhaseEntered { phase: Phase::Journey },
        seen("vomits"),
        seen("tears"),
        Event::Rating { item: "zz_scale".into(), value: 7 },
        seen("pain"),
        Event::ReleaseItem { item: "zz_release".into(), met: false, answer: None },
        Event::Released { missing: missing.map(str::to_owned).to_vec(), reason: Some(HOSPITAL.into()) },
        Event::Closed { how: Close::EndedEarly },
        Event::Sealed,
    ];
    let about = |event: &Event| match event {
        Event::SessionStarted { .. } | Event::PhaseEntered { .. } | Event::Closed { .. } | Event::Sealed => About::All,
        _ => ONE,
    };
    all.into_iter()
        .enumerate()
        .map(|(index, event)| entry(0x100 + index as u128, 60_000 * index as u64, about(&event), event))
        .collect()
}

#[test]
fn to_a_hospital_is_the_first_thing_that_every_paper_says_of_the_end() {
    let record = record_of(&hospital());
    let headline = "to hospital; serious event: chip pain, which had not ended; without Line release, the minimum stay, \
                    vital signs, tablets that add up";
    let page = markdown::write("x", &record, &[]);
    let head: String = page.lines().take(14).collect::<Vec<_>>().join("\n");
    assert!(head.contains(headline), "{page}");
    assert!(timeline::write("x", &record, &[]).contains("to hospital"));
    let of = |form| {
        let files = export::files(form, "x", &record, &[]).unwrap();
        files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect::<String>()
    };
    let csv = of(Form::Csv);
    assert!(csv.contains(",hospital,") && csv.contains(headline), "{csv}");
    let bundle: serde_json::Value = serde_json::from_str(&of(Form::Fhir)).unwrap();
    let resources: Vec<_> = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]).collect();
    let kind = |kind: &str| resources.iter().filter(|it| it["resourceType"] == kind).copied().collect::<Vec<_>>();
    let procedure = kind("Procedure")[0];
    assert_eq!((&procedure["status"], &procedure["outcome"]["text"]), (&"stopped".into(), &headline.into()));
    assert_eq!(procedure["statusReason"]["text"], headline);
    let dose = kind("MedicationAdministration")[0]["id"].as_str().unwrap().to_owned();
    let told: Vec<[String; 4]> = kind("AdverseEvent")
        .iter()
        .map(|it| {
            let code = |field: &str| it[field]["coding"][0]["code"].as_str().unwrap().to_owned();
            let suspect = it["suspectEntity"][0]["instance"]["reference"].as_str().unwrap().to_owned();
            [code("event"), code("seriousness"), code("outcome"), suspect]
        })
        .collect();
    let suspect = format!("urn:uuid:{dose}");
    let told: Vec<[&str; 4]> = told.iter().map(|[a, b, c, d]| [a.as_str(), b, c, d]).collect();
    assert_eq!(told, [["zz_vomits", "Non-serious", "unknown", &suspect], ["zz_pain", "Serious", "ongoing", &suspect]]);
}

#[test]
fn no_key_of_the_protocol_or_the_program_is_printed() {
    let record = record_of(&hospital());
    for paper in [markdown::write("x", &record, &[]), timeline::write("x", &record, &[])] {
        for key in ["zz_", "serious_event", "minimum_stay", "tablets_do_not_add_up", "ended_early", "without vitals"] {
            assert!(!paper.contains(key), "“{key}” in\n{paper}");
        }
    }
}
