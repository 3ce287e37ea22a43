"""Tags of objects.

UG: Amazon S3 User Guide, "Categorizing your objects using tags" (userguide/object-tagging.html):
at most 10 tags, keys of up to 128 and values of up to 256 Unicode characters, unique keys.
"""

import pytest

import s3_http
from expect import refused


def row(key, value=""):
    return {"Key": key, "Value": value}


def put_tags(s3, bucket, tags):
    return s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": tags})


def tags(s3, bucket):
    return sorted(s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"], key=str)


@pytest.fixture
def held(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"data", Tagging="color=red&size=%C3%BC+x&empty=")
    return bucket


def test_from_the_header(s3, held):
    # API PutObject, x-amz-tagging: "encoded as URL Query parameters".
    assert tags(s3, held) == sorted(
        [row("color", "red"), row("size", "ü x"), row("empty")], key=str)
    # API GetObject, x-amz-tagging-count.
    assert s3.get_object(Bucket=held, Key="k")["TagCount"] == 3
    head = s3.head_object(Bucket=held, Key="k")["ResponseMetadata"]["HTTPHeaders"]
    assert head["x-amz-tagging-count"] == "3"


def test_replaced_and_removed(s3, held):
    put_tags(s3, held, [row("a", "1")])
    assert tags(s3, held) == [row("a", "1")]
    answer = s3.delete_object_tagging(Bucket=held, Key="k")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert tags(s3, held) == []
    assert "TagCount" not in s3.get_object(Bucket=held, Key="k")


def test_tagging_changes_nothing_else(s3, held):
    before = s3.head_object(Bucket=held, Key="k")
    put_tags(s3, held, [row("a", "1")])
    after = s3.head_object(Bucket=held, Key="k")
    assert (before["ETag"], before["LastModified"]) == (after["ETag"], after["LastModified"])


def test_limits(s3, held):
    put_tags(s3, held, [row(f"k{number}") for number in range(10)])
    put_tags(s3, held, [row("k" * 128, "v" * 256), row("ü" * 128, "日" * 256)])


@pytest.mark.parametrize("bad, codes", [
    # UG object-tagging; API PutObjectTagging: InvalidTag, and BadRequest for more than 10.
    ([row(f"k{number}") for number in range(11)], ("BadRequest",)),
    ([row("k" * 129)], ("InvalidTag",)),
    ([row("k", "v" * 257)], ("InvalidTag",)),
    ([row("k", "1"), row("k", "2")], ("InvalidTag",)),
    ([row("aws:own", "1")], ("InvalidTag",)),
])
def test_bad_tags(s3, held, bad, codes):
    with refused(*codes, status=400):
        put_tags(s3, held, bad)
    assert len(tags(s3, held)) == 3


@pytest.mark.parametrize("header", ["a=1&a=2", "=1", "&".join(f"k{n}=v" for n in range(11)),
                                    "k" * 129 + "=v"])
def test_bad_headers(endpoint, account, bucket, header):
    # API ErrorResponses: InvalidArgument for a header that cannot be read; InvalidTag, BadRequest.
    answer = s3_http.send(
        endpoint, account, "PUT", f"/{bucket}/k", {"x-amz-tagging": header}, b"")
    assert answer.status == 400, answer
    assert s3_http.error_code(answer) in ("InvalidArgument", "InvalidTag", "BadRequest")


def test_of_what_is_not_there(s3, bucket):
    with refused("NoSuchKey", status=404):
        s3.get_object_tagging(Bucket=bucket, Key="missing")
    with refused("NoSuchKey", status=404):
        put_tags(s3, bucket, [row("a")])
