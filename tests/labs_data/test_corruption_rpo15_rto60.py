"""Lab 20, corruption-rpo15-rto60.

Requirement: a bug overwrites every item of a DynamoDB table. At most 15 minutes of orders may be
lost (RPO), and the shop must be back within an hour of the alarm (RTO).

Right: point-in-time recovery: any second of the last 35 days, restored into a new table.
Wrong: a global table (the replica has the corruption a second later); a daily export to S3 that is
put into Glacier (what came after it is lost, and hours go by until the archive is readable).

Source: Developer Guide, "Point-in-time backups for DynamoDB", "Global tables", "DynamoDB data
export to Amazon S3", "DynamoDB data import from Amazon S3"; S3 User Guide, "Understanding archive
retrieval options" (standard retrievals from Glacier Flexible Retrieval: 3 to 5 hours).
"""

import datetime

from labs_data.lab import ABROAD, START, Cloud, code_of, is_active, items, put

RPO = datetime.timedelta(minutes=15)
RTO = datetime.timedelta(hours=1)
DISASTER = START + datetime.timedelta(days=1, hours=13)
ALARM = DISASTER + datetime.timedelta(minutes=10)
TABLE = "orders"


class Shop:
    """An order every ten minutes, each with the time at which it was made; then the bug."""

    def __init__(self, server_factory):
        self.cloud = Cloud(server_factory)
        self.client = self.cloud.table(TABLE)
        self.good = {}

    def sell_until(self, end):
        while self.cloud.now < end:
            at = self.cloud.now
            put(self.client, TABLE, f"order-{at:%d-%H%M%S}", at.isoformat())
            self.cloud.advance(seconds=min(600, (end - at).total_seconds()))

    def break_everything(self):
        assert self.cloud.now == DISASTER
        self.good = items(self.client, TABLE)
        for key in self.good:
            put(self.client, TABLE, key, "corrupt")
        self.cloud.advance(seconds=(ALARM - DISASTER).total_seconds())

    def figures(self, client, table):
        """RPO and RTO of what was recovered into that table by now."""
        made = [datetime.datetime.fromisoformat(value)
                for value in items(client, table).values() if value != "corrupt"]
        loss = DISASTER - max(made) if made else None
        return loss, self.cloud.now - ALARM


def test_recovery_to_the_second_before(server_factory):
    shop = Shop(server_factory)
    shop.client.update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    shop.sell_until(DISASTER)
    shop.break_everything()
    shop.client.restore_table_to_point_in_time(
        SourceTableName=TABLE, TargetTableName="orders-good",
        RestoreDateTime=DISASTER - datetime.timedelta(seconds=1))
    shop.cloud.wait(lambda: is_active(shop.client, "orders-good"))
    loss, outage = shop.figures(shop.client, "orders-good")
    assert items(shop.client, "orders-good") == shop.good, "nothing was lost at all"
    assert loss <= datetime.timedelta(minutes=10) < RPO, "an order comes every ten minutes"
    assert datetime.timedelta() < outage <= RTO


def test_a_replica_has_the_corruption_too(server_factory):
    shop = Shop(server_factory)
    shop.client.update_table(TableName=TABLE, ReplicaUpdates=[{"Create": {"RegionName": ABROAD}}])
    shop.cloud.wait(lambda: is_active(shop.client, TABLE))
    shop.sell_until(DISASTER)
    replica = shop.cloud.client("dynamodb", ABROAD)
    shop.cloud.advance(seconds=0)
    before = items(replica, TABLE)
    assert len(before) > 200 and "corrupt" not in before.values()
    shop.break_everything()
    assert set(items(replica, TABLE).values()) == {"corrupt"}
    loss, _ = shop.figures(replica, TABLE)
    assert loss is None, "there is no good copy anywhere"


def test_a_daily_export_in_an_archive(server_factory):
    shop = Shop(server_factory)
    s3 = shop.cloud.client("s3")
    s3.create_bucket(Bucket="exports")
    s3.put_bucket_lifecycle_configuration(
        # Small objects stay where they are unless this is said.
        Bucket="exports", TransitionDefaultMinimumObjectSize="varies_by_storage_class",
        LifecycleConfiguration={"Rules": [
            {"ID": "archive", "Status": "Enabled", "Filter": {"Prefix": ""},
             "Transitions": [{"Days": 0, "StorageClass": "GLACIER"}]}]})
    shop.client.update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    # Late in the evening; at midnight the lifecycle puts it into the archive.
    shop.sell_until(START + datetime.timedelta(hours=23))
    arn = shop.client.describe_table(TableName=TABLE)["Table"]["TableArn"]
    export = shop.client.export_table_to_point_in_time(
        TableArn=arn, S3Bucket="exports")["ExportDescription"]["ExportArn"]
    shop.sell_until(DISASTER)
    assert shop.client.describe_export(
        ExportArn=export)["ExportDescription"]["ExportStatus"] == "COMPLETED"
    shop.break_everything()
    # The archive must be brought back before anything can read it.
    folder = f"AWSDynamoDB/{export.rsplit('/', 1)[1]}/data/"
    keys = [found["Key"] for found in s3.list_objects_v2(
        Bucket="exports", Prefix=folder)["Contents"]]
    assert code_of(s3.get_object, Bucket="exports", Key=keys[0]) == "InvalidObjectState"
    for key in keys:
        s3.restore_object(Bucket="exports", Key=key, RestoreRequest={
            "Days": 1, "GlacierJobParameters": {"Tier": "Standard"}})

    def is_readable():
        return all('ongoing-request="false"' in s3.head_object(
            Bucket="exports", Key=key)["Restore"] for key in keys)
    shop.cloud.wait(is_readable, step=600)
    imported = shop.client.import_table(
        S3BucketSource={"S3Bucket": "exports", "S3KeyPrefix": folder},
        InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP", TableCreationParameters={
            "TableName": "orders-good", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]},
    )["ImportTableDescription"]["ImportArn"]
    shop.cloud.wait(lambda: is_active(shop.client, "orders-good"))
    described = shop.client.describe_import(ImportArn=imported)["ImportTableDescription"]
    assert described["ImportStatus"] == "COMPLETED" and described["ErrorCount"] == 0
    loss, outage = shop.figures(shop.client, "orders-good")
    assert loss >= datetime.timedelta(hours=14) > RPO, "all orders since the evening are lost"
    assert loss <= datetime.timedelta(hours=24), "at worst a day"
    assert outage > datetime.timedelta(hours=3) > RTO, "the archive takes hours"

