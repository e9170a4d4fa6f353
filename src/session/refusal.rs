//! Why the session did not do what was asked: the one place where these sentences are made.

use std::fmt;

use super::phase::Phase;

/// A command that changes nothing, and why. Shown in words; nothing is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The session is closed.
    Closed,
    /// The phase is not part of this protocol.
    NotInProtocol(Phase),
    /// This belongs to another phase.
    OnlyIn(Phase),
    /// The gate is not met; the labels of what is open.
    GateOpen(Vec<String>),
    /// The prescription has not been read against the label.
    NotPrescribed,
    /// A value of the prescription cannot be.
    Prescription(String),
    /// A tablet is in the mouth already.
    Holding,
    /// No tablet is in the mouth.
    NotHolding,
    /// No tablet has been taken.
    NoDose,
    /// The client has declined the tablet today.
    Declined,
    /// The client has taken a dose today.
    Taken,
    /// Another dose came after that one.
    NotLastDose,
    /// A moment that has not come yet.
    InTheFuture,
    /// There is no such person, chip, list line or scale.
    Unknown(String),
    /// It happens once in a session and has happened.
    OnceOnly(String),
    /// A value that no measurement gives; what to check.
    Implausible(String),
    /// A reason is needed.
    ReasonNeeded,
    /// Nothing is left that can be taken back.
    NothingToUndo,
    /// That entry cannot be taken back or corrected in this way.
    NotCorrectable,
    /// The release checklist is not complete; the labels of what is open.
    NotReleased(Vec<String>),
    /// No breathing exercise is running.
    NotBreathing,
    /// There is no music to change.
    NoMusic,
    /// That plan does not go on from what sounds.
    MovedOn,
    /// There is nothing in it.
    Empty,
    /// That is no answer to this line or item.
    NoAnswer(String),
    /// Questions wait while the journey goes on.
    NotDuringJourney,
    /// The prescription is for medicine of another form.
    OtherForm,
    /// No booster is prescribed, or none is left to decide on.
    NoBooster,
    /// The client has ended their part of the session.
    Stopped,
    /// The client is in the room: the music plays there.
    InTheRoom,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => write!(f, "This session is closed and its record sealed."),
            Self::NotInProtocol(phase) => write!(f, "{} is not part of this protocol.", phase.label()),
            Self::OnlyIn(phase) => write!(f, "This belongs to {}; go there first.", phase.label()),
            Self::GateOpen(open) => {
                write!(f, "Still open: {}. Tick what is met in Arrival, or go on with a reason.", open.join(", "))
            }
            Self::NotPrescribed => write!(f, "First read the prescription against the label."),
            Self::Prescription(what) => write!(f, "{what}"),
            Self::Holding => write!(f, "A tablet is being held; end that hold first."),
            Self::NotHolding => write!(f, "Nobody is holding a tablet now."),
            Self::NoDose => write!(f, "No tablet has been taken yet."),
            Self::Declined => write!(f, "The client declined the tablet; undo that first."),
            Self::Taken => {
                write!(f, "A dose was taken today; end their part instead, or void the dose if it was a mistake.")
            }
            Self::NotLastDose => write!(f, "Another dose came after this one; void that one first."),
            Self::InTheFuture => write!(f, "That time has not come yet; choose an earlier one."),
            Self::Unknown(what) => write!(f, "“{what}” is not part of this protocol."),
            Self::OnceOnly(what) => write!(f, "{what} is stamped already; correct its time instead."),
            Self::Implausible(what) => write!(f, "{what}"),
            Self::ReasonNeeded => write!(f, "Give a reason; one word is enough."),
            Self::NothingToUndo => write!(f, "Nothing is left to take back."),
            Self::NotCorrectable => write!(f, "That entry cannot be changed; write a note instead."),
            Self::NotReleased(open) if open.is_empty() => write!(f, "First tap that the client may leave."),
            Self::NotReleased(open) => write!(f, "Not ready: {}. Tick it, or leave with a reason.", open.join(", ")),
            Self::NotBreathing => write!(f, "No breathing exercise is running."),
            Self::MovedOn => write!(f, "The music has moved on meanwhile; tap again."),
            Self::NoMusic => write!(f, "There is no music to change yet."),
            Self::Empty => write!(f, "There is nothing to keep yet."),
            Self::NoAnswer(what) => write!(f, "That does not answer “{what}”; choose one of what is shown."),
            Self::NotDuringJourney => write!(f, "Questions wait until the journey is over."),
            Self::OtherForm => write!(f, "The prescription is for another form; read it against the label again."),
            Self::NoBooster => write!(f, "There is no booster to decide on; only a prescribed one is offered."),
            Self::Stopped => write!(f, "The client has ended their part; undo that first."),
            Self::InTheRoom => write!(f, "The client is in the room; the music plays here."),
        }
    }
}
