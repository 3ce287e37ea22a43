"""The three bills that docs/bill.md computes by hand, to the cent.

Each expectation is worked out in that page from AWS's public prices; the tool must agree.
"""

import json

import pytest

GIB = 1024 ** 3


@pytest.fixture
def world(own_server):
    """A server whose clock stands at the beginning of a month."""
    server = own_server
    server.clock(freeze=True)
    server.clock(set="2031-01-01T00:00:00Z")
    return server


def bill(server, account, **parameters):
    pairs = "&".join(f"{name}={value}" for name, value in parameters.items())
    return server.ask(f"/_nephele/bill?account={account}&{pairs}")


def group(answer, key):
    return next(it for it in answer["groups"] if it["key"] == key)


def line(answer, usage_type):
    lines = [line for group in answer["groups"] for line in group["lines"]]
    return next(line for line in lines if line["usage_type"] == usage_type)


def test_two_standard_queues_cost_less_than_a_fifo_queue(world):
    """Scenario 1: the same traffic at 0.40 and at 0.50 a million."""
    standard, fifo = "111111111111", "222222222222"
    sqs = world.client("sqs", account=standard)
    paid = sqs.create_queue(QueueName="paid")["QueueUrl"]
    free = sqs.create_queue(QueueName="free")["QueueUrl"]
    for number in range(100):
        url = paid if number % 4 == 0 else free
        sqs.send_message(QueueUrl=url, MessageBody="x")
        got = sqs.receive_message(QueueUrl=url)["Messages"][0]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"])
    # One large message: 200 KiB is four chunks of 64 KiB, sent and received.
    sqs.send_message(QueueUrl=paid, MessageBody="x" * 200 * 1024)
    sqs.receive_message(QueueUrl=paid)
    answer = bill(world, standard, month="2031-01")
    # 2 + 300 + 4 + 4 requests.
    assert line(answer, "Requests-RBP")["quantity"] == "310"
    assert line(answer, "Requests-RBP")["cost"] == "0.000124"
    assert answer["total_cents"] == "0.00"

    sqs = world.client("sqs", account=fifo)
    url = sqs.create_queue(QueueName="all.fifo", Attributes={
        "FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
    for number in range(100):
        sqs.send_message(QueueUrl=url, MessageBody=str(number), MessageGroupId="all")
        got = sqs.receive_message(QueueUrl=url)["Messages"][0]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"])
    answer = bill(world, fifo, month="2031-01")
    assert line(answer, "Requests-FIFO-RBP")["quantity"] == "300"
    assert line(answer, "Requests-FIFO-RBP")["cost"] == "0.00015"
    assert line(answer, "Requests-RBP")["quantity"] == "1"


def test_an_archive_by_lifecycle_over_a_year(world):
    """Scenario 2: 128 MiB, first in STANDARD, then in STANDARD_IA, then in an archive."""
    account = "333333333333"
    s3 = world.client("s3", account=account)
    s3.create_bucket(Bucket="scans")
    s3.put_bucket_lifecycle_configuration(Bucket="scans", LifecycleConfiguration={"Rules": [{
        "ID": "cool", "Status": "Enabled", "Filter": {"Prefix": ""},
        "Transitions": [
            {"Days": 30, "StorageClass": "STANDARD_IA"},
            {"Days": 90, "StorageClass": "DEEP_ARCHIVE"},
        ]}]})
    upload = s3.create_multipart_upload(Bucket="scans", Key="2030.tar")["UploadId"]
    part = b"\0" * (64 * 1024 * 1024)
    parts = []
    for number in (1, 2):
        tag = s3.upload_part(Bucket="scans", Key="2030.tar", UploadId=upload,
                             PartNumber=number, Body=part)["ETag"]
        parts.append({"PartNumber": number, "ETag": tag})
    s3.complete_multipart_upload(Bucket="scans", Key="2030.tar", UploadId=upload,
                                 MultipartUpload={"Parts": parts})
    world.clock(set="2032-01-01T00:00:00Z")
    months = [bill(world, account, month=f"2031-{month:02}") for month in range(1, 13)]

    # "Rounding the resulting time to the next day midnight UTC": what is put at midnight moves on
    # the 31st day. January in STANDARD; February, March and a day in STANDARD_IA.
    size = 128 / 1024
    january, february, april = months[0], months[1], months[3]
    assert float(line(january, "TimedStorage-ByteHrs")["quantity"]) == size
    assert float(line(february, "TimedStorage-SIA-ByteHrs")["quantity"]) == size
    assert line(february, "Requests-Tier4")["cost"] == "0.00001"
    # The bucket, its rules, the upload, two parts and its completion.
    assert line(january, "Requests-Tier1")["quantity"] == "6"
    assert line(january, "Requests-Tier1")["cost"] == "0.00003"
    assert float(line(april, "TimedStorage-SIA-ByteHrs")["quantity"]) == pytest.approx(
        size / 30, abs=1e-9)
    assert line(april, "Requests-Tier3")["cost"] == "0.00005"

    # In the archive with 32 KiB more in it and 8 KiB in STANDARD.
    december = months[11]
    archived = (128 * 1024 * 1024 + 32 * 1024) / GIB
    assert float(line(december, "TimedStorage-GDA-ByteHrs")["quantity"]) == pytest.approx(
        archived, abs=1e-9)
    assert float(line(december, "TimedStorage-ByteHrs")["quantity"]) == pytest.approx(
        8 * 1024 / GIB, abs=1e-9)

    # By hand, in docs/bill.md.
    assert sum(float(month["total"]) for month in months) == pytest.approx(0.0072535526, abs=1e-9)


def test_on_demand_or_provisioned(world):
    """Scenario 3: on demand what is used is paid for, provisioned what is held."""
    demand, provisioned = "444444444444", "555555555555"
    key = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
           "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
    dynamodb = world.client("dynamodb", account=demand)
    dynamodb.create_table(TableName="scores", BillingMode="PAY_PER_REQUEST", **key)
    for number in range(20):
        dynamodb.put_item(TableName="scores", Item={"id": {"S": str(number)}})
        dynamodb.get_item(TableName="scores", Key={"id": {"S": str(number)}})
    dynamodb.get_item(TableName="scores", Key={"id": {"S": "1"}}, ConsistentRead=True)
    answer = bill(world, demand, month="2031-01")
    # 20 eventually consistent reads of half a unit, and one of a whole.
    assert line(answer, "ReadRequestUnits")["quantity"] == "11"
    assert line(answer, "WriteRequestUnits")["quantity"] == "20"
    assert line(answer, "WriteRequestUnits")["cost"] == "0.0000125"

    dynamodb = world.client("dynamodb", account=provisioned)
    dynamodb.create_table(TableName="scores", BillingMode="PROVISIONED", ProvisionedThroughput={
        "ReadCapacityUnits": 100, "WriteCapacityUnits": 100}, **key)
    world.clock(set="2031-01-16T12:00:00Z")
    dynamodb.update_table(TableName="scores", ProvisionedThroughput={
        "ReadCapacityUnits": 50, "WriteCapacityUnits": 10})
    world.clock(set="2031-02-01T00:00:00Z")
    answer = bill(world, provisioned, month="2031-01")
    # Half of January's 744 hours each: 100 × 372 + 50 × 372, and 100 × 372 + 10 × 372.
    assert line(answer, "ReadCapacityUnit-Hrs")["quantity"] == "55800"
    assert line(answer, "WriteCapacityUnit-Hrs")["quantity"] == "40920"
    # 55,800 × 0.00013 + 40,920 × 0.00065 = 7.254 + 26.598
    assert answer["total_cents"] == "33.85"
    with_free_tier = bill(world, provisioned, month="2031-01", free_tier="on")
    # Less 18,600 hours of each: 37,200 × 0.00013 + 22,320 × 0.00065 = 4.836 + 14.508
    assert with_free_tier["total_cents"] == "19.34"


def test_what_is_not_asked_for_rightly_is_refused(world):
    for query in ("month=2031-13", "account=1", "by=tag:", "weather=fine", "free_tier=yes"):
        with pytest.raises(Exception) as refused:
            world.ask(f"/_nephele/bill?{query}")
        assert refused.value.code == 400
        assert "error" in json.load(refused.value)
