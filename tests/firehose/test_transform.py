"""Functions of Lambda that transform records on their way through Data Firehose.

Source: Data Firehose Developer Guide, "Transform source data in Amazon Data Firehose" (parameters
of records: recordId, result, data), "Handle failure in data transformation"; "Partition streaming
data" (partitionKeys in a record's metadata).
"""

import base64
import io
import json
import zipfile

import pytest
from firehose_streams import ACCOUNT, ROLE, objects

FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:transform"

UPPER = """
import base64

def handler(event, context):
    assert event["deliveryStreamArn"].endswith(":deliverystream/logs")
    out = []
    for record in event["records"]:
        text = base64.b64decode(record["data"]).decode()
        result = {"bad": "ProcessingFailed", "drop": "Dropped"}.get(text, "Ok")
        made = {"recordId": record["recordId"], "result": result,
                "data": base64.b64encode(text.upper().encode() + b"\\n").decode()}
        if result == "Ok":
            made["metadata"] = {"partitionKeys": {"first": text[0]}}
        out.append(made)
    return {"records": out}
"""


def make(server, source, parameters=(), **more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.py", source)
    functions = server.client("lambda", ACCOUNT)
    functions.create_function(
        FunctionName="transform", Runtime="python3.12", Handler="index.handler", Role=ROLE,
        Timeout=60, Code={"ZipFile": file.getvalue()})
    server.client("s3", ACCOUNT).create_bucket(Bucket="lake")
    firehose = server.client("firehose", ACCOUNT)
    chosen = {"LambdaArn": FUNCTION, "BufferIntervalInSeconds": "10", **dict(parameters)}
    firehose.create_delivery_stream(
        DeliveryStreamName="logs",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake",
            "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
            "ProcessingConfiguration": {"Enabled": True, "Processors": [{
                "Type": "Lambda",
                "Parameters": [{"ParameterName": name, "ParameterValue": value}
                               for name, value in chosen.items()]}]},
            **more})
    return firehose


def put(firehose, *texts):
    firehose.put_record_batch(
        DeliveryStreamName="logs", Records=[{"Data": text.encode()} for text in texts])


def test_results_decide_what_becomes_of_records(own_server):
    firehose = make(own_server, UPPER)
    put(firehose, "one", "drop", "bad", "two")
    own_server.clock(advance="10s")
    own_server.clock(advance="60s")
    found = objects(own_server.client("s3", ACCOUNT))
    [failed] = [key for key in found if key.startswith("processing-failed/")]
    [good] = [key for key in found if key != failed]
    assert found[good] == b"ONE\nTWO\n"
    [document] = [json.loads(line) for line in found[failed].decode().splitlines()]
    assert base64.b64decode(document["rawData"]) == b"bad"
    assert document["lambdaArn"] == FUNCTION
    assert document["attemptsMade"] == 1


def test_functions_can_tell_partitions(own_server):
    firehose = make(
        own_server, UPPER,
        Prefix="by=!{partitionKeyFromLambda:first}/",
        ErrorOutputPrefix="failed/!{firehose:error-output-type}/",
        DynamicPartitioningConfiguration={"Enabled": True})
    put(firehose, "apple", "bread", "avocado")
    own_server.clock(advance="10s")
    own_server.clock(advance="60s")
    found = objects(own_server.client("s3", ACCOUNT))
    assert {key.split("/")[0]: body for key, body in found.items()} == {
        "by=a": b"APPLE\nAVOCADO\n", "by=b": b"BREAD\n"}


@pytest.mark.parametrize("source, code", [
    ("def handler(event, context):\n    raise ValueError('no')\n", "Lambda.FunctionError"),
    ("def handler(event, context):\n    return {'records': []}\n", "Lambda.MissingRecordId"),
    ("def handler(event, context):\n    return 'nothing'\n", "Lambda.JsonProcessingException"),
])
def test_a_function_that_fails_is_asked_again_and_then_given_up(own_server, source, code):
    firehose = make(own_server, source, {"NumberOfRetries": "1"})
    put(firehose, "one", "two")
    own_server.clock(advance="10s")
    own_server.clock(advance="5s")
    own_server.clock(advance="60s")
    [(key, body)] = objects(own_server.client("s3", ACCOUNT)).items()
    assert key.startswith("processing-failed/")
    documents = [json.loads(line) for line in body.decode().splitlines()]
    assert [base64.b64decode(it["rawData"]) for it in documents] == [b"one", b"two"]
    assert {(it["attemptsMade"], it["errorCode"]) for it in documents} == {(2, code)}
