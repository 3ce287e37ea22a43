"""The endpoint of S3 Transfer Acceleration.

UG: Amazon S3 User Guide, "Configuring fast, secure file transfers using Amazon S3 Transfer
Acceleration". The refusals are those that users of the service quote.
"""

import json

from s3_http import open_to_everybody, visit


def test_the_endpoint_works_where_the_bucket_has_it(endpoint, s3, bucket):
    open_to_everybody(s3, bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"fast")
    host = f"{bucket}.s3-accelerate.localhost"
    answer = visit(endpoint, host, "/k")
    assert answer.status == 400
    assert b"S3 Transfer Acceleration is not configured on this bucket" in answer.body
    s3.put_bucket_accelerate_configuration(
        Bucket=bucket, AccelerateConfiguration={"Status": "Enabled"})
    assert visit(endpoint, host, "/k").body == b"fast"
    s3.put_bucket_accelerate_configuration(
        Bucket=bucket, AccelerateConfiguration={"Status": "Suspended"})
    answer = visit(endpoint, host, "/k")
    assert b"S3 Transfer Acceleration is disabled on this bucket" in answer.body
    assert visit(endpoint, f"{bucket}.s3.localhost", "/k").body == b"fast"


def test_a_policy_is_put_without_content(endpoint, s3, bucket):
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": {"AWS": "222222222222"}, "Action": "s3:*",
        "Resource": f"arn:aws:s3:::{bucket}"}]}
    answer = s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
