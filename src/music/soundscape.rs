//! The built-in music: a score for an hour, and the instrument that plays it.
//!
//! The score is a pure function of piece, seed and target, the sound one of the score and the frame. Nothing
//! is looped and nothing is stored: a session that resumes hears exactly what it would have heard.
//!
//! `pieces` holds the grammars, `journey` the arc, `score` decides who plays what when, `engine` plays it.

mod bell;
mod block;
mod chance;
mod drone;
mod engine;
mod harmony;
mod journey;
mod motif;
mod nature;
mod pad;
mod pieces;
mod reverb;
mod score;
mod sine;
mod table;
mod voicing;

use std::time::Duration;

use crate::cue::{Nudge, Plan, Stage};

use self::block::{BLOCK, SILENCE, Stereo};
use self::engine::Engine;
use self::journey::Journey;
pub use self::journey::Section;
use self::pieces::Piece;
pub use self::score::{BellNote, Chord, Origin, PadNote, Score, Voice};

/// Frames per second of everything that is rendered.
const FRAME_RATE: f64 = 48_000.0;

/// Where the stages lie, and what was changed on the way: all that a score depends on besides piece and seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Where the stages begin, in seconds of the score; the last is the bed.
    pub stages: Vec<(Duration, Stage)>,
    /// Changes of intensity and warmth, in order of time.
    pub nudges: Vec<Nudge>,
}

impl Shape {
    /// The shape of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self { stages: plan.stages.clone(), nudges: plan.nudges.clone() }
    }

    /// The shape of an undisturbed journey that reaches the bed after `target`.
    #[must_use]
    pub fn lasting(target: Duration) -> Self {
        Self { stages: super::arc::stages(target), nudges: Vec::new() }
    }

    /// When the bed begins.
    #[must_use]
    pub fn target(&self) -> Duration {
        self.stages.last().map_or(Duration::ZERO, |(start, _)| *start)
    }
}

/// A piece that plays: its own level is even, so that whoever plays it applies [`super::arc`], once; at −20 LUFS in every stage, endless.
pub struct Soundscape {
    engine: Engine,
    /// The block that is being handed out.
    block: Stereo,
    /// Frames of it that were handed out.
    used: usize,
    frame: u64,
}

impl Soundscape {
    /// The piece `name` from its anchor; `None` for an unknown name.
    ///
    /// The first one of a seed takes a fifth of a second to build its tables; the others share them.
    #[must_use]
    pub fn new(name: &str, seed: u64, shape: &Shape) -> Option<Self> {
        let engine = Engine::new(Piece::named(name)?, seed, Journey::new(shape.target()));
        Some(Self { engine, block: SILENCE, used: BLOCK, frame: 0 })
    }

    /// Goes to a frame at 48 kHz since the anchor; what follows is bit-equal to having played up to there.
    ///
    /// Renders at most 80 s unheard, for the reverb.
    pub fn seek(&mut self, frame: u64) {
        let block = BLOCK as u64;
        self.engine.seek(frame / block);
        self.used = BLOCK;
        self.frame = frame;
        let within = (frame % block) as usize;
        if within > 0 {
            self.block = self.engine.render();
            self.used = within;
        }
    }

    /// Renders on from [`frame`](Self::frame): interleaved left and right at 48 kHz.
    ///
    /// A last sample without its partner is set to silence.
    pub fn fill(&mut self, out: &mut [f32]) {
        let mut rest = out;
        while rest.len() >= 2 {
            if self.used == BLOCK {
                self.block = self.engine.render();
                self.used = 0;
            }
            let frames = (rest.len() / 2).min(BLOCK - self.used);
            let (now, later) = std::mem::take(&mut rest).split_at_mut(frames * 2);
            let [left, right] = &self.block;
            let samples = left.iter().zip(right).skip(self.used);
            for (pair, (left, right)) in now.chunks_exact_mut(2).zip(samples) {
                pair.copy_from_slice(&[*left, *right]);
            }
            self.used += frames;
            self.frame += frames as u64;
            rest = later;
        }
        rest.fill(0.0);
    }

    /// The frame that comes next, at 48 kHz since the anchor.
    #[must_use]
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The score, written to at least an hour after the bed begins.
    #[must_use]
    pub fn score(&self) -> &Score {
        self.engine.score()
    }
}
