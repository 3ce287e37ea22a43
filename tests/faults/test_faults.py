"""Failures on purpose (docs/control.md, "Faults")."""

import json
import subprocess
import time
import urllib.error

import botocore.exceptions
import pytest

from servers import make_client

from nephele import Refused  # servers has put it on the path


def code_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def bodies(sqs, queue):
    got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in got]


def test_an_error_strikes_only_the_calls_that_it_names(control, client, account):
    sqs = client("sqs")
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    other = sqs.create_queue(QueueName="other-orders")["QueueUrl"]
    fault = control.fault(
        "error", account=account, service="sqs", operation="SendMessage", resource="orders",
        code="InternalFailure", status=500, message="boom")
    assert code_of(lambda: sqs.send_message(QueueUrl=queue, MessageBody="a")) == (
        "InternalFailure", 500)
    sqs.send_message(QueueUrl=other, MessageBody="b")
    assert bodies(sqs, queue) == [], "a refused call has changed nothing"
    assert control.end_faults(fault) == 1
    sqs.send_message(QueueUrl=queue, MessageBody="c")
    assert bodies(sqs, queue) == ["c"]


@pytest.mark.parametrize("service, call, expected", [
    ("s3", lambda c: c.list_buckets(), ("SlowDown", 503)),
    ("sns", lambda c: c.list_topics(), ("Throttling", 400)),
    ("dynamodb", lambda c: c.list_tables(), ("ThrottlingException", 400)),
])
def test_throttling_speaks_the_clients_protocol(
        control, client, account, service, call, expected):
    fault = control.fault("throttle", account=account, service=service)
    try:
        assert code_of(lambda: call(client(service))) == expected
    finally:
        control.end_faults(fault)
    call(client(service))


def test_an_sdk_that_retries_gets_through_a_fault_of_half_the_calls(own_server):
    own_server.fault("error", service="sqs", percent=50, status=503, code="ServiceUnavailable")
    sqs = make_client(own_server.endpoint, "sqs", retries={"total_max_attempts": 10})
    plain = make_client(own_server.endpoint, "sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    outcomes = []
    for number in range(40):
        try:
            plain.send_message(QueueUrl=queue, MessageBody=str(number))
            outcomes.append(True)
        except botocore.exceptions.ClientError:
            outcomes.append(False)
    assert 8 <= sum(outcomes) <= 32, outcomes


def test_latency_and_no_answer_are_real_time(control, client, account):
    sqs = client("sqs")
    queue = sqs.create_queue(QueueName="slow")["QueueUrl"]
    fault = control.fault("latency", account=account, latency="300ms", latency_max="400ms")
    since = time.monotonic()
    sqs.send_message(QueueUrl=queue, MessageBody="late")
    assert time.monotonic() - since >= 0.3
    control.end_faults(fault)
    fault = control.fault("no-answer", account=account, latency="30s")
    hasty = client("sqs", read_timeout=1)
    with pytest.raises(botocore.exceptions.ReadTimeoutError):
        hasty.send_message(QueueUrl=queue, MessageBody="never")
    control.end_faults(fault)
    assert bodies(sqs, queue) == ["late"]


def test_a_dark_region_refuses_and_holds_and_comes_back(own_server):
    here = {name: make_client(own_server.endpoint, name) for name in ("sqs", "scheduler")}
    there = make_client(own_server.endpoint, "sqs", region="eu-west-1")
    sqs = here["sqs"]
    queue = sqs.create_queue(QueueName="ticks")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:000000000000:ticks"
    here["scheduler"].create_schedule(
        Name="hourly", ScheduleExpression="rate(1 hours)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/r", "Input": "tick"})
    own_server.clock(advance="90m")
    before = len(bodies(sqs, queue))
    assert before > 0

    own_server.fault("dark", region="us-east-1")
    assert code_of(lambda: sqs.list_queues()) == ("ServiceUnavailable", 503)
    there.create_queue(QueueName="elsewhere")
    own_server.clock(advance="3h")
    own_server.end_faults()

    # Not a tick ran in the dark; the schedule goes on.
    own_server.clock(advance="10s")
    after = len(bodies(sqs, queue))
    assert after >= 1
    own_server.clock(advance="1h")
    assert len(bodies(sqs, queue)) >= 1


def test_the_light_comes_back_by_itself_and_the_dark_survives_a_kill(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    server.clock(freeze=True)
    sqs = make_client(server.endpoint, "sqs")
    sns = make_client(server.endpoint, "sns", region="eu-west-1")
    queue = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:000000000000:inbox"
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": arn}]})})
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn,
                  Attributes={"RawMessageDelivery": "true"})

    server.fault("dark", region="us-east-1", for_="2m")
    sns.publish(TopicArn=topic, Message="through the dark")
    server.clock(advance="1m")
    server.kill()
    server = server_factory(data=tmp_path)
    server.clock(freeze=True)
    sqs = make_client(server.endpoint, "sqs")
    assert code_of(lambda: sqs.list_queues()) == ("ServiceUnavailable", 503)
    assert len(server.ask("/_nephele/faults")["faults"]) == 1

    server.clock(advance="1h")
    assert server.ask("/_nephele/faults")["faults"] == []
    queue = sqs.get_queue_url(QueueName="inbox")["QueueUrl"]
    assert bodies(sqs, queue) == ["through the dark"]


@pytest.mark.parametrize("described", [
    {"effect": "gloom"},
    {"effect": "dark", "region": "atlantis-1"},
    {"effect": "dark", "percent": 50},
    {"effect": "dark", "service": "sqs", "operation": "SendMessage"},
    {"effect": "error", "operation": "SendMessage"},
    {"effect": "error", "service": "sqs", "operation": "Sing"},
    {"effect": "error", "service": "no-such"},
    {"effect": "error", "status": 200},
    {"effect": "error", "percent": 0},
    {"effect": "latency"},
    {"effect": "latency", "latency": "2s", "latency_max": "1s"},
    {"effect": "latency", "latency": "1h"},
    {"effect": "throttle", "code": "x"},
    # A name is another zone for each account.
    {"effect": "dark", "zone": "us-east-1a"},
    {"effect": "dark", "zone": "use1-az7"},
    {"effect": "dark", "zone": "use1-az1", "region": "eu-west-1"},
    {"effect": "latency", "latency": "1s", "zone": "use1-az1"},
    {"effect": "error", "zone": "use1-az1", "resource": "bucket"},
    {"effect": "throttle", "rate": -1},
    {"effect": "error", "rate": 5},
    {"effect": "latency", "latency": "1s", "latency_max": "2s", "latency_p99": "3s"},
    {"effect": "latency", "latency": "1s", "percentiles": {"50": "1s"}},
    {"effect": "latency", "percentiles": {}},
    {"effect": "latency", "percentiles": {"0": "1s"}},
    {"effect": "latency", "percentiles": {"50": "2s", "90": "1s"}},
    {"effect": "latency", "percentiles": {"99": "1h"}},
    ["dark"],
])
def test_what_is_no_fault_is_refused(control, described):
    with pytest.raises(urllib.error.HTTPError) as caught:
        control.ask("/_nephele/faults", described)
    assert caught.value.code == 400
    assert json.load(caught.value)["error"]


def test_there_is_a_most_and_a_reset_ends_them(own_server):
    for _ in range(100):
        own_server.fault("throttle", account="111122223333")
    with pytest.raises(Refused) as caught:
        own_server.fault("throttle", account="111122223333")
    assert caught.value.status == 400
    own_server.reset("111122223333")
    assert own_server.ask("/_nephele/faults")["faults"] == []


def test_by_the_command_line(binary, own_server):
    port = own_server.endpoint.rsplit(":", 1)[1]

    def run(*arguments):
        done = subprocess.run([binary, "fault", "--json", *arguments, "--port", port],
                              capture_output=True, text=True, check=True)
        return json.loads(done.stdout)
    added = run("add", "dark", "--region", "eu-west-1", "--for", "15m")
    assert added["effect"] == "dark" and added["region"] == "eu-west-1" and added["active"]
    assert [fault["id"] for fault in run("list")["faults"]] == [added["id"]]
    assert run("remove", str(added["id"])) == {"removed": 1}
    assert run("list") == {"faults": []}


def test_the_command_line_reads_well(binary, own_server):
    port = own_server.endpoint.rsplit(":", 1)[1]

    def run(*arguments):
        done = subprocess.run([binary, *arguments, "--port", port],
                              capture_output=True, text=True, check=True)
        return done.stdout
    assert run("fault", "list") == "nothing fails on purpose\n"
    run("fault", "add", "throttle", "--service", "sqs", "--rate", "5", "--percent", "50")
    run("fault", "add", "latency", "--percentile", "50=20ms", "--percentile", "99=1s")
    lines = run("fault", "list").splitlines()
    assert "throttle of 50 % rate 5" in lines[0] and "service sqs" in lines[0]
    assert "everything" in lines[1] and '"99":1.0' in lines[1]
    assert run("fault", "remove") == "2 removed\n"
    sqs = own_server.client("sqs")
    arn = "arn:aws:sqs:us-east-1:000000000000:ticks"
    sqs.create_queue(QueueName="ticks")
    own_server.client("scheduler").create_schedule(
        Name="hourly", ScheduleExpression="rate(1 hours)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/r", "Input": "tick"})
    told = run("clock", "advance", "3h")
    assert "jobs ran since" in told and "scheduler " in told and " done" in told, told
    assert "next job due" in told
    assert "frozen" in run("clock")
