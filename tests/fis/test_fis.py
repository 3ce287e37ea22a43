"""AWS FIS: experiments do what they say to clients of other services.

Source: AWS FIS User Guide, "Actions reference".
"""

import json

import botocore.exceptions
import pytest

ACCOUNT = "444444444444"


def role(iam, name, service, *actions):
    """A role that a service may take on, or the account's own users."""
    principal = {"Service": service} if service else {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}}
    arn = iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    if actions:
        policy = {"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": list(actions), "Resource": "*"}}
        iam.put_role_policy(
            RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    return arn


def template(fis, role_arn, action, target, parameters, token="t"):
    key, kind, arn = target
    return fis.create_experiment_template(
        clientToken=token, description="d", stopConditions=[{"source": "none"}],
        roleArn=role_arn,
        targets={"them": {"resourceType": kind, "resourceArns": [arn], "selectionMode": "ALL"}},
        actions={"act": {"actionId": action, "targets": {key: "them"},
                         "parameters": parameters}})["experimentTemplate"]["id"]


def start(server, fis, template_id, token="s"):
    found = fis.start_experiment(clientToken=token, experimentTemplateId=template_id)
    server.clock(advance="1s")
    return found["experiment"]["id"]


def state(fis, experiment):
    return fis.get_experiment(id=experiment)["experiment"]["state"]


def code_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def world(own_server):
    iam = own_server.client("iam", ACCOUNT)
    fis = own_server.client("fis", ACCOUNT)
    return own_server, iam, fis


def session(server, role_arn):
    sts = server.client("sts", ACCOUNT)
    key = sts.assume_role(RoleArn=role_arn, RoleSessionName="session")["Credentials"]
    return {"account": key["AccessKeyId"], "secret": key["SecretAccessKey"],
            "token": key["SessionToken"]}


@pytest.mark.parametrize("action, expected", [
    ("aws:fis:inject-api-internal-error", ("InternalError", 500)),
    ("aws:fis:inject-api-unavailable-error", ("ServiceUnavailable", 503)),
    ("aws:fis:inject-api-throttle-error", ("ThrottlingException", 400)),
])
def test_calls_of_a_role_fail_while_the_experiment_runs(world, action, expected):
    server, iam, fis = world
    app = role(iam, "app", None, "sqs:*")
    runner = role(iam, "fis", "fis.amazonaws.com", "fis:*")
    root = server.client("sqs", ACCOUNT)
    queue = root.create_queue(QueueName="q")["QueueUrl"]
    sqs = server.client("sqs", **session(server, app))
    made = template(fis, runner, action, ("Roles", "aws:iam:role", app), {
        "duration": "PT5M", "service": "sqs", "percentage": "100",
        "operations": "SendMessage"})
    sqs.send_message(QueueUrl=queue, MessageBody="before")
    experiment = start(server, fis, made)
    assert state(fis, experiment)["status"] == "running"
    assert code_of(lambda: sqs.send_message(QueueUrl=queue, MessageBody="m")) == expected
    root.send_message(QueueUrl=queue, MessageBody="others are not struck")
    sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
    server.clock(advance="5m")
    assert state(fis, experiment)["status"] == "completed"
    sqs.send_message(QueueUrl=queue, MessageBody="after")
    assert server.ask("/_nephele/faults")["faults"] == []


def test_a_stop_ends_the_faults(world):
    server, iam, fis = world
    app = role(iam, "app", None, "sqs:*")
    runner = role(iam, "fis", "fis.amazonaws.com", "fis:*")
    queue = server.client("sqs", ACCOUNT).create_queue(QueueName="q")["QueueUrl"]
    sqs = server.client("sqs", **session(server, app))
    made = template(
        fis, runner, "aws:fis:inject-api-internal-error", ("Roles", "aws:iam:role", app),
        {"duration": "PT1H", "service": "sqs", "percentage": "100",
         "operations": "SendMessage,PurgeQueue"})
    experiment = start(server, fis, made)
    assert len(server.ask("/_nephele/faults")["faults"]) == 2
    assert code_of(lambda: sqs.send_message(QueueUrl=queue, MessageBody="m"))[1] == 500
    assert fis.stop_experiment(id=experiment)["experiment"]["state"]["status"] == "stopping"
    server.clock(advance="1s")
    assert state(fis, experiment)["status"] == "stopped"
    sqs.send_message(QueueUrl=queue, MessageBody="m")


def test_a_role_that_may_not_inject_fails_the_experiment(world):
    server, iam, fis = world
    app = role(iam, "app", None, "sqs:*")
    target = ("Roles", "aws:iam:role", app)
    parameters = {"duration": "PT5M", "service": "sqs", "percentage": "100",
                  "operations": "SendMessage"}
    powerless = role(iam, "powerless", "fis.amazonaws.com", "s3:ListBucket")
    made = template(fis, powerless, "aws:fis:inject-api-internal-error", target, parameters)
    experiment = start(server, fis, made)
    told = state(fis, experiment)
    assert told["status"] == "failed" and "fis:InjectApiInternalError" in told["reason"]
    untrusting = role(iam, "untrusting", "lambda.amazonaws.com", "fis:*")
    made = template(fis, untrusting, "aws:fis:inject-api-internal-error", target, parameters, "u")
    experiment = start(server, fis, made, "u")
    assert state(fis, experiment)["status"] == "failed"
    assert server.ask("/_nephele/faults")["faults"] == []


def test_replication_of_a_bucket_is_paused(world):
    server, iam, fis = world
    runner = role(iam, "fis", "fis.amazonaws.com", "s3:PauseReplication",
                  "s3:GetReplicationConfiguration", "s3:GetBucketLocation")
    copier = role(iam, "copier", "s3.amazonaws.com", "s3:*")
    s3 = server.client("s3", ACCOUNT)
    there = server.client("s3", ACCOUNT, region="eu-west-1")
    s3.create_bucket(Bucket="from-here")
    there.create_bucket(
        Bucket="to-there", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for client, bucket in [(s3, "from-here"), (there, "to-there")]:
        client.put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_replication(Bucket="from-here", ReplicationConfiguration={
        "Role": copier, "Rules": [{
            "ID": "all", "Status": "Enabled", "Priority": 1, "Filter": {},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:aws:s3:::to-there"}}]})
    target = ("Buckets", "aws:s3:bucket", "arn:aws:s3:::from-here")
    made = template(fis, runner, "aws:s3:bucket-pause-replication", target,
                    {"duration": "PT10M", "region": "eu-west-1"})
    experiment = start(server, fis, made)
    assert state(fis, experiment)["status"] == "running", state(fis, experiment)
    s3.put_object(Bucket="from-here", Key="k", Body=b"x")
    server.clock(advance="5m")
    assert there.list_objects_v2(Bucket="to-there")["KeyCount"] == 0
    server.clock(advance="6m")
    assert state(fis, experiment)["status"] == "completed"
    server.clock(advance="1m")
    assert there.list_objects_v2(Bucket="to-there")["KeyCount"] == 1


def test_replication_of_a_global_table_is_paused_both_ways(world):
    server, iam, fis = world
    server.settings(dynamodb__transitions="instant")
    runner = role(iam, "fis", "fis.amazonaws.com", "dynamodb:PutResourcePolicy")
    here = server.client("dynamodb", ACCOUNT)
    there = server.client("dynamodb", ACCOUNT, region="eu-west-1")
    arn = here.create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]["TableArn"]
    server.clock(advance="1m")
    here.update_table(TableName="tab", ReplicaUpdates=[{"Create": {"RegionName": "eu-west-1"}}])
    server.clock(advance="10m")
    made = template(fis, runner, "aws:dynamodb:global-table-pause-replication",
                    ("Tables", "aws:dynamodb:global-table", arn), {"duration": "PT10M"})
    experiment = start(server, fis, made)
    assert state(fis, experiment)["status"] == "running", state(fis, experiment)
    here.put_item(TableName="tab", Item={"k": {"S": "out"}})
    there.put_item(TableName="tab", Item={"k": {"S": "in"}})
    server.clock(advance="5m")

    def keys(client):
        items = client.scan(TableName="tab", ConsistentRead=True)["Items"]
        return sorted(item["k"]["S"] for item in items)
    assert (keys(here), keys(there)) == (["out"], ["in"])
    server.clock(advance="6m")
    server.clock(advance="1m")
    assert keys(here) == keys(there) == ["in", "out"]
