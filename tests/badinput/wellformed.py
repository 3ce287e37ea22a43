"""What a well-formed refusal looks like in each protocol, and raw bytes on a socket."""

import contextlib
import json
import re
import socket
import urllib.parse
import xml.etree.ElementTree as ElementTree

REQUEST_ID = re.compile(r"^[0-9A-Za-z-]{16,}$")


def json_error(answer, *codes, status=400):
    """AWS JSON 1.0 and 1.1 ("Handling errors" of the Smithy AWS JSON protocols)."""
    assert answer.status == status, answer
    assert answer.headers["content-type"].startswith("application/x-amz-json-1."), answer
    body = json.loads(answer.body)
    code = body["__type"].split("#")[-1]
    assert code in codes, answer
    assert REQUEST_ID.match(answer.headers["x-amzn-requestid"]), answer
    return body


def query_error(answer, *codes, status=400):
    """awsQuery: <ErrorResponse><Error><Type/><Code/><Message/></Error><RequestId/>."""
    assert answer.status == status, answer
    root = ElementTree.fromstring(answer.body)
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    assert root.tag == f"{space}ErrorResponse", answer
    assert root.findtext(f"{space}Error/{space}Type") in ("Sender", "Receiver"), answer
    assert root.findtext(f"{space}Error/{space}Code") in codes, answer
    assert REQUEST_ID.match(root.findtext(f"{space}RequestId")), answer


def s3_error(answer, *codes, status=400):
    """S3 ("Error responses"): <Error><Code/><Message/><RequestId/><HostId/>."""
    assert answer.status == status, answer
    root = ElementTree.fromstring(answer.body)
    assert root.tag == "Error", answer
    assert root.findtext("Code") in codes, answer
    assert REQUEST_ID.match(root.findtext("RequestId")), answer
    assert REQUEST_ID.match(answer.headers["x-amz-request-id"]), answer


def connect(endpoint, timeout=10):
    parts = urllib.parse.urlsplit(endpoint)
    return socket.create_connection((parts.hostname, parts.port), timeout=timeout)


def exchange(endpoint, data, until=None, timeout=5):
    """Sends bytes; answers what comes until the server closes, is silent, or has said `until`."""
    with connect(endpoint, timeout) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(data)
        received = b""
        with contextlib.suppress(OSError):
            if until is None:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
                if until and until in received:
                    break
        return received


def status_of(reply):
    """The status of raw HTTP/1 bytes; `None` when the connection was just closed."""
    match = re.match(rb"HTTP/1\.[01] (\d{3})", reply)
    return int(match[1]) if match else None
