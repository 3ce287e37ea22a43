"""Objects encrypted by keys of KMS (SSE-KMS), and what the disk then holds.

UG: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)", "Reducing the
cost of SSE-KMS with Amazon S3 Bucket Keys".
"""

import os
import random

import pytest

import s3_http
from expect import refused
from servers import make_client

PART = 5 * 1024 * 1024


def body(size, seed=1):
    return random.Random(seed).randbytes(size)


@pytest.fixture
def key(client):
    return client("kms").create_key()["KeyMetadata"]


def by(key):
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key["Arn"]}


def read(s3, bucket, name, **arguments):
    return s3.get_object(Bucket=bucket, Key=name, **arguments)["Body"].read()


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_a_body_of_any_size_comes_back_whole_and_in_ranges(s3, bucket, key, size):
    put = s3.put_object(Bucket=bucket, Key="k", Body=body(size), **by(key))
    assert (put["ServerSideEncryption"], put["SSEKMSKeyId"]) == ("aws:kms", key["Arn"])
    assert read(s3, bucket, "k") == body(size)
    if size > 65_600:
        assert read(s3, bucket, "k", Range="bytes=65530-65550") == body(size)[65530:65551]


def test_an_upload_in_parts(s3, bucket, key):
    one, two = body(PART + 1, 1), body(100, 2)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", **by(key))["UploadId"]
    parts = []
    for number, content in enumerate((one, two), 1):
        part = s3.upload_part(
            Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=content)
        assert part["SSEKMSKeyId"] == key["Arn"]
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    done = s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    assert done["SSEKMSKeyId"] == key["Arn"]
    assert read(s3, bucket, "k") == one + two
    assert read(s3, bucket, "k", Range=f"bytes={PART - 5}-{PART + 5}") == (one + two)[
        PART - 5:PART + 6]
    assert read(s3, bucket, "k", PartNumber=2) == two


def test_a_large_object_is_copied_out_of_and_into_encryption(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key="k", Body=body(200_000), **by(key))
    s3.copy_object(Bucket=bucket, Key="open", CopySource=f"{bucket}/k")
    assert read(s3, bucket, "open") == body(200_000)
    s3.copy_object(Bucket=bucket, Key="again", CopySource=f"{bucket}/open", **by(key))
    assert read(s3, bucket, "again") == body(200_000)


def target(url):
    return "/" + url.split("/", 3)[3]


def test_a_presigned_put_and_get(endpoint, s3, bucket, key):
    url = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "k", **by(key)})
    headers = {"x-amz-server-side-encryption": "aws:kms",
               "x-amz-server-side-encryption-aws-kms-key-id": key["Arn"]}
    answer = s3_http.plain(endpoint, "PUT", target(url), headers, b"hello")
    assert answer.status == 200, answer
    assert answer.headers["x-amz-server-side-encryption-aws-kms-key-id"] == key["Arn"]
    url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"})
    assert s3_http.plain(endpoint, "GET", target(url)).body == b"hello"


def test_a_form_upload(endpoint, s3, bucket, key):
    fields = {"x-amz-server-side-encryption": "aws:kms",
              "x-amz-server-side-encryption-aws-kms-key-id": key["KeyId"]}
    conditions = [{name: value} for name, value in fields.items()]
    form = s3.generate_presigned_post(bucket, "k", Fields=fields, Conditions=conditions)
    lines = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in form["fields"].items()]
    lines.append(b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n')
    content = b"".join(lines) + b"a form " * 5000 + b"\r\n--b--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = s3_http.plain(endpoint, "POST", f"/{bucket}", kind, content)
    assert answer.status == 204, answer
    assert s3.head_object(Bucket=bucket, Key="k")["SSEKMSKeyId"] == key["Arn"]
    assert read(s3, bucket, "k") == b"a form " * 5000


def test_who_may_not_use_the_key_gets_nothing(endpoint, client, s3, bucket, key):
    s3.put_object(Bucket=bucket, Key="k", Body=b"secret", **by(key))
    iam = client("iam")
    iam.create_user(UserName="reader")
    iam.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",'
        ' "Resource": "*"}]}'))
    made = iam.create_access_key(UserName="reader")["AccessKey"]
    reader = make_client(endpoint, "s3", made["AccessKeyId"], made["SecretAccessKey"])
    with refused("AccessDenied", status=403, message="kms:Decrypt"):
        reader.get_object(Bucket=bucket, Key="k")
    with refused("AccessDenied", status=403, message="kms:GenerateDataKey"):
        reader.put_object(Bucket=bucket, Key="x", Body=b"x", **by(key))


def test_the_disk_holds_nothing_readable(server_factory, tmp_path):
    marks = (b"find me if you can", b"in plain sight 123")
    server = server_factory(data=tmp_path / "data")
    s3 = make_client(server.endpoint, "s3", "111111111111")
    kms = make_client(server.endpoint, "kms", "111111111111")
    key = kms.create_key()["KeyMetadata"]
    s3.create_bucket(Bucket="disk")
    s3.put_object(Bucket="disk", Key="small", Body=marks[0], **by(key))
    s3.put_object(Bucket="disk", Key="large", Body=marks[0] * 20_000, **by(key))
    s3.put_object(Bucket="disk", Key="plain", Body=marks[1] * 20_000)
    server.stop()
    found = {mark: 0 for mark in marks}
    for folder, _, names in os.walk(tmp_path / "data"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            for mark in found:
                found[mark] += content.count(mark)
    assert found[marks[1]] > 1000, "the search finds what is not sealed"
    assert found[marks[0]] == 0
    server = server_factory(data=tmp_path / "data")
    s3 = make_client(server.endpoint, "s3", "111111111111")
    assert read(s3, "disk", "small") == marks[0]
    assert read(s3, "disk", "large") == marks[0] * 20_000
