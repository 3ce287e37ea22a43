"""Fixtures of DynamoDB's black-box tests."""

import boto3
import pytest

from dynamodb.tables import make_table


@pytest.fixture
def ddb(client):
    return client("dynamodb")


@pytest.fixture
def table(ddb, name):
    """An on-demand table of a partition key `id`."""
    make_table(ddb, name)
    return name


@pytest.fixture
def pairs(ddb, name):
    """An on-demand table of a partition key `h` and a numeric sort key `r`."""
    make_table(ddb, name, h="S", r="N")
    return name


@pytest.fixture
def resource(endpoint, account):
    """boto3's resource, which speaks Python types."""
    session = boto3.Session(
        aws_access_key_id=account, aws_secret_access_key="test", region_name="us-east-1")
    return session.resource("dynamodb", endpoint_url=endpoint)
