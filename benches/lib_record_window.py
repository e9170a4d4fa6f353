"""What the person in the room sees while the disk fails: the real window, real music, a small disk below."""
import json
import mmap
import os
import struct
import subprocess
import time
from pathlib import Path

from lib_players import SCRIPT
from lib_record import Disk, Skip, There, can
from lib_room import Ear, SoundServer, end, say, wait_for

CHIPS = [(1047, 276), (1185, 276), (1047, 352), (1185, 352)]
"""Where chips lie that are points: each tap is one observation."""
MARK = (20, 20, 700, 60)
"""The rail: it makes room for the mark that something is not saved, and is not moved by the clock."""
SAME = 0.5
"""Seconds after which the same chip is meant anew (docs/touch.md), and a little."""
SLOW = 200_000
"""Microseconds that a slow disk takes for each sync."""
HUNG = 4_000_000
"""Microseconds that a disk takes which hangs: whatever is seen before that did not wait for it."""


class Glass:
    """A screen of 1280×800 whose pixels can be read."""

    def __init__(self, bench):
        """Its number is chosen by the X server itself."""
        self.bench, folder = bench, bench.fresh("glass")
        read, write = os.pipe()
        self.process = bench.start(["Xvfb", "-displayfd", write, "-screen", "0", "1280x800x24", "-nolisten", "tcp",
                                    "-fbdir", folder], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = f":{pipe.readline().strip()}"
        with open(folder / "Xvfb_screen0", "rb") as file:
            self.frame = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head = struct.unpack(">25I", self.frame[:100])
        self.start, self.line = head[0] + head[19] * 12, head[12]

    def environment(self, server):
        """What a program needs to be shown here and heard there."""
        return dict(server.environment, DISPLAY=self.display, ICED_BACKEND="tiny-skia")

    def pixels(self, left, top, right, bottom):
        """The pixels of a part, as bytes."""
        rows = (self.start + y * self.line for y in range(top, bottom))
        return b"".join(self.frame[row + left * 4:row + right * 4] for row in rows)

    def differs(self, part, before):
        """Whether more than one pixel in a hundred of a part is another: a stray edge is no change."""
        now = self.pixels(*part)
        if now == before:
            return False
        others = sum(now[at:at + 4] != before[at:at + 4] for at in range(0, len(now), 4))
        return others > len(now) // 400

    def tap(self, x, y):
        """A finger; returns when it came down."""
        move = ["xdotool", "mousemove", x, y, "mousedown", 1]
        subprocess.run([str(word) for word in move], env=dict(os.environ, DISPLAY=self.display), check=True)
        at = time.monotonic()
        subprocess.run(["xdotool", "mouseup", "1"], env=dict(os.environ, DISPLAY=self.display), check=True)
        return at

    def press(self, x, y):
        """A finger that rests for a moment before it comes down, and stays for one."""
        words = ["xdotool", "mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.1, "mouseup", 1]
        subprocess.run([str(word) for word in words], env=dict(os.environ, DISPLAY=self.display), check=True)

    def changed(self, part, before, since, most):
        """Seconds from `since` until a part is no longer as it was; None after so many."""
        while time.monotonic() - since < most:
            if self.differs(part, before):
                return time.monotonic() - since
            time.sleep(0.002)
        return None


class Room:
    """The app in the journey, on a small disk, with music."""

    def __init__(self, bench):
        """Begins a session without a hand, lets it run out of its imagined clock, and opens the app on it."""
        self.bench, self.disk = bench, Disk(bench, "ext4", 40)
        self.server, self.glass = SoundServer(bench).start(), Glass(bench)
        self.ear = Ear(self.server)
        self.server.open()
        environment = self.glass.environment(self.server)
        folder, config = bench.fresh("session"), bench.fresh("config")
        self.data = self.disk.at / "data"
        (folder / "script.toml").write_text(SCRIPT)
        done = bench.holdspace("simulate", "--script", folder / "script.toml", "--playlist", "tidewater",
                               data=self.data, config=config, environment=environment)
        if "stays open" not in done.stderr + done.stdout:
            raise RuntimeError(f"no session could be begun: {done.stderr}{done.stdout}")
        time.sleep(7)
        self.app = bench.start([bench.binary, "--config", config, "--data", self.data], env=environment)
        wait_for("music", 60, lambda: self.ear.sounded is not None)
        time.sleep(9)  # what the app says at the start goes away by itself

    def observed(self):
        """How many observations the record on the disk holds; lines of several segments count once."""
        found = set()
        for file in self.data.glob("sessions/*/*/events-*.ndjson"):
            for line in file.read_text(errors="replace").splitlines():
                if '"kind":"observed"' in line:
                    found.add(line.split('"id":"')[1][:36])
        return len(found)

    def taps(self, count):
        """So many taps on chips; how many seconds each took to be seen."""
        seen = []
        for number in range(count):
            x, y = CHIPS[number % len(CHIPS)]
            part = (x - 50, y - 26, x + 50, y + 26)
            before = self.glass.pixels(*part)
            at = self.glass.tap(x, y)
            seen.append(self.glass.changed(part, before, at, 10.0))
            # A stamp goes away after a few seconds; the next round must be seen as well.
            if number % len(CHIPS) == len(CHIPS) - 1:
                time.sleep(6.5)
        return seen

    def silence(self, start):
        """Whether there was half a second without a sample of sound since a frame."""
        size, frames = 24_000, self.ear.frames()
        places = range(start, frames - size, size)
        return any(not self.ear.raw(place, size).strip(b"\0") for place in places)


def window(bench):
    """Full, then freed; then a disk that is slow, and one that hangs."""
    can("mkfs.ext4", "Xvfb", "xdotool", "pulseaudio", "parec", "strace", root=True)
    taps = 4 if bench.short else 24
    room = Room(bench)
    well = room.glass.pixels(*MARK)
    rows = [fills(bench, room, taps, well), slows(bench, room, taps)]
    bench.expect(room.app.poll() is None, "the app still runs")
    end(room.app)
    there = There(bench, room.data)
    bench.expect(there.is_sound(), "its record is whole")
    return rows


def fills(bench, room, taps, well):
    """The disk is full, the reserve too; then there is room again."""
    before, start = room.observed(), room.ear.frames()
    room.disk.fill()
    # The reserve is taken by the record first, then by whoever fills the disk.
    wait_for("the reserve to be given back", 60, lambda: not (room.data / "reserve").exists())
    time.sleep(0.5)
    room.disk.fill("filler-2")
    at, marked = time.monotonic(), None
    while marked is None and time.monotonic() - at < 60:
        since = room.glass.tap(*CHIPS[0])
        marked = room.glass.changed(MARK, well, since, 3.0)
        room.tapped = getattr(room, "tapped", 0) + 1
    bench.expect(marked is not None, "full: the bar says that nothing is saved")
    time.sleep(SAME)
    seen = room.taps(taps)
    bench.expect(all(one is not None for one in seen), f"full: {taps} taps are seen on the glass")
    bench.expect(room.observed() < before + room.tapped + taps, "full: they are not on the disk")
    room.disk.free()
    room.disk.free("filler-2")
    everything = before + room.tapped + taps
    wait_for("everything on the disk", 60, lambda: room.observed() == everything)
    wait_for("the mark to go", 30, lambda: not room.glass.differs(MARK, well))
    wait_for("the end to be told", 60, lambda: "recorded_again" in kinds(room))
    bench.expect("not_recorded" in kinds(room), "full: the record tells from when until when")
    bench.expect(not room.silence(start), "full: the music went on")
    say(f"    the mark came {marked:.2f} s after the first tap that was not saved")
    return ("window on a full disk, then freed", f"mark after {marked:.2f} s, {taps} of {taps} taps seen, "
            f"0 of {everything} lost, music without a gap", "mark ≤ 1 s, 0 lost, goes on")


def slows(bench, room, taps):
    """A disk that takes 200 ms for each sync, then one that hangs for seconds."""
    before, start, found = room.observed(), room.ear.frames(), []
    for delay in (SLOW, HUNG):
        tracer = bench.start(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e",
                              f"inject=fdatasync:delay_enter={delay}", "-p", str(room.app.pid)])
        time.sleep(1.0)
        count = taps if delay == SLOW else len(CHIPS)
        seen = room.taps(count)
        bench.expect(all(one is not None for one in seen), f"{delay // 1000} ms disk: {count} taps are seen")
        found.append(sorted(one for one in seen if one is not None))
        if delay == HUNG:
            bench.expect(found[-1][len(found[-1]) // 2] < delay / 1e6, "a hanging disk: taps are seen before it answers")
        tracer.terminate()
        tracer.wait()
    everything = before + taps + len(CHIPS)
    wait_for("everything on the disk", 120, lambda: room.observed() == everything)
    bench.expect(not room.silence(start), "slow disk: the music went on")
    told = ", ".join(f"{delay // 1000} ms disk: {values[len(values) // 2] * 1000:.0f} (most {values[-1] * 1000:.0f}) ms"
                     for delay, values in zip((SLOW, HUNG), found))
    say(f"    from the tap to the glass: {told}")
    return ("window on a slow disk, from the tap to the glass", f"{told}; 0 of {everything} lost", "no frame waits")


def kinds(room):
    """Every kind of line in the record."""
    text = "".join(file.read_text(errors="replace") for file in room.data.glob("sessions/*/*/events-*.ndjson"))
    return {line.split('"kind":"')[1].split('"')[0] for line in text.splitlines() if '"kind":"' in line}


CONTINUE, A_QUARTER = (700, 140), (262, 246)
"""Where the start screen continues an unfinished session, and where it is told that it was left for 15 minutes."""


def asked(bench):
    """Another start of the device, on a wall clock that went back: the therapist is asked, the answer is recorded."""
    can("Xvfb", "xdotool", "pulseaudio", "unshare", root=True)
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
    if library is None:
        raise Skip("faketime not installed")
    server, glass = SoundServer(bench).start(), Glass(bench)
    server.open()
    environment = glass.environment(server)
    data, config, folder = bench.fresh("data"), bench.fresh("config"), bench.fresh("session")
    (folder / "script.toml").write_text(SCRIPT)
    bench.holdspace("simulate", "--script", folder / "script.toml", "--playlist", "tidewater", data=data, config=config,
                    environment=environment)
    boot = folder / "boot_id"
    boot.write_text("11111111-2222-4333-8444-555555555555\n")
    inner = f'mount --bind {boot} /proc/sys/kernel/random/boot_id && exec env LD_PRELOAD={library} "$@"'
    app = bench.start(["unshare", "--mount", "sh", "-c", inner, "sh", bench.binary, "--config", config, "--data", data],
                      env=dict(environment, FAKETIME="-1d", FAKETIME_DONT_FAKE_MONOTONIC="1"))
    wait_for("the start screen", 60, lambda: len(set(glass.pixels(0, 100, 700, 300))) > 20)
    time.sleep(3)
    if shot := os.environ.get("HOLDSPACE_SHOT"):
        subprocess.run(["import", "-display", glass.display, "-window", "root", shot], check=False)
    before = glass.pixels(40, 90, 760, 300)
    glass.tap(*CONTINUE)
    bench.expect(glass.changed((40, 90, 760, 300), before, time.monotonic(), 10) is not None, "it asks how long it was")
    bench.expect(not told(data, "resumed"), "and does not go on without an answer")
    if shot:
        time.sleep(1)
        subprocess.run(["import", "-display", glass.display, "-window", "root", shot + "2.png"], check=False)
    time.sleep(1)  # what newly stands under a finger is deaf for a moment
    glass.press(*A_QUARTER)
    wait_for("the session to go on", 30, lambda: told(data, "resumed"))
    resumed = told(data, "resumed")[0]
    right = resumed["away_ms"] == 900_000 and resumed["who"] == "therapist"
    bench.expect(right, f"it goes on from the answer, as the therapist's word ({resumed['away_ms']}, {resumed['who']})")
    end(app)
    return [("device started again, wall clock a day back", "asked, answered, recorded as the therapist's word",
             "the therapist is asked")]


MARK_AWAY, AS_PROPOSED = (820, 40), (340, 290)
"""The mark that asks how long the app was away, and the answer that is proposed."""


def reopened(bench):
    """Another start of the device on a clock that is slow, set right later: how long it was is asked, and counts."""
    can("Xvfb", "xdotool", "pulseaudio", "unshare", root=True)
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
    if library is None:
        raise Skip("faketime not installed")
    server, glass = SoundServer(bench).start(), Glass(bench)
    server.open()
    environment = glass.environment(server)
    data, config, folder = bench.fresh("data"), bench.fresh("config"), bench.fresh("session")
    (folder / "script.toml").write_text(SCRIPT)
    bench.holdspace("simulate", "--script", folder / "script.toml", "--playlist", "tidewater", data=data, config=config,
                    environment=environment)
    time.sleep(14)  # the simulated clock ran 5 s ahead of this one
    boot, clock = folder / "boot_id", folder / "clock"
    boot.write_text("11111111-2222-4333-8444-555555555555\n")
    clock.write_text("-6s\n")
    inner = f'mount --bind {boot} /proc/sys/kernel/random/boot_id && exec env LD_PRELOAD={library} "$@"'
    app = bench.start(["unshare", "--mount", "sh", "-c", inner, "sh", bench.binary, "--config", config, "--data", data],
                      env=dict(environment, FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1",
                               FAKETIME_DONT_FAKE_MONOTONIC="1"))
    wait_for("the session to go on", 30, lambda: told(data, "resumed"))
    time.sleep(9)  # what the app says at the start goes away by itself
    before = glass.pixels(700, 20, 1000, 60)
    clock.write_text("+0\n")
    wait_for("the jump to be told", 10, lambda: told(data, "clock_jumped"))
    bench.expect(glass.changed((700, 20, 1000, 60), before, time.monotonic(), 10) is not None, "a quiet mark asks again")
    time.sleep(1)
    glass.press(*MARK_AWAY)
    time.sleep(1)
    glass.press(*AS_PROPOSED)
    wait_for("the answer", 20, lambda: told(data, "away_corrected"))
    answer, resumed = told(data, "away_corrected")[0], told(data, "resumed")[0]
    more = answer["to_ms"] - answer["from_ms"]
    right = answer["of"] == resumed["id"] and answer["from_ms"] == resumed["away_ms"] and abs(more - 6_000) < 100
    bench.expect(right, f"one tap says the time by the clock as it was set ({answer['from_ms']} to {answer['to_ms']} ms)")
    since = answer["boot_ms"] - resumed["boot_ms"]
    counted = answer["at_ms"] - resumed["at_ms"]
    bench.expect(abs(counted - since - more) <= 2, f"from then on the true time counts ({counted - since} ms more)")
    end(app)
    return [("device started again on a slow clock, set right later", "asked, answered in one tap, counted", "asked")]


def told(data, kind):
    """The lines of a kind in the records of a data folder."""
    text = "".join(file.read_text(errors="replace") for file in data.glob("sessions/*/*/events-*.ndjson"))
    lines = [line for line in text.splitlines() if f'"kind":"{kind}"' in line]
    return [json.loads(line) for line in lines]
