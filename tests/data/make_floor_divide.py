"""Writes floor_divide.csv: what NumPy's // and % of two floats are. Run in this folder; needs NumPy."""

import numpy as np

VALUES = "0 -0 1 -1 inf -inf nan 8388609 -8388607 16777215 4503599627370497 0.3 7.5 -7.5 1e-40 65504".split()
DIVISORS = "1 -1 3 -3 0.1 0 -0 inf -inf nan -0.5 1e-3".split()

np.seterr(all="ignore")
with open("floor_divide.csv", "w") as out:
    print(f"# NumPy {np.__version__}: dtype, a, b, a // b, a % b", file=out)
    for name, scalar in ("f2", np.float16), ("f4", np.float32), ("f8", np.float64):
        for a in VALUES:
            for b in DIVISORS:
                x, y = scalar(a), scalar(b)
                print(name, *(repr(float(number)) for number in (x, y, x // y, x % y)), sep=",", file=out)
