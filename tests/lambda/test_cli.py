"""The AWS CLI makes, invokes and deletes a function.

Source: Developer Guide, "Using the AWS CLI".
"""

import json
import os
import subprocess
import sys

from lambda_functions import packed, role


def aws(endpoint, account, *words):
    program = os.path.join(os.path.dirname(sys.executable), "aws")
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "test",
                   "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": endpoint}
    done = subprocess.run([program, *words], env=environment, capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_function_from_the_command_line(endpoint, account, tmp_path):
    archive, answer = tmp_path / "code.zip", tmp_path / "answer.json"
    archive.write_bytes(packed(app_py="def handler(e, c):\n    return {'sum': sum(e)}\n"))
    status, out, error = aws(
        endpoint, account, "lambda", "create-function", "--function-name", "sum",
        "--runtime", "python3.11", "--handler", "app.handler", "--role", role(account),
        "--zip-file", f"fileb://{archive}")
    assert status == 0, error
    assert json.loads(out)["FunctionName"] == "sum"
    status, _, error = aws(endpoint, account, "lambda", "wait", "function-active-v2",
                           "--function-name", "sum")
    assert status == 0, error
    payload = tmp_path / "event.json"
    payload.write_text("[1, 2, 3]")
    status, out, error = aws(endpoint, account, "lambda", "invoke", "--function-name", "sum",
                             "--payload", f"file://{payload}", str(answer))
    assert status == 0, error
    assert json.loads(out)["StatusCode"] == 200 and json.loads(answer.read_text()) == {"sum": 6}
    assert aws(endpoint, account, "lambda", "delete-function", "--function-name", "sum")[0] == 0
    status, _, error = aws(endpoint, account, "lambda", "get-function", "--function-name", "sum")
    assert status != 0 and "ResourceNotFoundException" in error
