"""Lab 52, dr-active-active, as far as it is DynamoDB's.

Requirement: an application writes in two regions; one goes dark for an hour and comes back. Nothing
that was acknowledged may be lost, and the other region goes on at once.

Right: a global table with a replica in each. Wrong: one table, and a backup that is restored abroad
when the day comes (minutes to hours, and writes since the backup are lost).

What this lab cannot show yet: DNS that moves the clients from the dark region to the other one.

Source: Developer Guide, "Global tables: how they work" (asynchronous replication, last writer wins,
"DynamoDB keeps track of writes that have been performed but not yet propagated").
"""

import datetime

from labs_data.lab import ABROAD, HOME, Cloud, code_of, is_active, items, put

TABLE = "sessions"
UNAVAILABLE = "ServiceUnavailable"


def two_regions(server_factory):
    cloud = Cloud(server_factory)
    home = cloud.table(TABLE)
    home.update_table(TableName=TABLE, ReplicaUpdates=[{"Create": {"RegionName": ABROAD}}])
    cloud.wait(lambda: is_active(home, TABLE))
    return cloud, home, cloud.client("dynamodb", ABROAD)


def test_both_regions_take_writes(server_factory):
    cloud, home, abroad = two_regions(server_factory)
    put(home, TABLE, "ann", HOME)
    put(abroad, TABLE, "bob", ABROAD)
    assert items(home, TABLE) == {"ann": HOME}, "replication is not at once"
    cloud.advance(seconds=2)
    assert items(home, TABLE) == items(abroad, TABLE) == {"ann": HOME, "bob": ABROAD}


def test_an_hour_in_the_dark_loses_nothing(server_factory):
    cloud, home, abroad = two_regions(server_factory)
    put(home, TABLE, "ann", "before")
    cloud.advance(seconds=2)
    # What home has acknowledged in its last moment is not abroad yet.
    put(home, TABLE, "last words", HOME)
    put(home, TABLE, "ann", "in the last moment")
    cloud.server.fault("dark", region=HOME)
    dark = cloud.now
    assert code_of(home.get_item, TableName=TABLE, Key={"id": {"S": "ann"}}) == UNAVAILABLE
    assert code_of(put, client=home, table=TABLE, key="eve", value="refused") == UNAVAILABLE
    # The application goes on abroad, without waiting for anything.
    put(abroad, TABLE, "bob", "while dark")
    assert items(abroad, TABLE) == {"ann": "before", "bob": "while dark"}
    assert cloud.now == dark, "no outage: the replica takes writes at once"
    cloud.advance(minutes=30)
    put(abroad, TABLE, "ann", "written abroad later")
    cloud.advance(minutes=29)
    assert "last words" not in items(abroad, TABLE), "still dark"
    # Back: what was on its way arrives, and the later write of the two wins in both.
    cloud.server.end_faults()
    cloud.advance(minutes=1)
    wanted = {"ann": "written abroad later", "bob": "while dark", "last words": HOME}
    assert items(abroad, TABLE) == wanted
    assert items(home, TABLE) == wanted


def test_one_table_is_dark_with_its_region(server_factory):
    cloud = Cloud(server_factory)
    home = cloud.table(TABLE)
    put(home, TABLE, "ann", "before")
    cloud.server.fault("dark", region=HOME, for_="1h")
    cloud.advance(minutes=59)
    assert code_of(home.get_item, TableName=TABLE, Key={"id": {"S": "ann"}}) == UNAVAILABLE
    cloud.advance(minutes=1)
    assert items(home, TABLE) == {"ann": "before"}, "nothing is lost, but an hour was"


def test_restoring_abroad_takes_time_and_loses_writes(server_factory):
    cloud = Cloud(server_factory)
    home = cloud.table(TABLE)
    home.update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    arn = home.describe_table(TableName=TABLE)["Table"]["TableArn"]
    put(home, TABLE, "ann", "before")
    cloud.advance(hours=1)
    put(home, TABLE, "last words", HOME)
    dark = cloud.now
    abroad = cloud.client("dynamodb", ABROAD)
    abroad.restore_table_to_point_in_time(
        SourceTableArn=arn, TargetTableName=TABLE, UseLatestRestorableTime=True)
    cloud.wait(lambda: is_active(abroad, TABLE))
    assert cloud.now - dark >= datetime.timedelta(minutes=1), "an outage until it is restored"
    # "LatestRestorableDateTime is typically 5 minutes before the current time."
    assert items(abroad, TABLE) == {"ann": "before"}
