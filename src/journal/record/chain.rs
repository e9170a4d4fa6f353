//! The chain: how a line proves itself and the line before it.
//!
//! A line ends in exactly 40 bytes `,"h":"<32 lower-case hex>"}` and a newline. `h` is the first 32 hex digits of
//! SHA-256 over the `h` of the line before (as text; empty at the start) followed by the bytes of this line before
//! those 40. The first line of a later segment carries `"prev"`: the `h` of the last saved line it goes on from,
//! which then counts as the line before. Lines of older segments after that one are written again in the new
//! segment with the same `id` and the same `n`.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// How many bytes the end of a line has, without the newline.
pub const TAIL: usize = 40;

const TAIL_START: &[u8] = b",\"h\":\"";
const TAIL_END: &[u8] = b"\"}";

/// The hash of a line: 32 hex digits.
#[must_use]
pub fn hash(before: &str, body: &[u8]) -> String {
    let digest = Sha256::new().chain_update(before.as_bytes()).chain_update(body).finalize();
    hex(&digest).chars().take(32).collect()
}

/// SHA-256 of some bytes as 64 lower-case hex digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The whole line, newline included, and its hash.
#[must_use]
pub fn close(before: &str, body: &str) -> (String, String) {
    let h = hash(before, body.as_bytes());
    (format!("{body},\"h\":\"{h}\"}}\n"), h)
}

/// The hash that the end of a piece states, if its last 40 bytes have the form.
#[must_use]
pub fn stated(piece: &[u8]) -> Option<&str> {
    let tail = piece.get(piece.len().checked_sub(TAIL)?..)?;
    let digits = tail.strip_prefix(TAIL_START)?.strip_suffix(TAIL_END)?;
    digits_of(digits)
}

/// The 32 bytes where a hash stands in the end of a piece, if they are hex digits, whatever stands around them.
#[must_use]
pub fn digits_at_end(piece: &[u8]) -> Option<&str> {
    let end = piece.len().checked_sub(TAIL_END.len())?;
    digits_of(piece.get(end.checked_sub(32)?..end)?)
}

/// The `prev` of a piece, by its bytes, so that a damaged line may still tell.
#[must_use]
pub fn prev(piece: &[u8]) -> Option<&str> {
    const KEY: &[u8] = b"\"prev\":\"";
    let start = piece.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    let rest = piece.get(start..)?;
    let digits = rest.get(..rest.iter().position(|byte| *byte == b'"')?)?;
    if digits.is_empty() { Some("") } else { digits_of(digits) }
}

/// The end of the first good line in a piece, whose hash may go on from any of `accepted`; often that of the piece.
///
/// However many ends of lines a piece seems to have, its bytes are hashed once.
pub(crate) fn first_good(piece: &[u8], accepted: &[String]) -> Option<usize> {
    let mut hashers: Vec<Sha256> = accepted.iter().map(|before| Sha256::new().chain_update(before)).collect();
    let mut hashed = 0;
    for start in 0..piece.len().saturating_sub(TAIL - 1) {
        let rest = piece.get(start..start + TAIL)?;
        if !rest.starts_with(TAIL_START) {
            continue;
        }
        let Some(h) = stated(rest) else { continue };
        let more = piece.get(hashed..start)?;
        hashers.iter_mut().for_each(|hasher| hasher.update(more));
        hashed = start;
        if hashers.iter().any(|hasher| hex(&hasher.clone().finalize()).starts_with(h)) {
            return Some(start + TAIL);
        }
    }
    None
}

fn digits_of(bytes: &[u8]) -> Option<&str> {
    let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if bytes.len() == 32 && bytes.iter().all(hex) { std::str::from_utf8(bytes).ok() } else { None }
}
