"""Ranges and parts of an object.

RFC 9110, 14 (ranges); API: Amazon S3 API Reference, GetObject, Range: "Amazon S3 doesn't support
retrieving multiple ranges of data per GET request."
"""

import pytest

import s3_http
from expect import refused

DATA = bytes(range(256)) * 4
SIZE = len(DATA)


@pytest.fixture
def held(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=DATA)
    return bucket


@pytest.mark.parametrize("asked, first, last", [
    ("bytes=0-0", 0, 0),
    ("bytes=0-99", 0, 99),
    ("bytes=100-199", 100, 199),
    ("bytes=1000-", 1000, SIZE - 1),
    ("bytes=1023-1023", 1023, 1023),
    ("bytes=-1", SIZE - 1, SIZE - 1),
    ("bytes=-100", SIZE - 100, SIZE - 1),
    # RFC 9110, 14.1.2: an end past the data means its end; a suffix longer than it means all.
    ("bytes=1000-99999", 1000, SIZE - 1),
    ("bytes=0-18446744073709551615", 0, SIZE - 1),
    ("bytes=-5000", 0, SIZE - 1),
    ("bytes=0-", 0, SIZE - 1),
])
def test_satisfiable(s3, held, asked, first, last):
    got = s3.get_object(Bucket=held, Key="k", Range=asked)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["ContentRange"] == f"bytes {first}-{last}/{SIZE}"
    assert got["ContentLength"] == last - first + 1
    assert got["Body"].read() == DATA[first:last + 1]
    head = s3.head_object(Bucket=held, Key="k", Range=asked)
    assert head["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert (head["ContentLength"], head["ContentRange"]) == \
        (last - first + 1, f"bytes {first}-{last}/{SIZE}")


@pytest.mark.parametrize("asked", [
    # RFC 9110, 14.2: a Range field that is not valid, or in an unknown unit, is ignored.
    "bytes=5-2", "bytes=a-b", "bytes=", "bytes", "lines=0-5", "bytes=-", "0-5", "bytes=1--2",
    # RFC 9110, 14.2 lets a server ignore several ranges; S3 does not serve them.
    "bytes=0-1,5-6",
])
def test_ignored(s3, held, asked):
    got = s3.get_object(Bucket=held, Key="k", Range=asked)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert got["Body"].read() == DATA
    assert "ContentRange" not in got


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=2000-3000", "bytes=-0"])
def test_not_satisfiable(endpoint, account, held, asked):
    # API ErrorResponses: InvalidRange, 416; RFC 9110, 15.5.17: with the size in Content-Range.
    answer = s3_http.send(endpoint, account, "GET", f"/{held}/k", {"Range": asked})
    assert (answer.status, s3_http.error_code(answer)) == (416, "InvalidRange")
    root = s3_http.document(answer)
    assert root.findtext("ActualObjectSize") == str(SIZE)
    assert root.findtext("RangeRequested") == asked
    head = s3_http.send(endpoint, account, "HEAD", f"/{held}/k", {"Range": asked})
    assert (head.status, head.body) == (416, b"")


def test_of_an_empty_object(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    with refused("InvalidRange", status=416):
        s3.get_object(Bucket=bucket, Key="k", Range="bytes=0-0")


def test_of_a_large_object(s3, bucket):
    # Across whatever pieces the server keeps it in.
    data = b"".join(number.to_bytes(4, "big") for number in range(3_000_000))
    s3.put_object(Bucket=bucket, Key="k", Body=data)
    for first, last in ((0, 3), (65_535, 65_537), (1_048_575, 2_097_153), (11_999_990, None)):
        asked = f"bytes={first}-{'' if last is None else last}"
        got = s3.get_object(Bucket=bucket, Key="k", Range=asked)
        end = None if last is None else last + 1
        assert got["Body"].read() == data[first:end]


def test_a_part_of_an_object_put_at_once(s3, held):
    # API GetObject, partNumber: 1 is the whole of an object that was not uploaded in parts.
    got = s3.get_object(Bucket=held, Key="k", PartNumber=1)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["Body"].read() == DATA
    # API ErrorResponses: InvalidPartNumber, 416.
    with refused("InvalidPartNumber", status=416):
        s3.get_object(Bucket=held, Key="k", PartNumber=2)


def test_part_and_range_exclude_each_other(s3, held):
    # API ErrorResponses, InvalidRequest: "Cannot specify both Range header and partNumber query
    # parameter".
    with refused("InvalidRequest", status=400):
        s3.get_object(Bucket=held, Key="k", PartNumber=1, Range="bytes=0-1")
