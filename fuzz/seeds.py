#!/usr/bin/env python3
"""Writes the first inputs of the fuzz targets, from the facts in tests/data and a fixed sequence of numbers.

Usage: fuzz/seeds.py [target ...]

What the fuzzer found since lies beside them in fuzz/corpus/<target>, shrunk by `cargo fuzz cmin`.
"""
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "tests" / "data"


def write(target, inputs):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for content in inputs:
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)
    print(target, len(inputs))


def numbers(seed):
    """SplitMix64."""
    mask = (1 << 64) - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        yield z ^ z >> 31


def noise(seed, length):
    random = numbers(seed)
    return bytes(next(random) & 255 for _ in range(length))


def dtype_text():
    facts = json.loads((DATA / "numpy_dtypes.json").read_text())
    texts = json.loads((DATA / "numpy_dtype_texts.json").read_text())["texts"]
    inputs = [fact["text"] for fact in texts[::9]]
    for fact in facts[::14]:
        inputs += [fact.get("repr"), fact.get("npy_header_descr")]
    inputs += [
        "record { id: <u4 @ 0, pos ('position'): [<f4; 3] @ 4, 'odd name': <f8 align 1 @ 16 } size 24 align 4 aligned",
        "<f8 align 1",
        "[[record { flag: ? @ 0 } size 2 align 1; 2]; 3]",
        "(2, 3)f8, S5, <M8[25s]",
        "{'names': ['a', 'b'], 'formats': ['u1', '>c16'], 'offsets': [4, 0], 'titles': ['t', None], 'itemsize': 24}",
    ]
    return [text.encode() for text in inputs if text and len(text) < 400]


def layout_chain():
    return [noise(seed, 12 + 5 * seed) for seed in range(40)]


def scan():
    records = (DATA / "jpss1_attitude_ephemeris.dat").read_bytes()[:600]
    return [noise(1000 + seed, 8 + seed % 24) + records[: 17 * seed] for seed in range(32)]


def npy():
    facts = json.loads((DATA / "numpy_dtypes.json").read_text())
    facts = [fact for fact in facts if fact.get("npy_header_hex_shape3") and fact["itemsize"] < 60]
    inputs = []
    for seed, fact in enumerate(facts[::7]):
        header = bytes.fromhex(fact["npy_header_hex_shape3"])
        inputs.append(header + noise(seed, 3 * fact["itemsize"]) + noise(seed, seed % 3))
    for descr, shape, order in [
        ("'>f8'", "(2, 1)", "True"), ("'|u1'", "()", "False"), ("'<i4'", "(2L, 3L)", "False"), ("'|S0'", "(7,)", "False"),
        ("'>u2'", "(3, 2, 1)", "True"), ("[('id', '|u1'), ('', '|V7'), ('value', '>f8'), ('pair', '<u2', (2,)), ('', '|V4')]", "(2,)", "False"),
    ]:
        text = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
        prefix = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little")
        inputs += [prefix + text + noise(len(text), 48), b"\x93NUMPY\x03\x00" + len(text).to_bytes(4, "little") + text]
    return inputs


def npz():
    files = sorted((DATA / "npz").glob("*/*.npz"))
    archives = [file.read_bytes() for file in files if file.stat().st_size < 1500]
    # What tells the target how to make one does not start as one.
    return archives + [b"\xff" + noise(2000 + seed, 60 + 9 * seed) for seed in range(24)]


TARGETS = {"npy": npy, "npz": npz, "dtype_text": dtype_text, "layout_chain": layout_chain, "scan": scan}

if __name__ == "__main__":
    for target in sys.argv[1:] or TARGETS:
        write(target, TARGETS[target]())
