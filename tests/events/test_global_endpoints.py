"""Global endpoints by boto3, which signs for them with SigV4a and calls a host of their own.

Source: EventBridge User Guide, "Working with global endpoints by using an AWS SDK"; the endpoint
rules of botocore (`{EndpointId}.endpoint.events.{suffix}`, the scheme sigv4a). What the operations
answer and refuse is in services/svc-events/cases/global_endpoints.case.
"""

import json

import boto3
import pytest
from botocore.config import Config

from expect import refused
from servers import wait_until

HEALTH = "arn:aws:route53:::healthcheck/11111111-2222-3333-4444-555555555555"


@pytest.fixture
def world(server_factory):
    """A server with an endpoint from us-east-1 to eu-west-1, with a queue behind each bus."""
    class World:
        server = server_factory()
        account = "111111111111"
        names = ("us-east-1", "eu-west-1")

        def client(self, service, region):
            return self.server.client(service, self.account, region=region)

        def make(self, state):
            for region in self.names:
                url = self.client("sqs", region).create_queue(
                    QueueName="q", Attributes={"Policy": json.dumps({
                        "Version": "2012-10-17", "Statement": {
                            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage", "Resource": "*"}})})["QueueUrl"]
                self.urls = {**getattr(self, "urls", {}), region: url}
                events = self.client("events", region)
                events.create_event_bus(Name="orders")
                events.put_rule(Name="r", EventBusName="orders",
                                EventPattern=json.dumps({"source": ["shop"]}))
                events.put_targets(Rule="r", EventBusName="orders", Targets=[
                    {"Id": "1", "Arn": f"arn:aws:sqs:{region}:{self.account}:q"}])
            events = self.client("events", "us-east-1")
            events.create_endpoint(
                Name="e", RoutingConfig={"FailoverConfig": {
                    "Primary": {"HealthCheck": HEALTH}, "Secondary": {"Route": "eu-west-1"}}},
                ReplicationConfig={"State": state},
                RoleArn=f"arn:aws:iam::{self.account}:role/replication",
                EventBuses=[
                    {"EventBusArn": f"arn:aws:events:{region}:{self.account}:event-bus/orders"}
                    for region in self.names])
            wait_until(lambda: events.describe_endpoint(Name="e")["State"] == "ACTIVE",
                       what="the endpoint")
            return events.describe_endpoint(Name="e")["EndpointId"]

        def take(self, region):
            sqs = self.client("sqs", region)
            answer = sqs.receive_message(QueueUrl=self.urls[region], WaitTimeSeconds=5)
            (message,) = answer["Messages"]
            sqs.delete_message(
                QueueUrl=self.urls[region], ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])

        def is_empty(self, region):
            sqs = self.client("sqs", region)
            return "Messages" not in sqs.receive_message(QueueUrl=self.urls[region])

    return World()


def entry(number):
    return {"EventBusName": "orders", "Source": "shop", "DetailType": "t",
            "Detail": json.dumps({"n": number})}


def seen(signed):
    """Keeps the algorithm and the host of what is sent."""
    def look(request, **_):
        signed.append((request.headers["Authorization"].decode().split(" ")[0]
                       if isinstance(request.headers["Authorization"], bytes)
                       else request.headers["Authorization"].split(" ")[0], request.url))
    return look


def test_events_fail_over_and_come_back(world):
    endpoint = world.make("DISABLED")
    # A client of a Region that is neither.
    events = world.client("events", "ap-northeast-1")
    signed = []
    events.meta.events.register("before-send.events.PutEvents", seen(signed))
    assert events.put_events(EndpointId=endpoint, Entries=[entry(1)])["FailedEntryCount"] == 0
    assert signed[0][0] == "AWS4-ECDSA-P256-SHA256"
    event = world.take("us-east-1")
    assert (event["region"], event["detail"]) == ("us-east-1", {"n": 1})

    world.server.settings(events__unhealthy_health_checks=HEALTH)
    events.put_events(EndpointId=endpoint, Entries=[entry(2)])
    event = world.take("eu-west-1")
    assert (event["region"], event["detail"]) == ("eu-west-1", {"n": 2})
    assert world.is_empty("us-east-1")

    world.server.settings(events__unhealthy_health_checks=None)
    events.put_events(EndpointId=endpoint, Entries=[entry(3)])
    assert world.take("us-east-1")["detail"] == {"n": 3}
    assert world.is_empty("eu-west-1")


def test_the_host_of_an_endpoint_is_known(world):
    """As when a name server leads `*.endpoint.events.amazonaws.com` here."""
    endpoint = world.make("ENABLED")
    events = boto3.client(
        "events", region_name="us-east-1", aws_access_key_id=world.account,
        aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}))
    hosts = []

    def lead_here(request, **_):
        host = request.url.split("/")[2]
        hosts.append(host)
        request.headers["Host"] = host
        request.url = request.url.replace(f"https://{host}", world.server.endpoint)

    events.meta.events.register("before-send.events.PutEvents", lead_here)
    events.put_events(EndpointId=endpoint, Entries=[entry(1)])
    assert hosts == [f"{endpoint}.endpoint.events.amazonaws.com"]
    first, replica = world.take("us-east-1"), world.take("eu-west-1")
    assert first["resources"] == []
    assert replica["resources"] == [f"arn:aws:events:us-east-1:{world.account}:endpoint/e"]
    assert replica["region"] == "us-east-1" and replica["detail"] == first["detail"]


def test_unknown_endpoints_are_refused(world):
    events = world.client("events", "us-east-1")
    with pytest.raises(events.exceptions.ClientError) as refused:
        events.put_events(EndpointId="nobody.veo", Entries=[entry(1)])
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.delete_endpoint(Name="nobody")


def test_an_endpoint_is_changed(world):
    world.make("ENABLED")
    events = world.client("events", "us-east-1")
    changed = events.update_endpoint(
        Name="e", Description="alone", ReplicationConfig={"State": "DISABLED"})
    assert changed["ReplicationConfig"] == {"State": "DISABLED"}
    wait_until(lambda: events.describe_endpoint(Name="e")["State"] == "ACTIVE",
               what="the endpoint")
    assert events.describe_endpoint(Name="e")["Description"] == "alone"
    # Nothing is replicated any more.
    events.put_events(Entries=[{
        "Source": "shop", "DetailType": "order", "Detail": "{}", "EventBusName": "orders"}])
    assert world.take("us-east-1")["detail-type"] == "order"
    assert world.is_empty("eu-west-1")
    with refused("ResourceNotFoundException"):
        events.update_endpoint(Name="none", Description="x")
