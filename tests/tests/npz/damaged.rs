//! Good archives with one thing wrong: cut at each byte, and each byte changed.

use super::{allocator::most, contents, hostile::BOUND, recorded};

/// The recorded archives that are small enough to be taken apart byte by byte.
const SMALL: [&str; 8] = [
    "plain",
    "compressed",
    "comment",
    "prefix",
    "stream_zip64",
    "all64_prefix",
    "stream_deflated",
    "code_page",
];

#[test]
fn archives_cut_at_every_byte() {
    for name in SMALL {
        let bytes = recorded(&format!("odd/{name}.npz"));
        for len in 0..bytes.len() {
            assert!(contents(&bytes[..len]).is_err(), "{name}: {len} bytes");
        }
    }
}

#[test]
fn archives_with_every_byte_changed() {
    let (mut errors, mut same) = (0, 0);
    for name in SMALL {
        let mut bytes = recorded(&format!("odd/{name}.npz"));
        let right = contents(&bytes).expect("good");
        for at in 0..bytes.len() {
            let before = bytes[at];
            for change in [1, 4, 0x80, 0xff, before] {
                bytes[at] = before ^ change;
                let (result, taken) = most(|| contents(&bytes));
                assert!(taken < BOUND, "{name}: {taken} bytes after byte {at}");
                match result {
                    Ok(found) => {
                        assert_eq!(found, right, "{name}: byte {at} changed by {change:#x}");
                        same += 1;
                    }
                    Err(_) => errors += 1,
                }
            }
            bytes[at] = before;
        }
    }
    // Dates, versions, comments and the like may be anything.
    assert!(errors > 3 * same && same > 100, "{errors} errors, {same} as before");
}
