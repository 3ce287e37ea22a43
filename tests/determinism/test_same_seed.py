"""The same seed, the same clock and the same calls give the same bytes and the same store.

Invariant 5 of ARCHITECTURE.md. The requests are made once by raw HTTP, so that no client library
adds chance of its own.
"""

import json
import re
import subprocess

import pytest

import raw
from servers import free_port

ACCOUNT = "123456789012"
START = "2030-01-01T00:00:00Z"
# Told by the host and not by the world: when the answer was sent.
HOST_HEADERS = {"date"}


def calls(endpoint):
    """A workload; yields what each call answered. Later calls use earlier answers."""
    def sqs(operation, **body):
        answer = raw.sqs_json(endpoint, ACCOUNT, operation, json.dumps(body).encode())
        return answer, (json.loads(answer.body) if answer.body else {})

    def s3(method, path, body=b"", headers=None):
        return raw.signed(endpoint, "s3", method, path, headers, body, ACCOUNT)

    def sts(**form):
        body = "&".join(f"{key}={value}" for key, value in form.items()).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return raw.signed(endpoint, "sts", "POST", "/", headers, body, ACCOUNT)

    answer, made = sqs("CreateQueue", QueueName="q")
    yield answer
    url = made["QueueUrl"]
    for index in range(20):
        yield sqs("SendMessage", QueueUrl=url, MessageBody=f"m{index}")[0]
    for _ in range(3):
        answer, got = sqs("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=7,
                          MessageSystemAttributeNames=["All"])
        yield answer
        for message in got.get("Messages", [])[::2]:
            yield sqs("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])[0]
    yield sqs("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])[0]
    yield sqs("SendMessage", QueueUrl=url)[0]
    yield s3("PUT", "/determined-bucket")
    for size in (0, 10, 100_000, 3_000_000):
        yield s3("PUT", f"/determined-bucket/object-{size}", b"x" * size)
    yield s3("GET", "/determined-bucket?list-type=2&max-keys=2")
    yield s3("GET", "/determined-bucket/object-100000")
    yield s3("GET", "/determined-bucket/not-there")
    yield s3("DELETE", "/determined-bucket/object-10")
    yield sts(Action="GetCallerIdentity", Version="2011-06-15")
    yield sts(Action="AssumeRole", Version="2011-06-15", RoleSessionName="tester",
              RoleArn=f"arn:aws:iam::{ACCOUNT}:role/worker")


def run(server_factory, data, seed, workload, port):
    """Replies and the hash of the store after it."""
    server = server_factory("--seed", seed, data=data, port=port)
    server.clock(freeze=True, set=START)
    replies = []
    for answer in workload(server.endpoint):
        headers = sorted((key.lower(), value) for key, value in answer.headers.items())
        kept = [pair for pair in headers if pair[0] not in HOST_HEADERS]
        replies.append((answer.status, kept, answer.body))
    server.stop()
    printed = subprocess.run(
        [server.binary, "fsck", "--hash", "--data", str(data)], check=True, text=True,
        capture_output=True).stdout
    return replies, re.search(r"^hash\s+(\w+)$", printed, re.MULTILINE).group(1)


@pytest.fixture
def port():
    """The endpoint is part of the world: queue URLs and jobs name it."""
    return free_port()


@pytest.mark.parametrize("seed", ["1", "18446744073709551615"])
def test_two_runs_of_one_seed_are_the_same(server_factory, tmp_path, port, seed):
    first = run(server_factory, tmp_path / "a", seed, calls, port)
    second = run(server_factory, tmp_path / "b", seed, calls, port)
    for one, other in zip(first[0], second[0], strict=True):
        assert one == other
    assert first[1] == second[1], "the stores differ"


def test_another_seed_gives_another_world(server_factory, tmp_path, port):
    first = run(server_factory, tmp_path / "a", "1", calls, port)
    second = run(server_factory, tmp_path / "b", "2", calls, port)
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_the_hash_sees_one_changed_message(server_factory, tmp_path, port):
    def changed(endpoint):
        yield from calls(endpoint)
        body = json.dumps({"QueueUrl": f"{endpoint}/{ACCOUNT}/q", "MessageBody": "more"}).encode()
        yield raw.sqs_json(endpoint, ACCOUNT, "SendMessage", body)
    first = run(server_factory, tmp_path / "a", "1", calls, port)
    second = run(server_factory, tmp_path / "b", "1", changed, port)
    assert first[0] == second[0][:-1]
    assert first[1] != second[1]
