"""Cost Explorer and Budgets through boto3.

Sources: API Reference of Cost Explorer (GetCostAndUsage, GetDimensionValues, GetTags,
UpdateCostAllocationTagsStatus) and of Budgets; the amounts are worked out from the prices in
docs/bill.md.
"""

import json

import pytest
from botocore.exceptions import ClientError

JANUARY = {"Start": "2031-01-01", "End": "2031-02-01"}


@pytest.fixture
def world(own_server):
    own_server.clock(freeze=True)
    own_server.clock(set="2031-01-10T00:00:00Z")
    return own_server


def code_of(refused):
    return refused.value.response["Error"]["Code"]


def test_costs_by_service_and_region(world):
    account = "111111111111"
    for region, count in (("us-east-1", 10), ("ap-northeast-2", 20)):
        sqs = world.client("sqs", account=account, region=region)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        for _ in range(count - 1):
            sqs.send_message(QueueUrl=url, MessageBody="x")
    kms = world.client("kms", account=account)
    kms.create_key()
    world.clock(set="2031-01-25T00:00:00Z")
    ce = world.client("ce", account=account)
    answer = ce.get_cost_and_usage(
        TimePeriod=JANUARY, Granularity="MONTHLY", Metrics=["UnblendedCost", "UsageQuantity"],
        GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "DIMENSION", "Key": "REGION"}])
    [month] = answer["ResultsByTime"]
    assert month["TimePeriod"] == JANUARY and month["Estimated"]
    sums = {tuple(it["Keys"]): it["Metrics"] for it in month["Groups"]}
    queue = "Amazon Simple Queue Service"
    assert sums[queue, "us-east-1"]["UsageQuantity"] == {"Amount": "10", "Unit": "Requests"}
    assert sums[queue, "us-east-1"]["UnblendedCost"] == {"Amount": "0.000004", "Unit": "USD"}
    assert sums[queue, "ap-northeast-2"]["UnblendedCost"]["Amount"] == "0.000008"
    # A key for 15 of 31 days: 0.48387…, and the request that made it.
    key = float(sums["AWS Key Management Service", "us-east-1"]["UnblendedCost"]["Amount"])
    assert key == pytest.approx(15 / 31 + 0.000003, abs=1e-9)

    days = ce.get_cost_and_usage(
        TimePeriod=JANUARY, Granularity="DAILY", Metrics=["UnblendedCost"],
        Filter={"And": [{"Dimensions": {"Key": "SERVICE", "Values": [queue]}},
                        {"Not": {"Dimensions": {"Key": "REGION", "Values": ["us-east-1"]}}}]})
    costs = [float(day["Total"]["UnblendedCost"]["Amount"]) for day in days["ResultsByTime"]]
    assert len(costs) == 31 and costs[9] == 0.000008 and sum(costs) == costs[9]
    services = ce.get_dimension_values(TimePeriod=JANUARY, Dimension="SERVICE")
    assert [it["Value"] for it in services["DimensionValues"]] == [
        "AWS Cost Explorer", "AWS Key Management Service", queue]


def test_costs_by_tag_once_the_tag_is_active(world):
    account = "222222222222"
    sqs = world.client("sqs", account=account)
    for name in ("ann", "bob"):
        url = sqs.create_queue(QueueName=name, tags={"user": name})["QueueUrl"]
        for _ in range(3 if name == "ann" else 1):
            sqs.send_message(QueueUrl=url, MessageBody="x")
    ce = world.client("ce", account=account)
    by_user = {"TimePeriod": JANUARY, "Granularity": "MONTHLY", "Metrics": ["UsageQuantity"],
               "GroupBy": [{"Type": "TAG", "Key": "user"}],
               "Filter": {"Dimensions": {"Key": "SERVICE",
                                         "Values": ["Amazon Simple Queue Service"]}}}

    def groups():
        [month] = ce.get_cost_and_usage(**by_user)["ResultsByTime"]
        return {it["Keys"][0]: it["Metrics"]["UsageQuantity"]["Amount"] for it in month["Groups"]}

    assert groups() == {"user$": "6"}
    [tag] = ce.list_cost_allocation_tags()["CostAllocationTags"]
    assert (tag["TagKey"], tag["Status"], tag["Type"]) == ("user", "Inactive", "UserDefined")
    unknown = ce.update_cost_allocation_tags_status(CostAllocationTagsStatus=[
        {"TagKey": "user", "Status": "Active"}, {"TagKey": "colour", "Status": "Active"}])
    assert [it["TagKey"] for it in unknown["Errors"]] == ["colour"]
    assert groups() == {"user$ann": "4", "user$bob": "2"}
    assert ce.get_tags(TimePeriod=JANUARY)["Tags"] == ["user"]
    assert "ann" in ce.get_tags(TimePeriod=JANUARY, TagKey="user")["Tags"]


def test_the_payer_sees_its_members_and_they_see_themselves(world):
    payer = "333333333333"
    organizations = world.client("organizations", account=payer)
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(
        Email="dev@example.com", AccountName="dev")["CreateAccountStatus"]
    world.clock(advance="1h")
    member = organizations.describe_create_account_status(
        CreateAccountRequestId=status["Id"])["CreateAccountStatus"]["AccountId"]
    world.client("sqs", account=member).create_queue(QueueName="q")
    asked = {"TimePeriod": JANUARY, "Granularity": "MONTHLY", "Metrics": ["UsageQuantity"],
             "GroupBy": [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}]}
    seen = world.client("ce", account=payer).get_cost_and_usage(**asked)
    keys = [it["Keys"][0] for it in seen["ResultsByTime"][0]["Groups"]]
    assert member in keys
    described = {it["Value"]: it["Attributes"] for it in seen["DimensionValueAttributes"]}
    assert described[member] == {"description": "dev"}
    seen = world.client("ce", account=member).get_cost_and_usage(**asked)
    assert [it["Keys"][0] for it in seen["ResultsByTime"][0]["Groups"]] == [member]


def test_a_forecast_goes_on_as_it_was(world):
    account = "444444444444"
    ce = world.client("ce", account=account)
    period = {"Start": "2031-02-10", "End": "2031-02-20"}
    with pytest.raises(ClientError) as refused:
        ce.get_cost_forecast(TimePeriod=period, Metric="UNBLENDED_COST", Granularity="DAILY")
    assert code_of(refused) == "DataUnavailableException"
    world.client("secretsmanager", account=account).create_secret(Name="s", SecretString="x")
    world.clock(set="2031-02-10T00:00:00Z")
    answer = ce.get_cost_forecast(
        TimePeriod=period, Metric="UNBLENDED_COST", Granularity="DAILY",
        Filter={"Dimensions": {"Key": "SERVICE", "Values": ["AWS Secrets Manager"]}})
    # 0.40 a month is 0.0129 a day in January, 0.0143 in February.
    assert 0.125 < float(answer["Total"]["Amount"]) < 0.145
    assert len(answer["ForecastResultsByTime"]) == 10
    day = answer["ForecastResultsByTime"][0]
    assert float(day["PredictionIntervalLowerBound"]) <= float(day["MeanValue"])


def test_what_cost_explorer_refuses(world):
    ce = world.client("ce", account="555555555555")

    def ask(**changed):
        asked = {"TimePeriod": JANUARY, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}
        return ce.get_cost_and_usage(**{**asked, **changed})

    for changed, code in [
        ({"TimePeriod": {"Start": "2031-01-02", "End": "2031-01-01"}}, "ValidationException"),
        ({"TimePeriod": {"Start": "2028-01-01", "End": "2028-02-01"}}, "ValidationException"),
        ({"TimePeriod": {"Start": "2031-03-01", "End": "2031-04-01"}}, "DataUnavailableException"),
        ({"Metrics": ["Happiness"]}, "ValidationException"),
        ({"GroupBy": [{"Type": "PRODUCT_ATTRIBUTE", "Key": "a"}]}, "NotImplemented"),
        ({"GroupBy": [{"Type": "DIMENSION", "Key": "TENANCY"}]}, "NotImplemented"),
        ({"Filter": {}}, "ValidationException"),
        ({"NextPageToken": "x"}, "InvalidNextTokenException"),
    ]:
        with pytest.raises(ClientError) as refused:
            ask(**changed)
        assert code_of(refused) == code, changed


def test_a_budget_tells_a_topic_and_writes_a_mail_once(world):
    account = "666666666666"
    sns, sqs = world.client("sns", account=account), world.client("sqs", account=account)
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "budgets.amazonaws.com"},
            "Action": "sns:Publish", "Resource": topic}]}))
    queue = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": "*"}]})})
    sns.subscribe(TopicArn=topic, Protocol="sqs",
                  Endpoint=f"arn:aws:sqs:us-east-1:{account}:alerts")
    budgets = world.client("budgets", account=account)
    budgets.create_budget(AccountId=account, Budget={
        "BudgetName": "keys", "BudgetLimit": {"Amount": "1", "Unit": "USD"},
        "TimeUnit": "MONTHLY", "BudgetType": "COST",
        "CostFilters": {"Service": ["AWS Key Management Service"]},
    }, NotificationsWithSubscribers=[{
        "Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN",
                         "Threshold": 50},
        "Subscribers": [{"SubscriptionType": "SNS", "Address": topic},
                        {"SubscriptionType": "EMAIL", "Address": "ann@example.com"}]}])
    kms = world.client("kms", account=account)
    kms.create_key()
    kms.create_key()
    # Two keys from the 10th: 0.5 dollars are reached after 7.75 days, so at the look of the 18th.
    world.clock(set="2031-01-17T00:00:00Z")
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    world.clock(set="2031-01-19T00:00:00Z")
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert "keys" in json.loads(message["Body"])["Subject"]
    mails = world.ask(f"/_nephele/outbox?account={account}")["letters"]
    assert [mail["to"] for mail in mails] == ["ann@example.com"]
    world.clock(set="2031-01-25T00:00:00Z")
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    [notification] = budgets.describe_notifications_for_budget(
        AccountId=account, BudgetName="keys")["Notifications"]
    assert notification["NotificationState"] == "ALARM"
    budget = budgets.describe_budget(AccountId=account, BudgetName="keys")["Budget"]
    actual = float(budget["CalculatedSpend"]["ActualSpend"]["Amount"])
    assert actual == pytest.approx(2 * 15 / 31, abs=0.001)
    forecast = float(budget["CalculatedSpend"]["ForecastedSpend"]["Amount"])
    assert forecast > actual
    # A new month, a new alert.
    world.clock(set="2031-02-12T00:00:00Z")
    assert len(sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]) == 1


def test_what_budgets_refuses(world):
    account = "777777777777"
    budgets = world.client("budgets", account=account)
    budget = {"BudgetName": "b", "BudgetLimit": {"Amount": "5", "Unit": "USD"},
              "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    budgets.create_budget(AccountId=account, Budget=budget)
    for call, code in [
        (lambda: budgets.create_budget(AccountId=account, Budget=budget),
         "DuplicateRecordException"),
        (lambda: budgets.create_budget(AccountId=account, Budget={
            **budget, "BudgetName": "c", "BudgetLimit": {"Amount": "0", "Unit": "USD"}}),
         "InvalidParameterException"),
        (lambda: budgets.create_budget(AccountId=account, Budget={
            **budget, "BudgetName": "c", "BudgetType": "RI_UTILIZATION"}), "NotImplemented"),
        (lambda: budgets.describe_budget(AccountId=account, BudgetName="none"),
         "NotFoundException"),
        (lambda: budgets.describe_budget(AccountId="111111111111", BudgetName="b"),
         "AccessDeniedException"),
        (lambda: budgets.delete_budget(AccountId=account, BudgetName="none"),
         "NotFoundException"),
    ]:
        with pytest.raises(ClientError) as refused:
            call()
        assert code_of(refused) == code
    budgets.delete_budget(AccountId=account, BudgetName="b")
    assert budgets.describe_budgets(AccountId=account).get("Budgets", []) == []
