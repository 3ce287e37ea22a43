"""Credentials from a process, as aws-vault and its like give them, read a tree of parameters as
chamber does: an unmodified botocore runs the process, whose session ends by the server's clock."""

import json
import sys
import textwrap

import boto3

from expect import refused

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"


def trust(action="sts:AssumeRole"):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": action}]})


READ = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "ssm:GetParametersByPath",
     "Resource": f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/app*"},
    {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}]})


def test_a_process_gives_credentials_for_as_long_as_its_session_lasts(
        own_server, tmp_path, monkeypatch):
    server = own_server
    server.clock(freeze=True)
    iam = server.client("iam", ACCOUNT)
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust())
    iam.put_role_policy(RoleName="reader", PolicyName="read", PolicyDocument=READ)
    ssm = server.client("ssm", ACCOUNT)
    ssm.put_parameter(Name="/app/db/password", Value="secret", Type="SecureString")
    ssm.put_parameter(Name="/app/host", Value="db.internal", Type="String")
    ssm.put_parameter(Name="/other/host", Value="x", Type="String")

    process = tmp_path / "credentials.py"
    process.write_text(textwrap.dedent(f"""
        import boto3, json
        sts = boto3.client("sts", endpoint_url={server.endpoint!r}, region_name="us-east-1",
                           aws_access_key_id={ACCOUNT!r}, aws_secret_access_key="test")
        got = sts.assume_role(RoleArn={ROLE!r}, RoleSessionName="vault", DurationSeconds=3600)
        got = got["Credentials"]
        print(json.dumps({{"Version": 1, "AccessKeyId": got["AccessKeyId"],
                           "SecretAccessKey": got["SecretAccessKey"],
                           "SessionToken": got["SessionToken"],
                           "Expiration": got["Expiration"].isoformat()}}))
    """))
    config = tmp_path / "config"
    config.write_text(
        f"[profile app]\nregion = us-east-1\ncredential_process = {sys.executable} {process}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)

    session = boto3.Session(profile_name="app")
    assert session.get_credentials().method == "custom-process"
    reader = session.client("ssm", endpoint_url=server.endpoint)
    pages = reader.get_paginator("get_parameters_by_path").paginate(
        Path="/app", Recursive=True, WithDecryption=True, PaginationConfig={"PageSize": 1})
    found = {it["Name"]: it["Value"] for page in pages for it in page["Parameters"]}
    assert found == {"/app/db/password": "secret", "/app/host": "db.internal"}
    with refused("AccessDeniedException"):
        reader.get_parameters_by_path(Path="/other")
    with refused("AccessDeniedException"):
        reader.put_parameter(Name="/app/host", Value="y", Type="String", Overwrite=True)
    server.clock(advance="61m")
    with refused("ExpiredTokenException"):
        reader.get_parameters_by_path(Path="/app")
