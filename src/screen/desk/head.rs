//! The bar of the music desk: the list's title, the length of the music, the way back.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::{Message, Shown, wish};
use crate::screen::frame::{self, is_well, shade_button};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::counted;
use crate::widget::button::{icon_button, surface};
use crate::widget::elided::elided;
use crate::widget::slider::stepper;
use crate::widget::text::words;
use crate::widget::touchable::Face;

/// The bar, 80 px high.
pub(super) fn head<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let wishes = wish::present(shown);
    let title = shown.collection.map_or("Music", |collection| collection.playlist.title.as_str());
    let second = second(shown).map(|second| elided(role::LABEL, Ink::Dim, second));
    let names = column![elided(role::TITLE, Ink::Text, title)].push(second);
    let (less, more) = wishes.as_ref().map_or((None, None), |wishes| wish::lengths(wishes, shown.fixed));
    let known = wishes.is_some();
    let minutes = wishes.map(|wishes| words(role::PRESSURE, Ink::Text, in_minutes(wishes.target)));
    let marks = (shown.in_session || !is_well(shown.marks)).then(|| frame::marks(shown.marks));
    row![
        container(names).width(Length::Fill),
        marks,
        Space::new().width(measure::XXS),
        minutes,
        known.then(|| stepper(less.map(Message::Lasting), more.map(Message::Lasting), Face::Surface)),
        surface("Done").icon(Icon::Check).height(measure::TARGET).on_press(Message::Done),
        Space::new().width(measure::XXS),
        words(role::PRESSURE, Ink::Text, shown.wall.format("%-H:%M").to_string()),
        row![
            shade_button(shown.shade, Message::Shade),
            shown.in_session.then(|| icon_button(frame::eye(shown.locks), Ink::Dim, Message::Cover)),
            icon_button(Icon::FirstAid, Ink::Text, Message::Emergency),
        ]
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .width(Length::Fill)
    .height(measure::BAR)
    .padding(Padding::ZERO.left(measure::MARGIN).right(measure::S))
    .into()
}

/// How many of its tracks play.
fn second(shown: &Shown<'_>) -> Option<String> {
    let collection = shown.collection?;
    let all = collection.playlist.tracks.len();
    let tracks = counted(all, "track", "tracks");
    if shown.planned.is_none() {
        return Some(tracks);
    }
    let play = all - super::listed::rows(shown).iter().filter(|row| row.piece.is_none()).count().min(all);
    Some(if play == all { tracks } else { format!("{play} of {tracks} play") })
}

/// 68 min; 67:30 where it is not a whole number.
fn in_minutes(target: std::time::Duration) -> String {
    if target.as_millis().is_multiple_of(60_000) {
        format!("{} min", target.as_secs() / 60)
    } else {
        crate::units::clock_face(target)
    }
}
