#!/usr/bin/env python3
"""Measures how long the list of records takes to open, over thousands of sealed sessions.

    cargo build --release && benches/shelf.py [--short] [--binary PATH] [--counts 1000,2500,5000,10000]

Needs python3 alone. Every record is a whole one of about 200 KB whose hashes and manifest hold. `cold build` reads every
folder, as after the index was lost; `warm open` is the whole command from start to exit with its printing; `disk cold`
(only as root) is the same after the kernel has forgotten the disk. `--short` makes fewer folders and asserts outcomes
only: the same list with and without index, and with one that is broken, old or older than a folder.
"""
import argparse
import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

import lib_shelf

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


class Shelf:
    """A data folder with many records."""

    def __init__(self, binary, home):
        self.binary, self.data = binary.resolve(), home / "data"
        self.index = self.data / "index" / "records.ndjson"
        self.mould = lib_shelf.Mould(lib_shelf.seed(self.binary, home))
        self.failures, self.made = [], 0

    def fill(self, count):
        """So many records: forty clients, three sessions a day."""
        first = datetime.datetime(2012, 1, 2)
        while self.made < count:
            day = first + datetime.timedelta(days=self.made // 3)
            code = f"C{self.made % 40:02}"
            self.mould.cast(self.data / "sessions", code, day, hour=8 + self.made % 3 * 4)
            self.made += 1

    def list(self):
        """The lines, and the seconds they took."""
        start = time.perf_counter()
        said = subprocess.run([self.binary, "--data", self.data, "records", "list"], check=True, capture_output=True,
                              text=True)
        return said.stdout.splitlines(), time.perf_counter() - start

    def expect(self, holds, what):
        """Notes what does not hold."""
        if not holds:
            self.failures.append(what)

    def outcomes(self):
        """The list is the same whatever became of the index."""
        whole, _ = self.list()
        self.expect(len(whole) == self.made, f"{len(whole)} lines for {self.made} records")
        good = self.index.read_bytes()
        broken = {"cut": good[:-7], "turned": good[:90] + bytes([good[90] ^ 4]) + good[91:], "empty": b"",
                  "of another version": good.replace(b"holdspace-index 1", b"holdspace-index 0", 1)}
        for how, data in broken.items():
            self.index.write_bytes(data)
            self.expect(self.list()[0] == whole, f"with an index that is {how} the list differs")
            self.expect(self.index.read_bytes() == good, f"an index that is {how} is not made whole again")
        self.index.unlink()
        self.expect(self.list()[0] == whole, "without an index the list differs")
        self.fill(self.made + 1)
        more, _ = self.list()
        self.expect(len(more) == self.made and set(whole) < set(more), "a folder newer than the index is not listed")
        gone = next((self.data / "sessions").glob("*/*"))
        code = next(line.split("  ")[2] for line in more if line.startswith(gone.name))
        others = {line.split("  ")[2] for line in more if not line.startswith(gone.name)}
        gone.chmod(0o700)
        shutil.rmtree(gone)
        self.made -= 1
        less, _ = self.list()
        self.expect(len(less) == self.made, "a folder that is gone is still listed")
        self.expect(gone.name.encode() not in self.index.read_bytes(), "a folder that is gone is still in the index")
        self.expect(code in others or code.encode() not in self.index.read_bytes(), "a code outlives its folder")

    def measure(self):
        """Cold build, warm open, and open on a disk the kernel has forgotten; seconds."""
        self.index.unlink(missing_ok=True)
        _, cold = self.list()
        warm = sorted(self.list()[1] for _ in range(15))
        forgotten = None
        if os.geteuid() == 0:
            try:
                os.sync()
                Path("/proc/sys/vm/drop_caches").write_text("3")
                _, forgotten = self.list()
            except OSError:
                forgotten = None
        return cold, statistics.median(warm), warm[-1], forgotten


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
                rows.append((count, *shelf.measure(), shelf.index.stat().st_size if shelf.index.exists() else 0))
        if asked.short:
            shelf.outcomes()
        for folder in (shelf.data / "sessions").glob("*/*"):
            folder.chmod(0o700)
    if rows:
        print(f"\n{datetime.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}\n")
        print("| sealed sessions | cold build | warm open p50 | warm open max | disk cold | index |\n|" + " --- |" * 6)
        for count, cold, warm, slowest, forgotten, size in rows:
            disk = f"{forgotten * 1000:.0f} ms" if forgotten else "–"
            print(f"| {count} | {cold:.1f} s | {warm * 1000:.0f} ms | {slowest * 1000:.0f} ms | {disk} | {size / 1e6:.1f} MB |")
    for failure in shelf.failures:
        print(f"NOT: {failure}")
    print("the list is the same with and without its index" if asked.short and not shelf.failures else "")
    sys.exit(1 if shelf.failures else 0)


main()
