"""Secrets Manager's remaining operations by boto3, a success and a refusal of each.

Source: [A] of each operation; "Secrets Manager can't find the specified secret." is AWS's.
"""

import json

import pytest

from expect import refused


@pytest.fixture
def secrets(client):
    return client("secretsmanager")


@pytest.fixture
def secret(secrets, name):
    return secrets.create_secret(Name=name, SecretString="one")["ARN"]


@pytest.mark.parametrize("operation, more", [
    ("associate_cross_account_replica", {
        "CrossAccountReplicaARN": "arn:aws:secretsmanager:us-east-1:999999999999:secret:a-abcdef"}),
    ("delete_resource_policy", {}),
    ("delete_secret", {}),
    ("describe_secret", {}),
    ("disassociate_cross_account_replica", {
        "CrossAccountReplicaARN": "arn:aws:secretsmanager:us-east-1:999999999999:secret:a-abcdef"}),
    ("get_resource_policy", {}),
    ("list_resource_policies", {}),
    ("put_resource_policy", {"ResourcePolicy": "{}"}),
    ("remove_regions_from_replication", {"RemoveReplicaRegions": ["eu-west-1"]}),
    ("replicate_secret_to_regions", {"AddReplicaRegions": [{"Region": "eu-west-1"}]}),
    ("restore_secret", {}),
    ("stop_replication_to_replica", {}),
    ("tag_resource", {"Tags": [{"Key": "a", "Value": "1"}]}),
    ("untag_resource", {"TagKeys": ["a"]}),
    ("update_secret", {"SecretString": "two"}),
    ("update_secret_version_stage", {"VersionStage": "AWSCURRENT"}),
])
def test_a_secret_that_is_not_there(secrets, operation, more):
    with refused("ResourceNotFoundException", status=400,
                 message="Secrets Manager can't find the specified secret."):
        getattr(secrets, operation)(SecretId="absent", **more)


def test_values_tags_and_stages(secrets, secret):
    first = secrets.describe_secret(SecretId=secret)
    assert first["ARN"] == secret and list(first["VersionIdsToStages"].values()) == [
        ["AWSCURRENT"]]
    second = secrets.update_secret(
        SecretId=secret, SecretString="two", Description="d")["VersionId"]
    old = [it for it in secrets.describe_secret(
        SecretId=secret)["VersionIdsToStages"] if it != second][0]
    secrets.update_secret_version_stage(
        SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=old,
        RemoveFromVersionId=second)
    assert secrets.get_secret_value(SecretId=secret)["SecretString"] == "one"
    with refused("InvalidParameterException", status=400):
        secrets.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", RemoveFromVersionId=old)
    secrets.tag_resource(SecretId=secret, Tags=[{"Key": "a", "Value": "1"}])
    assert secrets.describe_secret(SecretId=secret)["Tags"] == [{"Key": "a", "Value": "1"}]
    secrets.untag_resource(SecretId=secret, TagKeys=["a"])
    assert not secrets.describe_secret(SecretId=secret).get("Tags")


def test_policies(secrets, secret, account):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]})
    assert secrets.validate_resource_policy(ResourcePolicy=policy)["PolicyValidationPassed"]
    secrets.put_resource_policy(SecretId=secret, ResourcePolicy=policy)
    kept = secrets.get_resource_policy(SecretId=secret)["ResourcePolicy"]
    assert json.loads(kept) == json.loads(policy)
    listed = secrets.list_resource_policies(SecretId=secret)["ResourcePolicies"]
    assert len(listed) == 1 and listed[0].keys() == {"PolicyName"}
    secrets.delete_resource_policy(SecretId=secret)
    assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId=secret)
    with refused("MalformedPolicyDocumentException", status=400):
        secrets.put_resource_policy(SecretId=secret, ResourcePolicy="{}")
    public = policy.replace(f"arn:aws:iam::{account}:root", "*")
    with refused("PublicPolicyException", status=400):
        secrets.put_resource_policy(
            SecretId=secret, ResourcePolicy=public, BlockPublicPolicy=True)


def test_deletion_and_return(secrets, secret):
    secrets.delete_secret(SecretId=secret, RecoveryWindowInDays=7)
    with refused("InvalidRequestException", status=400, message="marked for deletion"):
        secrets.update_secret(SecretId=secret, SecretString="two")
    secrets.restore_secret(SecretId=secret)
    secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
    with refused("ResourceNotFoundException", status=400):
        secrets.restore_secret(SecretId=secret)


def test_replicas(client, secrets, secret):
    for region in ("eu-west-1", "eu-central-1"):
        added = secrets.replicate_secret_to_regions(
            SecretId=secret, AddReplicaRegions=[{"Region": region}])
        assert added["ARN"] == secret
    europe = client("secretsmanager", region="eu-west-1")
    copy = secret.replace("us-east-1", "eu-west-1")
    assert europe.get_secret_value(SecretId=copy)["SecretString"] == "one"
    with refused("InvalidRequestException", status=400):
        europe.update_secret(SecretId=copy, SecretString="two")
    assert europe.stop_replication_to_replica(SecretId=copy)["ARN"] == copy
    europe.update_secret(SecretId=copy, SecretString="two")
    left = secrets.remove_regions_from_replication(
        SecretId=secret, RemoveReplicaRegions=["eu-central-1"])
    assert not left.get("ReplicationStatus")


def test_rotation_needs_a_function(secrets, secret):
    # What functions do of it is in tests/lambda_events/test_rotation.py.
    for call in (secrets.rotate_secret, secrets.cancel_rotate_secret):
        with refused("InvalidRequestException", status=400):
            call(SecretId=secret)
    # Nobody has let Secrets Manager in; whether the function is there it is not told.
    with refused("AccessDeniedException", status=400):
        secrets.rotate_secret(
            SecretId=secret, RotationRules={"AutomaticallyAfterDays": 1},
            RotationLambdaARN="arn:aws:lambda:us-east-1:111111111111:function:none")
    assert "RotationEnabled" not in secrets.describe_secret(SecretId=secret)


def test_the_day_of_the_last_read(own_server, account):
    # [A] DescribeSecret: "The date that the secret was last accessed in the Region. This field is
    # omitted if the secret has never been retrieved in the Region."
    own_server.clock(set="2030-03-04T15:00:00Z")
    secrets = own_server.client("secretsmanager", account)
    for name in ("a", "b"):
        secrets.create_secret(Name=name, SecretString="one")
    assert "LastAccessedDate" not in secrets.describe_secret(SecretId="a")
    secrets.get_secret_value(SecretId="a")

    def read(name):
        return secrets.describe_secret(SecretId=name).get("LastAccessedDate")
    for _ in range(500):
        if read("a"):
            break
    assert read("a").isoformat() == "2030-03-04T00:00:00+00:00"
    own_server.clock(advance="1d")
    secrets.batch_get_secret_value(SecretIdList=["b"])
    for _ in range(500):
        if read("b"):
            break
    listed = secrets.list_secrets(SortBy="last-accessed-date", SortOrder="desc")["SecretList"]
    assert [it["Name"] for it in listed] == ["b", "a"]
    assert listed[0]["LastAccessedDate"].day == 5
    secrets.delete_secret(SecretId="a", ForceDeleteWithoutRecovery=True)
    secrets.create_secret(Name="a", SecretString="two")
    assert read("a") is None
