"""Items reach clients as they were written, whichever operation reads them, whole or in part.

Reads write their answers straight from the bytes of rows; what comes out is held against what was
put in. Source: "Supported data types and naming rules in Amazon DynamoDB"; our own choice: sets
come back sorted.
"""

import json

import pytest

TEXTS = ["", "a", "seven77", "eight888", "quote \" and \\ backslash", "\n\r\t\b\f\x00\x1f\x7f",
         "/slash", "é ü ß", "\u2028\u2029", "😀 emoji", "x" * 31 + "\"", "y" * 64 + "\\" + "y" * 70,
         "{\"json\": [1, 2]}"]
NUMBERS = ["0", "1", "-1", "23", "24", "-24", "-25", "255", "256", "65535", "65536", "4294967296",
           "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1.5", "-0.001",
           "12345678901234567890123456789012345678", "0." + "0" * 129 + "1", "1" + "0" * 125]


def whole_item(number):
    nested = {"M": {"l": {"L": [{"S": text} for text in TEXTS] + [{"L": []}, {"M": {}}]},
                    "n": {"L": [{"N": text} for text in NUMBERS]}, "\"key\"": {"NULL": True}}}
    return {
        "h": {"S": "many"}, "r": {"N": str(number)}, "nested": nested,
        "binary": {"B": bytes(range(256))}, "yes": {"BOOL": True}, "no": {"BOOL": False},
        "strings": {"SS": sorted(["", "b", "\"c\""])},
        "numbers": {"NS": ["-2.5", "7", "1" + "0" * 30]},
        "binaries": {"BS": [b"", b"\x00\xff"]},
        "text": {"S": TEXTS[number % len(TEXTS)]},
        "sn\"ow☃": {"N": NUMBERS[number % len(NUMBERS)]},
    }


@pytest.fixture
def items(ddb, pairs):
    items = [whole_item(number) for number in range(len(NUMBERS))]
    for item in items:
        ddb.put_item(TableName=pairs, Item=item)
    return items


def key(item):
    return {"h": item["h"], "r": item["r"]}


def test_every_read_answers_what_was_written(ddb, pairs, items):
    for item in items:
        assert ddb.get_item(TableName=pairs, Key=key(item))["Item"] == item
    query = {"KeyConditionExpression": "h = :h", "ExpressionAttributeValues": {":h": {"S": "many"}}}
    assert ddb.query(TableName=pairs, **query)["Items"] == items
    backwards = ddb.query(TableName=pairs, ScanIndexForward=False, **query)
    assert backwards["Items"] == items[::-1]
    assert ddb.scan(TableName=pairs)["Items"] == items
    keys = [key(item) for item in items]
    batch = ddb.batch_get_item(RequestItems={pairs: {"Keys": keys}})["Responses"][pairs]
    assert batch == items
    gets = [{"Get": {"TableName": pairs, "Key": one}} for one in keys]
    answers = ddb.transact_get_items(TransactItems=gets)["Responses"]
    assert [answer["Item"] for answer in answers] == items


def test_pages_join(ddb, pairs, items):
    pages = ddb.get_paginator("query").paginate(
        TableName=pairs, KeyConditionExpression="h = :h",
        ExpressionAttributeValues={":h": {"S": "many"}}, PaginationConfig={"PageSize": 3})
    assert [item for page in pages for item in page["Items"]] == items


def test_parts_of_items(ddb, pairs, items):
    names = {"#s": "sn\"ow☃", "#b": "binary", "#k": "\"key\""}
    wanted = [{"r": item["r"], "binary": item["binary"], names["#s"]: item[names["#s"]]}
              for item in items]
    found = ddb.query(
        TableName=pairs, KeyConditionExpression="h = :h", ProjectionExpression="r, gone, #b, #s",
        ExpressionAttributeValues={":h": {"S": "many"}},
        ExpressionAttributeNames={"#s": names["#s"], "#b": "binary"})
    assert found["Items"] == wanted
    deep = ddb.get_item(
        TableName=pairs, Key=key(items[0]), ProjectionExpression="nested.#k, nested.l[4]",
        ExpressionAttributeNames={"#k": names["#k"]})
    assert deep["Item"] == {"nested": {"M": {"l": {"L": [{"S": TEXTS[4]}]},
                                             names["#k"]: {"NULL": True}}}}
    nothing = ddb.get_item(TableName=pairs, Key=key(items[0]), ProjectionExpression="gone")
    assert nothing["Item"] == {}


def test_filters_and_counts(ddb, pairs, items):
    condition = {"KeyConditionExpression": "h = :h", "FilterExpression": "#t = :t",
                 "ExpressionAttributeNames": {"#t": "text"},
                 "ExpressionAttributeValues": {":h": {"S": "many"}, ":t": {"S": TEXTS[5]}}}
    found = ddb.query(TableName=pairs, **condition)
    wanted = [item for item in items if item["text"] == {"S": TEXTS[5]}]
    assert found["Items"] == wanted and found["ScannedCount"] == len(items)
    counted = ddb.query(TableName=pairs, Select="COUNT", **condition)
    assert "Items" not in counted and counted["Count"] == len(wanted)
    condition["ExpressionAttributeValues"][":t"] = {"S": "nobody"}
    assert ddb.query(TableName=pairs, **condition)["Items"] == []
    missing = ddb.get_item(TableName=pairs, Key={"h": {"S": "none"}, "r": {"N": "1"}})
    assert "Item" not in missing


def test_the_text_is_valid_json(ddb, pairs, items):
    """boto3's parser is lenient about control characters in strings; this one is not."""
    bodies = []
    ddb.meta.events.register(
        "before-parse.dynamodb.Scan",
        lambda response_dict, **_: bodies.append(response_dict["body"]))
    ddb.scan(TableName=pairs)
    answer = json.loads(bodies[0], strict=True)
    assert [item["r"]["N"] for item in answer["Items"]] == [item["r"]["N"] for item in items]
