"""Rows on dense columns: those that `to_columns` made, beside Polars on a copy of its own."""
import numpy as np
import polars

from harness import Peer, Row
from library import Columns
from rows import LARGE, SMALL, groups, rust
from tables import table


def dense(work, function, by_polars, decode=lambda found, room: found, room=lambda n: 0, rtol=None, idiom=""):
    """A row that does the same on our columns and on those of Polars. `by_polars` gives what is timed and what is compared."""

    def make(library, n):
        e = table("E", n)
        age, salary = np.ascontiguousarray(e["age"]), np.ascontiguousarray(e["salary"])
        frame = polars.DataFrame({"age": age, "salary": salary})
        columns = Columns(library, e)
        timed, compared = by_polars(frame)
        peers = list(rust(library, function, e, decode, room(n), other=columns.pointer))
        for peer in peers:
            peer.run.columns = columns  # alive as long as a call may come
        return Row(n, [*peers, Peer("polars", timed, compared, idiom=idiom)], {("polars", 1): 1.0}, rtol)

    return f"after to_columns: {work}", make, {LARGE: LARGE, SMALL: SMALL}


def mean(frame):
    salary = frame["salary"]
    return salary.mean, salary.mean


def filtered(frame):
    age, salary = frame["age"], frame["salary"]

    def run():
        return salary.filter(age > 50)

    return run, lambda: run().to_numpy()


def count(frame):
    age, salary = frame["age"], frame["salary"]

    def run():
        return ((age > 50) & (salary < 60000)).sum()

    return run, run


def group(frame):
    def run():
        return frame.group_by("age").agg(polars.col("salary").mean())

    def compared():
        found = run().sort("age")
        return found["age"].to_numpy(), found["salary"].to_numpy()

    return run, compared


ROWS = [
    dense("mean", "dense_mean", mean, rtol=1e-12, idiom="salary.mean()"),
    dense("filter", "dense_filter", filtered, lambda found, room: room[: int(found) * 8].view("f8"), lambda n: 8 * n,
          idiom="salary.filter(age > 50)"),
    dense("count", "dense_count", count, idiom="((age > 50) & (salary < 60000)).sum()"),
    dense("group", "dense_group", group, groups, lambda n: 12 * 64, rtol=1e-10,
          idiom='frame.group_by("age").agg(pl.col("salary").mean())'),
]
