//! What an MP4 file (m4a, m4b, mov) says of its tracks: edit lists, encoder delay, protection.
//!
//! Boxes after ISO/IEC 14496-12; iTunSMPB after Apple's Technical Note 2258. Only `moov` is read, and only so much of it.

use std::io::{Read, Seek, SeekFrom};

/// Bytes of `moov` that are looked at.
const MOST: u64 = 64 << 20;
/// Boxes passed on the way to it.
const PASSED: usize = 10_000;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Movie {
    /// Ticks per second of the edit lists' lengths.
    scale: u32,
    /// The tracks, in their order.
    pub tracks: Vec<Track>,
    /// What its encoder wrote of delay and padding.
    pub stated: Option<Stated>,
}

/// One track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// Its number.
    pub id: u32,
    /// What it is: `soun`, `vide`, …
    pub handler: [u8; 4],
    /// How its first entry is coded: `mp4a`, `alac`, `enca`, …
    pub entry: [u8; 4],
    /// Ticks per second.
    pub scale: u32,
    /// Ticks of all its packets.
    pub ticks: u64,
    /// Packets.
    pub packets: u64,
    edits: Vec<Edit>,
}

/// A stretch of a track that is to be heard.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edit {
    /// In ticks of the movie; 0 is all there is.
    length: u64,
    /// Where it begins, in ticks of the track; negative where nothing is heard.
    begin: i64,
}

/// iTunSMPB: frames of the encoder's delay, of padding, and of sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    delay: u64,
    padding: u64,
    frames: u64,
}

/// Which of the frames that come out of the decoder are the recording.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    /// The first.
    pub first: i64,
    /// The one after the last, if that is known.
    pub end: Option<i64>,
}

impl Movie {
    /// Reads what a file says, if it is one of this kind.
    pub fn read(file: &mut (impl Read + Seek)) -> Option<Self> {
        let mut at = 0;
        for _ in 0..PASSED {
            let _at = file.seek(SeekFrom::Start(at)).ok()?;
            let mut head = [0; 16];
            file.read_exact(head.get_mut(..8)?).ok()?;
            let (mut size, kind, mut begin) = (u64::from(u32_at(&head, 0)?), four(&head, 4)?, 8);
            if size == 1 {
                file.read_exact(head.get_mut(8..)?).ok()?;
                (size, begin) = (u64_at(&head, 8)?, 16);
            }
            if kind == *b"moov" {
                let mut body = Vec::new();
                let most = if size == 0 { MOST } else { size.checked_sub(begin)?.min(MOST) };
                let _read = file.take(most).read_to_end(&mut body).ok()?;
                return Some(Self::parse(&body));
            }
            let known = [*b"ftyp", *b"wide", *b"free", *b"skip", *b"mdat", *b"pnot", *b"uuid", *b"meta", *b"sidx"];
            if size < begin || (at == 0 && !known.contains(&kind)) {
                return None;
            }
            at = at.checked_add(size)?;
        }
        None
    }

    fn parse(moov: &[u8]) -> Self {
        let mut movie = Self::default();
        for (kind, body) in Boxes(moov) {
            match &kind {
                b"mvhd" => movie.scale = u32_at(body, if body.first() == Some(&1) { 20 } else { 12 }).unwrap_or(0),
                b"trak" => movie.tracks.extend(Track::parse(body)),
                b"udta" => movie.stated = movie.stated.or_else(|| stated(body)),
                _ => {}
            }
        }
        movie
    }

    /// Which frames of a track are the recording, at `rate` frames per second, with `packet` frames in each packet if
    /// that is the same for all.
    ///
    /// By iTunSMPB where it fits the packets, else by the edit list, else by the length of the packets.
    pub fn window(&self, track: &Track, rate: u32, packet: Option<u64>) -> Window {
        let decoded = packet.map_or(0, |packet| track.packets.saturating_mul(packet));
        let stated = self.stated.filter(|_| packet.is_some()).and_then(|stated| stated.window(decoded));
        stated.unwrap_or_else(|| self.edited(track, rate))
    }

    fn edited(&self, track: &Track, rate: u32) -> Window {
        let (scale, movie) = (u128::from(track.scale), u128::from(self.scale));
        let frames = |ticks: u128| {
            let exact = (ticks * u128::from(rate) + scale / 2).checked_div(scale).unwrap_or(0);
            i64::try_from(exact).unwrap_or(i64::MAX)
        };
        let whole = u128::from(track.ticks);
        let all = (whole > 0).then(|| frames(whole));
        let heard = || track.edits.iter().filter(|edit| edit.begin >= 0);
        let Some((first, last)) = heard().next().zip(heard().next_back()) else { return Window { first: 0, end: all } };
        let begin = |edit: &Edit| u128::from(edit.begin.unsigned_abs());
        let length = (u128::from(last.length) * scale + movie / 2).checked_div(movie).unwrap_or(0);
        let end = begin(last) + length;
        // An end given in coarse ticks means that of the packets, if that lies within one such tick.
        let near = whole > 0 && whole.abs_diff(end) <= scale.checked_div(movie).unwrap_or(0) + 1;
        let end = match last.length {
            0 => all,
            _ if near || (whole > 0 && end > whole) => all,
            _ => Some(frames(end)),
        };
        let first = frames(begin(first));
        Window { first, end: end.filter(|end| *end > first) }
    }
}

impl Track {
    fn parse(trak: &[u8]) -> Option<Self> {
        let mut track = Self::default();
        let header = find(trak, b"tkhd")?;
        track.id = u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })?;
        let media = find(trak, b"mdia")?;
        let header = find(media, b"mdhd")?;
        track.scale = u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })?;
        track.handler = four(find(media, b"hdlr")?, 8)?;
        let table = find(media, b"minf").and_then(|minf| find(minf, b"stbl"))?;
        track.entry = find(table, b"stsd").and_then(|entries| four(entries, 12)).unwrap_or_default();
        for run in find(table, b"stts").and_then(|runs| runs.get(8..)).unwrap_or_default().chunks_exact(8) {
            let (count, each) = (u64::from(u32_at(run, 0)?), u64::from(u32_at(run, 4)?));
            track.packets = track.packets.checked_add(count)?;
            track.ticks = track.ticks.checked_add(count.checked_mul(each)?)?;
        }
        track.edits = find(trak, b"edts").and_then(|edits| find(edits, b"elst")).map(edits).unwrap_or_default();
        Some(track)
    }
}

impl Stated {
    /// “ 00000000 00000840 000001CA 00000000003F31F6 …”, all hexadecimal.
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split_ascii_whitespace().skip(1).map(|word| u64::from_str_radix(word, 16).ok());
        let (delay, padding, frames) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let possible = [delay, padding].iter().all(|part| *part < 1 << 20) && (1..1 << 48).contains(&frames);
        possible.then_some(Self { delay, padding, frames })
    }

    /// The window, if it fits what is decoded; HE-AAC states twice the frames of its core.
    fn window(self, decoded: u64) -> Option<Window> {
        let all = self.delay + self.frames + self.padding;
        let fits = |all: u64| decoded == 0 || all.abs_diff(decoded) <= 2048;
        let share = [1, 2].into_iter().find(|share| fits(all / share))?;
        let first = i64::try_from(self.delay / share).ok()?;
        let end = i64::try_from((self.delay + self.frames) / share).ok()?;
        Some(Window { first, end: Some(end) })
    }
}

fn edits(body: &[u8]) -> Vec<Edit> {
    let long = body.first() == Some(&1);
    let edit = |entry: &[u8]| {
        let (length, begin) = if long {
            (u64_at(entry, 0)?, u64_at(entry, 8)?.cast_signed())
        } else {
            (u64::from(u32_at(entry, 0)?), i64::from(u32_at(entry, 4)?.cast_signed()))
        };
        Some(Edit { length, begin })
    };
    let count = usize::try_from(u32_at(body, 4).unwrap_or(0)).unwrap_or(0);
    let entries = body.get(8..).unwrap_or_default().chunks_exact(if long { 20 } else { 12 });
    entries.take(count).filter_map(edit).collect()
}

/// iTunSMPB among the free fields of the tags.
fn stated(udta: &[u8]) -> Option<Stated> {
    let fields = find(udta, b"meta").and_then(|meta| find(meta.get(4..)?, b"ilst"))?;
    let mut free = Boxes(fields).filter(|(kind, _)| kind == b"----").map(|(_, body)| body);
    let field = free.find(|body| find(body, b"name").and_then(|name| name.get(4..)) == Some(b"iTunSMPB"))?;
    Stated::parse(std::str::from_utf8(find(field, b"data")?.get(8..)?).ok()?)
}

fn find<'a>(body: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    Boxes(body).find(|(kind, _)| kind == wanted).map(|(_, body)| body)
}

/// The boxes in a stretch of bytes, until one makes no sense.
struct Boxes<'a>(&'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = ([u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (size, kind) = (u32_at(self.0, 0)?, four(self.0, 4)?);
        let (size, begin) = match size {
            0 => (self.0.len(), 8),
            1 => (usize::try_from(u64_at(self.0, 8)?).ok()?, 16),
            _ => (usize::try_from(size).ok()?, 8),
        };
        let body = self.0.get(begin..size.min(self.0.len()))?;
        self.0 = self.0.get(size.min(self.0.len())..)?;
        Some((kind, body))
    }
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    four(bytes, at).map(u32::from_be_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(edits: Vec<Edit>) -> Track {
        Track { scale: 44_100, ticks: 1_024 + 100_003, packets: 99, edits, ..Track::default() }
    }

    #[test]
    fn an_edit_in_milliseconds_means_the_end_of_the_packets_if_that_is_near() {
        let movie = Movie { scale: 1_000, ..Movie::default() };
        let near = track(vec![Edit { length: 2_268, begin: 1_024 }]);
        assert_eq!(movie.window(&near, 44_100, Some(1_024)), Window { first: 1_024, end: Some(101_027) });
        let shorter = track(vec![Edit { length: 10, begin: -1 }, Edit { length: 2_000, begin: 1_024 }]);
        assert_eq!(movie.window(&shorter, 44_100, Some(1_024)), Window { first: 1_024, end: Some(1_024 + 88_200) });
        let open = track(vec![Edit { length: 0, begin: 1_024 }]);
        assert_eq!(movie.window(&open, 44_100, Some(1_024)), Window { first: 1_024, end: Some(101_027) });
    }

    #[test]
    fn what_the_encoder_states_is_taken_where_it_fits_the_packets() {
        let stated = Stated::parse(" 00000000 00000840 00000135 000000000001828B 00000000").unwrap();
        assert_eq!(stated, Stated { delay: 2_112, padding: 309, frames: 98_955 });
        assert_eq!(stated.window(99 * 1_024), Some(Window { first: 2_112, end: Some(2_112 + 98_955) }));
        let core = Stated { delay: 4_224, padding: 618, frames: 2 * 98_955 };
        assert_eq!(core.window(99 * 1_024), Some(Window { first: 2_112, end: Some(2_112 + 98_955) }));
        assert_eq!(stated.window(300 * 1_024), None);
        for text in ["", " 0 zz 1 2", " 0 1 2", " 0 FFFFFFFFFFFFFFFF 1 1"] {
            assert_eq!(Stated::parse(text), None);
        }
    }

    #[test]
    fn rubbish_is_read_without_harm() {
        let mut seed = 7u32;
        for round in 0..2_000usize {
            let mut body: Vec<u8> =
                b"\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\xf0moov\0\0\0\xe8trak\0\0\0\xe0edts\0\0\0\xd0elst".to_vec();
            body.resize(300, 0);
            for byte in body.iter_mut().skip(round % 60) {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *byte = if seed >> 30 == 0 { (seed >> 16) as u8 } else { *byte };
            }
            let _movie = Movie::read(&mut std::io::Cursor::new(body));
        }
    }
}
