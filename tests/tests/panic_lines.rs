//! A panic for a programmer's mistake names the line of the mistake, not one of the crate's.

use record_core::{layout::Order, prelude::*};
use std::{
    panic::{self, AssertUnwindSafe},
    sync::Mutex,
};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
    at: [f32; 2],
}

/// The file that the panic of `f` names.
fn file_of(f: impl FnOnce()) -> String {
    static FILE: Mutex<String> = Mutex::new(String::new());
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    let old = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        let file = info.location().map_or("nowhere", |location| location.file());
        FILE.lock().expect("no panic while held").replace_range(.., file);
    }));
    let answer = panic::catch_unwind(AssertUnwindSafe(f));
    panic::set_hook(old);
    assert!(answer.is_err(), "it panics");
    FILE.lock().expect("no panic while held").clone()
}

#[test]
fn the_line_is_the_callers() {
    let mut numbers = [1, 2, 3, 4, 5, 6];
    let view = View::from_slice(&[1, 2, 3, 4, 5, 6]);
    let row = Row { id: 1, at: [0.0; 2] };
    let mut table = RecordTable::from(vec![row; 3]);
    let array = Array::<f32, _>::zeros([2, 3]);
    #[allow(clippy::type_complexity)] // a name and what panics
    let cases: Vec<(&str, Box<dyn FnOnce() + '_>)> = vec![
        ("at", Box::new(|| _ = view.at(9))),
        ("slice", Box::new(|| _ = view.slice(3..9))),
        ("slice, negative", Box::new(|| _ = view.slice(s![-9]))),
        ("reshape", Box::new(|| _ = view.reshape([4, 4]))),
        ("permute", Box::new(|| _ = view.permute([1]))),
        ("broadcast_to", Box::new(|| _ = view.broadcast_to([5]))),
        ("windows", Box::new(|| _ = view.windows(0, 9))),
        ("item", Box::new(|| _ = view.item(9))),
        ("set", Box::new(|| ViewMut::from_slice(&mut numbers).set(9, 0))),
        ("column", Box::new(|| _ = &table["di"])),
        ("take", Box::new(|| _ = table.take(&[7]))),
        ("filter", Box::new(|| _ = table.filter(&view.gt(1)))),
        ("zeros", Box::new(|| _ = Array::<f64, _>::zeros_in([usize::MAX, 2], Order::F))),
        ("array", Box::new(|| _ = array.view().at_axis(1, 3))),
    ];
    for (name, case) in cases {
        assert_eq!(file_of(case), file!(), "{name}");
    }
    table.clear();
    assert_eq!(table.get(0).map(|row| row.at), None);
}
