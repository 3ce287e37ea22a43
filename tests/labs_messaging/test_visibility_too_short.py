"""Lab 25, visibility-too-short.

Requirement: 12 jobs of 45 seconds each, by three workers that start 15 seconds apart; every job is
done once.

Right: a visibility timeout longer than the work, or a worker that extends it while it works. Wrong:
the default of 30 seconds, which is shorter than the work: others get the jobs that are still being
done.

Source: SQS Developer Guide, "Amazon SQS visibility timeout".
"""

import collections

from labs_messaging.lab import Cloud

JOBS = 12
WORK_SECONDS = 45
WORKERS = 3
APART_SECONDS = 15
STEP = 5


class Worker:
    def __init__(self, queue, start, heartbeat):
        self.queue, self.start, self.heartbeat = queue, start, heartbeat
        self.message, self.left = None, 0

    def step(self, finished):
        """Takes a job when it has none, and works for STEP seconds."""
        if self.queue.cloud.now < self.start:
            return
        if self.message is None:
            messages = self.queue.receive(count=1)
            if not messages:
                return
            self.message, self.left = messages[0], WORK_SECONDS
        self.left -= STEP
        if self.left == 0:
            finished.append(self.message["Body"])
            self.queue.delete([self.message])
            self.message = None
        elif self.heartbeat:
            self.queue.cloud.sqs.change_message_visibility(
                QueueUrl=self.queue.url, ReceiptHandle=self.message["ReceiptHandle"],
                VisibilityTimeout=30)


def run(server_factory, visibility, heartbeat=False):
    """How often each job was done, and how long it all took."""
    cloud = Cloud(server_factory, relaxed=False)
    queue = cloud.queue("jobs", VisibilityTimeout=str(visibility))
    for job in range(JOBS):
        queue.send(job)
    workers = [Worker(queue, APART_SECONDS * at, heartbeat) for at in range(WORKERS)]
    finished = []
    while cloud.now < 1_200:
        for worker in workers:
            worker.step(finished)
        cloud.advance(STEP)
        if queue.is_empty() and all(worker.message is None for worker in workers):
            break
    return collections.Counter(finished), cloud.now


def test_right_longer_than_the_work(server_factory):
    done, seconds = run(server_factory, 90)
    assert done == {str(job): 1 for job in range(JOBS)}
    assert seconds == JOBS / WORKERS * WORK_SECONDS + (WORKERS - 1) * APART_SECONDS == 210


def test_right_extended_while_it_is_worked_on(server_factory):
    done, seconds = run(server_factory, 30, heartbeat=True)
    assert done == {str(job): 1 for job in range(JOBS)}
    assert seconds == 210


def test_wrong_shorter_than_the_work(server_factory):
    """Whoever becomes free takes the oldest job, which another still works on. The first worker's
    receipt handle is then an old one, with which a message is not deleted: in twenty minutes the
    three workers do two of the twelve jobs, again and again."""
    done, seconds = run(server_factory, 30)
    assert seconds == 1_200, "it does not end"
    assert len(done) == 2
    assert sum(done.values()) > 70, "and yet they worked all the time"
