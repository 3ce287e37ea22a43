"""Events of CloudWatch Logs with boto3: put, read by tokens and pages, kept over a restart.

Source: API Reference, PutLogEvents, GetLogEvents, FilterLogEvents; boto3's paginators, which follow
the model's tokens.
"""

import time

import pytest

from expect import refused


@pytest.fixture
def logs(client):
    return client("logs")


@pytest.fixture
def stream(logs):
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    return {"logGroupName": "g", "logStreamName": "s"}


def now():
    return int(time.time() * 1000)


def put(logs, of, *messages, at=None):
    at = at or now()
    events = [{"timestamp": at + i, "message": message} for i, message in enumerate(messages)]
    return logs.put_log_events(**of, logEvents=events)


def test_a_full_batch_is_read_page_by_page_and_each_event_once(logs, stream):
    messages = [f"event {i:05}" for i in range(10_000)]
    start = now() - 20_000
    assert "rejectedLogEventsInfo" not in put(logs, stream, *messages, at=start)
    put(logs, stream, "in between", at=start + 5_000)
    read, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(**stream, startFromHead=True, limit=3_000, **more)
        read += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    assert len(read) == 10_001 and sorted(set(read)) == sorted(messages + ["in between"])
    assert read[5_001] == "in between"
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName="g", filterPattern='"event 09"', PaginationConfig={"PageSize": 400})
    found = [event["message"] for page in pages for event in page["events"]]
    assert found == messages[9_000:]


def test_a_page_has_a_megabyte_at_most(logs, stream):
    for number in range(3):
        put(logs, stream, *[f"{number}" * 100_000] * 5, at=now() - 1_000 + number * 10)
    page = logs.get_log_events(**stream, startFromHead=True)
    assert 5 < len(page["events"]) <= 10
    last = logs.get_log_events(**stream)["events"]
    assert last[-1]["message"][0] == "2" and 5 < len(last) <= 10


def test_groups_and_streams_are_paginated(logs, stream):
    for number in range(60):
        logs.create_log_group(logGroupName=f"many/{number:02}")
        logs.create_log_stream(logGroupName="g", logStreamName=f"more/{number:02}")
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="many/")
    names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    assert names == [f"many/{number:02}" for number in range(60)]
    pages = logs.get_paginator("describe_log_streams").paginate(
        logGroupName="g", orderBy="LastEventTime", descending=True)
    assert len([it for page in pages for it in page["logStreams"]]) == 61


def test_refusals_are_the_model_s_exceptions(logs, stream):
    with pytest.raises(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName="g")
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        put(logs, {**stream, "logStreamName": "none"}, "m")
    with refused("InvalidParameterException"):
        logs.create_log_group(logGroupName="not a name")
    with pytest.raises(logs.exceptions.MalformedQueryException) as caught:
        logs.start_query(logGroupName="g", startTime=1, endTime=2, queryString="fields a | bogus b")
    location = caught.value.response["queryCompileError"]["location"]
    assert location["startCharOffset"] == 11


def test_events_are_there_after_a_kill(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    logs = server.client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    of = {"logGroupName": "g", "logStreamName": "s"}
    put(logs, of, "kept")
    token = logs.get_log_events(**of)["nextForwardToken"]
    server.process.kill()
    server.process.wait()
    logs = server_factory(data=tmp_path).client("logs")
    assert [it["message"] for it in logs.get_log_events(**of)["events"]] == ["kept"]
    put(logs, of, "later")
    page = logs.get_log_events(**of, nextToken=token, startFromHead=True)
    assert [it["message"] for it in page["events"]] == ["later"]


def test_what_comes_in_is_kept_and_scanned_is_billed(own_server):
    """By events with 26 bytes each; what is kept counts as 15 % of it (charge.rs says why)."""
    own_server.clock(set="2031-01-01T00:00:00Z")
    account = "111111111111"
    logs = own_server.client("logs", account)
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[
        {"timestamp": 1_924_992_000_000, "message": "m" * 1_000_000}])
    query = logs.start_query(
        logGroupName="g", startTime=1_924_991_000, endTime=1_924_993_000, queryString="limit 1")
    while logs.get_query_results(queryId=query["queryId"])["status"] != "Complete":
        time.sleep(0.05)
    own_server.clock(advance="24h")
    bill = own_server.ask(f"/_nephele/bill?account={account}&month=2031-01")
    lines = {line["usage_type"]: line for group in bill["groups"] for line in group["lines"]
             if line["service"] == "logs"}
    quantity = {usage: float(line["quantity"]) * 2**30 for usage, line in lines.items()}
    assert quantity["USE1-DataProcessing-Bytes"] == pytest.approx(1_000_026)
    assert quantity["USE1-DataScanned-Bytes"] == pytest.approx(1_000_000)
    assert quantity["USE1-TimedStorage-ByteHrs"] == pytest.approx(
        150_003 * 24 / 744, rel=1e-4)
