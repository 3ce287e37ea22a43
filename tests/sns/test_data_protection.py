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
