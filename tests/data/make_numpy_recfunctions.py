"""Makes numpy_recfunctions.json: what NumPy says about casting, promotion, conversion and numpy.lib.recfunctions.

Run with NumPy 2.4.6: python make_numpy_recfunctions.py > numpy_recfunctions.json
Numbers that are no JSON are hexadecimal bytes in little-endian order.
"""

import json
import warnings

import numpy as np
import numpy.lib.recfunctions as rfn

warnings.simplefilter("ignore")
KINDS = (
    "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 S3 S11 S30 S64 U3 U11 U30 U64 V3 V8 V30 "
    "M8 M8[s] M8[ms] M8[D] M8[W] M8[M] M8[Y] M8[25s] M8[6M] m8 m8[s] m8[ms] m8[D] m8[M] m8[Y] m8[25s] >i4 >f8 >U3"
).split()
CASTINGS = "no equiv safe same_kind unsafe".split()

# The first rule under which a cast is allowed, 0 to 4; a row for each kind. The rules allow more and more.
cast = []
for a in KINDS:
    row = ""
    for b in KINDS:
        allowed = [np.can_cast(a, b, c) for c in CASTINGS]
        assert allowed == sorted(allowed) and allowed[-1]
        row += str(allowed.index(True))
    cast.append(row)

# The common dtype, null where there is none.
promote = []
for a in KINDS:
    row = []
    for b in KINDS:
        try:
            row.append(np.promote_types(a, b).newbyteorder("<").str)
        except TypeError:
            row.append(None)
    promote.append(row)

# Two dtypes: under which rules the first becomes the second, and what holds both.
PAIRS = [
    ("[('a','<i4')]", "[('b','<i4')]"),
    ("[('a','<i4')]", "[('a','<i4')]"),
    ("[('a','<i4')]", "[('a','>i4')]"),
    ("[('a','u1'),('b','<i4')]", "dtype([('a','u1'),('b','<i4')], align=True)"),
    ("[('a','u1'),('b','<i4')]", "[('b','<i4'),('a','u1')]"),
    ("[('a','<i4')]", "[('a','<i4'),('b','<i4')]"),
    ("[('a',[('b','<i4')])]", "[('a',[('c','<i8')])]"),
    ("[('a',[('b','<i4')])]", "[('a',[('b','<i8')])]"),
    ("[('a','<f8')]", "[('a','<f4')]"),
    ("[('a','<i4',(3,))]", "[('a','<i8',(3,))]"),
    ("[('a','<i4',(3,))]", "[('a','<i8',(4,))]"),
    ("[(('t','a'),'<i4')]", "[('a','<i4')]"),
    ("[('a','<i8'),('b','<f8')]", "[('a','<f4'),('b','S5')]"),
    ("[('a','<i4')]", "<i4"),
    ("<i4", "[('a','<i4')]"),
    ("<i4", "[('a','<i4'),('b','<i4')]"),
]


def dtype(text):
    return eval("np." + text) if text.startswith("dtype") else np.dtype(eval(text) if text[0] == "[" else text)


pairs = []
for a, b in PAIRS:
    x, y = dtype(a), dtype(b)
    try:
        common = repr(np.promote_types(x, y).newbyteorder("<"))
    except TypeError as error:
        common = None
    pairs.append({"from": a, "to": b, "can_cast": [np.can_cast(x, y, c) for c in CASTINGS], "promote": common})

# Values at the edges, cast from every number to every number. Left out, as C leaves it open: floats that an integer
# cannot hold. Left out too, of NaN, its sign and payload: it is written as the text nan.
NUMBERS = KINDS[:14]


def edges(kind):
    d = np.dtype(kind)
    if kind == "?":
        return np.array([0, 1], d)
    if d.kind in "iu":
        i = np.iinfo(d)
        picks = [i.min, i.min + 1, -1, 0, 1, 2, 127, 128, 2047, 2048, 2049, 65503, 65504, 65519, 65520, 2**24 + 1,
                 2**53 + 1, -(2**53) - 1, i.max - 1, i.max]
        return np.array([p for p in dict.fromkeys(picks) if i.min <= p <= i.max], d)
    real = np.dtype({"c8": "f4", "c16": "f8"}.get(kind, kind))
    f = np.finfo(real)
    picks = [0.0, -0.0, 1.0, 2.0, -1.0, 0.5, -1.5, 2.5, 127.0, 128.0, 255.0, 256.0, 65504.0, 65519.0, 65520.0, 2.0**24 + 1,
             2.0**53 + 1, 2.0**63, 0.1, 1e-7, 5.9e-8, float(f.max), float(-f.max), float(f.tiny), float(f.smallest_subnormal),
             np.inf, -np.inf, np.nan]
    reals = np.array(picks, real)
    if d.kind == "f":
        return reals
    return np.concatenate([reals.astype(d), np.array([1 + 1j, 1j, complex(0, -0.0), complex(np.nan, 2), 3 - 0.1j], d)])


def stored(values):
    values = values.astype(values.dtype.newbyteorder("<"))
    out = []
    for v in values:
        # NaN has no one representation.
        if values.dtype.kind in "fc" and np.isnan(v):
            out.append("nan")
        else:
            out.append(v.tobytes().hex())
    return out


values = []
for a in NUMBERS:
    source = edges(a)
    for b in NUMBERS:
        target = source.astype(b)
        open_ = np.zeros(len(source), bool)
        if np.dtype(a).kind in "fc" and np.dtype(b).kind in "iu":
            i = np.iinfo(b)
            for n, v in enumerate(source.real.astype("f8")):
                open_[n] = not (np.isfinite(v) and i.min <= int(v) <= i.max)
        expected = [None if o else s for o, s in zip(open_, stored(target))]
        values.append({"from": a, "to": b, "values": [v.tobytes().hex() for v in source], "expect": expected})

FACTS = []


def fact(id, expr, setup="", note=None):
    space = {"np": np, "rfn": rfn}
    exec(setup, space)
    entry = {"id": id, "setup": setup, "expr": expr}
    try:
        result = eval(expr, space)
        if isinstance(result, np.ma.MaskedArray):
            entry["expect"] = {"dtype": repr(result.dtype), "filled": repr(result.filled().tolist())}
        elif isinstance(result, np.ndarray):
            entry["expect"] = {"dtype": repr(result.dtype), "values": repr(result.tolist())}
        else:
            entry["expect"] = repr(result)
    except Exception as error:
        entry["error"] = {"type": type(error).__name__, "message": str(error)}
    if note:
        entry["note"] = note
    FACTS.append(entry)


A = "a=np.array([(1,2.,b'x'),(3,4.,b'yz')],dtype=[('a','<i4'),('b','<f8'),('c','S3')])\n"
N = "n=np.array([(1,(2.,3)),(4,(5.,6))],dtype=[('a','<i4'),('b',[('ba','<f8'),('bb','<i8')])])\n"
D = "d=np.dtype([('A','<i8'),('B',[('BA','<f8'),('BB',[('BBA','<i8'),('BBB','<i8')])])])\n"
fact("names", "[n for n in rfn.__all__]")
fact("append", "rfn.append_fields(a,'d',np.array([5,6],'<i2'),usemask=False)", A)
fact("append_short", "rfn.append_fields(a,'d',np.array([5],'<i2'),usemask=False)", A, "shorter columns are filled")
fact("append_long", "rfn.append_fields(a,'d',np.array([5,6,7],'<i2'),usemask=False)", A, "the records are filled up")
fact("append_clash", "rfn.append_fields(a,'b',np.array([5,6],'<i2'),usemask=False)", A, "the name is there twice")
fact("append_masked", "type(rfn.append_fields(a,'d',np.array([5,6],'<i2'))).__name__", A)
fact("rec_append", "rfn.rec_append_fields(a,'d',np.array([5,6],'<i2')).tolist()", A)
fact("drop", "rfn.drop_fields(a,'b')", A)
fact("drop_unknown", "rfn.drop_fields(a,'zz').dtype.names", A, "unknown names are ignored")
fact("drop_nested", "rfn.drop_fields(n,'ba')", N, "a nested field by its bare name")
fact("drop_all", "rfn.drop_fields(a,['a','b','c'])", A)
fact("drop_aligned", "rfn.drop_fields(np.zeros(1,np.dtype('u1,f8,u1',align=True)),'f2').dtype.itemsize", "", "align is lost")
fact("rec_drop", "rfn.rec_drop_fields(a,'b').tolist()", A)
fact("rename", "rfn.rename_fields(a,{'a':'x','b':'y'})", A)
fact("rename_swap", "rfn.rename_fields(a,{'a':'b','b':'a'})", A)
fact("rename_unknown", "rfn.rename_fields(a,{'zz':'y'}).dtype.names", A, "unknown names are ignored")
fact("rename_nested", "rfn.rename_fields(n,{'ba':'x'})", N)
fact("rename_aligned", "rfn.rename_fields(np.zeros(2,np.dtype('u1,f8',align=True)),{'f0':'z'})", "", "fails for gaps")
fact("merge", "rfn.merge_arrays((np.array([1,2],'<i8'),np.array([10.,20.])),usemask=False)")
fact("merge_short", "rfn.merge_arrays((np.array([1,2],'<i8'),np.array([10.,20.,30.])),usemask=False)", "", "filled with -1")
fact("merge_nested", "rfn.merge_arrays((a,np.array([7,8],'u1')),usemask=False)", A)
fact("merge_flat", "rfn.merge_arrays((a,np.array([7,8],'u1')),usemask=False,flatten=True)", A)
fact("stack", "rfn.stack_arrays((a[['a','b']],np.array([(9,8)],[('a','<i8'),('b','<f4')])),usemask=False,autoconvert=True)", A)
fact("stack_clash", "rfn.stack_arrays((a[['a','b']],np.array([(9,8)],[('a','<i8'),('b','<f4')])),usemask=False)", A)
fact("stack_missing", "rfn.stack_arrays((a[['a','b']],np.array([(9,)],[('a','<i4')])),usemask=False)", A, "filled with 1e20")
fact("s2u", "rfn.structured_to_unstructured(np.array([(1,2.),(3,4.)],[('a','<i4'),('b','<f8')]))")
fact("s2u_nested", "rfn.structured_to_unstructured(n)", N)
fact("s2u_subarray", "rfn.structured_to_unstructured(np.array([(1,[2,3])],[('a','<i4'),('b','<i2',(2,))]))")
fact("s2u_records_in_array", "rfn.structured_to_unstructured(np.array([([(1,2),(3,4)],)],[('a',[('x','<i4'),('y','<i4')],(2,))]))")
fact("s2u_view", "np.shares_memory(v,rfn.structured_to_unstructured(v))", "v=np.zeros(3,[('x','<f4'),('y','<f4')])")
fact("s2u_big_endian", "np.shares_memory(v,rfn.structured_to_unstructured(v))", "v=np.zeros(3,[('x','>f4'),('y','>f4')])", "copies")
fact("s2u_gaps", "rfn.structured_to_unstructured(v).strides", "v=np.zeros(3,np.dtype({'names':['x','y'],'formats':['<f4','<f4'],'offsets':[2,10],'itemsize':16}))")
fact("s2u_backwards", "(rfn.structured_to_unstructured(v).strides, np.shares_memory(v,rfn.structured_to_unstructured(v)))", "v=np.zeros(3,[('x','<f4'),('y','<f4'),('z','<f4')])[['z','y','x']]")
fact("s2u_text", "rfn.structured_to_unstructured(a[['a','c']])", A, "numbers become text")
fact("s2u_cast", "rfn.structured_to_unstructured(np.array([(1.5,300.)],'<f4,<f8'),dtype='<i2',casting='unsafe')")
fact("s2u_refused", "rfn.structured_to_unstructured(np.array([(1.5,300.)],'<f4,<f8'),dtype='<i2',casting='safe')")
fact("u2s", "rfn.unstructured_to_structured(np.array([[1.,2.],[3.,4.]]),np.dtype([('a','<i4'),('b','<f4')]))")
fact("u2s_nested", "rfn.unstructured_to_structured(np.arange(6.).reshape(2,3),np.dtype([('a','<f8'),('b',[('x','<f8'),('y','<f8')])]))")
fact("u2s_count", "rfn.unstructured_to_structured(np.zeros((2,3)),np.dtype('f4,f4'))")
fact("apply", "rfn.apply_along_fields(np.mean,np.array([(1,2,5),(4,5,7)],dtype=[('x','<i4'),('y','<f4'),('z','<f8')]))")
fact("assign", "d", "d=np.full(2,7,[('a','<i4'),('b','<f8')]); rfn.assign_fields_by_name(d,np.ones(2,[('b','<f8'),('q','<i4')]))", "missing fields become zero")
fact("assign_keep", "d", "d=np.full(2,7,[('a','<i4'),('b','<f8')]); rfn.assign_fields_by_name(d,np.ones(2,[('b','<f8'),('q','<i4')]),zero_unassigned=False)")
fact("assign_plain", "rfn.assign_fields_by_name(np.zeros(2,'i4,i4'),np.ones(2))")
fact("require", "rfn.require_fields(a,[('b','<f4'),('c','S1')])", A, "casts and cuts text without asking")
fact("require_missing", "rfn.require_fields(a,[('b','<f8'),('zz','u1')])", A, "zeros without asking")
fact("repack", "[rfn.repack_fields(np.dtype('u1,i8,f8',align=True)).itemsize, rfn.repack_fields(np.dtype('u1,i8,f8'),align=True).itemsize]")
fact("repack_nested", "[rfn.repack_fields(x,recurse=r).itemsize for r in (False,True)]", "x=np.dtype([('a',np.dtype('u1,i8',align=True)),('b','u1')])")
fact("fill", "rfn.recursive_fill_fields(a[['b','a']],o)", A + "o=np.zeros(3,[('a','<i8'),('b','<f4'),('z','u1')])")
fact("flatten", "rfn.flatten_descr(d)", D)
fact("flatten_clash", "rfn.flatten_descr(np.dtype([('x',[('v','<i4')]),('y',[('v','<i4')])]))", "", "names clash unnoticed")
fact("get_names", "rfn.get_names(d)", D)
fact("get_names_flat", "rfn.get_names_flat(d)", D)
fact("get_names_of_array", "rfn.get_names_flat(np.dtype([('a',[('x','<i4')],(2,))]))", "", "sub-arrays are not walked")
fact("get_fieldstructure", "rfn.get_fieldstructure(d)", D)
fact("position", "a", "a=np.zeros(1,[('a','<i4'),('b','<f8')]); a[:]=np.array([(5,6)],[('b','<i2'),('a','<i2')])", "by position, names ignored")
fact("position_count", "a.__setitem__(slice(None),np.zeros(1,'i4,i4,i4'))", "a=np.zeros(1,'i4,i4')")
fact("text_to_code_points", "np.array([b'ab',b'c']).astype('U1')", "", "cut off")
fact("text_not_ascii", "np.array([b'\\xff']).astype('U1')")
fact("code_points_to_text", "np.array(['ab','c']).astype('S3')")
fact("code_points_not_ascii", "np.array(['\\u00e9']).astype('S3')")
fact("dates", "np.array(['2024-02-29T12:00:00','1969-12-31T23:59:59','NaT'],'M8[s]').astype('M8[D]').astype('<i8')", "", "floors")
fact("spans", "np.array([90,-90,'NaT'],'m8[s]').astype('m8[m]').astype('<i8')", "", "floors")
fact("months", "np.array(['2024-03','1969-01'],'M8[M]').astype('M8[D]').astype('<i8')")

print(json.dumps({"numpy": np.__version__, "kinds": KINDS, "cast": cast, "promote": promote, "pairs": pairs,
                  "values": values, "facts": FACTS}, indent=None, separators=(",", ":")).replace('{"from"', '\n{"from"').replace('{"id"', '\n{"id"'))
