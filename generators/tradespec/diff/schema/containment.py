"""Does one schema accept everything that another accepts? Decided where it can be, with a witness where not."""

from __future__ import annotations

from typing import Any, Final

import jsonschema_rs

from tradespec.diff.schema.node import Document, JsonSchema
from tradespec.diff.schema.outcome import Empty, Found
from tradespec.diff.schema.solver import OutOfBudget, Solver
from tradespec.diff.schema.verdict import No, Unknown, Verdict, Yes

BUDGET_SECONDS: Final = 2.0


def contains(wide: JsonSchema, narrow: JsonSchema, *, budget_seconds: float = BUDGET_SECONDS) -> Verdict:
    """Say whether ``wide`` accepts every JSON value that ``narrow`` accepts.

    Both are self-contained JSON Schemas of 2020-12 (local references only). Formats count as constraints; ``int32`` and
    ``int64`` are the bounds they mean.

    Returns:
        `Yes` when it is proven, `No` with a value that ``narrow`` accepts and ``wide`` refuses (both were asked, by
        jsonschema-rs), `Unknown` with the reason when neither was reached within the budget.
    """
    verdict = searched(wide, narrow, budget_seconds)
    return Yes() if isinstance(verdict, Unknown) and covered(wide, narrow) else verdict


def covered(wide: JsonSchema, narrow: JsonSchema) -> bool:
    """Whether the canonical algebra of jsonschema-rs proves it; it knows some sets that the search leaves open."""
    try:
        plain = [schema if isinstance(schema, bool) else dict(schema) for schema in (wide, narrow)]
        forms = [jsonschema_rs.canonicalize(schema, validate_formats=True) for schema in plain]
        return forms[0].covers(forms[1]) == jsonschema_rs.canonical.Containment.YES
    except (ValueError, jsonschema_rs.ValidationError):
        return False


def searched(wide: JsonSchema, narrow: JsonSchema, budget_seconds: float) -> Verdict:
    """Search for a value that the narrow schema accepts and the wide one refuses."""
    accepted, refused = Document(narrow).top, Document(wide).top
    solver = Solver(budget_seconds)
    try:
        outcome = solver.find(frozenset({(True, accepted), (False, refused)}))
        if isinstance(outcome, Empty):
            return Yes()
        if not isinstance(outcome, Found):
            return Unknown(outcome.reason)
        if accepted.accepts(outcome.value) and not refused.accepts(outcome.value):
            return No(outcome.value)
    except OutOfBudget as error:
        return Unknown(str(error))
    except (ValueError, LookupError, TypeError) as error:
        return Unknown(f"a schema that cannot be read: {error}")
    return Unknown("the value that was found did not hold when both schemas were asked")


def witness(schema: JsonSchema, *, budget_seconds: float = BUDGET_SECONDS) -> Any:
    """Return a value that the schema accepts; `LookupError` where there is none or none was found."""
    verdict = contains(False, schema, budget_seconds=budget_seconds)
    if isinstance(verdict, No):
        return verdict.witness
    raise LookupError("Expected a schema that accepts something, found no such value")
