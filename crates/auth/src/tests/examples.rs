//! Heads of requests as AWS's documents sign them.

use super::*;

/// "Signature Version 4 test suite": get-vanilla, and others that differ in one thing each.
#[test]
fn the_test_suite_of_signature_version_4() {
    let check = |request: Request, canonical_hash_or_signature: &str| {
        let request = request.to(Family::Query, "service");
        let names = signed_names(&request.headers);
        let canonical = canonical::request(&request.parts(&names), signing::EMPTY_SHA256);
        let scope = Scope { date: "20150830", region: "us-east-1", service: "service" };
        let text = signing::string_to_sign("20150830T123600Z", scope, &canonical);
        let signature = signing::sign(&signing::signing_key(TEST_SUITE_SECRET, scope), &text);
        assert_eq!(
            signature,
            canonical_hash_or_signature,
            "{}",
            String::from_utf8_lossy(&canonical)
        );
    };
    let get = |path: &str| {
        Request::new(
            "GET",
            path,
            &[("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")],
        )
    };
    let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    check(get("/"), vanilla);
    // get-slash, get-slashes, get-relative, get-slash-dot-slash: all the same resource.
    for path in ["//", "/example/..", "/./", "/example1/example2/../.."] {
        check(get(path), vanilla);
    }
    // get-vanilla-query-order-key-case
    check(
        get("/").query("Param2=value2&Param1=value1"),
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
    // get-header-value-trim has spaces; get-header-key-duplicate two values of one header.
    check(
        get("/").with("my-header1", "value1").with("my-header2", "\"a   b   c\""),
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    );
    check(
        get("/")
            .with("my-header1", "value2")
            .with("my-header1", "value2")
            .with("my-header1", "value1"),
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    );
}

/// "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
#[test]
fn the_single_chunk_examples_of_s3() {
    let store = store_with_example_key();
    let empty = signing::EMPTY_SHA256;
    let base = [("host", S3_HOST), ("x-amz-date", "20130524T000000Z")];
    let get_object = Request::new("GET", "/test.txt", &base)
        .with("range", "bytes=0-9")
        .with("x-amz-content-sha256", empty)
        .with(
            "authorization",
            &authorization(
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
        );
    let caller = get_object.verify(&store, example_time()).unwrap();
    assert!(caller.is_verified);
    assert_eq!(caller.account.as_str(), "123456789012");
    assert_eq!(caller.region.as_deref(), Some("us-east-1"));
    let Principal::Identity(alice) = &caller.principal else { panic!("not alice") };
    assert_eq!(alice.arn, "arn:aws:iam::123456789012:user/alice");

    let hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    // The key of the example holds a dollar sign; some clients escape it and some do not.
    for path in ["/test%24file.text", "/test$file.text"] {
        let put_object = Request::new("PUT", path, &base)
            .with("date", "Fri, 24 May 2013 00:00:00 GMT")
            .with("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .with("x-amz-content-sha256", hash)
            .with(
                "authorization",
                &authorization(
                    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                ),
            );
        let caller = put_object.verify(&store, example_time()).unwrap();
        assert!(matches!(caller.payload, PayloadRule::Signed(told) if told == hash));
    }

    let lists = [
        ("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ];
    for (query, signature) in lists {
        let request =
            Request::new("GET", "/", &base).query(query).with("x-amz-content-sha256", empty).with(
                "authorization",
                &authorization("host;x-amz-content-sha256;x-amz-date", signature),
            );
        assert!(request.verify(&store, example_time()).unwrap().is_verified);
    }
}

/// "Authenticating Requests: Using Query Parameters": a URL that is valid for a day.
pub(super) fn presigned_example() -> Request {
    Request::new("GET", "/test.txt", &[("host", S3_HOST)]).query(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    )
}

#[test]
fn the_presigned_example_of_s3_until_it_expires() {
    let store = store_with_example_key();
    let request = presigned_example();
    let caller = request.verify(&store, at("20130524T235959Z")).unwrap();
    assert!(caller.is_verified && caller.is_presigned);

    let error = request.verify(&store, at("20130525T000001Z")).unwrap_err();
    assert_eq!((error.code(), error.message()), ("AccessDenied", "Request has expired"));
    assert_eq!(error.members().str("Expires"), Some("2013-05-25T00:00:00Z"));
    // Nor may it be used with another method or for another object.
    let mut put = request.clone();
    put.method = "PUT";
    assert_eq!(put.refusal(&store, example_time()).0, "SignatureDoesNotMatch");
    let early = request.refusal(&store, at("20130523T233000Z"));
    assert_eq!(early, ("AccessDenied".to_owned(), 403));
}

/// A URL of a key that is not verified expires all the same.
#[test]
fn presigned_urls_of_default_keys_expire() {
    let store = Store::ephemeral();
    let request = presigned_example();
    assert!(!request.verify(&store, example_time()).unwrap().is_verified);
    assert_eq!(request.refusal(&store, at("20130526T000000Z")).0, "AccessDenied");
}

#[test]
fn presigned_urls_live_a_week_at_most() {
    let store = store_with_example_key();
    for (expires, message) in [
        ("604801", "X-Amz-Expires must be less than a week (in seconds)"),
        ("-1", "X-Amz-Expires must be non-negative"),
        ("soon", "X-Amz-Expires should be a number"),
    ] {
        let mut request = presigned_example();
        request.query = request.query.replace("86400", expires);
        let error = request.verify(&store, example_time()).unwrap_err();
        assert_eq!(error.code(), "AuthorizationQueryParametersError");
        assert!(error.message().starts_with(message), "{error}");
    }
}
