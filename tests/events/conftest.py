"""Fixtures of the EventBridge tests: queues that let EventBridge in, rules that send to them."""

import json

import pytest


class Queue:
    """A queue whose policy lets EventBridge send for any rule, or a closed one."""

    def __init__(self, sqs, name, is_open=True, **attributes):
        self.sqs = sqs
        self.url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        answer = sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn = answer["Attributes"]["QueueArn"]
        if is_open:
            self.open_to("*")

    def open_to(self, rule):
        statement = {
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": self.arn,
            "Condition": {"ArnLike": {"aws:SourceArn": rule}}}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})

    def receive(self, wait=0):
        """Takes messages out of the queue."""
        answer = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=wait,
            MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"])
        messages = answer.get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return messages

    def take(self, count=1):
        """As many messages as are expected, in the order in which they come."""
        messages = []
        while len(messages) < count:
            more = self.receive(wait=10)
            assert more, f"{len(messages)} of {count} messages came"
            messages += more
        assert len(messages) == count, messages
        return messages

    def events(self, count=1):
        return [json.loads(message["Body"]) for message in self.take(count)]


class Rules:
    """Makes rules and puts events, for one account in one region."""

    def __init__(self, client):
        self.client = client

    def rule(self, name, pattern, *targets, bus="default", **options):
        """A rule with targets: queues, or targets in the shape of the API."""
        if pattern is not None:
            options["EventPattern"] = json.dumps(pattern)
        arn = self.client.put_rule(Name=name, EventBusName=bus, **options)["RuleArn"]
        shaped = [
            {"Id": str(at), "Arn": target.arn} if isinstance(target, Queue)
            else {"Id": str(at), **target} for at, target in enumerate(targets)]
        if shaped:
            answer = self.client.put_targets(Rule=name, EventBusName=bus, Targets=shaped)
            assert answer["FailedEntryCount"] == 0, answer
        return arn

    def put(self, source, *details, bus=None, **more):
        """Puts an event for each detail; answers their ids."""
        entries = [
            {"Source": source, "DetailType": "test", "Detail": json.dumps(detail),
             **({"EventBusName": bus} if bus else {}), **more} for detail in details]
        answer = self.client.put_events(Entries=entries)
        assert answer["FailedEntryCount"] == 0, answer
        return [entry["EventId"] for entry in answer["Entries"]]


@pytest.fixture
def events(client):
    return client("events")


@pytest.fixture
def rules(events):
    return Rules(events)


@pytest.fixture
def rules_of():
    """`rules_of(client)`: rules of another account or region."""
    return Rules


@pytest.fixture
def make_queue(sqs, name):
    """`make_queue("a")`; of another account or region with `sqs=`, closed with `is_open=False`."""
    def make(suffix="q", sqs=sqs, **options):
        return Queue(sqs, f"{name}-{suffix}", **options)
    return make


@pytest.fixture
def own(own_server):
    """A server with a frozen clock, with rules and an open queue of one account."""
    class Own:
        server = own_server
        client = own_server.client("events", "111111111111")
        rules = Rules(client)
        queue = Queue(own_server.client("sqs", "111111111111"), "q")
        dead = Queue(own_server.client("sqs", "111111111111"), "dead")
    return Own
