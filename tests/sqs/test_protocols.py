"""SQS on the wire: the query protocol of 2012 and the JSON protocol, byte by byte.

Source: Amazon SQS API Reference, "Making HTTP requests" (query and JSON), "Common errors"; the
examples of each operation's page.
"""

import hashlib
import json
import urllib.parse

import pytest

import raw
from raw import SQS_2012 as N
from raw import sqs_json, sqs_query


def text(answer, path):
    found = answer.xml().find("/".join(N + part for part in path.split("/")))
    assert found is not None, answer
    return found.text


def test_a_message_s_life_by_the_query_protocol(endpoint, account, name):
    made = sqs_query(endpoint, account, "CreateQueue", QueueName=name, **{
        "Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "40",
        "Tag.1.Key": "team", "Tag.1.Value": "blue"})
    assert made.status == 200 and made.headers["Content-Type"].startswith("text/xml")
    assert made.xml().tag == f"{N}CreateQueueResponse"
    url = text(made, "CreateQueueResult/QueueUrl")
    assert url.endswith(f"/{account}/{name}")
    assert text(made, "ResponseMetadata/RequestId")

    sent = sqs_query(endpoint, account, "SendMessage", QueueUrl=url, MessageBody="<ü&>", **{
        "MessageAttribute.1.Name": "n", "MessageAttribute.1.Value.DataType": "String",
        "MessageAttribute.1.Value.StringValue": "v"})
    digest = hashlib.md5("<ü&>".encode()).hexdigest()
    assert text(sent, "SendMessageResult/MD5OfMessageBody") == digest

    got = sqs_query(endpoint, account, "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages="10",
                    **{"AttributeName.1": "All", "MessageAttributeName.1": "All"})
    assert text(got, "ReceiveMessageResult/Message/Body") == "<ü&>"
    names = [node.text for node in got.xml().iter(f"{N}Name")]
    assert {"SentTimestamp", "SenderId", "ApproximateReceiveCount", "n"} <= set(names)
    handle = text(got, "ReceiveMessageResult/Message/ReceiptHandle")

    changed = sqs_query(endpoint, account, "ChangeMessageVisibilityBatch", QueueUrl=url, **{
        "ChangeMessageVisibilityBatchRequestEntry.1.Id": "a",
        "ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle": handle,
        "ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout": "7"})
    path = "ChangeMessageVisibilityBatchResult/ChangeMessageVisibilityBatchResultEntry/Id"
    assert text(changed, path) == "a"
    gone = sqs_query(endpoint, account, "DeleteMessage", QueueUrl=url, ReceiptHandle=handle)
    assert gone.status == 200 and gone.xml().tag == f"{N}DeleteMessageResponse"
    empty = sqs_query(endpoint, account, "ReceiveMessage", QueueUrl=url)
    assert empty.status == 200 and not list(empty.xml().iter(f"{N}Message"))


def test_the_url_of_the_queue_may_be_the_path(endpoint, account, name):
    # "Making query API requests": the examples send Action to the queue's own path.
    url = text(sqs_query(endpoint, account, "CreateQueue", QueueName=name),
               "CreateQueueResult/QueueUrl")
    path = urllib.parse.urlsplit(url).path
    sent = sqs_query(endpoint, account, "SendMessage", path, MessageBody="b")
    assert sent.status == 200, sent
    got = sqs_query(endpoint, account, "ReceiveMessage", path)
    assert text(got, "ReceiveMessageResult/Message/Body") == "b"


def test_batches_and_attributes_by_the_query_protocol(endpoint, account, name):
    url = text(sqs_query(endpoint, account, "CreateQueue", QueueName=name),
               "CreateQueueResult/QueueUrl")
    sent = sqs_query(endpoint, account, "SendMessageBatch", QueueUrl=url, **{
        "SendMessageBatchRequestEntry.1.Id": "good",
        "SendMessageBatchRequestEntry.1.MessageBody": "b",
        "SendMessageBatchRequestEntry.2.Id": "bad",
        "SendMessageBatchRequestEntry.2.MessageBody": "b",
        "SendMessageBatchRequestEntry.2.DelaySeconds": "901"})
    assert text(sent, "SendMessageBatchResult/SendMessageBatchResultEntry/Id") == "good"
    assert text(sent, "SendMessageBatchResult/BatchResultErrorEntry/Id") == "bad"
    assert text(sent, "SendMessageBatchResult/BatchResultErrorEntry/SenderFault") == "true"
    sqs_query(endpoint, account, "SetQueueAttributes", QueueUrl=url, **{
        "Attribute.Name": "DelaySeconds", "Attribute.Value": "3"})
    found = sqs_query(endpoint, account, "GetQueueAttributes", QueueUrl=url, **{
        "AttributeName.1": "DelaySeconds"})
    assert text(found, "GetQueueAttributesResult/Attribute/Name") == "DelaySeconds"
    assert text(found, "GetQueueAttributesResult/Attribute/Value") == "3"


def test_errors_of_the_query_protocol(endpoint, account):
    url = f"{endpoint}/{account}/nowhere"
    answer = sqs_query(endpoint, account, "SendMessage", QueueUrl=url, MessageBody="b")
    assert answer.status == 400
    assert answer.xml().tag == f"{N}ErrorResponse"
    assert text(answer, "Error/Type") == "Sender"
    assert text(answer, "Error/Code") == "AWS.SimpleQueueService.NonExistentQueue"
    assert text(answer, "Error/Message") == (
        "The specified queue does not exist for this wsdl version.")
    assert text(answer, "RequestId")


@pytest.mark.parametrize("action", ["Fly", "sendmessage", ""])
def test_an_unknown_action_is_refused(endpoint, account, action):
    answer = sqs_query(endpoint, account, action)
    assert answer.status in (400, 404), answer
    assert b"InvalidAction" in answer.body or b"UnknownOperation" in answer.body, answer


def test_what_is_missing_is_named(endpoint, account, name):
    answer = sqs_query(endpoint, account, "CreateQueue")
    assert answer.status == 400
    assert text(answer, "Error/Code") == "MissingParameter"
    assert "QueueName" in text(answer, "Error/Message")


def test_a_number_that_is_none_is_refused(endpoint, account, name):
    url = text(sqs_query(endpoint, account, "CreateQueue", QueueName=name),
               "CreateQueueResult/QueueUrl")
    answer = sqs_query(endpoint, account, "ReceiveMessage", QueueUrl=url,
                       MaxNumberOfMessages="many")
    assert answer.status == 400, answer
    assert text(answer, "Error/Code") in ("MalformedInput", "InvalidParameterValue",
                                          "MalformedQueryString", "ValidationError")


def test_json_replies_have_aws_s_headers(endpoint, account, name):
    body = json.dumps({"QueueName": name}).encode()
    answer = sqs_json(endpoint, account, "CreateQueue", body)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-amz-json-1.0"
    assert answer.headers["x-amzn-RequestId"]
    assert list(json.loads(answer.body)) == ["QueueUrl"]


def test_json_errors_carry_the_code_of_the_query_protocol(endpoint, account):
    # The trait awsQueryCompatible: the header lets clients see the code of old.
    body = json.dumps({"QueueUrl": f"{endpoint}/{account}/nowhere", "MessageBody": "b"}).encode()
    answer = sqs_json(endpoint, account, "SendMessage", body)
    assert answer.status == 400
    assert answer.headers["x-amzn-query-error"] == (
        "AWS.SimpleQueueService.NonExistentQueue;Sender")
    error = json.loads(answer.body)
    assert error["__type"] == "com.amazonaws.sqs#QueueDoesNotExist"
    assert error["message"] == "The specified queue does not exist."


def test_a_target_that_sqs_does_not_have(endpoint, account):
    answer = sqs_json(endpoint, account, "Fly", b"{}")
    assert answer.status in (400, 404)
    assert json.loads(answer.body)["__type"].endswith("UnknownOperationException")


@pytest.mark.parametrize("form", [
    "{endpoint}/{account}/{name}",
    "http://sqs.us-east-1.amazonaws.com/{account}/{name}",
    "https://us-east-1.queue.amazonaws.com/{account}/{name}",
    "https://queue.amazonaws.com/{account}/{name}",
    "http://sqs.us-east-1.localhost.localstack.cloud:4566/{account}/{name}",
    "http://localhost:4566/{account}/{name}",
    "http://localhost:4566/queue/us-east-1/{account}/{name}",
])
def test_queue_urls_of_all_forms_are_understood(endpoint, account, name, form):
    sqs_json(endpoint, account, "CreateQueue", json.dumps({"QueueName": name}).encode())
    url = form.format(endpoint=endpoint, account=account, name=name)
    body = json.dumps({"QueueUrl": url, "MessageBody": "b"}).encode()
    assert sqs_json(endpoint, account, "SendMessage", body).status == 200


@pytest.mark.parametrize("url", ["nonsense", "", "http://x", "http://x/y"])
def test_queue_urls_that_are_none_are_refused(endpoint, account, url):
    body = json.dumps({"QueueUrl": url, "MessageBody": "b"}).encode()
    answer = sqs_json(endpoint, account, "SendMessage", body)
    assert 400 <= answer.status < 500, answer
    kind = json.loads(answer.body)["__type"].split("#")[-1]
    assert kind in ("InvalidAddress", "QueueDoesNotExist", "MissingParameter",
                    "InvalidParameterValue"), answer


def test_both_protocols_see_one_queue(endpoint, account, name):
    url = text(sqs_query(endpoint, account, "CreateQueue", QueueName=name),
               "CreateQueueResult/QueueUrl")
    body = json.dumps({"QueueUrl": url, "MessageBody": "b"}).encode()
    assert sqs_json(endpoint, account, "SendMessage", body).status == 200
    got = sqs_query(endpoint, account, "ReceiveMessage", QueueUrl=url)
    assert text(got, "ReceiveMessageResult/Message/Body") == "b"


def test_health_answers_without_a_signature(endpoint):
    for path in ("/_nephele/health", "/_localstack/health"):
        answer = raw.send(endpoint, "GET", path)
        assert answer.status == 200
        assert set(json.loads(answer.body)["services"]) >= {"sqs", "s3", "sts"}
