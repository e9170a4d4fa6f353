//! What can befall a record: a flipped bit, a lost line, a torn end, an entry of a later version.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdspace::journal::record::chain;
use holdspace::journal::{path, reader};

use super::chance::Chance;

/// One in four is harmed. The folder stays where it is.
pub fn perhaps(folder: PathBuf, chance: &mut Chance) -> PathBuf {
    if chance.in_100(75) {
        return folder;
    }
    let segments = path::segments(&folder).unwrap();
    let (_, segment) = chance.of(&segments);
    fs::set_permissions(segment, Permissions::from_mode(0o600)).unwrap();
    let mut bytes = fs::read(segment).unwrap();
    match chance.below(4) {
        0 => {
            let at = chance.below(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << chance.below(8);
        }
        1 => {
            let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let lost = chance.below(lines.len() as u64) as usize;
            bytes = lines.iter().enumerate().filter(|(n, _)| *n != lost).flat_map(|(_, line)| line.to_vec()).collect();
        }
        2 => bytes.truncate(bytes.len() - chance.below(60).min(bytes.len() as u64 / 2) as usize),
        _ => return from_later(&folder, &segments),
    }
    fs::write(segment, bytes).unwrap();
    folder
}

/// Appends an entry of a kind that this version does not know, well formed.
fn from_later(folder: &Path, segments: &[(u32, PathBuf)]) -> PathBuf {
    let record = reader::read(folder).unwrap();
    let (_, last) = segments.last().unwrap();
    fs::set_permissions(last, Permissions::from_mode(0o600)).unwrap();
    let n = record.lines.last().map_or(1, |line| line.n + 1);
    let body = format!(
        "{{\"n\":{n},\"id\":\"0198c0de-0000-7000-8000-{n:012}\",\"at_ms\":5000000,\"wall\":\"2031-01-01T10:00:00.000+01:00\",\
         \"boot_ms\":1,\"boot_id\":\"b9\",\"who\":\"therapist\",\"about\":\"one\",\"kind\":\"hummed\",\"tune\":\"=low, \\\"slow\\\"\""
    );
    let (line, _) = chain::close(&record.last_h, &body);
    fs::write(last, [fs::read(last).unwrap(), line.into_bytes()].concat()).unwrap();
    folder.to_owned()
}
