"""Annotations, two layers of encryption, another key for what is there: as boto3 speaks of them.

API: S3 API Reference. What the operations decide is in services/svc-s3/cases; here is what only a
client shows: requests that share a path, payloads as bodies, checksums, large files.
"""

import io
import os

import pytest

from expect import refused

MIB = 1024 * 1024


@pytest.fixture
def key(client):
    return client("kms").create_key()["KeyMetadata"]["Arn"]


def test_annotations(s3, bucket):
    named = {"Bucket": bucket, "Key": "a b/c"}
    s3.put_object(**named, Body=b"hello")
    text = "caf\u00e9 " * 100_000
    put = s3.put_object_annotation(
        **named, AnnotationName="labels", AnnotationPayload=text.encode())
    shown = s3.get_object_annotation(
        **named, AnnotationName="labels", ChecksumMode="ENABLED")
    assert shown["AnnotationPayload"].read().decode() == text
    assert shown["ETag"] == put["ETag"] and shown["ContentLength"] == len(text.encode())
    s3.put_object_annotation(**named, AnnotationName="aux", AnnotationPayload=b"x")
    listed = s3.list_object_annotations(**named)
    assert [(it["AnnotationName"], it["Size"]) for it in listed["Annotations"]] == [
        ("aux", 1), ("labels", len(text.encode()))]
    first = s3.list_object_annotations(**named, MaxAnnotationResults=1)
    rest = s3.list_object_annotations(
        **named, ContinuationToken=first["NextContinuationToken"])
    assert [it["AnnotationName"] for it in rest["Annotations"]] == ["labels"]
    assert s3.get_object(**named)["Body"].read() == b"hello"
    with refused("UnsupportedMediaType", status=415):
        s3.put_object_annotation(**named, AnnotationName="b", AnnotationPayload=b"\xff")
    with refused("EntityTooLarge", status=400):
        s3.put_object_annotation(**named, AnnotationName="b", AnnotationPayload=b"x" * (MIB + 1))
    s3.delete_object_annotation(**named, AnnotationName="aux")
    with refused("NoSuchAnnotation", status=404):
        s3.get_object_annotation(**named, AnnotationName="aux")
    s3.delete_object(**named)
    with refused("NoSuchKey", status=404):
        s3.list_object_annotations(**named)


def test_two_layers_of_a_large_object(s3, bucket, key):
    body = os.urandom(7 * MIB + 5)
    s3.upload_fileobj(io.BytesIO(body), bucket, "k", ExtraArgs={
        "ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": key})
    shown = s3.get_object(Bucket=bucket, Key="k")
    assert (shown["ServerSideEncryption"], shown["SSEKMSKeyId"]) == ("aws:kms:dsse", key)
    assert shown["Body"].read() == body
    middle = s3.get_object(Bucket=bucket, Key="k", Range="bytes=65530-131080")
    assert middle["Body"].read() == body[65530:131081]
    with refused("InvalidRequest", status=400, message="DSSE-KMS or SSE-C"):
        s3.update_object_encryption(
            Bucket=bucket, Key="k", ObjectEncryption={"SSEKMS": {"KMSKeyArn": key}})


def test_another_key_for_a_large_object(s3, bucket, key):
    body = os.urandom(3 * MIB + 5)
    before = s3.put_object(Bucket=bucket, Key="k", Body=body)
    s3.update_object_encryption(Bucket=bucket, Key="k", ObjectEncryption={
        "SSEKMS": {"KMSKeyArn": key, "BucketKeyEnabled": True}})
    after = s3.get_object(Bucket=bucket, Key="k")
    assert (after["ETag"], after["SSEKMSKeyId"]) == (before["ETag"], key)
    assert after["BucketKeyEnabled"] and after["Body"].read() == body
    with refused("NoSuchKey", status=404):
        s3.update_object_encryption(
            Bucket=bucket, Key="none", ObjectEncryption={"SSEKMS": {"KMSKeyArn": key}})
