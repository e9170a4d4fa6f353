//! Files joined with nothing but gapless joins: no fade, no gain, no level, every sample as it is.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::decode::DecodeError;
use super::voice::{Link, Voice};
use crate::units::Decibels;

/// Frames given at a time.
const PORTION: usize = 4096;

/// Why files could not be joined.
#[derive(Debug, Error)]
pub enum AudioError {
    /// One cannot be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// One broke off, or could not be opened when its turn came.
    #[error("{0}")]
    Broken(String),
    /// The frames cannot be written.
    #[error("the sound cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Gives all frames of `paths`, one after the other, to `sink`: interleaved stereo at 48 kHz; returns how many.
///
/// # Errors
/// A file cannot be opened or decoded to its end, or `sink` fails.
pub fn plain(paths: &[PathBuf], sink: &mut dyn FnMut(&[f32]) -> io::Result<()>) -> Result<u64, AudioError> {
    let link = |(piece, path): (usize, &PathBuf)| Link {
        piece,
        path: path.clone(),
        skip: Duration::ZERO,
        gain: Decibels::UNITY,
    };
    let links: VecDeque<Link> = paths.iter().enumerate().map(link).collect();
    if links.is_empty() {
        return Ok(0);
    }
    let mut voice = Voice::files(links);
    let mut block = [0.0; PORTION * 2];
    let mut frames = 0;
    loop {
        let ready = voice.ensure(PORTION).min(PORTION);
        let part = block.get_mut(..ready * 2).unwrap_or_default();
        part.fill(0.0);
        voice.add_to(part, 1.0, 1.0);
        sink(part)?;
        frames += ready as u64;
        if ready < PORTION {
            break;
        }
    }
    match voice.ending().and_then(|ending| ending.failed.clone()) {
        Some((_, reason)) => Err(AudioError::Broken(reason)),
        None => Ok(frames),
    }
}
