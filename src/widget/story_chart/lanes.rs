//! What lies still on the timeline: doses, pressure, heart rate, ratings, observations, music, phases, the clock.

use chrono::Timelike;
use iced::widget::canvas::{Frame, LineDash, Path, Stroke};
use iced::{Point, Size};

use super::Scale;
use crate::record::story::{Span, Story};
use crate::theme::{Palette, measure, role};
use crate::widget::arc_chart::round;
use crate::widget::tracked::draw_from;

/// Width of the words before the lanes.
pub(super) const LABELS: f32 = 96.0;
/// Top and foot of the phases.
pub(super) const PHASES: (f32, f32) = (288.0, 314.0);

const DOSES: f32 = 28.0;
const PRESSURE: (f32, f32) = (58.0, 98.0);
const HEART: (f32, f32) = (112.0, 132.0);
const RATED: f32 = 152.0;
const OBSERVED: f32 = 176.0;
const STATES: f32 = 196.0;
const LANES: usize = 3;
const LANE: f32 = 18.0;
const MUSIC: (f32, f32) = (246.0, 264.0);
const STAGES: f32 = 276.0;
const AXIS: f32 = 328.0;
/// A word of 17 px is about this wide per letter; enough to keep words apart.
const LETTER: f32 = 8.6;
/// Steps of the clock, minutes; the first that leaves so many px between two is taken.
const STEPS: [u32; 7] = [1, 2, 5, 10, 15, 30, 60];
const APART: f32 = 84.0;

/// Everything but the words before the lanes; the frame ends where they begin and cuts off what is not shown.
pub(super) fn draw(story: &Story, frame: &mut Frame, scale: Scale, palette: &Palette) {
    gaps(&story.gaps, frame, scale, palette);
    music(story, frame, scale, palette);
    phases(&story.phases, frame, scale, palette);
    axis(story, frame, scale, palette);
    doses(&story.doses, frame, scale, palette);
    pressure(story, frame, scale, palette);
    heart(story, frame, scale, palette);
    let rated: Vec<(f32, String)> =
        story.ratings.iter().map(|(at, word, value)| (*at, format!("{word} {value}"))).collect();
    points(&rated, RATED, frame, scale, palette);
    points(&story.observed, OBSERVED, frame, scale, palette);
    states(&story.states, frame, scale, palette);
}

/// Which lanes hold something.
pub(super) fn filled(story: &Story) -> [bool; 5] {
    [
        !story.pressure.is_empty(),
        !story.heart_rate.is_empty(),
        !story.ratings.is_empty(),
        !story.observed.is_empty() || !story.states.is_empty(),
        !story.level.is_empty(),
    ]
}

/// The words before the lanes that hold something.
pub(super) fn labels(story: &Story, frame: &mut Frame, palette: &Palette) {
    let all = [
        ("Pressure", PRESSURE.0.midpoint(PRESSURE.1)),
        ("Heart rate", HEART.0.midpoint(HEART.1)),
        ("Rated", RATED),
        ("Observed", OBSERVED),
        ("Music", MUSIC.0.midpoint(MUSIC.1)),
    ];
    for ((word, y), _) in all.into_iter().zip(filled(story)).filter(|(_, filled)| *filled) {
        draw_from(frame, word, role::LABEL, Point::new(0.0, y), palette.dim);
    }
}

/// What is not known lies under everything as a lighter ground.
fn gaps(gaps: &[Span], frame: &mut Frame, scale: Scale, palette: &Palette) {
    for gap in gaps.iter().filter(|gap| scale.shows(gap.from, gap.to)) {
        let (left, right) = (scale.x(gap.from), scale.x(gap.to).max(scale.x(gap.from) + measure::LINE));
        let ground = Path::rectangle(Point::new(left, DOSES), Size::new(right - left, PHASES.0 - DOSES));
        frame.fill(&ground, palette.raised);
        if long(&gap.word) <= right - left {
            draw_from(frame, &gap.word, role::LABEL, Point::new(left + measure::XXS, STAGES), palette.dim);
        }
    }
}

fn doses(doses: &[(f32, String)], frame: &mut Frame, scale: Scale, palette: &Palette) {
    let mut free = f32::MIN;
    for (index, (at, word)) in doses.iter().enumerate().filter(|(_, (at, _))| scale.shows(*at, *at)) {
        let x = scale.x(*at);
        let line = Path::line(Point::new(x, DOSES), Point::new(x, PHASES.0));
        let dashes = LineDash { segments: &[2.0, 5.0], offset: 0 };
        frame.stroke(&line, Stroke { line_dash: dashes, ..round(measure::RIM, palette.text) });
        frame.fill(&Path::circle(Point::new(x, DOSES), measure::RING_CONFIRM - 1.0), palette.text);
        let next = doses.get(index + 1).map_or(f32::MAX, |(next, _)| scale.x(*next) - measure::XS);
        let after = x + measure::GAP;
        let before = x - measure::GAP - long(word);
        let start = if after >= free && after + long(word) <= next { after } else { before };
        if start >= free {
            draw_from(frame, word, role::LABEL, Point::new(start, DOSES), palette.text);
            free = start.max(x) + if start > x { long(word) } else { measure::XS };
        }
    }
}

/// Systolic over diastolic with the first systolic value dashed; the figures stand where there is room.
fn pressure(story: &Story, frame: &mut Frame, scale: Scale, palette: &Palette) {
    let Some((_, base, _)) = story.pressure.first() else { return };
    let values = || story.pressure.iter().flat_map(|(_, over, under)| [*over, *under]);
    let (low, high) = (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max));
    let y = |value: f32| PRESSURE.1 - (value - low) / (high - low).max(30.0) * (PRESSURE.1 - PRESSURE.0);
    let line_dash = LineDash { segments: &[3.0, 5.0], offset: 0 };
    let dashes = Path::line(Point::new(scale.left, y(*base)), Point::new(scale.right, y(*base)));
    frame.stroke(&dashes, Stroke { line_dash, ..round(measure::RIM, palette.faint) });
    let over: Vec<Point> = story.pressure.iter().map(|(at, over, _)| Point::new(scale.x(*at), y(*over))).collect();
    let under: Vec<Point> = story.pressure.iter().map(|(at, _, under)| Point::new(scale.x(*at), y(*under))).collect();
    frame.stroke(&through(&under), round(measure::RIM, palette.faint));
    frame.stroke(&through(&over), round(measure::LINE, palette.dim));
    let mut free = f32::MIN;
    for ((at, over_value, under_value), point) in story.pressure.iter().zip(&over) {
        frame.fill(&Path::circle(*point, measure::XXS), palette.dim);
        let word = format!("{over_value:.0}/{under_value:.0}");
        let start = scale.x(*at) - long(&word) / 2.0;
        if start >= free.max(0.0) && scale.shows(*at, *at) {
            draw_from(frame, &word, role::LABEL, Point::new(start, point.y - 13.0), palette.dim);
            free = start + long(&word) + measure::XS;
        }
    }
}

fn heart(story: &Story, frame: &mut Frame, scale: Scale, palette: &Palette) {
    let values = || story.heart_rate.iter().map(|(_, value)| *value);
    let (low, high) = (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max));
    let y = |value: f32| HEART.1 - (value - low) / (high - low).max(30.0) * (HEART.1 - HEART.0);
    let line: Vec<Point> = story.heart_rate.iter().map(|(at, value)| Point::new(scale.x(*at), y(*value))).collect();
    frame.stroke(&through(&line), round(measure::RIM, palette.faint));
    let mut free = f32::MIN;
    for ((at, value), point) in story.heart_rate.iter().zip(&line) {
        frame.fill(&Path::circle(*point, 3.0), palette.dim);
        let word = format!("{value:.0}");
        let start = point.x + measure::XS;
        if start >= free && scale.shows(*at, *at) {
            draw_from(frame, &word, role::LABEL, Point::new(start, point.y), palette.dim);
            free = start + long(&word) + measure::XS;
        }
    }
}

/// Rings with their words after them, else before them, else without.
fn points(all: &[(f32, String)], y: f32, frame: &mut Frame, scale: Scale, palette: &Palette) {
    let shown: Vec<&(f32, String)> = all.iter().filter(|(at, _)| scale.shows(*at, *at)).collect();
    let mut free = 0.0;
    for (index, (minute, word)) in shown.iter().enumerate() {
        let at = Point::new(scale.x(*minute), y);
        frame.stroke(&Path::circle(at, 4.5), round(measure::RIM, palette.dim));
        let next = shown.get(index + 1).map_or(scale.right, |(next, _)| scale.x(*next) - measure::XS);
        let (after, before) = (at.x + measure::GAP - 2.0, at.x - measure::GAP - long(word));
        if after >= free && after + long(word) <= next {
            draw_from(frame, word, role::LABEL, Point::new(after, y), palette.dim);
            free = after + long(word) + measure::XXS;
        } else if before >= free {
            draw_from(frame, word, role::LABEL, Point::new(before, y), palette.dim);
            free = at.x + measure::XS;
        } else {
            free = free.max(at.x + measure::XS);
        }
    }
}

/// What lasts at the same time lies in lanes; the word stands after its bar, else before it, else nowhere.
fn states(all: &[Span], frame: &mut Frame, scale: Scale, palette: &Palette) {
    let shown: Vec<(&Span, f32, f32)> = all
        .iter()
        .filter(|span| scale.shows(span.from, span.to))
        .map(|span| (span, scale.x(span.from), scale.x(span.to).max(scale.x(span.from) + 1.0)))
        .collect();
    // A lane with room for the word too is taken first, then one with room for the bar.
    let mut free = [f32::MIN; LANES];
    let mut lanes = Vec::new();
    for (span, from, to) in &shown {
        let wide = to + long(&span.word) + 2.0 * measure::GAP;
        let whole = free.iter().position(|free| *free <= *from);
        let bars = |lane: &usize| shown.iter().zip(&lanes).all(|((_, _, end), other)| other != lane || end <= from);
        let lane = whole.or_else(|| (0..LANES).find(bars)).unwrap_or(LANES - 1);
        free.iter_mut().skip(lane).take(1).for_each(|free| *free = wide);
        lanes.push(lane);
    }
    for (number, ((span, from, to), lane)) in shown.iter().zip(&lanes).enumerate() {
        let y = STATES + *lane as f32 * LANE;
        frame.stroke(&Path::line(Point::new(*from, y), Point::new(*to, y)), round(measure::XS, palette.dim));
        let mut others = shown.iter().zip(&lanes).skip(number + 1).filter(|(_, other)| *other == lane);
        let next = others.next().map_or(scale.right, |((_, next, _), _)| next - measure::XS);
        let start = to + measure::GAP;
        if start + long(&span.word) <= next {
            draw_from(frame, &span.word, role::LABEL, Point::new(start, y), palette.dim);
        }
    }
}

fn music(story: &Story, frame: &mut Frame, scale: Scale, palette: &Palette) {
    let (Some(first), Some(last)) = (story.level.first(), story.level.last()) else { return };
    let y = |level: f32| MUSIC.1 - level * (MUSIC.1 - MUSIC.0);
    let line: Vec<Point> = story.level.iter().map(|(at, level)| Point::new(scale.x(*at), y(*level))).collect();
    let hump = Path::new(|path| {
        path.move_to(Point::new(scale.x(first.0), MUSIC.1));
        line.iter().for_each(|point| path.line_to(*point));
        path.line_to(Point::new(scale.x(last.0), MUSIC.1));
        path.close();
    });
    frame.fill(&hump, palette.arc_past);
    for stage in story.stages.iter().filter(|stage| scale.shows(stage.from, stage.to)) {
        let left = scale.x(stage.from);
        let border = Path::line(Point::new(left, MUSIC.0), Point::new(left, STAGES + measure::XXS));
        frame.stroke(&border, round(measure::RIM, palette.line));
        let (from, to) = (left.max(scale.left), scale.x(stage.to).min(scale.right));
        if from + long(&stage.word) + measure::XS <= to {
            draw_from(frame, &stage.word, role::LABEL, Point::new(from + measure::XS, STAGES), palette.dim);
        }
    }
}

fn phases(all: &[Span], frame: &mut Frame, scale: Scale, palette: &Palette) {
    for span in all.iter().filter(|span| scale.shows(span.from, span.to)) {
        let left = scale.x(span.from);
        let width = (scale.x(span.to) - left - measure::LINE).max(measure::LINE);
        let journey = span.word == "Journey";
        let (fill, ink) = if journey { (palette.wash, palette.text) } else { (palette.surface, palette.dim) };
        let size = Size::new(width, PHASES.1 - PHASES.0);
        frame.fill(&Path::rounded_rectangle(Point::new(left, PHASES.0), size, measure::XS.into()), fill);
        let start = left.max(scale.left) + measure::GAP;
        if start + long(&span.word) + measure::XS <= (left + width).min(scale.right) {
            draw_from(frame, &span.word, role::LABEL, Point::new(start, PHASES.0.midpoint(PHASES.1)), ink);
        }
    }
}

/// Full steps of the wall clock.
fn axis(story: &Story, frame: &mut Frame, scale: Scale, palette: &Palette) {
    let Some(began) = story.began else { return };
    let wide = (scale.right - scale.left) / scale.span;
    let step = STEPS.into_iter().find(|step| *step as f32 * wide >= APART).unwrap_or(60);
    let into = f64::from(began.num_seconds_from_midnight()) / 60.0 + f64::from(scale.from);
    let first = (into / f64::from(step)).ceil() * f64::from(step) - into;
    let mut minute = scale.from + first as f32;
    while minute <= scale.from + scale.span {
        let wall = began + chrono::TimeDelta::milliseconds((f64::from(minute) * 60_000.0).round() as i64);
        let word = wall.format("%-H:%M").to_string();
        let x = (scale.x(minute) - long(&word) / 2.0).clamp(0.0, scale.right - long(&word));
        draw_from(frame, &word, role::LABEL, Point::new(x, AXIS), palette.dim);
        minute += step as f32;
    }
}

fn long(word: &str) -> f32 {
    word.chars().count() as f32 * LETTER
}

fn through(points: &[Point]) -> Path {
    Path::new(|path| {
        for (index, point) in points.iter().enumerate() {
            if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
        }
    })
}
