"""HTTP APIs from OpenAPI definitions and back, custom domain names, tags.

Sources: Developer Guide, "Using OpenAPI definitions for HTTP APIs", "Custom domain names for HTTP
APIs", "Map API stages to a custom domain name for HTTP APIs".
"""

import json

import pytest
import yaml

from expect import refused
from http_apis import fetch, invokable


@pytest.fixture
def apis(client):
    return client("apigatewayv2")


@pytest.fixture
def function(client, account):
    return invokable(client("lambda"), account, "f")


def definition(function):
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": function,
                   "payloadFormatVersion": "2.0"}
    return {
        "openapi": "3.0.1",
        "info": {"title": "pets", "version": "7", "description": "about pets"},
        "servers": [{"url": "https://x.example/base"}],
        "paths": {
            "/pets/{id}": {
                "get": {"operationId": "GetPet", "x-amazon-apigateway-integration": {
                    "$ref": "#/components/x-amazon-apigateway-integrations/pets"}},
                "x-amazon-apigateway-any-method": {
                    "x-amazon-apigateway-auth": {"type": "AWS_IAM"},
                    "x-amazon-apigateway-integration": integration}},
            "/$default": {"x-amazon-apigateway-any-method": {
                "security": [{"tokens": ["read"]}],
                "x-amazon-apigateway-integration": integration}},
        },
        "components": {
            "x-amazon-apigateway-integrations": {"pets": integration},
            "securitySchemes": {"tokens": {
                "type": "oauth2", "x-amazon-apigateway-authorizer": {
                    "type": "jwt", "identitySource": "$request.header.Authorization",
                    "jwtConfiguration": {"issuer": "https://i.example", "audience": ["a"]}}}}},
        "x-amazon-apigateway-cors": {"allowOrigins": ["https://a.example"], "maxAge": 5},
    }


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump])
def test_definitions_come_in_and_go_out(apis, function, endpoint, write):
    api = apis.import_api(Body=write(definition(function)))
    given = {"ApiId": api["ApiId"]}
    assert api["Name"] == "pets" and api["Version"] == "7"
    assert api["CorsConfiguration"]["AllowOrigins"] == ["https://a.example"]
    routes = {it["RouteKey"]: it for it in apis.get_routes(**given)["Items"]}
    assert set(routes) == {"GET /pets/{id}", "ANY /pets/{id}", "$default"}
    assert routes["GET /pets/{id}"]["OperationName"] == "GetPet"
    assert routes["ANY /pets/{id}"]["AuthorizationType"] == "AWS_IAM"
    assert routes["$default"]["AuthorizationScopes"] == ["read"]
    apis.create_stage(StageName="$default", AutoDeploy=True, **given)
    assert fetch(endpoint, api, "/pets/1").json()["pathParameters"] == {"id": "1"}
    assert fetch(endpoint, api, "/pets/1", "PUT").status == 403
    assert fetch(endpoint, api, "/other").status == 401
    for kind, read in [("JSON", json.loads), ("YAML", yaml.safe_load)]:
        body = apis.export_api(Specification="OAS30", OutputType=kind, **given)["body"].read()
        told = read(body)
        assert told["info"] == {"title": "pets", "version": "7", "description": "about pets"}
        operation = told["paths"]["/pets/{id}"]["get"]
        assert operation["operationId"] == "GetPet"
        assert operation["x-amazon-apigateway-integration"]["uri"] == function
        assert told["paths"]["/$default"]["x-amazon-apigateway-any-method"]["security"] == [
            {"tokens": ["read"]}]
        assert told["x-amazon-apigateway-cors"]["maxAge"] == 5
    again = apis.import_api(Body=body.decode())
    assert len(apis.get_routes(ApiId=again["ApiId"])["Items"]) == 3, "its own export is read"
    plain = apis.export_api(Specification="OAS30", OutputType="JSON", StageName="$default",
                            IncludeExtensions=False, **given)["body"].read()
    assert list(json.loads(plain)["paths"]["/pets/{id}"]) == ["get"]
    assert b"x-amazon" not in plain


def test_definitions_are_replaced(apis, function, endpoint):
    api = apis.import_api(Body=json.dumps(definition(function)))
    given = {"ApiId": api["ApiId"]}
    apis.create_stage(StageName="$default", AutoDeploy=True, **given)
    new = definition(function)
    new["paths"] = {"/new": {"get": new["paths"]["/pets/{id}"]["get"], "trace": {}}}
    replaced = apis.reimport_api(Body=json.dumps(new), Basepath="prepend", **given)
    assert "trace" in replaced["Warnings"][0]
    assert [it["RouteKey"] for it in apis.get_routes(**given)["Items"]] == ["GET /base/new"]
    assert fetch(endpoint, api, "/base/new").status == 201
    assert fetch(endpoint, api, "/pets/1").status == 404
    with refused("BadRequestException", message="Warnings found"):
        apis.reimport_api(Body=json.dumps(new), FailOnWarnings=True, **given)
    assert len(apis.get_routes(**given)["Items"]) == 1, "nothing was changed"
    for body in ["[1", "{}", '{"openapi": "3.0.1", "info": {}}', '{"swagger": "2.0"}']:
        with refused("BadRequestException"):
            apis.import_api(Body=body)
    with refused("BadRequestException"):
        apis.export_api(Specification="OAS30", OutputType="XML", **given)


def test_custom_domain_names(own_server):
    account, endpoint, domain = "123456789012", own_server.endpoint, "api.example.com"
    apis = own_server.client("apigatewayv2", account)
    function = invokable(own_server.client("lambda", account), account, "f")
    certificate = own_server.client("acm", account).request_certificate(
        DomainName=domain, ValidationMethod="DNS")["CertificateArn"]
    with refused("BadRequestException", message="not issued"):
        apis.create_domain_name(DomainName=domain, DomainNameConfigurations=[{
            "CertificateArn": certificate}])
    own_server.clock(advance="1h")
    with refused("BadRequestException"):
        apis.create_domain_name(DomainName=domain, DomainNameConfigurations=[{
            "CertificateArn": certificate.replace("certificate/", "certificate/0")}])
    made = apis.create_domain_name(DomainName=domain, DomainNameConfigurations=[{
        "CertificateArn": certificate, "EndpointType": "REGIONAL"}])
    assert made["DomainNameConfigurations"][0]["DomainNameStatus"] == "AVAILABLE"
    with refused("ConflictException"):
        apis.create_domain_name(DomainName=domain, DomainNameConfigurations=[{
            "CertificateArn": certificate}])
    api = apis.create_api(Name="a", ProtocolType="HTTP", Target=function)
    given = {"DomainName": domain, "ApiId": api["ApiId"], "Stage": "$default"}

    def ask(path):
        return fetch(endpoint, api, path, headers={"Host": domain})
    assert ask("/x").status == 404, "nothing is mapped yet"
    mapping = apis.create_api_mapping(ApiMappingKey="v1/pets", **given)["ApiMappingId"]
    event = ask("/v1/pets/7").json()
    assert event["rawPath"] == "/7" and event["requestContext"]["domainName"] == domain
    assert ask("/v1/petsier").status == 404
    apis.create_api_mapping(**given)
    assert ask("/v1/petsier").json()["rawPath"] == "/v1/petsier"
    with refused("ConflictException"):
        apis.create_api_mapping(ApiMappingKey="v1/pets", **given)
    with refused("BadRequestException"):
        apis.delete_api(ApiId=api["ApiId"])
    with refused("BadRequestException"):
        apis.create_api_mapping(DomainName=domain, ApiId=api["ApiId"], Stage="none")
    apis.update_api(ApiId=api["ApiId"], DisableExecuteApiEndpoint=True)
    assert fetch(endpoint, api, "/x").status == 404, "the default endpoint is closed"
    assert ask("/x").status == 201
    apis.delete_api_mapping(DomainName=domain, ApiMappingId=mapping)
    apis.delete_domain_name(DomainName=domain)
    with refused("NotFoundException"):
        apis.get_domain_name(DomainName=domain)


def test_tags(apis):
    api = apis.create_api(Name="a", ProtocolType="HTTP", Tags={"a": "1"})
    arn = f"arn:aws:apigateway:us-east-1::/apis/{api['ApiId']}"
    apis.create_stage(ApiId=api["ApiId"], StageName="dev", Tags={"s": "t"})
    apis.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    apis.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert apis.get_tags(ResourceArn=arn)["Tags"] == {"b": "2"}
    assert apis.get_tags(ResourceArn=f"{arn}/stages/dev")["Tags"] == {"s": "t"}
    with refused("NotFoundException"):
        apis.get_tags(ResourceArn=f"{arn}/stages/none")
    with refused("BadRequestException"):
        apis.tag_resource(ResourceArn=arn, Tags={"aws:x": "1"})
