"""ACME by hand: messages that clients' libraries do not send. Source: RFC 8555, RFC 7515."""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def b64(data):
    if isinstance(data, (dict, list)):
        data = json.dumps(data)
    if isinstance(data, str):
        data = data.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(key):
    point = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": b64(point.x.to_bytes(32, "big")),
            "y": b64(point.y.to_bytes(32, "big"))}


def thumbprint(key):
    text = json.dumps(jwk(key), sort_keys=True, separators=(",", ":"))
    return b64(hashlib.sha256(text.encode()).digest())


def sign(key, header, payload):
    """A message by a key of P-256; a payload of None is none (POST-as-GET)."""
    protected = b64({"alg": "ES256", **header})
    body = "" if payload is None else b64(payload)
    der = key.sign(f"{protected}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(der)
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return {"protected": protected, "payload": body, "signature": b64(signature)}


def binding(key, key_id, mac_key, url, **header):
    """An external account binding (7.3.4)."""
    protected = b64({"alg": "HS256", "kid": key_id, "url": url, **header})
    payload = b64(jwk(key))
    secret = base64.urlsafe_b64decode(mac_key + "=" * (-len(mac_key) % 4))
    code = hmac.new(secret, f"{protected}.{payload}".encode(), hashlib.sha256).digest()
    return {"protected": protected, "payload": payload, "signature": b64(code)}


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def is_problem(self, kind, status):
        assert self.status == status, (self.status, self.body)
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.json["type"] == f"urn:ietf:params:acme:error:{kind}", self.json
        assert self.json["status"] == status and self.json["detail"]
        return self


def http(url, body=None, method=None, media_type="application/jose+json"):
    data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    headers = {} if data is None else {"Content-Type": media_type}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


class Client:
    """A client of one account, by a key of P-256."""

    def __init__(self, directory_url, key=None):
        self.directory_url = directory_url
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.directory = http(directory_url).json
        self.account = None

    def nonce(self):
        return http(self.directory["newNonce"], method="HEAD").headers["Replay-Nonce"]

    def post(self, url, payload=None, key=None, with_jwk=False, **header):
        name = {"jwk": jwk(key or self.key)} if with_jwk else {"kid": self.account}
        header = {"nonce": self.nonce(), "url": url, **name, **header}
        return http(url, sign(key or self.key, header, payload))

    def register(self, credentials, contact=None, **more):
        url = self.directory["newAccount"]
        payload = {"termsOfServiceAgreed": True, **more}
        if credentials:
            payload["externalAccountBinding"] = binding(
                self.key, credentials["KeyId"], credentials["MacKey"], url)
        if contact is not None:
            payload["contact"] = contact
        answer = self.post(url, payload, with_jwk=True)
        if answer.status in (200, 201):
            self.account = answer.headers["Location"]
        return answer

    def order(self, *names):
        identifiers = [{"type": "dns", "value": name} for name in names]
        return self.post(self.directory["newOrder"], {"identifiers": identifiers})
