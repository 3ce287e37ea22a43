"""WebSocket APIs: real clients, routes, answers, and the management API.

Sources: Developer Guide, "Overview of WebSocket APIs in API Gateway", "Manage connected users and
client apps", "Invoke WebSocket APIs", "Send data from backend services to connected clients",
"Quotas for configuring and running a WebSocket API".
"""

import json
import urllib.parse

import pytest
import websockets.exceptions
from websockets.sync.client import connect

from expect import refused
from http_apis import invokable
from lambda_functions import TRUST
from servers import make_client

# What it was called with is written to a queue; `refuse` in the query string keeps a client out.
CHAT = """
import json, boto3
def handler(event, context):
    told = event["requestContext"]
    if told["routeKey"] == "$connect":
        if (event.get("queryStringParameters") or {}).get("refuse"):
            return {"statusCode": 403}
        asked = event["headers"].get("Sec-WebSocket-Protocol")
        return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": asked} if asked else {}}
    if told["routeKey"] == "$disconnect":
        boto3.client("sqs").send_message(QueueUrl=QUEUE, MessageBody=json.dumps(told))
        return {"statusCode": 200}
    body = json.loads(event["body"])
    if body.get("fail"):
        raise ValueError("no")
    return {"statusCode": 200, "body": json.dumps({"route": told["routeKey"], "said": body,
                                                   "event": event})}
"""


class Chat:
    """An API with a function behind its routes; `two_way` ones answer."""

    def __init__(self, server_endpoint, account, queue="", connect_more=None):
        self.endpoint = server_endpoint
        self.account = account
        self.apis = make_client(server_endpoint, "apigatewayv2", account)
        code = CHAT.replace("QUEUE", repr(queue))
        self.function = invokable(
            make_client(server_endpoint, "lambda", account), account, "chat", code)
        self.api = self.apis.create_api(
            Name="chat", ProtocolType="WEBSOCKET",
            RouteSelectionExpression="$request.body.action")
        self.id = self.api["ApiId"]
        self.integration = self.integrate(
            IntegrationType="AWS_PROXY", IntegrationUri=self.uri(self.function))
        self.route("$connect", **(connect_more or {}))
        self.route("$disconnect")
        self.route("join", two_way=True)
        self.route("silent")
        self.deploy()

    def uri(self, function):
        return ("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                f"{function}/invocations")

    def integrate(self, **given):
        return self.apis.create_integration(ApiId=self.id, **given)["IntegrationId"]

    def route(self, key, integration=None, two_way=False, **more):
        if two_way:
            more["RouteResponseSelectionExpression"] = "$default"
        made = self.apis.create_route(
            ApiId=self.id, RouteKey=key,
            Target=f"integrations/{integration or self.integration}", **more)
        if two_way:
            self.apis.create_route_response(
                ApiId=self.id, RouteId=made["RouteId"], RouteResponseKey="$default")
        return made

    def deploy(self):
        names = [it["StageName"] for it in self.apis.get_stages(ApiId=self.id)["Items"]]
        if "prod" not in names:
            self.apis.create_stage(ApiId=self.id, StageName="prod", AutoDeploy=True)

    def connect(self, query="", stage="prod", **more):
        netloc = urllib.parse.urlsplit(self.endpoint).netloc
        return connect(f"ws://{netloc}/_aws/execute-api/{self.id}/{stage}{query}",
                       open_timeout=60, ping_interval=None, **more)

    def management(self, key=None, secret="test"):
        netloc = urllib.parse.urlsplit(self.endpoint).netloc
        return make_client(f"http://{netloc}/_aws/execute-api/{self.id}/prod",
                           "apigatewaymanagementapi", key or self.account, secret)


@pytest.fixture
def chat(endpoint, account, queue, client):
    own = client("sqs").create_queue(QueueName=f"gone-{account}")["QueueUrl"]
    made = Chat(endpoint, account, own)
    made.queue = own
    return made


def said(socket, message=None):
    if message is not None:
        socket.send(json.dumps(message))
    return json.loads(socket.recv(timeout=60))


def test_messages_take_routes_and_are_answered(chat):
    with chat.connect(subprotocols=["chat"]) as socket:
        assert socket.subprotocol == "chat"
        answer = said(socket, {"action": "join", "room": 7})
        assert answer["route"] == "join" and answer["said"]["room"] == 7
        context = answer["event"]["requestContext"]
        assert context["eventType"] == "MESSAGE" and context["messageDirection"] == "IN"
        assert context["apiId"] == chat.id and context["stage"] == "prod"
        assert context["identity"]["sourceIp"] == "127.0.0.1"
        assert context["messageId"] and context["connectionId"] and context["requestId"]
        forbidden = said(socket, {"action": "nothing"})
        assert forbidden["message"] == "Forbidden", "there is no such route, nor $default"
        assert forbidden["connectionId"] == context["connectionId"]
        failed = said(socket, {"action": "join", "fail": True})
        assert failed["message"] == "Internal server error"
        socket.send(json.dumps({"action": "silent"}))
        assert said(socket, {"action": "join"})["route"] == "join", "the silent route said nothing"


def test_the_default_route_takes_the_rest(chat):
    chat.route("$default", two_way=True)
    with chat.connect() as socket:
        assert said(socket, {"action": "nothing"})["route"] == "$default"
        assert said(socket, {"none": 1})["route"] == "$default"


def test_who_is_kept_out(chat):
    for query, stage, status in [("?refuse=1", "prod", 403), ("", "other", 403)]:
        with pytest.raises(websockets.exceptions.InvalidStatus) as caught:
            chat.connect(query, stage)
        assert caught.value.response.status_code == status


def test_the_management_api(chat):
    management = chat.management()
    with chat.connect() as socket:
        connection = said(socket, {"action": "join"})["event"]["requestContext"]["connectionId"]
        management.post_to_connection(ConnectionId=connection, Data=b"hello")
        assert socket.recv(timeout=60) == "hello"
        shown = management.get_connection(ConnectionId=connection)
        assert shown["Identity"]["SourceIp"] == "127.0.0.1"
        assert shown["ConnectedAt"] <= shown["LastActiveAt"]
        with refused("PayloadTooLargeException", status=413):
            management.post_to_connection(ConnectionId=connection, Data=b"x" * (128 * 1024 + 1))
        management.delete_connection(ConnectionId=connection)
        with pytest.raises(websockets.exceptions.ConnectionClosed) as caught:
            socket.recv(timeout=60)
        assert caught.value.rcvd.code == 1000
    for call in [management.get_connection, management.delete_connection]:
        with refused("GoneException", status=410):
            call(ConnectionId=connection)
    with refused("GoneException", status=410):
        management.post_to_connection(ConnectionId="nothere=", Data=b"x")


def test_a_function_answers_by_the_management_api(chat, account, client):
    """Without an endpoint of its own: this server knows connections by their ids."""
    code = """
import json, boto3
def handler(event, context):
    boto3.client("apigatewaymanagementapi").post_to_connection(
        ConnectionId=event["requestContext"]["connectionId"], Data=b"posted")
    return {"statusCode": 200}
"""
    function = invokable(client("lambda"), account, "poster", code)
    integration = chat.integrate(
        IntegrationType="AWS_PROXY", IntegrationUri=chat.uri(function))
    chat.route("post", integration)
    with chat.connect() as socket:
        socket.send(json.dumps({"action": "post"}))
        assert socket.recv(timeout=60) == "posted"


def test_who_may_post(chat, client, account):
    iam = client("iam")
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=TRUST)
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    allowed = chat.management(key["AccessKeyId"], key["SecretAccessKey"])
    with chat.connect() as socket:
        connection = said(socket, {"action": "join"})["event"]["requestContext"]["connectionId"]
        with refused("ForbiddenException", status=403):
            allowed.post_to_connection(ConnectionId=connection, Data=b"x")
        iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "execute-api:ManageConnections",
                "Resource": f"arn:aws:execute-api:us-east-1:{account}:{chat.id}/prod/POST/*"}]}))
        allowed.post_to_connection(ConnectionId=connection, Data=b"x")
        assert socket.recv(timeout=60) == "x"


def test_disconnections_are_told(chat, client):
    with chat.connect() as socket:
        connection = said(socket, {"action": "join"})["event"]["requestContext"]["connectionId"]
        socket.close(4001, "enough")
    told = client("sqs").receive_message(QueueUrl=chat.queue, WaitTimeSeconds=20)["Messages"]
    context = json.loads(told[0]["Body"])
    assert context["connectionId"] == connection and context["eventType"] == "DISCONNECT"
    assert context["disconnectStatusCode"] == 4001 and context["disconnectReason"] == "enough"


def test_what_is_too_long_and_what_is_binary(chat):
    for message, code in [("x" * (32 * 1024 + 1), 1009), (b"bytes", 1003)]:
        with chat.connect() as socket:
            socket.send(message)
            with pytest.raises(websockets.exceptions.ConnectionClosed) as caught:
                socket.recv(timeout=60)
            assert caught.value.rcvd.code == code


def test_templates_and_mocks(chat):
    mock = chat.integrate(
        IntegrationType="MOCK", TemplateSelectionExpression="\\$default",
        RequestTemplates={"$default": '{"statusCode": $input.json("$.code")}'})
    chat.apis.create_integration_response(
        ApiId=chat.id, IntegrationId=mock, IntegrationResponseKey="$default",
        ResponseTemplates={"$default": '{"fine": "$context.connectionId"}'},
        TemplateSelectionExpression="\\$default")
    chat.apis.create_integration_response(
        ApiId=chat.id, IntegrationId=mock, IntegrationResponseKey="/4\\d\\d/",
        ResponseTemplates={"$default": '{"bad": true}'},
        TemplateSelectionExpression="\\$default")
    chat.route("mock", mock, two_way=True)
    with chat.connect() as socket:
        assert list(said(socket, {"action": "mock", "code": 200})) == ["fine"]
        assert said(socket, {"action": "mock", "code": 404}) == {"bad": True}


def test_an_authorizer_of_connections(chat, client, account):
    code = """
def handler(event, context):
    effect = "Allow" if event["queryStringParameters"]["token"] == "good" else "Deny"
    return {"principalId": "ann", "context": {"room": "blue"}, "policyDocument": {
        "Version": "2012-10-17", "Statement": [{
            "Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
"""
    function = invokable(client("lambda"), account, "judge", code)
    authorizer = chat.apis.create_authorizer(
        ApiId=chat.id, Name="judge", AuthorizerType="REQUEST",
        AuthorizerUri=chat.uri(function), IdentitySource=["route.request.querystring.token"])
    routes = chat.apis.get_routes(ApiId=chat.id)["Items"]
    entry = next(it for it in routes if it["RouteKey"] == "$connect")
    chat.apis.update_route(ApiId=chat.id, RouteId=entry["RouteId"], AuthorizationType="CUSTOM",
                           AuthorizerId=authorizer["AuthorizerId"])
    for query, status in [("", 401), ("?token=bad", 403)]:
        with pytest.raises(websockets.exceptions.InvalidStatus) as caught:
            chat.connect(query)
        assert caught.value.response.status_code == status
    with chat.connect("?token=good") as socket:
        context = said(socket, {"action": "join"})["event"]["requestContext"]
        assert context["authorizer"] == {"principalId": "ann", "room": "blue"}


def test_idle_connections_end(own_server):
    chat = Chat(own_server.endpoint, "123456789012")
    with chat.connect() as socket:
        assert said(socket, {"action": "join"})["route"] == "join"
        own_server.clock(advance="9m")
        assert said(socket, {"action": "join"})["route"] == "join"
        own_server.clock(advance="10m")
        with pytest.raises(websockets.exceptions.ConnectionClosed) as caught:
            socket.recv(timeout=60)
        assert caught.value.rcvd.code == 1001


def test_connections_end_after_two_hours(own_server):
    chat = Chat(own_server.endpoint, "123456789012")
    with chat.connect() as socket:
        for _ in range(14):
            assert said(socket, {"action": "join"})["route"] == "join"
            own_server.clock(advance="9m")
        with pytest.raises(websockets.exceptions.ConnectionClosed) as caught:
            socket.recv(timeout=60)
        assert caught.value.rcvd.code == 1001


def test_connections_are_gone_after_a_restart(server_factory, tmp_path):
    server = server_factory(data=str(tmp_path))
    chat = Chat(server.endpoint, "123456789012")
    with chat.connect() as socket:
        connection = said(socket, {"action": "join"})["event"]["requestContext"]["connectionId"]
        server.kill()
        with pytest.raises(websockets.exceptions.ConnectionClosed):
            socket.recv(timeout=60)
    again = server_factory(data=str(tmp_path))
    chat.endpoint = again.endpoint
    with refused("GoneException", status=410):
        chat.management().post_to_connection(ConnectionId=connection, Data=b"x")


def test_what_websocket_apis_refuse(chat):
    apis = chat.apis
    with refused("BadRequestException"):
        apis.create_api(Name="x", ProtocolType="WEBSOCKET")
    with refused("BadRequestException", message="restricted to the $connect route"):
        chat.route("other", AuthorizationType="AWS_IAM")
    with refused("BadRequestException"):
        apis.create_stage(ApiId=chat.id, StageName="$default")
    with refused("BadRequestException", message="Timeout"):
        chat.integrate(IntegrationType="MOCK", TimeoutInMillis=30_000)
    with refused("NotImplemented"):
        chat.route("keyed", ApiKeyRequired=True)
