"""Ask containment about two schemas in the direction that matters, with memory and a budget for the whole comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.projection import Json, Projector, Side, Spelling, Way
from tradespec.diff.samples import Sampler
from tradespec.diff.schema import No, Unknown, Verdict, Yes
from tradespec.diff.schema.containment import covered, searched
from tradespec.diff.schema.node import Document, normalised
from tradespec.diff.schema.solver import Solver
from tradespec.diff.spoilt import spoilt_in

if TYPE_CHECKING:
    from tradespec.contract import Contract, Schema

QUESTION_STEPS: Final = 100_000
SHORT_STEPS: Final = 500
"""For a question that is asked to be sure, when the parts have been judged."""
TOTAL_STEPS: Final = 10_000_000
"""Steps, not seconds, so that two runs of one comparison never differ; a million takes some ten seconds."""
ROOM_MAX: Final = 300_000
"""Schemas met, past which what was learnt is forgotten for the sake of memory."""
FENCE_SECONDS: Final = 10.0
"""For one question, in the case that its steps cost far more than that."""
PLAINEST: Final[tuple[Any, ...]] = ([], {}, "", 0, False, None)


class Judge:
    """Answers questions about the schemas of two contracts."""

    def __init__(self, base: Contract, revision: Contract) -> None:
        self.projector = Projector(base, revision)
        self.open_room()
        self.left_steps = TOTAL_STEPS
        self.questions = 0
        self.samplers: dict[Way, Sampler] = {}
        self.validators: dict[tuple[str, str, Way], tuple[Any, ...]] = {}
        self.memory: dict[tuple[str, str, Way, bool], Verdict] = {}
        self.short: dict[tuple[str, str, Way, bool], Verdict] = {}
        """What was not answered in few steps."""

    def understood(self, old: Schema, new: Schema, way: Way, *, backwards: bool = False) -> Verdict:
        """Whether what old clients send is accepted (request), or what new servers send is understood (response).

        ``backwards`` asks the opposite, which tells a respelled schema from a widened one.
        """
        key = (str(old.place), str(new.place), way, backwards)
        if key not in self.memory:
            wide, narrow = self.sides(old, new, way, backwards=backwards)
            self.memory[key] = self.ask(wide, narrow)
        return self.memory[key]

    def understood_soon(self, old: Schema, new: Schema, way: Way) -> Verdict:
        """Say what `understood` does, unless that takes long: for a question that is asked to be sure."""
        key = (str(old.place), str(new.place), way, False)
        known = self.memory.get(key) or self.short.get(key)
        if known is None:
            known = self.ask(*self.sides(old, new, way), soon=True)
            (self.short if isinstance(known, Unknown) else self.memory)[key] = known
        return known

    def sides(self, old: Schema, new: Schema, way: Way, *, backwards: bool = False) -> tuple[Json, Json]:
        """Return the wide and the narrow schema of the question."""
        pair = ((old, "base"), (new, "revision"))
        sent, read = pair if (way == "request") != backwards else pair[::-1]
        wide = self.projector.write(read[0], Spelling(read[1], way, "wide"))  # type: ignore[arg-type]
        narrow = self.projector.write(sent[0], Spelling(sent[1], way, "narrow"))  # type: ignore[arg-type]
        return wide, narrow

    def sampler(self, way: Way) -> Sampler:
        """Return what builds values that are sent in a direction."""
        if way not in self.samplers:
            side: Side = "base" if way == "request" else "revision"
            self.samplers[way] = Sampler(self.projector, Spelling(side, way, "narrow"))
        return self.samplers[way]

    def shows(self, old: Schema, new: Schema, way: Way, value: Any) -> bool:
        """Whether jsonschema-rs says that the sender may send a value which the reader refuses."""
        key = (str(old.place), str(new.place), way)
        if key not in self.validators:
            wide, narrow = self.sides(old, new, way)
            self.validators[key] = tuple(Document(self.projector.complete(each)).top for each in (wide, narrow))
        reader, sender = self.validators[key]
        try:
            return bool(sender.accepts(value)) and not reader.accepts(value)
        except (ValueError, LookupError):
            return False

    def ask(self, wide: Json, narrow: Json, *, soon: bool = False) -> Verdict:
        """Ask one question within the budget; ``soon`` to give up early."""
        if self.left_steps <= 0:
            return Unknown(f"the {TOTAL_STEPS:,} steps for all questions of this comparison are used up")
        self.questions += 1
        if len(self.document.met) > ROOM_MAX:
            self.open_room()
        solver, room, complete = self.solver, self.document, self.projector.complete
        solver.grant(min(SHORT_STEPS if soon else QUESTION_STEPS, self.left_steps), FENCE_SECONDS)
        try:
            answer = searched(lambda: (room.node(normalised(wide)), room.node(normalised(narrow))), solver)
            if isinstance(answer, Unknown):
                whole = complete(wide), complete(narrow)
                answer = Yes() if not soon and covered(*whole) else tried(*whole) or answer
            return self.unless_spoilt(answer, wide, narrow)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # Half-valid documents hold anything where a schema should be; one bad corner must not end the comparison.
            return Unknown(f"a schema that cannot be read: {error}")
        finally:
            self.left_steps -= solver.steps

    def open_room(self) -> None:
        """Forget what was learnt from the questions so far: one room for all, for most answers lead on to others."""
        self.document = Document(root=True, definitions=self.projector.definition)
        self.solver = Solver(QUESTION_STEPS, FENCE_SECONDS)

    def unless_spoilt(self, answer: Verdict, wide: Json, narrow: Json) -> Verdict:
        """Return an answer, or none where it is yes and one side alone says what cannot be judged.

        The document of that side has a problem then: something was not compared.
        """
        if not isinstance(answer, Yes) or not self.projector.spoilt:
            return answer
        alone = spoilt_in(self.projector.complete(wide)) ^ spoilt_in(self.projector.complete(narrow))
        for said in alone:
            schema, key = self.projector.spoilt[said]
            schema.unexpected(key)
        return Unknown(f"one side has a keyword with a value that it cannot have: `{min(alone)}`") if alone else answer


def tried(wide: Json, narrow: Json) -> No | None:
    """Return one of the plainest values where it shows that containment does not hold: a search may lose its way before."""
    try:
        reader, sender = Document(wide).top, Document(narrow).top
        shown = (each for each in PLAINEST if sender.accepts(each) and not reader.accepts(each))
        return next((No(each) for each in shown), None)
    except ValueError:
        return None  # nested deeper than a validator goes: the search has said why it gave up


def both(*schemas: Json) -> Json:
    """Return the conjunction of schemas."""
    if any(schema is False for schema in schemas):
        return False
    return {"allOf": list(schemas)}


def along(steps: tuple[Step, ...], inner: Any) -> Json:
    """Return the schema of values that hold ``inner`` where the steps lead."""
    out: Json = inner
    for kind, key in reversed(steps):
        if kind == "property":
            out = {"type": "object", "required": [key], "properties": {key: out}}
        else:
            before: list[Any] = [True] * int(key)
            out = {"type": "array", "minItems": int(key) + 1, "prefixItems": [*before, out]}
    return out


Step = tuple[str, Any]
"""``("property", name)`` or ``("item", index)``: one step into a value."""
