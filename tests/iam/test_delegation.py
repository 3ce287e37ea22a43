"""Temporary delegation from the partner's request to its session in the customer's account.

Source: IAM API Reference (CreateDelegationRequest and its relatives), STS API Reference
(GetDelegatedAccessToken); IAM User Guide, "IAM temporary delegation for AWS Partners", "Building
your integration". That a template is a managed policy of the partner's, and the form of the
messages, are Nephele's own.
"""

import json
import random

import pytest
from iam.documents import allow, document

from expect import refused
from servers import make_client, wait_until

OPEN = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "iam.amazonaws.com"}, "Action": "sns:Publish",
    "Resource": "*"}]})
FROM_TOPICS = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
    "Resource": "*"}]})
TEMPLATE = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["sqs:CreateQueue", "sqs:GetQueueUrl", "iam:CreateRole"],
     "Resource": ["arn:aws:sqs:*:*:@{queueNames}", "arn:aws:iam::*:role/@{queueNames}"]}]}
PARAMETERS = [{"Name": "queueNames", "Type": "stringList", "Values": ["one", "two"]}]


class Partner:
    """An account with a template, a topic, and a queue that hears of it."""

    def __init__(self, endpoint, account):
        self.endpoint, self.account = endpoint, account
        self.iam = make_client(endpoint, "iam", account)
        self.sqs = make_client(endpoint, "sqs", account)
        sns = make_client(endpoint, "sns", account)
        self.topic = sns.create_topic(Name="told", Attributes={"Policy": OPEN})["TopicArn"]
        self.queue = self.sqs.create_queue(QueueName="told", Attributes={"Policy": FROM_TOPICS})
        self.queue = self.queue["QueueUrl"]
        sns.subscribe(TopicArn=self.topic, Protocol="sqs",
                      Endpoint=f"arn:aws:sqs:us-east-1:{account}:told",
                      Attributes={"RawMessageDelivery": "true"})
        self.template = self.iam.create_policy(
            PolicyName="Deploy", PolicyDocument=json.dumps(TEMPLATE))["Policy"]["Arn"]
        self.told = []

    def ask(self, workflow, **options):
        options = {"Description": "makes queues", "SessionDuration": 3600, **options}
        return self.iam.create_delegation_request(
            RequestorWorkflowId=workflow, NotificationChannel=self.topic,
            Permissions={"PolicyTemplateArn": self.template, "Parameters": PARAMETERS},
            **options)["DelegationRequestId"]

    def hears(self, kind):
        """The first message of a kind."""
        def look():
            got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
            self.told += [json.loads(it["Body"]) for it in got.get("Messages", [])]
            return [it for it in self.told if it["Type"] == kind]
        return wait_until(look)[0]

    def exchange(self, token):
        sts = make_client(self.endpoint, "sts", self.account)
        return sts.get_delegated_access_token(TradeInToken=token)


@pytest.fixture
def partner(endpoint, account):
    return Partner(endpoint, account)


@pytest.fixture
def customer(endpoint):
    """The id of the customer's account, and its root's IAM."""
    other = f"{random.SystemRandom().randrange(10**11, 10**12)}"
    return other, make_client(endpoint, "iam", other)


def test_from_request_to_session(endpoint, partner, customer):
    owner, iam = customer
    one = {"DelegationRequestId": partner.ask("workflow-1", OwnerAccountId=owner)}
    with refused("EntityAlreadyExists", status=409):
        partner.ask("workflow-1")
    with refused("NoSuchEntity", status=404):
        partner.iam.get_delegation_request(**one)
    with refused("InvalidInput", status=400):
        iam.accept_delegation_request(**one)
    iam.associate_delegation_request(**one)
    iam.update_delegation_request(Notes="for the boss", **one)
    iam.accept_delegation_request(**one)
    with refused("AccessDenied", status=403):
        partner.exchange("no token")
    iam.send_delegation_token(**one)
    with refused("InvalidInput"):
        iam.send_delegation_token(**one)
    with refused("InvalidInput"):
        iam.reject_delegation_request(**one)
    found = iam.get_delegation_request(DelegationPermissionCheck=True, **one)
    assert found["PermissionCheckResult"] == "ALLOWED"
    assert found["DelegationRequest"]["State"] == "FINALIZED"
    assert found["DelegationRequest"]["ApproverId"] == f"arn:aws:iam::{owner}:root"

    token = partner.hears("ExchangeToken")["ExchangeToken"]
    answer = partner.exchange(token)
    assert answer["AssumedPrincipal"] == f"arn:aws:iam::{owner}:root"
    assert 0 < answer["PackedPolicySize"] <= 100
    keys = answer["Credentials"]

    def delegated(service):
        return make_client(endpoint, service, keys["AccessKeyId"], keys["SecretAccessKey"],
                           keys["SessionToken"])
    assert delegated("sts").get_caller_identity()["Account"] == owner
    url = delegated("sqs").create_queue(QueueName="one")["QueueUrl"]
    assert make_client(endpoint, "sqs", owner).get_queue_url(QueueName="one")["QueueUrl"] == url
    with refused("AccessDenied", "AccessDeniedException"):
        delegated("sqs").create_queue(QueueName="three")
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole"}]})
    delegated("iam").create_role(RoleName="two", AssumeRolePolicyDocument=trust)
    with refused("AccessDenied"):
        delegated("iam").list_users()
    # Another account has nothing of the token.
    with refused("AccessDenied"):
        make_client(endpoint, "sts", owner).get_delegated_access_token(TradeInToken=token)


def test_a_session_is_its_approvers_and_the_requests(endpoint, partner, customer):
    owner, iam = customer
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=document(
        allow("iam:*"), allow("sqs:GetQueueUrl")))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = make_client(endpoint, "iam", key["AccessKeyId"], key["SecretAccessKey"])
    one = {"DelegationRequestId": partner.ask("workflow-1")}
    ann.associate_delegation_request(**one)
    checked = ann.get_delegation_request(DelegationPermissionCheck=True, **one)
    assert checked["PermissionCheckStatus"] == "COMPLETE"
    assert checked["PermissionCheckResult"] == "DENIED"
    ann.accept_delegation_request(**one)
    ann.send_delegation_token(**one)
    keys = partner.exchange(partner.hears("ExchangeToken")["ExchangeToken"])["Credentials"]
    sqs = make_client(endpoint, "sqs", keys["AccessKeyId"], keys["SecretAccessKey"],
                      keys["SessionToken"])
    root = make_client(endpoint, "sqs", owner)
    urls = {name: root.create_queue(QueueName=name)["QueueUrl"] for name in ["one", "three"]}
    with refused("AccessDenied", "AccessDeniedException"):
        sqs.create_queue(QueueName="two")  # ann may not
    assert sqs.get_queue_url(QueueName="one")["QueueUrl"] == urls["one"]  # both allow it
    with refused("AccessDenied", "AccessDeniedException"):
        sqs.get_queue_url(QueueName="three")  # the request does not
    listed = ann.list_delegation_requests(OwnerId=f"arn:aws:iam::{owner}:user/ann")
    assert [it["DelegationRequestId"] for it in listed["DelegationRequests"]] == [
        one["DelegationRequestId"]]
    assert listed["isTruncated"] is False


def test_lists_have_pages(partner, customer):
    _, iam = customer
    ids = {partner.ask(f"workflow-{at}") for at in range(3)}
    for one in ids:
        iam.associate_delegation_request(DelegationRequestId=one)
    first = iam.list_delegation_requests(MaxItems=2)
    assert first["isTruncated"] is True
    rest = iam.list_delegation_requests(MaxItems=2, Marker=first["Marker"])
    found = first["DelegationRequests"] + rest["DelegationRequests"]
    assert {it["DelegationRequestId"] for it in found} == ids
    with refused("ValidationError"):
        iam.list_delegation_requests(Marker="none")


def test_summaries(partner, customer):
    owner, iam = customer
    one = partner.ask("workflow-1", RequestMessage="as we said")
    arn = f"arn:aws:iam::{owner}:delegation-request/{one}"
    told = iam.get_human_readable_summary(EntityArn=arn)
    assert told["SummaryState"] == "AVAILABLE"
    for part in [partner.account, "makes queues", "as we said", "1 hours", "sqs:CreateQueue",
                 "arn:aws:sqs:*:*:two"]:
        assert part in told["SummaryContent"], told
    french = iam.get_human_readable_summary(EntityArn=arn, Locale="fr_FR")
    assert french["SummaryState"] == "NOT_SUPPORTED" and "SummaryContent" not in french
    with refused("InvalidInput"):
        iam.get_human_readable_summary(EntityArn=f"arn:aws:iam::{owner}:user/ann")
    with refused("NoSuchEntity"):
        iam.get_human_readable_summary(EntityArn=arn[:-1] + "x")


def test_tokens_and_sessions_end(own_server):
    partner = Partner(own_server.endpoint, "111111111111")
    iam = make_client(own_server.endpoint, "iam", "222222222222")
    one = {"DelegationRequestId": partner.ask("workflow-1")}
    iam.associate_delegation_request(**one)
    iam.accept_delegation_request(**one)
    own_server.clock(advance="2h")
    iam.send_delegation_token(**one)
    token = partner.hears("ExchangeToken")["ExchangeToken"]
    own_server.clock(advance="50m")
    keys = partner.exchange(token)["Credentials"]
    sts = make_client(own_server.endpoint, "sts", keys["AccessKeyId"], keys["SecretAccessKey"],
                      keys["SessionToken"])
    sts.get_caller_identity()
    own_server.clock(advance="11m")
    with refused("ExpiredToken"):
        sts.get_caller_identity()
    with refused("ExpiredTradeInTokenException", "ExpiredTradeInToken", status=400):
        partner.exchange(token)
    # What happens later is told too.
    own_server.clock(advance="7d")
    assert iam.get_delegation_request(**one)["DelegationRequest"]["State"] == "EXPIRED"
    partner.hears("StateChange")
    states = {it["State"] for it in partner.told if it["Type"] == "StateChange"}
    assert states == {"ASSIGNED", "ACCEPTED", "FINALIZED", "EXPIRED"}


def test_a_roles_session_accepts(endpoint, partner, customer):
    owner, iam = customer
    trusts = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": owner}, "Action": "sts:AssumeRole"}]})
    role = iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trusts)["Role"]["Arn"]
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_role_policy(RoleName="admin", PolicyArn=admin)
    sts = make_client(endpoint, "sts", owner)

    def session(**options):
        keys = sts.assume_role(RoleArn=role, RoleSessionName="ann", **options)["Credentials"]
        return make_client(endpoint, "iam", keys["AccessKeyId"], keys["SecretAccessKey"],
                           keys["SessionToken"])
    one = {"DelegationRequestId": partner.ask("workflow-1", OnlySendByOwner=True)}
    whole, narrowed = session(), session(PolicyArns=[{"arn": admin}])
    whole.associate_delegation_request(**one)
    with refused("InvalidInput", message="session policies"):
        narrowed.accept_delegation_request(**one)
    whole.accept_delegation_request(**one)
    with refused("AccessDenied", message="by its owner"):
        iam.send_delegation_token(**one)
    whole.send_delegation_token(**one)
    answer = partner.exchange(partner.hears("ExchangeToken")["ExchangeToken"])
    assert answer["AssumedPrincipal"] == f"arn:aws:sts::{owner}:assumed-role/admin/ann"
    keys = answer["Credentials"]
    sqs = make_client(endpoint, "sqs", keys["AccessKeyId"], keys["SecretAccessKey"],
                      keys["SessionToken"])
    sqs.create_queue(QueueName="one")
    with refused("AccessDenied", "AccessDeniedException", message="session policy"):
        sqs.create_queue(QueueName="three")
