//! What is known of a file before its first frame: its reader, its decoder, and where the recording begins and ends.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::LazyLock;

use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3, CODEC_ID_OPUS,
};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::well_known::{FORMAT_ID_ADTS, FORMAT_ID_ISOMP4, FORMAT_ID_WAVE};
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::boxes::{Movie, Window};
use super::opus::{Head, Opus};
use super::{DecodeError, named, unknown};

/// Bytes that are looked at to name a file that is no sound.
const BEGINNING: u64 = 256;
/// Frames in a packet of AAC.
const AAC_PACKET: u64 = 1024;
/// More channels than any layout we know has.
const MOST_CHANNELS: usize = 64;
/// More frames in a packet of ALAC than any encoder writes.
const MOST_FRAMES: u32 = 1 << 16;
/// Bytes of sound from which a WAV header means that it does not know.
const ENDLESS: u64 = 0x7fff_0000;
/// Bytes of the longest page of Ogg (RFC 3533).
const OGG_PAGE: u64 = 65_307;

/// All decoders, Opus included.
static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<Opus>();
    registry
});

/// A file that can be decoded.
pub struct Opened {
    /// Gives packets.
    pub reader: Box<dyn FormatReader>,
    /// Makes frames of them.
    pub decoder: Box<dyn AudioDecoder>,
    /// Which packets.
    pub track: u32,
    /// Frames per second.
    pub rate: u32,
    /// Channels, as far as the header says.
    pub channels: u16,
    /// Which of the frames are the recording.
    pub window: Window,
    /// Where the header says that it ends.
    pub promised: Option<i64>,
    /// What timestamps mean.
    pub clock: Clock,
    /// It breaks off in the middle of something.
    pub cut: bool,
}

/// From the reader's timestamps to frames.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Frames per tick; 0 where timestamps are too coarse to tell frames.
    per_tick: f64,
    /// All packets begin with a multiple of this many frames.
    grid: f64,
    /// The reader's own trimming is left out: the window says it better.
    trims: bool,
    /// Before this frame packets may fail.
    lenient: i64,
    /// A packet that begins here or later was not foreseen by the header.
    beyond: i64,
}

impl Clock {
    /// The frame at a timestamp, if that can be told to the frame.
    pub fn frame_of(&self, tick: i64) -> Option<i64> {
        (self.per_tick > 0.0).then(|| (tick as f64 * self.per_tick / self.grid).round() as i64 * self.grid as i64)
    }

    /// The last timestamp at or before a frame.
    pub fn tick_of(&self, frame: i64) -> Option<i64> {
        (self.per_tick > 0.0).then(|| (frame as f64 / self.per_tick).floor() as i64)
    }

    /// Whether the window replaces the reader's own trimming.
    pub const fn trims(&self) -> bool {
        self.trims
    }

    /// Whether the header cannot have known of a packet that begins at this frame.
    pub const fn unforeseen(&self, frame: i64) -> bool {
        frame >= self.beyond
    }

    /// The frame before which packets may fail.
    pub const fn first_packets(&self) -> i64 {
        self.lenient
    }
}

/// Opens a file.
pub fn open(path: &Path, mut source: File) -> Result<Opened, DecodeError> {
    let refused = |what: &'static str| DecodeError::Refused { path: path.to_owned(), what };
    let broken = |source: std::io::Error| DecodeError::Open { path: path.to_owned(), source };
    let mut beginning = Vec::new();
    let _read = (&mut source).take(BEGINNING).read_to_end(&mut beginning).map_err(broken)?;
    if beginning.is_empty() {
        return Err(DecodeError::Empty { path: path.to_owned() });
    }
    if let Some(what) = named::by_its_beginning(&beginning) {
        return Err(refused(what));
    }
    let movie = Movie::read(&mut source);
    if let Some(what) = movie.as_ref().and_then(named::by_its_tracks) {
        return Err(refused(what));
    }
    if movie.is_none() && beginning.get(4..8) == Some(b"ftyp") {
        return Err(refused("breaks off before its list of contents (moov); copy it again"));
    }
    let cut = beginning.starts_with(b"OggS") && breaks_off(&mut source).unwrap_or(false);
    source.rewind().map_err(broken)?;
    let bytes = source.metadata().map_or(0, |about| about.len());
    let mut hint = Hint::new();
    if let Some(ending) = path.extension().and_then(|ending| ending.to_str()) {
        let _hint = hint.with_extension(ending);
    }
    let media = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    let reader = symphonia::default::get_probe()
        .probe(&hint, media, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| unknown(path, &error.to_string()))?;
    let track = reader.default_track(TrackType::Audio).ok_or_else(|| unknown(path, "no sound in it"))?.clone();
    let params = track.codec_params.as_ref().and_then(|params| params.audio());
    let params = params.ok_or_else(|| unknown(path, "its codec is not named"))?;
    if !is_sane(params) {
        return Err(unknown(path, "its header makes no sense"));
    }
    let decoder = CODECS
        .make_audio_decoder(params, &AudioDecoderOptions::default())
        .map_err(|error| named::by_its_codec(params).map_or_else(|| unknown(path, &error.to_string()), refused))?;
    let rate = decoder.codec_params().sample_rate.or(params.sample_rate);
    let rate = rate.filter(|rate| (1_000..=768_000).contains(rate));
    let rate = rate.ok_or_else(|| unknown(path, "no sample rate in it"))?;
    let channels = params.channels.as_ref().map_or(0, |channels| u16::try_from(channels.count()).unwrap_or(0));
    let form = Form::of(&*reader, params);
    let window = window(&form, &track, params, rate, movie.as_ref());
    let promised = if form == Form::Movie { window.end } else { promised(&form, &track, params, bytes) };
    let window = Window { end: window.end.or(if form == Form::Mpeg { promised } else { None }), ..window };
    let clock = clock(&form, &track, params, rate, promised);
    Ok(Opened { reader, decoder, track: track.id, rate, channels, window, promised, clock, cut })
}

/// Whether the last page of an Ogg file is not whole.
fn breaks_off(source: &mut File) -> std::io::Result<bool> {
    let length = source.metadata()?.len();
    let _at = source.seek(SeekFrom::Start(length.saturating_sub(OGG_PAGE)))?;
    let mut end = Vec::new();
    let _read = source.take(OGG_PAGE).read_to_end(&mut end)?;
    let last = end.windows(4).rposition(|mark| mark == b"OggS");
    let page = last.and_then(|at| end.get(at..)).unwrap_or_default();
    let segments = usize::from(page.get(26).copied().unwrap_or(0));
    let whole = page.get(27..27 + segments).map(|sizes| sizes.iter().map(|size| usize::from(*size)).sum::<usize>());
    Ok(last.is_some() && whole.is_none_or(|body| page.len() < 27 + segments + body))
}

/// What differs between formats.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Movie,
    Mpeg,
    Adts,
    Wave,
    Other,
}

impl Form {
    fn of(reader: &dyn FormatReader, params: &AudioCodecParameters) -> Self {
        match reader.format_info().format {
            FORMAT_ID_ISOMP4 => Self::Movie,
            FORMAT_ID_ADTS => Self::Adts,
            FORMAT_ID_WAVE => Self::Wave,
            _ if [CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3].contains(&params.codec) => Self::Mpeg,
            _ => Self::Other,
        }
    }
}

/// Whether a decoder may be made without asking for memory that no sound needs.
fn is_sane(params: &AudioCodecParameters) -> bool {
    let channels = params.channels.as_ref().map_or(0, |channels| channels.count());
    // The cookie of ALAC begins with the frames of a packet.
    let cookie = params.extra_data.as_deref().and_then(|cookie| cookie.get(..4)?.try_into().ok());
    let packet = cookie.map_or(0, u32::from_be_bytes);
    channels <= MOST_CHANNELS && (params.codec != CODEC_ID_ALAC || packet <= MOST_FRAMES)
}

fn window(form: &Form, track: &Track, params: &AudioCodecParameters, rate: u32, movie: Option<&Movie>) -> Window {
    let pre_skip = || params.extra_data.as_deref().and_then(Head::parse).map_or(0, |head| i64::from(head.pre_skip));
    let opus = params.codec == CODEC_ID_OPUS;
    match (form, movie.and_then(|movie| Some((movie, movie.tracks.iter().find(|its| its.id == track.id)?)))) {
        (Form::Movie, Some((movie, its))) => {
            let packet = (params.codec == CODEC_ID_AAC).then_some(AAC_PACKET);
            let window = movie.window(its, rate, packet);
            let first = if opus && window.first == 0 { pre_skip() } else { window.first };
            Window { first, ..window }
        }
        (Form::Movie | Form::Mpeg | Form::Adts, _) => Window::default(),
        (Form::Wave | Form::Other, _) => {
            let start = track.start_ts.get().max(0);
            Window { first: start + if opus { pre_skip() } else { 0 }, end: None }
        }
    }
}

/// Where the header says that the recording ends, unless that is only a guess.
fn promised(form: &Form, track: &Track, params: &AudioCodecParameters, bytes: u64) -> Option<i64> {
    let frames = track.num_frames?;
    let each = u64::from(params.bits_per_sample.unwrap_or(8)) / 8;
    let each = each * params.channels.as_ref().map_or(1, |channels| channels.count() as u64);
    let unknown = match form {
        Form::Mpeg => track.delay.is_none(),
        Form::Adts => true,
        // Whoever writes into a pipe cannot go back to fill in the length.
        Form::Wave => frames.saturating_mul(each) >= ENDLESS && bytes < ENDLESS,
        Form::Movie | Form::Other => false,
    };
    if unknown { None } else { i64::try_from(frames).ok() }
}

fn clock(form: &Form, track: &Track, params: &AudioCodecParameters, rate: u32, promised: Option<i64>) -> Clock {
    let mpeg = *form == Form::Mpeg;
    let per_tick = track.time_base.map_or(0.0, |base| f64::from(base.numer.get()) / f64::from(base.denom.get()));
    let per_tick = per_tick * f64::from(rate);
    let exact = (per_tick - 1.0).abs() < 1e-9;
    let aac = params.codec == CODEC_ID_AAC && [Form::Movie, Form::Adts].contains(form);
    let grid = if aac { AAC_PACKET as f64 } else { 1.0 };
    let lossy = aac || mpeg;
    Clock {
        per_tick: if exact || aac { per_tick } else { 0.0 },
        grid,
        trims: mpeg,
        beyond: promised.filter(|_| mpeg).map_or(i64::MAX, |end| end + i64::from(track.padding.unwrap_or(0))),
        lenient: if lossy { i64::from(rate) / 10 } else { i64::MIN },
    }
}
