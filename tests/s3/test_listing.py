"""Listings of objects: pages, prefixes, delimiters, encodings.

API: Amazon S3 API Reference, ListObjectsV2, ListObjects.
"""

import concurrent.futures

import pytest

import s3_http
from expect import refused

KEYS = ["a", "b/1", "b/2", "b/c/3", "b/c/4", "c", "d/", "d/x", "é/1", "z//y"]


@pytest.fixture
def filled(s3, bucket):
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def names(page):
    return ([row["Key"] for row in page.get("Contents", [])],
            [row["Prefix"] for row in page.get("CommonPrefixes", [])])


# API ListObjectsV2, "Delimiter": keys that contain the same string between the prefix and the
# first occurrence of the delimiter are rolled up into one CommonPrefixes element.
@pytest.mark.parametrize("arguments, contents, prefixes", [
    ({}, KEYS, []),
    ({"Prefix": "b/"}, ["b/1", "b/2", "b/c/3", "b/c/4"], []),
    ({"Delimiter": "/"}, ["a", "c"], ["b/", "d/", "z/", "é/"]),
    ({"Delimiter": "/", "Prefix": "b/"}, ["b/1", "b/2"], ["b/c/"]),
    ({"Delimiter": "/", "Prefix": "b"}, [], ["b/"]),
    ({"Delimiter": "/", "Prefix": "d/"}, ["d/", "d/x"], []),
    ({"Delimiter": "/", "Prefix": "z/"}, [], ["z//"]),
    ({"Delimiter": "c/", "Prefix": "b/"}, ["b/1", "b/2"], ["b/c/"]),
    ({"Delimiter": "1"}, [key for key in sorted(KEYS, key=str.encode) if "1" not in key],
     ["b/1", "é/1"]),
    ({"Prefix": "nothing"}, [], []),
    ({"Prefix": "é"}, ["é/1"], []),
    ({"StartAfter": "b/c/3"}, ["b/c/4", "c", "d/", "d/x", "z//y", "é/1"], []),
    ({"StartAfter": "b/c/4", "Delimiter": "/"}, ["c"], ["d/", "z/", "é/"]),
    ({"StartAfter": "zzz"}, ["é/1"], []),
])
def test_what_is_listed(s3, filled, arguments, contents, prefixes):
    page = s3.list_objects_v2(Bucket=filled, **arguments)
    assert names(page) == (sorted(contents, key=str.encode), prefixes)
    assert page["KeyCount"] == len(contents) + len(prefixes)
    assert (page["IsTruncated"], page["MaxKeys"], page["Name"]) == (False, 1000, filled)
    assert page["Prefix"] == arguments.get("Prefix", "")


@pytest.mark.parametrize("arguments", [{}, {"Delimiter": "/"}, {"Prefix": "b/", "Delimiter": "/"},
                                       {"StartAfter": "b/1"}])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_are_the_whole(s3, filled, arguments, size):
    whole = names(s3.list_objects_v2(Bucket=filled, **arguments))
    contents, prefixes, token = [], [], {}
    for _ in range(50):
        page = s3.list_objects_v2(Bucket=filled, MaxKeys=size, **arguments, **token)
        found = names(page)
        contents += found[0]
        prefixes += found[1]
        assert page["KeyCount"] == len(found[0]) + len(found[1]) <= size
        if not page["IsTruncated"]:
            assert "NextContinuationToken" not in page
            break
        assert page["KeyCount"] == size
        token = {"ContinuationToken": page["NextContinuationToken"]}
    assert (contents, prefixes) == whole


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_version_1(s3, filled, size):
    # API ListObjects, NextMarker: "This element is returned only if you have the delimiter request
    # parameter specified"; without it the last key is the next marker.
    for delimiter in ({}, {"Delimiter": "/"}):
        whole = names(s3.list_objects(Bucket=filled, **delimiter))
        contents, prefixes, marker = [], [], ""
        for _ in range(50):
            page = s3.list_objects(Bucket=filled, MaxKeys=size, Marker=marker, **delimiter)
            assert page["Marker"] == marker
            found = names(page)
            contents += found[0]
            prefixes += found[1]
            if not page["IsTruncated"]:
                break
            assert ("NextMarker" in page) == bool(delimiter)
            marker = page["NextMarker"] if delimiter else found[0][-1]
        assert (contents, prefixes) == whole


def test_marker_need_not_exist(s3, filled):
    page = s3.list_objects(Bucket=filled, Marker="b/c/", Prefix="b/")
    assert names(page)[0] == ["b/c/3", "b/c/4"]


def test_max_keys(endpoint, account, s3, filled):
    # API ListObjectsV2, max-keys: "up to 1,000 key names"; more is taken as 1,000. 0 gives none.
    assert s3.list_objects_v2(Bucket=filled, MaxKeys=5000)["MaxKeys"] in (1000, 5000)
    page = s3.list_objects_v2(Bucket=filled, MaxKeys=0)
    assert (page["KeyCount"], page["IsTruncated"], page["MaxKeys"]) == (0, False, 0)
    # API ErrorResponses: InvalidArgument.
    for bad in ("-1", "abc", "2147483648"):
        answer = s3_http.send(
            endpoint, account, "GET", f"/{filled}?list-type=2&max-keys={bad}")
        assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument"), bad


def test_a_token_that_is_not_ours(s3, filled):
    # API ErrorResponses, InvalidArgument: "The continuation token provided is incorrect".
    with refused("InvalidArgument", status=400):
        s3.list_objects_v2(Bucket=filled, ContinuationToken="junk")


def test_owner_only_when_asked(s3, filled):
    # API ListObjectsV2, fetch-owner: "The owner field is not present in ListObjectsV2 by default."
    assert "Owner" not in s3.list_objects_v2(Bucket=filled)["Contents"][0]
    assert s3.list_objects_v2(Bucket=filled, FetchOwner=True)["Contents"][0]["Owner"]["ID"]
    assert s3.list_objects(Bucket=filled)["Contents"][0]["Owner"]["ID"]


def test_what_a_row_says(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"12345", StorageClass="GLACIER_IR")
    row = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    assert (row["Key"], row["Size"], row["ETag"]) == ("k", 5, put["ETag"])
    assert row["StorageClass"] == "GLACIER_IR"
    head = s3.head_object(Bucket=bucket, Key="k")
    assert row["LastModified"].replace(microsecond=0) == head["LastModified"]


def test_url_encoding(endpoint, account, s3, bucket):
    # API ListObjectsV2, encoding-type: "Encoding type used by Amazon S3 to encode object key
    # names": Delimiter, Prefix, Key and StartAfter; "an object with the name test_file(3).png
    # will appear as test_file%283%29.png"; slashes stay.
    for key in ("test_file(3).png", "a b/c+d", "ü&<>/x"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    answer = s3_http.send(endpoint, account, "GET",
                          f"/{bucket}?encoding-type=url&list-type=2&prefix=a%20")
    root = s3_http.document(answer)
    assert root.findtext("EncodingType") == "url"
    assert root.findtext("Prefix") in ("a%20", "a+")
    assert root.findtext("Contents/Key") in ("a%20b/c%2Bd", "a+b/c%2Bd")
    answer = s3_http.send(
        endpoint, account, "GET", f"/{bucket}?delimiter=%2F&encoding-type=url&list-type=2")
    root = s3_http.document(answer)
    assert root.findtext("Contents/Key") == "test_file%283%29.png"
    assert root.findtext("Delimiter") == "/"
    prefixes = [element.text for element in root.findall("CommonPrefixes/Prefix")]
    assert prefixes[-1] == "%C3%BC%26%3C%3E/"
    answer = s3_http.send(endpoint, account, "GET", f"/{bucket}?list-type=2")
    root = s3_http.document(answer)
    assert root.find("EncodingType") is None
    assert [element.text for element in root.findall("Contents/Key")] == \
        ["a b/c+d", "test_file(3).png", "ü&<>/x"]


@pytest.mark.parametrize("query", ["encoding-type=base64", "list-type=3"])
def test_bad_arguments(endpoint, account, filled, query):
    # API ErrorResponses: InvalidArgument. An unknown list-type is no list-type=2.
    answer = s3_http.send(endpoint, account, "GET", f"/{filled}?{query}")
    if query.startswith("encoding"):
        assert (answer.status, s3_http.error_code(answer)) == (400, "InvalidArgument")
    else:
        assert answer.status in (200, 400)


def test_more_than_a_page(s3, bucket):
    # API ListObjectsV2: up to 1,000 at a time.
    keys = [f"{number // 1_000}/{number:05}" for number in range(2_300)]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda key: s3.put_object(Bucket=bucket, Key=key, Body=b""), keys))
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket))
    assert [page["KeyCount"] for page in pages] == [1000, 1000, 300]
    assert [row["Key"] for page in pages for row in page["Contents"]] == keys
    pages = list(s3.get_paginator("list_objects").paginate(Bucket=bucket))
    assert [row["Key"] for page in pages for row in page["Contents"]] == keys
    # All of them under few prefixes: one page, however many keys each stands for.
    page = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert (names(page), page["IsTruncated"]) == (([], ["0/", "1/", "2/"]), False)


def test_deep_prefixes_page_by_page(s3, bucket):
    keys = [f"year={year}/month={month}/{day}" for year in range(2) for month in range(3)
            for day in range(4)]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    seen = []
    for page in s3.get_paginator("list_objects_v2").paginate(
            Bucket=bucket, Delimiter="/", Prefix="year=1/", PaginationConfig={"PageSize": 1}):
        seen += names(page)[1]
    assert seen == ["year=1/month=0/", "year=1/month=1/", "year=1/month=2/"]


def test_empty_bucket(s3, bucket):
    page = s3.list_objects_v2(Bucket=bucket)
    assert (page["KeyCount"], page["IsTruncated"]) == (0, False)
    assert "Contents" not in page and "CommonPrefixes" not in page
