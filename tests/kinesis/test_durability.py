"""What was acknowledged is there after `kill -9`, and readers go on where they were.

Source: the promise of the product: an acknowledged write survives `kill -9` at any instant.
"""

SHARD = "shardId-000000000000"


def test_records_and_iterators_survive_a_kill(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    numbers = [
        kinesis.put_record(StreamName="s", Data=str(at).encode(), PartitionKey="k")
        ["SequenceNumber"] for at in range(50)
    ]
    place = kinesis.get_shard_iterator(
        StreamName="s", ShardId=SHARD, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    page = kinesis.get_records(ShardIterator=place, Limit=20)
    server.kill()

    kinesis = server_factory(data=tmp_path).client("kinesis")
    rest = kinesis.get_records(ShardIterator=page["NextShardIterator"])["Records"]
    seen = [record["SequenceNumber"] for record in page["Records"] + rest]
    assert seen == numbers
    later = kinesis.put_record(StreamName="s", Data=b"later", PartitionKey="k")
    assert int(later["SequenceNumber"]) > int(numbers[-1])


def test_a_pipe_goes_on_after_a_kill(server_factory, tmp_path):
    """Nothing is lost between the stream and the queue; pipes deliver at least once."""
    server = server_factory(data=tmp_path)
    kinesis, sqs, pipes = (server.client(name) for name in ("kinesis", "sqs", "pipes"))
    kinesis.create_stream(StreamName="s", ShardCount=1)
    summary = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    account = summary["StreamARN"].split(":")[4]
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    pipes.create_pipe(
        Name="p", Source=summary["StreamARN"], Target=f"arn:aws:sqs:us-east-1:{account}:q",
        SourceParameters={"KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON"}},
        TargetParameters={"InputTemplate": "<$.partitionKey>"},
        RoleArn=f"arn:aws:iam::{account}:role/pipe")
    for at in range(10):
        kinesis.put_record(StreamName="s", Data=b"x", PartitionKey=f"{at}")
    server.kill()
    server = server_factory(data=tmp_path)
    server.client("kinesis").put_record(StreamName="s", Data=b"x", PartitionKey="10")
    sqs, bodies = server.client("sqs"), set()
    for _attempt in range(20):
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        bodies |= {message["Body"] for message in answer.get("Messages", [])}
        if len(bodies) == 11:
            break
    assert bodies == {str(at) for at in range(11)}
