"""Billing transfers, effective policies that are wrong, and accounts of the GovCloud.

Source: AWS Organizations API Reference (InviteOrganizationToTransferResponsibility and its
relatives, ListEffectivePolicyValidationErrors, CreateGovCloudAccount); AWS Billing User Guide,
"Responding to invitations", "Withdrawing transfers".
"""

import datetime
import json
import random

import pytest

from expect import refused
from servers import make_client, wait_until

UTC = datetime.timezone.utc
BILLING = {"Type": "BILLING"}


def month(years_on=1):
    """The beginning of a month that is some time from now."""
    return datetime.datetime(datetime.datetime.now(UTC).year + years_on, 2, 1, tzinfo=UTC)


@pytest.fixture
def organizations(client):
    client("organizations").create_organization(FeatureSet="ALL")
    return client("organizations")


@pytest.fixture
def other(endpoint):
    """The management account of another organization, and its client."""
    account = f"{random.SystemRandom().randrange(10**11, 10**12)}"
    theirs = make_client(endpoint, "organizations", account)
    theirs.create_organization(FeatureSet="ALL")
    return account, theirs


def invite(organizations, account, **options):
    options = {"StartTimestamp": month(), "SourceName": "theirs", **BILLING, **options}
    return organizations.invite_organization_to_transfer_responsibility(
        Target={"Id": account, "Type": "ACCOUNT"}, **options)["Handshake"]


def test_a_transfer_is_accepted_and_withdrawn(organizations, other, account):
    theirs_id, theirs = other
    asked = invite(organizations, theirs_id, Notes="we pay")
    assert asked["Action"] == "TRANSFER_RESPONSIBILITY"
    told = {it["Type"]: it["Value"] for it in asked["Resources"]}
    one = {"Id": told["RESPONSIBILITY_TRANSFER"]}
    with refused("DuplicateHandshakeException"):
        invite(organizations, theirs_id)
    with refused("InvalidInputException"):
        invite(organizations, theirs_id, StartTimestamp=month() + datetime.timedelta(days=1))
    with refused("HandshakeConstraintViolationException"):
        invite(organizations, account)
    with refused("InvalidResponsibilityTransferTransitionException"):
        theirs.terminate_responsibility_transfer(**one)
    theirs.accept_handshake(HandshakeId=asked["Id"])
    seen = theirs.list_outbound_responsibility_transfers(**BILLING)["ResponsibilityTransfers"]
    assert [(it["Id"], it["Status"]) for it in seen] == [(one["Id"], "ACCEPTED")]
    assert "/outbound/" in seen[0]["Arn"] and seen[0]["StartTimestamp"] == month()
    assert theirs.list_inbound_responsibility_transfers(**BILLING)["ResponsibilityTransfers"] == []
    organizations.update_responsibility_transfer(Name="renamed", **one)
    with refused("ConstraintViolationException"):
        theirs.update_responsibility_transfer(Name="mine", **one)
    found = organizations.describe_responsibility_transfer(**one)["ResponsibilityTransfer"]
    assert found["Name"] == "renamed" and "/inbound/" in found["Arn"]
    assert found["Source"]["ManagementAccountId"] == theirs_id
    assert found["Target"]["ManagementAccountId"] == account
    with refused("ConstraintViolationException"):
        organizations.delete_organization()
    last = month(2) - datetime.timedelta(milliseconds=1)
    with refused("InvalidInputException"):
        theirs.terminate_responsibility_transfer(EndTimestamp=month(2), **one)
    ended = theirs.terminate_responsibility_transfer(EndTimestamp=last, **one)
    assert ended["ResponsibilityTransfer"]["Status"] == "WITHDRAWN"
    assert ended["ResponsibilityTransfer"]["EndTimestamp"] == last
    with refused("ResponsibilityTransferAlreadyInStatusException"):
        organizations.terminate_responsibility_transfer(**one)
    listed = organizations.list_inbound_responsibility_transfers(**BILLING, **one)
    assert [it["Status"] for it in listed["ResponsibilityTransfers"]] == ["WITHDRAWN"]


def test_who_has_nothing_to_do_with_transfers(organizations, other, client, account):
    theirs_id, theirs = other
    asked = invite(organizations, theirs_id)
    theirs.decline_handshake(HandshakeId=asked["Id"])
    seen = organizations.list_inbound_responsibility_transfers(**BILLING)["ResponsibilityTransfers"]
    assert [it["Status"] for it in seen] == ["DECLINED"]
    with refused("ResponsibilityTransferNotFoundException"):
        organizations.describe_responsibility_transfer(Id="rt-00000000")
    with refused("ResponsibilityTransferNotFoundException"):
        organizations.list_inbound_responsibility_transfers(Id="rt-00000000", **BILLING)
    stranger = client("organizations", account=f"{(int(account) + 1) % 10**12:012}")
    for call in [stranger.list_outbound_responsibility_transfers,
                 stranger.list_inbound_responsibility_transfers]:
        with refused("AWSOrganizationsNotInUseException"):
            call(**BILLING)


def test_effective_policies_that_are_wrong(organizations, account):
    root = organizations.list_roots()["Roots"][0]["Id"]
    kind = {"PolicyType": "TAG_POLICY"}
    with refused("EffectivePolicyNotFoundException"):
        organizations.list_accounts_with_invalid_effective_policy(**kind)
    organizations.enable_policy_type(RootId=root, **kind)
    content = {"tags": {"team": {"tag_key": {"@@assign": "Group"},
                                 "enforced_for": {"@@assign": ["sqs"]}}}}
    policy = organizations.create_policy(
        Name="tags", Description="", Type="TAG_POLICY", Content=json.dumps(content))
    policy = policy["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=account)
    invalid = organizations.list_accounts_with_invalid_effective_policy(**kind)
    assert [it["Id"] for it in invalid["Accounts"]] == [account]
    one = {"AccountId": account, **kind}
    first = organizations.list_effective_policy_validation_errors(MaxResults=1, **one)
    rest = organizations.list_effective_policy_validation_errors(
        NextToken=first["NextToken"], **one)
    errors = [it["EffectivePolicyValidationErrors"][0] for it in (first, rest)]
    assert {it["PathToError"] for it in errors} == {"tags/team/tag_key", "tags/team/enforced_for"}
    assert all(it["ContributingPolicies"] == [policy] for it in errors)
    with refused("AccountNotFoundException"):
        organizations.list_effective_policy_validation_errors(AccountId="0" * 12, **kind)
    organizations.detach_policy(PolicyId=policy, TargetId=account)
    with refused("EffectivePolicyNotFoundException"):
        organizations.list_effective_policy_validation_errors(**one)


def test_an_account_of_the_gov_cloud(organizations, endpoint, name, client):
    asked = organizations.create_gov_cloud_account(AccountName=name, Email=f"{name}@example.com")
    request = {"CreateAccountRequestId": asked["CreateAccountStatus"]["Id"]}

    def made():
        status = organizations.describe_create_account_status(**request)["CreateAccountStatus"]
        return status if status["State"] == "SUCCEEDED" else None
    status = wait_until(made)
    gov = make_client(endpoint, "iam", status["GovCloudAccountId"], region="us-gov-west-1")
    role = gov.get_role(RoleName="OrganizationAccountAccessRole")["Role"]
    assert role["Arn"].startswith(f"arn:aws-us-gov:iam::{status['GovCloudAccountId']}:role/")
    trusted = role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"]
    counterpart = trusted.split(":")[4]
    sts = make_client(endpoint, "sts", counterpart, region="us-gov-west-1")
    session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="enter")
    assert session["AssumedRoleUser"]["Arn"].startswith("arn:aws-us-gov:sts::")
    with refused("UnsupportedAPIEndpointException"):
        client("organizations", region="us-gov-west-1").create_gov_cloud_account(
            AccountName=name, Email=f"b{name}@example.com")
    with refused("AWSOrganizationsNotInUseException"):
        make_client(endpoint, "organizations", counterpart).create_gov_cloud_account(
            AccountName=name, Email=f"c{name}@example.com")
