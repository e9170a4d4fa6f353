//! The built-in music: a score for an hour, and the instrument that plays it.
//!
//! The score is a pure function of piece, seed and shape, the sound one of the score and the frame. Nothing
//! is looped and nothing is stored: a session that resumes hears exactly what it would have heard.
//!
//! `pieces` holds the grammars, `journey` the stages, `air` the arc, `score` decides who plays what when, `engine` plays it.

mod air;
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

use self::air::ease;
use self::block::{BLOCK, Line, SILENCE, Stereo};
use self::engine::Engine;
use self::journey::Journey;
pub use self::journey::Section;
use self::pieces::Piece;
pub use self::score::{BellNote, Chord, Origin, PadNote, Score, Voice};

/// Frames per second of everything that is rendered.
const FRAME_RATE: f64 = 48_000.0;
/// How long it takes to cross over into a shape that differs from what was heard, in seconds.
const CROSSING: f64 = 8.0;

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
    layer: Layer,
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
        let engine = Engine::new(Piece::named(name)?, seed, Journey::new(shape));
        Some(Self { layer: Layer { engine, leaving: None }, block: SILENCE, used: BLOCK, frame: 0 })
    }

    /// Goes to a frame at 48 kHz since the anchor; what follows is bit-equal to having played up to there.
    ///
    /// Renders at most 80 s unheard, for the reverb.
    pub fn seek(&mut self, frame: u64) {
        let block = BLOCK as u64;
        self.layer.leaving = None;
        self.layer.engine.seek(frame / block);
        self.used = BLOCK;
        self.frame = frame;
        let within = (frame % block) as usize;
        if within > 0 {
            self.block = self.layer.render();
            self.used = within;
        }
    }

    /// Follows another shape from the present frame on; whatever was rendered stays as it is.
    ///
    /// If the shapes are the same up to the present frame, this is bit-equal to having had the new shape from the
    /// start, so a chord or note in progress goes on into it. If they already differ, the music crosses over into the
    /// new shape in 8 s, and is bit-equal again after two changes of the reverb's tanks, at most 128 s later.
    ///
    /// Takes a few milliseconds: the score is written anew.
    pub fn reshape(&mut self, shape: &Shape) {
        let journey = Journey::new(shape);
        let engine = &mut self.layer.engine;
        if journey == *engine.journey() {
            return;
        }
        if !journey.agrees(engine.journey(), engine.time()) {
            let left = Layer { engine: engine.clone(), leaving: self.layer.leaving.take() };
            self.layer.leaving = Some(Box::new((left, engine.time())));
        }
        engine.follow(journey);
    }

    /// Renders on from [`frame`](Self::frame): interleaved left and right at 48 kHz.
    ///
    /// A last sample without its partner is set to silence.
    pub fn fill(&mut self, out: &mut [f32]) {
        let mut rest = out;
        while rest.len() >= 2 {
            if self.used == BLOCK {
                self.block = self.layer.render();
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
        self.layer.engine.score()
    }
}

/// What plays, over what it is leaving and the second since when.
struct Layer {
    engine: Engine,
    leaving: Option<Box<(Layer, f64)>>,
}

impl Layer {
    fn render(&mut self) -> Stereo {
        let from = self.engine.time();
        let mut out = self.engine.render();
        let Some((left, since)) = self.leaving.as_deref_mut() else { return out };
        // The same notes may sound on both sides, so it is gains that add up to one, not powers.
        let part = |time: f64| ease((time - *since) / CROSSING) as f32;
        let line = Line { from: part(from), to: part(self.engine.time()) };
        for (out, left) in out.iter_mut().zip(&left.render()) {
            let mut level = line.from;
            for (out, left) in out.iter_mut().zip(left) {
                *out = left + (*out - left) * level;
                level += line.slope();
            }
        }
        if line.to >= 1.0 {
            self.leaving = None;
        }
        out
    }
}
