"""Parameter Store's remaining operations by boto3, a success and a refusal of each.

Source: [A] of each operation; User Guide, "Parameter Store service settings".
"""

import pytest

from expect import refused

TIER = "/ssm/parameter-store/default-parameter-tier"


@pytest.fixture
def ssm(client):
    return client("ssm")


@pytest.fixture
def parameters(ssm, name):
    names = [f"/{name}/{it}" for it in ("a", "b", "c")]
    for it in names:
        ssm.put_parameter(Name=it, Value="1", Type="String")
    return names


def test_several_at_once(ssm, parameters):
    first, second, third = parameters
    found = ssm.get_parameters(Names=[first, "/absent"])
    assert [it["Name"] for it in found["Parameters"]] == [first]
    assert found["InvalidParameters"] == ["/absent"]
    ssm.delete_parameter(Name=first)
    with refused("ParameterNotFound", status=400):
        ssm.delete_parameter(Name=first)
    gone = ssm.delete_parameters(Names=[second, third, "/absent"])
    assert sorted(gone["DeletedParameters"]) == sorted([second, third])
    assert gone["InvalidParameters"] == ["/absent"]
    with refused("ValidationException", status=400):
        ssm.get_parameters(Names=[f"/n{it}" for it in range(11)])


def test_tags(ssm, parameters):
    of = dict(ResourceType="Parameter", ResourceId=parameters[0])
    ssm.add_tags_to_resource(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}], **of)
    ssm.remove_tags_from_resource(TagKeys=["a"], **of)
    assert ssm.list_tags_for_resource(**of)["TagList"] == [{"Key": "b", "Value": "2"}]
    absent = dict(ResourceType="Parameter", ResourceId="/absent")
    for call, more in [(ssm.add_tags_to_resource, {"Tags": [{"Key": "a", "Value": "1"}]}),
                       (ssm.remove_tags_from_resource, {"TagKeys": ["a"]}),
                       (ssm.list_tags_for_resource, {})]:
        with refused("InvalidResourceId", status=400):
            call(**more, **absent)


def test_labels(ssm, parameters):
    of = dict(Name=parameters[0], ParameterVersion=1)
    ssm.label_parameter_version(Labels=["live"], **of)
    done = ssm.unlabel_parameter_version(Labels=["live", "other"], **of)
    assert (done["RemovedLabels"], done["InvalidLabels"]) == (["live"], ["other"])
    with refused("ParameterVersionNotFound", status=400):
        ssm.unlabel_parameter_version(
            Name=parameters[0], ParameterVersion=9, Labels=["live"])


def test_settings(ssm):
    assert ssm.get_service_setting(SettingId=TIER)[
        "ServiceSetting"]["SettingValue"] == "Standard"
    ssm.update_service_setting(SettingId=TIER, SettingValue="Advanced")
    changed = ssm.get_service_setting(SettingId=TIER)["ServiceSetting"]
    assert (changed["SettingValue"], changed["Status"]) == ("Advanced", "Customized")
    ssm.reset_service_setting(SettingId=TIER)
    assert ssm.get_service_setting(SettingId=TIER)[
        "ServiceSetting"]["SettingValue"] == "Standard"
    for call, more in [(ssm.get_service_setting, {}), (ssm.reset_service_setting, {}),
                       (ssm.update_service_setting, {"SettingValue": "Standard"})]:
        with refused("ServiceSettingNotFound", status=400):
            call(SettingId="/ssm/none", **more)
