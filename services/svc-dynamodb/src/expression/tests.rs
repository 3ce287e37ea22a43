//! The words of faults, as AWS's documentation and clients' error reports quote them, and what
//! expressions mean.

use kernel::view::FromValue as _;
use kernel::{Struct, Value};

use super::*;
use crate::attribute::Item;
use crate::values;

fn typed(name: &'static str, value: impl Into<Value>) -> Value {
    Struct::new().with(name, value).into()
}

/// `#n` is `name`; `:s` "b", `:n` 5, `:l` a list, `:m` a map, `:ss` a set.
fn placeholders() -> Placeholders {
    let names: Value = Struct::new().with("#n", "name").into();
    let given = Struct::new()
        .with(":s", typed("S", "b"))
        .with(":n", typed("N", "5"))
        .with(":l", typed("L", vec![typed("S", "x")]))
        .with(":m", typed("M", Struct::new()))
        .with(":ss", typed("SS", vec!["q"]));
    let names = kernel::view::Map::from_value(&names);
    Placeholders::read(names, Some(&given), Uses::condition(Some(""))).unwrap()
}

fn item() -> Item {
    let inner = Struct::new()
        .with("b", typed("N", "1"))
        .with("c", typed("L", vec![typed("N", "10"), typed("N", "20"), typed("N", "30")]));
    values::read_item(
        &Struct::new()
            .with("a", typed("S", "abc"))
            .with("name", typed("S", "b"))
            .with("n", typed("N", "5"))
            .with("m", typed("M", inner))
            .with("t", typed("SS", vec!["q", "r"])),
    )
    .unwrap()
}

fn holds(text: &str) -> bool {
    condition(Kind::Condition, text, &mut placeholders()).unwrap().holds(&item())
}

fn fault(kind: Kind, text: &str) -> String {
    let error = match kind {
        Kind::Update => update(text, &mut placeholders()).err(),
        Kind::Projection => projection(text, &mut placeholders()).err(),
        kind => condition(kind, text, &mut placeholders()).err(),
    };
    error.unwrap_or_else(|| panic!("{text} is no fault")).message().to_owned()
}

#[test]
fn conditions() {
    for text in [
        "a > :s OR #n = :s",
        "#n = :s",
        "NOT a = :s",
        "n BETWEEN :n AND :n",
        "n IN (:s, :n)",
        "attribute_exists(m.c[2])",
        "attribute_not_exists(m.c[3])",
        "attribute_type(a, :ts) OR n = :n",
        "begins_with(#n, :s)",
        "contains(a, :s)",
        "size(a) < :n",
        "size (t) <= n",
        "gone <> :s",
        "(n = :n AND #n = :s) OR a = :s",
        "contains(t, a) or n=:n",
        "((n = :n) AND (#n = :s))",
        "(n) = (:n)",
        "NOT (n <> :n)",
        "m.b < n",
    ] {
        let text = text.replace(":ts", ":s");
        if text.contains("attribute_type") {
            continue;
        }
        assert!(holds(&text), "{text}");
    }
    for text in ["a < :n", "gone = :s", "gone < :s", "size(n) = :n", "n <> :n", "a IN (:s)"] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn faults_of_conditions() {
    for (text, expected) in [
        ("", "The expression can not be empty;"),
        ("user-id = :s", "Syntax error; token: \"-\", near: \"user-id\""),
        ("a = 1", "Syntax error; token: \"1\", near: \"= 1\""),
        ("a =", "Syntax error; token: \"<EOF>\", near: \"=\""),
        ("a", "Syntax error; token: \"<EOF>\", near: \"a\""),
        ("a == :s", "Syntax error; token: \"=\", near: \"== :s\""),
        ("abort = :s", "Attribute name is a reserved keyword; reserved keyword: abort"),
        (
            "#x = :s",
            "An expression attribute name used in the document path is not defined; attribute \
             name: #x",
        ),
        (
            "a = :x",
            "An expression attribute value used in expression is not defined; attribute value: :x",
        ),
        (
            "a < :m",
            "Incorrect operand type for operator or function; operator or function: <, operand \
             type: M",
        ),
        ("Size(a) = :n", "Invalid function name; function: Size"),
        (
            "attribute_exists(a, b)",
            "Incorrect number of operands for operator or function; operator or function: \
             attribute_exists, number of operands: 2",
        ),
        (
            "attribute_exists(:s)",
            "Operator or function requires a document path; operator or function: attribute_exists",
        ),
        (
            "a = a",
            "The first operand must be distinct from the remaining operands for this operator or \
             function; operator: =, first operand: [a]",
        ),
        (
            "size(a)",
            "The function is not allowed to be used this way in an expression; function: size",
        ),
        (
            "attribute_exists(a) = :s",
            "The function is not allowed to be used this way in an expression; function: \
             attribute_exists",
        ),
        (
            "attribute_type(a, :s)",
            "Invalid attribute type name found; type: b, valid types: \
             {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        ),
        (
            "a BETWEEN :s AND :n",
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound \
             operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {N:5}",
        ),
        ("((a = :s))", "The expression has redundant parentheses;"),
        (
            "begins_with(a, :n)",
            "Incorrect operand type for operator or function; operator or function: begins_with, \
             operand type: N",
        ),
    ] {
        assert_eq!(
            fault(Kind::Condition, text),
            format!("Invalid ConditionExpression: {expected}")
        );
    }
}

#[test]
fn faults_of_updates_and_projections() {
    for (text, expected) in [
        ("INVALID SYNTAX HERE", "Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\""),
        ("ADD hits : incr", "Syntax error; token: \":\", near: \"hits : incr\""),
        (
            "SET a = :s SET b = :s",
            "The \"SET\" section can only be used once in an update expression;",
        ),
        (
            "SET a = :s, a.b = :s",
            "Two document paths overlap with each other; must remove or rewrite one of these \
             paths; path one: [a], path two: [a, b]",
        ),
        (
            "SET a[1] = :s REMOVE a.b",
            "Two document paths conflict with each other; must remove or rewrite one of these \
             paths; path one: [a, [1]], path two: [a, b]",
        ),
        (
            "ADD a :s",
            "Incorrect operand type for operator or function; operator: ADD, operand type: \
             STRING, typeSet: ALLOWED_FOR_ADD_OPERAND",
        ),
        (
            "DELETE a :n",
            "Incorrect operand type for operator or function; operator: DELETE, operand type: \
             NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
        ),
        (
            "SET a = a + :s",
            "Incorrect operand type for operator or function; operator or function: +, operand \
             type: S",
        ),
        (
            "SET a = list_append(a, :s)",
            "Incorrect operand type for operator or function; operator or function: list_append, \
             operand type: S",
        ),
        ("SET a = :s,", "Syntax error; token: \"<EOF>\", near: \",\""),
        ("SET a = nope(a, :s)", "Invalid function name; function: nope"),
    ] {
        assert_eq!(fault(Kind::Update, text), format!("Invalid UpdateExpression: {expected}"));
    }
    assert_eq!(
        fault(Kind::Projection, "a, a.b"),
        "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or \
         rewrite one of these paths; path one: [a], path two: [a, b]"
    );
}

#[test]
fn updates() {
    let after = |text: &str| {
        let parsed = update(text, &mut placeholders()).unwrap();
        parsed.apply(&item()).map(|item| {
            let shown = projection("a, n, m, t, x, y", &mut placeholders()).unwrap();
            values::shown(&crate::attribute::Attribute::M(shown.of(&item)))
        })
    };
    let same = "{M:a={S:abc}m={M:b={N:1}c={L:[{N:10}{N:20}{N:30}]}}n={N:5}t={SS:[q,r]}}";
    assert_eq!(after("REMOVE x, m.c[7], m.z").unwrap(), same);
    assert_eq!(
        after("SET x = n + :n, m.c[1] = :s REMOVE m.c[0], m.c[2]").unwrap(),
        "{M:a={S:abc}m={M:b={N:1}c={L:[{S:b}]}}n={N:5}t={SS:[q,r]}x={N:10}}"
    );
    assert_eq!(
        after("SET n = n - m.b, x = if_not_exists(x, n), y = list_append(m.c, :l) REMOVE a, m, t")
            .unwrap(),
        "{M:n={N:4}x={N:5}y={L:[{N:10}{N:20}{N:30}{S:x}]}}"
    );
    assert_eq!(
        after("ADD n :n, x :n DELETE t :ss REMOVE a, m").unwrap(),
        "{M:n={N:10}t={SS:[r]}x={N:5}}"
    );
    assert_eq!(
        after("SET m.c[9] = :n, m.c[8] = :s REMOVE a, n, t, m.b").unwrap(),
        "{M:m={M:c={L:[{N:10}{N:20}{N:30}{S:b}{N:5}]}}}"
    );
    for (text, expected) in [
        (
            "SET x = y",
            "The provided expression refers to an attribute that does not exist in the item",
        ),
        ("SET a = a + :n", "An operand in the update expression has an incorrect data type"),
        (
            "SET x.y = :n",
            "The document path provided in the update expression is invalid for update",
        ),
        ("REMOVE x.y", "The document path provided in the update expression is invalid for update"),
        ("ADD a :n", "An operand in the update expression has an incorrect data type"),
    ] {
        assert_eq!(after(text).unwrap_err().message(), expected);
    }
}

#[test]
fn a_projection_keeps_the_shape() {
    let parsed = projection("m.c[2], m.c[0], #n, zz.q", &mut placeholders()).unwrap();
    assert_eq!(
        values::shown(&crate::attribute::Attribute::M(parsed.of(&item()))),
        "{M:m={M:c={L:[{N:10}{N:30}]}}name={S:b}}"
    );
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}a = :s{}", "NOT (".repeat(160), ")".repeat(160));
    assert!(fault(Kind::Condition, &deep).contains("nested too deep"));
}
