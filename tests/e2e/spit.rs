//! The end of a hold, heard at the sound server's monitor and seen on the glass, also while the machine is busy.
//!
//! `HOLDSPACE_HOLD_MINUTES=20 HOLDSPACE_LOAD=4 cargo test --test e2e spit -- --nocapture` is the long form: a hold of
//! 20 minutes beside four threads that never rest. Without them it is one minute on a machine as it is.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use holdspace::audio::chime;
use holdspace::clock::boot_time;
use holdspace::cue::Chime;

use super::desk::Desk;
use super::room::Room;
use super::session::{find, sleep_until, up_to_the_tablet};
use super::speaker::Ear;

/// Heard and seen this near the moment.
const WITHIN: f64 = 0.1;
/// A place within the ring, below its words: the ground until the hold is over, then filled.
const IN_THE_RING: (u64, u64) = (640, 520);

#[test]
fn the_end_of_a_hold_is_heard_and_seen_at_its_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    let minutes = number("HOLDSPACE_HOLD_MINUTES", 1);
    let ear = Ear::open(&room.speaker);
    let t0 = up_to_the_tablet(&mut room, minutes);
    let due = t0 + minutes as f64 * 60.0;
    let load = Load::of(number("HOLDSPACE_LOAD", 0));
    sleep_until(due - 2.0);
    let seen = seen_from(&room.desk, due + 5.0);
    sleep_until(due + 6.0);
    drop(load);
    let heard = ear.close();
    let cue = heard.time_of(find(&heard, &chime::samples(Chime::Spit), due - 3.0, due + 4.0));
    let seen = seen.expect("the ring fills");
    eprintln!("hold of {minutes} min: heard {:+.0} ms, seen {:+.0} ms", (cue - due) * 1e3, (seen - due) * 1e3);
    assert!((cue - due).abs() <= WITHIN, "the spit cue began {:+.3} s from its moment", cue - due);
    assert!((seen - due).abs() <= WITHIN, "the ring was seen full {:+.3} s from its moment", seen - due);
    let _ = room.press_for("Spat", "spat");
}

/// When the ring was seen to fill, in seconds of [`boot_time`]; `None` if it did not.
fn seen_from(desk: &Desk, until: f64) -> Option<f64> {
    let memory = File::open(desk.memory()).expect("the screen's memory");
    let length = memory.metadata().expect("its size").len();
    let at = length - (800 - IN_THE_RING.1) * 1280 * 4 + IN_THE_RING.0 * 4;
    let look = || {
        let mut pixel = [0; 4];
        memory.read_exact_at(&mut pixel, at).expect("a pixel");
        pixel
    };
    let ground = look();
    loop {
        let now = boot_time().as_secs_f64();
        if look() != ground {
            return Some(now);
        }
        if now > until {
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Threads that never rest, until dropped.
struct Load {
    ended: Arc<AtomicBool>,
}

impl Load {
    fn of(threads: u64) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let ended = Arc::clone(&ended);
            let _ = std::thread::spawn(move || {
                while !ended.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        Self { ended }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
