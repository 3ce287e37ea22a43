"""S3 requests made by hand, for what the SDKs never send or hide from their callers."""

import collections
import datetime
import hashlib
import hmac
import http.client
import json
import urllib.parse
import xml.etree.ElementTree

Answer = collections.namedtuple("Answer", "status headers body")

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
UNSIGNED = "UNSIGNED-PAYLOAD"


class Signer:
    """Signature Version 4 of one request; the source is the S3 API Reference,
    "Authenticating Requests (AWS Signature Version 4)"."""

    def __init__(self, account, secret="test", region="us-east-1", now=None):
        self.account = account
        self.region = region
        now = now or datetime.datetime.now(datetime.timezone.utc)
        self.time = now.strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/{region}/s3/aws4_request"
        key = f"AWS4{secret}".encode()
        for part in (self.time[:8], region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        self.key = key
        self.seed = None

    def sign(self, text):
        return hmac.digest(self.key, text.encode(), "sha256").hex()

    def headers(self, method, target, headers, payload):
        """The given headers and those that sign them."""
        path, _, query = target.partition("?")
        signed = {**headers, "x-amz-date": self.time, "x-amz-content-sha256": payload}
        lower = {name.lower(): " ".join(str(value).split()) for name, value in signed.items()}
        names = ";".join(sorted(lower))
        canonical = "\n".join([
            method, path, canonical_query(query),
            *[f"{name}:{lower[name]}" for name in sorted(lower)], "", names, payload])
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        self.seed = self.sign(f"AWS4-HMAC-SHA256\n{self.time}\n{self.scope}\n{digest}")
        signed["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.account}/{self.scope},"
            f"SignedHeaders={names},Signature={self.seed}")
        return signed

    def chunk(self, data):
        """One chunk of a STREAMING-AWS4-HMAC-SHA256-PAYLOAD body."""
        digest = hashlib.sha256(data).hexdigest()
        self.seed = self.sign("\n".join([
            "AWS4-HMAC-SHA256-PAYLOAD", self.time, self.scope, self.seed, EMPTY_SHA256, digest]))
        head = f"{len(data):x};chunk-signature={self.seed}\r\n".encode()
        return head + data + b"\r\n"

    def trailer(self, name, value):
        """The signed trailer that ends a STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER body."""
        digest = hashlib.sha256(f"{name}:{value}\n".encode()).hexdigest()
        signature = self.sign("\n".join([
            "AWS4-HMAC-SHA256-TRAILER", self.time, self.scope, self.seed, digest]))
        return f"{name}:{value}\r\nx-amz-trailer-signature:{signature}\r\n\r\n".encode()


def canonical_query(query):
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def quote(key):
    """A key as S3's clients put it in a path."""
    return urllib.parse.quote(key, safe="/~")


def plain(endpoint, method, target, headers=None, body=b""):
    """Sends the bytes as they are: nothing is signed, nothing normalised."""
    host = urllib.parse.urlsplit(endpoint).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        headers = {"Host": host, **(headers or {})}
        if body or method in ("PUT", "POST"):
            headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            if value is not None:
                connection.putheader(name, value.encode() if isinstance(value, str) else value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def send(endpoint, account, method, target, headers=None, body=b"", payload=None,
         region="us-east-1"):
    """A signed request; `payload` is what is signed in the place of the body's digest."""
    host = urllib.parse.urlsplit(endpoint).netloc
    headers = {"Host": host, **(headers or {})}
    payload = payload or hashlib.sha256(body).hexdigest()
    signed = Signer(account, region=region).headers(method, target, headers, payload)
    return plain(endpoint, method, target, signed, body)


def document(answer):
    """The answer's XML, names without their namespace, as (root, find) for easy reading."""
    root = xml.etree.ElementTree.fromstring(answer.body)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def error_code(answer):
    root = document(answer)
    assert root.tag == "Error", answer
    return root.findtext("Code")


def visit(endpoint, host, path, method="GET", headers=None, body=None):
    """A request without a signature to a host of that name; no redirect is followed."""
    parts = urllib.parse.urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, path, body=body,
                           headers={"Host": f"{host}:{parts.port}", **(headers or {})})
        reply = connection.getresponse()
        return Answer(reply.status, reply.headers, reply.read())
    finally:
        connection.close()


def open_to_everybody(s3, bucket, actions=("s3:GetObject",)):
    """Lets everybody do that to the bucket and its objects."""
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": list(actions),
             "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]}))
