"""Sandboxes that wait before anybody calls.

Source: Developer Guide, "Configuring provisioned concurrency for a function" and "Monitoring
concurrency".
"""

import os
import time
import urllib.request

import pytest

from lambda_functions import call, make
from servers import wait_until

CODE = """
import os
def handler(event, context):
    return [os.getpid(), os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"], context.function_version]
"""


def is_running(pid):
    """What nobody has asked about stays as a name."""
    path = f"/proc/{pid}/stat"
    return os.path.exists(path) and open(path).read().rsplit(")", 1)[1].split()[0] != "Z"


def ready(functions, qualifier):
    for _ in range(200):
        found = functions.get_provisioned_concurrency_config(
            FunctionName="kept", Qualifier=qualifier)
        if found["Status"] != "IN_PROGRESS":
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_it_waits_moves_with_its_alias_and_goes(client, account):
    functions = client("lambda")
    make(functions, account, "kept", CODE, Publish=True)
    functions.create_alias(FunctionName="kept", Name="live", FunctionVersion="1")
    functions.put_provisioned_concurrency_config(
        FunctionName="kept", Qualifier="live", ProvisionedConcurrentExecutions=2)
    found = ready(functions, "live")
    assert found["Status"] == "READY" and found["AllocatedProvisionedConcurrentExecutions"] == 2
    log = functions.invoke(FunctionName="kept:live", LogType="Tail")["LogResult"]
    assert "SW5pdCBEdXJhdGlvbj" not in log, "nothing begins"
    first = call(functions, "kept:live")
    assert first[1:] == ["provisioned-concurrency", "1"]
    assert call(functions, "kept")[1] == "on-demand"
    functions.update_function_configuration(FunctionName="kept", MemorySize=256)
    assert functions.publish_version(FunctionName="kept")["Version"] == "2"
    functions.update_alias(FunctionName="kept", Name="live", FunctionVersion="2")
    assert ready(functions, "live")["Status"] == "READY"
    assert call(functions, "kept:live")[1:] == ["provisioned-concurrency", "2"]
    assert call(functions, "kept:1")[1] == "on-demand"
    functions.delete_provisioned_concurrency_config(FunctionName="kept", Qualifier="live")
    for _ in range(100):
        if call(functions, "kept:live")[1] == "on-demand":
            break
        time.sleep(0.05)
    else:
        pytest.fail("what was kept goes on")


def test_it_is_begun_again_with_the_server(server_factory, tmp_path):
    account = "222222222222"
    server = server_factory(data=str(tmp_path / "world"))
    functions = server.client("lambda", account)
    make(functions, account, "kept", CODE, Publish=True)
    functions.put_provisioned_concurrency_config(
        FunctionName="kept", Qualifier="1", ProvisionedConcurrentExecutions=1)
    ready(functions, "1")
    pid, kind, _ = call(functions, "kept:1")
    assert kind == "provisioned-concurrency"
    server.stop()
    assert not is_running(pid), "it ends with the server"
    server = server_factory(data=str(tmp_path / "world"))
    functions = server.client("lambda", account)
    for _ in range(100):
        if call(functions, "kept:1")[1] == "provisioned-concurrency":
            break
        time.sleep(0.05)
    else:
        pytest.fail("it is not begun again")


def test_code_that_does_not_begin_is_told(client, account):
    functions = client("lambda")
    make(functions, account, "kept", "raise ValueError('no')\n", Publish=True)
    functions.put_provisioned_concurrency_config(
        FunctionName="kept", Qualifier="1", ProvisionedConcurrentExecutions=1)
    found = ready(functions, "1")
    assert found["Status"] == "FAILED" and found["StatusReason"] == "FUNCTION_ERROR_INIT_FAILURE"


def test_another_world_has_other_sandboxes(server_factory, tmp_path):
    """Ours: a snapshot that is loaded ends what runs, and begins what it has provisioned."""
    account = "222222222222"
    server = server_factory(data=str(tmp_path / "world"))
    functions = server.client("lambda", account)
    make(functions, account, "kept", CODE, Publish=True)
    functions.put_provisioned_concurrency_config(
        FunctionName="kept", Qualifier="1", ProvisionedConcurrentExecutions=1)
    ready(functions, "1")
    pid = call(functions, "kept:1")[0]
    for path, body in [("", b'{"name": "before"}'), ("/before/load", b"")]:
        url = f"{server.endpoint}/_nephele/snapshots{path}"
        urllib.request.urlopen(url, data=body, timeout=60).close()
    wait_until(lambda: not is_running(pid), what="the end of the old sandbox")
    wait_until(lambda: call(functions, "kept:1")[1] == "provisioned-concurrency",
               what="a provisioned one")
    assert call(functions, "kept:1")[0] != pid
