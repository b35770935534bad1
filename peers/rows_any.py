"""The rows by name: the same work where the dtype is known at run time only, beside NumPy and the typed operation."""
from functools import partial

import rows


class ByName:
    """The library's functions by name, in the place of the typed ones; the typed ones in that of the loops by hand."""

    def __init__(self, library):
        self.library = library

    def named(self, name):
        return name.removesuffix("_hand") if name.endswith("_hand") else "any_" + name

    def has(self, name):
        return self.library.has(self.named(name))

    def call(self, name, *operands):
        return self.library.call(self.named(name), *operands)


def by_name(make, library, n):
    """The row of the typed operation with the two in each other's place. What is aimed at is aimed at there."""
    row = make(ByName(library), n)
    row.targets = {}
    for peer in row.peers:
        if peer.name == "hand":
            peer.name = "typed"
    return row


NAMES = (
    "mean of f8 field, E",
    "a*b+c of three fields into out, M",
    "records where age > 50 into new, E",
    "count age > 50 and salary < 60000, E",
    "sort by f8 field, E",
    "group mean of f8 by i4, E",
    "sliding mean, w = 64, f4",
    "inner join on a u4 key, 1 M with 1 M",
)
TYPED = {work: (make, sizes) for work, make, sizes in rows.ROWS}
ROWS = [(f"by name: {work}", partial(by_name, TYPED[work][0]), TYPED[work][1]) for work in NAMES]
