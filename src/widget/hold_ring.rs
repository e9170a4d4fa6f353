//! The hold: what remains as a ring and a figure; "Spit now" when it is over.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Frame, Geometry, Path};
use iced::{Alignment, Point, Rectangle, Theme, window};

use super::Element;
use super::flow::{Flow, QUARTER};
use super::icon::icon;
use super::paint::{Kept, fresh};
use super::ring::{self, Circle};
use super::text::words;
use super::tracked::{draw_centred, draw_words};
use crate::clock;
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::clock_face;

const RADIUS: f32 = 268.0;
/// The side of the square the ring needs with its light, px.
pub const SIDE: f32 = 2.0 * (RADIUS + 56.0);

/// A hold that is going on.
#[derive(Clone, Debug, PartialEq)]
pub struct HoldRing {
    /// Since the tablet.
    pub flow: Flow,
    /// How long it is held.
    pub total: Duration,
    /// The calm word: "Hold".
    pub word: String,
    /// A word that comes and goes: "swish gently".
    pub swish: Option<String>,
}

/// The ring with its figure; draws itself anew four times a second.
#[must_use]
pub fn hold_ring<'a, Message: 'a>(hold: HoldRing) -> Element<'a, Message> {
    Canvas::new(hold).width(SIDE).height(SIDE).into()
}

/// The closed ring: what to do now, and where.
pub fn spit_now<'a, Message: 'a>(word: impl Into<String>, second: impl Into<String>) -> Element<'a, Message> {
    Canvas::new(SpitNow { word: word.into(), second: second.into() }).width(SIDE).height(SIDE).into()
}

/// A sign the client can give, beside the ring: icon over words.
pub fn sign<'a, Message: 'a>(drawing: Icon, word: impl Into<String>) -> Element<'a, Message> {
    iced::widget::column![
        icon(drawing, measure::ICON_BIG, Ink::Dim),
        words(role::CALM_SIGN, Ink::Text, word.into()).center()
    ]
    .spacing(measure::S)
    .align_x(Alignment::Center)
    .into()
}

fn circle(frame: &Frame) -> Circle {
    Circle { middle: frame.center(), radius: RADIUS, stroke: measure::RING_HOLD }
}

impl<Message> canvas::Program<Message> for HoldRing {
    type State = ();

    fn update(
        &self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let Event::Window(window::Event::RedrawRequested(now)) = event else { return None };
        let over = self.flow.elapsed(clock::boot_time()) >= self.total;
        (!over).then(|| Action::request_redraw_at(*now + QUARTER))
    }

    fn draw(
        &self,
        _state: &(),
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        fresh(renderer, bounds, |frame| {
            let palette = Palette::of(theme);
            let circle = circle(frame);
            let left = self.total.saturating_sub(self.flow.elapsed(clock::boot_time()));
            ring::track(frame, circle, palette.ring_track);
            let part = left.as_secs_f32() / self.total.as_secs_f32().max(0.001);
            ring::arc(frame, circle, part, palette.ring);
            let at = |dy: f32| Point::new(circle.middle.x, circle.middle.y + dy);
            draw_words(frame, &self.word, role::CALM_WORD, at(-112.0), palette.text);
            // Rounded up: the last second shown is 0:01, and 0:00 is the end itself.
            let whole = Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
            draw_centred(frame, &clock_face(whole), role::CALM_FIGURE, at(2.0), palette.text);
            if let Some(swish) = &self.swish {
                draw_words(frame, swish, role::CALM_SMALL, at(126.0), palette.text);
            }
        })
    }
}

#[derive(Clone, PartialEq)]
struct SpitNow {
    word: String,
    second: String,
}

impl<Message> canvas::Program<Message> for SpitNow {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        state.paint(self, renderer, theme, bounds, |frame, palette| {
            let circle = circle(frame);
            ring::glow(frame, circle.middle, palette, &[(RADIUS + 56.0, 0.06), (RADIUS + 28.0, 0.09)]);
            frame.fill(&Path::circle(circle.middle, RADIUS), palette.wash);
            ring::track(frame, circle, palette.ring);
            let at = |dy: f32| Point::new(circle.middle.x, circle.middle.y + dy);
            draw_words(frame, &self.word, role::CALM_CALL, at(-28.0), palette.text);
            draw_words(frame, &self.second, role::CALM_SMALL, at(68.0), palette.text);
        })
    }
}
