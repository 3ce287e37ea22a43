"""Who may do what with a queue, as clients of several accounts see it.

Sources: "Basic examples of Amazon SQS policies", "Custom Amazon SQS Access Policy Language
examples", "Limitations of Amazon SQS custom policies" (SQS Developer Guide); "AWS global condition
context keys", "Troubleshoot access denied error messages" (IAM User Guide).
"""

import json
import random
import urllib.parse

import pytest

import raw
from expect import refused

DENIED = ("AccessDenied", "AccessDeniedException")


@pytest.fixture
def stranger():
    """Another account."""
    return f"{random.SystemRandom().randrange(10**11, 10**12)}"


def arn_of(sqs, url):
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return attributes["Attributes"]["QueueArn"]


def set_policy(sqs, url, *statements):
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def statement(effect, action, principal="*", resource="*", **conditions):
    return {"Effect": effect, "Principal": principal, "Action": action, "Resource": resource,
            "Condition": conditions}


def test_another_account_comes_in_by_policy(client, sqs, queue, stranger, account):
    theirs = client("sqs", account=stranger)
    arn = arn_of(sqs, queue)
    reason = (f"User: arn:aws:iam::{stranger}:root is not authorized to perform: sqs:sendmessage "
              f"on resource: {arn} because no resource-based policy allows the sqs:sendmessage "
              "action")
    with refused(*DENIED, status=403, message=reason):
        theirs.send_message(QueueUrl=queue, MessageBody="a")
    set_policy(sqs, queue, statement(
        "Allow", ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
        {"AWS": f"arn:aws:iam::{stranger}:root"}, arn))
    sent = theirs.send_message(QueueUrl=queue, MessageBody="a")
    message = theirs.receive_message(
        QueueUrl=queue, MessageSystemAttributeNames=["SenderId"])["Messages"][0]
    assert message["MessageId"] == sent["MessageId"]
    assert message["Attributes"]["SenderId"] == stranger
    theirs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    with refused(*DENIED, status=403):
        theirs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
    with refused(*DENIED, status=403):
        theirs.delete_queue(QueueUrl=queue)
    # Queues of that name in the caller's own account have nothing to do with it.
    name = queue.rsplit("/", 1)[1]
    own = theirs.create_queue(QueueName=name)["QueueUrl"]
    assert own == queue.replace(account, stranger)
    assert "Messages" not in theirs.receive_message(QueueUrl=own)


def test_permissions_open_and_close(client, sqs, queue, stranger):
    theirs = client("sqs", account=stranger)
    sqs.add_permission(
        QueueUrl=queue, Label="share", AWSAccountIds=[stranger], Actions=["SendMessage"])
    theirs.send_message(QueueUrl=queue, MessageBody="a")
    answer = theirs.send_message_batch(
        QueueUrl=queue, Entries=[{"Id": "1", "MessageBody": "b"}])
    assert len(answer["Successful"]) == 1
    with refused(*DENIED, status=403):
        theirs.receive_message(QueueUrl=queue)
    sqs.remove_permission(QueueUrl=queue, Label="share")
    with refused(*DENIED, status=403):
        theirs.send_message(QueueUrl=queue, MessageBody="a")


def test_a_deny_binds_the_owners_root(sqs, queue, account):
    set_policy(sqs, queue, statement("Deny", "sqs:SendMessage"))
    reason = (f"User: arn:aws:iam::{account}:root is not authorized to perform: sqs:sendmessage "
              f"on resource: {arn_of(sqs, queue)} with an explicit deny in a resource-based policy")
    with refused(*DENIED, status=403, message=reason):
        sqs.send_message(QueueUrl=queue, MessageBody="a")
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    sqs.send_message(QueueUrl=queue, MessageBody="a")


@pytest.mark.parametrize("network, is_open", [
    ("127.0.0.0/8", True), ("127.0.0.1", True), ("10.0.0.0/8", False), ("::/0", False)])
def test_the_clients_address(client, sqs, queue, stranger, network, is_open):
    set_policy(sqs, queue, statement(
        "Allow", "sqs:SendMessage", IpAddress={"aws:SourceIp": network}))
    theirs = client("sqs", account=stranger)
    if is_open:
        theirs.send_message(QueueUrl=queue, MessageBody="a")
    else:
        with refused(*DENIED, status=403):
            theirs.send_message(QueueUrl=queue, MessageBody="a")


def test_plain_http_is_not_secure(own_server):
    sqs = own_server.client("sqs")
    queue = sqs.create_queue(QueueName="secure")["QueueUrl"]
    set_policy(sqs, queue, statement(
        "Deny", ["sqs:SendMessage"], Bool={"aws:SecureTransport": "false"}))
    with refused(*DENIED, status=403, message="with an explicit deny in a resource-based policy"):
        sqs.send_message(QueueUrl=queue, MessageBody="a")
    # Policies that insist on TLS can be tried without it.
    own_server.settings(access__assume_tls="true")
    sqs.send_message(QueueUrl=queue, MessageBody="a")
    own_server.settings(access__assume_tls="false")
    with refused(*DENIED, status=403):
        sqs.send_message(QueueUrl=queue, MessageBody="a")


def test_the_clients_name(client, sqs, queue, stranger):
    set_policy(sqs, queue, statement(
        "Allow", "sqs:SendMessage", StringLike={"aws:UserAgent": "*trusted/1*"}))
    with refused(*DENIED, status=403):
        client("sqs", account=stranger).send_message(QueueUrl=queue, MessageBody="a")
    theirs = client("sqs", account=stranger, user_agent_extra="trusted/1")
    theirs.send_message(QueueUrl=queue, MessageBody="a")


def test_sessions_of_roles(client, sqs, queue, stranger):
    role = f"arn:aws:iam::{stranger}:role/apps/worker"
    credentials = client("sts", account=stranger).assume_role(
        RoleArn=role, RoleSessionName="one")["Credentials"]
    session = client("sqs", account=credentials["AccessKeyId"],
                     secret=credentials["SecretAccessKey"], token=credentials["SessionToken"])
    with refused(*DENIED, status=403,
                 message=f"User: arn:aws:sts::{stranger}:assumed-role/worker/one is not"):
        session.send_message(QueueUrl=queue, MessageBody="a")
    set_policy(sqs, queue, statement("Allow", "sqs:SendMessage", {"AWS": role}))
    session.send_message(QueueUrl=queue, MessageBody="a")
    set_policy(sqs, queue, statement(
        "Allow", "sqs:SendMessage", {"AWS": f"arn:aws:iam::{stranger}:role/apps/other"}))
    with refused(*DENIED, status=403):
        session.send_message(QueueUrl=queue, MessageBody="a")


def unsigned(endpoint, queue, **parameters):
    """A request of the query protocol that nobody has signed."""
    path = urllib.parse.urlsplit(queue).path
    body = urllib.parse.urlencode({"Version": "2012-11-05", **parameters})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return raw.send(endpoint, "POST", path, headers, body.encode())


def test_nobody_comes_in_by_policy(endpoint, sqs, queue):
    answer = unsigned(endpoint, queue, Action="SendMessage", MessageBody="a")
    assert answer.status == 403
    assert b"<Code>AccessDenied</Code>" in answer.body
    set_policy(sqs, queue, statement("Allow", "sqs:SendMessage"))
    answer = unsigned(endpoint, queue, Action="SendMessage", MessageBody="a")
    assert answer.status == 200, answer
    assert b"<MessageId>" in answer.body
    answer = unsigned(endpoint, queue, Action="ReceiveMessage")
    assert (answer.status, b"AccessDenied" in answer.body) == (403, True), answer
    # What acts on no queue of others is refused before anything is asked.
    answer = unsigned(endpoint, queue, Action="DeleteQueue")
    assert (answer.status, b"MissingAuthenticationToken" in answer.body) == (403, True), answer


def test_the_refusal_in_both_protocols(endpoint, queue, stranger, client):
    theirs = client("sqs", account=stranger)
    with refused(*DENIED, status=403) as caught:
        theirs.send_message(QueueUrl=queue, MessageBody="a")
    message = caught.value.response["Error"]["Message"]
    credential = (f"AWS4-HMAC-SHA256 Credential={stranger}/20300101/us-east-1/sqs/aws4_request, "
                  "SignedHeaders=host, Signature=0")
    answer = raw.send(
        endpoint, "POST", urllib.parse.urlsplit(queue).path,
        {"Content-Type": "application/x-www-form-urlencoded", "Authorization": credential},
        b"Action=SendMessage&MessageBody=a&Version=2012-11-05")
    text = answer.body.decode()
    assert answer.status == 403
    assert "<Type>Sender</Type><Code>AccessDenied</Code>" in text.replace("\n", ""), text
    assert message in text


def test_what_is_no_policy(sqs, queue):
    def refuse(policy, *codes, message, status=400):
        with refused(*codes, status=status, message=message):
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    allow = statement("Allow", "sqs:SendMessage")
    invalid = ("InvalidAttributeValue",), {"message": "Invalid value for the parameter Policy."}
    for wrong in ({"Effect": "allow"}, {"Principal": "ann"}, {"Action": "sns:Publish"},
                  {"Resource": "queue"}, {"Condition": {"StringIs": {"a:b": "c"}}}, {"Sid": 1}):
        refuse({"Statement": [{**allow, **wrong}]}, *invalid[0], **invalid[1])
    refuse({"Statement": [{**allow, "Sid": str(number)} for number in range(21)]},
           "OverLimit", status=403,
           message="21 statements were found in the submitted policy, max allowed is 20")
    refuse({"Statement": [{**allow, "Principal": {"AWS": [
        f"{number:012}" for number in range(51)]}}]}, "OverLimit", status=403,
        message="51 principals were found in the submitted policy, max allowed is 50")
