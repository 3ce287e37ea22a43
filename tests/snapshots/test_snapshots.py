"""Whole worlds under names (docs/control.md, "Snapshots")."""

import json
import subprocess
import threading
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

from servers import wait_until

ROOT = "/_nephele/snapshots"


def ask(server, method, path, body=None):
    """The answer to a control request; a refusal is its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.endpoint + ROOT + path, data=data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def save(server, name):
    return ask(server, "POST", "", {"name": name})


def load(server, name):
    return ask(server, "POST", f"/{name}/load")


def names(server):
    return [snapshot["name"] for snapshot in ask(server, "GET", "")["snapshots"]]


@pytest.fixture(params=["disk", "memory"])
def kept(request, server_factory, tmp_path):
    """A server with a frozen clock whose world is on the disk, or in memory."""
    server = server_factory(data=tmp_path / "data" if request.param == "disk" else None)
    server.clock(set="2030-01-01T00:00:00Z", freeze=True)
    return server


def test_a_world_comes_back_as_it_was(kept):
    sqs, s3 = kept.client("sqs"), kept.client("s3")
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="one")
    s3.create_bucket(Bucket="kept-bucket")
    s3.put_object(Bucket="kept-bucket", Key="large", Body=b"a" * 300_000)
    s3.put_object(Bucket="kept-bucket", Key="small", Body=b"a")
    saved = save(kept, "before")
    assert (saved["name"], saved["time"], saved["mode"]) == (
        "before", "2030-01-01T00:00:00.000Z", "frozen")

    kept.clock(advance="1h")
    kept.settings(sqs__standard_semantics="relaxed")
    sqs.delete_queue(QueueUrl=queue)
    sqs.create_queue(QueueName="later")
    s3.put_object(Bucket="kept-bucket", Key="large", Body=b"b" * 300_000)
    s3.delete_object(Bucket="kept-bucket", Key="small")
    save(kept, "after")

    load(kept, "before")
    assert kept.clock()["now"] == "2030-01-01T00:00:00.000Z"
    assert "sqs.standard_semantics" not in kept.settings()
    assert [url.rsplit("/")[-1] for url in sqs.list_queues()["QueueUrls"]] == ["orders"]
    bodies = [m["Body"] for m in sqs.receive_message(QueueUrl=queue)["Messages"]]
    assert bodies == ["one"]
    assert s3.get_object(Bucket="kept-bucket", Key="large")["Body"].read() == b"a" * 300_000
    assert s3.get_object(Bucket="kept-bucket", Key="small")["Body"].read() == b"a"

    load(kept, "after")
    assert kept.clock()["now"] == "2030-01-01T01:00:00.000Z"
    assert [url.rsplit("/")[-1] for url in sqs.list_queues()["QueueUrls"]] == ["later"]
    assert s3.get_object(Bucket="kept-bucket", Key="large")["Body"].read() == b"b" * 300_000
    assert names(kept) == ["after", "before"]


def test_a_loaded_world_draws_no_id_twice_and_runs_its_jobs(kept):
    events, sqs = kept.client("scheduler"), kept.client("sqs")
    queue = sqs.create_queue(QueueName="due")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    events.create_schedule(
        Name="once", ScheduleExpression="at(2030-01-01T00:10:00)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn["Attributes"]["QueueArn"], "Input": '"now"',
                "RoleArn": "arn:aws:iam::000000000000:role/r"})
    save(kept, "waiting")
    ids = set()
    for _ in range(3):
        load(kept, "waiting")
        ids.add(sqs.send_message(QueueUrl=queue, MessageBody="x")["MessageId"])
        kept.clock(advance="20m")
        got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
        assert sorted(m["Body"] for m in got) == ['"now"', "x"]
    assert len(ids) == 3


def test_the_loaded_world_stands_after_a_restart(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    sqs = server.client("sqs")
    sqs.create_queue(QueueName="a")
    save(server, "one")
    sqs.create_queue(QueueName="b")
    load(server, "one")
    sqs.create_queue(QueueName="c")
    server.kill()
    server = server_factory(data=tmp_path)
    urls = server.client("sqs").list_queues()["QueueUrls"]
    assert [url.rsplit("/")[-1] for url in urls] == ["a", "c"]
    assert names(server) == ["one"]
    load(server, "one")
    urls = server.client("sqs").list_queues()["QueueUrls"]
    assert [url.rsplit("/")[-1] for url in urls] == ["a"]


def test_secrets_can_be_read_in_the_loaded_world(server_factory, tmp_path):
    """Whatever the world's root key seals is read in a copy elsewhere, too."""
    server = server_factory(data=tmp_path / "here")
    kms = server.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    save(server, "keys")
    file = tmp_path / "keys.nephele"
    command(server, "snapshot", "export", "keys", str(file))
    for other in [server_factory(data=tmp_path / "there"), server_factory()]:
        command(other, "snapshot", "import", str(file))
        load(other, "keys")
        assert other.client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"secret"
    there = server_factory  # the key stays with the world over a restart
    first = there(data=tmp_path / "again")
    command(first, "snapshot", "import", str(file), "renamed")
    load(first, "renamed")
    first.stop()
    second = there(data=tmp_path / "again")
    assert second.client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"secret"


def command(server, *arguments, expect=0):
    port = server.endpoint.rsplit(":", 1)[1]
    done = subprocess.run(
        [server.binary, *arguments, "--port", port], capture_output=True, text=True, timeout=120)
    assert done.returncode == expect, (done.stdout, done.stderr)
    return done.stdout + done.stderr


def test_the_command_line_saves_lists_compares_and_deletes(kept):
    sqs = kept.client("sqs", "111111111111")
    sqs.create_queue(QueueName="a")
    command(kept, "snapshot", "save", "one")
    queue = sqs.create_queue(QueueName="b")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="a body to be found")
    told = command(kept, "snapshot", "diff", "one")
    assert "added AWS::SQS::Queue b (111111111111, us-east-1)" in told
    assert "added sqs message b (111111111111, us-east-1)" in told
    assert 'Body: "a body to be found"' in told
    # What the world keeps for itself is named, and shown when it is asked for.
    assert "kernel usage" in told and "added kernel usage" not in told
    assert "added kernel usage" in command(kept, "snapshot", "diff", "one", "--all")
    command(kept, "snapshot", "save", "two")
    assert command(kept, "snapshot", "diff", "one", "two") == told
    reverse = command(kept, "snapshot", "diff", "two", "one")
    assert "removed AWS::SQS::Queue b" in reverse and "\nadded" not in reverse
    assert command(kept, "snapshot", "diff", "two") == "no difference\n"
    command(kept, "snapshot", "load", "one")
    assert command(kept, "snapshot", "diff", "one") == "no difference\n"
    assert [line.split()[0] for line in command(kept, "snapshot", "list").splitlines()] == [
        "one", "two"]
    command(kept, "snapshot", "delete", "one")
    assert names(kept) == ["two"]
    assert "there is no snapshot one" in command(kept, "snapshot", "load", "one", expect=1)
    assert "already" in command(kept, "snapshot", "save", "two", expect=1)


def test_a_difference_names_resources_and_members_in_aws_words(kept):
    """Our own form (docs/control.md); the names of members are those of AWS's APIs."""
    sqs, s3 = kept.client("sqs", "111111111111"), kept.client("s3", "111111111111")
    dynamodb = kept.client("dynamodb", "111111111111")
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    s3.create_bucket(Bucket="photos")
    dynamodb.create_table(
        TableName="stock", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    dynamodb.put_item(TableName="stock", Item={"id": {"S": "a"}, "left": {"N": "1"}})
    kept.world.snapshots.save("one")
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "77"})
    sqs.tag_queue(QueueUrl=queue, Tags={"team": "blue"})
    s3.put_object(Bucket="photos", Key="2030/a.jpg", Body=b"12345")
    dynamodb.put_item(TableName="stock", Item={"id": {"S": "a"}, "left": {"N": "0"}})
    told = {(row["change"], row["resource"], row["key"].split(", key ")[-1]): row["fields"]
            for row in kept.world.snapshots.diff("one")["changes"]}
    changed = told["changed", "AWS::SQS::Queue", "orders"]
    assert changed["VisibilityTimeout"] == {"before": "30", "after": "77"}
    assert changed["Tags.team"] == {"before": None, "after": '"blue"'}
    assert set(changed) == {"VisibilityTimeout", "Tags.team"}, "the clock stands"
    assert told["added", "object", "2030/a.jpg"]["ContentLength"]["after"] == "5"
    rows = kept.world.snapshots.diff("one")["changes"]
    items = [row for row in rows if row["resource"] == "item"]
    assert [row["key"].startswith("table stock") for row in items] == [True]
    assert items[0]["fields"]["left"] == {"before": "1", "after": "0"}
    # The size of an item is what DynamoDB bills by: zero takes a byte less than one.
    assert set(items[0]["fields"]) == {"left", "Size"}
    # Every change of a table that was declared is told by names, not by numbers.
    for row in kept.world.snapshots.diff("one", everything=True)["changes"]:
        assert not any(part.isdigit() for name in row["fields"] for part in name.split(".")), row


def test_what_is_no_snapshot_is_refused(kept, tmp_path):
    assert save(kept, ".hidden") == 400
    assert save(kept, "a/b") == 400
    assert load(kept, "absent") == 404
    assert ask(kept, "GET", "/absent") == 404
    assert ask(kept, "DELETE", "/absent") == 404
    assert ask(kept, "GET", "/absent/diff") == 404
    assert ask(kept, "PATCH", "/absent") == 405
    newer = tmp_path / "newer"
    newer.write_bytes(b"nephele snapshot 99\nrest")
    assert "newer Nephele" in command(kept, "snapshot", "import", str(newer), "x", expect=1)
    newer.write_bytes(b"something else")
    assert "no exported snapshot" in command(kept, "snapshot", "import", str(newer), "x", expect=1)
    assert names(kept) == []


def test_a_save_under_load_is_one_moment(server_factory, tmp_path):
    """Eight clients write; what was acknowledged before the save is in it, in whole prefixes."""
    server = server_factory(data=tmp_path)
    urls = [server.client("sqs").create_queue(QueueName=f"q{n}")["QueueUrl"] for n in range(8)]
    acknowledged, stop = [0] * 8, threading.Event()

    def write(number):
        sqs = server.client("sqs")
        while not stop.is_set():
            sqs.send_message(QueueUrl=urls[number], MessageBody=str(acknowledged[number]))
            acknowledged[number] += 1

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    wait_until(lambda: min(acknowledged) > 20, what="some writes")
    before = list(acknowledged)
    assert save(server, "loaded")["name"] == "loaded"
    after = list(acknowledged)
    wait_until(lambda: min(acknowledged) > max(before) + 20, 30, "the world to go on")
    stop.set()
    for thread in threads:
        thread.join()
    load(server, "loaded")
    sqs = server.client("sqs")
    for number in range(8):
        count = int(sqs.get_queue_attributes(
            QueueUrl=urls[number], AttributeNames=["All"],
        )["Attributes"]["ApproximateNumberOfMessages"])
        # One more may have been written whose answer was still on its way.
        assert before[number] <= count <= after[number] + 1


def test_a_long_poll_is_told_that_its_world_is_gone(kept):
    sqs = kept.client("sqs")
    queue = sqs.create_queue(QueueName="poll")["QueueUrl"]
    save(kept, "one")
    outcome = []

    def poll():
        try:
            outcome.append(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20))
        except botocore.exceptions.ClientError as error:
            outcome.append(error.response["Error"]["Code"])

    thread = threading.Thread(target=poll)
    thread.start()
    wait_until(lambda: kept.clock()["waiting"] == 1, what="the poll to wait")
    load(kept, "one")
    thread.join(20)
    assert outcome == ["ServiceUnavailable"]


def test_a_process_that_is_killed_while_it_saves_leaves_whole_snapshots(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    s3 = server.client("s3")
    s3.create_bucket(Bucket="bucket")
    for number in range(200):
        s3.put_object(Bucket="bucket", Key=str(number), Body=bytes([number]) * 20_000)
    for round_ in range(4):
        saved = []

        def save_on(server=server, saved=saved, round_=round_):
            for number in range(100):
                try:
                    saved.append(save(server, f"r{round_}-{number}")["name"])
                except (OSError, urllib.error.URLError, TypeError):
                    return

        thread = threading.Thread(target=save_on)
        thread.start()
        wait_until(lambda saved=saved: len(saved) > round_, what="a save")
        server.kill()
        thread.join()
        server = server_factory(data=tmp_path)
        listed = names(server)
        assert set(saved) <= set(listed), "what was acknowledged is there"
        for name in listed:
            if name not in saved:
                # At most the one that was under way, and then whole.
                assert load(server, name)["name"] == name
        load(server, saved[-1])
        got = server.client("s3").get_object(Bucket="bucket", Key="199")["Body"].read()
        assert got == bytes([199]) * 20_000
        assert not [entry for entry in (tmp_path / "snapshots").iterdir()
                    if entry.name.startswith(".")]


def test_no_service_reaches_snapshots(kept):
    request = urllib.request.Request(
        kept.endpoint + ROOT, headers={"X-Nephele-Outbound": "sns"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 403
    request = urllib.request.Request(
        f"{kept.endpoint}{ROOT}/x/file", headers={"X-Nephele-Outbound": "sns"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 403


def test_fsck_checks_a_directory_whose_world_was_loaded(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    s3 = server.client("s3")
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="k", Body=b"x" * 50_000)
    save(server, "one")
    load(server, "one")
    server.stop()
    done = subprocess.run(
        [server.binary, "fsck", "--data", str(tmp_path)], capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 0, done.stderr
    assert "missing          0" in done.stdout
