"""How long it takes to branch a large world: `python tests/snapshots/branch_bench.py --gib 5`.

Fills a world with objects in files of their own (four fifths of the bytes) and with messages in
rows, then saves and loads it while a client goes on writing, and prints how long each took and the
longest that the client waited. It is no test: it writes many gigabytes.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from servers import Server, default_binary  # noqa: E402: the path comes first

OBJECT_BYTES = 128 * 1024
MESSAGE_BYTES = 240 * 1024
THREADS = 4


# Other work on the machine may hold the disk up for seconds.
PATIENT = {"retries": {"total_max_attempts": 10, "mode": "standard"}}


def fill(server, gib):
    in_files, in_rows = (int(gib * 1024 ** 3 * share) for share in (0.8, 0.2))
    s3, sqs = server.client("s3"), server.client("sqs")
    s3.create_bucket(Bucket="large")
    queue = sqs.create_queue(QueueName="large")["QueueUrl"]

    def put(part):
        client, body = server.client("s3", **PATIENT), os.urandom(OBJECT_BYTES)
        for number in range(part, in_files // OBJECT_BYTES, THREADS):
            client.put_object(Bucket="large", Key=f"{number:08}", Body=body)

    def send(part):
        client = server.client("sqs", **PATIENT)
        for number in range(part, in_rows // MESSAGE_BYTES, THREADS):
            body = os.urandom(MESSAGE_BYTES * 3 // 8).hex()
            body += body[:MESSAGE_BYTES - len(body)]
            client.send_message(QueueUrl=queue, MessageBody=body)

    for work in (put, send):
        threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def timed(what, call):
    begun = time.monotonic()
    call()
    print(f"{what:28} {time.monotonic() - begun:8.3f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gib", type=float, default=5)
    gib = parser.parse_args().gib
    folder = tempfile.mkdtemp(prefix="nephele-branch-")
    server = Server(default_binary(), data=folder)
    try:
        timed(f"filled with {gib} GiB", lambda: fill(server, gib))
        queue = server.client("sqs").create_queue(QueueName="beside")["QueueUrl"]
        stop, longest = threading.Event(), [0.0]

        def write():
            client = server.client("sqs")
            while not stop.is_set():
                begun = time.monotonic()
                client.send_message(QueueUrl=queue, MessageBody="m")
                longest[0] = max(longest[0], time.monotonic() - begun)

        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(1)
        print(f"{'longest write before':28} {longest[0]:8.3f} s")
        longest[0] = 0.0
        timed("save", lambda: server.world.snapshots.save("one"))
        print(f"{'longest write during save':28} {longest[0]:8.3f} s")
        timed("save again", lambda: server.world.snapshots.save("two"))
        timed("difference of the two", lambda: server.world.snapshots.diff("one", "two"))
        stop.set()
        writer.join()
        timed("load", lambda: server.world.snapshots.load("one"))
        timed("delete", lambda: server.world.snapshots.delete("two"))
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
