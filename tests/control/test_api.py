"""The control endpoints: every one is described in docs/openapi.yaml, and the Python package."""

import pathlib
import re
import sys
import threading
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

from servers import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

from nephele import Refused, World  # noqa: E402: the path comes first


def described():
    """(method, path) of docs/openapi.yaml, by its indentation."""
    found, path = set(), None
    for line in (ROOT / "docs/openapi.yaml").read_text().splitlines():
        if line.startswith("components:"):
            break
        if match := re.fullmatch(r"  (/\S+):", line):
            path = match[1]
        elif match := re.fullmatch(r"    (get|post|put|patch|delete):", line):
            found.add((match[1].upper(), path))
    return found


def routed():
    """(method, path) of the gateway's source."""
    folder = ROOT / "crates/gateway/src"
    found = set()
    pattern = re.compile(r'\(("[A-Z]+"(?: \| "[A-Z]+")*), ("/_[^)]*")\) =>')
    for methods, paths in pattern.findall((folder / "control.rs").read_text()):
        for path in re.findall(r'"([^"]+)"', paths):
            for method in re.findall(r'"([A-Z]+)"', methods):
                if method != "HEAD":
                    found.add((method, path))
    pattern = re.compile(r'\("([A-Z]+)", \[(.*?)\]\) =>')
    for method, parts in pattern.findall((folder / "snapshots.rs").read_text()):
        named = parts.replace("name", "{name}").replace('"', "")
        parts = [part for part in named.split(", ") if part]
        found.add((method, "/".join(["/_nephele/snapshots", *parts])))
    found |= {(method, "/_nephele/snapshots/{name}/file") for method in ("GET", "PUT")}
    return found | {("GET", "/_nephele/traces/{id}")}


def status_of(endpoint, method, path):
    url = endpoint + path.replace("{name}", "absent").replace("{id}", "absent")
    data = b"" if method in ("POST", "PUT") else None
    request = urllib.request.Request(url, data=data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_every_endpoint_is_described_and_there():
    assert len(routed()) >= 20
    assert described() == routed()


def test_every_endpoint_that_is_described_answers(own_server):
    for method, path in sorted(described()):
        status, text = status_of(own_server.endpoint, method, path)
        assert status != 405 and "no control endpoint" not in text, (method, path, status, text)
        assert status < 500, (method, path, status, text)
    assert status_of(own_server.endpoint, "GET", "/_nephele/no-such")[0] == 404
    assert status_of(own_server.endpoint, "PATCH", "/_nephele/clock")[0] == 405


@pytest.fixture
def world(own_server):
    return World(own_server.endpoint)


def test_the_package_moves_the_clock(world):
    world.clock.set("2030-01-01T00:00:00Z")
    moved = world.clock.advance("15m")
    assert moved["now"] == world.clock.now == "2030-01-01T00:15:00.000Z"
    assert moved["jobs_run"] == 0
    assert world.clock.resume()["mode"] == "running"
    assert world.clock.freeze()["mode"] == "frozen"
    with pytest.raises(Refused) as refused:
        world.clock.advance("soon")
    assert refused.value.status == 400


def test_the_package_adds_and_ends_faults(world, own_server):
    sqs = own_server.client("sqs")
    with world.faults.add("error", service="sqs", code="Broken", status=400, for_="1h") as fault:
        assert [it["id"] for it in world.faults.list()] == [fault.id]
        with pytest.raises(botocore.exceptions.ClientError):
            sqs.list_queues()
    assert world.faults.list() == []
    sqs.list_queues()
    world.faults.add("throttle", account="111111111111")
    assert world.faults.remove() == 1


def test_the_package_keeps_worlds(world, own_server, tmp_path):
    sqs = own_server.client("sqs")
    sqs.create_queue(QueueName="a")
    assert world.snapshots.save("one")["name"] == "one"
    sqs.create_queue(QueueName="b")
    added = [row for row in world.snapshots.diff("one")["changes"] if row["service"] == "sqs"]
    assert {row["change"] for row in added} == {"added"}
    file = tmp_path / "one"
    world.snapshots.export_file("one", file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert world.snapshots.import_file(file, "two")["name"] == "two"
    assert [it["name"] for it in world.snapshots.list()] == ["one", "two"]
    world.snapshots.load("two")
    urls = sqs.list_queues()["QueueUrls"]
    assert [url.rsplit("/")[-1] for url in urls] == ["a"]
    world.snapshots.delete("one")
    with pytest.raises(Refused) as refused:
        world.snapshots.show("one")
    assert (refused.value.status, refused.value.message) == (404, "there is no snapshot one")


def test_the_package_shows_traces_and_the_bill(world, own_server):
    answer = own_server.client("sqs").list_queues()
    request = answer["ResponseMetadata"]["RequestId"]
    assert world.trace(request)["text"].startswith("sqs ListQueues")
    assert world.traces(service="sqs")[0]["id"] == request
    assert world.why(request) is None
    assert "groups" in world.bill() or world.bill()
    assert world.health()["status"] == "running"


# Faults that need more than the plan's oldest members.

def test_entries_of_a_batch_fail_one_by_one(world, own_server):
    sqs = own_server.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    entries = [{"Id": f"id{n}", "MessageBody": str(n)} for n in range(10)]
    with world.faults.add("partial", service="sqs", operation="SendMessageBatch", percent=50,
                          code="InternalError", message="boom"):
        failed, sent = set(), set()
        for _ in range(10):
            answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
            told = answer.get("Failed", [])
            assert all((it["Code"], it["Message"], it["SenderFault"]) == (
                "InternalError", "boom", False) for it in told)
            failed |= {it["Id"] for it in told}
            sent |= {it["Id"] for it in answer.get("Successful", [])}
            assert len(told) + len(answer.get("Successful", [])) == 10
    assert failed and sent
    dynamodb = own_server.client("dynamodb")
    world.settings({"dynamodb.transitions": "instant"})
    dynamodb.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    with world.faults.add("partial", service="dynamodb", operation="BatchWriteItem"):
        puts = [{"PutRequest": {"Item": {"k": {"S": "a"}}}}]
        answer = dynamodb.batch_write_item(RequestItems={"tab": puts})
        assert answer["UnprocessedItems"] == {"tab": puts}
    assert dynamodb.scan(TableName="tab")["Items"] == []
    events = own_server.client("events")
    with world.faults.add("partial", service="events", operation="PutEvents", code="Down"):
        answer = events.put_events(
            Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}] * 2)
    assert answer["FailedEntryCount"] == 2
    assert [entry["ErrorCode"] for entry in answer["Entries"]] == ["Down", "Down"]
    with pytest.raises(Refused):
        world.faults.add("partial", service="sqs", operation="SendMessage")


def test_a_fault_of_a_long_tail_is_slow_now_and_then(world, own_server):
    sqs = own_server.client("sqs")
    with world.faults.add("latency", service="sqs", latency="20ms", latency_p99="200ms"):
        shown = world.faults.list()[0]
        assert (shown["latency"], shown["latency_p99"]) == (0.02, 0.2)
        for _ in range(40):
            sqs.list_queues()
    took = sorted(call["took_ms"] for call in world.traces(service="sqs", limit=40))
    assert 10 < took[20] < 60, "about half of them are faster than the median"
    assert took[-1] > took[20] * 1.5
    for described in [{"latency": "20ms", "latency_p99": "1ms"},
                      {"latency": "1ms", "latency_max": "2ms", "latency_p99": "2ms"}]:
        with pytest.raises(Refused):
            world.faults.add("latency", **described)


@pytest.mark.parametrize("begins", ["now", "later"])
def test_a_long_poll_ends_when_its_region_goes_dark(world, own_server, begins):
    sqs = own_server.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    outcome = []

    def poll():
        try:
            outcome.append(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20))
        except botocore.exceptions.ClientError as error:
            outcome.append(error.response["Error"]["Code"])

    thread = threading.Thread(target=poll)
    if begins == "later":
        world.clock.set("2030-01-01T00:00:00Z")
        world.faults.add("dark", region="us-east-1", from_="2030-01-01T00:00:05Z")
    thread.start()
    wait_until(lambda: world.clock.show()["waiting"] == 1, what="the poll to wait")
    if begins == "later":
        world.clock.advance("10s")
    else:
        world.faults.add("dark", region="us-east-1")
    thread.join(20)
    assert outcome == ["ServiceUnavailable"]


@pytest.mark.parametrize("name, value, good", [
    ("sqs.standard_semantics", "maybe", "relaxed"),
    ("kinesis.throttling", "maybe", "off"),
    ("kinesis.transitions", "slow", "aws"),
    ("acm.dns_validation", "sometimes", "never"),
    ("sns.sms_spend_quota", "much", "5"),
])
def test_a_setting_takes_no_value_that_it_does_not_know(own_server, name, value, good):
    """Our choice: a wrong value would be as good as none, without anybody knowing."""
    world = World(own_server.endpoint)
    with pytest.raises(Refused):
        world.settings({name: value})
    world.settings({name: good})
