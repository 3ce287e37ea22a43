"""Sensitive data in logs with boto3: masked wherever it leaves the group.

Sources: CloudWatch Logs User Guide, "Help protect sensitive log data with masking"; API Reference,
PutDataProtectionPolicy and PutAccountPolicy.
"""

import contextlib
import gzip
import json
import time

import pytest

from expect import refused

IDENTIFIERS = ["EmailAddress", "CreditCardNumber", "Ticket"]


def policy(names, findings=None):
    identifiers = [name if name == "Ticket" else
                   f"arn:aws:dataprotection::aws:data-identifier/{name}" for name in names]
    return json.dumps({
        "Name": "p", "Version": "2021-06-01",
        "Configuration": {"CustomDataIdentifier": [{"Name": "Ticket", "Regex": "T-[0-9]{6}"}]},
        "Statement": [
            {"Sid": "a", "DataIdentifier": identifiers,
             "Operation": {"Audit": {"FindingsDestination": findings or {}}}},
            {"Sid": "m", "DataIdentifier": identifiers,
             "Operation": {"Deidentify": {"MaskConfig": {}}}}]})


@pytest.fixture
def logs(client):
    return client("logs")


@pytest.fixture
def group(logs):
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    return "g"


def put(logs, *messages):
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[
        {"timestamp": now, "message": message} for message in messages])


def test_every_way_out_is_masked(logs, group, client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="out", ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName="out")
    account = client("sts").get_caller_identity()["Account"]
    logs.put_subscription_filter(
        logGroupName="g", filterName="f", filterPattern="",
        destinationArn=f"arn:aws:kinesis:us-east-1:{account}:stream/out",
        roleArn=f"arn:aws:iam::{account}:role/deliver")
    logs.put_data_protection_policy(logGroupIdentifier="g", policyDocument=policy(IDENTIFIERS))
    put(logs, "card 4539 1488 0343 6467, credit card of jane@example.com", "see T-123456")
    masked = ["card *******************, credit card of ****************", "see ********"]
    found = logs.filter_log_events(logGroupName="g")["events"]
    assert [it["message"] for it in found] == masked
    shown = logs.filter_log_events(logGroupName="g", unmask=True)["events"]
    assert shown[1]["message"] == "see T-123456"
    shard = kinesis.get_shard_iterator(
        StreamName="out", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    texts = []
    for _ in range(100):
        records = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"]
        documents = [json.loads(gzip.decompress(it["Data"])) for it in records]
        texts = [event["message"] for it in documents for event in it["logEvents"]
                 if it["messageType"] == "DATA_MESSAGE"]
        if texts:
            break
        time.sleep(0.05)
    assert texts == masked


def test_live_tail_is_masked(client, logs, group):
    logs.put_data_protection_policy(logGroupIdentifier="g", policyDocument=policy(IDENTIFIERS))
    described = logs.describe_log_groups(logGroupNamePrefix="g")["logGroups"][0]
    tail = client("logs", inject_host_prefix=False)
    answer = tail.start_live_tail(logGroupIdentifiers=[described["logGroupArn"]])
    with contextlib.closing(answer["responseStream"]) as events:
        for event in events:
            if "sessionStart" in event:
                put(logs, "mail of eve@example.com")
            found = event.get("sessionUpdate", {}).get("sessionResults", [])
            if found:
                assert found[0]["message"] == "mail of ***************"
                break


def test_policies_that_cannot_be(logs, group):
    def put_policy(text):
        logs.put_data_protection_policy(logGroupIdentifier="g", policyDocument=text)
    for text in ("x", "{}", policy(["Ghost"]), policy(IDENTIFIERS, {"CloudWatchLogs": {
            "LogGroup": "absent"}})):
        refused(lambda text=text: put_policy(text), "InvalidParameterException")
    refused(lambda: put_policy(policy(["Name"])), "NotImplemented")
    refused(lambda: put_policy(policy(["EmailAddress"], {"S3": {"Bucket": "b"}})),
            "NotImplemented")
    assert "policyDocument" not in logs.get_data_protection_policy(logGroupIdentifier="g")


def test_a_subscription_of_the_account_reaches_later_groups(logs, client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="all", ShardCount=1)
    account = client("sts").get_caller_identity()["Account"]
    logs.put_account_policy(
        policyName="all", policyType="SUBSCRIPTION_FILTER_POLICY",
        policyDocument=json.dumps({
            "DestinationArn": f"arn:aws:kinesis:us-east-1:{account}:stream/all",
            "RoleArn": f"arn:aws:iam::{account}:role/deliver", "FilterPattern": "ERROR"}))
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    put(logs, "ERROR one", "fine")
    shard = kinesis.get_shard_iterator(
        StreamName="all", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    told = []
    for _ in range(100):
        records = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"]
        told = [it for it in (json.loads(gzip.decompress(record["Data"])) for record in records)
                if it["messageType"] == "DATA_MESSAGE"]
        if told:
            break
        time.sleep(0.05)
    assert [event["message"] for event in told[0]["logEvents"]] == ["ERROR one"]
    assert told[0]["subscriptionFilters"] == ["all"] and told[0]["logGroup"] == "g"
