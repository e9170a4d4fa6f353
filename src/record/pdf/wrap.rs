//! Words into lines of a width.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::record::picture::faces::Faces;
use crate::record::picture::{Picture, Style};
use crate::theme::print;

/// Words of one style on a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub x: f32,
    pub width: f32,
    pub text: String,
    pub style: Style,
}

/// A line: its pieces from left to right.
pub(super) type Line = Vec<Piece>;

/// Breaks runs of words into lines no wider than `width`. Line breaks in them are kept, and a word that is wider than a
/// line is broken.
pub(super) fn lines(faces: &Faces, runs: &[(String, Style)], width: f32) -> Vec<Line> {
    let mut writer = Writer { faces, width, lines: vec![Vec::new()], x: 0.0 };
    for (text, style) in runs {
        let text = faces.printable(text, style.face);
        for (number, paragraph) in text.split('\n').enumerate() {
            if number > 0 {
                writer.turn();
            }
            let space = faces.width(" ", *style);
            for (number, word) in paragraph.split(' ').enumerate() {
                if number > 0 {
                    writer.space(space, *style);
                }
                writer.word(word, *style);
            }
        }
    }
    writer.lines
}

/// How wide the widest line of these runs is when nothing is broken.
pub(super) fn natural(faces: &Faces, runs: &[(String, Style)]) -> f32 {
    let ends = |line: &Line| line.last().map_or(0.0, |piece| piece.x + piece.width);
    lines(faces, runs, f32::MAX).iter().map(ends).fold(0.0, f32::max)
}

/// From one line to the next, for the largest style of a line.
pub(super) fn leading(line: &Line, usual: Style) -> f32 {
    line.iter().map(|piece| piece.style.size).fold(usual.size, f32::max) * print::LEADING
}

/// How far below its top a line stands, for the largest style of a line.
pub(super) fn base(line: &Line, usual: Style) -> f32 {
    line.iter().map(|piece| piece.style.size).fold(usual.size, f32::max) * 1.02
}

/// Puts a line on a sheet, standing on `base`; struck out if it was taken back.
pub(super) fn put(sheet: &mut Picture, line: &Line, (x, base): (f32, f32), struck: bool) {
    for piece in line {
        sheet.words((x + piece.x, base), piece.text.clone(), piece.style);
        if struck && !piece.text.trim().is_empty() {
            let (from, middle) = (x + piece.x, base - piece.style.size * 0.3);
            sheet.line(&[(from, middle), (from + piece.width, middle)], piece.style.ink, 0.7);
        }
    }
}

/// Signs of Chinese, Japanese and Korean, which stand without spaces between words.
fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

struct Writer<'a> {
    faces: &'a Faces,
    width: f32,
    lines: Vec<Line>,
    x: f32,
}

impl Writer<'_> {
    fn turn(&mut self) {
        self.lines.push(Vec::new());
        self.x = 0.0;
    }

    fn space(&mut self, width: f32, style: Style) {
        if self.x > 0.0 {
            self.add(" ", width, style);
        }
    }

    fn word(&mut self, word: &str, style: Style) {
        let width = self.faces.width(word, style);
        if self.x + width <= self.width {
            self.add(word, width, style);
            return;
        }
        // Scripts without spaces between words are broken where the line ends.
        let breaks_anywhere = word.chars().any(is_wide);
        if self.x > 0.0 && !breaks_anywhere {
            self.turn();
        }
        if width <= self.width && !breaks_anywhere {
            self.add(word, width, style);
            return;
        }
        self.broken(word, style);
    }

    /// A word wider than a line, over as many lines as it needs.
    fn broken(&mut self, word: &str, style: Style) {
        let (mut part, mut so_far) = (String::new(), 0.0);
        for sign in word.graphemes(true) {
            let width = self.faces.width(sign, style);
            if self.x + so_far + width > self.width && (!part.is_empty() || self.x > 0.0) {
                let whole = std::mem::take(&mut part);
                self.add(&whole, so_far, style);
                self.turn();
                so_far = 0.0;
            }
            part.push_str(sign);
            so_far += width;
        }
        self.add(&part, so_far, style);
    }

    fn add(&mut self, text: &str, width: f32, style: Style) {
        let x = self.x;
        self.x += width;
        let Some(line) = self.lines.last_mut() else { return };
        match line.last_mut().filter(|last| last.style == style) {
            Some(last) => {
                last.text.push_str(text);
                last.width += width;
            }
            None => line.push(Piece { x, width, text: text.to_owned(), style }),
        }
    }
}
