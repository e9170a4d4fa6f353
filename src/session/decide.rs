//! The rules: what a command leads to, or why it does not.

mod clinic;
mod clocks;
mod entries;
mod medicine;
mod music;
mod undo;

use super::event::{About, Close, Event, Happening, Person, Steer, Who};
use super::participant::Participant;
use super::{Command, Phase, Refusal, Session};
use crate::units::Moment;

/// What a rule answers.
type Decision = Result<Vec<Happening>, Refusal>;

impl Session {
    /// What `command` leads to at `now`. Changes nothing; the same question has the same answer.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] in words if the command is not possible now; nothing is to be stored then.
    pub fn decide(&self, command: &Command, now: Moment) -> Decision {
        if self.closed().is_some() {
            return self.decide_closed(command);
        }
        match command {
            Command::Tick => Ok(self.due(now)),
            Command::Enter(phase) => self.enter(*phase, now),
            Command::SetGateItem(person, item, met) => self.set_gate_item(*person, item, *met, now),
            Command::AnswerGate(person, item, answer) => self.answer(*person, item, answer, true, now),
            Command::SetCeiling(person, ceiling) => self.set_ceiling(*person, ceiling, now),
            Command::CallPrescriber(person, outcome) => {
                self.one(*person, now, Event::PrescriberCalled { outcome: *outcome })
            }
            Command::NoteCourse(person, number, of) => self.note_course(*person, *number, *of, now),
            Command::AnswerQuestion(person, key, item, value) => self.answer_question(*person, key, *item, *value, now),
            Command::StartMeditation(how) => self.start_meditation(*how, now),
            Command::EndMeditation => Ok(self.meditation_left(now, Who::Therapist)),
            Command::OverrideGate(person, reason) => self.override_gate(*person, reason, now),
            Command::WriteIntention(person, text) => self.write_intention(*person, text, now),
            Command::StartBreathing(pattern, cycles) => self.start_breathing(pattern, *cycles, now),
            Command::EndBreathing => self.end_breathing(now),
            Command::ConfirmPrescription(person, prescription) => self.confirm(*person, prescription, now),
            Command::TakeTablet(person, at) => self.take_tablet(*person, *at, now),
            Command::Give(person, at) => self.give(*person, *at, now),
            Command::Postpone(person) => self.postpone(*person, now),
            Command::TakeBooster(person, at) => self.take_booster(*person, *at, now),
            Command::SkipBooster(person) => self.put_booster_aside(*person, true, now),
            Command::SnoozeBooster(person) => self.put_booster_aside(*person, false, now),
            Command::Stop(person, reason) => self.stop(*person, reason, now),
            Command::EndHold(person, ending, at) => self.end_hold(*person, *ending, *at, now),
            Command::Decline(person) => self.decline(*person, now),
            Command::CorrectT0(person, to) => self.correct_t0(*person, *to, now),
            Command::Observe(person, chip, at) => self.observe(*person, chip, *at, now),
            Command::Check(person) => self.one(*person, now, Event::Checked),
            Command::KeepVitals(person, measured, at) => self.keep_vitals(*person, *measured, *at, now),
            Command::Rate(person, item, value) => self.rate(*person, item, *value, now),
            Command::WriteNote(person, kind, text, at) => self.write_note(*person, *kind, text, *at, now),
            Command::OpenEmergency(person) => self.one(*person, now, Event::EmergencyOpened),
            Command::Draw(person, sheet, stroke) => self.draw(*person, *sheet, stroke, now),
            Command::BeginTurn(person) => self.begin_turn(*person, now),
            Command::EndTurn => Ok(self.turn_left(now, Who::Therapist)),
            Command::Appoint(person, appointment) => self.appoint(*person, *appointment, now),
            Command::PlaceMusic(place) => self.place_music(*place, now),
            Command::Reported(by, command) => self.reported(*by, command, now),
            Command::Each(commands) => self.each(commands, now),
            Command::PlanMusic(plan) => self.plan_music(plan, now),
            Command::Steer(steer) => self.steer(*steer, now),
            Command::Turn(turn, plan) => self.turn(*turn, plan, now),
            Command::SetVolume(volume) => Ok(self.set_volume(*volume, now)),
            Command::KeepSoundCheck(volume) => self.keep_sound_check(*volume, now),
            Command::NoteHeard(generation, position) => Ok(self.note_heard(*generation, *position, now)),
            Command::NoteOutput(there) => Ok(self.note_output(*there, now)),
            Command::NotePieceFailed(piece, reason) => {
                let failed = Event::PieceFailed { piece: *piece, reason: reason.clone() };
                Ok(all(now, Who::System, failed))
            }
            Command::NoteClockJump(by_ms) => Ok(all(now, Who::System, Event::ClockJumped { by_ms: *by_ms })),
            Command::NoteClockDoubt(not_before, because) => {
                let doubted = Event::ClockDoubted { not_before: *not_before, because: *because };
                Ok(all(now, Who::System, doubted))
            }
            Command::NoteNotRecorded(since, reason) => Ok(self.note_not_recorded(*since, reason, now)),
            Command::NoteRecordedAgain(since) => Ok(self.note_recorded_again(*since, now)),
            Command::Resume(away) => Ok(all(now, Who::System, Event::Resumed { away: *away })),
            Command::ResumeAsTold(away) => Ok(all(now, Who::Therapist, Event::Resumed { away: *away })),
            Command::CorrectAway(of, to) => self.correct_away(*of, *to, now),
            Command::Correct(of, correction, reason) => self.correct(*of, correction, reason, now),
            Command::Undo(of) => self.undo(*of, now),
            Command::VoidDose(of, reason) => self.void_dose(*of, reason, now),
            Command::Explain(of, reason) => self.explain(*of, reason, now),
            Command::SetReleaseItem(person, item, met) => self.set_release_item(*person, item, *met, now),
            Command::AnswerRelease(person, item, answer) => self.answer(*person, item, answer, false, now),
            Command::Release(person, reason) => self.release(*person, reason.as_deref(), now),
            Command::Close => self.close(now),
            Command::CloseAsItStood => Ok(self.end(now)),
        }
    }

    /// After the end only what the machine reports still comes in, and leads to nothing.
    fn decide_closed(&self, command: &Command) -> Decision {
        match command {
            Command::Tick
            | Command::NoteHeard(..)
            | Command::NoteOutput(_)
            | Command::NotePieceFailed(..)
            | Command::NoteClockJump(_)
            | Command::NoteClockDoubt(..)
            | Command::NoteNotRecorded(..)
            | Command::NoteRecordedAgain(_)
            | Command::Resume(_)
            | Command::ResumeAsTold(_) => Ok(Vec::new()),
            Command::Enter(_)
            | Command::SetGateItem(..)
            | Command::AnswerGate(..)
            | Command::SetCeiling(..)
            | Command::CallPrescriber(..)
            | Command::NoteCourse(..)
            | Command::AnswerQuestion(..)
            | Command::StartMeditation(_)
            | Command::EndMeditation
            | Command::Give(..)
            | Command::Postpone(_)
            | Command::TakeBooster(..)
            | Command::SkipBooster(_)
            | Command::SnoozeBooster(_)
            | Command::Stop(..)
            | Command::OpenEmergency(_)
            | Command::Draw(..)
            | Command::BeginTurn(_)
            | Command::EndTurn
            | Command::Appoint(..)
            | Command::PlaceMusic(_)
            | Command::Reported(..)
            | Command::Each(_)
            | Command::AnswerRelease(..)
            | Command::OverrideGate(..)
            | Command::WriteIntention(..)
            | Command::StartBreathing(..)
            | Command::EndBreathing
            | Command::ConfirmPrescription(..)
            | Command::TakeTablet(..)
            | Command::EndHold(..)
            | Command::Decline(_)
            | Command::CorrectT0(..)
            | Command::CorrectAway(..)
            | Command::Observe(..)
            | Command::Check(_)
            | Command::KeepVitals(..)
            | Command::Rate(..)
            | Command::WriteNote(..)
            | Command::PlanMusic(_)
            | Command::Steer(_)
            | Command::Turn(..)
            | Command::SetVolume(_)
            | Command::KeepSoundCheck(_)
            | Command::Correct(..)
            | Command::Undo(_)
            | Command::VoidDose(..)
            | Command::Explain(..)
            | Command::SetReleaseItem(..)
            | Command::Release(..)
            | Command::Close
            | Command::CloseAsItStood => Err(Refusal::Closed),
        }
    }

    /// What has become due by `now`.
    fn due(&self, now: Moment) -> Vec<Happening> {
        let people = self.participants().iter().enumerate();
        people
            .filter_map(|(number, who)| {
                let (dose, open) = who.holding()?;
                let ends = open.hold_ends().filter(|ends| *ends <= now && open.cued.is_none())?;
                let person = Person(u8::try_from(number).ok()?);
                let event = Event::SpitCued { dose };
                Some(Happening { at: ends, about: About::One(person), who: Who::System, event })
            })
            .chain(self.boosters_over(now))
            .chain(self.breath_over(now))
            .collect()
    }

    /// Boosters whose time is over by `now`.
    fn boosters_over(&self, now: Moment) -> impl Iterator<Item = Happening> {
        self.participants().iter().enumerate().filter_map(move |(number, who)| {
            let at = self.booster_ends(who).filter(|ends| *ends <= now && who.holding().is_none())?;
            let person = Person(u8::try_from(number).ok()?);
            Some(Happening { at, about: About::One(person), who: Who::System, event: Event::BoosterExpired })
        })
    }

    fn breath_over(&self, now: Moment) -> Option<Happening> {
        let at = self.breath_ends().filter(|ends| *ends <= now)?;
        let event = Event::BreathingEnded { cycles: self.exercise()?.cycles };
        Some(Happening { at, about: About::All, who: Who::System, event })
    }

    fn enter(&self, phase: Phase, now: Moment) -> Decision {
        if !self.protocol().phases.contains(&phase) {
            return Err(Refusal::NotInProtocol(phase));
        }
        if phase == self.phase() {
            return Ok(Vec::new());
        }
        let holding = self.participants().iter().filter(|who| who.holding().is_some()).count();
        // In a group the others lie down while one who began late still holds.
        let waits = phase == Phase::Journey && holding < self.participants().len();
        if holding > 0 && phase != Phase::Closing && !waits {
            return Err(Refusal::Holding);
        }
        let mut happened = Vec::new();
        happened.extend(self.breath_left(now, Who::System));
        happened.extend(self.meditation_left(now, Who::System));
        happened.extend(self.turn_left(now, Who::System));
        happened.extend(self.check_ends(now));
        happened.extend(all(now, Who::Therapist, Event::PhaseEntered { phase }));
        Ok(happened)
    }

    fn close(&self, now: Moment) -> Decision {
        if self.phase() != Phase::Closing {
            return Err(Refusal::OnlyIn(Phase::Closing));
        }
        for number in 0..self.participants().len() {
            let person = Person(u8::try_from(number).unwrap_or(u8::MAX));
            if let Some(open) = self.stays(person, now) {
                return Err(Refusal::NotReleased(open.into_iter().map(|open| open.label).collect()));
            }
        }
        Ok(self.end(now))
    }

    fn end(&self, now: Moment) -> Vec<Happening> {
        let mut happened = self.meditation_left(now, Who::System);
        happened.extend(self.turn_left(now, Who::System));
        if self.music().is_on() && self.music().faded.is_none() {
            let fade = Event::MusicSteered(Steer::Silence(self.protocol().end_fade));
            happened.extend(all(now, Who::System, fade));
        }
        happened.extend(all(now, Who::Therapist, Event::Closed { how: self.how_it_closes() }));
        happened.extend(all(now, Who::System, Event::Sealed));
        happened
    }

    pub(super) fn how_it_closes(&self) -> Close {
        let dosed = self.participants().iter().any(|who| who.taken() > 0);
        let been = |phase| self.visits().iter().any(|(visited, _)| *visited == phase);
        match (dosed, been(Phase::Journey) && been(Phase::Return)) {
            (false, _) => Close::WithoutDose,
            (true, true) => Close::Complete,
            (true, false) => Close::EndedEarly,
        }
    }

    fn person(&self, person: Person) -> Result<&Participant, Refusal> {
        self.participant(person).ok_or_else(|| Refusal::Unknown(format!("person {}", u16::from(person.0) + 1)))
    }

    fn one(&self, person: Person, at: Moment, event: Event) -> Decision {
        let _ = self.person(person)?;
        Ok(vec![Happening { at, about: About::One(person), who: Who::Therapist, event }])
    }
}

fn all(at: Moment, who: Who, event: Event) -> Vec<Happening> {
    vec![Happening { at, about: About::All, who, event }]
}

fn not_ahead(at: Moment, now: Moment) -> Result<(), Refusal> {
    if at <= now { Ok(()) } else { Err(Refusal::InTheFuture) }
}
