"""Functions that run: what they are told, what they answer, how they fail.

Source: Lambda Developer Guide (runtimes, context objects, environment variables, quotas) and API
Reference, Invoke.
"""

import base64
import concurrent.futures
import json
import time

import pytest
from botocore.exceptions import ClientError

from expect import refused
from lambda_functions import call, make, packed

ECHO = """
import os
def handler(event, context):
    print("seen", event)
    return {"event": event, "id": context.aws_request_id, "arn": context.invoked_function_arn,
            "name": context.function_name, "memory": context.memory_limit_in_mb,
            "left": context.get_remaining_time_in_millis(), "environment": dict(os.environ)}
"""


@pytest.fixture
def functions(client):
    return client("lambda")


def test_a_function_is_told_what_aws_tells_it(functions, account):
    made = make(functions, account, "echo", ECHO, Environment={"Variables": {"COLOUR": "blue"}})
    assert made["State"] == "Active" and made["Version"] == "$LATEST"
    assert made["FunctionArn"] == f"arn:aws:lambda:us-east-1:{account}:function:echo"
    answer = functions.invoke(FunctionName="echo", Payload=b'{"a": 1}', LogType="Tail")
    told = json.loads(answer["Payload"].read())
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    assert told["event"] == {"a": 1} and told["name"] == "echo" and told["memory"] == "128"
    assert told["arn"] == made["FunctionArn"] and 0 < told["left"] <= 3000
    assert told["id"] == answer["ResponseMetadata"]["RequestId"]
    environment = told["environment"]
    assert environment["COLOUR"] == "blue" and environment["AWS_REGION"] == "us-east-1"
    assert environment["_HANDLER"] == "app.handler"
    assert environment["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/echo"
    # The server's own environment is not the function's.
    assert "HOME" not in environment and "NEPHELE_BIN" not in environment
    log = base64.b64decode(answer["LogResult"]).decode()
    assert log.startswith(f"START RequestId: {told['id']} Version: $LATEST\n")
    assert "seen {'a': 1}\n" in log and f"END RequestId: {told['id']}\n" in log
    assert "\tMemory Size: 128 MB\tMax Memory Used: " in log and "Init Duration: " in log


def test_a_sandbox_is_used_again_until_the_configuration_changes(functions, account):
    code = "import os\ndef handler(e, c):\n    new = not os.path.exists('/tmp/seen')\n" \
           "    open('/tmp/seen', 'w')\n    return [os.getpid(), new]\n"
    make(functions, account, "warm", code)
    first, second = call(functions, "warm"), call(functions, "warm")
    assert first[1] and not second[1]
    functions.update_function_configuration(FunctionName="warm", MemorySize=256)
    assert call(functions, "warm")[1], "no state is kept between sandboxes"


def test_errors_of_a_handler_are_unhandled(functions, account):
    make(functions, account, "fails", "def handler(e, c):\n    raise KeyError('gone')\n")
    answer = functions.invoke(FunctionName="fails")
    assert answer["FunctionError"] == "Unhandled" and answer["StatusCode"] == 200
    error = json.loads(answer["Payload"].read())
    assert error["errorType"] == "KeyError" and error["errorMessage"] == "'gone'"
    assert "app.py" in error["stackTrace"][0]


def test_a_timeout_ends_the_sandbox(functions, account):
    make(functions, account, "slow", "import time\ndef handler(e, c):\n    time.sleep(e)\n",
         Timeout=1)
    call(functions, "slow", 0)
    answer = functions.invoke(FunctionName="slow", Payload=b"30", LogType="Tail")
    error = json.loads(answer["Payload"].read())
    assert error["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert answer["FunctionError"] == "Unhandled"
    assert "Task timed out after 1.00 seconds" in base64.b64decode(answer["LogResult"]).decode()
    call(functions, "slow", 0)


def test_node_functions_of_both_kinds(functions, account):
    module = "export const handler = async (event, context) => ({n: event.n + 1, " \
             "name: context.functionName});"
    make(functions, account, "module", packed(app_mjs=module), "nodejs20.x")
    assert call(functions, "module", {"n": 1}) == {"n": 2, "name": "module"}
    common = "exports.handler = (event, context, callback) => callback(null, event.length);"
    make(functions, account, "common", packed(app_js=common), "nodejs20.x")
    assert call(functions, "common", "four") == 4
    fails = "exports.handler = async () => { throw new RangeError('far'); };"
    make(functions, account, "fails", packed(app_js=fails), "nodejs20.x")
    answer = functions.invoke(FunctionName="fails")
    error = json.loads(answer["Payload"].read())
    assert (error["errorType"], error["errorMessage"]) == ("RangeError", "far")


def test_an_interpreter_of_another_version_says_so_in_the_log(functions, account, client):
    code = "import sys\ndef handler(e, c):\n    print('ran')\n    return sys.version_info[:2]\n"
    make(functions, account, "other", code, "python3.9")
    version = call(functions, "other")
    events = client("logs").filter_log_events(logGroupName="/aws/lambda/other")["events"]
    lines = [event["message"] for event in events]
    assert "ran" in lines and any(line.startswith("REPORT RequestId: ") for line in lines)
    is_told = any("Python 3.9 is not on this host" in line for line in lines)
    assert is_told == (version != [3, 9]), lines


def test_payloads_are_checked(functions, account):
    make(functions, account, "echo", "def handler(e, c):\n    return len(str(e))\n")
    with refused("InvalidRequestContentException", status=400):
        functions.invoke(FunctionName="echo", Payload=b"{not json")
    large = json.dumps("x" * (1024 * 1024)).encode()
    with refused("RequestTooLargeException", status=413,
                 message="byte payload is too large for the Event invocation type"):
        functions.invoke(FunctionName="echo", InvocationType="Event", Payload=large)
    assert call(functions, "echo", "y" * (2 * 1024 * 1024)) == 2 * 1024 * 1024
    with refused("ResourceNotFoundException", status=404, message="Function not found: arn:"):
        functions.invoke(FunctionName="none")
    assert functions.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204


def test_a_function_calls_the_cloud_that_runs_it_as_its_role(functions, account, client):
    code = """
import boto3
def handler(event, context):
    queue = boto3.client("sqs").create_queue(QueueName="made-within")["QueueUrl"]
    return [boto3.client("sts").get_caller_identity()["Arn"], queue]
"""
    make(functions, account, "calls", code, Timeout=30)
    arn, queue = call(functions, "calls")
    assert arn == f"arn:aws:sts::{account}:assumed-role/runner/calls"
    assert client("sqs").list_queues()["QueueUrls"][0].rsplit("/", 1)[1] == queue.rsplit("/", 1)[1]


def test_invocations_run_side_by_side_up_to_the_reserved_concurrency(functions, account):
    make(functions, account, "busy", "import time\ndef handler(e, c):\n    time.sleep(2)\n",
         Timeout=20)
    functions.put_function_concurrency(FunctionName="busy", ReservedConcurrentExecutions=2)

    def attempt(_):
        try:
            functions.invoke(FunctionName="busy")
            return None
        except ClientError as error:
            return error.response
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(4)))
    throttled = [it for it in outcomes if it]
    assert len(throttled) == 2 and time.monotonic() - begun < 15
    assert throttled[0]["Error"]["Code"] == "TooManyRequestsException"
    assert throttled[0]["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    functions.put_function_concurrency(FunctionName="busy", ReservedConcurrentExecutions=0)
    with refused("TooManyRequestsException", status=429, message="Rate Exceeded."):
        functions.invoke(FunctionName="busy")


def test_a_function_that_invokes_another_does_not_block(functions, account):
    make(functions, account, "inner", "def handler(e, c):\n    return e * 2\n")
    code = """
import boto3, json
def handler(event, context):
    answer = boto3.client("lambda").invoke(FunctionName="inner", Payload=json.dumps(event))
    return json.load(answer["Payload"])
"""
    make(functions, account, "outer", code, Timeout=30)
    assert call(functions, "outer", 21) == 42


def test_memory_is_limited(functions, account):
    code = "import time\ndef handler(e, c):\n    x = bytearray(400 << 20)\n    time.sleep(10)\n"
    make(functions, account, "large", code, Timeout=20)
    answer = functions.invoke(FunctionName="large")
    error = json.loads(answer["Payload"].read())
    assert error["errorMessage"].endswith("Runtime exited with error: signal: killed")


def test_an_own_bootstrap_runs(functions, account):
    script = """#!/usr/bin/env python3
import http.client, os
def ask(method, path, body=None):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request(method, "/2018-06-01/runtime/invocation/" + path, body)
    answer = connection.getresponse()
    return answer.headers["Lambda-Runtime-Aws-Request-Id"], answer.read()
while True:
    request, event = ask("GET", "next")
    ask("POST", request + "/response", b'{"own": ' + event + b"}")
"""
    make(functions, account, "own", packed(bootstrap=script), "provided.al2023", "any")
    assert call(functions, "own", [1]) == {"own": [1]}


def test_an_answer_as_a_stream_of_events(functions, account):
    make(functions, account, "f", "def handler(e, c):\n    return 'x' * e\n")
    answer = functions.invoke_with_response_stream(
        FunctionName="f", Payload=b"100000", LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    events = list(answer["EventStream"])
    chunks = [it["PayloadChunk"]["Payload"] for it in events if "PayloadChunk" in it]
    assert len(chunks) > 1 and json.loads(b"".join(chunks)) == "x" * 100000
    assert base64.b64decode(events[-1]["InvokeComplete"]["LogResult"]).startswith(b"START ")
    answer = functions.invoke_with_response_stream(FunctionName="f", Payload=b'"no number"')
    (end,) = list(answer["EventStream"])
    assert end["InvokeComplete"]["ErrorCode"] == "Unhandled"
    with refused("ResourceNotFoundException", status=404):
        functions.invoke_with_response_stream(FunctionName="none")


def test_metrics_tell_of_invocations(functions, account, client):
    make(functions, account, "f", "def handler(e, c):\n    return 1 / e\n")
    functions.invoke(FunctionName="f", Payload=b"1")
    functions.invoke(FunctionName="f", Payload=b"0")
    now = time.time()

    def total(metric):
        points = client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=metric, Period=60, Statistics=["Sum"],
            Dimensions=[{"Name": "FunctionName", "Value": "f"}],
            StartTime=now - 600, EndTime=now + 600)["Datapoints"]
        return sum(point["Sum"] for point in points)
    assert (total("Invocations"), total("Errors")) == (2, 1) and total("Duration") > 0
