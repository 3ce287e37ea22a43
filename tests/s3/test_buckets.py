"""Buckets: made, found, listed, located, tagged, removed.

API: Amazon S3 API Reference (docs.aws.amazon.com/AmazonS3/latest/API/API_<operation>.html).
UG: Amazon S3 User Guide (docs.aws.amazon.com/AmazonS3/latest/userguide/).
"""

import uuid

import pytest

import s3_http
from expect import refused


def unique():
    return f"b-{uuid.uuid4().hex[:20]}"


def test_create_answers_the_location(s3, name):
    # API CreateBucket, "Response Syntax": the Location header is a slash and the name in us-east-1.
    answer = s3.create_bucket(Bucket=name)
    assert answer["Location"] == f"/{name}"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_create_in_a_region(client, name):
    s3 = client("s3", region="eu-west-1")
    s3.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    # API GetBucketLocation: the constraint is the region's name.
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    # API HeadBucket, x-amz-bucket-region.
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "eu-west-1"


def test_location_of_us_east_1_is_null(s3, bucket):
    # API GetBucketLocation: "Buckets in Region us-east-1 have a LocationConstraint of null."
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None


def test_constraint_of_another_region_is_refused(client, name):
    # API ErrorResponses: IllegalLocationConstraintException, 400.
    s3 = client("s3", region="eu-west-1")
    with refused("IllegalLocationConstraintException", status=400):
        s3.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with refused("IllegalLocationConstraintException", status=400):
        s3.create_bucket(Bucket=name)


def test_unknown_constraint_is_refused(s3, name):
    # API ErrorResponses: InvalidLocationConstraint, 400.
    with refused("InvalidLocationConstraint", status=400):
        s3.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "mars-north-1"})


def test_create_again_in_us_east_1_succeeds(s3, bucket):
    # API CreateBucket, BucketAlreadyOwnedByYou: "in all AWS Regions except in the North Virginia
    # Region. For legacy compatibility, if you re-create an existing bucket that you already own
    # in the North Virginia Region, Amazon S3 returns 200 OK".
    assert s3.create_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_create_again_elsewhere_is_refused(client, name):
    s3 = client("s3", region="eu-west-1")
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    with refused("BucketAlreadyOwnedByYou", status=409):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)


def test_names_are_shared_by_all_accounts(client, bucket):
    # API CreateBucket, BucketAlreadyExists: "The bucket namespace is shared by all users".
    with refused("BucketAlreadyExists", status=409):
        client("s3", account="210987654321").create_bucket(Bucket=bucket)


# UG bucketnamingrules, "General purpose bucket naming rules".
@pytest.mark.parametrize("bad", [
    "ab",
    "a" * 64,
    "Upper-case",
    "under_score",
    "-starts-with-a-hyphen",
    "ends-with-a-hyphen-",
    ".starts-with-a-dot",
    "ends-with-a-dot.",
    "two..dots",
    "192.168.5.4",
    "xn--prefix",
    "sthree-prefix",
    "sthree-configurator",
    "amzn-s3-demo-prefix",
    "suffix-s3alias",
    "suffix--ol-s3",
    "suffix.mrap",
    "suffix--x-s3",
    "suffix--table-s3",
    "sp%20ace",
])
def test_bad_names_are_refused(endpoint, account, bad):
    answer = s3_http.send(endpoint, account, "PUT", f"/{bad}")
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidBucketName")


@pytest.mark.parametrize("shape", ["{}", "1{}", "{}.dots.and-hyphens", "{}" + "z" * 41, "{}9"])
def test_good_names(s3, shape):
    good = shape.format(unique())
    s3.create_bucket(Bucket=good)
    s3.head_bucket(Bucket=good)


def test_head_of_a_missing_bucket_has_no_body(endpoint, account, name):
    # API HeadBucket: "a message body is not included"; 404 Not Found.
    answer = s3_http.send(endpoint, account, "HEAD", f"/{name}")
    assert (answer.status, answer.body) == (404, b"")


def test_head_of_anothers_bucket(endpoint, bucket):
    # API HeadBucket: 403 Forbidden when there is no permission.
    answer = s3_http.send(endpoint, "210987654321", "HEAD", f"/{bucket}")
    assert (answer.status, answer.body) == (403, b"")


@pytest.mark.parametrize("operation, arguments", [
    ("list_objects_v2", {}),
    ("get_object", {"Key": "k"}),
    ("put_object", {"Key": "k", "Body": b"x"}),
    ("delete_object", {"Key": "k"}),
    ("delete_bucket", {}),
    ("get_bucket_cors", {}),
    ("get_bucket_versioning", {}),
    ("create_multipart_upload", {"Key": "k"}),
])
def test_other_accounts_are_refused(client, bucket, operation, arguments):
    # UG "How Amazon S3 authorizes a request": only the owner's account, unless a policy allows.
    with refused("AccessDenied", status=403):
        getattr(client("s3", account="210987654321"), operation)(Bucket=bucket, **arguments)


@pytest.mark.parametrize("operation, arguments", [
    ("list_objects_v2", {}),
    ("list_objects", {}),
    ("list_object_versions", {}),
    ("list_multipart_uploads", {}),
    ("get_object", {"Key": "k"}),
    ("put_object", {"Key": "k", "Body": b"x"}),
    ("delete_object", {"Key": "k"}),
    ("delete_bucket", {}),
    ("get_bucket_location", {}),
    ("get_bucket_cors", {}),
    ("get_bucket_tagging", {}),
    ("get_bucket_versioning", {}),
    ("create_multipart_upload", {"Key": "k"}),
    ("delete_objects", {"Delete": {"Objects": [{"Key": "k"}]}}),
    ("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Enabled"}}),
])
def test_missing_bucket(s3, name, operation, arguments):
    # API ErrorResponses: NoSuchBucket, 404, with the bucket's name in its own element.
    with refused("NoSuchBucket", status=404) as caught:
        getattr(s3, operation)(Bucket=name, **arguments)
    assert caught.value.response["Error"]["BucketName"] == name


def test_delete(s3, bucket):
    assert s3.delete_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with refused("404", status=404):
        s3.head_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=bucket)


def test_delete_of_a_bucket_in_use(s3, bucket):
    # API ErrorResponses: BucketNotEmpty, 409.
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    with refused("BucketNotEmpty", status=409):
        s3.delete_bucket(Bucket=bucket)
    s3.delete_object(Bucket=bucket, Key="k")
    s3.delete_bucket(Bucket=bucket)


def test_delete_of_a_bucket_with_only_delete_markers(s3, bucket):
    # UG "Deleting a general purpose bucket": all versions and markers must go first.
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    with refused("BucketNotEmpty", status=409):
        s3.delete_bucket(Bucket=bucket)
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker)
    s3.delete_bucket(Bucket=bucket)


def test_list_is_by_account_and_in_order(s3, client):
    made = sorted(unique() for _ in range(3))
    for bucket in reversed(made):
        s3.create_bucket(Bucket=bucket)
    answer = s3.list_buckets()
    assert [bucket["Name"] for bucket in answer["Buckets"]] == made
    assert all(bucket["CreationDate"] for bucket in answer["Buckets"])
    assert answer["Owner"]["ID"]
    others = client("s3", account="210987650000").list_buckets()["Buckets"]
    assert not {bucket["Name"] for bucket in others} & set(made)


def test_list_by_pages_prefix_and_region(client, s3):
    # API ListBuckets: max-buckets, continuation-token, prefix, bucket-region.
    prefix = unique()
    here = [f"{prefix}-{number}" for number in range(5)]
    for bucket in here:
        s3.create_bucket(Bucket=bucket)
    there = f"{prefix}-west"
    west = client("s3", region="us-west-2")
    west.create_bucket(
        Bucket=there, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    pages, token = [], {}
    while True:
        page = s3.list_buckets(MaxBuckets=2, Prefix=prefix, **token)
        assert page["Prefix"] == prefix
        pages.append([bucket["Name"] for bucket in page["Buckets"]])
        if "ContinuationToken" not in page:
            break
        token = {"ContinuationToken": page["ContinuationToken"]}
    assert pages == [here[:2], here[2:4], [here[4], there]]
    found = west.list_buckets(Prefix=prefix, BucketRegion="us-west-2", MaxBuckets=10)["Buckets"]
    assert [(bucket["Name"], bucket["BucketRegion"]) for bucket in found] == [(there, "us-west-2")]
    assert len(s3.list_buckets(Prefix=f"{prefix}-w")["Buckets"]) == 1


@pytest.mark.parametrize("value", ["0", "10001", "-1"])
def test_list_refuses_counts_out_of_range(endpoint, account, value):
    # API ListBuckets, max-buckets: "Minimum value of 1. Maximum value of 10000."
    answer = s3_http.send(endpoint, account, "GET", f"/?max-buckets={value}")
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument")


def test_wrong_region_is_told_the_right_one(endpoint, account, client, name):
    # UG "Making requests > Request redirection"; API ErrorResponses: PermanentRedirect, 301. The
    # SDKs follow by x-amz-bucket-region.
    client("s3", region="eu-west-1").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    answer = s3_http.send(endpoint, account, "GET", f"/{name}/key", region="us-west-2")
    assert answer.status in (301, 400)
    assert answer.headers["x-amz-bucket-region"] == "eu-west-1"
    assert s3_http.error_code(answer) in ("PermanentRedirect", "AuthorizationHeaderMalformed")
    head = s3_http.send(endpoint, account, "HEAD", f"/{name}", region="us-west-2")
    assert head.status in (301, 400)
    assert (head.headers["x-amz-bucket-region"], head.body) == ("eu-west-1", b"")


def test_sdk_follows_to_the_right_region(client, name):
    west = client("s3", region="us-west-2")
    west.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    west.put_object(Bucket=name, Key="k", Body=b"found")
    # botocore's S3RegionRedirectorv2 signs again for the region that the answer names.
    east = client("s3", retries={"total_max_attempts": 3})
    assert east.get_object(Bucket=name, Key="k")["Body"].read() == b"found"


def test_tags(s3, bucket):
    # API GetBucketTagging: NoSuchTagSet, 404, when there are none.
    with refused("NoSuchTagSet", status=404):
        s3.get_bucket_tagging(Bucket=bucket)
    tags = [{"Key": "team", "Value": "blue"}, {"Key": "Größe", "Value": ""}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    found = s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
    assert sorted(found, key=str) == sorted(tags, key=str)
    s3.delete_bucket_tagging(Bucket=bucket)
    with refused("NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket=bucket)


@pytest.mark.parametrize("tags", [
    [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}],
    [{"Key": "k" * 129, "Value": "v"}],
    [{"Key": "k", "Value": "v" * 257}],
    [{"Key": "aws:system", "Value": "v"}],
])
def test_bad_tags_are_refused(s3, bucket, tags):
    # API PutBucketTagging, "Errors": InvalidTag, for duplicates and what the restrictions forbid.
    with refused("InvalidTag", status=400):
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})


def test_expected_owner(s3, bucket, account):
    # UG bucket-owner-condition: 403 AccessDenied when the account is another.
    s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=account)
    with refused("AccessDenied", status=403):
        s3.list_objects_v2(Bucket=bucket, ExpectedBucketOwner="999999999999")
    with refused("AccessDenied", status=403):
        s3.put_object(Bucket=bucket, Key="k", Body=b"", ExpectedBucketOwner="999999999999")
