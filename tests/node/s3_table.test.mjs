// A table of S3's operations with the AWS SDK for JavaScript v3: what each answers, and what it
// refuses. Source: Amazon S3 API Reference, the page of the operation named in each row; codes and
// statuses are those of "Error responses".

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { before, test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { account, refused, s3, unique } from "./clients.mjs";

const Bucket = unique();
const Versioned = unique();
const Locked = unique();
const call = (name, input = {}) =>
  s3.send(new sdk[`${name}Command`]({ Bucket, ...input }));
const text = async (answer) => answer.Body.transformToString();
const put = (Key, Body = "x", more = {}) => call("PutObject", { Key, Body, ...more });

before(async () => {
  await call("CreateBucket");
  await call("CreateBucket", { Bucket: Versioned });
  await call("CreateBucket", { Bucket: Locked, ObjectLockEnabledForBucket: true });
  const VersioningConfiguration = { Status: "Enabled" };
  await call("PutBucketVersioning", { Bucket: Versioned, VersioningConfiguration });
  await put("k", "0123456789");
});

// What is written, how it is read again, what must come back of it.
const settings = [
  ["Versioning", { VersioningConfiguration: { Status: "Suspended" } }, { Status: "Suspended" },
    Versioned],
  ["Tagging", { Tagging: { TagSet: [{ Key: "a", Value: "b" }] } },
    { TagSet: [{ Key: "a", Value: "b" }] }],
  ["Cors",
    { CORSConfiguration: { CORSRules: [{ AllowedMethods: ["PUT"], AllowedOrigins: ["*"] }] } },
    { CORSRules: [{ AllowedMethods: ["PUT"], AllowedOrigins: ["*"] }] }],
  ["LifecycleConfiguration",
    { LifecycleConfiguration: { Rules: [
      { ID: "r", Status: "Enabled", Filter: { Prefix: "old/" }, Expiration: { Days: 3 } }] } },
    { Rules: [
      { ID: "r", Status: "Enabled", Filter: { Prefix: "old/" }, Expiration: { Days: 3 } }] }],
  ["Website", { WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } },
    { IndexDocument: { Suffix: "index.html" } }],
  ["RequestPayment", { RequestPaymentConfiguration: { Payer: "BucketOwner" } },
    { Payer: "BucketOwner" }],
  ["AccelerateConfiguration", { AccelerateConfiguration: { Status: "Suspended" } },
    { Status: "Suspended" }],
  ["OwnershipControls",
    { OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } },
    { OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } }],
  ["Encryption",
    { ServerSideEncryptionConfiguration: { Rules: [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] } }, null],
  ["NotificationConfiguration",
    { NotificationConfiguration: { EventBridgeConfiguration: {} } },
    { EventBridgeConfiguration: {} }],
  ["IntelligentTieringConfiguration",
    { Id: "t", IntelligentTieringConfiguration: {
      Id: "t", Status: "Enabled", Tierings: [{ Days: 90, AccessTier: "ARCHIVE_ACCESS" }] } }, null],
];
for (const [name, input, expected, bucket = Bucket] of settings) {
  test(`setting: ${name}`, async () => {
    await call(`PutBucket${name}`, { Bucket: bucket, ...input });
    const read = await call(`GetBucket${name}`, { Bucket: bucket, Id: input.Id });
    for (const [member, value] of Object.entries(expected ?? {})) {
      assert.deepEqual(read[member], value);
    }
    // What was read can be written again as it is.
    if (expected) await call(`PutBucket${name}`, { Bucket: bucket, ...input });
  });
}

test("setting: the block of public access", async () => {
  const { PublicAccessBlockConfiguration } = await call("GetPublicAccessBlock");
  assert.equal(PublicAccessBlockConfiguration.BlockPublicPolicy, true);
  const open = { BlockPublicAcls: false };
  await call("PutPublicAccessBlock", { PublicAccessBlockConfiguration: open });
  const read = await call("GetPublicAccessBlock");
  assert.equal(read.PublicAccessBlockConfiguration.BlockPublicAcls, false);
  await call("DeletePublicAccessBlock");
  await refused(call("GetPublicAccessBlock"), "NoSuchPublicAccessBlockConfiguration", 404);
});

test("setting: a policy", async () => {
  const name = unique();
  await call("CreateBucket", { Bucket: name });
  await refused(call("GetBucketPolicy", { Bucket: name }), "NoSuchBucketPolicy", 404);
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow",
    Principal: { AWS: account }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${name}/*` }] });
  await call("PutBucketPolicy", { Bucket: name, Policy });
  const { PolicyStatus } = await call("GetBucketPolicyStatus", { Bucket: name });
  assert.equal(PolicyStatus.IsPublic, false);
  await refused(call("PutBucketPolicy", { Bucket: name, Policy: "{" }), "MalformedPolicy", 400);
  await call("DeleteBucketPolicy", { Bucket: name });
});

// Conditions and ranges of reads: input, then what comes: text, or a refusal.
const reads = [
  [{ Range: "bytes=0-0" }, "0"], [{ Range: "bytes=5-99" }, "56789"], [{ Range: "bytes=-3" }, "789"],
  [{ Range: "lines=1-2" }, "0123456789"], [{ Range: "bytes=0-1,4-5" }, "0123456789"],
  [{ PartNumber: 1 }, "0123456789"], [{ IfNoneMatch: '"other"' }, "0123456789"],
  [{ IfModifiedSince: new Date(0) }, "0123456789"],
  [{ IfUnmodifiedSince: new Date(Date.now() + 864e5) }, "0123456789"],
  [{ ResponseContentType: "text/x-mine" }, "0123456789"],
  [{ ChecksumMode: "ENABLED" }, "0123456789"],
  [{ Range: "bytes=10-" }, "InvalidRange", 416], [{ PartNumber: 2 }, "InvalidPartNumber", 416],
  [{ IfMatch: '"other"' }, "PreconditionFailed", 412],
  [{ IfUnmodifiedSince: new Date(0) }, "PreconditionFailed", 412],
  [{ VersionId: "nonsense" }, "InvalidArgument", 400], [{ Key: "absent" }, "NoSuchKey", 404],
  [{ Range: "bytes=0-1", PartNumber: 1 }, "InvalidRequest", 400],
  [{ ExpectedBucketOwner: "111122223333" }, "AccessDenied", 403],
  [{ ExpectedBucketOwner: "me" }, "InvalidBucketOwnerAWSAccountID", 400],
];
for (const [input, expected, status] of reads) {
  test(`read: ${JSON.stringify(input)}`, async () => {
    const answer = call("GetObject", { Key: "k", ...input });
    if (status) return refused(answer, expected, status);
    const got = await answer;
    assert.equal(await text(got), expected);
    if (input.ResponseContentType) assert.equal(got.ContentType, input.ResponseContentType);
    if (input.Range?.startsWith("bytes=") && !input.Range.includes(",")) {
      assert.match(got.ContentRange, /^bytes \d-9?\d*\/10$/);
    }
  });
}

// Writes that are refused.
const sum = Buffer.alloc(4).toString("base64");
const writes = [
  [{ StorageClass: "LOUD" }, "InvalidStorageClass", 400],
  [{ Tagging: "a=1&a=2" }, "InvalidArgument", 400],
  [{ ChecksumCRC32: sum }, "BadDigest", 400],
  [{ ContentMD5: Buffer.alloc(16).toString("base64") }, "BadDigest", 400],
  [{ ContentMD5: "short" }, "InvalidDigest", 400],
  [{ ACL: "public-read", Bucket: Versioned }, "AccessControlListNotSupported", 400],
  [{ Metadata: { large: "m".repeat(2100) } }, "MetadataTooLarge", 400],
  [{ ServerSideEncryption: "rot13" }, "InvalidArgument", 400],
  [{ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(Date.now() + 864e5) },
    "InvalidRequest", 400],
  [{ WebsiteRedirectLocation: "ftp://x" }, "InvalidRedirectLocation", 400],
  [{ IfMatch: '"other"', Key: "k" }, "PreconditionFailed", 412],
  [{ IfMatch: '"other"', Key: "absent" }, "NoSuchKey", 404],
  [{ IfNoneMatch: "*", Key: "k" }, "PreconditionFailed", 412],
  [{ Bucket: unique() }, "NoSuchBucket", 404],
  [{ Bucket: "Bad_Name" }, "InvalidBucketName", 400],
  [{ ExpectedBucketOwner: "111122223333" }, "AccessDenied", 403],
];
for (const [input, code, status] of writes) {
  test(`refused write: ${JSON.stringify(input).slice(0, 80)}`, () =>
    refused(put("refused", "x", input), code, status));
}

// Calls that are refused, whatever their bucket holds.
const day = new Date(Date.now() + 864e5);
const calls = [
  ["GetBucketLifecycleConfiguration", { Bucket: Locked }, "NoSuchLifecycleConfiguration", 404],
  ["GetBucketWebsite", { Bucket: Locked }, "NoSuchWebsiteConfiguration", 404],
  ["GetBucketReplication", {}, "ReplicationConfigurationNotFoundError", 404],
  ["GetObjectLockConfiguration", {}, "ObjectLockConfigurationNotFoundError", 404],
  ["GetObjectRetention", { Key: "k" }, "InvalidRequest", 400],
  ["GetBucketInventoryConfiguration", { Id: "none" }, "NoSuchConfiguration", 404],
  ["GetBucketAnalyticsConfiguration", { Id: "none" }, "NoSuchConfiguration", 404],
  ["PutBucketVersioning", { Bucket: Locked, VersioningConfiguration: { Status: "Suspended" } },
    "InvalidBucketState", 409],
  ["PutBucketVersioning", { VersioningConfiguration: { Status: "Perhaps" } }, "MalformedXML", 400],
  ["PutBucketTagging", { Tagging: { TagSet: [{ Key: "aws:x", Value: "1" }] } }, "InvalidTag", 400],
  ["PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules: [
    { Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 0 } }] } },
    "InvalidArgument", 400],
  ["PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules: [
    { Status: "Enabled", Filter: { Prefix: "" } }] } }, "InvalidRequest", 400],
  ["PutBucketReplication", { ReplicationConfiguration: { Role: "arn:aws:iam::1:role/r", Rules: [
    { Status: "Enabled", Prefix: "", Destination: { Bucket: `arn:aws:s3:::${Versioned}` } }] } },
    "InvalidRequest", 400],
  ["PutObjectRetention", { Key: "k", Retention: { Mode: "GOVERNANCE", RetainUntilDate: day } },
    "InvalidRequest", 400],
  ["RestoreObject", { Key: "k", RestoreRequest: { Days: 1 } }, "InvalidObjectState", 403],
  ["CopyObject", { Key: "k", CopySource: `${Bucket}/k` }, "InvalidRequest", 400],
  ["CopyObject", { Key: "c", CopySource: `${Bucket}/absent` }, "NoSuchKey", 404],
  ["CopyObject", { Key: "c", CopySource: "nothing" }, "InvalidArgument", 400],
  ["CopyObject", { Key: "c", CopySource: `${Bucket}/k`, CopySourceIfMatch: '"o"' },
    "PreconditionFailed", 412],
  ["DeleteObjects", { Delete: { Objects: [] } }, "MalformedXML", 400],
  ["AbortMultipartUpload", { Key: "k", UploadId: "none" }, "NoSuchUpload", 404],
  ["UploadPart", { Key: "k", UploadId: "none", PartNumber: 1, Body: "x" }, "NoSuchUpload", 404],
  ["UploadPart", { Key: "k", UploadId: "none", PartNumber: 10001, Body: "x" }, "InvalidArgument",
    400],
  ["ListObjectsV2", { ContinuationToken: "forged" }, "InvalidArgument", 400],
  ["ListObjectsV2", { MaxKeys: -1 }, "InvalidArgument", 400],
  ["GetObjectAttributes", { Key: "k", ObjectAttributes: ["Colour"] }, "InvalidArgument", 400],
  ["CreateMultipartUpload", { Key: "k", ChecksumAlgorithm: "SHA512", ChecksumType: "FULL_OBJECT" },
    "InvalidRequest", 400],
  ["DeleteObjectAnnotation", { Key: "absent", AnnotationName: "a" }, "NoSuchKey", 404],
];
for (const [name, input, code, status] of calls) {
  test(`refused: ${name} ${JSON.stringify(input).slice(0, 60)}`, () =>
    refused(call(name, input), code, status));
}

test("locks: held, kept, and bypassed", async () => {
  const input = { Bucket: Locked, Key: "held" };
  const { VersionId } = await call("PutObject", { ...input, Body: "x" });
  const Retention = { Mode: "GOVERNANCE", RetainUntilDate: day };
  await call("PutObjectRetention", { ...input, Retention });
  await call("PutObjectLegalHold", { ...input, LegalHold: { Status: "ON" } });
  const head = await call("HeadObject", input);
  assert.equal(head.ObjectLockMode, "GOVERNANCE");
  assert.equal(head.ObjectLockLegalHoldStatus, "ON");
  const doomed = { ...input, VersionId };
  await refused(call("DeleteObject", doomed), "AccessDenied", 403);
  await call("PutObjectLegalHold", { ...input, LegalHold: { Status: "OFF" } });
  await refused(call("DeleteObject", doomed), "AccessDenied", 403);
  await call("DeleteObject", { ...doomed, BypassGovernanceRetention: true });
});

test("streams: an upload in parts with progress, tags and a checksum", async () => {
  const body = randomBytes(11 * 1024 * 1024);
  const upload = new Upload({
    client: s3, partSize: 5 * 1024 * 1024, queueSize: 3, tags: [{ Key: "from", Value: "lib" }],
    params: { Bucket, Key: "big", Body: Readable.from([body.subarray(0, 7e6), body.subarray(7e6)]),
      ChecksumAlgorithm: "SHA256", ContentType: "x/y", Metadata: { a: "b" } },
  });
  const seen = [];
  upload.on("httpUploadProgress", (progress) => seen.push(progress.loaded));
  const done = await upload.done();
  assert.match(done.ETag, /-3"$/);
  assert.equal(Math.max(...seen), body.length);
  const head = await call("HeadObject", { Key: "big", ChecksumMode: "ENABLED", PartNumber: 2 });
  assert.equal(head.PartsCount, 3);
  assert.equal(head.ContentLength, 5 * 1024 * 1024);
  assert.equal((await call("GetObjectTagging", { Key: "big" })).TagSet[0].Value, "lib");
  const got = await call("GetObject", { Key: "big" });
  const pieces = [];
  for await (const piece of got.Body) pieces.push(piece);
  assert.ok(Buffer.concat(pieces).equals(body));
});

test("streams: an upload that is aborted leaves no parts", async () => {
  const body = new PassThrough();
  const upload = new Upload({ client: s3, params: { Bucket, Key: "given-up", Body: body } });
  const done = upload.done();
  body.write(randomBytes(6 * 1024 * 1024));
  await new Promise((resolve) => setTimeout(resolve, 200));
  await upload.abort();
  await assert.rejects(done, (error) => error.name === "AbortError");
  body.destroy();
  await refused(call("HeadObject", { Key: "given-up" }), "NotFound", 404);
});

test("streams: an object is read piece by piece into another", async () => {
  const source = await call("GetObject", { Key: "k" });
  await put("through", source.Body, { ContentLength: source.ContentLength });
  assert.equal(await text(await call("GetObject", { Key: "through" })), "0123456789");
});

const links = [
  ["HEAD", "HeadObject", { Key: "k" }, 200], ["DELETE", "DeleteObject", { Key: "linked" }, 204],
  ["GET", "GetObject", { Key: "k", Range: "bytes=1-2" }, 206],
  ["GET", "GetObject", { Key: "k", ResponseContentDisposition: "attachment" }, 200],
  ["GET", "ListObjectsV2", { Prefix: "k" }, 200], ["GET", "GetObject", { Key: "absent" }, 404],
];
for (const [method, name, input, status] of links) {
  test(`link: ${name} ${JSON.stringify(input)}`, async () => {
    const command = new sdk[`${name}Command`]({ Bucket, ...input });
    const unhoistableHeaders = new Set(input.Range ? ["range"] : []);
    const url = await getSignedUrl(s3, command, { expiresIn: 60, unhoistableHeaders });
    const headers = input.Range ? { range: input.Range } : {};
    const answer = await fetch(url, { method, headers });
    assert.equal(answer.status, status, await answer.text());
    if (input.ResponseContentDisposition) {
      assert.equal(answer.headers.get("content-disposition"), "attachment");
    }
  });
}

test("link: what was signed for ends", async () => {
  const command = new sdk.GetObjectCommand({ Bucket, Key: "k" });
  const signingDate = new Date(Date.now() - 3600e3);
  const url = await getSignedUrl(s3, command, { expiresIn: 60, signingDate });
  const answer = await fetch(url);
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /<Message>Request has expired<\/Message>/);
});

test("a query over an object", async () => {
  await put("rows.csv", "name,size\na,1\nb,20\n");
  const { Payload } = await call("SelectObjectContent", {
    Key: "rows.csv", ExpressionType: "SQL",
    Expression: "SELECT s.name FROM S3Object s WHERE CAST(s.size AS INT) > 5",
    InputSerialization: { CSV: { FileHeaderInfo: "USE" } }, OutputSerialization: { CSV: {} },
  });
  let rows = "";
  for await (const event of Payload) {
    if (event.Records) rows += Buffer.from(event.Records.Payload).toString();
  }
  assert.equal(rows, "b\n");
});
