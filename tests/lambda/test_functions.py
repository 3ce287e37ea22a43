"""Functions as things: code, configuration, versions, aliases, layers, permissions, tags.

Source: API Reference of each operation; Developer Guide, "Manage Lambda function versions",
"Implement Lambda canary deployments", "Managing Lambda dependencies with layers".
"""

import base64
import hashlib
import json
import urllib.request

import pytest

from expect import refused
from lambda_functions import TRUST, call, make, packed, role

ONE = "def handler(e, c):\n    return [1, c.function_version, c.invoked_function_arn]\n"
TWO = "def handler(e, c):\n    return [2, c.function_version]\n"


@pytest.fixture
def functions(client):
    return client("lambda")


def test_versions_do_not_change(functions, account):
    archive = packed(app_py=ONE)
    made = make(functions, account, "f", archive)
    digest = base64.b64encode(hashlib.sha256(archive).digest()).decode()
    assert made["CodeSha256"] == digest and made["CodeSize"] == len(archive)
    with refused("InvalidParameterValueException", message="is different from current CodeSHA256"):
        functions.publish_version(FunctionName="f", CodeSha256="other")
    first = functions.publish_version(FunctionName="f", CodeSha256=digest, Description="one")
    assert first["Version"] == "1" and first["FunctionArn"].endswith(":function:f:1")
    assert functions.publish_version(FunctionName="f")["Version"] == "1", "nothing has changed"
    functions.update_function_code(FunctionName="f", ZipFile=packed(app_py=TWO), Publish=True)
    assert call(functions, "f:1")[:2] == [1, "1"] and call(functions, "f:2") == [2, "2"]
    assert call(functions, "f") == [2, "$LATEST"]
    listed = functions.list_versions_by_function(FunctionName="f", MaxItems=2)
    assert [it["Version"] for it in listed["Versions"]] == ["$LATEST", "1"]
    rest = functions.list_versions_by_function(FunctionName="f", Marker=listed["NextMarker"])
    assert [it["Version"] for it in rest["Versions"]] == ["2"]
    functions.delete_function(FunctionName="f", Qualifier="1")
    with refused("ResourceNotFoundException", status=404):
        functions.get_function(FunctionName="f:1")


def test_changes_may_name_the_revision_that_they_are_of(functions, account):
    made = make(functions, account, "f", ONE)
    functions.update_function_configuration(
        FunctionName="f", Timeout=9, RevisionId=made["RevisionId"])
    with refused("PreconditionFailedException", status=412):
        functions.update_function_configuration(
            FunctionName="f", Timeout=8, RevisionId=made["RevisionId"])
    assert functions.get_function_configuration(FunctionName="f")["Timeout"] == 9


def test_code_can_be_downloaded(functions, account):
    archive = packed(app_py=ONE + "#" * 100_000)
    make(functions, account, "f", archive)
    location = functions.get_function(FunctionName="f")["Code"]["Location"]
    with urllib.request.urlopen(location) as answer:
        assert answer.read() == archive


def test_code_comes_from_buckets(functions, account, client):
    buckets = client("s3")
    name = f"code-{account}"
    buckets.create_bucket(Bucket=name)
    buckets.put_object(Bucket=name, Key="f.zip", Body=packed(app_py=TWO))
    source = {"S3Bucket": name, "S3Key": "f.zip"}
    functions.create_function(FunctionName="f", Runtime="python3.11", Handler="app.handler",
                              Role=role(account), Code=source)
    assert call(functions, "f") == [2, "$LATEST"]
    with refused("InvalidParameterValueException", message="S3 Error Code: NoSuchKey"):
        functions.update_function_code(FunctionName="f", S3Bucket=name, S3Key="none")


def test_what_cannot_be_a_function_is_refused(functions, account):
    cases = [
        ({"Code": {"ZipFile": b"no archive"}}, "Could not unzip uploaded file."),
        ({"Runtime": "python3.6"}, "is no longer supported for creating or updating"),
        ({"MemorySize": 10241}, "less than or equal to 10240"),
        ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, "Reserved keys used in this request"),
        ({"Environment": {"Variables": {"LONG": "x" * 5000}}}, "exceeded the 4KB limit"),
    ]
    for change, message in cases:
        settings = {"Runtime": "python3.11", "Code": {"ZipFile": packed(app_py=ONE)}, **change}
        with refused("InvalidParameterValueException", status=400, message=message):
            functions.create_function(
                FunctionName="f", Handler="app.handler", Role=role(account), **settings)
    with refused("ValidationException", message="less than or equal to 900"):
        make(functions, account, "f", ONE, Timeout=901)
    with refused("NotImplemented", status=501, message="VpcConfig"):
        make(functions, account, "f", ONE,
             VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]})
    with refused("NotImplemented", status=501, message="container images"):
        functions.create_function(FunctionName="f", Role=role(account), PackageType="Image",
                                  Code={"ImageUri": "x"})
    make(functions, account, "f", ONE)
    with refused("ResourceConflictException", status=409, message="Function already exist: f"):
        make(functions, account, "f", ONE)


def test_the_role_must_trust_lambda(functions, account, client):
    roles = client("iam")
    other = TRUST.replace("lambda.", "ec2.")
    arn = roles.create_role(RoleName="r", AssumeRolePolicyDocument=other)["Role"]["Arn"]
    settings = {"FunctionName": "f", "Runtime": "python3.11", "Handler": "app.handler",
                "Code": {"ZipFile": packed(app_py=ONE)}, "Role": arn}
    with refused("InvalidParameterValueException", message="cannot be assumed by Lambda"):
        functions.create_function(**settings)
    roles.update_assume_role_policy(RoleName="r", PolicyDocument=TRUST)
    functions.create_function(**settings)
    assert call(functions, "f")[0] == 1


def test_the_role_decides_what_a_function_may(functions, account, client):
    roles = client("iam")
    arn = roles.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    code = "import boto3\ndef handler(e, c):\n    return boto3.client('sqs').list_queues() and 1\n"
    functions.create_function(FunctionName="f", Runtime="python3.11", Handler="app.handler",
                              Code={"ZipFile": packed(app_py=code)}, Role=arn, Timeout=30)
    answer = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert answer["errorType"] == "ClientError" and "not authorized" in answer["errorMessage"]
    roles.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}))
    assert call(functions, "f") == 1


def test_an_alias_sends_a_share_to_another_version(functions, account):
    make(functions, account, "f", ONE, Publish=True)
    functions.update_function_code(FunctionName="f", ZipFile=packed(app_py=TWO), Publish=True)
    functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    number, version, arn = call(functions, "f:live")
    assert (number, version) == (1, "1") and arn.endswith(":function:f:live")
    functions.update_alias(FunctionName="f", Name="live",
                           RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    versions = [functions.invoke(FunctionName="f:live")["ExecutedVersion"] for _ in range(40)]
    # The chance that all of 40 go one way is below 10^-11.
    assert set(versions) == {"1", "2"}
    with refused("ResourceConflictException", status=409):
        functions.delete_function(FunctionName="f", Qualifier="2")
    shown = functions.list_aliases(FunctionName="f")["Aliases"]
    assert [(it["Name"], it["FunctionVersion"]) for it in shown] == [("live", "1")]
    functions.delete_alias(FunctionName="f", Name="live")
    with refused("ResourceNotFoundException", message="Cannot find alias arn"):
        functions.get_alias(FunctionName="f", Name="live")


def test_layers_lie_in_opt(functions, account, client):
    content = packed(python__shared_py="VALUE = 'from the layer'\n")
    layer = functions.publish_layer_version(
        LayerName="shared", Content={"ZipFile": content}, CompatibleRuntimes=["python3.11"])
    assert layer["Version"] == 1
    arn = layer["LayerVersionArn"]
    code = "import shared, os\ndef handler(e, c):\n    return [shared.VALUE, os.listdir('/opt')]\n"
    make(functions, account, "f", code, Layers=[arn])
    assert call(functions, "f")[0] == "from the layer"
    with urllib.request.urlopen(layer["Content"]["Location"]) as answer:
        assert answer.read() == content
    assert functions.get_layer_version_by_arn(Arn=arn)["Version"] == 1
    listed = functions.list_layers(CompatibleRuntime="python3.11")["Layers"]
    assert listed[0]["LatestMatchingVersion"]["LayerVersionArn"] == arn
    other = client("lambda", account="999999999999")
    with refused("AccessDeniedException", status=403):
        other.get_layer_version_by_arn(Arn=arn)
    functions.add_layer_version_permission(
        LayerName="shared", VersionNumber=1, StatementId="all", Principal="*",
        Action="lambda:GetLayerVersion")
    assert other.get_layer_version_by_arn(Arn=arn)["LayerArn"] == layer["LayerArn"]
    functions.remove_layer_version_permission(
        LayerName="shared", VersionNumber=1, StatementId="all")
    with refused("ResourceNotFoundException"):
        functions.get_layer_version_policy(LayerName="shared", VersionNumber=1)
    functions.delete_layer_version(LayerName="shared", VersionNumber=1)
    assert functions.list_layer_versions(LayerName="shared")["LayerVersions"] == []
    functions.update_function_configuration(FunctionName="f", Description="still runs")
    assert call(functions, "f")[0] == "from the layer"
    with refused("InvalidParameterValueException"):
        make(functions, account, "g", code, Layers=[arn])


def test_permissions_let_others_in(functions, account, client):
    arn = make(functions, account, "f", ONE)["FunctionArn"]
    other = client("lambda", account="888888888888")
    with refused("AccessDeniedException", status=403):
        other.invoke(FunctionName=arn)
    functions.add_permission(FunctionName="f", StatementId="one", Action="lambda:InvokeFunction",
                             Principal="888888888888")
    assert json.loads(other.invoke(FunctionName=arn)["Payload"].read())[0] == 1
    with refused("ResourceConflictException", message="The statement id (one) provided already"):
        functions.add_permission(FunctionName="f", StatementId="one", Principal="*",
                                 Action="lambda:InvokeFunction")
    functions.add_permission(
        FunctionName="f", StatementId="bucket", Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::b", SourceAccount=account)
    document = json.loads(functions.get_policy(FunctionName="f")["Policy"])
    assert document["Id"] == "default" and document["Statement"][1] == {
        "Sid": "bucket", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "lambda:InvokeFunction", "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceAccount": account},
                      "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}}
    for sid in ["one", "bucket"]:
        functions.remove_permission(FunctionName="f", StatementId=sid)
    with refused("ResourceNotFoundException", message="The resource you requested does not exist"):
        functions.get_policy(FunctionName="f")


def test_tags_settings_and_the_end(functions, account):
    arn = make(functions, account, "f", ONE, Tags={"a": "1"})["FunctionArn"]
    functions.tag_resource(Resource=arn, Tags={"b": "2"})
    functions.untag_resource(Resource=arn, TagKeys=["a"])
    assert functions.list_tags(Resource=arn)["Tags"] == {"b": "2"}
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=100)
    settings = functions.get_account_settings()
    assert settings["AccountLimit"]["ConcurrentExecutions"] == 1000
    assert settings["AccountLimit"]["UnreservedConcurrentExecutions"] == 900
    assert settings["AccountUsage"]["FunctionCount"] == 1
    with refused("InvalidParameterValueException", message="below its minimum value of [100]"):
        functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=901)
    functions.delete_function_concurrency(FunctionName="f")
    assert "ReservedConcurrentExecutions" not in functions.get_function_concurrency(
        FunctionName="f")
    for name in ["g", "h"]:
        make(functions, account, name, ONE)
    page = functions.list_functions(MaxItems=2)
    rest = functions.list_functions(Marker=page["NextMarker"])
    assert [it["FunctionName"] for it in page["Functions"] + rest["Functions"]] == ["f", "g", "h"]
    functions.delete_function(FunctionName="f")
    with refused("ResourceNotFoundException", status=404):
        functions.get_function(FunctionName="f")
    usage = functions.get_account_settings()["AccountUsage"]
    assert usage["FunctionCount"] == 2
