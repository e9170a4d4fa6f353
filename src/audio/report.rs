//! What the audio side tells: facts, drained by whoever asks.

use std::time::Duration;

use crate::cue::Position;

/// Something that happened to the sound.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// The music has been heard up to here; about once a second, never ahead of the ear.
    Heard {
        /// The generation it belongs to.
        generation: u64,
        /// The place in its plan.
        position: Position,
    },
    /// The output is gone; we keep trying to get it back.
    OutputLost,
    /// The output is back, and the music goes on where it was last heard.
    OutputBack,
    /// A piece could not be played (further); other music stands in for it.
    PieceFailed {
        /// Index into the plan's pieces.
        piece: usize,
        /// One plain sentence that names the file.
        reason: String,
    },
}

/// Counts since the start, for a page that nobody needs on a good day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// Times the music was not ready when the output asked for it.
    pub underruns: u64,
    /// Times the output asked more than 150 ms after it had asked before.
    pub late_callbacks: u64,
    /// Frames of silence that went out in place of music.
    pub silent_frames: u64,
    /// Times the output was opened again after it had been lost.
    pub reopenings: u64,
    /// Errors the output reported; many are harmless.
    pub output_errors: u64,
    /// Frames given to the output.
    pub pulled_frames: u64,
    /// Frames between the output's asking and the ear's hearing, as we believe.
    pub latency: u64,
    /// Music that is ready in the ring.
    pub ring: Duration,
}
