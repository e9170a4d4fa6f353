//! A made-up session to look at, without disk, sound or window.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use holdspace::config::settings::{Emergency, Side};
use holdspace::config::{find_protocol, load};
use holdspace::cue::{Join, Material, Piece, Plan, Stage};
use holdspace::screen::shown::{RoomMark, RoomShown};
use holdspace::screen::{Marks, Saved, Shown};
use holdspace::session::event::Person;
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, EventId, Happening, Session, Stamped, open};
use holdspace::theme::Shade;
use holdspace::units::{Decibels, Moment};

/// The one client.
pub const CLIENT: Person = Person(0);
/// What must never be seen on a face the client sees.
pub const CODE: &str = "MK-11";

/// A room with one session, whose time stands until it is moved.
pub struct Room {
    pub session: Session,
    pub now: Moment,
    pub shade: Shade,
    pub thumb: Side,
    pub marks: Marks,
    pub speaker: Option<RoomShown>,
    pub chaperone: bool,
    pub emergency: Emergency,
    boot: Duration,
    wall: DateTime<FixedOffset>,
}

impl Room {
    /// A session of the shipped protocol that has just begun, at 10:00.
    pub fn new() -> Self {
        Self::of(find_protocol(&load(std::path::Path::new("no such folder")), "rdt-individual").unwrap())
    }

    /// The same of another protocol.
    pub fn of(protocol: Protocol) -> Self {
        let begun = open(7, Arc::new(protocol), vec![CODE.to_owned()], Arc::new(plan()), false);
        let stamped: Vec<Stamped> = begun.into_iter().zip(1..).map(|(happening, id)| stamp(happening, id)).collect();
        Self {
            session: Session::from_events(&stamped).unwrap(),
            now: Moment::START,
            shade: Shade::Dusk,
            thumb: Side::Right,
            marks: Marks {
                saved: Saved::Yes,
                no_sound: None,
                room: RoomMark::Quiet,
                unkept: None,
                said: None,
                rehearsal: false,
            },
            speaker: None,
            chaperone: false,
            boot: holdspace::clock::boot_time(),
            wall: DateTime::parse_from_rfc3339("2026-11-22T10:00:00+01:00").unwrap(),
            emergency: Emergency::default(),
        }
    }

    /// Time goes by.
    pub fn wait(&mut self, secs: u64) -> &mut Self {
        self.now = self.now.plus(Duration::from_secs(secs));
        self.wall += chrono::TimeDelta::seconds(i64::try_from(secs).unwrap());
        self.ask(Command::Tick)
    }

    /// The session does what it is asked, or the test fails with its words.
    pub fn ask(&mut self, command: Command) -> &mut Self {
        let happened =
            self.session.decide(&command, self.now).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        for happening in happened {
            let id = self.session.log().len() as u128 + 1;
            self.session.apply(&stamp(happening, id));
        }
        self
    }

    /// What a screen is given.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            session: &self.session,
            person: CLIENT,
            everyone: false,
            chaperone: self.chaperone,
            now: self.now,
            boot: self.boot,
            speed: 1.0,
            wall: self.wall,
            away: None,
            shade: self.shade,
            thumb: self.thumb,
            marks: &self.marks,
            room: self.speaker,
            emergency: &self.emergency,
            locks: false,
            remembered: None,
            draft: None,
            unkept: &[],
            sealed: None,
        }
    }
}

fn stamp(happening: Happening, id: u128) -> Stamped {
    let Happening { at, about, who, event } = happening;
    Stamped { id: EventId(id), at, about, who, event }
}

fn plan() -> Plan {
    let target = Duration::from_secs(68 * 60);
    let piece = |title: &str, start, length| Piece {
        title: title.to_owned(),
        material: Material::Soundscape { name: "tidewater".to_owned(), seed: 11 },
        start,
        length,
        trim: Duration::ZERO,
        gain: Decibels::UNITY,
        join: Join::Crossfade(Duration::from_secs(4)),
    };
    Plan {
        target,
        pieces: vec![piece("Tidewater", Duration::ZERO, Some(target)), piece("Bed", target, None)],
        arc: vec![(Duration::ZERO, Decibels(-9.0)), (target / 2, Decibels::UNITY), (target, Decibels(-15.0))],
        stages: vec![(Duration::ZERO, Stage::Hold), (target / 4, Stage::Onset)],
        playlist: String::new(),
        nudges: Vec::new(),
    }
}
