//! Journey: times, music, observations.

mod chips;
mod dose;
mod foot;
mod grounding;
mod music;
mod notes;
mod times;

use std::time::Duration;

use iced::Padding;
use iced::widget::{Space, column, container};

use super::action::MusicAsk;
use super::entries::{self, Entries};
use super::entry::Last;
use super::frame::{Bar, Frame, columns};
use super::hold::{self, HoldFace};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::scales::scales;
use super::stopping::stopping;
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::cue::Turn;
use crate::session::event::{NoteKind, Steer};
use crate::session::{Command, Phase};
use crate::theme::measure;
use crate::units::{Decibels, Moment};
use crate::widget::Element;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Journey {
    frame: Frame,
    back: u8,
    more: bool,
    /// The chip that was pressed last and the boot time of its touch-down.
    stamped: Option<(String, Duration)>,
    open: Open,
    hold: HoldFace,
    /// The face of a hold was put aside while it ran, or once it was over.
    aside: Option<Aside>,
}

/// When the face of a hold was put aside: its end calls it back once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    Running,
    Over,
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
    /// The client ends their part: why.
    Stopping,
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
    /// The music changes.
    Steer(Steer),
    /// Other material.
    Turn(Turn),
    /// The list and the plan of the music.
    OpenDesk,
    /// On to a phase.
    Go(Phase),
    /// On the face of a hold within the journey.
    Hold(hold::Message),
    /// The face of a hold that was put aside.
    ShowHold,
    /// The client spoke; boot time of the touch-down.
    Spoke(Duration),
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
    /// The client ends here: ask why.
    OpenStop,
    /// The client ends here, for that reason.
    Stop(&'static str),
    /// Put away what was opened.
    Close,
}

impl Journey {
    /// The screen as it opens.
    #[must_use]
    pub fn new(_shown: &Shown<'_>) -> Self {
        Self {
            frame: Frame::default(),
            back: 0,
            more: false,
            stamped: None,
            open: Open::Nothing,
            hold: HoldFace::default(),
            aside: None,
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
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Chip(key, boot) => self.observe(key, boot, shown),
            Message::More(more) => self.stay(|this| this.more = more),
            Message::Back(minutes) => self.stay(|this| this.back = minutes),
            Message::Last(last) => self.act_on_last(last),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Check => Action::Ask(Command::Check(shown.person)),
            Message::OpenVitals => self.stay(Self::turn_keypad),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::OpenRatings => self.stay(Self::turn_ratings),
            Message::Rate(item, value) => Action::Ask(Command::Rate(shown.person, item, value)),
            Message::OpenNote => {
                let note = Writing::note(times::note_title(shown)).knowing(shown.session, shown.person);
                self.stay(|this| this.open = Open::Note(Box::new(note)))
            }
            Message::Writing(message) => self.write(message, shown),
            Message::Volume(volume) => Action::Ask(Command::SetVolume(volume)),
            Message::Steer(steer) => Action::Ask(Command::Steer(steer)),
            Message::Turn(turn) => Action::Music(MusicAsk::Turn(turn)),
            Message::OpenDesk => Action::Music(MusicAsk::Open { playlist: String::new(), minutes: 0 }),
            Message::Go(phase) => Action::Ask(Command::Enter(phase)),
            Message::Hold(hold::Message::Aside) => self.stay(|this| this.aside = Some(aside(shown))),
            Message::Hold(message) => self.hold.update(message, shown),
            Message::ShowHold => self.stay(|this| this.aside = None),
            Message::Spoke(boot) => {
                let at = shown.moment_of(boot);
                let words = Writing::theirs(format!("The client spoke, {}", shown.time_of(at)), String::new());
                let words = Box::new(words.knowing(shown.session, shown.person));
                self.stay(|this| this.open = Open::Spoke(at, words))
            }
            Message::Booster(boot) => {
                (self.aside, self.hold) = (None, HoldFace::default());
                self.ask(Command::TakeBooster(shown.person, shown.moment_of(boot)))
            }
            Message::LaterBooster => self.ask(Command::SnoozeBooster(shown.person)),
            Message::NoBooster => self.ask(Command::SkipBooster(shown.person)),
            Message::Given(boot) => self.ask(Command::Give(shown.person, shown.moment_of(boot))),
            Message::NoMore => {
                let note = |words| Command::WriteNote(shown.person, NoteKind::Note, words, shown.now);
                dose::no_more_words(shown).map_or(Action::None, |words| Action::Ask(note(words)))
            }
            Message::OpenStop => self.stay(|this| this.open = Open::Stopping),
            Message::Stop(reason) => self.ask(Command::Stop(shown.person, reason.to_owned())),
            Message::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    /// What was opened is put away once it is asked for.
    fn ask(&mut self, command: Command) -> Action {
        self.open = Open::Nothing;
        Action::Ask(command)
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(face) = self.hold.view(shown).filter(|_| self.is_faced(shown)) {
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
        let ratings = matches!(self.open, Open::Ratings);
        let left = column![
            times::times(shown),
            notes::notes(shown),
            Space::new().height(iced::Fill),
            self.middle(shown, ratings),
            Space::new().height(measure::S),
            music::steering(shown),
            Space::new().height(measure::S),
            foot::foot(shown, self.keypad(shown).is_some(), ratings),
        ]
        .padding(Padding::ZERO.bottom(measure::BELOW_FOOT));
        let right = match (self.keypad(shown), &self.open) {
            (Some(keypad), _) => keypad.view(shown).map(Message::Keypad),
            (None, Open::Entries(entries)) => entries.view(shown).map(Message::Entries),
            (None, Open::Stopping) => stopping(Message::Stop, Message::Close),
            (None, _) => chips::chips(shown, self.back, self.more, self.stamped.as_ref()),
        };
        self.frame.page(shown, columns(shown, left, right), Message::Bar)
    }

    /// The arc, or what stands in its place; over it the medicine that may still come.
    fn middle<'a>(&'a self, shown: &Shown<'a>, ratings: bool) -> Element<'a, Message> {
        let whole = measure::PIECE_LINE + measure::XXS + measure::ARC;
        // While somebody needs ground nothing is offered; what is held is told all the same.
        let grounds = shown.session.music().grounding.is_some();
        let card = if grounds { dose::held(shown) } else { dose::card(shown) };
        let height = if card.is_some() { whole - measure::BUTTON - measure::GAP } else { whole };
        let below: Element<'a, Message> = if ratings {
            container(scales(shown, measure::GAP, Message::Rate)).height(whole).clip(true).into()
        } else if let Some(lines) = grounding::lines(shown, height) {
            lines
        } else {
            music::piece_and_arc(shown, height - measure::PIECE_LINE - measure::XXS)
        };
        if ratings { below } else { column![].push(card).push(below).spacing(measure::GAP).into() }
    }

    /// A hold within the journey shows its face until it is put aside, and once more when it is over.
    fn is_faced(&self, shown: &Shown<'_>) -> bool {
        match self.aside {
            None => true,
            Some(Aside::Running) => aside(shown) == Aside::Over,
            Some(Aside::Over) => false,
        }
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
            | Open::Stopping => None,
        }
    }

    fn stay(&mut self, change: impl FnOnce(&mut Self)) -> Action {
        change(self);
        Action::None
    }

    fn observe(&mut self, key: String, boot: Duration, shown: &Shown<'_>) -> Action {
        let back = Duration::from_secs(u64::from(self.back) * 60);
        self.back = 0;
        self.stamped = Some((key.clone(), boot));
        Action::Ask(Command::Observe(shown.person, key, shown.moment_of(boot).minus(back)))
    }

    fn turn_keypad(&mut self) {
        self.open = match self.open {
            Open::Vitals(_) => Open::Nothing,
            Open::Nothing | Open::Ratings | Open::Note(_) | Open::Spoke(..) | Open::Entries(_) | Open::Stopping => {
                Open::Vitals(KeypadPanel::new())
            }
        };
    }

    fn turn_ratings(&mut self) {
        self.open = match self.open {
            Open::Ratings => Open::Nothing,
            Open::Nothing | Open::Vitals(_) | Open::Note(_) | Open::Spoke(..) | Open::Entries(_) | Open::Stopping => {
                Open::Ratings
            }
        };
    }

    fn act_on_last(&mut self, last: Last) -> Action {
        match last {
            Last::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Last::Why(change, reason) => Action::Ask(Command::Explain(change, reason.to_owned())),
            Last::Open => self.stay(|this| this.open = Open::Entries(Entries::new())),
        }
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

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let (kind, began, note) = match &mut self.open {
            Open::Note(note) => (NoteKind::Note, None, note),
            Open::Spoke(at, words) => (NoteKind::Client, Some(*at), words),
            Open::Nothing | Open::Vitals(_) | Open::Ratings | Open::Entries(_) | Open::Stopping => return Action::None,
        };
        match note.update(message) {
            Outcome::Writing => Action::None,
            Outcome::Left if began.is_some() => {
                self.open = Open::Nothing;
                Action::Say("Nothing of what the client said was kept.")
            }
            Outcome::Left => self.stay(|this| this.open = Open::Nothing),
            Outcome::Kept(text, minutes) => {
                let at = began.unwrap_or_else(|| shown.minutes_ago(minutes));
                self.ask(Command::WriteNote(shown.person, kind, text, at))
            }
        }
    }
}

/// Whether the hold of whoever is looked after runs or is over.
fn aside(shown: &Shown<'_>) -> Aside {
    let holding = shown.session.participant(shown.person).and_then(|who| who.holding());
    let over = holding.and_then(|(_, dose)| dose.hold_ends()).is_some_and(|ends| ends <= shown.now);
    if over { Aside::Over } else { Aside::Running }
}
