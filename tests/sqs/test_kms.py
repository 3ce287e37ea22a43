"""Queues encrypted by keys of KMS (SSE-KMS): codes in both protocols, the reuse period, who needs
the key, and what the disk then holds.

DG: Amazon SQS Developer Guide, "Encryption at rest in Amazon SQS", "Amazon SQS Key management".
"""

import json
import os

import pytest

from expect import refused
from raw import sqs_json, sqs_query
from servers import make_client

ACCOUNT = "111111111111"


@pytest.fixture
def world(own_server):
    """A server whose clock stands, and clients of it."""
    def client(service, *credentials):
        return make_client(own_server.endpoint, service, *(credentials or (ACCOUNT,)))
    return own_server, client


def encrypted(client, period="60", **attributes):
    key = client("kms").create_key()["KeyMetadata"]
    url = client("sqs").create_queue(QueueName="vault", Attributes={
        "KmsMasterKeyId": key["Arn"], "KmsDataKeyReusePeriodSeconds": period,
        "VisibilityTimeout": "0", **attributes})["QueueUrl"]
    return key, url


def user(client, name, *statements):
    iam = client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Resource": "*", **it} for it in statements]}))
    made = iam.create_access_key(UserName=name)["AccessKey"]
    return client("sqs", made["AccessKeyId"], made["SecretAccessKey"])


def bodies(sqs, url):
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in found]


def test_a_disabled_key_closes_the_queue_when_the_period_is_over(world):
    server, client = world
    key, url = encrypted(client)
    sqs = client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="one")
    client("kms").disable_key(KeyId=key["KeyId"])
    server.clock(advance="59s")
    sqs.send_message(QueueUrl=url, MessageBody="two")
    assert bodies(sqs, url) == ["one", "two"]
    server.clock(advance="1s")
    # API, SendMessage: KmsDisabled; DG's clients see the code of the query protocol.
    with refused("KMS.DisabledException", status=400, message=f"{key['Arn']} is disabled."):
        sqs.send_message(QueueUrl=url, MessageBody="three")
    with refused("KMS.DisabledException", status=400):
        sqs.receive_message(QueueUrl=url)
    client("kms").enable_key(KeyId=key["KeyId"])
    assert bodies(sqs, url) == ["one", "two"]


def test_the_errors_are_told_in_both_protocols(world):
    server, client = world
    url = client("sqs").create_queue(
        QueueName="q", Attributes={"KmsMasterKeyId": "alias/none"})["QueueUrl"]
    answer = sqs_query(server.endpoint, ACCOUNT, "SendMessage", QueueUrl=url, MessageBody="b")
    assert answer.status == 400
    assert b"<Code>KMS.NotFoundException</Code>" in answer.body, answer
    body = json.dumps({"QueueUrl": url, "MessageBody": "b"}).encode()
    answer = sqs_json(server.endpoint, ACCOUNT, "SendMessage", body)
    assert answer.status == 400
    assert json.loads(answer.body)["__type"] == "com.amazonaws.sqs#KmsNotFound"
    assert answer.headers["x-amzn-query-error"] == "KMS.NotFoundException;Sender"


def test_senders_need_two_permissions_and_receivers_one(world):
    _, client = world
    _, url = encrypted(client)
    sender = user(client, "sender", {"Action": ["sqs:*", "kms:GenerateDataKey"]})
    with refused("KMS.AccessDeniedException", status=400, message="kms:Decrypt"):
        sender.send_message(QueueUrl=url, MessageBody="x")
    both = user(client, "both", {"Action": "sqs:*"}, {
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
        "Condition": {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}}})
    both.send_message(QueueUrl=url, MessageBody="x")
    nobody = user(client, "nobody", {"Action": "sqs:*"})
    with refused("KMS.AccessDeniedException", status=400, message="is not authorized to perform: "
                 "kms:Decrypt"):
        nobody.receive_message(QueueUrl=url)
    receiver = user(client, "receiver", {"Action": ["sqs:*", "kms:Decrypt"]})
    assert bodies(receiver, url) == ["x"]


def test_a_key_of_kms_serves_once_a_period(world):
    # Whether KMS is asked shows by a fault that strikes it.
    server, client = world
    _, url = encrypted(client)
    sqs = client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="one")
    server.fault("error", service="kms", operation="GenerateDataKey",
                 code="ThrottlingException")
    for _ in range(5):
        sqs.send_message(QueueUrl=url, MessageBody="more")
    server.clock(advance="61s")
    with refused("KMS.ThrottlingException", status=400):
        sqs.send_message(QueueUrl=url, MessageBody="late")


def test_the_disk_holds_no_body(server_factory, tmp_path):
    marks = (b"find me if you can", b"in plain sight 123")
    server = server_factory(data=tmp_path / "data")
    sqs = make_client(server.endpoint, "sqs", ACCOUNT)
    kms = make_client(server.endpoint, "kms", ACCOUNT)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = sqs.create_queue(QueueName="s", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    plain = sqs.create_queue(QueueName="p")["QueueUrl"]
    for _ in range(50):
        sqs.send_message(QueueUrl=sealed, MessageBody=marks[0].decode())
        sqs.send_message(QueueUrl=plain, MessageBody=marks[1].decode())
    server.stop()
    found = {mark: 0 for mark in marks}
    for folder, _, names in os.walk(tmp_path / "data"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            for mark in found:
                found[mark] += content.count(mark)
    assert found[marks[1]] > 0, "the search finds what is not sealed"
    assert found[marks[0]] == 0
    server = server_factory(data=tmp_path / "data")
    sqs = make_client(server.endpoint, "sqs", ACCOUNT)
    received = sqs.receive_message(QueueUrl=sealed, MaxNumberOfMessages=10)["Messages"]
    assert {message["Body"].encode() for message in received} == {marks[0]}


def test_a_reset_forgets_the_data_keys(world):
    server, client = world
    _, url = encrypted(client)
    client("sqs").send_message(QueueUrl=url, MessageBody="x")
    server.reset()
    key, url = encrypted(client)
    client("kms").disable_key(KeyId=key["KeyId"])
    with refused("KMS.DisabledException"):
        client("sqs").send_message(QueueUrl=url, MessageBody="x")
