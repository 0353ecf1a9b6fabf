/**
 * Runs every operation's example, and the workflows of the contract, through this SDK against a server.
 *
 *     npm run build
 *     node scenarios/run.mjs --url http://127.0.0.1:8080 [--last operationId,...] [--only scenario] [--answers]
 *
 * SCENARIO_AUTH holds the keys in JSON, a list of what the client's `auth` option takes; a step may ask for the second.
 * SCENARIO_HEADERS holds headers to send as they are. Each step prints one line of JSON, with the answer
 * where it is no good (--answers: always). Exit code 1 where one failed.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: given } = parseArgs({
  options: { url: { type: "string" }, last: { type: "string" }, only: { type: "string" }, answers: { type: "boolean" } },
});
const suite = JSON.parse(readFileSync(new URL("suite.json", import.meta.url), "utf8"));
const { Client, ApiError, SdkError } = await import("../dist/esm/index.js");
const keys = JSON.parse(process.env.SCENARIO_AUTH ?? "[]");
const headers = JSON.parse(process.env.SCENARIO_HEADERS ?? "{}");
const last = new Set((given.last ?? "").split(",").filter(Boolean));
// A refusal with one of these says that the request itself is no good, and an example always is.
const REFUSED_FOR_ITS_FORM = new Set([400, 401, 403, 405, 406, 411, 413, 414, 415]);
const MAX_SHOWN = 400;

let exchange;
async function recorded(url, init) {
  exchange = { method: init?.method ?? "GET", url: String(url), body: typeof init?.body === "string" ? init.body : "" };
  if (init?.body instanceof Uint8Array) exchange.body = new TextDecoder().decode(init.body);
  const response = await globalThis.fetch(url, init);
  exchange.status = response.status;
  exchange.contentType = response.headers.get("content-type") ?? "";
  exchange.text = response
    .clone()
    .text()
    .catch(() => "");
  return response;
}

const clients = new Map();
function client(number) {
  if (!clients.has(number)) {
    if (number > 1 && keys.length < number) throw new Error(`Expected ${number} keys in SCENARIO_AUTH, got ${keys.length}`);
    const options = { fetch: recorded, headers, ...(given.url ? { baseUrl: given.url } : {}) };
    clients.set(number, new Client(keys.length ? { ...options, auth: keys[number - 1] } : options));
  }
  return clients.get(number);
}

/** Read a JSON pointer; undefined where it leads nowhere. */
function pointed(value, pointer) {
  for (const step of pointer.split("/").slice(1)) {
    value = value?.[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}

/** Read a runtime expression of Arazzo. */
function evaluate(text, state) {
  if (text === "$statusCode") return state.status;
  if (text.startsWith("$response.body")) return pointed(state.body, text.slice("$response.body".length).replace("#", ""));
  if (text.startsWith("$response.header.")) return state.headers?.get(text.slice("$response.header.".length)) ?? undefined;
  const step = /^\$steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(text);
  if (step) return state.outputs[step[1]]?.[step[2]];
  if (text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d/.test(text)) return Number(text);
  return { true: true, false: false, null: null }[text];
}

const OPERATORS = {
  "==": (left, right) => left === right || (left !== null && right !== null && String(left) === String(right)),
  "!=": (left, right) => !OPERATORS["=="](left, right),
  "<=": (left, right) => Number(left) <= Number(right),
  ">=": (left, right) => Number(left) >= Number(right),
  "<": (left, right) => Number(left) < Number(right),
  ">": (left, right) => Number(left) > Number(right),
};

/** Say why a simple condition does not hold; undefined where it does. */
function broken(condition, state) {
  for (const either of condition.split("||").map((text) => text.split("&&"))) {
    if (either.every((text) => holds(text.trim(), state))) return undefined;
  }
  const [subject] = condition.split(/\s(?:==|!=|<=|>=|<|>)\s/);
  return `Expected ${condition}, got ${show(evaluate(subject.trim(), state))}`;
}

function holds(text, state) {
  const found = /^(.+?)\s(==|!=|<=|>=|<|>)\s(.+)$/.exec(text);
  if (!found) return Boolean(evaluate(text, state));
  return OPERATORS[found[2]](evaluate(found[1].trim(), state), evaluate(found[3].trim(), state));
}

/** Put values in place of expressions, wherever they stand. */
function filled(value, state) {
  if (typeof value === "string" && value.startsWith("$")) return evaluate(value, state);
  if (typeof value === "string") return value.replace(/\{(\$[^}]+)\}/g, (_, text) => String(evaluate(text, state)));
  if (Array.isArray(value)) return value.map((item) => filled(item, state));
  if (value === null || typeof value !== "object") return value;
  if ("else" in value) return (value.$from && pointed(state.answers[value.$from], value.pointer)) ?? value.else;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, state)]));
}

const TYPES = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value) || typeof value === "bigint",
  number: (value) => typeof value === "number" || typeof value === "bigint",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
};
const FORMATS = { decimal: /^-?\d+(\.\d+)?$/, "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i };

/** Say where a value is not what the types promise; undefined where it is. */
function misfit(value, shape, at = "") {
  if (shape.ref) return misfit(value, suite.shapes[shape.ref], at);
  if (shape.type && !shape.type.some((type) => TYPES[type]?.(value) ?? true)) {
    return { pointer: at, message: `Expected ${shape.type.join(" or ")}, got ${show(value)} - at ${at || "the answer"}` };
  }
  if (shape.format && typeof value === "string" && !FORMATS[shape.format].test(value)) {
    return { pointer: at, message: `Expected a ${shape.format}, got ${show(value)} - at ${at || "the answer"}` };
  }
  for (const part of shape.all ?? []) {
    const found = misfit(value, part, at);
    if (found) return found;
  }
  if (shape.any && shape.any.every((branch) => misfit(value, branch, at))) return misfit(value, shape.any[0], at);
  return TYPES.array(value) ? misfitElement(value, shape, at) : misfitMember(value, shape, at);
}

function misfitElement(value, shape, at) {
  for (const [index, item] of value.entries()) {
    const part = shape.prefix?.[index] ?? shape.items;
    const found = part && misfit(item, part, `${at}/${index}`);
    if (found) return found;
  }
  return undefined;
}

function misfitMember(value, shape, at) {
  if (!TYPES.object(value)) return undefined;
  for (const name of shape.required ?? []) {
    if (value[name] === undefined) return { pointer: at, message: `Expected the member ${name}, got none - at ${at || "the answer"}` };
  }
  for (const [name, part] of Object.entries(shape.properties ?? {})) {
    const found = value[name] === undefined ? undefined : misfit(value[name], part, `${at}/${name}`);
    if (found) return found;
  }
  return undefined;
}

function show(value) {
  const text = value === undefined ? "nothing" : JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each));
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}

/** Call an operation through the SDK: what it gave, or the error that it threw. */
async function call(operation, step, state) {
  const parameters = filled(step.parameters ?? {}, state);
  const inPath = operation.path.split("{").slice(1).map((part) => part.split("}")[0]);
  const rest = Object.fromEntries(Object.entries(parameters).filter(([name]) => !inPath.includes(name)));
  let at = 0;
  const passed = operation.arguments.map((name) => {
    if (name === "body") return filled(step.body, state);
    return name === "params" ? (Object.keys(rest).length ? rest : undefined) : parameters[inPath[at++]];
  });
  const [group, method] = operation.call;
  try {
    const { data, response } = await client(step.key ?? 1)[group][method](...passed).withResponse();
    return { status: response.status, body: data, headers: response.headers };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers, error };
    return { error };
  }
}

/** Note what there is, and what is no more: the paths that were answered well. */
function remember(status, state) {
  if (!exchange || !(status >= 200 && status < 300)) return;
  state[exchange.method === "DELETE" ? "deleted" : "seen"].push(new URL(exchange.url).pathname);
}

/** Whether a path is another one, or lies below it. */
function within(path, other) {
  return path === other || path.startsWith(`${other}/`);
}

/** Whether what an example speaks of is known to be there: nothing in its path varies, or its values come from answers or
 *  have been there in another call, and nothing of its kind was deleted: that may have had another name. */
function isThere(operation, step, { answers, seen, deleted }) {
  const template = operation.path.split("/");
  const variable = template.findLastIndex((part) => part.includes("{"));
  if (variable < 0) return true;
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map((found) => step.parameters[found[1]]);
  const made = names.every((each) => each?.$from && pointed(answers[each.$from], each.pointer) !== undefined);
  const path = new URL(exchange.url).pathname.split("/");
  const length = path.length - template.length + variable + 1;
  const [kind, known] = [path.slice(0, length - 1).join("/"), path.slice(0, length).join("/")];
  return (made || seen.some((each) => within(each, known))) && !deleted.some((each) => within(each, kind));
}

let nowhere;
/** Whether an answer says what the server says of a path that no operation has: then the operation itself is gone. */
async function isNowhere(operation) {
  const url = new URL(exchange.url);
  const base = url.pathname.split("/").slice(0, 1 - operation.path.split("/").length).join("/");
  nowhere ??= await saidOf(await globalThis.fetch(`${url.origin}${base}/no-operation-has-this-path`, { headers }));
  return nowhere === (await saidOf({ status: exchange.status, text: () => exchange.text }));
}

/** What identifies an answer: status and code, or its text where it has no code. */
async function saidOf(response) {
  const text = (await response.text()) ?? "";
  try {
    return `${response.status} ${JSON.parse(text).code ?? text}`;
  } catch {
    return `${response.status} ${text}`;
  }
}

/** Judge what came back: {kind, message, pointer}; undefined where all is well. */
async function judge(operation, step, state) {
  const { error, status, body } = state;
  if (error && !(error instanceof ApiError)) {
    const kind = error instanceof SdkError ? "sdk_error" : "sdk_exception";
    return { kind, message: `Expected an answer that the SDK understands, got ${error.name}: ${error.message}` };
  }
  if (step.conditions) {
    for (const condition of step.conditions) {
      const message = broken(condition, state);
      if (message) return { kind: "scenario_condition", message: error ? `${message} (${error.code}: ${error.message})` : message };
    }
  }
  if (!error) {
    const found = operation.answer && body !== undefined ? misfit(body, operation.answer) : undefined;
    const missing = operation.answer && body === undefined ? { message: "Expected an answer with a body, got none", pointer: "" } : undefined;
    return found || missing ? { kind: "sdk_answer", ...(found ?? missing) } : undefined;
  }
  const known = operation.errors.length === 0 || operation.errors.includes(error.code);
  const told = operation.statuses.some((each) => each === String(status) || each === "default" || each === `${Math.trunc(status / 100)}XX`);
  if (!known || !told) return { kind: "sdk_error_unknown", message: `Expected an error of the contract, got ${status} ${error.code}: ${error.message}` };
  if (step.example && status === 404 && isThere(operation, step, state) && (await isNowhere(operation))) {
    return { kind: "operation_gone", message: `Expected ${operation.method} ${operation.path} to be there, got 404 as for a path that no operation has` };
  }
  if (step.example && (REFUSED_FOR_ITS_FORM.has(status) || status >= 500)) {
    return { kind: "example_refused", message: `Expected the contract's example to be taken, got ${status} ${error.code}: ${error.message}` };
  }
  return undefined;
}

async function report(scenario, step, wrong, status) {
  const request = exchange && {
    method: exchange.method,
    path: exchange.url.replace(/^https?:\/\/[^/]+/, ""),
    body: exchange.body,
    key: step.key ?? 1,
  };
  const line = { scenario: scenario.id, step: step.id, operation: step.operation, ok: !wrong, status, ...wrong, request };
  if (wrong && exchange) line.answer = (await exchange.text)?.slice(0, 4000);
  if (given.answers && exchange) Object.assign(line, { answer: await exchange.text, contentType: exchange.contentType });
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Take the steps of a scenario; a workflow ends at the first that fails, examples stand for themselves. */
async function run(scenario) {
  const state = { answers: {}, outputs: {}, seen: [], deleted: [] };
  let ok = true;
  const later = scenario.steps.filter((step) => step.example && last.has(step.operation));
  for (const step of [...scenario.steps.filter((each) => !later.includes(each)), ...later]) {
    const operation = suite.operations[step.operation];
    exchange = undefined;
    const answered = await call(operation, step, state);
    const seen = { ...state, ...answered };
    const wrong = await judge(operation, step, seen);
    remember(answered.status, state);
    await report(scenario, step, wrong, answered.status);
    if (!answered.error) state.answers[step.id] = answered.body;
    state.outputs[step.id] = Object.fromEntries(
      Object.entries(step.outputs ?? {}).map(([name, text]) => [name, evaluate(text, seen)]),
    );
    if (wrong) {
      ok = false;
      if (!step.example) break;
    }
  }
  return ok;
}

let ok = true;
for (const scenario of suite.scenarios) {
  if (!given.only || given.only === scenario.id) ok = (await run(scenario)) && ok;
}
process.exitCode = ok ? 0 : 1;
