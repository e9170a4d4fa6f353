#!/usr/bin/env python3
"""Measures Holdspace, mpv and mpd in one run on the same files and prints the table that the README shows.

    cargo build --release && benches/music.py [--short] [--only NAME,NAME] [--room] [--binary PATH]

Needs python3 (nothing beside its standard library), mpv, mpd, ffmpeg, flac, lame, vorbis-tools, opus-tools, pulseaudio
with its utilities and ALSA plugin, and Xvfb. In full it takes three hours, most of them in `cost`, and wants a machine
that does nothing else. `--short` is the same code with a tenth of the counts, each part within a minute. What must hold
on every machine (order, counts, samples) is asserted: exit 1 if one thing does not. Durations are only told.
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

import lib_live
import lib_offline
from lib_players import Holdspace, Mpd, Mpv
from lib_room import Bench, needs, say

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "rig": lib_offline.rig,
    "joins": lib_offline.joins,
    "resampler": lib_offline.resampler,
    "levels": lib_offline.levels,
    "analysis": lib_offline.analysis,
    "rendering": lib_offline.rendering,
    "cost": lib_live.cost,
    "kill": lib_live.kills,
    "soak": lib_live.soak,
}
TOOLS = ("mpv", "mpd", "ffmpeg", "flac", "metaflac", "lame", "oggenc", "opusenc", "pulseaudio", "parec", "pactl",
         "Xvfb")


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / "target/release/holdspace", help="the program to measure")
    parser.add_argument("--short", action="store_true", help="a tenth of the counts")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--seconds", type=int, default=300, help="length of a run of `cost`")
    parser.add_argument("--runs", type=int, default=3, help="runs of `cost`")
    parser.add_argument("--room", action="store_true", help="with a second output in the soak")
    asked = parser.parse_args()
    asked.only = asked.only.split(",")
    if unknown := [name for name in asked.only if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if not Path(asked.binary).exists():
        sys.exit(f"There is no program {asked.binary}; run `cargo build --release` first, or name one with --binary.")
    return asked


def table(rows):
    """Rows as Markdown."""
    lines = [("what", "Holdspace", "mpv", "mpd", "must reach"), ("---",) * 5, *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in line) + " |"
                     for line in lines)


def main():
    """Measures, prints, and exits 1 where something does not hold."""
    asked = arguments()
    needs(*TOOLS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench, rows = Bench(Path(asked.binary).resolve(), asked.short, asked.room, asked.seconds, asked.runs), []
    try:
        for name in asked.only:
            say(f"{name} …")
            start = time.monotonic()
            try:
                rows += PARTS[name](bench)
            except Exception as problem:  # one part that cannot be measured must not cost the others
                traceback.print_exc()
                bench.expect(False, f"{name} could not be measured: {problem}")
                rows.append((name, f"not measured: {problem}"[:120], "–", "–", "–"))
            say(f"  {name} took {time.monotonic() - start:.0f} s")
            bench.rest()
        versions = ", ".join(player.version(bench) for player in (Holdspace, Mpv, Mpd))
    finally:
        bench.close()
    say(f"\n{datetime.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}: {versions}"
        + (", short form" if asked.short else ""))
    say(table(rows) if rows else "")
    for failure in bench.failures:
        say(f"NOT: {failure}")
    sys.exit(1 if bench.failures else 0)


main()
