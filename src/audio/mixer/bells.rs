//! The chimes that sound over the music, each placed by frame and played once.

use std::sync::Arc;
use std::time::Duration;

use crate::audio::chime;
use crate::audio::director::{CHIMES, Due, patience};
use crate::audio::fade::RATE;
use crate::audio::feeder::BLOCK;
use crate::cue::ChimeAt;

/// Chimes that may sound at once.
const VOICES: usize = 6;
/// Chimes remembered as played.
const MEMORY: usize = 128;

/// All chimes, ready to be mixed.
pub struct Bells {
    sounds: [Arc<[i16]>; 6],
    voices: [Option<Ringing>; VOICES],
    played: [Option<ChimeAt>; MEMORY],
    next: usize,
}

#[derive(Clone, Copy)]
struct Ringing {
    sound: usize,
    /// Frames of silence before it begins.
    wait: usize,
    done: usize,
}

impl Bells {
    pub(super) fn new() -> Self {
        Self { sounds: chime::all(), voices: [None; VOICES], played: [None; MEMORY], next: 0 }
    }

    /// What sounded is lost with the output.
    pub(super) fn hush(&mut self) {
        self.voices = [None; VOICES];
    }

    /// Whether one sounds that has not mostly died away.
    pub(super) fn are_sounding(&self) -> bool {
        let alive = |voice: &Ringing| self.sounds.get(voice.sound).is_some_and(|sound| voice.done < sound.len() / 2);
        self.voices.iter().flatten().any(alive)
    }

    /// Begins what falls into the block that is heard from `heard` on; drops what is too late.
    pub(super) fn start(&mut self, dues: &[Option<Due>; CHIMES], heard: Duration) {
        let block = Duration::from_nanos(BLOCK as u64 * 1_000_000_000 / u64::from(RATE));
        for due in dues.iter().flatten() {
            if due.at >= heard + block || self.played.contains(&Some(due.chime)) {
                continue;
            }
            if let Some(slot) = self.played.get_mut(self.next) {
                *slot = Some(due.chime);
            }
            self.next = (self.next + 1) % MEMORY;
            if heard.saturating_sub(due.at) > patience(due.chime.chime) {
                continue;
            }
            let wait = due.at.saturating_sub(heard).as_secs_f64() * f64::from(RATE);
            let wait = (wait.round() as usize).min(BLOCK - 1);
            if let Some(free) = self.voices.iter_mut().find(|voice| voice.is_none()) {
                *free = Some(Ringing { sound: chime::index(due.chime.chime), wait, done: 0 });
            }
        }
    }

    /// Adds what sounds to both sides, times a factor that runs from `from` to `to`.
    pub(super) fn add_to(&mut self, out: &mut [f32], from: f32, to: f32) {
        let (from, to) = (from * chime::UNIT, to * chime::UNIT);
        let step = (to - from) / BLOCK as f32;
        for slot in &mut self.voices {
            let Some(voice) = slot else { continue };
            let sound = self.sounds.get(voice.sound).and_then(|sound| sound.get(voice.done..)).unwrap_or_default();
            let frames = out.chunks_exact_mut(2).enumerate().skip(voice.wait);
            let mut mixed = 0;
            for ((index, frame), sample) in frames.zip(sound) {
                let value = f32::from(*sample) * (from + step * index as f32);
                frame.iter_mut().for_each(|side| *side += value);
                mixed += 1;
            }
            voice.wait = 0;
            voice.done += mixed;
            if mixed == sound.len() {
                *slot = None;
            }
        }
    }
}
