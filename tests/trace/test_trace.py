"""What became of a request (docs/control.md, "Traces")."""

import json
import subprocess
import urllib.error
import urllib.request

import botocore.exceptions
import pytest


def trace(server, request_id):
    url = f"{server.endpoint}/_nephele/traces/{request_id}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def traces(server, query=""):
    return server.ask(f"/_nephele/traces{query}")["traces"]


def id_of(answer):
    return answer["ResponseMetadata"]["RequestId"]


def command(server, *arguments, expect=0):
    port = server.endpoint.rsplit(":", 1)[1]
    done = subprocess.run(
        [server.binary, *arguments, "--port", port], capture_output=True, text=True, timeout=60)
    assert done.returncode == expect, (done.stdout, done.stderr)
    return done.stdout + done.stderr


def flat(nodes):
    for node in nodes:
        yield node
        yield from flat(node["children"])


@pytest.fixture
def topic_to_queue(own_server):
    sqs, sns = own_server.client("sqs"), own_server.client("sns")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(
        QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name="t")["TopicArn"]
    policy = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage", "Resource": arn}}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return queue, topic


def test_a_publish_shows_its_delivery(own_server, topic_to_queue):
    _, topic = topic_to_queue
    published = own_server.client("sns").publish(TopicArn=topic, Message="m")
    own_server.clock(advance="1s")
    tree = trace(own_server, id_of(published))
    call = tree["call"]
    assert (call["service"], call["operation"], call["error"]) == ("sns", "Publish", None)
    assert call["took_ms"] > 0
    calls = [node for node in flat(tree["children"]) if node["operation"] == "SendMessage"]
    assert len(calls) == 1
    assert (calls[0]["kind"], calls[0]["service"], calls[0]["state"]) == ("call", "sqs", "done")
    assert calls[0]["principal"] == "sns.amazonaws.com"
    told = command(own_server, "trace", id_of(published))
    assert told.splitlines()[0].startswith("sns Publish")
    assert "call sqs SendMessage  by sns.amazonaws.com" in told


def test_retries_are_shown_with_their_virtual_times(own_server, topic_to_queue):
    queue, topic = topic_to_queue
    fault = own_server.fault("error", service="sqs", operation="SendMessage", code="Broken")
    published = own_server.client("sns").publish(TopicArn=topic, Message="m")
    own_server.clock(advance="5s")
    own_server.end_faults(fault)
    own_server.clock(advance="10m")
    nodes = list(flat(trace(own_server, id_of(published))["children"]))
    sends = [node for node in nodes if node["operation"] == "SendMessage"]
    assert [node["state"] for node in sends][-1] == "done"
    failed = [node for node in sends if node["state"] == "failed"]
    assert failed and all(node["error"]["code"] == "Broken" for node in failed)
    assert sends[0]["at"] < sends[-1]["at"], "retries come later in virtual time"
    got = own_server.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert len(got) == 1


def test_requests_are_listed_newest_first_and_by_what_they_are(own_server):
    sqs = own_server.client("sqs", "222222222222")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    sent = sqs.send_message(QueueUrl=queue, MessageBody="m")
    with pytest.raises(botocore.exceptions.ClientError):
        sqs.get_queue_url(QueueName="absent")
    own_server.client("sns").list_topics()
    listed = traces(own_server, "?account=222222222222")
    assert [call["operation"] for call in listed] == [
        "GetQueueUrl", "SendMessage", "CreateQueue"]
    assert listed[1]["id"] == id_of(sent)
    assert [call["error"]["code"] for call in traces(own_server, "?failed=true")] == [
        "QueueDoesNotExist"]
    assert [call["service"] for call in traces(own_server, "?limit=1")] == ["sns"]
    assert [call["operation"] for call in traces(
        own_server, "?service=sqs&operation=CreateQueue")] == ["CreateQueue"]
    assert "QueueDoesNotExist" in command(own_server, "trace", "--failed")
    with pytest.raises(urllib.error.HTTPError) as refused:
        trace(own_server, "no-such-request")
    assert refused.value.code == 404
    with pytest.raises(urllib.error.HTTPError) as refused:
        traces(own_server, "?limit=0")
    assert refused.value.code == 400


def test_no_more_than_the_newest_are_kept(own_server):
    sqs = own_server.client("sqs")
    first = sqs.list_queues()
    for _ in range(2_100):
        sqs.list_queues()
    kept = traces(own_server, "?limit=2048")
    assert len(kept) == 2_048 and id_of(first) not in {call["id"] for call in kept}


def test_tracing_can_be_switched_off(own_server):
    own_server.settings(trace__calls="off")
    own_server.client("sqs").list_queues()
    assert traces(own_server) == []
    own_server.settings(trace__calls="on")
    own_server.client("sqs").list_queues()
    assert len(traces(own_server)) == 1


def user(server, policy):
    iam = server.client("iam", "333333333333")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def test_why_a_request_was_denied(own_server):
    """The decision with each statement that was looked at."""
    server = own_server
    statement = {"Sid": "OnlySending", "Effect": "Allow", "Action": "sqs:SendMessage",
                 "Resource": "*"}
    key, secret = user(server, {"Version": "2012-10-17", "Statement": statement})
    queue = server.client("sqs", "333333333333").create_queue(QueueName="q")["QueueUrl"]
    sqs = server.client("sqs", key, secret=secret)
    sent = sqs.send_message(QueueUrl=queue, MessageBody="m")
    with pytest.raises(botocore.exceptions.ClientError) as denied:
        sqs.purge_queue(QueueUrl=queue)
    told = command(server, "why", id_of(denied.value.response))
    assert "sqs:purgequeue on arn:aws:sqs:us-east-1:333333333333:q: denied" in told.lower()
    assert "OnlySending" in told, "it says of each statement why it did not apply"
    tree = trace(server, id_of(denied.value.response))
    assert [decision["allowed"] for decision in tree["decisions"]] == [False]
    assert "nothing was denied" in command(server, "why", id_of(sent), expect=1)
    server.settings(trace__decisions="all")
    sent = sqs.send_message(QueueUrl=queue, MessageBody="m")
    assert "allowed" in command(server, "why", id_of(sent))
