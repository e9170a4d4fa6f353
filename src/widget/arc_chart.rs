//! The arc of the music: what has sounded, what is to come, and where one is.

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, LineJoin, Path, Stroke};
use iced::{Color, Length, Point, Rectangle, Size, Theme};

use super::Element;
use super::paint::Kept;
use super::tracked::draw_words;
use crate::theme::{Palette, measure, role};

/// A stage of the music.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Where it begins, minutes from the anchor.
    pub from: f32,
    /// Where it ends, minutes.
    pub to: f32,
    /// Its word on the base.
    pub word: String,
}

/// What was steered, above the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steered {
    /// A caret up.
    Lighter,
    /// A caret down.
    Deeper,
    /// A circle.
    Stay,
}

/// The arc of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ArcChart {
    /// The stages in order; the first begins at 0 and the last ends the plan.
    pub stages: Vec<Stage>,
    /// Intensity (any scale from 0 up) at minutes, in order; at least two points.
    pub points: Vec<(f32, f32)>,
    /// Where one is, minutes; `None` before the music.
    pub now: Option<f32>,
    /// The music waits: the dot is hollow.
    pub waiting: bool,
    /// What was steered, and when.
    pub steered: Vec<(f32, Steered)>,
}

/// The arc, as wide as its place and `height` px high with the words on its base.
#[must_use]
pub fn arc_chart<'a, Message: 'a>(chart: ArcChart, height: f32) -> Element<'a, Message> {
    Canvas::new(chart).width(Length::Fill).height(height).into()
}

impl<Message> canvas::Program<Message> for ArcChart {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let scale = self.scale(bounds.size());
        // Painted again when the now dot has moved by a pixel, not before.
        let now = self.now.map(|now| scale.minute(scale.x(now.clamp(0.0, scale.length)).round()));
        let shown = Self { now, ..self.clone() };
        state.paint(&shown, renderer, theme, bounds, |frame, palette| shown.paint(frame, scale, palette))
    }
}

#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) length: f32,
    pub(super) width: f32,
    pub(super) base: f32,
    pub(super) per_level: f32,
}

impl Scale {
    pub(super) fn x(&self, minute: f32) -> f32 {
        minute / self.length * self.width
    }

    pub(super) fn minute(&self, x: f32) -> f32 {
        x / self.width.max(1.0) * self.length
    }

    pub(super) fn at(&self, minute: f32, level: f32) -> Point {
        Point::new(self.x(minute), self.base - level * self.per_level)
    }
}

impl ArcChart {
    fn scale(&self, size: Size) -> Scale {
        let length = self.stages.last().map_or(1.0, |stage| stage.to).max(1.0);
        let top = self.points.iter().map(|(_, level)| *level).fold(0.1f32, f32::max);
        let base = size.height - 30.0;
        Scale { length, width: size.width, base, per_level: (base - 25.0) / top }
    }

    fn paint(&self, frame: &mut Frame, scale: Scale, palette: &Palette) {
        let curve = Curve::through(&self.points);
        let now = self.now.unwrap_or(0.0);
        fill(frame, &curve, (now, scale.length), scale, palette.arc_next);
        fill(frame, &curve, (0.0, now), scale, palette.arc_past);
        for stage in self.stages.iter().skip(1) {
            let top = scale.at(stage.from, curve.at(stage.from));
            let path = Path::line(Point::new(top.x, scale.base), Point::new(top.x, top.y + 1.0));
            frame.stroke(&path, round(measure::LINE, palette.ground));
        }
        line(frame, &curve, (now, scale.length), scale, round(measure::LINE, palette.arc_next_line));
        line(frame, &curve, (0.0, now), scale, round(3.0, palette.arc_line));
        for (minute, steered) in &self.steered {
            let at = scale.at(*minute, curve.at(*minute));
            mark(frame, Point::new(at.x, at.y - 15.0), *steered, palette.dim);
        }
        self.words(frame, scale, palette);
        if let Some(now) = self.now {
            self.dot(frame, scale.at(now, curve.at(now)), scale, palette);
        }
    }

    fn words(&self, frame: &mut Frame, scale: Scale, palette: &Palette) {
        for stage in &self.stages {
            let here = self.now.is_some_and(|now| now >= stage.from && now < stage.to);
            let (role, color) = if here { (role::PHASE_PROPOSED, palette.text) } else { (role::LABEL, palette.dim) };
            let middle = Point::new(scale.x((stage.from + stage.to) / 2.0), scale.base + 19.0);
            draw_words(frame, &stage.word, role, middle, color);
        }
    }

    fn dot(&self, frame: &mut Frame, at: Point, scale: Scale, palette: &Palette) {
        frame.stroke(&Path::line(at, Point::new(at.x, scale.base)), round(measure::LINE, palette.arc_line));
        frame.fill(&Path::circle(at, 15.0), palette.ground);
        frame.stroke(&Path::circle(at, 13.0), round(measure::RIM, palette.arc_line));
        if !self.waiting {
            frame.fill(&Path::circle(at, 7.0), palette.arc_line);
        }
    }
}

pub(super) fn round(width: f32, color: Color) -> Stroke<'static> {
    let stroke = Stroke { line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    stroke.with_width(width).with_color(color)
}

// The curve between two minutes, sampled every two pixels.
fn sampled(curve: &Curve, (from, to): (f32, f32), scale: Scale) -> Vec<Point> {
    let pixels = (scale.x(to) - scale.x(from)).max(0.0);
    let steps = (pixels / 2.0).ceil().clamp(1.0, 4000.0) as u16;
    (0..=steps)
        .map(|step| {
            let minute = from + (to - from) * f32::from(step) / f32::from(steps);
            scale.at(minute, curve.at(minute))
        })
        .collect()
}

pub(super) fn fill(frame: &mut Frame, curve: &Curve, span: (f32, f32), scale: Scale, color: Color) {
    if span.1 - span.0 <= 0.0 {
        return;
    }
    let path = Path::new(|path| {
        path.move_to(Point::new(scale.x(span.0), scale.base));
        for point in sampled(curve, span, scale) {
            path.line_to(point);
        }
        path.line_to(Point::new(scale.x(span.1), scale.base));
        path.close();
    });
    frame.fill(&path, color);
}

pub(super) fn line(frame: &mut Frame, curve: &Curve, span: (f32, f32), scale: Scale, stroke: Stroke<'_>) {
    if span.1 - span.0 <= 0.0 {
        return;
    }
    let path = Path::new(|path| {
        for (index, point) in sampled(curve, span, scale).into_iter().enumerate() {
            if index == 0 { path.move_to(point) } else { path.line_to(point) }
        }
    });
    frame.stroke(&path, stroke);
}

fn mark(frame: &mut Frame, at: Point, steered: Steered, color: Color) {
    let caret = |sign: f32| {
        Path::new(|path| {
            path.move_to(Point::new(at.x - 6.0, at.y - 3.0 * sign));
            path.line_to(Point::new(at.x, at.y + 4.0 * sign));
            path.line_to(Point::new(at.x + 6.0, at.y - 3.0 * sign));
        })
    };
    let path = match steered {
        Steered::Deeper => caret(1.0),
        Steered::Lighter => caret(-1.0),
        Steered::Stay => Path::circle(at, 5.5),
    };
    frame.stroke(&path, round(measure::LINE, color));
}

/// A curve through points that never overshoots them: a monotone cubic (Fritsch and Carlson, 1980).
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<(f32, f32)>,
    slopes: Vec<f32>,
}

impl Curve {
    /// The curve through points in order of x.
    #[must_use]
    pub fn through(points: &[(f32, f32)]) -> Self {
        let pairs = || points.iter().zip(points.iter().skip(1));
        let secants: Vec<f32> = pairs().map(|(a, b)| (b.1 - a.1) / (b.0 - a.0).max(f32::EPSILON)).collect();
        let before = std::iter::once(secants.first()).chain(secants.iter().map(Some));
        let after = secants.iter().map(Some).chain(std::iter::once(secants.last()));
        let slopes = before
            .zip(after)
            .map(|(a, b)| {
                let (a, b) = (a.copied().unwrap_or(0.0), b.copied().unwrap_or(0.0));
                // The harmonic mean keeps within three times the flatter secant, which is enough for monotony.
                if a * b <= 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
            })
            .collect();
        Self { points: points.to_vec(), slopes }
    }

    /// The height at `x`; the first and last heights hold beyond the ends.
    #[must_use]
    pub fn at(&self, x: f32) -> f32 {
        let knots = || self.points.iter().zip(&self.slopes);
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return 0.0 };
        if x <= first.0 {
            return first.1;
        }
        for ((a, slope_a), (b, slope_b)) in knots().zip(knots().skip(1)) {
            if x <= b.0 {
                let width = (b.0 - a.0).max(f32::EPSILON);
                let t = (x - a.0) / width;
                let (t2, t3) = (t * t, t * t * t);
                return (2.0 * t3 - 3.0 * t2 + 1.0) * a.1
                    + (t3 - 2.0 * t2 + t) * width * slope_a
                    + (3.0 * t2 - 2.0 * t3) * b.1
                    + (t3 - t2) * width * slope_b;
            }
        }
        last.1
    }
}
