"""Log files: where they lie, what is in them, and what is not.

Source: CloudTrail User Guide, "CloudTrail log file name format", "Logging data events",
"Creating a trail for an organization", "Configuring Amazon SNS notifications for CloudTrail".
"""

import json
import re

from expect import refused
from trails import bucket_policy, log_keys, make_trail, records

ACCOUNT = "111111111111"


def test_events_are_in_files_after_five_minutes(own_server):
    arn = make_trail(own_server, ACCOUNT)
    own_server.client("sqs", ACCOUNT).create_queue(QueueName="orders")
    own_server.client("sqs", ACCOUNT, region="eu-west-1").create_queue(QueueName="elsewhere")
    s3 = own_server.client("s3", ACCOUNT)
    assert log_keys(s3, "trail-logs") == []
    own_server.clock(advance="5m")
    (key,) = log_keys(s3, "trail-logs")
    assert re.fullmatch(
        r"AWSLogs/111111111111/CloudTrail/us-east-1/\d{4}/\d\d/\d\d/"
        r"111111111111_CloudTrail_us-east-1_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz", key), key
    found = records(s3, "trail-logs")
    assert [record["eventName"] for record in found] == ["StartLogging", "CreateQueue"]
    created = found[1]
    assert created["requestParameters"] == {"queueName": "orders"}
    assert created["sourceIPAddress"] == "127.0.0.1"
    assert "Boto3" in created["userAgent"]
    head = s3.head_object(Bucket="trail-logs", Key=key)
    assert head["ContentType"] == "application/json" and head["ContentEncoding"] == "gzip"
    # What has been delivered is not delivered again, and nothing is for nothing.
    own_server.clock(advance="20m")
    names = [record["eventName"] for record in records(s3, "trail-logs")]
    assert names.count("CreateQueue") == 1
    status = own_server.client("cloudtrail", ACCOUNT).get_trail_status(Name=arn)
    assert status["IsLogging"] and "LatestDeliveryError" not in status


def test_many_events_come_in_several_files_each_once(own_server):
    # A thousand events make a file; what is packed outside of a transaction is put once.
    make_trail(own_server, ACCOUNT)
    own_server.clock(freeze=True)
    sns = own_server.client("sns", ACCOUNT)
    for _ in range(1_100):
        sns.create_topic(Name="t")
    s3 = own_server.client("s3", ACCOUNT)
    s3.put_bucket_policy(Bucket="trail-logs", Policy=bucket_policy(
        "trail-logs", accounts=["222222222222"]))
    own_server.clock(advance="5m")
    assert log_keys(s3, "trail-logs") == []
    s3.put_bucket_policy(Bucket="trail-logs", Policy=bucket_policy(
        "trail-logs", accounts=[ACCOUNT]))
    own_server.clock(advance="10m")
    assert len(log_keys(s3, "trail-logs")) >= 2
    found = [it["eventID"] for it in records(s3, "trail-logs") if it["eventName"] == "CreateTopic"]
    assert len(found) == len(set(found)) == 1_100


def test_a_trail_of_all_regions(own_server):
    make_trail(own_server, ACCOUNT, IsMultiRegionTrail=True)
    own_server.client("sqs", ACCOUNT, region="eu-west-1").create_queue(QueueName="elsewhere")
    own_server.client("iam", ACCOUNT).create_user(UserName="ann")
    own_server.clock(advance="5m")
    s3 = own_server.client("s3", ACCOUNT)
    (europe,) = records(s3, "trail-logs", "/eu-west-1/")
    assert europe["eventName"] == "CreateQueue" and europe["awsRegion"] == "eu-west-1"
    home = [record["eventName"] for record in records(s3, "trail-logs", "/us-east-1/")]
    assert "CreateUser" in home and "CreateQueue" not in home


def test_who_deleted_this_object(own_server):
    """The lab who-deleted-it: the data events of the bucket tell, the history does not."""
    make_trail(own_server, ACCOUNT)
    trail = own_server.client("cloudtrail", ACCOUNT)
    trail.put_event_selectors(TrailName="main", EventSelectors=[{
        "ReadWriteType": "WriteOnly", "IncludeManagementEvents": False,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::papers/"]}]}])
    iam = own_server.client("iam", ACCOUNT)
    iam.create_user(UserName="mallory")
    iam.attach_user_policy(
        UserName="mallory", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
    key = iam.create_access_key(UserName="mallory")["AccessKey"]
    s3 = own_server.client("s3", ACCOUNT)
    for bucket in ("papers", "other"):
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="will.txt", Body=b"to my heirs")
    s3.get_object(Bucket="papers", Key="will.txt")["Body"].read()
    theirs = own_server.client(
        "s3", key["AccessKeyId"], secret=key["SecretAccessKey"])
    theirs.delete_object(Bucket="papers", Key="will.txt")
    theirs.delete_object(Bucket="other", Key="will.txt")
    own_server.clock(advance="5m")
    found = records(s3, "trail-logs")
    names = [(record["eventName"], record["requestParameters"]["bucketName"]) for record in found]
    assert names == [("PutObject", "papers"), ("DeleteObject", "papers")]
    put, deleted = found
    assert deleted["userIdentity"]["type"] == "IAMUser"
    assert deleted["userIdentity"]["userName"] == "mallory"
    assert deleted["userIdentity"]["accessKeyId"] == key["AccessKeyId"]
    assert deleted["requestParameters"]["key"] == "will.txt"
    assert deleted["resources"][0] == {
        "type": "AWS::S3::Object", "ARN": "arn:aws:s3:::papers/will.txt"}
    assert deleted["eventCategory"] == "Data" and deleted["managementEvent"] is False
    assert put["additionalEventData"]["bytesTransferredIn"] == len(b"to my heirs")
    # Without data events, nothing tells.
    seen = trail.lookup_events(LookupAttributes=[
        {"AttributeKey": "EventName", "AttributeValue": "DeleteObject"}])
    assert seen["Events"] == []


def test_advanced_selectors_take_data_events_of_queues(own_server):
    make_trail(own_server, ACCOUNT)
    sqs = own_server.client("sqs", ACCOUNT)
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("a", "b")}
    own_server.client("cloudtrail", ACCOUNT).put_event_selectors(
        TrailName="main", AdvancedEventSelectors=[{"Name": "a", "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::SQS::Queue"]},
            {"Field": "resources.ARN", "Equals": [f"arn:aws:sqs:us-east-1:{ACCOUNT}:a"]}]}])
    for url in urls.values():
        sqs.send_message(QueueUrl=url, MessageBody="secret")
        sqs.receive_message(QueueUrl=url)
    own_server.clock(advance="5m")
    found = records(own_server.client("s3", ACCOUNT), "trail-logs")
    assert [record["eventName"] for record in found] == ["SendMessage", "ReceiveMessage"]
    assert found[0]["requestParameters"]["messageBody"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert found[0]["resources"][0]["ARN"] == f"arn:aws:sqs:us-east-1:{ACCOUNT}:a"
    assert found[0]["responseElements"]["messageId"]
    assert found[1]["responseElements"] is None and found[1]["readOnly"] is True


def test_refused_calls_are_data_events_too(own_server):
    make_trail(own_server, ACCOUNT)
    own_server.client("cloudtrail", ACCOUNT).put_event_selectors(
        TrailName="main", EventSelectors=[{"IncludeManagementEvents": False, "DataResources": [
            {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::papers/"]}]}])
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="papers")
    iam = own_server.client("iam", ACCOUNT)
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    eve = own_server.client("s3", key["AccessKeyId"], secret=key["SecretAccessKey"])
    with refused("AccessDenied", status=403):
        eve.put_object(Bucket="papers", Key="k", Body=b"x")
    with refused("AccessDenied", status=403):
        eve.get_object(Bucket="papers", Key="k")
    s3.put_object(Bucket="papers", Key="k", Body=b"four")
    s3.get_object(Bucket="papers", Key="k")["Body"].read()
    own_server.clock(advance="5m")
    found = records(s3, "trail-logs")
    told = {(record["eventName"], record.get("errorCode")): record for record in found}
    assert set(told) == {("PutObject", "AccessDenied"), ("GetObject", "AccessDenied"),
                         ("PutObject", None), ("GetObject", None)} and len(found) == 4
    for name in ("PutObject", "GetObject"):
        assert told[name, "AccessDenied"]["userIdentity"]["userName"] == "eve"
    assert told["GetObject", None]["additionalEventData"]["bytesTransferredOut"] == 4
    assert told["PutObject", None]["additionalEventData"]["bytesTransferredIn"] == 4


def test_what_cannot_be_delivered_waits(own_server):
    arn = make_trail(own_server, ACCOUNT)
    s3 = own_server.client("s3", ACCOUNT)
    policy = s3.get_bucket_policy(Bucket="trail-logs")["Policy"]
    s3.delete_bucket_policy(Bucket="trail-logs")
    own_server.clock(advance="5m")
    trail = own_server.client("cloudtrail", ACCOUNT)
    assert trail.get_trail_status(Name=arn)["LatestDeliveryError"] == "AccessDenied"
    assert log_keys(s3, "trail-logs") == []
    s3.put_bucket_policy(Bucket="trail-logs", Policy=policy)
    own_server.clock(advance="5m")
    assert "LatestDeliveryError" not in trail.get_trail_status(Name=arn)
    names = [record["eventName"] for record in records(s3, "trail-logs")]
    assert names[0] == "StartLogging" and "DeleteBucketPolicy" in names


def test_what_happens_while_a_trail_is_stopped_is_not_its_own(own_server):
    make_trail(own_server, ACCOUNT)
    trail = own_server.client("cloudtrail", ACCOUNT)
    sqs = own_server.client("sqs", ACCOUNT)
    sqs.create_queue(QueueName="before")
    trail.stop_logging(Name="main")
    sqs.create_queue(QueueName="between")
    trail.start_logging(Name="main")
    sqs.create_queue(QueueName="after")
    own_server.clock(advance="5m")
    found = records(own_server.client("s3", ACCOUNT), "trail-logs")
    names = [record["eventName"] for record in found]
    queues = {record["requestParameters"]["queueName"] for record in found
              if record["eventName"] == "CreateQueue"}
    assert queues == {"before", "after"}
    # Who stops a trail is its last event, and who starts it its first.
    assert names.count("StopLogging") == 1 and names.count("StartLogging") == 2


def topic_policy(topic, principal):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": principal, "Action": "SNS:Publish", "Resource": topic}]})


def test_a_topic_is_told_of_each_file(own_server):
    sns, sqs = (own_server.client(name, ACCOUNT) for name in ("sns", "sqs"))
    topic = sns.create_topic(Name="files")["TopicArn"]
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=topic_policy(
            topic, {"Service": "cloudtrail.amazonaws.com"}))
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:told"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": queue}]})})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    make_trail(own_server, ACCOUNT, SnsTopicName="files")
    own_server.clock(advance="5m")
    bodies = []
    while messages := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            bodies.append(json.loads(message["Body"])["Message"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    (key,) = log_keys(own_server.client("s3", ACCOUNT), "trail-logs")
    assert {"s3Bucket": "trail-logs", "s3ObjectKey": [key]} in [
        json.loads(body) for body in bodies if body.startswith("{")]
    trail = own_server.client("cloudtrail", ACCOUNT)
    closed = sns.create_topic(Name="closed")["TopicArn"]
    sns.set_topic_attributes(
        TopicArn=closed, AttributeName="Policy", AttributeValue=topic_policy(
            closed, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    for topic in ("closed", "lost"):
        with refused("InsufficientSnsTopicPolicyException",
                     message="SNS Topic does not exist or the topic policy is incorrect!"):
            trail.update_trail(Name="main", SnsTopicName=topic)


def test_a_trail_of_an_organization(own_server):
    organizations = own_server.client("organizations", ACCOUNT)
    organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    trail = own_server.client("cloudtrail", ACCOUNT)
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="trail-logs")
    wanted = dict(Name="all", S3BucketName="trail-logs", IsOrganizationTrail=True,
                  IsMultiRegionTrail=True)
    with refused("CloudTrailAccessNotEnabledException"):
        trail.create_trail(**wanted)
    organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    s3.put_bucket_policy(Bucket="trail-logs", Policy=bucket_policy(
        "trail-logs", accounts=[ACCOUNT]))
    with refused("InsufficientS3BucketPolicyException"):
        trail.create_trail(**wanted)
    s3.put_bucket_policy(Bucket="trail-logs", Policy=bucket_policy(
        "trail-logs", accounts=[ACCOUNT], organization=organization))
    arn = trail.create_trail(**wanted)["TrailARN"]
    trail.start_logging(Name="all")
    request = organizations.create_account(
        Email="dev@example.com", AccountName="dev")["CreateAccountStatus"]["Id"]
    own_server.clock(advance="1m")
    member = organizations.describe_create_account_status(
        CreateAccountRequestId=request)["CreateAccountStatus"]["AccountId"]
    own_server.client("sqs", member, region="eu-west-1").create_queue(QueueName="theirs")
    own_server.clock(advance="5m")
    (created,) = [
        record for record in records(s3, "trail-logs", f"/{organization}/{member}/CloudTrail/")
        if record["eventName"] == "CreateQueue"]
    assert created["recipientAccountId"] == member and created["awsRegion"] == "eu-west-1"
    # A member sees the trail, and cannot change it.
    theirs = own_server.client("cloudtrail", member)
    (seen,) = theirs.describe_trails()["trailList"]
    assert seen["TrailARN"] == arn and seen["IsOrganizationTrail"]
    assert theirs.describe_trails(includeShadowTrails=False)["trailList"] == []
    for change in (theirs.stop_logging, theirs.delete_trail):
        with refused("NotOrganizationMasterAccountException"):
            change(Name=arn)
    with refused("NotOrganizationMasterAccountException"):
        theirs.create_trail(**{**wanted, "Name": "mine"})


def key_policy(account, arn):
    """As "Configure AWS KMS key policies for CloudTrail" has it."""
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
         "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
         "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {
             "StringEquals": {"aws:SourceArn": arn},
             "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn":
                            f"arn:aws:cloudtrail:*:{account}:trail/*"}}}]})


def test_log_files_are_encrypted_by_the_trails_key(own_server):
    arn = make_trail(own_server, ACCOUNT)
    kms, s3, trail = (own_server.client(name, ACCOUNT) for name in ("kms", "s3", "cloudtrail"))
    key = kms.create_key()["KeyMetadata"]["Arn"]
    with refused("InsufficientEncryptionPolicyException"):
        trail.update_trail(Name="main", KmsKeyId=key)
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=key_policy(ACCOUNT, arn))
    assert trail.update_trail(Name="main", KmsKeyId=key)["KmsKeyId"] == key
    own_server.clock(advance="5m")
    (name,) = log_keys(s3, "trail-logs")
    head = s3.head_object(Bucket="trail-logs", Key=name)
    assert head["ServerSideEncryption"] == "aws:kms" and head["SSEKMSKeyId"] == key
    assert records(s3, "trail-logs")
    with refused("KmsKeyNotFoundException"):
        trail.update_trail(Name="main", KmsKeyId="alias/lost")
    kms.disable_key(KeyId=key)
    with refused("KmsKeyDisabledException"):
        trail.update_trail(Name="main", KmsKeyId=key)
