//! Byte order in place by name on several threads: what one thread leaves, byte by byte.

use record_core::{ops::ByteswapError, prelude::*};
use record_tests::Random;

fn pools(check: impl Fn() + Sync) {
    for threads in [1, 2, 3] {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&check);
    }
}

/// Swaps a part of the same bytes on one thread and on several.
fn same(dtype: &str, len: usize, part: impl for<'v> Fn(AnyViewMut<'v>) -> AnyViewMut<'v> + Sync) {
    let dtype = DType::parse(dtype).unwrap();
    let bytes = Random::new(len as u64).bytes(len * dtype.itemsize());
    let mut serial = bytes.clone();
    part(AnyViewMut::from_bytes(&mut serial, &dtype).unwrap()).byteswap_inplace().unwrap();
    assert!(len < 2 || serial != bytes);
    pools(|| {
        let mut swapped = bytes.clone();
        part(AnyViewMut::from_bytes(&mut swapped, &dtype).unwrap()).par_mut().byteswap_inplace().unwrap();
        assert!(swapped == serial);
    });
}

#[test]
fn parts_of_all_layouts() {
    // None, one, a piece, one more, and several pieces with a rest.
    for len in [0, 1, 65_536, 65_537, 3 * 65_536 + 17] {
        same("<u4", len, |view| view);
        same("<u4", len, |view| view.flip(0));
        let record = "[('tag','u1'),('at','>f8'),('in',[('x','<u2',(2,)),('name','<U1')]),('raw','V3')]";
        same(record, len, |view| view);
        same(record, len, |view| view.into_column("in.x").unwrap().into_all_axes().unwrap().flip(1));
        same(record, len, |view| view.into_column("at").unwrap());
    }
    let len = 210_000;
    for shape in [&[3, 70_000][..], &[70_000, 3], &[2, 3, 5, 7000], &[210_000, 1]] {
        same(">i2", len, |view| view.try_reshape(shape).unwrap());
        same(">i2", len, |view| view.try_reshape(shape).unwrap().transpose().flip(0));
    }
    same("[('x','<u2',(1000,))]", 1, |view| view.try_at(0).unwrap().into_column("x").unwrap());
}

#[test]
fn fields_that_share_bytes_are_refused() {
    let union = "{'names': ['whole', 'low'], 'formats': ['<u4', '<u2'], 'offsets': [0, 2], 'itemsize': 4}";
    let dtype = DType::parse(union).unwrap();
    let bytes = Random::new(1).bytes(200_000 * 4);
    pools(|| {
        let mut kept = bytes.clone();
        let mut view = AnyViewMut::from_bytes(&mut kept, &dtype).unwrap();
        let error = view.par_mut().byteswap_inplace().unwrap_err();
        assert_eq!(Err(error.clone()), view.byteswap_inplace());
        assert!(matches!(error, ByteswapError::Overlap { byte: 2, .. }), "{error}");
        // One field of them shares no byte with itself.
        view.column_mut("low").unwrap().par_mut().byteswap_inplace().unwrap();
        let swapped = |(new, old): (&[u8], &[u8])| new == [old[0], old[1], old[3], old[2]];
        assert!(kept.chunks(4).zip(bytes.chunks(4)).all(swapped));
    });
}
