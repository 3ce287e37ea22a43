"""A journal whose end was torn by a power cut still opens, with all but what was torn off.

The promise (README, "Durability"): with `--durability fsync` a write is answered once it is on the
disk. What a power cut can tear is what was being written; here it is played by cutting off or
spoiling the last 1 to 200 bytes of the newest journal file.
"""

import os
import pathlib
import random
import re
import shutil
import subprocess

import pytest

from durability.workload import NOISE
from bare import Bare

MESSAGES = 40
BUCKET = "torn-bucket"
# Longer than any cut: a cut touches one message's commit at most.
BODY_LEN = 600
CUTS = [1, 2, 3, 7, 8, 9, 16, 31, 64, 100, 127, 150, 199, 200]


def journal(data):
    journals = list((data / "db").glob("*.jnl"))
    return max(journals, key=lambda path: int(path.stem))


def written_len(path):
    """Where the journal ends: it is laid out in advance, as zeros."""
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        while end > 0:
            start = max(0, end - 1_048_576)
            file.seek(start)
            piece = file.read(end - start).rstrip(b"\0")
            if piece:
                return start + len(piece)
            end = start
    return 0


@pytest.fixture(scope="module")
def killed_world(binary, tmp_path_factory):
    """A data directory of a server in fsync mode that was killed after its last answer."""
    from servers import Server
    data = tmp_path_factory.mktemp("torn") / "data"
    server = Server(binary, "--durability", "fsync", data=data)
    client = Bare(server.endpoint)
    assert client.s3("PUT", f"/{BUCKET}").status == 200
    client.sqs("CreateQueue", QueueName="torn.fifo", Attributes={"FifoQueue": "true"})
    url = "http://localhost/123456789012/torn.fifo"
    for number in range(MESSAGES):
        # Content files too, which a cut of rows leaves without an owner.
        put = client.s3("PUT", f"/{BUCKET}/{number:03}", NOISE[number:number + 20_000])
        assert put.status == 200, put
        client.sqs("SendMessage", QueueUrl=url, MessageGroupId="one", MessageBody=body(number),
                   MessageDeduplicationId=str(number))
    server.kill()
    return data


def body(number):
    return f"{number}|" + NOISE[number:number + BODY_LEN].hex()[:BODY_LEN]


def copy_of(killed_world, tmp_path):
    # `cp` keeps the holes of the journal.
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", "--sparse=always", killed_world, data], check=True)
    return data


def survivors(server):
    client = Bare(server.endpoint)
    server.clock(advance="1s")
    numbers = []
    while True:
        found = client.sqs("ReceiveMessage", QueueUrl="http://localhost/123456789012/torn.fifo",
                           MaxNumberOfMessages=10)
        for message in found.get("Messages", []):
            number = int(message["Body"].split("|")[0])
            assert message["Body"] == body(number)
            numbers.append(number)
            client.sqs("DeleteMessage", QueueUrl="http://localhost/123456789012/torn.fifo",
                       ReceiptHandle=message["ReceiptHandle"])
        if not found.get("Messages"):
            return numbers


def keys(server):
    client = Bare(server.endpoint)
    listed = client.s3("GET", f"/{BUCKET}?list-type=2")
    found = [int(key) for key in re.findall(rb"<Key>(\d+)</Key>", listed.body)]
    for number in found:
        answer = client.s3("GET", f"/{BUCKET}/{number:03}")
        assert (answer.status, answer.body) == (200, NOISE[number:number + 20_000])
    return found


def check(binary, server_factory, data, lost_max):
    """The world opens, works, and has all but the last `lost_max` messages."""
    fsck = subprocess.run([binary, "fsck", "--data", data], capture_output=True, text=True)
    assert fsck.returncode == 0, fsck
    server = server_factory("--durability", "fsync", data=data)
    client = Bare(server.endpoint)
    assert client.s3("PUT", f"/{BUCKET}/new", b"after the cut").status == 200
    found = survivors(server)
    assert found == list(range(len(found)))
    assert len(found) >= MESSAGES - lost_max
    objects = keys(server)
    assert objects == list(range(len(objects)))
    assert len(objects) >= MESSAGES - lost_max
    server.kill()
    # What was written behind the repaired end is whole as well.
    again = server_factory("--durability", "fsync", data=data)
    assert Bare(again.endpoint).s3("GET", f"/{BUCKET}/new").body == b"after the cut"
    assert survivors(again) == []
    again.stop()
    shutil.rmtree(data)


def test_uncut(binary, server_factory, killed_world, tmp_path):
    check(binary, server_factory, copy_of(killed_world, tmp_path), lost_max=0)


@pytest.mark.parametrize("cut", CUTS)
def test_cut_off(binary, server_factory, killed_world, tmp_path, cut):
    data = copy_of(killed_world, tmp_path)
    path = journal(data)
    os.truncate(path, written_len(path) - cut)
    check(binary, server_factory, data, lost_max=1)


@pytest.mark.parametrize("cut", [1, 8, 64, 200])
@pytest.mark.parametrize("spoil", ["zeros", "noise"])
def test_spoilt(binary, server_factory, killed_world, tmp_path, cut, spoil):
    """The file has its length, but its last sector was not written or is something else's."""
    data = copy_of(killed_world, tmp_path)
    path = journal(data)
    end = written_len(path)
    with path.open("r+b") as file:
        file.seek(end - cut)
        file.write(bytes(cut) if spoil == "zeros" else random.Random(cut).randbytes(cut))
    check(binary, server_factory, data, lost_max=1)


def test_a_cut_content_file_is_noticed(binary, server_factory, killed_world, tmp_path):
    """No promise covers lost content, but a lost file is told and never served as if whole."""
    data = copy_of(killed_world, tmp_path)
    victim = sorted(path for path in (data / "blobs").rglob("*") if path.is_file())[0]
    pathlib.Path(victim).unlink()
    fsck = subprocess.run([binary, "fsck", "--data", data], capture_output=True, text=True)
    assert fsck.returncode == 1
    assert "1 content files are missing" in fsck.stderr
    server = server_factory(data=data)
    client = Bare(server.endpoint)
    statuses = [client.s3("GET", f"/{BUCKET}/{n:03}").status for n in range(MESSAGES)]
    assert sorted(statuses) == [200] * (MESSAGES - 1) + [500]
