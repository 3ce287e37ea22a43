"""Conditional requests.

API: Amazon S3 API Reference, GetObject, "If-Match", "If-None-Match", "If-Modified-Since",
"If-Unmodified-Since", with the order of precedence that RFC 9110, 13.2.2 gives and S3's own two
notes there. UG: "Conditional writes" (userguide/conditional-writes.html).
"""

import concurrent.futures
import datetime

import pytest

import s3_http
from expect import refused

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def held(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"data")
    head = s3.head_object(Bucket=bucket, Key="k")
    return {"bucket": bucket, "etag": head["ETag"], "modified": head["LastModified"]}


def conditions(held, given):
    values = {
        "same": held["etag"], "other": '"00000000000000000000000000000000"', "any": "*",
        "before": held["modified"] - HOUR, "after": held["modified"] + HOUR,
        "then": held["modified"], "bare": held["etag"].strip('"'),
        "list": f'"abc", {held["etag"]}',
    }
    return {name: values[value] for name, value in given.items()}


READS = [
    (dict(IfMatch="same"), 200),
    (dict(IfMatch="bare"), 200),
    (dict(IfMatch="any"), 200),
    (dict(IfMatch="list"), 200),
    (dict(IfMatch="other"), 412),
    (dict(IfNoneMatch="same"), 304),
    (dict(IfNoneMatch="any"), 304),
    (dict(IfNoneMatch="list"), 304),
    (dict(IfNoneMatch="other"), 200),
    (dict(IfModifiedSince="before"), 200),
    (dict(IfModifiedSince="then"), 304),
    (dict(IfUnmodifiedSince="after"), 200),
    (dict(IfUnmodifiedSince="then"), 200),
    (dict(IfUnmodifiedSince="before"), 412),
    # "If both of the If-Match and If-Unmodified-Since headers are present [...]: If-Match
    # condition evaluates to true, and If-Unmodified-Since [...] to false; then, S3 returns 200."
    (dict(IfMatch="same", IfUnmodifiedSince="before"), 200),
    (dict(IfMatch="other", IfUnmodifiedSince="after"), 412),
    # "If-None-Match condition evaluates to false, and If-Modified-Since [...] to true; then, S3
    # returns 304 Not Modified."
    (dict(IfNoneMatch="same", IfModifiedSince="before"), 304),
    (dict(IfNoneMatch="other", IfModifiedSince="then"), 200),
    # RFC 9110, 13.2.2: If-Match is judged before If-None-Match.
    (dict(IfMatch="other", IfNoneMatch="same"), 412),
    (dict(IfMatch="same", IfNoneMatch="same"), 304),
]


@pytest.mark.parametrize("given, status", READS, ids=str)
@pytest.mark.parametrize("operation", ["get_object", "head_object"])
def test_reads(s3, held, operation, given, status):
    arguments = {"Bucket": held["bucket"], "Key": "k", **conditions(held, given)}
    if status == 200:
        assert getattr(s3, operation)(**arguments)["ETag"] == held["etag"]
        return
    codes = {304: ("304",), 412: ("PreconditionFailed", "412")}[status]
    with refused(*codes, status=status):
        getattr(s3, operation)(**arguments)


def test_not_modified_has_no_body(endpoint, account, held):
    # RFC 9110, 15.4.5: no content; the ETag and Last-Modified that a 200 would have had.
    answer = s3_http.send(
        endpoint, account, "GET", f"/{held['bucket']}/k", {"If-None-Match": held["etag"]})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == held["etag"]
    assert answer.headers["last-modified"]


def test_a_time_that_is_no_time_is_ignored(endpoint, account, held):
    # RFC 9110, 13.1.3: "A recipient MUST ignore the If-Modified-Since header field if the
    # received field value is not a valid HTTP-date".
    answer = s3_http.send(
        endpoint, account, "GET", f"/{held['bucket']}/k", {"If-Modified-Since": "yesterday"})
    assert answer.status == 200


def test_a_condition_on_what_is_not_there(s3, bucket):
    with refused("NoSuchKey", status=404):
        s3.get_object(Bucket=bucket, Key="missing", IfMatch='"abc"')


def test_create_only(s3, bucket):
    # UG conditional-writes: If-None-Match: * "uploads the object only if the object key name does
    # not already exist"; else 412 Precondition Failed.
    s3.put_object(Bucket=bucket, Key="k", Body=b"first", IfNoneMatch="*")
    with refused("PreconditionFailed", status=412):
        s3.put_object(Bucket=bucket, Key="k", Body=b"second", IfNoneMatch="*")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"first"
    s3.delete_object(Bucket=bucket, Key="k")
    s3.put_object(Bucket=bucket, Key="k", Body=b"third", IfNoneMatch="*")


def test_create_only_with_versions(s3, bucket):
    # UG conditional-writes: in a versioned bucket the current version counts; a delete marker
    # counts as no object.
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    with refused("PreconditionFailed"):
        s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    s3.delete_object(Bucket=bucket, Key="k")
    s3.put_object(Bucket=bucket, Key="k", Body=b"3", IfNoneMatch="*")


def test_only_one_creates(endpoint, account, client, bucket):
    # UG conditional-writes, "first write operation to finish succeeds".
    clients = [client("s3") for _ in range(8)]

    def attempt(number):
        try:
            clients[number].put_object(
                Bucket=bucket, Key="k", Body=b"%d" % number, IfNoneMatch="*")
            return b"%d" % number
        except clients[number].exceptions.ClientError as error:
            assert error.response["Error"]["Code"] in \
                ("PreconditionFailed", "ConditionalRequestConflict"), error
            return None
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        winners = [won for won in pool.map(attempt, range(8)) if won is not None]
    assert len(winners) == 1
    assert clients[0].get_object(Bucket=bucket, Key="k")["Body"].read() == winners[0]


def test_replace_only_what_was_read(s3, held):
    # UG conditional-writes: If-Match with the expected ETag; 412 when it differs.
    bucket = held["bucket"]
    with refused("PreconditionFailed", status=412):
        s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfMatch='"abc"')
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"new", IfMatch=held["etag"])
    with refused("PreconditionFailed", status=412):
        s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfMatch=held["etag"])
    assert s3.head_object(Bucket=bucket, Key="k")["ETag"] == put["ETag"]


def test_replace_of_what_is_not_there(s3, bucket):
    # UG conditional-writes, If-Match: "404 Not Found" for a key without an object.
    with refused("NoSuchKey", status=404):
        s3.put_object(Bucket=bucket, Key="missing", Body=b"x", IfMatch='"abc"')


def test_none_match_of_an_etag_is_not_offered_for_writes(endpoint, account, bucket):
    # API PutObject, If-None-Match: "Expects the '*' (asterisk) character."; anything else is
    # NotImplemented, 501 (API ErrorResponses).
    answer = s3_http.send(
        endpoint, account, "PUT", f"/{bucket}/k", {"If-None-Match": '"abc"'}, b"x")
    assert (answer.status, s3_http.error_code(answer)) == (501, "NotImplemented")


def test_conditional_completion(s3, bucket):
    # UG conditional-writes: CompleteMultipartUpload takes the same conditions.
    def upload(body):
        upload_id = s3.create_multipart_upload(Bucket=bucket, Key="m")["UploadId"]
        etag = s3.upload_part(
            Bucket=bucket, Key="m", UploadId=upload_id, PartNumber=1, Body=body)["ETag"]
        return {"Bucket": bucket, "Key": "m", "UploadId": upload_id,
                "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": etag}]}}
    first = s3.complete_multipart_upload(**upload(b"1"), IfNoneMatch="*")
    with refused("PreconditionFailed", status=412):
        s3.complete_multipart_upload(**upload(b"2"), IfNoneMatch="*")
    with refused("PreconditionFailed", status=412):
        s3.complete_multipart_upload(**upload(b"3"), IfMatch='"abc"')
    s3.complete_multipart_upload(**upload(b"4"), IfMatch=first["ETag"])
    assert s3.get_object(Bucket=bucket, Key="m")["Body"].read() == b"4"


def test_conditional_delete(s3, held):
    # UG conditional-deletes: If-Match on DeleteObject, and ETag on DeleteObjects; 412 if other.
    bucket = held["bucket"]
    with refused("PreconditionFailed", status=412):
        s3.delete_object(Bucket=bucket, Key="k", IfMatch='"abc"')
    answer = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "k", "ETag": '"abc"'}]})
    assert [row["Code"] for row in answer["Errors"]] == ["PreconditionFailed"]
    s3.delete_object(Bucket=bucket, Key="k", IfMatch=held["etag"])
    with refused("NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="k")
