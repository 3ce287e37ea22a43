"""Labs `ordered-events-no-loss` and `two-step-order`, as far as SNS and SQS go.

Requirement: events of an account are processed in the order in which they happened, each once,
by two applications, though the publisher repeats what it is not sure of and a worker dies in the
middle.

Right: an SNS FIFO topic with SQS FIFO queues, the account as message group.
Wrong: a standard topic with standard queues (order broken, duplicates), shown with the setting
`sqs.standard_semantics=relaxed`, which makes use of what AWS does not promise; a standard topic
cannot feed a FIFO queue at all.
"""

import json

import pytest

from expect import refused
from servers import wait_until

ACCOUNTS = ["ann", "ben"]
COUNT = 150
EVENTS = [(account, number) for number in range(COUNT) for account in ACCOUNTS]


@pytest.fixture
def server(server_factory):
    """One seed: the disorder is the same each time."""
    server = server_factory("--seed", "7")
    server.clock(freeze=True)
    return server


class World:
    def __init__(self, server, is_fifo):
        self.server, self.is_fifo = server, is_fifo
        self.sns, self.sqs = server.client("sns"), server.client("sqs")
        suffix, kind = (".fifo", {"FifoTopic": "true"}) if is_fifo else ("", {})
        self.topic = self.sns.create_topic(Name="events" + suffix, Attributes=kind)["TopicArn"]
        self.queues = [self.queue(name + suffix) for name in ("ledger", "audit")]

    def queue(self, name):
        attributes = {"VisibilityTimeout": "30", "Policy": json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage", "Resource": "*"}]})}
        if self.is_fifo:
            attributes["FifoQueue"] = "true"
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.sns.subscribe(
            TopicArn=self.topic, Protocol="sqs", Attributes={"RawMessageDelivery": "true"},
            Endpoint=f"arn:aws:sqs:us-east-1:000000000000:{name}")
        return url

    def publish(self, account, number):
        fifo = {"MessageGroupId": account, "MessageDeduplicationId": f"{account}-{number}"}
        self.sns.publish(TopicArn=self.topic, Message=json.dumps([account, number]),
                         **(fifo if self.is_fifo else {}))

    def publish_all(self):
        for at, (account, number) in enumerate(EVENTS):
            self.publish(account, number)
            if at % 10 == 0:
                # The answer was lost on the way; the publisher tries again.
                self.publish(account, number)

    def wait_for(self, url, count):
        def backlog():
            name = "ApproximateNumberOfMessages"
            answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
            return int(answer["Attributes"][name]) == count
        wait_until(backlog, what=f"{count} messages")

    def process(self, url, dies_after=None):
        """What four workers beside each other do with what they are given; all may die with
        events in hand. Answers the events in the order in which they were processed."""
        done = []
        while True:
            in_hand = []
            for _ in range(4):
                answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
                in_hand += answer.get("Messages", [])
            if not in_hand or (dies_after is not None and len(done) >= dies_after):
                return done
            done += [tuple(json.loads(message["Body"])) for message in in_hand]
            for message in in_hand:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def of(account, events):
    return [number for name, number in events if name == account]


def test_right_fifo_topic_and_fifo_queues(server):
    server.settings(sqs__standard_semantics="relaxed")
    world = World(server, is_fifo=True)
    world.publish_all()
    for url in world.queues:
        world.wait_for(url, len(EVENTS))
        done = world.process(url, dies_after=25)
        # What it had in hand comes back, in its place; the rest of its group has waited.
        server.clock(advance="30s")
        done += world.process(url)
        for account in ACCOUNTS:
            assert of(account, done) == list(range(COUNT)), account


def test_wrong_standard_topic_and_standard_queues(server):
    server.settings(sqs__standard_semantics="relaxed")
    world = World(server, is_fifo=False)
    world.publish_all()
    published = len(EVENTS) + len(range(0, len(EVENTS), 10))
    processed = 0
    for url in world.queues:
        world.wait_for(url, published)
        done = world.process(url)
        processed += len(done)
        # Nothing is lost …
        assert set(done) == set(EVENTS)
        # … but no account's events are in order,
        for account in ACCOUNTS:
            numbers = of(account, done)
            assert numbers != sorted(numbers)
    # and besides what the publisher has repeated, the queues repeat some by themselves.
    assert processed > 2 * published


def test_wrong_a_standard_topic_cannot_feed_a_fifo_queue(server):
    sns = server.client("sns")
    topic = sns.create_topic(Name="events")["TopicArn"]
    with refused("InvalidParameter", status=400,
                 message="FIFO SQS Queues can not be subscribed to standard SNS topics"):
        sns.subscribe(TopicArn=topic, Protocol="sqs",
                      Endpoint="arn:aws:sqs:us-east-1:000000000000:ledger.fifo")
