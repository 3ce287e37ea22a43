"""Keys made through IAM are verified, and their policies decide at every service's door.

Source unless a case says otherwise: IAM User Guide, "Policy evaluation logic", and for the words
"Troubleshoot access denied error messages".
"""

import pytest
from iam.documents import allow, deny, document, trust

from expect import refused


def test_a_user_without_policies_may_only_ask_who_it_is(user, account, bucket):
    ann = user("ann")
    me = ann("sts").get_caller_identity()
    assert me["Arn"] == f"arn:aws:iam::{account}:user/ann"
    assert me["Account"] == account and me["UserId"].startswith("AIDA")
    with refused("AccessDenied", status=403,
                 message=f"User: arn:aws:iam::{account}:user/ann is not authorized to perform: "
                         f"s3:ListBucket on resource: \"arn:aws:s3:::{bucket}\" because no "
                         "identity-based policy allows the s3:ListBucket action"):
        ann("s3").list_objects_v2(Bucket=bucket)


def test_signatures_of_keys_are_verified(user, client):
    ann = user("ann", allow("*"))
    assert ann("sqs").list_queues()
    wrong = client("sqs", account=ann.key["AccessKeyId"], secret="wrong" * 8)
    with refused("SignatureDoesNotMatch", status=403):
        wrong.list_queues()


@pytest.mark.parametrize("fate", ["inactive", "deleted"])
def test_keys_that_are_no_more(user, iam, fate):
    # A key that was taken away must not become the key of an account's root.
    ann = user("ann", allow("*"))
    ann("sqs").list_queues()
    key = ann.key["AccessKeyId"]
    if fate == "inactive":
        iam.update_access_key(UserName="ann", AccessKeyId=key, Status="Inactive")
    else:
        iam.delete_access_key(UserName="ann", AccessKeyId=key)
    with refused("InvalidClientTokenId", status=403):
        ann("sqs").list_queues()
    with refused("InvalidAccessKeyId", status=403):
        ann("s3").list_buckets()


def test_resources_and_explicit_denies(user, s3, bucket):
    ann = user("ann", allow("s3:*", [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/open/*"]),
               deny("s3:DeleteObject"))
    mine = ann("s3")
    mine.put_object(Bucket=bucket, Key="open/a", Body=b"1")
    assert mine.get_object(Bucket=bucket, Key="open/a")["Body"].read() == b"1"
    s3.put_object(Bucket=bucket, Key="closed/a", Body=b"2")
    with refused("AccessDenied", status=403, message="because no identity-based policy allows"):
        mine.get_object(Bucket=bucket, Key="closed/a")
    with refused("AccessDenied", status=403,
                 message="with an explicit deny in an identity-based policy"):
        mine.delete_object(Bucket=bucket, Key="open/a")
    # The root's default credentials go on as ever.
    s3.delete_object(Bucket=bucket, Key="open/a")


def test_groups_versions_and_boundaries(iam, user, queue, account):
    ann = user("ann")
    sqs = ann("sqs")
    arn = iam.create_policy(PolicyName="use", PolicyDocument=document(
        allow("sqs:SendMessage")))["Policy"]["Arn"]
    iam.create_group(GroupName="crew")
    iam.attach_group_policy(GroupName="crew", PolicyArn=arn)
    with refused("AccessDenied", status=403):
        sqs.send_message(QueueUrl=queue, MessageBody="a")
    iam.add_user_to_group(GroupName="crew", UserName="ann")
    sqs.send_message(QueueUrl=queue, MessageBody="a")
    with refused("AccessDenied", status=403):
        sqs.receive_message(QueueUrl=queue)
    iam.create_policy_version(PolicyArn=arn, SetAsDefault=True, PolicyDocument=document(
        allow(["sqs:SendMessage", "sqs:ReceiveMessage"])))
    assert sqs.receive_message(QueueUrl=queue)["Messages"]
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    with refused("AccessDenied", status=403):
        sqs.receive_message(QueueUrl=queue)
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=document(
        allow("s3:*")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="ann", PermissionsBoundary=limit)
    with refused("AccessDenied", status=403, message="because no permissions boundary allows"):
        sqs.send_message(QueueUrl=queue, MessageBody="a")
    iam.delete_user_permissions_boundary(UserName="ann")
    sqs.send_message(QueueUrl=queue, MessageBody="a")


def test_items_of_ones_own(user, client, name):
    # DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
    client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "owner", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "owner", "AttributeType": "S"}])
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}
    dynamodb = user("ann", allow(["dynamodb:GetItem", "dynamodb:PutItem"], Condition=own))(
        "dynamodb")
    dynamodb.put_item(TableName=name, Item={"owner": {"S": "ann"}})
    with refused("AccessDeniedException", status=400):
        dynamodb.put_item(TableName=name, Item={"owner": {"S": "bob"}})


def test_what_a_queues_policy_gives_is_enough_in_its_account(user, sqs, queue, account):
    ann = user("ann")
    url, arn = queue, sqs.get_queue_attributes(
        QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(
        allow("sqs:SendMessage", arn, Principal={"AWS": f"arn:aws:iam::{account}:user/ann"}))})
    ann("sqs").send_message(QueueUrl=url, MessageBody="a")
    with refused("AccessDenied", status=403):
        ann("sqs").receive_message(QueueUrl=url)


def test_the_last_use_of_a_key(user, iam):
    # [A] GetAccessKeyLastUsed: N/A until the key is used.
    ann = user("ann", allow("*"))
    key = ann.key["AccessKeyId"]
    used = iam.get_access_key_last_used(AccessKeyId=key)
    assert used["UserName"] == "ann"
    assert used["AccessKeyLastUsed"]["ServiceName"] == "N/A"
    ann("sqs", region="eu-west-1").list_queues()
    used = iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["Region"]) == ("sqs", "eu-west-1")
    assert "LastUsedDate" in used


def test_a_user_that_was_made_again_does_not_inherit(user, iam, client):
    ann = user("ann", allow("*"))
    session = ann("sts").get_session_token()["Credentials"]
    sqs = client("sqs", account=session["AccessKeyId"], secret=session["SecretAccessKey"],
                 token=session["SessionToken"])
    sqs.list_queues()
    iam.delete_access_key(UserName="ann", AccessKeyId=ann.key["AccessKeyId"])
    iam.delete_user_policy(UserName="ann", PolicyName="own")
    iam.delete_user(UserName="ann")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=document(allow("*")))
    with refused("AccessDenied", status=403):
        sqs.list_queues()


def test_roles_act_by_their_policies(iam, sqs, queue, client, account):
    role = iam.create_role(RoleName="sender", AssumeRolePolicyDocument=trust(
        {"AWS": account}))["Role"]
    answer = client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="me")
    found = answer["Credentials"]
    assert answer["AssumedRoleUser"]["AssumedRoleId"] == role["RoleId"] + ":me"
    mine = client("sqs", account=found["AccessKeyId"], secret=found["SecretAccessKey"],
                  token=found["SessionToken"])
    with refused("AccessDenied", status=403,
                 message=f"User: arn:aws:sts::{account}:assumed-role/sender/me is not"):
        mine.send_message(QueueUrl=queue, MessageBody="a")
    iam.attach_role_policy(RoleName="sender",
                           PolicyArn="arn:aws:iam::aws:policy/AmazonSQSFullAccess")
    mine.send_message(QueueUrl=queue, MessageBody="a")
    assert iam.get_role(RoleName="sender")["Role"]["RoleLastUsed"]["Region"] == "us-east-1"
    # Without its role a session may nothing.
    iam.detach_role_policy(RoleName="sender",
                           PolicyArn="arn:aws:iam::aws:policy/AmazonSQSFullAccess")
    iam.delete_role(RoleName="sender")
    with refused("AccessDenied", status=403):
        mine.send_message(QueueUrl=queue, MessageBody="a")
