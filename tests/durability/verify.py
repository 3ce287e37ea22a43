"""Compares a server with the ledger of its clients."""

import hashlib
import re

from durability.workload import BUCKET, expected_bytes, message_body, queue_url, send_fifo
from bare import Bare


def everything(ledger, server):
    """The whole world, message by message and byte by byte. Empties the queues."""
    a_round(ledger, server)
    drain_standard(ledger, Bare(server.endpoint), "archive")
    objects(ledger, server, list(ledger.objects))


def a_round(ledger, server):
    """What can be checked without emptying the archive or reading every object."""
    client = Bare(server.endpoint)
    for group, number in list(ledger.fifo_unsure.items()):
        if number is not None:
            # What a client does that got no answer: it sends again, and has sent once.
            send_fifo(ledger, client.sqs, group, number)
    # What had been received but not deleted is visible again.
    server.clock(advance="70s")
    drain_standard(ledger, client, "work")
    drain_fifo(ledger, client)
    listing(ledger, client)
    client.close()


def receive_all(client, queue):
    """Receives and deletes until the queue is empty."""
    messages, url = [], queue_url(queue)
    while True:
        found = client.sqs("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10,
                           VisibilityTimeout=3600).get("Messages", [])
        if not found:
            return messages
        messages += [message["Body"] for message in found]
        entries = [{"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
                   for index, message in enumerate(found)]
        failed = client.sqs("DeleteMessageBatch", QueueUrl=url, Entries=entries).get("Failed")
        assert not failed, failed


def drain_standard(ledger, client, queue):
    bodies = receive_all(client, queue)
    identities = [body.split("|")[0] for body in bodies]
    for identity, body in zip(identities, bodies, strict=True):
        if body != message_body(identity):
            ledger.fault(f"the body of {identity} is {body[:80]}")
    found = set(identities)
    if len(found) != len(identities):
        twice = sorted(name for name in found if identities.count(name) > 1)
        ledger.fault(f"delivered twice: {twice}")
    deleted = ledger.deleted if queue == "work" else set()
    unsure_deleted = ledger.unsure_deleted if queue == "work" else set()
    for name in found & deleted:
        ledger.fault(f"{name} came back after its deletion")
    for name in ledger.sent[queue] - unsure_deleted - found:
        ledger.fault(f"{name} was acknowledged and is lost")
    for name in found - ledger.unsure_sent[queue]:
        ledger.fault(f"{name} was never sent to {queue}")
    # All is deleted now, and what was not found must never appear.
    ledger.deleted |= ledger.unsure_sent[queue]
    ledger.sent[queue], ledger.unsure_sent[queue] = set(), set()
    ledger.unsure_deleted = set()


def drain_fifo(ledger, client):
    found = {}
    for body in receive_all(client, "line.fifo"):
        group, number = body.split(":")
        found.setdefault(group, []).append(int(number))
    for group in set(found) | set(ledger.fifo_sent):
        sent, received = ledger.fifo_sent.get(group, []), found.get(group, [])
        if sent != received:
            lost = [number for number in sent if number not in received]
            twice = sorted(number for number in set(received) if received.count(number) > 1)
            strange = [number for number in received if number not in sent]
            ledger.fault(f"group {group}: lost {lost}, received twice {twice}, never "
                         f"acknowledged {strange}, sent {sent}, received {received}")
    ledger.fifo_sent = {}


def listing(ledger, client):
    """Every key that must be there is listed with the right length, and no other."""
    sizes, start = {}, ""
    while True:
        answer = client.s3("GET", f"/{BUCKET}?list-type=2&start-after={start}")
        assert answer.status == 200, answer
        page = re.findall(rb"<Contents>.*?</Contents>", answer.body, re.DOTALL)
        for entry in page:
            key = re.search(rb"<Key>(.*?)</Key>", entry)[1].decode()
            sizes[key] = int(re.search(rb"<Size>(.*?)</Size>", entry)[1])
        if b"<IsTruncated>true</IsTruncated>" not in answer.body:
            break
        start = key
    for key in set(sizes) - set(ledger.objects):
        ledger.fault(f"{key} was never written")
    unsure = []
    for key, may in ledger.objects.items():
        lengths = [outcome and len(expected_bytes(outcome)) for outcome in may]
        if sizes.get(key) not in lengths:
            ledger.fault(f"{key} has {sizes.get(key)} bytes, not {lengths}: {may}")
        if len(may) > 1:
            unsure.append(key)
    read(ledger, client, unsure)


def objects(ledger, server, keys):
    client = Bare(server.endpoint)
    read(ledger, client, keys)
    client.close()


def read(ledger, client, keys):
    """Reads keys whole: each has one of its possible contents, and its own digest."""
    for key in keys:
        answer = client.s3("GET", f"/{BUCKET}/{key}")
        may = ledger.objects[key]
        if answer.status == 404:
            seen = None
        elif answer.status == 200:
            matching = [outcome for outcome in may
                        if outcome and answer.body == expected_bytes(outcome)]
            seen = matching[0] if matching else "other bytes"
            etag = answer.headers["etag"].strip('"')
            if "-" not in etag and etag != hashlib.md5(answer.body).hexdigest():
                ledger.fault(f"{key}: the ETag is not of these bytes: {answer}")
        else:
            ledger.fault(f"{key}: {answer}")
            continue
        if seen not in may:
            ledger.fault(f"{key} has {seen} ({len(answer.body)} bytes), not one of {may}")
        # From here on it may not change any more.
        ledger.objects[key] = [seen]
