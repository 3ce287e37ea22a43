"""Mobile push: platform applications, devices, and the payloads that push services would get.

Source: API reference (CreatePlatformApplication to SetEndpointAttributes, Publish); Developer
Guide, "Mobile push API errors", "Send custom platform-specific payloads to mobile devices",
"Application event notifications"; wording of errors: AWS's replies as quoted in issues of SDKs.
"""

import json

import pytest

from expect import refused
from servers import wait_until

TOKEN = "AB" * 32


@pytest.fixture
def pushes(control, account):
    def read(count=1):
        def letters():
            path = f"/_nephele/outbox?account={account}&kind=push"
            found = control.ask(path)["letters"]
            return found if len(found) >= count else None
        return wait_until(letters, what=f"{count} pushes")
    return read


@pytest.fixture
def gcm(sns, name):
    return sns.create_platform_application(
        Name=name, Platform="GCM", Attributes={"PlatformCredential": "key"}
    )["PlatformApplicationArn"]


@pytest.fixture
def adm(sns, name):
    return sns.create_platform_application(Name=name, Platform="ADM", Attributes={
        "PlatformPrincipal": "id", "PlatformCredential": "secret"})["PlatformApplicationArn"]


@pytest.fixture
def apns(sns, name):
    """With a signing key: certificates are Rust's to test, where one can be made."""
    return sns.create_platform_application(Name=name, Platform="APNS_SANDBOX", Attributes={
        "PlatformPrincipal": "ABCDE12345", "PlatformCredential": private_key(),
        "ApplePlatformTeamID": "TEAM123456", "ApplePlatformBundleID": "com.example.app"},
    )["PlatformApplicationArn"]


def private_key():
    return "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMG\n-----END PRIVATE KEY-----"


def device(sns, application, token=TOKEN, **options):
    return sns.create_platform_endpoint(
        PlatformApplicationArn=application, Token=token, **options)["EndpointArn"]


def test_applications(sns, account, name, gcm, adm, apns):
    assert gcm == f"arn:aws:sns:us-east-1:{account}:app/GCM/{name}"
    listed = sns.list_platform_applications()["PlatformApplications"]
    assert [it["PlatformApplicationArn"] for it in listed] == [adm, apns, gcm]
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=gcm)["Attributes"]
    assert shown == {"Enabled": "true", "AuthenticationMethod": "key"}
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=apns)["Attributes"]
    assert shown == {
        "Enabled": "true", "AuthenticationMethod": "token", "ApplePlatformTeamID": "TEAM123456",
        "ApplePlatformBundleID": "com.example.app"}
    service = json.dumps({"private_key": "k", "client_email": "a@b.c"})
    sns.set_platform_application_attributes(
        PlatformApplicationArn=gcm, Attributes={"PlatformCredential": service})
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=gcm)["Attributes"]
    assert shown["AuthenticationMethod"] == "token"
    sns.delete_platform_application(PlatformApplicationArn=gcm)
    sns.delete_platform_application(PlatformApplicationArn=gcm)
    with refused("NotFound", status=404, message="PlatformApplication does not exist"):
        sns.get_platform_application_attributes(PlatformApplicationArn=gcm)


@pytest.mark.parametrize("platform, attributes, message", [
    ("GCM", {"EventEndpointCreated": ""}, "PlatformCredential"),
    ("GCM", {"PlatformCredential": ""}, "PlatformCredential"),
    ("GCM", {"PlatformCredential": '{"type": "service_account"}'},
     "Attributes Reason: Platform credentials are invalid"),
    ("GCM", {"PlatformCredential": "k", "Colour": "blue"}, "Colour"),
    ("ADM", {"PlatformCredential": "k"}, "PlatformPrincipal"),
    ("ADM", {"PlatformPrincipal": "k"},
     "PlatformCredential is needed with PlatformPrincipal"),
    ("APNS", {"PlatformPrincipal": "certificate", "PlatformCredential": private_key()},
     "PlatformPrincipal not valid."),
    ("APNS", {"PlatformPrincipal": "ABCDE12345", "PlatformCredential": private_key()},
     "Platform credentials are invalid"),
    ("FAX", {"PlatformCredential": "k"}, "Platform"),
])
def test_applications_that_are_refused(sns, name, platform, attributes, message):
    with refused("InvalidParameter", status=400, message=message):
        sns.create_platform_application(Name=name, Platform=platform, Attributes=attributes)
    assert sns.list_platform_applications()["PlatformApplications"] == []


def test_names_of_applications(sns):
    for name in ["a b", "ü", "a" * 257]:
        with refused("InvalidParameter", "ValidationError", status=400):
            sns.create_platform_application(
                Name=name, Platform="GCM", Attributes={"PlatformCredential": "k"})


def test_logs_of_deliveries_are_not_here(sns, gcm):
    for name in ["SuccessFeedbackRoleArn", "FailureFeedbackRoleArn", "SuccessFeedbackSampleRate"]:
        with refused("NotImplemented", status=501, message=name):
            sns.set_platform_application_attributes(
                PlatformApplicationArn=gcm, Attributes={name: "1"})


def test_devices(sns, gcm):
    arn = device(sns, gcm, "Token-1", CustomUserData="ann")
    assert arn.startswith(gcm.replace(":app/", ":endpoint/") + "/")
    # The same again is the same.
    assert device(sns, gcm, "Token-1", CustomUserData="ann") == arn
    with refused("InvalidParameter", status=400, message=(
            f"Invalid parameter: Token Reason: Endpoint {arn} already exists with the same "
            "Token, but different attributes.")):
        device(sns, gcm, "Token-1", CustomUserData="bob")
    shown = sns.get_endpoint_attributes(EndpointArn=arn)["Attributes"]
    assert shown == {"Enabled": "true", "Token": "Token-1", "CustomUserData": "ann"}
    other = device(sns, gcm, "Token-2")
    with refused("InvalidParameter", status=400, message="already registered"):
        sns.set_endpoint_attributes(EndpointArn=other, Attributes={"Token": "Token-1"})
    sns.set_endpoint_attributes(
        EndpointArn=other, Attributes={"Token": "Token-3", "Enabled": "false"})
    listed = sns.list_endpoints_by_platform_application(PlatformApplicationArn=gcm)["Endpoints"]
    assert {it["EndpointArn"]: it["Attributes"] for it in listed} == {
        arn: shown, other: {"Enabled": "false", "Token": "Token-3"}}
    assert device(sns, gcm, "Token-2") not in (arn, other)
    sns.delete_endpoint(EndpointArn=arn)
    sns.delete_endpoint(EndpointArn=arn)
    with refused("NotFound", status=404, message="Endpoint does not exist"):
        sns.get_endpoint_attributes(EndpointArn=arn)
    assert device(sns, gcm, "Token-1") != arn


def test_many_devices_come_in_pages(sns, gcm):
    arns = {device(sns, gcm, f"token-{number}") for number in range(101)}
    page = sns.list_endpoints_by_platform_application(PlatformApplicationArn=gcm)
    assert len(page["Endpoints"]) == 100
    rest = sns.list_endpoints_by_platform_application(
        PlatformApplicationArn=gcm, NextToken=page["NextToken"])
    assert "NextToken" not in rest
    listed = {it["EndpointArn"] for it in page["Endpoints"] + rest["Endpoints"]}
    assert listed == arns
    with refused("InvalidParameter", status=400):
        sns.list_endpoints_by_platform_application(
            PlatformApplicationArn=gcm, NextToken="garbage")


def test_devices_that_are_refused(sns, gcm, apns):
    with refused("InvalidParameter", status=400, message=(
            "iOS device tokens must be no more than 400 hexadecimal characters")):
        device(sns, apns, "xyz")
    arn = device(sns, apns, TOKEN)
    shown = sns.get_endpoint_attributes(EndpointArn=arn)["Attributes"]
    assert shown["Token"] == TOKEN.lower()
    for attributes, message in [
            ({"CustomUserData": "a" * 2049}, "CustomUserData Reason: must be at most 2048 bytes"),
            ({"Enabled": "maybe"}, "Enabled"), ({"Colour": "blue"}, "Colour")]:
        with refused("InvalidParameter", status=400, message=message):
            sns.set_endpoint_attributes(EndpointArn=arn, Attributes=attributes)
    with refused("NotFound", status=404, message="PlatformApplication does not exist"):
        device(sns, gcm + "x")
    for wrong in ["arn", gcm.replace("us-east-1", "eu-west-1"), gcm.replace(":app/", ":topic/")]:
        with refused("InvalidParameter", status=400, message="PlatformApplicationArn"):
            device(sns, wrong)


def test_a_push(sns, gcm, pushes):
    arn = device(sns, gcm, "token")
    sent = sns.publish(TargetArn=arn, Message='say "hi"', MessageAttributes={
        "AWS.SNS.MOBILE.GCM.TTL": {"DataType": "String", "StringValue": "60"}})
    [push] = pushes()
    assert (push["from"], push["to"]) == (gcm, "token")
    assert json.loads(push["body"]) == {"data": {"default": 'say "hi"'}}
    assert push["attributes"] == {
        "Platform": "GCM", "EndpointArn": arn, "MessageId": sent["MessageId"],
        "AWS.SNS.MOBILE.GCM.TTL": "60"}


def test_payloads_by_platform(sns, gcm, apns, adm, pushes):
    bodies = {
        "default": "d", "GCM": json.dumps({"data": {"a": 1}}),
        "APNS_SANDBOX": json.dumps({"aps": {"content-available": 1}})}
    for application in [gcm, apns, adm]:
        sns.publish(TargetArn=device(sns, application), Message=json.dumps(bodies),
                    MessageStructure="json")
    found = {push["attributes"]["Platform"]: push for push in pushes(3)}
    assert json.loads(found["GCM"]["body"]) == {"data": {"a": 1}}
    assert json.loads(found["APNS_SANDBOX"]["body"]) == {"aps": {"content-available": 1}}
    assert found["APNS_SANDBOX"]["attributes"]["apns-push-type"] == "background"
    assert json.loads(found["ADM"]["body"]) == {"data": {"default": "d"}}


def test_pushes_that_are_refused(sns, gcm, pushes):
    arn = device(sns, gcm)
    for body, message in [("text", "Message"), (json.dumps({"data": "a" * 4096}), "too long")]:
        with refused("InvalidParameter", status=400, message=message):
            sns.publish(TargetArn=arn, Message=json.dumps({"default": "d", "GCM": body}),
                        MessageStructure="json")
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
    with refused("EndpointDisabled", status=400, message="Endpoint is disabled"):
        sns.publish(TargetArn=arn, Message="m")
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "true"})
    sns.publish(TargetArn=arn, Message="m")
    assert len(pushes()) == 1
    sns.delete_endpoint(EndpointArn=arn)
    with refused("InvalidParameter", status=400, message=(
            "TargetArn Reason: No endpoint found for the target arn specified")):
        sns.publish(TargetArn=arn, Message="m")


def test_devices_that_are_subscribed(sns, topic, gcm, pushes, make_queue):
    dead = make_queue()
    arn = device(sns, gcm)
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="application", Endpoint=arn,
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead.arn})})
    assert subscription["SubscriptionArn"].startswith(topic)
    sns.publish(TopicArn=topic, Message="m")
    [push] = pushes()
    assert json.loads(push["body"]) == {"data": {"default": "m"}}
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
    sns.publish(TopicArn=topic, Message="n")
    [body] = dead.bodies()
    assert "n" in body
    assert len(pushes()) == 1


def test_only_devices_that_exist_are_subscribed(sns, topic, gcm):
    arn = device(sns, gcm)
    for wrong in [arn[:-1] + ("0" if arn[-1] != "0" else "1"), gcm, "token"]:
        with refused("InvalidParameter", status=400):
            sns.subscribe(TopicArn=topic, Protocol="application", Endpoint=wrong)


def test_application_events(sns, topic, gcm, make_queue, subscribe):
    queue = make_queue()
    subscribe(topic, queue, RawMessageDelivery="true")
    names = ["EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated",
             "EventDeliveryFailure"]
    sns.set_platform_application_attributes(
        PlatformApplicationArn=gcm, Attributes={name: topic for name in names})
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=gcm)["Attributes"]
    assert all(shown[name] == topic for name in names)
    arn = device(sns, gcm)
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
    pushed = sns.create_topic(Name=topic.rsplit(":")[-1] + "-push")["TopicArn"]
    sns.subscribe(TopicArn=pushed, Protocol="application", Endpoint=arn)
    sns.publish(TopicArn=pushed, Message="m")
    events = [json.loads(body) for body in queue.bodies(3)]
    assert [event["EventType"] for event in events] == [
        "EndpointCreated", "EndpointUpdated", "DeliveryFailure"]
    assert all(event["EndpointArn"] == arn and event["Resource"] == gcm for event in events)
    assert events[2]["FailureType"] == "EndpointDisabled"
    sns.delete_endpoint(EndpointArn=arn)
    [body] = queue.bodies()
    assert json.loads(body)["EventType"] == "EndpointDeleted"
    sns.set_platform_application_attributes(
        PlatformApplicationArn=gcm, Attributes={"EventEndpointCreated": ""})
    device(sns, gcm, "other")
    assert queue.receive(wait=0) == []


def test_topics_of_events_exist(sns, topic, gcm):
    for arn, message in [("topic", "invalid ARN"), (topic + "x", "not an existing Topic")]:
        with refused("InvalidParameter", status=400, message=message):
            sns.set_platform_application_attributes(
                PlatformApplicationArn=gcm, Attributes={"EventEndpointCreated": arn})
