"""`aws logs`, as people type it: `tail` above all.

Source: AWS CLI Command Reference, `logs tail` (version 2), `logs filter-log-events`, …
"""

import json
import os
import subprocess
import sys
import time

import command_line
import pytest


def environment(endpoint, account, home):
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": endpoint}


@pytest.fixture
def aws(endpoint, account, tmp_path):
    variables = environment(endpoint, account, tmp_path)
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def run(*arguments):
        command = [sys.executable, program, "--endpoint-url", endpoint, "logs", *arguments]
        done = subprocess.run(
            command, env=variables, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else None
    return run


def fill(aws, *messages):
    at = int(time.time() * 1000)
    events = [{"timestamp": at + i, "message": message} for i, message in enumerate(messages)]
    aws("put-log-events", "--log-group-name", "g", "--log-stream-name", "s",
        "--log-events", json.dumps(events))


def test_a_group_s_life(aws):
    aws("create-log-group", "--log-group-name", "g", "--tags", "team=red")
    aws("create-log-stream", "--log-group-name", "g", "--log-stream-name", "s")
    aws("put-retention-policy", "--log-group-name", "g", "--retention-in-days", "7")
    fill(aws, "ERROR one", "fine")
    found = aws("filter-log-events", "--log-group-name", "g", "--filter-pattern", "ERROR")
    assert [event["message"] for event in found["events"]] == ["ERROR one"]
    group = aws("describe-log-groups")["logGroups"][0]
    assert group["retentionInDays"] == 7 and group["storedBytes"] == 65
    aws("delete-log-group", "--log-group-name", "g")


def test_tail_prints_what_is_there_and_follows(aws, endpoint, account, tmp_path):
    aws("create-log-group", "--log-group-name", "g")
    aws("create-log-stream", "--log-group-name", "g", "--log-stream-name", "s")
    fill(aws, "first", "second")
    try:
        line = command_line.CommandLine(command_line.installed(), tmp_path, endpoint)
    except command_line.Unavailable as error:
        pytest.skip(str(error))
    line.environment |= environment(endpoint, account, tmp_path)
    tail = ["logs", "tail", "g", "--since", "1h", "--format", "short"]
    done = line.run(*tail)
    assert [it.split(" ", 1)[1] for it in done.stdout.splitlines()] == ["first", "second"], done
    follow = line.begin(*tail, "--follow", stdout=subprocess.PIPE, text=True, bufsize=1)
    try:
        assert "first" in follow.stdout.readline()
        assert "second" in follow.stdout.readline()
        fill(aws, "third")
        assert "third" in follow.stdout.readline()
    finally:
        follow.kill()
        follow.wait()
