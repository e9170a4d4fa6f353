"""What is measured while it sounds: what it costs, what a sound server's death does, and half an hour of it."""
import time

from lib_players import Holdspace, Mpd, Mpv, list_of
from lib_room import FRAME, RATE, Ear, Screen, SoundServer, cpu_seconds, end, memory, say, spread, wait_for
from lib_signal import SURE, Locator, biggest_step, decibels, likeness, noise, zero_runs

MARK = RATE
"""Frames of a stretch whose place is looked up."""


def flac_of(bench, minutes, seed):
    """A FLAC of noise in which every place is another."""
    file = bench.fresh("noise") / "noise.flac"
    noise(file, round(minutes * 60), 44_100, seed, "-sample_fmt", "s16")
    return file


def cost(bench):
    """CPU and memory of each player on the same file, one after the other, in turns."""
    seconds, runs = (10, 1) if bench.short else (bench.seconds, bench.runs)
    file = flac_of(bench, 2 if bench.short else 5 + seconds // 20, 21)
    server, screen = SoundServer(bench).start(), Screen(bench)
    server.open()
    playlist = list_of(bench, [file])
    window, plain = screen.environment(server), server.environment
    turns = {
        "Holdspace, FLAC": lambda: Holdspace.session(bench, playlist, window),
        "Holdspace, built-in": lambda: Holdspace.session(bench, "tidewater", window),
        "mpv": lambda: Mpv.play(bench, file, plain),
        "mpd": lambda: Mpd.play(bench, file, plain).process,
    }
    if bench.short:
        turns.pop("Holdspace, built-in")
    found = {name: [] for name in turns}
    for _ in range(runs):
        for name, begin in turns.items():
            found[name].append(one_cost(bench, name, begin(), server, seconds))
    end(screen.process)
    end(server.process)
    cells = {name: [spread([run[what] for run in values], digits) for what, digits in ((0, 2), (1, 1), (2, 1))]
             for name, values in found.items()}
    rows = [("CPU s per minute", "≤ 0.5 × mpv"), ("peak RSS, MiB", "≤ 0.5 × mpv"), ("RSS at the end, MiB", "–")]
    note = f"{runs} × {seconds} s, FLAC"
    table = []
    for number, (what, must) in enumerate(rows):
        mine = ", ".join(f"{name.split(', ')[1]} {cell[number]}" for name, cell in cells.items() if "Hold" in name)
        table.append((f"{what} ({note})", mine, cells["mpv"][number], cells["mpd"][number], must))
    return table


def one_cost(bench, name, process, server, seconds):
    """(CPU s per minute, highest MiB, last MiB) of a player that just began."""
    time.sleep(5 if bench.short else 12)
    ear = Ear(server)
    (before, threads), start = cpu_seconds(process.pid), time.monotonic()
    time.sleep(seconds)
    (after, later), spent = cpu_seconds(process.pid), time.monotonic() - start
    peak, last = memory(process.pid, "VmHWM"), memory(process.pid)
    bench.expect(ear.sounded is not None, f"{name} is heard while it is measured")
    ear.close()
    end(process)
    shares = sorted(((used - threads.get(who, 0.0)) * 60 / spent, who) for who, used in later.items())[::-1]
    say(f"    {name}: {(after - before) * 60 / spent:.2f} CPU s/min, {peak:.1f} MiB ("
        + ", ".join(f"{who} {share:.2f}" for share, who in shares[:6]) + ")")
    return (after - before) * 60 / spent, peak, last


class Death:
    """One kill -9 of the sound server and what was heard before and after it."""

    def __init__(self, server, locator, ear, near):
        """`near` is the frame of the file that belongs to the ear's frame zero, as far as it is known."""
        self.near = near
        server.kill()
        ear.close()
        stop = ear.last_sound()
        offset = place_of(ear, locator, stop - MARK, near)
        self.last = None if offset is None else stop + offset
        time.sleep(1.5)
        server.start()
        self.ear = Ear(server)
        self.opened = server.open()

    def wait(self, locator, most=15.0):
        """Waits for sound and measures it: (seconds to sound, ms lost, first step, biggest step)."""
        until = time.monotonic() + most
        while self.ear.sounded is None and time.monotonic() < until:
            time.sleep(0.02)
        self.seconds = self.lost = self.first = self.step = self.full = None
        if self.ear.sounded is None:
            return False
        time.sleep(4.0)
        start = self.ear.sounded
        self.seconds = self.ear.origin() + start / RATE - self.opened
        self.offset = place_of(self.ear, locator, start + 2 * RATE, self.last - start if self.last else self.near)
        if self.offset is not None and self.last is not None:
            self.lost = (start + self.offset - self.last) * 1000.0 / RATE
            # The place is looked up where the sound is full again; nothing may be left out up to there either.
            early = place_of(self.ear, locator, start + RATE // 10, self.offset)
            self.whole = early in (None, self.offset)
            self.full = self.back_at(locator, start)
        returning = [0.0, *self.ear.left(start, RATE // 10)]
        self.first, self.step = abs(returning[1]), biggest_step(returning)
        return True


    def back_at(self, locator, start):
        """Seconds from the first sound until the music is within 1 dB of its level 3.5 s after it, or None."""
        def gain(frame):
            heard, known = self.ear.left(frame, 2400), locator.window(frame + self.offset, 2400)
            return decibels(loud(heard) / max(loud(known), 1e-9))

        usual = gain(start + 7 * RATE // 2)
        return next((step / 20 for step in range(80) if gain(start + step * 2400) >= usual - 1.0), None)


def loud(samples):
    """Root of the mean square."""
    return (sum(sample * sample for sample in samples) / max(len(samples), 1)) ** 0.5


def place_of(ear, locator, start, near):
    """File frame minus ear frame of the stretch from `start`, or None."""
    found = locator.find(ear.left(start, MARK), None if near is None else near + start)
    return None if found is None else found - max(0, start)


def kills(bench):
    """The sound server dies again and again under a session; then once under each of the others."""
    count = 2 if bench.short else 20
    file = flac_of(bench, 3 if bench.short else 12, 31)
    locator = Locator(file, bench.folder)
    server, screen = SoundServer(bench).start(), Screen(bench)
    ear = Ear(server)
    server.open()
    app = Holdspace.session(bench, list_of(bench, [file]), screen.environment(server))
    wait_for("sound", 40, lambda: ear.sounded is not None)
    time.sleep(9)
    near = place_of(ear, locator, ear.frames() - 2 * MARK, None)
    bench.expect(near is not None, "the file is heard before the first kill, and its place is known")
    usual = biggest_step(ear.left(ear.frames() - RATE, RATE))
    deaths = []
    for number in range(count):
        death = Death(server, locator, ear, near)
        if not death.wait(locator):
            say(f"    kill {number + 1}: no sound within 15 s")
            deaths.append(death)
            break
        ear, near = death.ear, death.offset
        deaths.append(death)
        lost = "not known" if death.lost is None else f"{death.lost:+.1f} ms"
        say(f"    kill {number + 1}: sound after {death.seconds:.3f} s, goes on {lost} from where it was heard last, "
            f"first sample {decibels(death.first):.0f} dBFS, greatest step {decibels(death.step):.0f} dBFS")
    back = [death for death in deaths if death.seconds is not None]
    lost = [death.lost for death in back if death.lost is not None]
    bench.expect(len(back) == count, f"music comes back after each of {count} kills ({len(back)})")
    bench.expect(len(lost) == len(back), f"its place is found after each ({len(lost)})")
    bench.expect(all(value <= HEARD_LATE for value in lost), f"nothing is skipped ({max(lost, default=0):+.1f} ms)")
    bench.expect(all(value >= -100.0 for value in lost), f"at most 100 ms twice (most {min(lost, default=0):+.1f} ms)")
    bench.expect(all(death.whole for death in back if death.lost is not None), "nothing is skipped while it comes up")
    steps = all(death.step <= usual for death in back)
    bench.expect(steps, f"no step above the music's own ({decibels(usual):.0f} dBFS)")
    bench.expect(app.poll() is None, "the app still runs")
    end(app)
    end(server.process)
    others = ["–", "–"] if bench.short else [peer_after_kill(bench, peer, file) for peer in (Mpv, Mpd)]
    end(screen.process)
    steps = max((decibels(death.step) for death in back), default=-200.0)
    return [(f"sound server killed with −9, {count} times: music comes back", f"{len(back)} of {count}", *others,
             f"{count} of {count}"),
            ("seconds from the server to the first sound", spread([death.seconds for death in back]), "–", "–",
             "≤ 0.5"),
            ("seconds from the first sound to the full level",
             spread([death.full for death in back if death.full is not None]), "–", "–", "2"),
            ("ms of music lost (+) or heard twice (−)", spread(lost, 1), "–", "–", "−100 to 0"),
            ("greatest step in 0.1 s after it, against the music's own", f"{steps:.0f} / {decibels(usual):.0f} dBFS",
             "–", "–", "no step")]


HEARD_LATE = 12.0
"""Milliseconds that the dying server may have played without handing them to the ear, which asks each 10 ms."""


def peer_after_kill(bench, peer, file):
    """What another player does when the sound server dies and comes back, in words."""
    server = SoundServer(bench).start()
    ear = Ear(server)
    server.open()
    played = peer.play(bench, file, server.environment)
    process = played.process if peer is Mpd else played
    wait_for("sound", 20, lambda: ear.sounded is not None)
    time.sleep(3)
    server.kill()
    ear.close()
    time.sleep(1.5)
    ended = process.poll()
    server.start()
    ear = Ear(server)
    server.open()
    time.sleep(15)
    if ear.sounded is not None:
        said = "comes back by itself"
    elif (ended := process.poll()) is not None:
        said = f"ends (status {ended})"
    else:
        said = "stays silent"
        if peer is Mpd:
            state = (played.ask("status") or {}).get("state", "no answer")
            played.ask("play")
            time.sleep(3)
            said += f" (state {state}; after another “play”: {'sound' if ear.sounded is not None else 'silence'})"
    say(f"    {peer.name}: {said}")
    ear.close()
    end(process)
    end(server.process)
    return said


def soak(bench):
    """A long run with a stretch of heavy load: drift against the wall, memory, inserted silence, a second output."""
    minutes, load_at, load_for, settle = (1.0, 25, 10, 10) if bench.short else (30.0, 600, 300, 300)
    file = flac_of(bench, minutes + 4, 41)
    locator = Locator(file, bench.folder)
    sinks = ("kiosk", "room") if bench.room else ("kiosk",)
    server, screen = SoundServer(bench, sinks).start(), Screen(bench)
    server.open()
    settings = 'room_output = "room"' if bench.room else ""
    ears = [Ear(server, sink) for sink in sinks]
    app = Holdspace.session(bench, list_of(bench, [file]), screen.environment(server), settings)
    wait_for("sound", 40, lambda: ears[0].sounded is not None)
    time.sleep(9)
    start, marks, held, loops = time.monotonic(), [], [], []
    while (now := time.monotonic() - start) < minutes * 60:
        marks.append(ears[0].frames())
        held.append((now, memory(app.pid)))
        if load_at <= now < load_at + load_for and not loops:
            loops = [bench.start(["sh", "-c", "while :; do :; done"]) for _ in range(4)]
        if now >= load_at + load_for:
            while loops:
                end(loops.pop())
        if len(ears) == 2 and now > minutes * 40:
            ears.append(pulled_and_plugged(server, ears[1]))
        time.sleep(2 if bench.short else 10)
    stop, used = time.monotonic(), memory(app.pid, "VmHWM")
    end(app)
    for ear in ears:
        ear.close()
    drift = drift_of(bench, ears[0], locator, marks, start, stop)
    holes = holes_in(ears[0], marks[0], marks[-1])
    flat = [mebibytes for at, mebibytes in held if at >= settle]
    bench.expect(not holes, f"no silence is inserted ({len(holes)} runs: {holes[:5]})")
    bench.expect(abs(drift) < 20.0, f"drift is below 20 ms ({drift:+.2f} ms)")
    bench.expect(bench.short or max(flat) - min(flat) <= 4.0, f"RSS stays ({min(flat):.1f} to {max(flat):.1f} MiB)")
    rows = [(f"{minutes:.0f} min, 4 busy loops for {load_for} s of them: drift against the wall", f"{drift:+.2f} ms",
             "–", "–", "< 20 ms"),
            ("RSS after the first part of it, MiB", f"{min(flat):.1f}–{max(flat):.1f} (peak {used:.1f})",
             "–", "–", "± 2"),
            ("samples of inserted silence in it", str(sum(length for _, length in holes)), "–", "–", "0")]
    if bench.room:
        apart = in_step(ears[0], ears[1:])
        known = [abs(value) for value in apart if value is not None]
        bench.expect(known and len(known) == len(apart), f"the second output plays the same ({len(known)} places)")
        bench.expect(max(known, default=99.0) <= 20.0, f"outputs are in step ({max(known, default=99.0):.1f} ms)")
        rows.append(("two outputs apart, one of them gone and back, ms", spread(known, 1), "–", "–", "≤ 20"))
    end(screen.process)
    end(server.process)
    return rows


def pulled_and_plugged(server, ear):
    """Takes the second sink away for 5 s and gives it back; returns the new ear there."""
    ear.close()
    server.unplug("room")
    time.sleep(5)
    server.modules["room"] = server.plug("room")
    return Ear(server, "room")


def drift_of(bench, ear, locator, marks, began, ended):
    """Milliseconds by which the music is ahead of the wall at the end, against the beginning.

    `marks` are frames of the ear at which the music's place is looked up, `began` and `ended` monotonic seconds.
    """
    near_end = min(20.0, (ended - began) / 4)
    places, near = [], None
    for frame in marks:
        if (offset := place_of(ear, locator, frame - MARK, near)) is not None:
            places.append((frame, offset))
            near = offset
    bench.expect(len(places) == len(marks), f"its place is found at each of {len(marks)} moments ({len(places)})")
    if len(places) < 2:
        return float("inf")
    jumps = [(later[0] / RATE, later[1] - place[1]) for place, later in zip(places, places[1:]) if later[1] != place[1]]
    bench.expect(not jumps, f"no frame is lost or added on the way ({jumps[:5]})")
    wall = ear.origin(ended - near_end, ended) - ear.origin(began, began + near_end)
    return ((places[-1][1] - places[0][1]) / RATE - wall) * 1000.0


def holes_in(ear, first, last):
    """Runs of exact zeros of 5 ms or more between two frames: (second, frames)."""
    found, at, most = [], first, 60 * RATE
    while at < last:
        raw = ear.raw(at, min(most, last - at))
        found += [(round((at + start) / RATE, 2), length) for start, length in zero_runs(raw, RATE // 200, FRAME)]
        at += most
    return found


def in_step(first, others):
    """Milliseconds by which the second output is behind the first, at places before and after it was gone."""
    apart, reach, size = [], RATE // 8, RATE // 10
    for ear in others:
        between = round((ear.origin() - first.origin()) * RATE)
        for part in (0.35, 0.6, 0.85):
            start = int(ear.frames() * part)
            field = first.left(start + between - reach, size + 2 * reach)
            found, score = likeness(ear.left(start, size).tolist(), field.tolist())
            apart.append((reach - found) * 1000.0 / RATE if score >= SURE else None)
    return apart
