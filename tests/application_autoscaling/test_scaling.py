"""A table's capacity follows its use and the clock, with CloudWatch's alarms between.

Sources: DynamoDB Developer Guide, "Managing throughput capacity automatically with DynamoDB auto
scaling" (two minutes above the target, fifteen below it) and "Using the AWS CLI to manage Amazon
DynamoDB auto scaling"; Application Auto Scaling User Guide, "Scaling activities".
"""

import pytest

from expect import refused

WRITES = {"ServiceNamespace": "dynamodb", "ResourceId": "table/tab",
          "ScalableDimension": "dynamodb:table:WriteCapacityUnits"}
HALF = {"TargetValue": 50.0, "PredefinedMetricSpecification":
        {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"}}


@pytest.fixture
def dynamodb(own_server):
    dynamodb = own_server.client("dynamodb")
    dynamodb.create_table(
        TableName="tab", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
    return dynamodb


@pytest.fixture
def scaling(own_server):
    return own_server.client("application-autoscaling")


def capacity(dynamodb):
    table = dynamodb.describe_table(TableName="tab")["Table"]
    return table["ProvisionedThroughput"]["WriteCapacityUnits"]


def write(dynamodb, units):
    dynamodb.put_item(TableName="tab", Item={"id": {"S": "a"}, "v": {"S": "x" * (units * 1000)}})


def activities(scaling, **more):
    return scaling.describe_scaling_activities(
        ServiceNamespace="dynamodb", **more)["ScalingActivities"]


def test_out_after_two_minutes_and_in_after_fifteen(own_server, dynamodb, scaling):
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=8, **WRITES)
    put = scaling.put_scaling_policy(
        PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=HALF, **WRITES)
    assert put["PolicyARN"].endswith(":resource/dynamodb/table/tab:policyName/half")
    high = next(a["AlarmName"] for a in put["Alarms"] if "-AlarmHigh-" in a["AlarmName"])
    assert high.startswith("TargetTracking-table/tab-AlarmHigh-")
    cloudwatch = own_server.client("cloudwatch")
    alarm = cloudwatch.describe_alarms(AlarmNames=[high])["MetricAlarms"][0]
    assert (alarm["MetricName"], alarm["Threshold"], alarm["EvaluationPeriods"]) == (
        "ConsumedWriteCapacityUnits", 30.0, 2)
    assert alarm["AlarmActions"] == [put["PolicyARN"]]
    # 180 units a minute are three a second: six are wanted at a target of half.
    write(dynamodb, 180)
    own_server.clock(advance="1m")
    assert capacity(dynamodb) == 1
    write(dynamodb, 180)
    own_server.clock(advance="1m")
    assert capacity(dynamodb) == 6
    latest = activities(scaling)[0]
    assert latest["Description"] == "Setting write capacity units to 6."
    assert latest["Cause"] == f"monitor alarm {high} in state ALARM triggered policy half"
    assert latest["StatusCode"] == "Successful"
    alarm = cloudwatch.describe_alarms(AlarmNames=[high])["MetricAlarms"][0]
    assert alarm["Threshold"] == 180.0
    # A unit a second wants two, once it has been no more for fifteen minutes.
    for _ in range(15):
        write(dynamodb, 60)
        own_server.clock(advance="1m")
        assert capacity(dynamodb) in (6, 2)
    for _ in range(2):
        write(dynamodb, 60)
        own_server.clock(advance="1m")
    assert capacity(dynamodb) == 2
    # Deleting the policy deletes the alarms.
    scaling.delete_scaling_policy(PolicyName="half", **WRITES)
    assert cloudwatch.describe_alarms(AlarmNames=[high])["MetricAlarms"] == []
    with refused("ObjectNotFoundException"):
        scaling.delete_scaling_policy(PolicyName="half", **WRITES)


def test_at_the_maximum_nothing_is_scaled(own_server, dynamodb, scaling):
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=1, **WRITES)
    scaling.put_scaling_policy(
        PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=HALF, **WRITES)
    for _ in range(2):
        write(dynamodb, 180)
        own_server.clock(advance="1m")
    assert activities(scaling) == []
    unscaled = activities(scaling, IncludeNotScaledActivities=True)[0]
    assert unscaled["Description"] == "Attempting to scale due to alarm triggered"
    assert unscaled["NotScaledReasons"] == [{"Code": "AlreadyAtMaxCapacity", "MaxCapacity": 1}]


def test_a_suspended_target_waits(own_server, dynamodb, scaling):
    scaling.register_scalable_target(
        MinCapacity=1, MaxCapacity=8, SuspendedState={"DynamicScalingOutSuspended": True},
        **WRITES)
    scaling.put_scaling_policy(
        PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=HALF, **WRITES)
    for _ in range(3):
        write(dynamodb, 180)
        own_server.clock(advance="1m")
    assert capacity(dynamodb) == 1
    scaling.register_scalable_target(
        SuspendedState={"DynamicScalingOutSuspended": False}, **WRITES)
    write(dynamodb, 180)
    own_server.clock(advance="1m")
    assert capacity(dynamodb) == 6


def test_what_a_policy_cannot_be(own_server, dynamodb, scaling):
    with refused("ObjectNotFoundException", message="No scalable target registered for"):
        scaling.put_scaling_policy(
            PolicyName="half", PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=HALF, **WRITES)
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=8, **WRITES)
    scaling.put_scaling_policy(
        PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=HALF, **WRITES)
    wrong = [
        ("PolicyName", "other", HALF, "Only one TargetTrackingScaling policy"),
        ("PolicyName", "half", {**HALF, "TargetValue": 95.0}, "between 20 and 90"),
        ("PolicyName", "half", {"TargetValue": 50.0}, "Exactly one of"),
        ("PolicyName", "half", {"TargetValue": 50.0, "PredefinedMetricSpecification":
         {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}}, "is not a metric of"),
    ]
    for member, name, tracking, message in wrong:
        with refused("ValidationException", message=message):
            scaling.put_scaling_policy(
                **{member: name}, PolicyType="TargetTrackingScaling",
                TargetTrackingScalingPolicyConfiguration=tracking, **WRITES)
    with refused("ValidationException", message="StepScaling"):
        scaling.put_scaling_policy(
            PolicyName="step", PolicyType="StepScaling", StepScalingPolicyConfiguration={
                "AdjustmentType": "ChangeInCapacity",
                "StepAdjustments": [{"ScalingAdjustment": 1}]}, **WRITES)


def test_policies_are_listed_and_go_with_their_target(own_server, dynamodb, scaling):
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=8, **WRITES)
    scaling.put_scaling_policy(
        PolicyName="half", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={**HALF, "DisableScaleIn": True}, **WRITES)
    policy = scaling.describe_scaling_policies(
        ServiceNamespace="dynamodb", PolicyNames=["half"])["ScalingPolicies"][0]
    assert policy["PolicyType"] == "TargetTrackingScaling"
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 50.0
    kinds = sorted(alarm["AlarmName"].split("tab-")[1].split("-")[0]
                   for alarm in policy["Alarms"])
    assert kinds == ["AlarmHigh", "ProvisionedCapacityHigh", "ProvisionedCapacityLow"]
    scaling.deregister_scalable_target(**WRITES)
    assert scaling.describe_scaling_policies(
        ServiceNamespace="dynamodb")["ScalingPolicies"] == []
    assert own_server.client("cloudwatch").describe_alarms()["MetricAlarms"] == []
    with refused("ValidationException"):
        scaling.describe_scaling_policies(ServiceNamespace="dynamodb", MaxResults=11)


def test_by_the_clock(own_server, dynamodb, scaling):
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=8, **WRITES)
    scaling.put_scheduled_action(
        ScheduledActionName="nightly", Schedule="cron(0 3 * * ? *)", Timezone="Asia/Seoul",
        ScalableTargetAction={"MinCapacity": 4}, **WRITES)
    own_server.clock(advance="24h")
    assert capacity(dynamodb) == 4
    assert activities(scaling)[-1]["Cause"] == "scheduled action name nightly was triggered"
    scaling.delete_scheduled_action(ScheduledActionName="nightly", **WRITES)
    with refused("ObjectNotFoundException"):
        scaling.delete_scheduled_action(ScheduledActionName="nightly", **WRITES)
