"""ML-DSA and ML-KEM of KMS against OpenSSL's (pyca/cryptography).

Source: FIPS 203 and 204, which that library implements; KMS API Reference, Sign (EXTERNAL_MU),
Encapsulate and Decapsulate.
"""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import mldsa, mlkem

from expect import refused

MESSAGE = b"what is signed"
NAME = "ML_DSA_SHAKE_256"


@pytest.fixture
def kms(client):
    return client("kms")


def make(kms, spec, usage):
    key = kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
    return key, serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])


@pytest.mark.parametrize("spec, kind", [
    ("ML_DSA_44", mldsa.MLDSA44PublicKey), ("ML_DSA_65", mldsa.MLDSA65PublicKey),
    ("ML_DSA_87", mldsa.MLDSA87PublicKey)])
def test_signatures_are_verified_outside(kms, spec, kind):
    key, public = make(kms, spec, "SIGN_VERIFY")
    assert isinstance(public, kind)
    signature = kms.sign(KeyId=key, Message=MESSAGE, SigningAlgorithm=NAME)["Signature"]
    public.verify(signature, MESSAGE)
    with pytest.raises(InvalidSignature):
        public.verify(signature, MESSAGE + b"!")
    assert kms.verify(KeyId=key, Message=MESSAGE, Signature=signature,
                      SigningAlgorithm=NAME)["SignatureValid"]
    hasher = mldsa.MLDSAMuHasher(public)
    hasher.update(MESSAGE)
    mu = hasher.finalize()
    signature = kms.sign(KeyId=key, Message=mu, MessageType="EXTERNAL_MU",
                         SigningAlgorithm=NAME)["Signature"]
    public.verify(signature, MESSAGE)
    with refused("ValidationException"):
        kms.sign(KeyId=key, Message=MESSAGE, MessageType="EXTERNAL_MU", SigningAlgorithm=NAME)
    with refused("ValidationException"):
        kms.sign(KeyId=key, Message=MESSAGE, MessageType="DIGEST", SigningAlgorithm=NAME)


@pytest.mark.parametrize("spec, kind, length", [
    ("ML_KEM_768", mlkem.MLKEM768PublicKey, 1088), ("ML_KEM_1024", mlkem.MLKEM1024PublicKey, 1568)])
def test_secrets_are_shared_with_a_party_outside(kms, spec, kind, length):
    key, public = make(kms, spec, "ENCAPSULATE_DECAPSULATE")
    assert isinstance(public, kind)
    secret, capsule = public.encapsulate()
    answer = kms.decapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM",
                             SharedSecretCiphertextBlob=capsule)
    assert answer["SharedSecret"] == secret
    made = kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    assert len(made["SharedSecretCiphertextBlob"]) == length
    changed = bytearray(capsule)
    changed[7] ^= 1
    answer = kms.decapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM",
                             SharedSecretCiphertextBlob=bytes(changed))
    assert answer["SharedSecret"] != secret and len(answer["SharedSecret"]) == 32
    with refused("InvalidCiphertextException", status=400):
        kms.decapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM",
                        SharedSecretCiphertextBlob=capsule[:-1])


def test_a_key_pair_of_kms_opens_capsules_outside(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ML_KEM_768")
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    secret, capsule = serialization.load_der_public_key(pair["PublicKey"]).encapsulate()
    assert private.decapsulate(capsule) == secret
