//! Names what cannot be played, by its first bytes or by its codec.

use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_AAC, CODEC_ID_AC3, CODEC_ID_DCA, CODEC_ID_EAC3, CODEC_ID_SPEEX, CODEC_ID_TRUEHD, CODEC_ID_WAVPACK,
    CODEC_ID_WMA,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};

use super::boxes::Movie;

/// First bytes, how far in, and what that is.
const MARKS: [(usize, &[u8], &str); 25] = [
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", WMA),
    (0, b"MThd", "is a MIDI file, notes without sound; render it to FLAC"),
    (8, b"RMID", "is a MIDI file, notes without sound; render it to FLAC"),
    (0, b"DSD ", "is DSD, which cannot be played; convert it to FLAC"),
    (0, b"FRM8", "is DSD, which cannot be played; convert it to FLAC"),
    (0, b"MAC ", "is Monkey's Audio, which cannot be played; convert it to FLAC"),
    (0, b"wvpk", WAVPACK),
    (0, b"MPCK", "is Musepack, which cannot be played; convert it to FLAC"),
    (0, b"MP+", "is Musepack, which cannot be played; convert it to FLAC"),
    (0, b"TTA1", "is True Audio (TTA), which cannot be played; convert it to FLAC"),
    (0, b"TTA2", "is True Audio (TTA), which cannot be played; convert it to FLAC"),
    (0, b".RMF", "is RealAudio, which cannot be played; convert it to FLAC"),
    (0, b".ra\xfd", "is RealAudio, which cannot be played; convert it to FLAC"),
    (0, b"OFR ", "is OptimFROG, which cannot be played; convert it to FLAC"),
    (0, b"\x0b\x77", DOLBY),
    (0, b"\x7f\xfe\x80\x01", DTS),
    (0, b"\xfe\x7f\x01\x80", DTS),
    (0, b"FLV", "is a Flash film, which cannot be played; convert its sound to FLAC"),
    (0, b"%PDF", "is a PDF document, not sound; choose a sound file"),
    (0, b"PK\x03\x04", "is a ZIP archive; unpack it first"),
    (0, b"Rar!", "is a RAR archive; unpack it first"),
    (0, b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (0, b"\xff\xd8\xff", "is a picture, not sound; choose a sound file"),
    (0, b"\x89PNG", "is a picture, not sound; choose a sound file"),
    (0, b"\x1f\x8b", "is packed with gzip; unpack it first"),
];

const WMA: &str = "is Windows Media (WMA), which cannot be played; convert it to FLAC";
const WAVPACK: &str = "is WavPack, which cannot be played; convert it to FLAC";
const DOLBY: &str = "is Dolby Digital (AC-3), which cannot be played; convert it to FLAC";
const DTS: &str = "is DTS, which cannot be played; convert it to FLAC";
const PROTECTED: &str =
    "is protected by its shop (DRM), so it cannot be played; get it without protection, as FLAC or MP3";

/// What a file that begins like this is, if it cannot be played.
pub fn by_its_beginning(head: &[u8]) -> Option<&'static str> {
    let mark = |(at, mark, _): &&(usize, &[u8], &str)| head.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    MARKS.iter().find(mark).map(|(_, _, what)| *what).or_else(|| by_its_letters(head))
}

/// A page or a message from the net that was kept under the name of the sound.
fn by_its_letters(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let is_text = |byte: &u8| *byte >= 32 && *byte != 127 || b"\t\r\n".contains(byte);
    if head.len() < 16 || !head.iter().all(is_text) {
        return None;
    }
    match head.trim_ascii_start().first() {
        Some(b'<') => Some("is a web page, not sound; download the sound file itself"),
        Some(b'{' | b'[') => Some("is a message in JSON, not sound; download the sound file itself"),
        _ if head.starts_with(b"%!") || !head.is_ascii() => None,
        _ => Some("is text, not sound; choose a sound file"),
    }
}

/// What an MP4 file is, if it cannot be played.
pub fn by_its_tracks(movie: &Movie) -> Option<&'static str> {
    let is = |handler: &[u8; 4]| movie.tracks.iter().any(|track| track.handler == *handler);
    let sound = movie.tracks.iter().find(|track| track.handler == *b"soun");
    match sound.map(|track| &track.entry) {
        Some(b"drms" | b"enca" | b"encv" | b"p608") => Some(PROTECTED),
        Some(b"ac-3" | b"ec-3" | b"ac-4") => Some(DOLBY),
        Some(b"dtsc" | b"dtse" | b"dtsh" | b"dtsl" | b"dtsx") => Some(DTS),
        None if is(b"vide") => Some("is a film without sound; choose a sound file"),
        _ => None,
    }
}

/// What a file with this codec is, if there is no decoder for it.
pub fn by_its_codec(params: &AudioCodecParameters) -> Option<&'static str> {
    const NAMES: [(AudioCodecId, &str); 7] = [
        (CODEC_ID_AC3, DOLBY),
        (CODEC_ID_EAC3, DOLBY),
        (CODEC_ID_TRUEHD, "is Dolby TrueHD, which cannot be played; convert it to FLAC"),
        (CODEC_ID_DCA, DTS),
        (CODEC_ID_WAVPACK, WAVPACK),
        (CODEC_ID_WMA, WMA),
        (CODEC_ID_SPEEX, "is Speex, which cannot be played; convert it to FLAC"),
    ];
    if params.codec == CODEC_ID_AAC {
        let channels = params.channels.as_ref().map_or(0, |channels| channels.count());
        let kind = params.extra_data.as_deref().and_then(|config| config.first()).map_or(2, |first| first >> 3);
        return Some(match kind {
            5 | 29 => "is HE-AAC, which cannot be played; convert it to FLAC",
            _ if channels > 2 => "is AAC with more than two channels, which cannot be played; convert it to FLAC",
            _ => "is a kind of AAC that cannot be played; convert it to FLAC",
        });
    }
    NAMES.iter().find(|(codec, _)| *codec == params.codec).map(|(_, what)| *what)
}
