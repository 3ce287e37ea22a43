"""Faults by rate, share and distribution; and that a run can be repeated.

Our own behaviour: docs/control.md, "Faults".
"""

import time

import botocore.exceptions
import pytest


def outcomes(call, count):
    """Of so many calls: `None`, or the code of the refusal."""
    found = []
    for number in range(count):
        try:
            call(number)
            found.append(None)
        except botocore.exceptions.ClientError as error:
            found.append(error.response["Error"]["Code"])
    return found


def test_a_throttle_lets_a_rate_of_virtual_time_pass(own_server):
    sqs = own_server.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    own_server.fault("throttle", service="sqs", operation="SendMessage", rate=5)

    def send(number):
        sqs.send_message(QueueUrl=queue, MessageBody=str(number))
    assert outcomes(send, 7) == [None] * 5 + ["ThrottlingException"] * 2
    own_server.clock(advance="1s")
    assert outcomes(send, 7) == [None] * 5 + ["ThrottlingException"] * 2
    # Not more than a second's worth is saved up; parts of a second give parts.
    own_server.clock(advance="1h")
    assert outcomes(send, 6) == [None] * 5 + ["ThrottlingException"]
    own_server.clock(advance="400ms")
    assert outcomes(send, 3) == [None] * 2 + ["ThrottlingException"]
    assert outcomes(lambda _: sqs.list_queues(), 20) == [None] * 20


def test_a_rate_of_nothing_lets_one_pass_and_no_more(own_server):
    sqs = own_server.client("sqs")
    own_server.fault("throttle", service="sqs", rate=0)
    assert outcomes(lambda _: sqs.list_queues(), 3)[1:] == ["ThrottlingException"] * 2


def test_the_same_seed_gives_the_same_outcomes_and_another_does_not(server_factory):
    def run(seed):
        server = server_factory("--seed", str(seed))
        server.clock(freeze=True)
        sqs, s3 = server.client("sqs"), server.client("s3")
        queue = sqs.create_queue(QueueName="q")["QueueUrl"]
        server.fault("error", service="s3", percent=50)
        server.fault("throttle", service="sqs", operation="SendMessage", percent=30)
        server.fault("partial", service="sqs", operation="SendMessageBatch", percent=40)

        def batch(number):
            entries = [{"Id": str(at), "MessageBody": "m"} for at in range(10)]
            answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
            failed.append(sorted(entry["Id"] for entry in answer.get("Failed", [])))
        failed = []
        found = [
            outcomes(lambda _: s3.list_buckets(), 30),
            outcomes(lambda n: sqs.send_message(QueueUrl=queue, MessageBody=str(n)), 30),
            outcomes(batch, 5)]
        return found, failed
    first = run(7)
    assert first == run(7)
    assert first != run(8)
    (errors, throttled, _), failed = first
    assert 5 < errors.count("InternalError") < 25
    assert 2 < throttled.count("ThrottlingException") < 20
    assert any(failed) and not all(len(some) == 10 for some in failed)


@pytest.mark.parametrize("described, least, most", [
    ({"latency": "150ms"}, 0.15, 2),
    ({"latency": "100ms", "latency_max": "200ms"}, 0.1, 2),
    ({"latency": "300ms", "latency_deviation": "1ms"}, 0.25, 2),
    ({"percentiles": {"1": "100ms", "100": "150ms"}}, 0.05, 2),
])
def test_delays_follow_their_distribution_in_real_time(own_server, described, least, most):
    sqs = own_server.client("sqs")
    own_server.fault("latency", service="sqs", **described)
    since = time.monotonic()
    sqs.list_queues()
    assert least <= time.monotonic() - since <= most
    own_server.end_faults()
    added = own_server.world.faults.add("latency", **described).described
    shown = own_server.world.faults.list()[0]
    assert shown == added and shown["effect"] == "latency"
    # What is shown can be added again.
    members = {name: shown[name] for name in shown
               if name.startswith("latency") or name == "percentiles"}
    if members.get("latency") == members.get("latency_max"):
        members.pop("latency_max", None)
    again = own_server.world.faults.add("latency", **members).described
    assert {**again, "id": 0} == {**shown, "id": 0}


@pytest.mark.parametrize("service, operation, call", [
    ("s3", "ListBuckets", lambda c: c.list_buckets()),
    ("sns", "ListTopics", lambda c: c.list_topics()),
    ("dynamodb", "ListTables", lambda c: c.list_tables()),
    ("iam", "ListUsers", lambda c: c.list_users()),
])
def test_an_error_has_its_code_and_status_in_every_protocol(
        own_server, service, operation, call):
    own_server.fault("error", service=service, operation=operation, code="Sorry", status=418,
                     message="not today")
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(own_server.client(service))
    answer = caught.value.response
    assert answer["Error"]["Code"] == "Sorry" and answer["Error"]["Message"] == "not today"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 418
