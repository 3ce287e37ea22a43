"""Tables that tests make."""


def make_table(client, name, **keys):
    keys = keys or {"id": "S"}
    kinds = ["HASH", "RANGE"]
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": kind} for key, kind in keys.items()],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, kinds)])
    return name
