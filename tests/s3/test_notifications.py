"""Bucket notifications to queues, with the client's own eyes.

UG: Amazon S3 User Guide, "Amazon S3 Event Notifications" and the pages below it.
"""

import json

import pytest

import s3_http
from expect import refused


def arn_of(sqs, queue):
    answer = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    return answer["Attributes"]["QueueArn"]


def allow(sqs, queue, bucket):
    """UG, "Granting permissions to publish event notification messages to a destination"."""
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage", "Resource": arn_of(sqs, queue),
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{bucket}"}}}]}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})


def configure(s3, sqs, bucket, queue, *events, **more):
    allow(sqs, queue, bucket)
    target = {"QueueArn": arn_of(sqs, queue), "Events": list(events), **more}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [target]})


def drain(sqs, queue, count):
    """Exactly so many messages, in the order of their events."""
    bodies = []
    for _ in range(20):
        answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        for message in answer.get("Messages", []):
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        if len(bodies) >= count:
            break
    assert len(bodies) == count, bodies
    return bodies


@pytest.fixture
def told(s3, sqs, bucket, queue):
    """A queue that hears of everything in the bucket; its test message is gone."""
    configure(s3, sqs, bucket, queue, "s3:ObjectCreated:*", "s3:ObjectRemoved:*",
              "s3:ObjectTagging:*")
    [test] = drain(sqs, queue, 1)
    assert (test["Service"], test["Event"], test["Bucket"]) == (
        "Amazon S3", "s3:TestEvent", bucket)
    return queue


def test_an_upload_is_told_with_the_ids_of_its_answer(s3, sqs, bucket, told):
    # UG "Event message structure": the ids are the same as in the response to the request.
    answer = s3.put_object(Bucket=bucket, Key="ä b/c.txt", Body=b"hello")
    [record] = drain(sqs, told, 1)[0]["Records"]
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert record["responseElements"] == {
        "x-amz-request-id": headers["x-amz-request-id"], "x-amz-id-2": headers["x-amz-id-2"]}
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["requestParameters"]["sourceIPAddress"] == "127.0.0.1"
    assert record["s3"]["object"]["key"] == "%C3%A4+b/c.txt"
    assert record["s3"]["object"]["size"] == 5
    assert '"' + record["s3"]["object"]["eTag"] + '"' == answer["ETag"]
    assert "versionId" not in record["s3"]["object"]


def test_every_way_to_make_and_remove(s3, sqs, bucket, told):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    s3.copy_object(Bucket=bucket, Key="k", CopySource={"Bucket": bucket, "Key": "k"},
                   MetadataDirective="REPLACE")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"2")
    s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    s3.put_object_tagging(Bucket=bucket, Key="k",
                          Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    marker = s3.delete_object(Bucket=bucket, Key="k")
    s3.delete_object(Bucket=bucket, Key="k", VersionId=put["VersionId"])
    records = [body["Records"][0] for body in drain(sqs, told, 7)]
    by_name = {record["eventName"]: record["s3"]["object"] for record in records}
    assert set(by_name) == {
        "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload",
        "ObjectTagging:Put", "ObjectTagging:Delete", "ObjectRemoved:DeleteMarkerCreated",
        "ObjectRemoved:Delete"}
    assert by_name["ObjectRemoved:DeleteMarkerCreated"]["versionId"] == marker["VersionId"]
    assert by_name["ObjectRemoved:Delete"]["versionId"] == put["VersionId"]
    # UG: only events that create or delete objects have a sequencer, which orders them.
    assert "sequencer" not in by_name["ObjectTagging:Put"]
    order = ["ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload",
             "ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete"]
    sequencers = [by_name[name]["sequencer"] for name in order]
    assert sequencers == sorted(sequencers) and len(set(sequencers)) == 5


def test_a_form_is_a_post(endpoint, account, s3, sqs, bucket, told):
    form = s3.generate_presigned_post(bucket, "form.txt")
    boundary = "b0undary"
    fields = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
              for name, value in form["fields"].items()]
    body = "".join(fields) + (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhi\r\n'
        f"--{boundary}--\r\n")
    answer = s3_http.plain(
        endpoint, "POST", f"/{bucket}",
        {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body.encode())
    assert answer.status == 204, answer
    [record] = drain(sqs, told, 1)[0]["Records"]
    assert record["eventName"] == "ObjectCreated:Post"


def test_ids_are_made_and_must_differ(s3, sqs, bucket, queue):
    configure(s3, sqs, bucket, queue, "s3:ObjectCreated:Put")
    [target] = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
    assert target["Id"]
    arn = arn_of(sqs, queue)
    both = [{"Id": "same", "QueueArn": arn, "Events": ["s3:ObjectCreated:Put"]},
            {"Id": "same", "QueueArn": arn, "Events": ["s3:ObjectCreated:Copy"]}]
    with refused("InvalidArgument", status=400, message="IDs must be unique"):
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": both})


def test_unknown_events_and_rules(s3, sqs, bucket, queue):
    arn = arn_of(sqs, queue)

    def put(**target):
        s3.put_bucket_notification_configuration(
            Bucket=bucket,
            NotificationConfiguration={"QueueConfigurations": [{"QueueArn": arn, **target}]})
    with refused("InvalidArgument", status=400, message="not supported"):
        put(Events=["s3:ObjectPainted:*"])
    with refused("InvalidArgument", message="must be either prefix or suffix"):
        put(Events=["s3:ObjectCreated:*"],
            Filter={"Key": {"FilterRules": [{"Name": "infix", "Value": "x"}]}})
    with refused("InvalidArgument", message="more than one prefix rule"):
        put(Events=["s3:ObjectCreated:*"],
            Filter={"Key": {"FilterRules": [{"Name": "prefix", "Value": "x"},
                                            {"Name": "Prefix", "Value": "y"}]}})


def test_functions_that_are_not_there(s3, account, bucket):
    target = {"LambdaFunctionArn": f"arn:aws:lambda:us-east-1:{account}:function:f",
              "Events": ["s3:ObjectCreated:*"]}
    configuration = {"LambdaFunctionConfigurations": [target]}
    with refused("InvalidArgument", status=400,
                 message="Unable to validate the following destination configurations"):
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration=configuration)
    # API: x-amz-skip-destination-validation.
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration=configuration, SkipDestinationValidation=True)
    [kept] = s3.get_bucket_notification_configuration(
        Bucket=bucket)["LambdaFunctionConfigurations"]
    assert kept["LambdaFunctionArn"] == target["LambdaFunctionArn"]


def test_no_such_bucket(s3, name):
    with refused("NoSuchBucket", status=404):
        s3.get_bucket_notification_configuration(Bucket=name)
