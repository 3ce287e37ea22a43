"""Servers and endpoints of ACME."""

import pytest

from acm.acme_endpoint import ACCOUNT, Endpoint


@pytest.fixture
def frozen(own_server):
    own_server.clock(freeze=True)
    return own_server


@pytest.fixture
def make_endpoint(frozen):
    acm = frozen.client("acm", account=ACCOUNT)
    return lambda **options: Endpoint(frozen, acm, **options)
