"""Events that go to buses of other accounts and regions.

Sources: EventBridge User Guide, "Sending and receiving events between AWS accounts", "… between
AWS Regions", "Permissions for event buses".
"""

import random

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def other():
    """Another account that no other test uses."""
    return f"{random.SystemRandom().randrange(10**11, 10**12)}"


def test_a_bus_of_another_account(rules, rules_of, client, account, other, make_queue):
    theirs, their_sqs = client("events", account=other), client("sqs", account=other)
    bus = theirs.create_event_bus(Name="incoming")["EventBusArn"]
    queue, dead = make_queue(sqs=their_sqs), make_queue("dead")
    rules_of(theirs).rule("r", {"account": [account]}, queue, bus="incoming")
    rules.rule("out", {"source": ["shop"]}, {"Arn": bus, "DeadLetterConfig": {"Arn": dead.arn}})
    rules.put("shop", {"n": 1})
    [letter] = dead.take()
    code = letter["MessageAttributes"]["ERROR_CODE"]["StringValue"]
    assert code == "CROSS_ACCOUNT_INGESTION_FAILED"
    with pytest.raises(ClientError, match="AccessDeniedException"):
        rules.put("shop", {"n": 2}, bus=bus)
    theirs.put_permission(EventBusName="incoming", Action="events:PutEvents", Principal=account,
                          StatementId="them")
    [event_id] = rules.put("shop", {"n": 3})
    [event] = queue.events()
    assert (event["id"], event["account"]) == (event_id, account)
    # Straight to the other bus too.
    rules.put("shop", {"n": 4}, bus=bus)
    assert queue.events()[0]["detail"] == {"n": 4}
    theirs.remove_permission(EventBusName="incoming", StatementId="them")
    with pytest.raises(ClientError, match="AccessDeniedException"):
        rules.put("shop", {"n": 5}, bus=bus)


def test_a_bus_of_another_region(rules, rules_of, client, account, make_queue):
    west = client("events", region="us-west-2")
    queue = make_queue(sqs=client("sqs", region="us-west-2"))
    rules_of(west).rule("r", {"region": ["us-east-1"]}, queue)
    rules.rule("out", {"source": ["shop"]}, {
        "Arn": f"arn:aws:events:us-west-2:{account}:event-bus/default",
        "RoleArn": f"arn:aws:iam::{account}:role/sender"})
    [event_id] = rules.put("shop", {})
    [event] = queue.events()
    assert (event["id"], event["region"]) == (event_id, "us-east-1")


def test_an_event_is_passed_on_once(rules, events, make_queue, account):
    """A loop of two buses ends by itself."""
    queue, dead = make_queue(), make_queue("dead")
    for bus in ["one", "two"]:
        events.create_event_bus(Name=bus)
    arns = {bus: f"arn:aws:events:us-east-1:{account}:event-bus/{bus}" for bus in ["one", "two"]}
    for bus, to in [("one", "two"), ("two", "one")]:
        rules.rule("on", {"source": ["x"]}, queue,
                   {"Arn": arns[to], "DeadLetterConfig": {"Arn": dead.arn}}, bus=bus)
    rules.put("x", {}, bus="one")
    assert len(queue.take(2)) == 2
    letter = dead.take()[0]["MessageAttributes"]
    assert letter["ERROR_CODE"]["StringValue"] == "THIRD_ACCOUNT_HOP_DETECTED"
    assert letter["TARGET_ARN"]["StringValue"] == arns["one"]


def test_roles_of_other_accounts_are_not_handed_over(events, other):
    with pytest.raises(ClientError, match="Cross-account pass role"):
        events.put_rule(Name="r", EventPattern='{"source": ["x"]}',
                        RoleArn=f"arn:aws:iam::{other}:role/theirs")
