//! Queries against what the manual of jq 1.6 says they give.

use serde_json::{Value as Json, json};

use super::compile;

fn first(query: &str, input: &Json) -> Result<Json, String> {
    compile(query).map_err(|refusal| refusal.message)?.first(input)
}

#[test]
fn queries_give_what_the_manual_says() {
    let order = json!({
        "type": {"device": "mobile", "event": "user_clicked"},
        "customer_id": "1234567890",
        "event_timestamp": 1_565_382_027,
        "region": "sample", "empty": null, "list": [3, 1, 2], "nested": "{\"a\": 7}",
        "when": "2015-03-05T23:51:47Z",
    });
    for (query, expected) in [
        // The example of "Create partitioning keys with inline parsing".
        (
            "{customer_id: .customer_id, device: .type.device, \
             year: .event_timestamp|strftime(\"%Y\"), day: .event_timestamp|strftime(\"%d\")}",
            json!({"customer_id": "1234567890", "device": "mobile", "year": "2019", "day": "09"}),
        ),
        ("{region, (.region): 1}", json!({"region": "sample", "sample": 1})),
        (".empty // \"none\"", json!("none")),
        (".list | sort | .[0] + .[-1]", json!(4)),
        ("[.list[] | select(. > 1)] | length", json!(2)),
        (".nested | fromjson | .a * 6 % 4", json!(2)),
        ("\"\\(.type.device)-\\(.list | map(. + 1) | join(\"/\"))\"", json!("mobile-4/2/3")),
        ("if .region == \"x\" then 1 elif .list then 2 else 3 end", json!(2)),
        (".when | strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime", json!(1_425_599_507)),
        (".when | fromdate | todate", json!("2015-03-05T23:51:47Z")),
        (".[\"type\"][\"event\"] | split(\"_\") | .[1:] | .[0] | ascii_upcase", json!("CLICKED")),
        (".absent.further?", json!(null)),
        ("-1 + 3 * 2 == 5 and (.list | contains([2]))", json!(true)),
        (".region | @base64", json!("c2FtcGxl")),
        ("[.list[1:][] , 9] | add", json!(12)),
    ] {
        assert_eq!(first(query, &order), Ok(expected), "{query}");
    }
}

#[test]
fn errors_are_errors() {
    let input = json!({"text": "a", "list": [1]});
    for query in [".text.a", ".list[] | .a", ".text | tonumber", "1 / 0", "empty", ".text[]"] {
        assert!(first(query, &input).is_err(), "{query}");
    }
}

#[test]
fn what_is_not_here_is_told_apart_from_what_is_no_query() {
    for query in ["def f: 1; f", ".. | 1", ". as $x | $x", "range(5)", ".a |= 1", "$ENV"] {
        let refusal = compile(query).expect_err(query);
        assert!(refusal.is_unsupported, "{query}: {refusal}");
    }
    for query in ["{a:", ".a.", "[1", "\"open", "1 1", "if 1 then 2", "&"] {
        let refusal = compile(query).expect_err(query);
        assert!(!refusal.is_unsupported, "{query}: {refusal}");
    }
    for unit in ["[", ".|", "1+", "-", "(", ".a"] {
        assert!(compile(&unit.repeat(100_000)).is_err(), "{unit}");
    }
}

/// Nothing that a client writes keeps the writer busy.
#[test]
fn what_would_take_too_long_fails() {
    let doubled = vec!["(.,.)"; 40].join("|");
    assert!(first(&doubled, &json!(1)).is_err());
    let longer = vec![". + ."; 40].join("|");
    assert!(first(&longer, &json!("aaaaaaaaaa")).is_err());
    let lists = vec![". + ."; 40].join("|");
    assert!(first(&lists, &json!([1])).is_err());
    let tried = format!("({doubled})?");
    assert!(first(&tried, &json!(1)).is_err());
}
