//! The course of a session in one picture, all on one axis of minutes.

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, LineDash, LineJoin, Path, Stroke};
use iced::{Color, Length, Point, Rectangle, Size, Theme};

use super::Element;
use super::tracked::draw_from;
use crate::theme::{Palette, measure, role};

/// What is drawn; all times are minutes since the beginning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// How long the axis is.
    pub length: f32,
    /// Words under the axis.
    pub axis: Vec<(f32, String)>,
    /// Phases, and whether one is the journey.
    pub phases: Vec<(Bar, bool)>,
    /// Doses and what ended them.
    pub flags: Vec<(f32, String)>,
    /// Systolic pressure.
    pub pressure: Vec<(f32, f32)>,
    /// What it was at the beginning.
    pub baseline: Option<f32>,
    /// What was observed at a moment.
    pub observed: Vec<(f32, String)>,
    /// What lasted.
    pub states: Vec<Bar>,
    /// Level of the music, 0 to 1.
    pub music: Vec<(f32, f32)>,
}

/// Something that lasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// When it began.
    pub from: f32,
    /// When it ended.
    pub to: f32,
    /// Its word.
    pub word: String,
}

/// The picture, as wide as its place; made for 264 px of height.
#[must_use]
pub fn timeline<'a, Message: 'a>(timeline: Timeline, height: f32) -> Element<'a, Message> {
    Canvas::new(timeline).width(Length::Fill).height(height).into()
}

const LABELS: f32 = 128.0;
const FLAGS: f32 = 14.0;
const PRESSURE: (f32, f32) = (40.0, 84.0);
const OBSERVED: f32 = 99.0;
const STATES: f32 = 119.0;
const LANES: usize = 3;
const LANE: f32 = 18.0;
const MUSIC: (f32, f32) = (168.0, 198.0);
const PHASES: f32 = 204.0;
const PHASE: f32 = 30.0;
const AXIS: f32 = 250.0;
/// A letter of 17 px is about this wide, a broad one and one of the East this; enough to keep words apart.
const LETTER: (f32, f32, f32) = (8.6, 15.0, 18.0);
/// Radius of the ring of what was observed.
const SEEN: f32 = 5.0;

/// Words that wait until all marks are drawn: where one would lie on a mark or on another word, it is left out.
#[derive(Default)]
struct Words {
    waiting: Vec<(Rectangle, String, Color)>,
    marks: Vec<Rectangle>,
}

impl Words {
    /// A word from `left` on, centred from top to bottom.
    fn say(&mut self, word: &str, left: Point, ink: Color) {
        let place = Rectangle { x: left.x, y: left.y - LANE / 2.0, width: long(word), height: LANE - 1.0 };
        self.waiting.push((place, word.to_owned(), ink));
    }

    fn mark(&mut self, left: f32, right: f32, y: f32, high: f32) {
        self.marks.push(Rectangle { x: left, y: y - high / 2.0, width: right - left, height: high });
    }

    fn write(self, frame: &mut Frame) {
        let mut written: Vec<Rectangle> = Vec::new();
        for (place, word, ink) in self.waiting {
            let inside = place.x >= 0.0 && place.x + place.width <= frame.width();
            if inside && !self.marks.iter().chain(&written).any(|other| other.intersects(&place)) {
                draw_from(frame, &word, role::LABEL, Point::new(place.x, place.y + LANE / 2.0), ink);
                written.push(place);
            }
        }
    }
}

impl<Message> canvas::Program<Message> for Timeline {
    type State = ();

    fn draw(
        &self,
        _state: &(),
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let mut frame = Frame::new(renderer, bounds.size());
        let palette = Palette::of(theme);
        let wide = (bounds.width - LABELS) / self.length.max(1.0);
        let x = move |minute: f32| LABELS + minute.max(0.0) * wide;
        let mut words = Words::default();
        self.music(&mut frame, &x, palette);
        self.phases(&mut frame, &mut words, &x, palette);
        self.pressure(&mut frame, &x, palette);
        self.flags(&mut frame, &mut words, &x, palette, bounds.width);
        self.observed(&mut frame, &mut words, &x, palette, bounds.width);
        self.states(&mut frame, &mut words, &x, palette, bounds.width);
        let there = [
            (!self.pressure.is_empty(), "Pressure", (PRESSURE.0 + PRESSURE.1) / 2.0),
            (!self.observed.is_empty() || !self.states.is_empty(), "Observed", OBSERVED + LANE),
            (!self.music.is_empty(), "Music", (MUSIC.0 + MUSIC.1) / 2.0),
        ];
        for (_, word, y) in there.iter().filter(|(there, ..)| *there) {
            words.say(word, Point::new(0.0, *y), palette.dim);
        }
        words.write(&mut frame);
        vec![frame.into_geometry()]
    }
}

impl Timeline {
    fn music(&self, frame: &mut Frame, x: &impl Fn(f32) -> f32, palette: &Palette) {
        let (Some(first), Some(last)) = (self.music.first(), self.music.last()) else { return };
        let y = |level: f32| MUSIC.1 - level * (MUSIC.1 - MUSIC.0);
        let hump = Path::new(|path| {
            path.move_to(Point::new(x(first.0), MUSIC.1));
            for (minute, level) in &self.music {
                path.line_to(Point::new(x(*minute), y(*level)));
            }
            path.line_to(Point::new(x(last.0), MUSIC.1));
            path.close();
        });
        frame.fill(&hump, palette.arc_past);
        let line: Vec<Point> = self.music.iter().map(|(minute, level)| Point::new(x(*minute), y(*level))).collect();
        frame.stroke(&through(&line), stroke(measure::RIM, palette.arc_line));
    }

    fn phases(&self, frame: &mut Frame, words: &mut Words, x: &impl Fn(f32) -> f32, palette: &Palette) {
        for (bar, journey) in &self.phases {
            let width = (x(bar.to) - x(bar.from) - measure::LINE).max(measure::LINE);
            let (fill, ink) = if *journey { (palette.wash, palette.text) } else { (palette.surface, palette.dim) };
            let corner = Point::new(x(bar.from), PHASES);
            frame.fill(&Path::rounded_rectangle(corner, Size::new(width, PHASE), measure::XS.into()), fill);
            if long(&bar.word) + 2.0 * measure::GAP <= width {
                let at = Point::new(corner.x + measure::GAP, PHASES + PHASE / 2.0);
                words.say(&bar.word, at, ink);
            }
        }
        for (minute, word) in &self.axis {
            let at = Point::new((x(*minute) - long(word) / 2.0).max(LABELS - measure::M), AXIS);
            words.say(word, at, palette.dim);
        }
    }

    fn pressure(&self, frame: &mut Frame, x: &impl Fn(f32) -> f32, palette: &Palette) {
        let middle = self.baseline.unwrap_or(0.0);
        let most = self.pressure.iter().map(|(_, value)| (value - middle).abs()).fold(20.0f32, f32::max);
        let y =
            |value: f32| (PRESSURE.0 + PRESSURE.1) / 2.0 - (value - middle) / most * (PRESSURE.1 - PRESSURE.0) / 2.0;
        if self.baseline.is_some() {
            let line_dash = LineDash { segments: &[3.0, 5.0], offset: 0 };
            let path = Path::line(Point::new(LABELS, y(middle)), Point::new(x(self.length), y(middle)));
            frame.stroke(&path, Stroke { line_dash, ..stroke(measure::RIM, palette.faint) });
        }
        let line: Vec<Point> = self.pressure.iter().map(|(minute, value)| Point::new(x(*minute), y(*value))).collect();
        frame.stroke(&through(&line), stroke(measure::LINE, palette.dim));
        for at in line {
            frame.fill(&Path::circle(at, measure::XXS), palette.dim);
        }
    }

    fn observed(&self, frame: &mut Frame, words: &mut Words, x: &impl Fn(f32) -> f32, palette: &Palette, end: f32) {
        let mut free = LABELS;
        for (index, (minute, word)) in self.observed.iter().enumerate() {
            let at = Point::new(x(*minute), OBSERVED);
            frame.stroke(&Path::circle(at, SEEN), stroke(measure::LINE, palette.dim));
            words.mark(at.x - SEEN, at.x + SEEN, OBSERVED, 2.0 * SEEN);
            let next = self.observed.get(index + 1).map_or(end, |(next, _)| x(*next) - measure::XS);
            let start = at.x + measure::GAP;
            let before = at.x - measure::GAP - long(word);
            if start >= free && start + long(word) <= next {
                words.say(word, Point::new(start, OBSERVED), palette.dim);
                free = start + long(word);
            } else if before >= free {
                words.say(word, Point::new(before, OBSERVED), palette.dim);
                free = start;
            }
        }
    }

    // What lasts at the same time lies in lanes; the word stands after its bar, else before it, else nowhere.
    fn states(&self, frame: &mut Frame, words: &mut Words, x: &impl Fn(f32) -> f32, palette: &Palette, end: f32) {
        let mut lanes = [LABELS; LANES];
        for bar in &self.states {
            let (from, to) = (x(bar.from), x(bar.to).max(x(bar.from) + 1.0));
            let wide = long(&bar.word) + measure::GAP;
            let after = to + wide <= end;
            let begin = if after { from } else { from - wide };
            let whole = lanes.iter().position(|free| *free <= begin);
            let lane = whole.or_else(|| lanes.iter().position(|free| *free <= from)).unwrap_or(LANES - 1);
            let y = STATES + lane as f32 * LANE;
            let path = Path::line(Point::new(from, y), Point::new(to, y));
            frame.stroke(&path, stroke(measure::XS, palette.dim));
            words.mark(from - measure::XXS, to + measure::XXS, y, measure::XS);
            if whole.is_some() {
                let start = if after { to + measure::GAP } else { begin };
                words.say(&bar.word, Point::new(start, y), palette.dim);
            }
            let until = if after { to + wide + measure::GAP } else { to + measure::GAP };
            lanes.iter_mut().skip(lane).take(1).for_each(|free| *free = until);
        }
    }

    fn flags(&self, frame: &mut Frame, words: &mut Words, x: &impl Fn(f32) -> f32, palette: &Palette, end: f32) {
        for (index, (minute, word)) in self.flags.iter().enumerate() {
            let at = Point::new(x(*minute), FLAGS);
            for (from, to) in [(FLAGS, PRESSURE.1), (MUSIC.0 - measure::XS, PHASES)] {
                let path = Path::line(Point::new(at.x, from), Point::new(at.x, to));
                frame.stroke(&path, stroke(measure::LINE, palette.accent));
            }
            frame.fill(&Path::circle(at, measure::RING_CONFIRM), palette.accent);
            words.mark(at.x - measure::RING_CONFIRM, at.x + measure::RING_CONFIRM, FLAGS, LANE);
            let next = self.flags.get(index + 1).map_or(end, |(next, _)| x(*next) - measure::XS);
            let start = at.x + measure::GAP;
            let fits = start + long(word) <= next;
            if fits || index == 0 {
                let start = if fits { start } else { at.x - measure::GAP - long(word) };
                words.say(word, Point::new(start, FLAGS), palette.text);
            }
        }
    }
}

fn long(word: &str) -> f32 {
    let wide = |letter: char| match letter {
        'm' | 'w' | 'M' | 'W' => LETTER.1,
        '\u{2e80}'.. => LETTER.2,
        _ => LETTER.0,
    };
    word.chars().map(wide).sum()
}

fn through(points: &[Point]) -> Path {
    Path::new(|path| {
        for (index, point) in points.iter().enumerate() {
            if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
        }
    })
}

fn stroke(width: f32, color: Color) -> Stroke<'static> {
    let stroke = Stroke { line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    stroke.with_width(width).with_color(color)
}
