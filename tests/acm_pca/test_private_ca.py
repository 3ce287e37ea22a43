"""AWS Private CA: what it makes is checked by OpenSSL and by Python's `cryptography`."""

import csv
import datetime
import io
import json
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from expect import refused

ACCOUNT = "111111111111"
TEMPLATES = "arn:aws:acm-pca:::template/"


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    return own_server


@pytest.fixture
def pca(server):
    return server.client("acm-pca", account=ACCOUNT)


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)


def now(server):
    shown = server.clock()["now"]
    return datetime.datetime.fromisoformat(shown.replace("Z", "+00:00"))


def configuration(name, key="EC_prime256v1", signing="SHA256WITHECDSA"):
    return {"KeyAlgorithm": key, "SigningAlgorithm": signing,
            "Subject": {"Country": "US", "Organization": "Example", "CommonName": name}}


def create(server, pca, name, kind="ROOT", settings=None, **options):
    arn = pca.create_certificate_authority(
        CertificateAuthorityType=kind,
        CertificateAuthorityConfiguration=settings or configuration(name),
        **options)["CertificateAuthorityArn"]
    server.clock(advance="1s")
    return arn


def issue(server, pca, arn, csr, template=None, days=365, **options):
    options.setdefault("SigningAlgorithm", "SHA256WITHECDSA")
    if template:
        options["TemplateArn"] = f"{TEMPLATES}{template}/V1"
    certificate = pca.issue_certificate(
        CertificateAuthorityArn=arn, Csr=csr, Validity={"Type": "DAYS", "Value": days},
        **options)["CertificateArn"]
    with refused("RequestInProgressException", status=400):
        pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=certificate)
    server.clock(advance="1s")
    return certificate, pca.get_certificate(
        CertificateAuthorityArn=arn, CertificateArn=certificate)


def own_request(pca, arn):
    return pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"].encode()


def root(server, pca, name="root", signing="SHA256WITHECDSA", **options):
    arn = create(server, pca, name, **options)
    _, made = issue(server, pca, arn, own_request(pca, arn), "RootCACertificate", 3650,
                    SigningAlgorithm=signing)
    assert "CertificateChain" not in made
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=made["Certificate"].encode())
    return arn


def subordinate(server, pca, above, name="sub", path_len=0, **options):
    arn = create(server, pca, name, "SUBORDINATE", **options)
    _, made = issue(server, pca, above, own_request(pca, arn),
                    f"SubordinateCACertificate_PathLen{path_len}", 1825)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=made["Certificate"].encode(),
        CertificateChain=made["CertificateChain"].encode())
    return arn


def request(name="www.example.com", key=None, extensions=()):
    key = key or ec.generate_private_key(ec.SECP256R1())
    built = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    for extension, critical in extensions:
        built = built.add_extension(extension, critical=critical)
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM), key


def names(*of):
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in of]), False


def load(got):
    return x509.load_pem_x509_certificate(got["Certificate"].encode())


def verify(server, tmp_path, got, pca, root_arn, *flags):
    (tmp_path / "leaf.pem").write_text(got["Certificate"])
    (tmp_path / "chain.pem").write_text(got["CertificateChain"])
    (tmp_path / "root.pem").write_text(pca.get_certificate_authority_certificate(
        CertificateAuthorityArn=root_arn)["Certificate"])
    at = str(int(now(server).timestamp()))
    return openssl("verify", "-attime", at, "-x509_strict", "-CAfile", str(tmp_path / "root.pem"),
                   "-untrusted", str(tmp_path / "chain.pem"), *flags, str(tmp_path / "leaf.pem"))


def test_openssl_verifies_a_chain_of_two_authorities(server, pca, tmp_path):
    top = root(server, pca)
    middle = subordinate(server, pca, top)
    csr, key = request(extensions=[names("www.example.com", "*.example.com")])
    arn, got = issue(server, pca, middle, csr)
    checked = verify(server, tmp_path, got, pca, top, "-purpose", "sslserver",
                     "-verify_hostname", "a.example.com")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    leaf = load(got)
    assert leaf.public_key() == key.public_key()
    assert arn == f"{middle}/certificate/{leaf.serial_number:x}"
    # User Guide, template definitions: EndEntityCertificate/V1.
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and usage.value.key_encipherment
    extended = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(extended) == [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    constraints = leaf.extensions.get_extension_for_class(x509.BasicConstraints)
    assert not constraints.critical and not constraints.value.ca
    # "Issuance time minus 60 minutes"; the end is counted from the issuance.
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == datetime.timedelta(
        days=365, hours=1)
    above = x509.load_pem_x509_certificate(got["CertificateChain"].encode())
    assert leaf.extensions.get_extension_for_class(
        x509.AuthorityKeyIdentifier).value.key_identifier == above.extensions \
        .get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    described = pca.describe_certificate_authority(
        CertificateAuthorityArn=middle)["CertificateAuthority"]
    assert (described["Status"], described["Type"]) == ("ACTIVE", "SUBORDINATE")
    assert described["Serial"] == str(above.serial_number)
    assert described["NotAfter"] == above.not_valid_after_utc
    # A path of length 0 ends here.
    other = create(server, pca, "below", "SUBORDINATE")
    with refused("InvalidArgsException", status=400):
        issue(server, pca, middle, own_request(pca, other), "SubordinateCACertificate_PathLen0")


@pytest.mark.parametrize("key, signing", [
    ("RSA_2048", "SHA512WITHRSA"),
    ("RSA_2048", "SHA256WITHRSA_PSS"),
    ("EC_secp384r1", "SHA256WITHECDSA"),
    ("EC_secp521r1", "SHA512WITHECDSA"),
])
def test_authorities_of_all_kinds_sign(server, pca, tmp_path, key, signing):
    settings = configuration("root", key, signing)
    top = root(server, pca, signing=signing, settings=settings)
    csr, _ = request()
    _, got = issue(server, pca, top, csr, SigningAlgorithm=signing)
    checked = verify(server, tmp_path, got, pca, top)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with refused("InvalidArgsException", status=400):
        wrong = "SHA256WITHECDSA" if key.startswith("RSA") else "SHA256WITHRSA"
        issue(server, pca, top, csr, SigningAlgorithm=wrong)


def test_an_authority_of_ml_dsa_signs(server, pca):
    settings = configuration("root", "ML_DSA_65", "ML_DSA_65")
    top = root(server, pca, signing="ML_DSA_65", settings=settings)
    csr, _ = request()
    _, got = issue(server, pca, top, csr, SigningAlgorithm="ML_DSA_65")
    leaf, above = load(got), x509.load_pem_x509_certificate(got["CertificateChain"].encode())
    # OpenSSL before 3.5 knows no ML-DSA; RFC 9881 names its identifier.
    assert leaf.signature_algorithm_oid.dotted_string == "2.16.840.1.101.3.4.3.18"
    assert len(leaf.signature) == 3309
    assert leaf.issuer == above.subject


@pytest.mark.parametrize("template, purpose, critical", [
    ("EndEntityServerAuthCertificate", ExtendedKeyUsageOID.SERVER_AUTH, False),
    ("EndEntityClientAuthCertificate", ExtendedKeyUsageOID.CLIENT_AUTH, False),
    ("CodeSigningCertificate", ExtendedKeyUsageOID.CODE_SIGNING, True),
    ("OCSPSigningCertificate", ExtendedKeyUsageOID.OCSP_SIGNING, True),
])
def test_templates_say_what_a_certificate_is_for(server, pca, template, purpose, critical):
    csr, _ = request(extensions=[
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), False)])
    _, got = issue(server, pca, root(server, pca), csr, template)
    extended = load(got).extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert (list(extended.value), extended.critical) == ([purpose], critical)


def test_passthrough_takes_the_api_before_the_request(server, pca):
    top = root(server, pca)
    own = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
    csr, _ = request(extensions=[names("csr.example.com"), (own, False)])
    wanted = {
        "Subject": {"CommonName": "api", "Organization": "Passed"},
        "Extensions": {
            "SubjectAlternativeNames": [
                {"DnsName": "api.example.com"}, {"IpAddress": "10.0.0.1"},
                {"Rfc822Name": "a@example.com"}],
            "ExtendedKeyUsage": [{"ExtendedKeyUsageType": "SMART_CARD_LOGIN"}],
            "KeyUsage": {"NonRepudiation": True},
            "CertificatePolicies": [{"CertPolicyId": "1.3.6.1.4.1.1", "PolicyQualifiers": [
                {"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "http://example.com/cps"}}]}],
            "CustomExtensions": [{"ObjectIdentifier": "1.2.3.4.6", "Value": "BQA="}]}}
    both = "BlankEndEntityCertificate_APICSRPassthrough"
    leaf = load(issue(server, pca, top, csr, both, ApiPassthrough=wanted)[1])
    assert leaf.subject.rfc4514_string() == "CN=api,O=Passed"
    found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert found.get_values_for_type(x509.DNSName) == ["api.example.com"]
    assert found.get_values_for_type(x509.RFC822Name) == ["a@example.com"]
    assert [str(it) for it in found.get_values_for_type(x509.IPAddress)] == ["10.0.0.1"]
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment and not usage.digital_signature
    policies = leaf.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert policies[0].policy_qualifiers == ["http://example.com/cps"]
    for oid in ("1.2.3.4.5", "1.2.3.4.6"):
        assert leaf.extensions.get_extension_for_oid(ObjectIdentifier(oid))
    # What the template says cannot be passed over; a base template takes nothing of the API.
    leaf = load(issue(server, pca, top, csr, "EndEntityCertificate_APIPassthrough",
                      ApiPassthrough=wanted)[1])
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    leaf = load(issue(server, pca, top, csr, ApiPassthrough=wanted)[1])
    assert leaf.subject.rfc4514_string() == "CN=www.example.com"
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_oid(ObjectIdentifier("1.2.3.4.5"))
    with refused("InvalidArgsException", status=400):
        twice = {"Extensions": {"CustomExtensions": [
            {"ObjectIdentifier": "1.2.3", "Value": "BQA="}] * 2}}
        issue(server, pca, top, csr, both, ApiPassthrough=twice)


def test_validity_is_counted_in_several_ways(server, pca):
    top = root(server, pca)
    csr, _ = request()

    def end(kind, value, **options):
        arn = pca.issue_certificate(
            CertificateAuthorityArn=top, Csr=csr, SigningAlgorithm="SHA256WITHECDSA",
            Validity={"Type": kind, "Value": value}, **options)["CertificateArn"]
        server.clock(advance="1s")
        return load(pca.get_certificate(CertificateAuthorityArn=top, CertificateArn=arn))

    at = now(server).replace(microsecond=0)
    absolute = int(at.timestamp()) + 1000
    assert int(end("ABSOLUTE", absolute).not_valid_after_utc.timestamp()) == absolute
    year = at.year + 1
    named = end("END_DATE", int(f"{year}0131120000")).not_valid_after_utc
    assert named == datetime.datetime(year, 1, 31, 12, tzinfo=datetime.timezone.utc)
    assert end("YEARS", 1).not_valid_after_utc.year == year
    start = int(at.timestamp()) + 500
    begun = end("DAYS", 1, ValidityNotBefore={"Type": "ABSOLUTE", "Value": start})
    assert int(begun.not_valid_before_utc.timestamp()) == start
    for kind, value in (("DAYS", 4000), ("ABSOLUTE", 1), ("END_DATE", 991399000000)):
        with refused("InvalidArgsException", status=400):
            end(kind, value)
    brief = create(server, pca, "brief", UsageMode="SHORT_LIVED_CERTIFICATE")
    _, made = issue(server, pca, brief, own_request(pca, brief), "RootCACertificate", 3650)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=brief, Certificate=made["Certificate"].encode())
    issue(server, pca, brief, csr, days=7)
    with refused("InvalidArgsException", status=400):
        issue(server, pca, brief, csr, days=8)


def test_requests_are_checked_and_tokens_remembered(server, pca):
    top = root(server, pca)
    csr, _ = request()
    broken = csr.replace(b"CERTIFICATE REQUEST", b"CERTIFICATE")
    for wrong in (b"x", broken, csr[:100], request(key=rsa.generate_private_key(65537, 1024))[0]):
        with refused("MalformedCSRException", status=400):
            issue(server, pca, top, wrong)
    with refused("MalformedCSRException", status=400):
        issue(server, pca, top, csr, "RootCACertificate")
    ask = dict(CertificateAuthorityArn=top, Csr=csr, SigningAlgorithm="SHA256WITHECDSA",
               Validity={"Type": "DAYS", "Value": 1}, IdempotencyToken="once")
    first = pca.issue_certificate(**ask)
    assert pca.issue_certificate(**ask)["CertificateArn"] == first["CertificateArn"]
    server.clock(advance="6m")
    assert pca.issue_certificate(**ask)["CertificateArn"] != first["CertificateArn"]


def test_only_its_own_certificate_makes_an_authority_active(server, pca):
    top = root(server, pca)
    arn = create(server, pca, "sub", "SUBORDINATE")
    _, made = issue(server, pca, top, own_request(pca, arn), "SubordinateCACertificate_PathLen0")
    _, entity = issue(server, pca, top, own_request(pca, arn))
    _, foreign = issue(server, pca, top, own_request(pca, create(server, pca, "x", "SUBORDINATE")),
                       "SubordinateCACertificate_PathLen0")
    chain = made["CertificateChain"].encode()

    def put(certificate, **options):
        pca.import_certificate_authority_certificate(
            CertificateAuthorityArn=arn, Certificate=certificate.encode(), **options)

    with refused("InvalidRequestException", status=400):
        put(made["Certificate"])
    with refused("CertificateMismatchException", status=400):
        put(foreign["Certificate"], CertificateChain=chain)
    with refused("MalformedCertificateException", status=400):
        put(entity["Certificate"], CertificateChain=chain)
    with refused("CertificateMismatchException", status=400):
        put(made["Certificate"], CertificateChain=foreign["Certificate"].encode())
    put(made["Certificate"], CertificateChain=chain)
    got = pca.get_certificate_authority_certificate(CertificateAuthorityArn=arn)
    assert (got["Certificate"], got["CertificateChain"].encode()) == (made["Certificate"], chain)
    # Its end comes by the clock.
    server.clock(advance="366d")
    status = pca.describe_certificate_authority(CertificateAuthorityArn=arn)
    assert status["CertificateAuthority"]["Status"] == "EXPIRED"
    with refused("InvalidStateException", status=400):
        issue(server, pca, arn, request()[0])
    pca.delete_certificate_authority(CertificateAuthorityArn=arn)


POLICY = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "acm-pca.amazonaws.com"},
    "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketLocation"],
    "Resource": ["arn:aws:s3:::lists/*", "arn:aws:s3:::lists"],
    "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}}]}


@pytest.fixture
def s3(server):
    s3 = server.client("s3", account=ACCOUNT)
    s3.create_bucket(Bucket="lists")
    s3.put_bucket_policy(Bucket="lists", Policy=json.dumps(POLICY))
    return s3


LISTS = {"CrlConfiguration": {"Enabled": True, "ExpirationInDays": 7, "S3BucketName": "lists",
                              "S3ObjectAcl": "BUCKET_OWNER_FULL_CONTROL"}}


def test_what_is_revoked_is_listed_in_the_bucket(server, pca, s3, tmp_path):
    top = root(server, pca, RevocationConfiguration=LISTS)
    server.clock(advance="1s")
    key = f"crl/{top.rsplit('/', 1)[1]}.crl"

    def listed():
        return x509.load_der_x509_crl(s3.get_object(Bucket="lists", Key=key)["Body"].read())

    above = x509.load_pem_x509_certificate(pca.get_certificate_authority_certificate(
        CertificateAuthorityArn=top)["Certificate"].encode())
    first = listed()
    assert first.is_signature_valid(above.public_key()) and len(list(first)) == 0
    assert first.next_update_utc - first.last_update_utc == datetime.timedelta(days=7)
    csr, _ = request()
    _, got = issue(server, pca, top, csr)
    leaf = load(got)
    point = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    assert point.full_name[0].value == f"{server.endpoint}/lists/{key}"

    def checked():
        der, pem = tmp_path / "list.crl", tmp_path / "list.pem"
        der.write_bytes(s3.get_object(Bucket="lists", Key=key)["Body"].read())
        shown = openssl("crl", "-inform", "DER", "-in", str(der), "-out", str(pem), "-text")
        assert shown.returncode == 0, shown.stderr
        return verify(server, tmp_path, got, pca, top, "-crl_check", "-CRLfile", str(pem))

    assert checked().returncode == 0
    serial = f"{leaf.serial_number:032x}"
    serial = ":".join(serial[at:at + 2] for at in range(0, 32, 2))
    pca.revoke_certificate(CertificateAuthorityArn=top, CertificateSerial=serial,
                           RevocationReason="KEY_COMPROMISE")
    with refused("RequestAlreadyProcessedException", status=400):
        pca.revoke_certificate(CertificateAuthorityArn=top, CertificateSerial=serial.upper(),
                               RevocationReason="KEY_COMPROMISE")
    with refused("ResourceNotFoundException", status=400):
        pca.revoke_certificate(CertificateAuthorityArn=top, CertificateSerial="01:02",
                               RevocationReason="SUPERSEDED")
    server.clock(advance="29m")
    assert checked().returncode == 0
    server.clock(advance="1m")
    refusal = checked()
    assert refusal.returncode != 0 and "revoked" in refusal.stdout + refusal.stderr
    entry = listed().get_revoked_certificate_by_serial_number(leaf.serial_number)
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    assert reason == x509.ReasonFlags.key_compromise
    number = listed().extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    # Half of its time later the next one comes, and the one after the certificate's end is the
    # last that names it.
    server.clock(advance="4d")
    assert listed().extensions.get_extension_for_class(
        x509.CRLNumber).value.crl_number == number + 1
    server.clock(advance="370d")
    assert listed().get_revoked_certificate_by_serial_number(leaf.serial_number) is None


def test_a_list_that_cannot_be_written_is_tried_again(server, pca, s3):
    top = root(server, pca, RevocationConfiguration=LISTS)
    s3.delete_bucket_policy(Bucket="lists")
    server.clock(advance="1s")
    assert s3.list_objects_v2(Bucket="lists")["KeyCount"] == 0
    with refused("InvalidPolicyException", status=400):
        pca.update_certificate_authority(
            CertificateAuthorityArn=top, RevocationConfiguration=LISTS)
    s3.put_bucket_policy(Bucket="lists", Policy=json.dumps(POLICY))
    server.clock(advance="14m")
    assert s3.list_objects_v2(Bucket="lists")["KeyCount"] == 0
    server.clock(advance="1m")
    assert s3.list_objects_v2(Bucket="lists")["KeyCount"] == 1
    pca.update_certificate_authority(
        CertificateAuthorityArn=top,
        RevocationConfiguration={"CrlConfiguration": {"Enabled": False}})
    leaf = load(issue(server, pca, top, request()[0])[1])
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints)


def test_audit_reports_name_all_certificates(server, pca, s3):
    top = root(server, pca)
    arn, got = issue(server, pca, top, request("a, b")[0])
    serial = f"{load(got).serial_number:x}"
    pca.revoke_certificate(CertificateAuthorityArn=top, CertificateSerial=serial,
                           RevocationReason="SUPERSEDED")

    def report(kind):
        made = pca.create_certificate_authority_audit_report(
            CertificateAuthorityArn=top, S3BucketName="lists", AuditReportResponseFormat=kind)
        name = made["AuditReportId"]
        assert made["S3Key"] == f"audit-report/{top.rsplit('/', 1)[1]}/{name}.{kind.lower()}"
        which = {"CertificateAuthorityArn": top, "AuditReportId": name}
        described = pca.describe_certificate_authority_audit_report(**which)
        assert described["AuditReportStatus"] == "CREATING"
        server.clock(advance="1s")
        described = pca.describe_certificate_authority_audit_report(**which)
        assert described["AuditReportStatus"] == "SUCCESS"
        return s3.get_object(Bucket="lists", Key=made["S3Key"])["Body"].read().decode()

    own, leaf = json.loads(report("JSON"))
    assert own["templateArn"].endswith("RootCACertificate/V1") and "revokedAt" not in own
    assert leaf["certificateArn"] == arn and leaf["subject"] == "CN=a, b"
    assert leaf["serial"].replace(":", "") == serial
    assert (leaf["awsAccountId"], leaf["revocationReason"]) == (ACCOUNT, "SUPERSEDED")
    with refused("RequestInProgressException", status=400):
        report("CSV")
    server.clock(advance="30m")
    rows = list(csv.DictReader(io.StringIO(report("CSV"))))
    assert [row["subject"] for row in rows] == ["CN=root,O=Example,C=US", "CN=a, b"]
    assert rows[0]["revokedAt"] == "" and rows[1]["revocationReason"] == "SUPERSEDED"
    s3.delete_bucket_policy(Bucket="lists")
    server.clock(advance="30m")
    with refused("InvalidArgsException", status=400):
        report("CSV")


def test_other_accounts_issue_by_policy_with_one_template(server, pca):
    top = root(server, pca)
    theirs = server.client("acm-pca", account="222222222222")
    csr, _ = request()
    ask = dict(CertificateAuthorityArn=top, Csr=csr, SigningAlgorithm="SHA256WITHECDSA",
               Validity={"Type": "DAYS", "Value": 1})
    with refused("AccessDeniedException"):
        theirs.issue_certificate(**ask)
    everyone = {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Resource": top}
    pca.put_policy(ResourceArn=top, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {**everyone, "Action": ["acm-pca:GetCertificate"]},
        {**everyone, "Action": "acm-pca:IssueCertificate", "Condition": {"StringEquals": {
            "acm-pca:TemplateArn": f"{TEMPLATES}EndEntityCertificate/V1"}}}]}))
    arn = theirs.issue_certificate(**ask)["CertificateArn"]
    server.clock(advance="1s")
    got = theirs.get_certificate(CertificateAuthorityArn=top, CertificateArn=arn)
    assert load(got).issuer.rfc4514_string() == "CN=root,O=Example,C=US"
    with refused("AccessDeniedException"):
        theirs.issue_certificate(
            **ask, TemplateArn=f"{TEMPLATES}SubordinateCACertificate_PathLen0/V1")


def test_keys_are_not_in_the_data(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    server.clock(freeze=True)
    pca = server.client("acm-pca", account=ACCOUNT)
    top = root(server, pca)
    before = pca.get_certificate_authority_certificate(CertificateAuthorityArn=top)
    server.stop()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    # PKCS #8 of a key of P-256 begins so.
    head = bytes.fromhex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420")
    assert files and all(head not in path.read_bytes() for path in files)
    server = server_factory(data=tmp_path)
    server.clock(freeze=True)
    pca = server.client("acm-pca", account=ACCOUNT)
    after = pca.get_certificate_authority_certificate(CertificateAuthorityArn=top)
    assert after["Certificate"] == before["Certificate"]
    _, got = issue(server, pca, top, request()[0])
    above = x509.load_pem_x509_certificate(before["Certificate"].encode())
    load(got).verify_directly_issued_by(above)
