"""Imported key material, wrapped by another library (pyca/cryptography).

Source: KMS Developer Guide, "Importing key material for AWS KMS keys"; API Reference,
ImportKeyMaterial, DeleteImportedKeyMaterial.
"""

import datetime
import os

import pytest
from cryptography.hazmat.primitives import hashes, hmac, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from expect import refused

ACCOUNT = "123456789012"


@pytest.fixture
def kms(client):
    return client("kms")


def bring(kms, key, secret, algorithm="RSAES_OAEP_SHA_256", spec="RSA_2048", **more):
    """Wraps a secret and imports it."""
    parameters = kms.get_parameters_for_import(
        KeyId=key, WrappingAlgorithm=algorithm, WrappingKeySpec=spec)
    public = serialization.load_der_public_key(parameters["PublicKey"])
    assert public.key_size == int(spec[-4:])
    digest = hashes.SHA1() if algorithm.endswith("SHA_1") else hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(digest), digest, None)
    if algorithm.startswith("RSA_AES_KEY_WRAP"):
        outer = os.urandom(32)
        wrapped = public.encrypt(outer, oaep) + keywrap.aes_key_wrap_with_padding(outer, secret)
    else:
        wrapped = public.encrypt(secret, oaep)
    more.setdefault("ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE")
    return kms.import_key_material(
        KeyId=key, ImportToken=parameters["ImportToken"], EncryptedKeyMaterial=wrapped, **more)


def external(kms, **more):
    return kms.create_key(Origin="EXTERNAL", **more)["KeyMetadata"]["KeyId"]


def state(kms, key):
    return kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]


@pytest.mark.parametrize("algorithm, spec", [
    ("RSAES_OAEP_SHA_1", "RSA_2048"), ("RSAES_OAEP_SHA_256", "RSA_3072"),
    ("RSAES_OAEP_SHA_256", "RSA_4096")])
def test_a_symmetric_key_comes_goes_and_comes_back(kms, algorithm, spec):
    key, secret = external(kms), os.urandom(32)
    first = bring(kms, key, secret, algorithm, spec)["KeyMaterialId"]
    assert state(kms, key) == "Enabled"
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    kms.delete_imported_key_material(KeyId=key)
    assert state(kms, key) == "PendingImport"
    with refused("KMSInvalidStateException", message="is pending import."):
        kms.decrypt(CiphertextBlob=sealed)
    with refused("IncorrectKeyMaterialException"):
        bring(kms, key, os.urandom(32), algorithm, spec)
    assert bring(kms, key, secret, algorithm, spec)["KeyMaterialId"] == first
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"hello"


def test_material_of_the_wrong_length_is_refused(kms):
    with refused("IncorrectKeyMaterialException"):
        bring(kms, external(kms), os.urandom(16))


def test_a_token_is_for_its_key_alone(kms):
    one, other = external(kms), external(kms)
    parameters = kms.get_parameters_for_import(
        KeyId=one, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    with refused("InvalidImportTokenException"):
        kms.import_key_material(
            KeyId=other, ImportToken=parameters["ImportToken"], EncryptedKeyMaterial=b"x" * 256,
            ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")


def test_private_keys_are_wrapped_by_aes(kms):
    private = rsa.generate_private_key(65537, 2048)
    der = private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
    key = external(kms, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    with refused("UnsupportedOperationException"):
        bring(kms, key, b"x" * 32)
    bring(kms, key, der, "RSA_AES_KEY_WRAP_SHA_256")
    signed = kms.sign(KeyId=key, Message=b"m", SigningAlgorithm="RSASSA_PKCS1_V1_5_SHA_256")
    private.public_key().verify(signed["Signature"], b"m", padding.PKCS1v15(), hashes.SHA256())
    curve = ec.generate_private_key(ec.SECP384R1())
    der = curve.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption())
    key = external(kms, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    with refused("IncorrectKeyMaterialException"):
        bring(kms, key, der, "RSA_AES_KEY_WRAP_SHA_1")
    key = external(kms, KeySpec="ECC_NIST_P384", KeyUsage="SIGN_VERIFY")
    bring(kms, key, der, "RSA_AES_KEY_WRAP_SHA_1")
    signed = kms.sign(KeyId=key, Message=b"m", SigningAlgorithm="ECDSA_SHA_384")
    curve.public_key().verify(signed["Signature"], b"m", ec.ECDSA(hashes.SHA384()))


def test_imported_hmac_key_gives_the_codes_of_the_standard(kms):
    """RFC 4231's construction, by a key whose bytes are known."""
    key = external(kms, KeySpec="HMAC_384", KeyUsage="GENERATE_VERIFY_MAC")
    secret = bytes(range(48))
    bring(kms, key, secret)
    code = hmac.HMAC(secret, hashes.SHA384())
    code.update(b"what is signed")
    answer = kms.generate_mac(
        KeyId=key, Message=b"what is signed", MacAlgorithm="HMAC_SHA_384")
    assert answer["Mac"] == code.finalize()


def test_new_material_waits_for_a_rotation(kms):
    key, old, new = external(kms), os.urandom(32), os.urandom(32)
    bring(kms, key, old)
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    with refused("KMSInvalidStateException"):
        kms.rotate_key_on_demand(KeyId=key)
    second = bring(kms, key, new, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    rows = kms.list_key_rotations(KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")["Rotations"]
    assert [row["KeyMaterialState"] for row in rows] == ["CURRENT", "PENDING_ROTATION"]
    kms.rotate_key_on_demand(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"] == second
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"hello"


def test_a_replica_gets_the_primarys_material(kms, client):
    key, secret = external(kms, MultiRegion=True), os.urandom(32)
    kms.replicate_key(KeyId=key, ReplicaRegion="eu-west-1")
    far = client("kms", region="eu-west-1")
    with refused("UnsupportedOperationException", "IncorrectKeyMaterialException"):
        bring(far, key, secret)
    bring(kms, key, secret)
    assert state(far, key) == "PendingImport"
    bring(far, key, secret, ImportType="EXISTING_KEY_MATERIAL")
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    assert far.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"hello"


def test_material_expires(own_server):
    own_server.clock(set="2030-01-01T00:00:00Z")
    kms = own_server.client("kms", ACCOUNT)
    key, secret = external(kms), os.urandom(32)
    until = datetime.datetime(2030, 1, 11, tzinfo=datetime.timezone.utc)
    bring(kms, key, secret, ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=until)
    about = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert about["ValidTo"] == until and about["ExpirationModel"] == "KEY_MATERIAL_EXPIRES"
    own_server.clock(advance="9d")
    assert state(kms, key) == "Enabled"
    own_server.clock(advance="1d")
    assert state(kms, key) == "PendingImport"
    bring(kms, key, secret)
    assert state(kms, key) == "Enabled"
