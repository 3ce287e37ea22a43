"""Answers that leave as a function writes them.

Source: Developer Guide, "Response streaming for Lambda functions" and "Writing response
streaming-enabled Lambda functions"; API Reference, InvokeWithResponseStream.
"""

import base64
import http.client
import json
import time
import urllib.parse

import pytest

from lambda_functions import make, packed

HANDLER = """
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  if (event.rawPath === "/http") {
    stream = awslambda.HttpResponseStream.from(stream, {
      statusCode: 201, headers: {"X-Kind": "stream", "Content-Type": "text/plain"},
      cookies: ["a=1"]});
  } else {
    stream.setContentType("text/event-stream");
  }
  if (event.fails === "before") throw new RangeError("before");
  stream.write("one");
  await pause(700);
  if (event.fails === "amid") throw new RangeError("amid");
  stream.write("two");
  console.log("written for", context.awsRequestId);
  stream.end();
});
"""


@pytest.fixture
def functions(client, account):
    functions = client("lambda")
    make(functions, account, "stream", packed(app_mjs=HANDLER), runtime="nodejs20.x")
    return functions


def invoke(functions, event=None, **more):
    """The events, each with the time at which it came."""
    answer = functions.invoke_with_response_stream(
        FunctionName="stream", Payload=json.dumps(event or {}), **more)
    return answer, [(time.monotonic(), event) for event in answer["EventStream"]]


def test_events_come_as_the_function_writes(functions):
    answer, events = invoke(functions, LogType="Tail")
    assert answer["ResponseStreamContentType"] == "text/event-stream"
    assert answer["ExecutedVersion"] == "$LATEST"
    pieces = [event["PayloadChunk"]["Payload"] for _, event in events[:-1]]
    assert pieces == [b"one", b"two"]
    assert events[1][0] - events[0][0] > 0.4, "the first did not wait for the second"
    end = events[-1][1]["InvokeComplete"]
    log = base64.b64decode(end["LogResult"]).decode()
    assert "written for" in log and "REPORT RequestId" in log and "ErrorCode" not in end


def test_an_error_before_and_amid(functions):
    _, events = invoke(functions, {"fails": "before"})
    (_, only), = events
    told = json.loads(only["InvokeComplete"]["ErrorDetails"])
    assert only["InvokeComplete"]["ErrorCode"] == "Unhandled"
    assert (told["errorType"], told["errorMessage"]) == ("RangeError", "before")
    _, events = invoke(functions, {"fails": "amid"})
    assert events[0][1]["PayloadChunk"]["Payload"] == b"one"
    assert json.loads(events[-1][1]["InvokeComplete"]["ErrorDetails"])["errorMessage"] == "amid"


def test_who_invokes_plainly_gets_it_whole(functions):
    assert functions.invoke(FunctionName="stream")["Payload"].read() == b"onetwo"


def test_the_log_is_written_although_nobody_listened_to_the_end(functions, client):
    answer = functions.invoke_with_response_stream(FunctionName="stream", Payload=b"{}")
    next(iter(answer["EventStream"]))
    answer["EventStream"].close()
    logs, seen = client("logs"), []
    for _ in range(100):
        try:
            found = logs.filter_log_events(logGroupName="/aws/lambda/stream")
            seen = [event["message"] for event in found["events"]]
        except logs.exceptions.ResourceNotFoundException:
            pass
        if any("written for" in line for line in seen):
            break
        time.sleep(0.1)
    assert any("written for" in line for line in seen), seen


def test_a_url_streams(functions, endpoint):
    url = functions.create_function_url_config(
        FunctionName="stream", AuthType="NONE", InvokeMode="RESPONSE_STREAM")
    assert url["InvokeMode"] == "RESPONSE_STREAM"
    functions.add_permission(
        FunctionName="stream", StatementId="url", Action="lambda:InvokeFunctionUrl",
        Principal="*", FunctionUrlAuthType="NONE")
    functions.add_permission(
        FunctionName="stream", StatementId="via", Action="lambda:InvokeFunction",
        Principal="*", InvokedViaFunctionUrl=True)
    host = urllib.parse.urlsplit(url["FunctionUrl"]).netloc
    there = urllib.parse.urlsplit(endpoint)
    connection = http.client.HTTPConnection(there.hostname, there.port, timeout=60)
    connection.request("GET", "/http", headers={"Host": host})
    answer = connection.getresponse()
    assert answer.status == 201 and answer.getheader("X-Kind") == "stream"
    assert answer.getheader("Content-Type") == "text/plain"
    assert answer.headers.get_all("Set-Cookie") == ["a=1"]
    assert answer.getheader("Content-Length") is None
    first, at = answer.read(3), time.monotonic()
    assert (first, answer.read()) == (b"one", b"two")
    assert time.monotonic() - at > 0.4
    connection.request("GET", "/", headers={"Host": host})
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream" and answer.read() == b"onetwo"
    changed = functions.update_function_url_config(FunctionName="stream", InvokeMode="BUFFERED")
    assert changed["InvokeMode"] == "BUFFERED"
