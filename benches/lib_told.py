"""What a record says, worked out from its lines alone: what every export is compared with."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
import verify_record  # noqa: E402  reads a record with the standard library, independently of Holdspace

MEASURED = ("systolic", "diastolic", "heart_rate", "saturation")


class Told:
    """A record and its amendments."""

    def __init__(self, folders):
        self.folders = folders
        read = [verify_record.read(folder) for folder in folders]
        self.lines = [(Path(folder).name.removesuffix(".live"), line)
                      for folder, (lines, *_) in zip(folders, read) for line in lines]
        self.damage = read[0][1]
        self.undone = set()
        for _, line in reversed(self.lines):
            if line["kind"] == "undone" and line["id"] not in self.undone:
                self.undone.add(line["of"])
        self.right = {}
        for _, line in self.lines:
            if line["kind"] == "corrected" and line["id"] not in self.undone:
                self.right.setdefault(line["of"], {}).update(line["right"])

    def of(self, kind):
        return [(folder, line) for folder, line in self.lines if line["kind"] == kind]

    def vitals(self):
        """(folder, n, as entered, as it stands, undone) of each measurement."""
        def four(values):
            return tuple(values[key] for key in MEASURED)
        return [(folder, line["n"], four(line), four(self.right.get(line["id"], {}).get("vitals", line)),
                 line["id"] in self.undone) for folder, line in self.of("vitals")]

    def ratings(self):
        return [(folder, line["n"], line["value"], self.right.get(line["id"], {}).get("rating", line["value"]),
                 line["id"] in self.undone) for folder, line in self.of("rating")]

    def notes(self):
        """(folder, n, as entered, as corrected or empty) of what was said."""
        return [(folder, line["n"], line["text"], self.right.get(line["id"], {}).get("text", ""))
                for kind in ("note", "intention_written") for folder, line in self.of(kind)]
