"""CloudTrail Lake: events as they happen, SQL over them, results in a bucket, imports.

Sources: CloudTrail User Guide, "CloudTrail Lake queries", "CloudTrail Lake SQL constraints",
"Download your CloudTrail Lake saved query results", "Custom implementations of CloudTrail query
result file integrity validation", "Copy trail events to CloudTrail Lake".
"""

import base64
import gzip
import hashlib
import json
import uuid

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from expect import refused
from lake import ask, ended, make_store

ACCOUNT = "111111111111"

DATA_EVENTS = [{
    "Name": "Objects",
    "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}],
}, {
    "Name": "Management",
    "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
}]


def test_who_deleted_this_object(client):
    trail, s3 = client("cloudtrail"), client("s3")
    _, store = make_store(trail, AdvancedEventSelectors=DATA_EVENTS)
    bucket = "b" + store[:8]
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a/b.txt", Body=b"x")
    s3.get_object(Bucket=bucket, Key="a/b.txt")
    s3.delete_object(Bucket=bucket, Key="a/b.txt")
    rows = ask(trail, f"""
        SELECT userIdentity.type, eventName, element_at(requestParameters, 'key')
        FROM {store} WHERE eventSource = 's3.amazonaws.com' AND
        element_at(requestParameters, 'bucketName') = '{bucket}' ORDER BY eventTime, eventName""")
    assert sorted(row[1] for row in rows) == [
        "CreateBucket", "DeleteObject", "GetObject", "PutObject"]
    assert ["Root", "DeleteObject", "a/b.txt"] in rows
    # Of an event's record nothing is lost.
    found = ask(trail, f"SELECT eventJson FROM {store} WHERE eventName = 'DeleteObject'")
    assert json.loads(found[0][0])["eventSource"] == "s3.amazonaws.com"


def test_groups_joins_and_pages(client):
    trail, sqs = client("cloudtrail"), client("sqs")
    _, store = make_store(trail)
    for number in range(7):
        sqs.create_queue(QueueName=f"q{number}")
    with refused("NoSuchEntity"):
        client("iam").get_user(UserName="nobody")
    rows = ask(trail, f"""
        SELECT eventName AS name, count(*) AS times, count(errorCode) AS errors FROM {store}
        WHERE eventSource <> 'cloudtrail.amazonaws.com' GROUP BY eventName ORDER BY times DESC""")
    assert rows == [["CreateQueue", "7", "0"], ["GetUser", "1", "1"]]
    query = trail.start_query(QueryStatement=f"SELECT eventID FROM {store} WHERE eventName = "
                                             "'CreateQueue'")["QueryId"]
    described = ended(trail, query)
    assert described["QueryStatistics"]["EventsMatched"] == 7
    assert described["QueryStatistics"]["EventsScanned"] >= 9
    first = trail.get_query_results(QueryId=query, MaxQueryResults=5)
    rest = trail.get_query_results(
        QueryId=query, MaxQueryResults=5, NextToken=first["NextToken"])
    assert len(first["QueryResultRows"]) == 5 and len(rest["QueryResultRows"]) == 2
    assert "NextToken" not in rest
    with refused("InvalidNextTokenException"):
        trail.get_query_results(QueryId=query, NextToken="nonsense")
    listed = trail.list_queries(EventDataStore=store)["Queries"]
    assert listed[0]["QueryId"] == query and len(listed) == 2
    with refused("InactiveQueryException"):
        trail.cancel_query(QueryId=query)
    both = ask(trail, f"""
        SELECT a.eventName, count(*) FROM {store} a JOIN {store} b ON a.eventID = b.eventID
        WHERE a.eventName = 'CreateQueue' GROUP BY a.eventName""")
    assert both == [["CreateQueue", "7"]]


def test_another_account_asks_as_the_stores_policy_allows(own_server):
    owner, other = own_server.client("cloudtrail", ACCOUNT), own_server.client(
        "cloudtrail", "222222222222")
    arn, store = make_store(owner)
    asked = dict(QueryStatement=f"SELECT count(*) FROM {store}",
                 EventDataStoreOwnerAccountId=ACCOUNT)
    with refused("AccessDeniedException"):
        other.start_query(**asked)
    owner.put_resource_policy(ResourceArn=arn, ResourcePolicy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
            "Action": ["cloudtrail:StartQuery", "cloudtrail:GetQueryResults"], "Resource": arn}]}))
    query = other.start_query(**asked)["QueryId"]
    ended(owner, query)
    answer = other.get_query_results(QueryId=query, EventDataStoreOwnerAccountId=ACCOUNT)
    assert answer["QueryStatus"] == "FINISHED"
    with refused("AccessDeniedException"):
        other.describe_query(QueryId=query, EventDataStoreOwnerAccountId=ACCOUNT)
    with refused("QueryIdNotFoundException"):
        other.describe_query(QueryId=query)


def test_conditions_on_the_time_leave_events_unread(own_server):
    trail, sqs = own_server.client("cloudtrail", ACCOUNT), own_server.client("sqs", ACCOUNT)
    _, store = make_store(trail)
    sqs.create_queue(QueueName="early")
    start = trail.list_event_data_stores()  # one event more
    assert len(start["EventDataStores"]) == 1
    own_server.clock(advance="1h")
    now = own_server.clock()["now"]
    sqs.create_queue(QueueName="late")
    query = trail.start_query(QueryStatement=f"SELECT eventName FROM {store} WHERE eventTime >= "
                                             f"'{now[:19]}'")["QueryId"]
    statistics = ended(trail, query)["QueryStatistics"]
    assert statistics["EventsScanned"] == statistics["EventsMatched"] <= 3


@pytest.mark.parametrize("statement", [
    "DELETE FROM {}", "SELECT lost FROM {}", "SELECT eventName FROM {} WHERE eventName = 1",
    "SELECT eventName, count(*) FROM {}", "SELECT nothing(eventName) FROM {}"])
def test_bad_statements(client, statement):
    trail = client("cloudtrail")
    _, store = make_store(trail)
    with refused("InvalidQueryStatementException"):
        trail.start_query(QueryStatement=statement.format(store))


def test_a_query_that_fails_says_why(client):
    trail = client("cloudtrail")
    _, store = make_store(trail)
    statement = f"SELECT requestParameters['lost'] FROM {store}"
    query = trail.start_query(QueryStatement=statement)["QueryId"]
    described = ended(trail, query)
    assert described["QueryStatus"] == "FAILED"
    assert "Key not present in map" in described["ErrorMessage"]


def test_a_store_takes_what_happens_while_it_is_on(client):
    trail, sqs = client("cloudtrail"), client("sqs")
    arn, store = make_store(trail)
    trail.stop_event_data_store_ingestion(EventDataStore=arn)
    sqs.create_queue(QueueName="unseen")
    trail.start_event_data_store_ingestion(EventDataStore=arn)
    sqs.create_queue(QueueName="seen")
    rows = ask(trail, f"SELECT requestParameters['queueName'] FROM {store} WHERE eventName = "
                      "'CreateQueue'")
    assert rows == [["seen"]]


def test_results_and_stores_end(own_server):
    server = own_server
    trail, sqs = server.client("cloudtrail", ACCOUNT), server.client("sqs", ACCOUNT)
    arn, store = make_store(trail, RetentionPeriod=7)
    sqs.create_queue(QueueName="old")
    query = trail.start_query(QueryStatement=f"SELECT eventName FROM {store}")["QueryId"]
    ended(trail, query)
    server.clock(advance="6d")
    sqs.create_queue(QueueName="young")
    server.clock(advance="2d")
    with refused("QueryIdNotFoundException"):
        trail.get_query_results(QueryId=query)
    rows = ask(trail, f"SELECT requestParameters['queueName'] FROM {store} WHERE eventName = "
                      "'CreateQueue'")
    assert rows == [["young"]]
    trail.delete_event_data_store(EventDataStore=arn)
    with refused("InactiveEventDataStoreException"):
        trail.start_query(QueryStatement=f"SELECT eventName FROM {store}")
    server.clock(advance="8d")
    with refused("EventDataStoreNotFoundException"):
        trail.get_event_data_store(EventDataStore=arn)


def bucket_policy(bucket):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:PutObject", "s3:GetBucketAcl"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]})


def test_results_are_delivered_and_signed(client):
    trail, s3 = client("cloudtrail"), client("s3")
    _, store = make_store(trail)
    bucket = "r" + store[:8]
    s3.create_bucket(Bucket=bucket)
    statement = f"SELECT eventName, errorCode FROM {store} WHERE eventName = 'CreateBucket'"
    uri = f"s3://{bucket}/out"
    with refused("InsufficientS3BucketPolicyException"):
        trail.start_query(QueryStatement=statement, DeliveryS3Uri=uri)
    with refused("S3BucketDoesNotExistException"):
        trail.start_query(QueryStatement=statement, DeliveryS3Uri="s3://lost-" + bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=bucket_policy(bucket))
    query = trail.start_query(QueryStatement=statement, DeliveryS3Uri=uri)["QueryId"]
    described = ended(trail, query)
    assert (described["DeliveryStatus"], described["DeliveryS3Uri"]) == ("SUCCESS", uri)
    keys = [it["Key"] for it in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert [key.rsplit("/", 1)[1] for key in keys] == ["result_1.csv.gz", "result_sign.json"]
    assert "/CloudTrail-Lake/Query/" in keys[0] and query in keys[0]
    packed = s3.get_object(Bucket=bucket, Key=keys[0])["Body"].read()
    assert gzip.decompress(packed).decode() == '"eventName","errorCode"\n"CreateBucket",\n'
    sign = json.loads(s3.get_object(Bucket=bucket, Key=keys[1])["Body"].read())
    [told] = sign["files"]
    assert told["fileHashValue"] == hashlib.sha256(packed).hexdigest()
    known = trail.list_public_keys()["PublicKeyList"]
    [key] = [it for it in known if it["Fingerprint"] == sign["publicKeyFingerprint"]]
    public = serialization.load_der_public_key(key["Value"])
    public.verify(bytes.fromhex(sign["hashSignature"]), told["fileHashValue"].encode(),
                  padding.PKCS1v15(), hashes.SHA256())


def test_log_files_of_a_trail_are_imported(own_server):
    server = own_server
    trail, s3 = server.client("cloudtrail", ACCOUNT), server.client("s3", ACCOUNT)
    sqs = server.client("sqs", ACCOUNT)
    iam = server.client("iam", ACCOUNT)
    s3.create_bucket(Bucket="logs")
    s3.put_bucket_policy(Bucket="logs", Policy=bucket_policy("logs"))
    trail.create_trail(Name="main", S3BucketName="logs")
    trail.start_logging(Name="main")
    sqs.create_queue(QueueName="before")
    server.clock(advance="10m")
    s3.put_object(Bucket="logs", Key="AWSLogs/1/CloudTrail/broken.json.gz", Body=b"no gzip")
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="copy", AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_role_policy(RoleName="copy", PolicyName="read", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]}))
    arn, store = make_store(trail, StartIngestion=False)
    source = {"S3": {"S3LocationUri": "s3://logs/AWSLogs/", "S3BucketRegion": "us-east-1",
                     "S3BucketAccessRoleArn": role["Role"]["Arn"]}}
    started = trail.start_import(Destinations=[arn], ImportSource=source)
    server.clock(advance="1s")
    done = trail.get_import(ImportId=started["ImportId"])
    statistics = done["ImportStatistics"]
    assert done["ImportStatus"] == "FAILED" and statistics["FailedEntries"] == 1
    assert statistics["FilesCompleted"] >= 1 and statistics["EventsCompleted"] >= 1
    [failure] = trail.list_import_failures(ImportId=started["ImportId"])["Failures"]
    assert failure["Location"] == "s3://logs/AWSLogs/1/CloudTrail/broken.json.gz"
    assert failure["Status"] == "FAILED"
    rows = ask(trail, f"SELECT requestParameters['queueName'] FROM {store} WHERE eventName = "
                      "'CreateQueue'")
    assert rows == [["before"]]
    good = gzip.compress(b'{"Records": []}')
    s3.put_object(Bucket="logs", Key="AWSLogs/1/CloudTrail/broken.json.gz", Body=good)
    trail.start_import(ImportId=started["ImportId"])
    server.clock(advance="1s")
    assert trail.get_import(ImportId=started["ImportId"])["ImportStatus"] == "COMPLETED"
    [failure] = trail.list_import_failures(ImportId=started["ImportId"])["Failures"]
    assert failure["Status"] == "SUCCEEDED"
    [listed] = trail.list_imports(Destination=arn)["Imports"]
    assert listed["ImportId"] == started["ImportId"]
    with refused("InvalidParameterException"):
        trail.stop_import(ImportId=started["ImportId"])
    with refused("ImportNotFoundException"):
        trail.get_import(ImportId="11111111-2222-3333-4444-555555555555")


def test_a_dashboard_runs_its_queries_as_policies_allow(own_server):
    server = own_server
    trail, sqs = server.client("cloudtrail", ACCOUNT), server.client("sqs", ACCOUNT)
    arn, store = make_store(trail)
    sqs.create_queue(QueueName="one")
    widget = {
        "QueryStatement": f"SELECT eventName, count(*) AS n FROM {store} WHERE eventTime > '?' AND "
                          "eventTime < '?' AND eventName = 'CreateQueue' GROUP BY eventName",
        "QueryParameters": ["$StartTime$", "$EndTime$"],
        "ViewProperties": {"Title": "Calls"}}
    board = trail.create_dashboard(Name="calls", Widgets=[widget])
    alias = board["Widgets"][0]["QueryAlias"]
    with refused("AccessDeniedException"):
        trail.start_dashboard_refresh(DashboardId="calls")
    trail.put_resource_policy(ResourceArn=arn, ResourcePolicy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "cloudtrail:StartQuery", "Resource": arn,
            "Condition": {"StringEquals": {"AWS:SourceArn": board["DashboardArn"]}}}]}))
    server.clock(advance="1m")
    refresh = trail.start_dashboard_refresh(DashboardId="calls")["RefreshId"]
    described = trail.describe_query(QueryAlias=alias, RefreshId=refresh)
    ended(trail, described["QueryId"])
    rows = trail.get_query_results(QueryId=described["QueryId"])["QueryResultRows"]
    assert rows == [[{"eventName": "CreateQueue"}, {"n": "1"}]]
    assert trail.get_dashboard(DashboardId="calls")["LastRefreshId"] == refresh
    # On its schedule, the dashboard's policy is asked, too.
    every = {"Frequency": {"Unit": "HOURS", "Value": 1}, "Status": "ENABLED"}
    trail.update_dashboard(DashboardId="calls", RefreshSchedule=every)
    server.clock(advance="1h")
    shown = trail.get_dashboard(DashboardId="calls")
    assert "AccessDenied" in shown["LastRefreshFailureReason"]
    trail.put_resource_policy(ResourceArn=board["DashboardArn"], ResourcePolicy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "cloudtrail:StartDashboardRefresh", "Resource": board["DashboardArn"]}]}))
    server.clock(advance="1h")
    shown = trail.get_dashboard(DashboardId="calls")
    assert "LastRefreshFailureReason" not in shown
    assert shown["LastRefreshId"] != refresh


def test_a_store_of_an_organization_and_its_administrator(own_server):
    server = own_server
    organizations = server.client("organizations", ACCOUNT)
    trail = server.client("cloudtrail", ACCOUNT)
    organizations.create_organization(FeatureSet="ALL")
    made = organizations.create_account(Email="a@example.com", AccountName="a")
    server.clock(advance="1h")
    status = organizations.describe_create_account_status(
        CreateAccountRequestId=made["CreateAccountStatus"]["Id"])["CreateAccountStatus"]
    member = status["AccountId"]
    with refused("CloudTrailAccessNotEnabledException"):
        trail.register_organization_delegated_admin(MemberAccountId=member)
    organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    _, store = make_store(trail, OrganizationEnabled=True)
    server.client("sqs", member).create_queue(QueueName="theirs")
    rows = ask(trail, f"SELECT recipientAccountId FROM {store} WHERE eventName = 'CreateQueue'")
    assert rows == [[member]]
    trail.register_organization_delegated_admin(MemberAccountId=member)
    known = organizations.list_delegated_administrators(
        ServicePrincipal="cloudtrail.amazonaws.com")["DelegatedAdministrators"]
    assert [it["Id"] for it in known] == [member]
    with refused("AccountRegisteredException"):
        trail.register_organization_delegated_admin(MemberAccountId=member)
    trail.deregister_organization_delegated_admin(DelegatedAdminAccountId=member)
    with refused("AccountNotRegisteredException"):
        trail.deregister_organization_delegated_admin(DelegatedAdminAccountId=member)


def test_every_sample_is_a_statement(client):
    trail = client("cloudtrail")
    _, store = make_store(trail)
    found, token = [], {}
    while True:
        page = trail.search_sample_queries(
            SearchPhrase="who deleted changes denied errors root user roles keys accounts address "
                         "calls hour buckets trails", MaxResults=5, **token)
        found += page["SearchResults"]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert len({sample["Name"] for sample in found}) == 12
    relevance = [sample["Relevance"] for sample in found]
    assert relevance == sorted(relevance, reverse=True)
    for sample in found:
        ask(trail, sample["SQL"].replace("<EDS_ID>", store))
    with refused("InvalidNextTokenException"):
        trail.search_sample_queries(SearchPhrase="who", NextToken="nonsense")


def test_events_from_outside_are_asked_for(client):
    trail, data = client("cloudtrail"), client("cloudtrail-data")
    selectors = [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["ActivityAuditLog"]}]}]
    arn, store = make_store(trail, AdvancedEventSelectors=selectors)
    channel = trail.create_channel(Name="door", Source="Custom", Destinations=[
        {"Type": "EVENT_DATA_STORE", "Location": arn}])["ChannelArn"]
    event = {"version": "1", "UID": "u1", "eventSource": "door.example.com", "eventName": "Open",
             "userIdentity": {"type": "Custom", "principalId": "ann", "details": {"badge": 7}},
             "eventTime": "2026-01-02T03:04:05Z", "requestParameters": {"door": "north"}}
    text = json.dumps(event)
    checksum = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    ids = [str(uuid.uuid4()) for _ in range(2)]
    answer = data.put_audit_events(channelArn=channel, auditEvents=[
        {"id": ids[0], "eventData": text, "eventDataChecksum": checksum},
        {"id": ids[1], "eventData": "[1]"}])
    assert [it["id"] for it in answer["successful"]] == ids[:1]
    assert [it["errorCode"] for it in answer["failed"]] == ["InvalidData"]
    rows = ask(trail, f"""
        SELECT eventID, eventTime, eventData.eventName, eventData.userIdentity.principalId,
        eventData.userIdentity.details['badge'], element_at(eventData.requestParameters, 'door')
        FROM {store} WHERE eventData.eventSource = 'door.example.com'""")
    assert rows == [[answer["successful"][0]["eventID"], "2026-01-02 03:04:05.000", "Open", "ann",
                     "7", "north"]]
    with refused("ChannelNotFound"):
        data.put_audit_events(channelArn=channel[:-4] + "0000", auditEvents=[
            {"id": ids[0], "eventData": text}])
    assert trail.update_channel(Channel=channel, Name="gate")["Name"] == "gate"
    assert trail.list_channels()["Channels"] == [{"ChannelArn": channel, "Name": "gate"}]
    shown = trail.get_channel(Channel=channel)["IngestionStatus"]
    assert shown["LatestIngestionSuccessEventID"] == ids[0]
    trail.delete_channel(Channel=channel)
    with refused("ChannelNotFoundException"):
        trail.get_channel(Channel=channel)
    trail.delete_event_data_store(EventDataStore=arn)
    assert trail.restore_event_data_store(EventDataStore=arn)["Status"] == "ENABLED"


def test_dashboards_and_policies_are_listed_and_deleted(client):
    trail = client("cloudtrail")
    arn, _ = make_store(trail)
    board = trail.create_dashboard(Name="calls")["DashboardArn"]
    assert [it["DashboardArn"] for it in trail.list_dashboards()["Dashboards"]] == [board]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "cloudtrail:StartQuery", "Resource": arn}]})
    trail.put_resource_policy(ResourceArn=arn, ResourcePolicy=policy)
    shown = trail.get_resource_policy(ResourceArn=arn)["ResourcePolicy"]
    assert json.loads(shown) == json.loads(policy)
    trail.delete_resource_policy(ResourceArn=arn)
    with refused("ResourcePolicyNotFoundException"):
        trail.get_resource_policy(ResourceArn=arn)
    trail.delete_dashboard(DashboardId="calls")
    with refused("ResourceNotFoundException"):
        trail.get_dashboard(DashboardId="calls")
    updated = trail.update_event_data_store(EventDataStore=arn, Name="other", RetentionPeriod=30)
    assert (updated["Name"], updated["RetentionPeriod"]) == ("other", 30)
