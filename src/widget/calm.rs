//! The calm face of the journey: a ring of the music, and one word of the client.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry};
use iced::{Rectangle, Theme, window};

use super::Element;
use super::flow::Flow;
use super::paint::fresh;
use super::ring::{self, Circle};
use super::tracked::draw_words;
use crate::clock;
use crate::theme::{Palette, measure, role};

const RADIUS: f32 = 248.0;
/// The side of the square the face needs, px.
pub const SIDE: f32 = 2.0 * (RADIUS + measure::RING_CONFIRM);
const PAUSE: Duration = Duration::from_secs(5);

/// A word in a ring that empties as the music goes by; no figure, no dose.
#[derive(Clone, Debug, PartialEq)]
pub struct CalmFace {
    /// Since the music began.
    pub flow: Flow,
    /// How long the music is.
    pub total: Duration,
    /// One word, or none.
    pub word: String,
}

/// The calm face in its square.
#[must_use]
pub fn calm_face<'a, Message: 'a>(face: CalmFace) -> Element<'a, Message> {
    Canvas::new(face).width(SIDE).height(SIDE).into()
}

impl<Message> canvas::Program<Message> for CalmFace {
    type State = ();

    fn update(
        &self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let Event::Window(window::Event::RedrawRequested(now)) = event else { return None };
        Some(Action::request_redraw_at(*now + PAUSE))
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
            let circle = Circle { middle: frame.center(), radius: RADIUS, stroke: measure::RING_CONFIRM };
            let left = self.total.saturating_sub(self.flow.elapsed(clock::boot_time()));
            ring::track(frame, circle, palette.ring_track);
            ring::arc(frame, circle, left.as_secs_f32() / self.total.as_secs_f32().max(0.001), palette.ring);
            draw_words(frame, &self.word, role::CALM_FACE, circle.middle, palette.text);
        })
    }
}
