"""Replication with clients, and through the death of the process.

UG: Amazon S3 User Guide, "What does Amazon S3 replicate?". The rules are in the case files of
svc-s3.
"""

import threading

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from expect import refused
from servers import wait_until

ROLE = "arn:aws:iam::111111111111:role/copier"


def two_buckets(server):
    near = server.client("s3", account="111111111111")
    far = server.client("s3", account="111111111111", region="eu-west-1")
    near.create_bucket(Bucket="near")
    far.create_bucket(Bucket="far", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for client, bucket in ((near, "near"), (far, "far")):
        client.put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    near.put_bucket_replication(Bucket="near", ReplicationConfiguration={
        "Role": ROLE, "Rules": [{
            "ID": "all", "Status": "Enabled", "Priority": 1, "Filter": {},
            "DeleteMarkerReplication": {"Status": "Enabled"},
            "Destination": {"Bucket": "arn:aws:s3:::far"}}]})
    return near, far


def test_large_objects_keep_their_parts(own_server):
    near, far = two_buckets(own_server)
    part = 5 * 1024 * 1024
    upload = near.create_multipart_upload(Bucket="near", Key="large")["UploadId"]
    parts = []
    for number, body in ((1, b"a" * part), (2, b"b" * 10)):
        tag = near.upload_part(Bucket="near", Key="large", UploadId=upload, PartNumber=number,
                               Body=body)["ETag"]
        parts.append({"PartNumber": number, "ETag": tag})
    made = near.complete_multipart_upload(
        Bucket="near", Key="large", UploadId=upload, MultipartUpload={"Parts": parts})
    near.put_object(Bucket="near", Key="medium", Body=b"m" * 100_000)
    own_server.clock(advance="1m")
    replica = far.get_object(Bucket="far", Key="large", PartNumber=2)
    assert replica["Body"].read() == b"b" * 10 and replica["PartsCount"] == 2
    assert (replica["ETag"], replica["VersionId"]) == (made["ETag"], made["VersionId"])
    # They share content files: one that goes leaves the other whole.
    near.delete_object(Bucket="near", Key="large", VersionId=made["VersionId"])
    near.delete_object(
        Bucket="near", Key="medium",
        VersionId=near.head_object(Bucket="near", Key="medium")["VersionId"])
    assert len(far.get_object(Bucket="far", Key="large")["Body"].read()) == part + 10
    assert far.get_object(Bucket="far", Key="medium")["Body"].read() == b"m" * 100_000


def test_locks_go_along(own_server):
    near, far = two_buckets(own_server)
    lock = {"ObjectLockEnabled": "Enabled"}
    near.put_object_lock_configuration(Bucket="near", ObjectLockConfiguration=lock)
    with refused("InvalidRequest", status=400):
        near.put_bucket_replication(
            Bucket="near", ReplicationConfiguration=near.get_bucket_replication(
                Bucket="near")["ReplicationConfiguration"])
    far.put_object_lock_configuration(Bucket="far", ObjectLockConfiguration=lock)
    near.put_object(Bucket="near", Key="held", Body=b"x", ObjectLockLegalHoldStatus="ON",
                    ChecksumAlgorithm="SHA256")
    own_server.clock(advance="1m")
    version = far.head_object(Bucket="far", Key="held")["VersionId"]
    with refused("AccessDenied", status=403):
        far.delete_object(Bucket="far", Key="held", VersionId=version)
    near.put_object_legal_hold(Bucket="near", Key="held", LegalHold={"Status": "OFF"})
    own_server.clock(advance="1m")
    far.delete_object(Bucket="far", Key="held", VersionId=version)


def test_a_destination_in_the_dark_is_tried_again(own_server):
    near, far = two_buckets(own_server)
    own_server.fault("dark", region="eu-west-1")
    near.put_object(Bucket="near", Key="waits", Body=b"x")
    near.put_object(Bucket="near", Key="gone", Body=b"x")
    own_server.clock(advance="6h")
    assert near.head_object(Bucket="near", Key="waits")["ReplicationStatus"] == "PENDING"
    version = near.head_object(Bucket="near", Key="gone")["VersionId"]
    near.delete_object(Bucket="near", Key="gone", VersionId=version)
    own_server.end_faults()
    # The longest pause between two attempts is ours: 15 minutes.
    own_server.clock(advance="15m")
    assert far.get_object(Bucket="far", Key="waits")["Body"].read() == b"x"
    assert near.head_object(Bucket="near", Key="waits")["ReplicationStatus"] == "COMPLETED"
    # What was removed meanwhile is not made.
    assert far.list_object_versions(Bucket="far", Prefix="gone").get("Versions") is None


@pytest.mark.parametrize("rounds", [4])
def test_what_was_acknowledged_is_replicated_after_a_kill(server_factory, tmp_path, rounds):
    server = server_factory(data=tmp_path)
    server.settings(s3__replication_lag_millis="300")
    two_buckets(server)
    acknowledged = {}
    for number in range(rounds):
        writers = [threading.Thread(target=write, args=(server, acknowledged, number, writer))
                   for writer in range(3)]
        for writer in writers:
            writer.start()
        wait_until(lambda: len(acknowledged) > 40 * (number + 1), what="some writes")
        server.kill()
        for writer in writers:
            writer.join()
        server = server_factory(data=tmp_path)
    near = server.client("s3", account="111111111111")
    far = server.client("s3", account="111111111111", region="eu-west-1")

    def all_there():
        pages = far.get_paginator("list_objects_v2").paginate(Bucket="far")
        keys = {item["Key"] for page in pages for item in page.get("Contents", [])}
        return acknowledged.keys() <= keys
    wait_until(all_there, seconds=30, what="every replica")
    for key, version in acknowledged.items():
        replica = far.get_object(Bucket="far", Key=key, VersionId=version)
        assert replica["Body"].read() == key.encode() * 3_000, key
        assert near.head_object(Bucket="near", Key=key)["ReplicationStatus"] == "COMPLETED", key
    server.stop()


def write(server, acknowledged, number, writer):
    """Puts objects, of which some are files, until the server is gone."""
    s3 = server.client("s3", account="111111111111", connect_timeout=2, read_timeout=5)
    for count in range(10_000):
        key = f"{number}-{writer}-{count}"
        try:
            made = s3.put_object(Bucket="near", Key=key, Body=key.encode() * 3_000)
        except (BotoCoreError, ClientError):
            return
        acknowledged[key] = made["VersionId"]
