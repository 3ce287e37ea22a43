"""ACM by boto3, openssl and Python's TLS: what needs real readers of certificates.

Source: ACM User Guide and API Reference. What the operations answer and refuse besides is in
services/svc-acm/cases.
"""

import datetime
import socket
import ssl
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from expect import refused

PEM = serialization.Encoding.PEM
PLAIN = serialization.NoEncryption()


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    return own_server


@pytest.fixture
def acm(server):
    return server.client("acm", account="111111111111")


def fetch(server, path):
    with urllib.request.urlopen(server.endpoint + path, timeout=60) as answer:
        return answer.read()


def issue(server, acm, name="www.example.com", **options):
    options = {"ValidationMethod": "DNS", "KeyAlgorithm": "EC_prime256v1", **options}
    arn = acm.request_certificate(DomainName=name, **options)["CertificateArn"]
    server.clock(advance="30s")
    return arn


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)


def at_server_time(server):
    shown = server.clock()["now"]
    return datetime.datetime.fromisoformat(shown.replace("Z", "+00:00"))


@pytest.mark.parametrize("algorithm", ["RSA_2048", "EC_prime256v1", "EC_secp384r1"])
def test_openssl_verifies_what_is_issued(server, acm, tmp_path, algorithm):
    arn = issue(server, acm, KeyAlgorithm=algorithm, SubjectAlternativeNames=["*.example.com"])
    got = acm.get_certificate(CertificateArn=arn)
    (tmp_path / "root.pem").write_bytes(fetch(server, "/_acm/root.pem"))
    (tmp_path / "chain.pem").write_text(got["CertificateChain"])
    (tmp_path / "leaf.pem").write_text(got["Certificate"])
    verify = ["verify", "-attime", str(int(at_server_time(server).timestamp())),
              "-purpose", "sslserver", "-verify_hostname", "other.example.com",
              "-untrusted", str(tmp_path / "chain.pem")]
    verified = openssl(*verify, "-CAfile", str(tmp_path / "root.pem"), str(tmp_path / "leaf.pem"))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    # By its own chain alone it is nobody's.
    alone = openssl(*verify, "-no-CAfile", "-no-CApath", str(tmp_path / "leaf.pem"))
    assert alone.returncode != 0
    leaf = x509.load_pem_x509_certificate(got["Certificate"].encode())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["www.example.com", "*.example.com"]
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert int(detail["Serial"].replace(":", ""), 16) == leaf.serial_number
    assert detail["NotAfter"] == leaf.not_valid_after_utc
    assert (leaf.not_valid_after_utc - leaf.not_valid_before_utc).days == 197


def test_an_exported_certificate_serves_tls(server, acm, tmp_path):
    arn = issue(server, acm, name="localhost.example.com", Options={"Export": "ENABLED"})
    got = acm.export_certificate(CertificateArn=arn, Passphrase=b"open sesame")
    assert got["PrivateKey"].startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    with pytest.raises(ValueError):
        serialization.load_pem_private_key(got["PrivateKey"].encode(), b"wrong")
    key = serialization.load_pem_private_key(got["PrivateKey"].encode(), b"open sesame")
    leaf = x509.load_pem_x509_certificate(got["Certificate"].encode())
    assert key.public_key() == leaf.public_key()
    (tmp_path / "cert.pem").write_text(got["Certificate"] + got["CertificateChain"])
    (tmp_path / "key.pem").write_text(got["PrivateKey"])
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem", "open sesame")
    asking = ssl.create_default_context(cadata=fetch(server, "/_acm/root.pem").decode())
    ours, theirs = socket.socketpair()

    def serve():
        with serving.wrap_socket(theirs, server_side=True) as tls:
            tls.sendall(b"hello")

    thread = threading.Thread(target=serve)
    thread.start()
    with asking.wrap_socket(ours, server_hostname="localhost.example.com") as tls:
        assert tls.recv(5) == b"hello"
    thread.join()


def test_what_is_revoked_is_in_the_list(server, acm):
    arn = issue(server, acm, Options={"Export": "ENABLED"})
    got = acm.export_certificate(CertificateArn=arn, Passphrase=b"secret")
    leaf = x509.load_pem_x509_certificate(got["Certificate"].encode())
    point = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    assert point.full_name[0].value == server.endpoint + "/_acm/intermediate.crl"
    issuer = x509.load_pem_x509_certificate(fetch(server, "/_acm/intermediate.pem"))

    def revoked():
        crl = x509.load_der_x509_crl(fetch(server, "/_acm/intermediate.crl"))
        assert crl.is_signature_valid(issuer.public_key())
        return crl.get_revoked_certificate_by_serial_number(leaf.serial_number)

    assert revoked() is None
    acm.revoke_certificate(CertificateArn=arn, RevocationReason="KEY_COMPROMISE")
    reason = revoked().extensions.get_extension_for_class(x509.CRLReason).value
    assert reason.reason == x509.ReasonFlags.key_compromise


def test_owners_approve_by_mail(server, acm):
    arn = acm.request_certificate(
        DomainName="shop.example.com", ValidationMethod="EMAIL", KeyAlgorithm="EC_prime256v1",
        DomainValidationOptions=[
            {"DomainName": "shop.example.com", "ValidationDomain": "example.com"}],
    )["CertificateArn"]
    letters = server.ask("/_nephele/outbox?kind=email")["letters"]
    to = {letter["to"] for letter in letters}
    assert to == {f"{box}@example.com" for box in
                  ("admin", "administrator", "hostmaster", "postmaster", "webmaster")}
    link = next(line for line in letters[0]["body"].splitlines() if line.startswith("http"))
    path = link.removeprefix(server.endpoint)
    wrong = path[:-4] + ("0000" if path[-4:] != "0000" else "1111")
    with pytest.raises(urllib.error.HTTPError) as missed:
        fetch(server, wrong + "&approve=yes")
    assert missed.value.code == 404
    assert b"I approve" in fetch(server, path)
    with refused("RequestInProgressException", status=400):
        acm.get_certificate(CertificateArn=arn)
    fetch(server, path + "&approve=yes")
    server.clock(advance="1s")
    assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED"
    with refused("InvalidStateException", status=400):
        acm.resend_validation_email(
            CertificateArn=arn, Domain="shop.example.com", ValidationDomain="example.com")
    acm.update_certificate_options(CertificateArn=arn, Options={"ValidationMethod": "DNS"})
    server.clock(advance="30s")
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert detail["UpdateSummary"]["Status"] == "SUCCESS"
    assert detail["DomainValidationOptions"][0]["ValidationMethod"] == "DNS"
    with refused("ValidationException", status=400):
        acm.update_certificate_options(CertificateArn=arn, Options={"ValidationMethod": "EMAIL"})


def test_letters_are_sent_again(server, acm):
    arn = acm.request_certificate(
        DomainName="a.example.com", ValidationMethod="EMAIL")["CertificateArn"]
    server.clock(advance="71h")
    acm.resend_validation_email(
        CertificateArn=arn, Domain="a.example.com", ValidationDomain="example.com")
    assert len(server.ask("/_nephele/outbox?kind=email")["letters"]) == 10
    server.clock(advance="71h")
    status = acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
    assert status == "PENDING_VALIDATION"
    server.clock(advance="1h")
    status = acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
    assert status == "VALIDATION_TIMED_OUT"
    with refused("InvalidDomainValidationOptionsException", status=400):
        again = acm.request_certificate(DomainName="b.example.com", ValidationMethod="EMAIL")
        acm.resend_validation_email(
            CertificateArn=again["CertificateArn"], Domain="b.example.com",
            ValidationDomain="example.org")


def make(subject, issuer=None, days=(-1, 30), key=None, authority=False, now=None):
    """A certificate with its key, by `issuer` (a pair of the same) or by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    above, signer = (issuer[0].subject, issuer[1]) if issuer else (name, key)
    day = datetime.timedelta(days=1)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(above)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * day).not_valid_after(now + days[1] * day)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    return built.sign(signer, hashes.SHA256()), key


def pem(certificate):
    return certificate.public_bytes(PEM)


def key_pem(key, form=serialization.PrivateFormat.PKCS8, cipher=PLAIN):
    return key.private_bytes(PEM, form, cipher)


def test_what_is_imported_must_fit_together(server, acm):
    now = at_server_time(server)
    root = make("root", authority=True, now=now)
    leaf, key = make("own.example.com", issuer=root, now=now)
    whole = {"Certificate": pem(leaf), "PrivateKey": key_pem(key),
             "CertificateChain": pem(root[0])}
    arn = acm.import_certificate(**whole, Tags=[{"Key": "a", "Value": "b"}])["CertificateArn"]
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert (detail["Type"], detail["Status"]) == ("IMPORTED", "ISSUED")
    assert (detail["DomainName"], detail["Issuer"]) == ("own.example.com", "root")
    assert detail["RenewalEligibility"] == "INELIGIBLE"
    got = acm.get_certificate(CertificateArn=arn)
    assert got["Certificate"].encode() == pem(leaf)
    assert got["CertificateChain"].encode() == pem(root[0])

    other = make("other", authority=True, now=now)
    expired, expired_key = make("x.example.com", issuer=root, days=(-9, -2), now=now)
    encrypted = key_pem(key, cipher=serialization.BestAvailableEncryption(b"p"))
    small, small_key = make(
        "small.example.com", key=rsa.generate_private_key(65537, 1536), now=now)
    for broken in (
        {"PrivateKey": key_pem(other[1])},
        {"PrivateKey": encrypted},
        {"PrivateKey": b"no key"},
        {"CertificateChain": pem(other[0])},
        {"CertificateChain": pem(leaf)},
        {"Certificate": pem(leaf) + pem(leaf)},
        {"Certificate": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"},
        {"Certificate": pem(expired), "PrivateKey": key_pem(expired_key)},
        {"Certificate": pem(small), "PrivateKey": key_pem(small_key)},
    ):
        with refused("ValidationException", status=400):
            acm.import_certificate(**{**whole, **broken})
    with refused("ValidationException", status=400):
        acm.import_certificate(Certificate=pem(leaf), PrivateKey=key_pem(key))


def test_a_reimport_keeps_the_arn(server, acm):
    now = at_server_time(server)
    first, key = make("own.example.com", now=now)
    old_form = key_pem(key, serialization.PrivateFormat.TraditionalOpenSSL)
    arn = acm.import_certificate(Certificate=pem(first), PrivateKey=old_form)["CertificateArn"]
    second, key = make("own.example.com", days=(-1, 90), now=now)
    again = acm.import_certificate(
        CertificateArn=arn, Certificate=pem(second), PrivateKey=key_pem(key))
    assert again["CertificateArn"] == arn
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert detail["NotAfter"] == second.not_valid_after_utc
    rsa_key = rsa.generate_private_key(65537, 2048)
    third, _ = make("own.example.com", key=rsa_key, now=now)
    pkcs1 = key_pem(rsa_key, serialization.PrivateFormat.TraditionalOpenSSL)
    with refused("ValidationException", status=400):
        acm.import_certificate(CertificateArn=arn, Certificate=pem(third), PrivateKey=pkcs1)
    with refused("ValidationException", status=400):
        acm.import_certificate(CertificateArn=arn, Certificate=pem(second),
                               PrivateKey=key_pem(key), Tags=[{"Key": "a"}])
    assert acm.import_certificate(Certificate=pem(third), PrivateKey=pkcs1)["CertificateArn"] != arn


def test_keys_are_not_in_the_data(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    server.clock(freeze=True)
    acm = server.client("acm", account="111111111111")
    arn = issue(server, acm, Options={"Export": "ENABLED"})
    got = acm.export_certificate(CertificateArn=arn, Passphrase=b"secret")
    key = serialization.load_pem_private_key(got["PrivateKey"].encode(), b"secret")
    secret = key.private_numbers().private_value.to_bytes(32, "big")
    root = fetch(server, "/_acm/root.pem")
    server.stop()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and all(secret not in path.read_bytes() for path in files)
    server = server_factory(data=tmp_path)
    assert fetch(server, "/_acm/root.pem") == root
    acm = server.client("acm", account="111111111111")
    again = acm.export_certificate(CertificateArn=arn, Passphrase=b"other")
    assert serialization.load_pem_private_key(
        again["PrivateKey"].encode(), b"other").private_numbers() == key.private_numbers()


def test_users_need_to_be_allowed(server, acm):
    iam = server.client("iam", account="111111111111")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument="""{
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Action": "acm:RequestCertificate", "Resource": "*",
        "Condition": {"ForAllValues:StringLike": {"acm:DomainNames": ["*.example.com"]},
                      "StringEquals": {"acm:ValidationMethod": "DNS"}}}]}""")
    pair = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = server.client("acm", account=pair["AccessKeyId"], secret=pair["SecretAccessKey"])
    arn = ann.request_certificate(
        DomainName="a.example.com", ValidationMethod="DNS")["CertificateArn"]
    with refused("AccessDeniedException", status=400):
        ann.request_certificate(DomainName="a.example.org", ValidationMethod="DNS")
    with refused("AccessDeniedException", status=400):
        ann.request_certificate(DomainName="a.example.com", ValidationMethod="EMAIL")
    with refused("AccessDeniedException", status=400):
        ann.describe_certificate(CertificateArn=arn)
    assert acm.describe_certificate(CertificateArn=arn)
