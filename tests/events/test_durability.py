"""A killed server delivers every event that it has acknowledged.

Source: ARCHITECTURE.md, "State" and "Operations" (jobs are rows of the same commit).
"""

import json

from servers import wait_until


def test_no_acknowledged_event_is_lost(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "data")
    sqs, events = (server.client(it, "111111111111") for it in ["sqs", "events"])
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": "*"}]})})["QueueUrl"]
    events.put_rule(Name="r", EventPattern=json.dumps({"source": ["x"]}))
    arn = "arn:aws:sqs:us-east-1:111111111111:q"
    events.put_targets(Rule="r", Targets=[{"Id": str(n), "Arn": arn} for n in range(5)])
    events.put_rule(Name="tick", ScheduleExpression="rate(1 minute)")
    ids = []
    for _ in range(20):
        entries = [{"Source": "x", "DetailType": "t", "Detail": "{}"}] * 10
        answer = events.put_events(Entries=entries)
        ids += [entry["EventId"] for entry in answer["Entries"]]
    server.kill()
    server = server_factory(data=tmp_path / "data")
    sqs = server.client("sqs", "111111111111")
    got = []

    def all_came():
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        got.extend(json.loads(message["Body"])["id"] for message in answer.get("Messages", []))
        return len(got) >= 5 * len(ids)

    wait_until(all_came, seconds=60, what="all events")
    assert sorted(got) == sorted(ids * 5)
    # The rules are there too, and the pattern matches as before.
    events = server.client("events", "111111111111")
    assert [rule["Name"] for rule in events.list_rules()["Rules"]] == ["r", "tick"]
    events.put_events(Entries=[{"Source": "x", "DetailType": "t", "Detail": "{}"}])
    wait_until(lambda: all_came() and len(got) == 5 * len(ids) + 5, what="five more")
