"""Auto scaling of provisioned capacity, on a clock that the tests move.

Expectations come from the Developer Guide, "Managing throughput capacity automatically with
DynamoDB auto scaling", and from Application Auto Scaling's "Target tracking scaling policies".
"""

import pytest

ACCOUNT = "464646464646"
# A write of 180 units: three a second over a minute.
ITEM = {"id": {"S": "a"}, "v": {"S": "v" * 184_000}}


@pytest.fixture
def ddb(own_server):
    client = own_server.client("dynamodb", ACCOUNT)
    client.create_table(
        TableName="tab", ProvisionedThroughput={"ReadCapacityUnits": 20, "WriteCapacityUnits": 20},
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"},
                              {"AttributeName": "g", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 20, "WriteCapacityUnits": 20}}])
    return client


def scale(client, **more):
    update = {
        "MinimumUnits": 2, "MaximumUnits": 100, "ScalingPolicyUpdate": {
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 50.0, **more}}}
    client.update_table_replica_auto_scaling(
        TableName="tab", ProvisionedWriteCapacityAutoScalingUpdate=update,
        GlobalSecondaryIndexUpdates=[{
            "IndexName": "by-g", "ProvisionedWriteCapacityAutoScalingUpdate": update}])


def capacity(client):
    table = client.describe_table(TableName="tab")["Table"]
    index = table["GlobalSecondaryIndexes"][0]
    return tuple(it["ProvisionedThroughput"]["WriteCapacityUnits"] for it in (table, index))


def minutes(server, client, count, writes=1, **more):
    for _ in range(count):
        for turn in range(writes):
            client.put_item(TableName="tab", Item={**ITEM, "n": {"N": str(turn)}, **more})
        server.clock(advance="1m")


def test_a_quarter_of_an_hour_below_the_target_lowers(own_server, ddb):
    scale(ddb)
    minutes(own_server, ddb, 14)
    assert capacity(ddb) == (20, 20)
    minutes(own_server, ddb, 1)
    assert capacity(ddb) == (6, 20), "the index has not been written: it has no data points"


def test_two_minutes_above_it_raise_within_the_bounds(own_server, ddb):
    scale(ddb)
    minutes(own_server, ddb, 2, writes=4)
    assert capacity(ddb) == (24, 20)
    minutes(own_server, ddb, 2, writes=30)
    assert capacity(ddb) == (100, 20)


def test_a_larger_scale_out_does_not_wait_for_the_cooldown(own_server, ddb):
    # "… won't increase the desired capacity again unless either a larger scale out is triggered or
    # the cooldown period ends."
    scale(ddb, ScaleOutCooldown=300)
    minutes(own_server, ddb, 2, writes=4)
    assert capacity(ddb)[0] == 24
    minutes(own_server, ddb, 2, writes=8)
    assert capacity(ddb)[0] == 48


def test_a_cooldown_of_scaling_in_is_waited_for(own_server, ddb):
    scale(ddb, ScaleInCooldown=1200)
    minutes(own_server, ddb, 15)
    assert capacity(ddb)[0] == 6
    little = {"id": {"S": "b"}, "v": {"S": "v" * 50_000}}
    minutes(own_server, ddb, 19, **little)
    assert capacity(ddb)[0] == 6
    minutes(own_server, ddb, 2, **little)
    assert capacity(ddb)[0] == 2


def test_scale_in_can_be_disabled_and_outlives_other_changes(own_server, ddb):
    scale(ddb, DisableScaleIn=True)
    minutes(own_server, ddb, 20)
    assert capacity(ddb) == (20, 20)
    shown = ddb.describe_table_replica_auto_scaling(TableName="tab")
    replica = shown["TableAutoScalingDescription"]["Replicas"][0]
    settings = replica["ReplicaProvisionedWriteCapacityAutoScalingSettings"]
    tracking = settings["ScalingPolicies"][0]["TargetTrackingScalingPolicyConfiguration"]
    assert tracking == {"DisableScaleIn": True, "TargetValue": 50.0}


def test_each_index_by_itself(own_server, ddb):
    scale(ddb)
    minutes(own_server, ddb, 3, writes=5, g={"S": "x"})
    assert capacity(ddb) == (30, 30)
