// EventBridge with the AWS SDK for JavaScript v3. Source: Amazon EventBridge API Reference and User
// Guide.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { account, events, refused, sqs, unique } from "./clients.mjs";

const send = (Command, input = {}) => events.send(new Command(input));
const queueArn = (name) => `arn:aws:sqs:us-east-1:${account}:${name}`;

/** A queue that lets EventBridge in. */
async function makeQueue() {
  const QueueName = unique();
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{
      Effect: "Allow", Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage", Resource: queueArn(QueueName),
    }],
  });
  const made = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  return { url: made.QueueUrl, arn: queueArn(QueueName) };
}

async function receive({ url: QueueUrl }) {
  const input = { QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ["All"] };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
  assert.equal(Messages.length, 1);
  const { ReceiptHandle } = Messages[0];
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages[0];
}

const put = async (Source, detail, more = {}) => {
  const Detail = typeof detail === "string" ? detail : JSON.stringify(detail);
  return send(sdk.PutEventsCommand, { Entries: [{ Source, DetailType: "t", Detail, ...more }] });
};

test("events: an event goes to the targets of the rules that match", async () => {
  const queue = await makeQueue();
  const Name = unique();
  const EventPattern = JSON.stringify({ source: [Name], detail: { n: [{ numeric: [">", 1] }] } });
  const { RuleArn } = await send(sdk.PutRuleCommand, { Name, EventPattern });
  assert.equal(RuleArn, `arn:aws:events:us-east-1:${account}:rule/${Name}`);
  const Targets = [{
    Id: "1", Arn: queue.arn,
    InputTransformer: { InputPathsMap: { n: "$.detail.n" }, InputTemplate: '{"got": <n>}' },
  }];
  const { FailedEntryCount } = await send(sdk.PutTargetsCommand, { Rule: Name, Targets });
  assert.equal(FailedEntryCount, 0);
  await put(Name, { n: 1 });
  const answer = await put(Name, { n: 2 }, { Time: new Date("2020-01-01T00:00:00Z") });
  assert.equal(answer.FailedEntryCount, 0);
  assert.equal(answer.Entries[0].EventId.length, 36);
  assert.equal((await receive(queue)).Body, '{"got": 2}');
});

test("events: what fails goes to the dead-letter queue", async () => {
  const dead = await makeQueue();
  const Name = unique();
  await send(sdk.PutRuleCommand, { Name, EventPattern: JSON.stringify({ source: [Name] }) });
  const Targets = [{ Id: "1", Arn: queueArn("none"), DeadLetterConfig: { Arn: dead.arn } }];
  await send(sdk.PutTargetsCommand, { Rule: Name, Targets });
  await put(Name, {});
  const { MessageAttributes } = await receive(dead);
  assert.equal(MessageAttributes.TARGET_ARN.StringValue, queueArn("none"));
  assert.equal(MessageAttributes.RETRY_ATTEMPTS.DataType, "Number");
});

test("events: entries are refused one by one", async () => {
  const { FailedEntryCount, Entries } = await send(sdk.PutEventsCommand, {
    Entries: [
      { Source: "aws.s3", DetailType: "t", Detail: "{}" },
      { Source: "x", DetailType: "t", Detail: "{" },
      { Source: "x", DetailType: "t", Detail: "{}" },
    ],
  });
  assert.equal(FailedEntryCount, 2);
  const codes = Entries.map((entry) => entry.ErrorCode);
  assert.deepEqual(codes, ["NotAuthorizedForSourceException", "MalformedDetail", undefined]);
});

test("events: rules are paginated by the SDK", async () => {
  const prefix = unique();
  const EventPattern = JSON.stringify({ source: ["x"] });
  for (const n of [1, 2, 3]) {
    await send(sdk.PutRuleCommand, { Name: `${prefix}${n}`, EventPattern });
  }
  const names = [];
  let NextToken;
  do {
    const page = await send(sdk.ListRulesCommand, { NamePrefix: prefix, Limit: 2, NextToken });
    names.push(...page.Rules.map((rule) => rule.Name));
    ({ NextToken } = page);
  } while (NextToken);
  assert.deepEqual(names, [1, 2, 3].map((n) => `${prefix}${n}`));
});

describe("events: archives, connections and their times", () => {
  let bus;
  before(async () => {
    bus = (await send(sdk.CreateEventBusCommand, { Name: unique() })).EventBusArn;
  });

  test("an archive counts", async () => {
    const ArchiveName = unique();
    const made = await send(sdk.CreateArchiveCommand, { ArchiveName, EventSourceArn: bus });
    assert.ok(made.CreationTime instanceof Date);
    await put("x", {}, { EventBusName: bus });
    const { EventCount } = await send(sdk.DescribeArchiveCommand, { ArchiveName });
    assert.equal(EventCount, 1);
  });

  test("a connection keeps its secret", async () => {
    const Name = unique();
    const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: "k", ApiKeyValue: "hidden" } };
    await send(sdk.CreateConnectionCommand, { Name, AuthorizationType: "API_KEY", AuthParameters });
    const shown = await send(sdk.DescribeConnectionCommand, { Name });
    assert.deepEqual(shown.AuthParameters, { ApiKeyAuthParameters: { ApiKeyName: "k" } });
  });
});

const refusals = [
  [sdk.PutRuleCommand, { Name: "r", EventPattern: "{}" }, "InvalidEventPatternException"],
  [sdk.PutRuleCommand, { Name: "r", ScheduleExpression: "often" }, "ValidationException"],
  [sdk.DescribeRuleCommand, { Name: "none" }, "ResourceNotFoundException"],
  [sdk.CreateEventBusCommand, { Name: "default" }, "ResourceAlreadyExistsException"],
  [sdk.CancelReplayCommand, { ReplayName: "none" }, "ResourceNotFoundException"],
];

for (const [Command, input, name] of refusals) {
  test(`events: ${Command.name} is refused with ${name}`, () =>
    refused(send(Command, input), name, 400));
}

test("events: a global endpoint of two default buses", async () => {
  const bus = (region) => `arn:aws:events:${region}:${account}:event-bus/default`;
  const input = {
    Name: "e", ReplicationConfig: { State: "DISABLED" },
    RoutingConfig: { FailoverConfig: {
      Primary: { HealthCheck: "arn:aws:route53:::healthcheck/abc" },
      Secondary: { Route: "us-west-2" },
    } },
    EventBuses: [{ EventBusArn: bus("us-east-1") }, { EventBusArn: bus("us-west-2") }],
  };
  const { State } = await send(sdk.CreateEndpointCommand, input);
  assert.equal(State, "CREATING");
  await refused(send(sdk.CreateEndpointCommand, input), "ResourceAlreadyExistsException", 400);
  const shown = await send(sdk.DescribeEndpointCommand, { Name: "e" });
  assert.deepEqual(shown.RoutingConfig, input.RoutingConfig);
  assert.equal(shown.EndpointUrl, `https://${shown.EndpointId}.endpoint.events.amazonaws.com`);
  assert.ok(shown.CreationTime instanceof Date);
  const { Endpoints } = await send(sdk.ListEndpointsCommand);
  assert.deepEqual(Endpoints.map((endpoint) => endpoint.Name), ["e"]);
});

test("events: what is absent says so", () =>
  refused(send(sdk.ListEventSourcesCommand), "NotImplemented", 501));
