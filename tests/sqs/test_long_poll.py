"""Long polls: they wait, and a message wakes them.

Source: Amazon SQS Developer Guide, "Amazon SQS short and long polling"; API Reference,
ReceiveMessage. Waiting is on the server's clock, which runs with real time here.
"""

import threading
import time

import botocore.exceptions


class Poll(threading.Thread):
    """A receive on another thread: what it answered, and after how many seconds."""

    def __init__(self, sqs, url, **arguments):
        super().__init__(daemon=True)
        self.call = lambda: sqs.receive_message(QueueUrl=url, **arguments)
        self.messages = None
        self.error = None
        self.start()

    def run(self):
        started = time.monotonic()
        answer = []
        try:
            answer = self.call().get("Messages", [])
        except botocore.exceptions.ClientError as error:
            self.error = error
        self.seconds = time.monotonic() - started
        self.messages = answer

    def bodies(self, timeout=30):
        self.join(timeout)
        assert self.messages is not None, "the poll did not end"
        assert self.error is None
        return [message["Body"] for message in self.messages]


def test_a_short_poll_of_an_empty_queue_answers_at_once(sqs, queue):
    poll = Poll(sqs, queue)
    assert poll.bodies() == [] and poll.seconds < 1


def test_a_long_poll_of_an_empty_queue_ends_in_time(sqs, queue):
    poll = Poll(sqs, queue, WaitTimeSeconds=2)
    assert poll.bodies() == [] and 1.9 < poll.seconds < 4


def test_the_queue_s_wait_time_counts_where_the_call_has_none(sqs, name):
    url = sqs.create_queue(
        QueueName=name, Attributes={"ReceiveMessageWaitTimeSeconds": "1"})["QueueUrl"]
    poll = Poll(sqs, url)
    assert poll.bodies() == [] and 0.9 < poll.seconds < 3
    poll = Poll(sqs, url, WaitTimeSeconds=0)
    assert poll.bodies() == [] and poll.seconds < 0.9


def test_a_message_that_is_there_is_not_waited_for(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    assert poll.bodies() == ["b"] and poll.seconds < 1


def test_an_arriving_message_wakes_a_long_poll(sqs, queue):
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    time.sleep(0.5)
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    assert poll.bodies() == ["b"] and poll.seconds < 2


def test_one_message_wakes_one_of_many(sqs, queue):
    polls = [Poll(sqs, queue, WaitTimeSeconds=3) for _ in range(8)]
    time.sleep(0.5)
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    assert sum((poll.bodies() for poll in polls), []) == ["b"]


def test_every_waiting_poll_gets_one_of_a_batch(sqs, queue):
    polls = [Poll(sqs, queue, WaitTimeSeconds=20, MaxNumberOfMessages=1) for _ in range(5)]
    time.sleep(0.5)
    sqs.send_message_batch(QueueUrl=queue, Entries=[
        {"Id": str(index), "MessageBody": str(index)} for index in range(5)])
    assert sorted(sum((poll.bodies() for poll in polls), [])) == list("01234")
    assert max(poll.seconds for poll in polls) < 5


def test_a_message_given_back_wakes_a_long_poll(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    time.sleep(0.5)
    sqs.change_message_visibility(
        QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert poll.bodies() == ["b"] and poll.seconds < 2


def test_a_visibility_timeout_that_ends_wakes_a_long_poll(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    sqs.receive_message(QueueUrl=queue, VisibilityTimeout=1)
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    assert poll.bodies() == ["b"] and poll.seconds < 3


def test_a_delay_that_ends_wakes_a_long_poll(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b", DelaySeconds=1)
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    assert poll.bodies() == ["b"] and poll.seconds < 3


def test_a_group_that_unlocks_wakes_a_long_poll(sqs, fifo):
    for body in ("first", "second"):
        sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId="g")
    [message] = sqs.receive_message(QueueUrl=fifo)["Messages"]
    poll = Poll(sqs, fifo, WaitTimeSeconds=20)
    time.sleep(0.5)
    sqs.delete_message(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"])
    assert poll.bodies() == ["second"] and poll.seconds < 2


def test_advancing_the_clock_ends_a_long_poll(own_server):
    sqs = own_server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="late", DelaySeconds=15)
    late = Poll(sqs, url, WaitTimeSeconds=20)
    time.sleep(0.3)
    own_server.clock(advance="16s")
    assert late.bodies(5) == ["late"]
    empty = Poll(sqs, url, WaitTimeSeconds=20)
    time.sleep(0.3)
    own_server.clock(advance="21s")
    assert empty.bodies(5) == []


def test_deleting_the_queue_ends_a_long_poll(sqs, queue):
    # AWS does not say what the poll answers: nothing, or that the queue is gone. It must not hang.
    poll = Poll(sqs, queue, WaitTimeSeconds=20)
    time.sleep(0.3)
    sqs.delete_queue(QueueUrl=queue)
    poll.join(5)
    assert not poll.is_alive()
    assert not poll.messages and (poll.error is None or "does not exist" in str(poll.error))


def test_a_long_poll_does_not_hold_up_others(sqs, queue):
    polls = [Poll(sqs, queue, WaitTimeSeconds=3) for _ in range(40)]
    time.sleep(0.3)
    started = time.monotonic()
    for _ in range(20):
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
    assert time.monotonic() - started < 2
    assert sum((poll.bodies() for poll in polls), []) == []
