//! What the cases beside this one come near to, and what is right.
use record_core::prelude::*;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn shorter<'a>(view: View<'static, f64>) -> View<'a, f64> {
    view
}

fn main() {
    let (mut t, mut u) = (RecordTable::from([Pair { a: 1, b: 2.0 }]), RecordTable::<Pair>::new());
    std::mem::swap(&mut t, &mut u);
    {
        let (mut v, mut w) = (t.view_mut(), u.view_mut());
        std::mem::swap(&mut v, &mut w);
        v.fill(Pair { a: 2, b: 3.0 });
    }
    let PairColumnsMut { mut a, mut b } = u.columns_mut();
    std::thread::scope(|scope| {
        scope.spawn(|| a.fill(3));
        scope.spawn(|| b.fill(4.0));
    });
    assert_eq!(u.get(0), Some(Pair { a: 3, b: 4.0 }));
    static VALUES: [f64; 1] = [1.0];
    assert_eq!(shorter(View::from_slice(&VALUES)).len(), 1);
}
