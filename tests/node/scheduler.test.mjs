// Scheduler and Pipes with the AWS SDK for JavaScript v3, on a clock that runs. Source: the API
// References of EventBridge Scheduler and EventBridge Pipes.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as tables from "@aws-sdk/client-dynamodb";
import * as pipesSdk from "@aws-sdk/client-pipes";
import * as schedulerSdk from "@aws-sdk/client-scheduler";
import * as sqsSdk from "@aws-sdk/client-sqs";
import { account, dynamodb, pipes, refused, scheduler, sqs, unique } from "./clients.mjs";

const role = `arn:aws:iam::${account}:role/worker`;
const arnOf = (queue) => `arn:aws:sqs:us-east-1:${account}:${queue}`;

const makeQueue = async () => {
  const QueueName = unique();
  const { QueueUrl } = await sqs.send(new sqsSdk.CreateQueueCommand({ QueueName }));
  return { arn: arnOf(QueueName), QueueUrl };
};

/** Waits for a message: these tests do not own the clock. */
const receive = async (QueueUrl) => {
  const input = { QueueUrl, WaitTimeSeconds: 20 };
  const { Messages } = await sqs.send(new sqsSdk.ReceiveMessageCommand(input));
  return Messages?.[0]?.Body;
};

test("scheduler: a one-time schedule sends to a queue and is gone", async () => {
  const { arn, QueueUrl } = await makeQueue();
  const Name = unique();
  const { ScheduleArn } = await scheduler.send(new schedulerSdk.CreateScheduleCommand({
    Name,
    ScheduleExpression: "at(2020-01-01T00:00:00)",
    ActionAfterCompletion: "DELETE",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: arn, RoleArn: role, Input: "<aws.scheduler.schedule-arn>" },
  }));
  assert.equal(await receive(QueueUrl), ScheduleArn);
  await refused(
    scheduler.send(new schedulerSdk.GetScheduleCommand({ Name })),
    "ResourceNotFoundException", 404);
});

test("scheduler: dates, groups and lists come back as they were sent", async () => {
  const GroupName = unique();
  await scheduler.send(new schedulerSdk.CreateScheduleGroupCommand({
    Name: GroupName, Tags: [{ Key: "team", Value: "blue" }],
  }));
  const input = {
    Name: "s", GroupName,
    ScheduleExpression: "cron(0 12 ? * MON-FRI *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    StartDate: new Date("2090-01-01T00:00:00Z"),
    EndDate: new Date("2091-01-01T00:00:00Z"),
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 },
    Target: { Arn: arnOf("none"), RoleArn: role, RetryPolicy: { MaximumRetryAttempts: 0 } },
  };
  await scheduler.send(new schedulerSdk.CreateScheduleCommand(input));
  const shown = await scheduler.send(
    new schedulerSdk.GetScheduleCommand({ Name: "s", GroupName }));
  assert.deepEqual(shown.StartDate, input.StartDate);
  assert.deepEqual(shown.EndDate, input.EndDate);
  assert.deepEqual(shown.FlexibleTimeWindow, input.FlexibleTimeWindow);
  assert.equal(shown.Target.RetryPolicy.MaximumRetryAttempts, 0);
  const { Schedules } = await scheduler.send(
    new schedulerSdk.ListSchedulesCommand({ GroupName }));
  assert.deepEqual(Schedules.map((schedule) => schedule.Name), ["s"]);
  await scheduler.send(new schedulerSdk.DeleteScheduleGroupCommand({ Name: GroupName }));
});

test("scheduler: what is no schedule is refused", async () => {
  await refused(scheduler.send(new schedulerSdk.CreateScheduleCommand({
    Name: unique(),
    ScheduleExpression: "every minute",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: arnOf("none"), RoleArn: role },
  })), "ValidationException", 400);
});

test("pipes: from a queue to another, and refusals", async () => {
  const [from, to] = [await makeQueue(), await makeQueue()];
  const Name = unique();
  const created = await pipes.send(new pipesSdk.CreatePipeCommand({
    Name, Source: from.arn, Target: to.arn, RoleArn: role,
    TargetParameters: { InputTemplate: '{"got": <$.body>}' },
  }));
  assert.equal(created.CurrentState, "CREATING");
  await sqs.send(new sqsSdk.SendMessageCommand({ QueueUrl: from.QueueUrl, MessageBody: "x" }));
  assert.deepEqual(JSON.parse(await receive(to.QueueUrl)), { got: "x" });
  const { CurrentState } = await pipes.send(new pipesSdk.DescribePipeCommand({ Name }));
  assert.equal(CurrentState, "RUNNING");
  await pipes.send(new pipesSdk.DeletePipeCommand({ Name }));
  await refused(
    pipes.send(new pipesSdk.DescribePipeCommand({ Name: unique() })), "NotFoundException", 404);
});

test("pipes: from a stream to a queue, and refusals", async () => {
  const TableName = unique();
  const { TableDescription } = await dynamodb.send(new tables.CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  }));
  await tables.waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName });
  const to = await makeQueue();
  const input = {
    Name: unique(), Source: TableDescription.LatestStreamArn, Target: to.arn, RoleArn: role,
    SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON" } },
    TargetParameters: { InputTemplate: "<$.eventName> <$.dynamodb.Keys.k.S>" },
  };
  await pipes.send(new pipesSdk.CreatePipeCommand(input));
  await dynamodb.send(new tables.PutItemCommand({ TableName, Item: { k: { S: "a" } } }));
  assert.equal(await receive(to.QueueUrl), "INSERT a");
  const { SourceParameters, ...others } = input;
  await refused(
    pipes.send(new pipesSdk.CreatePipeCommand({ ...others, Name: unique() })),
    "ValidationException", 400);
  await pipes.send(new pipesSdk.DeletePipeCommand({ Name: input.Name }));
});
