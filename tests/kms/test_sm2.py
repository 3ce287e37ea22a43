"""SM2 keys, beside OpenSSL's.

Expectations: KMS Developer Guide, "Key spec reference", SM2 (China Regions only): signatures over
SM3 with the distinguishing ID 1234567812345678; GB/T 32918 as OpenSSL implements it.
"""

import subprocess

import pytest
from expect import refused

REGION = "cn-north-1"
IDENTITY = "distid:1234567812345678"


def openssl(*arguments, data=None):
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True)
    return done.stdout


@pytest.fixture
def kms(client):
    return client("kms", region=REGION)


def written(kms, folder, usage):
    """A new key, and its public half in a file."""
    key = kms.create_key(KeySpec="SM2", KeyUsage=usage)["KeyMetadata"]["KeyId"]
    path = folder / "public.der"
    path.write_bytes(kms.get_public_key(KeyId=key)["PublicKey"])
    pem = folder / "public.pem"
    openssl("pkey", "-pubin", "-inform", "DER", "-in", str(path), "-out", str(pem))
    return key, pem


def test_openssl_verifies_what_kms_signs(kms, tmp_path):
    key, pem = written(kms, tmp_path, "SIGN_VERIFY")
    (tmp_path / "message").write_bytes(b"hello")
    signed = kms.sign(KeyId=key, Message=b"hello", SigningAlgorithm="SM2DSA")
    (tmp_path / "signature").write_bytes(signed["Signature"])
    answer = openssl("dgst", "-sm3", "-verify", str(pem), "-sigopt", IDENTITY,
                     "-signature", str(tmp_path / "signature"), str(tmp_path / "message"))
    assert b"Verified OK" in answer
    (tmp_path / "message").write_bytes(b"hallo")
    with pytest.raises(subprocess.CalledProcessError):
        openssl("dgst", "-sm3", "-verify", str(pem), "-sigopt", IDENTITY,
                "-signature", str(tmp_path / "signature"), str(tmp_path / "message"))


def test_kms_decrypts_what_openssl_encrypts(kms, tmp_path):
    key, pem = written(kms, tmp_path, "ENCRYPT_DECRYPT")
    closed = openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", str(pem), data=b"hello")
    opened = kms.decrypt(KeyId=key, CiphertextBlob=closed, EncryptionAlgorithm="SM2PKE")
    assert opened["Plaintext"] == b"hello"
    with refused("ValidationException"):
        kms.encrypt(KeyId=key, Plaintext=b"x" * 1025, EncryptionAlgorithm="SM2PKE")


def test_openssl_decrypts_by_a_pair_of_kms(kms, tmp_path):
    wrapping = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=wrapping, KeyPairSpec="SM2")
    assert pair["PrivateKeyPlaintext"] == kms.decrypt(
        CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"]
    (tmp_path / "private.der").write_bytes(pair["PrivateKeyPlaintext"])
    public = openssl("pkey", "-inform", "DER", "-in", str(tmp_path / "private.der"),
                     "-pubout", "-outform", "DER")
    assert public == pair["PublicKey"]


def test_not_outside_of_china(client):
    with refused("UnsupportedOperationException"):
        client("kms", region="us-east-1").create_key(KeySpec="SM2", KeyUsage="SIGN_VERIFY")
