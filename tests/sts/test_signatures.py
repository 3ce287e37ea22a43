"""Signatures of services other than S3, by a session's key, which the world verifies.

Source unless a case says otherwise: IAM User Guide, "Troubleshoot signed requests for AWS APIs";
AWS STS API Reference, "Common Error Types".
"""

import datetime
import hashlib
import json
import re
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

import raw
from expect import refused

WHO = "Action=GetCallerIdentity&Version=2011-06-15"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def ask_who(endpoint, keys, change=None, service="sts", body=WHO, **changed):
    """GetCallerIdentity, spoiled by `change` between signing and sending."""
    return raw.signed(endpoint, service, "POST", "/", FORM, body.encode(), change=change,
                      **{**keys._asdict(), **changed})


def error(answer):
    """The code and the message of a query protocol's error."""
    found = {element.tag.rpartition("}")[2]: element.text for element in answer.xml().iter()}
    assert found["RequestId"], answer
    return found["Code"], found["Message"]


def spoil(pattern, replacement):
    """A change of the Authorization header."""
    def change(headers):
        before = headers["Authorization"]
        headers["Authorization"] = re.sub(pattern, replacement, before)
        assert headers["Authorization"] != before
    return change


def test_a_good_signature(endpoint, keys):
    answer = ask_who(endpoint, keys)
    assert answer.status == 200 and b":assumed-role/dev/me</Arn>" in answer.body, answer


def test_a_mismatch_tells_what_was_to_be_signed(endpoint, keys):
    answer = ask_who(endpoint, keys, secret="guessed")
    code, message = error(answer)
    assert (answer.status, code) == (403, "SignatureDoesNotMatch")
    assert message.startswith("The request signature we calculated does not match the signature "
                              "you provided. Check your AWS Secret Access Key")
    assert "The Canonical String for this request should have been\n'POST\n/\n\n" in message
    assert hashlib.sha256(WHO.encode()).hexdigest() in message
    assert "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in message


@pytest.mark.parametrize("service,body", [("sts", WHO), ("sqs", '{"QueueNamePrefix": "p"}')])
def test_the_body_is_signed(endpoint, keys, service, body):
    """One byte more than was signed, in both protocols."""
    headers = FORM if service == "sts" else {
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS.ListQueues"}
    ready = {}
    answer = raw.signed(endpoint, service, "POST", "/", headers, body.encode(),
                        change=ready.update, **keys._asdict())
    assert answer.status == 200, answer
    ready.pop("Content-Length", None)
    answer = raw.send(endpoint, "POST", "/", ready, f"{body} ".encode())
    assert answer.status == 403 and b"SignatureDoesNotMatch" in answer.body, answer


@pytest.mark.parametrize("pattern,replacement,missing", [
    (r"Signature=.*", "", "requires 'Signature' parameter"),
    (r"SignedHeaders=[^,]*, ?", "", "requires 'SignedHeaders' parameter"),
    (r"Credential=[^,]*, ?", "", "requires 'Credential' parameter"),
    (r"/aws4_request", "", "5 slash-delimited elements"),
])
def test_an_incomplete_header(endpoint, keys, pattern, replacement, missing):
    # "Common Error Types": IncompleteSignature.
    answer = ask_who(endpoint, keys, spoil(pattern, replacement))
    code, message = error(answer)
    assert answer.status in (400, 403) and code == "IncompleteSignature", answer
    assert missing in message


@pytest.mark.parametrize("pattern,replacement,words", [
    (r"/us-east-1/", "/nowhere/", "Credential should be scoped to a valid"),
    (r"/20\d{6}/", "/20150830/", "Date in Credential scope does not match YYYYMMDD from ISO-8601 "
                                 "version of date from HTTP"),
])
def test_a_scope_of_something_else(endpoint, keys, pattern, replacement, words):
    answer = ask_who(endpoint, keys, spoil(pattern, replacement))
    code, message = error(answer)
    assert (answer.status, code) == (403, "SignatureDoesNotMatch"), answer
    assert words.lower() in message.lower()


@pytest.mark.parametrize("other", ["sts", "s3", "dynamodb"])
def test_a_scope_of_another_service(endpoint, keys, other):
    # The target names SQS, whatever the scope says.
    answer = raw.sqs_json(endpoint, keys.account, "ListQueues", b"{}", secret=keys.secret,
                          token=keys.token, change=spoil("/sqs/", f"/{other}/"))
    assert answer.status == 403, answer
    found = json.loads(answer.body)
    assert found["__type"].split("#")[-1] == "SignatureDoesNotMatch"
    assert found["message"].startswith("Credential should be scoped to correct service: 'sqs'")


@pytest.mark.parametrize("minutes,words", [(-16, "Signature expired: "),
                                           (16, "Signature not yet current: ")])
def test_requests_are_of_now(endpoint, keys, monkeypatch, minutes, words):
    # Services say how far clocks may differ: "… is now earlier than … (… - 15 min.)".
    signed_at(monkeypatch, minutes)
    answer = ask_who(endpoint, keys)
    code, message = error(answer)
    assert (answer.status, code) == (403, "SignatureDoesNotMatch"), answer
    assert message.startswith(words)


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clocks_may_differ_a_little(endpoint, keys, monkeypatch, minutes):
    signed_at(monkeypatch, minutes)
    assert ask_who(endpoint, keys).status == 200


def signed_at(monkeypatch, minutes):
    """botocore signs for another time than now."""
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr(
        "botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None))


def test_the_world_s_clock_does_not_age_signatures(own_server):
    """A session is as old as the world says, a signature as old as it really is."""
    sts = own_server.client("sts")
    own_server.clock(advance="20h")
    credentials = sts.assume_role(
        RoleArn="arn:aws:iam::111122223333:role/dev", RoleSessionName="me")["Credentials"]
    own_server.clock(advance="50m")
    session = own_server.client(
        "sts", account=credentials["AccessKeyId"], secret=credentials["SecretAccessKey"],
        token=credentials["SessionToken"])
    assert session.get_caller_identity()["Account"] == "111122223333"


def presigned(client):
    return client.generate_presigned_url("get_caller_identity", HttpMethod="GET", ExpiresIn=60)


def fetch(endpoint, url):
    parts = urllib.parse.urlsplit(url)
    return raw.send(endpoint, "GET", f"{parts.path or '/'}?{parts.query}")


def test_sts_by_a_presigned_url(endpoint, account, sts, client, keys):
    # How Amazon EKS and others take a caller's identity: a presigned GetCallerIdentity.
    answer = fetch(endpoint, presigned(sts))
    assert answer.status == 200 and f"<Account>{account}</Account>".encode() in answer.body
    url = presigned(client("sts", **keys._asdict()))
    answer = fetch(endpoint, url)
    assert answer.status == 200 and b"assumed-role/dev/me" in answer.body, answer
    for wrong in (url.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
                  url.replace("X-Amz-Expires=60", "X-Amz-Expires=600")):
        answer = fetch(endpoint, wrong)
        assert (answer.status, error(answer)[0]) == (403, "SignatureDoesNotMatch"), answer


def test_a_presigned_url_of_sts_expires(endpoint, keys, monkeypatch):
    def presigned_before(minutes):
        signed_at(monkeypatch, -minutes)
        request = botocore.awsrequest.AWSRequest("GET", url=f"{endpoint}/?{WHO}")
        signer = botocore.auth.SigV4QueryAuth(
            botocore.credentials.Credentials(*keys), "sts", "us-east-1", expires=240)
        signer.add_auth(request)
        return fetch(endpoint, request.url)

    assert presigned_before(minutes=3).status == 200
    answer = presigned_before(minutes=5)
    code, message = error(answer)
    assert (answer.status, code) == (403, "SignatureDoesNotMatch"), answer
    assert message.startswith("Signature expired: ")


def test_unsigned_requests(endpoint):
    # "Common Error Types": MissingAuthenticationToken, HTTP 403.
    answer = raw.send(endpoint, "GET", f"/?{WHO}")
    assert (answer.status, error(answer)[0]) == (403, "MissingAuthenticationToken"), answer
    headers = {"Content-Type": "application/x-amz-json-1.0",
               "X-Amz-Target": "AmazonSQS.ListQueues"}
    answer = raw.send(endpoint, "POST", "/", headers, b"{}")
    assert 400 <= answer.status <= 403, answer
    assert json.loads(answer.body)["__type"].split("#")[-1] in (
        "MissingAuthenticationToken", "MissingAuthenticationTokenException")


def test_another_s_token_is_no_key_s_own(client, assume, keys):
    from_another = assume("role/other")["Credentials"]["SessionToken"]
    with refused("InvalidClientTokenId", status=403):
        client("sts", **keys._replace(token=from_another)._asdict()).get_caller_identity()
