"""What wrong clocks cost: jumps of the wall clock, summer time, and sleep."""
import csv
import json
import os
import re
import time
from datetime import datetime, timedelta
from pathlib import Path

from lib_record import Recorder, Skip, There, can
from lib_room import say


def clocks(bench):
    """Wall clocks that jump by ten years, summer time, and two hours of sleep."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
    rows = []
    if library is None:
        say("    skipped: jumps of the wall clock need the package faketime")
        rows.append(("wall clock jumps by ± 10 years", "skipped: faketime is not installed", "–"))
    else:
        rows += [jumped(bench, library, years) for years in (10, -10)]
    rows.append(summer_time(bench))
    try:
        can("unshare", root=True)
        rows.append(slept(bench))
    except Skip as reason:
        say(f"    skipped: two hours of sleep: {reason}")
        rows.append(("two hours of sleep", f"skipped: {reason}", "–"))
    return rows


def off_by(recorder, origin):
    """Milliseconds by which the session's clock is off, as far as can be said: the answer lies between two readings."""
    before = boot_ms()
    said = recorder.ask("now", "now ").split()
    after, now = boot_ms(), int(said[1])
    return max(0, before - origin - now - 1, now - (after - origin) - 1)


def boot_ms():
    """Milliseconds since this machine booted, by the clock that counts sleep."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def origin_of(recorder):
    """The boot time at the session's beginning, as the recorder sees it."""
    said = recorder.ask("now", "now ").split()
    return int(said[2]) - int(said[1])


def jumped(bench, library, years):
    """The wall clock jumps while a session runs."""
    data, file = bench.fresh("jump"), bench.folder / "clock"
    file.write_text("+0\n")
    environment = dict(os.environ, LD_PRELOAD=str(library), FAKETIME_TIMESTAMP_FILE=str(file), FAKETIME_NO_CACHE="1",
                       FAKETIME_DONT_FAKE_MONOTONIC="1")
    recorder = Recorder(bench, "ask", data, environment=environment)
    recorder.wait_line("ready")
    recorder.tap(10)
    origin = origin_of(recorder)
    file.write_text(f"{years * 365:+}d\n")
    recorder.tap(10)
    off = max(off_by(recorder, origin) for _ in range(10))
    recorder.ask("flush", "flushed true")
    recorder.end()
    one_time(bench, f"wall clock jumps by {years:+} years", data)
    return told_of_clocks(bench, f"wall clock jumps by {years:+} years", data, recorder.acked,
                          off, lambda by: abs(by - years * 365 * 86_400_000) < 60_000)


def one_time(bench, name, data):
    """Every paper prints every moment by the clock as it was set, and says so."""
    folder = next(data.glob("sessions/*/*"))
    record, out = folder.name.removesuffix(".live"), bench.fresh("papers")
    lines = [json.loads(line) for path in sorted(folder.glob("events-*.ndjson")) for line in path.open()]
    last = lines[-1]
    began = datetime.fromisoformat(last["wall"]) - timedelta(milliseconds=last["boot_ms"] - lines[0]["boot_ms"])
    for form in ("csv", "json", "fhir", "markdown", "timeline"):
        done = bench.holdspace("records", "export", record, "--format", form, "-o", out, data=data)
        bench.expect(done.returncode == 0, f"{name}: {form} is made ({done.stderr.strip()})")
    with (out / f"{record}-events.csv").open() as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    def off(said, line):
        return abs((datetime.fromisoformat(said) - began - timedelta(milliseconds=line["at_ms"])).total_seconds())
    worst = max(off(rows[line["id"]]["at"], line) for line in lines)
    bench.expect(worst < 0.05, f"{name}: CSV prints one time (off by {worst} s)")
    bench.expect(sum(row["kind"] == "clock_set" for row in rows.values()) == 1, f"{name}: CSV says how it was set")
    told = json.loads((out / f"{record}.json").read_text())["clock"]
    bench.expect(off(told["began"], lines[0]) < 0.05 and len(told["set"]) == 1, f"{name}: JSON too ({told})")
    for paper in (f"{record}.fhir.json", f"{record}.md", f"{record}.svg"):
        text = (out / paper).read_text()
        said = "The clock was set" in text and began.strftime("%Y-%m-%d") in text
        bench.expect(said, f"{name}: {paper} says that the clock was set, and its day")


def told_of_clocks(bench, name, data, acked, off, expected):
    """One row: the timers, the order and what the record says of the jump."""
    there = There(bench, data)
    texts = "".join(path.read_text() for path in data.glob("sessions/*/*/events-*.ndjson"))
    jumps = [int(by) for by in re.findall(r'"kind":"clock_jumped","by_ms":(-?\d+)', texts)]
    moments = [int(kind[3]) for kind in there.kinds]
    bench.expect(off <= 50, f"{name}: timers are off by {off} ms")
    bench.expect(there.in_order(acked) and not there.lost(acked) and there.is_sound(), f"{name}: order is kept")
    bench.expect(moments == sorted(moments), f"{name}: no moment goes back")
    right = len(jumps) == 1 and expected(jumps[0]) if expected else not jumps
    bench.expect(right, f"{name}: the record tells of {'it' if expected else 'no jump'} ({jumps})")
    return (name, f"timers off by {off} ms, order kept, jump told: {'yes' if jumps else 'no'}", "≤ 50 ms")


def summer_time(bench):
    """The clocks go forward while a session runs: no jump, only another offset."""
    data, soon = bench.fresh("summer"), int(time.time()) + 3
    at = time.gmtime(soon)
    leap = at.tm_year % 4 == 0 and at.tm_yday > 59
    day = at.tm_yday - leap
    # A zone whose clocks go forward a few seconds from now: J counts days without the 29th of February.
    zone = f"AAA0BBB-1,J{day}/{at.tm_hour}:{at.tm_min:02}:{at.tm_sec:02},J{day % 365 + 1}/0"
    recorder = Recorder(bench, "ask", data, environment=dict(os.environ, TZ=zone))
    recorder.wait_line("ready")
    recorder.tap(5)
    origin = origin_of(recorder)
    before = recorder.ask("now", "now ").split()[3][-6:]
    while time.time() < soon + 1:
        time.sleep(0.1)
    recorder.tap(5)
    after = recorder.ask("now", "now ").split()[3][-6:]
    off = max(off_by(recorder, origin) for _ in range(5))
    recorder.ask("flush", "flushed true")
    recorder.end()
    bench.expect((before, after) == ("+00:00", "+01:00"), f"summer time begins while it runs ({before}, {after})")
    return told_of_clocks(bench, "summer time begins", data, recorder.acked, off, None)


def slept(bench):
    """Two hours of sleep between two runs: the clock that counts sleep went on, the wall clock here did not."""
    data = bench.fresh("slept")
    recorder = Recorder(bench, "ask", data)
    recorder.wait_line("ready")
    recorder.tap(10)
    origin = origin_of(recorder)
    recorder.ask("flush", "flushed true")
    recorder.kill()
    again = Recorder(bench, "ask", data, under=("unshare", "--time", "--boottime", "7200", "--fork", "--kill-child"))
    again.wait_line("ready")
    again.tap(10)
    off = max(off_by(again, origin - 7_200_000) for _ in range(10))
    again.ask("flush", "flushed true")
    again.end()
    texts = "".join(path.read_text() for path in data.glob("sessions/*/*/events-*.ndjson"))
    away = [int(float(ms)) for ms in re.findall(r'"kind":"resumed","away_ms":([\d.]+)', texts)]
    bench.expect(len(away) == 1 and 7_200_000 <= away[0] < 7_260_000, f"sleep is counted and told ({away} ms)")
    return told_of_clocks(bench, "two hours of sleep", data, recorder.acked + again.acked, off,
                          lambda by: abs(by + 7_200_000) < 60_000)
