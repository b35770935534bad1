"""NumPy and Rust read, write and map the same .npy files. Run by tests/tests/npy/live.rs, which asks a line at a time.

    batch FOLDER    cases.json and ours.bin are there: compares, and writes theirs.json and theirs.bin
    map MODE PATH   opens a map, which stays open
    get INDEX       an element of it; set INDEX VALUE; flush; close
"""

import io
import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")  # of versions 2.0 and 3.0


def dtype_of(spec):
    """A dtype made of explicit offsets, so that neither descr nor repr is believed."""
    if isinstance(spec, str):
        return np.dtype(spec)
    if "base" in spec:
        return np.dtype((dtype_of(spec["base"]), tuple(spec["shape"])))
    names, titles, offsets, formats = [list(part) for part in zip(*spec["fields"])] or [[]] * 4
    made = {"names": names, "offsets": offsets, "formats": [dtype_of(f) for f in formats], "itemsize": spec["itemsize"]}
    if any(titles):
        made["titles"] = titles
    return np.dtype(made)


def mark(dtype, marks, start):
    """Sets the bytes that leaves cover."""
    if dtype.subdtype:
        base, shape = dtype.subdtype
        for i in range(int(np.prod(shape))):
            mark(base, marks, start + i * base.itemsize)
    elif dtype.names is not None:
        for name in dtype.names:
            field = dtype.fields[name]
            mark(field[0], marks, start + field[1])
    else:
        marks[start : start + dtype.itemsize] = b"\1" * dtype.itemsize


def without_gaps(dtype, data):
    """The bytes of elements, zeros in their gaps: NumPy leaves there what was in memory, also when it reads."""
    marks = bytearray(dtype.itemsize)
    mark(dtype, marks, 0)
    count = len(data) // dtype.itemsize
    return (np.frombuffer(data, np.uint8) * np.frombuffer(bytes(marks) * count, np.uint8)).tobytes()


def content(dtype, count):
    """Bytes of elements: the leaves full of a pattern."""
    pattern = (np.arange(dtype.itemsize * count, dtype=np.int64) * 31 + 7).astype(np.uint8)
    return without_gaps(dtype, pattern.tobytes())


def saved(array, version=None):
    out = io.BytesIO()
    if version:
        np.lib.format.write_array(out, array, version)
    else:
        np.save(out, array)
    return out.getvalue()


def compare(found, expected, what):
    if found != expected:
        at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
        raise AssertionError(f"{what}: byte {at} of {len(found)} and {len(expected)}:\n{found[:at + 99]}\n{expected[:at + 99]}")


def batch(folder):
    with open(f"{folder}/cases.json", encoding="utf-8") as file:
        cases = json.load(file)
    with open(f"{folder}/ours.bin", "rb") as file:
        ours = file.read()
    theirs, places, same = io.BytesIO(), [], 0
    for case in cases:
        what = f"case {case['name']}"
        dtype = dtype_of(case["dtype"])
        assert dtype.itemsize == case["itemsize"], what
        for shape, order, zeros, filled in case["files"]:
            shape = tuple(shape)
            here = f"{what}, {shape} {order}"
            zeros, filled = ours[zeros[0] : zeros[1]], ours[filled[0] : filled[1]]
            compare(zeros, saved(np.zeros(shape, dtype, order)), here)
            raw = content(dtype, int(np.prod(shape)))
            array = np.ndarray(shape, dtype, buffer=raw or None, order=order)
            compare(filled, saved(array), here)
            same += 2
            read = np.load(io.BytesIO(filled), max_header_size=100_000)
            assert read.dtype == dtype, (here, read.dtype, dtype)
            assert read.shape == shape, here
            assert order == "C" or read.flags.f_contiguous, here
            assert without_gaps(dtype, read.tobytes("A")) == raw, here
            for version in (None, (1, 0), (2, 0), (3, 0)):
                try:
                    file = saved(array, version)
                except ValueError:
                    assert version in ((1, 0), (2, 0)), here  # the text is too long, or not Latin-1
                    continue
                start = theirs.tell()
                theirs.write(file)
                places.append([case["name"], list(shape), order, version and version[0], start, theirs.tell(), case["id"]])
    with open(f"{folder}/theirs.bin", "wb") as file:
        file.write(theirs.getvalue())
    with open(f"{folder}/theirs.json", "w", encoding="utf-8") as file:
        json.dump(places, file)
    return f"{same} files of {len(cases)} dtypes equal"


mapped = None
for line in sys.stdin:
    command, *words = line.split()
    answer = "ok"
    if command == "batch":
        answer = batch(words[0])
    elif command == "version":
        answer = np.__version__
    elif command == "map":
        mapped = np.load(words[1], mmap_mode=words[0])
        answer = json.dumps([str(mapped.dtype), list(mapped.shape)])
    elif command == "create":
        mapped = np.lib.format.open_memmap(words[0], "w+", words[1], tuple(json.loads(words[2])))
    elif command == "get":
        answer = json.dumps(mapped[tuple(json.loads(words[0]))].tolist())
    elif command == "set":
        mapped[tuple(json.loads(words[0]))] = json.loads(words[1])
    elif command == "flush":
        mapped.flush()
    elif command == "close":
        mapped = None
    else:
        answer = "unknown"
    print(answer, flush=True)
