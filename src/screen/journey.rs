//! Journey: times, music, observations.

mod alone;
mod by_ear;
mod chips;
mod dose;
mod foot;
mod grounding;
mod group;
mod music;
mod notes;
mod times;
mod words;

pub use by_ear::ByEarMessage;

use std::time::Duration;

use super::action::MusicAsk;
use super::entries::{self, Entries};
use super::entry::Last;
use super::frame::{Bar, Frame};
use super::hold::{self, HoldFace};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::roster::{self, Pressed};
use super::shown::Whom;
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::cue::Turn;
use crate::session::event::Steer;
use crate::session::field::Field;
use crate::session::{Command, Phase};
use crate::units::{Decibels, Moment};
use crate::widget::Element;

/// Back-dating holds for so long, and for one chip.
const BACK_DATED: Duration = Duration::from_secs(10);

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Journey {
    frame: Frame,
    /// By how many minutes the next chip is back-dated, and the boot time at which that was chosen.
    back: Option<(u8, Duration)>,
    more: bool,
    /// The chip that was pressed last and the boot time of its touch-down.
    stamped: Option<(String, Duration)>,
    open: Open,
    hold: HoldFace,
    /// In a group, the second half of the steering.
    steering_more: bool,
}

/// What stands in place of something else.
#[derive(Clone, Debug)]
enum Open {
    Nothing,
    Vitals(KeypadPanel),
    Ratings,
    Note(Box<Writing>),
    /// What the client says, and when they began.
    Spoke(Moment, Box<Writing>),
    Entries(Entries),
    /// In a group, what is only for one person.
    Person,
    /// The client ends their part: why.
    Stopping,
    /// The sound check that was not made before.
    ByEar(by_ear::ByEar),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A chip of that key, touched at that boot time.
    Chip(String, Duration),
    /// The uncommon chips, or back from them.
    More(bool),
    /// The next chip happened so many minutes ago.
    Back(u8),
    /// On the line of the last entry.
    Last(Last),
    /// In the entries.
    Entries(entries::Message),
    /// The quiet visual check was done.
    Check,
    /// The keypad, opened or put away.
    OpenVitals,
    /// On the keypad.
    Keypad(keypad_panel::Message),
    /// The ratings, opened or put away.
    OpenRatings,
    /// A rating of a scale.
    Rate(String, u8),
    /// A note is to be written.
    OpenNote,
    /// In the note.
    Writing(writing::Message),
    /// This volume.
    Volume(Decibels),
    /// In the sound check that was not made before.
    ByEar(ByEarMessage),
    /// The music changes.
    Steer(Steer),
    /// Other material.
    Turn(Turn),
    /// The list and the plan of the music.
    OpenDesk,
    /// On to a phase.
    Go(Phase),
    /// On the hold of whoever is looked after.
    Hold(hold::Message),
    /// The client ends here: ask why.
    OpenStop,
    /// The client ends here, for that reason.
    Stop(&'static str),
    /// Put away what was opened.
    Close,
    /// In a row of a group.
    Roster(Pressed),
    /// The next chip concerns these.
    For(Whom),
    /// What is only for one person, or back from it.
    OpenPerson,
    /// The second half of the steering, or the first.
    MoreSteering(bool),
    /// The medicine of somebody who takes it later; boot time of the touch-down.
    Tablet(Duration),
    /// The booster in the mouth; boot time of the touch-down.
    Booster(Duration),
    /// The booster is asked about again later.
    LaterBooster,
    /// No booster today.
    NoBooster,
    /// A spray or an injection given; boot time of the touch-down.
    Given(Duration),
    /// No further spray or injection today.
    NoMore,
    /// The client spoke; boot time of the touch-down.
    Spoke(Duration),
}

impl Journey {
    /// The screen as it opens.
    #[must_use]
    pub fn new(_shown: &Shown<'_>) -> Self {
        Self {
            frame: Frame::default(),
            back: None,
            more: false,
            stamped: None,
            open: Open::Nothing,
            hold: HoldFace::default(),
            steering_more: false,
        }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if self.keypad(shown).is_none() && matches!(self.open, Open::Vitals(_)) {
            self.open = Open::Nothing;
        }
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        if !matches!(message, Message::Back(_) | Message::Chip(..)) {
            // What was chosen was chosen for the next chip, not for what comes after something else.
            self.back = None;
        }
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Chip(key, boot) => self.observe(key, boot, shown),
            Message::More(more) => self.stay(|this| this.more = more),
            Message::Back(minutes) => self.stay(|this| this.back = (minutes > 0).then_some((minutes, shown.boot))),
            Message::Last(last) => match last.command(shown) {
                Some(command) => Action::Ask(command),
                None => self.stay(|this| this.open = Open::Entries(Entries::new())),
            },
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Check => Action::Ask(shown.for_whom(Command::Check)),
            Message::OpenVitals => self.stay(Self::turn_keypad),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::OpenRatings => self.stay(Self::turn_ratings),
            Message::Rate(item, value) => Action::Ask(Command::Rate(shown.person, item, value)),
            Message::OpenNote => {
                let note = Writing::note(times::note_title(shown))
                    .knowing(shown.session, shown.person)
                    .in_field(Field::new("note"));
                self.stay(|this| this.open = Open::Note(Box::new(note)))
            }
            Message::Writing(message) => self.write(message, shown),
            Message::Volume(volume) => Action::Ask(Command::SetVolume(volume)),
            Message::ByEar(message) => self.check_by_ear(message, shown),
            Message::Steer(steer) => Action::Ask(Command::Steer(steer)),
            Message::Turn(turn) => Action::Music(MusicAsk::Turn(turn)),
            Message::OpenDesk => Action::Music(MusicAsk::Open { playlist: String::new(), minutes: 0 }),
            Message::Go(phase) => Action::Ask(Command::Enter(phase)),
            Message::Hold(message) => self.hold.update(message, shown),
            Message::OpenStop => self.stay(|this| this.open = Open::Stopping),
            Message::Stop(reason) => self.ask(Command::Stop(shown.person, reason.to_owned())),
            Message::Close => self.stay(|this| this.open = Open::Nothing),
            Message::Roster(pressed) => self.press(pressed),
            Message::For(whom) => {
                self.open = Open::Nothing;
                Action::For(whom)
            }
            Message::OpenPerson => self.open_person(shown),
            Message::MoreSteering(more) => self.stay(|this| this.steering_more = more),
            Message::Tablet(boot) => self.ask(roster::take(shown, shown.person, boot)),
            Message::Booster(boot) => {
                self.hold = HoldFace::default();
                self.ask(Command::TakeBooster(shown.person, shown.moment_of(boot)))
            }
            Message::LaterBooster => self.ask(Command::SnoozeBooster(shown.person)),
            Message::NoBooster => self.ask(Command::SkipBooster(shown.person)),
            Message::Given(boot) => self.ask(Command::Give(shown.person, shown.moment_of(boot))),
            Message::NoMore => dose::no_more(shown),
            Message::Spoke(boot) => self.listen(shown.moment_of(boot), shown),
        }
    }

    /// What concerns one person is put away once it is asked for.
    fn ask(&mut self, command: Command) -> Action {
        self.open = Open::Nothing;
        Action::Ask(command)
    }

    /// Whether the rail is seen, and not the face of a hold.
    #[must_use]
    pub fn has_rail(&self, shown: &Shown<'_>) -> bool {
        shown.is_group() || self.hold.view(shown).is_none()
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(face) = self.hold.view(shown).filter(|_| !shown.is_group()) {
            return face.map(Message::Hold);
        }
        if let Open::Note(note) | Open::Spoke(_, note) = &self.open {
            return self.frame.page(shown, note.view(shown.shade).map(Message::Writing), Message::Bar);
        }
        if let Open::Entries(entries) = &self.open
            && let Some(writing) = entries.writing(shown)
        {
            return self.frame.page(shown, writing.map(Message::Entries), Message::Bar);
        }
        if shown.is_group() {
            return self.frame.page(shown, self.together(shown), Message::Bar);
        }
        self.frame.page(shown, self.alone(shown), Message::Bar)
    }

    fn keypad(&self, shown: &Shown<'_>) -> Option<&KeypadPanel> {
        match &self.open {
            Open::Vitals(keypad) if !keypad.is_done(shown) => Some(keypad),
            Open::Vitals(_)
            | Open::Nothing
            | Open::Ratings
            | Open::Note(_)
            | Open::Spoke(..)
            | Open::Entries(_)
            | Open::Person
            | Open::Stopping
            | Open::ByEar(_) => None,
        }
    }

    fn stay(&mut self, change: impl FnOnce(&mut Self)) -> Action {
        change(self);
        Action::None
    }

    fn observe(&mut self, key: String, boot: Duration, shown: &Shown<'_>) -> Action {
        // It held when the finger came down, or it did not.
        let back = Duration::from_secs(u64::from(self.back_at(boot)) * 60);
        self.back = None;
        self.stamped = Some((key.clone(), boot));
        Action::Ask(group::observe(shown, &key, shown.moment_of(boot).minus(back)))
    }

    /// By how many minutes a chip is back-dated that is touched at this boot time: what was chosen long ago is over.
    fn back_at(&self, boot: Duration) -> u8 {
        self.back.filter(|(_, since)| boot.saturating_sub(*since) < BACK_DATED).map_or(0, |(minutes, _)| minutes)
    }

    fn turn_keypad(&mut self) {
        self.open = match self.open {
            Open::Vitals(_) => Open::Nothing,
            _ => Open::Vitals(KeypadPanel::new()),
        };
    }

    fn turn_ratings(&mut self) {
        self.open = match self.open {
            Open::Ratings => Open::Nothing,
            _ => Open::Ratings,
        };
    }

    fn look_at_entries(&mut self, message: entries::Message, shown: &Shown<'_>) -> Action {
        let Open::Entries(entries) = &mut self.open else { return Action::None };
        match entries.update(message, shown) {
            entries::Answer::Stay => Action::None,
            entries::Answer::Ask(command) => Action::Ask(command),
            entries::Answer::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Action {
        let Open::Vitals(keypad) = &mut self.open else { return Action::None };
        match keypad.update(message, shown) {
            Answer::Stay => Action::None,
            Answer::Keep(command) => Action::Ask(command),
            Answer::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    /// Opens a field again; `false` if it is not on this screen.
    pub(super) fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        let said = field.whose().parse().ok().map(Moment::from_millis);
        let _ = match (field.name(), said) {
            ("note", _) => self.update(Message::OpenNote, shown),
            ("client", Some(at)) => self.listen(at, shown),
            _ => return false,
        };
        true
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.open {
            Open::Note(words) | Open::Spoke(_, words) => Some(words),
            Open::Entries(entries) => entries.written(),
            Open::Nothing | Open::Vitals(_) | Open::Ratings | Open::Person | Open::Stopping | Open::ByEar(_) => None,
        }
    }
}
