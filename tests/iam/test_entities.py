"""IAM as boto3 sees it: pages, documents, resources, waiters.

Source: IAM API Reference, the page of the operation.
"""

import csv
import io
import json

from iam.documents import allow, document, trust

from expect import refused


def test_documents_come_back_as_they_were(iam):
    text = json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:*", "arn:aws:s3:::ä/*")]})
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=text)
    # botocore decodes what IAM encodes, and parses it.
    found = iam.get_user_policy(UserName="ann", PolicyName="p")["PolicyDocument"]
    assert found == json.loads(text)
    role = iam.create_role(
        RoleName="r", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))
    assert role["Role"]["AssumeRolePolicyDocument"]["Version"] == "2012-10-17"


def test_pages_of_a_paginator(iam):
    for number in range(7):
        iam.create_user(UserName=f"u{number}", Path="/some/" if number % 2 else "/other/")
    pages = list(iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["Users"]) for page in pages] == [3, 3, 1]
    some = iam.get_paginator("list_users").paginate(PathPrefix="/some/",
                                                    PaginationConfig={"PageSize": 2})
    assert [one["UserName"] for one in some.search("Users")] == ["u1", "u3", "u5"]
    details = iam.get_paginator("get_account_authorization_details").paginate(
        Filter=["User", "LocalManagedPolicy"], PaginationConfig={"PageSize": 4})
    assert [len(page["UserDetailList"]) for page in details] == [4, 3]


def test_waiters(iam):
    iam.create_user(UserName="ann")
    iam.get_waiter("user_exists").wait(UserName="ann", WaiterConfig={"Delay": 1, "MaxAttempts": 1})
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document(allow("*")))["Policy"]["Arn"]
    iam.get_waiter("policy_exists").wait(PolicyArn=arn,
                                         WaiterConfig={"Delay": 1, "MaxAttempts": 1})


def test_the_credential_report(iam):
    with refused("ReportNotPresent", status=410):
        iam.get_credential_report()
    iam.create_user(UserName="ann")
    iam.create_access_key(UserName="ann")
    iam.create_login_profile(UserName="ann", Password="Some-Password-7")
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    root, ann = csv.DictReader(io.StringIO(report["Content"].decode()))
    assert root["user"] == "<root_account>" and root["mfa_active"] == "false"
    assert (ann["user"], ann["password_enabled"], ann["access_key_1_active"]) == (
        "ann", "true", "true")
    assert ann["access_key_1_last_used_service"] == "N/A"
    assert ann["access_key_2_active"] == "false"


def test_quotas(iam):
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))
    long = document(*[allow("s3:GetObject", f"arn:aws:s3:::{'b' * 50}{number}/*")
                      for number in range(100)])
    with refused("LimitExceeded", status=409, message="Cannot exceed quota for PolicySize: 6144"):
        iam.create_policy(PolicyName="p", PolicyDocument=long)
    with refused("LimitExceeded", status=409,
                 message="Maximum policy size of 10240 bytes exceeded for role r"):
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=long)
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document(allow("*")))["Policy"]["Arn"]
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(allow("*")))
    with refused("LimitExceeded", status=409, message="A managed policy can have up to 5 versions"):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(allow("*")))
    for number in range(10):
        arn = iam.create_policy(PolicyName=f"p{number}",
                                PolicyDocument=document(allow("*")))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="r", PolicyArn=arn)
    with refused("LimitExceeded", status=409,
                 message="Cannot exceed quota for PoliciesPerRole: 10"):
        iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")


def test_a_renamed_user_keeps_its_key(iam, client, account):
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document(allow("sqs:*")))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    iam.update_user(UserName="ann", NewUserName="anna", NewPath="/crew/")
    keys = {"account": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    client("sqs", **keys).list_queues()
    arn = client("sts", **keys).get_caller_identity()["Arn"]
    assert arn == f"arn:aws:iam::{account}:user/crew/anna"


def test_a_reset_takes_everything(client, control, account, iam):
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    iam.create_account_alias(AccountAlias=f"alias-{account}")
    control.reset(account)
    assert iam.list_users()["Users"] == []
    iam.create_account_alias(AccountAlias=f"alias-{account}")
    assert iam.list_access_keys()["AccessKeyMetadata"] == []
    assert key["AccessKeyId"].startswith("AKIA")
