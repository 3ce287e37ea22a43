"""Requests to deployed REST APIs: routes, back ends, refusals.

Sources: API Gateway Developer Guide ("Lambda proxy integrations", "Mock integrations", "HTTP
integrations", "Gateway response types", "Request validation"); bodies and headers of refusals as
AWS answers them.
"""

import http.server
import json
import threading

import pytest
from botocore.exceptions import ClientError

from http_apis import invokable
from rest_apis import Api, patch


@pytest.fixture
def gateway(client):
    return client("apigateway")


@pytest.fixture
def api(gateway, endpoint):
    return Api(gateway, endpoint)


def test_a_mock_answers_at_its_host_and_path(api):
    assert api.made["endpointConfiguration"]["types"] == ["EDGE"]
    pet = api.resource("{id}", api.resource("pets"))
    api.mock(pet, body='{"id": "$input.params(\'id\')", "q": "$input.params(\'q\')", '
                       '"stage": "$context.stage"}')
    api.deploy()
    reply = api.fetch("/pets/7?q=x")
    assert (reply.status, reply.json()) == (200, {"id": "7", "q": "x", "stage": "prod"})
    assert reply.header("x-amzn-requestid") and reply.header("x-amz-apigw-id")
    assert api.fetch("/pets/7", by_path=True).json()["id"] == "7"


def test_what_is_not_there_is_refused_as_aws_does(api):
    api.mock()
    api.deploy()
    reply = api.fetch("/nothing")
    assert (reply.status, reply.body) == (403, b'{"message":"Missing Authentication Token"}')
    assert reply.header("x-amzn-errortype") == "MissingAuthenticationTokenException"
    reply = api.fetch("/", stage="other")
    assert (reply.status, reply.body) == (403, b'{"message":"Forbidden"}')
    assert api.fetch("/", "POST").status == 403


def test_a_deployment_does_not_change(api):
    api.mock(body='{"v": 1}')
    first = api.deploy()
    api.client.update_integration_response(
        restApiId=api.id, resourceId=api.root, httpMethod="GET", statusCode="200",
        patchOperations=[patch("replace", "/responseTemplates/application~1json", '{"v": 2}')])
    assert api.fetch().json() == {"v": 1}
    api.deploy()
    assert api.fetch().json() == {"v": 2}
    api.update_stage(("replace", "/deploymentId", first))
    assert api.fetch().json() == {"v": 1}


def test_a_function_gets_the_event_of_a_proxy(api, client, account, name):
    arn = invokable(client("lambda"), account, name)
    proxy = api.resource("{proxy+}")
    api.function(arn, proxy)
    api.deploy(variables={"color": "red"})
    reply = api.fetch("/a/b?x=1&x=2&y=", "POST", "hi", {"X-Some-Header": "v"})
    assert (reply.status, reply.header("x-kind")) == (201, "echo")
    event = reply.json()
    assert event["resource"] == "/{proxy+}"
    assert event["path"] == "/a/b"
    assert event["httpMethod"] == "POST"
    assert event["headers"]["X-Some-Header"] == "v"
    assert event["multiValueHeaders"]["X-Some-Header"] == ["v"]
    assert event["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert event["headers"]["X-Amzn-Trace-Id"].startswith("Root=1-")
    assert event["queryStringParameters"] == {"x": "2", "y": ""}
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "2"], "y": [""]}
    assert event["pathParameters"] == {"proxy": "a/b"}
    assert event["stageVariables"] == {"color": "red"}
    assert (event["body"], event["isBase64Encoded"]) == ("hi", False)
    context = event["requestContext"]
    assert context["apiId"] == api.id
    assert context["stage"] == "prod"
    assert context["path"] == "/prod/a/b"
    assert context["resourcePath"] == "/{proxy+}"
    assert context["resourceId"] == proxy
    assert context["accountId"] == account
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert context["requestId"] and context["extendedRequestId"] and context["requestTimeEpoch"]


def test_a_function_that_fails_or_may_not_be_invoked(api, client, account, name):
    functions = client("lambda")
    arn = invokable(functions, account, name)
    api.function(arn, api.resource("{proxy+}"))
    api.deploy()
    for path in ["/fails", "/odd", "/plain", "/text"]:
        reply = api.fetch(path)
        assert (reply.status, reply.body) == (502, b'{"message": "Internal server error"}'), path
        assert reply.header("x-amzn-errortype") == "InternalServerErrorException"
    functions.remove_permission(FunctionName=name, StatementId="gateway")
    reply = api.fetch("/a")
    assert (reply.status, reply.body) == (500, b'{"message": "Internal server error"}')


def test_a_function_by_mapping_templates(api, client, account, name):
    code = ("def handler(event, context):\n"
            "    if event['n'] == 0:\n        raise ValueError('Zero is not allowed')\n"
            "    return {'half': event['n'] / 2}\n")
    arn = invokable(client("lambda"), account, name, code)
    api.method(None, "POST")
    api.integration(None, "POST", type="AWS", integrationHttpMethod="POST",
                    uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                        f"{arn}/invocations",
                    requestTemplates={"application/json": '{"n": $input.json("$.number")}'})
    api.responds(None, "POST",
                 responseTemplates={"application/json": '{"result": $input.json("$.half")}'})
    api.responds(None, "POST", "400", selectionPattern=".*not allowed.*", responseTemplates={
        "application/json": '{"error": $input.json("$.errorMessage")}'})
    api.deploy()
    reply = api.fetch("/", "POST", '{"number": 5}')
    assert (reply.status, reply.json()) == (200, {"result": 2.5})
    reply = api.fetch("/", "POST", '{"number": 0}')
    assert (reply.status, reply.json()) == (400, {"error": "Zero is not allowed"})


class Echo(http.server.BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        told = {"method": self.command, "path": self.path, "body": self.rfile.read(length).decode(),
                "headers": {name.lower(): value for name, value in self.headers.items()}}
        body = json.dumps(told).encode()
        self.send_response(418 if "teapot" in self.path else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Back", "end")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_web_servers_by_proxy_and_by_mapping(api, web):
    proxy = api.resource("{proxy+}")
    api.method(proxy, "ANY", requestParameters={"method.request.path.proxy": True})
    api.integration(proxy, "ANY", type="HTTP_PROXY", integrationHttpMethod="ANY",
                    uri=web + "/base/{proxy}",
                    requestParameters={"integration.request.path.proxy":
                                       "method.request.path.proxy"})
    mapped = api.resource("mapped")
    api.method(mapped)
    api.integration(mapped, type="HTTP", integrationHttpMethod="POST", uri=web + "/teapot",
                    requestParameters={
                        "integration.request.querystring.who": "context.identity.sourceIp",
                        "integration.request.header.X-Fixed": "'yes'"},
                    requestTemplates={"application/json": '{"m": "$context.httpMethod"}'})
    api.responds(mapped, status="200")
    api.responds(mapped, status="409", selectionPattern="4\\d\\d",
                 parameters={"method.response.header.X-Back": "integration.response.header.X-Back"},
                 responseTemplates={"application/json": "$input.json('$.path')"})
    api.deploy()
    reply = api.fetch("/x/y?a=b%20c", "POST", "hi", {"X-Own": "1"})
    told = reply.json()
    assert (reply.status, reply.header("x-back")) == (200, "end")
    assert (told["method"], told["path"]) == ("POST", "/base/x/y?a=b%20c")
    assert (told["body"], told["headers"]["x-own"]) == ("hi", "1")
    assert told["headers"]["x-amzn-apigateway-api-id"] == api.id
    reply = api.fetch("/mapped")
    assert (reply.status, reply.json()) == (409, "/teapot?who=127.0.0.1")
    assert reply.header("x-back") == "end"


def test_an_endpoint_that_is_not_there(api):
    api.method()
    api.integration(type="HTTP_PROXY", integrationHttpMethod="GET", uri="http://127.0.0.1:9/")
    api.deploy()
    reply = api.fetch()
    assert reply.status == 504
    assert reply.json() == {"message": "Network error communicating with endpoint"}


def test_bodies_are_validated_by_models(api):
    schema = {"type": "object", "required": ["name"],
              "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}}}
    api.client.create_model(restApiId=api.id, name="Pet", contentType="application/json",
                            schema=json.dumps(schema))
    validator = api.client.create_request_validator(
        restApiId=api.id, name="body", validateRequestBody=True)["id"]
    api.mock(None, "POST", requestModels={"application/json": "Pet"},
             requestValidatorId=validator)
    api.client.put_gateway_response(
        restApiId=api.id, responseType="BAD_REQUEST_BODY", statusCode="422",
        responseParameters={"gatewayresponse.header.X-Why": "'body'"},
        responseTemplates={"application/json":
                           '{"type": "$context.error.responseType", '
                           '"message": $context.error.messageString}'})
    api.deploy()
    assert api.fetch("/", "POST", '{"name": "rex", "age": 3}').status == 200
    for wrong in ["{}", '{"name": 1}', '{"name": "rex", "age": -1}', "no"]:
        reply = api.fetch("/", "POST", wrong)
        assert (reply.status, reply.header("x-why")) == (422, "body"), wrong
        assert reply.json() == {"type": "BAD_REQUEST_BODY", "message": "Invalid request body"}


def test_binary_bodies_and_compression(gateway, endpoint, client, account, name):
    api = Api(gateway, endpoint, binaryMediaTypes=["image/png"], minimumCompressionSize=10)
    code = ("def handler(event, context):\n"
            "    return {'statusCode': 200, 'headers': {'Content-Type': 'image/png'},\n"
            "            'body': event['body'], 'isBase64Encoded': event['isBase64Encoded']}\n")
    arn = invokable(client("lambda"), account, name, code)
    api.function(arn)
    api.deploy()
    picture = bytes(range(256))
    reply = api.fetch("/", "POST", picture, {"Content-Type": "image/png", "Accept": "image/png"})
    assert (reply.status, reply.body) == (200, picture)
    packed = api.fetch("/", "POST", picture, {"Content-Type": "image/png", "Accept": "image/png",
                                             "Accept-Encoding": "gzip"})
    assert packed.header("content-encoding") == "gzip"


def test_browsers_get_the_answer_of_the_options_method(api):
    api.mock()
    api.method(None, "OPTIONS")
    api.integration(None, "OPTIONS", type="MOCK",
                    requestTemplates={"application/json": '{"statusCode": 200}'})
    api.responds(None, "OPTIONS", parameters={
        "method.response.header.Access-Control-Allow-Origin": "'https://example.com'",
        "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'"})
    api.deploy()
    reply = api.fetch("/", "OPTIONS", headers={"Origin": "https://example.com",
                                               "Access-Control-Request-Method": "GET"})
    assert (reply.status, reply.body) == (200, b"")
    assert reply.header("access-control-allow-origin") == "https://example.com"
    assert reply.header("access-control-allow-methods") == "GET,OPTIONS"


def test_private_and_closed_apis_answer_nobody(gateway, endpoint):
    private = Api(gateway, endpoint, endpointConfiguration={"types": ["PRIVATE"]})
    closed = Api(gateway, endpoint, disableExecuteApiEndpoint=True)
    for api in [private, closed]:
        api.mock()
        api.deploy()
        reply = api.fetch()
        assert (reply.status, reply.body) == (403, b'{"message":"Forbidden"}')


def test_user_pools_and_vpc_links_are_refused(api):
    with pytest.raises(ClientError) as refused:
        api.client.create_authorizer(
            restApiId=api.id, name="pool", type="COGNITO_USER_POOLS",
            identitySource="method.request.header.Authorization",
            providerARNs=["arn:aws:cognito-idp:us-east-1:111111111111:userpool/x"])
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
    api.method()
    with pytest.raises(ClientError) as refused:
        api.integration(type="HTTP_PROXY", integrationHttpMethod="GET", uri="http://x.example/",
                        connectionType="VPC_LINK", connectionId="abc")
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
