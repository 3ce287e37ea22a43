"""What happens later, on a clock that the tests move: schedules, retries, archives, replays.

Sources: EventBridge User Guide, "Setting a schedule pattern for scheduled rules", "How EventBridge
retries delivering events", "Archiving and replaying events".
"""

import datetime
import json

import pytest
from botocore.exceptions import ClientError


def set_clock(own, at):
    own.server.clock(set=at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def times(queue):
    return [json.loads(message["Body"])["time"] for message in queue.receive()]


def test_a_rate_fires_at_every_period(own):
    set_clock(own, datetime.datetime(2031, 3, 1, tzinfo=datetime.timezone.utc))
    arn = own.rules.rule("r", None, own.queue, ScheduleExpression="rate(5 minutes)")
    own.server.clock(advance="4m")
    assert own.queue.receive() == []
    own.server.clock(advance="12m")
    messages = [json.loads(message["Body"]) for message in own.queue.receive()]
    assert [message["time"] for message in messages] == [
        "2031-03-01T00:05:00Z", "2031-03-01T00:10:00Z", "2031-03-01T00:15:00Z"]
    assert messages[0]["detail-type"] == "Scheduled Event"
    assert messages[0]["source"] == "aws.events"
    assert messages[0]["resources"] == [arn]
    assert messages[0]["detail"] == {}


def test_a_cron_expression_fires_in_utc(own):
    set_clock(own, datetime.datetime(2031, 2, 27, 9, tzinfo=datetime.timezone.utc))
    own.rules.rule("r", None, own.queue, ScheduleExpression="cron(30 8 L * ? *)")
    own.server.clock(advance="2d")
    assert times(own.queue) == ["2031-02-28T08:30:00Z"]
    own.server.clock(advance="31d")
    assert times(own.queue) == ["2031-03-31T08:30:00Z"]


def test_a_schedule_follows_its_rule(own):
    set_clock(own, datetime.datetime(2031, 3, 1, tzinfo=datetime.timezone.utc))
    own.rules.rule("r", None, own.queue, ScheduleExpression="rate(1 hour)")
    own.server.clock(advance="61m")
    own.client.disable_rule(Name="r")
    own.server.clock(advance="3h")
    own.client.enable_rule(Name="r")
    own.server.clock(advance="59m")
    assert times(own.queue) == ["2031-03-01T01:00:00Z"]
    own.server.clock(advance="1m")
    assert times(own.queue) == ["2031-03-01T05:01:00Z"]
    own.client.remove_targets(Rule="r", Ids=["0"])
    own.client.delete_rule(Name="r")
    own.server.clock(advance="5h")
    assert own.queue.receive() == []


def test_retries_end_after_a_day_in_the_dead_letter_queue(own):
    connection = own.client.create_connection(
        Name="c", AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}})
    destination = own.client.create_api_destination(
        Name="d", ConnectionArn=connection["ConnectionArn"], HttpMethod="POST",
        InvocationEndpoint="http://127.0.0.1:1/")
    own.rules.rule("r", {"source": ["x"]}, {
        "Arn": destination["ApiDestinationArn"], "RoleArn": "arn:aws:iam::111111111111:role/r",
        "DeadLetterConfig": {"Arn": own.dead.arn}}, own.queue)
    own.rules.put("x", {})
    # Others are served meanwhile.
    own.server.clock(advance="1s")
    assert len(own.queue.receive()) == 1
    own.server.clock(advance="20h")
    assert own.dead.receive() == []
    own.server.clock(advance="4h")
    [letter] = own.dead.receive()
    attributes = {name: it["StringValue"] for name, it in letter["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "CONNECTION_FAILURE"
    assert attributes["EXHAUSTED_RETRY_CONDITION"] in (
        "MaximumRetryAttempts", "MaximumEventAgeInSeconds")
    assert 150 <= int(attributes["RETRY_ATTEMPTS"]) <= 185


def test_an_archive_is_replayed_to_chosen_rules(own):
    at = datetime.datetime(2031, 3, 1, tzinfo=datetime.timezone.utc)
    set_clock(own, at)
    bus = own.client.describe_event_bus()["Arn"]
    archive = own.client.create_archive(
        ArchiveName="a", EventSourceArn=bus, RetentionDays=2,
        EventPattern=json.dumps({"source": ["x"]}))["ArchiveArn"]
    for minutes in [7, 3, 3, 5]:
        own.rules.put("x", {"at": minutes}, Time=at - datetime.timedelta(minutes=minutes))
    own.rules.put("y", {})
    described = own.client.describe_archive(ArchiveName="a")
    assert (described["EventCount"], described["State"]) == (4, "ENABLED")
    assert described["SizeBytes"] > 4 * 150
    chosen = own.rules.rule("chosen", {"source": ["x"]}, own.queue)
    own.rules.rule("other", {"source": ["x"]}, own.dead)
    replay = own.client.start_replay(
        ReplayName="again", EventSourceArn=archive, EventStartTime=at - datetime.timedelta(hours=1),
        EventEndTime=at, Destination={"Arn": bus, "FilterArns": [chosen]})
    assert replay["State"] == "STARTING"
    own.server.clock(advance="1s")
    described = own.client.describe_replay(ReplayName="again")
    assert described["State"] == "RUNNING"
    assert described["EventLastReplayedTime"] == at - datetime.timedelta(minutes=7)
    own.server.clock(advance="10s")
    described = own.client.describe_replay(ReplayName="again")
    assert described["State"] == "COMPLETED"
    got = [json.loads(message["Body"]) for message in own.queue.receive()]
    assert [event["detail"]["at"] for event in got] == [7, 5, 3, 3]
    assert {event["replay-name"] for event in got} == {"again"}
    assert own.dead.receive() == []
    assert own.client.describe_archive(ArchiveName="a")["EventCount"] == 4
    own.server.clock(advance="2d")
    assert own.client.describe_archive(ArchiveName="a")["EventCount"] == 0
    with pytest.raises(ClientError, match="IllegalStatusException"):
        own.client.cancel_replay(ReplayName="again")
