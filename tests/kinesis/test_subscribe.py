"""Enhanced fan-out: SubscribeToShard with a real client.

Source: API reference, SubscribeToShard: events come for up to five minutes; a second call within
five seconds is refused, a later one takes the subscription over; the last event of a closed shard
names its children. Developer Guide, "Develop enhanced fan-out consumers".
"""

import contextlib
import threading

import pytest
from botocore.exceptions import EventStreamError
from expect import refused

SHARD = "shardId-000000000000"
LATEST = {"Type": "LATEST"}
OLDEST = {"Type": "TRIM_HORIZON"}


@pytest.fixture
def kinesis(own_server):
    return own_server.client("kinesis")


def register(kinesis, shards=1, name="reader"):
    kinesis.create_stream(StreamName="s", ShardCount=shards)
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    return kinesis.register_stream_consumer(
        StreamARN=arn, ConsumerName=name)["Consumer"]["ConsumerARN"]


def put(kinesis, *texts):
    return [kinesis.put_record(StreamName="s", Data=text.encode(), PartitionKey="k")
            ["SequenceNumber"] for text in texts]


def subscribe(kinesis, consumer, start, shard=SHARD):
    return kinesis.subscribe_to_shard(
        ConsumerARN=consumer, ShardId=shard, StartingPosition=start)["EventStream"]


def opened(*arguments):
    return contextlib.closing(subscribe(*arguments))


def take(events, count):
    """So many records, and the last event that had some."""
    records = []
    for event in events:
        event = event["SubscribeToShardEvent"]
        records += event["Records"]
        if len(records) >= count:
            return records, event
    raise AssertionError(f"only {records} came")


@contextlib.contextmanager
def ended_by(code):
    """botocore raises what an exception among the events tells."""
    with pytest.raises(EventStreamError) as caught:
        yield
    assert caught.value.response["Error"]["Code"] == code


def test_records_come_as_they_are_written(own_server, kinesis):
    consumer = register(kinesis)
    old = put(kinesis, "a", "b")
    with opened(kinesis, consumer, OLDEST) as events:
        records, event = take(events, 2)
        assert [record["Data"] for record in records] == [b"a", b"b"]
        assert [record["SequenceNumber"] for record in records] == old
        assert event["MillisBehindLatest"] == 0
        writer = threading.Timer(0.2, put, (kinesis, "c"))
        writer.start()
        records, event = take(events, 1)
        writer.join()
        assert records[0]["Data"] == b"c" and records[0]["PartitionKey"] == "k"
    own_server.clock(advance="6s")
    put(kinesis, "d")
    going_on = {"Type": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": event["ContinuationSequenceNumber"]}
    with opened(kinesis, consumer, going_on) as events:
        records, _ = take(events, 1)
        assert [record["Data"] for record in records] == [b"d"]


def test_an_empty_shard_tells_where_to_go_on(own_server, kinesis):
    consumer = register(kinesis)
    with opened(kinesis, consumer, LATEST) as events:
        own_server.clock(advance="5s")
        event = next(iter(events))["SubscribeToShardEvent"]
        assert event["Records"] == [] and event["MillisBehindLatest"] == 0
    put(kinesis, "first")
    going_on = {"Type": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": event["ContinuationSequenceNumber"]}
    with opened(kinesis, consumer, going_on) as events:
        assert take(events, 1)[0][0]["Data"] == b"first"


def test_a_subscription_ends_after_five_minutes(own_server, kinesis):
    consumer = register(kinesis)
    events = iter(subscribe(kinesis, consumer, LATEST))
    own_server.clock(advance="300s")
    seen = list(events)
    assert all(event["SubscribeToShardEvent"]["Records"] == [] for event in seen)


def test_the_second_call_waits_and_takes_over(own_server, kinesis):
    consumer = register(kinesis)
    first = iter(subscribe(kinesis, consumer, LATEST))
    with refused("ResourceInUseException", status=400):
        subscribe(kinesis, consumer, LATEST)
    own_server.clock(advance="5s")
    assert next(first)["SubscribeToShardEvent"]["Records"] == []
    with opened(kinesis, consumer, OLDEST) as second:
        with ended_by("ResourceInUseException"):
            list(first)
        put(kinesis, "x")
        assert take(second, 1)[0][0]["Data"] == b"x"


def test_the_last_event_of_a_shard_names_its_children(own_server, kinesis):
    consumer = register(kinesis)
    put(kinesis, "a")
    kinesis.split_shard(
        StreamName="s", ShardToSplit=SHARD, NewStartingHashKey=str(2 ** 127))
    events = [event["SubscribeToShardEvent"] for event in subscribe(kinesis, consumer, OLDEST)]
    assert [record["Data"] for event in events for record in event["Records"]] == [b"a"]
    assert [child["ShardId"] for child in events[-1]["ChildShards"]] == [
        "shardId-000000000001", "shardId-000000000002"]
    assert "ContinuationSequenceNumber" not in events[-1]


def test_consumers_do_not_share_and_end_with_their_registration(own_server, kinesis):
    one = register(kinesis)
    two = kinesis.register_stream_consumer(
        StreamARN=one.split("/consumer/")[0], ConsumerName="two")["Consumer"]["ConsumerARN"]
    put(kinesis, "a")
    with opened(kinesis, one, OLDEST) as first, opened(kinesis, two, OLDEST) as second:
        assert take(first, 1)[0] == take(second, 1)[0]
        kinesis.deregister_stream_consumer(ConsumerARN=two)
        put(kinesis, "b")
        with ended_by("ResourceNotFoundException"):
            list(second)
        assert take(first, 1)[0][0]["Data"] == b"b"


def test_a_consumer_has_two_megabytes_a_second(own_server, kinesis):
    consumer = register(kinesis)
    for _ in range(4):
        kinesis.put_record(StreamName="s", Data=bytes(1_000_000), PartitionKey="k")
        own_server.clock(advance="1s")
    with opened(kinesis, consumer, OLDEST) as events:
        # The bucket holds one second's worth, and what overdraws it is waited for.
        assert len(take(events, 3)[0]) == 3
        rest = []
        reader = threading.Thread(target=lambda: rest.extend(take(events, 1)[0]))
        reader.start()
        reader.join(0.5)
        assert reader.is_alive() and not rest
        own_server.clock(advance="1s")
        reader.join(10)
        assert len(rest) == 1


def test_what_is_refused_at_once(kinesis):
    consumer = register(kinesis)
    with refused("ResourceNotFoundException"):
        subscribe(kinesis, consumer + "1", LATEST)
    with refused("ResourceNotFoundException"):
        subscribe(kinesis, consumer, LATEST, shard="shardId-000000000009")
    with refused("InvalidArgumentException"):
        subscribe(kinesis, consumer, {"Type": "AT_SEQUENCE_NUMBER"})
    with refused("DryRunOperationException"):
        kinesis.subscribe_to_shard(
            ConsumerARN=consumer, ShardId=SHARD, StartingPosition=LATEST, DryRun=True)
