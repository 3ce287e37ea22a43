"""Functions that tests make, and what they leave in a table."""

import io
import json
import os
import zipfile

import boto3
import pytest

from servers import wait_until

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/function"
# What the functions of these tests begin with. Python of the host has no SDK everywhere, so they
# take the one of the tests.
PREAMBLE = f"""
import base64, json, os, sys
sys.path.append({os.path.dirname(os.path.dirname(boto3.__file__))!r})
import boto3

TABLE = boto3.resource("dynamodb").Table("seen")

def keep(name, value):
    TABLE.put_item(Item={{"id": str(name), "value": json.dumps(value)}})
"""


def package(source):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.py", PREAMBLE + source)
    return file.getvalue()


class Cloud:
    """A server with a table `seen`, into which functions put what they saw."""

    def __init__(self, server):
        self.server = server
        self.functions = server.client("lambda", ACCOUNT)
        self.sqs = server.client("sqs", ACCOUNT)
        self.tables = server.client("dynamodb", ACCOUNT)

    def client(self, service):
        return self.server.client(service, ACCOUNT)

    def make_table(self, name="seen", key="id", **options):
        return self.tables.create_table(
            TableName=name, KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST", **options)["TableDescription"]

    def function(self, source, name="worker", timeout=10, **options):
        """Makes a function whose `handler(event, context)` is in `source`; answers its ARN."""
        made = self.functions.create_function(
            FunctionName=name, Runtime="python3.12", Role=ROLE, Handler="index.handler",
            Code={"ZipFile": package(source)}, Timeout=timeout, **options)
        self.settle()
        return made["FunctionArn"]

    def queue(self, name, **attributes):
        """Answers URL and ARN."""
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url, f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"

    def map(self, source, function="worker", **options):
        made = self.functions.create_event_source_mapping(
            EventSourceArn=source, FunctionName=function, **options)
        self.settle()
        wait_until(lambda: self.mapping(made["UUID"])["State"] in ("Enabled", "Disabled"),
                   what="a settled mapping")
        return made["UUID"]

    def mapping(self, uuid):
        return self.functions.get_event_source_mapping(UUID=uuid)

    def allow(self, principal, source, function="worker"):
        self.functions.add_permission(
            FunctionName=function, StatementId=f"s{abs(hash((principal, source)))}",
            Action="lambda:InvokeFunction", Principal=principal, SourceArn=source)

    def is_frozen(self):
        return self.server.clock()["mode"] == "frozen"

    def settle(self):
        """States on the way last a moment of virtual time."""
        if self.is_frozen():
            self.server.clock(advance="3s")

    def seen(self):
        """What functions have kept: name → value."""
        items = self.tables.scan(TableName="seen", ConsistentRead=True)["Items"]
        return {item["id"]["S"]: json.loads(item["value"]["S"]) for item in items}

    def wait_seen(self, *names, seconds=25):
        wait_until(lambda: set(names) <= set(self.seen()), seconds, f"{names}")
        return self.seen()

    def depth(self, url):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        shown = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in shown.values())


@pytest.fixture
def start(server_factory):
    """`start(data=folder)`: a cloud on a server of its own."""
    return lambda **options: Cloud(server_factory(**options))


@pytest.fixture
def cloud(start):
    """Functions are processes that run in real time, and so does the clock."""
    cloud = start()
    cloud.make_table()
    return cloud


@pytest.fixture
def frozen(own_server):
    """The same with a clock that only the test moves."""
    cloud = Cloud(own_server)
    cloud.make_table()
    return cloud
