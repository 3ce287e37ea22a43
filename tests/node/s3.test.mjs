// S3 with the AWS SDK for JavaScript v3. Source: Amazon S3 API Reference and User Guide.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { before, test } from "node:test";
import { Readable } from "node:stream";
import * as sdk from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { refused, s3, unique } from "./clients.mjs";

const send = (Command, input) => s3.send(new Command(input));
const Bucket = unique();
const md5 = (data) => `"${createHash("md5").update(data).digest("hex")}"`;
const put = (Key, Body, more = {}) => send(sdk.PutObjectCommand, { Bucket, Key, Body, ...more });
const get = (Key, more = {}) => send(sdk.GetObjectCommand, { Bucket, Key, ...more });
const bytes = async (answer) => Buffer.from(await answer.Body.transformToByteArray());

before(() => send(sdk.CreateBucketCommand, { Bucket }));

test("s3: buckets are made, headed, listed and removed", async () => {
  const name = unique();
  await send(sdk.CreateBucketCommand, { Bucket: name });
  await send(sdk.HeadBucketCommand, { Bucket: name });
  const { Buckets } = await send(sdk.ListBucketsCommand, {});
  assert.ok(Buckets.some((bucket) => bucket.Name === name && bucket.CreationDate instanceof Date));
  await send(sdk.DeleteBucketCommand, { Bucket: name });
  await refused(send(sdk.HeadBucketCommand, { Bucket: name }), "NotFound", 404);
});

for (const size of [0, 1, 1024, 100_000, 6_000_000]) {
  test(`s3: an object of ${size} bytes comes back`, async () => {
    const body = randomBytes(size);
    assert.equal((await put(`size-${size}`, body)).ETag, md5(body));
    const answer = await get(`size-${size}`);
    assert.equal(answer.ContentLength, size);
    assert.ok((await bytes(answer)).equals(body));
  });
}

test("s3: headers and metadata are kept", async () => {
  const Metadata = { owner: "me", "with-dash": "x y" };
  await put("described", "b", {
    ContentType: "text/plain; charset=utf-8", CacheControl: "max-age=60",
    ContentDisposition: "inline", ContentLanguage: "de", Metadata,
  });
  const head = await send(sdk.HeadObjectCommand, { Bucket, Key: "described" });
  assert.equal(head.ContentType, "text/plain; charset=utf-8");
  assert.equal(head.CacheControl, "max-age=60");
  assert.equal(head.ContentLanguage, "de");
  assert.deepEqual(head.Metadata, Metadata);
});

// The SDK checks the checksum of what it reads by itself and throws when it does not fit.
for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]) {
  test(`s3: checksum ${algorithm}`, async (t) => {
    let sent;
    try {
      sent = await put(`sum-${algorithm}`, "hello", { ChecksumAlgorithm: algorithm });
    } catch (error) {
      if (/crt|dependency/i.test(error.message)) return t.skip("the SDK cannot compute it alone");
      throw error;
    }
    const answer = await get(`sum-${algorithm}`, { ChecksumMode: "ENABLED" });
    assert.equal(answer[`Checksum${algorithm}`], sent[`Checksum${algorithm}`]);
    assert.equal(await answer.Body.transformToString(), "hello");
  });
}

test("s3: a wrong checksum is refused", () =>
  refused(put("wrong", "hello", { ChecksumSHA256: Buffer.alloc(32).toString("base64") }),
    "BadDigest", 400));

test("s3: a stream of unknown length is uploaded", async () => {
  const pieces = Array.from({ length: 300 }, () => randomBytes(50_000));
  const upload = new Upload({
    client: s3, params: { Bucket, Key: "stream", Body: Readable.from(pieces) },
    partSize: 5 * 1024 * 1024,
  });
  await upload.done();
  const answer = await get("stream");
  assert.match(answer.ETag, /-3"$/);
  assert.ok((await bytes(answer)).equals(Buffer.concat(pieces)));
});

const keys = ["a b", "ü/😀", "a//b", "/lead", "../x", "plus+and%25", "q?a=1#f", "."];
for (const key of keys) {
  test(`s3: key ${JSON.stringify(key)}`, async () => {
    await put(`keys/${key}`, key);
    assert.equal(await (await get(`keys/${key}`)).Body.transformToString(), key);
    const listed = await send(sdk.ListObjectsV2Command, { Bucket, Prefix: `keys/${key}` });
    assert.equal(listed.Contents[0].Key, `keys/${key}`);
  });
}

test("s3: ranges", async () => {
  await put("range", "0123456789");
  for (const [Range, expected] of [["bytes=2-4", "234"], ["bytes=7-", "789"], ["bytes=-2", "89"]]) {
    const answer = await get("range", { Range });
    assert.equal(answer.$metadata.httpStatusCode, 206);
    assert.equal(await answer.Body.transformToString(), expected);
  }
  await refused(get("range", { Range: "bytes=10-" }), "InvalidRange", 416);
});

test("s3: conditions", async () => {
  const { ETag } = await put("condition", "b");
  await refused(put("condition", "c", { IfNoneMatch: "*" }), "PreconditionFailed", 412);
  await refused(get("condition", { IfMatch: '"0"' }), "PreconditionFailed", 412);
  // An answer without a body names no error: the SDK calls it unknown.
  await refused(get("condition", { IfNoneMatch: ETag }), "Unknown", 304);
  assert.equal((await get("condition", { IfMatch: ETag })).ETag, ETag);
});

test("s3: listing in pages and by delimiter", async () => {
  const name = unique();
  await send(sdk.CreateBucketCommand, { Bucket: name });
  for (const Key of ["a/1", "a/2", "b", "c/1", "d"]) {
    await send(sdk.PutObjectCommand, { Bucket: name, Key, Body: "x" });
  }
  const seen = [];
  const paged = sdk.paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: name });
  for await (const page of paged) seen.push(...page.Contents.map((row) => row.Key));
  assert.deepEqual(seen, ["a/1", "a/2", "b", "c/1", "d"]);
  const rolled = await send(sdk.ListObjectsV2Command, { Bucket: name, Delimiter: "/" });
  assert.deepEqual(rolled.Contents.map((row) => row.Key), ["b", "d"]);
  assert.deepEqual(rolled.CommonPrefixes.map((row) => row.Prefix), ["a/", "c/"]);
  const first = await send(sdk.ListObjectsCommand, { Bucket: name, MaxKeys: 3 });
  assert.equal(first.IsTruncated, true);
});

test("s3: copies, tags and deletes", async () => {
  await put("original", "b", { Tagging: "k=v", Metadata: { m: "1" } });
  const CopySource = `${Bucket}/original`;
  await send(sdk.CopyObjectCommand, { Bucket, Key: "copy", CopySource });
  assert.equal((await get("copy")).Metadata.m, "1");
  const tags = await send(sdk.GetObjectTaggingCommand, { Bucket, Key: "copy" });
  assert.deepEqual(tags.TagSet, [{ Key: "k", Value: "v" }]);
  const deleted = await send(sdk.DeleteObjectsCommand, {
    Bucket, Delete: { Objects: [{ Key: "original" }, { Key: "copy" }, { Key: "never" }] },
  });
  assert.equal(deleted.Deleted.length, 3);
  await refused(get("copy"), "NoSuchKey", 404);
});

test("s3: versions and delete markers", async () => {
  const name = unique();
  await send(sdk.CreateBucketCommand, { Bucket: name });
  await send(sdk.PutBucketVersioningCommand, {
    Bucket: name, VersioningConfiguration: { Status: "Enabled" },
  });
  const write = (Body) => send(sdk.PutObjectCommand, { Bucket: name, Key: "k", Body });
  const first = await write("1");
  const second = await write("2");
  assert.notEqual(first.VersionId, second.VersionId);
  const old = await send(sdk.GetObjectCommand, {
    Bucket: name, Key: "k", VersionId: first.VersionId,
  });
  assert.equal(await old.Body.transformToString(), "1");
  const marker = await send(sdk.DeleteObjectCommand, { Bucket: name, Key: "k" });
  assert.equal(marker.DeleteMarker, true);
  await refused(send(sdk.GetObjectCommand, { Bucket: name, Key: "k" }), "NoSuchKey", 404);
  const all = await send(sdk.ListObjectVersionsCommand, { Bucket: name });
  assert.deepEqual([all.Versions.length, all.DeleteMarkers.length], [2, 1]);
  await send(sdk.DeleteObjectCommand, { Bucket: name, Key: "k", VersionId: marker.VersionId });
  const back = await send(sdk.GetObjectCommand, { Bucket: name, Key: "k" });
  assert.equal(await back.Body.transformToString(), "2");
});

test("s3: presigned links", async () => {
  const write = await getSignedUrl(s3, new sdk.PutObjectCommand({ Bucket, Key: "linked" }));
  assert.equal((await fetch(write, { method: "PUT", body: "by link" })).status, 200);
  const read = await getSignedUrl(s3, new sdk.GetObjectCommand({ Bucket, Key: "linked" }));
  assert.equal(await (await fetch(read)).text(), "by link");
});

const refusals = [
  ["a missing key", sdk.GetObjectCommand, { Bucket, Key: "nowhere" }, "NoSuchKey", 404],
  ["a missing bucket", sdk.ListObjectsV2Command, { Bucket: unique() }, "NoSuchBucket", 404],
  ["a full bucket", sdk.DeleteBucketCommand, { Bucket }, "BucketNotEmpty", 409],
  ["an upload that is none", sdk.ListPartsCommand,
    { Bucket, Key: "k", UploadId: "nonsense" }, "NoSuchUpload", 404],
  ["a key that is too long", sdk.PutObjectCommand,
    { Bucket, Key: "k".repeat(1025), Body: "x" }, "KeyTooLongError", 400],
];
for (const [what, Command, input, name, status] of refusals) {
  test(`s3: ${what} is refused`, async () => {
    if (name === "BucketNotEmpty") await put("held", "x");
    await refused(send(Command, input), name, status);
  });
}
