"""Roles for whom a SAML provider vouches: real signatures, over the wire, by an unsigned client.

Sources: [A] AssumeRoleWithSAML; IAM User Guide, "Configure SAML assertions for the authentication
response", "Troubleshoot SAML federation with IAM", "Available keys for SAML-based AWS STS
federation".
"""

import base64
import hashlib
import json

import pytest
from botocore import UNSIGNED
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from expect import refused
from identity_provider import ATTRIBUTES, AUDIENCE, IdentityProvider
from servers import make_client

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/federated"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:saml-provider/corp"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LIST_QUEUES = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]})


def trust(condition=None, actions=("sts:AssumeRoleWithSAML",)):
    statement = {
        "Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": list(actions),
        "Condition": condition or {"StringEquals": {"SAML:aud": AUDIENCE}}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def claims(**more):
    return {
        f"{ATTRIBUTES}Role": [f"{ROLE},{PROVIDER}"],
        f"{ATTRIBUTES}RoleSessionName": ["ann@example.com"], **more}


class World:
    """A server of 2030, an identity provider that is known to it, and a role."""

    def __init__(self, server):
        self.server = server
        server.clock(set="2030-01-01T00:00:10Z")
        self.provider = IdentityProvider(key=KEY)
        self.iam = self.client("iam")
        arn = self.iam.create_saml_provider(
            Name="corp", SAMLMetadataDocument=self.provider.metadata())["SAMLProviderArn"]
        assert arn == PROVIDER
        self.iam.create_role(
            RoleName="federated", AssumeRolePolicyDocument=trust(), MaxSessionDuration=7200)
        self.iam.put_role_policy(
            RoleName="federated", PolicyName="p", PolicyDocument=LIST_QUEUES)

    def client(self, service, **options):
        return make_client(self.server.endpoint, service, account=ACCOUNT, **options)

    def assume(self, response, **arguments):
        sts = make_client(
            self.server.endpoint, "sts", signature_version=UNSIGNED, account=None, secret=None)
        return sts.assume_role_with_saml(
            RoleArn=ROLE, PrincipalArn=PROVIDER, SAMLAssertion=response, **arguments)

    def session(self, answer, service):
        keys = answer["Credentials"]
        return make_client(
            self.server.endpoint, service, account=keys["AccessKeyId"],
            secret=keys["SecretAccessKey"], token=keys["SessionToken"])

    def retrust(self, **arguments):
        self.iam.update_assume_role_policy(
            RoleName="federated", PolicyDocument=trust(**arguments))


@pytest.fixture
def world(own_server):
    return World(own_server)


def changed(response, old, new):
    text = base64.b64decode(response).decode()
    assert old in text
    return base64.b64encode(text.replace(old, new).encode()).decode()


def test_a_signed_assertion_gets_a_session(world):
    answer = world.assume(world.provider.response(claims()))
    assert answer["AssumedRoleUser"]["Arn"] == (
        f"arn:aws:sts::{ACCOUNT}:assumed-role/federated/ann@example.com")
    assert answer["Subject"] == "ann"
    assert answer["SubjectType"] == "persistent"
    assert answer["Issuer"] == world.provider.entity_id
    assert answer["Audience"] == AUDIENCE
    digest = hashlib.sha1(f"{world.provider.entity_id}{ACCOUNT}/corp".encode()).digest()
    assert answer["NameQualifier"] == base64.b64encode(digest).decode()
    expires = answer["Credentials"]["Expiration"]
    assert expires.strftime("%Y-%m-%dT%H:%M:%S") == "2030-01-01T01:00:10"
    sqs = world.session(answer, "sqs")
    assert sqs.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    with refused("AccessDenied", status=403):
        sqs.create_queue(QueueName="q")
    longer = world.assume(world.provider.response(claims()), DurationSeconds=7200)
    assert longer["Credentials"]["Expiration"] > expires
    with refused("ValidationError", status=400, message="MaxSessionDuration"):
        world.assume(world.provider.response(claims()), DurationSeconds=7201)


@pytest.mark.parametrize("options", [
    {"sign": "response"}, {"sign": "both"},
    {"algorithm": "rsa-sha1", "digest": "sha1"}, {"algorithm": "rsa-sha384", "digest": "sha384"},
    {"algorithm": "rsa-sha512", "digest": "sha512"},
    {"audience": "urn:amazon:webservices"},
    {"recipient": "https://eu-west-1.signin.aws.amazon.com/saml"},
])
def test_providers_differ(world, options):
    if "recipient" in options:
        world.retrust(condition={"StringEquals": {"SAML:aud": options["recipient"]}})
    answer = world.assume(world.provider.response(claims(), **options))
    assert answer["Audience"] == options.get("recipient", AUDIENCE)


def test_elliptic_curves(world):
    other = IdentityProvider(key=ec.generate_private_key(ec.SECP384R1()))
    world.iam.update_saml_provider(
        SAMLProviderArn=PROVIDER, SAMLMetadataDocument=other.metadata())
    world.assume(other.response(claims(), algorithm="ecdsa-sha384", digest="sha384"))
    with refused("InvalidIdentityToken", message="Response signature invalid"):
        world.assume(world.provider.response(claims()))


def test_forgeries_are_refused(world):
    signed = world.provider.response(claims())
    text = base64.b64decode(signed).decode()
    start, end = text.index("<saml:Assertion"), text.index("</saml:Assertion>") + 17
    assertion = text[start:end]
    at, after = assertion.index("<ds:Signature"), assertion.index("</ds:Signature>") + 15
    forged = (assertion[:at] + assertion[after:]).replace(">ann<", ">admin<")
    forged = forged.replace("_assertion1", "_assertion2")
    wrapped = text[:start] + forged.replace("</saml:Assertion>", assertion + "</saml:Assertion>")
    beside = text[:start] + forged + assertion
    forgeries = [
        changed(signed, ">ann<", ">admin<"),
        changed(signed, "role/federated", "role/administrator"),
        world.provider.response(claims(), sign=None),
        IdentityProvider().response(claims()),
        base64.b64encode((wrapped + text[end:]).encode()).decode(),
        base64.b64encode((beside + text[end:]).encode()).decode(),
    ]
    for forgery in forgeries:
        with refused("InvalidIdentityToken", status=400):
            world.assume(forgery)
    with refused("InvalidIdentityToken", message="Response signature invalid"):
        world.assume(forgeries[0])
    for nonsense in ["%%%%", "bm90IHhtbA==", base64.b64encode(b"<!DOCTYPE a><a/>").decode()]:
        with refused("InvalidIdentityToken", status=400):
            world.assume(nonsense)


@pytest.mark.parametrize("options, code, message", [
    ({"issuer": "https://other.example.com"}, "InvalidIdentityToken",
     "Issuer not present in specified provider"),
    ({"audience": "https://other.example.com"}, "InvalidIdentityToken",
     "Response does not contain the required audience."),
    ({"recipient": "https://other.example.com"}, "InvalidIdentityToken", "recipient"),
    ({"recipient": "https://signin.aws.amazon.com/saml.evil.com"}, "InvalidIdentityToken", ""),
    ({"recipient": "https://evil.signin.aws.amazon.com/saml"}, "InvalidIdentityToken", ""),
    ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "IDPRejectedClaim", ""),
    ({"not_before": 120}, "InvalidIdentityToken", "not valid yet"),
    ({"seconds": 5}, "ExpiredTokenException", ""),
    ({"issued": -300}, "ExpiredTokenException",
     "Token must be redeemed within 5 minutes of issuance"),
    ({"session_seconds": 5}, "ExpiredTokenException", ""),
])
def test_assertions_for_others_and_other_times_are_refused(world, options, code, message):
    with refused(code, message=message):
        world.assume(world.provider.response(claims(), **options))


def test_assertions_expire_on_the_world_s_clock(world):
    response = world.provider.response(claims(), seconds=60)
    world.assume(response)
    world.server.clock(advance="50s")
    with refused("ExpiredTokenException"):
        world.assume(response)


def test_a_session_ends_with_the_provider_s(world):
    answer = world.assume(world.provider.response(claims(), session_seconds=1210))
    expires = answer["Credentials"]["Expiration"]
    assert expires.strftime("%Y-%m-%dT%H:%M:%S") == "2030-01-01T00:20:10"


def test_roles_are_offered_by_the_assertion(world):
    reversed_pair = claims(**{f"{ATTRIBUTES}Role": [f"{PROVIDER}, {ROLE}"]})
    world.assume(world.provider.response(reversed_pair))
    for values in [[], [f"{ROLE}2,{PROVIDER}"], [ROLE], [f"{ROLE},{PROVIDER}2"]]:
        offered = claims(**{f"{ATTRIBUTES}Role": values})
        with refused("AccessDenied", status=403,
                     message="Not authorized to perform sts:AssumeRoleWithSAML"):
            world.assume(world.provider.response(offered))


@pytest.mark.parametrize("name, values, message", [
    ("RoleSessionName", [], "RoleSessionName is required in AuthnResponse"),
    ("RoleSessionName", ["a b"], "RoleSessionName in AuthnResponse must match"),
    ("RoleSessionName", ["one", "two"], "RoleSessionName"),
    ("SourceIdentity", ["aws:me"], "Source Identity must match"),
    ("SessionDuration", ["60"], "SessionDuration"),
    ("PrincipalTag:aws:x", ["1"], "PrincipalTag"),
    ("PrincipalTag:x", ["1", "2"], "PrincipalTag"),
])
def test_attributes_are_checked(world, name, values, message):
    with refused("InvalidIdentityToken", status=400, message=message):
        world.assume(world.provider.response(claims(**{f"{ATTRIBUTES}{name}": values})))


def test_trust_policies_see_the_assertion(world):
    mail = "urn:oid:0.9.2342.19200300100.1.3"
    told = claims(**{mail: ["ann@example.com", "a@example.com"],
                     "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": ["staff"]})
    keys = {
        "SAML:iss": world.provider.entity_id, "SAML:sub": "ann", "SAML:sub_type": "persistent",
        "SAML:doc": f"{ACCOUNT}/corp", "SAML:aud": AUDIENCE,
        "sts:RoleSessionName": "ann@example.com"}
    world.retrust(condition={
        "StringEquals": keys,
        "ForAnyValue:StringEquals": {"SAML:mail": "a@example.com",
                                     "SAML:eduPersonAffiliation": "staff"}})
    world.assume(world.provider.response(told))
    with refused("AccessDenied", status=403):
        world.assume(world.provider.response(claims()))
    with refused("AccessDenied", status=403):
        world.assume(world.provider.response(told, subject="bob"))


def test_tags_and_source_identity_need_leave_and_arrive(world):
    told = claims(**{
        f"{ATTRIBUTES}PrincipalTag:Team": ["blue"], f"{ATTRIBUTES}TransitiveTagKeys": ["Team"],
        f"{ATTRIBUTES}SourceIdentity": ["ann"]})
    with refused("AccessDenied", status=403):
        world.assume(world.provider.response(told))
    world.retrust(actions=("sts:AssumeRoleWithSAML", "sts:TagSession"))
    with refused("AccessDenied", status=403):
        world.assume(world.provider.response(told))
    world.retrust(actions=("sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"))
    answer = world.assume(world.provider.response(told))
    assert answer["SourceIdentity"] == "ann"
    # The session's own keys: its tags, its subject, its provider.
    world.iam.put_role_policy(RoleName="federated", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*", "Condition": {
                "StringEquals": {
                    "aws:PrincipalTag/Team": "blue", "aws:SourceIdentity": "ann",
                    "saml:sub": "ann", "aws:FederatedProvider": PROVIDER}}}]}))
    world.session(answer, "sqs").list_queues()
    unknown = claims(**{f"{ATTRIBUTES}TransitiveTagKeys": ["Other"]})
    with refused("InvalidParameterValue", status=400):
        world.assume(world.provider.response(unknown))


def pem(key, **options):
    encryption = options.get("encryption", serialization.NoEncryption())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption).decode()


def test_encrypted_assertions(world):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    sealed = world.provider.response(claims(), encrypt_for=key.public_key())
    with refused("InvalidIdentityToken", message="encrypted"):
        world.assume(sealed)
    with refused("InvalidInput", message="no private key is provided"):
        world.iam.update_saml_provider(
            SAMLProviderArn=PROVIDER, AssertionEncryptionMode="Required")
    world.iam.update_saml_provider(SAMLProviderArn=PROVIDER, AddPrivateKey=pem(key))
    shown = world.iam.get_saml_provider(SAMLProviderArn=PROVIDER)
    assert shown["AssertionEncryptionMode"] == "Allowed"
    assert [set(it) for it in shown["PrivateKeyList"]] == [{"KeyId", "Timestamp"}]
    for cipher in ["aes128-gcm", "aes256-gcm", "aes128-cbc", "aes256-cbc"]:
        for sign in ["assertion", "response"]:
            world.assume(world.provider.response(
                claims(), encrypt_for=key.public_key(), cipher=cipher, sign=sign))
    world.assume(world.provider.response(claims()))
    # Encryption is no signature.
    with refused("InvalidIdentityToken", message="Response signature invalid"):
        world.assume(world.provider.response(
            claims(), encrypt_for=key.public_key(), sign=None))
    world.iam.update_saml_provider(SAMLProviderArn=PROVIDER, AssertionEncryptionMode="Required")
    world.assume(sealed)
    with refused("InvalidIdentityToken", message="encrypted"):
        world.assume(world.provider.response(claims()))
    second = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    world.iam.update_saml_provider(SAMLProviderArn=PROVIDER, AddPrivateKey=pem(second))
    world.assume(world.provider.response(claims(), encrypt_for=second.public_key()))
    with refused("LimitExceeded", message="Private key limit of 2 is reached."):
        world.iam.update_saml_provider(SAMLProviderArn=PROVIDER, AddPrivateKey=pem(second))
    with refused("InvalidInput", message="does not match a private key"):
        world.iam.update_saml_provider(
            SAMLProviderArn=PROVIDER, RemovePrivateKey="ASPK" + "A" * 18)
    first = shown["PrivateKeyList"][0]["KeyId"]
    world.iam.update_saml_provider(SAMLProviderArn=PROVIDER, RemovePrivateKey=first)
    with refused("InvalidIdentityToken", message="encrypted"):
        world.assume(sealed)
    with refused("InvalidInput", message="Unable to add and remove"):
        world.iam.update_saml_provider(
            SAMLProviderArn=PROVIDER, AddPrivateKey=pem(key), RemovePrivateKey=first)
    with refused("InvalidInput", message="No updates are defined"):
        world.iam.update_saml_provider(SAMLProviderArn=PROVIDER)
    secret = serialization.BestAvailableEncryption(b"secret")
    curve = ec.generate_private_key(ec.SECP256R1())
    for bad in ["no key", pem(key, encryption=secret), pem(curve)]:
        with refused("InvalidInput", message="Invalid private key."):
            world.iam.create_saml_provider(
                Name="x", SAMLMetadataDocument=world.provider.metadata(), AddPrivateKey=bad)


def test_metadata_are_read(world):
    metadata = world.provider.metadata()
    broken = [
        metadata.replace("</md:EntityDescriptor>", ""), metadata.replace("entityID", "entity"),
        metadata.replace("IDPSSODescriptor", "SPSSODescriptor"),
        metadata.replace('use="signing"', 'use="encryption"'),
        metadata.replace("MII", "AAA"), "<a/>" + " " * 1000]
    for document in broken:
        with refused("InvalidInput", status=400, message="Could not parse metadata"):
            world.iam.create_saml_provider(Name="x", SAMLMetadataDocument=document)
    with refused("InvalidInput", status=400):
        world.iam.create_saml_provider(
            Name="x", SAMLMetadataDocument=world.provider.metadata("2029-12-31T00:00:00Z"))
    world.iam.update_saml_provider(
        SAMLProviderArn=PROVIDER,
        SAMLMetadataDocument=world.provider.metadata("2030-01-02T00:00:00Z"))
    shown = world.iam.get_saml_provider(SAMLProviderArn=PROVIDER)
    assert shown["ValidUntil"].strftime("%Y-%m-%d") == "2030-01-02"
