"""Malformed bodies of AWS JSON (SQS speaks 1.0).

Sources: Smithy AWS JSON protocol (`SerializationException` for what does not parse or has the wrong
type); SQS API Reference, "Common Error Types".
"""

import json

import pytest

from badinput.wellformed import json_error

URL = "http://localhost/123456789012/queue"
SEND = {"QueueUrl": URL, "MessageBody": "text"}
DEPTH = 200_000

MALFORMED = {
    "nothing but a brace": b"{",
    "cut off": json.dumps(SEND).encode()[:-1],
    "trailing garbage": json.dumps(SEND).encode() + b"x",
    "two documents": json.dumps(SEND).encode() * 2,
    "single quotes": b"{'QueueUrl': 'x'}",
    "bare word": b"nonsense",
    "unquoted name": b"{QueueUrl: 1}",
    "trailing comma": b'{"QueueUrl": "x",}',
    "bad escape": b'{"QueueUrl": "\\x41"}',
    "lone surrogate": b'{"QueueUrl": "\\ud800"}',
    "control character": b'{"QueueUrl": "a\x01b"}',
    "invalid UTF-8": b'{"QueueUrl": "\xff\xfe"}',
    "overlong UTF-8": b'{"QueueUrl": "\xc0\xaf"}',
    "UTF-16": json.dumps(SEND).encode("utf-16"),
    "byte zero": b"\0",
    "NaN": b'{"QueueUrl": NaN}',
    "infinite number": b'{"DelaySeconds": 1e999, "QueueUrl": "x", "MessageBody": "y"}',
    "leading zero": b'{"DelaySeconds": 01}',
    "deep lists": b"[" * DEPTH,
    "deep objects": b'{"a":' * DEPTH,
    "deep and closed": b'{"QueueUrl":' + b"[" * DEPTH + b"]" * DEPTH + b"}",
    "deep in an unknown member": b'{"Nobody":' + b"[" * DEPTH + b"]" * DEPTH + b"}",
    "XML": b"<SendMessage/>",
    "a form": b"Action=SendMessage&QueueUrl=x",
    "a list": b"[]",
    "a string": b'"text"',
    "a number": b"7",
}

WRONG_TYPES = {
    "string is number": {**SEND, "MessageBody": 7},
    "string is list": {**SEND, "MessageBody": ["text"]},
    "string is object": {**SEND, "MessageBody": {"text": 1}},
    "string is boolean": {**SEND, "MessageBody": True},
    "number is object": {**SEND, "DelaySeconds": {}},
    "number is word": {**SEND, "DelaySeconds": "many"},
    "number beyond 64 bits": {**SEND, "DelaySeconds": 10**40},
    "map is list": {**SEND, "MessageAttributes": ["a"]},
    "map is string": {**SEND, "MessageAttributes": "a"},
    "structure is string": {**SEND, "MessageAttributes": {"a": "b"}},
    "blob is no base64": {**SEND, "MessageAttributes": {
        "a": {"DataType": "Binary", "BinaryValue": "%%%"}}},
    "blob is number": {**SEND, "MessageAttributes": {
        "a": {"DataType": "Binary", "BinaryValue": 5}}},
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed(bare, case):
    answer = bare.json_rpc("AmazonSQS.SendMessage", MALFORMED[case])
    json_error(answer, "SerializationException", "MalformedInput")


@pytest.mark.parametrize("case", WRONG_TYPES)
def test_wrong_types(bare, case):
    answer = bare.json_rpc("AmazonSQS.SendMessage", WRONG_TYPES[case])
    json_error(answer, "SerializationException", "InvalidParameterValue")


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b" \n "])
def test_absent_members(bare, body):
    """Required members are missing: the model's validation error, not a crash."""
    answer = bare.json_rpc("AmazonSQS.SendMessage", body)
    json_error(answer, "MissingParameter", "MissingRequiredParameterException",
               "ValidationException", "SerializationException", "InvalidParameterValue")


@pytest.mark.parametrize("target", [
    "AmazonSQS.Nothing", "AmazonSQS.", "AmazonSQS", ".", "", "AmazonSQS.SendMessage.More",
    "AmazonSQS.sendmessage", "x" * 8000, "AmazonSQS.%00",
])
def test_unknown_targets(bare, target):
    answer = bare.json_rpc(target, SEND)
    assert 400 <= answer.status < 500, answer
    body = json.loads(answer.body)
    assert body["__type"].split("#")[-1] in (
        "UnknownOperationException", "UnknownService", "InvalidAction"), answer


def test_a_message_that_is_too_long(bare):
    """SQS: "A message can be up to 1 MiB"; the protocol's own limit is far above."""
    answer = bare.json_rpc("AmazonSQS.SendMessage", {**SEND, "MessageBody": "x" * (1024**2 + 1)})
    json_error(answer, "InvalidParameterValue")


def test_a_body_that_is_too_long(bare):
    answer = bare.json_rpc("AmazonSQS.SendMessage", b'"' + b"x" * (73 * 1024**2) + b'"')
    json_error(answer, "RequestEntityTooLarge", status=413)


def test_many_members_and_entries(bare):
    """Ten thousand batch entries where ten are allowed."""
    entries = [{"Id": f"i{n}", "MessageBody": "x"} for n in range(10_000)]
    answer = bare.json_rpc("AmazonSQS.SendMessageBatch", {"QueueUrl": URL, "Entries": entries})
    json_error(answer, "TooManyEntriesInBatchRequest")
    many = {f"Member{n}": n for n in range(100_000)}
    assert bare.json_rpc("AmazonSQS.SendMessage", {**many, **SEND}).status == 200


@pytest.mark.parametrize("url", [
    "", "x", "http://", "http://[", "../../etc/passwd", "http://x/123456789012/../queue",
    "http://localhost/123456789012/queue/extra", "http://localhost/abc/queue", "%00", "\x00",
    "http://localhost/123456789012/" + "q" * 100_000, "http://localhost/99999999999999999999/queue",
])
def test_queue_urls(bare, url):
    answer = bare.json_rpc("AmazonSQS.SendMessage", {"QueueUrl": url, "MessageBody": "x"})
    json_error(answer, "InvalidAddress", "QueueDoesNotExist", "NonExistentQueue",
               "InvalidParameterValue", "MissingParameter", "SerializationException",
               status=answer.status)
    assert 400 <= answer.status < 500, answer


@pytest.mark.parametrize("handle", ["", "x", "\x00", "é" * 1000, "A" * 100_000, "e30=", "////"])
def test_receipt_handles(bare, handle):
    """SQS, DeleteMessage: `ReceiptHandleIsInvalid`."""
    answer = bare.json_rpc("AmazonSQS.DeleteMessage", {"QueueUrl": URL, "ReceiptHandle": handle})
    json_error(answer, "ReceiptHandleIsInvalid", "InvalidParameterValue", "MissingParameter",
               status=answer.status)
    assert answer.status in (400, 404), answer
