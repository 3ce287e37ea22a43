"""Fixtures of the black-box tests.

Tests share one server (`endpoint`), each in an account of its own, so that they run in any order
and beside each other. Its clock is shared too: a test that moves the clock takes `own_server`.
`cargo xtask test` starts the shared server; without one, each pytest process starts its own.
"""

import os
import random
import socket
import urllib.parse
import uuid

import pytest

from servers import Control, Server, default_binary, make_client


@pytest.fixture(scope="session")
def binary():
    path = default_binary()
    if not os.path.isfile(path):
        pytest.exit(f"there is no {path}: run `cargo build --release -p nephele`", returncode=2)
    return path


@pytest.fixture(scope="session")
def endpoint(binary):
    given = os.environ.get("NEPHELE_ENDPOINT")
    if given:
        yield given
        return
    server = Server(binary)
    yield server.endpoint
    server.stop()


@pytest.fixture(scope="session")
def control(endpoint):
    return Control(endpoint)


@pytest.fixture
def account():
    """An account that no other test uses."""
    return f"{random.SystemRandom().randrange(10**11, 10**12)}"


@pytest.fixture
def client(endpoint, account):
    """`client("sqs", region=…, account=…)`: a client of the shared server."""
    def make(service, account=account, **options):
        return make_client(endpoint, service, account, **options)
    return make


@pytest.fixture
def server_factory(binary):
    """`server_factory("--strict", data=folder)`: a server that ends with the test."""
    started = []

    def make(*flags, **options):
        server = Server(binary, *flags, **options)
        started.append(server)
        return server
    yield make
    failures = []
    for server in started:
        if server.is_alive():
            try:
                server.stop()
            except (AssertionError, RuntimeError) as error:
                failures.append(error)
        elif "panicked at" in server.messages():
            failures.append(server.messages())
    assert not failures, failures


@pytest.fixture
def own_server(server_factory):
    """A server in memory with a frozen clock that the test may move."""
    server = server_factory()
    server.clock(freeze=True)
    return server


@pytest.fixture
def name():
    """A name that is free in the whole world."""
    return f"t-{uuid.uuid4().hex[:20]}"


@pytest.fixture
def sqs(client):
    return client("sqs")


@pytest.fixture
def s3(client):
    return client("s3")


@pytest.fixture
def queue(sqs, name):
    return sqs.create_queue(QueueName=name)["QueueUrl"]


@pytest.fixture
def fifo(sqs, name):
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    return sqs.create_queue(QueueName=f"{name}.fifo", Attributes=attributes)["QueueUrl"]


@pytest.fixture
def bucket(s3, name):
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def control_of(monkeypatch):
    """`control_of(server, account)`: a client of S3 Control. It puts the account before the host,
    which not every resolver knows."""
    resolve = socket.getaddrinfo

    def below_localhost(host, *arguments, **options):
        host = "127.0.0.1" if str(host).endswith(".localhost") else host
        return resolve(host, *arguments, **options)
    monkeypatch.setattr(socket, "getaddrinfo", below_localhost)

    def make(server, account, **options):
        port = urllib.parse.urlsplit(server.endpoint).port
        return make_client(f"http://localhost:{port}", "s3control", account, **options)
    return make
