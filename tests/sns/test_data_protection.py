"""Message data protection by boto3: what is published, delivered, written down.

Source: Developer Guide, "Data protection policy operations" and its examples. What each identifier
finds is in the service's unit tests.
"""

import contextlib
import gzip
import json
import time

import pytest

from expect import refused
from servers import make_client

PREFIX = "arn:aws:dataprotection::aws:data-identifier/"


def policy(*statements):
    return json.dumps({
        "Name": "basicPII-protection", "Description": "Protect basic types of sensitive data",
        "Version": "2021-06-01", "Statement": list(statements)})


def statement(operation, *identifiers, direction="Inbound", principal="*"):
    return {"Sid": "s", "DataDirection": direction, "Principal": [principal],
            "DataIdentifier": [PREFIX + name for name in identifiers], "Operation": operation}


def test_findings_reach_a_bucket_without_what_was_found(own_server):
    sns, s3 = own_server.client("sns"), own_server.client("s3")
    s3.create_bucket(Bucket="findings")
    s3.create_bucket(Bucket="clean")
    audit = {"Audit": {
        "SampleRate": 99, "FindingsDestination": {"S3": {"Bucket": "findings"}},
        "NoFindingsDestination": {"S3": {"Bucket": "clean"}}}}
    topic = sns.create_topic(
        Name="news", DataProtectionPolicy=policy(statement(audit, "EmailAddress", "IpAddress")),
    )["TopicArn"]
    ids = [sns.publish(TopicArn=topic, Message=f"ü {at}: a@b.example from 10.0.0.7")["MessageId"]
           for at in range(50)]
    for _ in range(50):
        sns.publish(TopicArn=topic, Message="nothing in it")
    own_server.clock(advance="6m")

    def records(bucket):
        contents = s3.list_objects_v2(Bucket=bucket)["Contents"]
        assert len(contents) == 1, contents
        body = s3.get_object(Bucket=bucket, Key=contents[0]["Key"])["Body"].read()
        return [json.loads(line) for line in gzip.decompress(body).splitlines()]
    found = records("findings")
    # Of 50 at 99 percent.
    assert 40 <= len(found) <= 50 and {record["messageId"] for record in found} <= set(ids)
    first = found[0]
    assert first["resourceArn"] == topic
    assert first["callerPrincipal"] == "arn:aws:iam::000000000000:root"
    start = first["dataIdentifiers"][0]["detections"][0]["start"]
    assert first["dataIdentifiers"] == [
        {"name": "EmailAddress", "count": 1,
         "detections": [{"start": start, "end": start + 10}]},
        {"name": "IpAddress", "count": 1,
         "detections": [{"start": start + 17, "end": start + 24}]}]
    assert "a@b" not in json.dumps(found) and start in (6, 7)
    assert all(record["dataIdentifiers"] == [] for record in records("clean"))


def test_a_bucket_s_own_policy_stays(own_server):
    sns, s3 = own_server.client("sns"), own_server.client("s3")
    s3.create_bucket(Bucket="findings")
    own = {"Sid": "Mine", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket",
           "Resource": "arn:aws:s3:::findings"}
    s3.put_bucket_policy(
        Bucket="findings", Policy=json.dumps({"Version": "2012-10-17", "Statement": [own]}))
    topic = sns.create_topic(Name="news")["TopicArn"]
    audit = {"Audit": {"SampleRate": "10", "FindingsDestination": {"S3": {"Bucket": "findings"}}}}
    for _ in range(2):
        sns.put_data_protection_policy(
            ResourceArn=topic, DataProtectionPolicy=policy(statement(audit, "EmailAddress")))
    document = json.loads(s3.get_bucket_policy(Bucket="findings")["Policy"])
    assert [it["Sid"] for it in document["Statement"]] == [
        "Mine", "AWSLogDeliveryWrite000000000000", "AWSLogDeliveryAclCheck000000000000"]


def test_a_message_is_masked_where_it_is_kept(sns, make_queue, name):
    topic = sns.create_topic(Name=name)["TopicArn"]
    queue = make_queue()
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    mask = {"Deidentify": {"MaskConfig": {"MaskWithCharacter": "*"}}}
    document = policy(statement(mask, "CreditCardNumber", "Ssn-US"))
    sns.put_data_protection_policy(ResourceArn=topic, DataProtectionPolicy=document)
    answer = sns.get_data_protection_policy(ResourceArn=topic)
    assert answer["DataProtectionPolicy"] == document
    sns.publish(TopicArn=topic, Message="card 4539 1488 0343 6467, ssn 123-45-6789", Subject="s")
    envelope = queue.envelopes()[0]
    assert envelope["Message"] == f"card {'*' * 19}, ssn {'*' * 11}"


def put(sns, topic, *statements):
    sns.put_data_protection_policy(
        ResourceArn=topic, DataProtectionPolicy=policy(*statements))


@pytest.fixture
def raw(sns, topic, make_queue, subscribe):
    """A queue that gets the topic's messages raw, and its subscription."""
    queue = make_queue()
    return queue, subscribe(topic, queue, RawMessageDelivery="true")


def test_each_protocol_s_body_is_cleaned_by_itself(sns, topic, raw):
    put(sns, topic, statement({"Deidentify": {"RedactConfig": {}}}, "EmailAddress"))
    sns.publish(TopicArn=topic, MessageStructure="json", Message=json.dumps(
        {"default": "d", "sqs": 'say "a@b.example" twice'}))
    assert raw[0].bodies() == ['say "" twice']
    # Nothing would be left.
    with refused("AuthorizationError", status=403):
        sns.publish(TopicArn=topic, Message=" a@b.example ")


def test_who_publishes_decides(sns, topic, raw, account, client, endpoint):
    put(sns, topic, statement(
        {"Deny": {}}, "CreditCardNumber", principal=f"arn:aws:iam::{account}:root"))
    card = "card 4539148803436467"
    with refused("AuthorizationError", status=403, message="data protection policy prohibits"):
        sns.publish(TopicArn=topic, Message=card)
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
        {"Id": "a", "Message": card}, {"Id": "b", "Message": "card 4539148803436468"}])
    assert [entry["Id"] for entry in answer["Successful"]] == ["b"]
    assert [entry["Code"] for entry in answer["Failed"]] == ["AuthorizationError"]
    iam = client("iam")
    iam.create_user(UserName="ann")
    allow = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [allow]}))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = make_client(endpoint, "sns", key["AccessKeyId"], key["SecretAccessKey"])
    ann.publish(TopicArn=topic, Message=card)
    assert raw[0].bodies(2) == ["card 4539148803436468", card]


def test_who_has_subscribed_decides(sns, topic, raw, account, make_queue, client):
    queue, subscription = raw
    dead = make_queue("dead")
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="RedrivePolicy",
        AttributeValue=json.dumps({"deadLetterTargetArn": dead.arn}))
    put(sns, topic, statement(
        {"Deny": {}}, "IpAddress", direction="Outbound",
        principal=f"arn:aws:iam::{account}:root"))
    sns.publish(TopicArn=topic, Message="from 10.0.0.7")
    sns.publish(TopicArn=topic, Message="from nowhere")
    assert queue.bodies() == ["from nowhere"] and queue.is_empty() and dead.is_empty()
    put(sns, topic, statement(
        {"Deny": {}}, "IpAddress", direction="Outbound",
        principal=f"arn:aws:iam::{account}:role/other"))
    sns.publish(TopicArn=topic, Message="from 10.0.0.7")
    assert queue.bodies() == ["from 10.0.0.7"]
    sns.put_data_protection_policy(ResourceArn=topic, DataProtectionPolicy="")
    assert not sns.get_data_protection_policy(ResourceArn=topic).get("DataProtectionPolicy")
    with refused("AuthorizationError", status=403):
        client("sns", account="222222222222").get_data_protection_policy(ResourceArn=topic)


@pytest.mark.parametrize("operation, code", [
    ({"Deny": {"x": 1}}, "InvalidParameter"),
    ({"Audit": {"SampleRate": "99",
                "FindingsDestination": {"CloudWatchLogs": {"LogGroup": "/aws/vendedlogs/x"}}}},
     "NotImplemented"),
    ({"Audit": {"SampleRate": "99", "FindingsDestination": {"S3": {"Bucket": "no-such-b"}}}},
     "InvalidParameter"),
    ({"Deidentify": {"MaskConfig": {"MaskWithCharacter": "##"}}}, "InvalidParameter"),
])
def test_what_cannot_be_done_is_refused(sns, name, operation, code):
    topic = sns.create_topic(Name=name)["TopicArn"]
    with refused(code):
        sns.put_data_protection_policy(
            ResourceArn=topic, DataProtectionPolicy=policy(statement(operation, "Ssn-US")))
    assert not sns.get_data_protection_policy(ResourceArn=topic).get("DataProtectionPolicy")


def test_large_messages_are_looked_through_in_time(sns, name):
    # The cost is linear, whatever a message is made of.
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.put_data_protection_policy(ResourceArn=topic, DataProtectionPolicy=policy(
        statement({"Deny": {}}, "CreditCardNumber", "EmailAddress", "IpAddress", "AwsSecretKey",
                  "PkcsPrivateKey", "PhoneNumber", "DateOfBirth")))
    for piece in ["card 4 ", "a@b-", "1.2.3.", "secret key aaaa", "-----BEGIN PRIVATE KEY-----",
                  "dob 1-1-"]:
        began = time.monotonic()
        with contextlib.suppress(sns.exceptions.AuthorizationErrorException):
            sns.publish(TopicArn=topic, Message=(piece * 262_144)[:262_144])
        assert time.monotonic() - began < 20, piece
