"""Makes many sealed records of one: other codes, other days, other figures, with hashes and manifests that hold."""
import hashlib
import json
import os
import re
import subprocess
import uuid
from datetime import datetime, timedelta
from pathlib import Path

TAIL = 40
DAY = re.compile(r'"wall":"(\d{4}-\d\d-\d\d)T(\d\d)')


def seed(binary, home, number=3, minutes=60):
    """The folder of a simulated session, sealed."""
    words = [binary, "--data", home / "seed", "--config", home / "config", "simulate"]
    said = subprocess.run([*words, "--seed", str(number), "--minutes", str(minutes)], check=True, capture_output=True,
                          text=True)
    return Path(said.stdout.splitlines()[0])


def uuid7(when):
    """A name that sorts by time."""
    stamp = int(when.timestamp() * 1000)
    rest = uuid.uuid4().hex
    return f"{stamp >> 16:08x}-{stamp & 0xffff:04x}-7{rest[:3]}-{rest[3:7]}-{rest[7:19]}"


def link(folder, sessions, day):
    """The same record under another name and day: hard links, so that ten thousand are soon made."""
    other = sessions / f"{day.year:04}" / f"{day:%Y%m%d}-{uuid7(day)}"
    other.mkdir(parents=True)
    for file in folder.iterdir():
        (other / file.name).hardlink_to(file)
    other.chmod(0o500)
    return other


class Mould:
    """One sealed record, ready to be cast again."""

    def __init__(self, folder):
        lines = (folder / "events-0001.ndjson").read_text().splitlines()
        self.bodies = [line[:-TAIL] for line in lines]
        self.day = datetime.fromisoformat(DAY.search(self.bodies[0]).group(1))
        self.hour = int(DAY.search(self.bodies[0]).group(2))
        self.session = json.loads(lines[0])["session"]
        self.page = (folder / "record.md").read_text()
        self.id = folder.name
        self.old_code = json.loads(lines[0])["code"]

    def cast(self, sessions, code, day, change=None, hour=10):
        """Another sealed record in the folder `sessions`; `change` may edit an entry, given its values."""
        def moved(found):
            was = datetime.fromisoformat(f"{found.group(1)}T{found.group(2)}")
            now = was - self.day - timedelta(hours=self.hour) + day + timedelta(hours=hour)
            return now.strftime('"wall":"%Y-%m-%dT%H')
        name = uuid7(day + timedelta(hours=hour))
        session = str(uuid.uuid4())
        before, out = "", []
        for number, body in enumerate(self.bodies):
            body = DAY.sub(moved, body)
            if number == 0:
                body = body.replace(f'"code":"{self.old_code}"', f'"code":"{code}"').replace(self.session, session)
            if change and '"kind":"position"' not in body:
                values = json.loads(body + "}")
                if change(values):
                    body = json.dumps(values, ensure_ascii=False, separators=(",", ":"))[:-1]
            before = hashlib.sha256((before + body).encode()).hexdigest()[:32]
            out.append(f'{body},"h":"{before}"}}\n')
        folder = sessions / f"{day.year:04}" / f"{day:%Y%m%d}-{name}"
        folder.mkdir(parents=True)
        page = self.page.replace(self.id, folder.name).replace(self.old_code, code)
        files = {"events-0001.ndjson": "".join(out).encode(), "record.md": page.encode()}
        manifest = {"count": len(out), "last_h": before,
                    "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}}
        files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
        for name, data in files.items():
            path = folder / name
            path.write_bytes(data)
            path.chmod(0o400)
        folder.chmod(0o500)
        return folder
