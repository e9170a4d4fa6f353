//! An output without a device: pulls in real time and throws away. For rehearsals and for machines without sound.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Backend, Stream, Tap};
use crate::audio::fade::RATE;
use crate::audio::feeder::BLOCK;
use crate::clock::boot_time;

/// Frames pulled at a time, like a device's period.
const PERIOD: u64 = 4096;

/// Opens silent streams.
#[derive(Debug, Default)]
pub struct Silent;

struct Running(Arc<AtomicBool>);

impl Stream for Running {}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Backend for Silent {
    fn open(&mut self, tap: Tap) -> Result<Box<dyn Stream>, String> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("silent-output".to_owned());
        let _detached = thread.spawn(move || pull(tap, &stopped)).map_err(|error| error.to_string())?;
        Ok(Box::new(Running(stop)))
    }
}

fn pull(mut tap: Tap, stop: &AtomicBool) {
    let begin = boot_time();
    let mut block = [0.0; BLOCK * 2];
    let mut pulled = 0u64;
    while !stop.load(Ordering::Acquire) && tap.is_newest() {
        let now = boot_time();
        for _ in 0..PERIOD / BLOCK as u64 {
            tap.fill(&mut block, now);
        }
        pulled += PERIOD;
        let due = begin + Duration::from_secs_f64(pulled as f64 / f64::from(RATE));
        std::thread::sleep(due.saturating_sub(boot_time()));
    }
}
