//! A made-up session that has come as far as a screen needs it.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use holdspace::config;
use holdspace::config::settings::Side;
use holdspace::cue::{Join, Material, Piece, Plan, Position};
use holdspace::music::arc;
use holdspace::screen::shown::RoomMark;
use holdspace::screen::{Marks, Saved, Shown};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{NoteKind, Steer};
use holdspace::session::protocol::Protocol;
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{self, Command, EventId, Happening, Person, Phase, Session, Stamped};
use holdspace::theme::Shade;
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Tablets};

/// The only person.
pub const HER: Person = Person(0);

/// A session with everything a screen borrows.
pub struct MadeUp {
    pub session: Session,
    pub now: Moment,
    pub marks: Marks,
    pub emergency: config::settings::Emergency,
    pub sealed: Option<Result<String, String>>,
    pub shade: Shade,
    pub thumb: Side,
    pub person: Person,
    pub everyone: bool,
    count: u128,
}

pub fn minute(minutes: u64) -> Moment {
    Moment::from_secs(minutes * 60)
}

pub fn protocol() -> Protocol {
    let loaded = config::load(std::path::Path::new("nowhere"));
    loaded.protocols.into_iter().next().unwrap().what.unwrap()
}

fn plan() -> Plan {
    let target = Duration::from_secs(68 * 60);
    let at = |minutes: u64| Duration::from_secs(minutes * 60);
    let piece = |title: &str, from: u64, to: Option<u64>| Piece {
        title: title.to_owned(),
        material: Material::Soundscape { name: title.to_owned(), seed: 1 },
        start: at(from),
        length: to.map(|to| at(to - from)),
        trim: Duration::ZERO,
        gain: Decibels::UNITY,
        join: Join::Crossfade(Duration::from_secs(8)),
    };
    let pieces = vec![piece("Still water", 0, Some(42)), piece("Evening field", 42, Some(68)), piece("Bed", 68, None)];
    Plan {
        target,
        pieces,
        arc: arc::arc(target),
        stages: arc::stages(target),
        playlist: String::new(),
        nudges: Vec::new(),
    }
}

impl MadeUp {
    /// A session that has just begun.
    pub fn begun() -> Self {
        Self::of(protocol(), vec!["MK-11".to_owned()])
    }

    /// The same of another protocol.
    pub fn alone(protocol: Protocol) -> Self {
        Self::of(protocol, vec!["MK-11".to_owned()])
    }

    /// A session of that protocol with these people that has just begun.
    pub fn of(protocol: Protocol, codes: Vec<String>) -> Self {
        let happened = session::open(1, Arc::new(protocol), codes, Arc::new(plan()), false);
        let stamped: Vec<Stamped> =
            happened.into_iter().enumerate().map(|(number, one)| stamp(number as u128, one)).collect();
        let marks = Marks {
            saved: Saved::Yes,
            no_sound: None,
            room: RoomMark::Quiet,
            unkept: None,
            said: None,
            rehearsal: false,
        };
        let loaded = config::load(std::path::Path::new("nowhere"));
        let mut emergency = loaded.settings.emergency;
        emergency.address = "14 Linden Street, 2nd floor, bell 3".to_owned();
        Self {
            session: Session::from_events(&stamped).unwrap(),
            now: Moment::START,
            marks,
            emergency,
            sealed: None,
            shade: Shade::Dusk,
            thumb: Side::Right,
            person: HER,
            everyone: false,
            count: 100,
        }
    }

    /// Goes on to a moment and does something there; a refusal fails.
    pub fn at(mut self, now: Moment, commands: impl IntoIterator<Item = Command>) -> Self {
        self.now = now;
        for command in commands {
            self.ask(&command);
        }
        self
    }

    /// Puts a command to the session.
    pub fn ask(&mut self, command: &Command) {
        for happening in self.session.decide(command, self.now).unwrap_or_else(|why| panic!("{command:?}: {why:?}")) {
            self.count += 1;
            self.session.apply(&stamp(self.count, happening));
        }
    }

    /// Puts a command to the session; whether it was taken.
    pub fn try_ask(&mut self, command: &Command) -> bool {
        let Ok(happenings) = self.session.decide(command, self.now) else { return false };
        for happening in happenings {
            self.count += 1;
            self.session.apply(&stamp(self.count, happening));
        }
        true
    }

    /// With an intention, through the hold, 38 min after the tablet, the tablet at 31 min.
    pub fn on_the_journey() -> Self {
        Self::begun().went_on()
    }

    /// The same from a beginning.
    pub fn went_on(self) -> Self {
        let text = "I want to be gentle with the part of me that is always waiting for bad news";
        let prescription = Prescription::held(
            Tablets::whole(2),
            Milligrams(100),
            Duration::from_secs(600),
            HoldEnd::Spit,
            "Dr Keller".to_owned(),
        );
        let observe = |chip: &str, at| Command::Observe(HER, chip.to_owned(), at);
        self.at(minute(3), [vitals(122, 78, 68, 3), Command::Steer(Steer::SoundCheck(true))])
            .at(minute(5), [Command::KeepSoundCheck(Decibels(-10.0)), Command::SetVolume(Decibels(-12.0))])
            .at(minute(13), [Command::Enter(Phase::Intention), Command::WriteIntention(HER, text.to_owned())])
            .at(minute(20), [Command::Enter(Phase::Breathing)])
            .at(minute(25), [Command::Enter(Phase::Administration), Command::ConfirmPrescription(HER, prescription)])
            .at(minute(30), [Command::OverrideGate(HER, "all read on paper".to_owned())])
            .at(minute(31), [Command::TakeTablet(HER, minute(31))])
            .at(minute(41), [Command::Tick, Command::EndHold(HER, Ending::Spat, minute(41))])
            .at(minute(42), [Command::Enter(Phase::Journey)])
            .at(minute(44), [observe("first_effects", minute(44)), vitals(128, 82, 76, 44)])
            .at(minute(50), [vitals(136, 86, 80, 50), observe("settled", minute(50))])
            .at(minute(57), [Command::Check(HER), observe("settled", minute(57))])
            .at(minute(60), [vitals(128, 82, 76, 60), observe("laughter", minute(60))])
            .at(minute(65), [observe("tears", minute(65))])
            .heard(69)
    }

    /// The music was heard just now at that minute of the session.
    pub fn heard(mut self, now: u64) -> Self {
        self.now = minute(now);
        let music = self.session.music();
        let since = self.now.since(music.anchor.unwrap());
        let position = music.plan.as_ref().unwrap().position_at(since);
        let generation = music.generation;
        self.ask(&Command::NoteHeard(generation, Position { ..position }));
        self.now = self.now.plus(Duration::from_secs(3));
        self
    }

    /// Back and speaking, 81 min after the tablet.
    pub fn on_return() -> Self {
        Self::on_the_journey().returned()
    }

    /// The same from the journey on.
    pub fn returned(self) -> Self {
        let words = "It was so quiet. There was a field, and I could put the suitcase down in it.";
        let rate = |item: &str, value| Command::Rate(HER, item.to_owned(), value);
        self.at(minute(72), [Command::Observe(HER, "tears".to_owned(), minute(72))])
            .heard(106)
            .at(minute(107), [Command::Enter(Phase::Return)])
            .at(minute(108), [Command::WriteNote(HER, NoteKind::FirstWords, words.to_owned(), minute(107))])
            .at(minute(109), [rate("distress", 2), rate("intensity", 5), vitals(121, 78, 70, 109)])
            .heard(112)
    }

    /// Closing, 158 min after the tablet: the minimum stay is over, everything is ticked but the escort.
    pub fn on_closing() -> Self {
        Self::on_return().closed()
    }

    /// The same from the return on.
    pub fn closed(self) -> Self {
        let mut made_up = self.at(minute(150), [Command::Enter(Phase::Closing), vitals(121, 78, 70, 150)]);
        let keys: Vec<String> = made_up.session.protocol().release.iter().map(|item| item.key.clone()).collect();
        for key in keys.into_iter().filter(|key| key != "escort_here") {
            made_up.ask(&Command::SetReleaseItem(HER, key, true));
        }
        made_up.now = minute(189);
        made_up
    }

    /// What a screen is given.
    pub fn shown(&self) -> Shown<'_> {
        let start = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+01:00").unwrap();
        Shown {
            session: &self.session,
            person: self.person,
            everyone: self.everyone,
            chaperone: false,
            now: self.now,
            boot: Duration::from_millis(self.now.millis()) + Duration::from_secs(1000),
            speed: 1.0,
            wall: start + chrono::TimeDelta::milliseconds(i64::try_from(self.now.millis()).unwrap()),
            away: None,
            shade: self.shade,
            thumb: self.thumb,
            marks: &self.marks,
            room: None,
            emergency: &self.emergency,
            locks: false,
            remembered: None,
            draft: None,
            unkept: &[],
            sealed: self.sealed.as_ref(),
        }
    }
}

pub fn vitals(upper: u16, lower: u16, heart: u16, at: u64) -> Command {
    let measured = Measured {
        pressure: Some((MmHg(upper), MmHg(lower))),
        heart_rate: Some(BeatsPerMinute(heart)),
        saturation: None,
        breathing: Breathing::Before,
    };
    Command::KeepVitals(HER, measured, minute(at))
}

fn stamp(number: u128, happening: Happening) -> Stamped {
    let Happening { at, about, who, event } = happening;
    Stamped { id: EventId(number), at, about, who, event }
}
