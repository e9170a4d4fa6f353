//! An entry of the record in a few words, as the therapist reads it under "Last".

use iced::widget::{Space, column, row};
use iced::{Alignment, Length, Padding};

use super::Shown;
use super::entries::reasons;
use super::keypad_panel::in_words;
use crate::session::event::{About, NoteKind};
use crate::session::{Command, Event, EventId, Session, Stamped};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::chip::{Chip, chip_grid};
use crate::widget::elided::elided;
use crate::widget::text::heading;
use crate::widget::touchable::{Face, touchable};

/// What can be done on the line of the last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// Take this entry back.
    Undo(EventId),
    /// Why that change was made.
    Why(EventId, &'static str),
    /// Look at all entries.
    Open,
}

impl Last {
    /// What it asks of the session; `None` opens the entries.
    #[must_use]
    pub fn command(self, shown: &Shown<'_>) -> Option<Command> {
        match self {
            Self::Undo(id) => Some(take_back(shown, id)),
            Self::Why(change, reason) => Some(Command::Explain(change, reason.to_owned())),
            Self::Open => None,
        }
    }
}

/// The last entry that can be taken back, beside the button that does it; after a change, why it was made.
///
/// The line itself opens all entries; an empty place if there is none.
#[must_use]
pub fn last_entry<'a, Message: Clone + 'a>(
    shown: &Shown<'a>,
    on: impl Fn(Last) -> Message + Copy + 'a,
) -> Element<'a, Message> {
    let last = shown.session.last_entry(shown.now);
    let line = match (shown.session.fresh_change(shown.now), last) {
        (Some(change), _) => why(change, on),
        (None, Some(entry)) => {
            let stands = shown.session.as_corrected(entry);
            let said = elided(role::BODY, Ink::Text, whose(shown, entry, said(shown.session, &stands)));
            let lines = column![heading(format!("Last, {}", shown.time_of(stands.at))), said];
            touchable(lines)
                .face(Face::Plain)
                .width(Length::Fill)
                .height(measure::TARGET)
                .padding(Padding::ZERO.left(measure::XXS))
                .align_x(Alignment::Start)
                .on_tap("entries", move |_| on(Last::Open))
                .into()
        }
        (None, None) if shown.session.entries(shown.person).next().is_some() => {
            quiet("Entries").height(measure::TARGET).on_press(on(Last::Open)).into()
        }
        (None, None) => Space::new().width(Length::Fill).into(),
    };
    let undo = last.map(|entry| {
        let undo = quiet("Undo").icon(Icon::ArrowCounterClockwise).height(measure::TARGET);
        undo.act(("undo", entry.id)).on_press(on(Last::Undo(entry.id)))
    });
    row![line].push(undo).spacing(measure::GAP).height(measure::TARGET).align_y(Alignment::Center).into()
}

/// The same words with whose they are, where there are several; on the glass only.
fn whose(shown: &Shown<'_>, entry: &Stamped, said: String) -> String {
    let About::One(person) = entry.about else { return said };
    if !shown.is_group() {
        return said;
    }
    let mut letters = said.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    let who = match made_together(shown.session, entry).len() {
        0 | 1 => shown.code(person).to_owned(),
        count if count == shown.session.participants().len() => "Everyone".to_owned(),
        count => format!("{count} of them"),
    };
    format!("{who}, {first}{}", letters.as_str())
}

/// The entries that one tap made for several people, this one among them.
fn made_together(session: &Session, entry: &Stamped) -> Vec<EventId> {
    let same = |other: &&Stamped| {
        let alike = other.at == entry.at && other.who == entry.who && other.event == entry.event;
        alike && other.about != About::All && !session.is_undone(other.id)
    };
    session.log().iter().filter(same).map(|other| other.id).collect()
}

/// Takes an entry back, and with it what the same tap made for others.
#[must_use]
pub fn take_back(shown: &Shown<'_>, id: EventId) -> Command {
    let together = shown.session.event(id).map(|entry| made_together(shown.session, entry)).unwrap_or_default();
    if together.len() < 2 || !shown.is_group() {
        return Command::Undo(Some(id));
    }
    Command::Each(together.into_iter().map(|one| Command::Undo(Some(one))).collect())
}

/// The reasons in one tap each; tapping none is as good.
fn why<'a, Message: Clone + 'a>(change: &'a Stamped, on: impl Fn(Last) -> Message + Copy + 'a) -> Element<'a, Message> {
    let chips = reasons(&change.event).map(|reason| Chip::new(reason.words, reason.short));
    let id = change.id;
    chip_grid(chips.len(), chips, move |words, _| on(Last::Why(id, words)))
}

/// What became of an entry since it was made: "was 11:12", "was 128/18", "taken back: wrong chip".
#[must_use]
pub fn changed(shown: &Shown<'_>, entry: &Stamped, stands: &Stamped) -> Vec<String> {
    let session = shown.session;
    let mut lines = Vec::new();
    if stands.at != entry.at {
        let (was, now) = (shown.time_of(entry.at), shown.time_of(stands.at));
        let exact = || shown.wall_at(entry.at).format("%-H:%M:%S").to_string();
        lines.push(format!("was {}", if was == now { exact() } else { was }));
    }
    if stands.event != entry.event {
        lines.push(if let Event::Note { text, .. } | Event::IntentionWritten { text } = &entry.event {
            format!("was: {text}")
        } else if let Event::Rating { value, .. } = &entry.event {
            format!("was {value}")
        } else {
            format!("was {}", said(session, entry))
        });
    }
    let undone = session.changes(entry.id).find(|change| matches!(change.event, Event::Undone { .. }));
    if let Some(undone) = undone {
        let why = session.reason(undone.id).map(|reason| format!(": {}", reason.to_lowercase()));
        lines.push(format!("taken back{}", why.unwrap_or_default()));
    } else if let Some(reason) = session.changes(entry.id).filter_map(|change| session.reason(change.id)).last() {
        lines.push(reason.to_lowercase());
    }
    lines
}

/// What an entry says, in a few words.
#[must_use]
pub fn said(session: &Session, entry: &Stamped) -> String {
    let protocol = session.protocol();
    let item = |key: &str| {
        let items = protocol.gate.iter().chain(&protocol.room).chain(&protocol.release);
        items.into_iter().find(|item| item.key == key).map_or_else(|| key.to_owned(), |item| item.label.clone())
    };
    let ticked = |key: &str, met: bool| if met { item(key) } else { format!("{}, open", item(key)) };
    match &entry.event {
        Event::Observed { chip } => match kind_of(session, chip) {
            Some(true) => format!("{} began", chip_words(session, chip)),
            Some(false) | None => chip_words(session, chip),
        },
        Event::StateEnded { chip, .. } => format!("{} ended", chip_words(session, chip)),
        Event::Checked => "Quiet check".to_owned(),
        Event::Vitals(measured) => in_words(measured),
        Event::Rating { item, value } => {
            let scale = protocol.ratings.iter().find(|scale| scale.key == *item);
            format!("{} {value} of 10", scale.map_or(item.as_str(), |scale| scale.label.as_str()))
        }
        Event::Note { kind: NoteKind::Note, .. } => "Note".to_owned(),
        Event::Note { kind: NoteKind::FirstWords, .. } => "First words".to_owned(),
        Event::Note { kind: NoteKind::Client, .. } => "Client's words".to_owned(),
        Event::GateItem { item: key, met, .. } | Event::ReleaseItem { item: key, met, .. } => ticked(key, *met),
        Event::Note { kind: NoteKind::Unwelcome, .. } => "What was unwelcome".to_owned(),
        Event::CeilingSet { .. } => "Ceiling set".to_owned(),
        Event::PrescriberCalled { outcome } => format!("Prescriber called, {}", outcome.label().to_lowercase()),
        Event::CourseNoted { number, .. } => format!("Session {number} of the course"),
        Event::Answered { questionnaire, item, .. } => {
            let form = protocol.practice.questionnaire(questionnaire);
            format!("{}, item {}", form.map_or(questionnaire.as_str(), |form| &form.title), u16::from(*item) + 1)
        }
        Event::MeditationBegan { .. } => "Meditation began".to_owned(),
        Event::MeditationEnded => "Meditation ended".to_owned(),
        Event::Given { .. } => {
            let given = |about| match about {
                About::One(person) => session.participant(person)?.doses.last().map(|dose| dose.prescription.form),
                About::All => None,
            };
            given(entry.about).unwrap_or_default().given().to_owned()
        }
        Event::Postponed => "Takes it later".to_owned(),
        Event::BoosterSkipped => "Booster not taken".to_owned(),
        Event::BoosterSnoozed { .. } => "Booster put off".to_owned(),
        Event::BoosterExpired => "Time of the booster over".to_owned(),
        Event::Stopped { .. } => "Ended their part".to_owned(),
        Event::EmergencyOpened => "Emergency card opened".to_owned(),
        Event::Drawn { .. } => "Line drawn".to_owned(),
        Event::TurnBegan => "Turn began".to_owned(),
        Event::TurnEnded => "Turn ended".to_owned(),
        Event::Appointed(appointment) => appointment.what.label().to_owned(),
        Event::MusicPlaced { place } => format!("Music: {}", place.label().to_lowercase()),
        Event::GateOverridden { .. } => "Went on with a reason".to_owned(),
        Event::IntentionWritten { .. } => "Intention".to_owned(),
        Event::PrescriptionConfirmed { .. } => "Prescription confirmed".to_owned(),
        Event::TabletTaken { .. } => "Tablet in mouth".to_owned(),
        Event::SpitCued { .. } => "Spit cue".to_owned(),
        Event::HoldEnded { .. } => "Hold ended".to_owned(),
        Event::Declined => "Declined".to_owned(),
        Event::T0Corrected { .. } => "Time of the tablet corrected".to_owned(),
        Event::Released { .. } => "May leave".to_owned(),
        Event::SessionStarted { .. } => "Session began".to_owned(),
        Event::Resumed { .. } => "Went on after a gap".to_owned(),
        Event::PhaseEntered { phase } => phase.label().to_owned(),
        Event::BreathingStarted { .. } => "Breathing began".to_owned(),
        Event::BreathingEnded { .. } => "Breathing ended".to_owned(),
        Event::MusicPlanned { .. } => "Music chosen".to_owned(),
        Event::MusicSteered(_) => "Music steered".to_owned(),
        Event::VolumeSet { .. } => "Volume".to_owned(),
        Event::Heard { .. } => "Music heard".to_owned(),
        Event::OutputLost => "Sound lost".to_owned(),
        Event::OutputBack => "Sound back".to_owned(),
        Event::PieceFailed { .. } => "A piece was left out".to_owned(),
        Event::ClockJumped { .. } => "The clock was set".to_owned(),
        Event::ClockDoubted { .. } => "The clock cannot be true".to_owned(),
        Event::AwayCorrected { .. } => "Time away corrected".to_owned(),
        Event::NotRecorded { .. } => "Not recorded to disk from here".to_owned(),
        Event::RecordedAgain => "Recorded to disk again".to_owned(),
        Event::Corrected { .. } => "Corrected".to_owned(),
        Event::Undone { .. } => "Taken back".to_owned(),
        Event::Explained { .. } => "Reason given".to_owned(),
        Event::AmendmentStarted { .. } => "Amendment".to_owned(),
        Event::Closed { .. } => "Closed".to_owned(),
        Event::Sealed => "Sealed".to_owned(),
    }
}

/// The last entry of that kind about the person that is looked after, or about all, that was not taken back.
#[must_use]
pub fn last_of(shown: &Shown<'_>, kind: impl Fn(&Event) -> bool) -> Option<EventId> {
    let own = |about: About| about == About::All || about == About::One(shown.person);
    let standing = |entry: &&Stamped| own(entry.about) && kind(&entry.event) && !shown.session.is_undone(entry.id);
    shown.session.log().iter().rev().find(standing).map(|entry| entry.id)
}

/// The words of a chip; its key if the protocol does not know it.
#[must_use]
pub fn chip_words(session: &Session, key: &str) -> String {
    let chip = session.protocol().chips.iter().find(|chip| chip.key == key);
    chip.map_or_else(|| key.to_owned(), |chip| chip.label.clone())
}

/// Whether a chip is a state.
fn kind_of(session: &Session, key: &str) -> Option<bool> {
    use crate::session::protocol::ChipKind;
    let chip = session.protocol().chips.iter().find(|chip| chip.key == key)?;
    Some(match chip.kind {
        ChipKind::State => true,
        ChipKind::Point | ChipKind::Once => false,
    })
}
