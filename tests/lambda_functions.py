"""Functions for tests: packed from text, made, invoked."""

import io
import json
import zipfile

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                   "Action": "sts:AssumeRole"}],
})


def packed(**files):
    """A ZIP archive; `app_py` is the file `app.py`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name.replace("__", "/").replace("_", "."))
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, text)
    return out.getvalue()


def role(account, name="runner"):
    """In an account where IAM was never used any role is assumed."""
    return f"arn:aws:iam::{account}:role/{name}"


def make(client, account, name, code, runtime="python3.11", handler="app.handler", **more):
    """A function whose code is the text of `app.py`, or an archive."""
    archive = code if isinstance(code, bytes) else packed(app_py=code)
    return client.create_function(
        FunctionName=name, Runtime=runtime, Handler=handler, Role=role(account),
        Code={"ZipFile": archive}, **more)


def call(client, name, event=None, **more):
    """What it answers; an error of the function fails the test."""
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event), **more)
    payload = answer["Payload"].read()
    assert "FunctionError" not in answer, payload
    return json.loads(payload)
