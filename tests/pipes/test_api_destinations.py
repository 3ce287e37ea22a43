"""Pipes that ask API destinations: as their enrichment and as their target.

Source: EventBridge User Guide, "Event enrichment in Amazon EventBridge Pipes", "batching and
concurrency" (`batchItemFailures`, arrays from an enrichment, no batches for what takes none); API
Reference, PipeEnrichmentHttpParameters ("values from the Connection taking precedence").
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from servers import wait_until

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipe"


class Endpoint:
    """A web server that answers what `answer(path, headers, body)` says, as (status, text)."""

    def __init__(self):
        outer = self
        self.requests = []
        self.answer = lambda path, headers, body: (200, "")

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.path, headers, body))
                status, text = outer.answer(self.path, headers, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def endpoint():
    made = Endpoint()
    yield made
    made.server.shutdown()


class Cloud:
    def __init__(self, server, endpoint):
        self.pipes, self.sqs, self.events, self.tables = (
            server.client(name, ACCOUNT) for name in ("pipes", "sqs", "events", "dynamodb"))
        self.source, self.to = (
            self.sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "2"})["QueueUrl"]
            for name in ("from", "to"))
        connection = self.events.create_connection(
            Name="c", AuthorizationType="API_KEY", AuthParameters={
                "ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "secret"},
                "InvocationHttpParameters": {
                    "HeaderParameters": [{"Key": "x-both", "Value": "connection"}]}})
        self.destination = self.events.create_api_destination(
            Name="d", ConnectionArn=connection["ConnectionArn"], HttpMethod="POST",
            InvocationEndpoint=f"{endpoint.url}/items/*")["ApiDestinationArn"]

    def arn(self, queue):
        return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{queue}"

    def pipe(self, source=None, target=None, **more):
        self.pipes.create_pipe(
            Name="p", Source=source or self.arn("from"), Target=target or self.arn("to"),
            RoleArn=ROLE, **more)
        wait_until(lambda: self.pipes.describe_pipe(Name="p")["CurrentState"] == "RUNNING",
                   what="the pipe")

    def send(self, body):
        self.sqs.send_message(QueueUrl=self.source, MessageBody=json.dumps(body))

    def take(self, count):
        found = []

        def have_come():
            messages = self.sqs.receive_message(
                QueueUrl=self.to, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
            for message in messages:
                self.sqs.delete_message(
                    QueueUrl=self.to, ReceiptHandle=message["ReceiptHandle"])
            found.extend(message["Body"] for message in messages)
            return len(found) >= count

        wait_until(have_come, seconds=20, what=f"{count} messages")
        return found

    def is_source_empty(self):
        counts = self.sqs.get_queue_attributes(QueueUrl=self.source, AttributeNames=["All"])
        return all(counts["Attributes"][name] == "0" for name in (
            "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"))


@pytest.fixture
def cloud(server_factory, endpoint):
    return Cloud(server_factory(), endpoint)


def test_an_enrichment_stands_in_the_place_of_the_event(cloud, endpoint):
    endpoint.answer = lambda path, headers, body: (
        200, json.dumps({"asked": json.loads(body), "more": [1, 2]}))
    cloud.pipe(
        Enrichment=cloud.destination,
        EnrichmentParameters={
            "InputTemplate": '{"id": <$.body.id>}',
            "HttpParameters": {
                "PathParameterValues": ["$.body.id"],
                "HeaderParameters": {"x-both": "pipe", "x-mine": "$.body.who"},
                "QueryStringParameters": {"q": "a b"}}},
        TargetParameters={"InputTemplate": '{"got": <$.asked.id>, "second": <$.more[1]>}'})
    shown = cloud.pipes.describe_pipe(Name="p")
    assert shown["Enrichment"] == cloud.destination
    assert shown["SourceParameters"]["SqsQueueParameters"]["BatchSize"] == 1
    cloud.send({"id": 7, "who": "ann"})
    assert [json.loads(body) for body in cloud.take(1)] == [{"got": 7, "second": 2}]
    (path, headers, body), = endpoint.requests
    assert (path, json.loads(body)) == ("/items/7?q=a%20b", {"id": 7})
    assert (headers["x-key"], headers["x-both"], headers["x-mine"]) == (
        "secret", "connection", "ann")
    wait_until(cloud.is_source_empty, what="the acknowledgement")


def test_an_array_is_as_many_events_and_nothing_is_none(cloud, endpoint):
    endpoint.answer = lambda path, headers, body: (200, body and json.loads(body)["body"])
    cloud.pipe(Enrichment=cloud.destination)
    cloud.sqs.send_message(QueueUrl=cloud.source, MessageBody='[{"n": 1}, {"n": 2}]')
    assert sorted(cloud.take(2)) == ['{"n":1}', '{"n":2}']
    endpoint.answer = lambda path, headers, body: (200, "")
    cloud.send("left out")
    wait_until(lambda: len(endpoint.requests) == 2, what="the second request")
    wait_until(cloud.is_source_empty, what="the acknowledgement")


def test_an_enrichment_that_fails_is_asked_again(cloud, endpoint):
    answers = [(500, ""), (404, ""), (200, "no JSON"), (200, '{"n": 3}')]
    endpoint.answer = lambda path, headers, body: answers[len(endpoint.requests) - 1]
    cloud.pipe(Enrichment=cloud.destination)
    cloud.send("x")
    assert cloud.take(1) == ['{"n":3}']
    assert len(endpoint.requests) == 4


def test_a_target_gets_each_event_and_may_refuse_it(cloud, endpoint):
    endpoint.answer = lambda path, headers, body: (
        200, '{"batchItemFailures": [{"itemIdentifier": "x"}]}'
        if len(endpoint.requests) == 1 else "")
    cloud.pipe(target=cloud.destination, TargetParameters={
        "InputTemplate": '{"id": <$.body.id>}',
        "HttpParameters": {"PathParameterValues": ["$.body.id"]}})
    cloud.send({"id": "a/b"})
    wait_until(lambda: len(endpoint.requests) == 2, seconds=20, what="two requests")
    assert [(path, json.loads(body)) for path, _, body in endpoint.requests] == [
        ("/items/a%2Fb", {"id": "a/b"})] * 2
    wait_until(cloud.is_source_empty, what="the acknowledgement")


def test_a_stream_waits_for_each_answer(cloud, endpoint):
    stream = cloud.tables.create_table(
        TableName="ttt", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]["LatestStreamArn"]
    failed = []

    def answer(path, headers, body):
        key = json.loads(body)["dynamodb"]["Keys"]["k"]["S"]
        if key == "k1" and not failed:
            failed.append(key)
            return 503, ""
        return 200, json.dumps({"key": key})

    endpoint.answer = answer
    cloud.pipe(source=stream, Enrichment=cloud.destination, SourceParameters={
        "DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON"}})
    for number in range(4):
        cloud.tables.put_item(TableName="ttt", Item={"k": {"S": f"k{number}"}})
    assert [json.loads(body)["key"] for body in cloud.take(4)] == ["k0", "k1", "k2", "k3"]
    assert len(endpoint.requests) == 5


def test_what_is_refused(cloud):
    def refused(code, **more):
        with pytest.raises(cloud.pipes.exceptions.ClientError) as error:
            cloud.pipes.create_pipe(Name="r", RoleArn=ROLE, Source=cloud.arn("from"), **more)
        assert error.value.response["Error"]["Code"] == code, error.value

    refused("ValidationException", Target=cloud.destination, SourceParameters={
        "SqsQueueParameters": {"BatchSize": 2}})
    refused("ValidationException", Target=cloud.destination, TargetParameters={
        "EventBridgeEventBusParameters": {"DetailType": "t"}})
    refused("ValidationException", Target=cloud.arn("to"), Enrichment=cloud.arn("to"))
    refused("NotImplemented", Target=cloud.arn("to"),
            Enrichment=f"arn:aws:states:us-east-1:{ACCOUNT}:activity:a")
