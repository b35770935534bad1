//! What the errors say, and that they go through the umbrella.

use super::dtype;
use record_core::{
    AnyTable, Error,
    convert::{Casting, Conversion, ConvertOptions},
};

fn refused(from: &str, to: &str, options: &ConvertOptions) -> String {
    Conversion::by_name(&dtype(from), &dtype(to), options).unwrap_err().to_string()
}

#[test]
fn errors_name_the_field_and_both_dtypes() {
    let plain = ConvertOptions::new();
    let cases = [
        (
            "[('a','u1')]",
            "[('a','u1'),('salary','<f8')]",
            "the source has no field `salary`: `ConvertOptions::default_value` gives one to it, `missing(Missing::Zero)` zeros",
        ),
        ("[('salry','<f8')]", "[('salary','<f8')]", "the source has no field `salary`; it has `salry`"),
        (
            "[('in',[('a','u1'),('b','u1')])]",
            "[('in',[('a','u1')])]",
            "the target has no field `in.b`: `ConvertOptions::ignore_extra()` leaves it out",
        ),
        (
            "[('in',[('a','<i4')],(2,))]",
            "[('in',[('a','<i2')],(2,))]",
            "field `in.a`: <i4 becomes <i2 under the rule 'same_kind', not under 'safe'; `ConvertOptions::checked()` \
             looks at each value instead",
        ),
        (
            "[('a','<i4',(2,))]",
            "[('a','<i4',(3,))]",
            "field `a`: [<i4; 2] and [<i4; 3] are not made of the same parts",
        ),
        ("<f8", "V8", "there is no conversion from <f8 to V8"),
    ];
    for (from, to, expected) in cases {
        assert_eq!(refused(from, to, &plain), expected, "{from} to {to}");
    }
    let no = ConvertOptions::new().casting(Casting::No);
    assert!(refused("<i4", ">i4", &no).contains("under the rule 'equiv', not under 'no'"));
    let equiv = ConvertOptions::new().casting(Casting::Equiv);
    assert!(refused("S3", "S4", &equiv).contains("under the rule 'safe', not under 'equiv'"));
    assert!(Conversion::by_name(&dtype("<i4"), &dtype(">i4"), &equiv).is_ok());
}

#[test]
fn the_umbrella_takes_them() {
    fn narrow(table: &AnyTable) -> Result<AnyTable, Error> {
        Ok(table.view().convert_to_with(&record_core::DType::parse("i1")?, &ConvertOptions::new())?)
    }
    let table = AnyTable::zeroed(dtype("<i4"), 1).unwrap();
    let error = narrow(&table).unwrap_err();
    assert!(matches!(error, Error::Convert(_)) && error.to_string().contains("'same_kind'"), "{error}");
}
