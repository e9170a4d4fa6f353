//! One sounding thing at 48 kHz: files that join without a gap, or the built-in music.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use super::decode::{DecodeError, Stream};
use super::fade::{RATE, slew};
use super::resample::Resampler;
use crate::cue::{Join, Material, Plan};
use crate::music::soundscape::{Shape, Soundscape};
use crate::units::Decibels;

/// How fast the gain of gaplessly joined pieces may glide from one to the next, in dB per second.
const GAIN_GLIDE: f32 = 10.0;
/// Frames rendered at a time.
const PORTION: usize = 1024;

/// A file in a row of files.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Index into the plan's pieces.
    pub piece: usize,
    /// The file.
    pub path: PathBuf,
    /// How much of its beginning is left out.
    pub skip: Duration,
    /// Its gain.
    pub gain: Decibels,
}

/// Why nothing more comes from a voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// The piece that failed and the reason; `None` if everything was played.
    pub failed: Option<(usize, String)>,
}

/// Interleaved stereo frames at 48 kHz, prepared ahead.
pub struct Voice {
    source: Source,
    ready: Vec<f32>,
    read: usize,
    /// Frames read since the beginning.
    passed: u64,
    /// Where in the voice a further piece begins, and its gain.
    joints: VecDeque<(u64, usize, f32)>,
    gain: f32,
    gain_goal: f32,
    ending: Option<Ending>,
}

enum Source {
    Files(Box<Files>),
    Builtin { name: String, seed: u64, music: Box<Soundscape> },
    Nothing,
}

struct Files {
    stream: Option<(usize, Stream)>,
    resampler: Resampler,
    /// Frame of the voice at which this resampler began.
    base: u64,
    following: VecDeque<Link>,
    raw: Vec<f32>,
}

/// The files that join `piece` without a gap, `piece` first and `offset` into it.
#[must_use]
pub fn row(plan: &Plan, piece: usize, offset: Duration) -> VecDeque<Link> {
    let mut links = VecDeque::new();
    for (index, next) in plan.pieces.iter().enumerate().skip(piece) {
        let Material::File { path, .. } = &next.material else { break };
        if index > piece && next.join != Join::Gapless {
            break;
        }
        let skip = next.trim + if index == piece { offset } else { Duration::ZERO };
        links.push_back(Link { piece: index, path: path.clone(), skip, gain: next.gain });
    }
    links
}

impl Voice {
    /// A row of files.
    ///
    /// # Errors
    /// The first of them cannot be opened.
    pub fn files(mut links: VecDeque<Link>) -> Result<Self, DecodeError> {
        let Some(first) = links.pop_front() else { return Ok(Self::of(Source::Nothing, Decibels::UNITY)) };
        let stream = Stream::open(&first.path, first.skip)?;
        let resampler = Resampler::from_rate(stream.rate());
        let stream = Some((first.piece, stream));
        let files = Files { stream, resampler, base: 0, following: links, raw: Vec::new() };
        Ok(Self::of(Source::Files(Box::new(files)), first.gain))
    }

    /// The built-in music at a frame of its score; `None` if it has no piece of that name.
    #[must_use]
    pub fn builtin(name: &str, seed: u64, shape: &Shape, frame: u64, gain: Decibels) -> Option<Self> {
        let begin = || {
            let mut music = Box::new(Soundscape::new(name, seed, shape)?);
            music.seek(frame);
            Some(music)
        };
        let music = catch_unwind(AssertUnwindSafe(begin)).ok().flatten()?;
        Some(Self::of(Source::Builtin { name: name.to_owned(), seed, music }, gain))
    }

    /// Endless silence, where even the built-in music is missing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of(Source::Nothing, Decibels::UNITY)
    }

    fn of(source: Source, gain: Decibels) -> Self {
        Self {
            source,
            ready: Vec::new(),
            read: 0,
            passed: 0,
            joints: VecDeque::new(),
            gain: gain.0,
            gain_goal: gain.0,
            ending: None,
        }
    }

    /// Whether this is the built-in music of that name and seed.
    #[must_use]
    pub fn is_builtin(&self, wanted: &Material) -> bool {
        match (&self.source, wanted) {
            (Source::Builtin { name, seed, .. }, Material::Soundscape { name: other, seed: its }) => {
                name == other && seed == its
            }
            _ => false,
        }
    }

    /// Whether it never ends by itself.
    #[must_use]
    pub const fn is_endless(&self) -> bool {
        matches!(self.source, Source::Builtin { .. } | Source::Nothing)
    }

    /// Whether it will run on into `piece` by itself.
    #[must_use]
    pub fn joins(&self, piece: usize) -> bool {
        let coming = match &self.source {
            Source::Files(files) => files.following.iter().any(|link| link.piece == piece),
            _ => false,
        };
        coming || self.joints.iter().any(|joint| joint.1 == piece)
    }

    /// Changes which files follow the one being decoded.
    pub fn follow_with(&mut self, links: VecDeque<Link>) {
        if let Source::Files(files) = &mut self.source {
            let at = files.stream.as_ref().map_or(0, |stream| stream.0);
            files.following = links.into_iter().filter(|link| link.piece > at).collect();
        }
    }

    /// Prepares at least `frames`, if there are that many; returns how many are ready.
    pub fn ensure(&mut self, frames: usize) -> usize {
        while self.ready_frames() < frames && self.ending.is_none() {
            if self.read > 64 * PORTION {
                let _gone = self.ready.drain(..self.read);
                self.read = 0;
            }
            self.prepare();
        }
        self.ready_frames()
    }

    fn ready_frames(&self) -> usize {
        (self.ready.len() - self.read) / 2
    }

    /// Why it ends, once that is known; some frames may still be ready.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn prepare(&mut self) {
        match &mut self.source {
            Source::Files(files) => match files.turn(&mut self.ready) {
                Turn::Going => {}
                Turn::Joined(at, piece, gain) => self.joints.push_back((at, piece, gain)),
                Turn::Over(failed) => self.ending = Some(Ending { failed }),
            },
            Source::Builtin { music, .. } => {
                let from = self.ready.len();
                self.ready.resize(from + PORTION * 2, 0.0);
                let fresh = self.ready.get_mut(from..).unwrap_or_default();
                if catch_unwind(AssertUnwindSafe(|| music.fill(fresh))).is_err() {
                    tracing::error!("the built-in music gave up; silence stands in for it");
                    self.source = Source::Nothing;
                }
            }
            Source::Nothing => self.ready.resize(self.ready.len() + PORTION * 2, 0.0),
        }
    }

    /// Frames until a further piece begins, if that is known.
    #[must_use]
    pub fn until_joint(&self) -> Option<u64> {
        self.joints.front().map(|joint| joint.0.saturating_sub(self.passed))
    }

    /// The piece that begins exactly here.
    pub fn pass_joint(&mut self) -> Option<usize> {
        let joint = self.joints.pop_front_if(|joint| joint.0 <= self.passed)?;
        self.gain_goal = joint.2;
        Some(joint.1)
    }

    /// Adds the next frames to `out`, each times a factor that runs from `from` to `to`.
    pub fn add_to(&mut self, out: &mut [f32], from: f32, to: f32) {
        let frames = out.len() / 2;
        let ready = self.ensure(frames).min(frames);
        let gain = self.gain;
        self.gain = slew(gain, self.gain_goal, GAIN_GLIDE * frames as f32 / RATE as f32);
        let first = from * Decibels(gain).amplitude();
        let last = to * Decibels(self.gain).amplitude();
        let step = if frames == 0 { 0.0 } else { (last - first) / frames as f32 };
        let samples = self.ready.get(self.read..self.read + ready * 2).unwrap_or_default();
        for (index, (out, new)) in out.chunks_exact_mut(2).zip(samples.chunks_exact(2)).enumerate() {
            let factor = first + step * index as f32;
            out.iter_mut().zip(new).for_each(|(out, new)| *out += new * factor);
        }
        self.read += ready * 2;
        self.passed += ready as u64;
    }
}

/// What one turn at decoding brought.
enum Turn {
    Going,
    Joined(u64, usize, f32),
    Over(Option<(usize, String)>),
}

impl Files {
    fn turn(&mut self, out: &mut Vec<f32>) -> Turn {
        let Some((piece, stream)) = &mut self.stream else { return Turn::Over(None) };
        let piece = *piece;
        self.raw.clear();
        let result = stream.next(&mut self.raw);
        self.resampler.push(&self.raw, out);
        match result {
            Ok(true) => Turn::Going,
            Ok(false) => self.join(out),
            Err(error) => self.give_up(piece, &error, out),
        }
    }

    /// One file is over: the next goes on in the same resampler if it has the same rate.
    fn join(&mut self, out: &mut Vec<f32>) -> Turn {
        self.stream = None;
        let Some(link) = self.following.pop_front() else {
            self.resampler.finish(out);
            return Turn::Over(None);
        };
        match Stream::open(&link.path, link.skip) {
            Ok(stream) => {
                let at = self.base + self.resampler.joint();
                if stream.rate() != self.resampler.rate() {
                    self.resampler.finish(out);
                    self.base = at;
                    self.resampler = Resampler::from_rate(stream.rate());
                }
                self.stream = Some((link.piece, stream));
                Turn::Joined(at, link.piece, link.gain.0)
            }
            Err(error) => self.give_up(link.piece, &error, out),
        }
    }

    fn give_up(&mut self, piece: usize, error: &DecodeError, out: &mut Vec<f32>) -> Turn {
        self.stream = None;
        self.following.clear();
        self.resampler.finish(out);
        Turn::Over(Some((piece, error.to_string())))
    }
}
