//! From a file to stereo frames at its own rate: trimmed, downmixed, checked against its header.

mod boxes;
mod downmix;
mod named;
mod opening;
mod opus;
mod tags;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error as Trouble;
use symphonia::core::formats::{FormatReader, SeekMode, SeekTo};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration as Ticks, Timestamp};
use thiserror::Error;

use self::boxes::Window;
use self::opening::{Clock, Opened};
pub use self::tags::{Tags, tags};

/// Seconds decoded before the place wanted, so that a lossy decoder has found its feet.
const PRE_ROLL: f64 = 0.5;
/// Places nearer to the beginning than this, in seconds, are reached by decoding.
const NEAR: f64 = 2.0;
/// Packets in a row that may bring nothing.
const IDLE: u32 = 20_000;
/// Longest file, in seconds.
const LONGEST: i64 = 24 * 3600;

/// Why a file cannot be played; each sentence names the file.
#[derive(Debug, Error)]
pub enum DecodeError {
    /// It cannot be opened at all.
    #[error("{} cannot be opened: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not sound we know.
    #[error("{} is not a sound file we can read ({reason}); use FLAC, WAV, MP3, AAC, Vorbis or Opus", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// It is something we know and cannot play.
    #[error("{} {what}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What it is, and what to do.
        what: &'static str,
    },
    /// It is damaged in the middle.
    #[error("{} is damaged {seconds:.1} s after its beginning ({reason}); copy it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where, in seconds.
        seconds: f64,
        /// What the decoder said.
        reason: String,
    },
    /// It has less sound than its header promises.
    #[error("{} ends after {decoded:.1} s, but its header promises {promised:.1} s; copy it again", path.display())]
    EndsEarly {
        /// The file.
        path: PathBuf,
        /// Seconds that could be decoded.
        decoded: f64,
        /// Seconds in the header.
        promised: f64,
    },
    /// It holds no sound.
    #[error("{} holds no sound", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// What a file turned out to be when it was decoded to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Probed {
    /// Frames per second.
    pub rate: u32,
    /// Channels in the file; we play two.
    pub channels: u16,
    /// Frames, without encoder delay and padding.
    pub frames: u64,
    /// The same in time.
    pub duration: Duration,
    /// What it says of itself.
    pub tags: Tags,
}

/// Decodes a file to its end and compares it with its header.
///
/// # Errors
/// The file cannot be opened, is no sound we know, is damaged, is empty or ends early.
pub fn probe(path: &Path) -> Result<Probed, DecodeError> {
    let mut stream = Stream::open(path, Duration::ZERO)?;
    let mut frames = 0;
    let mut block = Vec::new();
    while stream.next(&mut block)? {
        frames += block.len() as u64 / 2;
        block.clear();
    }
    frames += block.len() as u64 / 2;
    let tags = tags(path);
    if frames == 0 {
        return Err(DecodeError::Empty { path: path.to_owned() });
    }
    let rate = stream.rate();
    let duration = Duration::from_secs_f64(frames as f64 / f64::from(rate));
    Ok(Probed { rate, channels: stream.channels(), frames, duration, tags })
}

/// A file being decoded.
pub struct Stream {
    path: PathBuf,
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    rate: u32,
    channels: u16,
    /// Which of the decoded frames are the recording; they are counted by the reader's timestamps, before any trimming.
    window: Window,
    /// Where the header says that the recording ends.
    promised: Option<i64>,
    clock: Clock,
    /// The file breaks off in the middle of something.
    cut: bool,
    /// The frame that the next packet begins with; `None` until the reader has said where it is.
    at: Option<i64>,
    /// Frames before this one are dropped.
    begin: i64,
    /// The reader was sent somewhere, so what it says of the place holds until the beginning is reached.
    sought: bool,
    idle: u32,
    weights: Vec<[f32; 2]>,
    scratch: Vec<f32>,
}

impl Stream {
    /// Opens a file so that the first frame given is the one `from` after its beginning.
    ///
    /// # Errors
    /// The file cannot be opened or is no sound we know.
    pub fn open(path: &Path, from: Duration) -> Result<Self, DecodeError> {
        let opening = || {
            let mut stream = Self::read(path)?;
            let frames = (from.as_secs_f64() * f64::from(stream.rate)).round() as i64;
            stream.begin = stream.window.first.saturating_add(frames);
            stream.seek()?;
            Ok(stream)
        };
        catch_unwind(AssertUnwindSafe(opening)).unwrap_or_else(|_| Err(unknown(path, "the decoder gave up")))
    }

    fn read(path: &Path) -> Result<Self, DecodeError> {
        let source = File::open(path).map_err(|source| DecodeError::Open { path: path.to_owned(), source })?;
        let Opened { reader, decoder, track, rate, channels, window, promised, clock, cut } =
            opening::open(path, source)?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            decoder,
            track,
            rate,
            channels,
            window,
            promised,
            clock,
            cut,
            at: None,
            begin: window.first,
            sought: false,
            idle: 0,
            weights: Vec::new(),
            scratch: Vec::new(),
        })
    }

    /// Goes near the beginning wanted; what is left before it is decoded and dropped.
    fn seek(&mut self) -> Result<(), DecodeError> {
        let frames = |seconds: f64| (seconds * f64::from(self.rate)) as i64;
        let near = self.begin - self.window.first < frames(NEAR);
        let goal = self.clock.tick_of(self.begin - frames(PRE_ROLL));
        let Some(goal) = goal.filter(|_| !near) else { return Ok(()) };
        let to = SeekTo::Timestamp { ts: Timestamp::new(goal), track_id: self.track };
        match self.reader.seek(SeekMode::Accurate, to) {
            Ok(reached) if self.clock.frame_of(reached.actual_ts.get()).is_some_and(|frame| frame <= self.begin) => {
                self.decoder.reset();
                self.sought = true;
            }
            // A failed seek leaves the reader anywhere: begin again, and decode all the way.
            _ => {
                let begin = self.begin;
                *self = Self::read(&self.path.clone())?;
                self.begin = begin;
            }
        }
        Ok(())
    }

    /// Frames per second of what is given.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// Channels in the file; two are given.
    #[must_use]
    pub const fn channels(&self) -> u16 {
        self.channels
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends the next frames, interleaved left and right; `false` at the end of the file.
    ///
    /// # Errors
    /// The file is damaged here or ends before its header says; what was appended before is sound.
    pub fn next(&mut self, out: &mut Vec<f32>) -> Result<bool, DecodeError> {
        let had = out.len();
        match catch_unwind(AssertUnwindSafe(|| self.packet(out))) {
            Ok(result) => result,
            Err(_) => {
                out.truncate(had);
                Err(self.damaged("the decoder gave up"))
            }
        }
    }

    fn packet(&mut self, out: &mut Vec<f32>) -> Result<bool, DecodeError> {
        let mut packet = match self.reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return self.end(),
            Err(Trouble::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => return self.end(),
            Err(Trouble::ResetRequired) => return Err(self.damaged("another recording begins in it")),
            Err(error) => return Err(self.damaged(&error.to_string())),
        };
        self.idle += 1;
        if self.idle > IDLE {
            return Err(self.damaged("no sound comes any more"));
        }
        if packet.track_id != self.track {
            return Ok(true);
        }
        if self.clock.trims() {
            packet.trim_start = Ticks::ZERO;
            packet.trim_end = Ticks::ZERO;
        }
        let at = self.place(&packet)?;
        self.at = Some(at);
        let decoded = match self.decoder.decode(&packet) {
            Ok(decoded) => decoded,
            // A file cut out of a longer one begins with packets that lean on what is gone.
            Err(_) if at < self.begin.max(self.clock.first_packets()) => {
                self.at = None;
                return Ok(true);
            }
            Err(error) => return Err(self.damaged(&error.to_string())),
        };
        if decoded.spec().rate() != self.rate {
            return Err(self.damaged("its sample rate changes"));
        }
        let planes = decoded.num_planes();
        if self.weights.len() != planes {
            self.weights = downmix::weights(decoded.spec().channels());
            self.channels = u16::try_from(planes).unwrap_or(u16::MAX);
        }
        let frames = decoded.frames();
        let next = at.saturating_add(i64::try_from(frames).unwrap_or(i64::MAX));
        // Where a header promises less than there is, what is there counts.
        if self.clock.unforeseen(at) {
            self.window.end = None;
        }
        let inside = |frame: i64| usize::try_from(frame - at).unwrap_or(0).min(frames);
        let from = inside(self.begin.max(self.window.first));
        let until = self.window.end.map_or(frames, inside).max(from);
        append(&decoded, &self.weights, (from, until), &mut self.scratch, out);
        self.at = Some(next);
        if frames > 0 {
            self.idle = 0;
        }
        if next > LONGEST * i64::from(self.rate) {
            return Err(self.damaged("it would last longer than a day"));
        }
        Ok(true)
    }

    /// The frame with which a packet begins, before any trimming but that of its beginning.
    fn place(&self, packet: &Packet) -> Result<i64, DecodeError> {
        let trimmed = i64::try_from(packet.trim_start.get()).unwrap_or(0);
        let told = self.clock.frame_of(packet.pts.get().saturating_add(trimmed));
        let Some(told) = told else { return Ok(self.at.unwrap_or(0)) };
        match self.at {
            None => Ok(told),
            Some(at) if self.sought && at < self.begin => Ok(told),
            // A reader skips what it cannot make sense of; only the timestamps tell.
            Some(at) if told > at + i64::from(self.rate) / 50 => Err(self.damaged("a part is missing")),
            Some(at) => Ok(at),
        }
    }

    /// Nothing more comes: was that all?
    fn end(&self) -> Result<bool, DecodeError> {
        let slack = i64::from(self.rate) / 10;
        let at = self.at.unwrap_or(self.window.first);
        match self.promised {
            Some(promised) if at + slack < promised => Err(DecodeError::EndsEarly {
                path: self.path.clone(),
                decoded: self.seconds(at),
                promised: self.seconds(promised),
            }),
            _ if self.cut => Err(self.damaged("it breaks off here")),
            _ => Ok(false),
        }
    }

    fn seconds(&self, frame: i64) -> f64 {
        (frame - self.window.first).max(0) as f64 / f64::from(self.rate)
    }

    fn damaged(&self, reason: &str) -> DecodeError {
        let seconds = self.seconds(self.at.unwrap_or(self.window.first));
        DecodeError::Damaged { path: self.path.clone(), seconds, reason: reason.to_owned() }
    }
}

fn unknown(path: &Path, reason: &str) -> DecodeError {
    DecodeError::Unknown { path: path.to_owned(), reason: reason.to_owned() }
}

/// Appends some frames of a decoded packet as stereo.
fn append(
    decoded: &GenericAudioBufferRef<'_>,
    weights: &[[f32; 2]],
    (from, until): (usize, usize),
    scratch: &mut Vec<f32>,
    out: &mut Vec<f32>,
) {
    let had = out.len();
    if from == until {
        return;
    }
    if downmix::is_stereo(weights) {
        out.resize(had + decoded.frames() * 2, 0.0);
        decoded.copy_to_slice_interleaved(out.get_mut(had..).unwrap_or_default());
        out.truncate(had + until * 2);
        let _gone = out.drain(had..had + from * 2);
    } else {
        decoded.copy_to_vec_interleaved(scratch);
        let planes = weights.len();
        downmix::mix_down(scratch.get(from * planes..until * planes).unwrap_or_default(), weights, out);
    }
    downmix::tame(out.get_mut(had..).unwrap_or_default());
}
