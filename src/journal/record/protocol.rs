//! The written form of a protocol: every value resolved, so that resuming needs no file.

use serde::{Deserialize, Serialize};

use super::answer::AskForm;
use super::practice::PracticeForm;
use super::unit::{Ms, words};
use crate::session::breathing::{Breath, Pattern, Step};
use crate::session::phase::Phase;
use crate::session::practice::Practice;
use crate::session::protocol::{Anchor, Ceiling, Chip, ChipGroup, ChipKind, Item, Protocol, Weight};
use crate::units::{BeatsPerMinute, MmHg};

#[derive(Serialize, Deserialize)]
pub(super) struct ProtocolForm {
    name: String,
    title: String,
    sha256: String,
    phases: Vec<PhaseWord>,
    booked_ms: Ms,
    gate: Vec<ItemForm>,
    room: Vec<ItemForm>,
    ceiling: CeilingForm,
    prompts: Vec<String>,
    patterns: Vec<PatternForm>,
    cycles: u16,
    hold_presets_ms: Vec<Ms>,
    swish_every_ms: Ms,
    anchor: AnchorWord,
    journey_ms: Ms,
    quiet_check_every_ms: Ms,
    chips: Vec<ChipForm>,
    ratings: Vec<ItemForm>,
    release: Vec<ItemForm>,
    minimum_stay_ms: Ms,
    end_fade_ms: Ms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    practice: Option<PracticeForm>,
}

words!(PhaseWord = Phase {
    Arrival = "arrival",
    Intention = "intention",
    Breathing = "breathing",
    Administration = "administration",
    Journey = "journey",
    Return = "return",
    Closing = "closing",
});
words!(AnchorWord = Anchor { T0 = "t0", Spit = "spit", JourneyStart = "journey_start" });
words!(GroupWord = ChipGroup { Settling = "settling", Unease = "unease", Events = "events", More = "more", Return = "return" });
words!(WeightWord = Weight { Expected = "expected", Uncommon = "uncommon", Serious = "serious" });
words!(ChipWord = ChipKind { Point = "point", State = "state", Once = "once" });
words!(BreathWord = Breath { In = "in", Hold = "hold", Out = "out" });

#[derive(Serialize, Deserialize)]
pub(super) struct ItemForm {
    key: String,
    label: String,
    hint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ask: Option<AskForm>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CeilingForm {
    systolic: u16,
    diastolic: u16,
    heart_rate: u16,
    source: String,
}

#[derive(Serialize, Deserialize)]
struct ChipForm {
    key: String,
    label: String,
    group: GroupWord,
    kind: ChipWord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<WeightWord>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PatternForm {
    key: String,
    label: String,
    steps: Vec<StepForm>,
    caution: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StepForm {
    breath: BreathWord,
    lasts_ms: Ms,
}

impl From<&Protocol> for ProtocolForm {
    fn from(protocol: &Protocol) -> Self {
        let Protocol { name, title, sha256, phases, booked, gate, room, ceiling, prompts, patterns, .. } = protocol;
        let Protocol { cycles, hold_presets, swish_every, anchor, journey, quiet_check_every, .. } = protocol;
        let Protocol { chips, ratings, release, minimum_stay, end_fade, practice, .. } = protocol;
        Self {
            name: name.clone(),
            title: title.clone(),
            sha256: sha256.clone(),
            phases: phases.iter().copied().map(Into::into).collect(),
            booked_ms: Ms(*booked),
            gate: gate.iter().map(Into::into).collect(),
            room: room.iter().map(Into::into).collect(),
            ceiling: ceiling.into(),
            prompts: prompts.clone(),
            patterns: patterns.iter().map(Into::into).collect(),
            cycles: *cycles,
            hold_presets_ms: hold_presets.iter().copied().map(Ms).collect(),
            swish_every_ms: Ms(*swish_every),
            anchor: (*anchor).into(),
            journey_ms: Ms(*journey),
            quiet_check_every_ms: Ms(*quiet_check_every),
            chips: chips.iter().map(Into::into).collect(),
            ratings: ratings.iter().map(Into::into).collect(),
            release: release.iter().map(Into::into).collect(),
            minimum_stay_ms: Ms(*minimum_stay),
            end_fade_ms: Ms(*end_fade),
            practice: (*practice != Practice::default()).then(|| practice.into()),
        }
    }
}

impl From<ProtocolForm> for Protocol {
    fn from(form: ProtocolForm) -> Self {
        Self {
            name: form.name,
            title: form.title,
            sha256: form.sha256,
            phases: form.phases.into_iter().map(Into::into).collect(),
            booked: form.booked_ms.0,
            gate: form.gate.into_iter().map(Into::into).collect(),
            room: form.room.into_iter().map(Into::into).collect(),
            ceiling: form.ceiling.into(),
            prompts: form.prompts,
            patterns: form.patterns.into_iter().map(Into::into).collect(),
            cycles: form.cycles,
            hold_presets: form.hold_presets_ms.into_iter().map(|span| span.0).collect(),
            swish_every: form.swish_every_ms.0,
            anchor: form.anchor.into(),
            journey: form.journey_ms.0,
            quiet_check_every: form.quiet_check_every_ms.0,
            chips: form.chips.into_iter().map(Into::into).collect(),
            ratings: form.ratings.into_iter().map(Into::into).collect(),
            release: form.release.into_iter().map(Into::into).collect(),
            minimum_stay: form.minimum_stay_ms.0,
            end_fade: form.end_fade_ms.0,
            practice: form.practice.map_or_else(Practice::default, Into::into),
        }
    }
}

impl From<&Item> for ItemForm {
    fn from(Item { key, label, hint, ask }: &Item) -> Self {
        Self { key: key.clone(), label: label.clone(), hint: hint.clone(), ask: AskForm::of(ask) }
    }
}

impl From<ItemForm> for Item {
    fn from(ItemForm { key, label, hint, ask }: ItemForm) -> Self {
        Self { key, label, hint, ask: ask.map(Into::into).unwrap_or_default() }
    }
}

impl From<&Ceiling> for CeilingForm {
    fn from(Ceiling { systolic, diastolic, heart_rate, source }: &Ceiling) -> Self {
        Self { systolic: systolic.0, diastolic: diastolic.0, heart_rate: heart_rate.0, source: source.clone() }
    }
}

impl From<CeilingForm> for Ceiling {
    fn from(CeilingForm { systolic, diastolic, heart_rate, source }: CeilingForm) -> Self {
        Self { systolic: MmHg(systolic), diastolic: MmHg(diastolic), heart_rate: BeatsPerMinute(heart_rate), source }
    }
}

impl From<&Chip> for ChipForm {
    fn from(Chip { key, label, group, kind, weight }: &Chip) -> Self {
        let weight = (*weight != Weight::Expected).then(|| (*weight).into());
        Self { key: key.clone(), label: label.clone(), group: (*group).into(), kind: (*kind).into(), weight }
    }
}

impl From<ChipForm> for Chip {
    fn from(ChipForm { key, label, group, kind, weight }: ChipForm) -> Self {
        let weight = weight.map(Into::into).unwrap_or_default();
        Self { key, label, group: group.into(), kind: kind.into(), weight }
    }
}

impl From<&Pattern> for PatternForm {
    fn from(Pattern { key, label, steps, caution }: &Pattern) -> Self {
        let step = |step: &Step| StepForm { breath: step.breath.into(), lasts_ms: Ms(step.lasts) };
        let steps = steps.iter().map(step).collect();
        Self { key: key.clone(), label: label.clone(), steps, caution: caution.clone() }
    }
}

impl From<PatternForm> for Pattern {
    fn from(PatternForm { key, label, steps, caution }: PatternForm) -> Self {
        let step = |step: StepForm| Step { breath: step.breath.into(), lasts: step.lasts_ms.0 };
        Self { key, label, steps: steps.into_iter().map(step).collect(), caution }
    }
}
