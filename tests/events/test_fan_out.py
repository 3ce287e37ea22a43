"""From PutEvents to targets with boto3.

Sources: EventBridge User Guide, "Amazon EventBridge events", "Using resource-based policies for
Amazon EventBridge", "Using dead-letter queues to process undelivered events", "Amazon EventBridge
input transformation".
"""

import datetime
import json
import re

import pytest
from botocore.exceptions import ClientError

from servers import wait_until


def test_an_event_reaches_every_target_of_every_rule(rules, make_queue, account):
    first, second = make_queue("a"), make_queue("b")
    arn = rules.rule("orders", {"source": ["shop"], "detail": {"price": [{"numeric": [">", 1]}]}},
                     first, second)
    rules.rule("all", {"source": [{"prefix": "sh"}]}, second)
    assert arn == f"arn:aws:events:us-east-1:{account}:rule/orders"
    [event_id] = rules.put("shop", {"price": 2.5, "tags": ["x", None]}, Resources=["arn:x"])
    [event] = first.events()
    time = event.pop("time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)
    assert event == {
        "version": "0", "id": event_id, "detail-type": "test", "source": "shop",
        "account": account, "region": "us-east-1", "resources": ["arn:x"],
        "detail": {"price": 2.5, "tags": ["x", None]}}
    assert [event["id"] for event in second.events(2)] == [event_id, event_id]


def test_a_closed_queue_gets_nothing_and_the_dead_letter_queue_tells_why(
        rules, make_queue, account):
    closed, dead, opened = make_queue("closed", is_open=False), make_queue("dead"), make_queue()
    arn = rules.rule("r", {"source": ["x"]},
                     {"Arn": closed.arn, "DeadLetterConfig": {"Arn": dead.arn}}, opened)
    rules.put("x", {"n": 1})
    [letter] = dead.take()
    assert json.loads(letter["Body"])["detail"] == {"n": 1}
    attributes = {name: it["StringValue"] for name, it in letter["MessageAttributes"].items()}
    message = attributes.pop("ERROR_MESSAGE")
    assert "AccessDenied" in message and "events.amazonaws.com" in message, message
    assert attributes == {
        "RULE_ARN": arn, "TARGET_ARN": closed.arn, "ERROR_CODE": "NO_PERMISSIONS",
        "RETRY_ATTEMPTS": "0"}
    assert opened.events()[0]["detail"] == {"n": 1}
    assert closed.receive() == []
    # Another rule's ARN in the policy does not help.
    closed.open_to(f"arn:aws:events:us-east-1:{account}:rule/other")
    rules.put("x", {"n": 2})
    assert json.loads(dead.take()[0]["Body"])["detail"] == {"n": 2}
    closed.open_to(arn)
    rules.put("x", {"n": 3})
    assert closed.events()[0]["detail"] == {"n": 3}


def test_a_fifo_target_keeps_the_order(rules, sqs, make_queue, name):
    queue = make_queue("q.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    rules.rule("r", {"source": ["x"]}, {
        "Arn": queue.arn, "SqsParameters": {"MessageGroupId": "g"}, "InputPath": "$.detail.n"})
    for start in range(0, 30, 10):
        rules.put("x", *[{"n": start + n} for n in range(10)])
    messages = []
    while len(messages) < 30:
        more = queue.receive(wait=10)
        assert more, messages
        messages += more
    assert [int(message["Body"]) for message in messages] == list(range(30))
    assert {message["Attributes"]["MessageGroupId"] for message in messages} == {"g"}


def test_transformers(rules, make_queue):
    queue = make_queue()
    arn = rules.rule("example", {"source": ["ec2"]}, {
        "Arn": queue.arn, "InputTransformer": {
            "InputPathsMap": {"instance": "$.detail.instance-id", "state": "$.detail.state",
                              "tags": "$.detail.tags", "first": "$.resources[0]"},
            "InputTemplate": json.dumps({
                "instance": "PLACE", "text": "instance \"<instance>\" is in <state>",
                "from": "<aws.events.rule-name>"}).replace(
                    '"PLACE"', '<instance>, "tags": <tags>, "first": <first>, '
                    '"rule": <aws.events.rule-arn>, "event": <aws.events.event.json>')}})
    [event_id] = rules.put("ec2", {"instance-id": "i-1", "state": "RUNNING", "tags": {"a": [1]}},
                           Resources=["r0", "r1"])
    [got] = queue.events()
    assert got.pop("event")["id"] == event_id
    assert got == {
        "instance": "i-1", "tags": {"a": [1]}, "first": "r0", "rule": arn,
        "text": 'instance "i-1" is in RUNNING', "from": "example"}


def test_a_topic_is_a_target(rules, client, make_queue, name, account):
    sns, queue = client("sns"), make_queue(is_open=False)
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sns:Publish", "Resource": topic}]}))
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": queue.arn}]})})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn,
                  Attributes={"RawMessageDelivery": "true"})
    rules.rule("r", {"source": ["x"]}, {"Arn": topic})
    [event_id] = rules.put("x", {})
    assert queue.events()[0]["id"] == event_id


def test_a_trace_header_goes_along(rules, make_queue):
    queue = make_queue()
    rules.rule("r", {"source": ["x"]}, queue)
    header = "Root=1-5759e988-bd862e3fe1be46a994272793"
    rules.put("x", {}, TraceHeader=header)
    assert queue.take()[0]["Attributes"]["AWSTraceHeader"] == header


def test_many_events_all_arrive_once(rules, make_queue):
    queue = make_queue()
    rules.rule("r", {"source": ["x"]}, queue)
    ids = [put for _ in range(20) for put in rules.put("x", *[{"n": n} for n in range(10)])]
    got = []
    while len(got) < len(ids):
        more = queue.receive(wait=10)
        assert more, len(got)
        got += [json.loads(message["Body"])["id"] for message in more]
    assert sorted(got) == sorted(ids)


def test_an_event_without_a_time_is_of_now(rules, make_queue, control):
    queue = make_queue()
    rules.rule("r", {"source": ["x"]}, queue)
    rules.put("x", {})
    given = datetime.datetime(2020, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc)
    rules.put("x", {}, Time=given)
    now, then = [event["time"] for event in queue.events(2)]
    assert then == "2020-02-29T01:02:03Z"
    assert now[:10] == control.clock()["now"][:10]


REFUSED = [
    ("put_rule", {"Name": "r"}, "ValidationException"),
    ("put_rule", {"Name": "r", "EventPattern": "{"}, "InvalidEventPatternException"),
    ("put_rule", {"Name": "r", "ScheduleExpression": "rate(0 minutes)"}, "ValidationException"),
    ("put_rule", {"Name": "r r", "EventPattern": '{"a": [1]}'}, "ValidationException"),
    ("put_rule", {"Name": "r", "EventPattern": '{"a": ["' + "x" * 4096 + '"]}'},
     "ValidationException"),
    ("put_targets", {"Rule": "none", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:1:q"}]},
     "ResourceNotFoundException"),
    ("describe_rule", {"Name": "none"}, "ResourceNotFoundException"),
    ("describe_event_bus", {"Name": "none"}, "ResourceNotFoundException"),
    ("create_event_bus", {"Name": "default"}, "ResourceAlreadyExistsException"),
    ("describe_archive", {"ArchiveName": "none"}, "ResourceNotFoundException"),
    ("describe_replay", {"ReplayName": "none"}, "ResourceNotFoundException"),
    ("describe_connection", {"Name": "none"}, "ResourceNotFoundException"),
    ("describe_api_destination", {"Name": "none"}, "ResourceNotFoundException"),
    ("create_endpoint", {"Name": "e", "RoutingConfig": {}, "EventBuses": []},
     "ValidationException"),
    ("list_event_sources", {}, "NotImplemented"),
    ("test_event_pattern", {"EventPattern": "{}", "Event": "{}"}, "InvalidEventPatternException"),
]


@pytest.mark.parametrize("operation,arguments,code", REFUSED,
                         ids=[f"{it[0]}-{at}" for at, it in enumerate(REFUSED)])
def test_refused(client, operation, arguments, code):
    unchecked = client("events", validate=False)
    with pytest.raises(ClientError) as refusal:
        getattr(unchecked, operation)(**arguments)
    assert refusal.value.response["Error"]["Code"] == code
    status = refusal.value.response["ResponseMetadata"]["HTTPStatusCode"]
    assert status == (501 if code == "NotImplemented" else 400)


def test_everything_is_listed_page_by_page(events, rules):
    for n in range(5):
        rules.rule(f"r{n}", {"source": ["x"]}, {"Arn": "arn:aws:sqs:us-east-1:111111111111:q"})
    names, token = [], {}
    while True:
        page = events.list_rules(Limit=2, **token)
        names += [rule["Name"] for rule in page["Rules"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert names == [f"r{n}" for n in range(5)]
    target = "arn:aws:sqs:us-east-1:111111111111:q"
    assert events.list_rule_names_by_target(TargetArn=target)["RuleNames"] == names


def test_a_disabled_rule_rests(events, rules, make_queue):
    queue, other = make_queue(), make_queue("other")
    rules.rule("r", {"source": ["x"]}, queue)
    rules.rule("o", {"source": ["x"]}, other)
    events.disable_rule(Name="r")
    rules.put("x", {"n": 1})
    other.take()
    events.enable_rule(Name="r")
    rules.put("x", {"n": 2})
    assert queue.events()[0]["detail"] == {"n": 2}
    assert wait_until(lambda: queue.receive() == [], what="an empty queue")
