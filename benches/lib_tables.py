"""Reads the CSV export as others do, and says what is wrong with it."""
import csv
import re

from lib_told import MEASURED

csv.field_size_limit(10_000_000)

NUMBERS = {"n", "at_s", "since_t0_s", "dose", "mg", "hold_s", "number", "value", "value_entered",
           "systolic_mmhg", "diastolic_mmhg", "heart_rate_per_min", "saturation_percent",
           "systolic_mmhg_entered", "diastolic_mmhg_entered", "heart_rate_per_min_entered", "saturation_percent_entered"}
TIMES = {"at", "at_entered", "recorded"}
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
FORMULA = tuple("=+-@＝＋－＠")
HEAD = ["record", "folder", "person", "n", "id", "who", "at_entered", "at", "at_s", "since_t0_s", "recorded", "undone"]


def bare(cell):
    """The words of a cell as they were (docs/exports.md)."""
    return cell[1:] if cell.startswith("'") else cell


def read(path, wrong):
    """The rows of a table as dicts; what is not RFC 4180, not a number where one belongs, or a formula is told."""
    raw = path.read_bytes()
    if not raw.endswith(b"\r\n"):
        wrong.append(f"{path.name} does not end in CRLF")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    head = rows[0]
    if head[:len(HEAD)] != HEAD:
        wrong.append(f"{path.name}: the columns are {head}")
    for row in rows[1:]:
        if len(row) != len(head):
            wrong.append(f"{path.name}: a row of {len(row)} cells where there are {len(head)} columns")
        for name, cell in zip(head, row):
            pattern = NUMBER if name in NUMBERS else TIME if name in TIMES else None
            if pattern and cell and not pattern.fullmatch(cell):
                wrong.append(f"{path.name}: {cell!r} in {name}")
            if not pattern and re.sub(r"^[\s\x00-\x1f\x7f-\x9f\ufeff\u200b]+", "", cell).startswith(FORMULA):
                wrong.append(f"{path.name}: {cell!r} in {name} is a formula")
            if not pattern and cell.startswith(("\t", "\r", "\n")):
                wrong.append(f"{path.name}: {cell!r} in {name} begins with a blank that is a formula to some")
    return [dict(zip(head, row)) for row in rows[1:]]


def compare(folder, told, wrong):
    """The three tables of a record against its lines."""
    paths = {kind: next(folder.glob(f"*-{kind}.csv")) for kind in ("events", "vitals", "ratings")}
    events, vitals, ratings = (read(paths[kind], wrong) for kind in ("events", "vitals", "ratings"))
    same(wrong, "entries", [(r["folder"], int(r["n"]), r["id"], bare(r["kind"])) for r in events if r["id"]],
         [(folder, line["n"], line["id"], line["kind"]) for folder, line in told.lines])
    def number(cell):
        return int(cell) if cell else None
    columns = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_per_min", "saturation_percent")
    assert len(columns) == len(MEASURED)
    same(wrong, "vital signs", [(r["folder"], int(r["n"]), tuple(number(r[c + "_entered"]) for c in columns),
                                 tuple(number(r[c]) for c in columns), r["undone"] == "true") for r in vitals],
         told.vitals())
    same(wrong, "ratings", [(r["folder"], int(r["n"]), int(r["value_entered"]), int(r["value"]), r["undone"] == "true")
                            for r in ratings], told.ratings())
    said = [(r["folder"], int(r["n"]), bare(r["entered"]), bare(r["corrected"])) for r in events
            if r["kind"] in ("note", "intention_written")]
    same(wrong, "words", sorted(said), sorted(told.notes()))
    damaged = sum(r["kind"] in ("damage", "missing") for r in events)
    if damaged != len(told.damage):
        wrong.append(f"{damaged} lines of damage in the table, {len(told.damage)} in the record")
    return len(events), len(vitals), len(ratings)


def same(wrong, what, found, expected):
    if found != expected:
        odd = [pair for pair in zip(found, expected) if pair[0] != pair[1]][:2]
        wrong.append(f"{what} differ: {len(found)} and {len(expected)}; {odd}")


def through_duckdb(out, counts, wrong):
    """Every table of every record laid end to end, read by DuckDB; the words as Python reads them."""
    import duckdb
    options = "header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true, strict_mode = true"
    for kind, count in zip(("events", "vitals", "ratings"), counts):
        source = f"read_csv('{out}/*/*-{kind}.csv', {options})"
        found = duckdb.sql(f"select count(*), count(distinct record) from {source}").fetchall()[0]
        if found[0] != count:
            wrong.append(f"DuckDB reads {found[0]} rows of {kind}, Python {count}")
    words = f"select entered from read_csv('{out}/*/*-events.csv', {options}) where entered is not null"
    theirs = sorted(row[0] for row in duckdb.sql(words).fetchall())
    ours = []
    for path in out.glob("*/*-events.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            ours += [row["entered"] for row in csv.DictReader(file) if row["entered"]]
    same(wrong, "the words in DuckDB", theirs, sorted(ours))
