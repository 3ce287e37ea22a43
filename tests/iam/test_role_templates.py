"""Roles from AWS's templates, and the account's properties.

Source: IAM API Reference (AcquireRole, GetRoleTemplateVersion, GetAccountProperties,
PutAccountProperties); IAM User Guide, "Overview of role templates", "Manage access to role
manager".
"""

from iam.documents import allow

from expect import refused

TEMPLATE = "arn:aws:iam::aws:role-template/iam.amazonaws.com/PowerUserRoleTemplate:1"


def values(**given):
    return {name: {"Values": [value]} for name, value in given.items()}


def test_a_role_is_made_and_found(iam):
    version = iam.get_role_template_version(TemplateArn=TEMPLATE)["RoleTemplateVersion"]
    names = [it["Name"] for it in version["ParametersDefinition"]]
    assert names == ["AWSServiceName", "RoleName"]
    asked = {"TemplateArn": TEMPLATE, "TemplateMinorVersion": 0, "ReplacementValues": values(
        AWSServiceName="lambda.amazonaws.com", RoleName="runner")}
    made = iam.acquire_role(**asked)["Role"]
    trust = made["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert made["SourceRoleTemplate"]["TemplateArn"] == TEMPLATE
    assert iam.acquire_role(**asked)["Role"]["RoleId"] == made["RoleId"]
    attached = iam.list_attached_role_policies(RoleName="runner")["AttachedPolicies"]
    assert [it["PolicyArn"] for it in attached] == version["ManagedPolicyArns"]
    other = values(AWSServiceName="events.amazonaws.com", RoleName="runner")
    with refused("NameConflict", status=409):
        iam.acquire_role(TemplateArn=TEMPLATE, ReplacementValues=other)
    with refused("InvalidInput", status=400):
        iam.acquire_role(TemplateArn=TEMPLATE)
    with refused("NoSuchEntity", status=404):
        iam.get_role_template_version(TemplateArn=TEMPLATE[:-1] + "9")


def test_the_caller_must_be_allowed_each_step(iam, user):
    ann = user("ann", allow("iam:CreateRole"))("iam")
    given = values(AWSServiceName="lambda.amazonaws.com")
    with refused("AccessDenied", message="iam:AttachRolePolicy"):
        ann.acquire_role(TemplateArn=TEMPLATE, ReplacementValues=given)
    iam.acquire_role(TemplateArn=TEMPLATE, ReplacementValues=given)
    with refused("AccessDenied", message="iam:GetRole"):
        ann.acquire_role(TemplateArn=TEMPLATE, ReplacementValues=given)


def test_account_properties(iam, user):
    assert iam.get_account_properties()["Properties"] == {"RoleManager/Enabled": "false"}
    iam.put_account_properties(Properties={"RoleManager/Enabled": "true"})
    assert iam.get_account_properties()["Properties"] == {"RoleManager/Enabled": "true"}
    for wrong in [{"RoleManager/Enabled": "1"}, {"Other/Enabled": "true"}, {"RoleManager": "true"}]:
        with refused("InvalidInput", status=400):
            iam.put_account_properties(Properties=wrong)
    ann = user("ann", allow("iam:PutAccountProperties"))("iam")
    with refused("AccessDenied", message="iam:CreateServiceLinkedRole"):
        ann.put_account_properties(Properties={"RoleManager/Enabled": "true"})
    ann.put_account_properties(Properties={"RoleManager/Enabled": "false"})
    with refused("AccessDenied"):
        ann.get_account_properties()
