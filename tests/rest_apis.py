"""Helpers of the tests of REST APIs: APIs with one method, requests to their stages."""

import json

from http_apis import fetch, signed


class Api:
    """An API of one client, with resources and methods put together step by step."""

    def __init__(self, client, endpoint, **options):
        self.client, self.endpoint = client, endpoint
        made = client.create_rest_api(name=options.pop("name", "api"), **options)
        self.id, self.root = made["id"], made["rootResourceId"]
        self.made = made

    def resource(self, part, parent=None):
        return self.client.create_resource(
            restApiId=self.id, parentId=parent or self.root, pathPart=part)["id"]

    def method(self, resource=None, method="GET", authorization="NONE", **options):
        return self.client.put_method(
            restApiId=self.id, resourceId=resource or self.root, httpMethod=method,
            authorizationType=authorization, **options)

    def integration(self, resource=None, method="GET", **options):
        return self.client.put_integration(
            restApiId=self.id, resourceId=resource or self.root, httpMethod=method, **options)

    def responds(self, resource=None, method="GET", status="200", parameters=None, **options):
        """Declares a response, and lets the integration answer it."""
        of = {"restApiId": self.id, "resourceId": resource or self.root, "httpMethod": method,
              "statusCode": status}
        declared = {name: False for name in parameters or {}}
        self.client.put_method_response(**of, responseParameters=declared)
        self.client.put_integration_response(**of, responseParameters=parameters or {}, **options)

    def mock(self, resource=None, method="GET", body="{}", **options):
        """A method that answers `body` by itself."""
        self.method(resource, method, **options)
        self.integration(resource, method, type="MOCK",
                         requestTemplates={"application/json": json.dumps({"statusCode": 200})})
        self.responds(resource, method, responseTemplates={"application/json": body})

    def function(self, arn, resource=None, method="ANY", **options):
        self.method(resource, method, **options)
        self.integration(resource, method, type="AWS_PROXY", integrationHttpMethod="POST",
                         uri=function_uri(arn))

    def deploy(self, stage="prod", **options):
        return self.client.create_deployment(restApiId=self.id, stageName=stage, **options)["id"]

    def update_stage(self, *patches, stage="prod"):
        return self.client.update_stage(restApiId=self.id, stageName=stage,
                                        patchOperations=[patch(*it) for it in patches])

    def _api(self):
        return {"ApiId": self.id,
                "ApiEndpoint": f"http://{self.id}.execute-api.us-east-1.localhost"}

    def fetch(self, path="/", method="GET", body=None, headers=None, stage="prod", **options):
        return fetch(self.endpoint, self._api(), f"/{stage}{path}", method, body, headers,
                     **options)

    def signed(self, path="/", method="GET", stage="prod", **options):
        return signed(self.endpoint, self._api(), f"/{stage}{path}", method, **options)


def patch(op, path, value=None):
    it = {"op": op, "path": path}
    return it if value is None else {**it, "value": value}


def function_uri(arn):
    return ("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            f"{arn}/invocations")
