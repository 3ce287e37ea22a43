"""Contributor insights: which keys are used most and throttled most, as a page shows it.

At AWS CloudWatch shows it; the rules' names and what they count are of the Developer Guide,
"CloudWatch Contributor Insights for DynamoDB: how it works".
"""

import urllib.error

import pytest

ACCOUNT = "474747474747"


def shown(server, *of):
    """The rules by their kind: keys and counts, the most frequent first."""
    path = "/".join(("/_dynamodb/contributors", ACCOUNT, "us-east-1", *of))
    rules = server.ask(path)["rules"]
    return {name.split("-")[1]: [(it["key"], it["count"]) for it in found]
            for name, found in rules.items()}


@pytest.fixture
def ddb(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    client.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"},
                              {"AttributeName": "at", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"},
                   {"AttributeName": "at", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-at", "KeySchema": [{"AttributeName": "at", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"}}])
    return client


def put(client, key, at, size=0):
    client.put_item(TableName="tab", Item={
        "id": {"S": key}, "at": {"N": str(at)}, "v": {"S": "v" * size}})


def test_the_most_used_keys(own_server, ddb):
    put(ddb, "before anybody counted", 1)
    ddb.update_contributor_insights(TableName="tab", ContributorInsightsAction="ENABLE")
    for number in range(300):
        put(ddb, f"rare-{number}", number)
    for number in range(40):
        put(ddb, "hot", number % 2)
        ddb.get_item(TableName="tab", Key={"id": {"S": "hot"}, "at": {"N": "0"}})
    ddb.query(TableName="tab", KeyConditionExpression="id = :id",
              ExpressionAttributeValues={":id": {"S": "hot"}})
    rules = shown(own_server, "tab")
    assert set(rules) == {"PKC", "SKC", "PKT", "SKT"}
    key, count = rules["PKC"][0]
    assert key == {"id": {"S": "hot"}} and 81 <= count <= 81 + 4
    key, count = rules["SKC"][0]
    assert key == {"id": {"S": "hot"}, "at": {"N": "0"}} and 60 <= count <= 60 + 4
    assert len(rules["PKC"]) == 100, "bounded, whatever is written"
    assert rules["PKT"] == rules["SKT"] == []


def test_throttled_keys(own_server, ddb):
    ddb.update_contributor_insights(
        TableName="tab", ContributorInsightsAction="ENABLE",
        ContributorInsightsMode="THROTTLED_KEYS")
    own_server.settings(dynamodb__throttling="on")
    refused = 0
    for _ in range(6):
        try:
            put(ddb, "hot", 1, 399_000)
        except ddb.exceptions.ThrottlingException:
            refused += 1
    assert refused == 3
    assert shown(own_server, "tab") == {
        "PKT": [({"id": {"S": "hot"}}, 3)],
        "SKT": [({"id": {"S": "hot"}, "at": {"N": "1"}}, 3)]}


def test_an_index_counts_what_is_read_of_it(own_server, ddb):
    ddb.update_contributor_insights(
        TableName="tab", IndexName="by-at", ContributorInsightsAction="ENABLE")
    put(ddb, "a", 7)
    for _ in range(3):
        ddb.query(TableName="tab", IndexName="by-at", KeyConditionExpression="#at = :at",
                  ExpressionAttributeNames={"#at": "at"},
                  ExpressionAttributeValues={":at": {"N": "7"}})
    assert shown(own_server, "tab", "by-at")["PKC"] == [({"at": {"N": "7"}}, 3)]


def test_what_is_not_counted_is_not_shown(own_server, ddb):
    for path in (("tab",), ("none",), ("tab", "none")):
        with pytest.raises(urllib.error.HTTPError) as caught:
            shown(own_server, *path)
        assert caught.value.code == 400
