"""Pipes with state machines, logs and metrics, by boto3, as roles that may no more than they must.

Sources: API Reference, PipeTargetStateMachineParameters; EventBridge User Guide, "Logging Amazon
EventBridge Pipes performance", "Logging and monitoring Amazon EventBridge Pipes".
"""

import gzip
import json

import pytest

ACCOUNT = "123456789012"
MACHINE = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:double"
GROUP = "/aws/vendedlogs/pipes/p"


class Cloud:
    def __init__(self, server):
        self.server = server
        server.clock(freeze=True, set="2030-01-01T00:00:00Z")
        for service in ["pipes", "sqs", "iam", "logs", "s3", "cloudwatch"]:
            setattr(self, service, server.client(service, ACCOUNT))
        self.source = self.sqs.create_queue(QueueName="from")["QueueUrl"]
        self.target = self.sqs.create_queue(QueueName="to")["QueueUrl"]
        server.client("stepfunctions", ACCOUNT).create_state_machine(
            name="double", type="EXPRESS", roleArn=self.role("states", "machine", {}),
            definition=json.dumps({
                "QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {
                    "Type": "Pass", "End": True,
                    "Output": "{% [$states.input.{'twice': body & body}] %}"}}}))

    def role(self, service, name, actions):
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"Service": f"{service}.amazonaws.com"}}]}))
        if actions:
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": action, "Resource": resource}
                    for resource, action in actions.items()]}))
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"

    def queue(self, name):
        return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"

    def send(self, body):
        self.sqs.send_message(QueueUrl=self.source, MessageBody=body)
        self.server.clock(advance="2s")

    def took(self):
        messages = self.sqs.receive_message(QueueUrl=self.target, MaxNumberOfMessages=10)
        return [message["Body"] for message in messages.get("Messages", [])]


READING = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]


@pytest.fixture
def cloud(own_server):
    return Cloud(own_server)


def test_an_express_machine_enriches_and_the_log_tells_of_it(cloud):
    role = cloud.role("pipes", "pipe", {
        cloud.queue("from"): READING, cloud.queue("to"): "sqs:SendMessage",
        MACHINE: "states:StartSyncExecution"})
    cloud.logs.create_log_group(logGroupName=GROUP)
    cloud.s3.create_bucket(Bucket="pipe-logs")
    group = cloud.logs.describe_log_groups()["logGroups"][0]["arn"]
    cloud.pipes.create_pipe(
        Name="p", RoleArn=role, Source=cloud.queue("from"), Enrichment=MACHINE,
        Target=cloud.queue("to"), LogConfiguration={
            "Level": "INFO", "CloudwatchLogsLogDestination": {"LogGroupArn": group},
            "S3LogDestination": {"BucketName": "pipe-logs", "BucketOwner": ACCOUNT}})
    cloud.server.clock(advance="2s")
    cloud.send("ab")
    assert cloud.took() == ['{"twice":"abab"}']
    events = cloud.logs.filter_log_events(logGroupName=GROUP)["events"]
    steps = [json.loads(event["message"])["messageType"] for event in events]
    assert steps == [
        "ExecutionStarted", "EnrichmentStageEntered", "EnrichmentStageSucceeded",
        "TargetStageEntered", "TargetStageSucceeded", "ExecutionSucceeded"]
    assert len({json.loads(event["message"])["executionId"] for event in events}) == 1
    # The same records are an object in the bucket, five minutes later.
    cloud.server.clock(advance="6m")
    key = cloud.s3.list_objects_v2(Bucket="pipe-logs")["Contents"][0]["Key"]
    body = cloud.s3.get_object(Bucket="pipe-logs", Key=key)["Body"].read()
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    assert [json.loads(line)["messageType"] for line in body.splitlines()] == steps


def test_what_a_role_may_not_is_told_in_the_log_and_counted(cloud):
    role = cloud.role("pipes", "pipe", {cloud.queue("from"): READING})
    cloud.logs.create_log_group(logGroupName=GROUP)
    group = cloud.logs.describe_log_groups()["logGroups"][0]["arn"]
    cloud.pipes.create_pipe(
        Name="p", RoleArn=role, Source=cloud.queue("from"), Target=MACHINE,
        LogConfiguration={
            "Level": "ERROR", "CloudwatchLogsLogDestination": {"LogGroupArn": group}})
    cloud.server.clock(advance="2s")
    cloud.send("ab")
    events = cloud.logs.filter_log_events(logGroupName=GROUP)["events"]
    first = json.loads(events[0]["message"])
    assert first["messageType"] == "TargetInvocationFailed"
    assert "states:StartSyncExecution" in first["error"]["message"]
    assert first["error"]["awsService"] == "states"
    cloud.server.clock(advance="1m")
    counted = cloud.cloudwatch.get_metric_statistics(
        Namespace="AWS/EventBridge/Pipes", MetricName="ExecutionFailed",
        Dimensions=[{"Name": "PipeName", "Value": "p"}], Period=3600, Statistics=["Sum"],
        StartTime="2030-01-01T00:00:00Z", EndTime="2030-01-01T01:00:00Z")["Datapoints"]
    assert counted[0]["Sum"] >= 1
    with pytest.raises(cloud.pipes.exceptions.ValidationException):
        cloud.pipes.update_pipe(Name="p", RoleArn=role, LogConfiguration={"Level": "INFO"})
