//! A session as one picture on one axis of minutes.
//!
//! Only what stands is drawn: what was corrected is drawn where it belongs now and marked, what was taken back is
//! only in the lists. All parts share the axis, so that what was seen can be read against dose, pressure and music.

mod axis;
mod dose;
mod gaps;
mod lanes;
mod music;
mod phases;
mod pressure;
mod seen;

use crate::journal::reader::Record;
use crate::journal::seal;
use crate::theme::print;

use super::page::Page;
use super::picture::faces::Faces;
use super::picture::{Anchor, Face, Ink, Picture, Place, Style, svg};
use super::section::clock;
use axis::Axis;

/// The name of the picture in a sealed record.
pub const NAME: &str = "timeline.svg";

/// The width of the words left of the axis.
const GUTTER: f32 = 54.0;
/// Between two parts.
const GAP: f32 = 7.0;
/// The margin of the sheet of its own.
const MARGIN: f32 = 34.0;
/// The height of its heading.
const HEADING: f32 = 38.0;
/// The sheet of its own is drawn smaller and enlarged by this, so that its words are read at arm's length.
const ENLARGED: f32 = 1.14;
/// The height of the plot of vital signs, and the most that a sheet with room to spare gives it.
const PLOT: (f32, f32) = (96.0, 190.0);
/// What is marked so was corrected.
const CORRECTED: &str = " *";

/// A part of the picture, as high as it needs to be.
type Part = fn(&Scene<'_>) -> Option<Picture>;

/// What every part is drawn from.
struct Scene<'a> {
    page: &'a Page<'a>,
    faces: &'a Faces,
    axis: Axis,
    /// How high the vital signs are drawn.
    plot: f32,
}

impl Scene<'_> {
    /// Words that lie on the lines of the axis.
    fn over(&self, sheet: &mut Picture, (x, y): Place, words: &str, (style, anchor): (Style, Anchor)) {
        let width = self.faces.width(words, style);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        sheet.block((left - 1.0, y - style.size * 0.85), (left + width + 1.0, y + style.size * 0.3), Ink::Ground);
        sheet.anchored((x, y), words, style, anchor);
    }

    fn sheet(&self, name: &str, height: f32) -> Picture {
        let mut sheet = Picture::new(self.axis.right, height);
        sheet.words((0.0, print::SMALL + 1.5), name, Style::SMALL);
        sheet
    }
}

/// Writes the picture of a record and of the amendments to it as SVG, for a sheet of A4 across.
#[must_use]
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> String {
    let record = &record.counted();
    let page = Page::of(record, amendments);
    let faces = Faces::load();
    let (height, width) = print::A4;
    let inner = width - 2.0 * MARGIN;
    let below = clock::sentences(&page).len() as f32 * print::SMALL * print::LEADING;
    let room = height - 2.0 * MARGIN - HEADING - print::SMALL * 2.0 - below;
    let drawn = whole(&page, &faces, inner, room);
    let mut sheet = Picture::new(width, height.max(drawn.height + height - room));
    let head = Style { face: Face::SemiBold, size: print::FIGURE, ink: Ink::Black };
    sheet.words((MARGIN, MARGIN + 10.0), page.code(), head);
    sheet.words((MARGIN, MARGIN + 24.0), told(&page), Style::BODY.ink(Ink::Dim));
    let code = if record.is_complete() {
        format!("closing code {}", seal::closing_code(&record.last_h))
    } else {
        "not sealed yet".to_owned()
    };
    sheet.anchored((width - MARGIN, MARGIN + 10.0), code, Style::BODY.face(Face::Medium), Anchor::End);
    sheet.anchored((width - MARGIN, MARGIN + 24.0), id, Style::SMALL, Anchor::End);
    let below = sheet.height - MARGIN;
    let told = clock::sentences(&page);
    for (number, sentence) in told.iter().enumerate() {
        let up = (told.len() - number) as f32 * print::SMALL * print::LEADING;
        sheet.words((MARGIN, below - up), sentence.as_str(), Style::SMALL);
    }
    sheet.put((MARGIN, MARGIN + HEADING), drawn);
    sheet.words((MARGIN, below), LEGEND, Style::SMALL);
    svg::write(&sheet, &format!("Session of {}, {}", page.code(), page.date_and_time(page.began())))
}

/// What the marks mean.
pub(in crate::record) const LEGEND: &str = "Dots are points in time, bars last. * was corrected afterwards and stands \
     where it belongs now. What was taken back is not drawn; it stands struck out in the record.";

fn told(page: &Page) -> String {
    let protocol = page.protocol().map(|protocol| format!(" · {}", protocol.title)).unwrap_or_default();
    let ended = page.outcome().map(|outcome| format!(" · {}", outcome.way.in_short())).unwrap_or_default();
    format!("{}{protocol}{ended}", page.date_and_time(page.began()))
}

/// Everything, for a sheet of its own: where there is room to spare, the vital signs get it.
fn whole(page: &Page, faces: &Faces, width: f32, room: f32) -> Picture {
    let parts: [Part; 7] =
        [phases::part, dose::part, pressure::part, seen::observed, seen::rated, music::part, gaps::part];
    let scene = |plot| Scene { page, faces, axis: Axis::new(page, GUTTER, width / ENLARGED), plot };
    let drawn_at = |plot| drawn(&scene(plot), &parts).scaled(ENLARGED);
    let least = drawn_at(PLOT.0);
    let spare = (room - least.height) / ENLARGED;
    if spare > 0.0 { drawn_at((PLOT.0 + spare).min(PLOT.1)) } else { least }
}

/// All but the vital signs, which have their own plot beside their table.
pub(in crate::record) fn course(page: &Page, faces: &Faces, width: f32) -> Picture {
    let scene = Scene { page, faces, axis: Axis::new(page, GUTTER, width), plot: PLOT.0 };
    drawn(&scene, &[phases::part, dose::part, seen::observed, seen::rated, music::part, gaps::part])
}

/// The vital signs against ceiling and baseline; `None` if none were taken.
pub(in crate::record) fn vitals(page: &Page, faces: &Faces, width: f32) -> Option<Picture> {
    let axis = Axis::new(page, 22.0, width);
    let scene = Scene { page, faces, axis, plot: PLOT.0 };
    let plot = pressure::plot(&scene)?;
    let mut sheet = Picture::new(width, plot.height + 2.0 * axis::WORDS);
    scene.axis.lines(page, &mut sheet, plot.height);
    sheet.put((0.0, axis::WORDS), plot);
    Some(sheet)
}

fn drawn(scene: &Scene<'_>, parts: &[Part]) -> Picture {
    let parts: Vec<Picture> = parts.iter().filter_map(|part| part(scene)).collect();
    let height = parts.iter().map(|part| part.height + GAP).sum::<f32>();
    let mut sheet = Picture::new(scene.axis.right, height + 2.0 * axis::WORDS);
    scene.axis.lines(scene.page, &mut sheet, height);
    let mut y = axis::WORDS + GAP / 2.0;
    for part in parts {
        let next = y + part.height + GAP;
        sheet.put((0.0, y), part);
        y = next;
    }
    sheet
}
