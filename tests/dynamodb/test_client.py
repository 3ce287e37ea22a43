"""DynamoDB as boto3's client sees it.

Expectations come from the API reference and the Developer Guide unless a test says otherwise.
"""

import pytest
from botocore.exceptions import ClientError

from bare import Bare
from dynamodb.tables import make_table


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response


def test_waiters_end(ddb, name):
    make_table(ddb, name)
    ddb.get_waiter("table_exists").wait(TableName=name)
    ddb.delete_table(TableName=name)
    ddb.get_waiter("table_not_exists").wait(TableName=name)


def test_every_type(ddb, table):
    item = {
        "id": {"S": "a"}, "n": {"N": "-12345678901234567890123456789012345678"},
        "b": {"B": bytes(range(256))}, "t": {"BOOL": False}, "z": {"NULL": True},
        "l": {"L": [{"M": {}}, {"L": []}]}, "ss": {"SS": ["b", "ä"]},
        "ns": {"NS": ["-1", "2.5"]}, "bs": {"BS": [b"", b"x"]}}
    ddb.put_item(TableName=table, Item=item)
    assert ddb.get_item(TableName=table, Key={"id": {"S": "a"}})["Item"] == item


def test_the_failed_condition_shows_the_item(ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "v": {"N": "1"}})
    answer = refusal(
        ddb.put_item, TableName=table, Item={"id": {"S": "a"}},
        ConditionExpression="attribute_not_exists(id)",
        ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert answer["Error"]["Code"] == "ConditionalCheckFailedException"
    assert answer["Item"] == {"id": {"S": "a"}, "v": {"N": "1"}}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_cancellation_reasons(ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}})
    answer = refusal(ddb.transact_write_items, TransactItems=[
        {"Put": {"TableName": table, "Item": {"id": {"S": "b"}}}},
        {"Put": {"TableName": table, "Item": {"id": {"S": "a"}},
                 "ConditionExpression": "attribute_not_exists(id)"}}])
    assert answer["Error"]["Code"] == "TransactionCanceledException"
    assert answer["CancellationReasons"] == [
        {"Code": "None"},
        {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}]
    assert "Item" not in ddb.get_item(TableName=table, Key={"id": {"S": "b"}})


def test_pages_of_a_query_in_both_directions(ddb, pairs):
    for start in range(0, 100, 25):
        ddb.batch_write_item(RequestItems={pairs: [
            {"PutRequest": {"Item": {"h": {"S": "x"}, "r": {"N": str(number)}}}}
            for number in range(start - 50, start - 25)]})
    for forward in (True, False):
        pages = ddb.get_paginator("query").paginate(
            TableName=pairs, KeyConditionExpression="h = :h", ScanIndexForward=forward,
            ExpressionAttributeValues={":h": {"S": "x"}}, PaginationConfig={"PageSize": 7})
        found = [int(item["r"]["N"]) for page in pages for item in page["Items"]]
        assert found == sorted(range(-50, 50), reverse=not forward)


def test_segments_cover_the_table_once(ddb, table):
    wanted = {f"key-{number}" for number in range(200)}
    for number in range(0, 200, 25):
        ddb.batch_write_item(RequestItems={table: [
            {"PutRequest": {"Item": {"id": {"S": f"key-{number + at}"}}}} for at in range(25)]})
    found = []
    for segment in range(5):
        pages = ddb.get_paginator("scan").paginate(
            TableName=table, Segment=segment, TotalSegments=5, PaginationConfig={"PageSize": 9})
        keys = [item["id"]["S"] for page in pages for item in page["Items"]]
        assert 10 < len(keys) < 90, "segments divide the table about evenly"
        found += keys
    assert sorted(found) == sorted(wanted)
    scan = ddb.scan(TableName=table)["Items"]
    order = [item["id"]["S"] for item in scan]
    assert order != sorted(order), "the order of a scan is that of hashes"


def test_a_page_ends_at_a_megabyte(ddb, table):
    for key in "abcdef":
        ddb.put_item(TableName=table, Item={"id": {"S": key}, "v": {"S": "v" * 300_000}})
    page = ddb.scan(TableName=table)
    assert page["Count"] == 4 and page["LastEvaluatedKey"]
    rest = ddb.scan(TableName=table, ExclusiveStartKey=page["LastEvaluatedKey"])
    assert rest["Count"] == 2 and "LastEvaluatedKey" not in rest


def test_counters_lose_nothing(ddb, table):
    for _ in range(50):
        ddb.update_item(
            TableName=table, Key={"id": {"S": "n"}}, UpdateExpression="ADD hits :one",
            ExpressionAttributeValues={":one": {"N": "0.1"}})
    item = ddb.get_item(TableName=table, Key={"id": {"S": "n"}})["Item"]
    assert item["hits"] == {"N": "5"}


def test_partiql(ddb, table):
    run = ddb.execute_statement
    run(Statement=f'INSERT INTO "{table}" VALUE {{\'id\': ?, \'n\': 1}}',
        Parameters=[{"S": "a"}])
    answer = refusal(run, Statement=f"INSERT INTO \"{table}\" VALUE {{'id': 'a'}}")
    assert answer["Error"]["Code"] == "DuplicateItemException"
    found = run(Statement=f"UPDATE \"{table}\" SET n = n + 1 WHERE id = 'a' RETURNING ALL NEW *")
    assert found["Items"] == [{"id": {"S": "a"}, "n": {"N": "2"}}]
    found = run(Statement=f"SELECT n FROM \"{table}\" WHERE id IN ['a', 'b']")
    assert found["Items"] == [{"n": {"N": "2"}}]
    answers = ddb.batch_execute_statement(Statements=[
        {"Statement": f"SELECT * FROM \"{table}\" WHERE id = 'a'"},
        {"Statement": f"SELECT * FROM \"{table}\" WHERE n = 2"}])["Responses"]
    assert answers[0]["Item"] == {"id": {"S": "a"}, "n": {"N": "2"}}
    assert answers[1]["Error"]["Code"] == "ValidationError"


def test_malformed_base64_is_a_serialization_error(ddb, table, endpoint, account):
    # The wire refuses it before the operation.
    answer = Bare(endpoint, account).json_rpc("DynamoDB_20120810.PutItem", {
        "TableName": table, "Item": {"id": {"B": "§"}}}, service="dynamodb")
    assert answer.status == 400
    assert answer.json()["__type"].endswith("#SerializationException")
