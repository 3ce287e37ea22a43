"""Bodies in chunks that are signed by Signature Version 4A, and forged ones.

The derivation of the key pair and what is signed: aws-c-auth (`key_derivation.c`, `aws_signing.c`),
the library with which AWS's SDKs sign; IAM User Guide, "AWS Signature Version 4 for API requests".
Chunks: S3 API Reference, "Signature calculations ... transferring a payload in multiple chunks".
"""

import base64
import hashlib
import hmac
import json
import struct
import zlib

import pytest

import s3_http

ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
hashes = pytest.importorskip("cryptography.hazmat.primitives.hashes")

ALGORITHM = "AWS4-ECDSA-P256-SHA256"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DATA = b"The quick brown fox jumps over the lazy dog. " * 500


def derive(key_id, secret):
    for count in range(1, 255):
        message = struct.pack(">I", 1) + ALGORITHM.encode() + b"\0" + key_id.encode()
        message += bytes([count]) + struct.pack(">I", 256)
        number = int.from_bytes(hmac.digest(b"AWS4A" + secret.encode(), message, "sha256"))
        if number <= ORDER - 2:
            return ec.derive_private_key(number + 1, ec.SECP256R1())
    raise AssertionError("one in 2^32 each time")


class Signer(s3_http.Signer):
    """As AWS's client library: no region in the scope, signatures filled up to one length."""

    def __init__(self, key_id, secret):
        super().__init__(key_id)
        self.scope = f"{self.time[:8]}/s3/aws4_request"
        self.pair = derive(key_id, secret)

    def sign(self, text):
        return self.pair.sign(text.encode(), ec.ECDSA(hashes.SHA256())).hex()

    def headers(self, method, target, headers, payload):
        signed = {**headers, "x-amz-date": self.time, "x-amz-content-sha256": payload,
                  "x-amz-region-set": "*"}
        lower = {name.lower(): str(value) for name, value in signed.items()}
        names = ";".join(sorted(lower))
        canonical = "\n".join([
            method, target, "", *[f"{name}:{lower[name]}" for name in sorted(lower)], "", names,
            payload])
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        self.seed = self.sign(f"{ALGORITHM}\n{self.time}\n{self.scope}\n{digest}")
        signed["Authorization"] = (
            f"{ALGORITHM} Credential={self.account}/{self.scope}, SignedHeaders={names}, "
            f"Signature={self.seed}")
        return signed

    def chunk(self, data):
        digest = hashlib.sha256(data).hexdigest()
        self.seed = self.sign("\n".join([
            f"{ALGORITHM}-PAYLOAD", self.time, self.scope, self.seed, s3_http.EMPTY_SHA256,
            digest]))
        return f"{len(data):x};chunk-signature={self.seed:*<144}\r\n".encode() + data + b"\r\n"

    def trailer(self, name, value):
        digest = hashlib.sha256(f"{name}:{value}\n".encode()).hexdigest()
        signature = self.sign("\n".join([
            f"{ALGORITHM}-TRAILER", self.time, self.scope, self.seed, digest]))
        return f"{name}:{value}\r\nx-amz-trailer-signature:{signature:*<144}\r\n\r\n".encode()


@pytest.fixture
def keys(client, name):
    """A user whose secret the server knows: only such signatures are verified."""
    iam = client("iam")
    iam.create_user(UserName=name)
    everything = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy(
        UserName=name, PolicyName="all", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def put(endpoint, keys, bucket, with_trailer=False, forge=lambda body: body):
    signer = Signer(*keys)
    host = endpoint.partition("//")[2]
    headers = {"Host": host, "Content-Encoding": "aws-chunked",
               "x-amz-decoded-content-length": str(len(DATA))}
    payload = f"STREAMING-{ALGORITHM}-PAYLOAD"
    if with_trailer:
        headers["x-amz-trailer"] = "x-amz-checksum-crc32"
        payload += "-TRAILER"
    signed = signer.headers("PUT", f"/{bucket}/k", headers, payload)
    pieces = [DATA[:8192], DATA[8192:16384], DATA[16384:], b""]
    body = b"".join(signer.chunk(piece) for piece in pieces)
    if with_trailer:
        value = base64.b64encode(struct.pack(">I", zlib.crc32(DATA))).decode()
        body = body[:-2] + signer.trailer("x-amz-checksum-crc32", value)
    return s3_http.plain(endpoint, "PUT", f"/{bucket}/k", signed, forge(body))


@pytest.mark.parametrize("with_trailer", [False, True])
def test_signed_chunks(endpoint, keys, s3, bucket, with_trailer):
    answer = put(endpoint, keys, bucket, with_trailer)
    assert answer.status == 200, answer
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == DATA


@pytest.mark.parametrize("with_trailer", [False, True])
def test_forged_chunks(endpoint, keys, s3, bucket, with_trailer):
    # One letter of the body is another; then one of the first signature.
    for place in (1000, 40):
        def forge(body, place=place):
            other = b"0" if body[place:place + 1] != b"0" else b"1"
            return body[:place] + other + body[place + 1:]
        answer = put(endpoint, keys, bucket, with_trailer, forge)
        assert (answer.status, s3_http.error_code(answer)) == (403, "SignatureDoesNotMatch")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_forged_trailers(endpoint, keys, bucket):
    def forge(body):
        return body.replace(b"x-amz-trailer-signature:30", b"x-amz-trailer-signature:31")
    answer = put(endpoint, keys, bucket, True, forge)
    assert (answer.status, s3_http.error_code(answer)) == (403, "SignatureDoesNotMatch")
