#!/usr/bin/env python3
"""CPU and memory on the journey screen with music, beside mpv playing the same files in the same run.

Needs a release build, Xvfb, pulseaudio, flac and mpv: `cargo build --release && benches/journey.py [SECONDS] [RUNS]`.
Prints a table; asserts nothing, because these are figures of this machine.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOLDSPACE = ROOT / "target/release/holdspace"
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3

SCRIPT = """format = "holdspace-script 1"
[[step]]
at = "0:01"
do = "override_gate"
value = "measured, not treated"
[[step]]
at = "0:01"
do = "keep_sound_check"
value = -10
[[step]]
at = "0:02"
do = "enter"
value = "administration"
[[step]]
at = "0:02"
do = "confirm_prescription"
value = "2x100 hold 1 spit"
[[step]]
at = "0:03"
do = "take_tablet"
[[step]]
at = "0:04"
do = "end_hold"
value = "spat"
[[step]]
at = "0:05"
do = "enter"
value = "journey"
"""


def sound_server(folder):
    """A PulseAudio server with a null sink on a socket in `folder`; returns (process, environment)."""
    folder.mkdir(mode=0o700)
    native = folder / "native"
    (folder / "client.conf").write_text(f"autospawn = no\ndefault-server = unix:{native}\n")
    (folder / "asound.conf").write_text(
        "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n")
    environment = dict(os.environ, XDG_RUNTIME_DIR=str(folder), PULSE_RUNTIME_PATH=str(folder),
                       PULSE_STATE_PATH=str(folder / "state"), PULSE_CLIENTCONFIG=str(folder / "client.conf"),
                       PULSE_COOKIE=str(folder / "cookie"), ALSA_CONFIG_PATH=str(folder / "asound.conf"))
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    environment.pop("PULSE_SERVER", None)
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no",
         "--high-priority=no", "-L", f"module-native-protocol-unix socket={native} auth-anonymous=1",
         "-L", "module-null-sink sink_name=kiosk rate=48000 channels=2 format=float32le norewinds=1"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    environment["PULSE_SERVER"] = f"unix:{native}"
    for _ in range(200):
        if subprocess.run(["pactl", "info"], env=environment, capture_output=True).returncode == 0:
            break
        time.sleep(0.05)
    subprocess.run(["pactl", "set-default-sink", "kiosk"], env=environment, check=True)
    return server, environment


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def measured(command, environment, settle):
    """CPU s/min after `settle` seconds, and the peak of resident memory in MiB."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(settle)
        before, start = cpu_seconds(process.pid), time.monotonic()
        time.sleep(SECONDS)
        spent = (cpu_seconds(process.pid) - before) * 60 / (time.monotonic() - start)
        return spent, resident(process.pid)
    finally:
        process.kill()
        process.wait()


def session(folder, playlist, environment):
    """A record that is open in the journey; the app goes on with it when it is started."""
    script = folder / "script.toml"
    script.write_text(SCRIPT)
    data = folder / f"data-{time.monotonic_ns()}"
    config = folder / "config"
    subprocess.run([HOLDSPACE, "--config", config, "--data", data, "simulate", "--script", script,
                    "--playlist", playlist], env=environment, capture_output=True)
    time.sleep(7)  # the simulated clock ran 5 s ahead of this one
    return [HOLDSPACE, "--config", str(config), "--data", str(data)]


def main():
    if not HOLDSPACE.exists():
        sys.exit("There is no release build; run `cargo build --release` first.")
    folder = Path(tempfile.mkdtemp(prefix="holdspace-bench-"))
    screen = subprocess.Popen(["Xvfb", ":93", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server, environment = sound_server(folder / "sound")
    environment["DISPLAY"] = ":93"
    try:
        wav, flac = folder / "music.wav", folder / "music.flac"
        subprocess.run([HOLDSPACE, "--config", folder / "config", "render", "--minutes", "6", "-o", wav],
                       env=environment, check=True, capture_output=True)
        subprocess.run(["ffmpeg", "-v", "error", "-i", wav, "-sample_fmt", "s32", flac], check=True)
        files = folder / "files.toml"
        files.write_text(f'format = "holdspace-playlist 1"\nname = "files"\n[[track]]\nfile = "{flac}"\n')
        players = {
            "Holdspace, journey screen, FLAC": lambda: session(folder, str(files), environment),
            "Holdspace, journey screen, built-in music": lambda: session(folder, "tidewater", environment),
            "mpv, no window, the same FLAC": lambda: ["mpv", "--no-video", "--no-terminal", "--ao=pulse",
                                                      "--gapless-audio=yes", "--loop", str(flac)],
        }
        results = {name: [] for name in players}
        for _ in range(RUNS):
            for name, command in players.items():
                results[name].append(measured(command(), environment, settle=8))
        print(f"median of {RUNS} runs of {SECONDS} s (lowest to highest)")
        print(f"{'':44}{'CPU s/min':>24}{'peak RSS MiB':>24}")
        for name, runs in results.items():
            columns = [sorted(column) for column in zip(*runs)]
            cells = [f"{statistics.median(c):.2f} ({c[0]:.2f} to {c[-1]:.2f})" for c in columns]
            print(f"{name:44}{cells[0]:>24}{cells[1]:>24}")
    finally:
        server.kill()
        screen.kill()
        shutil.rmtree(folder, ignore_errors=True)


main()
