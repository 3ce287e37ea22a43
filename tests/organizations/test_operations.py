"""Operations of Organizations that the other tests do not use: as they work, as they are refused.

Source: AWS Organizations API Reference (2016-11-28); User Guide, "Enabling all features in your
organization", "Delegated administrator", "Declarative policies", "Managing organizational units".
"""

import json

import pytest

from expect import refused
from servers import make_client, wait_until

SCP = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]})
TAGS = [{"Key": "team", "Value": "blue"}]


@pytest.fixture
def organizations(client):
    client("organizations").create_organization(FeatureSet="ALL")
    return client("organizations")


@pytest.fixture
def root(organizations):
    return organizations.list_roots()["Roots"][0]["Id"]


@pytest.fixture
def stranger(account):
    """The id of an account that is in no organization."""
    return f"{(int(account) + 1) % 10**12:012}"


@pytest.fixture
def member(organizations, stranger, endpoint):
    """The id of an account that was invited and has accepted."""
    made = organizations.invite_account_to_organization(
        Target={"Id": stranger, "Type": "ACCOUNT"})["Handshake"]
    make_client(endpoint, "organizations", stranger).accept_handshake(HandshakeId=made["Id"])
    return stranger


def test_handshakes(organizations, stranger, endpoint):
    theirs = make_client(endpoint, "organizations", stranger)
    target = {"Target": {"Id": stranger, "Type": "ACCOUNT"}}
    for end, state in [("decline", "DECLINED"), ("cancel", "CANCELED"), ("accept", "ACCEPTED")]:
        made = organizations.invite_account_to_organization(**target)["Handshake"]
        one = {"HandshakeId": made["Id"]}
        with refused("DuplicateHandshakeException"):
            organizations.invite_account_to_organization(**target)
        mine = theirs.list_handshakes_for_account(Filter={"ActionType": "INVITE"})["Handshakes"]
        assert made["Id"] in [it["Id"] for it in mine]
        side, other = (organizations, theirs) if end == "cancel" else (theirs, organizations)
        with refused("AccessDeniedException"):
            getattr(other, f"{end}_handshake")(**one)
        assert getattr(side, f"{end}_handshake")(**one)["Handshake"]["State"] == state
        assert theirs.describe_handshake(**one)["Handshake"]["State"] == state
        with refused("HandshakeAlreadyInStateException"):
            getattr(side, f"{end}_handshake")(**one)
    ours = organizations.list_handshakes_for_organization()["Handshakes"]
    assert {it["State"] for it in ours} == {"DECLINED", "CANCELED", "ACCEPTED"}
    with refused("HandshakeNotFoundException"):
        organizations.describe_handshake(HandshakeId="h-00000000")
    with refused("DuplicateAccountException"):
        organizations.invite_account_to_organization(**target)


def test_units_and_accounts(organizations, root, member, account):
    unit = organizations.create_organizational_unit(ParentId=root, Name="a", Tags=TAGS)
    unit = unit["OrganizationalUnit"]["Id"]
    one = {"OrganizationalUnitId": unit}
    organizations.update_organizational_unit(Name="b", **one)
    assert organizations.describe_organizational_unit(**one)["OrganizationalUnit"]["Name"] == "b"
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=unit)
    parents = organizations.list_parents(ChildId=member)["Parents"]
    assert parents == [{"Id": unit, "Type": "ORGANIZATIONAL_UNIT"}]
    children = organizations.list_children(ParentId=unit, ChildType="ACCOUNT")["Children"]
    assert [it["Id"] for it in children] == [member]
    below = organizations.list_accounts_for_parent(ParentId=unit)["Accounts"]
    assert [it["Id"] for it in below] == [member]
    assert {it["Id"] for it in organizations.list_accounts()["Accounts"]} == {account, member}
    assert organizations.describe_account(AccountId=member)["Account"]["JoinedMethod"] == "INVITED"
    organizations.tag_resource(ResourceId=unit, Tags=[{"Key": "tier", "Value": "1"}])
    organizations.untag_resource(ResourceId=unit, TagKeys=["tier"])
    assert organizations.list_tags_for_resource(ResourceId=unit)["Tags"] == TAGS
    absent = "ou-0000-00000000"
    for code, call, arguments in [
            ("OrganizationalUnitNotEmptyException", "delete_organizational_unit", one),
            ("OrganizationalUnitNotFoundException", "describe_organizational_unit",
             {"OrganizationalUnitId": absent}),
            ("OrganizationalUnitNotFoundException", "update_organizational_unit",
             {"OrganizationalUnitId": absent, "Name": "c"}),
            ("ChildNotFoundException", "list_parents", {"ChildId": absent}),
            ("ParentNotFoundException", "list_children",
             {"ParentId": absent, "ChildType": "ACCOUNT"}),
            ("ParentNotFoundException", "list_accounts_for_parent", {"ParentId": absent}),
            ("AccountNotFoundException", "describe_account", {"AccountId": "000000000001"}),
            ("AccountNotFoundException", "remove_account_from_organization",
             {"AccountId": "000000000001"}),
            ("MasterCannotLeaveOrganizationException", "leave_organization", {}),
            ("OrganizationNotEmptyException", "delete_organization", {}),
            ("TargetNotFoundException", "tag_resource", {"ResourceId": absent, "Tags": TAGS}),
            ("TargetNotFoundException", "untag_resource", {"ResourceId": absent, "TagKeys": ["a"]}),
            ("TargetNotFoundException", "list_tags_for_resource", {"ResourceId": absent})]:
        with refused(code):
            getattr(organizations, call)(**arguments)
    organizations.remove_account_from_organization(AccountId=member)
    organizations.delete_organizational_unit(**one)
    organizations.delete_organization()
    with refused("AWSOrganizationsNotInUseException"):
        organizations.describe_organization()


def test_policies(organizations, root, member):
    kind = {"PolicyType": "SERVICE_CONTROL_POLICY"}
    organizations.enable_policy_type(RootId=root, **kind)
    wish = {"Name": "p", "Description": "d", "Type": "SERVICE_CONTROL_POLICY", "Content": SCP}
    policy = organizations.create_policy(**wish)["Policy"]["PolicySummary"]["Id"]
    one = {"PolicyId": policy}
    organizations.update_policy(Name="q", **one)
    shown = organizations.describe_policy(**one)["Policy"]
    assert (shown["PolicySummary"]["Name"], shown["Content"]) == ("q", SCP)
    organizations.attach_policy(TargetId=member, **one)
    targets = organizations.list_targets_for_policy(**one)["Targets"]
    assert [(it["TargetId"], it["Type"]) for it in targets] == [(member, "ACCOUNT")]
    listed = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert {it["Name"] for it in listed} == {"q", "FullAWSAccess"}
    hanging = organizations.list_policies_for_target(
        TargetId=member, Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert {it["Name"] for it in hanging} == {"q", "FullAWSAccess"}
    absent = {"PolicyId": "p-00000000"}
    for code, call, arguments in [
            ("PolicyInUseException", "delete_policy", one),
            ("PolicyNotFoundException", "describe_policy", absent),
            ("PolicyNotFoundException", "update_policy", {"Name": "x", **absent}),
            ("PolicyNotFoundException", "delete_policy", absent),
            ("PolicyNotFoundException", "list_targets_for_policy", absent),
            ("TargetNotFoundException", "list_policies_for_target",
             {"TargetId": "ou-0000-00000000", "Filter": "SERVICE_CONTROL_POLICY"}),
            ("MalformedPolicyDocumentException", "create_policy",
             {**wish, "Name": "r", "Content": "{}"}),
            ("EffectivePolicyNotFoundException", "describe_effective_policy",
             {"PolicyType": "TAG_POLICY", "TargetId": member})]:
        with refused(code):
            getattr(organizations, call)(**arguments)
    organizations.detach_policy(TargetId=member, **one)
    organizations.delete_policy(**one)
    organizations.disable_policy_type(RootId=root, **kind)
    with refused("PolicyTypeNotEnabledException"):
        organizations.disable_policy_type(RootId=root, **kind)


def test_effective_policy(organizations, root, member):
    organizations.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    content = json.dumps({"tags": {"stage": {"tag_key": {"@@assign": "Stage"}}}})
    policy = organizations.create_policy(
        Name="t", Description="", Type="TAG_POLICY", Content=content)["Policy"]["PolicySummary"]
    organizations.attach_policy(TargetId=root, PolicyId=policy["Id"])
    found = organizations.describe_effective_policy(PolicyType="TAG_POLICY", TargetId=member)
    found = json.loads(found["EffectivePolicy"]["PolicyContent"])
    assert found == {"tags": {"stage": {"tag_key": "Stage"}}}


def test_delegation(organizations, member, endpoint):
    service = {"ServicePrincipal": "config.amazonaws.com"}
    organizations.enable_aws_service_access(**service)
    listed = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [it["ServicePrincipal"] for it in listed] == ["config.amazonaws.com"]
    one = {"AccountId": member, **service}
    with refused("AccountNotRegisteredException"):
        organizations.list_delegated_services_for_account(AccountId=member)
    organizations.register_delegated_administrator(**one)
    with refused("AccountAlreadyRegisteredException"):
        organizations.register_delegated_administrator(**one)
    found = organizations.list_delegated_administrators(**service)["DelegatedAdministrators"]
    assert [it["Id"] for it in found] == [member]
    found = organizations.list_delegated_services_for_account(AccountId=member)
    assert found["DelegatedServices"][0]["ServicePrincipal"] == "config.amazonaws.com"
    assert make_client(endpoint, "organizations", member).list_accounts()["Accounts"]
    organizations.deregister_delegated_administrator(**one)
    with refused("AccountNotRegisteredException"):
        organizations.deregister_delegated_administrator(**one)
    organizations.disable_aws_service_access(**service)
    assert organizations.list_aws_service_access_for_organization() \
        ["EnabledServicePrincipals"] == []
    with refused("InvalidInputException"):
        organizations.disable_aws_service_access(ServicePrincipal="nobody")


def test_resource_policy(organizations, member):
    with refused("ResourcePolicyNotFoundException"):
        organizations.describe_resource_policy()
    content = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": member}, "Action": "organizations:List*",
         "Resource": "*"}]})
    organizations.put_resource_policy(Content=content)
    assert organizations.describe_resource_policy()["ResourcePolicy"]["Content"] == content
    with refused("InvalidInputException"):
        organizations.put_resource_policy(Content="{")
    organizations.delete_resource_policy()
    with refused("ResourcePolicyNotFoundException"):
        organizations.delete_resource_policy()


def test_closing_and_leaving(organizations, member, endpoint, account):
    request = organizations.create_account(Email="a@example.com", AccountName="a")
    request = request["CreateAccountStatus"]["Id"]
    wait_until(lambda: organizations.list_create_account_status(
        States=["SUCCEEDED"])["CreateAccountStatuses"])
    made = organizations.describe_create_account_status(CreateAccountRequestId=request)
    made = made["CreateAccountStatus"]["AccountId"]
    with refused("ConstraintViolationException"):
        organizations.close_account(AccountId=account)
    organizations.close_account(AccountId=made)
    wait_until(lambda: organizations.describe_account(
        AccountId=made)["Account"]["Status"] == "SUSPENDED")
    with refused("AccessDenied"):
        make_client(endpoint, "sqs", made).list_queues()
    make_client(endpoint, "organizations", member).leave_organization()
    with refused("AWSOrganizationsNotInUseException"):
        make_client(endpoint, "organizations", member).describe_organization()


def test_all_features(client, stranger, endpoint):
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    made = organizations.invite_account_to_organization(
        Target={"Id": stranger, "Type": "ACCOUNT"})["Handshake"]["Id"]
    theirs = make_client(endpoint, "organizations", stranger)
    theirs.accept_handshake(HandshakeId=made)
    parent = organizations.enable_all_features()["Handshake"]
    assert (parent["Action"], parent["State"]) == ("ENABLE_ALL_FEATURES", "REQUESTED")
    with refused("HandshakeConstraintViolationException"):
        organizations.enable_all_features()
    with refused("InvalidHandshakeTransitionException"):
        organizations.accept_handshake(HandshakeId=parent["Id"])
    child = theirs.list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})
    theirs.accept_handshake(HandshakeId=child["Handshakes"][0]["Id"])
    children = organizations.list_handshakes_for_organization(
        Filter={"ParentHandshakeId": parent["Id"]})["Handshakes"]
    assert [it["State"] for it in children] == ["ACCEPTED"]
    organizations.accept_handshake(HandshakeId=parent["Id"])
    assert organizations.describe_organization()["Organization"]["FeatureSet"] == "ALL"
