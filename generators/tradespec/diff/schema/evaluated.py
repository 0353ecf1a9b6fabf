"""Which members and elements the parts of a schema speak of: what ``unevaluatedProperties`` leaves to itself.

Which branches hold is known from the tableau only in part, so there are two answers: the names that are spoken of for
certain, and those that may be. `tradespec.diff.schema.solver` tries the strict reading for a value, and takes the lax one as the
proof that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def names_of(node: Node, holds: Holds, *, certain: bool) -> Names:
    """Return the names of which a schema, accepting, speaks for certain, or may speak.

    ``unevaluatedProperties`` of the node itself is left out: it is who asks.
    """
    out = Names()
    seen: set[Node] = set()
    stack = [(node, True)]
    while stack:
        part, outermost = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        keywords = part.keywords
        out.named |= dict.fromkeys(keywords.get("properties", ()))
        out.patterns |= dict.fromkeys(keywords.get("patternProperties", ()))
        if "additionalProperties" in keywords or ("unevaluatedProperties" in keywords and not outermost):
            out.every = True
        stack += [(child, False) for child in parts(part, holds, out, certain=certain)]
    return out


def parts(node: Node, holds: Holds, out: Names, *, certain: bool) -> Iterator[Node]:
    """Yield the subschemas about the same value that accept it for certain, or that may."""
    keywords = node.keywords
    yield from (node.child(branch) for branch in keywords.get("allOf", ()))
    if "$ref" in keywords:
        target = followed(node, keywords["$ref"])
        yield from [target] if target is not None else []
    for word in ("anyOf", "oneOf"):
        for branch in map(node.child, keywords.get(word, ())):
            said = holds(branch)
            out.undecided |= {branch: None} if said is None else {}
            if taken(said, certain=certain):
                yield branch
    if "if" in keywords:
        test = node.child(keywords["if"])
        said = holds(test)
        out.undecided |= {test: None} if said is None else {}
        if taken(said, certain=certain):
            yield test
            yield from (node.child(keywords[word]) for word in ("then",) if word in keywords)
        if taken(None if said is None else not said, certain=certain):
            yield from (node.child(keywords[word]) for word in ("else",) if word in keywords)
    if not certain:
        yield from (node.child(schema) for schema in keywords.get("dependentSchemas", {}).values())


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
