"""Every operation of S3 Control that no other test here calls.

API: S3 Control API Reference. UG: Amazon S3 User Guide. The server is one of the test's own: jobs
run when its clock is moved.
"""

import json

import pytest

from expect import refused

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/batch"


@pytest.fixture
def control(own_server, control_of):
    return control_of(own_server, ACCOUNT)


@pytest.fixture
def s3(own_server):
    return own_server.client("s3", ACCOUNT)


@pytest.fixture
def bucket(s3, name):
    s3.create_bucket(Bucket=name)
    return name


def create_job(control, bucket, token, **more):
    asked = {
        "AccountId": ACCOUNT, "ClientRequestToken": token, "Priority": 10, "RoleArn": ROLE,
        "Operation": {"S3PutObjectTagging": {"TagSet": [{"Key": "k", "Value": "v"}]}},
        "Report": {"Enabled": False}, "ConfirmationRequired": True,
        "ManifestGenerator": {"S3JobManifestGenerator": {
            "SourceBucket": f"arn:aws:s3:::{bucket}", "EnableManifestOutput": False}},
        "Tags": [{"Key": "team", "Value": "blue"}],
    }
    return control.create_job(**{**asked, **more})["JobId"]


def test_a_job_from_its_making_to_its_end(own_server, control, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    job = create_job(control, bucket, "one")
    # API, CreateJob: the token makes it idempotent.
    assert create_job(control, bucket, "one") == job
    named = {"AccountId": ACCOUNT, "JobId": job}
    own_server.clock(advance="1s")
    shown = control.describe_job(**named)["Job"]
    assert (shown["Status"], shown["Priority"]) == ("Suspended", 10)
    assert control.update_job_priority(**named, Priority=20)["Priority"] == 20
    assert control.get_job_tagging(**named)["Tags"] == [{"Key": "team", "Value": "blue"}]
    control.put_job_tagging(**named, Tags=[{"Key": "a", "Value": "b"}])
    assert control.get_job_tagging(**named)["Tags"] == [{"Key": "a", "Value": "b"}]
    control.delete_job_tagging(**named)
    assert control.get_job_tagging(**named).get("Tags", []) == []
    assert control.update_job_status(**named, RequestedJobStatus="Ready")["Status"] == "Ready"
    own_server.clock(advance="1m")
    listed = control.list_jobs(AccountId=ACCOUNT, JobStatuses=["Complete"])["Jobs"]
    assert [it["JobId"] for it in listed] == [job]
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == [{"Key": "k", "Value": "v"}]
    with refused("JobStatusException", status=400):
        control.update_job_status(**named, RequestedJobStatus="Cancelled")
    with refused("NotFoundException", status=404):
        control.describe_job(AccountId=ACCOUNT, JobId="none-at-all")


def test_access_points(control, bucket):
    named = {"AccountId": ACCOUNT, "Name": "point"}
    made = control.create_access_point(**named, Bucket=bucket)
    shown = control.get_access_point(**named)
    assert (shown["Bucket"], shown["Alias"], shown["NetworkOrigin"]) == (
        bucket, made["Alias"], "Internet")
    listed = control.list_access_points(AccountId=ACCOUNT, Bucket=bucket)["AccessPointList"]
    assert [it["Name"] for it in listed] == ["point"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "s3:GetObject",
        "Resource": made["AccessPointArn"] + "/object/*"}]})
    control.put_access_point_policy(**named, Policy=policy)
    assert control.get_access_point_policy_status(**named)["PolicyStatus"] == {"IsPublic": False}
    control.delete_access_point_policy(**named)
    with refused("NoSuchAccessPointPolicy", status=404):
        control.get_access_point_policy(**named)


def test_tags_by_arn(control, bucket):
    made = control.create_access_point(
        AccountId=ACCOUNT, Name="tagged", Bucket=bucket, Tags=[{"Key": "a", "Value": "1"}])
    named = {"AccountId": ACCOUNT, "ResourceArn": made["AccessPointArn"]}
    control.tag_resource(**named, Tags=[{"Key": "b", "Value": "2"}])
    control.untag_resource(**named, TagKeys=["a"])
    assert control.list_tags_for_resource(**named)["Tags"] == [{"Key": "b", "Value": "2"}]
    with refused("NoSuchAccessPoint", "NoSuchResource", "InvalidRequest", status=404):
        control.list_tags_for_resource(
            AccountId=ACCOUNT, ResourceArn=made["AccessPointArn"] + "-none")


def test_access_grants(own_server, control_of, control, bucket):
    account = {"AccountId": ACCOUNT}
    iam = own_server.client("iam", ACCOUNT)
    user = iam.create_user(UserName="ann")["User"]["Arn"]
    iam.put_user_policy(UserName="ann", PolicyName="look", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "s3:ListCallerAccessGrants", "Resource": "*"}]}))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    with refused("AccessGrantsInstanceNotExistsError", status=404):
        control.get_access_grants_instance(**account)
    arn = control.create_access_grants_instance(**account)["AccessGrantsInstanceArn"]
    assert control.get_access_grants_instance(**account)["AccessGrantsInstanceArn"] == arn
    listed = control.list_access_grants_instances(**account)["AccessGrantsInstancesList"]
    assert [it["AccessGrantsInstanceArn"] for it in listed] == [arn]
    prefix = f"s3://{bucket}"
    location = control.create_access_grants_location(
        **account, LocationScope=prefix, IAMRoleArn=ROLE)["AccessGrantsLocationId"]
    found = control.get_access_grants_instance_for_prefix(**account, S3Prefix=prefix)
    assert found["AccessGrantsInstanceArn"] == arn
    other = ROLE + "-two"
    control.update_access_grants_location(
        **account, AccessGrantsLocationId=location, IAMRoleArn=other)
    shown = control.get_access_grants_location(**account, AccessGrantsLocationId=location)
    assert (shown["LocationScope"], shown["IAMRoleArn"]) == (prefix, other)
    listed = control.list_access_grants_locations(**account)["AccessGrantsLocationsList"]
    assert [it["AccessGrantsLocationId"] for it in listed] == [location]
    grantee = {"GranteeType": "IAM", "GranteeIdentifier": user}
    grant = control.create_access_grant(
        **account, AccessGrantsLocationId=location, Permission="READ", Grantee=grantee,
        AccessGrantsLocationConfiguration={"S3SubPrefix": "a/*"})["AccessGrantId"]
    shown = control.get_access_grant(**account, AccessGrantId=grant)
    assert (shown["Permission"], shown["GrantScope"]) == ("READ", f"s3://{bucket}/a/*")
    listed = control.list_access_grants(**account)["AccessGrantsList"]
    assert [it["AccessGrantId"] for it in listed] == [grant]
    ann = control_of(own_server, key["AccessKeyId"], secret=key["SecretAccessKey"])
    listed = ann.list_caller_access_grants(**account)["CallerAccessGrantsList"]
    assert [(it["Permission"], it["GrantScope"]) for it in listed] == [
        ("READ", f"s3://{bucket}/a/*")]
    with refused("AccessDenied", status=403):
        ann.list_access_grants(**account)
    # The code is ours: the API Reference names none.
    with refused("InvalidRequest", status=409):
        control.delete_access_grants_location(**account, AccessGrantsLocationId=location)
    control.delete_access_grant(**account, AccessGrantId=grant)
    control.delete_access_grants_location(**account, AccessGrantsLocationId=location)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "222222222222"},
        "Action": "s3:ListAccessGrants", "Resource": arn}]})
    control.put_access_grants_instance_resource_policy(**account, Policy=policy)
    kept = control.get_access_grants_instance_resource_policy(**account)["Policy"]
    assert json.loads(kept) == json.loads(policy)
    control.delete_access_grants_instance_resource_policy(**account)
    with refused("AccessGrantsInstanceResourcePolicyNotExists", status=404):
        control.get_access_grants_instance_resource_policy(**account)
    control.delete_access_grants_instance(**account)
    with refused("AccessGrantsInstanceNotExistsError", status=404):
        control.get_access_grants_instance(**account)


def test_multi_region_access_points(own_server, control, bucket):
    account = {"AccountId": ACCOUNT}
    control.create_multi_region_access_point(
        **account, ClientToken="one", Details={"Name": "world", "Regions": [{"Bucket": bucket}]})
    own_server.clock(advance="1m")
    named = {**account, "Name": "world"}
    listed = control.list_multi_region_access_points(**account)["AccessPoints"]
    assert [(it["Name"], it["Status"]) for it in listed] == [("world", "READY")]
    alias = listed[0]["Alias"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3::{ACCOUNT}:accesspoint/{alias}/object/*"}]})
    control.put_multi_region_access_point_policy(
        **account, ClientToken="two", Details={"Name": "world", "Policy": policy})
    own_server.clock(advance="1m")
    kept = control.get_multi_region_access_point_policy(**named)["Policy"]["Established"]["Policy"]
    assert json.loads(kept) == json.loads(policy)
    status = control.get_multi_region_access_point_policy_status(**named)["Established"]
    assert status == {"IsPublic": False}
    control.delete_multi_region_access_point(
        **account, ClientToken="three", Details={"Name": "world"})
    own_server.clock(advance="1m")
    with refused("NoSuchMultiRegionAccessPoint", status=404):
        control.get_multi_region_access_point(**named)
