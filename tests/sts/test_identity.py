"""Who calls: roots by their 12-digit key, unknown keys, sessions.

Source unless a case says otherwise: AWS STS API Reference. That a 12-digit access key id is the
root of that account, and any other unknown key the root of 000000000000, is the convention of
local clouds and our choice.
"""

import datetime
import json

import pytest

from expect import refused

SESSION_KEYS = {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}


def session(client, credentials, service, **options):
    return client(service, account=credentials["AccessKeyId"],
                  secret=credentials["SecretAccessKey"], token=credentials["SessionToken"],
                  **options)


def assume(sts, account, name="worker", **arguments):
    return sts.assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/{name}", RoleSessionName="tester", **arguments)


def test_a_twelve_digit_key_is_that_account_s_root(client, account):
    found = client("sts").get_caller_identity()
    assert found["Account"] == found["UserId"] == account
    assert found["Arn"] == f"arn:aws:iam::{account}:root"


@pytest.mark.parametrize("key", ["test", "AKIAIOSFODNN7EXAMPLE", "12345678901", "1234567890123"])
def test_other_unknown_keys_are_the_default_account_s_root(client, key):
    found = client("sts", account=key).get_caller_identity()
    assert found["Account"] == "000000000000"
    assert found["Arn"] == "arn:aws:iam::000000000000:root"


@pytest.mark.parametrize("region,partition", [
    ("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_arns_are_of_the_region_s_partition(client, account, region, partition):
    found = client("sts", region=region).get_caller_identity()
    assert found["Arn"] == f"arn:{partition}:iam::{account}:root"


def test_an_assumed_role_gives_credentials(client, account):
    answer = assume(client("sts"), account)
    credentials = answer["Credentials"]
    assert set(credentials) == SESSION_KEYS
    assert len(credentials["AccessKeyId"]) == 20
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert len(credentials["SecretAccessKey"]) == 40
    user = answer["AssumedRoleUser"]
    assert user["Arn"] == f"arn:aws:sts::{account}:assumed-role/worker/tester"
    role_id, name = user["AssumedRoleId"].split(":")
    assert role_id.startswith("AROA") and name == "tester"
    caller = session(client, credentials, "sts").get_caller_identity()
    assert caller["Arn"] == user["Arn"]
    assert caller["UserId"] == user["AssumedRoleId"]
    assert caller["Account"] == account


def test_a_role_s_path_is_not_in_the_session_s_arn(client, account):
    answer = assume(client("sts"), account, "team/blue/worker")
    arn = answer["AssumedRoleUser"]["Arn"]
    assert arn == f"arn:aws:sts::{account}:assumed-role/worker/tester"


def test_a_session_works_for_other_services(client, account, name):
    credentials = assume(client("sts"), account)["Credentials"]
    sqs = session(client, credentials, "sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    assert url.endswith(f"/{account}/{name}")
    sqs.send_message(QueueUrl=url, MessageBody="b")
    [message] = sqs.receive_message(
        QueueUrl=url, MessageSystemAttributeNames=["SenderId"])["Messages"]
    # ReceiveMessage: "For an IAM role, returns the IAM role ID".
    assert message["Attributes"]["SenderId"].startswith("AROA")
    s3 = session(client, credentials, "s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"signed chunks" * 1000)
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"signed chunks" * 1000


def test_a_role_of_another_account_acts_there(client, account, name):
    other = f"{(int(account) + 1) % 10**12:012}"
    credentials = assume(client("sts"), other)["Credentials"]
    assert session(client, credentials, "sts").get_caller_identity()["Account"] == other
    url = session(client, credentials, "sqs").create_queue(QueueName=name)["QueueUrl"]
    assert f"/{other}/" in url


WRONG_SECRET = [
    ("sqs", "list_queues", {}, ("SignatureDoesNotMatch", "InvalidSignatureException")),
    ("sts", "get_caller_identity", {}, ("SignatureDoesNotMatch",)),
    ("s3", "list_buckets", {}, ("SignatureDoesNotMatch",)),
]


@pytest.mark.parametrize("service,operation,arguments,codes", WRONG_SECRET)
def test_a_wrong_secret_is_noticed(client, account, service, operation, arguments, codes):
    credentials = dict(assume(client("sts"), account)["Credentials"], SecretAccessKey="x" * 40)
    with refused(*codes, status=403 if service != "sqs" else None):
        getattr(session(client, credentials, service), operation)(**arguments)


@pytest.mark.parametrize("token", ["", "garbage", "other"])
@pytest.mark.parametrize("service,operation", [
    ("sqs", "list_queues"), ("sts", "get_caller_identity"), ("s3", "list_buckets")])
def test_a_session_needs_its_token(client, account, service, operation, token):
    sts = client("sts")
    credentials = assume(sts, account)["Credentials"]
    if token == "other":
        token = assume(sts, account, "another")["Credentials"]["SessionToken"]
    credentials = dict(credentials, SessionToken=token or None)
    # "The security token included in the request is invalid", in each service's own words.
    with refused("InvalidClientTokenId", "UnrecognizedClientException", "InvalidToken",
                 "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"):
        getattr(session(client, credentials, service), operation)()


@pytest.mark.parametrize("seconds", [900, 3600, 43200])
def test_a_session_ends_on_the_world_s_clock(own_server, seconds):
    sts = own_server.client("sts", account="111122223333")
    credentials = assume(sts, "111122223333", DurationSeconds=seconds)["Credentials"]
    now = datetime.datetime.fromisoformat(own_server.clock()["now"])
    assert abs((credentials["Expiration"] - now).total_seconds() - seconds) < 2
    calls = {
        "sts": ("get_caller_identity", ("ExpiredToken",)),
        "sqs": ("list_queues", ("ExpiredToken", "ExpiredTokenException")),
        "s3": ("list_buckets", ("ExpiredToken",)),
    }
    clients = {service: session(own_server.client, credentials, service) for service in calls}
    own_server.clock(advance=seconds - 1)
    for service, (operation, _) in calls.items():
        getattr(clients[service], operation)()
    own_server.clock(advance=2)
    for service, (operation, codes) in calls.items():
        with refused(*codes):
            getattr(clients[service], operation)()


@pytest.mark.parametrize("arguments", [
    {"DurationSeconds": 899}, {"DurationSeconds": 43201},
    {"RoleSessionName": "a"}, {"RoleSessionName": "x" * 65}, {"RoleSessionName": "with space"},
    {"RoleArn": "nonsense-but-long-enough"}, {"RoleArn": "arn:aws:iam::12:role/x"},
    {"Policy": "{"}, {"Policy": ""},
    {"Tags": [{"Key": "k", "Value": "v"}, {"Key": "K", "Value": "w"}]},
    {"Tags": [{"Key": f"k{index}", "Value": "v"} for index in range(51)]},
    {"Tags": [{"Key": "aws:k", "Value": "v"}]},
    {"TransitiveTagKeys": ["not-a-tag"]}, {"ExternalId": "x"},
])
def test_bad_wishes_are_refused(client, account, arguments):
    wish = {"RoleArn": f"arn:aws:iam::{account}:role/worker", "RoleSessionName": "tester",
            **arguments}
    with refused("ValidationError", "MalformedPolicyDocument", "InvalidParameterValue",
                 "PackedPolicyTooLarge", status=400):
        client("sts", validate=False).assume_role(**wish)


def test_only_roles_are_assumed(client, account):
    with refused("AccessDenied", "ValidationError"):
        client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:user/somebody", RoleSessionName="tester")


def test_chained_roles_last_an_hour_at_most(client, account):
    # AssumeRole: "role chaining limits your … role session to a maximum of one hour".
    first = session(client, assume(client("sts"), account)["Credentials"], "sts")
    chained = assume(first, account, "second")["Credentials"]
    arn = session(client, chained, "sts").get_caller_identity()["Arn"]
    assert arn == f"arn:aws:sts::{account}:assumed-role/second/tester"
    with refused("ValidationError", status=400, message="role chaining"):
        assume(first, account, "second", DurationSeconds=3601)


def test_a_session_token_is_the_caller_s_own_session(client, account):
    credentials = client("sts").get_session_token()["Credentials"]
    assert set(credentials) == SESSION_KEYS
    caller = session(client, credentials, "sts").get_caller_identity()
    assert caller["Arn"] == f"arn:aws:iam::{account}:root"
    role = assume(client("sts"), account)["Credentials"]
    with refused("AccessDenied", status=403):
        session(client, role, "sts").get_session_token()


def test_a_federated_user_is_named(client, account):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    answer = client("sts").get_federation_token(Name="bob", Policy=policy)
    assert answer["FederatedUser"] == {
        "Arn": f"arn:aws:sts::{account}:federated-user/bob",
        "FederatedUserId": f"{account}:bob"}
    caller = session(client, answer["Credentials"], "sts").get_caller_identity()
    assert caller["Arn"] == answer["FederatedUser"]["Arn"]


def test_whose_a_key_is(client, account):
    # GetAccessKeyInfo; the second key and its account stand in AWS's documentation of the API.
    sts = client("sts")
    key = assume(sts, account)["Credentials"]["AccessKeyId"]
    assert sts.get_access_key_info(AccessKeyId=key)["Account"] == account
    with refused("ValidationError", status=400):
        client("sts", validate=False).get_access_key_info(AccessKeyId="short")


def test_identities_of_nobody_s_provider_are_refused(client, account):
    # There is no IAM yet, so no account has a provider; AWS's answer for that.
    sts = client("sts", validate=False)
    wish = {"RoleArn": f"arn:aws:iam::{account}:role/web", "RoleSessionName": "tester"}
    with refused("InvalidIdentityToken", status=400):
        sts.assume_role_with_web_identity(WebIdentityToken="not.a.token", **wish)
    with refused("InvalidIdentityToken", "ValidationError", "InvalidParameterValue", status=400):
        sts.assume_role_with_saml(
            RoleArn=wish["RoleArn"], SAMLAssertion="bm90IHhtbA==",
            PrincipalArn=f"arn:aws:iam::{account}:saml-provider/p")


def test_a_message_that_was_never_encoded_is_refused(client):
    with refused("InvalidAuthorizationMessageException", status=400):
        client("sts").decode_authorization_message(EncodedMessage="nonsense")


def test_strict_worlds_refuse_keys_that_were_not_made_there(server_factory):
    server = server_factory("--strict")
    cases = [
        ("sts", "get_caller_identity", ("InvalidClientTokenId",)),
        ("sqs", "list_queues", ("InvalidClientTokenId", "UnrecognizedClientException")),
        ("s3", "list_buckets", ("InvalidAccessKeyId",)),
    ]
    for key in ("test", "AKIAIOSFODNN7EXAMPLE"):
        for service, operation, codes in cases:
            with refused(*codes, status=403):
                getattr(server.client(service, account=key), operation)()
