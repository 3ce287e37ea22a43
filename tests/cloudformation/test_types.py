"""Every type of resources that is no service of its own here: made, and deleted again.

Source: Template reference; the values are what the services' own tests use.
"""

import json

import pytest

from servers import wait_until

HANDLER = "def handler(event, context):\n    return event\n"


def trust(*services):
    principals = [f"{service}.amazonaws.com" for service in services]
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": principals}, "Action": "sts:AssumeRole"}]}


def allow(*actions):
    return {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}


def att(resource, attribute="Arn"):
    return {"Fn::GetAtt": [resource, attribute]}


def ref(resource):
    return {"Ref": resource}


ROLE = {
    "AssumeRolePolicyDocument": trust(
        "lambda", "scheduler", "pipes", "states", "firehose", "events", "logs"),
    "Policies": [{"PolicyName": "all", "PolicyDocument": allow("*")}],
}

STACKS = {
    "identity": {
        "Role": ("IAM::Role", ROLE),
        "Group": ("IAM::Group", {}),
        "User": ("IAM::User", {"Groups": [ref("Group")], "Tags": [{"Key": "a", "Value": "b"}]}),
        "More": ("IAM::User", {}),
        "Added": ("IAM::UserToGroupAddition", {"GroupName": ref("Group"), "Users": [ref("More")]}),
        "Key": ("IAM::AccessKey", {"UserName": ref("User"), "Status": "Inactive"}),
        "Managed": ("IAM::ManagedPolicy", {
            "PolicyDocument": allow("s3:*"), "Roles": [ref("Role")], "Users": [ref("User")]}),
        "Inline": ("IAM::Policy", {
            "PolicyName": "inline", "PolicyDocument": allow("sqs:*"), "Roles": [ref("Role")],
            "Groups": [ref("Group")]}),
        "Single": ("IAM::RolePolicy", {
            "PolicyName": "single", "PolicyDocument": allow("sns:*"), "RoleName": ref("Role")}),
        "Profile": ("IAM::InstanceProfile", {"Roles": [ref("Role")]}),
    },
    "functions": {
        "Role": ("IAM::Role", ROLE),
        "Function": ("Lambda::Function", {
            "Runtime": "python3.11", "Handler": "index.handler", "Role": att("Role"),
            "Code": {"ZipFile": HANDLER}, "Environment": {"Variables": {"A": "b"}},
            "ReservedConcurrentExecutions": 2, "Tags": [{"Key": "a", "Value": "b"}]}),
        "Version": ("Lambda::Version", {"FunctionName": ref("Function")}),
        "Alias": ("Lambda::Alias", {
            "FunctionName": ref("Function"), "Name": "live",
            "FunctionVersion": att("Version", "Version")}),
        "Url": ("Lambda::Url", {"TargetFunctionArn": att("Function"), "AuthType": "NONE"}),
        "Config": ("Lambda::EventInvokeConfig", {
            "FunctionName": ref("Function"), "Qualifier": "$LATEST", "MaximumRetryAttempts": 1}),
        "Queue": ("SQS::Queue", {}),
        "Source": ("Lambda::EventSourceMapping", {
            "FunctionName": ref("Function"), "EventSourceArn": att("Queue"), "BatchSize": "5"}),
        "Rule": ("Events::Rule", {
            "EventPattern": {"source": ["shop"]},
            "Targets": [{"Id": "f", "Arn": att("Function")}]}),
        "May": ("Lambda::Permission", {
            "FunctionName": ref("Function"), "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com", "SourceArn": att("Rule")}),
    },
    "events": {
        "Role": ("IAM::Role", ROLE),
        "Bus": ("Events::EventBus", {"Name": ref("AWS::StackName")}),
        "Open": ("Events::EventBusPolicy", {
            "EventBusName": ref("Bus"), "StatementId": "open", "Statement": {
                "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents",
                "Resource": att("Bus")}}),
        "Archive": ("Events::Archive", {"SourceArn": att("Bus"), "RetentionDays": 3}),
        "Queue": ("SQS::Queue", {}),
        "Rule": ("Events::Rule", {
            "EventBusName": ref("Bus"), "EventPattern": {"source": ["shop"]},
            "Targets": [{"Id": "q", "Arn": att("Queue")}]}),
        "Connection": ("Events::Connection", {
            "AuthorizationType": "API_KEY", "AuthParameters": {
                "ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}}}),
        "Destination": ("Events::ApiDestination", {
            "ConnectionArn": att("Connection"), "HttpMethod": "POST",
            "InvocationEndpoint": "https://example.com/hook"}),
        "Group": ("Scheduler::ScheduleGroup", {}),
        "Schedule": ("Scheduler::Schedule", {
            "GroupName": ref("Group"), "ScheduleExpression": "rate(1 hour)",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": att("Queue"), "RoleArn": att("Role")}}),
        "Other": ("SQS::Queue", {}),
        "Pipe": ("Pipes::Pipe", {
            "Source": att("Other"), "Target": att("Queue"), "RoleArn": att("Role")}),
        "Machine": ("StepFunctions::StateMachine", {
            "RoleArn": att("Role"), "DefinitionSubstitutions": {"Where": "here"},
            "Definition": {"StartAt": "A", "States": {
                "A": {"Type": "Pass", "Result": "${Where}", "End": True}}}}),
        "Activity": ("StepFunctions::Activity", {"Name": ref("AWS::StackName")}),
    },
    "streams": {
        "Role": ("IAM::Role", ROLE),
        "Stream": ("Kinesis::Stream", {"ShardCount": 1, "RetentionPeriodHours": 48}),
        "Consumer": ("Kinesis::StreamConsumer", {
            "ConsumerName": "reader", "StreamARN": att("Stream")}),
        "Bucket": ("S3::Bucket", {
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True},
            "BucketEncryption": {"ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
            "CorsConfiguration": {"CorsRules": [
                {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAge": 60}]},
            "NotificationConfiguration": {
                "EventBridgeConfiguration": {"EventBridgeEnabled": True}},
            "WebsiteConfiguration": {"IndexDocument": "index.html"},
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "Tags": [{"Key": "a", "Value": "b"}]}),
        "Policy": ("S3::BucketPolicy", {"Bucket": ref("Bucket"), "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"AWS": ref("AWS::AccountId")},
                "Action": "s3:GetObject",
                "Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}]}}),
        "Delivery": ("KinesisFirehose::DeliveryStream", {
            "ExtendedS3DestinationConfiguration": {
                "BucketARN": att("Bucket"), "RoleARN": att("Role")}}),
        "Group": ("Logs::LogGroup", {}),
        "LogStream": ("Logs::LogStream", {"LogGroupName": ref("Group")}),
        "Errors": ("Logs::MetricFilter", {
            "LogGroupName": ref("Group"), "FilterPattern": "ERROR", "MetricTransformations": [
                {"MetricName": "Errors", "MetricNamespace": "Shop", "MetricValue": "1"}]}),
        "Subscribed": ("Logs::SubscriptionFilter", {
            "LogGroupName": ref("Group"), "FilterPattern": "", "DestinationArn": att("Stream"),
            "RoleArn": att("Role")}),
        "Alarm": ("CloudWatch::Alarm", {
            "Namespace": "Shop", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Tags": [{"Key": "a", "Value": "b"}]}),
        "Both": ("CloudWatch::CompositeAlarm", {
            "AlarmRule": {"Fn::Sub": "ALARM(\"${Alarm}\")"}}),
        "Board": ("CloudWatch::Dashboard", {"DashboardBody": "{\"widgets\": []}"}),
    },
    "keeping": {
        "Role": ("IAM::Role", ROLE),
        "Key": ("KMS::Key", {"EnableKeyRotation": True, "PendingWindowInDays": 7}),
        "Secret": ("SecretsManager::Secret", {"SecretString": "hush", "KmsKeyId": ref("Key")}),
        "Rules": ("SecretsManager::ResourcePolicy", {
            "SecretId": ref("Secret"), "ResourcePolicy": {
                "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Principal": {"AWS": ref("AWS::AccountId")},
                    "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}),
        "Password": ("SSM::Parameter", {
            "Type": "String",
            "Value": {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString}}"}}),
        "Table": ("DynamoDB::Table", {
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": "5", "WriteCapacityUnits": "5"},
            "TimeToLiveSpecification": {"AttributeName": "end", "Enabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True}}),
        "Target": ("ApplicationAutoScaling::ScalableTarget", {
            "ServiceNamespace": "dynamodb", "ResourceId": {"Fn::Sub": "table/${Table}"},
            "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
            "MinCapacity": 5, "MaxCapacity": 50, "RoleARN": att("Role")}),
        "Scaling": ("ApplicationAutoScaling::ScalingPolicy", {
            "PolicyName": "reads", "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": ref("Target"), "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 70, "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "DynamoDBReadCapacityUtilization"}}}),
        "Bucket": ("S3::Bucket", {}),
        "Writes": ("S3::BucketPolicy", {"Bucket": ref("Bucket"), "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
                 "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                 "Resource": [att("Bucket"), {"Fn::Sub": "${Bucket.Arn}/*"}]}]}}),
        "Trail": ("CloudTrail::Trail", {"S3BucketName": ref("Bucket"), "IsLogging": True}),
        "Topic": ("SNS::Topic", {}),
        "Open": ("SNS::TopicPolicy", {"Topics": [ref("Topic")], "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": "*", "Action": "sns:Publish",
                "Resource": ref("Topic")}]}}),
        "Queue": ("SQS::Queue", {"FifoQueue": False}),
        "Subscribed": ("SNS::Subscription", {
            "TopicArn": ref("Topic"), "Protocol": "sqs", "Endpoint": att("Queue"),
            "FilterPolicy": {"kind": ["a"]}, "RawMessageDelivery": "true"}),
        "Budget": ("Budgets::Budget", {"Budget": {
            "BudgetType": "COST", "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": 10, "Unit": "USD"}}}),
    },
}

# What of a type's deletion needs another order than the graph's.
DEPENDS = {"Trail": "Writes"}
# A trail writes into its bucket at once, and a bucket that is not empty is not deleted.
RETAINED = {"Bucket": "Trail"}


def template(parts):
    resources = {}
    for name, (kind, properties) in parts.items():
        resources[name] = {"Type": f"AWS::{kind}", "Properties": properties}
        if DEPENDS.get(name) in parts:
            resources[name]["DependsOn"] = DEPENDS[name]
        if RETAINED.get(name) in parts:
            resources[name]["DeletionPolicy"] = "Retain"
    return json.dumps({"Resources": resources})


@pytest.mark.parametrize("what", STACKS)
def test_types(client, name, what):
    cloudformation = client("cloudformation")
    stack = cloudformation.create_stack(
        StackName=name, TemplateBody=template(STACKS[what]),
        Capabilities=["CAPABILITY_NAMED_IAM"])["StackId"]

    def status():
        return cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]

    def reasons():
        found = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        return [(it["LogicalResourceId"], it["ResourceStatusReason"]) for it in found
                if it["ResourceStatus"].endswith("FAILED")]
    wait_until(lambda: not status().endswith("IN_PROGRESS"), 120, what)
    assert status() == "CREATE_COMPLETE", reasons()
    cloudformation.delete_stack(StackName=name)
    wait_until(lambda: not status().endswith("IN_PROGRESS"), 120, what)
    assert status() == "DELETE_COMPLETE", reasons()
