//! Records as they are handed over.

use holdspace::journal::reader::{self, Record};
use holdspace::journal::{Journal, path};
use holdspace::record::export::{self, Form};
use holdspace::session::event::{About, Correction, Event, EventId, NoteKind, Person, Stamped};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{BeatsPerMinute, MmHg, Moment, Saturation};
use serde_json::Value;

use crate::journal::sample::{Desk, entry, every_kind, reading, record, seal, started};

const ONE: About = About::One(Person(0));

/// A record and its amendments, as read from a disk that is gone.
pub struct Handed {
    pub id: String,
    pub record: Record,
    pub amendments: Vec<Record>,
    pub _desk: Desk,
}

impl Handed {
    /// Of these entries, sealed.
    pub fn sealed(events: &[Stamped]) -> Self {
        Self::amended(events, |_| Vec::new())
    }

    /// Of these entries, sealed, and of what was added to them.
    pub fn amended(events: &[Stamped], later: impl Fn(&Record) -> Vec<Event>) -> Self {
        let desk = Desk::new();
        let sealed = desk.sealed(events).folder;
        let read = reader::read(&sealed).unwrap();
        let (id, later) = (path::record_id(&sealed), later(&read));
        let first =
            Event::AmendmentStarted { session: 77, code: "AB".into(), record: id.clone(), last_h: read.last_h.clone() };
        let amendments = if later.is_empty() {
            Vec::new()
        } else {
            let all = [first].into_iter().chain(later).chain([Event::Sealed]).enumerate();
            let added: Vec<_> = all.map(|(n, event)| entry(0xA000 + n as u128, 90_000_000, ONE, event)).collect();
            let mut journal = Journal::create(&desk.data, 1, &reading(90_000_000)).unwrap();
            record(&mut journal, &added);
            vec![reader::read(&seal(&mut journal)[0].folder).unwrap()]
        };
        Self { id, record: read, amendments, _desk: desk }
    }

    /// Left open, with every byte of its only segment changed like this.
    pub fn open(events: &[Stamped], change: impl Fn(&mut Vec<u8>)) -> Self {
        let desk = Desk::new();
        let folder = desk.unfinished(events);
        let segment = path::segment(&folder, 1);
        let mut bytes = std::fs::read(&segment).unwrap();
        change(&mut bytes);
        std::fs::write(&segment, bytes).unwrap();
        Self {
            id: path::record_id(&folder),
            record: reader::read(&folder).unwrap(),
            amendments: Vec::new(),
            _desk: desk,
        }
    }

    /// The file of a form that has one.
    pub fn file(&self, form: Form) -> String {
        let mut files = export::files(form, &self.id, &self.record, &self.amendments).unwrap();
        assert_eq!(files.len(), 1);
        String::from_utf8(files.remove(0).bytes).unwrap()
    }

    /// The rows of a table, by the names of its columns.
    pub fn table(&self, name: &str) -> Vec<std::collections::HashMap<String, String>> {
        let files = export::files(Form::Csv, &self.id, &self.record, &self.amendments).unwrap();
        let file = files.iter().find(|file| file.name == format!("{}-{name}.csv", self.id)).unwrap();
        csv::Reader::from_reader(&file.bytes[..]).deserialize().map(Result::unwrap).collect()
    }

    /// Every resource of that type in the bundle.
    pub fn resources(&self, kind: &str) -> Vec<Value> {
        let bundle: Value = serde_json::from_str(&self.file(Form::Fhir)).unwrap();
        let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
        resources.filter(|resource| resource["resourceType"] == kind).collect()
    }

    /// The observations with that code.
    pub fn observed(&self, code: &str) -> Vec<Value> {
        let coded =
            |it: &Value| it["code"]["coding"].as_array().is_some_and(|all| all.iter().any(|it| it["code"] == code));
        self.resources("Observation").into_iter().filter(coded).collect()
    }
}

/// A session of these events, one every two seconds, from its start.
pub fn session(events: Vec<Event>) -> Vec<Stamped> {
    let all = [started(&["AB"])].into_iter().chain(events).enumerate();
    all.map(|(n, event)| entry(0x2000 + n as u128, n as u64 * 2_000, ONE, event)).collect()
}

/// The name of the n-th of them, counted from 0 for the start.
pub fn nth(n: u128) -> EventId {
    EventId(0x2000 + n)
}

pub fn measured(pressure: Option<(u16, u16)>, rate: Option<u16>, saturation: Option<u8>) -> Measured {
    Measured {
        pressure: pressure.map(|(over, under)| (MmHg(over), MmHg(under))),
        heart_rate: rate.map(BeatsPerMinute),
        saturation: saturation.map(Saturation),
        breathing: Breathing::Before,
    }
}

pub fn corrected(n: u128, correction: Correction, reason: &str) -> Event {
    Event::Corrected { of: nth(n), correction, reason: reason.into() }
}

pub fn note(text: &str) -> Event {
    Event::Note { kind: NoteKind::Note, text: text.into() }
}

/// A session of every kind, sealed.
pub fn typical() -> Handed {
    Handed::sealed(&every_kind())
}

pub fn at(millis: u64) -> Correction {
    Correction::At(Moment::from_millis(millis))
}
