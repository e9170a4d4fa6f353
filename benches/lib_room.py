"""What a measurement needs around it: folders, processes that end with it, a sound server, an ear, a screen."""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from lib_signal import RATE, floats

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
FRAME = 8
"""Bytes of a frame of two channels of 32-bit float."""


class Bench:
    """One run: its folder, its processes, the program under test, and what was found wrong."""

    def __init__(self, binary, short, room=False, seconds=300, runs=3):
        """`short` asks for a tenth of the counts, `room` for a second output beside the first."""
        self.binary, self.short, self.room = Path(binary), short, room
        self.seconds, self.runs = seconds, runs
        self.folder = Path(tempfile.mkdtemp(prefix="holdspace-bench-"))
        self.children, self.failures, self.unique = [], [], 0

    def fresh(self, name):
        """A folder of that name that nobody used before."""
        self.unique += 1
        folder = self.folder / f"{name}-{self.unique}"
        folder.mkdir(mode=0o700)
        return folder

    def start(self, command, **options):
        """Starts a process that ends with this run at the latest."""
        child = subprocess.Popen([str(word) for word in command], **{**QUIET, **options})
        self.children.append(child)
        return child

    def expect(self, holds, sentence):
        """Notes the sentence as a failure unless it holds."""
        print(f"  {'ok' if holds else 'NOT'}: {sentence}", flush=True)
        if not holds:
            self.failures.append(sentence)

    def holdspace(self, *words, data=None, config=None, environment=None):
        """Runs the program under test to its end, with folders of its own; returns what it did and said."""
        folders = ("--config", config or self.fresh("config"), "--data", data or self.fresh("data"))
        command = [self.binary, *folders, *words]
        return subprocess.run([str(word) for word in command], env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace")

    def rest(self):
        """Ends what still runs and empties the folder, between two parts."""
        while self.children:
            end(self.children.pop())
        for inside in self.folder.iterdir():
            shutil.rmtree(inside) if inside.is_dir() else inside.unlink()

    def close(self):
        """Ends what still runs and removes the folder."""
        while self.children:
            end(self.children.pop())
        shutil.rmtree(self.folder, ignore_errors=True)


def end(child):
    """Kills a process and waits for it."""
    if child.poll() is None:
        child.kill()
    child.wait()


def say(text):
    """One line of progress."""
    print(text, flush=True)


def wait_for(what, seconds, ready):
    """Asks `ready` until it gives something; raises after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ready():
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{what} did not come within {seconds} s")


class SoundServer:
    """A PulseAudio server without hardware.

    It has two doors: the rig's own, open at once, and the players', which opens when the ears are at their places.
    """

    def __init__(self, bench, sinks=("kiosk",)):
        """`sinks` are names of null sinks; the first is the default."""
        self.bench, self.sinks, self.folder = bench, sinks, bench.fresh("sound")
        self.process, self.modules = None, {}
        self.own, self.native = self.folder / "own", self.folder / "native"
        (self.folder / "client.conf").write_text(f"autospawn = no\ndefault-server = unix:{self.native}\n")
        rooms = "".join(f'pcm.{name} {{ type pulse device "{name}" hint {{ show on description "{name}" }} }}\n'
                        for name in sinks)
        (self.folder / "asound.conf").write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n" + rooms)
        at = self.folder
        self.environment = dict(
            os.environ, XDG_RUNTIME_DIR=str(at), PULSE_RUNTIME_PATH=str(at), PULSE_STATE_PATH=str(at / "state"),
            PULSE_CLIENTCONFIG=str(at / "client.conf"), PULSE_COOKIE=str(at / "cookie"),
            ALSA_CONFIG_PATH=str(at / "asound.conf"), PULSE_SERVER=f"unix:{self.native}")
        for name in ("DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"):
            self.environment.pop(name, None)
        self.inside = dict(self.environment, PULSE_SERVER=f"unix:{self.own}")

    def start(self):
        """Starts the server with only the rig's own door open."""
        for socket in (self.own, self.native):
            socket.unlink(missing_ok=True)
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no",
                   "--high-priority=no", "-L", f"module-native-protocol-unix socket={self.own} auth-anonymous=1"]
        environment = {name: value for name, value in self.environment.items() if name != "PULSE_SERVER"}
        self.process = self.bench.start(command, env=environment)
        wait_for("the sound server", 20, lambda: self.pactl("info") is not None)
        self.modules = {sink: self.plug(sink) for sink in self.sinks}
        self.pactl("set-default-sink", self.sinks[0])
        return self

    def plug(self, sink):
        """Puts a null sink there that passes on every sample as it came; returns its number."""
        shape = ("format=float32le", f"rate={RATE}", "channels=2", "norewinds=1")
        if (number := self.pactl("load-module", "module-null-sink", f"sink_name={sink}", *shape)) is None:
            raise RuntimeError(f"the sound server took no sink {sink}")
        return number

    def unplug(self, sink):
        """Takes a sink away, as if somebody pulled its plug."""
        self.pactl("unload-module", self.modules.pop(sink))

    def open(self):
        """Opens the players' door; returns when that was, in monotonic seconds."""
        door = ("module-native-protocol-unix", f"socket={self.native}", "auth-anonymous=1")
        if self.pactl("load-module", *door) is None:
            raise RuntimeError("the sound server opened no second socket")
        return time.monotonic()

    def kill(self):
        """Kills the server with -9, as a crash would; returns when that was."""
        self.process.kill()
        at = time.monotonic()
        self.process.wait()
        return at

    def pactl(self, *words):
        """What the server answers by the rig's own door, or None where it refuses."""
        done = subprocess.run(["pactl", *words], env=self.inside, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None


class Ear:
    """Records the monitor of a sink to a file, with the times at which it came."""

    def __init__(self, server, sink="kiosk"):
        """Returns when the first samples have come; a sink that nobody plays to is heard as zeros."""
        self.path, self.marks = server.bench.fresh("ear") / f"{sink}.raw", []
        command = ["parec", "-d", f"{sink}.monitor", "--format=float32le", f"--rate={RATE}", "--channels=2",
                   "--latency-msec=10"]
        self.recorder = server.bench.start(command, env=server.inside, stdout=subprocess.PIPE, bufsize=0)
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.bytes, self.sounded = 0, None
        self.listener.start()
        wait_for("the monitor", 10, lambda: self.bytes)

    def listen(self):
        """Writes what comes until nothing comes any more."""
        with self.path.open("wb") as file:
            while block := self.recorder.stdout.read(1 << 14):
                now = time.monotonic()
                file.write(block)
                file.flush()
                if self.sounded is None and (rest := block.lstrip(b"\0")):
                    self.sounded = (self.bytes + len(block) - len(rest)) // FRAME
                self.bytes += len(block)
                self.marks.append((now, self.bytes // FRAME))

    def close(self):
        """Stops listening."""
        end(self.recorder)
        self.listener.join()

    def frames(self):
        """How many whole frames came."""
        return self.bytes // FRAME

    def origin(self, start=0.0, stop=float("inf")):
        """The time of frame zero by the marks between two times: the earliest, as blocks only ever come late."""
        return min(at - frames / RATE for at, frames in self.marks if start <= at <= stop)

    def raw(self, start, frames):
        """Bytes of both channels from a frame on."""
        with self.path.open("rb") as file:
            file.seek(max(0, start) * FRAME)
            return file.read(frames * FRAME)

    def left(self, start, frames):
        """The left channel from a frame on."""
        return floats(self.raw(start, frames))[::2]

    def last_sound(self):
        """The frame after the last that is not zero, looked for in the last 2 s."""
        start = max(0, self.frames() - 2 * RATE)
        raw = self.raw(start, self.frames() - start)
        return start + -(-len(raw.rstrip(b"\0")) // FRAME)


class Screen:
    """A screen of 1280×800 that nobody sees."""

    def __init__(self, bench):
        """Its number is chosen by the X server itself."""
        read, write = os.pipe()
        self.process = bench.start(["Xvfb", "-displayfd", write, "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                   pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = f":{pipe.readline().strip()}"

    def environment(self, server):
        """What a program needs to be shown here and heard there."""
        return dict(server.environment, DISPLAY=self.display, ICED_BACKEND="tiny-skia")


def cpu_seconds(pid):
    """CPU seconds a process has used: (all, by name of thread)."""
    threads = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        name, rest = (task / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
        fields = rest.split()
        spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        threads[name] = threads.get(name, 0.0) + spent
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), threads


def memory(pid, what="VmRSS"):
    """MiB of a process: what it holds now (VmRSS), or the most it held (VmHWM)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


def spread(values, digits=2, unit=""):
    """Median with lowest and highest."""
    ordered = sorted(values)
    if not ordered:
        return "not measured"
    middle = f"{statistics.median(ordered):.{digits}f}{unit}"
    if len(ordered) == 1:
        return middle
    return f"{middle} ({ordered[0]:.{digits}f}–{ordered[-1]:.{digits}f})"


def needs(*tools):
    """Ends the run where a tool is missing."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)}. Install them, then run this again.")
