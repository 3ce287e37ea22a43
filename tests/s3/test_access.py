"""Who may do what, as clients see it: policies, access control lists, callers without a name.

UG: Amazon S3 User Guide; API: Amazon S3 API Reference. The rules themselves are in the case
files of svc-s3.
"""

import json

import botocore
import pytest

import s3_http
from expect import refused

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def policy(bucket, *statements):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
         **statement} for statement in statements]})


@pytest.fixture
def other(client, account):
    """A client of another account."""
    number = str((int(account) + 1) % 10**12).zfill(12)
    return client("s3", account=number)


@pytest.fixture
def anonymous(client):
    return client("s3", signature_version=botocore.UNSIGNED)


@pytest.fixture
def website(s3, bucket):
    """A bucket that everybody may read."""
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(
        Bucket=bucket, Policy=policy(bucket, {"Principal": "*", "Action": "s3:GetObject"}))
    s3.put_object(Bucket=bucket, Key="index.html", Body=b"<p>hello")
    return bucket


def test_everybody_reads_without_a_name(endpoint, anonymous, website):
    got = anonymous.get_object(Bucket=website, Key="index.html")
    assert got["Body"].read() == b"<p>hello"
    answer = s3_http.plain(endpoint, "GET", f"/{website}/index.html", {"Range": "bytes=3-"})
    assert (answer.status, answer.body) == (206, b"hello")
    answer = s3_http.plain(endpoint, "GET", f"/{website}/lost.html")
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")
    answer = s3_http.plain(endpoint, "PUT", f"/{website}/mine.html", body=b"x" * 100_000)
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")


def test_a_stranger_is_told_nothing(other, bucket, s3):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    # UG "Troubleshoot access denied": requests from outside get no reason.
    for call in (lambda: other.get_object(Bucket=bucket, Key="k"),
                 lambda: other.put_object(Bucket=bucket, Key="k", Body=b"y"),
                 lambda: other.list_objects_v2(Bucket=bucket),
                 lambda: other.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": []})):
        with refused("AccessDenied", status=403, message="Access Denied"):
            call()
    with refused("403", status=403):
        other.head_bucket(Bucket=bucket)
    with refused("403", status=403):
        other.head_object(Bucket=bucket, Key="k")


def test_another_account_writes_where_it_may(s3, other, bucket, account):
    number = str((int(account) + 1) % 10**12).zfill(12)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        bucket, {"Principal": {"AWS": f"arn:aws:iam::{number}:root"},
                 "Action": ["s3:PutObject", "s3:AbortMultipartUpload"]}))
    other.put_object(Bucket=bucket, Key="large", Body=b"z" * 300_000)
    upload = other.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    part = other.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1,
                             Body=b"y" * 100_000)
    other.complete_multipart_upload(
        Bucket=bucket, Key="parts", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    with refused("AccessDenied"):
        other.get_object(Bucket=bucket, Key="large")
    # The bucket is of the kind that owns all that is in it.
    assert len(s3.get_object(Bucket=bucket, Key="large")["Body"].read()) == 300_000
    assert len(s3.get_object(Bucket=bucket, Key="parts")["Body"].read()) == 100_000


def test_the_text_of_a_policy_comes_back_as_it_was(s3, bucket):
    text = policy(bucket, {"Sid": "ünïque", "Principal": {"AWS": "222222222222"},
                           "Action": "s3:GetObject"})
    s3.put_bucket_policy(Bucket=bucket, Policy=text)
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == text
    s3.delete_bucket_policy(Bucket=bucket)
    with refused("NoSuchBucketPolicy", status=404):
        s3.get_bucket_policy(Bucket=bucket)
    with refused("NoSuchBucketPolicy", status=404):
        s3.get_bucket_policy_status(Bucket=bucket)


def test_a_policy_of_more_than_20_kb(s3, bucket):
    statement = {"Principal": {"AWS": "222222222222"}, "Action": "s3:GetObject",
                 "Condition": {"StringEquals": {"s3:prefix": ["x" * 21_000]}}}
    with refused("MalformedPolicy", status=400, message="20480 bytes"):
        s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, statement))


def session(client, policy):
    """A caller of the same account that is not its root."""
    made = client("sts").get_federation_token(Name="someone", Policy=policy)["Credentials"]
    return client("s3", account=made["AccessKeyId"], secret=made["SecretAccessKey"],
                  token=made["SessionToken"])


def test_who_locks_themselves_out_must_mean_it(client, s3, bucket):
    # API PutBucketPolicy, x-amz-confirm-remove-self-bucket-access. The code is our choice.
    everything = {"Version": "2012-10-17",
                  "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    someone = session(client, json.dumps(everything))
    text = policy(bucket, {"Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketPolicy"})
    with refused("MalformedPolicy", status=400):
        someone.put_bucket_policy(Bucket=bucket, Policy=text)
    with refused("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket=bucket)
    someone.put_bucket_policy(
        Bucket=bucket, Policy=text, ConfirmRemoveSelfBucketAccess=True)
    with refused("AccessDenied", status=403, message="explicit deny in a resource-based policy"):
        someone.put_bucket_policy(Bucket=bucket, Policy=text)
    # No policy keeps the root of the owner from changing it.
    s3.put_bucket_policy(Bucket=bucket, Policy=text)


@pytest.fixture
def listed(s3, name):
    """A bucket where access control lists count."""
    s3.create_bucket(Bucket=name, ObjectOwnership="ObjectWriter")
    s3.delete_public_access_block(Bucket=name)
    return name


def test_lists_are_written_and_read_as_xml(s3, listed, anonymous):
    s3.put_object(Bucket=listed, Key="k", Body=b"hello")
    own = s3.get_object_acl(Bucket=listed, Key="k")
    assert own["Grants"] == [{
        "Grantee": {"ID": own["Owner"]["ID"], "Type": "CanonicalUser"},
        "Permission": "FULL_CONTROL"}]
    grant = {"Grantee": {"Type": "Group", "URI": ALL_USERS}, "Permission": "READ"}
    s3.put_object_acl(Bucket=listed, Key="k", AccessControlPolicy={
        "Owner": own["Owner"], "Grants": own["Grants"] + [grant]})
    assert s3.get_object_acl(Bucket=listed, Key="k")["Grants"] == own["Grants"] + [grant]
    assert anonymous.get_object(Bucket=listed, Key="k")["Body"].read() == b"hello"
    s3.put_object_acl(Bucket=listed, Key="k", ACL="private")
    with refused("AccessDenied"):
        anonymous.get_object(Bucket=listed, Key="k")


def test_grants_in_headers(s3, listed, other):
    reader = other.list_buckets()["Owner"]["ID"]
    s3.put_object(Bucket=listed, Key="k", Body=b"x", GrantRead=f'id="{reader}"')
    assert other.get_object(Bucket=listed, Key="k")["Body"].read() == b"x"
    with refused("AccessDenied"):
        other.get_object_acl(Bucket=listed, Key="k")
    # API PutBucketAcl: grantees by e-mail address ended on October 1, 2025.
    with refused("MethodNotAllowed", status=405):
        s3.put_object(Bucket=listed, Key="k", Body=b"x", GrantRead='emailAddress="a@example.com"')
    with refused("InvalidArgument", message="Invalid group uri"):
        s3.put_object(Bucket=listed, Key="k", Body=b"x",
                      GrantRead='uri="http://acs.amazonaws.com/groups/global/Friends"')
    with refused("InvalidArgument", message="Invalid id"):
        s3.put_object(Bucket=listed, Key="k", Body=b"x", GrantRead='id="somebody"')


def test_a_public_list_writes(s3, listed, anonymous):
    s3.put_bucket_acl(Bucket=listed, ACL="public-read-write")
    anonymous.put_object(Bucket=listed, Key="k", Body=b"from nobody")
    assert [row["Key"] for row in anonymous.list_objects_v2(Bucket=listed)["Contents"]] == ["k"]
    with refused("AccessDenied"):
        anonymous.get_bucket_acl(Bucket=listed)


def test_who_acls_an_object_tells(s3, sqs, listed, queue):
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    s3.put_bucket_notification_configuration(
        Bucket=listed, SkipDestinationValidation=True,
        NotificationConfiguration={"QueueConfigurations": [{
            "QueueArn": arn["Attributes"]["QueueArn"], "Events": ["s3:ObjectAcl:Put"]}]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": arn["Attributes"]["QueueArn"]}]})})
    s3.put_object(Bucket=listed, Key="k", Body=b"x")
    s3.put_object_acl(Bucket=listed, Key="k", ACL="public-read")
    # UG: no event when nothing changes.
    s3.put_object_acl(Bucket=listed, Key="k", ACL="public-read")
    answer = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5, MaxNumberOfMessages=10)
    records = [json.loads(it["Body"])["Records"][0] for it in answer["Messages"]]
    assert [record["eventName"] for record in records] == ["ObjectAcl:Put"]


def test_requester_pays(s3, other, bucket, account):
    number = str((int(account) + 1) % 10**12).zfill(12)
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        bucket, {"Principal": {"AWS": number}, "Action": ["s3:GetObject", "s3:ListBucket"]}))
    s3.put_bucket_request_payment(Bucket=bucket,
                                  RequestPaymentConfiguration={"Payer": "Requester"})
    with refused("AccessDenied", status=403):
        other.list_objects_v2(Bucket=bucket)
    paid = other.list_objects_v2(Bucket=bucket, RequestPayer="requester")
    assert paid["RequestCharged"] == "requester"
    assert "RequestCharged" not in s3.list_objects_v2(Bucket=bucket)


def test_presigned_for_whom_policies_let_in(endpoint, s3, other, bucket, account):
    number = str((int(account) + 1) % 10**12).zfill(12)
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    url = other.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    target = url[len(endpoint):]
    assert s3_http.plain(endpoint, "GET", target).status == 403
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        bucket, {"Principal": {"AWS": number}, "Action": "s3:GetObject"}))
    assert s3_http.plain(endpoint, "GET", target).body == b"x"


def test_denied_to_a_session(client, s3, bucket):
    """A session of the root with a policy of its own may do less than the root."""
    narrow = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/a/*"}]})
    reader = session(client, narrow)
    s3.put_object(Bucket=bucket, Key="a/k", Body=b"x")
    assert reader.get_object(Bucket=bucket, Key="a/k")["Body"].read() == b"x"
    with refused("AccessDenied", status=403, message=f'on resource: "arn:aws:s3:::{bucket}/a/k"'):
        reader.put_object(Bucket=bucket, Key="a/k", Body=b"y")
    with refused("AccessDenied", status=403):
        reader.list_objects_v2(Bucket=bucket)
