"""Maps in distributed mode with real clients: many items, every source, over a kill.

Source: Step Functions Developer Guide, "Using Map state in Distributed mode", "ItemReader (Map)",
"ResultWriter (Map)"; API Reference, ListExecutions, TestState.
"""

import gzip
import json

from servers import wait_until

ROLE = "arn:aws:iam::111111111111:role/sfn"


def a_map(reader=None, processor="EXPRESS", **fields):
    state = {"Type": "Map", "Label": "L", "End": True, **fields, "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": processor},
        "StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}}
    if reader:
        resource, parameters, config = reader
        state["ItemReader"] = {"Resource": f"arn:aws:states:::s3:{resource}",
                               "Parameters": parameters, "ReaderConfig": config}
    return {"StartAt": "M", "States": {"M": state}}


def run(server, definition, text="{}", name="m"):
    sfn = server.client("stepfunctions", account="111111111111")
    machine = sfn.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]
    begun = sfn.start_execution(stateMachineArn=machine, input=text)["executionArn"]
    server.clock(advance="10s")
    shown = sfn.describe_execution(executionArn=begun)
    [mapped] = sfn.list_map_runs(executionArn=begun)["mapRuns"]
    return shown, sfn.describe_map_run(mapRunArn=mapped["mapRunArn"])


def test_every_source_of_items(own_server):
    s3 = own_server.client("s3", account="111111111111")
    s3.create_bucket(Bucket="data")

    def put(key, text):
        body = text if isinstance(text, bytes) else text.encode()
        s3.put_object(Bucket="data", Key=key, Body=body)

    put("a.json", json.dumps([{"n": n, "t": "],\"{"} for n in range(3)]))
    put("nested.json", json.dumps({"deep": {"list": [1, 2]}, "other": 0}))
    put("object.json", json.dumps({"x": 1, "y": 2}))
    put("l.jsonl", '{"n": 1}\n\n{"n": 2}')
    put("pipe.csv", "1|a\n2|b|more\n")
    put("inventory/1.csv.gz", gzip.compress(b'"b","k1"\n"b","k2"\n'))
    put("inventory/2.csv.gz", gzip.compress(b'"b","k3"\n'))
    put("inventory/manifest.json", json.dumps({
        "sourceBucket": "b", "destinationBucket": "arn:aws:s3:::data", "fileFormat": "CSV",
        "fileSchema": "Bucket, Key",
        "files": [{"key": f"inventory/{n}.csv.gz", "size": 1} for n in (1, 2)]}))

    def items(name, resource, parameters, config, **fields):
        definition = a_map((resource, {"Bucket": "data", **parameters}, config), **fields)
        shown, _ = run(own_server, definition, name=name)
        assert shown["status"] == "SUCCEEDED", shown
        return json.loads(shown["output"])

    got = "getObject"
    assert items("json", got, {"Key": "a.json"}, {"InputType": "JSON"}) == [
        {"n": n, "t": "],\"{"} for n in range(3)]
    assert items("max", got, {"Key": "a.json"}, {"InputType": "JSON", "MaxItems": 1}) == [
        {"n": 0, "t": "],\"{"}]
    pointed = {"InputType": "JSON", "ItemsPointer": "/deep/list"}
    assert items("pointed", got, {"Key": "nested.json"}, pointed) == [1, 2]
    assert items("members", got, {"Key": "object.json"}, {"InputType": "JSON"}) == [
        {"Key": "x", "Value": 1}, {"Key": "y", "Value": 2}]
    assert items("lines", got, {"Key": "l.jsonl"}, {"InputType": "JSONL"}) == [
        {"n": 1}, {"n": 2}]
    given = {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "word"],
             "CSVDelimiter": "PIPE"}
    assert items("csv", got, {"Key": "pipe.csv"}, given) == [
        {"id": "1", "word": "a"}, {"id": "2", "word": "b"}]
    assert items("manifest", got, {"Key": "inventory/manifest.json"},
                 {"InputType": "MANIFEST"}) == [
        {"Bucket": "b", "Key": f"k{n}"} for n in (1, 2, 3)]
    listed = items("listing", "listObjectsV2", {"Prefix": "inventory/"}, {},
                   ItemSelector={"key.$": "$$.Map.Item.Value.Key",
                                 "source.$": "$$.Map.Item.Source"})
    assert listed == [{"key": f"inventory/{key}", "source": "S3://data"}
                      for key in ("1.csv.gz", "2.csv.gz", "manifest.json")]


def test_thousands_of_items_in_batches_and_results_in_files(own_server):
    s3 = own_server.client("s3", account="111111111111")
    s3.create_bucket(Bucket="data")
    rows = "".join(f"{n},{'x' * 300}\n" for n in range(10_000))
    s3.put_object(Bucket="data", Key="big.csv", Body=f"id,text\n{rows}".encode())
    reader = ("getObject", {"Bucket": "data", "Key": "big.csv"},
              {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"})
    shown, mapped = run(own_server, a_map(
        reader, ItemSelector={"id.$": "$$.Map.Item.Value.id"},
        ItemBatcher={"MaxItemsPerBatch": 30}, MaxConcurrency=7,
        ResultWriter={"Resource": "arn:aws:states:::s3:putObject",
                      "Parameters": {"Bucket": "data", "Prefix": "out"},
                      "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"}}))
    assert shown["status"] == "SUCCEEDED", shown
    assert mapped["itemCounts"]["succeeded"] == mapped["itemCounts"]["resultsWritten"] == 10_000
    assert mapped["executionCounts"]["total"] == 334
    where = json.loads(shown["output"])["ResultWriterDetails"]
    manifest = json.loads(s3.get_object(**where)["Body"].read())
    assert manifest["DestinationBucket"] == "data" and manifest["ResultFiles"]["FAILED"] == []
    ids = []
    for file in manifest["ResultFiles"]["SUCCEEDED"]:
        text = s3.get_object(Bucket="data", Key=file["Key"])["Body"].read()
        assert len(text) == file["Size"] and file["Key"].endswith(".jsonl")
        for line in text.decode().splitlines():
            ids += [int(item["id"]) for item in json.loads(line)["Items"]]
    assert ids == list(range(10_000))


def test_children_can_be_looked_at_and_paged(own_server):
    shown, mapped = run(own_server, a_map(processor="STANDARD"), json.dumps(list(range(25))))
    assert json.loads(shown["output"]) == list(range(25))
    sfn = own_server.client("stepfunctions", account="111111111111")
    pages = sfn.get_paginator("list_executions").paginate(
        mapRunArn=mapped["mapRunArn"], PaginationConfig={"PageSize": 10})
    children = [child for page in pages for child in page["executions"]]
    assert len({child["executionArn"] for child in children}) == 25
    assert {child["status"] for child in children} == {"SUCCEEDED"}
    described = sfn.describe_execution(executionArn=children[0]["executionArn"])
    assert described["mapRunArn"] == mapped["mapRunArn"] and described["output"] == "24"
    kinds = [event["type"] for event in sfn.get_execution_history(
        executionArn=children[0]["executionArn"])["events"]]
    assert kinds == ["ExecutionStarted", "PassStateEntered", "PassStateExited",
                     "ExecutionSucceeded"]


def test_a_map_run_goes_on_after_a_kill(server_factory, tmp_path):
    server = server_factory("--durability", "fsync", data=tmp_path / "data")
    sfn = server.client("stepfunctions", account="111111111111")
    definition = a_map(processor="STANDARD", MaxConcurrency=5)
    processor = definition["States"]["M"]["ItemProcessor"]
    processor["States"] = {"P": {"Type": "Wait", "Seconds": 1, "End": True}}
    machine = sfn.create_state_machine(
        name="m", definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]
    begun = sfn.start_execution(
        stateMachineArn=machine, input=json.dumps(list(range(12))))["executionArn"]
    wait_until(lambda: sfn.list_map_runs(executionArn=begun)["mapRuns"])
    [mapped] = sfn.list_map_runs(executionArn=begun)["mapRuns"]

    def succeeded(sfn):
        return sfn.describe_map_run(
            mapRunArn=mapped["mapRunArn"])["executionCounts"]["succeeded"]
    wait_until(lambda: succeeded(sfn) >= 3)
    server.kill()
    server = server_factory("--durability", "fsync", data=tmp_path / "data")
    sfn = server.client("stepfunctions", account="111111111111")
    wait_until(lambda: sfn.describe_execution(executionArn=begun)["status"] == "SUCCEEDED")
    assert json.loads(sfn.describe_execution(executionArn=begun)["output"]) == list(range(12))
    assert succeeded(sfn) == 12
