"""Operations of IAM that the other tests do not use: as they work, and as they are refused.

Source: IAM API Reference (2010-05-08): outputs, `Errors` of each operation; IAM User Guide, "IAM
and AWS STS quotas", "Using service-linked roles".
"""

import base64
import datetime
import hashlib
import struct

import pytest
from iam.documents import allow, document, totp, trust

from expect import refused

READ = document(allow("sqs:ReceiveMessage"))
TAGS = [{"Key": "team", "Value": "blue"}]
NOBODY = {"UserName": "nobody"}


def walk(iam, steps):
    """`steps`: (operation, arguments, what the answer has or the code of the refusal)."""
    for operation, arguments, expected in steps:
        call = getattr(iam, operation)
        if isinstance(expected, str):
            with refused(expected) as caught:
                call(**arguments)
            assert caught.value.response["Error"]["Message"], operation
        else:
            answer = call(**arguments)
            assert expected.items() <= answer.items(), (operation, answer)


def public_key():
    """An RSA key as OpenSSH writes it: the numbers are of no use, its form is."""
    def field(value):
        return struct.pack(">I", len(value)) + value
    modulus = b"\0" + b"\xc1" + hashlib.sha256(b"n").digest() * 7 + b"\x55" * 31
    blob = field(b"ssh-rsa") + field(b"\1\0\1") + field(modulus)
    return "ssh-rsa " + base64.b64encode(blob).decode() + " ann@example"


def test_groups(iam):
    arn = iam.create_group(GroupName="g", Path="/a/")["Group"]["Arn"]
    iam.create_user(UserName="ann")
    managed = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
    group = {"GroupName": "g"}
    walk(iam, [
        ("add_user_to_group", {"UserName": "ann", **group}, {}),
        ("put_group_policy", {"PolicyName": "p", "PolicyDocument": READ, **group}, {}),
        ("put_group_policy", {"PolicyName": "p", "PolicyDocument": "{", **group},
         "MalformedPolicyDocument"),
        ("get_group_policy", {"PolicyName": "p", **group}, {"GroupName": "g", "PolicyName": "p"}),
        ("get_group_policy", {"PolicyName": "q", **group}, "NoSuchEntity"),
        ("list_group_policies", group, {"PolicyNames": ["p"]}),
        ("attach_group_policy", {"PolicyArn": managed, **group}, {}),
        ("list_attached_group_policies", group, {"AttachedPolicies": [
            {"PolicyName": "AmazonSQSReadOnlyAccess", "PolicyArn": managed}]}),
        ("delete_group", group, "DeleteConflict"),
        ("update_group", {"NewGroupName": "h", **group}, {}),
        ("update_group", {"NewGroupName": "i", **group}, "NoSuchEntity"),
    ])
    found = iam.get_group(GroupName="h")
    assert found["Group"]["Arn"] == arn[:-1] + "h"
    assert [it["UserName"] for it in found["Users"]] == ["ann"]
    assert [it["GroupName"] for it in iam.list_groups(PathPrefix="/a/")["Groups"]] == ["h"]
    assert [it["GroupName"] for it in iam.list_groups_for_user(UserName="ann")["Groups"]] == ["h"]
    group = {"GroupName": "h"}
    walk(iam, [
        ("list_groups_for_user", NOBODY, "NoSuchEntity"),
        ("detach_group_policy", {"PolicyArn": managed, **group}, {}),
        ("detach_group_policy", {"PolicyArn": managed, **group}, "NoSuchEntity"),
        ("delete_group_policy", {"PolicyName": "p", **group}, {}),
        ("delete_group_policy", {"PolicyName": "p", **group}, "NoSuchEntity"),
        ("remove_user_from_group", {"UserName": "ann", **group}, {}),
        ("remove_user_from_group", {"UserName": "nobody", **group}, "NoSuchEntity"),
        ("delete_group", group, {}),
        ("get_group", group, "NoSuchEntity"),
    ])


def test_managed_policies(iam):
    arn = iam.create_policy(PolicyName="p", PolicyDocument=READ, Tags=TAGS)["Policy"]["Arn"]
    policy = {"PolicyArn": arn}
    iam.create_policy_version(PolicyDocument=document(allow("sqs:*")), SetAsDefault=True, **policy)
    version = iam.get_policy_version(VersionId="v2", **policy)["PolicyVersion"]
    assert version["IsDefaultVersion"] and version["Document"]["Statement"][0]["Action"] == "sqs:*"
    versions = iam.list_policy_versions(**policy)["Versions"]
    assert [it["VersionId"] for it in versions] == ["v2", "v1"]
    own = iam.list_policies(Scope="Local")["Policies"]
    assert [(it["Arn"], it["DefaultVersionId"]) for it in own] == [(arn, "v2")]
    iam.create_user(UserName="ann")
    iam.attach_user_policy(UserName="ann", **policy)
    attached = {"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": arn}]}
    holders = iam.list_entities_for_policy(**policy)
    assert [it["UserName"] for it in holders["PolicyUsers"]] == ["ann"]
    walk(iam, [
        ("list_attached_user_policies", {"UserName": "ann"}, attached),
        ("list_attached_user_policies", NOBODY, "NoSuchEntity"),
        ("delete_policy_version", {"VersionId": "v2", **policy}, "DeleteConflict"),
        ("delete_policy", policy, "DeleteConflict"),
        ("get_policy_version", {"VersionId": "v9", **policy}, "NoSuchEntity"),
        ("delete_policy_version", {"VersionId": "v1", **policy}, {}),
        ("delete_policy_version", {"VersionId": "v1", **policy}, "NoSuchEntity"),
        ("detach_user_policy", {"UserName": "ann", **policy}, {}),
        ("detach_user_policy", {"UserName": "ann", **policy}, "NoSuchEntity"),
        ("delete_policy", policy, {}),
        ("list_entities_for_policy", policy, "NoSuchEntity"),
    ])


def test_roles_and_instance_profiles(iam, account):
    service = trust({"Service": "ec2.amazonaws.com"})
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=service)
    boundary = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
    role, profile = {"RoleName": "r"}, {"InstanceProfileName": "i"}
    walk(iam, [
        ("put_role_policy", {"PolicyName": "p", "PolicyDocument": READ, **role}, {}),
        ("get_role_policy", {"PolicyName": "p", **role}, {"PolicyName": "p"}),
        ("get_role_policy", {"PolicyName": "q", **role}, "NoSuchEntity"),
        ("list_role_policies", role, {"PolicyNames": ["p"]}),
        ("put_role_permissions_boundary", {"PermissionsBoundary": boundary, **role}, {}),
        ("delete_role_permissions_boundary", role, {}),
        ("list_attached_role_policies", role, {"AttachedPolicies": []}),
        ("update_role", {"Description": "d", "MaxSessionDuration": 7200, **role}, {}),
        ("update_role", {"RoleName": "nobody"}, "NoSuchEntity"),
        ("update_role_description", {"Description": "e", **role}, {}),
        ("create_instance_profile", profile, {}),
        ("create_instance_profile", profile, "EntityAlreadyExists"),
        ("add_role_to_instance_profile", {**role, **profile}, {}),
        ("add_role_to_instance_profile", {**role, **profile}, "LimitExceeded"),
        ("delete_instance_profile", profile, "DeleteConflict"),
    ])
    shown = iam.get_role(**role)["Role"]
    assert (shown["Description"], shown["MaxSessionDuration"]) == ("e", 7200)
    found = iam.get_instance_profile(**profile)["InstanceProfile"]
    assert found["Arn"] == f"arn:aws:iam::{account}:instance-profile/i"
    assert [it["RoleName"] for it in found["Roles"]] == ["r"]
    assert iam.list_instance_profiles()["InstanceProfiles"][0]["InstanceProfileName"] == "i"
    assert len(iam.list_instance_profiles_for_role(**role)["InstanceProfiles"]) == 1
    walk(iam, [
        ("remove_role_from_instance_profile", {**role, **profile}, {}),
        ("remove_role_from_instance_profile", {**role, **profile}, "NoSuchEntity"),
        ("delete_instance_profile", profile, {}),
        ("get_instance_profile", profile, "NoSuchEntity"),
    ])


def test_service_linked_roles(iam):
    role = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")["Role"]
    assert role["RoleName"] == "AWSServiceRoleForAutoScaling"
    with refused("UnmodifiableEntity"):
        iam.delete_role(RoleName=role["RoleName"])
    task = iam.delete_service_linked_role(RoleName=role["RoleName"])["DeletionTaskId"]
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
    walk(iam, [
        ("delete_service_linked_role", {"RoleName": role["RoleName"]}, "NoSuchEntity"),
        ("get_service_linked_role_deletion_status", {"DeletionTaskId": "task/x"}, "NoSuchEntity"),
        ("create_service_linked_role", {"AWSServiceName": "nobody.example.com"}, "InvalidInput"),
    ])


def test_passwords(iam, user):
    with refused("NoSuchEntity"):
        iam.get_account_password_policy()
    iam.update_account_password_policy(MinimumPasswordLength=12, RequireNumbers=True)
    assert iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 12
    ann = user("ann", allow("iam:ChangePassword"))
    who = {"UserName": "ann"}
    walk(iam, [
        ("create_login_profile", {"Password": "short-1", **who}, "PasswordPolicyViolation"),
        ("create_login_profile", {"Password": "long-enough-01", **who}, {}),
        ("update_login_profile", {"PasswordResetRequired": True, **who}, {}),
        ("update_login_profile", {"Password": "x", **NOBODY}, "NoSuchEntity"),
    ])
    assert iam.get_login_profile(**who)["LoginProfile"]["PasswordResetRequired"] is True
    own = ann("iam")
    with refused("AccessDenied"):
        own.change_password(OldPassword="wrong-00", NewPassword="long-enough-02")
    own.change_password(OldPassword="long-enough-01", NewPassword="long-enough-02")
    assert iam.get_login_profile(**who)["LoginProfile"]["PasswordResetRequired"] is False
    walk(iam, [
        ("delete_login_profile", who, {}),
        ("get_login_profile", who, "NoSuchEntity"),
        ("delete_login_profile", who, "NoSuchEntity"),
        ("delete_account_password_policy", {}, {}),
        ("delete_account_password_policy", {}, "NoSuchEntity"),
    ])


def test_credentials_of_users(iam):
    who = {"UserName": "ann"}
    iam.create_user(**who)
    key = iam.upload_ssh_public_key(SSHPublicKeyBody=public_key(), **who)["SSHPublicKey"]
    key = {"SSHPublicKeyId": key["SSHPublicKeyId"], **who}
    made = iam.create_service_specific_credential(ServiceName="codecommit.amazonaws.com", **who)
    made = made["ServiceSpecificCredential"]
    one = {"ServiceSpecificCredentialId": made["ServiceSpecificCredentialId"], **who}
    walk(iam, [
        ("upload_ssh_public_key", {"SSHPublicKeyBody": "ssh-rsa x", **who}, "InvalidPublicKey"),
        ("update_ssh_public_key", {"Status": "Inactive", **key}, {}),
        ("update_ssh_public_key", {**key, "Status": "Active", "SSHPublicKeyId": "A" * 20},
         "NoSuchEntity"),
        ("update_service_specific_credential", {"Status": "Inactive", **one}, {}),
        ("update_service_specific_credential",
         {**one, "Status": "Active", "ServiceSpecificCredentialId": "A" * 20}, "NoSuchEntity"),
        ("create_service_specific_credential", {"ServiceName": "nothing.example", **who},
         "NotSupportedService"),
        ("list_ssh_public_keys", NOBODY, "NoSuchEntity"),
        ("list_service_specific_credentials", NOBODY, "NoSuchEntity"),
    ])
    assert iam.list_ssh_public_keys(**who)["SSHPublicKeys"][0]["Status"] == "Inactive"
    listed = iam.list_service_specific_credentials(**who)["ServiceSpecificCredentials"]
    assert listed[0]["Status"] == "Inactive" and "ServicePassword" not in listed[0]
    again = iam.reset_service_specific_credential(**one)["ServiceSpecificCredential"]
    assert again["ServicePassword"] != made["ServicePassword"]
    walk(iam, [
        ("delete_ssh_public_key", key, {}),
        ("delete_ssh_public_key", key, "NoSuchEntity"),
        ("delete_service_specific_credential", one, {}),
        ("delete_service_specific_credential", one, "NoSuchEntity"),
        ("reset_service_specific_credential", one, "NoSuchEntity"),
        ("list_user_policies", who, {"PolicyNames": []}),
        ("list_user_policies", NOBODY, "NoSuchEntity"),
    ])


def test_devices(own_server):
    iam = own_server.client("iam", account="123456123450")
    who = {"UserName": "ann"}
    iam.create_user(**who)
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="d")["VirtualMFADevice"]
    seed = base64.b32decode(made["Base32StringSeed"])
    device = {"SerialNumber": made["SerialNumber"]}
    now = datetime.datetime.fromisoformat(own_server.clock()["now"]).timestamp()

    def codes(step):
        return {"AuthenticationCode1": totp(seed, now + 30 * step),
                "AuthenticationCode2": totp(seed, now + 30 * (step + 1))}
    free = iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert len(free) == 1
    walk(iam, [
        ("enable_mfa_device", {**who, **device, **codes(0)}, {}),
        ("get_mfa_device", {**who, **device}, {"UserName": "ann", **device}),
        ("get_mfa_device", {"SerialNumber": device["SerialNumber"] + "x"}, "NoSuchEntity"),
        ("list_virtual_mfa_devices", {"AssignmentStatus": "Unassigned"}, {"VirtualMFADevices": []}),
        ("resync_mfa_device", {**who, **device, "AuthenticationCode1": "000000",
                               "AuthenticationCode2": "000001"}, "InvalidAuthenticationCode"),
    ])
    own_server.clock(advance="10m")
    walk(iam, [
        ("resync_mfa_device", {**who, **device, **codes(20)}, {}),
        ("deactivate_mfa_device", {**who, **device}, {}),
        ("deactivate_mfa_device", {**who, **device}, "NoSuchEntity"),
        ("delete_virtual_mfa_device", device, {}),
        ("delete_virtual_mfa_device", device, "NoSuchEntity"),
    ])


def test_providers(iam, account):
    url = "https://issuer.example.com"
    arn = iam.create_open_id_connect_provider(
        Url=url, ClientIDList=["one"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
    provider = {"OpenIDConnectProviderArn": arn}
    walk(iam, [
        ("add_client_id_to_open_id_connect_provider", {"ClientID": "two", **provider}, {}),
        ("remove_client_id_from_open_id_connect_provider", {"ClientID": "one", **provider}, {}),
        ("update_open_id_connect_provider_thumbprint", {"ThumbprintList": ["b" * 40], **provider},
         {}),
        ("get_open_id_connect_provider", provider,
         {"Url": url[8:], "ClientIDList": ["two"], "ThumbprintList": ["b" * 40]}),
        ("create_open_id_connect_provider", {"Url": url}, "EntityAlreadyExists"),
        ("list_open_id_connect_providers", {}, {"OpenIDConnectProviderList": [{"Arn": arn}]}),
        ("list_saml_providers", {}, {"SAMLProviderList": []}),
        ("delete_saml_provider",
         {"SAMLProviderArn": f"arn:aws:iam::{account}:saml-provider/none"}, "NoSuchEntity"),
        ("delete_open_id_connect_provider", provider, {}),
        ("get_open_id_connect_provider", provider, "NoSuchEntity"),
        ("add_client_id_to_open_id_connect_provider", {"ClientID": "two", **provider},
         "NoSuchEntity"),
        ("update_open_id_connect_provider_thumbprint", {"ThumbprintList": ["b" * 40], **provider},
         "NoSuchEntity"),
    ])


@pytest.mark.parametrize(("kind", "make", "named"), [
    ("user", lambda iam: iam.create_user(UserName="x"), "UserName"),
    ("role", lambda iam: iam.create_role(
        RoleName="x", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"})),
     "RoleName"),
    ("policy", lambda iam: iam.create_policy(PolicyName="x", PolicyDocument=READ), "PolicyArn"),
    ("instance_profile", lambda iam: iam.create_instance_profile(InstanceProfileName="x"),
     "InstanceProfileName"),
    ("mfa_device", lambda iam: iam.create_virtual_mfa_device(VirtualMFADeviceName="x"),
     "SerialNumber"),
    ("open_id_connect_provider", lambda iam: iam.create_open_id_connect_provider(
        Url="https://i.example.com"), "OpenIDConnectProviderArn"),
])
def test_tags(iam, account, kind, make, named):
    made = make(iam)
    arns = {"PolicyArn": f"arn:aws:iam::{account}:policy/x",
            "SerialNumber": f"arn:aws:iam::{account}:mfa/x",
            "OpenIDConnectProviderArn": made.get("OpenIDConnectProviderArn")}
    who = {named: arns.get(named, "x")}
    getattr(iam, f"tag_{kind}")(Tags=TAGS + [{"Key": "Tier", "Value": "1"}], **who)
    listed = getattr(iam, f"list_{kind}_tags")
    assert {it["Key"]: it["Value"] for it in listed(**who)["Tags"]} == {"team": "blue", "Tier": "1"}
    getattr(iam, f"untag_{kind}")(TagKeys=["TIER"], **who)
    assert listed(**who)["Tags"] == TAGS
    nobody = {named: arns.get(named, "x") + "y"}
    for call, arguments in [(f"tag_{kind}", {"Tags": TAGS}), (f"untag_{kind}", {"TagKeys": ["a"]}),
                            (f"list_{kind}_tags", {})]:
        with refused("NoSuchEntity"):
            getattr(iam, call)(**arguments, **nobody)


def test_the_account(iam, name):
    walk(iam, [
        ("list_account_aliases", {}, {"AccountAliases": []}),
        ("create_account_alias", {"AccountAlias": name}, {}),
        ("list_account_aliases", {}, {"AccountAliases": [name]}),
        ("delete_account_alias", {"AccountAlias": name}, {}),
        ("delete_account_alias", {"AccountAlias": name}, "NoSuchEntity"),
        ("get_outbound_web_identity_federation_info", {}, "FeatureDisabled"),
        ("disable_outbound_web_identity_federation", {}, "FeatureDisabled"),
        ("enable_outbound_web_identity_federation", {}, {}),
        ("get_outbound_web_identity_federation_info", {}, {"JwtVendingEnabled": True}),
        ("disable_outbound_web_identity_federation", {}, {}),
    ])


def test_what_policies_ask_for_and_decide(iam, account):
    where = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    text = document(allow("sqs:SendMessage", Condition=where))
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=text)
    arn = f"arn:aws:iam::{account}:user/ann"
    keys = {"ContextKeyNames": ["aws:RequestedRegion"]}
    walk(iam, [
        ("get_context_keys_for_custom_policy", {"PolicyInputList": [text]}, keys),
        ("get_context_keys_for_custom_policy", {"PolicyInputList": ["{"]}, "InvalidInput"),
        ("get_context_keys_for_principal_policy", {"PolicySourceArn": arn}, keys),
        ("get_context_keys_for_principal_policy", {"PolicySourceArn": arn + "x"}, "NoSuchEntity"),
    ])
    entry = {"ContextKeyName": "aws:RequestedRegion", "ContextKeyType": "string"}
    for region, decision in [("eu-west-1", "allowed"), ("us-east-1", "implicitDeny")]:
        wish = {"PolicyInputList": [text], "ActionNames": ["sqs:SendMessage"],
                "ContextEntries": [{"ContextKeyValues": [region], **entry}]}
        results = iam.simulate_custom_policy(**wish)["EvaluationResults"]
        assert [it["EvalDecision"] for it in results] == [decision]
    with refused("InvalidInput"):
        iam.simulate_custom_policy(PolicyInputList=["{"], ActionNames=["sqs:SendMessage"])


def test_last_accessed(iam, user, account):
    ann = user("ann", allow("sqs:*"))
    ann("sqs").list_queues()
    arn = f"arn:aws:iam::{account}:user/ann"
    job = iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
    report = iam.get_service_last_accessed_details(JobId=job)
    assert report["JobStatus"] == "COMPLETED"
    used = {it["ServiceNamespace"]: it for it in report["ServicesLastAccessed"]}
    assert used["sqs"]["LastAuthenticatedEntity"] == arn
    found = iam.get_service_last_accessed_details_with_entities(JobId=job, ServiceNamespace="sqs")
    assert [it["EntityInfo"]["Name"] for it in found["EntityDetailsList"]] == ["ann"]
    granting = iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=["sqs", "s3"])
    granting = granting["PoliciesGrantingServiceAccess"]
    assert [len(it["Policies"]) for it in granting] == [1, 0]
    nobody = {"JobId": "0" * 36}
    walk(iam, [
        ("get_service_last_accessed_details", nobody, "NoSuchEntity"),
        ("get_service_last_accessed_details_with_entities",
         {"ServiceNamespace": "sqs", **nobody}, "NoSuchEntity"),
        ("generate_service_last_accessed_details", {"Arn": arn + "x"}, "NoSuchEntity"),
        ("list_policies_granting_service_access",
         {"Arn": arn + "x", "ServiceNamespaces": ["sqs"]}, "NoSuchEntity"),
    ])
