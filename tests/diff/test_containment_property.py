"""Properties of containment over schemas that Hypothesis makes and shrinks.

A failing pair is written to `kept/`, where `test_containment_random.py` asks about it first from then on.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from trials.kept import keep
from trials.trial import contradiction

from tradespec.diff.schema import No, Unknown, Yes, contains

EXAMPLES = 300
INSTANCES = 2_000
NAMES = st.sampled_from(["a", "b", "kind"])
SCALARS = st.sampled_from([None, True, 0, 1, 2, -1, 1.5, "", "a", "ab", "12"])
PATTERNS = st.sampled_from(["^a", "b$", "^[ab]*$", "^a{1,3}$", "^(a|b)c?$", "^\\d+$"])
STEPS = st.integers(0, 4)


def words(**choices):
    """Any of these keywords, none of them required."""
    return st.fixed_dictionaries({}, optional=choices)


def typed(*kinds, **choices):
    return words(**choices).flatmap(
        lambda said: st.sampled_from([{"type": kind, **said} for kind in kinds] + [{"type": [*kinds, "null"], **said}])
    )


NUMBERS = typed(
    "integer",
    "number",
    minimum=STEPS,
    exclusiveMinimum=STEPS,
    maximum=st.sampled_from([2, 2.5, 7]),
    multipleOf=st.sampled_from([1, 2, 0.5]),
)
STRINGS = typed("string", minLength=STEPS, maxLength=STEPS, pattern=PATTERNS)
LISTED = st.lists(SCALARS, min_size=1, max_size=3).map(lambda values: {"enum": values}) | SCALARS.map(
    lambda value: {"const": value}
)
PLAIN = NUMBERS | STRINGS | LISTED | st.sampled_from([True, False, {"type": "boolean"}, {"type": "null"}])
REFERENCES = st.sampled_from([{"$ref": "#/$defs/T0"}, {"$ref": "#/$defs/T1"}])


def objects(parts):
    members = st.dictionaries(NAMES, parts | REFERENCES, max_size=2)
    return words(
        properties=members,
        required=st.lists(NAMES, min_size=1, max_size=2, unique=True),
        additionalProperties=st.just(False) | parts,
        patternProperties=st.dictionaries(PATTERNS, parts, max_size=1),
        minProperties=st.integers(0, 2),
        maxProperties=st.integers(1, 3),
    ).map(lambda said: {"type": "object", **said})


def arrays(parts):
    return words(
        items=parts | REFERENCES,
        prefixItems=st.lists(parts | REFERENCES, min_size=1, max_size=2),
        minItems=st.integers(0, 2),
        maxItems=st.integers(0, 3),
        uniqueItems=st.just(True),
    ).map(lambda said: {"type": "array", **said})


def composed(parts):
    branches = st.lists(parts, min_size=1, max_size=3)
    several = st.tuples(st.sampled_from(["allOf", "anyOf", "oneOf"]), branches).map(lambda said: {said[0]: said[1]})
    cases = st.fixed_dictionaries({"if": parts, "then": parts, "else": parts})
    return several | parts.map(lambda part: {"not": part}) | cases


SCHEMAS = st.recursive(PLAIN, lambda parts: objects(parts) | arrays(parts) | composed(parts), max_leaves=6)


@st.composite
def pairs(draw):
    """Two schemas: unrelated, or one with a part of the other put in or left out."""
    definitions = {"T0": draw(SCHEMAS), "T1": draw(SCHEMAS)}
    one, two = draw(SCHEMAS), draw(SCHEMAS)
    how = draw(st.sampled_from(["apart", "both", "either", "fewer"]))
    if how == "both":
        two = {"allOf": [one, two]}
    elif how == "either":
        two = {"anyOf": [one, two]}
    elif how == "fewer" and isinstance(one, dict) and one:
        gone = draw(st.sampled_from(sorted(one)))
        two = {word: said for word, said in one.items() if word != gone}
    sides = [{"allOf": [each], "$defs": definitions} for each in (one, two)]
    return sides if draw(st.booleans()) else sides[::-1]


def hold(test, strategy, *, examples=EXAMPLES):
    """Run a property with a seed that is printed; keep the smallest pair that fails."""
    seed = random.randrange(2**31)
    print(f"seed {seed}")
    failed = []

    @hypothesis.seed(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(pair):
        why = test(*pair)
        if why:
            failed.append((*pair, why))
        assert not why

    try:
        run()
    except AssertionError:
        pytest.fail(keep(*failed[-1], seed))


def test_no_answer_is_contradicted():
    answers = {Yes: 0, No: 0, Unknown: 0}

    def judged(wide, narrow):
        verdict = contains(wide, narrow)
        answers[type(verdict)] += 1
        return contradiction(verdict, wide, narrow, random.Random(1), INSTANCES)[1]

    hold(judged, pairs())
    assert answers[Yes] > EXAMPLES / 10
    assert answers[No] > EXAMPLES / 10
    assert answers[Unknown] < EXAMPLES / 20


def test_a_schema_contains_itself_and_what_is_made_of_it():
    def judged(wide, narrow):
        both, either = {"allOf": [wide["allOf"][0], narrow["allOf"][0]]}, {"anyOf": [*wide["allOf"], *narrow["allOf"]]}
        questions = [
            (wide, wide),
            (wide, {**both, "$defs": wide["$defs"]}),
            ({**either, "$defs": wide["$defs"]}, narrow),
            ({"not": {"not": wide["allOf"][0]}, "$defs": wide["$defs"]}, wide),
        ]
        wrong = [question for question in questions if isinstance(contains(*question), No)]
        return f"No to {wrong[0]}" if wrong else ""

    hold(judged, pairs())


def test_the_same_question_ends_the_same_way():
    def judged(wide, narrow):
        answers = {repr(contains(wide, narrow, budget_steps=400)) for _ in range(2)}
        return "" if len(answers) == 1 else f"two answers: {answers}"

    hold(judged, pairs(), examples=100)
