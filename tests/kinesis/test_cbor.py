"""The CBOR that AWS's SDKs for Java speak to Kinesis, written by hand: no Python client does.

Source: AWS SDK for Java 2.x, `aws-cbor-protocol` (`application/x-amz-cbor-1.1`, times are
milliseconds under tag 1); RFC 8949.
"""

import struct
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    if number < 2**8:
        return bytes([major << 5 | 24, number])
    if number < 2**16:
        return bytes([major << 5 | 25]) + struct.pack(">H", number)
    return bytes([major << 5 | 27]) + struct.pack(">Q", number)


def dump(value):
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(dump(k) + dump(v) for k, v in value.items())
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(0, value)


def load(data, at=0):
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    if short in (24, 25, 26, 27):
        size = 1 << (short - 24)
        number = int.from_bytes(data[at:at + size], "big")
        at += size
    else:
        number = short
    if major == 0:
        return number, at
    if major in (2, 3):
        text = data[at:at + number]
        return (text if major == 2 else text.decode()), at + number
    items, is_map = [], major == 5
    left = None if short == 31 else number * (2 if is_map else 1)
    while left != 0:
        if left is None and data[at] == 0xFF:
            at += 1
            break
        item, at = load(data, at)
        items.append(item)
        left = None if left is None else left - 1
    return (dict(zip(items[::2], items[1::2])) if is_map else items), at


def call(endpoint, operation, body, account="test"):
    request = botocore.awsrequest.AWSRequest("POST", endpoint + "/", data=dump(body), headers={
        "X-Amz-Target": f"Kinesis_20131202.{operation}",
        "Content-Type": "application/x-amz-cbor-1.1"})
    credentials = botocore.credentials.Credentials(account, "test")
    botocore.auth.SigV4Auth(credentials, "kinesis", "us-east-1").add_auth(request)
    plain = urllib.request.Request(
        request.url, data=request.data, headers=dict(request.headers.items()))
    try:
        with urllib.request.urlopen(plain, timeout=30) as answer:
            status, headers, content = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        status, headers, content = error.code, error.headers, error.read()
    if content:
        assert headers["Content-Type"] == "application/x-amz-cbor-1.1"
    return status, (load(content)[0] if content else None)


def test_records_go_in_and_come_out(endpoint, account):
    assert call(endpoint, "CreateStream", {"StreamName": "s", "ShardCount": 1}, account)[0] == 200
    status, put = call(endpoint, "PutRecord", {
        "StreamName": "s", "Data": b"\x00\xff", "PartitionKey": "k"}, account)
    assert status == 200 and put["ShardId"] == "shardId-000000000000"
    _, place = call(endpoint, "GetShardIterator", {
        "StreamName": "s", "ShardId": put["ShardId"], "ShardIteratorType": "AT_TIMESTAMP",
        "Timestamp": 1_500_000_000_000}, account)
    _, page = call(endpoint, "GetRecords", {"ShardIterator": place["ShardIterator"]}, account)
    [record] = page["Records"]
    assert record["Data"] == b"\x00\xff" and record["SequenceNumber"] == put["SequenceNumber"]
    assert record["ApproximateArrivalTimestamp"] > 1_700_000_000_000


def test_refusals_are_cbor_too(endpoint, account):
    status, error = call(endpoint, "DescribeStream", {"StreamName": "none"}, account)
    assert status == 400
    assert error["__type"].endswith("#ResourceNotFoundException")
    assert "Stream none under account" in error["message"]
