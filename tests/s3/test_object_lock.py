"""Object Lock, as clients see it. The rules are in the case files of svc-s3.

UG: Amazon S3 User Guide, "Locking objects with Object Lock". API: Amazon S3 API Reference.
"""

import datetime

import pytest

from expect import refused


@pytest.fixture
def vault(s3, name):
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def in_days(days):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(days=days)).replace(microsecond=0)


def test_dates_and_modes_go_both_ways(s3, vault):
    until = in_days(2)
    # The client brings a checksum by itself, which API PutObject demands beside a lock.
    put = s3.put_object(Bucket=vault, Key="k", Body=b"x", ObjectLockMode="GOVERNANCE",
                        ObjectLockRetainUntilDate=until, ObjectLockLegalHoldStatus="ON")
    head = s3.head_object(Bucket=vault, Key="k")
    assert head["ObjectLockMode"] == "GOVERNANCE"
    assert head["ObjectLockRetainUntilDate"] == until
    assert head["ObjectLockLegalHoldStatus"] == "ON"
    retention = s3.get_object_retention(Bucket=vault, Key="k")["Retention"]
    assert retention == {"Mode": "GOVERNANCE", "RetainUntilDate": until}
    version = put["VersionId"]
    with refused("AccessDenied", status=403, message="protected by object lock"):
        s3.delete_object(Bucket=vault, Key="k", VersionId=version,
                         BypassGovernanceRetention=True)
    s3.put_object_legal_hold(Bucket=vault, Key="k", LegalHold={"Status": "OFF"})
    with refused("AccessDenied", status=403):
        s3.delete_object(Bucket=vault, Key="k", VersionId=version)
    answer = s3.delete_objects(
        Bucket=vault, Delete={"Objects": [{"Key": "k", "VersionId": version}]})
    assert [error["Code"] for error in answer["Errors"]] == ["AccessDenied"]
    s3.delete_objects(Bucket=vault, BypassGovernanceRetention=True,
                      Delete={"Objects": [{"Key": "k", "VersionId": version}]})
    with refused("NoSuchKey"):
        s3.get_object(Bucket=vault, Key="k")


def test_an_old_bucket_gets_locks(s3, bucket):
    configuration = {"ObjectLockEnabled": "Enabled",
                     "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}}
    with refused("InvalidBucketState", status=409):
        s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=configuration)
    s3.put_object(Bucket=bucket, Key="before", Body=b"x")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=configuration)
    assert s3.get_object_lock_configuration(
        Bucket=bucket)["ObjectLockConfiguration"] == configuration
    s3.put_object(Bucket=bucket, Key="after", Body=b"x")
    assert "ObjectLockMode" not in s3.head_object(Bucket=bucket, Key="before")
    assert s3.head_object(Bucket=bucket, Key="after")["ObjectLockMode"] == "COMPLIANCE"
    # The null version from before can go.
    s3.delete_object(Bucket=bucket, Key="before", VersionId="null")


def test_buckets_without(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("ObjectLockConfigurationNotFoundError", status=404):
        s3.get_object_lock_configuration(Bucket=bucket)
    with refused("InvalidRequest", status=400, message="missing Object Lock Configuration"):
        s3.put_object_legal_hold(Bucket=bucket, Key="k", LegalHold={"Status": "ON"})
    with refused("InvalidRequest", status=400):
        s3.get_object_retention(Bucket=bucket, Key="k")
    with refused("InvalidRequest", status=400):
        s3.put_object_retention(Bucket=bucket, Key="k", Retention={
            "Mode": "GOVERNANCE", "RetainUntilDate": in_days(1)})


def test_mfa_delete_is_not_there(s3, bucket):
    with refused("NotImplemented", status=501):
        s3.put_bucket_versioning(Bucket=bucket, MFA="serial 123456", VersioningConfiguration={
            "Status": "Enabled", "MFADelete": "Enabled"})
