"""The identity store with boto3: users, groups and memberships; whom its network lets in.

Source: Identity Store API Reference (2020-06-15); its model, UpdateIdentityStore, for the network.
"""

import pytest

from expect import refused

NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def store(client):
    """The id of the store of a new instance of IAM Identity Center."""
    instances = client("sso-admin")
    instances.create_instance(Name="i")
    return instances.list_instances()["Instances"][0]["IdentityStoreId"]


@pytest.fixture
def identities(client):
    return client("identitystore")


def new_user(identities, store, name):
    return identities.create_user(
        IdentityStoreId=store, UserName=name, DisplayName=name,
        Name={"GivenName": name, "FamilyName": "Lee"})["UserId"]


def test_users_and_groups(identities, store):
    at = {"IdentityStoreId": store}
    ann = new_user(identities, store, "ann")
    group = identities.create_group(DisplayName="g", **at)["GroupId"]
    assert identities.describe_user(UserId=ann, **at)["UserName"] == "ann"
    assert identities.describe_group(GroupId=group, **at)["DisplayName"] == "g"
    identities.update_group(GroupId=group, Operations=[
        {"AttributePath": "displayName", "AttributeValue": "h"}], **at)
    assert [it["DisplayName"] for it in identities.list_groups(**at)["Groups"]] == ["h"]
    assert [it["UserId"] for it in identities.list_users(**at)["Users"]] == [ann]

    def by(path, value):
        return {"UniqueAttribute": {"AttributePath": path, "AttributeValue": value}}
    found = identities.get_user_id(AlternateIdentifier=by("userName", "ann"), **at)
    assert found["UserId"] == ann
    found = identities.get_group_id(AlternateIdentifier=by("displayName", "h"), **at)
    assert found["GroupId"] == group
    for call, arguments in [
            ("describe_user", {"UserId": NOBODY}),
            ("describe_group", {"GroupId": NOBODY}),
            ("delete_group_membership", {"MembershipId": NOBODY}),
            ("describe_group_membership", {"MembershipId": NOBODY}),
            ("get_user_id", {"AlternateIdentifier": by("userName", "bob")}),
            ("get_group_id", {"AlternateIdentifier": by("displayName", "x")}),
            ("update_group", {"GroupId": NOBODY, "Operations": [
                {"AttributePath": "displayName", "AttributeValue": "x"}]})]:
        with refused("ResourceNotFoundException"):
            getattr(identities, call)(**arguments, **at)
    identities.delete_group(GroupId=group, **at)
    identities.delete_user(UserId=ann, **at)
    assert identities.list_users(**at)["Users"] == []


def test_memberships(identities, store):
    at = {"IdentityStoreId": store}
    ann = new_user(identities, store, "ann")
    group = identities.create_group(DisplayName="g", **at)["GroupId"]
    who = {"GroupId": group, "MemberId": {"UserId": ann}}
    made = identities.create_group_membership(**who, **at)["MembershipId"]
    with refused("ConflictException"):
        identities.create_group_membership(**who, **at)
    assert identities.get_group_membership_id(**who, **at)["MembershipId"] == made
    shown = identities.describe_group_membership(MembershipId=made, **at)
    assert (shown["GroupId"], shown["MemberId"]["UserId"]) == (group, ann)
    of_group = identities.list_group_memberships(GroupId=group, **at)["GroupMemberships"]
    of_ann = identities.list_group_memberships_for_member(MemberId={"UserId": ann}, **at)
    assert [it["MembershipId"] for it in of_group] == [made]
    assert [it["MembershipId"] for it in of_ann["GroupMemberships"]] == [made]

    def is_member():
        results = identities.is_member_in_groups(
            MemberId={"UserId": ann}, GroupIds=[group], **at)["Results"]
        return results[0]["MembershipExists"]
    assert is_member()
    identities.delete_group_membership(MembershipId=made, **at)
    assert not is_member()
    with refused("ResourceNotFoundException"):
        identities.get_group_membership_id(**who, **at)


def test_the_network_of_a_store(identities, store, account):
    at = {"IdentityStoreId": store}
    listed = identities.list_identity_stores()["IdentityStores"]
    arn = f"arn:aws:identitystore::{account}:identitystore/{store}"
    assert [it["IdentityStoreArn"] for it in listed] == [arn]
    shown = identities.describe_identity_store(**at)
    assert shown["IdentityStoreArn"] == arn and "NetworkConfiguration" not in shown
    # From here; an address that is listed needs no VPC.
    network = {"VpceAccessRequired": True, "ApiAllowSourceIps": ["127.0.0.0/8", "::1/128"]}
    identities.update_identity_store(NetworkConfiguration=network, **at)
    assert identities.describe_identity_store(**at)["NetworkConfiguration"] == network
    network = {"VpceAccessRequired": False, "ApiAllowSourceIps": ["10.0.0.0/8"]}
    identities.update_identity_store(NetworkConfiguration=network, **at)
    identities.list_users(**at)
    network["VpceAccessRequired"] = True
    identities.update_identity_store(NetworkConfiguration=network, **at)
    with refused("AccessDeniedException"):
        identities.list_users(**at)
    with refused("ResourceNotFoundException"):
        identities.describe_identity_store(IdentityStoreId="d-0000000000")
    with refused("ResourceNotFoundException"):
        identities.update_identity_store(IdentityStoreId="d-0000000000")
