"""Lab 2, burst-decoupling.

Requirement: an API takes 10 orders a second for a minute; the instances behind it do 2 a second
each, two of them are there, and in the middle they are all down for 30 seconds. As few errors as
possible, and no order lost.

Right: the API puts orders in a queue and the instances poll. Wrong: the API calls the instances
(errors while they are overwhelmed or down); Auto Scaling alone (fewer errors, since new instances
take two minutes to answer).

The instances are simulated here; the queue and its clock are real.
Source: SQS Developer Guide, "What is Amazon SQS" (decoupling), "visibility timeout".
"""

from labs_messaging.lab import Cloud

ARRIVALS_PER_SECOND = 10
BURST_SECONDS = 60
ORDERS = ARRIVALS_PER_SECOND * BURST_SECONDS
RATE = 2  # orders a second that an instance does
DOWN = range(20, 50)
WARM_UP_SECONDS = 120
INSTANCES = 2
STEP = 5


def capacity(second, scaled_at=None):
    """What the instances can do in that second."""
    if second in DOWN:
        return 0
    is_scaled = scaled_at is not None and second >= scaled_at + WARM_UP_SECONDS
    return RATE * (10 if is_scaled else INSTANCES)


def call_directly(scaled_at=None):
    """Errors when the API calls the instances: what they cannot do in a second is refused."""
    return sum(
        max(0, ARRIVALS_PER_SECOND - capacity(second, scaled_at))
        for second in range(BURST_SECONDS))


def test_right_a_queue_between(server_factory):
    cloud = Cloud(server_factory, relaxed=False)
    queue = cloud.queue("orders", VisibilityTimeout="60")
    accepted, done, waited = 0, [], []
    arrived = {}
    while len(done) < ORDERS:
        assert cloud.now < 900, f"only {len(done)} orders are done"
        if cloud.now < BURST_SECONDS:
            for _ in range(ARRIVALS_PER_SECOND * STEP):
                queue.send(accepted)
                arrived[str(accepted)] = cloud.now
                accepted += 1
        # The instances take what they can do in this step; at second 20 they die with it.
        in_hands = []
        for _ in range(sum(capacity(second) for second in range(cloud.now, cloud.now + STEP))):
            in_hands += queue.receive(count=1)
        is_last_step_before_the_fall = cloud.now + STEP == DOWN.start
        cloud.advance(STEP)
        if not is_last_step_before_the_fall:
            for at in range(0, len(in_hands), 10):
                queue.delete(in_hands[at:at + 10])
            done += [message["Body"] for message in in_hands]
            waited += [cloud.now - arrived[message["Body"]] for message in in_hands]
    assert accepted == ORDERS, "no call of the API has failed"
    assert sorted(done, key=int) == [str(order) for order in range(ORDERS)], "none lost, none twice"
    assert queue.is_empty()
    # 600 orders at 4 a second and 30 seconds of silence: the price is waiting, not errors.
    assert 180 <= cloud.now <= 195, cloud.now
    assert 120 <= max(waited) <= 140, max(waited)


def test_wrong_calling_the_instances():
    errors = call_directly()
    # 6 of 10 a second while the instances are up, all while they are down.
    assert errors == 30 * 6 + 30 * 10 == 480


def test_wrong_auto_scaling_alone():
    """The alarm rings at once; the new instances answer when the burst is over."""
    assert call_directly(scaled_at=0) == call_directly() == 480
    assert WARM_UP_SECONDS > BURST_SECONDS
    # Even with instances that answer after 30 seconds, the outage and the warm-up cost orders.
    quick = sum(
        max(0, ARRIVALS_PER_SECOND - (0 if second in DOWN else 20 if second >= 30 else 4))
        for second in range(BURST_SECONDS))
    assert quick == 20 * 6 + 30 * 10 == 420
