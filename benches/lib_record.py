"""What the rigs of the record share: the recorder, what it acknowledged, what is there afterwards, small disks."""
import ctypes
import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

from lib_room import say, wait_for

EVENT = re.compile(r"^event ([0-9a-f]{32}) (\d+) (all|one)$")
PR_SET_PDEATHSIG = 1


class Skip(Exception):
    """This machine cannot run a rig; the sentence says why."""


def can(*tools, root=False):
    """Raises `Skip` where a tool or the rights are missing."""
    if missing := [tool for tool in tools if shutil.which(tool) is None]:
        raise Skip(f"{', '.join(missing)} not installed")
    if root and os.geteuid() != 0:
        raise Skip("needs root")
    if "strace" in tools and subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        raise Skip("strace may not trace here")


def ends_with_parent():
    """In a child: it dies with the rig, whatever happens to that."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 9)


class Recorder:
    """A recorder that runs: what it said so far, and which events it acknowledged."""

    def __init__(self, bench, *words, under=(), environment=None, cwd=None):
        """`under` is a command that runs it, such as strace and its options."""
        # What runs it may be killed; it must not go on without that.
        command = [*under, *(("setpriv", "--pdeathsig", "KILL") if under else ()), bench.recorder, *words]
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=environment, cwd=cwd,
                                        preexec_fn=ends_with_parent)
        bench.children.append(self.process)
        self.lines, self.acked, self.complaints = [], [], []
        self.heard = threading.Condition()
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()
        threading.Thread(target=self.complain, daemon=True).start()

    def listen(self):
        """Takes lines until there are no more. A line that a kill cut off acknowledges nothing."""
        for line in self.process.stdout:
            if not line.endswith("\n"):
                break
            with self.heard:
                self.lines.append(line.strip())
                if line.startswith("saved "):
                    self.acked += line.split()[1:]
                self.heard.notify_all()

    def complain(self):
        """Keeps what it says of itself."""
        self.complaints += self.process.stderr.readlines()

    def wait_line(self, start, seconds=60, after=0):
        """The first line after so many that begins like this."""
        def found():
            return next((line for line in self.lines[after:] if line.startswith(start)), None)
        with self.heard:
            if not self.heard.wait_for(found, seconds):
                raise TimeoutError(f"no “{start}” within {seconds} s; last: {self.lines[-3:]} {self.complaints}")
            return found()

    def ask(self, order, answer, seconds=60):
        """Gives an order on its input and waits for the answer."""
        count = len(self.lines)
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.wait_line(answer, seconds, count)

    def tap(self, count=1):
        """So many decisions; nobody waits for the disk."""
        for _ in range(count):
            self.ask("tap", "tapped")

    def hear_until(self, start, seconds=30):
        """Lets it hear its journal until it says this."""
        count, until = len(self.lines), time.monotonic() + seconds
        while time.monotonic() < until:
            self.ask("hear", "heard")
            if found := next((line for line in self.lines[count:] if line.startswith(start)), None):
                return found
            time.sleep(0.02)
        raise TimeoutError(f"it did not say “{start}” within {seconds} s")

    def kill(self):
        """Ends it with -9 and takes what it said before."""
        self.process.kill()
        self.process.wait()
        self.listener.join()

    def end(self, seconds=120):
        """Waits for its own end; its exit code."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        code = self.process.wait(seconds)
        self.listener.join()
        return code


class There:
    """What a recorder finds in a data folder."""

    def __init__(self, bench, data, *words):
        """`words` are options, such as a second place."""
        done = subprocess.run([str(word) for word in (bench.recorder, "recover", data, *words)], capture_output=True,
                              text=True)
        if done.returncode != 0:
            raise RuntimeError(f"nothing can be read: {done.stderr}")
        self.lines = done.stdout.splitlines()
        self.events = [found[1] for line in self.lines if (found := EVENT.match(line))]
        self.damage = [line for line in self.lines if line.startswith("damage ")]
        self.verdicts = [line.split(" ", 2)[2] for line in self.lines if line.startswith("verdict ")]
        self.kinds = [line.split() for line in self.lines if line.startswith("line ")]

    def lost(self, acked):
        """Which of the acknowledged events are not there."""
        here = set(self.events)
        return [event for event in acked if event not in here]

    def in_order(self, acked):
        """Whether the acknowledged events stand in the order in which they were acknowledged."""
        places = {event: place for place, event in enumerate(self.events)}
        known = [places[event] for event in acked if event in places]
        return known == sorted(known)

    def is_sound(self):
        """Nothing damaged, nothing twice, every verdict good."""
        good = all(verdict.startswith(GOOD) for verdict in self.verdicts)
        return not self.damage and len(set(self.events)) == len(self.events) and good


GOOD = ("intact", "live")
"""How a verdict begins that is one."""


def judge(bench, data, acked, *words):
    """(lost, whether it is sound and in order) of a data folder."""
    there = There(bench, data, *words)
    return len(there.lost(acked)), there.is_sound() and there.in_order(acked)


class Disk:
    """A small file system in a file, mounted at `at`."""

    def __init__(self, bench, kind, mebibytes, image=None):
        """`kind` is ext4, xfs or btrfs; `image` is where its file lies, else in the bench's folder."""
        can(f"mkfs.{kind}", "mount", root=True)
        if not Path("/dev/loop-control").exists():
            raise Skip("no loop devices here")
        folder = bench.fresh("disk")
        self.bench, self.kind, self.image, self.at = bench, kind, image or folder / "image", folder / "at"
        self.at.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(mebibytes << 20)
        options = {"ext4": ["-qF", "-m", "0"], "xfs": ["-q", "-f"], "btrfs": ["-q", "-f"]}[kind]
        if kind == "xfs":
            options += ["-m", "reflink=1"]
        quiet("mkfs." + kind, *options, self.image)
        self.mount()

    def mount(self, *options):
        """Mounts it."""
        words = ",".join(("loop", "nouuid", *options)) if self.kind == "xfs" else ",".join(("loop", *options))
        command = ["mount", "-t", self.kind, "-o", words, str(self.image), str(self.at)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0 and ("permitted" in done.stderr or "superuser" in done.stderr):
            raise Skip(f"may not mount here: {done.stderr.strip()}")
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
        if self.kind == "ext4":
            # What ext4 keeps back for itself would let a full disk take a few hundred lines more.
            device = Path(quiet("findmnt", "-no", "SOURCE", self.at).strip()).name
            Path(f"/sys/fs/ext4/{device}/reserved_clusters").write_text("0")
        self.bench.mounted.append(self.at)

    def unmount(self):
        """Unmounts it, as soon as nobody uses it."""
        unmount(self.at)
        self.bench.mounted.remove(self.at)

    def fill(self, name="filler"):
        """Writes until nothing more goes in. What the file system gives back a moment later is taken as well."""
        with open(self.at / name, "ab", buffering=0) as file:
            for _ in range(4):
                size = 1 << 20
                while size >= 1024:
                    try:
                        file.write(b"\0" * size)
                        os.fsync(file.fileno())
                    except OSError:
                        size //= 2
                os.sync()

    def free(self, name="filler"):
        """Takes the filler away."""
        (self.at / name).unlink()


def unmount(at):
    """Unmounts a folder; a file system that is still used is asked again for a while."""
    def gone():
        return subprocess.run(["umount", str(at)], capture_output=True).returncode == 0
    try:
        wait_for(f"the end of {at}", 10, gone)
    except TimeoutError:
        quiet("umount", "-l", at)


def quiet(*words):
    """Runs a command that must succeed."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def prepared(bench, data, *words):
    """Leaves an unfinished session of a few events in `data`; its folder. The next segment is the second."""
    recorder = Recorder(bench, "run", data, "--events", "3", *words)
    if recorder.end() != 0:
        raise RuntimeError(f"no session could be begun: {recorder.complaints}")
    return next(Path(data).glob("sessions/*/*.live")), recorder.acked


def segments(folder, first=2, last=60):
    """Options with which strace looks at these segments of a folder alone."""
    paths = [folder / f"events-{number:04}.ndjson" for number in range(first, last)]
    return [word for path in paths for word in ("-P", str(path))]


def strace(*words, log="/dev/null"):
    """A command that runs another one under strace."""
    return ["strace", "-f", "-qq", "-o", str(log), *words, "--"]


def progress(done, count, what):
    """Says now and then how far it is."""
    if count >= 100 and done % max(1, count // 5) == 0:
        say(f"    {done} of {count} {what}")
