//! Where records can be taken: sticks and drives that are mounted, and a folder of this device.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

/// Under which folders sticks are mounted.
const MOUNTED: [&str; 3] = ["/media", "/run/media", "/mnt"];

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub path: PathBuf,
    /// It can be taken out of the device.
    pub removable: bool,
    /// Nothing can be written to it.
    pub read_only: bool,
    /// Bytes that are free.
    pub free: u64,
}

/// Sticks first, then `folder`, which need not be there yet.
#[must_use]
pub fn look(folder: &Path) -> Vec<Place> {
    let mounts = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    let sticks = sticks(&mounts).into_iter().map(|(path, read_only)| {
        let (free, full_ro) = space(&path);
        Place { path, removable: true, read_only: read_only || full_ro, free }
    });
    let (free, read_only) = space(folder);
    let own = Place { path: folder.to_owned(), removable: false, read_only, free };
    sticks.chain([own]).collect()
}

/// Mount points under the folders of sticks, and whether they are read-only; the text is that of `mountinfo`.
#[must_use]
pub fn sticks(mountinfo: &[u8]) -> Vec<(PathBuf, bool)> {
    let mut found: Vec<(PathBuf, bool)> = mountinfo
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let mut fields = line.split(|byte| *byte == b' ').skip(4);
            let path = PathBuf::from(OsString::from_vec(unescaped(fields.next()?)));
            let read_only = fields.next()?.split(|byte| *byte == b',').any(|option| option == b"ro");
            let under = MOUNTED.iter().any(|folder| path.starts_with(folder) && path != Path::new(folder));
            (under || MOUNTED.get(2).is_some_and(|mnt| path == Path::new(mnt))).then_some((path, read_only))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Blanks and the like are written as three octal digits after a backslash.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = field;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..3).filter(|_| *first == b'\\').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                plain.push(byte);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

/// Bytes that are free where a folder is or will be, and whether nothing can be written there.
fn space(folder: &Path) -> (u64, bool) {
    let there = folder.ancestors().find(|folder| folder.is_dir());
    let about = there.and_then(|folder| rustix::fs::statvfs(folder).ok());
    about.map_or((0, true), |about| {
        let read_only = about.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY);
        (about.f_bavail.saturating_mul(about.f_frsize), read_only)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mounted_where_sticks_are_is_a_stick() {
        let text = b"36 35 98:0 / / rw,noatime - ext4 /dev/root rw\n\
            40 36 8:1 / /run/media/anna/BLUE\\040STICK rw,nosuid - vfat /dev/sda1 rw\n\
            41 36 8:2 / /media/old ro,nosuid - vfat /dev/sdb1 ro\n\
            42 36 8:3 / /mnt rw - ext4 /dev/sdc1 rw\n\
            43 36 0:5 / /run/user rw - tmpfs tmpfs rw\nbroken\n";
        let found = sticks(text);
        let expected = [("/media/old", true), ("/mnt", false), ("/run/media/anna/BLUE STICK", false)];
        assert_eq!(found, expected.map(|(path, read_only)| (PathBuf::from(path), read_only)));
    }
}
