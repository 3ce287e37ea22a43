"""Streams of Kinesis and DynamoDB as the sources of functions.

Source: Lambda Developer Guide, "Using Lambda to process records from Amazon Kinesis Data Streams"
and "from Amazon DynamoDB Streams" (events, order, checkpoints, bisecting), "Retain discarded batch
records" (the document for the destination), "Stateful stream processing" (tumbling windows).
"""

import base64
import json
import time

from expect import refused
from servers import wait_until


def stream(cloud, name="scores", shards=1):
    kinesis = cloud.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=shards)
    cloud.settle()
    wait_until(lambda: kinesis.describe_stream_summary(StreamName=name)[
        "StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE", what="a stream")
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    return kinesis, summary["StreamARN"]


def put(kinesis, values, name="scores", key="k"):
    for value in values:
        kinesis.put_record(StreamName=name, Data=str(value).encode(), PartitionKey=key)


ORDER = """
def handler(event, context):
    data = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    if "poison" in data:
        keep("failed-" + event["Records"][0]["kinesis"]["sequenceNumber"], data)
        raise RuntimeError("poison")
    old = TABLE.get_item(Key={"id": "order"}).get("Item", {"value": "[]"})
    keep("order", json.loads(old["value"]) + data)
    keep("event", event["Records"][0])
"""


def test_a_failing_record_is_found_by_halving_and_told_of(cloud):
    cloud.function(ORDER)
    kinesis, arn = stream(cloud)
    put(kinesis, ["a", "b", "poison", "c", "d"])
    lost, lost_arn = cloud.queue("lost")
    cloud.map(arn, StartingPosition="TRIM_HORIZON", BisectBatchOnFunctionError=True,
              MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": lost_arn}})
    put(kinesis, ["e"])
    wait_until(lambda: len(cloud.seen().get("order", [])) == 5, 60, "five records")
    assert cloud.seen()["order"] == ["a", "b", "c", "d", "e"]
    messages = wait_until(
        lambda: cloud.sqs.receive_message(QueueUrl=lost, WaitTimeSeconds=1).get("Messages"),
        what="a document")
    body = json.loads(messages[0]["Body"])
    assert body["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert body["requestContext"]["functionArn"].endswith(":function:worker")
    assert body["responseContext"]["functionError"] == "Unhandled"
    info = body["KinesisBatchInfo"]
    assert info["batchSize"] == 1
    assert info["startSequenceNumber"] == info["endSequenceNumber"]
    assert info["streamArn"] == arn
    record = cloud.seen()["event"]
    assert record["eventSource"] == "aws:kinesis"
    assert record["eventName"] == "aws:kinesis:record"
    assert record["eventSourceARN"] == arn
    assert record["eventID"] == f"shardId-000000000000:{record['kinesis']['sequenceNumber']}"
    assert record["kinesis"]["partitionKey"] == "k"


def test_each_shard_keeps_its_order(cloud):
    cloud.function("""
def handler(event, context):
    for record in event["Records"]:
        key = record["kinesis"]["partitionKey"]
        old = TABLE.get_item(Key={"id": key}).get("Item", {"value": "[]"})
        value = int(base64.b64decode(record["kinesis"]["data"]))
        keep(key, json.loads(old["value"]) + [value])
""", timeout=20)
    kinesis, arn = stream(cloud, shards=2)
    cloud.map(arn, StartingPosition="TRIM_HORIZON", BatchSize=4)
    for number in range(20):
        put(kinesis, [number], key=f"k{number % 5}")
    wait_until(lambda: sum(len(value) for value in cloud.seen().values()) == 20, 60, "20 records")
    assert cloud.seen() == {f"k{key}": list(range(key, 20, 5)) for key in range(5)}


def test_a_reported_failure_is_where_it_goes_on(cloud):
    cloud.function("""
def handler(event, context):
    data = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    if "b" in data and data[0] != "b":
        keep("first", data)
        bad = event["Records"][data.index("b")]["kinesis"]["sequenceNumber"]
        return {"batchItemFailures": [{"itemIdentifier": bad}]}
    keep("then", data)
    return {"batchItemFailures": []}
""")
    kinesis, arn = stream(cloud)
    put(kinesis, ["a", "b", "c"])
    cloud.map(arn, StartingPosition="TRIM_HORIZON",
              FunctionResponseTypes=["ReportBatchItemFailures"])
    seen = cloud.wait_seen("first", "then")
    assert (seen["first"], seen["then"]) == (["a", "b", "c"], ["b", "c"])


def test_the_latest_is_what_comes_after_the_mapping(cloud):
    cloud.function(ORDER)
    kinesis, arn = stream(cloud)
    put(kinesis, ["old"])
    cloud.map(arn, StartingPosition="LATEST")
    put(kinesis, ["new"])
    assert cloud.wait_seen("order")["order"] == ["new"]


def test_a_tumbling_window_hands_on_its_state(frozen):
    frozen.function("""
def handler(event, context):
    count = event["state"].get("count", 0) + len(event["Records"])
    if event["isFinalInvokeForWindow"]:
        keep("total", [count, event["window"], event["isWindowTerminatedEarly"]])
    return {"state": {"count": count}}
""")
    frozen.server.clock(set="2030-01-01T00:00:00Z")
    kinesis, arn = stream(frozen)
    frozen.map(arn, StartingPosition="TRIM_HORIZON", TumblingWindowInSeconds=60)
    put(kinesis, ["a", "b"])
    frozen.server.clock(advance="5s")
    put(kinesis, ["c"])
    frozen.server.clock(advance="5s")
    assert frozen.seen() == {}
    frozen.server.clock(advance="60s")
    assert frozen.wait_seen("total")["total"] == [
        3, {"start": "2030-01-01T00:00:00Z", "end": "2030-01-01T00:01:00Z"}, False]


def test_a_change_of_a_table_reaches_a_function(cloud):
    cloud.function("""
def handler(event, context):
    for record in event["Records"]:
        keep(record["eventName"], record)
""")
    made = cloud.make_table("orders", StreamSpecification={
        "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    arn = made["LatestStreamArn"]
    pattern = {"dynamodb": {"NewImage": {"total": {"N": [{"prefix": "4"}]}}}}
    cloud.map(arn, StartingPosition="TRIM_HORIZON",
              FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    for total in ("7", "42"):
        cloud.tables.put_item(
            TableName="orders", Item={"id": {"S": total}, "total": {"N": total}})
    cloud.tables.put_item(TableName="orders", Item={"id": {"S": "42"}, "total": {"N": "43"}})
    seen = cloud.wait_seen("INSERT", "MODIFY")
    record = seen["INSERT"]
    assert record["eventSource"] == "aws:dynamodb"
    assert record["eventVersion"] == "1.1"
    assert record["awsRegion"] == "us-east-1"
    assert record["eventSourceARN"] == arn
    change = record["dynamodb"]
    assert change["Keys"] == {"id": {"S": "42"}}
    assert change["NewImage"] == {"id": {"S": "42"}, "total": {"N": "42"}}
    assert change["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert isinstance(change["ApproximateCreationDateTime"], (int, float))
    assert seen["MODIFY"]["dynamodb"]["OldImage"]["total"] == {"N": "42"}


def test_binary_data_is_base64(cloud):
    cloud.function("""
def handler(event, context):
    keep("data", event["Records"][0]["kinesis"]["data"])
""")
    kinesis, arn = stream(cloud)
    kinesis.put_record(StreamName="scores", Data=b"\\x00\\xff", PartitionKey="k")
    cloud.map(arn, StartingPosition="TRIM_HORIZON")
    assert base64.b64decode(cloud.wait_seen("data")["data"]) == b"\\x00\\xff"


def test_lost_records_are_kept_in_a_bucket(cloud, name):
    # "For Amazon S3 destinations, Lambda sends the entire invocation record along with the
    # metadata", to aws/lambda/<ESM-UUID>/<shardID>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<Random UUID>.
    cloud.function("""
def handler(event, context):
    raise RuntimeError("never")
""")
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=name)
    kinesis, arn = stream(cloud)
    put(kinesis, ["a", "b"])
    uuid = cloud.map(arn, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0,
                     DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{name}"}})
    listed = wait_until(lambda: s3.list_objects_v2(Bucket=name).get("Contents"), 40, "an object")
    assert listed[0]["Key"].startswith(f"aws/lambda/{uuid}/shardId-000000000000/20")
    body = json.load(s3.get_object(Bucket=name, Key=listed[0]["Key"])["Body"])
    records = json.loads(body["payload"])["Records"]
    assert [base64.b64decode(it["kinesis"]["data"]) for it in records] == [b"a", b"b"]
    assert body["KinesisBatchInfo"]["batchSize"] == 2
    assert cloud.mapping(uuid)["LastProcessingResult"] == "PROBLEM: Function call failed"


def test_lanes_of_a_shard_keep_the_order_of_each_key(cloud):
    cloud.function("""
def handler(event, context):
    for record in event["Records"]:
        key = record["kinesis"]["partitionKey"]
        old = TABLE.get_item(Key={"id": key}).get("Item", {"value": "[]"})
        value = int(base64.b64decode(record["kinesis"]["data"]))
        keep(key, json.loads(old["value"]) + [value])
""", timeout=30)
    kinesis, arn = stream(cloud)
    for number in range(30):
        put(kinesis, [number], key=f"k{number % 6}")
    cloud.map(arn, StartingPosition="TRIM_HORIZON", BatchSize=3, ParallelizationFactor=3)
    wait_until(lambda: sum(len(value) for value in cloud.seen().values()) == 30, 60, "30 records")
    assert cloud.seen() == {f"k{key}": list(range(key, 30, 6)) for key in range(6)}


def test_a_killed_server_goes_on_in_order(start, tmp_path):
    cloud = start(data=tmp_path)
    cloud.make_table()
    cloud.function("""
def handler(event, context):
    for record in event["Records"]:
        value = int(base64.b64decode(record["kinesis"]["data"]))
        old = TABLE.get_item(Key={"id": "order"}).get("Item", {"value": "[]"})
        keep("order", json.loads(old["value"]) + [value])
""", timeout=30)
    kinesis, arn = stream(cloud)
    put(kinesis, range(40))
    cloud.map(arn, StartingPosition="TRIM_HORIZON", BatchSize=2)
    wait_until(lambda: len(cloud.seen().get("order", [])) >= 6, 40, "some records")
    cloud.server.kill()
    cloud = start(data=tmp_path)
    wait_until(lambda: cloud.seen().get("order", [0])[-1] == 39, 60, "the last record")
    order = cloud.seen()["order"]
    assert sorted(set(order)) == list(range(40))
    # One batch may have come twice, from its beginning.
    assert sum(after <= before for before, after in zip(order, order[1:])) <= 1


def test_a_window_gathers_and_its_events_are_counted(frozen):
    """Also: a window whose end lies within a second is not looked at without end."""
    frozen.function("""
def handler(event, context):
    keep(len(event["Records"]), [])
""")
    kinesis, arn = stream(frozen)
    uuid = frozen.map(
        arn, StartingPosition="TRIM_HORIZON", BatchSize=10, MaximumBatchingWindowInSeconds=5,
        FilterCriteria={"Filters": [{"Pattern": '{"partitionKey": ["k"]}'}]},
        MetricsConfig={"Metrics": ["EventCount"]})
    assert frozen.mapping(uuid)["MetricsConfig"] == {"Metrics": ["EventCount"]}
    with refused("InvalidParameterValueException", status=400):
        frozen.functions.update_event_source_mapping(
            UUID=uuid, MetricsConfig={"Metrics": ["KafkaMetrics"]})
    frozen.server.clock(advance="250ms")
    put(kinesis, ["a", "b"])
    put(kinesis, ["c"], key="other")
    frozen.server.clock(advance="2s")
    put(kinesis, ["d"])
    assert frozen.seen() == {}
    frozen.server.clock(advance="5s")
    assert list(frozen.seen()) == ["3"], "of four records the filter takes three"
    frozen.server.clock(advance="61s")

    def counted(name):
        found = frozen.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=name, Period=86400, Statistics=["Sum"],
            Dimensions=[{"Name": "EventSourceMappingUUID", "Value": uuid}],
            StartTime=time.time() - 86400, EndTime=time.time() + 86400)["Datapoints"]
        return sum(point["Sum"] for point in found)

    assert counted("PolledEventCount") == 4 and counted("FilteredOutEventCount") == 1
    assert counted("InvokedEventCount") >= 3 and counted("FailedInvokeEventCount") == 0
