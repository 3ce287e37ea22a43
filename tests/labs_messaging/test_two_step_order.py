"""Lab 4, two-step-order.

Requirement: a first step answers at once, a second one is slow; every order goes through both
exactly once and in order of arrival.

Right: an SNS FIFO topic (the first step publishes) and an SQS FIFO queue (the second step reads).
Wrong: a standard topic and a standard queue (duplicates, reordering).

Source: SNS Developer Guide, "Amazon SNS FIFO topics"; SQS Developer Guide, "Amazon SQS FIFO
queues".
"""

from labs_messaging.lab import Cloud, drain, out_of_order, repeated

ORDERS = list(range(100))


def run(cloud, suffix):
    """The first step publishes; it is tried twice, since it never hears the answer."""
    queue = cloud.queue(f"second-step{suffix}")
    topic = cloud.topic(f"first-step{suffix}", queue)
    more = {"MessageGroupId": "orders"} if suffix else {}
    for order in ORDERS:
        for _ in range(2):
            cloud.sns.publish(TopicArn=topic, Message=str(order), **more)
    cloud.advance(1)
    return [int(body) for body in drain(queue)]


def test_right_fifo_topic_and_fifo_queue(server_factory):
    assert run(Cloud(server_factory), ".fifo") == ORDERS


def test_wrong_standard_topic_and_standard_queue(server_factory):
    done = run(Cloud(server_factory), "")
    assert set(done) == set(ORDERS)
    assert repeated(done) >= len(ORDERS), "each order that was tried twice is worked on twice"
    assert out_of_order(done) > 20, "and the order is broken"
