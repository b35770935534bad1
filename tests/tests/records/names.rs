//! The names of a dtype as NumPy's functions list them.

use super::{
    dtype,
    recfunctions::{
        Outcome::{self, Right, Same},
        said,
    },
};
use record_core::{
    DType, FieldType,
    dtype::{DTypeError, FieldNode},
};

/// The dtype `d` of the facts.
fn d() -> DType {
    dtype("[('A','<i8'),('B',[('BA','<f8'),('BB',[('BBA','<i8'),('BBB','<i8')])])]")
}

/// Whether the fact is one of these; asserts that ours is as good.
pub fn check(id: &str) -> Option<Outcome> {
    let d = d();
    Some(match id {
        "names" => {
            let names = said(id).matches('\'').count() / 2;
            let page = include_str!("../../../record-core/docs/recfunctions.md");
            let listed =
                said(id).split('\'').skip(1).step_by(2).filter(|name| page.contains(&format!("`{name}`")));
            assert_eq!((names, listed.count()), (21, 21), "the page lists them all");
            Same
        }
        "flatten" => {
            // NumPy drops the outer names; ours keeps them, and the offsets.
            let flat = d.flatten("_").expect("no clash");
            let found: Vec<_> = flat.fields().iter().map(|f| (f.name(), f.offset())).collect();
            assert_eq!(found, [("A", 0), ("B_BA", 8), ("B_BB_BBA", 16), ("B_BB_BBB", 24)]);
            for field in flat.fields() {
                let own = field.name().rsplit('_').next().expect("a name");
                assert!(said(id).contains(&format!("('{own}', ")), "{own}");
            }
            Right
        }
        "flatten_clash" => {
            let both = dtype("[('x',[('v','<i4')]),('y',[('v','<i4')])]");
            assert_eq!(both.flatten("_").expect("no clash").names().collect::<Vec<_>>(), ["x_v", "y_v"]);
            assert_eq!(said(id).matches("'v'").count(), 2);
            let clash = dtype("[('x',[('v','<i4')]),('x_v','<i4')]");
            assert!(matches!(clash.flatten("_"), Err(DTypeError::DuplicateName { .. })));
            Right
        }
        "get_names" => {
            fn tree(dtype: &DType) -> String {
                let name = |field: &FieldType| match field.dtype().as_record() {
                    None => format!("'{}'", field.name()),
                    Some(_) => format!("('{}', {})", field.name(), tree(field.dtype())),
                };
                let names: Vec<String> = dtype.fields().iter().map(name).collect();
                format!("({})", names.join(", "))
            }
            assert_eq!(tree(&d), said(id));
            Same
        }
        "get_names_flat" => {
            let names: Vec<_> = d.walk().iter().map(|node| format!("'{}'", node.field().name())).collect();
            assert_eq!(format!("({})", names.join(", ")), said(id));
            Same
        }
        "get_names_of_array" => {
            let array = dtype("[('a',[('x','<i4')],(2,))]");
            let paths: Vec<_> = array.walk().iter().map(FieldNode::path).collect();
            assert_eq!((paths, said(id)), (vec!["a".to_string(), "a.x".into()], "('a',)"));
            Right
        }
        "get_fieldstructure" => {
            let entry = |node: &FieldNode<'_>| {
                let parents: Vec<_> = node.parents().iter().map(|p| format!("'{}'", p.name())).collect();
                format!("'{}': [{}]", node.field().name(), parents.join(", "))
            };
            let entries: Vec<_> = d.walk().iter().map(entry).collect();
            assert_eq!(format!("{{{}}}", entries.join(", ")), said(id));
            Same
        }
        _ => return None,
    })
}
