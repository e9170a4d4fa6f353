//! A plan becomes one stream of frames: piece after piece, joined or crossed over, and never nothing.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::fade::{Cross, FLOOR, RATE, SHORTEST_CROSS, STEEPEST, factor, slew};
use super::report::Report;
use super::voice::{Ending, FAREWELL, Voice, row};
use crate::cue::{Join, Material, Plan, Position};
use crate::music::soundscape::Shape;
use crate::units::Decibels;

/// Frames a file is decoded ahead: one that breaks off is known early enough to fade.
const AHEAD: usize = (4.6 * RATE as f32) as usize;
/// A file that does not answer is given up when it has no more frames than this ready: what the way out takes.
const STARVED: usize = FAREWELL;
/// Frames before its start at which the next piece is opened.
const OPEN_AHEAD: u64 = 10 * RATE as u64;
/// A piece that ends with less than this to go hands over to the next one at once; one that began less than this
/// ago is begun at its beginning.
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
    /// Nothing has been heard of the current piece yet.
    fresh: bool,
    /// The plan has been changed to one without the current piece.
    lost: bool,
    /// The next piece, opened ahead.
    next: Option<(usize, Voice)>,
    reports: Vec<Report>,
    failed: BTreeSet<usize>,
}

/// A voice and the crossfade by which it came, over all that was there before.
struct Layer {
    voice: Voice,
    cross: Option<Cross>,
    /// Its level in dB, never faster than the rule, however many crossfades pass over it.
    level: f32,
    /// It is heard to its last frame, and nothing comes after it.
    to_its_end: bool,
}

impl Timeline {
    /// The music of `plan` beginning at `from`.
    #[must_use]
    pub fn new(plan: Arc<Plan>, from: Position) -> Self {
        let piece = from.piece.min(plan.pieces.len().saturating_sub(1));
        let offset = frames(from.offset);
        let mut timeline = Self {
            plan,
            piece,
            offset,
            layers: Vec::new(),
            fresh: true,
            lost: false,
            next: None,
            reports: Vec::new(),
            failed: BTreeSet::new(),
        };
        let voice = timeline.open(piece, from.offset);
        timeline.layers.push(Layer { voice, cross: None, level: 0.0, to_its_end: false });
        timeline
    }

    /// What went wrong since this was last asked.
    pub fn reports(&mut self) -> std::vec::Drain<'_, Report> {
        self.reports.drain(..)
    }

    /// Goes on by another plan of the same generation: what was given is not touched, what sounds goes on until the
    /// new plan has it end, and if it has that already, crosses over at once.
    pub fn adopt(&mut self, plan: Arc<Plan>) {
        let old = std::mem::replace(&mut self.plan, plan);
        self.failed.retain(|index| same(&old, *index, &self.plan, *index));
        let shape = Shape::of(&self.plan);
        if Shape::of(&old) != shape {
            let ahead = self.next.iter_mut().map(|(_, voice)| voice);
            self.layers.iter_mut().map(|layer| &mut layer.voice).chain(ahead).for_each(|voice| voice.reshape(&shape));
        }
        let kept = self.next.as_ref().is_some_and(|(index, _)| same(&old, *index, &self.plan, *index));
        if !kept {
            self.next = None;
        }
        let found = std::iter::once(self.piece).chain(0..self.plan.pieces.len());
        let found = found.into_iter().find(|index| same(&old, self.piece, &self.plan, *index));
        let following = |index: usize| row(&self.plan, index, Duration::ZERO).into_iter().skip(1).collect();
        if let Some((index, voice)) = &mut self.next {
            voice.follow_with(following(*index));
        }
        let Some(piece) = found else {
            if let Some(layer) = self.layers.last_mut() {
                layer.voice.follow_with(VecDeque::new());
            }
            self.lost = true;
            return;
        };
        if piece != self.piece {
            self.piece = piece;
            self.next = None;
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.voice.follow_with(following(piece));
        }
    }

    /// What sounds is not in the plan: goes over to what is, now.
    fn go_elsewhere(&mut self, patience: Duration) {
        let now = self.place().planned;
        let wanted = self.plan.position_at(Duration::from_nanos(now * 1_000_000_000 / u64::from(RATE)));
        let goes_on = self.plan.pieces.get(wanted.piece);
        if goes_on.is_some_and(|piece| self.current_is(&piece.material, frames(piece.trim + wanted.offset))) {
            self.piece = wanted.piece;
            self.offset = frames(wanted.offset);
            return;
        }
        let begins = frames(wanted.offset) < NEARLY_DONE;
        self.cross_to(wanted.piece, if begins { Duration::ZERO } else { wanted.offset }, patience);
    }

    /// Fills `out` with interleaved frames and says where the first of them lies; waits for files as long as it takes.
    pub fn fill(&mut self, out: &mut [f32]) -> Place {
        self.fill_within(out, Duration::MAX)
    }

    /// The same, but a file that does not answer within `patience` is crossed over like a broken one.
    pub fn fill_within(&mut self, out: &mut [f32], patience: Duration) -> Place {
        out.fill(0.0);
        let whole = out.len() as u64 / 2;
        let mut done = 0;
        let mut place = None;
        while done < whole {
            self.settle(patience);
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
        self.offset += out.len() as u64 / 2;
        if let [layer] = self.layers.as_mut_slice()
            && layer.is_whole()
        {
            return layer.voice.add_to(out, 1.0, 1.0);
        }
        for part in out.chunks_mut(STEP as usize * 2) {
            let frames = part.len() as u64 / 2;
            let mut over = 1.0;
            for layer in self.layers.iter_mut().rev() {
                over = layer.add_to(part, frames, over);
            }
        }
        let current = self.layers.len().saturating_sub(1);
        let mut index = 0;
        self.layers.retain(|layer| {
            index += 1;
            index > current || !layer.is_gone()
        });
    }

    /// Decides what must change exactly here.
    fn settle(&mut self, patience: Duration) {
        if std::mem::take(&mut self.fresh) {
            let (piece, offset) = (self.piece, self.offset);
            if let Some(mut layer) = self.layers.pop() {
                layer.voice = self.sounding(layer.voice, piece, offset, patience);
                self.layers.push(layer);
            }
        }
        if std::mem::take(&mut self.lost) {
            self.go_elsewhere(patience);
        }
        let ends_here = self.ends_here();
        let Some((layer, leaving)) = self.layers.split_last_mut() else { return };
        for layer in leaving.iter_mut().filter(|layer| !layer.voice.is_endless()) {
            let _ready = layer.voice.ensure_within(AHEAD, patience);
        }
        let ahead = if layer.voice.is_endless() { 0 } else { AHEAD };
        let ready = layer.voice.ensure_within(ahead, patience);
        while let Some(piece) = layer.voice.pass_joint() {
            self.piece = piece;
            self.offset = 0;
        }
        if ready < ahead {
            let ending = layer.voice.ending().cloned();
            let broken = ending.as_ref().is_some_and(|ending| ending.failed.is_some());
            if ending.is_none() && ready < STARVED {
                return self.leave_starved();
            }
            if ending.is_some() && !broken && ends_here {
                layer.to_its_end = true;
                return;
            }
            if ending.is_some() && (broken || layer.voice.until_joint().is_none()) {
                return self.cross_early(patience);
            }
        }
        let Some(left) = self.left() else { return };
        let next = self.piece + 1;
        if left == 0 {
            let coming = self.plan.pieces.get(next);
            let goes_on = coming.filter(|piece| self.current_is(&piece.material, frames(piece.trim)));
            if let (Some(piece), Some(layer)) = (goes_on, self.layers.last_mut()) {
                layer.voice.glide_to(piece.gain);
                self.piece = next;
                self.offset = 0;
            } else {
                self.cross_to(next, Duration::ZERO, patience);
            }
        } else if left <= OPEN_AHEAD && self.next.is_none() {
            let goes_on = self.plan.pieces.get(next).is_some_and(|piece| {
                frames(piece.trim).checked_sub(left).is_some_and(|frame| self.current_is(&piece.material, frame))
            });
            if !goes_on {
                let voice = self.open(next, Duration::ZERO);
                self.next = Some((next, voice));
            }
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

    fn current_is(&self, material: &Material, frame: u64) -> bool {
        self.layers.last().is_some_and(|layer| layer.voice.is_builtin_at(material, frame))
    }

    /// The current voice will end within the time it is decoded ahead: cross over while it still sounds.
    fn cross_early(&mut self, patience: Duration) {
        let ending = self.layers.last().and_then(|layer| layer.voice.ending().cloned());
        let failed = ending.and_then(|ending| ending.failed);
        let left = self.left().unwrap_or(u64::MAX);
        match failed {
            Some((piece, reason)) => {
                let piece = piece.unwrap_or(self.piece);
                let later = piece > self.piece;
                self.fail(piece, reason);
                if later {
                    self.cross_to(piece, Duration::ZERO, patience)
                } else {
                    self.cross_or_stand_in(left, patience)
                }
            }
            None => {
                if left > NEARLY_DONE && left != u64::MAX {
                    let title = self.plan.pieces.get(self.piece).map_or("", |piece| piece.title.as_str());
                    let reason = format!("“{title}” ends {} s earlier than planned", left / u64::from(RATE));
                    self.fail(self.piece, reason);
                }
                self.cross_or_stand_in(left, patience);
            }
        }
    }

    /// The current file does not answer any more: cross over with what is ready of it.
    fn leave_starved(&mut self) {
        let title = self.plan.pieces.get(self.piece).map_or("", |piece| piece.title.as_str());
        let reason = format!("“{title}” cannot be read fast enough; copy it to this machine");
        self.fail(self.piece, reason);
        let voice = self.stand_in();
        self.cross(voice, UNPLANNED);
    }

    fn cross_or_stand_in(&mut self, left: u64, patience: Duration) {
        if left <= NEARLY_DONE && self.plan.pieces.get(self.piece + 1).is_some() {
            self.cross_to(self.piece + 1, Duration::ZERO, patience);
        } else {
            let voice = self.stand_in();
            self.cross(voice, UNPLANNED);
        }
    }

    fn cross_to(&mut self, piece: usize, offset: Duration, patience: Duration) {
        let voice = match self.next.take() {
            Some((index, voice)) if index == piece && offset.is_zero() => voice,
            _ => self.open(piece, offset),
        };
        let voice = self.sounding(voice, piece, frames(offset), patience);
        let seconds = match self.plan.pieces.get(piece).map(|piece| piece.join) {
            Some(Join::Crossfade(over)) => over.as_secs_f32(),
            _ => UNPLANNED,
        };
        self.piece = piece;
        self.offset = frames(offset);
        self.cross(voice, seconds);
    }

    fn cross(&mut self, voice: Voice, seconds: f32) {
        // What ends before the crossfade would is crossed over faster.
        let ends = |voice: &Voice| voice.ending().map(|_| voice.ready_frames() as f32 / RATE as f32);
        let left = self.layers.last().and_then(|layer| ends(&layer.voice)).unwrap_or(f32::MAX);
        self.layers.push(Layer { voice, cross: Some(Cross::of(seconds.min(left))), level: FLOOR, to_its_end: false });
    }

    /// The voice of a piece, or what stands in for it.
    fn open(&mut self, index: usize, offset: Duration) -> Voice {
        let plan = Arc::clone(&self.plan);
        let Some(piece) = plan.pieces.get(index) else { return self.stand_in() };
        if self.failed.contains(&index) {
            return self.stand_in_at(frames(piece.start + offset));
        }
        match &piece.material {
            Material::File { .. } => Voice::files(row(&plan, index, offset)),
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

    /// A voice that was opened and is now needed; what stands in for it if nothing comes from it.
    fn sounding(&mut self, mut voice: Voice, index: usize, offset: u64, patience: Duration) -> Voice {
        if voice.is_endless() || voice.ensure_within(AHEAD, patience) > 0 {
            return voice;
        }
        let piece = self.plan.pieces.get(index);
        let title = piece.map_or_else(String::new, |piece| piece.title.clone());
        let start = piece.map_or(0, |piece| frames(piece.start));
        let (failed, reason) = match voice.ending() {
            Some(Ending { failed: Some((failed, reason)) }) => (failed.unwrap_or(index), reason.clone()),
            Some(_) => (index, format!("“{title}” holds no sound")),
            None => (index, format!("“{title}” does not answer; copy it to this machine")),
        };
        self.fail(failed, reason);
        self.stand_in_at(start + offset)
    }

    /// Whether this is the last piece of what comes to an end, as a recording played once does; music has its bed.
    fn ends_here(&self) -> bool {
        self.piece + 1 == self.plan.pieces.len() && self.plan.pieces.last().is_some_and(|last| last.length.is_some())
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
    /// Whether it sounds as it is, and will for as long as its voice is decoded ahead.
    fn is_whole(&self) -> bool {
        let lasts = self.voice.is_endless() || self.to_its_end || self.voice.ready_frames() > AHEAD / 2;
        lasts && self.level >= 0.0 && self.cross.is_none_or(|cross| cross.is_over())
    }

    /// Adds frames under what came `over` it; returns what is left for those before it.
    fn add_to(&mut self, out: &mut [f32], frames: u64, over: f32) -> f32 {
        let (old, new) = self.cross.as_mut().map_or((0.0, 1.0), |cross| {
            cross.pass(frames);
            cross.factors()
        });
        let from = factor(self.level);
        let wanted = 20.0 * (over * new).max(1e-6).log10();
        let level = slew(self.level, wanted.max(FLOOR), STEEPEST * frames as f32 / RATE as f32);
        // What is about to end is down at the floor by then.
        let seconds = self.voice.ready_frames() as f32 / RATE as f32;
        let most = if self.voice.is_endless() || self.to_its_end { 0.0 } else { (FLOOR + STEEPEST * seconds).min(0.0) };
        self.level = level.min(most);
        self.voice.add_to(out, from, factor(self.level));
        over * old
    }

    fn is_gone(&self) -> bool {
        self.level <= FLOOR + 1e-3 || (self.voice.ending().is_some() && self.voice.ready_frames() == 0)
    }
}

/// Whether a piece of one plan is the same music as a piece of another.
fn same(old: &Plan, index: usize, new: &Plan, other: usize) -> bool {
    let pieces = old.pieces.get(index).zip(new.pieces.get(other));
    pieces.is_some_and(|(a, b)| a.material == b.material && a.trim == b.trim)
}

/// A span of time in frames, to the nearest.
#[must_use]
pub fn frames(span: Duration) -> u64 {
    (span.as_secs_f64() * f64::from(RATE)).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue::Piece;

    fn plan() -> Arc<Plan> {
        let piece = |material, start: u64, length: Option<Duration>| Piece {
            title: "hangs.flac".to_owned(),
            material,
            start: Duration::from_secs(start),
            length,
            trim: Duration::from_secs(start),
            gain: Decibels::UNITY,
            join: Join::Crossfade(Duration::from_secs(6)),
        };
        let file = Material::File { path: "/nowhere/hangs.flac".into(), sha256: String::new() };
        let bed = Material::Soundscape { name: "tidewater".to_owned(), seed: 11 };
        Arc::new(Plan {
            target: Duration::from_secs(3600),
            pieces: vec![piece(file, 0, Some(Duration::from_secs(300))), piece(bed, 300, None)],
            arc: Vec::new(),
            stages: crate::music::arc::stages(Duration::from_secs(3600)),
            playlist: String::new(),
            nudges: Vec::new(),
        })
    }

    #[test]
    fn given_a_disk_that_hangs_then_the_built_in_music_comes_over_what_was_read() {
        let seconds = 10;
        let mut timeline = Timeline::new(plan(), Position::default());
        let frames = (0..seconds * RATE as usize).flat_map(|n| [(n as f32 * 0.06).sin() * 0.2; 2]).collect();
        timeline.layers = vec![Layer { voice: Voice::hanging(frames), cross: None, level: 0.0, to_its_end: false }];
        let (mut block, mut softest) = ([0.0; 4800], f32::MAX);
        for _ in 0..25 * 20 {
            let _place = timeline.fill_within(&mut block, Duration::from_micros(10));
            let power = block.iter().map(|sample| sample * sample).sum::<f32>() / block.len() as f32;
            softest = softest.min(10.0 * power.max(1e-12).log10());
        }
        assert!(softest > -60.0, "{softest:.1} dBFS");
        let reports: Vec<Report> = timeline.reports().collect();
        assert!(matches!(&reports[..], [Report::PieceFailed { piece: 0, .. }]), "{reports:?}");
    }

    #[test]
    fn given_a_next_file_that_never_answers_then_the_built_in_music_takes_its_place() {
        let mut timeline = Timeline::new(plan(), Position::default());
        timeline.layers = vec![Layer { voice: Voice::hanging(Vec::new()), cross: None, level: 0.0, to_its_end: false }];
        let mut block = [0.0; 4800];
        let _place = timeline.fill_within(&mut block, Duration::from_micros(10));
        let _place = timeline.fill_within(&mut block, Duration::from_micros(10));
        assert!(block.iter().any(|sample| *sample != 0.0));
        assert_eq!(timeline.reports().count(), 1);
    }
}
