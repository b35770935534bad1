"""Times peers in turn, and first makes sure that they give the same answer."""
import gc
import itertools
import statistics
import time
from dataclasses import dataclass, field
from typing import Any, Callable

import numpy as np

# A round of one peer takes at least about this many seconds: what is quicker is called several times.
ROUND = 0.015

# What seconds are: those that pass, or those that the processor works for this process.
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
by = "wall"


@dataclass
class Peer:
    """One way to do the work. `run` is timed, with the release of what it returns; `answer` is compared.

    Of several ways `choices` names, the quickest on this machine is taken before the rounds.
    """

    name: str
    run: Callable[[], Any] | None = None
    answer: Callable[[], Any] | None = None
    threads: int = 1
    choices: dict[str, Callable[[], Any]] = field(default_factory=dict)
    idiom: str = ""

    def ways(self):
        return self.choices or {self.idiom: self.run}


@dataclass
class Row:
    """One piece of work at one size. `targets`: what a peer's time over ours is to be, by name of the peer and our threads."""

    size: int
    peers: list[Peer]
    targets: dict[tuple[str, int], float] = field(default_factory=dict)
    rtol: float | None = None
    """Where answers are sums: how far they may be apart, relatively. Otherwise they are equal."""
    work: str = ""
    order: Callable[[Any], Any] = lambda answer: answer
    """Brings answers into one order, where the work leaves it open."""


@dataclass
class Measured:
    """A peer beside ours: seconds of a call, medians of the rounds, and the median of the rounds' ratios."""

    work: str
    size: int
    threads: int
    peer: str
    ratio: float
    target: float | None
    ours_s: float
    peer_s: float
    idiom: str = ""

    def met(self):
        return None if self.target is None else self.ratio >= 0.95 * self.target


class Different(Exception):
    """Two peers gave different answers."""


def check(row):
    """Fails unless all peers, by all their ways, give the same answer."""
    expected = None
    for peer in row.peers:
        for idiom, way in ([("", peer.answer)] if peer.answer else peer.ways().items()):
            found = row.order(way())
            if expected is None:
                expected, first = found, peer.name
            elif not same(expected, found, row.rtol):
                name = f"{peer.name} ({idiom})" if idiom else f"{peer.name} on {peer.threads} threads"
                raise Different(f"{row.work}, {row.size}: {first} and {name} differ\n{expected}\n{found}")


def same(a, b, rtol):
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(same(x, y, rtol) for x, y in zip(a, b))
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return False
    if rtol is not None and a.dtype.kind == "f":
        return np.allclose(a, b, rtol=rtol, atol=0, equal_nan=True)
    return bool(np.all(a == b))


def seconds(run, calls):
    """Of one call, of so many. Functions of the library are called by the library, as a program in Rust would."""
    if hasattr(run, "timed"):
        return run.timed(calls, by) / calls
    clock = CLOCKS[by]
    repeat = itertools.repeat(None, calls)
    start = clock()
    for _ in repeat:
        run()
    return (clock() - start) / calls


def calls_in_round(run):
    first = min(seconds(run, 1) for _ in range(2))
    return max(1, min(1_000_000, round(ROUND / max(first, 1e-8))))


def choose(peer):
    """Takes the quickest of the ways that there are."""
    if not peer.choices:
        return
    best = {}
    for idiom, way in peer.choices.items():
        first = seconds(way, 1)
        calls = max(1, min(10_000, round(ROUND / max(first, 1e-8))))
        best[idiom] = min([first] + [seconds(way, calls) for _ in range(1 if first > 1 else 3)])
    peer.idiom = min(best, key=best.get)
    peer.run = peer.choices[peer.idiom]


def measure(row, rounds, kind="wall"):
    """All peers in turn, each round beginning with another. By the processor's time, only what has one thread."""
    global by
    by = kind
    check(row)
    if kind == "cpu":
        row.peers = [peer for peer in row.peers if peer.threads == 1]
    for peer in row.peers:
        choose(peer)
    calls = [calls_in_round(peer.run) for peer in row.peers]
    times = [[] for _ in row.peers]
    count = len(row.peers)
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds):
            for i in range(count):
                which = (turn + i) % count
                times[which].append(seconds(row.peers[which].run, calls[which]))
    finally:
        gc.enable()
    return list(compare(row, times))


def compare(row, times):
    ours = [(peer, taken) for peer, taken in zip(row.peers, times) if peer.name == "ours"]
    for our, our_times in ours:
        for peer, peer_times in zip(row.peers, times):
            if peer.name == "ours" or (peer.name in ("hand", "typed") and our.threads > 1):
                continue
            ratios = [theirs / own for theirs, own in zip(peer_times, our_times)]
            yield Measured(
                work=row.work,
                size=row.size,
                threads=our.threads,
                peer=peer.name,
                ratio=statistics.median(ratios),
                target=row.targets.get((peer.name, our.threads)),
                ours_s=statistics.median(our_times),
                peer_s=statistics.median(peer_times),
                idiom=peer.idiom,
            )
