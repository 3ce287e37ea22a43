"""What the labs of S3 share: a cloud whose clock stands until a lab moves it."""

import datetime
import json

import botocore
from botocore.exceptions import ClientError

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/copier"
# Source: Amazon S3 pricing, US East (N. Virginia), first tier: USD for a GB and month, and for a
# thousand transitions into the class.
STORAGE = {"STANDARD": 0.023, "STANDARD_IA": 0.0125, "GLACIER": 0.0036}
TRANSITION = {"STANDARD_IA": 0.01, "GLACIER": 0.03}
DAYS_OF_MONTH = 30


class Cloud:
    """A server of its own, at 2030-01-01T00:00:00Z and `at` after it."""

    def __init__(self, server, at="00:00:00"):
        self.server = server
        server.clock(freeze=True, set=f"2030-01-01T{at}Z")
        self.s3 = self.client()

    def client(self, region="us-east-1", **options):
        return self.server.client("s3", account=ACCOUNT, region=region, **options)

    def anonymous(self):
        return self.server.client("s3", signature_version=botocore.UNSIGNED)

    def advance(self, duration):
        self.server.clock(advance=duration)

    def now(self):
        text = self.server.clock()["now"]
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))

    def bucket(self, name, region="us-east-1", is_versioned=True):
        where = {} if region == "us-east-1" else {
            "CreateBucketConfiguration": {"LocationConstraint": region}}
        s3 = self.client(region)
        s3.create_bucket(Bucket=name, **where)
        if is_versioned:
            s3.put_bucket_versioning(
                Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def replicate(self, source, destination, **more):
        self.s3.put_bucket_replication(Bucket=source, ReplicationConfiguration={
            "Role": ROLE, "Rules": [{
                "ID": "all", "Status": "Enabled", "Priority": 1, "Filter": {},
                "DeleteMarkerReplication": {"Status": "Disabled"},
                "Destination": {"Bucket": f"arn:aws:s3:::{destination}"}, **more}]})

    def open_to_everybody(self, bucket):
        self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                "Resource": f"arn:aws:s3:::{bucket}/*"}]}))


def code_of(call, **arguments):
    """The code of the refusal, or None."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None
