"""Lab 1, ordered-events-no-loss.

Requirement: 200 events are processed as they were received, order kept throughout, none lost, none
twice, with the least operations.

Right: an SQS FIFO queue. Wrong: a standard queue (order broken, duplicates); an SNS topic with
queues subscribed (the topic passes on, the order is not guaranteed).

Source: SQS Developer Guide, "Amazon SQS FIFO queues" (order within a group, exactly-once
processing) and "standard queues" (best-effort order, at-least-once delivery).
"""

import pytest

from labs_messaging.lab import Cloud, drain, out_of_order, repeated

EVENTS = list(range(200))


def judge(done):
    """(out of order, twice, lost)"""
    numbers = [int(body) for body in done]
    return out_of_order(numbers), repeated(numbers), len(set(EVENTS) - set(numbers))


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_right_a_fifo_queue(server_factory, seed):
    queue = Cloud(server_factory, seed).queue("events.fifo")
    for event in EVENTS:
        queue.send(event)
    assert judge(drain(queue)) == (0, 0, 0)


def test_right_a_producer_that_sends_again_does_not_make_a_second_event(server_factory):
    """The network swallowed the answers; the producer sends everything again within 5 minutes."""
    queue = Cloud(server_factory).queue("events.fifo")
    for event in EVENTS:
        queue.send(event)
        queue.send(event)
    assert judge(drain(queue)) == (0, 0, 0)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_wrong_a_standard_queue(server_factory, seed):
    queue = Cloud(server_factory, seed).queue("events")
    for event in EVENTS:
        queue.send(event)
    misplaced, twice, lost = judge(drain(queue))
    assert lost == 0, "nothing is lost, but"
    assert misplaced > 50, "the order is broken"
    assert twice > 0, "and some are processed twice"


# Seeds by which something is also delivered twice: of 200 messages it may be none (seed 2).
@pytest.mark.parametrize("seed", ["1", "3", "4"])
def test_wrong_a_topic_in_front_of_a_standard_queue(server_factory, seed):
    cloud = Cloud(server_factory, seed)
    queue = cloud.queue("events")
    topic = cloud.topic("events", queue)
    for event in EVENTS:
        cloud.sns.publish(TopicArn=topic, Message=str(event))
    cloud.advance(1)
    misplaced, twice, lost = judge(drain(queue))
    assert lost == 0
    assert misplaced > 50 and twice > 0, (misplaced, twice)
    assert cloud.requests["CreateTopic"] + cloud.requests["Subscribe"] == 2, "more to operate, too"


def test_wrong_a_topic_keeps_nothing_for_those_who_come_later(server_factory):
    """A subscriber that is made after the events gets none of them; a queue would have kept them
    for four days."""
    cloud = Cloud(server_factory)
    early, late = cloud.queue("early"), cloud.queue("late")
    topic = cloud.topic("events", early)
    for event in EVENTS[:20]:
        cloud.sns.publish(TopicArn=topic, Message=str(event))
    cloud.advance(1)
    cloud.topic("events", late)
    cloud.advance(60)
    assert late.is_empty()
    assert len(set(drain(early))) == 20


def test_the_same_seed_breaks_the_order_in_the_same_way(server_factory):
    def run(seed):
        queue = Cloud(server_factory, seed).queue("events")
        for event in EVENTS[:50]:
            queue.send(event)
        return drain(queue)
    assert run("1") == run("1") != run("2")
