//! What the headphones play if there is a room: the mixer, whose blocks also go to the room.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rtrb::Producer;

use super::tick::Ticks;
use super::{Dials, LEAD, Latency, Sent, blocks, span};
use crate::audio::backend::Played;
use crate::audio::fade::{FLOOR, Fade, factor};
use crate::audio::feeder::BLOCK;
use crate::audio::mixer::{Counters, Mixer};

/// Blocks kept for the headphones while they are away: 1.4 s.
const KEPT: usize = 256;
/// The headphones may be late by so much before the room asks in their place.
const PATIENCE: Duration = Duration::from_millis(150);
/// A room that asked so lately is there.
const PRESENT: Duration = Duration::from_millis(500);
/// When the room asks, the mixer's own idea of when a block is heard is kept if it is no further off than this:
/// dying headphones swallow some blocks at once, and that must not move the room.
const BELIEVED: Duration = Duration::from_millis(5);

/// The mixer and what the headphones have not been given yet.
pub struct Split {
    mixer: Mixer,
    /// From being asked for to being heard, in headphones that do not say so themselves.
    latency: Duration,
    /// What such ask for when they open, before they ask evenly.
    opening: Duration,
    held: VecDeque<Sent>,
    ring: Producer<Sent>,
    dials: Arc<Dials>,
    room: Arc<Counters>,
    ticks: Ticks,
    /// When the headphones last asked, and how many blocks they have been given for that.
    asked: Option<Duration>,
    given: usize,
    /// The headphones were away for so long and have not asked again yet.
    back_after: Option<Duration>,
    join: Fade,
}

impl Split {
    pub(super) fn new(
        mixer: Mixer,
        latency: Latency,
        ring: Producer<Sent>,
        dials: Arc<Dials>,
        room: Arc<Counters>,
    ) -> Self {
        Self {
            mixer,
            latency: span(latency.frames),
            opening: span(latency.opening),
            held: VecDeque::with_capacity(KEPT),
            ring,
            dials,
            room,
            ticks: Ticks::default(),
            asked: None,
            given: 0,
            back_after: Some(Duration::ZERO),
            join: Fade::resting(0.0),
        }
    }

    /// The room runs out of music while the headphones are away: renders one block, of which the first frame is
    /// to be heard at `heard`. `false` if the headphones are there.
    pub(super) fn lead(&mut self, now: Duration, heard: Duration) -> bool {
        if self.asked.is_some_and(|asked| now.saturating_sub(asked) < PATIENCE) {
            return false;
        }
        if self.mixer.next_heard().abs_diff(heard) > BELIEVED {
            self.mixer.restart_pace();
            self.fresh(heard.saturating_sub(self.before()), None);
        } else {
            self.fresh(self.due(), None);
        }
        true
    }

    /// From being rendered to being heard, in headphones that do not say so themselves.
    fn before(&self) -> Duration {
        self.latency + blocks(LEAD)
    }

    /// When the next block would be asked for if the headphones asked evenly.
    fn due(&self) -> Duration {
        self.mixer.next_heard().saturating_sub(self.before())
    }

    /// Renders a block for both outputs as if it were asked for at `now`, to be heard after `delay`, if that is known.
    fn fresh(&mut self, now: Duration, delay: Option<Duration>) {
        let mut sent = Sent::SILENT;
        self.mixer.render_after(&mut sent.samples, now, delay);
        sent.heard = self.mixer.next_heard().saturating_sub(blocks(1));
        self.ticks.add_to(&mut sent.samples, self.dials.click.load(Ordering::Relaxed));
        let _nobody_is_in_the_room = self.ring.push(sent);
        if self.held.len() >= KEPT {
            let _never_heard = self.held.pop_front();
        }
        self.held.push_back(sent);
    }

    /// The headphones ask for the first time since they were away; the first frame is `heard` then.
    fn come_back(&mut self, away: Duration, now: Duration, heard: Duration) {
        let beat = Duration::from_nanos(self.room.beat.load(Ordering::Acquire));
        if self.dials.sounding.load(Ordering::Acquire) && now.saturating_sub(beat) < PRESENT {
            self.join_the_room(away, heard);
        } else {
            self.mixer.begin_again(away, self.held.len());
            self.held.clear();
            self.join = Fade::resting(0.0);
            let begun = heard.saturating_sub(self.before());
            (0..=LEAD).for_each(|count| self.fresh(begun + blocks(count), None));
        }
    }

    /// The music went on in the room: goes on with what is to be `heard` there too, out of silence.
    fn join_the_room(&mut self, away: Duration, heard: Duration) {
        let first = heard.saturating_sub(blocks(1) / 2);
        for _ in 0..KEPT {
            while self.held.pop_front_if(|block| block.heard < first).is_some() {}
            if !self.held.is_empty() {
                break;
            }
            self.fresh(self.due(), None);
        }
        while self.held.len() < LEAD {
            self.fresh(self.due(), None);
        }
        self.mixer.restart_pace();
        let last = heard + blocks(self.held.len());
        self.fresh(last.saturating_sub(self.before()), None);
        let over = if away > Duration::from_secs(10) { 5.0 } else { 2.0 };
        self.join = Fade::between(FLOOR, 0.0, over);
    }
}

impl Played for Split {
    fn render(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>) {
        if let Some(away) = self.back_after.take() {
            let assumed = || now.saturating_sub(self.opening) + self.latency;
            let heard = delay.map_or_else(assumed, |delay| now + delay);
            self.come_back(away, now, heard);
        }
        if self.asked.replace(now) != Some(now) {
            self.given = 0;
        }
        while self.held.len() <= LEAD {
            // The word is about the first frame of the burst; this block comes after all that waits.
            self.fresh(now, delay.map(|delay| delay + blocks(self.given + self.held.len())));
        }
        self.given += 1;
        let Some(block) = self.held.pop_front() else { return };
        out.copy_from_slice(&block.samples);
        if self.join.is_over() {
            return;
        }
        let from = factor(self.join.level());
        self.join.pass(BLOCK as u64);
        let step = (factor(self.join.level()) - from) / BLOCK as f32;
        for (index, frame) in out.chunks_exact_mut(2).enumerate() {
            let factor = from + step * index as f32;
            frame.iter_mut().for_each(|side| *side *= factor);
        }
    }

    fn reopened(&mut self, away: Duration) {
        self.back_after = Some(away);
    }
}
