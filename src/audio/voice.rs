//! One sounding thing at 48 kHz: files that join without a gap, or the built-in music.

mod reader;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use self::reader::{Portion, Reader};
use super::fade::{RATE, slew};
use crate::cue::{Join, Material, Plan};
use crate::music::soundscape::{Shape, Soundscape};
use crate::units::Decibels;

/// How fast the gain of gaplessly joined pieces may glide from one to the next, in dB per second.
const GAIN_GLIDE: f32 = 10.0;
/// Frames of built-in music rendered at a time.
const PORTION: usize = 256;
/// Frames kept at least of what is no longer wanted, so that it can fade: 4.3 s.
pub const FAREWELL: usize = 206_400;
/// Samples already given that are kept until it is worth moving the rest.
const STALE: usize = 65_536;

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
    /// The piece that failed, if it is known, and the reason; `None` if everything was played.
    pub failed: Option<(Option<usize>, String)>,
}

/// Interleaved stereo frames at 48 kHz, prepared ahead.
pub struct Voice {
    source: Source,
    ready: Vec<f32>,
    read: usize,
    /// Frames read since the beginning.
    passed: u64,
    /// What follows without a gap; the first of them may have been decoded already.
    following: VecDeque<Link>,
    /// Where in the voice those of `following` begin that have been decoded.
    joints: VecDeque<u64>,
    gain: f32,
    gain_goal: f32,
    ending: Option<Ending>,
}

enum Source {
    Files(Reader, Option<Vec<f32>>),
    Builtin { name: String, seed: u64, music: Box<Soundscape> },
    Nothing,
    Over,
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
    /// A row of files, which are opened and decoded elsewhere; the first call of [`Voice::ensure`] tells whether they can be.
    #[must_use]
    pub fn files(links: VecDeque<Link>) -> Self {
        let gain = links.front().map_or(Decibels::UNITY, |first| first.gain);
        let following = links.iter().skip(1).cloned().collect();
        Self { following, ..Self::of(Source::Files(Reader::open(links), None), gain) }
    }

    /// The built-in music at a frame of its score; `None` if it has no piece of that name.
    #[must_use]
    pub fn builtin(name: &str, seed: u64, shape: &Shape, frame: u64, gain: Decibels) -> Option<Self> {
        let music = play(name, seed, shape, frame)?;
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
            following: VecDeque::new(),
            joints: VecDeque::new(),
            gain: gain.0,
            gain_goal: gain.0,
            ending: None,
        }
    }

    /// Whether this is the built-in music of that name and seed, at that frame of its score give or take two.
    #[must_use]
    pub fn is_builtin_at(&self, wanted: &Material, frame: u64) -> bool {
        match (&self.source, wanted) {
            (Source::Builtin { name, seed, music }, Material::Soundscape { name: other, seed: its }) => {
                let next = music.frame().saturating_sub(self.ready_frames() as u64);
                name == other && seed == its && next.abs_diff(frame) <= 2
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
        let place = self.following.iter().position(|link| link.piece == piece);
        place.is_some_and(|place| place < self.joints.len() || self.ending.is_none())
    }

    /// Changes what follows the file being heard; what was decoded ahead and is no longer wanted is dropped.
    pub fn follow_with(&mut self, links: VecDeque<Link>) {
        if !matches!(self.source, Source::Files(..) | Source::Over) || self.following == links {
            return;
        }
        let decoded: Vec<Link> = self.following.iter().take(self.joints.len()).cloned().collect();
        let kept = decoded.iter().zip(&links).take_while(|(old, new)| is_same(old, new)).count();
        self.following = links;
        if kept < decoded.len() {
            self.cut(kept);
        } else if let Source::Files(reader, _) = &self.source {
            reader.follow_with(self.following.iter().skip(kept).cloned().collect());
        }
    }

    /// Ends where the file begins that comes after `kept` decoded ones, or where a crossfade that begins now is over.
    fn cut(&mut self, kept: usize) {
        let Some(at) = self.joints.get(kept).copied() else { return };
        let left = usize::try_from(at.saturating_sub(self.passed)).unwrap_or(usize::MAX).max(FAREWELL);
        self.ready.truncate(self.read + left.saturating_mul(2));
        self.joints.truncate(kept);
        self.following.truncate(kept);
        self.source = Source::Over;
        self.ending = Some(Ending { failed: None });
    }

    /// Lets the built-in music follow another shape from its next frame on; what is ready stays as it is.
    pub fn reshape(&mut self, shape: &Shape) {
        let Source::Builtin { music, .. } = &mut self.source else { return };
        if catch_unwind(AssertUnwindSafe(|| music.reshape(shape))).is_err() {
            tracing::error!("the built-in music gave up; silence stands in for it");
            self.source = Source::Nothing;
        }
    }

    /// The gain it glides to.
    pub const fn glide_to(&mut self, gain: Decibels) {
        self.gain_goal = gain.0;
    }

    /// Prepares at least `frames`, if there are that many; returns how many are ready. Waits as long as it takes.
    pub fn ensure(&mut self, frames: usize) -> usize {
        self.ensure_within(frames, Duration::MAX)
    }

    /// The same, but waits for a file that does not answer no longer than `patience` since it last did.
    pub fn ensure_within(&mut self, frames: usize, patience: Duration) -> usize {
        while self.ready_frames() < frames && self.ending.is_none() {
            if self.read > STALE {
                let _gone = self.ready.drain(..self.read);
                self.read = 0;
            }
            if !self.prepare(patience) {
                break;
            }
        }
        self.ready_frames()
    }

    /// Frames that can be read at once.
    #[must_use]
    pub const fn ready_frames(&self) -> usize {
        (self.ready.len() - self.read) / 2
    }

    /// Why it ends, once that is known; some frames may still be ready.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// `false` if nothing came in time.
    fn prepare(&mut self, patience: Duration) -> bool {
        match &mut self.source {
            Source::Files(reader, buffer) => {
                let Some(portion) = reader.next(buffer, patience) else { return false };
                self.take(portion);
            }
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
            Source::Over => return false,
        }
        true
    }

    fn take(&mut self, portion: Portion) {
        self.ready.extend_from_slice(&portion.frames);
        self.ending = portion.ending;
        if let Source::Files(_, buffer) = &mut self.source {
            *buffer = Some(portion.frames);
        }
        for (at, link) in portion.joints {
            let place = self.joints.len();
            self.joints.push_back(at);
            if !self.following.get(place).is_some_and(|wanted| is_same(wanted, &link)) {
                return self.cut(place);
            }
        }
        if self.ending.is_some() {
            self.source = Source::Over;
        }
    }

    /// Frames until a further piece begins, if that is known.
    #[must_use]
    pub fn until_joint(&self) -> Option<u64> {
        self.joints.front().map(|at| at.saturating_sub(self.passed))
    }

    /// The piece that begins exactly here.
    pub fn pass_joint(&mut self) -> Option<usize> {
        let _at = self.joints.pop_front_if(|at| *at <= self.passed)?;
        let link = self.following.pop_front()?;
        self.gain_goal = link.gain.0;
        Some(link.piece)
    }

    /// Adds the next frames to `out`, each times a factor that runs from `from` to `to`; of files only what is ready.
    pub fn add_to(&mut self, out: &mut [f32], from: f32, to: f32) {
        let frames = out.len() / 2;
        if self.is_endless() {
            let _all = self.ensure(frames);
        }
        let ready = self.ready_frames().min(frames);
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

#[cfg(test)]
impl Voice {
    /// A file that gives `frames` and then does not answer any more.
    pub fn hanging(frames: Vec<f32>) -> Self {
        Self::of(Source::Files(Reader::hanging(frames), None), Decibels::UNITY)
    }
}

fn play(name: &str, seed: u64, shape: &Shape, frame: u64) -> Option<Box<Soundscape>> {
    let begin = || {
        let mut music = Box::new(Soundscape::new(name, seed, shape)?);
        music.seek(frame);
        Some(music)
    };
    catch_unwind(AssertUnwindSafe(begin)).ok().flatten()
}

/// The same sound in the same place; the gain may differ.
fn is_same(one: &Link, other: &Link) -> bool {
    (one.piece, &one.path, one.skip) == (other.piece, &other.path, other.skip)
}
