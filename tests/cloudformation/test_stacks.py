"""Stacks as boto3 makes them: many services at once, custom resources, waits, nested stacks.

Source: CloudFormation User Guide and Template reference; what each test expects stands beside it.
"""

import json
import urllib.request

import pytest
from botocore.exceptions import ClientError

from servers import wait_until

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                   "Action": "sts:AssumeRole"}],
}

EVENTING = """
AWSTemplateFormatVersion: 2010-09-09
Description: Orders, by event
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Mappings:
  Sizes: {dev: {retention: 7}, prod: {retention: 30}}
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: '3'}
  Failed: {Type: AWS::SQS::Queue}
  Placed:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{Protocol: sqs, Endpoint: !GetAtt Orders.Arn}]
  MaySend:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Orders]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - {Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: 'sqs:SendMessage',
             Resource: !GetAtt Orders.Arn,
             Condition: {ArnEquals: {'aws:SourceArn': !Ref Placed}}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  Files:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
      LifecycleConfiguration:
        Rules: [{Id: old, Status: Enabled, Prefix: tmp/, ExpirationInDays: 3}]
  Group:
    Type: AWS::Logs::LogGroup
    Properties: {RetentionInDays: !FindInMap [Sizes, !Ref Stage, retention]}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: events.amazonaws.com},
                     Action: 'sts:AssumeRole'}]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{Effect: Allow, Action: 'sqs:*', Resource: !GetAtt Orders.Arn}]
  Daily:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 day)
      Targets: [{Id: orders, Arn: !GetAtt Orders.Arn}]
  Key: {Type: AWS::KMS::Key, Properties: {Description: !Sub 'of ${AWS::StackName}'}}
  Alias:
    Type: AWS::KMS::Alias
    Properties: {AliasName: !Sub 'alias/${AWS::StackName}', TargetKeyId: !Ref Key}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString: {SecretStringTemplate: '{"user": "ann"}', GenerateStringKey: pass}
  Setting:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: !Join ['/', [!Ref Stage, !Ref 'AWS::Region']]}
  Late:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: ApproximateAgeOfOldestMessage
      Dimensions: [{Name: QueueName, Value: !GetAtt Orders.QueueName}]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 600
      ComparisonOperator: GreaterThanThreshold
  Spare: {Type: AWS::SQS::Queue, Condition: IsProd}
Outputs:
  Queue: {Value: !Ref Orders}
  Topic: {Value: !Ref Placed}
  Stream: {Value: !GetAtt Table.StreamArn}
  Bucket: {Value: !Ref Files}
  Group: {Value: !Ref Group}
  Secret: {Value: !Ref Secret}
  Setting: {Value: !GetAtt Setting.Value}
"""

# Events of custom resources: the function answers by the module that comes with its source.
ANSWERING = """
import cfnresponse

def handler(event, context):
    data = {"Doubled": str(2 * int(event["ResourceProperties"].get("Number", "0")))}
    status = cfnresponse.FAILED if event["ResourceProperties"].get("Fail") else cfnresponse.SUCCESS
    cfnresponse.send(event, context, status, data, "thing-1")
"""


def status(cloudformation, stack):
    return cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]


def settled(cloudformation, stack, seconds=60):
    """The state in which the stack comes to rest."""
    wait_until(lambda: not status(cloudformation, stack).endswith("IN_PROGRESS"), seconds, stack)
    return status(cloudformation, stack)


def events(cloudformation, stack):
    found = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    return [(it["LogicalResourceId"], it["ResourceStatus"], it.get("ResourceStatusReason", ""))
            for it in reversed(found)]


def outputs(cloudformation, stack):
    found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return {it["OutputKey"]: it["OutputValue"] for it in found}


@pytest.fixture
def cloudformation(client):
    return client("cloudformation")


def test_a_stack_is_made_of_many_services(cloudformation, client, name):
    cloudformation.create_stack(
        StackName=name, TemplateBody=EVENTING, Capabilities=["CAPABILITY_IAM"],
        Tags=[{"Key": "team", "Value": "a"}])
    assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
    made = outputs(cloudformation, name)
    client("sns").publish(TopicArn=made["Topic"], Message="hello")
    received = client("sqs").receive_message(QueueUrl=made["Queue"], WaitTimeSeconds=5)
    assert json.loads(received["Messages"][0]["Body"])["Message"] == "hello"
    assert "/stream/" in made["Stream"]
    assert made["Setting"] == "dev/us-east-1"
    groups = client("logs").describe_log_groups(logGroupNamePrefix=made["Group"])["logGroups"]
    assert groups[0]["retentionInDays"] == 7
    secret = client("secretsmanager").get_secret_value(SecretId=made["Secret"])
    secret = json.loads(secret["SecretString"])
    assert secret["user"] == "ann" and len(secret["pass"]) == 32
    versioning = client("s3").get_bucket_versioning(Bucket=made["Bucket"])
    assert versioning["Status"] == "Enabled"
    # Tags of the stack are the resources'.
    tags = client("sqs").list_queue_tags(QueueUrl=made["Queue"])["Tags"]
    assert tags["team"] == "a"
    # An update: what the parameter changes, and what its condition adds.
    cloudformation.update_stack(
        StackName=name, UsePreviousTemplate=True, Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}])
    assert settled(cloudformation, name) == "UPDATE_COMPLETE", events(cloudformation, name)
    groups = client("logs").describe_log_groups(logGroupNamePrefix=made["Group"])["logGroups"]
    assert groups[0]["retentionInDays"] == 30
    spare = cloudformation.describe_stack_resource(StackName=name, LogicalResourceId="Spare")
    assert spare["StackResourceDetail"]["ResourceStatus"] == "CREATE_COMPLETE"
    # "Every resource: IN_PROGRESS, IN_PROGRESS with its id, COMPLETE."
    seen = [(state, reason) for id, state, reason in events(cloudformation, name) if id == "Table"]
    assert seen[:3] == [("CREATE_IN_PROGRESS", ""),
                        ("CREATE_IN_PROGRESS", "Resource creation Initiated"),
                        ("CREATE_COMPLETE", "")]
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=name)
    assert settled(cloudformation, stack) == "DELETE_COMPLETE", events(cloudformation, stack)
    assert client("sqs").list_queues(QueueNamePrefix=name).get("QueueUrls", []) == []
    assert client("dynamodb").list_tables()["TableNames"] == []


def test_the_same_stack_in_several_regions(client, name):
    regions = ["us-east-1", "eu-west-1", "ap-northeast-2"]
    for region in regions:
        cloudformation = client("cloudformation", region=region)
        cloudformation.create_stack(
            StackName=name, TemplateBody=EVENTING, Capabilities=["CAPABILITY_IAM"])
    for region in regions:
        cloudformation = client("cloudformation", region=region)
        assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
        assert f":{region}:" in outputs(cloudformation, name)["Topic"]


def test_a_function_and_a_custom_resource(cloudformation, client, name):
    template = {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "Runtime": "python3.11", "Handler": "index.handler",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"ZipFile": ANSWERING}}},
            "Thing": {"Type": "Custom::Doubler", "Properties": {
                "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "Number": 21}},
        },
        "Outputs": {"Doubled": {"Value": {"Fn::GetAtt": ["Thing", "Doubled"]}},
                    "Id": {"Value": {"Ref": "Thing"}}},
    }
    cloudformation.create_stack(
        StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
    assert outputs(cloudformation, name) == {"Doubled": "42", "Id": "thing-1"}
    template["Resources"]["Thing"]["Properties"]["Number"] = 4
    cloudformation.update_stack(
        StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    assert settled(cloudformation, name) == "UPDATE_COMPLETE", events(cloudformation, name)
    assert outputs(cloudformation, name)["Doubled"] == "8"
    # A failing answer rolls the update back.
    template["Resources"]["Thing"]["Properties"]["Fail"] = "yes"
    cloudformation.update_stack(
        StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    assert settled(cloudformation, name) == "UPDATE_ROLLBACK_COMPLETE", events(cloudformation, name)
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=name)
    assert settled(cloudformation, stack) == "DELETE_COMPLETE", events(cloudformation, stack)


def test_a_wait_condition_waits_for_signals(cloudformation, client, name):
    template = """
Resources:
  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
  Wait:
    Type: AWS::CloudFormation::WaitCondition
    Properties: {Handle: !Ref Handle, Timeout: 600, Count: 2}
Outputs:
  Data: {Value: !GetAtt Wait.Data}
"""
    cloudformation.create_stack(StackName=name, TemplateBody=template)
    resource = {"StackName": name, "LogicalResourceId": "Handle"}

    def handle():
        detail = cloudformation.describe_stack_resource(**resource)["StackResourceDetail"]
        return detail.get("PhysicalResourceId")
    wait_until(handle, what="the handle")
    for unique in ["one", "two"]:
        assert status(cloudformation, name) == "CREATE_IN_PROGRESS"
        body = json.dumps({"Status": "SUCCESS", "UniqueId": unique, "Data": f"of {unique}"})
        request = urllib.request.Request(
            handle(), data=body.encode(), method="PUT", headers={"Content-Type": ""})
        assert urllib.request.urlopen(request).status == 200
    assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
    data = json.loads(outputs(cloudformation, name)["Data"])
    assert data == {"one": "of one", "two": "of two"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(
            handle().rsplit("/", 1)[0] + "/nobody", data=b"{}", method="PUT"))
    assert refused.value.code == 403


def test_a_wait_ends_with_its_time(own_server, name):
    cloudformation = own_server.client("cloudformation", account="111122223333")
    template = """
Resources:
  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
  Wait:
    Type: AWS::CloudFormation::WaitCondition
    Properties: {Handle: !Ref Handle, Timeout: 300}
"""
    cloudformation.create_stack(StackName=name, TemplateBody=template)
    own_server.clock(advance="299s")
    assert status(cloudformation, name) == "CREATE_IN_PROGRESS"
    own_server.clock(advance="2s")
    assert status(cloudformation, name) == "ROLLBACK_COMPLETE"
    reasons = [reason for _, _, reason in events(cloudformation, name)]
    assert "WaitCondition timed out. Received 0 conditions when expecting 1" in reasons


def test_stacks_within_stacks(cloudformation, client, s3, bucket, name):
    inner = """
Parameters: {Name: {Type: String}}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
Outputs:
  Arn: {Value: !GetAtt Queue.Arn}
"""
    s3.put_object(Bucket=bucket, Key="inner.yaml", Body=inner)
    outer = f"""
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://{bucket}.s3.amazonaws.com/inner.yaml
      Parameters: {{Name: {name}}}
  Topic:
    Type: AWS::SNS::Topic
    Properties: {{DisplayName: !Select [5, !Split [':', !GetAtt Inner.Outputs.Arn]]}}
Outputs:
  Arn: {{Value: !GetAtt Inner.Outputs.Arn}}
"""
    cloudformation.create_stack(StackName=name, TemplateBody=outer)
    assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
    assert outputs(cloudformation, name)["Arn"].endswith(f":{name}")
    detail = cloudformation.describe_stack_resource(StackName=name, LogicalResourceId="Inner")
    child = detail["StackResourceDetail"]["PhysicalResourceId"]
    stack = cloudformation.describe_stacks(StackName=child)["Stacks"][0]
    assert stack["ParentId"] == stack["RootId"]
    cloudformation.delete_stack(StackName=name)
    assert settled(cloudformation, child) == "DELETE_COMPLETE"


def test_what_the_caller_may_not_do_fails_the_stack(client, account, name):
    """"CloudFormation uses the caller's credentials": a user without rights on queues."""
    iam = client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "cloudformation:*", "Resource": "*"}]}))
    ann = client("cloudformation", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    template = "Resources: {Q: {Type: AWS::SQS::Queue}}"
    ann.create_stack(StackName=name, TemplateBody=template)
    assert settled(ann, name) == "ROLLBACK_COMPLETE"
    failed = [it for it in events(ann, name) if it[1] == "CREATE_FAILED"]
    assert "is not authorized to perform: sqs:createqueue" in failed[0][2].lower()
    # Whoever may only look cannot make a stack at all.
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "cloudformation:Describe*", "Resource": "*"}]}))
    with pytest.raises(ClientError) as refused:
        ann.create_stack(StackName=f"{name}2", TemplateBody=template)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_a_stack_goes_on_after_a_kill(server_factory, tmp_path, name):
    server = server_factory(data=tmp_path / "data")
    cloudformation = server.client("cloudformation", account="111122223333")
    template = """
Resources:
  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
  Wait:
    Type: AWS::CloudFormation::WaitCondition
    Properties: {Handle: !Ref Handle, Timeout: 600}
  Queue: {Type: AWS::SQS::Queue, DependsOn: Wait}
"""
    cloudformation.create_stack(StackName=name, TemplateBody=template)

    def handle():
        found = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        ids = {it["LogicalResourceId"]: it.get("PhysicalResourceId") for it in found}
        return "Wait" in ids and ids["Handle"]
    wait_until(handle, what="the handle")
    token = handle().rsplit("/", 1)[1]
    server.kill()
    server = server_factory(data=tmp_path / "data")
    cloudformation = server.client("cloudformation", account="111122223333")
    assert status(cloudformation, name) == "CREATE_IN_PROGRESS"
    body = json.dumps({"Status": "SUCCESS", "UniqueId": "u", "Data": "d"}).encode()
    urllib.request.urlopen(urllib.request.Request(
        f"{server.endpoint}/_cloudformation/{token}", data=body, method="PUT"))
    assert settled(cloudformation, name) == "CREATE_COMPLETE", events(cloudformation, name)
