#!/usr/bin/env python3
"""Gathers the records of many devices as a practice would, through rclone on the loopback, and asks DuckDB about them.

    cargo build --example sessions --bin holdspace && benches/clinic.py [--short]

Two devices with simulated sessions, one of them writing while it is gathered and one amending; twenty more that write at
once. What must hold: `.live` stays out, every gathered folder is intact for verify_record.py and the same byte for
byte, a second gathering copies nothing, a changed file is refused, no two names are the same, and the queries of
docs/clinic.md give what the lines say. Needs rclone; exit 1 if anything is wrong.
"""
import argparse
import hashlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

import lib_python

ROOT = Path(__file__).resolve().parent.parent
USER, WORD = "practice", "only-on-this-machine"
NAME = re.compile(r"\d{8}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="20 writers of 5 folders instead of 100")
    parser.add_argument("--binary", type=Path, default=ROOT / "target/debug/holdspace")
    parser.add_argument("--sessions", type=Path, default=ROOT / "target/debug/examples/sessions")
    asked = parser.parse_args()
    for program in (asked.binary, asked.sessions):
        if not program.exists():
            sys.exit(f"There is no {program}; run `cargo build --example sessions --bin holdspace` first.")
    return asked


class Practice:
    """The machine that gathers: an SFTP server of rclone's on the loopback."""

    def __init__(self, home):
        self.home, self.root = home, home / "gathered"
        self.root.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = dict(os.environ, RCLONE_CONFIG=str(home / "rclone.conf"), RCLONE_CACHE_DIR=str(home / "cache"))
        secret = self.rclone("obscure", WORD).stdout.strip()
        (home / "rclone.conf").write_text(
            f"[practice]\ntype = sftp\nhost = 127.0.0.1\nport = {self.port}\nuser = {USER}\npass = {secret}\n")
        self.server = subprocess.Popen(
            ["rclone", "serve", "sftp", self.root, "--addr", f"127.0.0.1:{self.port}", "--user", USER, "--pass", WORD],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline or self.server.poll() is not None:
                    sys.exit("rclone serve did not come up.")
                time.sleep(0.1)

    def rclone(self, *words):
        return subprocess.run(["rclone", *words], env=self.environment, capture_output=True, text=True, timeout=600)

    def gather(self, data):
        """The command of docs/clinic.md; how many files it copied, and its exit code."""
        device = (data / "device").read_text().strip()
        done = self.rclone("copy", str(data / "sessions"), f"practice:records/{device}/sessions", "--immutable",
                           "--checksum", "--exclude", "*.live/**", "-v")
        return len(re.findall(r": Copied \(", done.stderr)), done.returncode

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(20)


def tree(folder, live=False):
    """SHA-256 of every file under a folder, by its path there."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file() and (live or ".live/" not in f"{path}/")}


def sealed(data):
    return [path for path in sorted(data.glob("sessions/*/*")) if not path.name.endswith(".live")]


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{words[0]} failed: {done.stderr.strip()}")
    return done.stdout


class Wrong(list):
    def unless(self, holds, what):
        print(f"  {'ok   ' if holds else 'WRONG'} {what}", flush=True)
        if not holds:
            self.append(what)


def as_it_was(practice, devices, wrong):
    """What was gathered is what is there, and intact for the independent reader."""
    from lib_told import verify_record
    folders = 0
    for data in devices:
        device = (data / "device").read_text().strip()
        there = practice.root / "records" / device / "sessions"
        if tree(there, live=True) != tree(data / "sessions"):
            wrong.append(f"{device}: what was gathered differs")
        for folder in there.glob("*/*"):
            folders += 1
            code, verdict = verify_record.verdict(str(folder))
            if (code, verdict) != (0, "intact"):
                wrong.append(f"{folder.name}: {verdict}")
            if verify_record.read(str(folder))[0][0]["device"] != device:
                wrong.append(f"{folder.name}: another device in its first line")
    wrong.unless(folders == sum(len(sealed(data)) for data in devices) > 0,
                 f"{folders} gathered folders, every sealed one and no other, intact and the same byte for byte")


def two_devices(asked, home, practice, wrong):
    """One writes and one amends while they are gathered."""
    one, two = home / "one", home / "two"
    for data, seeds in ((one, (1, 2)), (two, (3, 4))):
        for seed in seeds:
            run(asked.binary, "--data", data, "simulate", "--seed", seed)
    writer = subprocess.Popen([asked.sessions, "live", "--data", one, "--seconds", "25"], stdout=subprocess.PIPE, text=True)
    live = Path(writer.stdout.readline().strip())
    before = {data: tree(data / "sessions") for data in (one, two)}
    copied = [practice.gather(data) for data in (one, two)]
    wrong.unless(writer.poll() is None and live.is_dir(), "gathered while a session was being written")
    wrong.unless([code for _, code in copied] == [0, 0] and copied[0][0] == len(before[one]), f"copied {copied[0][0]} and {copied[1][0]} files")
    amended = [run(asked.sessions, "amend", "--data", two, "--record", folder, "--seed", 7) for folder in sealed(two)]
    amendments = [Path(line) for line in "".join(amended).split()]
    again = [practice.gather(data) for data in (one, two)]
    files = sum(len(tree(folder)) for folder in amendments)
    wrong.unless(files > 0 and again == [(0, 0), (files, 0)], f"the second gathering copied {len(amendments)} amendments alone")
    wrong.unless([practice.gather(data) for data in (one, two)] == [(0, 0)] * 2, "the third gathering copied nothing")
    wrong.unless(tree(one / "sessions") == before[one], "gathering changed nothing on the device")
    writer.terminate()
    writer.wait(20)
    wrong.unless(live.name.endswith(".live") and not list(practice.root.rglob("*.live")), "the open session stayed out")
    return one, two


def changed_afterwards(data, practice, wrong):
    """A sealed file that is changed after it was gathered is refused, and what was gathered stays."""
    victim = next(sealed(data)[0].glob("events-*.ndjson"))
    kept = tree(practice.root)
    right = victim.read_bytes()
    victim.chmod(stat.S_IRUSR | stat.S_IWUSR)
    victim.write_bytes(right.replace(b"therapist", b"therapisT", 1))
    copied, code = practice.gather(data)
    wrong.unless((copied, code != 0) == (0, True) and tree(practice.root) == kept,
                 "a file that was changed after sealing is refused, and the gathered one stays")
    victim.write_bytes(right)


def many_writers(asked, home, practice, wrong):
    """Twenty devices at once."""
    each = 5 if asked.short else 100
    devices = [home / f"room-{number:02}" for number in range(20)]
    writers = [subprocess.Popen([asked.sessions, "folders", "--data", data, "--count", str(each)]) for data in devices]
    wrong.unless([writer.wait(900) for writer in writers] == [0] * 20, f"20 devices wrote {each} sessions each, at once")
    gathered = [practice.gather(data) for data in devices]
    there = [len(tree(data / "sessions")) for data in devices]
    wrong.unless(gathered == [(files, 0) for files in there] and min(there) >= 3 * each, "all of them were gathered")
    return devices


def names(practice, wrong):
    paths = [path.relative_to(practice.root) for path in practice.root.rglob("*")]
    folders = [path.name for path in practice.root.glob("records/*/sessions/*/*")]
    wrong.unless(len(set(folders)) == len(folders) and all(NAME.fullmatch(name) for name in folders),
                 f"{len(folders)} folder names, no two the same over all devices")
    odd = [path for path in paths if not re.fullmatch(r"[a-z0-9./_-]+", str(path))]
    wrong.unless(not odd, f"{len(paths)} paths in lower-case ASCII without a colon or a blank {odd[:3] or ''}")


def questions(practice, wrong):
    """The queries of docs/clinic.md against what Python reads from the lines."""
    import duckdb
    from lib_told import Told
    os.chdir(practice.root)
    base = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    answers = {}
    for query in re.findall(r"```sql\n(.*?)```", (ROOT / "docs/clinic.md").read_text("utf-8"), re.DOTALL):
        named = re.match(r"-- (\w+)\n", query)
        answers[named[1] if named else ""] = base.execute(query).fetchall()
    told = [Told([str(folder)]) for folder in sorted(practice.root.glob("records/*/sessions/*/*"))]
    lines = sum(len(one.lines) for one in told)
    wrong.unless(base.execute("select count(*) from line").fetchall() == [(lines,)], f"DuckDB sees {lines} lines")
    wrong.unless(base.execute("select count(*) from 'lines.parquet'").fetchall() == [(lines,)], "and as many in Parquet")
    amended = {}
    for one in told:
        for _, line in one.of("amendment_started"):
            amended.setdefault(line["record"], []).append(one.folders[0])
    holds, peaks, course = [], [], {}
    for one in told:
        folder = one.lines[0][0]
        for _, taken in one.of("tablet_taken"):
            over = [line["at_ms"] for kind in ("spat", "swallowed") for _, line in one.of(kind)][0]
            holds.append((taken["dose"] + 1, (over - taken["at_ms"]) / 1000, folder))
        whole = Told([one.folders[0], *amended.get(folder, [])])
        measured = [stands for *_, stands, undone in whole.vitals() if not undone]
        if measured:
            peaks.append((folder, len(measured), max(stands[0] for stands in measured if stands[0] is not None)))
        client = one.lines[0][1]["code"]
        for (_, n, _, value, undone), (_, line) in zip(whole.ratings(), whole.of("rating")):
            if not undone:
                course.setdefault((client, line["item"]), []).append((line["wall"], value))
    wrong.unless(len(holds) == 4 and [(row[2], float(row[4]), row[1]) for row in answers["holds"]] == holds,
                 f"holds: {[held for _, held, _ in holds]} s of {answers['holds'][0][3]:.0f} s planned")
    wrong.unless(len(peaks) == 4 and [row[1:] for row in answers["peaks"]] == peaks, f"peaks: {[peak for *_, peak in peaks]} mmHg")
    wrong.unless(any(whole_line["kind"] in ("corrected", "undone") for one in told for _, whole_line in one.lines),
                 "some of it was corrected or taken back after it was sealed")
    expected = [(client, item, [value for _, value in sorted(values)]) for (client, item), values in sorted(course.items())]
    wrong.unless(len(expected) > 0 and answers["course"] == expected, f"ratings over the course: {expected}")


def main():
    asked = arguments()
    if shutil.which("rclone") is None:
        lib_python.skip("rclone is not installed")
    lib_python.run_in_it()
    started, wrong = time.monotonic(), Wrong()
    home = Path(tempfile.mkdtemp(prefix="holdspace-clinic-"))
    practice = Practice(home)
    try:
        one, two = two_devices(asked, home, practice, wrong)
        changed_afterwards(two, practice, wrong)
        rooms = many_writers(asked, home, practice, wrong)
        as_it_was(practice, [one, two, *rooms], wrong)
        names(practice, wrong)
        questions(practice, wrong)
    finally:
        practice.stop()
        os.chdir(ROOT)
        subprocess.run(["chmod", "-R", "u+w", home], check=False)
        shutil.rmtree(home, ignore_errors=True)
    for what in wrong:
        print(f"WRONG {what}")
    print(f"clinic: 22 devices, {len(wrong)} wrong, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
