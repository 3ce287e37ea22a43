"""Data Firehose by the AWS command line.

Source: AWS CLI Command Reference, `firehose` (version 1 takes blobs as they are typed).
"""

import json
import os
import subprocess
import sys

from firehose_streams import ACCOUNT, ROLE, objects


def test_a_stream_s_life(own_server, tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": ""}
    program = os.path.join(os.path.dirname(sys.executable), "aws")

    def aws(*arguments):
        command = [sys.executable, program, "--endpoint-url", own_server.endpoint, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else None

    aws("s3api", "create-bucket", "--bucket", "lake")
    destination = {
        "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake", "Prefix": "raw/",
        "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}}
    made = aws("firehose", "create-delivery-stream", "--delivery-stream-name", "logs",
               "--extended-s3-destination-configuration", json.dumps(destination))
    assert made["DeliveryStreamARN"].endswith(":deliverystream/logs")
    assert aws("firehose", "list-delivery-streams")["DeliveryStreamNames"] == ["logs"]
    put = aws("firehose", "put-record", "--delivery-stream-name", "logs",
              "--record", '{"Data": "hello\\n"}')
    assert put["RecordId"]
    aws("firehose", "update-destination", "--delivery-stream-name", "logs",
        "--current-delivery-stream-version-id", "1",
        "--destination-id", "destinationId-000000000001",
        "--extended-s3-destination-update", '{"CompressionFormat": "GZIP"}')
    own_server.clock(advance="60s")
    [(key, _)] = objects(own_server.client("s3", ACCOUNT)).items()
    assert key.startswith("raw/") and "/logs-2-" in key and key.endswith(".gz")
    aws("firehose", "delete-delivery-stream", "--delivery-stream-name", "logs")
    assert aws("firehose", "list-delivery-streams")["DeliveryStreamNames"] == []
