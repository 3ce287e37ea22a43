"""Topics encrypted by keys of KMS: who publishes needs the key, and what a key's policy does to
deliveries.

DG: Amazon SNS Developer Guide, "Securing Amazon SNS data with server-side encryption".
"""

import json
import os

import pytest

from expect import refused
from servers import make_client

ACCOUNT = "111111111111"
ANYBODY = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage", "Resource": "*"}]})


def key_policy(*statements):
    own = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [own, *statements]})


@pytest.fixture
def world(own_server):
    def client(service):
        return make_client(own_server.endpoint, service, ACCOUNT)
    return own_server, client


def subscribed(client, topic_attributes=None, queue_attributes=None):
    """A topic with a queue that gets its messages raw, and a dead-letter queue."""
    sqs, sns = client("sqs"), client("sns")
    dead = sqs.create_queue(QueueName="dead", Attributes={"Policy": ANYBODY})["QueueUrl"]
    queue = sqs.create_queue(QueueName="q", Attributes={
        "Policy": ANYBODY, "VisibilityTimeout": "0", **(queue_attributes or {})})["QueueUrl"]
    topic = sns.create_topic(Name="t", Attributes=topic_attributes or {})["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:q",
                  Attributes={"RawMessageDelivery": "true", "RedrivePolicy": json.dumps(
                      {"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"})})
    return topic, queue, dead


def bodies(client, url):
    found = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return sorted(message["Body"] for message in found.get("Messages", []))


def test_a_disabled_key_closes_the_topic_after_five_minutes(world):
    server, client = world
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    topic, queue, _ = subscribed(client, {"KmsMasterKeyId": key})
    sns = client("sns")
    sns.publish(TopicArn=topic, Message="one")
    client("kms").disable_key(KeyId=key)
    server.clock(advance="4m59s")
    sns.publish(TopicArn=topic, Message="two")
    server.clock(advance="1s")
    with refused("KMSDisabled", status=400, message="is disabled."):
        sns.publish(TopicArn=topic, Message="three")
    assert bodies(client, queue) == ["one", "two"]


def test_a_key_that_leaves_sns_out_sends_deliveries_to_the_dead_letter_queue(world):
    server, client = world
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    topic, queue, dead = subscribed(client, queue_attributes={"KmsMasterKeyId": key})
    client("sns").publish(TopicArn=topic, Message="one")
    server.clock(advance="1s")
    assert (bodies(client, queue), bodies(client, dead)) == ([], ["one"])
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=key_policy({
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*"}))
    client("sns").publish(TopicArn=topic, Message="two")
    server.clock(advance="1s")
    assert bodies(client, queue) == ["two"]


def test_the_disk_holds_no_body_of_an_archive(server_factory, tmp_path):
    mark = "find me if you can"
    server = server_factory(data=tmp_path / "data")
    kms = make_client(server.endpoint, "kms", ACCOUNT)
    sns = make_client(server.endpoint, "sns", ACCOUNT)
    topic = sns.create_topic(Name="t.fifo", Attributes={
        "FifoTopic": "true", "ContentBasedDeduplication": "true",
        "KmsMasterKeyId": kms.create_key()["KeyMetadata"]["KeyId"],
        "ArchivePolicy": json.dumps({"MessageRetentionPeriod": "30"})})["TopicArn"]
    sns.publish(TopicArn=topic, Message=mark, MessageGroupId="g", Subject="seen by all")
    server.stop()
    found = b""
    for folder, _, names in os.walk(tmp_path / "data"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                found += file.read()
    assert b"seen by all" in found, "the search finds what is not sealed"
    assert mark.encode() not in found
