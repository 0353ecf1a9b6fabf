// Enumerations: closed where sent, open where received.
import {
  OrderStatus,
  Side,
  type Client,
  type Known,
  type Open,
  type Order,
  type Side as SideType,
} from "@tradespec/sdk";

export async function place(client: Client): Promise<void> {
  // @ts-expect-error -- no such side
  await client.orders.placeOrder({ type: "limit", symbol: "BTC-USD", side: "hold", quantity: "1", price: "1" });
  // @ts-expect-error -- a limit order has a price
  await client.orders.placeOrder({ type: "limit", symbol: "BTC-USD", side: "buy", quantity: "1" });
  // @ts-expect-error -- no such member: requests are closed
  await client.orders.placeOrder({ type: "market", symbol: "BTC-USD", side: "buy", quantity: "1", price: "1" });
}

export function say(order: Order): string {
  switch (order.status) {
    case "filled":
      return "done";
    case "a status of a later release":
      return "new";
    default:
      return order.status.toUpperCase();
  }
}

export function narrow(side: Open<SideType>): SideType {
  // @ts-expect-error -- it may be a value of a later release
  const unchecked: SideType = side;
  return Side.isKnown(side) ? side : unchecked;
}

export const known: readonly Known<OrderStatus>[] = OrderStatus.values;
// @ts-expect-error -- not one of the known ones
export const unknownStatus: Known<OrderStatus> = "melted";
