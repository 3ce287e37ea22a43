"""Messages of standard queues: sent, received, deleted, purged; attributes and sizes.

Source unless a case says otherwise: Amazon SQS API Reference and Developer Guide ("Amazon SQS
message metadata", "Amazon SQS message quotas").
"""

import hashlib
import struct

import pytest

from expect import refused

MIB = 1024 * 1024


def receive_one(sqs, url, **arguments):
    messages = sqs.receive_message(QueueUrl=url, **arguments).get("Messages", [])
    assert len(messages) == 1, messages
    return messages[0]


def md5_of_attributes(attributes):
    """Developer Guide, "Calculating the MD5 message digest for message attributes"."""
    digest = hashlib.md5()

    def add(data):
        digest.update(struct.pack(">I", len(data)) + data)
    for name in sorted(attributes):
        value = attributes[name]
        add(name.encode())
        add(value["DataType"].encode())
        if value["DataType"].startswith("Binary"):
            digest.update(b"\x02")
            add(value["BinaryValue"])
        else:
            digest.update(b"\x01")
            add(value["StringValue"].encode())
    return digest.hexdigest()


@pytest.mark.parametrize("body", [
    "x", "hello", "€ and 😀 and \t\n\r", '{"json": true}', "<xml a='b'>&amp;</xml>", "a" * 70_000,
    "\ud7ff\ue000\ufffd", " lead and trail "])
def test_a_message_comes_back_as_it_was_sent(sqs, queue, body):
    sent = sqs.send_message(QueueUrl=queue, MessageBody=body)
    md5 = hashlib.md5(body.encode()).hexdigest()
    assert sent["MD5OfMessageBody"] == md5
    assert "SequenceNumber" not in sent and "MD5OfMessageAttributes" not in sent
    message = receive_one(sqs, queue)
    assert message["Body"] == body
    assert message["MD5OfBody"] == md5
    assert message["MessageId"] == sent["MessageId"]
    assert set(message) == {"Body", "MD5OfBody", "MessageId", "ReceiptHandle"}


@pytest.mark.parametrize("body", ["\x00", "a\x0bb", "\x1f", "\ufffe", "\uffff"])
def test_characters_outside_the_allowed_set_are_refused(sqs, queue, body):
    # SendMessage: #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF.
    with refused("InvalidMessageContents", status=400):
        sqs.send_message(QueueUrl=queue, MessageBody=body)


def test_an_empty_body_is_refused(client, queue):
    with refused("MissingParameter", "InvalidParameterValue", status=400):
        client("sqs", validate=False).send_message(QueueUrl=queue, MessageBody="")


def test_the_largest_message_fits_and_one_byte_more_does_not(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="x" * MIB)
    assert len(receive_one(sqs, queue)["Body"]) == MIB
    with refused("InvalidParameterValue", status=400, message="One or more parameters are invalid"):
        sqs.send_message(QueueUrl=queue, MessageBody="x" * (MIB + 1))


def test_attributes_count_towards_the_size(sqs, name):
    # "The name, type, value, and message body must not be empty"; all of them count.
    url = sqs.create_queue(
        QueueName=name, Attributes={"MaximumMessageSize": "1024"})["QueueUrl"]
    attribute = {"n": {"DataType": "String", "StringValue": "v" * 93}}
    sqs.send_message(QueueUrl=url, MessageBody="x" * 924, MessageAttributes=attribute)
    with refused("InvalidParameterValue", status=400):
        sqs.send_message(QueueUrl=url, MessageBody="x" * 925, MessageAttributes=attribute)


ATTRIBUTES = {
    "text": {"DataType": "String", "StringValue": "värde"},
    "count": {"DataType": "Number", "StringValue": "-12.50"},
    "blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff\x10"},
    "Custom.name-1_x": {"DataType": "String.json", "StringValue": "{}"},
    "id": {"DataType": "Number.int", "StringValue": "7"},
    "png": {"DataType": "Binary.png", "BinaryValue": b"\x89PNG"},
}


def test_message_attributes_come_back_with_their_digest(sqs, queue):
    sent = sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=ATTRIBUTES)
    assert sent["MD5OfMessageAttributes"] == md5_of_attributes(ATTRIBUTES)
    message = receive_one(sqs, queue, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == ATTRIBUTES
    assert message["MD5OfMessageAttributes"] == md5_of_attributes(ATTRIBUTES)


@pytest.mark.parametrize("asked,expected", [
    ([], set()),
    (["All"], {"bar.one", "bar.two", "foo"}),
    ([".*"], {"bar.one", "bar.two", "foo"}),
    (["bar.*"], {"bar.one", "bar.two"}),
    (["foo", "nothing"], {"foo"}),
    (["foo", "bar.one"], {"foo", "bar.one"}),
])
def test_only_the_attributes_asked_for_are_returned(sqs, queue, asked, expected):
    # ReceiveMessage, MessageAttributeNames; the digest is of those returned.
    sent = {name: {"DataType": "String", "StringValue": name}
            for name in ("bar.one", "bar.two", "foo")}
    sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=sent)
    message = receive_one(sqs, queue, MessageAttributeNames=asked)
    assert set(message.get("MessageAttributes", {})) == expected
    if expected:
        returned = {name: sent[name] for name in expected}
        assert message["MD5OfMessageAttributes"] == md5_of_attributes(returned)
    else:
        assert "MD5OfMessageAttributes" not in message


def text(value="v", kind="String"):
    return {"DataType": kind, "StringValue": value}


@pytest.mark.parametrize("attributes", [
    {f"a{index}": text() for index in range(11)},
    {"": text()}, {"a b": text()}, {".dot": text()}, {"dot.": text()}, {"a..b": text()},
    {"AWS.x": text()}, {"aws.x": text()}, {"Amazon.x": text()}, {"n" * 257: text()},
    {"n": text("")}, {"n": text(kind="Text")}, {"n": text("abc", "Number")},
    {"n": {"DataType": "String"}}, {"n": {"StringValue": "v"}},
    {"n": {"DataType": "Binary", "StringValue": "v"}},
    {"n": text(kind="String." + "x" * 250)},
])
def test_bad_message_attributes_are_refused(client, queue, attributes):
    with refused("InvalidParameterValue", "MissingParameter", "InvalidParameter", status=400):
        client("sqs", validate=False).send_message(
            QueueUrl=queue, MessageBody="b", MessageAttributes=attributes)


def test_ten_message_attributes_are_allowed(sqs, queue):
    attributes = {f"a{index}": text(str(index)) for index in range(10)}
    sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=attributes)
    message = receive_one(sqs, queue, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attributes


TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"


def test_the_trace_header_is_a_system_attribute(sqs, queue):
    header = {"AWSTraceHeader": text(TRACE)}
    sent = sqs.send_message(QueueUrl=queue, MessageBody="b", MessageSystemAttributes=header)
    assert sent["MD5OfMessageSystemAttributes"] == md5_of_attributes(header)
    message = receive_one(sqs, queue, MessageSystemAttributeNames=["AWSTraceHeader"])
    assert message["Attributes"] == {"AWSTraceHeader": TRACE}


def test_other_system_attributes_are_refused(client, queue):
    with refused("InvalidParameterValue", status=400):
        client("sqs", validate=False).send_message(
            QueueUrl=queue, MessageBody="b", MessageSystemAttributes={"Other": text()})


@pytest.mark.parametrize("member", ["AttributeNames", "MessageSystemAttributeNames"])
def test_system_attributes_are_told(sqs, queue, account, member):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    message = receive_one(sqs, queue, VisibilityTimeout=0, **{member: ["All"]})
    first = message["Attributes"]
    assert set(first) == {"SenderId", "SentTimestamp", "ApproximateReceiveCount",
                          "ApproximateFirstReceiveTimestamp"}
    assert first["SenderId"] == account
    assert first["ApproximateReceiveCount"] == "1"
    assert int(first["SentTimestamp"]) <= int(first["ApproximateFirstReceiveTimestamp"])
    second = receive_one(sqs, queue, **{member: ["All"]})["Attributes"]
    assert second["ApproximateReceiveCount"] == "2"
    times = ("SentTimestamp", "ApproximateFirstReceiveTimestamp")
    assert [second[time] for time in times] == [first[time] for time in times]


def test_an_unknown_system_attribute_is_refused(client, queue):
    sqs = client("sqs", validate=False)
    with refused("InvalidAttributeName", "InvalidParameterValue", status=400):
        sqs.receive_message(QueueUrl=queue, AttributeNames=["Nonsense"])


@pytest.mark.parametrize("arguments", [
    {"MaxNumberOfMessages": 0}, {"MaxNumberOfMessages": 11}, {"MaxNumberOfMessages": -1},
    {"WaitTimeSeconds": -1}, {"WaitTimeSeconds": 21},
    {"VisibilityTimeout": -1}, {"VisibilityTimeout": 43201}])
def test_receiving_refuses_values_out_of_range(sqs, queue, arguments):
    [(parameter, value)] = arguments.items()
    words = f"Value {value} for parameter {parameter} is invalid"
    with refused("InvalidParameterValue", status=400, message=words):
        sqs.receive_message(QueueUrl=queue, **arguments)


def test_an_attempt_id_is_for_fifo_queues(sqs, queue):
    with refused("InvalidParameterValue", status=400):
        sqs.receive_message(QueueUrl=queue, ReceiveRequestAttemptId="once")


@pytest.mark.parametrize("delay", [-1, 901])
def test_sending_refuses_a_delay_out_of_range(sqs, queue, delay):
    words = f"Value {delay} for parameter DelaySeconds is invalid"
    with refused("InvalidParameterValue", status=400, message=words):
        sqs.send_message(QueueUrl=queue, MessageBody="b", DelaySeconds=delay)


def test_a_deduplication_id_is_refused_on_a_standard_queue(sqs, queue):
    with refused("InvalidParameterValue", status=400, message="not valid for this queue type"):
        sqs.send_message(QueueUrl=queue, MessageBody="b", MessageDeduplicationId="d")


def test_a_group_on_a_standard_queue_makes_it_fair(sqs, queue):
    # Developer Guide, "Amazon SQS fair queues": messages of a quiet group are not held up by the
    # backlog of a noisy one, and messages of one group can be in flight together.
    # Our choice: a group is noisy with thirty messages in flight.
    for index in range(40):
        sqs.send_message(QueueUrl=queue, MessageBody=f"noisy-{index}", MessageGroupId="noisy")
    taken = []
    for _ in range(3):
        answer = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"])
        taken += answer["Messages"]
    assert [message["Attributes"]["MessageGroupId"] for message in taken] == ["noisy"] * 30
    sqs.send_message(QueueUrl=queue, MessageBody="quiet", MessageGroupId="quiet")
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == "quiet"


def test_messages_arrive_in_the_order_of_sending(sqs, queue):
    # Our choice: standard queues are strict unless the world is told to be relaxed.
    for index in range(25):
        sqs.send_message(QueueUrl=queue, MessageBody=str(index))
    bodies = []
    while answer := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in answer]
    assert bodies == [str(index) for index in range(25)]


def test_a_deleted_message_does_not_come_back(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    message = receive_one(sqs, queue, VisibilityTimeout=0)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    # "If you delete it again, it is no error".
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)


@pytest.mark.parametrize("handle", ["garbage", "AQEB" + "A" * 400, "ü", ""])
def test_a_handle_that_is_none_is_refused(client, queue, handle):
    sqs = client("sqs", validate=False)
    codes = ("ReceiptHandleIsInvalid", "MissingParameter", "InvalidParameterValue")
    with refused(*codes):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=handle)
    with refused(*codes):
        sqs.change_message_visibility(
            QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=1)


def test_a_purge_empties_the_queue_once_a_minute(own_server):
    sqs = own_server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    for index in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=str(index), DelaySeconds=index % 3 * 10)
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)
    sqs.purge_queue(QueueUrl=url)
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed",
             "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    assert set(found.values()) == {"0"}
    with refused("AWS.SimpleQueueService.PurgeQueueInProgress"):
        sqs.purge_queue(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="later")
    own_server.clock(advance="61s")
    assert receive_one(sqs, url)["Body"] == "later"
    sqs.purge_queue(QueueUrl=url)
