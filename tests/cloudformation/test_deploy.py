"""`aws cloudformation deploy`, as people type it.

Source: AWS CLI Command Reference, `cloudformation deploy`: without changes it says so and succeeds
(`--no-fail-on-empty-changeset`).
"""

import os
import subprocess
import sys

import pytest

TEMPLATE = """
Parameters: {Delay: {Type: Number, Default: 0}}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref Delay}}
Outputs:
  Url: {Value: !Ref Queue}
"""


@pytest.fixture
def deploy(endpoint, account, tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
    program = os.path.join(os.path.dirname(sys.executable), "aws")
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    def run(stack, *arguments, template=tmp_path / "template.yaml"):
        command = [sys.executable, program, "--endpoint-url", endpoint, "cloudformation", "deploy",
                   "--stack-name", stack, "--template-file", str(template), *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=300)
    return run


def test_deploy_makes_and_changes(deploy, client, name, tmp_path):
    done = deploy(name)
    assert done.returncode == 0 and "Successfully created/updated stack" in done.stdout, done
    stack = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    url = stack["Outputs"][0]["OutputValue"]
    done = deploy(name, "--no-fail-on-empty-changeset")
    assert done.returncode == 0 and "No changes to deploy" in done.stdout, done
    done = deploy(name, "--parameter-overrides", "Delay=9")
    assert done.returncode == 0, done
    found = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])
    assert found["Attributes"]["DelaySeconds"] == "9"


def test_deploy_says_what_failed(deploy, client, name, sqs, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: 'a b'}}}")
    done = deploy(name, template=bad)
    assert done.returncode != 0 and "Failed to create/update the stack" in done.stderr, done
    bad.write_text("Resources: {Q: {Type: AWS::No::Such}}")
    done = deploy(f"{name}2", template=bad)
    assert done.returncode != 0 and "Unrecognized resource types: [AWS::No::Such]" in done.stderr
