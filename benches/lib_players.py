"""The three players: rendering a list to samples as fast as they can, and playing at a sound server."""
import socket
import subprocess
import time

from lib_room import end, wait_for
from lib_signal import RATE, floats, read_wav

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
"""A session that is in the journey after 5 s."""


def list_of(bench, files):
    """A playlist of files in the program's own form; its path. Other than the first, they join without a gap."""
    path = bench.fresh("list") / "files.toml"
    tracks = (f'\n[[track]]\nfile = "{file}"\n' + ("gapless = true\n" if number else "")
              for number, file in enumerate(files))
    path.write_text('format = "holdspace-playlist 1"\nname = "files"\n' + "".join(tracks))
    return path


class Holdspace:
    """The program under test."""

    name = "Holdspace"

    @staticmethod
    def version(bench):
        """What it says it is."""
        return subprocess.run([bench.binary, "--version"], capture_output=True, text=True).stdout.strip()

    @staticmethod
    def joined(bench, files):
        """Samples of the files one after the other, or a sentence why not."""
        out = bench.fresh("out") / "joined.wav"
        done = bench.holdspace("render", "--plain", "--playlist", list_of(bench, files), "-o", out)
        if done.returncode != 0:
            return (done.stderr.strip() or done.stdout.strip()).replace(str(bench.folder), "…")
        samples = read_wav(out)
        out.unlink()
        return samples

    @staticmethod
    def session(bench, playlist, environment, settings=""):
        """Starts the app on a record that is open in the journey: it goes on with it. No hand touches the glass."""
        folder, data, config = bench.fresh("session"), bench.fresh("data"), bench.fresh("config")
        (folder / "script.toml").write_text(SCRIPT)
        if settings:
            (config / "holdspace.toml").write_text(f'format = "holdspace-settings 1"\n{settings}\n')
        done = bench.holdspace("simulate", "--script", folder / "script.toml", "--playlist", playlist, data=data,
                               config=config, environment=environment)
        if "stays open" not in done.stderr + done.stdout:
            raise RuntimeError(f"no session could be begun: {done.stderr}{done.stdout}")
        time.sleep(7)  # the simulated clock ran 5 s ahead of this one
        return bench.start([bench.binary, "--config", config, "--data", data], env=environment)


class Mpv:
    """mpv, without a window."""

    name = "mpv"
    words = ["mpv", "--no-config", "--no-video", "--no-terminal", "--gapless-audio=yes"]

    @staticmethod
    def version(_bench):
        """What it says it is."""
        said = subprocess.run(["mpv", "--no-config", "--version"], capture_output=True, text=True).stdout
        return " ".join(said.split()[:2])

    @classmethod
    def joined(cls, bench, files, *options):
        """Samples of the files one after the other at 48 kHz, as it would hand them to an output."""
        out = bench.fresh("out") / "joined.raw"
        command = [*cls.words, "--ao=pcm", f"--ao-pcm-file={out}", "--ao-pcm-waveheader=no", "--ao-pcm-append=yes",
                   f"--audio-samplerate={RATE}", "--audio-format=float", "--audio-channels=stereo", *options, *files]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=600)
        if not out.exists():
            return f"exit {done.returncode}"
        samples = floats(out.read_bytes())
        out.unlink()
        return samples

    @classmethod
    def play(cls, bench, file, environment):
        """Plays a file over and over at the sound server."""
        return bench.start([*cls.words, "--ao=pulse", "--loop", file], env=environment)


class Mpd:
    """mpd, spoken to over its own socket."""

    name = "mpd"

    @staticmethod
    def version(_bench):
        """What it says it is."""
        said = subprocess.run(["mpd", "--version"], capture_output=True, text=True).stdout
        return "mpd " + said.split("(")[1].split(")")[0]

    def __init__(self, bench, output, environment=None, more=""):
        """`output` are the lines of its audio_output, `more` other lines of its settings."""
        folder = bench.fresh("mpd")
        self.socket = folder / "socket"
        settings = folder / "mpd.conf"
        settings.write_text(f'bind_to_address "{self.socket}"\npid_file "{folder}/pid"\nlog_file "{folder}/log"\n'
                            f'{more}\naudio_output {{\nname "out"\n{output}\n}}\n')
        self.process = bench.start(["mpd", "--no-daemon", settings], env=environment)
        wait_for("mpd", 20, lambda: self.socket.exists() and self.ask("ping") is not None)

    def ask(self, *commands):
        """What it answers to commands, as a dictionary; None if it does not answer, `ACK` where it refused."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(10)
                line.connect(str(self.socket))
                with line.makefile("rw", encoding="utf-8") as talk:
                    talk.readline()
                    talk.write("command_list_begin\n" + "\n".join(commands) + "\ncommand_list_end\n")
                    talk.flush()
                    answer = {}
                    for said in talk:
                        key, _, value = said.rstrip("\n").partition(" ")
                        answer[key.rstrip(":")] = value
                        if key in ("OK", "ACK"):
                            break
                    return answer
        except OSError:
            return None

    def queue(self, files):
        """Queues files and plays them."""
        answer = self.ask(*(f'add "file://{file}"' for file in files), "play")
        if answer is None or "ACK" in answer:
            raise RuntimeError(f"mpd refused to play: {answer}")

    @classmethod
    def joined(cls, bench, files, more=""):
        """Samples of the files one after the other at 48 kHz, as it would hand them to an output."""
        out = bench.fresh("out") / "joined.raw"
        player = cls(bench, f'type "pipe"\ncommand "cat >> {out}"\nformat "{RATE}:f:2"', more=more)
        player.queue(files)
        wait_for("the end of mpd's list", 600, lambda: (player.ask("status") or {}).get("state") == "stop")
        player.ask("kill")
        player.process.wait()
        if not out.exists():
            return "nothing was played"
        samples = floats(out.read_bytes())
        out.unlink()
        return samples

    @classmethod
    def play(cls, bench, file, environment):
        """Plays a file over and over at the sound server."""
        player = cls(bench, 'type "pulse"', environment)
        player.ask("repeat 1")
        player.queue([file])
        return player

    def end(self):
        """Ends it."""
        end(self.process)
