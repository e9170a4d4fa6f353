//! What the client goes on seeing while the glass is locked: hold, breath, or the ring of the music; nothing private.

use std::time::Duration;

use iced::widget::{column, container, stack};
use iced::{Alignment, Element};

use super::{Message, Shown};
use crate::screen;
use crate::screen::held;
use crate::screen::music_now::MusicNow;
use crate::theme::{Ink, role};
use crate::widget::breath::{BreathCircle, breath_circle};
use crate::widget::calm::{CalmFace, calm_face};
use crate::widget::flow::Flow;
use crate::widget::text::words;

pub(super) fn face<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let Some(session) = &shown.session else { return ring(None, shown.boot, ["Holdspace", "is at rest"]) };
    held::face(session).or_else(|| breathing(session)).unwrap_or_else(|| music(session))
}

fn breathing<'a>(shown: &screen::Shown<'a>) -> Option<Element<'a, Message>> {
    let exercise = shown.session.breathing(shown.now)?;
    let flow = Flow::at(shown.boot, shown.now.since(exercise.start)).at_speed(shown.speed);
    let pattern = exercise.pattern.clone();
    Some(breath_circle(BreathCircle { pattern, flow, cycles: exercise.cycles, reduced: false }))
}

fn music<'a>(shown: &screen::Shown<'a>) -> Element<'a, Message> {
    let Some(music) = MusicNow::of(shown).filter(|music| music.begun) else {
        return ring(None, shown.boot, ["All is", "ready"]);
    };
    let speed = if music.waits { 0.0 } else { 1.0 };
    let words = if music.waits { ["The music", "rests"] } else { ["The music", "is playing"] };
    ring(Some((Flow::at(shown.boot, music.at).at_speed(speed), music.plan.target)), shown.boot, words)
}

/// A ring with two lines in it; whole, where nothing goes by.
fn ring<'a>(flow: Option<(Flow, Duration)>, boot: Duration, lines: [&'static str; 2]) -> Element<'a, Message> {
    let still = || (Flow::at(boot, Duration::ZERO).at_speed(0.0), Duration::from_secs(1));
    let (flow, total) = flow.unwrap_or_else(still);
    let lines = lines.map(|line| words(role::CALM_SMALL, Ink::Text, line).center().into());
    let lines = column(lines).align_x(Alignment::Center);
    let ring = calm_face(CalmFace { flow, total, word: String::new() });
    let side = crate::widget::calm::SIDE;
    stack![ring, container(lines).center(side)].width(side).height(side).into()
}
