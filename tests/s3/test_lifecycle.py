"""Lifecycles and archives, with clients and the virtual clock.

UG: Amazon S3 User Guide, "Managing the lifecycle of objects", "Working with archived objects".
The rules are in the case files of svc-s3.
"""

import datetime
import http.client
import threading
import time

import pytest

from expect import refused


@pytest.fixture
def world(own_server):
    """A server of its own at a known time, and a bucket there."""
    own_server.clock(set="2030-01-01T10:30:00Z")
    s3 = own_server.client("s3", account="111111111111")
    s3.create_bucket(Bucket="bucket")
    return own_server, s3


def day(number, month=1):
    return datetime.datetime(2030, month, number, tzinfo=datetime.timezone.utc)


RULES = [
    {"ID": "one", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}},
    {"ID": "two", "Status": "Enabled",
     "Filter": {"And": {"Prefix": "a", "Tags": [{"Key": "k", "Value": "v"}],
                        "ObjectSizeGreaterThan": 500, "ObjectSizeLessThan": 64000}},
     "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"},
                     {"Days": 60, "StorageClass": "GLACIER"}],
     "NoncurrentVersionTransitions": [
         {"NoncurrentDays": 30, "StorageClass": "ONEZONE_IA", "NewerNoncurrentVersions": 2}],
     "NoncurrentVersionExpiration": {"NoncurrentDays": 90}},
    {"ID": "three", "Status": "Disabled", "Filter": {"ObjectSizeLessThan": 10},
     "Expiration": {"Date": day(1, 12)}},
    {"ID": "four", "Status": "Enabled", "Prefix": "old",
     "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
     "Expiration": {"ExpiredObjectDeleteMarker": True}},
]


def test_documents_come_back_as_they_were(s3, bucket):
    answer = s3.put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": RULES})
    assert answer["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == RULES
    s3.delete_bucket_lifecycle(Bucket=bucket)
    s3.delete_bucket_lifecycle(Bucket=bucket)
    with refused("NoSuchLifecycleConfiguration", status=404):
        s3.get_bucket_lifecycle_configuration(Bucket=bucket)


def test_a_bill_of_lifecycles(world):
    server, s3 = world
    s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": [
        {"ID": "age", "Status": "Enabled", "Filter": {},
         "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"},
                         {"Days": 90, "StorageClass": "GLACIER"}],
         "Expiration": {"Days": 180}}]})
    put = s3.put_object(Bucket="bucket", Key="k", Body=b"x" * 200_000)
    assert put["Expiration"] == (
        'expiry-date="Mon, 01 Jul 2030 00:00:00 GMT", rule-id="age"')
    classes = []
    for _ in range(7):
        listed = s3.list_objects_v2(Bucket="bucket").get("Contents", [])
        classes.append(listed[0]["StorageClass"] if listed else None)
        server.clock(advance="31d")
    assert classes == [
        "STANDARD", "STANDARD_IA", "STANDARD_IA", "GLACIER", "GLACIER", "GLACIER", None]


def test_many_objects_go_in_bounded_steps(world):
    server, s3 = world
    for at in range(1200):
        s3.put_object(Bucket="bucket", Key=f"tmp/{at:04}", Body=b"")
    s3.put_object(Bucket="bucket", Key="zz", Body=b"")
    s3.put_bucket_lifecycle_configuration(
        Bucket="bucket", LifecycleConfiguration={"Rules": RULES[:1]})
    server.clock(advance="37h29m")
    assert s3.list_objects_v2(Bucket="bucket")["KeyCount"] == 1000
    server.clock(advance="1m")
    assert [it["Key"] for it in s3.list_objects_v2(Bucket="bucket")["Contents"]] == ["zz"]


def test_a_copy_of_an_archived_object(world):
    server, s3 = world
    s3.put_object(Bucket="bucket", Key="k", Body=b"frozen", StorageClass="DEEP_ARCHIVE")
    with refused("InvalidObjectState", status=403) as caught:
        s3.get_object(Bucket="bucket", Key="k")
    assert caught.value.response["StorageClass"] == "DEEP_ARCHIVE"
    answer = s3.restore_object(Bucket="bucket", Key="k", RestoreRequest={
        "Days": 5, "GlacierJobParameters": {"Tier": "Bulk"}})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert s3.head_object(Bucket="bucket", Key="k")["Restore"] == 'ongoing-request="true"'
    # UG "Archive retrieval options": within 48 hours.
    server.clock(advance="23h")
    with refused("InvalidObjectState"):
        s3.get_object(Bucket="bucket", Key="k")
    server.clock(advance="25h")
    got = s3.get_object(Bucket="bucket", Key="k")
    assert got["Body"].read() == b"frozen"
    assert got["Restore"].startswith('ongoing-request="false", expiry-date="')
    again = s3.restore_object(Bucket="bucket", Key="k", RestoreRequest={"Days": 1})
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 200
    server.clock(advance="2d")
    with refused("InvalidObjectState"):
        s3.get_object(Bucket="bucket", Key="k")


def test_a_restart_forgets_nothing(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "data")
    server.clock(freeze=True)
    server.clock(set="2030-01-01T10:30:00Z")
    s3 = server.client("s3", account="111111111111")
    s3.create_bucket(Bucket="bucket")
    s3.put_bucket_lifecycle_configuration(
        Bucket="bucket", LifecycleConfiguration={"Rules": RULES[:1]})
    s3.put_object(Bucket="bucket", Key="tmp/a", Body=b"x")
    s3.put_object(Bucket="bucket", Key="g", Body=b"x", StorageClass="GLACIER")
    s3.restore_object(Bucket="bucket", Key="g", RestoreRequest={"Days": 9})
    server.stop()
    server = server_factory(data=tmp_path / "data")
    s3 = server.client("s3", account="111111111111")
    server.clock(advance="2d")
    assert [it["Key"] for it in s3.list_objects_v2(Bucket="bucket")["Contents"]] == ["g"]
    assert s3.get_object(Bucket="bucket", Key="g")["Body"].read() == b"x"


OBJECTS = 1_500


def test_a_day_that_is_cut_short_is_finished_after_a_kill(server_factory, tmp_path):
    """Steps of the walk are jobs: what a kill cuts off goes on, and nothing is lost."""
    server = server_factory(data=tmp_path)
    server.clock(freeze=True, set="2030-01-01T10:30:00Z")
    s3 = server.client("s3", account="111111111111")
    s3.create_bucket(Bucket="bucket")
    for number in range(OBJECTS):
        body = str(number).encode() * (10_000 if number % 50 == 0 else 1)
        s3.put_object(Bucket="bucket", Key=f"k{number:05}", Body=body)
    s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": [
        {"ID": "cold", "Status": "Enabled",
         "Filter": {"And": {"Prefix": "k", "ObjectSizeGreaterThan": 0}},
         "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]},
        {"ID": "gone", "Status": "Enabled", "Filter": {"Prefix": "k00"},
         "Expiration": {"Days": 2}}]})
    for _ in range(3):
        mover = threading.Thread(target=move_on, args=(server,))
        mover.start()
        time.sleep(0.03)
        server.kill()
        mover.join()
        server = server_factory(data=tmp_path)
    server.clock(freeze=True, set="2030-01-09T00:00:01Z")
    s3 = server.client("s3", account="111111111111")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="bucket")
    found = {item["Key"]: item for page in pages for item in page.get("Contents", [])}
    assert sorted(found) == [f"k{number:05}" for number in range(1_000, OBJECTS)]
    assert {item["StorageClass"] for item in found.values()} == {"GLACIER"}
    assert found["k01050"]["Size"] == 4 * 10_000
    server.stop()


def move_on(server):
    try:
        server.clock(advance="1d")
    except (OSError, http.client.HTTPException):
        pass
