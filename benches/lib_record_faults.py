"""What a failing disk costs: errors, short writes, a slow disk, a full one, one that is read-only, one that breaks."""
import re
import subprocess

from lib_record import Disk, Recorder, There, can, judge, prepared, quiet, segments, strace

CALL = re.compile(r"^(\d+)\s+(write|fdatasync|fsync)\((\d+)<([^>]+)>.*?\)\s+=\s+(-?\d+)(.*)$")
MADE = re.compile(r'openat\(.*"([^"]+)", [^)]*O_CREAT.*=\s+\d+<')


def faults(bench):
    """EIO, ENOSPC, short writes and a slow disk, on the files of the record alone."""
    can("strace")
    events = 20 if bench.short else 60
    cases = {
        "EIO at each third sync": "fdatasync:error=EIO:when=3+3",
        "EIO at ten syncs in a row": "fdatasync:error=EIO:when=4..13",
        "ENOSPC at writes 5 to 20": "write:error=ENOSPC:when=5..20",
        "EIO at each second write": "write:error=EIO:when=2+2",
        "50 bytes instead of all, each third write": "write:retval=50:when=3+3",
    }
    rows = []
    for name, inject in cases.items():
        lost, again, failed, whole, acked = one_fault(bench, inject, events)
        bench.expect(failed > 0, f"{name}: it happens ({failed} times)")
        bench.expect(lost == 0 and whole, f"{name}: nothing of {acked} acknowledged events is lost ({lost})")
        bench.expect(again == 0, f"{name}: a file that failed is never written or synced again ({again})")
        rows.append((f"{name}, {failed} times", f"{acked} acknowledged, {lost} lost, {again} failed files used again",
                     "0 lost, 0 used again"))
    return rows + slow(bench, events)


def one_fault(bench, inject, events):
    """(lost, uses of a file after it failed, failures, whole, acknowledged) of one kind of fault."""
    data = bench.fresh("fault")
    folder, known = prepared(bench, data)
    log = bench.folder / "fault.log"
    # Every new segment after a failure is looked at as well; the counts run over all of them.
    under = strace("-y", *segments(folder), "-e", "trace=openat,write,fdatasync,fsync", "-e", f"inject={inject}",
                   log=log)
    recorder = Recorder(bench, "run", data, "--events", str(events), "--ahead", "--rest", "5", under=under)
    bench.expect_quietly(recorder.end(300) == 0, f"{inject}: the recorder ends by itself: {recorder.complaints}")
    known += recorder.acked
    failed, again, failures = set(), 0, 0
    for line in log.read_text().splitlines():
        if made := MADE.search(line):
            failed.discard(made[1])  # an empty file that failed was taken away; this is another one of its name
        if not (found := CALL.match(line)):
            continue
        path, result = found[4], found[5]
        again += path in failed
        if "INJECTED" in found[6]:
            failures += 1
            failed.add(path)
    log.unlink()
    lost, whole = judge(bench, data, known)
    performed = int(recorder.wait_line("performed").split()[1])
    here = There(bench, data)
    bench.expect_quietly(len(here.events) >= performed, f"{inject}: also what was not acknowledged is there in the end")
    return lost, again, failures, whole, len(known)


def slow(bench, events):
    """A disk that takes 200 ms for each sync: nobody waits for it, and nothing is lost."""
    data = bench.fresh("slow")
    folder, known = prepared(bench, data)
    under = strace(*segments(folder), "-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=200000")
    recorder = Recorder(bench, "run", data, "--events", str(events), "--ahead", "--rest", "5", under=under)
    recorder.wait_line("performed", 60)
    performed = next(place for place, line in enumerate(recorder.lines) if line.startswith("performed"))
    saved = sum(line.startswith("saved") for line in recorder.lines[:performed])
    bench.expect(saved < events // 2, f"200 ms disk: {events} taps were taken before half were saved ({saved} were)")
    recorder.end(300)
    lost, whole = judge(bench, data, known + recorder.acked)
    bench.expect(lost == 0 and whole, f"200 ms disk: nothing of {len(recorder.acked)} events is lost ({lost})")
    return [("a disk that takes 200 ms for each sync", f"{len(recorder.acked)} acknowledged, {lost} lost, "
             f"{events} taps taken while {saved} were saved", "0 lost, nobody waits")]


def full(bench):
    """A disk that fills up, is freed, is full at the next start; one that cannot be written; one that breaks."""
    can("mkfs.ext4", root=True)
    return filled(bench) + restarted(bench) + unwritable(bench) + broken(bench)


def filled(bench):
    """Full, the reserve used up as well, then freed."""
    taps = 10 if bench.short else 100
    disk = Disk(bench, "ext4", 32)
    data = disk.at / "data"
    recorder = Recorder(bench, "ask", data)
    recorder.wait_line("ready")
    recorder.tap(taps)
    recorder.ask("flush", "flushed true")
    disk.fill()
    # What is left of the open block takes a few lines more.
    until_released(recorder)
    recorder.tap(taps)
    recorder.ask("flush", "flushed true")
    bench.expect(not (data / "reserve").exists(), "full: the reserve is given back and the record goes on")
    disk.fill("filler-2")
    until_told(recorder, "not-recorded")
    recorder.tap(taps)
    bench.expect(recorder.ask("flush", "flushed") == "flushed false", "full: without the reserve nothing is saved")
    disk.free()
    disk.free("filler-2")
    recorder.ask("flush", "flushed true")
    if not any(line.startswith("reserve-made") for line in recorder.lines):
        recorder.hear_until("reserve-made", 60)
    known = list(recorder.acked)
    recorder.end()
    lost, whole = judge(bench, data, known)
    kinds = [kind[2] for kind in There(bench, data).kinds]
    bench.expect(lost == 0 and whole, f"full, then freed: nothing of {len(known)} events is lost ({lost})")
    bench.expect("not_recorded" in kinds, "the record tells from when it did not reach the disk")
    bench.expect((data / "reserve").stat().st_size == 8 << 20, "the reserve is set aside again")
    disk.unmount()
    return [("disk full, reserve used up, then freed", f"{len(known)} acknowledged, {lost} lost", "0 lost")]


def until_released(recorder):
    """Taps until the reserve is given back."""
    until_told(recorder, "reserve-released")


def until_told(recorder, what):
    """Taps until it says this; a bounded number of times."""
    count = len(recorder.lines)
    for _ in range(4000):
        recorder.ask("tap", "tapped")
        if any(line.startswith(what) for line in recorder.lines[count:]):
            return
    raise TimeoutError(f"it never said “{what}”")


def restarted(bench):
    """Killed on a full disk, started again on the full disk, then freed."""
    disk = Disk(bench, "ext4", 32)
    data = disk.at / "data"
    recorder = Recorder(bench, "ask", data)
    recorder.wait_line("ready")
    recorder.tap(10)
    recorder.ask("flush", "flushed true")
    disk.fill()
    until_released(recorder)
    disk.fill("filler-2")
    until_told(recorder, "not-recorded")
    recorder.tap(10)
    recorder.ask("flush", "flushed false")
    performed = len(recorder.acked)
    recorder.kill()
    known = list(recorder.acked)
    held = len(There(bench, data).events)
    bench.expect(held > performed, f"what a full disk did not take is held outside the app ({held - performed})")
    again = Recorder(bench, "ask", data)
    again.wait_line("ready")
    again.tap(10)
    bench.expect(again.ask("flush", "flushed") == "flushed false", "restart on a full disk: it goes on, unsaved")
    disk.free()
    disk.free("filler-2")
    again.ask("flush", "flushed true")
    known += again.acked
    again.end()
    there = There(bench, data)
    lost = len(there.lost(known))
    bench.expect(lost == 0 and there.is_sound(), f"killed and started on a full disk: nothing is lost ({lost})")
    bench.expect(len(there.events) > held, f"also what was only in memory is there ({len(there.events)})")
    disk.unmount()
    return [("killed and started again on a 100 % full disk, then freed",
             f"{len(there.events)} performed, {lost} lost", "0 lost, goes on")]


def unwritable(bench):
    """A folder that cannot be written at the start, and can later."""
    disk = Disk(bench, "ext4", 32)
    data = disk.at / "data"
    _, known = prepared(bench, data)
    quiet("mount", "-o", "remount,ro", disk.at)
    recorder = Recorder(bench, "ask", data)
    recorder.wait_line("ready")
    recorder.tap(20)
    bench.expect(recorder.ask("flush", "flushed") == "flushed false", "read-only: the session goes on, unsaved")
    quiet("mount", "-o", "remount,rw", disk.at)
    recorder.ask("flush", "flushed true")
    known = known + recorder.acked
    recorder.end()
    lost, whole = judge(bench, data, known)
    bench.expect(lost == 0 and whole, f"read-only, then writable: nothing of {len(known)} events is lost ({lost})")
    disk.unmount()
    return [("read-only folder, then writable", f"{len(known)} acknowledged, {lost} lost", "0 lost, goes on")]


def broken(bench):
    """A disk that breaks for good while a session runs, with a second one: killed, mended, gone on with."""
    disk, stick = Disk(bench, "ext4", 32), Disk(bench, "ext4", 8)
    data, second = disk.at / "data", ("--second", stick.at)
    recorder = Recorder(bench, "ask", data, *second)
    recorder.wait_line("ready")
    recorder.tap(20)
    recorder.ask("flush", "flushed true")
    subprocess.run(["mount", "-o", "remount,abort", str(disk.at)], capture_output=True)
    until_told(recorder, "not-recorded OnDisk")
    recorder.tap(20)
    recorder.ask("flush", "flushed false")
    known = list(recorder.acked)
    recorder.kill()
    stick.unmount()
    stick.mount()
    disk.unmount()
    quiet_check(disk)
    disk.mount()
    alone = There(bench, data)
    joined = There(bench, data, *second)
    lost = len(joined.lost(known))
    bench.expect(len(alone.lost(known)) > 0, "broken: the second disk holds what the first does not")
    bench.expect(lost == 0 and not joined.damage, f"broken: nothing of {len(known)} events is lost ({lost})")
    again = Recorder(bench, "ask", data, *second)
    again.wait_line("ready")
    again.ask("flush", "flushed true")
    again.end()
    home, whole = judge(bench, data, known)
    left = [path.name for path in stick.at.iterdir() if path.name.startswith("holdspace")]
    bench.expect(home == 0 and whole, f"broken, then mended: all of it comes home ({home} lost)")
    bench.expect(not left, "and the copy is removed")
    disk.unmount()
    stick.unmount()
    return [("disk breaks, goes on a second one, killed, mended", f"{len(known)} acknowledged, {lost} lost, "
             f"{home} not come home", "0 lost")]


def quiet_check(disk):
    """Replays what the broken file system left, as a start of the device does."""
    subprocess.run(["e2fsck", "-p", str(disk.image)], capture_output=True)
