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
