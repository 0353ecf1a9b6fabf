"""Our x- words: written as their JSON Schemas say, and standing where something reads them.

The schemas lie in ``words/``, one file per word; the file's name is the word.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tradespec.lint.explain import explain, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema_rs import Validator

    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context

_ANY = ("document", "path_item", "operation", "parameter", "header", "request_body", "response", "media_type", "schema")

PLACES: Mapping[str, tuple[str, ...]] = {
    "x-limits": ("document",),
    "x-limit": ("operation",),
    "x-errors": ("document",),
    "x-error-codes": ("operation",),
    "x-idempotency": ("operation",),
    "x-pagination": ("operation",),
    "x-stability": _ANY,
    "x-sunset": ("operation", "parameter", "header", "schema"),
    "x-deprecated-since": ("operation", "parameter", "header", "schema"),
    "x-decimal": ("schema",),
    "x-extensible-enum": ("schema",),
    "x-signature": ("security_scheme",),
}
"""Word -> the kinds of object (see `tradespec.lint.walk`) on which it is read."""

RESERVED = ("x-channels", "x-websocket", "x-fix")
"""Words of other wires; they are left alone, and are no misspelling of ours."""


@cache
def word_schema(word: str) -> dict[str, Any]:
    """Return the JSON Schema of a word."""
    schema: dict[str, Any] = json.loads((files("tradespec.lint") / "words" / f"{word}.json").read_text("utf-8"))
    return schema


def check(context: Context) -> Iterator[Problem]:
    """Judge each x- word of the document."""
    for visit in context.tour.visits:
        if isinstance(visit.value, dict):
            for word in visit.value:
                if word.startswith("x-"):
                    yield from _judge(context, word, visit.value[word], visit.place / word, visit.kind)


def _judge(context: Context, word: str, value: Any, place: Place, kind: str) -> Iterator[Problem]:
    if word not in PLACES:
        yield from _misspelt(context, word, place)
    elif kind not in PLACES[word]:
        places = listed(spoken(kind) for kind in PLACES[word])
        yield context.problem("word-misplaced", place, word=word, places=places, kind=spoken(kind))
    else:
        for finding in explain(_validator(word).iter_errors(value)):
            where = place
            for part in finding.path:
                where = where / str(part)
            yield context.problem("word-invalid", where, word=word, found=finding.found, next=finding.next_step)


def spoken(kind: str) -> str:
    """Return a kind of object as a sentence has it: ``a request body``."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


def _misspelt(context: Context, word: str, place: Place) -> Iterator[Problem]:
    if word in RESERVED:
        return
    near = get_close_matches(word.lower().replace("_", "-"), PLACES, n=1, cutoff=0.85)
    if near:
        yield context.problem("word-unknown", place, near=near[0], word=word)


@cache
def _validator(word: str) -> Validator:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(word_schema(word), validate_formats=True)
