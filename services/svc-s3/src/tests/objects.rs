//! Objects, listings, copies, buckets.

use super::{S3, each, object, of, text};
use kernel::{Struct, Timestamp, Value};
use testkit::START;

#[test]
fn an_object_comes_back_with_what_was_said_of_it() {
    let s3 = S3::new();
    let metadata = Struct::new().with("owner", "me");
    let input = object("a/b", "hello").with("ContentType", "text/plain").with("Metadata", metadata);
    let put = s3.run("PutObject", input.with("Tagging", "k=v&l=a+b"));
    // MD5 and CRC64NVME of "hello", by other tools.
    assert_eq!(put.str("ETag"), Some("\"5d41402abc4b2a76b9719d911017c592\""));
    assert_eq!(put.str("ChecksumCRC64NVME"), Some("M3eFcAZSQlc="));
    assert_eq!(put.str("VersionId"), None);
    let got = s3.call("GetObject", &[("Bucket", "photos"), ("Key", "a/b")]);
    assert_eq!(text(&got), "hello");
    assert_eq!(got.str("ContentType"), Some("text/plain"));
    assert_eq!(got.int("ContentLength"), Some(5));
    assert_eq!(got.int("TagCount"), Some(2));
    assert_eq!(got.timestamp("LastModified"), Some(START));
    assert_eq!(got.structure("Metadata").and_then(|map| map.str("owner")), Some("me"));
    assert_eq!(got.str("ChecksumCRC64NVME"), None);
    s3.put("a/b", "again");
    assert_eq!(s3.get("a/b"), "again");
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "a/b")]);
    assert_eq!(s3.refuse_get("a/b").code(), "NoSuchKey");
}

#[test]
fn ranges_and_conditions_are_heeded() {
    let s3 = S3::new();
    s3.put("k", "0123456789");
    let get = |more: &[(&'static str, &str)]| {
        let mut input = of(&[("Bucket", "photos"), ("Key", "k")]);
        for (name, value) in more {
            input.set(*name, *value);
        }
        s3.0.call("s3", "GetObject", input)
    };
    let part = get(&[("Range", "bytes=2-4")]).expect("in range");
    assert_eq!((text(&part).as_str(), part.int(":status")), ("234", Some(206)));
    assert_eq!(part.str("ContentRange"), Some("bytes 2-4/10"));
    assert_eq!(text(&get(&[("Range", "bytes=-3")]).expect("a suffix")), "789");
    assert_eq!(text(&get(&[("Range", "bytes=7-99")]).expect("cut at the end")), "789");
    assert_eq!(text(&get(&[("Range", "lines=1-2")]).expect("not bytes")), "0123456789");
    let refused = get(&[("Range", "bytes=10-")]).expect_err("past the end");
    assert_eq!((refused.code(), refused.status()), ("InvalidRange", 416));
    assert_eq!(refused.members().int("ActualObjectSize"), Some(10));

    let tag = part.str("ETag").expect("every object has one").to_owned();
    let not_modified = get(&[("IfNoneMatch", &tag)]).expect_err("the client has it");
    assert_eq!((not_modified.status(), not_modified.members().str(":etag")), (304, Some(&*tag)));
    assert!(get(&[("IfMatch", &tag)]).is_ok());
    assert_eq!(get(&[("IfMatch", "\"other\"")]).expect_err("another").status(), 412);
    let since = of(&[("Bucket", "photos"), ("Key", "k")]).with("IfModifiedSince", START);
    assert_eq!(s3.0.refuse("s3", "GetObject", since).status(), 304);
    let before = Timestamp::from_secs(START.secs() - 1);
    let since = of(&[("Bucket", "photos"), ("Key", "k")]).with("IfUnmodifiedSince", before);
    assert_eq!(s3.0.refuse("s3", "HeadObject", since).status(), 412);
}

#[test]
fn writes_can_be_made_conditional() {
    let s3 = S3::new();
    s3.run("PutObject", object("k", "1").with("IfNoneMatch", "*"));
    let again = s3.0.refuse("s3", "PutObject", object("k", "2").with("IfNoneMatch", "*"));
    assert_eq!((again.code(), again.status()), ("PreconditionFailed", 412));
    let wrong = s3.0.refuse("s3", "PutObject", object("k", "2").with("IfMatch", "\"0\""));
    assert_eq!(wrong.status(), 412);
    let absent = s3.0.refuse("s3", "PutObject", object("none", "2").with("IfMatch", "\"0\""));
    assert_eq!(absent.code(), "NoSuchKey");
    s3.run("PutObject", object("k", "2").with("IfMatch", "c4ca4238a0b923820dcc509a6f75849b"));
    assert_eq!(s3.get("k"), "2");
}

#[test]
fn a_wrong_checksum_leaves_nothing_behind() {
    let s3 = S3::new();
    let refuse = |member: &'static str, value: &str| {
        s3.0.refuse("s3", "PutObject", object("k", "hello").with(member, value))
    };
    let bad = refuse("ChecksumCRC32", "AAAAAA==");
    assert_eq!(bad.message(), "The CRC32 you specified did not match the calculated checksum.");
    assert_eq!(refuse("ChecksumCRC32", "xx").code(), "InvalidRequest");
    assert_eq!(refuse("ContentMD5", "AAAA").code(), "InvalidDigest");
    assert_eq!(refuse("ContentMD5", "XUFAKrxLKna5cZ2REBfFkg==x").code(), "InvalidDigest");
    assert_eq!(refuse("ContentMD5", "YUFAKrxLKna5cZ2REBfFkg==").code(), "BadDigest");
    assert_eq!(s3.refuse_get("k").code(), "NoSuchKey");
    let input = object("k", "hello").with("ChecksumCRC32", "NhCmhg==");
    assert_eq!(s3.run("PutObject", input).str("ChecksumCRC32"), Some("NhCmhg=="));
    let input = of(&[("Bucket", "photos"), ("Key", "k"), ("ChecksumMode", "ENABLED")]);
    assert_eq!(s3.run("HeadObject", input).str("ChecksumCRC32"), Some("NhCmhg=="));
}

#[test]
fn members_without_effect_are_refused() {
    let s3 = S3::new();
    let refuse = |member: &'static str, value: &str| {
        let error = s3.0.refuse("s3", "PutObject", object("k", "").with(member, value));
        (error.code().to_owned(), error.status())
    };
    assert_eq!(refuse("ServerSideEncryption", "aws:kms:dsse"), ("NotImplemented".to_owned(), 501));
    assert_eq!(refuse("ObjectLockEventHold", "ON").1, 501);
    assert_eq!(refuse("StorageClass", "WARM").0, "InvalidStorageClass");
    assert_eq!(refuse("ACL", "public-read").0, "AccessControlListNotSupported");
    s3.run("PutObject", object("k", "").with("ACL", "bucket-owner-full-control"));
}

fn list(s3: &S3, more: &[(&'static str, &str)], max: i64) -> Struct {
    let mut input = of(&[("Bucket", "photos")]).with("MaxKeys", max);
    for (name, value) in more {
        input.set(*name, *value);
    }
    s3.run("ListObjectsV2", input)
}

#[test]
fn listings_roll_up_and_turn_pages() {
    let s3 = S3::new();
    for key in ["a", "b/1", "b/2", "b/3/x", "b!", "c", "d/1"] {
        s3.put(key, key);
    }
    for at in 0..30 {
        s3.put(&format!("e/{at:02}"), "");
    }
    let all = list(&s3, &[("Prefix", "b")], 1000);
    assert_eq!(each(&all, "Contents", "Key"), ["b!", "b/1", "b/2", "b/3/x"]);
    let mut shown = Vec::new();
    let mut token: Option<String> = None;
    // Six entries, two a page: the last page is the third.
    for at in 0..3 {
        let mut more = vec![("Delimiter", "/")];
        more.extend(token.as_deref().map(|token| ("ContinuationToken", token)));
        let page = list(&s3, &more, 2);
        assert_eq!(page.bool("IsTruncated"), Some(at < 2));
        shown.extend(each(&page, "Contents", "Key"));
        shown.extend(each(&page, "CommonPrefixes", "Prefix"));
        token = page.str("NextContinuationToken").map(str::to_owned);
    }
    assert_eq!(shown, ["a", "b!", "c", "b/", "d/", "e/"]);
    let under = list(&s3, &[("Delimiter", "/"), ("Prefix", "b/")], 1000);
    assert_eq!(each(&under, "Contents", "Key"), ["b/1", "b/2"]);
    assert_eq!(each(&under, "CommonPrefixes", "Prefix"), ["b/3/"]);
    let after = list(&s3, &[("StartAfter", "b/2"), ("Prefix", "b/")], 1000);
    assert_eq!(each(&after, "Contents", "Key"), ["b/3/x"]);
    let none = list(&s3, &[], 0);
    assert_eq!((none.bool("IsTruncated"), none.int("KeyCount")), (Some(false), Some(0)));
    let wrong = s3.refuse("ListObjectsV2", &[("Bucket", "photos"), ("ContinuationToken", "x")]);
    assert_eq!(wrong.code(), "InvalidArgument");

    let marked = of(&[("Bucket", "photos"), ("Delimiter", "/"), ("Marker", "b/")]);
    let page = s3.run("ListObjects", marked.with("MaxKeys", 1));
    assert_eq!(page.str("NextMarker"), Some("c"));
    let encoded = s3.call("ListObjects", &[("Bucket", "photos"), ("EncodingType", "url")]);
    assert!(each(&encoded, "Contents", "Key").contains(&"b%21".to_owned()));
}

#[test]
fn copies_keep_or_replace_what_was_said() {
    let s3 = S3::new();
    let metadata = Struct::new().with("a", "1");
    s3.run("PutObject", object("x y", "text").with("Metadata", metadata).with("Tagging", "t=1"));
    let copy = |more: &[(&'static str, &str)]| {
        let mut input =
            of(&[("Bucket", "photos"), ("Key", "copy"), ("CopySource", "photos/x%20y")]);
        for (name, value) in more {
            input.set(*name, *value);
        }
        s3.0.call("s3", "CopyObject", input)
    };
    let output = copy(&[]).expect("the source is there");
    let result = output.structure("CopyObjectResult").expect("a copy answers one");
    assert_eq!(result.str("ETag"), Some("\"1cb251ec0d568de6a929b520c4aed8d1\""));
    let got = s3.call("GetObject", &[("Bucket", "photos"), ("Key", "copy")]);
    assert_eq!(text(&got), "text");
    assert_eq!(got.structure("Metadata").and_then(|map| map.str("a")), Some("1"));
    assert_eq!(got.int("TagCount"), Some(1));
    copy(&[("MetadataDirective", "REPLACE"), ("ChecksumAlgorithm", "SHA1")]).expect("replaced");
    let input = of(&[("Bucket", "photos"), ("Key", "copy"), ("ChecksumMode", "ENABLED")]);
    let got = s3.run("HeadObject", input);
    assert_eq!(got.get("Metadata"), None);
    // SHA-1 of "text", by another tool.
    assert_eq!(got.str("ChecksumSHA1"), Some("Ny6gjKsz5xwCxlHbyDpHTTLGduo="));
    assert_eq!(copy(&[("CopySourceIfMatch", "\"0\"")]).expect_err("another").status(), 412);
    let itself = s3.refuse(
        "CopyObject",
        &[("Bucket", "photos"), ("Key", "copy"), ("CopySource", "/photos/copy")],
    );
    assert_eq!(itself.code(), "InvalidRequest");
    let gone = s3.refuse(
        "CopyObject",
        &[("Bucket", "photos"), ("Key", "copy"), ("CopySource", "photos/none")],
    );
    assert_eq!(gone.code(), "NoSuchKey");
}

#[test]
fn many_objects_go_at_once() {
    let s3 = S3::new();
    s3.put("a", "1");
    s3.put("b", "2");
    let delete = |keys: &[&str], quiet: bool| {
        let objects: Vec<Value> =
            keys.iter().map(|key| Value::Struct(of(&[("Key", key)]))).collect();
        let delete = Struct::new().with("Objects", objects).with("Quiet", quiet);
        s3.0.call("s3", "DeleteObjects", of(&[("Bucket", "photos")]).with("Delete", delete))
    };
    let long = "x".repeat(1025);
    let output = delete(&["a", "none", &long], false).expect("failures are told one by one");
    assert_eq!(each(&output, "Deleted", "Key"), ["a", "none"]);
    assert_eq!(each(&output, "Errors", "Code"), ["KeyTooLongError"]);
    let output = delete(&["b"], true).expect("quiet");
    assert_eq!(output.list("Deleted").map(<[Value]>::len), Some(0));
    assert_eq!(s3.refuse_get("b").code(), "NoSuchKey");
    assert_eq!(delete(&[], false).expect_err("empty").code(), "MalformedXML");
    assert_eq!(delete(&["k"; 1001], false).expect_err("too many").code(), "MalformedXML");
}

#[test]
fn buckets_have_owners_and_regions() {
    let mut s3 = S3::new();
    s3.call("CreateBucket", &[("Bucket", "photos")]); // us-east-1 lets owners do it again.
    let bad = s3.refuse("CreateBucket", &[("Bucket", "Photos")]);
    assert_eq!(bad.code(), "InvalidBucketName");
    let constraint = |region: &str| {
        let configuration = of(&[("LocationConstraint", region)]);
        of(&[("Bucket", "far-away")]).with("CreateBucketConfiguration", configuration)
    };
    let wrong = s3.0.refuse("s3", "CreateBucket", constraint("us-east-1"));
    assert_eq!(wrong.code(), "InvalidLocationConstraint");
    s3.run("CreateBucket", constraint("eu-west-1"));
    let far = s3.refuse("HeadBucket", &[("Bucket", "far-away")]);
    assert_eq!((far.code(), far.status()), ("PermanentRedirect", 301));
    assert_eq!(far.members().str(":x-amz-bucket-region"), Some("eu-west-1"));
    let place = s3.call("GetBucketLocation", &[("Bucket", "far-away")]);
    assert_eq!(place.str("LocationConstraint"), Some("eu-west-1"));
    let all = s3.call("ListBuckets", &[]);
    assert_eq!(each(&all, "Buckets", "Name"), ["far-away", "photos"]);

    s3.put("k", "v");
    assert_eq!(s3.refuse("DeleteBucket", &[("Bucket", "photos")]).code(), "BucketNotEmpty");
    let account = s3.0.account;
    s3.0.account = kernel::AccountId::parse("222222222222").expect("12 digits");
    assert_eq!(s3.refuse_get("k").code(), "AccessDenied");
    let taken = s3.refuse("CreateBucket", &[("Bucket", "photos")]);
    assert_eq!(taken.code(), "BucketAlreadyExists");
    assert_eq!(s3.refuse("HeadBucket", &[("Bucket", "none-such")]).code(), "NoSuchBucket");
    s3.0.account = account;
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "k")]);
    s3.call("DeleteBucket", &[("Bucket", "photos")]);
    assert_eq!(s3.refuse("HeadBucket", &[("Bucket", "photos")]).code(), "NoSuchBucket");
}

#[test]
fn a_reset_frees_the_names() {
    let mut s3 = S3::new();
    s3.0.world.reset(Some(s3.0.account)).expect("the store is in memory");
    s3.0.account = kernel::AccountId::parse("222222222222").expect("12 digits");
    s3.call("CreateBucket", &[("Bucket", "photos")]);
}
