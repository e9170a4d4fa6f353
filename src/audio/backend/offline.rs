//! The same feeder and mixer, pulled by hand: no thread, no clock, the same frames every time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::audio::director::Director;
use crate::audio::fade::RATE;
use crate::audio::feeder::{BLOCK, Feeder, RING};
use crate::audio::limiter::LOOKAHEAD;
use crate::audio::mixer::Mixer;
use crate::audio::pipe::{Listener, pipe};
use crate::audio::report::{Diagnostics, Report};
use crate::cue::Cue;
use crate::units::{Decibels, Moment};

/// Renders what would be heard; its clock is the frames that were pulled.
pub struct Offline {
    director: Director,
    feeder: Feeder,
    mixer: Box<Mixer>,
    listener: Listener,
    block: [f32; BLOCK * 2],
    next: usize,
    pulled: u64,
    rendered: u64,
}

impl Default for Offline {
    fn default() -> Self {
        Self::new()
    }
}

impl Offline {
    /// Nothing has been pulled yet.
    #[must_use]
    pub fn new() -> Self {
        let (feeder, parts, listener) = pipe(0);
        Self {
            director: Director::default(),
            feeder,
            mixer: Box::new(parts.mixer()),
            listener,
            block: [0.0; BLOCK * 2],
            next: BLOCK * 2,
            pulled: 0,
            rendered: 0,
        }
    }

    /// Makes what is pulled from now on follow `cue`, which was made at `now`.
    pub fn follow(&mut self, cue: &Cue, now: Moment) {
        let clock = clock(self.pulled);
        if let Some(request) = self.director.follow(cue, now, clock) {
            self.feeder.handle(request);
        }
        let _told = self.listener.order(self.director.wanted());
    }

    /// Tries a volume that is not kept yet.
    pub fn preview_volume(&mut self, volume: Decibels) {
        self.director.preview(volume, clock(self.pulled));
        let _told = self.listener.order(self.director.wanted());
    }

    /// Fills `out` with interleaved stereo frames at 48 kHz.
    pub fn pull(&mut self, out: &mut [f32]) {
        for sample in out.iter_mut() {
            if self.next >= BLOCK * 2 {
                self.render();
            }
            *sample = self.block.get(self.next).copied().unwrap_or(0.0);
            self.next += 1;
        }
        self.pulled += out.len() as u64 / 2;
    }

    fn render(&mut self) {
        let _all = self.feeder.feed(RING);
        // The limiter holds everything back a little; without that the first frame pulled is the first mixed.
        let held_back = clock(LOOKAHEAD as u64).saturating_sub(clock(0));
        self.mixer.render(&mut self.block, clock(self.rendered).saturating_sub(held_back));
        let _before = self.listener.counters().pulled.fetch_add(BLOCK as u64, Ordering::Relaxed);
        self.next = if self.rendered == 0 { LOOKAHEAD * 2 } else { 0 };
        self.rendered += BLOCK as u64;
    }

    /// What happened since this was last asked.
    pub fn reports(&mut self) -> Vec<Report> {
        let mut reports: Vec<Report> = self.feeder.reports().collect();
        reports.extend(self.listener.heard(clock(self.pulled)));
        reports
    }

    /// The counts so far.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        self.listener.diagnostics()
    }
}

/// Frame 0 lies a day after boot, so that moments before the first frame exist too.
fn clock(frames: u64) -> Duration {
    Duration::from_secs(86_400) + Duration::from_nanos(frames * 1_000_000_000 / u64::from(RATE))
}
