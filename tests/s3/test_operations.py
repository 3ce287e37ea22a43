"""Every operation of S3 that no other test here calls: what was put comes back, and a refusal.

API: S3 API Reference. UG: S3 User Guide.
"""

import datetime
import json

import pytest

import s3_http
from expect import refused

DAY = datetime.timedelta(days=1)


ANALYTICS = {
    "Id": "logs",
    "Filter": {"Prefix": "logs/"},
    "StorageClassAnalysis": {},
}
TIERING = {
    "Id": "old",
    "Status": "Enabled",
    "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}],
}


@pytest.mark.parametrize("kind, configuration, code", [
    ("analytics", ANALYTICS, "NoSuchConfiguration"),
    ("intelligent_tiering", TIERING, "NoSuchConfiguration"),
])
def test_configurations_with_an_id(s3, bucket, kind, configuration, code):
    member = "".join(part.title() for part in kind.split("_")) + "Configuration"
    call = {verb: getattr(s3, f"{verb}_bucket_{kind}_configuration")
            for verb in ("put", "get", "delete")}
    named = {"Bucket": bucket, "Id": configuration["Id"]}
    with refused(code, status=404):
        call["get"](**named)
    call["put"](**named, **{member: configuration})
    assert call["get"](**named)[member] == configuration
    listed = getattr(s3, f"list_bucket_{kind}_configurations")(Bucket=bucket)
    assert listed[member + "List"] == [configuration] and not listed["IsTruncated"]
    call["delete"](**named)
    with refused(code, status=404):
        call["delete"](**named)


def test_encryption(s3, bucket):
    """UG, "Setting default server-side encryption": SSE-S3 unless something else is put."""
    def algorithm():
        kept = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
        return kept["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
    assert algorithm() == "AES256"
    default = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(
        Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [default]})
    assert algorithm() == "aws:kms"
    s3.delete_bucket_encryption(Bucket=bucket)
    assert algorithm() == "AES256"
    with refused("MalformedXML", status=400):
        s3.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [default, default]})


def test_ownership_and_lists(s3, bucket):
    """UG, "Controlling ownership of objects": lists are off in new buckets."""
    def ownership():
        controls = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]
        return controls["Rules"][0]["ObjectOwnership"]
    assert ownership() == "BucketOwnerEnforced"
    with refused("AccessControlListNotSupported", status=400):
        s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    s3.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    assert ownership() == "ObjectWriter"
    owner = s3.get_bucket_acl(Bucket=bucket)["Owner"]["ID"]
    grants = s3.get_bucket_acl(Bucket=bucket)["Grants"]
    assert [(it["Grantee"]["ID"], it["Permission"]) for it in grants] == [(owner, "FULL_CONTROL")]
    s3.delete_bucket_ownership_controls(Bucket=bucket)
    with refused("OwnershipControlsNotFoundError", status=404):
        s3.get_bucket_ownership_controls(Bucket=bucket)


def test_public_access_and_policy_status(s3, bucket):
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    with refused("NoSuchBucketPolicy", status=404):
        s3.get_bucket_policy_status(Bucket=bucket)
    private = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},'
        '"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}')
    s3.put_bucket_policy(Bucket=bucket, Policy=private % ("111111111111", bucket))
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": False}
    public = private.replace('{"AWS":"%s"}', '"*"') % bucket
    with refused("AccessDenied", status=403, message="BlockPublicPolicy"):
        s3.put_bucket_policy(Bucket=bucket, Policy=public)
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=public)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": True}


def test_settings_of_one_word(s3, bucket):
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    s3.put_bucket_request_payment(
        Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "Requester"
    with refused("MalformedXML", status=400):
        s3.put_bucket_request_payment(
            Bucket=bucket, RequestPaymentConfiguration={"Payer": "Nobody"})
    assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"]["Status"] == "Disabled"
    s3.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Enabled"})
    assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"]["Status"] == "Enabled"
    # UG, "Enabling ABAC in general purpose buckets": tags are then S3 Control's (the code is ours).
    with refused("InvalidRequest", status=400):
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})


def test_locks_of_objects(s3, name):
    """UG, "How S3 Object Lock works": governance can be bypassed, a hold by nobody."""
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    version = s3.put_object(Bucket=name, Key="k", Body=b"x")["VersionId"]
    named = {"Bucket": name, "Key": "k"}
    with refused("NoSuchObjectLockConfiguration", status=404):
        s3.get_object_legal_hold(**named)
    s3.put_object_legal_hold(**named, LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(**named)["LegalHold"] == {"Status": "ON"}
    with refused("AccessDenied", status=403):
        s3.delete_object(**named, VersionId=version, BypassGovernanceRetention=True)
    s3.put_object_legal_hold(**named, LegalHold={"Status": "OFF"})
    until = datetime.datetime.now(datetime.timezone.utc) + 30 * DAY
    s3.put_object_retention(
        **named, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    assert s3.get_object_retention(**named)["Retention"]["Mode"] == "GOVERNANCE"
    with refused("AccessDenied", status=403):
        s3.put_object_retention(
            **named, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until - DAY})
    with refused("AccessDenied", status=403):
        s3.delete_object(**named, VersionId=version)
    s3.delete_object(**named, VersionId=version, BypassGovernanceRetention=True)


def test_the_old_names_of_configurations(s3, bucket):
    """PutBucketLifecycle and PutBucketNotification are the same requests as their successors."""
    rule = {"ID": "a", "Prefix": "p/", "Status": "Enabled", "Expiration": {"Days": 3}}
    s3.put_bucket_lifecycle(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    assert s3.get_bucket_lifecycle(Bucket=bucket)["Rules"] == [rule]
    kept = s3.get_bucket_notification(Bucket=bucket)
    assert "TopicConfiguration" not in kept and "QueueConfiguration" not in kept
    with refused("NoSuchBucket", status=404):
        s3.get_bucket_lifecycle(Bucket=bucket + "-none")


@pytest.mark.parametrize("call", [
    lambda s3, bucket: s3.get_bucket_metadata_configuration(Bucket=bucket),
    lambda s3, bucket: s3.rename_object(Bucket=bucket, Key="k", RenameSource="l"),
])
def test_what_is_absent_says_so(s3, bucket, call):
    with refused("NotImplemented", status=501):
        call(s3, bucket)


def test_torrents_have_ended(s3, bucket):
    # API ErrorResponses, MethodNotAllowed; that it is this error is from memory.
    with refused("MethodNotAllowed", status=405):
        s3.get_object_torrent(Bucket=bucket, Key="k")


def test_post_to_an_object(endpoint, account, bucket):
    # API ErrorResponses, MethodNotAllowed: nothing posts to an object but with ?uploads, ?uploadId,
    # ?restore and ?select.
    answer = s3_http.send(endpoint, account, "POST", f"/{bucket}/k")
    assert (answer.status, s3_http.error_code(answer)) == (405, "MethodNotAllowed")


def test_by_their_old_names(s3, client, account, bucket, name):
    # Model: PutBucketLifecycle and PutBucketNotification, deprecated shapes of the same requests.
    rule = {"ID": "x", "Prefix": "p/", "Status": "Enabled", "Expiration": {"Days": 3},
            "Transition": {"Days": 1, "StorageClass": "GLACIER"}}
    s3.put_bucket_lifecycle(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    assert s3.get_bucket_lifecycle(Bucket=bucket)["Rules"] == [rule]
    now = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]
    assert now["Transitions"] == [rule["Transition"]]
    with refused("InvalidArgument", status=400):
        s3.put_bucket_lifecycle(Bucket=bucket, LifecycleConfiguration={
            "Rules": [{**rule, "Expiration": {"Days": 0}}]})
    sqs = client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{account}:{name}"
    queue = {"Id": "n", "Event": "s3:ObjectCreated:Put", "Queue": arn}
    with refused("InvalidArgument", status=400):
        s3.put_bucket_notification(
            Bucket=bucket, NotificationConfiguration={"QueueConfiguration": queue})
    policy = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                             "Action": "sqs:SendMessage", "Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    s3.put_bucket_notification(
        Bucket=bucket, NotificationConfiguration={"QueueConfiguration": queue})
    assert s3.get_bucket_notification(Bucket=bucket)["QueueConfiguration"]["Queue"] == arn
    now = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
    assert now == [{"Id": "n", "QueueArn": arn, "Events": ["s3:ObjectCreated:Put"]}]
