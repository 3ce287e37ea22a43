"""ACME by hand: what RFC 8555 asks of a server that clients' libraries do not try.

The section of the standard stands beside each.
"""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from acm.acme_messages import Client, binding, http, jwk, sign
from acm.acme_endpoint import ACCOUNT, PUBLIC, ROLE


@pytest.fixture
def endpoint(make_endpoint):
    endpoint = make_endpoint()
    endpoint.validate("example.com", subdomains=True)
    return endpoint


@pytest.fixture
def client(endpoint):
    client = Client(endpoint.url)
    assert client.register(endpoint.credentials()).status == 201
    return client


def test_the_directory_and_nonces(endpoint):
    answer = http(endpoint.url)
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    base = endpoint.url.rpartition("/")[0]
    assert answer.json == {
        "newNonce": f"{base}/new-nonce", "newAccount": f"{base}/new-account",
        "newOrder": f"{base}/new-order", "revokeCert": f"{base}/revoke-cert",
        "keyChange": f"{base}/key-change", "meta": {"externalAccountRequired": True}}
    # 7.2: HEAD answers 200, GET 204; "no-store".
    for method, status in [("HEAD", 200), ("GET", 204)]:
        answer = http(f"{base}/new-nonce", method=method)
        assert answer.status == status and answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Replay-Nonce"]
        assert f"<{endpoint.url}>;rel=\"index\"" in answer.headers["Link"]
    # 6.3
    http(f"{base}/new-order").is_problem("malformed", 405)
    http(f"{base}/elsewhere").is_problem("malformed", 405)


def test_there_is_nothing_where_no_endpoint_is(frozen, endpoint):
    missing = endpoint.url.replace(endpoint.arn.rpartition("/")[2], "0" * 8)
    http(missing).is_problem("malformed", 404)
    arn = endpoint.acm.create_acme_endpoint(
        AuthorizationBehavior="PRE_APPROVED",
        CertificateAuthority=PUBLIC)["AcmeEndpointArn"]
    url = endpoint.acm.describe_acme_endpoint(AcmeEndpointArn=arn)["AcmeEndpoint"]["EndpointUrl"]
    http(url).is_problem("malformed", 404)
    frozen.clock(advance="2s")
    assert http(url).status == 200
    endpoint.acm.delete_acme_endpoint(AcmeEndpointArn=arn)
    http(url).is_problem("malformed", 404)
    frozen.reset(ACCOUNT)
    http(endpoint.url).is_problem("malformed", 404)


def test_messages_that_are_none(client):
    url = client.directory["newOrder"]
    good = {"identifiers": [{"type": "dns", "value": "example.com"}]}

    def header(**more):
        return {"nonce": client.nonce(), "url": url, "kid": client.account, **more}

    http(url, sign(client.key, header(), good), media_type="application/json").is_problem(
        "malformed", 415)
    for body in (b"", b"{}", b"nonsense", b"[" * 50_000):
        http(url, body).is_problem("malformed", 400)
    unsupported = http(url, sign(client.key, header(alg="none"), good))
    unsupported.is_problem("badSignatureAlgorithm", 400)
    assert "ES256" in unsupported.json["algorithms"]
    # 6.4
    http(url, sign(client.key, header(url=url + "/"), good)).is_problem("unauthorized", 403)
    # 6.2
    http(url, sign(client.key, header(jwk=jwk(client.key)), good)).is_problem("malformed", 400)
    http(url, sign(client.key, header(alg="ES384"), good)).is_problem("malformed", 400)
    other = ec.generate_private_key(ec.SECP256R1())
    http(url, sign(other, header(), good)).is_problem("malformed", 400)
    changed = sign(client.key, header(), good)
    changed["payload"] = "e30"
    http(url, changed).is_problem("malformed", 400)
    http(url, sign(client.key, header(kid=client.account + "0"), good)).is_problem(
        "accountDoesNotExist", 400)
    http(url, {**sign(client.key, header(), good), "signatures": []}).is_problem("malformed", 400)
    client.post(client.directory["newAccount"], good, with_jwk=True,
                jwk={"kty": "oct", "k": "AA"}).is_problem("badPublicKey", 400)
    assert client.order("example.com").status == 201


def test_a_nonce_is_good_once_and_of_its_endpoint(make_endpoint, client):
    url = client.directory["newOrder"]
    good = {"identifiers": [{"type": "dns", "value": "example.com"}]}
    nonce = client.nonce()
    header = {"nonce": nonce, "url": url, "kid": client.account}
    assert http(url, sign(client.key, header, good)).status == 201
    again = http(url, sign(client.key, header, good)).is_problem("badNonce", 400)
    # 6.5: "An error response with the 'badNonce' error type MUST include a Replay-Nonce".
    header["nonce"] = again.headers["Replay-Nonce"]
    assert http(url, sign(client.key, header, good)).status == 201
    other = Client(make_endpoint().url)
    for wrong in ("", "AAAA", "A" * 32, "!", other.nonce()):
        http(url, sign(client.key, {**header, "nonce": wrong}, good)).is_problem("badNonce", 400)
    # A refused message has used its nonce up, too.
    header["nonce"] = client.nonce()
    http(url, sign(client.key, header, {"identifiers": []})).is_problem("malformed", 400)
    http(url, sign(client.key, header, good)).is_problem("badNonce", 400)


def test_external_account_bindings(make_endpoint, endpoint):
    client, credentials = Client(endpoint.url), endpoint.credentials()
    url = client.directory["newAccount"]
    client.register(None).is_problem("externalAccountRequired", 403)
    key_id, mac_key = credentials["KeyId"], credentials["MacKey"]

    def register(bound):
        return client.post(url, {"externalAccountBinding": bound}, with_jwk=True)

    other = ec.generate_private_key(ec.SECP256R1())
    register(binding(other, key_id, mac_key, url)).is_problem("malformed", 400)
    register(binding(client.key, key_id, mac_key, url + "/")).is_problem("malformed", 400)
    register(binding(client.key, key_id, mac_key, url, nonce="AA")).is_problem("malformed", 400)
    register(binding(client.key, key_id, mac_key, url, alg="HS512")).is_problem("malformed", 400)
    register("text").is_problem("malformed", 400)
    register(binding(client.key, key_id, "AAAA" * 10, url)).is_problem("unauthorized", 403)
    register(binding(client.key, "unknown", mac_key, url)).is_problem("unauthorized", 403)
    elsewhere = make_endpoint().credentials()
    register(binding(client.key, elsewhere["KeyId"], elsewhere["MacKey"], url)).is_problem(
        "unauthorized", 403)
    # 7.3.1
    client.register(None, onlyReturnExisting=True).is_problem("accountDoesNotExist", 400)
    made = client.register(credentials, ["mailto:ann@example.com"])
    assert made.status == 201 and made.json["status"] == "valid"
    found = client.register(None, onlyReturnExisting=True)
    assert found.status == 200 and found.headers["Location"] == made.headers["Location"]


def test_contacts(make_endpoint):
    endpoint = make_endpoint(Contact="REQUIRED")
    credentials = endpoint.credentials()
    client = Client(endpoint.url)
    client.register(credentials).is_problem("invalidContact", 400)
    client.register(credentials, []).is_problem("invalidContact", 400)
    client.register(credentials, ["tel:+12025551212"]).is_problem("unsupportedContact", 400)
    for wrong in ("mailto:ann", "mailto:a@b,c@d", "mailto:a@b?subject=x", "mailto:a b@c", 7):
        client.register(credentials, [wrong]).is_problem("invalidContact", 400)
    client.register(credentials, ["mailto:a@example.com"] * 11).is_problem("invalidContact", 400)
    assert client.register(credentials, ["mailto:a@example.com"]).status == 201
    client.post(client.account, {"contact": []}).is_problem("invalidContact", 400)
    # 7.3.2: other changes of the status are ignored.
    assert client.post(client.account, {"status": "revoked"}).json["status"] == "valid"
    changed = client.post(client.account, {"contact": ["mailto:b@example.com"]})
    assert changed.status == 200 and changed.json["contact"] == ["mailto:b@example.com"]
    assert client.post(client.account).json == changed.json


def test_orders_and_what_is_shown_of_them(frozen, client):
    for identifiers, kind, status in [
        (None, "malformed", 400),
        ([{"type": "ip", "value": "192.0.2.1"}], "unsupportedIdentifier", 400),
        ([{"type": "dns", "value": "a_b.example.com"}], "rejectedIdentifier", 403),
        ([{"type": "dns", "value": ""}], "rejectedIdentifier", 403),
        ([{"type": "dns", "value": f"a{at}.example.com"} for at in range(101)], "malformed", 400),
    ]:
        client.post(client.directory["newOrder"], {"identifiers": identifiers}).is_problem(
            kind, status)
    refused = client.order("example.com", "example.net", "*.example.com")
    refused.is_problem("rejectedIdentifier", 403)
    assert [it["identifier"]["value"] for it in refused.json["subproblems"]] == [
        "example.net", "*.example.com"]
    client.post(client.directory["newOrder"], {
        "identifiers": [{"type": "dns", "value": "example.com"}],
        "notAfter": "2040-01-01T00:00:00Z"}).is_problem("malformed", 400)
    made = client.order("Example.com", "www.example.com", "example.com")
    order = made.json
    assert order["status"] == "ready"
    assert [it["value"] for it in order["identifiers"]] == ["example.com", "www.example.com"]
    url = made.headers["Location"]
    assert client.post(url).json == order
    # 6.3: POST-as-GET has an empty payload.
    client.post(url, {}).is_problem("malformed", 400)
    authorization = client.post(order["authorizations"][1]).json
    assert authorization["status"] == "valid"
    assert authorization["identifier"] == {"type": "dns", "value": "www.example.com"}
    [challenge] = authorization["challenges"]
    assert challenge["status"] == "valid" and challenge["type"] == "dns-01"
    assert client.post(challenge["url"], {}).json == challenge
    client.post(order["authorizations"][1], {"status": "deactivated"}).is_problem("malformed", 400)
    client.post(order["authorizations"][1] + "0").is_problem("malformed", 404)
    client.post(order["finalize"], {"csr": "AAAA"}).is_problem("badCSR", 400)
    client.post(order["finalize"], {}).is_problem("badCSR", 400)
    account = client.post(client.account).json
    assert client.post(account["orders"]).json == {"orders": [url]}
    frozen.clock(advance="7d")
    assert client.post(url).json["status"] == "invalid"
    assert client.post(order["authorizations"][0]).json["status"] == "expired"


def test_what_is_anothers_is_not_found(endpoint, client):
    other = Client(endpoint.url)
    other.register(endpoint.credentials())
    url = client.order("example.com").headers["Location"]
    order = client.post(url).json
    for place in (url, order["authorizations"][0], order["finalize"], client.account,
                  client.account + "/orders", url.replace("/order/", "/cert/")):
        payload = {"csr": "AAAA"} if place.endswith("finalize") else None
        other.post(place, payload).is_problem("malformed", 404)
    other.post(other.directory["newOrder"] + "/more").is_problem("malformed", 404)
    other.post(other.directory["revokeCert"], {"certificate": "AAAA"}).is_problem("malformed", 400)


def test_the_last_orders_of_an_account_are_kept(client):
    urls = [client.order("example.com").headers["Location"] for _ in range(102)]
    assert client.post(client.account + "/orders").json["orders"] == urls[2:]
    client.post(urls[0]).is_problem("malformed", 404)


def test_the_key_of_an_account_is_changed(endpoint, client):
    # 7.3.5
    url = client.directory["keyChange"]
    new = ec.generate_private_key(ec.SECP256R1())

    def inner(key=new, old=client.key, account=client.account, **header):
        payload = {"account": account, "oldKey": jwk(old)}
        return sign(key, {"url": url, "jwk": jwk(key), **header}, payload)

    for wrong in (inner(old=new), inner(account=client.account + "0"), inner(url=url + "/"),
                  inner(nonce="AA"), inner(jwk=jwk(client.key)), {}, []):
        client.post(url, wrong).is_problem("malformed", 400)
    other = Client(endpoint.url)
    other.register(endpoint.credentials())
    taken = client.post(url, inner(other.key)).is_problem("malformed", 409)
    assert taken.headers["Location"] == other.account
    changed = client.post(url, inner())
    assert changed.status == 200 and changed.headers["Location"] == client.account
    client.order("example.com").is_problem("malformed", 400)
    client.key = new
    assert client.order("example.com").status == 201
    assert client.register(None, onlyReturnExisting=True).headers["Location"] == client.account


def test_an_endpoint_survives_a_restart(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    acm = server.client("acm", account=ACCOUNT)
    server.clock(freeze=True)
    arn = acm.create_acme_endpoint(AuthorizationBehavior="PRE_APPROVED",
                                   CertificateAuthority=PUBLIC)["AcmeEndpointArn"]
    bound = acm.create_acme_external_account_binding(
        AcmeEndpointArn=arn, RoleArn=ROLE)["ExternalAccountBinding"]
    credentials = acm.get_acme_external_account_binding_credentials(
        AcmeExternalAccountBindingArn=bound["AcmeExternalAccountBindingArn"])
    server.clock(advance="2s")
    url = acm.describe_acme_endpoint(AcmeEndpointArn=arn)["AcmeEndpoint"]["EndpointUrl"]
    client = Client(url)
    client.register(credentials)
    server.stop()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert credentials["MacKey"].encode() not in file.read_bytes(), file
    again = server_factory(data=tmp_path)
    acm = again.client("acm", account=ACCOUNT)
    url = acm.describe_acme_endpoint(AcmeEndpointArn=arn)["AcmeEndpoint"]["EndpointUrl"]
    other = Client(url, client.key)
    found = other.register(None, onlyReturnExisting=True)
    assert found.status == 200
    assert json.loads(found.body)["status"] == "valid"
