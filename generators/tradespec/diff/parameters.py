"""Parameters: a parameter is its wire language, made of location, style, explode and schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.diff.context import Spot
from tradespec.diff.pairing import path_names, shape
from tradespec.diff.projection import Spelling
from tradespec.diff.proof import compare_schemas
from tradespec.diff.schema import Yes
from tradespec.diff.sunset import Life, changes, day_of, passed
from tradespec.diff.text import reads_as_text
from tradespec.diff.view import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Operation, Parameter
    from tradespec.diff.context import Both, Context
    from tradespec.diff.endings import Kind
    from tradespec.diff.finding import Direction
    from tradespec.diff.projection import Way

IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI 3.1 section 4.8.12.2.1: parameters of these names say nothing."""


LIVES: Final = {
    "deprecated": "deprecated",
    "deprecated-with-sunset": "deprecated-with-sunset",
    "sunset-missing": "deprecated-sunset-missing",
    "sunset-invalid": "sunset-parse",
    "date-too-small": "sunset-date-too-small",
    "date-changed-too-small": "sunset-date-changed-too-small",
    "sunset-deleted": "sunset-deleted",
    "reactivated": "reactivated",
    "stability-decreased": "stability-decreased",
    "stability-increased": "stability-increased",
}
"""What can happen to a promise -> how it is said of a parameter."""


def keyed(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return parameters by location and name; those of the path by their position, which alone the wire knows."""
    names = path_names(operation.path)
    out: dict[tuple[str, str], Parameter] = {}
    for each in operation.parameters:
        if each.location == "path":
            out["path", str(names.index(each.name)) if each.name in names else each.name] = each
        elif each.location == "header":
            if each.name.lower() not in IGNORED_HEADERS:
                out["header", each.name.lower()] = each
        else:
            out[each.location, each.name] = each
    return out


def compare_parameters(both: Both) -> None:
    """Compare the parameters of an operation. Those of the path come and go with the path itself."""
    old, new = keyed(both.old), keyed(both.new)
    gone = [each for key, each in old.items() if key not in new and each.location != "path"]
    come = [each for key, each in new.items() if key not in old and each.location != "path"]
    for before, after in moved(gone, come):
        gone.remove(before)
        come.remove(after)
        note(both, "request-parameter-location-changed", before, after, f"it in {after.location}")
    for each in gone:
        removed(both, each)
    for each in come:
        added(both, each)
    if shape(both.old.path) == shape(both.new.path):
        for key, after in new.items():
            if key not in old and after.location == "path" and not takes_any_text(both.context, after):
                note(both, "new-request-path-parameter", None, after, f"`{after.name}`, which takes less than any text")
    for key, before in old.items():
        if key in new and not both.context.unchanged(before.place, new[key].place):
            compare_parameter(both, before, new[key])


def takes_any_text(context: Context, new: Parameter) -> bool:
    """Whether a parameter of the path that was not described takes every text that may stand there."""
    if new.schema is None:
        return True
    wide = context.judge.projector.write(new.schema, Spelling("revision", "request", "wide"))
    return isinstance(context.judge.ask(wide, {"type": "string", "minLength": 1}), Yes)


def moved(gone: list[Parameter], come: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Yield parameters that are in another place now."""
    for before in list(gone):
        for after in list(come):
            if before.name.lower() == after.name.lower():
                yield before, after
                break


def note(  # noqa: PLR0913 - the parts of a finding
    both: Both, rule: str, old: Parameter | None, new: Parameter | None, got: str, *, expected: str = ""
) -> None:
    """Add a finding about a parameter."""
    one = old or new
    if one is None:
        return
    where = f"{one.location} parameter `{one.name}`"
    way = both.way(of_request=True)
    direction: Direction = way
    both.context.out.rule(
        turned(rule, way),
        expected=expected or EXPECTED[way],
        got=got,
        at=where,
        base=old.place if old else None,
        revision=new.place if new else None,
        uses=(both.use(where),),
        direction=direction,
    )


EXPECTED: Final = {
    "request": "requests of today to stay accepted",
    "response": "calls that clients of today understand",
}


def turned(rule: str, way: Way) -> str:
    """Return the rule that holds where the server sends the parameter."""
    return rule if way == "request" else TURNED.get(rule, rule)


TURNED: Final = {
    **{f"request-parameter-{name}": f"response-header-{name}" for name in (*LIVES.values(), "media-type-changed")},
    "new-required-request-parameter": "response-header-added",
    "new-optional-request-parameter": "response-header-added",
    "request-parameter-became-required": "response-header-became-required",
    "request-parameter-became-optional": "response-header-became-optional",
}


def removed(both: Both, each: Parameter) -> None:
    """Add that a parameter is gone."""
    rule = "request-parameter-removed"
    if both.calls == "server":
        rule = "required-response-header-removed" if each.required else "optional-response-header-removed"
    elif each.deprecated:
        sunset = each.extensions.get("x-sunset")
        rule += "-before-sunset" if day_of(sunset) else "-with-deprecation"
        if passed(sunset, both.context.today):
            rule = "request-parameter-removed-after-sunset"
    note(both, rule, each, None, f"no {each.location} parameter `{each.name}`")


def added(both: Both, each: Parameter) -> None:
    """Add that a parameter is new."""
    rule = "new-required-request-parameter" if each.required else "new-optional-request-parameter"
    got = f"the new {'required ' if each.required else ''}{each.location} parameter `{each.name}`"
    note(both, rule, None, each, got)


def compare_parameter(both: Both, old: Parameter, new: Parameter) -> None:
    """Compare one parameter."""
    if old.required != new.required:
        word = "required" if new.required else "optional"
        note(both, f"request-parameter-became-{word}", old, new, f"`{new.name}` {word}")
    lives = [
        Life(each.deprecated, each.extensions.get("x-sunset"), each.extensions.get("x-stability"), both.new.stability)
        for each in (old, new)
    ]
    for what, expected, got in changes(lives[0], lives[1], both.context.today):
        if what in LIVES:
            note(both, f"request-parameter-{LIVES[what]}", old, new, got, expected=expected)
    compare_content(both, old, new)
    if both.calls == "server":
        return  # what the server writes more strictly is still read
    if old.allow_reserved and not new.allow_reserved:
        note(both, "request-parameter-allow-reserved-changed", old, new, "no `allowReserved`")
    if old.allow_empty_value and not new.allow_empty_value:
        note(both, "request-parameter-allow-empty-value-removed", old, new, "no `allowEmptyValue`")


def compare_content(both: Both, old: Parameter, new: Parameter) -> None:
    """Compare how a parameter is written, then what it may be."""
    where = f"{new.location} parameter `{new.name}`"
    kind: Kind = "header" if new.location == "header" else "parameter"
    spot = Spot(both.way(of_request=True), kind, both.use(where), where)
    if old.schema is not None and new.schema is not None:
        compare_style(both, old, new)
    other = compare_written(both.context, old, new, spot)
    if other is not None:
        note(both, "request-parameter-media-type-changed", old, new, f"it written as {other}")


def compare_written(context: Context, old: Parameter, new: Parameter, spot: Spot) -> str | None:
    """Compare what a parameter or header may be; return the media type of a value that is written in another one now."""
    if old.schema is not None and new.schema is not None:
        compare_text(context, old, new, spot)
        return None
    before, after = ([*each.content.values()] for each in (old, new))
    names = [[media.name for media in each] for each in (before, after)]
    if bool(before) != bool(after) or (before and after and names[0] != names[1]):
        return ", ".join(f"`{name}`" for name in names[1]) or "plain text"
    if before and after and before[0].schema and after[0].schema:
        compare_schemas(context, before[0].schema, after[0].schema, spot)
    return None


def compare_style(both: Both, old: Parameter, new: Parameter) -> None:
    """Compare style and explode, which matter where a value has parts."""
    if old.style != new.style and not (plain(old) and plain(new) and {old.style, new.style} <= PLAIN_STYLES):
        note(both, "request-parameter-style-changed", old, new, f"style `{new.style}` (it was `{old.style}`)")
    elif old.explode != new.explode and not (unparted(old) and unparted(new)):
        got = f"explode {str(new.explode).lower()} (it was {str(old.explode).lower()})"
        note(both, "request-parameter-explode-changed", old, new, got)


PLAIN_STYLES: Final = frozenset({"form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"})
"""A value without parts looks the same in all of these."""


def unparted(parameter: Parameter) -> bool:
    """Whether ``explode`` changes nothing: the value has no parts, or is a list of the style ``simple``, joined anyway."""
    types = view(parameter.schema).types if parameter.schema else frozenset()
    return plain(parameter) or (parameter.style == "simple" and bool(types) and "object" not in types)


def plain(parameter: Parameter) -> bool:
    """Whether a parameter has no parts."""
    types = view(parameter.schema).types if parameter.schema else frozenset()
    return bool(types) and not types & {"array", "object"}


def compare_text(context: Context, old: Parameter, new: Parameter, spot: Spot) -> None:
    """Compare schemas of values that travel as text: a number is a string there, one value a list of one."""
    if old.schema is None or new.schema is None or context.same.schemas(old.schema, new.schema):
        return
    reader = new if spot.way == "request" else old
    harmless = reads_as_text(context, old.schema, new.schema, spot.way, one_of_many=reader.explode)
    compare_schemas(context, old.schema, new.schema, spot, harmless=harmless)
