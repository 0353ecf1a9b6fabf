"""Of everything that broke, what is worth telling: each thing once, by the smallest request that shows it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from tradespec.probe.compat.errors import CompatError
from tradespec.probe.compat.matrix import Answer, Call
from tradespec.probe.compat.wire import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tradespec.probe.compat.matrix import Breakage
    from tradespec.probe.compat.wire import Client

__all__ = ["effort", "reduced", "smallest"]

TRIES_MAX: Final = 40
"""Requests that the reduction of one breakage may take."""
BY_STATUS: Final = frozenset(
    {"request_form_accepted", "positive_data_acceptance", "not_a_server_error", "status_code_conformance"}
)
"""Kinds of breakages that show in the status and the problem, and can so be told again from an answer alone."""


def smallest(found: Iterable[Breakage]) -> tuple[Breakage, ...]:
    """Return one breakage per operation, kind and place: the one that takes least to see."""
    kept: dict[tuple[str, str, str], Breakage] = {}
    for one in found:
        place = re.sub(r"/\d+(?=/|$)", "/*", one.pointer) or re.sub(r" \([^()]*\)$", "", one.message)
        key = (one.operation, one.kind, place)
        if key not in kept or effort(one) < effort(kept[key]):
            kept[key] = one
    return tuple(kept.values())


def effort(one: Breakage) -> int:
    """How much somebody has to do to see it: few requests first, then small ones."""
    return 1000 * len(one.before) + sum(call.size for call in one.before) + (one.call.size if one.call else 0)


def reduced(client: Client, breakage: Breakage) -> Breakage:
    """Return the breakage with a request from which nothing can be left out, as far as its answer tells.

    Each try is sent: the answer has to be of the same status, with the same code and the same first place. Generated
    requests that were not shrunk where they were made (those that cover each parameter) get small here.
    """
    if breakage.call is None or breakage.answer is None or breakage.kind not in BY_STATUS:
        return breakage
    wanted, best, tries = verdict(breakage.answer.status, parsed(breakage.answer.body)), breakage, 0
    improved = True
    while improved and best.call is not None:
        improved = False
        for call in candidates(best.call):
            tries += 1
            if tries > TRIES_MAX:
                return best
            answer = sent(client, call)
            if answer is not None and verdict(answer.status, parsed(answer.body)) == wanted:
                best, improved = replace(best, call=call, answer=answer, before=()), True
                break
    return best


def sent(client: Client, call: Call) -> Answer | None:
    """Send a request; None where no answer comes."""
    try:
        received = client.send(call.method, call.path, call.headers, call.body or None)
    except CompatError:
        return None
    return Answer(received.status, received.text)


def verdict(status: int, body: Any) -> tuple[Any, ...]:
    """Return what makes two answers the same refusal."""
    if not isinstance(body, dict):
        return (status,)
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return status, body.get("code"), *(first.get(name) for name in ("parameter", "pointer", "rule"))


def candidates(call: Call) -> Iterator[Call]:
    """Yield requests with one thing less: a query parameter, a header, a member of the body."""
    path, query = urlsplit(call.path).path, urlsplit(call.path).query
    pairs = query.split("&") if query else []
    for at in range(len(pairs)):
        rest = "&".join(pairs[:at] + pairs[at + 1 :])
        yield replace(call, path=path + (f"?{rest}" if rest else ""))
    for name in call.headers:
        if name.lower() != "content-type":
            yield replace(call, headers={key: value for key, value in call.headers.items() if key != name})
    body = parsed(call.body)
    if isinstance(body, dict):
        for name in body:
            less = {key: value for key, value in body.items() if key != name}
            yield replace(call, body=json.dumps(less, ensure_ascii=False))
