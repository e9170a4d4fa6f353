//! Why it was changed: offered in one tap, in own words, or left out.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length, Padding};

use super::Message;
use super::one::facts;
use crate::screen::Shown;
use crate::session::event::Correction;
use crate::session::{Event, Stamped};
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::text::{heading, strong};

/// A reason that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As it stands in the record.
    pub words: &'static str,
    /// As it stands on a chip where there is little room.
    pub short: &'static str,
}

const SLIP: Reason = Reason { words: "Slip of the finger", short: "Slip" };
const fn reason(words: &'static str) -> Reason {
    Reason { words, short: words }
}

/// Why a dose is voided, the likeliest first.
const VOID: [&str; 3] = ["Slip of the finger", "Did not happen", "Given later"];

/// Chips in a row.
const COLUMNS: usize = 2;

/// The reasons that are offered for a change, the likeliest first.
#[must_use]
pub fn reasons(change: &Event) -> [Reason; 3] {
    const TIME: [Reason; 3] = [reason("Tapped late"), reason("Tapped early"), SLIP];
    if let Event::Corrected { correction, .. } = change {
        return match correction {
            Correction::At(_) => TIME,
            Correction::Vitals(_) | Correction::Rating(_) => [SLIP, reason("Misread"), reason("Misheard")],
            Correction::Text(_) => {
                [reason("Misheard"), reason("Spelling"), Reason { words: "Something was missing", short: "Missing" }]
            }
        };
    }
    if matches!(change, Event::T0Corrected { .. }) {
        return TIME;
    }
    [SLIP, reason("Wrong chip"), Reason { words: "Did not happen", short: "Not so" }]
}

/// What the session has just taken in, and why.
pub(super) fn why<'a>(shown: &Shown<'a>, entry: &'a Stamped, change: &'a Stamped) -> Element<'a, Message> {
    let id = change.id;
    let offered = reasons(&change.event).map(|reason| Chip::new(Some(reason.words), reason.words));
    let other = Chip::new(None, "Other words").standing(Standing::Aside);
    let grid =
        chip_grid(COLUMNS, offered.into_iter().chain([other]), move |words: Option<&'static str>, _| match words {
            Some(words) => Message::Why(id, words),
            None => Message::OtherReason,
        });
    let title = if matches!(change.event, Event::Undone { .. }) { "Taken back" } else { "Corrected" };
    column![
        row![strong(title)].height(measure::TARGET).align_y(Alignment::Center),
        facts(shown, entry, &shown.session.as_corrected(entry)),
        Space::new().height(measure::M),
        heading("Why? It may be left out."),
        grid,
        Space::new().height(Length::Fill),
        quiet("No reason").width(Length::Fill).height(measure::TARGET).on_press(Message::NoReason),
    ]
    .spacing(measure::GAP)
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// Why a dose is voided: said together with it, so that nothing of a dose is taken back without a reason.
pub(super) fn void<'a>(shown: &Shown<'a>, entry: &'a Stamped) -> Element<'a, Message> {
    let offered = VOID.map(|words| Chip::new(Some(words), words));
    let other = Chip::new(None, "Other words").standing(Standing::Aside);
    let grid = chip_grid(COLUMNS, offered.into_iter().chain([other]), |words: Option<&'static str>, _| match words {
        Some(words) => Message::VoidBecause(words),
        None => Message::VoidOtherwise,
    });
    column![
        row![strong("A mistake")].height(measure::TARGET).align_y(Alignment::Center),
        facts(shown, entry, &shown.session.as_corrected(entry)),
        Space::new().height(measure::M),
        heading("Why? The entry stays in the record, marked."),
        grid,
        Space::new().height(Length::Fill),
        quiet("Leave it as it is").width(Length::Fill).height(measure::TARGET).on_press(Message::Back),
    ]
    .spacing(measure::GAP)
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}
