"""CloudWatch Logs Insights and Live Tail with boto3.

Source: API Reference, StartQuery, GetQueryResults, StartLiveTail (a start, then an update each
second); "Sample queries" of the CloudWatch Logs User Guide.
"""

import contextlib
import time

import pytest

REPORT = ("REPORT RequestId: 1b2c3d4e-0000-1111-2222-333344445555\tDuration: {0}.50 ms\t"
          "Billed Duration: {1} ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t")


@pytest.fixture
def logs(client):
    return client("logs")


def fill(logs, group, messages):
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    start = int(time.time() * 1000) - 10_000
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": start + i, "message": message} for i, message in enumerate(messages)])


def run(logs, group, text, **options):
    start = int(time.time()) - 3600
    query = logs.start_query(
        logGroupName=group, startTime=start, endTime=start + 7200, queryString=text, **options)
    for _ in range(200):
        found = logs.get_query_results(queryId=query["queryId"])
        if found["status"] not in ("Scheduled", "Running"):
            break
        time.sleep(0.05)
    assert found["status"] == "Complete", found
    rows = [{it["field"]: it["value"] for it in row} for row in found["results"]]
    return rows, found["statistics"]


def test_the_sample_query_of_lambda_s_memory(logs):
    messages = [REPORT.format(number, number + 1) for number in range(100)] + ["other"]
    fill(logs, "/aws/lambda/f", messages)
    rows, statistics = run(logs, "/aws/lambda/f", (
        'filter @type = "REPORT" | stats max(@memorySize / 1000 / 1000) as provisioned, '
        "avg(@duration), pct(@billedDuration, 90) as p90, count(*)"))
    assert rows == [
        {"provisioned": "128", "avg(@duration)": "50", "p90": "90", "count(*)": "100"}]
    assert statistics["recordsMatched"] == 100 and statistics["recordsScanned"] == 101


def test_a_result_of_many_rows_has_pages(logs):
    fill(logs, "g", [f"user={i} done" for i in range(9_000)])
    rows, statistics = run(logs, "g", "parse 'user=* done' as user | display user", limit=7_000)
    assert [row["user"] for row in rows][:2] == ["8999", "8998"] and len(rows) == 7_000
    assert statistics["resultCount"] == 7_000
    record = logs.get_log_record(logRecordPointer=rows[0]["@ptr"])["logRecord"]
    assert record["@message"] == "user=8999 done" and record["@logStream"] == "s"


def test_live_tail_sends_what_comes(endpoint, account, logs):
    from servers import make_client
    # The SDK's endpoint of its own for streams is no name of this machine.
    tail = make_client(endpoint, "logs", account, inject_host_prefix=False)
    fill(logs, "g", ["before"])
    arn = logs.describe_log_groups()["logGroups"][0]["logGroupArn"]
    answer = tail.start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="wanted")
    with contextlib.closing(answer["responseStream"]) as events:
        events = iter(events)
        assert next(events)["sessionStart"]["logGroupIdentifiers"] == [arn]
        logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": message}
            for message in ("wanted one", "other", "wanted two")])
        found = []
        while len(found) < 2:
            found += next(events)["sessionUpdate"]["sessionResults"]
    assert [it["message"] for it in found] == ["wanted one", "wanted two"]
    assert found[0]["logStreamName"] == "s" and found[0]["logGroupIdentifier"] == f"{account}:g"
    with pytest.raises(tail.exceptions.InvalidParameterException):
        tail.start_live_tail(logGroupIdentifiers=["g"])
