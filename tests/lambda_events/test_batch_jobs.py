"""S3 Batch Operations that call a function for each object.

Source: S3 User Guide, "Invoke AWS Lambda function" (requests and responses of both schemas, result
codes, retries), "Examples: S3 Batch Operations completion reports".
"""

import socket
import urllib.parse

import pytest

from expect import refused
from servers import make_client, wait_until

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/batch"

HANDLE = """
def handler(event, context):
    task, = event["tasks"]
    keep(task["s3Key"], event)
    old = TABLE.get_item(Key={"id": "calls"}).get("Item", {"value": "0"})
    keep("calls", json.loads(old["value"]) + 1)
    code = {"bad": "PermanentFailure", "later": "TemporaryFailure"}.get(task["s3Key"], "Succeeded")
    if task["s3Key"] == "later" and json.loads(old["value"]) >= 3:
        code = "Succeeded"
    return {"invocationSchemaVersion": event["invocationSchemaVersion"],
            "treatMissingKeysAs": "PermanentFailure", "invocationId": event["invocationId"],
            "results": [{"taskId": task["taskId"], "resultCode": code, "resultString": "so"}]}
"""


class Jobs:
    def __init__(self, cloud, bucket):
        self.cloud, self.bucket = cloud, bucket
        self.s3 = cloud.client("s3")
        # Clients of S3 Control put the account before the host.
        port = urllib.parse.urlsplit(cloud.server.endpoint).port
        self.control = make_client(f"http://localhost:{port}", "s3control", ACCOUNT)
        self.function = cloud.function(HANDLE)
        self.s3.create_bucket(Bucket=bucket)

    def create(self, keys, **operation):
        for key in keys:
            self.s3.put_object(Bucket=self.bucket, Key=key, Body=b"x")
        lines = "".join(f"{self.bucket},{key}\n" for key in keys)
        tag = self.s3.put_object(Bucket=self.bucket, Key="list.csv", Body=lines.encode())["ETag"]
        return self.control.create_job(
            AccountId=ACCOUNT, ConfirmationRequired=False, Priority=1, RoleArn=ROLE,
            Operation={"LambdaInvoke": {"FunctionArn": self.function, **operation}},
            Report={"Enabled": False},
            Manifest={"Spec": {"Format": "S3BatchOperations_CSV_20180820",
                               "Fields": ["Bucket", "Key"]},
                      "Location": {"ObjectArn": f"arn:aws:s3:::{self.bucket}/list.csv",
                                   "ETag": tag}})["JobId"]

    def end(self, job):
        def ended():
            shown = self.control.describe_job(AccountId=ACCOUNT, JobId=job)["Job"]
            return shown if shown["Status"] in ("Complete", "Failed") else None
        return wait_until(ended, 40, "the end of the job")


@pytest.fixture
def jobs(cloud, name, monkeypatch):
    resolve = socket.getaddrinfo

    def below_localhost(host, *arguments, **options):
        host = "127.0.0.1" if str(host).endswith(".localhost") else host
        return resolve(host, *arguments, **options)
    monkeypatch.setattr(socket, "getaddrinfo", below_localhost)
    return Jobs(cloud, name)


def test_a_function_is_called_for_each_object(jobs):
    job = jobs.create(["a", "bad", "later"])
    summary = jobs.end(job)["ProgressSummary"]
    assert (summary["NumberOfTasksSucceeded"], summary["NumberOfTasksFailed"]) == (2, 1)
    seen = jobs.cloud.seen()
    # What is for now only is tried again.
    assert seen["calls"] == 4
    event = seen["a"]
    assert event["invocationSchemaVersion"] == "1.0"
    assert event["job"] == {"id": job}
    assert event["tasks"][0]["s3BucketArn"] == f"arn:aws:s3:::{jobs.bucket}"


def test_the_second_schema_has_arguments(jobs):
    job = jobs.create(["a"], InvocationSchemaVersion="2.0", UserArguments={"size": "big"})
    jobs.end(job)
    event = jobs.cloud.seen()["a"]
    assert event["job"] == {"id": job, "userArguments": {"size": "big"}}
    assert event["tasks"][0]["s3Bucket"] == jobs.bucket
    with refused("BadRequestException", status=400):
        jobs.create(["a"], UserArguments={"size": "big"})
