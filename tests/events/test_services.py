"""Events of other services on the default bus, where clients may not pretend to be one.

Source: Amazon S3 User Guide, "EventBridge event message structure"; EventBridge User Guide, "Events
from AWS services".
"""


def test_an_object_that_is_put_is_an_event(rules, s3, bucket, make_queue, account):
    queue = make_queue()
    rules.rule("made", {"source": ["aws.s3"], "detail-type": ["Object Created"],
                        "detail": {"bucket": {"name": [bucket]},
                                   "object": {"key": [{"wildcard": "in/*.png"}]}}}, queue)
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    s3.put_object(Bucket=bucket, Key="in/a.jpg", Body=b"1")
    s3.put_object(Bucket=bucket, Key="in/b.png", Body=b"22")
    [event] = queue.events()
    assert event["detail"]["object"]["key"] == "in/b.png"
    assert event["detail"]["object"]["size"] == 2
    assert event["account"] == account
    assert event["resources"] == [f"arn:aws:s3:::{bucket}"]


def test_clients_have_no_source_of_aws(rules, events, make_queue):
    queue = make_queue()
    rules.rule("made", {"source": [{"prefix": "aws."}]}, queue)
    answer = events.put_events(Entries=[
        {"Source": "aws.s3", "DetailType": "Object Created", "Detail": "{}"}])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert queue.receive(wait=1) == []
