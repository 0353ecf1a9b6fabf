"""Seeded mutations of a document: two documents, and what a comparison of them has to say."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from mutations.narrowings import NARROWINGS, NARROWINGS_30, NARROWINGS_31
from mutations.refactors import REFACTORS, REFACTORS_31
from mutations.shared import Reachable, shared_schemas
from mutations.sites import at, is_swagger, operations, put, schema_at, sites_of
from mutations.surroundings import SURROUNDINGS
from mutations.surroundings_2 import SURROUNDINGS_2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutations.narrowings import Edit
    from mutations.shared import Shared
    from mutations.sites import Node, Site, Steps
    from mutations.surroundings import Change

WAYS = ("request", "response", "parameter")
FOREIGN = {"oneOf", "anyOf", "not", "if", "const", "nullable", "contains", "prefixItems", "dependentRequired"}
"""Words that Swagger 2.0 does not have."""
MOVING = {"path moved", "method changed", "path parameter renamed"}


@dataclass(frozen=True)
class Mutation:
    """Two documents. ``direction`` is that of a breaking change, empty where it has none."""

    kind: str
    base: Node
    revision: Node
    breaking: bool
    uses: frozenset[tuple[str, str]]
    """(method, path) that a breaking change reaches; empty where it may be said of another."""
    direction: str
    where: str = ""
    spreads: bool = False
    """Whether more than these may be reached."""

    def __str__(self) -> str:
        shown = ", ".join(f"{method.upper()} {path}" for method, path in sorted(self.uses)[:2])
        return f"{self.kind} in {shown} {self.where}"


def mutations(document: Node, seed: int) -> Iterator[Mutation]:
    """Yield one mutation of each kind that the document has a place for, forwards and backwards."""
    places = [(method, path) for method, path, _ in operations(document)]
    sites = {(method, path): sites_of(document, method, path) for method, path in places}
    newer = str(document.get("openapi", "")).startswith(("3.1", "3.2"))
    narrowings = {**NARROWINGS, **(NARROWINGS_31 if newer else NARROWINGS_30)}
    refactors = {**REFACTORS, **(REFACTORS_31 if newer else {})}
    for kind, edit in narrowings.items():
        for way in WAYS:
            yield from narrowed(document, kind, edit, way, sites, seed)
    for kind, edit in refactors.items():
        for way in WAYS:
            yield from respelled(document, kind, edit, way, sites, seed)
    yield from components(document, narrowings, refactors, sites, seed)
    for kind, row in (SURROUNDINGS_2 if is_swagger(document) else SURROUNDINGS).items():
        yield from surrounded(document, kind, row, places, seed)


def narrowed(  # noqa: PLR0917 - all by position, close by
    document: Node, kind: str, edit: Edit, way: str, sites: dict[Any, list[Site]], seed: int
) -> Iterator[Mutation]:
    """Yield a schema that accepts less, and the same read backwards: it accepts more."""
    name = f"{way}: {kind}"
    found = edited(document, edit, way, sites, randomly(name, seed))
    if found is not None:
        site, other = found
        sent = way != "response"
        direction = "request" if sent else "response"
        here = (frozenset({(site.method, site.path)}), direction, written(site.steps))
        yield Mutation(name, document, other, sent, *here)
        yield Mutation(f"{name}, backwards", other, document, not sent, *here)


def respelled(  # noqa: PLR0917 - as above
    document: Node, kind: str, edit: Edit, way: str, sites: dict[Any, list[Site]], seed: int
) -> Iterator[Mutation]:
    """Yield a schema that is written in another way."""
    name = f"{way}: {kind}"
    found = edited(document, edit, way, sites, randomly(name, seed))
    if found is not None:
        site, other = found
        here = (frozenset({(site.method, site.path)}), "", written(site.steps))
        yield Mutation(name, document, other, False, *here)
        yield Mutation(f"{name}, backwards", other, document, False, *here)


def components(
    document: Node, narrowings: dict[str, Edit], refactors: dict[str, Edit], sites: dict[Any, list[Site]], seed: int
) -> Iterator[Mutation]:
    """Yield the same edits made once, in what many operations share."""
    known = shared_schemas(document, [site for each in sites.values() for site in each])
    reachable = Reachable(document)
    for kind, edit in {**narrowings, **refactors}.items():
        name = f"component: {kind}"
        random = randomly(name, seed)
        for each in random.sample(known, len(known)):
            schema = allowed(document, edit(at(document, each.steps), random))
            if schema is None:
                continue
            other = dict(document)
            put(other, each.steps, schema)
            if kind in refactors:
                uses = frozenset(each.uses["request"] | each.uses["response"])
                yield Mutation(name, document, other, False, uses, "", written(each.steps))
                yield Mutation(f"{name}, backwards", other, document, False, uses, "", written(each.steps))
            else:
                yield from reaching(Mutation(name, document, other, True, frozenset(), ""), each, reachable)
            break


def reaching(made: Mutation, shared: Shared, reachable: Reachable) -> Iterator[Mutation]:
    """Yield a narrowing of what is shared as the operations feel it that surely use it; where that is open, nothing."""
    where = written(shared.steps)
    for way, pair in (
        ("request", (made.kind, made.base, made.revision)),
        ("response", (f"{made.kind}, backwards", made.revision, made.base)),
    ):
        uses = frozenset(shared.uses[way])
        if uses:
            yield Mutation(*pair, True, uses, way, where, spreads=True)
        elif not reachable.reached(shared.steps, way):
            yield Mutation(*pair, False, uses, way, where)


def surrounded(
    document: Node, kind: str, row: tuple[Change, bool, bool, str], places: list[tuple[str, str]], seed: int
) -> Iterator[Mutation]:
    """Yield a change around schemas."""
    change, breaking, backwards, direction = row
    random = randomly(kind, seed)
    for method, path in random.sample(places, len(places)):
        other = dict(document)
        if change(other, method, path, random):
            here = frozenset({(method, path)})
            yield Mutation(kind, document, other, breaking, here, direction, spreads=True)
            # Read backwards, an operation may stand elsewhere in the base.
            back = frozenset() if kind in MOVING else here
            yield Mutation(f"{kind}, backwards", other, document, backwards, back, direction, spreads=True)
            return


def edited(
    document: Node, edit: Edit, way: str, sites: dict[Any, list[Site]], random: Random
) -> tuple[Site, Node] | None:
    """Return a site where an edit fits, and the document with the edit made there and nowhere else."""
    for place in random.sample(sorted(sites), len(sites)):
        fitting = [site for site in sites[place] if site.way == way]
        for site in random.sample(fitting, len(fitting)):
            beside, said = schema_at(document, site.steps)
            schema = allowed(document, edit(said, random), parameter=bool(beside))
            if schema is not None:
                other = dict(document)
                put(other, site.steps, {**beside, **schema})
                return site, other
    return None


def allowed(document: Node, schema: Node | None, *, parameter: bool = False) -> Node | None:
    """Return an edited schema where the document's version of OpenAPI knows the words in it."""
    if schema is None or not is_swagger(document):
        return schema
    words = FOREIGN | {"allOf"} if parameter else FOREIGN
    return None if words & said_in(schema) else schema


def said_in(schema: Any) -> set[str]:
    """Return the keys of a schema and of the parts beside it."""
    if not isinstance(schema, dict):
        return set()
    return set(schema).union(*(said_in(part) for part in schema.get("allOf") or ()))


def randomly(name: str, seed: int) -> Random:
    """Return chance that one kind does not take from another."""
    return Random(zlib.crc32(f"{seed} {name}".encode()))


def written(steps: Steps) -> str:
    return "/".join(str(step) for step in (steps[3:] if steps[0] == "paths" else steps))
