"""Every operation of every service reaches the server as what the client meant.

Operations that are not implemented must answer 501 NotImplemented, in the protocol that the client
speaks, naming service and operation: botocore itself reads the answer. Requests that no server
can tell apart stand in collisions.txt.
"""

import json
import pathlib
import re
import urllib.request

import botocore.exceptions
import pytest
import requests_of_botocore as requests

HERE = pathlib.Path(__file__).parent
NAMED = re.compile(r"Nephele does not implement ([\w.-]+:\w+) yet\.")

# What botocore cannot send to a plain HTTP endpoint at an address, and why. Their requests are
# checked without a server by `cargo xtask routes`.
NOT_SENT = (
    botocore.exceptions.InvalidEndpointConfigurationError,  # bearer tokens want TLS
    botocore.exceptions.EndpointResolutionError,  # the ARN must be of a resource that exists
    botocore.exceptions.ParamValidationError,  # recursive shapes without an end
    AttributeError,  # event streams to the server
)
NOT_SENT_MAX = 40

# The services are dealt out to so many tests, which run in parallel.
PARTS = 32


def collisions():
    lines = (HERE / "collisions.txt").read_text().splitlines()
    return dict(line.split(" as ") for line in lines if " as " in line)


@pytest.fixture(scope="module")
def implemented(endpoint):
    with urllib.request.urlopen(f"{endpoint}/_nephele/services") as answer:
        rows = json.load(answer)
    return {f"{service}:{name}" for service, row in rows.items() for name in row["implemented"]}


def answer(client, operation, method):
    """What the server took the call for, or why botocore did not send it."""
    try:
        getattr(client, method)(**requests.input_of(client, operation))
    except botocore.exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        named = NAMED.search(message)
        if status == 501 and named and code == "NotImplemented":
            return named[1]
        # An answer to HEAD has no body in which an error could stand.
        if status == 501 and requests.is_head(client, operation):
            return None
        return f"{status} {code}: {message}"
    except NOT_SENT as error:
        return error
    return "a success"


@pytest.mark.parametrize("part", range(PARTS))
def test_operations_are_named(endpoint, implemented, part):
    twins = collisions()
    wrong, not_sent, checked = [], [], 0
    for service in requests.services()[part::PARTS]:
        client = requests.client(service, endpoint)
        for operation, method in requests.operations(client):
            name = f"{service}:{operation}"
            expected = twins.get(name, name)
            if name in implemented or expected in implemented:
                continue
            got = answer(client, operation, method)
            if isinstance(got, Exception):
                not_sent.append(f"{name}: {got!r}"[:200])
                continue
            checked += 1
            if got not in (expected, None):
                wrong.append(f"{name}: {got}")
    assert not wrong, f"{len(wrong)} of {checked} wrong:\n" + "\n".join(wrong[:50])
    assert len(not_sent) <= NOT_SENT_MAX, "\n".join(not_sent)
