"""Presigned URLs and form uploads.

API: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters"
(API/sigv4-query-string-auth.html), "Browser-Based Uploads Using POST"
(API/sigv4-UsingHTTPPOST.html, API/RESTObjectPOST.html, API/sigv4-HTTPPOSTConstructPolicy.html).
"""

import base64
import datetime
import hashlib
import json
import urllib.parse

import pytest

import s3_http
from expect import refused
from servers import make_client


def fetch(endpoint, url, method="GET", headers=None, body=b""):
    parts = urllib.parse.urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return s3_http.plain(endpoint, method, target, {"Host": parts.netloc, **(headers or {})}, body)


@pytest.fixture
def s3(client):
    # In us-east-1 boto3 presigns by Signature Version 2 unless it is told not to.
    return client("s3", signature_version="s3v4")


def sign(s3, operation, **parameters):
    return s3.generate_presigned_url(operation, Params=parameters, ExpiresIn=600)


@pytest.mark.parametrize("version, style", [("s3v4", "path"), ("s3v4", "virtual"), ("s3", "path")])
def test_get(endpoint, account, s3, bucket, version, style):
    # Signature Version 2 of query strings ("s3") still stands for old buckets and old clients,
    # and boto3 uses it in us-east-1.
    s3.put_object(Bucket=bucket, Key="a b+c/ü", Body=b"data")
    at = endpoint if style == "path" else endpoint.replace("127.0.0.1", "s3.localhost")
    signer = make_client(at, "s3", account, signature_version=version,
                         s3={"addressing_style": style})
    url = sign(signer, "get_object", Bucket=bucket, Key="a b+c/ü")
    answer = fetch(endpoint, url)
    assert (answer.status, answer.body) == (200, b"data"), answer


def test_get_with_overrides_and_version(endpoint, s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    url = sign(s3, "get_object", Bucket=bucket, Key="k", VersionId=version,
               ResponseContentDisposition='attachment; filename="x y.txt"')
    answer = fetch(endpoint, url, headers={"Range": "bytes=0-0"})
    assert (answer.status, answer.body) == (206, b"1")
    assert answer.headers["content-disposition"] == 'attachment; filename="x y.txt"'


def test_put(endpoint, s3, bucket):
    url = sign(s3, "put_object", Bucket=bucket, Key="k", ContentType="text/plain")
    answer = fetch(endpoint, url, "PUT", {"Content-Type": "text/plain"}, b"uploaded")
    assert answer.status == 200, answer
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (got["Body"].read(), got["ContentType"]) == (b"uploaded", "text/plain")


def test_other_operations(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    assert fetch(endpoint, sign(s3, "head_object", Bucket=bucket, Key="k"), "HEAD").status == 200
    answer = fetch(endpoint, sign(s3, "list_objects_v2", Bucket=bucket))
    assert s3_http.document(answer).findtext("KeyCount") == "1"
    url = sign(s3, "delete_object", Bucket=bucket, Key="k")
    assert fetch(endpoint, url, "DELETE").status == 204


def test_multipart_by_urls(endpoint, s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    url = sign(s3, "upload_part", Bucket=bucket, Key="k", UploadId=upload, PartNumber=1)
    answer = fetch(endpoint, url, "PUT", body=b"part")
    assert answer.status == 200
    s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": answer.headers["etag"]}]})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"part"


def altered(url, **changes):
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query))
    for name, value in changes.items():
        name = name.replace("_", "-")
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return parts._replace(query=urllib.parse.urlencode(query)).geturl()


def test_expired(endpoint, s3, bucket):
    # API ErrorResponses, AccessDenied: "Request has expired", 403.
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    url = sign(s3, "get_object", Bucket=bucket, Key="k")
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    answer = fetch(endpoint, altered(url, X_Amz_Date=past.strftime("%Y%m%dT%H%M%SZ")))
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")
    assert s3_http.document(answer).findtext("Message") == "Request has expired"


@pytest.mark.parametrize("changes", [
    # API sigv4-query-string-auth: X-Amz-Expires from 1 to 604800;
    # AuthorizationQueryParametersError, 400.
    {"X_Amz_Expires": "604801"}, {"X_Amz_Expires": "-1"}, {"X_Amz_Expires": "abc"},
    {"X_Amz_Expires": None}, {"X_Amz_Date": None}, {"X_Amz_Date": "yesterday"},
    {"X_Amz_Credential": None}, {"X_Amz_Credential": "abc"}, {"X_Amz_SignedHeaders": None},
    {"X_Amz_Signature": None}, {"X_Amz_Algorithm": "AWS4-HMAC-MD5"},
])
def test_bad_parameters(endpoint, s3, bucket, changes):
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    url = sign(s3, "get_object", Bucket=bucket, Key="k")
    answer = fetch(endpoint, altered(url, **changes))
    assert (answer.status, s3_http.error_code(answer)) == \
        (400, "AuthorizationQueryParametersError"), answer


# Form uploads.

def form(fields, data, name="file.txt", kind="text/plain"):
    boundary = "----form-boundary-1234567890"
    lines = []
    for key, value in fields.items():
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
                     f"{value}\r\n".encode())
    if data is not None:
        lines.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n".encode() + data + b"\r\n")
    lines.append(f"--{boundary}--\r\n".encode())
    return b"".join(lines), f"multipart/form-data; boundary={boundary}"


def post(endpoint, bucket, fields, data=b"form data", **arguments):
    body, kind = form(fields, data, **arguments)
    return s3_http.plain(endpoint, "POST", f"/{bucket}", {"Content-Type": kind}, body)


def presigned(s3, bucket, key="k", fields=None, conditions=None, expires=600):
    return s3.generate_presigned_post(
        bucket, key, Fields=dict(fields or {}), Conditions=list(conditions or []),
        ExpiresIn=expires)["fields"]


def test_form(endpoint, s3, bucket):
    # API RESTObjectPOST: 204 when success_action_status is not given; ETag and Location.
    answer = post(endpoint, bucket, presigned(s3, bucket))
    assert (answer.status, answer.body) == (204, b""), answer
    assert answer.headers["etag"] == f'"{hashlib.md5(b"form data").hexdigest()}"'
    assert answer.headers["location"].endswith("/k")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"form data"


def test_form_with_everything(endpoint, s3, bucket):
    fields = {"Content-Type": "image/png", "x-amz-meta-uuid": "14365123651274",
              "success_action_status": "201", "Cache-Control": "no-store"}
    conditions = [{"Content-Type": "image/png"}, ["starts-with", "$x-amz-meta-uuid", "143"],
                  {"success_action_status": "201"}, ["eq", "$Cache-Control", "no-store"],
                  ["content-length-range", 1, 100]]
    signed = presigned(s3, bucket, "user/${filename}", fields, conditions)
    answer = post(endpoint, bucket, signed, name="photo 1.png")
    # API RESTObjectPOST: 201 with a PostResponse document; ${filename} is the file's name.
    assert answer.status == 201, answer
    root = s3_http.document(answer)
    assert (root.tag, root.findtext("Bucket"), root.findtext("Key")) == \
        ("PostResponse", bucket, "user/photo 1.png")
    assert root.findtext("ETag") == answer.headers["etag"]
    got = s3.get_object(Bucket=bucket, Key="user/photo 1.png")
    assert (got["ContentType"], got["CacheControl"]) == ("image/png", "no-store")
    assert got["Metadata"] == {"uuid": "14365123651274"}


def test_form_with_a_redirect(endpoint, s3, bucket):
    # API RESTObjectPOST, success_action_redirect: 303 with bucket, key and etag as parameters.
    target = "http://example.test/done"
    signed = presigned(s3, bucket, fields={"success_action_redirect": target},
                       conditions=[{"success_action_redirect": target}])
    answer = post(endpoint, bucket, signed)
    assert answer.status == 303
    location = urllib.parse.urlsplit(answer.headers["location"])
    assert location._replace(query="").geturl() == target
    query = dict(urllib.parse.parse_qsl(location.query))
    assert (query["bucket"], query["key"]) == (bucket, "k")
    assert query["etag"] == s3.head_object(Bucket=bucket, Key="k")["ETag"]


@pytest.mark.parametrize("size, code", [(4, "EntityTooSmall"), (21, "EntityTooLarge"), (5, None),
                                        (20, None)])
def test_form_size(endpoint, s3, bucket, size, code):
    # API sigv4-HTTPPOSTConstructPolicy, content-length-range; API ErrorResponses.
    signed = presigned(s3, bucket, conditions=[["content-length-range", 5, 20]])
    answer = post(endpoint, bucket, signed, b"x" * size)
    if code is None:
        assert answer.status == 204, answer
    else:
        assert (answer.status, s3_http.error_code(answer)) == (400, code)
        with refused("NoSuchKey"):
            s3.get_object(Bucket=bucket, Key="k")


def resigned(account, fields, document):
    """The fields with another policy, signed as its author would."""
    signer = s3_http.Signer(account)
    policy = base64.b64encode(json.dumps(document).encode()).decode()
    key = signer.sign(policy)
    return {**fields, "policy": policy, "x-amz-signature": key, "x-amz-date": signer.time,
            "x-amz-credential": f"{account}/{signer.scope}"}


@pytest.mark.parametrize("change, message", [
    # API sigv4-HTTPPOSTConstructPolicy: every field but those excepted must be in the policy, and
    # hold; AccessDenied, 403, "Invalid according to Policy: ...".
    ({"key": "other"}, "Policy Condition failed"),
    ({"x-amz-meta-extra": "1"}, "Extra input fields"),
    ({"Content-Type": "text/html"}, "Extra input fields"),
])
def test_form_against_its_policy(endpoint, s3, bucket, change, message):
    answer = post(endpoint, bucket, {**presigned(s3, bucket), **change})
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")
    assert message in s3_http.document(answer).findtext("Message")


def test_form_ignored_fields(endpoint, s3, bucket):
    # API sigv4-HTTPPOSTConstructPolicy: x-ignore- fields need no condition.
    answer = post(endpoint, bucket, {**presigned(s3, bucket), "x-ignore-me": "1"})
    assert answer.status == 204


def test_form_of_another_bucket(endpoint, s3, bucket, name):
    s3.create_bucket(Bucket=f"{name}-2")
    answer = post(endpoint, f"{name}-2", presigned(s3, bucket))
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")


def test_what_was_signed_outlives_a_moved_clock(own_server):
    """The client's clock made the signature: what it signs is judged by real time."""
    s3 = make_client(own_server.endpoint, "s3", "111111111111", signature_version="s3v4")
    s3.create_bucket(Bucket="later")
    own_server.clock(advance="30d")
    answer = post(own_server.endpoint, "later", presigned(s3, "later"))
    assert answer.status == 204, answer
    answer = fetch(own_server.endpoint, sign(s3, "get_object", Bucket="later", Key="k"))
    assert answer.status == 200, answer


def test_form_expired(endpoint, account, s3, bucket):
    fields = presigned(s3, bucket)
    document = json.loads(base64.b64decode(fields["policy"]))
    document["expiration"] = "2015-12-30T12:00:00.000Z"
    answer = post(endpoint, bucket, resigned(account, fields, document))
    # "Invalid according to Policy: Policy expired."
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")
    assert "expired" in s3_http.document(answer).findtext("Message")


def test_form_without_a_policy(endpoint, bucket):
    # An anonymous upload, which a private bucket refuses.
    answer = post(endpoint, bucket, {"key": "k"})
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied")


def test_form_without_a_policy_to_an_open_bucket(endpoint, s3, bucket):
    # API sigv4-HTTPPOSTForms, policy: "Requests without a security policy are considered anonymous
    # and will succeed only on a publicly writable bucket."
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject"],
         "Resource": f"arn:aws:s3:::{bucket}/in/*"}]}))
    fields = {"key": "in/${filename}", "Content-Type": "text/x-note", "x-amz-meta-who": "nobody",
              "success_action_status": "201"}
    answer = post(endpoint, bucket, fields)
    assert answer.status == 201, answer
    got = s3.get_object(Bucket=bucket, Key="in/file.txt")
    assert (got["Body"].read(), got["ContentType"]) == (b"form data", "text/x-note")
    assert got["Metadata"] == {"who": "nobody"}
    # It may do what anybody may, and no more.
    for other in ({"key": "out/a"}, {"key": "in/a", "acl": "public-read"},
                  {"key": "in/a", "tagging": "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value>"
                                             "</Tag></TagSet></Tagging>"}):
        answer = post(endpoint, bucket, other)
        assert (answer.status, s3_http.error_code(answer)) == (403, "AccessDenied"), other
    answer = post(endpoint, bucket, {"x-amz-meta-who": "nobody"})
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument")


@pytest.mark.parametrize("policy", ["bm90IGpzb24=", "!!", "W10="])
def test_form_with_a_bad_policy(endpoint, account, s3, bucket, policy):
    # API ErrorResponses, InvalidPolicyDocument: 400.
    fields = {**presigned(s3, bucket), "policy": policy}
    fields["x-amz-signature"] = s3_http.Signer(account).sign(policy)
    answer = post(endpoint, bucket, fields)
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidPolicyDocument")


def test_form_without_its_parts(endpoint, s3, bucket):
    # API ErrorResponses: IncorrectNumberOfFilesInPostRequest, "POST requires exactly one file
    # upload per request.", 400; InvalidArgument where a key is missing.
    answer = post(endpoint, bucket, presigned(s3, bucket), None)
    assert (answer.status, s3_http.error_code(answer)) in (
        (400, "IncorrectNumberOfFilesInPostRequest"), (400, "InvalidArgument"))
    fields = presigned(s3, bucket)
    del fields["key"]
    answer = post(endpoint, bucket, fields)
    assert (answer.status, s3_http.error_code(answer)) in (
        (400, "InvalidArgument"), (403, "AccessDenied"))


def test_form_with_large_fields(endpoint, s3, bucket):
    # API ErrorResponses, MaxPostPreDataLengthExceeded: 400.
    fields = {**presigned(s3, bucket), "x-ignore-bulk": "x" * 30_000}
    answer = post(endpoint, bucket, fields)
    assert (answer.status, s3_http.error_code(answer)) == (400, "MaxPostPreDataLengthExceededError")


def test_large_form(endpoint, s3, bucket):
    data = bytes(range(256)) * 40_000
    answer = post(endpoint, bucket, presigned(s3, bucket), data)
    assert answer.status == 204
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == data


def test_form_with_tags(endpoint, s3, bucket):
    # API, POST Object: tagging, "The set of tags ... in an XML document".
    def tagged(document):
        fields = presigned(s3, bucket, fields={"tagging": document},
                           conditions=[["starts-with", "$tagging", ""]])
        return post(endpoint, bucket, fields)
    answer = tagged("<Tagging><TagSet><Tag><Key>team</Key><Value>red &#45; blue</Value></Tag>"
                    "<Tag><Key>place</Key><Value>north sea</Value></Tag></TagSet></Tagging>")
    assert answer.status == 204, answer
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == [
        {"Key": "team", "Value": "red - blue"}, {"Key": "place", "Value": "north sea"}]
    answer = tagged("<Tagging><TagSet>")
    assert (answer.status, s3_http.error_code(answer)) == (400, "MalformedXML")
    answer = tagged("<Tagging><TagSet><Tag><Key>aws:x</Key><Value>1</Value></Tag></TagSet>"
                    "</Tagging>")
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidTag")


def test_form_without_a_key(endpoint, s3, bucket):
    # API, POST Object: key is required, whatever the policy says of it.
    fields = presigned(s3, bucket, key="a")
    del fields["key"]
    answer = post(endpoint, bucket, fields)
    assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument")
    assert s3_http.document(answer).findtext("ArgumentName") == "key"
