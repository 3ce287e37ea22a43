"""Keys: any UTF-8 of up to 1,024 bytes, never a path of the file system.

UG: Amazon S3 User Guide, "Naming Amazon S3 objects"
(docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html): a key is a sequence of Unicode
characters whose UTF-8 is at most 1,024 bytes long; there is no hierarchy of folders.
"""

import pytest

import s3_http
from expect import refused

KEYS = [
    "plain.txt",
    "with space",
    " leading and trailing ",
    "plus+plus",
    "per%cent",
    "already%20encoded",
    "%2F",
    "quest?ion",
    "hash#mark",
    "amp&ersand=equals;semicolon",
    "a//b",
    "//",
    "/leading",
    "trailing/",
    "/",
    "..",
    ".",
    "../x",
    "a/../b",
    "a/./b",
    "../../../../etc/passwd",
    "back\\slash",
    "quotes'\"`",
    "<xml>&amp;</xml>",
    "star*(bang)!",
    "tilde~dash-under_dot.",
    "colon:at@comma,dollar$",
    "curly{}square[]caret^pipe|",
    "Größe/straße",
    "日本語/ファイル",
    "🙂/emoji👩‍👩‍👧",
    "e\u0301 is not \u00e9",
    "\u00e9 is not e\u0301",
    "zero\u200bwidth\u202eoverride",
    "\U0010ffff last",
    "tab\tand\nnewline",
    "x" * 1024,
    "ü" * 512,
    "🙂" * 256,
    "d/" * 512,
]


def label(key):
    return ascii(key[:20])


@pytest.mark.parametrize("key", KEYS, ids=label)
def test_a_key_is_kept_as_it_is(s3, bucket, key):
    data = key.encode()
    s3.put_object(Bucket=bucket, Key=key, Body=data)
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == data
    assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == len(data)
    # boto3 asks for encoding-type=url and decodes.
    assert [row["Key"] for row in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    assert [row["Key"] for row in s3.list_objects(Bucket=bucket)["Contents"]] == [key]
    copied = key[:-1] + "2" if len(data) > 1000 else key + "2"
    s3.copy_object(Bucket=bucket, Key=copied, CopySource={"Bucket": bucket, "Key": key})
    assert s3.get_object(Bucket=bucket, Key=copied)["Body"].read() == data
    deleted = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": copied}]})["Deleted"]
    if "\n" not in key:  # XML reads a carriage return or newline in text as it likes
        assert [row["Key"] for row in deleted] == [copied]
    s3.delete_object(Bucket=bucket, Key=key)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_all_at_once_and_in_order_of_bytes(s3, bucket):
    # API ListObjectsV2: "in ascending order of their key names", by UTF-8 binary order.
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    found = [row["Key"] for row in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert found == sorted(KEYS, key=str.encode)
    for key in KEYS:
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()


@pytest.mark.parametrize("key", ["x" * 1025, "ü" * 513, "🙂" * 257], ids=label)
def test_too_long(s3, bucket, key):
    # API ErrorResponses: KeyTooLongError, 400.
    for call, arguments in ((s3.put_object, {"Body": b""}), (s3.create_multipart_upload, {})):
        with refused("KeyTooLongError", status=400):
            call(Bucket=bucket, Key=key, **arguments)


@pytest.mark.parametrize("target, key", [
    # RFC 3986, 2.1: a client may encode more than it must; the key is the decoded path.
    ("%61%2e%74%78%74", "a.txt"),
    ("a%2Fb", "a/b"),
    ("a%2fb", "a/b"),
    ("plus+stays", "plus+stays"),
    ("..%2f..%2fetc", "../../etc"),
    ("a/../../b", "a/../../b"),
    ("./x", "./x"),
    ("x;y=1,z", "x;y=1,z"),
])
def test_encoded_paths(endpoint, account, s3, bucket, target, key):
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/{target}", body=b"data")
    assert answer.status == 200, answer
    assert [row["Key"] for row in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/{target}")
    assert (answer.status, answer.body) == (200, b"data")


@pytest.mark.parametrize("target", ["%ff%fe", "%c3%28", "a%ed%a0%80"])
def test_not_utf8(endpoint, account, s3, bucket, target):
    # UG object-keys: keys are UTF-8. API ErrorResponses: InvalidURI, 400, "Couldn't parse the
    # specified URI."
    answer = s3_http.send(endpoint, account, "PUT", f"/{bucket}/{target}", body=b"data")
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidURI")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_a_path_does_not_leave_its_bucket(endpoint, account, s3, bucket, client, name):
    other = f"{name}-other"
    s3.create_bucket(Bucket=other)
    s3.put_object(Bucket=other, Key="k", Body=b"other")
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}/../{other}/k")
    assert (answer.status, s3_http.error_code(answer)) == (404, "NoSuchKey")


def test_keys_that_look_like_ours(s3, bucket):
    for key in ("_nephele/health", "_localstack/health", "?list-type=2", "?uploads", "?acl"):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()


def test_virtual_host(endpoint, account, s3, bucket):
    # UG VirtualHosting: the bucket in the Host header, the whole path is the key.
    s3.put_object(Bucket=bucket, Key="a/b c+d", Body=b"found")
    for host in (f"{bucket}.s3.localhost", f"{bucket}.s3.localhost:4566",
                 f"{bucket}.s3.us-east-1.amazonaws.com", f"{bucket}.s3.amazonaws.com"):
        answer = s3_http.send(endpoint, account, "GET", "/a/b%20c%2Bd", {"Host": host})
        assert (answer.status, answer.body) == (200, b"found"), host
    answer = s3_http.send(
        endpoint, account, "GET", "/?list-type=2", {"Host": f"{bucket}.s3.localhost"})
    assert s3_http.document(answer).findtext("Name") == bucket


def test_virtual_host_put_and_bucket_with_dots(endpoint, account, s3, name):
    dotted = f"{name}.with.dots"
    s3.create_bucket(Bucket=dotted)
    host = f"{dotted}.s3.localhost:4566"
    answer = s3_http.send(endpoint, account, "PUT", "/k%2Fx", {"Host": host}, b"v")
    assert answer.status == 200
    assert s3.get_object(Bucket=dotted, Key="k/x")["Body"].read() == b"v"
