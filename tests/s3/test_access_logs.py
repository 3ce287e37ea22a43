"""Server access logs: what is asked of one bucket is told in another.

UG: Amazon S3 User Guide, "Logging requests with server access logging", "Amazon S3 server access
log format", "Log object key format". The time of delivery is ours.
"""

import json
import re

import botocore
import pytest
from botocore.exceptions import ClientError

ACCOUNT = "111111111111"
# The fields of the format up to the version id; the rest is checked apart.
LINE = re.compile(
    r'(?P<owner>\S+) (?P<bucket>\S+) \[(?P<time>[^]]+)\] (?P<ip>\S+) (?P<requester>\S+) '
    r'(?P<request>\S+) (?P<operation>\S+) (?P<key>\S+) "(?P<uri>[^"]*)" (?P<status>\d+) '
    r'(?P<error>\S+) (?P<sent>\S+) (?P<size>\S+) (?P<total>\d+) (?P<turn>\d+) "(?P<referer>[^"]*)" '
    r'"(?P<agent>[^"]*)" (?P<version>\S+) (?P<host_id>\S+) (?P<signature>\S+) (?P<cipher>\S+) '
    r'(?P<authentication>\S+) (?P<host>\S+) (?P<tls>\S+) (?P<point>\S+) (?P<acl>\S+)$')


class World:
    def __init__(self, server):
        server.clock(set="2030-01-01T10:30:00Z")
        self.server = server
        self.s3 = server.client("s3", account=ACCOUNT)
        for bucket in ("asked", "logs"):
            self.s3.create_bucket(Bucket=bucket)

    def let_in(self):
        self.s3.put_bucket_policy(Bucket="logs", Policy=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
                "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
                "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::asked"},
                              "StringEquals": {"aws:SourceAccount": ACCOUNT}}}]}))

    def log(self, **more):
        self.s3.put_bucket_logging(Bucket="asked", BucketLoggingStatus={"LoggingEnabled": {
            "TargetBucket": "logs", "TargetPrefix": "of-asked/", **more}})

    def delivered(self):
        keys = [item["Key"] for item in
                self.s3.list_objects_v2(Bucket="logs").get("Contents", [])]
        lines = []
        for key in keys:
            text = self.s3.get_object(Bucket="logs", Key=key)["Body"].read().decode()
            lines += [LINE.match(line) for line in text.splitlines()]
        assert all(lines), keys
        return keys, [line.groupdict() for line in lines]


@pytest.fixture
def world(own_server):
    return World(own_server)


def test_requests_are_told_in_the_format_of_the_guide(world):
    world.let_in()
    world.s3.put_object(Bucket="asked", Key="before", Body=b"x")
    world.log()
    world.s3.put_object(Bucket="asked", Key="a b", Body=b"hello")
    world.s3.get_object(Bucket="asked", Key="a b", Range="bytes=1-2")["Body"].read()
    with pytest.raises(ClientError):
        world.s3.get_object(Bucket="asked", Key="missing")
    anonymous = world.server.client("s3", signature_version=botocore.UNSIGNED)
    with pytest.raises(ClientError):
        anonymous.list_objects_v2(Bucket="asked")
    assert world.delivered() == ([], [])
    world.server.clock(advance="5m")
    keys, lines = world.delivered()
    assert len(keys) == 1
    assert re.fullmatch(r"of-asked/2030-01-01-10-35-00-[0-9A-F]{16}", keys[0])
    owner = world.s3.list_buckets()["Owner"]["ID"]
    lines = {(line["operation"], line["status"]): line for line in lines}
    put = lines["REST.PUT.OBJECT", "200"]
    assert put["owner"] == put["requester"] == owner and put["bucket"] == "asked"
    assert put["time"] == "01/Jan/2030:10:30:00 +0000" and put["ip"] == "127.0.0.1"
    assert put["key"] == "a+b" and put["size"] == "5" and put["error"] == "-"
    assert put["uri"] == "PUT /asked/a%20b HTTP/1.1"
    assert put["signature"] == "SigV4" and put["authentication"] == "AuthHeader"
    assert "Boto3" in put["agent"]
    part = lines["REST.GET.OBJECT", "206"]
    assert (part["sent"], part["size"]) == ("2", "5")
    missing = lines["REST.GET.OBJECT", "404"]
    assert (missing["key"], missing["error"]) == ("missing", "NoSuchKey")
    nobody = lines["REST.GET.BUCKET", "403"]
    assert (nobody["requester"], nobody["signature"], nobody["authentication"]) == ("-",) * 3
    assert not any(line["key"] == "before" for line in lines.values())


def test_each_batch_of_lines_is_delivered_once(world):
    world.let_in()
    world.log()
    for number in range(3):
        world.s3.put_object(Bucket="asked", Key=f"k{number}", Body=b"x")
        world.server.clock(advance="10m")
    keys, lines = world.delivered()
    told = [line["key"] for line in lines if line["operation"] == "REST.PUT.OBJECT"]
    assert told == ["k0", "k1", "k2"] and len(keys) == 3
    world.s3.put_bucket_logging(Bucket="asked", BucketLoggingStatus={})
    world.s3.put_object(Bucket="asked", Key="after", Body=b"x")
    world.server.clock(advance="1d")
    assert "after" not in [line["key"] for line in world.delivered()[1]]


def test_target_grants_stand_in_the_lists_of_log_objects(world):
    # API TargetGrant; UG "Permissions for log delivery": for buckets that take lists.
    s3 = world.s3
    everybody = "http://acs.amazonaws.com/groups/global/AllUsers"
    s3.create_bucket(Bucket="listed", ObjectOwnership="BucketOwnerPreferred")
    s3.delete_public_access_block(Bucket="listed")
    s3.put_bucket_acl(Bucket="listed", ACL="log-delivery-write")
    s3.put_bucket_logging(Bucket="asked", BucketLoggingStatus={"LoggingEnabled": {
        "TargetBucket": "listed", "TargetPrefix": "", "TargetGrants": [
            {"Grantee": {"Type": "Group", "URI": everybody}, "Permission": "READ"}]}})
    s3.put_object(Bucket="asked", Key="k", Body=b"x")
    world.server.clock(advance="5m")
    [key] = [item["Key"] for item in s3.list_objects_v2(Bucket="listed")["Contents"]]
    grants = s3.get_object_acl(Bucket="listed", Key=key)["Grants"]
    assert [(grant["Grantee"].get("URI"), grant["Permission"]) for grant in grants] == \
        [(None, "FULL_CONTROL"), (everybody, "READ")]
    anonymous = world.server.client("s3", signature_version=botocore.UNSIGNED)
    assert b"REST.PUT.OBJECT" in anonymous.get_object(Bucket="listed", Key=key)["Body"].read()
    # Once lists are off, nothing is granted by them.
    s3.put_bucket_acl(Bucket="listed", ACL="private")
    s3.put_bucket_ownership_controls(Bucket="listed", OwnershipControls={
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
    with pytest.raises(ClientError):
        anonymous.get_object(Bucket="listed", Key=key)


@pytest.mark.parametrize(("source", "day", "time"), [
    ("EventTime", "2030/01/01", "2030-01-01-00-00-00"),
    ("DeliveryTime", "2030/01/02", "2030-01-02-00-03-00")])
def test_keys_may_be_partitioned_by_date(world, source, day, time):
    world.let_in()
    world.log(TargetObjectKeyFormat={"PartitionedPrefix": {"PartitionDateSource": source}})
    world.server.clock(set="2030-01-01T23:58:00Z")
    world.s3.put_object(Bucket="asked", Key="late", Body=b"x")
    world.server.clock(advance="5m")
    keys = world.delivered()[0]
    start = f"of-asked/{ACCOUNT}/us-east-1/asked/{day}/{time}-"
    assert any(key.startswith(start) for key in keys), keys


def test_a_target_that_does_not_let_it_in_gets_nothing(world):
    world.log()
    world.s3.put_object(Bucket="asked", Key="k", Body=b"x")
    world.server.clock(advance="1d")
    assert world.delivered() == ([], [])
    # Best effort: what could not be delivered is gone.
    world.let_in()
    world.server.clock(advance="1d")
    assert world.delivered() == ([], [])
