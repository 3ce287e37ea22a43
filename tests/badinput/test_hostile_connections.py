"""Connections that mislead, wait, or never end."""

import contextlib
import socket
import time

import pytest

from badinput.wellformed import connect, exchange, status_of

MIB = 1024 * 1024
HEAD_SECONDS = 20
FORM = (b"POST /bad-input-bucket HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: %d\r\n\r\n")

MISLEADING = {
    "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                         b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                         b"GET /smuggled HTTP/1.1\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
                   b"hello!",
    "negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "signed length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
    "length beyond 64 bits": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999"
                             b"\r\n\r\n",
    "unknown coding": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\n\r\n",
    "bad chunk size": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "endless chunk size": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          + b"0" * 100_000,
    "endless chunk extension": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                               b"1;" + b"e" * MIB,
    "space in name": b"GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    "head over 64 KiB": b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 70_000 + b"\r\n\r\n",
    "257 headers": b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 257 + b"\r\n",
    "target over 64 KiB": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
    "HTTP/2 and noise": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 1000,
}


@pytest.mark.parametrize("case", MISLEADING)
def test_misleading_heads(bare, server, case):
    """Refused or closed, and nothing in the body is taken for a request of its own."""
    reply = exchange(server.endpoint, MISLEADING[case])
    assert status_of(reply) is None or 400 <= status_of(reply) < 500, reply[:300]
    assert reply.count(b"HTTP/1.1 ") <= 1, reply[:1000]


def test_a_form_whose_part_has_an_endless_head(bare, server):
    """S3 allows 20 KB before the file (`MaxPostPreDataLengthExceeded`); more is not collected."""
    before = server.resident_bytes()
    length = 64 * MIB
    with connect(server.endpoint) as connection:
        connection.sendall(FORM % length)
        with contextlib.suppress(OSError):
            connection.sendall(b'--B\r\nContent-Disposition: form-data; name="a"\r\nX: ')
            for _ in range(length // MIB - 1):
                connection.sendall(b"x" * MIB)
                assert server.resident_bytes() - before < 32 * MIB
        with contextlib.suppress(OSError):
            reply = connection.recv(65536)
            assert status_of(reply) == 400, reply
            assert b"<Code>M" in reply


def test_a_form_that_is_refused_while_it_is_sent(bare, server):
    """The client sees the refusal although much of its file is still on the way."""
    body = (b'--B\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n'
            b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"x" * MIB
            + b"\r\n--B--\r\n")
    reply = exchange(server.endpoint, FORM % len(body) + body, until=b"</Error>")
    assert status_of(reply) == 403, reply[:300]
    assert b"<Code>AccessDenied</Code>" in reply


def test_silent_connections_are_given_up(bare, server):
    """They would use up all connections: nothing at all, half a head, half of HTTP/2's preface."""
    starts = [b"", b"G", b"PRI * HTT", b"GET / HTTP/1.1\r\nHost:",
              b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    connections = []
    for start in starts * 60:
        connection = connect(server.endpoint)
        connection.sendall(start)
        connections.append(connection)
    began = time.monotonic()
    # Others are answered meanwhile.
    assert bare.sqs("GetQueueUrl", QueueName="queue")
    assert time.monotonic() - began < 5
    deadline = began + HEAD_SECONDS + 6
    for connection in connections:
        connection.settimeout(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ConnectionResetError):
            try:
                while connection.recv(65536):
                    pass
            except socket.timeout:
                pytest.fail(f"still open after {time.monotonic() - began:.0f} s")
        connection.close()
