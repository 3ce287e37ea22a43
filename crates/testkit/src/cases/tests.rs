//! Tests of the runner: a wrong expectation must fail, and say what differs and where.

use super::{Failure, Parts, run};

const SERVICES: &[&kernel::ServiceDef] = &[&svc_s3::SERVICE, &svc_sqs::SERVICE, &svc_sts::SERVICE];

/// Goes before each case, so that it has a source, a success and a refusal; five lines.
const HEAD: &str = "\
# Source: none; these steps test the runner.
sqs CreateQueue {\"QueueName\": \"q\"}
=> {\"QueueUrl\": $q}
sqs DeleteQueue {\"QueueUrl\": \"http://localhost:4566/111111111111/lost\"}
=> error QueueDoesNotExist
";

fn outcome(steps: &str) -> Result<(), Failure> {
    let parts = Parts { services: SERVICES, observers: Vec::new };
    run(&parts, "a.case", &format!("{HEAD}{steps}"))
}

#[track_caller]
fn passes(steps: &str) {
    if let Err(failure) = outcome(steps) {
        panic!("{failure}");
    }
}

/// The steps fail at that line (6 is their first) with all these words.
#[track_caller]
fn fails(steps: &str, line: usize, words: &[&str]) {
    let Err(failure) = outcome(steps) else { panic!("passes, and should not") };
    let text = failure.to_string();
    assert!(text.starts_with(&format!("a.case:{line}: ")), "{text}");
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn wrong_answers_fail_with_what_differs() {
    let send = "sqs SendMessage {\"QueueUrl\": $q, \"MessageBody\": \"a\"}\n";
    let md5 = "0cc175b9c0f1b6a831c399e269772661";
    passes(&format!("{send}=> {{\"MessageId\": $id, \"MD5OfMessageBody\": \"{md5}\"}}"));
    fails(
        &format!("{send}=> {{\n  \"MessageId\": _, \"MD5OfMessageBody\": \"0\"}}"),
        7,
        &["sqs SendMessage", "MD5OfMessageBody\n", "expected \"0\"", md5, "the whole answer"],
    );
    fails(&format!("{send}=> {{\"MessageId\": _}}"), 7, &["expected nothing", md5]);
    fails(
        &format!("{send}=> {{\"SequenceNumber\": _, ...}}"),
        7,
        &["SequenceNumber", "got      nothing"],
    );
    fails(&format!("{send}=> {{\"MessageId\": /[0-9]+/, ...}}"), 7, &["expected /[0-9]+/"]);
    fails(&format!("{send}=> []"), 7, &["expected []", md5]);
    fails(&format!("{send}=> error QueueDoesNotExist"), 7, &["error QueueDoesNotExist", md5]);
}

#[test]
fn wrong_refusals_fail_with_what_differs() {
    let lost = "sqs GetQueueUrl {\"QueueName\": \"lost\"}\n";
    let said = "The specified queue does not exist.";
    passes(&format!("{lost}=> error QueueDoesNotExist 400 \"{said}\" {{}}"));
    fails(lost, 6, &["expected a success", "error QueueDoesNotExist 400", said]);
    fails(&format!("{lost}=> {{...}}"), 7, &["expected an answer", said]);
    fails(&format!("{lost}=> error Other"), 7, &["expected error Other", said]);
    fails(&format!("{lost}=> error QueueDoesNotExist 404"), 7, &["status", "404", "400"]);
    fails(&format!("{lost}=> error QueueDoesNotExist \"no\""), 7, &["message", "\"no\"", said]);
    fails(&format!("{lost}=> error QueueDoesNotExist /no.*/"), 7, &["message", "/no.*/", said]);
    fails(&format!("{lost}=> error QueueDoesNotExist {{\"A\": _}}"), 7, &["members.A"]);
}

#[test]
fn names_are_saved_once_and_compared_from_then_on() {
    let url = "sqs GetQueueUrl {\"QueueName\": \"q\"}\n";
    passes(&format!("{url}=> {{\"QueueUrl\": $q}}"));
    passes(&format!("{url}=> {{\"QueueUrl\": $other/.*\\/q/}}\n{url}=> {{\"QueueUrl\": $other}}"));
    fails(&format!("{url}=> {{\"QueueUrl\": $other/.*p/}}"), 7, &["$other/.*p/"]);
    let second = "sqs CreateQueue {\"QueueName\": \"r\"}\n=> {\"QueueUrl\": $q}";
    fails(second, 7, &["$q = \"http", "q\"", "/r\""]);
    fails("sqs DeleteQueue {\"QueueUrl\": $lost}", 6, &["nothing is saved as $lost"]);
    fails("sqs DeleteQueue {\"QueueUrl\": \"$lost.\"}", 6, &["nothing is saved as $lost"]);
    fails("sqs DeleteQueue {\"QueueUrl\": _}", 6, &["says no value"]);
}

#[test]
fn lists_are_compared_item_by_item() {
    let list = "sqs CreateQueue {\"QueueName\": \"r\"}\nsqs ListQueues\n=> {\"QueueUrls\": ";
    passes(&format!("{list}[$q, _]}}"));
    passes(&format!("{list}[$q, ...]}}"));
    passes(&format!("{list}[/.*q/, # the older\n  /.*r/]}}"));
    fails(&format!("{list}[$q]}}"), 8, &["QueueUrls[1]", "expected nothing", "/r\""]);
    fails(&format!("{list}[$q, _, _]}}"), 8, &["QueueUrls[2]", "got      nothing"]);
    fails(&format!("{list}[_, $q]}}"), 8, &["QueueUrls[1]", "$q = "]);
}

#[test]
fn calls_wait_until_time_or_a_write_ends_them() {
    let begin = "begin poll sqs ReceiveMessage {\"QueueUrl\": $q, \"WaitTimeSeconds\": 5}\n";
    passes(&format!("{begin}advance 4999ms\nwaiting poll\nadvance 1ms\nend poll\n=> {{}}"));
    let send = "sqs SendMessage {\"QueueUrl\": $q, \"MessageBody\": \"a\"}\n";
    passes(&format!("{begin}{send}end poll\n=> {{\"Messages\": [{{\"Body\": \"a\", ...}}]}}"));
    fails(&format!("{begin}advance 5s\nwaiting poll"), 8, &["does not wait any more"]);
    fails(&format!("{begin}advance 5s\nend poll\n=> {{\"Messages\": _}}"), 9, &["poll", "nothing"]);
    fails(&format!("{send}{begin}"), 7, &["answers at once", "\"Body\":\"a\""]);
    fails(begin, 6, &["no `end poll`"]);
    fails("end poll", 6, &["nothing was begun"]);
    fails("waiting poll", 6, &["nothing was begun"]);
}

#[test]
fn callers_have_accounts_and_regions() {
    let who = "sts GetCallerIdentity\n=> {\"Arn\": ";
    passes(&format!("as 222222222222\n{who}\"arn:aws:iam::222222222222:root\", ...}}"));
    passes(&format!(
        "as arn:aws:iam::333333333333:user/ann\n{who}\"arn:aws:iam::333333333333:user/ann\", ...}}"
    ));
    fails(&format!("as 222222222222\n{who}\"arn:aws:iam::111111111111:root\", ...}}"), 8, &["222"]);
    passes("as anonymous\nsts GetCallerIdentity\n=> error MissingAuthenticationToken 403");
    let create = "as 111111111111 eu-west-1\nsqs ListQueues\n=> ";
    passes(&format!("{create}{{}}"));
    fails(&format!("{create}{{\"QueueUrls\": [_]}}"), 8, &["got      nothing"]);
    fails("as session $q $q\nsts GetCallerIdentity", 7, &["InvalidClientTokenId"]);
    fails("as somebody", 6, &["is no caller"]);
    let topic = "arn:aws:sns:us-east-1:111111111111:t";
    let service = "as service sns.amazonaws.com";
    let refused = "sqs ListQueues\n=> error AccessDenied 403 /User: sns.amazonaws.com is not .*/";
    passes(&format!("{service}\n{refused}"));
    passes(&format!("{service} for {topic}\n{refused}"));
    passes(&format!("{service} for arn:aws:s3:::box of 111111111111 eu-west-1\n{refused}"));
    fails(&format!("{service} for arn:aws:s3:::box\n{refused}"), 6, &["`of` the account"]);
    fails(&format!("{service} for {topic} mars-1\n{refused}"), 6, &["is no region"]);
    fails("as 111111111111 mars-1", 6, &["is no region"]);
}

#[test]
fn bodies_and_timestamps_follow_the_model() {
    let put = "s3 CreateBucket {\"Bucket\": \"box\"}\n\
               s3 PutObject {\"Bucket\": \"box\", \"Key\": \"k\", \"Body\": \"ab\" * 20000}\n";
    let get = "s3 GetObject {\"Bucket\": \"box\", \"Key\": \"k\"}\n";
    let answer = "{\"Body\": \"ab\" * 20000, \"LastModified\": \"2030-01-01T00:00:00Z\", ...}";
    passes(&format!("{put}{get}=> {answer}"));
    let other = answer.replace("20000", "20001");
    fails(&format!("{put}{get}=> {other}"), 9, &["Body", "… (40002 bytes)", "… (40000 bytes)"]);
    let other = answer.replace("00:00Z", "00:01Z");
    fails(&format!("{put}{get}=> {other}"), 9, &["LastModified", "2030-01-01T00:00:00Z"]);
    let since = get.replace('}', ", \"IfModifiedSince\": \"2030-01-01T00:00:00Z\"}");
    passes(&format!("{put}{since}=> error NotModified 304"));
    let raw = put.replace("\"ab\" * 20000", "\"base64:/w==\"");
    passes(&format!("{raw}{get}=> {{\"Body\": \"base64:/w==\", \"ContentLength\": 1, ...}}"));
}

#[test]
fn settings_are_set() {
    passes("set sqs.standard_semantics relaxed\nset sqs.standard_semantics");
}

#[test]
fn mistakes_in_a_case_are_told() {
    for (steps, words) in [
        ("ask", "neither a step nor a service"),
        ("sqs Ask", "sqs has no operation `Ask`"),
        ("sqs GetQueueUrl {\"Queue\": \"q\"}", ".Queue: GetQueueUrlRequest has no such member"),
        ("sqs GetQueueUrl {\"QueueName\": 1}", "the model wants a string, not 1"),
        ("sqs ListQueues {\"MaxResults\": \"1\"}", "the model wants a number"),
        ("sqs GetQueueUrl {\"QueueName\" \"q\"}", "a colon is missing"),
        ("sqs GetQueueUrl {\"QueueName\": \"q\"", "a comma or `}` is missing"),
        ("sqs GetQueueUrl {\"QueueName\": \"q\", \"QueueName\": \"q\"}", "stands twice"),
        ("sqs GetQueueUrl {..., \"QueueName\": \"q\"}", "`...` stands last"),
        ("sqs GetQueueUrl {\"QueueName\": q}", "`q}` is no value"),
        ("sqs GetQueueUrl {\"QueueName\": \"$\"}", "a dollar is written `$$`"),
        ("sqs GetQueueUrl {} {}", "the step has ended before `{}`"),
        ("sqs GetQueueUrl {\"QueueName\": /(/}", "regex"),
        ("sqs GetQueueUrl {\"QueueName\": \"q\" * 99999999}", "at most"),
        ("advance 5", "`5` is no span of time"),
        ("=> {}\n=> {}", "`=>` follows a call"),
    ] {
        fails(steps, 6, &[words]);
    }
}

#[test]
fn a_file_has_a_source_a_success_and_a_refusal() {
    let parts = Parts { services: SERVICES, observers: Vec::new };
    let told = |text: &str| run(&parts, "a.case", text).expect_err("it is refused").to_string();
    assert!(told("# A case.\nsqs ListQueues\n=> {}").contains("# Source:"));
    assert!(told("# Source:\nsqs ListQueues\n=> {}").contains("# Source:"));
    assert!(told("# Source: x\nsqs ListQueues\n=> {}").contains("a refusal"));
    assert!(told("# Source: x\nsqs DeleteQueue\n=> error X").contains("a success"));
}
