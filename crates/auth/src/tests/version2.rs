//! Signature Version 2 of S3: the examples of the User Guide, and what botocore presigns.

use super::*;
use crate::post_policy::{self, Form, Method};

fn version2(method: &'static str, path: &str, date: &str, signature: &str) -> Request {
    let authorization = format!("AWS {KEY_ID}:{signature}");
    let mut request = Request::new(
        method,
        path,
        &[
            ("host", "awsexamplebucket1.us-west-1.s3.amazonaws.com"),
            ("date", date),
            ("authorization", &authorization),
        ],
    );
    request.resource = Some(format!("/awsexamplebucket1{path}"));
    request
}

/// "Signing and authenticating REST requests (AWS signature version 2)".
#[test]
fn the_examples_of_the_user_guide() {
    let store = store_with_example_key();
    let get = version2(
        "GET",
        "/photos/puppy.jpg",
        "Tue, 27 Mar 2007 19:36:42 +0000",
        "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
    );
    assert!(get.verify(&store, at("20070327T193642Z")).unwrap().is_verified);
    assert_eq!(get.refusal(&store, at("20070327T200000Z")).0, "RequestTimeTooSkewed");

    let put = version2(
        "PUT",
        "/photos/puppy.jpg",
        "Tue, 27 Mar 2007 21:15:45 +0000",
        "iqRzw+ileNPu1fhspnRs8nOjjIA=",
    )
    .with("content-type", "image/jpeg")
    .with("content-length", "94328");
    assert!(put.verify(&store, at("20070327T211545Z")).unwrap().is_verified);

    let list =
        version2("GET", "/", "Tue, 27 Mar 2007 19:42:41 +0000", "m0WP8eCtspQl5Ahe6L1SozdX9YA=")
            .query("prefix=photos&max-keys=50&marker=puppy");
    assert!(list.verify(&store, at("20070327T194241Z")).unwrap().is_verified);

    let acl =
        version2("GET", "/", "Tue, 27 Mar 2007 19:44:46 +0000", "82ZHiFIjc+WbcwFKGUVEQspPn+0=")
            .query("acl");
    assert!(acl.verify(&store, at("20070327T194446Z")).unwrap().is_verified);
    // Another subresource is another request.
    let policy = acl.query("policy");
    assert_eq!(policy.refusal(&store, at("20070327T194446Z")).0, "SignatureDoesNotMatch");
}

/// What botocore 1.44 sends with `signature_version="s3"` and path-style addresses.
#[test]
fn a_bucket_is_signed_with_or_without_its_slash() {
    let store = store_with_example_key();
    // HMAC-SHA1 of `GET\n\n\nDATE\n/bucket/` and of the same without the slash, by Python's
    // standard library.
    for signature in ["L059U8YLpCDae87FAUjmo5r/RB4=", "jEFzhK1lZw7kH4GWiKF29p/+nxE="] {
        let mut list = version2("GET", "/bucket", "Tue, 27 Mar 2007 19:42:41 +0000", signature);
        list.resource = None;
        assert!(list.verify(&store, at("20070327T194241Z")).unwrap().is_verified);
        list.path = "/bucket/key".to_owned();
        let refused = list.refusal(&store, at("20070327T194241Z"));
        assert_eq!(refused.0, "SignatureDoesNotMatch");
    }
}

/// "Query string request authentication alternative" of the same page, in the edition whose
/// bucket was `johnsmith`: later ones have renamed the bucket and kept the signature.
fn presigned() -> Request {
    let mut request = Request::new("GET", "/photos/puppy.jpg", &[("host", "localhost")]).query(
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D\
         &Expires=1175139620",
    );
    request.resource = Some("/johnsmith/photos/puppy.jpg".to_owned());
    request
}

#[test]
fn presigned_urls_until_they_expire() {
    let store = store_with_example_key();
    let caller = presigned().verify(&store, at("20070329T034019Z")).unwrap();
    assert!(caller.is_verified && caller.is_presigned);
    let error = presigned().verify(&store, at("20070329T034021Z")).unwrap_err();
    assert_eq!((error.code(), error.message()), ("AccessDenied", "Request has expired"));
    let mut put = presigned();
    put.method = "PUT";
    assert_eq!(put.refusal(&store, at("20070329T034019Z")).0, "SignatureDoesNotMatch");
    // The URL of a key that is not verified expires as well.
    let unknown = Store::ephemeral();
    assert!(presigned().verify(&unknown, at("20070329T034019Z")).is_ok());
    assert_eq!(presigned().refusal(&unknown, at("20070329T034021Z")).0, "AccessDenied");
}

#[test]
fn presigned_urls_that_are_not_whole() {
    let store = store_with_example_key();
    for query in [
        "AWSAccessKeyId=test",
        "AWSAccessKeyId=test&Signature=x",
        "AWSAccessKeyId=test&Signature=x&Expires=soon",
    ] {
        let refused = presigned().query(query).refusal(&store, example_time());
        assert_eq!(refused, ("AccessDenied".to_owned(), 403), "{query}");
    }
    let header = Request::new("GET", "/", &[("authorization", "AWS nothing")]);
    assert_eq!(header.refusal(&store, example_time()).0, "InvalidArgument");
}

#[test]
fn forms() {
    let store = store_with_example_key();
    // HMAC-SHA1 of the text by Python's standard library.
    let form = Form {
        policy: "eyJjb25kaXRpb25zIjogW119",
        signature: "722JEHkdzsS9CoW97vrKalSp2Ac=",
        security_token: None,
        method: Method::Version2 { access_key_id: KEY_ID },
    };
    let now = Timestamp::EPOCH;
    assert!(post_policy::verify_at(&store, now, &form, false).unwrap().is_verified);
    let other = Form { policy: "e30=", ..form };
    let refused = post_policy::verify_at(&store, now, &other, false).unwrap_err();
    assert_eq!(refused.code(), "SignatureDoesNotMatch");
}
