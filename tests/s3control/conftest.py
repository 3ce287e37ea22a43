"""S3 Control's clients put the account before the host, which not every resolver knows."""

import socket
import urllib.parse

import pytest

from servers import make_client


@pytest.fixture
def control_of(monkeypatch):
    """`control_of(server, account)`: a client of S3 Control."""
    resolve = socket.getaddrinfo

    def below_localhost(host, *arguments, **options):
        host = "127.0.0.1" if str(host).endswith(".localhost") else host
        return resolve(host, *arguments, **options)
    monkeypatch.setattr(socket, "getaddrinfo", below_localhost)

    def make(server, account, **options):
        port = urllib.parse.urlsplit(server.endpoint).port
        return make_client(f"http://localhost:{port}", "s3control", account, **options)
    return make
