"""Server certificates and signing certificates: real ones, by cryptography.

Sources: [A] UploadServerCertificate, UploadSigningCertificate; "Manage server certificates in IAM"
(IAM User Guide).
"""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from expect import refused

DAY = datetime.timedelta(days=1)


class Issued:
    """A certificate with its key, by itself or by an authority."""

    def __init__(self, name, key=None, by=None, authority=False, start=-1, end=90):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.name).issuer_name(by.name if by else self.name)
            .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now + start * DAY).not_valid_after(now + end * DAY)
            .add_extension(x509.BasicConstraints(authority, None), critical=True))
        self.certificate = builder.sign(by.key if by else self.key, hashes.SHA256())

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def key_pem(self, form=serialization.PrivateFormat.PKCS8, secret=None):
        seal = (serialization.BestAvailableEncryption(secret) if secret
                else serialization.NoEncryption())
        return self.key.private_bytes(serialization.Encoding.PEM, form, seal).decode()


@pytest.fixture
def iam(client):
    return client("iam")


def names(iam, **arguments):
    listed = iam.list_server_certificates(**arguments)["ServerCertificateMetadataList"]
    return [it["ServerCertificateName"] for it in listed]


def test_a_server_certificate_from_upload_to_deletion(iam, account):
    leaf = Issued("www.example.com")
    made = iam.upload_server_certificate(
        ServerCertificateName="Web", Path="/site/", CertificateBody=leaf.pem,
        PrivateKey=leaf.key_pem(), Tags=[{"Key": "a", "Value": "b"}])
    shown = made["ServerCertificateMetadata"]
    assert shown["Arn"] == f"arn:aws:iam::{account}:server-certificate/site/Web"
    assert shown["ServerCertificateId"].startswith("ASCA")
    assert shown["Expiration"] == leaf.certificate.not_valid_after_utc
    got = iam.get_server_certificate(ServerCertificateName="web")["ServerCertificate"]
    assert got["CertificateBody"] == leaf.pem.strip()
    assert got["Tags"] == [{"Key": "a", "Value": "b"}] and "CertificateChain" not in got
    assert names(iam) == ["Web"] and names(iam, PathPrefix="/other/") == []
    with refused("EntityAlreadyExists", status=409,
                 message="The Server Certificate with name WEB already exists."):
        iam.upload_server_certificate(
            ServerCertificateName="WEB", CertificateBody=leaf.pem, PrivateKey=leaf.key_pem())
    iam.tag_server_certificate(
        ServerCertificateName="Web", Tags=[{"Key": "c", "Value": "d"}])
    iam.untag_server_certificate(ServerCertificateName="Web", TagKeys=["a"])
    tags = iam.list_server_certificate_tags(ServerCertificateName="Web")["Tags"]
    assert tags == [{"Key": "c", "Value": "d"}]
    iam.update_server_certificate(
        ServerCertificateName="Web", NewServerCertificateName="Shop", NewPath="/")
    moved = iam.get_server_certificate(ServerCertificateName="Shop")["ServerCertificate"]
    assert moved["ServerCertificateMetadata"]["Arn"].endswith(":server-certificate/Shop")
    with refused("NoSuchEntity", status=404):
        iam.get_server_certificate(ServerCertificateName="Web")
    assert iam.get_account_summary()["SummaryMap"]["ServerCertificates"] == 1
    iam.delete_server_certificate(ServerCertificateName="Shop")
    assert names(iam) == []


def test_keys_must_fit_and_be_open(iam):
    leaf = Issued("a", key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
    wish = {"ServerCertificateName": "a", "CertificateBody": leaf.pem}
    with refused("KeyPairMismatch", status=400):
        iam.upload_server_certificate(PrivateKey=Issued("b").key_pem(), **wish)
    with refused("MalformedCertificate", status=400, message="encrypted"):
        iam.upload_server_certificate(PrivateKey=leaf.key_pem(secret=b"x"), **wish)
    with refused("MalformedCertificate", status=400, message="Invalid Private Key"):
        iam.upload_server_certificate(PrivateKey=leaf.pem, **wish)
    old_form = leaf.key_pem(serialization.PrivateFormat.TraditionalOpenSSL)
    iam.upload_server_certificate(PrivateKey=old_form, **wish)


@pytest.mark.parametrize("times", [{"start": 1}, {"start": -9, "end": -1}])
def test_certificates_must_be_valid_now(iam, times):
    leaf = Issued("a", **times)
    with refused("MalformedCertificate", status=400, message="not valid at this time"):
        iam.upload_server_certificate(
            ServerCertificateName="a", CertificateBody=leaf.pem, PrivateKey=leaf.key_pem())


def test_chains_must_be_chains(iam):
    root = Issued("root", authority=True)
    middle = Issued("middle", by=root, authority=True)
    leaf = Issued("leaf", by=middle)
    wish = {"ServerCertificateName": "leaf", "CertificateBody": leaf.pem,
            "PrivateKey": leaf.key_pem()}
    for chain, at in [(root.pem, 0), (middle.pem + leaf.pem, 1), (root.pem + middle.pem, 0)]:
        with refused("MalformedCertificate", status=400,
                     message=f"The index within the chain of the invalid certificate is: {at}"):
            iam.upload_server_certificate(CertificateChain=chain, **wish)
    with refused("MalformedCertificate", status=400, message="Unable to parse certificate"):
        iam.upload_server_certificate(CertificateChain="no", **wish)
    with refused("MalformedCertificate", status=400, message="Unable to parse certificate"):
        iam.upload_server_certificate(**{**wish, "CertificateBody": leaf.pem + middle.pem})
    iam.upload_server_certificate(CertificateChain=middle.pem + root.pem, **wish)
    got = iam.get_server_certificate(ServerCertificateName="leaf")["ServerCertificate"]
    assert got["CertificateChain"] == (middle.pem + root.pem).strip()


def test_there_are_pages_and_a_quota(iam):
    leaf = Issued("a")
    for number in range(20):
        iam.upload_server_certificate(
            ServerCertificateName=f"c{number:02}", CertificateBody=leaf.pem,
            PrivateKey=leaf.key_pem())
    with refused("LimitExceeded", status=409):
        iam.upload_server_certificate(
            ServerCertificateName="more", CertificateBody=leaf.pem, PrivateKey=leaf.key_pem())
    pages = iam.get_paginator("list_server_certificates").paginate(
        PaginationConfig={"PageSize": 7})
    found = [len(page["ServerCertificateMetadataList"]) for page in pages]
    assert found == [7, 7, 6]


def test_signing_certificates(iam):
    iam.create_user(UserName="ann")
    one, two = Issued("one"), Issued("two")
    made = iam.upload_signing_certificate(UserName="ann", CertificateBody=one.pem)["Certificate"]
    assert made["Status"] == "Active" and made["UserName"] == "ann"
    assert len(made["CertificateId"]) >= 24
    with refused("DuplicateCertificate", status=409):
        iam.upload_signing_certificate(UserName="ann", CertificateBody=one.pem)
    with refused("InvalidCertificate", status=400):
        iam.upload_signing_certificate(
            UserName="ann", CertificateBody=Issued("old", start=-9, end=-1).pem)
    iam.upload_signing_certificate(UserName="ann", CertificateBody=two.pem)
    with refused("LimitExceeded", status=409):
        iam.upload_signing_certificate(UserName="ann", CertificateBody=Issued("three").pem)
    which = {"UserName": "ann", "CertificateId": made["CertificateId"]}
    iam.update_signing_certificate(Status="Inactive", **which)
    listed = iam.list_signing_certificates(UserName="ann")["Certificates"]
    states = {it["CertificateId"]: it["Status"] for it in listed}
    assert len(states) == 2 and states[made["CertificateId"]] == "Inactive"
    iam.generate_credential_report()
    report = iam.get_credential_report()["Content"].decode().splitlines()
    columns = dict(zip(report[0].split(","), report[-1].split(",")))
    assert {columns["cert_1_active"], columns["cert_2_active"]} == {"true", "false"}
    with refused("DeleteConflict", status=409, message="delete signing certificates"):
        iam.delete_user(UserName="ann")
    for id in states:
        iam.delete_signing_certificate(UserName="ann", CertificateId=id)
    with refused("NoSuchEntity", status=404):
        iam.delete_signing_certificate(**which)
    # Who was forgotten may come again; the root has its own.
    mine = iam.upload_signing_certificate(CertificateBody=one.pem)["Certificate"]
    assert iam.list_signing_certificates()["Certificates"][0]["CertificateId"] == (
        mine["CertificateId"])
    assert iam.get_account_summary()["SummaryMap"]["AccountSigningCertificatesPresent"] == 1
    iam.delete_signing_certificate(CertificateId=mine["CertificateId"])
    iam.delete_user(UserName="ann")


def test_ssh_keys_in_both_encodings(iam):
    # [A] UploadSSHPublicKey ("encoded in ssh-rsa format or PEM format"), GetSSHPublicKey.
    iam.create_user(UserName="bob")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    ssh = key.public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    made = iam.upload_ssh_public_key(UserName="bob", SSHPublicKeyBody=pem)["SSHPublicKey"]

    def shown(encoding):
        return iam.get_ssh_public_key(
            UserName="bob", SSHPublicKeyId=made["SSHPublicKeyId"],
            Encoding=encoding)["SSHPublicKey"]["SSHPublicKeyBody"].strip()
    assert shown("SSH") == ssh and shown("PEM") == pem.strip()
    with refused("DuplicateSSHPublicKey", status=400):
        iam.upload_ssh_public_key(UserName="bob", SSHPublicKeyBody=ssh)
    curve = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    with refused("InvalidPublicKey", status=400):
        iam.upload_ssh_public_key(UserName="bob", SSHPublicKeyBody=curve)
