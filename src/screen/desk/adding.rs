//! Adding music: folders and lists to go through, and the folder to use.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::tracks::pager;
use super::{Desk, Look, Message, Shown, columns};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::{filled, quiet, surface};
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::{Face, touchable};

/// Rows on a page.
const ROWS: usize = 8;

impl Desk {
    /// The panel, in place of everything under the bar.
    pub(super) fn adding<'a>(&'a self, look: &'a Look, shown: &Shown<'a>) -> Element<'a, Message> {
        let count = look.folders.len() + look.lists.len();
        let page = self.folders.min(count.saturating_sub(1) / ROWS);
        let folders = look
            .folders
            .iter()
            .map(|(name, path)| place(Icon::Archive, name, "folder", Message::Browse(Some(path.clone()))));
        let lists =
            look.lists.iter().map(|(name, path)| place(Icon::MusicNote, name, "list", Message::Add(path.clone())));
        let rows = Column::with_children(folders.chain(lists).skip(page * ROWS).take(ROWS)).spacing(measure::XXS);
        let rows: Element<'a, Message> = if count == 0 {
            container(label("There are no other folders or lists in here."))
                .padding(Padding::ZERO.top(measure::M))
                .into()
        } else {
            rows.into()
        };
        let foot = container(pager(page, count, ROWS, Message::Folders)).height(measure::BUTTON_LARGE);
        let foot = foot.align_y(Alignment::Center);
        let to_read = column![container(rows).width(Length::Fill).height(Length::Fill), foot];
        columns(shown.thumb, to_read.into(), here(look)).height(Length::Fill).into()
    }
}

/// The folder one is in, the way up, and the way back.
fn here<'a>(look: &'a Look) -> Element<'a, Message> {
    let holds = match look.music {
        0 => "No music lies in this folder itself.".to_owned(),
        1 => "One music file lies in it.".to_owned(),
        files => format!("{files} music files lie in it."),
    };
    let word = match look.music {
        0 => "Use this folder".to_owned(),
        1 => "Use this folder (1 music file)".to_owned(),
        files => format!("Use this folder ({files} music files)"),
    };
    let up = look.parent.clone().map(|parent| Message::Browse(Some(parent)));
    let add = (look.music > 0).then(|| Message::Add(look.path.clone()));
    column![
        heading("Add music"),
        elided(role::TITLE, Ink::Text, &look.here),
        label(holds),
        Space::new().height(measure::S),
        surface("Up").icon(Icon::ArrowFatUp).width(Length::Fill).on_press_maybe(up),
        Space::new().height(Length::Fill),
        filled(word).width(Length::Fill).on_press_maybe(add),
        row![quiet("Back to the tracks").icon(Icon::ArrowLeft).on_press(Message::PutAway)]
            .height(measure::BUTTON_LARGE),
    ]
    .spacing(measure::XS)
    .into()
}

fn place<'a>(drawing: Icon, name: &str, what: &'a str, on_press: Message) -> Element<'a, Message> {
    let content = row![
        icon(drawing, measure::ICON, Ink::Dim),
        container(elided(role::BODY, Ink::Text, name)).width(Length::Fill),
        words(role::LABEL, Ink::Dim, what),
    ];
    touchable(content.spacing(measure::S).align_y(Alignment::Center))
        .face(Face::Surface)
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::DESK_ROW)
        .padding(Padding::ZERO.horizontal(measure::ICON_SMALL))
        .align_x(Alignment::Start)
        .on_tap(("place", name), move |_| on_press.clone())
        .into()
}
