"""Analyzers of external access: who outside the account gets in by its resources' policies.

Sources: IAM User Guide, "How IAM Access Analyzer findings work", "Resolve IAM Access Analyzer
findings", "Monitoring IAM Access Analyzer with Amazon EventBridge"; the API reference.
"""

import json

import pytest

from expect import refused

OTHER = "222222222222"


def policy(principal, action, resource, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource,
         **more}]})


@pytest.fixture
def analyzer(own_server):
    return own_server.client("accessanalyzer")


@pytest.fixture
def s3(own_server):
    return own_server.client("s3")


def findings(analyzer, arn, **criteria):
    listed = analyzer.list_findings(
        analyzerArn=arn, filter={key: {"eq": [value]} for key, value in criteria.items()})
    return listed["findings"]


def test_a_bucket_that_is_shared_and_then_is_not(own_server, analyzer, s3):
    s3.create_bucket(Bucket="shared")
    s3.create_bucket(Bucket="private")
    s3.put_bucket_policy(Bucket="shared", Policy=policy(
        {"AWS": OTHER}, "s3:GetObject", "arn:aws:s3:::shared/*"))
    arn = analyzer.create_analyzer(analyzerName="main", type="ACCOUNT")["arn"]
    own_server.clock(advance="1s")
    [finding] = findings(analyzer, arn, status="ACTIVE")
    assert finding["resource"] == "arn:aws:s3:::shared"
    assert finding["principal"] == {"AWS": OTHER}
    assert (finding["isPublic"], finding["sources"]) == (False, [{"type": "POLICY"}])
    resources = analyzer.list_analyzed_resources(
        analyzerArn=arn, resourceType="AWS::S3::Bucket")["analyzedResources"]
    assert [it["resourceArn"] for it in resources] == [
        "arn:aws:s3:::private", "arn:aws:s3:::shared"]
    s3.delete_bucket_policy(Bucket="shared")
    own_server.clock(advance="30m")
    assert findings(analyzer, arn, status="ACTIVE") == []
    shown = analyzer.get_finding_v2(analyzerArn=arn, id=finding["id"])
    assert (shown["status"], shown["findingType"]) == ("RESOLVED", "ExternalAccess")


def test_what_the_block_of_public_access_closes_is_no_finding(own_server, analyzer, s3):
    s3.create_bucket(Bucket="open")
    # Otherwise a policy for everybody is not taken.
    s3.put_public_access_block(Bucket="open", PublicAccessBlockConfiguration={
        "BlockPublicPolicy": False, "RestrictPublicBuckets": False})
    s3.put_bucket_policy(
        Bucket="open", Policy=policy("*", "s3:GetObject", "arn:aws:s3:::open/*"))
    arn = analyzer.create_analyzer(analyzerName="main", type="ACCOUNT")["arn"]
    own_server.clock(advance="1s")
    [finding] = findings(analyzer, arn, isPublic="true")
    assert finding["principal"] == {"AWS": "*"}
    s3.put_public_access_block(Bucket="open", PublicAccessBlockConfiguration={
        "RestrictPublicBuckets": True})
    analyzer.start_resource_scan(analyzerArn=arn, resourceArn="arn:aws:s3:::open")
    own_server.clock(advance="1s")
    assert findings(analyzer, arn, status="ACTIVE") == []


def test_eventbridge_is_told(own_server, analyzer):
    sqs, events = own_server.client("sqs"), own_server.client("events")
    queue = sqs.create_queue(QueueName="told")["QueueUrl"]
    told = sqs.get_queue_attributes(
        QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(
        {"Service": "events.amazonaws.com"}, "sqs:SendMessage", told)})
    events.put_rule(Name="findings", EventPattern=json.dumps({
        "source": ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"]}))
    events.put_targets(Rule="findings", Targets=[{"Id": "q", "Arn": told}])
    own_server.client("sns").create_topic(Name="news", Attributes={"Policy": policy(
        {"AWS": OTHER}, "sns:Publish", "*")})
    analyzer.create_analyzer(analyzerName="main", type="ACCOUNT")
    own_server.clock(advance="1s")
    [message] = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=0)["Messages"]
    detail = json.loads(message["Body"])["detail"]
    assert (detail["status"], detail["resourceType"], detail["principal"]) == (
        "ACTIVE", "AWS::SNS::Topic", {"AWS": OTHER})


def test_one_analyzer_an_account_and_region(analyzer):
    analyzer.create_analyzer(analyzerName="main", type="ACCOUNT")
    with refused("ConflictException", status=409):
        analyzer.create_analyzer(analyzerName="main", type="ACCOUNT")
    with refused("ServiceQuotaExceededException"):
        analyzer.create_analyzer(analyzerName="second", type="ACCOUNT")
    analyzer.delete_analyzer(analyzerName="main")
    with refused("ResourceNotFoundException", status=404):
        analyzer.get_analyzer(analyzerName="main")
