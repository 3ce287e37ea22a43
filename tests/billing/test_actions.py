"""Budget actions and cost categories through boto3.

Sources: API Reference of Budgets (CreateBudgetAction, ExecuteBudgetAction) and of Cost Explorer
(CreateCostCategoryDefinition); User Guide, "Configuring a cost budget action": a service control
policy binds the member, and is taken away when the action is reversed.
"""

import json

import pytest
from botocore.exceptions import ClientError

PAYER = "333333333333"


@pytest.fixture
def world(own_server):
    own_server.clock(freeze=True)
    own_server.clock(set="2031-01-01T00:00:00Z")
    return own_server


def member_of(world):
    organizations = world.client("organizations", account=PAYER)
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    status = organizations.create_account(Email="dev@example.com", AccountName="dev")
    world.clock(advance="1h")
    status = organizations.describe_create_account_status(
        CreateAccountRequestId=status["CreateAccountStatus"]["Id"])
    policy = organizations.create_policy(
        Name="no-queues", Description="", Type="SERVICE_CONTROL_POLICY",
        Content=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Action": "sqs:CreateQueue", "Resource": "*"}]}))
    return status["CreateAccountStatus"]["AccountId"], policy["Policy"]["PolicySummary"]["Id"]


def role_of_budgets(world):
    iam = world.client("iam", account=PAYER)
    iam.create_role(RoleName="budgets", AssumeRolePolicyDocument=json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": {"Service": "budgets.amazonaws.com"},
         "Action": "sts:AssumeRole"}]}))
    iam.put_role_policy(RoleName="budgets", PolicyName="attach", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*",
             "Action": ["organizations:AttachPolicy", "organizations:DetachPolicy"]}]}))
    return f"arn:aws:iam::{PAYER}:role/budgets"


def test_an_action_attaches_a_service_control_policy(world):
    member, policy = member_of(world)
    budgets = world.client("budgets", account=PAYER)
    budgets.create_budget(AccountId=PAYER, Budget={
        "BudgetName": "b", "BudgetLimit": {"Amount": "1", "Unit": "USD"}, "TimeUnit": "MONTHLY",
        "BudgetType": "COST"})
    role = role_of_budgets(world)
    action = budgets.create_budget_action(
        AccountId=PAYER, BudgetName="b", NotificationType="ACTUAL", ActionType="APPLY_SCP_POLICY",
        ActionThreshold={"ActionThresholdValue": 0.5, "ActionThresholdType": "ABSOLUTE_VALUE"},
        Definition={"ScpActionDefinition": {"PolicyId": policy, "TargetIds": [member]}},
        ExecutionRoleArn=role, ApprovalModel="MANUAL",
        Subscribers=[{"SubscriptionType": "EMAIL", "Address": "ann@example.com"}])["ActionId"]
    sqs = world.client("sqs", account=member)
    sqs.create_queue(QueueName="before")
    kms = world.client("kms", account=PAYER)
    kms.create_key()
    kms.create_key()
    world.clock(advance="216h")
    named = {"AccountId": PAYER, "BudgetName": "b", "ActionId": action}
    assert budgets.describe_budget_action(**named)["Action"]["Status"] == "PENDING"
    sqs.create_queue(QueueName="pending")
    budgets.execute_budget_action(**named, ExecutionType="APPROVE_BUDGET_ACTION")
    assert budgets.describe_budget_action(**named)["Action"]["Status"] == "EXECUTION_SUCCESS"
    with pytest.raises(ClientError) as refused:
        sqs.create_queue(QueueName="after")
    assert "AccessDenied" in refused.value.response["Error"]["Code"]
    budgets.execute_budget_action(**named, ExecutionType="REVERSE_BUDGET_ACTION")
    sqs.create_queue(QueueName="again")


def test_an_action_whose_role_may_not_fails_with_the_reason(world):
    member, policy = member_of(world)
    budgets = world.client("budgets", account=PAYER)
    budgets.create_budget(AccountId=PAYER, Budget={
        "BudgetName": "b", "BudgetLimit": {"Amount": "1", "Unit": "USD"}, "TimeUnit": "MONTHLY",
        "BudgetType": "COST"})
    role = role_of_budgets(world)
    world.client("iam", account=PAYER).delete_role_policy(RoleName="budgets", PolicyName="attach")
    world.client("kms", account=PAYER).create_key()
    named = budgets.create_budget_action(
        AccountId=PAYER, BudgetName="b", NotificationType="ACTUAL", ActionType="APPLY_SCP_POLICY",
        ActionThreshold={"ActionThresholdValue": 20, "ActionThresholdType": "PERCENTAGE"},
        Definition={"ScpActionDefinition": {"PolicyId": policy, "TargetIds": [member]}},
        ExecutionRoleArn=role, ApprovalModel="AUTOMATIC",
        Subscribers=[{"SubscriptionType": "EMAIL", "Address": "ann@example.com"}])
    world.clock(advance="216h")
    named = {name: named[name] for name in ("AccountId", "BudgetName", "ActionId")}
    newest = budgets.describe_budget_action_histories(**named)["ActionHistories"][0]
    assert newest["Status"] == "EXECUTION_FAILURE"
    assert "AccessDenied" in newest["ActionHistoryDetails"]["Message"]


def test_categories_by_tag(world):
    sqs = world.client("sqs", account=PAYER)
    for name in ("ann", "bob"):
        url = sqs.create_queue(QueueName=name, tags={"user": name})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")
    ce = world.client("ce", account=PAYER)
    ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "user", "Status": "Active"}])
    ce.create_cost_category_definition(
        Name="Team", RuleVersion="CostCategoryExpression.v1", DefaultValue="nobody's",
        Rules=[{"Value": "red", "Rule": {"Tags": {"Key": "user", "Values": ["ann"]}}}])
    answer = ce.get_cost_and_usage(
        TimePeriod={"Start": "2031-01-01", "End": "2031-02-01"}, Granularity="MONTHLY",
        Metrics=["UsageQuantity"], GroupBy=[{"Type": "COST_CATEGORY", "Key": "Team"}],
        Filter={"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Simple Queue Service"]}})
    groups = {it["Keys"][0]: it["Metrics"]["UsageQuantity"]["Amount"]
              for it in answer["ResultsByTime"][0]["Groups"]}
    assert groups == {"Team$red": "2", "Team$nobody's": "2"}
    with pytest.raises(ClientError) as refused:
        ce.create_cost_category_definition(
            Name="Shares", RuleVersion="CostCategoryExpression.v1",
            Rules=[{"Value": "a", "Rule": {"Tags": {"Key": "user", "Values": ["ann"]}}}],
            SplitChargeRules=[{"Source": "a", "Targets": ["b"], "Method": "EVEN"}])
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
