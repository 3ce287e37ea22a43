"""`aws sso login` by version 2 of the AWS command line itself, unmodified, with the pages filled in
as a person does in the browser.

Sources: AWS CLI User Guide, "Configuring IAM Identity Center authentication with the AWS CLI" (the
profile; "By default, the AWS CLI uses PKCE authorization … as of version 2.22.0";
--use-device-code) and "Legacy non-refreshable configuration".
"""

import html
import json
import re
import subprocess
import urllib.error

import pytest

import command_line
from identity_center import Center, get

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
CONFIGURATION = """
[sso-session center]
sso_start_url = {url}
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = center
sso_account_id = {account}
sso_role_name = Admins
region = us-east-1

[profile legacy]
sso_start_url = {url}
sso_region = us-east-1
sso_account_id = {account}
sso_role_name = Admins
region = us-east-1
"""


@pytest.fixture(scope="session")
def aws_folder():
    try:
        return command_line.installed()
    except command_line.Unavailable as why:
        pytest.skip(f"version 2 of the AWS command line cannot be had here: {why}")


@pytest.fixture
def center(client, account):
    center = Center(client, account)
    admins = center.make_set("Admins", SessionDuration="PT2H")
    center.admin.attach_managed_policy_to_permission_set(
        InstanceArn=center.instance, PermissionSetArn=admins, ManagedPolicyArn=ADMIN)
    assert center.assign(admins, center.user)["Status"] == "SUCCEEDED"
    return center


@pytest.fixture
def aws(aws_folder, endpoint, center, account, tmp_path):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(
        CONFIGURATION.format(url=center.start_url, account=account))
    return command_line.CommandLine(aws_folder, tmp_path, endpoint)


class Login:
    """A sign-in that waits for its browser."""

    def __init__(self, aws, *arguments):
        self.process = aws.begin(
            "sso", "login", "--no-browser", *arguments, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        self.said = []

    def url(self, pattern):
        for line in self.process.stdout:
            self.said.append(line)
            if re.search(pattern, line):
                return line.strip()
        raise AssertionError("".join(self.said))

    def end(self):
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, "".join(self.said) + rest


def go_on(page):
    """What the browser does with the page that leads back to the client."""
    return get(html.unescape(re.search(r'content="0;url=([^"]*)"', page).group(1)))


def test_login_through_the_browser(aws, center, account, name):
    login = Login(aws, "--profile", "dev")
    url = login.url("/authorize")
    page = get(url)
    assert "Allow botocore-client-center to access" in page and "Allow as <b>ann</b>" in page
    go_on(get(url, user="ann"))
    code, said = login.end()
    assert code == 0 and f"Successfully logged into Start URL: {center.start_url}" in said

    assert aws.run("s3", "mb", f"s3://{name}", "--profile", "dev").returncode == 0
    listed = aws.run("s3", "ls", "--profile", "dev")
    assert listed.returncode == 0 and listed.stdout.split()[-1] == name, listed.stderr
    identity = json.loads(aws.run("sts", "get-caller-identity", "--profile", "dev").stdout)
    assert identity["Account"] == account and identity["Arn"].endswith("/ann")
    # Programs that know nothing of Identity Center get them so (`credential_process`).
    exported = json.loads(
        aws.run("configure", "export-credentials", "--profile", "dev").stdout)
    assert exported["AccessKeyId"].startswith("ASIA") and exported["Expiration"]

    assert aws.run("sso", "logout").returncode == 0
    refused = aws.run("s3", "ls", "--profile", "dev")
    assert refused.returncode != 0 and "Token for center does not exist" in refused.stderr


@pytest.mark.parametrize("options", [("--profile", "legacy"),
                                     ("--profile", "dev", "--use-device-code")])
def test_login_of_a_device(aws, options):
    login = Login(aws, *options)
    url = login.url("user_code=")
    get(url, user="ann")
    code, said = login.end()
    assert code == 0, said
    assert aws.run("s3", "ls", *options[:2]).returncode == 0


def test_who_denies_is_not_logged_in(aws):
    login = Login(aws, "--profile", "dev")
    url = login.url("/authorize")
    with pytest.raises(urllib.error.HTTPError):
        get(url, user="nobody")
    try:
        go_on(get(url, deny=1))
    except urllib.error.HTTPError:
        pass  # The command line's own page for what went wrong.
    code, said = login.end()
    assert code != 0 and "Successfully" not in said
    assert "Error loading SSO Token" in aws.run("s3", "ls", "--profile", "dev").stderr


def test_a_role_that_is_not_assigned_gives_no_credentials(aws, center, account, tmp_path):
    login = Login(aws, "--profile", "dev")
    go_on(get(login.url("/authorize"), user="ann"))
    assert login.end()[0] == 0
    configuration = (tmp_path / ".aws/config").read_text()
    (tmp_path / ".aws/config").write_text(configuration.replace("= Admins", "= Others"))
    refused = aws.run("s3", "ls", "--profile", "dev")
    assert refused.returncode != 0 and "(ForbiddenException)" in refused.stderr
