"""Well-formed requests with values that no client means.

Sources: SQS API Reference, "Common Error Types" and each operation's errors; S3 API Reference,
"Error responses" (`MalformedXML`, 400).
"""

import base64
import hashlib
import json
import urllib.parse

import pytest

from badinput.wellformed import json_error, s3_error

URL = "http://localhost/123456789012/queue"
BUCKET = "/bad-input-bucket"
SEND = {"QueueUrl": URL, "MessageBody": "text"}
DEPTH = 200_000


@pytest.mark.parametrize("target", [
    "AmazonSQS.Nothing", "AmazonSQS.", "AmazonSQS", ".", "", "AmazonSQS.SendMessage.More",
    "AmazonSQS.sendmessage", "x" * 8000, "AmazonSQS.%00",
])
def test_unknown_targets(bare, target):
    answer = bare.json_rpc(target, SEND)
    assert 400 <= answer.status < 500, answer
    assert json.loads(answer.body)["__type"].split("#")[-1] in (
        "UnknownOperationException", "UnknownService", "InvalidAction"), answer


@pytest.mark.parametrize("url", [
    "", "x", "http://", "http://[", "../../etc/passwd", "http://x/123456789012/../queue",
    "http://localhost/123456789012/queue/extra", "http://localhost/abc/queue", "%00", "\x00",
    "http://localhost/123456789012/" + "q" * 100_000, "http://localhost/99999999999999999999/queue",
], ids=lambda url: repr(url[:50]))
def test_queue_urls(bare, url):
    answer = bare.json_rpc("AmazonSQS.SendMessage", {"QueueUrl": url, "MessageBody": "x"})
    json_error(answer, "InvalidAddress", "QueueDoesNotExist", "NonExistentQueue",
               "InvalidParameterValue", "MissingParameter", status=answer.status)
    assert 400 <= answer.status < 500, answer


@pytest.mark.parametrize("operation", ["GetQueueUrl", "CreateQueue"])
@pytest.mark.parametrize("name", [
    "", "n" * 100_000, "../../etc/passwd", "a\x00b", "é" * 80, ".fifo", "a b", "%2e%2e",
], ids=lambda name: repr(name[:20]))
def test_queue_names(bare, operation, name):
    answer = bare.json_rpc(f"AmazonSQS.{operation}", {"QueueName": name})
    json_error(answer, "InvalidParameterValue", "QueueDoesNotExist", "MissingParameter")


@pytest.mark.parametrize("handle", ["", "x", "\x00", "é" * 1000, "A" * 100_000, "e30=", "////"],
                         ids=lambda handle: repr(handle[:10]))
def test_receipt_handles(bare, handle):
    answer = bare.json_rpc("AmazonSQS.DeleteMessage", {"QueueUrl": URL, "ReceiptHandle": handle})
    json_error(answer, "ReceiptHandleIsInvalid", "InvalidParameterValue", "MissingParameter",
               status=answer.status)
    assert answer.status in (400, 404), answer


@pytest.mark.parametrize("members", [
    {"StartingToken": "x"}, {"NextToken": "////"}, {"NextToken": "A" * 100_000},
    {"QueueNamePrefix": "p" * 100_000}, {"MaxResults": 2**31 - 1}, {"MaxResults": -(2**31)},
], ids=lambda members: str(members)[:40])
def test_pages(bare, members):
    """A bad token is refused; no number of results is taken as an amount of memory."""
    answer = bare.json_rpc("AmazonSQS.ListQueues", {"MaxResults": 1, **members})
    assert answer.status in (200, 400), answer


def test_a_message_that_is_too_long(bare):
    """SQS quotas: a message has at most 1 MiB; the protocol's own limit is far above."""
    answer = bare.json_rpc("AmazonSQS.SendMessage", {**SEND, "MessageBody": "x" * (1024**2 + 1)})
    json_error(answer, "InvalidParameterValue")


def test_many_entries(bare):
    """Ten thousand batch entries where ten are allowed, and members that nobody knows."""
    entries = [{"Id": f"i{n}", "MessageBody": "x"} for n in range(10_000)]
    answer = bare.json_rpc("AmazonSQS.SendMessageBatch", {"QueueUrl": URL, "Entries": entries})
    json_error(answer, "TooManyEntriesInBatchRequest")
    many = {f"Member{n}": n for n in range(100_000)}
    assert bare.json_rpc("AmazonSQS.SendMessage", {**many, **SEND}).status == 200


@pytest.mark.parametrize("index", [b"2147483647", b"18446744073709551616", b"-1", b"0", b"1.1"])
def test_an_index_is_not_an_amount_of_memory(bare, index):
    head = b"Action=CreateQueue&Version=2012-11-05&QueueName=sparse"
    answer = bare.query(head + b"&Attribute." + index + b".Name=DelaySeconds"
                               b"&Attribute." + index + b".Value=0")
    assert answer.status in (200, 400), answer


def bomb(levels):
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "lol">'
        for n in range(levels))
    return f"<!DOCTYPE d [{entities}]><Delete><Object><Key>&e{levels - 1};</Key></Object></Delete>"


HOSTILE_XML = {
    "wrong root": b"<Remove><Object><Key>a</Key></Object></Remove>",
    "byte zero": b"<Delete><Object><Key>a\0b</Key></Object></Delete>",
    "forbidden reference": b"<Delete><Object><Key>&#0;</Key></Object></Delete>",
    "deep": b"<Delete>" + b"<a>" * DEPTH,
    "deep and closed": b"<Delete>" + b"<a>" * DEPTH + b"</a>" * DEPTH + b"</Delete>",
    "entity bomb": bomb(9).encode(),
    "file entity": b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                   b"<Delete><Object><Key>&e;</Key></Object></Delete>",
    "cut off comment": b"<Delete><!-- ",
    "cut off CDATA": b"<Delete><![CDATA[ ",
    "no objects": b"<Delete></Delete>",
    "object without key": b"<Delete><Object></Object></Delete>",
    "1,001 objects": b"<Delete>" + b"<Object><Key>a</Key></Object>" * 1001 + b"</Delete>",
}


def with_digest(bare, method, target, body):
    """S3 takes these bodies with a digest only."""
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    return bare.s3(method, target, body, {"Content-MD5": digest})


@pytest.mark.parametrize("case", HOSTILE_XML)
def test_delete_objects(bare, case):
    answer = with_digest(bare, "POST", f"{BUCKET}?delete", HOSTILE_XML[case])
    s3_error(answer, "MalformedXML", "MissingRequestBodyError")
    assert b"root:" not in answer.body


@pytest.mark.parametrize("query", ["tagging", "versioning", "cors"])
@pytest.mark.parametrize("case", ["wrong root", "deep", "entity bomb"])
def test_configurations(bare, query, case):
    answer = with_digest(bare, "PUT", f"{BUCKET}?{query}", HOSTILE_XML[case])
    s3_error(answer, "MalformedXML")


def test_complete_multipart_upload(bare):
    target = f"{BUCKET}/parts"
    created = bare.s3("POST", f"{target}?uploads").body.decode()
    upload = created.split("<UploadId>")[1].split("<")[0]
    for body in (b"<x/>", b"<CompleteMultipartUpload><Part><PartNumber>one</PartNumber></Part>"
                 b"</CompleteMultipartUpload>", b"<CompleteMultipartUpload>" + b"<Part>" * DEPTH):
        answer = bare.s3("POST", f"{target}?uploadId={upload}", body)
        s3_error(answer, "MalformedXML")


@pytest.mark.parametrize("key", [
    "..", "../../../../tmp/nephele-escaped", "%2e%2e/%2e%2e/%2e%2e/tmp/nephele-escaped", "a//b",
    ".", "./a", "a/../b", "a/./b", "%00", "%5c..%5cx", "%c3%a9", "CON", "a%0d%0aX-Injected:%20yes",
    "-rf", "$(touch%20nephele-escaped)", "k" * 1024,
])
def test_keys_are_only_names(bare, server, key):
    """S3 User Guide, "Object key names": any UTF-8 of up to 1,024 bytes; nothing is a path."""
    answer = bare.s3("PUT", f"{BUCKET}/{key}", key.encode())
    assert answer.status == 200, answer
    found = bare.s3("GET", f"{BUCKET}/{key}")
    assert (found.status, found.body) == (200, key.encode())
    assert "x-injected" not in found.headers
    names = {path.name for path in server.data.iterdir()}
    assert names == {"lock", "FORMAT", "root.key", "db", "blobs", "staging"}
    assert not [path for path in server.data.parent.rglob("*escaped*")]
    assert bare.s3("DELETE", f"{BUCKET}/{key}").status == 204


@pytest.mark.parametrize("key", ["k" * 1025, "é" * 513])
def test_keys_that_are_too_long(bare, key):
    answer = bare.s3("PUT", f"{BUCKET}/{urllib.parse.quote(key)}", b"x")
    s3_error(answer, "KeyTooLongError")
