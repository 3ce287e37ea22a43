"""Fixtures of the tests of STS and of signatures: sessions, and clients that use them."""

import collections
import socket

import pytest

Keys = collections.namedtuple("Keys", "account secret token")


def keys_of(answer):
    """The credentials of an answer of STS, as `client(service, **keys._asdict())` takes them."""
    found = answer["Credentials"]
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


@pytest.fixture
def sts(client):
    return client("sts")


@pytest.fixture
def assume(sts, account):
    """`assume("role/dev", by=…, Tags=…)`: what STS answers to the account's root or to `by`."""
    def ask(role="role/dev", by=None, **arguments):
        wish = {"RoleArn": f"arn:aws:iam::{account}:{role}", "RoleSessionName": "me", **arguments}
        return (by or sts).assume_role(**wish)
    return ask


@pytest.fixture
def keys(assume):
    """Of a role's session, whose signatures the world must therefore verify."""
    return keys_of(assume())


@pytest.fixture
def as_session(client):
    """`as_session("s3", assume(…))`: a client with the credentials of STS's answer."""
    def make(service, answer, **options):
        return client(service, **keys_of(answer)._asdict(), **options)
    return make


@pytest.fixture
def localhost_names(monkeypatch):
    """All names under `localhost` are this machine (RFC 6761, 6.3), which not all libc know."""
    ask = socket.getaddrinfo

    def resolve(host, *arguments, **options):
        is_local = isinstance(host, str) and host.endswith(".localhost")
        return ask("127.0.0.1" if is_local else host, *arguments, **options)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
