"""The AWS CLI against Nephele: what people type, and a directory tree through `aws s3`.

Source: AWS CLI Command Reference, `sqs`, `s3`, `s3api`, `sts`.
"""

import filecmp
import hashlib
import json
import os
import random
import subprocess
import sys

import pytest

FILES = 1000


@pytest.fixture
def aws(endpoint, account, tmp_path):
    """`aws("sqs", "list-queues")`: the command's parsed output; `fails=` its expected words."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def run(*arguments, fails=None, text=False):
        # Version 1 of the CLI does not heed AWS_ENDPOINT_URL for SQS.
        command = [sys.executable, program, "--endpoint-url", endpoint, *map(str, arguments)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120)
        if fails is not None:
            assert done.returncode != 0 and fails in done.stderr, done
            return None
        assert done.returncode == 0, done
        if text:
            return done.stdout
        return json.loads(done.stdout) if done.stdout.strip() else None
    return run


def test_who_am_i(aws, account):
    assert aws("sts", "get-caller-identity")["Arn"] == f"arn:aws:iam::{account}:root"


def test_a_queue_s_life(aws, account):
    url = aws("sqs", "create-queue", "--queue-name", "jobs",
              "--attributes", "VisibilityTimeout=45,DelaySeconds=0",
              "--tags", "team=blue")["QueueUrl"]
    assert aws("sqs", "get-queue-url", "--queue-name", "jobs")["QueueUrl"] == url
    assert aws("sqs", "list-queues", "--queue-name-prefix", "jo")["QueueUrls"] == [url]
    found = aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")
    assert found["Attributes"]["VisibilityTimeout"] == "45"
    assert aws("sqs", "list-queue-tags", "--queue-url", url)["Tags"] == {"team": "blue"}
    aws("sqs", "set-queue-attributes", "--queue-url", url, "--attributes", "VisibilityTimeout=5")
    attributes = {"kind": {"DataType": "String", "StringValue": "thumbnail"}}
    sent = aws("sqs", "send-message", "--queue-url", url, "--message-body", "hello, 世界",
               "--message-attributes", json.dumps(attributes))
    assert sent["MD5OfMessageBody"] == hashlib.md5("hello, 世界".encode()).hexdigest()
    aws("sqs", "send-message-batch", "--queue-url", url, "--entries",
        json.dumps([{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "2"}]))
    got = aws("sqs", "receive-message", "--queue-url", url, "--max-number-of-messages", 10,
              "--wait-time-seconds", 1, "--message-attribute-names", "All")["Messages"]
    assert [message["Body"] for message in got] == ["hello, 世界", "1", "2"]
    assert got[0]["MessageAttributes"] == attributes
    for message in got:
        aws("sqs", "delete-message", "--queue-url", url,
            "--receipt-handle", message["ReceiptHandle"])
    assert aws("sqs", "receive-message", "--queue-url", url) is None
    aws("sqs", "purge-queue", "--queue-url", url)
    aws("sqs", "delete-queue", "--queue-url", url)
    aws("sqs", "send-message", "--queue-url", url, "--message-body", "x",
        fails="(AWS.SimpleQueueService.NonExistentQueue)")


def test_refusals_read_as_on_aws(aws, name):
    aws("sqs", "create-queue", "--queue-name", "bad name", fails="(InvalidParameterValue)")
    aws("sqs", "get-queue-url", "--queue-name", "nowhere",
        fails="The specified queue does not exist")
    aws("s3", "ls", f"s3://{name}", fails="(NoSuchBucket)")
    aws("s3api", "head-object", "--bucket", name, "--key", "k", fails="Not Found")
    aws("s3", "mb", "s3://Bad_Name", fails="Bad_Name")
    aws("medialive", "list-channels", fails="(NotImplemented)")


def test_an_object_s_life(aws, name, tmp_path):
    aws("s3api", "create-bucket", "--bucket", name)
    source = tmp_path / "source.txt"
    source.write_bytes(b"content\n" * 1000)
    put = aws("s3api", "put-object", "--bucket", name, "--key", "dir/k.txt", "--body", source,
              "--content-type", "text/plain", "--metadata", "owner=me", "--tagging", "a=1")
    assert put["ETag"] == f'"{hashlib.md5(source.read_bytes()).hexdigest()}"'
    head = aws("s3api", "head-object", "--bucket", name, "--key", "dir/k.txt")
    assert head["ContentType"] == "text/plain" and head["Metadata"] == {"owner": "me"}
    assert head["ContentLength"] == 8000
    target = tmp_path / "target.txt"
    aws("s3api", "get-object", "--bucket", name, "--key", "dir/k.txt", "--range", "bytes=8-15",
        target)
    assert target.read_bytes() == b"content\n"
    tags = aws("s3api", "get-object-tagging", "--bucket", name, "--key", "dir/k.txt")
    assert tags["TagSet"] == [{"Key": "a", "Value": "1"}]
    aws("s3api", "copy-object", "--bucket", name, "--key", "copy", "--copy-source",
        f"{name}/dir/k.txt")
    listed = aws("s3api", "list-objects-v2", "--bucket", name)["Contents"]
    assert [row["Key"] for row in listed] == ["copy", "dir/k.txt"]
    assert "PRE dir/" in aws("s3", "ls", f"s3://{name}/", text=True)
    aws("s3", "rb", f"s3://{name}", fails="(BucketNotEmpty)")
    aws("s3", "rb", f"s3://{name}", "--force", text=True)
    aws("s3", "ls", f"s3://{name}", fails="(NoSuchBucket)")


def test_a_large_file_goes_in_parts(aws, name, tmp_path):
    aws("s3", "mb", f"s3://{name}", text=True)
    large = tmp_path / "large"
    large.write_bytes(random.Random(1).randbytes(30_000_001))
    aws("s3", "cp", large, f"s3://{name}/large", text=True)
    head = aws("s3api", "head-object", "--bucket", name, "--key", "large")
    assert head["ContentLength"] == 30_000_001
    assert head["ETag"].endswith('-4"'), "four parts of 8 MiB at most"
    aws("s3", "cp", f"s3://{name}/large", tmp_path / "back", text=True)
    assert filecmp.cmp(large, tmp_path / "back", shallow=False)


def make_tree(root):
    """Files of many sizes in many folders, some with names that need escaping."""
    chance = random.Random(7)
    folders = ["", "a/", "a/b c/", "ü/", "x+y/", "deep/er/and/deeper/", "100%/", "q&a/"]
    for index in range(FILES):
        path = root / f"{folders[index % len(folders)]}file {index:04} é.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.randbytes(chance.choice([0, 1, 100, 5000, 40_000])))


def tree(root):
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*") if path.is_file()}


def test_a_tree_of_a_thousand_files_comes_back_byte_for_byte(aws, name, tmp_path):
    source, back, synced = (tmp_path / folder for folder in ("source", "back", "synced"))
    make_tree(source)
    aws("s3", "mb", f"s3://{name}", text=True)
    aws("s3", "cp", "--recursive", "--quiet", source, f"s3://{name}/tree", text=True)
    listing = aws("s3", "ls", "--recursive", "--summarize", f"s3://{name}/tree/", text=True)
    assert f"Total Objects: {FILES}" in listing
    aws("s3", "cp", "--recursive", "--quiet", f"s3://{name}/tree", back, text=True)
    assert tree(back) == tree(source) and len(tree(back)) == FILES

    aws("s3", "sync", "--quiet", f"s3://{name}/tree", synced, text=True)
    assert tree(synced) == tree(source)
    (synced / "new.txt").write_text("new")
    changed = next(path for path in synced.rglob("*0005*"))
    changed.write_bytes(b"longer than before " * 5000)
    removed = next(path for path in synced.rglob("*0006*"))
    removed.unlink()
    did = aws("s3", "sync", "--delete", synced, f"s3://{name}/tree", text=True)
    assert did.count("upload:") == 2 and did.count("delete:") == 1
    again = tmp_path / "again"
    aws("s3", "sync", "--quiet", f"s3://{name}/tree", again, text=True)
    assert tree(again) == tree(synced)

    removed = aws("s3", "rm", "--recursive", f"s3://{name}/tree", text=True)
    assert removed.count("delete:") == FILES
    assert aws("s3api", "list-objects-v2", "--bucket", name).get("Contents") is None


def test_presigned_links_work(aws, name, tmp_path):
    import urllib.request
    aws("s3", "mb", f"s3://{name}", text=True)
    source = tmp_path / "f"
    source.write_bytes(b"linked")
    aws("s3", "cp", source, f"s3://{name}/f", text=True)
    link = aws("s3", "presign", f"s3://{name}/f", "--expires-in", 60, text=True).strip()
    with urllib.request.urlopen(link) as answer:
        assert answer.read() == b"linked"
