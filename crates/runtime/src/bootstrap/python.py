"""Runs a Python handler by the Lambda Runtime API."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
ROOT = os.environ["LAMBDA_TASK_ROOT"]
LAYERS = os.environ.pop("_NEPHELE_LAYERS", "/opt")
PREFIX = "/2018-06-01/runtime/"


class Context:
    """What a handler is told of its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.tenant_id = None
        self.identity = Identity()
        self.client_context = client_context(headers.get("Lambda-Runtime-Client-Context"))
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Client:
    def __init__(self, members):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code",
                     "app_package_name"):
            setattr(self, name, members.get(name))


class ClientContext:
    def __init__(self, document):
        self.client = Client(document.get("client") or {})
        self.custom = document.get("custom")
        self.env = document.get("env")


def client_context(text):
    return ClientContext(json.loads(text)) if text else None


class LogHandler(logging.Handler):
    """Log records in Lambda's format: level, time, request id, message."""

    request_id = ""

    def emit(self, record):
        try:
            sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")
        except Exception:  # pylint: disable=broad-except
            self.handleError(record)

    def filter(self, record):
        record.aws_request_id = LogHandler.request_id
        return super().filter(record)


class JsonFormatter(logging.Formatter):
    """Log records as JSON objects; what is handed over as `extra` are members of theirs."""

    known = set(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}

    def format(self, record):
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": record.aws_request_id,
        }
        if record.exc_info and record.exc_info[0]:
            line["errorType"] = record.exc_info[0].__name__
            line["errorMessage"] = str(record.exc_info[1])
            line["stackTrace"] = traceback.format_tb(record.exc_info[2])
        for name, value in vars(record).items():
            if name not in self.known:
                line[name] = value
        return json.dumps(line, default=str, ensure_ascii=False)


LEVELS = {"TRACE": logging.NOTSET, "DEBUG": logging.DEBUG, "INFO": logging.INFO,
          "WARN": logging.WARNING, "ERROR": logging.ERROR, "FATAL": logging.CRITICAL}
IS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def set_up_logging():
    handler = LogHandler()
    if IS_JSON:
        handler.setFormatter(JsonFormatter())
        logging.getLogger().addHandler(handler)
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().setLevel(LEVELS.get(level, logging.INFO))
        return
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s",
        "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)


def call(method, path, body=None, headers=None):
    connection = http.client.HTTPConnection(API)
    connection.request(method, PREFIX + path, body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def report(path, error, request_id):
    document = {"errorMessage": error[1], "errorType": error[0], "requestId": request_id,
                "stackTrace": error[2]}
    if IS_JSON:
        now = time.time()
        line = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
                + f".{int(now % 1 * 1000):03d}Z", "log_level": "ERROR", **document}
        print(json.dumps(line), flush=True)
    else:
        lines = [f"[ERROR] {error[0]}: {error[1]}"]
        if error[2]:
            lines.append("Traceback (most recent call last):")
            lines.extend(entry.rstrip("\n").replace("\n", "\r") for entry in error[2])
        print("\r".join(lines), flush=True)
    call("POST", path, json.dumps(document).encode(),
         {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error[0]})


def of_exception(frames_to_skip):
    kind, value, trace = sys.exc_info()
    entries = traceback.extract_tb(trace)[frames_to_skip:]
    return kind.__name__, str(value), traceback.format_list(entries)


def fails_with(kind, message, stack=()):
    """A handler of a function that cannot be loaded: each invocation is told why."""
    def handler(_event, _context):
        raise Fault(kind, message, list(stack))
    return handler


class Fault(Exception):
    def __init__(self, kind, message, stack):
        super().__init__(message)
        self.told = (kind, message, stack)


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        return fails_with("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        return fails_with("Runtime.ImportModuleError",
                          f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        place = f"  File \"{error.filename}\" Line {error.lineno}\n    {error.text}"
        return fails_with("Runtime.UserCodeSyntaxError",
                          f"Syntax error in module '{module_name}': {error}", [place])
    function = getattr(module, function_name, None)
    if function is None:
        return fails_with("Runtime.HandlerNotFound",
                          f"Handler '{function_name}' missing on module '{module_name}'")
    return function


def serve(handler):
    while True:
        response, body = call("GET", "invocation/next")
        headers = response.headers
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        trace = headers.get("Lambda-Runtime-Trace-Id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        LogHandler.request_id = request_id
        path = f"invocation/{request_id}/"
        try:
            result = handler(json.loads(body), Context(headers))
        except Fault as fault:
            report(path + "error", fault.told, request_id)
            continue
        except Exception:  # pylint: disable=broad-except
            report(path + "error", of_exception(1), request_id)
            continue
        try:
            answer = json.dumps(result, ensure_ascii=False).encode()
        except Exception as error:  # pylint: disable=broad-except
            message = f"Unable to marshal response: {error}"
            report(path + "error", ("Runtime.MarshalError", message, []), request_id)
            continue
        sys.stdout.flush()
        call("POST", path + "response", answer, {"Content-Type": "application/json"})


def main():
    sys.path[0] = ROOT
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    sys.path.insert(1, f"{LAYERS}/python/lib/{version}/site-packages")
    sys.path.insert(1, f"{LAYERS}/python")
    sys.stdout.reconfigure(line_buffering=True)
    set_up_logging()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception:  # pylint: disable=broad-except
        report("init/error", of_exception(0), "")
        sys.exit(1)
    serve(handler)


main()
