"""Seeded mutations of a document: two documents, and what a comparison of them has to say."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from mutations.narrowings import NARROWINGS, NARROWINGS_31
from mutations.refactors import REFACTORS, REFACTORS_31
from mutations.sites import Site, at, operations, put, sites_of
from mutations.surroundings import SURROUNDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutations.narrowings import Edit
    from mutations.sites import Node
    from mutations.surroundings import Change

WAYS = ("request", "response", "parameter")


@dataclass(frozen=True)
class Mutation:
    """Two documents. ``direction`` is that of a breaking change, empty where it has none."""

    kind: str
    base: Node
    revision: Node
    breaking: bool
    method: str
    path: str
    direction: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.kind} in {self.method.upper()} {self.path} {self.where}"


def mutations(document: Node, seed: int) -> Iterator[Mutation]:
    """Yield one mutation of each kind that the document has a place for, forwards and backwards."""
    places = [(method, path) for method, path, _ in operations(document)]
    sites = {(method, path): sites_of(document, method, path) for method, path in places}
    newer = str(document.get("openapi", "")).startswith(("3.1", "3.2"))
    for kind, edit in {**NARROWINGS, **(NARROWINGS_31 if newer else {})}.items():
        for way in WAYS:
            yield from narrowed(document, kind, edit, way, sites, seed)
    for kind, edit in {**REFACTORS, **(REFACTORS_31 if newer else {})}.items():
        for way in WAYS:
            yield from respelled(document, kind, edit, way, sites, seed)
    for kind, row in SURROUNDINGS.items():
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
        here = (site.method, site.path, direction, written(site))
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
        here = (site.method, site.path, "", written(site))
        yield Mutation(name, document, other, False, *here)
        yield Mutation(f"{name}, backwards", other, document, False, *here)


def surrounded(
    document: Node, kind: str, row: tuple[Change, bool, bool, str], places: list[tuple[str, str]], seed: int
) -> Iterator[Mutation]:
    """Yield a change around schemas."""
    change, breaking, backwards, direction = row
    random = randomly(kind, seed)
    for method, path in random.sample(places, len(places)):
        other = dict(document)
        if change(other, method, path, random):
            yield Mutation(kind, document, other, breaking, method, path, direction)
            # Read backwards, an operation may stand elsewhere in the base.
            moved = kind in {"path moved", "method changed", "path parameter renamed"}
            yield Mutation(f"{kind}, backwards", other, document, backwards, method, "" if moved else path, direction)
            return


def edited(
    document: Node, edit: Edit, way: str, sites: dict[Any, list[Site]], random: Random
) -> tuple[Site, Node] | None:
    """Return a site where an edit fits, and the document with the edit made there and nowhere else."""
    for place in random.sample(sorted(sites), len(sites)):
        fitting = [site for site in sites[place] if site.way == way]
        for site in random.sample(fitting, len(fitting)):
            schema = edit(at(document, site.steps), random)
            if schema is not None:
                other = dict(document)
                put(other, site.steps, schema)
                return site, other
    return None


def randomly(name: str, seed: int) -> Random:
    """Return chance that one kind does not take from another."""
    return Random(zlib.crc32(f"{seed} {name}".encode()))


def written(site: Site) -> str:
    return "/".join(str(step) for step in site.steps[3:])
