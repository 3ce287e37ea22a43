"""Services that call functions: S3, SNS, EventBridge, Scheduler, Pipes.

Sources: the Lambda Developer Guide's pages on each ("Process Amazon S3 event notifications",
"Invoking Lambda functions with Amazon SNS notifications", "Invoke a Lambda function on a
schedule"), S3 User Guide, "Granting permissions to publish event notification messages to a
destination", EventBridge User Guide, "Amazon EventBridge Pipes targets".
"""

import json

import pytest

from expect import refused
from servers import wait_until

ACCOUNT = "123456789012"

KEEP = """
def handler(event, context):
    keep("event", event)
"""


@pytest.fixture
def function(cloud):
    return cloud.function(KEEP)


def test_an_object_calls_a_function(cloud, function, name):
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=name)
    notifications = {"LambdaFunctionConfigurations": [{
        "Id": "new", "LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".txt"}]}}}]}

    def configure():
        s3.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration=notifications)
    # S3 tries out whether it may.
    with refused("InvalidArgument", status=400,
                 message="Unable to validate the following destination configurations"):
        configure()
    cloud.allow("s3.amazonaws.com", f"arn:aws:s3:::{name}")
    configure()
    s3.put_object(Bucket=name, Key="no", Body=b"x")
    s3.put_object(Bucket=name, Key="a b.txt", Body=b"four")
    record, = cloud.wait_seen("event")["event"]["Records"]
    assert record["eventSource"] == "aws:s3"
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["s3"]["configurationId"] == "new"
    assert record["s3"]["bucket"]["name"] == name
    assert record["s3"]["object"]["key"] == "a+b.txt"
    assert record["s3"]["object"]["size"] == 4


def test_a_message_of_a_topic_calls_a_function(cloud, function):
    sns = cloud.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    cloud.allow("sns.amazonaws.com", topic)
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="lambda", Endpoint=function,
        ReturnSubscriptionArn=True)["SubscriptionArn"]
    sent = sns.publish(TopicArn=topic, Message="hello", Subject="s", MessageAttributes={
        "colour": {"DataType": "String", "StringValue": "red"}})
    record, = cloud.wait_seen("event")["event"]["Records"]
    assert record["EventSource"] == "aws:sns"
    assert record["EventVersion"] == "1.0"
    assert record["EventSubscriptionArn"] == subscription
    assert record["Sns"]["MessageId"] == sent["MessageId"]
    assert record["Sns"]["Message"] == "hello"
    assert record["Sns"]["Subject"] == "s"
    assert record["Sns"]["MessageAttributes"] == {"colour": {"Type": "String", "Value": "red"}}


def test_a_topic_that_may_not_call_leaves_a_dead_letter(cloud, function):
    # SNS Developer Guide, "Amazon SNS message delivery retries": permissions are client errors,
    # which are not tried again.
    sns = cloud.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    dead, dead_arn = cloud.queue("dead")
    cloud.sqs.set_queue_attributes(QueueUrl=dead, Attributes={"Policy": json.dumps({
        "Statement": {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                      "Action": "sqs:SendMessage", "Resource": dead_arn}})})
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function,
                  Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_arn})})
    sns.publish(TopicArn=topic, Message="hello")
    assert wait_until(
        lambda: cloud.sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=1).get("Messages"),
        what="a dead letter")
    assert cloud.seen() == {}


def test_an_event_calls_a_function(cloud, function):
    events = cloud.client("events")
    rule = events.put_rule(Name="r", EventPattern=json.dumps({"source": ["shop"]}))["RuleArn"]
    cloud.allow("events.amazonaws.com", rule)
    events.put_targets(Rule="r", Targets=[{"Id": "f", "Arn": function}])
    events.put_events(Entries=[{
        "Source": "shop", "DetailType": "sold", "Detail": '{"n": 1}', "Resources": ["r"]}])
    event = cloud.wait_seen("event")["event"]
    assert (event["source"], event["detail-type"], event["detail"]) == ("shop", "sold", {"n": 1})


def test_a_schedule_calls_a_function(frozen):
    function = frozen.function(KEEP)
    role = f"arn:aws:iam::{ACCOUNT}:role/scheduler"
    frozen.server.clock(set="2030-01-01T11:00:00Z")
    frozen.client("scheduler").create_schedule(
        Name="s", ScheduleExpression="cron(0 12 * * ? *)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function, "RoleArn": role, "Input": '{"tick": 1}'})
    frozen.server.clock(advance="59m")
    assert frozen.seen() == {}
    frozen.server.clock(advance="2m")
    assert frozen.wait_seen("event")["event"] == {"tick": 1}


class TestPipes:
    ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipe"

    def make(self, cloud, arn, target, **options):
        pipes = cloud.client("pipes")
        pipes.create_pipe(Name="p", Source=arn, Target=target, RoleArn=self.ROLE, **options)
        cloud.settle()
        wait_until(lambda: pipes.describe_pipe(Name="p")["CurrentState"] == "RUNNING",
                   what="a running pipe")

    def test_a_function_gets_a_batch_and_names_what_failed(self, cloud):
        function = cloud.function("""
def handler(event, context):
    for record in event:
        count = record["attributes"]["ApproximateReceiveCount"]
        keep(record["body"] + count, len(event))
    bad = [it for it in event
           if it["body"] == "bad" and it["attributes"]["ApproximateReceiveCount"] == "1"]
    return {"batchItemFailures": [{"itemIdentifier": it["messageId"]} for it in bad]}
""")
        url, arn = cloud.queue("jobs", VisibilityTimeout="1")
        entries = [{"Id": body, "MessageBody": body} for body in ("a", "bad")]
        cloud.sqs.send_message_batch(QueueUrl=url, Entries=entries)
        self.make(cloud, arn, function)
        seen = cloud.wait_seen("a1", "bad1", "bad2")
        assert seen["a1"] == 2
        assert "a2" not in seen
        wait_until(lambda: cloud.depth(url) == 0, what="an empty queue")

    def test_events_are_fired_and_forgotten(self, cloud, function):
        url, arn = cloud.queue("jobs")
        self.make(cloud, arn, function, TargetParameters={
            "InputTemplate": '{"said": <$.body>}',
            "LambdaFunctionParameters": {"InvocationType": "FIRE_AND_FORGET"}})
        cloud.sqs.send_message(QueueUrl=url, MessageBody="hi")
        assert cloud.wait_seen("event")["event"] == [{"said": "hi"}]

    def test_a_function_enriches(self, cloud):
        function = cloud.function("""
def handler(event, context):
    return [{"loud": record["body"].upper()} for record in event if record["body"] != "skip"]
""")
        url, arn = cloud.queue("jobs")
        to, to_arn = cloud.queue("to")
        entries = [{"Id": body, "MessageBody": body} for body in ("hi", "skip")]
        cloud.sqs.send_message_batch(QueueUrl=url, Entries=entries)
        self.make(cloud, arn, to_arn, Enrichment=function)
        found = wait_until(
            lambda: cloud.sqs.receive_message(QueueUrl=to, WaitTimeSeconds=1).get("Messages"),
            30, "an event")
        assert [json.loads(message["Body"]) for message in found] == [{"loud": "HI"}]
        wait_until(lambda: cloud.depth(url) == 0, what="an empty queue")

    def test_a_stream_goes_on_from_what_failed(self, cloud):
        function = cloud.function("""
def handler(event, context):
    data = [base64.b64decode(record["data"]).decode() for record in event]
    old = TABLE.get_item(Key={"id": "batches"}).get("Item", {"value": "[]"})
    batches = json.loads(old["value"]) + [data]
    keep("batches", batches)
    if "c" in data and sum("c" in batch for batch in batches) == 1:
        bad = event[data.index("c")]["sequenceNumber"]
        return {"batchItemFailures": [{"itemIdentifier": bad}]}
""", timeout=20)
        kinesis = cloud.client("kinesis")
        kinesis.create_stream(StreamName="s", ShardCount=1)
        wait_until(lambda: kinesis.describe_stream_summary(StreamName="s")[
            "StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE", what="a stream")
        for value in "abcdef":
            kinesis.put_record(StreamName="s", Data=value.encode(), PartitionKey="k")
        arn = f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s"
        self.make(cloud, arn, function, SourceParameters={"KinesisStreamParameters": {
            "StartingPosition": "TRIM_HORIZON", "BatchSize": 4,
            "OnPartialBatchItemFailure": "AUTOMATIC_BISECT"}})
        wait_until(lambda: "f" in sum(cloud.seen().get("batches", []), []), 40, "the last record")
        batches = cloud.seen()["batches"]
        assert batches[0] == ["a", "b", "c", "d"]
        # What came before the failure is done with.
        assert [value for batch in batches[1:] for value in batch] == ["c", "d", "e", "f"]
