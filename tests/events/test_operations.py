"""The operations of EventBridge that no other test asks for: each succeeds and is refused.

Source: EventBridge API Reference; the words of refusals as in services/svc-events/src/errors.rs.
"""

import datetime

import pytest

from expect import refused

BASIC = {"BasicAuthParameters": {"Username": "u", "Password": "p"}}
BUS = "arn:aws:events:us-east-1:{account}:event-bus/default"


@pytest.fixture
def events(client):
    return client("events")


@pytest.fixture
def things(events, account, name):
    """A thing of each kind, under one name."""
    arns = {
        "bus": events.create_event_bus(Name=name)["EventBusArn"],
        "rule": events.put_rule(Name=name, EventPattern='{"source":["a"]}')["RuleArn"],
        "connection": events.create_connection(
            Name=name, AuthorizationType="BASIC", AuthParameters=BASIC)["ConnectionArn"],
        "archive": events.create_archive(
            ArchiveName=name, EventSourceArn=BUS.format(account=account))["ArchiveArn"]}
    arns["destination"] = events.create_api_destination(
        Name=name, ConnectionArn=arns["connection"], HttpMethod="POST",
        InvocationEndpoint="https://example.test/")["ApiDestinationArn"]
    return arns


@pytest.mark.parametrize("operation, key, kind", [
    ("list_event_buses", "EventBuses", "bus"),
    ("list_archives", "Archives", None),
    ("list_connections", "Connections", "connection"),
    ("list_api_destinations", "ApiDestinations", "destination"),
])
def test_lists_name_what_there_is_page_by_page(events, things, name, operation, key, kind):
    listed = getattr(events, operation)(NamePrefix=name)[key]
    assert len(listed) == 1, listed
    if kind:
        assert things[kind] in listed[0].values()
    with refused("InvalidToken"):
        getattr(events, operation)(NextToken="nonsense")


def test_a_rule_and_its_targets(events, things, account, name):
    queue = f"arn:aws:sqs:us-east-1:{account}:q"
    events.put_targets(Rule=name, Targets=[
        {"Id": str(at), "Arn": queue, "Input": f'{{"at":{at}}}'} for at in range(3)])
    shown = events.describe_rule(Name=name)
    assert (shown["Arn"], shown["State"], shown["EventBusName"], shown["CreatedBy"]) == (
        things["rule"], "ENABLED", "default", account)
    first = events.list_targets_by_rule(Rule=name, Limit=2)
    rest = events.list_targets_by_rule(Rule=name, NextToken=first["NextToken"])
    assert [target["Id"] for target in first["Targets"] + rest["Targets"]] == ["0", "1", "2"]
    assert first["Targets"][1]["Input"] == '{"at":1}'
    with refused("ResourceNotFoundException", message="Rule none does not exist"):
        events.describe_rule(Name="none")
    with refused("ResourceNotFoundException"):
        events.list_targets_by_rule(Rule="none")


@pytest.mark.parametrize("kind", ["bus", "rule"])
def test_tags(events, things, account, kind):
    arn = things[kind]
    events.tag_resource(ResourceARN=arn, Tags=[
        {"Key": "team", "Value": "blue"}, {"Key": "stage", "Value": "test"}])
    events.untag_resource(ResourceARN=arn, TagKeys=["stage", "other"])
    assert events.list_tags_for_resource(ResourceARN=arn)["Tags"] == [
        {"Key": "team", "Value": "blue"}]
    missing = f"arn:aws:events:us-east-1:{account}:rule/none"
    for call in (
            lambda: events.list_tags_for_resource(ResourceARN=missing),
            lambda: events.tag_resource(ResourceARN=missing, Tags=[]),
            lambda: events.untag_resource(ResourceARN=missing, TagKeys=["a"])):
        with refused("ResourceNotFoundException"):
            call()


def test_an_archive_is_changed_and_deleted(events, things, name):
    answer = events.update_archive(
        ArchiveName=name, Description="a week", RetentionDays=7, EventPattern='{"source":["b"]}')
    assert answer["ArchiveArn"] == things["archive"]
    shown = events.describe_archive(ArchiveName=name)
    assert (shown["Description"], shown["RetentionDays"], shown["EventPattern"]) == (
        "a week", 7, '{"source":["b"]}')
    events.delete_archive(ArchiveName=name)
    for call in (events.delete_archive, events.describe_archive, events.update_archive):
        with refused("ResourceNotFoundException", message=f"Archive {name} does not exist"):
            call(ArchiveName=name)


def test_a_replay_is_listed_and_cancelled(own_server):
    events = own_server.client("events", "123456789012")
    own_server.clock(set="2030-01-01T00:00:00Z")
    bus = BUS.format(account="123456789012")
    archive = events.create_archive(ArchiveName="a", EventSourceArn=bus)["ArchiveArn"]
    start = datetime.datetime(2029, 1, 1, tzinfo=datetime.UTC)
    events.start_replay(
        ReplayName="r", EventSourceArn=archive, Destination={"Arn": bus}, EventStartTime=start,
        EventEndTime=start + datetime.timedelta(days=100))
    answer = events.cancel_replay(ReplayName="r")
    assert answer["State"] == "CANCELLING"
    own_server.clock(advance="1h")
    listed = events.list_replays(EventSourceArn=archive)["Replays"]
    assert [(replay["ReplayName"], replay["State"]) for replay in listed] == [("r", "CANCELLED")]
    with refused("ValidationException", message="At most one filter"):
        events.list_replays(EventSourceArn=archive, State="CANCELLED")
    with refused("IllegalStatusException"):
        events.cancel_replay(ReplayName="r")
    with refused("ResourceNotFoundException"):
        events.cancel_replay(ReplayName="none")


def test_a_connection_is_changed_deauthorized_and_deleted(events, things, name):
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "v"}}
    answer = events.update_connection(
        Name=name, AuthorizationType="API_KEY", AuthParameters=key, Description="by key")
    assert answer["ConnectionArn"] == things["connection"]
    shown = events.describe_connection(Name=name)
    assert shown["AuthorizationType"] == "API_KEY" and "ApiKeyValue" not in str(shown)
    assert events.deauthorize_connection(Name=name)["ConnectionState"] in (
        "DEAUTHORIZING", "DEAUTHORIZED")
    events.delete_api_destination(Name=name)
    events.delete_connection(Name=name)
    for call in (events.delete_connection, events.deauthorize_connection,
                 events.update_connection):
        with refused("ResourceNotFoundException"):
            call(Name=name)


def test_an_api_destination_is_changed_and_deleted(events, things, name):
    answer = events.update_api_destination(
        Name=name, HttpMethod="PUT", InvocationRateLimitPerSecond=7)
    assert answer["ApiDestinationArn"] == things["destination"]
    shown = events.describe_api_destination(Name=name)
    assert (shown["HttpMethod"], shown["InvocationRateLimitPerSecond"]) == ("PUT", 7)
    events.delete_api_destination(Name=name)
    for call in (events.delete_api_destination, events.update_api_destination):
        with refused("ResourceNotFoundException"):
            call(Name=name)


def test_a_bus_is_deleted(events, things, name):
    events.put_rule(Name=name, EventBusName=name, EventPattern='{"source":["a"]}')
    with refused("ValidationException", message="can't be deleted since it has rules"):
        events.delete_event_bus(Name=name)
    events.delete_rule(Name=name, EventBusName=name)
    events.delete_event_bus(Name=name)
    with refused("ValidationException", message="Cannot delete event bus default"):
        events.delete_event_bus(Name="default")
    with refused("ResourceNotFoundException"):
        events.describe_event_bus(Name=name)
