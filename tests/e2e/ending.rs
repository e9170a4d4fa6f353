//! Asked to end from outside, the program fades the music, loses nothing and leaves.

use std::time::Duration;

use holdspace::clock::boot_time;
use holdspace::session::Phase;
use rustix::process::{Signal, kill_process};

use super::lived::{Chance, live_until};
use super::patience::until;
use super::room::Room;
use super::speaker::Ear;

/// A whole stretch of this is looked at, s.
const STRETCH: f64 = 0.2;
/// The rule for gains is 3 dB in 100 ms; the music itself moves by as much again.
const STEEPEST: f64 = 18.0;

#[test]
fn asked_to_end_the_music_fades_the_record_is_whole_and_the_session_goes_on_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    let _begun = live_until(&room, Phase::Journey, &mut Chance(21));
    room.start();
    let ear = Ear::open(&room.speaker);
    let _ = room.wait_for(room.lines().len(), "position", Duration::from_secs(60));

    let asked = boot_time().as_secs_f64();
    let status = room.ask_to_end(Signal::TERM);
    let left = boot_time().as_secs_f64();
    assert!(status.success(), "{status}");
    // What is on its way to the ear arrives.
    until("the last of it", Duration::from_secs(5), || (boot_time().as_secs_f64() > left + 0.5).then_some(()));
    let heard = ear.close();
    let levels: Vec<f64> = (0..40)
        .map(|step| asked + f64::from(step) * STRETCH)
        .take_while(|from| *from < left)
        .map(|from| heard.level(from, from + STRETCH))
        .collect();
    let loud = levels.first().copied().expect("it took some time");
    eprintln!("left after {:.2} s: {levels:.0?} dBFS", left - asked);
    assert!(loud > -75.0, "there was music: {levels:?}");
    assert!(levels.last().is_some_and(|last| *last < loud - 20.0), "it faded before it left: {levels:?}");
    for pair in levels.windows(2).filter(|pair| pair[1] > -80.0) {
        assert!(pair[0] - pair[1] < STEEPEST, "no step: {levels:?}");
    }
    let kept = room.lines();
    assert!(kept.iter().all(|line| line.kind != "closed"), "it does not close the session");
    room.start();
    let _ = room.wait_for(kept.len(), "resumed", Duration::from_secs(60));
    assert!(room.lines().starts_with(&kept), "nothing is lost");
}

#[test]
fn a_second_request_ends_the_program_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    let _begun = live_until(&room, Phase::Journey, &mut Chance(22));
    let known = room.lines().len();
    room.start();
    // Without music there is no fade in which to ask again.
    let _ = room.wait_for(known, "position", Duration::from_secs(60));
    kill_process(room.process(), Signal::HUP).expect("a signal");
    let status = room.ask_to_end(Signal::INT);
    // Which of two signals that come together counts as the second is nobody's to say.
    assert!(matches!(status.code(), Some(129 | 130)), "{status}");
}
