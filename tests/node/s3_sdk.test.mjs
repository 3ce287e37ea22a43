// What of S3 the AWS SDK for JavaScript v3 does in its own way: streams with trailing checksums,
// following a bucket to its region, virtual hosts, its reading of XML. Sources: Amazon S3 API
// Reference (the operations named) and User Guide.

import assert from "node:assert/strict";
import { createHash, randomInt } from "node:crypto";
import { get } from "node:http";
import { Readable } from "node:stream";
import { before, describe, test } from "node:test";
import * as s3 from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { account, endpoint, refused, s3 as client, unique } from "./clients.mjs";

const other = (options) => new s3.S3Client({
  endpoint, region: "us-east-1", forcePathStyle: true, maxAttempts: 1,
  credentials: { accessKeyId: account, secretAccessKey: "test" }, ...options,
});
const Bucket = unique();

async function send(Command, input) {
  return client.send(new Command({ Bucket, ...input }));
}

async function read(Key, more = {}) {
  const answer = await send(s3.GetObjectCommand, { Key, ...more });
  return Buffer.from(await answer.Body.transformToByteArray());
}

before(() => send(s3.CreateBucketCommand));

describe("buckets", () => {
  test("in another region", async () => {
    const west = other({ region: "us-west-2" });
    const name = unique();
    const CreateBucketConfiguration = { LocationConstraint: "us-west-2" };
    await west.send(new s3.CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
    const input = { Bucket: name };
    const { LocationConstraint } = await west.send(new s3.GetBucketLocationCommand(input));
    assert.equal(LocationConstraint, "us-west-2");
    // API CreateBucket, BucketAlreadyOwnedByYou: in all regions but us-east-1.
    const again = new s3.CreateBucketCommand({ Bucket: name, CreateBucketConfiguration });
    await refused(west.send(again), "BucketAlreadyOwnedByYou");
    // The client goes where x-amz-bucket-region says.
    const follower = other({ followRegionRedirects: true });
    await follower.send(new s3.PutObjectCommand({ ...input, Key: "k", Body: "x" }));
  });

  test("refusals", async () => {
    const missing = { Bucket: unique() };
    await refused(send(s3.HeadBucketCommand, missing), "NotFound");
    await refused(send(s3.ListObjectsV2Command, missing), "NoSuchBucket");
    await refused(send(s3.DeleteBucketCommand, missing), "NoSuchBucket");
    await refused(send(s3.GetBucketTaggingCommand), "NoSuchTagSet");
    await refused(send(s3.GetBucketCorsCommand), "NoSuchCORSConfiguration");
    const accessKeyId = String(randomInt(3 * 10 ** 11, 4 * 10 ** 11));
    const stranger = other({ credentials: { accessKeyId, secretAccessKey: "test" } });
    await refused(stranger.send(new s3.ListObjectsV2Command({ Bucket })), "AccessDenied");
    await refused(stranger.send(new s3.CreateBucketCommand({ Bucket })), "BucketAlreadyExists");
  });

  test("by virtual host", async () => {
    // User Guide, VirtualHosting. The names below localhost resolve to this machine (RFC 6761).
    const { port } = new URL(endpoint);
    const request = await getSignedUrl(client, new s3.ListObjectsV2Command({ Bucket }));
    const url = new URL(request);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `${Bucket}.s3.localhost:${port}` };
      const path = `/${url.search}`;
      get({ host: "127.0.0.1", port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on("error", reject);
    });
    assert.equal(status, 200);
  });
});

describe("objects", () => {
  for (const algorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"]) {
    test(`from a stream with a ${algorithm} trailer`, async () => {
      const pieces = Array.from({ length: 20 }, (_, at) => Buffer.alloc(16 * 1024, at));
      const ContentLength = 20 * 16 * 1024;
      const Body = Readable.from(pieces);
      const Key = `stream/${algorithm}`;
      const put = await send(s3.PutObjectCommand, {
        Key, Body, ContentLength, ChecksumAlgorithm: algorithm,
      });
      assert.ok(put[`Checksum${algorithm}`]);
      assert.ok((await read(Key, { ChecksumMode: "ENABLED" })).equals(Buffer.concat(pieces)));
    });
  }

  test("tags", async () => {
    const TagSet = [{ Key: "a", Value: "1" }, { Key: "b", Value: "" }];
    await send(s3.PutObjectCommand, { Key: "tagged", Body: "", Tagging: "x=y" });
    assert.equal((await send(s3.GetObjectTaggingCommand, { Key: "tagged" })).TagSet.length, 1);
    await send(s3.PutObjectTaggingCommand, { Key: "tagged", Tagging: { TagSet } });
    assert.deepEqual((await send(s3.GetObjectTaggingCommand, { Key: "tagged" })).TagSet, TagSet);
    await send(s3.DeleteObjectTaggingCommand, { Key: "tagged" });
    assert.deepEqual((await send(s3.GetObjectTaggingCommand, { Key: "tagged" })).TagSet, []);
  });

  test("attributes", async () => {
    await send(s3.PutObjectCommand, { Key: "attr", Body: "12345", ChecksumAlgorithm: "SHA256" });
    const ObjectAttributes = ["ETag", "ObjectSize", "Checksum", "StorageClass"];
    const found = await send(s3.GetObjectAttributesCommand, { Key: "attr", ObjectAttributes });
    assert.equal(found.ObjectSize, 5);
    const sum = createHash("sha256").update("12345").digest("base64");
    assert.equal(found.Checksum.ChecksumSHA256, sum);
  });
});

describe("uploads in parts", () => {
  test("step by step", async () => {
    const Key = "steps";
    const { UploadId } = await send(s3.CreateMultipartUploadCommand, { Key });
    const part = { Key, UploadId, PartNumber: 1, Body: "only" };
    const { ETag } = await send(s3.UploadPartCommand, part);
    const listed = await send(s3.ListPartsCommand, { Key, UploadId });
    assert.deepEqual(listed.Parts.map((row) => [row.PartNumber, row.Size]), [[1, 4]]);
    const uploads = await send(s3.ListMultipartUploadsCommand, { Prefix: Key });
    assert.equal(uploads.Uploads[0].UploadId, UploadId);
    const complete = (Parts) => send(s3.CompleteMultipartUploadCommand, {
      Key, UploadId, MultipartUpload: { Parts },
    });
    await refused(complete([{ PartNumber: 2, ETag }]), "InvalidPart");
    await complete([{ PartNumber: 1, ETag }]);
    assert.equal((await read(Key)).toString(), "only");
    const other = await send(s3.CreateMultipartUploadCommand, { Key });
    await send(s3.AbortMultipartUploadCommand, { Key, UploadId: other.UploadId });
    const gone = { Key, UploadId: other.UploadId };
    await refused(send(s3.ListPartsCommand, gone), "NoSuchUpload");
  });
});

describe("presigned", () => {
  test("put and get", async () => {
    const Key = "pre signed+ü";
    const put = await getSignedUrl(client, new s3.PutObjectCommand({ Bucket, Key }));
    const stored = await fetch(put, { method: "PUT", body: "by url" });
    assert.equal(stored.status, 200, await stored.text());
    const get = await getSignedUrl(client, new s3.GetObjectCommand({ Bucket, Key }));
    assert.equal(await (await fetch(get)).text(), "by url");
    const anonymous = await fetch(get.split("?")[0]);
    assert.equal(anonymous.status, 403);
    assert.match(await anonymous.text(), /<Code>AccessDenied<\/Code>/);
  });
});

test("cross-origin rules", async () => {
  const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["https://a.test"],
    AllowedHeaders: ["*"], MaxAgeSeconds: 60 }];
  await send(s3.PutBucketCorsCommand, { CORSConfiguration: { CORSRules } });
  assert.deepEqual((await send(s3.GetBucketCorsCommand)).CORSRules, CORSRules);
  const headers = { origin: "https://a.test", "access-control-request-method": "GET" };
  const url = `${endpoint}/${Bucket}/k`;
  const answer = await fetch(url, { method: "OPTIONS", headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), "https://a.test");
  await send(s3.DeleteBucketCorsCommand);
});
