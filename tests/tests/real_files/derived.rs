//! The committed files as Rust structs: the dtype is the described one, and typed columns give the same answers.

use super::{Case, answers::close, case, committed, doors, size, text};
use record_core::{
    Be, Column, Element, FixedBytes, Mapped, Owned, Record, RecordTable, Storage, View,
    layout::Dim,
    ops::{Number, Sum},
    table::{TableError, Trailing},
};
use serde_json::Value as Json;
use std::{collections::BTreeSet, fs};

/// A telemetry packet of JPSS-1 (APID 11): attitude and ephemeris.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(size = 71)]
struct Packet {
    ccsds_id: Be<u16>,
    ccsds_seq: Be<u16>,
    ccsds_len: Be<u16>,
    doy: Be<u16>,
    msec: Be<u32>,
    usec: Be<u16>,
    scid: u8,
    eph_day: Be<u16>,
    eph_ms: Be<u32>,
    eph_us: Be<u16>,
    pos: [Be<f32>; 3],
    vel: [Be<f32>; 3],
    att_day: Be<u16>,
    att_ms: Be<u32>,
    att_us: Be<u16>,
    quat: [Be<f32>; 4],
}

/// A row of the antenna table of the Very Large Array.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(rename_all = "UPPERCASE", size = 70)]
struct Antenna {
    anname: FixedBytes<8>,
    stabxyz: [Be<f64>; 3],
    orbparm: [Be<f64>; 0],
    nosta: Be<i32>,
    mntsta: Be<i32>,
    staxof: Be<f32>,
    poltya: FixedBytes<1>,
    polaa: Be<f32>,
    polcala: [Be<f32>; 2],
    poltyb: FixedBytes<1>,
    polab: Be<f32>,
    polcalb: [Be<f32>; 2],
}

/// A row of its weather table.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(rename_all = "SCREAMING_SNAKE_CASE", size = 48)]
struct Weather {
    time: Be<f64>,
    time_interval: Be<f32>,
    antenna_no: Be<i32>,
    subarray: Be<i32>,
    temperature: Be<f32>,
    pressure: Be<f32>,
    dewpoint: Be<f32>,
    wind_velocity: Be<f32>,
    wind_direction: Be<f32>,
    wvr_h2o: Be<f32>,
    ionos_electron: Be<f32>,
}

/// A row of its visibilities. FITS names may hold hyphens.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(rename_all = "UPPERCASE", size = 32)]
struct Visibility {
    #[record(rename = "UU---SIN")]
    uu: Be<f32>,
    #[record(rename = "VV---SIN")]
    vv: Be<f32>,
    #[record(rename = "WW---SIN")]
    ww: Be<f32>,
    baseline: Be<f32>,
    date: Be<f32>,
    weight: Be<f32>,
    scale: Be<f32>,
    visibilities: [Be<i16>; 2],
}

/// Least, greatest and sum of a column of numbers.
fn numbers<T, D: Dim>(at: &str, view: View<'_, T, D>, fact: &Json)
where
    T: Element<Value: Number + Into<f64>>,
    Sum: From<<T::Value as Number>::Sum>,
{
    assert_eq!(view.min().map(Into::into), fact["min"].as_f64(), "{at}: min");
    assert_eq!(view.max().map(Into::into), fact["max"].as_f64(), "{at}: max");
    match Sum::from(view.sum()) {
        Sum::Int(sum) => assert_eq!(Some(sum), fact["sum_int"].as_i64().map(i128::from), "{at}: sum"),
        Sum::Float(sum) => {
            let magnitude = view.iter().map(|value| value.into().abs()).sum();
            close(at, sum, &fact["sum_f64"], magnitude);
        }
        other => panic!("{at}: {other:?}"),
    }
}

/// Texts of a column: how many different ones, first and last.
fn texts<const N: usize>(at: &str, column: &Column<FixedBytes<N>>, fact: &Json) {
    let values: BTreeSet<FixedBytes<N>> = column.iter().collect();
    assert_eq!(values.len(), size(&fact["distinct"]), "{at}");
    assert_eq!(column.item(0).as_str(), Ok(text(&fact["first"])), "{at}");
    assert_eq!(column.last().unwrap().as_str(), Ok(text(&fact["last"])), "{at}");
    let sum: usize = column.iter().flat_map(|value| *value.raw()).map(usize::from).sum();
    assert_eq!(sum, size(&fact["byte_sum"]), "{at}");
}

/// The same checks of a table in any storage.
trait Described: Record {
    fn check<S: Storage>(table: &RecordTable<Self, S>, fields: &Json);
}

macro_rules! described {
    ($record:ident: $($kind:ident $($token:ident)*;)*) => {
        impl Described for $record {
            fn check<S: Storage>(table: &RecordTable<Self, S>, fields: &Json) {
                let mut tokens = 0;
                $($({
                    let name = Self::FIELDS[tokens].name();
                    assert_eq!(Self::FIELDS[tokens].offset(), Self::$token.offset());
                    described!(@$kind name, table.col(Self::$token), &fields[name]);
                    tokens += 1;
                })*)*
                assert_eq!(tokens, Self::FIELDS.len());
            }
        }
    };
    (@number $name:expr, $column:expr, $fact:expr) => { numbers($name, $column, $fact) };
    (@array $name:expr, $column:expr, $fact:expr) => { numbers($name, $column.axes(), $fact) };
    (@text $name:expr, $column:expr, $fact:expr) => { texts($name, &$column, $fact) };
}

described! { Packet:
    number CCSDS_ID CCSDS_SEQ CCSDS_LEN DOY MSEC USEC SCID EPH_DAY EPH_MS EPH_US;
    array POS VEL;
    number ATT_DAY ATT_MS ATT_US;
    array QUAT;
}

described! { Antenna:
    text ANNAME;
    array STABXYZ ORBPARM;
    number NOSTA MNTSTA STAXOF;
    text POLTYA;
    number POLAA;
    array POLCALA;
    text POLTYB;
    number POLAB;
    array POLCALB;
}

described! { Weather:
    number TIME TIME_INTERVAL ANTENNA_NO SUBARRAY TEMPERATURE PRESSURE DEWPOINT WIND_VELOCITY WIND_DIRECTION WVR_H2O
        IONOS_ELECTRON;
}

described! { Visibility:
    number UU VV WW BASELINE DATE WEIGHT SCALE;
    array VISIBILITIES;
}

fn check<R: Described>(case: &Case) {
    assert_eq!(R::DTYPE, &doors::dtype(case), "{}", case.name);
    let fields = &case.json["fields"];
    let options = || doors::options(case, Trailing::Ignore);
    let read: RecordTable<R, Owned> = options().read(&case.path).expect("a table");
    assert_eq!(read.len(), size(&case.json["count"]), "{}", case.name);
    assert_eq!(read.trailing_bytes(), size(&case.json["trailing_bytes"]) as u64, "{}", case.name);
    R::check(&read, fields);
    let bytes = fs::read(&case.path).expect("the file");
    R::check(&options().bytes(&bytes).expect("a table"), fields);
    #[allow(unsafe_code)] // mapping is
    // SAFETY: nobody writes the file or makes it shorter while the test runs.
    let mapped: RecordTable<R, Mapped> = unsafe { options().map(&case.path) }.expect("a table");
    R::check(&mapped, fields);
    // Records in Rust's memory, and a table opened without the type.
    let records = read.to_vec();
    R::check(&RecordTable::<R, _>::from_records(&records), fields);
    let any = options().read_any(&case.path, doors::dtype(case)).expect("a table");
    R::check(&any.typed::<R>().expect("the same dtype").iter().collect::<RecordTable<R>>(), fields);
    assert_eq!(read.as_bytes().expect("no gaps"), any.as_bytes());
}

#[test]
fn committed_files_are_structs() {
    check::<Packet>(&case(&committed(), "jpss1_attitude_ephemeris.json"));
    check::<Packet>(&case(&committed(), "jpss1_attitude_ephemeris.truncated.json"));
    check::<Antenna>(&case(&committed(), "vla_tables.AN.json"));
    check::<Weather>(&case(&committed(), "vla_tables.WX.json"));
    check::<Visibility>(&case(&committed(), "vla_tables.UV.json"));
}

#[test]
fn a_cut_file_is_an_error() {
    let case = case(&committed(), "jpss1_attitude_ephemeris.truncated.json");
    let error = RecordTable::<Packet>::read(&case.path).unwrap_err();
    let TableError::PartialRecord { available, records, left, itemsize } = *error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!((available, records, left, itemsize), (300_000, 4225, 25, 71));
}
