"""What the labs of data share: a cloud in two regions whose clock stands until a lab moves it, with
tables that take as long to be made and restored as AWS's usually do; so every figure is the same in
every run.
"""

import datetime

from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
HOME, ABROAD = "us-east-1", "eu-central-1"
START = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)


class Cloud:
    def __init__(self, server_factory, seed="1", **settings):
        self.server = server_factory("--seed", seed)
        self.server.clock(freeze=True, set="2030-01-01T00:00:00Z")
        self.server.settings(dynamodb__transitions="aws", **settings)

    def client(self, service, region=HOME):
        return self.server.client(service, ACCOUNT, region=region)

    @property
    def now(self):
        return datetime.datetime.fromisoformat(self.server.clock()["now"].replace("Z", "+00:00"))

    def advance(self, **duration):
        seconds = datetime.timedelta(**duration).total_seconds()
        self.server.clock(advance=f"{int(seconds * 1000)}ms")

    def wait(self, is_there, step=10, most=24 * 3600):
        """Looks every few seconds of the cloud's time, as a script that waits does; how long it
        was, as a duration."""
        begun = self.now
        while not is_there():
            assert (self.now - begun).total_seconds() < most, "it never comes"
            self.advance(seconds=step)
        return self.now - begun

    def table(self, name, region=HOME, **more):
        client = self.client("dynamodb", region)
        client.create_table(
            TableName=name, AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            **{"BillingMode": "PAY_PER_REQUEST", **more})
        self.wait(lambda: is_active(client, name))
        return client


def is_active(client, table):
    try:
        described = client.describe_table(TableName=table)["Table"]
    except client.exceptions.ResourceNotFoundException:
        return False
    replicas = described.get("Replicas", [])
    statuses = [described["TableStatus"], *(replica["ReplicaStatus"] for replica in replicas)]
    return set(statuses) == {"ACTIVE"}


def put(client, table, key, value):
    client.put_item(TableName=table, Item={"id": {"S": key}, "v": {"S": str(value)}})


def items(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return {item["id"]["S"]: item["v"]["S"] for page in pages for item in page["Items"]}


def code_of(call, **arguments):
    """The code of the refusal; `None` when it is none."""
    try:
        call(**arguments)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]
