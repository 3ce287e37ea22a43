"""Encryption by keys that customers bring (SSE-C), and what the disk then holds.

UG: Amazon S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)".
"""

import os
import random

import pytest

from expect import refused
from servers import make_client

KEY = b"k" * 32
OTHER = b"o" * 32
MINE = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY}
OTHERS = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": OTHER}
OF_SOURCE = {"CopySourceSSECustomerAlgorithm": "AES256", "CopySourceSSECustomerKey": KEY}
PART = 5 * 1024 * 1024


def allow(s3, bucket):
    """UG "Blocking or unblocking SSE-C": new buckets block it."""
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [{
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BlockedEncryptionTypes": {"EncryptionType": ["NONE"]}}]})


@pytest.fixture
def sealed(s3, bucket):
    allow(s3, bucket)
    return bucket


def body(size, seed=1):
    return random.Random(seed).randbytes(size)


def read(s3, bucket, key, **arguments):
    return s3.get_object(Bucket=bucket, Key=key, **arguments)["Body"].read()


@pytest.mark.parametrize("size", [0, 1, 16, 20_000, 65_536, 65_537, 700_000])
def test_any_size_and_any_range(s3, sealed, size):
    content = body(size)
    put = s3.put_object(Bucket=sealed, Key="k", Body=content, **MINE)
    assert put["SSECustomerAlgorithm"] == "AES256"
    assert "ServerSideEncryption" not in put
    got = s3.get_object(Bucket=sealed, Key="k", **MINE)
    assert got["Body"].read() == content
    assert got["SSECustomerKeyMD5"] == put["SSECustomerKeyMD5"]
    assert got["ContentLength"] == size
    for first, last in [(0, 0), (65_530, 65_540), (100, 65_536), (size - 7, size - 1)]:
        if 0 <= first <= last < size:
            part = read(s3, sealed, "k", Range=f"bytes={first}-{last}", **MINE)
            assert part == content[first:last + 1], (first, last)


def test_without_the_key_nothing_is_told(s3, sealed):
    s3.put_object(Bucket=sealed, Key="k", Body=b"secret", **MINE)
    with refused("InvalidRequest", status=400, message="correct parameters must be provided"):
        s3.get_object(Bucket=sealed, Key="k")
    with refused("400", status=400):
        s3.head_object(Bucket=sealed, Key="k")
    with refused("AccessDenied", status=403):
        s3.get_object(Bucket=sealed, Key="k", **OTHERS)
    with refused("403", status=403):
        s3.head_object(Bucket=sealed, Key="k", **OTHERS)
    with refused("InvalidRequest", status=400):
        s3.get_object_attributes(Bucket=sealed, Key="k", ObjectAttributes=["ObjectSize"])
    # The key belongs to the version, not to the name.
    s3.put_object(Bucket=sealed, Key="k", Body=b"open")
    assert read(s3, sealed, "k") == b"open"
    with refused("InvalidRequest", message="not applicable to this object"):
        s3.get_object(Bucket=sealed, Key="k", **MINE)


def test_the_etag_does_not_tell_the_content(s3, sealed):
    # UG "Common response headers": the ETag of such objects is no MD5 of their data.
    import hashlib
    put = s3.put_object(Bucket=sealed, Key="k", Body=b"secret", **MINE)
    assert put["ETag"].strip('"') != hashlib.md5(b"secret").hexdigest()
    head = s3.head_object(Bucket=sealed, Key="k", **MINE)
    assert head["ETag"] == put["ETag"]


def test_blocked_by_default(s3, bucket):
    with refused("AccessDenied", status=403):
        s3.put_object(Bucket=bucket, Key="k", Body=b"x", **MINE)
    with refused("AccessDenied", status=403):
        s3.create_multipart_upload(Bucket=bucket, Key="k", **MINE)


def test_wrong_parameters(s3, sealed):
    with refused("InvalidEncryptionAlgorithmError", status=400):
        s3.put_object(Bucket=sealed, Key="k", Body=b"x", SSECustomerAlgorithm="AES128",
                      SSECustomerKey=KEY)
    with refused("InvalidArgument", status=400, message="secret key was invalid"):
        s3.put_object(Bucket=sealed, Key="k", Body=b"x", SSECustomerAlgorithm="AES256",
                      SSECustomerKey=b"short")
    with refused("InvalidArgument", message="incompatible with the encryption method"):
        s3.put_object(Bucket=sealed, Key="k", Body=b"x", ServerSideEncryption="AES256", **MINE)


def test_parts(s3, sealed):
    first, second = body(PART, 1), body(100_000, 2)
    upload = s3.create_multipart_upload(Bucket=sealed, Key="k", **MINE)
    assert upload["SSECustomerAlgorithm"] == "AES256"
    upload = upload["UploadId"]
    with refused("InvalidRequest", message="must include the appropriate encryption parameters"):
        s3.upload_part(Bucket=sealed, Key="k", UploadId=upload, PartNumber=1, Body=first)
    with refused("InvalidRequest", message="did not match the ones used originally"):
        s3.upload_part(Bucket=sealed, Key="k", UploadId=upload, PartNumber=1, Body=first, **OTHERS)
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(
            Bucket=sealed, Key="k", UploadId=upload, PartNumber=number, Body=content,
            **MINE)["ETag"]}
        for number, content in [(1, first), (2, second)]]
    s3.complete_multipart_upload(
        Bucket=sealed, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    whole = first + second
    assert read(s3, sealed, "k", **MINE) == whole
    assert read(s3, sealed, "k", PartNumber=2, **MINE) == second
    last, more = len(first) - 10, len(first) + 10
    assert read(s3, sealed, "k", Range=f"bytes={last}-{more}", **MINE) == whole[last:more + 1]
    with refused("AccessDenied"):
        s3.get_object(Bucket=sealed, Key="k", **OTHERS)


def test_copies_change_the_key(s3, sealed):
    content = body(200_000)
    source = {"Bucket": sealed, "Key": "k"}
    s3.put_object(Bucket=sealed, Key="k", Body=content, **MINE)
    with refused("InvalidRequest"):
        s3.copy_object(Bucket=sealed, Key="c", CopySource=source)
    s3.copy_object(Bucket=sealed, Key="plain", CopySource=source, **OF_SOURCE)
    assert read(s3, sealed, "plain") == content
    s3.copy_object(Bucket=sealed, Key="theirs", CopySource=source, **OF_SOURCE, **OTHERS)
    assert read(s3, sealed, "theirs", **OTHERS) == content
    s3.copy_object(Bucket=sealed, Key="again",
                   CopySource={"Bucket": sealed, "Key": "plain"}, **MINE)
    assert read(s3, sealed, "again", **MINE) == content
    # In place: a new key for an old object.
    s3.copy_object(Bucket=sealed, Key="k", CopySource=source, **OF_SOURCE, **OTHERS)
    assert read(s3, sealed, "k", **OTHERS) == content


def test_parts_that_are_copied(s3, sealed):
    content = body(PART + 1000)
    s3.put_object(Bucket=sealed, Key="source", Body=content, **MINE)
    source = {"Bucket": sealed, "Key": "source"}
    upload = s3.create_multipart_upload(Bucket=sealed, Key="k", **OTHERS)["UploadId"]
    etags = [s3.upload_part_copy(
        Bucket=sealed, Key="k", UploadId=upload, PartNumber=number, CopySource=source,
        CopySourceRange=span, **OF_SOURCE, **OTHERS)["CopyPartResult"]["ETag"]
        for number, span in [(1, f"bytes=0-{PART - 1}"), (2, f"bytes={PART}-{PART + 999}")]]
    parts = [{"PartNumber": at + 1, "ETag": etag} for at, etag in enumerate(etags)]
    s3.complete_multipart_upload(
        Bucket=sealed, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    assert read(s3, sealed, "k", **OTHERS) == content


def test_what_lies_on_the_disk(server_factory, tmp_path):
    marks = (b"find me if you can", b"in plain sight 123")
    server = server_factory(data=tmp_path / "data")
    s3 = make_client(server.endpoint, "s3", "111111111111")
    s3.create_bucket(Bucket="disk")
    allow(s3, "disk")
    s3.put_object(Bucket="disk", Key="small", Body=marks[0], **MINE)
    s3.put_object(Bucket="disk", Key="large", Body=marks[0] * 20_000, **MINE)
    s3.put_object(Bucket="disk", Key="plain", Body=marks[1] * 20_000)
    server.stop()
    found = {mark: 0 for mark in (*marks, KEY)}
    for folder, _, names in os.walk(tmp_path / "data"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            for mark in found:
                found[mark] += content.count(mark)
    assert found[marks[1]] > 1000, "the search finds what is not sealed"
    assert (found[marks[0]], found[KEY]) == (0, 0)
    server = server_factory(data=tmp_path / "data")
    s3 = make_client(server.endpoint, "s3", "111111111111")
    assert read(s3, "disk", "small", **MINE) == marks[0]
    assert read(s3, "disk", "large", **MINE) == marks[0] * 20_000
