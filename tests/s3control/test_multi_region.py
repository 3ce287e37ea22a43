"""Multi-Region Access Points by the real client, which signs for all regions (Signature Version 4A,
by AWS's own library awscrt) and asks `alias.mrap.accesspoint.s3-global.amazonaws.com`.

UG: Amazon S3 User Guide, "Managing multi-Region traffic with Multi-Region Access Points".
"""

import json
import urllib.parse
import uuid

import pytest

from expect import refused
from servers import make_client

pytest.importorskip("awscrt")

ACCOUNT = "123456789012"
HOST = "accesspoint.s3-global.amazonaws.com"


def towards(client, endpoint):
    """Sends what the client sends to AWS's global host to the server, host and signature as they
    are."""
    port = urllib.parse.urlsplit(endpoint).port

    def send(request, **_):
        parts = urllib.parse.urlsplit(request.url)
        assert parts.hostname.endswith(HOST), request.url
        algorithm = request.headers.get("Authorization", b"")
        assert b"AWS4-ECDSA-P256-SHA256" in algorithm or "X-Amz-Signature" in request.url
        request.headers["Host"] = parts.hostname
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{port}").geturl()
    client.meta.events.register("before-send.s3", send)
    return client


@pytest.fixture
def world(own_server, control_of):
    """Buckets in two regions, which say where they are, behind a Multi-Region Access Point."""
    names = {}
    for region in ("us-east-1", "eu-west-1"):
        s3 = own_server.client("s3", ACCOUNT, region=region)
        names[region] = f"b-{uuid.uuid4().hex[:12]}"
        where = {} if region == "us-east-1" else {
            "CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=names[region], **where)
        s3.put_object(Bucket=names[region], Key="where", Body=region.encode())
    control = control_of(own_server, ACCOUNT, region="us-west-2")
    asked = control.create_multi_region_access_point(
        AccountId=ACCOUNT, ClientToken="one",
        Details={"Name": "both", "Regions": [{"Bucket": name} for name in names.values()]})
    token = asked["RequestTokenARN"]

    def state():
        told = control.describe_multi_region_access_point_operation(
            AccountId=ACCOUNT, RequestTokenARN=token)
        return told["AsyncOperation"]["RequestStatus"]
    assert state() == "NEW"
    own_server.clock(advance="10s")
    assert state() == "SUCCEEDED"
    point = control.get_multi_region_access_point(AccountId=ACCOUNT, Name="both")["AccessPoint"]
    assert point["Status"] == "READY"
    arn = f"arn:aws:s3::{ACCOUNT}:accesspoint/{point['Alias']}"
    return own_server, control, arn, names


def client_of(server, key=ACCOUNT, secret="test"):
    return towards(make_client(server.endpoint, "s3", key, secret), server.endpoint)


def where(client, arn):
    return client.get_object(Bucket=arn, Key="where")["Body"].read().decode()


def test_requests_go_to_the_nearest_active_region(world):
    server, control, arn, names = world
    client = client_of(server)
    assert where(client, arn) == "us-east-1"
    client.put_object(Bucket=arn, Key="new", Body=b"x" * 100_000)
    assert server.client("s3", ACCOUNT).head_object(
        Bucket=names["us-east-1"], Key="new")["ContentLength"] == 100_000
    keys = [it["Key"] for it in client.list_objects_v2(Bucket=arn)["Contents"]]
    assert keys == ["new", "where"]
    # A client elsewhere is nearer to the other one.
    server.settings(s3__client_region="eu-central-1")
    assert where(client, arn) == "eu-west-1"
    server.settings(s3__client_region="us-west-2")
    assert where(client, arn) == "us-east-1"
    # Failover, by hand.
    control.submit_multi_region_access_point_routes(
        AccountId=ACCOUNT, Mrap=arn,
        RouteUpdates=[{"Region": "us-east-1", "TrafficDialPercentage": 0}])
    assert where(client, arn) == "eu-west-1"
    routes = control.get_multi_region_access_point_routes(AccountId=ACCOUNT, Mrap=arn)["Routes"]
    assert {it["Region"]: it["TrafficDialPercentage"] for it in routes} == {
        "us-east-1": 0, "eu-west-1": 100}
    with refused("InvalidRequest", status=400):
        control.submit_multi_region_access_point_routes(
            AccountId=ACCOUNT, Mrap=arn,
            RouteUpdates=[{"Region": "eu-west-1", "TrafficDialPercentage": 0}])
    with refused("MethodNotAllowed", status=405):
        client.delete_bucket(Bucket=arn)


@pytest.mark.parametrize("dark, light", [
    ("us-east-1", "eu-west-1"), ("eu-west-1", "us-east-1")])
def test_a_dark_region_is_passed_over(world, dark, light):
    server, _, arn, _ = world
    client = client_of(server)
    server.fault("dark", region=dark)
    assert where(client, arn) == light
    server.end_faults()
    assert where(client, arn) == "us-east-1"


def test_signatures_and_policies_of_users(world):
    server, _, arn, names = world
    iam = server.client("iam", ACCOUNT)
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    client = client_of(server, key["AccessKeyId"], key["SecretAccessKey"])
    with refused("AccessDenied", status=403):
        where(client, arn)
    bucket = f"arn:aws:s3:::{names['us-east-1']}"
    iam.put_user_policy(UserName="ann", PolicyName="read", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{arn}/object/*"},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{bucket}/*",
             "Condition": {"StringLike": {"s3:DataAccessPointArn": arn}}}]}))
    assert where(client, arn) == "us-east-1"
    with refused("AccessDenied", status=403):
        server.client("s3", key["AccessKeyId"], secret=key["SecretAccessKey"]).get_object(
            Bucket=names["us-east-1"], Key="where")
    # The signature is verified.
    with refused("SignatureDoesNotMatch", status=403):
        where(client_of(server, key["AccessKeyId"], "wrong"), arn)
