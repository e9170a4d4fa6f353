//! The music on the journey: what plays, the arc, steering, and what stands there when nothing can be heard.

use std::time::Duration;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::Message;
use super::by_ear::ByEarMessage;
use crate::cue::Turn;
use crate::screen::Shown;
use crate::screen::music_now::MusicNow;
use crate::screen::shown::RoomMark;
use crate::session::Phase;
use crate::session::event::Steer;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Decibels;
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::arc_chart::arc_chart;
use crate::widget::button::{filled, outlined, steering as steer_button, steering_step};
use crate::widget::hold_to::hold_steering;
use crate::widget::mark::slip;
use crate::widget::text::{heading, strong, words};
use crate::widget::touchable::{Face, touchable};

/// To silence by the journey's own button: soon, but not sudden.
const TO_SILENCE: Duration = Duration::from_secs(10);
/// The music's own end, whenever it is taken: nobody is left in sudden silence.
const TO_THE_END: Duration = Duration::from_secs(60);

/// The line that names the piece, and the arc under it, `arc` px high.
pub(super) fn piece_and_arc<'a>(shown: &Shown<'a>, arc: f32) -> Element<'a, Message> {
    let Some(music) = MusicNow::of(shown) else {
        let none = column![strong("No music"), heading("This session goes on without it.")];
        return container(none).height(measure::PIECE_LINE + measure::XXS + arc).into();
    };
    let title = music.piece().map_or("", |piece| piece.title.as_str());
    let line = row![
        words(role::BODY_STRONG, Ink::Text, title),
        heading(what_comes(&music)),
        Space::new().width(Length::Fill),
        heading(volume_words(shown)),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .height(measure::PIECE_LINE);
    let arc = touchable(arc_chart(music.chart(), arc)).face(Face::Plain).width(Length::Fill);
    let arc = arc.padding(Padding::ZERO).on_tap("desk", |_| Message::OpenDesk);
    column![line, Space::new().height(measure::XXS), arc].into()
}

pub(super) fn what_comes(music: &MusicNow<'_>) -> String {
    if !music.begun {
        return "not begun".to_owned();
    }
    if music.waits {
        return format!("waiting at {}", clock_face(music.at));
    }
    match music.next() {
        Some((next, left)) => format!("then {}, in {}", next.title, clock_face(left)),
        None if music.left().is_some() => "to the end".to_owned(),
        None => "until you end it".to_owned(),
    }
}

/// −12 dB, cap −10 dB.
fn volume_words(shown: &Shown<'_>) -> String {
    let music = shown.session.music();
    let cap = music.cap.map_or_else(|| "no sound check".to_owned(), |cap| format!("cap {cap}"));
    format!("{}, {cap}", music.volume).replace('-', "\u{2212}").replace("+0", "0")
}

/// The two rows of steering, or why there is nothing to steer; and the way on.
pub(super) fn steering<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let line = || row![].spacing(measure::GAP).align_y(Alignment::Center).height(measure::BUTTON);
    let unheard = shown.marks.no_sound.clone().filter(|_| shown.marks.room != RoomMark::Sounds);
    let since = shown.silent_since().map(|at| shown.time_of(at)).or(unheard);
    let slip = since.map(|since| {
        let still = "The music waits and comes back by itself. All else works.";
        container(slip(format!("No sound since {since}"), still)).width(Length::Fill)
    });
    let (material, level) = match slip {
        Some(slip) => (line().push(slip), line().extend((0..5).map(|_| Space::new().width(Length::Fill).into()))),
        None => (line().extend(material(shown)), line().extend(level(shown))),
    };
    let level = level.push(shown.proposed().map(|next| way_on(shown, next)));
    column![material, level].spacing(measure::GAP).into()
}

/// What plays: other material, heard within ten seconds.
pub(super) fn material<'a>(shown: &Shown<'a>) -> [Element<'a, Message>; 6] {
    let music = shown.session.music();
    let begun = music.anchor.is_some() && music.plan.is_some();
    let turn = |icon: Icon, turn: Turn| steer_button(icon, turn.label(), false, begun.then_some(Message::Turn(turn)));
    let grounds = music.grounding.is_some();
    let ground = music.is_on().then_some(Message::Steer(Steer::Grounding(!grounds)));
    [
        turn(Icon::CaretUp, Turn::Lighter),
        turn(Icon::CaretDown, Turn::Deeper),
        turn(Icon::Infinity, Turn::Stay),
        turn(Icon::SkipBack, Turn::Back),
        turn(Icon::SkipForward, Turn::Next),
        steer_button(Icon::Wind, if grounds { "Resume" } else { "Ground" }, grounds, ground),
    ]
}

/// How it plays: level, heard within two seconds.
pub(super) fn level<'a>(shown: &Shown<'a>) -> [Element<'a, Message>; 5] {
    let session = shown.session;
    let music = session.music();
    let on = music.is_on();
    let step = |by: f32| {
        let volume = session.within_cap(Decibels(music.volume.0 + by));
        let moves = (volume.0 - music.volume.0) * by > 0.0;
        let open = by > 0.0 && session.checks_by_ear();
        let check = Message::ByEar(ByEarMessage::Open);
        if moves { on.then_some(Message::Volume(volume)) } else { open.then_some(check) }
    };
    let talk = on.then_some(Message::Steer(Steer::TalkOver(!music.duck)));
    let silence = match (music.faded, on) {
        (Some(_), _) => steer_button(Icon::Play, "Resume", true, Some(Message::Steer(Steer::Resume))),
        (None, true) => hold_steering("To silence", |_| Message::Steer(Steer::Silence(TO_SILENCE))),
        (None, false) => steer_button(Icon::DashedCircle, "To silence", false, None),
    };
    let end = if music.faded.is_none() && on {
        hold_steering("End music", |_| Message::Steer(Steer::End(TO_THE_END)))
    } else {
        steer_button(Icon::DashedCircle, "End music", false, None)
    };
    [
        steering_step(Icon::SpeakerSimpleLow, "Softer", step(-Decibels::STEP)),
        steering_step(Icon::SpeakerHigh, "Louder", step(Decibels::STEP)),
        steer_button(Icon::Microphone, if music.duck { "Resume" } else { "Talk over" }, music.duck, talk),
        silence,
        end,
    ]
}

/// Filled when the music has reached its length, outlined before: the therapist decides.
fn way_on<'a>(shown: &Shown<'a>, next: Phase) -> Element<'a, Message> {
    let reached = MusicNow::of(shown).is_none_or(|music| music.begun && music.left().is_none());
    let button = if reached { filled(next.label()) } else { outlined(next.label()) };
    container(button.width(Length::Fill).height(measure::BUTTON).on_press(Message::Go(next))).width(Length::Fill).into()
}
