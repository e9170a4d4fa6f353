//! For the thumb on return: times, the bed and its end, vitals, the way on.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding, Theme};

use super::{Message, talk};
use crate::screen::Shown;
use crate::screen::entry::last_entry;
use crate::screen::music_now::MusicNow;
use crate::screen::shown::in_minutes;
use crate::screen::vitals_tile::vitals_tile;
use crate::session::event::Steer;
use crate::session::participant::Participant;
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::button::{filled, raised};
use crate::widget::hold_to::hold_button;
use crate::widget::mark::slip;
use crate::widget::text::{figure, heading, label, strong, words};
use crate::widget::touchable::Face;
use crate::widget::tracked::tracked;

/// The right column.
pub(super) fn right<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let next = shown.proposed().map(|next| {
        filled(next.label()).icon_after(Icon::ArrowRight).width(Length::Fill).large().on_press(Message::Go(next))
    });
    column![
        talk::talk(shown),
        Space::new().height(measure::M),
        times(shown),
        Space::new().height(Length::Fill),
        bed(shown),
        Space::new().height(measure::GAP),
        vitals_tile(shown, false, Message::OpenVitals),
        Space::new().height(Length::Fill),
        last_entry(shown, Message::Last),
        Space::new().height(measure::XS),
    ]
    .push(next)
    .padding(Padding::ZERO.bottom(measure::BELOW_FOOT))
    .into()
}

fn times<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let (t0, last) = (who.and_then(|who| who.t0()), who.and_then(Participant::later_dose));
    let since = |figure: Element<'a, Message>, what: String| -> Element<'a, Message> {
        column![figure, words(role::LABEL_LARGE, Ink::Dim, what)].spacing(measure::S).into()
    };
    let (from, what) = match t0 {
        Some(t0) => (t0, format!("since the tablet, {}", shown.time_of(t0))),
        None => (shown.session.entered(), "since the return began".to_owned()),
    };
    let hero = since(tracked(role::HERO_RETURN, Ink::Text, clock_face(shown.now.since(from))), what);
    let last = last.map(|last| {
        let figure = figure(in_minutes(shown.now.since(last)), Ink::Accent);
        since(figure, "since the last dose".to_owned())
    });
    row![hero, Space::new().width(Length::Fill)].push(last).align_y(Alignment::End).into()
}

/// The music that goes on until it is ended, and its last fade.
fn bed<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let fade = shown.session.protocol().end_fade;
    let music = MusicNow::of(shown).filter(|music| music.begun);
    let (title, second) = match &music {
        None => ("No music", String::new()),
        Some(music) => match music.bed() {
            Some(bed) => ("The bed, until you end it", in_minutes(bed)),
            None => ("Music", format!("{} left", clock_face(music.left().unwrap_or_default()))),
        },
    };
    let act: Option<Element<'a, Message>> = music.map(|music| {
        if shown.silent_since().is_some() {
            return slip("No sound", "It comes back by itself.");
        }
        if shown.session.music().faded.is_some() {
            let resume = raised("Resume").icon(Icon::Play).width(Length::Fill).on_press(Message::Steer(Steer::Resume));
            return column![label(format!("silent, waiting at {}", clock_face(music.at))), resume]
                .spacing(measure::XS)
                .into();
        }
        let word = format!("Fade to silence, {} s", fade.as_secs());
        hold_button(word, Face::Raised, Length::Fill, move |_| Message::Steer(Steer::Silence(fade)))
    });
    if shown.is_group() {
        // The codes above take the room of the card; the fade itself stays.
        return act.unwrap_or_else(|| heading(title).into());
    }
    let head = row![strong(title), Space::new().width(Length::Fill), heading(second)].align_y(Alignment::Center);
    container(column![head].push(act).spacing(measure::S))
        .padding(measure::M)
        .width(Length::Fill)
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).surface.into()),
            border: iced::border::rounded(measure::RADIUS_TILE),
            ..container::Style::default()
        })
        .into()
}
