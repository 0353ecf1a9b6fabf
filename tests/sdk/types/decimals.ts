// Decimals: text is exact, numbers are refused, answers are branded.
import { decimal, type Client, type Decimal, type DecimalInput, type LimitOrderRequest } from "@tradespec/sdk";

export const base: LimitOrderRequest = { type: "limit", symbol: "BTC-USD", side: "buy", quantity: "1", price: 2n };
export const withLibrary: LimitOrderRequest = { ...base, price: { toFixed: () => "1.5" } };

// @ts-expect-error -- a number may have lost digits
export const withNumber: LimitOrderRequest = { ...base, price: 1.5 };
// @ts-expect-error -- an arbitrary object is no decimal
export const withObject: DecimalInput = {};

// @ts-expect-error -- plain text is not known to be a decimal
export const unchecked: Decimal = "1.5";
export const checked: Decimal = decimal.normalize("1.5");

export async function total(client: Client): Promise<Decimal> {
  const order = await client.orders.getOrder("1");
  const text: string = order.quantity;
  // @ts-expect-error -- arithmetic on text
  void (order.quantity - 1);
  return decimal.add(order.quantity, text);
}
