//! The built-in music: what is written, what is heard, and that both depend on nothing but name, seed, shape and time.

mod heard;
mod measures;
mod resume;
mod score;
mod spectra;
mod steering;

use std::time::Duration;

use holdspace::music::soundscape::{Shape, Soundscape};

const RATE: u64 = 48_000;

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn tidewater(target: Duration) -> Soundscape {
    Soundscape::new("tidewater", 11, &Shape::lasting(target)).unwrap()
}

/// The next `frames` frames, interleaved.
fn play(music: &mut Soundscape, frames: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; frames * 2];
    music.fill(&mut out);
    out
}
