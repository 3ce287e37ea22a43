"""`Expect: 100-continue`, which botocore sends with every body that is a file.

RFC 9110, 10.1.1: a server answers with 100 (Continue), or with a final status in its place. A
connection on which botocore met the latter must not be used again: it would take the status of
that answer for the next one's.
"""

import io
import socket

import pytest

import raw
from expect import refused


def test_files_of_all_sizes_over_one_connection(client, name):
    s3 = client("s3", max_pool_connections=1)
    s3.create_bucket(Bucket=name)
    for index, size in enumerate([0, 0, 5, 0, 100_000, 0, 1, 3_000_000, 0]):
        s3.put_object(Bucket=name, Key=f"k{index}", Body=io.BytesIO(b"x" * size))
        assert s3.head_object(Bucket=name, Key=f"k{index}")["ContentLength"] == size


def test_a_refusal_does_not_spoil_the_next_request(client, name):
    s3 = client("s3", max_pool_connections=1)
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=io.BytesIO(b"first"))
    for _ in range(3):
        with refused("PreconditionFailed", status=412):
            s3.put_object(Bucket=name, Key="k", Body=io.BytesIO(b"x" * 100_000), IfNoneMatch="*")
        with refused("NoSuchBucket", status=404):
            s3.put_object(Bucket=f"{name}-none", Key="k", Body=io.BytesIO(b"x"))
        s3.put_object(Bucket=name, Key="k2", Body=io.BytesIO(b"second"))
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"first"
    assert s3.get_object(Bucket=name, Key="k2")["Body"].read() == b"second"


@pytest.mark.parametrize("word", ["100-continue", "100-Continue"])
def test_a_client_that_waits_is_told_to_go_on(endpoint, bucket, account, word):
    head = (f"PUT /{bucket}/k HTTP/1.1\r\nHost: localhost\r\nExpect: {word}\r\n"
            f"Authorization: AWS4-HMAC-SHA256 Credential={account}/20300101/us-east-1/s3/"
            f"aws4_request, SignedHeaders=host, Signature={'0' * 64}\r\n"
            "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\nContent-Length: 5\r\n\r\n")
    with socket.create_connection(raw.address(endpoint), timeout=10) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"hello")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
