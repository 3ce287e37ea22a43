"""EventBridge with the AWS CLI. Source: AWS CLI Command Reference, `events`."""

import json
import os
import subprocess
import sys

import pytest

from servers import wait_until


@pytest.fixture
def aws(endpoint, account, tmp_path):
    """`aws("list-rules")`: the command's parsed output; `fails=` its expected words."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
        "AWS_EC2_METADATA_DISABLED": "true"}
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def run(*arguments, fails=None):
        command = [sys.executable, program, "--endpoint-url", endpoint, "events", *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120)
        if fails is not None:
            assert done.returncode != 0 and fails in done.stderr, done
            return None
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else None
    return run


def test_a_rule_s_life(aws, account, make_queue):
    queue = make_queue()
    aws("put-rule", "--name", "r", "--event-pattern", '{"source": "shop"}',
        fails="InvalidEventPatternException")
    arn = aws("put-rule", "--name", "r", "--event-pattern", '{"source": ["shop"]}')["RuleArn"]
    assert arn == f"arn:aws:events:us-east-1:{account}:rule/r"
    answer = aws("put-targets", "--rule", "r", "--targets", f"Id=1,Arn={queue.arn}")
    assert answer == {"FailedEntryCount": 0, "FailedEntries": []}
    entries = json.dumps([{"Source": "shop", "DetailType": "t", "Detail": '{"n": 1}'}])
    [entry] = aws("put-events", "--entries", entries)["Entries"]
    assert queue.events()[0]["id"] == entry["EventId"]
    assert [rule["Name"] for rule in aws("list-rules")["Rules"]] == ["r"]
    aws("delete-rule", "--name", "r", fails="since it has targets")
    aws("remove-targets", "--rule", "r", "--ids", "1")
    aws("delete-rule", "--name", "r")
    aws("describe-rule", "--name", "r", fails="ResourceNotFoundException")


def test_a_pattern_is_tried(aws):
    event = json.dumps({
        "id": "1", "account": "1", "source": "a", "time": "t", "region": "r", "resources": [],
        "detail-type": "d"})
    answer = aws("test-event-pattern", "--event-pattern", '{"source": [{"wildcard": "*"}]}',
                 "--event", event)
    assert answer == {"Result": True}
    aws("test-event-pattern", "--event-pattern", '{"source": []}', "--event", event,
        fails="Empty arrays are not allowed")


def test_a_global_endpoint_s_life(aws, account):
    buses = [f"arn:aws:events:{region}:{account}:event-bus/default"
             for region in ("us-east-1", "eu-central-1")]
    routing = json.dumps({"FailoverConfig": {
        "Primary": {"HealthCheck": "arn:aws:route53:::healthcheck/abc"},
        "Secondary": {"Route": "eu-central-1"}}})
    made = ["create-endpoint", "--name", "e", "--routing-config", routing,
            "--event-buses", *(f"EventBusArn={bus}" for bus in buses)]
    aws(*made, fails="RoleArn is required when event replication is enabled")
    answer = aws(*made, "--replication-config", "State=DISABLED")
    assert (answer["State"], answer["Arn"]) == (
        "CREATING", f"arn:aws:events:us-east-1:{account}:endpoint/e")
    aws(*made, "--replication-config", "State=DISABLED", fails="ResourceAlreadyExistsException")
    wait_until(lambda: aws("describe-endpoint", "--name", "e")["State"] == "ACTIVE",
               what="the endpoint")
    [shown] = aws("list-endpoints")["Endpoints"]
    entries = json.dumps([{"Source": "shop", "DetailType": "t", "Detail": "{}"}])
    put = ["put-events", "--entries", entries, "--endpoint-id"]
    assert aws(*put, shown["EndpointId"])["FailedEntryCount"] == 0
    aws(*put, "nobody.veo", fails="ResourceNotFoundException")
    aws("delete-endpoint", "--name", "e")
