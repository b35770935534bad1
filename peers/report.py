"""What is printed of the measurements, and BENCHMARKS.md."""
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MEASURED = HERE / "measured.jsonl"
PAGE = HERE.parent / "BENCHMARKS.md"

ABOUT = """\
# Benchmarks

What `scripts/bench-peers --write` measured: the same work on the same bytes, done by this library, by NumPy with the
quickest of the ways it offers, by Polars on its own columns, and by a loop written by hand in Rust over raw pointers. All
run in one process and in turn, each round beginning with another, at least {rounds} rounds; a ratio is the median of the rounds'
ratios: **the other's time over ours**, so above 1 ours is quicker. A target is met when 0.95 of it is reached. Every row
first makes sure that all give the same answer. Ours and the loops by hand are called by a loop in Rust, the others by one
in Python, as their users do. What makes a new array frees it within the time measured, everyone alike. Rows by name know
the dtype at run time only; `typed` beside them is our own operation on the type.

* Machine: {machine}
* Versions: {versions}
* Tables: E = packed {{S32, <i4, <f8}}, 44 bytes; B = packed {{>u8, >f4, >f4, >f4, u1}}, 21 bytes; M = packed
  {{<f8, <f8, <f8, <u4}}, 28 bytes. 10M records leave the caches, 10k stay in them.
* One thread where nothing else is said; all are compiled for any x86-64, and ours choose AVX2 when they
  run, which the loops by hand do not. Polars has one thread.
* Measured on {date}. The figures of a shared machine move by some per cent from run to run.
"""


def size_name(size):
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def duration(seconds):
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds / 1e-9:.3g} ns"


def verdict(found):
    return {None: "", True: "yes", False: "**no**"}[found.met()]


def number(value):
    return "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def as_json(found):
    fields = ("work", "size", "threads", "peer", "ratio", "target", "ours_s", "peer_s")
    return json.dumps({name: getattr(found, name) for name in fields} | {"size": size_name(found.size)}, ensure_ascii=False)


def line(found):
    return (f"{found.work:62} {size_name(found.size):>4} {found.threads} {found.peer:22} {found.ratio:8.2f} "
            f"{number(found.target):>6} {verdict(found).strip('*'):4} {duration(found.ours_s):>9} {duration(found.peer_s):>9}")


def heading():
    return f"{'work':62} size t {'peer':22} {'ratio':>8} {'target':>6} {'met':4} {'ours':>9} {'peer':>9}"


def merge(measured, here):
    """Puts new figures in the place of the old ones of the same row, which the page is then written from."""
    old = [json.loads(text) for text in MEASURED.read_text().splitlines()] if MEASURED.exists() else []
    rows = {(found.work, found.size) for found in measured}
    others = [found for found in old if (found["work"], found["size"]) not in rows]
    kept = [found for found in others if all(found[name] == here[name] for name in ("machine", "versions"))]
    if len(kept) < len(others):
        print(f"{len(others) - len(kept)} figures of another machine or of other versions are left out", file=sys.stderr)
    return kept + [dataclasses.asdict(found) | here for found in measured]


def write(measured, order, rounds, versions):
    """Writes the page of these figures, and of those of other rows that were measured before on this machine."""
    from harness import Measured

    here = {"machine": machine(), "versions": versions, "rounds": rounds, "date": datetime.date.today().isoformat()}
    place = {work: i for i, work in enumerate(order)}
    stored = sorted(merge(measured, here),
                    key=lambda found: (place.get(found["work"], len(place)), -found["size"], found["threads"]))
    MEASURED.write_text("".join(json.dumps(found, ensure_ascii=False) + "\n" for found in stored))
    figures = [Measured(**{name: value for name, value in found.items() if name not in here}) for found in stored]
    dates = sorted({found["date"] for found in stored})
    about = ABOUT.format(rounds=min(found["rounds"] for found in stored), machine=here["machine"], versions=versions,
                         date=" to ".join(dates[:: max(len(dates) - 1, 1)]))
    parts = [about, table(figures), idioms(figures)]
    size = HERE / "size.md"
    if size.exists():
        parts.append(size.read_text())
    PAGE.write_text("\n".join(parts))


def table(figures):
    bounds, seen = read_bounds(), set()
    lines = ["| work | size | threads | against | target | ratio | met | ours | theirs | what bounds it |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for found in figures:
        first = (found.work, found.size) not in seen
        seen.add((found.work, found.size))
        bound = bounds.get(found.work, "") if first else ""
        lines.append("| " + " | ".join([
            found.work, size_name(found.size), str(found.threads), found.peer, number(found.target), number(found.ratio),
            verdict(found), duration(found.ours_s), duration(found.peer_s), bound,
        ]) + " |")
    return "\n".join(lines) + "\n"


def idioms(figures):
    """What NumPy and Polars were asked to do."""
    lines = ["## What the others were asked", "", "| work | size | peer | by |", "| --- | --- | --- | --- |"]
    for found in figures:
        new = f"| {found.work} | {size_name(found.size)} | {found.peer} | `{found.idiom}` |"
        if found.idiom and new not in lines:
            lines.append(new)
    return "\n".join(lines) + "\n"


def read_bounds():
    """What bounds each row: the hand-written `bounds.txt`."""
    bounds = {}
    for text in (HERE / "bounds.txt").read_text().splitlines():
        if text.strip() and not text.startswith("#"):
            work, bound = text.split(" :: ", 1)
            bounds[work.strip()] = bound.strip()
    return bounds


def machine():
    name = platform.processor() or platform.machine()
    caches = ""
    try:
        fields = dict(text.split(":", 1) for text in subprocess.run(
            ["lscpu"], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"},
        ).stdout.splitlines() if ":" in text)
        fields = {key.strip(): value.strip() for key, value in fields.items()}
        name = fields.get("Model name", name)
        caches = ", ".join(f"{level} {fields[level + ' cache']}" for level in ("L1d", "L2", "L3") if level + " cache" in fields)
    except (OSError, subprocess.CalledProcessError):
        pass
    pages = pathlib.Path("/sys/kernel/mm/transparent_hugepage/enabled")
    huge = f"; huge pages: {pages.read_text().strip()}" if pages.exists() else ""
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release()}" + (f"; caches in all: {caches}" if caches else "") + huge
