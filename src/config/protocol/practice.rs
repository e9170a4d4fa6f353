//! What a protocol says beyond the core of every session. A file that says nothing of it has the usual way.

use std::path::Path;
use std::time::Duration;

use super::lists::items;
use super::{Base, Part};
use crate::config::source::Source;
use crate::config::table::Table;
use crate::session::dose::{Form, HoldEnd};
use crate::session::phase::Phase;
use crate::session::practice::{BoosterPolicy, GivenBy, Guide, MOST_PEOPLE, Medicine, Meditation, Place, Practice};
use crate::units::Decibels;

/// Where a practice takes what the file does not say.
fn base(base: &Base) -> Practice {
    match base {
        Base::Protocol(protocol) => protocol.practice.clone(),
        Base::Nothing | Base::Broken => Practice::default(),
    }
}

/// The practice of a file; what is wrong is told, and the base stands for it.
pub(super) fn practice(root: &Table<'_>, of: &Base, source: &Source) -> Practice {
    let base = base(of);
    let medicine = medicine(root, &base);
    let meditation = meditation(root, &base, source);
    let text = |key, example, usual: &String| root.text(key, example).unwrap_or_else(|| usual.clone());
    let texts = |key, example, usual: &Vec<String>| {
        let said = root.texts(key, example);
        said.map_or_else(|| usual.clone(), |said| said.into_iter().map(|(_, text)| text).collect())
    };
    let minutes = |key, limits, example, usual: Duration| root.minutes(key, limits, example).unwrap_or(usual);
    Practice {
        booster: booster(root, &base, &medicine),
        people: people(root, base.people),
        place: root.choice("place", &[("room", Place::Room), ("remote", Place::Remote)]).unwrap_or(base.place),
        guides: guides(root, &base),
        vitals_at: vitals_at(root, &base),
        recheck_after: minutes("recheck_minutes", (1.0, 60.0), "recheck_minutes = 5", base.recheck_after),
        hard_end: root.flag("hard_end").unwrap_or(base.hard_end),
        warn_before: minutes("warn_minutes", (1.0, 120.0), "warn_minutes = 15", base.warn_before),
        music_level: base.music_level,
        signs: root.has("sign").then(|| items(root, "sign")).flatten().unwrap_or(base.signs),
        grounding: texts("grounding", "grounding = [\"You are safe, I am here\"]", &base.grounding),
        return_prompts: texts("return_prompts", "return_prompts = [\"What is here now?\"]", &base.return_prompts),
        round: minutes("round_minutes", (0.0, 60.0), "round_minutes = 5", base.round),
        integration_days: days(root, base.integration_days),
        take_home: text("take_home", "take_home = \"Rest today, drive tomorrow.\"", &base.take_home),
        questionnaires: base.questionnaires,
        medicine,
        meditation,
    }
}

/// The level of the music where one talks over it.
pub(super) fn music_level(part: &Part<'_, '_>) -> Decibels {
    let said = part.table().and_then(|table| table.number("level_db", (-30.0, 0.0), "level_db = -8"));
    said.map_or_else(|| base(part.base).music_level, |level| Decibels(level as f32))
}

fn medicine(root: &Table<'_>, base: &Practice) -> Medicine {
    let usual = &base.medicine;
    let Some(table) = root.table("medicine") else { return usual.clone() };
    let forms = Form::ALL.map(|form| (form.key(), form));
    let form = table.choice("form", &forms).unwrap_or(usual.form);
    let given = [("client", GivenBy::Client), ("provider", GivenBy::Provider)];
    let given_by = table.choice("given_by", &given).unwrap_or(usual.given_by);
    let ways = [
        ("spit", vec![HoldEnd::Spit]),
        ("swallow", vec![HoldEnd::Swallow]),
        ("either", vec![HoldEnd::Spit, HoldEnd::Swallow]),
    ];
    let words = [("spit", 0usize), ("swallow", 1), ("either", 2)];
    let end = table.choice("end", &words).and_then(|way| ways.get(way)).map(|(_, ends)| ends.clone());
    let most = table.whole("most_doses", (1, 30), "most_doses = 6").map(|most| most as u8);
    let example = "spacings_minutes = [2, 5]";
    let spacings = table
        .numbers("spacings_minutes", (0.5, 120.0), example)
        .map(|minutes| minutes.into_iter().map(|minutes| Duration::from_secs_f64(minutes * 60.0)).collect::<Vec<_>>());
    let held = form.is_held();
    let inherited = usual.form.is_held() == held;
    let most_doses = most.unwrap_or(if inherited { usual.most_doses } else { 1 });
    let spacings = spacings.unwrap_or_else(|| if inherited { usual.spacings.clone() } else { Vec::new() });
    if held && most_doses > 1 {
        let what = format!("medicine.most_doses is {most_doses}, but a {} is held", form.words().0);
        table.log().tell(table.at("most_doses"), what, "take the line out, or write form = \"spray\" or \"injection\"");
    }
    if most_doses > 1 && spacings.is_empty() {
        let what = "medicine.most_doses is more than 1, and nothing says what may lie between them";
        table.log().tell(table.at("most_doses"), what, format!("write {example} as well"));
    }
    table.finish();
    Medicine { form, given_by, ends: end.unwrap_or_else(|| usual.ends.clone()), most_doses, spacings }
}

fn booster(root: &Table<'_>, base: &Practice, medicine: &Medicine) -> Option<BoosterPolicy> {
    let inherited = base.booster.filter(|_| medicine.form.is_held());
    let Some(table) = root.table("booster") else { return inherited };
    let offered = table.flag("offered").unwrap_or(true);
    let time = |key, example, usual: fn(&BoosterPolicy) -> Duration| {
        let said = table.minutes(key, (1.0, 240.0), example);
        said.or_else(|| inherited.as_ref().map(usual))
    };
    let from = time("from_minutes", "from_minutes = 20", |policy| policy.from);
    let until = time("until_minutes", "until_minutes = 45", |policy| policy.until);
    let snooze = time("snooze_minutes", "snooze_minutes = 5", |policy| policy.snooze);
    let found = match (offered, from, until, snooze) {
        (false, ..) => None,
        (true, Some(from), Some(until), Some(snooze)) if from < until => Some(BoosterPolicy { from, until, snooze }),
        (true, Some(_), Some(_), Some(_)) => {
            let what = "booster.until_minutes is not after booster.from_minutes";
            table.log().tell(table.at("until_minutes"), what, "write the later time as until_minutes");
            None
        }
        (true, ..) => {
            let what = "[booster] does not say when it may be offered";
            let remedy = "write from_minutes = 20, until_minutes = 45 and snooze_minutes = 5, or offered = false";
            table.log().tell(root.at("booster"), what, remedy);
            None
        }
    };
    if found.is_some() && !medicine.form.is_held() {
        let what = format!("[booster] is for what is held, and this protocol gives a {}", medicine.form.words().0);
        table.log().tell(
            root.at("booster"),
            what,
            "take it out; a further spray or injection is a dose of the sequence",
        );
    }
    table.finish();
    found
}

fn people(root: &Table<'_>, usual: (u8, u8)) -> (u8, u8) {
    let example = "people = [3, 4]";
    let Some(said) = root.numbers("people", (1.0, f64::from(MOST_PEOPLE)), example) else { return usual };
    match said.as_slice() {
        [few, many] if few <= many && few.fract() == 0.0 && many.fract() == 0.0 => (*few as u8, *many as u8),
        _ => {
            let what = "people must be two whole numbers, the fewest and the most";
            root.log().tell(root.at("people"), what, format!("write {example}; for one client people = [1, 1]"));
            usual
        }
    }
}

fn days(root: &Table<'_>, usual: (u8, u8)) -> (u8, u8) {
    let example = "integration_days = [1, 3]";
    let Some(said) = root.numbers("integration_days", (0.0, 60.0), example) else { return usual };
    match said.as_slice() {
        [first, last] if first <= last && first.fract() == 0.0 && last.fract() == 0.0 => (*first as u8, *last as u8),
        _ => {
            let what = "integration_days must be two whole numbers, the first day and the last";
            root.log().tell(root.at("integration_days"), what, format!("write {example}"));
            usual
        }
    }
}

fn vitals_at(root: &Table<'_>, base: &Practice) -> Vec<Duration> {
    let example = "vitals_minutes = [40, 120]";
    let Some(said) = root.numbers("vitals_minutes", (1.0, 480.0), example) else { return base.vitals_at.clone() };
    if said.windows(2).any(|pair| pair.first() >= pair.last()) {
        let what = "vitals_minutes must be numbers that grow";
        root.log().tell(root.at("vitals_minutes"), what, format!("write {example}, minutes after the first dose"));
        return base.vitals_at.clone();
    }
    said.into_iter().map(|minutes| Duration::from_secs_f64(minutes * 60.0)).collect()
}

fn guides(root: &Table<'_>, base: &Practice) -> Vec<Guide> {
    let mut guides = base.guides.clone();
    let Some(table) = root.table("phase") else { return guides };
    for phase in Phase::ALL {
        let Some(own) = table.table(phase.key()) else { continue };
        let usual = guides.iter().position(|guide| guide.phase == phase).map(|at| guides.remove(at));
        let text = own.text("text", "text = \"Settle in, sound check, go or no go.\"");
        let minutes = own.minutes("minutes", (0.0, 240.0), "minutes = 20");
        own.finish();
        guides.push(Guide {
            phase,
            text: text.or_else(|| usual.as_ref().map(|guide| guide.text.clone())).unwrap_or_default(),
            usual: minutes.or_else(|| usual.and_then(|guide| guide.usual)).filter(|usual| !usual.is_zero()),
        });
    }
    table.finish();
    guides.sort_by_key(|guide| guide.phase);
    guides
}

fn meditation(root: &Table<'_>, base: &Practice, source: &Source) -> Option<Meditation> {
    let usual = base.meditation.clone();
    let Some(table) = root.table("meditation") else { return usual };
    let offered = table.flag("offered").unwrap_or(true);
    let title = table.text("title", "title = \"Arriving\"");
    let lines = table.texts("lines", "lines = [\"Feel the ground under you.\"]");
    let minutes = table.minutes("minutes", (1.0, 60.0), "minutes = 5");
    let recording = table.text("recording", "recording = \"arriving.flac\", a file beside this one");
    let recording = recording.map(|file| beside(&file, &source.file));
    let made = Meditation {
        title: title.or_else(|| usual.as_ref().map(|it| it.title.clone())).unwrap_or_else(|| "Meditation".to_owned()),
        lines: match lines {
            Some(lines) => lines.into_iter().map(|(_, line)| line).collect(),
            None => usual.as_ref().map(|it| it.lines.clone()).unwrap_or_default(),
        },
        usual: minutes.or_else(|| usual.as_ref().map(|it| it.usual)).unwrap_or(Duration::from_secs(300)),
        recording: recording.or_else(|| usual.and_then(|it| it.recording)),
    };
    if offered && made.lines.is_empty() && made.recording.is_none() {
        let what = "[meditation] has neither lines to read nor a recording";
        table.log().tell(root.at("meditation"), what, "write lines = [\"…\"], recording = \"…\", or offered = false");
    }
    table.finish();
    offered.then_some(made)
}

/// A file that is named relative to the one that names it.
pub(super) fn beside(file: &str, named_in: &Path) -> String {
    let folder = named_in.parent().unwrap_or(Path::new(""));
    if Path::new(file).is_absolute() { file.to_owned() } else { folder.join(file).to_string_lossy().into_owned() }
}
