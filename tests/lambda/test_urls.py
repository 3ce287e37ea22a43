"""Function URLs: over plain HTTP, signed or not.

Source: Developer Guide, "Invoking Lambda function URLs", "Control access to Lambda function URLs".
"""

import http.client
import json
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from expect import refused
from lambda_functions import make

ECHO = """
def handler(event, context):
    if event["rawPath"] == "/plain":
        return {"seen": event["requestContext"]["http"]["method"]}
    if event["rawPath"] == "/fails":
        raise ValueError("no")
    return {"statusCode": 201, "headers": {"X-Kind": "echo"}, "cookies": ["a=1", "b=2"],
            "body": __import__("json").dumps(event)}
"""


@pytest.fixture
def functions(client):
    return client("lambda")


def fetch(endpoint, url, path="/", method="GET", body=None, headers=None):
    parts = urllib.parse.urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    host = urllib.parse.urlsplit(url).netloc
    connection.request(method, path, body, {"Host": host, **(headers or {})})
    answer = connection.getresponse()
    return answer, answer.read()


def test_a_public_url(functions, account, endpoint):
    arn = make(functions, account, "f", ECHO)["FunctionArn"]
    made = functions.create_function_url_config(
        FunctionName="f", AuthType="NONE",
        Cors={"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET"], "MaxAge": 60})
    url = made["FunctionUrl"]
    assert made["FunctionArn"] == arn and ".lambda-url.us-east-1." in url
    answer, _ = fetch(endpoint, url)
    assert answer.status == 403, "its policy must let everybody in"
    for action in ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]:
        more = {"FunctionUrlAuthType": "NONE"} if action.endswith("Url") \
            else {"InvokedViaFunctionUrl": True}
        functions.add_permission(FunctionName="f", StatementId=action.split(":")[1],
                                 Action=action, Principal="*", **more)
    answer, body = fetch(endpoint, url, "/p/q?x=1&x=2&y=a%20b", "POST", b"text",
                         {"Content-Type": "text/plain", "Cookie": "k=v; l=w"})
    event = json.loads(body)
    assert answer.status == 201 and answer.getheader("X-Kind") == "echo"
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert event["version"] == "2.0" and event["rawPath"] == "/p/q"
    assert event["queryStringParameters"] == {"x": "1,2", "y": "a b"}
    assert event["body"] == "text" and not event["isBase64Encoded"]
    assert event["cookies"] == ["k=v", "l=w"]
    assert event["requestContext"]["http"]["method"] == "POST"
    answer, body = fetch(endpoint, url, "/plain")
    assert (answer.status, json.loads(body)) == (200, {"seen": "GET"})
    answer, body = fetch(endpoint, url, "/fails")
    assert (answer.status, body) == (502, b"Internal Server Error")
    answer, body = fetch(endpoint, url, "/b", "POST", b"\xff\x00")
    assert json.loads(body)["isBase64Encoded"]
    answer, _ = fetch(endpoint, url, "/", "OPTIONS", None, {
        "Origin": "https://a.example", "Access-Control-Request-Method": "GET"})
    assert answer.status == 200 and answer.getheader("Access-Control-Max-Age") == "60"
    assert answer.getheader("Access-Control-Allow-Origin") == "https://a.example"


def test_a_url_for_those_who_sign(functions, account, endpoint):
    make(functions, account, "f", ECHO)
    url = functions.create_function_url_config(FunctionName="f", AuthType="AWS_IAM")["FunctionUrl"]
    answer, _ = fetch(endpoint, url, "/plain")
    assert answer.status == 403
    request = botocore.awsrequest.AWSRequest("GET", url + "plain")
    credentials = botocore.credentials.Credentials(account, "test")
    botocore.auth.SigV4Auth(credentials, "lambda", "us-east-1").add_auth(request)
    answer, body = fetch(endpoint, url, "/plain", headers=dict(request.headers))
    assert (answer.status, json.loads(body)) == (200, {"seen": "GET"})


def test_the_configuration_of_urls(functions, account, endpoint):
    make(functions, account, "f", ECHO)
    url = functions.create_function_url_config(FunctionName="f", AuthType="AWS_IAM")["FunctionUrl"]
    with refused("ResourceConflictException", status=409):
        functions.create_function_url_config(FunctionName="f", AuthType="NONE")
    functions.update_function_url_config(FunctionName="f", AuthType="NONE")
    assert functions.get_function_url_config(FunctionName="f")["AuthType"] == "NONE"
    listed = functions.list_function_url_configs(FunctionName="f")["FunctionUrlConfigs"]
    assert [it["FunctionUrl"] for it in listed] == [url]
    functions.delete_function_url_config(FunctionName="f")
    with refused("ResourceNotFoundException", status=404):
        functions.get_function_url_config(FunctionName="f")
    answer, _ = fetch(endpoint, url)
    assert answer.status == 404
