"""NumPy and Rust look at the same memory, in both directions. Run by tests/tests/foreign.rs: numpy_side.py LIBRARY"""

import ctypes
import json
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_double, c_int, c_size_t, c_ssize_t, c_uint16, c_void_p

import numpy as np

OK, ARGUMENT, POINTER_, DTYPE, COLUMN, NDARRAY, LENGTH, PANIC = range(8)


class Header(ctypes.Structure):
    """record_core::interop::CView, and CViewMut, which is laid out the same."""

    _fields_ = [
        ("data", c_void_p),
        ("shape", POINTER(c_size_t)),
        ("strides", POINTER(c_ssize_t)),
        ("ndim", c_size_t),
        ("itemsize", c_size_t),
    ]


lib = ctypes.CDLL(sys.argv[1])
for name, *arguments in [
    ("record_panic",),
    ("record_table_new", c_uint16, POINTER(c_void_p)),
    ("record_table_view", c_void_p, POINTER(Header)),
    ("record_table_copy", c_void_p, c_char_p, c_void_p, c_size_t),
    ("record_copy", POINTER(Header), c_char_p, c_char_p, c_void_p, c_size_t),
    ("record_copy_interface", c_char_p, c_char_p, c_void_p, c_size_t),
    ("record_scale", POINTER(Header), c_char_p, c_char_p, c_double),
    ("record_scale_interface", c_char_p, c_char_p, c_double),
    ("record_scale_volts", POINTER(Header), c_bool, c_double),
    ("record_ndarray_sum", POINTER(Header), POINTER(c_double)),
]:
    getattr(lib, name).argtypes = arguments
    getattr(lib, name).restype = c_int
lib.record_table_free.argtypes, lib.record_table_free.restype = [c_void_p], None
for name in ("record_table_interface", "record_table_dtype"):
    getattr(lib, name).argtypes, getattr(lib, name).restype = [c_void_p], c_char_p
lib.record_last_error.argtypes, lib.record_last_error.restype = [], c_char_p


def sentence():
    return lib.record_last_error().decode()


def done(status):
    assert status == OK, (status, sentence())


def refused(status, expected, words):
    assert status == expected, (status, expected, sentence())
    assert words in sentence(), (words, sentence())


def header(array):
    """The header of an array: NumPy's own address, shape and strides."""
    shape = array.ctypes.shape_as(c_size_t) if array.ndim else None
    strides = array.ctypes.strides_as(c_ssize_t) if array.ndim else None
    return Header(array.ctypes.data, shape, strides, array.ndim, array.itemsize)


def numbers(array):
    """All numbers in row-major order, as NumPy has them."""
    if array.size == 0:
        return np.zeros(0)
    if array.dtype.names:
        rows = array.reshape(-1)
        columns = [numbers(rows[name]).reshape(len(rows), -1) for name in array.dtype.names]
        return np.concatenate(columns, axis=1).reshape(-1)
    if array.dtype.kind in "mM":
        array = array.view(array.dtype.str[0] + "i8")
    return array.astype("f8").reshape(-1)


def same(got, expected, what):
    np.testing.assert_array_equal(got, expected, err_msg=str(what))


def look(array, field=None):
    """Rust sees what NumPy sees: by header and the dtype's text, in two spellings, and by the interface."""
    expected = numbers(array if field is None else array[field])
    name = None if field is None else field.encode()
    for text in (str(array.dtype), repr(array.dtype)):
        out = np.full(expected.size, np.nan)
        done(lib.record_copy(byref(header(array)), text.encode(), name, out.ctypes.data, out.size))
        same(out, expected, (text, array.shape, array.strides, field))
    text = json.dumps(array.__array_interface__)
    out = np.full(expected.size, np.nan)
    done(lib.record_copy_interface(text.encode(), name, out.ctypes.data, out.size))
    same(out, expected, (text, field))
    return 1


# 1. NumPy looks at Rust's table.


def tuples(value):
    """JSON knows no tuples, NumPy wants them."""
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def rust_table():
    table = c_void_p()
    done(lib.record_table_new(100, byref(table)))
    interface = json.loads(lib.record_table_interface(table))
    holder = type("Holder", (), {})()
    holder.__array_interface__ = {
        **interface,
        "shape": tuples(interface["shape"]),
        "data": tuples(interface["data"]),
        "descr": list(tuples(interface["descr"])),
        "strides": tuples(interface.get("strides")),
    }
    array = np.asarray(holder)
    rust = Header()
    done(lib.record_table_view(table, byref(rust)))

    # No copy: the address, strides and dtype are Rust's.
    assert array.ctypes.data == rust.data == interface["data"][0]
    assert array.shape == (rust.shape[0],) == (100,)
    assert array.strides == (rust.strides[0],) == (32,)
    assert not array.flags.owndata and array.flags.writeable
    dtype = eval(lib.record_table_dtype(table).decode(), {"dtype": np.dtype})
    assert array.dtype == dtype and array.dtype.itemsize == rust.itemsize == 32, (array.dtype, dtype)
    # The same through a pointer alone.
    memory = (ctypes.c_char * (100 * 32)).from_address(rust.data)
    pointed = np.frombuffer(memory, dtype)
    assert np.shares_memory(array, pointed) and pointed.ctypes.data == rust.data

    volts = array["volts"]
    assert volts.ctypes.data == rust.data + 3 and volts.strides == (32,) and volts.dtype == np.dtype("f8")
    same(volts, np.arange(100) * 0.5, "volts")
    same(array["serial"], np.arange(100) * 65536 + 1, "big-endian serials")
    same(array["name"], [b"r%d" % i for i in range(100)], "names")

    # Written here, seen there.
    def rust_sees(field):
        expected = numbers(array[field])
        out = np.full(expected.size, np.nan)
        done(lib.record_table_copy(table, field.encode(), out.ctypes.data, out.size))
        same(out, expected, field)
        return out

    array["volts"][::-1] = np.linspace(-1, 1, 100)
    array["serial"] = np.arange(100) * 3 + 0x01020304
    array["position"][:, 1] = 7.25
    array["good"] = array["id"] > 50
    pointed["id"][99] = 65535
    assert rust_sees("volts")[0] == 1.0
    assert rust_sees("serial")[1] == 0x01020304 + 3
    assert rust_sees("position")[1] == 7.25
    assert rust_sees("good").sum() == 49
    assert rust_sees("id")[99] == 65535

    # Written there, seen here.
    before = array.copy()
    done(lib.record_scale_volts(byref(rust), False, 2.0))
    same(array["volts"], before["volts"] * 2, "volts, scaled by Rust")
    for field in ("id", "good", "position", "name", "serial"):
        same(array[field], before[field], field)
    print(f"NumPy over Rust's table: address {array.ctypes.data:#x} on both sides, strides {array.strides}")
    del array, pointed, volts, memory
    lib.record_table_free(table)


# 2. Rust looks at NumPy's arrays.


def variants(array):
    """Views of a three-dimensional array, of every kind that strides can say."""
    yield array
    yield array[::-1]
    yield array[:, ::-2]
    yield array.T
    yield array[1:3, ::2, ::-1]
    yield np.swapaxes(array, 0, 2)[::-1]
    yield array[1]
    yield array[1, 2]
    yield array[1, 2, 3, ...]
    yield array[:0]
    yield array[:, :0].T
    yield array[..., None, :]
    yield np.broadcast_to(array[0], (3, *array.shape[1:]))
    yield np.asfortranarray(array)


RECORDS = [
    np.dtype([("id", "u1"), ("x", ">f8"), ("pos", "<f4", (2, 3)), ("n", "<i2")]),
    np.dtype([("id", "u1"), ("x", "f8"), ("n", ">i2")], align=True),
    np.dtype({"names": ["b", "a"], "formats": ["<u4", ">i8"], "offsets": [3, 9], "itemsize": 21}),
    np.dtype([("at", [("t", "M8[ms]"), ("good", "?")]), ("each", [("v", ">u2"), ("w", "i1")], (2,))]),
]


def numpy_arrays():
    looks = 0
    rng = np.random.default_rng(7)
    for text in ["<f8", ">f8", "<f4", ">f4", "<f2", "i1", ">i2", "<i4", ">i8", "u1", "<u2", ">u4", "?", "<M8[s]", ">m8[us]"]:
        values = rng.integers(0, 100, (4, 5, 6))
        array = values.astype(text[0] + "i8").view(text) if "8[" in text else values.astype(text)
        for view in variants(array):
            looks += look(view)
    for dtype in RECORDS:
        for offset in (0, 1):  # Behind a byte, nothing is aligned.
            memory = bytearray(rng.integers(1, 100, offset + 120 * dtype.itemsize, np.uint8).tobytes())
            array = np.frombuffer(memory, dtype, offset=offset).reshape(4, 5, 6)
            if "x" in dtype.names:
                array["x"] = rng.integers(-9, 9, array.shape)
            if "pos" in dtype.names:
                array["pos"] = 0.5
            for view in variants(array):
                looks += look(view)
                for name in dtype.names:
                    looks += look(view, name)
                    if not view.dtype[name].names:
                        looks += look(view[name])
    print(f"Rust over NumPy's arrays: {looks} views agree, number for number")


def writing():
    memory = np.zeros(4 * 5 * 6 * 19 + 1, "u1")
    dtype = np.dtype([("id", "u1"), ("x", "f8"), ("pair", "f4", (2,)), ("n", "<i2")])
    records = memory[1:].view(dtype).reshape(4, 5, 6)
    fields = records["x"]
    done_views = 0
    for array in (np.zeros((4, 5, 6)), fields):
        views = [v for v in variants(array) if np.shares_memory(v, array) and v.size and 0 not in v.strides]
        assert len(views) > 8
        for view in views:
            assert view.flags.writeable
            array[...] = np.arange(120.0).reshape(4, 5, 6)
            records["id"], records["pair"], records["n"] = 1, 2, 3
            before = view.copy()
            untouched = array.sum() - before.sum()
            done(lib.record_scale(byref(header(view)), b"f8", None, -3.0))
            same(view, before * -3, (view.shape, view.strides))
            assert array.sum() == untouched + (before * -3).sum()
            assert (records["id"] == 1).all() and (records["pair"] == 2).all() and (records["n"] == 3).all()
            done_views += 1
    # A field of whole records, sub-arrays too, by header and by interface.
    whole = np.zeros((3, 4), [("id", "u1"), ("x", "f8"), ("pair", "f8", (2,))])[::-1, ::2]
    whole["x"], whole["pair"] = 3, np.arange(12.0).reshape(3, 2, 2)
    done(lib.record_scale(byref(header(whole)), repr(whole.dtype).encode(), b"x", 7.0))
    done(lib.record_scale_interface(json.dumps(whole.__array_interface__).encode(), b"pair", -1.0))
    same(whole["x"], 21, "a field by its name")
    same(whole["pair"], -np.arange(12.0).reshape(3, 2, 2), "a sub-array by its name")
    assert (whole["id"] == 0).all()
    whole.flags.writeable = False
    told = json.dumps(whole.__array_interface__).encode()
    refused(lib.record_scale_interface(told, b"x", 2.0), POINTER_, "nobody may write it")
    swapped = np.ones(3, ">f8")
    refused(lib.record_scale(byref(header(swapped)), b">f8", None, 2.0), COLUMN, "another dtype")
    one = np.broadcast_to(np.ones(3), (2, 3))
    refused(lib.record_scale(byref(header(one)), b"f8", None, 2.0), POINTER_, "may not overlap itself")
    print(f"Rust writes NumPy's arrays: {done_views} views, and nothing beside them")


def ndarray():
    out = c_double()
    array = np.arange(24.0).reshape(4, 6)
    for view in (array, array[::-1, ::-2], array.T, array[1, 2, ...], array[:0], np.broadcast_to(array, (2, 4, 6))):
        done(lib.record_ndarray_sum(byref(header(view)), byref(out)))
        assert out.value == view.sum(), view
    aside = np.frombuffer(bytearray(8 * 4 + 1), "f8", offset=1)
    refused(lib.record_ndarray_sum(byref(header(aside)), byref(out)), NDARRAY, hex(aside.ctypes.data))
    packed = np.zeros(3, [("a", "f8"), ("b", "f4")])["a"]
    refused(lib.record_ndarray_sum(byref(header(packed)), byref(out)), NDARRAY, "axis 0 steps 12 bytes")


# 3. Lies are found, and nothing breaks.


def lies():
    array = np.arange(6.0).reshape(2, 3)
    out = np.zeros(6)

    def copy(change=lambda header: None, dtype=b"<f8", field=None, length=6):
        told = header(array)
        change(told)
        return lib.record_copy(byref(told), dtype, field, out.ctypes.data, length)

    def telling(**lie):
        return lambda told: [setattr(told, name, value) for name, value in lie.items()]

    far = (c_size_t * 2)(2**62, 2)
    wrap = (c_ssize_t * 2)(-(2**63), 8)
    done(copy())
    refused(copy(telling(data=None)), POINTER_, "the pointer to the elements is null")
    refused(copy(telling(shape=None)), POINTER_, "the pointer to the shape is null")
    refused(copy(telling(strides=None)), POINTER_, "the pointer to the strides is null")
    odd = ctypes.cast(ctypes.addressof(far) + 1, POINTER(c_size_t))
    refused(copy(telling(shape=odd)), POINTER_, "no multiple of 8")
    refused(copy(telling(ndim=13)), POINTER_, "13 axes are needed, and a layout has at most 8")
    refused(copy(telling(ndim=2**64 - 1)), POINTER_, "a layout has at most 8")
    refused(copy(telling(itemsize=4)), POINTER_, "the elements are of 8 bytes, the header says 4")
    refused(copy(telling(shape=ctypes.cast(far, POINTER(c_size_t)))), POINTER_, "more than isize::MAX bytes")
    refused(copy(telling(strides=ctypes.cast(wrap, POINTER(c_ssize_t)))), POINTER_, "isize::MAX")
    refused(copy(telling(data=2**64 - 24)), POINTER_, "no memory is there")
    refused(copy(dtype=b"no such"), DTYPE, "no such")
    refused(copy(dtype=b"[('a', '<f8')"), DTYPE, "")
    refused(copy(dtype=b"<f8\xff"), ARGUMENT, "the dtype: invalid utf-8")
    refused(copy(dtype=None), ARGUMENT, "the dtype is null")
    refused(copy(field=b"x"), COLUMN, "no field named `x`")
    refused(copy(dtype=b"[('volts', '<f8')]", field=b"volt"), COLUMN, "did you mean `volts`?")
    refused(copy(dtype=b"S8"), COLUMN, "is no number")
    refused(copy(length=5), LENGTH, "there are 6 numbers, and room for 5 was given")
    refused(lib.record_copy(byref(header(array)), b"<f8", None, None, 6), ARGUMENT, "is null")
    refused(lib.record_copy(None, b"<f8", None, out.ctypes.data, 6), ARGUMENT, "the header is null")
    refused(lib.record_copy_interface(b"{", None, out.ctypes.data, 6), DTYPE, "")
    null = {**array.__array_interface__, "data": (0, False)}
    refused(lib.record_copy_interface(json.dumps(null).encode(), None, out.ctypes.data, 6), POINTER_, "is null")
    refused(lib.record_table_new(1, None), ARGUMENT, "is null")
    refused(lib.record_table_view(None, byref(Header())), ARGUMENT, "the table is null")
    refused(lib.record_panic(), PANIC, "a bug in the library: on purpose")
    lib.record_table_free(None)
    done(copy())
    same(out, np.arange(6.0), "after all lies")
    print("lies: each found, with a sentence")


rust_table()
numpy_arrays()
writing()
ndarray()
lies()
print(f"numpy {np.__version__}: all agrees")
