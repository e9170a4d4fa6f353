#!/usr/bin/env python3
"""Verifies one Holdspace record folder, independently of Holdspace (docs/record-format.md).

usage: verify_record.py [--events] FOLDER

Prints a verdict and exits 0 (intact, or live: not sealed yet) or 1 (damaged, altered, cut).
--events prints one "n kind at_ms" for each good line instead, in order.
"""
import hashlib
import json
import os
import re
import sys

TAIL = re.compile(rb',"h":"([0-9a-f]{32})"\}')
PREV = re.compile(rb'"prev":"([^"]*)"')
HEX = re.compile(rb"[0-9a-f]{32}")


def digest(before, body):
    return hashlib.sha256(before + body).hexdigest()[:32].encode()


def is_good(piece, accepted):
    tail = TAIL.fullmatch(piece[-40:])
    return bool(tail) and any(digest(before, piece[:-40]) == tail[1] for before in accepted)


def walk(name, data, accepted, damage):
    """Yields (hashes the next line may go on from, line or None, place); returns whether the tail is torn."""
    pieces = data.split(b"\n")
    for number, rest in enumerate(pieces, 1):
        ended, place = number < len(pieces), f"{name} line {number}"
        while rest or ended:
            end = len(rest) if is_good(rest, accepted) else None
            if end is None:  # a damaged newline? look for a good line inside
                ends = (m.end() for m in TAIL.finditer(rest) if m.end() < len(rest))
                end = next((end for end in ends if is_good(rest[:end], accepted)), None)
            if end is None:
                if not ended:
                    return True
                damage.append(f"{place}: is not as it was written")
                if len(rest) >= 40:
                    stored = [rest[-34:-2]] if HEX.fullmatch(rest[-34:-2]) else []
                    accepted = (stored + [digest(before, rest[:-40]) for before in accepted])[:4]
                yield accepted, None, place
                break
            accepted = [rest[end - 34:end - 2]]
            yield accepted, rest[:end], place
            if end == len(rest):
                if not ended:
                    return True
                break
            damage.append(f"{place}: its newline is damaged")
            rest = rest[end:] if rest[end:].startswith(b'{"n":') else rest[end + 1:]
            if not rest:
                break
    return False


def read(folder):
    chain, off, damage, torn = [], [], [], False
    names = [n for n in os.listdir(folder) if re.fullmatch(r"events-\d{4,}\.ndjson", n)]
    for name in sorted(names, key=lambda n: int(n[7:-7])):
        data = open(os.path.join(folder, name), "rb").read()
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
        for _, text, place in links:
            if text is None:
                continue
            line = json.loads(text)
            known = lines.get(line["n"])
            if known is None:
                lines[line["n"]] = line
            elif known["id"] != line["id"] or not is_off:
                damage.append(f"{place}: entry {line['n']} is there twice")
    damage += [f"entry {n} is missing" for n in range(1, max(lines, default=0)) if n not in lines]
    last_h = next((text[-34:-2].decode() for _, text, _ in reversed(chain) if text), "")
    return [lines[n] for n in sorted(lines)], damage, torn, last_h


def verdict(folder):
    lines, damage, torn, last_h = read(folder)
    if damage:
        return 1, "damaged\n  " + "\n  ".join(damage)
    if os.path.normpath(folder).endswith(".live"):
        return 0, "live: not sealed yet, " + ("torn tail, every whole line is good" if torn else "every line is good")
    try:
        manifest = json.load(open(os.path.join(folder, "manifest.json"), encoding="utf-8"))
        count, sealed_h, files = manifest["count"], manifest["last_h"], manifest["files"]
    except (OSError, ValueError, KeyError):
        return 1, "altered since it was sealed: manifest.json"
    if len(lines) < count or not lines or lines[-1]["kind"] != "sealed":
        return 1, f"cut: {len(lines)} of {count} entries are there"
    found = {}
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            found[os.path.relpath(path, folder)] = hashlib.sha256(open(path, "rb").read()).hexdigest()
    del found["manifest.json"]
    altered = sorted(name for name in found.keys() | files.keys() if found.get(name) != files.get(name))
    if not altered and (len(lines) != count or last_h != sealed_h):
        altered = ["manifest.json"]
    return (1, "altered since it was sealed: " + ", ".join(altered)) if altered else (0, "intact")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--events"]
    if len(arguments) != 1 or not os.path.isdir(arguments[0]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if "--events" in sys.argv:
        for line in read(arguments[0])[0]:
            print(line["n"], line["kind"], line["at_ms"])
        return 0
    code, text = verdict(arguments[0])
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
