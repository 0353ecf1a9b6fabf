// The SDK trades on a running exchange: two people, both kinds of keys, every way an order can go.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { beforeEach, describe, test } from "node:test";

const { BASE_URL: baseUrl, SDK, ALICE, BOB } = process.env;
const sdk = await import(`${SDK}/dist/esm/index.js`);
const { cancelAllOrders, getTime, listOrders } = await import(`${SDK}/dist/esm/ops/index.js`);
const { cmp, mul, quantize, sub } = sdk.decimal;

const symbol = "BTC-USD";
const open = (credentials, options = {}) => new sdk.Client({ baseUrl, auth: { signature: credentials }, ...options });
const aliceKey = JSON.parse(ALICE);
const alice = open(aliceKey);
const bob = open(JSON.parse(BOB));
const limit = (side, price, quantity, more = {}) => ({ type: "limit", symbol, side, price, quantity, ...more });

async function failure(promise) {
  const { ok, error } = await promise.safe();
  assert.equal(ok, false, "expected an error");
  return error;
}

async function collect(iterable) {
  const found = [];
  for await (const item of iterable) found.push(item);
  return found;
}

async function balance(client, asset) {
  const { items } = await client.account.listBalances();
  return items.find((item) => item.asset === asset);
}

beforeEach(async () => {
  await alice.sandbox.resetSandbox();
  await bob.sandbox.resetSandbox();
});

describe("without a key", () => {
  test("time, instruments and the book are there", async () => {
    const guest = new sdk.Client({ baseUrl });
    const { timestamp_ms } = await getTime(guest.transport);
    assert.ok(Math.abs(Number(timestamp_ms) - Date.now()) < 60_000);
    const { items } = await guest.general.listInstruments();
    assert.ok(items.some((item) => item.symbol === symbol));
    const book = await guest.marketData.getBook(symbol, { depth: 5 });
    assert.deepEqual([book.bids, book.asks], [[], []]);
    assert.equal((await failure(guest.marketData.getTicker("NO-SUCH"))).code, "unknown_instrument");
  });

  test("an account is closed", async () => {
    const error = await failure(new sdk.Client({ baseUrl, sign: () => {} }).account.listBalances());
    assert.ok(error instanceof sdk.ConfigurationError);
  });
});

describe("orders", () => {
  test("are placed, read, amended and cancelled", async () => {
    const client_order_id = randomUUID();
    const { data: placed, requestId } = await alice.orders
      .placeOrder(limit("buy", "64000", "0.5", { client_order_id }))
      .withResponse();
    assert.equal(placed.status, "new");
    assert.ok(sdk.OrderStatus.isKnown(placed.status));
    assert.ok(requestId);

    assert.deepEqual(await alice.orders.getOrder(placed.order_id), placed);
    assert.deepEqual(await alice.orders.getOrderByClientId(client_order_id), placed);
    assert.equal(cmp((await balance(alice, "USD")).held, mul("64000", "0.5")) >= 0, true);

    const amended = await alice.orders.amendOrder(placed.order_id, { price: "63000", quantity: "0.25" });
    assert.equal(cmp(amended.price, "63000"), 0);
    assert.equal(cmp(amended.quantity, "0.25"), 0);
    const { bids } = await alice.marketData.getBook(symbol);
    assert.deepEqual(
      bids.map(([price]) => quantize(price, "1")),
      ["63000"],
    );

    const cancelled = await alice.orders.cancelOrder(placed.order_id);
    assert.equal(cancelled.status, "cancelled");
    assert.equal(cmp((await balance(alice, "USD")).held, "0"), 0);

    const again = await failure(alice.orders.cancelOrder(placed.order_id));
    assert.ok(again instanceof sdk.ConflictError);
    assert.equal(again.code, "order_already_closed");
    assert.equal(again.outcome, "rejected");
  });

  test("fill against each other, in part and in full", async () => {
    const before = await balance(alice, "BTC");
    const resting = await alice.orders.placeOrder(limit("buy", "64000", "1"));

    const part = await bob.orders.placeOrder(limit("sell", "64000", "0.4", { time_in_force: "ioc" }));
    assert.equal(part.status, "filled");
    const open = await alice.orders.getOrder(resting.order_id);
    assert.equal(open.status, "partially_filled");
    assert.equal(cmp(open.remaining_quantity, sub("1", "0.4")), 0);

    const rest = await bob.orders.placeOrder({ type: "market", symbol, side: "sell", quantity: "0.6" });
    assert.equal(rest.status, "filled");
    assert.equal(cmp(rest.average_price, "64000"), 0);
    assert.equal((await alice.orders.getOrder(resting.order_id)).status, "filled");

    const after = await balance(alice, "BTC");
    assert.equal(cmp(sub(after.total, before.total), "1"), 0);
    const executions = await collect(alice.account.listExecutions({ order_id: resting.order_id }));
    assert.deepEqual(executions.map(({ quantity }) => quantize(quantity, "0.1")).sort(), ["0.4", "0.6"]);
    assert.ok(executions.every(({ liquidity }) => liquidity === "maker"));
    const trades = await collect(alice.marketData.listTrades(symbol, { limit: 1 }));
    assert.ok(trades.length >= 2);
  });

  test("with the same client id are the same order", async () => {
    const request = limit("buy", "60000", "0.1", { client_order_id: randomUUID() });
    const first = await alice.orders.placeOrder(request);
    assert.equal((await alice.orders.placeOrder(request)).order_id, first.order_id);
    const error = await failure(alice.orders.placeOrder({ ...request, price: "60001" }));
    assert.ok(error instanceof sdk.ConflictError);
    assert.equal(error.code, "duplicate_client_order_id");
    assert.equal((await alice.orders.cancelOrderByClientId(request.client_order_id)).status, "cancelled");
  });

  test("come in batches, each with its own result", async () => {
    const { results } = await alice.orders.placeOrders({
      orders: [limit("buy", "60000", "0.1"), limit("buy", "60000.1", "0.1"), limit("buy", "60000.5", "0.1")],
    });
    assert.deepEqual(
      results.map(({ status }) => status),
      [201, 422, 201],
    );
    assert.equal(results[1].problem.code, "price_off_tick");
    const cancelled = await alice.orders.cancelAllOrders({ symbol });
    assert.equal(cancelled.count, 2);
  });

  test("are listed page by page", async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift((await alice.orders.placeOrder(limit("buy", `${60000 + index}`, "0.01"))).order_id);
    }
    const listed = await collect(listOrders(alice.transport, { status: "open", limit: 2 }));
    assert.deepEqual(
      listed.map(({ order_id }) => order_id),
      ids,
    );
    const pages = await collect(alice.orders.listOrders({ status: "open", limit: 2 }).pages());
    assert.deepEqual(
      pages.map(({ items }) => items.length),
      [2, 2, 1],
    );
    assert.equal((await cancelAllOrders(alice.transport)).count, 5);
    assert.deepEqual(await collect(alice.orders.listOrders({ status: "open" })), []);
  });

  test("can be checked without being placed", async () => {
    await alice.orders.validateOrder(limit("buy", "60000", "0.1"));
    assert.deepEqual(await collect(alice.orders.listOrders({ status: "open" })), []);
  });
});

describe("refusals", () => {
  test("say what is wrong, where, and what would be right", async () => {
    const error = await failure(alice.orders.placeOrder(limit("buy", "64000.3", "0.1")));
    assert.ok(error instanceof sdk.UnprocessableError);
    assert.equal(error.code, "price_off_tick");
    assert.equal(error.outcome, "rejected");
    assert.equal(error.retryable, false);
    assert.ok(error.requestId);
    assert.equal(error.errors[0].pointer, "/price");
    assert.ok(sdk.ErrorCode.isKnown(error.code));
  });

  for (const [code, what] of [
    ["insufficient_balance", () => alice.orders.placeOrder(limit("buy", "64000", "400"))],
    ["quantity_off_lot", () => alice.orders.placeOrder(limit("buy", "64000", "0.00015"))],
    ["below_minimum_notional", () => alice.orders.placeOrder(limit("buy", "10", "0.0001"))],
    ["unknown_instrument", () => alice.orders.placeOrder({ ...limit("buy", "1", "1"), symbol: "NO-SUCH" })],
    ["not_supported_yet", () => alice.orders.placeOrder(limit("buy", "60000", "1", { post_only: "slide" }))],
    ["invalid_request", () => alice.orders.placeOrder({ ...limit("buy", "60000", "1"), colour: "red" })],
    ["invalid_request", () => alice.orders.placeOrder({ ...limit("buy", "60000", "1"), price: 60000 })],
    ["unknown_order", () => alice.orders.getOrder("999999999")],
    ["invalid_cursor", () => alice.orders.listOrders({ cursor: "nonsense" })],
    ["unknown_parameter", () => alice.orders.listOrders({ colour: "red" })],
  ]) {
    test(`${code}, and nothing happens`, async () => {
      const error = await failure(what());
      assert.ok(error instanceof sdk.ApiError);
      assert.equal(error.code, code);
      assert.equal(error.outcome, "rejected");
      assert.deepEqual(await collect(alice.orders.listOrders({ status: "open" })), []);
    });
  }

  for (const [code, client] of [
    ["invalid_signature", () => open({ ...aliceKey, secret: Buffer.alloc(32).toString("base64") })],
    ["invalid_signature", () => open({ ...aliceKey, key: "tsk_nobody" })],
    ["timestamp_out_of_window", () => open(aliceKey, { clock: () => Date.now() - 600_000 })],
    ["timestamp_out_of_window", () => open(aliceKey, { clock: () => Date.now() - 3_000, recvWindowMs: 1_000 })],
  ]) {
    test(`${code} for a bad key or clock`, async () => {
      const error = await failure(client().account.listBalances());
      assert.ok(error instanceof sdk.AuthenticationError);
      assert.equal(error.code, code);
    });
  }

  test("a nonce serves once", async () => {
    const nonce = randomUUID();
    const client = open(aliceKey, { nonce: () => nonce });
    await client.account.listBalances();
    assert.equal((await failure(client.account.listBalances())).code, "nonce_reused");
  });
});

test("errors on demand: what an overloaded server looks like", async () => {
  await alice.sandbox.forceError({ code: "overloaded", operation_id: "placeOrder", count: 1 });
  const error = await failure(alice.orders.placeOrder(limit("buy", "60000", "0.1")));
  assert.ok(error instanceof sdk.ServerError);
  assert.equal(error.code, "overloaded");
  assert.equal(error.retryable, true);
  assert.ok(error.retryAfterMs > 0);
  assert.equal((await alice.orders.placeOrder(limit("buy", "60000", "0.1"))).status, "new");
});

test("keys: made, used within their scopes, rotated, revoked", async () => {
  const created = await alice.keys.createKey({ name: "reader", algorithm: "hmac_sha256", scopes: ["read"] });
  const reader = open({ key: created.key.key_id, secret: created.secret });
  assert.ok((await reader.account.listBalances()).items.length > 0);
  const refused = await failure(reader.orders.placeOrder(limit("buy", "60000", "0.1")));
  assert.ok(refused instanceof sdk.PermissionError);
  assert.equal(refused.code, "insufficient_scope");

  const rotated = await alice.keys.rotateKey(created.key.key_id, { overlap_seconds: 0 });
  assert.equal((await failure(reader.account.listBalances())).code, "invalid_signature");
  const successor = open({ key: rotated.key.key_id, secret: rotated.secret });
  assert.ok((await successor.account.listBalances()).items.length > 0);

  assert.equal(await alice.keys.revokeKey(rotated.key.key_id), undefined);
  assert.equal((await failure(successor.account.listBalances())).code, "invalid_signature");
});
