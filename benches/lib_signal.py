"""Samples: reading and writing them, and finding out where and how a copy differs from its original.

Only the standard library. Sound is an `array('f')`, interleaved where it has more than one channel; 1.0 is full scale.
"""
import math
import re
import struct
import subprocess
from array import array
from itertools import accumulate
from operator import mul
from pathlib import Path

RATE = 48_000
"""Frames a second of everything that is compared."""
COARSE = 480
"""Frames a second of what is searched through first."""
SURE = 0.9
"""Normalised correlation from which two stretches are taken for the same."""

LIKELY = 0.6
"""The same for the coarse search, whose steps may lie half a step apart; the fine one decides."""


def ffmpeg(*words):
    """Runs ffmpeg without a word of its own; raises where it fails."""
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)


def decode(path, channels=2, rate=RATE):
    """The whole of a file by ffmpeg, resampled by soxr where its rate is another."""
    turned = ["-af", f"aresample={rate}:resampler=soxr:precision=28"]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), *turned, "-ac", str(channels), "-f", "f32le", "-"]
    return floats(subprocess.run(command, check=True, capture_output=True).stdout)


def floats(raw):
    """Bytes of 32-bit float, little end first, as samples; an unfinished last one is left out."""
    samples = array("f")
    samples.frombytes(raw[: len(raw) // 4 * 4])
    return samples


def wav_shape(path):
    """(rate, channels, byte at which the samples begin, frames) of a WAV of 32-bit float."""
    with Path(path).open("rb") as file:
        at, rate, channels = 12, 0, 0
        while len(head := (file.seek(at), file.read(24))[1]) >= 8:
            name, size = head[:4], struct.unpack_from("<I", head, 4)[0]
            if name == b"fmt ":
                channels, rate = struct.unpack_from("<HI", head, 10)
            if name == b"data":
                return rate, channels, at + 8, size // (4 * channels)
            at += 8 + size + size % 2
    raise ValueError(f"{path} holds no sound")


def read_wav(path):
    """All samples of a WAV of 32-bit float."""
    _, channels, start, frames = wav_shape(path)
    with Path(path).open("rb") as file:
        file.seek(start)
        return floats(file.read(frames * channels * 4))


def write_wav(path, rate, channels, samples):
    """Writes a WAV of 32-bit float."""
    body = array("f", samples).tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(body), b"WAVE", b"fmt ", 16, 3, channels, rate,
                       rate * channels * 4, channels * 4, 32, b"data", len(body))
    Path(path).write_bytes(head + body)


def noise(path, seconds, rate, seed, *extra):
    """A file of pink noise below 4 kHz, its right channel another than its left; its place can be read off anywhere.

    `extra` are words for ffmpeg before the file's name.
    """
    source = "anoisesrc=color=pink:amplitude=0.7:r={}:d={}:seed={},lowpass=f=4000,lowpass=f=4000"
    graph = ";".join(f"{source.format(rate, seconds, seed + side)}[{side}]" for side in (0, 1))
    ffmpeg("-filter_complex", f"{graph};[0][1]join=inputs=2:channel_layout=stereo[out]", "-map", "[out]", *extra, path)


def likeness(pattern, field):
    """(lag, correlation) at which `pattern` lies in `field` best; both are lists, the correlation is normalised."""
    size, own = len(pattern), math.sqrt(sum(map(mul, pattern, pattern)))
    energy = [0.0, *accumulate(map(mul, field, field))]
    best = (0, -1.0)
    for lag in range(len(field) - size + 1):
        there = energy[lag + size] - energy[lag]
        if there > 1e-15 and own > 0.0:
            score = sum(map(mul, pattern, field[lag:lag + size])) / (own * math.sqrt(there))
            if score > best[1]:
                best = (lag, score)
    return best


def lag(reference, heard, at, size=2400):
    """How many frames later than in `reference` the stretch from `at` lies in `heard`, or None if it is not there.

    Both are one channel. Looks within 32 frames, then 512, then 4096.
    """
    pattern = reference[at:at + size].tolist()
    for reach in (32, 512, 4096):
        start = max(0, at - reach)
        found, score = likeness(pattern, heard[start:at + size + reach].tolist())
        if score >= SURE:
            return start + found - at
    return None


def residual_peak(reference, heard, start, end):
    """The greatest difference between two signals from frame `start` to `end`."""
    return max((abs(a - b) for a, b in zip(reference[start:end], heard[start:end])), default=0.0)


def biggest_step(samples):
    """The greatest jump from one sample to the next."""
    return max((abs(b - a) for a, b in zip(samples, samples[1:])), default=0.0)


def decibels(amplitude):
    """An amplitude in dB; −200 where there is none."""
    return 20.0 * math.log10(amplitude) if amplitude > 1e-10 else -200.0


def sine_distortion(samples, frequency, rate=RATE):
    """THD+N in dB: what is left beside the least-squares sine of that frequency and a constant, against that sine."""
    turn = 2.0 * math.pi * frequency / rate
    sines = [math.sin(turn * n) for n in range(len(samples))]
    cosines = [math.cos(turn * n) for n in range(len(samples))]
    bases = [sines, cosines, [1.0] * len(samples)]
    matrix = [[math.fsum(map(mul, row, column)) for column in bases] + [math.fsum(map(mul, row, samples))]
              for row in bases]
    weights = solved(matrix)
    fitted = [weights[0] * s + weights[1] * c for s, c in zip(sines, cosines)]
    left = math.fsum((x - y - weights[2]) ** 2 for x, y in zip(samples, fitted))
    return 10.0 * math.log10(max(left, 1e-30) / math.fsum(map(mul, fitted, fitted)))


def solved(matrix):
    """Solution of n equations, given as n rows of n + 1 numbers; Gauss with pivots."""
    rows = [list(row) for row in matrix]
    size = len(rows)
    for step in range(size):
        pivot = max(range(step, size), key=lambda row: abs(rows[row][step]))
        rows[step], rows[pivot] = rows[pivot], rows[step]
        for other in range(size):
            if other != step:
                factor = rows[other][step] / rows[step][step]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[step])]
    return [rows[step][size] / rows[step][step] for step in range(size)]


def tone_power(samples, frequency, rate=RATE):
    """Power of one frequency in a stretch (Goertzel), against the power of the whole stretch."""
    factor = 2.0 * math.cos(2.0 * math.pi * frequency / rate)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    power = (last * last + before * before - factor * last * before) * 2.0 / len(samples)
    return power / max(sum(map(mul, samples, samples)), 1e-20)


def loudness(path):
    """(integrated LUFS, true peak dBTP, momentary LUFS each 100 ms) of a file, by ffmpeg."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-v", "verbose", "-i", str(path), "-af",
               "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    number = r"(-?[\d.]+|-?inf|-?nan)"
    integrated = re.findall(rf"\bI:\s+{number} LUFS", said)
    peaks = re.findall(rf"Peak:\s+{number} dBFS", said)
    momentary = re.findall(rf"\bM:\s*{number}", said)
    return float(integrated[-1]), float(peaks[-1]), [float(value) for value in momentary]


def zero_runs(raw, shortest, frame=8):
    """(start, length) in frames of every run of at least `shortest` frames of exact zeros in bytes of whole frames."""
    runs, at, needle = [], 0, bytes(shortest * frame)
    while (at := raw.find(needle, at)) >= 0:
        start = -(-at // frame)
        rest = raw[start * frame:]
        length = (len(rest) - len(rest.lstrip(b"\0"))) // frame
        if length >= shortest:
            runs.append((start, length))
        at = (start + max(length, 1)) * frame
    return runs


class Locator:
    """Tells which place of a known file a captured stretch comes from."""

    def __init__(self, path, folder):
        """`path` is the file, `folder` a place for its samples."""
        self.raw = Path(folder) / f"{Path(path).stem}.samples"
        left = f"aresample={RATE}:resampler=soxr:precision=28,pan=mono|c0=c0"
        ffmpeg("-i", path, "-af", left, "-f", "f32le", self.raw)
        step, self.coarse = RATE // COARSE, []
        with self.raw.open("rb") as file:
            while block := floats(file.read(RATE * 4)):
                self.coarse += thinned(block, step)
        self.frames = self.raw.stat().st_size // 4

    def window(self, start, size):
        """Samples of the file from a frame on."""
        with self.raw.open("rb") as file:
            file.seek(max(0, start) * 4)
            return floats(file.read(size * 4))

    def find(self, heard, near=None, reach=4.0):
        """The frame of the file at which `heard` (one channel, half a second or more) begins, or None.

        Looks `reach` seconds around the frame `near`, then 20 s around it; everywhere if `near` is not known.
        """
        step = RATE // COARSE
        pattern = thinned(heard, step)
        fields = [(0, len(self.coarse))]
        if near is not None:
            fields = [(max(0, int(near / step - wide * COARSE)), int(near / step + wide * COARSE) + len(pattern))
                      for wide in (reach, 20.0)]
        for first, end in fields:
            found, score = likeness(pattern, self.coarse[first:end])
            if score < LIKELY:
                continue
            start = max(0, (first + found - 2) * step)
            size = min(len(heard), 2400)
            begin = len(heard) - size
            field = self.window(start + begin, size + 4 * step).tolist()
            fine, score = likeness(heard[begin:].tolist(), field)
            if score >= SURE:
                return start + fine
        return None


def thinned(samples, step):
    """Means of each `step` samples; what is over at the end is left out."""
    return [sum(samples[at:at + step]) / step for at in range(0, len(samples) - step + 1, step)]
