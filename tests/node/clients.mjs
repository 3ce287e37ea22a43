// Clients of the AWS SDK for JavaScript v3 against the server under test, and expectations.

import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { PipesClient } from "@aws-sdk/client-pipes";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";

export const endpoint = process.env.NEPHELE_ENDPOINT;
assert.ok(endpoint, "NEPHELE_ENDPOINT names the server: run `cargo xtask clients`");

/** An account that no other test uses. */
export const account = String(randomInt(10 ** 11, 2 * 10 ** 11));

const settings = {
  endpoint,
  region: "us-east-1",
  maxAttempts: 1,
  credentials: { accessKeyId: account, secretAccessKey: "test" },
};

export const dynamodb = new DynamoDBClient(settings);
export const events = new EventBridgeClient(settings);
export const pipes = new PipesClient(settings);
export const scheduler = new SchedulerClient(settings);
export const sns = new SNSClient(settings);
export const sqs = new SQSClient(settings);
export const s3 = new S3Client({ ...settings, forcePathStyle: true });
export const sts = new STSClient(settings);

/** Clients with other credentials. */
export const withCredentials = (Client, credentials) =>
  new Client({ ...settings, forcePathStyle: true, credentials });

export const unique = () => `n-${randomBytes(10).toString("hex")}`;

/** The call is refused with this error of the SDK. */
export const refused = (promise, name, status) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.name, name, `${error.name}: ${error.message}`);
    if (status) assert.equal(error.$metadata.httpStatusCode, status);
    return true;
  });
