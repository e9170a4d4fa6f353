"""What a dying process costs: killed at random, killed at every sync; and how a record is made and sealed."""
import random
import re
import time
from pathlib import Path

from lib_record import Recorder, There, can, judge, progress, strace
from lib_room import say

A_FOLDER = 25
"""So many kills hit one data folder, so that each is also a resume."""


def kill(bench):
    """Killed with -9 at random, recovered, gone on with: nothing acknowledged is lost."""
    count = 200 if bench.short else 10_000
    chance, lost, acked, odd = random.Random(4), 0, 0, 0
    data, known = None, []
    for number in range(count):
        if number % A_FOLDER == 0:
            data, known = bench.fresh("killed"), []
        recorder = Recorder(bench, "run", data, "--events", "100000")
        recorder.wait_line("saved")
        time.sleep(chance.uniform(0.0, 0.04))
        recorder.kill()
        known += recorder.acked
        acked += len(recorder.acked)
        there = There(bench, data)
        missing = there.lost(known)
        lost += len(missing)
        odd += not (there.is_sound() and there.in_order(known))
        if number % A_FOLDER == A_FOLDER - 1:
            bench.rest()
        progress(number + 1, count, f"kills, {acked} acknowledged, {lost} lost")
    bench.expect(lost == 0, f"nothing of {acked} acknowledged events is lost in {count} kills ({lost})")
    bench.expect(odd == 0, f"every record is whole and in order ({odd} are not)")
    return [(f"killed with −9 at random, {count} times", f"{acked} acknowledged, {lost} lost", "0 lost")]


def syncs(bench):
    """Dies at the N-th fdatasync, for every N."""
    can("strace")
    count = 40 if bench.short else 400
    lost, odd, acked = 0, 0, 0
    for number in range(1, count + 1):
        data = bench.fresh("synced")
        under = strace("-e", "trace=fdatasync", "-e", f"inject=fdatasync:signal=KILL:when={number}")
        recorder = Recorder(bench, "run", data, "--events", str(2 * count + 20), under=under)
        recorder.process.wait(120)
        recorder.listener.join()
        bench.expect_quietly("done" not in recorder.lines, f"it dies at sync {number}")
        missing, whole = judge(bench, data, recorder.acked)
        acked += len(recorder.acked)
        lost, odd = lost + missing, odd + (not whole)
        if number % 20 == 0:
            bench.rest()
        progress(number, count, "syncs")
    bench.expect(lost == 0, f"nothing of {acked} acknowledged events is lost at any of {count} syncs ({lost})")
    bench.expect(odd == 0, f"every record is whole and in order ({odd} are not)")
    return [(f"dies at the N-th fdatasync, N = 1 to {count}", f"{acked} acknowledged, {lost} lost", "0 lost")]


def order(bench):
    """Files and folders are synced in the order that makes them durable, when made and when sealed."""
    can("strace")
    data, log = bench.fresh("order"), bench.folder / "order.log"
    calls = "openat,mkdir,write,fsync,fdatasync,rename,renameat,renameat2,fchmod,chmod,fchmodat,close"
    under = strace("-y", "-e", f"trace={calls}", log=log)
    recorder = Recorder(bench, "run", data, "--events", "2", "--sessions", "1", under=under)
    recorder.end()
    said = [call for line in log.read_text().splitlines() if (call := call_of(line))]
    log.unlink()
    sealed = next(data.glob("sessions/*/*"))
    live = sealed.with_name(sealed.name + ".live")
    segment = live / "events-0001.ndjson"
    made = [("mkdir", live), ("fsync", live.parent), ("openat", segment), ("fsync", segment), ("fsync", live),
            ("write", segment), ("fdatasync", segment)]
    bench.expect(follows(said, made), "a folder and a segment are durable before the first line is written")
    first = next(place for place, call in enumerate(said) if call == ("write", segment))
    writes = [call for call in said[first:] if call[1] == segment and call[0] in ("write", "fdatasync")]
    pairs = all(writes[at][0] == ("write", "fdatasync")[at % 2] for at in range(len(writes)))
    bench.expect(pairs and len(writes) >= 6, f"every write is synced before the next ({len(writes) // 2} writes)")
    page, manifest = live / "record.md", live / "manifest.json"
    closed = [("fdatasync", segment), ("rename", page), ("fsync", live), ("rename", manifest), ("fsync", live),
              ("fsync", segment), ("fsync", live), ("rename", sealed), ("fsync", live.parent)]
    bench.expect(follows(said, closed), "page, manifest, files and folder are durable before the folder is renamed")
    for place, (call, path) in enumerate(said):
        if call == "rename" and path != sealed:
            synced, draft = said[place - 1]
            bench.expect(synced == "fsync" and ".new-" in draft.name, f"{path.name} is synced before it is put there")
    return [("order of syncs when a record is made and when it is sealed", "as it must be", "asserted with strace")]


CALL = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)")
HERE = re.compile(r"AT_FDCWD<[^>]*>")
PATH = re.compile(r'<(/[^>]*)>|"(/[^"]*)"')


def call_of(line):
    """(call, path) of a line of strace's log that went well."""
    found = CALL.match(line)
    if not found or found[3].startswith("-"):
        return None
    paths = [one or other for one, other in PATH.findall(HERE.sub("", found[2]))]
    call = "rename" if found[1].startswith("rename") else found[1]
    if call == "openat" and "O_CREAT" not in found[2]:
        return None
    return (call, Path(paths[-1 if call == "rename" else 0])) if paths else None


def follows(said, wanted):
    """Whether these calls are among those said, in this order. Of a rename the new name counts."""
    rest = iter(said)
    return all(any(call == want for call in rest) for want in wanted)


def latency(bench):
    """Tap to saved, beside SQLite in WAL mode with synchronous=FULL: same lines, same disk, turn by turn."""
    import sqlite3
    turns, each = (4, 25) if bench.short else (20, 100)
    data = bench.fresh("latency")
    base = sqlite3.connect(bench.folder / "peer.db", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE entries (n INTEGER PRIMARY KEY, line TEXT)")
    recorder = Recorder(bench, "ask", data)
    recorder.wait_line("ready")
    ours, theirs, number = [], [], 0
    for _ in range(turns):
        for _ in range(each):
            ours.append(int(recorder.ask("take", "took").split()[1]) / 1e6)
        lines = next(data.glob("sessions/*/*.live/events-0001.ndjson")).read_text().splitlines()[-each:]
        for line in lines:
            number += 1
            start = time.monotonic_ns()
            base.execute("BEGIN IMMEDIATE")
            base.execute("INSERT INTO entries VALUES (?, ?)", (number, line))
            base.execute("COMMIT")
            theirs.append((time.monotonic_ns() - start) / 1e6)
    recorder.kill()
    lost = There(bench, data).lost(recorder.acked)
    bench.expect(not lost and len(ours) == len(theirs) == turns * each, f"{len(ours)} taps are saved on both sides")
    base.close()
    middle, most = percentiles(ours), percentiles(theirs)
    say(f"    tap to saved: {middle} ms; SQLite: {most} ms (p50, p99)")
    return [(f"tap to saved, p50 and p99 of {len(ours)}, ms (SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL: "
             f"{most})", middle, "not slower than SQLite (told, not asserted)")]


def percentiles(values):
    """p50 and p99 in words."""
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.2f} and {ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]:.2f}"
