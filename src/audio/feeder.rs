//! Fills the ring with blocks of music; everything slow happens here.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use rtrb::Producer;

use super::fade::RATE;
use super::report::Report;
use super::timeline::{Place, Timeline};
use crate::cue::{Plan, Position};

/// Frames in a block.
pub const BLOCK: usize = 256;
/// Blocks in the ring: 4 s.
pub const RING: usize = 750;
/// With fewer blocks than this, 2.5 s, the ring is filled again.
const LOW: usize = 469;
/// Seconds in the ring that are kept for the way out of a file that does not answer.
const KEPT: f64 = 1.5;
/// How long a file may take for its first frames.
const FIRST: Duration = Duration::from_secs(3);
/// How long a file may always take.
const LEAST: Duration = Duration::from_millis(300);
/// Rest while the ring still holds what came before.
const BRIEFLY: Duration = Duration::from_millis(15);

/// A stretch of music with the place it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Which order to seek it answers; blocks of an older one are thrown away.
    pub epoch: u64,
    /// The cue's name for the same.
    pub generation: u64,
    /// Where its first frame lies.
    pub place: Place,
    /// Interleaved left and right.
    pub samples: [f32; BLOCK * 2],
}

impl Block {
    /// Silence that belongs to nothing.
    pub const EMPTY: Self =
        Self { epoch: 0, generation: 0, place: Place { piece: 0, offset: 0, planned: 0 }, samples: [0.0; BLOCK * 2] };
}

/// What the feeder is asked.
#[derive(Clone, Debug)]
pub enum Request {
    /// Begin anew.
    Play {
        /// Tag of every block that follows.
        epoch: u64,
        /// The cue's name for it.
        generation: u64,
        /// What plays.
        plan: Arc<Plan>,
        /// From where.
        from: Position,
    },
    /// Go on, but by this plan.
    Adopt {
        /// What plays from here.
        plan: Arc<Plan>,
    },
}

/// Owns the timeline and the writing end of the ring.
pub struct Feeder {
    ring: Producer<Block>,
    playing: Option<Playing>,
    reports: Vec<Report>,
}

struct Playing {
    epoch: u64,
    generation: u64,
    timeline: Timeline,
    /// Blocks given.
    given: usize,
}

impl Feeder {
    /// A feeder of that ring with nothing to play yet.
    #[must_use]
    pub const fn new(ring: Producer<Block>) -> Self {
        Self { ring, playing: None, reports: Vec::new() }
    }

    /// Does what is asked.
    pub fn handle(&mut self, request: Request) {
        match request {
            Request::Play { epoch, generation, plan, from } => {
                self.playing = Some(Playing { epoch, generation, timeline: Timeline::new(plan, from), given: 0 });
            }
            Request::Adopt { plan } => {
                if let Some(playing) = &mut self.playing {
                    playing.timeline.adopt(plan);
                }
            }
        }
    }

    /// Adds up to `most` blocks; returns how many there was room for. Waits for files as long as it takes.
    pub fn feed(&mut self, most: usize) -> usize {
        self.feed_within(most, |_, _| Duration::MAX)
    }

    /// The same, but waits for files only as long as `patience` says, given the blocks in the ring and those given in all.
    fn feed_within(&mut self, most: usize, patience: impl Fn(usize, usize) -> Duration) -> usize {
        let Some(playing) = &mut self.playing else { return 0 };
        let count = most.min(self.ring.slots());
        for _ in 0..count {
            let mut block = Block { epoch: playing.epoch, generation: playing.generation, ..Block::EMPTY };
            let patience = patience(RING - self.ring.slots(), playing.given);
            block.place = playing.timeline.fill_within(&mut block.samples, patience);
            playing.given += 1;
            if self.ring.push(block).is_err() {
                break;
            }
        }
        self.reports.extend(playing.timeline.reports());
        count
    }

    /// What went wrong since this was last asked.
    pub fn reports(&mut self) -> std::vec::Drain<'_, Report> {
        self.reports.drain(..)
    }

    /// Feeds until nobody asks any more: fills the ring, then sleeps until it is low or something is asked.
    pub fn run(mut self, requests: &Receiver<Request>, reports: &Sender<Report>) {
        let mut filling = true;
        loop {
            if filling && self.feed_within(16, patience) < 16 {
                // Until this music has filled the ring once, that is full of the one before, which may go at any time.
                filling = self.playing.as_ref().is_some_and(|playing| playing.given < LOW);
            }
            for report in self.reports.drain(..) {
                let _nobody_listens = reports.send(report);
            }
            match requests.recv_timeout(self.rest(filling)) {
                Ok(request) => {
                    self.handle(request);
                    filling = true;
                }
                Err(RecvTimeoutError::Timeout) => filling = filling || RING - self.ring.slots() < LOW,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn rest(&self, filling: bool) -> Duration {
        if self.playing.is_none() {
            return Duration::from_secs(60);
        }
        let filled = RING - self.ring.slots();
        match filling {
            true if filled == RING => BRIEFLY,
            true => Duration::ZERO,
            false => seconds(filled.saturating_sub(LOW) + 1),
        }
    }
}

/// How long to wait for a file that does not answer.
fn patience(filled: usize, given: usize) -> Duration {
    if given < LOW {
        return FIRST;
    }
    Duration::try_from_secs_f64(seconds(filled).as_secs_f64() - KEPT).unwrap_or_default().max(LEAST)
}

/// How long so many blocks last.
fn seconds(blocks: usize) -> Duration {
    Duration::from_secs_f64((blocks * BLOCK) as f64 / f64::from(RATE))
}
