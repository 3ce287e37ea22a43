"""Lab `lifecycle-bill`: what a lifecycle does to an object, and to the bill.

Requirement: logs are read in their first month, seldom in the two after it, and only by auditors
after that; after a year they are to be gone. Cheapest.

Right: a lifecycle from STANDARD to STANDARD_IA after 30 days, to GLACIER after 90, gone after 365.
Wrong: to keep them in STANDARD (about four times the bill, and nothing goes by itself).
Wrong: very many small objects (they are not worth their transition: S3 leaves them where they are).
"""

import pytest

from labs_s3.lab import DAYS_OF_MONTH, STORAGE, TRANSITION, Cloud

LARGE = 200 * 1024
# What the bill is reckoned for: as much of such objects.
GIGABYTES = 1_000
OBJECTS = 1_000

RULE = {"ID": "age", "Status": "Enabled", "Filter": {"Prefix": "logs/"},
        "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"},
                        {"Days": 90, "StorageClass": "GLACIER"}],
        "Expiration": {"Days": 365}}


@pytest.fixture
def cloud(own_server):
    cloud = Cloud(own_server, at="12:00:00")
    cloud.bucket("archive", is_versioned=False)
    return cloud


def classes_by_day(cloud, key, days):
    """The object's class on each day; `None` when it is gone."""
    seen = []
    for _ in range(days):
        found = cloud.s3.list_objects_v2(Bucket="archive", Prefix=key).get("Contents", [])
        seen.append(found[0]["StorageClass"] if found else None)
        cloud.advance("1d")
    return seen


def bill(classes):
    """USD: storage by the day, and each transition."""
    stored = sum(GIGABYTES * STORAGE[name] / DAYS_OF_MONTH for name in classes if name)
    steps = zip(classes, classes[1:])
    moved = sum(OBJECTS / 1_000 * TRANSITION[to]
                for before, to in steps if to and to != before)
    return stored + moved


def test_right_a_lifecycle(cloud):
    cloud.s3.put_bucket_lifecycle_configuration(
        Bucket="archive", LifecycleConfiguration={"Rules": [RULE]})
    cloud.s3.put_object(Bucket="archive", Key="logs/one", Body=b"x" * LARGE)
    classes = classes_by_day(cloud, "logs/one", 370)
    # Days count from the midnight after the creation (UG, "Lifecycle rules: Based on an object's
    # age").
    assert classes[:31] == ["STANDARD"] * 31
    assert classes[31:91] == ["STANDARD_IA"] * 60
    assert classes[91:366] == ["GLACIER"] * 275
    assert classes[366:] == [None] * 4
    assert 80 < bill(classes) < 90


def test_wrong_everything_stays_where_it_was_put(cloud):
    cloud.s3.put_object(Bucket="archive", Key="logs/one", Body=b"x" * LARGE)
    classes = classes_by_day(cloud, "logs/one", 366)
    assert classes == ["STANDARD"] * 366
    assert bill(classes) > 3 * 85


def test_wrong_small_objects_are_not_moved(cloud):
    cloud.s3.put_bucket_lifecycle_configuration(
        Bucket="archive", LifecycleConfiguration={"Rules": [RULE]})
    cloud.s3.put_object(Bucket="archive", Key="logs/small", Body=b"x" * 1_000)
    classes = classes_by_day(cloud, "logs/small", 370)
    # UG, "Transitioning objects using Amazon S3 Lifecycle": objects below 128 KB stay.
    assert set(classes[:366]) == {"STANDARD"} and classes[366:] == [None] * 4
