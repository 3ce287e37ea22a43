"""Tokens by which others know who calls them: verified as anybody would, by the issuer's documents.

Sources: [A] GetWebIdentityToken; "Understanding token claims" (IAM User Guide); OpenID Connect
Discovery 1.0; RFC 7515 to 7518.
"""

import base64
import json
import urllib.error
import urllib.request

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from expect import refused


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("application/json")
        return json.load(answer)


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def number(part):
    return int.from_bytes(decode(part), "big")


def verified(token, issuer):
    """The claims of a token of this issuer."""
    header, claims, signature = token.split(".")
    head = json.loads(decode(header))
    configuration = get(f"{issuer}/.well-known/openid-configuration")
    assert configuration["issuer"] == issuer
    keys = {key["kid"]: key for key in get(configuration["jwks_uri"])["keys"]}
    key, signed = keys[head["kid"]], f"{header}.{claims}".encode()
    assert key["alg"] == head["alg"]
    if key["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(number(key["e"]), number(key["n"])).public_key()
        public.verify(decode(signature), signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        curve = ec.SECP384R1()
        public = ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]), curve)
        both = decode(signature)
        assert len(both) == 96
        der = utils.encode_dss_signature(
            int.from_bytes(both[:48], "big"), int.from_bytes(both[48:], "big"))
        public.public_key().verify(der, signed, ec.ECDSA(hashes.SHA384()))
    return json.loads(decode(claims))


@pytest.fixture
def issuer(client):
    return client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]


@pytest.mark.parametrize("algorithm", ["RS256", "ES384"])
def test_tokens_are_verified_by_the_issuer_s_keys(client, account, sts, issuer, algorithm):
    answer = sts.get_web_identity_token(Audience=["https://api.example.com"],
                                        SigningAlgorithm=algorithm)
    claims = verified(answer["WebIdentityToken"], issuer)
    assert claims["iss"] == issuer and claims["aud"] == "https://api.example.com"
    assert claims["sub"] == f"arn:aws:iam::{account}:root"
    assert claims["exp"] - claims["iat"] == 300
    assert claims["exp"] == int(answer["Expiration"].timestamp())
    own = claims["https://sts.amazonaws.com/"]
    assert own["aws_account"] == account and own["source_region"] == "us-east-1"
    header, payload, signature = answer["WebIdentityToken"].split(".")
    other = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "me"}).encode())
    with pytest.raises(InvalidSignature):
        verified(".".join([header, other.decode().rstrip("="), signature]), issuer)


def test_claims_of_a_session(client, account, sts, issuer, as_session):
    client("iam").create_role(RoleName="dev", Tags=[{"Key": "cost", "Value": "1"}],
                              AssumeRolePolicyDocument=json.dumps({
                                  "Version": "2012-10-17", "Statement": [{
                                      "Effect": "Allow", "Principal": {"AWS": account},
                                      "Action": ["sts:AssumeRole", "sts:TagSession"]}]}))
    client("iam").put_role_policy(RoleName="dev", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Resource": "*",
            "Action": ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"]}]}))
    answer = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/dev", RoleSessionName="me",
                             Tags=[{"Key": "team", "Value": "blue"}])
    token = as_session("sts", answer).get_web_identity_token(
        Audience=["a", "b"], SigningAlgorithm="ES384", DurationSeconds=60,
        Tags=[{"Key": "job", "Value": "7"}])["WebIdentityToken"]
    claims = verified(token, issuer)
    assert claims["sub"] == f"arn:aws:iam::{account}:role/dev"
    assert claims["aud"] == ["a", "b"]
    own = claims["https://sts.amazonaws.com/"]
    assert own["principal_tags"] == {"cost": "1", "team": "blue"}
    assert own["request_tags"] == {"job": "7"}
    assert own["original_session_exp"]


def test_documents_of_nobody_are_not_there(endpoint, issuer):
    for path in ["/.well-known/other", "", "x/.well-known/jwks.json"]:
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(issuer + path)
        assert caught.value.code == 404


def test_such_tokens_are_not_for_aws(client, account, sts, issuer):
    client("iam").create_open_id_connect_provider(Url=issuer, ClientIDList=["sts.amazonaws.com"])
    token = sts.get_web_identity_token(
        Audience=["sts.amazonaws.com"], SigningAlgorithm="RS256")["WebIdentityToken"]
    with refused("InvalidIdentityToken", status=400):
        sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{account}:role/r", RoleSessionName="me",
            WebIdentityToken=token)
