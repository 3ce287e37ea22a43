"""S3 Access Grants by boto3: credentials that are vended reach no further than the grant.

UG: Amazon S3 User Guide, "Managing access with S3 Access Grants".
"""

import json

import pytest

from expect import refused

ACCOUNT = "123456789012"


@pytest.fixture
def granted(own_server, control_of):
    """A control client of the account, and keys of a user who may ask for access."""
    s3, iam = own_server.client("s3", ACCOUNT), own_server.client("iam", ACCOUNT)
    s3.create_bucket(Bucket="data-of-grants")
    for key in ("a/one", "b/two"):
        s3.put_object(Bucket="data-of-grants", Key=key, Body=key.encode())
    user = iam.create_user(UserName="ann")["User"]["Arn"]
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    iam.put_user_policy(UserName="ann", PolicyName="ask", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetDataAccess", "Resource": "*"}]}))
    role = iam.create_role(RoleName="location", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "access-grants.s3.amazonaws.com"},
             "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]}]}))["Role"]["Arn"]
    iam.put_role_policy(RoleName="location", PolicyName="all", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
    control = control_of(own_server, ACCOUNT)
    control.create_access_grants_instance(AccountId=ACCOUNT)
    location = control.create_access_grants_location(
        AccountId=ACCOUNT, LocationScope="s3://data-of-grants", IAMRoleArn=role)
    grant = control.create_access_grant(
        AccountId=ACCOUNT, AccessGrantsLocationId=location["AccessGrantsLocationId"],
        AccessGrantsLocationConfiguration={"S3SubPrefix": "a/*"}, Permission="READWRITE",
        Grantee={"GranteeType": "IAM", "GranteeIdentifier": user})
    assert grant["GrantScope"] == "s3://data-of-grants/a/*"
    asking = control_of(own_server, key["AccessKeyId"], secret=key["SecretAccessKey"])
    return own_server, control, asking, grant


def client_of(server, credentials):
    return server.client(
        "s3", credentials["AccessKeyId"], secret=credentials["SecretAccessKey"],
        token=credentials["SessionToken"])


def test_credentials_reach_no_further_than_the_grant(granted):
    server, control, asking, grant = granted
    access = asking.get_data_access(
        AccountId=ACCOUNT, Target="s3://data-of-grants/a/*", Permission="READWRITE")
    assert access["MatchedGrantTarget"] == "s3://data-of-grants/a/*"
    s3 = client_of(server, access["Credentials"])
    assert s3.get_object(Bucket="data-of-grants", Key="a/one")["Body"].read() == b"a/one"
    s3.put_object(Bucket="data-of-grants", Key="a/new", Body=b"x")
    listed = s3.list_objects_v2(Bucket="data-of-grants", Prefix="a/")
    assert listed["KeyCount"] == 2
    for call in (lambda: s3.get_object(Bucket="data-of-grants", Key="b/two"),
                 lambda: s3.list_objects_v2(Bucket="data-of-grants"),
                 lambda: s3.delete_bucket(Bucket="data-of-grants")):
        with refused("AccessDenied", status=403):
            call()
    # Minimal privilege: what was asked for, and reading only.
    access = asking.get_data_access(
        AccountId=ACCOUNT, Target="s3://data-of-grants/a/one", TargetType="Object",
        Permission="READ", Privilege="Minimal")
    assert access["MatchedGrantTarget"] == "s3://data-of-grants/a/one"
    s3 = client_of(server, access["Credentials"])
    s3.get_object(Bucket="data-of-grants", Key="a/one")
    with refused("AccessDenied", status=403):
        s3.get_object(Bucket="data-of-grants", Key="a/new")
    with refused("AccessDenied", status=403):
        s3.put_object(Bucket="data-of-grants", Key="a/one", Body=b"y")
    server.clock(advance="1h")
    with refused("ExpiredToken", status=400):
        s3.get_object(Bucket="data-of-grants", Key="a/one")
    control.delete_access_grant(AccountId=ACCOUNT, AccessGrantId=grant["AccessGrantId"])
    with refused("AccessDenied", status=403):
        asking.get_data_access(
            AccountId=ACCOUNT, Target="s3://data-of-grants/a/*", Permission="READ")


def test_what_is_refused(granted):
    _, control, asking, grant = granted
    for target, permission in (("s3://data-of-grants/*", "READ"), ("s3://other/a/*", "READ")):
        with refused("AccessDenied", status=403):
            asking.get_data_access(AccountId=ACCOUNT, Target=target, Permission=permission)
    with refused("AccessDenied", status=403):
        asking.list_access_grants(AccountId=ACCOUNT)
    with refused("AccessGrantsInstanceAlreadyExists", status=409):
        control.create_access_grants_instance(AccountId=ACCOUNT)
    with refused("InvalidRequest", status=409):
        control.delete_access_grants_location(
            AccountId=ACCOUNT, AccessGrantsLocationId=grant["AccessGrantsLocationId"])
