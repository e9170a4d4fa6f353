//! Decodes a row of files on a thread of its own, so that a disk that hangs holds up nobody else.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::{Ending, Link};
use crate::audio::decode::{DecodeError, Stream};
use crate::audio::resample::Resampler;

/// Frames decoded at a time, at least: a third of a second.
const PORTION: usize = 16_384;

/// Interleaved frames at 48 kHz that follow the ones before.
#[derive(Debug, Default)]
pub struct Portion {
    /// The frames.
    pub frames: Vec<f32>,
    /// Files that begin in them: the frame since the beginning of the row, and which.
    pub joints: Vec<(u64, Link)>,
    /// Set if nothing follows.
    pub ending: Option<Ending>,
}

enum Ask {
    More(Vec<f32>),
    Follow(VecDeque<Link>),
}

/// The near end of a row of files that is decoded elsewhere.
pub struct Reader {
    asks: Sender<Ask>,
    portions: Receiver<Portion>,
    waits: bool,
    /// How long nothing has come.
    waited: Duration,
}

impl Reader {
    /// Opens the first of `links` and decodes its beginning, elsewhere.
    pub fn open(links: VecDeque<Link>) -> Self {
        let (asks, asked) = channel();
        let (given, portions) = channel();
        let work = move || {
            let mut files = None;
            let mut links = Some(links);
            while let Ok(ask) = asked.recv() {
                match (ask, &mut files) {
                    (Ask::Follow(new), None) => {
                        links = links.take().map(|old| old.into_iter().take(1).chain(new).collect())
                    }
                    (Ask::Follow(new), Some(files)) => Files::follow(files, new),
                    (Ask::More(buffer), files) => {
                        let files = files.get_or_insert_with(|| Files::open(links.take().unwrap_or_default()));
                        if given.send(files.portion(buffer)).is_err() {
                            return;
                        }
                    }
                }
            }
        };
        let thread = std::thread::Builder::new().name("sound-reader".to_owned()).spawn(work);
        if let Err(error) = thread {
            tracing::error!("no thread for reading sound: {error}");
        }
        let mut reader = Self { asks, portions, waits: false, waited: Duration::ZERO };
        reader.ask(Vec::new());
        reader
    }

    /// The next frames, if they come within `patience` since the last ones came.
    pub fn next(&mut self, buffer: &mut Option<Vec<f32>>, patience: Duration) -> Option<Portion> {
        if !self.waits {
            self.ask(buffer.take().unwrap_or_default());
        }
        let left = patience.saturating_sub(self.waited);
        match self.portions.recv_timeout(left) {
            Ok(portion) => {
                self.waits = false;
                self.waited = Duration::ZERO;
                Some(portion)
            }
            Err(RecvTimeoutError::Timeout) => {
                self.waited += left;
                None
            }
            Err(RecvTimeoutError::Disconnected) => {
                let failed = Some((None, "the reader of the sound file is gone".to_owned()));
                Some(Portion { ending: Some(Ending { failed }), ..Portion::default() })
            }
        }
    }

    /// Changes what follows the file being decoded.
    pub fn follow_with(&self, links: VecDeque<Link>) {
        let _gone = self.asks.send(Ask::Follow(links));
    }

    fn ask(&mut self, buffer: Vec<f32>) {
        self.waits = self.asks.send(Ask::More(buffer)).is_ok();
    }
}

/// The far end.
struct Files {
    stream: Option<(usize, Stream)>,
    resampler: Resampler,
    /// Frame of the row at which this resampler began.
    base: u64,
    following: VecDeque<Link>,
    raw: Vec<f32>,
    /// Why nothing more comes.
    over: Option<Ending>,
}

impl Files {
    fn open(mut links: VecDeque<Link>) -> Self {
        let first = links.pop_front();
        let opened = first.map(|first| (first.piece, open(&first.path, first.skip)));
        let (stream, over) = match opened {
            Some((piece, Ok(stream))) => (Some((piece, stream)), None),
            Some((piece, Err(error))) => (None, Some(Ending { failed: Some((Some(piece), error.to_string())) })),
            None => (None, Some(Ending { failed: None })),
        };
        let rate = stream.as_ref().map_or(crate::audio::fade::RATE, |(_, stream)| stream.rate());
        Self { stream, resampler: Resampler::from_rate(rate), base: 0, following: links, raw: Vec::new(), over }
    }

    fn follow(files: &mut Self, links: VecDeque<Link>) {
        files.following = links;
    }

    fn portion(&mut self, mut frames: Vec<f32>) -> Portion {
        frames.clear();
        let mut joints = Vec::new();
        while frames.len() < PORTION * 2 && self.over.is_none() {
            self.turn(&mut frames, &mut joints);
        }
        Portion { frames, joints, ending: self.over.clone() }
    }

    fn turn(&mut self, out: &mut Vec<f32>, joints: &mut Vec<(u64, Link)>) {
        let Some((piece, stream)) = &mut self.stream else { return self.end(None, out) };
        let piece = *piece;
        self.raw.clear();
        let result = stream.next(&mut self.raw);
        self.resampler.push(&self.raw, out);
        match result {
            Ok(true) => {}
            Ok(false) => self.join(out, joints),
            Err(error) => self.end(Some((Some(piece), error.to_string())), out),
        }
    }

    /// One file is over: the next goes on in the same resampler if it has the same rate.
    fn join(&mut self, out: &mut Vec<f32>, joints: &mut Vec<(u64, Link)>) {
        self.stream = None;
        let Some(link) = self.following.pop_front() else { return self.end(None, out) };
        match open(&link.path, link.skip) {
            Ok(stream) => {
                let at = self.base + self.resampler.joint();
                if stream.rate() != self.resampler.rate() {
                    self.resampler.finish(out);
                    self.base = at;
                    self.resampler = Resampler::from_rate(stream.rate());
                }
                self.stream = Some((link.piece, stream));
                joints.push((at, link));
            }
            Err(error) => self.end(Some((Some(link.piece), error.to_string())), out),
        }
    }

    fn end(&mut self, failed: Option<(Option<usize>, String)>, out: &mut Vec<f32>) {
        self.stream = None;
        self.following.clear();
        self.resampler.finish(out);
        self.over = Some(Ending { failed });
    }
}

/// Opens a file, and nothing that may never answer, such as a pipe.
fn open(path: &Path, skip: Duration) -> Result<Stream, DecodeError> {
    let refused = |source| DecodeError::Open { path: path.to_owned(), source };
    if !std::fs::metadata(path).map_err(refused)?.is_file() {
        return Err(refused(io::Error::other("it is no file")));
    }
    Stream::open(path, skip)
}

#[cfg(test)]
impl Reader {
    /// Gives `frames` and never anything more, as a disk that hangs.
    pub fn hanging(frames: Vec<f32>) -> Self {
        let (asks, asked) = channel();
        let (given, portions) = channel();
        let _sent = given.send(Portion { frames, ..Portion::default() });
        std::mem::forget((asked, given));
        Self { asks, portions, waits: true, waited: Duration::ZERO }
    }
}
