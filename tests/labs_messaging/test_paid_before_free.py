"""Lab 3, paid-before-free.

Requirement: videos of paying customers are converted before those of others, at the least cost.

Right: two standard queues, of which workers poll the paid one first. Wrong: one FIFO queue (it
keeps an order that nobody asked for, paid videos wait behind free ones, and requests cost more).

Source: SQS Developer Guide, "Amazon SQS FIFO queues"; Amazon SQS pricing.
"""

import pytest

from labs_messaging.lab import PRICE, Cloud

# 80 videos arrive in a shuffle that is always the same; every fourth is paid.
VIDEOS = [f"{'paid' if number * 37 % 4 == 0 else 'free'}-{number}" for number in range(80)]
PAID = sum(video.startswith("paid") for video in VIDEOS)
BATCH = 5


def convert(cloud, queues):
    """One worker: polls the queues in their order of importance until all are empty. Answers the
    videos in the order in which they were converted."""
    done = []
    while len(done) < len(VIDEOS):
        for queue in queues:
            messages = queue.receive(count=BATCH)
            if messages:
                break
        done += [message["Body"] for message in messages]
        cloud.advance(10)
        queue.delete(messages)
    return done


def run(server_factory, names):
    cloud = Cloud(server_factory, relaxed=False)
    queues = {name: cloud.queue(name) for name in names}
    cloud.requests.clear()
    for video in VIDEOS:
        kind = video.split("-")[0]
        queues.get(kind, queues[names[0]]).send(video)
    done = convert(cloud, list(queues.values()))
    kind = "fifo" if names[0].endswith(".fifo") else "standard"
    requests = sum(cloud.requests.values())
    return done, requests, requests * PRICE[kind]


def last_paid(done):
    return max(at for at, video in enumerate(done, 1) if video.startswith("paid"))


def test_right_two_standard_queues(server_factory):
    done, requests, _ = run(server_factory, ["paid", "free"])
    assert sorted(done) == sorted(VIDEOS)
    assert last_paid(done) == PAID == 20, "all paid videos are the first"
    # 80 sent; 4 batches of paid ones received and deleted; 12 of free ones, each after a look at
    # the empty queue of paid ones.
    assert requests == 80 + 4 * 2 + 12 * 3


def test_right_paid_videos_overtake_the_free_ones_that_wait(server_factory):
    cloud = Cloud(server_factory, relaxed=False)
    paid, free = cloud.queue("paid"), cloud.queue("free")
    for number in range(50):
        free.send(f"free-{number}")
    paid.send("paid-late")
    assert paid.receive()[0]["Body"] == "paid-late"


def test_wrong_one_fifo_queue(server_factory):
    done, requests, cost = run(server_factory, ["videos.fifo"])
    assert done == VIDEOS, "in order of arrival, which nobody asked for"
    assert last_paid(done) == 77, "the last paid video waits for 57 free ones"
    assert requests == 80 + 16 * 2
    _, _, standard_cost = run(server_factory, ["paid", "free"])
    assert cost > standard_cost, (cost, standard_cost)
    assert cost == pytest.approx(56.0e-6) and standard_cost == pytest.approx(49.6e-6)


def test_wrong_groups_of_a_fifo_queue_are_no_priorities(server_factory):
    """Groups keep their own order; which one is next is not the reader's to say."""
    cloud = Cloud(server_factory, relaxed=False)
    queue = cloud.queue("videos.fifo")
    for video in VIDEOS:
        queue.send(video, group=video.split("-")[0])
    done = convert(cloud, [queue])
    assert last_paid(done) > PAID
