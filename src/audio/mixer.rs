//! What the output pulls: the ring, the gains behind it, the chimes and the limiter.
//!
//! [`Mixer::render`] runs in the output's callback. It takes no lock, allocates nothing and does no IO: music comes
//! by one ring, orders by another, and places go out by a third.
#![expect(clippy::indexing_slicing, reason = "blocks and histories are of fixed size")]

mod bells;
pub(super) mod pace;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rtrb::{Consumer, Producer};

use self::bells::Bells;
use self::pace::Pace;
use super::backend::Played;
use super::director::Wanted;
use super::fade::{FLOOR, Fade, RATE, STEEPEST, factor, slew};
use super::feeder::{BLOCK, Block};
use super::limiter::{LOOKAHEAD, Limiter};
use super::timeline::Place;

/// Blocks of popped music kept: 1 s.
const KEPT: usize = 188;
/// Blocks heard again at most after the output was lost, for what it had swallowed: 600 ms.
const SWALLOWED: usize = 112;
/// So much more is heard again, because an error may come late.
const MARGIN: Duration = Duration::from_millis(80);
/// Every so many blocks a place is told: 43 ms.
const TELL: u64 = 8;
/// How far the music steps back for somebody's voice, and within how many seconds.
const DUCK: (f32, f32) = (-12.0, 3.0);
/// The same for a chime.
const CHIME_DUCK: (f32, f32) = (-2.0, 1.2);
/// The volume moves by at most so many dB per second.
const VOLUME_SPEED: f32 = 15.0;
/// The arc's level moves by at most so many dB per second.
const LEVEL_SPEED: f32 = 6.0;

/// Counts that the output's thread writes and others read.
#[derive(Debug, Default)]
pub struct Counters {
    /// Time of the last call, nanoseconds since boot.
    pub beat: AtomicU64,
    /// Frames given to the output.
    pub pulled: AtomicU64,
    /// Times the ring was empty.
    pub underruns: AtomicU64,
    /// Times the output called late.
    pub late: AtomicU64,
    /// Frames of silence in place of music.
    pub silent: AtomicU64,
    /// Errors of the output.
    pub errors: AtomicU64,
    /// Times it was opened again.
    pub reopenings: AtomicU64,
    /// Time of its first error since the last call, nanoseconds since boot.
    pub failed: AtomicU64,
    /// Frames between being asked for and being heard.
    pub latency: AtomicU64,
    /// Blocks in the ring.
    pub ring: AtomicU64,
    /// Music goes out, or is on its way to silence.
    pub sounding: AtomicBool,
}

/// A place in the music and when it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Since boot.
    pub heard_at: Duration,
    /// The cue's name for the music.
    pub generation: u64,
    /// Where.
    pub place: Place,
}

/// The three ends of rings a mixer holds.
pub struct Ends {
    /// Music.
    pub ring: Consumer<Block>,
    /// What should be.
    pub orders: Consumer<Wanted>,
    /// What was.
    pub marks: Producer<Mark>,
}

/// A way out of silence that the cue does not know of.
#[derive(Clone, Copy)]
enum Rise {
    /// A raised cosine of so many seconds.
    Over(f32),
    /// As fast as the rule allows: two seconds for 60 dB.
    AtOnce,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// The ring is not touched: the music waits.
    Waiting,
    /// Blocks are taken.
    Sounding,
}

/// Mixes blocks of [`BLOCK`] frames.
pub struct Mixer {
    ends: Ends,
    counters: Arc<Counters>,
    wanted: Wanted,
    /// Which blocks sound now; the wanted ones once these have gone.
    epoch: u64,
    flow: Flow,
    fade: Fade,
    /// The next way out of silence; `None`: as the cue has it.
    rise: Option<Rise>,
    level: f32,
    volume: f32,
    duck: Fade,
    chime_duck: Fade,
    /// The whole gain of the music in dB, never faster than the rule.
    gain: f32,
    amplitude: f32,
    history: Box<[Block]>,
    kept: usize,
    head: usize,
    replay: usize,
    bells: Bells,
    limiter: Limiter,
    pace: Pace,
    blocks: u64,
}

impl Played for Mixer {
    fn render(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>) {
        self.render_after(out, now, delay);
    }

    fn reopened(&mut self, away: Duration) {
        self.begin_again(away, 0);
    }
}

impl Mixer {
    /// A mixer whose frames are heard `latency` frames after the output asks for them.
    #[must_use]
    pub fn new(ends: Ends, counters: Arc<Counters>, latency: u64) -> Self {
        Self {
            ends,
            counters,
            wanted: Wanted::NOTHING,
            epoch: 0,
            flow: Flow::Waiting,
            fade: Fade::resting(FLOOR),
            rise: None,
            level: 0.0,
            volume: Wanted::NOTHING.volume,
            duck: Fade::resting(0.0),
            chime_duck: Fade::resting(0.0),
            gain: FLOOR,
            amplitude: 0.0,
            history: vec![Block::EMPTY; KEPT].into_boxed_slice(),
            kept: 0,
            head: 0,
            replay: 0,
            bells: Bells::new(),
            limiter: Limiter::default(),
            pace: Pace::new(latency, LOOKAHEAD as u64),
            blocks: 0,
        }
    }

    /// The output was away for so long and asks again: what it swallowed is heard again, out of silence, and before
    /// that the `unheard` blocks it had not even been given.
    pub fn begin_again(&mut self, away: Duration, unheard: usize) {
        let sounded = self.flow == Flow::Sounding;
        if sounded {
            self.replay = (self.replay + self.swallowed(unheard) + unheard).min(self.kept);
        }
        // What has not sounded yet comes as the cue has it.
        if sounded || self.rise.is_some() {
            self.rise = Some(if away > Duration::from_secs(10) { Rise::Over(5.0) } else { Rise::AtOnce });
        }
        self.fall_silent();
        self.bells.hush();
        self.limiter = Limiter::default();
        self.pace.restart();
    }

    /// Somebody else asks from here on: which frame is heard when is learnt anew, and nothing else changes.
    pub fn restart_pace(&mut self) {
        self.pace.restart();
    }

    /// When the first frame of the next block is heard, since boot.
    #[must_use]
    pub fn next_heard(&self) -> Duration {
        let held_back = Duration::from_nanos(LOOKAHEAD as u64 * 1_000_000_000 / u64::from(RATE));
        self.pace.heard().saturating_sub(held_back)
    }

    /// Blocks that the output took but that were not heard before it died; the last `unheard` it never took.
    ///
    /// It died with its first error after the last call, if that came before the next call was due; where it told of
    /// none, at the latest right after that call: then up to one period is heard twice, but nothing is skipped.
    /// (Measured: kill -9 of a PulseAudio server, 18 times on a busy machine: without [`MARGIN`], mostly 10 ms twice
    /// to 18 ms skipped, at worst 96 ms skipped.)
    fn swallowed(&self, unheard: usize) -> usize {
        let count = |counter: &AtomicU64| Duration::from_nanos(counter.load(Ordering::Acquire));
        let (beat, failed) = (count(&self.counters.beat), count(&self.counters.failed));
        let told = failed > beat && failed < beat + self.pace.period() + MARGIN;
        let died = if told { failed.saturating_sub(MARGIN).max(beat) } else { beat };
        let lost = self.pace.heard().saturating_sub(died).as_secs_f64();
        let blocks = (lost * f64::from(RATE) / BLOCK as f64).ceil() as usize;
        blocks.saturating_sub(unheard).min(SWALLOWED)
    }

    /// Renders one block of interleaved frames; `now` is the time since boot.
    pub fn render(&mut self, out: &mut [f32; BLOCK * 2], now: Duration) {
        self.render_after(out, now, None);
    }

    /// The same for an output that says how long after `now` it hears the first frame of a burst.
    pub fn render_after(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>) {
        while let Ok(wanted) = self.ends.orders.pop() {
            self.wanted = wanted;
        }
        if self.pace.called(now, delay) {
            let _before = self.counters.late.fetch_add(1, Ordering::Relaxed);
        }
        let heard = self.pace.heard();
        self.counters.latency.store(self.pace.latency(), Ordering::Relaxed);
        self.counters.ring.store(self.ends.ring.slots() as u64, Ordering::Relaxed);
        let volume = self.volume;
        self.volume = slew(volume, self.wanted.volume, VOLUME_SPEED * BLOCK as f32 / RATE as f32);
        self.music(out, heard);
        self.bells.start(&self.wanted.chimes, heard);
        self.bells.add_to(out, factor(volume), factor(self.volume));
        self.limiter.run(out);
        self.counters.sounding.store(self.flow == Flow::Sounding, Ordering::Relaxed);
        self.pace.passed(BLOCK as u64);
        self.blocks += 1;
    }

    fn music(&mut self, out: &mut [f32; BLOCK * 2], heard: Duration) {
        out.fill(0.0);
        if self.flow == Flow::Waiting && !self.begin() {
            return;
        }
        let wants = self.wants();
        if !wants && self.fade.goal() == 0.0 {
            let over =
                if self.wanted.epoch == self.epoch { self.wanted.out_over } else { self.wanted.out_over.min(1.5) };
            self.fade = Fade::between(self.fade.level(), self.bottom(), over);
        } else if wants && self.fade.goal() != 0.0 {
            self.fade = Fade::between(self.fade.level(), 0.0, self.wanted.fade_in);
        }
        let Some(block) = self.take() else { return self.run_dry(wants) };
        if wants {
            let goal = self.wanted.arc.level(block.place.planned as f32 / RATE as f32);
            self.level = slew(self.level, goal, LEVEL_SPEED * BLOCK as f32 / RATE as f32);
        }
        let before = self.amplitude;
        self.move_gain();
        let step = (self.amplitude - before) / BLOCK as f32;
        for (index, (out, music)) in out.chunks_exact_mut(2).zip(block.samples.chunks_exact(2)).enumerate() {
            let factor = before + step * index as f32;
            out[0] = music[0] * factor;
            out[1] = music[1] * factor;
        }
        if self.blocks.is_multiple_of(TELL) {
            let mark = Mark { heard_at: heard, generation: block.generation, place: block.place };
            let _full = self.ends.marks.push(mark);
        }
        if !wants && self.fade.is_over() {
            if self.gain <= FLOOR + 0.2 {
                self.fall_silent();
            } else {
                // Something else was raised meanwhile: further down, as fast as the rule allows.
                self.fade = Fade::resting(2.0 * FLOOR);
            }
        }
    }

    fn wants(&self) -> bool {
        self.wanted.playing && self.wanted.epoch == self.epoch
    }

    /// The music waits: throws away what is old, and begins if it should and something is there.
    fn begin(&mut self) -> bool {
        if self.wanted.playing && self.epoch != self.wanted.epoch {
            self.epoch = self.wanted.epoch;
            self.kept = 0;
            self.replay = 0;
        }
        if !self.wants() {
            return false;
        }
        while self.ends.ring.peek().is_ok_and(|block| block.epoch < self.epoch) {
            let _old = self.ends.ring.pop();
        }
        let first = if self.replay > 0 {
            self.history[(self.head + KEPT - self.replay) % KEPT].place
        } else if let Ok(block) = self.ends.ring.peek() {
            block.place
        } else {
            return false;
        };
        self.level = self.wanted.arc.level(first.planned as f32 / RATE as f32);
        self.fade = match self.rise.take() {
            None => Fade::between(self.bottom(), 0.0, self.wanted.fade_in),
            Some(Rise::Over(seconds)) => Fade::between(self.bottom(), 0.0, seconds),
            Some(Rise::AtOnce) => Fade::resting(0.0),
        };
        self.gain = FLOOR;
        self.flow = Flow::Sounding;
        true
    }

    /// The fade that makes the whole gain −60 dB as things stand.
    fn bottom(&self) -> f32 {
        let others = self.volume + self.level + self.duck.level() + self.chime_duck.level();
        (FLOOR - others).clamp(FLOOR - 12.0, -1.0)
    }

    fn take(&mut self) -> Option<Block> {
        if self.replay > 0 {
            let block = self.history[(self.head + KEPT - self.replay) % KEPT];
            self.replay -= 1;
            return Some(block);
        }
        let block = match self.ends.ring.peek() {
            Ok(block) if block.epoch == self.epoch => *block,
            _ => return None,
        };
        let _same = self.ends.ring.pop();
        self.history[self.head] = block;
        self.head = (self.head + 1) % KEPT;
        self.kept = (self.kept + 1).min(KEPT);
        Some(block)
    }

    /// Nothing in the ring: silence now, and out of silence again as soon as there is something.
    fn run_dry(&mut self, wants: bool) {
        if wants {
            let _before = self.counters.underruns.fetch_add(1, Ordering::Relaxed);
            let _before = self.counters.silent.fetch_add(BLOCK as u64, Ordering::Relaxed);
            self.rise = Some(Rise::AtOnce);
        }
        self.fall_silent();
    }

    fn fall_silent(&mut self) {
        self.flow = Flow::Waiting;
        self.gain = FLOOR;
        self.amplitude = 0.0;
    }

    fn move_gain(&mut self) {
        let frames = BLOCK as u64;
        let duck = if self.wanted.duck { DUCK.0 } else { 0.0 };
        if self.duck.goal() != duck {
            self.duck = Fade::between(self.duck.level(), duck, DUCK.1);
        }
        let under = if self.bells.are_sounding() { CHIME_DUCK.0 } else { 0.0 };
        if self.chime_duck.goal() != under {
            self.chime_duck = Fade::between(self.chime_duck.level(), under, CHIME_DUCK.1);
        }
        self.duck.pass(frames);
        self.chime_duck.pass(frames);
        self.fade.pass(frames);
        let whole = self.volume + self.level + self.duck.level() + self.chime_duck.level() + self.fade.level();
        let step = STEEPEST * BLOCK as f32 / RATE as f32;
        self.gain = slew(self.gain.max(FLOOR), whole.max(FLOOR), step);
        self.amplitude = factor(self.gain);
    }
}
