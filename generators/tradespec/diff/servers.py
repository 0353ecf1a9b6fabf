"""Servers: every address under which an operation answers today must still be one."""

from __future__ import annotations

from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from tradespec.diff.context import raw, table
from tradespec.diff.pairing import TEMPLATE, by_path, shape

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from tradespec.contract import Contract, Operation, Server
    from tradespec.diff.context import Both


def compare_servers(both: Both) -> None:
    """Compare the addresses of one operation: server and path together, so that a base path may move between them."""
    old, new = addresses(both.old, both.context.base), addresses(both.new, both.context.revision)
    moved = by_path(both.old) != by_path(both.new) and not old.keys() & new.keys()
    if not old or not new or moved:
        return
    for address, server in old.items():
        if address not in new:
            both.context.out.rule(
                "api-server-removed",
                expected=f"the server `{server.url}` to stay",
                got=", ".join(f"`{each.url}`" for each in new.values()),
                at="servers",
                base=server.place,
                uses=(both.use(),),
            )
    for address, server in new.items():
        if address not in old:
            both.context.out.rule(
                "api-server-added",
                expected="the servers of today",
                got=f"the new `{server.url}`",
                at="servers",
                revision=server.place,
                uses=(both.use(),),
            )


def addresses(operation: Operation, contract: Contract) -> dict[str, Server]:
    """Return the whole addresses of an operation, without the names of path parameters."""
    servers = operation.servers or contract.servers
    path = shape(operation.path)
    return {one_spelling(each).rstrip("/") + path: server for server in servers for each in written(server, contract)}


def one_spelling(address: str) -> str:
    """Return an address with its scheme and host in small letters and without the usual port (RFC 3986, section 6.2)."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address.removeprefix("./")
    host, slash, path = rest.partition("/")
    scheme = scheme.lower()
    host = host.lower().removesuffix(f":{USUAL_PORTS.get(scheme)}")
    return f"{scheme}://{host}{slash}{path}"


def written(server: Server, contract: Contract) -> Iterator[str]:
    """Yield what a server's address may be: with each variable at its default, and at every value that is listed."""
    names = list(dict.fromkeys(found[1:-1] for found in TEMPLATE.findall(server.url)))
    said = table(table(raw(contract.document, server.place)).get("variables"))
    values = [choices(said.get(name), server.variables.get(name, f"{{{name}}}")) for name in names]
    for chosen in islice(product(*values), ADDRESSES_MAX):
        known = dict(zip(names, chosen, strict=True))
        yield TEMPLATE.sub(partial(filled, known), server.url)


def filled(known: dict[str, str], found: re.Match[str]) -> str:
    """Return the value of a variable."""
    return known[found[0][1:-1]]


def choices(variable: object, default: str) -> list[str]:
    """Return the values of a variable, its default first."""
    listed = variable.get("enum") if isinstance(variable, dict) else None
    return list(dict.fromkeys([default, *map(str, listed)])) if isinstance(listed, list) else [default]


USUAL_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}
ADDRESSES_MAX: Final = 256
"""Servers whose variables multiply past this are compared by their first addresses."""
