"""The tables of the comparison, made once for each size. NumPy keeps the bytes; all peers get the same."""
import functools

import numpy as np

E = np.dtype([("name", "S32"), ("age", "<i4"), ("salary", "<f8")])
B = np.dtype([("time", ">u8"), ("x", ">f4"), ("y", ">f4"), ("z", ">f4"), ("flags", "u1")])
M = np.dtype([("a", "<f8"), ("b", "<f8"), ("c", "<f8"), ("k", "<u4")])
LEFT = np.dtype([("k", "<u4"), ("x", "<f8")])
RIGHT = np.dtype([("k", "<u4"), ("y", "<f8")])
PAIR = np.dtype([("k", "<u4"), ("x", "<f8"), ("y", "<f8")])


def employees(n):
    """Table E: ages from 18 to 69, salaries about 60000, names of 5 to 12 letters."""
    random = np.random.default_rng(7)
    table = np.zeros(n, E)
    table["age"] = random.integers(18, 70, n)
    table["salary"] = random.normal(60000, 15000, n)
    letters = np.zeros((n, 32), "u1")
    letters[:, :12] = random.integers(97, 123, (n, 12), "u1")
    letters[:, :12] *= np.arange(12) < random.integers(5, 13, (n, 1), "u1")
    table["name"] = letters.view("S32")[:, 0]
    return table


def big(n):
    """Table B: what an instrument that writes big-endian sends."""
    random = np.random.default_rng(7)
    table = np.zeros(n, B)
    table["time"] = np.arange(n) * 1000
    for field in "xyz":
        table[field] = random.normal(100, 10, n)
    table["flags"] = random.integers(0, 256, n)
    return table


def measures(n):
    """Table M: the first field ascends, as a time does."""
    random = np.random.default_rng(7)
    table = np.zeros(n, M)
    table["a"] = np.sort(random.uniform(0, 1e6, n))
    table["b"] = random.normal(1, 0.1, n)
    table["c"] = random.normal(0, 1e3, n)
    table["k"] = random.integers(0, 2**32, n, "u4")
    return table


def sides(n):
    """Two tables to join: each key once in each, half of them in both, in any order."""
    random = np.random.default_rng(7)
    left, right = np.zeros(n, LEFT), np.zeros(n, RIGHT)
    left["k"] = random.permutation(n)
    right["k"] = random.permutation(n) + n // 2
    left["x"], right["y"] = random.normal(size=n), random.normal(size=n)
    return left, right


def series(n):
    """Dense numbers of 4 bytes, as a sensor gives them."""
    return np.random.default_rng(7).normal(20, 3, n).astype("f4")


@functools.cache
def table(name, n):
    made = {"E": employees, "B": big, "M": measures, "sides": sides, "series": series}[name](n)
    for array in made if isinstance(made, tuple) else (made,):
        array.flags.writeable = False
    return made
