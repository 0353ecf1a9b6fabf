"""Which members and elements the parts of a schema speak of: what ``unevaluatedProperties`` leaves to itself.

Which branches hold is known from the tableau only in part, so there are two answers: the names that are spoken of for
certain, and those that may be. `tradespec.diff.schema.solver` tries the strict reading for a value, and takes the lax one as the
proof that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradespec.diff.schema.goal import Fact
    from tradespec.diff.schema.node import JsonSchema, Node

    Holds = Callable[[Node], bool | None]
    """Whether a branch accepts the value at hand; None where that is not known."""


@dataclass(slots=True)
class Names:
    """Member names that are spoken of; ``every`` where one part speaks of all."""

    named: dict[str, None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)
    every: bool = False
    undecided: dict[Node, None] = field(default_factory=dict)
    """Branches on which it hangs and of which nothing is known."""


@dataclass(slots=True)
class Spoken:
    """What a schema and the parts that always hold with it speak of, and the branches on which more hangs."""

    named: dict[str, None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)
    every: bool = False
    branches: list[Node] = field(default_factory=list)
    """Those of ``anyOf`` and ``oneOf``."""
    tests: list[tuple[Node, Node | None, Node | None]] = field(default_factory=list)
    """Each ``if`` with its ``then`` and ``else``."""
    dependents: list[Node] = field(default_factory=list)


def spoken(node: Node, *, outermost: bool) -> Spoken:
    """Return what a schema speaks of whatever branch holds; it is found once, for the search asks it of every branch."""
    known = node.document.spoken.get((node, outermost))
    if known is None:
        known = node.document.spoken[node, outermost] = gathered(node, outermost=outermost)
    return known


def gathered(node: Node, *, outermost: bool) -> Spoken:
    """Walk a schema and the parts that always hold with it.

    ``unevaluatedProperties`` of the outermost itself is left out: it is who asks.
    """
    out = Spoken()
    seen: set[Node] = set()
    stack = [(node, outermost)]
    while stack:
        part, outermost = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        keywords, child = part.keywords, part.child
        out.named |= dict.fromkeys(keywords.get("properties", ()))
        out.patterns |= dict.fromkeys(keywords.get("patternProperties", ()))
        if "additionalProperties" in keywords or ("unevaluatedProperties" in keywords and not outermost):
            out.every = True
        stack += [(child(branch), False) for branch in keywords.get("allOf", ())]
        target = followed(part, keywords["$ref"]) if "$ref" in keywords else None
        stack += [(target, False)] if target is not None else []
        out.branches += [child(branch) for word in ("anyOf", "oneOf") for branch in keywords.get(word, ())]
        if "if" in keywords:
            ends = [child(keywords[word]) if word in keywords else None for word in ("then", "else")]
            out.tests.append((child(keywords["if"]), ends[0], ends[1]))
        out.dependents += [child(schema) for schema in keywords.get("dependentSchemas", {}).values()]
    return out


def names_of(node: Node, holds: Holds, *, certain: bool) -> Names:
    """Return the names of which a schema, accepting, speaks for certain, or may speak."""
    out = Names()
    seen: set[Node] = set()
    stack = [node]
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        said = spoken(part, outermost=part is node)
        out.named |= said.named
        out.patterns |= said.patterns
        out.every = out.every or said.every
        if said.branches or said.tests or said.dependents:
            stack += parts(said, holds, out, certain=certain)
    return out


def parts(said: Spoken, holds: Holds, out: Names, *, certain: bool) -> list[Node]:
    """Return the branches about the same value that accept it for certain, or that may."""
    found: list[Node] = []
    for branch in said.branches:
        holding = holds(branch)
        if holding is None:
            out.undecided[branch] = None
        if taken(holding, certain=certain):
            found.append(branch)
    for test, then, otherwise in said.tests:
        holding = holds(test)
        if holding is None:
            out.undecided[test] = None
        if taken(holding, certain=certain):
            found += [test, *([then] if then else [])]
        if otherwise and taken(None if holding is None else not holding, certain=certain):
            found.append(otherwise)
    return found if certain else found + said.dependents


def taken(said: bool | None, *, certain: bool) -> bool:
    """Whether a branch counts: one of which nothing is known does where the answer may be too large."""
    return not certain if said is None else said


def followed(node: Node, reference: Any) -> Node | None:
    """Return what a reference names, None where it leads nowhere."""
    try:
        return node.child(node.document.target(reference))
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


def members_fact(fact: Fact, holds: Holds, *, strict: bool) -> Fact | None:
    """Return a fact about unevaluated members as one about other members; None where it cannot hold.

    Strict: no value passes that should not. Otherwise: no value is lost that should pass.
    """
    name, node, rest = fact
    names = names_of(node, holds, certain=strict == (name == "unevaluated"))
    if name == "unevaluated":
        everything: JsonSchema = True
        shape = (
            dict.fromkeys(names.named, node.child(everything)),
            dict.fromkeys(names.patterns, node.child(everything)),
        )
        return ("members", *shape, node.child(everything) if names.every else rest)
    return None if names.every else ("bad_rest", tuple(names.named), tuple(names.patterns), rest)


def undecided(facts: list[Fact], holds: Holds) -> list[Node]:
    """Return the branches that would have to be known for both readings to be one."""
    found: dict[Node, None] = {}
    for _, node, _ in facts:
        found |= names_of(node, holds, certain=False).undecided
    return list(found)


def prefix_of(node: Node) -> int | None:
    """Return how many elements a schema speaks of, where no branch decides and no other word finds elements."""
    longest, seen, stack = 0, set[Any](), [(node, True)]
    while stack:
        part, outermost = stack.pop()
        keywords = part.keywords
        if part in seen:
            continue
        seen.add(part)
        if any(word in keywords for word in ("anyOf", "oneOf", "if", "items", "contains", "dependentSchemas")):
            return None
        if "unevaluatedItems" in keywords and not outermost:
            return None
        longest = max(longest, len(keywords.get("prefixItems", ())))
        stack += [(node.child(branch), False) for branch in keywords.get("allOf", ())]
        if "$ref" in keywords:
            target = followed(part, keywords["$ref"])
            if target is None:
                return None
            stack.append((target, False))
    return longest
