"""The operations of Scheduler that no other test asks for: each succeeds and is refused.

Source: EventBridge Scheduler API Reference.
"""

import pytest

from expect import refused


@pytest.fixture
def scheduler(client):
    return client("scheduler")


@pytest.fixture
def definition(account):
    return {"ScheduleExpression": "rate(1 hour)", "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": f"arn:aws:sqs:us-east-1:{account}:q",
                       "RoleArn": f"arn:aws:iam::{account}:role/scheduler"}}


def test_a_schedule_is_changed_and_deleted(scheduler, definition, name):
    arn = scheduler.create_schedule(
        Name=name, Description="hourly", **definition)["ScheduleArn"]
    changed = {**definition, "ScheduleExpression": "cron(0 12 * * ? *)",
               "ScheduleExpressionTimezone": "Asia/Seoul", "State": "DISABLED"}
    assert scheduler.update_schedule(Name=name, **changed)["ScheduleArn"] == arn
    shown = scheduler.get_schedule(Name=name)
    assert (shown["ScheduleExpression"], shown["ScheduleExpressionTimezone"], shown["State"]) == (
        "cron(0 12 * * ? *)", "Asia/Seoul", "DISABLED")
    # An update replaces the whole; what it does not name is gone.
    assert "Description" not in shown
    scheduler.delete_schedule(Name=name)
    for call, arguments in [
            (scheduler.get_schedule, {}), (scheduler.delete_schedule, {}),
            (scheduler.update_schedule, definition)]:
        with refused("ResourceNotFoundException", message=f"Schedule {name} does not exist"):
            call(Name=name, **arguments)


@pytest.mark.parametrize("change, message", [
    ({"ScheduleExpression": "rate(0 hours)"}, "Invalid Schedule Expression"),
    ({"ScheduleExpressionTimezone": "Mars/X"}, "Invalid Schedule Expression Timezone"),
    ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "MaximumWindowInMinutes must be provided"),
])
def test_what_an_update_cannot_be(scheduler, definition, name, change, message):
    scheduler.create_schedule(Name=name, **definition)
    with refused("ValidationException", message=message):
        scheduler.update_schedule(Name=name, **{**definition, **change})
    assert scheduler.get_schedule(Name=name)["ScheduleExpression"] == "rate(1 hour)"


def test_a_group_and_its_tags(scheduler, name):
    arn = scheduler.create_schedule_group(
        Name=name, Tags=[{"Key": "team", "Value": "blue"}])["ScheduleGroupArn"]
    shown = scheduler.get_schedule_group(Name=name)
    assert (shown["Arn"], shown["State"]) == (arn, "ACTIVE")
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [
        {"Key": "stage", "Value": "test"}]
    with refused("ResourceNotFoundException"):
        scheduler.get_schedule_group(Name=name + "x")
    for call in (
            lambda: scheduler.tag_resource(
                ResourceArn=arn + "x", Tags=[{"Key": "a", "Value": "b"}]),
            lambda: scheduler.untag_resource(ResourceArn=arn + "x", TagKeys=["a"]),
            lambda: scheduler.list_tags_for_resource(ResourceArn=arn + "x")):
        with refused("ResourceNotFoundException"):
            call()
