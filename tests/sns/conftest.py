"""Fixtures of the SNS tests: topics, and queues that let SNS in."""

import json

import pytest


class Queue:
    """A queue whose policy lets SNS send for one topic, or for any of an account's."""

    def __init__(self, sqs, name, source="*", **attributes):
        self.sqs = sqs
        self.url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        names = ["QueueArn"]
        answer = sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        self.arn = answer["Attributes"]["QueueArn"]
        self.open_to(source)

    def open_to(self, source):
        statement = {
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": self.arn,
            "Condition": {"ArnLike": {"aws:SourceArn": source}}}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})

    def close(self):
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": ""})

    def receive(self, count=10, wait=0, **arguments):
        """Takes messages out of the queue."""
        arguments.setdefault("MessageAttributeNames", ["All"])
        answer = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=count, WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["All"], **arguments)
        messages = answer.get("Messages", [])
        for message in messages:
            self.sqs.delete_message(
                QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return messages

    def take(self, count=1):
        """As many messages as are expected, in the order in which they come."""
        messages = []
        while len(messages) < count:
            more = self.receive(min(10, count - len(messages)), wait=5)
            assert more, f"{len(messages)} of {count} messages came"
            messages += more
        return messages

    def bodies(self, count=1):
        return [message["Body"] for message in self.take(count)]

    def envelopes(self, count=1):
        return [json.loads(body) for body in self.bodies(count)]

    def is_empty(self):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        return all(count == "0" for count in answer["Attributes"].values())


@pytest.fixture
def sns(client):
    return client("sns")


@pytest.fixture
def topic(sns, name):
    return sns.create_topic(Name=name)["TopicArn"]


@pytest.fixture
def fifo_topic(sns, name):
    attributes = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
    return sns.create_topic(Name=f"{name}.fifo", Attributes=attributes)["TopicArn"]


@pytest.fixture
def make_queue(sqs, name):
    """`make_queue("a")`, `make_queue("a", fifo=True)`."""
    def make(suffix="q", client=sqs, source="*", fifo=False, **attributes):
        if fifo:
            suffix += ".fifo"
            attributes["FifoQueue"] = "true"
        return Queue(client, f"{name}-{suffix}", source, **attributes)
    return make


@pytest.fixture
def subscribe(sns):
    """Subscribes a queue; answers the subscription's ARN."""
    def make(topic, queue, client=sns, **attributes):
        attributes = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in attributes.items()}
        return client.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes=attributes,
            ReturnSubscriptionArn=True)["SubscriptionArn"]
    return make

