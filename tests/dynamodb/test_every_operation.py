"""Operations that no other test calls with a real client: what each does and what it refuses.

Expectations come from the API reference.
"""

import json
import time

import pytest
from expect import refused

from dynamodb.tables import make_table

MISSING = "no-such-table"


@pytest.fixture
def arn(ddb, table):
    return ddb.describe_table(TableName=table)["Table"]["TableArn"]


def refusals(arn):
    """Operation, input, code."""
    other, none = arn + "-x", "ResourceNotFoundException"
    stream = {"TableName": MISSING, "StreamArn": arn.replace(":dynamodb:", ":kinesis:")}
    return [
        ("describe_backup", {"BackupArn": f"{arn}/backup/01-x"}, "BackupNotFoundException"),
        ("delete_backup", {"BackupArn": f"{arn}/backup/01-x"}, "BackupNotFoundException"),
        ("describe_contributor_insights", {"TableName": MISSING}, none),
        ("describe_global_table", {"GlobalTableName": MISSING}, "GlobalTableNotFoundException"),
        ("describe_global_table_settings", {"GlobalTableName": MISSING},
         "GlobalTableNotFoundException"),
        ("update_global_table_settings", {
            "GlobalTableName": MISSING, "GlobalTableBillingMode": "PAY_PER_REQUEST"},
         "GlobalTableNotFoundException"),
        ("update_global_table", {"GlobalTableName": MISSING, "ReplicaUpdates": [
            {"Create": {"RegionName": "eu-west-1"}}]}, "GlobalTableNotFoundException"),
        ("create_global_table", {"GlobalTableName": MISSING, "ReplicationGroup": [
            {"RegionName": "us-east-1"}]}, "TableNotFoundException"),
        ("describe_kinesis_streaming_destination", {"TableName": MISSING}, none),
        ("enable_kinesis_streaming_destination", stream, none),
        ("disable_kinesis_streaming_destination", stream, none),
        ("update_kinesis_streaming_destination", {
            **stream, "UpdateKinesisStreamingConfiguration": {
                "ApproximateCreationDateTimePrecision": "MICROSECOND"}}, none),
        ("describe_time_to_live", {"TableName": MISSING}, none),
        ("execute_transaction", {"TransactStatements": [
            {"Statement": f'SELECT * FROM "{MISSING}" WHERE id = 1'}]}, none),
        ("get_resource_policy", {"ResourceArn": arn}, "PolicyNotFoundException"),
        ("delete_resource_policy", {"ResourceArn": other}, none),
        ("put_resource_policy", {"ResourceArn": arn, "Policy": "{"}, "ValidationException"),
        ("list_tags_of_resource", {"ResourceArn": other}, none),
        ("tag_resource", {"ResourceArn": other, "Tags": [{"Key": "k", "Value": "v"}]}, none),
        ("untag_resource", {"ResourceArn": other, "TagKeys": ["k"]}, none),
        ("describe_export", {"ExportArn": f"{arn}/export/1"}, "ExportNotFoundException"),
        ("search_vectors", {"TableName": MISSING, "IndexName": "near", "TopK": 1,
                            "SearchVector": [{"N": "1"}]}, none),
    ]


def test_what_is_not_there_is_refused(ddb, arn):
    for operation, arguments, code in refusals(arn):
        with refused(code, status=400):
            print(operation, getattr(ddb, operation)(**arguments))


def test_account_and_endpoints(ddb, table):
    limits = ddb.describe_limits()
    assert limits["AccountMaxReadCapacityUnits"] == 80_000
    assert limits["TableMaxWriteCapacityUnits"] == 40_000
    endpoint, = ddb.describe_endpoints()["Endpoints"]
    assert endpoint["CachePeriodInMinutes"] > 0
    for operation in ("list_exports", "list_imports", "list_global_tables"):
        assert [] in getattr(ddb, operation)().values(), operation


def test_backups(ddb, table):
    backup = ddb.create_backup(TableName=table, BackupName="one")["BackupDetails"]["BackupArn"]
    details = ddb.describe_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]
    assert details["BackupName"] == "one" and details["BackupType"] == "USER"
    listed = ddb.list_backups(TableName=table)["BackupSummaries"]
    assert [it["BackupArn"] for it in listed] == [backup]
    gone = ddb.delete_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]
    assert gone["BackupStatus"] == "DELETED"
    assert ddb.list_backups(TableName=table)["BackupSummaries"] == []


def test_tags_and_policies(ddb, arn, account):
    ddb.tag_resource(ResourceArn=arn, Tags=[
        {"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    ddb.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert ddb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": account}, "Action": "dynamodb:GetItem",
        "Resource": arn}]})
    revision = ddb.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
    found = ddb.get_resource_policy(ResourceArn=arn)
    assert json.loads(found["Policy"]) == json.loads(policy)
    assert found["RevisionId"] == revision
    with refused("PolicyNotFoundException"):
        ddb.delete_resource_policy(ResourceArn=arn, ExpectedRevisionId="1")
    assert ddb.delete_resource_policy(ResourceArn=arn)["RevisionId"] == revision


def test_time_to_live_and_insights(ddb, table):
    ddb.update_time_to_live(TableName=table, TimeToLiveSpecification={
        "Enabled": True, "AttributeName": "ends"})
    assert ddb.describe_time_to_live(TableName=table)["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED", "AttributeName": "ends"}
    ddb.update_contributor_insights(TableName=table, ContributorInsightsAction="ENABLE")
    found = ddb.describe_contributor_insights(TableName=table)
    assert found["ContributorInsightsStatus"] == "ENABLED"
    listed = ddb.list_contributor_insights(TableName=table)["ContributorInsightsSummaries"]
    assert [it["TableName"] for it in listed] == [table]


def test_a_transaction_of_statements(ddb, table):
    insert = f"INSERT INTO \"{table}\" VALUE {{'id': ?, 'v': 1}}"
    ddb.execute_transaction(TransactStatements=[
        {"Statement": insert, "Parameters": [{"S": name}]} for name in "ab"])
    answer = ddb.execute_transaction(
        ReturnConsumedCapacity="TOTAL", TransactStatements=[
            {"Statement": f'SELECT v FROM "{table}" WHERE id = ?', "Parameters": [{"S": name}]}
            for name in "ab"])
    assert [it["Item"] for it in answer["Responses"]] == [{"v": {"N": "1"}}] * 2
    assert answer["ConsumedCapacity"][0]["ReadCapacityUnits"] == 4
    with refused("TransactionCanceledException") as caught:
        ddb.execute_transaction(TransactStatements=[
            {"Statement": insert, "Parameters": [{"S": name}]} for name in "cb"])
    reasons = caught.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "DuplicateItem"]
    assert "Item" not in ddb.get_item(TableName=table, Key={"id": {"S": "c"}})


def test_a_kinesis_destination(ddb, client, table):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName=table, ShardCount=1)
    stream = kinesis.describe_stream_summary(
        StreamName=table)["StreamDescriptionSummary"]["StreamARN"]
    named = {"TableName": table, "StreamArn": stream}
    ddb.enable_kinesis_streaming_destination(**named)
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}})
    place = kinesis.get_shard_iterator(
        StreamName=table, ShardId="shardId-000000000000",
        ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    records = []
    for _attempt in range(50):
        page = kinesis.get_records(ShardIterator=place)
        records, place = records + page["Records"], page["NextShardIterator"]
        if records:
            break
        time.sleep(0.2)  # five reads a second
    event = json.loads(records[0]["Data"])
    assert event["eventName"] == "INSERT" and event["tableName"] == table
    ddb.update_kinesis_streaming_destination(**named, UpdateKinesisStreamingConfiguration={
        "ApproximateCreationDateTimePrecision": "MICROSECOND"})
    found, = ddb.describe_kinesis_streaming_destination(
        TableName=table)["KinesisDataStreamDestinations"]
    assert found["ApproximateCreationDateTimePrecision"] == "MICROSECOND"
    assert found["DestinationStatus"] in ("ACTIVE", "UPDATING")
    ddb.disable_kinesis_streaming_destination(**named)


def test_a_global_table_of_2017(client, name):
    regions = ("us-east-1", "eu-west-1")
    for region in regions:
        client("dynamodb", region=region).create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    ddb = client("dynamodb")
    ddb.create_global_table(
        GlobalTableName=name, ReplicationGroup=[{"RegionName": region} for region in regions])
    found = ddb.describe_global_table(GlobalTableName=name)["GlobalTableDescription"]
    assert {it["RegionName"] for it in found["ReplicationGroup"]} == set(regions)
    listed = ddb.list_global_tables(RegionName="eu-west-1")["GlobalTables"]
    assert [it["GlobalTableName"] for it in listed] == [name]
    ddb.update_global_table_settings(GlobalTableName=name, ReplicaSettingsUpdate=[
        {"RegionName": "eu-west-1", "ReplicaTableClass": "STANDARD_INFREQUENT_ACCESS"}])
    settings = ddb.describe_global_table_settings(GlobalTableName=name)["ReplicaSettings"]
    assert [it["RegionName"] for it in settings] == ["eu-west-1", "us-east-1"]
    ddb.update_global_table(
        GlobalTableName=name, ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}])
    found = ddb.describe_global_table(GlobalTableName=name)["GlobalTableDescription"]
    assert [it["RegionName"] for it in found["ReplicationGroup"]] == ["us-east-1"]


def test_streams_are_listed(ddb, client, name):
    make_table(ddb, name)
    ddb.update_table(TableName=name, StreamSpecification={
        "StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    streams = client("dynamodbstreams")
    listed, = streams.list_streams(TableName=name)["Streams"]
    assert listed["TableName"] == name
    with refused("ResourceNotFoundException"):
        streams.describe_stream(StreamArn=listed["StreamArn"] + "1")


def test_the_nearest_vectors(ddb, name):
    """With boto3's numbers as a client sends them: scores are floats, vectors lists of numbers."""
    ddb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        VectorIndexes=[{
            "IndexName": "near", "VectorAttribute": {"AttributeName": "v"}, "Dimensions": 3,
            "DistanceFunction": "COSINE", "Projection": {"ProjectionType": "ALL"}}])

    def vector(*numbers):
        return [{"N": str(number)} for number in numbers]
    with ddb_batch(ddb, name) as put:
        for at in range(50):
            put({"id": {"S": f"{at:02}"}, "v": {"L": vector(1, at, 0.5)}})
    found = ddb.search_vectors(
        TableName=name, IndexName="near", SearchVector=vector(2, 20, 1), TopK=3,
        ReturnConsumedCapacity="TOTAL")
    assert [it["Item"]["id"]["S"] for it in found["SearchResults"]] == ["10", "11", "09"]
    scores = [it["Score"] for it in found["SearchResults"]]
    assert scores == sorted(scores) and scores[0] == pytest.approx(0, abs=1e-6)
    assert found["ConsumedCapacity"]["VectorSearchRequestBytes"] > 0


class ddb_batch:
    """Writes items 25 at a time."""

    def __init__(self, ddb, table):
        self.ddb, self.table, self.items = ddb, table, []

    def __enter__(self):
        return self.items.append

    def __exit__(self, *_):
        for at in range(0, len(self.items), 25):
            self.ddb.batch_write_item(RequestItems={self.table: [
                {"PutRequest": {"Item": item}} for item in self.items[at:at + 25]]})
