"""API destinations against HTTP servers of a few lines.

Source: EventBridge User Guide, "API destinations as targets", "Connections for endpoint targets",
"Dynamic path parameters".
"""

import base64
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from servers import wait_until


class Endpoint:
    """An HTTP server that answers what `answer(path, headers, body)` says and notes what it got."""

    def __init__(self, answer):
        outer = self
        self.requests = []

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.command, self.path, headers, body))
                status, extra, text = answer(self.path, headers, body)
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, count):
        wait_until(lambda: len(self.requests) >= count, what=f"{count} requests")
        return self.requests


@pytest.fixture
def serve():
    servers = []

    def make(answer=lambda path, headers, body: (200, {}, "")):
        servers.append(Endpoint(answer))
        return servers[-1]
    yield make
    for server in servers:
        server.server.shutdown()


@pytest.fixture
def target(events, account):
    """A target: an API destination on a connection."""
    def make(url, kind="API_KEY", method="POST", rate=None, client=events, **parameters):
        parameters = parameters or {
            "ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "secret"}}
        name = f"d{len(client.list_api_destinations()['ApiDestinations'])}"
        connection = client.create_connection(
            Name=name, AuthorizationType=kind, AuthParameters=parameters)
        more = {} if rate is None else {"InvocationRateLimitPerSecond": rate}
        destination = client.create_api_destination(
            Name=name, ConnectionArn=connection["ConnectionArn"], HttpMethod=method,
            InvocationEndpoint=url, **more)
        owner = connection["ConnectionArn"].split(":")[4]
        return {"Arn": destination["ApiDestinationArn"],
                "RoleArn": f"arn:aws:iam::{owner}:role/invoker"}
    return make


def test_basic_authorization_and_what_is_added(rules, serve, target):
    server = serve()
    rules.rule("r", {"source": ["x"]}, {
        **target(f"{server.url}/items/*/parts/*?fixed=1", "BASIC", "PUT",
                 BasicAuthParameters={"Username": "ann", "Password": "pass word"},
                 InvocationHttpParameters={
                     "HeaderParameters": [{"Key": "x-both", "Value": "connection"}],
                     "QueryStringParameters": [{"Key": "q", "Value": "a&b"}],
                     "BodyParameters": [{"Key": "token", "Value": "t", "IsValueSecret": True}]}),
        "InputPath": "$.detail",
        "HttpParameters": {
            "PathParameterValues": ["$.detail.id", "x/y"],
            "HeaderParameters": {"x-both": "target", "x-own": "$.source"},
            "QueryStringParameters": {"n": "$.detail.n"}}})
    rules.put("x", {"id": "7 8", "n": 3})
    [(method, path, headers, body)] = server.wait_for(1)
    assert method == "PUT"
    assert path == "/items/7%208/parts/x%2Fy?fixed=1&n=3&q=a%26b"
    assert json.loads(body) == {"id": "7 8", "n": 3, "token": "t"}
    expected = "Basic " + base64.b64encode(b"ann:pass word").decode()
    assert headers["authorization"] == expected
    assert headers["x-both"] == "connection"
    assert headers["x-own"] == "x"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["user-agent"] == "Amazon/EventBridge/ApiDestinations"


def test_an_api_key(rules, serve, target):
    server = serve()
    rules.rule("r", {"source": ["x"]}, target(server.url))
    [event_id] = rules.put("x", {"a": 1})
    [(_, _, headers, body)] = server.wait_for(1)
    assert headers["x-key"] == "secret"
    assert json.loads(body)["id"] == event_id


def test_oauth_tokens_are_got_and_renewed(rules, events, serve, target):
    issued = []

    def give(path, headers, body):
        form = dict(urllib.parse.parse_qsl(body))
        assert form == {"grant_type": "client_credentials", "client_id": "id",
                        "client_secret": "s&c", "audience": "them"}, form
        issued.append(f"token{len(issued)}")
        return 200, {}, json.dumps(
            {"access_token": issued[-1], "token_type": "Bearer", "expires_in": 3600})

    valid = ["token0"]

    def take(path, headers, body):
        is_valid = headers["authorization"] == f"Bearer {valid[0]}"
        return (200 if is_valid else 401), {}, ""

    tokens, server = serve(give), serve(take)
    rules.rule("r", {"source": ["x"]}, target(
        server.url, "OAUTH_CLIENT_CREDENTIALS", OAuthParameters={
            "ClientParameters": {"ClientID": "id", "ClientSecret": "s&c"},
            "AuthorizationEndpoint": f"{tokens.url}/token", "HttpMethod": "POST",
            "OAuthHttpParameters": {"BodyParameters": [{"Key": "audience", "Value": "them"}]}}))
    wait_until(lambda: events.describe_connection(Name="d0")["ConnectionState"] == "AUTHORIZED",
               what="the first token")
    rules.put("x", {"n": 1})
    server.wait_for(1)
    assert issued == ["token0"]
    # The endpoint does not take the token any more: it is renewed, and the request made again.
    valid[0] = "token1"
    rules.put("x", {"n": 2})
    requests = server.wait_for(3)
    assert [request[2]["authorization"] for request in requests] == [
        "Bearer token0", "Bearer token0", "Bearer token1"]
    assert json.loads(requests[2][3])["detail"] == {"n": 2}
    wait_until(lambda: rules.put("x", {"n": 3}) and server.requests[-1][2]["authorization"]
               == "Bearer token1", what="the renewed token in use")
    assert issued == ["token0", "token1"]
    shown = json.dumps(events.describe_connection(Name="d0"), default=str)
    assert "s&c" not in shown and "token" not in shown.replace("/token", "")


def test_a_connection_that_cannot_be_authorized(events, serve, target):
    server = serve(lambda path, headers, body: (403, {}, "no"))
    target("https://example.com", "OAUTH_CLIENT_CREDENTIALS", OAuthParameters={
        "ClientParameters": {"ClientID": "id", "ClientSecret": "s"},
        "AuthorizationEndpoint": server.url, "HttpMethod": "GET"})
    wait_until(lambda: events.describe_connection(Name="d0")["ConnectionState"] == "DEAUTHORIZED",
               what="the refusal")
    assert events.describe_connection(Name="d0")["StateReason"].endswith("answered 403.")
    assert server.requests[0][0] == "GET"
    assert "client_id=id" in server.requests[0][1]
    destination = events.describe_api_destination(Name="d0")
    assert destination["ApiDestinationState"] == "INACTIVE"


def test_answers_that_are_retried_and_those_that_are_not(own, serve, target):
    answers = {"/busy": iter([(503, {}, ""), (429, {"Retry-After": "30"}, ""), (200, {}, "")]),
               "/wrong": iter([(400, {}, "")]), "/redirect": iter([(302, {"Location": "/"}, "")])}
    server = serve(lambda path, headers, body: next(answers[path]))
    targets = [
        {**target(server.url + path, client=own.client), "DeadLetterConfig": {"Arn": own.dead.arn}}
        for path in answers]
    own.rules.rule("r", {"source": ["x"]}, *targets)
    own.rules.put("x", {})
    server.wait_for(3)
    letters = own.dead.take(2)
    for letter in letters:
        attributes = {name: it["StringValue"] for name, it in letter["MessageAttributes"].items()}
        assert attributes["ERROR_CODE"] == "ERROR_FROM_TARGET"
        assert attributes["RETRY_ATTEMPTS"] == "0"
        assert "EXHAUSTED_RETRY_CONDITION" not in attributes
    busy = [request for request in server.requests if request[1] == "/busy"]
    assert len(busy) == 1
    own.server.clock(advance="1s")
    assert len(server.requests) == 4
    own.server.clock(advance="28s")
    assert len(server.requests) == 4
    own.server.clock(advance="3s")
    assert len(server.requests) == 5
    own.server.clock(advance="24h")
    assert len(server.requests) == 5
    assert own.dead.receive() == []


def test_the_rate_is_kept_on_the_clock(own, serve, target):
    server = serve()
    own.rules.rule("r", {"source": ["x"]},
                   {**target(server.url, client=own.client, rate=3), "InputPath": "$.detail.n"})
    own.rules.put("x", *[{"n": n} for n in range(8)])
    server.wait_for(3)
    for count in [6, 8, 8]:
        own.server.clock(advance="1s")
        assert len(server.requests) == count
    assert sorted(int(request[3]) for request in server.requests) == list(range(8))


def test_an_endpoint_that_does_not_answer_holds_up_nobody(rules, serve, target, make_queue):
    ended = threading.Event()
    silent = serve(lambda path, headers, body: (ended.wait(20), (200, {}, ""))[1])
    server, queue = serve(), make_queue()
    rules.rule("silent", {"source": ["x"]}, target(silent.url))
    rules.rule("r", {"source": ["x"]}, target(server.url), queue)
    for _ in range(5):
        rules.put("x", *[{} for _ in range(10)])
    server.wait_for(50)
    got = 0
    while got < 50:
        more = queue.receive(wait=10)
        assert more
        got += len(more)
    # So many are under way at once, and the rest waits.
    assert 1 <= len(silent.requests) <= 32, len(silent.requests)
    ended.set()
    silent.wait_for(50)
