"""A rule shown by an example: two small documents are compared for real, and what the rule says of them is kept."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.diff import Finding
    from tradespec.diff.catalogue import RuleCard
    from tradespec.diff.examples import Example

ANCESTORS_MAX: Final = 3
"""How many keys above a changed line are shown."""
RUN_MAX: Final = 16
"""How many lines in a row are shown as new or gone."""
FOLDER: Final = "gate-rules"
BREAKS: Final = {"wire": "on the wire", "source": "in generated code", "behaviour": "in behaviour"}
DIRECTIONS: Final = {"request": "requests", "response": "answers", "none": ""}
SIDES: Final = {"base": "the old contract", "revision": "the new one"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the comparison of an example says."""

    lines: tuple[str, ...]
    """What changed, as a unified diff of YAML, cut to the lines that matter."""
    where: str
    """The place in words, such as ``request body application/json/size``."""
    severity: str
    certainty: str
    proof: str
    """The witness as JSON; empty where the documents say it all themselves."""
    accepted_by: str = ""
    refused_by: str = ""


def shown(card: RuleCard) -> Shown | None:
    """Compare the example of a rule and return what the rule says of it; None where there is no example of it."""
    return tried(card.id, card.example) if card.example else None


def tried(rule: str, example: Example) -> Shown | None:
    """Compare two documents and return what a rule says of them; None where it says nothing."""
    finding = found(rule, example)
    if finding is None:
        return None
    witness = finding.witness
    return Shown(
        tuple(changed(*map(written, example.documents()))),
        finding.message.rpartition(" - at ")[2],
        finding.severity,
        finding.certainty,
        json.dumps(witness.value, ensure_ascii=False, default=str) if witness else "",
        witness.accepted_by if witness else "",
        witness.refused_by if witness else "",
    )


def taken(example: Shown) -> str:
    """Say which side takes a witness and which does not."""
    return f"accepted by {SIDES[example.accepted_by]}, refused by {SIDES[example.refused_by]}"


def found(rule: str, example: Example) -> Finding | None:
    """Return what a rule finds in its example; None where it finds nothing."""
    from tradespec.diff import compare

    contracts = [read_here(name, value) for name, value in zip(("old", "new"), example.documents(), strict=True)]
    return next((finding for finding in compare(*contracts) if finding.id == rule), None)


def read_here(name: str, value: dict[str, Any]) -> Contract:
    """Return a contract that is in no file."""
    from tradespec.contract import read
    from tradespec.document import Document, SourceFile

    source = json.dumps(value).encode()
    return read(Document(name, files={name: SourceFile(name, source, value, [], is_json=True)}))


def written(document: object) -> list[str]:
    """Return a document as lines of YAML."""
    from tradespec.document import dump_yaml

    return dump_yaml(document).splitlines()


def changed(old: list[str], new: list[str]) -> list[str]:
    """Return the changed lines with their marks, the keys above them and their plain neighbours."""
    rows = list(marked(old, new))
    keep: set[int] = set()
    for at, (mark, _) in enumerate(rows):
        if mark != " ":
            keep |= {at, *above(rows, at), *beside(rows, at)}
    kept = [rows[at] for at in sorted(keep)]
    least = min((depth(line) for _, line in kept), default=0)
    return shortened([f"{mark} {line[least:]}" for mark, line in kept])


def shortened(lines: list[str]) -> list[str]:
    """Return the lines with long runs of one mark cut: a whole operation that is new is told by its head."""
    out: list[str] = []
    for mark, run in groupby(lines, key=lambda line: line[0]):
        some = list(run)
        if mark == " " or len(some) <= RUN_MAX:
            out += some
        else:
            last = some[RUN_MAX - 2]
            out += [*some[: RUN_MAX - 1], f"{mark} {' ' * depth(last[2:])}..."]
    return out


def marked(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Yield every line of both documents with its mark: `` ``, ``-`` or ``+``."""
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[old_from:old_to] == new[new_from:new_to]:
            yield from ((" ", line) for line in old[old_from:old_to])
            continue
        yield from (("-", line) for line in old[old_from:old_to])
        yield from (("+", line) for line in new[new_from:new_to])


def above(rows: list[tuple[str, str]], at: int) -> list[int]:
    """Return the keys that a line stands under, the nearest few."""
    out: list[int] = []
    level = depth(rows[at][1])
    for before in range(at - 1, -1, -1):
        mark, line = rows[before]
        if depth(line) < level and mark in {" ", rows[at][0]}:
            level = depth(line)
            out.append(before)
            if len(out) == ANCESTORS_MAX:
                break
    return out


def beside(rows: list[tuple[str, str]], at: int) -> list[int]:
    """Return the unchanged scalars that stand right beside a line, such as the ``type`` next to a bound."""
    level = depth(rows[at][1])
    out: list[int] = []
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(rows) and depth(rows[near][1]) == level and not rows[near][1].endswith(":"):
            out.append(near)
            near += step
    return out


def depth(line: str) -> int:
    """Return how deep a line of YAML is indented; an item of a list stands where its dash is."""
    return len(line) - len(line.lstrip(" "))


def page_of(card: RuleCard) -> str:
    """Return the page and heading in docs/ that tell of a rule."""
    from tradespec.diff.endings import POSITIONS

    position = card.family.removeprefix("Schemas: ")
    if position not in POSITIONS:
        return f"{FOLDER}/{slug(card.family)}.md#{card.id}"
    ending = card.id.removeprefix(f"{position}-")
    return f"{FOLDER}/schemas-{slug(topics()[ending])}.md#{ending}"


def slug(title: str) -> str:
    """Return a title as the name of a file."""
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


TOPICS: Final = {
    "type-changed": "Types and listed values",
    "min-set": "Numbers",
    "min-length-set": "Strings",
    "min-items-set": "Arrays",
    "min-properties-set": "Objects",
    "if-added": "Composition",
    "default-value-added": "Beside the values",
}
"""The ending that a topic begins with -> the topic."""


@cache
def topics() -> dict[str, str]:
    """Return ending -> topic, in the order of the endings."""
    from tradespec.diff.endings import ENDINGS

    out: dict[str, str] = {}
    topic = ""
    for ending in ENDINGS:
        topic = TOPICS.get(ending, topic)
        out[ending] = topic
    return out
