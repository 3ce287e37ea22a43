// Runs a handler of Node.js by the Lambda Runtime API.

import { existsSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const ROOT = process.env.LAMBDA_TASK_ROOT;
const PREFIX = "/2018-06-01/runtime/";
let requestId;

function call(method, place, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { host, port, method, path: PREFIX + place, agent: false, headers };
    const request = http.request(options, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () => {
        resolve({ headers: response.headers, body: Buffer.concat(pieces).toString() });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const IS_JSON = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const LEAST = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO");

// A console line as a JSON object; an error tells of itself.
function jsonLine(level, parts) {
  const line = { timestamp: new Date().toISOString(), level, requestId };
  const error = parts.find((part) => part instanceof Error);
  line.message = parts.length === 1 && typeof parts[0] === "object" && !error
    ? parts[0] : format(...parts);
  if (error) {
    line.errorType = error.name;
    line.errorMessage = error.message;
    line.stackTrace = (error.stack ?? "").split("\n").slice(1);
  }
  return JSON.stringify(line);
}

// Console lines in Lambda's format: time, request id, level, message.
function patchConsole() {
  const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN",
    error: "ERROR" };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...parts) => {
      if (IS_JSON) {
        if (LEVELS.indexOf(level) >= LEAST) {
          process.stdout.write(`${jsonLine(level, parts)}\n`);
        }
        return;
      }
      const text = format(...parts).replaceAll("\n", "\r");
      process.stdout.write(
        `${new Date().toISOString()}\t${requestId ?? "undefined"}\t${level}\t${text}\n`);
    };
  }
}

class LoadError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

function described(thrown) {
  if (thrown instanceof Error || (thrown && thrown.name && thrown.message)) {
    return {
      errorType: thrown.name ?? "Error",
      errorMessage: thrown.message ?? "",
      trace: (thrown.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

async function report(place, thrown, title) {
  const error = described(thrown);
  const { trace, ...rest } = error;
  console.error(`${title} \t${JSON.stringify({ ...rest, stack: trace })}`);
  await call("POST", place, JSON.stringify(error), {
    "Content-Type": "application/json",
    "Lambda-Runtime-Function-Error-Type": error.errorType,
  });
}

async function loadModule(stem) {
  const found = ["", ".js", ".mjs", ".cjs"].find((end) => existsSync(stem + end)
    && (end !== "" || path.extname(stem) !== ""));
  if (found === undefined) {
    throw new LoadError("Runtime.ImportModuleError",
      `Error: Cannot find module '${path.basename(stem)}'`);
  }
  const file = stem + found;
  if (path.extname(file) === ".mjs") {
    return import(pathToFileURL(file).href);
  }
  try {
    return createRequire(file)(file);
  } catch (error) {
    if (error.code === "ERR_REQUIRE_ESM" || error.code === "ERR_REQUIRE_ASYNC_MODULE") {
      return import(pathToFileURL(file).href);
    }
    throw error;
  }
}

async function load(name) {
  const folder = path.dirname(name);
  const match = /^([^.]*)\.(.*)$/.exec(path.basename(name));
  if (!match) {
    throw new LoadError("Runtime.MalformedHandlerName", "Bad handler");
  }
  let module;
  try {
    module = await loadModule(path.resolve(ROOT, folder, match[1]));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new LoadError("Runtime.UserCodeSyntaxError", `${error.name}: ${error.message}`);
    }
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") {
      throw new LoadError("Runtime.ImportModuleError", `Error: ${error.message.split("\n")[0]}`);
    }
    throw error;
  }
  const find = (from) => match[2].split(".").reduce((it, key) => it?.[key], from);
  const handler = find(module) ?? find(module.default);
  if (handler === undefined) {
    throw new LoadError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new LoadError("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return handler;
}

// Handlers that write their answer bit by bit.
const STREAMED = Symbol("streamed");
const HTTP_ANSWER = "application/vnd.awslambda.http-integration-response";
const DELIMITER = Buffer.alloc(8);

// Sends what is written at once; the first write opens the answer.
class ResponseStream extends Writable {
  constructor(place) {
    super();
    this.place = place;
    this.contentType = "application/octet-stream";
    this.finished = new Promise((resolve, reject) => {
      this.once("finish", resolve);
      this.once("error", reject);
    });
    this.finished.catch(() => {});
  }

  setContentType(type) {
    if (this.request) {
      throw new Error("Cannot set content-type, too late.");
    }
    this.contentType = type;
  }

  open() {
    if (this.request) {
      return;
    }
    const headers = {
      "Content-Type": this.contentType,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Trailer": "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      "Transfer-Encoding": "chunked",
    };
    const options = { host, port, method: "POST", path: PREFIX + this.place, agent: false,
      headers };
    this.request = http.request(options);
    this.request.setNoDelay(true);
    this.answered = new Promise((resolve, reject) => {
      this.request.on("error", reject);
      this.request.on("response", (response) => {
        response.resume();
        response.on("end", resolve);
      });
    });
    this.answered.catch(() => {});
    if (this.prelude) {
      this.request.write(Buffer.concat([Buffer.from(this.prelude), DELIMITER]));
    }
  }

  _write(chunk, _encoding, done) {
    this.open();
    this.request.write(chunk, done);
  }

  _final(done) {
    this.open();
    this.request.end();
    this.answered.then(() => done(), done);
  }

  // Ends an answer that has begun, with the reason in its trailers.
  async breakOff(error) {
    this.request.addTrailers({
      "Lambda-Runtime-Function-Error-Type": error.errorType,
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(error)).toString("base64"),
    });
    this.request.end();
    await this.answered;
  }
}

globalThis.awslambda = {
  streamifyResponse(handler) {
    handler[STREAMED] = true;
    return handler;
  },
  HttpResponseStream: {
    from(stream, metadata) {
      stream.setContentType(HTTP_ANSWER);
      stream.prelude = JSON.stringify(metadata);
      return stream;
    },
  },
};

async function stream(handler, event, headers, place) {
  const answer = new ResponseStream(`${place}response`);
  try {
    await new Promise((resolve, reject) => {
      onIdle = () => answer.end();
      answer.finished.then(resolve, reject);
      const context = contextOf(headers, (error) => (error ? reject(error) : answer.end()));
      Promise.resolve(handler(event, answer, context)).catch(reject);
    });
  } catch (error) {
    if (!answer.request) {
      await report(`${place}error`, error, "Invoke Error");
      return;
    }
    const { trace, ...rest } = described(error);
    console.error(`Invoke Error \t${JSON.stringify({ ...rest, stack: trace })}`);
    await answer.breakOff({ ...rest, trace });
  } finally {
    onIdle = undefined;
  }
}

function contextOf(headers, finish) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const clientContext = headers["lambda-runtime-client-context"];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    identity: undefined,
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    done: (error, result) => finish(error, result, true),
    fail: (error) => finish(error ?? new Error("handled"), undefined, true),
    succeed: (result) => finish(null, result, true),
  };
}

// Called when nothing is left to do: what a callback's answer waits for.
let onIdle;
process.on("beforeExit", () => onIdle?.());

function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    let answer = () => resolve(null);
    onIdle = () => answer();
    const finish = (error, result, atOnce) => {
      answer = error ? () => reject(error) : () => resolve(result);
      if (atOnce || !context.callbackWaitsForEmptyEventLoop) {
        answer();
      }
    };
    const context = contextOf(headers, finish);
    const returned = handler(event, context, (error, result) => finish(error, result, false));
    if (typeof returned?.then === "function") {
      returned.then(resolve, reject);
    }
  }).finally(() => {
    onIdle = undefined;
  });
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call("GET", "invocation/next");
    requestId = headers["lambda-runtime-aws-request-id"];
    if (headers["lambda-runtime-trace-id"]) {
      process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    }
    const place = `invocation/${requestId}/`;
    if (handler[STREAMED]) {
      await stream(handler, JSON.parse(body), headers, place);
      continue;
    }
    try {
      const result = await run(handler, JSON.parse(body), headers);
      const text = JSON.stringify(result === undefined ? null : result);
      await call("POST", `${place}response`, text, { "Content-Type": "application/json" });
    } catch (error) {
      await report(`${place}error`, error, "Invoke Error");
    }
  }
}

patchConsole();
process.on("unhandledRejection", async (reason) => {
  const error = new LoadError("Runtime.UnhandledPromiseRejection", String(reason));
  const place = requestId ? `invocation/${requestId}/error` : "init/error";
  await report(place, error, "Unhandled Promise Rejection");
  process.exit(128);
});
process.on("uncaughtException", async (error) => {
  const place = requestId ? `invocation/${requestId}/error` : "init/error";
  await report(place, error, "Uncaught Exception");
  process.exit(129);
});
try {
  const handler = await load(process.env._HANDLER);
  serve(handler);
} catch (error) {
  await report("init/error", error, "Uncaught Exception");
  process.exit(1);
}
