//! The ring between two sprays or injections: what remains until the next, and how long it has been due.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry};
use iced::{Point, Rectangle, Theme, window};

use super::Element;
use super::flow::{Flow, QUARTER};
use super::paint::fresh;
use super::ring::{self, Circle};
use super::tracked::{draw_centred, draw_words};
use crate::clock;
use crate::theme::{Palette, measure, role};
use crate::units::clock_face;

/// The time to the next of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct NextRing {
    /// Since the last one.
    pub flow: Flow,
    /// How much lies between two.
    pub total: Duration,
    /// How many were given: "2 of 6".
    pub word: String,
}

/// The ring with its figure, as wide as the disc; draws itself anew four times a second.
#[must_use]
pub fn next_ring<'a, Message: 'a>(next: NextRing) -> Element<'a, Message> {
    Canvas::new(next).width(measure::DISC).height(measure::DISC).into()
}

impl<Message> canvas::Program<Message> for NextRing {
    type State = ();

    fn update(
        &self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let Event::Window(window::Event::RedrawRequested(now)) = event else { return None };
        Some(Action::request_redraw_at(*now + QUARTER))
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
            let middle = frame.center();
            let circle = Circle { middle, radius: bounds.width / 2.0 - 10.0, stroke: measure::RING_CONFIRM };
            let since = self.flow.elapsed(clock::boot_time());
            let left = self.total.saturating_sub(since);
            let at = |dy: f32| Point::new(middle.x, middle.y + dy);
            ring::track(frame, circle, palette.ring_track);
            draw_words(frame, &self.word, role::CODE, at(-88.0), palette.text);
            if left.is_zero() {
                // Due: the ring is whole and the figure turns; nothing blinks.
                ring::track(frame, circle, palette.ring);
                let late = clock_face(since.saturating_sub(self.total));
                draw_centred(frame, &late, role::HERO, at(0.0), palette.accent);
                draw_words(frame, "since the next is due", role::LABEL_LARGE, at(84.0), palette.dim);
                return;
            }
            let part = left.as_secs_f32() / self.total.as_secs_f32().max(0.001);
            ring::arc(frame, circle, part, palette.ring);
            let whole = Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
            draw_centred(frame, &clock_face(whole), role::HERO, at(0.0), palette.text);
            draw_words(frame, "until the next", role::LABEL_LARGE, at(84.0), palette.dim);
        })
    }
}
