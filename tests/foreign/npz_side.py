"""What a running NumPy does with archives. Run: python npz_side.py WHAT FOLDER"""
import os
import sys

import numpy as np

what, folder = sys.argv[1:]


def at(name):
    return os.path.join(folder, name)


def with_gaps(archive, name):
    """The array, over the bytes of the member where it has gaps: loading leaves those as the memory was."""
    array = archive[name]
    if array.dtype.names is None:
        return array
    member = archive.zip.read(name + ".npy")
    order = "C" if array.flags.c_contiguous else "F"
    return np.ndarray(array.shape, array.dtype, member[len(member) - array.nbytes:], order=order)


if what == "again":
    # Loads what was written here, and saves it again.
    with np.load(at("ours.npz"), max_header_size=1 << 20) as archive:
        np.savez(at("numpy.npz"), **{name: with_gaps(archive, name) for name in archive.files})
        print(len(archive.files))
elif what == "far":
    # Archives behind a hole, so that offsets are long.
    for start in [(1 << 31) - 200, (1 << 31) - 1, 1 << 31, (1 << 32) - 100, 5 << 30]:
        with open(at(f"{start}.npz"), "wb") as file:
            file.seek(start)
            np.savez(file, a=np.array([1, 2, 3], "u1"), b=np.array([1.5, 2.5]))
elif what == "many":
    # More members than 16 bits count.
    np.savez(at("many.npz"), **{f"m{i}": np.uint8(i % 251) for i in range(65_537)})
elif what == "large":
    # A member whose size is a long number.
    np.savez(at("large.npz"), a=np.zeros(1 << 31, "u1"), b=np.ones(3, "u1"))
else:
    raise SystemExit(f"no such question: {what}")
