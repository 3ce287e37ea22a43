"""KMS by its usual clients: the AWS Encryption SDK, the CLI; and what stays over a restart.

Source: KMS Developer Guide; documentation of the AWS Encryption SDK for Python.
"""

import base64
import json
import os
import stat
import subprocess
import sys

import pytest

from expect import refused

ACCOUNT = "123456789012"


def test_encryption_sdk_seals_and_opens(endpoint, account, client):
    import aws_encryption_sdk
    import botocore.session
    from aws_encryption_sdk import CommitmentPolicy, StrictAwsKmsMasterKeyProvider

    kms = client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    other = kms.create_key()["KeyMetadata"]["Arn"]
    session = botocore.session.Session()
    session.set_credentials(account, "test")
    session.set_config_variable("region", "us-east-1")
    make = session.create_client

    def create_client(service, **more):
        more["endpoint_url"] = endpoint
        return make(service, **more)
    session.create_client = create_client
    sdk = aws_encryption_sdk.EncryptionSDKClient(
        commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)

    def provider(*ids):
        return StrictAwsKmsMasterKeyProvider(key_ids=list(ids), botocore_session=session)
    sealed, _ = sdk.encrypt(source=b"data" * 1000, key_provider=provider(arn),
                            encryption_context={"purpose": "test"})
    opened, header = sdk.decrypt(source=sealed, key_provider=provider(arn))
    assert opened == b"data" * 1000
    assert header.encryption_context["purpose"] == "test"
    with pytest.raises(aws_encryption_sdk.exceptions.AWSEncryptionSDKClientError):
        sdk.decrypt(source=sealed, key_provider=provider(other))


def run_cli(endpoint, account, *arguments):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
                   "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": endpoint,
                   "AWS_PAGER": ""}
    aws = os.path.join(os.path.dirname(sys.executable), "aws")
    return subprocess.run([sys.executable, aws, "kms", *arguments], env=environment, check=True,
                          capture_output=True, text=True, timeout=60).stdout


def test_cli(endpoint, account, tmp_path):
    key = json.loads(run_cli(endpoint, account, "create-key"))["KeyMetadata"]["KeyId"]
    run_cli(endpoint, account, "create-alias", "--alias-name", "alias/cli", "--target-key-id", key)
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(b"hello")
    answer = run_cli(endpoint, account, "encrypt", "--key-id", "alias/cli",
                     "--plaintext", f"fileb://{plain}", "--query", "CiphertextBlob",
                     "--output", "text")
    sealed.write_bytes(base64.b64decode(answer))
    answer = run_cli(endpoint, account, "decrypt", "--ciphertext-blob", f"fileb://{sealed}",
                     "--query", "Plaintext", "--output", "text")
    assert base64.b64decode(answer) == b"hello"


def test_keys_stay_and_lie_sealed(server_factory, tmp_path):
    data = tmp_path / "data"
    server = server_factory(data=str(data))
    kms = server.client("kms", ACCOUNT)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    signer = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    signer = signer["KeyMetadata"]["KeyId"]
    public = kms.get_public_key(KeyId=signer)["PublicKey"]
    root = data / "root.key"
    assert stat.S_IMODE(root.stat().st_mode) == 0o600 and root.stat().st_size == 32
    server.stop()
    server = server_factory(data=str(data))
    kms = server.client("kms", ACCOUNT)
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"hello"
    assert kms.get_public_key(KeyId=signer)["PublicKey"] == public
    server.stop()
    # Without the root key nobody opens what is kept, and the start says so.
    root.write_bytes(b"x" * 32)
    with pytest.raises(RuntimeError, match="is another key than the one"):
        server_factory(data=str(data))


def test_every_bit_of_a_ciphertext_counts(client):
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    for at in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with refused("InvalidCiphertextException", "IncorrectKeyException"):
            kms.decrypt(KeyId=key, CiphertextBlob=bytes(changed))
    with refused("InvalidCiphertextException"):
        kms.decrypt(KeyId=key, CiphertextBlob=sealed[:-1])
