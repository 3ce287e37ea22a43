"""Fixtures of the tests of IAM: users with policies, and clients that use their keys."""

import pytest

from iam.documents import document


@pytest.fixture
def iam(client):
    return client("iam")


@pytest.fixture
def user(iam, client):
    """`user("ann", allow("sqs:*"))`: a factory of clients with the keys of a new user."""
    def make(name, *statements):
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="own",
                                PolicyDocument=document(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]

        def as_user(service, **options):
            return client(service, account=key["AccessKeyId"], secret=key["SecretAccessKey"],
                          **options)
        as_user.key = key
        return as_user
    return make
