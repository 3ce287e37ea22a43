"""Writers that keep a ledger of what the server has acknowledged.

A write is *unsure* from the moment it is asked for until it is answered; when the server dies in
between, either outcome is right, but nothing in between.
"""

import hashlib
import http.client
import random
import re
import threading
import zlib

from bare import Bare

BUCKET = "durable-bucket"
# Around what is kept inline (16 KiB) and in files, and around the pieces that files are written in.
SIZES = [0, 1, 300, 5_000, 16_384, 16_385, 70_000, 262_144, 400_000]
PART_MIN = 5 * 1024 * 1024
NOISE = random.Random(1).randbytes(2_000_000)
BROKEN = (OSError, http.client.HTTPException)


def queue_url(name):
    return f"http://localhost/123456789012/{name}"


def message_body(identity):
    """The one body that a message of this identity has."""
    size = zlib.crc32(identity.encode()) % 1500
    return identity + "|" + NOISE[size:size + size].hex()[:size]


def content(key, version):
    """The one content that this version of a key has."""
    head = f"{key}#{version}#".encode()
    number = zlib.crc32(head)
    size = SIZES[number % len(SIZES)]
    offset = number % 100_000
    return head + NOISE[offset:offset + size]


class Ledger:
    """What the clients know. Sets and dicts are shared by the writers; each entry has one owner."""

    def __init__(self):
        self.sent = {"work": set(), "archive": set()}
        self.unsure_sent = {"work": set(), "archive": set()}
        self.deleted = set()
        self.unsure_deleted = set()
        # Per key: the (key, version) contents that it may have, `None` for absent.
        self.objects = {}
        # Per writer: the keys that it has put once.
        self.keys = {}
        # Per group of the FIFO queue: acknowledged numbers not yet received, and the unsure one.
        self.fifo_sent = {}
        self.fifo_unsure = {}
        self.fifo_next = {}
        self.fifo_sequence = {}
        self.faults = []
        self.acknowledged = 0

    def fault(self, text):
        self.faults.append(text)


class Writer(threading.Thread):
    """Writes until the server is gone or it is told to stop."""

    def __init__(self, ledger, endpoint, number, round_number, seed, refusals=()):
        super().__init__(daemon=True)
        self.ledger, self.number, self.round = ledger, number, round_number
        self.client = Bare(endpoint)
        self.random = random.Random(f"{seed}/{round_number}/{number}")
        self.counter = 0
        self.stop = threading.Event()
        self.refusals = refusals
        self.refused = 0

    def run(self):
        actions = [self.send] * 4 + [self.send_batch] + [self.send_fifo] * 3 \
            + [self.consume] * 4 + [self.put] * 4 + [self.overwrite] * 2 \
            + [self.delete, self.copy, self.multipart]
        try:
            while not self.stop.is_set():
                self.random.choice(actions)()
        except BROKEN:
            pass
        except Exception as error:
            self.ledger.fault(f"writer {self.number}: {error!r}")
        finally:
            self.client.close()

    def name(self):
        self.counter += 1
        return f"r{self.round}w{self.number}n{self.counter}"

    def is_done(self, answer, *statuses):
        """Whether the write was acknowledged; a refusal must be one that the test allows."""
        if answer.status in statuses:
            self.ledger.acknowledged += 1
            return True
        if answer.status in self.refusals:
            self.refused += 1
        else:
            self.ledger.fault(f"writer {self.number} got {answer}")
        return False

    def call(self, operation, **members):
        answer = self.client.json_rpc(f"AmazonSQS.{operation}", members)
        return answer.json() if self.is_done(answer, 200) else None

    # --- SQS ---

    def send(self):
        queue, identity = self.random.choice(["work", "archive"]), self.name()
        self.ledger.unsure_sent[queue].add(identity)
        answer = self.call("SendMessage", QueueUrl=queue_url(queue),
                           MessageBody=message_body(identity))
        if answer:
            self.ledger.sent[queue].add(identity)
            digest = hashlib.md5(message_body(identity).encode()).hexdigest()
            if answer["MD5OfMessageBody"] != digest:
                self.ledger.fault(f"MD5 of {identity}: {answer}")

    def send_batch(self):
        queue = self.random.choice(["work", "archive"])
        identities = [self.name() for _ in range(self.random.randint(1, 10))]
        self.ledger.unsure_sent[queue].update(identities)
        entries = [{"Id": name, "MessageBody": message_body(name)} for name in identities]
        answer = self.call("SendMessageBatch", QueueUrl=queue_url(queue), Entries=entries)
        for entry in (answer or {}).get("Successful", []):
            self.ledger.sent[queue].add(entry["Id"])

    def send_fifo(self):
        group = str(self.number)
        number = self.ledger.fifo_unsure.get(group)
        if number is None:
            number = self.ledger.fifo_next.get(group, 0)
            self.ledger.fifo_next[group] = number + 1
        send_fifo(self.ledger, self.call, group, number)

    def consume(self):
        answer = self.call("ReceiveMessage", QueueUrl=queue_url("work"), VisibilityTimeout=60,
                           MaxNumberOfMessages=self.random.randint(1, 10))
        for message in (answer or {}).get("Messages", []):
            identity = message["Body"].split("|")[0]
            if message["Body"] != message_body(identity):
                self.ledger.fault(f"the body of {identity} is {message['Body'][:80]}")
            if identity in self.ledger.deleted:
                self.ledger.fault(f"{identity} was received after its deletion")
            self.ledger.unsure_deleted.add(identity)
            if self.call("DeleteMessage", QueueUrl=queue_url("work"),
                         ReceiptHandle=message["ReceiptHandle"]) is not None:
                self.ledger.deleted.add(identity)

    # --- S3 ---

    def change(self, key, outcome, request, *statuses):
        """Makes a write that leaves `key` with `outcome`, once it is acknowledged."""
        before = self.ledger.objects.get(key, [None])
        self.ledger.objects[key] = [*before, outcome]
        answer = request()
        if self.is_done(answer, *statuses):
            self.ledger.objects[key] = [outcome]
        return answer

    def put_version(self, key, version):
        body = content(key, version)
        return self.change(
            key, (key, version), lambda: self.client.s3("PUT", f"/{BUCKET}/{key}", body), 200)

    def put(self):
        key = f"w{self.number}/{self.name()}"
        self.put_version(key, 0)
        self.ledger.keys.setdefault(self.number, []).append(key)

    def overwrite(self):
        self.put_version(f"w{self.number}/same", self.name())

    def existing(self):
        """A key of this writer that surely has one content."""
        keys = self.ledger.keys.get(self.number, [])
        key = self.random.choice(keys) if keys else None
        may = self.ledger.objects.get(key, [None])
        return key if len(may) == 1 and may[0] else None

    def delete(self):
        key = self.existing()
        if key:
            self.change(key, None, lambda: self.client.s3("DELETE", f"/{BUCKET}/{key}"), 204)

    def copy(self):
        source = self.existing()
        if source:
            target = f"w{self.number}/{self.name()}"
            headers = {"x-amz-copy-source": f"/{BUCKET}/{source}"}
            self.change(target, self.ledger.objects[source][0], lambda: self.client.s3(
                "PUT", f"/{BUCKET}/{target}", headers=headers), 200)

    def multipart(self):
        key = f"w{self.number}/{self.name()}"
        target = f"/{BUCKET}/{key}"
        created = self.client.s3("POST", f"{target}?uploads")
        if not self.is_done(created, 200):
            return
        upload = re.search(rb"<UploadId>(.*?)</UploadId>", created.body)[1].decode()
        body, parts = content(key, 0), []
        if self.number == 0 and self.random.random() < 0.3:
            body = NOISE * 3
            parts = [body[:PART_MIN], body[PART_MIN:]]
        etags = []
        for number, part in enumerate(parts or [body], 1):
            answer = self.client.s3("PUT", f"{target}?partNumber={number}&uploadId={upload}", part)
            if not self.is_done(answer, 200):
                return
            etags.append((number, answer.headers["etag"]))
        xml = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
                      for number, etag in etags)
        xml = f"<CompleteMultipartUpload>{xml}</CompleteMultipartUpload>".encode()
        outcome = ("noise", 3) if parts else (key, 0)
        self.change(key, outcome, lambda: self.client.s3(
            "POST", f"{target}?uploadId={upload}", xml), 200)


def expected_bytes(outcome):
    return NOISE * 3 if outcome == ("noise", 3) else content(*outcome)


def send_fifo(ledger, call, group, number):
    """Sends a number of a group, once or again: its deduplication id is always the same."""
    ledger.fifo_unsure[group] = number
    text = f"{group}:{number}"
    answer = call("SendMessage", QueueUrl=queue_url("line.fifo"), MessageBody=text,
                  MessageGroupId=group, MessageDeduplicationId=text)
    if not answer:
        return
    ledger.fifo_unsure[group] = None
    ledger.fifo_sent.setdefault(group, []).append(number)
    sequence = int(answer["SequenceNumber"])
    if sequence <= ledger.fifo_sequence.get(group, 0):
        ledger.fault(f"sequence number {sequence} of {text} is not above the one before")
    ledger.fifo_sequence[group] = sequence


def prepare(endpoint):
    """Creates what the writers write to."""
    client = Bare(endpoint)
    keep = {"MessageRetentionPeriod": "1209600"}
    for name in ("work", "archive"):
        client.sqs("CreateQueue", QueueName=name, Attributes=keep)
    client.sqs("CreateQueue", QueueName="line.fifo", Attributes={"FifoQueue": "true", **keep})
    answer = client.s3("PUT", f"/{BUCKET}")
    assert answer.status == 200, answer
    client.close()


def start_writers(ledger, endpoint, round_number, seed, count=16, refusals=()):
    writers = [Writer(ledger, endpoint, number, round_number, seed, refusals)
               for number in range(count)]
    for writer in writers:
        writer.start()
    return writers
