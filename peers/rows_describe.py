"""The row that describes all columns of a table at once, beside the same statistics one by one."""
import numpy as np

from harness import Peer, Row
from rows import by_size, row, rust
from tables import table


def numbers(column):
    """Count, missing, infinite, least, greatest, sum, mean, standard deviation, first, last."""
    floats = column.dtype.kind == "f"
    return [
        len(column),
        np.count_nonzero(np.isnan(column)) if floats else 0,
        np.count_nonzero(np.isinf(column)) if floats else 0,
        column.min(), column.max(), column.sum(), column.mean(), column.std(), column[0], column[-1],
    ]


def texts(column):
    """How many are empty, the least, the greatest."""
    return [np.count_nonzero(column == b""), column[column.argmin()], column[column.argmax()]]


def decode(_, room):
    found = room[: 21 * 8].view("f8")
    return list(found[:10]), list(found[10:20]), [found[20], *room[21 * 8 :].view("S32")]


@row("describe all columns, E")
def describe(library, n):
    e = table("E", n)

    def strided():
        return numbers(e["age"]), numbers(e["salary"]), texts(e["name"])

    def dense():
        copies = (np.ascontiguousarray(e[field]) for field in ("age", "salary", "name"))
        return tuple(of(copy) for of, copy in zip((numbers, numbers, texts), copies))

    numpy = Peer("numpy", choices={
        "min, max, sum, mean, std … of each field": strided,
        "the same of a contiguous copy of each": dense,
    })
    ours = rust(library, "describe", e, decode, 21 * 8 + 64)
    return Row(n, [*ours, numpy], {("numpy", 1): by_size(n, 3.0, 4.0)}, rtol=1e-9)
