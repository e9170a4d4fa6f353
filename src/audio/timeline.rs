//! A plan becomes one stream of frames: piece after piece, joined or crossed over, and never nothing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::fade::{Cross, RATE, SHORTEST_CROSS};
use super::report::Report;
use super::voice::{Voice, row};
use crate::cue::{Join, Material, Plan, Position};
use crate::music::soundscape::Shape;
use crate::units::Decibels;

/// Frames every voice is decoded ahead: a file that breaks off is known early enough to fade.
const AHEAD: usize = (4.6 * RATE as f32) as usize;
/// Frames before its start at which the next piece is opened.
const OPEN_AHEAD: u64 = 10 * RATE as u64;
/// A piece that ends with less than this to go hands over to the next one at once.
const NEARLY_DONE: u64 = 20 * RATE as u64;
/// Frames between two computed points of a crossfade.
const STEP: u64 = 64;
/// Length of a crossover nobody planned, in seconds.
const UNPLANNED: f32 = SHORTEST_CROSS;

/// Where a frame of music lies in its plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Index into the plan's pieces.
    pub piece: usize,
    /// Frames since the piece began.
    pub offset: u64,
    /// Frames since the anchor, as the plan has it.
    pub planned: u64,
}

/// The frames of a plan from a position on.
pub struct Timeline {
    plan: Arc<Plan>,
    piece: usize,
    offset: u64,
    /// What sounds; the last one is the current piece, those before it are on their way out.
    layers: Vec<Layer>,
    /// The next piece, opened ahead.
    next: Option<(usize, Voice)>,
    reports: Vec<Report>,
    failed: BTreeSet<usize>,
}

struct Layer {
    voice: Voice,
    rise: Option<Cross>,
    fall: Option<Cross>,
}

impl Timeline {
    /// The music of `plan` beginning at `from`.
    #[must_use]
    pub fn new(plan: Arc<Plan>, from: Position) -> Self {
        let piece = from.piece.min(plan.pieces.len().saturating_sub(1));
        let offset = frames(from.offset);
        let mut timeline =
            Self { plan, piece, offset, layers: Vec::new(), next: None, reports: Vec::new(), failed: BTreeSet::new() };
        let voice = timeline.open(piece, from.offset);
        timeline.layers.push(Layer { voice, rise: None, fall: None });
        timeline
    }

    /// What went wrong since this was last asked.
    pub fn reports(&mut self) -> std::vec::Drain<'_, Report> {
        self.reports.drain(..)
    }

    /// Goes on by another plan of the same generation; what sounds is not touched.
    pub fn adopt(&mut self, plan: Arc<Plan>) {
        let same = |new: &Plan, index: usize, old: &Plan| {
            let (a, b) = (new.pieces.get(index), old.pieces.get(self.piece));
            a.zip(b).is_some_and(|(a, b)| a.material == b.material && a.trim == b.trim)
        };
        let found = if same(&plan, self.piece, &self.plan) {
            Some(self.piece)
        } else {
            (0..plan.pieces.len()).find(|index| same(&plan, *index, &self.plan))
        };
        if let Some(piece) = found {
            self.piece = piece;
        } else {
            self.piece = self.piece.min(plan.pieces.len().saturating_sub(1));
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.voice.follow_with(row(&plan, self.piece, Duration::ZERO));
        }
        self.plan = plan;
        self.next = None;
    }

    /// Fills `out` with interleaved frames and says where the first of them lies.
    pub fn fill(&mut self, out: &mut [f32]) -> Place {
        out.fill(0.0);
        let whole = out.len() as u64 / 2;
        let mut done = 0;
        let mut place = None;
        while done < whole {
            self.settle();
            let _first = place.get_or_insert(self.place());
            let count = self.until_event().min(whole - done).max(1);
            let part = done as usize * 2..(done + count) as usize * 2;
            self.render(out.get_mut(part).unwrap_or_default());
            done += count;
        }
        place.unwrap_or_else(|| self.place())
    }

    fn place(&self) -> Place {
        let start = self.plan.pieces.get(self.piece).map_or(0, |piece| frames(piece.start));
        Place { piece: self.piece, offset: self.offset, planned: start + self.offset }
    }

    fn render(&mut self, out: &mut [f32]) {
        let count = out.len() as u64 / 2;
        self.offset += count;
        for layer in &mut self.layers {
            for part in out.chunks_mut(STEP as usize * 2) {
                let from = layer.factor();
                let frames = part.len() as u64 / 2;
                layer.rise.iter_mut().chain(&mut layer.fall).for_each(|cross| cross.pass(frames));
                layer.voice.add_to(part, from, layer.factor());
            }
        }
        self.layers.retain(|layer| !layer.fall.is_some_and(|fall| fall.is_over()));
    }

    /// Decides what must change exactly here.
    fn settle(&mut self) {
        let Some(layer) = self.layers.last_mut() else { return };
        let ready = layer.voice.ensure(AHEAD);
        while let Some(piece) = layer.voice.pass_joint() {
            self.piece = piece;
            self.offset = 0;
        }
        if ready < AHEAD {
            let broken = layer.voice.ending().is_some_and(|ending| ending.failed.is_some());
            if layer.voice.until_joint().is_some() && !broken {
                return;
            }
            return self.cross_early();
        }
        let Some(left) = self.left() else { return };
        let next = self.piece + 1;
        if left == 0 {
            let goes_on = self.plan.pieces.get(next).is_some_and(|piece| self.current_is(&piece.material));
            if goes_on {
                self.piece = next;
                self.offset = 0;
            } else {
                self.cross_to(next);
            }
        } else if left <= OPEN_AHEAD && self.next.is_none() {
            let voice = self.open(next, Duration::ZERO);
            self.next = Some((next, voice));
        }
    }

    /// Frames until the next piece is planned to begin; `None` if nothing has to be done for it.
    fn left(&self) -> Option<u64> {
        let current = self.plan.pieces.get(self.piece)?;
        let next = self.plan.pieces.get(self.piece + 1)?;
        if self.layers.last().is_some_and(|layer| layer.voice.joins(self.piece + 1)) {
            return None;
        }
        Some(frames(next.start.saturating_sub(current.start)).saturating_sub(self.offset))
    }

    fn until_event(&self) -> u64 {
        let joint = self.layers.last().and_then(|layer| layer.voice.until_joint());
        joint.unwrap_or(u64::MAX).min(self.left().unwrap_or(u64::MAX))
    }

    fn current_is(&self, material: &Material) -> bool {
        self.layers.last().is_some_and(|layer| layer.voice.is_builtin(material))
    }

    /// The current voice will end within the time it is decoded ahead: cross over while it still sounds.
    fn cross_early(&mut self) {
        let ending = self.layers.last().and_then(|layer| layer.voice.ending().cloned());
        let failed = ending.and_then(|ending| ending.failed);
        let left = self.left().unwrap_or(u64::MAX);
        match failed {
            Some((piece, reason)) => {
                let later = piece > self.piece;
                self.fail(piece, reason);
                if later { self.cross_to(piece) } else { self.cross_or_stand_in(left) }
            }
            None => {
                if left > NEARLY_DONE && left != u64::MAX {
                    let title = self.plan.pieces.get(self.piece).map_or("", |piece| piece.title.as_str());
                    let reason = format!("“{title}” ends {} s earlier than planned", left / u64::from(RATE));
                    self.fail(self.piece, reason);
                }
                self.cross_or_stand_in(left);
            }
        }
    }

    fn cross_or_stand_in(&mut self, left: u64) {
        if left <= NEARLY_DONE && self.plan.pieces.get(self.piece + 1).is_some() {
            self.cross_to(self.piece + 1);
        } else {
            let voice = self.stand_in();
            self.cross(voice, UNPLANNED);
        }
    }

    fn cross_to(&mut self, piece: usize) {
        let voice = match self.next.take() {
            Some((index, voice)) if index == piece => voice,
            _ => self.open(piece, Duration::ZERO),
        };
        let seconds = match self.plan.pieces.get(piece).map(|piece| piece.join) {
            Some(Join::Crossfade(over)) => over.as_secs_f32(),
            _ => UNPLANNED,
        };
        self.piece = piece;
        self.offset = 0;
        self.cross(voice, seconds);
    }

    fn cross(&mut self, voice: Voice, seconds: f32) {
        // Does what fades out last as long as the fade?
        let look = ((seconds * RATE as f32) as usize).max(AHEAD);
        let old = self.layers.last_mut();
        let ready = old.map_or(0, |layer| if layer.voice.is_endless() { look } else { layer.voice.ensure(look) });
        let longest = (ready as f32 / RATE as f32).max(SHORTEST_CROSS);
        let ends = self.layers.last().is_some_and(|layer| layer.voice.ending().is_some());
        let cross = Cross::of(if ends { seconds.min(longest) } else { seconds });
        if let Some(layer) = self.layers.last_mut() {
            layer.fall = Some(cross);
        }
        self.layers.push(Layer { voice, rise: Some(cross), fall: None });
    }

    /// The voice of a piece, or what stands in for it.
    fn open(&mut self, index: usize, offset: Duration) -> Voice {
        let plan = Arc::clone(&self.plan);
        let Some(piece) = plan.pieces.get(index) else { return self.stand_in() };
        if self.failed.contains(&index) {
            return self.stand_in_at(frames(piece.start + offset));
        }
        match &piece.material {
            Material::File { .. } => match Voice::files(row(&plan, index, offset)) {
                Ok(mut voice) => {
                    if voice.ensure(AHEAD) > 0 {
                        return voice;
                    }
                    let failed = voice.ending().and_then(|ending| ending.failed.clone());
                    let (index, reason) = failed.unwrap_or((index, format!("“{}” holds no sound", piece.title)));
                    self.fail(index, reason);
                    self.stand_in_at(frames(piece.start + offset))
                }
                Err(error) => {
                    self.fail(index, error.to_string());
                    self.stand_in_at(frames(piece.start + offset))
                }
            },
            Material::Soundscape { name, seed } => {
                let frame = frames(piece.trim + offset);
                match Voice::builtin(name, *seed, &Shape::of(&plan), frame, piece.gain) {
                    Some(voice) => voice,
                    None => {
                        self.fail(index, format!("there is no built-in music named “{name}”"));
                        self.stand_in_at(frame)
                    }
                }
            }
        }
    }

    fn stand_in(&self) -> Voice {
        self.stand_in_at(self.place().planned)
    }

    /// The built-in music in place of something that failed: the plan's own, or Tidewater.
    fn stand_in_at(&self, frame: u64) -> Voice {
        let own = self.plan.pieces.iter().rev().find_map(|piece| match &piece.material {
            Material::Soundscape { name, seed } => Some((name.as_str(), *seed, piece.gain)),
            Material::File { .. } => None,
        });
        let shape = Shape::of(&self.plan);
        let choices = own.into_iter().chain([("tidewater", 11, Decibels::UNITY)]);
        let mut voices = choices.filter_map(|(name, seed, gain)| Voice::builtin(name, seed, &shape, frame, gain));
        voices.next().unwrap_or_else(Voice::nothing)
    }

    fn fail(&mut self, piece: usize, reason: String) {
        if self.failed.insert(piece) {
            self.reports.push(Report::PieceFailed { piece, reason });
        }
    }
}

impl Layer {
    fn factor(&self) -> f32 {
        let rise = self.rise.map_or(1.0, |cross| cross.factors().1);
        rise * self.fall.map_or(1.0, |cross| cross.factors().0)
    }
}

/// A span of time in frames, to the nearest.
#[must_use]
pub fn frames(span: Duration) -> u64 {
    (span.as_secs_f64() * f64::from(RATE)).round() as u64
}
