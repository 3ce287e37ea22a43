"""HTTP APIs: authorizers, CORS, mappings, HTTP backends and integrations with services.

Sources: Developer Guide, "Control access to HTTP APIs with JWT authorizers", "… with AWS Lambda
authorizers", "… with IAM authorization", "Configure CORS for HTTP APIs", "Transform API requests
and responses for HTTP APIs", "Create AWS service integrations for HTTP APIs".
"""

import base64
import http.server
import json
import threading
import time

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from expect import refused
from http_apis import fetch, invokable, signed
from lambda_functions import TRUST


@pytest.fixture
def apis(client):
    return client("apigatewayv2")


@pytest.fixture
def function(client, account):
    return invokable(client("lambda"), account, "f")


class Backend(http.server.BaseHTTPRequestHandler):
    """Answers what it was asked; `/keys…` is an issuer of tokens."""

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    fetched = 0

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("/.well-known/openid-configuration"):
            told = {"issuer": base, "jwks_uri": f"{base}/keys"}
        elif self.path == "/keys":
            Backend.fetched += 1
            numbers = self.key.public_key().public_numbers()
            told = {"keys": [{"kty": "RSA", "kid": "k1", "alg": "RS256", "use": "sig",
                              "n": number(numbers.n), "e": number(numbers.e)}]}
        else:
            told = {"method": self.command, "path": self.path, "body": body,
                    "headers": {name.lower(): value for name, value in self.headers.items()}}
        data = json.dumps(told).encode()
        self.send_response(418 if self.path.startswith("/teapot") else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Backend", "yes")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *args):
        pass


def number(value):
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def backend():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def token(**claims):
    head = encoded(json.dumps({"alg": "RS256", "kid": "k1"}).encode())
    body = encoded(json.dumps(claims).encode())
    signature = Backend.key.sign(f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{head}.{body}.{encoded(signature)}"


class Built:
    """An API with a default stage that deploys by itself."""

    def __init__(self, apis, **more):
        self.apis = apis
        self.api = apis.create_api(Name="a", ProtocolType="HTTP", **more)
        self.id = self.api["ApiId"]
        apis.create_stage(ApiId=self.id, StageName="$default", AutoDeploy=True)

    def integrate(self, kind, uri=None, version="1.0", **more):
        if uri:
            more["IntegrationUri"] = uri
        return self.apis.create_integration(
            ApiId=self.id, IntegrationType=kind, PayloadFormatVersion=version,
            **more)["IntegrationId"]

    def route(self, key, integration, **more):
        return self.apis.create_route(
            ApiId=self.id, RouteKey=key, Target=f"integrations/{integration}", **more)


# HTTP backends and mappings.

def test_http_backends(apis, endpoint, backend):
    built = Built(apis)
    everything = built.integrate("HTTP_PROXY", f"{backend}/base", IntegrationMethod="ANY")
    built.route("$default", everything)
    pet = built.integrate("HTTP_PROXY", f"{backend}/animals/{{id}}", IntegrationMethod="GET")
    built.route("GET /pets/{id}", pet)
    built.route("ANY /all/{proxy+}",
                built.integrate("HTTP_PROXY", f"{backend}/{{proxy}}", IntegrationMethod="ANY"))
    reply = fetch(endpoint, built.api, "/x/y?a=1&b=c%20d", "POST", b"body", {"X-Own": "o"})
    told = reply.json()
    assert reply.status == 200 and reply.header("x-backend") == "yes"
    assert told["method"] == "POST" and told["body"] == "body"
    assert told["path"] == "/base/x/y?a=1&b=c%20d"
    assert told["headers"]["x-own"] == "o" and told["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert fetch(endpoint, built.api, "/pets/7").json()["path"] == "/animals/7"
    assert fetch(endpoint, built.api, "/all/p/q").json()["path"] == "/p/q"
    assert fetch(endpoint, built.api, "/all/teapot").status == 418
    nobody = built.integrate("HTTP_PROXY", "http://127.0.0.1:1/", IntegrationMethod="GET")
    built.route("GET /nobody", nobody)
    gone = fetch(endpoint, built.api, "/nobody")
    assert (gone.status, gone.json()) == (503, {"message": "Service Unavailable"})


def test_mappings_of_requests_and_answers(apis, endpoint, backend):
    built = Built(apis)
    integration = built.integrate(
        "HTTP_PROXY", f"{backend}/old", IntegrationMethod="ANY", RequestParameters={
            "append:header.x-id": "$request.path.id",
            "overwrite:header.x-both": "${request.path.id}-${request.querystring.q}",
            "remove:header.x-gone": "''",
            "overwrite:querystring.q": "$request.body.a.b",
            "append:querystring.stage": "$context.stage",
            "overwrite:path": "/new/${request.path.id}",
        }, ResponseParameters={
            "200": {"overwrite:header.x-backend": "mapped", "append:header.x-path":
                    "$response.body.path", "overwrite:statuscode": "202"}})
    built.route("POST /m/{id}", integration)
    reply = fetch(endpoint, built.api, "/m/7?q=1", "POST", b'{"a":{"b":"deep"}}', {"X-Gone": "g"})
    told = reply.json()
    assert told["path"] == "/new/7?q=deep&stage=%24default"
    assert told["headers"]["x-id"] == "7" and told["headers"]["x-both"] == "7-1"
    assert "x-gone" not in told["headers"]
    assert reply.status == 202 and reply.header("x-backend") == "mapped"
    assert reply.header("x-path") == told["path"]
    with refused("BadRequestException", message="restricted"):
        built.integrate("HTTP_PROXY", backend, IntegrationMethod="GET",
                        RequestParameters={"append:header.Authorization": "x"})
    with refused("BadRequestException"):
        built.integrate("HTTP_PROXY", backend, IntegrationMethod="GET",
                        RequestParameters={"set:header.a": "x"})


def test_functions_get_mapped_requests(apis, endpoint, function):
    built = Built(apis)
    integration = built.integrate("AWS_PROXY", function, "2.0", RequestParameters={
        "append:header.x-stage": "$context.stage", "overwrite:path": "/mapped"})
    built.route("GET /a", integration)
    event = fetch(endpoint, built.api, "/a").json()
    assert event["headers"]["x-stage"] == "$default" and event["rawPath"] == "/mapped"


# CORS.

def test_cors(apis, endpoint, function):
    built = Built(apis, CorsConfiguration={
        "AllowOrigins": ["https://a.example"], "AllowMethods": ["GET", "POST"],
        "AllowHeaders": ["x-own"], "ExposeHeaders": ["x-kind"], "MaxAge": 60,
        "AllowCredentials": True})
    built.route("GET /a", built.integrate("AWS_PROXY", function, "2.0"))
    ask = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    preflight = fetch(endpoint, built.api, "/a", "OPTIONS", headers=ask)
    assert preflight.status == 204
    assert preflight.header("access-control-allow-origin") == "https://a.example"
    assert preflight.header("access-control-allow-methods") == "GET,POST"
    assert preflight.header("access-control-allow-headers") == "x-own"
    assert preflight.header("access-control-max-age") == "60"
    assert preflight.header("access-control-allow-credentials") == "true"
    other = fetch(endpoint, built.api, "/a", "OPTIONS",
                  headers={**ask, "Origin": "https://b.example"})
    assert other.status == 204 and other.header("access-control-allow-origin") is None
    reply = fetch(endpoint, built.api, "/a", headers={"Origin": "https://a.example"})
    assert reply.header("access-control-allow-origin") == "https://a.example"
    assert reply.header("access-control-expose-headers") == "x-kind"
    apis.delete_cors_configuration(ApiId=built.id)
    assert fetch(endpoint, built.api, "/a", "OPTIONS", headers=ask).status == 404
    with refused("BadRequestException"):
        apis.update_api(ApiId=built.id, CorsConfiguration={
            "AllowOrigins": ["*"], "AllowCredentials": True})


# Authorizers.

def jwt_api(apis, function, issuer, **route):
    built = Built(apis)
    authorizer = apis.create_authorizer(
        ApiId=built.id, Name="tokens", AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": issuer, "Audience": ["app"]})["AuthorizerId"]
    built.route("GET /a", built.integrate("AWS_PROXY", function, "2.0"),
                AuthorizationType="JWT", AuthorizerId=authorizer, **route)
    return built


def test_tokens(apis, endpoint, function, backend):
    built = jwt_api(apis, function, backend)
    now = int(time.time())
    good = {"iss": backend, "aud": "app", "sub": "ann", "exp": now + 600, "iat": now - 5,
            "scope": "read write", "groups": ["a", "b"]}

    def ask(text):
        return fetch(endpoint, built.api, "/a", headers={"Authorization": text})
    event = ask(f"Bearer {token(**good)}").json()
    claims = event["requestContext"]["authorizer"]["jwt"]
    assert claims["claims"]["sub"] == "ann" and claims["claims"]["groups"] == "[a b]"
    assert claims["scopes"] is None
    fetched = Backend.fetched
    assert ask(token(**good)).status == 201, "Bearer may be left out"
    assert Backend.fetched == fetched, "keys are cached"
    client_id = {key: value for key, value in good.items() if key != "aud"}
    assert ask(token(**client_id, client_id="app")).status == 201
    missing = fetch(endpoint, built.api, "/a")
    assert (missing.status, missing.json()) == (401, {"message": "Unauthorized"})
    assert missing.header("www-authenticate") == "Bearer"
    bad = [{"iss": "https://other.example"}, {"aud": "other"}, {"exp": now - 5},
           {"nbf": now + 600}, {"iat": now + 600}]
    for change in bad:
        reply = ask(f"Bearer {token(**{**good, **change})}")
        assert (reply.status, reply.json()) == (401, {"message": "Unauthorized"}), change
        assert 'error="invalid_token"' in reply.header("www-authenticate")
    head, body, signature = token(**good).split(".")
    forged = encoded(json.dumps({**good, "sub": "eve"}).encode())
    assert ask(f"Bearer {head}.{forged}.{signature}").status == 401
    assert ask("Bearer junk").status == 401


def test_scopes_of_tokens(apis, endpoint, function, backend):
    built = jwt_api(apis, function, backend, AuthorizationScopes=["admin", "write"])
    now = int(time.time())

    def ask(**claims):
        text = token(iss=backend, aud=["x", "app"], exp=now + 600, **claims)
        return fetch(endpoint, built.api, "/a", headers={"Authorization": f"Bearer {text}"})
    reply = ask(scope="read write")
    assert reply.json()["requestContext"]["authorizer"]["jwt"]["scopes"] == ["read", "write"]
    assert ask(scp=["admin"]).status == 201
    narrow = ask(scope="read")
    assert (narrow.status, narrow.json()) == (403, {"message": "Forbidden"})
    assert 'error="insufficient_scope"' in narrow.header("www-authenticate")


JUDGE = """
import json, os
def handler(event, context):
    COUNT["n"] = COUNT.get("n", 0) + 1
    if event["version"] == "1.0":
        effect = "Allow" if event["authorizationToken"] == "good" else "Deny"
        return {"principalId": "ann", "context": {"n": COUNT["n"]}, "policyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
    if event["identitySource"] == ["odd"]:
        return {"what": 1}
    return {"isAuthorized": event["identitySource"] == ["good"],
            "context": {"n": COUNT["n"], "route": event["routeKey"]}}
COUNT = {}
"""


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_functions_that_decide(client, own_server, version):
    account = "123456789012"
    server = own_server
    apis, functions = server.client("apigatewayv2", account), server.client("lambda", account)
    judge = invokable(functions, account, "judge", JUDGE)
    function = invokable(functions, account, "f")
    built = Built(apis)
    more = {"EnableSimpleResponses": True} if version == "2.0" else {}
    authorizer = apis.create_authorizer(
        ApiId=built.id, Name="judge", AuthorizerType="REQUEST",
        AuthorizerUri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                      f"{judge}/invocations",
        IdentitySource=["$request.header.X-Key"], AuthorizerPayloadFormatVersion=version,
        AuthorizerResultTtlInSeconds=300, **more)["AuthorizerId"]
    built.route("GET /a", built.integrate("AWS_PROXY", function, "2.0"),
                AuthorizationType="CUSTOM", AuthorizerId=authorizer)

    def ask(key):
        headers = {"X-Key": key} if key else {}
        return fetch(server.endpoint, built.api, "/a", headers=headers)
    first = ask("good").json()["requestContext"]["authorizer"]["lambda"]
    assert first["n"] == 1
    assert ask("good").json()["requestContext"]["authorizer"]["lambda"]["n"] == 1, "cached"
    denied = ask("bad")
    assert (denied.status, denied.json()) == (403, {"message": "Forbidden"})
    missing = ask(None)
    assert (missing.status, missing.json()) == (401, {"message": "Unauthorized"})
    if version == "2.0":
        assert ask("odd").json() == {"message": "Internal Server Error"}
    server.clock(advance="301s")
    later = ask("good").json()["requestContext"]["authorizer"]["lambda"]["n"]
    assert later > 1, "the decision has aged"
    apis.reset_authorizers_cache(ApiId=built.id, StageName="$default")
    assert ask("good").json()["requestContext"]["authorizer"]["lambda"]["n"] == later + 1
    with refused("ConflictException"):
        apis.delete_authorizer(ApiId=built.id, AuthorizerId=authorizer)


def test_signed_requests(apis, endpoint, function, client, account):
    built = Built(apis)
    built.route("GET /a", built.integrate("AWS_PROXY", function, "2.0"),
                AuthorizationType="AWS_IAM")
    nobody = fetch(endpoint, built.api, "/a")
    assert (nobody.status, nobody.json()) == (403, {"message": "Forbidden"})
    root = signed(endpoint, built.api, "/a", key=account).json()
    assert root["requestContext"]["authorizer"]["iam"]["accountId"] == account
    iam = client("iam")
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=TRUST)
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    keys = {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    assert signed(endpoint, built.api, "/a", **keys).status == 403
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:us-east-1:{account}:{built.id}/*/GET/a"}]}))
    allowed = signed(endpoint, built.api, "/a", **keys)
    assert allowed.json()["requestContext"]["authorizer"]["iam"]["userArn"].endswith("user/ann")
    wrong = signed(endpoint, built.api, "/a", key=key["AccessKeyId"], secret="wrong")
    assert wrong.status == 403


# Integrations with services.

def role(account):
    return f"arn:aws:iam::{account}:role/gateway"


def test_queues_behind_routes(apis, endpoint, client, account, queue, sqs):
    built = Built(apis)

    def service(subtype, **parameters):
        return built.integrate("AWS_PROXY", IntegrationSubtype=subtype,
                               CredentialsArn=role(account), RequestParameters=parameters)
    built.route("POST /send", service(
        "SQS-SendMessage", QueueUrl=queue, MessageBody="$request.body.text",
        MessageAttributes='{"kind": {"DataType": "String", "StringValue": "${request.header.k}"}}'))
    built.route("GET /receive", service("SQS-ReceiveMessage", QueueUrl=queue,
                                        MaxNumberOfMessages="10"))
    sent = fetch(endpoint, built.api, "/send", "POST", b'{"text":"hi"}', {"K": "v"})
    assert sent.status == 200 and sent.json()["MessageId"]
    got = sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"],
                              VisibilityTimeout=0)["Messages"][0]
    assert got["Body"] == "hi" and got["MessageAttributes"]["kind"]["StringValue"] == "v"
    received = fetch(endpoint, built.api, "/receive").json()
    assert received["Messages"][0]["Body"] == "hi"
    missing = fetch(endpoint, built.api, "/send", "POST", b"{}")
    assert missing.status == 400
    with refused("BadRequestException", message="QueueUrl"):
        service("SQS-PurgeQueue")
    with refused("BadRequestException", message="does not fit schema"):
        service("SQS-PurgeQueue", QueueUrl=queue, Color="red")
    with refused("BadRequestException"):
        service("Nothing-Here")


def test_events_records_and_executions_behind_routes(apis, endpoint, client, account, queue, sqs):
    built = Built(apis)

    def service(subtype, **parameters):
        return built.integrate("AWS_PROXY", IntegrationSubtype=subtype,
                               CredentialsArn=role(account), RequestParameters=parameters)
    events = client("events")
    events.put_rule(Name="r", EventPattern='{"source":["web"]}')
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    arn = arn["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": arn}]})})
    events.put_targets(Rule="r", Targets=[{"Id": "q", "Arn": arn}])
    built.route("POST /event", service("EventBridge-PutEvents", Detail="$request.body",
                                       DetailType="clicked", Source="web"))
    put = fetch(endpoint, built.api, "/event", "POST", b'{"n":1}')
    assert put.status == 200 and put.json()["FailedEntryCount"] == 0
    told = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=10)["Messages"][0]
    assert json.loads(told["Body"])["detail"] == {"n": 1}
    machine = client("stepfunctions").create_state_machine(
        name="m", type="EXPRESS", roleArn=role(account), definition=json.dumps({
            "StartAt": "p", "States": {"p": {"Type": "Pass", "End": True}}}))["stateMachineArn"]
    built.route("POST /run", service("StepFunctions-StartSyncExecution", StateMachineArn=machine,
                                     Input="$request.body"))
    run = fetch(endpoint, built.api, "/run", "POST", b'{"x":2}').json()
    assert run["status"] == "SUCCEEDED" and json.loads(run["output"]) == {"x": 2}
