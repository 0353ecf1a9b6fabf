"""The greeting: where the server is, whose keys there are, and a first order to paste into a shell."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tradespec_server.auth import HMAC_SHA256

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec_server.config import Config
    from tradespec_server.demo_keys import DemoKey

__all__ = ["banner", "curl_example", "sdk_example"]

_RULE = "─" * 78


def banner(config: Config, keys: Sequence[DemoKey]) -> str:
    """Return the text that greets whoever started the server."""
    parts = [
        "",
        "  Tradespec Exchange is open.",
        "",
        f"  REST    {config.url}/v1",
        f"  Docs    {config.url}/docs",
        f"  Spec    {config.url}/openapi.json  (and .yaml)",
        f"  Health  {config.url}/health/ready   Metrics  {config.url}/metrics",
        f"  Data    {config.data.resolve()}",
    ]
    if keys:
        parts += ["", *_accounts(config, keys)]
    hmac = next((key for key in keys if key.algorithm == HMAC_SHA256), None)
    if hmac is not None:
        parts += ["", f"  {_RULE}", "  A first order, in a shell:", "", curl_example(config.url, hmac)]
        parts += ["", f"  {_RULE}", "  The same in TypeScript, with the SDK in generated/typescript:", ""]
        parts += [sdk_example(config.url, hmac)]
    return "\n".join([*parts, "", "  Stop with Ctrl+C.", "", ""])


def curl_example(url: str, key: DemoKey) -> str:
    """Return shell lines that place an order, signed with openssl; they work as they stand."""
    secret_hex = base64.b64decode(key.secret).hex()
    return f"""\
body='{{"type":"limit","symbol":"BTC-USD","side":"buy","quantity":"0.01","price":"64000"}}'
timestamp=$(($(date +%s) * 1000)) nonce=$(openssl rand -hex 16)
hash=$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)
signature=$(printf '%s\\n%s\\nPOST\\n/v1/orders\\n%s' "$timestamp" "$nonce" "$hash" |
  openssl dgst -sha256 -mac HMAC -macopt hexkey:{secret_hex} -binary | openssl base64 -A)
curl -sS {url}/v1/orders -H 'Content-Type: application/json' -d "$body" \\
  -H 'TS-Key: {key.key_id}' -H "TS-Timestamp: $timestamp" -H "TS-Nonce: $nonce" -H "TS-Signature: $signature"
"""


def sdk_example(url: str, key: DemoKey) -> str:
    """Return a TypeScript module that places the same order."""
    return f"""\
import {{ Client }} from "./generated/typescript/dist/esm/index.js";

const client = new Client({{
  baseUrl: "{url}",
  auth: {{ signature: {{ key: "{key.key_id}", secret: "{key.secret}" }} }},
}});
console.log(await client.orders.placeOrder({{
  type: "limit", symbol: "BTC-USD", side: "buy", quantity: "0.01", price: "64000",
}}));
"""


def _accounts(config: Config, keys: Sequence[DemoKey]) -> list[str]:
    note = "published demo keys: for this machine only" if config.is_loopback else "made just now, shown this one time"
    lines = [f"  Accounts ({note})", ""]
    for key in keys:
        what, name = ("HMAC-SHA256", "secret") if key.algorithm == HMAC_SHA256 else ("Ed25519", "seed")
        lines.append(f"    {key.account:6}  {key.key_id:22}  {what:12}  {name:7} {key.secret}")
    return lines
