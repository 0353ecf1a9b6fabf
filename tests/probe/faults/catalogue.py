"""The faults and the additions. Each is one change, as somebody might really make it.

`document` is what the author of the change would have written into the contract, where he would have: a comparison of
documents sees that, and nothing of a change that only the server makes.
"""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from faults.wire import Answered, Asked, Wire

Document = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One change of the exchange: what it does on the wire or inside, and what the contract then says."""

    name: str
    breaks: bool
    wire: Wire
    inside: Callable[[], None] | None = None
    """Changes the exchange's own code, before it starts."""
    document: Callable[[Document], None] | None = None


CHANGES: dict[str, Change] = {}


def change(
    name: str,
    *,
    breaks: bool = True,
    wire: Wire | None = None,
    inside: Callable[[], None] | None = None,
    document: Callable[[Document], None] | None = None,
) -> None:
    assert name not in CHANGES
    CHANGES[name] = Change(name, breaks, wire or Wire(), inside, document)


# The words in which the changes below are written


def answers(method: str, path: str, do: Callable[[Any], None], status: int = 200) -> Wire:
    """Change the body of an operation's answers of a status."""
    matches = re.compile(path).fullmatch

    def answer(asked: Asked, answered: Answered) -> None:
        if asked.method == method and matches(asked.path) and answered.status == status:
            do(answered.body)

    return Wire(answer=answer)


def whole(method: str, path: str, do: Callable[[Answered], None]) -> Wire:
    """Change an operation's answers, status and headers included."""
    matches = re.compile(path).fullmatch

    def answer(asked: Asked, answered: Answered) -> None:
        if asked.method == method and matches(asked.path) and answered.status < 300:
            do(answered)

    return Wire(answer=answer)


def refuses(
    method: str, path: str, when: Callable[[Asked], Any], status: int = 400, code: str = "invalid_request"
) -> Wire:
    """Refuse an operation's requests that a condition meets."""
    matches = re.compile(path).fullmatch

    def refuse(asked: Asked) -> tuple[int, str, str] | None:
        if asked.method == method and matches(asked.path) and when(asked):
            return status, code, "Expected another request."
        return None

    return Wire(refuse=refuse)


def each(path: str, do: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what changes every item of a list in a body."""

    def all_of(body: Any) -> None:
        for item in body[path]:
            do(item)

    return all_of


def put(name: str, value: Any) -> Callable[[Any], None]:
    def do(body: Any) -> None:
        body[name] = value(body[name]) if callable(value) else value

    return do


def drop(name: str) -> Callable[[Any], None]:
    return lambda body: body.pop(name, None)


def rename(old: str, new: str) -> Callable[[Any], None]:
    def do(body: Any) -> None:
        body[new] = body.pop(old)

    return do


def schema(document: Document, name: str) -> Any:
    return document["components"]["schemas"][name]


def member(document: Document, name: str, of: str) -> Any:
    return schema(document, of)["properties"][name]


def says_dropped(name: str, of: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        schema(document, of)["properties"].pop(name)
        schema(document, of)["required"].remove(name)

    return edit


def says_renamed(old: str, new: str, of: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        properties, required = schema(document, of)["properties"], schema(document, of)["required"]
        properties[new] = properties.pop(old)
        required[required.index(old)] = new

    return edit


def says(of: str, name: str, **words: Any) -> Callable[[Document], None]:
    """The schema of a member is these words now."""

    def edit(document: Document) -> None:
        schema(document, of)["properties"][name] = words

    return edit


def operation(document: Document, operation_id: str) -> Any:
    for item in document["paths"].values():
        for one in item.values():
            if isinstance(one, dict) and one.get("operationId") == operation_id:
                return one
    raise KeyError(operation_id)


def patched(module: str, owner: str, name: str, made: Callable[[Any], Any]) -> Callable[[], None]:
    """Replace a function or method of the exchange by one made from it."""

    def install() -> None:
        target: Any = importlib.import_module(module)
        for step in filter(None, owner.split(".")):
            target = getattr(target, step)
        setattr(target, name, made(getattr(target, name)))

    return install


ORDER = r"/v1/orders/\d+"
INSTRUMENT = r"/v1/instruments/[^/]+"

# Answers that lose or change what clients read

change("a field of an order is gone", wire=answers("GET", ORDER, drop("average_price")))
change(
    "a field of an instrument is gone, as announced",
    wire=answers("GET", INSTRUMENT, drop("tick_size")),
    document=says_dropped("tick_size", "Instrument"),
)
change(
    "a quantity becomes a number",
    wire=answers("GET", ORDER, put("quantity", float)),
    document=says("Order", "quantity", type="number"),
)
change("an order id becomes an integer", wire=answers("POST", "/v1/orders", put("order_id", int), 201))
change("a required text is null", wire=answers("GET", INSTRUMENT, put("symbol", None)))
change(
    "a balance's field is renamed",
    wire=answers("GET", "/v1/balances", each("items", rename("available", "free"))),
    document=says_renamed("available", "free", "Balance"),
)
change(
    "book levels become objects",
    wire=answers("GET", f"{INSTRUMENT}/book", put("asks", lambda rows: [{"price": p, "quantity": q} for p, q in rows])),
)
change(
    "times become milliseconds",
    wire=answers("GET", "/v1/time", put("time", 1795392000000)),
    document=says("ServerTime", "time", type="integer"),
)
change("a price is written with an exponent", wire=answers("GET", ORDER, put("price", lambda p: p and f"{float(p):e}")))
change(
    "a list is no page any more", wire=whole("GET", "/v1/instruments", lambda a: setattr(a, "body", a.body["items"]))
)
change("a header is gone", wire=whole("GET", "/v1/balances", lambda a: a.drop_header("ts-request-id")))
change("a page has no cursor", wire=answers("GET", "/v1/orders", drop("next_cursor")))
change("a problem has no code", wire=answers("GET", ORDER, drop("code"), 404))

# Statuses and media types

change(
    "placing answers 200",
    wire=whole("POST", "/v1/orders", lambda a: setattr(a, "status", 200)),
    document=lambda d: operation(d, "placeOrder")["responses"].update(
        {"200": operation(d, "placeOrder")["responses"].pop("201")}
    ),
)


def failing(asked: Asked, answered: Answered) -> None:
    if asked.method == "GET" and re.fullmatch(ORDER, asked.path) and answered.status == 404:
        answered.status = 500
        answered.body.update(status=500, code="internal_error", type="urn:tradespec:error:internal_error")


change("an order not found is a server error", wire=Wire(answer=failing))
change("answers are plain text", wire=whole("GET", "/v1/status", lambda a: a.set_header("content-type", "text/plain")))
change("cancelling answers nothing", wire=whole("DELETE", ORDER, lambda a: setattr(a, "body", None)))
change("an unknown error code", wire=answers("POST", "/v1/orders", put("code", "no_funds"), 422))

# Requests that are refused now


def requires(operation_id: str, location: str, name: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        parameter = {"name": name, "in": location, "required": True, "schema": {"type": "string"}}
        operation(document, operation_id).setdefault("parameters", []).append(parameter)

    return edit


change(
    "a client order id is required",
    wire=refuses("POST", "/v1/orders", lambda a: a.body and "client_order_id" not in a.body),
    document=lambda d: schema(d, "LimitOrderRequest")["required"].append("client_order_id"),
)
change(
    "a header is required",
    wire=refuses("GET", "/v1/balances", lambda a: "x-desk" not in a.headers),
    document=requires("listBalances", "header", "X-Desk"),
)
change(
    "a query parameter is required",
    wire=refuses("GET", "/v1/tickers", lambda a: "symbols" not in a.query),
    document=lambda d: d["components"]["parameters"]["Symbols"].update(required=True),
)
change(
    "a time in force is refused",
    wire=refuses("POST", "/v1/orders", lambda a: a.body and a.body.get("time_in_force") == "fok"),
    document=lambda d: schema(d, "TimeInForce")["enum"].remove("fok"),
)
change(
    "client order ids are shorter",
    wire=refuses("POST", "/v1/orders", lambda a: a.body and len(str(a.body.get("client_order_id") or "")) > 12),
    document=lambda d: schema(d, "ClientOrderId").update(pattern="^[A-Za-z0-9_-]{1,12}$", maxLength=12),
)
change(
    "pages are smaller",
    wire=refuses("GET", "/v1/orders", lambda a: int(a.query.get("limit", "1")) > 50),
    document=lambda d: d["components"]["parameters"]["Limit"]["schema"].update(maximum=50, default=50),
)
change(
    "a filter is not known any more",
    wire=refuses("GET", "/v1/orders", lambda a: "side" in a.query, 400, "unknown_parameter"),
    document=lambda d: operation(d, "listOrders")["parameters"].remove({"$ref": "#/components/parameters/SideFilter"}),
)
change(
    "an operation is gone",
    wire=refuses("GET", f"{INSTRUMENT}/candles", lambda a: True, 404, "not_found"),
    document=lambda d: d["paths"].pop("/v1/instruments/{symbol}/candles"),
)
change(
    "reading asks for more scope",
    wire=refuses("GET", "/v1/executions", lambda a: True, 403, "insufficient_scope"),
    document=lambda d: operation(d, "listExecutions").update(security=[{"signature": ["admin"]}]),
)

# What only behaves otherwise


async def cancelled_in_words(self: Any, account: str, order_id: str) -> Any:
    return {
        **await self.get_order(account, order_id),
        "status": "cancelled",
        "reason": "user",
        "remaining_quantity": "0",
    }


async def unchanged(self: Any, account: str, order_id: str, request: Any) -> Any:
    return await self.get_order(account, order_id)


def leaking(own: Any) -> Any:
    async def get_order(self: Any, account: str, order_id: str) -> Any:
        row = await self._find_row(int(order_id))
        return await own(self, row["account"] if row else account, order_id)

    return get_order


change(
    "nothing is remembered of client order ids",
    inside=patched("tradespec_engine.client_ids", "ClientIds", "find", lambda _: lambda *_: None),
)
change(
    "orders are immediate unless they say otherwise",
    inside=patched("tradespec_server.exchange.door", "", "GTC", lambda _: "ioc"),
    document=lambda d: schema(d, "LimitOrderRequest")["properties"]["time_in_force"].update(default="ioc"),
)
change(
    "lists begin with the oldest",
    wire=answers("GET", "/v1/orders", lambda body: body["items"].reverse()),
)
change("pages end after the first", wire=answers("GET", "/v1/orders", put("next_cursor", None)))
change(
    "cancelling only says so",
    inside=patched("tradespec_server.exchange.orders", "Orders", "cancel_order", lambda _: cancelled_in_words),
)
change(
    "fees are doubled",
    wire=answers("GET", "/v1/executions", each("items", put("fee", lambda fee: str(float(fee) * 2)))),
)
change(
    "an order of nobody is somebody's",
    inside=patched("tradespec_server.exchange.orders", "Orders", "get_order", leaking),
)
change(
    "nothing says that an operation is to go",
    wire=whole("GET", f"{INSTRUMENT}/ticker", lambda a: a.drop_header("deprecation")),
)
change(
    "amending changes nothing",
    inside=patched("tradespec_server.exchange.orders", "Orders", "amend_order", lambda _: unchanged),
)


# Additions, which break nobody


def addition(
    name: str,
    wire: Wire | None = None,
    document: Callable[[Document], None] | None = None,
    inside: Callable[[], None] | None = None,
) -> None:
    change(name, breaks=False, wire=wire, document=document, inside=inside)


def says_added(of: str, name: str, *, required: bool = False, **words: Any) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        schema(document, of)["properties"][name] = words
        if required:
            schema(document, of)["required"].append(name)

    return edit


def both(*edits: Callable[[Document], None]) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        for one in edits:
            one(document)

    return edit


addition(
    "an order has a note",
    answers("GET", ORDER, put_new := (lambda body: body.update(note="x"))),
    says_added("Order", "note", type="string"),
)
addition(
    "an instrument has a nested object",
    answers("GET", INSTRUMENT, lambda body: body.update(venue={"name": "main", "lots": [1]})),
    says_added("Instrument", "venue", type="object"),
)
addition(
    "items of a list have more",
    answers("GET", "/v1/balances", each("items", put_new)),
    says_added("Balance", "note", type="string"),
)
addition(
    "a page has more",
    answers("GET", "/v1/orders", lambda body: body.update(total=7)),
    says_added("OrderPage", "total", type="integer"),
)
addition(
    "a problem has more",
    answers("GET", ORDER, lambda body: body.update(hint="Read the list."), 404),
    says_added("Problem", "hint", type="string"),
)
addition(
    "a status nobody knew",
    answers("GET", "/v1/status", put("status", "busy")),
    lambda d: schema(d, "ExchangeStatus")["x-extensible-enum"].append("busy"),
)
addition(
    "a phase of an instrument nobody knew",
    answers("GET", INSTRUMENT, put("status", "fast_market")),
    lambda d: schema(d, "InstrumentStatus")["x-extensible-enum"].append("fast_market"),
)
addition("a header more", whole("GET", "/v1/time", lambda a: a.set_header("x-region", "eu-1")))
addition("a link more", whole("GET", f"{INSTRUMENT}/book", lambda a: a.set_header("link", '</docs>; rel="help"')))
addition(
    "members in another order",
    answers("GET", ORDER, lambda body: [body.update({name: body.pop(name)}) for name in sorted(body)]),
)
addition("a field is always there now", document=lambda d: schema(d, "Problem")["required"].append("errors"))
addition(
    "a client order id may be longer",
    document=lambda d: schema(d, "ClientOrderId").update(pattern="^[A-Za-z0-9_-]{1,48}$", maxLength=48),
)
addition(
    "pages may be larger", document=lambda d: d["components"]["parameters"]["Limit"]["schema"].update(maximum=1000)
)
addition(
    "an order may carry a label",
    document=both(
        says_added("LimitOrderRequest", "label", type="string"),
        says_added("MarketOrderRequest", "label", type="string"),
    ),
)
addition("a type of order more", document=lambda d: schema(d, "TimeInForce")["enum"].append("gtx"))
addition(
    "a filter more",
    document=lambda d: operation(d, "listOrders")["parameters"].append(
        {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}}
    ),
)
addition(
    "an operation more",
    document=lambda d: d["paths"].update(
        {
            "/v1/announcements": {
                "get": {"operationId": "listAnnouncements", "responses": {"200": {"description": "All."}}}
            }
        }
    ),
)
addition("a bucket is richer", document=lambda d: d["x-limits"]["public"].update(capacity=1200, refill_per_second=200))
addition("a field is to go", document=lambda d: member(d, "post_only", "Order").update(deprecated=True))
addition(
    "words are changed",
    document=both(
        lambda d: operation(d, "getTime").update(summary="What time is it?", description="The clock."),
        lambda d: schema(d, "Order").update(description="An order."),
    ),
)
addition("a schema is drawn out", document=lambda d: both(*drawn_out(d))(d))


def drawn_out(document: Document) -> list[Callable[[Document], None]]:
    """Give the time in `ServerTime` a component of its own."""
    own = member(document, "time", "ServerTime")
    return [
        lambda d: d["components"]["schemas"].update(ClockTime=own),
        lambda d: schema(d, "ServerTime")["properties"].update(time={"$ref": "#/components/schemas/ClockTime"}),
    ]
