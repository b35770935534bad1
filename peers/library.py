"""The shared library of `peers/src`: functions of one signature, called through ctypes."""
import ctypes
import functools

import numpy as np


class Args(ctypes.Structure):
    """The operands of a call, as in `src/args.rs`."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("count", ctypes.c_size_t),
        ("out", ctypes.c_void_p),
        ("out_len", ctypes.c_size_t),
        ("other", ctypes.c_void_p),
        ("other_count", ctypes.c_size_t),
    ]


class Library:
    """The functions that there are; rows of functions that there are not are left out."""

    def __init__(self, path):
        self.functions = ctypes.CDLL(str(path))

    def function(self, name, result=ctypes.c_double):
        function = getattr(self.functions, name, None)
        if function is not None:
            function.restype = result
        return function

    def has(self, name):
        return self.function(name) is not None

    def call(self, name, data, out=None, other=None):
        """A call without arguments, its operands bound. `run.timed` is what times it: see `src/timed.rs`."""
        function = self.function(name)
        args = arguments(data, out, other)
        run = functools.partial(function, ctypes.byref(args))
        run.operands = (data, out, other, args)  # alive as long as the call is
        timed = self.function("timed")
        run.timed = lambda calls, by: timed(function, ctypes.byref(args), ctypes.c_size_t(calls), ctypes.c_bool(by == "cpu"))
        return run


def arguments(data, out, other):
    args = Args(data=data.ctypes.data, count=len(data))
    if out is not None:
        args.out, args.out_len = out.ctypes.data, out.nbytes
    if isinstance(other, int):
        args.other = other
    elif other is not None:
        args.other, args.other_count = other.ctypes.data, len(other)
    return args


class Columns:
    """What `to_columns` made of table E, kept for the rows that use it."""

    def __init__(self, library, data):
        self.library = library
        self.data = data
        self.pointer = library.function("columns_new", ctypes.c_void_p)(ctypes.byref(arguments(data, None, None)))

    def __del__(self):
        free = self.library.function("columns_free", None)
        free(ctypes.c_void_p(self.pointer))


def pieces(buffer, *parts):
    """The arrays of these dtypes and lengths that lie one after the other in a buffer of bytes."""
    at, arrays = 0, []
    for dtype, count in parts:
        size = np.dtype(dtype).itemsize * int(count)
        arrays.append(buffer[at : at + size].view(dtype))
        at += size
    return arrays
