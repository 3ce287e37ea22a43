// SQS with the AWS SDK for JavaScript v3. Source: Amazon SQS API Reference.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-sqs";
import { account, refused, sqs, unique } from "./clients.mjs";

const send = (Command, input) => sqs.send(new Command(input));

const make = async (attributes = {}, suffix = "") => {
  const input = { QueueName: unique() + suffix, Attributes: attributes };
  return (await send(sdk.CreateQueueCommand, input)).QueueUrl;
};

const makeFifo = (attributes = {}) =>
  make({ FifoQueue: "true", ContentBasedDeduplication: "true", ...attributes }, ".fifo");

const receive = async (QueueUrl, more = {}) => {
  const input = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await send(sdk.ReceiveMessageCommand, input)).Messages ?? [];
};

const arnOf = async (QueueUrl) => {
  const input = { QueueUrl, AttributeNames: ["QueueArn"] };
  return (await send(sdk.GetQueueAttributesCommand, input)).Attributes.QueueArn;
};

test("sqs: a queue is made, found, described and deleted", async () => {
  const QueueName = unique();
  const { QueueUrl } = await send(sdk.CreateQueueCommand, {
    QueueName, Attributes: { VisibilityTimeout: "41" }, tags: { team: "blue" },
  });
  assert.ok(QueueUrl.endsWith(`/${account}/${QueueName}`));
  assert.equal((await send(sdk.GetQueueUrlCommand, { QueueName })).QueueUrl, QueueUrl);
  const { QueueUrls } = await send(sdk.ListQueuesCommand, { QueueNamePrefix: QueueName });
  assert.deepEqual(QueueUrls, [QueueUrl]);
  const { Attributes } = await send(sdk.GetQueueAttributesCommand, {
    QueueUrl, AttributeNames: ["All"],
  });
  assert.equal(Attributes.VisibilityTimeout, "41");
  assert.equal(Attributes.QueueArn, `arn:aws:sqs:us-east-1:${account}:${QueueName}`);
  const { Tags } = await send(sdk.ListQueueTagsCommand, { QueueUrl });
  assert.deepEqual(Tags, { team: "blue" });
  await send(sdk.DeleteQueueCommand, { QueueUrl });
  await refused(send(sdk.GetQueueUrlCommand, { QueueName }), "QueueDoesNotExist", 400);
});

// The SDK checks the MD5 of bodies by itself and throws when one does not fit.
for (const body of ["x", "hello", "€ 😀 \t\n", '{"json": true}', "a".repeat(1_048_576)]) {
  test(`sqs: a body of ${body.length} comes back`, async () => {
    const QueueUrl = await make();
    const sent = await send(sdk.SendMessageCommand, { QueueUrl, MessageBody: body });
    assert.equal(sent.MD5OfMessageBody, createHash("md5").update(body).digest("hex"));
    const [message] = await receive(QueueUrl);
    assert.equal(message.Body, body);
    assert.equal(message.MessageId, sent.MessageId);
  });
}

test("sqs: message attributes come back", async () => {
  const QueueUrl = await make();
  const MessageAttributes = {
    text: { DataType: "String", StringValue: "värde" },
    count: { DataType: "Number", StringValue: "12.5" },
    blob: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 16]) },
  };
  const input = { QueueUrl, MessageBody: "b", MessageAttributes };
  const sent = await send(sdk.SendMessageCommand, input);
  const [message] = await receive(QueueUrl, { MessageAttributeNames: ["All"] });
  assert.deepEqual(message.MessageAttributes, MessageAttributes);
  assert.equal(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
});

test("sqs: a message given back is received again and told so", async () => {
  const QueueUrl = await make();
  await send(sdk.SendMessageCommand, { QueueUrl, MessageBody: "b" });
  const [first] = await receive(QueueUrl);
  assert.deepEqual(await receive(QueueUrl), []);
  await send(sdk.ChangeMessageVisibilityCommand, {
    QueueUrl, ReceiptHandle: first.ReceiptHandle, VisibilityTimeout: 0,
  });
  const [again] = await receive(QueueUrl, {
    MessageSystemAttributeNames: ["ApproximateReceiveCount"],
  });
  assert.equal(again.Attributes.ApproximateReceiveCount, "2");
  await send(sdk.DeleteMessageCommand, { QueueUrl, ReceiptHandle: again.ReceiptHandle });
  assert.deepEqual(await receive(QueueUrl), []);
});

test("sqs: batches fail in part", async () => {
  const QueueUrl = await make();
  const sent = await send(sdk.SendMessageBatchCommand, {
    QueueUrl,
    Entries: [
      { Id: "good", MessageBody: "b" },
      { Id: "late", MessageBody: "b", DelaySeconds: 901 },
    ],
  });
  assert.deepEqual(sent.Successful.map((row) => row.Id), ["good"]);
  assert.deepEqual(sent.Failed.map((row) => [row.Id, row.Code, row.SenderFault]),
    [["late", "InvalidParameterValue", true]]);
  const [message] = await receive(QueueUrl);
  const deleted = await send(sdk.DeleteMessageBatchCommand, {
    QueueUrl,
    Entries: [
      { Id: "a", ReceiptHandle: message.ReceiptHandle },
      { Id: "b", ReceiptHandle: "garbage" },
    ],
  });
  assert.deepEqual(deleted.Successful.map((row) => row.Id), ["a"]);
  assert.deepEqual(deleted.Failed.map((row) => row.Code), ["ReceiptHandleIsInvalid"]);
});

test("sqs: an arriving message wakes a long poll", async () => {
  const QueueUrl = await make();
  const started = performance.now();
  const poll = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await send(sdk.SendMessageCommand, { QueueUrl, MessageBody: "b" });
  assert.deepEqual((await poll).map((message) => message.Body), ["b"]);
  assert.ok(performance.now() - started < 3000);
});

test("sqs: a fifo group is in order, once, and one batch at a time", async () => {
  const QueueUrl = await makeFifo();
  for (const MessageBody of ["1", "2", "2", "3"]) {
    const sent = await send(sdk.SendMessageCommand, {
      QueueUrl, MessageBody, MessageGroupId: "g",
    });
    assert.match(sent.SequenceNumber, /^\d{20}$/);
  }
  const first = await receive(QueueUrl, { MaxNumberOfMessages: 2 });
  assert.deepEqual(first.map((message) => message.Body), ["1", "2"]);
  assert.deepEqual(await receive(QueueUrl), []);
  for (const { ReceiptHandle } of first) {
    await send(sdk.DeleteMessageCommand, { QueueUrl, ReceiptHandle });
  }
  assert.deepEqual((await receive(QueueUrl)).map((message) => message.Body), ["3"]);
});

test("sqs: a poison message ends in the dead-letter queue and can be moved back", async () => {
  const dead = await make();
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: await arnOf(dead), maxReceiveCount: 1,
  });
  const source = await make({ RedrivePolicy, VisibilityTimeout: "0" });
  await send(sdk.SendMessageCommand, { QueueUrl: source, MessageBody: "poison" });
  assert.equal((await receive(source)).length, 1);
  assert.equal((await receive(source)).length, 0);
  const sources = await send(sdk.ListDeadLetterSourceQueuesCommand, { QueueUrl: dead });
  assert.deepEqual(sources.queueUrls, [source]);
  const SourceArn = await arnOf(dead);
  await send(sdk.StartMessageMoveTaskCommand, { SourceArn });
  const [message] = await receive(source, { WaitTimeSeconds: 10 });
  assert.equal(message.Body, "poison");
  const { Results } = await send(sdk.ListMessageMoveTasksCommand, { SourceArn });
  assert.equal(Results[0].ApproximateNumberOfMessagesMoved, 1);
});

const refusals = [
  ["a bad name", sdk.CreateQueueCommand, { QueueName: "a b" }, "InvalidParameterValue"],
  ["an unknown attribute", sdk.CreateQueueCommand,
    { QueueName: "a", Attributes: { Nonsense: "1" } }, "InvalidAttributeName"],
  ["a value out of range", sdk.CreateQueueCommand,
    { QueueName: "a", Attributes: { DelaySeconds: "901" } }, "InvalidAttributeValue"],
  ["an unknown queue", sdk.GetQueueUrlCommand, { QueueName: "nowhere" }, "QueueDoesNotExist"],
];
for (const [what, Command, input, name] of refusals) {
  test(`sqs: ${what} is refused`, () => refused(send(Command, input), name, 400));
}

test("sqs: errors of messages and batches have their own classes", async () => {
  const QueueUrl = await make();
  const cases = [
    [sdk.SendMessageCommand, { MessageBody: "\u0000" }, "InvalidMessageContents"],
    [sdk.SendMessageBatchCommand, { Entries: [] }, "EmptyBatchRequest"],
    [sdk.DeleteMessageCommand, { ReceiptHandle: "garbage" }, "ReceiptHandleIsInvalid"],
    [sdk.ReceiveMessageCommand, { MaxNumberOfMessages: 11 }, "InvalidParameterValue"],
  ];
  for (const [Command, input, name] of cases) {
    await refused(send(Command, { QueueUrl, ...input }), name);
  }
  await send(sdk.PurgeQueueCommand, { QueueUrl });
  await refused(send(sdk.PurgeQueueCommand, { QueueUrl }), "PurgeQueueInProgress");
});

test("sqs: tags, permissions and paging", async () => {
  const QueueUrl = await make();
  await send(sdk.TagQueueCommand, { QueueUrl, Tags: { a: "1", b: "2" } });
  await send(sdk.UntagQueueCommand, { QueueUrl, TagKeys: ["a"] });
  assert.deepEqual((await send(sdk.ListQueueTagsCommand, { QueueUrl })).Tags, { b: "2" });
  await send(sdk.AddPermissionCommand, {
    QueueUrl, Label: "l", AWSAccountIds: ["777777777777"], Actions: ["SendMessage"],
  });
  await send(sdk.RemovePermissionCommand, { QueueUrl, Label: "l" });
  let pages = 0;
  const found = [];
  for await (const page of sdk.paginateListQueues({ client: sqs, pageSize: 2 }, {})) {
    found.push(...(page.QueueUrls ?? []));
    pages += 1;
  }
  assert.ok(pages > 1 && found.includes(QueueUrl) && new Set(found).size === found.length);
});
