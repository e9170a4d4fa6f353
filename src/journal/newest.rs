//! The latest time that a record on this device tells of: no clock that says less can be true.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

use super::{DataDir, path, reader};

/// So many of the newest records are read: one of them may be damaged or an amendment of a few lines.
const LOOKED_AT: usize = 3;

/// The wall time at the end of the newest records, corrected clocks included; `None` without any.
#[must_use]
pub fn newest(data: &DataDir) -> Option<DateTime<FixedOffset>> {
    let mut folders: Vec<PathBuf> = data.folders();
    folders.sort_by_cached_key(|folder| Reverse(made(folder)));
    folders.iter().take(LOOKED_AT).filter_map(|folder| ended(folder)).max()
}

/// When a folder was made, by the clock of its name.
fn made(folder: &Path) -> Option<(u64, u32)> {
    let id = path::record_id(folder);
    let (_, name) = id.split_once('-')?;
    Uuid::parse_str(name).ok()?.get_timestamp().map(|made| made.to_unix())
}

/// When the last entry of a record happened; `None` where its clock was never one to trust.
fn ended(folder: &Path) -> Option<DateTime<FixedOffset>> {
    let record = reader::read(folder).ok()?;
    let record = record.counted();
    let clock = record.clock();
    let last = record.lines.iter().map(|line| line.at).max()?;
    clock.wall(last).filter(|_| clock.is_trusted())
}
