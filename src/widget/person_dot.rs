//! The dot of a person in a roster: how it stands with their medicine, always beside words that say the same.

use std::f32::consts::{FRAC_PI_2, PI};

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Geometry, Path, Stroke, path::Arc};
use iced::{Radians, Rectangle, Theme};

use super::Element;
use super::paint::Kept;
use crate::theme::{Ink, measure};

/// How it stands with one person's medicine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// None was taken.
    Hollow,
    /// It is to be taken later than the others'.
    Half,
    /// It was taken.
    Full,
    /// A booster was taken too.
    Ringed,
}

/// The dot in its place of 30 px.
#[must_use]
pub fn person_dot<'a, Message: 'a>(dot: Dot) -> Element<'a, Message> {
    Canvas::new(Drawn { dot }).width(measure::ICON_BAR).height(measure::ICON_BAR).into()
}

#[derive(Clone, PartialEq)]
struct Drawn {
    dot: Dot,
}

impl<Message> canvas::Program<Message> for Drawn {
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
            let (middle, radius) = (frame.center(), measure::PERSON_DOT / 2.0);
            let accent = palette.accent;
            let ring = |frame: &mut canvas::Frame, radius: f32, color| {
                let stroke = Stroke::default().with_width(measure::LINE).with_color(color);
                frame.stroke(&Path::circle(middle, radius), stroke);
            };
            match self.dot {
                Dot::Hollow => ring(frame, radius - measure::LINE / 2.0, Ink::Dim.on(palette)),
                Dot::Half => {
                    ring(frame, radius - measure::LINE / 2.0, accent);
                    let half = Path::new(|path| {
                        path.arc(Arc {
                            center: middle,
                            radius,
                            start_angle: Radians(FRAC_PI_2),
                            end_angle: Radians(FRAC_PI_2 + PI),
                        });
                        path.close();
                    });
                    frame.fill(&half, accent);
                }
                Dot::Full => frame.fill(&Path::circle(middle, radius), accent),
                Dot::Ringed => {
                    frame.fill(&Path::circle(middle, radius - measure::LINE), accent);
                    ring(frame, bounds.width / 2.0 - measure::LINE, accent);
                }
            }
        })
    }
}
