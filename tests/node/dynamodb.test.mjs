// DynamoDB with the AWS SDK for JavaScript v3: the client and the document client.
// Source: Amazon DynamoDB API Reference, Developer Guide.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-dynamodb";
import * as lib from "@aws-sdk/lib-dynamodb";
import { dynamodb, refused, unique } from "./clients.mjs";

const documents = lib.DynamoDBDocumentClient.from(dynamodb, {
  marshallOptions: { removeUndefinedValues: true },
});

const make = async () => {
  const TableName = unique();
  await dynamodb.send(new sdk.CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
  }));
  await sdk.waitUntilTableExists({ client: dynamodb, minDelay: 1, maxWaitTime: 30 }, { TableName });
  return TableName;
};

test("dynamodb: documents come back as they were put", async () => {
  const TableName = await make();
  const Item = {
    pk: "a", sk: 1.5, text: "", list: [1, "x", { deep: [null, true] }],
    set: new Set(["a", "b"]), numbers: new Set([1, 2]), bytes: new Uint8Array([0, 255]),
  };
  await documents.send(new lib.PutCommand({ TableName, Item }));
  const got = await documents.send(new lib.GetCommand({ TableName, Key: { pk: "a", sk: 1.5 } }));
  assert.deepEqual({ ...got.Item, bytes: [...got.Item.bytes] }, { ...Item, bytes: [0, 255] });
});

test("dynamodb: queries in pages, updates and deletes", async () => {
  const TableName = await make();
  const requests = Array.from({ length: 25 }, (_, sk) => ({
    PutRequest: { Item: { pk: "many", sk, even: sk % 2 === 0 } },
  }));
  await documents.send(new lib.BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  const pages = lib.paginateQuery({ client: documents, pageSize: 4 }, {
    TableName,
    KeyConditionExpression: "pk = :pk AND sk >= :from",
    FilterExpression: "even = :yes",
    ExpressionAttributeValues: { ":pk": "many", ":from": 10, ":yes": true },
    ScanIndexForward: false,
  });
  const found = [];
  for await (const page of pages) found.push(...page.Items.map((item) => item.sk));
  assert.deepEqual(found, [24, 22, 20, 18, 16, 14, 12, 10]);
  const updated = await documents.send(new lib.UpdateCommand({
    TableName,
    Key: { pk: "many", sk: 3 },
    UpdateExpression: "SET #c = if_not_exists(#c, :zero) + :one",
    ExpressionAttributeNames: { "#c": "count" },
    ExpressionAttributeValues: { ":zero": 0, ":one": 1 },
    ReturnValues: "UPDATED_NEW",
  }));
  assert.deepEqual(updated.Attributes, { count: 1 });
  const deleted = await documents.send(new lib.DeleteCommand({
    TableName, Key: { pk: "many", sk: 3 }, ReturnValues: "ALL_OLD",
  }));
  assert.equal(deleted.Attributes.count, 1);
});

test("dynamodb: refusals have their classes and members", async () => {
  const TableName = await make();
  const put = (more) => documents.send(new lib.PutCommand({
    TableName, Item: { pk: "a", sk: 1 }, ...more,
  }));
  await put();
  const condition = { ConditionExpression: "attribute_not_exists(pk)" };
  await assert.rejects(put({ ...condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
    (error) => {
      assert.ok(error instanceof sdk.ConditionalCheckFailedException);
      assert.deepEqual(error.Item, { pk: { S: "a" }, sk: { N: "1" } });
      return true;
    });
  await assert.rejects(documents.send(new lib.TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { pk: "b", sk: 1 } } },
      { Put: { TableName, Item: { pk: "a", sk: 1 }, ...condition } },
    ],
  })), (error) => {
    assert.ok(error instanceof sdk.TransactionCanceledException);
    assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code),
      ["None", "ConditionalCheckFailed"]);
    return true;
  });
  await refused(documents.send(new lib.GetCommand({ TableName: unique(), Key: { pk: "a" } })),
    "ResourceNotFoundException", 400);
  await refused(documents.send(new lib.GetCommand({ TableName, Key: { pk: "a" } })),
    "ValidationException", 400);
});

test("dynamodb: PartiQL through the document client", async () => {
  const TableName = await make();
  const run = (Statement, Parameters) =>
    documents.send(new lib.ExecuteStatementCommand({ Statement, Parameters }));
  await run(`INSERT INTO "${TableName}" VALUE {'pk': ?, 'sk': ?, 'v': ?}`, ["a", 1, ["x", 2]]);
  const found = await run(`SELECT v FROM "${TableName}" WHERE pk = ? AND sk > ?`, ["a", 0]);
  assert.deepEqual(found.Items, [{ v: ["x", 2] }]);
});
