"""Does one schema accept everything that another accepts? Decided where it can be, with a witness where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema.depth import deep
from tradespec.diff.schema.node import Document, JsonSchema, Node, normalised
from tradespec.diff.schema.outcome import Empty, Found
from tradespec.diff.schema.solver import OutOfBudget, Solver
from tradespec.diff.schema.verdict import No, Unknown, Verdict, Yes
from tradespec.lean import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET_STEPS: Final = 100_000
"""Enough for all but riddles; a step is some ten microseconds."""
CANONICAL_BYTES_MAX: Final = 50_000
"""Larger schemas are left to the search: the algebra knows no budget."""
UNEVALUATED: Final = b'"unevaluated'
"""Words about what nothing else has looked at. The algebra (0.60) forgets that an `if` alone has looked, so it is not asked."""
FENCE_SECONDS: Final = 10.0
"""For the case that a step costs far more than that."""


def contains(
    wide: JsonSchema, narrow: JsonSchema, *, budget_steps: int = BUDGET_STEPS, budget_seconds: float = FENCE_SECONDS
) -> Verdict:
    """Say whether ``wide`` accepts every JSON value that ``narrow`` accepts.

    Both are self-contained JSON Schemas of 2020-12 (local references only). Formats count as constraints; ``int32`` and
    ``int64`` are the bounds they mean.

    Returns:
        `Yes` when it is proven, `No` with a value that ``narrow`` accepts and ``wide`` refuses (both were asked, by
        jsonschema-rs), `Unknown` with the reason when neither was reached within the budget.
    """

    def nodes() -> tuple[Node, Node]:
        return Document(wide, number=2).top, Document(narrow, number=1).top

    verdict = searched(nodes, Solver(budget_steps, budget_seconds))
    return Yes() if isinstance(verdict, Unknown) and covered(wide, narrow) else verdict


def covered(wide: JsonSchema, narrow: JsonSchema) -> bool:
    """Whether the canonical algebra of jsonschema-rs proves it; it knows some sets that the search leaves open."""
    import orjson

    engine = jsonschema_rs()
    try:
        plain = [normalised(schema) for schema in (wide, narrow)]
        text = orjson.dumps(plain)
        if len(text) > CANONICAL_BYTES_MAX or UNEVALUATED in text:
            return False
        forms = [engine.canonicalize(schema, validate_formats=True) for schema in plain]
        return bool(forms[0].covers(forms[1]) == engine.canonical.Containment.YES)
    except (ValueError, TypeError, engine.ValidationError):
        return False


def searched(nodes: Callable[[], tuple[Node, Node]], solver: Solver) -> Verdict:
    """Search for a value that the second node accepts and the first refuses."""
    try:
        with deep():
            return asked(*nodes(), solver)
    except OutOfBudget as error:
        return Unknown(str(error))
    except RecursionError:
        return Unknown("the schema is nested too deep")
    except (ValueError, LookupError, TypeError) as error:
        if "Recursion limit" in str(error):
            return Unknown("what was found is nested too deep to be checked")
        return Unknown(f"a schema that cannot be read: {error}")


def asked(refused: Node, accepted: Node, solver: Solver) -> Verdict:
    """Search, and let jsonschema-rs check what was found."""
    outcome = solver.answer(frozenset({(True, accepted), (False, refused)}))
    if isinstance(outcome, Empty):
        return Yes()
    if not isinstance(outcome, Found):
        return Unknown(outcome.reason)
    if accepted.accepts(outcome.value) and not refused.accepts(outcome.value):
        return No(outcome.value)
    return Unknown("the value that was found did not hold when both schemas were asked")


def witness(schema: JsonSchema, *, budget_steps: int = BUDGET_STEPS) -> Any:
    """Return a value that the schema accepts; `LookupError` where there is none or none was found."""
    verdict = contains(False, schema, budget_steps=budget_steps)
    if isinstance(verdict, No):
        return verdict.witness
    raise LookupError("Expected a schema that accepts something, found no such value")
