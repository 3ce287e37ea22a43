"""Who may call a REST API, and how often: signatures, policies, authorizers, keys, plans, limits.

Sources: API Gateway Developer Guide ("Control access to REST APIs using IAM permissions", "API
Gateway resource policies", "Use API Gateway Lambda authorizers", "Usage plans and API keys",
"Throttle requests to your REST APIs").
"""

import json

import pytest

from http_apis import invokable
from rest_apis import Api, function_uri
from servers import make_client

ACCOUNT = "222222222222"


@pytest.fixture
def gateway(client):
    return client("apigateway")


def own(server, **options):
    """An API on a server whose clock stands."""
    gateway = make_client(server.endpoint, "apigateway", ACCOUNT)
    return Api(gateway, server.endpoint, **options)


def test_iam_wants_a_signature_and_a_policy(client, gateway, endpoint, account, name):
    api = Api(gateway, endpoint)
    api.mock(authorization="AWS_IAM")
    api.deploy()
    reply = api.fetch()
    assert (reply.status, reply.body) == (403, b'{"message":"Missing Authentication Token"}')
    assert api.signed(key=account).status == 200
    iam = client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    reply = api.signed(**ann)
    assert reply.status == 403
    assert f"User: arn:aws:iam::{account}:user/ann is not authorized to perform: " \
           "execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********" \
        in reply.json()["Message"]
    assert reply.header("x-amzn-errortype") == "AccessDeniedException"
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:us-east-1:{account}:{api.id}/prod/GET/"}]}))
    assert api.signed(**ann).status == 200
    wrong = api.signed(key=key["AccessKeyId"], secret="wrong")
    assert (wrong.status, wrong.header("x-amzn-errortype")) == (403, "InvalidSignatureException")


def test_a_resource_policy_lets_addresses_in(gateway, endpoint):
    def policy(address):
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*", "Condition": {"IpAddress": {"aws:SourceIp": address}}}]})
    api = Api(gateway, endpoint, policy=policy("203.0.113.0/24"))
    api.mock()
    api.deploy()
    reply = api.fetch()
    assert reply.status == 403
    assert reply.json()["Message"].startswith(
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:")
    api.client.update_rest_api(restApiId=api.id, patchOperations=[
        {"op": "replace", "path": "/policy", "value": policy("127.0.0.0/8")}])
    # "Redeploy the API for changes of the policy to take effect."
    assert api.fetch().status == 403
    api.deploy()
    assert api.fetch().status == 200


AUTHORIZER = """
def handler(event, context):
    token = event.get("authorizationToken") or event["headers"].get("X-Who", "")
    if token == "nobody":
        raise Exception("Unauthorized")
    if token == "broken":
        return {"principalId": "x"}
    effect = "Allow" if token.startswith("allow") else "Deny"
    return {"principalId": token, "context": {"n": 1, "id": context.aws_request_id},
            "policyDocument": {"Version": "2012-10-17", "Statement": [{
                "Action": "execute-api:Invoke", "Effect": effect,
                "Resource": event["methodArn"]}]}}
"""


def test_a_lambda_authorizer_decides_and_is_remembered(own_server, name):
    api = own(own_server)
    functions = make_client(own_server.endpoint, "lambda", ACCOUNT)
    arn = invokable(functions, ACCOUNT, name, AUTHORIZER)
    authorizer = api.client.create_authorizer(
        restApiId=api.id, name="token", type="TOKEN", authorizerUri=function_uri(arn),
        identitySource="method.request.header.Authorization",
        identityValidationExpression="[a-z0-9]+", authorizerResultTtlInSeconds=60)["id"]
    api.mock(authorization="CUSTOM", authorizerId=authorizer,
             body='{"who": "$context.authorizer.principalId", "n": "$context.authorizer.n", '
                  '"id": "$context.authorizer.id"}')
    api.deploy()

    def ask(token):
        return api.fetch(headers={"Authorization": token} if token else {})
    for token, status, body in [
            ("", 401, {"message": "Unauthorized"}),
            ("NOT/VALID", 401, {"message": "Unauthorized"}),
            ("nobody", 401, {"message": "Unauthorized"}),
            ("deny", 403, {"Message": "User is not authorized to access this resource with an "
                                      "explicit deny"}),
            ("broken", 500, {"message": None})]:
        reply = ask(token)
        assert (reply.status, reply.json()) == (status, body), token
    first = ask("allow1").json()
    assert (first["who"], first["n"]) == ("allow1", "1")
    own_server.clock(advance="59s")
    assert ask("allow1").json()["id"] == first["id"]
    own_server.clock(advance="2s")
    again = ask("allow1").json()
    assert again["id"] != first["id"]
    api.client.flush_stage_authorizers_cache(restApiId=api.id, stageName="prod")
    assert ask("allow1").json()["id"] != again["id"]
    tested = api.client.test_invoke_authorizer(
        restApiId=api.id, authorizerId=authorizer, headers={"Authorization": "allow2"})
    assert (tested["clientStatus"], tested["principalId"]) == (200, "allow2")


def test_a_request_authorizer_sees_the_request(gateway, client, endpoint, account, name):
    api = Api(gateway, endpoint)
    arn = invokable(client("lambda"), account, name, AUTHORIZER)
    authorizer = gateway.create_authorizer(
        restApiId=api.id, name="request", type="REQUEST", authorizerUri=function_uri(arn),
        identitySource="method.request.header.X-Who,method.request.querystring.q")["id"]
    api.mock(authorization="CUSTOM", authorizerId=authorizer)
    api.deploy()
    assert api.fetch("/?q=1", headers={"X-Who": "allow"}).status == 200
    assert api.fetch("/?q=1", headers={"X-Who": "other"}).status == 403
    assert api.fetch("/", headers={"X-Who": "allow"}).status == 401


def keyed(server, **plan):
    """An API that wants keys, and a key with a plan."""
    api = own(server)
    api.mock(apiKeyRequired=True)
    api.deploy()
    key = api.client.create_api_key(name="k", enabled=True)
    made = api.client.create_usage_plan(
        name="p", apiStages=[{"apiId": api.id, "stage": "prod"}], **plan)
    tied = api.client.create_usage_plan_key(
        usagePlanId=made["id"], keyId=key["id"], keyType="API_KEY")
    assert tied["value"] == key["value"]
    return api, key, made["id"]


def test_keys_are_asked_for(own_server):
    api, key, plan = keyed(own_server)
    for headers in [{}, {"x-api-key": "wrong"}]:
        reply = api.fetch(headers=headers)
        assert (reply.status, reply.body) == (403, b'{"message":"Forbidden"}')
        assert reply.header("x-amzn-errortype") == "ForbiddenException"
    good = {"x-api-key": key["value"]}
    assert api.fetch(headers=good).status == 200
    api.client.update_api_key(apiKey=key["id"], patchOperations=[
        {"op": "replace", "path": "/enabled", "value": "false"}])
    assert api.fetch(headers=good).status == 403
    api.client.update_api_key(apiKey=key["id"], patchOperations=[
        {"op": "replace", "path": "/enabled", "value": "true"}])
    api.client.update_usage_plan(usagePlanId=plan, patchOperations=[
        {"op": "remove", "path": "/apiStages", "value": f"{api.id}:prod"}])
    assert api.fetch(headers=good).status == 403


def test_a_plan_throttles(own_server):
    api, key, _ = keyed(own_server, throttle={"rateLimit": 2.0, "burstLimit": 3})
    good = {"x-api-key": key["value"]}
    assert [api.fetch(headers=good).status for _ in range(4)] == [200, 200, 200, 429]
    reply = api.fetch(headers=good)
    assert (reply.status, reply.body) == (429, b'{"message":"Too Many Requests"}')
    assert reply.header("x-amzn-errortype") == "TooManyRequestsException"
    own_server.clock(advance="1s")
    assert [api.fetch(headers=good).status for _ in range(3)] == [200, 200, 429]


def test_a_quota_ends_and_begins_anew(own_server):
    api, key, plan = keyed(own_server, quota={"limit": 2, "period": "DAY"})
    good = {"x-api-key": key["value"]}
    assert [api.fetch(headers=good).status for _ in range(3)] == [200, 200, 429]
    reply = api.fetch(headers=good)
    assert reply.body == b'{"message":"Limit Exceeded"}'
    assert reply.header("x-amzn-errortype") == "LimitExceededException"
    today = own_server.clock()["now"][:10]
    usage = api.client.get_usage(usagePlanId=plan, startDate=today, endDate=today)
    assert usage["items"] == {key["id"]: [[2, 0]]}
    api.client.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=[
        {"op": "replace", "path": "/remaining", "value": "1"}])
    assert [api.fetch(headers=good).status for _ in range(2)] == [200, 429]
    own_server.clock(advance="24h")
    assert api.fetch(headers=good).status == 200


def test_a_stage_throttles_its_methods(own_server):
    api = own(own_server)
    api.mock()
    api.deploy()
    api.update_stage(("replace", "/*/*/throttling/rateLimit", "1"),
                     ("replace", "/*/*/throttling/burstLimit", "2"))
    assert [api.fetch().status for _ in range(3)] == [200, 200, 429]
