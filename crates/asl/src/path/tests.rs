//! Paths over the example of the JSONPath article (Gössner, 2007), and what is ours.

use serde_json::{Value, json};

use super::{Path, Root};

fn store() -> Value {
    json!({"store": {
        "book": [
            {"category": "reference", "author": "Rees", "title": "Sayings", "price": 8.95},
            {"category": "fiction", "author": "Waugh", "title": "Sword", "price": 12.99},
            {"category": "fiction", "author": "Melville", "title": "Moby", "isbn": "0-553",
             "price": 8.99},
            {"category": "fiction", "author": "Tolkien", "title": "Lord", "isbn": "0-395",
             "price": 22.99}],
        "bicycle": {"color": "red", "price": 19.95}}})
}

fn find(path: &str) -> Value {
    Path::parse(path).expect(path).find(&store()).unwrap().unwrap_or(json!("nothing"))
}

#[test]
fn paths_lead_to_values() {
    assert_eq!(find("$.store.bicycle.color"), json!("red"));
    assert_eq!(find("$['store'][\"bicycle\"]['color']"), json!("red"));
    assert_eq!(find("$.store.book[0].author"), json!("Rees"));
    assert_eq!(find("$.store.book[-1].author"), json!("Tolkien"));
    assert_eq!(find("$.store.book[9].author"), json!("nothing"));
    assert_eq!(find("$.store.book[*].author"), json!(["Rees", "Waugh", "Melville", "Tolkien"]));
    assert_eq!(find("$..author"), json!(["Rees", "Waugh", "Melville", "Tolkien"]));
    assert_eq!(find("$.store..price"), json!([8.95, 12.99, 8.99, 22.99, 19.95]));
    assert_eq!(find("$..book[2].title"), json!(["Moby"]));
    assert_eq!(find("$..book[0,1].title"), json!(["Sayings", "Sword"]));
    assert_eq!(find("$..book[:2].title"), json!(["Sayings", "Sword"]));
    assert_eq!(find("$..book[-1:].title"), json!(["Lord"]));
    assert_eq!(find("$.store.book[0:4:2].title"), json!(["Sayings", "Moby"]));
    assert_eq!(find("$..book[?(@.isbn)].title"), json!(["Moby", "Lord"]));
    assert_eq!(find("$..book[?(@.price < 10)].title"), json!(["Sayings", "Moby"]));
    assert_eq!(
        find("$..book[?(@.category == 'fiction' && (@.price > 20 || !@.isbn))].title"),
        json!(["Sword", "Lord"])
    );
    assert_eq!(find("$.store.book[?(@.price == $.store.bicycle.price)]"), json!([]));
    assert_eq!(find("$.store.bicycle['color', 'price']"), json!(["red", 19.95]));
}

#[test]
fn what_a_path_begins_at() {
    let root = |text| Path::parse(text).map(|path| path.root);
    assert_eq!(root("$"), Some(Root::Input));
    assert_eq!(root("$$.Execution.Id"), Some(Root::Context));
    assert_eq!(root("$total.sum[0]"), Some(Root::Variable("total".to_owned())));
    for text in ["", "a.b", "$.", "$..", "$.a[", "$.a['b]", "$.a[?(@.x ==)]", "$.a b"] {
        assert_eq!(root(text), None, "{text}");
    }
}

#[test]
fn reference_paths_put_values_where_they_lead() {
    let set = |path: &str, root: Value| Path::parse(path).unwrap().set(root, json!(1));
    assert_eq!(set("$", json!({"a": 2})), Some(json!(1)));
    assert_eq!(set("$.a", json!({"b": 2})), Some(json!({"b": 2, "a": 1})));
    assert_eq!(set("$.a.b.c", json!({})), Some(json!({"a": {"b": {"c": 1}}})));
    assert_eq!(set("$.a[1]", json!({"a": [0, 0]})), Some(json!({"a": [0, 1]})));
    assert_eq!(set("$.a.b", json!({"a": 5})), None);
    assert!(!Path::parse("$.a[*]").unwrap().is_reference());
    assert!(!Path::parse("$..a").unwrap().is_reference());
}
