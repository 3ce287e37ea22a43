"""Buckets as websites, as browsers see them.

UG: Amazon S3 User Guide, "Website endpoints", "Configuring an index document", "Configuring a
custom error document", "(Optional) Configuring a webpage redirect".
"""

import urllib.parse

import pytest

from s3_http import open_to_everybody, visit


class Site:
    def __init__(self, endpoint, s3, bucket):
        self.endpoint, self.s3, self.bucket = endpoint, s3, bucket
        self.host = f"{bucket}.s3-website-us-east-1.localhost"

    def get(self, path, **more):
        return visit(self.endpoint, self.host, path, **more)

    def put(self, key, body, **more):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def configure(self, **configuration):
        configuration.setdefault("IndexDocument", {"Suffix": "index.html"})
        self.s3.put_bucket_website(Bucket=self.bucket, WebsiteConfiguration=configuration)


@pytest.fixture
def site(endpoint, s3, bucket):
    """A site that everybody may read and list, so that what is missing is 404."""
    open_to_everybody(s3, bucket, ["s3:GetObject", "s3:ListBucket"])
    site = Site(endpoint, s3, bucket)
    site.configure()
    site.put("index.html", b"<h1>home", ContentType="text/html")
    site.put("docs/index.html", b"<h1>docs", ContentType="text/html")
    return site


def test_index_documents_stand_for_folders(site):
    home = site.get("/")
    assert (home.status, home.body) == (200, b"<h1>home")
    assert home.headers["content-type"] == "text/html"
    assert home.headers["etag"] and home.headers["last-modified"]
    assert site.get("/docs/").body == b"<h1>docs"
    # "If … no trailing slash, … a 302 Found that points to the key with a trailing slash" (UG).
    moved = site.get("/docs")
    assert (moved.status, moved.headers["location"]) == (302, "/docs/")
    assert site.get("/index.html", method="HEAD").body == b""


def test_every_form_of_the_host(site):
    for host in (f"{site.bucket}.s3-website.us-east-1.localhost",
                 f"{site.bucket}.s3-website-us-east-1.amazonaws.com",
                 f"{site.bucket}.s3-website.localhost"):
        assert visit(site.endpoint, host, "/").body == b"<h1>home", host


def test_another_region_is_the_wrong_endpoint(site):
    answer = visit(site.endpoint, f"{site.bucket}.s3-website-eu-west-1.localhost", "/")
    assert answer.status == 400 and b"Code: IncorrectEndpoint" in answer.body


def test_conditions_and_ranges(site):
    tag = site.get("/").headers["etag"]
    same = site.get("/", headers={"If-None-Match": tag})
    assert (same.status, same.headers["etag"]) == (304, tag)
    part = site.get("/", headers={"Range": "bytes=4-5"})
    assert (part.status, part.body) == (206, b"ho")


def test_errors_are_pages(site):
    answer = site.get("/no%20%3Cway%3E")
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-amz-error-code"] == "NoSuchKey"
    text = answer.body.decode()
    assert "<h1>404 Not Found</h1>" in text and "<li>Code: NoSuchKey</li>" in text
    assert "<li>Key: no &lt;way&gt;</li>" in text and "RequestId" in text
    post = site.get("/index.html", method="POST", body=b"x")
    assert post.status == 405 and b"Code: MethodNotAllowed" in post.body


def test_what_is_no_website(endpoint, s3, bucket, name):
    host = f"{bucket}.s3-website-us-east-1.localhost"
    answer = visit(endpoint, host, "/")
    assert answer.status == 404 and b"Code: NoSuchWebsiteConfiguration" in answer.body
    answer = visit(endpoint, f"{name}x.s3-website-us-east-1.localhost", "/")
    assert answer.status == 404 and b"Code: NoSuchBucket" in answer.body


def test_what_is_not_public_is_not_shown(endpoint, s3, bucket):
    site = Site(endpoint, s3, bucket)
    site.configure()
    site.put("index.html", b"secret")
    answer = site.get("/")
    assert answer.status == 403 and b"Code: AccessDenied" in answer.body
    assert b"secret" not in answer.body
    # Who may not list is not told what is missing.
    open_to_everybody(s3, bucket)
    assert site.get("/").body == b"secret"
    assert site.get("/missing").status == 403


def test_requester_pays_has_no_website(site):
    site.s3.put_bucket_request_payment(
        Bucket=site.bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    assert site.get("/").status == 403


def test_error_documents(site):
    site.configure(ErrorDocument={"Key": "oops.html"})
    answer = site.get("/missing")
    assert answer.status == 404
    assert b"An Error Occurred While Attempting to Retrieve a Custom Error Document" in answer.body
    assert answer.body.count(b"Code: NoSuchKey") == 2
    site.put("oops.html", b"sorry", ContentType="text/html")
    answer = site.get("/missing")
    assert (answer.status, answer.body) == (404, b"sorry")
    assert answer.headers["x-amz-error-code"] == "NoSuchKey"


def test_redirects_of_objects(site):
    site.put("old", b"", WebsiteRedirectLocation="/new?x=1")
    site.put("away", b"", WebsiteRedirectLocation="https://example.com/there")
    for key, location in (("old", "/new?x=1"), ("away", "https://example.com/there")):
        answer = site.get(f"/{key}")
        assert (answer.status, answer.headers["location"]) == (301, location)
    # The REST endpoint shows it as a header (UG).
    assert site.s3.head_object(Bucket=site.bucket, Key="old")[
        "WebsiteRedirectLocation"] == "/new?x=1"


def test_routing_rules(site):
    host = f"{site.host}:{urllib.parse.urlsplit(site.endpoint).port}"
    site.configure(RoutingRules=[
        {"Condition": {"KeyPrefixEquals": "docs/"},
         "Redirect": {"ReplaceKeyPrefixWith": "documents/"}},
        {"Condition": {"KeyPrefixEquals": "gone/"},
         "Redirect": {"HostName": "example.com", "Protocol": "https", "ReplaceKeyWith": "all",
                      "HttpRedirectCode": "307"}},
        {"Condition": {"HttpErrorCodeReturnedEquals": "404"},
         "Redirect": {"HostName": "reports.example.com", "ReplaceKeyPrefixWith": "report-404/"}}])
    for path, expected in (
            ("/docs/page.html", (301, f"http://{host}/documents/page.html")),
            ("/gone/now", (307, "https://example.com/all")),
            ("/missing%20page", (301, "http://reports.example.com/report-404/missing%20page"))):
        answer = site.get(path)
        assert (answer.status, answer.headers["location"]) == expected, path
    assert site.get("/").status == 200


def test_all_requests_may_go_elsewhere(endpoint, s3, bucket):
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={
        "RedirectAllRequestsTo": {"HostName": "example.com", "Protocol": "https"}})
    answer = Site(endpoint, s3, bucket).get("/a/b")
    assert (answer.status, answer.headers["location"]) == (301, "https://example.com/a/b")


def test_other_sites_pages_may_read_by_the_buckets_rules(site):
    origin = {"Origin": "https://example.com"}
    assert "access-control-allow-origin" not in site.get("/", headers=origin).headers
    site.s3.put_bucket_cors(Bucket=site.bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"]}]})
    assert site.get("/", headers=origin).headers[
        "access-control-allow-origin"] == "https://example.com"
