#!/usr/bin/env python3
"""Measures how long the list of records takes to open, over thousands of sealed sessions.

    cargo build --release && benches/shelf.py [--short] [--binary PATH] [--counts 1000,2500,5000,10000]

Needs python3 alone. Every record is a whole one of about 200 KB whose hashes and manifest hold; after the first few hundred
they are hard links to those under names of their own. `cold build` reads every folder, as after the index was lost;
`warm open` is the whole command from start to exit with its printing; `disk cold` (only as root) is the same after the
kernel has forgotten the disk. What a busy machine does to a clock it does not do to CPU time, so both are told.
`--short` makes fewer folders and asserts outcomes only: the same list with and without index, and with one that is
broken, old or older than a folder.
"""
import argparse
import datetime
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

import lib_shelf

DIFFERENT = 400
ROOT = Path(__file__).resolve().parent.parent


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", help="the program to measure; the release build, or the debug one with --short")
    parser.add_argument("--short", action="store_true", help="fewer folders, outcomes only")
    parser.add_argument("--counts", help="numbers of sealed sessions, rising")
    asked = parser.parse_args()
    asked.binary = Path(asked.binary or ROOT / "target" / ("debug" if asked.short else "release") / "holdspace")
    asked.counts = [int(count) for count in (asked.counts or ("40" if asked.short else "1000,2500,5000,10000")).split(",")]
    if not asked.binary.exists():
        sys.exit(f"There is no program {asked.binary}; run `cargo build --release` first, or name one with --binary.")
    return asked


def cpu():
    """Seconds of CPU time of everything that was started and has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def line(count, cold, cold_cpu, warm, slowest, warm_cpu, forgotten, size):
    """A row of the table."""
    disk = f"{forgotten * 1000:.0f} ms" if forgotten else "–"
    return (f"| {count} | {cold:.1f} s ({cold_cpu:.1f} s) | {warm * 1000:.0f}, {slowest * 1000:.0f} ms "
            f"({warm_cpu * 1000:.0f} ms) | {disk} | {size / 1e6:.1f} MB |")


class Shelf:
    """A data folder with many records."""

    def __init__(self, binary, home):
        self.binary, self.data = binary.resolve(), home / "data"
        self.index = self.data / "index" / "records.ndjson"
        self.mould = lib_shelf.Mould(lib_shelf.seed(self.binary, home))
        self.failures, self.made, self.cast = [], 0, []

    def fill(self, count):
        """So many records: forty clients, three sessions a day."""
        first = datetime.datetime(2012, 1, 2)
        while self.made < count:
            day = first + datetime.timedelta(days=self.made // 3)
            code, hour = f"C{self.made % 40:02}", 8 + self.made % 3 * 4
            if self.made < DIFFERENT:
                self.cast.append(self.mould.cast(self.data / "sessions", code, day, hour=hour))
            else:
                lib_shelf.link(self.cast[self.made % DIFFERENT], self.data / "sessions", day)
            self.made += 1

    def list(self):
        """The lines, the seconds they took, and the seconds of CPU time."""
        start, before = time.perf_counter(), cpu()
        said = subprocess.run([self.binary, "--data", self.data, "records", "list"], check=True, capture_output=True,
                              text=True)
        return said.stdout.splitlines(), time.perf_counter() - start, cpu() - before

    def expect(self, holds, what):
        """Notes what does not hold."""
        if not holds:
            self.failures.append(what)

    def outcomes(self):
        """The list is the same whatever became of the index."""
        whole = self.list()[0]
        self.expect(len(whole) == self.made, f"{len(whole)} lines for {self.made} records")
        good = self.index.read_bytes()
        broken = {"cut": good[:-7], "turned": good[:90] + bytes([good[90] ^ 4]) + good[91:], "empty": b"",
                  "of another version": good.replace(b"holdspace-index 3", b"holdspace-index 0", 1)}
        for how, data in broken.items():
            self.index.write_bytes(data)
            self.expect(self.list()[0] == whole, f"with an index that is {how} the list differs")
            self.expect(self.index.read_bytes() == good, f"an index that is {how} is not made whole again")
        self.index.unlink()
        self.expect(self.list()[0] == whole, "without an index the list differs")
        self.fill(self.made + 1)
        more = self.list()[0]
        self.expect(len(more) == self.made and set(whole) < set(more), "a folder newer than the index is not listed")
        gone = next((self.data / "sessions").glob("*/*"))
        code = next(line.split("  ")[2] for line in more if line.startswith(gone.name))
        others = {line.split("  ")[2] for line in more if not line.startswith(gone.name)}
        gone.chmod(0o700)
        shutil.rmtree(gone)
        self.made -= 1
        less = self.list()[0]
        self.expect(len(less) == self.made, "a folder that is gone is still listed")
        self.expect(gone.name.encode() not in self.index.read_bytes(), "a folder that is gone is still in the index")
        self.expect(code in others or code.encode() not in self.index.read_bytes(), "a code outlives its folder")

    def measure(self):
        """Cold build, warm open, and open on a disk the kernel has forgotten; seconds."""
        self.index.unlink(missing_ok=True)
        cold = self.list()[1:]
        opened = [self.list()[1:] for _ in range(15)]
        warm, forgotten = sorted(wall for wall, _ in opened), None
        if os.geteuid() == 0:
            try:
                os.sync()
                Path("/proc/sys/vm/drop_caches").write_text("3")
                forgotten = self.list()[1]
            except OSError:
                forgotten = None
        return (*cold, statistics.median(warm), warm[-1], statistics.median(spent for _, spent in opened), forgotten)


def main():
    """Makes, measures, prints; exits 1 where something does not hold."""
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="holdspace-shelf-", ignore_cleanup_errors=True) as home:
        shelf = Shelf(asked.binary, Path(home))
        rows = []
        for count in asked.counts:
            print(f"{count} sealed sessions …", file=sys.stderr, flush=True)
            shelf.fill(count)
            if not asked.short:
                row = line(count, *shelf.measure(), shelf.index.stat().st_size)
                print(row, file=sys.stderr, flush=True)
                rows.append(row)
        if asked.short:
            shelf.outcomes()
        for folder in (shelf.data / "sessions").glob("*/*"):
            folder.chmod(0o700)
    if rows:
        print(f"\n{datetime.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}\n")
        print("| sealed sessions | cold build (CPU) | warm open p50, max (CPU) | disk cold | index |\n|" + " --- |" * 5)
        print("\n".join(rows))
    for failure in shelf.failures:
        print(f"NOT: {failure}")
    print("the list is the same with and without its index" if asked.short and not shelf.failures else "")
    sys.exit(1 if shelf.failures else 0)


main()
