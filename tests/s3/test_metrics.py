"""Request metrics: what is asked of a bucket is counted by its configurations.

UG: Amazon S3 User Guide, "CloudWatch metrics configurations" (which requests), "Metrics and
dimensions" (what each metric counts; errors are 0 or 1 of each request).
"""

import pytest
from expect import refused

ACCOUNT = "111111111111"
HOUR = 3600


class World:
    def __init__(self, server):
        server.clock(set="2030-01-01T10:30:00Z")
        self.server = server
        self.s3 = server.client("s3", account=ACCOUNT)
        self.cloudwatch = server.client("cloudwatch", account=ACCOUNT)
        self.s3.create_bucket(Bucket="seen")

    def count_by(self, name, **filters):
        configuration = {"Id": name, **({"Filter": filters} if filters else {})}
        self.s3.put_bucket_metrics_configuration(
            Bucket="seen", Id=name, MetricsConfiguration=configuration)

    def statistics(self, metric, name, *statistics):
        points = self.cloudwatch.get_metric_statistics(
            Namespace="AWS/S3", MetricName=metric, Period=HOUR, Statistics=list(statistics),
            Dimensions=[{"Name": "BucketName", "Value": "seen"},
                        {"Name": "FilterId", "Value": name}],
            StartTime="2030-01-01T10:00:00Z", EndTime="2030-01-01T11:00:00Z")["Datapoints"]
        return [tuple(point[it] for it in (*statistics, "Unit")) for point in points]

    def sum(self, metric, name):
        """`None`: there is nothing."""
        points = self.statistics(metric, name, "Sum")
        return points[0][0] if points else None

    def counted(self, name):
        metrics = ["All", "Get", "Put", "Head", "Post", "Delete", "List", "Select"]
        sums = {it: self.sum(f"{it}Requests", name) for it in metrics}
        return {it: number for it, number in sums.items() if number is not None}


@pytest.fixture
def world(own_server):
    return World(own_server)


def test_requests_count_by_what_they_are(world):
    s3 = world.s3
    s3.put_object(Bucket="seen", Key="before", Body=b"12345")
    world.count_by("all")
    world.count_by("docs", Prefix="d/")
    s3.put_object(Bucket="seen", Key="d/a", Body=b"123")
    s3.put_object(Bucket="seen", Key="e/a", Body=b"12345")
    assert s3.get_object(Bucket="seen", Key="d/a")["Body"].read() == b"123"
    s3.get_object(Bucket="seen", Key="e/a", Range="bytes=0-1")["Body"].read()
    s3.head_object(Bucket="seen", Key="d/a")
    s3.list_objects_v2(Bucket="seen")
    upload = s3.create_multipart_upload(Bucket="seen", Key="d/b")["UploadId"]
    s3.upload_part(Bucket="seen", Key="d/b", UploadId=upload, PartNumber=1, Body=b"1234567")
    s3.list_parts(Bucket="seen", Key="d/b", UploadId=upload)
    s3.abort_multipart_upload(Bucket="seen", Key="d/b", UploadId=upload)
    s3.delete_objects(Bucket="seen", Delete={"Objects": [{"Key": "e/a"}, {"Key": "before"}]})
    # What is asked of the bucket itself does not count.
    s3.get_bucket_versioning(Bucket="seen")
    s3.head_bucket(Bucket="seen")
    assert world.counted("all") == {
        "All": 11, "Get": 2, "Put": 3, "Head": 1, "Post": 1, "Delete": 2, "List": 2}
    assert world.counted("docs") == {
        "All": 7, "Get": 1, "Put": 2, "Head": 1, "Post": 1, "Delete": 1, "List": 1}
    assert world.statistics("BytesUploaded", "docs", "Sum", "SampleCount") == [(10, 2, "Bytes")]
    assert world.statistics("BytesUploaded", "all", "Sum", "Maximum") == [(15, 7, "Bytes")]
    # What comes back with a body, of whatever request.
    assert world.statistics("BytesDownloaded", "all", "Minimum")[0][0] == 2
    assert world.sum("5xxErrors", "all") == 0


def test_copies_count_for_source_and_target(world):
    # UG: GetRequests "is incremented for the source of each CopyObject request".
    s3 = world.s3
    s3.put_object(Bucket="seen", Key="d/a", Body=b"123")
    world.count_by("from", Prefix="d/")
    world.count_by("to", Prefix="e/")
    s3.copy_object(Bucket="seen", Key="e/a", CopySource={"Bucket": "seen", "Key": "d/a"})
    assert world.counted("from") == {"Get": 1}
    assert world.counted("to") == {"All": 1, "Put": 1}


def test_errors_are_rates(world):
    s3 = world.s3
    world.count_by("docs", Prefix="d/")
    s3.put_object(Bucket="seen", Key="d/a", Body=b"123")
    for key in ("d/none", "e/none", "d/none"):
        with refused("NoSuchKey"):
            s3.get_object(Bucket="seen", Key=key)
    s3.get_object(Bucket="seen", Key="d/a")["Body"].read()
    assert world.statistics("4xxErrors", "docs", "Sum", "Average", "SampleCount") == \
        [(2, 0.5, 4, "Count")]
    stranger = world.server.client("s3", account="222222222222")
    with refused("AccessDenied"):
        stranger.get_object(Bucket="seen", Key="d/a")
    assert world.sum("4xxErrors", "docs") == 3
    assert world.counted("docs") == {"All": 5, "Get": 4, "Put": 1}


def test_deleted_configurations_count_no_more(world):
    s3 = world.s3
    world.count_by("all")
    world.count_by("docs", Prefix="d/")
    s3.put_object(Bucket="seen", Key="d/a", Body=b"1")
    s3.delete_bucket_metrics_configuration(Bucket="seen", Id="all")
    s3.put_object(Bucket="seen", Key="d/a", Body=b"1")
    assert (world.sum("PutRequests", "all"), world.sum("PutRequests", "docs")) == (1, 2)
    s3.delete_bucket_metrics_configuration(Bucket="seen", Id="docs")
    s3.put_object(Bucket="seen", Key="d/a", Body=b"1")
    assert (world.sum("PutRequests", "all"), world.sum("PutRequests", "docs")) == (1, 2)
    with refused("NoSuchConfiguration", status=404):
        s3.delete_bucket_metrics_configuration(Bucket="seen", Id="docs")


def test_tags_and_access_points_choose(world, control_of):
    s3 = world.s3
    control = control_of(world.server, ACCOUNT)
    point = control.create_access_point(AccountId=ACCOUNT, Name="door", Bucket="seen")
    arn = point["AccessPointArn"]
    world.count_by("tagged", Tag={"Key": "k", "Value": "v"})
    world.count_by("door", AccessPointArn=arn)
    world.count_by("some", And={"Prefix": "d/", "AccessPointArn": arn})
    s3.put_object(Bucket="seen", Key="d/a", Body=b"1", Tagging="k=v")
    s3.put_object(Bucket="seen", Key="d/b", Body=b"1", Tagging="k=other")
    s3.get_object(Bucket="seen", Key="d/a")["Body"].read()
    assert world.counted("tagged") == {"All": 2, "Put": 1, "Get": 1}
    s3.get_object(Bucket=point["Alias"], Key="d/b")["Body"].read()
    s3.head_object(Bucket=point["Alias"], Key="d/b")
    s3.put_object(Bucket=point["Alias"], Key="e/b", Body=b"1")
    s3.list_objects_v2(Bucket=point["Alias"])
    assert world.counted("door") == {"All": 4, "Get": 1, "Head": 1, "Put": 1, "List": 1}
    assert world.counted("some") == {"All": 2, "Get": 1, "Head": 1}


def test_an_alarm_is_told_of_errors(world):
    world.count_by("all")
    world.cloudwatch.put_metric_alarm(
        AlarmName="misses", Namespace="AWS/S3", MetricName="4xxErrors", Statistic="Sum",
        Dimensions=[{"Name": "BucketName", "Value": "seen"},
                    {"Name": "FilterId", "Value": "all"}],
        Period=60, EvaluationPeriods=1, Threshold=2,
        ComparisonOperator="GreaterThanOrEqualToThreshold")
    world.server.clock(advance="2m")
    for _ in range(2):
        with refused("NoSuchKey"):
            world.s3.get_object(Bucket="seen", Key="none")
    world.server.clock(advance="1m")
    [alarm] = world.cloudwatch.describe_alarms(AlarmNames=["misses"])["MetricAlarms"]
    assert alarm["StateValue"] == "ALARM"


def test_a_bucket_has_a_thousand_configurations(world):
    for number in range(1000):
        world.count_by(f"c{number:04}")
    with refused("TooManyConfigurations", status=400):
        world.count_by("more")
    world.count_by("c0000", Prefix="p/")
    pages, token = [], {}
    while True:
        page = world.s3.list_bucket_metrics_configurations(Bucket="seen", **token)
        pages.append([it["Id"] for it in page["MetricsConfigurationList"]])
        if not page["IsTruncated"]:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    assert [len(page) for page in pages] == [100] * 10
    assert sum(pages, []) == [f"c{number:04}" for number in range(1000)]
