"""Requests as bytes: what no client library would send, and protocols that ours do not speak."""

import http.client
import socket
import urllib.parse
import xml.etree.ElementTree

import botocore.auth
import botocore.awsrequest
import botocore.credentials

SQS_2012 = "{http://queue.amazonaws.com/doc/2012-11-05/}"


class Answer:
    """Status, headers and body of a reply."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def xml(self):
        return xml.etree.ElementTree.fromstring(self.body)

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:600]!r}"


def address(endpoint):
    parts = urllib.parse.urlsplit(endpoint)
    return parts.hostname, parts.port


def send(endpoint, method, path, headers=None, body=b"", timeout=30):
    """One request by http.client, which leaves path and headers as they are."""
    connection = http.client.HTTPConnection(*address(endpoint), timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        reply = connection.getresponse()
        return Answer(reply.status, reply.headers, reply.read())
    finally:
        connection.close()


def send_bytes(endpoint, data, timeout=30):
    """Writes raw bytes to a socket and reads until the server has closed or is silent."""
    with socket.create_connection(address(endpoint), timeout=timeout) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        got = b""
        while True:
            try:
                piece = connection.recv(65536)
            except (ConnectionResetError, TimeoutError):
                break
            if not piece:
                break
            got += piece
        return got


def signed(endpoint, service, method, path, headers=None, body=b"", account="test",
           secret="test", token=None, region="us-east-1", change=None):
    """A request signed by botocore; `change` may spoil it between signing and sending."""
    request = botocore.awsrequest.AWSRequest(
        method=method, url=endpoint + path, data=body, headers=headers or {})
    credentials = botocore.credentials.Credentials(account, secret, token)
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    signer(credentials, service, region).add_auth(request)
    ready = dict(request.headers.items())
    if change:
        change(ready)
    return send(endpoint, method, path, ready, body)


def sqs_query(endpoint, account, action, path="/", **parameters):
    """SQS by the query protocol, as clients before 2023 speak it."""
    form = {"Action": action, "Version": "2012-11-05", **parameters}
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    body = urllib.parse.urlencode(form).encode()
    return signed(endpoint, "sqs", "POST", path, headers, body, account)


def sqs_json(endpoint, account, operation, body, **options):
    headers = {"Content-Type": "application/x-amz-json-1.0",
               "X-Amz-Target": f"AmazonSQS.{operation}"}
    return signed(endpoint, "sqs", "POST", "/", headers, body, account, **options)
