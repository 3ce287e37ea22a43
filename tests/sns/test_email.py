"""Subscriptions by mail: the letters in the outbox, their links, and mail that goes out.

Source: API reference, Subscribe ("Protocol", email and email-json) and ConfirmSubscription; the
words of the letters are those that AWS's mail has. That mail can be sent for real is our own.
"""

import json
import re
import socket
import threading

import pytest

from endpoint import visit
from expect import refused
from servers import wait_until
from sns_signature import verify


@pytest.fixture
def outbox(control, account):
    """`outbox(kind="email")`: the account's letters, the newest first, once there are `count`."""
    def read(count=1, **wanted):
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        def letters():
            found = control.ask(f"/_nephele/outbox?account={account}&{query}")["letters"]
            return found if len(found) >= count else None
        return wait_until(letters, what=f"{count} letters")
    return read


def links(letter):
    return re.findall(r"http://\S+", letter["body"])


def test_a_subscription_by_mail(sns, topic, outbox):
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="DisplayName", AttributeValue="Ops, day & night")
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
    assert answer["SubscriptionArn"] == "pending confirmation"
    [letter] = outbox(kind="email")
    assert letter["to"] == "ann@example.com" and letter["service"] == "sns"
    assert letter["from"] == '"Ops, day & night" <no-reply@sns.amazonaws.com>'
    assert letter["subject"] == "AWS Notification - Subscription Confirmation"
    assert letter["delivery"] == "kept" and topic in letter["body"]
    [link] = links(letter)
    page = visit(link)
    arn = re.search("<SubscriptionArn>(.*)</SubscriptionArn>", page)[1]
    sent = sns.publish(TopicArn=topic, Message="line 1\nline 2", Subject="subject")
    letter, _ = outbox(count=2)
    assert letter["subject"] == "subject"
    assert letter["body"].startswith("line 1\nline 2\n\n--\nIf you wish to stop receiving")
    assert letter["attributes"] == {
        "x-amz-sns-message-id": sent["MessageId"], "x-amz-sns-subscription-arn": arn}
    visit(next(link for link in links(letter) if "Unsubscribe" in link))
    letter, *_ = outbox(count=3)
    assert letter["subject"] == "AWS Notification - Unsubscribe Confirmation"
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []
    [link] = links(letter)
    visit(link)
    [again] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert again["SubscriptionArn"] == arn


def test_mail_without_subject_and_with_its_own_text(sns, topic, outbox):
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
    visit(links(outbox()[0])[0])
    bodies = {"default": "d", "email": "for mail"}
    sns.publish(TopicArn=topic, Message=json.dumps(bodies), MessageStructure="json")
    letter, _ = outbox(count=2)
    assert letter["subject"] == "AWS Notification Message"
    assert letter["from"] == "AWS Notifications <no-reply@sns.amazonaws.com>"
    assert letter["body"].startswith("for mail\n")


def test_mail_in_json(sns, topic, outbox):
    sns.subscribe(TopicArn=topic, Protocol="email-json", Endpoint="bob@example.com")
    [letter] = outbox(to="bob@example.com")
    asked = json.loads(letter["body"])
    assert asked["Type"] == "SubscriptionConfirmation"
    verify(asked)
    visit(asked["SubscribeURL"])
    sns.publish(TopicArn=topic, Message="m", Subject="s")
    letter, _ = outbox(count=2)
    message = json.loads(letter["body"])
    assert (message["Type"], message["Message"]) == ("Notification", "m")
    verify(message)


def test_who_must_sign_to_unsubscribe(sns, topic, outbox, client):
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
    token = re.search("Token=([0-9a-f]+)", outbox()[0]["body"])[1]
    arn = sns.confirm_subscription(
        TopicArn=topic, Token=token, AuthenticateOnUnsubscribe="true")["SubscriptionArn"]
    other = client("sns", account="999999999999")
    with refused("AuthorizationError", status=403):
        other.unsubscribe(SubscriptionArn=arn)
    sns.unsubscribe(SubscriptionArn=arn)


def test_no_mail_address(sns, topic):
    for endpoint in ["ann", "ann@", "@example.com", "a b@example.com"]:
        with refused("InvalidParameter", status=400, message="Invalid parameter"):
            sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=endpoint)


class MailServer:
    """Takes one mail after the other; keeps what it was told."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rw", newline="\r\n") as stream:
                self.talk(stream)

    def talk(self, stream):
        def say(line):
            stream.write(line + "\r\n")
            stream.flush()
        say("220 mail.test ESMTP")
        is_text, told = False, []
        for line in stream:
            line = line.rstrip("\r\n")
            told.append(line)
            if is_text:
                if line == ".":
                    is_text = False
                    self.heard.append("\n".join(told))
                    say("250 taken")
            elif line.startswith("DATA"):
                is_text = True
                say("354 go on")
            elif line.startswith("QUIT"):
                say("221 bye")
                return
            elif "nobody@" in line:
                say("550 no such user")
            else:
                say("250 ok")


def test_mail_goes_out_when_a_server_is_named(own_server):
    mail = MailServer()
    own_server.settings(outbox__smtp_host="127.0.0.1", outbox__smtp_port=str(mail.port))
    sns = own_server.client("sns")
    topic = sns.create_topic(Name="topic")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="nobody@example.com")

    def fates():
        letters = own_server.ask("/_nephele/outbox")["letters"]
        found = {letter["to"]: letter for letter in letters}
        return found if all(it["delivery"] != "pending" for it in letters) and found else None
    found = wait_until(fates, what="both mails")
    assert found["ann@example.com"]["delivery"] == "sent"
    refused_one = found["nobody@example.com"]
    assert refused_one["delivery"] == "failed" and "no such user" in refused_one["error"]
    [heard] = mail.heard
    assert "RCPT TO:<ann@example.com>" in heard
    assert "Subject: AWS Notification - Subscription Confirmation" in heard
    # A server that is away gets the mail when it is back.
    mail.listener.close()
    own_server.settings(outbox__smtp_port="1")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="late@example.com")
    own_server.clock(advance=20)
    [late] = own_server.ask("/_nephele/outbox?to=late@example.com")["letters"]
    assert late["delivery"] == "pending"
    back = MailServer()
    own_server.settings(outbox__smtp_port=str(back.port))
    own_server.clock(advance=20)
    [late] = own_server.ask("/_nephele/outbox?to=late@example.com")["letters"]
    assert late["delivery"] == "sent" and len(back.heard) == 1


def test_settings_of_mail_are_checked_and_kept_secret(own_server):
    shown = own_server.settings(outbox__smtp_password="word", outbox__smtp_user="ann")
    assert shown["outbox.smtp_user"] == "ann" and "word" not in shown["outbox.smtp_password"]
    for wrong in [{"outbox__smtp_port": "many"}, {"outbox__smtp_tls": "maybe"}]:
        with pytest.raises(Exception, match="400"):
            own_server.settings(**wrong)


def test_the_outbox_is_cleared(own_server):
    for account in ["111111111111", "222222222222"]:
        sns = own_server.client("sns", account=account)
        topic = sns.create_topic(Name="topic")["TopicArn"]
        for name in ["a", "b", "c"]:
            sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=f"{name}@example.com")

    def count(query=""):
        return len(own_server.ask(f"/_nephele/outbox?{query}")["letters"])
    wait_until(lambda: count() == 6, what="six letters")
    page = own_server.ask("/_nephele/outbox?account=222222222222&limit=2")
    assert [letter["to"] for letter in page["letters"]] == ["c@example.com", "b@example.com"]
    page = own_server.ask(f"/_nephele/outbox?account=222222222222&before={page['next']}")
    assert [letter["to"] for letter in page["letters"]] == ["a@example.com"]
    assert page["next"] is None
    own_server.reset(account="111111111111")
    assert (count(), count("account=111111111111")) == (3, 0)
    own_server.reset()
    assert count() == 0
    with pytest.raises(Exception, match="400"):
        own_server.ask("/_nephele/outbox?kind=fax")
