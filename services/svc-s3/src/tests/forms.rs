//! Uploads by HTML forms, and CORS.

use super::{S3, of};
use bytes::Bytes;
use kernel::body::Body;
use kernel::{Struct, Value};

use crate::checksum::base64;
use crate::cors::{CorsRequest, allow};
use crate::state::CorsRow;

fn form(policy: &str, more: &[(&str, &str)]) -> Struct {
    let policy = base64(policy.as_bytes());
    let mut fields = vec![("key", "user/${filename}"), ("policy", policy.as_str())];
    fields.extend(more);
    let fields: Vec<Value> = fields
        .into_iter()
        .map(|(name, value)| Value::Struct(of(&[("Name", name), ("Value", value)])))
        .collect();
    of(&[("Bucket", "photos"), ("FileName", "me.png")]).with("Fields", fields)
}

const POLICY: &str = r#"{"expiration": "2031-01-01T00:00:00Z", "conditions": [
    {"bucket": "photos"}, ["starts-with", "$key", "user/"], ["content-length-range", 2, 10],
    ["eq", "$Content-Type", "image/png"], {"x-amz-meta-a": "1"}]}"#;

#[test]
fn a_form_that_fits_its_policy_becomes_a_put() {
    let s3 = S3::new();
    let right = [("Content-Type", "image/png"), ("x-amz-meta-a", "1"), ("x-ignore-me", "?")];
    let output = s3.run("AdmitPost", form(POLICY, &right));
    let input = output.structure("Input").expect("admitted").clone();
    assert_eq!(input.str("Key"), Some("user/me.png"));
    let body = |text: &'static str| Body::from(Bytes::from_static(text.as_bytes()));
    s3.run("PutObject", input.clone().with("Body", body("hello")));
    assert_eq!(s3.get("user/me.png"), "hello");
    let short = s3.0.refuse("s3", "PutObject", input.with("Body", body("x")));
    assert_eq!(short.code(), "EntityTooSmall");

    let refuse = |policy: &str, more: &[(&str, &str)]| {
        s3.0.refuse("s3", "AdmitPost", form(policy, more)).message().to_owned()
    };
    let wrong = [("Content-Type", "image/gif"), ("x-amz-meta-a", "1")];
    assert_eq!(
        refuse(POLICY, &wrong),
        "Invalid according to Policy: Policy Condition failed: \
         [\"eq\",\"$Content-Type\",\"image/png\"]"
    );
    let extra = [right[0], right[1], ("acl", "private")];
    assert_eq!(refuse(POLICY, &extra), "Invalid according to Policy: Extra input fields: acl");
    let expired = POLICY.replace("2031", "2029");
    assert_eq!(refuse(&expired, &right), "Invalid according to Policy: Policy expired.");
    assert_eq!(refuse("{", &right), "Invalid Policy: Invalid JSON.");
}

#[test]
fn the_first_rule_that_fits_answers_a_browser() {
    let texts = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let rule = CorsRow {
        allowed_methods: texts(&["GET", "PUT"]),
        allowed_origins: texts(&["https://*.example.com"]),
        allowed_headers: texts(&["x-amz-*", "Content-Type"]),
        expose_headers: texts(&["ETag"]),
        max_age_seconds: Some(60),
        ..CorsRow::default()
    };
    let ask = |origin, method, headers| {
        allow(std::slice::from_ref(&rule), CorsRequest { origin, method, headers })
    };
    let answer = ask("https://a.example.com", "PUT", "X-Amz-Date, content-type").expect("fits");
    assert!(answer.contains(&("Access-Control-Allow-Origin", "https://a.example.com".to_owned())));
    assert!(answer.contains(&("Access-Control-Max-Age", "60".to_owned())));
    assert_eq!(ask("https://a.example.org", "PUT", ""), None);
    assert_eq!(ask("https://a.example.com", "DELETE", ""), None);
    assert_eq!(ask("https://a.example.com", "GET", "authorization"), None);
}

#[test]
fn cors_rules_are_kept_and_asked() {
    let s3 = S3::new();
    let missing = s3.refuse("GetBucketCors", &[("Bucket", "photos")]);
    assert_eq!((missing.code(), missing.status()), ("NoSuchCORSConfiguration", 404));
    let put = |method: &str| {
        let rule =
            Struct::new().with("AllowedMethods", vec![method]).with("AllowedOrigins", vec!["*"]);
        let rules = Struct::new().with("CORSRules", vec![rule]);
        s3.0.call(
            "s3",
            "PutBucketCors",
            of(&[("Bucket", "photos")]).with("CORSConfiguration", rules),
        )
    };
    let wrong = put("PATCH").expect_err("not a method of S3");
    assert_eq!(
        wrong.message(),
        "Found unsupported HTTP method in CORS config. Unsupported method is PATCH"
    );
    put("GET").expect("right");
    let ask = [("Bucket", "photos"), ("Origin", "https://x"), ("Method", "GET")];
    let headers = s3.call("CorsForRequest", &ask);
    assert_eq!(headers.str("Access-Control-Allow-Origin"), Some("*"));
    s3.call("DeleteBucketCors", &[("Bucket", "photos")]);
    let refused = s3.refuse("CorsForRequest", &ask);
    assert_eq!(refused.message(), "CORSResponse: CORS is not enabled for this bucket.");
}
