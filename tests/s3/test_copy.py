"""Copies.

API: Amazon S3 API Reference, CopyObject, UploadPartCopy.
"""

import datetime

import pytest

import s3_http
from expect import refused

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def held(s3, bucket):
    s3.put_object(Bucket=bucket, Key="source", Body=b"data", ContentType="text/plain",
                  CacheControl="no-cache", Metadata={"color": "red"}, Tagging="a=1&b=2")
    return bucket


def tags(s3, bucket, key):
    found = s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
    return {row["Key"]: row["Value"] for row in found}


def test_by_default_everything_goes_along(s3, held):
    # API CopyObject: x-amz-metadata-directive and x-amz-tagging-directive are COPY by default.
    copy = s3.copy_object(Bucket=held, Key="copy", CopySource=f"{held}/source")
    result = copy["CopyObjectResult"]
    head = s3.head_object(Bucket=held, Key="copy")
    assert result["ETag"] == head["ETag"]
    assert result["LastModified"].replace(microsecond=0) == head["LastModified"]
    assert (head["ContentType"], head["CacheControl"]) == ("text/plain", "no-cache")
    assert head["Metadata"] == {"color": "red"}
    assert tags(s3, held, "copy") == {"a": "1", "b": "2"}
    assert s3.get_object(Bucket=held, Key="copy")["Body"].read() == b"data"


def test_replaced_metadata_and_tags(s3, held):
    s3.copy_object(Bucket=held, Key="copy", CopySource=f"{held}/source",
                   MetadataDirective="REPLACE", Metadata={"size": "small"}, ContentType="text/html",
                   TaggingDirective="REPLACE", Tagging="c=3")
    head = s3.head_object(Bucket=held, Key="copy")
    assert (head["ContentType"], head["Metadata"]) == ("text/html", {"size": "small"})
    assert "CacheControl" not in head
    assert tags(s3, held, "copy") == {"c": "3"}


def test_metadata_without_the_directive_is_ignored(s3, held):
    # API CopyObject, x-amz-metadata-directive: with COPY, the request's metadata is not used.
    s3.copy_object(Bucket=held, Key="copy", CopySource=f"{held}/source", Metadata={"x": "y"},
                   MetadataDirective="COPY")
    assert s3.head_object(Bucket=held, Key="copy")["Metadata"] == {"color": "red"}


def test_onto_itself(s3, held):
    # API ErrorResponses, InvalidRequest: "This copy request is illegal because it is trying to
    # copy an object to itself without changing the object's metadata, storage class, website
    # redirect location or encryption attributes."
    with refused("InvalidRequest", status=400, message="copy an object to itself"):
        s3.copy_object(Bucket=held, Key="source", CopySource=f"{held}/source")
    s3.copy_object(Bucket=held, Key="source", CopySource=f"{held}/source",
                   MetadataDirective="REPLACE", Metadata={"now": "this"})
    assert s3.head_object(Bucket=held, Key="source")["Metadata"] == {"now": "this"}
    s3.copy_object(Bucket=held, Key="source", CopySource=f"{held}/source",
                   StorageClass="STANDARD_IA")
    assert s3.head_object(Bucket=held, Key="source")["StorageClass"] == "STANDARD_IA"
    assert s3.get_object(Bucket=held, Key="source")["Body"].read() == b"data"


def test_between_buckets_and_regions(client, s3, held, name):
    west = client("s3", region="us-west-2")
    west.create_bucket(Bucket=f"{name}-west",
                       CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    west.copy_object(Bucket=f"{name}-west", Key="copy", CopySource=f"{held}/source")
    assert west.get_object(Bucket=f"{name}-west", Key="copy")["Body"].read() == b"data"


# API CopyObject, "x-amz-copy-source": the name must be URL-encoded; a leading slash is allowed.
@pytest.mark.parametrize("key, source", [
    ("a b", "a%20b"), ("a+b", "a%2Bb"), ("a+c", "a+c"), ("ü", "%C3%BC"), ("q?x", "q%3Fx"),
    ("p%20x", "p%2520x"), ("n/e/s", "n/e/s"), ("n/e/t", "n%2Fe%2Ft"),
])
@pytest.mark.parametrize("slash", ["", "/"])
def test_forms_of_the_source(endpoint, account, s3, bucket, key, source, slash):
    s3.put_object(Bucket=bucket, Key=key, Body=b"data")
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/copy",
                          {"x-amz-copy-source": f"{slash}{bucket}/{source}"})
    # A plus sign is read as a space or as itself: only its own escape is certain.
    if "+" in source:
        assert answer.status in (200, 404)
    else:
        assert answer.status == 200, answer
        assert s3_http.document(answer).tag == "CopyObjectResult"


@pytest.mark.parametrize("source", ["", "/", "nothing", "bucket-only/"])
def test_bad_sources(endpoint, account, bucket, source):
    # API ErrorResponses, InvalidArgument: "Copy Source must mention the source bucket and key:
    # sourcebucket/sourcekey".
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/copy",
                          {"x-amz-copy-source": source or " "})
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument")


def test_missing_sources(s3, bucket, name):
    with refused("NoSuchKey", status=404):
        s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/missing")
    with refused("NoSuchBucket", status=404):
        s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{name}-none/k")


def test_from_anothers_bucket(client, s3, held, name):
    other = client("s3", account="210987654321")
    other.create_bucket(Bucket=f"{name}-other")
    with refused("AccessDenied", status=403):
        other.copy_object(Bucket=f"{name}-other", Key="copy", CopySource=f"{held}/source")


# API CopyObject: "If both of the x-amz-copy-source-if-match and -if-unmodified-since headers are
# present [...] evaluate to true [...] and false, Amazon S3 returns 200 OK"; likewise 412 for
# -if-none-match false with -if-modified-since true.
@pytest.mark.parametrize("given, succeeds", [
    (dict(CopySourceIfMatch="same"), True),
    (dict(CopySourceIfMatch="other"), False),
    (dict(CopySourceIfNoneMatch="same"), False),
    (dict(CopySourceIfNoneMatch="other"), True),
    (dict(CopySourceIfModifiedSince="before"), True),
    (dict(CopySourceIfUnmodifiedSince="before"), False),
    (dict(CopySourceIfUnmodifiedSince="after"), True),
    (dict(CopySourceIfMatch="same", CopySourceIfUnmodifiedSince="before"), True),
    (dict(CopySourceIfNoneMatch="same", CopySourceIfModifiedSince="before"), False),
], ids=str)
def test_conditions_on_the_source(s3, held, given, succeeds):
    head = s3.head_object(Bucket=held, Key="source")
    values = {"same": head["ETag"], "other": '"abc"', "before": head["LastModified"] - HOUR,
              "after": head["LastModified"] + HOUR}
    arguments = {name: values[value] for name, value in given.items()}
    source = f"{held}/source"
    if succeeds:
        s3.copy_object(Bucket=held, Key="copy", CopySource=source, **arguments)
        return
    with refused("PreconditionFailed", status=412):
        s3.copy_object(Bucket=held, Key="copy", CopySource=source, **arguments)


def test_of_a_version(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="k", Body=b"2")["VersionId"]
    copy = s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k?versionId={first}")
    assert copy["CopySourceVersionId"] == first
    assert copy["VersionId"] not in (first, second)
    assert s3.get_object(Bucket=bucket, Key="c")["Body"].read() == b"1"
    # UG RestoringPreviousVersions: a copy of an old version onto its own key restores it.
    s3.copy_object(Bucket=bucket, Key="k",
                   CopySource={"Bucket": bucket, "Key": "k", "VersionId": first})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"1"
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    with refused("NoSuchKey", status=404):
        s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k")
    # API CopyObject: a delete marker cannot be copied; InvalidRequest.
    with refused("InvalidRequest", status=400):
        s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k?versionId={marker}")
    with refused("NoSuchVersion", "InvalidArgument"):
        s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k?versionId=none")


def test_copy_keeps_its_bytes_when_the_source_goes(s3, bucket):
    data = bytes(range(256)) * 4_000
    s3.put_object(Bucket=bucket, Key="k", Body=data)
    s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k")
    s3.put_object(Bucket=bucket, Key="k", Body=b"changed")
    s3.delete_object(Bucket=bucket, Key="k")
    assert s3.get_object(Bucket=bucket, Key="c")["Body"].read() == data
