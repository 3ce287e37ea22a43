//! Names, tags, metadata.

use super::{S3, each, object, of};
use kernel::{Struct, Value};

use crate::names::{decode_id, encode_id, is_valid_bucket_name, url_encode};

#[test]
fn bucket_names_follow_the_rules() {
    for name in ["abc", "my.bucket-1", "0ab", &"a".repeat(63)] {
        assert!(is_valid_bucket_name(name), "{name}");
    }
    for name in [
        "ab",
        "Abc",
        "a_b",
        "-ab",
        "ab-",
        "a..b",
        "192.168.5.4",
        "xn--abc",
        "abc-s3alias",
        "abc--x-s3",
        "sthree-abc",
        "amzn-s3-demo-abc",
        &"a".repeat(64),
        "a/b",
    ] {
        assert!(!is_valid_bucket_name(name), "{name}");
    }
}

#[test]
fn ids_lead_back_to_their_sequence() {
    let id = encode_id(7, &[9; 16].into());
    assert_eq!(id.len(), 32);
    assert_eq!(decode_id(&id), Some((7, [9; 16].into())));
    assert_eq!(decode_id("short"), None);
    assert_eq!(url_encode("a b/c+d%é"), "a+b/c%2Bd%25%C3%A9");
}

#[test]
fn keys_are_ordinary_strings() {
    let s3 = S3::new();
    for key in ["../x", "a//b", "/lead", "nul\u{0}l", "\u{1f600}", "."] {
        s3.put(key, key);
        assert_eq!(s3.get(key), key);
    }
    let long = "x".repeat(1025);
    assert_eq!(s3.0.refuse("s3", "PutObject", object(&long, "")).code(), "KeyTooLongError");
    s3.put(&long[..1024], "");
}

#[test]
fn metadata_is_at_most_two_kilobytes() {
    let s3 = S3::new();
    let metadata = |len: usize| Struct::new().with("abcd", "x".repeat(len));
    s3.run("PutObject", object("k", "").with("Metadata", metadata(2044)));
    let refused = s3.0.refuse("s3", "PutObject", object("k", "").with("Metadata", metadata(2045)));
    assert_eq!(refused.code(), "MetadataTooLarge");
}

#[test]
fn tags_have_limits() {
    let s3 = S3::new();
    s3.put("k", "");
    let tagging = |pairs: &[(&str, &str)]| {
        let tags: Vec<Value> = pairs
            .iter()
            .map(|(key, value)| Value::Struct(of(&[("Key", key), ("Value", value)])))
            .collect();
        Struct::new().with("TagSet", tags)
    };
    let put = |pairs: &[(&str, &str)]| {
        let input = of(&[("Bucket", "photos"), ("Key", "k")]).with("Tagging", tagging(pairs));
        s3.0.call("s3", "PutObjectTagging", input)
    };
    put(&[("a", "1"), ("b", "")]).expect("right");
    let read = [("Bucket", "photos"), ("Key", "k")];
    assert_eq!(each(&s3.call("GetObjectTagging", &read), "TagSet", "Key"), ["a", "b"]);
    assert_eq!(put(&[("a", "1"), ("a", "2")]).expect_err("twice").code(), "InvalidTag");
    assert_eq!(put(&[("a;", "1")]).expect_err("character").code(), "InvalidTag");
    assert_eq!(put(&[("aws:a", "1")]).expect_err("reserved").code(), "InvalidTag");
    let names: Vec<String> = (0..11).map(|at| at.to_string()).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(put(&many).expect_err("too many").code(), "BadRequest");
    s3.call("DeleteObjectTagging", &read);
    assert!(each(&s3.call("GetObjectTagging", &read), "TagSet", "Key").is_empty());
    assert_eq!(s3.refuse("GetBucketTagging", &[("Bucket", "photos")]).code(), "NoSuchTagSet");
    s3.run("PutBucketTagging", of(&[("Bucket", "photos")]).with("Tagging", tagging(&many)));
    let tags = s3.call("GetBucketTagging", &[("Bucket", "photos")]);
    assert_eq!(each(&tags, "TagSet", "Key").len(), 11);
}
