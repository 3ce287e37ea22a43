"""Parameter Store by boto3: what needs a real client, many parameters, or a restart.

Source: Systems Manager User Guide, "AWS Systems Manager Parameter Store", and API Reference. What
every operation answers and refuses is in services/svc-ssm/cases.
"""

import pytest

from expect import refused

ACCOUNT = "123456789012"


@pytest.fixture
def ssm(client):
    return client("ssm")


def test_paginators_walk_a_hierarchy_once(ssm):
    names = {f"/app/{area}/{number:02}" for area in "abc" for number in range(12)}
    for name in sorted(names):
        ssm.put_parameter(Name=name, Value=name, Type="String")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/app", Recursive=True)
    found = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
    assert found == sorted(names)
    assert ssm.get_parameters_by_path(Path="/app")["Parameters"] == []
    pages = ssm.get_paginator("describe_parameters").paginate(
        ParameterFilters=[{"Key": "Path", "Option": "Recursive", "Values": ["/app/b"]}],
        PaginationConfig={"PageSize": 5})
    assert len([entry for page in pages for entry in page["Parameters"]]) == 12
    with refused("ParameterNotFound", status=400):
        ssm.get_parameter(Name="/app")


def test_the_hundred_and_first_version_pushes_the_first_out(ssm):
    for number in range(100):
        ssm.put_parameter(Name="p", Value=str(number), Type="String", Overwrite=True)
    ssm.label_parameter_version(Name="p", ParameterVersion=1, Labels=["keep"])
    with refused("ParameterMaxVersionLimitExceeded"):
        ssm.put_parameter(Name="p", Value="100", Overwrite=True)
    ssm.label_parameter_version(Name="p", ParameterVersion=2, Labels=["keep"])
    assert ssm.put_parameter(Name="p", Value="100", Overwrite=True)["Version"] == 101
    with refused("ParameterVersionNotFound"):
        ssm.get_parameter(Name="p:1")
    assert ssm.get_parameter(Name="p:keep")["Parameter"]["Value"] == "1"
    pages = ssm.get_paginator("get_parameter_history").paginate(Name="p")
    assert len([entry for page in pages for entry in page["Parameters"]]) == 100


def test_the_bootstrap_version_of_the_cdk_is_a_parameter_as_any(ssm):
    name = "/cdk-bootstrap/hnb659fds/version"
    ssm.put_parameter(Name=name, Value="28", Type="String")
    assert ssm.get_parameter(Name=name)["Parameter"]["Value"] == "28"


def test_secure_strings_stay_over_a_restart(server_factory, tmp_path):
    data = str(tmp_path / "data")
    server = server_factory(data=data)
    server.client("ssm", ACCOUNT).put_parameter(Name="s", Value="kept", Type="SecureString")
    server.kill()
    server = server_factory(data=data)
    answer = server.client("ssm", ACCOUNT).get_parameter(Name="s", WithDecryption=True)
    assert answer["Parameter"]["Value"] == "kept"
