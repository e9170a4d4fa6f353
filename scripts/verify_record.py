#!/usr/bin/env python3
"""Verifies Holdspace record folders, independently of Holdspace (docs/record-format.md).

usage: verify_record.py [--events] FOLDER...

Prints a verdict, and those of the amendments that lie beside the record, and exits 0 (intact, or live: not sealed
yet) or 1 (damaged, altered, cut, or not to be read). Of several folders each verdict stands under the folder's name.
--events prints one "n kind at_ms" for each good line instead, in order.
"""
import datetime
import hashlib
import itertools
import json
import os
import re
import stat
import sys
import uuid

TAIL = re.compile(rb',"h":"([0-9a-f]{32})"\}')
PREV = re.compile(rb'"prev":"([^"]*)"')
HEX = re.compile(rb"[0-9a-f]{32}")
WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)", re.ASCII)
WHO = ("therapist", "system", "chaperone", "provider")
ONCE = {"n", "id", "at_ms", "wall", "boot_ms", "boot_id", "prev", "who", "about", "kind", "count", "last_h", "files"}
NOT_PLAIN = "not a plain file"


class Unreadable(Exception):
    """One sentence."""


def content(path):
    """The bytes of a plain file; a link, a pipe or a device is not opened."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Unreadable(f"could not read {shown(path)}: it is not a plain file")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(f"could not read {shown(path)}: {error.strerror} (os error {error.errno})") from None


def listed(folder):
    try:
        return os.listdir(folder)
    except OSError as error:
        sentence = f"could not read the folder {shown(folder)}: {error.strerror} (os error {error.errno})"
        raise Unreadable(sentence) from None


def shown(name):
    return os.fsencode(name).decode("utf-8", "replace")


def strict(pairs):
    """An object in which no key that matters stands twice."""
    keys = [key for key, _ in pairs if key in ONCE]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(f"{word} is no JSON")


def parsed(text):
    """JSON as strictly as Holdspace reads it: UTF-8, no NaN, no nesting without end."""
    depth = 0
    for sign in re.sub(rb'"(?:[^"\\]|\\.)*"', b"", text, flags=re.DOTALL):
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > 127:
            raise ValueError("nested too deep")
    return json.loads(text.decode("utf-8"), object_pairs_hook=strict, parse_constant=refuse)


def line_of(text):
    """What a good line says, if it has what every line has."""
    line = parsed(text)
    number = lambda key: isinstance(line[key], int) and not isinstance(line[key], bool) and 0 <= line[key] < 2**64
    good = all(number(key) for key in ("n", "at_ms", "boot_ms")) and line["who"] in WHO
    good = good and line["about"] in ("all", "one") and WALL.fullmatch(line["wall"])
    if not good or not all(isinstance(line[key], str) for key in ("boot_id", "kind")):
        raise ValueError("a key is not as it has to be")
    if not isinstance(line.get("prev"), (str, type(None))):
        raise ValueError("a key is not as it has to be")
    uuid.UUID(line["id"])
    return line | {"h": text[-34:-2].decode()}


def digest(before, body):
    return hashlib.sha256(before + body).hexdigest()[:32].encode()


def first_good(piece, accepted):
    """The end of the first good line in a piece: often that of the piece. Its bytes are hashed once."""
    hashers, hashed = [hashlib.sha256(before) for before in accepted], 0
    for tail in TAIL.finditer(piece):
        for hasher in hashers:
            hasher.update(piece[hashed:tail.start()])
        hashed = tail.start()
        if any(hasher.hexdigest()[:32].encode() == tail[1] for hasher in hashers):
            return tail.end()
    return None


def walk(name, data, accepted, damage):
    """Yields (hashes the next line may go on from, line or None, place); returns whether the tail is torn."""
    pieces = data.split(b"\n")
    for number, rest in enumerate(pieces, 1):
        ended, place = number < len(pieces), f"{name} line {number}"
        while rest or ended:
            end = first_good(rest, accepted)
            if end is None:
                if not ended:
                    return True
                damage.append(f"{place}: is not as it was written")
                if len(rest) >= 40:
                    stored = [rest[-34:-2]] if HEX.fullmatch(rest[-34:-2]) else []
                    accepted = (stored + [digest(before, rest[:-40]) for before in accepted])[:4]
                yield accepted, None, place
                break
            accepted, line = [rest[end - 34:end - 2]], None
            try:
                line = line_of(rest[:end])
            except (ValueError, KeyError, TypeError, AttributeError):
                damage.append(f"{place}: cannot be read")
            yield accepted, line, place
            if end == len(rest):
                if not ended:
                    return True
                break
            damage.append(f"{place}: its newline is damaged")
            rest = rest[end:] if rest[end:].startswith(b'{"n":') else rest[end + 1:]
            if not rest:
                break
    return False


def segments(folder):
    named = ((re.fullmatch(r"events-([0-9]{4,})\.ndjson", name), name) for name in listed(folder))
    found = ((int(match[1]), name) for match, name in named if match and int(match[1]) < 2**32)
    return sorted(found, key=lambda one: (one[0], os.fsencode(one[1])))


def read(folder):
    chain, off, damage, torn = [], [], [], False
    for number, name in segments(folder):
        data, name = content(os.path.join(folder, name)), f"events-{number:04}.ndjson"
        found = PREV.search(data.split(b"\n")[0])
        prev = [found[1]] if found and (not found[1] or HEX.fullmatch(found[1])) else []
        walker, links = walk(name, data, prev + (chain[-1][0] if chain else [b""]), damage), []
        try:
            while True:
                links.append(next(walker))
        except StopIteration as end:
            torn |= end.value
        if prev and links and links[0][1] is not None:
            at = [i for i, link in enumerate(chain) if prev[0] in link[0]]
            if at or not prev[0]:
                keep = at[-1] + 1 if at else 0
                off += chain[keep:]
                del chain[keep:]
            else:
                damage.append(f"{name} line 1: goes on from a line that is not there")
        chain += links
    lines = {}
    for is_off, links in ((False, chain), (True, off)):
        for _, line, place in links:
            if line is None:
                continue
            known = lines.get(line["n"])
            if known is None:
                lines[line["n"]] = line
            elif uuid.UUID(known["id"]) != uuid.UUID(line["id"]) or not is_off:
                damage.append(f"{place}: entry {line['n']} is there twice")
    gaps = (n for n in range(1, max(lines, default=0)) if n not in lines)
    damage += [f"entry {n} is missing" for n in itertools.islice(gaps, 1000)]
    last_h = next((line["h"] for _, line, _ in reversed(chain) if line), "")
    return [lines[n] for n in sorted(lines)], damage, torn, last_h


def manifest(folder):
    """Count, last hash and files, or None if there is no such list."""
    try:
        found = parsed(content(os.path.join(folder, "manifest.json")))
        count, last_h, files = found["count"], found["last_h"], found["files"]
        good = isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 2**64
        good = good and isinstance(last_h, str) and all(isinstance(value, str) for value in files.values())
        return (count, last_h, files) if good else None
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError):
        return None


def hashes(folder, top=""):
    found = {}
    for name in listed(os.path.join(folder, top)):
        path = os.path.join(folder, top, name)
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            found.update(hashes(folder, os.path.join(top, name)))
        elif stat.S_ISREG(mode):
            found[shown(os.path.join(top, name))] = hashlib.sha256(content(path)).hexdigest()
        else:
            found[shown(os.path.join(top, name))] = NOT_PLAIN
    return found


def verdict(folder):
    lines, damage, torn, last_h = read(folder)
    if damage:
        return 1, "damaged\n  " + "\n  ".join(damage)
    if os.path.normpath(folder).endswith(".live"):
        return 0, "live: not sealed yet, " + ("torn tail, every whole line is good" if torn else "every line is good")
    sealed = manifest(folder)
    if sealed is None:
        return 1, "altered since it was sealed: manifest.json"
    count, sealed_h, files = sealed
    if len(lines) < count or not lines or lines[-1]["kind"] != "sealed":
        return 1, f"cut: {len(lines)} of {count} entries are there"
    found = hashes(folder)
    del found["manifest.json"]
    wrong = lambda name: found.get(name) != files.get(name) or found[name] == NOT_PLAIN
    altered = sorted(name for name in found.keys() | files.keys() if wrong(name))
    if not altered and (len(lines) != count or last_h != sealed_h):
        altered = ["manifest.json"]
    return (1, "altered since it was sealed: " + ", ".join(altered)) if altered else (0, "intact")


def record_id(folder):
    return shown(os.path.basename(os.path.normpath(folder)).removesuffix(".live"))


def adds_to(lines):
    """The record that an amendment adds to, and the hash it names; None for any other record."""
    started = (line for line in lines if line["kind"] == "amendment_started")
    started = next((line for line in started if line.get("format") == "holdspace-record 1"), {})
    named = (started.get("record"), started.get("last_h"))
    return named if all(isinstance(one, str) for one in named) else None


def beside(folder):
    """The other records in the same folder, and, if that is one of a year, in those of the other years."""
    folder = os.path.realpath(folder)
    here = os.path.dirname(folder)
    is_year = lambda path: re.fullmatch(r"[0-9]{4}", os.path.basename(path))
    inside = lambda place: (os.path.join(place, name) for name in (os.listdir(place) if os.access(place, os.R_OK) else []))
    folders = lambda place: list(filter(os.path.isdir, inside(place)))
    places = filter(is_year, folders(os.path.dirname(here))) if is_year(here) else [here]
    return sorted(one for place in places for one in folders(place) if one != folder)


def names(folder, record):
    """Whether the first bytes of a folder name that record."""
    wanted = b'"record":"' + record.encode() + b'"'
    try:
        for path in (os.path.join(folder, name) for _, name in segments(folder)):
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as file:
                    if wanted in file.read(4096):
                        return True
    except (OSError, Unreadable):
        pass
    return False


def whole(folder):
    """The verdict of a record with those of its amendments, or of an amendment with its record's end."""
    code, text = verdict(folder)
    lines, _, _, last_h = read(folder)
    named = adds_to(lines)
    if named:
        sealed = next((other for other in beside(folder) if record_id(other) == named[0]), None)
        if sealed is None:
            return code, f"{text}\nadds to {named[0]}, which is not here"
        fits = read(sealed)[3] == named[1]
        return code or int(not fits), f"{text}\nadds to {named[0]}, which {'ends' if fits else 'does not end'} as it did then"
    found = ((other, read(other)[0]) for other in beside(folder) if names(other, record_id(folder)))
    found = [(other, lines) for other, lines in found if (adds_to(lines) or [""])[0] == record_id(folder)]
    for other, lines in sorted(found, key=lambda one: (instant(one[1][0]["wall"]), one[0])):
        bad, judged = verdict(other)
        fits = adds_to(lines)[1] == last_h
        text += f"\namendment {record_id(other)}: {judged}"
        text += "" if fits else f"\namendment {record_id(other)}: the record does not end as it did then"
        code |= bad | int(not fits)
    return code, text


def instant(wall):
    """A point in time that can be compared, whatever the offset."""
    return datetime.datetime.fromisoformat(wall.replace("Z", "+00:00"))


def main():
    folders = [a for a in sys.argv[1:] if a != "--events"]
    if not folders or not all(os.path.isdir(folder) for folder in folders):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    worst = 0
    for folder in folders:
        if len(folders) > 1:
            print(f"{shown(folder)}:")
        try:
            if "--events" in sys.argv:
                for line in read(folder)[0]:
                    print(line["n"], line["kind"], line["at_ms"])
                continue
            code, text = whole(folder)
        except Unreadable as error:
            code, text = 1, str(error)
        except OSError as error:
            code, text = 1, f"could not read {shown(error.filename or folder)}: {error.strerror}"
        print(text)
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
