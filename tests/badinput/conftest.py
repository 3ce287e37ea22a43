"""One server for all bad input, which must be as well afterwards as before."""

import time

import pytest

from bare import Bare
from servers import Server

MIB = 1024 * 1024
# Bodies of up to 72 MiB are collected, and the allocator keeps some of what it once had.
GROWTH_MAX = 256 * MIB


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    data = tmp_path_factory.mktemp("badinput") / "data"
    server = Server(binary, "--verify-answers", data=data)
    server.data = data
    client = Bare(server.endpoint)
    client.sqs("CreateQueue", QueueName="queue")
    assert client.s3("PUT", "/bad-input-bucket").status == 200
    before = server.resident_bytes()
    yield server
    healthy(server)
    assert server.resident_bytes() - before < GROWTH_MAX
    server.stop()


@pytest.fixture
def bare(server):
    client, panics = Bare(server.endpoint), server.messages().count("panicked")
    yield client
    client.close()
    assert server.messages().count("panicked") == panics, server.messages()[-2000:]
    healthy(server)


def healthy(server):
    """It is alive and answers real work at once."""
    assert server.is_alive(), server.messages()
    client = Bare(server.endpoint, timeout=5)
    start = time.monotonic()
    assert client.sqs("GetQueueUrl", QueueName="queue")["QueueUrl"]
    assert client.s3("HEAD", "/bad-input-bucket").status == 200
    client.close()
    assert time.monotonic() - start < 5
