"""Topics: making, listing, deleting, attributes, tags, permissions.

Source: Amazon SNS API Reference (CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes,
SetTopicAttributes, TagResource, UntagResource, ListTagsForResource, AddPermission,
RemovePermission); wording of errors: AWS's replies as quoted in issues of SDKs and Terraform.
"""

import json

import pytest

from expect import refused


def attributes_of(sns, topic):
    return sns.get_topic_attributes(TopicArn=topic)["Attributes"]


def test_a_topic_is_made_once(sns, account, name):
    topic = sns.create_topic(Name=name, Attributes={"DisplayName": "d"}, Tags=[
        {"Key": "k", "Value": "v"}])["TopicArn"]
    assert topic == f"arn:aws:sns:us-east-1:{account}:{name}"
    assert sns.create_topic(Name=name)["TopicArn"] == topic
    same = {"DisplayName": "d"}
    assert sns.create_topic(Name=name, Attributes=same)["TopicArn"] == topic
    with refused("InvalidParameter", status=400,
                 message="Attributes Reason: Topic already exists with different attributes"):
        sns.create_topic(Name=name, Attributes={"DisplayName": "e"})
    with refused("InvalidParameter", status=400,
                 message="Tags Reason: Topic already exists with different tags"):
        sns.create_topic(Name=name, Tags=[{"Key": "k", "Value": "w"}])


@pytest.mark.parametrize("bad", ["", "a b", "a.b", "ü", "x" * 257, "a.fifo"])
def test_a_name_out_of_the_alphabet_is_refused(client, bad):
    with refused("InvalidParameter", status=400, message="Invalid parameter: Topic Name"):
        client("sns", validate=False).create_topic(Name=bad)


@pytest.mark.parametrize("bad", ["a", ".fifo", "x" * 252 + ".fifo", "a b.fifo"])
def test_a_fifo_topic_is_called_so(sns, bad):
    with refused("InvalidParameter", status=400, message="Fifo Topic names must end with .fifo"):
        sns.create_topic(Name=bad, Attributes={"FifoTopic": "true"})


def test_the_longest_names_are_taken(sns):
    sns.create_topic(Name="x" * 256)
    sns.create_topic(Name="x" * 251 + ".fifo", Attributes={"FifoTopic": "true"})


def test_a_topic_without_a_name_is_refused(client):
    with refused("ValidationError", status=400, message="'name' failed to satisfy constraint"):
        client("sns", validate=False).create_topic()


def test_what_a_topic_shows(sns, account, topic):
    shown = attributes_of(sns, topic)
    assert shown["TopicArn"] == topic and shown["Owner"] == account
    assert shown["DisplayName"] == ""
    counts = ("SubscriptionsConfirmed", "SubscriptionsPending", "SubscriptionsDeleted")
    assert [shown[count] for count in counts] == ["0", "0", "0"]
    assert json.loads(shown["Policy"]) == {
        "Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [{
            "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"},
            "Action": [
                "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
                "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic", "SNS:Publish"],
            "Resource": topic,
            "Condition": {"StringEquals": {"AWS:SourceOwner": account}}}]}
    assert json.loads(shown["EffectiveDeliveryPolicy"]) == {"http": {
        "defaultHealthyRetryPolicy": {
            "minDelayTarget": 20, "maxDelayTarget": 20, "numRetries": 3, "numMaxDelayRetries": 0,
            "numNoDelayRetries": 0, "numMinDelayRetries": 0, "backoffFunction": "linear"},
        "disableSubscriptionOverrides": False,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"}}}
    # API, GetTopicAttributes: without the attribute the version is 1, the size 256 KiB.
    for absent in ("SignatureVersion", "MaximumMessageSize", "FifoTopic", "KmsMasterKeyId"):
        assert absent not in shown


def test_what_a_fifo_topic_shows(sns, fifo_topic):
    shown = attributes_of(sns, fifo_topic)
    assert shown["FifoTopic"] == "true" and shown["ContentBasedDeduplication"] == "true"
    assert shown["FifoThroughputScope"] == "Topic"


@pytest.mark.parametrize("attribute, value", [
    ("DisplayName", "x" * 100), ("DisplayName", ""), ("SignatureVersion", "2"),
    ("TracingConfig", "PassThrough"), ("MaximumMessageSize", "1048576"),
    ("KmsMasterKeyId", "alias/aws/sns"),
    ("DeliveryPolicy", json.dumps({"http": {"defaultHealthyRetryPolicy": {
        "minDelayTarget": 1, "maxDelayTarget": 60, "numRetries": 20,
        "backoffFunction": "exponential"}}})),
])
def test_attributes_are_set(sns, topic, attribute, value):
    sns.set_topic_attributes(TopicArn=topic, AttributeName=attribute, AttributeValue=value)
    assert attributes_of(sns, topic)[attribute] == value


@pytest.mark.parametrize("attribute, value", [
    ("DisplayName", "x" * 101), ("SignatureVersion", "3"), ("TracingConfig", "On"),
    ("MaximumMessageSize", "1023"), ("MaximumMessageSize", "1048577"), ("Policy", "{"),
    ("Policy", "{}"), ("DeliveryPolicy", "x"), ("NoSuch", "x"), ("FifoTopic", "true"),
    ("ContentBasedDeduplication", "true"), ("ArchivePolicy", "{}"), ("Owner", "1"),
    ("DeliveryPolicy", json.dumps({"http": {"defaultHealthyRetryPolicy": {"numRetries": 101}}})),
    ("DeliveryPolicy", json.dumps({"http": {"defaultHealthyRetryPolicy": {
        "minDelayTarget": 3600, "maxDelayTarget": 3600, "numRetries": 2}}})),
])
def test_attributes_out_of_range_are_refused(sns, topic, attribute, value):
    before = attributes_of(sns, topic)
    with refused("InvalidParameter", status=400, message="Invalid parameter: "):
        sns.set_topic_attributes(TopicArn=topic, AttributeName=attribute, AttributeValue=value)
    assert attributes_of(sns, topic) == before


@pytest.mark.parametrize("attribute, value", [
    ("TracingConfig", "Active"),
])
def test_what_is_not_built_is_said(sns, topic, attribute, value):
    # Our choice: refused, never kept and ignored.
    with refused("NotImplemented", status=501):
        sns.set_topic_attributes(TopicArn=topic, AttributeName=attribute, AttributeValue=value)
    with refused("NotImplemented", status=501):
        sns.create_topic(Name="other", Attributes={attribute: value})


def test_an_unknown_attribute_of_a_new_topic_is_named(sns, name):
    with refused("InvalidParameter", message="Attributes Reason: Unknown attribute NoSuch"):
        sns.create_topic(Name=name, Attributes={"NoSuch": "x"})


@pytest.mark.parametrize("bad, message", [
    ("x", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"),
    ("arn:aws:sqs:us-east-1:111111111111:q", "Invalid parameter: TopicArn"),
    ("arn:aws:sns:eu-west-1:111111111111:t", "Invalid parameter: TopicArn"),
])
def test_what_is_no_topic_of_this_region_is_refused(sns, bad, message):
    for call in (sns.get_topic_attributes, sns.delete_topic):
        with refused("InvalidParameter", status=400, message=message):
            call(TopicArn=bad)


def test_a_topic_that_is_not_there(sns, account):
    missing = f"arn:aws:sns:us-east-1:{account}:missing"
    for call in (sns.get_topic_attributes, sns.list_subscriptions_by_topic):
        with refused("NotFound", status=404, message="Topic does not exist"):
            call(TopicArn=missing)
    with refused("NotFound", status=404):
        sns.set_topic_attributes(TopicArn=missing, AttributeName="DisplayName", AttributeValue="")
    # API, DeleteTopic: "deleting a topic that does not exist does not result in an error".
    sns.delete_topic(TopicArn=missing)


def test_deleting_a_topic_ends_its_subscriptions(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscription = subscribe(topic, queue)
    sns.delete_topic(TopicArn=topic)
    assert topic not in [row["TopicArn"] for row in sns.list_topics()["Topics"]]
    with refused("NotFound", status=404, message="Subscription does not exist"):
        sns.get_subscription_attributes(SubscriptionArn=subscription)
    assert sns.list_subscriptions()["Subscriptions"] == []
    sns.create_topic(Name=topic.rsplit(":", 1)[1])
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_topics_are_listed_in_pages_of_100(sns):
    made = {sns.create_topic(Name=f"t{number}")["TopicArn"] for number in range(205)}
    pages = list(sns.get_paginator("list_topics").paginate())
    assert [len(page["Topics"]) for page in pages] == [100, 100, 5]
    assert {row["TopicArn"] for page in pages for row in page["Topics"]} == made
    with refused("InvalidParameter", status=400, message="nextToken"):
        sns.list_topics(NextToken="x")


def test_tags(sns, topic):
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
    sns.tag_resource(ResourceArn=topic, Tags=tags)
    sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "a", "Value": "2"}])
    shown = sns.list_tags_for_resource(ResourceArn=topic)["Tags"]
    assert shown == [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]
    sns.untag_resource(ResourceArn=topic, TagKeys=["a", "none"])
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "b", "Value": ""}]
    with refused("InvalidParameter", status=400):
        sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "aws:x", "Value": "1"}])
    with refused("InvalidParameter", status=400):
        sns.tag_resource(ResourceArn=topic, Tags=[tags[0], tags[0]])
    many = [{"Key": f"k{number}", "Value": "v"} for number in range(50)]
    with refused("TagLimitExceeded", status=400):
        sns.tag_resource(ResourceArn=topic, Tags=many)
    missing = f"{topic}-missing"
    with refused("ResourceNotFound", status=404, message="Resource does not exist"):
        sns.list_tags_for_resource(ResourceArn=missing)
    with refused("ResourceNotFound", status=404):
        sns.tag_resource(ResourceArn=missing, Tags=tags)
    with refused("ResourceNotFound", status=404):
        sns.untag_resource(ResourceArn=missing, TagKeys=["a"])


def test_permissions(sns, topic, account):
    sns.add_permission(TopicArn=topic, Label="l", AWSAccountId=["777777777777"],
                       ActionName=["Publish", "Subscribe"])
    default, added = json.loads(attributes_of(sns, topic)["Policy"])["Statement"]
    assert default["Sid"] == "__default_statement_ID"
    assert added == {
        "Sid": "l", "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::777777777777:root"},
        "Action": ["SNS:Publish", "SNS:Subscribe"], "Resource": topic}
    with refused("InvalidParameter", status=400, message="Statement already exists"):
        sns.add_permission(TopicArn=topic, Label="l", AWSAccountId=[account],
                           ActionName=["Publish"])
    with refused("InvalidParameter", status=400, message="action out of service scope"):
        sns.add_permission(TopicArn=topic, Label="m", AWSAccountId=[account],
                           ActionName=["SendMessage"])
    with refused("InvalidParameter", status=400):
        sns.add_permission(TopicArn=topic, Label="m", AWSAccountId=["x"], ActionName=["Publish"])
    sns.remove_permission(TopicArn=topic, Label="l")
    assert len(json.loads(attributes_of(sns, topic)["Policy"])["Statement"]) == 1
    with refused("NotFound", status=404):
        sns.remove_permission(TopicArn=f"{topic}-missing", Label="l")


def test_a_policy_is_set_and_taken_back(sns, topic):
    default = attributes_of(sns, topic)["Policy"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic}]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    assert attributes_of(sns, topic)["Policy"] == policy
    wrong = policy.replace("sns:Publish", "sqs:SendMessage")
    with refused("InvalidParameter", message="Policy statement action out of service scope!"):
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=wrong)
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue="")
    assert attributes_of(sns, topic)["Policy"] == default
