"""Helpers of the tests of deployed APIs: functions, requests to an API by its host, signed ones."""

import http.client
import json
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from lambda_functions import make

ECHO = """
import json
def handler(event, context):
    path = event.get("rawPath") or event["path"]
    if path.endswith("/plain"):
        return {"seen": path}
    if path.endswith("/text"):
        return "Hello from Lambda!"
    if path.endswith("/fails"):
        raise ValueError("no")
    if path.endswith("/odd"):
        return {"statusCode": "what"}
    return {"statusCode": 201, "headers": {"X-Kind": "echo"}, "body": json.dumps(event)}
"""


def invokable(functions, account, name, code=ECHO, source=None):
    """A function that API Gateway may invoke; its ARN."""
    arn = make(functions, account, name, code)["FunctionArn"]
    more = {"SourceArn": source} if source else {}
    functions.add_permission(FunctionName=name, StatementId="gateway",
                             Action="lambda:InvokeFunction",
                             Principal="apigateway.amazonaws.com", **more)
    return arn


def host(api):
    return urllib.parse.urlsplit(api["ApiEndpoint"]).netloc


class Reply:
    def __init__(self, answer):
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name)


def fetch(endpoint, api, path="/", method="GET", body=None, headers=None, by_path=False):
    """A request to an API: by its host, or by the path that this server has for it."""
    parts = urllib.parse.urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    headers = dict(headers or {})
    if by_path:
        path = f"/_aws/execute-api/{api['ApiId']}{path}"
    else:
        headers.setdefault("Host", host(api))
    connection.request(method, path, body, headers)
    return Reply(connection.getresponse())


def signed(endpoint, api, path="/", method="GET", key="test", secret="test", token=None,
           body=None):
    """As `fetch`, with a signature for execute-api."""
    url = f"http://{host(api)}{path}"
    request = botocore.awsrequest.AWSRequest(method, url, data=body)
    credentials = botocore.credentials.Credentials(key, secret, token)
    botocore.auth.SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(request)
    return fetch(endpoint, api, path, method, body, dict(request.headers))
