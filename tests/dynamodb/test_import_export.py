"""What DynamoDB writes to and reads from S3, as boto3 and a reader of the files see it.

Expectations come from the Developer Guide: "DynamoDB table export output format", "Amazon S3
import formats for DynamoDB", "Import format quotas and validation".
"""

import base64
import datetime
import gzip
import hashlib
import json

import pytest

from dynamodb.tables import make_table

ACCOUNT = "321321321321"
START = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)


class World:
    def __init__(self, server):
        self.server = server
        server.clock(set="2030-01-01T00:00:00Z")
        self.ddb = server.client("dynamodb", ACCOUNT)
        self.s3 = server.client("s3", ACCOUNT)
        self.s3.create_bucket(Bucket="files")
        make_table(self.ddb, "tab")
        self.arn = self.ddb.describe_table(TableName="tab")["Table"]["TableArn"]
        self.ddb.update_continuous_backups(
            TableName="tab", PointInTimeRecoverySpecification={
                "PointInTimeRecoveryEnabled": True})

    def put(self, key, **more):
        self.ddb.put_item(TableName="tab", Item={"id": {"S": key}, **more})

    def advance(self, span):
        self.server.clock(advance=span)

    def read(self, key):
        return self.s3.get_object(Bucket="files", Key=key)["Body"].read()

    def export(self, **arguments):
        """The lines of the export's data files, found by its manifests, whose sums are checked."""
        arn = self.ddb.export_table_to_point_in_time(
            TableArn=self.arn, S3Bucket="files", **arguments)["ExportDescription"]["ExportArn"]
        self.advance("1s")
        done = self.ddb.describe_export(ExportArn=arn)["ExportDescription"]
        assert done["ExportStatus"] == "COMPLETED", done
        summary = self.checked(done["ExportManifest"])
        manifest = json.loads(summary)
        assert manifest["exportArn"] == arn and manifest["itemCount"] == done["ItemCount"]
        lines = []
        for entry in self.checked(manifest["manifestFilesS3Key"]).splitlines():
            file = json.loads(entry)
            packed = self.read(file["dataFileS3Key"])
            md5 = base64.b64encode(hashlib.md5(packed).digest()).decode()
            assert md5 == file["md5Checksum"]
            found = gzip.decompress(packed).splitlines()
            assert len(found) == file["itemCount"]
            lines += found
        return manifest, lines

    def checked(self, key):
        text = self.read(key)
        md5 = self.read(key.replace(".json", ".md5")).decode()
        assert md5 == base64.b64encode(hashlib.md5(text).digest()).decode()
        return text

    def import_table(self, name, prefix, **arguments):
        arn = self.ddb.import_table(
            S3BucketSource={"S3Bucket": "files", "S3KeyPrefix": prefix},
            TableCreationParameters={
                "TableName": name, "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]},
            **arguments)["ImportTableDescription"]["ImportArn"]
        self.advance("1s")
        return self.ddb.describe_import(ImportArn=arn)["ImportTableDescription"]


@pytest.fixture
def world(own_server):
    return World(own_server)


def test_changes_between_two_instants(world):
    world.put("stays")
    world.put("changes", v={"N": "1"})
    world.put("goes")
    world.advance("1h")
    begun = START + datetime.timedelta(hours=1)
    world.put("changes", v={"N": "2"})
    world.put("comes")
    world.put("comes and goes")
    world.advance("10m")
    for key in ["goes", "comes and goes"]:
        world.ddb.delete_item(TableName="tab", Key={"id": {"S": key}})
    world.advance("10m")
    period = {"ExportFromTime": begun, "ExportToTime": begun + datetime.timedelta(minutes=20)}
    manifest, lines = world.export(
        ExportType="INCREMENTAL_EXPORT", S3Prefix="both", IncrementalExportSpecification=period)
    records = {record["Keys"]["id"]["S"]: record for record in map(json.loads, lines)}
    micros = int(begun.timestamp()) * 1_000_000
    assert records == {
        "changes": {
            "Metadata": {"WriteTimestampMicros": {"N": str(micros)}},
            "Keys": {"id": {"S": "changes"}},
            "OldImage": {"id": {"S": "changes"}, "v": {"N": "1"}},
            "NewImage": {"id": {"S": "changes"}, "v": {"N": "2"}}},
        "comes": {
            "Metadata": {"WriteTimestampMicros": {"N": str(micros)}},
            "Keys": {"id": {"S": "comes"}}, "NewImage": {"id": {"S": "comes"}}},
        "goes": {
            "Metadata": {"WriteTimestampMicros": {"N": str(micros + 600_000_000)}},
            "Keys": {"id": {"S": "goes"}}, "OldImage": {"id": {"S": "goes"}}}}
    assert manifest["exportFromTime"] == "2030-01-01T01:00:00.000Z"
    _, lines = world.export(
        ExportType="INCREMENTAL_EXPORT", S3Prefix="new",
        IncrementalExportSpecification={**period, "ExportViewType": "NEW_IMAGE"})
    assert all("OldImage" not in json.loads(line) for line in lines) and len(lines) == 3


@pytest.mark.parametrize("kind", ["DYNAMODB_JSON", "ION"])
def test_what_is_exported_is_imported_again(world, kind):
    number = "-1.2345678901234567890123456789012345678E-100"
    world.put("types", n={"N": number}, b={"B": b"\0\xff"}, z={"NULL": True},
              l={"L": [{"M": {"odd name": {"BOOL": False}}}, {"S": "\"'\\\n\u2028é"}]},
              ss={"SS": ["x", "y"]}, ns={"NS": ["-1", "1e20"]}, bs={"BS": [b"", b"q"]})
    for at in range(12_000):
        if at % 25 == 0:
            batch = []
        batch.append({"PutRequest": {"Item": {"id": {"S": f"k{at}"}, "t": {"S": "text" * 20}}}})
        if len(batch) == 25:
            world.ddb.batch_write_item(RequestItems={"tab": batch})
    manifest, lines = world.export(ExportFormat=kind)
    assert manifest["outputFormat"] == kind and len(lines) == 12_001
    folder = manifest["manifestFilesS3Key"].rsplit("/", 1)[0] + "/data/"
    done = world.import_table("again", folder, InputFormat=kind, InputCompressionType="GZIP")
    assert done["ImportStatus"] == "COMPLETED", done
    assert done["ImportedItemCount"] == 12_001 and done["ErrorCount"] == 0
    get = {"Key": {"id": {"S": "types"}}}
    assert world.ddb.get_item(TableName="again", **get)["Item"] == world.ddb.get_item(
        TableName="tab", **get)["Item"]
    assert world.ddb.describe_table(TableName="again")["Table"]["ItemCount"] == 12_001


def test_damage_is_counted_and_the_rest_stands(world):
    good = "".join(json.dumps({"Item": {"id": {"S": f"k{at}"}}}) + "\n" for at in range(10))
    bad = json.dumps({"Item": {"id": {"N": "1"}}}) + "\n"
    files = {"a.gz": gzip.compress((good + bad).encode()), "b.gz": b"not packed",
             "c.gz": gzip.compress((bad + "nonsense\n" + good).encode())[:-4]}
    for key, content in files.items():
        world.s3.put_object(Bucket="files", Key=f"in/{key}", Body=content)
    done = world.import_table(
        "some", "in/", InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP")
    assert done["ImportStatus"] == "FAILED" and done["FailureCode"] == "ItemValidationError"
    # A wrong key twice, a file that is not packed, and a line that is no item.
    assert done["ErrorCount"] == 4 and done["ImportedItemCount"] == 10
    assert world.ddb.scan(TableName="some", Select="COUNT")["Count"] == 10


def test_an_import_goes_on_after_a_kill(server_factory, tmp_path):
    data = tmp_path / "data"
    server = server_factory(data=data)
    server.clock(freeze=True)
    ddb, s3 = server.client("dynamodb", ACCOUNT), server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="files")
    lines = "".join(
        json.dumps({"Item": {"id": {"S": f"k{at}"}}}) + "\n" for at in range(30_000))
    s3.put_object(Bucket="files", Key="in", Body=lines.encode())
    arn = ddb.import_table(
        S3BucketSource={"S3Bucket": "files"}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": "tab", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]},
    )["ImportTableDescription"]["ImportArn"]
    server.kill()
    server = server_factory(data=data)
    ddb = server.client("dynamodb", ACCOUNT)
    server.clock(advance="10s")
    done = ddb.describe_import(ImportArn=arn)["ImportTableDescription"]
    assert done["ImportStatus"] == "COMPLETED" and done["ImportedItemCount"] == 30_000
    assert ddb.describe_table(TableName="tab")["Table"]["ItemCount"] == 30_000
