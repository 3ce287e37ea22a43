"""Large objects: streamed both ways, kept in files, within a bounded memory.

The bound is the project's own: an object's size must not show in the server's memory.
"""

import hashlib
import http.client
import urllib.parse

import pytest

from expect import refused
from servers import wait_until

MIB = 1024 * 1024
SIZE = 384 * MIB
PIECE = hashlib.sha512(b"piece").digest() * (MIB // 64)


class Pattern:
    """A file of `SIZE` bytes that no memory holds: each MiB begins with its number."""

    def __init__(self, size=SIZE):
        self.size = size
        self.at = 0

    def __len__(self):
        return self.size

    def read(self, amount=-1):
        if self.at >= self.size:
            return b""
        piece = (self.at // MIB).to_bytes(8, "big") + PIECE[8:]
        piece = piece[:self.size - self.at]
        self.at += len(piece)
        return piece


@pytest.fixture
def durable(server_factory, tmp_path):
    return server_factory(data=tmp_path / "data")


def put(server, bucket, key, body, size, headers=None):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.endpoint).netloc)
    connection.request("PUT", f"/{bucket}/{key}", body=body, headers={
        "Content-Length": str(size), "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/s3/aws4_request,"
                         "SignedHeaders=host,Signature=0", **(headers or {})})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_put_and_get_in_bounded_memory(durable):
    s3 = durable.client("s3")
    s3.create_bucket(Bucket="large")
    before = durable.resident_bytes()
    assert put(durable, "large", "k", Pattern(), SIZE).status == 200
    after_put = durable.resident_bytes()
    body = s3.get_object(Bucket="large", Key="k")["Body"]
    digest, expected, source = hashlib.md5(), hashlib.md5(), Pattern()
    while chunk := body.read(MIB):
        digest.update(chunk)
    while chunk := source.read():
        expected.update(chunk)
    assert digest.digest() == expected.digest()
    assert s3.head_object(Bucket="large", Key="k")["ETag"] == f'"{expected.hexdigest()}"'
    for resident in (after_put, durable.resident_bytes()):
        assert resident - before < 64 * MIB, (before, resident)


def test_survives_a_restart(server_factory, tmp_path):
    data = tmp_path / "data"
    first = server_factory(data=data)
    s3 = first.client("s3")
    s3.create_bucket(Bucket="large")
    body = Pattern(20 * MIB + 7).read() * 3
    s3.put_object(Bucket="large", Key="k", Body=body, Metadata={"a": "b"})
    s3.put_object(Bucket="large", Key="small", Body=b"small")
    first.stop()
    second = server_factory(data=data)
    s3 = second.client("s3")
    got = s3.get_object(Bucket="large", Key="k")
    assert (got["Body"].read(), got["Metadata"]) == (body, {"a": "b"})
    assert s3.get_object(Bucket="large", Key="small")["Body"].read() == b"small"


def test_too_large_for_one_put(durable):
    # S3 User Guide, "Uploading objects": up to 5 GB in a single operation; API ErrorResponses:
    # EntityTooLarge, 400. Refused by its announced length, before the bytes are sent.
    s3 = durable.client("s3")
    s3.create_bucket(Bucket="large")
    netloc = urllib.parse.urlsplit(durable.endpoint).netloc
    connection = http.client.HTTPConnection(netloc, timeout=30)
    connection.putrequest("PUT", "/large/k")
    connection.putheader("Content-Length", str(5 * 1024 * MIB + 1))
    connection.putheader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    connection.putheader(
        "Authorization", "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/s3/aws4_request,"
                         "SignedHeaders=host,Signature=0")
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, b"<Code>EntityTooLarge</Code>" in answer.read()) == (400, True)
    connection.close()
    with refused("NoSuchKey"):
        s3.get_object(Bucket="large", Key="k")


def test_an_upload_that_breaks_off_leaves_nothing(durable, tmp_path):
    s3 = durable.client("s3")
    s3.create_bucket(Bucket="large")
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(durable.endpoint).netloc)
    connection.putrequest("PUT", "/large/k")
    connection.putheader("Content-Length", str(100 * MIB))
    connection.putheader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    connection.putheader(
        "Authorization", "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/s3/aws4_request,"
                         "SignedHeaders=host,Signature=0")
    connection.endheaders(Pattern(30 * MIB).read() * 30)
    assert files_of(tmp_path) >= 0
    connection.close()
    wait_until(lambda: files_of(tmp_path) < MIB, 15, "removal of the half upload")
    with refused("NoSuchKey"):
        s3.get_object(Bucket="large", Key="k")


def test_space_comes_back(durable, tmp_path):
    # The content files of objects that were deleted or replaced go.
    s3 = durable.client("s3")
    s3.create_bucket(Bucket="large")
    for key in ("a", "b"):
        s3.put_object(Bucket="large", Key=key, Body=Pattern(8 * MIB).read() * 8)
    assert files_of(tmp_path) >= 16 * MIB
    s3.put_object(Bucket="large", Key="a", Body=b"")
    s3.delete_object(Bucket="large", Key="b")
    wait_until(lambda: files_of(tmp_path) < MIB, 30, "removal of the content files")


def files_of(folder):
    """Bytes in content files: journals and tables are made in advance and not counted."""
    total = 0
    kept = [path for name in ("blobs", "staging") for path in (folder / "data" / name).rglob("*")]
    for path in kept:
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
