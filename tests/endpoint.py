"""A web server of a test: keeps the requests that reach it, and answers as the test says."""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAIT_SECONDS_MAX = 20


class Request:
    """What has come: path, headers (names in lower case) and body."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def kind(self):
        return self.headers.get("x-amz-sns-message-type")


class Endpoint:
    """Answers 200, or what is in `statuses` first, or `status` when that is set."""

    def __init__(self, port=0):
        self.requests = []
        self.statuses = []
        self.status = 200
        # Requests wait for this before they are answered.
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Condition()
        handler = type("Handler", (_Handler,), {"owner": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()

    def take(self, count=1):
        """Waits for so many requests more than were taken, and takes them."""
        with self.arrived:
            came = self.arrived.wait_for(lambda: len(self.requests) >= count, WAIT_SECONDS_MAX)
            assert came, f"{len(self.requests)} of {count} requests came"
            taken, self.requests = self.requests[:count], self.requests[count:]
            return taken

    def confirm(self):
        """Takes the next request, which asks for a confirmation, and gives it."""
        [request] = self.take()
        assert request.kind == "SubscriptionConfirmation", request.kind
        return visit(request.json["SubscribeURL"])


def visit(url):
    """What a browser gets."""
    with urllib.request.urlopen(url, timeout=WAIT_SECONDS_MAX) as answer:
        return answer.read().decode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        owner = self.owner
        with owner.arrived:
            owner.requests.append(Request(self.path, self.headers, body))
            status = owner.statuses.pop(0) if owner.statuses else owner.status
            owner.arrived.notify_all()
        owner.gate.wait(WAIT_SECONDS_MAX)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass
