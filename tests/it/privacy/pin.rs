//! The PIN on the disk, and how soon it can be tried again.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use holdspace::clock::{self, Reading};
use holdspace::kiosk::guard::{Answer, Guard};
use holdspace::kiosk::pin::{self, Digits, Kept};
use holdspace::kiosk::throttle::{self, FIRST, FREE, LONGEST, Throttle, penalty};
use tempfile::TempDir;

use super::glass::{digits, set_pin};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Now, on a whole millisecond.
fn now() -> Reading {
    let now = clock::read();
    let boot = Duration::from_millis(u64::try_from(now.boot.as_millis()).unwrap());
    Reading { boot, ..now }
}

fn later(reading: &Reading, by: Duration) -> Reading {
    Reading { boot: reading.boot + by, ..reading.clone() }
}

/// Asks and waits.
fn asked(guard: &mut Guard, ask: impl FnOnce(&mut Guard)) -> Answer {
    ask(guard);
    for _ in 0..6000 {
        if let Some(answer) = guard.answers().pop() {
            return answer;
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
    panic!("the guard does not answer");
}

#[test]
fn a_pin_is_kept_as_argon2id_for_this_user_alone() {
    let data = folder();
    set_pin(data.path(), "4711");
    let file = data.path().join(pin::NAME);
    let text = fs::read_to_string(&file).unwrap();
    let passes = text.strip_prefix("$argon2id$v=19$m=65536,t=").and_then(|rest| rest.split_once(",p=1$"));
    assert!(passes.is_some_and(|(passes, _)| (3..=12).contains(&passes.parse::<u32>().unwrap())), "{text}");
    assert!(text.ends_with("\ndigits 4\n"), "{text}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let kept = Kept::read(data.path()).unwrap().unwrap();
    assert!(kept.is(&digits("4711")) && !kept.is(&digits("4712")) && !kept.is(&digits("47110")));
}

#[test]
fn two_times_the_same_pin_is_not_the_same_text() {
    assert_ne!(Kept::of(&digits("4711")).unwrap(), Kept::of(&digits("4711")).unwrap());
}

#[test]
fn digits_are_never_printed_and_never_more_than_eight() {
    let typed = digits("1234567890");
    assert_eq!(typed.len(), pin::LONGEST);
    assert_eq!(format!("{typed:?}"), "Digits(…)");
    assert!(!digits("123").is_enough() && digits("1234").is_enough());
}

#[test]
fn a_damaged_pin_opens_nothing_and_says_so() {
    let data = folder();
    for text in ["", "4711\ndigits 4\n", "$argon2id$v=19$m=65536,t=3,p=1$x\ndigits 40\n"] {
        fs::write(data.path().join(pin::NAME), text).unwrap();
        // The lock stays shut over a damaged PIN rather than open.
        let mut guard = Guard::open(data.path(), true);
        assert!(guard.is_set() && guard.trouble().is_some() && guard.digits().is_none(), "{text:?}");
        let answer = asked(&mut guard, |guard| guard.check(digits("4711")));
        assert_eq!(answer, Answer::Wrong(Duration::ZERO));
        fs::remove_file(data.path().join(throttle::NAME)).unwrap();
    }
}

#[test]
fn the_wait_begins_with_the_fifth_wrong_try_doubles_and_has_an_end() {
    let waits: Vec<u64> = (0..=10).map(|wrong| penalty(wrong).as_secs()).collect();
    assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 300, 300]);
    assert_eq!((penalty(FREE), penalty(u32::MAX)), (FIRST, LONGEST));
}

#[test]
fn a_try_is_on_the_disk_before_it_is_answered() {
    let (data, now) = (folder(), now());
    for _ in 0..FREE {
        // What a kill -9 between counting and answering leaves behind.
        Throttle::open(data.path(), &now).count(&now);
    }
    assert_eq!(Throttle::open(data.path(), &now).wait(&now), FIRST);
    assert_eq!(fs::metadata(data.path().join(throttle::NAME)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn no_clock_that_is_set_shortens_the_wait() {
    let (data, now) = (folder(), now());
    let mut throttle = Throttle::open(data.path(), &now);
    (0..FREE).for_each(|_| throttle.count(&now));
    let years = chrono::TimeDelta::days(3650);
    let half = later(&now, FIRST / 2);
    for wall in [now.wall - years, now.wall + years] {
        let set = Reading { wall, ..half.clone() };
        assert_eq!(Throttle::open(data.path(), &set).wait(&set), FIRST / 2);
    }
    let over = later(&now, FIRST);
    assert_eq!(Throttle::open(data.path(), &over).wait(&over), Duration::ZERO);
}

#[test]
fn after_a_restart_of_the_machine_the_whole_wait_begins_again() {
    let (data, now) = (folder(), now());
    let mut throttle = Throttle::open(data.path(), &now);
    (0..FREE + 1).for_each(|_| throttle.count(&now));
    let rebooted = Reading { boot: Duration::from_secs(9), boot_id: "another".into(), wall: now.wall };
    assert_eq!(Throttle::open(data.path(), &rebooted).wait(&rebooted), FIRST * 2);
    let soon = later(&rebooted, Duration::from_secs(20));
    assert_eq!(Throttle::open(data.path(), &soon).wait(&soon), FIRST * 2 - Duration::from_secs(20));
}

#[test]
fn a_torn_file_of_tries_counts_as_too_many() {
    let (data, now) = (folder(), now());
    fs::write(data.path().join(throttle::NAME), "{\"wro").unwrap();
    assert_eq!(Throttle::open(data.path(), &now).wait(&now), FIRST);
}

#[test]
fn the_guard_counts_across_restarts_and_forgets_with_the_right_pin() {
    let data = folder();
    set_pin(data.path(), "4711");
    for _ in 0..FREE - 1 {
        let mut guard = Guard::open(data.path(), true);
        assert_eq!(asked(&mut guard, |guard| guard.check(digits("0000"))), Answer::Wrong(Duration::ZERO));
    }
    let mut guard = Guard::open(data.path(), true);
    assert_eq!(asked(&mut guard, |guard| guard.check(digits("4711"))), Answer::Right);
    for wrong in 1..=FREE {
        let answer = asked(&mut guard, |guard| guard.check(digits("0000")));
        assert!(matches!(answer, Answer::Wrong(wait) if (wait > Duration::ZERO) == (wrong == FREE)), "{wrong}");
    }
    // Too soon: not even the right one.
    let mut guard = Guard::open(data.path(), true);
    assert!(!guard.wait(clock::boot_time()).is_zero());
    assert!(matches!(asked(&mut guard, |guard| guard.check(digits("4711"))), Answer::Wrong(wait) if !wait.is_zero()));
}

#[test]
fn a_pin_is_set_changed_and_removed() {
    let data = folder();
    let mut guard = Guard::open(data.path(), true);
    assert!(!guard.is_set());
    assert_eq!(asked(&mut guard, |guard| guard.set(digits("12345"))), Answer::Kept(Some(5)));
    assert_eq!((guard.is_set(), guard.digits()), (true, Some(5)));
    assert_eq!(asked(&mut guard, |guard| guard.check(digits("12345"))), Answer::Right);
    assert_eq!(asked(&mut guard, |guard| guard.set(digits("0000"))), Answer::Kept(Some(4)));
    assert_eq!(asked(&mut guard, |guard| guard.check(digits("12345"))), Answer::Wrong(Duration::ZERO));
    assert_eq!(asked(&mut guard, Guard::remove), Answer::Kept(None));
    assert!(!guard.is_set() && !data.path().join(pin::NAME).exists());
    assert_eq!(Digits::new(), Digits::default());
}
