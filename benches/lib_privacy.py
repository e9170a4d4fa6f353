"""What is tested of privacy, each part by itself."""
import hashlib
import json
import os
import random
import re
import subprocess
import time
from pathlib import Path

from lib_players import SCRIPT, Holdspace
from lib_room import Screen, SoundServer, end, say, wait_for

PIN = "73910462"
PHC = "$argon2id$v=19$m=65536,t=3,p=1$2gcL0oJMEXjoeEWg9pDRzQ$hek6wsUQHBNLXCcenPv/uczZfSwuHUnTSgZdcvRPBCc"
"""What the program keeps of that PIN."""
NOBODY = 65534
MARKERS = ("blaue Murmel", "QX-77", "suitcase-by-the-river", "Dr Marker")
"""Words of a client, a code-like word, an intention, a prescriber: none of them may ever be in a log."""

SESSION = SCRIPT.replace('value = "2x100 hold 1 spit"', f'value = "2x100 hold 1 spit by {MARKERS[3]}"') + f"""
[[step]]
at = "0:06"
do = "write_note"
value = "{MARKERS[0]}"
[[step]]
at = "0:06"
do = "write_intention"
value = "{MARKERS[2]}"
[[step]]
at = "0:06"
do = "write_note"
value = "client: {MARKERS[1]}"
"""
WHOLE = SESSION + """
[[step]]
at = "0:07"
do = "enter"
value = "closing"
[[step]]
at = "0:08"
do = "release"
value = "not to be read by others"
[[step]]
at = "0:09"
do = "close"
"""


class Room:
    """A screen, a sound server, and a session that waits to be gone on with by the app."""

    def __init__(self, bench, pin=True, settings="", prefix=(), **options):
        """`prefix` stands before the program (strace); `options` are those of a process."""
        self.bench, self.prefix, self.options = bench, [str(word) for word in prefix], options
        self.server, self.screen = SoundServer(bench).start(), Screen(bench)
        self.server.open()
        self.environment = self.screen.environment(self.server)
        self.data, self.config = bench.fresh("home") / "data", bench.fresh("config")
        if settings:
            (self.config / "holdspace.toml").write_text(f'format = "holdspace-settings 1"\n{settings}\n')
        self.simulate(SESSION)
        if pin:
            self.set_pin()
        time.sleep(7)  # the simulated clock ran ahead of this one
        self.process = None

    def simulate(self, script):
        """Runs a script through the program to its end; what it said."""
        file = self.bench.fresh("script") / "script.toml"
        file.write_text(script)
        done = self.bench.holdspace("simulate", "--script", file, data=self.data, config=self.config)
        return done.stdout + done.stderr

    def set_pin(self):
        """As the app keeps it."""
        self.data.mkdir(exist_ok=True)
        (self.data / "pin").write_text(f"{PHC}\ndigits {len(PIN)}\n")
        (self.data / "pin").chmod(0o600)

    def start(self, **options):
        """Starts the app and waits until it has gone on with the session."""
        known = self.count("resumed")
        words = [*self.prefix, self.bench.binary, "--config", self.config, "--data", self.data]
        self.process = self.bench.start(words, **{"env": self.environment, **self.options, **options})
        wait_for("the session", 60, lambda: self.count("resumed") > known)
        time.sleep(3)
        return self

    def kill(self):
        """With -9."""
        end(self.process)

    def hand(self, lines):
        """Does lines of xdotool, one after the other."""
        subprocess.run(["xdotool", "-"], input="\n".join(lines) + "\n", text=True, env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def keys(self, text):
        """Presses the keys of these figures."""
        self.hand([f"key {figure}\nsleep 0.05" for figure in text])

    def lines(self):
        """Every line of the records."""
        found = []
        for file in sorted(self.data.glob("sessions/*/*/events-*.ndjson")):
            for line in file.read_text(errors="replace").splitlines():
                try:
                    found.append(json.loads(line))
                except ValueError:
                    pass
        return found

    def count(self, kind):
        """How many lines of that kind there are."""
        return sum(line["kind"] == kind for line in self.lines())

    def answers(self):
        """Whether the therapist's layer answers: Ctrl+K notes the quiet check."""
        known = self.count("checked")
        self.hand(["key ctrl+k"])
        try:
            return wait_for("the check", 4, lambda: self.count("checked") > known)
        except TimeoutError:
            return False

    def tries(self):
        """How many wrong tries the disk knows of."""
        try:
            return json.loads((self.data / "pin-tries").read_text())["wrong"]
        except (OSError, ValueError):
            return 0

    def close(self):
        """Ends the app, the screen and the sound."""
        for process in (self.process, self.screen.process, self.server.process):
            if process is not None:
                end(process)


def users(bench):
    """Another user of the machine, after a whole session at the window and one simulated, begun with umask 000."""
    if os.getuid() != 0:
        say("  skipped: only root can become another user")
        return []
    was = os.umask(0)
    room = Room(bench, settings=keys_setting(bench)).start()
    room.hand(["key ctrl+e", "sleep 1", "key Escape"])
    room.kill()
    bench.expect("encrypted" in room.simulate(WHOLE), "a session is recorded, sealed and encrypted with umask 000")
    os.umask(was)
    home = room.data.parent
    for folder in (bench.folder, home):
        folder.chmod(0o755)
    loose = subprocess.run(["find", room.data, "-perm", "/077"], capture_output=True, text=True).stdout.split()
    bench.expect(not loose, f"nothing in the data folder is open to others ({loose[:3]})")
    bench.expect(reads(room.data) == 0, "another user reads and lists nothing of it")
    paths = sum(1 for _ in room.data.rglob("*"))
    open_copy = home / "open"
    subprocess.run(["cp", "-r", room.data, open_copy], check=True)
    subprocess.run(["chmod", "-R", "a+rX", open_copy], check=True)
    bench.expect(reads(open_copy) > 0, "the same look at an open copy does read it (the test can fail)")
    room.close()
    return [("files and folders another user can list or read", f"0 of {paths}")]


def reads(folder):
    """How many files and folders below this one another user can list or read."""
    paths = [folder, *folder.rglob("*")]
    script = 'for path; do if [ -d "$path" ]; then ls "$path" >/dev/null 2>&1; else head -c1 "$path" >/dev/null 2>&1; fi && echo; done'
    command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "sh", "-c", script, "sh"]
    return len(subprocess.run([*command, *map(str, paths)], capture_output=True, text=True).stdout.splitlines())


def silence(bench):
    """Nothing of a client is in the log, at the most talkative level; no core file is possible."""
    said = bench.fresh("said") / "stderr"
    with said.open("wb") as log:
        environment = {"HOLDSPACE_LOG": "trace"}
        room = Room(bench, pin=False)
        room.environment |= environment
        room.start(stdout=log, stderr=log)
        room.hand(["key ctrl+e", "sleep 1", "key Escape", "mousemove 640 760 click 1", "sleep 1"])
        room.hand([f"type --delay 20 '{word}'" for word in MARKERS])
        limits = Path(f"/proc/{room.process.pid}/limits").read_text()
        core = re.search(r"Max core file size\s+(\d+)\s+(\d+)", limits)
        bench.expect(core and core.groups() == ("0", "0"), "no core file can be written")
        room.process.send_signal(6)
        room.process.wait()
        room.close()
    text = said.read_text(errors="replace")
    for script in (WHOLE, SESSION, WHOLE.replace('do = "close"', 'do = "end_hold"\nvalue = "spat"')):
        file = bench.fresh("script") / "script.toml"
        file.write_text(script)
        done = bench.holdspace("simulate", "--script", file, environment={**os.environ, **environment})
        text += done.stderr + done.stdout
    found = [word for word in (*MARKERS, "not to be read by others", "SIM-01") if word in text]
    bench.expect("TRACE" in text, "the log is as talkative as it can be (the test can fail)")
    bench.expect(not found, f"no word of the session is in {len(text) // 1024} KiB of log ({found})")
    typed = re.findall(r'Character\("|logical_key|keysym', text)
    bench.expect(not typed, f"no key that was pressed is in it ({typed[:2]})")
    return [("words of a client in the log at level trace", f"0 ({len(text) // 1024} KiB)")]


def network(bench):
    """Every socket that is opened, by the window and by every command."""
    families = {}

    def watched(name, run):
        trace = bench.fresh("trace") / "strace"
        run(["strace", "-f", "-qq", "-e", "trace=network", "-o", trace])
        found = re.findall(r"socket\((AF_\w+)", trace.read_text(errors="replace"))
        families[name] = sorted(set(found))
        bench.expect(not set(found) - {"AF_UNIX", "AF_NETLINK"}, f"{name}: {len(found)} sockets, {families[name]}")

    def window(prefix):
        room = Room(bench, pin=False, prefix=prefix).start()
        chance = random.Random(3)
        room.hand(random_inputs(chance, 60 if bench.short else 400))
        time.sleep(3)
        for child in Path(f"/proc/{room.process.pid}/task/{room.process.pid}/children").read_text().split():
            os.kill(int(child), 9)  # the app itself; strace then ends and has written all
        room.process.wait()
        room.close()

    def command(*words):
        def run(prefix):
            line = [str(word) for word in (*prefix, bench.binary, "--config", config, "--data", data, *words)]
            done = subprocess.run(line, capture_output=True, text=True, check=False)
            bench.expect(done.returncode == 0, f"{words[0]} does what it should{done.stderr and ': ' + done.stderr}")
        return run

    data, config, out = bench.fresh("home") / "data", bench.fresh("config"), bench.fresh("out")
    (config / "holdspace.toml").write_text('format = "holdspace-settings 1"\n' + keys_setting(bench))
    script = bench.fresh("script") / "script.toml"
    script.write_text(WHOLE)
    watched("window", window)
    for words in (["check"], ["simulate", "--script", script], ["render", "--minutes", "1", "-o", out / "one.wav"],
                  ["records", "list"], ["records", "show", "20"], ["records", "verify", "20"],
                  ["records", "export", "20", "--format", "json", "-o", out], ["records", "forget", "20", "--yes"]):
        watched(" ".join(words[:2]) if words[0] == "records" else words[0], command(*words))
    control = bench.fresh("trace") / "strace"
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=network", "-o", control, "python3", "-c",
                    "import socket; socket.socket(socket.AF_INET)"], check=True)
    bench.expect("AF_INET" in control.read_text(), "a program that opens one is seen (the test can fail)")
    seen = sorted({family for found in families.values() for family in found})
    return [("INET sockets of the window and of eight commands", f"0 (only {', '.join(seen) or 'none'})")]


def tries(bench):
    """Wrong PINs across kill -9."""
    room, wrong = Room(bench), "00000000"
    for number in range(1, 6):
        room.start()
        room.keys(wrong)
        # Killed as soon as the disk knows of the try, before or after the answer.
        wait_for("the count", 20, lambda: room.tries() == number)
        room.kill()
    room.start()
    room.keys(PIN)
    time.sleep(2)
    bench.expect(not room.answers(), "after five wrong tries and five kills the right PIN must wait")
    wait = json.loads((room.data / "pin-tries").read_text())["until_ms"] / 1000 - time.clock_gettime(time.CLOCK_BOOTTIME)
    bench.expect(wait > 0, f"the wait still runs ({wait:.0f} s)")
    if bench.short:
        room.close()
        return [("wrong tries that a kill -9 undid", "0 of 5")]
    time.sleep(max(0.0, wait) + 1)
    room.hand(["key BackSpace"] * len(PIN))
    room.keys(PIN)
    time.sleep(2)
    bench.expect(room.answers(), "then the right one opens")
    bench.expect(room.tries() == 0, "and the wrong ones are forgotten")
    room.close()
    return [("wrong tries that a kill -9 undid", "0 of 5")]


def random_inputs(chance, count):
    """Lines of xdotool: taps, drags, wheels and keys, none of them a figure."""
    named = ["Escape", "Return", "Tab", "space", "F4", "F11", "Up", "Down", "Left", "Right", "Delete", "Home", "BackSpace"]
    held = ["", "", "ctrl+", "alt+", "super+", "ctrl+shift+", "ctrl+alt+"]
    lines = []
    for _ in range(count):
        x, y = chance.randrange(1280), chance.randrange(800)
        what = chance.randrange(5)
        if what <= 1:
            lines.append(f"mousemove {x} {y} click {chance.choice([1, 1, 1, 2, 3, 4, 5])}")
        elif what == 2:
            to_x, to_y = chance.randrange(1280), chance.randrange(800)
            lines.append(f"mousemove {x} {y} mousedown 1 mousemove {to_x} {to_y} mouseup 1")
        else:
            lines.append(f"key {chance.choice(held)}{chance.choice([*named, *'abcdefghijklmnopqrstuvwxyz'])}")
    return lines


def glass(bench):
    """Anything at all is done at the locked window; the record tells whether anything of it reached the session."""
    count = 300 if bench.short else 10_000
    room = Room(bench).start()
    bench.expect(not room.answers(), "the window comes back locked")
    known = len([line for line in room.lines() if line["who"] == "therapist"])
    chance = random.Random(11)
    for _ in range(count // 100):
        room.hand(random_inputs(chance, 100))
    time.sleep(2)
    bench.expect(room.process.poll() is None, "it still runs")
    did = [line for line in room.lines() if line["who"] == "therapist"][known:]
    others = [line["kind"] for line in did if line.get("text") != "Emergency card opened"]
    bench.expect(not others, f"{count} inputs did nothing to the session ({others[:5]})")
    bench.expect(not room.answers(), "it is still locked")
    room.kill()
    (room.data / "pin-tries").unlink(missing_ok=True)
    room.start()
    room.keys(PIN)
    time.sleep(2)
    bench.expect(room.answers(), "the right PIN opens it (the test can fail)")
    room.close()
    return [("escapes from the lock of the real window", f"0 of {count} inputs")]


def app(bench):
    """The same in process, through the real app, screen by screen."""
    count = 1000 if bench.short else 10_000
    name = "nothing_that_is_done_at_the_lock_leads_to_another_screen"
    command = [bench.tests, name, "--nocapture"]
    if not bench.tests:
        command = ["cargo", "test", "--locked", "--test", "it", name, "--", "--nocapture"]
    done = subprocess.run(command, cwd=bench.root, env={**os.environ, "HOLDSPACE_LOCK_INPUTS": str(count)},
                          capture_output=True, text=True)
    said = done.stdout + done.stderr
    bench.expect(done.returncode == 0 and f"{count} inputs at the lock, 0 escapes" in said,
                 f"{count} inputs in process" + ("" if done.returncode == 0 else f": {said[-600:]}"))
    return [("escapes from the lock, in process", f"0 of {count} inputs")]


def new_key(bench):
    """(file of a secret key, public key)."""
    file = bench.fresh("key") / "key"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, text=True).stdout.strip()
    return file, public


def keys_setting(bench, made=None):
    """The part of the settings with two keys."""
    made = made or [new_key(bench), new_key(bench)]
    return "[sealing]\nrecipients = [" + ", ".join(f'"{public}"' for _, public in made) + "]\n"


def keys(bench):
    """Records encrypted by the program are opened by Debian's age; receipts, and what leaves."""
    count = 5 if bench.short else 100
    made = [new_key(bench), new_key(bench)]
    data, config = bench.fresh("home") / "data", bench.fresh("config")
    (config / "holdspace.toml").write_text('format = "holdspace-settings 1"\n' + keys_setting(bench, made))
    script = bench.fresh("script") / "script.toml"
    script.write_text(WHOLE)
    same = 0
    for _ in range(count):
        bench.holdspace("simulate", "--script", script, data=data, config=config)
    archives = sorted((data / "outbox").glob("*.age"))
    for number, archive in enumerate(archives):
        place = bench.fresh("opened")
        plain = subprocess.run(["age", "-d", "-i", made[number % 2][0], archive], capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", place], input=plain, check=True)
        same += contents(place / archive.stem) == contents(next(data.glob(f"sessions/*/{archive.stem}")))
    bench.expect(len(archives) == count and same == count, f"{same} of {count} open bit for bit with age and tar")
    stranger, _ = new_key(bench)
    shut = subprocess.run(["age", "-d", "-i", stranger, archives[0]], capture_output=True)
    bench.expect(shut.returncode != 0 and not shut.stdout, "another key opens nothing")
    receipts(bench, data, config, archives)
    return [("records that age and tar open bit for bit", f"{same} of {count}")]


def receipts(bench, data, config, archives):
    """A right receipt, a wrong one, none; then a command."""
    right, wrong, none = (archive.stem for archive in archives[:3])
    before = {archive: hashlib.sha256(archive.read_bytes()).hexdigest() for archive in archives}
    said = subprocess.run(["sha256sum", archives[0]], capture_output=True, text=True).stdout
    (data / "receipts" / f"{right}.receipt").write_text(said)
    (data / "receipts" / f"{wrong}.receipt").write_text("0" + said[1:] if said[0] != "0" else "1" + said[1:])
    server, screen = SoundServer(bench).start(), Screen(bench)
    server.open()
    window = bench.start([bench.binary, "--config", config, "--data", data], env=screen.environment(server))
    gone = lambda name: not list(data.glob(f"sessions/*/{name}"))
    wait_for("the record with a receipt to leave", 30, lambda: gone(right))
    time.sleep(2)
    bench.expect(not gone(wrong) and not gone(none), "a record with a wrong receipt, and one with none, stay")
    held = bench.holdspace("records", "forget", none, "--yes", data=data, config=config)
    bench.expect(held.returncode == 1 and not gone(none), "nothing is forgotten by command while the app runs")
    for process in (window, screen.process, server.process):
        end(process)
    asked = bench.holdspace("records", "forget", none, data=data, config=config)
    bench.expect(asked.returncode == 2 and not gone(none), "nor without a yes")
    done = bench.holdspace("records", "forget", none, "--yes", data=data, config=config)
    bench.expect(done.returncode == 0 and gone(none), "with one it is")
    told = bench.holdspace("records", "list", data=data, config=config).stdout
    bench.expect(told.count("encrypted only") == 2, "the list says which are encrypted only")
    after = {archive: hashlib.sha256(archive.read_bytes()).hexdigest() for archive in archives}
    bench.expect(before == after, "no archive changed")


def contents(folder):
    """Every file of a folder by name."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
