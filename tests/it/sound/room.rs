//! A room beside the headphones: in step, whatever either clock says, and neither notices the other go.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdspace::audio::backend::Played;
use holdspace::audio::director::Director;
use holdspace::audio::feeder::{BLOCK, Feeder, RING};
use holdspace::audio::mixer::Counters;
use holdspace::audio::pipe::{Listener, pipe};
use holdspace::audio::room::{Dials, Follower, Latency, RoomHealth, RoomWanted, Split, held_back, lay};
use holdspace::cue::{Cue, Join, Plan};
use holdspace::units::Decibels;

use super::material::{assert_gentle, bed, cue, file, levels, plan, recording, seconds, tone, wav};

const RATE: f64 = 48_000.0;
/// Frames a device asks for at a time, and from being asked for to being heard.
const PERIOD: usize = 4096;
const LATENCY: u64 = PERIOD as u64 + 960;
const ASKS: Latency = Latency { frames: LATENCY, opening: PERIOD as u64 };
/// The clock of the machine when everything begins.
const BOOT: f64 = 1000.0;

/// A device with its own clock.
struct Device {
    /// Frames per second as they really are.
    rate: f64,
    /// Frames between the last that waits and the ear, and whether it tells when what it asks for is heard.
    behind: usize,
    tells: bool,
    /// When it began, and how often it has asked since.
    began: f64,
    asked: usize,
    alive: bool,
    /// All frames it was given, since the test last looked.
    heard: Vec<f32>,
    /// Times in seconds at which the ticks were heard.
    ticks: Vec<f64>,
    /// No tick ends before this time.
    deaf_until: f64,
    keeps: bool,
    seed: u32,
}

impl Device {
    fn new(off: f64, began: f64) -> Self {
        let rate = RATE * (1.0 + off);
        let (heard, ticks) = (Vec::new(), Vec::new());
        let behind = LATENCY as usize - PERIOD;
        Self {
            rate,
            behind,
            tells: false,
            began,
            asked: 0,
            alive: true,
            heard,
            ticks,
            deaf_until: 0.0,
            keeps: true,
            seed: 7,
        }
    }

    /// When it asks next: twice at once when it opens, then evenly; up to 3 ms late, never early.
    fn due(&self) -> f64 {
        let late = f64::from(self.seed >> 8) / f64::from(1 << 24) * 0.003;
        self.began + (self.asked.saturating_sub(1) * PERIOD) as f64 / self.rate + late
    }

    fn ask(&mut self, played: &mut dyn Played) {
        self.ask_at(self.due(), played);
    }

    fn ask_at(&mut self, now: f64, played: &mut dyn Played) {
        let delay = self.tells.then(|| {
            let next = self.began + (self.behind + self.asked * PERIOD) as f64 / self.rate;
            Duration::from_secs_f64(next - now)
        });
        let now = Duration::from_secs_f64(now);
        for number in 0..PERIOD / BLOCK {
            let mut block = [0.0; BLOCK * 2];
            played.render(&mut block, now, delay);
            self.look_for_ticks(&block, self.asked * PERIOD + number * BLOCK);
            if self.keeps {
                self.heard.extend_from_slice(&block);
            }
        }
        self.asked += 1;
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    }

    /// A tick is where its first sample of a hundredth stands out.
    fn look_for_ticks(&mut self, block: &[f32], first: usize) {
        for (index, frame) in block.chunks_exact(2).enumerate() {
            let at = self.began + ((self.behind + first + index) as f64) / self.rate;
            if frame[0].abs() > 0.003 && at > self.deaf_until {
                self.ticks.push(at);
                self.deaf_until = at + 0.1;
            }
        }
    }

    fn dies(&mut self) {
        self.alive = false;
    }

    fn comes_back(&mut self, played: &Mutex<impl Played>, now: f64) {
        let away = now - self.due();
        played.lock().unwrap().reopened(Duration::from_secs_f64(away.max(0.0)));
        (self.began, self.asked, self.alive) = (now, 0, true);
    }
}

struct Rig {
    _folder: tempfile::TempDir,
    feeder: Feeder,
    listener: Listener,
    split: Arc<Mutex<Split>>,
    follower: Arc<Mutex<Follower>>,
    dials: Arc<Dials>,
    counters: Arc<Counters>,
    headphones: Device,
    room: Device,
    now: f64,
}

const ON: RoomWanted = RoomWanted { on: true, ..RoomWanted::OFF };
const CLICK: RoomWanted = RoomWanted { click: true, ..ON };

impl Rig {
    /// Headphones and room with clocks off by these parts, and a sound of 48 kHz to play.
    fn new(off: (f64, f64), sound: Option<&[f32]>, wanted: RoomWanted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (mut feeder, parts, mut listener) = pipe(LATENCY + held_back());
        if let Some(sound) = sound {
            begin(&mut feeder, &mut listener, &music(&folder, sound));
        }
        let (dials, counters) = (Arc::new(Dials::default()), Arc::new(Counters::default()));
        dials.want(wanted);
        let (split, follower) = lay(parts.mixer(), ASKS, ASKS, &dials, &counters);
        let (headphones, room) = (Device::new(off.0, BOOT), Device::new(off.1, BOOT + 0.031));
        Self { _folder: folder, feeder, listener, split, follower, dials, counters, headphones, room, now: BOOT }
    }

    /// Lets so many seconds pass.
    fn run(&mut self, lasts: f64) {
        let until = self.now + lasts;
        loop {
            let due = |device: &Device| if device.alive { device.due() } else { f64::INFINITY };
            let (headphones, room) = (due(&self.headphones), due(&self.room));
            if headphones.min(room) >= until {
                self.now = until;
                return;
            }
            let _fed = self.feeder.feed(RING);
            if headphones <= room {
                self.headphones.ask(&mut *self.split.lock().unwrap());
                self.listener.counters().beat.store((headphones * 1e9) as u64, Ordering::Release);
            } else {
                self.room.ask(&mut *self.follower.lock().unwrap());
                self.counters.beat.store((room * 1e9) as u64, Ordering::Release);
            }
        }
    }

    fn health(&self) -> RoomHealth {
        self.dials.health(&self.counters)
    }

    /// What is heard from now on is looked at.
    fn forget(&mut self) {
        for device in [&mut self.headphones, &mut self.room] {
            device.heard.clear();
        }
        self.room.ticks.clear();
    }

    /// Seconds by which each tick of the room comes after that of the headphones nearest to where it belongs;
    /// without the last, which the headphones may not have had yet.
    fn offsets(&self, delay: f64) -> Vec<f64> {
        let nearest = |tick: &f64| {
            let apart = self.headphones.ticks.iter().map(|other| tick - other);
            apart.min_by(|one, other| (one - delay).abs().total_cmp(&(other - delay).abs())).unwrap()
        };
        let all = self.room.ticks.len().saturating_sub(1);
        self.room.ticks[..all].iter().map(nearest).collect()
    }
}

fn music(folder: &tempfile::TempDir, sound: &[f32]) -> Arc<Plan> {
    let path = folder.path().join("music.wav");
    wav(&path, sound, 48_000, 2);
    let length = sound.len() as f64 / 2.0 / RATE;
    plan(vec![file(&path, 0.0, Some(length), Join::Gapless), bed(length)])
}

fn begin(feeder: &mut Feeder, listener: &mut Listener, plan: &Arc<Plan>) {
    let mut director = Director::default();
    let cue: Cue = cue(plan, 1);
    feeder.handle(director.follow(&cue, seconds(0.0), Duration::from_secs_f64(BOOT)).unwrap());
    assert!(listener.order(director.wanted()));
}

/// The largest step from one sample to the next of the same side.
fn steepest(frames: &[f32]) -> f32 {
    frames.windows(3).map(|three| (three[2] - three[0]).abs()).fold(0.0, f32::max)
}

#[test]
fn outputs_with_unlike_clocks_stay_in_step_for_ten_minutes() {
    for off in [(0.001, -0.001), (-0.001, 0.001)] {
        let mut rig = Rig::new(off, None, CLICK);
        (rig.headphones.keeps, rig.room.keeps) = (false, false);
        rig.run(6.0);
        rig.forget();
        rig.run(600.0);
        let offsets = rig.offsets(0.0);
        let worst = offsets.iter().fold(0.0f64, |worst, apart| worst.max(apart.abs()));
        let last = offsets[500..].iter().fold(0.0f64, |worst, apart| worst.max(apart.abs()));
        assert!((597..=600).contains(&offsets.len()), "{off:?}: {} ticks", offsets.len());
        assert!(worst < 0.020, "{off:?}: {worst:.4} s apart");
        assert!(last < 0.005, "{off:?}: {last:.4} s apart at the end");
        let health = rig.health();
        assert_eq!((health.underruns, health.silent_frames, health.resyncs), (0, 0, 0), "{off:?}");
    }
}

#[test]
fn outputs_that_tell_how_late_they_are_heard_are_in_step_however_late_that_is() {
    for (headphones, room, delay) in [(960, 960, 0), (12_000, 960, 0), (960, 12_000, 0), (9_600, 4_800, 100)] {
        let mut rig = Rig::new((0.0002, -0.0002), None, RoomWanted { delay, ..CLICK });
        (rig.headphones.behind, rig.room.behind) = (headphones, room);
        (rig.headphones.tells, rig.room.tells) = (true, true);
        rig.run(6.0);
        for away in [0.7, 4.0] {
            rig.forget();
            rig.run(10.0);
            let delay = f64::from(delay) / 1e3;
            let offsets = rig.offsets(delay);
            assert!(offsets.len() >= 8, "{headphones}, {room}: {} ticks", offsets.len());
            for apart in offsets {
                assert!((apart - delay).abs() < 0.006, "{headphones}, {room}: {apart:.4} s, not {delay}");
            }
            rig.headphones.dies();
            rig.run(away);
            let now = rig.now;
            rig.headphones.comes_back(&rig.split, now);
            rig.run(12.0);
        }
        assert_eq!(rig.health().underruns, 0, "{headphones}, {room}");
    }
}

#[test]
fn a_room_may_be_earlier_and_later_than_the_headphones() {
    for delay in [-200, 0, 500] {
        let mut rig = Rig::new((0.0, 0.0001), None, RoomWanted { delay, ..CLICK });
        rig.run(6.0);
        rig.forget();
        rig.run(20.0);
        let delay = f64::from(delay) / 1e3;
        let offsets = rig.offsets(delay);
        assert!(offsets.len() >= 18);
        offsets.iter().for_each(|apart| assert!((apart - delay).abs() < 0.005, "{apart:.4} s, not {delay}"));
    }
}

#[test]
fn headphones_that_are_lost_do_not_take_the_room_with_them() {
    for (delay, away) in [(-200, 0.7), (0, 0.7), (0, 15.0), (500, 0.7), (500, 6.0)] {
        let sound = tone(60.0, 440.0, 0.3);
        let mut rig = Rig::new((0.0002, -0.0002), Some(&sound), RoomWanted { delay, ..ON });
        rig.run(8.0);
        rig.forget();
        // What is dying swallows what it can get.
        for _ in 0..3 {
            rig.headphones.ask_at(rig.now, &mut *rig.split.lock().unwrap());
        }
        rig.headphones.heard.clear();
        rig.headphones.dies();
        rig.run(away);
        let now = rig.now;
        rig.headphones.comes_back(&rig.split, now);
        rig.run(8.0);
        let what = format!("delay {delay} ms, away {away} s");
        let step = steepest(&rig.room.heard);
        assert!(step < 0.3 * 440.0 * std::f32::consts::TAU / 48_000.0 * 1.1, "{what}: a step of {step}");
        let levels_heard = levels(&rig.room.heard, 100);
        let level = levels_heard[0];
        assert!(level > -20.0, "{what}: {level}");
        levels_heard
            .iter()
            .for_each(|heard| assert!((heard - level).abs() < 0.2, "{what}: {heard:.2}, was {level:.2}"));
        assert_gentle(&rig.headphones.heard, &what);
        let back = levels(&rig.headphones.heard, 100);
        assert!(back[0] < -55.0 && (back.last().unwrap() - level).abs() < 0.2, "{what}: {back:.1?}");
        assert_eq!(rig.health().underruns, 0, "{what}");
    }
}

#[test]
fn headphones_that_come_back_are_in_step_again() {
    for (delay, away) in [(-200, 3.0), (0, 0.7), (500, 0.7), (500, 12.0)] {
        let mut rig = Rig::new((0.0002, -0.0002), None, RoomWanted { delay, ..CLICK });
        rig.run(8.0);
        rig.headphones.dies();
        rig.forget();
        rig.run(away);
        let now = rig.now;
        rig.headphones.comes_back(&rig.split, now);
        rig.run(20.0);
        let ticks = rig.room.ticks.clone();
        let apart: Vec<f64> = ticks.windows(2).map(|two| two[1] - two[0]).collect();
        apart.iter().for_each(|apart| {
            assert!((apart - 1.0).abs() < 0.012, "{delay} ms, {away} s: {apart:.4} s from tick to tick")
        });
        rig.forget();
        rig.run(10.0);
        let delay = f64::from(delay) / 1e3;
        let offsets = rig.offsets(delay);
        assert!(offsets.len() >= 8);
        offsets.iter().for_each(|apart| assert!((apart - delay).abs() < 0.008, "{apart:.4} s, not {delay}"));
    }
}

#[test]
fn without_a_sounding_room_the_music_waits_for_the_headphones() {
    let sound = recording(40 * 48_000, 48_000);
    for wanted in [RoomWanted::OFF, ON] {
        let mut rig = Rig::new((0.0, 0.0), Some(&sound), wanted);
        rig.run(6.0);
        rig.headphones.dies();
        if wanted.on {
            rig.room.dies();
        }
        let taken = rig.headphones.heard.len();
        rig.run(5.0);
        let now = rig.now;
        rig.headphones.comes_back(&rig.split, now);
        rig.run(8.0);
        let again = &rig.headphones.heard[taken..];
        // After the fade the same music is heard as it is, from a little before where it was lost.
        let probe = &again[6 * 96_000..6 * 96_000 + 9600];
        let begin = (taken / 2 + 6 * 48_000 - 24_000) * 2;
        let all = &rig.headphones.heard[..taken];
        assert!(all.len() < begin, "the probe lies behind what was heard before");
        let place = (0..24_000).find(|back| {
            let at = begin + back * 2;
            let near = |(one, other): (&f32, &f32)| (one - other).abs() < 2e-3;
            sound[at..at + 9600].iter().zip(probe).all(near)
        });
        let place = place.unwrap_or_else(|| panic!("{wanted:?}: the music did not go on where it was lost"));
        let rewound = (24_000 - place) as f64 / RATE;
        assert!((0.1..0.3).contains(&rewound), "{wanted:?}: {rewound:.3} s are heard again");
    }
}

#[test]
fn a_room_that_comes_and_goes_changes_no_sample_in_the_headphones() {
    let sound = recording(30 * 48_000, 48_000);
    let mut rig = Rig::new((0.0, 0.0005), Some(&sound), ON);
    rig.run(5.0);
    rig.room.dies();
    rig.run(4.0);
    let now = rig.now;
    rig.room.comes_back(&rig.follower, now);
    rig.run(3.0);
    rig.dials.want(RoomWanted { delay: 400, volume: Decibels(-20.0), ..ON });
    rig.run(6.0);

    let folder = tempfile::tempdir().unwrap();
    let (mut feeder, parts, mut listener) = pipe(LATENCY);
    begin(&mut feeder, &mut listener, &music(&folder, &sound));
    let mut alone = Device::new(0.0, BOOT);
    let mut mixer = parts.mixer();
    mixer.reopened(Duration::ZERO);
    while alone.heard.len() < rig.headphones.heard.len() {
        let _fed = feeder.feed(RING);
        alone.ask(&mut mixer);
    }
    assert!(alone.heard == rig.headphones.heard);
    assert!(*levels(&alone.heard, 100).last().unwrap() > -30.0, "there was music");
    let room = levels(&rig.room.heard, 100);
    assert!(
        (room.last().unwrap() + 20.0 - levels(&alone.heard, 100).last().unwrap()).abs() < 6.0,
        "and in the room too"
    );
}

#[test]
fn another_delay_is_reached_by_a_glide_or_out_of_silence() {
    let sound = tone(90.0, 440.0, 0.3);
    let mut rig = Rig::new((0.0, 0.0), Some(&sound), ON);
    rig.run(8.0);
    rig.forget();
    rig.dials.want(RoomWanted { delay: 100, ..ON });
    rig.run(10.0);
    let step = steepest(&rig.room.heard);
    assert!(step < 0.3 * 440.0 * std::f32::consts::TAU / 48_000.0 * 1.1, "a step of {step}");
    let heard = levels(&rig.room.heard, 100);
    heard.iter().for_each(|level| assert!((level - heard[0]).abs() < 0.2, "{level:.2}"));
    assert_eq!(rig.health().resyncs, 0);
    rig.forget();
    rig.dials.want(RoomWanted { delay: 400, ..ON });
    rig.run(12.0);
    assert_gentle(&rig.room.heard, "another delay altogether");
    assert!((levels(&rig.room.heard, 100).last().unwrap() - heard[0]).abs() < 0.2);
    assert_eq!((rig.health().resyncs, rig.health().underruns), (1, 0));

    let mut rig = Rig::new((0.0, 0.0), None, CLICK);
    rig.run(6.0);
    for delay in [5, 30, 105, -20] {
        rig.dials.want(RoomWanted { delay, ..CLICK });
        rig.run(8.0);
        rig.forget();
        rig.run(5.0);
        let delay = f64::from(delay) / 1e3;
        rig.offsets(delay).iter().for_each(|apart| assert!((apart - delay).abs() < 0.003, "{apart:.4} s, not {delay}"));
    }
}

#[test]
fn the_rooms_volume_never_moves_fast() {
    let sound = tone(90.0, 440.0, 0.3);
    let mut rig = Rig::new((0.0, 0.0), Some(&sound), ON);
    rig.run(8.0);
    rig.room.heard = rig.room.heard.split_off(5 * 96_000);
    let full = *levels(&rig.room.heard, 100).last().unwrap();
    rig.dials.want(RoomWanted { volume: Decibels(-40.0), ..ON });
    rig.run(4.0);
    let soft = *levels(&rig.room.heard, 100).last().unwrap();
    assert!((full - 40.0 - soft).abs() < 0.3, "{full:.2}, then {soft:.2}");
    rig.dials.want(ON);
    rig.run(4.0);
    rig.dials.want(RoomWanted::OFF);
    rig.run(6.0);
    assert!(*levels(&rig.room.heard, 100).last().unwrap() < -100.0);
    rig.dials.want(RoomWanted { volume: Decibels(7.0), ..ON });
    rig.run(6.0);
    assert!(
        (levels(&rig.room.heard, 100).last().unwrap() - full).abs() < 0.2,
        "it is never louder than the headphones"
    );
    assert_gentle(&rig.room.heard, "volume, off and on");
}

#[test]
fn ticks_come_from_both_outputs_and_never_into_music() {
    let mut rig = Rig::new((0.0, 0.0), None, CLICK);
    rig.run(10.0);
    let peak = |device: &Device| device.heard.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    for device in [&rig.headphones, &rig.room] {
        let peak = 20.0 * peak(device).log10();
        assert!((-26.0..=-23.9).contains(&peak), "{peak:.1} dBFS");
    }
    rig.dials.want(ON);
    rig.run(3.0);
    rig.forget();
    rig.headphones.ticks.clear();
    rig.run(5.0);
    assert_eq!((rig.headphones.ticks.len(), rig.room.ticks.len()), (0, 0));

    let sound = recording(20 * 48_000, 48_000);
    let heard = [ON, CLICK].map(|wanted| {
        let mut rig = Rig::new((0.0, 0.0), Some(&sound), wanted);
        rig.run(10.0);
        rig.headphones.heard
    });
    assert!(heard[0] == heard[1]);
}
