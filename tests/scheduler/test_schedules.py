"""EventBridge Scheduler by boto3, on a clock that stands still until a test moves it.

Source: EventBridge Scheduler User Guide and API Reference. What every operation answers and refuses
is in services/svc-scheduler/cases; here is what needs a real client, a long time or a restart.
"""

import datetime
import json

import pytest

from expect import refused

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/scheduler"
START = "2030-01-01T00:00:00Z"


class Cloud:
    """A server at START with a queue `jobs` and clients for it."""

    def __init__(self, server):
        self.server = server
        server.clock(freeze=True, set=START)
        self.connect()
        self.queue = self.sqs.create_queue(
            QueueName="jobs", Attributes={"MessageRetentionPeriod": "1209600"})["QueueUrl"]

    def connect(self):
        self.scheduler = self.server.client("scheduler", ACCOUNT)
        self.sqs = self.server.client("sqs", ACCOUNT)

    def advance(self, span):
        return self.server.clock(advance=span)

    def create(self, name, expression, **more):
        target = {"Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs", "RoleArn": ROLE,
                  "Input": "<aws.scheduler.scheduled-time>", **more.pop("target", {})}
        arguments = {"FlexibleTimeWindow": {"Mode": "OFF"}, **more}
        return self.scheduler.create_schedule(
            Name=name, ScheduleExpression=expression, Target=target, **arguments)

    def bodies(self):
        """Takes all messages there are."""
        found = []
        while True:
            messages = self.sqs.receive_message(
                QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                return found
            found += [message["Body"] for message in messages]
            self.sqs.delete_message_batch(QueueUrl=self.queue, Entries=[
                {"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]}
                for at, message in enumerate(messages)])


@pytest.fixture
def cloud(own_server):
    return Cloud(own_server)


def test_a_rate_runs_every_time_of_a_month(cloud):
    cloud.create("hourly", "rate(1 hour)", StartDate=datetime.datetime(2030, 1, 2))
    cloud.advance("13d")
    expected = [datetime.datetime(2030, 1, 2) + datetime.timedelta(hours=hour)
                for hour in range(12 * 24 + 1)]
    assert cloud.bodies() == [f"{time.isoformat()}Z" for time in expected]


def test_weekdays_at_nine_in_berlin_around_the_change_of_clocks(cloud):
    """2030-03-31 is the Sunday on which summer time begins."""
    cloud.create("work", "cron(0 9 ? * MON-FRI *)", ScheduleExpressionTimezone="Europe/Berlin",
                 StartDate=datetime.datetime(2030, 3, 28))
    cloud.advance("92d")
    assert cloud.bodies() == [
        "2030-03-28T08:00:00Z", "2030-03-29T08:00:00Z",
        "2030-04-01T07:00:00Z", "2030-04-02T07:00:00Z"]


def test_dates_come_back_with_their_zone(cloud):
    end = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.timezone.utc)
    arn = cloud.create("dated", "rate(1 day)", EndDate=end)["ScheduleArn"]
    shown = cloud.scheduler.get_schedule(Name="dated")
    assert shown["Arn"] == arn == f"arn:aws:scheduler:us-east-1:{ACCOUNT}:schedule/default/dated"
    assert shown["EndDate"] == end
    assert shown["CreationDate"].isoformat() == "2030-01-01T00:00:00+00:00"
    assert "StartDate" not in shown and "Description" not in shown


def test_a_flexible_window_is_kept_and_decided_by_the_seed(server_factory):
    def minutes(seed):
        cloud = Cloud(server_factory("--seed", seed))
        window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 30}
        cloud.create("s", "cron(0 * * * ? *)", FlexibleTimeWindow=window)
        cloud.advance("1h")
        found = []
        for hour in range(4):
            for minute in range(60):
                if cloud.bodies():
                    found.append((hour, minute))
                cloud.advance("1m")
        return found
    first = minutes("5")
    assert [hour for hour, _ in first] == [0, 1, 2, 3], "every hour once"
    assert all(minute <= 30 for _, minute in first), first
    assert len({minute for _, minute in first}) > 1, "the windows differ"
    assert minutes("5") == first
    assert minutes("6") != first


def test_a_target_that_comes_too_late_is_a_dead_letter(cloud):
    dead = cloud.sqs.create_queue(QueueName="dead")["QueueUrl"]
    arn = cloud.create("s", "at(2030-01-01T01:00:00)", target={
        "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:absent", "Input": "payload",
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600},
        "DeadLetterConfig": {"Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"}})["ScheduleArn"]
    cloud.advance("1h")
    assert "Messages" not in cloud.sqs.receive_message(QueueUrl=dead)
    cloud.advance("10s")
    letter = cloud.sqs.receive_message(
        QueueUrl=dead, MessageAttributeNames=["All"])["Messages"][0]
    told = {key: value["StringValue"] for key, value in letter["MessageAttributes"].items()}
    assert letter["Body"] == "payload"
    assert len(told.pop("EXECUTION_ID")) == 16
    assert told == {
        "ERROR_CODE": "QueueDoesNotExist",
        "ERROR_MESSAGE": "The specified queue does not exist.",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        "IS_PAYLOAD_TRUNCATED": "false",
        "RETRY_ATTEMPTS": "2",
        "SCHEDULED_TIME": "2030-01-01T01:00:00Z",
        "SCHEDULE_ARN": arn,
        "TARGET_ARN": f"arn:aws:sqs:us-east-1:{ACCOUNT}:absent",
    }


def test_the_role_acts_and_may_be_denied(cloud):
    """Only the schedule's role may send to the queue."""
    policy = {"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*",
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": ROLE}}}}
    cloud.sqs.set_queue_attributes(
        QueueUrl=cloud.queue, Attributes={"Policy": json.dumps(policy)})
    dead = cloud.sqs.create_queue(QueueName="dead")["QueueUrl"]
    letters = {"DeadLetterConfig": {"Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"}}
    cloud.create("allowed", "at(2030-01-01T00:00:00)", target={"Input": "allowed"})
    cloud.create("denied", "at(2030-01-01T00:00:00)",
                 target={"Input": "denied", "RoleArn": f"{ROLE}-other", **letters})
    cloud.advance("1s")
    assert cloud.bodies() == ["allowed"]
    letter = cloud.sqs.receive_message(
        QueueUrl=dead, MessageAttributeNames=["ERROR_CODE", "RETRY_ATTEMPTS"])["Messages"][0]
    told = {key: value["StringValue"] for key, value in letter["MessageAttributes"].items()}
    assert told == {"ERROR_CODE": "AccessDenied", "RETRY_ATTEMPTS": "0"}, "denials are final"


def test_schedules_survive_the_death_of_the_process(server_factory, tmp_path):
    cloud = Cloud(server_factory(data=tmp_path))
    cloud.create("soon", "at(2030-01-01T00:10:00)")
    cloud.create("often", "rate(4 minutes)")
    cloud.advance("5m")
    cloud.server.kill()
    cloud.server = server_factory(data=tmp_path)
    cloud.connect()
    cloud.queue = cloud.sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
    cloud.advance("6m")
    assert sorted(cloud.bodies()) == [
        "2030-01-01T00:00:00Z", "2030-01-01T00:04:00Z", "2030-01-01T00:08:00Z",
        "2030-01-01T00:10:00Z"]


def test_paginators_find_everything(cloud):
    for number in range(25):
        cloud.scheduler.create_schedule_group(Name=f"g{number:02}")
        cloud.create(f"s{number:02}", "rate(1 day)", GroupName=f"g{number:02}", State="DISABLED")
    pages = cloud.scheduler.get_paginator("list_schedules").paginate(
        PaginationConfig={"PageSize": 10})
    names = [schedule["Name"] for page in pages for schedule in page["Schedules"]]
    assert names == [f"s{number:02}" for number in range(25)]
    pages = cloud.scheduler.get_paginator("list_schedule_groups").paginate(
        PaginationConfig={"PageSize": 10})
    names = [group["Name"] for page in pages for group in page["ScheduleGroups"]]
    assert names == ["default"] + [f"g{number:02}" for number in range(25)]


def test_errors_are_the_clients_exceptions(cloud):
    exceptions = cloud.scheduler.exceptions
    with pytest.raises(exceptions.ResourceNotFoundException, match="Schedule x does not exist."):
        cloud.scheduler.get_schedule(Name="x")
    cloud.create("x", "rate(1 day)")
    with pytest.raises(exceptions.ConflictException):
        cloud.create("x", "rate(1 day)")
    with refused("ValidationException", status=400,
                 message="Invalid Schedule Expression rate(1 fortnight)."):
        cloud.create("y", "rate(1 fortnight)")
    with refused("NotImplemented", status=501, message="codebuild"):
        cloud.create("y", "rate(1 day)", target={
            "Arn": f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/p"})


def test_an_account_is_reset_with_its_schedules(cloud):
    cloud.create("s", "rate(1 minute)")
    cloud.server.reset(account=ACCOUNT)
    assert cloud.advance("1d")["jobs_run"] == 0
    assert cloud.scheduler.list_schedules()["Schedules"] == []


def test_a_target_that_takes_time_is_waited_for_and_counted(cloud, own_server):
    # Source: Scheduler User Guide, "Using universal targets", "Monitoring Amazon EventBridge
    # Scheduler with Amazon CloudWatch".
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="copies")
    s3.put_object(Bucket="copies", Key="a", Body=b"text")
    cloud.create("copy", "rate(1 hour)", target={
        "Arn": "arn:aws:scheduler:::aws-sdk:s3:copyObject",
        "Input": json.dumps({"Bucket": "copies", "Key": "b", "CopySource": "copies/a"})})
    own_server.clock(advance="2m")
    assert s3.get_object(Bucket="copies", Key="b")["Body"].read() == b"text"
    metrics = own_server.client("cloudwatch", ACCOUNT)
    names = {metric["MetricName"] for metric in
             metrics.list_metrics(Namespace="AWS/Scheduler")["Metrics"]}
    assert names == {"InvocationAttemptCount"}
    with refused("ValidationException", status=400):
        cloud.create("read", "rate(1 hour)", target={
            "Arn": "arn:aws:scheduler:::aws-sdk:s3:getObject", "Input": "{}"})
