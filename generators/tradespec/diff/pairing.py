"""Which operations of two contracts are the same one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec.contract import Contract, Operation, Server

    Key = Callable[[Operation], object]

TEMPLATE: Final = re.compile(r"\{[^{}]*\}")


@dataclass(slots=True)
class Pairing:
    """Operations that stayed, moved, went and came."""

    stayed: list[tuple[Operation, Operation]] = field(default_factory=list)
    moved: list[tuple[Operation, Operation]] = field(default_factory=list)
    gone: list[Operation] = field(default_factory=list)
    come: list[Operation] = field(default_factory=list)


def pair(old: Contract, new: Contract) -> Pairing:
    """Pair by method and path, its parameters by name or not, then by whole address (a base path may move to the servers),
    then by id.
    """
    return paired(
        old.operations,
        new.operations,
        (
            *([(as_written, as_written)] if crowded(old) or crowded(new) else []),
            (by_path, by_path),
            (lambda each: by_address(each, old), lambda each: by_address(each, new)),
        ),
    )


def paired(old: Sequence[Operation], new: Sequence[Operation], keys: Sequence[tuple[Key, Key]]) -> Pairing:
    """Pair by one key after the other; what is left by id."""
    out = Pairing()
    left_old, left_new = list(old), list(new)
    for old_key, new_key in keys:
        pairs, left_old, left_new = matched(left_old, left_new, old_key, new_key)
        out.stayed += pairs
    out.moved, out.gone, out.come = matched(left_old, left_new, by_id, by_id)
    return out


def matched(
    old: Sequence[Operation], new: Sequence[Operation], old_key: Key, new_key: Key
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Return the pairs that share a key, and what is left on either side."""
    index = {new_key(operation): operation for operation in new}
    pairs: list[tuple[Operation, Operation]] = []
    gone: list[Operation] = []
    for operation in old:
        key = old_key(operation)
        match = index.pop(key, None) if key is not None else None
        if match is None:
            gone.append(operation)
        else:
            pairs.append((operation, match))
    taken = {id(match) for _, match in pairs}
    return pairs, gone, [operation for operation in new if id(operation) not in taken]


def by_id(operation: Operation) -> str | None:
    """Return the id that the document gives."""
    return operation.id if operation.has_own_id else None


def by_path(operation: Operation) -> tuple[str, str]:
    """Return what names an operation on the wire, apart from the names of its path parameters."""
    return operation.method, shape(operation.path)


def as_written(operation: Operation) -> tuple[str, str]:
    """Return method and path with the names of its parameters."""
    return operation.method, operation.path


def crowded(contract: Contract) -> bool:
    """Whether two operations differ in nothing but the names of path parameters."""
    return len({by_path(each) for each in contract.operations}) < len(contract.operations)


def by_address(operation: Operation, contract: Contract) -> tuple[str, str]:
    """Return the same with the first server's base path before it."""
    servers = operation.servers or contract.servers
    base = urlsplit(url(servers[0])).path.rstrip("/") if servers else ""
    return operation.method, shape(base + operation.path)


def shape(path: str) -> str:
    """Return a path without the names of its parameters."""
    return TEMPLATE.sub("{}", path)


def url(server: Server) -> str:
    """Return a server's address with its variables at their defaults."""
    return re.sub(r"\{([^{}]*)\}", lambda found: server.variables.get(found[1], found[0]), server.url)


def path_names(path: str) -> list[str]:
    """Return the names of a path's parameters in order."""
    return [found[1:-1] for found in TEMPLATE.findall(path)]
