"""The policy simulator, MFA devices as pictures, and refusals in IAM's words.

Expectations: IAM API Reference (SimulatePrincipalPolicy, EvaluationResult, ResourceSpecificResult,
VirtualMFADevice); RFC 2083 for PNG; the words of refusals as users of IAM's clients quote them
(app-sre/qontract-reconcile#2640, terraform-provider-aws#3045, aws-cdk-examples#801).
"""

import json
import struct
import zlib

import pytest
from expect import refused
from iam.documents import allow, document, trust

EVERYTHING = document(allow("*"))


@pytest.fixture
def ann(iam):
    return iam.create_user(UserName="ann")["User"]


def test_positions_are_told_in_policies_of_users_groups_and_aws(iam, ann):
    name = ann["UserName"]
    iam.create_group(GroupName="senders")
    text = json.dumps(json.loads(document(allow("sqs:Send*"))), indent=2)
    iam.put_group_policy(GroupName="senders", PolicyName="send", PolicyDocument=text)
    iam.add_user_to_group(GroupName="senders", UserName=name)
    iam.attach_user_policy(
        UserName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    found = iam.simulate_principal_policy(
        PolicySourceArn=ann["Arn"], ActionNames=["sqs:SendMessage", "s3:GetObject"])
    send, read = found["EvaluationResults"]
    (matched,) = send["MatchedStatements"]
    assert matched["SourcePolicyId"] == "send"
    lines = text.splitlines()
    start, end = matched["StartPosition"], matched["EndPosition"]
    assert lines[start["Line"] - 1][start["Column"] - 1] == "{"
    assert lines[end["Line"] - 1][end["Column"] - 2] == "}"
    (matched,) = read["MatchedStatements"]
    assert matched["SourcePolicyId"] == "AmazonS3ReadOnlyAccess"
    assert matched["StartPosition"]["Line"] > 1


def test_results_of_each_resource(iam, ann):
    near = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    text = document(allow("s3:GetObject", "arn:aws:s3:::b/*", Condition=near))
    iam.put_user_policy(UserName=ann["UserName"], PolicyName="read", PolicyDocument=text)
    asked = dict(PolicySourceArn=ann["Arn"], ActionNames=["s3:GetObject"],
                 ResourceArns=["arn:aws:s3:::b/k", "arn:aws:s3:::c/k"])
    ours, other = iam.simulate_principal_policy(**asked)["EvaluationResults"]
    (of_ours,) = ours["ResourceSpecificResults"]
    assert of_ours["EvalResourceName"] == "arn:aws:s3:::b/k"
    assert of_ours["EvalResourceDecision"] == "implicitDeny"
    assert of_ours["MissingContextValues"] == ["aws:SourceIp"]
    assert other["ResourceSpecificResults"][0]["MissingContextValues"] == []
    context = [{"ContextKeyName": "aws:SourceIp", "ContextKeyType": "ip",
                "ContextKeyValues": ["10.1.2.3"]}]
    ours, other = iam.simulate_principal_policy(
        **asked, ContextEntries=context)["EvaluationResults"]
    assert [ours["EvalDecision"], other["EvalDecision"]] == ["allowed", "implicitDeny"]
    assert "ResourceSpecificResults" not in iam.simulate_principal_policy(
        PolicySourceArn=ann["Arn"], ActionNames=["s3:GetObject"])["EvaluationResults"][0]


@pytest.mark.parametrize("action", ["s3:*", "s3:Get?bject", "GetObject", ":Get"])
def test_actions_are_named_whole(iam, action):
    with refused("InvalidInput"):
        iam.simulate_custom_policy(PolicyInputList=[EVERYTHING], ActionNames=[action])


def test_a_device_is_told_as_a_picture(iam):
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
    picture = made["QRCodePNG"]
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at:at + 4])
        kind, data = picture[at + 4:at + 8], picture[at + 8:at + 8 + length]
        (check,) = struct.unpack(">I", picture[at + 8 + length:at + 12 + length])
        assert check == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (width, depth, colour) == (height, 1, 0)
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + (width + 7) // 8)
    assert b"IEND" in chunks


def test_names_are_refused_in_iams_words(iam):
    rule = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
    said = f"The specified value for userName is invalid. {rule}"
    with refused("ValidationError", status=400, message=said):
        iam.create_user(UserName="ann lee")
    with refused("ValidationError", message="enum value set: [All, AWS, Local]"):
        iam.list_policies(Scope="Mine")


def test_documents_are_refused_in_iams_words(iam):
    said = 'Partition "" is not valid for resource "arn::s3:::bucket".'
    with refused("MalformedPolicyDocument", status=400, message=said):
        text = document(allow("s3:*", "arn::s3:::bucket"))
        iam.create_policy(PolicyName="p", PolicyDocument=text)
    said = 'Invalid principal in policy: "SERVICE":"amazonaws.com"'
    with refused("MalformedPolicyDocument", status=400, message=said):
        text = trust({"Service": "amazonaws.com"})
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=text)


def test_aws_managed_policies_say_what_they_do(iam, ann):
    name = ann["UserName"]
    found = iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")["Policy"]
    assert found["DefaultVersionId"].startswith("v")
    iam.attach_user_policy(UserName=name, PolicyArn=found["Arn"])
    names = ["dynamodb:Scan", "kms:ListKeys", "sqs:ReceiveMessage", "sqs:SendMessage",
             "secretsmanager:GetSecretValue", "kms:Decrypt"]
    results = iam.simulate_principal_policy(PolicySourceArn=ann["Arn"], ActionNames=names)
    decisions = [result["EvalDecision"] for result in results["EvaluationResults"]]
    assert decisions == ["allowed"] * 3 + ["implicitDeny"] * 3
