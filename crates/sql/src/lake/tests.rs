//! Statements over a few events, from their text to the text of their results.

use std::sync::Arc;

use super::{Answer, Bounds, Events, Table, Times, check, run, schema};
use crate::fault::Fault;

const STORE: &str = "0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6";
/// 2030-01-02T00:00:00Z
const NOW_MS: i64 = 1_893_542_400_000;

struct Sample;

impl Events for Sample {
    fn open(&self, times: Times) -> Box<dyn Iterator<Item = Result<String, String>> + Send> {
        let event = |at: &str, name: &str, user: &str, bucket: &str, error: &str| {
            let error = match error {
                "" => String::new(),
                code => format!("'errorCode':'{code}',"),
            };
            // Written with the other quotes.
            format!(
                "{{'eventVersion':'1.11','userIdentity':{{'type':'IAMUser',\
                 'arn':'arn:aws:iam::111111111111:user/{user}','userName':'{user}',\
                 'sessionContext':{{'attributes':{{'creationDate':'2030-01-01T00:00:00Z',\
                 'mfaAuthenticated':'true'}}}}}},'eventTime':'{at}',\
                 'eventSource':'s3.amazonaws.com','eventName':'{name}',{error}\
                 'requestParameters':{{'bucketName':'{bucket}','count':3,'tags':[{{'k':'v'}}]}},\
                 'responseElements':null,'readOnly':false,'resources':[\
                 {{'ARN':'arn:aws:s3:::{bucket}/a','type':'AWS::S3::Object'}},\
                 {{'ARN':'arn:aws:s3:::{bucket}','type':'AWS::S3::Bucket',\
                 'accountId':'111111111111'}}],'eventID':'e-{name}'}}"
            )
            .replace('\'', "\"")
        };
        let events = vec![
            event("2030-01-01T10:00:00Z", "CreateBucket", "ann", "one", ""),
            event("2030-01-01T11:30:00Z", "PutObject", "ann", "one", ""),
            event("2030-01-01T12:00:00Z", "DeleteObject", "bob", "one", ""),
            event("2030-01-01T13:00:00Z", "DeleteObject", "bob", "two", "AccessDenied"),
        ];
        // Those of other times are not read at all: a second counts as its milliseconds.
        let at = |event: &String| {
            let start = event.find("eventTime").expect("all have one") + 12;
            super::millis_of(&event[start..start + 20]).expect("a moment")
        };
        let events: Vec<String> = events
            .into_iter()
            .filter(|event| (times.from..=times.to).contains(&at(event)))
            .collect();
        Box::new(events.into_iter().map(Ok))
    }
}

fn table(name: &str) -> Result<Table, Fault> {
    match name {
        STORE => Ok(Table { columns: schema::EVENTS, events: Arc::new(Sample) }),
        other => Err(Fault::new("NoTable", other)),
    }
}

fn ask(text: &str) -> Result<Answer, Fault> {
    let text = text.replace("$S", STORE);
    run(&text, &mut table, NOW_MS, &Bounds { rows: 1_000, bytes: 1_000_000 })
}

/// Runs a statement; rows are lines, values are separated by bars.
fn check_rows(text: &str, expected: &[&str]) {
    let answer = ask(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let rows: Vec<String> = answer
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().map(|cell| cell.as_deref().unwrap_or("NULL"));
            cells.collect::<Vec<_>>().join("|")
        })
        .collect();
    assert_eq!(rows, expected, "{text}");
}

fn check_refused(text: &str, expected: &str) {
    let text = text.replace("$S", STORE);
    let fault = check(&text, &mut table, NOW_MS).expect_err(&text);
    assert!(fault.message.contains(expected), "{text}: {fault}");
}

#[test]
fn conditions_and_fields() {
    check_rows(
        "SELECT userIdentity.userName, eventTime FROM $S WHERE eventName = 'DeleteObject' \
         AND element_at(requestParameters, 'bucketName') = 'one' AND errorCode IS NULL",
        &["bob|2030-01-01 12:00:00.000"],
    );
    check_rows(
        "select eventname from $S where eventTime > '2030-01-01 11:00:00' and eventTime <= \
         timestamp '2030-01-01 12:00:00' order by eventTime desc;",
        &["DeleteObject", "PutObject"],
    );
    check_rows("SELECT eventName FROM $S WHERE eventName LIKE 'Create%'", &["CreateBucket"]);
    check_rows(
        "SELECT eventName FROM $S WHERE eventName NOT IN ('DeleteObject', 'PutObject')",
        &["CreateBucket"],
    );
    check_rows(
        "SELECT userIdentity.sessionContext.attributes.creationDate, requestParameters['count'], \
         resources[2].arn, readOnly FROM $S LIMIT 1",
        &["2030-01-01 00:00:00.000|3|arn:aws:s3:::one|false"],
    );
}

#[test]
fn groups_and_orders() {
    check_rows(
        "SELECT userIdentity.userName AS who, COUNT(*) AS times FROM $S GROUP BY \
         userIdentity.userName ORDER BY times DESC, who",
        &["ann|2", "bob|2"],
    );
    check_rows(
        "SELECT eventName, count(*) FROM $S GROUP BY 1 HAVING count(*) > 1",
        &["DeleteObject|2"],
    );
    check_rows(
        "SELECT count(*), count(errorCode), count(DISTINCT eventName), min(eventTime), sum(1), \
         count_if(readOnly), count(*) FILTER (WHERE errorCode = 'AccessDenied') FROM $S",
        &["4|1|3|2030-01-01 10:00:00.000|4|0|1"],
    );
    check_rows(
        "SELECT date_trunc('hour', eventTime) AS hour, count(*) AS n FROM $S GROUP BY \
         date_trunc('hour', eventTime) ORDER BY count(*) DESC, hour LIMIT 2",
        &["2030-01-01 10:00:00.000|1", "2030-01-01 11:00:00.000|1"],
    );
    check_rows("SELECT DISTINCT userIdentity.userName FROM $S ORDER BY 1", &["ann", "bob"]);
    check_rows("SELECT count(*) FROM $S WHERE eventName = 'Nothing'", &["0"]);
}

#[test]
fn joins_sets_and_queries_in_queries() {
    check_rows(
        "SELECT a.eventName, b.eventName FROM $S a JOIN $S b ON a.userIdentity.userName = \
         b.userIdentity.userName AND a.eventTime < b.eventTime ORDER BY a.eventTime",
        &["CreateBucket|PutObject", "DeleteObject|DeleteObject"],
    );
    check_rows(
        "SELECT eventName FROM $S UNION SELECT eventName FROM $S ORDER BY eventName",
        &["CreateBucket", "DeleteObject", "PutObject"],
    );
    check_rows(
        "SELECT eventName FROM $S EXCEPT SELECT eventName FROM $S WHERE errorCode IS NOT NULL \
         ORDER BY 1",
        &["CreateBucket", "PutObject"],
    );
    check_rows(
        "WITH denied AS (SELECT userIdentity.arn AS who FROM $S WHERE errorCode LIKE '%Denied') \
         SELECT eventName, requestParameters['bucketName'] FROM $S WHERE userIdentity.arn IN \
         (SELECT who FROM denied) AND errorCode IS NULL",
        &["DeleteObject|one"],
    );
    check_rows(
        "SELECT t.arn, count(*) FROM (SELECT resources FROM $S) CROSS JOIN UNNEST(resources) AS \
         t(account, kind, arn, prefix) WHERE t.kind = 'AWS::S3::Bucket' GROUP BY t.arn ORDER BY 2",
        &["arn:aws:s3:::two|1", "arn:aws:s3:::one|3"],
    );
    check_rows("SELECT count(*) FROM $S a, $S b CROSS JOIN $S c", &["64"]);
    check_rows(
        "SELECT a.eventName, b.errorCode FROM $S a LEFT JOIN $S b ON a.eventID = b.eventID AND \
         b.errorCode IS NOT NULL WHERE a.eventName LIKE 'C%'",
        &["CreateBucket|NULL"],
    );
    check_rows("SELECT max(eventTime) = (SELECT max(eventTime) FROM $S) FROM $S", &["true"]);
}

#[test]
fn functions_of_texts_times_and_json() {
    check_rows(
        "SELECT upper(split_part(eventSource, '.', 1)), substr(eventName, -6), \
         date_format(eventTime, '%Y-%m-%d %H:%i'), date_diff('hour', eventTime, now()), \
         coalesce(errorCode, 'none'), if(readOnly, 1, 2), CAST(eventTime AS date) FROM $S \
         WHERE eventName = 'PutObject'",
        &["S3|Object|2030-01-01 11:30|12|none|2|2030-01-01"],
    );
    check_rows(
        "SELECT json_extract_scalar(requestParameters['tags'], '$[0].k'), \
         json_extract_scalar(eventJson, '$.requestParameters.bucketName'), \
         regexp_extract(eventName, '^([A-Z][a-z]+)', 1) FROM $S LIMIT 1",
        &["v|one|Create"],
    );
    check_rows(
        "SELECT userIdentity, requestParameters FROM $S LIMIT 1",
        &["{type=IAMUser, principalid=null, arn=arn:aws:iam::111111111111:user/ann, \
           accountid=null, accesskeyid=null, username=ann, sessioncontext={attributes={\
           creationdate=2030-01-01 00:00:00.000, mfaauthenticated=true}, sessionissuer=null, \
           webidfederationdata=null, sourceidentity=null, ec2roledelivery=null, \
           ec2issuedinvpc=null}, onbehalfof=null, inscopeof=null, invokedby=null, \
           identityprovider=null}|{bucketName=one, count=3, tags=[{\"k\":\"v\"}]}"],
    );
}

#[test]
fn all_columns_and_what_was_looked_at() {
    let answer = ask("SELECT * FROM $S WHERE userIdentity.userName = 'bob'").expect("it is one");
    assert_eq!(answer.columns.len(), schema::EVENTS.len());
    assert_eq!(answer.columns[1], "userIdentity");
    assert_eq!((answer.events_scanned, answer.events_matched, answer.rows.len()), (4, 2, 2));
    assert!(answer.bytes_scanned > 1_000);
}

#[test]
fn conditions_on_the_time_leave_events_unread() {
    for (condition, scanned) in [
        ("eventTime > '2030-01-01 11:00:00'", 3),
        ("eventTime BETWEEN '2030-01-01 11:00:00' AND '2030-01-01 12:30:00'", 2),
        ("(eventTime >= timestamp '2030-01-01 13:00:00') AND eventName LIKE 'D%'", 1),
        ("eventTime > '2030-01-01 11:00:00' OR eventName = 'PutObject'", 4),
    ] {
        let answer = ask(&format!("SELECT eventName FROM $S WHERE {condition}"));
        assert_eq!(answer.expect(condition).events_scanned, scanned, "{condition}");
    }
    // The times of a query with a name are not those of its stores.
    check_rows(
        "WITH later AS (SELECT eventName, date_add('day', 1, eventTime) AS eventTime FROM $S) \
         SELECT count(*) FROM later WHERE eventTime > '2030-01-02 00:00:00'",
        &["4"],
    );
}

#[test]
fn what_is_refused_before_it_runs() {
    check_refused("DELETE FROM $S", "Only one SELECT");
    check_refused("SELECT nothing FROM $S", "Column 'nothing' cannot be resolved");
    check_refused("SELECT eventName FROM $S WHERE eventName = 3", "varchar = bigint");
    check_refused("SELECT eventName, count(*) FROM $S", "must be an aggregate expression");
    check_refused("SELECT lost(eventName) FROM $S", "Function 'lost' not registered");
    check_refused("SELECT eventName FROM other", "other");
    check_refused("SELECT eventName FROM $S WHERE eventName", "must evaluate to a boolean");
    check_refused("SELEC eventName FROM $S", "cannot be parsed");
    check_refused("SELECT row_number() OVER () FROM $S", "window functions");
    check_refused("SELECT eventTime + INTERVAL '1' DAY FROM $S", "not have this expression");
}

#[test]
fn what_fails_while_it_runs() {
    let fault = ask("SELECT requestParameters['lost'] FROM $S").expect_err("no such key");
    assert!(fault.message.contains("Key not present in map"), "{fault}");
    let fault = ask("SELECT 1 / 0 FROM $S").expect_err("no such number");
    assert_eq!(fault.code, "EvaluatorDivisionByZero");
    let text = format!("SELECT eventName FROM {STORE}");
    let bounds = Bounds { rows: 2, bytes: 1_000 };
    let fault = run(&text, &mut table, NOW_MS, &bounds).expect_err("four rows");
    assert!(fault.message.contains("larger"), "{fault}");
}
