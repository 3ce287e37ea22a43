// DynamoDB as popular JavaScript libraries over the AWS SDK use it: ElectroDB and DynamoDB-Toolbox.
// Source: the libraries' own documentation of what they do with a table; Developer Guide.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as toolbox from "dynamodb-toolbox";
import { Entity, Service } from "electrodb";
import { dynamodb, unique } from "./clients.mjs";

const make = async () => {
  const TableName = unique();
  const name = (AttributeName) => ({ AttributeName, AttributeType: "S" });
  const key = (hash, range) => [
    { AttributeName: hash, KeyType: "HASH" }, { AttributeName: range, KeyType: "RANGE" },
  ];
  await dynamodb.send(new sdk.CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map(name),
    KeySchema: key("pk", "sk"),
    GlobalSecondaryIndexes: [{
      IndexName: "gsi1",
      KeySchema: key("gsi1pk", "gsi1sk"),
      Projection: { ProjectionType: "ALL" },
    }],
  }));
  return TableName;
};

const electro = (table) => {
  const options = { client: dynamodb, table };
  const model = (entity, attributes, indexes) => new Entity({
    model: { entity, version: "1", service: "shop" }, attributes, indexes,
  }, options);
  const customers = model("customer", {
    customer: { type: "string", required: true },
    mail: { type: "string" },
    points: { type: "number", default: 0 },
    tags: { type: "set", items: "string" },
    address: { type: "map", properties: { city: { type: "string" } } },
  }, {
    main: {
      collection: "all",
      pk: { field: "pk", composite: ["customer"] },
      sk: { field: "sk", composite: [] },
    },
  });
  const orders = model("order", {
    customer: { type: "string", required: true },
    number: { type: "string", required: true },
    status: { type: ["open", "paid", "sent"], default: "open" },
    total: { type: "number" },
  }, {
    main: {
      collection: "all",
      pk: { field: "pk", composite: ["customer"] },
      sk: { field: "sk", composite: ["number"] },
    },
    byStatus: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["status"] },
      sk: { field: "gsi1sk", composite: ["number"] },
    },
  });
  return { customers, orders, shop: new Service({ customers, orders }, options) };
};

test("electrodb: entities, indexes, updates and conditions", async () => {
  const { customers, orders } = electro(await make());
  await customers.create({ customer: "ann", tags: ["x", "y"], address: { city: "Bern" } }).go();
  await assert.rejects(customers.create({ customer: "ann" }).go(), /conditional request failed/i);
  await customers.patch({ customer: "ann" }).add({ points: 5 }).set({ mail: "a@b.c" })
    .data((at, { set }) => set(at.address.city, "Basel")).go();
  await customers.patch({ customer: "ann" }).delete({ tags: ["x"] }).go();
  const { data: ann } = await customers.get({ customer: "ann" }).go();
  assert.deepEqual(ann, {
    customer: "ann", mail: "a@b.c", points: 5, tags: ["y"], address: { city: "Basel" },
  });
  await assert.rejects(customers.patch({ customer: "nobody" }).set({ mail: "?" }).go());
  await orders.put(Array.from({ length: 40 }, (_, at) => ({
    customer: "ann",
    number: String(at).padStart(3, "0"),
    total: at,
    status: at % 2 ? "paid" : "open",
  }))).go();
  const { data: paid } = await orders.query.byStatus({ status: "paid" }).gte({ number: "030" })
    .where(({ total }, { gt }) => gt(total, 33)).go({ pages: "all", order: "desc" });
  assert.deepEqual(paid.map((order) => order.total), [39, 37, 35]);
  const page = await orders.query.main({ customer: "ann" }).go({ limit: 15 });
  const rest = await orders.query.main({ customer: "ann" })
    .go({ cursor: page.cursor, pages: "all" });
  assert.deepEqual([page.data.length, rest.data.length], [15, 25]);
});

test("electrodb: collections and transactions", async () => {
  const { customers, orders, shop } = electro(await make());
  const buy = (points) => shop.transaction.write(({ customers, orders }) => [
    customers.upsert({ customer: "bob" }).add({ points }).commit({ response: "all_old" }),
    orders.create({ customer: "bob", number: "001" }).commit(),
  ]).go();
  assert.equal((await buy(1)).canceled, false);
  const again = await buy(1);
  assert.equal(again.canceled, true);
  assert.deepEqual(again.data.map((part) => part.code), ["None", "ConditionalCheckFailed"]);
  const { data } = await shop.collections.all({ customer: "bob" }).go();
  assert.equal(data.customers[0].points, 1);
  assert.equal(data.orders[0].number, "001");
  const { data: both } = await shop.transaction.get(({ customers, orders }) => [
    customers.get({ customer: "bob" }).commit(),
    orders.get({ customer: "bob", number: "404" }).commit(),
  ]).go();
  assert.deepEqual(both.map((part) => part.item?.customer ?? null), ["bob", null]);
  await customers.delete({ customer: "bob" }).go();
  await orders.remove({ customer: "bob", number: "001" }).go();
});

test("dynamodb-toolbox: put, update, query, batch and transaction", async () => {
  const { item, string, number, set, list, map } = toolbox;
  const table = new toolbox.Table({
    name: await make(),
    documentClient: DynamoDBDocumentClient.from(dynamodb),
    partitionKey: { name: "pk", type: "string" },
    sortKey: { name: "sk", type: "string" },
    indexes: {
      gsi1: {
        type: "global",
        partitionKey: { name: "gsi1pk", type: "string" },
        sortKey: { name: "gsi1sk", type: "string" },
      },
    },
  });
  const players = new toolbox.Entity({
    name: "player",
    table,
    schema: item({
      pk: string().key(),
      sk: string().key(),
      gsi1pk: string().optional(),
      gsi1sk: string().optional(),
      score: number().default(0),
      badges: set(string()).optional(),
      games: list(map({ title: string() })).optional(),
    }),
  });
  const key = (sk) => ({ pk: "league", sk });
  for (const [sk, score] of [["ann", 3], ["bob", 1], ["eve", 2]]) {
    await players.build(toolbox.PutItemCommand)
      .item({ ...key(sk), score, gsi1pk: "scores", gsi1sk: `${score}`, games: [] }).send();
  }
  const { $add, $append, UpdateItemCommand } = toolbox;
  const { Attributes } = await players.build(UpdateItemCommand).item({
    ...key("bob"),
    score: $add(9),
    badges: $add(new Set(["gold"])),
    games: $append([{ title: "go" }]),
  }).options({ returnValues: "ALL_NEW", condition: { attr: "score", lt: 5 } }).send();
  assert.equal(Attributes.score, 10);
  assert.deepEqual([...Attributes.badges], ["gold"]);
  assert.deepEqual(Attributes.games, [{ title: "go" }]);
  const { Items } = await table.build(toolbox.QueryCommand).entities(players)
    .query({ index: "gsi1", partition: "scores", range: { gte: "2" } })
    .options({ reverse: true, filters: { player: { attr: "score", lte: 3 } } }).send();
  assert.deepEqual(Items.map((player) => player.sk), ["ann", "eve"]);
  const many = table.build(toolbox.BatchGetCommand).requests(
    ...["ann", "eve"].map((sk) => players.build(toolbox.BatchGetRequest).key(key(sk))));
  const { Responses } = await toolbox.executeBatchGet(many);
  assert.deepEqual(Responses[0].map((player) => player.score).sort(), [2, 3]);
  await toolbox.executeTransactWrite(
    players.build(toolbox.DeleteTransaction).key(key("eve")),
    players.build(toolbox.ConditionCheck).key(key("ann")).condition({ attr: "score", eq: 3 }));
  const { Item } = await players.build(toolbox.GetItemCommand).key(key("eve")).send();
  assert.equal(Item, undefined);
});
