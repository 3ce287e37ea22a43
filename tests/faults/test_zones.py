"""Availability zones: what lives in one is lost with it, and nothing else.

Sources: S3 User Guide, "Understanding and managing Amazon S3 storage classes" (One Zone-IA keeps
its data in a single zone; the other classes in at least three); guide to regions and zones, "AZ
IDs".
Which zone a bucket uses is our own choice (docs/control.md, "Zones").
"""

import json
import subprocess

import botocore.exceptions
import pytest

DARK = ("ServiceUnavailable", 503)


def code_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    answer = caught.value.response
    code = answer["Error"]["Code"]
    return code, answer["ResponseMetadata"]["HTTPStatusCode"]


def zone_of(server, bucket):
    return server.world.zones(resource=bucket)["resource"]["zone"]


@pytest.fixture
def bucket(own_server):
    s3 = own_server.client("s3")
    s3.create_bucket(Bucket="pictures")
    s3.put_object(Bucket="pictures", Key="one", Body=b"1", StorageClass="ONEZONE_IA")
    s3.put_object(Bucket="pictures", Key="three", Body=b"3")
    return s3


def test_one_zone_objects_are_lost_with_their_zone_and_come_back(own_server, bucket):
    s3, zone = bucket, zone_of(own_server, "pictures")
    fault = own_server.fault("dark", zone=zone)
    assert code_of(lambda: s3.get_object(Bucket="pictures", Key="one")) == DARK
    # A HEAD has no body in which a code could stand.
    assert code_of(lambda: s3.head_object(Bucket="pictures", Key="one"))[1] == 503
    copied = {"Bucket": "pictures", "Key": "one"}
    assert code_of(lambda: s3.copy_object(
        Bucket="pictures", Key="copy", CopySource=copied)) == DARK
    assert code_of(lambda: s3.put_object(
        Bucket="pictures", Key="new", Body=b"x", StorageClass="ONEZONE_IA")) == DARK
    # The region goes on: other classes, listings, tags, deletions.
    assert s3.get_object(Bucket="pictures", Key="three")["Body"].read() == b"3"
    s3.put_object(Bucket="pictures", Key="new", Body=b"x")
    listed = s3.list_objects_v2(Bucket="pictures")["Contents"]
    assert {item["Key"] for item in listed} == {"new", "one", "three"}
    own_server.client("sqs").create_queue(QueueName="q")
    own_server.end_faults(fault)
    assert s3.get_object(Bucket="pictures", Key="one")["Body"].read() == b"1"


def test_another_zone_does_not_matter_and_the_light_comes_back_by_itself(own_server, bucket):
    s3, zone = bucket, zone_of(own_server, "pictures")
    others = [it["id"] for it in own_server.world.zones()["zones"] if it["id"] != zone]
    assert len(others) == 5
    for other in others:
        own_server.fault("dark", zone=other)
    assert s3.get_object(Bucket="pictures", Key="one")["Body"].read() == b"1"
    own_server.fault("dark", zone=zone, for_="10m")
    states = {it["id"]: it["state"] for it in own_server.world.zones()["zones"]}
    assert set(states.values()) == {"dark"}
    own_server.clock(advance="9m")
    assert code_of(lambda: s3.get_object(Bucket="pictures", Key="one")) == DARK
    own_server.clock(advance="1m")
    assert s3.get_object(Bucket="pictures", Key="one")["Body"].read() == b"1"


def test_a_zone_may_err_or_throttle_for_one_account_or_operation(own_server, bucket):
    s3, zone = bucket, zone_of(own_server, "pictures")
    fault = own_server.fault(
        "error", zone=zone, code="InternalError", status=500, service="s3",
        operation="GetObject")
    assert code_of(lambda: s3.get_object(Bucket="pictures", Key="one")) == ("InternalError", 500)
    s3.head_object(Bucket="pictures", Key="one")
    own_server.end_faults(fault)
    own_server.fault("throttle", zone=zone, account="111122223333")
    s3.get_object(Bucket="pictures", Key="one")


def class_of(s3, bucket, key):
    listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
    return next(item["StorageClass"] for item in listed if item["Key"] == key)


def test_a_lifecycle_leaves_what_lies_in_a_dark_zone(own_server, bucket):
    """It moves no bytes that cannot be read; the day after the light is back it does."""
    s3, zone = bucket, zone_of(own_server, "pictures")
    s3.put_bucket_lifecycle_configuration(Bucket="pictures", LifecycleConfiguration={"Rules": [
        {"ID": "cold", "Status": "Enabled", "Filter": {"Prefix": ""},
         "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]}]})
    s3.put_object(Bucket="pictures", Key="large", Body=b"l" * 200_000, StorageClass="ONEZONE_IA")
    s3.put_object(Bucket="pictures", Key="other", Body=b"l" * 200_000)
    fault = own_server.fault("dark", zone=zone)
    own_server.clock(advance="4d")
    assert class_of(s3, "pictures", "large") == "ONEZONE_IA"
    assert class_of(s3, "pictures", "other") == "GLACIER"
    own_server.end_faults(fault)
    own_server.clock(advance="1d")
    assert class_of(s3, "pictures", "large") == "GLACIER"


def test_replication_waits_for_the_light_of_a_zone(own_server, bucket):
    """S3 User Guide, "Getting replication status information": PENDING until it is COMPLETED."""
    s3, abroad = bucket, own_server.client("s3", region="eu-west-1")
    abroad.create_bucket(Bucket="replicas", CreateBucketConfiguration={
        "LocationConstraint": "eu-west-1"})
    for client, name in [(s3, "pictures"), (abroad, "replicas")]:
        client.put_bucket_versioning(
            Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_replication(Bucket="pictures", ReplicationConfiguration={
        "Role": "arn:aws:iam::000000000000:role/copier", "Rules": [
            {"ID": "all", "Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""},
             "DeleteMarkerReplication": {"Status": "Disabled"},
             "Destination": {"Bucket": "arn:aws:s3:::replicas", "StorageClass": "ONEZONE_IA"}}]})
    zone = own_server.world.zones(region="eu-west-1", resource="replicas")["resource"]["zone"]
    fault = own_server.fault("dark", zone=zone)
    s3.put_object(Bucket="pictures", Key="new", Body=b"n")
    own_server.clock(advance="5m")
    assert s3.head_object(Bucket="pictures", Key="new")["ReplicationStatus"] == "PENDING"
    assert "Contents" not in abroad.list_objects_v2(Bucket="replicas")
    own_server.end_faults(fault)
    own_server.clock(advance="1h")
    assert s3.head_object(Bucket="pictures", Key="new")["ReplicationStatus"] == "COMPLETED"
    assert abroad.get_object(Bucket="replicas", Key="new")["Body"].read() == b"n"


def test_names_of_zones_are_an_accounts_own_in_old_regions(own_server):
    def names(account, region):
        zones = own_server.world.zones(account=account, region=region)["zones"]
        return {it["id"]: it["name"] for it in zones}
    one, other = names("111111111111", "us-east-1"), names("222222222222", "us-east-1")
    assert one != other and set(one) == set(other) == {f"use1-az{n}" for n in range(1, 7)}
    assert sorted(one.values()) == [f"us-east-1{letter}" for letter in "abcdef"]
    assert names("111111111111", "us-east-2") == names("222222222222", "us-east-2") == {
        "use2-az1": "us-east-2a", "use2-az2": "us-east-2b", "use2-az3": "us-east-2c"}
    # A fault takes a name with its account.
    added = own_server.world.faults.add(
        "dark", zone=one["use1-az3"], account="111111111111").described
    assert added["zone"] == "use1-az3"


def test_a_zone_by_the_command_line(binary, own_server, bucket):
    port = own_server.endpoint.rsplit(":", 1)[1]

    def run(*arguments):
        done = subprocess.run([binary, *arguments, "--port", port],
                              capture_output=True, text=True, check=True)
        return done.stdout
    zone = zone_of(own_server, "pictures")
    told = run("zones", "--bucket", "pictures")
    assert f"pictures keeps it in {zone}" in told and "available" in told
    run("fault", "add", "dark", "--zone", zone)
    shown = json.loads(run("zones", "--json"))
    assert [it["id"] for it in shown["zones"] if it["state"] == "dark"] == [zone]
    assert zone in run("fault", "list")
    assert code_of(lambda: bucket.get_object(Bucket="pictures", Key="one")) == DARK
