"""What time does to messages: visibility timeouts, delays, retention, counts. Each test moves the
clock of a server of its own, which stands still otherwise.

Source: Amazon SQS Developer Guide, "Amazon SQS visibility timeout", "delay queues", "message
timers", "Amazon SQS queue and message identifiers"; API Reference.
"""

import pytest

from expect import refused
from servers import wait_until

COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed")


@pytest.fixture
def sqs(own_server):
    return own_server.client("sqs")


@pytest.fixture
def clock(own_server):
    return own_server.clock


@pytest.fixture
def queue(sqs):
    return sqs.create_queue(QueueName="q")["QueueUrl"]


def receive(sqs, url, count=10, **arguments):
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, **arguments)
    return answer.get("Messages", [])


def bodies(sqs, url, **arguments):
    return [message["Body"] for message in receive(sqs, url, **arguments)]


def counts(sqs, url):
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(COUNTS))["Attributes"]
    return tuple(int(found[name]) for name in COUNTS)


def test_a_received_message_is_hidden_for_thirty_seconds(sqs, clock, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    first = receive(sqs, queue)[0]
    assert receive(sqs, queue) == []
    clock(advance="29s")
    assert receive(sqs, queue) == []
    clock(advance="1s")
    second = receive(sqs, queue)[0]
    assert second["MessageId"] == first["MessageId"]
    assert second["ReceiptHandle"] != first["ReceiptHandle"]


@pytest.mark.parametrize("seconds", [1, 60, 43200])
def test_the_timeout_of_the_queue_and_of_the_call(sqs, clock, seconds):
    url = sqs.create_queue(
        QueueName="v", Attributes={"VisibilityTimeout": str(seconds)})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="b")
    for _ in range(2):
        assert bodies(sqs, url) == ["b"]
        clock(advance=seconds - 1)
        assert bodies(sqs, url) == []
        clock(advance=1)
    assert bodies(sqs, url, VisibilityTimeout=5) == ["b"]
    clock(advance=5)
    assert bodies(sqs, url) == ["b"]


def test_changing_the_timeout_counts_from_now(sqs, clock, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    handle = receive(sqs, queue)[0]["ReceiptHandle"]
    clock(advance="20s")
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=100)
    clock(advance="99s")
    assert bodies(sqs, queue) == []
    clock(advance="1s")
    assert bodies(sqs, queue) == ["b"]


def test_a_timeout_of_zero_gives_the_message_back(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    handle = receive(sqs, queue)[0]["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=0)
    assert bodies(sqs, queue) == ["b"]


NOT_IN_FLIGHT = ("AWS.SimpleQueueService.MessageNotInflight", "MessageNotInflight",
                 "InvalidParameterValue")


def test_only_a_message_in_flight_changes_its_timeout(sqs, clock, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    handle = receive(sqs, queue)[0]["ReceiptHandle"]
    clock(advance="31s")
    with refused(*NOT_IN_FLIGHT, status=400):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=9)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=handle)
    with refused(*NOT_IN_FLIGHT, status=400):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=9)


@pytest.mark.parametrize("timeout", [-1, 43201])
def test_a_timeout_out_of_range_is_refused(sqs, queue, timeout):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    handle = receive(sqs, queue)[0]["ReceiptHandle"]
    with refused("InvalidParameterValue", status=400, message="VisibilityTimeout"):
        sqs.change_message_visibility(
            QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=timeout)


def test_a_message_in_flight_stays_so_for_twelve_hours_at_most(sqs, clock, queue):
    # "12 hours from the time the ReceiveMessage request is made": extensions do not reset it.
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    handle = receive(sqs, queue, VisibilityTimeout=40000)[0]["ReceiptHandle"]
    clock(advance=39000)
    with refused("InvalidParameterValue", status=400):
        sqs.change_message_visibility(
            QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=43200)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=4000)


def test_a_delayed_message_comes_after_its_delay(sqs, clock, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="late", DelaySeconds=900)
    sqs.send_message(QueueUrl=queue, MessageBody="now")
    assert counts(sqs, queue) == (1, 0, 1)
    assert bodies(sqs, queue) == ["now"]
    clock(advance="899s")
    assert bodies(sqs, queue, VisibilityTimeout=0) == ["now"]
    clock(advance="1s")
    assert sorted(bodies(sqs, queue)) == ["late", "now"]


def test_the_delay_of_the_queue_and_of_the_message(sqs, clock):
    url = sqs.create_queue(QueueName="d", Attributes={"DelaySeconds": "10"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="queue")
    sqs.send_message(QueueUrl=url, MessageBody="none", DelaySeconds=0)
    assert bodies(sqs, url) == ["none"]
    clock(advance="10s")
    assert bodies(sqs, url) == ["queue"]


def test_a_new_delay_of_a_standard_queue_is_for_new_messages(sqs, clock):
    # "For standard queues, the per-queue delay setting is not retroactive".
    url = sqs.create_queue(QueueName="d")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="old")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "10"})
    sqs.send_message(QueueUrl=url, MessageBody="new")
    assert bodies(sqs, url) == ["old"]
    clock(advance="10s")
    assert bodies(sqs, url) == ["new"]


@pytest.mark.parametrize("period", [60, 345600, 1209600])
def test_a_message_ends_with_its_retention(sqs, clock, period):
    url = sqs.create_queue(
        QueueName="r", Attributes={"MessageRetentionPeriod": str(period)})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="b")
    clock(advance=period - 1)
    assert counts(sqs, url) == (1, 0, 0)
    assert bodies(sqs, url, VisibilityTimeout=0) == ["b"]
    clock(advance=2)
    assert counts(sqs, url) == (0, 0, 0)
    assert bodies(sqs, url) == []


def test_a_shorter_retention_holds_for_messages_that_are_there(sqs, clock, queue):
    # SetQueueAttributes: a reduced period expires existing messages.
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    clock(advance="2m")
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"MessageRetentionPeriod": "60"})
    clock(advance="15m")
    assert bodies(sqs, queue) == []


def test_counts_follow_the_messages(sqs, clock, queue):
    for index in range(5):
        sqs.send_message(QueueUrl=queue, MessageBody=str(index))
    sqs.send_message(QueueUrl=queue, MessageBody="late", DelaySeconds=60)
    assert counts(sqs, queue) == (5, 0, 1)
    taken = receive(sqs, queue, count=3)
    assert counts(sqs, queue) == (2, 3, 1)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=taken[0]["ReceiptHandle"])
    assert counts(sqs, queue) == (2, 2, 1)
    clock(advance="30s")
    assert counts(sqs, queue) == (4, 0, 1)
    clock(advance="30s")
    assert counts(sqs, queue) == (5, 0, 0)


def test_the_clock_can_be_set_and_runs_on(own_server):
    shown = own_server.clock(set="2031-02-03T04:05:06Z")
    assert shown["now"].startswith("2031-02-03T04:05:06") and shown["mode"] == "frozen"
    assert own_server.clock()["now"] == shown["now"]
    sqs = own_server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["CreatedTimestamp"])
    assert found["Attributes"] == {"CreatedTimestamp": "1927857906"}
    assert own_server.clock(resume=True)["mode"] == "running"
    wait_until(lambda: own_server.clock()["now"] > shown["now"], what="a running clock")


def test_in_flight_messages_have_a_limit(own_server):
    # Quotas: 120,000 in flight on a standard queue, then OverLimit while polling shortly.
    sqs = own_server.client("sqs")
    url = sqs.create_queue(
        QueueName="q", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
    batch = [{"Id": str(index), "MessageBody": "x"} for index in range(10)]
    for _ in range(12_000):
        sqs.send_message_batch(QueueUrl=url, Entries=batch)
    sqs.send_message(QueueUrl=url, MessageBody="one more")
    taken = 0
    while taken < 120_000:
        taken += len(receive(sqs, url))
    assert counts(sqs, url) == (1, 120_000, 0)
    with refused("OverLimit", status=403):
        sqs.receive_message(QueueUrl=url)


def test_relaxed_queues_deliver_out_of_order_and_twice_by_the_seed(server_factory):
    # Our choice of name: setting `sqs.standard_semantics`. At-least-once and best-effort ordering:
    # Developer Guide, "Amazon SQS standard queues".
    def run():
        server = server_factory("--seed", "7")
        server.clock(freeze=True)
        server.settings(sqs__standard_semantics="relaxed")
        sqs = server.client("sqs")
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        for index in range(300):
            sqs.send_message(QueueUrl=url, MessageBody=str(index))
        seen = []
        for _ in range(200):
            seen += [int(body) for body in bodies(sqs, url)]
        return seen
    first = run()
    assert set(first) == set(range(300)), "at least once"
    assert len(first) > 300, "some twice"
    assert first != sorted(first), "not in order"
    assert run() == first, "the same seed, the same deliveries"
