"""The event history across ends of the process.

Source: CloudTrail User Guide, "Working with CloudTrail event history"; what a killed process keeps
is our choice (README of svc-cloudtrail, "How").
"""

import json
import uuid

from expect import refused
from servers import wait_until


def names(client, **wanted):
    pages = client.get_paginator("lookup_events").paginate(**wanted)
    return [event["EventName"] for page in pages for event in page["Events"]]


def test_acknowledged_writes_are_in_the_history_of_a_killed_server(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "world")
    sqs = server.client("sqs", "111111111111")
    for number in range(20):
        sqs.create_queue(QueueName=f"q{number}")
    server.kill()
    server = server_factory(data=tmp_path / "world")
    found = names(server.client("cloudtrail", "111111111111"))
    assert found.count("CreateQueue") == 20


def test_reads_and_refusals_are_in_the_history_of_a_stopped_server(server_factory, tmp_path):
    server = server_factory(data=tmp_path / "world")
    iam = server.client("iam", "111111111111")
    iam.list_users()
    with refused("NoSuchEntity"):
        iam.get_user(UserName="nobody")
    server.stop()
    server = server_factory(data=tmp_path / "world")
    found = names(server.client("cloudtrail", "111111111111"))
    assert found == ["GetUser", "ListUsers"]


def test_pages_and_requests(client):
    sqs = client("sqs")
    answers = [sqs.create_queue(QueueName=f"q{number}") for number in range(5)]
    ids = [answer["ResponseMetadata"]["RequestId"] for answer in answers]
    trail = client("cloudtrail")
    pages = trail.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateQueue"}],
        PaginationConfig={"PageSize": 2})
    events = [event for page in pages for event in page["Events"]]
    records = [json.loads(event["CloudTrailEvent"]) for event in events]
    assert [record["requestID"] for record in reversed(records)] == ids
    assert len({event["EventId"] for event in events}) == 5
    # What the model refuses before the operation runs is an event, too.
    loose = client("sqs", validate=False)
    with refused("MissingParameter"):
        loose.create_queue()
    seen = trail.lookup_events(LookupAttributes=[
        {"AttributeKey": "EventName", "AttributeValue": "CreateQueue"}], MaxResults=1)
    record = json.loads(seen["Events"][0]["CloudTrailEvent"])
    assert record["errorCode"] == "MissingParameter"


def test_tasks_of_an_assumed_root_say_so(client):
    # User Guide, "CloudTrail userIdentity element" (assumedRoot); IAM User Guide, "Track privileged
    # tasks in CloudTrail": they are events of the member.
    iam, organizations = client("iam"), client("organizations")
    organizations.create_organization()
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam.enable_organizations_root_credentials_management()
    request = organizations.create_account(
        Email=f"{uuid.uuid4().hex}@example.com", AccountName="dev")["CreateAccountStatus"]["Id"]

    def member():
        status = organizations.describe_create_account_status(CreateAccountRequestId=request)
        return status["CreateAccountStatus"].get("AccountId")
    member = wait_until(member, what="the account")
    iam.create_user(UserName="ann")
    iam.attach_user_policy(
        UserName="ann", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    sts = client("sts", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    taken = sts.assume_root(
        TargetPrincipal=member, TaskPolicyArn={
            "arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})["Credentials"]
    as_root = dict(account=taken["AccessKeyId"], secret=taken["SecretAccessKey"],
                   token=taken["SessionToken"])
    client("iam", **as_root).list_access_keys()
    with refused("AccessDenied"):
        client("iam", **as_root).list_users()
    for name in ("ListAccessKeys", "ListUsers"):
        found = client("cloudtrail", account=member).lookup_events(LookupAttributes=[
            {"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
        identity = json.loads(found[0]["CloudTrailEvent"])["userIdentity"]
        assert identity["type"] == "Root" and identity["accountId"] == member
        assert identity["sessionContext"]["assumedRoot"] == "true"
