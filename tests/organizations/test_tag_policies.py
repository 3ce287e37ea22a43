"""Tag policies that are enforced, for creates and for tagging what is there.

Source: AWS Organizations User Guide, "Tag policies" and "Enforcing tagging consistency". The words
are EC2's; the codes are those of each service's refusals (not verified).
"""

import json
import socket

import pytest

from expect import refused
from servers import make_client

REFUSAL = "The tag policy does not allow the specified value for the following tag key: 'Stage'."


@pytest.fixture
def owner(client, account):
    """An account that manages an organization, which a tag policy of the root binds as well."""
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    content = {"tags": {"stage": {
        "tag_key": {"@@assign": "Stage"}, "tag_value": {"@@assign": ["test", "prod*"]},
        "enforced_for": {"@@assign": [
            "sqs:queue", "dynamodb:table", "secretsmanager:secret", "s3:bucket", "sns:topic"]}}}}
    policy = organizations.create_policy(
        Name="stages", Description="", Type="TAG_POLICY",
        Content=json.dumps(content))["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=root)
    return account


def test_tags_of_other_values_are_refused(endpoint, owner):
    sqs = make_client(endpoint, "sqs", owner)
    with refused("AccessDenied", status=403, message=REFUSAL):
        sqs.create_queue(QueueName="q", tags={"Stage": "dev"})
    url = sqs.create_queue(QueueName="q", tags={"Stage": "production", "Else": "x"})["QueueUrl"]
    with refused("AccessDenied", status=403, message=REFUSAL):
        sqs.tag_queue(QueueUrl=url, Tags={"Stage": "dev"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"Stage": "production", "Else": "x"}
    secrets = make_client(endpoint, "secretsmanager", owner)
    with refused("AccessDeniedException", status=400, message=REFUSAL):
        secrets.create_secret(
            Name="s", SecretString="x", Tags=[{"Key": "Stage", "Value": "dev"}])
    # For types of resources that the policy does not name, tags are free.
    kms = make_client(endpoint, "kms", owner)
    kms.create_key(Tags=[{"TagKey": "Stage", "TagValue": "dev"}])


def test_tables_and_capitalization(endpoint, owner):
    dynamodb = make_client(endpoint, "dynamodb", owner)
    wish = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST", "TableName": "things"}
    with refused("AccessDeniedException", message="tag key: 'stage'"):
        dynamodb.create_table(Tags=[{"Key": "stage", "Value": "test"}], **wish)
    dynamodb.create_table(Tags=[{"Key": "Stage", "Value": "test"}], **wish)


def test_buckets_and_topics(endpoint, owner, name, monkeypatch):
    s3, sns = make_client(endpoint, "s3", owner), make_client(endpoint, "sns", owner)
    bad, good = [{"Key": "Stage", "Value": "dev"}], [{"Key": "Stage", "Value": "test"}]
    with refused("AccessDenied", status=403, message=REFUSAL):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"Tags": bad})
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"Tags": good})
    with refused("AccessDenied", status=403, message=REFUSAL):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": bad})
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": good})
    # Objects are of another type.
    s3.put_object(Bucket=name, Key="k", Tagging="Stage=dev")
    # The account is a part of the host's name.
    ask = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *arguments, **options: ask(
        "127.0.0.1" if str(host).endswith(".localhost") else host, *arguments, **options))
    port = endpoint.rsplit(":", 1)[1]
    s3control = make_client(f"http://localhost:{port}", "s3control", owner)
    with refused("AccessDenied", status=403, message=REFUSAL):
        s3control.tag_resource(AccountId=owner, ResourceArn=f"arn:aws:s3:::{name}", Tags=bad)
    with refused("AuthorizationError", status=403, message=REFUSAL):
        sns.create_topic(Name="t", Tags=bad)
    arn = sns.create_topic(Name="t", Tags=good)["TopicArn"]
    with refused("AuthorizationError", status=403, message=REFUSAL):
        sns.tag_resource(ResourceArn=arn, Tags=bad)
    sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "Else", "Value": "x"}])
