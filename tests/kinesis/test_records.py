"""Records with a real client: order, consumers, places in a shard, paging, binary data.

Source: Amazon Kinesis Data Streams API reference and Developer Guide.
"""

import datetime
import hashlib
import threading

import pytest
from expect import refused

SHARD = "shardId-000000000000"


@pytest.fixture
def kinesis(client):
    return client("kinesis")


@pytest.fixture
def stream(kinesis):
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName="clicks")
    return "clicks"


def iterator(kinesis, stream, shard=SHARD, kind="TRIM_HORIZON", **where):
    return kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType=kind, **where
    )["ShardIterator"]


def read_all(kinesis, stream, shard=SHARD, kind="TRIM_HORIZON", **where):
    """Everything in a shard, in as few calls as it takes."""
    records, place = [], iterator(kinesis, stream, shard, kind, **where)
    while place:
        page = kinesis.get_records(ShardIterator=place)
        records += page["Records"]
        if page["MillisBehindLatest"] == 0 and not page["Records"]:
            break
        place = page.get("NextShardIterator")
    return records


def test_two_consumers_read_the_same_records_in_order(kinesis, stream):
    sent = [bytes([at, 0, 255]) for at in range(20)]
    numbers = [
        kinesis.put_record(StreamName=stream, Data=data, PartitionKey="k")["SequenceNumber"]
        for data in sent
    ]
    assert sorted(numbers, key=int) == numbers and len(set(numbers)) == 20
    for _consumer in range(2):
        records = read_all(kinesis, stream)
        assert [record["Data"] for record in records] == sent
        assert [record["SequenceNumber"] for record in records] == numbers


def test_keys_go_to_the_shard_of_their_hash(kinesis):
    kinesis.create_stream(StreamName="four", ShardCount=4)
    shards = kinesis.list_shards(StreamName="four")["Shards"]
    keys = [f"key-{at}" for at in range(40)]
    answer = kinesis.put_records(
        StreamName="four",
        Records=[{"Data": key.encode(), "PartitionKey": key} for key in keys],
    )
    assert answer["FailedRecordCount"] == 0
    for key, result in zip(keys, answer["Records"]):
        hashed = int(hashlib.md5(key.encode()).hexdigest(), 16)
        [owner] = [
            shard["ShardId"] for shard in shards
            if int(shard["HashKeyRange"]["StartingHashKey"]) <= hashed
            <= int(shard["HashKeyRange"]["EndingHashKey"])
        ]
        assert result["ShardId"] == owner


def test_order_holds_within_a_shard_while_many_write(kinesis, client):
    """Each writer's records come back in the order in which it sent them."""
    kinesis.create_stream(StreamName="busy", ShardCount=2)

    def write(writer):
        own = client("kinesis")
        for at in range(40):
            own.put_record(StreamName="busy", Data=f"{writer}:{at}".encode(),
                           PartitionKey=f"writer-{writer}")

    writers = [threading.Thread(target=write, args=(at,)) for at in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    seen = {}
    for shard in kinesis.list_shards(StreamName="busy")["Shards"]:
        records = read_all(kinesis, "busy", shard["ShardId"])
        numbers = [int(record["SequenceNumber"]) for record in records]
        assert numbers == sorted(set(numbers))
        for record in records:
            writer, at = record["Data"].decode().split(":")
            seen.setdefault(writer, []).append(int(at))
    assert seen == {str(writer): list(range(40)) for writer in range(6)}


def test_a_shard_is_read_from_any_place(own_server):
    kinesis = own_server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    first = kinesis.put_record(StreamName="s", Data=b"a", PartitionKey="k")["SequenceNumber"]
    own_server.clock(advance="10s")
    between = kinesis.list_shards(StreamName="s")  # the shard is as it was
    assert len(between["Shards"]) == 1
    kinesis.put_record(StreamName="s", Data=b"b", PartitionKey="k")
    latest = iterator(kinesis, "s", kind="LATEST")
    own_server.clock(advance="10s")
    kinesis.put_record(StreamName="s", Data=b"c", PartitionKey="k")

    def data(place):
        own_server.clock(advance="1s")
        return [record["Data"] for record in kinesis.get_records(ShardIterator=place)["Records"]]

    assert data(iterator(kinesis, "s")) == [b"a", b"b", b"c"]
    assert data(latest) == [b"c"]
    after = iterator(kinesis, "s", kind="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=first)
    assert data(after) == [b"b", b"c"]
    at = iterator(kinesis, "s", kind="AT_SEQUENCE_NUMBER", StartingSequenceNumber=first)
    assert data(at) == [b"a", b"b", b"c"]
    record = kinesis.get_records(ShardIterator=at)["Records"][0]
    then = record["ApproximateArrivalTimestamp"] + datetime.timedelta(seconds=1)
    assert data(iterator(kinesis, "s", kind="AT_TIMESTAMP", Timestamp=then)) == [b"b", b"c"]


def test_iterators_expire_and_records_are_trimmed(own_server):
    kinesis = own_server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    kinesis.put_record(StreamName="s", Data=b"a", PartitionKey="k")
    place = iterator(kinesis, "s")
    own_server.clock(advance="301s")
    with refused("ExpiredIteratorException", status=400, message="300000 milliseconds"):
        kinesis.get_records(ShardIterator=place)
    own_server.clock(advance="23h")
    assert len(kinesis.get_records(ShardIterator=iterator(kinesis, "s"))["Records"]) == 1
    own_server.clock(advance="1h")
    assert kinesis.get_records(ShardIterator=iterator(kinesis, "s"))["Records"] == []


def test_a_record_of_ten_mebibytes(own_server):
    kinesis = own_server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    with refused("InvalidArgumentException", status=400):
        kinesis.put_record(StreamARN=arn, Data=bytes(1024 * 1024 + 1), PartitionKey="k")
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=10240)
    large = bytes(range(256)) * (10 * 4 * 1024 - 1)
    kinesis.put_record(StreamARN=arn, Data=large, PartitionKey="k")
    records = kinesis.get_records(ShardIterator=iterator(kinesis, "s"))["Records"]
    assert [record["Data"] for record in records] == [large]


def test_what_is_not_there_is_refused(kinesis, stream):
    with refused("ResourceNotFoundException", status=400, message="Stream none under account"):
        kinesis.put_record(StreamName="none", Data=b"a", PartitionKey="k")
    with refused("ResourceNotFoundException", status=400):
        iterator(kinesis, stream, "shardId-000000000009")
    with refused("NotImplemented", status=501):
        kinesis.enable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["ALL"])
