"""Lab `fan-out`: every subscriber has its own copy, and a slow one hurts nobody.

Requirement: each order is billed, shipped and counted, by three applications that know nothing of
each other; one of them is slow, one is now and then down. None may miss an order, and none may
wait for another.

Right: one topic, a queue for each application.
Wrong: one queue for all of them (each order reaches one application only); a publisher that sends
to each application's queue itself (one that refuses leaves the others with different orders).
"""

import json

import pytest
from botocore.exceptions import ClientError

from servers import wait_until

ORDERS = [f"order-{number}" for number in range(40)]
APPLICATIONS = ["billing", "shipping", "counting"]


@pytest.fixture
def world(own_server):
    return World(own_server)


class World:
    def __init__(self, server):
        self.server = server
        self.sns, self.sqs = server.client("sns"), server.client("sqs")

    def queue(self, name, is_open=True, **attributes):
        """A queue that SNS may send to; answers its URL."""
        if is_open:
            attributes["Policy"] = json.dumps({"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage", "Resource": "*"}]})
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def arn(self, url):
        answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return answer["Attributes"]["QueueArn"]

    def subscribe(self, topic, url, **attributes):
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.arn(url),
                           Attributes={"RawMessageDelivery": "true", **attributes})

    def backlog(self, url):
        name = "ApproximateNumberOfMessages"
        answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
        return int(answer["Attributes"][name])

    def work(self, url, count=10):
        """What an application does: takes some messages, and is done with them."""
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count)
        messages = answer.get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]

    def work_all(self, url):
        done = []
        while bodies := self.work(url):
            done += bodies
        return done


def test_right_each_application_has_its_own_copy_and_pace(world):
    topic = world.sns.create_topic(Name="orders")["TopicArn"]
    queues = {name: world.queue(name) for name in APPLICATIONS}
    for url in queues.values():
        world.subscribe(topic, url)
    for order in ORDERS:
        world.sns.publish(TopicArn=topic, Message=order)
    wait_until(lambda: all(world.backlog(url) == len(ORDERS) for url in queues.values()),
               what="a copy of each order in each queue")
    # The counting application is slow: one order, while the others do all of theirs.
    assert len(world.work(queues["counting"], 1)) == 1
    for name in ("billing", "shipping"):
        assert sorted(world.work_all(queues[name])) == sorted(ORDERS), name
    # Nothing of what it has not done is lost, an hour later either.
    world.server.clock(advance="1h")
    assert world.backlog(queues["counting"]) == len(ORDERS) - 1
    assert len(set(world.work_all(queues["counting"]))) == len(ORDERS) - 1


def test_right_one_that_is_closed_is_set_aside_and_hurts_nobody(world):
    topic = world.sns.create_topic(Name="orders")["TopicArn"]
    good, dead = world.queue("billing"), world.queue("shipping-dead")
    closed = world.queue("shipping", is_open=False)
    world.subscribe(topic, closed, RedrivePolicy=json.dumps(
        {"deadLetterTargetArn": world.arn(dead)}))
    world.subscribe(topic, good)
    for order in ORDERS:
        world.sns.publish(TopicArn=topic, Message=order)
    wait_until(lambda: world.backlog(good) == len(ORDERS), what="each order")
    wait_until(lambda: world.backlog(dead) == len(ORDERS), what="each order set aside")
    assert world.backlog(closed) == 0


def test_wrong_one_queue_for_all(world):
    """The applications take each other's orders away."""
    shared = world.queue("shared")
    for order in ORDERS:
        world.sqs.send_message(QueueUrl=shared, MessageBody=order)
    done = {name: [] for name in APPLICATIONS}
    while world.backlog(shared):
        for name in APPLICATIONS:
            done[name] += world.work(shared, 3)
    together = [order for orders in done.values() for order in orders]
    assert sorted(together) == sorted(ORDERS)
    assert all(len(orders) < len(ORDERS) for orders in done.values())


def test_wrong_the_publisher_sends_to_each_itself(world):
    """A queue that refuses in the middle leaves the applications with different orders."""
    queues = {name: world.queue(name, MaximumMessageSize="1024") for name in APPLICATIONS}
    world.sqs.set_queue_attributes(
        QueueUrl=queues["counting"], Attributes={"MaximumMessageSize": "262144"})
    big_order = "x" * 2000
    with pytest.raises(ClientError):
        for name in ("counting", "billing", "shipping"):
            world.sqs.send_message(QueueUrl=queues[name], MessageBody=big_order)
    assert [world.backlog(queues[name]) for name in APPLICATIONS] == [0, 0, 1]
