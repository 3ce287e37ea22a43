"""Checksums of all algorithms, in headers and in trailers.

UG: Amazon S3 User Guide, "Checking object integrity in Amazon S3"
(docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html) and "Signature
calculations for the Authorization header: transferring a payload in multiple chunks"
(API/sigv4-streaming.html, API/sigv4-streaming-trailers.html).
"""

import base64
import hashlib
import zlib

import awscrt.checksums
import pytest

import s3_http
from expect import refused

DATA = b"The quick brown fox jumps over the lazy dog" * 100


def number(value, size):
    return value.to_bytes(size, "big")


# The algorithms of API PutObject, x-amz-checksum-*, each by a library that is not ours.
DIGESTS = {
    "CRC32": lambda data: number(zlib.crc32(data), 4),
    "CRC32C": lambda data: number(awscrt.checksums.crc32c(data), 4),
    "CRC64NVME": lambda data: number(awscrt.checksums.crc64nvme(data), 8),
    "SHA1": lambda data: hashlib.sha1(data).digest(),
    "SHA256": lambda data: hashlib.sha256(data).digest(),
    "SHA512": lambda data: hashlib.sha512(data).digest(),
    "MD5": lambda data: hashlib.md5(data).digest(),
    "XXHASH64": awscrt.checksums.XXHash.compute_xxhash64,
    "XXHASH3": awscrt.checksums.XXHash.compute_xxhash3_64,
    "XXHASH128": awscrt.checksums.XXHash.compute_xxhash3_128,
}
ALGORITHMS = list(DIGESTS)
# botocore computes no MD5: its value must be given.
OF_SDK = [name for name in ALGORITHMS if name != "MD5"]


def checksum(algorithm, data):
    return base64.b64encode(DIGESTS[algorithm](data)).decode()


def member(algorithm):
    return f"Checksum{algorithm}"


def header(algorithm):
    return f"x-amz-checksum-{algorithm.lower()}"


@pytest.mark.parametrize("algorithm", OF_SDK)
def test_sent_by_the_sdk(s3, bucket, algorithm):
    put = s3.put_object(Bucket=bucket, Key="k", Body=DATA, ChecksumAlgorithm=algorithm)
    expected = checksum(algorithm, DATA)
    assert put[member(algorithm)] == expected
    # UG: an object put at once has a full-object checksum.
    assert put["ChecksumType"] == "FULL_OBJECT"
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got[member(algorithm)] == expected
    assert got["ChecksumType"] == "FULL_OBJECT"
    assert got["Body"].read() == DATA
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head[member(algorithm)] == expected
    # API ListObjectsV2, ChecksumAlgorithm and ChecksumType.
    row = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    assert (row["ChecksumAlgorithm"], row["ChecksumType"]) == ([algorithm], "FULL_OBJECT")
    parts = s3.get_object_attributes(
        Bucket=bucket, Key="k", ObjectAttributes=["Checksum", "ETag", "ObjectSize"])
    assert parts["Checksum"] == {member(algorithm): expected, "ChecksumType": "FULL_OBJECT"}
    assert parts["ObjectSize"] == len(DATA)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_only_told_when_asked(endpoint, account, s3, bucket, algorithm):
    # API GetObject, x-amz-checksum-mode: "must be enabled" to retrieve the checksum.
    given = {member(algorithm): checksum(algorithm, DATA)}
    s3.put_object(Bucket=bucket, Key="k", Body=DATA, **given)
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/k")
    assert header(algorithm) not in answer.headers
    # A range has no checksum of the whole object to be checked with.
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/k",
                          {"x-amz-checksum-mode": "ENABLED", "Range": "bytes=0-9"})
    assert answer.status == 206


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_in_a_header(endpoint, account, s3, bucket, algorithm):
    name = header(algorithm)
    answer = s3_http.send(
        endpoint, account, "PUT", f"/{bucket}/k", {name: checksum(algorithm, DATA)}, DATA)
    assert answer.status == 200
    assert answer.headers[name] == checksum(algorithm, DATA)
    # API ErrorResponses: BadDigest, 400, for a checksum that is not the data's.
    wrong = checksum(algorithm, DATA + b"!")
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/bad", {name: wrong}, DATA)
    assert (answer.status, s3_http.error_code(answer)) == (400, "BadDigest")
    # "Value for x-amz-checksum-... header is invalid.": InvalidRequest.
    for malformed in ("AAAA" if algorithm != "CRC32C" else "A", "not base64!"):
        answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/bad", {name: malformed}, DATA)
        assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidRequest"), malformed
    with refused("NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="bad")


def test_of_two_algorithms(endpoint, account, bucket):
    # API ErrorResponses, InvalidRequest: "Expecting a single x-amz-checksum- header."
    headers = {header(name): checksum(name, DATA) for name in ("CRC32", "SHA1")}
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", headers, DATA)
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidRequest")


def test_none_given_is_crc64nvme(endpoint, account, s3, bucket):
    # UG checking-object-integrity-upload: S3 adds CRC64NVME to an object sent without a checksum.
    s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", body=DATA)
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head["ChecksumCRC64NVME"] == checksum("CRC64NVME", DATA)
    assert head["ChecksumType"] == "FULL_OBJECT"


def chunked(data, size):
    return [data[start:start + size] for start in range(0, len(data), size)] + [b""]


def trailed_body(data, name, value, size):
    """STREAMING-UNSIGNED-PAYLOAD-TRAILER."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in chunked(data, size)[:-1])
    return body + b"0\r\n" + f"{name}:{value}\r\n\r\n".encode()


def send_trailed(endpoint, account, bucket, data, name, value, size=8_192):
    headers = {"Content-Encoding": "aws-chunked", "x-amz-trailer": name,
               "x-amz-decoded-content-length": str(len(data))}
    return s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", headers,
                        trailed_body(data, name, value, size),
                        payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_in_an_unsigned_trailer(endpoint, account, s3, bucket, algorithm):
    name = header(algorithm)
    answer = send_trailed(endpoint, account, bucket, DATA, name, checksum(algorithm, DATA))
    assert answer.status == 200, answer
    assert answer.headers[name] == checksum(algorithm, DATA)
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Body"].read() == DATA
    # aws-chunked is a coding of the transfer: it is not kept (API sigv4-streaming).
    assert "aws-chunked" not in got.get("ContentEncoding", "")
    answer = send_trailed(endpoint, account, bucket, DATA, name, checksum(algorithm, b"other"))
    assert (answer.status, s3_http.error_code(answer)) == (400, "BadDigest")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == DATA


def test_small_chunks(endpoint, account, bucket):
    # API ErrorResponses, InvalidChunkSizeError: "Only the last chunk is allowed to have a size
    # less than 8192 bytes".
    name, value = "x-amz-checksum-crc32", checksum("CRC32", DATA)
    answer = send_trailed(endpoint, account, bucket, DATA, name, value, size=1_000)
    assert (answer.status, s3_http.error_code(answer)) == (403, "InvalidChunkSizeError")


def test_content_coding_beside_aws_chunked_is_kept(endpoint, account, s3, bucket):
    # API sigv4-streaming: "Amazon S3 stores the resulting object without the aws-chunked value".
    headers = {"Content-Encoding": "aws-chunked,gzip", "x-amz-trailer": "x-amz-checksum-crc32",
               "x-amz-decoded-content-length": "3"}
    body = trailed_body(b"abc", "x-amz-checksum-crc32", checksum("CRC32", b"abc"), 3)
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", headers, body,
                          payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    assert answer.status == 200, answer
    assert s3.head_object(Bucket=bucket, Key="k")["ContentEncoding"] == "gzip"


def test_decoded_length_must_be_true(endpoint, account, bucket):
    # API ErrorResponses: IncompleteBody, 400, when fewer bytes come than the header says.
    name, value = "x-amz-checksum-crc32", checksum("CRC32", b"abc")
    headers = {"Content-Encoding": "aws-chunked", "x-amz-trailer": name,
               "x-amz-decoded-content-length": "4"}
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/k", headers,
                          trailed_body(b"abc", name, value, 3),
                          payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    assert answer.status == 400
    assert s3_http.error_code(answer) == "IncompleteBody"


@pytest.mark.parametrize("size", [8_192, 65_536])
def test_signed_chunks(endpoint, account, s3, bucket, size):
    data = DATA * 30
    signer = s3_http.Signer(account)
    headers = {"Content-Encoding": "aws-chunked", "x-amz-decoded-content-length": str(len(data))}
    signed = signer.headers(
        "PUT", f"/{bucket}/k", headers, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    body = b"".join(signer.chunk(piece) for piece in chunked(data, size))
    answer = s3_http.plain(endpoint, "PUT", f"/{bucket}/k", signed, body)
    assert answer.status == 200, answer
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == data


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_signed_chunks_with_a_trailer(endpoint, account, s3, bucket, algorithm):
    name, value = header(algorithm), checksum(algorithm, DATA)
    signer = s3_http.Signer(account)
    headers = {"Content-Encoding": "aws-chunked", "x-amz-trailer": name,
               "x-amz-decoded-content-length": str(len(DATA))}
    signed = signer.headers(
        "PUT", f"/{bucket}/k", headers, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
    pieces = chunked(DATA, 8_192)
    body = b"".join(signer.chunk(piece) for piece in pieces)[:-2] + signer.trailer(name, value)
    answer = s3_http.plain(endpoint, "PUT", f"/{bucket}/k", signed, body)
    assert answer.status == 200, answer
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert (got["Body"].read(), got[member(algorithm)]) == (DATA, value)


# UG checking-object-integrity-upload, "Checksum types": which algorithm has which type when an
# object is uploaded in parts.
HASHES = ["SHA1", "SHA256", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"]
TYPES = [("CRC32", "COMPOSITE"), ("CRC32C", "COMPOSITE"), ("CRC32", "FULL_OBJECT"),
         ("CRC32C", "FULL_OBJECT"), ("CRC64NVME", "FULL_OBJECT"),
         *((name, "COMPOSITE") for name in HASHES)]


@pytest.mark.parametrize("algorithm, kind", TYPES)
def test_of_parts(s3, bucket, algorithm, kind):
    pieces = [b"a" * (5 * 1024 * 1024), b"b" * 1_000]
    begun = s3.create_multipart_upload(
        Bucket=bucket, Key="m", ChecksumAlgorithm=algorithm, ChecksumType=kind)
    assert (begun["ChecksumAlgorithm"], begun["ChecksumType"]) == (algorithm, kind)
    parts = []
    for index, piece in enumerate(pieces, 1):
        part = s3.upload_part(Bucket=bucket, Key="m", UploadId=begun["UploadId"], Body=piece,
                              PartNumber=index,
                              **{member(algorithm): checksum(algorithm, piece)})
        assert part[member(algorithm)] == checksum(algorithm, piece)
        parts.append({"PartNumber": index, "ETag": part["ETag"],
                      member(algorithm): part[member(algorithm)]})
    done = s3.complete_multipart_upload(
        Bucket=bucket, Key="m", UploadId=begun["UploadId"], MultipartUpload={"Parts": parts})
    if kind == "COMPOSITE":
        # UG: the checksum of the parts' checksums, a hyphen, and the number of parts.
        together = b"".join(DIGESTS[algorithm](piece) for piece in pieces)
        expected = f"{checksum(algorithm, together)}-2"
    else:
        expected = checksum(algorithm, b"".join(pieces))
    assert (done[member(algorithm)], done["ChecksumType"]) == (expected, kind)
    head = s3.head_object(Bucket=bucket, Key="m", ChecksumMode="ENABLED")
    assert (head[member(algorithm)], head["ChecksumType"]) == (expected, kind)


@pytest.mark.parametrize("algorithm, kind", [
    *((name, "FULL_OBJECT") for name in HASHES), ("CRC64NVME", "COMPOSITE")])
def test_types_that_do_not_exist(s3, bucket, algorithm, kind):
    # UG checking-object-integrity-upload; InvalidRequest: "The ... checksum type cannot be used
    # with the ... checksum algorithm."
    with refused("InvalidRequest", status=400):
        s3.create_multipart_upload(
            Bucket=bucket, Key="m", ChecksumAlgorithm=algorithm, ChecksumType=kind)


def test_a_part_of_another_algorithm(s3, bucket):
    # API UploadPart: "must match the checksum algorithm that the upload was created with".
    upload = s3.create_multipart_upload(Bucket=bucket, Key="m", ChecksumAlgorithm="SHA256")
    with refused("InvalidRequest", status=400):
        s3.upload_part(Bucket=bucket, Key="m", UploadId=upload["UploadId"], PartNumber=1,
                       Body=b"x", ChecksumAlgorithm="CRC32")


def test_wrong_checksum_at_completion(s3, bucket):
    # API CompleteMultipartUpload: a part's checksum that differs is InvalidPart; a full-object
    # checksum that differs is BadDigest.
    upload = s3.create_multipart_upload(
        Bucket=bucket, Key="m", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=1, Body=b"x",
                          ChecksumAlgorithm="CRC32")
    row = {"PartNumber": 1, "ETag": part["ETag"]}
    wrong = checksum("CRC32", b"y")
    arguments = {"Bucket": bucket, "Key": "m", "UploadId": upload}
    with refused("InvalidPart", status=400):
        s3.complete_multipart_upload(
            **arguments, MultipartUpload={"Parts": [{**row, "ChecksumCRC32": wrong}]})
    with refused("BadDigest", status=400):
        s3.complete_multipart_upload(
            **arguments, MultipartUpload={"Parts": [row]}, ChecksumCRC32=wrong,
            ChecksumType="FULL_OBJECT")
    right = checksum("CRC32", b"x")
    s3.complete_multipart_upload(
        **arguments, MultipartUpload={"Parts": [row]}, ChecksumCRC32=right,
        ChecksumType="FULL_OBJECT")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_copy_with_another_algorithm(s3, bucket, algorithm):
    # API CopyObject, x-amz-checksum-algorithm: the copy's own.
    s3.put_object(Bucket=bucket, Key="k", Body=DATA, ChecksumAlgorithm="SHA1")
    copy = s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k",
                          ChecksumAlgorithm=algorithm)["CopyObjectResult"]
    assert copy[member(algorithm)] == checksum(algorithm, DATA)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_of_operations_without_a_member_for_it(endpoint, account, bucket, algorithm):
    # Model, httpChecksum: any algorithm may vouch for a body that is a document.
    body = (b'<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet><Tag><Key>a</Key>'
            b"<Value>b</Value></Tag></TagSet></Tagging>")
    name = header(algorithm)
    right, wrong = checksum(algorithm, body), checksum(algorithm, b"other")
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}?tagging", {name: wrong}, body)
    assert (answer.status, s3_http.error_code(answer)) == (400, "BadDigest")
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}?tagging", {name: right}, body)
    assert answer.status in (200, 204), answer
