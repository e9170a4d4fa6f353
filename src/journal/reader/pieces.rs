//! Cuts the bytes of a segment into lines and tells the good from the rest.

use super::Damage;
use crate::journal::record::{self, Line, chain};

/// How many hashes a line may go on from after damage: its stored one and recomputed ones.
const MOST_ACCEPTED: usize = 4;

/// One line of a segment, good or not.
#[derive(Debug)]
pub(super) struct Link {
    /// The name of the segment.
    pub file: String,
    /// The line in it, from 1.
    pub number: usize,
    /// What the line after it may go on from.
    pub hashes: Vec<String>,
    /// The line, if it is good.
    pub line: Option<Line>,
}

/// What a segment holds.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub links: Vec<Link>,
    pub damage: Vec<Damage>,
    pub torn: bool,
}

/// Walks a segment whose first line may go on from any of `accepted`.
pub(super) fn walk(file: &str, bytes: &[u8], accepted: Vec<String>) -> Walked {
    let mut walk = Walk { file, accepted, walked: Walked::default() };
    let mut pieces = bytes.split(|byte| *byte == b'\n').enumerate().peekable();
    while let Some((index, piece)) = pieces.next() {
        let ended = pieces.peek().is_some();
        if ended || !piece.is_empty() {
            walk.piece(index + 1, piece, ended);
        }
    }
    walk.walked
}

struct Walk<'a> {
    file: &'a str,
    accepted: Vec<String>,
    walked: Walked,
}

impl Walk<'_> {
    /// Takes what stands between two newlines: one line, or several if a newline was damaged.
    fn piece(&mut self, number: usize, piece: &[u8], ended: bool) {
        let mut rest = piece;
        // Each turn takes at least the 40 bytes of one line's end away.
        loop {
            let Some(end) = chain::first_good(rest, &self.accepted) else { return self.bad(number, rest, ended) };
            let (line, after) = rest.split_at(end);
            self.good(number, line);
            if after.is_empty() {
                self.walked.torn |= !ended;
                return;
            }
            self.damaged(number, "its newline is damaged; nothing of it is lost");
            let lost_newline = usize::from(!after.starts_with(b"{\"n\":"));
            rest = after.get(lost_newline..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
        }
    }

    fn good(&mut self, number: usize, piece: &[u8]) {
        let h = chain::stated(piece).unwrap_or_default().to_owned();
        let line = std::str::from_utf8(piece).map_err(|error| error.to_string());
        let line = line.and_then(|text| record::line(text, &h).map_err(|error| error.to_string()));
        let line = line.map_err(|error| self.damaged(number, &format!("cannot be read: {error}")));
        self.accepted = vec![h];
        self.link(number, line.ok());
    }

    fn bad(&mut self, number: usize, piece: &[u8], ended: bool) {
        if !ended {
            self.walked.torn = true;
            return;
        }
        self.damaged(number, "is not as it was written; this entry is lost");
        if let Some(body) = body(piece) {
            let stored = chain::digits_at_end(piece).map(str::to_owned);
            let recomputed = self.accepted.iter().map(|before| chain::hash(before, body));
            self.accepted = stored.into_iter().chain(recomputed).take(MOST_ACCEPTED).collect();
        }
        self.link(number, None);
    }

    fn link(&mut self, number: usize, line: Option<Line>) {
        let (file, hashes) = (self.file.to_owned(), self.accepted.clone());
        self.walked.links.push(Link { file, number, hashes, line });
    }

    fn damaged(&mut self, number: usize, what: &str) {
        self.walked.damage.push(Damage { file: self.file.to_owned(), line: number, what: what.to_owned() });
    }
}

fn body(piece: &[u8]) -> Option<&[u8]> {
    piece.get(..piece.len().checked_sub(chain::TAIL)?)
}
