//! The journey of one client: times and music on the left, chips on the right.

use iced::widget::{Space, column, container};
use iced::{Element, Padding};

use super::{Journey, Message, Open, chips, dose, foot, grounding, music, notes, times};
use crate::screen::Shown;
use crate::screen::frame::columns;
use crate::screen::scales::scales;
use crate::screen::stopping::stopping;
use crate::theme::measure;

impl Journey {
    /// Both columns.
    pub(super) fn alone<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
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
            (None, Open::ByEar(by_ear)) => by_ear.view(shown),
            (None, _) => chips::chips(shown, self.back_at(shown.boot), self.more, self.stamped.as_ref()),
        };
        columns(shown, left, right)
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
}
