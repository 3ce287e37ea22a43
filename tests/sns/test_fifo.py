"""FIFO topics: order, deduplication, sequence numbers, archive and replay.

Source: Amazon SNS API Reference (CreateTopic, Publish); Developer Guide, "Amazon SNS FIFO topics"
(message ordering, grouping, deduplication, delivery), "Message archiving" and "Message replay".
"""

import json
from datetime import datetime, timedelta

import pytest

from expect import refused
from servers import wait_until


def publish(sns, topic, body, group="g", **arguments):
    return sns.publish(TopicArn=topic, Message=body, MessageGroupId=group, **arguments)


def test_order_reaches_the_queue(sns, fifo_topic, make_queue, subscribe):
    queue = make_queue(fifo=True)
    subscribe(fifo_topic, queue, RawMessageDelivery="true")
    sent = [publish(sns, fifo_topic, f"{group}{number}", group)
            for number in range(20) for group in "ab"]
    numbers = [answer["SequenceNumber"] for answer in sent]
    assert all(len(number) == 20 and number.isdigit() for number in numbers)
    assert numbers == sorted(set(numbers))
    messages = queue.take(40)
    for group in "ab":
        of_group = [row["Body"] for row in messages
                    if row["Attributes"]["MessageGroupId"] == group]
        assert of_group == [f"{group}{number}" for number in range(20)]


def test_the_envelope_has_the_sequence_number(sns, fifo_topic, make_queue, subscribe):
    queue = make_queue(fifo=True)
    subscribe(fifo_topic, queue)
    sent = publish(sns, fifo_topic, "m", MessageDeduplicationId="d")
    [message] = queue.take()
    assert json.loads(message["Body"])["SequenceNumber"] == sent["SequenceNumber"]
    assert message["Attributes"]["MessageDeduplicationId"] == "d"


def test_a_message_needs_group_and_id(sns, name, fifo_topic):
    with refused("InvalidParameter", status=400,
                 message="The MessageGroupId parameter is required for FIFO topics"):
        sns.publish(TopicArn=fifo_topic, Message="m")
    topic = sns.create_topic(Name=f"{name}-2.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    with refused("InvalidParameter", status=400, message="The topic should either have "
                 "ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"):
        publish(sns, topic, "m")
    publish(sns, topic, "m", MessageDeduplicationId="d")


@pytest.mark.parametrize("bad", ["", "x" * 129, "white space", "ü"])
@pytest.mark.parametrize("member", ["MessageGroupId", "MessageDeduplicationId"])
def test_ids_out_of_the_alphabet_are_refused(sns, fifo_topic, member, bad):
    arguments = {"MessageGroupId": "g", "MessageDeduplicationId": "d", member: bad}
    with refused("InvalidParameter", status=400, message=member):
        sns.publish(TopicArn=fifo_topic, Message="m", **arguments)


def test_a_batch_is_in_order_and_deduplicated(sns, fifo_topic, make_queue, subscribe):
    queue = make_queue(fifo=True)
    subscribe(fifo_topic, queue, RawMessageDelivery="true")
    entries = [{"Id": f"i{number}", "Message": body, "MessageGroupId": "g"}
               for number, body in enumerate(["a", "b", "a", "c"])]
    entries.append({"Id": "none", "Message": "d"})
    answer = sns.publish_batch(TopicArn=fifo_topic, PublishBatchRequestEntries=entries)
    ids = {row["Id"]: row for row in answer["Successful"]}
    assert list(ids) == ["i0", "i1", "i2", "i3"]
    assert ids["i2"]["MessageId"] == ids["i0"]["MessageId"]
    assert [row["Id"] for row in answer["Failed"]] == ["none"]
    assert queue.bodies(3) == ["a", "b", "c"]
    assert queue.is_empty()


def test_duplicates_within_five_minutes(own_server):
    sns = own_server.client("sns")
    topic = sns.create_topic(Name="t.fifo", Attributes={
        "FifoTopic": "true", "ContentBasedDeduplication": "true"})["TopicArn"]
    first = publish(sns, topic, "m")
    own_server.clock(advance="299s")
    again = publish(sns, topic, "m", group="other")
    assert again["MessageId"] == first["MessageId"]
    assert again["SequenceNumber"] == first["SequenceNumber"]
    own_server.clock(advance="1s")
    assert publish(sns, topic, "m")["MessageId"] != first["MessageId"]


def test_deduplication_by_group(sns, name, make_queue, subscribe):
    # API, CreateTopic, FifoThroughputScope.
    topic = sns.create_topic(Name=f"{name}.fifo", Attributes={
        "FifoTopic": "true", "FifoThroughputScope": "MessageGroup"})["TopicArn"]
    queue = make_queue(fifo=True, FifoThroughputLimit="perMessageGroupId",
                       DeduplicationScope="messageGroup")
    subscribe(topic, queue, RawMessageDelivery="true")
    for group, body in (("a", "a1"), ("b", "b1"), ("a", "a2")):
        publish(sns, topic, body, group, MessageDeduplicationId="same")
    assert sorted(queue.bodies(2)) == ["a1", "b1"]
    assert queue.is_empty()


def test_what_a_fifo_topic_takes(sns, fifo_topic, topic, make_queue, subscribe):
    # "Amazon SNS FIFO topics": SQS FIFO and standard queues, nothing else.
    standard = make_queue("standard")
    subscribe(fifo_topic, standard, RawMessageDelivery="true")
    publish(sns, fifo_topic, "m")
    assert standard.bodies() == ["m"]
    for protocol, endpoint in (("email", "a@example.com"), ("sms", "+15550100"),
                               ("http", "http://localhost/")):
        with refused("InvalidParameter", status=400, message="Please use FIFO SQS queue"):
            sns.subscribe(TopicArn=fifo_topic, Protocol=protocol, Endpoint=endpoint)


def test_a_fifo_topic_has_100_subscriptions(sns, fifo_topic, account):
    def subscribe(number):
        endpoint = f"arn:aws:sqs:us-east-1:{account}:q{number}.fifo"
        sns.subscribe(TopicArn=fifo_topic, Protocol="sqs", Endpoint=endpoint)
    for number in range(100):
        subscribe(number)
    with refused("SubscriptionLimitExceeded", status=403):
        subscribe(100)


def test_dead_letters_keep_their_order(sns, fifo_topic, make_queue, subscribe):
    queue, dead = make_queue("q", fifo=True), make_queue("dead", fifo=True)
    queue.close()
    subscribe(fifo_topic, queue, RawMessageDelivery="true",
              RedrivePolicy={"deadLetterTargetArn": dead.arn})
    for number in range(10):
        publish(sns, fifo_topic, str(number))
    assert dead.bodies(10) == [str(number) for number in range(10)]


# Archive and replay.


def iso(now, offset=0):
    at = datetime.fromisoformat(now.replace("Z", "+00:00")) + timedelta(seconds=offset)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Archived:
    """A server with a frozen clock, and a topic that archives."""

    def __init__(self, server, days="2"):
        self.server = server
        self.sns, self.sqs = server.client("sns"), server.client("sqs")
        policy = json.dumps({"MessageRetentionPeriod": days})
        self.topic = self.sns.create_topic(Name="t.fifo", Attributes={
            "FifoTopic": "true", "ContentBasedDeduplication": "true",
            "ArchivePolicy": policy})["TopicArn"]
        self.start = server.clock()["now"]

    def queue(self, name):
        statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                     "Action": "sqs:SendMessage", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        url = self.sqs.create_queue(QueueName=f"{name}.fifo", Attributes={
            "FifoQueue": "true", "Policy": policy})["QueueUrl"]
        return url, f"arn:aws:sqs:us-east-1:000000000000:{name}.fifo"

    def subscribe(self, arn, **attributes):
        attributes = {"RawMessageDelivery": "true", **{
            name: json.dumps(value) for name, value in attributes.items()}}
        return self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn,
                                  Attributes=attributes)["SubscriptionArn"]

    def replay(self, start=0, end=None):
        policy = {"PointType": "Timestamp", "StartingPoint": iso(self.start, start)}
        if end is not None:
            policy["EndingPoint"] = iso(self.start, end)
        return policy

    def bodies(self, url, count):
        found = []

        def enough():
            answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            for message in answer.get("Messages", []):
                found.append(message["Body"])
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return len(found) >= count
        wait_until(enough, what=f"{count} messages")
        return found

    def status(self, subscription):
        answer = self.sns.get_subscription_attributes(SubscriptionArn=subscription)
        return answer["Attributes"].get("ReplayStatus")

    def wait_for(self, subscription, status):
        wait_until(lambda: self.status(subscription) == status, what=status)


def test_a_late_subscriber_gets_the_archive_and_then_the_present(own_server):
    world = Archived(own_server)
    for number in range(250):
        publish(world.sns, world.topic, f"m{number}")
    own_server.clock(advance="1h")
    url, arn = world.queue("late")
    subscription = world.subscribe(arn, ReplayPolicy=world.replay())
    publish(world.sns, world.topic, "new")
    assert world.bodies(url, 251) == [f"m{number}" for number in range(250)] + ["new"]
    world.wait_for(subscription, "Completed")
    publish(world.sns, world.topic, "newer")
    assert world.bodies(url, 1) == ["newer"]


def test_a_stretch_of_the_archive(own_server):
    world = Archived(own_server)
    url, arn = world.queue("q")
    subscription = world.subscribe(arn)
    for number in range(6):
        publish(world.sns, world.topic, f"m{number}")
        own_server.clock(advance="60s")
    assert len(world.bodies(url, 6)) == 6
    own_server.clock(advance="10m")
    # From the second to the fourth message, after which nothing more comes.
    world.sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="ReplayPolicy",
        AttributeValue=json.dumps(world.replay(60, 180)))
    assert world.bodies(url, 3) == ["m1", "m2", "m3"]
    world.wait_for(subscription, "Completed")
    publish(world.sns, world.topic, "m6")
    other_url, other = world.queue("other")
    world.subscribe(other)
    publish(world.sns, world.topic, "m7")
    assert world.bodies(other_url, 1) == ["m7"]
    assert "Messages" not in world.sqs.receive_message(QueueUrl=url)
    # Without the policy, it takes what is published again.
    world.sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="ReplayPolicy", AttributeValue="{}")
    publish(world.sns, world.topic, "m8")
    assert world.bodies(url, 1) == ["m8"]
    assert world.status(subscription) is None


def test_a_replay_is_filtered(own_server):
    world = Archived(own_server)
    for number in range(4):
        publish(world.sns, world.topic, json.dumps({"number": number}))
    url, arn = world.queue("q")
    world.sns.subscribe(TopicArn=world.topic, Protocol="sqs", Endpoint=arn, Attributes={
        "RawMessageDelivery": "true", "ReplayPolicy": json.dumps(world.replay()),
        "FilterPolicyScope": "MessageBody",
        "FilterPolicy": json.dumps({"number": [{"numeric": [">", 1]}]})})
    assert world.bodies(url, 2) == ['{"number": 2}', '{"number": 3}']


def test_the_archive_forgets(own_server):
    world = Archived(own_server, days="1")

    def beginning():
        answer = world.sns.get_topic_attributes(TopicArn=world.topic)["Attributes"]
        assert json.loads(answer["ArchivePolicy"]) == {"MessageRetentionPeriod": "1"}
        return answer["BeginningArchiveTime"]
    assert beginning() == iso(world.start)
    publish(world.sns, world.topic, "old")
    own_server.clock(advance="24h")
    assert beginning() == iso(world.start)
    own_server.clock(advance="1h")
    assert beginning() == iso(world.start, 3600)
    publish(world.sns, world.topic, "young")
    url, arn = world.queue("q")
    world.subscribe(arn, ReplayPolicy=world.replay())
    assert world.bodies(url, 1) == ["young"]


def test_archives_and_their_topics(sns, name):
    attributes = {"FifoTopic": "true", "ArchivePolicy": '{"MessageRetentionPeriod": "365"}'}
    topic = sns.create_topic(Name=f"{name}.fifo", Attributes=attributes)["TopicArn"]
    with refused("InvalidState", status=400):
        sns.delete_topic(TopicArn=topic)
    for bad in ('{"MessageRetentionPeriod": "0"}', '{"MessageRetentionPeriod": "366"}',
                '{"Days": "1"}', "x"):
        with refused("InvalidParameter", status=400, message="ArchivePolicy"):
            sns.set_topic_attributes(
                TopicArn=topic, AttributeName="ArchivePolicy", AttributeValue=bad)
    sns.set_topic_attributes(TopicArn=topic, AttributeName="ArchivePolicy", AttributeValue="{}")
    shown = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    assert "ArchivePolicy" not in shown and "BeginningArchiveTime" not in shown
    sns.delete_topic(TopicArn=topic)


@pytest.mark.parametrize("policy", [
    {"PointType": "Number", "StartingPoint": "2030-01-01T00:00:00Z"},
    {"PointType": "Timestamp"}, {"PointType": "Timestamp", "StartingPoint": "yesterday"},
    {"PointType": "Timestamp", "StartingPoint": "2030-01-02T00:00:00Z",
     "EndingPoint": "2030-01-01T00:00:00Z"},
])
def test_replays_without_a_point_are_refused(sns, name, make_queue, subscribe, policy):
    attributes = {"FifoTopic": "true", "ArchivePolicy": '{"MessageRetentionPeriod": "1"}'}
    topic = sns.create_topic(Name=f"{name}.fifo", Attributes=attributes)["TopicArn"]
    with refused("InvalidParameter", status=400, message="ReplayPolicy"):
        subscribe(topic, make_queue(fifo=True), ReplayPolicy=policy)
