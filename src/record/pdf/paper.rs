//! Pages that are filled from the top, and what stands on each of them.

use super::table::{Strips, strips};
use crate::record::picture::faces::Faces;
use crate::record::picture::{Anchor, Face, Ink, Picture, Style};
use crate::record::section::Section;
use crate::theme::print;

/// The width of what is written.
pub(super) const WIDTH: f32 = print::A4.0 - 2.0 * print::MARGIN;
/// Between two columns of the page.
const BETWEEN: f32 = 22.0;
/// Above the title of a section.
const ABOVE: f32 = 12.0;
/// A section begins only where this much of it has room.
const LEAST: f32 = 52.0;
/// Sections up to this height may stand side by side.
const PAIRED: f32 = 150.0;
/// The head of a page after the first.
const HEAD: f32 = 22.0;
/// What a line to sign on needs.
const SIGNED: f32 = 60.0;
/// The foot of every page.
const FOOT: f32 = 20.0;

/// What stands at the foot of every page and at the head of every later one.
pub(super) struct Running {
    pub code: String,
    pub id: String,
    pub closing: String,
}

/// Pages being filled.
pub(super) struct Paper<'a> {
    faces: &'a Faces,
    running: &'a Running,
    pages: Vec<Picture>,
    page: Picture,
    y: f32,
}

impl<'a> Paper<'a> {
    pub fn new(faces: &'a Faces, running: &'a Running) -> Self {
        Self { faces, running, pages: Vec::new(), page: Picture::new(print::A4.0, print::A4.1), y: print::MARGIN }
    }

    fn bottom() -> f32 {
        print::A4.1 - print::MARGIN - FOOT
    }

    /// How much room is left on this page.
    pub fn room(&self) -> f32 {
        Self::bottom() - self.y
    }

    fn top(&self) -> f32 {
        if self.pages.is_empty() { print::MARGIN } else { print::MARGIN + HEAD }
    }

    /// Goes on to the next page.
    fn turn(&mut self) {
        let done = std::mem::replace(&mut self.page, Picture::new(print::A4.0, print::A4.1));
        self.pages.push(done);
        let y = print::MARGIN + 6.0;
        self.page.words((print::MARGIN, y), "Session record", Style::SMALL);
        let code = Style::SMALL.face(Face::SemiBold).ink(Ink::Black);
        self.page.anchored((print::MARGIN + WIDTH, y), self.running.code.clone(), code, Anchor::End);
        self.page.line(&[(print::MARGIN, y + 5.0), (print::MARGIN + WIDTH, y + 5.0)], Ink::Line, print::HAIR);
        self.y = self.top();
    }

    /// Puts a picture across the page; on the next one if it has no room here.
    pub fn put(&mut self, picture: Picture) {
        if picture.height > self.room() && self.y > self.top() {
            self.turn();
        }
        let height = picture.height;
        self.page.put((print::MARGIN, self.y), picture);
        self.y += height;
    }

    /// The title of a section, with as much room under it as its beginning needs.
    pub fn title(&mut self, title: &str, least: f32) {
        if title.is_empty() && least <= self.room() {
            self.y += 3.0;
            return;
        }
        if ABOVE + print::HEAD + least > self.room() && self.y > self.top() {
            self.turn();
        }
        self.y += if self.y > self.top() { ABOVE } else { 4.0 };
        let style = Style { face: Face::SemiBold, size: print::HEAD, ink: Ink::Black };
        self.page.words((print::MARGIN, self.y + print::HEAD * 0.8), title, style);
        self.y += print::HEAD * print::LEADING + 1.0;
    }

    /// A section as a table in so many columns of the page, over as many pages as it needs.
    pub fn section(&mut self, section: &Section, columns: usize) {
        if !section.is_empty() {
            self.table(section, columns, &section.title);
        }
    }

    /// The rest of a section that has begun, without its title.
    pub fn rest(&mut self, section: &Section, columns: usize) {
        if !section.is_empty() {
            self.table(section, columns, "");
        }
    }

    fn table(&mut self, section: &Section, columns: usize, title: &str) {
        let width = (WIDTH - BETWEEN * (columns.saturating_sub(1)) as f32) / columns.max(1) as f32;
        let Strips { head, rows } = strips(self.faces, section, width);
        let mut rows = rows.as_slice();
        let first = head.height + rows.iter().take(2).map(|row| row.height).sum::<f32>();
        self.title(title, first.max(LEAST));
        loop {
            let room = self.room() - head.height;
            let height = even(rows, columns, room);
            let mut used: f32 = 0.0;
            for column in 0..columns {
                let x = print::MARGIN + column as f32 * (width + BETWEEN);
                let fitting = fit(rows, height);
                if fitting == 0 {
                    break;
                }
                self.page.put((x, self.y), head.clone());
                let (here, later) = rows.split_at(fitting.min(rows.len()));
                let mut y = self.y + head.height;
                for row in here {
                    self.page.put((x, y), row.clone());
                    y += row.height;
                }
                used = used.max(y - self.y);
                rows = later;
            }
            self.y += used;
            if rows.is_empty() {
                return;
            }
            self.turn();
            self.title(&format!("{}, continued", section.title), 0.0);
        }
    }

    /// Two sections side by side where both are short, else one after the other.
    pub fn pair(&mut self, left: &Section, right: &Section) {
        let width = (WIDTH - BETWEEN) / 2.0;
        let (one, other) = (strips(self.faces, left, width), strips(self.faces, right, width));
        let height = one.height().max(other.height());
        if left.is_empty() || right.is_empty() || height > PAIRED {
            self.section(left, 2);
            self.section(right, 2);
            return;
        }
        self.title(&left.title, height);
        let x = print::MARGIN + width + BETWEEN;
        let style = Style { face: Face::SemiBold, size: print::HEAD, ink: Ink::Black };
        self.page.words((x, self.y - print::HEAD * (print::LEADING - 0.8) - 1.0), right.title.clone(), style);
        for (x, strips) in [(print::MARGIN, one), (x, other)] {
            let mut y = self.y;
            for strip in strips.all() {
                let next = y + strip.height;
                self.page.put((x, y), strip);
                y = next;
            }
        }
        self.y += height;
    }

    /// A table and a plot side by side, if both have room here.
    pub fn beside(&mut self, section: &Section, width: f32, right: Picture) -> bool {
        let left = strips(self.faces, section, width);
        let height = left.height().max(right.height);
        if height > (print::A4.1 - 2.0 * print::MARGIN) * 0.6 {
            return false;
        }
        self.title(&section.title, height);
        let mut y = self.y;
        self.page.put((print::MARGIN + WIDTH - right.width, self.y), right);
        for strip in left.all() {
            let next = y + strip.height;
            self.page.put((print::MARGIN, y), strip);
            y = next;
        }
        self.y += height;
        true
    }

    /// Room to sign for what was read, if the last page has it.
    pub fn sign(&mut self) {
        if self.room() < SIGNED {
            return;
        }
        let y = Self::bottom() - 12.0;
        for (number, words) in ["reviewed by", "date", "signature"].into_iter().enumerate() {
            let x = print::MARGIN + number as f32 * WIDTH / 3.0;
            self.page.line(&[(x, y), (x + WIDTH / 3.0 - 14.0, y)], Ink::Line, print::HAIR);
            self.page.words((x, y + print::SMALL + 3.0), words, Style::SMALL);
        }
    }

    /// All pages, each with its foot.
    pub fn finish(mut self) -> Vec<Picture> {
        self.pages.push(self.page);
        let count = self.pages.len();
        for (number, page) in self.pages.iter_mut().enumerate() {
            let (y, right) = (print::A4.1 - print::MARGIN, print::MARGIN + WIDTH);
            page.line(&[(print::MARGIN, y - 11.0), (right, y - 11.0)], Ink::Line, print::HAIR);
            page.words((print::MARGIN, y), format!("Record {}", self.running.id), Style::SMALL);
            let foot = format!("Closing code {}   ·   page {} of {count}", self.running.closing, number + 1);
            page.anchored((right, y), foot, Style::SMALL, Anchor::End);
        }
        self.pages
    }
}

/// How many of these strips fit into a height; at least one, so that a long one is not put off for ever.
fn fit(rows: &[Picture], height: f32) -> usize {
    let mut used = 0.0;
    let fitting = rows.iter().take_while(|row| {
        used += row.height;
        used <= height + 0.01
    });
    fitting.count().max(usize::from(!rows.is_empty()))
}

/// The least height at which these strips fill so many columns evenly; all the room if they need more.
fn even(rows: &[Picture], columns: usize, room: f32) -> f32 {
    let whole: f32 = rows.iter().map(|row| row.height).sum();
    let mut height = whole / columns.max(1) as f32;
    while height < room {
        let mut left = rows;
        for _ in 0..columns {
            left = left.get(fit(left, height)..).unwrap_or_default();
        }
        if left.is_empty() {
            return height;
        }
        height += 2.0;
    }
    room
}
