"""What time does: recovery, backups, replicas, TTL and streams, on a clock that tests move.

Expectations come from the Developer Guide: "Point-in-time backups", "Global tables", "Using time to
live", "Change data capture for DynamoDB Streams".
"""

import datetime

from dynamodb.tables import make_table

ACCOUNT = "123123123123"


def items(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    found = [item for page in pages for item in page["Items"]]
    return {item["id"]["S"]: item["v"]["N"] for item in found}


def put(client, table, key, value):
    client.put_item(TableName=table, Item={"id": {"S": key}, "v": {"N": str(value)}})


def now(server):
    return datetime.datetime.fromisoformat(server.clock()["now"].replace("Z", "+00:00"))


def test_corruption_is_undone_by_recovery_and_copied_by_replicas(own_server):
    """Lab 20: recovery brings back the second before; the replica has the corruption too."""
    home = own_server.client("dynamodb", ACCOUNT)
    abroad = own_server.client("dynamodb", ACCOUNT, region="eu-central-1")
    table = make_table(home, "orders")
    home.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    home.update_table(TableName=table, ReplicaUpdates=[
        {"Create": {"RegionName": "eu-central-1"}}])
    for number in range(20):
        put(home, table, f"order-{number}", number)
    own_server.clock(advance="1h")
    before = now(own_server)
    good = items(home, table)
    own_server.clock(advance="1s")
    for number in range(20):
        put(home, table, f"order-{number}", -1)
    home.delete_item(TableName=table, Key={"id": {"S": "order-3"}})
    own_server.clock(advance="10m")
    assert set(items(abroad, table).values()) == {"-1"}
    window = home.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    latest = window["PointInTimeRecoveryDescription"]["LatestRestorableDateTime"]
    assert abs((now(own_server) - latest).total_seconds() - 300) < 2
    home.restore_table_to_point_in_time(
        SourceTableName=table, TargetTableName="orders-good", RestoreDateTime=before)
    home.get_waiter("table_exists").wait(TableName="orders-good")
    assert items(home, "orders-good") == good
    abroad.restore_table_to_point_in_time(
        SourceTableArn=f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders",
        TargetTableName="orders-moved", RestoreDateTime=before)
    assert items(abroad, "orders-moved") == good


def test_a_backup_outlives_its_table(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    table = make_table(client, "kept")
    for number in range(3):
        put(client, table, f"k{number}", number)
    arn = client.create_backup(TableName=table, BackupName="three")["BackupDetails"]["BackupArn"]
    put(client, table, "k0", 100)
    client.delete_table(TableName=table)
    own_server.clock(advance="40d")
    client.restore_table_from_backup(BackupArn=arn, TargetTableName="again")
    assert items(client, "again") == {"k0": "0", "k1": "1", "k2": "2"}


def test_expired_items_go_and_the_stream_says_so(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    streams = own_server.client("dynamodbstreams", ACCOUNT)
    table = make_table(client, "sessions")
    client.update_table(TableName=table, StreamSpecification={
        "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    client.update_time_to_live(TableName=table, TimeToLiveSpecification={
        "AttributeName": "ends", "Enabled": True})
    ends = int(now(own_server).timestamp()) + 60
    client.put_item(TableName=table, Item={"id": {"S": "a"}, "ends": {"N": str(ends)}})
    own_server.clock(advance="50s")
    assert client.scan(TableName=table)["Count"] == 1
    own_server.clock(advance="11s")
    assert client.scan(TableName=table)["Count"] == 0
    arn = client.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    records = list(read_stream(streams, arn))
    assert [record["eventName"] for record in records] == ["INSERT", "REMOVE"]
    assert records[1]["userIdentity"] == {
        "Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
    own_server.clock(advance="25h")
    assert list(read_stream(streams, arn)) == []


def read_stream(streams, arn):
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    for shard in shards:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            yield from page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None


def test_each_item_is_in_order_over_several_shards(own_server):
    own_server.settings(dynamodb__stream_shards="4")
    client = own_server.client("dynamodb", ACCOUNT)
    streams = own_server.client("dynamodbstreams", ACCOUNT)
    table = make_table(client, "many")
    client.update_table(TableName=table, StreamSpecification={
        "StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    for value in range(10):
        for key in range(12):
            put(client, table, f"k{key}", value)
        own_server.clock(advance="1h")
    arn = client.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    seen = {}
    for record in read_stream(streams, arn):
        change = record["dynamodb"]
        seen.setdefault(change["Keys"]["id"]["S"], []).append(int(change["NewImage"]["v"]["N"]))
    assert seen == {f"k{key}": list(range(10)) for key in range(12)}
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    assert len([shard for shard in shards if "ParentShardId" not in shard]) == 4
    assert len(shards) > 4


def test_state_survives_a_kill(server_factory, tmp_path):
    data = tmp_path / "data"
    server = server_factory(data=data)
    client = server.client("dynamodb", ACCOUNT)
    table = make_table(client, "durable")
    client.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    for number in range(100):
        put(client, table, f"k{number}", number)
    wanted = items(client, table)
    server.kill()
    client = server_factory(data=data).client("dynamodb", ACCOUNT)
    assert items(client, table) == wanted
    described = client.describe_table(TableName=table)["Table"]
    assert described["ItemCount"] == 100
