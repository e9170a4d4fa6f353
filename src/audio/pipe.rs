//! The rings between feeder, mixer and whoever listens, laid once.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rtrb::{Consumer, Producer, RingBuffer};

use super::director::Wanted;
use super::fade::RATE;
use super::feeder::{BLOCK, Feeder, RING};
use super::mixer::{Counters, Ends, Mark, Mixer};
use super::report::{Diagnostics, Report};
use crate::cue::Position;

/// Orders that may wait while nothing is pulled.
const ORDERS: usize = 64;
/// Places that may wait to be read: 44 s.
const MARKS: usize = 1024;
/// A place is told about so often.
const TELL_EVERY: Duration = Duration::from_millis(950);

/// Lays the rings; frames are heard `latency` frames after they are pulled.
#[must_use]
pub fn pipe(latency: u64) -> (Feeder, Parts, Listener) {
    let (blocks, ring) = RingBuffer::new(RING);
    let (sender, orders) = RingBuffer::new(ORDERS);
    let (teller, marks) = RingBuffer::new(MARKS);
    let counters = Arc::new(Counters::default());
    let ends = Ends { ring, orders, marks: teller };
    let parts = Parts { ends, counters: Arc::clone(&counters), latency };
    let listener = Listener { orders: sender, last: None, marks, waiting: VecDeque::new(), told: None, counters };
    (Feeder::new(blocks), parts, listener)
}

/// What a mixer is made of; making it takes a moment, for the chimes.
pub struct Parts {
    ends: Ends,
    counters: Arc<Counters>,
    latency: u64,
}

impl Parts {
    /// The mixer.
    #[must_use]
    pub fn mixer(self) -> Mixer {
        Mixer::new(self.ends, self.counters, self.latency)
    }
}

/// The far end: gives orders and hears what became of them.
pub struct Listener {
    orders: Producer<Wanted>,
    last: Option<Wanted>,
    marks: Consumer<Mark>,
    waiting: VecDeque<Mark>,
    told: Option<Mark>,
    counters: Arc<Counters>,
}

impl Listener {
    /// Tells the mixer what is wanted, if that is news; `false` if it must be said again later.
    pub fn order(&mut self, wanted: &Wanted) -> bool {
        if self.last.as_ref() == Some(wanted) {
            return true;
        }
        let said = self.orders.push(*wanted).is_ok();
        self.last = said.then_some(*wanted);
        said
    }

    /// What has been heard at `now` since boot, if about a second has passed or the music is another.
    pub fn heard(&mut self, now: Duration) -> Option<Report> {
        while let Ok(mark) = self.marks.pop() {
            self.waiting.push_back(mark);
        }
        let mut newest = None;
        while let Some(mark) = self.waiting.pop_front_if(|mark| mark.heard_at <= now) {
            newest = Some(mark);
        }
        let mark = newest?;
        let due = self
            .told
            .is_none_or(|told| told.generation != mark.generation || mark.heard_at >= told.heard_at + TELL_EVERY);
        if !due {
            return None;
        }
        self.told = Some(mark);
        let offset = Duration::from_nanos(mark.place.offset * 1_000_000_000 / u64::from(RATE));
        let position = Position { piece: mark.place.piece, offset };
        Some(Report::Heard { generation: mark.generation, position })
    }

    /// What was pulled and not yet heard will not be heard.
    pub fn forget(&mut self) {
        while self.marks.pop().is_ok() {}
        self.waiting.clear();
    }

    /// The counters.
    #[must_use]
    pub fn counters(&self) -> Arc<Counters> {
        Arc::clone(&self.counters)
    }

    /// The counts so far.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        Diagnostics {
            underruns: count(&self.counters.underruns),
            late_callbacks: count(&self.counters.late),
            silent_frames: count(&self.counters.silent),
            reopenings: count(&self.counters.reopenings),
            output_errors: count(&self.counters.errors),
            pulled_frames: count(&self.counters.pulled),
            latency: count(&self.counters.latency),
            ring: Duration::from_nanos(count(&self.counters.ring) * BLOCK as u64 * 1_000_000_000 / u64::from(RATE)),
        }
    }
}
