"""Certificates that ACM gets from a private authority, and the search for certificates."""

import datetime
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from expect import refused

ACCOUNT = "111111111111"


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    return own_server


@pytest.fixture
def acm(server):
    return server.client("acm", account=ACCOUNT)


@pytest.fixture
def pca(server):
    return server.client("acm-pca", account=ACCOUNT)


@pytest.fixture
def authority(server, pca):
    arn = pca.create_certificate_authority(
        CertificateAuthorityType="ROOT", CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"CommonName": "own root"}})["CertificateAuthorityArn"]
    server.clock(advance="1s")
    csr = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
    made = pca.issue_certificate(
        CertificateAuthorityArn=arn, Csr=csr.encode(), SigningAlgorithm="SHA256WITHECDSA",
        TemplateArn="arn:aws:acm-pca:::template/RootCACertificate/V1",
        Validity={"Type": "YEARS", "Value": 10})["CertificateArn"]
    server.clock(advance="1s")
    got = pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=made)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=got["Certificate"].encode())
    return arn


def describe(acm, arn):
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]


def test_a_private_certificate_is_issued_exported_and_renewed(
        server, acm, pca, authority, tmp_path):
    arn = acm.request_certificate(
        DomainName="db.internal", CertificateAuthorityArn=authority,
        KeyAlgorithm="EC_prime256v1")["CertificateArn"]
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"
    with refused("RequestInProgressException", status=400):
        acm.get_certificate(CertificateArn=arn)
    server.clock(advance="2s")
    detail = describe(acm, arn)
    assert (detail["Status"], detail["Type"]) == ("ISSUED", "PRIVATE")
    assert detail["CertificateAuthorityArn"] == authority
    assert detail["Issuer"] == "own root" and detail["RenewalEligibility"] == "INELIGIBLE"
    assert "DomainValidationOptions" not in detail
    got = acm.export_certificate(CertificateArn=arn, Passphrase=b"open sesame")
    key = serialization.load_pem_private_key(got["PrivateKey"].encode(), b"open sesame")
    leaf = x509.load_pem_x509_certificate(got["Certificate"].encode())
    assert key.public_key() == leaf.public_key()
    # User Guide: a private certificate is valid for 13 months (395 days).
    assert leaf.not_valid_after_utc - detail["IssuedAt"] <= datetime.timedelta(days=395)
    (tmp_path / "leaf.pem").write_text(got["Certificate"])
    (tmp_path / "root.pem").write_text(got["CertificateChain"])
    at = str(int(detail["IssuedAt"].timestamp()) + 60)
    checked = subprocess.run(
        ["openssl", "verify", "-attime", at, "-purpose", "sslserver", "-verify_hostname",
         "db.internal", "-CAfile", str(tmp_path / "root.pem"), str(tmp_path / "leaf.pem")],
        capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    # ACM may renew only what the authority allows it to.
    assert describe(acm, arn)["RenewalEligibility"] == "ELIGIBLE"
    acm.renew_certificate(CertificateArn=arn)
    server.clock(advance="3s")
    summary = describe(acm, arn)["RenewalSummary"]
    assert summary["RenewalStatus"] == "FAILED"
    assert summary["RenewalStatusReason"] == "PCA_ACCESS_DENIED"
    pca.create_permission(
        CertificateAuthorityArn=authority, Principal="acm.amazonaws.com",
        Actions=["IssueCertificate", "GetCertificate", "ListPermissions"])
    # 60 days before its end it is renewed.
    server.clock(advance="334d")
    assert describe(acm, arn)["Serial"] == detail["Serial"]
    server.clock(advance="2d")
    renewed = describe(acm, arn)
    assert renewed["RenewalSummary"]["RenewalStatus"] == "SUCCESS"
    assert renewed["Serial"] != detail["Serial"]
    assert renewed["NotAfter"] > detail["NotAfter"] + datetime.timedelta(days=300)


def test_what_the_authority_refuses_is_told(server, acm, pca, authority):
    missing = authority[:-4] + "0000"
    pca.update_certificate_authority(CertificateAuthorityArn=authority, Status="DISABLED")
    for authority_arn, reason in ((missing, "PCA_RESOURCE_NOT_FOUND"),
                                  (authority, "PCA_INVALID_STATE"),
                                  (authority.replace(ACCOUNT, "222222222222"),
                                   "PCA_ACCESS_DENIED")):
        arn = acm.request_certificate(
            DomainName="a.internal", CertificateAuthorityArn=authority_arn)["CertificateArn"]
        server.clock(advance="5s")
        detail = describe(acm, arn)
        assert (detail["Status"], detail["FailureReason"]) == ("FAILED", reason)
        with refused("ResourceNotFoundException", status=400):
            acm.get_certificate(CertificateArn=arn)


def test_certificates_are_searched(server, acm, authority):
    private = acm.request_certificate(
        DomainName="a.internal", CertificateAuthorityArn=authority,
        KeyAlgorithm="EC_secp384r1")["CertificateArn"]
    server.clock(advance="1m")
    public = acm.request_certificate(
        DomainName="www.example.com", ValidationMethod="DNS",
        SubjectAlternativeNames=["api.example.com"],
        KeyAlgorithm="EC_prime256v1")["CertificateArn"]
    server.clock(advance="1m")
    email = acm.request_certificate(
        DomainName="mail.example.com", ValidationMethod="EMAIL")["CertificateArn"]

    def search(statement=None, **options):
        if statement:
            options["FilterStatement"] = statement
        return [it["CertificateArn"] for it in acm.search_certificates(**options)["Results"]]

    def metadata(**filter):
        return {"Filter": {"AcmCertificateMetadataFilter": filter}}

    def name(value, operator):
        return {"Filter": {"X509AttributeFilter": {"SubjectAlternativeName": {"DnsName": {
            "Value": value, "ComparisonOperator": operator}}}}}

    assert search(SortBy="CREATED_AT", SortOrder="ASCENDING") == [private, public, email]
    assert search(metadata(Type="PRIVATE")) == [private]
    assert set(search({"Not": metadata(Status="ISSUED")})) == {email}
    assert set(search(name("EXAMPLE", "CONTAINS"))) == {public, email}
    assert search(name("api.example.com", "EQUALS")) == [public]
    assert search({"And": [name("example", "CONTAINS"), metadata(ValidationMethod="EMAIL")]}) == [
        email]
    assert set(search({"Or": [metadata(Type="PRIVATE"), metadata(ValidationMethod="DNS")]})) == {
        private, public}
    soon = acm.describe_certificate(CertificateArn=public)["Certificate"]["NotAfter"]
    until = {"Filter": {"X509AttributeFilter": {"NotAfter": {
        "Start": soon - datetime.timedelta(days=1), "End": soon}}}}
    assert search(until) == [public]
    first = acm.search_certificates(MaxResults=2, SortBy="COMMON_NAME", SortOrder="ASCENDING")
    rest = acm.search_certificates(
        SortBy="COMMON_NAME", SortOrder="ASCENDING", NextToken=first["NextToken"])
    told = first["Results"][0]
    assert told["X509Attributes"]["Issuer"] == {"CommonName": "own root"}
    assert told["X509Attributes"]["SubjectAlternativeNames"] == [{"DnsName": "a.internal"}]
    assert told["CertificateMetadata"]["AcmCertificateMetadata"]["Type"] == "PRIVATE"
    assert [it["CertificateArn"] for it in first["Results"] + rest["Results"]] == [
        private, email, public]
    with refused("ValidationException", status=400):
        acm.search_certificates(NextToken="x")


def test_domain_validations_are_listed(server, acm):
    arn = acm.request_certificate(
        DomainName="mail.example.com", ValidationMethod="EMAIL",
        SubjectAlternativeNames=["b.example.com"])["CertificateArn"]
    page = acm.list_certificate_domain_validations(CertificateArn=arn, MaxItems=1)
    (first,) = page["DomainValidationSummaryList"]
    active = first["ActiveValidationConfiguration"]
    assert (active["ValidationMethod"], active["ValidationStatus"]) == (
        "EMAIL", "PENDING_VALIDATION")
    emails = active["ValidationChallenge"]["EmailValidationChallenge"]["ValidationEmails"]
    assert "admin@mail.example.com" in emails
    assert "RequestedValidationConfiguration" not in first
    (second,) = acm.list_certificate_domain_validations(
        CertificateArn=arn, NextToken=page["NextToken"])["DomainValidationSummaryList"]
    assert second["DomainName"] == "b.example.com"
    by_dns = acm.request_certificate(
        DomainName="d.example.com", ValidationMethod="DNS")["CertificateArn"]
    (told,) = acm.list_certificate_domain_validations(
        CertificateArn=by_dns)["DomainValidationSummaryList"]
    record = told["ActiveValidationConfiguration"]["ValidationChallenge"][
        "DnsValidationChallenge"]["ResourceRecord"]
    wanted = describe(acm, by_dns)["DomainValidationOptions"][0]["ResourceRecord"]
    assert record == wanted
    with refused("InvalidArgsException", status=400):
        acm.list_certificate_domain_validations(CertificateArn=arn, NextToken="x")
    with refused("ResourceNotFoundException", status=400):
        acm.list_certificate_domain_validations(CertificateArn=arn[:-4] + "0000")
