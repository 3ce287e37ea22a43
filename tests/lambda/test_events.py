"""Asynchronous invocations: retries on the virtual clock, ages, dead letters, destinations.

Source: Developer Guide, "How Lambda handles errors and retries with asynchronous invocation",
"Capturing records of Lambda asynchronous invocations", "Adding a dead-letter queue".
"""

import json

import pytest

from expect import refused
from lambda_functions import make, packed

ACCOUNT = "111111111111"
FAILS = "def handler(e, c):\n    raise ValueError('never')\n"
WORKS = "def handler(e, c):\n    return {'got': e}\n"


@pytest.fixture
def functions(own_server):
    own_server.clock(freeze=True)
    return own_server.client("lambda", ACCOUNT)


@pytest.fixture
def queues(own_server):
    return own_server.client("sqs", ACCOUNT)


def queue(queues, name):
    url = queues.create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"


def received(queues, url):
    answer = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10,
                                    MessageAttributeNames=["All"])
    return answer.get("Messages", [])


def attempts(server, name):
    logs = server.client("logs", ACCOUNT)
    events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    return sum(event["message"].startswith("START RequestId: ") for event in events)


def send(functions, name, event, **more):
    answer = functions.invoke(FunctionName=name, InvocationType="Event",
                              Payload=json.dumps(event), **more)
    assert answer["StatusCode"] == 202 and answer["Payload"].read() == b""
    return answer["ResponseMetadata"]["RequestId"]


def test_a_failing_event_is_tried_three_times_then_goes_to_the_dead_letter_queue(
        own_server, functions, queues):
    url, arn = queue(queues, "dead")
    make(functions, ACCOUNT, "fails", FAILS, DeadLetterConfig={"TargetArn": arn})
    request = send(functions, "fails", {"n": 1})
    own_server.clock(advance="1s")
    assert attempts(own_server, "fails") == 1
    own_server.clock(advance="58s")
    assert attempts(own_server, "fails") == 1, "a minute lies between the first two"
    own_server.clock(advance="2s")
    assert attempts(own_server, "fails") == 2 and received(queues, url) == []
    own_server.clock(advance="118s")
    assert attempts(own_server, "fails") == 2, "two minutes between the others"
    own_server.clock(advance="2s")
    assert attempts(own_server, "fails") == 3
    (message,) = received(queues, url)
    assert json.loads(message["Body"]) == {"n": 1}
    attributes = {name: it["StringValue"] for name, it in message["MessageAttributes"].items()}
    assert attributes == {"RequestID": request, "ErrorCode": "200", "ErrorMessage": "never"}


def test_destinations_get_a_record(own_server, functions, queues):
    url, arn = queue(queues, "records")
    make(functions, ACCOUNT, "works", WORKS)
    destinations = {"OnSuccess": {"Destination": arn}, "OnFailure": {"Destination": arn}}
    functions.put_function_event_invoke_config(
        FunctionName="works", MaximumRetryAttempts=0, DestinationConfig=destinations)
    request = send(functions, "works", [7])
    own_server.clock(advance="1s")
    record = json.loads(received(queues, url)[0]["Body"])
    record.pop("timestamp")
    assert record == {
        "version": "1.0",
        "requestContext": {
            "requestId": request,
            "functionArn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:works:$LATEST",
            "condition": "Success", "approximateInvokeCount": 1},
        "requestPayload": [7],
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "responsePayload": {"got": [7]},
    }
    functions.update_function_code(FunctionName="works", ZipFile=packed(app_py=FAILS))
    send(functions, "works", 8)
    own_server.clock(advance="1s")
    record = json.loads(received(queues, url)[0]["Body"])
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["responseContext"]["functionError"] == "Unhandled"
    assert record["responsePayload"]["errorMessage"] == "never"


def test_an_event_that_is_too_old_is_not_tried_again(own_server, functions, queues):
    url, arn = queue(queues, "old")
    make(functions, ACCOUNT, "fails", FAILS)
    functions.put_function_event_invoke_config(
        FunctionName="fails", MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnFailure": {"Destination": arn}})
    shown = functions.get_function_event_invoke_config(FunctionName="fails")
    assert shown["MaximumEventAgeInSeconds"] == 60
    send(functions, "fails", 1)
    own_server.clock(advance="10m")
    record = json.loads(received(queues, url)[0]["Body"])
    assert record["requestContext"]["approximateInvokeCount"] <= 2
    functions.delete_function_event_invoke_config(FunctionName="fails")
    with refused("ResourceNotFoundException", message="doesn't have an EventInvokeConfig"):
        functions.get_function_event_invoke_config(FunctionName="fails")


def test_a_record_goes_to_another_function_and_to_a_bus(own_server, functions, queues):
    url, arn = queue(queues, "matched")
    events = own_server.client("events", ACCOUNT)
    events.put_rule(Name="records", EventPattern=json.dumps({"source": ["lambda"]}))
    queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": arn}]})})
    events.put_targets(Rule="records", Targets=[{"Id": "q", "Arn": arn}])
    make(functions, ACCOUNT, "works", WORKS)
    functions.put_function_event_invoke_config(FunctionName="works", DestinationConfig={
        "OnSuccess": {"Destination": f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default"}})
    send(functions, "works", 1)
    own_server.clock(advance="5s")
    event = json.loads(received(queues, url)[0]["Body"])
    assert event["detail-type"] == "Lambda Function Invocation Result - Success"
    assert event["detail"]["responsePayload"] == {"got": 1}


def test_throttled_events_wait_for_room(own_server, functions, queues):
    url, arn = queue(queues, "zero")
    make(functions, ACCOUNT, "works", WORKS, DeadLetterConfig={"TargetArn": arn})
    functions.put_function_concurrency(FunctionName="works", ReservedConcurrentExecutions=0)
    send(functions, "works", "held")
    own_server.clock(advance="1s")
    assert [json.loads(it["Body"]) for it in received(queues, url)] == ["held"]


def test_events_survive_a_kill(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "data")
    server.clock(freeze=True)
    functions, queues = server.client("lambda", ACCOUNT), server.client("sqs", ACCOUNT)
    url, arn = queue(queues, "after")
    make(functions, ACCOUNT, "fails", FAILS, DeadLetterConfig={"TargetArn": arn})
    send(functions, "fails", "kept")
    server.clock(advance="1s")
    server.kill()
    again = server_factory(data=tmp_path / "data")
    again.clock(advance="10m")
    queues = again.client("sqs", ACCOUNT)
    assert [json.loads(it["Body"]) for it in received(queues, url)] == ["kept"]


def test_what_has_failed_goes_to_a_bucket(own_server, functions):
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="failures")
    make(functions, ACCOUNT, "fails", FAILS)
    with refused("InvalidParameterValueException", status=400):
        functions.put_function_event_invoke_config(
            FunctionName="fails",
            DestinationConfig={"OnSuccess": {"Destination": "arn:aws:s3:::failures"}})
    functions.put_function_event_invoke_config(
        FunctionName="fails", MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::failures"}})
    request = send(functions, "fails", {"n": 1})
    own_server.clock(advance="1s")
    (item,) = s3.list_objects_v2(Bucket="failures")["Contents"]
    assert item["Key"].startswith("aws/lambda/async/fails/")
    record = json.loads(s3.get_object(Bucket="failures", Key=item["Key"])["Body"].read())
    assert record["requestContext"]["requestId"] == request
    assert record["requestPayload"] == {"n": 1}
    assert record["responsePayload"]["errorType"] == "ValueError"
