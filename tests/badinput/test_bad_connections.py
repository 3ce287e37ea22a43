"""Connections that misbehave: heads without end, bodies too long or too short, slow senders.

Limits are ours and stand in crates/gateway; that a client meets an answer, and the server neither
grows nor stalls, is the point.
"""

import concurrent.futures
import http.client
import json
import socket
import time

import pytest

import raw

MIB = 1024 * 1024
GROWTH_MAX = 64 * MIB


@pytest.fixture
def server(server_factory):
    return server_factory()


def status_of(data):
    """The status of a raw reply; None when the server just closed."""
    return int(data.split(b" ", 2)[1]) if data.startswith(b"HTTP/1.1 ") else None


def is_healthy(server):
    return raw.send(server.endpoint, "GET", "/_nephele/health", timeout=5).status == 200


HEADS = {
    "one long header": b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 2 * MIB + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Many: a\r\n" * 20_000 + b"\r\n",
    "long target": b"GET /" + b"a" * 2 * MIB + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "no head": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "not http": b"nonsense\r\n\r\n",
    "old http": b"GET / HTTP/0.9\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                   b"Content-Length: 2\r\n\r\nab",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                         b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "bad chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "huge chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  b"ffffffffffffffff\r\nx",
    "space in name": b"GET / HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n",
    "null in value": b"GET / HTTP/1.1\r\nHost: x\r\nName: a\x00b\r\n\r\n",
}


@pytest.mark.parametrize("data", HEADS.values(), ids=HEADS.keys())
def test_bad_heads(server, data):
    status = status_of(raw.send_bytes(server.endpoint, data, timeout=2))
    assert status is None or 400 <= status < 500 or status in (501, 505), status
    assert is_healthy(server)


def head(service, length, extra=b""):
    return (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSQS.SendMessage\r\n"
            b"Content-Type: application/x-amz-json-1.0\r\nAuthorization: AWS4-HMAC-SHA256 "
            b"Credential=test/20300101/us-east-1/" + service + b"/aws4_request, "
            b"SignedHeaders=host, Signature=00\r\n" + extra
            + b"Content-Length: %d\r\n\r\n" % length)


def test_a_body_longer_than_allowed_is_refused_and_not_kept(server):
    before = server.resident_bytes()
    try:
        answer = raw.sqs_json(server.endpoint, "test", "SendMessage", b" " * (100 * MIB))
        assert answer.status in (400, 413), answer
        assert "__type" in json.loads(answer.body)
    except ConnectionError:
        pass  # A client that sends on after the refusal finds the connection closed.
    reply = raw.send_bytes(server.endpoint, head(b"sqs", 10**15), timeout=2)
    assert status_of(reply) in (400, 413), reply[:300]
    assert server.resident_bytes() - before < GROWTH_MAX
    assert is_healthy(server)


def test_a_body_that_breaks_off_changes_nothing(server):
    s3 = server.client("s3")
    s3.create_bucket(Bucket="half-written")
    for _ in range(20):
        connection = socket.create_connection(raw.address(server.endpoint))
        data = (b"PUT /half-written/key HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                b"AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/s3/aws4_request, "
                b"SignedHeaders=host, Signature=00\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
                b"Content-Length: 1000000\r\n\r\n" + b"x" * 500_000)
        connection.sendall(data)
        connection.close()
    assert "Contents" not in s3.list_objects_v2(Bucket="half-written")
    assert is_healthy(server)


def test_slow_senders_hold_up_nobody(server):
    """Slow-loris: hundreds of connections that send one byte now and then."""
    before = server.resident_bytes()
    slow = []
    try:
        for index in range(400):
            connection = socket.create_connection(raw.address(server.endpoint))
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" if index % 2 else head(b"sqs", 99))
            slow.append(connection)
        for _ in range(3):
            for connection in slow:
                try:
                    connection.sendall(b"X")
                except OSError:
                    pass  # Closing on a slow sender is a good answer too.
            started = time.monotonic()
            assert is_healthy(server)
            sqs = server.client("sqs")
            url = sqs.create_queue(QueueName="beside")["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody="b")
            assert time.monotonic() - started < 5
            time.sleep(0.2)
        assert server.resident_bytes() - before < GROWTH_MAX
    finally:
        for connection in slow:
            connection.close()
    assert is_healthy(server)


def test_bad_requests_do_not_make_the_server_grow(server):
    """The same bad requests ten times over leave the server as large as the first round did."""
    deep = b'{"QueueUrl": ' + b"[" * 100_000
    cases = [
        lambda: raw.sqs_json(server.endpoint, "test", "SendMessage", deep),
        lambda: raw.sqs_json(server.endpoint, "test", "SendMessage", b"\xff" * MIB),
        lambda: raw.sqs_query(server.endpoint, "test", "X", **{"a" * 5000: "b" * 100_000}),
        lambda: raw.signed(server.endpoint, "s3", "PUT", "/b/k?tagging", {}, b"<a>" * 100_000),
        lambda: raw.send(server.endpoint, "GET", "/" + "a" * 4000),
        lambda: raw.signed(server.endpoint, "sqs", "POST", "/", account="k" * 200, body=b"{}"),
    ]

    def round_of_requests():
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for future in [pool.submit(case) for case in cases * 5]:
                try:
                    assert future.result().status < 600
                except (http.client.HTTPException, OSError):
                    pass  # Refused before the body was read.
    for _ in range(3):
        round_of_requests()
    before = server.resident_bytes()
    for _ in range(10):
        round_of_requests()
    assert server.resident_bytes() - before < GROWTH_MAX
    assert is_healthy(server)


def test_unknown_keys_and_names_do_not_make_the_server_grow(server):
    """Nothing is kept of accounts, keys and queues that only failing requests have named."""
    def ask(index):
        body = json.dumps({"QueueUrl": f"http://x/{index:012}/nowhere"}).encode()
        return raw.sqs_json(server.endpoint, f"{index:012}", "ReceiveMessage", body).status
    for index in range(500):
        assert ask(index) == 400
    before = server.resident_bytes()
    for index in range(500, 3500):
        assert ask(index) == 400
    assert server.resident_bytes() - before < 16 * MIB
