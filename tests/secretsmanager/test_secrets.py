"""Secrets Manager by boto3: what needs a real client, time, or a restart.

Source: Secrets Manager User Guide and API Reference. What every operation answers and refuses is in
services/svc-secretsmanager/cases.
"""

import json
import string

import pytest

from expect import refused
from servers import wait_until

ACCOUNT = "123456789012"


@pytest.fixture
def secrets(client):
    return client("secretsmanager")


def walk(operation, member, **arguments):
    """All entries of all pages of an operation for which boto3 has no paginator."""
    found, token = [], {}
    while token is not None:
        page = operation(**arguments, **token)
        found += page[member]
        token = {"NextToken": page["NextToken"]} if page.get("NextToken") else None
    return found


def test_a_client_reads_what_another_has_put(secrets, client):
    made = secrets.create_secret(Name="db", SecretString=json.dumps({"user": "a"}))
    assert client("secretsmanager").get_secret_value(SecretId=made["ARN"])["SecretString"] == \
        '{"user": "a"}'
    secrets.put_secret_value(SecretId="db", SecretBinary=b"\x00\xff" * 1000)
    assert secrets.get_secret_value(SecretId="db")["SecretBinary"] == b"\x00\xff" * 1000
    assert secrets.get_secret_value(
        SecretId="db", VersionId=made["VersionId"])["SecretString"] == '{"user": "a"}'
    with refused("ResourceNotFoundException", status=400):
        secrets.get_secret_value(SecretId="none")
    with refused("InvalidRequestException", status=400):
        secrets.rotate_secret(SecretId="db")


def test_pages_hold_all_secrets_once(secrets):
    names = {f"s{number:02}" for number in range(25)}
    for name in names:
        secrets.create_secret(Name=name, SecretString=name)
    pages = secrets.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 10})
    found = [entry["Name"] for page in pages for entry in page["SecretList"]]
    assert sorted(found) == sorted(names)
    values = walk(secrets.batch_get_secret_value, "SecretValues",
                  Filters=[{"Key": "name", "Values": ["s"]}])
    assert sorted(value["SecretString"] for value in values) == sorted(names)


def test_passwords_differ_and_have_each_type(secrets):
    passwords = {secrets.get_random_password()["RandomPassword"] for _ in range(20)}
    assert len(passwords) == 20
    for password in passwords:
        for characters in [string.ascii_lowercase, string.ascii_uppercase, string.digits,
                           string.punctuation]:
            assert set(password) & set(characters), password


def test_old_versions_without_labels_go(own_server):
    secrets = own_server.client("secretsmanager", ACCOUNT)
    first = secrets.create_secret(Name="s", SecretString="0")["VersionId"]
    for number in range(1, 101):
        secrets.put_secret_value(SecretId="s", SecretString=str(number))
    with_all = {"SecretId": "s", "IncludeDeprecated": True}
    assert len(walk(secrets.list_secret_version_ids, "Versions", **with_all)) == 101
    own_server.clock(advance="25h")
    secrets.put_secret_value(SecretId="s", SecretString="last")
    versions = walk(secrets.list_secret_version_ids, "Versions", **with_all)
    ids = [version["VersionId"] for version in versions]
    assert len(ids) == 100 and first not in ids


def test_secrets_stay_over_a_restart(server_factory, tmp_path):
    data = str(tmp_path / "data")
    server = server_factory(data=data)
    server.client("secretsmanager", ACCOUNT).create_secret(Name="s", SecretString="kept")
    server.kill()
    server = server_factory(data=data)
    answer = server.client("secretsmanager", ACCOUNT).get_secret_value(SecretId="s")
    assert answer["SecretString"] == "kept"


def test_a_replica_in_another_account_of_the_organization(client, account):
    # API Reference, AssociateCrossAccountReplica: "SameOrg … is the default."
    organizations = client("organizations")
    organizations.create_organization()
    request = organizations.create_account(
        Email=f"other-{account}@example.com", AccountName="other")["CreateAccountStatus"]["Id"]
    other = wait_until(lambda: organizations.describe_create_account_status(
        CreateAccountRequestId=request)["CreateAccountStatus"].get("AccountId"), what="the account")
    own, theirs = client("secretsmanager"), client("secretsmanager", account=other)
    primary = own.create_secret(Name="db", SecretString="one")["ARN"]

    def allow(principal, action):
        return {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{principal}:root"},
                "Action": action, "Resource": "*"}
    key = client("kms", account=other).create_key(Policy=json.dumps({
        "Version": "2012-10-17", "Statement": [
            allow(other, "kms:*"), allow(account, "kms:Encrypt")]}))["KeyMetadata"]["Arn"]
    replica = theirs.create_secret(
        Name="db-copy", CrossAccountPrimaryARN=primary, KmsKeyId=key)["ARN"]
    theirs.put_resource_policy(SecretId=replica, ResourcePolicy=json.dumps({
        "Version": "2012-10-17",
        "Statement": [allow(account, "secretsmanager:AcceptCrossAccountReplication")]}))
    assert own.associate_cross_account_replica(
        SecretId="db", CrossAccountReplicaARN=replica)["ReplicationStatus"] == "InSync"
    own.put_secret_value(SecretId="db", SecretString="two")
    assert theirs.get_secret_value(SecretId="db-copy")["SecretString"] == "two"
    with refused("InvalidRequestException", status=400):
        theirs.put_secret_value(SecretId="db-copy", SecretString="mine")
    own.disassociate_cross_account_replica(SecretId="db", CrossAccountReplicaARN=replica)
    shown = theirs.describe_secret(SecretId="db-copy")["CrossAccountPrimary"]
    assert shown == {"PrimarySecretARN": primary, "ReplicationStatus": "Detached"}
