//! From a file to stereo frames at its own rate: trimmed, downmixed, checked against its header.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::well_known::CODEC_ID_MP3;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as Trouble;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, SeekMode, SeekTo, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::{MetadataOptions, StandardTag};
use symphonia::core::units::Time;
use thiserror::Error;

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
    #[error("{} is not a sound file we can read ({reason}); use FLAC, WAV, Vorbis or MP3", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        reason: String,
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
    /// Title in its tags.
    pub title: Option<String>,
}

/// Decodes a file to its end and compares it with its header.
///
/// # Errors
/// The file cannot be opened, is no sound we know, is damaged, is empty or ends early.
pub fn probe(path: &Path) -> Result<Probed, DecodeError> {
    let mut stream = Stream::open(path, Duration::ZERO)?;
    let title = stream.title();
    let mut frames = 0;
    let mut block = Vec::new();
    while stream.next(&mut block)? {
        frames += block.len() as u64 / 2;
        block.clear();
    }
    frames += block.len() as u64 / 2;
    if frames == 0 {
        return Err(DecodeError::Empty { path: path.to_owned() });
    }
    let rate = stream.rate();
    let duration = Duration::from_secs_f64(frames as f64 / f64::from(rate));
    Ok(Probed { rate, channels: stream.channels, frames, duration, title })
}

/// A file being decoded.
pub struct Stream {
    path: PathBuf,
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    rate: u32,
    channels: u16,
    promised: Option<u64>,
    /// Frame of the file that the next packet begins with.
    at: u64,
    /// The reader has gone somewhere: until the beginning is reached, packets say where they are.
    sought: bool,
    /// Frames per tick of the reader's timestamps; 0 if it has none.
    per_tick: f64,
    /// Timestamp of the first frame.
    first_tick: i64,
    /// Frames before this one are dropped.
    begin: u64,
    weights: Vec<[f32; 2]>,
    scratch: Vec<f32>,
}

impl Stream {
    /// Opens a file so that the first frame given is the one `from` after its beginning.
    ///
    /// # Errors
    /// The file cannot be opened or is no sound we know.
    pub fn open(path: &Path, from: Duration) -> Result<Self, DecodeError> {
        let source = File::open(path).map_err(|source| DecodeError::Open { path: path.to_owned(), source })?;
        match catch_unwind(AssertUnwindSafe(|| Self::read(path, source, from))) {
            Ok(result) => result,
            Err(_) => Err(unknown(path, "the decoder gave up")),
        }
    }

    fn read(path: &Path, source: File, from: Duration) -> Result<Self, DecodeError> {
        let mut hint = Hint::new();
        if let Some(ending) = path.extension().and_then(|ending| ending.to_str()) {
            let _hint = hint.with_extension(ending);
        }
        let media = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
        let reader = symphonia::default::get_probe()
            .probe(&hint, media, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| unknown(path, &error.to_string()))?;
        let track = reader.default_track(TrackType::Audio).ok_or_else(|| unknown(path, "no sound in it"))?;
        let params = track.codec_params.as_ref().and_then(|params| params.audio());
        let params = params.ok_or_else(|| unknown(path, "its codec is not named"))?;
        let rate = params.sample_rate.filter(|rate| (1_000..=768_000).contains(rate));
        let rate = rate.ok_or_else(|| unknown(path, "no sample rate in it"))?;
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(params, &AudioDecoderOptions::default())
            .map_err(|error| unknown(path, &error.to_string()))?;
        let estimated = params.codec == CODEC_ID_MP3 && track.delay.is_none();
        let promised = track.num_frames.filter(|_| !estimated);
        let channels = params.channels.as_ref().map_or(0, |channels| u16::try_from(channels.count()).unwrap_or(0));
        let begin = (from.as_secs_f64() * f64::from(rate)).round() as u64;
        let base = track.time_base;
        let per_tick = base.map_or(0.0, |base| f64::from(base.numer.get()) / f64::from(base.denom.get()));
        let per_tick = per_tick * f64::from(rate);
        let track = track.clone();
        let mut stream = Self {
            path: path.to_owned(),
            reader,
            decoder,
            track: track.id,
            rate,
            channels,
            promised,
            at: 0,
            sought: false,
            per_tick,
            first_tick: track.start_ts.get().max(0),
            begin,
            weights: Vec::new(),
            scratch: Vec::new(),
        };
        stream.seek();
        Ok(stream)
    }

    /// Goes near the beginning wanted; what is left before it is decoded and dropped.
    fn seek(&mut self) {
        let seconds = self.begin as f64 / f64::from(self.rate) - 0.5;
        if seconds < 5.0 || self.per_tick <= 0.0 {
            return;
        }
        let Some(time) = Time::try_from_secs_f64(seconds) else { return };
        let to = SeekTo::Time { time, track_id: Some(self.track) };
        match self.reader.seek(SeekMode::Accurate, to) {
            Ok(reached) if self.frame_of(reached.actual_ts.get()) <= self.begin => {
                self.decoder.reset();
                self.sought = true;
            }
            _ => self.rewind(),
        }
    }

    fn frame_of(&self, tick: i64) -> u64 {
        ((tick - self.first_tick).max(0) as f64 * self.per_tick).round() as u64
    }

    /// A failed seek leaves the reader anywhere: begin again, and decode all the way.
    fn rewind(&mut self) {
        let begin = self.begin;
        let Ok(source) = File::open(&self.path) else { return };
        let path = self.path.clone();
        if let Ok(fresh) = Self::read(&path, source, Duration::ZERO) {
            *self = fresh;
            self.begin = begin;
        }
    }

    /// Frames per second of what is given.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Channels in the file; right once the first frames are given.
    #[must_use]
    pub const fn channels(&self) -> u16 {
        self.channels
    }

    /// The title in its tags.
    pub fn title(&mut self) -> Option<String> {
        let mut metadata = self.reader.metadata();
        let revision = metadata.skip_to_latest()?;
        revision.media.tags.iter().find_map(|tag| match &tag.std {
            Some(StandardTag::TrackTitle(title)) => Some(title.to_string()),
            _ => None,
        })
    }

    /// Appends the next frames, interleaved left and right; `false` at the end of the file.
    ///
    /// # Errors
    /// The file is damaged here or ends before its header says; what was appended before is sound.
    pub fn next(&mut self, out: &mut Vec<f32>) -> Result<bool, DecodeError> {
        match catch_unwind(AssertUnwindSafe(|| self.packet(out))) {
            Ok(result) => result,
            Err(_) => Err(self.damaged("the decoder gave up")),
        }
    }

    fn packet(&mut self, out: &mut Vec<f32>) -> Result<bool, DecodeError> {
        let packet = match self.reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return self.end(),
            Err(Trouble::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => return self.end(),
            Err(error) => return Err(self.damaged(&error.to_string())),
        };
        if packet.track_id != self.track {
            return Ok(true);
        }
        if self.per_tick > 0.0 {
            let trimmed = i64::try_from(packet.trim_start.get()).unwrap_or(0);
            let frame = self.frame_of(packet.pts.get() + trimmed);
            if self.sought && (self.at < self.begin || self.at == 0) {
                self.at = frame;
            }
            // A reader skips what it cannot make sense of; only the timestamps tell.
            if frame > self.at + u64::from(self.rate) / 50 {
                return Err(self.damaged("a part is missing"));
            }
        }
        let path = &self.path;
        let decoded = match self.decoder.decode(&packet) {
            Ok(decoded) => decoded,
            Err(_) if self.at < self.begin => return Ok(true),
            Err(error) => {
                let seconds = self.at as f64 / f64::from(self.rate);
                return Err(DecodeError::Damaged { path: path.clone(), seconds, reason: error.to_string() });
            }
        };
        if decoded.spec().rate() != self.rate {
            return Err(self.damaged("its sample rate changes"));
        }
        let planes = decoded.num_planes();
        if self.weights.len() != planes {
            self.weights = weights(decoded.spec().channels());
            self.channels = u16::try_from(planes).unwrap_or(u16::MAX);
        }
        decoded.copy_to_vec_interleaved(&mut self.scratch);
        let frames = decoded.frames() as u64;
        let drop = self.begin.saturating_sub(self.at).min(frames);
        self.at += frames;
        let first = usize::try_from(drop).unwrap_or(usize::MAX).saturating_mul(planes);
        mix_down(self.scratch.get(first..).unwrap_or_default(), &self.weights, out);
        Ok(true)
    }

    /// Nothing more comes: was that all?
    fn end(&self) -> Result<bool, DecodeError> {
        let slack = u64::from(self.rate) / 10;
        match self.promised {
            Some(promised) if self.at + slack < promised => Err(DecodeError::EndsEarly {
                path: self.path.clone(),
                decoded: self.at as f64 / f64::from(self.rate),
                promised: promised as f64 / f64::from(self.rate),
            }),
            _ => Ok(false),
        }
    }

    fn damaged(&self, reason: &str) -> DecodeError {
        let seconds = self.at as f64 / f64::from(self.rate);
        DecodeError::Damaged { path: self.path.clone(), seconds, reason: reason.to_owned() }
    }
}

fn unknown(path: &Path, reason: &str) -> DecodeError {
    DecodeError::Unknown { path: path.to_owned(), reason: reason.to_owned() }
}

fn mix_down(from: &[f32], weights: &[[f32; 2]], out: &mut Vec<f32>) {
    if weights.is_empty() {
        return;
    }
    if weights == [[1.0, 0.0], [0.0, 1.0]] {
        return out.extend_from_slice(from);
    }
    for frame in from.chunks_exact(weights.len()) {
        let sides = frame.iter().zip(weights).fold([0.0, 0.0], |sum: [f32; 2], (sample, [left, right])| {
            let [l, r] = sum;
            [l + sample * left, r + sample * right]
        });
        out.extend_from_slice(&sides);
    }
}

/// How much of each channel goes left and right: BS.775 for what lies around, scaled so that nothing overloads.
fn weights(channels: &Channels) -> Vec<[f32; 2]> {
    const HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;
    let places: Vec<Position> = match channels {
        Channels::Positioned(set) => set.iter().collect(),
        other => usual(other.count()),
    };
    if places.len() == 1 {
        return vec![[1.0, 1.0]];
    }
    let left = Position::FRONT_LEFT | Position::FRONT_LEFT_CENTER | Position::FRONT_LEFT_WIDE;
    let right = Position::FRONT_RIGHT | Position::FRONT_RIGHT_CENTER | Position::FRONT_RIGHT_WIDE;
    let around_left = Position::REAR_LEFT | Position::SIDE_LEFT | Position::TOP_FRONT_LEFT | Position::TOP_REAR_LEFT;
    let around_right =
        Position::REAR_RIGHT | Position::SIDE_RIGHT | Position::TOP_FRONT_RIGHT | Position::TOP_REAR_RIGHT;
    let silent = Position::LFE1 | Position::LFE2;
    let mut weights: Vec<[f32; 2]> = places
        .iter()
        .map(|place| match *place {
            place if left.contains(place) => [1.0, 0.0],
            place if right.contains(place) => [0.0, 1.0],
            place if around_left.contains(place) => [HALF, 0.0],
            place if around_right.contains(place) => [0.0, HALF],
            place if silent.contains(place) => [0.0, 0.0],
            Position::FRONT_CENTER => [HALF, HALF],
            _ => [0.5, 0.5],
        })
        .collect();
    let sums = weights.iter().fold([0.0f32, 0.0f32], |[l, r], [left, right]| [l + left, r + right]);
    let most = sums.iter().fold(1.0f32, |most, sum| most.max(*sum));
    weights.iter_mut().flatten().for_each(|weight| *weight /= most);
    weights
}

/// The usual order of `count` channels where a file does not name them.
fn usual(count: usize) -> Vec<Position> {
    let order = [
        Position::FRONT_LEFT,
        Position::FRONT_RIGHT,
        Position::FRONT_CENTER,
        Position::LFE1,
        Position::REAR_LEFT,
        Position::REAR_RIGHT,
        Position::SIDE_LEFT,
        Position::SIDE_RIGHT,
    ];
    let without = |left_out: &[Position]| order.into_iter().filter(|place| !left_out.contains(place)).collect();
    match count {
        4 => without(&[Position::FRONT_CENTER, Position::LFE1, Position::SIDE_LEFT, Position::SIDE_RIGHT]),
        5 => without(&[Position::LFE1, Position::SIDE_LEFT, Position::SIDE_RIGHT]),
        _ => (0..count).map(|index| order.get(index).copied().unwrap_or(Position::TOP_CENTER)).collect(),
    }
}
