// SNS with the AWS SDK for JavaScript v3. Source: Amazon SNS API Reference and Developer Guide.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-sns";
import * as queues from "@aws-sdk/client-sqs";
import { account, refused, sns, sqs, unique } from "./clients.mjs";

const send = (Command, input) => sns.send(new Command(input));

const makeTopic = async (Attributes, suffix = "") =>
  (await send(sdk.CreateTopicCommand, { Name: unique() + suffix, Attributes })).TopicArn;

const makeFifoTopic = () =>
  makeTopic({ FifoTopic: "true", ContentBasedDeduplication: "true" }, ".fifo");

// A queue that lets SNS in.
const makeQueue = async (suffix = "") => {
  const QueueName = unique() + suffix;
  const Attributes = {
    ...(suffix && { FifoQueue: "true" }),
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{
        Effect: "Allow", Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage", Resource: "*",
      }],
    }),
  };
  const input = { QueueName, Attributes };
  const { QueueUrl } = await sqs.send(new queues.CreateQueueCommand(input));
  return { QueueUrl, arn: `arn:aws:sqs:us-east-1:${account}:${QueueName}` };
};

const subscribe = async (TopicArn, queue, Attributes = {}) =>
  (await send(sdk.SubscribeCommand, {
    TopicArn, Protocol: "sqs", Endpoint: queue.arn, Attributes, ReturnSubscriptionArn: true,
  })).SubscriptionArn;

const take = async ({ QueueUrl }, count = 1) => {
  const taken = [];
  while (taken.length < count) {
    const { Messages } = await sqs.send(new queues.ReceiveMessageCommand({
      QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"],
    }));
    assert.ok(Messages?.length, `${taken.length} of ${count} messages came`);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new queues.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    taken.push(...Messages);
  }
  return taken;
};

const String_ = (StringValue) => ({ DataType: "String", StringValue });

test("sns: a topic is made, described, changed, listed and deleted", async () => {
  const TopicArn = await makeTopic({ DisplayName: "before" });
  const attributes = async () =>
    (await send(sdk.GetTopicAttributesCommand, { TopicArn })).Attributes;
  assert.equal((await attributes()).Owner, account);
  await send(sdk.SetTopicAttributesCommand, {
    TopicArn, AttributeName: "DisplayName", AttributeValue: "after",
  });
  assert.equal((await attributes()).DisplayName, "after");
  const found = [];
  for await (const page of sdk.paginateListTopics({ client: sns }, {})) {
    found.push(...page.Topics.map((topic) => topic.TopicArn));
  }
  assert.ok(found.includes(TopicArn));
  await send(sdk.DeleteTopicCommand, { TopicArn });
  await refused(attributes(), "NotFoundException", 404);
  await refused(send(sdk.CreateTopicCommand, { Name: "a b" }), "InvalidParameterException", 400);
});

test("sns: a message reaches every queue, in the envelope or raw", async () => {
  const TopicArn = await makeTopic();
  const [plain, raw] = [await makeQueue(), await makeQueue()];
  await subscribe(TopicArn, plain);
  await subscribe(TopicArn, raw, { RawMessageDelivery: "true" });
  const { MessageId } = await send(sdk.PublishCommand, {
    TopicArn, Message: "hello", Subject: "s", MessageAttributes: {
      text: String_("t"),
      bytes: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 255) },
    },
  });
  const envelope = JSON.parse((await take(plain))[0].Body);
  assert.equal(envelope.Type, "Notification");
  assert.equal(envelope.MessageId, MessageId);
  assert.equal(envelope.Message, "hello");
  assert.deepEqual(envelope.MessageAttributes.bytes, { Type: "Binary", Value: "AP8=" });
  const [message] = await take(raw);
  assert.equal(message.Body, "hello");
  assert.equal(message.MessageAttributes.text.StringValue, "t");
  assert.deepEqual([...message.MessageAttributes.bytes.BinaryValue], [0, 255]);
  const missing = { TopicArn: `${TopicArn}-missing`, Message: "m" };
  await refused(send(sdk.PublishCommand, missing), "NotFoundException", 404);
  await refused(send(sdk.PublishCommand, { TopicArn, Message: "m", MessageAttributes: {
    a: { DataType: "Text", StringValue: "v" },
  } }), "InvalidParameterValueException", 400);
});

test("sns: a filter policy chooses", async () => {
  const TopicArn = await makeTopic();
  const queue = await makeQueue();
  const SubscriptionArn = await subscribe(TopicArn, queue, {
    RawMessageDelivery: "true", FilterPolicy: JSON.stringify({ kind: [{ prefix: "a" }] }),
  });
  for (const kind of ["apple", "pear", "apricot"]) {
    await send(sdk.PublishCommand, {
      TopicArn, Message: kind, MessageAttributes: { kind: String_(kind) },
    });
  }
  const bodies = (await take(queue, 2)).map((message) => message.Body).sort();
  assert.deepEqual(bodies, ["apple", "apricot"]);
  await refused(send(sdk.SetSubscriptionAttributesCommand, {
    SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "{",
  }), "InvalidParameterException", 400);
});

test("sns: a FIFO topic keeps order and takes a message once", async () => {
  const TopicArn = await makeFifoTopic();
  const queue = await makeQueue(".fifo");
  await subscribe(TopicArn, queue, { RawMessageDelivery: "true" });
  const numbers = [];
  for (const Message of ["1", "2", "1", "3"]) {
    const sent = await send(sdk.PublishCommand, { TopicArn, Message, MessageGroupId: "g" });
    numbers.push(sent.SequenceNumber);
  }
  assert.equal(numbers[2], numbers[0]);
  assert.ok(BigInt(numbers[3]) > BigInt(numbers[1]));
  const bodies = (await take(queue, 3)).map((message) => message.Body);
  assert.deepEqual(bodies, ["1", "2", "3"]);
  const alone = { TopicArn, Message: "m" };
  await refused(send(sdk.PublishCommand, alone), "InvalidParameterException", 400);
});

test("sns: batches succeed and fail by entry", async () => {
  const TopicArn = await makeTopic();
  const publish = (PublishBatchRequestEntries) =>
    send(sdk.PublishBatchCommand, { TopicArn, PublishBatchRequestEntries });
  const answer = await publish([{ Id: "a", Message: "1" }, { Id: "b", Message: "" }]);
  assert.deepEqual(answer.Successful.map((row) => row.Id), ["a"]);
  assert.deepEqual(answer.Failed.map((row) => [row.Id, row.Code, row.SenderFault]),
    [["b", "InvalidParameter", true]]);
  const same = { Id: "a", Message: "1" };
  await refused(publish([same, same]), "BatchEntryIdsNotDistinctException", 400);
  await refused(publish([]), "EmptyBatchRequestException", 400);
});

test("sns: subscriptions are listed and end", async () => {
  const TopicArn = await makeTopic();
  const queue = await makeQueue();
  const SubscriptionArn = await subscribe(TopicArn, queue);
  const listed = [];
  for await (const page of sdk.paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    listed.push(...page.Subscriptions);
  }
  assert.deepEqual(listed, [{
    SubscriptionArn, TopicArn, Owner: account, Protocol: "sqs", Endpoint: queue.arn,
  }]);
  await send(sdk.UnsubscribeCommand, { SubscriptionArn });
  await refused(send(sdk.GetSubscriptionAttributesCommand, { SubscriptionArn }),
    "NotFoundException", 404);
});

test("sns: tags and permissions", async () => {
  const TopicArn = await makeTopic();
  const tags = async () =>
    (await send(sdk.ListTagsForResourceCommand, { ResourceArn: TopicArn })).Tags;
  await send(sdk.TagResourceCommand, {
    ResourceArn: TopicArn, Tags: [{ Key: "a", Value: "1" }, { Key: "b", Value: "2" }],
  });
  await send(sdk.UntagResourceCommand, { ResourceArn: TopicArn, TagKeys: ["a"] });
  assert.deepEqual(await tags(), [{ Key: "b", Value: "2" }]);
  await send(sdk.AddPermissionCommand, {
    TopicArn, Label: "l", AWSAccountId: ["777777777777"], ActionName: ["Publish"],
  });
  await refused(send(sdk.AddPermissionCommand, {
    TopicArn, Label: "l", AWSAccountId: ["777777777777"], ActionName: ["Publish"],
  }), "InvalidParameterException", 400);
  await send(sdk.RemovePermissionCommand, { TopicArn, Label: "l" });
});
