"""EventBridge Pipes by boto3, on a clock that stands still until a test moves it.

Source: EventBridge User Guide, "Amazon EventBridge Pipes" and its pages; API Reference. What every
operation answers and refuses is in services/svc-pipes/cases; here is what needs a real client, a
long time or a restart.
"""

import json

import pytest

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipe"


class Cloud:
    def __init__(self, server):
        self.server = server
        server.clock(freeze=True, set="2030-01-01T00:00:00Z")
        self.connect()

    def connect(self):
        self.pipes = self.server.client("pipes", ACCOUNT)
        self.sqs = self.server.client("sqs", ACCOUNT)

    def advance(self, span):
        return self.server.clock(advance=span)["jobs_run"]

    def queue(self, name, **attributes):
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def pipe(self, name, source, target, **more):
        return self.pipes.create_pipe(
            Name=name, Source=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{source}",
            Target=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{target}", RoleArn=ROLE, **more)

    def state(self, name):
        return self.pipes.describe_pipe(Name=name)["CurrentState"]

    def take(self, url):
        """Takes all messages there are."""
        found = []
        while True:
            messages = self.sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                return found
            found += [message["Body"] for message in messages]
            self.sqs.delete_message_batch(QueueUrl=url, Entries=[
                {"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]}
                for at, message in enumerate(messages)])


@pytest.fixture
def cloud(own_server):
    return Cloud(own_server)


BODY = {"TargetParameters": {"InputTemplate": "<$.body>"}}


def test_a_thousand_messages_go_through_once(cloud):
    source, target = cloud.queue("from"), cloud.queue("to")
    for batch in range(100):
        cloud.sqs.send_message_batch(QueueUrl=source, Entries=[
            {"Id": str(at), "MessageBody": f"m{batch * 10 + at}"} for at in range(10)])
    cloud.pipe("p", "from", "to", **BODY)
    cloud.advance("10s")
    assert cloud.take(target) == [f"m{number}" for number in range(1000)]
    cloud.advance("1h")
    assert cloud.take(target) == [] and cloud.take(source) == []


def test_an_idle_pipe_costs_nothing(cloud):
    cloud.queue("from")
    cloud.queue("to")
    for number in range(20):
        cloud.pipe(f"p{number}", "from", "to")
    cloud.advance("1m")
    assert cloud.advance("3650d") == 0


def test_a_pipe_survives_the_death_of_the_process(server_factory, tmp_path):
    cloud = Cloud(server_factory(data=tmp_path))
    source, target = cloud.queue("from"), cloud.queue("to")
    cloud.pipe("p", "from", "to", **BODY)
    cloud.advance("1m")
    assert cloud.state("p") == "RUNNING"
    for number in range(3):
        cloud.server.kill()
        cloud.server = server_factory(data=tmp_path)
        cloud.connect()
        source = cloud.sqs.get_queue_url(QueueName="from")["QueueUrl"]
        target = cloud.sqs.get_queue_url(QueueName="to")["QueueUrl"]
        # Parked again by itself, and woken by the message.
        cloud.advance("1s")
        cloud.sqs.send_message(QueueUrl=source, MessageBody=f"after {number}")
        cloud.advance("1s")
        assert cloud.take(target) == [f"after {number}"]


def test_a_message_that_is_sent_just_before_the_death_is_not_lost(server_factory, tmp_path):
    cloud = Cloud(server_factory(data=tmp_path))
    source = cloud.queue("from")
    cloud.queue("to")
    cloud.pipe("p", "from", "to", **BODY)
    cloud.advance("1m")
    expected = []
    for number in range(5):
        cloud.sqs.send_message(QueueUrl=source, MessageBody=f"m{number}")
        expected.append(f"m{number}")
        cloud.server.kill()
        cloud.server = server_factory(data=tmp_path)
        cloud.connect()
        source = cloud.sqs.get_queue_url(QueueName="from")["QueueUrl"]
    cloud.advance("1m")
    target = cloud.sqs.get_queue_url(QueueName="to")["QueueUrl"]
    assert cloud.take(target) == expected


def test_two_pipes_on_one_queue_share_the_messages(cloud):
    """The guide advises against it; each message goes to one of them."""
    source, one, other = cloud.queue("from"), cloud.queue("one"), cloud.queue("other")
    cloud.pipe("p1", "from", "one", **BODY)
    cloud.pipe("p2", "from", "other", **BODY)
    cloud.advance("1m")
    for number in range(30):
        cloud.sqs.send_message(QueueUrl=source, MessageBody=str(number))
        cloud.advance("1s")
    found = cloud.take(one) + cloud.take(other)
    assert sorted(found, key=int) == [str(number) for number in range(30)]


def test_pipes_in_a_circle_do_not_hold_the_clock(cloud):
    first, _ = cloud.queue("a"), cloud.queue("b")
    cloud.pipe("forth", "a", "b", **BODY)
    cloud.pipe("back", "b", "a", **BODY)
    cloud.advance("1m")
    cloud.sqs.send_message(QueueUrl=first, MessageBody="round")
    assert 0 < cloud.advance("10s") < 10_000


def test_a_failing_target_fills_the_dead_letter_queue_of_the_source(cloud):
    dead = cloud.queue("dead")
    source = cloud.queue("from", VisibilityTimeout="10", RedrivePolicy=json.dumps({
        "deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead", "maxReceiveCount": 5}))
    cloud.pipe("p", "from", "absent", **BODY)
    cloud.advance("2s")
    cloud.sqs.send_message(QueueUrl=source, MessageBody="unlucky")
    cloud.advance("49s")
    assert cloud.take(dead) == []
    cloud.advance("1s")
    assert cloud.take(dead) == ["unlucky"]
    assert cloud.state("p") == "RUNNING"


def test_a_target_that_comes_back_gets_what_waited(cloud):
    source = cloud.queue("from", VisibilityTimeout="10")
    cloud.pipe("p", "from", "late", **BODY)
    cloud.advance("2s")
    for number in range(15):
        cloud.sqs.send_message(QueueUrl=source, MessageBody=str(number))
    cloud.advance("95s")
    target = cloud.queue("late")
    cloud.advance("10s")
    assert sorted(cloud.take(target), key=int) == [str(number) for number in range(15)]


def test_paginators_and_exceptions(cloud):
    for number in range(15):
        cloud.pipe(f"p{number:02}", "from", "to", DesiredState="STOPPED")
    pages = cloud.pipes.get_paginator("list_pipes").paginate(PaginationConfig={"PageSize": 4})
    names = [pipe["Name"] for page in pages for pipe in page["Pipes"]]
    assert names == [f"p{number:02}" for number in range(15)]
    with pytest.raises(cloud.pipes.exceptions.ConflictException) as caught:
        cloud.pipe("p00", "from", "to")
    assert caught.value.response["resourceId"] == "p00"
    with pytest.raises(cloud.pipes.exceptions.NotFoundException):
        cloud.pipes.stop_pipe(Name="none")
