//! A section as strips of paper, ready to be laid into columns and pages.

use super::wrap::{Line, base, leading, lines, natural, put};
use crate::record::picture::faces::Faces;
use crate::record::picture::{Face, Ink, Picture, Style};
use crate::record::section::{Cell, Row, Section, Voice};
use crate::theme::print;

/// Between two columns of a table.
const GUTTER: f32 = 11.0;
/// Above and below the words of a row.
const PAD: f32 = 1.2;
/// A row of more lines than these may go on in the next column or page.
const WHOLE: usize = 14;
/// The narrowest a column of words gets.
const NARROWEST: f32 = 46.0;

/// The strips of a table.
pub(super) struct Strips {
    /// The heads of the columns, said again wherever the table goes on.
    pub head: Picture,
    pub rows: Vec<Picture>,
}

impl Strips {
    /// Their height, one under the other.
    pub fn height(&self) -> f32 {
        self.head.height + self.rows.iter().map(|row| row.height).sum::<f32>()
    }

    /// All of them in order.
    pub fn all(self) -> impl Iterator<Item = Picture> {
        std::iter::once(self.head).chain(self.rows)
    }
}

/// The strips of a section in a width; `words` are for voices that are somebody's own.
pub(super) fn strips(faces: &Faces, section: &Section, width: f32) -> Strips {
    let section = section.dense();
    let columns = columns(faces, &section, width);
    let mut rows: Vec<Picture> = section.rows.iter().flat_map(|row| strip(faces, row, &columns, width)).collect();
    rows.extend(section.below.iter().flat_map(|sentence| below(faces, sentence, width)));
    Strips {
        head: if section.rows.is_empty() { Picture::new(width, 0.0) } else { head(&section, &columns, width) },
        rows,
    }
}

fn head(section: &Section, columns: &[(f32, f32)], width: f32) -> Picture {
    let mut sheet = Picture::new(width, print::SMALL * print::LEADING + 2.5);
    for (words, (x, _)) in section.heads.iter().zip(columns) {
        sheet.words((*x, print::SMALL), *words, Style::SMALL);
    }
    let y = sheet.height - 1.0;
    sheet.line(&[(0.0, y), (width, y)], Ink::Line, print::HAIR);
    sheet
}

/// Place and width of each column: as wide as it needs, and where that is too much the widest give way.
fn columns(faces: &Faces, section: &Section, width: f32) -> Vec<(f32, f32)> {
    let mut widths: Vec<f32> = (0..section.heads.len()).map(|column| needed(faces, section, column)).collect();
    let room = width - GUTTER * widths.len().saturating_sub(1) as f32;
    // The widest give way first, and to the same width, so that short columns stay on one line.
    let mut most = room;
    for _ in 0..24 {
        if widths.iter().map(|own| own.min(most)).sum::<f32>() <= room {
            break;
        }
        most = (most * 0.88).max(NARROWEST);
    }
    widths.iter_mut().for_each(|own| *own = own.min(most));
    // Where even that is too much, all give way: words are broken rather than printed over others.
    let factor = (room / widths.iter().sum::<f32>().max(1.0)).min(1.0);
    widths.iter_mut().for_each(|own| *own *= factor);
    let left = room - widths.iter().sum::<f32>();
    if let Some(last) = widths.last_mut() {
        *last += left.max(0.0);
    }
    let mut x = 0.0;
    let place = |own: f32| {
        let place = (x, own);
        x += own + GUTTER;
        place
    };
    widths.into_iter().map(place).collect()
}

fn needed(faces: &Faces, section: &Section, column: usize) -> f32 {
    let cells = section.rows.iter().filter_map(|row| row.cells.get(column));
    let widest = cells.map(|cell| natural(faces, &runs(cell, false))).fold(0.0, f32::max);
    let head = section.heads.get(column).map_or(0.0, |head| faces.width(head, Style::SMALL));
    widest.max(head) + 0.5
}

/// A row as one strip, or, where it is long, as one strip a line.
fn strip(faces: &Faces, row: &Row, columns: &[(f32, f32)], width: f32) -> Vec<Picture> {
    let cells: Vec<(f32, Vec<Line>)> = row
        .cells
        .iter()
        .zip(columns)
        .map(|(cell, (x, width))| (*x, lines(faces, &runs(cell, row.struck), *width)))
        .collect();
    let count = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
    let most = |number: usize, of: fn(&Line, Style) -> f32| {
        let line = |(_, lines): &(f32, Vec<Line>)| lines.get(number).map(|line| of(line, Style::BODY));
        cells.iter().filter_map(line).fold(of(&Line::new(), Style::BODY), f32::max)
    };
    let mut strips = Vec::new();
    let mut sheet = Picture::new(width, PAD);
    for number in 0..count {
        let y = sheet.height + most(number, base);
        for (x, lines) in &cells {
            if let Some(line) = lines.get(number) {
                put(&mut sheet, line, (*x, y), row.struck);
            }
        }
        sheet.height += most(number, leading);
        if count > WHOLE && number > 1 && number + 2 < count {
            strips.push(std::mem::replace(&mut sheet, Picture::new(width, 0.0)));
        }
    }
    sheet.height += PAD;
    sheet.line(&[(0.0, sheet.height), (width, sheet.height)], Ink::Faint, print::HAIR);
    strips.push(sheet);
    strips
}

/// A sentence under a table or a plot.
pub(super) fn below(faces: &Faces, sentence: &str, width: f32) -> Vec<Picture> {
    let style = Style::SMALL;
    let strip = |line: Line| {
        let mut sheet = Picture::new(width, style.size * print::LEADING);
        put(&mut sheet, &line, (0.0, base(&line, style)), false);
        sheet
    };
    let gap = Picture::new(width, 3.0);
    std::iter::once(gap).chain(lines(faces, &[(sentence.to_owned(), style)], width).into_iter().map(strip)).collect()
}

/// The words of a cell, with what they were.
fn runs(cell: &Cell, struck: bool) -> Vec<(String, Style)> {
    let ink = if struck { Ink::Dim } else { Ink::Black };
    let style = match cell.voice {
        Voice::Plain => Style::BODY,
        Voice::Strong | Voice::Decision => Style::BODY.face(Face::SemiBold),
        Voice::Words => Style { face: Face::Serif, size: print::WORDS, ink: Ink::Black },
    };
    let mut runs = vec![(cell.text.clone(), style.ink(ink))];
    if let Some(was) = &cell.was {
        runs.push((format!(" (was {was})"), Style::BODY.ink(Ink::Dim)));
    }
    runs
}
