"""Queues: made, found, listed, described, changed, tagged, deleted.

Source unless a case says otherwise: Amazon SQS API Reference, the page of the operation.
"""

import json

import pytest

from expect import refused

GONE = "AWS.SimpleQueueService.NonExistentQueue"


def arn(account, name, region="us-east-1"):
    return f"arn:aws:sqs:{region}:{account}:{name}"


def attributes_of(sqs, url, *names):
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"])
    return answer.get("Attributes", {})


def test_a_queue_url_ends_with_account_and_name(sqs, account, name):
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    assert url.endswith(f"/{account}/{name}")
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    found = sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)
    assert found["QueueUrl"] == url


def test_defaults_of_a_standard_queue(sqs, queue, account, name):
    # CreateQueue, "Attributes": the defaults.
    found = attributes_of(sqs, queue)
    created = int(found.pop("CreatedTimestamp"))
    assert int(found.pop("LastModifiedTimestamp")) == created > 1_600_000_000
    assert found == {
        "QueueArn": arn(account, name),
        "ApproximateNumberOfMessages": "0",
        "ApproximateNumberOfMessagesDelayed": "0",
        "ApproximateNumberOfMessagesNotVisible": "0",
        "DelaySeconds": "0",
        "MaximumMessageSize": "1048576",
        "MessageRetentionPeriod": "345600",
        "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true",
        "VisibilityTimeout": "30",
    }


def test_defaults_of_a_fifo_queue(sqs, name):
    url = sqs.create_queue(
        QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    found = attributes_of(sqs, url)
    assert found["FifoQueue"] == "true"
    assert found["ContentBasedDeduplication"] == "false"
    assert found["DeduplicationScope"] == "queue"
    assert found["FifoThroughputLimit"] == "perQueue"


def test_a_standard_queue_has_no_fifo_attribute(sqs, queue):
    assert not {"FifoQueue", "ContentBasedDeduplication"} & attributes_of(sqs, queue).keys()


@pytest.mark.parametrize("attribute", ["FifoQueue", "ContentBasedDeduplication"])
def test_a_standard_queue_is_not_asked_for_fifo_attributes(sqs, queue, attribute):
    """Source: aws/aws-sdk-ruby issue 1350; Shoryuken asks for all of them because of it."""
    with refused("InvalidAttributeName", status=400, message=f"Unknown Attribute {attribute}."):
        attributes_of(sqs, queue, "VisibilityTimeout", attribute)


SETTABLE = [
    ("VisibilityTimeout", "0"), ("VisibilityTimeout", "43200"),
    ("MessageRetentionPeriod", "60"), ("MessageRetentionPeriod", "1209600"),
    ("DelaySeconds", "0"), ("DelaySeconds", "900"),
    ("MaximumMessageSize", "1024"), ("MaximumMessageSize", "1048576"),
    ("ReceiveMessageWaitTimeSeconds", "0"), ("ReceiveMessageWaitTimeSeconds", "20"),
    ("SqsManagedSseEnabled", "false"),
]


@pytest.mark.parametrize("attribute,value", SETTABLE)
def test_attributes_are_kept_at_creation_and_by_setting(sqs, name, attribute, value):
    made = sqs.create_queue(QueueName=name, Attributes={attribute: value})["QueueUrl"]
    assert attributes_of(sqs, made, attribute) == {attribute: value}
    other = sqs.create_queue(QueueName=f"{name}-2")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=other, Attributes={attribute: value})
    assert attributes_of(sqs, other, attribute) == {attribute: value}


OUT_OF_RANGE = [
    ("VisibilityTimeout", "-1"), ("VisibilityTimeout", "43201"), ("VisibilityTimeout", "x"),
    ("MessageRetentionPeriod", "59"), ("MessageRetentionPeriod", "1209601"),
    ("DelaySeconds", "-1"), ("DelaySeconds", "901"), ("DelaySeconds", "1.5"),
    ("MaximumMessageSize", "1023"), ("MaximumMessageSize", "1048577"),
    ("ReceiveMessageWaitTimeSeconds", "-1"), ("ReceiveMessageWaitTimeSeconds", "21"),
    ("SqsManagedSseEnabled", "perhaps"),
    ("Policy", "{"), ("RedrivePolicy", "{"), ("RedrivePolicy", "{}"),
    ("RedriveAllowPolicy", '{"redrivePermission":"sometimes"}'),
]


@pytest.mark.parametrize("attribute,value", OUT_OF_RANGE)
def test_values_out_of_range_are_refused(sqs, queue, name, attribute, value):
    # Code and wording: InvalidAttributeValue, "Invalid value for the parameter X."; AWS answers
    # InvalidParameterValue for the JSON attributes.
    codes = ("InvalidAttributeValue", "InvalidParameterValue")
    with refused(*codes, status=400):
        sqs.create_queue(QueueName=f"{name}-2", Attributes={attribute: value})
    with refused(*codes, status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={attribute: value})
    with refused(GONE):
        sqs.get_queue_url(QueueName=f"{name}-2")


@pytest.mark.parametrize("attribute", ["Nonsense", "visibilitytimeout"])
def test_unknown_attributes_are_refused(sqs, queue, name, attribute):
    with refused("InvalidAttributeName", status=400):
        sqs.create_queue(QueueName=f"{name}-2", Attributes={attribute: "1"})
    with refused("InvalidAttributeName", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={attribute: "1"})
    with refused("InvalidAttributeName", status=400):
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[attribute])


@pytest.mark.parametrize("attribute", [
    "QueueArn", "ApproximateNumberOfMessages", "CreatedTimestamp", "LastModifiedTimestamp"])
def test_what_only_sqs_sets_is_refused(sqs, queue, attribute):
    with refused("InvalidAttributeName", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={attribute: "1"})


BAD_NAMES = ["", "a" * 81, "with space", "dot.ted", "ümlaut", "a/b", "x.fifo", "star*"]


@pytest.mark.parametrize("bad", BAD_NAMES)
def test_names_out_of_the_alphabet_are_refused(client, bad):
    # "alphanumeric characters, hyphens (-), and underscores (_)", up to 80.
    sqs = client("sqs", validate=False)
    with refused("InvalidParameterValue", status=400):
        sqs.create_queue(QueueName=bad)


@pytest.mark.parametrize("good", ["a", "A-b_9", "z" * 80])
def test_names_in_the_alphabet_are_taken(sqs, good):
    assert sqs.create_queue(QueueName=good)["QueueUrl"].endswith(f"/{good}")


def test_names_are_case_sensitive(sqs):
    urls = {sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("Case", "case")}
    assert len(urls) == 2


def test_a_fifo_queue_needs_its_suffix(sqs, name):
    with refused("InvalidParameterValue", status=400, message=".fifo"):
        sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})


@pytest.mark.parametrize("attribute,value", [
    ("ContentBasedDeduplication", "true"), ("DeduplicationScope", "queue"),
    ("FifoThroughputLimit", "perQueue")])
def test_fifo_attributes_are_refused_on_a_standard_queue(sqs, queue, attribute, value):
    with refused("InvalidAttributeName", "InvalidAttributeValue", status=400):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={attribute: value})


def test_a_queue_never_changes_its_type(sqs, queue, fifo):
    # "You can't change the queue type after you create it".
    for url, value in ((queue, "true"), (fifo, "false")):
        with refused("InvalidAttributeName", "InvalidAttributeValue", status=400):
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"FifoQueue": value})


def test_creating_the_same_queue_again_answers_its_url(sqs, name):
    attributes = {"VisibilityTimeout": "41", "DelaySeconds": "3"}
    first = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == first
    again = sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "3"})
    assert again["QueueUrl"] == first


def test_creating_it_with_other_attributes_is_refused(sqs, name):
    sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "41"})
    with refused("QueueAlreadyExists", status=400, message="VisibilityTimeout"):
        sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "42"})


def test_queues_are_their_region_s_and_account_s(client, name):
    here = client("sqs")
    here.create_queue(QueueName=name)
    with refused(GONE):
        client("sqs", region="eu-west-1").get_queue_url(QueueName=name)
    with refused(GONE):
        client("sqs", account="999999999999").get_queue_url(QueueName=name)


def test_another_account_s_queue_is_closed(client, queue):
    stranger = client("sqs", account="888888888888")
    with refused("AccessDenied", "AccessDeniedException", status=403):
        stranger.send_message(QueueUrl=queue, MessageBody="x")
    with refused("AccessDenied", "AccessDeniedException", status=403):
        stranger.receive_message(QueueUrl=queue)


def test_listing_pages_with_a_prefix(sqs):
    names = sorted(f"page-{index}" for index in range(7))
    for name in [*names, "other"]:
        sqs.create_queue(QueueName=name)
    found, token, pages = [], {}, 0
    while True:
        answer = sqs.list_queues(QueueNamePrefix="page-", MaxResults=3, **token)
        found += [url.rsplit("/", 1)[1] for url in answer.get("QueueUrls", [])]
        pages += 1
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert sorted(found) == names
    assert pages == 3
    assert len(sqs.list_queues()["QueueUrls"]) == 8


def test_an_account_without_queues_lists_none(sqs):
    assert "QueueUrls" not in sqs.list_queues()


@pytest.mark.parametrize("arguments", [
    {"MaxResults": 0}, {"MaxResults": 1001}, {"NextToken": "garbage", "MaxResults": 3}])
def test_listing_refuses_what_it_cannot_read(client, arguments):
    codes = ("InvalidParameterValue", "InvalidParameterValueException")
    with refused(*codes, status=400):
        client("sqs", validate=False).list_queues(**arguments)


def test_a_deleted_queue_is_gone(sqs, queue, name):
    sqs.delete_queue(QueueUrl=queue)
    with refused(GONE, status=400, message="The specified queue does not exist."):
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
    with refused(GONE):
        sqs.get_queue_url(QueueName=name)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=queue, MessageBody="x")


def test_the_name_of_a_deleted_queue_rests_for_a_minute(own_server):
    sqs = own_server.client("sqs")
    url = sqs.create_queue(QueueName="again")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="old")
    sqs.delete_queue(QueueUrl=url)
    own_server.clock(advance="59s")
    with refused("AWS.SimpleQueueService.QueueDeletedRecently", status=400):
        sqs.create_queue(QueueName="again")
    own_server.clock(advance="2s")
    url = sqs.create_queue(QueueName="again")["QueueUrl"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_every_operation_refuses_a_queue_that_does_not_exist(client, account):
    sqs = client("sqs", validate=False)
    url = f"{sqs.meta.endpoint_url}/{account}/nowhere"
    entry = {"Id": "1", "MessageBody": "x", "ReceiptHandle": "x"}
    cases = {
        "add_permission": {"Label": "l", "AWSAccountIds": [account], "Actions": ["SendMessage"]},
        "change_message_visibility": {"ReceiptHandle": "x", "VisibilityTimeout": 1},
        "change_message_visibility_batch": {
            "Entries": [{"Id": "1", "ReceiptHandle": "x", "VisibilityTimeout": 1}]},
        "delete_message": {"ReceiptHandle": "x"},
        "delete_message_batch": {"Entries": [{"Id": "1", "ReceiptHandle": "x"}]},
        "delete_queue": {},
        "get_queue_attributes": {"AttributeNames": ["All"]},
        "list_dead_letter_source_queues": {},
        "list_queue_tags": {},
        "purge_queue": {},
        "receive_message": {},
        "remove_permission": {"Label": "l"},
        "send_message": {"MessageBody": "x"},
        "send_message_batch": {"Entries": [{"Id": "1", "MessageBody": entry["MessageBody"]}]},
        "set_queue_attributes": {"Attributes": {"DelaySeconds": "1"}},
        "tag_queue": {"Tags": {"a": "b"}},
        "untag_queue": {"TagKeys": ["a"]},
    }
    for operation, arguments in cases.items():
        with refused(GONE, status=400):
            getattr(sqs, operation)(QueueUrl=url, **arguments)


def test_tags_are_added_replaced_and_removed(sqs, name):
    url = sqs.create_queue(QueueName=name, tags={"team": "blue"})["QueueUrl"]
    sqs.tag_queue(QueueUrl=url, Tags={"team": "red", "Ключ": "значение", "empty": ""})
    tags = {"team": "red", "Ключ": "значение", "empty": ""}
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == tags
    sqs.untag_queue(QueueUrl=url, TagKeys=["team", "never-there"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"Ключ": "значение", "empty": ""}
    sqs.untag_queue(QueueUrl=url, TagKeys=["Ключ", "empty"])
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)


@pytest.mark.parametrize("tags", [
    {"": "x"}, {"k" * 129: "x"}, {"k": "v" * 257}, {"aws:own": "x"}])
def test_tags_out_of_bounds_are_refused(client, queue, tags):
    # Quotas related to queues: key up to 128, value up to 256, no prefix `aws:`.
    with refused("InvalidParameterValue", status=400):
        client("sqs", validate=False).tag_queue(QueueUrl=queue, Tags=tags)


def test_permissions_become_statements_of_the_policy(sqs, queue, account, name):
    sqs.add_permission(QueueUrl=queue, Label="friend", AWSAccountIds=["777777777777"],
                       Actions=["SendMessage", "ReceiveMessage"])
    policy = json.loads(attributes_of(sqs, queue, "Policy")["Policy"])
    [statement] = policy["Statement"]
    assert statement["Sid"] == "friend"
    assert statement["Effect"] == "Allow"
    assert statement["Principal"] == {"AWS": "arn:aws:iam::777777777777:root"}
    assert sorted(statement["Action"]) == ["SQS:ReceiveMessage", "SQS:SendMessage"]
    assert statement["Resource"] == arn(account, name)
    with refused("InvalidParameterValue", status=400, message="friend"):
        sqs.add_permission(QueueUrl=queue, Label="friend", AWSAccountIds=["777777777777"],
                           Actions=["SendMessage"])
    sqs.remove_permission(QueueUrl=queue, Label="friend")
    left = attributes_of(sqs, queue, "Policy").get("Policy")
    assert left is None or json.loads(left).get("Statement") == []
    with refused("InvalidParameterValue", status=400):
        sqs.remove_permission(QueueUrl=queue, Label="friend")


def test_a_permission_names_known_actions(sqs, queue):
    with refused("InvalidParameterValue", status=400):
        sqs.add_permission(QueueUrl=queue, Label="l", AWSAccountIds=["777777777777"],
                           Actions=["Fly"])


def test_a_policy_is_kept_and_an_empty_one_removes_it(sqs, queue, account, name):
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage",
        "Resource": arn(account, name)}]}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    assert json.loads(attributes_of(sqs, queue, "Policy")["Policy"]) == policy
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    assert attributes_of(sqs, queue, "Policy") == {}


def test_the_time_of_change_moves_with_a_change(own_server):
    sqs = own_server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    own_server.clock(advance="10m")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "1"})
    found = attributes_of(sqs, url, "CreatedTimestamp", "LastModifiedTimestamp")
    assert int(found["LastModifiedTimestamp"]) - int(found["CreatedTimestamp"]) == 600
