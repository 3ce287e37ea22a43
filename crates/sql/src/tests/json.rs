//! Queries over JSON.

use super::*;

/// The examples of the S3 User Guide, "SELECT command".
const RULES: &str = r#"
{ "Rules": [ {"id": "1"}, {"expr": "y > x"}, {"id": "2", "expr": "z = DEBUG"} ]}
{ "created": "June 27", "modified": "July 6" }
"#;

#[test]
fn paths_of_the_guide_lead_to_records() {
    assert_eq!(
        json_of("SELECT id FROM S3Object[*].Rules[*].id", RULES).unwrap(),
        "{\"id\":\"1\"}\n{}\n{\"id\":\"2\"}\n{}\n"
    );
    assert_eq!(
        json_of("SELECT r.id FROM S3Object[*].Rules[*] r WHERE r.expr IS NOT MISSING", RULES)
            .unwrap(),
        "{}\n{\"id\":\"2\"}\n"
    );
    let files = r#"{"dir_name":"important_docs","files":[{"name":"."},{"name":".."}],
                    "owner":"AWS S3"}
                   {"dir_name":"other_docs","files":[],"owner":"User"}"#;
    assert_eq!(
        json_of("SELECT d.dir_name, d.files[1].name FROM S3Object[*] d", files).unwrap(),
        "{\"dir_name\":\"important_docs\",\"name\":\"..\"}\n{\"dir_name\":\"other_docs\"}\n"
    );
    assert_eq!(
        json_of("SELECT _1.dir_name, _1.owner FROM S3Object[*]", files).unwrap(),
        "{\"dir_name\":\"important_docs\",\"owner\":\"AWS S3\"}\n\
         {\"dir_name\":\"other_docs\",\"owner\":\"User\"}\n"
    );
    assert_eq!(
        json_of("SELECT * FROM S3Object[*].files[0]", files).unwrap(),
        "{\"name\":\".\"}\n{}\n"
    );
    assert_eq!(
        json_of("SELECT COUNT(*) FROM S3Object[*].*", "{\"a\":1,\"b\":[2]} 3").unwrap(),
        "{\"_1\":3}\n"
    );
}

#[test]
fn values_keep_their_types() {
    let rows = r#"{"n":1,"t":"1","b":true,"z":null,"o":{"x":[1, 2]},"f":1.50}
                  {"n":"1","t":2,"b":"true"}"#;
    assert_eq!(
        json_of("SELECT * FROM S3Object s WHERE s.n = 1", rows).unwrap(),
        "{\"n\":1,\"t\":\"1\",\"b\":true,\"z\":null,\"o\":{\"x\":[1,2]},\"f\":1.50}\n"
    );
    let count = |condition: &str| {
        let text = format!("SELECT COUNT(*) AS n FROM S3Object s WHERE {condition}");
        json_of(&text, rows).unwrap()
    };
    assert_eq!(count("s.n = '1'"), "{\"n\":1}\n");
    assert_eq!(count("CAST(s.n AS INT) = 1"), "{\"n\":2}\n");
    assert_eq!(count("s.b"), "{\"n\":1}\n");
    assert_eq!(count("s.z IS NULL"), "{\"n\":2}\n");
    assert_eq!(count("s.z IS MISSING"), "{\"n\":1}\n");
    assert_eq!(count("s.o.x[1] BETWEEN 2 AND 2.5"), "{\"n\":1}\n");
    assert_eq!(count("s.t LIKE '_'"), "{\"n\":1}\n");
    assert_eq!(count("s.n IN (1, 'x')"), "{\"n\":1}\n");
    let text =
        "SELECT s.n + 1 AS a, s.f * 2 AS b, SIZE(s.o.x) AS c, s.o.x AS d FROM S3Object s LIMIT 1";
    assert_eq!(json_of(text, rows).unwrap(), "{\"a\":2,\"b\":3,\"c\":2,\"d\":[1,2]}\n");
    let text = "SELECT COUNT(s.z), COUNT(s.n), SUM(s.n), MAX(s.t) FROM S3Object s";
    assert_eq!(json_of(text, rows).unwrap(), "{\"_1\":0,\"_2\":2,\"_3\":1,\"_4\":2}\n");
    assert_eq!(code(json_of("SELECT CAST(s.o AS INT) FROM S3Object s", rows)), "CastFailed");
}

#[test]
fn results_may_be_csv() {
    let rows = "{\"a\":\"x,y\",\"b\":[1,\"q\"],\"c\":null} [1] 5";
    let content = Bytes::from_static(rows.as_bytes());
    let csv = whole(start("SELECT * FROM S3Object", content, Input::Json(Packing::None), as_csv()));
    assert_eq!(csv.unwrap(), "\"x,y\",\"[1,\"\"q\"\"]\",\n[1]\n5\n");
}

#[test]
fn what_is_not_json_is_refused() {
    let all = |content: &str| json_of("SELECT * FROM S3Object", content);
    for broken in [
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "[1,]",
        "[1 2]",
        "{\"a\":1,}",
        "\"a",
        "tru",
        "01",
        "1.",
        "-",
        "1e",
        "{a:1}",
        "\"\\x\"",
        "\"\\u12g4\"",
        "}",
        "\"a\nb\"",
        ",",
    ] {
        assert_eq!(code(all(broken)), "JSONParsingError", "{broken}");
    }
    assert_eq!(code(all(&"[".repeat(100_000))), "JSONParsingError");
    assert_eq!(code(all(&format!("\"{}\"", "a".repeat(1024 * 1024)))), "OverMaxRecordSize");
    assert_eq!(all("").unwrap(), "");
    assert_eq!(all("\u{feff} {} \n [ ] 1 \"x\" null").unwrap().lines().count(), 5);
    // What was read before is not lost.
    let mut running = start(
        "SELECT * FROM S3Object",
        Bytes::from(format!("{}{{", "{\"a\":1}\n".repeat(50_000))),
        Input::Json(Packing::None),
        as_json(),
    )
    .unwrap();
    assert!(matches!(running.next(), Some(Ok(Progress::Records(_)))));
    assert!(running.any(|step| step.is_err()));
    assert_eq!(running.next(), None);
}

#[test]
fn a_large_document_is_read_by_its_parts() {
    let elements: Vec<String> = (0..200_000).map(|n| format!("{{\"n\":{n}}}")).collect();
    let document = format!("{{\"skip\":[1,[2]],\"items\":[{}]}}", elements.join(", "));
    assert!(document.len() > 2 * 1024 * 1024);
    let text = "SELECT COUNT(*) AS c, MAX(i.n) AS m FROM S3Object[*].items[*] i";
    assert_eq!(json_of(text, &document).unwrap(), "{\"c\":200000,\"m\":199999}\n");
    assert_eq!(code(json_of("SELECT * FROM S3Object", &document)), "OverMaxRecordSize");
}

#[test]
fn ranges_take_the_lines_that_begin_in_them() {
    let content = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n";
    let of = |from, to| {
        let stretch = Some(Stretch { from, to });
        let input = Input::Json(Packing::None);
        whole(ranged("SELECT * FROM S3Object", content.into(), input, as_json(), stretch)).unwrap()
    };
    assert_eq!(of(0, 1), "{\"a\":1}\n");
    assert_eq!(of(1, 9), "{\"a\":2}\n");
    assert_eq!(of(8, 9), "{\"a\":2}\n");
    assert_eq!(of(9, 16), "");
    assert_eq!(of(9, u64::MAX), "{\"a\":3}\n");
}
