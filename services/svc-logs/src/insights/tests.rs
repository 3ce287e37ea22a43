//! Queries of AWS's documentation, and what they give.

use std::rc::Rc;

use super::*;
use crate::position::Position;

const HOUR: i64 = 1_893_456_000_000;

fn events(group: &str, messages: &[&str]) -> Vec<Event> {
    let event = |(at, message): (usize, &&str)| Event {
        position: Position::new(HOUR + at as i64 * 60_000, 1, 1, 0),
        raw: None,
        ingested: HOUR,
        message: (*message).to_owned(),
        stream: "s".to_owned(),
        group: Rc::from(group),
        log: Rc::from("1:g"),
    };
    // Newest first, as a query reads them.
    messages.iter().enumerate().map(event).rev().collect()
}

fn run_in(group: &str, text: &str, messages: &[&str]) -> (Vec<Vec<(String, String)>>, u64) {
    let query = compile(text).unwrap_or_else(|it| panic!("{text}: {it:?}"));
    let mut pipeline = Pipeline::new(query, HOUR, 10_000);
    for event in events(group, messages) {
        pipeline.push(event).unwrap();
    }
    pipeline.finish().unwrap()
}

/// The rows as text, without pointers.
fn run(text: &str, messages: &[&str]) -> Vec<String> {
    let (rows, _) = run_in("g", text, messages);
    let shown = |row: Vec<(String, String)>| {
        let fields = row.into_iter().filter(|(name, _)| name != "@ptr");
        fields.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    };
    rows.into_iter().map(shown).collect()
}

const JSON: [&str; 4] = [
    r#"{"level": "INFO", "ms": 10, "user": {"name": "ann"}, "tags": ["a", "b"], "ok": true}"#,
    r#"{"level": "ERROR", "ms": 30, "user": {"name": "bob"}, "ip": "10.0.0.7"}"#,
    r#"{"level": "INFO", "ms": 20, "user": {"name": "ann"}}"#,
    "no JSON",
];

#[test]
fn without_commands_time_and_message_are_shown_newest_first() {
    let (rows, matched) = run_in("g", "", &["a", "b"]);
    assert_eq!(matched, 2);
    let first: Vec<_> = rows[0].iter().map(|(name, value)| (&**name, &**value)).collect();
    let pointer = crate::pointer::write("g", Position::new(HOUR + 60_000, 1, 1, 0));
    let expected =
        [("@timestamp", "2030-01-01 00:01:00.000"), ("@message", "b"), ("@ptr", pointer.as_str())];
    assert_eq!(first, expected);
}

#[test]
fn fields_are_found_filtered_and_sorted() {
    let rows = run("fields level, ms | filter ms > 10 | sort ms asc", &JSON);
    assert_eq!(rows, ["level=INFO ms=20", "level=ERROR ms=30"]);
    assert_eq!(
        run("fields user.name, tags.1 | filter ok = true", &JSON),
        ["user.name=ann tags.1=b"]
    );
    let rows = run("filter level in [\"ERROR\", 'WARN'] | display user.name as who", &JSON);
    assert_eq!(rows, ["who=bob"]);
    let rows = run("fields @message | filter @message not like /level/ # a comment", &JSON);
    assert_eq!(rows, ["@message=no JSON"]);
    let rows =
        run("fields ms*2+1 as x, ms | filter not (ms = 10 or ms = 20) and ispresent(ms)", &JSON);
    assert_eq!(rows, ["x=61 ms=30"]);
    assert_eq!(run("filter isIpv4InSubnet(ip, '10.0.0.0/24') | fields ip", &JSON), ["ip=10.0.0.7"]);
    assert_eq!(run("fields level | dedup level", &JSON), ["", "level=INFO", "level=ERROR"]);
    assert_eq!(run("fields level | limit 2", &JSON), ["", "level=INFO"]);
}

#[test]
fn stats_are_grouped_and_go_on() {
    let text = "filter ispresent(level) | stats count(*) as n, avg(ms), max(ms)-min(ms) as span by \
                level | sort level";
    let rows = run(text, &JSON);
    assert_eq!(rows, ["level=ERROR n=1 avg(ms)=30 span=0", "level=INFO n=2 avg(ms)=15 span=10"]);
    let rows = run("stats count(*) by bin(2m) as t | sort t", &JSON);
    let expected = ["t=2030-01-01 00:00:00.000 count(*)=2", "t=2030-01-01 00:02:00.000 count(*)=2"];
    assert_eq!(rows, expected);
    let text = "stats count_distinct(user.name) as d, pct(ms, 50) as p, sum(ms), stddev(ms) as s, \
                earliest(ms) as e, latest(ms) as l, sortsFirst(level) as f, sortsLast(level) as k";
    let rows = run(text, &JSON);
    assert_eq!(rows, ["d=2 p=20 sum(ms)=60 s=8.16496580927726 e=10 l=20 f=ERROR k=INFO"]);
    let rows = run("stats count(*) as n by level | filter n > 1 | stats sum(n)", &JSON);
    assert_eq!(rows, ["sum(n)=2"]);
    assert_eq!(run("stats count(*)", &[]), ["count(*)=0"]);
}

// The example of the page "parse".
const LINE: &str = "25 May 2019 10:24:39,474 [ERROR] {foo=2, bar=DataIdentifier} user=jo, \
                    method:GET, latency := 125";

#[test]
fn parse_takes_texts_apart() {
    let text = "parse @message \"user=*, method:*, latency := *\" as @user, @method, @latency | \
                display @user, @method, @latency + 1 as next";
    assert_eq!(run(text, &[LINE, "other"]), ["", "@user=jo @method=GET next=126"]);
    let text = r"parse @message /user=(?<user2>.*?), method:(?<method2>.*?), latency := (?<ms>\d+)/
                 | filter ms >= 125 | display user2, ms";
    assert_eq!(run(text, &[LINE]), ["user2=jo ms=125"]);
    assert_eq!(run("parse '* *' as a, b | display b, a", &["x y z"]), ["b=y z a=x"]);
}

#[test]
fn functions() {
    let text = "fields toupper(concat('a', level)) as u, strlen(level) as n, \
                substr(level, 1, 2) as s, replace(level, 'R', 'x') as r, \
                coalesce(none, level) as c, greatest(ms, 31) as g, \
                tomillis(datefloor(@timestamp, 1h)) as d, abs(-2.5) as a, trim('  q ') as t | \
                filter level = 'ERROR'";
    let expected = format!("u=AERROR n=5 s=RR r=ExxOx c=ERROR g=31 d={HOUR} a=2.5 t=q");
    assert_eq!(run(text, &JSON), [expected]);
    let text = r#"fields jsonParse(tolower('{"A":{"B":7}}')) as j | display j.a.b | limit 1"#;
    assert_eq!(run(text, &JSON), ["j.a.b=7"]);
}

#[test]
fn lines_of_lambda_have_fields() {
    let report = "REPORT RequestId: 8f5e-1\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory \
                  Size: 128 MB\tMax Memory Used: 65 MB\tInit Duration: 81.1 ms\t\n";
    let text =
        "filter @type = 'REPORT' | fields @requestId, @duration, @billedDuration, @maxMemoryUsed";
    let (rows, matched) =
        run_in("/aws/lambda/f", text, &["START RequestId: 8f5e-1 Version: 1", report]);
    assert_eq!(matched, 1);
    let values: Vec<_> = rows[0].iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values[..4], ["8f5e-1", "102.25", "103", "65000000"]);
}

#[test]
fn lists_become_rows() {
    let order = r#"{"id": "o", "items": [{"sku": "x"}, {"sku": "y"}], "tags": ["a", 2]}"#;
    let values = |text: &str| -> Vec<String> {
        let (rows, _) = run_in("g", text, &[order, "no list"]);
        rows.into_iter().map(|row| row[0].1.clone()).collect()
    };
    assert_eq!(values("unnest items into item | display item.sku"), ["x", "y"]);
    assert_eq!(values("unnest tags into tag | display tag"), ["a", "2"]);
    let made = "fields jsonParse(@message) as m | unnest m.items into item | display item.sku";
    assert_eq!(values(made), ["x", "y"]);
    assert_eq!(values("unnest id into x | display x"), Vec::<String>::new());
}

#[test]
fn what_is_no_query_is_refused() {
    for wrong in [
        "fields",
        "filter",
        "fields a,",
        "stats level",
        "limit 0",
        "limit x",
        "sort",
        "bogus a",
        "fields a | | fields b",
        "filter a like /(/",
        "filter nofunction(a)",
        "fields substr(a)",
        "parse @message 'a*b*' as one",
        "filter (a = 1",
        "fields 'open",
        "fields bin(5x)",
    ] {
        assert!(matches!(compile(wrong), Err(Refusal::Malformed { .. })), "{wrong}");
    }
    assert_eq!(compile("diff previousDay").unwrap_err(), Refusal::Absent("diff"));
    let deep = format!("filter {}a", "(".repeat(10_000));
    assert!(compile(&deep).is_err());
    let deep = format!("filter {}a", "not ".repeat(10_000));
    assert!(compile(&deep).is_ok());
}
