"""Delivery to web servers: the handshake, signatures, forms, retries, and servers that hang.

Source: Developer Guide, "Make sure your endpoint is ready to process Amazon SNS messages",
"HTTP/HTTPS headers", "Verifying the signatures of Amazon SNS messages", "Amazon SNS message
delivery retries", "Amazon SNS raw message delivery", "Amazon SNS dead-letter queues".
"""

import json
import re
import urllib.error
import urllib.request

import pytest

from endpoint import Endpoint, visit
from servers import free_port, wait_until
from sns_signature import verify


@pytest.fixture
def make_endpoint():
    made = []

    def make(**options):
        made.append(Endpoint(**options))
        return made[-1]
    yield make
    for endpoint in made:
        endpoint.close()


@pytest.fixture
def web(make_endpoint):
    return make_endpoint()


def confirmed(sns, topic, web, path="", **attributes):
    """Subscribes a web server that confirms; answers the subscription's ARN."""
    arn = sns.subscribe(
        TopicArn=topic, Protocol="http", Endpoint=web.url + path, ReturnSubscriptionArn=True,
        Attributes={name: json.dumps(value) if isinstance(value, dict) else value
                    for name, value in attributes.items()})["SubscriptionArn"]
    web.confirm()
    return arn


class World:
    """A server whose clock stands, with a topic and a dead-letter queue."""

    def __init__(self, server):
        self.server = server
        self.sns, self.sqs = server.client("sns"), server.client("sqs")
        self.topic = self.sns.create_topic(Name="topic")["TopicArn"]
        self.url = self.sqs.create_queue(QueueName="dead")["QueueUrl"]
        self.queue = self.sqs.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage", "Resource": self.queue}]}
        self.sqs.set_queue_attributes(
            QueueUrl=self.url, Attributes={"Policy": json.dumps(policy)})

    def subscribe(self, web, **attributes):
        redrive = {"deadLetterTargetArn": self.queue}
        return confirmed(self.sns, self.topic, web, RedrivePolicy=redrive, **attributes)

    def dead(self):
        """Takes what is in the dead-letter queue."""
        answer = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
        messages = answer.get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]

    def after(self, seconds):
        self.server.clock(advance=seconds)


@pytest.fixture
def world(own_server):
    return World(own_server)


def test_the_handshake(sns, topic, web):
    answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"{web.url}/in?a=b")
    assert answer["SubscriptionArn"] == "pending confirmation"
    [asked] = web.take()
    assert asked.path == "/in?a=b"
    assert asked.headers["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    assert asked.headers["x-amz-sns-topic-arn"] == topic
    assert "x-amz-sns-subscription-arn" not in asked.headers
    assert asked.headers["content-type"] == "text/plain; charset=UTF-8"
    assert asked.headers["user-agent"] == "Amazon Simple Notification Service Agent"
    message = asked.json
    assert message["MessageId"] == asked.headers["x-amz-sns-message-id"]
    assert message["Message"] == (
        f"You have chosen to subscribe to the topic {topic}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message.")
    assert message["SubscribeURL"].endswith(
        f"/?Action=ConfirmSubscription&TopicArn={topic}&Token={message['Token']}")
    assert verify(message) == "sns.amazonaws.com"
    # Nothing arrives before the subscription is confirmed.
    sns.publish(TopicArn=topic, Message="too early")
    page = visit(message["SubscribeURL"])
    arn = re.search("<SubscriptionArn>(.*)</SubscriptionArn>", page)[1]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert attributes["PendingConfirmation"] == "false"
    assert attributes["ConfirmationWasAuthenticated"] == "false"
    sent = sns.publish(TopicArn=topic, Message='say "hi"\nü', Subject="subject")
    [notified] = web.take()
    assert notified.headers["x-amz-sns-message-type"] == "Notification"
    assert notified.headers["x-amz-sns-message-id"] == sent["MessageId"]
    assert notified.headers["x-amz-sns-topic-arn"] == topic
    assert notified.headers["x-amz-sns-subscription-arn"] == arn
    assert "x-amz-sns-rawdelivery" not in notified.headers
    assert notified.headers["content-type"] == "text/plain; charset=UTF-8"
    message = notified.json
    assert list(message) == [
        "Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion",
        "Signature", "SigningCertURL", "UnsubscribeURL"]
    assert (message["Message"], message["Subject"]) == ('say "hi"\nü', "subject")
    verify(message)


def test_the_way_out_and_back(sns, topic, web):
    arn = confirmed(sns, topic, web)
    sns.publish(TopicArn=topic, Message="m")
    [notified] = web.take()
    visit(notified.json["UnsubscribeURL"])
    [told] = web.take()
    assert told.headers["x-amz-sns-message-type"] == "UnsubscribeConfirmation"
    assert told.headers["x-amz-sns-subscription-arn"] == arn
    message = told.json
    assert message["Message"].startswith(f"You have chosen to deactivate subscription {arn}.\n")
    verify(message)
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []
    visit(message["SubscribeURL"])
    sns.publish(TopicArn=topic, Message="again")
    [notified] = web.take()
    assert notified.json["Message"] == "again"


def test_links_with_other_tokens_are_refused(sns, topic, web):
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=web.url)
    [asked] = web.take()
    url = asked.json["SubscribeURL"]
    with pytest.raises(urllib.error.HTTPError) as refusal:
        visit(url[:-1] + ("0" if url[-1] != "0" else "1"))
    assert refusal.value.code == 400
    assert "<Code>InvalidParameter</Code>" in refusal.value.read().decode()


def test_signature_version_2(sns, topic, web, make_queue, subscribe):
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="SignatureVersion", AttributeValue="2")
    queue = make_queue()
    subscribe(topic, queue)
    confirmed(sns, topic, web)
    sns.publish(TopicArn=topic, Message="m")
    [notified] = web.take()
    [envelope] = queue.envelopes()
    for message in [notified.json, envelope]:
        assert message["SignatureVersion"] == "2"
        verify(message)
    assert notified.json["Signature"] == envelope["Signature"]


def test_a_changed_message_is_found_out(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue)
    sns.publish(TopicArn=topic, Message="m")
    [envelope] = queue.envelopes()
    verify(envelope)
    envelope["Message"] = "n"
    with pytest.raises(Exception, match="Verification failed"):
        verify(envelope)


def test_there_is_one_certificate(sns, topic, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue)
    sns.publish(TopicArn=topic, Message="m")
    [envelope] = queue.envelopes()
    url = envelope["SigningCertURL"]
    assert re.search(r"/SimpleNotificationService-[0-9a-f]{32}\.pem$", url)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        visit(url[:-5] + ("0" if url[-5] != "0" else "1") + ".pem")
    assert refusal.value.code == 404


def test_raw_delivery(sns, topic, web):
    policy = {"requestPolicy": {"headerContentType": "text/csv"}}
    confirmed(sns, topic, web, RawMessageDelivery="true", DeliveryPolicy=policy)
    attributes = {"a": {"DataType": "String", "StringValue": "b"}}
    sns.publish(TopicArn=topic, Message="a;b\n1;2", MessageAttributes=attributes)
    [notified] = web.take()
    assert notified.body == "a;b\n1;2"
    assert notified.headers["x-amz-sns-rawdelivery"] == "true"
    assert notified.headers["x-amz-sns-message-type"] == "Notification"
    assert notified.headers["content-type"] == "text/csv"


def test_content_types_of_topic_and_subscription(sns, topic, web):
    of_topic = {"http": {"defaultRequestPolicy": {"headerContentType": "application/json"}}}
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="DeliveryPolicy", AttributeValue=json.dumps(of_topic))
    arn = confirmed(sns, topic, web)
    sns.publish(TopicArn=topic, Message="m")
    [notified] = web.take()
    assert notified.headers["content-type"] == "application/json"
    own = {"requestPolicy": {"headerContentType": "text/plain; charset=UTF-8"}}
    sns.set_subscription_attributes(
        SubscriptionArn=arn, AttributeName="DeliveryPolicy", AttributeValue=json.dumps(own))
    sns.publish(TopicArn=topic, Message="m")
    [notified] = web.take()
    assert notified.headers["content-type"] == "text/plain; charset=UTF-8"


def test_credentials_in_the_url(sns, topic, web):
    url = web.url.replace("http://", "http://ann:secret@")
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=url)
    [asked] = web.take()
    # ann:secret
    assert asked.headers["authorization"] == "Basic YW5uOnNlY3JldA=="


def test_structured_messages(sns, topic, web):
    confirmed(sns, topic, web)
    bodies = {"default": "d", "http": "for http", "https": "for https"}
    sns.publish(TopicArn=topic, Message=json.dumps(bodies), MessageStructure="json")
    [notified] = web.take()
    assert notified.json["Message"] == "for http"
    verify(notified.json)


def test_retries_by_default(world, web):
    world.subscribe(web)
    web.status = 500
    sent = world.sns.publish(TopicArn=world.topic, Message="m")
    web.take()
    for _ in range(3):
        world.after(19)
        assert web.requests == []
        world.after(1)
        [again] = web.take()
        assert again.headers["x-amz-sns-message-id"] == sent["MessageId"]
        verify(again.json)
    [dead] = world.dead()
    assert json.loads(dead)["Message"] == "m"
    world.after(3600)
    assert web.requests == [] and world.dead() == []


def test_retries_in_phases(world, web):
    policy = {"healthyRetryPolicy": {
        "numRetries": 9, "numNoDelayRetries": 2, "minDelayTarget": 10, "numMinDelayRetries": 2,
        "maxDelayTarget": 40, "numMaxDelayRetries": 1, "backoffFunction": "linear"}}
    world.subscribe(web, DeliveryPolicy=policy)
    web.status = 503
    world.sns.publish(TopicArn=world.topic, Message="m")
    # The first attempt, and two retries at once.
    web.take(3)
    # Two at the least delay; four from the least to the most, in equal steps; one at the most.
    for delay in [10, 10, 10, 20, 30, 40, 40]:
        assert world.dead() == []
        world.after(delay - 1)
        assert web.requests == [], delay
        world.after(1)
        web.take()
    assert len(world.dead()) == 1
    world.after(3600)
    assert web.requests == []


def test_a_server_that_recovers_gets_its_message(world, web):
    world.subscribe(web)
    web.statuses = [500, 429]
    world.sns.publish(TopicArn=world.topic, Message="m")
    web.take()
    world.after(20)
    web.take()
    world.after(20)
    [last] = web.take()
    assert last.json["Message"] == "m"
    world.after(3600)
    assert web.requests == [] and world.dead() == []


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_what_the_server_refuses_is_not_tried_again(world, web, status):
    world.subscribe(web)
    web.status = status
    world.sns.publish(TopicArn=world.topic, Message="m")
    web.take()
    [dead] = wait_until(world.dead, what="the dead letter")
    assert json.loads(dead)["Message"] == "m"
    world.after(3600)
    assert web.requests == []


def test_a_server_that_is_not_there(world, make_endpoint):
    port = free_port()
    web = make_endpoint(port=port)
    world.subscribe(web)
    web.close()
    world.sns.publish(TopicArn=world.topic, Message="m")
    world.after(15)
    web = make_endpoint(port=port)
    world.after(5)
    [notified] = web.take()
    assert notified.json["Message"] == "m"


def test_confirmations_are_retried_too(world, web):
    web.statuses = [500]
    world.sns.subscribe(TopicArn=world.topic, Protocol="http", Endpoint=web.url)
    [first] = web.take()
    world.after(20)
    [again] = web.take()
    assert again.json["Token"] == first.json["Token"]
    assert again.headers["x-amz-sns-message-id"] == first.headers["x-amz-sns-message-id"]


def test_deliveries_keep_to_the_pace_of_the_policy(world, web):
    world.subscribe(web, DeliveryPolicy={"throttlePolicy": {"maxReceivesPerSecond": 2}})
    for number in range(4):
        world.sns.publish(TopicArn=world.topic, Message=str(number))
    web.take()
    for _ in range(3):
        world.after(0.4)
        assert web.requests == []
        world.after(0.1)
        web.take()


def test_a_server_that_hangs_holds_up_nobody_else(sns, topic, make_endpoint):
    slow, quick = make_endpoint(), make_endpoint()
    confirmed(sns, topic, slow)
    confirmed(sns, topic, quick)
    slow.gate.clear()
    for number in range(30):
        sns.publish(TopicArn=topic, Message=str(number))
    quick.take(30)
    # Only so many requests are under way to one server.
    assert len(slow.requests) == 8
    slow.gate.set()
    numbers = {request.json["Message"] for request in slow.take(30)}
    assert numbers == {str(number) for number in range(30)}


def test_deliveries_end_with_their_subscription(world, web):
    arn = world.subscribe(web)
    web.status = 500
    world.sns.publish(TopicArn=world.topic, Message="m")
    web.take()
    world.sns.unsubscribe(SubscriptionArn=arn)
    world.after(3600)
    assert web.requests == [] and world.dead() == []


def test_nepheles_own_controls_are_out_of_reach(own_server, web):
    sns = own_server.client("sns")
    topic = sns.create_topic(Name="topic")["TopicArn"]
    sns.subscribe(
        TopicArn=topic, Protocol="http", Endpoint=f"{own_server.endpoint}/_nephele/reset")
    own_server.clock(advance=3600)
    assert [it["TopicArn"] for it in sns.list_topics()["Topics"]] == [topic]
    request = urllib.request.Request(
        f"{own_server.endpoint}/_nephele/health", headers={"X-Nephele-Outbound": "1"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    assert refusal.value.code == 403


def test_what_is_under_way_survives_a_crash(server_factory, tmp_path, web):
    data = tmp_path / "data"
    server = server_factory(data=data)
    sns = server.client("sns")
    topic = sns.create_topic(Name="topic")["TopicArn"]
    confirmed(sns, topic, web)
    web.gate.clear()
    sent = sns.publish(TopicArn=topic, Message="m")
    web.take()
    server.kill()
    web.gate.set()
    server_factory(data=data)
    [again] = web.take()
    assert again.headers["x-amz-sns-message-id"] == sent["MessageId"]
    assert again.json["Message"] == "m" and again.json["Signature"]
