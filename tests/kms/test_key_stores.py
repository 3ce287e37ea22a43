"""External key stores: KMS asks a proxy of the customer's over HTTPS, which keeps the keys.

Source: "External Key Store Proxy API Specification" (exceptions and their words from its table);
KMS Developer Guide, "External key stores"; [A] the operations.
"""

import pytest

import xks_proxy
from expect import refused


@pytest.fixture
def proxy():
    made = xks_proxy.Proxy()
    yield made
    made.stop()


@pytest.fixture
def server(server_factory, proxy):
    """A server that finds the proxy on its port and trusts its certificate. Builds without
    optimization take their time for TLS."""
    made = server_factory()
    made.settings(outbound__ca_bundle=proxy.pem, kms__xks_port=str(proxy.port),
                  kms__xks_timeout_ms="20000")
    return made


@pytest.fixture
def kms(server, account):
    return server.client("kms", account)


def create(kms, name="store", secret=xks_proxy.SECRET, path=xks_proxy.PATH):
    return kms.create_custom_key_store(
        CustomKeyStoreName=name, CustomKeyStoreType="EXTERNAL_KEY_STORE",
        XksProxyUriEndpoint="https://localhost", XksProxyUriPath=path,
        XksProxyConnectivity="PUBLIC_ENDPOINT", XksProxyAuthenticationCredential={
            "AccessKeyId": xks_proxy.ACCESS_KEY, "RawSecretAccessKey": secret},
    )["CustomKeyStoreId"]


def connect(kms, store):
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    for _ in range(2000):
        found = kms.describe_custom_key_stores(CustomKeyStoreId=store)["CustomKeyStores"][0]
        if found["ConnectionState"] != "CONNECTING":
            return found
    raise AssertionError("the store does not connect")


def make_key(kms, store, external="one"):
    return kms.create_key(
        Origin="EXTERNAL_KEY_STORE", CustomKeyStoreId=store, XksKeyId=external)["KeyMetadata"]


def test_the_life_of_a_store(kms):
    store = create(kms)
    shown = kms.describe_custom_key_stores(CustomKeyStoreName="store")["CustomKeyStores"]
    assert [it["CustomKeyStoreId"] for it in shown] == [store]
    assert shown[0]["ConnectionState"] == "DISCONNECTED"
    assert shown[0]["XksProxyConfiguration"] == {
        "Connectivity": "PUBLIC_ENDPOINT", "AccessKeyId": xks_proxy.ACCESS_KEY,
        "UriEndpoint": "https://localhost", "UriPath": xks_proxy.PATH}
    with refused("CustomKeyStoreNameInUseException", status=400):
        create(kms)
    with refused("XksProxyUriInUseException", status=400):
        create(kms, "other")
    with refused("CustomKeyStoreInvalidStateException", status=400):
        make_key(kms, store)
    with refused("CustomKeyStoreInvalidStateException", status=400):
        kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    assert connect(kms, store)["ConnectionState"] == "CONNECTED"
    key = make_key(kms, store)["KeyId"]
    with refused("XksKeyAlreadyInUseException", status=400):
        make_key(kms, store)
    with refused("CustomKeyStoreInvalidStateException", status=400):
        kms.delete_custom_key_store(CustomKeyStoreId=store)
    with refused("CustomKeyStoreInvalidStateException", status=400):
        kms.update_custom_key_store(
            CustomKeyStoreId=store, XksProxyUriEndpoint="https://localhost")
    kms.update_custom_key_store(CustomKeyStoreId=store, NewCustomKeyStoreName="renamed")
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    with refused("CustomKeyStoreHasCMKsException", status=400):
        kms.delete_custom_key_store(CustomKeyStoreId=store)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Unavailable"
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def test_a_deleted_key_lets_its_store_go(server, kms):
    store = create(kms)
    connect(kms, store)
    key = make_key(kms, store)["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    server.clock(advance="8d")
    kms.delete_custom_key_store(CustomKeyStoreId=store)
    with refused("CustomKeyStoreNotFoundException", status=400):
        kms.describe_custom_key_stores(CustomKeyStoreId=store)
    assert kms.describe_custom_key_stores()["CustomKeyStores"] == []


def test_what_keys_of_a_store_do(kms, proxy, account):
    store = create(kms)
    connect(kms, store)
    key = make_key(kms, store)
    assert (key["Origin"], key["CustomKeyStoreId"], key["XksKeyConfiguration"]) == (
        "EXTERNAL_KEY_STORE", store, {"Id": "one"})
    context = {"purpose": "test"}
    sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"data", EncryptionContext=context)
    path, asked = proxy.asked[-1]
    about = asked["requestMetadata"]
    assert path == "/keys/one/encrypt"
    assert (about["kmsOperation"], about["kmsKeyArn"], about["awsPrincipalArn"]) == (
        "Encrypt", key["Arn"], f"arn:aws:iam::{account}:root")
    # Encrypted twice: the proxy sees neither the plaintext nor its length.
    assert "ZGF0YQ" not in asked["plaintext"] and len(asked["plaintext"]) > 20
    opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
    assert (opened["Plaintext"], opened["KeyId"]) == (b"data", key["Arn"])
    with refused("KMSInvalidStateException", status=400, message="corrupted, missing"):
        kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])
    made = kms.generate_data_key(KeyId=key["KeyId"], KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    other = make_key(kms, store, "two")
    moved = kms.re_encrypt(CiphertextBlob=made["CiphertextBlob"], DestinationKeyId=other["KeyId"])
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    for call, arguments in [
            (kms.generate_data_key_pair, {"KeyPairSpec": "ECC_NIST_P256"}),
            (kms.enable_key_rotation, {}),
            (kms.get_parameters_for_import, {"WrappingAlgorithm": "RSAES_OAEP_SHA_256",
                                             "WrappingKeySpec": "RSA_2048"})]:
        with refused("UnsupportedOperationException", status=400):
            call(KeyId=key["KeyId"], **arguments)
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    with refused("KMSInvalidStateException", status=400, message="is not connected"):
        kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])


def test_other_services_use_keys_of_a_store(server, kms, account, proxy):
    store = create(kms)
    connect(kms, store)
    key = make_key(kms, store)["Arn"]
    s3 = server.client("s3", account)
    s3.create_bucket(Bucket="held")
    s3.put_object(Bucket="held", Key="k", Body=b"data", ServerSideEncryption="aws:kms",
                  SSEKMSKeyId=key)
    assert s3.get_object(Bucket="held", Key="k")["Body"].read() == b"data"
    assert any(asked["requestMetadata"].get("kmsViaService") == "s3" for _, asked in proxy.asked)


@pytest.mark.parametrize("error, words", [
    ("InvalidStateException", "is not enabled in the external key manager"),
    ("KeyNotFoundException", "was not found in its external key manager"),
    ("AccessDeniedException", "denied access to the operation"),
    ("ThrottlingException", "due to a very high request rate"),
    ("InternalException", "cannot communicate with the external key manager"),
    ("ValidationException", "cannot interpret the response"),
    ("SomethingElse", "cannot interpret the response"),
])
def test_refusals_of_the_proxy(kms, proxy, error, words):
    store = create(kms)
    connect(kms, store)
    key = make_key(kms, store)["KeyId"]
    proxy.error = error
    with refused("KMSInvalidStateException", status=400, message=words):
        kms.encrypt(KeyId=key, Plaintext=b"data")


def test_an_answer_with_a_flipped_bit_is_none(kms, proxy):
    store = create(kms)
    connect(kms, store)
    key = make_key(kms, store)["KeyId"]
    proxy.spoils = True
    with refused("KMSInvalidStateException", status=400, message="cannot interpret"):
        kms.encrypt(KeyId=key, Plaintext=b"data")


def test_stores_that_cannot_be_made_or_connected(server, kms, proxy):
    with refused("XksProxyIncorrectAuthenticationCredentialException", status=400):
        create(kms, secret="t" * 43)
    with refused("XksProxyInvalidConfigurationException", status=400):
        create(kms, path="/other/kms/xks/v1")
    proxy.health = "UNAVAILABLE"
    with refused("XksProxyUriUnreachableException", status=400):
        create(kms)
    proxy.health = "ACTIVE"
    store = create(kms)
    proxy.health = "UNAVAILABLE"
    failed = connect(kms, store)
    assert (failed["ConnectionState"], failed["ConnectionErrorCode"]) == (
        "FAILED", "XKS_PROXY_NOT_REACHABLE")
    with refused("CustomKeyStoreInvalidStateException", status=400):
        kms.connect_custom_key_store(CustomKeyStoreId=store)
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    proxy.health = "ACTIVE"
    # Without the certificate's authority, and where nobody listens.
    server.settings(outbound__ca_bundle=xks_proxy.certificate()[0].decode())
    assert connect(kms, store)["ConnectionErrorCode"] == "XKS_PROXY_INVALID_TLS_CONFIGURATION"
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    server.settings(kms__xks_port="1")
    assert connect(kms, store)["ConnectionErrorCode"] == "XKS_PROXY_NOT_REACHABLE"
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    with refused("XksProxyUriUnreachableException", status=400, message="cannot communicate"):
        kms.update_custom_key_store(CustomKeyStoreId=store, XksProxyUriPath=xks_proxy.PATH)


def test_external_keys_that_are_none_of_kms(kms, proxy):
    store = create(kms)
    connect(kms, store)
    with refused("XksKeyNotFoundException", status=400):
        make_key(kms, store, "three")
    proxy.status = "DISABLED"
    with refused("XksKeyInvalidConfigurationException", status=400):
        make_key(kms, store)
    for extra, code in [
            ({"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"}, "UnsupportedOperationException"),
            ({"MultiRegion": True}, "UnsupportedOperationException"),
            ({"Origin": "AWS_KMS"}, "ValidationException")]:
        with refused(code, status=400):
            kms.create_key(**{"Origin": "EXTERNAL_KEY_STORE", "CustomKeyStoreId": store,
                              "XksKeyId": "one", **extra})


def test_a_credential_is_changed_while_connected(kms, proxy):
    store = create(kms)
    connect(kms, store)
    credential = {"AccessKeyId": xks_proxy.ACCESS_KEY, "RawSecretAccessKey": "t" * 43}
    with refused("XksProxyIncorrectAuthenticationCredentialException", status=400):
        kms.update_custom_key_store(
            CustomKeyStoreId=store, XksProxyAuthenticationCredential=credential)
    credential["RawSecretAccessKey"] = xks_proxy.SECRET
    kms.update_custom_key_store(
        CustomKeyStoreId=store, XksProxyAuthenticationCredential=credential)


def test_clusters_and_endpoint_services_are_not_found(kms):
    # There is no CloudHSM here, and no VPC.
    with refused("CloudHsmClusterNotFoundException", status=400):
        kms.create_custom_key_store(
            CustomKeyStoreName="hsm", CloudHsmClusterId="cluster-abcdefghijk",
            KeyStorePassword="kmspassword", TrustAnchorCertificate="certificate")
    with refused("XksProxyVpcEndpointServiceNotFoundException", status=400):
        kms.create_custom_key_store(
            CustomKeyStoreName="vpc", CustomKeyStoreType="EXTERNAL_KEY_STORE",
            XksProxyUriEndpoint="https://localhost", XksProxyUriPath=xks_proxy.PATH,
            XksProxyConnectivity="VPC_ENDPOINT_SERVICE",
            XksProxyVpcEndpointServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-0123456789",
            XksProxyAuthenticationCredential={
                "AccessKeyId": xks_proxy.ACCESS_KEY, "RawSecretAccessKey": xks_proxy.SECRET})


def test_last_use(own_server, account):
    # [A] GetKeyLastUsage
    kms = own_server.client("kms", account)
    key = kms.create_key()["KeyMetadata"]
    fresh = kms.get_key_last_usage(KeyId=key["KeyId"])
    assert fresh["KeyLastUsage"] == {} and fresh["KeyId"] == key["Arn"]
    assert fresh["TrackingStartDate"] == fresh["KeyCreationDate"] == key["CreationDate"]
    own_server.clock(advance="1h")
    sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"data")
    request = sealed["ResponseMetadata"]["RequestId"]

    def last():
        return kms.get_key_last_usage(KeyId=key["KeyId"])["KeyLastUsage"]
    wait_for(lambda: last().get("Operation") == "Encrypt")
    assert last()["KmsRequestId"] == request
    assert (last()["Timestamp"] - key["CreationDate"]).total_seconds() == 3600
    own_server.clock(advance="1h")
    with refused("InvalidCiphertextException", status=400):
        kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext={"a": "b"})
    kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])
    wait_for(lambda: last().get("Operation") == "Decrypt")
    assert (last()["Timestamp"] - key["CreationDate"]).total_seconds() == 7200
    with refused("NotFoundException", status=400):
        kms.get_key_last_usage(KeyId="alias/none")


def wait_for(ask):
    for _ in range(500):
        if ask():
            return
    raise AssertionError("it does not come")
