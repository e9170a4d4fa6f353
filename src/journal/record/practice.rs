//! The written form of a practice: what a protocol says beyond the core of every session.
//!
//! Records of before it was written hold nothing of it and are read with its defaults.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::protocol::{ItemForm, PhaseWord};
use super::unit::{Db, Ms, words};
use crate::session::dose::{Form, HoldEnd};
use crate::session::practice::{Asking, BoosterPolicy, GivenBy, Guide, Medicine, Meditation, Place, Practice};
use crate::session::questionnaire::{Asked, Band, Level, Questionnaire};

#[derive(Serialize, Deserialize)]
pub(super) struct PracticeForm {
    medicine: MedicineForm,
    booster: Option<BoosterForm>,
    people: (u8, u8),
    place: PlaceWord,
    guides: Vec<GuideForm>,
    vitals_at_ms: Vec<Ms>,
    recheck_after_ms: Ms,
    hard_end: bool,
    warn_before_ms: Ms,
    meditation: Option<MeditationForm>,
    music_level_db: Db,
    signs: Vec<ItemForm>,
    grounding: Vec<String>,
    return_prompts: Vec<String>,
    round_ms: Ms,
    integration_days: (u8, u8),
    take_home: String,
    questionnaires: Vec<AskingForm>,
}

words!(PlaceWord = Place { Room = "room", Remote = "remote" });
words!(GivenByWord = GivenBy { Client = "client", Provider = "provider" });
words!(FormWord = Form {
    Tablet = "tablet",
    Lozenge = "lozenge",
    Troche = "troche",
    Spray = "spray",
    Injection = "injection",
});
words!(EndWord = HoldEnd { Spit = "spit", Swallow = "swallow" });

#[derive(Serialize, Deserialize)]
struct MedicineForm {
    form: FormWord,
    given_by: GivenByWord,
    ends: Vec<EndWord>,
    most_doses: u8,
    spacings_ms: Vec<Ms>,
}

#[derive(Serialize, Deserialize)]
struct BoosterForm {
    from_ms: Ms,
    until_ms: Ms,
    snooze_ms: Ms,
}

#[derive(Serialize, Deserialize)]
struct GuideForm {
    phase: PhaseWord,
    text: String,
    usual_ms: Option<Ms>,
}

#[derive(Serialize, Deserialize)]
struct MeditationForm {
    title: String,
    lines: Vec<String>,
    usual_ms: Ms,
    recording: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct AskingForm {
    at: PhaseWord,
    key: String,
    title: String,
    source: String,
    licence: String,
    intro: String,
    levels: Vec<(u8, String)>,
    items: Vec<(String, Option<u8>)>,
    bands: Vec<(u16, String)>,
    sha256: String,
}

impl From<&Practice> for PracticeForm {
    fn from(practice: &Practice) -> Self {
        let Practice { medicine, booster, people, place, guides, vitals_at, recheck_after, .. } = practice;
        let Practice { hard_end, warn_before, meditation, music_level, signs, grounding, .. } = practice;
        let Practice { return_prompts, round, integration_days, take_home, questionnaires, .. } = practice;
        Self {
            medicine: medicine.into(),
            booster: booster.map(Into::into),
            people: *people,
            place: (*place).into(),
            guides: guides.iter().map(Into::into).collect(),
            vitals_at_ms: vitals_at.iter().copied().map(Ms).collect(),
            recheck_after_ms: Ms(*recheck_after),
            hard_end: *hard_end,
            warn_before_ms: Ms(*warn_before),
            meditation: meditation.as_ref().map(Into::into),
            music_level_db: (*music_level).into(),
            signs: signs.iter().map(Into::into).collect(),
            grounding: grounding.clone(),
            return_prompts: return_prompts.clone(),
            round_ms: Ms(*round),
            integration_days: *integration_days,
            take_home: take_home.clone(),
            questionnaires: questionnaires.iter().map(Into::into).collect(),
        }
    }
}

impl From<PracticeForm> for Practice {
    fn from(form: PracticeForm) -> Self {
        Self {
            medicine: form.medicine.into(),
            booster: form.booster.map(Into::into),
            people: form.people,
            place: form.place.into(),
            guides: form.guides.into_iter().map(Into::into).collect(),
            vitals_at: form.vitals_at_ms.into_iter().map(|span| span.0).collect(),
            recheck_after: form.recheck_after_ms.0,
            hard_end: form.hard_end,
            warn_before: form.warn_before_ms.0,
            meditation: form.meditation.map(Into::into),
            music_level: form.music_level_db.into(),
            signs: form.signs.into_iter().map(Into::into).collect(),
            grounding: form.grounding,
            return_prompts: form.return_prompts,
            round: form.round_ms.0,
            integration_days: form.integration_days,
            take_home: form.take_home,
            questionnaires: form.questionnaires.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Medicine> for MedicineForm {
    fn from(Medicine { form, given_by, ends, most_doses, spacings }: &Medicine) -> Self {
        Self {
            form: (*form).into(),
            given_by: (*given_by).into(),
            ends: ends.iter().copied().map(Into::into).collect(),
            most_doses: *most_doses,
            spacings_ms: spacings.iter().copied().map(Ms).collect(),
        }
    }
}

impl From<MedicineForm> for Medicine {
    fn from(form: MedicineForm) -> Self {
        Self {
            form: form.form.into(),
            given_by: form.given_by.into(),
            ends: form.ends.into_iter().map(Into::into).collect(),
            most_doses: form.most_doses,
            spacings: form.spacings_ms.into_iter().map(|span| span.0).collect(),
        }
    }
}

impl From<BoosterPolicy> for BoosterForm {
    fn from(BoosterPolicy { from, until, snooze }: BoosterPolicy) -> Self {
        Self { from_ms: Ms(from), until_ms: Ms(until), snooze_ms: Ms(snooze) }
    }
}

impl From<BoosterForm> for BoosterPolicy {
    fn from(form: BoosterForm) -> Self {
        Self { from: form.from_ms.0, until: form.until_ms.0, snooze: form.snooze_ms.0 }
    }
}

impl From<&Guide> for GuideForm {
    fn from(Guide { phase, text, usual }: &Guide) -> Self {
        Self { phase: (*phase).into(), text: text.clone(), usual_ms: usual.map(Ms) }
    }
}

impl From<GuideForm> for Guide {
    fn from(form: GuideForm) -> Self {
        Self { phase: form.phase.into(), text: form.text, usual: form.usual_ms.map(|span| span.0) }
    }
}

impl From<&Meditation> for MeditationForm {
    fn from(Meditation { title, lines, usual, recording }: &Meditation) -> Self {
        Self { title: title.clone(), lines: lines.clone(), usual_ms: Ms(*usual), recording: recording.clone() }
    }
}

impl From<MeditationForm> for Meditation {
    fn from(form: MeditationForm) -> Self {
        Self { title: form.title, lines: form.lines, usual: form.usual_ms.0, recording: form.recording }
    }
}

impl From<&Asking> for AskingForm {
    fn from(asking: &Asking) -> Self {
        let Questionnaire { key, title, source, licence, intro, levels, items, bands, sha256 } = asking.form.as_ref();
        Self {
            at: asking.at.into(),
            key: key.clone(),
            title: title.clone(),
            source: source.clone(),
            licence: licence.clone(),
            intro: intro.clone(),
            levels: levels.iter().map(|level| (level.value, level.label.clone())).collect(),
            items: items.iter().map(|item| (item.text.clone(), item.notice_from)).collect(),
            bands: bands.iter().map(|band| (band.from, band.label.clone())).collect(),
            sha256: sha256.clone(),
        }
    }
}

impl From<AskingForm> for Asking {
    fn from(form: AskingForm) -> Self {
        let AskingForm { at, key, title, source, licence, intro, levels, items, bands, sha256 } = form;
        let levels = levels.into_iter().map(|(value, label)| Level { value, label }).collect();
        let items = items.into_iter().map(|(text, notice_from)| Asked { text, notice_from }).collect();
        let bands = bands.into_iter().map(|(from, label)| Band { from, label }).collect();
        let form = Questionnaire { key, title, source, licence, intro, levels, items, bands, sha256 };
        Self { at: at.into(), form: Arc::new(form) }
    }
}
