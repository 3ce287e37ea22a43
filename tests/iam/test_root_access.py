"""Centralized root access: an organization's hand over the roots of its members.

Source: IAM User Guide, "Centralize root access for member accounts" and "Perform a privileged task
on an AWS Organizations member account"; STS API Reference, AssumeRoot; IAM API Reference,
EnableOrganizationsRootSessions, CreateLoginProfile, GenerateOrganizationsAccessReport.
"""

import pytest
from iam.documents import allow, deny, document

from expect import refused
from servers import make_client, wait_until

TASKS = "arn:aws:iam::aws:policy/root-task/"


@pytest.fixture
def organizations(client):
    client("organizations").create_organization(FeatureSet="ALL")
    client("organizations").enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    return client("organizations")


@pytest.fixture
def member(organizations):
    request = organizations.create_account(
        Email="dev@example.com", AccountName="dev")["CreateAccountStatus"]["Id"]

    def status():
        return organizations.describe_create_account_status(
            CreateAccountRequestId=request)["CreateAccountStatus"]
    wait_until(lambda: status()["State"] == "SUCCEEDED")
    return status()["AccountId"]


@pytest.fixture
def admin(user):
    """A user of the management account, who may take on roots."""
    return user("admin", allow("sts:AssumeRoot"))


def session(endpoint, sts, member, task, **more):
    found = sts.assume_root(
        TargetPrincipal=member, TaskPolicyArn={"arn": TASKS + task}, **more)["Credentials"]

    def as_root(service):
        return make_client(endpoint, service, found["AccessKeyId"], found["SecretAccessKey"],
                           found["SessionToken"])
    return as_root


def test_features(organizations, member, iam, account, endpoint):
    theirs = make_client(endpoint, "iam", member)
    with refused("AccountNotManagementOrDelegatedAdministratorException"):
        theirs.list_organizations_features()
    assert iam.list_organizations_features()["EnabledFeatures"] == []
    iam.enable_organizations_root_sessions()
    both = iam.enable_organizations_root_credentials_management()
    assert both["EnabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    organizations.register_delegated_administrator(
        AccountId=member, ServicePrincipal="iam.amazonaws.com")
    assert theirs.list_organizations_features()["OrganizationId"] == both["OrganizationId"]
    with refused("CallerIsNotManagementAccountException"):
        theirs.enable_organizations_root_sessions()
    left = theirs.disable_organizations_root_sessions()["EnabledFeatures"]
    assert left == ["RootCredentialsManagement"]
    assert iam.disable_organizations_root_credentials_management()["EnabledFeatures"] == []
    organizations.disable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    with refused("ServiceAccessNotEnabledException"):
        iam.enable_organizations_root_sessions()
    with refused("OrganizationNotFoundException"):
        make_client(endpoint, "iam", f"{(int(account) + 7) % 10**12:012}") \
            .list_organizations_features()


def test_who_may_take_on_a_root(organizations, member, iam, admin, user, client, account):
    wish = {"TargetPrincipal": member, "TaskPolicyArn": {"arn": TASKS + "S3UnlockBucketPolicy"}}
    sts = admin("sts")
    words = f"is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::{member}:root"
    with refused("AccessDenied", status=403, message=words):
        sts.assume_root(**wish)
    # The other feature is for the root's credentials.
    iam.enable_organizations_root_credentials_management()
    with refused("AccessDenied", status=403):
        sts.assume_root(**wish)
    iam.enable_organizations_root_sessions()
    found = sts.assume_root(DurationSeconds=300, **wish)
    assert found["Credentials"]["SessionToken"]
    wish["TargetPrincipal"] = f"arn:aws:iam::{member}:root"
    sts.assume_root(**wish)
    with refused("AccessDenied", status=403):
        client("sts").assume_root(**wish)
    with refused("AccessDenied", status=403):
        user("bob", allow("sts:AssumeRole"))("sts").assume_root(**wish)
    with refused("AccessDenied", status=403):
        sts.assume_root(**{**wish, "TargetPrincipal": account})
    for task in ["arn:aws:iam::aws:policy/AdministratorAccess", TASKS + "Nothing"]:
        with refused("ValidationError"):
            sts.assume_root(**{**wish, "TaskPolicyArn": {"arn": task}})
    with refused("ValidationError"):
        sts.assume_root(DurationSeconds=901, **wish)
    # The policy of the one who calls may allow single tasks.
    where = {"StringEquals": {"sts:TaskPolicyArn": TASKS + "SQSUnlockQueuePolicy"}}
    carl = user("carl", allow("sts:AssumeRoot", Condition=where))("sts")
    with refused("AccessDenied", status=403):
        carl.assume_root(**wish)
    carl.assume_root(**{**wish, "TaskPolicyArn": {"arn": TASKS + "SQSUnlockQueuePolicy"}})


def test_a_locked_bucket_and_a_locked_queue(organizations, member, iam, admin, endpoint, name):
    iam.enable_organizations_root_sessions()
    s3 = make_client(endpoint, "s3", member)
    s3.create_bucket(Bucket=name)
    nobody = {"Effect": "Deny", "Principal": "*"}
    s3.put_bucket_policy(Bucket=name, Policy=document(
        {**nobody, "Action": "s3:*",
         "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]}))
    root = session(endpoint, admin("sts"), member, "S3UnlockBucketPolicy")
    assert root("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{member}:root"
    assert name in [it["Name"] for it in root("s3").list_buckets()["Buckets"]]
    with refused("AccessDenied", status=403):
        root("s3").list_objects_v2(Bucket=name)
    with refused("AccessDenied", status=403):
        root("sqs").list_queues()
    root("s3").delete_bucket_policy(Bucket=name)
    s3.list_objects_v2(Bucket=name)

    sqs = make_client(endpoint, "sqs", member)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = arn["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={
        "Policy": document({**nobody, "Action": "sqs:*", "Resource": arn})})
    with refused("AccessDenied", status=403):
        sqs.send_message(QueueUrl=url, MessageBody="a")
    root = session(endpoint, admin("sts"), member, "SQSUnlockQueuePolicy")
    with refused("AccessDenied", status=403):
        root("sqs").send_message(QueueUrl=url, MessageBody="a")
    root("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    sqs.send_message(QueueUrl=url, MessageBody="a")


def test_the_credentials_of_a_root(organizations, member, iam, admin, endpoint):
    iam.enable_organizations_root_credentials_management()
    theirs = make_client(endpoint, "iam", member)
    key = theirs.create_access_key()["AccessKey"]["AccessKeyId"]
    device = theirs.create_virtual_mfa_device(VirtualMFADeviceName="d")["VirtualMFADevice"]
    theirs.create_user(UserName="ann")
    sts = admin("sts")
    audit = session(endpoint, sts, member, "IAMAuditRootUserCredentials")("iam")
    assert [it["AccessKeyId"] for it in audit.list_access_keys()["AccessKeyMetadata"]] == [key]
    assert audit.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert audit.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 1
    assert audit.list_mfa_devices()["MFADevices"] == []
    with refused("NoSuchEntity"):
        audit.get_login_profile()
    for call, arguments in [("list_access_keys", {"UserName": "ann"}),
                            ("delete_access_key", {"AccessKeyId": key}), ("list_users", {})]:
        with refused("AccessDenied", status=403, message="explicit deny"):
            getattr(audit, call)(**arguments)
    create = session(endpoint, sts, member, "IAMCreateRootUserPassword")("iam")
    with refused("ValidationError"):
        create.create_login_profile(Password="long-enough-01")
    create.create_login_profile()
    with refused("EntityAlreadyExists"):
        create.create_login_profile()
    with refused("AccessDenied", status=403):
        create.create_login_profile(UserName="ann", Password="long-enough-01")
    assert audit.get_login_profile()["LoginProfile"]["CreateDate"]
    assert audit.get_account_summary()["SummaryMap"]["AccountPasswordPresent"] == 1
    delete = session(endpoint, sts, member, "IAMDeleteRootUserCredentials")("iam")
    delete.delete_login_profile()
    delete.delete_access_key(AccessKeyId=key)
    delete.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
    summary = audit.get_account_summary()["SummaryMap"]
    assert (summary["AccountAccessKeysPresent"], summary["AccountPasswordPresent"]) == (0, 0)


def test_a_policy_of_the_organization_binds_the_session(
        organizations, member, iam, admin, endpoint):
    iam.enable_organizations_root_credentials_management()
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root_id, PolicyType="SERVICE_CONTROL_POLICY")

    def attach(name, **condition):
        policy = organizations.create_policy(
            Name=name, Description="", Type="SERVICE_CONTROL_POLICY",
            Content=document(deny("iam:ListAccessKeys", Condition=condition)))
        policy = policy["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=member)
    # aws-samples/service-control-policy-examples: roots are bound, privileged sessions are not.
    attach("roots", ArnLike={"aws:PrincipalArn": "arn:aws:iam::*:root"},
           BoolIfExists={"aws:AssumedRoot": "false"}, Null={"aws:AssumedRoot": "true"})
    with refused("AccessDenied", status=403):
        make_client(endpoint, "iam", member).list_access_keys()
    audit = session(endpoint, admin("sts"), member, "IAMAuditRootUserCredentials")("iam")
    audit.list_access_keys()
    attach("sessions", Bool={"aws:AssumedRoot": "true"})
    with refused("AccessDenied", status=403, message="service control policy"):
        audit.list_access_keys()


def test_what_the_accounts_have_used(organizations, member, iam, client, endpoint, user):
    where = organizations.describe_organization()["Organization"]["Id"]
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    path = f"{where}/{root_id}/{member}"
    with refused("InvalidInput"):
        iam.generate_organizations_access_report(EntityPath=path)
    organizations.enable_policy_type(RootId=root_id, PolicyType="SERVICE_CONTROL_POLICY")
    theirs = make_client(endpoint, "iam", member)
    theirs.create_user(UserName="ann")
    theirs.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document(allow("*")))
    key = theirs.create_access_key(UserName="ann")["AccessKey"]
    make_client(endpoint, "sqs", key["AccessKeyId"], key["SecretAccessKey"]).list_queues()
    policy = organizations.create_policy(
        Name="no-sns", Description="", Type="SERVICE_CONTROL_POLICY",
        Content=document(deny("sns:*")))["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=member)

    def report(path=path, **more):
        job = iam.generate_organizations_access_report(EntityPath=path, **more)["JobId"]
        return iam.get_organizations_access_report(JobId=job)
    found = report()
    assert found["JobStatus"] == "COMPLETED"
    used = {it["ServiceNamespace"]: it for it in found["AccessDetails"]}
    assert "sns" not in used and "dynamodb" in used
    assert found["NumberOfServicesAccessible"] == len(used)
    assert used["sqs"]["EntityPath"] == path and used["sqs"]["TotalAuthenticatedEntities"] == 1
    assert "LastAuthenticatedTime" not in used["dynamodb"]
    whole = {it["ServiceNamespace"]: it for it in report(f"{where}/{root_id}")["AccessDetails"]}
    assert "sns" in whole and whole["sqs"]["TotalAuthenticatedEntities"] == 1
    failed = report(f"{where}/{root_id}/ou-0000-00000000")
    assert failed["JobStatus"] == "FAILED" and failed["ErrorDetails"]["Message"]
    with refused("NoSuchEntity"):
        iam.get_organizations_access_report(JobId="0" * 36)
    with refused("AccessDenied", status=403):
        theirs.generate_organizations_access_report(EntityPath=path)
    one = report(OrganizationsPolicyId="p-FullAWSAccess")["AccessDetails"]
    assert "sns" in {it["ServiceNamespace"] for it in one}
