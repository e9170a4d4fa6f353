//! Waiting for what will come, with an end.

use std::time::Duration;

use holdspace::clock::boot_time;

/// Asks again and again until there is an answer; fails after `most`.
pub fn until<T>(what: &str, most: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = boot_time() + most;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(boot_time() < deadline, "waited {most:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
