"""Amazon Glacier with boto3 as its users have it: the SDK computes the tree hashes.

DG: Amazon S3 Glacier Developer Guide. API: its API Reference.
"""

import hashlib
import io
import json
import random

import pytest
from botocore.utils import calculate_tree_hash

from expect import refused
from servers import make_client

MIB = 1024 * 1024


def body(size, seed=1):
    return random.Random(seed).randbytes(size)


@pytest.fixture
def glacier(client):
    return client("glacier")


@pytest.fixture
def vault(glacier, name):
    glacier.create_vault(vaultName=name)
    return name


def test_a_vault_and_its_refusals(glacier, vault):
    shown = glacier.describe_vault(vaultName=vault)
    assert shown["VaultName"] == vault and shown["NumberOfArchives"] == 0
    assert vault in [it["VaultName"] for it in glacier.list_vaults()["VaultList"]]
    with refused("ResourceNotFoundException", status=404, message="Vault not found for ARN"):
        glacier.describe_vault(vaultName="none")
    # API DeleteArchive: idempotent.
    glacier.delete_archive(vaultName=vault, archiveId="none")
    glacier.delete_vault(vaultName=vault)
    with refused("ResourceNotFoundException"):
        glacier.list_jobs(vaultName=vault)


def test_a_wrong_tree_hash_is_refused(glacier, vault):
    with refused("InvalidParameterValueException", status=400):
        glacier.upload_archive(vaultName=vault, body=b"hello", checksum="0" * 64)
    with refused("InvalidParameterValueException", status=400):
        glacier.upload_archive(vaultName=vault, body=b"")


def test_the_tree_hash_is_what_the_sdk_computes(glacier, vault):
    content = body(3 * MIB + 17)
    answer = glacier.upload_archive(vaultName=vault, body=content)
    assert answer["checksum"] == calculate_tree_hash(io.BytesIO(content))
    small = glacier.upload_archive(vaultName=vault, body=b"hello")
    assert small["checksum"] == hashlib.sha256(b"hello").hexdigest()


def own(own_server):
    glacier = make_client(own_server.endpoint, "glacier", "111111111111")
    glacier.create_vault(vaultName="photos")
    return glacier


def test_an_archive_comes_back(own_server):
    glacier = own(own_server)
    content = body(2 * MIB + 5)
    archive = glacier.upload_archive(
        vaultName="photos", body=content, archiveDescription="all of it")["archiveId"]
    job = glacier.initiate_job(vaultName="photos", jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Expedited"})["jobId"]
    with refused("InvalidParameterValueException"):
        glacier.get_job_output(vaultName="photos", jobId=job)
    part = glacier.initiate_job(vaultName="photos", jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Bulk",
        "RetrievalByteRange": f"{MIB}-{2 * MIB - 1}"})["jobId"]
    own_server.clock(advance="5m")
    output = glacier.get_job_output(vaultName="photos", jobId=job)
    assert output["status"] == 200 and output["archiveDescription"] == "all of it"
    assert output["checksum"] == calculate_tree_hash(io.BytesIO(content))
    assert output["body"].read() == content
    output = glacier.get_job_output(vaultName="photos", jobId=job, range="bytes=1048570-1048590")
    assert output["status"] == 206
    assert output["contentRange"] == f"bytes 1048570-1048590/{len(content)}"
    assert output["body"].read() == content[1048570:1048591]
    own_server.clock(advance="12h")
    output = glacier.get_job_output(vaultName="photos", jobId=part)
    assert output["body"].read() == content[MIB:2 * MIB]
    own_server.clock(advance="24h")
    with refused("ResourceNotFoundException", status=404):
        glacier.get_job_output(vaultName="photos", jobId=part)


def test_an_archive_in_parts_and_its_inventory(own_server):
    glacier = own(own_server)
    content = body(2 * MIB + 9, 2)
    upload = glacier.initiate_multipart_upload(
        vaultName="photos", partSize=str(MIB), archiveDescription="parts")["uploadId"]
    for start in range(0, len(content), MIB):
        piece = content[start:start + MIB]
        glacier.upload_multipart_part(
            vaultName="photos", uploadId=upload, body=piece,
            range=f"bytes {start}-{start + len(piece) - 1}/*")
    assert len(glacier.list_parts(vaultName="photos", uploadId=upload)["Parts"]) == 3
    whole = calculate_tree_hash(io.BytesIO(content))
    done = glacier.complete_multipart_upload(
        vaultName="photos", uploadId=upload, archiveSize=str(len(content)), checksum=whole)
    assert done["checksum"] == whole
    own_server.clock(advance="25h")
    assert glacier.describe_vault(vaultName="photos")["SizeInBytes"] == len(content)
    job = glacier.initiate_job(
        vaultName="photos", jobParameters={"Type": "inventory-retrieval"})["jobId"]
    own_server.clock(advance="5h")
    listed = json.loads(glacier.get_job_output(vaultName="photos", jobId=job)["body"].read())
    [entry] = listed["ArchiveList"]
    assert entry["ArchiveId"] == done["archiveId"]
    assert (entry["Size"], entry["SHA256TreeHash"]) == (len(content), whole)


def test_what_was_taken_in_outlives_the_process(server_factory, tmp_path):
    content = body(MIB + 1, 3)
    server = server_factory(data=tmp_path / "data")
    glacier = make_client(server.endpoint, "glacier", "111111111111")
    glacier.create_vault(vaultName="photos")
    archive = glacier.upload_archive(vaultName="photos", body=content)["archiveId"]
    job = glacier.initiate_job(vaultName="photos", jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Expedited"})["jobId"]
    server.stop()
    server = server_factory(data=tmp_path / "data")
    server.clock(advance="6m")
    glacier = make_client(server.endpoint, "glacier", "111111111111")
    assert glacier.get_job_output(vaultName="photos", jobId=job)["body"].read() == content
