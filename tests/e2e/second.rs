//! The big timer changes on its second, seen on the glass of the real window.

use std::time::Duration;

use holdspace::clock::boot_time;

use super::room::Room;
use super::session::{sleep_until, up_to_the_tablet};

/// The figure since the tablet on the journey: what the screen's memory holds of it, in lines of 1280 pixels of 4 bytes.
const LINES: std::ops::Range<usize> = 100..200;
/// And in pixels from the left.
const ACROSS: std::ops::Range<usize> = 30..420;
/// So many changes are looked at.
const LOOKED_AT: usize = 20;
/// A second is seen this soon after it began: it is laid out and drawn meanwhile.
const SOON: f64 = 0.12;

#[test]
fn the_time_since_the_tablet_changes_on_its_second() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    let t0 = up_to_the_tablet(&mut room, 1);
    let _ = room.press_for("Spat early", "spat");
    let _ = room.press_for("Journey", "phase_entered");
    sleep_until(boot_time().as_secs_f64() + 3.0);
    let figure = || {
        let pixels = room.desk.pixels();
        let head = pixels.len() - 800 * 1280 * 4;
        let line = |line: usize| head + (line * 1280 + ACROSS.start) * 4..head + (line * 1280 + ACROSS.end) * 4;
        LINES.flat_map(|number| pixels[line(number)].to_vec()).collect::<Vec<u8>>()
    };
    let (mut seen, mut late) = (figure(), Vec::new());
    let end = boot_time().as_secs_f64() + 2.0 * LOOKED_AT as f64;
    while late.len() < LOOKED_AT && boot_time().as_secs_f64() < end {
        let now = figure();
        if now != seen {
            late.push((boot_time().as_secs_f64() - t0).rem_euclid(1.0));
            // The rest of this second is one change.
            std::thread::sleep(Duration::from_millis(500));
            seen = figure();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let mut sorted = late.clone();
    sorted.sort_by(f64::total_cmp);
    eprintln!(
        "{} changes, after their second: median {:.0} ms, most {:.0} ms",
        late.len(),
        sorted[late.len() / 2] * 1e3,
        sorted[late.len() - 1] * 1e3
    );
    assert_eq!(late.len(), LOOKED_AT, "{late:?}");
    // On a busy machine some come late; a beat of its own would be as late every time.
    assert!(sorted[late.len() / 2] <= SOON, "after their second: {late:?}");
}
