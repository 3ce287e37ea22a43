"""The root key of a data directory: without it the server does not start, in clear words."""

import pytest


def test_a_lost_root_key_is_said_and_not_replaced(server_factory, tmp_path, account):
    data = tmp_path / "world"
    server = server_factory(data=data)
    kms = server.client("kms", account)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
    server.stop()
    file = data / "root.key"
    kept = file.read_bytes()

    file.unlink()
    with pytest.raises(RuntimeError, match="root.key is missing"):
        server_factory(data=data)
    assert not file.exists()

    file.write_bytes(bytes(32))
    with pytest.raises(RuntimeError, match="another key"):
        server_factory(data=data)

    file.write_bytes(kept)
    again = server_factory(data=data)
    opened = again.client("kms", account).decrypt(CiphertextBlob=sealed)
    assert opened["Plaintext"] == b"hello"
