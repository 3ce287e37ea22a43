"""More batches than may be under way at once: all of them arrive, also where some are refused.

Source: our own choice (services/svc-firehose/README.md, "How it works").
"""

import base64

from firehose_streams import ACCOUNT, ROLE, make, objects
from https_endpoint import HttpsEndpoint


def test_many_objects_at_once(own_server):
    streams = [f"s{number}" for number in range(30)]
    for name in streams:
        firehose, s3 = make(own_server, name)
        firehose.put_record(DeliveryStreamName=name, Record={"Data": name.encode()})
    own_server.clock(advance="60s")
    assert sorted(objects(s3).values()) == sorted(name.encode() for name in streams)


def test_many_requests_at_once(own_server):
    endpoint = HttpsEndpoint()
    try:
        own_server.settings(outbound__ca_bundle=endpoint.pem)
        endpoint.statuses = [500] * 10
        own_server.client("s3", ACCOUNT).create_bucket(Bucket="lake")
        firehose = own_server.client("firehose", ACCOUNT)
        firehose.create_delivery_stream(
            DeliveryStreamName="web",
            HttpEndpointDestinationConfiguration={
                "EndpointConfiguration": {"Url": endpoint.url},
                "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}, "RoleARN": ROLE,
                "S3Configuration": {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake"}})
        for number in range(30):
            firehose.put_record(
                DeliveryStreamName="web", Record={"Data": f"r{number}".encode()})
        own_server.clock(advance="60s")
        taken = [base64.b64decode(record["data"]).decode()
                 for _, document in endpoint.requests for record in document["records"]]
        # Each of the ten that were refused came again; on a busy machine an answer may be late, and
        # its records come once more ("at-least-once semantics", Developer Guide, "Data delivery").
        assert len(taken) >= 40
        assert set(taken) == {f"r{number}" for number in range(30)}
    finally:
        endpoint.close()
