"""Writes archives, and archives.json with what NumPy says is in them. Run: python make_npz.py FOLDER

`saved/` is what numpy.savez writes, `odd/` what NumPy reads all the same, `refused/` what has to be refused.
Recorded with NumPy 2.4.6 and Python 3.11.
"""
import io
import json
import os
import struct
import sys
import warnings
import zipfile

import numpy as np

out = sys.argv[1]
for folder in ("saved", "odd", "refused"):
    os.makedirs(os.path.join(out, folder), exist_ok=True)
facts = {}


def note(path):
    """What NumPy finds in the archive."""
    found = []
    # np.load itself wants the letters PK in front.
    with np.lib.npyio.NpzFile(os.path.join(out, path)) as archive:
        for name, member in zip(archive.files, archive.zip.infolist()):
            about = {"name": name, "file": member.filename, "size": member.file_size,
                     "compressed": member.compress_size, "method": member.compress_type, "crc": member.CRC}
            value = archive[member.filename]
            if isinstance(value, np.ndarray):
                # Loading leaves gaps as the memory was.
                held = archive.zip.read(member)[member.file_size - value.nbytes:]
                assert value.dtype.names or held == value.tobytes("A")
                fortran = value.flags.f_contiguous and not value.flags.c_contiguous
                about["array"] = {"descr": repr(np.lib.format.dtype_to_descr(value.dtype)), "shape": value.shape,
                                  "fortran": fortran, "bytes": held.hex()}
            found.append(about)
    facts[path] = found


def saved(name, **arrays):
    path = f"saved/{name}.npz"
    np.savez(os.path.join(out, path), **arrays)
    note(path)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def packed(members, compression=zipfile.ZIP_STORED, zip64=False, comment=b"", sink=None):
    """The bytes of an archive of (ZipInfo or name, content)."""
    file = sink or io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicate names
        with zipfile.ZipFile(file, "w", compression) as archive:
            for name, content in members:
                if isinstance(name, str):
                    name = zipfile.ZipInfo(name)
                    name.compress_type = compression
                with archive.open(name, "w", force_zip64=zip64) as member:
                    member.write(content)
            archive.comment = comment
    return file.getvalue()


class Stream(io.BytesIO):
    """A file that cannot be gone back in: sizes follow the data."""

    def seekable(self):
        return False

    def tell(self):
        raise OSError("a stream")

    def seek(self, *_):
        raise OSError("a stream")


def write(path, content, noted=True):
    with open(os.path.join(out, path), "wb") as file:
        file.write(content)
    if noted:
        note(path)


# What numpy.savez writes.
numbers = np.arange(12)
saved("empty")
saved("kinds", **{
    kind: np.frombuffer(bytes(range(1, 1 + 3 * np.dtype(kind).itemsize)), kind)
    for order in "<>"
    for kind in [order + kind for kind in ("i2", "u4", "i8", "f2", "f4", "f8", "c8", "c16", "U2", "M8[us]", "m8[7D]")]
}, **{"bool": np.array([True, False]), "i1": np.array([-1], "i1"), "u1": np.array([255], "u1"),
      "S3": np.array([b"a", b"bcd"], "S3"), "V3": np.array([b"xyz"], "V3")})
saved("shapes", zero_d=np.float64(1.5), none=np.zeros(0), no_rows=np.zeros((0, 3), "i2"), one=np.ones(1, "u1"),
      rows=numbers.reshape(3, 4), columns=np.asfortranarray(numbers.reshape(3, 4)), turned=numbers.reshape(2, 3, 2).T,
      every_other=numbers[::2], backwards=numbers[::-1], inner=numbers.reshape(3, 4)[:, 1:3],
      swapped=numbers.reshape(2, 3, 2).swapaxes(0, 1), repeated=np.broadcast_to(np.int16(7), (2, 3)))
records = [("id", "<u4"), ("at", ">f4", (2,)), ("name", "S3"), ("in", [("x", "i1"), ("y", "<i2")])]
fill = lambda dtype, n: np.frombuffer(bytes(i % 251 for i in range(n * dtype.itemsize)), dtype)  # noqa: E731
holes = np.zeros(3, np.dtype([("a", "u1"), ("b", "<f8"), ("c", "<i2")], align=True))
holes["a"], holes["b"], holes["c"] = [1, 2, 3], [0.5, 1.5, 2.5], -1
saved("records", packed=fill(np.dtype(records), 4), grid=fill(np.dtype(records), 6).reshape(2, 3), aligned=holes,
      titled=np.ones(2, [(("The time", "t"), "<f8"), ("v", "<i4")]), none=np.zeros(0, records),
      long=np.zeros(2, [(f"field_{i:03}", "<f4") for i in range(100)]))
saved("names", **{"": numbers, "é": numbers, "日本": numbers, "../x": numbers, "/etc/passwd": numbers, "a b\n": numbers,
                  "C:\\x": numbers, "x.npy.npz": numbers, "n" * 1000: numbers, "name.npy": numbers})

# What others write, and NumPy reads.
a, b = npy(numbers[:3]), npy(np.array([[1.5, 2.5], [3.5, 4.5]], order="F"))
two = [("a.npy", a), ("b.npy", b)]
np.savez_compressed(os.path.join(out, "odd/compressed.npz"), a=numbers[:3], b=np.array([[1.5, 2.5], [3.5, 4.5]], order="F"))
note("odd/compressed.npz")
write("odd/plain.npz", packed(two))
write("odd/deflated.npz", packed(two, zipfile.ZIP_DEFLATED))
write("odd/comment.npz", packed(two, comment=b"hello"))
write("odd/longest_comment.npz", packed(two, comment=b"c" * 65535))
write("odd/prefix.npz", b"#!/bin/sh\nexit\n" + packed(two))
write("odd/prefix_and_comment.npz", b"x" * 1000 + packed(two, zipfile.ZIP_DEFLATED, True, b"hello"))
write("odd/stream.npz", packed(two, sink=Stream()))
write("odd/stream_deflated.npz", packed(two, zipfile.ZIP_DEFLATED, sink=Stream()))
write("odd/stream_zip64.npz", packed(two, zip64=True, sink=Stream()))
write("odd/others.npz", packed([("folder/", b""), ("folder/a.npy", a), ("README", b"no array"), ("b.npy", b""), ("c", b)]))
write("odd/version_2.npz", packed([("a.npy", a[:6] + b"\2\0" + struct.pack("<I", len(a) - 24 - 10) + a[10:])]))
old = zipfile.ZipInfo("x.npy")
old.extra = struct.pack("<HHI", 0x7075, 4, 0) + struct.pack("<HHQ", 0x4453, 8, 0)
old.comment = b"of a member"
write("odd/extra.npz", packed([(old, a)]))
flat = packed([("\u00e9\u2502.npy", a)])
old = "\u00e9\u2502.npy".encode()
write("odd/code_page.npz", flat.replace(old, b"\x82\xb3xyz" + old[5:]).replace(b"\0\10\0\0\0\0!\0", b"\0\0\0\0\0\0!\0"))
# The records of zip64 at the end of a small archive.
zipfile.ZIP_FILECOUNT_LIMIT = 1
write("odd/end64.npz", packed(two, zip64=True))
write("odd/end64_prefix.npz", b"x" * 77 + packed(two, comment=b"hello"))
zipfile.ZIP_FILECOUNT_LIMIT, zipfile.ZIP64_LIMIT = 65535, 100
write("odd/all64.npz", packed(two, zip64=True))
write("odd/all64_prefix.npz", b"x" * 77 + packed(two, zip64=True))
zipfile.ZIP64_LIMIT = (1 << 31) - 1

# What has to be refused: by the archive or by the member `a`.
write("refused/duplicate.npz", packed(two + [("a.npy", b)]), False)
write("refused/both_names.npz", packed([("a", a), ("a.npy", b)]), False)
write("refused/bzip2.npz", packed(two, zipfile.ZIP_BZIP2), False)
write("refused/lzma.npz", packed(two, zipfile.ZIP_LZMA), False)
write("refused/trailing.npz", packed([("a.npy", a + b"more")]), False)
write("refused/short.npz", packed([("a.npy", a[:-1])]), False)
write("refused/objects.npz", packed([("a.npy", npy(np.array([None], object)))]), False)
write("refused/behind.npz", packed(two) + b"\n", False)

with open(os.path.join(out, "archives.json"), "w") as file:
    json.dump(facts, file, indent=0, sort_keys=True)
