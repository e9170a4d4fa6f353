//! Rules of the music: steering, volume and its cap, and what the audio side reports.

use std::sync::Arc;
use std::time::Duration;

use super::{Decision, all};
use crate::cue::{Plan, Position, Turn};
use crate::session::event::{About, Event, Happening, Person, Steer, Who};
use crate::session::gate::SOUND_CHECK_ITEM;
use crate::session::{Phase, Refusal, Session};
use crate::units::{Decibels, Moment};

/// A position is recorded when the music has moved on by this much since the last record.
///
/// The audio side reports every second, so a resume begins less than 10 s before what was heard.
const RECORD_EVERY: Duration = Duration::from_secs(8);
/// The softest volume that can be set.
const SOFTEST: Decibels = Decibels(-60.0);

impl Session {
    pub(super) fn steer(&self, steer: Steer, now: Moment) -> Decision {
        let music = self.music();
        let changes = match steer {
            Steer::SoundCheck(on) => {
                if music.anchor.is_some() || music.plan.is_none() {
                    return Err(Refusal::NoMusic);
                }
                if on && self.participants().iter().any(|who| who.holding().is_some()) {
                    return Err(Refusal::Holding);
                }
                on != music.sound_check
            }
            Steer::Silence(_) if !music.is_on() => return Err(Refusal::NoMusic),
            Steer::Silence(_) => music.faded.is_none(),
            Steer::Resume => music.faded.is_some(),
            Steer::TalkOver(on) => on != music.duck,
            Steer::SoundCheckAt(place) => {
                let known = music.plan.as_ref().is_some_and(|plan| place.piece < plan.pieces.len());
                if music.anchor.is_some() || !known {
                    return Err(Refusal::NoMusic);
                }
                if self.participants().iter().any(|who| who.holding().is_some()) {
                    return Err(Refusal::Holding);
                }
                true
            }
            // Only with a plan to turn to.
            Steer::Turned(_) => return Err(Refusal::NoMusic),
            Steer::Grounding(on) => {
                if on && !music.is_on() {
                    return Err(Refusal::NoMusic);
                }
                on != music.grounding.is_some()
            }
            Steer::End(_) if !music.is_on() => return Err(Refusal::NoMusic),
            Steer::End(_) => music.faded.is_none(),
        };
        Ok(if changes { all(now, Who::Therapist, Event::MusicSteered(steer)) } else { Vec::new() })
    }

    pub(super) fn turn(&self, turn: Turn, plan: &Arc<Plan>, now: Moment) -> Decision {
        let music = self.music();
        let sounds = music.plan.as_ref().filter(|_| music.anchor.is_some());
        let Some(old) = sounds else { return Err(Refusal::NoMusic) };
        if !plan.goes_on_from(old, music.piece()) {
            return Err(Refusal::MovedOn);
        }
        let mut happened = all(now, Who::Therapist, Event::MusicSteered(Steer::Turned(turn)));
        happened.extend(self.plan_music(plan, now)?);
        Ok(happened)
    }

    pub(super) fn plan_music(&self, plan: &Arc<Plan>, now: Moment) -> Decision {
        if plan.pieces.is_empty() {
            return Err(Refusal::Empty);
        }
        let same = self.music().plan.as_ref() == Some(plan);
        let planned = Event::MusicPlanned { plan: Arc::clone(plan) };
        Ok(if same { Vec::new() } else { all(now, Who::System, planned) })
    }

    pub(super) fn set_volume(&self, volume: Decibels, now: Moment) -> Vec<Happening> {
        let volume = self.within_cap(volume);
        if volume == self.music().volume {
            return Vec::new();
        }
        all(now, Who::Therapist, Event::VolumeSet { volume, cap: None })
    }

    pub(super) fn keep_sound_check(&self, volume: Decibels, now: Moment) -> Decision {
        let music = self.music();
        if music.anchor.is_some() && self.phase() != Phase::Arrival && !self.checks_by_ear() {
            return Err(Refusal::OnlyIn(Phase::Arrival));
        }
        let volume = if volume.0.is_nan() { music.volume } else { volume };
        let volume = Decibels(volume.0.clamp(SOFTEST.0, Decibels::UNITY.0));
        let mut happened = all(now, Who::Therapist, Event::VolumeSet { volume, cap: Some(volume) });
        if self.music().sound_check {
            happened.extend(all(now, Who::System, Event::MusicSteered(Steer::SoundCheck(false))));
        }
        let protocol = self.protocol();
        let listed = protocol.gate.iter().chain(&protocol.room).any(|item| item.key == SOUND_CHECK_ITEM);
        if listed {
            let people = (0..self.participants().len()).filter_map(|number| u8::try_from(number).ok());
            let done = Event::GateItem { item: SOUND_CHECK_ITEM.to_owned(), met: true, answer: None };
            happened.extend(people.map(|number| Happening {
                at: now,
                about: About::One(Person(number)),
                who: Who::System,
                event: done.clone(),
            }));
        }
        Ok(happened)
    }

    pub(super) fn note_heard(&self, generation: u64, position: Position, now: Moment) -> Vec<Happening> {
        let music = self.music();
        let known = music.plan.as_ref().is_some_and(|plan| position.piece < plan.pieces.len());
        if generation != music.generation || music.anchor.is_none() || !known {
            return Vec::new();
        }
        let moved = match (music.heard, &music.plan) {
            (Some((_, last)), Some(plan)) => {
                last.piece != position.piece
                    || plan.time_of(position).saturating_sub(plan.time_of(last)) >= RECORD_EVERY
            }
            (None, _) | (_, None) => true,
        };
        if moved { all(now, Who::System, Event::Heard { generation, position }) } else { Vec::new() }
    }

    pub(super) fn note_output(&self, there: bool, now: Moment) -> Vec<Happening> {
        match (there, self.output_lost()) {
            (true, Some(_)) => all(now, Who::System, Event::OutputBack),
            (false, None) => all(now, Who::System, Event::OutputLost),
            (true, None) | (false, Some(_)) => Vec::new(),
        }
    }

    /// A volume as it may be: never above the cap of the sound check.
    #[must_use]
    pub fn within_cap(&self, volume: Decibels) -> Decibels {
        let volume = if volume.0.is_nan() { self.music().volume } else { volume };
        let cap = self.music().cap.unwrap_or(Decibels::BEFORE_SOUND_CHECK);
        let cap = if self.music().sound_check { Decibels::UNITY } else { cap };
        Decibels(volume.0.clamp(SOFTEST.0, cap.0.max(SOFTEST.0)))
    }

    /// No sound check was made, and the music plays: it can be made with that.
    #[must_use]
    pub fn checks_by_ear(&self) -> bool {
        let music = self.music();
        music.cap.is_none() && music.anchor.is_some() && music.is_on()
    }

    /// A volume as it may be tried before it is kept.
    #[must_use]
    pub fn to_try(&self, volume: Decibels) -> Decibels {
        if self.checks_by_ear() && !volume.0.is_nan() {
            return Decibels(volume.0.clamp(SOFTEST.0, Decibels::UNITY.0));
        }
        self.within_cap(volume)
    }
}
