//! Archives that lie in every number: a typed error or the right arrays, never a panic, and never much memory.

use super::{
    allocator::most,
    archive::{End, Entry, Head, build, build_with, deflate, npy, npy_of, zip64},
    contents, open,
};
use record_core::npy::{
    NpyError,
    npz::{NameFault, NpzError, NpzOptions, ZipNumber, ZipRecord},
};
use std::io::Cursor;

/// More than this no small archive may take: buffers of 64 KiB, the end of the file, and what inflates.
pub const BOUND: usize = 400 << 10;

/// The error that comes of opening the archive and reading all of it, in bounded memory.
fn error(bytes: &[u8]) -> NpzError {
    let (result, taken) = most(|| contents(bytes));
    assert!(taken < BOUND, "{taken} bytes for an archive of {}", bytes.len());
    result.expect_err("an error")
}

/// Two members of bytes.
fn two() -> [Entry; 2] {
    [Entry::stored("a.npy", &npy(&[1, 2, 3])), Entry::deflated("b.npy", &npy(&[4; 100]))]
}

/// The archive of a member that was changed and a good one.
fn first(change: impl FnOnce(Entry) -> Entry) -> Vec<u8> {
    let [one, other] = two();
    build(&[change(one), other])
}

fn end(change: impl FnOnce(&mut End)) -> Vec<u8> {
    build_with(&two(), change)
}

macro_rules! assert_error {
    ($bytes:expr, $pattern:pat $(if $guard:expr)?) => {{
        let error = error(&$bytes);
        assert!(matches!(&error, $pattern $(if $guard)?), "{error:?}");
        // A sentence, and the numbers in it.
        assert!(error.to_string().len() > 20, "{error}");
    }};
}

#[test]
fn the_archives_by_hand_are_good_ones() {
    assert_eq!(contents(&build(&two())).expect("good").len(), 2);
    let long = |long: &mut End| {
        let End { len, offset, .. } = *long;
        long.long = Some([2, 2, len.into(), offset.into()]);
    };
    assert_eq!(contents(&end(long)).expect("good").len(), 2);
    let all_long = first(|entry| {
        let size = entry.data.len() as u64;
        entry.both(|head| {
            (head.compressed, head.size) = (u32::MAX, u32::MAX);
            head.extra = [b"xx\x02\0..".to_vec(), zip64(&[size, size])].concat();
        })
    });
    assert_eq!(contents(&all_long).expect("good").len(), 2);
}

#[test]
fn headers_that_contradict_the_directory() {
    use ZipNumber as N;
    type Change = fn(&mut Head);
    let lies: [(N, Change); 6] = [
        (N::Crc, |head| head.crc ^= 1),
        (N::Compressed, |head| head.compressed += 1),
        (N::Size, |head| head.size -= 1),
        (N::Method, |head| head.method = 8),
        (N::Flags, |head| head.flags |= 1),
        (N::Name, |head| head.name[0] = b'x'),
    ];
    for (what, lie) in lies {
        let local = error(&first(|entry| entry.local(lie)));
        assert!(
            matches!(local, NpzError::Disagree { number, name: Some(_), .. } if number == what),
            "{local:?}"
        );
        // A size that the directory says wrong may also reach other bytes.
        let central = error(&first(|entry| entry.central(lie)));
        let named = matches!(central, NpzError::Disagree { name: Some(_), .. } | NpzError::Encrypted { .. });
        let overlap = matches!(central, NpzError::Overlap { .. } if what == N::Compressed);
        assert!(named || overlap, "{central:?}");
    }
    // Behind the data the numbers are not looked at, and in front of it they are zeros.
    let streamed = first(|entry| {
        let mut entry = entry.both(|head| head.flags |= 8).local(|head| {
            (head.crc, head.compressed, head.size) = (0, 0, 0);
        });
        entry.data.extend(b"PK\x07\x08descriptor.....");
        entry
    });
    assert_eq!(contents(&streamed).expect("good").len(), 2);
}

#[test]
fn members_outside_of_the_archive() {
    let at = |offset| first(|entry| Entry { offset: Some(offset), ..entry });
    assert_error!(at(1_000_000), NpzError::Outside { record: ZipRecord::Data, .. });
    let beside = first(|mut entry| {
        // Bytes that belong to nobody leave room to be wrong.
        entry.data.extend([0; 50]);
        Entry { offset: Some(1), ..entry }
    });
    assert_error!(beside, NpzError::Signature { record: ZipRecord::Header, at: 1, .. });
    assert_error!(at(1), NpzError::Overlap { next: 166, .. });
    // Where the other one is, and in the middle of it.
    let second = u32::try_from(30 + 5 + 131).expect("short");
    assert_error!(at(second), NpzError::Overlap { .. } | NpzError::Outside { .. });
    assert_error!(at(second + 1), NpzError::Overlap { .. } | NpzError::Outside { .. });
    for number in [1 << 31, 1 << 32, 1 << 63, u64::MAX] {
        let long = |numbers: &[u64], change: fn(&mut Head)| {
            first(|entry| {
                entry.central(|head| {
                    change(head);
                    head.extra = zip64(numbers);
                })
            })
        };
        assert_error!(long(&[number], |head| head.compressed = u32::MAX), NpzError::Outside { len, .. } if *len == number);
        assert_error!(long(&[number], |head| head.size = u32::MAX), NpzError::Disagree { one, .. } if *one == number);
        let mut offset = two();
        offset[0].offset = Some(u32::MAX);
        offset[0].central.extra = zip64(&[number]);
        assert_error!(build(&offset), NpzError::Outside { .. });
        // The same lie twice.
        let twice = first(|entry| {
            entry.both(|head| {
                head.size = u32::MAX;
                head.extra = zip64(&[number]);
            })
        });
        assert_error!(twice, NpzError::Size { expected, .. } if *expected == number);
        let [one, other] = two();
        let other = other.both(|head| {
            head.size = u32::MAX;
            head.extra = zip64(&[number]);
        });
        assert_error!(build(&[one, other]), NpzError::Ratio { size, .. } if *size == number);
    }
    let extra = |extra: &[u8]| {
        first(|entry| {
            entry.central(|head| {
                head.size = u32::MAX;
                head.extra = extra.into();
            })
        })
    };
    for missing in
        [&b""[..], b"\x01", b"\x01\0\x08\0......", b"\x01\0\x07\0.......", b"xx\x02\0..", b"\x01\0\xff\xff"]
    {
        assert_error!(extra(missing), NpzError::Extra { name } if name == "a.npy");
    }
    // Extra fields that push the data into the next member.
    let pushed = first(|entry| entry.local(|head| head.extra = vec![0; 100]));
    assert_eq!(contents(&pushed).expect("good").len(), 2);
    let mut pushed = first(|entry| entry);
    pushed[28] = 1;
    assert_error!(pushed, NpzError::Outside { record: ZipRecord::Data, .. });
}

#[test]
fn members_over_each_other() {
    // The same bytes under two names, as bombs have them.
    let [one, _] = two();
    let named = |name: &[u8]| one.clone().central(|head| head.name = name.into());
    let again = Entry { offset: Some(0), ..named(b"b.npy") };
    assert_error!(build(&[one.clone(), again]), NpzError::Overlap { .. });
    // A member that contains another.
    let inner = build(&[Entry::stored("b.npy", &npy(&[7]))]);
    let outer = Entry::stored("a.npy", &inner[..30 + 5 + 129]);
    let inside = Entry { offset: Some(35), ..Entry::stored("b.npy", &npy(&[7])) };
    assert_error!(build(&[outer, inside]), NpzError::Overlap { name, .. } if name == "a.npy");
    // The last member over the directory.
    let over = one.clone().both(|head| {
        head.size += 10;
        head.compressed += 10;
    });
    assert_error!(build(&[over]), NpzError::Outside { record: ZipRecord::Data, .. });
}

#[test]
fn end_records_that_lie() {
    use ZipNumber as N;
    assert_error!(
        end(|end| end.members = [3; 2]),
        NpzError::Disagree { number: N::DirectoryLen, .. } | NpzError::Outside { .. }
    );
    assert_error!(end(|end| end.members = [1; 2]), NpzError::Disagree { number: N::DirectoryLen, .. });
    assert_error!(end(|end| end.members = [1, 2]), NpzError::Disagree { number: N::Members, .. });
    assert_error!(
        end(|end| end.members = [u16::MAX; 2]),
        NpzError::Outside { record: ZipRecord::Directory, .. }
    );
    assert_error!(end(|end| end.offset += 1), NpzError::Disagree { number: N::Directory, .. });
    // As if a byte stood in front of the archive.
    assert_error!(
        end(|end| end.offset -= 1),
        NpzError::Overlap { .. } | NpzError::Outside { .. } | NpzError::Signature { .. }
    );
    assert_error!(end(|end| end.len += 1), NpzError::Disagree { number: N::Directory, .. });
    assert_error!(end(|end| end.len = u32::MAX), NpzError::Outside { record: ZipRecord::Directory, .. });
    assert_error!(end(|end| end.len -= 1), NpzError::Signature { record: ZipRecord::Entry, .. });
    assert_error!(end(|end| end.disks = [1, 0]), NpzError::Disks { disk: 1 });
    assert_error!(end(|end| end.disks = [0, 7]), NpzError::Disks { disk: 7 });
    assert_error!(first(|entry| entry.central(|head| head.disk = 3)), NpzError::Disks { disk: 3 });

    let long = |members, change: fn(&mut End)| {
        end(move |end| {
            end.long = Some([members, members, end.len.into(), end.offset.into()]);
            end.members = [u16::MAX; 2];
            change(end);
        })
    };
    for members in [1 << 20, 1 << 32, 1 << 63, u64::MAX] {
        assert_error!(long(members, |_| {}), NpzError::Outside { .. } | NpzError::TooManyMembers { .. });
    }
    assert_error!(
        long(2, |end| end.members = [1; 2]),
        NpzError::Disagree { number: N::Members, one: 2, other: 1, .. }
    );
    assert_error!(long(2, |end| end.long_len = 45), NpzError::Disagree { number: N::End64Len, .. });
    assert_error!(long(2, |end| end.locator = Some((0, 1, 1))), NpzError::Disagree { number: N::End64, .. });
    assert_error!(
        long(2, |end| end.locator = Some((0, u64::MAX, 1))),
        NpzError::Disagree { number: N::End64, .. }
    );
    assert_error!(long(2, |end| end.locator = Some((1, 1, 1))), NpzError::Disks { .. });
    assert_error!(long(2, |end| end.locator = Some((0, 1, 2))), NpzError::Disks { disk: 2 });
    for number in [1 << 63, u64::MAX] {
        let far = end(|end| end.long = Some([2, 2, end.len.into(), number]));
        assert_error!(far, NpzError::Disagree { number: N::Directory, .. });
        let far = end(|end| {
            (end.long, end.len) = (Some([2, 2, number, end.offset.into()]), u32::MAX);
        });
        assert_error!(far, NpzError::Outside { record: ZipRecord::Directory, .. });
    }
    let mut cut = long(2, |_| {});
    let at = cut.windows(4).position(|four| four == b"PK\x06\x06").expect("there");
    cut[at] = 0;
    assert_error!(cut, NpzError::Signature { record: ZipRecord::End64, .. });
    assert_error!(
        *b"PK\x06\x07................PK\x05\x06..................",
        NpzError::NotAnArchive { .. } | NpzError::End { .. }
    );
    // A comment with the start of an end record: the last one that fits the file counts.
    let comment = end(|end| end.comment = b"PK\x05\x06 and more than twenty-two bytes".to_vec());
    assert_eq!(contents(&comment).expect("good").len(), 2);
}

#[test]
fn names_that_are_none() {
    let named = |name: &[u8], flags: u16| {
        first(|entry| {
            entry.both(|head| {
                head.name = name.into();
                head.flags = flags;
            })
        })
    };
    assert_error!(named(b"", 0), NpzError::Name { member: 0, fault: NameFault::Empty });
    assert_error!(named(b"a.npy\0.txt", 0), NpzError::Name { fault: NameFault::Nul { at: 5 }, .. });
    assert_error!(named(b"a\xff.npy", 1 << 11), NpzError::Name { fault: NameFault::NotUtf8 { at: 1 }, .. });
    assert_error!(named(b"b.npy", 0), NpzError::Duplicate { name, .. } if name == "b");
    assert_error!(named(b"b", 0), NpzError::Duplicate { members, .. } if **members == ["b", "b.npy"]);
    for name in ["../../etc/passwd", "/a", "C:\\a", "a/../b", "b.npy.npy.npy", "%00", "b/"] {
        let bytes = named(name.as_bytes(), 0);
        let found = contents(&bytes).expect("any text is a name");
        assert_eq!(found[0].0, name.strip_suffix(".npy").unwrap_or(name));
    }
    // What is not said to be UTF-8 is code page 437, as in Python.
    assert_eq!(contents(&named(b"\xe1\xff", 0)).expect("any bytes are")[0].0, "\u{df}\u{a0}");
}

#[test]
fn members_that_cannot_be_read() {
    for flags in [1, 1 << 5, 1 << 6, 1 | 1 << 6] {
        let flagged = first(|entry| entry.both(|head| head.flags = flags));
        assert_error!(flagged, NpzError::Encrypted { flags: found, .. } if *found == flags);
    }
    for method in [1, 6, 9, 12, 14, 20, 93, 95, 98, 99, u16::MAX] {
        let packed = first(|entry| entry.both(|head| head.method = method));
        assert_error!(packed, NpzError::Method { .. });
    }
    let content = |content: &[u8]| build(&[Entry::stored("a.npy", content)]);
    let good = npy(&[1, 2, 3]);
    assert_error!(content(b""), NpzError::NotNpy { size: 0, .. });
    assert_error!(content(b"\x93NUMP"), NpzError::NotNpy { size: 5, .. });
    assert_error!(content(b"some text"), NpzError::NotNpy { size: 9, .. });
    assert_error!(content(&good[..9]), NpzError::Npy { error, .. } if matches!(**error, NpyError::ShortHeader { .. }));
    assert_error!(
        content(&good[..130]),
        NpzError::Npy { error, .. } if matches!(**error, NpyError::ShortData { expected: 3, found: 2 })
    );
    assert_error!(
        content(&[&good[..], b"xy"].concat()),
        NpzError::Npy { error, .. } if matches!(**error, NpyError::Trailing { bytes: 2 })
    );
    let huge = npy_of(&[1 << 20, 1 << 20, 1 << 20], &[0; 10]);
    assert_error!(content(&huge), NpzError::Npy { error, .. } if matches!(**error, NpyError::ShortData { found: 10, .. }));
    let mut long = good.clone();
    long[6..12].copy_from_slice(&[2, 0, 0xff, 0xff, 0xff, 0x7f]);
    assert_error!(content(&long), NpzError::Npy { error, .. } if matches!(**error, NpyError::HeaderTooLong { .. }));
    let damaged = build(&[Entry { data: npy(&[1, 2, 4]), ..Entry::stored("a.npy", &good) }]);
    assert_error!(damaged, NpzError::Crc { .. });
}

#[test]
fn compressed_bytes_that_lie() {
    let good = npy(&[4; 1000]);
    let packed = deflate(&good);
    let of = |data: &[u8], content: &[u8]| build(&[Entry::packed("a.npy", 8, data, content)]);
    assert!(contents(&of(&packed, &good)).is_ok());
    assert_error!(of(&packed[..packed.len() - 1], &good), NpzError::Size { .. } | NpzError::Inflate { .. });
    assert_error!(of(&[0xff; 100], &good), NpzError::Inflate { after: 0, .. });
    assert_error!(
        of(&[&packed[..], b"x"].concat(), &good),
        NpzError::Disagree { number: ZipNumber::Compressed, .. }
    );
    // More comes out than is said, and less.
    let more = [&good[..], &[4]].concat();
    assert_error!(of(&deflate(&more), &good), NpzError::Size { found, expected, .. } if *found == expected + 1);
    assert_error!(of(&deflate(&good[..good.len() - 1]), &good), NpzError::Size { found, expected, .. } if found + 1 == *expected);
    // A bomb: 64 MiB behind an array of 1,000, said and not said.
    let bomb = [&good[..], &vec![4; 64 << 20]].concat();
    let inflated = deflate(&bomb);
    assert!(inflated.len() < 100_000);
    let said = of(&inflated, &bomb);
    assert_error!(said, NpzError::Npy { error, .. } if matches!(**error, NpyError::Trailing { .. }));
    assert_error!(of(&inflated, &good), NpzError::Size { .. });
    drop(bomb);
    // A header that says 1 GiB, in a member that says so too, of as many compressed bytes as that takes: they are none.
    let head = npy_of(&[1 << 30], &[]);
    let size = u32::try_from(head.len() + (1 << 30)).expect("short");
    let data = [deflate(&[&head[..], &[7; 1000]].concat()), vec![0; (1 << 20) + 4096]].concat();
    let lie = build(&[Entry::packed("a.npy", 8, &data, &head).both(|entry| entry.size = size)]);
    let (result, taken) = most(|| contents(&lie));
    assert!(matches!(result, Err(NpzError::Size { .. })), "{result:?}");
    assert!(taken < BOUND + (1 << 20), "{taken} bytes for what never came");
    let less = build(&[Entry::packed("a.npy", 8, &data[..1 << 19], &head).both(|entry| entry.size = size)]);
    assert_error!(less, NpzError::Ratio { .. });
}

#[test]
fn many_members_take_memory_that_fits_them() {
    let entries: Vec<Entry> = (0..60_000).map(|i| Entry::stored(&format!("{i}"), b"")).collect();
    let bytes = build(&entries);
    drop(entries);
    let (archive, taken) = most(|| open(&bytes).expect("good").members().len());
    assert_eq!(archive, 60_000);
    assert!(taken < 8 * bytes.len(), "{taken} bytes for an archive of {}", bytes.len());
    let few = NpzOptions::new().max_members(59_999).reader(Cursor::new(&bytes[..]));
    assert!(matches!(few, Err(NpzError::TooManyMembers { members: 60_000, limit: 59_999 })));
}
