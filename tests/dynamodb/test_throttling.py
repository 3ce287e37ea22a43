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
    assert burst(ddb) == 5, "a new table has what a second gives"
    own_server.clock(advance="10s")
    assert burst(ddb) == 50
    own_server.clock(advance="1h")
    assert burst(ddb) == 5 * 300


def test_an_index_holds_its_table_up(ddb):
    put(ddb, "a", g={"S": "x"})
    answer = refusal(put, ddb=ddb, key="b", g={"S": "x"})
    assert answer["Error"]["Code"] == "ProvisionedThroughputExceededException"
    assert answer["ThrottlingReasons"] == [{
        "reason": "IndexWriteProvisionedThroughputExceeded",
        "resource": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/tab/index/by-g"}]
    put(ddb, "c")
    assert "Item" not in ddb.get_item(TableName="tab", Key={"id": {"S": "b"}})


def test_a_failed_condition_costs_what_a_write_costs(ddb):
    put(ddb, "a", v={"S": "v" * 3_000})
    # Three of five units are gone; the failures are charged by the item that is there.
    answer = refusal(
        ddb.put_item, TableName="tab", Item={"id": {"S": "a"}},
        ConditionExpression="attribute_not_exists(id)")
    assert answer["Error"]["Code"] == "ConditionalCheckFailedException"
    answer = refusal(put, ddb=ddb, key="b")
    assert answer["Error"]["Code"] == "ProvisionedThroughputExceededException"


def test_transactions_cost_double_and_say_who_was_throttled(ddb, own_server):
    def write(**more):
        return ddb.transact_write_items(TransactItems=[
            {"Put": {"TableName": "tab", "Item": {"id": {"S": "a"}, "v": {"S": "v" * 1_500}}}},
            {"ConditionCheck": {"TableName": "tab", "Key": {"id": {"S": "b"}},
                                "ConditionExpression": "attribute_not_exists(id)"}}],
            ReturnConsumedCapacity="TOTAL", **more)
    token = {"ClientRequestToken": "once"}
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


def test_on_demand_maximum(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    client.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        OnDemandThroughput={"MaxWriteRequestUnits": 1},
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    own_server.settings(dynamodb__throttling="on")
    put(client, "a")
    answer = refusal(put, ddb=client, key="b")
    assert answer["Error"]["Code"] == "ThrottlingException"
    assert answer["throttlingReasons"][0]["reason"] == "TableWriteMaxOnDemandThroughputExceeded"
