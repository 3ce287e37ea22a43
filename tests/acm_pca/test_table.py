"""Private CA's remaining operations by boto3, a success and a refusal of each.

Source: [A] of each operation (members, errors); the words of refusals are ours.
"""

import json

import pytest

from expect import refused

ABSENT = "arn:aws:acm-pca:us-east-1:{}:certificate-authority/00000000-0000-0000-0000-000000000000"


@pytest.fixture
def pca(client):
    return client("acm-pca")


@pytest.fixture
def authority(pca):
    return pca.create_certificate_authority(
        CertificateAuthorityType="ROOT", CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"CommonName": "tests"}})["CertificateAuthorityArn"]


@pytest.mark.parametrize("operation, member, more", [
    ("delete_permission", "CertificateAuthorityArn", {"Principal": "acm.amazonaws.com"}),
    ("delete_policy", "ResourceArn", {}),
    ("get_policy", "ResourceArn", {}),
    ("list_permissions", "CertificateAuthorityArn", {}),
    ("list_tags", "CertificateAuthorityArn", {}),
    ("restore_certificate_authority", "CertificateAuthorityArn", {}),
    ("tag_certificate_authority", "CertificateAuthorityArn", {"Tags": [{"Key": "a"}]}),
    ("untag_certificate_authority", "CertificateAuthorityArn", {"Tags": [{"Key": "a"}]}),
])
def test_an_authority_that_is_not_there(pca, account, operation, member, more):
    with refused("ResourceNotFoundException", status=400):
        getattr(pca, operation)(**{member: ABSENT.format(account)}, **more)


def test_tags_and_lists(pca, authority):
    of = dict(CertificateAuthorityArn=authority)
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    pca.tag_certificate_authority(Tags=tags, **of)
    pca.untag_certificate_authority(Tags=tags[:1], **of)
    assert pca.list_tags(**of)["Tags"] == tags[1:]
    listed = pca.list_certificate_authorities()["CertificateAuthorities"]
    assert [it["Arn"] for it in listed] == [authority]
    with refused("InvalidNextTokenException", status=400):
        pca.list_certificate_authorities(NextToken="nonsense")


def test_permissions_and_policies(pca, authority, account):
    of = dict(CertificateAuthorityArn=authority)
    pca.create_permission(
        Principal="acm.amazonaws.com", Actions=["IssueCertificate", "GetCertificate",
                                                "ListPermissions"], **of)
    assert len(pca.list_permissions(**of)["Permissions"]) == 1
    pca.delete_permission(Principal="acm.amazonaws.com", **of)
    assert pca.list_permissions(**of)["Permissions"] == []
    with refused("ResourceNotFoundException", status=400):
        pca.get_policy(ResourceArn=authority)


def test_policies_and_restoration_of_active_authorities(pca, authority, account):
    of = dict(CertificateAuthorityArn=authority)
    for _ in range(2000):
        described = pca.describe_certificate_authority(**of)["CertificateAuthority"]
        if described["Status"] == "PENDING_CERTIFICATE":
            break
    csr = pca.get_certificate_authority_csr(**of)["Csr"]
    issued = pca.issue_certificate(
        Csr=csr.encode(), SigningAlgorithm="SHA256WITHECDSA",
        TemplateArn="arn:aws:acm-pca:::template/RootCACertificate/V1",
        Validity={"Type": "DAYS", "Value": 365}, **of)["CertificateArn"]
    for _ in range(2000):
        try:
            certificate = pca.get_certificate(CertificateArn=issued, **of)["Certificate"]
            break
        except pca.exceptions.RequestInProgressException:
            pass
    pca.import_certificate_authority_certificate(Certificate=certificate.encode(), **of)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": ["acm-pca:IssueCertificate", "acm-pca:GetCertificate"],
        "Resource": authority}]})
    pca.put_policy(ResourceArn=authority, Policy=policy)
    assert json.loads(pca.get_policy(ResourceArn=authority)["Policy"]) == json.loads(policy)
    pca.delete_policy(ResourceArn=authority)
    with refused("ResourceNotFoundException", status=400):
        pca.get_policy(ResourceArn=authority)
    with refused("InvalidStateException", status=400):
        pca.restore_certificate_authority(**of)
    pca.update_certificate_authority(Status="DISABLED", **of)
    pca.delete_certificate_authority(PermanentDeletionTimeInDays=7, **of)
    pca.restore_certificate_authority(**of)
    described = pca.describe_certificate_authority(**of)["CertificateAuthority"]
    assert described["Status"] == "DISABLED"
