"""Every operation of Glacier that no other test here calls.

API: Amazon Glacier API Reference. DG: its Developer Guide.
"""

import json

import pytest

from expect import refused

GONE = "ResourceNotFoundException"


@pytest.fixture
def glacier(client):
    return client("glacier")


@pytest.fixture
def vault(glacier, name):
    glacier.create_vault(vaultName=name)
    return name


def deny(account, vault):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "keep", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Effect": "Deny",
        "Action": "glacier:DeleteArchive",
        "Resource": f"arn:aws:glacier:us-east-1:{account}:vaults/{vault}",
        "Condition": {"NumericLessThan": {"glacier:ArchiveAgeInDays": "365"}}}]})


def test_tags(glacier, vault):
    glacier.add_tags_to_vault(vaultName=vault, Tags={"a": "1", "b": "2"})
    glacier.remove_tags_from_vault(vaultName=vault, TagKeys=["a"])
    assert glacier.list_tags_for_vault(vaultName=vault)["Tags"] == {"b": "2"}
    with refused("LimitExceededException", status=400):
        glacier.add_tags_to_vault(vaultName=vault, Tags={f"k{it}": "v" for it in range(60)})


def test_an_access_policy(glacier, account, vault):
    with refused(GONE, status=404):
        glacier.get_vault_access_policy(vaultName=vault)
    text = deny(account, vault)
    glacier.set_vault_access_policy(vaultName=vault, policy={"Policy": text})
    kept = glacier.get_vault_access_policy(vaultName=vault)["policy"]["Policy"]
    assert json.loads(kept) == json.loads(text)
    glacier.delete_vault_access_policy(vaultName=vault)
    with refused(GONE, status=404):
        glacier.get_vault_access_policy(vaultName=vault)


def test_a_lock_is_tried_and_then_for_ever(glacier, account, vault):
    text = {"Policy": deny(account, vault)}
    glacier.initiate_vault_lock(vaultName=vault, policy=text)
    assert glacier.get_vault_lock(vaultName=vault)["State"] == "InProgress"
    glacier.abort_vault_lock(vaultName=vault)
    with refused(GONE, status=404):
        glacier.get_vault_lock(vaultName=vault)
    lock = glacier.initiate_vault_lock(vaultName=vault, policy=text)["lockId"]
    archive = glacier.upload_archive(vaultName=vault, body=b"x")["archiveId"]
    with refused("AccessDeniedException", status=403):
        glacier.delete_archive(vaultName=vault, archiveId=archive)
    glacier.complete_vault_lock(vaultName=vault, lockId=lock)
    assert glacier.get_vault_lock(vaultName=vault)["State"] == "Locked"
    with refused("InvalidParameterValueException", status=400):
        glacier.abort_vault_lock(vaultName=vault)


def test_notifications(client, glacier, vault):
    with refused(GONE, status=404):
        glacier.get_vault_notifications(vaultName=vault)
    topic = client("sns").create_topic(Name=vault)["TopicArn"]
    asked = {"SNSTopic": topic, "Events": ["ArchiveRetrievalCompleted"]}
    glacier.set_vault_notifications(vaultName=vault, vaultNotificationConfig=asked)
    assert glacier.get_vault_notifications(vaultName=vault)["vaultNotificationConfig"] == asked
    glacier.delete_vault_notifications(vaultName=vault)
    with refused(GONE, status=404):
        glacier.get_vault_notifications(vaultName=vault)


def test_jobs_and_uploads(glacier, vault):
    archive = glacier.upload_archive(vaultName=vault, body=b"x")["archiveId"]
    job = glacier.initiate_job(vaultName=vault, jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Bulk"})["jobId"]
    shown = glacier.describe_job(vaultName=vault, jobId=job)
    assert (shown["StatusCode"], shown["Tier"]) == ("InProgress", "Bulk")
    listed = glacier.list_jobs(vaultName=vault, completed="false")["JobList"]
    assert [it["JobId"] for it in listed] == [job]
    with refused(GONE, status=404):
        glacier.describe_job(vaultName=vault, jobId="none")
    upload = glacier.initiate_multipart_upload(vaultName=vault, partSize="1048576")["uploadId"]
    listed = glacier.list_multipart_uploads(vaultName=vault)["UploadsList"]
    assert [it["MultipartUploadId"] for it in listed] == [upload]
    glacier.abort_multipart_upload(vaultName=vault, uploadId=upload)
    assert glacier.list_multipart_uploads(vaultName=vault)["UploadsList"] == []


def test_rates_and_capacity(glacier):
    """DG, "Amazon Glacier Data Retrieval Policies": none to begin with."""
    def strategies():
        rules = glacier.get_data_retrieval_policy()["Policy"]["Rules"]
        return [it["Strategy"] for it in rules]
    assert strategies() == ["None"]
    glacier.set_data_retrieval_policy(Policy={"Rules": [
        {"Strategy": "BytesPerHour", "BytesPerHour": 10**9}]})
    assert strategies() == ["BytesPerHour"]
    with refused("InvalidParameterValueException", status=400):
        glacier.set_data_retrieval_policy(Policy={"Rules": [{"Strategy": "Fastest"}]})
    capacity = glacier.purchase_provisioned_capacity()["capacityId"]
    listed = glacier.list_provisioned_capacity()["ProvisionedCapacityList"]
    assert [it["CapacityId"] for it in listed] == [capacity]
