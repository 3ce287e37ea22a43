"""Objects: written, read, described, removed; what their headers say.

API: Amazon S3 API Reference (docs.aws.amazon.com/AmazonS3/latest/API/API_<operation>.html).
UG: Amazon S3 User Guide (docs.aws.amazon.com/AmazonS3/latest/userguide/).
"""

import base64
import datetime
import email.utils
import hashlib

import pytest

import s3_http
from expect import refused


@pytest.mark.parametrize("size", [0, 1, 1023, 65_536, 65_537, 1_048_576, 9_000_001])
def test_bytes_come_back(s3, bucket, size):
    data = (b"%d" % size) * (size // len(b"%d" % size) + 1)
    data = data[:size]
    put = s3.put_object(Bucket=bucket, Key="k", Body=data)
    # API Object, ETag: the MD5 of the data for what is put in one request without SSE-KMS.
    assert put["ETag"] == f'"{hashlib.md5(data).hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (got["ContentLength"], got["ETag"]) == (size, put["ETag"])
    assert got["Body"].read() == data
    head = s3.head_object(Bucket=bucket, Key="k")
    assert (head["ContentLength"], head["ETag"]) == (size, put["ETag"])


def test_the_headers_of_an_object(s3, bucket):
    # API PutObject: the system-defined metadata that the sender controls, and x-amz-meta-.
    given = {
        "ContentType": "text/plain; charset=utf-8", "CacheControl": "max-age=60, public",
        "ContentDisposition": 'attachment; filename="a b.txt"', "ContentEncoding": "br",
        "ContentLanguage": "de", "WebsiteRedirectLocation": "/elsewhere",
        "Metadata": {"one": "1", "mixed-case": "Value Kept"}, "StorageClass": "STANDARD_IA",
    }
    s3.put_object(Bucket=bucket, Key="k", Body=b"abc", Expires="Thu, 01 Dec 2044 16:00:00 GMT",
                  **given)
    for answer in (s3.head_object(Bucket=bucket, Key="k"), s3.get_object(Bucket=bucket, Key="k")):
        assert {name: answer[name] for name in given} == given
        assert answer["ResponseMetadata"]["HTTPHeaders"]["expires"] == \
            "Thu, 01 Dec 2044 16:00:00 GMT"
        assert answer["AcceptRanges"] == "bytes"


def test_defaults_of_an_object(endpoint, account, s3, bucket):
    s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", body=b"abc")
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/k")
    # UG UsingMetadata: Content-Type defaults to binary/octet-stream.
    assert answer.headers["content-type"] == "binary/octet-stream"
    # API CommonResponseHeaders.
    assert answer.headers["x-amz-request-id"] and answer.headers["x-amz-id-2"]
    assert answer.headers["content-length"] == "3"
    assert email.utils.parsedate_to_datetime(answer.headers["last-modified"])
    # API GetObject: the storage class is given for all but STANDARD.
    assert "x-amz-storage-class" not in answer.headers
    # UG default-encryption-faq: every object is encrypted with SSE-S3 at least.
    assert answer.headers["x-amz-server-side-encryption"] == "AES256"


def test_last_modified_is_now(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    modified = s3.head_object(Bucket=bucket, Key="k")["LastModified"]
    age = datetime.datetime.now(datetime.timezone.utc) - modified
    assert abs(age) < datetime.timedelta(minutes=2)


def test_a_put_replaces_everything(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"one", Metadata={"a": "1"}, ContentType="text/x",
                  Tagging="a=1")
    s3.put_object(Bucket=bucket, Key="k", Body=b"other")
    head = s3.head_object(Bucket=bucket, Key="k")
    assert (head["ContentLength"], head["Metadata"]) == (5, {})
    assert head["ContentType"] == "binary/octet-stream"
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []


def test_response_overrides(s3, bucket):
    # API GetObject, "Overriding response header values through the request".
    s3.put_object(Bucket=bucket, Key="k", Body=b"abc", ContentType="text/plain")
    got = s3.get_object(
        Bucket=bucket, Key="k", ResponseContentType="text/html", ResponseCacheControl="no-cache",
        ResponseContentDisposition="inline", ResponseContentEncoding="x",
        ResponseContentLanguage="fr",
        ResponseExpires=datetime.datetime(2040, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc))
    assert got["ContentType"] == "text/html"
    assert (got["CacheControl"], got["ContentDisposition"]) == ("no-cache", "inline")
    assert (got["ContentEncoding"], got["ContentLanguage"]) == ("x", "fr")
    assert "2040" in got["ResponseMetadata"]["HTTPHeaders"]["expires"]
    assert s3.head_object(Bucket=bucket, Key="k")["ContentType"] == "text/plain"


def test_missing_key(endpoint, account, s3, bucket):
    # API ErrorResponses: NoSuchKey, 404; the key in its own element.
    with refused("NoSuchKey", status=404) as caught:
        s3.get_object(Bucket=bucket, Key="nichts/da")
    assert caught.value.response["Error"]["Key"] == "nichts/da"
    # API HeadObject: "a HEAD request has no response body"; generic codes only.
    head = s3_http.send(endpoint, account, "HEAD", f"/{bucket}/nichts")
    assert (head.status, head.body) == (404, b"")
    assert head.headers["x-amz-request-id"]


def test_delete(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    # API DeleteObject: 204, also for a key that is not there.
    for _ in range(2):
        answer = s3.delete_object(Bucket=bucket, Key="k")
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
        assert "VersionId" not in answer and "DeleteMarker" not in answer
    with refused("NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="k")


def test_delete_many(s3, bucket):
    # API DeleteObjects: each key's outcome; a key that is not there counts as deleted.
    for key in ("a", "b&<>\"'", "ü"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    objects = [{"Key": key} for key in ("a", "b&<>\"'", "ü", "missing")]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    assert sorted(row["Key"] for row in answer["Deleted"]) == sorted(row["Key"] for row in objects)
    assert "Errors" not in answer
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_delete_many_quietly(s3, bucket):
    # API DeleteObjects, Quiet: "the response includes only keys where the delete failed".
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}], "Quiet": True})
    assert "Deleted" not in answer and "Errors" not in answer


def test_delete_many_with_one_failure(s3, bucket):
    # UG versioning: a version id that cannot exist is NoSuchVersion or an invalid argument; the
    # other keys of the request go all the same (API DeleteObjects).
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [
        {"Key": "a"}, {"Key": "b", "VersionId": "not-a-version"}]})
    assert [row["Key"] for row in answer["Deleted"]] == ["a"]
    assert [row["Key"] for row in answer["Errors"]] == ["b"]


def test_delete_many_has_a_limit(s3, bucket):
    # API DeleteObjects: "a list of up to 1,000 keys"; more is MalformedXML.
    objects = [{"Key": str(number)} for number in range(1_001)]
    with refused("MalformedXML", status=400):
        s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    s3.delete_objects(Bucket=bucket, Delete={"Objects": objects[:1_000]})


def test_delete_many_needs_a_digest(endpoint, account, bucket):
    # API DeleteObjects: "The Content-MD5 header is required for general purpose buckets" unless
    # a checksum is given; without one InvalidRequest, "Missing required header".
    body = b"<Delete><Object><Key>a</Key></Object></Delete>"
    answer = s3_http.send(endpoint, account, "POST", f"/{bucket}?delete", body=body)
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidRequest")
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    answer = s3_http.send(
        endpoint, account, "POST", f"/{bucket}?delete", {"Content-MD5": md5}, body)
    assert answer.status == 200


@pytest.mark.parametrize("body", [b"", b"<Delete>", b"<Delete></Delete>", b"junk",
                                  b"<Other><Object><Key>a</Key></Object></Other>"])
def test_delete_many_of_bad_xml(endpoint, account, bucket, body):
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    answer = s3_http.send(
        endpoint, account, "POST", f"/{bucket}?delete", {"Content-MD5": md5}, body)
    # API ErrorResponses: MalformedXML; MissingRequestBodyError for none at all.
    assert answer.status == 400
    assert s3_http.error_code(answer) in ("MalformedXML", "MissingRequestBodyError")


def test_content_md5(endpoint, account, s3, bucket):
    # API ErrorResponses: BadDigest and InvalidDigest, 400.
    right = base64.b64encode(hashlib.md5(b"abc").digest()).decode()
    wrong = base64.b64encode(hashlib.md5(b"abd").digest()).decode()
    for value, code in ((wrong, "BadDigest"), ("abc", "InvalidDigest"), ("!!", "InvalidDigest")):
        answer = s3_http.send(
            endpoint, account, "PUT", f"/{bucket}/k", {"Content-MD5": value}, b"abc")
        assert (answer.status, s3_http.error_code(answer)) == (400, code), value
    with refused("NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="k")
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", {"Content-MD5": right}, b"abc")
    assert answer.status == 200


def test_signed_digest_of_another_body(endpoint, account, bucket):
    # API ErrorResponses: XAmzContentSHA256Mismatch, 400.
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", body=b"abc",
                          payload=hashlib.sha256(b"abd").hexdigest())
    assert (answer.status, s3_http.error_code(answer)) == (400, "XAmzContentSHA256Mismatch")


def test_no_length(endpoint, account, bucket):
    # API ErrorResponses: MissingContentLength, 411.
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", {"Content-Length": None},
                          payload=s3_http.UNSIGNED)
    assert (answer.status, s3_http.error_code(answer)) == (411, "MissingContentLength")


def test_metadata_limit(s3, bucket):
    # UG UsingMetadata: "the user-defined metadata is limited to 2 KB in size"; the sum of the
    # bytes of each key and value.
    s3.put_object(Bucket=bucket, Key="k", Body=b"", Metadata={"a": "x" * 2047})
    with refused("MetadataTooLarge", status=400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"", Metadata={"a": "x" * 2048})


@pytest.mark.parametrize("acl", ["public-read", "public-read-write", "authenticated-read"])
def test_acls_are_off(s3, bucket, acl):
    # UG about-object-ownership: buckets are made with ACLs disabled; a request that sets one
    # fails with AccessControlListNotSupported, bucket-owner-full-control excepted.
    with refused("AccessControlListNotSupported", status=400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"", ACL=acl)
    s3.put_object(Bucket=bucket, Key="k", Body=b"", ACL="bucket-owner-full-control")


def test_storage_class_must_exist(endpoint, account, bucket):
    # API ErrorResponses: InvalidStorageClass, 400.
    answer = s3_http.send(
        endpoint, account, "PUT", f"/{bucket}/k", {"x-amz-storage-class": "LUKEWARM"}, b"")
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidStorageClass")


@pytest.mark.parametrize("method, target", [
    ("GET", "/{}/k"), ("HEAD", "/{}/k"), ("PUT", "/{}/k"), ("DELETE", "/{}/k"),
    ("GET", "/{}?list-type=2"), ("GET", "/{}?location"), ("DELETE", "/{}?cors"),
    ("POST", "/{}/k?uploads"),
])
def test_anonymous_callers_are_refused(endpoint, s3, bucket, method, target):
    # UG access-control-block-public-access: buckets are private; AccessDenied, 403.
    s3.put_object(Bucket=bucket, Key="k", Body=b"secret")
    answer = s3_http.plain(endpoint, method, target.format(bucket))
    assert answer.status == 403
    if method != "HEAD":
        assert s3_http.error_code(answer) == "AccessDenied"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"secret"


def test_methods_that_do_not_exist(endpoint, account, bucket):
    # API ErrorResponses: MethodNotAllowed, 405.
    answer = s3_http.send(endpoint, account, "PATCH", f"/{bucket}/k")
    assert (answer.status, s3_http.error_code(answer)) == (405, "MethodNotAllowed")


def test_error_document(endpoint, account, bucket):
    # API ErrorResponses, "REST error responses": the elements and the content type.
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/k")
    assert answer.headers["content-type"] == "application/xml"
    root = s3_http.document(answer)
    assert root.findtext("Message") == "The specified key does not exist."
    assert root.findtext("RequestId") == answer.headers["x-amz-request-id"]
    assert root.findtext("HostId")
