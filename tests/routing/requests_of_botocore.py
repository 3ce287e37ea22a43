"""Every operation of every service, as botocore itself serialises and signs it.

Inputs are minimal: required members only, with values made from the shapes. Run as a program it
writes one request a line (JSON) without sending any; `cargo xtask routes FILE` reads them.
"""

import base64
import datetime
import json
import multiprocessing
import os
import re
import sys
import urllib.parse

import botocore.session
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.tokens import FrozenAuthToken

DEPTH_MAX = 8
ACCOUNT = "123456789012"
REGION = "us-east-1"


def minimal(shape, name="", depth=0):
    """A small value of `shape` that botocore accepts."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {}
        if getattr(shape, "is_tagged_union", False):
            members = list(shape.members)[:1]
        else:
            members = shape.required_members
        if depth > DEPTH_MAX:
            members = []
        return {m: minimal(shape.members[m], m, depth + 1) for m in members}
    if kind == "list":
        count = min(shape.metadata.get("min", 1) or 1, 3)
        return [minimal(shape.member, name, depth + 1)] * count
    if kind == "map":
        return {minimal(shape.key, name, depth + 1): minimal(shape.value, name, depth + 1)}
    if kind == "string":
        traits = shape.serialization
        is_json = traits.get("jsonvalue") and traits.get("location") == "header"
        return {} if is_json else text(shape, name)
    if kind == "blob":
        return b"a" * max(shape.metadata.get("min", 1), 1)
    if kind == "boolean":
        return True
    if kind == "timestamp":
        return datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    if kind in ("float", "double"):
        return float(shape.metadata.get("min", 1))
    return int(shape.metadata.get("min", 1))


# Endpoint rules check that some ARNs are of the service that is called.
ARN_SERVICES = {"cloudfront-keyvaluestore": "cloudfront"}
arn_service = "service"


def text(shape, name):
    if shape.enum:
        return shape.enum[0]
    most = shape.metadata.get("max", 1000)
    least = max(shape.metadata.get("min", 1), 1)
    lower = name.lower()
    if lower in ("accountid", "awsaccountid", "account"):
        return ACCOUNT
    if lower == "bucket":
        return "amzn-s3-demo-bucket"
    if name == "PredictEndpoint":  # where botocore then sends the request
        return f"https://realtime.machinelearning.{REGION}.amazonaws.com"
    if "arn" in re.findall("[A-Z]?[a-z]+", name) or lower.endswith("arn"):
        arn = f"arn:aws:{arn_service}:{REGION}:{ACCOUNT}:kind/name".ljust(least, "e")
        return arn if len(arn) <= most else "a" * least
    if "name" in lower and least <= 4 <= most:
        return "name"
    return "a" * least


class NoBody:
    """The body of an answer that was never sent."""

    def stream(self, **_):
        return iter(())


def session():
    result = botocore.session.Session()
    result.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret")
    result.register_component("token_provider", Token())
    return result


class Token:
    def load_token(self, **_):
        return FrozenAuthToken("token", None)


def config(**more):
    return Config(
        region_name=REGION,
        retries={"total_max_attempts": 1},
        connect_timeout=5,
        read_timeout=20,
        s3={"addressing_style": "path"},
        **more,
    )


def operations(client):
    """Names of operations and methods; botocore offers none for event streams to the server."""
    names = ((api, method) for method, api in client.meta.method_to_api_mapping.items())
    return sorted(names)


def input_of(client, operation):
    shape = client.meta.service_model.operation_model(operation).input_shape
    return minimal(shape) if shape else {}


def is_head(client, operation):
    return client.meta.service_model.operation_model(operation).http["method"] == "HEAD"


def client(service, endpoint):
    """A client that keeps the names of hosts but connects to `endpoint` whatever they are.

    Prefixes of hosts (`123456789012.localhost`) do not resolve on every machine.
    """
    global arn_service
    arn_service = ARN_SERVICES.get(service, service)
    result = session().create_client(service, endpoint_url=endpoint, config=config())
    there = urllib.parse.urlsplit(endpoint)

    def redirect(request, **_):
        meant = urllib.parse.urlsplit(request.url)
        if meant.netloc != there.netloc:
            request.headers["Host"] = meant.netloc
            request.url = meant._replace(scheme=there.scheme, netloc=there.netloc).geturl()

    result.meta.events.register("before-send", redirect)
    return result


def capture(job):
    """The requests of one service: `job` is its name and an endpoint, or None for AWS's own."""
    global arn_service
    service, endpoint = job
    arn_service = ARN_SERVICES.get(service, service)
    client = session().create_client(service, endpoint_url=endpoint, config=config())
    caught = []

    def keep(request, **_):
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        if isinstance(body, str):
            body = body.encode()
        caught.append(
            {
                "method": request.method,
                "url": request.url,
                "headers": {
                    name: value.decode() if isinstance(value, bytes) else str(value)
                    for name, value in request.headers.items()
                },
                "body": base64.b64encode(body).decode(),
            }
        )
        return AWSResponse(request.url, 501, {}, NoBody())

    client.meta.events.register("before-send", keep)
    lines, failures = [], []
    for operation, method in operations(client):
        caught.clear()
        error = None
        try:
            getattr(client, method)(**input_of(client, operation))
        except Exception as exception:  # every answer is an error; what counts was caught
            error = exception
        if caught:
            lines.append({"service": service, "operation": operation, **caught[0]})
        else:
            failures.append(f"{service}:{operation}: {error!r}"[:300])
    missing = set(client.meta.service_model.operation_names) - {
        operation for operation, _ in operations(client)
    }
    failures += [f"{service}:{name}: botocore offers no method" for name in sorted(missing)]
    return lines, failures


def services():
    return session().get_available_services()


def main():
    path = sys.argv[1]
    endpoint = sys.argv[2] if len(sys.argv) > 2 else None
    jobs = [(service, endpoint) for service in services()]
    count, failures = 0, []
    with multiprocessing.Pool(os.cpu_count()) as pool, open(path, "w") as out:
        for lines, failed in pool.imap(capture, jobs, chunksize=1):
            failures += failed
            count += len(lines)
            for line in lines:
                out.write(json.dumps(line) + "\n")
    print(f"{count} requests; {len(failures)} could not be made:", *failures, sep="\n  ")


if __name__ == "__main__":
    main()
