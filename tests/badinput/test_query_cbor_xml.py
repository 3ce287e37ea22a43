"""Malformed bodies of the query protocol, of CBOR and of S3's XML.

Sources: SQS API Reference (query requests); S3 API Reference, "Error responses" (`MalformedXML`,
400); Smithy RPC v2 CBOR.
"""

import pytest

from badinput.wellformed import query_error, s3_error

DEPTH = 200_000
BUCKET = "/bad-input-bucket"


# --- query ---

@pytest.mark.parametrize("body", [
    b"", b"&&&", b"=", b"Action=", b"Action=Nothing&Version=2012-11-05", b"Action=%00",
    b"Action=" + b"A" * 100_000, b"\xff\xfe", b"Action=\xff", b"Action=%ff", b"Action=%zz",
    b"Version=2012-11-05",
])
def test_no_such_action(bare, body):
    answer = bare.query(body)
    assert 400 <= answer.status < 500, answer
    query_error(answer, "InvalidAction", "MissingAction", "UnknownService",
                "UnknownOperationException", "MalformedQueryString", status=answer.status)


@pytest.mark.parametrize("pairs", [
    b"QueueName=",
    b"QueueName=%ff%fe",
    b"QueueName=a&Attribute.1.Name=DelaySeconds&Attribute.1.Value=many",
    b"QueueName=a&Attribute.99999999999999999999.Name=DelaySeconds",
    b"QueueName=a&Attribute.-1.Name=DelaySeconds&Attribute.-1.Value=1",
    b"QueueName=" + b"n" * 500_000,
    b"QueueName=" + b"%00" * 40,
    b"QueueName=../../../etc/passwd",
])
def test_create_queue(bare, pairs):
    answer = bare.query(b"Action=CreateQueue&Version=2012-11-05&" + pairs)
    query_error(answer, "InvalidParameterValue", "InvalidAttributeName", "InvalidAttributeValue",
                "MissingParameter", "MalformedQueryString", "SerializationException",
                "ValidationError", "MalformedInput")


def test_sparse_and_many_parameters(bare):
    """Neither a huge index nor many parameters may cost memory by their numbers."""
    head = b"Action=CreateQueue&Version=2012-11-05&QueueName=sparse"
    sparse = bare.query(head + b"&Attribute.2147483647.Name=DelaySeconds"
                               b"&Attribute.2147483647.Value=1")
    assert sparse.status in (200, 400), sparse
    many = b"".join(b"&P%d.Q.%d=1" % (n, n) for n in range(100_000))
    assert bare.query(head + many).status in (200, 400)
    dots = bare.query(head + b"&Attribute" + b".1" * 100_000 + b"=x")
    assert dots.status in (200, 400), dots


# --- CBOR ---

@pytest.mark.parametrize("body", [
    b"", b"\xff", b"\x9f" * DEPTH, b"\xbf" * DEPTH, b"\x81" * DEPTH, b"\x5b" + b"\xff" * 8,
    b"\x9b" + b"\xff" * 8, b"\xbb" + b"\xff" * 8, b"\x7a\xff\xff\xff\xff", b"\xd9\xff\xff" * 9999,
    b"\xa1\x61\x61", b"\x1c", b"{}",
])
def test_cbor(bare, body):
    """No service here speaks it yet: each answer is a whole refusal in CBOR all the same."""
    answer = bare.request("POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData",
                          body, {"smithy-protocol": "rpc-v2-cbor",
                                 "Content-Type": "application/cbor"})
    assert answer.status in (400, 403, 501), answer
    assert answer.headers["smithy-protocol"] == "rpc-v2-cbor", answer
    assert answer.headers["content-type"] == "application/cbor", answer
    assert b"__type" in answer.body, answer
    sqs = bare.request("POST", "/service/AmazonSQS/operation/SendMessage", body, {
        "smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"})
    assert 400 <= sqs.status <= 501, sqs


# --- XML ---

def bomb(levels):
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "lol">'
        for n in range(levels))
    return f"<!DOCTYPE d [{entities}]><Delete><Object><Key>&e{levels - 1};</Key></Object></Delete>"


MALFORMED_XML = {
    "empty": b"",
    "text": b"text",
    "JSON": b"{}",
    "not closed": b"<Delete>",
    "crossed": b"<Delete><Object></Delete></Object>",
    "two roots": b"<Delete/><Delete/>",
    "wrong root": b"<Remove><Object><Key>a</Key></Object></Remove>",
    "bad name": b"<Delete><1/></Delete>",
    "unknown entity": b"<Delete><Object><Key>&nobody;</Key></Object></Delete>",
    "byte zero": b"<Delete><Object><Key>a\0b</Key></Object></Delete>",
    "invalid UTF-8": b"<Delete><Object><Key>\xff\xfe</Key></Object></Delete>",
    "bad reference": b"<Delete><Object><Key>&#xFFFFFFFF;</Key></Object></Delete>",
    "forbidden reference": b"<Delete><Object><Key>&#0;</Key></Object></Delete>",
    "deep": b"<Delete>" + b"<a>" * DEPTH,
    "deep and closed": b"<Delete>" + b"<a>" * DEPTH + b"</a>" * DEPTH + b"</Delete>",
    "entity bomb": bomb(9).encode(),
    "file entity": b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                   b"<Delete><Object><Key>&e;</Key></Object></Delete>",
    "net entity": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><Delete><Object><Key>a</Key>'
                  b"</Object></Delete>",
    "cut off comment": b"<Delete><!-- ",
    "cut off CDATA": b"<Delete><![CDATA[ ",
    "attribute without value": b"<Delete a></Delete>",
    "no objects": b"<Delete></Delete>",
    "object without key": b"<Delete><Object></Object></Delete>",
    "1,001 objects": b"<Delete>" + b"<Object><Key>a</Key></Object>" * 1001 + b"</Delete>",
}


@pytest.mark.parametrize("case", MALFORMED_XML)
def test_delete_objects(bare, case):
    answer = bare.s3("POST", f"{BUCKET}?delete", MALFORMED_XML[case])
    s3_error(answer, "MalformedXML", "MissingRequestBodyError", "InvalidRequest")
    assert b"root:" not in answer.body


@pytest.mark.parametrize("query", ["tagging", "versioning", "cors"])
@pytest.mark.parametrize("case", ["text", "not closed", "wrong root", "deep", "invalid UTF-8",
                                  "entity bomb"])
def test_configurations(bare, query, case):
    answer = bare.s3("PUT", f"{BUCKET}?{query}", MALFORMED_XML[case])
    s3_error(answer, "MalformedXML", "InvalidRequest")


def test_complete_multipart_upload(bare):
    target = f"{BUCKET}/parts"
    created = bare.s3("POST", f"{target}?uploads").body.decode()
    upload = created.split("<UploadId>")[1].split("<")[0]
    for body in (b"<x/>", b"<CompleteMultipartUpload><Part><PartNumber>one</PartNumber></Part>"
                 b"</CompleteMultipartUpload>", b"<CompleteMultipartUpload>" + b"<Part>" * DEPTH):
        answer = bare.s3("POST", f"{target}?uploadId={upload}", body)
        s3_error(answer, "MalformedXML", "InvalidPart", "InvalidRequest")
