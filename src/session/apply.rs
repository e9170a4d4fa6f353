//! What follows from an event. Total: no event is refused here, and no rule stands here.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::answer::Answer;
use super::dose::Dose;
use super::event::{About, Correction, Event, EventId, Stamped, Steer};
use super::gate::SOUND_CHECK_ITEM;
use super::journey::MusicState;
use super::participant::{BoosterMark, Entry, Observation, Participant};
use super::phase::Phase;
use super::protocol::Anchor;
use super::recount::{Recount, recount};
use super::{Exercise, Session, State};
use crate::units::Moment;

impl Session {
    /// Takes an event in.
    pub fn apply(&mut self, event: &Stamped) {
        let number = self.log.len();
        self.log.push(event.clone());
        match &event.event {
            Event::Undone { of, .. } => {
                let _ = self.undone.insert(*of);
                self.rebuild();
            }
            Event::AwayCorrected { of, from, to } => {
                let resumed = self.log.iter().find(|entry| entry.id == *of).cloned();
                let count = resumed.and_then(|resumed| Recount::of(&resumed, *from, *to));
                count.into_iter().for_each(|count| self.recount(&count));
            }
            _ if self.undone.contains(&event.id) => {}
            _ => self.state.take(event, number as u64),
        }
    }

    /// The app was away for another time than was counted: the same music goes on, at another moment.
    fn recount(&mut self, count: &Recount) {
        let Some((last, earlier)) = self.log.split_last_mut() else { return };
        recount(&mut earlier.iter_mut().chain([last]).collect::<Vec<_>>());
        self.state.music.recount(count);
        self.rebuild();
    }

    fn rebuild(&mut self) {
        let undone: &HashSet<EventId> = &self.undone;
        let Some(mut state) = self.log.first().and_then(State::begin) else { return };
        for (number, event) in self.log.iter().enumerate().skip(1) {
            if !undone.contains(&event.id) {
                state.take(event, number as u64);
            }
        }
        state.music.keep_sounding(&self.state.music);
        self.state = state;
    }
}

impl State {
    pub(super) fn begin(first: &Stamped) -> Option<Self> {
        let Event::SessionStarted { session, protocol, codes, rehearsal } = &first.event else { return None };
        let person = |code: &String| Participant { code: code.clone(), ..Participant::default() };
        Some(Self {
            id: *session,
            rehearsal: *rehearsal,
            protocol: Arc::clone(protocol),
            phase: protocol.phases.first().copied().unwrap_or(Phase::Arrival),
            visits: Vec::new(),
            exercise: None,
            breathed: 0,
            breath_ended: None,
            participants: codes.iter().map(person).collect(),
            music: MusicState::default(),
            output_lost: None,
            meditations: Vec::new(),
            unrecorded: Vec::new(),
            resumed: None,
            sounded: Vec::new(),
            closed: None,
            sealed: false,
        })
    }

    fn take(&mut self, stamped: &Stamped, number: u64) {
        let at = stamped.at;
        match &stamped.event {
            Event::SessionStarted { .. }
            | Event::ClockJumped { .. }
            | Event::ClockDoubted { .. }
            | Event::AwayCorrected { .. }
            | Event::Undone { .. }
            | Event::Explained { .. }
            | Event::AmendmentStarted { .. } => {}
            Event::Resumed { away } => {
                self.resumed = Some((at, *away));
                self.output_lost = None;
                let doses = self.participants.iter().flat_map(|who| &who.doses);
                self.sounded = doses.filter_map(|dose| dose.cued).collect();
                self.music.resume(number);
            }
            Event::PhaseEntered { phase } => {
                self.phase = *phase;
                self.visits.push((*phase, at));
                if *phase == Phase::Journey {
                    self.music.anchor(at, number);
                }
            }
            Event::BreathingStarted { pattern, cycles } => {
                self.breathed = self.breathed.saturating_add(self.breath_ended.take().unwrap_or(0));
                self.exercise = Some(Exercise { pattern: pattern.clone(), start: at, cycles: *cycles });
            }
            Event::BreathingEnded { cycles } => {
                self.breath_ended = Some(*cycles);
                if let Some(exercise) = &mut self.exercise {
                    exercise.cycles = *cycles;
                }
            }
            Event::MeditationBegan { how } => self.meditations.push((at, *how, None)),
            Event::MeditationEnded => {
                let open = self.meditations.last_mut().filter(|(_, _, ended)| ended.is_none());
                open.into_iter().for_each(|(_, _, ended)| *ended = Some(at));
            }
            Event::MusicPlaced { place } => self.music.put(*place, at, number),
            Event::MusicPlanned { plan } => self.music.replan(plan, at, number),
            Event::MusicSteered(steer) => self.steer(*steer, stamped, number),
            Event::VolumeSet { volume, cap } => {
                self.music.cap = cap.or(self.music.cap);
                self.music.volume = *volume;
                self.music.hold_to_cap();
            }
            Event::Heard { position, .. } => self.music.hear(at, *position),
            Event::OutputLost => self.output_lost = Some(at),
            Event::OutputBack => self.output_lost = None,
            Event::NotRecorded { .. } => self.unrecorded.push((at, None)),
            Event::RecordedAgain => {
                let open = self.unrecorded.last_mut().filter(|(_, until)| until.is_none());
                open.into_iter().for_each(|(_, until)| *until = Some(at));
            }
            Event::PieceFailed { .. } => {}
            Event::Closed { how } => self.closed = Some((at, *how)),
            Event::Sealed => self.sealed = true,
            Event::TabletTaken { dose } | Event::Given { dose } => {
                self.personal(stamped);
                if *dose == 0 && self.protocol.anchor == Anchor::T0 {
                    self.music.anchor(at, number);
                }
            }
            Event::HoldEnded { .. } => {
                self.personal(stamped);
                let spat = self.participants.iter().any(|who| who.last_ending().is_some());
                if spat && self.protocol.anchor == Anchor::Spit {
                    self.music.anchor(at, number);
                }
            }
            Event::Corrected { of, correction, .. } => self.correct(*of, correction),
            Event::GateItem { .. }
            | Event::CeilingSet { .. }
            | Event::PrescriberCalled { .. }
            | Event::CourseNoted { .. }
            | Event::Answered { .. }
            | Event::Postponed
            | Event::BoosterSkipped
            | Event::BoosterSnoozed { .. }
            | Event::BoosterExpired
            | Event::Stopped { .. }
            | Event::EmergencyOpened
            | Event::Drawn { .. }
            | Event::TurnBegan
            | Event::TurnEnded
            | Event::Appointed(_)
            | Event::GateOverridden { .. }
            | Event::IntentionWritten { .. }
            | Event::PrescriptionConfirmed { .. }
            | Event::SpitCued { .. }
            | Event::Declined
            | Event::T0Corrected { .. }
            | Event::Observed { .. }
            | Event::StateEnded { .. }
            | Event::Checked
            | Event::Vitals(_)
            | Event::Rating { .. }
            | Event::Note { .. }
            | Event::ReleaseItem { .. }
            | Event::Released { .. } => self.personal(stamped),
        }
    }

    fn steer(&mut self, steer: Steer, stamped: &Stamped, number: u64) {
        match steer {
            Steer::SoundCheck(on) => self.music.check_sound(on, number),
            Steer::Silence(over) => self.music.faded = Some((stamped.at, over)),
            Steer::Resume => self.music.faded = None,
            Steer::TalkOver(on) => self.music.duck = on,
            Steer::SoundCheckAt(place) => self.music.check_sound_at(place, number),
            // What it turns to is in the plan that follows.
            Steer::Turned(_) => {}
            Steer::Grounding(on) => self.music.grounding = on.then_some(stamped.at),
            Steer::End(over) => self.music.faded = Some((stamped.at, over)),
        }
    }

    fn personal(&mut self, stamped: &Stamped) {
        match stamped.about {
            About::All => self.participants.iter_mut().for_each(|who| who.take(stamped)),
            About::One(person) => {
                if let Some(who) = self.participants.get_mut(usize::from(person.0)) {
                    who.take(stamped);
                }
            }
        }
    }

    fn correct(&mut self, of: EventId, correction: &Correction) {
        for who in &mut self.participants {
            match correction {
                Correction::At(at) => {
                    who.observations.iter_mut().filter(|seen| seen.id == of).for_each(|seen| seen.at = *at);
                    who.vitals.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.at = *at);
                    who.notes.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.at = *at);
                    who.checks.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.at = *at);
                    who.ratings.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.at = *at);
                    let ends = who.observations.iter_mut().filter(|seen| seen.end_entry == Some(of));
                    ends.for_each(|seen| seen.ended = Some(*at));
                    let holds = who.doses.iter_mut().filter(|dose| dose.end_entry == Some(of));
                    holds.for_each(|dose| dose.ended = dose.ended.map(|(_, ending)| (*at, ending)));
                }
                Correction::Text(text) => {
                    let note = who.notes.iter_mut().filter(|entry| entry.id == of);
                    note.for_each(|entry| entry.what.1.clone_from(text));
                    if who.intention_entry == Some(of) {
                        who.intention = who.intention.take().map(|(at, _)| (at, text.clone()));
                    }
                }
                Correction::Vitals(measured) => {
                    who.vitals.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.what = *measured);
                }
                Correction::Rating(value) => {
                    who.ratings.iter_mut().filter(|entry| entry.id == of).for_each(|entry| entry.what.1 = *value);
                }
            }
        }
    }
}

impl Participant {
    fn take(&mut self, stamped: &Stamped) {
        let (id, at) = (stamped.id, stamped.at);
        match &stamped.event {
            Event::GateItem { item, met, answer } => {
                let _ = self.gate.insert(item.clone(), (*met, at));
                keep(&mut self.answers, item, answer.as_ref());
            }
            Event::CeilingSet { ceiling } => self.ceiling = Some(ceiling.clone()),
            Event::PrescriberCalled { outcome } => self.calls.push(Entry { id, at, what: *outcome }),
            Event::CourseNoted { number, of } => self.course = Some((*number, *of)),
            Event::Answered { questionnaire, item, value } => {
                let _ = self.questions.entry(questionnaire.clone()).or_default().insert(*item, (*value, at));
            }
            Event::Given { dose } => self.given_now(*dose, at),
            Event::Postponed => self.postponed = Some(at),
            Event::BoosterSkipped => self.booster = Some(BoosterMark::Skipped),
            Event::BoosterSnoozed { until } => self.booster = Some(BoosterMark::Snoozed(*until)),
            Event::BoosterExpired => self.booster = Some(BoosterMark::Expired),
            Event::Stopped { reason } => self.stopped = Some((at, reason.clone())),
            Event::EmergencyOpened => self.emergencies.push(at),
            Event::Drawn { sheet, stroke } => {
                self.sheets.entry(*sheet).or_default().push(Entry { id, at, what: stroke.clone() });
            }
            Event::TurnBegan => self.turns.push((at, None)),
            Event::TurnEnded => {
                let open = self.turns.last_mut().filter(|(_, ended)| ended.is_none());
                open.into_iter().for_each(|(_, ended)| *ended = Some(at));
            }
            Event::Appointed(appointment) => self.appointments.push(Entry { id, at, what: *appointment }),
            Event::GateOverridden { missing, reason } => {
                self.overridden = Some((at, missing.clone(), reason.clone()));
            }
            Event::IntentionWritten { text } => {
                self.intention = Some((at, text.clone()));
                self.intention_entry = Some(id);
            }
            Event::PrescriptionConfirmed { dose, prescription } => match self.doses.get_mut(usize::from(*dose)) {
                Some(known) => {
                    known.prescription = prescription.clone();
                    known.first = *dose;
                }
                None => self.doses.push(Dose {
                    prescription: prescription.clone(),
                    first: *dose,
                    taken: None,
                    tapped: None,
                    cued: None,
                    ended: None,
                    end_entry: None,
                }),
            },
            Event::TabletTaken { dose } => self.taken_now(*dose, at),
            Event::SpitCued { dose } => self.taken_dose(*dose, |dose| dose.cued = Some(at)),
            Event::HoldEnded { dose, ending } => self.taken_dose(*dose, |dose| {
                dose.ended = Some((at, *ending));
                dose.end_entry = Some(id);
            }),
            Event::Declined => self.declined = Some(at),
            Event::T0Corrected { dose, to, .. } => self.taken_dose(*dose, |dose| {
                dose.taken = Some(*to);
                dose.cued = dose.cued.filter(|_| dose.hold_ends() <= Some(at));
            }),
            Event::Observed { chip } => {
                self.observations.push(Observation { id, chip: chip.clone(), at, ended: None, end_entry: None });
            }
            Event::StateEnded { began, .. } => {
                let open = self.observations.iter_mut().filter(|seen| seen.id == *began);
                open.for_each(|seen| {
                    seen.ended = Some(at);
                    seen.end_entry = Some(id);
                });
            }
            Event::Checked => self.checks.push(Entry { id, at, what: () }),
            Event::Vitals(measured) => self.vitals.push(Entry { id, at, what: *measured }),
            Event::Rating { item, value } => self.ratings.push(Entry { id, at, what: (item.clone(), *value) }),
            Event::Note { kind, text } => self.notes.push(Entry { id, at, what: (*kind, text.clone()) }),
            Event::ReleaseItem { item, met, answer } => {
                let _ = self.release.insert(item.clone(), (*met, at));
                keep(&mut self.release_answers, item, answer.as_ref());
            }
            Event::Released { missing, reason } => {
                self.released = Some((at, missing.clone(), reason.clone()));
            }
            Event::SessionStarted { .. }
            | Event::Resumed { .. }
            | Event::AwayCorrected { .. }
            | Event::PhaseEntered { .. }
            | Event::BreathingStarted { .. }
            | Event::BreathingEnded { .. }
            | Event::MeditationBegan { .. }
            | Event::MeditationEnded
            | Event::MusicPlaced { .. }
            | Event::MusicPlanned { .. }
            | Event::MusicSteered(_)
            | Event::VolumeSet { .. }
            | Event::Heard { .. }
            | Event::OutputLost
            | Event::OutputBack
            | Event::PieceFailed { .. }
            | Event::ClockJumped { .. }
            | Event::ClockDoubted { .. }
            | Event::NotRecorded { .. }
            | Event::RecordedAgain
            | Event::Corrected { .. }
            | Event::Undone { .. }
            | Event::Explained { .. }
            | Event::AmendmentStarted { .. }
            | Event::Closed { .. }
            | Event::Sealed => {}
        }
    }

    fn dose(&mut self, number: u8, change: impl FnOnce(&mut Dose)) {
        if let Some(dose) = self.doses.get_mut(usize::from(number)) {
            change(dose);
        }
    }

    /// Release counts from the last dose, so an earlier one is void.
    fn taken_now(&mut self, number: u8, at: Moment) {
        self.dose(number, |dose| {
            dose.taken = Some(at);
            dose.tapped = Some(at);
            dose.cued = None;
            dose.ended = None;
            dose.end_entry = None;
        });
        self.released = None;
        self.postponed = None;
    }

    /// A later dose of a sequence is as the one before it.
    fn given_now(&mut self, number: u8, at: Moment) {
        if let Some(before) = self.doses.last().filter(|_| self.doses.len() == usize::from(number)) {
            let next = Dose { taken: None, tapped: None, cued: None, ended: None, end_entry: None, ..before.clone() };
            self.doses.push(next);
        }
        self.taken_now(number, at);
    }

    /// A tablet that was taken back has no cue, no ending and no correction.
    fn taken_dose(&mut self, number: u8, change: impl FnOnce(&mut Dose)) {
        self.dose(number, |dose| {
            if dose.taken.is_some() {
                change(dose);
            }
        });
    }

    /// Whether the sound check was done.
    #[must_use]
    pub fn sound_checked(&self) -> bool {
        self.gate_met(SOUND_CHECK_ITEM)
    }
}

/// The answer as it stands now; none where it was ticked or unticked without one.
fn keep(answers: &mut BTreeMap<String, Answer>, item: &str, answer: Option<&Answer>) {
    let _ = match answer {
        Some(answer) => answers.insert(item.to_owned(), answer.clone()),
        None => answers.remove(item),
    };
}
