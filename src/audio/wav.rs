//! Writes 48 kHz stereo as 32-bit float WAV, and as RF64 (EBU Tech 3306) once it is larger than 4 GiB.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use super::fade::RATE;

/// Bytes before the samples: RIFF head, a place for `ds64`, `fmt `, `fact` and the head of `data`.
const HEAD: u64 = 12 + 36 + 26 + 12 + 8;
/// Bytes of a frame.
const FRAME: u64 = 8;

/// A file being written; [`Writer::finish`] makes it whole.
pub struct Writer<W: Write + Seek> {
    to: W,
    bytes: u64,
    /// Above so many bytes in all it becomes RF64.
    limit: u64,
}

impl Writer<BufWriter<File>> {
    /// Creates the file.
    ///
    /// # Errors
    /// It cannot be created or written; the path is named.
    pub fn create(path: &Path) -> io::Result<Self> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let file = File::create(path).map_err(named)?;
        Self::new(BufWriter::with_capacity(1 << 18, file)).map_err(named)
    }
}

impl<W: Write + Seek> Writer<W> {
    /// Writes a head whose sizes are put right at the end.
    ///
    /// # Errors
    /// Writing fails.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all(&head(0, u64::from(u32::MAX)))?;
        Ok(Self { to, bytes: 0, limit: u64::from(u32::MAX) })
    }

    /// Appends interleaved frames.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write(&mut self, samples: &[f32]) -> io::Result<()> {
        for sample in samples {
            self.to.write_all(&sample.to_le_bytes())?;
        }
        self.bytes += samples.len() as u64 * 4;
        Ok(())
    }

    /// Frames written.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.bytes / FRAME
    }

    /// Puts the sizes into the head.
    ///
    /// # Errors
    /// Writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        let _start = self.to.seek(SeekFrom::Start(0))?;
        self.to.write_all(&head(self.bytes, self.limit))?;
        let _end = self.to.seek(SeekFrom::End(0))?;
        self.to.flush()?;
        Ok(self.to)
    }
}

fn head(bytes: u64, limit: u64) -> Vec<u8> {
    let riff = HEAD - 8 + bytes;
    let large = riff > limit;
    let short = |size: u64| if large { u32::MAX } else { u32::try_from(size).unwrap_or(u32::MAX) };
    let mut head = Vec::new();
    let mut put = |bytes: &[u8]| head.extend_from_slice(bytes);
    put(if large { b"RF64" } else { b"RIFF" });
    put(&short(riff).to_le_bytes());
    put(b"WAVE");
    put(if large { b"ds64" } else { b"JUNK" });
    put(&28u32.to_le_bytes());
    let sizes = if large { [riff, bytes, bytes / FRAME] } else { [0; 3] };
    sizes.iter().for_each(|size| put(&size.to_le_bytes()));
    put(&0u32.to_le_bytes());
    put(b"fmt ");
    put(&18u32.to_le_bytes());
    put(&3u16.to_le_bytes());
    put(&2u16.to_le_bytes());
    put(&RATE.to_le_bytes());
    put(&(RATE * FRAME as u32).to_le_bytes());
    put(&(FRAME as u16).to_le_bytes());
    put(&32u16.to_le_bytes());
    put(&0u16.to_le_bytes());
    put(b"fact");
    put(&4u32.to_le_bytes());
    put(&short(bytes / FRAME).to_le_bytes());
    put(b"data");
    put(&short(bytes).to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
        bytes[at..at + N].try_into().unwrap()
    }

    #[test]
    fn the_sizes_are_put_right_at_the_end() {
        let mut writer = Writer::new(Cursor::new(Vec::new())).unwrap();
        writer.write(&[0.5; 200]).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(bytes.len() as u64, HEAD + 800);
        assert_eq!(&bytes[..4], b"RIFF");
        assert_eq!(u64::from(u32::from_le_bytes(number(&bytes, 4))), HEAD + 800 - 8);
        assert_eq!(&bytes[HEAD as usize - 8..HEAD as usize - 4], b"data");
        assert_eq!(u32::from_le_bytes(number(&bytes, HEAD as usize - 4)), 800);
    }

    #[test]
    fn a_file_too_large_for_its_sizes_becomes_rf64() {
        let mut writer = Writer::new(Cursor::new(Vec::new())).unwrap();
        writer.limit = 500;
        writer.write(&[0.5; 200]).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(&bytes[..4], b"RF64");
        assert_eq!(u32::from_le_bytes(number(&bytes, 4)), u32::MAX);
        assert_eq!(&bytes[12..16], b"ds64");
        assert_eq!(u64::from_le_bytes(number(&bytes, 20)), HEAD + 800 - 8);
        assert_eq!(u64::from_le_bytes(number(&bytes, 28)), 800);
        assert_eq!(u64::from_le_bytes(number(&bytes, 36)), 100);
        assert_eq!(u32::from_le_bytes(number(&bytes, HEAD as usize - 4)), u32::MAX);
    }
}
