"""Lab 24, short-or-long-polling.

Requirement: a consumer of a queue that has a message every 90 seconds; few empty receives, low
cost, low latency.

Right: long polling (20 seconds). Wrong: short polling once a second (a request a second whether
there is something or not), and short polling once a minute (cheap, but slow).

Source: SQS Developer Guide, "Amazon SQS short and long polling"; Amazon SQS pricing: every request
counts, empty ones too.
"""

import threading

from labs_messaging.lab import PRICE, Cloud
from servers import wait_until

EVERY = 90
MESSAGES = 20
SPAN = EVERY * MESSAGES


class Consumer:
    """Receives and deletes; keeps how long each message lay there, and empty receives."""

    def __init__(self, server_factory):
        self.cloud = Cloud(server_factory, relaxed=False)
        self.queue = self.cloud.queue("q")
        self.cloud.requests.clear()
        self.empty, self.latencies = 0, []

    def take(self, messages):
        self.empty += not messages
        self.latencies += [self.cloud.now - int(message["Body"]) for message in messages]
        self.queue.delete(messages)

    def send_if_due(self):
        if self.cloud.now % EVERY == EVERY - 5:
            self.queue.send(self.cloud.now)

    def result(self):
        """Receives, empty ones, mean latency in seconds, USD for a month like this."""
        assert len(self.latencies) == MESSAGES
        requests = self.cloud.requests["ReceiveMessage"] + self.cloud.requests["DeleteMessageBatch"]
        month = requests * (30 * 86_400 / SPAN) * PRICE["standard"]
        mean = sum(self.latencies) / MESSAGES
        return self.cloud.requests["ReceiveMessage"], self.empty, mean, month


def poll_shortly(server_factory, interval):
    consumer = Consumer(server_factory)
    for second in range(SPAN):
        consumer.send_if_due()
        if second % interval == interval - 1:
            consumer.take(consumer.queue.receive())
        consumer.cloud.advance(1)
    return consumer.result()


def poll_long(server_factory):
    """The poll is on a thread of its own. The clock moves only while it waits in the server, so
    that every run is the same."""
    consumer = Consumer(server_factory)
    cloud = consumer.cloud
    answers = []

    def poll():
        answers.append(consumer.queue.receive(WaitTimeSeconds=20))
    while cloud.now < SPAN:
        answers.clear()
        thread = threading.Thread(target=poll, daemon=True)
        thread.start()
        wait_until(lambda: answers or cloud.server.clock()["waiting"], what="the poll")
        begun = cloud.now
        while not answers:
            cloud.advance(1)
            consumer.send_if_due()
            if cloud.now - begun == 20 or cloud.now % EVERY == EVERY - 5:
                wait_until(lambda: answers, what="the answer")
        thread.join()
        consumer.take(answers[0])
    return consumer.result()


def test_right_long_polling(server_factory):
    receives, empty, latency, month = poll_long(server_factory)
    # Four empty polls between two messages, and one that brings the message at once.
    assert (receives, empty) == (101, 81)
    assert latency == 0
    assert month < 0.10


def test_wrong_short_polling_every_second(server_factory):
    receives, empty, latency, month = poll_shortly(server_factory, 1)
    assert (receives, empty) == (1800, 1780)
    assert latency == 0
    assert month > 1.0, "fifteen times as much for the same messages"


def test_wrong_short_polling_every_minute(server_factory):
    receives, empty, latency, month = poll_shortly(server_factory, 60)
    assert receives == 30 and empty < 15
    assert month < 0.10
    assert latency == 19, "cheap, but a message waits: 4 seconds or 34, 19 on average"
