"""A bare HTTP client with one connection: fast, and free to send what no SDK would.

Its signatures are not worth anything: keys that the world has not made are not verified.
"""

import http.client
import json
import urllib.parse

AMZ_DATE = "20260101T000000Z"
ACCOUNT = "123456789012"


def authorization(service, account=ACCOUNT, region="us-east-1"):
    scope = f"{account}/20260101/{region}/{service}/aws4_request"
    return (f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, "
            f"Signature={'0' * 64}")


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body

    def json(self):
        """An operation without output answers no body at all."""
        return json.loads(self.body) if self.body else {}

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:500]!r}"


class Bare:
    """One connection, opened again when it was closed."""

    def __init__(self, endpoint, account=ACCOUNT, host=None, timeout=60):
        self.address = urllib.parse.urlsplit(endpoint).netloc
        self.account, self.host = account, host
        self.connection = http.client.HTTPConnection(self.address, timeout=timeout)

    def close(self):
        self.connection.close()

    def request(self, method, target, body=None, headers=None):
        headers = dict(headers or {})
        if self.host:
            headers.setdefault("Host", self.host)
        self.connection.request(method, target, body, headers)
        response = self.connection.getresponse()
        return Answer(response, response.read())

    def json_rpc(self, target, body, service="sqs", version="1.0", headers=None):
        """`body` is bytes, or a value to be written as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", "/", data, {
            "X-Amz-Target": target,
            "Content-Type": f"application/x-amz-json-{version}",
            "Authorization": authorization(service, self.account),
            "X-Amz-Date": AMZ_DATE,
            **(headers or {}),
        })

    def sqs(self, operation, **members):
        """The answer's members; any refusal is a failure of the test."""
        answer = self.json_rpc(f"AmazonSQS.{operation}", members)
        if answer.status != 200:
            raise AssertionError(f"{operation} {str(members)[:300]}: {answer}")
        return answer.json()

    def query(self, body, service="sqs", headers=None):
        """A request of the query protocol: `body` is bytes, or pairs to be encoded."""
        data = body if isinstance(body, bytes) else urllib.parse.urlencode(body).encode()
        return self.request("POST", "/", data, {
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": authorization(service, self.account),
            "X-Amz-Date": AMZ_DATE,
            **(headers or {}),
        })

    def s3(self, method, target, body=None, headers=None):
        return self.request(method, target, body, {
            "Authorization": authorization("s3", self.account),
            "X-Amz-Date": AMZ_DATE,
            "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD",
            **(headers or {}),
        })
