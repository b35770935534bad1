//! Rows of the same work by name: fields, dtypes and operators that only run time knows.
//!
//! `any_NAME` is what `NAME` is, of a view that has forgotten its record.

use crate::{
    Args,
    args::on_two,
    records::{Employee, Left, Measure, Right},
};
use record_core::{
    AnyArray, AnyTable, AnyView, Element, Error,
    convert::{JoinKind, JoinOptions, join_by},
    ops::compute::AnyExpr,
};

/// The records, of which only the dtype is known.
fn records<R: Element>(args: &Args) -> AnyView<'_> {
    args.view::<R>().as_any()
}

fn keep(args: &Args, found: Result<AnyArray, Error>) -> f64 {
    let found = found.expect("records of this dtype");
    args.keep(0, found.as_bytes());
    found.view().len() as f64
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn any_mean(args: &Args) -> f64 {
    let mean = || Ok::<_, Error>(records::<Employee>(args).column("salary")?.mean()?);
    mean().expect("a number").unwrap_or(f64::NAN)
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn any_mean_2(args: &Args) -> f64 {
    let mean = || Ok::<_, Error>(records::<Employee>(args).par().column("salary")?.mean()?);
    on_two(mean).expect("a number").unwrap_or(f64::NAN)
}

fn product<'a>(m: AnyView<'a>) -> Result<AnyExpr<'a>, Error> {
    Ok(m.column("a")?.expr() * m.column("b")?.expr() + m.column("c")?.expr())
}

/// `a * b + c` of each record.
#[unsafe(no_mangle)]
pub extern "C" fn any_fused(args: &Args) -> f64 {
    let computed =
        || Ok::<_, Error>(product(records::<Measure>(args))?.write_to(args.out_view::<f64>().into_any())?);
    computed().map_or(f64::NAN, |()| 0.0)
}

/// `a * b + c` of each record.
#[unsafe(no_mangle)]
pub extern "C" fn any_fused_2(args: &Args) -> f64 {
    let computed = || {
        Ok::<_, Error>(product(records::<Measure>(args))?.par().write_to(args.out_view::<f64>().into_any())?)
    };
    on_two(computed).map_or(f64::NAN, |()| 0.0)
}

/// The records where the age is above 50, into a new array.
#[unsafe(no_mangle)]
pub extern "C" fn any_filter(args: &Args) -> f64 {
    let kept = || {
        let records = records::<Employee>(args);
        Ok::<_, Error>(records.filter(&records.column("age")?.gt(50)?)?)
    };
    keep(args, kept())
}

/// The records where the age is above 50, into a new array.
#[unsafe(no_mangle)]
pub extern "C" fn any_filter_2(args: &Args) -> f64 {
    let kept = || {
        let records = records::<Employee>(args).par();
        Ok::<_, Error>(records.filter(&records.column("age")?.gt(50)?)?)
    };
    keep(args, on_two(kept))
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn any_count(args: &Args) -> f64 {
    let count = || {
        let records = records::<Employee>(args);
        Ok::<_, Error>((records.column("age")?.gt(50)? & records.column("salary")?.lt(60000.0)?).count())
    };
    count().map_or(f64::NAN, |count| count as f64)
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn any_count_2(args: &Args) -> f64 {
    let count = || {
        let records = records::<Employee>(args).par();
        Ok::<_, Error>((records.column("age")?.gt(50)? & records.column("salary")?.lt(60000.0)?).count())
    };
    on_two(count).map_or(f64::NAN, |count| count as f64)
}

/// The records by salary, as a new array.
#[unsafe(no_mangle)]
pub extern "C" fn any_sort(args: &Args) -> f64 {
    keep(args, records::<Employee>(args).sorted_by(["salary"]).map_err(Error::from))
}

/// The records by salary, as a new array.
#[unsafe(no_mangle)]
pub extern "C" fn any_sort_2(args: &Args) -> f64 {
    keep(args, on_two(|| records::<Employee>(args).par().sorted_by(["salary"]).map_err(Error::from)))
}

fn keep_groups(args: &Args, found: Result<(AnyArray, Vec<f64>), Error>) -> f64 {
    let (ages, means) = found.expect("keys and numbers");
    let at = args.keep(0, ages.as_bytes());
    args.keep_all(at, &means);
    means.len() as f64
}

/// The ages, and the mean of the salaries of each.
#[unsafe(no_mangle)]
pub extern "C" fn any_group_mean(args: &Args) -> f64 {
    let means = || {
        let groups = records::<Employee>(args).group_by(&["age"])?;
        Ok((groups.keys()?, groups.mean("salary")?))
    };
    keep_groups(args, means())
}

/// The ages, and the mean of the salaries of each.
#[unsafe(no_mangle)]
pub extern "C" fn any_group_mean_2(args: &Args) -> f64 {
    let means = || {
        let groups = records::<Employee>(args).par().group_by(&["age"])?;
        Ok((groups.serial().keys()?, groups.mean("salary")?))
    };
    keep_groups(args, on_two(means))
}

/// The mean of each whole window.
#[unsafe(no_mangle)]
pub extern "C" fn any_rolling_mean(args: &Args) -> f64 {
    keep(args, records::<f32>(args).rolling(64).mean().map_err(Error::from))
}

/// The mean of each whole window.
#[unsafe(no_mangle)]
pub extern "C" fn any_rolling_mean_2(args: &Args) -> f64 {
    keep(args, on_two(|| records::<f32>(args).par().rolling(64).mean().map_err(Error::from)))
}

fn keep_table(args: &Args, joined: &AnyTable) -> f64 {
    args.keep(0, joined.as_bytes());
    joined.len() as f64
}

/// The pairs of equal keys.
#[unsafe(no_mangle)]
pub extern "C" fn any_join(args: &Args) -> f64 {
    let (left, right) = (records::<Left>(args), args.other_view::<Right>());
    let joined = join_by(&["k"], left, right.as_any(), JoinKind::Inner, &JoinOptions::new());
    keep_table(args, &joined.expect("fields of different names"))
}

/// The pairs of equal keys.
#[unsafe(no_mangle)]
pub extern "C" fn any_join_2(args: &Args) -> f64 {
    let (left, right) = (records::<Left>(args), args.other_view::<Right>());
    let joined = on_two(|| left.par().join_by(&["k"], right.as_any(), JoinKind::Inner, &JoinOptions::new()));
    keep_table(args, &joined.expect("fields of different names"))
}
