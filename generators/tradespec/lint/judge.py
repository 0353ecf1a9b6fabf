"""Run every check over one document and settle how bad each finding is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tradespec.lint import (
    decimals,
    errors,
    examples,
    house_answers,
    house_bodies,
    house_prose,
    house_values,
    idempotency,
    lifecycle,
    limits,
    operations,
    pagination,
    projection,
    references,
    schemas,
    structure,
    words,
)
from tradespec.lint.context import Context
from tradespec.lint.settings import LintSettings
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.document import Problem
    from tradespec.lint.rules import Severity

CHECKS = (
    structure,
    references,
    operations,
    schemas,
    examples,
    words,
    limits,
    errors,
    idempotency,
    pagination,
    lifecycle,
    decimals,
)
"""What any document is judged by."""

HOUSE = (house_values, house_bodies, house_prose, house_answers)
"""What a document is judged by that keeps the house rules."""

SHAPELESS = frozenset({"structure", "schema-invalid", "unresolved-reference", "discriminator-invalid"})
"""Findings after which a document cannot be written in another version: first it must be one."""


def lint(contract: Contract, settings: LintSettings | None = None) -> list[Problem]:
    """Return every problem of the document behind ``contract``, family by family.

    Problems are values: nothing is raised for a bad document. A finding appears once, however many references lead to
    it.
    """
    settings = settings or LintSettings()
    context = Context(contract.document, contract)
    found: dict[tuple[str, object, str], Problem] = {}
    # The contract's own problems are left out: structure and references report the same, with what else is wrong there.
    for problem in (*_run(context, settings), *contract.document.problems):
        severity = settings.severity.get(problem.rule, problem.severity)
        if severity != "off":
            settled = replace(problem, severity=cast("Severity", severity))
            found.setdefault((problem.rule, problem.place, problem.message), settled)
    return list(found.values())


def _run(context: Context, settings: LintSettings) -> Iterator[Problem]:
    shapely = True
    for family in (*CHECKS, *(HOUSE if settings.house else ())):
        for problem in family.check(context):
            shapely = shapely and problem.rule not in SHAPELESS
            yield problem
    if settings.house and shapely:
        yield from projection.check(context)
