//! A drawing as SVG: what a finger drew, and nothing else.

use std::fmt::Write as _;

use super::page::Page;
use crate::journal::reader::Record;
use crate::session::drawing::{FIELD, Stroke, bends};
use crate::theme::print;

/// How wide a line is, in steps of the field; on the glass it is as wide.
const WIDE: u16 = 4;

/// The folder of the pictures beside a record.
pub const FOLDER: &str = "drawings";

/// The name of a sheet's picture in [`FOLDER`]; sheets count from 0, names from 1.
#[must_use]
pub fn name(sheet: u8) -> String {
    format!("{}.svg", u16::from(sheet) + 1)
}

/// Every sheet of a record with its picture; what was taken back is not in it.
#[must_use]
pub fn sheets(record: &Record) -> Vec<(u8, String)> {
    let page = Page::of(record, &[]);
    let drawn = |(sheet, strokes): (u8, Vec<(_, Stroke)>)| {
        let strokes: Vec<Stroke> = strokes.into_iter().map(|(_, stroke)| stroke).collect();
        (sheet, svg(&strokes))
    };
    page.sheets().into_iter().map(drawn).collect()
}

/// A drawing of these strokes: black on white, the same bytes for the same strokes, no script and no other file.
#[must_use]
pub fn svg(strokes: &[Stroke]) -> String {
    let (width, height) = FIELD;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>Drawing</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n<g fill=\"none\" stroke=\"{ink}\" \
         stroke-width=\"{WIDE}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n",
        ground = hex(print::GROUND),
        ink = hex(print::BLACK),
    );
    strokes.iter().for_each(|stroke| element(&mut text, stroke));
    text.push_str("</g>\n</svg>\n");
    text
}

fn element(text: &mut String, stroke: &Stroke) {
    let Some(first) = stroke.first() else { return };
    if stroke.len() == 1 {
        let ink = hex(print::BLACK);
        let _ = writeln!(
            text,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{WIDE}\" fill=\"{ink}\" stroke=\"none\"/>",
            first.x, first.y
        );
        return;
    }
    let _ = write!(text, "<path d=\"M{} {}", first.x, first.y);
    for bend in bends(stroke) {
        let ((x, y), (to_x, to_y)) = (bend.toward, bend.to);
        // Whole steps and halves of them: exact, and written without a rounding.
        let _ = write!(text, "Q{x} {y} {to_x} {to_y}");
    }
    text.push_str("\"/>\n");
}

fn hex((red, green, blue): print::Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
