"""What the tests of trails share: buckets that CloudTrail may write to, and log files read."""

import gzip
import json


def bucket_policy(bucket, *, accounts=(), organization=None, trail=None):
    """As "Amazon S3 bucket policy for CloudTrail" has it."""
    folders = [f"arn:aws:s3:::{bucket}/AWSLogs/{account}/*" for account in accounts]
    if organization:
        folders.append(f"arn:aws:s3:::{bucket}/AWSLogs/{organization}/*")
    of_trail = {"aws:SourceArn": trail} if trail else {}
    service = {"Service": "cloudtrail.amazonaws.com"}
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "AWSCloudTrailAclCheck", "Effect": "Allow", "Principal": service,
         "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}",
         **({"Condition": {"StringEquals": of_trail}} if trail else {})},
        {"Sid": "AWSCloudTrailWrite", "Effect": "Allow", "Principal": service,
         "Action": "s3:PutObject", "Resource": folders,
         "Condition": {"StringEquals": {
             "s3:x-amz-acl": "bucket-owner-full-control", **of_trail}}}]})


def make_trail(server, account, bucket="trail-logs", name="main", region="us-east-1", **options):
    """A trail that logs; answers its ARN."""
    s3 = server.client("s3", account)
    s3.create_bucket(Bucket=bucket)
    arn = f"arn:aws:cloudtrail:{region}:{account}:trail/{name}"
    s3.put_bucket_policy(
        Bucket=bucket, Policy=bucket_policy(bucket, accounts=[account], trail=arn))
    trail = server.client("cloudtrail", account, region=region)
    made = trail.create_trail(Name=name, S3BucketName=bucket, **options)
    assert made["TrailARN"] == arn
    trail.start_logging(Name=name)
    return arn


def log_keys(s3, bucket, part="/CloudTrail/"):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return [key for key in keys if part in key and key.endswith(".json.gz")]


def records(s3, bucket, part="/CloudTrail/"):
    """All records of the log files whose keys have this part."""
    found = []
    for key in log_keys(s3, bucket, part):
        body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        found += json.loads(gzip.decompress(body))["Records"]
    return found
