"""Configurations of buckets come back over the wire as they were put.

The shapes are the model's; what configurations do is in the case files of svc-s3 and in tests of
their own.
"""

import uuid

import pytest

from expect import refused

ACCOUNT = "111111111111"


@pytest.fixture
def buckets(client):
    """A client of an account whose role the rules name, and two buckets with versions."""
    s3 = client("s3", account=ACCOUNT)
    names = [f"t-{uuid.uuid4().hex[:20]}" for _ in range(2)]
    for name in names:
        s3.create_bucket(Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return s3, *names


def test_replication(buckets):
    s3, near, far = buckets
    given = {"Role": f"arn:aws:iam::{ACCOUNT}:role/service-role/copier", "Rules": [
        {"ID": "one", "Priority": 7, "Status": "Enabled",
         "Filter": {"And": {"Prefix": "a/", "Tags": [{"Key": "k", "Value": "v"}]}},
         "SourceSelectionCriteria": {"ReplicaModifications": {"Status": "Enabled"}},
         "Destination": {"Bucket": f"arn:aws:s3:::{far}", "Account": ACCOUNT,
                         "StorageClass": "STANDARD_IA",
                         "AccessControlTranslation": {"Owner": "Destination"},
                         "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                         "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}}},
         "DeleteMarkerReplication": {"Status": "Disabled"}},
        {"ID": "two", "Priority": 8, "Status": "Disabled",
         "Filter": {"Tag": {"Key": "k", "Value": "v"}},
         "ExistingObjectReplication": {"Status": "Disabled"},
         "Destination": {"Bucket": f"arn:aws:s3:::{far}"},
         "DeleteMarkerReplication": {"Status": "Disabled"}}]}
    s3.put_bucket_replication(Bucket=near, ReplicationConfiguration=given)
    assert s3.get_bucket_replication(Bucket=near)["ReplicationConfiguration"] == given
    s3.delete_bucket_replication(Bucket=near)
    with refused("ReplicationConfigurationNotFoundError", status=404):
        s3.get_bucket_replication(Bucket=near)


def test_inventories(buckets):
    s3, listed, lists = buckets
    given = {"Id": "all", "IsEnabled": False, "IncludedObjectVersions": "All",
             "Filter": {"Prefix": "a/"}, "Schedule": {"Frequency": "Weekly"},
             "OptionalFields": ["Size", "ETag", "ObjectOwner"],
             "Destination": {"S3BucketDestination": {
                 "AccountId": ACCOUNT, "Bucket": f"arn:aws:s3:::{lists}", "Format": "CSV",
                 "Prefix": "in", "Encryption": {"SSES3": {}}}}}
    s3.put_bucket_inventory_configuration(
        Bucket=listed, Id="all", InventoryConfiguration=given)
    got = s3.get_bucket_inventory_configuration(Bucket=listed, Id="all")
    assert got["InventoryConfiguration"] == given
    page = s3.list_bucket_inventory_configurations(Bucket=listed)
    assert page["InventoryConfigurationList"] == [given] and not page["IsTruncated"]
    s3.delete_bucket_inventory_configuration(Bucket=listed, Id="all")
    with refused("NoSuchConfiguration", status=404):
        s3.get_bucket_inventory_configuration(Bucket=listed, Id="all")


def test_websites_logs_and_acceleration(buckets):
    s3, bucket, logs = buckets
    site = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"},
            "RoutingRules": [{"Condition": {"KeyPrefixEquals": "a/"},
                              "Redirect": {"HostName": "example.com"}}]}
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration=site)
    got = s3.get_bucket_website(Bucket=bucket)
    assert {key: got[key] for key in site} == site
    s3.delete_bucket_website(Bucket=bucket)
    for form in ({"SimplePrefix": {}}, {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}):
        status = {"LoggingEnabled": {"TargetBucket": logs, "TargetPrefix": "p/",
                                     "TargetObjectKeyFormat": form}}
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=status)
        got = s3.get_bucket_logging(Bucket=bucket)
        assert got["LoggingEnabled"] == status["LoggingEnabled"]
    s3.put_bucket_accelerate_configuration(
        Bucket=bucket, AccelerateConfiguration={"Status": "Suspended"})
    assert s3.get_bucket_accelerate_configuration(Bucket=bucket)["Status"] == "Suspended"
    # All of it goes with the bucket.
    s3.delete_bucket(Bucket=bucket)
