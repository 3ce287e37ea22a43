"""The log format JSON.

Source: Developer Guide, "Configuring JSON and plain text log formats", "Log-level filtering".
"""

import base64
import json

import pytest

from expect import refused
from lambda_functions import make, packed

PYTHON = """
import logging
log = logging.getLogger("shop")
def handler(event, context):
    log.debug("small")
    log.warning("low %s", 3, extra={"item": "tea"})
    print('{"level": "debug", "msg": "by hand"}')
    print("plain")
    if event:
        raise KeyError("gone")
"""

NODE = """
export const handler = async () => {
  console.debug("small");
  console.info({ a: 1 });
  console.error("no", new TypeError("bad"));
};
"""


@pytest.fixture
def functions(client):
    return client("lambda")


def lines(functions, payload=b"null", name="f"):
    answer = functions.invoke(FunctionName=name, LogType="Tail", Payload=payload)
    text = base64.b64decode(answer["LogResult"]).decode()
    return [json.loads(line) if line.startswith("{") else line for line in text.splitlines()]


def test_python_and_the_platform(functions, account):
    made = make(functions, account, "f", PYTHON, LoggingConfig={"LogFormat": "JSON"})
    assert made["LoggingConfig"]["ApplicationLogLevel"] == "INFO"
    assert made["LoggingConfig"]["SystemLogLevel"] == "INFO"
    start, low, plain, report = lines(functions)
    assert start["type"] == "platform.start" and start["record"]["version"] == "$LATEST"
    assert low["level"] == "WARNING" and low["message"] == "low 3" and low["item"] == "tea"
    assert low["logger"] == "shop" and low["requestId"] == start["record"]["requestId"]
    assert plain == "plain"
    assert report["type"] == "platform.report" and report["record"]["status"] == "success"
    assert report["record"]["metrics"]["memorySizeMB"] == 128
    *_, error, report = [line for line in lines(functions, b"1") if isinstance(line, dict)
                         and line.get("type") != "platform.runtimeDone"]
    assert error["log_level"] == "ERROR" and error["errorType"] == "KeyError"
    assert report["record"]["status"] == "error" and report["record"]["errorType"] == "KeyError"


def test_levels_keep_lines_out(functions, account):
    make(functions, account, "f", PYTHON, LoggingConfig={
        "LogFormat": "JSON", "ApplicationLogLevel": "DEBUG", "SystemLogLevel": "WARN"})
    seen = lines(functions)
    assert [line["message"] for line in seen if isinstance(line, dict) and "message" in line] \
        == ["small", "low 3"]
    assert {"level": "debug", "msg": "by hand"} in seen
    assert not any("type" in line for line in seen), "nothing of the platform"
    changed = functions.update_function_configuration(
        FunctionName="f", LoggingConfig={"LogFormat": "Text"})
    assert "ApplicationLogLevel" not in changed["LoggingConfig"]
    with refused("InvalidParameterValueException", status=400):
        functions.update_function_configuration(
            FunctionName="f", LoggingConfig={"LogFormat": "Text", "SystemLogLevel": "WARN"})


def test_node(functions, account):
    make(functions, account, "f", packed(app_mjs=NODE), runtime="nodejs20.x",
         LoggingConfig={"LogFormat": "JSON"})
    _, info, error, _ = lines(functions)
    assert info["level"] == "INFO" and info["message"] == {"a": 1}
    assert error["errorType"] == "TypeError" and error["errorMessage"] == "bad"
