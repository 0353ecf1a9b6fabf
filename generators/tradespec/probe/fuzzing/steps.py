"""Requests as a command line writes them: one after another, each with what it takes from earlier answers.

::

    POST /v1/orders --body '{"symbol": "BTC-USD", ...}' --then DELETE '/v1/orders/{1#/order_id}' --key 2

``{1#/order_id}`` stands for the value at a JSON pointer (RFC 6901) in the answer to the first request: an id that a server made
is another one each time.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tradespec.probe.compat.matrix import Call

__all__ = ["REFERENCE", "Missing", "Step", "parse_steps", "steps_of"]

REFERENCE: Final = re.compile(r"\{(\d{1,3})#((?:/[^{}/]*)+)\}")
WHOLE: Final = re.compile(f'"{REFERENCE.pattern}"')
"""A text of a JSON body that is nothing but a reference: it becomes what the answer has there, a number a number."""
THEN: Final = "--then"
OPTIONS: Final = ("--body", "--body-base64", "--header", "--key")
Known = dict[str | int, list[tuple[str, str]]]
"""Value of an answer -> (JSON pointer, reference) of the places where it stood."""
SHORTEST: Final = 8
"""Characters of a text that two places share by no chance, whatever they are called."""


class Missing(Exception):  # noqa: N818 - a state: an earlier answer has not what a later request takes from it
    """A request refers to something that an earlier answer does not have."""


@dataclass(frozen=True, slots=True)
class Step:
    """One request. Texts may hold references to earlier answers."""

    method: str
    path: str
    """Path and query."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    raw: str = ""
    """The body in base64, where it is no text."""
    key: int = 1
    """Which of ``[[probe.keys]]`` signs, from 1 on; 0: nothing lets the request in."""

    def words(self) -> Iterator[str]:
        """Yield the words of a command line."""
        yield from (self.method, self.path)
        for name, value in self.headers.items():
            yield from ("--header", f"{name}: {value}")
        if self.key != 1:
            yield from ("--key", str(self.key))
        if self.raw:
            yield from ("--body-base64", self.raw)
        elif self.body:
            # A word that begins with a dash would be taken for an option.
            yield from (f"--body={self.body}",) if self.body.startswith("-") else ("--body", self.body)

    def filled(self, answers: Sequence[Any]) -> Step:
        """Return the step with values for its references; ``answers`` are the bodies so far. `Missing` where one is not there."""
        path = REFERENCE.sub(lambda found: quote(looked_up(found, answers), safe=""), self.path)
        headers = {
            name: REFERENCE.sub(lambda one: looked_up(one, answers), text) for name, text in self.headers.items()
        }
        body = WHOLE.sub(lambda found: json.dumps(value_of(found, answers)), self.body)
        body = REFERENCE.sub(lambda found: json.dumps(looked_up(found, answers))[1:-1], body)
        return Step(self.method, path, headers, body, self.raw, self.key)

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        return base64.b64decode(self.raw) if self.raw else self.body.encode()


def looked_up(found: re.Match[str], answers: Sequence[Any]) -> str:
    """Return the value that a reference stands for, as text."""
    value = value_of(found, answers)
    return value if isinstance(value, str) else json.dumps(value)


def value_of(found: re.Match[str], answers: Sequence[Any]) -> Any:
    """Return the value that a reference stands for."""
    number, pointer = int(found[1]), found[2]
    if not 1 <= number <= len(answers):
        raise ValueError(f"Expected the number of an earlier request, got {number} - at {found[0]}")
    value = answers[number - 1]
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            said = json.dumps(answers[number - 1], ensure_ascii=False)[:160]
            raise Missing(f"Expected {pointer} in the answer to request {number}, got {said}") from None
    return value


def steps_of(calls: Sequence[Call]) -> list[Step]:
    """Return requests that were sent as steps: what a rule asked is left out, for the rule asks it again itself."""
    chosen = [call for call in calls if not call.asked] or list(calls)
    out: list[Step] = []
    known: Known = {}
    given: set[str] = set()
    for number, call in enumerate(chosen, 1):
        path, body = referring_path(call.path, known), referring_body(call.body, known)
        headers = {name: value for name, value in call.headers.items() if not is_json(name, value)}
        out.append(Step(call.method, path, headers, body, call.raw, call.actor + 1 if call.signed else 0))
        given |= set(values(call))
        for pointer, value in leaves(call.answered):
            if str(value) not in given:  # what the client made up holds tomorrow as well
                known.setdefault(value, []).append((pointer, f"{{{number}#{pointer}}}"))
    return out


def is_json(name: str, value: str) -> bool:
    """Whether a header says what a body is taken for anyway."""
    return name.lower() == "content-type" and value == "application/json"


def referring_path(path: str, known: Known) -> str:
    """Put references into a path and its query: a whole segment, or a whole value."""
    before, mark, query = path.partition("?")
    segments = before.split("/")
    for at, segment in enumerate(segments):
        # The segment before says what the value is: /orders/63, /order_lists/5.
        segments[at] = reference(unquote(segment), segments[at - 1] if at else "", known, anyhow=at > 1) or segment
    pairs = []
    for part in query.split("&") if mark else []:
        name, equals, value = part.partition("=")
        pairs.append(f"{name}{equals}{reference(unquote(value), unquote(name), known) or value}")
    return "/".join(segments) + mark + "&".join(pairs)


def referring_body(body: str, known: Known) -> str:
    """Put references into the texts of a JSON body; another body stays as it is."""
    if not known:
        return body
    try:
        value = json.loads(body)
    except ValueError:
        return body
    replaced = replacing(value, "", lambda each, name: reference(each, name, known))
    return body if replaced == value else json.dumps(replaced)


def replacing(value: Any, name: str, by: Callable[[str | int, str], str]) -> Any:
    """Return a JSON value with some of its texts and numbers replaced."""
    if isinstance(value, dict):
        return {key: replacing(item, key, by) for key, item in value.items()}
    if isinstance(value, list):
        return [replacing(item, name, by) for item in value]
    return (by(value, name) or value) if is_word(value) else value


def is_word(value: Any) -> bool:
    """Whether a value may be an id: a text, or a whole number."""
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))


def reference(value: str | int, name: str, known: Known, *, anyhow: bool = False) -> str:
    """Return the reference for a value, nothing where it comes from no answer.

    A short value may stand in two places by chance: their names have to be alike, except in a path (``anyhow``), where a
    number is a text.
    """
    places = known.get(value, []) + (known.get(int(value), []) if anyhow and str(value).isdecimal() else [])
    alike = [written for pointer, written in places if same_name(pointer.rpartition("/")[2], name)]
    if alike:
        return alike[0]
    ids = [written for pointer, written in places if pointer.lower().endswith("id")]
    return (ids or [written for _, written in places])[0] if places and (anyhow or len(str(value)) >= SHORTEST) else ""


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same: ``order_id`` and ``orders``, ``id`` and ``orderId``."""
    first, second = (re.sub(r"[^a-z0-9]|id$|s$", "", re.sub("ids?$", "", each.lower())) for each in (one, other))
    return first == second if first else other.lower().endswith("id")


def leaves(text: str) -> Iterator[tuple[str, str | int]]:
    """Yield (JSON pointer, value) of the texts and whole numbers of a JSON document."""
    try:
        value = json.loads(text)
    except ValueError:
        return
    yield from inside(value, "")


def inside(value: Any, pointer: str) -> Iterator[tuple[str, str | int]]:
    """Yield the leaves of a JSON value."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            name = str(key).replace("~", "~0").replace("/", "~1")
            if not set(name) & {"{", "}"}:
                yield from inside(item, f"{pointer}/{name}")
    elif is_word(value) and value != "":
        yield pointer, value


def values(call: Call) -> Iterator[str]:
    """Yield what a client has put into a request."""
    path, _, query = call.path.partition("?")
    yield from (unquote(each) for each in path.split("/"))
    yield from (unquote(each.partition("=")[2]) for each in query.split("&"))
    yield from (str(value) for _, value in leaves(call.body))


def parse_steps(words: Sequence[str]) -> list[Step]:
    """Read steps from the words of a command line. `ValueError` with a sentence for what is none."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == THEN:
            parts.append([])
        else:
            parts[-1].append(word)
    return [parse_step(part, number) for number, part in enumerate(parts, 1)]


def parse_step(words: list[str], number: int) -> Step:
    """Read one step."""
    where = f"- at request {number}"
    plain: list[str] = []
    options: list[tuple[str, str]] = []
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if not word.startswith("--"):
            plain.append(word)
        elif name not in OPTIONS:
            raise ValueError(f"Expected {', '.join((*OPTIONS, THEN))}, got {word[:80]} {where}")
        elif equals:
            options.append((name, value))
        elif (following := next(left, None)) is None:
            raise ValueError(f"Expected a value behind {name}, got none {where}")
        else:
            options.append((name, following))
    if len(plain) != 2 or not plain[1].startswith("/"):  # noqa: PLR2004 - method and path
        raise ValueError(f"Expected METHOD /PATH, got {' '.join(plain)[:80] or 'nothing'} {where}")
    given = dict(options)
    return Step(
        plain[0].upper(),
        plain[1],
        dict(header(value, where) for name, value in options if name == "--header"),
        given.get("--body", ""),
        checked_base64(given.get("--body-base64", ""), where),
        checked_key(given.get("--key", "1"), where),
    )


def header(text: str, where: str) -> tuple[str, str]:
    """Read a header."""
    name, colon, value = text.partition(":")
    if not (name.strip() and colon):
        raise ValueError(f"Expected a header as 'Name: value', got `{text}` {where}")
    return name.strip(), value.strip()


def checked_key(text: str, where: str) -> int:
    """Read the number of a key."""
    if not text.isdecimal():
        raise ValueError(f"Expected the number of a key, or 0 for none, got `{text}` {where}")
    return int(text)


def checked_base64(text: str, where: str) -> str:
    """Return the text if it is base64."""
    try:
        base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError(f"Expected base64, got something else: {error} {where}") from error
    return text
