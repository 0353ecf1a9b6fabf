import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { after, before, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { failure, json, ops, sdk, serve, text } from "./support.mjs";

const auth = { signature: { key: "tsk_test", secret: Buffer.alloc(32, 7).toString("base64") } };
const order = { type: "limit", symbol: "BTC-USD", side: "buy", quantity: "1", price: "100" };
let server;
let client;

before(async () => {
  server = await serve();
});
after(() => server.close());
beforeEach(() => {
  server.answer = json(200, {});
  client = new sdk.Client({ baseUrl: server.url, auth });
});

function problem(status, body, headers = {}) {
  return json(status, body, { "content-type": "application/problem+json", "TS-Request-Id": "req-9", ...headers });
}

describe("answers", () => {
  test("give the data, with the raw answer when asked", async () => {
    server.answer = json(200, { time: "t", timestamp_ms: 5 }, { "TS-Request-Id": "req-1" });
    assert.deepEqual(await client.general.getTime(), { time: "t", timestamp_ms: 5 });
    const { data, response, requestId } = await client.general.getTime().withResponse();
    assert.equal(data.timestamp_ms, 5);
    assert.equal(response.status, 200);
    assert.equal(requestId, "req-1");
    const raw = await client.general.getTime().asResponse();
    assert.equal(raw.bodyUsed, false);
    assert.equal((await raw.json()).time, "t");
  });

  test("are promises like any other", async () => {
    server.answer = json(200, { time: "t" });
    const call = client.general.getTime();
    assert.ok(call instanceof Promise);
    const [first, second, third] = await Promise.all([call, call.then((value) => value.time), call.finally(() => {})]);
    assert.equal(first, third);
    assert.equal(second, "t");
    assert.equal(await call.catch(() => "never").then((value) => value.time), "t");
  });

  test("are sent once, awaited or not", async () => {
    const before = server.seen.length;
    const call = client.general.getTime();
    await call;
    await call;
    await call.withResponse();
    assert.equal(server.seen.length, before + 1);
    client.general.getTime();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(server.seen.length, before + 2);
  });

  test("without a body are undefined", async () => {
    server.answer = text(204, undefined);
    assert.equal(await client.keys.revokeKey("tsk_x"), undefined);
  });

  test("keep integers beyond 2^53, and digits inside strings", async () => {
    server.answer = text(
      200,
      '{"a":9007199254740993,"b":-9223372036854775808,"c":12,"d":"90071992547409930","e":1234567890123456.5,"f":[1e20]}',
    );
    assert.deepEqual(await client.general.getTime(), {
      a: 9007199254740993n,
      b: -9223372036854775808n,
      c: 12,
      d: "90071992547409930",
      e: 1234567890123456.5,
      f: [1e20],
    });
  });

  test("that are not JSON are a DecodeError", async () => {
    server.answer = text(200, "<html>", { "content-type": "text/html" });
    const read = await failure(client.general.getTime());
    assert.ok(read instanceof sdk.DecodeError);
    assert.equal(read.outcome, "rejected");
    assert.match(read.message, /Expected JSON, got text\/html of 6 characters - at getTime/);
    const placed = await failure(client.orders.placeOrder(order));
    assert.equal(placed.outcome, "unknown");
    assert.ok(placed.cause instanceof SyntaxError);
  });

  test("do not throw when asked safely", async () => {
    server.answer = json(200, { time: "t" });
    assert.deepEqual(await client.general.getTime().safe(), { ok: true, data: { time: "t" } });
    server.answer = problem(404, { code: "unknown_order" });
    const { ok, error } = await client.orders.getOrder("1").safe();
    assert.equal(ok, false);
    assert.equal(error.code, "unknown_order");
  });
});

describe("requests", () => {
  test("carry arguments to path, query and body", async () => {
    await client.orders.getOrderByClientId("a/b ü");
    assert.equal(server.last.url, "/v1/orders/by-client-id/a%2Fb%20%C3%BC");
    await client.orders.listOrders({ symbol: "BTC-USD", side: undefined, limit: 5 });
    assert.equal(server.last.url, "/v1/orders?symbol=BTC-USD&limit=5");
    await client.orders.amendOrder("7", { quantity: "2" });
    assert.equal(server.last.method, "PATCH");
    assert.equal(server.last.headers["content-type"], "application/json");
    assert.equal(server.last.text, '{"quantity":"2"}');
  });

  test("are signed as they go over the wire, and anew each time", async () => {
    await client.orders.placeOrder(order);
    const first = server.last.headers;
    await client.orders.placeOrder(order);
    assert.equal(first["ts-key"], "tsk_test");
    assert.notEqual(first["ts-nonce"], server.last.headers["ts-nonce"]);
    assert.notEqual(first["ts-signature"], server.last.headers["ts-signature"]);
  });

  test("to open operations are not signed", async () => {
    await client.general.getTime();
    assert.equal(server.last.headers["ts-signature"], undefined);
  });

  test("without credentials are refused before they are sent", async () => {
    const before = server.seen.length;
    const error = await failure(new sdk.Client({ baseUrl: server.url }).account.listBalances());
    assert.ok(error instanceof sdk.ConfigurationError);
    assert.equal(error.outcome, "rejected");
    assert.match(error.message, /Expected credentials for `signature`, got none - at listBalances/);
    assert.equal(server.seen.length, before);
  });

  test("write decimals of all kinds as plain strings", async () => {
    const big = { toFixed: () => "0.00000001", toString: () => "1e-8", toJSON: () => "1e-8" };
    await client.orders.placeOrder({ ...order, quantity: 12n, price: big });
    assert.equal(
      server.last.text,
      '{"type":"limit","symbol":"BTC-USD","side":"buy","quantity":"12","price":"0.00000001"}',
    );
  });

  test("take headers of the client and of the call", async () => {
    const named = new sdk.Client({ baseUrl: `${server.url}/`, headers: { "x-a": "1", "x-b": "1" } });
    await named.general.getTime({ headers: { "x-b": "2" } });
    assert.equal(server.last.headers["x-a"], "1");
    assert.equal(server.last.headers["x-b"], "2");
    assert.equal(server.last.url, "/v1/time");
    assert.match(server.last.headers["user-agent"], /-typescript\/\d/);
  });

  test("can be signed in a way of one's own, last of all", async () => {
    const signed = new sdk.Client({
      baseUrl: server.url,
      sign: (request) => {
        request.url.searchParams.set("sig", `${request.method}:${request.body?.length ?? 0}`);
        request.headers.set("x-own", "yes");
      },
    });
    await signed.general.getTime();
    assert.equal(server.last.url, "/v1/time?sig=GET%3A0");
    assert.equal(server.last.headers["x-own"], "yes");
  });

  test("cannot leave their path", async () => {
    const before = server.seen.length;
    for (const id of ["..", ".", ""]) {
      assert.match((await failure(client.orders.getOrder(id))).message, /Expected a path segment/);
    }
    assert.equal(server.seen.length, before);
    await client.orders.getOrder("%2e%2E");
    assert.equal(server.last.url, "/v1/orders/%252e%252E");
  });

  test("never drop a null silently", async () => {
    const error = await failure(client.orders.cancelAllOrders({ symbol: null }));
    assert.ok(error instanceof sdk.ConfigurationError);
    assert.match(error.message, /Expected a value, got null - at parameter `symbol` of cancelAllOrders/);
  });

  test("to an address without http are refused", () => {
    assert.throws(() => new sdk.Client({ baseUrl: "exchange.test" }), /Expected an address with http or https/);
  });
});

describe("errors of the server", () => {
  for (const [status, name] of [
    [400, "BadRequestError"],
    [401, "AuthenticationError"],
    [403, "PermissionError"],
    [404, "NotFoundError"],
    [409, "ConflictError"],
    [418, "ApiError"],
    [422, "UnprocessableError"],
    [429, "RateLimitError"],
    [500, "ServerError"],
    [503, "ServerError"],
  ]) {
    test(`${status} is ${name}`, async () => {
      server.answer = problem(status, { code: "x" });
      const error = await failure(client.general.getTime());
      assert.equal(error.name, name);
      assert.ok(error instanceof sdk[name]);
      assert.ok(error instanceof sdk.ApiError && error instanceof sdk.SdkError && error instanceof Error);
      assert.equal(error.status, status);
    });
  }

  test("tell what the catalogue and the body say", async () => {
    const errors = [{ pointer: "/price", rule: "tick", limit: "0.01", value: "1.001" }];
    server.answer = problem(422, { code: "price_off_tick", detail: "Not a multiple.", errors, request_id: "body-id" });
    const error = await failure(client.orders.placeOrder(order));
    assert.equal(error.code, "price_off_tick");
    assert.equal(error.retryable, false);
    assert.equal(error.outcome, "rejected");
    assert.equal(error.requestId, "req-9");
    assert.deepEqual(error.errors, errors);
    assert.deepEqual(error.call, { operation: "placeOrder", method: "POST", path: "/v1/orders" });
    assert.equal(error.message, "422 price_off_tick: Not a multiple. - at POST /v1/orders");
    assert.equal(JSON.parse(JSON.stringify(error)).code, "price_off_tick");
  });

  test("say when to come back", async () => {
    server.answer = problem(429, { code: "rate_limited" }, { "retry-after": "2" });
    const error = await failure(client.general.getTime());
    assert.equal(error.retryable, true);
    assert.equal(error.retryAfterMs, 2000);
    server.answer = problem(
      503,
      { code: "overloaded" },
      { "retry-after": new Date(Date.now() + 60_000).toUTCString() },
    );
    const later = await failure(client.general.getTime());
    assert.ok(later.retryAfterMs > 50_000 && later.retryAfterMs <= 60_000);
  });

  test("leave the outcome open where the catalogue does, or nothing is known", async () => {
    server.answer = problem(500, { code: "internal_error" });
    assert.equal((await failure(client.orders.placeOrder(order))).outcome, "unknown");
    server.answer = text(502, "<html>bad gateway</html>");
    const gateway = await failure(client.orders.placeOrder(order));
    assert.equal(gateway.outcome, "unknown");
    assert.equal(gateway.code, "http_502");
    assert.equal(gateway.body, "<html>bad gateway</html>");
    assert.equal((await failure(client.general.getTime())).outcome, "rejected");
  });

  test("of other makers are read too", async () => {
    server.answer = json(400, { code: -1121, msg: "Invalid symbol." });
    const error = await failure(client.general.getTime());
    assert.equal(error.code, "-1121");
    assert.match(error.message, /Invalid symbol\./);
    assert.deepEqual(error.errors, []);
  });

  test("are thrown by asResponse as well", async () => {
    server.answer = problem(404, { code: "not_found" });
    assert.ok((await failure(client.general.getTime().asResponse())) instanceof sdk.NotFoundError);
  });
});

describe("no answer", () => {
  const silence = () => {};
  const halfAnswer = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"a":');
  };

  for (const [what, answer] of [
    ["head", silence],
    ["body", halfAnswer],
  ]) {
    test(`in time (${what}) is a TimeoutError`, async () => {
      server.answer = answer;
      const error = await failure(client.orders.placeOrder(order, { timeoutMs: 80 }));
      assert.ok(error instanceof sdk.TimeoutError && error instanceof sdk.ConnectionError);
      assert.equal(error.code, "timeout");
      assert.equal(error.outcome, "unknown");
      assert.equal(error.retryable, false, "it could be placed twice");
      const named = await failure(client.orders.placeOrder({ ...order, client_order_id: "a" }, { timeoutMs: 80 }));
      assert.equal(named.retryable, true, "the server knows the order by its client order id");
      assert.match(error.message, /within 80 ms/);
      assert.equal((await failure(client.general.getTime({ timeoutMs: 80 }))).outcome, "rejected");
    });

    test(`because of the caller (${what}) is an AbortedError`, async () => {
      server.answer = answer;
      const controller = new AbortController();
      const reason = new Error("changed my mind");
      setTimeout(() => controller.abort(reason), 60);
      const error = await failure(client.orders.placeOrder(order, { signal: controller.signal }));
      assert.ok(error instanceof sdk.AbortedError);
      assert.equal(error.outcome, "unknown");
      assert.equal(error.cause, reason);
    });
  }

  for (const [what, answer] of [
    ["head", silence],
    ["body", halfAnswer],
  ])
    test(`in time (${what}) is noticed even after the garbage collector has run`, async () => {
      server.answer = answer;
      setFlagsFromString("--expose-gc");
      const collect = setInterval(runInNewContext("gc"), 5);
      try {
        const started = Date.now();
        for (let index = 0; index < 5; index += 1) await failure(client.general.getTime({ timeoutMs: 100 }));
        assert.ok(Date.now() - started < 5_000);
      } finally {
        clearInterval(collect);
      }
    });

  test("because aborted beforehand means that nothing was sent", async () => {
    const before = server.seen.length;
    const error = await failure(client.orders.placeOrder(order, { signal: AbortSignal.abort() }));
    assert.ok(error instanceof sdk.AbortedError);
    assert.equal(error.outcome, "rejected");
    assert.equal(server.seen.length, before);
  });

  test("because the connection broke leaves the outcome unknown", async () => {
    server.answer = (request) => request.socket.destroy();
    const error = await failure(client.orders.placeOrder(order));
    assert.ok(error instanceof sdk.ConnectionError);
    assert.equal(error.code, "connection_error");
    assert.equal(error.outcome, "unknown");
    assert.ok(error.cause instanceof Error);
  });

  test("because nobody listens means that nothing was sent", async () => {
    const gone = await serve();
    gone.close();
    const error = await failure(new sdk.Client({ baseUrl: gone.url, auth }).orders.placeOrder(order));
    assert.ok(error instanceof sdk.ConnectionError);
    assert.equal(error.outcome, "rejected");
    assert.equal(error.retryable, true);
  });

  test("because of a redirect: credentials do not travel", async () => {
    const other = await serve();
    server.answer = text(307, "", { location: `${other.url}/v1/balances` });
    const { error } = await client.account.listBalances().safe();
    other.close();
    assert.ok(error instanceof sdk.ConnectionError);
    assert.equal(other.seen.length, 0);
  });

  test("leaves no timer and no listener behind", async () => {
    const { signal } = new AbortController();
    await client.general.getTime({ signal });
    await client.general.getTime({ signal }).asResponse();
    assert.equal(getEventListeners(signal, "abort").length, 0);

    const handles = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = handles();
    server.answer = json(200, {});
    await client.general.getTime({ timeoutMs: 600_000 });
    await client.general.getTime({ timeoutMs: 600_000 }).asResponse();
    server.answer = problem(500, {});
    await failure(client.general.getTime({ timeoutMs: 600_000 }));
    assert.ok(handles() <= before);
  });
});

describe("pages", () => {
  const pages = { "": ["a", "b", "two"], two: ["c", "three"], three: ["last"] };
  const paged = (request, response) => {
    const cursor = new URL(request.url, "http://x").searchParams.get("cursor") ?? "";
    const ids = pages[cursor];
    const next = cursor === "three" ? null : ids.at(-1);
    json(200, { items: ids.slice(0, cursor === "three" ? 1 : -1).map((id) => ({ order_id: id })), next_cursor: next })(
      request,
      response,
    );
  };

  test("are walked item by item, the filters kept", async () => {
    server.answer = paged;
    const before = server.seen.length;
    const ids = [];
    for await (const { order_id } of client.orders.listOrders({ symbol: "BTC-USD" })) ids.push(order_id);
    assert.deepEqual(ids, ["a", "b", "c", "last"]);
    assert.deepEqual(
      server.seen.slice(before).map(({ url }) => url),
      ["/v1/orders?symbol=BTC-USD", "/v1/orders?symbol=BTC-USD&cursor=two", "/v1/orders?symbol=BTC-USD&cursor=three"],
    );
  });

  test("are asked for only when reached", async () => {
    server.answer = paged;
    const before = server.seen.length;
    for await (const { order_id } of client.orders.listOrders()) if (order_id === "b") break;
    assert.equal(server.seen.length, before + 1);
  });

  test("are walked page by page, and awaited alone", async () => {
    server.answer = paged;
    assert.equal((await client.orders.listOrders()).next_cursor, "two");
    const sizes = [];
    for await (const page of client.orders.listOrders().pages()) sizes.push(page.items.length);
    assert.deepEqual(sizes, [2, 1, 1]);
  });

  test("that repeat themselves end in an error, not in a loop", async () => {
    server.answer = json(200, { items: [{}], next_cursor: "same" });
    const walk = async () => {
      for await (const _ of client.orders.listOrders());
    };
    assert.match((await failure(walk())).message, /Expected a new cursor, got "same" twice/);
  });

  test("whose second one fails throw there", async () => {
    server.answer = (request, response) =>
      request.url.includes("cursor")
        ? problem(400, { code: "invalid_cursor" })(request, response)
        : paged(request, response);
    const ids = [];
    const walk = async () => {
      for await (const { order_id } of client.orders.listOrders()) ids.push(order_id);
    };
    assert.equal((await failure(walk())).code, "invalid_cursor");
    assert.deepEqual(ids, ["a", "b"]);
  });
});

describe("secrets", () => {
  test("are in nothing that is printed", async () => {
    const seen = [inspect(client, { depth: 20, showHidden: true }), JSON.stringify(client), String(client)];
    server.answer = problem(401, { code: "invalid_signature" });
    const error = await failure(client.account.listBalances());
    seen.push(inspect(error, { depth: 20 }), JSON.stringify(error), error.stack);
    server.answer = (request) => request.socket.destroy();
    const broken = await failure(client.account.listBalances());
    seen.push(inspect(broken, { depth: 20 }), JSON.stringify(broken));
    for (const printed of seen) {
      assert.ok(!printed.includes(auth.signature.secret));
      assert.ok(!printed.includes("tsk_test"));
    }
  });

  test("are refused in a browser unless allowed", () => {
    globalThis.window = globalThis;
    globalThis.document = {};
    try {
      assert.throws(() => new sdk.Client({ auth }), /Expected no secrets in a browser, got some - at auth.signature/);
      assert.ok(new sdk.Client({ auth, allowBrowser: true }));
      assert.ok(new sdk.Client());
    } finally {
      delete globalThis.window;
      delete globalThis.document;
    }
  });
});

test("the functions do what the client does", async () => {
  server.answer = json(200, { time: "t" });
  const transport = sdk.createTransport({ baseUrl: server.url, auth });
  assert.deepEqual(await ops.getTime(transport), { time: "t" });
  await ops.cancelOrder(transport, "12");
  assert.equal(server.last.method, "DELETE");
  assert.equal(server.last.url, "/v1/orders/12");
});

test("enumerations know their values", () => {
  assert.deepEqual(sdk.Side.values, ["buy", "sell"]);
  assert.ok(sdk.Side.isKnown("buy"));
  assert.ok(!sdk.Side.isKnown("hold"));
});
