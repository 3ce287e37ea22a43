"""DynamoDB as boto3's resource sees it: Python types, conditions as objects, batch writers."""

from decimal import Decimal

import pytest
from boto3.dynamodb.conditions import Attr, Key


@pytest.fixture
def table(resource, name):
    table = resource.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "user", "AttributeType": "S"},
                              {"AttributeName": "at", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "user", "KeyType": "HASH"},
                   {"AttributeName": "at", "KeyType": "RANGE"}])
    table.wait_until_exists()
    return table


def test_python_types_come_back(table):
    item = {"user": "ann", "at": Decimal("1.5"), "tags": {"x", "y"}, "nothing": None,
            "nested": {"list": [True, Decimal(7), "text"]}}
    table.put_item(Item=item)
    assert table.get_item(Key={"user": "ann", "at": Decimal("1.50")})["Item"] == item


def test_condition_objects(table):
    with table.batch_writer() as batch:
        for at in range(60):
            batch.put_item(Item={"user": "ann", "at": at, "even": at % 2 == 0})
    found = table.query(
        KeyConditionExpression=Key("user").eq("ann") & Key("at").between(10, 20),
        FilterExpression=Attr("even").eq(True) & ~Attr("at2").exists())
    assert [int(item["at"]) for item in found["Items"]] == [10, 12, 14, 16, 18, 20]
    assert table.scan(FilterExpression=Attr("even").ne(True))["Count"] == 30
    table.reload()
    assert table.item_count == 60


def test_a_failed_condition_has_a_class(table):
    table.put_item(Item={"user": "bob", "at": 1})
    with pytest.raises(table.meta.client.exceptions.ConditionalCheckFailedException):
        table.update_item(
            Key={"user": "bob", "at": 1}, UpdateExpression="SET #s = :s",
            ConditionExpression=Attr("status").exists(),
            ExpressionAttributeNames={"#s": "status"}, ExpressionAttributeValues={":s": 1})
