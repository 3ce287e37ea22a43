"""Roles for the holders of tokens of an OpenID Connect provider, whose keys are really fetched.

Source: [A] AssumeRoleWithWebIdentity; IAM User Guide, "Create a role for OpenID Connect federation"
and "Available keys for AWS OIDC federation"; RFC 7515 and 7517.
"""

import base64
import http.server
import json
import threading
import time

import pytest
import rsa

from expect import refused

KEY = rsa.newkeys(2048)


def encode(data):
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@pytest.fixture
def provider():
    """A provider on this machine: `provider.url`, `provider.token(sub=…)`."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            url = f"http://{self.headers['Host']}"
            pages = {
                "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/keys"},
                "/keys": {"keys": [{"kty": "RSA", "use": "sig", "kid": "one", "alg": "RS256",
                                    "n": number(KEY[0].n), "e": number(KEY[0].e)}]}}
            body = json.dumps(pages.get(self.path, {})).encode()
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"

    def token(key=KEY[1], header=None, **claims):
        told = {"iss": server.url, "sub": "ann", "aud": "app", "exp": int(time.time()) + 600}
        signed = (encode({"alg": "RS256", "kid": "one", **(header or {})})
                  + "." + encode({**told, **claims}))
        return signed + "." + encode(rsa.sign(signed.encode(), key, "SHA-256"))
    server.token = token
    yield server
    server.shutdown()


@pytest.fixture
def role(client, provider, account):
    """A role for the provider's `ann`, who may list queues."""
    iam = client("iam")
    arn = iam.create_open_id_connect_provider(
        Url=provider.url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    host = provider.url.split("://")[1]
    iam.create_role(RoleName="web", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Federated": arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {f"{host}:sub": "ann", f"{host}:aud": "app"}}}]}))
    iam.put_role_policy(RoleName="web", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}))
    return f"arn:aws:iam::{account}:role/web"


def test_a_token_for_a_session(sts, client, role, provider, account):
    answer = sts.assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="me", WebIdentityToken=provider.token())
    assert answer["SubjectFromWebIdentityToken"] == "ann"
    assert answer["Audience"] == "app"
    assert answer["Provider"].endswith(provider.url.split("://")[1])
    found = answer["Credentials"]
    keys = {"account": found["AccessKeyId"], "secret": found["SecretAccessKey"],
            "token": found["SessionToken"]}
    arn = client("sts", **keys).get_caller_identity()["Arn"]
    assert arn == f"arn:aws:sts::{account}:assumed-role/web/me"
    client("sqs", **keys).list_queues()
    with refused("AccessDenied", status=403):
        client("sqs", **keys).create_queue(QueueName="q")


def test_tokens_that_open_nothing(sts, role, provider):
    def ask(token):
        return sts.assume_role_with_web_identity(
            RoleArn=role, RoleSessionName="me", WebIdentityToken=token)
    with refused("AccessDenied", status=403,
                 message="Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        ask(provider.token(sub="eve"))
    with refused("InvalidIdentityToken", status=400, message="Incorrect token audience"):
        ask(provider.token(aud="other"))
    with refused("ExpiredTokenException", status=400):
        ask(provider.token(exp=int(time.time()) - 60))
    with refused("InvalidIdentityToken", status=400):
        ask(provider.token(key=rsa.newkeys(2048)[1]))
    with refused("InvalidIdentityToken", status=400):
        ask(provider.token(header={"kid": "two"}))
    with refused("InvalidIdentityToken", status=400, message="No OpenIDConnect provider found"):
        ask(provider.token(iss="https://elsewhere.example.com"))
    header, _, signature = provider.token().split(".")
    with refused("InvalidIdentityToken", status=400):
        ask(".".join([header, encode({"iss": provider.url, "sub": "ann", "aud": "app",
                                      "exp": int(time.time()) + 9}), signature]))


def test_a_provider_that_is_gone(sts, role, provider):
    token = provider.token()
    provider.shutdown()
    provider.server_close()
    with refused("IDPCommunicationError", status=400):
        sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="me",
                                          WebIdentityToken=token)
