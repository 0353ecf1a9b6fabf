// Calls: arguments, answers, pages, errors.
import {
  ApiError,
  Client,
  type APIPromise,
  ErrorCode,
  type Execution,
  type Order,
  type PagePromise,
  type Result,
} from "@tradespec/sdk";
import { listExecutions, placeOrder } from "@tradespec/sdk/ops";

const client = new Client({ auth: { signature: { key: "k", secret: "c2VjcmV0" } }, timeoutMs: 100 });
export const ed25519 = new Client({ auth: { signature: { key: "k", privateKey: "c2VjcmV0" } } });
// @ts-expect-error -- neither a secret nor a private key
export const keyless = new Client({ auth: { signature: { key: "k" } } });
// @ts-expect-error -- no such scheme
export const elsewhere = new Client({ auth: { oauth: "token" } });

export const placed: APIPromise<Order> = placeOrder(client.transport, {
  type: "market",
  symbol: "BTC-USD",
  side: "sell",
  quantity: "0.1",
});
export const safe: Promise<Result<Order>> = client.orders.getOrder("1", { signal: AbortSignal.timeout(5) }).safe();
export const walk: PagePromise<unknown, Execution> = listExecutions(client.transport);

export async function all(): Promise<Execution[]> {
  const found: Execution[] = [];
  for await (const execution of client.account.listExecutions({ symbol: undefined })) found.push(execution);
  const { ok, data, error } = await client.orders.getOrder("1").safe();
  if (ok) void data.order_id;
  else void error.outcome;
  return found;
}

export function handle(error: unknown): ErrorCode | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const outcome: "rejected" | "unknown" = error.outcome;
  void outcome;
  if (error.code === "a code of a later release") return undefined;
  return ErrorCode.isKnown(error.code) ? error.code : undefined;
}

// @ts-expect-error -- an id is text
void client.orders.getOrder(1);
// @ts-expect-error -- a body is needed
void client.orders.placeOrder();
// @ts-expect-error -- no such option
void client.orders.getOrder("1", { timeout: 5 });
