"""Text messages: the sandbox, preferences, opting out, and phones subscribed to topics.

Source: Developer Guide, "Publishing to a mobile phone", "SMS sandbox", "Setting SMS messaging
preferences", "Opting out of receiving SMS messages", "SMS delivery failure reasons"; API
reference. That messages are kept in an outbox, and how a phone replies, is our own.
"""

import re

import pytest

from expect import refused
from servers import wait_until

PHONE = "+15550100123"


class Phones:
    """A server whose clock stands, and what its phones get."""

    def __init__(self, server, account="111111111111"):
        self.server, self.account = server, account
        self.sns = server.client("sns", account=account)

    def letters(self, count=0, **wanted):
        query = "&".join(f"{name}={value}" for name, value in wanted.items())

        def read():
            path = f"/_nephele/outbox?kind=sms&account={self.account}&{query}"
            letters = self.server.ask(path)["letters"]
            return letters if len(letters) >= count else None
        return read() or [] if count == 0 else wait_until(read, what=f"{count} messages")

    def reply(self, body, phone=PHONE):
        return self.server.ask("/_nephele/outbox/reply", {"from": phone, "body": body})


@pytest.fixture
def sandboxed(own_server):
    return Phones(own_server)


@pytest.fixture
def phones(own_server):
    own_server.settings(sns__sms_sandbox="off")
    return Phones(own_server)


def text(value):
    return {"DataType": "String", "StringValue": value}


def test_a_message(phones):
    sent = phones.sns.publish(PhoneNumber=PHONE, Message="hello, wörld")
    [letter] = phones.letters(to=PHONE)
    assert (letter["body"], letter["from"], letter["to"]) == ("hello, wörld", "NOTICE", PHONE)
    assert letter["delivery"] == "kept" and letter["service"] == "sns"
    assert letter["attributes"]["MessageId"] == sent["MessageId"]
    assert letter["attributes"]["AWS.SNS.SMS.SMSType"] == "Promotional"


def test_attributes_of_a_message(phones):
    attributes = {"AWS.SNS.SMS.SenderID": text("mySender"),
                  "AWS.SNS.SMS.SMSType": text("Transactional"),
                  "AWS.MM.SMS.TemplateId": text("t-1")}
    phones.sns.publish(PhoneNumber=PHONE, Message="m", MessageAttributes=attributes)
    [letter] = phones.letters()
    assert letter["from"] == "mySender"
    assert letter["attributes"]["AWS.SNS.SMS.SMSType"] == "Transactional"
    assert letter["attributes"]["AWS.MM.SMS.TemplateId"] == "t-1"
    for name, value in [("SenderID", "12345"), ("SMSType", "Urgent"), ("MaxPrice", "cheap")]:
        with refused("InvalidParameter", "ParameterValueInvalid", status=400):
            phones.sns.publish(PhoneNumber=PHONE, Message="m",
                               MessageAttributes={f"AWS.SNS.SMS.{name}": text(value)})


def test_a_price_that_is_too_high(phones):
    price = {"AWS.SNS.SMS.MaxPrice": {"DataType": "Number", "StringValue": "0.001"}}
    assert phones.sns.publish(PhoneNumber=PHONE, Message="m", MessageAttributes=price)["MessageId"]
    [letter] = phones.letters()
    assert letter["delivery"] == "failed"
    assert letter["error"] == "This delivery would exceed max price"


def test_long_messages_come_in_parts(phones):
    phones.sns.publish(PhoneNumber=PHONE, Message="word " * 60)
    second, first = phones.letters()
    assert [first["attributes"][name] for name in ["Part", "Parts"]] == ["1", "2"]
    assert len(first["body"]) <= 160 and first["body"].endswith("word")
    assert second["body"].startswith("word")
    with refused("InvalidParameter", status=400, message="too long"):
        phones.sns.publish(PhoneNumber=PHONE, Message="a" * 1_601)


@pytest.mark.parametrize("number", ["15550100123", "+1555", "+0155501001", "phone"])
def test_no_phone_number(phones, number):
    with refused("InvalidParameter", status=400,
                 message=f"PhoneNumber Reason: {number} is not valid to publish to"):
        phones.sns.publish(PhoneNumber=number, Message="m")


def test_the_sandbox(sandboxed):
    sns = sandboxed.sns
    assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is True
    # AWS takes the message, and does not deliver it.
    assert sns.publish(PhoneNumber=PHONE, Message="m")["MessageId"]
    [letter] = sandboxed.letters()
    assert letter["delivery"] == "failed" and "sandbox" in letter["error"]
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE, LanguageCode="de-DE")
    assert sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"] == [
        {"PhoneNumber": PHONE, "Status": "Pending"}]
    letter, _ = sandboxed.letters()
    password = re.search(r"\b\d{6}\b", letter["body"])[0]
    assert letter["attributes"]["LanguageCode"] == "de-DE"
    wrong = f"{(int(password) + 1) % 1_000_000:06}"
    with refused("VerificationException", "Verification", status=400):
        sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=wrong)
    sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=password)
    assert sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"] == [
        {"PhoneNumber": PHONE, "Status": "Verified"}]
    sns.publish(PhoneNumber=PHONE, Message="now")
    letter, *_ = sandboxed.letters()
    assert (letter["body"], letter["delivery"]) == ("now", "kept")
    with refused("UserError", status=400, message="24 hours"):
        sns.delete_sms_sandbox_phone_number(PhoneNumber=PHONE)
    sandboxed.server.clock(advance="24h")
    sns.delete_sms_sandbox_phone_number(PhoneNumber=PHONE)
    assert sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"] == []


def test_limits_of_the_sandbox(sandboxed):
    sns = sandboxed.sns
    numbers = [f"+1555010{number:04}" for number in range(11)]
    for number in numbers[:10]:
        sns.create_sms_sandbox_phone_number(PhoneNumber=number)
    with refused("UserError", status=400, message="10"):
        sns.create_sms_sandbox_phone_number(PhoneNumber=numbers[10])
    page = sns.list_sms_sandbox_phone_numbers(MaxResults=7)
    rest = sns.list_sms_sandbox_phone_numbers(NextToken=page["NextToken"])
    listed = [it["PhoneNumber"] for it in page["PhoneNumbers"] + rest["PhoneNumbers"]]
    assert listed == numbers[:10] and "NextToken" not in rest
    for _ in range(4):
        sns.create_sms_sandbox_phone_number(PhoneNumber=numbers[0])
    with refused("Throttled", status=429):
        sns.create_sms_sandbox_phone_number(PhoneNumber=numbers[0])
    sandboxed.server.clock(advance="24h")
    sns.create_sms_sandbox_phone_number(PhoneNumber=numbers[0])
    # The old password is no good any more.
    with refused("ResourceNotFound", status=404):
        sns.verify_sms_sandbox_phone_number(PhoneNumber=numbers[10], OneTimePassword="123456")
    with refused("ResourceNotFound", status=404):
        sns.delete_sms_sandbox_phone_number(PhoneNumber=numbers[10])


def test_preferences(phones):
    sns = phones.sns
    assert sns.get_sms_attributes()["attributes"] == {"MonthlySpendLimit": "1"}
    sns.set_sms_attributes(attributes={
        "DefaultSenderID": "mySenderID", "DefaultSMSType": "Transactional",
        "MonthlySpendLimit": "0.01"})
    assert sns.get_sms_attributes(attributes=["DefaultSMSType"])["attributes"] == {
        "DefaultSMSType": "Transactional"}
    sns.publish(PhoneNumber=PHONE, Message="m")
    [letter] = phones.letters()
    assert letter["from"] == "mySenderID"
    assert letter["attributes"]["AWS.SNS.SMS.SMSType"] == "Transactional"
    # The second message would go beyond the limit, and the first one of the next month does not.
    sns.publish(PhoneNumber=PHONE, Message="m")
    letter, _ = phones.letters()
    assert (letter["delivery"], letter["error"]) == ("failed", "No quota left for account")
    phones.server.clock(advance="31d")
    sns.publish(PhoneNumber=PHONE, Message="m")
    assert phones.letters()[0]["delivery"] == "kept"


@pytest.mark.parametrize("name, value", [
    ("MonthlySpendLimit", "2"), ("MonthlySpendLimit", "much"), ("DefaultSenderID", "12345"),
    ("DefaultSMSType", "Urgent"), ("Colour", "blue"), ("DeliveryStatusIAMRole", "me"),
    ("DeliveryStatusSuccessSamplingRate", "101")])
def test_preferences_that_are_refused(phones, name, value):
    with refused("InvalidParameter", status=400):
        phones.sns.set_sms_attributes(attributes={name: value})
    with refused("InvalidParameter", status=400):
        phones.sns.get_sms_attributes(attributes=["Colour"])


@pytest.mark.parametrize("name, value", [("UsageReportS3Bucket", "reports")])
def test_preferences_that_are_not_here(phones, name, value):
    with refused("NotImplemented", status=501, message=name):
        phones.sns.set_sms_attributes(attributes={name: value})


def test_the_quota_is_raised_by_support(phones):
    phones.server.settings(sns__sms_spend_quota="50")
    phones.sns.set_sms_attributes(attributes={"MonthlySpendLimit": "20"})
    assert phones.sns.get_sms_attributes()["attributes"]["MonthlySpendLimit"] == "20"


def test_opting_out_and_in(phones):
    sns = phones.sns
    assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is False
    with pytest.raises(Exception, match="404"):
        phones.reply("STOP")
    sns.publish(PhoneNumber=PHONE, Message="m")
    assert phones.reply("thanks")["taken_by"] == "sns"
    assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is False
    phones.reply(" stop ")
    assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is True
    assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == [PHONE]
    assert sns.publish(PhoneNumber=PHONE, Message="m")["MessageId"]
    letter, _ = phones.letters()
    assert (letter["delivery"], letter["error"]) == ("failed", "Phone number is opted out")
    with refused("OptedOut", status=400):
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    sns.opt_in_phone_number(phoneNumber=PHONE)
    assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == []
    sns.publish(PhoneNumber=PHONE, Message="again")
    assert phones.letters()[0]["delivery"] == "kept"
    phones.reply("UNSUBSCRIBE")
    with refused("InvalidParameter", status=400, message="30 days"):
        sns.opt_in_phone_number(phoneNumber=PHONE)
    phones.server.clock(advance="30d")
    sns.opt_in_phone_number(phoneNumber=PHONE)
    for ask in [sns.opt_in_phone_number, sns.check_if_phone_number_is_opted_out]:
        with refused("InvalidParameter", status=400, message="input incorrectly formatted"):
            ask(phoneNumber="15550100")


def test_opting_out_is_of_one_account_and_region(phones):
    phones.sns.publish(PhoneNumber=PHONE, Message="m")
    phones.reply("STOP")
    for other in [phones.server.client("sns", account="222222222222"),
                  phones.server.client("sns", account=phones.account, region="eu-west-1")]:
        assert other.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is False


def test_there_are_no_origination_numbers(phones):
    assert phones.sns.list_origination_numbers(MaxResults=5)["PhoneNumbers"] == []
    number = {"AWS.MM.SMS.OriginationNumber": text("+15550199")}
    phones.sns.publish(PhoneNumber=PHONE, Message="m", MessageAttributes=number)
    [letter] = phones.letters()
    assert letter["delivery"] == "failed" and "origination number" in letter["error"]
    with refused("InvalidParameter", status=400):
        phones.sns.list_origination_numbers(NextToken="none")


def test_phones_that_are_subscribed(phones):
    sns = phones.sns
    topic = sns.create_topic(Name="topic", Attributes={"DisplayName": "Ops"})["TopicArn"]
    arn = sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="+1 (555) 010-0123")
    assert arn["SubscriptionArn"].startswith(topic)
    sns.publish(TopicArn=topic, Message="m")
    [letter] = phones.letters(count=1)
    assert (letter["to"], letter["body"]) == (PHONE, "Ops> m")


def test_a_subscribed_phone_that_has_opted_out(phones):
    sns, sqs = phones.sns, phones.server.client("sqs", account=phones.account)
    topic = sns.create_topic(Name="topic")["TopicArn"]
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    queue = sqs.get_queue_attributes(
        QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":'
        '"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"%s"}]}' % queue)})
    sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint=PHONE, Attributes={
        "RedrivePolicy": '{"deadLetterTargetArn":"%s"}' % queue})
    sns.publish(TopicArn=topic, Message="m")
    phones.letters(count=1)
    phones.reply("STOP")
    sns.publish(TopicArn=topic, Message="n")
    letter, _ = phones.letters(count=2)
    assert letter["delivery"] == "failed"
    answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)
    assert len(answer["Messages"]) == 1
    # Opting out does not end the subscription.
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1


def test_no_number_to_subscribe(phones):
    topic = phones.sns.create_topic(Name="topic")["TopicArn"]
    with refused("InvalidParameter", status=400, message="Invalid SMS endpoint"):
        phones.sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="phone")
