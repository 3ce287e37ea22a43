"""The AWS CLI's own ways with IAM.

Source: AWS CLI Command Reference, `iam`, `sts`; IAM User Guide, "Switching to an IAM role (AWS
CLI)".
"""

import json
import os
import subprocess
import sys

import pytest
from iam.documents import allow, document, trust


@pytest.fixture
def aws(endpoint, account, tmp_path):
    """`aws("iam", "list-users", keys=…)`: the command's parsed output; `fails=` its words."""
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def run(*arguments, keys=None, fails=None):
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
            "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
            "AWS_EC2_METADATA_DISABLED": "true", **(keys or {})}
        command = [sys.executable, program, "--endpoint-url", endpoint, *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        if fails is not None:
            assert done.returncode != 0 and fails in done.stderr, done
            return None
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else None
    return run


def test_from_a_user_to_a_role(aws, account):
    aws("iam", "create-user", "--user-name", "ann")
    aws("iam", "create-role", "--role-name", "reader",
        "--assume-role-policy-document", trust({"AWS": f"arn:aws:iam::{account}:user/ann"}))
    aws("iam", "attach-role-policy", "--role-name", "reader",
        "--policy-arn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    key = aws("iam", "create-access-key", "--user-name", "ann")["AccessKey"]
    ann = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    aws("s3api", "list-buckets", keys=ann, fails="AccessDenied")
    found = aws("sts", "assume-role", "--role-arn", f"arn:aws:iam::{account}:role/reader",
                "--role-session-name", "me", keys=ann)["Credentials"]
    session = {"AWS_ACCESS_KEY_ID": found["AccessKeyId"],
               "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
               "AWS_SESSION_TOKEN": found["SessionToken"]}
    assert aws("s3api", "list-buckets", keys=session)["Buckets"] == []
    aws("s3api", "create-bucket", "--bucket", f"b{account}", keys=session, fails="AccessDenied")
    shown = aws("iam", "get-role", "--role-name", "reader")["Role"]
    assert shown["AssumeRolePolicyDocument"]["Version"] == "2012-10-17"


def test_the_simulator(aws):
    aws("iam", "create-user", "--user-name", "ann")
    aws("iam", "put-user-policy", "--user-name", "ann", "--policy-name", "p",
        "--policy-document", document(allow("s3:Get*")))
    arn = aws("iam", "get-user", "--user-name", "ann")["User"]["Arn"]
    answer = aws("iam", "simulate-principal-policy", "--policy-source-arn", arn,
                 "--action-names", "s3:GetObject", "s3:PutObject")
    assert [one["EvalDecision"] for one in answer["EvaluationResults"]] == [
        "allowed", "implicitDeny"]
    aws("iam", "get-user", "--user-name", "bob",
        fails="An error occurred (NoSuchEntity) when calling the GetUser operation: "
              "The user with name bob cannot be found.")
