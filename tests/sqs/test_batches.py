"""Batches: partial failures, and what fails as a whole.

Source: Amazon SQS API Reference, SendMessageBatch, DeleteMessageBatch,
ChangeMessageVisibilityBatch.
"""

import hashlib

import pytest

from expect import refused

PREFIX = "AWS.SimpleQueueService."


def entries(count, **members):
    return [{"Id": str(index), "MessageBody": f"b{index}", **members} for index in range(count)]


def receive(sqs, url):
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return answer.get("Messages", [])


def test_ten_messages_go_at_once_in_order(sqs, queue):
    answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries(10))
    assert "Failed" not in answer
    assert [row["Id"] for row in answer["Successful"]] == [str(index) for index in range(10)]
    digest = hashlib.md5(b"b3").hexdigest()
    assert answer["Successful"][3]["MD5OfMessageBody"] == digest
    messages = receive(sqs, queue)
    assert [message["Body"] for message in messages] == [f"b{index}" for index in range(10)]
    assert {m["MessageId"] for m in messages} == {m["MessageId"] for m in answer["Successful"]}


def test_bad_entries_fail_alone(sqs, queue):
    batch = [
        {"Id": "good", "MessageBody": "fine"},
        {"Id": "late", "MessageBody": "x", "DelaySeconds": 901},
        {"Id": "control", "MessageBody": "\x00"},
        {"Id": "attribute", "MessageBody": "x",
         "MessageAttributes": {"AWS.x": {"DataType": "String", "StringValue": "v"}}},
    ]
    answer = sqs.send_message_batch(QueueUrl=queue, Entries=batch)
    assert [row["Id"] for row in answer["Successful"]] == ["good"]
    failed = {row["Id"]: row for row in answer["Failed"]}
    assert set(failed) == {"late", "control", "attribute"}
    assert failed["late"]["Code"] == "InvalidParameterValue"
    assert failed["control"]["Code"] == "InvalidMessageContents"
    assert all(row["SenderFault"] and row["Message"] for row in failed.values())
    assert [message["Body"] for message in receive(sqs, queue)] == ["fine"]


def test_entries_of_fifo_queues_fail_alone_too(sqs, fifo):
    batch = [{"Id": "a", "MessageBody": "x", "MessageGroupId": "g"},
             {"Id": "b", "MessageBody": "y"}]
    answer = sqs.send_message_batch(QueueUrl=fifo, Entries=batch)
    assert answer["Successful"][0]["Id"] == "a" and answer["Successful"][0]["SequenceNumber"]
    assert [(row["Id"], row["Code"]) for row in answer["Failed"]] == [("b", "MissingParameter")]


WHOLE = [
    ([], "EmptyBatchRequest"),
    (entries(11), "TooManyEntriesInBatchRequest"),
    (entries(2) + entries(1), "BatchEntryIdsNotDistinct"),
    ([{"Id": "with space", "MessageBody": "b"}], "InvalidBatchEntryId"),
    ([{"Id": "", "MessageBody": "b"}], "InvalidBatchEntryId"),
    ([{"Id": "x" * 81, "MessageBody": "b"}], "InvalidBatchEntryId"),
    ([{"Id": str(index), "MessageBody": "x" * 120_000} for index in range(9)],
     "BatchRequestTooLong"),
]


@pytest.mark.parametrize("batch,code", WHOLE, ids=[code for _, code in WHOLE[:-1]] + ["long"])
def test_some_batches_fail_as_a_whole(client, queue, batch, code):
    # "total size of all messages that you send in a single SendMessageBatch call can't exceed
    # 1,048,576 bytes".
    sqs = client("sqs", validate=False)
    with refused(PREFIX + code, status=400):
        sqs.send_message_batch(QueueUrl=queue, Entries=batch)
    assert receive(sqs, queue) == []


@pytest.mark.parametrize("batch,code", [
    ([], "EmptyBatchRequest"), (11, "TooManyEntriesInBatchRequest"),
    (["a", "a"], "BatchEntryIdsNotDistinct"), (["b c"], "InvalidBatchEntryId")])
def test_batches_of_receipts_fail_as_a_whole(client, queue, batch, code):
    sqs = client("sqs", validate=False)
    ids = [str(index) for index in range(batch)] if isinstance(batch, int) else batch
    rows = [{"Id": one, "ReceiptHandle": "x"} for one in ids]
    with refused(PREFIX + code, status=400):
        sqs.delete_message_batch(QueueUrl=queue, Entries=rows)
    rows = [{**row, "VisibilityTimeout": 1} for row in rows]
    with refused(PREFIX + code, status=400):
        sqs.change_message_visibility_batch(QueueUrl=queue, Entries=rows)


def test_deletes_fail_alone(sqs, queue):
    sqs.send_message_batch(QueueUrl=queue, Entries=entries(3))
    rows = [{"Id": f"d{index}", "ReceiptHandle": message["ReceiptHandle"]}
            for index, message in enumerate(receive(sqs, queue))]
    rows.append({"Id": "bad", "ReceiptHandle": "garbage"})
    answer = sqs.delete_message_batch(QueueUrl=queue, Entries=rows)
    assert [row["Id"] for row in answer["Successful"]] == ["d0", "d1", "d2"]
    assert [(row["Id"], row["Code"]) for row in answer["Failed"]] == [
        ("bad", "ReceiptHandleIsInvalid")]
    names = ["ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
    assert found["Attributes"] == {names[0]: "0"}


def test_changes_of_visibility_fail_alone(sqs, queue):
    sqs.send_message_batch(QueueUrl=queue, Entries=entries(3))
    handles = [message["ReceiptHandle"] for message in receive(sqs, queue)]
    rows = [{"Id": "back", "ReceiptHandle": handles[0], "VisibilityTimeout": 0},
            {"Id": "long", "ReceiptHandle": handles[1], "VisibilityTimeout": 43201},
            {"Id": "bad", "ReceiptHandle": "garbage", "VisibilityTimeout": 0}]
    answer = sqs.change_message_visibility_batch(QueueUrl=queue, Entries=rows)
    assert [row["Id"] for row in answer["Successful"]] == ["back"]
    failed = {row["Id"]: row["Code"] for row in answer["Failed"]}
    assert failed == {"long": "InvalidParameterValue", "bad": "ReceiptHandleIsInvalid"}
    assert [message["Body"] for message in receive(sqs, queue)] == ["b0"]
