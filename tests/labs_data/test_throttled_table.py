"""Lab 58, throttled-table: on-demand or provisioned?

Requirement: a table takes five writes a second all day, and two hundred a second for a minute when
a sale begins. No order may be refused; the bill should be low.

Provisioned for the average: the burst of five saved minutes is soon used up, then writes are
refused. Provisioned for the peak: nothing is refused, and the peak is paid all day. On-demand:
nothing is refused, and what is written is paid.

Source: Developer Guide, "DynamoDB burst and adaptive capacity" (300 seconds of unused capacity),
"DynamoDB throughput capacity"; Amazon DynamoDB pricing, US East (N. Virginia), standard class:
USD 0.00065 an hour and provisioned write unit, USD 0.625 a million on-demand write units.
"""

from labs_data.lab import Cloud

AVERAGE, PEAK, SALE_SECONDS = 5, 200, 60
PROVISIONED_HOUR, ON_DEMAND = 0.00065, 0.625e-6


def run(server_factory, **billing):
    """A quiet quarter of an hour, then the sale. How many orders were refused, and the first
    second in which one was."""
    cloud = Cloud(server_factory)
    client = cloud.table("orders", **billing)
    cloud.server.settings(dynamodb__throttling="on")
    write(client, 1)
    cloud.advance(minutes=15)
    refused, first = 0, None
    for second in range(SALE_SECONDS):
        left = write(client, PEAK)
        if left and first is None:
            first = second
        refused += left
        cloud.advance(seconds=1)
    return refused, first


def write(client, count):
    """Writes that many orders, without trying again; how many were refused."""
    refused = 0
    for start in range(0, count, 25):
        requests = [{"PutRequest": {"Item": {"id": {"S": f"order-{number}"}}}}
                    for number in range(start, min(start + 25, count))]
        try:
            answer = client.batch_write_item(RequestItems={"orders": requests})
            refused += len(answer["UnprocessedItems"].get("orders", []))
        except client.exceptions.ProvisionedThroughputExceededException:
            refused += len(requests)
    return refused


def provisioned(units):
    return {"BillingMode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": units}}


def test_provisioned_for_the_average(server_factory):
    refused, first = run(server_factory, **provisioned(AVERAGE))
    # 1,500 units are saved, and 5 come every second: they last for seven seconds of 200.
    assert first == 300 * AVERAGE // (PEAK - AVERAGE)
    written = SALE_SECONDS * PEAK - refused
    assert abs(written - (300 + SALE_SECONDS) * AVERAGE) <= 2 * AVERAGE


def test_provisioned_for_the_peak(server_factory):
    assert run(server_factory, **provisioned(PEAK)) == (0, None)


def test_on_demand(server_factory):
    assert run(server_factory) == (0, None)


def test_the_bill():
    """What a day with one sale costs: on-demand is the cheaper way not to refuse anything."""
    written = AVERAGE * 86_400 + PEAK * SALE_SECONDS
    day = {"average": AVERAGE * PROVISIONED_HOUR * 24, "peak": PEAK * PROVISIONED_HOUR * 24,
           "on-demand": written * ON_DEMAND}
    assert day["average"] < day["on-demand"] < day["peak"] / 10
