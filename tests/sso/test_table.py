"""The administration of permission sets by boto3: a success and a refusal of each operation.

Source: IAM Identity Center API Reference (members, errors); refusals' words are ours.
"""

import json

import pytest

from expect import refused
from identity_center import Center

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture
def center(client, account):
    return Center(client, account)


def wait(ask, name):
    for _ in range(500):
        status = ask()[name]
        if status["Status"] != "IN_PROGRESS":
            return status
    raise AssertionError("it does not end")


@pytest.mark.parametrize("operation, more", [
    ("attach_customer_managed_policy_reference_to_permission_set",
     {"CustomerManagedPolicyReference": {"Name": "n"}}),
    ("attach_managed_policy_to_permission_set", {"ManagedPolicyArn": ADMIN}),
    ("delete_inline_policy_from_permission_set", {}),
    ("delete_permission_set", {}),
    ("delete_permissions_boundary_from_permission_set", {}),
    ("describe_permission_set", {}),
    ("detach_customer_managed_policy_reference_from_permission_set",
     {"CustomerManagedPolicyReference": {"Name": "n"}}),
    ("detach_managed_policy_from_permission_set", {"ManagedPolicyArn": ADMIN}),
    ("get_inline_policy_for_permission_set", {}),
    ("get_permissions_boundary_for_permission_set", {}),
    ("list_account_assignments", {"AccountId": "111111111111"}),
    ("list_accounts_for_provisioned_permission_set", {}),
    ("list_customer_managed_policy_references_in_permission_set", {}),
    ("list_managed_policies_in_permission_set", {}),
    ("provision_permission_set", {"TargetType": "ALL_PROVISIONED_ACCOUNTS"}),
    ("put_inline_policy_to_permission_set", {"InlinePolicy": "{}"}),
    ("put_permissions_boundary_to_permission_set",
     {"PermissionsBoundary": {"ManagedPolicyArn": ADMIN}}),
    ("update_permission_set", {"Description": "d"}),
])
def test_a_permission_set_that_is_not_there(center, operation, more):
    absent = center.instance.replace(":instance/", ":permissionSet/") + "/ps-0123456789abcdef"
    with refused("ResourceNotFoundException", status=400):
        getattr(center.admin, operation)(
            InstanceArn=center.instance, PermissionSetArn=absent, **more)


def test_permission_sets_and_their_policies(center, client):
    admin = center.admin
    made = center.make_set("Ops", Description="one", SessionDuration="PT2H")
    of = dict(InstanceArn=center.instance, PermissionSetArn=made)
    admin.update_permission_set(Description="two", RelayState="https://example.com/", **of)
    shown = admin.describe_permission_set(**of)["PermissionSet"]
    assert (shown["Name"], shown["Description"], shown["SessionDuration"]) == (
        "Ops", "two", "PT2H")
    assert admin.list_permission_sets(InstanceArn=center.instance)["PermissionSets"] == [made]

    admin.attach_managed_policy_to_permission_set(ManagedPolicyArn=ADMIN, **of)
    attached = admin.list_managed_policies_in_permission_set(**of)["AttachedManagedPolicies"]
    assert [it["Arn"] for it in attached] == [ADMIN]
    with refused("ConflictException", status=400):
        admin.attach_managed_policy_to_permission_set(ManagedPolicyArn=ADMIN, **of)
    admin.detach_managed_policy_from_permission_set(ManagedPolicyArn=ADMIN, **of)
    reference = {"CustomerManagedPolicyReference": {"Name": "own", "Path": "/"}}
    admin.attach_customer_managed_policy_reference_to_permission_set(**reference, **of)
    listed = admin.list_customer_managed_policy_references_in_permission_set(**of)
    assert listed["CustomerManagedPolicyReferences"] == [
        reference["CustomerManagedPolicyReference"]]
    admin.detach_customer_managed_policy_reference_from_permission_set(**reference, **of)
    with refused("ResourceNotFoundException", status=400):
        admin.detach_customer_managed_policy_reference_from_permission_set(**reference, **of)

    policy = json.dumps({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "sqs:*", "Resource": "*"}})
    admin.put_inline_policy_to_permission_set(InlinePolicy=policy, **of)
    assert admin.get_inline_policy_for_permission_set(**of)["InlinePolicy"] == policy
    admin.delete_inline_policy_from_permission_set(**of)
    assert not admin.get_inline_policy_for_permission_set(**of).get("InlinePolicy")
    boundary = {"ManagedPolicyArn": ADMIN}
    admin.put_permissions_boundary_to_permission_set(PermissionsBoundary=boundary, **of)
    assert admin.get_permissions_boundary_for_permission_set(**of)[
        "PermissionsBoundary"] == boundary
    admin.delete_permissions_boundary_from_permission_set(**of)
    with refused("ResourceNotFoundException", status=400):
        admin.get_permissions_boundary_for_permission_set(**of)

    tag = {"Key": "a", "Value": "1"}
    for resource in (made, center.instance):
        admin.tag_resource(InstanceArn=center.instance, ResourceArn=resource, Tags=[tag])
        assert admin.list_tags_for_resource(
            InstanceArn=center.instance, ResourceArn=resource)["Tags"] == [tag]
        admin.untag_resource(InstanceArn=center.instance, ResourceArn=resource, TagKeys=["a"])
    with refused("ValidationException", status=400):
        admin.tag_resource(InstanceArn=center.instance, ResourceArn=made,
                           Tags=[{"Key": "aws:a", "Value": "1"}])
    admin.delete_permission_set(**of)
    with refused("ResourceNotFoundException", status=400):
        admin.describe_permission_set(**of)


def test_assignments_come_and_go(center):
    admin, instance = center.admin, center.instance
    made = center.make_set("Ops")
    assert center.assign(made, center.user)["Status"] == "SUCCEEDED"
    of = dict(InstanceArn=instance, PermissionSetArn=made)
    listed = admin.list_account_assignments(AccountId=center.account, **of)["AccountAssignments"]
    assert [(it["PrincipalId"], it["PrincipalType"]) for it in listed] == [
        (center.user, "USER")]
    of_ann = admin.list_account_assignments_for_principal(
        InstanceArn=instance, PrincipalId=center.user, PrincipalType="USER")
    assert [it["PermissionSetArn"] for it in of_ann["AccountAssignments"]] == [made]
    assert admin.list_accounts_for_provisioned_permission_set(**of)["AccountIds"] == [
        center.account]
    creations = admin.list_account_assignment_creation_status(InstanceArn=instance)
    assert len(creations["AccountAssignmentsCreationStatus"]) == 1
    begun = admin.provision_permission_set(
        TargetType="AWS_ACCOUNT", TargetId=center.account, **of)
    request = begun["PermissionSetProvisioningStatus"]["RequestId"]
    done = wait(lambda: admin.describe_permission_set_provisioning_status(
        InstanceArn=instance, ProvisionPermissionSetRequestId=request),
        "PermissionSetProvisioningStatus")
    assert done["Status"] == "SUCCEEDED"
    assert len(admin.list_permission_set_provisioning_status(
        InstanceArn=instance)["PermissionSetsProvisioningStatus"]) == 1
    with refused("ConflictException", status=400):
        admin.delete_permission_set(**of)
    begun = admin.delete_account_assignment(
        TargetId=center.account, TargetType="AWS_ACCOUNT", PrincipalType="USER",
        PrincipalId=center.user, **of)["AccountAssignmentDeletionStatus"]
    done = wait(lambda: admin.describe_account_assignment_deletion_status(
        InstanceArn=instance, AccountAssignmentDeletionRequestId=begun["RequestId"]),
        "AccountAssignmentDeletionStatus")
    assert done["Status"] == "SUCCEEDED"
    assert len(admin.list_account_assignment_deletion_status(
        InstanceArn=instance)["AccountAssignmentsDeletionStatus"]) == 1
    with refused("ResourceNotFoundException", status=400):
        admin.describe_account_assignment_deletion_status(
            InstanceArn=instance,
            AccountAssignmentDeletionRequestId="00000000-0000-0000-0000-000000000000")


def test_instances(center):
    admin, instance = center.admin, center.instance
    admin.update_instance(InstanceArn=instance, Name="renamed")
    assert admin.describe_instance(InstanceArn=instance)["Name"] == "renamed"
    attributes = {"AccessControlAttributes": [
        {"Key": "Title", "Value": {"Source": ["${path:title}"]}}]}
    with refused("ResourceNotFoundException", status=400):
        admin.describe_instance_access_control_attribute_configuration(InstanceArn=instance)
    admin.create_instance_access_control_attribute_configuration(
        InstanceArn=instance, InstanceAccessControlAttributeConfiguration=attributes)
    attributes["AccessControlAttributes"][0]["Key"] = "Job"
    admin.update_instance_access_control_attribute_configuration(
        InstanceArn=instance, InstanceAccessControlAttributeConfiguration=attributes)
    shown = admin.describe_instance_access_control_attribute_configuration(InstanceArn=instance)
    assert shown["InstanceAccessControlAttributeConfiguration"] == attributes
    admin.delete_instance_access_control_attribute_configuration(InstanceArn=instance)
    with refused("ConflictException", status=400):
        admin.create_instance(Name="second")
    admin.delete_instance(InstanceArn=instance)
    with refused("ResourceNotFoundException", status=400):
        admin.describe_instance(InstanceArn=instance)
