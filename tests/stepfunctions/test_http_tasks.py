"""HTTP tasks against HTTP servers of a few lines.

Source: Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows" (fields,
output, errors); EventBridge User Guide, "Connections for endpoint targets".
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from servers import wait_until

ROLE = "arn:aws:iam::{}:role/sfn"


@pytest.fixture
def api():
    """A server that answers 404 to /none, and else tells what it got."""
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self):
            size = int(self.headers.get("Content-Length") or 0)
            got = {"method": self.command, "path": self.path,
                   "headers": {name.lower(): value for name, value in self.headers.items()},
                   "body": self.rfile.read(size).decode()}
            text = json.dumps(got).encode()
            self.send_response(404 if self.path.startswith("/none") else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = handle_any

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def ended(sfn, execution):
    shown = {}

    def is_over():
        shown.update(sfn.describe_execution(executionArn=execution))
        return shown["status"] != "RUNNING"
    wait_until(is_over, what="the end of the execution")
    return shown


def test_apis_are_called_with_the_credentials_of_a_connection(client, account, name, api):
    events, sfn = client("events"), client("stepfunctions")
    connection = events.create_connection(
        Name=name, AuthorizationType="API_KEY", AuthParameters={
            "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"},
            "InvocationHttpParameters": {
                "QueryStringParameters": [{"Key": "from", "Value": "connection"}]}},
    )["ConnectionArn"]
    definition = {"StartAt": "H", "States": {
        "H": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": True,
              "Parameters": {
                  "ApiEndpoint.$": f"States.Format('{api}/{{}}', $.path)",
                  "Method": "POST", "Authentication": {"ConnectionArn": connection},
                  "Headers": {"X-Own": "mine"}, "QueryParameters": {"q": "a b"},
                  "RequestBody": {"n.$": "$.n"}},
              "Catch": [{"ErrorEquals": ["States.Http.StatusCode.404"], "Next": "C",
                         "ResultPath": "$.error"}]},
        "C": {"Type": "Pass", "OutputPath": "$.error.Error", "End": True}}}
    machine = sfn.create_state_machine(
        name=name, definition=json.dumps(definition),
        roleArn=ROLE.format(account))["stateMachineArn"]
    begun = sfn.start_execution(
        stateMachineArn=machine, input=json.dumps({"path": "some", "n": 5}))["executionArn"]
    shown = ended(sfn, begun)
    assert shown["status"] == "SUCCEEDED", shown
    output = json.loads(shown["output"])
    assert (output["StatusCode"], output["StatusText"]) == (200, "OK")
    assert output["Headers"]["content-type"] == ["application/json"]
    got = output["ResponseBody"]
    assert got["method"] == "POST" and json.loads(got["body"]) == {"n": 5}
    assert got["path"].startswith("/some?") and "q=a%20b" in got["path"]
    assert "from=connection" in got["path"]
    assert got["headers"]["x-key"] == "secret" and got["headers"]["x-own"] == "mine"
    history = sfn.get_execution_history(executionArn=begun)["events"]
    scheduled = next(it for it in history if it["type"] == "TaskScheduled")
    details = scheduled["taskScheduledEventDetails"]
    assert (details["resourceType"], details["resource"]) == ("http", "invoke")
    assert "secret" not in json.dumps(details)
    begun = sfn.start_execution(
        stateMachineArn=machine, input=json.dumps({"path": "none", "n": 5}))["executionArn"]
    assert ended(sfn, begun)["output"] == '"States.Http.StatusCode.404"'


def test_a_role_needs_to_be_let(client, account, name, api):
    """`states:InvokeHTTPEndpoint` and `events:RetrieveConnectionCredentials`."""
    iam, events, sfn = client("iam"), client("events"), client("stepfunctions")
    connection = events.create_connection(
        Name=name, AuthorizationType="BASIC", AuthParameters={
            "BasicAuthParameters": {"Username": "u", "Password": "p"}})["ConnectionArn"]
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"},
        "Action": "sts:AssumeRole"}]}
    definition = {"StartAt": "H", "States": {"H": {
        "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": True,
        "Parameters": {"ApiEndpoint": api, "Method": "GET",
                       "Authentication": {"ConnectionArn": connection}}}}}
    outcomes = []
    for at, actions in enumerate([
            ["states:InvokeHTTPEndpoint", "events:RetrieveConnectionCredentials"],
            ["events:RetrieveConnectionCredentials"], ["states:InvokeHTTPEndpoint"]]):
        role = iam.create_role(RoleName=f"{name}-{at}", AssumeRolePolicyDocument=json.dumps(
            trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName=f"{name}-{at}", PolicyName="p", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": actions, "Resource": "*"}]}))
        machine = sfn.create_state_machine(
            name=f"{name}-{at}", definition=json.dumps(definition),
            roleArn=role)["stateMachineArn"]
        begun = sfn.start_execution(stateMachineArn=machine)["executionArn"]
        outcomes.append(ended(sfn, begun)["status"])
    assert outcomes == ["SUCCEEDED", "FAILED", "FAILED"]


def test_apis_of_api_gateway_are_invoked(client, account, name):
    """Developer Guide, "Create API Gateway REST APIs with Step Functions"."""
    gateway, sfn = client("apigateway"), client("stepfunctions")
    api = gateway.create_rest_api(name=name)["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    path = gateway.create_resource(restApiId=api, parentId=root, pathPart="here")["id"]
    method = {"restApiId": api, "resourceId": path, "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="AWS_IAM")
    gateway.put_integration(**method, type="MOCK", requestTemplates={
        "application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**method, statusCode="200")
    gateway.put_integration_response(**method, statusCode="200", responseTemplates={
        "application/json": '{"ok": true}'})
    gateway.create_deployment(restApiId=api, stageName="prod")
    state = {"Type": "Task", "Resource": "arn:aws:states:::apigateway:invoke", "End": True,
             "Parameters": {
                 "ApiEndpoint": f"{api}.execute-api.us-east-1.amazonaws.com",
                 "Method": "GET", "Stage": "prod", "Path": "/here", "AuthType.$": "$.auth"}}
    machine = sfn.create_state_machine(
        name=name, definition=json.dumps({"StartAt": "A", "States": {"A": state}}),
        roleArn=ROLE.format(account))["stateMachineArn"]

    def outcome(auth):
        return ended(sfn, sfn.start_execution(
            stateMachineArn=machine, input=json.dumps({"auth": auth}))["executionArn"])
    shown = outcome("IAM_ROLE")
    assert shown["status"] == "SUCCEEDED", shown
    output = json.loads(shown["output"])
    assert (output["StatusCode"], output["ResponseBody"]) == (200, {"ok": True})
    shown = outcome("NO_AUTH")
    assert (shown["status"], shown["error"]) == ("FAILED", "ApiGateway.403")
