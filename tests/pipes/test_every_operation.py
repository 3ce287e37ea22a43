"""Operations of Pipes that no other test calls with a real client.

Source: API Reference (states: StopPipe and StartPipe pass through STOPPING and STARTING).
"""

import pytest
from expect import refused

ACCOUNT = "123456789012"


@pytest.fixture
def pipes(own_server):
    own_server.clock(freeze=True, set="2030-01-01T00:00:00Z")
    sqs = own_server.client("sqs", ACCOUNT)
    for queue in ("source", "target"):
        sqs.create_queue(QueueName=queue)
    return own_server.client("pipes", ACCOUNT)


def make(pipes, **more):
    return pipes.create_pipe(
        Name="p", Source=f"arn:aws:sqs:us-east-1:{ACCOUNT}:source",
        Target=f"arn:aws:sqs:us-east-1:{ACCOUNT}:target",
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/pipe", **more)["Arn"]


def test_start_stop_update(own_server, pipes):
    make(pipes)
    own_server.clock(advance="10s")
    assert pipes.stop_pipe(Name="p")["CurrentState"] == "STOPPING"
    own_server.clock(advance="10s")
    assert pipes.describe_pipe(Name="p")["CurrentState"] == "STOPPED"
    assert pipes.start_pipe(Name="p")["CurrentState"] == "STARTING"
    own_server.clock(advance="10s")
    assert pipes.describe_pipe(Name="p")["CurrentState"] == "RUNNING"
    pipes.update_pipe(
        Name="p", Description="another", RoleArn=f"arn:aws:iam::{ACCOUNT}:role/pipe")
    own_server.clock(advance="10s")
    assert pipes.describe_pipe(Name="p")["Description"] == "another"
    for operation, more in (
            ("start_pipe", {}), ("stop_pipe", {}),
            ("update_pipe", {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/pipe"})):
        with refused("NotFoundException", status=404):
            getattr(pipes, operation)(Name="none", **more)


def test_tags(pipes):
    arn = make(pipes, Tags={"a": "1"})
    pipes.tag_resource(resourceArn=arn, tags={"b": "2"})
    pipes.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert pipes.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    for operation, more in (
            ("tag_resource", {"tags": {"a": "1"}}), ("untag_resource", {"tagKeys": ["a"]}),
            ("list_tags_for_resource", {})):
        with refused("NotFoundException", status=404):
            getattr(pipes, operation)(resourceArn=arn + "-x", **more)
