"""Versions and delete markers.

UG: Amazon S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"
(userguide/Versioning.html and the pages below it). API: Amazon S3 API Reference.
"""

import base64
import hashlib

import pytest

import s3_http
from expect import refused


def set_versioning(s3, bucket, status):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


@pytest.fixture
def versioned(s3, bucket):
    set_versioning(s3, bucket, "Enabled")
    return bucket


def put(s3, bucket, body, key="k"):
    return s3.put_object(Bucket=bucket, Key=key, Body=body).get("VersionId")


def read(s3, bucket, key="k", **arguments):
    return s3.get_object(Bucket=bucket, Key=key, **arguments)["Body"].read()


def listed(s3, bucket, **arguments):
    """All versions and markers in the listing's order, as (key, id, is latest, is marker)."""
    page = s3.list_object_versions(Bucket=bucket, **arguments)
    rows = [(row["Key"], row["VersionId"], row["IsLatest"], False)
            for row in page.get("Versions", [])]
    markers = [(row["Key"], row["VersionId"], row["IsLatest"], True)
               for row in page.get("DeleteMarkers", [])]
    return rows, markers


def test_status(s3, bucket):
    # API GetBucketVersioning: no Status for a bucket that never had it.
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    for status in ("Enabled", "Suspended", "Enabled"):
        set_versioning(s3, bucket, status)
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == status


def test_bad_status(endpoint, account, bucket):
    # API PutBucketVersioning: Enabled or Suspended; IllegalVersioningConfigurationException or
    # MalformedXML, 400.
    for status in ("<Status>On</Status>", "<Status>enabled</Status>", ""):
        body = f"<VersioningConfiguration>{status}</VersioningConfiguration>".encode()
        md5 = {"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()}
        answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}?versioning", md5, body)
        assert answer.status == 400, answer
        assert s3_http.error_code(answer) in (
            "MalformedXML", "IllegalVersioningConfigurationException")


def test_versions_are_kept(s3, versioned):
    one, two = put(s3, versioned, b"1"), put(s3, versioned, b"2")
    assert len({one, two, None, "null"}) == 4
    got = s3.get_object(Bucket=versioned, Key="k")
    assert (got["VersionId"], got["Body"].read()) == (two, b"2")
    assert read(s3, versioned, VersionId=one) == b"1"
    assert s3.head_object(Bucket=versioned, Key="k", VersionId=one)["VersionId"] == one
    assert listed(s3, versioned) == ([("k", two, True, False), ("k", one, False, False)], [])


def test_a_delete_leaves_a_marker(endpoint, account, s3, versioned):
    # UG DeleteMarker: a GET of the key gives 404 with x-amz-delete-marker: true; a GET of the
    # marker's version gives 405 with Allow: DELETE.
    one = put(s3, versioned, b"1")
    answer = s3.delete_object(Bucket=versioned, Key="k")
    marker = answer["VersionId"]
    assert answer["DeleteMarker"] is True
    gone = s3_http.send(endpoint, account, "GET", f"/{versioned}/k")
    assert (gone.status, s3_http.error_code(gone)) == (404, "NoSuchKey")
    assert gone.headers["x-amz-delete-marker"] == "true"
    assert gone.headers["x-amz-version-id"] == marker
    for method in ("GET", "HEAD"):
        of_marker = s3_http.send(
            endpoint, account, method, f"/{versioned}/k?versionId={marker}")
        assert of_marker.status == 405
        assert of_marker.headers["allow"] == "DELETE"
        assert of_marker.headers["x-amz-delete-marker"] == "true"
    assert read(s3, versioned, VersionId=one) == b"1"
    assert "Contents" not in s3.list_objects_v2(Bucket=versioned)
    assert listed(s3, versioned) == ([("k", one, False, False)], [("k", marker, True, True)])


def test_removing_the_marker_brings_the_object_back(s3, versioned):
    # UG RemDelMarker; API DeleteObject: x-amz-delete-marker: true when the version was a marker.
    one = put(s3, versioned, b"1")
    marker = s3.delete_object(Bucket=versioned, Key="k")["VersionId"]
    answer = s3.delete_object(Bucket=versioned, Key="k", VersionId=marker)
    assert (answer["DeleteMarker"], answer["VersionId"]) == (True, marker)
    assert read(s3, versioned) == b"1"
    assert listed(s3, versioned) == ([("k", one, True, False)], [])


def test_markers_upon_markers(s3, versioned):
    # UG DeleteMarker: a simple DELETE adds a marker even where there is one, or no object.
    first = s3.delete_object(Bucket=versioned, Key="k")["VersionId"]
    second = s3.delete_object(Bucket=versioned, Key="k")["VersionId"]
    assert first != second
    assert listed(s3, versioned) == ([], [("k", second, True, True), ("k", first, False, True)])


def test_deleting_a_version(s3, versioned):
    # UG DeletingObjectVersions: only the named version goes, for good.
    one, two, three = (put(s3, versioned, body) for body in (b"1", b"2", b"3"))
    answer = s3.delete_object(Bucket=versioned, Key="k", VersionId=two)
    assert answer["VersionId"] == two and "DeleteMarker" not in answer
    with refused("NoSuchVersion", status=404):
        s3.get_object(Bucket=versioned, Key="k", VersionId=two)
    s3.delete_object(Bucket=versioned, Key="k", VersionId=three)
    assert read(s3, versioned) == b"1"
    assert listed(s3, versioned)[0] == [("k", one, True, False)]
    # Again: 204, as for any key that is not there.
    s3.delete_object(Bucket=versioned, Key="k", VersionId=two)


def test_delete_many_with_versions(s3, versioned):
    one, two = put(s3, versioned, b"1"), put(s3, versioned, b"2", key="l")
    answer = s3.delete_objects(Bucket=versioned, Delete={"Objects": [
        {"Key": "k"}, {"Key": "l", "VersionId": two}]})
    rows = {row["Key"]: row for row in answer["Deleted"]}
    # API DeletedObject: DeleteMarkerVersionId is the marker that was made.
    assert rows["k"]["DeleteMarker"] is True
    assert rows["l"]["VersionId"] == two and "DeleteMarker" not in rows["l"]
    marker = rows["k"]["DeleteMarkerVersionId"]
    assert listed(s3, versioned) == ([("k", one, False, False)], [("k", marker, True, True)])


def test_what_was_there_before_has_the_null_version(s3, bucket):
    # UG manage-objects-versioned-bucket: objects from before have version id null.
    assert put(s3, bucket, b"old") is None
    assert listed(s3, bucket)[0] == [("k", "null", True, False)]
    set_versioning(s3, bucket, "Enabled")
    two = put(s3, bucket, b"new")
    assert listed(s3, bucket)[0] == [("k", two, True, False), ("k", "null", False, False)]
    assert read(s3, bucket, VersionId="null") == b"old"
    s3.delete_object(Bucket=bucket, Key="k", VersionId="null")
    assert listed(s3, bucket)[0] == [("k", two, True, False)]


def test_suspended(s3, versioned):
    # UG AddingObjectstoVersionSuspendedBuckets: new objects have version null and replace the
    # null version there is; others stay.
    one = put(s3, versioned, b"1")
    set_versioning(s3, versioned, "Suspended")
    assert put(s3, versioned, b"2") in (None, "null")
    assert put(s3, versioned, b"3") in (None, "null")
    assert listed(s3, versioned)[0] == [("k", "null", True, False), ("k", one, False, False)]
    assert read(s3, versioned) == b"3"
    # UG DeletingObjectsfromVersioningSuspendedBuckets: a simple DELETE removes the null version
    # and leaves a marker whose version is null.
    answer = s3.delete_object(Bucket=versioned, Key="k")
    assert (answer["DeleteMarker"], answer["VersionId"]) == (True, "null")
    assert listed(s3, versioned) == ([("k", one, False, False)], [("k", "null", True, True)])
    s3.delete_object(Bucket=versioned, Key="k", VersionId="null")
    assert read(s3, versioned) == b"1"


def test_null_version_made_current_between_others(s3, versioned):
    one = put(s3, versioned, b"1")
    set_versioning(s3, versioned, "Suspended")
    put(s3, versioned, b"null")
    set_versioning(s3, versioned, "Enabled")
    three = put(s3, versioned, b"3")
    assert [row[1] for row in listed(s3, versioned)[0]] == [three, "null", one]
    set_versioning(s3, versioned, "Suspended")
    put(s3, versioned, b"null again")
    assert [row[1] for row in listed(s3, versioned)[0]] == ["null", three, one]


def test_listing_in_order_and_by_pages(s3, versioned):
    # API ListObjectVersions: by key, then newest first; key-marker with version-id-marker.
    made = {key: [put(s3, versioned, b"%d" % number, key) for number in range(3)]
            for key in ("a", "b/1", "b/2")}
    expected = [(key, version) for key in sorted(made) for version in reversed(made[key])]
    rows, _ = listed(s3, versioned)
    assert [row[:2] for row in rows] == expected
    for size in (1, 2, 4):
        paged = []
        for page in s3.get_paginator("list_object_versions").paginate(
                Bucket=versioned, PaginationConfig={"PageSize": size}):
            assert len(page["Versions"]) <= size
            paged += [(row["Key"], row["VersionId"]) for row in page["Versions"]]
        assert paged == expected
    page = s3.list_object_versions(Bucket=versioned, Delimiter="/")
    assert [row["Prefix"] for row in page["CommonPrefixes"]] == ["b/"]
    assert len(page["Versions"]) == 3
    rows, _ = listed(s3, versioned, KeyMarker="a")
    assert [row[:2] for row in rows] == expected[3:]
    rows, _ = listed(s3, versioned, KeyMarker="a", VersionIdMarker=made["a"][1])
    assert [row[:2] for row in rows] == expected[2:]
    rows, _ = listed(s3, versioned, Prefix="b/2")
    assert [row[:2] for row in rows] == expected[6:]


def test_version_marker_needs_its_key(s3, versioned):
    # API ErrorResponses, InvalidArgument: "A version-id marker cannot be specified without a key
    # marker."
    with refused("InvalidArgument", status=400):
        s3.list_object_versions(Bucket=versioned, VersionIdMarker="abc")


@pytest.mark.parametrize("operation", ["get_object", "head_object", "get_object_tagging"])
def test_version_ids_that_cannot_be(s3, versioned, operation):
    # API ErrorResponses: InvalidArgument, "Invalid version id specified", 400; a HEAD has only
    # the status.
    put(s3, versioned, b"1")
    with refused("InvalidArgument", "NoSuchVersion", "400", "404"):
        getattr(s3, operation)(Bucket=versioned, Key="k", VersionId="not-a-version")


def test_multipart_makes_a_version(s3, versioned):
    one = put(s3, versioned, b"1")
    upload = s3.create_multipart_upload(Bucket=versioned, Key="k")["UploadId"]
    arguments = {"Bucket": versioned, "Key": "k", "UploadId": upload}
    etag = s3.upload_part(**arguments, PartNumber=1, Body=b"2")["ETag"]
    done = s3.complete_multipart_upload(
        **arguments, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    assert [row[1] for row in listed(s3, versioned)[0]] == [done["VersionId"], one]


def test_tags_by_version(s3, versioned):
    # API PutObjectTagging, versionId.
    one, two = put(s3, versioned, b"1"), put(s3, versioned, b"2")
    tag = {"TagSet": [{"Key": "v", "Value": "1"}]}
    answer = s3.put_object_tagging(Bucket=versioned, Key="k", VersionId=one, Tagging=tag)
    assert answer["VersionId"] == one
    assert s3.get_object_tagging(Bucket=versioned, Key="k", VersionId=one)["TagSet"]
    assert s3.get_object_tagging(Bucket=versioned, Key="k")["TagSet"] == []
    assert s3.get_object_tagging(Bucket=versioned, Key="k")["VersionId"] == two


def test_no_version_id_without_versioning(s3, bucket):
    # API PutObject, x-amz-version-id: only "if you enable versioning for the bucket".
    assert put(s3, bucket, b"1") is None
    assert "VersionId" not in s3.get_object(Bucket=bucket, Key="k")
    assert "VersionId" not in s3.delete_object(Bucket=bucket, Key="k")
