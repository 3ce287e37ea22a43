//! Who unknown keys are, and what is not let through.

use super::examples::presigned_example;
use super::*;

fn signed_by(key_id: &str, secret: &str) -> Request {
    Request::new("POST", "/", &[("host", "localhost:4566")]).to(Family::Query, "sts").signed(
        key_id,
        secret,
        "20300101T000000Z",
        b"Action=GetCallerIdentity",
    )
}

#[test]
fn keys_that_the_world_does_not_know_are_roots() {
    let store = Store::ephemeral();
    for (key, account) in [
        ("test", "000000000000"),
        ("123456789012", "123456789012"),
        ("AKIAQAAAAAAADAAAAAAA", "000000000000"),
        ("1234567890123", "000000000000"),
    ] {
        let caller = signed_by(key, "whatever").verify(&store, new_year()).unwrap();
        let account = AccountId::parse(account).unwrap();
        assert_eq!(caller.principal, Principal::Root(account), "{key}");
        assert_eq!(caller.region.as_deref(), Some("eu-west-1"));
        assert!(!caller.is_verified);
    }
    let strictly = |key| signed_by(key, "whatever").verify_with(&store, new_year(), true, b"");
    assert_eq!(strictly("test").unwrap_err().code(), "InvalidClientTokenId");
    assert!(strictly("123456789012").is_ok());
}

#[test]
fn known_keys_are_verified() {
    let store = store_with_example_key();
    let body = b"Action=GetCallerIdentity";
    let good = signed_by(KEY_ID, SECRET);
    let caller = good.verify_with(&store, new_year(), false, body).unwrap();
    assert_eq!(caller.account.as_str(), "123456789012");
    let other_body = good.verify_with(&store, new_year(), false, b"").unwrap_err();
    assert_eq!((other_body.code(), other_body.status()), ("SignatureDoesNotMatch", 403));
    assert!(
        other_body.message().contains("The Canonical String for this request should have been")
    );
    let wrong_secret = signed_by(KEY_ID, "guess").verify_with(&store, new_year(), false, body);
    assert_eq!(wrong_secret.unwrap_err().code(), "SignatureDoesNotMatch");
}

#[test]
fn every_family_has_its_words() {
    let store = store_with_example_key();
    let unsigned = Request::new("POST", "/", &[("host", "localhost")]);
    let wrong = |family, name| {
        Request::new("POST", "/", &[("host", "localhost")])
            .with("x-amz-content-sha256", signing::EMPTY_SHA256)
            .to(family, name)
            .signed(KEY_ID, "guess", "20300101T000000Z", b"")
    };
    for (family, name, missing, mismatch) in [
        (Family::S3, "s3", ("AccessDenied", 403), ("SignatureDoesNotMatch", 403)),
        (Family::Query, "sqs", ("MissingAuthenticationToken", 403), ("SignatureDoesNotMatch", 403)),
        (
            Family::Json,
            "dynamodb",
            ("MissingAuthenticationTokenException", 400),
            ("InvalidSignatureException", 400),
        ),
        (
            Family::RestJson,
            "lambda",
            ("MissingAuthenticationTokenException", 403),
            ("InvalidSignatureException", 403),
        ),
    ] {
        let told = |(code, status): (&str, u16)| (code.to_owned(), status);
        let refused = unsigned.clone().to(family, name).refusal(&store, new_year());
        assert_eq!(refused, told(missing));
        assert_eq!(wrong(family, name).refusal(&store, new_year()), told(mismatch));
    }
    let error = wrong(Family::S3, "s3").verify(&store, new_year()).unwrap_err();
    assert_eq!(error.members().str("AWSAccessKeyId"), Some(KEY_ID));
    let canonical = error.members().str("CanonicalRequest").unwrap();
    assert!(canonical.starts_with("POST\n/\n\nhost:localhost\n"), "{canonical}");
}

#[test]
fn clocks_may_differ_by_a_quarter_of_an_hour() {
    let store = store_with_example_key();
    let request = signed_by(KEY_ID, SECRET);
    let body = b"Action=GetCallerIdentity";
    let verify = |time: &str| request.verify_with(&store, at(time), false, body);
    assert!(verify("20300101T001500Z").is_ok());
    assert!(verify("20291231T234500Z").is_ok());
    assert_eq!(
        verify("20300101T001501Z").unwrap_err().message(),
        "Signature expired: 20300101T000000Z is now earlier than 20300101T000001Z \
         (20300101T001501Z - 15 min.)"
    );
    assert!(verify("20291231T234459Z").unwrap_err().message().starts_with(
        "Signature not yet current: 20300101T000000Z is still later than 20291231T235959Z"
    ));
    let s3 = Request::new("GET", "/", &[("host", "localhost")])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert_eq!(s3.refusal(&store, at("20300101T010000Z")).0, "RequestTimeTooSkewed");
}

#[test]
fn headers_that_must_be_signed() {
    let store = store_with_example_key();
    let s3 = Request::new("GET", "/", &[("host", "localhost")])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert!(s3.verify(&store, new_year()).is_ok());
    let error = s3.clone().with("x-amz-acl", "public-read").verify(&store, new_year());
    assert_eq!(error.unwrap_err().members().str("HeadersNotSigned"), Some("x-amz-acl"));
    let without_hash = Request::new("GET", "/", &[("host", "localhost")]).signed(
        KEY_ID,
        SECRET,
        "20300101T000000Z",
        b"",
    );
    assert_eq!(without_hash.refusal(&store, new_year()).0, "InvalidRequest");
    let no_host = Request::new("GET", "/", &[])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert_eq!(no_host.refusal(&store, new_year()).0, "AccessDenied");
}

#[test]
fn malformed_claims_are_refused() {
    let store = store_with_example_key();
    let code = |authorization: &str, family| {
        Request::new("GET", "/", &[("host", "localhost"), ("authorization", authorization)])
            .to(family, "sts")
            .refusal(&store, new_year())
            .0
    };
    let algorithm = "AWS4-HMAC-SHA256";
    for family in [Family::Query, Family::S3] {
        let malformed = if family == Family::S3 {
            "AuthorizationHeaderMalformed"
        } else {
            "IncompleteSignature"
        };
        assert_eq!(code(algorithm, family), malformed);
        assert_eq!(code(&format!("{algorithm} Credential=a, Signature=b"), family), malformed);
        let parts = "SignedHeaders=host, Signature=00";
        for credential in
            ["a", "a/b/c/d/e", "a/20300101/r/s/aws5_request", "/20300101/r/s/aws4_request"]
        {
            let text = format!("{algorithm} Credential={credential}, {parts}");
            assert_eq!(code(&text, family), malformed, "{credential}");
        }
    }
    assert_eq!(code("Bearer token", Family::S3), "InvalidArgument");
    assert_eq!(
        code("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo=", Family::Query),
        "InvalidRequest"
    );
    let asymmetric = format!(
        "AWS4-ECDSA-P256-SHA256 Credential={KEY_ID}/20300101/s3/aws4_request, \
         SignedHeaders=host, Signature=00"
    );
    // It tells no time.
    assert_eq!(code(&asymmetric, Family::S3), "AuthorizationHeaderMalformed");
    let both = presigned_example().with("authorization", &asymmetric);
    assert_eq!(both.refusal(&store, new_year()).0, "InvalidArgument");
}

#[test]
fn scopes_must_fit_the_request() {
    let store = store_with_example_key();
    let mut request = signed_by(KEY_ID, SECRET);
    request.signing_name = "sqs";
    let error = request.verify(&store, new_year()).unwrap_err();
    assert!(error.message().starts_with("Credential should be scoped to correct service: 'sqs'."));
    let authorization = request.headers["authorization"].to_str().unwrap().to_owned();
    let other_day = authorization.replace("/20300101/", "/20291231/");
    request.headers.insert("authorization", HeaderValue::from_str(&other_day).unwrap());
    let error = request.verify(&store, new_year()).unwrap_err();
    assert!(error.message().starts_with("Date in Credential scope does not match"), "{error}");
}

#[test]
fn anonymous_requests_where_they_are_allowed() {
    let store = Store::ephemeral();
    let mut request = Request::new("GET", "/bucket/key", &[("host", "localhost")]);
    request.allows_anonymous = true;
    let caller = request.verify(&store, new_year()).unwrap();
    assert_eq!(caller.principal, Principal::Anonymous);
}

/// A request that AWS's own library (awscrt 0.38.1) has signed for all regions.
#[test]
fn asymmetric_signatures_are_verified() {
    let signature = "304602210080367cc51727ace90a90268e00cdbdbc705788bfad37873b02cfcf5816b9564d\
                     0221009c15898458ee1ec976d0e21469123885af3f7e54bd51c7671959d834c8817626";
    let names = "host;x-amz-content-sha256;x-amz-date;x-amz-region-set";
    let authorization = format!(
        "AWS4-ECDSA-P256-SHA256 Credential={KEY_ID}/20300101/s3/aws4_request, \
         SignedHeaders={names}, Signature={signature}"
    );
    let request = |path| {
        Request::new("GET", path, &[("host", "m1.mrap.accesspoint.s3-global.amazonaws.com")])
            .with("x-amz-date", "20300101T000000Z")
            .with("x-amz-region-set", "*")
            .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
            .with("authorization", &authorization)
    };
    let store = store_with_example_key();
    let caller = request("/k").verify(&store, new_year()).unwrap();
    assert!(caller.is_verified);
    assert_eq!((caller.access_key_id.as_str(), caller.region), (KEY_ID, None));
    let refused = ("SignatureDoesNotMatch".to_owned(), 403);
    assert_eq!(request("/other").refusal(&store, new_year()), refused);
    let late = at("20300101T010000Z");
    assert_eq!(request("/k").refusal(&store, late).0, "RequestTimeTooSkewed");
}
