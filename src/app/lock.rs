//! The lock: what shuts it, what opens it, and what is behind it.

use std::time::Duration;

use iced::Element;

use super::{App, Message, Room};
use crate::config::settings::CardWhenLocked;
use crate::kiosk::guard::{Answer, Guard};
use crate::kiosk::pin::Digits;
use crate::screen::action::{CourseAsk, LockAsk, MusicAsk};
use crate::screen::lock::{self, Lock};
use crate::screen::pin::PinPanel;
use crate::screen::{Action, emergency};

/// An act behind the PIN is done without asking again for so long after the PIN was shown.
const GRACE: Duration = Duration::from_secs(120);

/// What is shut and what is open.
pub(super) struct Doors {
    guard: Guard,
    shut: Option<Shut>,
    panel: Option<PinPanel>,
    /// Boot time at which the PIN was shown last.
    shown_at: Option<Duration>,
    /// Boot time of the last touch or key.
    touched_at: Duration,
}

/// The lock over everything.
struct Shut {
    lock: Lock,
    /// The act that asked for the PIN and is done when it is shown; `None`: the glass is locked.
    then: Option<Action>,
}

impl Doors {
    /// Shut from the beginning, where a PIN is set.
    pub(super) fn open(guard: Guard, boot: Duration) -> Self {
        let shut = guard.is_set().then(Shut::glass);
        Self { guard, shut, panel: None, shown_at: None, touched_at: boot }
    }

    /// Whether a PIN is set.
    pub(super) fn is_set(&self) -> bool {
        self.guard.is_set()
    }

    /// Whether only the lock answers.
    pub(super) fn is_shut(&self) -> bool {
        self.shut.is_some()
    }

    /// Whether an answer of the guard is still to come.
    pub(super) fn is_busy(&self) -> bool {
        self.guard.is_busy()
    }

    /// Whether the panel of the PIN is open.
    pub(super) fn has_panel(&self) -> bool {
        self.panel.is_some()
    }

    /// Whether an act behind the PIN is done without asking for it.
    pub(super) fn lets_through(&self, boot: Duration) -> bool {
        !self.is_set() || self.was_shown(boot)
    }

    fn was_shown(&self, boot: Duration) -> bool {
        self.shown_at.is_some_and(|at| boot.saturating_sub(at) < GRACE)
    }
}

impl Shut {
    fn glass() -> Self {
        Self { lock: Lock::default(), then: None }
    }
}

/// Which acts of the start screen ask for the PIN first: all that lead to what was recorded, or to how this device is set.
fn is_guarded(action: &Action) -> bool {
    match action {
        Action::Continue(_) | Action::ContinueAfter(..) | Action::CloseAsItStood(_) => true,
        Action::Records(open) => *open,
        Action::Music(MusicAsk::Browse(_) | MusicAsk::Add(_)) | Action::Course(CourseAsk::Open) => true,
        Action::Lock(LockAsk::Panel(open)) => *open,
        Action::None
        | Action::Ask(_)
        | Action::AskAll(_)
        | Action::For(_)
        | Action::Say(_)
        | Action::Chaperone(_)
        | Action::GoOnWriting
        | Action::Preview(_)
        | Action::Shade(_)
        | Action::Cover(_)
        | Action::Emergency(_)
        | Action::Begin(_)
        | Action::Leave
        | Action::Diagnostics(_)
        | Action::Tour(_)
        | Action::Away(_)
        | Action::Music(_)
        | Action::Course(_)
        | Action::Room(_)
        | Action::Shelf(_)
        | Action::Lock(_) => false,
    }
}

/// Which of them ask also of somebody who has just shown it.
fn asks_always(action: &Action) -> bool {
    matches!(action, Action::Lock(LockAsk::Panel(true)))
}

impl App {
    /// The action, unless it waits behind the PIN now. In a session the therapist's layer itself is behind the lock.
    pub(super) fn guarded(&mut self, action: Action) -> Action {
        let Room { doors, live, reading, .. } = &mut self.room;
        let knows = doors.was_shown(reading.boot) && !asks_always(&action);
        if live.is_some() || !doors.is_set() || knows || !is_guarded(&action) {
            return action;
        }
        doors.shut = Some(Shut { lock: Lock::default(), then: Some(action) });
        Action::None
    }

    /// Does what is asked about the lock.
    pub(super) fn ask_lock(&mut self, ask: LockAsk) {
        match ask {
            LockAsk::Shut => self.shut(),
            LockAsk::Try(digits) => self.room.doors.guard.check(digits),
            LockAsk::Leave => {
                if self.room.doors.shut.as_ref().is_some_and(|shut| shut.then.is_some()) {
                    self.room.doors.shut = None;
                }
            }
            LockAsk::Panel(open) => self.room.doors.panel = open.then(PinPanel::new),
            LockAsk::Keep(digits) => self.keep(digits),
            LockAsk::Remove => {
                if self.room.doors.has_panel() {
                    self.room.doors.guard.remove();
                }
            }
        }
    }

    fn keep(&mut self, digits: Digits) {
        // Only the panel sets a PIN, and it opens behind the old one.
        if self.room.doors.has_panel() {
            self.room.doors.guard.set(digits);
        }
    }

    /// Shuts the glass; nothing of the therapist's layer stays on it. Without a PIN nothing is shut.
    pub(super) fn shut(&mut self) {
        if !self.room.doors.is_set() {
            return;
        }
        self.room.doors.shut = Some(Shut::glass());
        self.room.doors.panel = None;
        self.room.doors.shown_at = None;
        self.room.covered = false;
        self.room.emergency = false;
        self.room.diagnostics = None;
        self.room.tour = None;
        self.room.marks.said = None;
    }

    /// The eye: locks where a PIN is set, else covers.
    pub(super) fn cover(&mut self, covered: bool) {
        if covered && self.room.doors.is_set() { self.shut() } else { self.room.covered = covered }
    }

    /// Notes that somebody is there.
    pub(super) fn touched(&mut self) {
        self.room.doors.touched_at = self.room.reading.boot;
    }

    /// Shuts the glass when nobody touched it for as long as the settings say; never during a hold, whose end is a tap.
    pub(super) fn shut_when_idle(&mut self) {
        if self.room.is_holding() {
            self.touched();
        }
        let idle = self.room.reading.boot.saturating_sub(self.room.doors.touched_at);
        let long = self.room.loaded.settings.lock.idle.is_some_and(|most| idle >= most);
        if long && !self.room.doors.is_shut() {
            if self.room.doors.is_set() {
                self.shut();
            } else if self.room.live.is_some() {
                self.room.covered = true;
            }
        }
    }

    /// Hears what the guard answers, and does what waited for it.
    pub(super) fn hear_the_guard(&mut self) {
        for answer in self.room.doors.guard.answers() {
            match answer {
                Answer::Right => self.opened(),
                Answer::Wrong(_) => {
                    if let Some(shut) = &mut self.room.doors.shut {
                        shut.lock.was_wrong();
                    }
                }
                Answer::Kept(digits) => {
                    self.room.doors.panel = None;
                    self.room.doors.shown_at = None;
                    self.say(if digits.is_some() { "The PIN is set." } else { "The PIN is removed." });
                }
                Answer::Failed(sentence) => {
                    self.room.doors.panel = None;
                    self.say(sentence);
                }
            }
        }
    }

    fn opened(&mut self) {
        let Some(shut) = self.room.doors.shut.take() else { return };
        self.room.doors.shown_at = Some(self.room.reading.boot);
        self.room.emergency = false;
        self.touched();
        if let Some(action) = shut.then {
            self.act(action);
        }
    }

    /// What a message does while the glass is shut: only the lock and its card answer.
    pub(super) fn at_the_lock(&mut self, message: Message) -> Action {
        let Some(mut shut) = self.room.doors.shut.take() else { return Action::None };
        let action = match message {
            Message::Lock(message) if !self.room.emergency => shut.lock.update(message, &self.room.on_lock(&shut)),
            Message::Emergency(emergency::Message::Back) => Action::Emergency(false),
            _ => Action::None,
        };
        self.room.doors.shut = Some(shut);
        action
    }

    /// The glass while it is shut.
    pub(super) fn locked_view(&self) -> Option<Element<'_, Message>> {
        let shut = self.room.doors.shut.as_ref()?;
        if self.room.emergency {
            let whole = self.room.loaded.settings.lock.card == CardWhenLocked::Everything;
            let card = match self.room.shown() {
                Some(shown) => emergency::over_the_lock(&shown, whole),
                None => emergency::alone(&self.room.loaded.settings.emergency),
            };
            return Some(card.map(Message::Emergency));
        }
        Some(shut.lock.view(self.room.on_lock(shut)).map(Message::Lock))
    }

    /// The panel that sets the PIN, where it is open.
    pub(super) fn pin_view(&self) -> Option<Element<'_, Message>> {
        let panel = self.room.doors.panel.as_ref()?;
        Some(panel.view(self.room.doors.is_set(), self.room.doors.is_busy()).map(Message::Pin))
    }

    pub(super) fn pass_to_pin(&mut self, message: crate::screen::pin::Message) -> Action {
        match &mut self.room.doors.panel {
            Some(panel) if !self.room.doors.guard.is_busy() => panel.update(message),
            Some(_) | None => Action::None,
        }
    }
}

impl Room {
    fn is_holding(&self) -> bool {
        let live = self.live.as_ref();
        live.is_some_and(|live| live.session.participants().iter().any(|who| who.holding().is_some()))
    }

    fn on_lock(&self, shut: &Shut) -> lock::Shown<'_> {
        lock::Shown {
            session: self.shown(),
            marks: &self.marks,
            wall: self.reading.wall,
            boot: self.reading.boot,
            thumb: self.loaded.settings.thumb,
            digits: self.doors.guard.digits(),
            trouble: self.doors.guard.trouble(),
            busy: self.doors.guard.is_busy(),
            wait: self.doors.guard.wait(self.reading.boot),
            card: self.loaded.settings.lock.card != CardWhenLocked::Nothing,
            may_leave: shut.then.is_some(),
        }
    }
}
