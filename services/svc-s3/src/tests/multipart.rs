//! Multipart uploads.

use super::{S3, bytes, each, of, owned_files, staged};
use bytes::Bytes;
use kernel::body::Body;
use kernel::{ApiError, OpResult, Struct, Value};
use std::time::Duration;

const MIB: usize = 1024 * 1024;

struct Upload<'s> {
    s3: &'s S3,
    id: String,
}

impl<'s> Upload<'s> {
    fn begin(s3: &'s S3, more: &[(&'static str, &str)]) -> Upload<'s> {
        let mut input = of(&[("Bucket", "photos"), ("Key", "big")]);
        for (name, value) in more {
            input.set(*name, *value);
        }
        let output = s3.run("CreateMultipartUpload", input);
        Upload { s3, id: output.str("UploadId").expect("an upload has one").to_owned() }
    }

    fn input(&self) -> Struct {
        of(&[("Bucket", "photos"), ("Key", "big"), ("UploadId", &self.id)])
    }

    /// Answers what CompleteMultipartUpload wants to hear of the part.
    fn part(&self, number: i64, content: &[u8]) -> Struct {
        let body = staged(self.s3, content);
        let input = self.input().with("PartNumber", number).with("Body", body);
        let mut output = self.s3.run("UploadPart", input);
        output.remove("ServerSideEncryption");
        output.with("PartNumber", number)
    }

    fn complete(&self, parts: &[Struct]) -> OpResult {
        let parts: Vec<Value> = parts.iter().cloned().map(Value::Struct).collect();
        let list = Struct::new().with("Parts", parts);
        self.s3.0.call("s3", "CompleteMultipartUpload", self.input().with("MultipartUpload", list))
    }

    fn refuse(&self, parts: &[Struct]) -> ApiError {
        self.complete(parts).expect_err("must be refused")
    }
}

fn pattern(len: usize, seed: u8) -> Vec<u8> {
    (0..len).map(|at| (at as u8).wrapping_mul(31).wrapping_add(seed)).collect()
}

#[test]
fn parts_become_an_object() {
    let s3 = S3::new();
    let upload = Upload::begin(&s3, &[("ContentType", "video/mp4")]);
    let (a, b) = (pattern(5 * MIB, 1), pattern(1000, 2));
    upload.part(1, &pattern(30_000, 9));
    let parts = [upload.part(1, &a), upload.part(3, &b)];
    upload.part(7, &pattern(20_000, 7));
    assert_eq!(owned_files(&s3), 2);
    let listed = s3.run("ListParts", upload.input().with("MaxParts", 2));
    assert_eq!(each(&listed, "Parts", "PartNumber"), ["1", "3"]);
    assert_eq!(listed.bool("IsTruncated"), Some(true));
    let done = upload.complete(&parts).expect("all parts are right");
    assert_eq!(owned_files(&s3), 1);
    let tag = done.str("ETag").expect("an object has one");
    assert!(tag.ends_with("-2\""), "{tag}");
    assert_eq!(upload.complete(&parts).expect("a repeat").str("ETag"), Some(tag));

    let input = of(&[("Bucket", "photos"), ("Key", "big"), ("ChecksumMode", "ENABLED")]);
    let got = s3.run("GetObject", input);
    let whole = [a.as_slice(), &b].concat();
    assert!(bytes(&got) == whole);
    assert_eq!(got.str("ContentType"), Some("video/mp4"));
    // Joined from the parts' checksums, it must be that of the whole.
    s3.run(
        "PutObject",
        of(&[("Bucket", "photos"), ("Key", "small")])
            .with("Body", Body::from(Bytes::from(whole.clone()))),
    );
    let input = of(&[("Bucket", "photos"), ("Key", "small"), ("ChecksumMode", "ENABLED")]);
    let small = s3.run("HeadObject", input);
    assert!(got.str("ChecksumCRC64NVME").is_some());
    assert_eq!(got.str("ChecksumCRC64NVME"), small.str("ChecksumCRC64NVME"));

    let range = of(&[("Bucket", "photos"), ("Key", "big"), ("Range", "bytes=5242870-5242889")]);
    assert!(bytes(&s3.run("GetObject", range)) == whole[5_242_870..5_242_890]);
    let second = of(&[("Bucket", "photos"), ("Key", "big")]).with("PartNumber", 2);
    let second = s3.run("GetObject", second);
    assert!(bytes(&second) == b);
    assert_eq!(second.int("PartsCount"), Some(2));
    let third = of(&[("Bucket", "photos"), ("Key", "big")]).with("PartNumber", 3);
    assert_eq!(s3.0.refuse("s3", "GetObject", third).code(), "InvalidPartNumber");

    // A copy is one piece again.
    let copy = of(&[("Bucket", "photos"), ("Key", "copy"), ("CopySource", "photos/big")]);
    let copy = s3.run("CopyObject", copy);
    let result = copy.structure("CopyObjectResult").expect("a copy answers one");
    assert_eq!(result.str("ETag"), small.str("ETag"));
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "big")]);
    let got = s3.call("GetObject", &[("Bucket", "photos"), ("Key", "copy")]);
    assert!(bytes(&got) == whole);
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "copy")]);
    assert_eq!(owned_files(&s3), 0);
    s3.0.advance(Duration::from_hours(1));
    assert_eq!(upload.refuse(&parts).code(), "NoSuchUpload");
}

#[test]
fn lists_of_parts_are_checked() {
    let s3 = S3::new();
    let upload = Upload::begin(&s3, &[]);
    let parts = [upload.part(1, b"small"), upload.part(2, b"last")];
    let [first, second] = parts.clone();
    assert_eq!(upload.refuse(&parts).code(), "EntityTooSmall");
    assert_eq!(upload.refuse(&[second.clone(), first.clone()]).code(), "InvalidPartOrder");
    let wrong = first.clone().with("ETag", "\"0\"");
    assert_eq!(upload.refuse(&[wrong]).code(), "InvalidPart");
    assert_eq!(upload.refuse(&[first.clone().with("PartNumber", 9)]).code(), "InvalidPart");
    assert_eq!(upload.refuse(&[]).code(), "MalformedXML");
    upload.complete(&[second]).expect("one part may be small");
    assert_eq!(s3.get("big"), "last");
    s3.0.refuse("s3", "AbortMultipartUpload", upload.input());
}

#[test]
fn composite_checksums_are_of_the_parts_checksums() {
    let s3 = S3::new();
    let upload = Upload::begin(&s3, &[("ChecksumAlgorithm", "SHA256")]);
    let part = upload.part(1, b"hello");
    let bare = of(&[("ETag", part.str("ETag").expect("a part has one"))]).with("PartNumber", 1);
    let missing = upload.refuse(&[bare]);
    assert!(missing.message().contains("It was missing for part 1"), "{}", missing.message());
    let body = Body::from(Bytes::from_static(b"x"));
    let other = upload.input().with("PartNumber", 2).with("Body", body);
    let other = s3.0.refuse("s3", "UploadPart", other.with("ChecksumCRC32", "AAAAAA=="));
    assert_eq!(
        other.message(),
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: \
         crc32"
    );
    let done = upload.complete(&[part]).expect("right");
    // SHA-256 of the SHA-256 of "hello", by another tool.
    let expected = "lZXJ35AHUUjrBoYDZd8zWEt1v/eCpRDGzUiDpBmDPVA=-1";
    assert_eq!(done.str("ChecksumSHA256"), Some(expected));
    assert_eq!(done.str("ChecksumType"), Some("COMPOSITE"));
}

#[test]
fn parts_can_be_copied() {
    let s3 = S3::new();
    let content = String::from_utf8(vec![b'a'; 40_000]).expect("ASCII");
    let content = content + "0123456789";
    let source = of(&[("Bucket", "photos"), ("Key", "source")]);
    s3.run("PutObject", source.with("Body", staged(&s3, content.as_bytes())));
    let upload = Upload::begin(&s3, &[]);
    let input = upload.input().with("CopySource", "photos/source");
    let copy = |number: i64, range: &str| {
        let input = input.clone().with("PartNumber", number).with("CopySourceRange", range);
        s3.0.call("s3", "UploadPartCopy", input)
    };
    assert_eq!(copy(1, "bytes=0-50000").expect_err("too far").code(), "InvalidArgument");
    let output = copy(1, "bytes=39999-40004").expect("within");
    let result = output.structure("CopyPartResult").expect("a copy answers one");
    let part = of(&[("ETag", result.str("ETag").expect("has one"))]).with("PartNumber", 1);
    upload.complete(&[part]).expect("right");
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "source")]);
    assert_eq!(s3.get("big"), "a01234");
    s3.call("DeleteObject", &[("Bucket", "photos"), ("Key", "big")]);
    assert_eq!(owned_files(&s3), 0);
}

#[test]
fn uploads_are_listed_and_swept_with_their_bucket() {
    let s3 = S3::new();
    let first = Upload::begin(&s3, &[]);
    let second = Upload::begin(&s3, &[]);
    first.part(1, &pattern(100_000, 1));
    let page = of(&[("Bucket", "photos")]).with("MaxUploads", 1);
    let output = s3.run("ListMultipartUploads", page.clone());
    assert_eq!(each(&output, "Uploads", "UploadId"), [first.id.as_str()]);
    let mut page = page;
    page.set("KeyMarker", output.str("NextKeyMarker").expect("truncated"));
    page.set("UploadIdMarker", output.str("NextUploadIdMarker").expect("truncated"));
    let output = s3.run("ListMultipartUploads", page);
    assert_eq!(each(&output, "Uploads", "UploadId"), [second.id.as_str()]);
    assert_eq!(output.bool("IsTruncated"), Some(false));
    s3.run("AbortMultipartUpload", second.input());
    assert_eq!(s3.0.refuse("s3", "ListParts", second.input()).code(), "NoSuchUpload");

    assert_eq!(owned_files(&s3), 1);
    s3.call("DeleteBucket", &[("Bucket", "photos")]);
    s3.0.advance(Duration::from_secs(1));
    s3.call("CreateBucket", &[("Bucket", "photos")]);
    assert_eq!(s3.0.refuse("s3", "ListParts", first.input()).code(), "NoSuchUpload");
    assert_eq!(owned_files(&s3), 0);
}
