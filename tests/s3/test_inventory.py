"""Inventories as files: what a list says of each version, as CSV and as Parquet.

Sources: Amazon S3 User Guide, "What is in the inventory", "Locating your inventory list", "Working
with the Object ACL field". The schema of Parquet is as files of the public inventory of nix-cache
have it.
"""

import base64
import csv
import gzip
import io
import json

import pyarrow.parquet
import pytest

ACCOUNT = "111111111111"
FIELDS = ["Size", "LastModifiedDate", "ETag", "IsMultipartUploaded", "EncryptionStatus",
          "ObjectLockRetainUntilDate", "ObjectAccessControlList", "ObjectOwner"]


@pytest.fixture
def s3(own_server):
    own_server.clock(set="2030-01-01T10:30:00Z")
    s3 = own_server.client("s3", account=ACCOUNT)
    s3.create_bucket(Bucket="listed", ObjectOwnership="ObjectWriter")
    s3.create_bucket(Bucket="lists")
    s3.put_bucket_versioning(
        Bucket="listed", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_policy(Bucket="lists", Policy=json.dumps({"Statement": [{
        "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lists/*"}]}))
    s3.put_object(Bucket="listed", Key='a "b"/ü', Body=b"hello")
    s3.put_object(Bucket="listed", Key="gone", Body=b"")
    s3.delete_object(Bucket="listed", Key="gone")
    s3.server = own_server
    return s3


def the_list(s3, file_format):
    """The manifest of a day's list, and the one file that it names for each kind of version."""
    s3.put_bucket_inventory_configuration(Bucket="listed", Id="all", InventoryConfiguration={
        "Id": "all", "IsEnabled": True, "IncludedObjectVersions": "All",
        "Schedule": {"Frequency": "Daily"}, "OptionalFields": FIELDS,
        "Destination": {"S3BucketDestination": {
            "Bucket": "arn:aws:s3:::lists", "Format": file_format}}})
    s3.server.clock(advance="1d")
    prefix = "listed/all/2030-01-02T00-00Z/"
    manifest = s3.get_object(Bucket="lists", Key=prefix + "manifest.json")["Body"].read()
    manifest = json.loads(manifest)
    assert manifest["fileFormat"] == file_format
    files = [s3.get_object(Bucket="lists", Key=file["key"])["Body"].read()
             for file in manifest["files"]]
    assert [len(file) for file in files] == [file["size"] for file in manifest["files"]]
    return manifest, files


def test_parquet(s3):
    manifest, files = the_list(s3, "Parquet")
    assert manifest["fileSchema"] == (
        "message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);"
        "  optional binary version_id (STRING);  optional boolean is_latest;"
        "  optional boolean is_delete_marker;  optional int64 size;"
        "  optional int64 last_modified_date (TIMESTAMP(MILLIS,true));"
        "  optional binary e_tag (STRING);  optional boolean is_multipart_uploaded;"
        "  optional binary encryption_status (STRING);"
        "  optional int64 object_lock_retain_until_date (TIMESTAMP(MILLIS,true));"
        "  optional binary object_access_control_list (STRING);"
        "  optional binary object_owner (STRING);}")
    assert all(file["key"].endswith(".parquet") for file in manifest["files"])
    rows = [row for file in files
            for row in pyarrow.parquet.read_table(io.BytesIO(file)).to_pylist()]
    schema = pyarrow.parquet.ParquetFile(io.BytesIO(files[0])).schema
    assert schema.column(1).max_definition_level == 0, "keys are required"
    assert schema.column(5).physical_type == "INT64"
    by_key = {(row["key"], row["is_delete_marker"]): row for row in rows}
    assert len(by_key) == len(rows) == 3
    row = by_key['a "b"/ü', False]
    assert row["size"] == 5 and row["is_latest"] and not row["is_multipart_uploaded"]
    assert row["bucket"] == "listed" and row["encryption_status"] == "SSE-S3"
    assert row["last_modified_date"].isoformat().startswith("2030-01-01T10:30:00")
    assert row["e_tag"] == "5d41402abc4b2a76b9719d911017c592"
    assert row["object_lock_retain_until_date"] is None
    acl = json.loads(base64.b64decode(row["object_access_control_list"]))
    assert acl == {"version": "2022-11-10", "status": "AVAILABLE", "grants": [
        {"canonicalId": row["object_owner"], "type": "CanonicalUser",
         "permission": "FULL_CONTROL"}]}
    marker = by_key["gone", True]
    assert marker["is_latest"] and marker["size"] is None and marker["e_tag"] is None
    assert not by_key["gone", False]["is_latest"]


def test_the_same_as_csv(s3):
    manifest, files = the_list(s3, "CSV")
    assert manifest["fileSchema"] == "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, " \
        + ", ".join(FIELDS)
    lines = [line for file in files
             for line in csv.reader(io.StringIO(gzip.decompress(file).decode()))]
    line = dict(zip(manifest["fileSchema"].split(", "), lines[0], strict=True))
    assert line["Key"] == "a+%22b%22/%C3%BC" and line["Size"] == "5"
    assert line["IsLatest"] == "true" and line["ObjectLockRetainUntilDate"] == ""
    assert line["LastModifiedDate"] == "2030-01-01T10:30:00.000Z"
