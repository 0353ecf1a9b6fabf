// A real HTTP server that answers as a test tells it to, and remembers what came.
import { createServer } from "node:http";
import { once } from "node:events";

const home = process.env.SDK;
export const sdk = await import(`${home}/dist/esm/index.js`);
export const ops = await import(`${home}/dist/esm/ops/index.js`);
export const decimal = await import(`${home}/dist/esm/runtime/decimal.js`);

/** Start a server; `answer(request, response)` may be replaced at any time. Requests are kept in `seen`. */
export async function serve(answer = json(200, {})) {
  const seen = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks),
      text: Buffer.concat(chunks).toString(),
    });
    await started.answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const started = {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    answer,
    get last() {
      return seen.at(-1);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return started;
}

export function json(status, body, headers = {}) {
  return text(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

export function text(status, body, headers = {}) {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** What a promise is rejected with. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Expected a rejection, got an answer");
}
