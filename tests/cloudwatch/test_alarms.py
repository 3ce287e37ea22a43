"""Alarms by the clock alone, with boto3 (which speaks CBOR) and the AWS CLI (the query protocol).

Sources: CloudWatch User Guide, "Alarm evaluation"; SQS Developer Guide, "Available CloudWatch
metrics for Amazon SQS"; API Reference, PutMetricAlarm.
"""

import json
import os
import subprocess
import sys
import time

import pytest

from expect import refused

ACCOUNT = "111111111111"
OPEN_TO_SNS = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage", "Resource": "*"}]})


@pytest.fixture
def world(own_server):
    def client(service):
        return own_server.client(service, ACCOUNT)
    client.server = own_server
    return client


@pytest.fixture
def alerts(world):
    """A topic, and the queue into which it brings what it is told."""
    sqs, sns = world("sqs"), world("sns")
    queue = sqs.create_queue(QueueName="alerts", Attributes={"Policy": OPEN_TO_SNS})["QueueUrl"]
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:alerts",
        Attributes={"RawMessageDelivery": "true"})
    return topic, queue


def depth_alarm(topic, **changed):
    return {
        "AlarmName": "backlog", "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": [{"Name": "QueueName", "Value": "jobs"}], "Statistic": "Maximum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 2,
        "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": [topic], **changed}


def told(sqs, queue):
    messages = sqs.receive_message(QueueUrl=queue).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [json.loads(message["Body"]) for message in messages]


def test_a_deep_queue_raises_an_alarm_that_arrives_in_a_queue(world, alerts):
    sqs, cloudwatch = world("sqs"), world("cloudwatch")
    topic, queue = alerts
    jobs = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    cloudwatch.put_metric_alarm(**depth_alarm(topic))
    for number in range(3):
        sqs.send_message(QueueUrl=jobs, MessageBody=str(number))
    assert told(sqs, queue) == []
    world.server.clock(advance="2m")
    alarm = cloudwatch.describe_alarms(AlarmNames=["backlog"])["MetricAlarms"][0]
    assert alarm["StateValue"] == "ALARM"
    [message] = told(sqs, queue)
    assert (message["AlarmName"], message["OldStateValue"], message["NewStateValue"]) == (
        "backlog", "INSUFFICIENT_DATA", "ALARM")
    assert message["NewStateReason"].startswith("Threshold Crossed: 1 datapoint [3.0 (")
    assert message["Trigger"]["Dimensions"] == [{"value": "jobs", "name": "QueueName"}]
    history = cloudwatch.describe_alarm_history(AlarmName="backlog", HistoryItemType="Action")
    assert "Successfully executed action" in history["AlarmHistoryItems"][0]["HistorySummary"]


def test_weeks_in_which_nothing_happens_cost_nothing(world, alerts):
    sqs, cloudwatch = world("sqs"), world("cloudwatch")
    topic, _ = alerts
    jobs = sqs.create_queue(
        QueueName="jobs", Attributes={"MessageRetentionPeriod": "1209600"})["QueueUrl"]
    cloudwatch.put_metric_alarm(**depth_alarm(topic))
    for number in range(3):
        sqs.send_message(QueueUrl=jobs, MessageBody=str(number))
    world.server.clock(advance="10m")
    begun = time.monotonic()
    moved = world.server.clock(advance="7d")
    assert time.monotonic() - begun < 5
    assert moved.get("jobs", 0) < 50, moved
    assert cloudwatch.describe_alarms()["MetricAlarms"][0]["StateValue"] == "ALARM"
    # The level has stood all the while.
    now = cloudwatch.describe_alarms()["MetricAlarms"][0]["StateUpdatedTimestamp"]
    [week] = cloudwatch.get_metric_data(
        StartTime=now.timestamp() + 3600, EndTime=now.timestamp() + 7200, MetricDataQueries=[
            {"Id": "m", "MetricStat": {"Period": 3600, "Stat": "SampleCount", "Metric": {
                "Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible",
                "Dimensions": [{"Name": "QueueName", "Value": "jobs"}]}}}])["MetricDataResults"]
    assert max(week["Values"]) == 60


def test_numbers_and_alarms_survive_a_restart(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "data")
    cloudwatch = server.client("cloudwatch", ACCOUNT)
    cloudwatch.put_metric_alarm(
        AlarmName="errors", Namespace="Shop", MetricName="Errors", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold")
    server.client("sqs", ACCOUNT).create_queue(QueueName="kept")
    server.stop()
    server = server_factory(data=tmp_path / "data")
    cloudwatch = server.client("cloudwatch", ACCOUNT)
    cloudwatch.put_metric_data(
        Namespace="Shop", MetricData=[{"MetricName": "Errors", "Value": 5}])
    server.clock(advance="2m")
    assert cloudwatch.describe_alarms()["MetricAlarms"][0]["StateValue"] == "ALARM"
    names = cloudwatch.list_metrics(Namespace="AWS/SQS")["Metrics"]
    assert {"Name": "QueueName", "Value": "kept"} in names[0]["Dimensions"]


def test_refusals(client):
    cloudwatch = client("cloudwatch")
    with refused("InvalidParameterValue", "InvalidParameterValueException", status=400):
        cloudwatch.put_metric_data(
            Namespace="AWS/Mine", MetricData=[{"MetricName": "x", "Value": 1}])
    with refused("ValidationError", status=400):
        cloudwatch.put_metric_alarm(
            AlarmName="x", Namespace="N", MetricName="M", Statistic="Sum", Period=61,
            EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold")
    with refused("ResourceNotFound", status=404):
        cloudwatch.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="x")
    with refused("ResourceNotFound", "DashboardNotFoundError", status=404):
        cloudwatch.get_dashboard(DashboardName="none")


def test_the_command_line(endpoint, account, tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": ""}
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def aws(*arguments):
        command = [sys.executable, program, "--endpoint-url", endpoint, "cloudwatch", *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else None

    aws("put-metric-data", "--namespace", "Shop", "--metric-name", "Sold", "--value", "3",
        "--dimensions", "Page=cart", "--unit", "Count")
    metrics = aws("list-metrics", "--namespace", "Shop")["Metrics"]
    assert metrics == [{"Namespace": "Shop", "MetricName": "Sold",
                        "Dimensions": [{"Name": "Page", "Value": "cart"}]}]
    aws("put-metric-alarm", "--alarm-name", "a", "--namespace", "Shop", "--metric-name", "Sold",
        "--dimensions", "Name=Page,Value=cart", "--statistic", "Sum", "--period", "60",
        "--evaluation-periods", "1", "--threshold", "1",
        "--comparison-operator", "GreaterThanThreshold")
    [alarm] = aws("describe-alarms")["MetricAlarms"]
    assert (alarm["AlarmName"], alarm["Threshold"]) == ("a", 1.0)
    aws("put-dashboard", "--dashboard-name", "d", "--dashboard-body", '{"widgets": []}')
    assert aws("list-dashboards")["DashboardEntries"][0]["DashboardName"] == "d"
