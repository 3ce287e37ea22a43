"""IAM Identity Center as tests use it: an instance with a user, and what a browser sees."""

import urllib.parse
import urllib.request


class Center:
    """An instance with a user Ann in a group, and permission sets."""

    def __init__(self, client, account):
        self.account = account
        self.admin = client("sso-admin")
        self.store_client = client("identitystore")
        self.instance = self.admin.create_instance(Name="center")["InstanceArn"]
        listed = self.admin.list_instances()["Instances"]
        assert [it["InstanceArn"] for it in listed] == [self.instance]
        self.store = listed[0]["IdentityStoreId"]
        self.start_url = f"https://{self.store}.awsapps.com/start"
        self.user = self.make_user("ann")

    def make_user(self, name):
        return self.store_client.create_user(
            IdentityStoreId=self.store, UserName=name, DisplayName=name.title(),
            Name={"GivenName": name.title(), "FamilyName": "Example"})["UserId"]

    def make_set(self, name, **options):
        return self.admin.create_permission_set(
            InstanceArn=self.instance, Name=name, **options)["PermissionSet"]["PermissionSetArn"]

    def assign(self, permission_set, principal, kind="USER", target=None):
        status = self.admin.create_account_assignment(
            InstanceArn=self.instance, TargetId=target or self.account, TargetType="AWS_ACCOUNT",
            PermissionSetArn=permission_set, PrincipalType=kind,
            PrincipalId=principal)["AccountAssignmentCreationStatus"]
        assert status["Status"] == "IN_PROGRESS"
        for _ in range(100):
            done = self.admin.describe_account_assignment_creation_status(
                InstanceArn=self.instance,
                AccountAssignmentCreationRequestId=status["RequestId"])
            done = done["AccountAssignmentCreationStatus"]
            if done["Status"] != "IN_PROGRESS":
                return done
        raise AssertionError("the assignment does not end")


def get(url, **query):
    """What a browser sees."""
    separator = "&" if "?" in url else "?"
    full = url + (separator + urllib.parse.urlencode(query) if query else "")
    with urllib.request.urlopen(full, timeout=30) as answer:
        return answer.read().decode()
