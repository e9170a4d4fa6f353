//! Many random sessions over the shipped protocols: whatever comes, no dose is lost and nobody is let go unready.
//!
//! `HOLDSPACE_SEQUENCES=100000 cargo test --test it -- rules::many` runs the full count.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdspace::config::load;
use holdspace::cue::{Chime, ChimeAt};
use holdspace::session::answer::{Answer, Ask};
use holdspace::session::dose::{Booster, Ending, HoldEnd, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{
    Appointed, Appointment, CallOutcome, Correction, Meditated, MusicPlace, NoteKind, Steer, Who,
};
use holdspace::session::protocol::{Ceiling, Item, Protocol, Weight};
use holdspace::session::{About, Command, Event, EventId, Person, Phase, Session, Stamped, open};
use holdspace::units::{BeatsPerMinute, Day, Decibels, Milligrams, MmHg, Moment, Tablets};

use super::chance::Chance;
use super::framework::{measured, minutes, plan};

/// How many sessions, if nobody says otherwise.
const USUAL: u64 = 1500;
/// Chimes of two people are one within 3 s of each other; of three, within 3 s of the one between. Never early for any.
const TOGETHER: Duration = Duration::from_secs(6);

#[test]
fn random_sessions_of_one_to_six_people_lose_no_dose_and_let_nobody_go_unready() {
    let said = std::env::var("HOLDSPACE_SEQUENCES").ok().and_then(|count| count.parse().ok());
    let loaded = load(Path::new("/nowhere/at/all"));
    let protocols: Vec<Arc<Protocol>> =
        loaded.protocols.iter().map(|listed| Arc::new(listed.what.clone().unwrap())).collect();
    assert_eq!(protocols.len(), 8);
    let mut tally = Tally::default();
    for seed in 0..said.unwrap_or(USUAL) {
        let mut sitting = Sitting::new(&protocols, seed);
        sitting.live_through();
        tally.add(&sitting);
    }
    // A walk that never gets anywhere proves nothing.
    assert!(tally.doses > tally.sequences && tally.second > 0 && tally.released > 0 && tally.ready > 0, "{tally:?}");
    assert!(tally.corrected > 0 && tally.undone > 0 && tally.shared > 0 && tally.closed > 0, "{tally:?}");
    eprintln!("{tally:?}");
}

/// What all the sessions came to.
#[derive(Debug, Default)]
struct Tally {
    sequences: usize,
    accepted: usize,
    doses: usize,
    second: usize,
    corrected: usize,
    undone: usize,
    released: usize,
    ready: usize,
    shared: usize,
    closed: usize,
}

impl Tally {
    fn add(&mut self, sitting: &Sitting) {
        let log = sitting.session.log();
        let count = |fits: fn(&Event) -> bool| log.iter().filter(|entry| fits(&entry.event)).count();
        self.sequences += 1;
        self.accepted += log.len();
        self.doses += count(|event| matches!(event, Event::TabletTaken { .. } | Event::Given { .. }));
        self.second += count(|event| matches!(event, Event::TabletTaken { dose: 1.. } | Event::Given { dose: 1.. }));
        self.corrected += count(|event| matches!(event, Event::T0Corrected { .. }));
        self.undone += count(|event| matches!(event, Event::Undone { .. }));
        self.released += count(|event| matches!(event, Event::Released { .. }));
        self.ready += count(|event| matches!(event, Event::Released { missing, .. } if missing.is_empty()));
        self.closed += count(|event| matches!(event, Event::Closed { .. }));
        self.shared += sitting.shared;
    }
}

/// Says which session it was when something fails.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the session of seed {}", self.0);
        }
    }
}

/// A session, and what is known of it from the outside: the doses that were accepted.
struct Sitting {
    session: Session,
    now: Moment,
    next: u128,
    chance: Chance,
    /// For each person the doses in order: the entry, and when it was, corrections included.
    doses: Vec<Vec<(EventId, Moment)>>,
    shared: usize,
    named: Named,
}

impl Sitting {
    fn new(protocols: &[Arc<Protocol>], seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let people = if chance.in_100(40) { 1 } else { 2 + chance.below(5) as usize };
        let codes = (0..people).map(|number| format!("P{number}")).collect();
        let begun = open(u128::from(seed), Arc::clone(chance.of(protocols)), codes, plan(), false);
        let mut next = 1;
        let events = stamp(begun, &mut next);
        let session = Session::from_events(&events).unwrap();
        let doses = vec![Vec::new(); people];
        Self { session, now: Moment::START, next, chance, doses, shared: 0, named: Named(seed) }
    }

    fn live_through(&mut self) {
        let steps = 30 + self.chance.below(40);
        if self.chance.in_100(80) {
            self.come_to_the_medicine();
        }
        for _ in 0..steps {
            let by = if self.chance.in_100(80) { self.chance.below(60_000) } else { self.chance.below(1_200_000) };
            self.now = self.now.plus(Duration::from_millis(by));
            self.put(&Command::Tick);
            let command = self.any();
            self.put(&command);
        }
        if self.chance.in_100(50) {
            self.leave();
        }
        let replayed = Session::from_events(self.session.log()).unwrap();
        assert_eq!(replayed, self.session, "replay equals live, {}", self.named.0);
    }

    /// Gates overridden, prescriptions read, all at the medicine.
    fn come_to_the_medicine(&mut self) {
        for person in self.people() {
            let prescription = self.prescription();
            self.put(&Command::OverrideGate(person, "as agreed".into()));
            self.put(&Command::ConfirmPrescription(person, prescription));
        }
        self.put(&Command::Enter(Phase::Administration));
        let now = self.now;
        let all = self.people().map(|person| Command::TakeTablet(person, now)).collect();
        if self.chance.in_100(50) {
            self.put(&Command::Each(all));
        }
    }

    /// Everything ticked, hours later, for most; then the end.
    fn leave(&mut self) {
        self.now = self.now.plus(minutes(self.chance.below(300)));
        self.put(&Command::Tick);
        for person in self.people() {
            let now = self.now;
            self.put(&Command::EndHold(person, Ending::Spat, now));
            let items: Vec<Item> = self.session.protocol().release.clone();
            for item in items {
                if self.chance.in_100(98) {
                    self.put(&Command::SetReleaseItem(person, item.key, true));
                }
            }
            self.put(&Command::Release(person, None));
            if self.chance.in_100(30) {
                self.put(&Command::Release(person, Some("with her sister".into())));
            }
        }
        self.put(&Command::Enter(Phase::Closing));
        self.put(&Command::Close);
    }

    fn people(&self) -> impl Iterator<Item = Person> + use<> {
        (0..self.doses.len() as u8).map(Person)
    }

    /// Puts a command to the session; what is accepted must leave everything sound.
    fn put(&mut self, command: &Command) {
        let Ok(happened) = self.session.decide(command, self.now) else { return };
        let tick = matches!(command, Command::Tick);
        for event in stamp(happened, &mut self.next) {
            let by_itself =
                matches!(event.event, Event::SpitCued { .. } | Event::BoosterExpired | Event::BreathingEnded { .. });
            assert!(!tick || by_itself, "nothing advances by itself: {event:?}");
            self.expect(&event);
            self.session.apply(&event);
        }
        self.no_dose_is_lost();
        self.release_is_honest();
        self.sound_is_for_all();
    }

    /// What this event does to the doses, said from the outside.
    fn expect(&mut self, stamped: &Stamped) {
        let mut own = match stamped.about {
            About::One(Person(person)) => self.doses.get_mut(usize::from(person)),
            About::All => None,
        };
        match (&stamped.event, &mut own) {
            (Event::TabletTaken { dose } | Event::Given { dose }, Some(own)) => {
                assert_eq!(usize::from(*dose), own.len(), "doses are counted in their order");
                own.push((stamped.id, stamped.at));
            }
            (Event::T0Corrected { dose, to, .. }, Some(own)) => own[usize::from(*dose)].1 = *to,
            (Event::Undone { of, .. }, Some(own)) => own.retain(|(id, _)| id != of),
            (Event::Released { missing, .. }, _) if missing.is_empty() => {
                let About::One(person) = stamped.about else { panic!("one person leaves") };
                assert_eq!(self.unready(person), Vec::<String>::new(), "let go as ready");
            }
            _ => {}
        }
    }

    /// Every accepted dose stays unless it is taken back, and T0 moves only by correction.
    fn no_dose_is_lost(&self) {
        for (who, own) in self.session.participants().iter().zip(&self.doses) {
            let kept: Vec<Moment> = who.doses.iter().filter_map(|dose| dose.taken).collect();
            let known: Vec<Moment> = own.iter().map(|(_, at)| *at).collect();
            assert_eq!(kept, known);
            assert_eq!(who.t0(), known.first().copied());
        }
    }

    /// What is missing before a person may leave, counted from the outside.
    fn unready(&self, person: Person) -> Vec<String> {
        let (who, protocol) = (self.session.participant(person).unwrap(), self.session.protocol());
        let ticked = |key: &str| who.release.get(key).is_some_and(|(met, _)| *met);
        let pressure = who.vitals.iter().filter(|it| it.what.pressure.is_some()).map(|it| it.at).max();
        let looked_at = pressure.is_some_and(|at| who.last_dose().is_none_or(|dose| at >= dose))
            && who.release.get("vitals").is_some_and(|(_, ticked)| Some(*ticked) >= pressure);
        let counts = |key: &str| ticked(key) && (key != "vitals" || looked_at);
        let lines = protocol.release.iter().map(|item| item.key.clone()).filter(|key| !counts(key));
        let answered = |answers: &BTreeMap<String, Answer>, items: &[Item]| {
            let count = items.iter().filter(|item| item.ask == Ask::Count).find_map(|item| answers.get(&item.key));
            count.map(|answer| if let Answer::Count(tablets) = answer { i32::from(tablets.halves) } else { -1 })
        };
        let arrival: Vec<Item> = protocol.gate.iter().chain(&protocol.room).cloned().collect();
        let brought = answered(&who.answers, &arrival);
        let left = answered(&who.release_answers, &protocol.release);
        let taken = who.doses.iter().filter(|dose| dose.taken.is_some());
        let taken: i32 = taken.map(|dose| i32::from(dose.prescription.tablets.halves)).sum();
        let counts = |items: &[Item]| items.iter().any(|item| item.ask == Ask::Count);
        let uncounted = counts(&protocol.release) && counts(&arrival) && brought.is_none();
        let odd = uncounted || brought.zip(left).is_some_and(|(brought, left)| brought - taken != left);
        let odd = odd.then(|| "tablets_do_not_add_up".to_owned());
        let serious = |key: &str| protocol.chips.iter().any(|chip| chip.key == key && chip.weight == Weight::Serious);
        let open = who.observations.iter().filter(|seen| seen.ended.is_none() && serious(&seen.chip));
        let stays = who.last_dose().is_some_and(|last| self.now < last.plus(protocol.minimum_stay));
        let stays = stays.then(|| "minimum_stay".to_owned());
        lines.chain(open.map(|_| "serious_event".to_owned())).chain(odd).chain(stays).collect()
    }

    fn release_is_honest(&self) {
        for person in self.people() {
            let mut said: Vec<String> =
                self.session.release_open(person, self.now).into_iter().map(|open| open.item).collect();
            let mut known = self.unready(person);
            said.sort_unstable();
            known.sort_unstable();
            assert_eq!(said, known);
        }
    }

    /// No cue of a hold sounds that is not due for everyone who still has to hold.
    fn sound_is_for_all(&mut self) {
        let every = self.session.protocol().swish_every;
        let holding: Vec<_> =
            self.session.participants().iter().filter_map(|who| who.holding()).map(|(_, dose)| dose).collect();
        for due in self.session.cue(self.now).chimes {
            if matches!(due.chime, Chime::BreathIn | Chime::BreathOut) {
                continue;
            }
            self.shared += usize::from(holding.len() > 1);
            for dose in &holding {
                let ends = dose.hold_ends().unwrap();
                let own = |other: &ChimeAt| {
                    other.chime == due.chime && other.at <= due.at && due.at.since(other.at) <= TOGETHER
                };
                let over = if due.chime == Chime::Spit { ends <= due.at } else { ends <= self.now };
                assert!(over || dose.chimes(every).iter().any(own), "{due:?} is not due for {dose:?}");
            }
        }
    }

    fn prescription(&mut self) -> Prescription {
        let medicine = self.session.protocol().practice.medicine.clone();
        let (chance, form) = (&mut self.chance, medicine.form);
        let hold = minutes(1 + chance.below(20));
        let end = *chance.of(&[HoldEnd::Spit, HoldEnd::Swallow]);
        let one = Prescription::held(
            Tablets { halves: 1 + chance.below(8) as u8 },
            Milligrams(100),
            hold,
            end,
            String::new(),
        );
        if form.is_held() {
            let booster = chance.in_100(50).then_some(Booster { tablets: Tablets::whole(1), each: Milligrams(50) });
            Prescription { form, booster, ..one }
        } else {
            let doses = 1 + chance.below(u64::from(medicine.most_doses)) as u8;
            let spacing = if doses > 1 { *chance.of(&medicine.spacings) } else { Duration::ZERO };
            Prescription { form, doses, spacing, ..one }
        }
    }

    /// A command as a hand, a clock or a slip of either may give it.
    fn any(&mut self) -> Command {
        let chance = &mut self.chance;
        let person = Person(chance.below(self.doses.len() as u64) as u8);
        let at = match chance.below(8) {
            0 => self.now.plus(Duration::from_millis(chance.below(5000))),
            1..=3 => self.now,
            _ => self.now.minus(Duration::from_millis(chance.below(400_000))),
        };
        match chance.below(60) {
            0..=3 => Command::Enter(*chance.of(&Phase::ALL)),
            4..=12 => Command::TakeTablet(person, at),
            13..=17 => Command::Give(person, at),
            18..=23 => Command::EndHold(person, *chance.of(&ENDINGS), at),
            24..=26 => Command::TakeBooster(person, at),
            27 => Command::SkipBooster(person),
            28 => Command::SnoozeBooster(person),
            29..=30 => Command::CorrectT0(person, at),
            31..=34 => Command::Undo(if chance.in_100(50) { None } else { Some(chance.of(self.session.log()).id) }),
            35..=36 => Command::ConfirmPrescription(person, self.prescription()),
            37 => Command::OverrideGate(person, "as agreed".into()),
            38..=40 => Command::Correct(chance.of(self.session.log()).id, correction(at, chance), String::new()),
            41 => {
                let all = self.doses.len() as u8;
                Command::Each((0..all).map(|number| Command::TakeTablet(Person(number), at)).collect())
            }
            42 if chance.in_100(30) => Command::Decline(person),
            42 if chance.in_100(30) => Command::Stop(person, String::new()),
            42 => Command::Postpone(person),
            43 => Command::Reported(Who::Chaperone, Box::new(Command::EndHold(person, Ending::Spat, at))),
            44 => Command::Resume(Duration::from_secs(chance.below(900))),
            45..=48 => self.written(person, at),
            _ => self.of_the_clinic(person, at),
        }
    }

    /// Observations, vital signs, checklists.
    fn written(&mut self, person: Person, at: Moment) -> Command {
        let (protocol, chance) = (self.session.protocol(), &mut self.chance);
        match chance.below(5) {
            0 | 1 => Command::Observe(person, chance.of(&protocol.chips).key.clone(), at),
            2 => Command::SetReleaseItem(person, chance.of(&protocol.release).key.clone(), chance.in_100(70)),
            3 => Command::KeepVitals(person, measured(120 + chance.below(60) as u16, 80, 70), at),
            _ => Command::WriteNote(person, NoteKind::Client, "I see".into(), at),
        }
    }

    /// What differs between practices.
    fn of_the_clinic(&mut self, person: Person, at: Moment) -> Command {
        let (protocol, chance) = (self.session.protocol(), &mut self.chance);
        let today = Day::new(2026, 11, 22).unwrap();
        match chance.below(14) {
            0 | 1 => {
                let item = chance.of(&protocol.gate);
                Command::AnswerGate(person, item.key.clone(), answer(item, today, chance))
            }
            2 => {
                let item = chance.of(&protocol.release);
                Command::AnswerRelease(person, item.key.clone(), answer(item, today, chance))
            }
            3 => {
                let (systolic, source) = (MmHg(140 + chance.below(30) as u16), "the prescriber".into());
                let (diastolic, heart_rate) = (MmHg(90), BeatsPerMinute(100));
                Command::SetCeiling(person, Ceiling { systolic, diastolic, heart_rate, source })
            }
            4 => Command::CallPrescriber(person, *chance.of(&CallOutcome::ALL)),
            5 => Command::StartMeditation(*chance.of(&[Meditated::Read, Meditated::Played])),
            6 => Command::StartBreathing(chance.of(&protocol.patterns).clone(), 6),
            7 => Command::Draw(person, 0, [Point { x: 3, y: chance.below(1000) as u16 }].into()),
            8 => Command::BeginTurn(person),
            9 => Command::Appoint(person, Appointment { what: Appointed::Next, day: today, minute: None }),
            10 => Command::PlaceMusic(*chance.of(&MusicPlace::ALL)),
            11 => Command::Steer(Steer::Grounding(chance.in_100(50))),
            12 => Command::SetVolume(Decibels(-(chance.below(40) as f32))),
            _ => Command::Release(person, chance.in_100(50).then(|| format!("at {}", at.millis()))),
        }
    }
}

const ENDINGS: [Ending; 3] = [Ending::Spat, Ending::SwallowedSome, Ending::SwallowedAll];

fn correction(at: Moment, chance: &mut Chance) -> Correction {
    if chance.in_100(70) { Correction::At(at) } else { Correction::Text("otherwise".into()) }
}

fn answer(item: &Item, today: Day, chance: &mut Chance) -> Answer {
    match &item.ask {
        Ask::Dated { .. } => Answer::Dated { day: Day::new(2026, 1 + chance.below(12) as u8, 22).unwrap(), today },
        Ask::Count => Answer::Count(Tablets { halves: chance.below(20) as u8 }),
        Ask::Changes(known) | Ask::OneOf(known) => {
            Answer::Chosen(known.iter().filter(|_| chance.in_100(30)).map(|choice| choice.key.clone()).collect())
        }
        Ask::Tick | Ask::Words => Answer::Words("her sister".into()),
    }
}

fn stamp(happened: Vec<holdspace::session::Happening>, next: &mut u128) -> Vec<Stamped> {
    let named = |happening: holdspace::session::Happening| {
        *next += 1;
        let holdspace::session::Happening { at, about, who, event } = happening;
        Stamped { id: EventId(*next), at, about, who, event }
    };
    happened.into_iter().map(named).collect()
}
