"""Writes time.txt: what NumPy says about dates and time spans. Run: python record_time.py > time.txt

Every answer is checked against whole-number arithmetic over datetime.date. Where NumPy wraps around (silently) or
gives up, the row has that arithmetic's answer and the mark '!'; '-' says that the answer is beyond an int64.

date  UNIT COUNT TEXT            numpy.datetime_as_string
span  UNIT COUNT TEXT            str(numpy.timedelta64)
mdate FROM TO COUNT COUNT        astype between M8 units
mspan FROM TO COUNT COUNT        astype between m8 units
"""
import datetime, random, re
import numpy as np

BASES = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
DAY = 86400 * 10**18
ATTO = dict(W=7 * DAY, D=DAY, h=3600 * 10**18, m=60 * 10**18, s=10**18, ms=10**15, us=10**12, ns=10**9, ps=10**6, fs=10**3)
ATTO["as"] = 1
MAX, NAT = 2**63 - 1, -(2**63)
UNITS = BASES + ["2Y", "3M", "2W", "7m", "25s", "10ms"]
NAMES = dict(zip(BASES, "years months weeks days hours minutes seconds milliseconds microseconds nanoseconds picoseconds femtoseconds attoseconds".split()))


def split(unit):
    number, base = re.fullmatch(r"(\d*)(\w+)", unit).groups()
    return int(number or 1), base


def civil(days):
    cycle, rest = divmod(days, 146097)  # 400 years
    date = datetime.date.fromordinal(datetime.date(2000, 1, 1).toordinal() + (rest - 10957) % 146097)
    year = date.year + 400 * cycle + (0 if rest - 10957 >= 0 else -400)
    return year, date.month, date.day


def days_of_month(months):
    year, month = 1970 + months // 12, months % 12 + 1
    cycle = (year - 2000) // 400
    return (datetime.date(year - 400 * cycle, month, 1) - datetime.date(1970, 1, 1)).days + cycle * 146097


def text(unit, count):
    if count == NAT:
        return "NaT"
    n, base = split(unit)
    total = count * n
    if base in "YM":
        months = total * (12 if base == "Y" else 1)
        year = f"{1970 + months // 12:04}"
        return year if base == "Y" else f"{year}-{months % 12 + 1:02}"
    days, rest = divmod(total * ATTO[base], DAY)
    year, month, day = civil(days)
    out = f"{year:04}-{month:02}-{day:02}"
    if base in ("W", "D"):
        return out
    seconds, fraction = divmod(rest, 10**18)
    out += f"T{seconds // 3600:02}"
    if base == "h":
        return out
    out += f":{seconds // 60 % 60:02}"
    if base == "m":
        return out
    out += f":{seconds % 60:02}"
    digits = ["s", "ms", "us", "ns", "ps", "fs", "as"].index(base) * 3
    return out + (f".{fraction:018}"[: digits + 1] if digits else "")


def convert(a, b, count):
    if count == NAT:
        return count
    (n, a), (m, b) = split(a), split(b)
    if a in "YM":
        months = count * n * (12 if a == "Y" else 1)
        if b in "YM":
            return months // (m * (12 if b == "Y" else 1))
        return days_of_month(months) * DAY // (m * ATTO[b])
    attos = count * n * ATTO[a]
    if b in "YM":
        year, month, _ = civil(attos // DAY)
        return ((year - 1970) * 12 + month - 1) // (m * (12 if b == "Y" else 1))
    return attos // (m * ATTO[b])


def array(kind, unit, count):
    return np.array([count], "i8").view(f"{kind}8[{unit}]")


def fits(count):
    return NAT < count <= MAX


def seeds(unit, random_count):
    n, base = split(unit)
    out = [0, 1, -1, 2, -2, MAX, -MAX, NAT]
    dates = ["-0400-02-29", "-0001-12-31", "0000-02-29", "0000-03-01", "0001-01-01", "1582-10-15", "1600-02-29", "1899-12-31", "1900-02-28",
             "1900-03-01", "1969-12-31", "1999-12-31", "2000-02-29", "2000-03-01", "2023-12-31", "2024-02-29", "2024-12-31", "2100-02-28",
             "2100-03-01", "9999-12-31", "10000-01-01", "12345-06-07"]
    for date in dates:
        count = convert("D", unit, int(np.datetime64(date, "D").astype("i8")))
        out += [c for c in (count - 1, count) if fits(c)]
    out += [random.randrange(-(2**bits), 2**bits) for bits in (random.randrange(4, 63) for _ in range(random_count))]
    return list(dict.fromkeys(out))


random.seed(20240229)
wrapped = 0
for unit in UNITS:
    n, base = split(unit)
    for count in seeds(unit, 14):
        numpy, exact = str(np.datetime_as_string(array("M", unit, count))[0]), text(unit, count)
        wrapped += numpy != exact
        print("date", unit, count, exact + (" !" if numpy != exact else ""))
    for count in seeds(unit, 3)[:8] + [random.randrange(-(2**62), 2**62)]:
        numpy = str(array("m", unit, count)[0])
        exact = "NaT" if count == NAT else f"{count * n} {NAMES[base]}"
        wrapped += numpy != exact
        print("span", unit, count, exact + (" !" if numpy != exact else ""))
for a in UNITS:
    for b in UNITS:
        same = (split(a)[1] in "YM") == (split(b)[1] in "YM")
        for kind in "Mm" if same else "M":
            counts = [random.choice([MAX, -MAX, NAT])] + random.sample(seeds(a, 14), 3)
            for count in counts:
                exact = convert(a, b, count)
                try:
                    numpy = int(array(kind, a, count).astype(f"{kind}8[{b}]").view("i8")[0])
                except OverflowError:
                    numpy = None
                ok = count == NAT or fits(exact)
                assert ok or numpy != exact
                mark = "" if numpy == exact else " !"
                wrapped += numpy != exact
                print("mdate" if kind == "M" else "mspan", a, b, count, str(exact if ok else "-") + mark)
import sys
print(wrapped, "rows where NumPy wraps or gives up,", np.__version__, file=sys.stderr)
