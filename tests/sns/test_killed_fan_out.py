"""A server that is killed in the middle of fan-outs: what it has acknowledged arrives all the same.

Source: ARCHITECTURE.md, "State" (an acknowledged write survives `kill -9`) and "Operations" (a
job's row is deleted by the transaction of the call that it makes, so a crash neither loses nor
repeats it); Developer Guide, "Message delivery for FIFO topics" (in order, exactly once).
"""

import json
import threading

from servers import wait_until

ACCOUNT = "111111111111"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage", "Resource": "*"}]})
QUEUES = 8


def subscribed(server, topic, suffix, **attributes):
    """Makes queues on a topic; answers their URLs."""
    sns, sqs = server.client("sns", ACCOUNT), server.client("sqs", ACCOUNT)
    urls = []
    for number in range(QUEUES):
        name = f"q{number}{suffix}"
        urls.append(sqs.create_queue(
            QueueName=name, Attributes={"Policy": POLICY, **attributes})["QueueUrl"])
        sns.subscribe(TopicArn=topic, Protocol="sqs", Attributes={"RawMessageDelivery": "true"},
                      Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}")
    return urls


def publish_until_killed(server, topic, acknowledged, **more):
    sns = server.client("sns", ACCOUNT)
    for number in range(10_000):
        try:
            sns.publish(TopicArn=topic, Message=f"m{number:04}", **more)
        except Exception:  # noqa: BLE001 - however it is told that the server is gone
            return
        acknowledged.append(f"m{number:04}")


def drained(server, url, count):
    """Waits until so many messages are there, and takes all that there are."""
    sqs = server.client("sqs", ACCOUNT)
    found = []

    def have_come():
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        messages = answer.get("Messages", [])
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return not messages and len(found) >= count

    wait_until(have_come, seconds=60, what=f"{count} messages")
    return found


def test_nothing_is_lost_and_a_fifo_topic_repeats_nothing(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "data")
    sns = server.client("sns", ACCOUNT)
    standard = sns.create_topic(Name="standard")["TopicArn"]
    fifo = sns.create_topic(Name="t.fifo", Attributes={
        "FifoTopic": "true", "ContentBasedDeduplication": "true"})["TopicArn"]
    plain = subscribed(server, standard, "")
    ordered = subscribed(server, fifo, ".fifo", FifoQueue="true")
    to_standard, to_fifo = [], []
    publishers = [
        threading.Thread(target=publish_until_killed, args=(server, standard, to_standard)),
        threading.Thread(target=publish_until_killed, args=(server, fifo, to_fifo),
                         kwargs={"MessageGroupId": "g"})]
    for publisher in publishers:
        publisher.start()
    wait_until(lambda: len(to_standard) > 100 and len(to_fifo) > 100, seconds=60,
               what="publications")
    server.kill()
    for publisher in publishers:
        publisher.join()
    server = server_factory(data=tmp_path / "data")
    for url in plain:
        assert set(to_standard) <= set(drained(server, url, len(to_standard)))
    for url in ordered:
        found = drained(server, url, len(to_fifo))
        # What was published last may have been taken without an acknowledgement.
        assert found[:len(to_fifo)] == to_fifo and len(found) <= len(to_fifo) + 1, found
