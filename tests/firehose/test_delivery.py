"""Data Firehose with boto3 and the virtual clock: what lands in S3, how, and what a kill leaves.

Sources: Data Firehose Developer Guide, "Understand data delivery", "Configure Amazon S3 object name
format", "Configure buffering hints"; ARCHITECTURE.md, "State" (an acknowledged write survives
`kill -9`).
"""

import gzip
import io
import random
import threading
import zipfile

import pytest
from botocore.exceptions import ClientError
from firehose_streams import ACCOUNT, make, objects


@pytest.mark.parametrize("form, ending", [
    ("GZIP", ".gz"), ("ZIP", ".zip"), ("Snappy", ".snappy"), ("HADOOP_SNAPPY", ".hsnappy")])
def test_objects_are_packed(own_server, form, ending):
    firehose, s3 = make(own_server, "packed", CompressionFormat=form)
    firehose.put_record(DeliveryStreamName="packed", Record={"Data": b"line\n" * 1000})
    own_server.clock(advance="60s")
    [(key, body)] = objects(s3).items()
    assert key.startswith("2") and key.endswith(ending)
    if form == "GZIP":
        assert gzip.decompress(body) == b"line\n" * 1000
    elif form == "ZIP":
        packed = zipfile.ZipFile(io.BytesIO(body))
        assert packed.testzip() is None
        assert packed.read(packed.namelist()[0]) == b"line\n" * 1000
    else:
        assert len(body) < 1000


def test_a_large_object_is_whole(own_server):
    """100 MiB gather by time, and leave as one object, byte for byte."""
    own_server.settings(firehose__throttling="off")
    firehose, s3 = make(
        own_server, "large", BufferingHints={"SizeInMBs": 128, "IntervalInSeconds": 900})
    source = random.Random(7)
    pieces = [source.randbytes(1_000_000) for _ in range(40)]
    for at in range(0, 40, 4):
        answer = firehose.put_record_batch(
            DeliveryStreamName="large", Records=[{"Data": piece} for piece in pieces[at:at + 4]])
        assert answer["FailedPutCount"] == 0
    own_server.clock(advance="899s")
    assert objects(s3) == {}
    own_server.clock(advance="1s")
    [body] = objects(s3).values()
    assert body == b"".join(pieces)


def test_objects_are_encrypted_by_the_key_that_is_asked_for(own_server):
    kms = own_server.client("kms", ACCOUNT)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    firehose, s3 = make(own_server, "sealed", EncryptionConfiguration={
        "KMSEncryptionConfig": {"AWSKMSKeyARN": key}})
    firehose.put_record(DeliveryStreamName="sealed", Record={"Data": b"x" * 900_000})
    own_server.clock(advance="60s")
    [(name, body)] = objects(s3).items()
    assert body == b"x" * 900_000
    head = s3.head_object(Bucket="lake", Key=name)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)


def test_a_kill_loses_no_acknowledged_record_and_repeats_none(server_factory, tmp_path):
    """Writers put until the server is killed, three times; what was acknowledged lands once."""
    port = 0
    acknowledged, tried = [], set()
    for life in range(3):
        server = server_factory(data=tmp_path, port=port)
        if life == 0:
            make(server, "safe")
        port = int(server.endpoint.rsplit(":", 1)[1])

        def write(writer):
            client = server.client("firehose", ACCOUNT)
            for number in range(10_000):
                line = f"{life}-{writer}-{number}\n"
                tried.add(line)
                try:
                    client.put_record(
                        DeliveryStreamName="safe", Record={"Data": line.ljust(2_000, ".").encode()})
                except Exception:  # noqa: BLE001: the server was killed
                    return
                acknowledged.append(line)

        writers = [threading.Thread(target=write, args=(it,)) for it in range(4)]
        for thread in writers:
            thread.start()
        enough = len(acknowledged) + 700
        while len(acknowledged) < enough:
            writers[0].join(0.02)
        server.kill()
        for thread in writers:
            thread.join()
    server = server_factory(data=tmp_path, port=port)
    server.clock(advance="61s")
    text = b"".join(objects(server.client("s3", ACCOUNT)).values()).decode()
    landed = [line.lstrip(".") + "\n" for line in text.split("\n")]
    landed = [line for line in landed if line.strip()]
    assert len(landed) == len(set(landed)), "a record landed twice"
    assert set(acknowledged) <= set(landed), "an acknowledged record is lost"
    assert set(landed) <= tried


def test_what_a_put_costs_does_not_grow_with_the_buffer(own_server):
    """No row that a put writes grows: the log of a put with 20 MiB behind it is as small as the
    first one's. Judged by time, generously."""
    own_server.settings(firehose__throttling="off")
    firehose, _ = make(
        own_server, "deep", BufferingHints={"SizeInMBs": 128, "IntervalInSeconds": 900})

    def seconds():
        import time
        start = time.perf_counter()
        for _ in range(100):
            firehose.put_record(DeliveryStreamName="deep", Record={"Data": b"x"})
        return time.perf_counter() - start

    first = min(seconds() for _ in range(3))
    for _ in range(20):
        firehose.put_record(DeliveryStreamName="deep", Record={"Data": b"x" * 1_000_000})
    assert min(seconds() for _ in range(3)) < first * 3 + 0.2


def test_partial_failures_are_told_by_entry(own_server):
    firehose, _ = make(own_server, "busy")
    records = [{"Data": b"x" * 1_000_000}] * 4
    first = firehose.put_record_batch(DeliveryStreamName="busy", Records=records)
    assert first["FailedPutCount"] == 0
    second = firehose.put_record_batch(DeliveryStreamName="busy", Records=records)
    assert second["FailedPutCount"] == 3
    assert [entry.get("ErrorCode") for entry in second["RequestResponses"]] == [
        None] + ["ServiceUnavailableException"] * 3
    with pytest.raises(ClientError) as refused:
        firehose.put_record(DeliveryStreamName="busy", Record={"Data": b"x" * 1_024_001})
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    with pytest.raises(ClientError) as refused:
        firehose.put_record_batch(DeliveryStreamName="busy", Records=[{"Data": b"x"}] * 501)
    assert refused.value.response["Error"]["Code"] == "ValidationException"
