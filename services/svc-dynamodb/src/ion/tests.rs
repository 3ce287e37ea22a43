//! What is written is read again; AWS's own example; what is no item.

use super::{item, record};
use crate::attribute::{Attribute, Item};
use crate::number::Number;
use crate::values;

/// The example of "DynamoDB table export output format".
const EXAMPLE: &str = r#"$ion_1_0 {
    Item:{
        Authors:$dynamodb_SS::["Author1","Author2"],
        Dimensions:"8.5 x 11.0 x 1.5",
        Id:103.,
        InPublication:false,
        PageCount:6d2,
        Price:2d3
    }
}"#;

#[test]
fn the_example_of_aws() {
    let read = values::read_item(&item(EXAMPLE).unwrap()).unwrap();
    let shown = |name: &str| values::shown(read.get(name).unwrap());
    assert_eq!(shown("Authors"), "{SS:[Author1,Author2]}");
    assert_eq!(shown("Id"), "{N:103}");
    assert_eq!(shown("PageCount"), "{N:600}");
    assert_eq!(shown("InPublication"), "{BOOL:false}");
    let packed: String = EXAMPLE.lines().map(str::trim).collect();
    assert_eq!(record([("Item", &read)]), packed);
}

#[test]
fn every_type_comes_back() {
    let number = |text: &str| Number::parse(text).unwrap();
    let map = Item::from_entries(vec![
        ("odd name".into(), Attribute::Null),
        ("null".into(), Attribute::S("\"quoted\"\\\n\u{1}é'".into())),
        ("$x".into(), Attribute::N(number("0"))),
    ]);
    let all = Item::from_entries(vec![
        ("b".into(), Attribute::B(vec![0, 255].into())),
        ("l".into(), Attribute::L(vec![Attribute::Bool(true), Attribute::M(map)])),
        ("n".into(), Attribute::N(number("-0.00123"))),
        ("ns".into(), Attribute::NS(vec![number("-20"), number("1.5"), number("1e100")])),
        ("bs".into(), Attribute::BS(vec![vec![1].into(), vec![2, 3].into()])),
        ("empty".into(), Attribute::L(Vec::new())),
    ]);
    let line = record([("Item", &all)]);
    assert_eq!(values::read_item(&item(&line).unwrap()).unwrap(), all, "{line}");
}

#[test]
fn what_is_no_item() {
    let deep = format!("{{Item:{{a:{}}}}}", "[".repeat(100_000));
    for line in [
        "",
        "{}",
        "{Item:1}",
        "{Item:{a:2024T}}",
        "{Item:{a:1e5}}",
        "{Item:{a:symbol}}",
        "{Item:{a:\"x}}",
        "{Item:{a:{{A}}}}",
        "{Item:{a:$other::[1]}}",
        "{Item:{a:$dynamodb_NS::[\"x\"]}}",
        "{Item:{a:1}} more",
        "{Item:{a:\"\\ud8\"}}",
        "{Item:{a:\"\\é\"}}",
        &deep,
    ] {
        assert_eq!(item(line), None, "{}", &line[..line.len().min(40)]);
    }
    assert!(item("{Other:2 /* x */, Item:{'a b':'''long ''' '''text''', c:null}}").is_some());
}
