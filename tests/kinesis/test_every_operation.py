"""Operations of Kinesis that no other test calls with a real client.

Expectations come from the API reference.
"""

import json

import pytest
from expect import refused


@pytest.fixture
def kinesis(client):
    return client("kinesis")


@pytest.fixture
def arn(kinesis, name):
    kinesis.create_stream(StreamName=name, ShardCount=2)
    return summary(kinesis, StreamName=name)["StreamARN"]


def summary(kinesis, **named):
    return kinesis.describe_stream_summary(**named)["StreamDescriptionSummary"]


def refusals(arn):
    other = arn + "-x"
    none = "ResourceNotFoundException"
    return [
        ("add_tags_to_stream", {"StreamARN": other, "Tags": {"k": "v"}}, none),
        ("decrease_stream_retention_period", {
            "StreamARN": other, "RetentionPeriodHours": 24}, none),
        ("increase_stream_retention_period", {
            "StreamARN": arn, "RetentionPeriodHours": 9000}, "InvalidArgumentException"),
        ("delete_resource_policy", {"ResourceARN": arn}, none),
        ("delete_stream", {"StreamARN": other}, none),
        ("deregister_stream_consumer", {"StreamARN": arn, "ConsumerName": "x"}, none),
        ("describe_stream_consumer", {"StreamARN": arn, "ConsumerName": "x"}, none),
        ("get_resource_policy", {"ResourceARN": arn}, none),
        ("list_stream_consumers", {"StreamARN": other}, none),
        ("list_tags_for_resource", {"ResourceARN": other}, none),
        ("list_tags_for_stream", {"StreamARN": other}, none),
        ("merge_shards", {"StreamARN": arn, "ShardToMerge": "shardId-000000000000",
                          "AdjacentShardToMerge": "shardId-000000000007"}, none),
        ("split_shard", {"StreamARN": arn, "ShardToSplit": "shardId-000000000000",
                         "NewStartingHashKey": "0"}, "InvalidArgumentException"),
        ("put_resource_policy", {"ResourceARN": arn, "Policy": "{"},
         "InvalidArgumentException"),
        ("register_stream_consumer", {"StreamARN": other, "ConsumerName": "x"}, none),
        ("remove_tags_from_stream", {"StreamARN": other, "TagKeys": ["k"]}, none),
        ("start_stream_encryption", {
            "StreamARN": arn, "EncryptionType": "NONE", "KeyId": "alias/aws/kinesis"},
         "InvalidArgumentException"),
        ("stop_stream_encryption", {
            "StreamARN": other, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}, none),
        ("tag_resource", {"ResourceARN": other, "Tags": {"k": "v"}}, none),
        ("untag_resource", {"ResourceARN": other, "TagKeys": ["k"]}, none),
        ("update_shard_count", {"StreamARN": arn, "TargetShardCount": 5,
                                "ScalingType": "UNIFORM_SCALING"}, "InvalidArgumentException"),
        ("update_stream_mode", {"StreamARN": other, "StreamModeDetails": {
            "StreamMode": "ON_DEMAND"}}, none),
    ]


def test_what_is_wrong_is_refused(kinesis, arn):
    for operation, arguments, code in refusals(arn):
        with refused(code, status=400):
            print(operation, getattr(kinesis, operation)(**arguments))


def test_tags(kinesis, arn):
    kinesis.add_tags_to_stream(StreamARN=arn, Tags={"a": "1", "b": "2"})
    kinesis.remove_tags_from_stream(StreamARN=arn, TagKeys=["a"])
    kinesis.tag_resource(ResourceARN=arn, Tags={"c": "3"})
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["b"])
    wanted = [{"Key": "c", "Value": "3"}]
    assert kinesis.list_tags_for_stream(StreamARN=arn)["Tags"] == wanted
    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == wanted


def test_policies(kinesis, arn, account):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": account}, "Action": "kinesis:GetRecords",
        "Resource": arn}]})
    kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
    found = kinesis.get_resource_policy(ResourceARN=arn)["Policy"]
    assert json.loads(found) == json.loads(policy)
    kinesis.delete_resource_policy(ResourceARN=arn)
    with refused("ResourceNotFoundException"):
        kinesis.get_resource_policy(ResourceARN=arn)


def test_retention_and_encryption(kinesis, arn):
    kinesis.increase_stream_retention_period(StreamARN=arn, RetentionPeriodHours=48)
    assert summary(kinesis, StreamARN=arn)["RetentionPeriodHours"] == 48
    kinesis.decrease_stream_retention_period(StreamARN=arn, RetentionPeriodHours=24)
    assert summary(kinesis, StreamARN=arn)["RetentionPeriodHours"] == 24
    key = {"StreamARN": arn, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}
    kinesis.start_stream_encryption(**key)
    assert summary(kinesis, StreamARN=arn)["EncryptionType"] == "KMS"
    kinesis.stop_stream_encryption(**key)
    assert summary(kinesis, StreamARN=arn)["EncryptionType"] == "NONE"


def test_shards(kinesis, arn):
    shards = kinesis.list_shards(StreamARN=arn)["Shards"]
    middle = (int(shards[0]["HashKeyRange"]["EndingHashKey"]) + 1) // 2
    kinesis.split_shard(
        StreamARN=arn, ShardToSplit=shards[0]["ShardId"], NewStartingHashKey=str(middle))
    assert summary(kinesis, StreamARN=arn)["OpenShardCount"] == 3
    kinesis.merge_shards(StreamARN=arn, ShardToMerge="shardId-000000000002",
                         AdjacentShardToMerge="shardId-000000000003")
    assert summary(kinesis, StreamARN=arn)["OpenShardCount"] == 2
    answer = kinesis.update_shard_count(
        StreamARN=arn, TargetShardCount=4, ScalingType="UNIFORM_SCALING")
    assert (answer["CurrentShardCount"], answer["TargetShardCount"]) == (2, 4)
    assert summary(kinesis, StreamARN=arn)["OpenShardCount"] == 4


def test_modes_and_account(kinesis, arn):
    kinesis.update_stream_mode(
        StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    found = summary(kinesis, StreamARN=arn)
    assert found["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    limits = kinesis.describe_limits()
    assert limits["OnDemandStreamCount"] == 1 and limits["OnDemandStreamCountLimit"] == 50
    status = kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"]
    assert status == "DISABLED"
    with refused("InvalidArgumentException", "ValidationException", "ResourceInUseException"):
        kinesis.update_stream_warm_throughput(StreamARN=arn, WarmThroughputMiBps=10)
    kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    kinesis.update_stream_warm_throughput(StreamARN=arn, WarmThroughputMiBps=10)
    kinesis.update_stream_record_distribution_strategy(
        StreamARN=arn, RecordDistributionStrategy="AUTO")
    assert kinesis.put_record(StreamARN=arn, Data=b"x")["SequenceNumber"]


def test_consumers(kinesis, arn):
    named = {"StreamARN": arn, "ConsumerName": "one"}
    consumer = kinesis.register_stream_consumer(**named)["Consumer"]["ConsumerARN"]
    found = kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]
    assert found["ConsumerStatus"] == "ACTIVE" and found["StreamARN"] == arn
    listed = kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]
    assert [it["ConsumerName"] for it in listed] == ["one"]
    with refused("ResourceInUseException"):
        kinesis.delete_stream(StreamARN=arn)
    kinesis.deregister_stream_consumer(**named)
    kinesis.delete_stream(StreamARN=arn)
    with refused("ResourceNotFoundException"):
        kinesis.describe_stream_summary(StreamARN=arn)
