"""Signatures, public keys and ciphertexts of KMS, checked by another library (pyca/cryptography).

Source: KMS Developer Guide, "Key spec reference"; FIPS 186-5 and RFC 8017, which that library
implements.
"""

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, utils

from expect import refused

MESSAGE = b"what is signed"
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


@pytest.fixture
def kms(client):
    return client("kms")


def make(kms, spec, usage):
    return kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]


def public(kms, key):
    return serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])


def sign(kms, key, algorithm, message=MESSAGE, kind="RAW"):
    answer = kms.sign(KeyId=key, Message=message, MessageType=kind, SigningAlgorithm=algorithm)
    return answer["Signature"]


@pytest.mark.parametrize("bits", [2048, 3072, 4096])
def test_rsa_signs_by_all_its_algorithms(kms, bits):
    key = make(kms, f"RSA_{bits}", "SIGN_VERIFY")
    verifier = public(kms, key)
    assert verifier.key_size == bits
    for size, taken in HASHES.items():
        digest = hashlib.new(f"sha{size}", MESSAGE).digest()
        for name, pads in {
            f"RSASSA_PKCS1_V1_5_SHA_{size}": padding.PKCS1v15(),
            f"RSASSA_PSS_SHA_{size}": padding.PSS(padding.MGF1(taken), taken.digest_size),
        }.items():
            for signature in [sign(kms, key, name), sign(kms, key, name, digest, "DIGEST")]:
                verifier.verify(signature, MESSAGE, pads, taken)
                with pytest.raises(InvalidSignature):
                    verifier.verify(signature, MESSAGE + b"!", pads, taken)
                assert kms.verify(KeyId=key, Message=MESSAGE, Signature=signature,
                                  SigningAlgorithm=name)["SignatureValid"]


@pytest.mark.parametrize("spec, size, curve", [
    ("ECC_NIST_P256", "256", ec.SECP256R1), ("ECC_NIST_P384", "384", ec.SECP384R1),
    ("ECC_NIST_P521", "512", ec.SECP521R1), ("ECC_SECG_P256K1", "256", ec.SECP256K1)])
def test_elliptic_curves_sign(kms, spec, size, curve):
    key = make(kms, spec, "SIGN_VERIFY")
    verifier = public(kms, key)
    assert isinstance(verifier.curve, curve)
    name = f"ECDSA_SHA_{size}"
    signature = sign(kms, key, name)
    verifier.verify(signature, MESSAGE, ec.ECDSA(HASHES[size]))
    digest = hashlib.new(f"sha{size}", MESSAGE).digest()
    verifier.verify(sign(kms, key, name, digest, "DIGEST"), digest,
                    ec.ECDSA(utils.Prehashed(HASHES[size])))
    # Both of the forms that a signature can have.
    order = {"ECC_SECG_P256K1":
             0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141}.get(spec)
    if order:
        r, s = utils.decode_dss_signature(signature)
        other = utils.encode_dss_signature(r, order - s)
        assert kms.verify(KeyId=key, Message=MESSAGE, Signature=other,
                          SigningAlgorithm=name)["SignatureValid"]


def test_edwards_curve_signs_plain_messages_and_digests(kms):
    key = make(kms, "ECC_NIST_EDWARDS25519", "SIGN_VERIFY")
    verifier = public(kms, key)
    assert isinstance(verifier, ed25519.Ed25519PublicKey)
    verifier.verify(sign(kms, key, "ED25519_SHA_512"), MESSAGE)
    digest = hashlib.sha512(MESSAGE).digest()
    name = "ED25519_PH_SHA_512"
    signature = sign(kms, key, name, digest, "DIGEST")
    assert kms.verify(KeyId=key, Message=digest, MessageType="DIGEST", Signature=signature,
                      SigningAlgorithm=name)["SignatureValid"]
    with refused("ValidationException"):
        sign(kms, key, name)


def test_what_was_signed_elsewhere_is_told_from_what_was_not(kms):
    key = make(kms, "ECC_NIST_P256", "SIGN_VERIFY")
    stranger = ec.generate_private_key(ec.SECP256R1())
    signature = stranger.sign(MESSAGE, ec.ECDSA(hashes.SHA256()))
    with refused("KMSInvalidSignatureException", status=400):
        kms.verify(KeyId=key, Message=MESSAGE, Signature=signature,
                   SigningAlgorithm="ECDSA_SHA_256")


def test_rsa_decrypts_what_is_encrypted_outside(kms):
    key = make(kms, "RSA_2048", "ENCRYPT_DECRYPT")
    taken = {"1": hashes.SHA1(), "256": hashes.SHA256()}
    for size, digest in taken.items():
        name = f"RSAES_OAEP_SHA_{size}"
        oaep = padding.OAEP(padding.MGF1(digest), digest, None)
        sealed = public(kms, key).encrypt(b"secret", oaep)
        answer = kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm=name)
        assert answer["Plaintext"] == b"secret"
        sealed = kms.encrypt(KeyId=key, Plaintext=b"x" * 190, EncryptionAlgorithm=name)
        answer = kms.decrypt(KeyId=key, CiphertextBlob=sealed["CiphertextBlob"],
                             EncryptionAlgorithm=name)
        assert answer["Plaintext"] == b"x" * 190
    with refused("ValidationException", message="larger than 190 bytes"):
        kms.encrypt(KeyId=key, Plaintext=b"x" * 191, EncryptionAlgorithm="RSAES_OAEP_SHA_256")
    with refused("InvalidKeyUsageException"):
        kms.encrypt(KeyId=key, Plaintext=b"x")
    with refused("InvalidCiphertextException"):
        kms.decrypt(KeyId=key, CiphertextBlob=b"x" * 256,
                    EncryptionAlgorithm="RSAES_OAEP_SHA_256")


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ECC_SECG_P256K1",
                                  "ECC_NIST_EDWARDS25519"])
def test_key_pairs_belong_together(kms, spec):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    assert private.public_key().public_bytes(*form) == pair["PublicKey"]
    opened = kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])
    assert opened["Plaintext"] == pair["PrivateKeyPlaintext"]


def test_a_secret_is_shared_with_a_key_outside(kms):
    key = make(kms, "ECC_NIST_P521", "KEY_AGREEMENT")
    mine = ec.generate_private_key(ec.SECP521R1())
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    answer = kms.derive_shared_secret(
        KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=mine.public_key().public_bytes(*form))
    assert answer["SharedSecret"] == mine.exchange(ec.ECDH(), public(kms, key))
