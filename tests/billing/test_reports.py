"""Cost and Usage Reports in a bucket, and the price list, through boto3.

Sources: User Guide of the Cost and Usage Report ("Report files", "Data dictionary": names of files,
columns and manifests); API Reference of both services. What the lines come to must be what Cost
Explorer says.
"""

import csv
import gzip
import io
import json

import pyarrow.parquet
import pytest
from botocore.exceptions import ClientError

ACCOUNT = "111111111111"


@pytest.fixture
def world(own_server):
    own_server.clock(freeze=True)
    own_server.clock(set="2031-01-10T00:00:00Z")
    return own_server


def bucket_for_reports(world):
    s3 = world.client("s3", account=ACCOUNT)
    s3.create_bucket(Bucket="reports")
    principal = {"Service": "billingreports.amazonaws.com"}
    statements = [
        {"Effect": "Allow", "Principal": principal, "Resource": "arn:aws:s3:::reports",
         "Action": ["s3:GetBucketAcl", "s3:GetBucketPolicy"]},
        {"Effect": "Allow", "Principal": principal, "Resource": "arn:aws:s3:::reports/*",
         "Action": "s3:PutObject"}]
    policy = {"Version": "2012-10-17", "Statement": statements}
    s3.put_bucket_policy(Bucket="reports", Policy=json.dumps(policy))
    return s3


def definition(**changes):
    return {"ReportName": "costs", "TimeUnit": "DAILY", "Format": "textORcsv",
            "Compression": "GZIP", "AdditionalSchemaElements": ["RESOURCES"],
            "S3Bucket": "reports", "S3Prefix": "billing",
            "S3Region": "us-east-1", "ReportVersioning": "CREATE_NEW_REPORT", **changes}


def read(s3, key):
    return s3.get_object(Bucket="reports", Key=key)["Body"].read()


def lines_of(s3, manifest):
    found = []
    for key in manifest["reportKeys"]:
        text = gzip.decompress(read(s3, key)).decode()
        found += csv.DictReader(io.StringIO(text))
    return found


def test_a_report_says_what_cost_explorer_says(world):
    s3 = bucket_for_reports(world)
    sqs = world.client("sqs", account=ACCOUNT)
    for name in ("ann", "bob"):
        url = sqs.create_queue(QueueName=name, tags={"user": name})["QueueUrl"]
        for _ in range(4):
            sqs.send_message(QueueUrl=url, MessageBody="x")
    world.client("kms", account=ACCOUNT).create_key()
    ce = world.client("ce", account=ACCOUNT)
    ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "user", "Status": "Active"}])
    cur = world.client("cur", account=ACCOUNT)
    cur.put_report_definition(ReportDefinition=definition())
    world.clock(advance="24h")
    [report] = cur.describe_report_definitions()["ReportDefinitions"]
    assert report["ReportStatus"] == {"lastStatus": "SUCCESS", "lastDelivery": "20310111T000000Z"}

    top = "billing/costs/20310101-20310201/costs-Manifest.json"
    manifest = json.loads(read(s3, top))
    folder = f"billing/costs/20310101-20310201/{manifest['assemblyId']}"
    assert manifest["reportKeys"] == [f"{folder}/costs-1.csv.gz"]
    assert json.loads(read(s3, f"{folder}/costs-Manifest.json")) == manifest
    assert manifest["billingPeriod"] == {"start": "20310101T000000.000Z",
                                         "end": "20310201T000000.000Z"}
    assert {"category": "lineItem", "name": "UnblendedCost"} in manifest["columns"]
    # Three deliveries, each in a folder of its own.
    keys = [it["Key"] for it in s3.list_objects_v2(Bucket="reports", Prefix="billing/")["Contents"]]
    assert len([key for key in keys if key.endswith(".csv.gz")]) == 3

    lines = lines_of(s3, manifest)
    queues = [it for it in lines if it["lineItem/ProductCode"] == "AWSQueueService"]
    by_user = {it["resourceTags/user:user"]: 0.0 for it in queues}
    for line in queues:
        by_user[line["resourceTags/user:user"]] += float(line["lineItem/UsageAmount"])
    assert by_user == {"ann": 5.0, "bob": 5.0}
    assert {it["lineItem/ResourceId"] for it in queues} == {
        f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}" for name in ("ann", "bob")}
    assert {it["identity/TimeInterval"] for it in queues} == {
        "2031-01-10T00:00:00Z/2031-01-11T00:00:00Z"}
    ids = [it["identity/LineItemId"] for it in lines]
    assert len(set(ids)) == len(ids)

    seen = ce.get_cost_and_usage(
        TimePeriod={"Start": "2031-01-01", "End": "2031-01-11"}, Granularity="MONTHLY",
        Metrics=["UnblendedCost"], GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}])
    costs = {it["Keys"][0]: float(it["Metrics"]["UnblendedCost"]["Amount"])
             for it in seen["ResultsByTime"][0]["Groups"]}
    for service in ("Amazon Simple Queue Service", "AWS Key Management Service"):
        of = [it for it in lines if it["product/ProductName"] == service]
        before = [it for it in of if it["lineItem/UsageStartDate"] < "2031-01-11"]
        total = sum(float(it["lineItem/UnblendedCost"]) for it in before)
        assert total == pytest.approx(costs[service], abs=1e-9), service


def test_overwritten_reports_and_the_last_of_a_month(world):
    s3 = bucket_for_reports(world)
    cur = world.client("cur", account=ACCOUNT)
    cur.put_report_definition(ReportDefinition=definition(
        ReportVersioning="OVERWRITE_REPORT", TimeUnit="MONTHLY", AdditionalSchemaElements=[]))
    world.client("kms", account=ACCOUNT).create_key()
    world.clock(set="2031-02-02T00:00:00Z")
    keys = [it["Key"] for it in s3.list_objects_v2(Bucket="reports", Prefix="billing/")["Contents"]]
    assert keys == [f"billing/costs/{period}/costs-{file}"
                    for period in ("20310101-20310201", "20310201-20310301")
                    for file in ("00001.csv.gz", "Manifest.json")]
    lines = lines_of(s3, json.loads(read(s3, keys[1])))
    assert "lineItem/ResourceId" not in lines[0]
    [key] = [it for it in lines if it["lineItem/UsageType"] == "us-east-1-KMS-Keys"]
    # Of all hours from the 10th of January on: the report was written anew when January was over.
    assert float(key["lineItem/UnblendedCost"]) == pytest.approx(22 / 31, abs=1e-9)
    assert key["lineItem/UsageEndDate"] == "2031-02-01T00:00:00Z"


def test_a_report_in_parquet_says_the_same_as_one_in_text(world):
    """Names and types of columns: the table for Athena that users of AWS make of reports (User
    Guide, "Querying Cost and Usage Reports using Amazon Athena")."""
    s3 = bucket_for_reports(world)
    sqs = world.client("sqs", account=ACCOUNT)
    url = sqs.create_queue(QueueName="ann", tags={"Cost-Center": "a"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    world.client("kms", account=ACCOUNT).create_key()
    world.client("ce", account=ACCOUNT).update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "Cost-Center", "Status": "Active"}])
    cur = world.client("cur", account=ACCOUNT)
    cur.put_report_definition(ReportDefinition=definition(ReportName="text"))
    cur.put_report_definition(ReportDefinition=definition(
        ReportName="table", Format="Parquet", Compression="Parquet",
        ReportVersioning="OVERWRITE_REPORT"))
    world.clock(advance="8h")
    [table, text] = cur.describe_report_definitions()["ReportDefinitions"]
    assert (table["Format"], table["Compression"]) == ("Parquet", "Parquet")
    assert table["ReportStatus"]["lastStatus"] == "SUCCESS"
    manifest = json.loads(read(s3, "billing/table/20310101-20310201/table-Manifest.json"))
    assert manifest["compression"] == "Parquet"
    key = "billing/table/table/year=2031/month=1/table-00001.snappy.parquet"
    assert manifest["reportKeys"] == [key]

    file = pyarrow.parquet.read_table(io.BytesIO(read(s3, key)))
    types = {field.name: str(field.type) for field in file.schema}
    assert types["line_item_unblended_cost"] == "double"
    assert types["line_item_unblended_rate"] == "string"
    assert types["line_item_usage_start_date"] == "timestamp[ms, tz=UTC]"
    rows = file.to_pylist()
    top = json.loads(read(s3, "billing/text/20310101-20310201/text-Manifest.json"))
    lines = lines_of(s3, top)
    assert len(rows) == len(lines) > 3

    def short(usage, resource, cost, tag):
        return (usage, resource, round(float(cost), 12), tag or "")

    of_rows = {short(it["line_item_usage_type"], it["line_item_resource_id"] or "",
                     it["line_item_unblended_cost"], it["resource_tags_user_cost_center"])
               for it in rows}
    of_lines = {short(it["lineItem/UsageType"], it["lineItem/ResourceId"],
                      it["lineItem/UnblendedCost"], it["resourceTags/user:Cost-Center"])
                for it in lines}
    assert of_rows == of_lines
    assert any(tag == "a" for (*_, tag) in of_rows)
    assert {it["line_item_usage_start_date"].isoformat() for it in rows} == {
        "2031-01-10T00:00:00+00:00"}

    # S3 reads it, too.
    answer = s3.select_object_content(
        Bucket="reports", Key=key, ExpressionType="SQL",
        Expression="SELECT COUNT(*) FROM S3Object s WHERE s.line_item_product_code = 'awskms'",
        InputSerialization={"Parquet": {}}, OutputSerialization={"CSV": {}})
    records = b"".join(it["Records"]["Payload"] for it in answer["Payload"] if "Records" in it)
    assert int(records) == sum(it["lineItem/ProductCode"] == "awskms" for it in lines) > 0
    with pytest.raises(ClientError) as refused:
        cur.put_report_definition(ReportDefinition=definition(
            ReportName="mixed", Format="Parquet"))
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_tags_have_values_from_when_they_were_made_active(world):
    s3 = bucket_for_reports(world)
    sqs = world.client("sqs", account=ACCOUNT)
    url = sqs.create_queue(QueueName="ann", tags={"user": "ann"})["QueueUrl"]
    cur = world.client("cur", account=ACCOUNT)
    cur.put_report_definition(ReportDefinition=definition(ReportVersioning="OVERWRITE_REPORT"))
    world.clock(advance="26h")
    ce = world.client("ce", account=ACCOUNT)
    ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "user", "Status": "Active"}])
    sqs.send_message(QueueUrl=url, MessageBody="x")

    def users():
        top = json.loads(read(s3, "billing/costs/20310101-20310201/costs-Manifest.json"))
        return {it["lineItem/Operation"]: it["resourceTags/user:user"]
                for it in lines_of(s3, top) if it["lineItem/ProductCode"] == "AWSQueueService"}

    world.clock(advance="8h")
    assert users() == {"CreateQueue": "", "SendMessage": "ann"}
    request = ce.start_cost_allocation_tag_backfill(BackfillFrom="2031-01-01T00:00:00Z")
    assert request["BackfillRequest"]["BackfillStatus"] == "SUCCEEDED"
    world.clock(advance="8h")
    assert users() == {"CreateQueue": "ann", "SendMessage": "ann"}
    [past] = ce.list_cost_allocation_tag_backfill_history()["BackfillRequests"]
    assert past == request["BackfillRequest"]
    with pytest.raises(ClientError) as refused:
        ce.start_cost_allocation_tag_backfill(BackfillFrom="2031-01-01T00:00:00Z")
    assert refused.value.response["Error"]["Code"] == "BackfillLimitExceededException"


def test_a_bucket_must_allow_it(world):
    cur = world.client("cur", account=ACCOUNT)
    with pytest.raises(ClientError) as refused:
        cur.put_report_definition(ReportDefinition=definition(S3Bucket="absent"))
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    s3 = bucket_for_reports(world)
    cur.put_report_definition(ReportDefinition=definition())
    [test] = s3.list_objects_v2(Bucket="reports")["Contents"]
    assert test["Key"] == "aws-programmatic-access-test-object"
    s3.delete_object(Bucket="reports", Key=test["Key"])
    s3.delete_bucket_policy(Bucket="reports")
    s3.delete_bucket(Bucket="reports")
    world.clock(advance="8h")
    [report] = cur.describe_report_definitions()["ReportDefinitions"]
    assert report["ReportStatus"] == {"lastStatus": "ERROR_NO_BUCKET"}
    cur.delete_report_definition(ReportName="costs")
    assert cur.describe_report_definitions()["ReportDefinitions"] == []


def test_prices_are_those_of_the_bill(world):
    pricing = world.client("pricing", account=ACCOUNT)
    codes = [it["ServiceCode"] for page in pricing.get_paginator("describe_services").paginate()
             for it in page["Services"]]
    assert "AmazonS3" in codes and "AWSQueueService" in codes
    filters = [{"Type": "TERM_MATCH", "Field": "usagetype", "Value": "Requests-FIFO-RBP"},
               {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "us-east-1"}]
    [text] = pricing.get_products(ServiceCode="AWSQueueService", Filters=filters)["PriceList"]
    product = json.loads(text)
    [term] = product["terms"]["OnDemand"].values()
    first = next(iter(term["priceDimensions"].values()))
    # docs/bill.md, scenario 1: 0.50 a million.
    assert float(first["pricePerUnit"]["USD"]) == 0.0000005
    assert product["product"]["attributes"]["nepheleVerified"] == "true"
    pages = pricing.get_paginator("get_products").paginate(
        ServiceCode="AmazonS3", PaginationConfig={"PageSize": 50})
    skus = [json.loads(it)["product"]["sku"] for page in pages for it in page["PriceList"]]
    assert len(skus) > 100 and len(set(skus)) == len(skus)
    with pytest.raises(ClientError) as refused:
        pricing.get_attribute_values(ServiceCode="AmazonNothing", AttributeName="location")
    assert refused.value.response["Error"]["Code"] == "NotFoundException"
