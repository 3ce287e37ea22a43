"""What the labs of messaging share: a cloud whose clock stands until a lab moves it, whose luck
comes from a seed, and whose requests are counted; so every figure is the same in every run.
"""

import collections
import json

ACCOUNT = "123456789012"
# Source: Amazon SQS pricing, US East (N. Virginia), beyond the free first million: USD a request.
PRICE = {"standard": 0.40e-6, "fifo": 0.50e-6}


class Cloud:
    """A server of its own. `relaxed`: standard queues deliver out of order and now and then twice,
    as AWS says they may (Developer Guide, "Amazon SQS standard queues")."""

    def __init__(self, server_factory, seed="1", relaxed=True):
        self.server = server_factory("--seed", seed)
        self.server.clock(freeze=True, set="2030-01-01T00:00:00Z")
        if relaxed:
            self.server.settings(sqs__standard_semantics="relaxed")
        self.requests = collections.Counter()
        self.sqs = self.client("sqs")
        self.sns = self.client("sns")
        self.now = 0

    def client(self, service):
        client = self.server.client(service, ACCOUNT)

        def count(model, **_):
            self.requests[model.name] += 1
        client.meta.events.register(f"before-call.{service}", count)
        return client

    def advance(self, seconds):
        self.server.clock(advance=f"{seconds}s")
        self.now += seconds

    def queue(self, name, **attributes):
        if name.endswith(".fifo"):
            attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true", **attributes}
        attributes = {key: value if isinstance(value, str) else json.dumps(value)
                      for key, value in attributes.items()}
        return Queue(self, name, self.sqs.create_queue(
            QueueName=name, Attributes=attributes)["QueueUrl"])

    def topic(self, name, *queues):
        """A topic to which the queues are subscribed; they let it in."""
        attributes = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
        arn = self.sns.create_topic(
            Name=name, Attributes=attributes if name.endswith(".fifo") else {})["TopicArn"]
        for queue in queues:
            policy = {"Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage", "Resource": queue.arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": arn}}}}
            self.sqs.set_queue_attributes(
                QueueUrl=queue.url, Attributes={"Policy": json.dumps(policy)})
            self.sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue.arn,
                               Attributes={"RawMessageDelivery": "true"})
        return arn


class Queue:
    def __init__(self, cloud, name, url):
        self.cloud, self.name, self.url = cloud, name, url
        self.arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
        self.is_fifo = name.endswith(".fifo")

    def send(self, body, group="all"):
        more = {"MessageGroupId": group} if self.is_fifo else {}
        self.cloud.sqs.send_message(QueueUrl=self.url, MessageBody=str(body), **more)

    def receive(self, count=10, **arguments):
        answer = self.cloud.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=count, **arguments)
        return answer.get("Messages", [])

    def delete(self, messages):
        if messages:
            self.cloud.sqs.delete_message_batch(QueueUrl=self.url, Entries=[
                {"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]}
                for at, message in enumerate(messages)])

    def is_empty(self):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.cloud.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        return all(found["Attributes"][name] == "0" for name in names)


def drain(queue, consumers=2, rounds_max=2_000):
    """Consumers take turns: each receives, all work for a second, then each deletes what it has
    done. Answers the bodies in the order in which they were worked on."""
    done = []
    for _ in range(rounds_max):
        taken = [queue.receive() for _ in range(consumers)]
        done += [message["Body"] for messages in taken for message in messages]
        queue.cloud.advance(1)
        for messages in taken:
            queue.delete(messages)
        if not any(taken) and queue.is_empty():
            return done
    raise AssertionError(f"{queue.name} does not become empty")


def out_of_order(numbers):
    """How many come after one that should have come later."""
    latest, count = -1, 0
    for number in numbers:
        count += number < latest
        latest = max(latest, number)
    return count


def repeated(items):
    return len(items) - len(set(items))
