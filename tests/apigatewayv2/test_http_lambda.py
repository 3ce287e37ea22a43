"""HTTP APIs in front of functions: stages, routes, both payload formats, what answers mean.

Sources: Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", "Create routes for
HTTP APIs", "Create stages for HTTP APIs"; the bodies of errors as users of AWS quote them.
"""

import json

import pytest

from expect import refused
from http_apis import ECHO, fetch, invokable


@pytest.fixture
def apis(client):
    return client("apigatewayv2")


@pytest.fixture
def function(client, account):
    return invokable(client("lambda"), account, "f")


def integrated(apis, function, version="2.0", **more):
    """An API with one integration, and its id."""
    api = apis.create_api(Name="a", ProtocolType="HTTP")
    integration = apis.create_integration(
        ApiId=api["ApiId"], IntegrationType="AWS_PROXY", IntegrationUri=function,
        PayloadFormatVersion=version, **more)
    return api, integration["IntegrationId"]


def route(apis, api, integration, key, **more):
    return apis.create_route(
        ApiId=api["ApiId"], RouteKey=key, Target=f"integrations/{integration}", **more)


def stage(apis, api, name="$default", **more):
    return apis.create_stage(ApiId=api["ApiId"], StageName=name, AutoDeploy=True, **more)


def test_quick_create_serves_at_once(apis, function, endpoint):
    api = apis.create_api(Name="quick", ProtocolType="HTTP", Target=function)
    assert api["ApiEndpoint"].startswith(f"http://{api['ApiId']}.execute-api.us-east-1.localhost")
    reply = fetch(endpoint, api, "/any/thing?x=1&x=2&y=a%20b", "POST", b'{"a":1}',
                  {"Content-Type": "application/json", "Cookie": "k=v; l=w", "X-Two": "t"})
    event = reply.json()
    assert reply.status == 201 and reply.header("x-kind") == "echo"
    assert reply.header("apigw-requestid") == event["requestContext"]["requestId"]
    assert event["version"] == "2.0" and event["routeKey"] == "$default"
    assert event["rawPath"] == "/any/thing" and event["rawQueryString"] == "x=1&x=2&y=a%20b"
    assert event["queryStringParameters"] == {"x": "1,2", "y": "a b"}
    assert event["cookies"] == ["k=v", "l=w"] and "cookie" not in event["headers"]
    assert event["headers"]["x-two"] == "t"
    assert event["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert event["body"] == '{"a":1}' and event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert context["apiId"] == api["ApiId"] and context["stage"] == "$default"
    assert context["http"]["method"] == "POST" and context["http"]["sourceIp"] == "127.0.0.1"
    assert "pathParameters" not in event and "stageVariables" not in event


def test_what_functions_answer(apis, function, endpoint):
    api = apis.create_api(Name="quick", ProtocolType="HTTP", Target=function)
    plain = fetch(endpoint, api, "/plain")
    assert (plain.status, plain.json()) == (200, {"seen": "/plain"})
    assert plain.header("content-type") == "application/json"
    assert fetch(endpoint, api, "/text").body == b"Hello from Lambda!"
    for path in ["/fails", "/odd"]:
        failed = fetch(endpoint, api, path)
        assert (failed.status, failed.json()) == (500, {"message": "Internal Server Error"})
    form = fetch(endpoint, api, "/f", "POST", "a=1",
                 {"Content-Type": "application/x-www-form-urlencoded"}).json()
    assert form["isBase64Encoded"] and form["body"] == "YT0x"


def test_a_function_that_lets_nobody_in(apis, client, account, endpoint):
    functions = client("lambda")
    other = "arn:aws:execute-api:us-east-1:111111111111:other/*"
    arn = invokable(functions, account, "f", source=other)
    api = apis.create_api(Name="quick", ProtocolType="HTTP", Target=arn)
    reply = fetch(endpoint, api)
    assert (reply.status, reply.json()) == (500, {"message": "Internal Server Error"})
    functions.add_permission(
        FunctionName="f", StatementId="route", Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:{account}:{api['ApiId']}/*/$default")
    assert fetch(endpoint, api).status == 201


def test_the_first_format(apis, function, endpoint, account):
    api, integration = integrated(apis, function, "1.0")
    route(apis, api, integration, "GET /pets/{id}")
    stage(apis, api, "dev", StageVariables={"color": "red"})
    event = fetch(endpoint, api, "/dev/pets/7?a=1&a=2").json()
    assert event["version"] == "1.0" and event["httpMethod"] == "GET"
    assert event["resource"] == "/pets/{id}" and event["path"] == "/dev/pets/7"
    assert event["pathParameters"] == {"id": "7"}
    assert event["stageVariables"] == {"color": "red"}
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["body"] is None and event["isBase64Encoded"] is False
    assert event["requestContext"]["accountId"] == account
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    inferred = fetch(endpoint, api, "/dev/pets/plain")
    assert inferred.status == 500, "the first format infers nothing"


def test_routes_and_stages(apis, function, endpoint):
    api, integration = integrated(apis, function)
    for key in ["GET /pets/{id}", "GET /pets/dog", "ANY /pets/{proxy+}", "POST /only"]:
        route(apis, api, integration, key)
    missing = fetch(endpoint, api, "/pets/dog")
    assert (missing.status, missing.json()) == (404, {"message": "Not Found"}), "no stage yet"
    stage(apis, api, "dev")
    for path, method, key in [
            ("/dev/pets/dog", "GET", "GET /pets/dog"), ("/dev/pets/1", "GET", "GET /pets/{id}"),
            ("/dev/pets/1", "PUT", "ANY /pets/{proxy+}"),
            ("/dev/pets/1/2", "GET", "ANY /pets/{proxy+}")]:
        event = fetch(endpoint, api, path, method).json()
        assert event["routeKey"] == key and event["rawPath"] == path
    assert fetch(endpoint, api, "/dev/only", "GET").status == 404
    assert fetch(endpoint, api, "/other/pets/dog").status == 404
    by_path = fetch(endpoint, api, "/dev/pets/dog", by_path=True)
    assert by_path.json()["routeKey"] == "GET /pets/dog"
    assert fetch(endpoint, {"ApiId": "nosuchapi0"}, "/", by_path=True).status == 404


def test_deployments_freeze_an_api(apis, function, endpoint):
    api, integration = integrated(apis, function)
    with refused("BadRequestException", message="At least one route is required"):
        apis.create_deployment(ApiId=api["ApiId"])
    first = route(apis, api, integration, "GET /a")
    deployment = apis.create_deployment(ApiId=api["ApiId"], Description="one")
    assert deployment["DeploymentStatus"] == "DEPLOYED" and not deployment["AutoDeployed"]
    apis.create_stage(ApiId=api["ApiId"], StageName="v1", DeploymentId=deployment["DeploymentId"])
    assert fetch(endpoint, api, "/v1/a").status == 201
    apis.update_route(ApiId=api["ApiId"], RouteId=first["RouteId"], RouteKey="GET /b")
    assert fetch(endpoint, api, "/v1/a").status == 201, "nothing was deployed"
    assert fetch(endpoint, api, "/v1/b").status == 404
    apis.create_deployment(ApiId=api["ApiId"], StageName="v1")
    assert fetch(endpoint, api, "/v1/a").status == 404
    assert fetch(endpoint, api, "/v1/b").status == 201
    apis.update_stage(ApiId=api["ApiId"], StageName="v1",
                      DeploymentId=deployment["DeploymentId"])
    assert fetch(endpoint, api, "/v1/a").status == 201, "back to the first deployment"
    with refused("BadRequestException"):
        apis.delete_deployment(ApiId=api["ApiId"], DeploymentId=deployment["DeploymentId"])
    apis.delete_api(ApiId=api["ApiId"])
    assert fetch(endpoint, api, "/v1/a").status == 404
    with refused("NotFoundException", message="Invalid API identifier specified"):
        apis.get_api(ApiId=api["ApiId"])


def test_what_apis_refuse(apis, function):
    api, integration = integrated(apis, function)
    given = {"ApiId": api["ApiId"]}
    route(apis, api, integration, "GET /a")
    with refused("ConflictException", message="already exists"):
        route(apis, api, integration, "GET /a")
    with refused("BadRequestException", message="not formatted properly"):
        route(apis, api, integration, "get /a")
    with refused("NotFoundException"):
        route(apis, api, "nothere", "GET /b")
    with refused("ConflictException"):
        apis.delete_integration(IntegrationId=integration, **given)
    with refused("BadRequestException", message="PayloadFormatVersion"):
        apis.create_integration(IntegrationType="AWS_PROXY", IntegrationUri=function, **given)
    with refused("BadRequestException"):
        apis.create_integration(IntegrationType="MOCK", PayloadFormatVersion="1.0", **given)
    with refused("NotImplemented"):
        apis.create_integration(IntegrationType="HTTP_PROXY", IntegrationMethod="GET",
                                PayloadFormatVersion="1.0", ConnectionType="VPC_LINK",
                                ConnectionId="x", IntegrationUri="arn:aws:x", **given)
    with refused("NotImplemented"):
        apis.create_vpc_link(Name="v", SubnetIds=["subnet-1"])
    stage(apis, api, "dev")
    with refused("ConflictException"):
        stage(apis, api, "dev")


def test_lists_have_pages(apis):
    made = {apis.create_api(Name=f"a{n}", ProtocolType="HTTP")["ApiId"] for n in range(5)}
    seen, token = set(), {}
    while True:
        page = apis.get_apis(MaxResults="2", **token)
        assert len(page["Items"]) <= 2
        seen |= {item["ApiId"] for item in page["Items"]}
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert seen == made
    with refused("BadRequestException"):
        apis.get_apis(NextToken="junk")


def test_throttling_by_route(client, own_server):
    account = "123456789012"
    apis = own_server.client("apigatewayv2", account)
    function = invokable(own_server.client("lambda", account), account, "f", ECHO)
    api = apis.create_api(Name="quick", ProtocolType="HTTP", Target=function)
    apis.update_stage(ApiId=api["ApiId"], StageName="$default", DefaultRouteSettings={
        "ThrottlingRateLimit": 1.0, "ThrottlingBurstLimit": 2})
    statuses = [fetch(own_server.endpoint, api).status for _ in range(3)]
    assert statuses == [201, 201, 429], "the burst is used up"
    assert fetch(own_server.endpoint, api).json() == {"message": "Too Many Requests"}
    own_server.clock(advance="1s")
    assert fetch(own_server.endpoint, api).status == 201


def test_logs_and_metrics(own_server):
    account = "123456789012"
    apis = own_server.client("apigatewayv2", account)
    logs = own_server.client("logs", account)
    logs.create_log_group(logGroupName="access")
    function = invokable(own_server.client("lambda", account), account, "f", ECHO)
    api = apis.create_api(Name="quick", ProtocolType="HTTP", Target=function)
    line = json.dumps({"id": "$context.requestId", "status": "$context.status",
                       "route": "$context.routeKey", "none": "$context.authorizer.claims.sub"})
    apis.update_stage(ApiId=api["ApiId"], StageName="$default", AccessLogSettings={
        "DestinationArn": f"arn:aws:logs:us-east-1:{account}:log-group:access", "Format": line})
    assert [it["policyName"] for it in logs.describe_resource_policies()["resourcePolicies"]] == [
        "AWSLogDeliveryWrite20150319"], "who turns logs on lets them be delivered"
    reply = fetch(own_server.endpoint, api, "/x")
    events = logs.filter_log_events(logGroupName="access")["events"]
    assert [json.loads(event["message"]) for event in events] == [{
        "id": reply.header("apigw-requestid"), "status": "201", "route": "$default", "none": "-"}]
    fetch(own_server.endpoint, api, "/fails")
    begun = events[0]["timestamp"] // 60_000 * 60
    own_server.clock(advance="2m")
    metrics = own_server.client("cloudwatch", account)

    def total(name):
        points = metrics.get_metric_statistics(
            Namespace="AWS/ApiGateway", MetricName=name, Period=60, Statistics=["Sum"],
            Dimensions=[{"Name": "ApiId", "Value": api["ApiId"]},
                        {"Name": "Stage", "Value": "$default"}],
            StartTime=begun, EndTime=begun + 3600)["Datapoints"]
        return sum(point["Sum"] for point in points)
    assert (total("Count"), total("5xx"), total("4xx")) == (2.0, 1.0, 0.0)
