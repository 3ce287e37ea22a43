"""Signing in to IAM Identity Center with unmodified clients: botocore's device flow and credential
provider, the AWS CLI with a profile, the way through the browser with a proof key.

Sources: RFC 8628 and RFC 7636; "Configuring IAM Identity Center authentication with the AWS CLI".
"""

import base64
import datetime
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse

import botocore
import pytest
from botocore.exceptions import ClientError

from expect import refused
from identity_center import Center, get
from servers import make_client

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture
def center(client, account):
    return Center(client, account)


def log_in(endpoint, start_url, user):
    """What `aws sso login` does (version 2 of the command line: register, start, poll) by the
    unsigned clients of botocore; a person confirms in the browser meanwhile."""
    oidc = make_client(
        endpoint, "sso-oidc", signature_version=botocore.UNSIGNED, account=None, secret=None)
    registered = oidc.register_client(
        clientName="botocore-client", clientType="public", scopes=["sso:account:access"])
    known = {name: registered[name] for name in ("clientId", "clientSecret")}
    started = oidc.start_device_authorization(startUrl=start_url, **known)
    poll = dict(grantType="urn:ietf:params:oauth:grant-type:device_code",
                deviceCode=started["deviceCode"], **known)
    with refused("AuthorizationPendingException", status=400):
        oidc.create_token(**poll)
    page = get(started["verificationUriComplete"])
    assert started["userCode"] in page and "Allow as <b>ann</b>" in page
    assert "You can close this window" in get(
        started["verificationUri"], user_code=started["userCode"], user=user)
    token = oidc.create_token(**poll)
    expires = datetime.datetime.now(datetime.timezone.utc)
    expires += datetime.timedelta(seconds=token["expiresIn"])
    kept = {
        "startUrl": start_url, "region": "us-east-1", "accessToken": token["accessToken"],
        "expiresAt": expires.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return token, kept


def test_login_gets_working_credentials(endpoint, client, center, account, tmp_path):
    admin_set = center.make_set("Admins", SessionDuration="PT2H")
    center.admin.attach_managed_policy_to_permission_set(
        InstanceArn=center.instance, PermissionSetArn=admin_set, ManagedPolicyArn=ADMIN)
    assert center.assign(admin_set, center.user)["Status"] == "SUCCEEDED"
    token, kept = log_in(endpoint, center.start_url, "ann")

    portal = client("sso")
    access = token["accessToken"]
    assert [it["accountId"] for it in portal.list_accounts(accessToken=access)["accountList"]] == [
        account]
    roles = portal.list_account_roles(accessToken=access, accountId=account)["roleList"]
    assert [it["roleName"] for it in roles] == ["Admins"]

    # The AWS CLI finds the token where `aws sso login` keeps it.
    folder = tmp_path / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    name = hashlib.sha1(center.start_url.encode()).hexdigest()
    (folder / f"{name}.json").write_text(json.dumps(kept))
    (tmp_path / ".aws" / "config").write_text(
        f"[profile center]\nsso_start_url = {center.start_url}\nsso_region = us-east-1\n"
        f"sso_account_id = {account}\nsso_role_name = Admins\nregion = us-east-1\n")
    environment = {
        "HOME": str(tmp_path), "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": endpoint}
    command = [sys.executable, "-m", "awscli", "sts", "get-caller-identity", "--profile", "center"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    identity = json.loads(done.stdout)
    assert identity["Account"] == account
    assert re.fullmatch(
        rf"arn:aws:sts::{account}:assumed-role/AWSReservedSSO_Admins_[0-9a-f]{{16}}/ann",
        identity["Arn"])

    portal.logout(accessToken=access)
    with refused("UnauthorizedException", status=401):
        portal.list_accounts(accessToken=access)


def test_a_permission_set_limits_what_its_session_may_do(endpoint, client, center, account):
    set_arn = center.make_set("Queues")
    center.admin.put_inline_policy_to_permission_set(
        InstanceArn=center.instance, PermissionSetArn=set_arn, InlinePolicy=json.dumps({
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}}))
    group = center.store_client.create_group(
        IdentityStoreId=center.store, DisplayName="team")["GroupId"]
    assert center.assign(set_arn, group, "GROUP")["Status"] == "SUCCEEDED"
    token, _ = log_in(endpoint, center.start_url, "ann")
    portal = client("sso")
    ask = {"accessToken": token["accessToken"], "accountId": account, "roleName": "Queues"}
    # Ann is not in the group yet.
    with refused("ForbiddenException", status=403):
        portal.get_role_credentials(**ask)
    center.store_client.create_group_membership(
        IdentityStoreId=center.store, GroupId=group, MemberId={"UserId": center.user})
    given = portal.get_role_credentials(**ask)["roleCredentials"]
    as_ann = dict(
        account=given["accessKeyId"], secret=given["secretAccessKey"],
        token=given["sessionToken"])
    client("sqs", **as_ann).list_queues()
    with refused("AccessDenied", status=403):
        client("sqs", **as_ann).create_queue(QueueName="q")

    # Provisioned again it is what the permission set is now; its role is nobody else's to change.
    center.admin.attach_managed_policy_to_permission_set(
        InstanceArn=center.instance, PermissionSetArn=set_arn, ManagedPolicyArn=ADMIN)
    with refused("AccessDenied", status=403):
        client("sqs", **as_ann).create_queue(QueueName="q")
    center.admin.provision_permission_set(
        InstanceArn=center.instance, PermissionSetArn=set_arn, TargetType="AWS_ACCOUNT",
        TargetId=account)
    wait_for(lambda: center.admin.list_permission_sets_provisioned_to_account(
        InstanceArn=center.instance, AccountId=account,
        ProvisioningStatus="LATEST_PERMISSION_SET_PROVISIONED")["PermissionSets"])
    client("sqs", **as_ann).create_queue(QueueName="q")
    role = client("iam").list_roles(PathPrefix="/aws-reserved/")["Roles"][0]["RoleName"]
    with refused("UnmodifiableEntity", status=400):
        client("iam").delete_role(RoleName=role)


def wait_for(ask):
    for _ in range(200):
        if ask():
            return
    raise AssertionError("it does not come")


def test_a_denied_device_gets_nothing(endpoint, client, center):
    oidc = client("sso-oidc")
    registered = oidc.register_client(clientName="tool", clientType="public")
    known = {name: registered[name] for name in ("clientId", "clientSecret")}
    with refused("InvalidRequestException", status=400):
        oidc.start_device_authorization(startUrl="https://d-0000000000.awsapps.com/start", **known)
    started = oidc.start_device_authorization(startUrl=center.start_url, **known)
    poll = dict(grantType="urn:ietf:params:oauth:grant-type:device_code",
                deviceCode=started["deviceCode"], **known)
    with refused("AuthorizationPendingException", status=400):
        oidc.create_token(**poll)
    get(started["verificationUri"], user_code=started["userCode"], deny=1)
    with refused("AccessDeniedException", status=400):
        oidc.create_token(**poll)
    with pytest.raises(urllib.error.HTTPError):
        get(started["verificationUri"], user_code=started["userCode"], user="ann")
    with refused("InvalidClientException", status=401):
        oidc.create_token(**{**poll, "clientSecret": "other"})


def test_the_way_through_the_browser(endpoint, client, center, account):
    oidc = client("sso-oidc")
    callback = "http://127.0.0.1/oauth/callback"
    registered = oidc.register_client(
        clientName="tool", clientType="public", grantTypes=["authorization_code", "refresh_token"],
        redirectUris=[callback], issuerUrl=center.start_url, scopes=["sso:account:access"])
    verifier = "v" * 64
    digest = hashlib.sha256(verifier.encode()).digest()
    redirect = "http://127.0.0.1:50123/oauth/callback"
    asked = dict(
        response_type="code", client_id=registered["clientId"], redirect_uri=redirect,
        state="s&t", code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("="),
        code_challenge_method="S256")
    page = get(f"{endpoint}/authorize", **asked)
    assert "Allow as <b>ann</b>" in page
    with pytest.raises(urllib.error.HTTPError):
        get(f"{endpoint}/authorize", **{**asked, "redirect_uri": "http://example.com/"})
    page = get(f"{endpoint}/authorize", user="ann", **asked)
    url = html.unescape(re.search(r'content="0;url=([^"]*)"', page).group(1))
    assert url.startswith(redirect + "?")
    back = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    assert back["state"] == ["s&t"]
    known = {name: registered[name] for name in ("clientId", "clientSecret")}
    redeem = dict(grantType="authorization_code", code=back["code"][0], redirectUri=redirect,
                  **known)
    with refused("InvalidGrantException", status=400):
        oidc.create_token(codeVerifier="w" * 64, **redeem)
    token = oidc.create_token(codeVerifier=verifier, **redeem)
    with refused("InvalidGrantException", status=400):
        oidc.create_token(codeVerifier=verifier, **redeem)
    refresh = dict(grantType="refresh_token", refreshToken=token["refreshToken"], **known)
    again = oidc.create_token(**refresh)
    with refused("InvalidGrantException", status=400):
        oidc.create_token(**refresh)
    accounts = client("sso").list_accounts(accessToken=again["accessToken"])
    assert accounts["accountList"] == []


def test_tokens_end(own_server, account):
    def client(service, **options):
        return own_server.client(service, account, **options)
    center = Center(client, account)
    token, _ = log_in(own_server.endpoint, center.start_url, "ann")
    portal = client("sso")
    own_server.clock(advance="59m")
    portal.list_accounts(accessToken=token["accessToken"])
    own_server.clock(advance="2m")
    with pytest.raises(ClientError) as error:
        portal.list_accounts(accessToken=token["accessToken"])
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 401


def test_attributes_of_users_are_tags_of_their_sessions(endpoint, client, center, account):
    # User Guide, "Attributes for access control".
    center.store_client.update_user(
        IdentityStoreId=center.store, UserId=center.user, Operations=[
            {"AttributePath": "title", "AttributeValue": "Engineer"},
            {"AttributePath": "emails", "AttributeValue": [
                {"value": "ann@example.com", "primary": True}]}])
    sources = {"Title": "title", "Mail": "emails[primary eq true].value", "Nick": "nickName"}
    center.admin.create_instance_access_control_attribute_configuration(
        InstanceArn=center.instance, InstanceAccessControlAttributeConfiguration={
            "AccessControlAttributes": [
                {"Key": key, "Value": {"Source": ["${path:%s}" % path]}}
                for key, path in sources.items()]})
    tagged = center.make_set("Tagged")
    center.admin.put_inline_policy_to_permission_set(
        InstanceArn=center.instance, PermissionSetArn=tagged, InlinePolicy=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*", "Condition": {
                    "StringEquals": {"aws:PrincipalTag/Title": "Engineer",
                                     "aws:PrincipalTag/Mail": "ann@example.com"},
                    "Null": {"aws:PrincipalTag/Nick": "true"}}}]}))
    assert center.assign(tagged, center.user)["Status"] == "SUCCEEDED"
    token, _ = log_in(endpoint, center.start_url, "ann")

    def queues():
        keys = client("sso").get_role_credentials(
            accessToken=token["accessToken"], accountId=account,
            roleName="Tagged")["roleCredentials"]
        return client("sqs", account=keys["accessKeyId"], secret=keys["secretAccessKey"],
                      token=keys["sessionToken"])
    queues().list_queues()
    center.store_client.update_user(
        IdentityStoreId=center.store, UserId=center.user, Operations=[
            {"AttributePath": "title", "AttributeValue": "Manager"}])
    with refused("AccessDenied", status=403):
        queues().list_queues()


def test_a_client_for_something_else_sees_no_accounts(endpoint, client, center):
    # "IAM Identity Center access scopes": sso:account:access is the one for accounts.
    oidc = client("sso-oidc")
    registered = oidc.register_client(
        clientName="tool", clientType="public", scopes=["codewhisperer:completions"])
    known = {name: registered[name] for name in ("clientId", "clientSecret")}
    started = oidc.start_device_authorization(startUrl=center.start_url, **known)
    get(started["verificationUri"], user_code=started["userCode"], user="ann")
    token = oidc.create_token(
        grantType="urn:ietf:params:oauth:grant-type:device_code",
        deviceCode=started["deviceCode"], **known)
    with refused("UnauthorizedException", status=401):
        client("sso").list_accounts(accessToken=token["accessToken"])
