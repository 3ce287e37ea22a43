"""Pipes from DynamoDB streams by boto3: many records, idle pipes, and killed servers.

Source: EventBridge User Guide, "Amazon DynamoDB stream as a source" ("maintains the order of
records from the data stream"); README of svc-pipes (a position is a row, an idle pipe costs
nothing). What the parameters do is in services/svc-pipes/cases.
"""

import json

import pytest

from servers import wait_until

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipe"


class Cloud:
    def __init__(self, server):
        self.server = server
        self.pipes, self.sqs, self.tables = (
            server.client(name, ACCOUNT) for name in ("pipes", "sqs", "dynamodb"))

    def table(self, name="ttt"):
        """Makes a table with a stream; answers the stream's ARN."""
        return self.tables.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]["LatestStreamArn"]

    def put(self, key, number):
        self.tables.put_item(
            TableName="ttt", Item={"k": {"S": key}, "n": {"N": str(number)}})

    def pipe(self, name, stream, target="to", **parameters):
        return self.pipes.create_pipe(
            Name=name, Source=stream, Target=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{target}",
            RoleArn=ROLE, TargetParameters={
                "InputTemplate": "<$.dynamodb.Keys.k.S> <$.dynamodb.NewImage.n.N>"},
            SourceParameters={"DynamoDBStreamParameters": {
                "StartingPosition": "TRIM_HORIZON", **parameters}})

    def take(self, url):
        messages = self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]

    def take_all(self, url):
        found = []
        while some := self.take(url):
            found += some
        return found


@pytest.fixture
def cloud(own_server):
    own_server.clock(freeze=True, set="2030-01-01T00:00:00Z")
    return Cloud(own_server)


@pytest.mark.parametrize("shards,lanes", [(1, 1), (1, 4), (4, 1), (3, 2)])
def test_every_item_keeps_its_order(cloud, shards, lanes):
    cloud.server.settings(dynamodb__stream_shards=str(shards))
    url = cloud.sqs.create_queue(QueueName="to")["QueueUrl"]
    stream = cloud.table()
    cloud.server.clock(advance="1m")
    cloud.pipe("p", stream, ParallelizationFactor=lanes)
    cloud.server.clock(advance="2s")
    for number in range(60):
        for key in "abcde":
            cloud.put(key, number)
    cloud.server.clock(advance="10s")
    found = cloud.take_all(url)
    assert len(found) == 300
    for key in "abcde":
        assert [one for one in found if one[0] == key] == [f"{key} {n}" for n in range(60)]
    if (shards, lanes) == (1, 1):
        assert found[:6] == ["a 0", "b 0", "c 0", "d 0", "e 0", "a 1"]


def test_idle_pipes_cost_nothing(cloud):
    cloud.sqs.create_queue(QueueName="to")
    stream = cloud.table()
    cloud.server.clock(advance="1m")
    for number in range(10):
        cloud.pipe(f"p{number}", stream, ParallelizationFactor=2)
    cloud.server.clock(advance="1m")
    assert cloud.server.clock(advance="12h")["jobs_run"] == 0


def test_a_filter_on_images_and_keys(cloud):
    url = cloud.sqs.create_queue(QueueName="to")["QueueUrl"]
    stream = cloud.table()
    cloud.server.clock(advance="1m")
    pattern = {"dynamodb": {"Keys": {"k": {"S": [{"prefix": "yes"}]}}}, "eventName": ["INSERT"]}
    cloud.pipes.create_pipe(
        Name="p", Source=stream, Target=f"arn:aws:sqs:us-east-1:{ACCOUNT}:to", RoleArn=ROLE,
        SourceParameters={
            "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern)}]},
            "DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON"}})
    for key in ("no1", "yes1", "no2", "yes2", "yes1"):
        cloud.put(key, 1)
    cloud.server.clock(advance="3s")
    events = [json.loads(body) for body in cloud.take_all(url)]
    assert [event["dynamodb"]["Keys"]["k"]["S"] for event in events] == ["yes1", "yes2"]
    assert {event["eventSource"] for event in events} == {"aws:dynamodb"}
    assert {event["eventSourceARN"] for event in events} == {stream}
    assert isinstance(events[0]["dynamodb"]["ApproximateCreationDateTime"], int)


def test_a_killed_server_goes_on_where_it_was(server_factory, tmp_path):
    """Nothing is lost and nothing comes twice: delivery and position are one commit."""
    server = server_factory(data=tmp_path / "data")
    cloud = Cloud(server)
    url = cloud.sqs.create_queue(QueueName="to")["QueueUrl"]
    stream = cloud.table()
    cloud.pipe("p", stream, BatchSize=3)
    found = []
    for life in range(3):
        for number in range(100):
            cloud.put("a", life * 100 + number)
        found += cloud.take(url)
        server.kill()
        server = server_factory(data=tmp_path / "data")
        cloud = Cloud(server)

    def have_all_come():
        found.extend(cloud.take(url))
        return len(found) >= 300

    wait_until(have_all_come, seconds=60, what="300 records")
    assert found == [f"a {number}" for number in range(300)]
