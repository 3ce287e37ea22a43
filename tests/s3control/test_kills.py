"""What S3 Control has promised outlives the process: requests, jobs under way, days of an analysis.

The promise: ARCHITECTURE.md, "State": an acknowledged write survives `kill -9`.
"""

import subprocess
import time

ACCOUNT = "123456789012"


def test_what_was_promised_is_done_after_a_kill(binary, server_factory, control_of, tmp_path):
    first = server_factory(data=tmp_path)
    first.clock(freeze=True)
    s3, control = first.client("s3", ACCOUNT), control_of(first, ACCOUNT)
    for name in ("kept-one", "kept-two"):
        s3.create_bucket(Bucket=name)
    for number in range(30):
        s3.put_object(Bucket="kept-one", Key=f"k{number}", Body=b"x" * 20_000)
    s3.put_bucket_policy(Bucket="kept-two", Policy="""{"Statement": [{"Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"}, "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::kept-two/*"}]}""")
    destination = {"S3BucketDestination": {"Format": "CSV", "Bucket": "arn:aws:s3:::kept-two"}}
    s3.put_bucket_analytics_configuration(
        Bucket="kept-one", Id="all", AnalyticsConfiguration={
            "Id": "all", "StorageClassAnalysis": {"DataExport": {
                "OutputSchemaVersion": "V_1", "Destination": destination}}})
    s3.get_object(Bucket="kept-one", Key="k1")["Body"].read()
    token = control.create_multi_region_access_point(
        AccountId=ACCOUNT, ClientToken="one",
        Details={"Name": "kept", "Regions": [{"Bucket": "kept-one"}]})["RequestTokenARN"]
    job = control.create_job(
        AccountId=ACCOUNT, ClientRequestToken="one", Priority=1, ConfirmationRequired=True,
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/batch", Report={"Enabled": False},
        Operation={"S3PutObjectTagging": {"TagSet": [{"Key": "k", "Value": "v"}]}},
        ManifestGenerator={"S3JobManifestGenerator": {
            "SourceBucket": "arn:aws:s3:::kept-one", "EnableManifestOutput": False}})["JobId"]
    wait_for(control, job, "Suspended")
    control.update_job_status(AccountId=ACCOUNT, JobId=job, RequestedJobStatus="Ready")
    first.kill()

    second = server_factory(data=tmp_path)
    control, s3 = control_of(second, ACCOUNT), second.client("s3", ACCOUNT)
    second.clock(advance="1d")
    told = control.describe_multi_region_access_point_operation(
        AccountId=ACCOUNT, RequestTokenARN=token)
    assert told["AsyncOperation"]["RequestStatus"] == "SUCCEEDED"
    progress = wait_for(control, job, "Complete")["ProgressSummary"]
    assert (progress["NumberOfTasksSucceeded"], progress["NumberOfTasksFailed"]) == (30, 0)
    lines = s3.get_object(Bucket="kept-two", Key="kept-one/all.csv")["Body"].read().decode()
    whole = lines.splitlines()[-1].split(",")
    assert whole[4:6] == ["ALL", "30"] and whole[9] == "1", whole
    second.kill()
    fsck = subprocess.run(
        [binary, "fsck", "--data", tmp_path], capture_output=True, text=True, timeout=60)
    assert fsck.returncode == 0, fsck


def wait_for(control, job, status):
    for _ in range(200):
        shown = control.describe_job(AccountId=ACCOUNT, JobId=job)["Job"]
        if shown["Status"] == status:
            return shown
        assert shown["Status"] in ("New", "Preparing", "Ready", "Active", "Completing"), shown
        time.sleep(0.02)  # jobs run by themselves, on threads of their own
    raise AssertionError(shown)
