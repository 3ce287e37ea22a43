"""What a session is given and hands on, and what its holder may ask of STS.

Source unless a case says otherwise: AWS STS API Reference, the page of the operation.
"""

import base64
import datetime
import json

import pytest
from botocore import UNSIGNED

from expect import refused
from servers import make_client

ALLOW_ALL = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def seconds_left(credentials, now=None):
    now = now or datetime.datetime.now(datetime.timezone.utc)
    return (credentials["Expiration"] - now).total_seconds()


def test_sessions_last_an_hour_unless_asked(own_server):
    # AssumeRole: 3,600 seconds. GetSessionToken, GetFederationToken: 43,200 for users, and an
    # hour for an account's root, whatever it asks for.
    sts = own_server.client("sts", account="111122223333")
    now = datetime.datetime.fromisoformat(own_server.clock()["now"])
    answers = [
        sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/dev", RoleSessionName="me"),
        sts.get_session_token(), sts.get_session_token(DurationSeconds=129_600),
        sts.get_federation_token(Name="bob", Policy=json.dumps(ALLOW_ALL)),
        sts.get_federation_token(Name="bob", DurationSeconds=129_600)]
    for answer in answers:
        assert abs(seconds_left(answer["Credentials"], now) - 3600) < 2
    short = sts.get_session_token(DurationSeconds=900)["Credentials"]
    assert abs(seconds_left(short, now) - 900) < 2


def test_each_session_has_keys_of_its_own(assume, as_session):
    first, second = assume(), assume()
    for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"):
        assert first["Credentials"][name] != second["Credentials"][name]
    # The id of one role is one, and so is its session's by the same name.
    assert first["AssumedRoleUser"] == second["AssumedRoleUser"]
    for answer in (first, second):
        arn = as_session("sts", answer).get_caller_identity()["Arn"]
        assert arn == answer["AssumedRoleUser"]["Arn"]


def test_a_source_identity_stays(assume, as_session):
    # AssumeRole, SourceIdentity: "this value cannot be changed during the session", and it
    # persists across chained roles.
    first = assume(SourceIdentity="ann")
    assert first["SourceIdentity"] == "ann"
    sts = as_session("sts", first)
    assert assume("role/next", by=sts)["SourceIdentity"] == "ann"
    assert assume("role/next", by=sts, SourceIdentity="ann")["SourceIdentity"] == "ann"
    with refused("AccessDenied", status=403, message="sts:SetSourceIdentity"):
        assume("role/next", by=sts, SourceIdentity="eve")


def test_transitive_tags_pass_along_a_chain(assume, as_session):
    # "Pass session tags in AWS STS", IAM User Guide: a session cannot override a transitive tag.
    first = assume(Tags=[{"Key": "Team", "Value": "a"}, {"Key": "Plain", "Value": "b"}],
                   TransitiveTagKeys=["Team"])
    second = assume("role/next", by=as_session("sts", first), Tags=[{"Key": "Plain", "Value": "c"}])
    for answer in (first, second):
        with refused("InvalidParameterValue", status=400, message="transitive tag"):
            assume("role/last", by=as_session("sts", answer), Tags=[{"Key": "team", "Value": "x"}])


@pytest.mark.parametrize("arguments", [
    {"Policy": json.dumps(ALLOW_ALL)}, {"Tags": [{"Key": "k", "Value": "v"}]},
    {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]}])
def test_policies_and_tags_take_their_share(assume, arguments):
    # PackedPolicySize: percent of the upper limit, for requests that give policies or tags.
    assert 1 <= assume(**arguments)["PackedPolicySize"] <= 100
    assert "PackedPolicySize" not in assume()


def test_policies_and_tags_that_are_too_large_together(assume):
    # The wording is that of the knowledge centre's page on the error.
    tags = [{"Key": f"{index:03}" + "k" * 100, "Value": "v" * 256} for index in range(50)]
    with refused("PackedPolicyTooLarge", "PackedPolicyTooLargeException", status=400,
                 message="of allotted space"):
        assume(Tags=tags)


@pytest.mark.parametrize("policy", [
    "{", "[]", "{}", json.dumps({**ALLOW_ALL, "Version": "2020-01-01"}),
    json.dumps({**ALLOW_ALL, "Statement": [{"Effect": "Perhaps", "Action": "*",
                                            "Resource": "*"}]})])
def test_policies_that_are_none(assume, policy):
    with refused("MalformedPolicyDocument", status=400):
        assume(Policy=policy)


@pytest.mark.parametrize("role", ["user/ann", "group/devs", "root", "policy/p"])
def test_what_is_no_role_is_not_assumed(assume, role):
    with refused("AccessDenied", "ValidationError"):
        assume(role)


def test_codes_of_devices_that_nobody_has(assume, account):
    device = f"arn:aws:iam::{account}:mfa/phone"
    with refused("AccessDenied", status=403, message="MultiFactorAuthentication failed"):
        assume(SerialNumber=device, TokenCode="123456")
    with refused("AccessDenied", status=403, message="MFA serial number and one time pass code"):
        assume(SerialNumber=device)


def test_what_sessions_may_not_ask(sts, as_session, assume):
    # "Compare AWS STS credentials", IAM User Guide: who may call which operation.
    role = as_session("sts", assume())
    with refused("AccessDenied", status=403, message="session credentials"):
        role.get_session_token()
    with refused("AccessDenied", status=403, message="session credentials"):
        role.get_federation_token(Name="bob")
    bob = as_session("sts", sts.get_federation_token(Name="bob"))
    assert bob.get_caller_identity()["Arn"].endswith(":federated-user/bob")
    with refused("AccessDenied", status=403):
        assume(by=bob)


def test_an_account_stands_in_its_keys(endpoint, sts, assume):
    # GetAccessKeyInfo returns the account of a key, whoever asks.
    key = assume()["Credentials"]["AccessKeyId"]
    account = sts.get_caller_identity()["Account"]
    stranger = make_client(endpoint, "sts", "999988887777")
    assert stranger.get_access_key_info(AccessKeyId=key)["Account"] == account


def jwt(claims, signature="c2ln"):
    """A token that nobody has signed."""
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "kid": "k"}, claims)]
    encoded = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, signature])


GOOD = {"iss": "https://id.example.com", "sub": "s", "aud": "a", "exp": 4_000_000_000}


@pytest.mark.parametrize("token,code,words", [
    ("abcd.ef.gh", "InvalidIdentityToken", "not a valid JWT"),
    (jwt({**GOOD, "exp": 1_000_000_000}), "ExpiredTokenException", "Token expired"),
    (jwt({key: GOOD[key] for key in ("iss", "sub", "exp")}), "InvalidIdentityToken", "aud"),
    (jwt(GOOD), "InvalidIdentityToken", "No OpenIDConnect provider found in your account"),
])
def test_web_identities_are_asked_unsigned(client, account, token, code, words):
    # AssumeRoleWithWebIdentity needs no AWS credentials; a provider is registered with IAM first.
    sts = client("sts", signature_version=UNSIGNED)
    with refused(code, status=400, message=words):
        sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{account}:role/web", RoleSessionName="me",
            WebIdentityToken=token)


def test_saml_assertions_are_asked_unsigned(client, account):
    sts = client("sts", signature_version=UNSIGNED)
    with refused("InvalidIdentityToken", status=400, message="provider"):
        sts.assume_role_with_saml(
            RoleArn=f"arn:aws:iam::{account}:role/web", SAMLAssertion="bm90IHhtbA==",
            PrincipalArn=f"arn:aws:iam::{account}:saml-provider/p")


def test_unknown_exchange_tokens(sts):
    # Our choice: the model has an error for expired ones alone. More in tests/iam/test_delegation.
    with refused("AccessDenied", status=403, message="not valid"):
        sts.get_delegated_access_token(TradeInToken="x")


def test_sessions_survive_a_restart(server_factory, tmp_path):
    # Keys live in the store: a client that holds a session goes on with it.
    server = server_factory(data=tmp_path)
    credentials = server.client("sts", account="111122223333").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/dev", RoleSessionName="me")["Credentials"]
    server.stop()
    server = server_factory(data=tmp_path)
    keys = {"account": credentials["AccessKeyId"], "token": credentials["SessionToken"]}
    session = server.client("sts", secret=credentials["SecretAccessKey"], **keys)
    assert session.get_caller_identity()["Account"] == "111122223333"
    with refused("SignatureDoesNotMatch", status=403):
        server.client("sts", secret="guessed", **keys).get_caller_identity()
