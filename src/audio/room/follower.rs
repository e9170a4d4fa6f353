//! What the room plays: the headphones' music at the headphones' time, on a clock of its own.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use rtrb::Consumer;

use super::between::{AHEAD, Between};
use super::split::Split;
use super::{Dials, Latency, Sent, span};
use crate::audio::backend::Played;
use crate::audio::fade::{FLOOR, Fade, RATE, STEEPEST, factor, slew};
use crate::audio::feeder::BLOCK;
use crate::audio::mixer::Counters;
use crate::audio::mixer::pace::Pace;

/// Seconds of one block.
const BEAT: f64 = BLOCK as f64 / RATE as f64;
/// The error is smoothed over so many seconds.
const SMOOTH: f64 = 1.0;
/// The reader hurries by this part for each second of error, and by the second number more for each second that
/// the error lasts: a loop of 10 s that does not overshoot.
const LOOP: (f64, f64) = (0.2, 0.01);
/// It hurries by at most this part: 7 cents, over ten times what two crystals differ by.
const HURRY: f64 = 0.004;
/// Further off than so many seconds it may hurry by the second number: 17 cents.
const FAR: (f64, f64) = (0.02, 0.01);
/// While it is softer than so many dB it may as well jump, if it is off by so many seconds.
const UNHEARD: (f32, f64) = (-40.0, 0.005);
/// Another delay is reached by hurrying at most this part: 34 cents for a quarter of a second per 5 ms.
const GLIDE: f64 = 0.02;
/// Seconds in which a small change of the delay is reached, and in which the hurry sets in.
const EASE: (f64, f64) = (0.3, 0.05);
/// Further off than so many seconds it begins anew, out of silence.
const LOST: f64 = 0.15;
/// If that lasts for so many seconds: longer than the ring holds.
const PATIENCE: f64 = 2.0;
/// With fewer blocks than this in the ring the room asks in place of headphones that are away.
const LOW: usize = 4;
/// Blocks it may ask for at once: as much as an output asks for at a time.
const AT_ONCE: usize = 32;
/// The volume moves by at most so many dB per second.
const VOLUME_SPEED: f32 = 15.0;
/// Seconds in which it comes and goes.
const FADE: f32 = 2.0;
/// The same after more than 10 s away.
const LONG_FADE: f32 = 5.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Looks for the frame to begin with.
    Seeking,
    /// Reads.
    Playing,
    /// Is too far off, and reads on until nothing can be heard.
    Leaving,
}

/// Plays what [`Split`] sends, in step with the headphones.
pub struct Follower {
    ring: Consumer<Sent>,
    split: Arc<Mutex<Split>>,
    dials: Arc<Dials>,
    counters: Arc<Counters>,
    pace: Pace,
    /// What the output asks for when it opens, before it asks evenly; and that it has just opened.
    opening: Duration,
    opened: bool,
    state: State,
    reader: Between,
    block: Sent,
    /// The frame of the block that is taken in next.
    next: usize,
    /// How far the place read lies after a frame, 0 to 1.
    part: f64,
    /// Seconds: the delay now, and how fast it moves.
    delay: f64,
    glide: f64,
    /// Seconds it is late, smoothed, and what lasts of it as a part of the speed.
    error: f64,
    drift: f64,
    /// Seconds since it is too far off.
    leapt: f64,
    fade: Fade,
    rise: f32,
    volume: f32,
    gain: f32,
    amplitude: f32,
}

impl Follower {
    pub(super) fn new(
        ring: Consumer<Sent>,
        split: Arc<Mutex<Split>>,
        latency: Latency,
        dials: Arc<Dials>,
        counters: Arc<Counters>,
    ) -> Self {
        Self {
            ring,
            split,
            delay: dials.delay(),
            volume: dials.volume(),
            dials,
            counters,
            pace: Pace::new(latency.frames, 0),
            opening: span(latency.opening),
            opened: true,
            state: State::Seeking,
            reader: Between::new(),
            block: Sent::SILENT,
            next: BLOCK,
            part: 0.0,
            glide: 0.0,
            error: 0.0,
            drift: 0.0,
            leapt: 0.0,
            fade: Fade::resting(FLOOR),
            rise: FADE,
            gain: FLOOR,
            amplitude: 0.0,
        }
    }

    /// The place in the headphones' time that is to be read now.
    fn wanted(&self) -> f64 {
        self.pace.heard().as_secs_f64() - self.delay
    }

    /// The place that is read next.
    fn place(&self) -> f64 {
        let frames = self.next as f64 - 1.0 - AHEAD as f64 + self.part;
        self.block.heard.as_secs_f64() + frames / f64::from(RATE)
    }

    /// Asks in place of headphones that are away; `false` if they are there, or just busy.
    fn lead(&self, now: Duration) -> bool {
        let waiting = if self.state == State::Seeking { 0 } else { BLOCK - self.next + self.ring.slots() * BLOCK };
        let heard = self.wanted() + (waiting + AHEAD) as f64 / f64::from(RATE);
        let heard = Duration::try_from_secs_f64(heard).unwrap_or_default();
        match self.split.try_lock() {
            Ok(mut split) => split.lead(now, heard),
            Err(TryLockError::Poisoned(broken)) => broken.into_inner().lead(now, heard),
            Err(TryLockError::WouldBlock) => false,
        }
    }

    /// Finds the frame to begin with; `false` if it has not come yet.
    fn seek(&mut self, now: Duration) -> bool {
        self.delay = self.dials.delay();
        self.glide = 0.0;
        let wanted = self.wanted() + AHEAD as f64 / f64::from(RATE);
        let mut asked = 0;
        loop {
            let Ok(first) = self.ring.peek() else {
                asked += 1;
                if asked > AT_ONCE || !self.dials.is_on() || !self.lead(now) {
                    return false;
                }
                continue;
            };
            let frames = (wanted - first.heard.as_secs_f64()) * f64::from(RATE);
            if frames < 0.0 {
                return false;
            }
            self.block = *first;
            let _same = self.ring.pop();
            if frames < BLOCK as f64 {
                self.next = frames as usize;
                self.part = frames.fract();
                self.reader.clear();
                (self.error, self.leapt) = (0.0, 0.0);
                self.state = State::Playing;
                return true;
            }
        }
    }

    /// How many frames of the headphones each frame of the room takes.
    fn speed(&mut self) -> f64 {
        let error = self.wanted() - self.place();
        let wanted = self.dials.delay();
        // A leap of the headphones is followed once it has lasted: they may be dying.
        self.leapt = if error.abs() > LOST { self.leapt + BEAT } else { 0.0 };
        let error = if self.leapt > 0.0 { 0.0 } else { error };
        self.error += (error - self.error) * BEAT / SMOOTH;
        if self.leapt > PATIENCE || (wanted - self.delay).abs() > LOST {
            self.state = State::Leaving;
        }
        let pull = ((wanted - self.delay) / EASE.0).clamp(-GLIDE, GLIDE);
        self.glide += (pull - self.glide) * BEAT / EASE.1;
        let glide = if self.state == State::Leaving { 0.0 } else { self.glide };
        self.delay += glide * BEAT;
        let most = if self.error.abs() > FAR.0 { FAR.1 } else { HURRY };
        let wished = LOOP.0 * self.error + self.drift;
        let hurry = wished.clamp(-most, most);
        if hurry == wished {
            self.drift = (self.drift + LOOP.1 * self.error * BEAT).clamp(-HURRY, HURRY);
        }
        self.dials.off_by.store((self.error * 1e6) as i64, Ordering::Relaxed);
        self.dials.hurry.store((hurry * 1e9) as i64, Ordering::Relaxed);
        1.0 + hurry - glide
    }

    /// Reads on by `speed` frames; `None` if nothing is there.
    fn frame(&mut self, speed: f64) -> Option<[f32; 2]> {
        self.part += speed;
        while self.part >= 1.0 {
            if self.next >= BLOCK {
                self.block = self.ring.pop().ok()?;
                self.next = 0;
            }
            let side = |side: usize| self.block.samples.get(self.next * 2 + side).copied().unwrap_or(0.0);
            self.reader.push([side(0), side(1)]);
            self.next += 1;
            self.part -= 1.0;
        }
        Some(self.reader.at(self.part))
    }

    /// Moves the gain by one block; the factors before and after it.
    fn move_gain(&mut self) -> (f32, f32) {
        let seconds = BEAT as f32;
        let goal = if self.state == State::Playing && self.dials.is_on() { 0.0 } else { FLOOR };
        if self.fade.goal() != goal {
            let over = if goal == 0.0 { std::mem::replace(&mut self.rise, FADE) } else { FADE };
            self.fade = Fade::between(self.fade.level(), goal, over);
        }
        self.fade.pass(BLOCK as u64);
        self.volume = slew(self.volume, self.dials.volume(), VOLUME_SPEED * seconds);
        let whole = (self.volume + self.fade.level()).max(FLOOR);
        self.gain = slew(self.gain, whole, STEEPEST * seconds);
        let before = self.amplitude;
        self.amplitude = factor(self.gain);
        (before, self.amplitude)
    }

    fn play(&mut self, out: &mut [f32; BLOCK * 2], now: Duration) {
        let mut asked = 0;
        while self.ring.slots() < LOW && asked < LOW && self.dials.is_on() && self.lead(now) {
            asked += 1;
        }
        let speed = self.speed();
        if self.gain < UNHEARD.0 && (self.error.abs() > UNHEARD.1 || self.leapt > 0.0) {
            self.state = State::Seeking;
            return;
        }
        let (from, to) = self.move_gain();
        let step = (to - from) / BLOCK as f32;
        for (index, out) in out.chunks_exact_mut(2).enumerate() {
            let Some(frame) = self.frame(speed) else { return self.run_dry(BLOCK - index) };
            let factor = from + step * index as f32;
            out.iter_mut().zip(frame).for_each(|(out, side)| *out = side * factor);
        }
        if self.state == State::Leaving && self.amplitude == 0.0 {
            let _before = self.dials.resyncs.fetch_add(1, Ordering::Relaxed);
            self.state = State::Seeking;
        }
    }

    fn run_dry(&mut self, missing: usize) {
        if self.dials.is_on() {
            let _before = self.counters.underruns.fetch_add(1, Ordering::Relaxed);
            let _before = self.counters.silent.fetch_add(missing as u64, Ordering::Relaxed);
        }
        self.fall_silent();
    }

    fn fall_silent(&mut self) {
        self.state = State::Seeking;
        self.fade = Fade::resting(FLOOR);
        self.gain = FLOOR;
        self.amplitude = 0.0;
    }
}

impl Played for Follower {
    fn render(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>) {
        out.fill(0.0);
        let opened = std::mem::take(&mut self.opened);
        let early = if opened && delay.is_none() { self.opening } else { Duration::ZERO };
        if self.pace.called(now.saturating_sub(early), delay) {
            let _before = self.counters.late.fetch_add(1, Ordering::Relaxed);
        }
        if self.state != State::Seeking || self.seek(now) {
            self.play(out, now);
        }
        let sounding = self.state == State::Playing && self.dials.is_on();
        self.dials.sounding.store(sounding, Ordering::Release);
        self.pace.passed(BLOCK as u64);
    }

    fn reopened(&mut self, away: Duration) {
        self.pace.restart();
        self.opened = true;
        self.fall_silent();
        self.rise = if away > Duration::from_secs(10) { LONG_FADE } else { FADE };
        self.dials.sounding.store(false, Ordering::Release);
    }
}
