"""`--strict`: only keys that were made in the world are anybody's.

The refusals are AWS's for keys that do not exist: "Common Error Types" of each service, "Error
responses" of Amazon S3. Which keys a strict world knows is our choice: those that it has made,
and the twelve digits of an account, which are that account's root as everywhere.
"""

import pytest

import s3_http
from expect import refused

UNKNOWN = ["test", "11112222333", "1111222233334", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"]


@pytest.fixture
def strict(server_factory):
    return server_factory("--strict")


@pytest.mark.parametrize("key", UNKNOWN)
def test_unknown_keys_are_refused(strict, key):
    # SQS keeps the codes of its query protocol, whichever protocol the client speaks.
    for service, operation, code in [("sts", "get_caller_identity", "InvalidClientTokenId"),
                                     ("sqs", "list_queues", "InvalidClientTokenId"),
                                     ("s3", "list_buckets", "InvalidAccessKeyId")]:
        with refused(code, status=403):
            getattr(strict.client(service, account=key), operation)()


def test_a_root_makes_the_first_keys(strict):
    credentials = strict.client("sts", account="111122223333").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/dev", RoleSessionName="me")["Credentials"]
    session = strict.client(
        "sts", account=credentials["AccessKeyId"], secret=credentials["SecretAccessKey"],
        token=credentials["SessionToken"])
    assert session.get_caller_identity()["Arn"].endswith(":assumed-role/dev/me")


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_unknown_keys_presign_nothing(strict, version):
    s3 = strict.client("s3", signature_version=version)
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "some-bucket", "Key": "k"})
    answer = s3_http.plain(strict.endpoint, "GET", url.removeprefix(strict.endpoint))
    assert (answer.status, s3_http.error_code(answer)) == (403, "InvalidAccessKeyId"), answer


def test_sessions_made_before_are_known(server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    credentials = server.client("sts", account="111122223333").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/dev", RoleSessionName="me")["Credentials"]
    server.stop()
    server = server_factory("--strict", data=tmp_path)
    keys = {"account": credentials["AccessKeyId"], "token": credentials["SessionToken"]}
    for service, operation in [("sts", "get_caller_identity"), ("sqs", "list_queues"),
                               ("s3", "list_buckets")]:
        good = server.client(service, secret=credentials["SecretAccessKey"], **keys)
        getattr(good, operation)()
        with refused("SignatureDoesNotMatch", status=403):
            getattr(server.client(service, secret="guessed", **keys), operation)()
