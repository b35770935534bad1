//! Strides: reshapes, windows, broadcasts, casts of bytes.

use crate::{
    Verdict::{self, ByType, OtherWay, Refused, Same},
    expected, fails, same_array,
};
use record_core::{
    Rank,
    layout::{INFER, Layout, LayoutError, broadcast_shapes},
    prelude::*,
};
use serde_json::{Value, json};

/// `np.arange(6)`.
const X: [i64; 6] = [0, 1, 2, 3, 4, 5];

/// `10 * np.arange(3)[:, None] + np.arange(4)`.
const TENS: [[i64; 4]; 3] = [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]];

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Words {
    a: Le<u16>,
    b: Be<u16>,
}

#[allow(clippy::too_many_lines)] // one arm per fact
pub fn check(id: &str, fact: &Value) -> Option<Verdict> {
    let x = View::from_slice(&X);
    let tens = View::from_slice(&TENS).axes();
    Some(match id {
        "reshape_T_copies" => {
            let turned = x.reshape([2, 3]).transpose();
            let copy = turned.to_reshaped([6]).expect("as many elements");
            assert_eq!(json!(record_core::shares_memory(&copy, &x)), *expected(fact));
            assert_eq!(copy.to_vec(), [0, 3, 1, 4, 2, 5]);
            Same
        }
        "reshape_copy_false" => {
            fails(fact);
            let error = x.reshape([2, 3]).transpose().try_reshape([6]).unwrap_err();
            assert_eq!(error, LayoutError::NeedsCopy { axis: 0, stride: 8 });
            Refused
        }
        "reshape_two_unknown" => {
            fails(fact);
            let error = x.try_reshape([INFER, INFER]).unwrap_err();
            assert_eq!(error, LayoutError::SecondInferred { axis: 1 });
            Refused
        }
        "negative_stride" => {
            assert_eq!(json!(x.slice(s![..;-1]).strides()), *expected(fact));
            Same
        }
        "contig_both" => {
            let row = Array::<f64, _>::zeros([1, 5]);
            let empty = Array::<f64, _>::zeros([0, 3]);
            let flags = row.view().flags();
            let every_other = row.view().slice(s![.., ..;2]).is_c_contiguous();
            let found = json!([
                flags.c_contiguous,
                flags.f_contiguous,
                empty.view().flags().c_contiguous,
                every_other
            ]);
            assert_eq!(found, *expected(fact));
            Same
        }
        // Read-only, as all views of windows and broadcasts are: only `View` has these methods.
        "swv_1d" => {
            same_array(x.windows(0, 3), fact);
            Same
        }
        "swv_2d" => {
            same_array(tens.windows(0, 2).windows(1, 2), fact);
            Same
        }
        "swv_axis" => {
            same_array(tens.windows(0, 3), fact);
            Same
        }
        "swv_too_big" => {
            fails(fact);
            let error = x.try_windows(0, 7).unwrap_err();
            assert_eq!(error, LayoutError::Window { axis: 0, window: 7, len: 6 });
            Refused
        }
        // Lengths are unsigned, and a window is along one axis, which has no default.
        "swv_negative" | "swv_needs_all_axes" | "bcast_negative" => {
            fails(fact);
            ByType
        }
        "as_strided_shape_only" => {
            let layout = Layout::<Rank<1>> { shape: [3], strides: [16] };
            same_array(x.as_strided(0, layout).expect("inside"), fact);
            Same
        }
        "bcast_strides" => {
            same_array(View::from_slice(&[1_i64, 2, 3]).broadcast_to([3, 3]), fact);
            Same
        }
        "bcast_writeable_flag_allowed" => {
            // No writable view repeats elements. Cells may, and then one write shows in every row.
            let mut row = [1_i64, 2, 3];
            let mut view = ViewMut::from_slice(&mut row);
            let cells = view.cells().broadcast_to([3, 3]);
            cells.try_set_at([0, 0], 99).expect("inside");
            let rows: Vec<Vec<i64>> =
                (0..3).map(|i| (0..3).filter_map(|j| cells.get_at([i, j])).collect()).collect();
            assert_eq!(json!(rows), *expected(fact));
            OtherWay
        }
        "bshapes" => {
            let joined = broadcast_shapes(&[&[1, 2], &[3, 1], &[3, 2]]).expect("they fit");
            assert_eq!(json!(joined.as_ref()), *expected(fact));
            Same
        }
        "bshapes_bad" => {
            fails(fact);
            let error = broadcast_shapes(&[&[2], &[3]]).unwrap_err();
            assert_eq!(error, LayoutError::Broadcast { axis: 0, from: 3, to: 2 });
            Refused
        }
        "view_to_larger" => {
            fails(fact);
            let error = View::from_slice(&[0_u8; 6]).view_as::<i32>().unwrap_err();
            assert_eq!(error, LayoutError::PartialElement { available: 6, itemsize: 4 });
            Refused
        }
        "view_bytes_as_struct" => {
            let bytes: Vec<u8> = (0..8).collect();
            let words = View::from_slice(&bytes).view_as::<Words>().expect("eight bytes");
            let array = &expected(fact)["ndarray"];
            assert_eq!(json!([words.shape(), words.strides()]), json!([array["shape"], array["strides"]]));
            let values: Vec<[u16; 2]> =
                words.col(Words::A).iter().zip(words.col(Words::B).iter()).map(|(a, b)| [a, b]).collect();
            assert_eq!(json!(values), array["values"]);
            Same
        }
        _ => return None,
    })
}
