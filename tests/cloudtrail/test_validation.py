"""The lab immutable-audit: `aws cloudtrail validate-logs` passes, and tells what was changed or
removed.

Source: CloudTrail User Guide, "Validating CloudTrail log file integrity" and "Validating CloudTrail
log file integrity with the AWS CLI".
"""

import gzip
import json
import os
import subprocess
import sys

import pytest

from trails import log_keys, make_trail

ACCOUNT = "111111111111"


def validate(server, arn, start):
    """What the command prints, on both channels."""
    environment = {
        **os.environ, "AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true"}
    clock = server.clock()
    done = subprocess.run(
        [sys.executable, "-m", "awscli", "cloudtrail", "validate-logs", "--trail-arn", arn,
         "--start-time", start, "--end-time", now(clock), "--verbose"],
        env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def now(clock):
    return clock["now"]


@pytest.fixture
def audited(own_server):
    """A server with three hours of a validated trail."""
    own_server.clock(set="2030-01-01T00:00:00Z")
    arn = make_trail(own_server, ACCOUNT, EnableLogFileValidation=True)
    sqs = own_server.client("sqs", ACCOUNT)
    for hour in range(3):
        sqs.create_queue(QueueName=f"q{hour}")
        own_server.clock(advance="1h")
    return own_server, arn


def test_an_untouched_audit_is_valid(audited):
    server, arn = audited
    s3 = server.client("s3", ACCOUNT)
    digests = log_keys(s3, "trail-logs", "/CloudTrail-Digest/")
    assert len(digests) == 3
    logs = log_keys(s3, "trail-logs")
    assert len(logs) == 3
    assert digests[0].endswith(
        "/2030/01/01/111111111111_CloudTrail-Digest_us-east-1_main_us-east-1_20300101T010000Z"
        ".json.gz")
    answer = s3.get_object(Bucket="trail-logs", Key=digests[1])
    digest = json.loads(gzip.decompress(answer["Body"].read()))
    assert answer["Metadata"]["signature-algorithm"] == "SHA256withRSA"
    assert digest["previousDigestS3Object"] == digests[0]
    assert digest["digestStartTime"] == "2030-01-01T01:00:00Z"
    (named,) = digest["logFiles"]
    assert named["s3Object"] == logs[1] and named["hashAlgorithm"] == "SHA-256"
    (key,) = server.client("cloudtrail", ACCOUNT).list_public_keys()["PublicKeyList"]
    assert key["Fingerprint"] == digest["digestPublicKeyFingerprint"]
    code, text = validate(server, arn, "2030-01-01T00:00:00Z")
    assert code == 0, text
    assert "3/3 digest files valid" in text and "3/3 log files valid" in text
    assert "INVALID" not in text


def test_a_changed_log_file_is_seen(audited):
    server, arn = audited
    s3 = server.client("s3", ACCOUNT)
    key = log_keys(s3, "trail-logs")[1]
    content = json.loads(gzip.decompress(
        s3.get_object(Bucket="trail-logs", Key=key)["Body"].read()))
    content["Records"][0]["userIdentity"]["arn"] = "arn:aws:iam::111111111111:user/somebody-else"
    s3.put_object(
        Bucket="trail-logs", Key=key, Body=gzip.compress(json.dumps(content).encode()))
    _, text = validate(server, arn, "2030-01-01T00:00:00Z")
    assert f"Log file\ts3://trail-logs/{key}\tINVALID: hash value doesn't match" in text
    assert "2/3 log files valid, 1/3 log files INVALID" in text
    assert "3/3 digest files valid" in text


def test_a_removed_log_file_is_seen(audited):
    server, arn = audited
    s3 = server.client("s3", ACCOUNT)
    key = log_keys(s3, "trail-logs")[0]
    s3.delete_object(Bucket="trail-logs", Key=key)
    _, text = validate(server, arn, "2030-01-01T00:00:00Z")
    assert f"Log file\ts3://trail-logs/{key}\tINVALID: not found" in text


def test_a_changed_or_removed_digest_is_seen(audited):
    server, arn = audited
    s3 = server.client("s3", ACCOUNT)
    digests = log_keys(s3, "trail-logs", "/CloudTrail-Digest/")
    answer = s3.get_object(Bucket="trail-logs", Key=digests[1])
    digest = json.loads(gzip.decompress(answer["Body"].read()))
    digest["logFiles"] = []
    s3.put_object(Bucket="trail-logs", Key=digests[1], Metadata=answer["Metadata"],
                  Body=gzip.compress(json.dumps(digest).encode()))
    _, text = validate(server, arn, "2030-01-01T00:00:00Z")
    assert f"Digest file\ts3://trail-logs/{digests[1]}\tINVALID: signature verification failed" in (
        text)
    s3.delete_object(Bucket="trail-logs", Key=digests[1])
    _, text = validate(server, arn, "2030-01-01T00:00:00Z")
    assert f"Digest file\ts3://trail-logs/{digests[1]}\tINVALID: not found" in text


def test_without_validation_there_is_nothing_to_tell_by(own_server):
    """The wrong alternative: tampering is unseen."""
    own_server.clock(set="2030-01-01T00:00:00Z")
    arn = make_trail(own_server, ACCOUNT)
    own_server.clock(advance="2h")
    s3 = own_server.client("s3", ACCOUNT)
    for key in log_keys(s3, "trail-logs"):
        s3.delete_object(Bucket="trail-logs", Key=key)
    _, text = validate(own_server, arn, "2030-01-01T00:00:00Z")
    assert "No public keys found" in text and "INVALID" not in text
