"""The command `nephele`: what is refused, in which words and with which exit code.

Source: our choice; `nephele --help`.
"""

import json
import os
import subprocess

import boto3
import pytest
from botocore.exceptions import ClientError

WRONG_USE = 2


def run(binary, *arguments, **environment):
    return subprocess.run(
        [binary, *map(str, arguments)], capture_output=True, text=True, timeout=60,
        env={"PATH": "/usr/bin:/bin", **environment})


@pytest.mark.parametrize("arguments, words", [
    (["bogus"], "unrecognized subcommand"),
    (["--port", "99999"], "--port <PORT>"),
    (["--durability", "some"], "possible values: process, fsync"),
    (["--seed", "seven"], "--seed <SEED>"),
    (["clock", "advance"], "<SPAN>"),
    (["fault", "remove", "first"], "[ID]"),
])
def test_wrong_use_is_told(binary, arguments, words):
    done = run(binary, *arguments)
    assert done.returncode == WRONG_USE and words in done.stderr, done


@pytest.mark.parametrize("arguments, words", [
    (["clock", "advance", "5x"], 'expected seconds or a span such as "15m" or "1h30m"'),
    (["clock", "set", "banana"], "a time is written in ISO 8601"),
    (["reset", "--account", "12"], "account takes 12 digits"),
    (["snapshot", "load", "nosuch"], "there is no snapshot nosuch"),
    (["snapshot", "save", "../x"], "a snapshot's name has"),
    (["fault", "add", "nonsense"], "effect is dark, error, throttle"),
    (["bill", "--by", "nonsense"], "by takes service, usage-type"),
    (["bill", "--month", "2030-13"], "month is written 2030-01"),
    (["why", "nosuch"], "nothing is kept of a request nosuch"),
    (["trace", "nosuch"], "nothing is kept of a request nosuch"),
])
def test_what_the_cloud_refuses_is_told_in_its_words(binary, own_server, arguments, words):
    port = own_server.endpoint.rsplit(":", 1)[1]
    done = run(binary, *arguments, NEPHELE_PORT=port)
    assert done.returncode == 1, done
    assert done.stderr.startswith("nephele: " + words) and "{" not in done.stderr, done


def test_a_cloud_that_is_not_there(binary):
    done = run(binary, "status", "--port", 1)
    assert done.returncode == 1 and "no answer from 127.0.0.1:1" in done.stderr, done


def test_a_reader_that_has_gone_ends_the_command_quietly(binary):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [binary, "lab", "list"], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(writer)
    assert done.returncode == 0 and done.stderr == "", done


def test_settings_of_the_environment_count_as_flags(binary):
    done = run(binary, NEPHELE_PORT="0", NEPHELE_EPHEMERAL="true", NEPHELE_LOG="!!")
    assert done.returncode == 1 and "--log !!" in done.stderr, done
    done = run(binary, NEPHELE_DURABILITY="some")
    assert done.returncode == WRONG_USE, done


@pytest.mark.parametrize("value", ["1", "yes", "ON", "0", "off", ""])
def test_switches_of_the_environment_are_what_containers_set(binary, value):
    done = run(binary, NEPHELE_PORT="0", NEPHELE_EPHEMERAL=value, NEPHELE_STRICT=value,
               NEPHELE_VERIFY_ANSWERS=value, NEPHELE_LOG="!!")
    assert done.returncode == 1 and "--log !!" in done.stderr, done


def test_a_switch_of_the_environment_that_is_neither_is_refused(binary):
    done = run(binary, NEPHELE_PORT="0", NEPHELE_EPHEMERAL="maybe", NEPHELE_LOG="!!")
    assert done.returncode == WRONG_USE and "maybe" in done.stderr, done


def test_why_a_data_directory_cannot_be_opened_is_told(binary, tmp_path):
    (tmp_path / "file").touch()
    done = run(binary, "--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 1 and "Not a directory" in done.stderr, done


def test_a_log_that_is_no_terminal_has_no_colours(server_factory, tmp_path):
    server = server_factory("--log", "info", data=tmp_path / "data")
    assert "INFO" in server.messages() and "\x1b[" not in server.messages()


def test_the_log_tells_of_each_request_and_why_it_was_refused(server_factory):
    server = server_factory("--log", "requests=info")
    account = "111111111111"
    server.client("sqs", account=account).create_queue(QueueName="q")
    iam = server.client("iam", account=account)
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": {
            "Sid": "NoLists", "Effect": "Deny", "Action": "sqs:ListQueues", "Resource": "*"}}))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = boto3.client(
        "sqs", endpoint_url=server.endpoint, region_name="us-east-1",
        aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    with pytest.raises(ClientError) as refused:
        ann.list_queues()
    lines = server.messages().splitlines()
    made = [line for line in lines if 'operation="CreateQueue"' in line]
    assert len(made) == 1 and "answered" in made[0] and 'service="sqs"' in made[0], lines
    request = refused.value.response["ResponseMetadata"]["RequestId"]
    told = "\n".join(lines)
    told = told[told.index(f'id="{request}"') - 200:]
    assert 'operation="ListQueues"' in told and "status=403" in told, told
    assert "explicit deny in an identity-based policy" in told and "NoLists" in told, told


def test_the_log_is_silent_of_requests_unless_asked(server_factory):
    server = server_factory()
    server.client("sqs", account="111111111111").create_queue(QueueName="q")
    assert "CreateQueue" not in server.messages()
