"""Which rule a line of text speaks of: oasdiff's ids are made of the words that its sentences use.

>>> rules_of("the `size` request property's max was decreased to `5.00`")
('request-property-max-decreased',)
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Final

QUOTED: Final = re.compile(r"`([^`]*)`|(?<!\w)'([^']*)'(?!\w)|\"([^\"]*)\"")
IN_BRACKETS: Final = re.compile(r"\[([a-z][a-z-]+)\]")
"""The id itself, as one of oasdiff's formats writes it at the end of a line."""
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD: Final = re.compile(r"[a-z]+")
SAME: Final = {
    "deleted": "removed",
    "maximum": "max",
    "minimum": "min",
    "updated": "changed",
    "modified": "changed",
    "mediatype": "media",
    "sub": "subschema",
}
"""Words of sentences -> the words that ids have for them."""
PHRASES: Final = (
    (re.compile("^(error|warning) at .*, in api"), ""),
    (re.compile("^in api"), ""),
    (re.compile("type/format"), "type"),
    (re.compile("removed and replaced"), "changed"),
    (re.compile("restricted to a list of enum values"), "became enum"),
    (re.compile("mapped value"), "mapping"),
    (re.compile("(request|response) discriminator(?! property name changed for)"), r"\1 body discriminator"),
    (re.compile("deprecated with invalid sunset"), "deprecated sunset invalid"),
    (re.compile("sunset date deleted, but deprecated=true kept"), "sunset deleted"),
    (re.compile("failed to parse sunset date"), "api sunset parse"),
    (re.compile("mandatory response header"), "required response header"),
    (re.compile("media type was changed"), "media type name changed"),
    (re.compile("the security scheme was (added to|removed from) the api"), r"api global security \1"),
    (re.compile("security scope (.*)endpoint's security scheme"), r"api security scope \1"),
    (re.compile("^(added|removed) the schema"), r"api schema \1"),
)
"""What sentences say in other words than ids."""
WORTH, LACKING, BESIDE, NEIGHBOURS = 1.0, 2.5, 0.9, 0.1
"""What a word of the id counts that the sentence has, one that it has not, one that the sentence has beyond it, and two
words that follow each other in both."""
SLIGHT: Final = 0.2
COMMON: Final = frozenset(
    ("with", "all", "of", "any", "one", "not", "if", "then", "else", "too", "small", "before", "after")
)
"""Words of ids that stand in every other sentence; they tell little."""
LEAST: Final = 0.5


def rules_of(text: str) -> tuple[str, ...]:
    """Return the ids of the rules that a sentence may mean, all equally likely; none where it means none."""
    if named := [found for found in IN_BRACKETS.findall(text) if found in vocabulary()[0]]:
        return tuple(named)
    said = words(text)
    scores = {rule: score(parts, said) for rule, parts in vocabulary()[0].items() if shares(parts, said)}
    best = max(scores.values(), default=0.0)
    return tuple(sorted(rule for rule, each in scores.items() if each == best and best >= LEAST))


def shares(rule: tuple[str, ...], said: list[str]) -> bool:
    """Whether most words of an id stand in a sentence."""
    return sum(word in said for word in rule) * 2 > len(rule)


def score(rule: tuple[str, ...], said: list[str]) -> float:
    """Return how well the words of an id fit those of a sentence."""
    wanted, there = Counter(rule), Counter(said)
    lacking = (wanted - there).total()
    more = (set(said) & vocabulary()[1]) - set(rule)
    beside = sum(SLIGHT if word in COMMON else 1 for word in more)
    neighbours = len(set(pairwise(rule)) & set(pairwise(said)))
    return WORTH * (len(rule) - lacking) - LACKING * lacking - BESIDE * beside + NEIGHBOURS * neighbours


def words(text: str) -> list[str]:
    """Return the words of a sentence; of what stands in quotation marks, only keywords of schemas."""
    text = QUOTED.sub(lambda found: f" {keyword(''.join(filter(None, found.groups())))} ", text)
    text = " ".join(CAMEL.sub(" ", text).lower().split())
    for phrase, meant in PHRASES:
        text = phrase.sub(meant, text)
    return [SAME.get(word, word) for word in WORD.findall(text)]


def keyword(quoted: str) -> str:
    """Return a quoted word where it is a keyword that ids speak of, nothing where it is a name or a value."""
    return quoted if quoted in KEYWORDS else ""


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks and is no keyword."""
    found = ("".join(filter(None, each.groups())) for each in QUOTED.finditer(text))
    return [each for each in found if each and each not in KEYWORDS]


@cache
def vocabulary() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Return id -> its words, and all words that ids are made of."""
    from tradespec.diff.catalogue import known

    parts = {rule: tuple(SAME.get(word, word) for word in rule.split("-")) for rule in known()}
    return parts, frozenset().union(*parts.values())


KEYWORDS: Final = frozenset(
    [
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "contentSchema",
        "contentEncoding",
        "contentMediaType",
        "propertyNames",
        "patternProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "prefixItems",
        "dependentRequired",
        "dependentSchemas",
        "additionalProperties",
        "x-extensible-enum",
        "deprecated",
    ]
)
