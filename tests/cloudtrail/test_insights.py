"""Insights: minutes that are unlike the week before are told, in files and to LookupEvents."""

import json

import pytest
from botocore.exceptions import ClientError

from expect import refused
from trails import make_trail, records

ACCOUNT = "111111111111"
BOTH = [{"InsightType": "ApiCallRateInsight"}, {"InsightType": "ApiErrorRateInsight"}]


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    return own_server


def insights(trail, **options):
    return [json.loads(event["CloudTrailEvent"]) for event in trail.lookup_events(
        EventCategory="insight", **options)["Events"]]


def burst(server, count):
    sns = server.client("sns", ACCOUNT)
    for _ in range(count):
        sns.create_topic(Name="t")


def test_a_burst_of_calls_begins_and_ends(server):
    arn = make_trail(server, ACCOUNT, EnableLogFileValidation=True)
    trail = server.client("cloudtrail", ACCOUNT)
    trail.put_insight_selectors(TrailName=arn, InsightSelectors=BOTH)
    server.clock(advance="5m")
    # Nothing is told before it is known what is usual.
    burst(server, 40)
    server.clock(advance="20m")
    assert insights(trail) == []
    server.clock(advance="36h")
    burst(server, 60)
    server.clock(advance="1m")
    burst(server, 30)
    server.clock(advance="4m")
    (start,) = insights(trail)
    detail = start["insightDetails"]
    assert (detail["state"], detail["insightType"]) == ("Start", "ApiCallRateInsight")
    assert (detail["eventSource"], detail["eventName"]) == ("sns.amazonaws.com", "CreateTopic")
    statistics = detail["insightContext"]["statistics"]
    # 40 calls in the seven days (10,080 minutes) before.
    assert statistics["baseline"]["average"] == pytest.approx(40 / 10_080)
    assert statistics["insight"]["average"] == 60
    assert (statistics["baselineDuration"], statistics["insightDuration"]) == (10_080, 1)
    who = {it["attribute"]: it for it in detail["insightContext"]["attributions"]}
    assert set(who) == {"userIdentityArn", "userAgent", "errorCode"}
    assert who["userIdentityArn"]["insight"][0] == {
        "value": f"arn:aws:iam::{ACCOUNT}:root", "average": 60}
    assert who["errorCode"]["insight"][0]["value"] == "null"
    assert start["eventType"] == "AwsCloudTrailInsight" and start["eventCategory"] == "Insight"
    assert start["recipientAccountId"] == ACCOUNT and start["awsRegion"] == "us-east-1"
    server.clock(advance="15m")
    end, again = insights(trail)
    assert again == start
    assert (end["insightDetails"]["state"], end["sharedEventID"]) == (
        "End", start["sharedEventID"])
    ended = end["insightDetails"]["insightContext"]["statistics"]
    assert (ended["insightDuration"], ended["insight"]["average"]) == (2, 45)
    s3 = server.client("s3", ACCOUNT)
    assert records(s3, "trail-logs", "/CloudTrail-Insight/us-east-1/") == [start, end]
    named = [{"AttributeKey": "EventName", "AttributeValue": "CreateTopic"}]
    assert len(insights(trail, LookupAttributes=named)) == 2
    named[0]["AttributeValue"] = "DeleteTopic"
    assert insights(trail, LookupAttributes=named) == []
    with pytest.raises(ClientError) as refused:
        insights(trail, LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "a"}])
    assert refused.value.response["Error"]["Code"] == "InvalidLookupAttributesException"
    # What was counted can be asked for.
    ask = dict(EventSource="sns.amazonaws.com", EventName="CreateTopic",
               InsightType="ApiCallRateInsight")
    told = trail.list_insights_metric_data(**ask, Period=60)
    assert told["Values"] == [40, 60, 30] and len(told["Timestamps"]) == 3
    assert sum(trail.list_insights_metric_data(**ask)["Values"]) == 130
    page = trail.list_insights_metric_data(**ask, Period=60, MaxResults=2)
    assert page["Values"] == [40, 60]
    rest = trail.list_insights_metric_data(**ask, Period=60, NextToken=page["NextToken"])
    assert rest["Values"] == [30]


def test_errors_are_told_by_their_code(server):
    arn = make_trail(server, ACCOUNT)
    trail = server.client("cloudtrail", ACCOUNT)
    trail.put_insight_selectors(TrailName=arn, InsightSelectors=BOTH[1:])
    server.clock(advance="37h")
    kms = server.client("kms", ACCOUNT)
    for _ in range(20):
        with pytest.raises(ClientError):
            kms.describe_key(KeyId="12345678-1234-1234-1234-123456789012")
    burst(server, 20)
    server.clock(advance="5m")
    (start,) = insights(trail)
    detail = start["insightDetails"]
    assert (detail["insightType"], detail["errorCode"]) == (
        "ApiErrorRateInsight", "NotFoundException")
    assert detail["insightContext"]["statistics"]["baseline"]["average"] == 0
    trail.put_insight_selectors(TrailName=arn, InsightSelectors=[])
    server.clock(advance="1h")
    assert len(insights(trail)) == 1


def test_failed_reads_of_objects_are_unusual(server):
    # API Reference, PutInsightSelectors: "ApiErrorRateInsight … analyzes management and data API
    # calls that result in error codes", ListInsightsData.
    arn = make_trail(server, ACCOUNT)
    trail = server.client("cloudtrail", ACCOUNT)
    selectors = [{"InsightType": "ApiErrorRateInsight", "EventCategories": ["Data"]}]
    with refused("InvalidInsightSelectorsException"):
        trail.put_insight_selectors(TrailName=arn, InsightSelectors=selectors)
    s3 = server.client("s3", ACCOUNT)
    for bucket in ("watched", "other"):
        s3.create_bucket(Bucket=bucket)
    trail.put_event_selectors(TrailName=arn, AdvancedEventSelectors=[{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::watched/"]}]}])
    trail.put_insight_selectors(TrailName=arn, InsightSelectors=selectors)
    server.clock(advance="37h")
    for _ in range(20):
        # What the trail does not log is not counted.
        for bucket in ("watched", "other", "other"):
            with refused("NoSuchKey"):
                s3.get_object(Bucket=bucket, Key="none")
        s3.list_objects_v2(Bucket="watched")
    server.clock(advance="6m")
    (event,) = trail.list_insights_data(InsightSource=arn, DataType="InsightsEvents")["Events"]
    detail = json.loads(event["CloudTrailEvent"])["insightDetails"]
    assert (detail["state"], detail["eventName"], detail["errorCode"]) == (
        "Start", "GetObject", "NoSuchKey")
    assert detail["insightContext"]["statistics"]["insight"]["average"] == 20
    assert insights(trail) == []
    # The data events themselves still come into the bucket.
    logged = records(s3, "trail-logs", "/CloudTrail/us-east-1/")
    assert [it["eventName"] for it in logged].count("GetObject") == 20
    with refused("InvalidParameterException"):
        trail.list_insights_data(InsightSource=arn + "x", DataType="InsightsEvents")
