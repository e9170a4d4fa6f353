#!/usr/bin/env python3
"""Tests what Holdspace promises about privacy, from outside: another user, the lock, the network, the log, the clinic's keys.

    cargo build --release && benches/privacy.py [--short] [--only NAME,NAME] [--binary PATH] [--tests PATH]

Needs python3 (nothing beside its standard library), Xvfb, xdotool, pulseaudio with its ALSA plugin, strace, age and setpriv. What
cannot be done here (no root, a tool is missing) is said in one line. `--short` is the same code with a tenth of the counts. Only
outcomes are asserted; exit 1 if one does not hold.
"""
import argparse
import datetime
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True

import lib_privacy
from lib_room import Bench, needs, say

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "users": (lib_privacy.users, ("setpriv", "find", "age-keygen")),
    "silence": (lib_privacy.silence, ()),
    "network": (lib_privacy.network, ("strace", "age-keygen")),
    "tries": (lib_privacy.tries, ()),
    "glass": (lib_privacy.glass, ()),
    "app": (lib_privacy.app, ()),
    "keys": (lib_privacy.keys, ("age", "age-keygen", "tar", "sha256sum")),
}
TOOLS = ("Xvfb", "xdotool", "pulseaudio", "pactl")


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / "target/release/holdspace", help="the program to test")
    parser.add_argument("--tests", help="the test binary `it`, for inputs at the lock in process; else cargo is asked")
    parser.add_argument("--short", action="store_true", help="a tenth of the counts")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    asked = parser.parse_args()
    asked.only = asked.only.split(",")
    if unknown := [name for name in asked.only if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if not Path(asked.binary).exists():
        sys.exit(f"There is no program {asked.binary}; run `cargo build --release` first, or name one with --binary.")
    return asked


def main():
    """Runs every part, prints a table, and exits 1 where something does not hold."""
    asked = arguments()
    needs(*TOOLS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench, rows = Bench(Path(asked.binary).resolve(), asked.short), []
    bench.tests, bench.root = asked.tests, ROOT
    try:
        for name in asked.only:
            part, tools = PARTS[name]
            say(f"{name} …")
            if missing := [tool for tool in tools if shutil.which(tool) is None]:
                say(f"  skipped: {', '.join(missing)} is not installed")
                continue
            start = time.monotonic()
            try:
                rows += part(bench)
            except Exception as problem:  # one part that falls must not cost the others
                traceback.print_exc()
                bench.expect(False, f"{name} could not be tested: {problem}")
            say(f"  {name} took {time.monotonic() - start:.0f} s")
            bench.rest()
    finally:
        bench.close()
    say(f"\n{datetime.date.today()}" + (", short form" if asked.short else ""))
    for what, figure in rows:
        say(f"| {what} | {figure} |")
    for failure in bench.failures:
        say(f"NOT: {failure}")
    sys.exit(1 if bench.failures else 0)


main()
