"""Every id that the gate can produce, as data: for docs, and for settings that name rules.

>>> from tradespec.diff.catalogue import card
>>> card("request-property-max-decreased").means
'`maximum` is lower, in a member of what clients send.'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from tradespec.diff.document_rules import DOCUMENTS
from tradespec.diff.endings import ENDINGS, FIXES, MEMBERS, MOVES, PARTS, POSITIONS, PROVEN, UNCARRIED_PARTS
from tradespec.diff.rules import FAMILIES
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.examples import Example
    from tradespec.diff.finding import Direction, Scope, Severity
    from tradespec.diff.projection import Way

HOLDERS: Final = {
    "property": "the body",
    "parameter-property": "a parameter",
    "header-property": "a header",
    "read-only-property": "an object, which only answers carry",
    "write-only-property": "an object, which only requests carry",
}


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What a rule is, and an example of it.

    ``severity`` is ``by containment`` where the verdict on two schemas decides it: breaking with a witness, risky where the
    question stays open, info where the change is proven harmless.
    """

    id: str
    severity: Severity | Literal["by containment"]
    scope: Scope
    direction: Direction
    family: str
    means: str
    fix: str

    @property
    def example(self) -> Example | None:
        """Two whole small documents whose comparison yields this rule, made when they are first asked for.

        None where it takes many documents to show it.
        """
        from tradespec.diff.examples import examples

        return examples().get(self.id)


@cache
def cards() -> tuple[RuleCard, ...]:
    """Return the card of every rule about two documents, family by family."""
    out: dict[str, RuleCard] = {}
    for each in (*declared(), *members(), *schemas()):
        out.setdefault(each.id, each)
    return tuple(out.values())


@cache
def known() -> dict[str, RuleCard]:
    """Return id -> card, those about whole documents of many included."""
    return {each.id: each for each in (*cards(), *documents())}


def card(rule: str) -> RuleCard:
    """Return the card of a rule; `KeyError` for an id that the gate never produces."""
    return known()[rule]


def declared() -> Iterator[RuleCard]:
    """Yield the rules about what is no schema."""
    for family, rules in FAMILIES.items():
        for name, rule in rules.items():
            yield made(name, rule.severity, rule.scope, rule.direction, family, rule.means, rule.fix)


def documents() -> Iterator[RuleCard]:
    """Yield the rules about whole documents that come and go."""
    for name, rule in DOCUMENTS.items():
        yield made(name, rule.severity, rule.scope, rule.direction, "Documents", rule.means, rule.fix)


def members() -> Iterator[RuleCard]:
    """Yield the rules about members of objects."""
    ways: tuple[Way, ...] = ("request", "response")
    for way in ways:
        parts = [*(part for (each, _), part in PARTS.items() if each == way), UNCARRIED_PARTS[way]]
        for part in dict.fromkeys(parts):
            level: Severity | Literal["by containment"] = "info" if part == UNCARRIED_PARTS[way] else PROVEN
            for what, (name, means) in MEMBERS[way].items():
                if what == "closed-added" and level == "info":
                    continue  # whether an object is closed matters only where the member is carried
                said = f"In {HOLDERS[part]}, {means}."
                yield made(name.format(part=part), level, "wire", way, f"Members of {way}s", said, FIXES[way])
        for must in ("required", "optional"):
            for ending, means in MOVES.items():
                said = f"Of {must} ones, {means}."
                yield made(
                    f"{way}-{must}-property-{ending}", PROVEN, "wire", way, f"Members of {way}s", said, FIXES[way]
                )


def schemas() -> Iterator[RuleCard]:
    """Yield the rules about what schemas say, position by position."""
    for position, stand in POSITIONS.items():
        for ending, rule in ENDINGS.items():
            if position not in rule.at:
                continue
            level = rule.request if stand.way == "request" else rule.response
            level = level if stand.carried else "info"
            fix = FIXES[stand.way] if level in {PROVEN, "breaking", "risky"} else ""
            means = f"{rule.means[:1].upper()}{rule.means[1:]}, in {stand.said}."
            yield made(f"{position}-{ending}", level, rule.scope, stand.way, f"Schemas: {position}", means, fix)


def made(  # noqa: PLR0913, PLR0917 - the parts of a card in the order of its fields
    name: str, level: object, scope: Scope, direction: Direction, family: str, means: str, fix: str
) -> RuleCard:
    """Make a card."""
    return RuleCard(name, level, scope, direction, family, means, fix)  # type: ignore[arg-type]
