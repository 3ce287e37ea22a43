"""Lab `public-access-block`: a bucket that nobody can open by mistake.

Requirement: no object of the company is ever public, whatever a developer sets on it.

Right: the public access block stays on (as in every bucket that is made): public policies and
lists are refused, and those that are there already do not count.
Wrong: trust that nobody opens it: one policy, and the whole world reads it.
"""

import pytest

from labs_s3.lab import Cloud, code_of


@pytest.fixture
def cloud(own_server):
    cloud = Cloud(own_server)
    cloud.bucket("papers")
    cloud.s3.put_object(Bucket="papers", Key="secret", Body=b"for us alone")
    return cloud


def is_seen_by_everybody(cloud):
    return code_of(cloud.anonymous().get_object, Bucket="papers", Key="secret") is None


def test_right_what_would_open_it_is_refused(cloud):
    assert code_of(cloud.open_to_everybody, bucket="papers") == "AccessDenied"
    cloud.s3.put_bucket_ownership_controls(Bucket="papers", OwnershipControls={
        "Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    assert code_of(cloud.s3.put_object_acl, Bucket="papers", Key="secret",
                   ACL="public-read") == "AccessDenied"
    assert not is_seen_by_everybody(cloud)


def test_right_what_was_open_is_shut(cloud):
    cloud.s3.delete_public_access_block(Bucket="papers")
    cloud.open_to_everybody("papers")
    assert is_seen_by_everybody(cloud)
    cloud.s3.put_public_access_block(Bucket="papers", PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True})
    assert not is_seen_by_everybody(cloud)
    # The owner still has it.
    assert cloud.s3.get_object(Bucket="papers", Key="secret")["Body"].read() == b"for us alone"


def test_wrong_without_the_block_one_policy_is_enough(cloud):
    cloud.s3.delete_public_access_block(Bucket="papers")
    cloud.open_to_everybody("papers")
    assert is_seen_by_everybody(cloud)


def test_wrong_without_the_block_one_list_is_enough(cloud):
    cloud.s3.delete_public_access_block(Bucket="papers")
    cloud.s3.put_bucket_ownership_controls(Bucket="papers", OwnershipControls={
        "Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    cloud.s3.put_object_acl(Bucket="papers", Key="secret", ACL="public-read")
    assert is_seen_by_everybody(cloud)
