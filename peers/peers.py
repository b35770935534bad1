#!/usr/bin/env python3
"""Compares operations on columns with NumPy, Polars and loops by hand, on the same bytes, in turn. `scripts/bench-peers`
builds the library and runs this."""
import argparse
import os
import pathlib
import platform
import subprocess
import sys

# Before Polars is loaded.
os.environ["POLARS_MAX_THREADS"] = "1"


def options():
    parser = argparse.ArgumentParser(prog="scripts/bench-peers", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one object a line")
    parser.add_argument("--rows", default="", metavar="SUBSTRING", help="only rows whose name contains this")
    parser.add_argument("--rounds", type=int, default=11, help="how many rounds (11)")
    parser.add_argument("--size", choices=["10M", "10k"], help="only this size")
    parser.add_argument("--write", action="store_true", help="write BENCHMARKS.md")
    parser.add_argument("--cpu", action="store_true",
                        help="time of the processor, not of the clock: for a busy machine, and one thread only")
    parser.add_argument("--library", required=True, type=pathlib.Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.cpu and chosen.write:
        parser.error("--write takes the time of the clock")
    return chosen


def require():
    """Says plainly what is missing."""
    missing = []
    try:
        import numpy
        if not numpy.__version__.startswith("2.4."):
            missing.append(f"numpy 2.4 (there is {numpy.__version__})")
    except ImportError:
        missing.append("numpy 2.4")
    try:
        import polars  # noqa: F401
    except ImportError:
        missing.append("polars")
    if missing:
        sys.exit(f"{sys.executable} lacks {' and '.join(missing)}: pip install 'numpy==2.4.*' polars, "
                 "or name another Python in RECORD_PYTHON")


def versions():
    import numpy
    import polars

    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{rustc}; Python {platform.python_version()}, NumPy {numpy.__version__}, Polars {polars.__version__}"


def main():
    chosen = options()
    require()
    from harness import Different, measure
    from library import Library
    from report import as_json, heading, line, write
    from rows import LARGE, SMALL, all_rows

    library = Library(chosen.library)
    named = {"10M": LARGE, "10k": SMALL}
    wanted = [named[chosen.size]] if chosen.size else [LARGE, SMALL]
    if not chosen.json:
        print(heading())
    measured, failed = [], False
    for work, make, sizes in all_rows():
        for size in (size for size in wanted if size in sizes and chosen.rows in work):
            row = make(library, sizes[size])
            row.work = work
            if not any(peer.name == "ours" for peer in row.peers):
                print(f"{work}: ours is not in the library", file=sys.stderr)
                continue
            try:
                found = measure(row, chosen.rounds, "cpu" if chosen.cpu else "wall")
            except Different as error:
                failed = True
                print(error, file=sys.stderr)
                continue
            measured += found
            for one in found:
                print(as_json(one) if chosen.json else line(one), flush=True)
    if chosen.write:
        write(measured, [work for work, _, _ in all_rows()], chosen.rounds, versions())
    sys.exit(failed)


if __name__ == "__main__":
    main()
