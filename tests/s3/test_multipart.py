"""Uploads in parts.

UG: Amazon S3 User Guide, "Uploading and copying objects using multipart upload"
(userguide/mpuoverview.html, userguide/qfacts.html: 1 to 10,000 parts, 5 MiB to 5 GiB, no minimum
for the last). API: Amazon S3 API Reference, the operations named.
"""

import hashlib
import io

import pytest
from boto3.s3.transfer import TransferConfig

import s3_http
from expect import refused

MIB = 1024 * 1024
PART = 5 * MIB


class Upload:
    def __init__(self, s3, bucket, key="m", **arguments):
        self.s3 = s3
        self.target = {"Bucket": bucket, "Key": key}
        answer = s3.create_multipart_upload(**self.target, **arguments)
        assert (answer["Bucket"], answer["Key"]) == (bucket, key)
        self.target["UploadId"] = answer["UploadId"]

    def part(self, number, body):
        answer = self.s3.upload_part(**self.target, PartNumber=number, Body=body)
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def complete(self, *parts, **arguments):
        return self.s3.complete_multipart_upload(
            **self.target, MultipartUpload={"Parts": list(parts)}, **arguments)

    def abort(self):
        return self.s3.abort_multipart_upload(**self.target)

    def list(self, **arguments):
        return self.s3.list_parts(**self.target, **arguments)


def test_whole(s3, bucket):
    pieces = [b"a" * PART, b"b" * PART, b"end"]
    upload = Upload(s3, bucket, ContentType="text/plain", Metadata={"m": "1"}, Tagging="t=1",
                    StorageClass="STANDARD_IA")
    parts = [upload.part(number, piece) for number, piece in enumerate(pieces, 1)]
    for part, piece in zip(parts, pieces):
        assert part["ETag"] == f'"{hashlib.md5(piece).hexdigest()}"'
    with refused("NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="m")
    done = upload.complete(*parts)
    # API Object, ETag: not an MD5 of the data; by wont that of the parts' MD5s and their number.
    together = hashlib.md5(b"".join(hashlib.md5(piece).digest() for piece in pieces)).hexdigest()
    assert done["ETag"] == f'"{together}-3"'
    assert (done["Bucket"], done["Key"]) == (bucket, "m")
    assert done["Location"].endswith(f"{bucket}/m") or f"{bucket}." in done["Location"]
    got = s3.get_object(Bucket=bucket, Key="m")
    assert got["Body"].read() == b"".join(pieces)
    assert (got["ContentType"], got["Metadata"]) == ("text/plain", {"m": "1"})
    assert (got["ETag"], got["StorageClass"]) == (done["ETag"], "STANDARD_IA")
    assert s3.get_object_tagging(Bucket=bucket, Key="m")["TagSet"] == [{"Key": "t", "Value": "1"}]
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_reading_by_part(s3, bucket):
    # API GetObject, partNumber: 206 with the part's range and x-amz-mp-parts-count.
    pieces = [b"a" * PART, b"b" * (PART + 1), b"end"]
    upload = Upload(s3, bucket)
    upload.complete(*[upload.part(number, piece) for number, piece in enumerate(pieces, 1)])
    start = 0
    for number, piece in enumerate(pieces, 1):
        got = s3.get_object(Bucket=bucket, Key="m", PartNumber=number)
        assert got["Body"].read() == piece
        assert (got["PartsCount"], got["ContentLength"]) == (3, len(piece))
        assert got["ContentRange"].startswith(f"bytes {start}-{start + len(piece) - 1}/")
        head = s3.head_object(Bucket=bucket, Key="m", PartNumber=number)
        assert (head["PartsCount"], head["ContentLength"]) == (3, len(piece))
        start += len(piece)
    with refused("InvalidPartNumber", status=416):
        s3.get_object(Bucket=bucket, Key="m", PartNumber=4)
    got = s3.get_object(Bucket=bucket, Key="m", Range=f"bytes={PART - 2}-{PART + 1}")
    assert got["Body"].read() == b"aabb"
    got = s3.get_object(Bucket=bucket, Key="m", Range="bytes=-5")
    assert got["Body"].read() == b"bbend"


def test_parts_may_come_in_any_order_and_again(s3, bucket):
    # API UploadPart: "If you upload a new part using the same part number [...] the previously
    # uploaded part is overwritten."
    upload = Upload(s3, bucket)
    last = upload.part(10_000, b"end")
    upload.part(7, b"x" * PART)
    first = upload.part(7, b"y" * PART)
    found = upload.list()["Parts"]
    assert [(row["PartNumber"], row["Size"]) for row in found] == [(7, PART), (10_000, 3)]
    assert found[0]["ETag"] == first["ETag"]
    upload.complete(first, last)
    assert s3.get_object(Bucket=bucket, Key="m")["Body"].read() == b"y" * PART + b"end"


def test_parts_left_out_are_dropped(s3, bucket):
    upload = Upload(s3, bucket)
    one = upload.part(1, b"1" * PART)
    upload.part(2, b"2" * PART)
    three = upload.part(3, b"3")
    upload.complete(one, three)
    assert s3.head_object(Bucket=bucket, Key="m")["ContentLength"] == PART + 1


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_part_numbers(s3, bucket, number):
    # API ErrorResponses, InvalidArgument: "Part number must be an integer between 1 and 10000,
    # inclusive".
    upload = Upload(s3, bucket)
    with refused("InvalidArgument", status=400, message="Part number"):
        upload.part(number, b"x")


def test_small_parts(s3, bucket):
    # API CompleteMultipartUpload: EntityTooSmall, 400; the last part excepted.
    upload = Upload(s3, bucket)
    parts = [upload.part(1, b"x" * (PART - 1)), upload.part(2, b"y")]
    with refused("EntityTooSmall", status=400):
        upload.complete(*parts)
    upload.complete(parts[0])
    assert s3.head_object(Bucket=bucket, Key="m")["ContentLength"] == PART - 1


def test_wrong_order(s3, bucket):
    # API CompleteMultipartUpload: InvalidPartOrder, 400.
    upload = Upload(s3, bucket)
    one, two = upload.part(1, b"x" * PART), upload.part(2, b"y")
    for parts in ((two, one), (one, one)):
        with refused("InvalidPartOrder", status=400):
            upload.complete(*parts)


def test_wrong_parts(s3, bucket):
    # API CompleteMultipartUpload: InvalidPart, 400, for one not there or with another ETag.
    upload = Upload(s3, bucket)
    one = upload.part(1, b"x")
    with refused("InvalidPart", status=400):
        upload.complete(one, {"PartNumber": 2, "ETag": one["ETag"]})
    with refused("InvalidPart", status=400):
        upload.complete({"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'})
    # Quotes around the ETag are optional, as the SDKs' users send both.
    upload.complete({"PartNumber": 1, "ETag": one["ETag"].strip('"')})


def test_no_parts(s3, bucket):
    # API CompleteMultipartUpload: at least one part; MalformedXML.
    upload = Upload(s3, bucket)
    with refused("MalformedXML", status=400):
        upload.complete()
    with refused("InvalidRequest", "MalformedXML", status=400):
        s3.complete_multipart_upload(**upload.target)


def test_of_an_upload_that_is_not(s3, bucket):
    # API: NoSuchUpload, 404.
    upload = Upload(s3, bucket)
    part = upload.part(1, b"x")
    upload.target["UploadId"] = "none"
    for call in (lambda: upload.part(1, b"x"), lambda: upload.complete(part), upload.abort,
                 upload.list):
        with refused("NoSuchUpload", status=404):
            call()


def test_the_key_must_be_the_uploads(s3, bucket):
    upload = Upload(s3, bucket)
    upload.target["Key"] = "other"
    with refused("NoSuchUpload", status=404):
        upload.part(1, b"x")


def test_abort(s3, bucket):
    # API AbortMultipartUpload: 204; then the upload is no more.
    upload = Upload(s3, bucket)
    upload.part(1, b"x")
    assert upload.abort()["ResponseMetadata"]["HTTPStatusCode"] == 204
    for call in (upload.list, upload.abort, lambda: upload.part(2, b"y")):
        with refused("NoSuchUpload", status=404):
            call()
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_complete_again(s3, bucket):
    # API CompleteMultipartUpload: a retry must not fail for an answer that was lost.
    upload = Upload(s3, bucket)
    part = upload.part(1, b"x")
    first = upload.complete(part)
    assert upload.complete(part)["ETag"] == first["ETag"]


def test_list_parts_by_pages(s3, bucket):
    # API ListParts: max-parts, part-number-marker.
    upload = Upload(s3, bucket, StorageClass="STANDARD_IA")
    for number in (1, 3, 5, 7, 9):
        upload.part(number, b"%d" % number)
    page = upload.list(MaxParts=2)
    assert [row["PartNumber"] for row in page["Parts"]] == [1, 3]
    assert (page["IsTruncated"], page["NextPartNumberMarker"], page["MaxParts"]) == (True, 3, 2)
    page = upload.list(MaxParts=10, PartNumberMarker=3)
    assert [row["PartNumber"] for row in page["Parts"]] == [5, 7, 9]
    assert (page["IsTruncated"], page["PartNumberMarker"]) == (False, 3)
    assert page["StorageClass"] == "STANDARD_IA"
    assert page["Initiator"]["ID"] and page["Owner"]["ID"]


def test_list_uploads(s3, bucket):
    # API ListMultipartUploads: by key, then by time; markers, prefix, delimiter.
    made = [(key, Upload(s3, bucket, key).target["UploadId"])
            for key in ("b", "a/1", "a/2", "a/2", "c")]
    found = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    listed = [(row["Key"], row["UploadId"]) for row in found]
    assert [key for key, _ in listed] == ["a/1", "a/2", "a/2", "b", "c"]
    assert sorted(listed) == sorted(made)
    assert listed[1:3] == made[2:4]
    paged = []
    for page in s3.get_paginator("list_multipart_uploads").paginate(
            Bucket=bucket, PaginationConfig={"PageSize": 2}):
        paged += [(row["Key"], row["UploadId"]) for row in page.get("Uploads", [])]
    assert paged == listed
    page = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/")
    assert [row["Key"] for row in page["Uploads"]] == ["b", "c"]
    assert [row["Prefix"] for row in page["CommonPrefixes"]] == ["a/"]
    page = s3.list_multipart_uploads(Bucket=bucket, Prefix="a/")
    assert len(page["Uploads"]) == 3


def test_part_copy(s3, bucket):
    # API UploadPartCopy: the source's bytes, or a range of them "bytes=first-last".
    data = bytes(range(256)) * (PART // 256 + 4)
    s3.put_object(Bucket=bucket, Key="source", Body=data)
    upload = Upload(s3, bucket)
    source = {"Bucket": bucket, "Key": "source"}
    one = s3.upload_part_copy(**upload.target, PartNumber=1, CopySource=source)
    two = s3.upload_part_copy(**upload.target, PartNumber=2, CopySource=source,
                              CopySourceRange="bytes=10-19")
    etags = [answer["CopyPartResult"]["ETag"] for answer in (one, two)]
    assert etags[1] == f'"{hashlib.md5(data[10:20]).hexdigest()}"'
    assert one["CopyPartResult"]["LastModified"]
    upload.complete({"PartNumber": 1, "ETag": etags[0]}, {"PartNumber": 2, "ETag": etags[1]})
    assert s3.get_object(Bucket=bucket, Key="m")["Body"].read() == data + data[10:20]


@pytest.mark.parametrize("bad", ["bytes=0-99", "bytes=10-5", "bytes=5-", "0-5", "bytes=-5"])
def test_part_copy_of_a_bad_range(s3, bucket, bad):
    # API UploadPartCopy, x-amz-copy-source-range: "must use the form bytes=first-last"; a range
    # past the source is InvalidRange or InvalidArgument, 400 or 416.
    s3.put_object(Bucket=bucket, Key="source", Body=b"0123456789")
    upload = Upload(s3, bucket)
    with refused("InvalidArgument", "InvalidRange"):
        s3.upload_part_copy(**upload.target, PartNumber=1, CopySource=f"{bucket}/source",
                            CopySourceRange=bad)


def test_attributes_of_parts(s3, bucket):
    # API GetObjectAttributes, ObjectParts: TotalPartsCount always, the parts themselves when they
    # have checksums of their own.
    upload = Upload(s3, bucket, ChecksumAlgorithm="SHA256")
    parts = []
    for number, body in ((1, b"a" * PART), (2, b"b")):
        answer = s3.upload_part(**upload.target, PartNumber=number, Body=body,
                                ChecksumAlgorithm="SHA256")
        parts.append({"PartNumber": number, "ETag": answer["ETag"],
                      "ChecksumSHA256": answer["ChecksumSHA256"]})
    upload.complete(*parts)
    attributes = s3.get_object_attributes(
        Bucket=bucket, Key="m", MaxParts=1,
        ObjectAttributes=["ObjectParts", "ETag", "StorageClass", "ObjectSize"])
    assert (attributes["ObjectSize"], attributes["StorageClass"]) == (PART + 1, "STANDARD")
    # API GetObjectAttributes: the ETag comes without quotes.
    assert attributes["ETag"].endswith("-2")
    found = attributes["ObjectParts"]
    assert (found["TotalPartsCount"], found["IsTruncated"]) == (2, True)
    assert [row["Size"] for row in found["Parts"]] == [PART]
    assert found["Parts"][0]["ChecksumSHA256"] == parts[0]["ChecksumSHA256"]


def test_a_bucket_with_uploads_can_go(s3, name):
    # API DeleteBucket: "All objects (including all object versions and delete markers) in the
    # bucket must be deleted"; unfinished uploads are no objects.
    s3.create_bucket(Bucket=name)
    Upload(s3, name).part(1, b"x")
    s3.delete_bucket(Bucket=name)


def test_transfer_manager(s3, bucket, tmp_path):
    data = b"".join(number.to_bytes(4, "little") for number in range(6 * MIB))
    settings = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB)
    s3.upload_fileobj(io.BytesIO(data), bucket, "big", Config=settings)
    assert s3.head_object(Bucket=bucket, Key="big")["ETag"].endswith('-3"')
    target = tmp_path / "big"
    s3.download_file(bucket, "big", str(target), Config=settings)
    assert target.read_bytes() == data
    s3.copy({"Bucket": bucket, "Key": "big"}, bucket, "copy", Config=settings)
    assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == data


@pytest.mark.parametrize("body", [b"", b"<CompleteMultipartUpload>", b"{}"])
def test_bad_xml(endpoint, account, s3, bucket, body):
    upload = Upload(s3, bucket)
    target = f"/{bucket}/m?uploadId={upload.target['UploadId']}"
    answer = s3_http.send(endpoint, account, "POST", target, body=body)
    # API ErrorResponses: MalformedXML; InvalidRequest, "You must specify at least one part".
    assert answer.status == 400
    assert s3_http.error_code(answer) in ("MalformedXML", "InvalidRequest")
