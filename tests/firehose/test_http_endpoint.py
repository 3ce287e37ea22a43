"""HTTP endpoints as destinations of Data Firehose.

Source: Data Firehose Developer Guide, "Understand HTTP endpoint delivery request and response
specifications" and "Handle data delivery failures".
"""

import base64
import json

import pytest
from firehose_streams import ACCOUNT, ROLE, objects
from https_endpoint import HttpsEndpoint


@pytest.fixture
def endpoint(own_server):
    made = HttpsEndpoint()
    own_server.settings(outbound__ca_bundle=made.pem)
    yield made
    made.close()


def make(server, endpoint, **more):
    server.client("s3", ACCOUNT).create_bucket(Bucket="lake")
    firehose = server.client("firehose", ACCOUNT)
    firehose.create_delivery_stream(
        DeliveryStreamName="web",
        HttpEndpointDestinationConfiguration={
            "EndpointConfiguration": {
                "Url": endpoint.url, "Name": "ours", "AccessKey": "sesame"},
            "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60},
            "RoleARN": ROLE,
            "RetryOptions": {"DurationInSeconds": 30},
            "S3Configuration": {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake",
                                "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}},
            **more})
    return firehose


def put(firehose, *texts):
    firehose.put_record_batch(
        DeliveryStreamName="web", Records=[{"Data": text.encode()} for text in texts])


def test_requests_have_the_documented_form(own_server, endpoint):
    firehose = make(own_server, endpoint, RequestConfiguration={
        "ContentEncoding": "GZIP",
        "CommonAttributes": [{"AttributeName": "team", "AttributeValue": "blue"}]})
    put(firehose, "one", "two")
    own_server.clock(advance="60s")
    [(headers, document)] = endpoint.requests
    assert [base64.b64decode(it["data"]) for it in document["records"]] == [b"one", b"two"]
    assert headers["x-amz-firehose-protocol-version"] == "1.0"
    assert headers["x-amz-firehose-request-id"] == document["requestId"]
    assert headers["x-amz-firehose-source-arn"].endswith(":deliverystream/web")
    assert headers["x-amz-firehose-access-key"] == "sesame"
    assert headers["content-type"] == "application/json"
    assert headers["content-encoding"] == "gzip"
    assert json.loads(headers["x-amz-firehose-common-attributes"]) == {
        "commonAttributes": {"team": "blue"}}
    described = firehose.describe_delivery_stream(DeliveryStreamName="web")
    [shown] = described["DeliveryStreamDescription"]["Destinations"]
    assert shown["HttpEndpointDestinationDescription"]["EndpointConfiguration"] == {
        "Url": endpoint.url, "Name": "ours"}


def test_a_refused_request_is_tried_again_as_it_was(own_server, endpoint):
    firehose = make(own_server, endpoint)
    endpoint.statuses = [500, 429]
    put(firehose, "one")
    own_server.clock(advance="61s")
    own_server.clock(advance="10s")
    assert len(endpoint.requests) == 3
    assert len({document["requestId"] for _, document in endpoint.requests}) == 1
    own_server.clock(advance="1h")
    assert len(endpoint.requests) == 3
    assert objects(own_server.client("s3", ACCOUNT)) == {}


@pytest.mark.parametrize("failing", ["503", "413", "no id"])
def test_what_is_not_taken_goes_to_the_bucket(own_server, endpoint, failing):
    firehose = make(own_server, endpoint)
    if failing == "no id":
        endpoint.body = "{}"
    else:
        endpoint.statuses = [int(failing)] * 100
    put(firehose, "one", "two")
    own_server.clock(advance="200s")
    attempts = len(endpoint.requests)
    # 1, 2, 4 and 8 seconds fit into 30, and 16 more with lucky jitter; 413 is final.
    assert attempts == 1 if failing == "413" else 4 <= attempts <= 6, attempts
    [(key, body)] = objects(own_server.client("s3", ACCOUNT)).items()
    assert key.startswith("http-endpoint-failed/2")
    failures = [json.loads(line) for line in body.decode().splitlines()]
    assert [base64.b64decode(it["rawData"]) for it in failures] == [b"one", b"two"]
    assert {it["attemptsMade"] for it in failures} == {attempts}
    code = {"no id": "HttpEndpoint.InvalidResponseFromDestination"}.get(
        failing, "HttpEndpoint.DestinationException")
    assert {it["errorCode"] for it in failures} == {code}


def test_all_data_can_be_backed_up_and_the_key_be_a_secret(own_server, endpoint):
    secret = own_server.client("secretsmanager", ACCOUNT).create_secret(
        Name="key", SecretString=json.dumps({"api_key": "of the secret"}))
    firehose = make(
        own_server, endpoint, S3BackupMode="AllData",
        SecretsManagerConfiguration={"Enabled": True, "SecretARN": secret["ARN"], "RoleARN": ROLE})
    put(firehose, "one")
    own_server.clock(advance="60s")
    [(headers, _)] = endpoint.requests
    assert headers["x-amz-firehose-access-key"] == "of the secret"
    assert list(objects(own_server.client("s3", ACCOUNT)).values()) == [b"one"]
