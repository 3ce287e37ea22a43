"""What no client library sends: every answer is a well-formed AWS error, and the server stays well.

Where AWS documents the code (Common errors of each service, S3's list of error codes), the case
names it; elsewhere a client error in the form of the protocol is enough.
"""

import json
import random
import struct
import xml.etree.ElementTree

import pytest

import raw

ACCOUNT = "123456789012"
MIB = 1024 * 1024


def is_json_error(answer):
    return isinstance(json.loads(answer.body).get("__type"), str)


def is_xml_error(answer):
    root = xml.etree.ElementTree.fromstring(answer.body)
    return any(node.tag.split("}")[-1] == "Code" and node.text for node in root.iter())


def is_any_error(answer):
    return is_json_error(answer) if answer.body.startswith(b"{") else is_xml_error(answer)


def check(answer, well_formed, *statuses):
    statuses = statuses or (400, 403, 404, 405, 411, 412, 413, 414, 415, 431, 501)
    assert answer.status in statuses, answer
    assert well_formed(answer), answer


@pytest.fixture(autouse=True)
def healthy(endpoint):
    yield
    assert raw.send(endpoint, "GET", "/_nephele/health").status == 200


DEEP = 200_000
BAD_JSON = {
    "empty object": b"{}",
    "nothing": b"",
    "not json": b"nonsense",
    "open": b'{"QueueName": "x"',
    "trailing": b'{"QueueName": "x"} {',
    "array": b"[]",
    "null": b"null",
    "number": b"1e999",
    "invalid UTF-8": b'{"QueueName": "\xff\xfe"}',
    "overlong UTF-8": b'{"QueueName": "\xc0\xaf"}',
    "surrogate": b'{"QueueName": "\\ud800"}',
    "control": b'{"QueueName": "a\x00b"}',
    "wrong type": b'{"QueueName": {"a": 1}}',
    "wrong type in map": b'{"QueueName": "x", "Attributes": {"DelaySeconds": ["1"]}}',
    "list for map": b'{"QueueName": "x", "Attributes": []}',
    "deep lists": b'{"QueueName": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep unknown": b'{"Unknown": ' + b"[" * DEEP + b"]" * DEEP + b', "QueueName": "!"}',
    "long key": b'{"' + b"k" * MIB + b'": 1}',
    "many keys": b"{" + b",".join(b'"k%d":1' % i for i in range(50_000)) + b"}",
    "long number": b'{"QueueName": ' + b"1" * MIB + b"}",
    "byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON.keys())
def test_bad_json(endpoint, body):
    check(raw.sqs_json(endpoint, ACCOUNT, "CreateQueue", body), is_json_error, 400, 413)


@pytest.mark.parametrize("body", [
    b'{"QueueUrl": "u", "MaxNumberOfMessages": "ten"}',
    b'{"QueueUrl": "u", "MaxNumberOfMessages": 1.5}',
    b'{"QueueUrl": "u", "MaxNumberOfMessages": 99999999999999999999}',
    b'{"QueueUrl": "u", "MaxNumberOfMessages": true}',
    b'{"QueueUrl": ["u"]}',
    b'{"QueueUrl": "u", "AttributeNames": "All"}',
])
def test_wrong_types_in_json(endpoint, body):
    check(raw.sqs_json(endpoint, ACCOUNT, "ReceiveMessage", body), is_json_error, 400)


BAD_FORMS = {
    "nothing": b"",
    "no action": b"Version=2012-11-05",
    "bad percent": b"Action=CreateQueue&QueueName=%zz",
    "cut percent": b"Action=CreateQueue&QueueName=%2",
    "invalid UTF-8": b"Action=CreateQueue&QueueName=%ff%fe",
    "huge index": b"Action=CreateQueue&QueueName=!&Attribute.4294967296.Name=x",
    "negative index": b"Action=CreateQueue&QueueName=!&Attribute.-1.Name=x",
    "zero index": b"Action=CreateQueue&QueueName=!&Attribute.0.Name=x",
    "deep": b"Action=CreateQueue&QueueName=!&" + b"a." * 100_000 + b"b=c",
    "many": b"Action=CreateQueue&QueueName=!&" + b"&".join(b"k%d=v" % i for i in range(50_000)),
    "only ampersands": b"&" * 100_000,
    "only dots": b"Action=CreateQueue&QueueName=!&....=1",
}


@pytest.mark.parametrize("body", BAD_FORMS.values(), ids=BAD_FORMS.keys())
@pytest.mark.parametrize("service", ["sqs", "sts"])
def test_bad_forms(endpoint, service, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = raw.signed(endpoint, service, "POST", "/", headers, body, ACCOUNT)
    # Without an action SQS cannot tell which of its protocols is meant.
    is_told = b"Action=" in body or service != "sqs"
    check(answer, is_xml_error if is_told else is_any_error)


TAGS = (b"<Tagging><TagSet>" + b"<Tag><Key>k</Key><Value>v</Value></Tag>" * 1
        + b"</TagSet></Tagging>")
BAD_XML = {
    "nothing": b"",
    "not xml": b"nonsense",
    "open": b"<Tagging><TagSet>",
    "crossed": b"<Tagging><TagSet></Tagging></TagSet>",
    "wrong root": b"<Nonsense/>",
    "wrong child": b"<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>",
    "invalid UTF-8": TAGS.replace(b"k<", b"\xff<"),
    "entity bomb": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
                   + TAGS.replace(b"v<", b"&b;<"),
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                       + TAGS.replace(b"v<", b"&a;<"),
    "unknown entity": TAGS.replace(b"v<", b"&nope;<"),
    "bad reference": TAGS.replace(b"v<", b"&#x110000;<"),
    "deep": b"<a>" * 100_000,
    "deep and closed": b"<a>" * 20_000 + b"</a>" * 20_000,
    "many attributes": b"<Tagging " + b" ".join(b'a%d="x"' % i for i in range(20_000)) + b"/>",
    "two roots": TAGS + TAGS,
    "too many tags": b"<Tagging><TagSet>" + b"".join(
        b"<Tag><Key>k%d</Key><Value>v</Value></Tag>" % i for i in range(1000))
        + b"</TagSet></Tagging>",
}


@pytest.mark.parametrize("body", BAD_XML.values(), ids=BAD_XML.keys())
def test_bad_xml(endpoint, s3, account, bucket, body):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    answer = raw.signed(endpoint, "s3", "PUT", f"/{bucket}/k?tagging", {}, body, account)
    check(answer, is_xml_error, 400)
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []


def cbor_request(endpoint, body, service="monitoring", target="GraniteServiceVersion20100801"):
    headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor",
               "Accept": "application/cbor"}
    path = f"/service/{target}/operation/ListMetrics"
    return raw.signed(endpoint, service, "POST", path, headers, body, ACCOUNT)


@pytest.mark.parametrize("body", [
    b"\xff", b"\xa1", b"\xbf", b"\x9f" * 100_000, b"\x81" * 100_000,
    b"\x7b" + b"\xff" * 8, b"\xbb" + b"\x7f" * 8, b"\x5f" * 1000, b"\xa1\x61\xff\x01",
    b"\xd8\x40" * 50_000 + b"\x01", b"\xfb\x7f\xf8", b"\xa1\x01\x01"])
def test_bad_cbor(endpoint, body):
    answer = cbor_request(endpoint, body)
    assert answer.status == 400, answer
    assert answer.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert b"__type" in answer.body


@pytest.mark.parametrize("path", [
    "//", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/bucket/%", "/bucket/%f",
    "/bucket/%ff%fe", "/bucket/%00", "/\\", "/" + "a" * 9000, "/?" + "a=b&" * 5000,
    "/bucket?uploads&uploads", "/bucket/key?partNumber=x&uploadId=y",
    "/bucket?max-keys=-1&list-type=2", "/bucket?max-keys=99999999999999999999&list-type=2"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH", "BREW"])
def test_bad_paths(endpoint, method, path):
    answer = raw.send(endpoint, method, path, {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20300101/us-east-1/s3/"
                         f"aws4_request, SignedHeaders=host, Signature={'0' * 64}",
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "x-amz-date": "20300101T000000Z"})
    assert answer.status < 500 or answer.status == 501, answer
    assert b"root:" not in answer.body
    if answer.status >= 400 and answer.body:
        assert is_xml_error(answer), answer


BAD_AUTHORIZATIONS = {
    "empty": "",
    "scheme alone": "AWS4-HMAC-SHA256",
    "basic": "Basic dGVzdDp0ZXN0",
    "bearer": "Bearer abc",
    "no signature": "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/sqs/aws4_request, "
                    "SignedHeaders=host",
    "short scope": "AWS4-HMAC-SHA256 Credential=test/20300101, SignedHeaders=host, Signature=0",
    "no key": "AWS4-HMAC-SHA256 Credential=/20300101/us-east-1/sqs/aws4_request, "
              "SignedHeaders=host, Signature=0",
    "commas": "AWS4-HMAC-SHA256 " + "," * 5000,
    "not text": "AWS4-HMAC-SHA256 Credential=\xff\xfe",
}


@pytest.mark.parametrize("value", BAD_AUTHORIZATIONS.values(), ids=BAD_AUTHORIZATIONS.keys())
def test_bad_authorizations(endpoint, value):
    headers = {"Authorization": value, "X-Amz-Target": "AmazonSQS.ListQueues",
               "Content-Type": "application/x-amz-json-1.0"}
    answer = raw.send(endpoint, "POST", "/", headers, b"{}")
    check(answer, is_json_error, 400, 403)


def test_a_request_without_a_signature_is_refused(endpoint):
    headers = {"X-Amz-Target": "AmazonSQS.ListQueues",
               "Content-Type": "application/x-amz-json-1.0"}
    answer = raw.send(endpoint, "POST", "/", headers, b"{}")
    check(answer, is_json_error, 400, 403)
    assert "MissingAuthenticationToken" in json.loads(answer.body)["__type"]


@pytest.mark.parametrize("spoil", ["signature", "date", "body hash", "signed header"])
def test_spoilt_signatures_of_a_known_key(client, endpoint, account, spoil):
    credentials = client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/worker", RoleSessionName="tester")["Credentials"]
    key, secret, token = (credentials[name] for name in (
        "AccessKeyId", "SecretAccessKey", "SessionToken"))

    def change(headers):
        authorization = headers["Authorization"]
        if spoil == "signature":
            last = "0" if authorization[-1] != "0" else "1"
            headers["Authorization"] = authorization[:-1] + last
        elif spoil == "date":
            headers["X-Amz-Date"] = "20200101T000000Z"
        elif spoil == "body hash":
            headers["X-Amz-Content-SHA256"] = "0" * 64
        else:
            headers["X-Amz-Security-Token"] = token + "x"
    answer = raw.signed(endpoint, "s3", "GET", "/", account=key, secret=secret, token=token,
                        change=change)
    check(answer, is_xml_error, 400, 403)


def test_the_server_survives_chance(endpoint):
    """Random bytes and spoilt requests at every layer; the seed is told when it fails."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    good = (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
            b"X-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: 2\r\nAuthorization: "
            b"AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/sqs/aws4_request, "
            b"SignedHeaders=host, Signature=00\r\nConnection: close\r\n\r\n{}")
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[at] = chance.randrange(256)
            elif kind == 1:
                del data[at:at + chance.randrange(1, 20)]
            else:
                data[at:at] = chance.randbytes(chance.randrange(1, 20))
        raw.send_bytes(endpoint, bytes(data), timeout=0.3)
    raw.send_bytes(endpoint, struct.pack(">I", 2**31) + chance.randbytes(5000), timeout=0.3)
