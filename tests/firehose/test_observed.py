"""What can be seen of Data Firehose: metrics, logs of errors, the bill; and log groups as a source.

Sources: Data Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics",
"Monitor Amazon Data Firehose Using CloudWatch Logs", "Send CloudWatch Logs to Firehose" (records of
subscriptions are packed with GZIP; Decompression and message extraction).
"""

import datetime
import gzip
import json

import pytest
from botocore.exceptions import ClientError
from firehose_streams import ACCOUNT, ROLE, make, objects


def total(server, metric, statistic="Sum"):
    clock = server.client("cloudwatch", ACCOUNT)
    points = clock.get_metric_statistics(
        Namespace="AWS/Firehose", MetricName=metric, Period=86_400, Statistics=[statistic],
        Dimensions=[{"Name": "DeliveryStreamName", "Value": "seen"}],
        StartTime="2025-12-31T00:00:00Z", EndTime="2026-01-03T00:00:00Z")["Datapoints"]
    return sum(point[statistic] for point in points)


def test_metrics_tell_what_came_and_went(own_server):
    own_server.clock(set="2026-01-01T00:00:00Z")
    firehose, _ = make(own_server, "seen")
    firehose.put_record_batch(
        DeliveryStreamName="seen", Records=[{"Data": b"one"}, {"Data": b"three"}])
    own_server.clock(advance="61s")
    assert total(own_server, "IncomingRecords") == 2
    assert total(own_server, "IncomingBytes") == 8
    assert total(own_server, "DeliveryToS3.Success") == 1
    assert total(own_server, "DeliveryToS3.Records") == 2
    assert total(own_server, "DeliveryToS3.DataFreshness", "Maximum") == 60


def test_records_are_billed_in_steps_of_5_kb(own_server):
    """Pricing page: "each record rounded up to the nearest 5 KB", $0.029 a GB in us-east-1."""
    own_server.clock(set="2031-01-01T00:00:00Z")
    firehose, _ = make(own_server, "seen")
    for size in (1, 5_121):
        firehose.put_record_batch(
            DeliveryStreamName="seen", Records=[{"Data": b"x" * size}] * 100)
    own_server.clock(advance="1h")
    answer = own_server.ask(f"/_nephele/bill?account={ACCOUNT}&month=2031-01")
    [line] = [line for group in answer["groups"] for line in group["lines"]
              if line["service"] == "firehose"]
    assert line["usage_type"] == "USE1-BilledBytes"
    billed = (100 * 5_120 + 100 * 10_240) / 2**30
    assert float(line["quantity"]) == pytest.approx(billed, rel=1e-6)
    assert float(line["cost"]) == pytest.approx(billed * 0.029, rel=1e-3)


def test_errors_are_logged(own_server):
    logs = own_server.client("logs", ACCOUNT)
    logs.create_log_group(logGroupName="/aws/kinesisfirehose/seen")
    logs.create_log_stream(logGroupName="/aws/kinesisfirehose/seen", logStreamName="S3Delivery")
    firehose, s3 = make(own_server, "seen", CloudWatchLoggingOptions={
        "Enabled": True, "LogGroupName": "/aws/kinesisfirehose/seen",
        "LogStreamName": "S3Delivery"})
    s3.delete_bucket(Bucket="lake")
    firehose.put_record(DeliveryStreamName="seen", Record={"Data": b"one"})
    own_server.clock(advance="60s")
    events = logs.get_log_events(
        logGroupName="/aws/kinesisfirehose/seen", logStreamName="S3Delivery")["events"]
    document = json.loads(events[0]["message"])
    assert document["errorCode"] == "S3.NoSuchBucket"
    assert document["deliveryStreamARN"].endswith(":deliverystream/seen")
    assert document["deliveryStreamVersionId"] == 1
    with pytest.raises(ClientError) as refused:
        make(own_server, "half", CloudWatchLoggingOptions={"Enabled": True})
    assert refused.value.response["Error"]["Code"] == "InvalidArgumentException"


def subscribe(server, **more):
    firehose, s3 = make(server, "seen", **more)
    logs = server.client("logs", ACCOUNT)
    logs.create_log_group(logGroupName="app")
    logs.create_log_stream(logGroupName="app", logStreamName="one")
    arn = firehose.describe_delivery_stream(DeliveryStreamName="seen")[
        "DeliveryStreamDescription"]["DeliveryStreamARN"]
    logs.put_subscription_filter(
        logGroupName="app", filterName="all", filterPattern="", destinationArn=arn, roleArn=ROLE)
    shown = server.clock()["now"].replace("Z", "+00:00")
    now = int(datetime.datetime.fromisoformat(shown).timestamp() * 1000)
    logs.put_log_events(logGroupName="app", logStreamName="one", logEvents=[
        {"timestamp": now, "message": "first"}, {"timestamp": now, "message": "second"}])
    server.clock(advance="5s")
    server.clock(advance="120s")
    return firehose, objects(s3)


def test_a_log_group_s_events_come_packed(own_server):
    _, found = subscribe(own_server)
    messages = [json.loads(part) for part in unpacked(b"".join(found.values()))]
    events = [event["message"] for message in messages
              if message["messageType"] == "DATA_MESSAGE" for event in message["logEvents"]]
    assert events == ["first", "second"]


def unpacked(data):
    """Members of GZIP behind each other are one text of documents behind each other."""
    text = gzip.decompress(data).decode()
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        yield json.dumps(document)


def test_a_log_group_s_messages_can_be_taken_out(own_server):
    firehose, found = subscribe(own_server, ProcessingConfiguration={
        "Enabled": True, "Processors": [
            {"Type": "Decompression", "Parameters": [
                {"ParameterName": "CompressionFormat", "ParameterValue": "GZIP"}]},
            {"Type": "CloudWatchLogProcessing", "Parameters": [
                {"ParameterName": "DataMessageExtraction", "ParameterValue": "true"}]}]})
    assert b"".join(found.values()) == b"first\nsecond\n"
    with pytest.raises(ClientError) as refused:
        firehose.put_record(DeliveryStreamName="seen", Record={"Data": b"of a client"})
    assert refused.value.response["Error"]["Code"] == "InvalidSourceException"
