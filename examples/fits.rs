//! FITS binary tables of a radio telescope: offset and count come from the file's own headers.
//!
//! One table is read through a derived struct, whose dtype is compared with what the header says; all of them are read
//! through dtypes made at run time from the header's `TFORM` cards.
//!
//! `cargo run --example fits [FILE]`

use record_core::{
    prelude::*,
    table::{OpenOptions, Place},
};
use std::error::Error;

type Failure = Box<dyn Error + Send + Sync>;

/// Weather at the antennas: the table `AIPS WX`.
#[derive(Record, Clone, Copy, Debug)]
#[record(size = 48, endian = "big", rename_all = "SCREAMING_SNAKE_CASE")]
#[repr(C, packed)]
struct Weather {
    /// Days.
    time: Be<f64>,
    time_interval: Be<f32>,
    antenna_no: Be<i32>,
    subarray: Be<i32>,
    /// Degrees Celsius.
    temperature: Be<f32>,
    /// Millibar.
    pressure: Be<f32>,
    dewpoint: Be<f32>,
    /// Metres per second.
    wind_velocity: Be<f32>,
    wind_direction: Be<f32>,
    wvr_h2o: Be<f32>,
    ionos_electron: Be<f32>,
}

/// Headers and data come in blocks of this many bytes.
const BLOCK: usize = 2880;
/// A header is made of lines of this many bytes: `NAME    = value / comment`.
const CARD: usize = 80;

/// A binary table in the file: its name, its dtype and where its rows are.
struct Hdu {
    name: String,
    dtype: DType,
    place: Place,
}

/// The value of a card, quotes and comment removed.
fn value<'c>(cards: &[&'c str], key: &str) -> Option<&'c str> {
    let card = cards.iter().find(|card| card.split('=').next().is_some_and(|k| k.trim_end() == key))?;
    let text = card.split_once('=')?.1.trim();
    Some(match text.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next()?.trim_end(),
        None => text.split('/').next()?.trim(),
    })
}

/// The value of a card as a number; `None` if it is missing or none.
fn number(cards: &[&str], key: &str) -> Option<usize> {
    value(cards, key)?.parse().ok()
}

/// The dtype of a column's `TFORM`: a count and a letter.
fn column_dtype(form: &str) -> Result<DType, Failure> {
    let letter = form.find(|c: char| !c.is_ascii_digit()).ok_or("TFORM without a letter")?;
    let count: usize = if letter == 0 { 1 } else { form[..letter].parse()? };
    let scalar = match &form[letter..=letter] {
        "A" => return Ok(DType::parse(&format!("S{count}"))?),
        "B" => "u1",
        "I" => ">i2",
        "J" => ">i4",
        "K" => ">i8",
        "E" => ">f4",
        "D" => ">f8",
        "C" => ">c8",
        "M" => ">c16",
        other => return Err(format!("TFORM letter {other} is not read here").into()),
    };
    let scalar = DType::parse(scalar)?;
    Ok(if count == 1 { scalar } else { DType::array(scalar, &[count])? })
}

/// All binary tables of a file.
fn tables(file: &[u8]) -> Result<Vec<Hdu>, Failure> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < file.len() {
        let text = file[at..].chunks_exact(CARD).map(std::str::from_utf8);
        let mut cards = Vec::new();
        for card in text {
            let card = card?;
            cards.push(card);
            if card.trim_end() == "END" {
                break;
            }
        }
        let data = at + (cards.len() * CARD).next_multiple_of(BLOCK);
        if value(&cards, "XTENSION").is_none() && value(&cards, "SIMPLE").is_none() {
            return Err(format!("no header at byte {at}").into());
        }
        let table = value(&cards, "XTENSION") == Some("BINTABLE");
        let need =
            |key: &'static str| number(&cards, key).ok_or(format!("no {key} in the header at byte {at}"));
        let bytes = if table { need("NAXIS1")? * need("NAXIS2")? + need("PCOUNT")? } else { 0 };
        if table {
            let fields = (1..=need("TFIELDS")?).map(|i| {
                let name = value(&cards, &format!("TTYPE{i}")).ok_or("a column without TTYPE")?;
                let form = value(&cards, &format!("TFORM{i}")).ok_or("a column without TFORM")?;
                Ok((name.to_owned(), column_dtype(form)?))
            });
            let fields: Vec<_> = fields.collect::<Result<_, Failure>>()?;
            found.push(Hdu {
                name: value(&cards, "EXTNAME").unwrap_or_default().to_owned(),
                dtype: DType::packed(fields)?,
                place: Place { offset: data as u64, count: Some(need("NAXIS2")? as u64) },
            });
        }
        at = data + bytes.next_multiple_of(BLOCK);
    }
    Ok(found)
}

fn main() -> Result<(), Failure> {
    let path = record_examples::data_file("vla_tables.fits");
    let file = std::fs::read(&path)?;

    // Dtypes known at run time: every table of the file.
    for Hdu { name, dtype, place } in tables(&file)? {
        let table = OpenOptions::new().place(place).bytes_any(&file, dtype)?;
        println!("{name}\n{table}\n");
    }

    // A dtype known to the compiler: the table is found by its name, and its columns have types.
    let weather = OpenOptions::new()
        .locate(|file| -> Result<Place, Failure> {
            let hdu = tables(file)?.into_iter().find(|hdu| hdu.name == "AIPS WX");
            let hdu = hdu.ok_or("no table named AIPS WX")?;
            match Weather::DTYPE.first_difference(&hdu.dtype) {
                None => Ok(hdu.place),
                Some(difference) => Err(difference.to_string().into()),
            }
        })
        .read::<Weather>(&path)?;
    println!("{}\n", Weather::DTYPE);
    let calm = weather[Weather::WIND_VELOCITY].lt(3.0);
    println!("{} of {} readings in calm air", calm.count(), weather.len());
    println!(
        "temperature {:?} to {:?}",
        weather[Weather::TEMPERATURE].min(),
        weather[Weather::TEMPERATURE].max()
    );
    println!("mean pressure {:?}", weather["PRESSURE"].mean()?);
    Ok(())
}
