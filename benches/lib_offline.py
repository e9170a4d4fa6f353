"""What is measured on files, faster than they sound: joins, resampling, levels, speed of analysis and of rendering."""
import math
import os
import subprocess
import time
from array import array

from lib_players import Holdspace, Mpd, Mpv, list_of
from lib_room import say, spread
from lib_signal import (RATE, Locator, biggest_step, decibels, decode, ffmpeg, lag, loudness, noise, read_wav,
                        residual_peak, sine_distortion, tone_power, wav_shape, write_wav, zero_runs)

PLAYERS = (Holdspace, Mpv, Mpd)
JOINS_AT = (0.17, 0.41, 0.83)
"""Where the recording is cut, as parts of it; the frames come out odd."""
LOSSLESS = ("wav", "flac", "alac", "aiff")
ENCODED = {
    "wav": ("wav", ["ffmpeg", "-nostdin", "-v", "error", "-i", "{}", "-c:a", "pcm_s16le", "{}"]),
    "flac": ("flac", ["flac", "--silent", "--output-name={1}", "{0}"]),
    "alac": ("m4a", ["ffmpeg", "-nostdin", "-v", "error", "-i", "{}", "-c:a", "alac", "{}"]),
    "aiff": ("aiff", ["ffmpeg", "-nostdin", "-v", "error", "-i", "{}", "-c:a", "pcm_s16be", "{}"]),
    "mp3": ("mp3", ["lame", "--quiet", "-b", "320", "{}", "{}"]),
    "vorbis": ("ogg", ["oggenc", "--quiet", "-q", "8", "-o", "{1}", "{0}"]),
    "opus": ("opus", ["opusenc", "--quiet", "--bitrate", "320", "{}", "{}"]),
    "aac": ("m4a", ["ffmpeg", "-nostdin", "-v", "error", "-i", "{}", "-c:a", "aac", "-b:a", "256k", "{}"]),
}
"""Ending and encoder of each format; AAC gets ffmpeg's edit list, whose lengths are whole milliseconds."""
MILLISECOND = RATE // 1000


def cut(bench, whole, rate, frames):
    """Four parts of a recording as WAV, and the frames at which they join."""
    at = [0, *(int(part * frames) | 1 for part in JOINS_AT), frames]
    folder = bench.fresh("cut")
    for number, (start, stop) in enumerate(zip(at, at[1:])):
        ffmpeg("-i", whole, "-af", f"atrim=start_sample={start}:end_sample={stop}", "-c:a", "pcm_s16le",
               folder / f"{number}.wav")
    return sorted(folder.iterdir()), [joint * RATE / rate for joint in at[1:-1]]


def encoded(bench, parts, kind):
    """The parts in another format."""
    ending, command = ENCODED[kind]
    folder, files = bench.fresh(kind), []
    for part in parts:
        files.append(folder / f"{part.stem}.{ending}")
        words = [word.format(part, files[-1]) if "{1}" in word or "{0}" in word else word for word in command]
        places = iter((part, files[-1]))
        subprocess.run([str(next(places)) if word == "{}" else word for word in words], check=True,
                       capture_output=True)
    return files


class Joined:
    """How a player's output differs from the recording that was cut."""

    def __init__(self, reference, heard, joints):
        """`reference` and `heard` are stereo at 48 kHz, `joints` frames."""
        self.longer = (len(heard) - len(reference)) // 2
        self.equal = reference.tobytes() == heard.tobytes()
        left, right = (signal[::2] for signal in (reference, heard))
        near, size = 600, 2400
        places = [near, *(place for joint in joints for place in (int(joint) - size - near, int(joint) + near)),
                  len(left) - size - near]
        self.lags = [lag(left, right, place) for place in places]
        known = [value for value in self.lags if value is not None]
        self.lost = len(known) < len(self.lags)
        self.shift = max(map(abs, known), default=0)
        self.click = max(residual_peak(left, right, int(joint) - 64, int(joint) + 64) for joint in joints)
        self.usual = max(residual_peak(left, right, place, place + size) for place in places)

    def __str__(self):
        if self.lost:
            return f"not found after a join (length {self.longer:+})"
        return "0" if self.shift == 0 and self.longer == 0 else f"{self.shift} (length {self.longer:+})"


def joins(bench):
    """One recording in four parts, eight formats, two rates: what comes before, between and after them."""
    seconds = 6 if bench.short else 24
    rows = {}
    for rate in (48_000, 44_100):
        whole = bench.fresh("whole") / "whole.wav"
        noise(whole, seconds, rate, 7, "-c:a", "pcm_s16le")
        reference = decode(whole)
        parts, joints = cut(bench, whole, rate, rate * seconds)
        unbroken = {player: player.joined(bench, [whole]) for player in PLAYERS} if rate != RATE else {}
        for kind in ENCODED:
            files = encoded(bench, parts, kind)
            for player in PLAYERS:
                if bench.short and player is not Holdspace and kind != "flac":
                    continue
                heard = player.joined(bench, files)
                if isinstance(heard, str):
                    found = f"does not play: {heard[:60]}"
                    good = False
                else:
                    measured = Joined(reference, heard, joints)
                    found, good = judged(measured, kind, rate, unbroken.get(player), heard)
                    say(f"    error at the joins {decibels(measured.click):.0f} dBFS, elsewhere "
                        f"{decibels(measured.usual):.0f} dBFS")
                rows.setdefault(kind, {}).setdefault(player.name, []).append(found)
                say(f"    {rate} {kind} {player.name}: {found}")
                if player is Holdspace:
                    bench.expect(good, f"{kind} of {rate} Hz: four parts join as the whole ({found})")
                if player is Mpv and kind == "flac" and rate == RATE:
                    bench.expect(found == "0", f"the rig finds mpv's joins of FLAC exact ({found})")
    must = {kind: "0, every sample" for kind in LOSSLESS} | {"aac": f"≤ {MILLISECOND} a join"}
    return [(f"samples of error at joins, {kind}, 48 and 44.1 kHz", *(told(rows[kind].get(player.name))
             for player in PLAYERS), must.get(kind, "0")) for kind in ENCODED]


def told(found):
    """What was found at both rates in one cell."""
    if not found:
        return "–"
    return found[0] if len(set(found)) == 1 else "; ".join(found)


def judged(measured, kind, rate, unbroken, heard):
    """(words, good) of a measurement."""
    words = str(measured)
    if measured.lost:
        return words, False
    if kind in LOSSLESS:
        exact = measured.equal if unbroken is None else unbroken.tobytes() == heard.tobytes()
        near = max(measured.click, measured.usual)
        if words == "0" and not exact:
            words = f"0, but not every sample ({decibels(near):.0f} dBFS)"
        return words, exact and measured.shift == 0 and measured.longer == 0 and near < 2e-3
    slack = 4 * MILLISECOND if kind == "aac" else 0
    slack += 3 if kind == "opus" and rate != RATE else 0  # lengths are rounded to 48 kHz in each file
    return words, measured.shift <= slack and abs(measured.longer) <= slack + (2 if rate != RATE else 0)


def resampler(bench):
    """THD+N of a sine of 44.1 kHz at 48 kHz."""
    rows = []
    for frequency in (997, 12_000):
        file = bench.fresh("sine") / "sine.wav"
        turn = 2.0 * math.pi * frequency / 44_100
        sine = [0.5 * math.sin(turn * n) for n in range(44_100 * 4)]
        write_wav(file, 44_100, 2, [sample for value in sine for sample in (value, value)])
        cells = []
        for player in PLAYERS:
            heard = player.joined(bench, [file])
            if isinstance(heard, str):
                cells.append(heard)
                continue
            figure = sine_distortion(heard[::2][RATE:2 * RATE].tolist(), frequency)
            cells.append(f"{figure:.1f} dB")
            if player is Holdspace:
                bench.expect(figure <= -120.0, f"THD+N at {frequency} Hz is at most −120 dB ({figure:.1f})")
                length = len(heard) // 2 - RATE * 4
                bench.expect(length == 0, f"resampled sound is as long as before ({length:+} frames)")
        rows.append((f"THD+N of 44.1 → 48 kHz at {frequency} Hz", *cells, "≤ −120 dB"))
    return rows


ARC = ((0.0, -9), (9.5, -9), (11.0, -6), (19.5, -6), (21.5, -3), (29.5, -3), (31.5, 0), (49.5, 0), (52.0, -4),
       (64.0, -4), (66.5, -8), (74.5, -8), (77.0, -12))
"""Minutes of a journey of 75 and the level the music is to have there against the peak, in dB."""
TARGET = -20.0
"""LUFS of a track at the peak."""


def arc(second, minutes):
    """The arc's level in dB at a second of music that lasts `minutes`; a raised cosine between points."""
    at = second / 60.0 * 75.0 / minutes
    for (start, low), (stop, high) in zip(ARC, ARC[1:]):
        if start <= at < stop:
            return low + (high - low) * (0.5 - 0.5 * math.cos(math.pi * (at - start) / (stop - start)))
    return ARC[-1][1]


LOUDNESSES = (-10.0, -13.5, -17.0, -20.5, -24.0, -28.0, -31.5, -35.0)
TONES = tuple(5000 + 700 * number for number in range(len(LOUDNESSES)))
TRACK = 60


def loud_tracks(bench):
    """Tracks from very loud to very soft, each told by a tone of its own; the fifth has spikes up to −1 dBFS."""
    folder, files = bench.fresh("levels"), []
    for number, (wanted, tone) in enumerate(zip(LOUDNESSES, TONES)):
        raw, file = folder / f"{number}.wav", folder / f"{number}.flac"
        noise(raw, TRACK, 44_100, 100 + number, "-c:a", "pcm_f32le")
        gain = wanted - loudness(raw)[0]
        sine = f"0.02*sin(2*PI*{tone}*t)"
        spike = "0.89*lt(mod(t\\,3)\\,0.0004)*sin(2*PI*2500*t)" if number == 4 else "0"
        shaped = (f"[0:a]volume={gain}dB,alimiter=limit=0.85:level=disabled[a];"
                  f"aevalsrc=exprs={sine}*{10 ** ((wanted + 20) / 20)}+{spike}:s=44100:d={TRACK}:c=mono,"
                  "aformat=channel_layouts=stereo[b];[a][b]amix=inputs=2:normalize=0:duration=first[out]")
        ffmpeg("-i", raw, "-filter_complex", shaped, "-map", "[out]", "-sample_fmt", "s32", file)
        raw.unlink()
        integrated, peak, _ = loudness(file)
        tags = {"TRACK_GAIN": f"{-18.0 - integrated:.2f} dB", "TRACK_PEAK": f"{10 ** (peak / 20):.6f}"}
        for name, value in tags.items():
            subprocess.run(["metaflac", f"--set-tag=REPLAYGAIN_{name}={value}", file], check=True)
        say(f"    track {number}: {integrated:.1f} LUFS, {peak:.1f} dBTP")
        files.append(file)
    return files


def sounding(samples):
    """Which track a tenth of a second is, by its tone, or None."""
    powers = [tone_power(samples, tone) for tone in TONES]
    order = sorted(powers, reverse=True)
    return powers.index(order[0]) if order[0] > 20.0 * max(order[1], 1e-9) and order[0] > 1e-5 else None


def levelled(bench, files, minutes):
    """(loudness against the arc by track, highest true peak) of a rendered list."""
    out = bench.fresh("out") / "music.wav"
    playlist = bench.fresh("list") / "tracks.toml"
    playlist.write_text('format = "holdspace-playlist 1"\nname = "tracks"\n'
                        + "".join(f'\n[[track]]\nfile = "{file}"\n' for file in files))
    done = bench.holdspace("render", "--minutes", minutes, "--playlist", playlist, "-o", out)
    if done.returncode != 0:
        raise RuntimeError(f"the list was not rendered: {done.stderr}")
    left = read_wav(out)[::2]
    _, peak, momentary = loudness(out)
    out.unlink()
    seconds = {}
    for second in range(1, len(left) // RATE):
        track = sounding(left[second * RATE:second * RATE + RATE // 10].tolist())
        seconds.setdefault(track, []).append(second)
    found = {}
    for track in range(len(files)):
        own = seconds.get(track, [])
        middle = own[len(own) // 3:len(own) - len(own) // 3]  # away from crossfades
        # A value of M stands for the 400 ms before it.
        values = [(momentary[at * 10 + step], arc(at + (step + 1) / 10 - 0.2, minutes))
                  for at in middle for step in range(10) if at * 10 + step < len(momentary)]
        if values:
            power = sum(10 ** ((heard - level) / 10) for heard, level in values) / len(values)
            found[track] = 10 * math.log10(power)
    return found, peak


def levels(bench):
    """Tracks from −10 to −35 LUFS, as they are heard."""
    files, minutes = loud_tracks(bench), 8
    found, peak = levelled(bench, files, minutes)
    say("    against the arc: " + ", ".join(f"{track}: {value:.2f}" for track, value in found.items()))
    spread_of = max(found.values()) - min(found.values())
    off = max(abs(value - TARGET) for value in found.values())
    bench.expect(len(found) >= 6, f"at least 6 of 8 tracks are heard ({len(found)})")
    bench.expect(off <= 0.5, f"every track is within 0.5 LU of the arc's target (furthest {off:.2f} LU)")
    bench.expect(peak <= -2.0, f"the true peak is at most −2 dBTP ({peak:.1f})")
    others = [None, None] if bench.short else replay_gained(bench, files)
    return [("spread of eight tracks of −10 to −35 LUFS after levelling (others: ReplayGain tags)",
             f"{spread_of:.2f} LU, {off:.2f} LU from the arc's target at most",
             *(f"{other[0]:.2f} LU" if other else "–" for other in others), "± 0.5 LU of the arc's target"),
            ("highest true peak of it", f"{peak:.1f} dBTP",
             *(f"{other[1]:.1f} dBTP" if other else "–" for other in others), "≤ −2 dBTP")]


def replay_gained(bench, files):
    """(spread in LU, highest true peak) of the files played by mpv and mpd with their tags' gain."""
    others = []
    for name, play in (("mpv", lambda file: Mpv.joined(bench, [file], "--replaygain=track")),
                       ("mpd", lambda file: Mpd.joined(bench, [file], 'replaygain "track"'))):
        heard, peaks = [], []
        for file in files:
            out = bench.fresh("out") / "one.wav"
            write_wav(out, RATE, 2, play(file))
            integrated, true_peak, _ = loudness(out)
            heard.append(integrated)
            peaks.append(true_peak)
            out.unlink()
        say(f"    {name}: " + ", ".join(f"{value:.1f}" for value in heard))
        others.append((max(heard) - min(heard), max(peaks)))
    return others


def album(bench, count, seconds):
    """FLAC files of built-in music, 44.1 kHz and 16 bits as on a CD."""
    folder, files = bench.fresh("album"), []
    for number, piece in enumerate(("tidewater", "undertow", "first-light", "cedar", "lantern")[:count]):
        wav, file = folder / f"{number}.wav", folder / f"{number}.flac"
        bench.holdspace("render", "--minutes", math.ceil(seconds / 60), "--playlist", piece, "-o", wav)
        ffmpeg("-i", wav, "-t", seconds, "-ar", 44_100, "-sample_fmt", "s16", file)
        wav.unlink()
        files.append(file)
    return files


def timed(work):
    """Wall seconds that `work` takes."""
    start = time.monotonic()
    work()
    return time.monotonic() - start


def analyse_by_ffmpeg(files, at_once):
    """Measures the files with ffmpeg's ebur128 and true peak, so many at once."""
    waiting, running = list(files), []
    while waiting or running:
        while waiting and len(running) < at_once:
            running.append(subprocess.Popen(["ffmpeg", "-nostdin", "-v", "quiet", "-i", waiting.pop(0), "-af",
                                             "ebur128=peak=true", "-f", "null", "-"]))
        running.pop(0).wait()


def analysis(bench):
    """Minutes of sound per second of a wall clock: `check` against ffmpeg's ebur128 on the same files."""
    files = album(bench, 5, 84 if bench.short else 840)
    minutes = 5 * (84 if bench.short else 840) / 60
    playlist, speeds = list_of(bench, files), {"check": [], "one": [], "two": []}

    def check():
        done = bench.holdspace("check", playlist)
        bench.expect(done.returncode == 0, f"check finds nothing wrong with good files {done.stdout.strip()[:200]}")

    for _ in range(1 if bench.short else 3):
        speeds["check"].append(minutes / timed(check))
        speeds["one"].append(minutes / timed(lambda: analyse_by_ffmpeg(files, 1)))
        speeds["two"].append(minutes / timed(lambda: analyse_by_ffmpeg(files, os.cpu_count() or 1)))
    middle = {name: sorted(values)[len(values) // 2] for name, values in speeds.items()}
    say(f"    minutes a second: {speeds}")
    return [(f"analysis of {minutes:.0f} min of FLAC with true peak, minutes per second",
             f"{spread(speeds['check'], 1)}: {middle['check'] / middle['one']:.1f} × ffmpeg, "
             f"{middle['check'] / middle['two']:.1f} × ffmpeg on all cores",
             f"ffmpeg ebur128: {spread(speeds['one'], 1)}; a file on each core: {spread(speeds['two'], 1)}", "–",
             "≥ 2 × ffmpeg")]


def rendering(bench):
    """How many times as fast as it sounds a journey is rendered."""
    minutes = 7 if bench.short else 68
    files, cells = album(bench, 5, 84 if bench.short else 840), []
    for name, playlist in (("built-in", "tidewater"), ("FLAC", list_of(bench, files))):
        out, data = bench.fresh("out") / "journey.wav", bench.fresh("data")
        for turn in ("", " again") if name == "FLAC" else ("",):
            words = ("render", "--minutes", minutes, "--playlist", playlist, "-o", out)
            spent = timed(lambda: bench.holdspace(*words, data=data))
            frames = wav_shape(out)[3] if out.exists() else 0
            bench.expect(frames == minutes * 60 * RATE, f"{name}: {minutes} min were rendered ({frames} frames)")
            cells.append(f"{name}{turn} {minutes * 60 / spent:.0f} ×")
            out.unlink(missing_ok=True)
    return [(f"rendering {minutes} min, × real time (files: with and without their analysis)", ", ".join(cells), "–",
             "–", "≥ 60 ×")]


def rig(bench):
    """The rig itself: it must see what is wrong where something is."""
    whole = bench.fresh("whole") / "whole.wav"
    noise(whole, 3, RATE, 3, "-c:a", "pcm_s16le")
    good = decode(whole)
    joints = [RATE, 2 * RATE]
    bench.expect(str(Joined(good, good, joints)) == "0" and Joined(good, good, joints).equal, "a copy is a copy")
    lost = Joined(good, good[:2 * RATE] + good[2 * (RATE + 7):], joints)
    bench.expect((lost.shift, lost.longer) == (7, -7), f"7 frames lost at a join are seen ({lost})")
    added = Joined(good, good[:4 * RATE] + array("f", bytes(8 * 1527)) + good[4 * RATE:], joints)
    bench.expect((added.shift, added.longer) == (1527, 1527), f"1527 frames between two parts are seen ({added})")
    one = array("f", good)
    one[2 * RATE] += 0.1
    bench.expect(Joined(good, one, joints).click > 0.09 and not Joined(good, one, joints).equal, "a click is seen")
    sine = [math.sin(2 * math.pi * 997 * n / RATE) + 1e-5 * math.sin(2 * math.pi * 1994 * n / RATE)
            for n in range(RATE)]
    figure = sine_distortion(sine, 997)
    bench.expect(abs(figure + 100.0) < 0.01, f"a second harmonic of −100 dB is −100 dB ({figure:.3f})")
    step = biggest_step([0.0, 0.1, -0.4, -0.5])
    bench.expect(abs(step - 0.5) < 1e-9, "the greatest step is found")
    tone = [0.01 * math.sin(2 * math.pi * TONES[3] * n / RATE) for n in range(RATE // 10)]
    heard = [a + b for a, b in zip(tone, good[:2 * RATE // 10:2])]
    bench.expect(sounding(heard) == 3, "a track is told by its tone")
    bench.expect(sounding(good[:2 * RATE // 10:2]) is None, "noise is not told for a track")
    locator = Locator(whole, bench.folder)
    for frame in (70_001, 70_026, 70_050, 70_099):
        soft = array("f", (0.001 * sample for sample in good[2 * frame:2 * (frame + RATE):2]))
        bench.expect(locator.find(soft) == frame, f"a soft second is found at its frame ({locator.find(soft)})")
    bench.expect(locator.find(array("f", reversed(soft))) is None, "what is not in a file is not found in it")
    raw = good[:2 * 1000].tobytes() + bytes(8 * 300) + good[:2 * 1000].tobytes() + bytes(8 * 100)
    bench.expect(zero_runs(raw, 240) == [(1000, 300)], f"300 frames of silence are seen ({zero_runs(raw, 240)})")
    return []
