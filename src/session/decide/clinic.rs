//! Rules of what differs between practices: answers, the course, sprays and injections, boosters, the round.

use super::{Decision, all, not_ahead};
use crate::session::answer::{Answer, Ask};
use crate::session::drawing::{self, Stroke};
use crate::session::due::Booster;
use crate::session::event::{About, Appointment, Event, Happening, Meditated, MusicPlace, Person, Who};
use crate::session::practice::{GivenBy, Place};
use crate::session::protocol::{Ceiling, Item};
use crate::session::{Command, Phase, Refusal, Session};
use crate::units::Moment;

/// The most sheets of one person.
const MOST_SHEETS: u8 = 30;

impl Session {
    /// Answers a line; the list tells which it is of.
    pub(super) fn answer(&self, person: Person, item: &str, answer: &Answer, gate: bool, now: Moment) -> Decision {
        let protocol = self.protocol();
        let lists: [&[Item]; 2] = if gate { [&protocol.gate, &protocol.room] } else { [&protocol.release, &[]] };
        let known = lists.iter().flat_map(|list| list.iter()).find(|known| known.key == item);
        let known = known.ok_or_else(|| Refusal::Unknown(item.to_owned()))?;
        let met = match known.ask.is_met_by(answer) {
            Some(met) => met,
            None if matches!((&known.ask, answer), (Ask::Dated { .. }, Answer::Dated { .. })) => {
                return Err(Refusal::InTheFuture);
            }
            None => return Err(Refusal::NoAnswer(known.label.clone())),
        };
        let (item, answer) = (item.to_owned(), Some(answer.clone()));
        let event = if gate { Event::GateItem { item, met, answer } } else { Event::ReleaseItem { item, met, answer } };
        self.one(person, now, event)
    }

    pub(super) fn set_ceiling(&self, person: Person, ceiling: &Ceiling, now: Moment) -> Decision {
        let Ceiling { systolic, diastolic, heart_rate, source } = ceiling;
        let fits = (80..=220).contains(&systolic.0) && (40..=140).contains(&diastolic.0) && diastolic < systolic;
        if !fits || !(50..=200).contains(&heart_rate.0) {
            let said = "That is no ceiling; enter the upper, the lower and the heart rate as the prescriber says.";
            return Err(Refusal::Implausible(said.to_owned()));
        }
        if source.trim().is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        if self.ceiling(person) == Some(ceiling) {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::CeilingSet { ceiling: ceiling.clone() })
    }

    pub(super) fn note_course(&self, person: Person, number: u16, of: Option<u16>, now: Moment) -> Decision {
        if number == 0 || of.is_some_and(|of| of < number) {
            let said = "A course begins with session 1 and has at least as many as this one.";
            return Err(Refusal::Implausible(said.to_owned()));
        }
        if self.person(person)?.course == Some((number, of)) {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::CourseNoted { number, of })
    }

    pub(super) fn answer_question(&self, person: Person, key: &str, item: u8, value: u8, now: Moment) -> Decision {
        let form = self.protocol().practice.questionnaire(key);
        let form = form.ok_or_else(|| Refusal::Unknown(key.to_owned()))?;
        let known = usize::from(item) < form.items.len() && form.levels.iter().any(|level| level.value == value);
        if !known {
            return Err(Refusal::NoAnswer(form.title.clone()));
        }
        let who = self.person(person)?;
        if self.phase() == Phase::Journey || who.holding().is_some() {
            return Err(Refusal::NotDuringJourney);
        }
        self.one(person, now, Event::Answered { questionnaire: key.to_owned(), item, value })
    }

    pub(super) fn start_meditation(&self, how: Meditated, now: Moment) -> Decision {
        let meditation = self.protocol().practice.meditation.as_ref();
        let meditation = meditation.ok_or_else(|| Refusal::Unknown("meditation".to_owned()))?;
        if how == Meditated::Played && meditation.recording.is_none() {
            return Err(Refusal::Unknown("recording".to_owned()));
        }
        let before = matches!(self.phase(), Phase::Arrival | Phase::Intention | Phase::Breathing);
        if !before || self.music().anchor.is_some() {
            return Err(Refusal::OnlyIn(Phase::Breathing));
        }
        if self.meditating().is_some_and(|(_, running)| running == how) {
            return Ok(Vec::new());
        }
        let mut happened = self.meditation_left(now, Who::Therapist);
        happened.extend(all(now, Who::Therapist, Event::MeditationBegan { how }));
        Ok(happened)
    }

    /// The end of a meditation that runs; nothing if none does.
    pub(super) fn meditation_left(&self, now: Moment, who: Who) -> Vec<Happening> {
        if self.meditating().is_some() { all(now, who, Event::MeditationEnded) } else { Vec::new() }
    }

    pub(super) fn give(&self, person: Person, at: Moment, now: Moment) -> Decision {
        let dose = self.may_dose(person, at, now)?;
        let who = self.person(person)?;
        let held =
            who.doses.get(usize::from(dose)).or(who.doses.last()).is_none_or(|it| it.prescription.form.is_held());
        if held {
            return Err(Refusal::OtherForm);
        }
        let by = match self.protocol().practice.medicine.given_by {
            GivenBy::Client => Who::Therapist,
            GivenBy::Provider => Who::Provider,
        };
        let mut happened = self.check_ends(now);
        happened.push(Happening { at, about: About::One(person), who: by, event: Event::Given { dose } });
        Ok(happened)
    }

    pub(super) fn postpone(&self, person: Person, now: Moment) -> Decision {
        let who = self.person(person)?;
        if who.declined.is_some() {
            return Err(Refusal::Declined);
        }
        if who.stopped.is_some() {
            return Err(Refusal::Stopped);
        }
        if who.taken() > 0 || who.postponed.is_some() {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::Postponed)
    }

    pub(super) fn take_booster(&self, person: Person, at: Moment, now: Moment) -> Decision {
        let first = self.person(person)?.doses.first().map(|dose| &dose.prescription);
        let prescription = first.and_then(|first| first.as_booster()).ok_or(Refusal::NoBooster)?;
        match self.booster(person, now) {
            None | Some(Booster::Taken) => return Err(Refusal::NoBooster),
            // Whether it is early, late or was decided against before, the therapist decides.
            Some(
                Booster::NotYet { .. }
                | Booster::Open { .. }
                | Booster::Snoozed { .. }
                | Booster::Skipped
                | Booster::Expired,
            ) => {}
        }
        let dose = 1;
        let _ = self.may_go_on_dosing(person, at, now)?;
        let mut happened = self.one(person, at, Event::PrescriptionConfirmed { dose, prescription })?;
        happened.extend(self.one(person, at, Event::TabletTaken { dose })?);
        Ok(happened)
    }

    pub(super) fn put_booster_aside(&self, person: Person, skip: bool, now: Moment) -> Decision {
        let standing = self.booster(person, now).ok_or(Refusal::NoBooster)?;
        let policy = self.protocol().practice.booster.ok_or(Refusal::NoBooster)?;
        match standing {
            Booster::NotYet { .. } | Booster::Open { .. } | Booster::Snoozed { .. } if skip => {
                self.one(person, now, Event::BoosterSkipped)
            }
            Booster::Open { .. } | Booster::Snoozed { .. } => {
                self.one(person, now, Event::BoosterSnoozed { until: now.plus(policy.snooze) })
            }
            Booster::Skipped if skip => Ok(Vec::new()),
            Booster::NotYet { .. } | Booster::Skipped | Booster::Expired | Booster::Taken => Err(Refusal::NoBooster),
        }
    }

    pub(super) fn stop(&self, person: Person, reason: &str, now: Moment) -> Decision {
        let who = self.person(person)?;
        if who.holding().is_some() {
            return Err(Refusal::Holding);
        }
        if who.stopped.is_some() {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::Stopped { reason: reason.trim().to_owned() })
    }

    pub(super) fn draw(&self, person: Person, sheet: u8, stroke: &Stroke, now: Moment) -> Decision {
        if !drawing::is_sound(stroke) || sheet >= MOST_SHEETS {
            return Err(Refusal::Empty);
        }
        self.one(person, now, Event::Drawn { sheet, stroke: stroke.clone() })
    }

    pub(super) fn begin_turn(&self, person: Person, now: Moment) -> Decision {
        if !matches!(self.phase(), Phase::Intention | Phase::Return | Phase::Closing) {
            return Err(Refusal::OnlyIn(Phase::Return));
        }
        let _ = self.person(person)?;
        if self.speaking().is_some_and(|(running, _)| running == person) {
            return Ok(Vec::new());
        }
        let mut happened = self.turn_left(now, Who::Therapist);
        happened.extend(self.one(person, now, Event::TurnBegan)?);
        Ok(happened)
    }

    /// The end of the turn that runs; nothing if none does.
    pub(super) fn turn_left(&self, now: Moment, who: Who) -> Vec<Happening> {
        let ended = |(person, _)| Happening { at: now, about: About::One(person), who, event: Event::TurnEnded };
        self.speaking().map(ended).into_iter().collect()
    }

    pub(super) fn appoint(&self, person: Person, appointment: Appointment, now: Moment) -> Decision {
        if appointment.minute.is_some_and(|minute| minute >= 24 * 60) {
            return Err(Refusal::Implausible("That is no time of day; choose one up to 23:59.".to_owned()));
        }
        self.one(person, now, Event::Appointed(appointment))
    }

    pub(super) fn place_music(&self, place: MusicPlace, now: Moment) -> Decision {
        if self.protocol().practice.place == Place::Room {
            return Err(Refusal::InTheRoom);
        }
        let stays = self.music().place_heard == place;
        Ok(if stays { Vec::new() } else { all(now, Who::Therapist, Event::MusicPlaced { place }) })
    }

    /// What the therapist would have said, said by somebody else.
    pub(super) fn reported(&self, by: Who, command: &Command, now: Moment) -> Decision {
        let mut happened = self.decide(command, now)?;
        happened.iter_mut().filter(|told| told.who == Who::Therapist).for_each(|told| told.who = by);
        Ok(happened)
    }

    /// Several at once. What concerns all is said once; refused only if every one is.
    pub(super) fn each(&self, commands: &[Command], now: Moment) -> Decision {
        let mut happened: Vec<Happening> = Vec::new();
        let (mut refused, mut done) = (None, false);
        for command in commands {
            match self.decide(command, now) {
                Err(refusal) => refused = refused.or(Some(refusal)),
                Ok(more) => {
                    done = true;
                    let new: Vec<Happening> =
                        more.into_iter().filter(|one| one.about != About::All || !happened.contains(one)).collect();
                    happened.extend(new);
                }
            }
        }
        match refused {
            Some(refusal) if !done => Err(refusal),
            Some(_) | None => Ok(happened),
        }
    }

    /// Whether the next dose may be given at that moment, and its number from 0.
    pub(super) fn may_dose(&self, person: Person, at: Moment, now: Moment) -> Result<u8, Refusal> {
        let number = self.may_go_on_dosing(person, at, now)?;
        let who = self.person(person)?;
        if usize::from(number) >= who.planned_doses() {
            return Err(Refusal::NotPrescribed);
        }
        let mut open = self.gate_open(person);
        open.retain(|open| !who.overridden.as_ref().is_some_and(|(_, missing, _)| missing.contains(&open.item)));
        if number == 0 && !open.is_empty() {
            return Err(Refusal::GateOpen(open.into_iter().map(|open| open.label).collect()));
        }
        Ok(number)
    }

    /// Whether any dose may be given at that moment, and the number it has.
    fn may_go_on_dosing(&self, person: Person, at: Moment, now: Moment) -> Result<u8, Refusal> {
        let who = self.person(person)?;
        not_ahead(at, now)?;
        if !matches!(self.phase(), Phase::Administration | Phase::Journey) {
            return Err(Refusal::OnlyIn(Phase::Administration));
        }
        if who.declined.is_some() {
            return Err(Refusal::Declined);
        }
        if who.stopped.is_some() {
            return Err(Refusal::Stopped);
        }
        if who.holding().is_some() {
            return Err(Refusal::Holding);
        }
        if who.last_dose().is_some_and(|last| at < last) {
            return Err(Refusal::Implausible("The last dose was after that; choose a later time.".to_owned()));
        }
        if who.doses.iter().filter_map(|dose| dose.ended).any(|(ended, _)| at < ended) {
            return Err(Refusal::Implausible("The last hold ended after that; choose a later time.".to_owned()));
        }
        Ok(u8::try_from(who.taken()).unwrap_or(u8::MAX))
    }

    /// A sound check does not go on into the medicine.
    pub(super) fn check_ends(&self, now: Moment) -> Vec<Happening> {
        use crate::session::event::Steer;
        let ended = Event::MusicSteered(Steer::SoundCheck(false));
        if self.music().sound_check { all(now, Who::System, ended) } else { Vec::new() }
    }
}
