"""Access Analyzer as a pipeline calls it: findings about policies, and the three custom checks.

Sources: IAM User Guide, "IAM policy validation check reference" (the examples of that page are used
as they are), "Custom policy checks"; AWS CLI Command Reference, examples of `accessanalyzer`.
"""

import json

import pytest
from botocore.exceptions import ClientError

from expect import refused

LINK = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-"
)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def analyzer(client):
    return client("accessanalyzer")


@pytest.fixture
def findings(analyzer):
    def validate(policy, kind="IDENTITY_POLICY", **options):
        text = policy if isinstance(policy, str) else document(policy)
        pages = analyzer.get_paginator("validate_policy").paginate(
            policyDocument=text, policyType=kind, **options
        )
        return [finding for page in pages for finding in page["findings"]]

    return validate


def codes(found):
    return [finding["issueCode"] for finding in found]


def test_a_policy_without_faults_has_no_findings(findings):
    assert findings({"Effect": "Allow", "Action": "s3:GetObject",
                     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}) == []


def test_an_administrator_is_warned_of(findings):
    """AdministratorAccess is the page's example of both."""
    found = findings({"Effect": "Allow", "Action": "*", "Resource": "*"})
    assert [(it["findingType"], it["issueCode"]) for it in found] == [
        ("SECURITY_WARNING", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("WARNING", "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE"),
    ]
    assert found[0]["learnMoreLink"] == (
        LINK + "security-warning-pass-role-with-star-in-action-and-resource"
    )
    assert "iam:PassedToService" in found[0]["findingDetails"]


def test_spans_say_where_a_fault_stands(findings):
    """A statement that is no list has no index; spans are of the value with its quotes."""
    text = """{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:ListBuckets",
    "Resource": "*"
  }
}"""
    [found] = findings(text)
    assert found["findingDetails"] == (
        "The action s3:ListBuckets does not exist. Did you mean s3:ListAllMyBuckets? The API "
        "called ListBuckets authorizes against the IAM action s3:ListAllMyBuckets."
    )
    [location] = found["locations"]
    assert location["path"] == [{"value": "Statement"}, {"value": "Action"}]
    start, end = location["span"]["start"], location["span"]["end"]
    assert (start["line"], start["column"], end["column"]) == (5, 14, 30)
    assert text[start["offset"]:end["offset"]] == '"s3:ListBuckets"'


def test_broken_json_is_a_finding(findings):
    [found] = findings('{\n  "Version": "2012-10-17",\n}')
    assert found["issueCode"] == "JSON_SYNTAX_ERROR"
    assert found["locations"][0]["span"]["start"] == {"line": 3, "column": 0, "offset": 29}


def test_redundant_actions_of_the_reference(findings):
    found = findings({"Effect": "Allow", "Resource": "*", "Action": [
        "iam:Get*", "iam:List*", "iam:GetCredentialReport"]})
    assert codes(found) == ["REDUNDANT_ACTION"]
    assert found[0]["findingDetails"] == (
        "The 1 action(s) are redundant because they provide similar permissions. Update the "
        "policy to remove the redundant action such as: iam:GetCredentialReport."
    )
    assert found[0]["locations"][0]["path"][-1] == {"index": 2}


def test_a_condition_of_the_reference(findings):
    found = findings({"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*",
                      "Condition": {"NumericLessThan": {
                          "aws:MultiFactorAuthAge": ["2700", "3600"]}}})
    assert codes(found) == ["REDUNDANT_CONDITION_VALUE_NUM"]
    assert "greatest" in found[0]["findingDetails"]


def test_kinds_of_policies_differ(findings):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    assert codes(findings(statement)) == ["UNSUPPORTED_PRINCIPAL"]
    assert codes(findings(statement, "SERVICE_CONTROL_POLICY")) == ["SCP_SYNTAX_ERROR_PRINCIPAL"]
    assert findings(statement, "RESOURCE_CONTROL_POLICY") == []
    bucket = "AWS::S3::Bucket"
    assert findings(statement, "RESOURCE_POLICY", validatePolicyResourceType=bucket) == []
    del statement["Principal"]
    assert codes(findings(statement, "RESOURCE_POLICY")) == ["MISSING_PRINCIPAL"]


def test_a_resource_policy_is_for_its_resource(findings):
    """The reference's example: KMS in the policy of a bucket."""
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"},
                 "Action": "kms:Decrypt", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}
    assert findings(statement, "RESOURCE_POLICY") == []
    [found] = findings(statement, "RESOURCE_POLICY", validatePolicyResourceType="AWS::S3::Bucket")
    assert found["issueCode"] == "UNSUPPORTED_ACTION_IN_POLICY"
    assert found["findingDetails"] == (
        "The action kms:Decrypt is not supported for the resource-based policy attached to the "
        "resource type S3 Bucket."
    )


def test_a_trust_policy_has_no_resource(findings):
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"},
                 "Action": "sts:AssumeRole", "Resource": "*"}
    trust = "AWS::IAM::AssumeRolePolicyDocument"
    found = findings(statement, "RESOURCE_POLICY", validatePolicyResourceType=trust)
    assert codes(found) == ["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"]


def test_a_resource_control_policy_is_for_everybody(findings):
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:*",
                 "Resource": "*"}
    found = findings(statement, "RESOURCE_CONTROL_POLICY")
    assert codes(found) == ["RCP_SYNTAX_ERROR_PRINCIPAL"]


def test_pages_are_followed_to_the_end(findings):
    actions = [f"s3:NoSuchThing{number:03}" for number in range(250)]
    found = findings({"Effect": "Allow", "Action": actions, "Resource": "*"},
                     PaginationConfig={"PageSize": 40})
    assert codes(found) == ["INVALID_ACTION"] * 250
    assert [it["locations"][0]["path"][-1]["index"] for it in found] == list(range(250))


def test_what_is_no_request(analyzer):
    with refused("ValidationException", status=400):
        analyzer.validate_policy(policyDocument="{}", policyType="IDENTITY_POLICY", nextToken="x")
    with pytest.raises(ClientError) as caught:
        analyzer.validate_policy(policyDocument="{}", policyType="NO_POLICY")
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    with refused("ValidationException", status=400):
        analyzer.validate_policy(policyDocument=" " * 70_000, policyType="IDENTITY_POLICY")


@pytest.mark.parametrize("statement, expected", [
    ({"Effect": "Allow", "Action": "iam:*", "Resource": "*"}, "FAIL"),
    ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, "FAIL"),
    ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, "PASS"),
    ({"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}, "PASS"),
    ({"Effect": "Deny", "Action": "iam:*", "Resource": "*"}, "PASS"),
])
def test_access_not_granted(analyzer, statement, expected):
    answer = analyzer.check_access_not_granted(
        policyDocument=document(statement), policyType="IDENTITY_POLICY",
        access=[{"actions": ["iam:CreateAccessKey"]}])
    assert answer["result"] == expected


def test_a_denial_takes_back_what_it_surely_covers(analyzer):
    def check(*statements, **access):
        return analyzer.check_access_not_granted(
            policyDocument=document(*statements), policyType="IDENTITY_POLICY",
            access=[access])

    allow = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}
    assert check(allow, deny, actions=["s3:DeleteBucket"])["result"] == "PASS"
    answer = check(allow, deny, actions=["s3:*"])
    assert (answer["result"], answer["reasons"][0]["statementIndex"]) == ("FAIL", 0)
    # Under a condition it is not sure.
    deny["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    assert check(allow, deny, actions=["s3:DeleteBucket"])["result"] == "FAIL"
    narrow = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::open/*"}
    secret = ["arn:aws:s3:::secret/*"]
    assert check(narrow, actions=["s3:GetObject"], resources=secret)["result"] == "PASS"
    assert check(allow, actions=["s3:GetObject"], resources=secret)["result"] == "FAIL"
    with refused("InvalidParameterException", status=400):
        check(allow, resources=["arn:aws:*:::secret/*"])


def test_no_new_access(analyzer):
    def check(new, existing):
        return analyzer.check_no_new_access(
            newPolicyDocument=document(*new), existingPolicyDocument=document(*existing),
            policyType="IDENTITY_POLICY")

    allow = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
             "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}
    narrower = dict(allow, Action="s3:GetObject", Resource="arn:aws:s3:::b/*")
    assert check([narrower], [allow])["result"] == "PASS"
    assert check([allow], [narrower])["result"] == "FAIL"
    wide = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert check([allow], [wide])["result"] == "PASS"
    # The blog's example: a condition that is left out.
    bound = dict(allow, Condition={"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}})
    assert check([bound], [allow])["result"] == "PASS"
    assert check([allow], [bound])["result"] == "FAIL"
    tighter = dict(allow, Condition={"StringEquals": {"aws:PrincipalTag/team": "a"}})
    assert check([tighter], [bound])["result"] == "PASS"
    assert check([bound], [tighter])["result"] == "FAIL"
    # A denial that is left out is new access, as far as it touches what is allowed.
    deny = {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}
    assert check([wide], [wide, deny])["result"] == "FAIL"
    assert check([wide, deny], [wide, deny])["result"] == "PASS"
    assert check([allow], [wide, deny])["result"] == "PASS"


PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}


@pytest.mark.parametrize("change, expected", [
    ({}, "FAIL"),
    ({"Principal": {"AWS": "*"}}, "FAIL"),
    ({"Principal": {"AWS": "123456789012"}}, "PASS"),
    ({"Effect": "Deny"}, "PASS"),
    ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg"}}}, "PASS"),
    ({"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg"}}}, "FAIL"),
    ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}}}, "PASS"),
    ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}}, "FAIL"),
    ({"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, "PASS"),
    ({"Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}}, "FAIL"),
    ({"Condition": {"StringEquals": {"aws:UserAgent": "mine"}}}, "FAIL"),
])
def test_no_public_access(analyzer, change, expected):
    answer = analyzer.check_no_public_access(
        policyDocument=document(dict(PUBLIC, **change)), resourceType="AWS::SQS::Queue")
    assert answer["result"] == expected


def test_a_denial_of_all_others_is_not_public(analyzer):
    outside = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*",
               "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-exampleorg"}}}
    answer = analyzer.check_no_public_access(
        policyDocument=document(PUBLIC, outside), resourceType="AWS::SQS::Queue")
    assert answer["result"] == "PASS"
    outside["Action"] = "sqs:ReceiveMessage"
    answer = analyzer.check_no_public_access(
        policyDocument=document(PUBLIC, outside), resourceType="AWS::SQS::Queue")
    assert answer["result"] == "FAIL"


def test_a_user_needs_the_permission(client):
    iam = client("iam")
    iam.create_user(UserName="reader")
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    own = client("accessanalyzer", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    with refused("AccessDeniedException", status=403, message="access-analyzer:ValidatePolicy"):
        own.validate_policy(policyDocument="{}", policyType="IDENTITY_POLICY")
    iam.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=document(
        {"Effect": "Allow", "Action": "access-analyzer:ValidatePolicy", "Resource": "*"}))
    assert own.validate_policy(policyDocument="{}", policyType="IDENTITY_POLICY")["findings"]


def test_policies_are_generated_from_trails_that_are_there(analyzer):
    assert analyzer.list_policy_generations()["policyGenerations"] == []
    with refused("ValidationException"):
        analyzer.start_policy_generation(
            policyGenerationDetails={"principalArn": "arn:aws:iam::111111111111:role/app"})
