//! A disk that fails loses nothing, and a segment that failed is never trusted again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use holdspace::journal::disk::{Disk, RealDisk, Segment};
use holdspace::journal::{DataDir, Journal, Report, lock, reader, recovery, reserve};
use holdspace::session::event::Stamped;

use super::sample::{Desk, PATIENCE, reading, record, without_end};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Refused(i32),
    Short(usize),
    ShortThenRefused(usize),
}

pub const EIO: i32 = 5;
pub const ENOSPC: i32 = 28;

#[derive(Default)]
pub struct State {
    /// Calls so far: folders made, segments made, writes, syncs.
    calls: usize,
    /// Which call fails, and how; every one in the range.
    faults: Vec<(std::ops::Range<usize>, Fault)>,
    /// A segment was used after it had failed.
    used_after_failure: bool,
    reserve_released: bool,
    segments: Vec<PathBuf>,
}

impl State {
    fn fault(&mut self) -> Option<Fault> {
        self.calls += 1;
        let call = self.calls - 1;
        self.faults.iter().find(|(calls, _)| calls.contains(&call)).map(|(_, fault)| *fault)
    }
}

#[derive(Clone)]
pub struct Faulty(Arc<Mutex<State>>, PathBuf);

impl Faulty {
    pub fn new(desk: &Desk, faults: &[(std::ops::Range<usize>, Fault)]) -> Self {
        let state = State { faults: faults.to_vec(), ..State::default() };
        Self(Arc::new(Mutex::new(state)), desk.data.path().join(reserve::NAME))
    }

    /// From now on every call goes well.
    pub fn mend(&self) {
        self.0.lock().unwrap().faults.clear();
    }

    fn check(&self) -> io::Result<()> {
        match self.0.lock().unwrap().fault() {
            None => Ok(()),
            Some(Fault::Refused(code)) => Err(io::Error::from_raw_os_error(code)),
            Some(Fault::Short(_) | Fault::ShortThenRefused(_)) => Err(io::Error::from_raw_os_error(EIO)),
        }
    }
}

impl Disk for Faulty {
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk::new(&self.1).make_folder(folder)
    }

    fn create(&mut self, segment: &Path) -> io::Result<Box<dyn Segment>> {
        self.check()?;
        let inner = RealDisk::new(&self.1).create(segment)?;
        self.0.lock().unwrap().segments.push(segment.to_owned());
        Ok(Box::new(FaultySegment { disk: self.clone(), inner, failed: false }))
    }

    fn discard_if_empty(&mut self, segment: &Path) -> bool {
        RealDisk::new(&self.1).discard_if_empty(segment)
    }

    fn make_reserve(&mut self) -> bool {
        RealDisk::new(&self.1).make_reserve()
    }

    fn release_reserve(&mut self) -> bool {
        let released = RealDisk::new(&self.1).release_reserve();
        self.0.lock().unwrap().reserve_released |= released;
        released
    }
}

struct FaultySegment {
    disk: Faulty,
    inner: Box<dyn Segment>,
    failed: bool,
}

impl Segment for FaultySegment {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.0.lock().unwrap();
        state.used_after_failure |= self.failed;
        let fault = state.fault();
        self.failed |= fault.is_some();
        match fault {
            None => self.inner.write(bytes),
            Some(Fault::Short(count)) => self.inner.write(&bytes[..count.min(bytes.len() - 1)]),
            Some(Fault::ShortThenRefused(count)) => {
                let _ = self.inner.write(&bytes[..count.min(bytes.len() - 1)])?;
                Err(io::Error::from_raw_os_error(ENOSPC))
            }
            Some(Fault::Refused(code)) => Err(io::Error::from_raw_os_error(code)),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        state.used_after_failure |= self.failed;
        let fault = state.fault();
        self.failed |= fault.is_some();
        if fault.is_some() { Err(io::Error::from_raw_os_error(EIO)) } else { self.inner.sync() }
    }
}

/// Few entries, so that each call can fail in its turn.
fn short() -> Vec<Stamped> {
    without_end().into_iter().take(6).collect()
}

/// Records a session on a disk with these faults and checks that nothing of it is lost.
fn nothing_is_lost(faults: &[(std::ops::Range<usize>, Fault)]) -> (Vec<Report>, usize) {
    let desk = Desk::new();
    let disk = Faulty::new(&desk, faults);
    let mut journal = Journal::create_on(&desk.data, 1, &reading(0), Box::new(disk.clone())).unwrap();
    let events = short();
    record(&mut journal, &events);
    // Each wait is one more attempt; the last fault is behind us after a few.
    let saved = (0..100).any(|_| journal.flush_and_wait(PATIENCE));
    assert!(saved, "{faults:?}");
    let reports = journal.reports();
    assert_eq!(journal.unsaved(), 0);
    let record = reader::read(&journal.folders()[0]).unwrap();
    assert_eq!(record.events().cloned().collect::<Vec<_>>(), events, "{faults:?}");
    assert_eq!((&record.damage[..], &record.missing[..]), (&[][..], &[][..]), "{faults:?}");
    assert!(!disk.0.lock().unwrap().used_after_failure, "{faults:?}");
    let calls = disk.0.lock().unwrap().calls;
    (reports, calls)
}

#[test]
fn nothing_is_lost_whichever_call_fails() {
    let (reports, calls) = nothing_is_lost(&[]);
    assert!(reports.iter().all(|report| matches!(report, Report::Saved { .. })));
    for fault in [Fault::Refused(EIO), Fault::Refused(ENOSPC), Fault::Short(7), Fault::ShortThenRefused(300)] {
        for call in 0..calls {
            let (reports, _) = nothing_is_lost(&[(call..call + 1, fault)]);
            assert!(
                reports.iter().any(|report| matches!(report, Report::RecordedAgain { .. }))
                    || fault != Fault::Refused(EIO),
                "{call} {fault:?}"
            );
        }
    }
}

#[test]
fn nothing_is_lost_when_the_disk_fails_for_long_and_again() {
    let (reports, _) = nothing_is_lost(&[(5..17, Fault::Short(20)), (20..21, Fault::Refused(EIO))]);
    assert!(reports.iter().any(|report| matches!(report, Report::NotRecorded { .. })));
    let (_, _) = nothing_is_lost(&[(0..9, Fault::Refused(EIO))]);
}

#[test]
fn what_is_not_recorded_is_told_with_the_time_since_when() {
    let desk = Desk::new();
    let disk = Faulty::new(&desk, &[(6..usize::MAX, Fault::Refused(EIO))]);
    let mut journal = Journal::create_on(&desk.data, 1, &reading(0), Box::new(disk)).unwrap();
    let events = without_end();
    record(&mut journal, &events);
    assert!(!journal.flush_and_wait(PATIENCE));
    let reports = journal.reports();
    // Folder, segment, and two writes with their syncs went well: two entries are saved.
    let since = reading(events[2].at.millis()).wall;
    let told = reports.iter().find_map(|report| match report {
        Report::NotRecorded { since, .. } => Some(since.wall),
        _ => None,
    });
    assert_eq!(told, Some(since));
    assert_eq!(journal.unsaved(), events.len() - 2);
    journal.seal();
    assert!(!journal.flush_and_wait(PATIENCE));
    assert!(journal.reports().iter().any(|report| matches!(report, Report::SealFailed { .. })));
}

#[test]
fn a_full_disk_is_given_the_reserve() {
    let desk = Desk::new();
    assert!(desk.data.has_reserve());
    let at = desk.data.path().join(reserve::NAME);
    assert_eq!(std::fs::metadata(&at).unwrap().len(), reserve::BYTES);
    let disk = Faulty::new(&desk, &[(4..5, Fault::ShortThenRefused(9))]);
    let mut journal = Journal::create_on(&desk.data, 1, &reading(0), Box::new(disk.clone())).unwrap();
    record(&mut journal, &without_end());
    assert!(journal.flush_and_wait(PATIENCE));
    assert!(journal.reports().contains(&Report::ReserveReleased));
    assert!(disk.0.lock().unwrap().reserve_released);
    assert_eq!(disk.0.lock().unwrap().segments.len(), 2);
    // There is room on this disk, so that the space is set aside again at the next occasion.
    assert!(journal.flush_and_wait(PATIENCE));
    assert!(journal.reports().contains(&Report::ReserveMade) || at.exists());
    assert_eq!(std::fs::metadata(&at).unwrap().len(), reserve::BYTES);
}

#[test]
fn a_reserve_that_was_missing_at_the_start_is_made_while_a_session_runs() {
    let desk = Desk::new();
    let at = desk.data.path().join(reserve::NAME);
    std::fs::remove_file(&at).unwrap();
    // In its place lies what cannot be made into one.
    std::fs::create_dir(&at).unwrap();
    let mut data = DataDir::open(desk.home.path()).unwrap();
    assert!(!data.has_reserve());
    let mut journal = Journal::create(&data, 1, &reading(0)).unwrap();
    record(&mut journal, &short());
    assert!(journal.flush_and_wait(PATIENCE));
    assert!(!journal.reports().contains(&Report::ReserveMade));
    std::fs::remove_dir(&at).unwrap();
    assert!(journal.flush_and_wait(PATIENCE));
    assert!(journal.reports().contains(&Report::ReserveMade) && at.exists());
    data.renew_reserve();
    assert!(data.has_reserve());
}

#[test]
fn a_folder_that_cannot_be_made_yet_is_made_later() {
    let desk = Desk::new();
    let sessions = desk.data.sessions();
    std::fs::remove_dir(&sessions).unwrap();
    std::fs::write(&sessions, "in the way").unwrap();
    let mut journal = Journal::create(&desk.data, 1, &reading(0)).unwrap();
    let events = without_end();
    record(&mut journal, &events);
    assert!(!journal.flush_and_wait(PATIENCE));
    std::fs::remove_file(&sessions).unwrap();
    assert!(journal.flush_and_wait(PATIENCE));
    assert_eq!(reader::read(&journal.folders()[0]).unwrap().lines.len(), events.len());
}

#[test]
fn a_data_folder_that_cannot_be_opened_is_caught_up_with_later() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path().join("data");
    std::fs::write(&at, "in the way").unwrap();
    assert!(DataDir::open(&at).unwrap_err().to_string().contains(at.to_str().unwrap()));
    let data = DataDir::unopened(&at);
    let mut journal = Journal::create(&data, 1, &reading(0)).unwrap();
    record(&mut journal, &short());
    assert!(!journal.flush_and_wait(PATIENCE));
    std::fs::remove_file(&at).unwrap();
    assert!(journal.flush_and_wait(PATIENCE));
    let data = DataDir::open(&at).unwrap();
    assert_eq!(recovery::unfinished(&data)[0].events, short());
}

#[test]
fn nobody_else_may_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let folder = desk.unfinished(&without_end());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.join("events-0001.ndjson")), 0o600);
    for path in folder.ancestors().take_while(|path| *path != desk.data.path()) {
        assert_eq!(mode(path), 0o700, "{}", path.display());
    }
    for name in ["device", reserve::NAME] {
        assert_eq!(mode(&desk.data.path().join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_second_instance_is_told_which_process_has_the_data() {
    let desk = Desk::new();
    let held = lock::acquire(&desk.data).unwrap();
    let refused = lock::acquire(&desk.data).unwrap_err().to_string();
    assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
    drop(held);
    let _ = lock::acquire(&desk.data).unwrap();
}

#[test]
fn a_lock_that_cannot_be_written_is_taken_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    drop(lock::acquire(&desk.data).unwrap());
    // The owner of everything may write everywhere, so that this proves something for all others.
    std::fs::set_permissions(desk.data.path().join("lock"), std::fs::Permissions::from_mode(0o400)).unwrap();
    let _held = lock::acquire(&desk.data).unwrap();
    assert!(lock::acquire(&desk.data).is_err());
}

#[test]
fn the_device_keeps_its_id() {
    let desk = Desk::new();
    let again = DataDir::open(desk.home.path()).unwrap();
    assert_eq!(again.device(), desk.data.device());
}
