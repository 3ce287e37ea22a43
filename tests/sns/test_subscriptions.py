"""Subscriptions: making, confirming, listing, attributes, ending; and across accounts.

Source: Amazon SNS API Reference (Subscribe, ConfirmSubscription, Unsubscribe,
GetSubscriptionAttributes, SetSubscriptionAttributes, ListSubscriptions,
ListSubscriptionsByTopic); Developer Guide, "Sending Amazon SNS messages to an Amazon SQS queue
in a different account".
"""

import json
import random
import urllib.error
import urllib.parse
import urllib.request

import pytest

from expect import refused
from servers import wait_until


def attributes_of(sns, subscription):
    return sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]


def counts(sns, topic):
    shown = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    return [int(shown[f"Subscriptions{kind}"]) for kind in ("Confirmed", "Pending", "Deleted")]


def open_topic(sns, topic, *actions):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": list(actions),
        "Resource": topic}]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)


@pytest.fixture
def other():
    return f"{random.SystemRandom().randrange(10**11, 10**12)}"


def test_ones_own_queue_is_subscribed_at_once(sns, account, topic, make_queue, subscribe):
    queue = make_queue()
    subscription = subscribe(topic, queue)
    assert subscription.startswith(f"{topic}:") and len(subscription) == len(topic) + 37
    assert subscribe(topic, queue) == subscription
    shown = attributes_of(sns, subscription)
    assert shown == {
        "SubscriptionArn": subscription, "TopicArn": topic, "Owner": account, "Protocol": "sqs",
        "Endpoint": queue.arn, "PendingConfirmation": "false", "RawMessageDelivery": "false",
        "ConfirmationWasAuthenticated": "true",
        "SubscriptionPrincipal": f"arn:aws:iam::{account}:root"}
    row = {"SubscriptionArn": subscription, "Owner": account, "Protocol": "sqs",
           "Endpoint": queue.arn, "TopicArn": topic}
    assert sns.list_subscriptions()["Subscriptions"] == [row]
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == [row]
    assert counts(sns, topic) == [1, 0, 0]


def test_a_subscription_is_the_same_only_with_the_same_attributes(topic, make_queue, subscribe):
    queue = make_queue()
    subscription = subscribe(topic, queue, RawMessageDelivery="true")
    assert subscribe(topic, queue) == subscription
    assert subscribe(topic, queue, RawMessageDelivery="true") == subscription
    with refused("InvalidParameter", status=400, message="Attributes Reason: Subscription "
                 "already exists with different attributes"):
        subscribe(topic, queue, RawMessageDelivery="false")


@pytest.mark.parametrize("protocol, target, message", [
    ("smoke", "x", "Amazon SNS does not support this protocol string: smoke"),
    ("sqs", "", "Invalid parameter: Endpoint"),
    ("sqs", "x", "Invalid parameter: SQS endpoint ARN"),
    ("sqs", "arn:aws:sns:us-east-1:111111111111:t", "Invalid parameter: SQS endpoint ARN"),
    ("lambda", "x", "Invalid parameter: Lambda endpoint ARN"),
    ("firehose", "x", "Invalid parameter: Firehose endpoint ARN"),
    ("application", "x", "Invalid parameter: Application endpoint arn invalid"),
    ("http", "https://localhost/", "Endpoint must match the specified protocol"),
    ("https", "http://localhost/", "Endpoint must match the specified protocol"),
    ("email", "x", "Invalid parameter: Email address"),
    ("sms", "x", "Invalid parameter: Invalid SMS endpoint: x"),
    ("sqs", "arn:aws:sqs:us-east-1:111111111111:q.fifo",
     "FIFO SQS Queues can not be subscribed to standard SNS topics"),
])
def test_what_cannot_be_subscribed_is_refused(sns, topic, protocol, target, message):
    with refused("InvalidParameter", status=400, message=message):
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=target)


@pytest.mark.parametrize("protocol, target", [
    ("lambda", "arn:aws:lambda:us-east-1:111111111111:function:f"),
    ("firehose", "arn:aws:firehose:us-east-1:111111111111:deliverystream/s"),
])
def test_services_that_do_not_exist_yet_are_said(control, sns, topic, protocol, target):
    # Our choice: a subscription that leads nowhere is refused, as long as it would.
    if protocol in control.ask("/_nephele/services"):
        pytest.skip(f"{protocol} is there")
    attributes = {} if protocol == "lambda" else {
        "SubscriptionRoleArn": "arn:aws:iam::111111111111:role/r"}
    with refused("NotImplemented", status=501, message=protocol):
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=target, Attributes=attributes)


@pytest.mark.parametrize("attribute, value, reason", [
    ("RawMessageDelivery", "x", "RawMessageDelivery: Invalid value [x]. Must be true or false."),
    ("FilterPolicy", "", "FilterPolicy: failed to parse JSON"),
    ("FilterPolicy", '{"k": "v"}', 'FilterPolicy: "k" must be an object or an array'),
    ("FilterPolicyScope", "x", "FilterPolicyScope: "),
    ("RedrivePolicy", "{}", "RedrivePolicy: deadLetterTargetArn"),
    ("RedrivePolicy", '{"deadLetterTargetArn": "x"}', "invalid arn"),
    ("RedrivePolicy", '{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111111111111:q"}', "region"),
    ("DeliveryPolicy", '{"healthyRetryPolicy": {}}', "only HTTP/S"),
    ("SubscriptionRoleArn", "arn:aws:iam::111111111111:role/r", "only Firehose"),
    ("ReplayPolicy", '{"PointType":"Timestamp","StartingPoint":"2030-01-01T00:00:00Z"}',
     "no ArchivePolicy"),
    ("NoSuch", "x", None),
])
def test_attributes_are_checked(sns, topic, make_queue, subscribe, attribute, value, reason):
    queue = make_queue()
    in_map = reason or f"Unknown attribute {attribute}"
    with refused("InvalidParameter", status=400,
                 message="Invalid parameter: Attributes Reason: ") as caught:
        subscribe(topic, queue, **{attribute: value})
    assert in_map in caught.value.response["Error"]["Message"]
    assert sns.list_subscriptions()["Subscriptions"] == []
    subscription = subscribe(topic, queue)
    with refused("InvalidParameter", status=400, message=reason or "AttributeName"):
        sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName=attribute, AttributeValue=value)


def test_attributes_are_set_and_removed(sns, topic, make_queue, subscribe):
    queue, dead = make_queue("q"), make_queue("dead")
    subscription = subscribe(topic, queue)

    def set_to(name, **value):
        sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName=name, **value)
        return attributes_of(sns, subscription)
    redrive = json.dumps({"deadLetterTargetArn": dead.arn})
    assert set_to("RawMessageDelivery", AttributeValue="true")["RawMessageDelivery"] == "true"
    assert set_to("RedrivePolicy", AttributeValue=redrive)["RedrivePolicy"] == redrive
    assert "RedrivePolicy" not in set_to("RedrivePolicy")
    shown = set_to("FilterPolicy", AttributeValue='{"k": ["v"]}')
    assert shown["FilterPolicy"] == '{"k": ["v"]}'
    assert shown["FilterPolicyScope"] == "MessageAttributes"
    shown = set_to("FilterPolicyScope", AttributeValue="MessageBody")
    assert shown["FilterPolicyScope"] == "MessageBody"
    set_to("FilterPolicy", AttributeValue='{"a": {"b": ["v"]}}')
    with refused("InvalidParameter", message="does not support nested filter policy"):
        set_to("FilterPolicyScope", AttributeValue="MessageAttributes")
    assert "FilterPolicy" not in set_to("FilterPolicy", AttributeValue="{}")


def test_what_is_no_subscription_is_refused(sns, topic):
    calls = (sns.get_subscription_attributes, sns.unsubscribe)
    for call in calls:
        with refused("InvalidParameter", status=400, message="SubscriptionArn Reason: An ARN "
                     "must have at least 6 elements, not 1"):
            call(SubscriptionArn="PendingConfirmation")
        with refused("InvalidParameter", status=400, message="SubscriptionId"):
            call(SubscriptionArn=topic)
    missing = f"{topic}:00000000-0000-0000-0000-000000000000"
    with refused("NotFound", status=404, message="Subscription does not exist"):
        sns.get_subscription_attributes(SubscriptionArn=missing)
    with refused("NotFound", status=404):
        sns.set_subscription_attributes(
            SubscriptionArn=missing, AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.unsubscribe(SubscriptionArn=missing)


def test_unsubscribing_ends_deliveries(sns, topic, make_queue, subscribe):
    gone, stays = make_queue("gone"), make_queue("stays")
    subscription = subscribe(topic, gone)
    subscribe(topic, stays)
    sns.unsubscribe(SubscriptionArn=subscription)
    assert counts(sns, topic) == [1, 0, 1]
    sns.publish(TopicArn=topic, Message="m")
    stays.take()
    assert gone.is_empty()
    # By its owner, it ends without a word to the endpoint.
    assert subscribe(topic, gone) != subscription


def test_subscriptions_are_listed_in_pages_of_100(sns, topic, account):
    for number in range(205):
        sns.subscribe(TopicArn=topic, Protocol="sqs",
                      Endpoint=f"arn:aws:sqs:us-east-1:{account}:q{number}")
    for name, arguments in (("list_subscriptions", {}),
                            ("list_subscriptions_by_topic", {"TopicArn": topic})):
        pages = list(sns.get_paginator(name).paginate(**arguments))
        assert [len(page["Subscriptions"]) for page in pages] == [100, 100, 5], name
        rows = [row["Endpoint"] for page in pages for row in page["Subscriptions"]]
        assert len(set(rows)) == 205
    with refused("InvalidParameter", status=400):
        sns.list_subscriptions_by_topic(TopicArn=topic, NextToken="x")
    with refused("InvalidParameter", status=400):
        sns.list_subscriptions(NextToken="x")


def test_another_accounts_queue_is_asked(sns, client, account, other, topic, make_queue):
    """The topic's owner subscribes: the queue gets a confirmation message with a token."""
    queue = make_queue(client=client("sqs", account=other), source=topic)
    answer = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    assert answer["SubscriptionArn"] == "pending confirmation"
    assert counts(sns, topic) == [0, 1, 0]
    [row] = sns.list_subscriptions()["Subscriptions"]
    assert row["SubscriptionArn"] == "PendingConfirmation" and row["Owner"] == account
    [word] = queue.envelopes()
    assert word["Type"] == "SubscriptionConfirmation" and word["TopicArn"] == topic
    assert word["Token"] in word["SubscribeURL"] and "SubscribeURL" in word["Message"]
    sns.publish(TopicArn=topic, Message="too early")
    confirmed = client("sns", account=other).confirm_subscription(
        TopicArn=topic, Token=word["Token"])["SubscriptionArn"]
    assert counts(sns, topic) == [1, 0, 0]
    sns.publish(TopicArn=topic, Message="m")
    assert queue.envelopes()[0]["Message"] == "m"
    # A token may be used again.
    assert sns.confirm_subscription(
        TopicArn=topic, Token=word["Token"])["SubscriptionArn"] == confirmed
    shown = attributes_of(sns, confirmed)
    assert shown["PendingConfirmation"] == "false"
    assert shown["ConfirmationWasAuthenticated"] == "true"


def test_the_arn_of_a_pending_subscription_is_told_on_request(sns, topic):
    endpoint = "arn:aws:sqs:us-east-1:999999999999:q"
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint,
                                 ReturnSubscriptionArn=True)["SubscriptionArn"]
    assert subscription.startswith(topic)
    assert attributes_of(sns, subscription)["PendingConfirmation"] == "true"
    with refused("InvalidParameter", status=400, message="pending confirmation"):
        sns.unsubscribe(SubscriptionArn=subscription)


@pytest.mark.parametrize("token", ["x", "2336412f37fb687f5d51e6e2425c" + "0" * 228])
def test_a_wrong_token_confirms_nothing(sns, topic, token):
    with refused("InvalidParameter", status=400, message="Invalid parameter: Token"):
        sns.confirm_subscription(TopicArn=topic, Token=token)


def test_the_owner_of_a_queue_may_subscribe_it_where_the_topic_lets_him(
        sns, client, other, topic, make_queue, subscribe):
    stranger = client("sns", account=other)
    queue = make_queue(client=client("sqs", account=other), source=topic)
    with refused("AuthorizationError", status=403, message="is not authorized to perform"):
        subscribe(topic, queue, client=stranger)
    open_topic(sns, topic, "sns:Subscribe")
    subscription = subscribe(topic, queue, client=stranger)
    assert attributes_of(stranger, subscription)["Owner"] == other
    assert [row["SubscriptionArn"] for row in stranger.list_subscriptions()["Subscriptions"]] == [
        subscription]
    assert sns.list_subscriptions()["Subscriptions"] == []
    [row] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert row["Owner"] == other
    sns.publish(TopicArn=topic, Message="m")
    assert queue.envelopes()[0]["Message"] == "m"
    stranger.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.publish(TopicArn=topic, Message="raw")
    assert queue.bodies() == ["raw"]
    third = client("sns", account="333333333333")
    with refused("AuthorizationError", status=403):
        third.get_subscription_attributes(SubscriptionArn=subscription)
    with refused("AuthorizationError", status=403):
        third.unsubscribe(SubscriptionArn=subscription)
    stranger.unsubscribe(SubscriptionArn=subscription)
    assert stranger.list_subscriptions()["Subscriptions"] == []


def test_publishing_to_anothers_topic_needs_its_policy(sns, client, other, topic, make_queue,
                                                       subscribe):
    queue = make_queue()
    subscribe(topic, queue)
    stranger = client("sns", account=other)
    with refused("AuthorizationError", status=403, message="SNS:Publish"):
        stranger.publish(TopicArn=topic, Message="m")
    entries = [{"Id": "a", "Message": "m"}]
    with refused("AuthorizationError", status=403):
        stranger.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    for call in (stranger.get_topic_attributes, stranger.delete_topic,
                 stranger.list_subscriptions_by_topic):
        with refused("AuthorizationError", status=403):
            call(TopicArn=topic)
    sns.add_permission(TopicArn=topic, Label="l", AWSAccountId=[other], ActionName=["Publish"])
    stranger.publish(TopicArn=topic, Message="by another")
    stranger.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert {row["Message"] for row in queue.envelopes(2)} == {"by another", "m"}
    sns.remove_permission(TopicArn=topic, Label="l")
    with refused("AuthorizationError", status=403):
        stranger.publish(TopicArn=topic, Message="m")


def test_a_topic_may_name_the_protocols_and_endpoints_it_takes(
        sns, client, other, topic, make_queue, subscribe):
    queue = make_queue(client=client("sqs", account=other))
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": other}, "Action": "sns:Subscribe",
        "Resource": topic, "Condition": {
            "StringEquals": {"sns:Protocol": "sqs"},
            "StringLike": {"sns:Endpoint": f"*:{other}:*"}}}]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    stranger = client("sns", account=other)
    with refused("AuthorizationError", status=403):
        stranger.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    with refused("AuthorizationError", status=403):
        stranger.subscribe(TopicArn=topic, Protocol="sqs",
                           Endpoint="arn:aws:sqs:us-east-1:999999999999:q")
    subscribe(topic, queue, client=stranger)


def visit(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def test_the_links_in_messages_work_without_a_signature(
        sns, client, other, topic, make_queue, subscribe):
    queue = make_queue(client=client("sqs", account=other), source=topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    [word] = queue.envelopes()
    assert "<SubscriptionArn>" in visit(word["SubscribeURL"])
    assert counts(sns, topic) == [1, 0, 0]
    sns.publish(TopicArn=topic, Message="m")
    [message] = queue.envelopes()
    assert "<UnsubscribeResponse" in visit(message["UnsubscribeURL"])
    assert counts(sns, topic) == [0, 0, 1]
    # API, Unsubscribe: somebody else has ended it, so the endpoint is told and may come back.
    [word] = queue.envelopes()
    assert word["Type"] == "UnsubscribeConfirmation"
    visit(word["SubscribeURL"])
    assert counts(sns, topic) == [1, 0, 1]
    sns.publish(TopicArn=topic, Message="again")
    assert queue.envelopes()[0]["Message"] == "again"


def test_authenticated_subscriptions_end_by_their_owners_only(
        sns, client, other, topic, make_queue):
    queue = make_queue(client=client("sqs", account=other), source=topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    token = queue.envelopes()[0]["Token"]
    subscription = client("sns", account=other).confirm_subscription(
        TopicArn=topic, Token=token, AuthenticateOnUnsubscribe="true")["SubscriptionArn"]
    sns.publish(TopicArn=topic, Message="m")
    link = queue.envelopes()[0]["UnsubscribeURL"]
    with pytest.raises(urllib.error.HTTPError) as caught:
        visit(link)
    assert caught.value.code == 403
    assert counts(sns, topic) == [1, 0, 0]
    sns.unsubscribe(SubscriptionArn=subscription)
    assert counts(sns, topic) == [0, 0, 1]


def test_a_token_is_good_for_two_days(own_server):
    # API, Subscribe: "Confirmation tokens are valid for two days."
    sns = own_server.client("sns", account="111111111111")
    sqs = own_server.client("sqs", account="222222222222")
    topic = sns.create_topic(Name="t")["TopicArn"]
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": "*"}]})})["QueueUrl"]
    endpoint = "arn:aws:sqs:us-east-1:222222222222:q"

    def word():
        [message] = wait_until(
            lambda: sqs.receive_message(QueueUrl=url).get("Messages"), what="a confirmation")
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return json.loads(message["Body"])
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)
    first = word()
    own_server.clock(advance="24h")
    # Asked again, by a new token.
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)
    second = word()
    assert second["Token"] != first["Token"]
    own_server.clock(advance="24h")
    assert counts(sns, topic) == [0, 1, 0]
    with refused("InvalidParameter", message="Token"):
        sns.confirm_subscription(TopicArn=topic, Token=first["Token"])
    own_server.clock(advance="24h")
    assert counts(sns, topic) == [0, 0, 1]
    with refused("InvalidParameter", message="Token"):
        sns.confirm_subscription(TopicArn=topic, Token=second["Token"])
    assert sns.list_subscriptions()["Subscriptions"] == []
