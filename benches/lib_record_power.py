"""What a power cut costs: a file system in a file on XFS, copied at an instant while a session is written."""
import random
import shutil
import subprocess
import time

from lib_record import Disk, Recorder, There, can, progress, quiet, strace, unmount
from lib_room import say

SIZES = {"ext4": 48, "xfs": 320}
"""MiB of the inner file systems: no larger than they need be."""
SYNCS_TAKEN_OUT = ("-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0")


class Outer:
    """An XFS with reflinks that holds the image of an inner file system, and copies of it."""

    def __init__(self, bench, kind):
        """`kind` is the inner file system."""
        self.bench, self.kind = bench, kind
        self.outer = Disk(bench, "xfs", 1200)
        self.inner = Disk(bench, kind, SIZES[kind], self.outer.at / "disk.img")
        self.copy, self.seen = self.outer.at / "copy.img", bench.fresh("seen")

    def cut(self):
        """The disk as it is now."""
        quiet("cp", "--reflink=always", self.inner.image, self.copy)

    def look(self, data):
        """What a recorder finds on the copy; None if it cannot be mounted."""
        options = "loop,nouuid" if self.kind == "xfs" else "loop"
        done = subprocess.run(["mount", "-t", self.kind, "-o", options, self.copy, self.seen], capture_output=True,
                              text=True)
        if done.returncode != 0:
            say(f"    the copy cannot be mounted: {done.stderr.strip()}")
            return None
        self.bench.mounted.append(self.seen)
        try:
            return There(self.bench, self.seen / data)
        finally:
            unmount(self.seen)
            self.bench.mounted.remove(self.seen)
            self.copy.unlink()

    def close(self):
        """Takes both apart."""
        self.inner.unmount()
        self.outer.unmount()


def snapshots(bench, kind, count, under=(), words=(), rest=(0.01, 0.25)):
    """Cuts the power so often: (acknowledged before, lost, records that are not whole, cuts that lost something)."""
    outer, chance = Outer(bench, kind), random.Random(7)
    lost, odd, acked, bad, recorder, data = 0, 0, 0, 0, None, None
    for number in range(count):
        if recorder is None or recorder.process.poll() is not None or number % 20 == 0:
            if recorder is not None:
                recorder.kill()
                shutil.rmtree(outer.inner.at / data)
            data = f"data-{number}"
            recorder = Recorder(bench, "run", outer.inner.at / data, "--rest", "1", *(words or ("--events", "100000")),
                                under=under)
            recorder.wait_line("saved")
        time.sleep(chance.uniform(*rest))
        known = list(recorder.acked)
        outer.cut()
        there = outer.look(data)
        missing = len(known) if there is None else len(there.lost(known))
        acked += len(known)
        lost += missing
        bad += missing > 0
        odd += there is None or not there.is_sound() or (not words and not there.in_order(known))
        progress(number + 1, count, f"power cuts on {kind}, {lost} lost")
    recorder.kill()
    outer.close()
    return acked, lost, odd, bad


def power(bench):
    """Power cuts while a session is written, on two file systems; then the same without any sync, which must fail."""
    can("mkfs.ext4", "mkfs.xfs", "strace", root=True)
    each = 10 if bench.short else 100
    rows = []
    for kind in ("ext4", "xfs"):
        acked, lost, odd, _ = snapshots(bench, kind, each)
        bench.expect(lost == 0, f"{kind}: nothing of {acked} acknowledged events is lost in {each} power cuts ({lost})")
        bench.expect(odd == 0, f"{kind}: every record is whole and in order ({odd} are not)")
        rows.append((f"power cut while writing, {kind}, {each} times", f"{acked} acknowledged, {lost} lost", "0 lost"))
    count = 4 if bench.short else 20
    acked, lost, _, bad = snapshots(bench, "ext4", count, under=strace(*SYNCS_TAKEN_OUT))
    bench.expect(bad == count, f"without any sync the same test loses something in every one of {count} cuts ({bad})")
    rows.append((f"the same without any sync (control), {count} times", f"{lost} of {acked} lost, in {bad} of {count}",
                 "must lose"))
    return rows


def aimed(bench):
    """Power cuts while folders are made and records sealed, one after the other."""
    can("mkfs.ext4", "mkfs.xfs", root=True)
    each = 6 if bench.short else 100
    rows = []
    for kind in ("ext4", "xfs"):
        words = ("--events", "2", "--sessions", "100000")
        acked, lost, odd, _ = snapshots(bench, kind, each, words=words, rest=(0.0, 0.08))
        bench.expect(lost == 0, f"{kind}: nothing of {acked} acknowledged events is lost ({lost})")
        bench.expect(odd == 0, f"{kind}: every folder is absent or whole ({odd} cuts found another)")
        rows.append((f"power cut while records are made and sealed, {kind}, {each} times",
                     f"{acked} acknowledged, {lost} lost, {odd} half", "0 lost, none half"))
    return rows
