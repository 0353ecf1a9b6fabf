"""What changed between two schemas, down to the keyword that is the cause, each change judged by containment.

A pair of schemas is asked about as a whole first. Where the answer is yes, everything below is harmless and only told.
Where it is no, the cause is found by asking again with one keyword at a time taken from the new schema, and by going
down into members, elements and branches. A pair is looked at once in a comparison, however often it is used.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from tradespec.diff.annotations import annotated
from tradespec.diff.change import Change, severity_of
from tradespec.diff.children import Child, branch_pairs, children, same_words
from tradespec.diff.looked import Looked, Part, gathered, settled
from tradespec.diff.members import members
from tradespec.diff.naming import ABOUT, GROUPS, said, suffix
from tradespec.diff.projection import Spelling, Way, dropped
from tradespec.diff.schema import No, Unknown, Verdict, Yes
from tradespec.diff.unions import told_apart
from tradespec.diff.view import View, flat_json, view
from tradespec.records import replace

if TYPE_CHECKING:
    from tradespec.contract import Schema
    from tradespec.diff.judge import Judge
    from tradespec.diff.looked import Key
    from tradespec.diff.projection import Projector
    from tradespec.diff.same import Same
    from tradespec.diff.terms import Today
    from tradespec.document import Place

DEPTH_MAX: Final = 2_000
"""Below this many steps a schema is judged as a whole, and no cause is looked for in its parts."""
Mode = Literal["judge", "harmless", "equal", "told"]
"""``judge`` where the question is open, ``harmless`` where the whole around it was found to be understood, ``equal`` where
the whole means the same on both sides: only what schemas say beside their values is looked at there; ``told`` where this
direction does not carry the value, so that whatever changed is only told."""
TOLD_BESIDE: Final = frozenset({"default", "deprecated"})
TOLD: Final = frozenset(
    {
        "$comment", "default", "deprecated", "description", "example", "examples", "externalDocs", "readOnly", "title",
        "writeOnly", "xml",
    }
)  # fmt: skip
"""Words that a value neither keeps nor breaks; whether a member is carried is asked for itself."""
PARTS: Final = frozenset(
    {"additionalProperties", "allOf", "anyOf", "items", "oneOf", "patternProperties", "prefixItems"}
)
"""Words whose schemas are compared as parts."""
WAYS: Final[tuple[Way, ...]] = ("request", "response")
BRANCH_WORDS: Final = ("oneOf", "anyOf", "allOf", "$ref")
BRANCHES: Final = frozenset({"one-of", "any-of", "all-of"})


class Schemas:
    """Compares schemas of two contracts."""

    def __init__(self, judge: Judge, same: Same, today: Today) -> None:
        self.judge = judge
        self.same = same
        self.today = today
        self.memory: dict[Key, Looked] = {}
        self.views: dict[str, View] = {}

    def changes(self, old: Schema, new: Schema, way: Way, *, mode: Mode = "judge") -> tuple[Change, ...]:
        """Return what changed between two schemas, nearest to the top first; see `Mode`."""
        key = self.visit(old, new, way, mode, 0)
        return gathered(self.memory, key) if key else ()

    def settled(self, old: Schema, new: Schema, way: Way) -> bool:
        """Whether looking at two schemas has decided that the whole is understood.

        Not where a keyword has a value that it cannot have: it is left out of what is judged, and the question notes that.
        """
        key = self.visit(old, new, way, "judge", 0)
        if key is not None and not settled(self.memory, key):
            return False
        self.judge.sides(old, new, way)
        self.judge.projector.write_all()
        return not self.judge.projector.spoilt

    def whole(self, old: Schema, new: Schema, way: Way) -> list[Change]:
        """Return the change that two schemas are as a whole, where it is proven that they break; it names no keyword."""
        asked = (old.resolved, new.resolved) if beside(old) == beside(new) else (old, new)
        verdict = self.judge.understood_soon(*asked, way)
        return [Pair(self, old, new, way).whole(verdict)] if isinstance(verdict, No) else []

    def visit(self, old: Schema, new: Schema, way: Way, mode: Mode, depth: int) -> Key | None:
        """Compare two schemas unless that was done; returns the name of the pair, None where they are the same."""
        if beside(old) == beside(new):
            old, new = old.resolved, new.resolved
        if self.same.schemas(old, new):
            return None
        key = (str(old.place), str(new.place), way, mode)
        if key not in self.memory:
            self.memory[key] = Looked()
            self.look(Pair(self, old, new, way), mode, depth, self.memory[key])
        return key

    def look(self, pair: Pair, mode: Mode, depth: int, out: Looked) -> None:
        """Compare one pair."""
        old, new, way = pair.old.schema, pair.new.schema, pair.way
        out.own += annotated(pair.old, pair.new, way, self.today)
        if mode == "judge" and depth < DEPTH_MAX and pair.passes_on():
            overlapping = pair.overlaps()
            if not overlapping or self.respelled(pair):
                self.below(pair, "equal" if overlapping else mode, depth, out)
                out.passes_on = not overlapping and pair.word_for_word()
                return
        verdict: Verdict = self.judge.understood(old, new, way) if mode == "judge" else Yes()
        out.settled = mode == "judge" and isinstance(verdict, Yes)
        if isinstance(verdict, Yes) and mode not in {"equal", "told"}:
            backwards = self.judge.understood(old, new, way, backwards=True)
            mode = "equal" if isinstance(backwards, Yes) else "harmless"
        pair.verdict, pair.asked = verdict, mode != "told"
        if pair.rearranged:
            out.own += [] if mode == "equal" else [pair.whole(verdict)]
            self.sum_up(out)
            return
        out.own += members(pair)
        out.own += pair.keywords() if mode != "equal" else []
        if depth < DEPTH_MAX:
            self.below(pair, mode, depth, out)
        self.sum_up(out)
        if not isinstance(verdict, Yes) and not out.proven:
            out.own = pair.together(out.own, undecided=out.undecided)
            self.sum_up(out)

    def sum_up(self, out: Looked) -> None:
        """Note how what a pair says and what is said below it was decided."""
        below = [self.memory[part.key] for part in out.parts]
        verdicts = [change.verdict for change in out.own]
        out.proven = any(isinstance(each, No) for each in verdicts) or any(each.proven for each in below)
        out.undecided = any(isinstance(each, Unknown) for each in verdicts) or any(each.undecided for each in below)

    def respelled(self, pair: Pair) -> bool:
        """Whether all parts mean the same on both sides; then so does the whole, whatever it does with them."""
        return all(
            self.same.schemas(child.old, child.new)
            or all(
                isinstance(self.judge.understood(child.old, child.new, pair.way, backwards=backwards), Yes)
                for backwards in (False, True)
            )
            for child in children(pair.old, pair.new, self.same)
        )

    def below(self, pair: Pair, mode: Mode, depth: int, out: Looked) -> None:
        """Compare the parts that belong together."""
        for child in children(pair.old, pair.new, self.same):
            carried = not uncarried(child, pair.way)
            key = self.visit(child.old, child.new, pair.way, mode if carried else "told", depth + 1)
            if key:
                out.parts.append(Part(key, child.steps, carried, always_sent(child, pair)))
        self.sum_up(out)

    def view(self, schema: Schema, side: str) -> View:
        """Return the flat view of a schema, made once."""
        key = f"{side}:{schema.place}"
        if key not in self.views:
            self.views[key] = view(schema)
        return self.views[key]


def beside(schema: Schema) -> dict[str, Any]:
    """Return what a schema says beside its reference: where that differs, following the reference would lose it."""
    if "$ref" not in schema.raw:
        return {}
    return {word: value for word, value in schema.raw.items() if word in TOLD_BESIDE or word.startswith("x-")}


def always_sent(child: Child, pair: Pair) -> bool:
    """Whether a part is a member that must be there, before and after."""
    names = [key for kind, key in child.steps if kind == "property"]
    return bool(names) and names[0] in pair.old.required and names[0] in pair.new.required


def uncarried(child: Child, way: Way) -> bool:
    """Whether this direction carries a member in neither document."""
    return (
        child.steps[:1] != ()
        and child.steps[0][0] == "property"
        and all(dropped(each, way) for each in (child.old, child.new))
    )


class Pair:
    """Two schemas of one place, laid flat, with what was answered about the whole."""

    def __init__(self, schemas: Schemas, old: Schema, new: Schema, way: Way) -> None:
        self.schemas, self.way = schemas, way
        self.verdict: Verdict = Yes()
        self.asked = True
        """Whether containment was asked; where it was not, names of changes go by the keywords alone."""
        self.old, self.new = schemas.view(old, "base"), schemas.view(new, "revision")

    @cached_property
    def wide(self) -> dict[str, Any]:
        """Both schemas as they are read."""
        projector = self.schemas.judge.projector
        return {side: flat_json(projector, seen, Spelling(side, self.way, "wide")) for side, seen in self.both()}

    @cached_property
    def narrow(self) -> dict[str, Any]:
        """Both schemas as they are sent."""
        projector = self.schemas.judge.projector
        return {side: flat_json(projector, seen, Spelling(side, self.way, "narrow")) for side, seen in self.both()}

    def passes_on(self) -> bool:
        """Whether nothing differs here but in parts that grow and shrink with the whole: then they are asked instead."""
        old, new = self.old, self.new
        if self.rearranged or old.null != new.null or old.required.keys() != new.required.keys():
            return False
        if old.properties.keys() != new.properties.keys() or self.differing():
            return False
        return all(
            dropped(member, way) == dropped(new.properties[name], way)
            for name, member in old.properties.items()
            for way in WAYS
        )

    def word_for_word(self) -> bool:
        """Whether both say the same with every word, save in what is compared as a part: stricter than `passes_on`.

        What is laid flat may say one thing with several words (``const`` beside ``enum``), of which names go by one.
        """
        old, new, same = self.old, self.new, self.schemas.same
        if not (old.flat and new.flat) or old.null or new.null:
            return False
        for word in (old.words.keys() | new.words.keys()) - TOLD:
            if not old.has(word) or not new.has(word):
                return False
            before, after = old.value(word), new.value(word)
            if (
                word in PARTS
                and isinstance(before, dict | list)
                and isinstance(before, list) == isinstance(after, list)
            ):
                continue
            if not same.nodes(before, old.words[word].place / word, after, new.words[word].place / word):
                return False
        return True

    def overlaps(self) -> bool:
        """Whether exactly one branch may hold and the reader cannot tell them apart: then a wider branch may refuse more."""
        reader = self.new if self.way == "request" else self.old
        return reader.has("oneOf") and not told_apart(reader.words["oneOf"])

    @property
    def rearranged(self) -> bool:
        """Whether one side chooses between branches and the other does not: keywords cannot be laid side by side."""
        words = ("oneOf", "anyOf")
        return [word for word in words if self.old.has(word)] != [word for word in words if self.new.has(word)]

    def both(self) -> tuple[tuple[Any, View], ...]:
        """Return both views by side."""
        return (("base", self.old), ("revision", self.new))

    def ask(self, edit: Any) -> tuple[Verdict, Any]:
        """Ask about the old schema with one edit taken from the new; returns the wide schema too."""
        if isinstance(self.verdict, Yes):
            return self.verdict, None
        if self.way == "request":
            wide, narrow = edit(self.wide["base"], self.wide["revision"]), self.narrow["base"]
        else:
            wide, narrow = self.wide["base"], edit(self.narrow["base"], self.narrow["revision"])
        return self.schemas.judge.ask(wide, narrow), wide

    # Keywords

    def keywords(self) -> list[Change]:
        """Return the groups of keywords that differ, each judged alone."""
        return [self.group(group) for group in self.differing()]

    def differing(self) -> list[str]:
        """Return the names of the groups that differ."""
        differ = [group for group in GROUPS if not same_words(group, self.old, self.new, self.schemas.same)]
        return [group for group in differ if self.matters(group)]

    def matters(self, group: str) -> bool:
        """Whether a group speaks of a type that both sides have: a bound is gone with the type it was a bound of."""
        both = self.old.types & self.new.types
        return group not in ABOUT or not self.old.types or not self.new.types or bool(both & ABOUT[group])

    def group(self, group: str) -> Change:
        """Judge one group of keywords."""
        words = GROUPS[group]
        if group == "discriminator":
            return self.discriminator()
        if group in BRANCHES:
            edit = branch_edit(group, self.old, self.new, self.schemas.same)
        else:
            edit = lambda old, new: self.swapped(old, new, words)  # noqa: E731 - one of two ways to edit
        verdict, wide = self.ask(edit)
        return self.change(group, verdict, wide)

    def discriminator(self) -> Change:
        """Judge what tells branches apart: by containment where branches stand beside it, else by what it names."""
        verdict, wide = self.ask(lambda old, new: swapped(old, new, BRANCH_WORDS))
        change = self.change("discriminator", verdict, wide)
        beside = all(seen.has("oneOf") or seen.has("anyOf") for _, seen in self.both())
        if beside or change.name in {"discriminator-added", "discriminator-mapping-added"}:
            return change
        return replace(change, severity="breaking" if change.name.endswith("name-changed") else "risky")

    def swapped(self, old: dict[str, Any], new: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any]:
        """Return the old schema with some keywords as the new one has them; other members among them."""
        out = swapped(old, new, words)
        return with_other(out, new, self.schemas.judge.projector) if "additionalProperties" in words else out

    def branches(self, group: str) -> str:
        """Name which way the branches changed that are there on both sides."""
        word = GROUPS[group][0]
        pairs = branch_pairs(word, self.old, self.new, self.schemas.same)
        gone, come = len(self.old.value(word)) - len(pairs), len(self.new.value(word)) - len(pairs)
        return f"{group}-{'changed' if bool(gone) == bool(come) else 'removed' if gone else 'added'}"

    def change(self, group: str, verdict: Verdict, wide: Any) -> Change:
        """Make the change of a group."""
        name = suffix(group, self.old, self.new, self.way, harmless=self.asked and isinstance(verdict, Yes))
        if group in BRANCHES and all(isinstance(seen.value(GROUPS[group][0]), list) for _, seen in self.both()):
            name = self.branches(group)
        if isinstance(verdict, No) and verdict.witness is None and group in {"type", "enum", "one-of", "any-of"}:
            name = "became-not-nullable" if self.way == "request" else "became-nullable"
        base, revision = self.places(group)
        return Change(name, said(group, self.old, self.new), severity_of(verdict), base, revision, (), verdict, wide)

    def places(self, group: str) -> tuple[Place, Place]:
        """Return where a group stands in both documents; the schema itself where it does not."""
        out = []
        for _, seen in self.both():
            word = next((each for each in GROUPS[group] if seen.has(each)), None)
            out.append(seen.words[word].place / word if word else seen.schema.place)
        return out[0], out[1]

    def together(self, found: list[Change], *, undecided: bool) -> list[Change]:
        """Find the cause where no keyword alone is it: take them from the new schema one after the other."""
        if isinstance(self.verdict, Unknown):
            return found if undecided else [*found, self.whole(self.verdict)]
        groups = self.differing()
        words: tuple[str, ...] = ()
        for group in groups:
            if group in BRANCHES and len(groups) > 1:
                continue
            words += GROUPS[group]
            verdict, wide = self.ask(lambda old, new, words=words: self.swapped(old, new, words))
            if isinstance(verdict, No):
                change = self.change(group, verdict, wide)
                return [change, *(other for other in found if other.name != change.name)]
        return [self.whole(self.verdict), *found]

    def whole(self, verdict: Verdict) -> Change:
        """Make the change that names no keyword."""
        name = self.arrangement() or ("narrowed" if self.way == "request" else "widened")
        if isinstance(verdict, No) and verdict.witness is None:
            name = "became-not-nullable" if self.way == "request" else "became-nullable"
        old, new = self.old.schema, self.new.schema
        wide = self.wide["revision" if self.way == "request" else "base"]
        text = "another schema, by several keywords together"
        if self.rearranged:
            text = ", ".join(said(group, self.old, self.new) for group in ("one-of", "any-of") if self.moved(group))
        return Change(name, text, severity_of(verdict), old.place, new.place, (), verdict, wide)

    def moved(self, group: str) -> bool:
        """Whether the branches of one kind are there on one side only."""
        word = GROUPS[group][0]
        return self.old.has(word) != self.new.has(word)

    def arrangement(self) -> str:
        """Name a schema that chooses between branches now, or no more."""
        if self.moved("one-of") and self.new.has("oneOf"):
            stood, same = self.old.schema.resolved, self.schemas.same
            if any(same.schemas(stood, branch.resolved) for branch in self.new.words["oneOf"].one_of):
                return "wrapped-in-one-of"
        for group in ("one-of", "any-of"):
            if self.moved(group):
                return f"{group}-{'added' if self.new.has(GROUPS[group][0]) else 'removed'}"
        return ""


def swapped(old: dict[str, Any], new: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any]:
    """Return the old schema with some keywords as the new one has them."""
    kept = {word: value for word, value in old.items() if word not in words}
    return {**kept, **{word: new[word] for word in words if word in new}}


def with_other(schema: dict[str, Any], new: dict[str, Any], projector: Projector) -> dict[str, Any]:
    """Return a schema with the member that stands for undeclared ones as the new has it; see `Projector.close`."""
    word, name = projector.other_word
    here, there = (each[word] if isinstance(each.get(word), dict) else {} for each in (schema, new))
    if (name in here) == (name in there):
        return schema
    kept = {key: value for key, value in here.items() if key != name}
    return {**schema, word: {**kept, **({name: there[name]} if name in there else {})}}


def branch_edit(group: str, old: View, new: View, same: Same) -> Any:
    """Return the edit that takes over which branches there are, and leaves those that stayed as they were."""
    word = GROUPS[group][0]
    pairs = branch_pairs(word, old, new, same)
    stayed = {at_new: at_old for at_old, at_new in pairs}

    def edit(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        spelled = next((each for each in (word, "anyOf") if each in before and each in after), None)
        counts = [len(seen.value(word)) if isinstance(seen.value(word), list) else -1 for seen in (old, new)]
        if word == "allOf" or spelled is None or not pairs or counts != [len(before[spelled]), len(after[spelled])]:
            return swapped(before, after, BRANCH_WORDS)
        mixed = [before[spelled][stayed[at]] if at in stayed else each for at, each in enumerate(after[spelled])]
        return {**swapped(before, after, BRANCH_WORDS), spelled: mixed}

    return edit
