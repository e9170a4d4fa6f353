//! Fills the ring with blocks of music; everything slow happens here.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use rtrb::Producer;

use super::report::Report;
use super::timeline::{Place, Timeline};
use crate::cue::{Plan, Position};

/// Frames in a block.
pub const BLOCK: usize = 256;
/// Blocks in the ring: 4 s.
pub const RING: usize = 750;

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
                self.playing = Some(Playing { epoch, generation, timeline: Timeline::new(plan, from) });
            }
            Request::Adopt { plan } => {
                if let Some(playing) = &mut self.playing {
                    playing.timeline.adopt(plan);
                }
            }
        }
    }

    /// Adds up to `most` blocks; returns how many there was room for.
    pub fn feed(&mut self, most: usize) -> usize {
        let Some(playing) = &mut self.playing else { return 0 };
        let count = most.min(self.ring.slots());
        for _ in 0..count {
            let mut block = Block { epoch: playing.epoch, generation: playing.generation, ..Block::EMPTY };
            block.place = playing.timeline.fill(&mut block.samples);
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

    /// Feeds until nobody asks any more.
    pub fn run(mut self, requests: &Receiver<Request>, reports: &Sender<Report>) {
        loop {
            let rest = if self.feed(16) == 0 { Duration::from_millis(15) } else { Duration::ZERO };
            for report in self.reports.drain(..) {
                let _nobody_listens = reports.send(report);
            }
            match requests.recv_timeout(rest) {
                Ok(request) => self.handle(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
