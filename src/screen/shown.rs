//! What every screen is given to show.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::clock::AwayDoubt;
use crate::config::settings::{Emergency, RoomSettings, Side};
use crate::course::Memory;
use crate::kiosk::awake::Unkept;
use crate::session::event::Person;
use crate::session::{Command, Phase, Session};
use crate::theme::Shade;
use crate::units::Moment;

/// Whom the next entry concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// This person, who is looked after from now on.
    One(Person),
    /// Everybody who takes part; it falls back to one person after one entry.
    Everyone,
}

/// Everything a screen may look at; borrowed for one view.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The session.
    pub session: &'a Session,
    /// Who is looked after; the first of one.
    pub person: Person,
    /// What is proposed for them from last time.
    pub remembered: Option<&'a Memory>,
    /// The next entry that can concern all does.
    pub everyone: bool,
    /// What is seen and measured now was said by the chaperone.
    pub chaperone: bool,
    /// Now, in the session's time.
    pub now: Moment,
    /// [`crate::clock::boot_time`] at `now`, for what moves without messages.
    pub boot: Duration,
    /// How many times as fast as the world the session's clock runs; 1 but in rehearsals.
    pub speed: f64,
    /// The wall clock at `now`, by the latest reading that can be trusted.
    pub wall: DateTime<FixedOffset>,
    /// The app may have been away for another time than is counted.
    pub away: Option<AwayDoubt>,
    /// The palette.
    pub shade: Shade,
    /// On which side the column for the thumb lies.
    pub thumb: Side,
    /// What is well and what is not.
    pub marks: &'a Marks,
    /// The speaker in the room; `None` without one.
    pub room: Option<RoomShown>,
    /// The clinic's own card.
    pub emergency: &'a Emergency,
    /// A PIN is set: the eye locks the glass instead of only covering it.
    pub locks: bool,
    /// Words of this person that are not kept: what they are, and whether they were put away just now.
    pub draft: Option<DraftMark>,
    /// All words of this person that are not kept and not put away, in two words each.
    pub unkept: &'a [&'static str],
    /// The closing code of the sealed record, or why it could not be sealed; `None` before.
    pub sealed: Option<&'a Result<String, String>>,
}

impl<'a> Shown<'a> {
    /// Everyone of the session, in order.
    pub fn people(&self) -> impl Iterator<Item = Person> + use<> {
        (0..u8::try_from(self.session.participants().len()).unwrap_or(u8::MAX)).map(Person)
    }

    /// Several people take part.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.session.participants().len() > 1
    }

    /// The code of a person; shown on the therapist's layer only.
    #[must_use]
    pub fn code(&self, person: Person) -> &'a str {
        self.session.participant(person).map_or("", |who| who.code.as_str())
    }

    /// What is asked for the one who is looked after; for everybody who has not stopped where that is chosen.
    pub fn for_whom(&self, command: impl Fn(Person) -> Command) -> Command {
        if !self.everyone || !self.is_group() {
            return command(self.person);
        }
        Command::Each(self.people().filter(|person| !self.has_stopped(*person)).map(command).collect())
    }

    /// Whether a person ended their part.
    #[must_use]
    pub fn has_stopped(&self, person: Person) -> bool {
        self.session.participant(person).is_some_and(|who| who.stopped.is_some())
    }

    /// The wall clock at a moment of the session.
    #[must_use]
    pub fn wall_at(&self, at: Moment) -> DateTime<FixedOffset> {
        let millis = |moment: Moment| i64::try_from(moment.millis()).unwrap_or(i64::MAX);
        let apart = (millis(at) - millis(self.now)) as f64 / self.speed.max(1.0);
        self.wall + TimeDelta::milliseconds(apart as i64)
    }

    /// The wall clock at a moment as it is written on the glass: 10:31.
    #[must_use]
    pub fn time_of(&self, at: Moment) -> String {
        self.wall_at(at).format("%-H:%M").to_string()
    }

    /// The moment of the session that belongs to a [`crate::clock::boot_time`], such as a touch-down.
    #[must_use]
    pub fn moment_of(&self, boot: Duration) -> Moment {
        self.now.minus(self.boot.saturating_sub(boot).mul_f64(self.speed))
    }

    /// The moment so many minutes ago.
    #[must_use]
    pub fn minutes_ago(&self, minutes: u8) -> Moment {
        self.now.minus(Duration::from_secs(u64::from(minutes) * 60))
    }

    /// Since when nothing is heard at all, neither in the headphones nor in the room.
    #[must_use]
    pub fn silent_since(&self) -> Option<Moment> {
        self.session.output_lost().filter(|_| self.marks.room != RoomMark::Sounds)
    }

    /// The phase the app proposes next.
    #[must_use]
    pub fn proposed(&self) -> Option<Phase> {
        self.session.proposed()
    }
}

/// A length of time in words where seconds do not matter: 57 min, 1 h 20.
#[must_use]
pub fn in_minutes(span: Duration) -> String {
    let minutes = span.as_secs() / 60;
    if minutes >= 60 { format!("{} h {:02}", minutes / 60, minutes % 60) } else { format!("{minutes} min") }
}

/// What is well and what is not: shown in the bar of every screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Whether everything is on the disk.
    pub saved: Saved,
    /// Since when there is no sound in the headphones, as a time of day.
    pub no_sound: Option<String>,
    /// How the room does.
    pub room: RoomMark,
    /// What of staying awake is not ensured.
    pub unkept: Option<Unkept>,
    /// A sentence for the therapist: what was refused, what came back; goes away by itself.
    pub said: Option<String>,
    /// Nothing is recorded.
    pub rehearsal: bool,
}

/// Words that are not kept and can be gone on with in one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftMark {
    /// They were being written when something else came; what they are.
    Unfinished(&'static str),
    /// They were put away just now.
    PutAway,
}

/// The speaker in the room, where there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomShown {
    /// How it sounds.
    pub settings: RoomSettings,
    /// It is not there; the app keeps trying.
    pub lost: bool,
}

/// How the room does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomMark {
    /// There is no speaker, or nothing to say of it.
    Quiet,
    /// Music goes on in it, also without headphones.
    Sounds,
    /// It should sound and is not there.
    Lost,
    /// The call should have the music, and its output is not there.
    CallLost,
}

/// Whether everything is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The disk has answered for everything.
    Yes,
    /// On its way.
    Writing,
    /// Not recorded to disk since that time of day.
    NotSince(String),
    /// Recorded on another disk since that time of day, because its own fails.
    Elsewhere {
        /// Since when.
        since: String,
        /// The name of the folder there.
        place: String,
        /// Whether the other disk has answered for everything.
        written: bool,
    },
}
