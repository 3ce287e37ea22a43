"""Dead-letter queues: redrive policies, who may use a queue, moving messages back.

Source: Amazon SQS Developer Guide, "Using dead-letter queues in Amazon SQS"; API Reference,
SetQueueAttributes (RedrivePolicy, RedriveAllowPolicy), StartMessageMoveTask,
ListMessageMoveTasks, CancelMessageMoveTask.
"""

import json

import pytest

from expect import refused
from servers import wait_until


def arn_of(sqs, url):
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return answer["Attributes"]["QueueArn"]


def make(sqs, name, **attributes):
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


def redrive(target, count=2):
    return json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": count})


def receive(sqs, url, **arguments):
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **arguments)
    return answer.get("Messages", [])


@pytest.fixture
def pair(sqs, name):
    """A source and its dead-letter queue."""
    dead = make(sqs, f"{name}-dead")
    policy = redrive(arn_of(sqs, dead))
    return make(sqs, f"{name}-source", RedrivePolicy=policy, VisibilityTimeout="0"), dead


def count(sqs, url):
    name = "ApproximateNumberOfMessages"
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(answer["Attributes"][name])


def test_a_message_received_too_often_goes_to_the_dead_letter_queue(sqs, pair):
    source, dead = pair
    attributes = {"n": {"DataType": "String", "StringValue": "v"}}
    sent = sqs.send_message(QueueUrl=source, MessageBody="poison", MessageAttributes=attributes)
    first = receive(sqs, source, MessageSystemAttributeNames=["All"])[0]
    assert len(receive(sqs, source)) == 1
    assert receive(sqs, dead) == []
    assert receive(sqs, source) == [], "the third receive moves it"
    [message] = receive(
        sqs, dead, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"])
    assert message["Body"] == "poison" and message["MessageId"] == sent["MessageId"]
    assert message["MessageAttributes"] == attributes
    told = message["Attributes"]
    assert told["DeadLetterQueueSourceArn"] == arn_of(sqs, source)
    # "the enqueue timestamp is unchanged"; the count is over all queues.
    assert told["SentTimestamp"] == first["Attributes"]["SentTimestamp"]
    assert int(told["ApproximateReceiveCount"]) >= 3


def test_the_policy_is_told_and_can_be_taken_away(sqs, pair):
    source, dead = pair
    found = sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["RedrivePolicy"])
    assert json.loads(found["Attributes"]["RedrivePolicy"]) == {
        "deadLetterTargetArn": arn_of(sqs, dead), "maxReceiveCount": 2}
    sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": ""})
    found = sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["RedrivePolicy"])
    assert "Attributes" not in found
    sqs.send_message(QueueUrl=source, MessageBody="b")
    assert [len(receive(sqs, source)) for _ in range(4)] == [1, 1, 1, 1]


def test_messages_keep_their_age_in_the_dead_letter_queue(own_server):
    # "the expiration of a message is always based on its original enqueue timestamp".
    sqs = own_server.client("sqs")
    dead = make(sqs, "dead", MessageRetentionPeriod="600")
    source = make(sqs, "source", RedrivePolicy=redrive(arn_of(sqs, dead), 1))
    sqs.send_message(QueueUrl=source, MessageBody="b")
    own_server.clock(advance="5m")
    assert len(receive(sqs, source)) == 1
    own_server.clock(advance="31s")
    assert receive(sqs, source) == []
    assert count(sqs, dead) == 1
    own_server.clock(advance="5m")
    assert count(sqs, dead) == 0 and receive(sqs, dead) == []


def test_a_fifo_message_takes_its_group_along(sqs, name):
    fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    dead = make(sqs, f"{name}-dead.fifo", **fifo)
    source = make(sqs, f"{name}.fifo", VisibilityTimeout="0",
                  RedrivePolicy=redrive(arn_of(sqs, dead), 1), **fifo)
    for body in ("poison", "next"):
        sqs.send_message(QueueUrl=source, MessageBody=body, MessageGroupId="g")
    def first():
        answer = sqs.receive_message(QueueUrl=source)
        return [message["Body"] for message in answer.get("Messages", [])]
    assert first() == ["poison"]
    assert first() == ["next"]
    [message] = receive(sqs, dead, MessageSystemAttributeNames=["MessageGroupId"])
    assert message["Body"] == "poison" and message["Attributes"] == {"MessageGroupId": "g"}


@pytest.mark.parametrize("policy", [
    "nonsense", "[]", "{}", '{"maxReceiveCount": 2}', redrive("not-an-arn"),
    redrive("arn:aws:sqs:us-east-1:000000000000:never-made")])
def test_policies_that_lead_nowhere_are_refused(sqs, queue, policy):
    with refused("InvalidParameterValue", "InvalidAttributeValue",
                 "AWS.SimpleQueueService.NonExistentQueue", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": policy})


@pytest.mark.parametrize("value", [0, 1001, "x", -1])
def test_the_count_of_receives_is_one_to_a_thousand(sqs, pair, value):
    source, dead = pair
    policy = redrive(arn_of(sqs, dead), value)
    with refused("InvalidParameterValue", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": policy})


def test_a_target_lies_in_the_same_region(client, sqs, queue, name):
    elsewhere = client("sqs", region="eu-west-1")
    target = arn_of(elsewhere, make(elsewhere, name))
    with refused("InvalidParameterValue", "InvalidAttributeValue",
                 "AWS.SimpleQueueService.NonExistentQueue", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": redrive(target)})


def test_a_dead_letter_queue_may_refuse_its_sources(sqs, name):
    dead = make(sqs, f"{name}-dead")
    friend = make(sqs, f"{name}-friend")
    stranger = make(sqs, f"{name}-stranger")
    policy = {"RedrivePolicy": redrive(arn_of(sqs, dead))}
    allow = {"redrivePermission": "byQueue", "sourceQueueArns": [arn_of(sqs, friend)]}
    sqs.set_queue_attributes(
        QueueUrl=dead, Attributes={"RedriveAllowPolicy": json.dumps(allow)})
    found = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["RedriveAllowPolicy"])
    assert json.loads(found["Attributes"]["RedriveAllowPolicy"]) == allow
    sqs.set_queue_attributes(QueueUrl=friend, Attributes=policy)
    with refused("InvalidParameterValue", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=stranger, Attributes=policy)
    for permission, is_open in (("denyAll", False), ("allowAll", True)):
        sqs.set_queue_attributes(QueueUrl=dead, Attributes={
            "RedriveAllowPolicy": json.dumps({"redrivePermission": permission})})
        if is_open:
            sqs.set_queue_attributes(QueueUrl=stranger, Attributes=policy)
        else:
            with refused("InvalidParameterValue", "InvalidAttributeValue", status=400):
                sqs.set_queue_attributes(QueueUrl=stranger, Attributes=policy)


@pytest.mark.parametrize("allow", [
    "nonsense", {"redrivePermission": "byQueue"}, {"sourceQueueArns": []},
    {"redrivePermission": "allowAll", "sourceQueueArns": ["arn:aws:sqs:us-east-1:1:q"]},
    {"redrivePermission": "byQueue",
     "sourceQueueArns": [f"arn:aws:sqs:us-east-1:111111111111:q{i}" for i in range(11)]}])
def test_allow_policies_that_say_nothing_are_refused(sqs, queue, allow):
    # "You can specify up to 10 source queues"; source queues belong to byQueue.
    text = allow if isinstance(allow, str) else json.dumps(allow)
    with refused("InvalidParameterValue", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedriveAllowPolicy": text})


def test_sources_of_a_dead_letter_queue_are_listed_in_pages(sqs, name):
    dead = make(sqs, f"{name}-dead")
    policy = redrive(arn_of(sqs, dead))
    urls = {make(sqs, f"{name}-{index}", RedrivePolicy=policy) for index in range(5)}
    pages = sqs.get_paginator("list_dead_letter_source_queues").paginate(
        QueueUrl=dead, PaginationConfig={"PageSize": 2})
    pages = [page["queueUrls"] for page in pages]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {url for page in pages for url in page} == urls
    assert sqs.list_dead_letter_source_queues(QueueUrl=urls.pop())["queueUrls"] == []


def fill(sqs, pair, total):
    """Messages that have died in the source."""
    source, dead = pair
    for start in range(0, total, 10):
        sqs.send_message_batch(QueueUrl=source, Entries=[
            {"Id": str(index), "MessageBody": str(start + index)} for index in range(10)])
    wait_until(lambda: receive(sqs, source) == [] and count(sqs, dead) == total, 20, "dying")


def tasks(sqs, dead, **arguments):
    answer = sqs.list_message_move_tasks(SourceArn=arn_of(sqs, dead), **arguments)
    return answer.get("Results", [])


def test_dead_messages_move_back_to_where_they_came_from(sqs, pair):
    source, dead = pair
    fill(sqs, pair, 30)
    handle = sqs.start_message_move_task(SourceArn=arn_of(sqs, dead))["TaskHandle"]
    assert handle
    wait_until(lambda: tasks(sqs, dead)[0]["Status"] == "COMPLETED", what="the move")
    [task] = tasks(sqs, dead)
    assert task["SourceArn"] == arn_of(sqs, dead)
    assert task["ApproximateNumberOfMessagesMoved"] == 30
    assert task["ApproximateNumberOfMessagesToMove"] == 30
    assert "DestinationArn" not in task and task["StartedTimestamp"] > 1_600_000_000_000
    assert (count(sqs, source), count(sqs, dead)) == (30, 0)
    # Moved messages are as new: they may be received maxReceiveCount times again.
    assert len(receive(sqs, source)) == 10


def test_dead_messages_move_to_another_queue(sqs, pair, name):
    _, dead = pair
    fill(sqs, pair, 10)
    other = make(sqs, f"{name}-other")
    sqs.start_message_move_task(SourceArn=arn_of(sqs, dead), DestinationArn=arn_of(sqs, other))
    wait_until(lambda: count(sqs, other) == 10, what="the move")
    assert tasks(sqs, dead)[0]["DestinationArn"] == arn_of(sqs, other)
    assert count(sqs, dead) == 0


def test_a_move_keeps_its_speed_and_can_be_cancelled(own_server):
    sqs = own_server.client("sqs")
    dead = make(sqs, "dead")
    policy = redrive(arn_of(sqs, dead))
    pair = make(sqs, "source", RedrivePolicy=policy, VisibilityTimeout="0"), dead
    fill(sqs, pair, 40)
    arn = arn_of(sqs, dead)
    handle = sqs.start_message_move_task(
        SourceArn=arn, MaxNumberOfMessagesPerSecond=2)["TaskHandle"]
    own_server.clock(advance="5s")
    [task] = tasks(sqs, dead)
    assert task["Status"] == "RUNNING" and task["TaskHandle"] == handle
    assert task["MaxNumberOfMessagesPerSecond"] == 2
    assert 8 <= task["ApproximateNumberOfMessagesMoved"] <= 14
    with refused("AWS.SimpleQueueService.UnsupportedOperation", "UnsupportedOperation",
                 "InvalidParameterValue", status=400):
        sqs.start_message_move_task(SourceArn=arn)
    moved = sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]
    assert moved == task["ApproximateNumberOfMessagesMoved"]
    own_server.clock(advance="1m")
    [task] = tasks(sqs, dead)
    assert task["Status"] == "CANCELLED" and "TaskHandle" not in task
    assert count(sqs, dead) == 40 - moved


def test_the_ten_latest_tasks_are_listed(own_server):
    sqs = own_server.client("sqs")
    dead = make(sqs, "dead")
    make(sqs, "source", RedrivePolicy=redrive(arn_of(sqs, dead)))
    for _ in range(12):
        sqs.start_message_move_task(SourceArn=arn_of(sqs, dead))
        own_server.clock(advance="1m")
    assert len(tasks(sqs, dead)) == 1, "one by default"
    listed = tasks(sqs, dead, MaxResults=10)
    started = [task["StartedTimestamp"] for task in listed]
    assert len(listed) == 10 and started == sorted(started, reverse=True)


def test_moves_that_make_no_sense_are_refused(client, queue, pair):
    sqs = client("sqs", validate=False)
    _, dead = pair
    arn = arn_of(sqs, dead)
    cases = [
        {"SourceArn": arn_of(sqs, queue)},  # is nobody's dead-letter queue
        {"SourceArn": "nonsense"},
        {"SourceArn": arn, "MaxNumberOfMessagesPerSecond": 501},
        {"SourceArn": arn, "MaxNumberOfMessagesPerSecond": 0},
        {"SourceArn": arn + "-not-there"},
        {"SourceArn": arn, "DestinationArn": arn + "-not-there"},
    ]
    codes = ("InvalidParameterValue", "ResourceNotFoundException", "UnsupportedOperation",
             "AWS.SimpleQueueService.UnsupportedOperation", "InvalidAddress",
             "AWS.SimpleQueueService.NonExistentQueue")
    for arguments in cases:
        with refused(*codes):
            sqs.start_message_move_task(**arguments)
    with refused(*codes):
        sqs.cancel_message_move_task(TaskHandle="nonsense")
    with refused(*codes):
        sqs.list_message_move_tasks(SourceArn=arn, MaxResults=11)
