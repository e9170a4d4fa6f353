//! One time on the glass and on all papers, whatever was done to the clock.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};
use holdspace::journal::{path, reader};
use holdspace::record::export::{self, Form};
use holdspace::record::facts::Facts;
use holdspace::record::story::Story;
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{Correction, EventId, NoteKind};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{Command, Event, Phase};
use holdspace::units::{BeatsPerMinute, Milligrams, MmHg, Moment, Tablets};
use serde_json::Value;
use uuid::Uuid;

use super::{CLIENT, Clocks, Sitting, secs};

/// What is done to the clock in the middle of a session.
#[derive(Clone, Copy, Debug)]
struct Case {
    name: &'static str,
    by: TimeDelta,
    zone: i32,
    /// What every paper says of it.
    says: &'static str,
}

const CASES: [Case; 7] = [
    Case { name: "nothing", by: TimeDelta::zero(), zone: 1, says: "" },
    Case { name: "three hours on", by: TimeDelta::hours(3), zone: 1, says: "set forward by 3:00:00" },
    Case { name: "three hours back", by: TimeDelta::hours(-3), zone: 1, says: "set back by 3:00:00" },
    Case { name: "a day on", by: TimeDelta::days(1), zone: 1, says: "set forward by 1 day" },
    Case { name: "a day back", by: TimeDelta::days(-1), zone: 1, says: "set back by 1 day" },
    Case { name: "summer time", by: TimeDelta::zero(), zone: 2, says: "from UTC+01:00 to UTC+02:00" },
    Case { name: "another zone", by: TimeDelta::zero(), zone: -5, says: "from UTC+01:00 to UTC-05:00" },
];

/// A whole session on a clock that is wrong at first and set right after half an hour, with a crash behind it.
fn lived(case: Case) -> Sitting {
    let wrong = Clocks { wrong: -case.by, ..Clocks::right() };
    let mut sitting = Sitting::begin(wrong);
    sitting.ask(secs(30), |at| Command::KeepVitals(CLIENT, vitals(), at));
    sitting.ask(secs(50), |_| Command::OverrideGate(CLIENT, "seen before".to_owned()));
    sitting.ask(secs(60), |_| Command::Enter(Phase::Administration));
    let prescription = Prescription::held(
        Tablets::whole(2),
        Milligrams(100),
        std::time::Duration::from_secs(600),
        HoldEnd::Spit,
        String::new(),
    );
    sitting.ask(secs(70), |_| Command::ConfirmPrescription(CLIENT, prescription));
    sitting.ask(secs(90), |at| Command::TakeTablet(CLIENT, at));
    sitting.ask(secs(700), |at| Command::EndHold(CLIENT, Ending::Spat, at));
    sitting.ask(secs(720), |_| Command::Enter(Phase::Journey));
    sitting.ask(secs(900), |at| Command::Observe(CLIENT, "tears".to_owned(), at));
    (sitting.clocks.wrong, sitting.clocks.zone) = (TimeDelta::zero(), case.zone);
    let back = |at: Moment| at.minus(std::time::Duration::from_secs(300));
    sitting.ask(secs(1_000), |at| Command::Observe(CLIENT, "stillness".to_owned(), back(at)));
    let seen = sitting.live.session.log().last().unwrap().id;
    sitting.ask(secs(1_100), |at| Command::WriteNote(CLIENT, NoteKind::Note, "so".to_owned(), at));
    sitting.dies();
    assert_eq!(sitting.comes_back(secs(1_200)).as_secs(), 100);
    sitting.ask(secs(1_300), |_| Command::CorrectT0(CLIENT, Moment::from_secs(80)));
    sitting.ask(secs(1_400), |at| Command::Correct(seen, Correction::At(back(at)), String::new()));
    sitting.ask(secs(1_500), |at| Command::KeepVitals(CLIENT, vitals(), at));
    sitting
}

fn vitals() -> Measured {
    let pressure = Some((MmHg(120), MmHg(80)));
    Measured { pressure, heart_rate: Some(BeatsPerMinute(70)), saturation: None, breathing: Breathing::Before }
}

/// When everything happened that a therapist entered, corrections included, as the glass says it.
fn on_the_glass(sitting: &mut Sitting, at: u64) -> HashMap<EventId, DateTime<FixedOffset>> {
    sitting.glass(at, |shown| {
        let who = shown.session.participant(CLIENT).unwrap();
        let own = |entry: &holdspace::session::Stamped| match &entry.event {
            Event::TabletTaken { .. } => who.t0(),
            Event::Observed { .. } => who.observations.iter().find(|seen| seen.id == entry.id).map(|seen| seen.at),
            Event::Vitals(_) | Event::Note { .. } | Event::HoldEnded { .. } | Event::PhaseEntered { .. } => {
                Some(entry.at)
            }
            _ => None,
        };
        let times = shown.session.log().iter().filter_map(|entry| Some((entry.id, shown.wall_at(own(entry)?))));
        times.collect()
    })
}

fn iso(wall: &DateTime<FixedOffset>) -> String {
    wall.to_rfc3339_opts(SecondsFormat::Millis, false)
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
        Value::Object(all) => all.values().for_each(|one| texts(one, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// All that a paper says, on one line.
fn words(bytes: &[u8], form: Form) -> Option<String> {
    let text = match form {
        Form::Pdf => {
            let home = tempfile::tempdir().unwrap();
            let file = home.path().join("chart.pdf");
            std::fs::write(&file, bytes).unwrap();
            let said =
                std::process::Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-").output();
            let Ok(said) = said else {
                eprintln!("skipped: pdftotext is not installed; scripts/test installs it");
                return None;
            };
            String::from_utf8(said.stdout).unwrap()
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn glass_and_papers_tell_one_time_whatever_was_done_to_the_clock() {
    for case in CASES {
        let mut sitting = lived(case);
        let glass = on_the_glass(&mut sitting, secs(1_600));
        assert!(glass.len() > 7, "{}: {glass:?}", case.name);
        let t0_said =
            sitting.glass(secs(1_600), |shown| shown.time_of(shown.session.participant(CLIENT).unwrap().t0().unwrap()));
        let folder = sitting.seal(secs(1_600)).folder;
        let (id, record) = (path::record_id(&folder), reader::read(&folder).unwrap());
        let files = |form| export::files(form, &id, &record, &[]).unwrap();
        let t0 = record.events().find(|entry| matches!(entry.event, Event::TabletTaken { .. })).unwrap().id;
        assert_eq!(glass[&t0].format("%-H:%M").to_string(), t0_said, "{}", case.name);
        let true_t0 = super::true_time(secs(80)).with_timezone(glass[&t0].offset());
        assert_eq!(iso(&glass[&t0]), iso(&true_t0), "{}: the clock was set right", case.name);

        // CSV: every entry by its name.
        let events = files(Form::Csv).remove(0);
        let rows: Vec<HashMap<String, String>> =
            csv::Reader::from_reader(&events.bytes[..]).deserialize().map(Result::unwrap).collect();
        for (entry, wall) in &glass {
            let name = Uuid::from_u128(entry.0).to_string();
            let row = rows.iter().find(|row| row["id"] == name).unwrap();
            assert_eq!(row["at"], iso(wall), "{}: CSV, {}", case.name, row["kind"]);
        }
        let set: Vec<_> = rows.iter().filter(|row| row["kind"] == "clock_set").collect();
        assert_eq!(set.len(), usize::from(!case.says.is_empty()), "{}", case.name);
        assert!(set.iter().all(|row| row["number"].parse::<f64>().unwrap() == case.by.num_seconds() as f64));

        // JSON: the beginning, and the moments of the lines.
        let json: Value = serde_json::from_slice(&files(Form::Json).remove(0).bytes).unwrap();
        let began = DateTime::parse_from_rfc3339(json["clock"]["began"].as_str().unwrap()).unwrap();
        for line in json["entries"].as_array().unwrap().iter().filter(|line| line["kind"] == "vitals") {
            let id = Uuid::parse_str(line["id"].as_str().unwrap()).unwrap().as_u128();
            let at = began + TimeDelta::milliseconds(line["at_ms"].as_i64().unwrap());
            assert_eq!(iso(&at), iso(&glass[&EventId(id)]), "{}: JSON", case.name);
        }

        // FHIR: every time of the glass is there, and none that is not on the glass's clock.
        let fhir: Value = serde_json::from_slice(&files(Form::Fhir).remove(0).bytes).unwrap();
        let mut told = Vec::new();
        texts(&fhir, &mut told);
        for (entry, wall) in &glass {
            assert!(told.contains(&iso(wall)), "{}: FHIR, {entry:?} {}", case.name, iso(wall));
        }
        let walls = told.iter().filter_map(|text| DateTime::parse_from_rfc3339(text).ok());
        let end = began + TimeDelta::seconds(1_601);
        assert!(walls.clone().count() > 10);
        for wall in walls {
            assert!(wall >= began && wall <= end && wall.offset() == began.offset(), "{}: FHIR, {wall}", case.name);
        }

        // For people.
        for form in [Form::Markdown, Form::Pdf, Form::Timeline, Form::Json, Form::Fhir] {
            let Some(said) = words(&files(form).remove(0).bytes, form) else { continue };
            assert!(said.contains(case.says), "{}: {form:?} says {:?}: {said}", case.name, case.says);
            let untouched = !said.contains("set forward") && !said.contains("set back") && !said.contains("from UTC");
            assert!(untouched || !case.says.is_empty(), "{}: {form:?}", case.name);
        }
        let markdown = words(&files(Form::Markdown).remove(0).bytes, Form::Markdown).unwrap();
        let pdf = words(&files(Form::Pdf).remove(0).bytes, Form::Pdf);
        for (entry, wall) in &glass {
            let time = wall.format("%H:%M:%S").to_string();
            let of = record.events().find(|other| other.id == *entry).unwrap();
            for said in [Some(&markdown), pdf.as_ref()].into_iter().flatten() {
                assert!(said.contains(&time), "{}: {:?} at {time}: {said}", case.name, of.event);
            }
        }
        let day = began.format("%Y-%m-%d %H:%M:%S %:z").to_string();
        assert!(markdown.contains(&day), "{}: {day}", case.name);
        let svg = words(&files(Form::Timeline).remove(0).bytes, Form::Timeline).unwrap();
        assert!(svg.contains(&day), "{}: {day} {svg}", case.name);
        let five = (began + TimeDelta::minutes(10)).format("%H:").to_string() + "10";
        assert!(svg.contains(&format!(">{five}<")), "{}: the axis has {five}: {svg}", case.name);

        // The list and the walk through it on the glass.
        let facts = Facts::of(&record, &[]);
        assert_eq!(
            (iso(&facts.began.unwrap()), facts.length().unwrap().as_secs()),
            (iso(&began), 1_600),
            "{}",
            case.name
        );
        let story = Story::of(&record, &[]);
        let taken = story.told.iter().find(|told| told.words == "Tablet in mouth").unwrap();
        assert_eq!(iso(&story.began.unwrap()), iso(&began), "{}", case.name);
        assert_eq!(taken.time, (began + TimeDelta::seconds(90)).format("%H:%M:%S").to_string(), "{}", case.name);
    }
}

#[test]
fn what_is_amended_later_keeps_its_day_and_corrects_on_the_clock_of_the_session() {
    use holdspace::journal::amend::{self, Change};
    let mut sitting = lived(CASES[3]);
    let sealed = sitting.seal(secs(1_600));
    let record = reader::read(&sealed.folder).unwrap();
    let vitals = record.events().find(|entry| matches!(entry.event, Event::Vitals(_))).unwrap().clone();
    let note = Change::Note("called".into());
    let moved =
        Change::Correct { of: vitals.id, correction: Correction::At(Moment::from_secs(40)), reason: String::new() };
    let later = sitting.clocks.read(secs(2 * 86_400));
    let added = amend::amend(&sitting.desk.data, &sealed.folder, &[note, moved], &later).unwrap();
    let amendment = reader::read(&added.folder).unwrap();
    assert!(
        amendment.lines.iter().all(|line| line.at == Moment::from_secs(2 * 86_400)),
        "by the clock that was set right"
    );
    let id = path::record_id(&sealed.folder);
    let events = export::files(Form::Csv, &id, &record, &[amendment]).unwrap().remove(0);
    let rows: Vec<HashMap<String, String>> =
        csv::Reader::from_reader(&events.bytes[..]).deserialize().map(Result::unwrap).collect();
    let row = |id: EventId| rows.iter().find(|row| row["id"] == Uuid::from_u128(id.0).to_string()).unwrap();
    assert_eq!(row(vitals.id)["at"], iso(&super::true_time(secs(40))));
    assert_eq!(row(vitals.id)["at_entered"], iso(&super::true_time(secs(30))));
    let note = rows.iter().find(|row| row["entered"] == "called").unwrap();
    assert_eq!((&note["at"], &note["recorded"]), (&iso(&later.wall), &iso(&later.wall)));
}
