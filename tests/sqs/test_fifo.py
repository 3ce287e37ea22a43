"""FIFO queues: order within a group, deduplication, attempt ids, scopes.

Source: Amazon SQS Developer Guide, "Amazon SQS FIFO queues" (delivery logic, exactly-once
processing, high throughput) and the API Reference.
"""

import pytest

from expect import refused


def make(sqs, name="f.fifo", **attributes):
    attributes = {"FifoQueue": "true", **attributes}
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


def send(sqs, url, body, group="g", **arguments):
    return sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, **arguments)


def receive(sqs, url, count=10, **arguments):
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, **arguments)
    return answer.get("Messages", [])


def bodies(messages):
    return [message["Body"] for message in messages]


def delete(sqs, url, message):
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_a_message_needs_a_group(sqs, fifo):
    with refused("MissingParameter", status=400, message="MessageGroupId"):
        sqs.send_message(QueueUrl=fifo, MessageBody="b")


def test_a_message_needs_an_id_or_content_to_tell_it_by(sqs, name):
    url = make(sqs, f"{name}.fifo")
    with refused("InvalidParameterValue", status=400, message="ContentBasedDeduplication"):
        send(sqs, url, "b")
    send(sqs, url, "b", MessageDeduplicationId="d")


def test_a_delay_of_one_message_is_refused(sqs, fifo):
    with refused("InvalidParameterValue", status=400, message="DelaySeconds"):
        send(sqs, fifo, "b", DelaySeconds=1)


@pytest.mark.parametrize("bad", ["", "x" * 129, "white space", "ü"])
@pytest.mark.parametrize("member", ["MessageGroupId", "MessageDeduplicationId"])
def test_ids_out_of_the_alphabet_are_refused(client, fifo, member, bad):
    # Up to 128 alphanumeric characters and punctuation.
    arguments = {"MessageGroupId": "g", "MessageDeduplicationId": "d", member: bad}
    with refused("InvalidParameterValue", "MissingParameter", status=400):
        client("sqs", validate=False).send_message(
            QueueUrl=fifo, MessageBody="b", **arguments)


def test_ids_of_the_whole_alphabet_are_taken(sqs, fifo):
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    send(sqs, fifo, "b", group=marks + "a" * 96, MessageDeduplicationId=marks + "Z9")
    names = ["MessageGroupId", "MessageDeduplicationId"]
    [message] = receive(sqs, fifo, MessageSystemAttributeNames=names)
    assert message["Attributes"] == {
        "MessageGroupId": marks + "a" * 96, "MessageDeduplicationId": marks + "Z9"}


def test_sequence_numbers_grow_and_are_told(sqs, fifo):
    sent = [send(sqs, fifo, str(index))["SequenceNumber"] for index in range(12)]
    assert all(len(number) == 20 and number.isdigit() for number in sent)
    assert sent == sorted(set(sent))
    messages = receive(sqs, fifo, AttributeNames=["All"])
    assert [message["Attributes"]["SequenceNumber"] for message in messages] == sent[:10]
    assert {"MessageGroupId", "MessageDeduplicationId"} <= set(messages[0]["Attributes"])


def test_a_group_is_delivered_in_order_and_one_batch_at_a_time(sqs, fifo):
    for index in range(15):
        send(sqs, fifo, str(index))
    first = receive(sqs, fifo)
    assert bodies(first) == [str(index) for index in range(10)]
    assert receive(sqs, fifo) == [], "the group is locked while its messages are in flight"
    for message in first[:9]:
        delete(sqs, fifo, message)
    assert receive(sqs, fifo) == []
    delete(sqs, fifo, first[9])
    assert bodies(receive(sqs, fifo)) == [str(index) for index in range(10, 15)]


def test_a_locked_group_does_not_hold_up_others(sqs, fifo):
    for group in ("a", "b"):
        for index in range(2):
            send(sqs, fifo, f"{group}{index}", group=group)
    [first] = receive(sqs, fifo, count=1)
    assert first["Body"] == "a0"
    assert bodies(receive(sqs, fifo)) == ["b0", "b1"]
    delete(sqs, fifo, first)
    assert bodies(receive(sqs, fifo)) == ["a1"]


def test_a_message_given_back_comes_first_again(sqs, fifo):
    for index in range(3):
        send(sqs, fifo, str(index))
    [first] = receive(sqs, fifo, count=1)
    sqs.change_message_visibility(
        QueueUrl=fifo, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)
    assert bodies(receive(sqs, fifo)) == ["0", "1", "2"]


def test_a_group_unlocks_when_the_timeout_ends(own_server):
    sqs = own_server.client("sqs")
    url = make(sqs, ContentBasedDeduplication="true")
    for index in range(2):
        send(sqs, url, str(index))
    [old] = receive(sqs, url, count=1)
    own_server.clock(advance="30s")
    assert bodies(receive(sqs, url)) == ["0", "1"]
    # "If … delete the message after the visibility timeout expires, the action fails".
    with refused("InvalidParameterValue", status=400, message="expired"):
        delete(sqs, url, old)


def test_the_same_id_within_five_minutes_is_one_message(own_server):
    sqs = own_server.client("sqs")
    url = make(sqs)
    first = send(sqs, url, "one", MessageDeduplicationId="d")
    again = send(sqs, url, "two", group="other", MessageDeduplicationId="d")
    assert again["MessageId"] == first["MessageId"]
    assert again["SequenceNumber"] == first["SequenceNumber"]
    [message] = receive(sqs, url)
    assert message["Body"] == "one"
    delete(sqs, url, message)
    own_server.clock(advance="299s")
    # "… continues to keep track of the ID even after the message is received and deleted".
    send(sqs, url, "three", MessageDeduplicationId="d")
    assert receive(sqs, url) == []
    own_server.clock(advance="2s")
    send(sqs, url, "four", MessageDeduplicationId="d")
    assert bodies(receive(sqs, url)) == ["four"]


def test_content_tells_messages_apart_but_attributes_do_not(sqs, fifo):
    attribute = {"n": {"DataType": "String", "StringValue": "v"}}
    first = send(sqs, fifo, "same")["MessageId"]
    assert send(sqs, fifo, "same", MessageAttributes=attribute)["MessageId"] == first
    assert send(sqs, fifo, "other")["MessageId"] != first
    assert send(sqs, fifo, "same", MessageDeduplicationId="explicit")["MessageId"] != first
    assert bodies(receive(sqs, fifo)) == ["same", "other", "same"]


def test_the_content_s_id_is_its_sha_256(sqs, fifo):
    # "If you send one message with ContentBasedDeduplication enabled and then another with a
    # MessageDeduplicationId that is the same as the one generated …, the two are duplicates".
    first = send(sqs, fifo, "hello")["MessageId"]
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert send(sqs, fifo, "x", MessageDeduplicationId=digest)["MessageId"] == first


def test_the_scope_of_deduplication_may_be_the_group(sqs, name):
    url = make(sqs, f"{name}.fifo", DeduplicationScope="messageGroup",
               FifoThroughputLimit="perMessageGroupId")
    ids = {send(sqs, url, group, group=group, MessageDeduplicationId="d")["MessageId"]
           for group in ("a", "b", "a")}
    assert len(ids) == 2
    assert sorted(bodies(receive(sqs, url))) == ["a", "b"]


def test_high_throughput_needs_the_scope_of_the_group(sqs, name):
    # "FifoThroughputLimit … perMessageGroupId value is allowed only when the value for
    # DeduplicationScope is messageGroup."
    with refused("InvalidAttributeValue", "InvalidParameterValue", status=400):
        make(sqs, f"{name}.fifo", FifoThroughputLimit="perMessageGroupId",
             DeduplicationScope="queue")
    for attribute in ("FifoThroughputLimit", "DeduplicationScope"):
        with refused("InvalidAttributeValue", "InvalidParameterValue", status=400):
            make(sqs, f"{name}.fifo", **{attribute: "perPlanet"})


def test_the_same_attempt_answers_the_same_messages(own_server):
    sqs = own_server.client("sqs")
    url = make(sqs, ContentBasedDeduplication="true")
    for index in range(4):
        send(sqs, url, str(index))
    attempt = {"ReceiveRequestAttemptId": "once", "count": 2}
    first = receive(sqs, url, **attempt)
    own_server.clock(advance="20s")
    again = receive(sqs, url, **attempt)
    assert bodies(again) == bodies(first) == ["0", "1"]
    assert [m["ReceiptHandle"] for m in again] == [m["ReceiptHandle"] for m in first]
    own_server.clock(advance="20s")
    # The retry has reset the timeout, so that the messages are hidden still.
    assert receive(sqs, url, ReceiveRequestAttemptId="twice") == []


def test_a_changed_message_ends_the_attempt(sqs, fifo):
    send(sqs, fifo, "b")
    [message] = receive(sqs, fifo, ReceiveRequestAttemptId="once")
    delete(sqs, fifo, message)
    assert receive(sqs, fifo, ReceiveRequestAttemptId="once") == []


def test_the_delay_of_a_fifo_queue_holds_for_all_its_messages(own_server):
    # "For FIFO queues, the per-queue delay setting is retroactive".
    sqs = own_server.client("sqs")
    url = make(sqs, ContentBasedDeduplication="true", DelaySeconds="10")
    send(sqs, url, "b")
    assert receive(sqs, url) == []
    own_server.clock(advance="10s")
    assert bodies(receive(sqs, url)) == ["b"]


def test_dead_letter_queues_of_fifo_queues_are_fifo(sqs, fifo, queue):
    target = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    policy = ('{"deadLetterTargetArn":"%s","maxReceiveCount":1}'
              % target["Attributes"]["QueueArn"])
    with refused("InvalidParameterValue", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"RedrivePolicy": policy})
