"""A global table with multi-Region strong consistency, while one of its regions is dark and after.

Expectations come from the Developer Guide, "How DynamoDB global tables work": writes are in at
least one other region before they are answered; strongly consistent reads see the latest of any
replica.
"""

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "454545454545"
HOME, OTHER, THIRD = "us-east-1", "us-east-2", "us-west-2"
LATEST = {"ConsistentRead": True}


@pytest.fixture
def regions(own_server):
    return [own_server.client("dynamodb", ACCOUNT, region=it) for it in (HOME, OTHER, THIRD)]


def make(home, *, witness):
    home.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    replicas = [{"Create": {"RegionName": OTHER}}]
    more = {}
    if witness:
        more["GlobalTableWitnessUpdates"] = [{"Create": {"RegionName": THIRD}}]
    else:
        replicas.append({"Create": {"RegionName": THIRD}})
    home.update_table(
        TableName="tab", MultiRegionConsistency="STRONG", ReplicaUpdates=replicas, **more)


def put(client, key, value):
    client.put_item(TableName="tab", Item={"id": {"S": key}, "v": {"S": value}})


def read(client, key, **how):
    item = client.get_item(TableName="tab", Key={"id": {"S": key}}, **how).get("Item")
    return item and item["v"]["S"]


def code_of(call, *given, **named):
    with pytest.raises(ClientError) as caught:
        call(*given, **named)
    return caught.value.response["Error"]["Code"]


def test_three_replicas_are_one_table(regions):
    make(regions[0], witness=False)
    for turn in range(6):
        put(regions[turn % 3], "a", str(turn))
        assert [read(client, "a", **LATEST) for client in regions] == [str(turn)] * 3
    regions[1].delete_item(TableName="tab", Key={"id": {"S": "a"}})
    assert [read(client, "a") for client in regions] == [None] * 3


@pytest.mark.parametrize("witness", [False, True], ids=["replicas", "witness"])
def test_two_regions_go_on_and_the_third_catches_up(own_server, regions, witness):
    home, other = regions[:2]
    make(home, witness=witness)
    put(home, "a", "before")
    own_server.fault("dark", region=OTHER)
    assert code_of(read, other, "a") == "ServiceUnavailable"
    put(home, "a", "in its absence")
    put(home, "b", "in its absence")
    assert read(home, "a", **LATEST) == "in its absence"
    own_server.end_faults()
    own_server.clock(advance="1s")
    assert read(other, "a", **LATEST) == "in its absence"
    assert read(other, "b", **LATEST) == "in its absence"
    put(other, "a", "after")
    assert read(home, "a", **LATEST) == "after"


@pytest.mark.parametrize("witness", [False, True], ids=["replicas", "witness"])
def test_what_was_answered_outlives_the_region_that_answered(own_server, regions, witness):
    """One region misses a write; then the one that took it goes. The third still has it."""
    home, other = regions[:2]
    make(home, witness=witness)
    put(home, "a", "before")
    missed = own_server.fault("dark", region=OTHER)
    put(home, "a", "acknowledged")
    own_server.fault("dark", region=HOME)
    own_server.end_faults(missed)
    own_server.clock(advance="1s")
    assert read(other, "a", **LATEST) == "acknowledged"
    put(other, "a", "later")
    own_server.end_faults()
    own_server.clock(advance="1s")
    assert read(home, "a", **LATEST) == "later"


def test_a_region_alone_answers_only_what_need_not_be_the_latest(own_server, regions):
    home = regions[0]
    make(home, witness=True)
    put(home, "a", "before")
    for region in (OTHER, THIRD):
        own_server.fault("dark", region=region)
    assert code_of(put, home, "a", "alone") == "InternalServerError"
    assert code_of(read, home, "a", **LATEST) == "InternalServerError"
    assert code_of(home.scan, TableName="tab", **LATEST) == "InternalServerError"
    assert read(home, "a") == "before"
    own_server.end_faults()
    put(home, "a", "together")
    assert read(regions[1], "a", **LATEST) == "together"
