//! R1: a mask says exactly as many places as it has bits, whichever way it was made, and one of another length is refused.

use super::*;
use record_core::ops::Mask;

#[test]
fn masks_of_every_making_select_no_more_than_there_is() {
    for len in [0, 1, 7, 63, 64, 65, 127, 128, 129, 1000] {
        let column: Vec<u32> = (0..len as u32).collect();
        let view = View::from_slice(&column);
        let none = Mask::new(len, false);
        let all = !&none;
        let mut appended = Mask::new(0, true);
        for part in [len / 3, len - len / 3] {
            appended.append(&Mask::new(part, true));
        }
        let collected: Mask = (0..len).map(|_| true).collect();
        let turned = [!!all.clone(), &none | &all, &none ^ &all, !(&none & &all)];
        for mask in [&all, &appended, &collected].into_iter().chain(&turned) {
            assert_eq!(mask.count(), len);
            assert_eq!((view.filter(mask), view.par().filter(mask)), (column.clone(), column.clone()));
            let mut out = vec![0_u32; len];
            assert_eq!(view.filter_into(mask, &mut ViewMut::from_slice(&mut out)), Ok(len));
            assert_eq!(out, column);
            if len > 0 {
                let mut short = ViewMut::from_slice(&mut out[1..]);
                assert!(view.filter_into(mask, &mut short).is_err());
                assert!(view.par().filter_into(mask, &mut short).is_err());
            }
        }
    }
}

#[test]
fn masks_of_another_length_are_refused() {
    for len in [0, 1, 63, 64, 65, 1000] {
        let mut column: Vec<u32> = (0..len as u32).collect();
        let longer = !Mask::new(len + 1, false);
        let view = View::from_slice(&column);
        assert!(view.try_filter(&longer).is_err() && view.as_any().filter(&longer).is_err());
        assert!(caught(|| view.filter(&longer)).is_none());
        assert!(caught(|| view.par().filter(&longer)).is_none());
        assert!(caught(|| view.masked(&longer)).is_none());
        let mut out = vec![7_u32; len + 9];
        assert!(view.filter_into(&longer, &mut ViewMut::from_slice(&mut out)).is_err());
        // One element stands for as many as there are.
        assert!((view + 1).write_where(&longer, &mut out[..len]).is_err() || len == 0);
        assert_eq!(out, vec![7; len + 9]);
        assert!(caught(|| ViewMut::from_slice(&mut column).fill_where(&longer, 1)).is_none());
        assert!(column.iter().copied().eq(0..len as u32));
    }
}
