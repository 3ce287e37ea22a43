"""Event buses and schedules under customer's keys: what the key's policy and a disabled key do.

UG: EventBridge User Guide, "Encrypting EventBridge event buses with AWS KMS keys", "Using
dead-letter queues to capture encrypted event errors"; Scheduler User Guide, "Encryption at rest".
"""

import json

import pytest

from expect import refused
from servers import make_client

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"


@pytest.fixture
def world(own_server):
    def client(service):
        return make_client(own_server.endpoint, service, ACCOUNT)
    return own_server, client


def queue(client, name):
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage", "Resource": "*"}]}
    made = client("sqs").create_queue(
        QueueName=name, Attributes={"Policy": json.dumps(policy)})["QueueUrl"]
    return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}", made


def take(client, url):
    found = client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    found = found.get("Messages", [])
    for message in found:
        client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def policy(*actions):
    own = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"}
    bus = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
           "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [own, bus]})


def test_a_bus_needs_its_key(world):
    server, client = world
    kms, events = client("kms"), client("events")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    with refused("ValidationException", status=400, message="KmsKeyIdentifier"):
        events.create_event_bus(Name="b", KmsKeyIdentifier=key)
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy("kms:DescribeKey"))
    dead_arn, dead = queue(client, "dead")
    target_arn, target = queue(client, "q")
    events.create_event_bus(Name="b", KmsKeyIdentifier=key, DeadLetterConfig={"Arn": dead_arn})
    events.put_rule(Name="r", EventBusName="b", EventPattern='{"source": ["mine"]}')
    events.put_targets(Rule="r", EventBusName="b", Targets=[
        {"Id": "t", "Arn": target_arn, "InputPath": "$.detail"}])

    def put(number):
        answer = events.put_events(Entries=[{
            "EventBusName": "b", "Source": "mine", "DetailType": "t",
            "Detail": json.dumps({"n": number})}])
        assert answer["FailedEntryCount"] == 0
        server.clock(advance="1s")

    put(1)
    assert take(client, target) == []
    [letter] = take(client, dead)
    assert json.loads(letter["Body"])["detail"] == {"n": 1}
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(
        "kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"))
    put(2)
    assert [json.loads(message["Body"]) for message in take(client, target)] == [{"n": 2}]
    kms.disable_key(KeyId=key)
    server.clock(advance="5m")
    put(3)
    assert take(client, target) == []
    assert len(take(client, dead)) == 1


def test_events_of_services_are_not_under_the_key(world):
    # UG: "Events from AWS services are encrypted using an AWS owned key."
    server, client = world
    kms, events = client("kms"), client("events")
    key = kms.create_key(Policy=policy("kms:DescribeKey"))["KeyMetadata"]["KeyId"]
    events.update_event_bus(Name="default", KmsKeyIdentifier=key)
    target_arn, target = queue(client, "q")
    events.put_rule(Name="r", ScheduleExpression="rate(1 minute)")
    events.put_targets(Rule="r", Targets=[{"Id": "t", "Arn": target_arn}])
    server.clock(advance="61s")
    assert json.loads(take(client, target)[0]["Body"])["source"] == "aws.events"


def test_a_schedule_waits_for_its_key(world):
    server, client = world
    kms, scheduler = client("kms"), client("scheduler")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    target_arn, target = queue(client, "q")
    scheduler.create_schedule(
        Name="s", ScheduleExpression="rate(1 hour)", FlexibleTimeWindow={"Mode": "OFF"},
        KmsKeyArn=key, Target={"Arn": target_arn, "RoleArn": ROLE, "Input": "secret"})
    server.clock(advance="1s")
    assert [message["Body"] for message in take(client, target)] == ["secret"]
    assert scheduler.get_schedule(Name="s")["Target"]["Input"] == "secret"
    kms.disable_key(KeyId=key)
    server.clock(advance="59m58s")
    server.clock(advance="3s")
    assert take(client, target) == []
    with refused("ValidationException", status=400, message="is disabled."):
        scheduler.get_schedule(Name="s")
    kms.enable_key(KeyId=key)
    server.clock(advance="30s")
    assert [message["Body"] for message in take(client, target)] == ["secret"]
