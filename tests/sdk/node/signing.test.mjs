import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { generateKeyPairSync, verify } from "node:crypto";
import { describe, test } from "node:test";
import { failure, sdk } from "./support.mjs";

const vectors = JSON.parse(readFileSync(process.env.VECTORS, "utf8"));

/** Sign one request through the whole client and return what `fetch` was given. */
async function sent(vector, overrides = {}) {
  let captured;
  const credentials =
    vector.algorithm === "ed25519"
      ? { key: vector.key_id, privateKey: vector.seed }
      : { key: vector.key_id, secret: vector.secret };
  const transport = sdk.createTransport({
    baseUrl: "http://exchange.test",
    auth: { signature: credentials },
    clock: () => Number(vector.timestamp_ms),
    nonce: () => vector.nonce,
    fetch: async (url, init) => {
      captured = { url, init, headers: init.headers };
      return new Response("{}");
    },
    ...overrides,
  });
  const operation = { id: "vector", method: vector.method, path: vector.path_with_query, auth: [["signature"]] };
  const body = vector.body === "" ? undefined : new TextEncoder().encode(vector.body);
  await transport.request(operation, { body });
  return captured;
}

function withoutNodeCrypto(run) {
  const original = process.getBuiltinModule;
  process.getBuiltinModule = undefined;
  return run().finally(() => {
    process.getBuiltinModule = original;
  });
}

for (const [where, run] of [
  ["node:crypto", (work) => work()],
  ["WebCrypto", withoutNodeCrypto],
]) {
  describe(`signature vectors with ${where}`, () => {
    for (const vector of vectors.valid) {
      test(vector.name, () =>
        run(async () => {
          const { headers, url, init } = await sent(vector);
          assert.equal(url, `http://exchange.test${vector.path_with_query}`);
          assert.equal(init.body === undefined ? "" : new TextDecoder().decode(init.body), vector.body);
          assert.equal(headers.get("TS-Key"), vector.key_id);
          assert.equal(headers.get("TS-Timestamp"), vector.timestamp_ms);
          assert.equal(headers.get("TS-Nonce"), vector.nonce);
          assert.equal(headers.get("TS-Signature"), vector.signature);
        }),
      );
    }
    for (const vector of vectors.invalid) {
      test(`not ${vector.name}`, () =>
        run(async () => assert.notEqual((await sent(vector)).headers.get("TS-Signature"), vector.signature)));
    }
  });
}

test("the canonical string is that of the vectors", async () => {
  const scheme = sdk.securitySchemes.signature;
  for (const vector of vectors.valid) {
    const url = new URL(vector.path_with_query, "http://exchange.test");
    const request = { method: vector.method, url, body: new TextEncoder().encode(vector.body) };
    const text = await sdk.canonicalString(scheme, request, vector.timestamp_ms, vector.nonce);
    assert.equal(text, vector.canonical);
  }
});

test("an Ed25519 key in PEM signs as well", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const vector = { ...vectors.valid.find(({ algorithm }) => algorithm === "ed25519"), seed: pem };
  const { headers } = await sent(vector);
  const signature = Buffer.from(headers.get("TS-Signature"), "base64");
  assert.ok(verify(null, Buffer.from(vector.canonical), publicKey, signature));
});

test("every attempt has a nonce of its own, fit for the header", async () => {
  const nonces = new Set();
  for (let index = 0; index < 50; index += 1) {
    const { headers } = await sent(vectors.valid[0], { nonce: undefined });
    nonces.add(headers.get("TS-Nonce"));
  }
  assert.equal(nonces.size, 50);
  for (const nonce of nonces) assert.match(nonce, /^[A-Za-z0-9_-]{1,64}$/);
});

test("the receive window is sent when asked for, per call before per client", async () => {
  assert.equal((await sent(vectors.valid[0])).headers.get("TS-Recv-Window"), null);
  assert.equal((await sent(vectors.valid[0], { recvWindowMs: 1500 })).headers.get("TS-Recv-Window"), "1500");
});

test("what is no key is refused with a sentence that does not repeat it", async () => {
  for (const [privateKey, expected] of [
    ["c2hvcnQ=", /Expected an Ed25519 private key/],
    ["!!not base64!!", /Expected base64/],
  ]) {
    const error = await failure((async () => sdk.createTransport({ auth: { signature: { key: "k", privateKey } } }))());
    assert.ok(error instanceof sdk.ConfigurationError);
    assert.match(error.message, expected);
    assert.ok(!error.message.includes(privateKey));
  }
});
