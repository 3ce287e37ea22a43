"""Publishing: envelopes, raw delivery, attributes, structures, sizes, batches, dead letters.

Source: Amazon SNS API Reference (Publish, PublishBatch); Developer Guide, "Amazon SNS message
attributes", "Amazon SNS raw message delivery", "Amazon SNS dead-letter queues", "Large message
payloads"; wording of errors: AWS's replies as quoted in issues of SDKs.
"""

import json
import re

import pytest

from expect import refused


def text(value):
    return {"DataType": "String", "StringValue": value}


def test_the_envelope(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscription = subscribe(topic, queue)
    attributes = {
        "text": text("t"), "number": {"DataType": "Number", "StringValue": "1.5"},
        "list": {"DataType": "String.Array", "StringValue": '["a", 1, true, null]'},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    sent = sns.publish(TopicArn=topic, Message='say "hi"\nü', Subject="subject",
                       MessageAttributes=attributes)
    assert "SequenceNumber" not in sent
    [message] = queue.take()
    assert "MessageAttributes" not in message
    envelope = json.loads(message["Body"])
    assert list(envelope)[:5] == ["Type", "MessageId", "TopicArn", "Subject", "Message"]
    assert envelope["Type"] == "Notification" and envelope["MessageId"] == sent["MessageId"]
    assert envelope["TopicArn"] == topic and envelope["Subject"] == "subject"
    assert envelope["Message"] == 'say "hi"\nü'
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", envelope["Timestamp"])
    assert envelope["SignatureVersion"] == "1"
    assert envelope["UnsubscribeURL"].endswith(
        f"/?Action=Unsubscribe&SubscriptionArn={subscription}")
    assert envelope["MessageAttributes"] == {
        "text": {"Type": "String", "Value": "t"}, "number": {"Type": "Number", "Value": "1.5"},
        "list": {"Type": "String.Array", "Value": '["a", 1, true, null]'},
        "bytes": {"Type": "Binary", "Value": "AP8="}}
    # Without subject and attributes, the members are not there.
    sns.publish(TopicArn=topic, Message="m")
    [envelope] = queue.envelopes()
    assert "Subject" not in envelope and "MessageAttributes" not in envelope


def test_raw_delivery(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    attributes = {"a": text("t"), "b": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
                  "n": {"DataType": "Number", "StringValue": "7"},
                  "l": {"DataType": "String.Array", "StringValue": '["a"]'}}
    sns.publish(TopicArn=topic, Message="m", Subject="lost", MessageAttributes=attributes)
    [message] = queue.take()
    assert message["Body"] == "m" and message["MessageAttributes"] == attributes


def test_more_attributes_than_a_queue_takes(sns, topic, make_queue, subscribe):
    # "Amazon SNS raw message delivery": "If there are more than 10 message attributes …, the
    # message … is discarded as a client-side error".
    queue, dead = make_queue("q"), make_queue("dead")
    subscribe(topic, queue, RawMessageDelivery="true",
              RedrivePolicy={"deadLetterTargetArn": dead.arn})
    sns.publish(TopicArn=topic, Message="many",
                MessageAttributes={f"a{number}": text("v") for number in range(11)})
    assert dead.bodies() == ["many"]
    assert queue.is_empty()


def test_every_protocol_gets_its_own_body(sns, topic, make_queue, subscribe):
    plain, raw = make_queue("plain"), make_queue("raw")
    subscribe(topic, plain)
    subscribe(topic, raw, RawMessageDelivery="true")
    body = {"default": "for all", "sqs": "for queues", "email": "for people", "x": 1}
    sns.publish(TopicArn=topic, Message=json.dumps(body), MessageStructure="json")
    assert plain.envelopes()[0]["Message"] == "for queues"
    assert raw.bodies() == ["for queues"]
    del body["sqs"]
    sns.publish(TopicArn=topic, Message=json.dumps(body), MessageStructure="json")
    assert plain.envelopes()[0]["Message"] == "for all"
    assert raw.bodies() == ["for all"]


@pytest.mark.parametrize("body, message", [
    ("text", "Message Structure - JSON message body failed to parse"),
    ('["default"]', "Message Structure - JSON message body failed to parse"),
    ('{"sqs": "x"}', "Message Structure - No default entry in JSON message body"),
    ('{"default": 1}', "Message Structure - No default entry in JSON message body"),
    ('{"default": "a", "default": "b"}', "duplicate keys"),
])
def test_a_structure_without_bodies_is_refused(sns, topic, body, message):
    with refused("InvalidParameter", status=400, message=message):
        sns.publish(TopicArn=topic, Message=body, MessageStructure="json")


@pytest.mark.parametrize("arguments, message", [
    ({"Message": ""}, "Invalid parameter: Empty message"),
    ({"Message": "m", "Subject": ""}, "Invalid parameter: Subject"),
    ({"Message": "m", "Subject": "x" * 101}, "Invalid parameter: Subject"),
    ({"Message": "m", "Subject": "a\nb"}, "Invalid parameter: Subject"),
    ({"Message": "m", "MessageStructure": "xml"}, "Invalid parameter: MessageStructure"),
    ({"Message": "x" * 262145}, "Invalid parameter: Message too long"),
    ({"Message": "ü" * 131073}, "Invalid parameter: Message too long"),
    ({"Message": "m", "MessageDeduplicationId": "d"}, "MessageDeduplicationId"),
    ({"Message": "m", "MessageGroupId": "g" * 129}, "MessageGroupId"),
])
def test_messages_out_of_bounds_are_refused(sns, topic, arguments, message):
    with refused("InvalidParameter", status=400, message=message):
        sns.publish(TopicArn=topic, **arguments)


@pytest.mark.parametrize("attribute, value, message", [
    ("a", {"DataType": "Text", "StringValue": "v"},
     "The message attribute 'a' has an invalid message attribute type, the set of supported type "
     "prefixes is Binary, Number, and String."),
    ("a", {"DataType": "String", "StringValue": ""},
     "The message attribute 'a' must contain non-empty message attribute value for message "
     "attribute type 'String'."),
    ("a", {"DataType": "String"}, "must contain non-empty message attribute value"),
    ("a", {"DataType": "String", "BinaryValue": b"v"}, "must use field 'String'"),
    ("a", {"DataType": "Binary", "StringValue": "v"}, "must use field 'Binary'"),
    ("a", {"DataType": "Number", "StringValue": "one"},
     "Could not cast message attribute 'a' value to number."),
    ("a", {"DataType": "String.Array", "StringValue": "a, b"}, "String.Array"),
    ("a b", text("v"), "message attribute name"),
    (".a", text("v"), "message attribute name"),
    ("a..b", text("v"), "message attribute name"),
    ("x" * 257, text("v"), "message attribute name"),
])
def test_attributes_that_are_none_are_refused(sns, topic, attribute, value, message):
    with refused("ParameterValueInvalid", status=400, message=message):
        sns.publish(TopicArn=topic, Message="m", MessageAttributes={attribute: value})


def test_attributes_count(sns, topic, make_queue, subscribe):
    # API, Publish: the combined size of body and attributes. 1 + 6 + 5 bytes here.
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    sns.publish(TopicArn=topic, Message="x" * 262132, MessageAttributes={"a": text("12345")})
    assert len(queue.bodies()[0]) == 262132
    with refused("InvalidParameter", status=400, message="Message too long"):
        sns.publish(TopicArn=topic, Message="x" * 262133, MessageAttributes={"a": text("12345")})


def test_a_topic_may_take_larger_messages(sns, topic, make_queue, subscribe):
    # Developer Guide, "Large message payloads": up to 1 MiB, to AWS's own endpoints only.
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="MaximumMessageSize", AttributeValue="1048576")
    body = "x" * 1048576
    sns.publish(TopicArn=topic, Message=body)
    assert queue.bodies() == [body]
    with refused("InvalidParameter", message="Message too long"):
        sns.publish(TopicArn=topic, Message=body + "x")
    with refused("InvalidParameter", message="100 or fewer subscriptions"):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="MaximumMessageSize", AttributeValue="1024")
    with refused("InvalidParameter", message="Message too long"):
        sns.publish(TopicArn=topic, Message="x" * 1025)


def test_where_to(sns, topic, account, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    sns.publish(TargetArn=topic, Message="by TargetArn")
    assert queue.bodies() == ["by TargetArn"]
    with refused("InvalidParameter", status=400,
                 message="TopicArn or TargetArn Reason: no value for required parameter"):
        sns.publish(Message="m")
    with refused("InvalidParameter", status=400):
        sns.publish(TopicArn=topic, PhoneNumber="+15550100", Message="m")
    with refused("InvalidParameter", status=400, message="TopicArn Reason: An ARN must have"):
        sns.publish(TopicArn="x", Message="m")
    with refused("NotFound", status=404, message="Topic does not exist"):
        sns.publish(TopicArn=f"arn:aws:sns:us-east-1:{account}:missing", Message="m")


def test_a_group_makes_queues_fair(sns, topic, make_queue, subscribe):
    # API, Publish, MessageGroupId: forwarded to standard queues to activate fair queues.
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    sns.publish(TopicArn=topic, Message="m", MessageGroupId="tenant")
    assert queue.take()[0]["Attributes"]["MessageGroupId"] == "tenant"


def test_batches(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    entries = [
        {"Id": "good", "Message": "1", "Subject": "s", "MessageAttributes": {"a": text("v")}},
        {"Id": "empty", "Message": ""},
        {"Id": "typed", "Message": "2", "MessageAttributes": {
            "a": {"DataType": "x", "StringValue": "v"}}},
        {"Id": "json", "Message": '{"default": "3"}', "MessageStructure": "json"}]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [row["Id"] for row in answer["Successful"]] == ["good", "json"]
    assert all(row["MessageId"] for row in answer["Successful"])
    failed = {row["Id"]: row for row in answer["Failed"]}
    assert failed["empty"]["Code"] == "InvalidParameter"
    assert failed["empty"]["Message"] == "Invalid parameter: Empty message"
    assert failed["typed"]["Code"] == "ParameterValueInvalid"
    assert all(row["SenderFault"] for row in failed.values())
    assert sorted(queue.bodies(2)) == ["1", "3"]


def entry(number, body="m"):
    return {"Id": f"i{number}", "Message": body}


@pytest.mark.parametrize("entries, code", [
    ([], "EmptyBatchRequest"),
    ([entry(number) for number in range(11)], "TooManyEntriesInBatchRequest"),
    ([entry(1), entry(1)], "BatchEntryIdsNotDistinct"),
    ([{"Id": "a b", "Message": "m"}], "InvalidBatchEntryId"),
    ([{"Id": "x" * 81, "Message": "m"}], "InvalidBatchEntryId"),
    ([entry(1, "x" * 131072), entry(2, "x" * 131073)], "BatchRequestTooLong"),
])
def test_batches_out_of_bounds_are_refused(sns, topic, entries, code):
    with refused(code, status=400):
        sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)


def test_a_batch_may_be_as_long_as_a_message(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    entries = [entry(1, "x" * 131072), entry(2, "y" * 131072)]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert len(answer["Successful"]) == 2
    assert sum(len(body) for body in queue.bodies(2)) == 262144


def test_a_queue_that_does_not_let_sns_in_gets_nothing(sns, topic, make_queue, subscribe):
    # "Amazon SNS dead-letter queues": a policy that does not let SNS send is a client-side error.
    queue, dead, other = make_queue("q"), make_queue("dead"), make_queue("other")
    queue.close()
    subscribe(topic, queue, RedrivePolicy={"deadLetterTargetArn": dead.arn})
    subscribe(topic, other)
    sent = sns.publish(TopicArn=topic, Message="m")
    [envelope] = dead.envelopes()
    assert envelope["MessageId"] == sent["MessageId"] and envelope["Message"] == "m"
    assert other.envelopes()[0]["Message"] == "m"
    assert queue.is_empty()
    # The queue lets in another topic only.
    queue.open_to(f"{topic}-other")
    sns.publish(TopicArn=topic, Message="n")
    assert dead.envelopes()[0]["Message"] == "n"
    queue.open_to(topic)
    sns.publish(TopicArn=topic, Message="o")
    assert queue.envelopes()[0]["Message"] == "o"


def test_a_deleted_queue(sns, sqs, topic, make_queue, subscribe):
    queue, dead = make_queue("q"), make_queue("dead")
    subscribe(topic, queue, RawMessageDelivery="true",
              RedrivePolicy={"deadLetterTargetArn": dead.arn})
    sqs.delete_queue(QueueUrl=queue.url)
    sns.publish(TopicArn=topic, Message="m", MessageAttributes={"a": text("v")})
    [message] = dead.take()
    assert message["Body"] == "m" and message["MessageAttributes"] == {"a": text("v")}


def test_queues_of_other_regions(sns, client, topic, make_queue, subscribe):
    # Developer Guide, "Cross-region delivery": queues and functions of other regions.
    queue = make_queue(client=client("sqs", region="eu-west-1"), source=topic)
    assert ":eu-west-1:" in queue.arn
    subscribe(topic, queue)
    sns.publish(TopicArn=topic, Message="far away")
    assert queue.envelopes()[0]["Message"] == "far away"


def test_a_topic_without_subscribers_takes_messages(sns, topic):
    assert sns.publish(TopicArn=topic, Message="m")["MessageId"]
