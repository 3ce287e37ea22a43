"""Access points and the account's public access block, as boto3 speaks of them.

UG: Amazon S3 User Guide, "Managing access to shared datasets with access points".
"""

import json
import socket
import urllib.parse

import pytest

import s3_http
from expect import refused
from servers import make_client


@pytest.fixture
def control_client(endpoint, account, monkeypatch):
    """The SDK puts the account before the host, which not every resolver knows."""
    resolve = socket.getaddrinfo

    def below_localhost(host, *arguments, **options):
        host = "127.0.0.1" if str(host).endswith(".localhost") else host
        return resolve(host, *arguments, **options)
    monkeypatch.setattr(socket, "getaddrinfo", below_localhost)
    port = urllib.parse.urlsplit(endpoint).port
    return make_client(f"http://localhost:{port}", "s3control", account)


@pytest.fixture
def point(control_client, account, bucket):
    name = "p" + bucket[-12:]
    made = control_client.create_access_point(AccountId=account, Name=name, Bucket=bucket)
    return {"Name": name, **made}


def test_by_alias_and_by_the_labels_of_hosts(endpoint, account, s3, bucket, point):
    s3.put_object(Bucket=point["Alias"], Key="k", Body=b"hello")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"
    assert s3.head_bucket(Bucket=point["Alias"])["AccessPointAlias"]
    port = urllib.parse.urlsplit(endpoint).port
    hosts = (f"{point['Name']}-{account}.s3-accesspoint.us-east-1.localhost:{port}",
             # What SDKs make of an ARN and an endpoint of one's own.
             f"{point['Name']}-{account}.localhost:{port}")
    for host in hosts:
        answer = s3_http.send(endpoint, account, "GET", "/k", {"Host": host})
        assert (answer.status, answer.body) == (200, b"hello"), answer


def test_policies_and_refusals(endpoint, control_client, account, s3, bucket, point):
    name, arn = point["Name"], point["AccessPointArn"]
    with refused("NoSuchAccessPoint", status=404):
        control_client.get_access_point(AccountId=account, Name="none")
    with refused("NoSuchAccessPointPolicy", status=404):
        control_client.get_access_point_policy(AccountId=account, Name=name)
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
        "Resource": f"{arn}/object/secret/*"}]}
    control_client.put_access_point_policy(
        AccountId=account, Name=name, Policy=json.dumps(policy))
    got = control_client.get_access_point_policy(AccountId=account, Name=name)
    assert json.loads(got["Policy"]) == policy
    s3.put_object(Bucket=bucket, Key="secret/k", Body=b"x")
    with refused("AccessDenied", status=403):
        s3.get_object(Bucket=point["Alias"], Key="secret/k")
    s3.get_object(Bucket=bucket, Key="secret/k")
    control_client.delete_access_point(AccountId=account, Name=name)
    with refused("NoSuchBucket", "InvalidBucketName"):
        s3.get_object(Bucket=point["Alias"], Key="secret/k")


def test_the_account_blocks_what_is_public(endpoint, control_client, account, s3, bucket):
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{bucket}/*"}]}))
    assert s3_http.plain(endpoint, "GET", f"/{bucket}/k").status == 200
    with refused("NoSuchPublicAccessBlockConfiguration", status=404):
        control_client.get_public_access_block(AccountId=account)
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
             "RestrictPublicBuckets": True}
    control_client.put_public_access_block(
        AccountId=account, PublicAccessBlockConfiguration=block)
    got = control_client.get_public_access_block(AccountId=account)
    assert got["PublicAccessBlockConfiguration"] == block
    assert s3_http.plain(endpoint, "GET", f"/{bucket}/k").status == 403
    control_client.delete_public_access_block(AccountId=account)
    assert s3_http.plain(endpoint, "GET", f"/{bucket}/k").status == 200
