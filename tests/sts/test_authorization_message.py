"""Encoded authorization failure messages. No service here answers with one by itself (EC2, which
does, is absent); the trace of a refused request has it, as `nephele why` shows it.

Source: [A] DecodeAuthorizationMessage.
"""

import json
import re
import urllib.request

import pytest

from expect import refused


@pytest.fixture
def ann(client):
    """Keys of a user who may do nothing but decode, and not delete queues whatever anybody says."""
    iam = client("iam")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:DecodeAuthorizationMessage", "Resource": "*"},
            {"Sid": "Never", "Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"}]}))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    return {"account": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def decision(endpoint, caught):
    id = caught.value.response["ResponseMetadata"]["RequestId"]
    with urllib.request.urlopen(f"{endpoint}/_nephele/traces/{id}", timeout=30) as answer:
        tree = json.load(answer)
    return tree["why"], tree["decisions"][0]["details"]["encodedMessage"]


def test_a_refusal_decodes_to_what_was_decided(endpoint, client, account, ann, queue):
    sqs, sts = client("sqs", **ann), client("sts", **ann)
    with refused("AccessDenied", status=403) as caught:
        sqs.delete_queue(QueueUrl=queue)
    why, message = decision(endpoint, caught)
    assert f"encoded authorization failure message: {message}" in why
    assert re.fullmatch("[A-Za-z0-9_-]+", message) and "ann" not in message
    told = json.loads(sts.decode_authorization_message(EncodedMessage=message)["DecodedMessage"])
    assert told["allowed"] is False and told["explicitDeny"] is True
    matched = told["matchedStatements"]["items"]
    assert [it["statementId"] for it in matched] == ["Never"]
    context = told["context"]
    assert context["action"].lower() == "sqs:deletequeue"
    assert context["principal"]["arn"] == f"arn:aws:iam::{account}:user/ann"
    # Nothing is denied in so many words here.
    with refused("AccessDenied", status=403) as caught:
        sqs.list_queues()
    _, message = decision(endpoint, caught)
    told = json.loads(sts.decode_authorization_message(EncodedMessage=message)["DecodedMessage"])
    assert told["explicitDeny"] is False and told["matchedStatements"]["items"] == []


def test_messages_are_their_account_s_alone(endpoint, client, ann):
    with refused("AccessDenied", status=403) as caught:
        client("sqs", **ann).list_queues()
    _, message = decision(endpoint, caught)
    client("sts").decode_authorization_message(EncodedMessage=message)
    other = "A" if message[20] != "A" else "B"
    forged = message[:20] + other + message[21:]
    for text, caller in [(message, client("sts", account="999999999999")), (forged, client("sts"))]:
        with refused("InvalidAuthorizationMessageException", status=400):
            caller.decode_authorization_message(EncodedMessage=text)


def test_decoding_needs_leave(endpoint, client, ann):
    with refused("AccessDenied", status=403) as caught:
        client("sqs", **ann).list_queues()
    _, message = decision(endpoint, caught)
    client("iam").delete_user_policy(UserName="ann", PolicyName="p")
    with refused("AccessDenied", status=403):
        client("sts", **ann).decode_authorization_message(EncodedMessage=message)
