"""Servers: every address under which an operation answers today must still be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.pairing import by_path, shape, url

if TYPE_CHECKING:
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
    return {url(server).rstrip("/") + shape(operation.path): server for server in servers}
