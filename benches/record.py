#!/usr/bin/env python3
"""Kills, cuts, fills and slows whatever the record is written with, and prints the table that the README shows.

    cargo build --release --example recorder --bin holdspace && benches/record.py [--short] [--only NAME,NAME]

Needs python3 (nothing beside its standard library); strace, e2fsprogs, xfsprogs, faketime and root for what they
break, Xvfb, xdotool and pulseaudio for `window`. What this machine cannot do is skipped with a line that says why. In
full it takes an hour. `--short` is the same code with smaller counts, together within four minutes. What must hold on
every machine is asserted: exit 1 if one thing does not. Durations are only told.
"""
import argparse
import datetime
import os
import signal
import sys
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True

import lib_record_clocks
import lib_record_faults
import lib_record_kill
import lib_record_power
import lib_record_window
from lib_record import Skip, unmount
from lib_room import Bench, say

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "order": lib_record_kill.order,
    "kill": lib_record_kill.kill,
    "syncs": lib_record_kill.syncs,
    "power": lib_record_power.power,
    "aimed": lib_record_power.aimed,
    "faults": lib_record_faults.faults,
    "full": lib_record_faults.full,
    "clocks": lib_record_clocks.clocks,
    "window": lib_record_window.window,
    "asked": lib_record_window.asked,
    "reopened": lib_record_window.reopened,
    "latency": lib_record_kill.latency,
}


class RecordBench(Bench):
    """A run with a recorder and disks that are mounted."""

    def __init__(self, binary, recorder, short):
        """`recorder` is the example of that name, built."""
        super().__init__(binary, short)
        self.recorder, self.mounted = recorder, []

    def expect_quietly(self, holds, sentence):
        """As `expect`, for what is asked many times."""
        if not holds:
            self.expect(holds, sentence)

    def rest(self):
        """Ends what runs, takes disks away and empties the folder."""
        self.stop()
        super().rest()

    def close(self):
        """The same at the end."""
        self.stop()
        super().close()

    def stop(self):
        """Ends what runs and unmounts, the innermost first."""
        while self.children:
            child = self.children.pop()
            if child.poll() is None:
                child.kill()
            child.wait()
        while self.mounted:
            unmount(self.mounted.pop())


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / "target/release/holdspace", help="the program with the window")
    parser.add_argument("--recorder", default=ROOT / "target/release/examples/recorder", help="the one without")
    parser.add_argument("--short", action="store_true", help="smaller counts, as in CI")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    asked = parser.parse_args()
    asked.only = asked.only.split(",")
    if unknown := [name for name in asked.only if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if not Path(asked.recorder).exists():
        sys.exit(f"There is no program {asked.recorder}; run `cargo build --release --example recorder` first, or name "
                 "one with --recorder.")
    return asked


def table(rows):
    """Rows as Markdown."""
    lines = [("what", "found", "must reach"), ("---",) * 3, *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in line) + " |"
                     for line in lines)


def main():
    """Measures, prints, and exits 1 where something does not hold."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench, rows = RecordBench(Path(asked.binary).resolve(), Path(asked.recorder).resolve(), asked.short), []
    try:
        for name in asked.only:
            say(f"{name} …")
            start = time.monotonic()
            try:
                rows += PARTS[name](bench)
            except Skip as reason:
                say(f"  skipped: {reason}")
                rows.append((name, f"skipped: {reason}", "–"))
            except Exception as problem:  # one part that cannot be run must not cost the others
                traceback.print_exc()
                bench.expect(False, f"{name} could not be run: {problem}")
                rows.append((name, f"not run: {problem}"[:160], "–"))
            say(f"  {name} took {time.monotonic() - start:.0f} s")
            bench.rest()
    finally:
        bench.close()
    say(f"\n{datetime.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}, {os.uname().release}"
        + (", short form" if asked.short else ""))
    say(table(rows) if rows else "")
    for failure in bench.failures:
        say(f"NOT: {failure}")
    sys.exit(1 if bench.failures else 0)


main()
