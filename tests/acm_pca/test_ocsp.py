"""OCSP of AWS Private CA, asked by Python's `cryptography` and by OpenSSL.

Source: RFC 6960 (requests, responses, GET and POST of Appendix A); API Reference,
OcspConfiguration and RevocationConfiguration; User Guide, "Customize OCSP URL for AWS Private CA".
"""

import base64
import datetime
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from expect import refused

ACCOUNT = "111111111111"
TEMPLATES = "arn:aws:acm-pca:::template/"
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
ON = {"OcspConfiguration": {"Enabled": True}}


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    return own_server


@pytest.fixture
def pca(server):
    return server.client("acm-pca", account=ACCOUNT)


def now(server):
    """In whole seconds, as OCSP tells times."""
    shown = server.clock()["now"]
    return datetime.datetime.fromisoformat(shown.replace("Z", "+00:00")).replace(microsecond=0)


def issue(server, pca, arn, csr, template="EndEntityCertificate", signing="SHA256WITHECDSA"):
    made = pca.issue_certificate(
        CertificateAuthorityArn=arn, Csr=csr, SigningAlgorithm=signing,
        TemplateArn=f"{TEMPLATES}{template}/V1",
        Validity={"Type": "DAYS", "Value": 3650 if "CA" in template else 90})["CertificateArn"]
    server.clock(advance="1s")
    text = pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=made)["Certificate"]
    return text, x509.load_pem_x509_certificate(text.encode())


def root(server, pca, revocation, key="EC_prime256v1", signing="SHA256WITHECDSA"):
    arn = pca.create_certificate_authority(
        CertificateAuthorityType="ROOT", RevocationConfiguration=revocation,
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": key, "SigningAlgorithm": signing,
            "Subject": {"CommonName": "root"}})["CertificateAuthorityArn"]
    server.clock(advance="1s")
    csr = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"].encode()
    text, made = issue(server, pca, arn, csr, "RootCACertificate", signing)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=text.encode())
    return arn, made


def leaf(server, pca, arn, signing="SHA256WITHECDSA"):
    csr = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.example.com")]))
    csr = csr.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(PEM)
    return issue(server, pca, arn, csr, signing=signing)[1]


def revoke(pca, arn, certificate, reason):
    pca.revoke_certificate(CertificateAuthorityArn=arn, RevocationReason=reason,
                           CertificateSerial=f"{certificate.serial_number:x}")


def responder(certificate):
    """Where a certificate says that it can be asked about."""
    [access] = certificate.extensions.get_extension_for_class(
        x509.AuthorityInformationAccess).value
    assert access.access_method == AuthorityInformationAccessOID.OCSP
    return access.access_location.value


def post(url, body):
    request = urllib.request.Request(url, body, {"Content-Type": "application/ocsp-request"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers["Content-Type"] == "application/ocsp-response"
        return ocsp.load_der_ocsp_response(answer.read())


def get(url, body):
    text = urllib.parse.quote(base64.b64encode(body).decode(), safe="")
    with urllib.request.urlopen(f"{url}/{text}", timeout=60) as answer:
        return ocsp.load_der_ocsp_response(answer.read())


def query(certificate, issuer, algorithm=None, nonce=None):
    built = ocsp.OCSPRequestBuilder().add_certificate(
        certificate, issuer, algorithm or hashes.SHA1())
    if nonce:
        built = built.add_extension(x509.OCSPNonce(nonce), critical=False)
    return built.build().public_bytes(DER)


def verify(response, issuer):
    """The signature is the authority's."""
    key, algorithm = issuer.public_key(), response.signature_hash_algorithm
    signed = (response.signature, response.tbs_response_bytes)
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(*signed, padding.PKCS1v15(), algorithm)
    else:
        key.verify(*signed, ec.ECDSA(algorithm))
    digest = x509.SubjectKeyIdentifier.from_public_key(key).digest
    assert response.responder_key_hash == digest
    assert response.certificates == [issuer]


@pytest.mark.parametrize("key, signing", [
    ("EC_prime256v1", "SHA256WITHECDSA"), ("EC_secp384r1", "SHA384WITHECDSA"),
    ("RSA_2048", "SHA256WITHRSA")])
def test_good_revoked_and_unknown(server, pca, key, signing):
    arn, issuer = root(server, pca, ON, key, signing)
    shown = pca.describe_certificate_authority(CertificateAuthorityArn=arn)
    shown = shown["CertificateAuthority"]["RevocationConfiguration"]
    assert shown["OcspConfiguration"] == {"Enabled": True}
    assert shown["CrlConfiguration"]["Enabled"] is False
    good, gone = (leaf(server, pca, arn, signing) for _ in range(2))
    url = responder(good)
    assert url == f"{server.endpoint}/_acm-pca/ocsp"
    with pytest.raises(x509.ExtensionNotFound):
        responder(issuer)
    revoke(pca, arn, gone, "KEY_COMPROMISE")
    at = now(server)
    server.clock(advance="1h")
    for ask in (post, get):
        for algorithm in (hashes.SHA1(), hashes.SHA256()):
            response = ask(url, query(good, issuer, algorithm, b"\x01" * 16))
            assert response.response_status == ocsp.OCSPResponseStatus.SUCCESSFUL
            verify(response, issuer)
            assert response.certificate_status == ocsp.OCSPCertStatus.GOOD
            assert response.serial_number == good.serial_number
            assert response.this_update_utc == response.produced_at_utc == now(server)
            assert response.next_update_utc - response.this_update_utc == datetime.timedelta(
                hours=1)
            nonce = response.extensions.get_extension_for_class(x509.OCSPNonce)
            assert nonce.value.nonce == b"\x01" * 16
        response = ask(url, query(gone, issuer))
        verify(response, issuer)
        assert response.certificate_status == ocsp.OCSPCertStatus.REVOKED
        assert response.revocation_time_utc == at
        assert response.revocation_reason == x509.ReasonFlags.key_compromise
        assert not list(response.extensions)
        stranger = (x509.CertificateBuilder().subject_name(good.subject)
                    .issuer_name(issuer.subject).serial_number(7)
                    .public_key(good.public_key()).not_valid_before(at)
                    .not_valid_after(at + datetime.timedelta(days=1))
                    .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()))
        response = ask(url, query(stranger, issuer))
        verify(response, issuer)
        assert response.certificate_status == ocsp.OCSPCertStatus.UNKNOWN


def test_reasons_that_say_nothing_are_left_out(server, pca):
    arn, issuer = root(server, pca, ON)
    certificate = leaf(server, pca, arn)
    revoke(pca, arn, certificate, "UNSPECIFIED")
    response = post(responder(certificate), query(certificate, issuer))
    assert response.certificate_status == ocsp.OCSPCertStatus.REVOKED
    assert response.revocation_reason is None


def test_requests_that_are_none_and_authorities_that_do_not_answer(server, pca):
    arn, issuer = root(server, pca, ON)
    silent, other = root(server, pca, {"OcspConfiguration": {"Enabled": False}})
    certificate = leaf(server, pca, arn)
    url = responder(certificate)
    for body in (b"", b"nonsense", query(certificate, issuer)[:-1], b"\x30\x80" * 100):
        assert post(url, body).response_status == ocsp.OCSPResponseStatus.MALFORMED_REQUEST
    with urllib.request.urlopen(url, timeout=60) as answer:
        response = ocsp.load_der_ocsp_response(answer.read())
    assert response.response_status == ocsp.OCSPResponseStatus.MALFORMED_REQUEST
    unauthorized = ocsp.OCSPResponseStatus.UNAUTHORIZED
    of_silent = leaf(server, pca, silent)
    with pytest.raises(x509.ExtensionNotFound):
        responder(of_silent)
    assert post(url, query(of_silent, other)).response_status == unauthorized
    pca.update_certificate_authority(CertificateAuthorityArn=silent, RevocationConfiguration=ON)
    assert post(url, query(of_silent, other)).certificate_status == ocsp.OCSPCertStatus.GOOD
    pca.update_certificate_authority(
        CertificateAuthorityArn=arn,
        RevocationConfiguration={"OcspConfiguration": {"Enabled": False}})
    assert post(url, query(certificate, issuer)).response_status == unauthorized
    pca.update_certificate_authority(CertificateAuthorityArn=silent, Status="DISABLED")
    assert post(url, query(of_silent, other)).certificate_status == ocsp.OCSPCertStatus.GOOD
    pca.delete_certificate_authority(
        CertificateAuthorityArn=silent, PermanentDeletionTimeInDays=7)
    assert post(url, query(of_silent, other)).response_status == unauthorized
    pca.restore_certificate_authority(CertificateAuthorityArn=silent)
    assert post(url, query(of_silent, other)).certificate_status == ocsp.OCSPCertStatus.GOOD
    server.reset(ACCOUNT)
    assert post(url, query(of_silent, other)).response_status == unauthorized


def test_a_name_of_the_customers_own(server, pca):
    named = {"OcspConfiguration": {"Enabled": True, "OcspCustomCname": "ocsp.example.com"}}
    arn, issuer = root(server, pca, named)
    shown = pca.describe_certificate_authority(CertificateAuthorityArn=arn)
    assert shown["CertificateAuthority"]["RevocationConfiguration"]["OcspConfiguration"] == named[
        "OcspConfiguration"]
    certificate = leaf(server, pca, arn)
    assert responder(certificate) == "http://ocsp.example.com"
    response = post(f"{server.endpoint}/_acm-pca/ocsp", query(certificate, issuer))
    assert response.certificate_status == ocsp.OCSPCertStatus.GOOD
    for wrong in ({"Enabled": True, "OcspCustomCname": "http://ocsp.example.com"},
                  {"Enabled": False, "OcspCustomCname": "ocsp.example.com"}):
        with refused("InvalidArgsException", status=400):
            pca.update_certificate_authority(
                CertificateAuthorityArn=arn, RevocationConfiguration={"OcspConfiguration": wrong})


def test_openssl_asks_and_verifies(server, pca, tmp_path):
    arn, issuer = root(server, pca, ON)
    certificates = [leaf(server, pca, arn) for _ in range(2)]
    revoke(pca, arn, certificates[1], "SUPERSEDED")
    (tmp_path / "root.pem").write_bytes(issuer.public_bytes(PEM))
    files = []
    for at, certificate in enumerate(certificates):
        (tmp_path / f"{at}.pem").write_bytes(certificate.public_bytes(PEM))
        files += ["-cert", str(tmp_path / f"{at}.pem")]
    asked = subprocess.run(
        ["openssl", "ocsp", "-issuer", str(tmp_path / "root.pem"), *files,
         "-CAfile", str(tmp_path / "root.pem"), "-url", responder(certificates[0]),
         "-attime", str(int(now(server).timestamp())), "-no_check_time"],
        capture_output=True, text=True, check=False)
    told = asked.stdout + asked.stderr
    if "Unknown option" in told or "Use -help" in told:
        asked = subprocess.run(
            ["openssl", "ocsp", "-issuer", str(tmp_path / "root.pem"), *files,
             "-CAfile", str(tmp_path / "root.pem"), "-url", responder(certificates[0]),
             "-validity_period", "4000000000"],
            capture_output=True, text=True, check=False)
        told = asked.stdout + asked.stderr
    assert "Response verify OK" in told, told
    assert "0.pem: good" in told and "1.pem: revoked" in told, told
    assert "Reason: superseded" in told, told


def test_lists_and_ocsp_stand_beside_each_other(server, pca):
    s3 = server.client("s3", account=ACCOUNT)
    s3.create_bucket(Bucket="lists")
    s3.put_bucket_ownership_controls(Bucket="lists", OwnershipControls={
        "Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
    s3.delete_public_access_block(Bucket="lists")
    s3.put_bucket_policy(Bucket="lists", Policy="""{"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "acm-pca.amazonaws.com"},
        "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketLocation"],
        "Resource": ["arn:aws:s3:::lists", "arn:aws:s3:::lists/*"]}]}""")
    both = {**ON, "CrlConfiguration": {
        "Enabled": True, "ExpirationInDays": 7, "S3BucketName": "lists"}}
    arn, issuer = root(server, pca, both)
    certificate = leaf(server, pca, arn)
    assert responder(certificate)
    assert certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    revoke(pca, arn, certificate, "CESSATION_OF_OPERATION")
    # OCSP knows at once, the list half an hour later.
    response = post(responder(certificate), query(certificate, issuer))
    assert response.revocation_reason == x509.ReasonFlags.cessation_of_operation
    server.clock(advance="30m")
    key = f"crl/{arn.rpartition('/')[2]}.crl"
    listed = x509.load_der_x509_crl(s3.get_object(Bucket="lists", Key=key)["Body"].read())
    assert listed.get_revoked_certificate_by_serial_number(certificate.serial_number)
    # What is not named stays as it is.
    pca.update_certificate_authority(
        CertificateAuthorityArn=arn,
        RevocationConfiguration={"CrlConfiguration": {"Enabled": False}})
    assert responder(leaf(server, pca, arn))
