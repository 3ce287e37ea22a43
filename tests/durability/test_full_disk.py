"""A full disk gives errors to clients, not a corrupt world, and is over when there is room again.

The promise (README, "Durability"; `crates/store/src/space.rs`): a write that finds no room is
refused with `ServiceUnavailable` (503) and has changed nothing; reads and, down to a reserve,
deletes go on; writes are taken again as soon as there is room, without a restart.

The disk is a small tmpfs, for which the tests must run as root on Linux; the other program that
fills it is this one, with a ballast file.
"""

import contextlib
import errno
import os
import subprocess
import time

import pytest

from bare import Bare
from durability import verify
from durability.workload import NOISE, Ledger, prepare, queue_url, start_writers

MIB = 1024 * 1024
# Far more than the tests write, so that only the ballast fills it.
DISK_BYTES = 512 * MIB


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, of DISK_BYTES."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", disk]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"cannot mount a tmpfs: {error}")
    if done.returncode != 0:
        pytest.skip(f"cannot mount a tmpfs: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


class Ballast:
    """A file of another program's that takes the room."""

    def __init__(self, disk):
        self.path = disk / "ballast"

    def fill(self, leaving=0):
        """Takes all but `leaving` bytes of what is free."""
        with self.path.open("ab") as file:
            while True:
                stat = os.statvfs(self.path.parent)
                wanted = stat.f_bavail * stat.f_frsize - leaving
                if wanted <= 0:
                    return
                try:
                    file.write(bytes(min(wanted, 4 * MIB)))
                    file.flush()
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    return

    def remove(self):
        self.path.unlink()


def refused_as_full(answer):
    return answer.status == 503 and b"ServiceUnavailable" in answer.body


def send(client, text):
    return client.json_rpc(
        "AmazonSQS.SendMessage", {"QueueUrl": queue_url("work"), "MessageBody": text})


def test_full_and_free_again(small_disk, server_factory):
    ballast = Ballast(small_disk)
    server = server_factory(data=small_disk / "data")
    prepare(server.endpoint)
    client = Bare(server.endpoint)
    assert client.s3("PUT", "/durable-bucket/before", NOISE[:MIB]).status == 200
    for text in ("before", "second"):
        assert send(client, text).status == 200

    # Below the floor of a tenth of the disk, above the half of it that deletes may use.
    ballast.fill(leaving=DISK_BYTES * 3 // 40)
    # The disk is asked every 128 writes or 4 MiB only: until then writes may still be taken.
    answers = (client.s3("PUT", "/durable-bucket/some", b"x") for _ in range(200))
    assert any(answer.status == 503 for answer in answers)
    for target, body in [("large", NOISE[:MIB]), ("small", b"x"), ("before", b"other")]:
        answer = client.s3("PUT", f"/durable-bucket/{target}", body)
        assert refused_as_full(answer), answer
        assert b"<Code>ServiceUnavailable</Code>" in answer.body
    answer = send(client, "refused")
    assert refused_as_full(answer), answer
    assert "ServiceUnavailable" in answer.json()["__type"], answer

    # Nothing of what was refused is there; what was there can be read and deleted.
    for target in ("large", "small"):
        assert client.s3("GET", f"/durable-bucket/{target}").status == 404
    assert client.s3("GET", "/durable-bucket/before").body == NOISE[:MIB]
    assert client.s3("DELETE", "/durable-bucket/before").status == 204

    ballast.fill()
    assert refused_as_full(send(client, "refused"))
    assert client.s3("GET", "/durable-bucket?list-type=2").status == 200

    ballast.remove()
    assert send(client, "after").status == 200
    put = client.s3("PUT", "/durable-bucket/after", NOISE[:MIB])
    assert put.status == 200, put
    server.kill()
    again = server_factory(data=small_disk / "data")
    client = Bare(again.endpoint)
    assert verify.receive_all(client, "work") == ["before", "second", "after"]
    assert client.s3("GET", "/durable-bucket/after").body == NOISE[:MIB]
    assert client.s3("GET", "/durable-bucket/before").status == 404


@pytest.mark.parametrize("durability", ["process", "fsync"])
def test_writers_meet_a_disk_that_fills(binary, small_disk, server_factory, durability):
    """16 writers while the room goes to nothing and comes back, twice; then SIGKILL when full."""
    ballast, ledger = Ballast(small_disk), Ledger()
    data = small_disk / "data"
    server = server_factory("--durability", durability, data=data)
    prepare(server.endpoint)
    refused = 0
    for number in range(2):
        writers = start_writers(ledger, server.endpoint, number, seed=1, refusals=(503, 500))
        time.sleep(0.3)
        for _ in range(4):
            ballast.fill()
            time.sleep(0.1)
        assert server.is_alive(), server.messages()
        ballast.remove()
        time.sleep(0.2)
        for writer in writers:
            writer.stop.set()
        for writer in writers:
            writer.join(30)
            assert not writer.is_alive()
            refused += writer.refused
        assert not ledger.faults, (ledger.faults[:20], server.messages())
        # There is room: a new writer is refused nothing.
        calm = start_writers(ledger, server.endpoint, f"{number}calm", seed=1, count=2)
        time.sleep(0.2)
        for writer in calm:
            writer.stop.set()
            writer.join(30)
        assert not ledger.faults, (ledger.faults[:20], server.messages())
    assert refused > 0
    ballast.fill()
    server.kill()
    # While the disk is full the world may fail to open, but says why and stays whole.
    with contextlib.suppress(RuntimeError):
        full = server_factory("--durability", durability, data=data)
        assert Bare(full.endpoint).s3("GET", "/durable-bucket?list-type=2").status == 200
        full.kill()
    ballast.remove()
    fsck = subprocess.run([binary, "fsck", "--data", data], capture_output=True, text=True)
    assert fsck.returncode == 0, fsck
    server = server_factory("--durability", durability, data=data)
    verify.everything(ledger, server)
    assert not ledger.faults, ledger.faults[:20]
