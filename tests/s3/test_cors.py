"""Cross-origin rules of buckets and the answers to browsers.

UG: Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)" (userguide/cors.html);
API: PutBucketCors and RESTOPTIONSobject (API/RESTOPTIONSobject.html).
"""

import pytest

import s3_http
from expect import refused

RULES = [
    {"ID": "first", "AllowedOrigins": ["http://www.example.com"],
     "AllowedMethods": ["PUT", "POST", "DELETE"], "AllowedHeaders": ["*"], "MaxAgeSeconds": 3000,
     "ExposeHeaders": ["x-amz-request-id", "ETag"]},
    {"AllowedOrigins": ["https://*.example.org"], "AllowedMethods": ["GET", "HEAD"],
     "AllowedHeaders": ["x-amz-*", "Content-Type"]},
    {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]},
]


@pytest.fixture
def open_bucket(s3, bucket):
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": RULES})
    s3.put_object(Bucket=bucket, Key="k", Body=b"data")
    return bucket


def preflight(endpoint, bucket, origin, method, headers=None, path="k"):
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    return s3_http.plain(endpoint, "OPTIONS", f"/{bucket}/{path}", asked)


def test_stored(s3, bucket):
    # API GetBucketCors: NoSuchCORSConfiguration, 404.
    with refused("NoSuchCORSConfiguration", status=404):
        s3.get_bucket_cors(Bucket=bucket)
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": RULES})
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == RULES
    s3.delete_bucket_cors(Bucket=bucket)
    with refused("NoSuchCORSConfiguration", status=404):
        s3.get_bucket_cors(Bucket=bucket)


@pytest.mark.parametrize("rules", [
    # UG ManageCorsUsing, "Elements": GET, PUT, POST, DELETE, HEAD only; one wildcard at most;
    # API PutBucketCors: up to 100 rules.
    [{"AllowedOrigins": ["*"], "AllowedMethods": ["PATCH"]}],
    [{"AllowedOrigins": ["http://*.a.*"], "AllowedMethods": ["GET"]}],
    [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"], "AllowedHeaders": ["*x*"]}],
    [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}] * 101,
    [],
])
def test_refused(s3, bucket, rules):
    with refused("InvalidRequest", "MalformedXML", status=400):
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})


def test_preflight_by_the_first_rule(endpoint, open_bucket):
    # API RESTOPTIONSobject, sample: the origin, methods, age, exposed headers of the rule.
    answer = preflight(endpoint, open_bucket, "http://www.example.com", "PUT",
                       "x-amz-meta-Any, Content-Type")
    assert answer.status == 200
    headers = answer.headers
    assert headers["access-control-allow-origin"] == "http://www.example.com"
    assert sorted(headers["access-control-allow-methods"].replace(" ", "").split(",")) == \
        ["DELETE", "POST", "PUT"]
    assert headers["access-control-max-age"] == "3000"
    assert headers["access-control-allow-headers"].lower().replace(" ", "") == \
        "x-amz-meta-any,content-type"
    assert "etag" in headers["access-control-expose-headers"].lower()
    assert "origin" in headers["vary"].lower()


@pytest.mark.parametrize("origin, method, headers, allowed", [
    ("https://a.example.org", "HEAD", "x-amz-date,content-type", "https://a.example.org"),
    ("https://a.b.example.org", "GET", None, "https://a.b.example.org"),
    # UG cors: AllowedOrigin "*" is answered so.
    ("http://anyone.test", "GET", None, "*"),
    ("null", "GET", None, "*"),
    # No rule for the method, the header, or the scheme together.
    ("http://anyone.test", "PUT", None, None),
    ("https://a.example.org", "HEAD", "authorization", None),
    ("http://a.example.org", "HEAD", None, None),
    ("https://example.org", "HEAD", None, None),
    ("http://www.example.com.evil.test", "PUT", None, None),
])
def test_preflights(endpoint, open_bucket, origin, method, headers, allowed):
    answer = preflight(endpoint, open_bucket, origin, method, headers)
    if allowed is None:
        # API RESTOPTIONSobject: 403 Forbidden when no rule matches; AccessForbidden.
        assert (answer.status, s3_http.error_code(answer)) == (403, "AccessForbidden")
        assert "access-control-allow-origin" not in answer.headers
    else:
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, allowed)


def test_preflight_without_rules(endpoint, bucket):
    answer = preflight(endpoint, bucket, "http://anyone.test", "GET")
    assert (answer.status, s3_http.error_code(answer)) == (403, "AccessForbidden")


def test_preflight_by_virtual_host(endpoint, open_bucket):
    answer = s3_http.plain(endpoint, "OPTIONS", "/k", {
        "Host": f"{open_bucket}.s3.localhost", "Origin": "http://www.example.com",
        "Access-Control-Request-Method": "PUT"})
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "http://www.example.com"


def test_the_request_itself(endpoint, account, open_bucket):
    # UG cors, "How does Amazon S3 evaluate the CORS configuration on a bucket?"
    answer = s3_http.send(endpoint, account, "GET", f"/{open_bucket}/k",
                          {"Origin": "http://anyone.test"})
    assert (answer.status, answer.body) == (200, b"data")
    assert answer.headers["access-control-allow-origin"] == "*"
    answer = s3_http.send(endpoint, account, "PUT", f"/{open_bucket}/k",
                          {"Origin": "http://www.example.com"}, b"more")
    assert answer.headers["access-control-allow-origin"] == "http://www.example.com"
    assert "etag" in answer.headers["access-control-expose-headers"].lower()
    # No rule: the answer has no leave for the page, but the request is served.
    answer = s3_http.send(endpoint, account, "PUT", f"/{open_bucket}/k",
                          {"Origin": "http://anyone.test"}, b"data")
    assert answer.status == 200
    assert "access-control-allow-origin" not in answer.headers
    # A browser must be able to read refusals too.
    answer = s3_http.send(endpoint, account, "GET", f"/{open_bucket}/missing",
                          {"Origin": "http://anyone.test"})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (404, "*")


def test_no_origin_no_headers(endpoint, account, open_bucket):
    answer = s3_http.send(endpoint, account, "GET", f"/{open_bucket}/k")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_preflight_without_its_headers(endpoint, open_bucket):
    # API RESTOPTIONSobject: Origin and Access-Control-Request-Method are required.
    for headers in ({}, {"Origin": "http://a.test"}, {"Access-Control-Request-Method": "GET"}):
        answer = s3_http.plain(endpoint, "OPTIONS", f"/{open_bucket}/k", headers)
        assert answer.status in (400, 403, 405), headers
        assert s3_http.error_code(answer) in (
            "BadRequest", "AccessForbidden", "MethodNotAllowed")


def test_preflights_that_cannot_be_answered(endpoint, s3, bucket, name):
    # API RESTOPTIONSobject: 403 where no rule allows it, 400 without the headers that are required.
    # The words are unverified.
    def told(answer):
        root = s3_http.document(answer)
        return answer.status, root.findtext("Code"), root.findtext("Message")
    answer = preflight(endpoint, bucket, "http://a", "GET")
    assert told(answer) == (
        403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.")
    assert s3_http.document(answer).findtext("ResourceType") == "OBJECT"
    assert told(preflight(endpoint, f"{name}-none", "http://a", "GET"))[:2] == (
        403, "AccessForbidden")
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": RULES})
    path = f"/{bucket}/k"
    answer = s3_http.plain(endpoint, "OPTIONS", path, {"Origin": "http://a"})
    assert told(answer) == (400, "BadRequest", "Invalid Access-Control-Request-Method: null")
    answer = s3_http.plain(endpoint, "OPTIONS", path, {"Access-Control-Request-Method": "GET"})
    assert told(answer) == (
        400, "BadRequest", "Insufficient information. Origin request header needed.")
    # An actual request is answered whatever the rules say.
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.delete_bucket_cors(Bucket=bucket)
    answer = s3_http.plain(endpoint, "GET", path, {"Origin": "http://a"})
    assert "access-control-allow-origin" not in answer.headers
