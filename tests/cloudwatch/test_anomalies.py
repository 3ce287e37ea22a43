"""What is usual, what is asked of many metrics, and what alarms set off, with boto3.

Sources: CloudWatch User Guide, "Using CloudWatch anomaly detection", "Metrics Insights query
components and syntax", "Invoke a Lambda function from an alarm", "Alarm events and EventBridge",
"CloudWatch metric stream output in JSON format"; Amazon CloudWatch pricing.
"""

import datetime
import json

import pytest

import lambda_functions
from expect import refused

ACCOUNT = "111111111111"
START = datetime.datetime(2031, 1, 5, tzinfo=datetime.timezone.utc)


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    own_server.clock(set="2031-01-05T00:00:00Z")
    return own_server


@pytest.fixture
def cloudwatch(server):
    return server.client("cloudwatch", ACCOUNT)


def busy_at_noon(at):
    return 100.0 + at.minute / 10 if at.hour == 12 else 10.0 + at.minute / 60


def four_days(cloudwatch):
    """A number each five minutes, high between 12 and 13 o'clock."""
    data = []
    for step in range(4 * 288):
        at = START - datetime.timedelta(minutes=5 * (step + 1))
        data.append({"MetricName": "Calls", "Timestamp": at, "Value": busy_at_noon(at)})
    for begin in range(0, len(data), 500):
        cloudwatch.put_metric_data(Namespace="Shop", MetricData=data[begin:begin + 500])


CALLS = {"Id": "calls", "MetricStat": {
    "Metric": {"Namespace": "Shop", "MetricName": "Calls"}, "Period": 300, "Stat": "Average"}}
BAND = {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(calls, 3)"}


def test_a_band_knows_the_hour_of_the_day(cloudwatch):
    four_days(cloudwatch)
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[{**CALLS, "ReturnData": False}, BAND], ScanBy="TimestampAscending",
        StartTime=START, EndTime=START + datetime.timedelta(hours=14))
    low, high = (dict(zip(it["Timestamps"], it["Values"])) for it in answer["MetricDataResults"])
    noon, night = START.replace(hour=12), START.replace(hour=3)
    assert 95 < low[noon] < 103 < high[noon] < 112
    assert 9 < low[night] < 10.5 < high[night] < 12.5


def test_an_alarm_tells_the_unusual_from_the_usual(server, cloudwatch):
    four_days(cloudwatch)
    cloudwatch.put_metric_alarm(
        AlarmName="odd", EvaluationPeriods=1, ThresholdMetricId="band", Metrics=[CALLS, BAND],
        ComparisonOperator="LessThanLowerOrGreaterThanUpperThreshold")

    def state_after(value):
        cloudwatch.put_metric_data(
            Namespace="Shop", MetricData=[{"MetricName": "Calls", "Value": value}])
        server.clock(advance="5m")
        return cloudwatch.describe_alarms(AlarmNames=["odd"])["MetricAlarms"][0]["StateValue"]
    assert state_after(10.5) == "OK"
    # What is usual at noon is not at midnight.
    assert state_after(103) == "ALARM"
    server.clock(set="2031-01-05T12:10:00Z")
    assert state_after(103) == "OK"
    assert state_after(10.5) == "ALARM"
    detectors = cloudwatch.describe_anomaly_detectors(Namespace="Shop")["AnomalyDetectors"]
    assert [it["StateValue"] for it in detectors] == ["TRAINED"]
    refused(lambda: cloudwatch.put_metric_alarm(
        AlarmName="x", EvaluationPeriods=1, ThresholdMetricId="band", Metrics=[CALLS, BAND],
        ComparisonOperator="GreaterThanUpperThreshold",
        AlarmActions=[f"arn:aws:autoscaling:us-east-1:{ACCOUNT}:scalingPolicy:1:"
                      "resource/dynamodb/table/t:policyName/p"]), "ValidationError")


def test_an_alarm_invokes_a_function_and_is_an_event(server, cloudwatch):
    functions = server.client("lambda", ACCOUNT)
    sqs, events = server.client("sqs", ACCOUNT), server.client("events", ACCOUNT)
    arn = lambda_functions.make(
        functions, ACCOUNT, "notice",
        "import json\ndef handler(event, context):\n    print('GOT ' + json.dumps(event))\n",
    )["FunctionArn"]
    functions.add_permission(
        FunctionName="notice", StatementId="s", Action="lambda:InvokeFunction",
        Principal="lambda.alarms.cloudwatch.amazonaws.com", SourceAccount=ACCOUNT,
        SourceArn=f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:high")
    queue = sqs.create_queue(QueueName="changes", Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": "*"}]})})["QueueUrl"]
    events.put_rule(Name="r", EventPattern=json.dumps({
        "source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"],
        "detail": {"state": {"value": ["ALARM"]}}}))
    events.put_targets(Rule="r", Targets=[
        {"Id": "q", "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:changes"}])
    cloudwatch.put_metric_alarm(
        AlarmName="high", Namespace="Shop", MetricName="Calls", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[arn])
    cloudwatch.put_metric_data(
        Namespace="Shop", MetricData=[{"MetricName": "Calls", "Value": 7}])
    server.clock(advance="1m")
    server.clock(advance="1m")
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    event = json.loads(message["Body"])
    assert event["detail"]["alarmName"] == "high"
    assert event["detail"]["state"]["value"] == "ALARM"
    history = cloudwatch.describe_alarm_history(
        AlarmName="high", HistoryItemType="Action")["AlarmHistoryItems"]
    assert [it["HistorySummary"] for it in history] == [f"Successfully executed action {arn}"]
    logs = server.client("logs", ACCOUNT)
    got = logs.filter_log_events(
        logGroupName="/aws/lambda/notice", filterPattern="GOT")["events"][0]["message"]
    told = json.loads(got.partition("GOT ")[2])
    assert told["source"] == "aws.cloudwatch" and told["alarmData"]["alarmName"] == "high"
    ops_item = f"arn:aws:ssm:us-east-1:{ACCOUNT}:opsitem:3"
    for action in (ops_item, "arn:aws:automate:us-east-1:ec2:stop"):
        refused(lambda action=action: cloudwatch.put_metric_alarm(
            AlarmName="x", Namespace="Shop", MetricName="Calls", Statistic="Sum", Period=60,
            EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold",
            AlarmActions=[action]), "NotImplemented")


def test_a_query_sums_up_what_many_have_reported(cloudwatch):
    pages = {"cart": 3, "home": 40, "help": 5}
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=[
        {"MetricName": "Calls", "Value": calls, "Dimensions": [{"Name": "Page", "Value": page}]}
        for page, calls in pages.items()])
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "q", "Period": 60, "Expression": (
            "SELECT SUM(Calls) FROM SCHEMA(Shop, Page) WHERE Page != 'help' GROUP BY Page "
            "ORDER BY SUM() DESC LIMIT 5")}],
        StartTime=START, EndTime=START + datetime.timedelta(minutes=5))
    found = [(it["Label"], it["Values"]) for it in answer["MetricDataResults"]]
    assert found == [("home", [40.0]), ("cart", [3.0])]


def test_a_stream_brings_metrics_of_services_into_a_bucket(server, cloudwatch):
    s3, firehose = server.client("s3", ACCOUNT), server.client("firehose", ACCOUNT)
    sqs = server.client("sqs", ACCOUNT)
    s3.create_bucket(Bucket="lake")
    arn = firehose.create_delivery_stream(
        DeliveryStreamName="metrics", S3DestinationConfiguration={
            "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/firehose", "BucketARN": "arn:aws:s3:::lake",
            "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}})["DeliveryStreamARN"]
    cloudwatch.put_metric_stream(
        Name="all", FirehoseArn=arn, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/streams",
        OutputFormat="json", ExcludeFilters=[{"Namespace": "AWS/Firehose"}])
    queue = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="x")
    sqs.send_message(QueueUrl=queue, MessageBody="y")
    server.clock(advance="5m")
    [entry] = s3.list_objects_v2(Bucket="lake")["Contents"]
    text = s3.get_object(Bucket="lake", Key=entry["Key"])["Body"].read().decode()
    told = [json.loads(line) for line in text.splitlines()]
    [sent] = [it for it in told if it["metric_name"] == "NumberOfMessagesSent"]
    assert sent["value"] == {"count": 2.0, "sum": 2.0, "min": 1.0, "max": 1.0}
    assert sent["dimensions"] == {"QueueName": "jobs"} and sent["unit"] == "Count"
    assert sent["metric_stream_name"] == "all" and sent["namespace"] == "AWS/SQS"
    # The stream's own deliveries set off nothing further.
    server.clock(advance="1h")
    assert len(s3.list_objects_v2(Bucket="lake")["Contents"]) == 1


def test_what_metrics_and_alarms_cost(server, cloudwatch):
    """Two metrics in an hour of the month's 744, an alarm of one metric, a composite one, a
    dashboard and three requests, for a day."""
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=[
        {"MetricName": "Calls", "Value": 1}, {"MetricName": "Errors", "Value": 1}])
    cloudwatch.put_metric_data(
        Namespace="Shop", MetricData=[{"MetricName": "Calls", "Value": 1}])
    cloudwatch.put_metric_alarm(
        AlarmName="a", Namespace="Shop", MetricName="Calls", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold")
    cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="ALARM(a)")
    cloudwatch.put_dashboard(DashboardName="d", DashboardBody='{"widgets": []}')
    server.clock(advance="24h")
    answer = server.ask(f"/_nephele/bill?account={ACCOUNT}&month=2031-01")
    lines = {line["usage_type"]: float(line["cost"]) for group in answer["groups"]
             for line in group["lines"] if line["service"] == "cloudwatch"}
    assert lines == pytest.approx({
        "CW:MetricMonitorUsage": 2 / 744 * 0.30, "CW:AlarmMonitorUsage": 24 / 744 * 0.10,
        "CW:CompositeAlarmMonitorUsage": 24 / 744 * 0.50, "DashboardsUsageHour": 24 / 744 * 3,
        "CW:Requests": 3 * 0.00001}, abs=1e-7)
    cloudwatch.delete_alarms(AlarmNames=["c"])
    cloudwatch.delete_alarms(AlarmNames=["a"])
    cloudwatch.delete_dashboards(DashboardNames=["d"])
    server.clock(advance="24h")
    again = server.ask(f"/_nephele/bill?account={ACCOUNT}&month=2031-01")
    later = {line["usage_type"]: float(line["cost"]) for group in again["groups"]
             for line in group["lines"] if line["service"] == "cloudwatch"}
    assert later["DashboardsUsageHour"] == pytest.approx(24 / 744 * 3, abs=1e-7)
    assert later["CW:AlarmMonitorUsage"] == pytest.approx(24 / 744 * 0.10, abs=1e-7)
