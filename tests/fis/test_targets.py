"""AWS FIS: targets by tags and filters, experiments in several accounts, logs, zones.

Sources: AWS FIS User Guide, "Targets for AWS FIS", "Working with multi-account experiments",
"Experiment logging for AWS FIS".
"""

import gzip
import json

import botocore.exceptions
import pytest

ACCOUNT = "444444444444"
OTHER = "555555555555"
LOOK = ("s3:*", "fis:*", "dynamodb:*", "iam:List*")


def code_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def role(iam, name, service, *actions):
    """A role that a service may take on."""
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}}
    arn = iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": list(actions), "Resource": "*"}}
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    return arn


def start(server, fis, template_id, token="s"):
    found = fis.start_experiment(clientToken=token, experimentTemplateId=template_id)
    server.clock(advance="1s")
    return found["experiment"]["id"]


def state(fis, experiment):
    return fis.get_experiment(id=experiment)["experiment"]["state"]


@pytest.fixture
def fis(own_server):
    return own_server.client("fis", ACCOUNT)


@pytest.fixture
def runner(own_server):
    return role(own_server.client("iam", ACCOUNT), "fis", "fis.amazonaws.com", *LOOK)


def make(fis, runner, target, token="t", action=None, **more):
    """A template that waits, so that its targets can be looked at."""
    wait = {"actionId": "aws:fis:wait", "parameters": {"duration": "PT5M"}}
    return fis.create_experiment_template(
        clientToken=token, description="d", stopConditions=[{"source": "none"}],
        roleArn=runner, targets={"them": target}, actions={"act": action or wait},
        **more)["experimentTemplate"]["id"]


def resolved(server, fis, template, token="s"):
    experiment = start(server, fis, template, token)
    found = fis.list_experiment_resolved_targets(experimentId=experiment)["resolvedTargets"]
    return experiment, [it["targetInformation"]["arn"] for it in found]


def buckets(server, account=ACCOUNT, *names):
    s3 = server.client("s3", account)
    for name, tags in names:
        s3.create_bucket(Bucket=name)
        if tags:
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [
                {"Key": key, "Value": value} for key, value in tags.items()]})


def test_buckets_by_tags(own_server, fis, runner):
    buckets(own_server, ACCOUNT, ("plain-bucket", None),
            ("one-bucket", {"env": "test", "team": "x"}),
            ("two-bucket", {"env": "test", "team": "y"}),
            ("three-bucket", {"env": "test", "team": "x"}))
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "test", "team": "x"}}
    _, arns = resolved(own_server, fis, make(fis, runner, target))
    assert arns == ["arn:aws:s3:::one-bucket", "arn:aws:s3:::three-bucket"]
    for mode, count in (("COUNT(1)", 1), ("PERCENT(67)", 2), ("COUNT(9)", 3)):
        target = {"resourceType": "aws:s3:bucket", "selectionMode": mode,
                  "resourceTags": {"env": "test"}}
        _, arns = resolved(own_server, fis, make(fis, runner, target, mode), mode)
        assert len(arns) == count, mode
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "production"}}
    experiment, arns = resolved(own_server, fis, make(fis, runner, target, "none"), "none")
    assert arns == [] and state(fis, experiment)["status"] == "failed"


def test_filters_look_at_what_the_service_tells(own_server, fis, runner):
    dynamodb = own_server.client("dynamodb", ACCOUNT)
    for name in ("orders", "carts", "alone"):
        dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", Tags=[{"Key": "env", "Value": "test"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    own_server.clock(advance="1m")
    for name, region in (("orders", "eu-west-1"), ("carts", "eu-central-1")):
        dynamodb.update_table(
            TableName=name, ReplicaUpdates=[{"Create": {"RegionName": region}}])
        own_server.clock(advance="5m")
    tags = {"resourceType": "aws:dynamodb:global-table", "selectionMode": "ALL",
            "resourceTags": {"env": "test"}}
    _, arns = resolved(own_server, fis, make(fis, runner, tags))
    assert [arn.rsplit("/", 1)[1] for arn in arns] == ["carts", "orders"], "alone has no replicas"
    filters = [{"path": "Replicas.RegionName", "values": ["eu-west-1", "us-west-2"]},
               {"path": "TableStatus", "values": ["ACTIVE"]}]
    _, arns = resolved(
        own_server, fis, make(fis, runner, {**tags, "filters": filters}, "f"), "f")
    assert [arn.rsplit("/", 1)[1] for arn in arns] == ["orders"]


def test_what_is_neither_named_nor_tagged_or_both_is_refused(fis, runner):
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL"}
    refused = ("ValidationException", 400)
    assert code_of(lambda: make(fis, runner, target)) == refused
    both = {**target, "resourceArns": ["arn:aws:s3:::one-bucket"], "resourceTags": {"a": "b"}}
    assert code_of(lambda: make(fis, runner, both)) == refused


def test_a_role_that_may_not_look_fails_the_experiment(own_server, fis):
    iam = own_server.client("iam", ACCOUNT)
    blind = role(iam, "blind", "fis.amazonaws.com", "fis:*")
    buckets(own_server, ACCOUNT, ("one-bucket", {"env": "test"}))
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "test"}}
    experiment, _ = resolved(own_server, fis, make(fis, blind, target))
    found = state(fis, experiment)
    assert found["status"] == "failed" and "not authorized" in found["reason"]


def target_role(server, orchestrator):
    """A role of the other account that the orchestrator's may take on."""
    iam = server.client("iam", OTHER)
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": orchestrator}, "Action": "sts:AssumeRole"}}
    arn = iam.create_role(
        RoleName="target", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*"}}
    iam.put_role_policy(RoleName="target", PolicyName="p", PolicyDocument=json.dumps(policy))
    return arn


def test_an_experiment_acts_in_several_accounts(own_server, fis):
    iam = own_server.client("iam", ACCOUNT)
    orchestrator = role(iam, "fis", "fis.amazonaws.com", "sts:AssumeRole", "fis:*")
    theirs = target_role(own_server, orchestrator)
    buckets(own_server, ACCOUNT, ("my-bucket", {"env": "test"}))
    buckets(own_server, OTHER, ("their-bucket", {"env": "test"}))
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "test"}}
    several = {"experimentOptions": {"accountTargeting": "multi-account"}}
    template = make(fis, orchestrator, target, **several)
    # None is configured yet.
    assert code_of(lambda: start(own_server, fis, template, "early"))[0] == "ValidationException"
    wrong = {"experimentTemplateId": template, "accountId": OTHER,
             "roleArn": f"arn:aws:iam::{ACCOUNT}:role/x"}
    assert code_of(lambda: fis.create_target_account_configuration(**wrong))[1] == 400
    made = fis.create_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER, roleArn=theirs, description="them")
    assert made["targetAccountConfiguration"]["accountId"] == OTHER
    assert code_of(lambda: fis.create_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER, roleArn=theirs)) == (
            "ConflictException", 409)
    fis.update_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER, description="the others")
    listed = fis.list_target_account_configurations(experimentTemplateId=template)
    (only,) = listed["targetAccountConfigurations"]
    assert only == {"accountId": OTHER, "roleArn": theirs, "description": "the others"}
    assert fis.get_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER)["targetAccountConfiguration"] == only
    shown = fis.get_experiment_template(id=template)["experimentTemplate"]
    assert shown["targetAccountConfigurationsCount"] == 1
    assert shown["experimentOptions"]["accountTargeting"] == "multi-account"

    experiment, arns = resolved(own_server, fis, template)
    assert arns == ["arn:aws:s3:::their-bucket"]
    assert state(fis, experiment)["status"] == "running"
    found = fis.list_experiment_target_account_configurations(experimentId=experiment)
    assert found["targetAccountConfigurations"] == [only]
    assert fis.get_experiment_target_account_configuration(
        experimentId=experiment, accountId=OTHER)["targetAccountConfiguration"] == only
    assert code_of(lambda: fis.get_experiment_target_account_configuration(
        experimentId=experiment, accountId=ACCOUNT)) == ("ResourceNotFoundException", 404)
    fis.delete_target_account_configuration(experimentTemplateId=template, accountId=OTHER)
    assert code_of(lambda: fis.delete_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER)) == ("ResourceNotFoundException", 404)


def test_a_target_role_that_trusts_somebody_else_fails_the_experiment(own_server, fis):
    iam = own_server.client("iam", ACCOUNT)
    orchestrator = role(iam, "fis", "fis.amazonaws.com", "sts:AssumeRole", "fis:*")
    friend = role(iam, "friend", "fis.amazonaws.com", "fis:*")
    theirs = target_role(own_server, friend)
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "test"}}
    template = make(fis, orchestrator, target,
                    experimentOptions={"accountTargeting": "multi-account"})
    fis.create_target_account_configuration(
        experimentTemplateId=template, accountId=OTHER, roleArn=theirs)
    experiment = start(own_server, fis, template)
    assert state(fis, experiment)["status"] == "failed"


def delivery_policy(bucket):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/logs/AWSLogs/{ACCOUNT}/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control",
                                       "aws:SourceAccount": ACCOUNT}}}]})


def test_the_log_of_an_experiment_is_delivered_to_its_bucket(own_server, fis, runner):
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="log-bucket")
    s3.put_bucket_policy(Bucket="log-bucket", Policy=delivery_policy("log-bucket"))
    buckets(own_server, ACCOUNT, ("one-bucket", {"env": "test"}))
    target = {"resourceType": "aws:s3:bucket", "selectionMode": "ALL",
              "resourceTags": {"env": "test"}}
    to = {"logSchemaVersion": 2, "s3Configuration": {"bucketName": "log-bucket", "prefix": "logs"}}
    template = make(fis, runner, target, logConfiguration=to)
    experiment = start(own_server, fis, template)
    own_server.clock(advance="6m")
    assert state(fis, experiment) == {"status": "completed", "reason": "Experiment completed."}
    (item,) = s3.list_objects_v2(Bucket="log-bucket")["Contents"]
    assert item["Key"].startswith(f"logs/AWSLogs/{ACCOUNT}/fis/us-east-1/")
    body = s3.get_object(Bucket="log-bucket", Key=item["Key"])["Body"].read()
    records = [json.loads(line) for line in gzip.decompress(body).splitlines()]
    assert {record["id"] for record in records} == {experiment}
    assert [record["log_type"] for record in records] == [
        "experiment-start", "target-resolution-start", "target-resolution-detail",
        "target-resolution-end", "action-start", "action-end", "experiment-end"]
    detail = records[2]["details"]
    assert detail["resolved_targets"] == [{"arn": "arn:aws:s3:::one-bucket"}]
    assert records[-1]["details"]["experiment_state"]["status"] == "completed"


def test_a_log_that_may_not_be_delivered_is_told(own_server, fis, runner):
    own_server.client("s3", ACCOUNT).create_bucket(Bucket="log-bucket")
    target = {"resourceType": "aws:iam:role", "selectionMode": "ALL", "resourceArns": [runner]}
    to = {"logSchemaVersion": 2, "s3Configuration": {"bucketName": "log-bucket"}}
    template = make(fis, runner, target, logConfiguration=to)
    experiment = start(own_server, fis, template)
    own_server.clock(advance="6m")
    found = state(fis, experiment)
    assert found["status"] == "completed" and "AccessDenied" in found["reason"]
    other = {"logSchemaVersion": 2, "cloudWatchLogsConfiguration": {
        "logGroupArn": f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:x:*"}}
    assert code_of(lambda: make(fis, runner, target, "cw", logConfiguration=other)) == (
        "NotImplemented", 501)


def test_a_zone_goes_dark_and_comes_back(own_server, fis, runner):
    s3 = own_server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="one-bucket")
    s3.put_object(Bucket="one-bucket", Key="k", Body=b"1", StorageClass="ONEZONE_IA")
    zone = own_server.world.zones(resource="one-bucket")["resource"]["zone"]
    target = {"resourceType": "aws:iam:role", "selectionMode": "ALL", "resourceArns": [runner]}

    def action(zone):
        return {"actionId": "nephele:zone:power-interruption",
                "parameters": {"duration": "PT10M", "zone": zone}}
    assert code_of(lambda: make(
        fis, runner, target, "x", action("euw1-az1"))) == ("ValidationException", 400)
    template = make(fis, runner, target, action=action(zone))
    experiment = start(own_server, fis, template)
    assert state(fis, experiment)["status"] == "running"
    assert code_of(lambda: s3.get_object(Bucket="one-bucket", Key="k")) == (
        "ServiceUnavailable", 503)
    own_server.clock(advance="10m")
    assert state(fis, experiment)["status"] == "completed"
    assert s3.get_object(Bucket="one-bucket", Key="k")["Body"].read() == b"1"


def test_another_region_goes_dark_and_comes_back(own_server, fis, runner):
    here = own_server.client("sqs", ACCOUNT)
    there = own_server.client("sqs", ACCOUNT, region="ap-northeast-2")
    target = {"resourceType": "aws:iam:role", "selectionMode": "ALL", "resourceArns": [runner]}

    def action(region):
        return {"actionId": "nephele:region:power-interruption",
                "parameters": {"duration": "PT10M", "region": region}}
    for region in ("us-east-1", "nowhere-1"):
        assert code_of(lambda region=region: make(
            fis, runner, target, region, action(region))) == ("ValidationException", 400)
    template = make(fis, runner, target, action=action("ap-northeast-2"))
    experiment = start(own_server, fis, template)
    assert state(fis, experiment)["status"] == "running"
    assert code_of(there.list_queues)[1] == 503
    here.list_queues()
    own_server.clock(advance="10m")
    assert state(fis, experiment)["status"] == "completed"
    there.list_queues()


def test_a_stopped_experiment_gives_the_light_back(own_server, fis, runner):
    there = own_server.client("sqs", ACCOUNT, region="ap-northeast-2")
    target = {"resourceType": "aws:iam:role", "selectionMode": "ALL", "resourceArns": [runner]}
    action = {"actionId": "nephele:region:power-interruption",
              "parameters": {"duration": "PT10M", "region": "ap-northeast-2"}}
    experiment = start(own_server, fis, make(fis, runner, target, action=action))
    assert code_of(there.list_queues)[1] == 503
    fis.stop_experiment(id=experiment)
    own_server.clock(advance="1s")
    found = fis.get_experiment(id=experiment)["experiment"]
    assert found["state"]["status"] == "stopped"
    states = [it["state"] for it in found["actions"].values()]
    assert states == [{"status": "stopped", "reason": "Action was stopped."}]
    there.list_queues()
