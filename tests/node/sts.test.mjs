// STS with the AWS SDK for JavaScript v3. Source: AWS STS API Reference.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { account, refused, sts, withCredentials } from "./clients.mjs";

test("sts: the caller is the root of its account", async () => {
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, `arn:aws:iam::${account}:root`);
});

test("sts: a role's session is somebody else, and a wrong secret nobody", async () => {
  const { Credentials } = await sts.send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${account}:role/worker`, RoleSessionName: "tester",
  }));
  const credentials = {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
  };
  const caller = await withCredentials(STSClient, credentials)
    .send(new GetCallerIdentityCommand({}));
  assert.equal(caller.Arn, `arn:aws:sts::${account}:assumed-role/worker/tester`);
  await withCredentials(SQSClient, credentials).send(new ListQueuesCommand({}));
  const wrong = withCredentials(STSClient, { ...credentials, secretAccessKey: "x".repeat(40) });
  await refused(wrong.send(new GetCallerIdentityCommand({})), "SignatureDoesNotMatch", 403);
});
