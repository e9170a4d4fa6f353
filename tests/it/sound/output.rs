//! An output that dies comes back, whatever it says about itself. Driven by hand, on a clock of our own.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdspace::audio::Report;
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
    dropped: AtomicUsize,
    tap: Mutex<Option<Tap>>,
}

struct Fake(Arc<Knobs>);

struct FakeStream(Arc<Knobs>);

impl Stream for FakeStream {}

impl Drop for FakeStream {
    fn drop(&mut self) {
        let _before = self.0.dropped.fetch_add(1, Ordering::SeqCst);
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
    heard: Vec<f32>,
}

impl Rig {
    fn new() -> Self {
        let (mut feeder, parts, mut listener) = pipe(0);
        let mut director = Director::default();
        let now = Duration::from_secs(1000);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tone.wav");
        wav(&path, &tone(80.0, 440.0, 0.3), 48_000, 2);
        let plan = plan(vec![file(&path, 0.0, Some(80.0), Join::Gapless), bed(100.0)]);
        feeder.handle(director.follow(&cue(&plan, 1), seconds(0.0), now).unwrap());
        assert!(listener.order(director.wanted()));
        let knobs = Arc::new(Knobs::default());
        let (sender, reports) = channel();
        let backend = Box::new(Fake(Arc::clone(&knobs)));
        let supervisor = Supervisor::new(backend, Arc::new(Mutex::new(parts.mixer())), listener.counters(), sender);
        Self { _folder: folder, knobs, supervisor, feeder, listener, reports, now, heard: Vec::new() }
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
        for _ in 0..frames.div_ceil(BLOCK) {
            let mut block = [0.0; BLOCK * 2];
            tap.fill(&mut block, self.now);
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

#[test]
fn what_the_dead_output_swallowed_is_heard_again() {
    let mut rig = Rig::new();
    rig.run(6.0, true);
    let before = last_position(&mut rig);
    rig.run(1.0, false);
    rig.run(0.06, true);
    let after = last_position(&mut rig);
    let back = before.as_secs_f64() - after.as_secs_f64();
    assert!((0.05..0.3).contains(&back), "{back:.3} s");
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
