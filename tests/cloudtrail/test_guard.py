"""The lab scp-guards-cloudtrail: developers are root in their accounts, and the trail must stand.

Right: a service control policy on their unit. Wrong: an IAM policy in the account (its root is not
bound by it).

Source: AWS Organizations User Guide, "SCP effects on permissions"; "Example SCPs" (CloudTrail).
"""

import json

from expect import refused
from servers import make_client
from trails import make_trail

ACCOUNT = "111111111111"


def member_of(server):
    organizations = server.client("organizations", ACCOUNT)
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    unit = organizations.create_organizational_unit(
        ParentId=root, Name="developers")["OrganizationalUnit"]["Id"]
    request = organizations.create_account(
        Email="dev@example.com", AccountName="dev")["CreateAccountStatus"]["Id"]
    server.clock(advance="1m")
    member = organizations.describe_create_account_status(
        CreateAccountRequestId=request)["CreateAccountStatus"]["AccountId"]
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=unit)
    return organizations, unit, member


def deny_changes():
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Resource": "*",
        "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail",
                   "cloudtrail:PutEventSelectors"]}]})


def test_a_control_policy_guards_the_trail_from_the_root(own_server):
    organizations, unit, member = member_of(own_server)
    arn = make_trail(own_server, member)
    policy = organizations.create_policy(
        Name="guard", Description="", Type="SERVICE_CONTROL_POLICY", Content=deny_changes())
    organizations.attach_policy(
        PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=unit)
    root = own_server.client("cloudtrail", member)
    for change in (root.stop_logging, root.delete_trail, root.update_trail):
        with refused("AccessDeniedException", message="explicit deny in a service control policy"):
            change(Name="main")
    assert root.get_trail_status(Name=arn)["IsLogging"]
    # That they have tried is an event.
    seen = root.lookup_events(LookupAttributes=[
        {"AttributeKey": "EventName", "AttributeValue": "StopLogging"}])["Events"]
    (tried,) = [json.loads(event["CloudTrailEvent"]) for event in seen]
    assert tried["errorCode"] in ("AccessDenied", "AccessDeniedException")
    assert tried["userIdentity"]["type"] == "Root"


def test_a_policy_in_the_account_does_not_bind_its_root(own_server):
    _, _, member = member_of(own_server)
    arn = make_trail(own_server, member)
    iam = own_server.client("iam", member)
    iam.create_user(UserName="dev")
    iam.attach_user_policy(
        UserName="dev", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    iam.put_user_policy(UserName="dev", PolicyName="guard", PolicyDocument=deny_changes())
    key = iam.create_access_key(UserName="dev")["AccessKey"]
    dev = make_client(
        own_server.endpoint, "cloudtrail", key["AccessKeyId"], key["SecretAccessKey"])
    with refused("AccessDeniedException"):
        dev.stop_logging(Name="main")
    own_server.client("cloudtrail", member).stop_logging(Name="main")
    status = own_server.client("cloudtrail", member).get_trail_status(Name=arn)
    assert status["IsLogging"] is False
