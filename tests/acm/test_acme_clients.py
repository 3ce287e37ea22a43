"""ACME by real clients: certbot, and the `acme` library on which it stands.

Source: RFC 8555; ACM User Guide, "Issuing certificates through ACME" (with certbot's command line),
"Condition keys for ACME certificate requests", "IAM for ACME certificate automation".
"""

import datetime
import json
import os
import subprocess
import sys
import urllib.request

import josepy
import pytest
from acme import client as acme_client
from acme import crypto_util, errors, messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from acm.acme_endpoint import ACCOUNT, ROLE
from expect import refused

PEM = serialization.Encoding.PEM
TRUST = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "acm-acme.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    "Condition": {"StringLikeIfExists": {"sts:SourceIdentity": "acm-acme-*"}}}]}


def account_key(kind="RSA"):
    if kind == "RSA":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return josepy.JWKRSA(key=josepy.ComparableRSAKey(key)), josepy.RS256
    curve, algorithm = {"P-256": (ec.SECP256R1(), josepy.ES256),
                        "P-384": (ec.SECP384R1(), josepy.ES384)}[kind]
    return josepy.JWKEC(key=josepy.ComparableECKey(ec.generate_private_key(curve))), algorithm


def connect(endpoint, kind="RSA", email="ann@example.com", **options):
    """A registered client of the library."""
    key, algorithm = account_key(kind)
    net = acme_client.ClientNetwork(key, alg=algorithm, user_agent="tests")
    directory = acme_client.ClientV2.get_directory(endpoint.url, net)
    client = acme_client.ClientV2(directory, net)
    credentials = endpoint.credentials(**options)
    bound = messages.ExternalAccountBinding.from_data(
        key.public_key(), credentials["KeyId"], credentials["MacKey"], directory)
    client.new_account(messages.NewRegistration.from_data(
        email=email, terms_of_service_agreed=True, external_account_binding=bound))
    return client


def csr_of(names, key=None, extra=()):
    key = key or ec.generate_private_key(ec.SECP256R1())
    alternatives = [x509.DNSName(name) for name in names] + list(extra)
    built = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    built = built.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return built.sign(key, hashes.SHA256()).public_bytes(PEM)


def issue(client, names, key=None):
    order = client.new_order(csr_of(names, key))
    soon = datetime.datetime.now() + datetime.timedelta(seconds=60)
    return client.finalize_order(order, soon)


def first(order):
    return x509.load_pem_x509_certificates(order.fullchain_pem.encode())[0]


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)


def fetch(server, path):
    with urllib.request.urlopen(server.endpoint + path, timeout=60) as answer:
        return answer.read()


def only(acm, **includes):
    found = acm.list_certificates(
        CertificateKeyPairOrigins=["ACME"],
        Includes={"keyTypes": ["RSA_2048", "EC_prime256v1", "EC_secp384r1"]}, **includes)
    return found["CertificateSummaryList"]


def test_certbot_gets_renews_and_revokes_a_certificate(frozen, make_endpoint, tmp_path):
    endpoint = make_endpoint(CertificateTags=[{"Key": "from", "Value": "acme"}])
    endpoint.validate("example.com", subdomains=True, wildcards=True)
    credentials = endpoint.credentials()
    folders = [f"--{name}-dir={tmp_path / name}" for name in ("config", "work", "logs")]

    def certbot(*arguments):
        program = os.path.join(os.path.dirname(sys.executable), "certbot")
        return subprocess.run([program, *arguments, "--non-interactive", *folders],
                              capture_output=True, text=True, check=False, timeout=120)

    made = certbot(
        "certonly", "--standalone", "--agree-tos", "--email", "user@example.com",
        "--server", endpoint.url, "--eab-kid", credentials["KeyId"],
        "--eab-hmac-key", credentials["MacKey"], "--issuance-timeout", "120",
        "--domain", "www.example.com", "--domain", "*.example.com")
    assert made.returncode == 0, made.stdout + made.stderr
    live = tmp_path / "config" / "live" / "www.example.com"
    (tmp_path / "root.pem").write_bytes(fetch(frozen, "/_acm/root.pem"))
    seconds = int(datetime.datetime.fromisoformat(
        frozen.clock()["now"].replace("Z", "+00:00")).timestamp())
    checked = openssl(
        "verify", "-attime", str(seconds), "-verify_hostname", "mail.example.com",
        "-CAfile", str(tmp_path / "root.pem"), "-untrusted", str(live / "chain.pem"),
        str(live / "cert.pem"))
    assert checked.returncode == 0, checked.stderr
    [listed] = only(endpoint.acm)
    assert listed["DomainName"] == "www.example.com" and listed["Status"] == "ISSUED"
    arn = listed["CertificateArn"]
    text = endpoint.acm.get_certificate(CertificateArn=arn)["Certificate"]
    assert text.strip() == (live / "cert.pem").read_text().strip()
    again = certbot("renew", "--force-renewal", "--no-random-sleep-on-renew")
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(only(endpoint.acm)) == 2
    gone = certbot("revoke", "--cert-path", str(live / "cert.pem"), "--reason", "superseded",
                   "--server", endpoint.url, "--no-delete-after-revoke")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    [revoked] = only(endpoint.acm, CertificateStatuses=["REVOKED"])
    detail = endpoint.acm.describe_certificate(
        CertificateArn=revoked["CertificateArn"])["Certificate"]
    assert detail["RevocationReason"] == "SUPERSEDED" and revoked["CertificateArn"] != arn
    serial = x509.load_pem_x509_certificate((live / "cert.pem").read_bytes()).serial_number
    crl = x509.load_der_x509_crl(fetch(frozen, "/_acm/intermediate.crl"))
    assert crl.get_revoked_certificate_by_serial_number(serial) is not None


def test_certbot_is_told_why_it_gets_none(frozen, make_endpoint, tmp_path):
    endpoint = make_endpoint(Contact="REQUIRED")
    endpoint.validate("example.com")
    program = os.path.join(os.path.dirname(sys.executable), "certbot")
    folders = [f"--{name}-dir={tmp_path / name}" for name in ("config", "work", "logs")]
    credentials = endpoint.credentials()
    made = subprocess.run(
        [program, "certonly", "--standalone", "--agree-tos", "--email", "user@example.com",
         "--server", endpoint.url, "--eab-kid", credentials["KeyId"],
         "--eab-hmac-key", credentials["MacKey"], "--domain", "www.example.com",
         "--non-interactive", *folders],
        capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode != 0
    assert "No valid domain validation of the endpoint covers the name." in made.stderr
    assert only(endpoint.acm) == []


@pytest.mark.parametrize("kind", ["RSA", "P-256", "P-384"])
def test_what_acm_knows_of_a_certificate(frozen, make_endpoint, kind):
    endpoint = make_endpoint(CertificateTags=[{"Key": "from", "Value": "acme"}])
    endpoint.validate("example.com", subdomains=True)
    client = connect(endpoint, kind)
    made = first(issue(client, ["example.com", "a.b.example.com"]))
    acm = endpoint.acm
    [listed] = only(acm)
    detail = acm.describe_certificate(CertificateArn=listed["CertificateArn"])["Certificate"]
    assert detail["CertificateKeyPairOrigin"] == "ACME" and detail["Type"] == "AMAZON_ISSUED"
    assert detail["AcmeEndpointArn"] == endpoint.arn
    [known] = acm.list_acme_accounts(AcmeEndpointArn=endpoint.arn)["AcmeAccounts"]
    assert known["AccountUrl"].endswith("/" + detail["AcmeAccountId"])
    assert known["Contacts"] == ["mailto:ann@example.com"]
    assert detail["SubjectAlternativeNames"] == ["example.com", "a.b.example.com"]
    assert detail["Serial"].replace(":", "") == f"{made.serial_number:x}"
    assert detail["RenewalEligibility"] == "INELIGIBLE"
    assert (made.not_valid_after_utc - made.not_valid_before_utc).days == 197
    assert acm.list_tags_for_certificate(CertificateArn=listed["CertificateArn"])["Tags"] == [
        {"Key": "from", "Value": "acme"}]
    for wanted in ({"AcmeEndpointArn": endpoint.arn},
                   {"AcmeAccountId": detail["AcmeAccountId"]},
                   {"CertificateKeyPairOrigin": "ACME"}):
        found = acm.search_certificates(FilterStatement={
            "Filter": {"AcmCertificateMetadataFilter": wanted}})["Results"]
        [metadata] = [it["CertificateMetadata"]["AcmCertificateMetadata"] for it in found]
        assert metadata["AcmeAccountId"] == detail["AcmeAccountId"]
    assert acm.search_certificates(FilterStatement={"Filter": {"AcmCertificateMetadataFilter": {
        "AcmeAccountId": "0" * 36}}})["Results"] == []
    # The key is the client's, and so is renewal.
    with refused("ValidationException", status=400):
        acm.export_certificate(CertificateArn=listed["CertificateArn"], Passphrase=b"secret")
    with refused("ValidationException", status=400):
        acm.renew_certificate(CertificateArn=listed["CertificateArn"])
    frozen.clock(advance="198d")
    [listed] = only(acm)
    assert listed["Status"] == "EXPIRED"
    acm.delete_acme_endpoint(AcmeEndpointArn=endpoint.arn)
    assert len(only(acm)) == 1, "certificates stay without their endpoint"
    acm.delete_certificate(CertificateArn=listed["CertificateArn"])
    assert only(acm) == []


def test_requests_that_are_not_those_of_their_order(frozen, make_endpoint):
    endpoint = make_endpoint(CertificateAuthority={"PublicCertificateAuthority": {
        "AllowedKeyAlgorithms": ["EC_prime256v1"]}})
    validation = endpoint.validate("example.com", subdomains=True)
    client = connect(endpoint)
    order = client.new_order(csr_of(["example.com"]))
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for wrong in (csr_of(["other.example.com"]), csr_of(["example.com", "a.example.com"]),
                  csr_of(["example.com"], rsa_key),
                  csr_of(["example.com"], ec.generate_private_key(ec.SECP384R1())),
                  csr_of(["example.com"], extra=[x509.RFC822Name("ann@example.com")])):
        with pytest.raises(messages.Error) as caught:
            client.begin_finalization(order.update(csr_pem=wrong))
        assert caught.value.code == "badCSR"
    endpoint.acm.delete_acme_domain_validation(AcmeDomainValidationArn=validation)
    with pytest.raises(messages.Error) as caught:
        client.begin_finalization(order)
    assert caught.value.code == "unauthorized"
    endpoint.validate("example.com")
    assert first(client.finalize_order(
        order, datetime.datetime.now() + datetime.timedelta(seconds=60)))
    with pytest.raises(messages.Error) as caught:
        client.begin_finalization(order)
    assert caught.value.code == "orderNotReady"
    late = client.new_order(csr_of(["example.com"]))
    frozen.clock(advance="7d")
    with pytest.raises(messages.Error) as caught:
        client.begin_finalization(late)
    assert caught.value.code == "orderNotReady"


def test_certificates_are_revoked_by_their_account_or_their_key(frozen, make_endpoint):
    endpoint = make_endpoint()
    endpoint.validate("example.com")
    client, other = connect(endpoint), connect(endpoint, "P-256")
    key = ec.generate_private_key(ec.SECP256R1())
    one, two = first(issue(client, ["example.com"])), first(issue(client, ["example.com"], key))
    with pytest.raises(messages.Error) as caught:
        other.revoke(one, 0)
    assert caught.value.code == "unauthorized"
    with pytest.raises(messages.Error) as caught:
        client.revoke(one, 6)
    assert caught.value.code == "badRevocationReason"
    client.revoke(one, 1)
    with pytest.raises(messages.Error) as caught:
        client.revoke(one, 0)
    assert caught.value.code == "alreadyRevoked"
    own = acme_client.ClientNetwork(
        josepy.JWKEC(key=josepy.ComparableECKey(key)), alg=josepy.ES256, user_agent="tests")
    own_client = acme_client.ClientV2(client.directory, own)
    with pytest.raises(messages.Error) as caught:
        own_client.revoke(one, 0)
    assert caught.value.code == "unauthorized"
    own_client.revoke(two, 0)
    states = {it["Status"] for it in only(endpoint.acm)}
    assert states == {"REVOKED"}


def test_the_role_of_the_binding_decides(frozen, make_endpoint):
    iam = frozen.client("iam", account=ACCOUNT)
    iam.create_role(RoleName="AcmeIssuanceRole", AssumeRolePolicyDocument=json.dumps(
        {**TRUST, "Statement": [{**TRUST["Statement"][0],
                                 "Principal": {"Service": "acm.amazonaws.com"}}]}))
    endpoint = make_endpoint()
    endpoint.validate("example.com", subdomains=True)
    client = connect(endpoint, role=ROLE)

    def is_refused(call, *arguments):
        with pytest.raises(messages.Error) as caught:
            call(*arguments)
        assert caught.value.code == "unauthorized", caught.value
        return caught.value.detail

    def allow(*statements):
        iam.put_role_policy(RoleName="AcmeIssuanceRole", PolicyName="p", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": list(statements)}))

    request = {
        "Effect": "Allow", "Action": "acm:RequestCertificate", "Resource": "*",
        "Condition": {
            "StringEquals": {
                "acm:CertificateKeyPairOrigin": "ACME", "acm:KeyAlgorithm": "EC_prime256v1",
                "acm:ValidationMethod": "DNS", "acm:Export": "ENABLED",
                "acm:CertificateTransparencyLogging": "ENABLED"},
            "ForAllValues:StringLike": {"acm:DomainNames": ["*.example.com"]}}}
    allow(request)
    is_refused(issue, client, ["www.example.com"])
    iam.update_assume_role_policy(
        RoleName="AcmeIssuanceRole", PolicyDocument=json.dumps(TRUST))
    made = first(issue(client, ["www.example.com"]))
    assert "acm:RequestCertificate" in is_refused(issue, client, ["example.com"])
    is_refused(issue, client, ["www.example.com"], ec.generate_private_key(ec.SECP384R1()))
    assert "acm:RevokeCertificate" in is_refused(client.revoke, made, 0)
    [listed] = only(endpoint.acm)
    allow(request, {
        "Effect": "Allow", "Action": "acm:RevokeCertificate",
        "Resource": listed["CertificateArn"],
        "Condition": {"StringEquals": {"acm:CertificateKeyPairOrigin": "ACME"}}})
    client.revoke(made, 0)
    assert only(endpoint.acm)[0]["Status"] == "REVOKED"


def test_an_account_is_changed_found_again_and_deactivated(frozen, make_endpoint):
    endpoint = make_endpoint()
    client = connect(endpoint)
    account = client.net.account
    changed = client.update_registration(account.update(
        body=account.body.update(contact=("mailto:bea@example.com",))))
    assert changed.body.contact == ("mailto:bea@example.com",)
    again = acme_client.ClientV2(client.directory, acme_client.ClientNetwork(
        client.net.key, alg=josepy.RS256, user_agent="tests"))
    with pytest.raises(errors.ConflictError) as caught:
        again.new_account(messages.NewRegistration.from_data(email="ann@example.com"))
    assert caught.value.location == account.uri
    client.deactivate_registration(account)
    with pytest.raises(messages.Error) as caught:
        client.new_order(csr_of(["example.com"]))
    assert caught.value.code == "unauthorized"


def test_the_library_makes_the_same_requests():
    # Guards the helper above: what it makes is what the library's own maker makes.
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    made = x509.load_pem_x509_csr(crypto_util.make_csr(key, ["example.com"]))
    ours = x509.load_pem_x509_csr(csr_of(["example.com"]))
    kind = x509.SubjectAlternativeName
    assert (made.extensions.get_extension_for_class(kind).value
            == ours.extensions.get_extension_for_class(kind).value)
    assert not ours.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
