//! Reads presses at the position each event itself carries.
//!
//! When events queue up (a stalled frame), iced hands all of them over with the *last* cursor position, so two
//! taps would both count for the second place. A touch event knows its own position; for the mouse the last
//! movement seen before the press is used.

pub mod law;
mod surface;
mod target;

use std::time::Duration;

use iced::advanced::mouse;
use iced::{Event, Point, Rectangle, touch};

use crate::clock;

pub use law::{Act, Kind};
pub use surface::surface;
pub use target::{announce, announced, target, within};

/// Whose pointer: the mouse or one finger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The mouse, left button.
    Mouse,
    /// A finger.
    Finger(touch::Finger),
}

impl Who {
    /// What tells a control that this contact is gone.
    #[must_use]
    pub fn loss(self) -> Event {
        match self {
            Self::Mouse => Event::Mouse(mouse::Event::CursorLeft),
            Self::Finger(id) => Event::Touch(touch::Event::FingerLost { id, position: Point::ORIGIN }),
        }
    }
}

/// What a pointer did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Contact {
    /// Touched down here.
    Down(Who, Point),
    /// Moved here; a mouse also while nothing is pressed.
    Move(Who, Point),
    /// Was lifted here.
    Up(Who, Point),
    /// Was taken away by the system.
    Lost(Who),
}

/// Remembers where the mouse was, event by event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tracker {
    mouse: Option<Point>,
}

impl Tracker {
    /// What this event says about a pointer, if anything.
    pub fn read(&mut self, event: &Event, cursor: mouse::Cursor) -> Option<Contact> {
        match event {
            Event::Touch(touch::Event::FingerPressed { id, position }) => {
                Some(Contact::Down(Who::Finger(*id), *position))
            }
            Event::Touch(touch::Event::FingerMoved { id, position }) => {
                Some(Contact::Move(Who::Finger(*id), *position))
            }
            Event::Touch(touch::Event::FingerLifted { id, position }) => Some(Contact::Up(Who::Finger(*id), *position)),
            Event::Touch(touch::Event::FingerLost { id, .. }) => Some(Contact::Lost(Who::Finger(*id))),
            Event::Mouse(mouse::Event::CursorMoved { position }) => {
                self.mouse = Some(*position);
                Some(Contact::Move(Who::Mouse, *position))
            }
            Event::Mouse(mouse::Event::CursorLeft) => {
                self.mouse = None;
                Some(Contact::Lost(Who::Mouse))
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                self.mouse.or(cursor.position()).map(|at| Contact::Down(Who::Mouse, at))
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                self.mouse.or(cursor.position()).map(|at| Contact::Up(Who::Mouse, at))
            }
            _ => None,
        }
    }
}

/// A press that is going on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    /// Whose.
    pub who: Who,
    /// Boot time of the touch-down.
    pub since: Duration,
    /// Where the pointer is now.
    pub at: Point,
}

/// What became of a press.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// It began.
    Began(Press),
    /// The pointer moved.
    Moved(Press),
    /// It was let go at this place.
    Ended(Press),
    /// It was taken away.
    Gone,
}

/// Follows one press on one area.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pressing {
    tracker: Tracker,
    press: Option<Press>,
}

impl Pressing {
    /// The press that is going on.
    #[must_use]
    pub const fn press(&self) -> Option<Press> {
        self.press
    }

    /// Feeds an event; a press that begins outside `area` is somebody else's.
    pub fn step(&mut self, event: &Event, cursor: mouse::Cursor, area: Rectangle) -> Option<Step> {
        let contact = self.tracker.read(event, cursor)?;
        if let Contact::Down(who, at) = contact {
            if self.press.is_some() || cursor.is_levitating() || !area.contains(at) {
                return None;
            }
            let press = Press { who, since: clock::boot_time(), at };
            self.press = Some(press);
            return Some(Step::Began(press));
        }
        let press = self.press?;
        match contact {
            Contact::Move(who, at) if who == press.who => {
                let press = Press { at, ..press };
                self.press = Some(press);
                Some(Step::Moved(press))
            }
            Contact::Up(who, at) if who == press.who => {
                self.press = None;
                Some(Step::Ended(Press { at, ..press }))
            }
            Contact::Lost(who) if who == press.who => {
                self.press = None;
                Some(Step::Gone)
            }
            Contact::Down(..) | Contact::Move(..) | Contact::Up(..) | Contact::Lost(_) => None,
        }
    }

    /// Forgets the press.
    pub fn forget(&mut self) {
        self.press = None;
    }
}
