//! The breath circle: a disc that fills and empties with the breath.

use std::f32::consts::{FRAC_PI_2, TAU};

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Frame, Geometry, Path, Stroke, path::Arc};
use iced::{Point, Radians, Rectangle, Theme, window};

use super::Element;
use super::flow::{FRAME, Flow};
use super::paint::fresh;
use super::ring::{self, Circle};
use super::tracked::draw_words;
use crate::clock;
use crate::session::breathing::{Breath, Pattern, Place};
use crate::theme::{Palette, measure, role};

// Wide enough that the rim never crosses the words.
const SMALLEST: f32 = 160.0;
const LARGEST: f32 = 262.0;
const DOTS: f32 = LARGEST + 34.0;
/// The side of the square the circle needs, px.
pub const SIDE: f32 = 2.0 * (LARGEST + 52.0);
/// With reduced motion: how many parts light in turn.
const SEGMENTS: u16 = 12;

/// An exercise that is going on.
#[derive(Clone, Debug, PartialEq)]
pub struct BreathCircle {
    /// How one breathes.
    pub pattern: Pattern,
    /// Since the exercise began.
    pub flow: Flow,
    /// How many breaths it has; 0 for no dots.
    pub cycles: u16,
    /// Twelve segments that light in turn instead of a moving disc.
    pub reduced: bool,
}

/// The circle with its word; draws itself anew 30 times a second.
#[must_use]
pub fn breath_circle<'a, Message: 'a>(breath: BreathCircle) -> Element<'a, Message> {
    Canvas::new(breath).width(SIDE).height(SIDE).into()
}

/// The word of a breath.
#[must_use]
pub const fn breath_word(breath: Breath) -> &'static str {
    match breath {
        Breath::In => "Breathe in",
        Breath::Hold => "Hold",
        Breath::Out => "Breathe out",
    }
}

impl<Message> canvas::Program<Message> for BreathCircle {
    type State = ();

    fn update(
        &self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let Event::Window(window::Event::RedrawRequested(now)) = event else { return None };
        (self.flow.speed > 0.0).then(|| Action::request_redraw_at(*now + FRAME))
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
            let place = self.pattern.place(self.flow.elapsed(clock::boot_time()));
            let middle = frame.center();
            ring::track(frame, Circle { middle, radius: LARGEST, stroke: measure::LINE }, palette.ring_track);
            if self.reduced {
                segments(frame, middle, place, palette);
            } else {
                disc(frame, middle, SMALLEST + (LARGEST - SMALLEST) * place.fullness, palette);
            }
            dots(frame, middle, place.done, self.cycles, palette);
            draw_words(frame, breath_word(place.breath), role::CALM_BREATH, middle, palette.text);
        })
    }
}

fn disc(frame: &mut Frame, middle: Point, radius: f32, palette: &Palette) {
    // The light stays inside the square when the lungs are full.
    let room = (LARGEST + 48.0 - radius).min(52.0);
    let discs = [(radius + room, 0.05), (radius + room * 0.65, 0.06), (radius + room * 0.33, 0.08)];
    ring::glow(frame, middle, palette, &discs);
    frame.fill(&Path::circle(middle, radius), palette.wash);
    ring::track(frame, Circle { middle, radius, stroke: 3.0 }, palette.ring);
}

fn segments(frame: &mut Frame, middle: Point, place: Place, palette: &Palette) {
    frame.fill(&Path::circle(middle, LARGEST - 48.0), palette.wash);
    for index in 0..SEGMENTS {
        let lit = f32::from(index) < place.fullness * f32::from(SEGMENTS) - 0.01;
        let from = -FRAC_PI_2 + TAU * f32::from(index) / f32::from(SEGMENTS);
        let path = Path::new(|path| {
            path.arc(Arc {
                center: middle,
                radius: LARGEST - 24.0,
                start_angle: Radians(from + 0.04),
                end_angle: Radians(from + TAU / f32::from(SEGMENTS) - 0.04),
            });
        });
        let color = if lit { palette.ring } else { palette.ring_track };
        frame.stroke(&path, Stroke::default().with_width(measure::RING_HOLD).with_color(color));
    }
}

fn dots(frame: &mut Frame, middle: Point, done: u16, cycles: u16, palette: &Palette) {
    for index in 0..cycles {
        let angle = -FRAC_PI_2 + TAU * f32::from(index) / f32::from(cycles);
        let at = Point::new(middle.x + DOTS * angle.cos(), middle.y + DOTS * angle.sin());
        match index.cmp(&done) {
            std::cmp::Ordering::Less => frame.fill(&Path::circle(at, 4.5), palette.ring),
            std::cmp::Ordering::Equal => {
                ring::track(frame, Circle { middle: at, radius: 6.5, stroke: measure::LINE }, palette.ring);
            }
            std::cmp::Ordering::Greater => frame.fill(&Path::circle(at, 3.0), palette.faint),
        }
    }
}
