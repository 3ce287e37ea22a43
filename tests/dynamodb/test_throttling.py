"""Throttling and capacity as a client sees them, on a clock that the tests move.

Expectations come from the Developer Guide: "DynamoDB burst and adaptive capacity", "DynamoDB read
and write operations", "Amazon DynamoDB Transactions: How it works", and from the API reference
(ThrottlingReason, TransactionCanceledException).
"""

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "321321321321"


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response


@pytest.fixture
def ddb(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    units = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 5}
    client.create_table(
        TableName="tab", ProvisionedThroughput=units,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"},
                              {"AttributeName": "g", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}])
    own_server.settings(dynamodb__throttling="on")
    return client


def put(ddb, key, **more):
    return ddb.put_item(TableName="tab", Item={"id": {"S": key}, **more})


def burst(ddb):
    """How many writes of one unit are taken before one is refused."""
    count = 0
    while count < 5_000:
        try:
            put(ddb, "same")
        except ddb.exceptions.ProvisionedThroughputExceededException:
            return count
        count += 1
    raise AssertionError("it never throttles")


def test_five_minutes_of_unused_capacity_are_kept(ddb, own_server):
    # Its one partition takes 1,000 units in a second, whatever is saved up.
    assert burst(ddb) == 1_000, "a new table has used nothing"
    own_server.clock(advance="1s")
    assert burst(ddb) == 5 * 300 - 1_000 + 5
    own_server.clock(advance="10s")
    assert burst(ddb) == 50
    own_server.clock(advance="1h")
    assert burst(ddb) == 1_000
    own_server.clock(advance="1s")
    assert burst(ddb) == 5 * 300 - 1_000 + 5


def test_an_index_holds_its_table_up(ddb):
    # The index has saved up 300 units, the table 1,500.
    put(ddb, "a", g={"S": "x"}, v={"S": "v" * 306_900})
    answer = refusal(put, ddb=ddb, key="b", g={"S": "x"})
    assert answer["Error"]["Code"] == "ProvisionedThroughputExceededException"
    assert answer["ThrottlingReasons"] == [{
        "reason": "IndexWriteProvisionedThroughputExceeded",
        "resource": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/tab/index/by-g"}]
    put(ddb, "c")
    assert "Item" not in ddb.get_item(TableName="tab", Key={"id": {"S": "b"}})


def test_a_failed_condition_costs_what_a_write_costs(ddb, own_server):
    def fail():
        return refusal(
            ddb.put_item, TableName="tab", Item={"id": {"S": "a"}},
            ConditionExpression="attribute_not_exists(id)")
    for _ in range(2):
        put(ddb, "a", v={"S": "v" * 399_000})
    # Of 1,500 units 780 are gone; failures are charged by the item that is there.
    for _ in range(2):
        assert fail()["Error"]["Code"] == "ConditionalCheckFailedException"
        own_server.clock(advance="1s")
    answer = refusal(put, ddb=ddb, key="b")
    assert answer["Error"]["Code"] == "ProvisionedThroughputExceededException"
    assert answer["ThrottlingReasons"][0]["reason"] == "TableWriteProvisionedThroughputExceeded"


def test_transactions_cost_double_and_say_who_was_throttled(ddb, own_server):
    def write(**more):
        return ddb.transact_write_items(TransactItems=[
            {"Put": {"TableName": "tab", "Item": {"id": {"S": "a"}, "v": {"S": "v" * 1_500}}}},
            {"ConditionCheck": {"TableName": "tab", "Key": {"id": {"S": "b"}},
                                "ConditionExpression": "attribute_not_exists(id)"}}],
            ReturnConsumedCapacity="TOTAL", **more)
    token = {"ClientRequestToken": "once"}
    for number in range(5):
        if number == 3:
            own_server.clock(advance="1s")
        put(ddb, "c", v={"S": "v" * 306_800})
    # Five units are left.
    assert write(**token)["ConsumedCapacity"] == [
        {"TableName": "tab", "CapacityUnits": 6.0, "WriteCapacityUnits": 6.0}]
    # The repetition reads: two transactional reads of two units.
    assert write(**token)["ConsumedCapacity"] == [
        {"TableName": "tab", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0}]
    answer = refusal(write)
    assert answer["Error"]["Code"] == "TransactionCanceledException"
    assert [reason["Code"] for reason in answer["CancellationReasons"]] == [
        "ProvisionedThroughputExceeded"] * 2
    own_server.clock(advance="5s")
    assert write()["ConsumedCapacity"]


def on_demand(own_server, **more):
    client = own_server.client("dynamodb", ACCOUNT)
    client.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], **more)
    own_server.settings(dynamodb__throttling="on")
    return client


def test_on_demand_maximum(own_server):
    client = on_demand(own_server, OnDemandThroughput={"MaxWriteRequestUnits": 1})
    put(client, "a", v={"S": "v" * 306_900})
    answer = refusal(put, ddb=client, key="b")
    assert answer["Error"]["Code"] == "ThrottlingException"
    assert answer["throttlingReasons"][0]["reason"] == "TableWriteMaxOnDemandThroughputExceeded"


def large(client, key):
    """A write of 400 units."""
    put(client, key, v={"S": "v" * 409_000})


def writes(client, keys):
    """How many writes of 400 units, of these keys in turn, are taken before one is refused."""
    for count in range(1_000):
        try:
            large(client, keys[count % len(keys)])
        except ClientError as refused:
            assert refused.response["Error"]["Code"] == "ThrottlingException"
            reasons = refused.response["throttlingReasons"]
            assert [it["reason"] for it in reasons] == ["TableWriteKeyRangeThroughputExceeded"]
            return count
    raise AssertionError("it never throttles")


def test_a_partition_takes_a_thousand_writes(own_server):
    """1,000 units a second: two writes of 400 leave something, the third takes it."""
    client = on_demand(own_server)
    assert writes(client, ["hot"]) == 3
    large(client, "elsewhere, in another of the four partitions")
    own_server.clock(advance="1s")
    assert writes(client, ["hot"]) == 2, "it had taken 200 more than there were"


def test_warm_throughput_is_more_partitions(own_server):
    client = on_demand(own_server, WarmThroughput={
        "ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 20_000})
    keys = [f"key-{number}" for number in range(1_000)]
    assert writes(client, keys) > 20, "twenty partitions, not four"


def admitted(client, attempts):
    """How many writes of 40 units are taken of so many, of keys all over the table."""
    count = 0
    for number in range(attempts):
        try:
            put(client, f"key-{number}", v={"S": "v" * 40_900})
            count += 1
        except ClientError as refused:
            assert refused.response["Error"]["Code"] == "ThrottlingException"
    return count


def test_on_demand_grows_to_twice_its_peak(own_server):
    client = on_demand(own_server)
    assert 100 <= admitted(client, 250) <= 104, "4,000 units, and what is overdrawn"
    own_server.clock(advance="1m")
    assert 100 <= admitted(client, 250) <= 104, "half an hour has not gone by"
    own_server.clock(advance="30m")
    assert 200 <= admitted(client, 400) <= 220
    own_server.clock(advance="1m")
    assert 200 <= admitted(client, 400) <= 220
