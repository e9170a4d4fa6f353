//! A second output beside the client's headphones: a speaker in the room, in step with them.
//!
//! ```text
//! mixer ─▶ split ─▶ held for 448 ms ─▶ headphones
//!            └────▶ ring, each block with the time it is heard ─▶ follower: delay ▸ own clock ▸ volume ─▶ room
//! ```
//!
//! The headphones lead: each of their calls makes the mixer render one block, which both outputs get. Because the
//! headphones are held back, the room always finds what it needs, and may also be earlier than they are. Without
//! a room nothing is held back.
//!
//! Both outputs follow their own clock, and two devices have two crystals. What is heard when is known on both
//! sides, in time since boot; the follower reads between the frames, a little faster or slower, so that both agree.
//!
//! When the headphones are lost, the room makes the mixer render, and the music goes on; when they come back they
//! join in where it is. The other way round the headphones never notice anything.

mod between;
mod follower;
mod split;
mod tick;

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rtrb::RingBuffer;

use super::fade::RATE;
use super::feeder::BLOCK;
use super::mixer::{Counters, Mixer};
use crate::units::Decibels;

pub use self::follower::Follower;
pub use self::split::Split;

/// Blocks by which the headphones are held back if there is a room: 448 ms.
const LEAD: usize = 84;
/// Blocks that may wait for the room: 2.05 s, more than the longest delay and all that is held.
const RING: usize = 384;
/// The softest volume of the room against the headphones, dB.
const SOFTEST: f32 = -40.0;
/// How much earlier and later than the headphones the room may be, milliseconds.
const DELAYS: (i32, i32) = (-200, 500);

/// How the room should sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomWanted {
    /// Whether it sounds at all.
    pub on: bool,
    /// Its volume against that of the headphones, −40 to 0 dB.
    pub volume: Decibels,
    /// How much later than the headphones its sound leaves, −200 to 500 milliseconds.
    pub delay: i32,
    /// A soft tick each second from both outputs, where nothing else sounds.
    pub click: bool,
}

impl RoomWanted {
    /// A room that is silent.
    pub const OFF: Self = Self { on: false, volume: Decibels::UNITY, delay: 0, click: false };
}

/// How the room does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RoomHealth {
    /// Its output is gone; we keep trying to get it back.
    pub lost: bool,
    /// It sounds.
    pub sounding: bool,
    /// How far it is from where it should be, milliseconds, smoothed over a second; positive: it is late.
    pub off_by: f64,
    /// How much faster than its own clock it reads, parts per million.
    pub hurry: f64,
    /// Times nothing was there to be played.
    pub underruns: u64,
    /// Frames of silence in place of music.
    pub silent_frames: u64,
    /// Times it was so far off that it began anew, out of silence.
    pub resyncs: u64,
    /// Times its output was opened again.
    pub reopenings: u64,
}

/// What is wanted and how it is: written by one thread, read by another, never waited for.
#[derive(Debug, Default)]
pub struct Dials {
    on: AtomicBool,
    click: AtomicBool,
    volume: AtomicU32,
    delay: AtomicI32,
    sounding: AtomicBool,
    off_by: AtomicI64,
    hurry: AtomicI64,
    resyncs: AtomicU64,
    lost: AtomicBool,
}

impl Dials {
    /// Says what is wanted; values outside their limits are brought inside.
    pub fn want(&self, wanted: RoomWanted) {
        let volume = if wanted.volume.0.is_nan() { SOFTEST } else { wanted.volume.0.clamp(SOFTEST, 0.0) };
        self.volume.store(volume.to_bits(), Ordering::Relaxed);
        self.delay.store(wanted.delay.clamp(DELAYS.0, DELAYS.1), Ordering::Relaxed);
        self.click.store(wanted.click, Ordering::Relaxed);
        self.on.store(wanted.on, Ordering::Release);
    }

    /// Says whether there is an output.
    pub fn note(&self, lost: bool) {
        self.lost.store(lost, Ordering::Relaxed);
    }

    /// How the room does; `counters` are those of its output.
    #[must_use]
    pub fn health(&self, counters: &Counters) -> RoomHealth {
        RoomHealth {
            lost: self.lost.load(Ordering::Relaxed),
            sounding: self.sounding.load(Ordering::Relaxed),
            off_by: self.off_by.load(Ordering::Relaxed) as f64 / 1e3,
            hurry: self.hurry.load(Ordering::Relaxed) as f64 / 1e3,
            underruns: counters.underruns.load(Ordering::Relaxed),
            silent_frames: counters.silent.load(Ordering::Relaxed),
            resyncs: self.resyncs.load(Ordering::Relaxed),
            reopenings: counters.reopenings.load(Ordering::Relaxed),
        }
    }

    fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }

    /// Seconds.
    fn delay(&self) -> f64 {
        f64::from(self.delay.load(Ordering::Relaxed)) / 1e3
    }

    fn is_on(&self) -> bool {
        self.on.load(Ordering::Acquire)
    }
}

/// How an output asks for its frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latency {
    /// Frames between being asked for and being heard.
    pub frames: u64,
    /// Frames that it asks for at once when it opens, before it asks evenly.
    pub opening: u64,
}

/// A block on its way to both outputs.
#[derive(Clone, Copy)]
pub struct Sent {
    /// When its first frame is heard in the headphones, since boot.
    heard: Duration,
    samples: [f32; BLOCK * 2],
}

impl Sent {
    const SILENT: Self = Self { heard: Duration::ZERO, samples: [0.0; BLOCK * 2] };
}

/// Frames by which a mixer with a room beside it must be told that it is heard later than its output says.
#[must_use]
pub const fn held_back() -> u64 {
    (LEAD * BLOCK) as u64
}

/// Splits a mixer, made for `latency` + [`held_back`] frames, into what the headphones and what the room play.
///
/// `latency` and `room_latency` tell how each output asks, `counters` are those of the room's output.
#[must_use]
pub fn lay(
    mixer: Mixer,
    latency: Latency,
    room_latency: Latency,
    dials: &Arc<Dials>,
    counters: &Arc<Counters>,
) -> (Arc<Mutex<Split>>, Arc<Mutex<Follower>>) {
    let (sender, ring) = RingBuffer::new(RING);
    let split = Split::new(mixer, latency, sender, Arc::clone(dials), Arc::clone(counters));
    let split = Arc::new(Mutex::new(split));
    let follower = Follower::new(ring, Arc::clone(&split), room_latency, Arc::clone(dials), Arc::clone(counters));
    (split, Arc::new(Mutex::new(follower)))
}

/// So many blocks as time.
fn blocks(count: usize) -> Duration {
    span((count * BLOCK) as u64)
}

/// So many frames as time.
fn span(frames: u64) -> Duration {
    Duration::from_nanos(frames * 1_000_000_000 / u64::from(RATE))
}
