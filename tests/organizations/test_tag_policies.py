"""Tag policies that are enforced, for creates and for tagging what is there.

Source: AWS Organizations User Guide, "Tag policies" and "Enforcing tagging consistency". The words
are EC2's; the codes are those of each service's refusals (not verified).
"""

import json

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
        "enforced_for": {"@@assign": ["sqs:queue", "dynamodb:table", "secretsmanager:secret"]}}}}
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
