"""Lab `cross-region-replication`: a region is lost, and what is left of the data.

Requirement: orders are kept as objects in us-east-1. When that region is lost, the application
goes on in eu-west-1 at once, with all but the last seconds' orders.

Right: replication into a bucket there: seconds are lost, and it is read at once.
Wrong: one bucket (nothing is left: a bucket is in one region, however many zones it has).
Wrong: a copy every night (up to a day is lost).
Wrong: replication as a backup: what overwrites an order is replicated as well (what helps are the
versions, which stand on both sides).
"""

import datetime

import pytest

from labs_s3.lab import Cloud, code_of
from s3_http import visit

ORDERS = 60
SECONDS_APART = 1
# The lab's network is slow: replicas are made so long after their objects.
LAG = datetime.timedelta(seconds=5)


@pytest.fixture
def cloud(own_server):
    cloud = Cloud(own_server)
    own_server.settings(s3__replication_lag_millis=str(int(LAG.total_seconds() * 1_000)))
    cloud.bucket("orders-east")
    return cloud


def take_orders(cloud, count=ORDERS):
    for number in range(count):
        cloud.s3.put_object(
            Bucket="orders-east", Key=f"order-{number:04}", Body=b"one book",
            Metadata={"number": str(number)}, Tagging="state=paid")
        cloud.advance(f"{SECONDS_APART}s")


def lose_the_region(cloud):
    cloud.server.fault("dark", region="us-east-1")
    assert code_of(cloud.s3.get_object, Bucket="orders-east",
                   Key="order-0000") == "ServiceUnavailable"


def left_in(cloud, bucket):
    """What the application finds when it only reaches eu-west-1."""
    west = cloud.client("eu-west-1")
    found = west.list_objects_v2(Bucket=bucket).get("Contents", [])
    return [item["Key"] for item in found]


def test_right_replication(cloud):
    cloud.bucket("orders-west", "eu-west-1")
    cloud.replicate("orders-east", "orders-west")
    take_orders(cloud)
    lose_the_region(cloud)
    left = left_in(cloud, "orders-west")
    lost = ORDERS - len(left)
    assert left == [f"order-{number:04}" for number in range(len(left))]
    assert 0 < lost * SECONDS_APART <= LAG.total_seconds()
    west = cloud.client("eu-west-1")
    order = west.get_object(Bucket="orders-west", Key="order-0000")
    assert order["Body"].read() == b"one book" and order["Metadata"] == {"number": "0"}
    assert order["TagCount"] == 1 and order["ReplicationStatus"] == "REPLICA"
    # It is a bucket like any other: work goes on there.
    west.put_object(Bucket="orders-west", Key="order-9999", Body=b"another book")
    cloud.advance("6h")
    assert len(left_in(cloud, "orders-west")) == len(left) + 1
    # When us-east-1 is back, what was under way arrives: nothing was lost for good.
    cloud.server.end_faults()
    cloud.advance("1m")
    assert len(left_in(cloud, "orders-west")) == ORDERS + 1


def test_right_what_was_before_the_rule_is_copied_once(cloud):
    """Replication is for what comes after it; the rest is copied by hand."""
    take_orders(cloud, 3)
    cloud.bucket("orders-west", "eu-west-1")
    cloud.replicate("orders-east", "orders-west")
    cloud.advance("1h")
    assert left_in(cloud, "orders-west") == []
    west = cloud.client("eu-west-1")
    for item in cloud.s3.list_objects_v2(Bucket="orders-east")["Contents"]:
        west.copy_object(Bucket="orders-west", Key=item["Key"], CopySource={
            "Bucket": "orders-east", "Key": item["Key"]})
    assert len(left_in(cloud, "orders-west")) == 3


def test_wrong_one_bucket(cloud):
    take_orders(cloud, 3)
    lose_the_region(cloud)
    answer = visit(cloud.server.endpoint, "orders-east.s3.eu-west-1.localhost", "/order-0000")
    # Whoever asks another region is sent to where the bucket is, which is lost.
    assert answer.status == 301 and answer.headers["x-amz-bucket-region"] == "us-east-1"


def test_wrong_a_copy_every_night(cloud):
    cloud.bucket("orders-west", "eu-west-1")
    west = cloud.client("eu-west-1")
    take_orders(cloud, 3)
    for item in cloud.s3.list_objects_v2(Bucket="orders-east")["Contents"]:
        west.copy_object(Bucket="orders-west", Key=item["Key"], CopySource={
            "Bucket": "orders-east", "Key": item["Key"]})
    copied = cloud.now()
    cloud.advance("23h")
    cloud.s3.put_object(Bucket="orders-east", Key="order-of-the-day", Body=b"a house")
    lose_the_region(cloud)
    assert left_in(cloud, "orders-west") == [f"order-{number:04}" for number in range(3)]
    assert cloud.now() - copied > datetime.timedelta(hours=22)


def test_wrong_replication_as_a_backup(cloud):
    cloud.bucket("orders-west", "eu-west-1")
    cloud.replicate("orders-east", "orders-west")
    take_orders(cloud, 1)
    cloud.s3.put_object(Bucket="orders-east", Key="order-0000", Body=b"garbage")
    cloud.advance("1m")
    west = cloud.client("eu-west-1")
    read = west.get_object(Bucket="orders-west", Key="order-0000")["Body"].read()
    assert read == b"garbage"
    # The version before is there all the same.
    versions = west.list_object_versions(Bucket="orders-west")["Versions"]
    good = west.get_object(
        Bucket="orders-west", Key="order-0000", VersionId=versions[1]["VersionId"])
    assert good["Body"].read() == b"one book"
