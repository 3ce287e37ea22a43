"""Executions with real clients: on the virtual clock, over a kill, of functions, as targets.

Sources: Step Functions API Reference; Developer Guide, "Choosing workflow type", "Discover service
integration patterns", "Handling errors in Step Functions workflows", "Call AWS Lambda functions
with Step Functions".
"""

import io
import json
import zipfile

import pytest

from expect import refused
from servers import wait_until

ROLE = "arn:aws:iam::{}:role/sfn"
SUCCEED = {"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}


@pytest.fixture
def sfn(client):
    return client("stepfunctions")


def make(sfn, name, definition, account="111111111111", **options):
    return sfn.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE.format(account),
        **options)["stateMachineArn"]


def ended(sfn, execution):
    """The execution, once it has ended."""
    shown = {}

    def is_over():
        shown.update(sfn.describe_execution(executionArn=execution))
        return shown["status"] != "RUNNING"
    wait_until(is_over, what="the end of the execution")
    return shown


def test_a_year_of_waiting_on_the_virtual_clock(own_server):
    sfn = own_server.client("stepfunctions", account="111111111111")
    machine = make(sfn, "m", {"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 30_000_000, "Next": "T"},
        "T": {"Type": "Wait", "TimestampPath": "$.until", "End": True}}})
    begun = sfn.start_execution(stateMachineArn=machine, name="e", input=json.dumps(
        {"until": "2200-01-01T00:00:00Z"}))["executionArn"]
    own_server.clock(advance="347d")
    assert sfn.describe_execution(executionArn=begun)["status"] == "RUNNING"
    own_server.clock(advance="20d")
    shown = sfn.describe_execution(executionArn=begun)
    assert shown["status"] == "TIMED_OUT"
    assert (shown["stopDate"] - shown["startDate"]).days == 365
    last = sfn.get_execution_history(executionArn=begun, reverseOrder=True)["events"][0]
    assert last["type"] == "ExecutionTimedOut"


def test_an_execution_goes_on_after_a_kill(server_factory, tmp_path):
    """What was done is not done again: each message is sent once."""
    server = server_factory("--durability", "fsync", data=tmp_path / "data")
    sfn = server.client("stepfunctions", account="111111111111")
    sqs = server.client("sqs", account="111111111111")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    send = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "ResultPath": None}
    machine = make(sfn, "m", {"StartAt": "A", "States": {
        "A": {**send, "Parameters": {"QueueUrl": queue, "MessageBody": "a"}, "Next": "W"},
        "W": {"Type": "Wait", "Seconds": 2, "Next": "B"},
        "B": {**send, "Parameters": {"QueueUrl": queue, "MessageBody": "b"}, "End": True}}})
    execution = sfn.start_execution(stateMachineArn=machine)["executionArn"]
    wait_until(lambda: any(
        event["type"] == "WaitStateEntered"
        for event in sfn.get_execution_history(executionArn=execution)["events"]))
    server.kill()
    server = server_factory("--durability", "fsync", data=tmp_path / "data")
    sfn = server.client("stepfunctions", account="111111111111")
    sqs = server.client("sqs", account="111111111111")
    assert ended(sfn, execution)["status"] == "SUCCEEDED"
    bodies = []
    for _ in range(5):
        got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        bodies += [message["Body"] for message in got]
    assert sorted(bodies) == ["a", "b"]


def test_many_iterations_and_their_history(sfn, name, account):
    machine = make(sfn, name, {"QueryLanguage": "JSONata", "StartAt": "M", "States": {
        "M": {"Type": "Map", "Items": "{% [1..200] %}", "End": True,
              "ItemProcessor": {"StartAt": "P", "States": {
                  "P": {"Type": "Pass", "Output": "{% $states.input * 2 %}", "End": True}}},
              "Output": "{% $sum($states.result) %}"}}}, account)
    shown = ended(sfn, sfn.start_execution(stateMachineArn=machine)["executionArn"])
    assert (shown["status"], shown["output"]) == ("SUCCEEDED", "40200")
    pages = sfn.get_paginator("get_execution_history").paginate(
        executionArn=shown["executionArn"], PaginationConfig={"PageSize": 100})
    events = [event for page in pages for event in page["events"]]
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert sum(event["type"] == "MapIterationSucceeded" for event in events) == 200


def test_a_history_ends_at_25000_events(own_server):
    """Service quotas, "Maximum execution history size"."""
    sfn = own_server.client("stepfunctions", account="111111111111")
    machine = make(sfn, "loop", {"StartAt": "A", "States": {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Choice", "Default": "A", "Choices": [
            {"Variable": "$.stop", "IsPresent": True, "Next": "S"}]},
        "S": {"Type": "Succeed"}}})
    execution = sfn.start_execution(stateMachineArn=machine)["executionArn"]
    own_server.clock(advance="1s")
    shown = sfn.describe_execution(executionArn=execution)
    assert (shown["status"], shown["error"]) == ("FAILED", "States.Runtime")
    last = sfn.get_execution_history(
        executionArn=execution, reverseOrder=True, maxResults=1)["events"][0]
    assert (last["id"], last["type"]) == (25_000, "ExecutionFailed")


def test_synchronous_executions_answer(client, name, account):
    sfn = client("stepfunctions", inject_host_prefix=False)
    machine = make(sfn, name, {"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 1, "Next": "F"},
        "F": {"Type": "Fail", "Error": "E", "Cause": "C"}}}, account, type="EXPRESS")
    answer = sfn.start_sync_execution(stateMachineArn=machine, input='{"a": 1}')
    assert (answer["status"], answer["error"], answer["cause"]) == ("FAILED", "E", "C")
    assert (answer["stopDate"] - answer["startDate"]).total_seconds() >= 1
    standard = make(sfn, f"{name}s", SUCCEED, account)
    with refused("StateMachineTypeNotSupported"):
        sfn.start_sync_execution(stateMachineArn=standard)


def test_rules_and_schedules_start_executions(own_server):
    """EventBridge User Guide, targets; Scheduler User Guide, templated targets."""
    account = "111111111111"
    sfn = own_server.client("stepfunctions", account=account)
    machine = make(sfn, "m", SUCCEED)
    events = own_server.client("events", account=account)
    events.put_rule(Name="r", EventPattern='{"source": ["shop"]}')
    failed = events.put_targets(Rule="r", Targets=[
        {"Id": "1", "Arn": machine, "RoleArn": ROLE.format(account),
         "InputPath": "$.detail"}])["FailedEntryCount"]
    assert failed == 0
    events.put_events(Entries=[{"Source": "shop", "DetailType": "Order", "Detail": '{"n": 5}'}])
    own_server.client("scheduler", account=account).create_schedule(
        Name="s", ScheduleExpression="rate(1 hour)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": machine, "RoleArn": ROLE.format(account), "Input": '{"by": "clock"}'})
    own_server.clock(advance="10m")
    begun = sfn.list_executions(stateMachineArn=machine)["executions"]
    inputs = [sfn.describe_execution(executionArn=it["executionArn"])["input"] for it in begun]
    assert sorted(json.loads(text).get("n", 0) for text in inputs) == [0, 5]
    assert {"by": "clock"} in [json.loads(text) for text in inputs]


def test_a_role_must_trust_the_service_and_be_allowed(client, account, name):
    """IAM roles for Step Functions: the trust names states.amazonaws.com."""
    iam, sfn, sqs = client("iam"), client("stepfunctions"), client("sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]

    def role(service, *actions):
        trust = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]}
        made = f"{name}-{service.split('.')[0]}-{len(actions)}"
        arn = iam.create_role(
            RoleName=made, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if actions:
            iam.put_role_policy(RoleName=made, PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
        return arn

    definition = {"StartAt": "A", "States": {"A": {
        "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": True,
        "Parameters": {"QueueUrl": queue, "MessageBody": "x"}}}}
    outcomes = []
    for at, arn in enumerate([role("states.amazonaws.com", "sqs:SendMessage"),
                              role("states.amazonaws.com"),
                              role("ec2.amazonaws.com", "sqs:SendMessage")]):
        machine = sfn.create_state_machine(
            name=f"{name}-{at}", definition=json.dumps(definition),
            roleArn=arn)["stateMachineArn"]
        begun = sfn.start_execution(stateMachineArn=machine)["executionArn"]
        outcomes.append(ended(sfn, begun)["status"])
    assert outcomes == ["SUCCEEDED", "FAILED", "FAILED"]


HANDLER = """
def handler(event, context):
    if event.get("fail"):
        raise ValueError("as asked")
    return {"double": event["n"] * 2}
"""


def test_functions_are_invoked(client, account, name):
    functions, sfn = client("lambda"), client("stepfunctions")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", HANDLER)
    function = functions.create_function(
        FunctionName=name, Runtime="python3.12", Handler="index.handler",
        Role=ROLE.format(account), Code={"ZipFile": packed.getvalue()})["FunctionArn"]
    wait_until(lambda: functions.get_function(
        FunctionName=name)["Configuration"]["State"] == "Active")
    machine = make(sfn, name, {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": function, "ResultPath": "$.a", "Next": "B"},
        "B": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": function, "Payload": {"n.$": "$.a.double"}},
              "OutputPath": "$.Payload", "Next": "C"},
        "C": {"Type": "Task", "Resource": function, "Parameters": {"fail": True}, "End": True,
              "Catch": [{"ErrorEquals": ["ValueError"], "ResultPath": "$.e", "Next": "D"}]},
        "D": {"Type": "Pass", "OutputPath": "$.e.Error", "End": True}}}, account)
    execution = sfn.start_execution(stateMachineArn=machine, input='{"n": 5}')["executionArn"]
    shown = ended(sfn, execution)
    assert (shown["status"], shown.get("output")) == ("SUCCEEDED", '"ValueError"'), shown
    kinds = [event["type"] for event in sfn.get_execution_history(
        executionArn=execution)["events"]]
    assert kinds[1:6] == ["TaskStateEntered", "LambdaFunctionScheduled",
                          "LambdaFunctionStarted", "LambdaFunctionSucceeded",
                          "TaskStateExited"]
    assert "LambdaFunctionFailed" in kinds
