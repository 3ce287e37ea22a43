"""SelectObjectContent with a real client: the stream of events, formats, refusals, memory.

API: Amazon S3 API Reference, SelectObjectContent and its appendix on the response.
UG: Amazon S3 User Guide, "SQL reference for Amazon S3 Select".
"""

import bz2
import gzip
import io
import os

import pyarrow
import pyarrow.parquet
import pytest
from botocore.exceptions import EventStreamError

from expect import refused

CSV = {"CSV": {"FileHeaderInfo": "USE"}}
LINES = {"JSON": {"Type": "LINES"}}
PEOPLE = b"name,age,city\nAda,36,London\nAlan,41,\"Wilmslow, Cheshire\"\nGrace,85,Arlington\n"


def events(s3, bucket, key, expression, source=CSV, result=None, **more):
    answer = s3.select_object_content(
        Bucket=bucket, Key=key, ExpressionType="SQL", Expression=expression,
        InputSerialization=source, OutputSerialization=result or {"JSON": {}}, **more)
    return list(answer["Payload"])


def records(*arguments, **more):
    found = events(*arguments, **more)
    assert list(found[-1]) == ["End"]
    assert list(found[-2]) == ["Stats"]
    text = b"".join(event["Records"]["Payload"] for event in found if "Records" in event)
    assert found[-2]["Stats"]["Details"]["BytesReturned"] == len(text)
    return text.decode()


def query(s3, bucket, body, expression, source=CSV, result=None, **more):
    s3.put_object(Bucket=bucket, Key="k", Body=body)
    return records(s3, bucket, "k", expression, source, result, **more)


def fails(code, status, call, *arguments, **more):
    with refused(code, status=status):
        call(*arguments, **more)


def test_csv_with_a_header(s3, bucket):
    text = "SELECT s.name, s.city FROM s3object s WHERE CAST(s.age AS INT) BETWEEN 40 AND 50"
    assert query(s3, bucket, PEOPLE, text) == '{"name":"Alan","city":"Wilmslow, Cheshire"}\n'
    assert query(s3, bucket, PEOPLE, text, result={"CSV": {}}) == 'Alan,"Wilmslow, Cheshire"\n'
    ignore = {"CSV": {"FileHeaderInfo": "IGNORE"}}
    assert query(s3, bucket, PEOPLE, "SELECT _1 FROM S3Object LIMIT 1", ignore) == '{"_1":"Ada"}\n'
    none = {"CSV": {}}
    assert query(s3, bucket, PEOPLE, "SELECT COUNT(*) FROM S3Object", none) == '{"_1":4}\n'


@pytest.mark.parametrize("kind, pack", [("GZIP", gzip.compress), ("BZIP2", bz2.compress)])
def test_packed_csv(s3, bucket, kind, pack):
    packed = pack(PEOPLE)
    source = CSV | {"CompressionType": kind}
    s3.put_object(Bucket=bucket, Key="k", Body=packed)
    text = "SELECT SUM(CAST(age AS INT)) AS years FROM S3Object"
    assert records(s3, bucket, "k", text, source) == '{"years":162}\n'
    stats = events(s3, bucket, "k", text, source)[-2]["Stats"]["Details"]
    assert stats["BytesScanned"] == len(packed)
    assert stats["BytesProcessed"] == len(PEOPLE)
    fails("InvalidCompressionFormat", 400, query, s3, bucket, PEOPLE, text, source)


def test_json(s3, bucket):
    lines = b'{"n":1,"t":{"x":[1,2]}}\n{"n":2.50}\n{"n":"2","t":null}\n'
    text = "SELECT * FROM S3Object s WHERE s.n > 1"
    assert query(s3, bucket, lines, text, LINES) == '{"n":2.50}\n'
    assert query(s3, bucket, lines, "SELECT s.t.x[1] AS x FROM S3Object s", LINES) \
        == '{"x":2}\n{}\n{}\n'
    document = b'{"books": [\n  {"price": 5},\n  {"price": 7}]}'
    text = "SELECT price FROM S3Object[*].books[*].price"
    assert query(s3, bucket, document, text, {"JSON": {"Type": "DOCUMENT"}}) \
        == '{"price":5}\n{"price":7}\n'
    csv = query(s3, bucket, lines, "SELECT s.n, s.t FROM S3Object s", LINES, {"CSV": {}})
    assert csv == '1,"{""x"":[1,2]}"\n2.50,\n2,\n'


@pytest.mark.parametrize("codec", ["SNAPPY", "GZIP", "NONE"])
def test_parquet(s3, bucket, codec):
    table = pyarrow.table({
        "id": list(range(5_000)),
        "name": [f"n{number}" if number % 3 else None for number in range(5_000)],
        "place": [{"lat": number / 2} for number in range(5_000)]})
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, compression=codec, row_group_size=1_000)
    source = {"Parquet": {}}
    text = "SELECT s.id, s.name, s.place.lat FROM S3Object s WHERE s.id > 4997"
    assert query(s3, bucket, out.getvalue(), text, source) \
        == '{"id":4998,"name":null,"lat":2499}\n{"id":4999,"name":"n4999","lat":2499.5}\n'
    text = "SELECT COUNT(*) AS all_, COUNT(name) AS named FROM S3Object"
    assert query(s3, bucket, out.getvalue(), text, source) == '{"all_":5000,"named":3333}\n'


def test_parquet_packed_otherwise_is_refused(s3, bucket):
    """API: "Amazon S3 Select supports columnar compression for Parquet using GZIP or Snappy." """
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), out, compression="ZSTD")
    fails("ParquetUnsupportedCompressionCodec", 400, query, s3, bucket, out.getvalue(),
            "SELECT * FROM S3Object", {"Parquet": {}})


def test_an_object_of_parts_and_a_range(s3, bucket):
    line = b"%07d,abcdefgh\n"
    content = b"".join(line % number for number in range(500_000))
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    half = 6 * 1024 * 1024 + 5
    parts = []
    for number, part in enumerate([content[:half], content[half:]], 1):
        sent = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=part)
        parts.append({"PartNumber": number, "ETag": sent["ETag"]})
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload,
                                 MultipartUpload={"Parts": parts})
    source = {"CSV": {}}
    assert records(s3, bucket, "k", "SELECT COUNT(*) FROM S3Object", source) == '{"_1":500000}\n'
    at = half - 100
    found = records(s3, bucket, "k", "SELECT _1 FROM S3Object", source, {"CSV": {}},
                    ScanRange={"Start": at, "End": at + 199})
    wanted = [number for number in range(500_000) if at <= number * 17 < at + 200]
    assert [int(text) for text in found.split()] == wanted


def test_sealed_objects_are_read_as_they_are_read(s3, client, bucket):
    """API: "Amazon S3 Select supports querying objects that are protected with server-side
    encryption." """
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [{
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BlockedEncryptionTypes": {"EncryptionType": ["NONE"]}}]})
    key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32}
    text = "SELECT name FROM S3Object LIMIT 1"
    s3.put_object(Bucket=bucket, Key="c", Body=PEOPLE * 1_000, **key)
    assert records(s3, bucket, "c", text, **key) == '{"name":"Ada"}\n'
    fails("InvalidRequest", 400, events, s3, bucket, "c", text)
    kms = client("kms").create_key()["KeyMetadata"]["KeyId"]
    s3.put_object(Bucket=bucket, Key="k", Body=PEOPLE, ServerSideEncryption="aws:kms",
                  SSEKMSKeyId=kms)
    assert records(s3, bucket, "k", text) == '{"name":"Ada"}\n'
    client("kms").disable_key(KeyId=kms)
    with pytest.raises(s3.exceptions.ClientError):
        events(s3, bucket, "k", text)


def test_what_fails_late_fails_within_the_stream(s3, bucket):
    good = b"".join(b"%d,xxxxxxxxxxxxxxxx\n" % number for number in range(500_000))
    s3.put_object(Bucket=bucket, Key="k", Body=good + b"none,x\n")
    answer = s3.select_object_content(
        Bucket=bucket, Key="k", ExpressionType="SQL", InputSerialization={"CSV": {}},
        Expression="SELECT CAST(_1 AS INT) FROM S3Object", OutputSerialization={"CSV": {}})
    before = b""
    with pytest.raises(EventStreamError) as told:
        for event in answer["Payload"]:
            before += event.get("Records", {}).get("Payload", b"")
    assert told.value.response["Error"]["Code"] == "CastFailed"
    assert before.startswith(b"0\n1\n2\n") and before.count(b"\n") > 400_000
    assert s3.list_buckets()["Buckets"]


@pytest.mark.parametrize("code, expression", [
    ("ParseUnexpectedToken", "SELECT name FROM S3Object WHERE"),
    ("ParseSelectMissingFrom", "SELECT name"),
    ("UnsupportedFunction", "SELECT SQRT(age) FROM S3Object"),
    ("UnsupportedSqlStructure", "SELECT name FROM S3Object ORDER BY name"),
    ("MissingHeaders", "SELECT height FROM S3Object"),
    ("CastFailed", "SELECT CAST(name AS INT) FROM S3Object"),
    ("LexerInvalidChar", "SELECT ? FROM S3Object"),
    ("ExpressionTooLong", "SELECT name FROM S3Object" + " " * (256 * 1024)),
])
def test_expressions_are_refused_before_the_stream(s3, bucket, code, expression):
    fails(code, 400, query, s3, bucket, PEOPLE, expression)


def test_requests_are_refused(s3, bucket):
    text = "SELECT * FROM S3Object"
    fails("InvalidDataSource", 400, query, s3, bucket, PEOPLE, text, {"CompressionType": "NONE"})
    fails("InvalidJsonType", 400, query, s3, bucket, PEOPLE, text, {"JSON": {"Type": "TREE"}})
    fails("ObjectSerializationConflict", 400, query, s3, bucket, PEOPLE, text, CSV | LINES)
    fails("InvalidQuoteFields", 400, query, s3, bucket, PEOPLE, text, CSV,
            {"CSV": {"QuoteFields": "SOMETIMES"}})
    fails("InvalidRequestParameter", 400, query, s3, bucket, PEOPLE, text,
            {"CSV": {"FieldDelimiter": "abc"}})
    fails("InvalidScanRange", 400, query, s3, bucket, PEOPLE, text, CSV,
            ScanRange={"Start": 9, "End": 2})
    fails("NoSuchKey", 404, events, s3, bucket, "nothing", text)
    fails("NoSuchBucket", 404, events, s3, bucket + "-x", "k", text)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="memory is read from /proc")
def test_fifty_megabytes_in_constant_memory(server_factory, tmp_path):
    """Records arrive while the object is read, and memory does not grow with it."""
    server = server_factory(data=tmp_path)
    s3 = server.client("s3")
    s3.create_bucket(Bucket="large")
    line = b"%09d,abcdefghijklmnopqrstuvwxyz,0123456789\n"
    content = b"".join(line % number for number in range(1_100_000))
    assert len(content) > 50 * 1024 * 1024
    s3.put_object(Bucket="large", Key="warm", Body=content[:1_000_000])
    s3.put_object(Bucket="large", Key="k", Body=content)
    size = len(content)
    del content

    def run(key, **more):
        answer = s3.select_object_content(
            Bucket="large", Key=key, ExpressionType="SQL", InputSerialization={"CSV": {}},
            Expression="SELECT s._1, s._3 FROM S3Object s WHERE s._2 LIKE 'abc%'",
            OutputSerialization={"CSV": {}}, RequestProgress={"Enabled": True}, **more)
        highest, returned, progress = 0, 0, 0
        for event in answer["Payload"]:
            highest = max(highest, server.resident_bytes())
            returned += len(event["Records"]["Payload"]) if "Records" in event else 0
            progress += "Progress" in event
        return highest, returned, progress
    before, _, _ = run("warm")
    highest, returned, progress = run("k")
    assert returned == 1_100_000 * len("000000000,0123456789\n")
    assert progress >= 1
    # An object that is held would add its size; the allocator's own share is up to half of it.
    assert highest - before < size * 2 // 3, f"{before}, then {highest} for {size} bytes"
