"""What leaves log groups, with boto3: deliveries of subscriptions, and exports.

Source: "Real-time processing of log data with subscriptions" in the CloudWatch Logs User Guide (the
documents), "Exporting log data to Amazon S3" (the objects).
"""

import gzip
import json
import time

import pytest

from expect import refused
from lambda_functions import make


@pytest.fixture
def logs(client):
    return client("logs")


def until(ask):
    for _ in range(100):
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def fill(logs, *messages):
    at = int(time.time() * 1000)
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[
        {"timestamp": at, "message": message} for message in messages])
    return at


def test_a_stream_gets_a_control_message_and_then_events(logs, client, account):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="out", ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName="out", WaiterConfig={"Delay": 1})
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    arn = kinesis.describe_stream_summary(StreamName="out")["StreamDescriptionSummary"]["StreamARN"]
    logs.put_subscription_filter(
        logGroupName="g", filterName="f", filterPattern="ERROR", destinationArn=arn,
        roleArn=f"arn:aws:iam::{account}:role/deliver")
    at = fill(logs, "ERROR one", "fine", "ERROR two")
    begin = kinesis.get_shard_iterator(
        StreamName="out", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    start = begin["ShardIterator"]
    records = until(lambda: (
        found := kinesis.get_records(ShardIterator=start)["Records"])[1:] and found)
    control, data = [json.loads(gzip.decompress(record["Data"])) for record in records]
    assert control["messageType"] == "CONTROL_MESSAGE"
    events = logs.filter_log_events(logGroupName="g", filterPattern="ERROR")["events"]
    assert data == {
        "messageType": "DATA_MESSAGE", "owner": account, "logGroup": "g", "logStream": "s",
        "subscriptionFilters": ["f"],
        "logEvents": [{"id": event["eventId"], "timestamp": at, "message": event["message"]}
                      for event in events]}
    assert records[1]["PartitionKey"] == "s"


def test_an_export_is_lines_with_their_time(logs, client, account, bucket, s3):
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    at = fill(logs, "one", "two")
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
                      "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                      "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}}))
    task = logs.create_export_task(
        logGroupName="g", fromTime=at, to=at, destination=bucket, destinationPrefix="x")["taskId"]
    until(lambda: logs.describe_export_tasks(taskId=task, statusCode="COMPLETED")["exportTasks"]
          and logs.describe_export_tasks(taskId=task)["exportTasks"][0]["status"]["code"]
          == "COMPLETED")
    body = s3.get_object(Bucket=bucket, Key=f"x/{task}/s/000000.gz")["Body"].read()
    lines = gzip.decompress(body).decode().splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == ["one", "two"]
    assert lines[0][:2] == "20" and lines[0].split(" ")[0].endswith("Z")
    test = s3.get_object(Bucket=bucket, Key="x/aws-logs-write-test")["Body"].read()
    assert test == b"Permission Check Successful"


CODE = '''
import base64, gzip, json

def handler(event, context):
    packed = base64.b64decode(event["awslogs"]["data"])
    data = json.loads(gzip.decompress(packed))
    print("got", data["logGroup"], [it["message"] for it in data["logEvents"]])
'''


def test_a_function_gets_events_and_its_own_log_tells(logs, client, account):
    functions = client("lambda")
    arn = make(functions, account, "f", CODE)["FunctionArn"]
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    subscription = {"logGroupName": "g", "filterName": "f", "filterPattern": "-no"}
    with refused("InvalidParameterException", message="Could not execute the lambda function."):
        logs.put_subscription_filter(**subscription, destinationArn=arn)
    functions.add_permission(
        FunctionName="f", StatementId="s", Action="lambda:InvokeFunction",
        Principal="logs.amazonaws.com",
        SourceArn=f"arn:aws:logs:us-east-1:{account}:log-group:g:*")
    logs.put_subscription_filter(**subscription, destinationArn=arn)
    fill(logs, "yes", "no", "too")

    def told():
        try:
            return logs.filter_log_events(
                logGroupName="/aws/lambda/f", filterPattern='"got g"')["events"]
        except logs.exceptions.ResourceNotFoundException:
            return None
    assert until(told)[0]["message"].strip() == "got g ['yes', 'too']"
