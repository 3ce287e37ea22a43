"""Events that tell of their context, large events, and what Lake costs.

Sources: CloudTrail User Guide, "Enrich CloudTrail events by adding resource tag keys and IAM global
condition keys" (events of stores alone have `eventContext`), "Create CloudTrail Lake queries from
natural language prompts" (its members), "CloudTrail record contents" (sizes of fields), "Managing
CloudTrail Lake costs".
"""

import json

import pytest

from expect import refused
from lake import ask, ended, make_store

TRUST = json.dumps({"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}})
EVERYTHING = json.dumps({"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Action": "*", "Resource": "*"}})


def configure(trail, store, tags=(), keys=()):
    selectors = [{"Type": kind, "Equals": list(wanted)} for kind, wanted in
                 (("TagContext", tags), ("RequestContext", keys)) if wanted]
    trail.put_event_configuration(
        EventDataStore=store, MaxEventSize="Large", ContextKeySelectors=selectors)


def contexts(trail, store, name):
    rows = ask(trail, f"SELECT eventJson FROM {store} WHERE eventName = '{name}'")
    return [json.loads(row[0]).get("eventContext") for row in rows]


def test_context_of_a_role(client, account):
    trail, iam = client("cloudtrail"), client("iam")
    _, store = make_store(trail)
    configure(trail, store, tags=["team"], keys=[
        "aws:PrincipalArn", "aws:PrincipalType", "aws:ViaAWSService", "aws:RequestedRegion",
        "aws:FederatedProvider", "aws:PrincipalTag/job", "aws:PrincipalTag/floor"])
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST,
                    Tags=[{"Key": "job", "Value": "audit"}])
    iam.put_role_policy(RoleName="worker", PolicyName="all", PolicyDocument=EVERYTHING)
    role = f"arn:aws:iam::{account}:role/worker"
    taken = client("sts").assume_role(
        RoleArn=role, RoleSessionName="s1", Tags=[{"Key": "floor", "Value": "3"}])["Credentials"]
    sqs = client("sqs", account=taken["AccessKeyId"], secret=taken["SecretAccessKey"],
                 token=taken["SessionToken"])
    sqs.create_queue(QueueName="q", tags={"team": "red", "other": "x"})
    assert contexts(trail, store, "CreateQueue") == [{
        "requestContext": {
            "aws:PrincipalArn": role, "aws:PrincipalType": "AssumedRole",
            "aws:ViaAWSService": "false", "aws:RequestedRegion": "us-east-1"},
        "tagContext": {
            "principalTags": {"job": "audit", "floor": "3"},
            "resourceTags": [{"arn": f"arn:aws:sqs:us-east-1:{account}:q",
                              "tags": {"team": "red"}}]}}]
    rows = ask(trail, f"""
        SELECT element_at(eventContext.tagContext.principalTags, 'job'),
               element_at(eventContext.requestContext, 'aws:PrincipalType')
        FROM {store} WHERE eventName = 'CreateQueue'""")
    assert rows == [["audit", "AssumedRole"]]
    # The event history does not have it, nor do events from before.
    found = trail.lookup_events(LookupAttributes=[
        {"AttributeKey": "EventName", "AttributeValue": "CreateQueue"}])["Events"]
    assert "eventContext" not in found[0]["CloudTrailEvent"]
    assert contexts(trail, store, "PutEventConfiguration")[0] is None
    # To ask for the tags was nobody's call.
    assert contexts(trail, store, "ListQueueTags") == []
    trail.put_event_configuration(
        EventDataStore=store, MaxEventSize="Standard", ContextKeySelectors=[])
    sqs.create_queue(QueueName="q2")
    assert len([it for it in contexts(trail, store, "CreateQueue") if it]) == 1


def test_tags_of_what_several_services_have(client, account):
    trail = client("cloudtrail")
    _, store = make_store(trail)
    configure(trail, store, tags=["team"])
    tag = [{"Key": "team", "Value": "red"}]
    key = client("kms").create_key(Tags=[{"TagKey": "team", "TagValue": "red"}])["KeyMetadata"]
    secret = client("secretsmanager").create_secret(Name="s", SecretString="x", Tags=tag)
    client("secretsmanager").get_secret_value(SecretId="s")
    topic = client("sns").create_topic(Name="t", Tags=tag)["TopicArn"]
    client("dynamodb").create_table(
        TableName="tagged", Tags=tag, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    client("iam").create_user(UserName="ann", Tags=tag)
    with refused("AWS.SimpleQueueService.NonExistentQueue"):
        client("sqs").get_queue_attributes(QueueUrl=f"http://x/{account}/none")

    def tagged(name):
        return contexts(trail, store, name)[0]["tagContext"].get("resourceTags")
    for name, arn in [
            ("CreateKey", key["Arn"]), ("CreateSecret", secret["ARN"]),
            ("GetSecretValue", secret["ARN"]), ("CreateTopic", topic),
            ("CreateTable", f"arn:aws:dynamodb:us-east-1:{account}:table/tagged"),
            ("CreateUser", f"arn:aws:iam::{account}:user/ann")]:
        assert tagged(name) == [{"arn": arn, "tags": {"team": "red"}}], name
    # What has no tags of these has an empty context.
    assert contexts(trail, store, "CreateEventDataStore") == [] or tagged(
        "CreateEventDataStore") is None


def test_large_events_are_whole(client):
    trail = client("cloudtrail")
    arn, large = make_store(trail, "large")
    _, standard = make_store(trail, "standard")
    trail.put_event_configuration(EventDataStore=large, MaxEventSize="Large")
    configured = trail.get_event_configuration(EventDataStore=large)
    assert (configured["EventDataStoreArn"], configured["MaxEventSize"]) == (arn, "Large")
    with refused("InvalidParameterCombinationException"):
        trail.get_event_configuration()
    document = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": f"s{number}", "Effect": "Allow", "Action": "sqs:*",
        "Resource": [f"arn:aws:sqs:*:*:{'q' * 60}{place}" for place in range(60)]}
        for number in range(22)]})
    with refused("LimitExceeded"):
        client("iam").create_policy(PolicyName="long", PolicyDocument=document)

    def parameters(store):
        rows = ask(trail, f"SELECT eventJson FROM {store} WHERE eventName = 'CreatePolicy'")
        return json.loads(rows[0][0])["requestParameters"]
    assert parameters(large)["policyDocument"] == document
    assert parameters(standard)["omitted"] is True


def test_lake_is_on_the_bill(own_server, account):
    # CloudTrail pricing: $0.75 a GB of CloudTrail's events taken in, $0.005 a GB scanned.
    def client(service):
        return own_server.client(service, account)
    trail = client("cloudtrail")
    _, store = make_store(trail)
    for number in range(50):
        client("sqs").create_queue(QueueName=f"q{number}")
    query = trail.start_query(QueryStatement=f"SELECT eventName FROM {store}")["QueryId"]
    scanned = ended(trail, query)["QueryStatistics"]["BytesScanned"]
    own_server.clock(advance="2h")
    answer = own_server.ask("/_nephele/bill?account=" + account)
    lines = {line["usage_type"]: line for group in answer["groups"] for line in group["lines"]
             if line["service"] == "cloudtrail"}

    def billed(usage_type, price):
        line = lines[f"USE1-{usage_type}"]
        quantity, cost = float(line["quantity"]), float(line["cost"])
        assert cost == pytest.approx(quantity * price, rel=0.01)
        return quantity * 2**30
    taken = billed("Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs", 0.75)
    # What was asked of CloudTrail later is in it, too.
    assert scanned <= taken < 2 * scanned
    assert billed("QueryScanned-Bytes", 0.005) == pytest.approx(scanned, rel=0.01)
