//! Ink and sizes on paper: white ground, black ink, one accent. Lengths are in points, 1/72 inch.

use super::FONTS;

/// An ink as red, green and blue.
pub type Rgb = (u8, u8, u8);

/// Everything that must be read.
pub const BLACK: Rgb = (0x00, 0x00, 0x00);
/// Labels and second lines; 7:1 on white.
pub const DIM: Rgb = (0x55, 0x50, 0x4B);
/// Hairlines and frames.
pub const LINE: Rgb = (0xB9, 0xB2, 0xA9);
/// What only guides the eye: the lines of minutes, the ground of a bar.
pub const FAINT: Rgb = (0xE6, 0xE1, 0xDA);
/// The accent of daylight: the dose and what follows from it.
pub const ACCENT: Rgb = (0x8E, 0x44, 0x19);
/// The accent, thinned.
pub const WASH: Rgb = (0xF1, 0xE1, 0xD3);
/// The paper.
pub const GROUND: Rgb = (0xFF, 0xFF, 0xFF);

/// A4, upright: width and height.
pub const A4: (f32, f32) = (595.28, 841.89);
/// The margin on every side of a page.
pub const MARGIN: f32 = 40.0;

/// The code at the head of the first page.
pub const TITLE: f32 = 24.0;
/// The figures that are looked for first.
pub const FIGURE: f32 = 13.0;
/// The head of a section.
pub const HEAD: f32 = 10.5;
/// Words of the client.
pub const WORDS: f32 = 10.0;
/// Rows of tables.
pub const BODY: f32 = 8.5;
/// Labels, heads of columns, words in a plot.
pub const SMALL: f32 = 7.0;
/// From one line to the next, as a part of the size.
pub const LEADING: f32 = 1.3;

/// A hairline.
pub const HAIR: f32 = 0.5;
/// A line that carries values.
pub const STROKE: f32 = 1.1;

/// Sans regular, medium, semibold, serif and serif italic, to be embedded.
#[must_use]
pub fn fonts() -> [&'static [u8]; 5] {
    let [regular, medium, semibold, serif, italic, _] = FONTS;
    [regular, medium, semibold, serif, italic]
}
