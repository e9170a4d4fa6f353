#!/usr/bin/env python3
"""Random sessions through the real core and journal, exported in every form, checked by what others wrote.

    cargo build --example sessions --bin holdspace && benches/exports.py [--short] [--count N] [--seed S]

1,000 records, 50 with --short. FHIR: fhir.resources, fhircraft and our own table of codes and units; CSV: Python's
csv and DuckDB, against the lines of the record; JSON, SVG and PDF by readers of their own. A checked-in set of wrong
bundles must be refused. Makes itself a Python with those packages, outside the tree. Exit 1 if anything is wrong.
"""
import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True

import lib_python

ROOT = Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="50 records instead of 1,000")
    parser.add_argument("--count", type=int, help="so many records")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other sessions")
    parser.add_argument("--pdf-every", type=int, default=1, 
                        help="a PDF of each N-th record only: without optimisation one takes a second")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many checks at once")
    parser.add_argument("--binary", type=Path, default=ROOT / "target/debug/holdspace")
    parser.add_argument("--sessions", type=Path, default=ROOT / "target/debug/examples/sessions")
    parser.add_argument("--keep", type=Path, help="make everything in this empty folder, and leave it there")
    asked = parser.parse_args()
    for program in (asked.binary, asked.sessions):
        if not program.exists():
            sys.exit(f"There is no {program}; run `cargo build --example sessions --bin holdspace` first.")
    asked.count = asked.count or (50 if asked.short else 1000)
    return asked


def one(folder):
    """Everything that is wrong with what leaves of one record, and what was counted."""
    import lib_fhir
    import lib_tables
    from lib_told import Told
    wrong, counted = [], Counter()
    told = Told((folder / "of.txt").read_text().split())
    counted["damaged"] += bool(told.damage)
    counted["amended"] += len(told.folders) > 1
    counted["live"] += told.folders[0].endswith(".live")
    rows = lib_tables.compare(folder, told, wrong)
    bundle = json.loads(next(folder.glob("*.fhir.json")).read_text(encoding="utf-8"))
    for name, check in lib_fhir.checks().items():
        wrong += [f"{name}: {what}" for what in check(bundle)]
    resources = [entry["resource"] for entry in bundle["entry"]]
    counted.update(resource["resourceType"] for resource in resources)
    counted.update(f"status {resource['status']}" for resource in resources if "status" in resource)
    pressures(resources, told, wrong)
    exported = json.loads(next(path for path in folder.glob("*.json") if ".fhir." not in path.name).read_text("utf-8"))
    lines = [entry for part in [exported, *exported.get("amendments", [])] for entry in part["entries"]]
    if [line["id"] for line in lines] != [line["id"] for _, line in told.lines]:
        wrong.append("the JSON export does not hold every line")
    for path in folder.glob("*.svg"):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            wrong.append(f"the picture is no XML: {error}")
        counted["svg"] += 1
    for path in folder.glob("*.pdf"):
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        if checked.returncode != 0:
            wrong.append(f"qpdf: {(checked.stdout + checked.stderr).strip()[-300:]}")
        counted["pdf"] += 1
    next(folder.glob("*.md")).read_text(encoding="utf-8")
    return [f"{folder.name}: {what}" for what in wrong], rows, counted


def pressures(resources, told, wrong):
    """The blood pressures of the bundle against those of the record."""
    found = {}
    for resource in resources:
        for identifier in resource.get("identifier") or []:
            if isinstance(identifier, dict) and identifier["value"].endswith("/pressure"):
                values = tuple(part["valueQuantity"]["value"] for part in resource["component"])
                found[identifier["value"]] = (values, resource["status"])
    expected = {}
    names = {(folder, line["n"]): line["id"] for folder, line in told.lines}
    for folder, n, entered, right, undone in told.vitals():
        stands = right[:2] if None not in right[:2] else entered[:2]
        if None not in stands:
            gone = undone or None in right[:2]
            expected[f"{folder}/{names[folder, n]}/pressure"] = (stands, gone)
    if set(found) != set(expected):
        wrong.append(f"blood pressures differ: {sorted(set(found) ^ set(expected))[:2]}")
    for name, (values, status) in found.items():
        stands, gone = expected.get(name, (values, False))
        if values != stands or (status == "entered-in-error") != gone:
            wrong.append(f"{name}: {values} {status}, where the record says {stands} {'gone' if gone else ''}")


def wrong_bundles():
    """The right bundle must pass and each wrong one must be refused by somebody."""
    import lib_fhir
    folder, missed = ROOT / "benches/exports", []
    load = lambda path: json.loads(path.read_text(encoding="utf-8"))
    for name, check in lib_fhir.checks().items():
        missed += [f"{name} refuses the right bundle: {what}" for what in check(load(folder / "right.json"))]
    paths = sorted((folder / "wrong").glob("*.json"))
    for path in paths:
        by = [name for name, check in lib_fhir.checks().items() if check(load(path))]
        print(f"  {path.stem:<26} refused by {', '.join(by) or 'nobody'}", flush=True)
        if not by:
            missed.append(f"nobody refuses {path.name}")
    if len(paths) < 8:
        missed.append("there are fewer than 8 wrong bundles")
    return missed


def through_the_program(asked, data, out):
    """What the program exports is, byte for byte, what was checked."""
    wrong, checked = [], 0
    amended = [folder for folder in out.iterdir() if len((folder / "of.txt").read_text().split()) > 1]
    for folder in amended[:4] + sorted(out.iterdir()):
        of = (folder / "of.txt").read_text().split()
        if checked == 12:
            break
        checked += 1
        for form in ("markdown", "pdf", "timeline", "csv", "fhir", "json"):
            target = out.parent / "program" / folder.name / form
            done = subprocess.run([asked.binary, "--data", data, "records", "export", Path(of[0]).name.removesuffix(".live"),
                                   "--format", form, "-o", target], capture_output=True, text=True)
            if done.returncode != 0:
                wrong.append(f"the program cannot export {form}: {done.stderr.strip()}")
            elif not list(target.glob("*")):
                wrong.append(f"the program exports no {form}")
            for path in target.glob("*"):
                if not (folder / path.name).exists() and form == "pdf" and asked.pdf_every > 1:
                    continue
                if path.read_bytes() != (folder / path.name).read_bytes():
                    wrong.append(f"the program exports another {path.name}")
    return wrong


def main():
    asked = arguments()
    lib_python.run_in_it()
    if shutil.which("qpdf") is None:
        lib_python.skip("qpdf is not installed")
    started = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="holdspace-exports-")) if asked.keep is None else asked.keep.resolve()
    data, out = home / "data", home / "out"
    maker = subprocess.Popen([asked.sessions, "make", "--data", data, "--out", out, "--count", str(asked.count),
                              "--seed", str(asked.seed), "--pdf", str(asked.pdf_every)], stdout=subprocess.PIPE, text=True)
    try:
        import lib_tables
        from fhircraft.fhir.resources.datatypes.R4 import core  # noqa: F401  slow: while the sessions are made
        print("Wrong bundles:", flush=True)
        wrong = wrong_bundles()
        print(maker.communicate()[0].strip(), f"after {time.monotonic() - started:.0f} s", flush=True)
        if maker.returncode != 0:
            sys.exit("The sessions could not be made.")
        wrong += through_the_program(asked, data, out)
        counted, rows = Counter(), [0, 0, 0]
        with multiprocessing.get_context("fork").Pool(asked.jobs) as pool:
            for number, (said, counts, found) in enumerate(pool.imap(one, sorted(out.iterdir())), 1):
                wrong += said
                counted += found
                rows = [sum(pair) for pair in zip(rows, counts)]
                if number % 100 == 0:
                    print(f"  {number} checked, {len(wrong)} wrong, {time.monotonic() - started:.0f} s", flush=True)
        lib_tables.through_duckdb(out, rows, wrong)
        print("; ".join(f"{count} {what}" for what, count in sorted(counted.items())))
        print(f"{rows[0]} rows of entries, {rows[1]} of vital signs, {rows[2]} of ratings, also read by DuckDB")
        for what in wrong[:40]:
            print(f"WRONG {what}")
        print(f"exports: {asked.count} records, {len(wrong)} wrong, {time.monotonic() - started:.0f} s")
        return 1 if wrong or not counted else 0
    finally:
        maker.kill()
        if asked.keep is None:
            subprocess.run(["chmod", "-R", "u+w", home], check=False)
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
