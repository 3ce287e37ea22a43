"""An organization as an architect sets it up: accounts, units, and policies that bind their roots.

Source: AWS Organizations User Guide, "Service control policies (SCPs)", "Accessing member
accounts in an organization" (OrganizationAccountAccessRole), "Resource control policies (RCPs)".
"""

import json

import pytest

from expect import refused
from servers import make_client, wait_until


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def organizations(client):
    client("organizations").create_organization(FeatureSet="ALL")
    return client("organizations")


@pytest.fixture
def root(organizations):
    return organizations.list_roots()["Roots"][0]["Id"]


@pytest.fixture
def member(organizations):
    """The id of a member account that was made."""
    request = organizations.create_account(
        Email="dev@example.com", AccountName="dev")["CreateAccountStatus"]["Id"]

    def status():
        return organizations.describe_create_account_status(
            CreateAccountRequestId=request)["CreateAccountStatus"]
    wait_until(lambda: status()["State"] == "SUCCEEDED")
    return status()["AccountId"]


def test_a_policy_forbids_even_the_root(organizations, root, member, client, endpoint):
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    unit = organizations.create_organizational_unit(
        ParentId=root, Name="sandbox")["OrganizationalUnit"]["Id"]
    organizations.move_account(
        AccountId=member, SourceParentId=root, DestinationParentId=unit)
    dev = make_client(endpoint, "sqs", member)
    url = dev.create_queue(QueueName="q")["QueueUrl"]
    policy = organizations.create_policy(
        Name="keep-queues", Description="", Type="SERVICE_CONTROL_POLICY",
        Content=document({"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"}))
    policy = policy["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=unit)
    with refused("AccessDenied", status=403,
                 message=f"User: arn:aws:iam::{member}:root is not authorized to perform"):
        dev.delete_queue(QueueUrl=url)
    # IAM in the member account cannot give what the organization denies.
    iam = make_client(endpoint, "iam", member)
    iam.create_user(UserName="ann")
    iam.attach_user_policy(UserName="ann",
                           PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = make_client(endpoint, "sqs", key["AccessKeyId"], key["SecretAccessKey"])
    ann.send_message(QueueUrl=url, MessageBody="a")
    with refused("AccessDenied", status=403,
                 message="with an explicit deny in a service control policy"):
        ann.delete_queue(QueueUrl=url)
    organizations.detach_policy(PolicyId=policy, TargetId=unit)
    dev.delete_queue(QueueUrl=url)


def test_the_management_account_enters_a_member(organizations, member, client, endpoint):
    found = client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole",
        RoleSessionName="me")["Credentials"]
    sqs = make_client(endpoint, "sqs", found["AccessKeyId"], found["SecretAccessKey"],
                      found["SessionToken"])
    assert f"/{member}/" in sqs.create_queue(QueueName="q")["QueueUrl"]


def test_a_policy_of_resources_keeps_strangers_out(organizations, root, member, client, endpoint):
    organizations.enable_policy_type(RootId=root, PolicyType="RESOURCE_CONTROL_POLICY")
    dev = make_client(endpoint, "sqs", member)
    url = dev.create_queue(QueueName="q")["QueueUrl"]
    arn = dev.get_queue_attributes(
        QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    dev.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(
        {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn})})
    stranger = make_client(endpoint, "sqs", "999999999999")
    stranger.send_message(QueueUrl=url, MessageBody="a")
    organization = organizations.describe_organization()["Organization"]["Id"]
    policy = organizations.create_policy(
        Name="ours", Description="", Type="RESOURCE_CONTROL_POLICY",
        Content=document({
            "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*",
            "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization}}}))
    organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=member)
    with refused("AccessDenied", status=403,
                 message="with an explicit deny in a resource control policy"):
        stranger.send_message(QueueUrl=url, MessageBody="a")
    client("sqs").send_message(QueueUrl=url, MessageBody="a")


def test_what_only_the_management_account_may(organizations, member, endpoint):
    dev = make_client(endpoint, "organizations", member)
    assert dev.describe_organization()["Organization"]["MasterAccountId"] != member
    with refused("AccessDeniedException"):
        dev.list_accounts()
    with refused("AWSOrganizationsNotInUseException", status=400):
        make_client(endpoint, "organizations", "888888888888").describe_organization()


def test_pages(organizations, root):
    for number in range(5):
        organizations.create_organizational_unit(ParentId=root, Name=f"u{number}")
    pages = organizations.get_paginator("list_organizational_units_for_parent").paginate(
        ParentId=root, PaginationConfig={"PageSize": 2})
    assert [len(page["OrganizationalUnits"]) for page in pages] == [2, 2, 1]
