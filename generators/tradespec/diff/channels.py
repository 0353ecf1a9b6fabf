"""``x-channels``: streams that clients subscribe to. What they send is judged as a request, what comes as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.context import Spot, table
from tradespec.diff.finding import Use
from tradespec.diff.proof import compare_schemas
from tradespec.diff.sunset import passed
from tradespec.document import DocumentError, Place

if TYPE_CHECKING:
    from tradespec.contract import Contract
    from tradespec.diff.context import Context

WORD: Final = "x-channels"
COMPARED: Final = frozenset(
    {
        "parameters", "public", "scope", "scopes", "security", "message", "title", "summary", "description", "deprecated",
        "x-sunset", "x-stability", "x-limit", "examples",
    }
)  # fmt: skip
"""Words that are compared by themselves, or that say nothing of what is delivered."""


def compare_channels(context: Context) -> None:
    """Compare the channels of two documents."""
    old, new = (table(each.extensions.get(WORD)) for each in (context.base, context.revision))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            said = table(old[name])
            over = said.get("deprecated") is True and passed(said.get("x-sunset"), context.today)
            note(context, "channel-removed", name, "no such channel", severity="info" if over else None)
        elif name not in old:
            note(context, "channel-added", name, "a new channel")
        elif old[name] != new[name] or not context.same.all_same:
            one_channel(context, name, table(old[name]), table(new[name]))


def one_channel(context: Context, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Compare one channel."""
    parameters(context, name, named(old.get("parameters")), named(new.get("parameters")))
    before, after = access(old), access(new)
    if before != after:
        narrowed = after is not None and (before is None or not after <= before)
        got = f"{who(after)} (it was {who(before)})"
        note(context, f"channel-access-{'narrowed' if narrowed else 'widened'}", name, got)
    words = [word for word in dict.fromkeys([*old, *new]) if word not in COMPARED and old.get(word) != new.get(word)]
    if words:
        got = ", ".join(f"`{word}` {new.get(word)!r} (it was {old.get(word)!r})" for word in words)
        note(context, "channel-delivery-changed", name, got)
    if "message" in old and "message" in new:
        schemas(context, name, ("message",), Spot("response", "body", use(name), f"channel `{name}` message"))


def parameters(context: Context, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Compare what is said to subscribe. A parameter is asked for where it does not say otherwise."""
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            note(context, "channel-parameter-removed", name, f"no parameter `{key}`")
        elif key not in old:
            asked = table(new[key]).get("required", True) is not False
            note(
                context,
                "channel-parameter-added",
                name,
                f"the new parameter `{key}`",
                severity=None if asked else "info",
            )
        elif "schema" in table(old[key]) and "schema" in table(new[key]):
            at = f"channel `{name}` parameter `{key}`"
            schemas(context, name, ("parameters", key, "schema"), Spot("request", "parameter", use(name), at))


def named(value: Any) -> dict[str, Any]:
    """Return parameters by name, written as a mapping or as a list."""
    if isinstance(value, list):
        return {str(table(each).get("name", each)): each for each in value}
    return table(value)


def access(channel: dict[str, Any]) -> frozenset[str] | None:
    """Return the scopes that a channel asks for, None where anybody may listen."""
    said = channel.get("scopes", channel.get("scope"))
    if said is None:
        return None if channel.get("public", True) is not False else frozenset()
    return frozenset(map(str, said)) if isinstance(said, list) else frozenset({str(said)})


def who(scopes: frozenset[str] | None) -> str:
    """Say who may listen."""
    if scopes is None:
        return "open to anybody"
    return f"for scope {', '.join(f'`{scope}`' for scope in sorted(scopes))}" if scopes else "for known clients"


def schemas(context: Context, name: str, keys: tuple[str, ...], spot: Spot) -> None:
    """Compare two schemas of a channel; what cannot be read is lint's to tell."""
    found = []
    for contract in (context.base, context.revision):
        place = at(contract, name)
        for key in keys:
            place /= key
        try:
            found.append(contract.schema_at(place))
        except DocumentError:
            return
    compare_schemas(context, found[0], found[1], spot)


def at(contract: Contract, name: str) -> Place:
    """Return where a channel stands."""
    return Place(contract.document.entry, f"/{WORD}") / name


def use(name: str) -> Use:
    """Name a channel as people name operations."""
    return Use("SUBSCRIBE", name, name)


def note(context: Context, rule: str, name: str, got: str, *, severity: Any = None) -> None:
    """Add a finding about a channel."""
    context.out.rule(
        rule,
        expected="the channel as it is" if rule != "channel-added" else "the channels of today",
        got=got,
        at=f"channel `{name}`",
        base=None if rule == "channel-added" else at(context.base, name),
        revision=None if rule == "channel-removed" else at(context.revision, name),
        uses=(use(name),),
        severity=severity,
    )
