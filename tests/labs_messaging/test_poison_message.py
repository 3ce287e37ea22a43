"""Lab 26, poison-message.

Requirement: a message that no consumer can handle must not be tried for ever, must not hold up the
others, and must not get lost.

Right: a dead-letter queue after three receives. Wrong: no dead-letter queue (it is tried until it
expires after four days; in a FIFO queue it holds up its group); a consumer that deletes what it
cannot handle (the message is lost).

Source: SQS Developer Guide, "Using dead-letter queues in Amazon SQS", "Amazon SQS FIFO queues".
"""

from labs_messaging.lab import Cloud

GOOD = 9
POISON = "poison"


def run(server_factory, name, seconds, max_receives=None, delete_failures=False):
    """A consumer looks every 30 seconds (the visibility timeout). Answers what was done, how often
    the poison was tried, and what lies in the dead-letter queue."""
    cloud = Cloud(server_factory, relaxed=False)
    suffix = ".fifo" if name.endswith(".fifo") else ""
    dead = cloud.queue(f"dead{suffix}")
    redrive = {"RedrivePolicy": {"deadLetterTargetArn": dead.arn,
                                 "maxReceiveCount": max_receives}} if max_receives else {}
    queue = cloud.queue(name, **redrive)
    queue.send(POISON)
    for number in range(GOOD):
        queue.send(number)
    done, tries = [], 0
    while cloud.now < seconds:
        # One at a time, as a function or a worker with one slot does.
        for _ in range(GOOD + 1):
            messages = queue.receive(count=1)
            if not messages:
                break
            if messages[0]["Body"] == POISON:
                tries += 1
                if not delete_failures:
                    continue
            else:
                done.append(messages[0]["Body"])
            queue.delete(messages)
        cloud.advance(30)
    return done, tries, [message["Body"] for message in dead.receive()]


EVERYTHING = [str(number) for number in range(GOOD)]


def test_right_a_dead_letter_queue(server_factory):
    done, tries, dead = run(server_factory, "q", 3_600, max_receives=3)
    assert (done, tries, dead) == (EVERYTHING, 3, [POISON])


def test_right_a_dead_letter_queue_frees_the_group(server_factory):
    done, tries, dead = run(server_factory, "q.fifo", 3_600, max_receives=3)
    assert (done, tries, dead) == (EVERYTHING, 3, [POISON])


def test_wrong_no_dead_letter_queue(server_factory):
    done, tries, dead = run(server_factory, "q", 3_600)
    assert done == EVERYTHING and dead == []
    assert tries == 120, "every 30 seconds, for an hour so far"


def test_wrong_no_dead_letter_queue_and_a_group_that_waits(server_factory):
    done, tries, dead = run(server_factory, "q.fifo", 3_600)
    assert done == [], "nothing behind the poison was done in an hour"
    assert tries == 120 and dead == []


def test_wrong_deleting_what_fails(server_factory):
    done, tries, dead = run(server_factory, "q", 3_600, delete_failures=True)
    assert (done, tries) == (EVERYTHING, 1)
    assert dead == [], "and the message is nowhere"
