//! An output that dies comes back, whatever it says about itself. Driven by hand, on a clock of our own.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdspace::audio::Report;
use holdspace::audio::backend::rerate::Rerated;
use holdspace::audio::backend::{Backend, Stream, Tap};
use holdspace::audio::director::Director;
use holdspace::audio::feeder::{BLOCK, Feeder, RING};
use holdspace::audio::pipe::{Listener, pipe};
use holdspace::audio::supervisor::Supervisor;
use holdspace::cue::{Cue, Join};

use super::material::{RATE, assert_gentle, bed, cue, file, levels, plan, seconds, tone, wav};

/// What the fake device does, set from outside.
#[derive(Default)]
struct Knobs {
    refuses: AtomicBool,
    opened: AtomicUsize,
    dropped: Mutex<Option<Sender<()>>>,
    tap: Mutex<Option<Tap>>,
}

struct Fake(Arc<Knobs>);

struct FakeStream(Arc<Knobs>);

impl Stream for FakeStream {}

impl Drop for FakeStream {
    fn drop(&mut self) {
        let _nobody_waits = self.0.dropped.lock().unwrap().as_ref().map(|told| told.send(()));
    }
}

impl Backend for Fake {
    fn open(&mut self, tap: Tap) -> Result<Box<dyn Stream>, String> {
        if self.0.refuses.load(Ordering::SeqCst) {
            return Err("no device".to_owned());
        }
        let _before = self.0.opened.fetch_add(1, Ordering::SeqCst);
        *self.0.tap.lock().unwrap() = Some(tap);
        Ok(Box::new(FakeStream(Arc::clone(&self.0))))
    }
}

struct Rig {
    _folder: tempfile::TempDir,
    knobs: Arc<Knobs>,
    supervisor: Supervisor,
    feeder: Feeder,
    listener: Listener,
    reports: Receiver<Report>,
    now: Duration,
    /// How long after a call the device says it is heard.
    delay: Option<Duration>,
    /// Frames the device will have asked for once they make a block.
    owed: usize,
    heard: Vec<f32>,
}

impl Rig {
    fn new() -> Self {
        Self::playing(&tone(80.0, 440.0, 0.3))
    }

    fn playing(samples: &[f32]) -> Self {
        Self::rising(samples, Duration::ZERO)
    }

    /// Plays, and comes up within so long.
    fn rising(samples: &[f32], fade_in: Duration) -> Self {
        let (mut feeder, parts, mut listener) = pipe(0);
        let mut director = Director::default();
        let now = Duration::from_secs(1000);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tone.wav");
        wav(&path, samples, 48_000, 2);
        let plan = plan(vec![file(&path, 0.0, Some(80.0), Join::Gapless), bed(100.0)]);
        let mut cue = cue(&plan, 1);
        if let Some(music) = cue.music.as_mut().filter(|_| !fade_in.is_zero()) {
            music.fade_in = fade_in;
        }
        feeder.handle(director.follow(&cue, seconds(0.0), now).unwrap());
        assert!(listener.order(director.wanted()));
        let knobs = Arc::new(Knobs::default());
        let (sender, reports) = channel();
        let backend = Box::new(Fake(Arc::clone(&knobs)));
        let supervisor = Supervisor::new(backend, Arc::new(Mutex::new(parts.mixer())), listener.counters(), sender);
        Self {
            _folder: folder,
            knobs,
            supervisor,
            feeder,
            listener,
            reports,
            now,
            delay: None,
            owed: 0,
            heard: Vec::new(),
        }
    }

    /// Lets time pass in steps of 50 ms; the device calls or does not.
    fn run(&mut self, seconds: f64, calls: bool) {
        for _ in 0..(seconds * 20.0).round() as usize {
            self.now += Duration::from_millis(50);
            let _fed = self.feeder.feed(RING);
            self.supervisor.tick(self.now);
            if calls {
                self.call(RATE / 20);
            }
        }
    }

    fn call(&mut self, frames: usize) {
        let mut tap = self.knobs.tap.lock().unwrap();
        let Some(tap) = tap.as_mut() else { return };
        self.owed += frames;
        while self.owed >= BLOCK {
            self.owed -= BLOCK;
            let mut block = [0.0; BLOCK * 2];
            tap.fill_after(&mut block, self.now, self.delay);
            self.heard.extend_from_slice(&block);
        }
    }

    fn told(&self) -> Vec<Report> {
        self.reports.try_iter().collect()
    }
}

#[test]
fn an_output_that_stops_calling_is_opened_again() {
    let mut rig = Rig::new();
    rig.run(6.0, true);
    assert!(rig.supervisor.is_alive());
    assert!(rig.told().is_empty(), "opening at the start is no event");
    rig.run(0.4, false);
    assert!(rig.told().is_empty(), "a short rest is no loss");
    rig.run(0.3, false);
    assert_eq!(rig.told(), [Report::OutputLost]);
    rig.heard.clear();
    rig.run(6.0, true);
    assert_eq!(rig.told(), [Report::OutputBack]);
    assert_eq!(rig.knobs.opened.load(Ordering::SeqCst), 2);
    let levels = levels(&rig.heard, 100);
    assert!(levels[1] < -45.0, "it comes back out of silence: {:.1}", levels[1]);
    assert!(*levels.last().unwrap() > -30.0);
    assert_eq!(rig.listener.diagnostics().reopenings, 1);
    assert_eq!(rig.listener.diagnostics().underruns, 0);
}

#[test]
fn an_output_that_never_calls_is_tried_again_for_ever() {
    let mut rig = Rig::new();
    rig.run(60.0, false);
    let opened = rig.knobs.opened.load(Ordering::SeqCst);
    assert!((15..40).contains(&opened), "{opened} times in a minute");
    assert_eq!(rig.told(), [Report::OutputLost]);
    rig.run(5.0, true);
    assert_eq!(rig.told(), [Report::OutputBack]);
}

#[test]
fn no_device_at_the_start_is_told_and_waited_for() {
    let mut rig = Rig::new();
    rig.knobs.refuses.store(true, Ordering::SeqCst);
    rig.run(30.0, true);
    assert_eq!(rig.told(), [Report::OutputLost]);
    rig.knobs.refuses.store(false, Ordering::SeqCst);
    rig.run(3.0, true);
    assert_eq!(rig.told(), [Report::OutputBack]);
    assert!(rig.supervisor.is_alive());
}

#[test]
fn a_flood_of_errors_alone_changes_nothing() {
    let mut rig = Rig::new();
    rig.run(2.0, true);
    let counters = rig.listener.counters();
    for _ in 0..20 {
        let _before = counters.errors.fetch_add(100_000, Ordering::Relaxed);
        rig.run(0.05, true);
    }
    assert!(rig.told().is_empty());
    assert_eq!(rig.knobs.opened.load(Ordering::SeqCst), 1);
    assert_eq!(rig.listener.diagnostics().output_errors, 2_000_000);
}

#[test]
fn an_output_that_swallows_everything_at_once_is_not_trusted() {
    let mut rig = Rig::new();
    rig.run(2.0, true);
    for _ in 0..80 {
        rig.run(0.05, true);
        rig.call(RATE / 10);
    }
    assert!(rig.told().contains(&Report::OutputLost));
}

#[test]
fn one_that_dies_right_after_opening_ten_times_is_opened_an_eleventh_time_and_loses_nothing() {
    let mut rig = Rig::new();
    rig.run(6.0, true);
    let before = last_position(&mut rig);
    rig.run(0.7, false);
    for _ in 0..10 {
        rig.run(0.05, true);
        rig.run(0.9, false);
    }
    assert!(rig.knobs.opened.load(Ordering::SeqCst) > 10);
    rig.heard.clear();
    rig.run(0.05, true);
    let after = last_position(&mut rig);
    assert!(after <= before + Duration::from_millis(60), "nothing was skipped: {before:?} to {after:?}");
    rig.run(5.0, true);
    assert_gentle(&rig.heard, "after ten deaths");
    assert_eq!(rig.listener.diagnostics().underruns, 0);
}

#[test]
fn two_thousand_reopenings_leave_nothing_behind() {
    let mut rig = Rig::new();
    let (told, dropped) = channel();
    *rig.knobs.dropped.lock().unwrap() = Some(told);
    rig.run(1.0, true);
    for _ in 0..2_000 {
        rig.run(0.75, false);
        rig.run(0.1, true);
    }
    let opened = rig.knobs.opened.load(Ordering::SeqCst);
    assert!(opened > 2_000, "{opened}");
    for _ in 1..opened {
        dropped.recv().unwrap();
    }
    assert!(dropped.try_recv().is_err(), "the last one is still open");
    assert_eq!(rig.listener.diagnostics().reopenings, 2_000);
}

#[test]
fn a_lost_output_is_tried_again_at_most_300_ms_apart_for_ever() {
    let mut rig = Rig::new();
    rig.knobs.refuses.store(true, Ordering::SeqCst);
    for hour in [0, 1] {
        rig.run(3600.0 * f64::from(hour), true);
        rig.knobs.refuses.store(false, Ordering::SeqCst);
        rig.run(0.35, false);
        assert_eq!(rig.knobs.opened.load(Ordering::SeqCst), hour as usize + 1);
        rig.knobs.refuses.store(true, Ordering::SeqCst);
        rig.run(2.0, false);
    }
}

#[test]
fn the_first_music_comes_up_as_slowly_as_it_is_asked_whatever_the_output_did_before() {
    let mut rig = Rig::rising(&tone(80.0, 440.0, 0.3), Duration::from_secs(8));
    rig.knobs.refuses.store(true, Ordering::SeqCst);
    rig.run(1.0, false);
    rig.knobs.refuses.store(false, Ordering::SeqCst);
    rig.run(14.0, true);
    let first = rig.heard.iter().position(|sample| *sample != 0.0).unwrap();
    let levels = levels(&rig.heard[first / 2 * 2..], 100);
    let full = *levels.last().unwrap();
    assert!(levels[30] < full - 20.0, "after 3 s it is at {:.1} dB of {full:.1}", levels[30]);
    assert!(levels[85] > full - 0.3, "after 8.5 s it is there");
}

#[test]
fn after_a_short_absence_the_level_is_whole_within_two_seconds_and_after_a_long_one_within_five() {
    for (away, whole) in [(1.0, 2.15), (12.0, 5.1)] {
        let mut rig = Rig::new();
        rig.run(6.0, true);
        let full = *levels(&rig.heard, 100).last().unwrap();
        rig.knobs.refuses.store(true, Ordering::SeqCst);
        rig.run(away, false);
        rig.knobs.refuses.store(false, Ordering::SeqCst);
        rig.heard.clear();
        rig.run(8.0, true);
        let first = rig.heard.iter().position(|sample| *sample != 0.0).unwrap();
        let heard = &rig.heard[first / 2 * 2..];
        assert_gentle(heard, "coming back");
        let back = levels(heard, 50).iter().position(|level| *level > full - 0.3).unwrap() as f64 * 0.05;
        assert!(back <= whole, "away {away} s: {back:.2} s");
    }
}

#[test]
fn a_device_of_another_rate_hears_the_same_tone() {
    for rate in [44_100u32, 96_000] {
        let mut rig = Rig::new();
        rig.run(5.0, true);
        let tap = rig.knobs.tap.lock().unwrap().take().unwrap();
        let mut rerated = Rerated::new(tap, rate);
        let mut heard = Vec::new();
        for call in 0..20 {
            let _fed = rig.feeder.feed(RING);
            rerated.begin(rig.now + Duration::from_millis(100 * call), None);
            heard.extend((0..rate / 10).map(|_| rerated.frame()[0]));
        }
        let steady = &heard[rate as usize / 2..rate as usize * 3 / 2];
        let part = |wave: fn(f64) -> f64| -> f64 {
            let phase = |n: usize| n as f64 / f64::from(rate) * 440.0 * std::f64::consts::TAU;
            steady.iter().enumerate().map(|(n, sample)| f64::from(*sample) * wave(phase(n))).sum()
        };
        let amplitude = part(f64::sin).hypot(part(f64::cos)) * 2.0 / steady.len() as f64;
        assert!((amplitude - 0.3).abs() < 0.001, "{rate}: {amplitude:.4}");
    }
}

#[test]
fn an_old_stream_gives_nothing_once_there_is_a_newer_one() {
    let mut rig = Rig::new();
    rig.run(2.0, true);
    let mut old = rig.knobs.tap.lock().unwrap().take().unwrap();
    rig.run(1.0, false);
    rig.run(4.0, true);
    let mut block = [1.0; BLOCK * 2];
    old.fill(&mut block, rig.now);
    assert!(block.iter().all(|sample| *sample == 0.0));
}

/// A recording in which the left side against the right says how far it has come, up to 80 s.
fn clock() -> Vec<f32> {
    (0..80 * RATE).flat_map(|n| [0.5 * n as f32 / (80 * RATE) as f32, 0.5]).collect()
}

/// Where in [`clock`] a frame comes from, in seconds.
fn told_by(frame: &[f32]) -> f64 {
    f64::from(frame[0] / frame[1]) * 80.0
}

#[test]
fn what_the_dead_output_swallowed_is_heard_again_and_nothing_else() {
    for (told, swallowed) in [(Some(100u64), 0.155), (None, 0.175), (Some(400), 0.175)] {
        let mut rig = Rig::playing(&clock());
        rig.delay = Some(Duration::from_millis(120));
        rig.run(6.0, true);
        let before = told_by(rig.heard.chunks_exact(2).last().unwrap());
        if let Some(after) = told {
            // An output that says when it died; the last one hung long before.
            let died = rig.now + Duration::from_millis(after);
            rig.listener.counters().failed.store(died.as_nanos() as u64, Ordering::SeqCst);
        }
        rig.run(1.0, false);
        rig.heard.clear();
        rig.run(3.0, true);
        let after = told_by(rig.heard.chunks_exact(2).find(|frame| frame[1] > 0.001).unwrap());
        let first = rig.heard.chunks_exact(2).position(|frame| frame[1] > 0.0).unwrap();
        let at = rig.heard.chunks_exact(2).position(|frame| frame[1] > 0.001).unwrap();
        let again = before - after + (at - first) as f64 / RATE as f64;
        assert!((-0.015..0.015).contains(&(again - swallowed)), "{again:.4} s heard again, {swallowed:.4} s swallowed");
    }
}

#[test]
fn a_ring_that_ran_dry_is_counted_and_the_music_comes_back_gently() {
    let mut rig = Rig::new();
    rig.run(5.0, true);
    for _ in 0..100 {
        rig.now += Duration::from_millis(50);
        rig.supervisor.tick(rig.now);
        rig.call(RATE / 20);
    }
    let counts = rig.listener.diagnostics();
    assert_eq!(counts.underruns, 1);
    assert!(counts.silent_frames > 0);
    rig.heard.clear();
    rig.run(5.0, true);
    assert_gentle(&rig.heard, "after an underrun");
    assert!(*levels(&rig.heard, 100).last().unwrap() > -30.0);
}

/// The newest place the mixer told, heard or not.
fn last_position(rig: &mut Rig) -> Duration {
    match rig.listener.heard(rig.now + Duration::from_secs(5)) {
        Some(Report::Heard { position, .. }) => position.offset,
        other => panic!("{other:?}"),
    }
}

#[test]
fn after_silence_the_same_number_is_another_music() {
    let plan = plan(vec![bed(0.0)]);
    let boot = Duration::from_secs(1000);
    let mut director = Director::default();
    assert!(director.follow(&cue(&plan, 7), seconds(0.0), boot).is_some());
    assert!(director.follow(&cue(&plan, 7), seconds(1.0), boot).is_none(), "the same cue asks for nothing");
    assert!(director.follow(&Cue::silence(), seconds(2.0), boot).is_none());
    assert!(director.follow(&cue(&plan, 7), seconds(3.0), boot).is_some(), "a new session begins at its beginning");
}
