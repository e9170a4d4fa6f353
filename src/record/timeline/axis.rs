//! The one axis: wall time above, minutes since T0 below.

use std::time::Duration;

use chrono::Timelike as _;

use crate::record::page::Page;
use crate::record::picture::{Anchor, Face, Ink, Picture, Style};
use crate::theme::print;
use crate::units::Moment;

/// The height of the words above and below.
pub(super) const WORDS: f32 = 12.0;
/// Minutes from one line to the next, whichever comes first without crowding.
const STEPS: [u64; 9] = [5, 10, 15, 30, 60, 120, 360, 720, 1440];
/// The least distance of two lines.
const APART: f32 = 34.0;
/// There are never more lines than these.
const MOST: u64 = 40;

/// From moments to places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub left: f32,
    pub right: f32,
    minutes: f32,
}

impl Axis {
    /// Of a whole session, from `left` to `right`.
    pub fn new(page: &Page, left: f32, right: f32) -> Self {
        Self { left, right, minutes: minutes(page.ended()).max(1.0) }
    }

    /// The place of a moment; what lies beyond the session stands at its edge.
    pub fn x(self, at: Moment) -> f32 {
        let part = (minutes(at) / self.minutes).clamp(0.0, 1.0);
        self.left + part * (self.right - self.left)
    }

    fn step(self) -> u64 {
        let apart = |step: &u64| *step as f32 / self.minutes * (self.right - self.left) >= APART;
        STEPS.into_iter().find(apart).unwrap_or_else(|| (self.minutes as u64 / 8).max(1440))
    }

    /// Lines down a sheet with `height` between the words above and below.
    pub fn lines(self, page: &Page, sheet: &mut Picture, height: f32) {
        let (top, bottom) = (WORDS, WORDS + height);
        let step = self.step();
        let clock = page.wall(page.began());
        let into = clock.map_or(0, |wall| u64::from(wall.hour()) * 60 + u64::from(wall.minute()));
        let secs = clock.map_or(0, |wall| u64::from(wall.second()));
        let first = (step - into % step) * 60 - secs;
        for at in
            (0..MOST).map(|number| Duration::from_secs(first + number * step * 60)).map(|into| Moment::START.plus(into))
        {
            if at > page.ended() {
                break;
            }
            let x = self.x(at);
            sheet.line(&[(x, top), (x, bottom)], Ink::Faint, print::HAIR);
            let word = page.wall(at).map(|wall| wall.format("%H:%M").to_string()).unwrap_or_default();
            sheet.anchored((x.min(self.right - 8.0), top - 3.5), word, Style::SMALL, Anchor::Middle);
        }
        sheet.line(&[(self.left, top), (self.right, top)], Ink::Line, print::HAIR);
        sheet.line(&[(self.left, bottom), (self.right, bottom)], Ink::Line, print::HAIR);
        self.since_t0(page, sheet, step, bottom);
    }

    fn since_t0(self, page: &Page, sheet: &mut Picture, step: u64, bottom: f32) {
        let Some((t0, _)) = page.taken(0) else { return };
        let y = bottom + print::SMALL + 2.0;
        let x = self.x(t0);
        sheet.line(&[(x, WORDS), (x, bottom + 2.0)], Ink::Accent, print::HAIR);
        sheet.anchored((x, y), "T0", Style::SMALL.face(Face::SemiBold).ink(Ink::Accent), Anchor::Middle);
        for number in 1..MOST {
            let later = t0.plus(Duration::from_secs(number * step * 60));
            if later > page.ended() {
                break;
            }
            let x = self.x(later);
            sheet.line(&[(x, bottom), (x, bottom + 2.0)], Ink::Line, print::HAIR);
            let word = format!("+{}", number * step);
            sheet.anchored((x.min(self.right - 8.0), y), word, Style::SMALL, Anchor::Middle);
        }
    }
}

fn minutes(at: Moment) -> f32 {
    at.millis() as f32 / 60_000.0
}
