"""Queues as the sources of functions.

Source: Lambda Developer Guide, "Using Lambda with Amazon SQS" (the event, deletion, visibility),
"Handling errors for an SQS event source in Lambda" (partial batch responses), "Control which events
Lambda sends to your function".
"""

import json

import pytest

from expect import refused
from servers import wait_until

KEEP_EACH = """
def handler(event, context):
    for record in event["Records"]:
        keep(record["body"], record)
"""


def test_a_message_is_seen_once_and_deleted(cloud):
    cloud.function(KEEP_EACH)
    url, arn = cloud.queue("jobs")
    cloud.map(arn)
    sent = cloud.sqs.send_message(
        QueueUrl=url, MessageBody="one",
        MessageAttributes={"colour": {"DataType": "String", "StringValue": "red"}})
    record = cloud.wait_seen("one")["one"]
    assert record["messageId"] == sent["MessageId"]
    assert record["md5OfBody"] == sent["MD5OfMessageBody"]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == arn
    assert record["awsRegion"] == "us-east-1"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"} <= \
        set(record["attributes"])
    assert record["messageAttributes"]["colour"] == {
        "stringValue": "red", "stringListValues": [], "binaryListValues": [],
        "dataType": "String"}
    wait_until(lambda: cloud.depth(url) == 0, what="an empty queue")


def test_only_what_failed_of_a_batch_comes_again_and_dies(cloud):
    cloud.function("""
def handler(event, context):
    failed = []
    for record in event["Records"]:
        count = record["attributes"]["ApproximateReceiveCount"]
        keep(record["body"] + count, len(event["Records"]))
        if record["body"] == "poison":
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
""", timeout=30)
    dead, dead_arn = cloud.queue("dead")
    policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url, arn = cloud.queue("jobs", VisibilityTimeout="60", RedrivePolicy=policy)
    entries = [{"Id": body, "MessageBody": body} for body in ("a", "poison", "b")]
    assert len(cloud.sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 3
    cloud.map(arn, FunctionResponseTypes=["ReportBatchItemFailures"])
    cloud.wait_seen("a1", "b1", "poison1")
    wait_until(lambda: cloud.depth(url) == 1, what="deleted messages")
    cloud.server.clock(advance="61s")
    seen = cloud.wait_seen("poison2")
    cloud.server.clock(advance="61s")
    found = wait_until(
        lambda: cloud.sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=1).get("Messages"),
        30, "a dead letter")
    assert [message["Body"] for message in found] == ["poison"]
    assert not {"a2", "b2"} & set(cloud.seen())
    assert seen["poison1"] == 3
    assert cloud.depth(url) == 0


def test_a_batch_of_a_function_that_fails_comes_again(cloud):
    cloud.function("""
def handler(event, context):
    count = event["Records"][0]["attributes"]["ApproximateReceiveCount"]
    keep("try" + count, [record["body"] for record in event["Records"]])
    if count == "1":
        raise RuntimeError("not yet")
""", timeout=6)
    url, arn = cloud.queue("jobs", VisibilityTimeout="6")
    cloud.sqs.send_message(QueueUrl=url, MessageBody="one")
    cloud.map(arn)
    assert cloud.wait_seen("try1", "try2")["try2"] == ["one"]
    wait_until(lambda: cloud.depth(url) == 0, what="an empty queue")


def test_groups_keep_their_order(cloud):
    cloud.function("""
def handler(event, context):
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        old = TABLE.get_item(Key={"id": group}).get("Item", {"value": "[]"})
        keep(group, json.loads(old["value"]) + [int(record["body"])])
""", timeout=20)
    url, arn = cloud.queue("jobs.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    for number in range(20):
        cloud.sqs.send_message(
            QueueUrl=url, MessageBody=str(number), MessageGroupId=f"g{number % 2}")
    cloud.map(arn, BatchSize=3)
    wait_until(lambda: sum(len(value) for value in cloud.seen().values()) == 20, 60, "20 messages")
    assert cloud.seen() == {"g0": list(range(0, 20, 2)), "g1": list(range(1, 20, 2))}


def test_messages_that_no_filter_takes_are_deleted(cloud):
    cloud.function(KEEP_EACH)
    url, arn = cloud.queue("jobs")
    cloud.map(arn, FilterCriteria={"Filters": [{"Pattern": json.dumps({"body": {"n": [1]}})}]})
    for body in ('{"n": 2}', "plain", '{"n": 1}'):
        cloud.sqs.send_message(QueueUrl=url, MessageBody=body)
    cloud.wait_seen('{"n": 1}')
    wait_until(lambda: cloud.depth(url) == 0, what="an empty queue")
    assert list(cloud.seen()) == ['{"n": 1}']


def test_a_window_gathers_a_batch(frozen):
    frozen.function("""
def handler(event, context):
    keep(len(event["Records"]), sorted(record["body"] for record in event["Records"]))
""")
    url, arn = frozen.queue("jobs", VisibilityTimeout="120")
    frozen.map(arn, BatchSize=100, MaximumBatchingWindowInSeconds=20)
    for body in ("a", "b"):
        frozen.sqs.send_message(QueueUrl=url, MessageBody=body)
        frozen.server.clock(advance="5s")
    assert frozen.seen() == {}
    frozen.server.clock(advance="15s")
    frozen.wait_seen("2")
    assert frozen.seen() == {"2": ["a", "b"]}


def test_a_killed_server_loses_no_message(start, tmp_path):
    cloud = start(data=tmp_path)
    cloud.make_table()
    cloud.function("""
import time
def handler(event, context):
    time.sleep(0.05)
    for record in event["Records"]:
        keep(record["body"], 1)
""", timeout=5)
    url, arn = cloud.queue("jobs", VisibilityTimeout="5")
    cloud.map(arn, BatchSize=2)
    bodies = [f"m{number}" for number in range(60)]
    for body in bodies:
        cloud.sqs.send_message(QueueUrl=url, MessageBody=body)
    for least in (4, 20):
        wait_until(lambda: len(cloud.seen()) >= least, 60, "some messages")
        cloud.server.kill()
        cloud = start(data=tmp_path)
    cloud.wait_seen(*bodies, seconds=90)
    url = cloud.sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
    wait_until(lambda: cloud.depth(url) == 0, 30, "an empty queue")


def test_what_does_not_fit_is_refused(cloud):
    cloud.function(KEEP_EACH, timeout=31)
    url, arn = cloud.queue("jobs")
    make = cloud.functions.create_event_source_mapping
    # AWS's words, as users have quoted them in issues of Terraform modules.
    with refused("InvalidParameterValueException", status=400,
                 message="Queue visibility timeout: 30 seconds is less than Function timeout: 31"):
        make(EventSourceArn=arn, FunctionName="worker")
    cloud.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "31"})
    with refused("InvalidParameterValueException",
                 message="Maximum batch window in seconds must be greater than 0"):
        make(EventSourceArn=arn, FunctionName="worker", BatchSize=11)
    with refused("ResourceNotFoundException", status=404, message="Function not found"):
        make(EventSourceArn=arn, FunctionName="none")
    uuid = make(EventSourceArn=arn, FunctionName="worker")["UUID"]
    with refused("ResourceConflictException", status=409, message=uuid):
        make(EventSourceArn=arn, FunctionName="worker")


@pytest.mark.parametrize("settings", [
    {"StartingPosition": "LATEST"}, {"MaximumRetryAttempts": 1},
    {"BisectBatchOnFunctionError": True}, {"ParallelizationFactor": 2}])
def test_settings_of_streams_are_not_for_queues(cloud, settings):
    cloud.function(KEEP_EACH)
    _, arn = cloud.queue("jobs")
    with refused("InvalidParameterValueException", status=400):
        cloud.functions.create_event_source_mapping(
            EventSourceArn=arn, FunctionName="worker", **settings)


def test_no_more_batches_at_a_time_than_allowed(cloud):
    # ScalingConfig: "Limits the number of concurrent instances that the Amazon SQS event source can
    # invoke."
    cloud.function("""
import time
def handler(event, context):
    begun = time.time()
    time.sleep(0.3)
    keep(event["Records"][0]["body"], [begun, time.time()])
""", timeout=20)
    url, arn = cloud.queue("jobs")
    for number in range(12):
        cloud.sqs.send_message(QueueUrl=url, MessageBody=str(number))
    cloud.map(arn, BatchSize=1, ScalingConfig={"MaximumConcurrency": 2})
    spans = cloud.wait_seen(*map(str, range(12)), seconds=40).values()
    overlaps = [sum(other[0] <= begun < other[1] for other in spans) for begun, _ in spans]
    assert max(overlaps) == 2


def test_a_mapping_that_is_disabled_reads_nothing(cloud):
    cloud.function(KEEP_EACH)
    url, arn = cloud.queue("jobs")
    uuid = cloud.map(arn)
    state = lambda: cloud.mapping(uuid)["State"]  # noqa: E731
    cloud.functions.update_event_source_mapping(UUID=uuid, Enabled=False)
    wait_until(lambda: state() == "Disabled", what="a disabled mapping")
    cloud.sqs.send_message(QueueUrl=url, MessageBody="one")
    cloud.server.clock(advance="10m")
    assert cloud.seen() == {} and cloud.depth(url) == 1
    cloud.functions.update_event_source_mapping(UUID=uuid, Enabled=True)
    cloud.wait_seen("one")
    cloud.functions.delete_event_source_mapping(UUID=uuid)
    wait_until(lambda: cloud.functions.list_event_source_mappings()["EventSourceMappings"] == [],
               what="a mapping that is gone")
