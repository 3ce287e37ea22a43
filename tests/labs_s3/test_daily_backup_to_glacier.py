"""Lab `daily-backup-to-glacier`: what a nightly copy into an archive is worth on a bad day.

Requirement: an application overwrites good objects by bad ones. At most 15 minutes of work may be
lost, and it must go on within an hour.

Right: versions in the bucket itself: the version before is there at once.
Wrong: a copy into GLACIER every midnight: up to 24 hours are lost (RPO), and the copy takes hours
to come out of the archive (RTO).
"""

import datetime

import pytest

from labs_s3.lab import Cloud, code_of

RPO_MAX = datetime.timedelta(minutes=15)
RTO_MAX = datetime.timedelta(hours=1)


@pytest.fixture
def cloud(own_server):
    return Cloud(own_server)


def work(cloud, bucket, hours, backup=None):
    """Every quarter of an hour the object says what the time is; at midnight it is backed up."""
    for _ in range(hours * 4):
        now = cloud.now()
        cloud.s3.put_object(Bucket=bucket, Key="state", Body=now.isoformat().encode())
        if backup and (now.hour, now.minute) == (0, 0):
            cloud.s3.copy_object(Bucket=backup, Key=f"{now:%Y-%m-%d}", StorageClass="GLACIER",
                                 CopySource={"Bucket": bucket, "Key": "state"})
        cloud.advance("15m")


def corrupt(cloud, bucket):
    at = cloud.now()
    cloud.s3.put_object(Bucket=bucket, Key="state", Body=b"garbage")
    return at


def told(body):
    return datetime.datetime.fromisoformat(body.read().decode())


def test_right_versions(cloud):
    cloud.bucket("live")
    work(cloud, "live", 47)
    at = corrupt(cloud, "live")
    versions = cloud.s3.list_object_versions(Bucket="live", Prefix="state")["Versions"]
    good = cloud.s3.get_object(Bucket="live", Key="state", VersionId=versions[1]["VersionId"])
    assert at - told(good["Body"]) <= RPO_MAX
    cloud.s3.copy_object(Bucket="live", Key="state", CopySource={
        "Bucket": "live", "Key": "state", "VersionId": versions[1]["VersionId"]})
    assert cloud.now() - at < RTO_MAX
    restored = cloud.s3.get_object(Bucket="live", Key="state")
    assert at - told(restored["Body"]) <= RPO_MAX


def test_wrong_a_nightly_copy_into_an_archive(cloud):
    cloud.bucket("live", is_versioned=False)
    cloud.bucket("backup", is_versioned=False)
    work(cloud, "live", 47, backup="backup")
    at = corrupt(cloud, "live")
    newest = cloud.s3.list_objects_v2(Bucket="backup")["Contents"][-1]["Key"]
    # It does not even come out at once.
    assert code_of(cloud.s3.get_object, Bucket="backup", Key=newest) == "InvalidObjectState"
    cloud.s3.restore_object(Bucket="backup", Key=newest, RestoreRequest={
        "Days": 1, "GlacierJobParameters": {"Tier": "Standard"}})
    cloud.advance("1h")
    assert code_of(cloud.s3.get_object, Bucket="backup", Key=newest) == "InvalidObjectState"
    cloud.advance("4h")
    copy = cloud.s3.get_object(Bucket="backup", Key=newest)
    lost = at - told(copy["Body"])
    # UG, "Archive retrieval options": 3 to 5 hours for the standard tier.
    assert cloud.now() - at > 3 * RTO_MAX
    assert RPO_MAX < lost < datetime.timedelta(hours=24)
    assert lost == datetime.timedelta(hours=23)
