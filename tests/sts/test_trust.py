"""Who may assume a role that IAM has made: trust policies and their conditions.

Source: IAM User Guide, "Access to AWS accounts owned by third parties" (external ids), "Pass
session tags in AWS STS", "Monitor and control actions taken with assumed roles", "Roles terms and
concepts".
"""

import json

import pytest

from expect import refused


@pytest.fixture
def make_role(client, account):
    """`make_role("dev", {"AWS": …}, Condition=…)`: its ARN."""
    iam = client("iam")

    def make(name, principal, action="sts:AssumeRole", seconds=3600, **more):
        document = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": principal, "Action": action, **more}]}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document),
                        MaxSessionDuration=seconds)
        return f"arn:aws:iam::{account}:role/{name}"
    return make


def test_a_role_that_does_not_exist(sts, make_role, account):
    make_role("dev", {"AWS": account})
    arn = f"arn:aws:iam::{account}:role/none"
    with refused("AccessDenied", status=403,
                 message=f"User: arn:aws:iam::{account}:root is not authorized to perform: "
                         f"sts:AssumeRole on resource: {arn}"):
        sts.assume_role(RoleArn=arn, RoleSessionName="me")


def test_another_account_and_its_external_id(client, make_role, account):
    other = client("sts", account="210987654321")
    arn = make_role("dev", {"AWS": "210987654321"},
                    Condition={"StringEquals": {"sts:ExternalId": "12345"}})
    other.assume_role(RoleArn=arn, RoleSessionName="me", ExternalId="12345")
    for wrong in ({}, {"ExternalId": "54321"}):
        with refused("AccessDenied", status=403):
            other.assume_role(RoleArn=arn, RoleSessionName="me", **wrong)
    with refused("AccessDenied", status=403):
        client("sts").assume_role(RoleArn=arn, RoleSessionName="me", ExternalId="12345")


def test_a_user_is_named_or_its_account(client, make_role, account):
    iam = client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    sts = client("sts", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    # Named herself, she needs no policy of her own; with her account she does.
    named = make_role("named", {"AWS": f"arn:aws:iam::{account}:user/ann"})
    sts.assume_role(RoleArn=named, RoleSessionName="me")
    shared = make_role("shared", {"AWS": f"arn:aws:iam::{account}:root"})
    with refused("AccessDenied", status=403):
        sts.assume_role(RoleArn=shared, RoleSessionName="me")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": shared}]}))
    sts.assume_role(RoleArn=shared, RoleSessionName="me")
    service = make_role("service", {"Service": "lambda.amazonaws.com"})
    with refused("AccessDenied", status=403):
        sts.assume_role(RoleArn=service, RoleSessionName="me")


def test_the_longest_session_of_a_role(sts, make_role, account):
    arn = make_role("dev", {"AWS": account}, seconds=7200)
    sts.assume_role(RoleArn=arn, RoleSessionName="me", DurationSeconds=7200)
    with refused("ValidationError", status=400,
                 message="The requested DurationSeconds exceeds the MaxSessionDuration set for "
                         "this role."):
        sts.assume_role(RoleArn=arn, RoleSessionName="me", DurationSeconds=7201)


def test_tags_and_identities_are_actions_of_their_own(sts, make_role, account):
    arn = make_role("dev", {"AWS": account})
    with refused("AccessDenied", status=403, message="sts:TagSession"):
        sts.assume_role(RoleArn=arn, RoleSessionName="me", Tags=[{"Key": "a", "Value": "b"}])
    with refused("AccessDenied", status=403, message="sts:SetSourceIdentity"):
        sts.assume_role(RoleArn=arn, RoleSessionName="me", SourceIdentity="ann")
    both = make_role("both", {"AWS": account},
                     ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                     Condition={"StringLike": {"aws:RequestTag/team": "*"}})
    sts.assume_role(RoleArn=both, RoleSessionName="me", SourceIdentity="ann",
                    Tags=[{"Key": "team", "Value": "red"}])
    with refused("AccessDenied", status=403):
        sts.assume_role(RoleArn=both, RoleSessionName="me", SourceIdentity="ann")


def test_session_policies_narrow_a_role(client, sts, make_role, account, queue):
    arn = make_role("dev", {"AWS": account})
    client("iam").attach_role_policy(
        RoleName="dev", PolicyArn="arn:aws:iam::aws:policy/AmazonSQSFullAccess")

    def sqs(**narrowed):
        found = sts.assume_role(RoleArn=arn, RoleSessionName="me", **narrowed)["Credentials"]
        return client("sqs", account=found["AccessKeyId"], secret=found["SecretAccessKey"],
                      token=found["SessionToken"])
    sqs().send_message(QueueUrl=queue, MessageBody="a")
    read_only = [{"arn": "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"}]
    sqs(PolicyArns=read_only).get_queue_attributes(QueueUrl=queue)
    with refused("AccessDenied", status=403, message="because no session policy allows"):
        sqs(PolicyArns=read_only).send_message(QueueUrl=queue, MessageBody="a")
