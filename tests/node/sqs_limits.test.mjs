// More of SQS with the AWS SDK for JavaScript v3: defaults, limits, refusals. Sources: Amazon SQS
// API Reference (the operations named) and Developer Guide.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as sqs from "@aws-sdk/client-sqs";
import { refused, sqs as client, unique } from "./clients.mjs";

const send = (Command, input) => client.send(new Command(input));

async function queue(Attributes, name = unique()) {
  const QueueName = Attributes?.FifoQueue ? `${name}.fifo` : name;
  return (await send(sqs.CreateQueueCommand, { QueueName, Attributes })).QueueUrl;
}

async function receive(QueueUrl, more = {}) {
  const input = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await send(sqs.ReceiveMessageCommand, input)).Messages ?? [];
}

async function attribute(QueueUrl, name) {
  const input = { QueueUrl, AttributeNames: [name] };
  return (await send(sqs.GetQueueAttributesCommand, input)).Attributes[name];
}

describe("queues", () => {
  test("are made, found, listed and removed", async () => {
    const name = unique();
    const url = await queue({ VisibilityTimeout: "45" }, name);
    assert.ok(url.endsWith(`/${name}`));
    assert.equal((await send(sqs.GetQueueUrlCommand, { QueueName: name })).QueueUrl, url);
    const { QueueUrls } = await send(sqs.ListQueuesCommand, { QueueNamePrefix: name });
    assert.deepEqual(QueueUrls, [url]);
    assert.equal(await attribute(url, "VisibilityTimeout"), "45");
    // API CreateQueue: the same attributes give the same queue; others are QueueNameExists.
    assert.equal(await queue({ VisibilityTimeout: "45" }, name), url);
    await refused(queue({ VisibilityTimeout: "46" }, name), "QueueNameExists");
    await send(sqs.DeleteQueueCommand, { QueueUrl: url });
    await refused(send(sqs.GetQueueUrlCommand, { QueueName: name }), "QueueDoesNotExist");
  });

  test("have AWS's defaults", async () => {
    // API SetQueueAttributes.
    const url = await queue();
    const { Attributes } = await send(sqs.GetQueueAttributesCommand, {
      QueueUrl: url, AttributeNames: ["All"],
    });
    assert.equal(Attributes.VisibilityTimeout, "30");
    assert.equal(Attributes.DelaySeconds, "0");
    assert.equal(Attributes.MessageRetentionPeriod, "345600");
    assert.equal(Attributes.ReceiveMessageWaitTimeSeconds, "0");
    assert.equal(Attributes.ApproximateNumberOfMessages, "0");
    assert.equal(Attributes.SqsManagedSseEnabled, "true");
    assert.match(Attributes.QueueArn, /^arn:aws:sqs:us-east-1:\d{12}:/);
  });

  test("refuse bad attributes and names", async () => {
    const QueueUrl = await queue();
    const set = (Attributes) => send(sqs.SetQueueAttributesCommand, { QueueUrl, Attributes });
    await refused(set({ VisibilityTimeout: "43201" }), "InvalidAttributeValue");
    await refused(set({ MessageRetentionPeriod: "59" }), "InvalidAttributeValue");
    await refused(set({ NoSuch: "1" }), "InvalidAttributeName");
    const bad = (QueueName) => send(sqs.CreateQueueCommand, { QueueName });
    await refused(bad("a b"), "InvalidParameterValue");
    await refused(bad("x".repeat(81)), "InvalidParameterValue");
  });

  test("permissions", async () => {
    const QueueUrl = await queue();
    await send(sqs.AddPermissionCommand, {
      QueueUrl, Label: "l", AWSAccountIds: ["111122223333"], Actions: ["SendMessage"],
    });
    const policy = JSON.parse(await attribute(QueueUrl, "Policy"));
    assert.equal(policy.Statement[0].Sid, "l");
    await send(sqs.RemovePermissionCommand, { QueueUrl, Label: "l" });
  });
});

describe("messages", () => {
  test("are hidden, shown again and deleted", async () => {
    const QueueUrl = await queue();
    await send(sqs.SendMessageCommand, { QueueUrl, MessageBody: "m" });
    const [first] = await receive(QueueUrl);
    assert.deepEqual(await receive(QueueUrl), []);
    const { ReceiptHandle } = first;
    assert.equal(await attribute(QueueUrl, "ApproximateNumberOfMessagesNotVisible"), "1");
    await send(sqs.ChangeMessageVisibilityCommand, {
      QueueUrl, ReceiptHandle, VisibilityTimeout: 0,
    });
    const [again] = await receive(QueueUrl, { MessageSystemAttributeNames: ["All"] });
    assert.equal(again.MessageId, first.MessageId);
    assert.equal(again.Attributes.ApproximateReceiveCount, "2");
    await send(sqs.DeleteMessageCommand, { QueueUrl, ReceiptHandle: again.ReceiptHandle });
    assert.equal(await attribute(QueueUrl, "ApproximateNumberOfMessagesNotVisible"), "0");
  });

  test("in batches with partial failure", async () => {
    const QueueUrl = await queue();
    // API SendMessageBatch: each entry succeeds or fails by itself.
    const sent = await send(sqs.SendMessageBatchCommand, {
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "1" },
        { Id: "late", MessageBody: "2", DelaySeconds: 901 },
        { Id: "char", MessageBody: "\u0002" },
      ],
    });
    assert.deepEqual(sent.Successful.map((row) => row.Id), ["good"]);
    assert.deepEqual(sent.Failed.map((row) => row.Id).sort(), ["char", "late"]);
    assert.ok(sent.Failed.every((row) => row.SenderFault));
    const [message] = await receive(QueueUrl);
    const Entries = [{ Id: "a", ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 },
      { Id: "b", ReceiptHandle: "junk", VisibilityTimeout: 0 }];
    const changed = await send(sqs.ChangeMessageVisibilityBatchCommand, { QueueUrl, Entries });
    assert.deepEqual(changed.Successful.map((row) => row.Id), ["a"]);
    assert.deepEqual(changed.Failed.map((row) => row.Id), ["b"]);
    const [again] = await receive(QueueUrl);
    const deleted = await send(sqs.DeleteMessageBatchCommand, {
      QueueUrl, Entries: [{ Id: "x", ReceiptHandle: again.ReceiptHandle }],
    });
    assert.equal(deleted.Successful.length, 1);
  });

  const body = (at) => ({ Id: `i${at}`, MessageBody: "m" });
  const refusals = [
    // API SendMessageBatch, "Errors".
    ["an empty batch", { Entries: [] }, "EmptyBatchRequest"],
    ["eleven entries", { Entries: Array.from({ length: 11 }, (_, at) => body(at)) },
      "TooManyEntriesInBatchRequest"],
    ["the same id twice", { Entries: [body(1), body(1)] }, "BatchEntryIdsNotDistinct"],
    ["a bad id", { Entries: [{ ...body(1), Id: "a b" }] }, "InvalidBatchEntryId"],
  ];
  for (const [what, input, name] of refusals) {
    test(`${what} is refused`, async () => {
      const QueueUrl = await queue();
      await refused(send(sqs.SendMessageBatchCommand, { QueueUrl, ...input }), name);
    });
  }

  test("refusals", async () => {
    const QueueUrl = await queue();
    const missing = `${QueueUrl}-missing`;
    await refused(receive(missing), "QueueDoesNotExist");
    const message = { QueueUrl, MessageBody: "" };
    await refused(send(sqs.SendMessageCommand, message), "MissingParameter");
    await refused(receive(QueueUrl, { MaxNumberOfMessages: 11 }), "InvalidParameterValue");
    await refused(receive(QueueUrl, { WaitTimeSeconds: 21 }), "InvalidParameterValue");
    const handle = { QueueUrl, ReceiptHandle: "junk" };
    await refused(send(sqs.DeleteMessageCommand, handle), "ReceiptHandleIsInvalid");
    // API SendMessage: "A message can include only XML, JSON, and unformatted text."
    const control = { QueueUrl, MessageBody: "\u0000" };
    await refused(send(sqs.SendMessageCommand, control), "InvalidMessageContents");
  });
});

describe("FIFO", () => {
  const fifo = () => queue({ FifoQueue: "true", ContentBasedDeduplication: "true" });

  test("order by group and deduplication", async () => {
    const QueueUrl = await fifo();
    const put = (MessageBody, MessageGroupId) =>
      send(sqs.SendMessageCommand, { QueueUrl, MessageBody, MessageGroupId });
    const sent = [];
    for (const text of ["a1", "a2", "b1", "a1"]) {
      sent.push(await put(text, text[0]));
    }
    // Developer Guide: a duplicate within 5 minutes is accepted but not delivered.
    assert.equal(sent[3].MessageId, sent[0].MessageId);
    assert.ok(BigInt(sent[1].SequenceNumber) > BigInt(sent[0].SequenceNumber));
    const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    assert.equal(first.Body, "a1");
    // The rest of group a waits for its first message.
    const second = await receive(QueueUrl);
    assert.deepEqual(second.map((row) => row.Body), ["b1"]);
    await send(sqs.DeleteMessageCommand, { QueueUrl, ReceiptHandle: first.ReceiptHandle });
    assert.deepEqual((await receive(QueueUrl)).map((row) => row.Body), ["a2"]);
  });

  test("refusals", async () => {
    const QueueUrl = await queue({ FifoQueue: "true" });
    const message = { QueueUrl, MessageBody: "m" };
    await refused(send(sqs.SendMessageCommand, message), "MissingParameter");
    // API SendMessage, MessageDeduplicationId: without it or ContentBasedDeduplication the send
    // fails.
    const inGroup = { ...message, MessageGroupId: "g" };
    await refused(send(sqs.SendMessageCommand, inGroup), "InvalidParameterValue");
    const delayed = { ...inGroup, MessageDeduplicationId: "d", DelaySeconds: 5 };
    await refused(send(sqs.SendMessageCommand, delayed), "InvalidParameterValue");
  });
});
