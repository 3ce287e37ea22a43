"""Definitions, canaries, domain names, logs and metrics of REST APIs; and which services they call.

Sources: API Gateway Developer Guide ("OpenAPI extensions for API Gateway", "Set up an API Gateway
canary release deployment", "Custom domain names for REST APIs", "Set up CloudWatch logging for
REST APIs", "Amazon API Gateway dimensions and metrics").
"""

import json

import pytest

from http_apis import fetch
from rest_apis import Api, patch
from servers import make_client

ACCOUNT = "222222222222"


@pytest.fixture
def gateway(client):
    return client("apigateway")


@pytest.fixture
def api(gateway, endpoint):
    return Api(gateway, endpoint)


DEFINITION = {
    "openapi": "3.0.1",
    "info": {"title": "pets", "version": "1"},
    "paths": {"/pets/{id}": {"post": {
        "operationId": "putPet",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"200": {"description": "ok", "headers": {
            "X-Pet": {"schema": {"type": "string"}}}}},
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-integration": {
            "type": "mock", "passthroughBehavior": "when_no_templates",
            "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
            "responses": {"default": {
                "statusCode": "200",
                "responseParameters": {"method.response.header.X-Pet": "'yes'"},
                "responseTemplates": {"application/json": "{\"id\": \"$input.params('id')\"}"}}},
        }}}},
    "components": {"schemas": {
        "Name": {"type": "string", "minLength": 2},
        "Pet": {"type": "object", "required": ["name"],
                "properties": {"name": {"$ref": "#/components/schemas/Name"}}}}},
    "x-amazon-apigateway-request-validators": {
        "all": {"validateRequestBody": True, "validateRequestParameters": True}},
    "x-amazon-apigateway-gateway-responses": {
        "BAD_REQUEST_PARAMETERS": {"statusCode": 418}},
}


def imported(gateway, endpoint, definition):
    made = gateway.import_rest_api(body=json.dumps(definition).encode())
    api = Api.__new__(Api)
    api.client, api.endpoint, api.id, api.root = gateway, endpoint, made["id"], None
    api.deploy()
    return api


def asked(api):
    good = api.fetch("/pets/7?q=1", "POST", '{"name": "rex"}')
    assert (good.status, good.json(), good.header("x-pet")) == (200, {"id": "7"}, "yes")
    assert api.fetch("/pets/7", "POST", '{"name": "rex"}').status == 418
    assert api.fetch("/pets/7?q=1", "POST", '{"name": "r"}').status == 400


def test_a_definition_is_served_and_comes_back(gateway, endpoint):
    first = imported(gateway, endpoint, DEFINITION)
    asked(first)
    for kind in ["oas30", "swagger"]:
        exported = gateway.get_export(restApiId=first.id, stageName="prod", exportType=kind,
                                      parameters={"extensions": "apigateway"})
        assert exported["contentType"] == "application/json"
        definition = json.loads(exported["body"].read())
        assert definition["info"] == {"title": "pets", "version": "1"}
        asked(imported(gateway, endpoint, definition))


def test_a_canary_gets_its_share(own_server):
    api = Api(make_client(own_server.endpoint, "apigateway", ACCOUNT), own_server.endpoint)
    api.mock(body='{"color": "$stageVariables.color", "canary": "$context.isCanaryRequest"}')
    api.deploy(variables={"color": "red"})
    api.deploy(canarySettings={"percentTraffic": 30.0,
                               "stageVariableOverrides": {"color": "green"}})
    colors = [api.fetch().json()["color"] for _ in range(100)]
    assert 10 <= colors.count("green") <= 50
    assert set(colors) == {"red", "green"}
    api.update_stage(("replace", "/canarySettings/percentTraffic", "100"))
    assert api.fetch().json() == {"color": "green", "canary": "true"}
    api.update_stage(("remove", "/canarySettings"))
    assert api.fetch().json()["color"] == "red"


def test_logs_and_metrics_tell_of_requests(own_server):
    client = {name: make_client(own_server.endpoint, name, ACCOUNT)
              for name in ["apigateway", "logs", "cloudwatch"]}
    api = Api(client["apigateway"], own_server.endpoint, name="counted")
    api.mock()
    api.deploy()
    client["apigateway"].update_account(patchOperations=[
        patch("replace", "/cloudwatchRoleArn", f"arn:aws:iam::{ACCOUNT}:role/logs")])
    client["logs"].create_log_group(logGroupName="access")
    api.update_stage(
        ("replace", "/accessLogSettings/destinationArn",
         f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:access"),
        ("replace", "/accessLogSettings/format",
         '{"status": $context.status, "path": "$context.path", "who": "$context.identity.user"}'),
        ("replace", "/*/*/logging/loglevel", "INFO"),
        ("replace", "/*/*/metrics/enabled", "true"))
    assert api.fetch().status == 200
    assert api.fetch("/nothing").status == 403
    events = client["logs"].filter_log_events(logGroupName="access")["events"]
    lines = sorted((json.loads(it["message"]) for it in events), key=lambda it: it["status"])
    assert lines == [{"status": 200, "path": "/prod/", "who": "-"},
                     {"status": 403, "path": "/prod/nothing", "who": "-"}]
    group = f"API-Gateway-Execution-Logs_{api.id}/prod"
    messages = [it["message"] for it in
                client["logs"].filter_log_events(logGroupName=group)["events"]]
    assert any("Method completed with status: 200" in it for it in messages), messages
    now = own_server.clock()["now"]
    own_server.clock(advance="2m")

    def total(metric, **dimensions):
        points = client["cloudwatch"].get_metric_statistics(
            Namespace="AWS/ApiGateway", MetricName=metric, Period=3600, Statistics=["Sum"],
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            StartTime=now[:13] + ":00:00Z", EndTime=own_server.clock()["now"])["Datapoints"]
        return sum(it["Sum"] for it in points)
    assert total("Count", ApiName="counted") == 2
    assert total("4XXError", ApiName="counted", Stage="prod") == 1
    assert total("Count", ApiName="counted", Stage="prod", Resource="/", Method="GET") == 1


def test_a_domain_name_leads_to_an_api(api, client, endpoint, certificate):
    api.mock(api.resource("{proxy+}"), body='{"path": "$context.path", '
                                            '"domain": "$context.domainName"}')
    api.deploy()
    gateway = api.client
    name = f"{api.id}.example.com"
    arn = client("acm").import_certificate(**certificate)["CertificateArn"]
    made = gateway.create_domain_name(domainName=name, regionalCertificateArn=arn,
                                      endpointConfiguration={"types": ["REGIONAL"]})
    assert made["regionalDomainName"].endswith(".execute-api.us-east-1.amazonaws.com")
    gateway.create_base_path_mapping(domainName=name, basePath="v1", restApiId=api.id,
                                     stage="prod")

    def ask(path):
        return fetch(endpoint, {"ApiId": "", "ApiEndpoint": f"http://{name}"}, path)
    reply = ask("/v1/pets/7")
    assert (reply.status, reply.json()) == (200, {"path": "/v1/pets/7", "domain": name})
    reply = ask("/v2/pets")
    assert (reply.status, reply.body) == (403, b'{"message":"Forbidden"}')
    gateway.update_rest_api(restApiId=api.id, patchOperations=[
        patch("replace", "/disableExecuteApiEndpoint", "true")])
    assert ask("/v1/x").status == 200
    assert api.fetch("/x").status == 403


@pytest.fixture
def certificate():
    """A certificate of one's own, as ACM imports it."""
    import datetime

    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "example.com")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=90))
            .sign(key, hashes.SHA256()))
    pem = serialization.Encoding.PEM
    return {"Certificate": made.public_bytes(pem),
            "PrivateKey": key.private_bytes(pem, serialization.PrivateFormat.PKCS8,
                                            serialization.NoEncryption())}


def test_objects_by_path(api, client, account, bucket):
    role = f"arn:aws:iam::{account}:role/api"
    key = api.resource("{key}")
    for method, status in [("PUT", "200"), ("GET", "200")]:
        api.method(key, method, requestParameters={"method.request.path.key": True})
        api.integration(
            key, method, type="AWS", integrationHttpMethod=method, credentials=role,
            uri=f"arn:aws:apigateway:us-east-1:s3:path/{bucket}/{{key}}",
            requestParameters={"integration.request.path.key": "method.request.path.key"})
        api.responds(key, method, status)
    api.deploy()
    assert api.fetch("/note.txt", "PUT", "hello").status == 200
    assert client("s3").get_object(Bucket=bucket, Key="note.txt")["Body"].read() == b"hello"
    reply = api.fetch("/note.txt")
    assert (reply.status, reply.body) == (200, b"hello")
