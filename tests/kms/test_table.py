"""KMS's remaining operations by boto3, a success and a refusal of each.

Source: [A] of each operation (members, errors); the words of refusals are KMS's README's matter.
"""

import pytest

from expect import refused

ABSENT = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def kms(client):
    return client("kms")


@pytest.fixture
def key(kms):
    return kms.create_key(Description="one")["KeyMetadata"]["KeyId"]


@pytest.mark.parametrize("operation, more", [
    ("cancel_key_deletion", {}),
    ("create_grant",
     {"GranteePrincipal": "arn:aws:iam::{account}:root", "Operations": ["Encrypt"]}),
    ("disable_key_rotation", {}),
    ("enable_key_rotation", {}),
    ("generate_data_key_pair_without_plaintext", {"KeyPairSpec": "ECC_NIST_P256"}),
    ("generate_data_key_without_plaintext", {"KeySpec": "AES_256"}),
    ("get_key_policy", {}),
    ("get_key_rotation_status", {}),
    ("list_grants", {}),
    ("list_key_policies", {}),
    ("list_resource_tags", {}),
    ("revoke_grant", {"GrantId": "0" * 64}),
    ("schedule_key_deletion", {"PendingWindowInDays": 7}),
    ("tag_resource", {"Tags": [{"TagKey": "a", "TagValue": "1"}]}),
    ("untag_resource", {"TagKeys": ["a"]}),
    ("update_key_description", {"Description": "d"}),
    ("update_primary_region", {"PrimaryRegion": "eu-west-1"}),
    ("verify_mac", {"Message": b"m", "Mac": b"0", "MacAlgorithm": "HMAC_SHA_256"}),
])
def test_a_key_that_is_not_there(kms, account, operation, more):
    more = {name: value.format(account=account) if isinstance(value, str) else value
            for name, value in more.items()}
    with refused("NotFoundException", status=400, message=f"key/{ABSENT}' does not exist"):
        getattr(kms, operation)(KeyId=ABSENT, **more)


def test_tags_policies_descriptions(kms, key):
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "1"},
                                      {"TagKey": "b", "TagValue": "2"}])
    kms.untag_resource(KeyId=key, TagKeys=["a"])
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "b", "TagValue": "2"}]
    assert kms.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    policy = kms.get_key_policy(KeyId=key)
    assert policy["PolicyName"] == "default" and '"kms:*"' in policy["Policy"]
    kms.update_key_description(KeyId=key, Description="two")
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Description"] == "two"
    assert key in [it["KeyId"] for page in kms.get_paginator("list_keys").paginate()
                   for it in page["Keys"]]
    with refused("TagException", status=400):
        kms.tag_resource(KeyId=key, Tags=[{"TagKey": "aws:a", "TagValue": "1"}])


def test_aliases(kms, key, name):
    alias = f"alias/{name}"
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.update_alias(AliasName=alias, TargetKeyId=other)
    assert [it["AliasName"] for it in kms.list_aliases(KeyId=other)["Aliases"]] == [alias]
    kms.delete_alias(AliasName=alias)
    with refused("NotFoundException", status=400):
        kms.update_alias(AliasName=alias, TargetKeyId=key)
    with refused("NotFoundException", status=400):
        kms.delete_alias(AliasName=alias)
    with refused("InvalidMarkerException", status=400):
        kms.list_aliases(Marker="nonsense")


def test_grants(kms, key, account):
    root = f"arn:aws:iam::{account}:root"
    grant = kms.create_grant(KeyId=key, GranteePrincipal=root, RetiringPrincipal=root,
                             Operations=["Encrypt", "Decrypt"], Name="n")
    assert [it["GrantId"] for it in kms.list_grants(KeyId=key)["Grants"]] == [grant["GrantId"]]
    retirable = kms.list_retirable_grants(RetiringPrincipal=root)["Grants"]
    assert grant["GrantId"] in [it["GrantId"] for it in retirable]
    kms.retire_grant(GrantToken=grant["GrantToken"])
    again = kms.create_grant(KeyId=key, GranteePrincipal=root, Operations=["Encrypt"])
    kms.revoke_grant(KeyId=key, GrantId=again["GrantId"])
    assert kms.list_grants(KeyId=key)["Grants"] == []
    with refused("NotFoundException", status=400):
        kms.revoke_grant(KeyId=key, GrantId=again["GrantId"])
    with refused("InvalidGrantTokenException", status=400):
        kms.retire_grant(GrantToken="nonsense")


def test_rotation_and_deletion(kms, key):
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    status = kms.get_key_rotation_status(KeyId=key)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 90)
    kms.disable_key_rotation(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False
    asked = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert asked["KeyState"] == "PendingDeletion"
    with refused("KMSInvalidStateException", status=400, message="is pending deletion."):
        kms.enable_key_rotation(KeyId=key)
    kms.cancel_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", status=400):
        kms.cancel_key_deletion(KeyId=key)


def test_secrets_in_ciphertext_alone(kms, key):
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    made = kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_128")
    moved = kms.re_encrypt(CiphertextBlob=made["CiphertextBlob"], DestinationKeyId=other)
    assert len(kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"]) == 16
    pair = kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"]
    assert len(kms.generate_random(NumberOfBytes=24)["Plaintext"]) == 24
    with refused("ValidationException", status=400):
        kms.generate_random(NumberOfBytes=1025)
    with refused("InvalidCiphertextException", status=400):
        kms.re_encrypt(CiphertextBlob=b"nonsense", DestinationKeyId=other)


def test_macs(kms):
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    asked = dict(KeyId=key["KeyMetadata"]["KeyId"], Message=b"m", MacAlgorithm="HMAC_SHA_256")
    mac = kms.generate_mac(**asked)["Mac"]
    assert kms.verify_mac(Mac=mac, **asked)["MacValid"] is True
    with refused("KMSInvalidMacException", status=400):
        kms.verify_mac(Mac=bytes(32), **asked)


def test_the_primary_region_changes(client, kms):
    key = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    kms.replicate_key(KeyId=key, ReplicaRegion="eu-west-1")
    kms.update_primary_region(KeyId=key, PrimaryRegion="eu-west-1")
    shown = client("kms", region="eu-west-1").describe_key(KeyId=key)["KeyMetadata"]
    assert shown["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
    with refused("UnsupportedOperationException", status=400):
        kms.update_primary_region(KeyId=key, PrimaryRegion="eu-west-1")
