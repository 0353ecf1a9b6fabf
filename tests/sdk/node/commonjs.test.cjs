const assert = require("node:assert/strict");
const { test } = require("node:test");

test("CommonJS gets the same client by require", async () => {
  const { Client, ApiError, decimal } = require(`${process.env.SDK}/dist/cjs/index.js`);
  const { getTime } = require(`${process.env.SDK}/dist/cjs/ops/index.js`);
  const fetch = async () => new Response('{"code":"x"}', { status: 404 });
  const client = new Client({ baseUrl: "http://exchange.test", fetch });
  await assert.rejects(client.general.getTime(), ApiError);
  await assert.rejects(getTime(client.transport), ApiError);
  assert.equal(decimal.add("0.1", "0.2"), "0.3");
});
