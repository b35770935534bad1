"""The rows of the comparison: what is done, by whom, and what is aimed at.

Each function gives a row at a size, with NumPy's best way or several, of which the quickest is taken. The table that all
of them read lies in NumPy's memory.
"""
import numpy as np
from numpy.lib import recfunctions
from numpy.lib.stride_tricks import sliding_window_view

from harness import Peer, Row
from library import pieces
from tables import E, PAIR, table

LARGE, SMALL = 10_000_000, 10_000
ROWS = []


def row(work, *, largest=LARGE, sizes=(LARGE, SMALL)):
    """Registers a row of this name, at these sizes; the largest may be smaller than that of the others."""

    def register(make):
        ROWS.append((work, make, {size: min(size, largest) for size in sizes}))
        return make

    return register


def rust(library, name, data, decode=lambda found, room: found, room=0, into=None, other=None):
    """Ours, on one and two threads, and the loop by hand, as far as there are such.

    `decode` makes an answer of the number a function gives and of the bytes it left in `room`: so many, or a copy of an array.
    """
    for suffix, peer, threads in (("", "ours", 1), ("_2", "ours", 2), ("_hand", "hand", 1)):
        # So few elements are one piece, which one thread takes.
        if not library.has(name + suffix) or (threads == 2 and len(data) <= 1 << 16):
            continue

        def answer(name=name + suffix):
            buffer = np.full(room, 0xEE, "u1") if isinstance(room, int) else room.copy()
            return decode(library.call(name, data, buffer, other)(), buffer)

        yield Peer(peer, library.call(name + suffix, data, into, other), answer, threads)


def by_size(n, large, small):
    """Those of the targets that are for this size."""
    return small if n == SMALL else large


@row("mean of f8 field, E")
def mean(library, n):
    e = table("E", n)
    numpy = Peer("numpy", choices={
        'e["salary"].mean()': lambda: e["salary"].mean(),
        'np.ascontiguousarray(e["salary"]).mean()': lambda: np.ascontiguousarray(e["salary"]).mean(),
    })
    hand = {("hand", 1): 1 / 1.05}
    targets = by_size(n, {("numpy", 1): 1.0, ("numpy", 2): 2.0}, {("numpy", 1): 3.0})
    return Row(n, [*rust(library, "mean", e), numpy], targets | hand, rtol=1e-12)


@row("min and max together, E")
def min_max(library, n):
    e = table("E", n)

    def strided():
        salary = e["salary"]
        return salary.min(), salary.max()

    def dense():
        salary = np.ascontiguousarray(e["salary"])
        return salary.min(), salary.max()

    numpy = Peer("numpy", choices={'a.min(), a.max() of e["salary"]': strided, "the same of a contiguous copy": dense})
    ours = rust(library, "min_max", e, lambda _, room: tuple(room.view("f8")), 16, np.zeros(2))
    return Row(n, [*ours, numpy], {("numpy", 1): by_size(n, 1.9, 4.0)})


@row("mean of >f4 field, B")
def mean_big(library, n):
    b = table("B", n)
    numpy = Peer("numpy", choices={
        'b["x"].mean()': lambda: b["x"].mean(),
        'b["x"].mean(dtype="f8")': lambda: b["x"].mean(dtype="f8"),
        'b["x"].astype("f4").mean()': lambda: b["x"].astype("f4").mean(),
    })
    return Row(n, [*rust(library, "mean_big", b), numpy],
               {("numpy", 1): by_size(n, 1.2, 3.0)}, rtol=1e-5)


@row("byteswap in place, 4 f4 for each record")
def byteswap(library, n):
    numbers = np.random.default_rng(7).normal(100, 10, 4 * n).astype("f4")
    swapped = numbers.byteswap()
    work = numbers.copy()
    ours = rust(library, "byteswap", numbers, lambda _, room: room.view("u4"), numbers.view("u1"), work)
    numpy = Peer("numpy", lambda: work.byteswap(inplace=True), lambda: swapped.view("u4"), idiom="a.byteswap(inplace=True)")
    targets = by_size(n, {("numpy", 1): 1.2, ("numpy", 2): 1.8}, {("numpy", 1): 1.2})
    return Row(n, [*ours, numpy], targets)


@row("a*b+c of three fields into out, M")
def fused(library, n):
    m = table("M", n)
    out = np.empty(n)

    def whole():
        np.multiply(m["a"], m["b"], out=out)
        return np.add(out, m["c"], out=out)

    def blocks():
        for start in range(0, n, 8192):
            part, into = m[start : start + 8192], out[start : start + 8192]
            np.multiply(part["a"], part["b"], out=into)
            np.add(into, part["c"], out=into)
        return out

    ours = rust(library, "fused", m, lambda _, room: room.view("f8"), 8 * n, out)
    peers = [*ours, Peer("numpy", whole, idiom="np.multiply(a, b, out=o); np.add(o, c, out=o)")]
    if n > 8192:
        peers.append(Peer("numpy in blocks", blocks, idiom="the same for 8192 records at a time"))
    targets = by_size(n, {("numpy", 1): 2.2, ("numpy", 2): 4.0}, {("numpy", 1): 3.0})
    return Row(n, peers, targets)


def records(count, room):
    """The records that a function left in `room`."""
    return room[: int(count) * E.itemsize].view(E)


def filter_row(library, n, function, targets):
    e = table("E", n)
    def mask():
        return e[e["age"] > 50]

    numpy = Peer("numpy", choices={
        'e[e["age"] > 50]': mask,
        'np.compress(e["age"] > 50, e)': lambda: np.compress(e["age"] > 50, e),
        'e[np.flatnonzero(e["age"] > 50)]': lambda: e[np.flatnonzero(e["age"] > 50)],
        'e.take(np.flatnonzero(e["age"] > 50))': lambda: e.take(np.flatnonzero(e["age"] > 50)),
    })
    plain = Peer("numpy by mask", mask, idiom='e[e["age"] > 50]')
    targets |= {("numpy by mask", threads): target for (_, threads), target in targets.items()}
    return Row(n, [*rust(library, function, e, records, e.nbytes), numpy, plain], targets)


@row("records where age > 50 into new, E")
def filter_new(library, n):
    targets = by_size(n, {("numpy", 1): 2.2, ("numpy", 2): 3.5}, {("numpy", 1): 10.0})
    return filter_row(library, n, "filter", targets)


@row("records where age > 50 into new, no huge pages for ours, E", sizes=(LARGE,))
def filter_small_pages(library, n):
    return filter_row(library, n, "filter_small", {("numpy", 1): 1.6})


@row("records where age > 50 into out, E")
def filter_out(library, n):
    e = table("E", n)
    out = np.empty(np.count_nonzero(e["age"] > 50), E)

    def compress():
        return np.compress(e["age"] > 50, e, out=out)

    def take(mode):
        return np.take(e, np.flatnonzero(e["age"] > 50), out=out, mode=mode)

    numpy = Peer("numpy", choices={
        'np.compress(e["age"] > 50, e, out=o)': compress,
        'np.take(e, np.flatnonzero(e["age"] > 50), out=o, mode="clip")': lambda: take("clip"),
        'np.take(e, np.flatnonzero(e["age"] > 50), out=o)': lambda: take("raise"),
    })
    ours = rust(library, "filter_out", e, records, out.nbytes, out)
    plain = Peer("numpy compress", compress, idiom='np.compress(e["age"] > 50, e, out=o)')
    return Row(n, [*ours, numpy, plain],
               dict.fromkeys([("numpy", 1), ("numpy compress", 1)], by_size(n, 5.0, 10.0)))


@row("count age > 50 and salary < 60000, E")
def count(library, n):
    e = table("E", n)

    def in_place():
        mask = e["age"] > 50
        mask &= e["salary"] < 60000
        return np.count_nonzero(mask)

    numpy = Peer("numpy", choices={
        'np.count_nonzero((e["age"] > 50) & (e["salary"] < 60000))':
            lambda: np.count_nonzero((e["age"] > 50) & (e["salary"] < 60000)),
        "the same with &=": in_place,
    })
    targets = by_size(n, {("numpy", 1): 1.5, ("numpy", 2): 2.8}, {("numpy", 1): 3.0})
    return Row(n, [*rust(library, "count", e), numpy], targets)


@row("sort by f8 field, E", largest=1_000_000)
def sort(library, n):
    import polars

    e = table("E", n)
    frame = polars.DataFrame({
        "name": polars.Series(e["name"].tolist(), dtype=polars.Binary),
        "age": np.ascontiguousarray(e["age"]),
        "salary": np.ascontiguousarray(e["salary"]),
    })

    def argsort(kind=None):
        return e[np.argsort(np.ascontiguousarray(e["salary"]), kind=kind)]

    def from_polars():
        found = frame.sort("salary")
        answer = np.zeros(n, E)
        for field in E.names:
            answer[field] = found[field].to_list() if field == "name" else found[field].to_numpy()
        return answer

    peers = [
        *rust(library, "sort", e, records, e.nbytes),
        Peer("numpy sort(order=)", lambda: np.sort(e, order="salary"), idiom='np.sort(e, order="salary")'),
        Peer("numpy argsort + take", choices={
            'e[np.argsort(e["salary"])]': lambda: e[np.argsort(e["salary"])],
            'e[np.argsort(np.ascontiguousarray(e["salary"]))]': argsort,
            'e.take(np.argsort(e["salary"]))': lambda: e.take(np.argsort(e["salary"])),
        }),
        Peer("polars", lambda: frame.sort("salary"), from_polars, idiom='frame.sort("salary"), three columns'),
    ]
    targets = by_size(n, {("numpy sort(order=)", 1): 22.0, ("numpy argsort + take", 1): 4.0},
                      {("numpy sort(order=)", 1): 40.0})
    return Row(n, peers, targets | {("polars", 1): 1.0})


@row("searchsorted on a field, one key a call, M")
def searchsorted(library, n):
    m = table("M", n)
    keys = np.random.default_rng(8).uniform(0, 1e6, 100 if n == SMALL else 5)

    def one_by_one():
        return [m["a"].searchsorted(key) for key in keys]

    ours = rust(library, "searchsorted", m, lambda _, room: room.view("u8"), 8 * len(keys), np.zeros(len(keys), "u8"), keys)
    return Row(n, [*ours, Peer("numpy", one_by_one, idiom='m["a"].searchsorted(key)')],
               {("numpy", 1): by_size(n, 300.0, 50.0)})


@row("three fields to dense columns, E")
def to_columns(library, n):
    e = table("E", n)
    numpy = Peer("numpy", choices={
        "[np.ascontiguousarray(e[f]) for f in names]": lambda: [np.ascontiguousarray(e[f]) for f in E.names],
        "[e[f].copy() for f in names]": lambda: [e[f].copy() for f in E.names],
    })

    def decode(count, room):
        return pieces(room, *((E[field], count) for field in E.names))

    targets = by_size(n, {("numpy", 1): 1.4, ("numpy", 2): 2.2}, {("numpy", 1): 2.0})
    return Row(n, [*rust(library, "to_columns", e, decode, e.nbytes), numpy], targets)


def groups(count, room):
    """Ages and the means of their salaries."""
    return pieces(room, ("i4", count), ("f8", count))


@row("group mean of f8 by i4, E")
def group_mean(library, n):
    e = table("E", n)

    def of_dense():
        age = e["age"].astype(np.intp)
        counts = np.bincount(age)
        ages = np.flatnonzero(counts)
        return ages, np.bincount(age, weights=e["salary"])[ages] / counts[ages]

    def of_field():
        counts = np.bincount(e["age"])
        ages = np.flatnonzero(counts)
        return ages, np.bincount(e["age"], weights=e["salary"])[ages] / counts[ages]

    numpy = Peer("numpy", choices={
        "np.bincount(age, weights=salary) / np.bincount(age), age as intp": of_dense,
        "np.bincount(age, weights=salary) / np.bincount(age)": of_field,
    })
    return Row(n, [*rust(library, "group_mean", e, groups, 12 * 64), numpy],
               {("numpy", 1): by_size(n, 3.5, 4.0)}, rtol=1e-10)


@row("sliding mean, w = 64, f4")
def rolling_mean(library, n):
    x = table("series", n)
    width = 64

    def cumsum():
        sums = np.cumsum(x, dtype="f8")
        sums[width:] = sums[width:] - sums[:-width]
        return sums[width - 1 :] / width

    sums, means = np.zeros(n + 1), np.empty(n - width + 1)

    def cumsum_apart():
        np.cumsum(x, out=sums[1:])
        np.subtract(sums[width:], sums[:-width], out=means)
        return np.divide(means, width, out=means)

    peers = [
        *rust(library, "rolling_mean", x, lambda count, room: room[: int(count) * 8].view("f8"), 8 * n),
        Peer("numpy windows", choices={
            "sliding_window_view(x, 64).mean(axis=1)": lambda: sliding_window_view(x, width).mean(axis=1),
            "sliding_window_view(x, 64).sum(axis=1) / 64": lambda: sliding_window_view(x, width).sum(axis=1) / width,
        }),
        Peer("numpy cumsum", choices={
            'c = np.cumsum(x, dtype="f8"); (c[64:] - c[:-64]) / 64': cumsum,
            "the same into arrays made before": cumsum_apart,
        }),
        Peer("numpy convolve", lambda: np.convolve(x, np.full(width, 1 / width, "f4"), "valid"),
             idiom='np.convolve(x, np.full(64, 1 / 64, "f4"), "valid")'),
    ]
    targets = by_size(n, {("numpy windows", 1): 6.0, ("numpy cumsum", 1): 1.6}, {("numpy windows", 1): 8.0})
    return Row(n, peers, targets, rtol=1e-5)


@row("unique with counts, i4 of E")
def unique(library, n):
    e = table("E", n)

    def counted():
        counts = np.bincount(e["age"])
        ages = np.flatnonzero(counts)
        return ages, counts[ages]

    peers = [
        *rust(library, "unique", e, lambda count, room: pieces(room, ("i4", count), ("u8", count)), 12 * 64),
        Peer("numpy", lambda: np.unique(e["age"], return_counts=True), idiom='np.unique(e["age"], return_counts=True)'),
        Peer("numpy bincount", counted, idiom='np.bincount(e["age"]), for one who knows that all are small'),
    ]
    return Row(n, peers, {("numpy", 1): 5.0})


@row("row loop reading one field, E")
def row_loop(library, n):
    e = table("E", n)

    def loop():
        total = 0.0
        for employee in e:
            total += employee["salary"]
        return total

    return Row(n, [*rust(library, "row_loop", e), Peer("numpy", loop, idiom='for r in e: total += r["salary"]')],
               {("numpy", 1): 300.0}, rtol=1e-9)


@row("inner join on a u4 key, 1 M with 1 M", largest=1_000_000, sizes=(LARGE,))
def join(library, n):
    left, right = table("sides", n)

    def join_by():
        return recfunctions.join_by("k", left, right, jointype="inner", usemask=False)

    def intersect():
        keys, at_left, at_right = np.intersect1d(left["k"], right["k"], assume_unique=True, return_indices=True)
        pairs = np.empty(len(keys), PAIR)
        pairs["k"], pairs["x"], pairs["y"] = keys, left["x"][at_left], right["y"][at_right]
        return pairs

    def ordered(pairs):
        return np.asarray(pairs)[np.argsort(pairs["k"])].tobytes()

    ours = rust(library, "join", left, lambda count, room: room[: int(count) * 20].view(PAIR), 20 * n, other=right)
    peers = [*ours, Peer("numpy", join_by, idiom='rfn.join_by("k", l, r, usemask=False)'),
             Peer("numpy intersect1d", intersect, idiom="np.intersect1d(return_indices=True), for keys without duplicates")]
    return Row(n, peers, {("numpy", 1): 5.0}, order=ordered)


def all_rows():
    """The makers of all rows, with their sizes."""
    import rows_any
    import rows_dense
    import rows_describe  # noqa: F401, registers its row

    return ROWS + rows_dense.ROWS + rows_any.ROWS
