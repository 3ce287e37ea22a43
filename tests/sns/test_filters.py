"""Filter policies end to end: what each queue gets of the messages of a topic.

The operators one by one are in the crate's own tests. Source: Amazon SNS Developer Guide,
"Amazon SNS subscription filter policies" and the pages below it.
"""

import json

import pytest

from expect import refused


def attribute(value):
    if isinstance(value, list):
        return {"DataType": "String.Array", "StringValue": json.dumps(value)}
    if isinstance(value, (int, float)):
        return {"DataType": "Number", "StringValue": str(value)}
    return {"DataType": "String", "StringValue": value}


def publish(sns, topic, body, **attributes):
    sns.publish(TopicArn=topic, Message=body, MessageAttributes={
        name: attribute(value) for name, value in attributes.items()})


@pytest.fixture
def filtered(topic, make_queue, subscribe):
    """Queues of a topic by their filters, and one that takes all messages."""
    def make(scope="MessageAttributes", **policies):
        queues = {}
        for name, policy in policies.items():
            queues[name] = make_queue(name)
            subscribe(topic, queues[name], RawMessageDelivery="true", FilterPolicy=policy,
                      FilterPolicyScope=scope)
        queues["all"] = make_queue("all")
        subscribe(topic, queues["all"], RawMessageDelivery="true")
        return queues
    return make


def check(queues, expected):
    for name, bodies in expected.items():
        assert sorted(queues[name].bodies(len(bodies))) == sorted(bodies), name
        assert queues[name].is_empty(), name


def test_by_attributes(sns, topic, filtered):
    queues = filtered(
        exact={"event": ["order_placed", "order_cancelled"]},
        both={"event": ["order_placed"], "price": [{"numeric": [">=", 100]}]},
        but={"event": [{"anything-but": {"prefix": "order"}}]},
        absent={"price": [{"exists": False}]},
        either={"$or": [{"event": [{"suffix": "placed"}]}, {"price": [{"numeric": ["<", 10]}]}]},
        wild={"event": [{"wildcard": "*_p*d"}]},
        anycase={"event": [{"equals-ignore-case": "REFUND"}]},
        net={"ip": [{"cidr": "10.0.0.0/8"}]},
        array={"tags": ["x", True]})
    publish(sns, topic, "1", event="order_placed", price=100)
    publish(sns, topic, "2", event="order_placed", price=99.99999)
    publish(sns, topic, "3", event="order_cancelled", price=5)
    publish(sns, topic, "4", event="refund", ip="10.1.2.3")
    publish(sns, topic, "5", tags=["y", "x"], ip="11.1.2.3")
    publish(sns, topic, "6", tags=[True], price=1)
    publish(sns, topic, "7", tags=["true"])
    check(queues, {
        "exact": ["1", "2", "3"], "both": ["1"], "but": ["4"], "absent": ["4", "5", "7"],
        "either": ["1", "2", "3", "6"], "wild": ["1", "2"], "anycase": ["4"], "net": ["4"],
        "array": ["5", "6"], "all": list("1234567")})


def test_by_bodies(sns, topic, filtered):
    queues = filtered(
        "MessageBody",
        nested={"order": {"state": ["paid"], "total": [{"numeric": [">", 10, "<=", 20]}]}},
        deep={"a": {"b": {"c": [{"exists": True}]}}},
        null={"order": {"coupon": [None]}})
    bodies = [
        {"order": {"state": "paid", "total": 20, "coupon": None}},
        {"order": {"state": "paid", "total": 10}},
        {"order": [{"state": "paid", "total": 15}]},
        {"a": {"b": {"c": 0}}},
    ]
    texts = [json.dumps(body) for body in bodies] + ["no JSON", '"text"']
    for text in texts:
        publish(sns, topic, text, order="paid")
    check(queues, {"nested": [texts[0], texts[2]], "deep": [texts[3]], "null": [texts[0]],
                   "all": texts})


def test_a_policy_is_changed_and_removed(sns, topic, make_queue, subscribe):
    queue, all_of_them = make_queue("q"), make_queue("all")
    subscription = subscribe(topic, queue, RawMessageDelivery="true", FilterPolicy={"k": ["a"]})
    subscribe(topic, all_of_them)

    def change(policy):
        sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="FilterPolicy",
                                        AttributeValue=json.dumps(policy))
    publish(sns, topic, "b", k="b")
    # The queue is judged when the message is fanned out.
    all_of_them.take()
    change({"k": ["b"]})
    publish(sns, topic, "b2", k="b")
    assert queue.bodies() == ["b2"]
    change({})
    publish(sns, topic, "c", k="c")
    assert queue.bodies() == ["c"]


@pytest.mark.parametrize("scope, policy, reason", [
    ("MessageAttributes", {"a": {"b": ["c"]}}, "does not support nested filter policy"),
    ("MessageBody", {"a": {}}, "Empty objects are not allowed"),
    ("MessageAttributes", {f"k{number}": ["v"] for number in range(6)}, "more than 5 keys"),
    ("MessageAttributes", {"k": list(range(151))}, "too complex"),
    ("MessageBody", {"a": {"b": {"c": [1, 2, 3, 4]}}, "d": {"e": [1, 2, 3]}, "f": [1, 2, 3]},
     "too complex"),
])
def test_limits(topic, make_queue, subscribe, scope, policy, reason):
    with refused("InvalidParameter", status=400, message="FilterPolicy: ") as caught:
        subscribe(topic, make_queue(), FilterPolicy=policy, FilterPolicyScope=scope)
    assert reason in caught.value.response["Error"]["Message"]


def test_a_topic_has_200_filter_policies(sns, topic, account):
    # "Filter policy constraints": 200 filter policies per topic.
    def subscribe(number):
        return sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{account}:q{number}",
            Attributes={"FilterPolicy": '{"k": ["v"]}'}, ReturnSubscriptionArn=True)
    for number in range(200):
        subscribe(number)
    with refused("FilterPolicyLimitExceeded", status=403):
        subscribe(200)
    plain = sns.subscribe(TopicArn=topic, Protocol="sqs", ReturnSubscriptionArn=True,
                          Endpoint=f"arn:aws:sqs:us-east-1:{account}:q200")["SubscriptionArn"]
    with refused("FilterPolicyLimitExceeded", status=403):
        sns.set_subscription_attributes(
            SubscriptionArn=plain, AttributeName="FilterPolicy", AttributeValue='{"k": ["v"]}')
