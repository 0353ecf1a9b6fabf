// What goes over the wire for documents of other people: all ways to authenticate, to write parameters and bodies.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { createServer } from "node:http";
import { once } from "node:events";

const auth = await import(`${process.env.AUTH}/dist/esm/index.js`);
const numbers = await import(`${process.env.NUMBERS}/dist/esm/index.js`);
const names = await import(`${process.env.NAMES}/dist/esm/index.js`);
const nameOps = await import(`${process.env.NAMES}/dist/esm/ops/index.js`);

let server;
let baseUrl;
let last;
let answer = "{}";

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    last = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      text: Buffer.concat(chunks).toString(),
    };
    response.end(typeof answer === "function" ? answer(request) : answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  baseUrl = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const credentials = {
  header_key: "hk",
  query_key: async () => "q k",
  cookie_key: "c;k",
  basic: { username: "jo", password: "pä" },
  oauth: () => "token-1",
};
const client = () => new auth.Client({ baseUrl, auth: credentials });

test("an operation may be served elsewhere, unless the client was given an address", async () => {
  const asked = [];
  const fetch = async (url) => {
    asked.push(url);
    return new Response("");
  };
  await new auth.Client({ fetch }).api.open();
  await new auth.Client({ fetch, baseUrl }).api.open();
  assert.deepEqual(asked, ["https://other.example.com/open", `${baseUrl}/open`]);
});

test("the server's variables have their defaults", () => {
  assert.equal(new auth.Client().transport.baseUrl, "https://eu.example.com/api");
});

test("an API key goes into header, query or cookie", async () => {
  await client().api.byHeader();
  assert.equal(last.headers["x-key"], "hk");
  await client().api.byQuery();
  assert.equal(last.url, "/query?key=q+k");
  assert.equal(last.headers["x-key"], undefined);
  await client().api.byCookie();
  assert.equal(last.headers.cookie, "sid=c%3Bk");
});

test("of alternatives the one with credentials is taken", async () => {
  await client().api.byBearer();
  assert.equal(last.headers.authorization, "Bearer token-1");
});

test("schemes that belong together are used together, or not at all where anonymous is fine", async () => {
  await client().api.byBoth();
  assert.equal(last.headers["x-key"], "hk");
  assert.equal(last.headers.authorization, `Basic ${Buffer.from("jo:pä").toString("base64")}`);
  await new auth.Client({ baseUrl, auth: { header_key: "hk" } }).api.byBoth();
  assert.equal(last.headers["x-key"], undefined);
});

test("a signature is made as the document says: its own parts, separator, encoding and headers", async () => {
  const secret = Buffer.from("another secret").toString("base64");
  const signing = new auth.Client({
    baseUrl,
    auth: { signed: { key: "me", secret } },
    clock: () => 1234.9,
    nonce: () => "n",
  });
  await signing.api.signed({ a: "x y", b: [1, 2] }, { recvWindowMs: 10 });
  assert.equal(last.text, "a=x+y&b=1&b=2");
  assert.equal(last.headers["content-type"], "application/x-www-form-urlencoded");
  const expected = createHmac("sha256", "another secret").update("POST|/signed|1234").digest("hex");
  assert.equal(last.headers["x-sig"], expected);
  assert.equal(last.headers["x-sig-key"], "me");
  assert.equal(last.headers["x-time"], "1234");
  assert.equal(last.headers["x-window"], "10");
});

test("files travel as multipart, bytes as they are", async () => {
  await client().api.upload({ file: new TextEncoder().encode("content"), note: "n" });
  assert.match(last.headers["content-type"], /^multipart\/form-data; boundary=/);
  assert.match(last.text, /name="file"; filename="file"[\s\S]*content/);
  assert.match(last.text, /name="note"\r\n\r\nn/);
  await client().api.raw(new Blob(["blob"]));
  assert.equal(last.text, "blob");
  assert.equal(last.headers["content-type"], "application/octet-stream");
  await client().api.raw(new Uint8Array([104, 105]));
  assert.equal(last.text, "hi");
});

test("pages follow the pointers of the document", async () => {
  answer = (request) =>
    request.url.includes("after=x%2F1")
      ? '{"data":[{"id":"2"}],"meta":{}}'
      : '{"data":[{"id":"1"}],"meta":{"next":"x/1"}}';
  const ids = [];
  for await (const { id } of client().api.listThings({ count: 1 })) ids.push(id);
  answer = "{}";
  assert.deepEqual(ids, ["1", "2"]);
  assert.equal(last.url, "/pages?count=1&after=x%2F1");
});

test("parameters are written in their style", async () => {
  const quotes = new numbers.Client({ baseUrl });
  await quotes.api.listQuotes({
    ids: [1, 9007199254740993n],
    above: { toFixed: () => "1.50" },
    where: { side: "a b" },
    raw: "a/b?c&d",
    tags: ["x", "y|z"],
    json: { a: 1 },
  });
  assert.equal(
    last.url,
    "/quotes?ids=1,9007199254740993&above=1.50&where%5Bside%5D=a%20b&raw=a/b?c%26d&tags=x%7Cy%7Cz&json=%7B%22a%22%3A1%7D",
  );
});

test("a bigint is a string in a document with decimals, and a date a date", async () => {
  const quotes = new numbers.Client({ baseUrl });
  await quotes.api.addQuote({ id: 1, price: 15n, limit: null, names: [null, "x"] });
  assert.equal(last.text, '{"id":1,"price":"15","limit":null,"names":[null,"x"]}');
});

test("a bigint is an integer in a document without", async () => {
  const { transport } = client();
  const operation = { id: "x", method: "POST", path: "/x" };
  await transport.request(operation, { body: { id: 9007199254740993n, list: [1n] } });
  assert.equal(last.text, '{"id":9007199254740993,"list":[1]}');
  await transport.request(operation, { body: { text: '"\\u0000int:1" stays' } });
  assert.deepEqual(JSON.parse(last.text), { text: '"\\u0000int:1" stays' });
  const smuggled = { text: "\0int:1", more: 9007199254740993n };
  await transport.request(operation, { body: smuggled });
  assert.equal(last.text, '{"text":"\\u0000int:1","more":9007199254740993}');
});

test("one name in two places is two arguments; odd names keep their spelling on the wire", async () => {
  const { transport } = new names.Client({ baseUrl });
  const params = { id: "q", id_header: "h", "X-Trace-Id": "t", session: "s", "filter[name]": "f" };
  await nameOps.delete_(transport, "a", 1, "c", params);
  assert.equal(last.url, "/delete/a/1/c?id=q&filter%5Bname%5D=f");
  assert.equal(last.headers.id, "h");
  assert.equal(last.headers["x-trace-id"], "t");
  assert.equal(last.headers.cookie, "session=s");
});

test("text and bytes are answers too", async () => {
  const { transport } = new names.Client({ baseUrl });
  answer = "plain";
  assert.equal(await nameOps.getThing(transport), "plain");
  assert.deepEqual(await nameOps.getThing2(transport), new TextEncoder().encode("plain"));
  answer = "{}";
  assert.equal(await nameOps.thenCall(transport), undefined);
});
