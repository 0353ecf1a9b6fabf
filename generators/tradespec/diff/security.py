"""Security as implication: whatever lets a request in today must let it in tomorrow.

A requirement is a disjunction of alternatives, each a conjunction of schemes with scopes. An alternative of today is
kept where some alternative of tomorrow asks for no more. Schemes are compared by what they are, not by their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.collector import use_of
from tradespec.diff.context import raw, table
from tradespec.diff.servers import one_spelling
from tradespec.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tradespec.contract import SecurityAlternative, SecurityScheme, Signature
    from tradespec.diff.context import Both, Context

Needs = dict[Any, frozenset[str]]
"""Scheme -> the scopes it must carry."""


def identity(scheme: SecurityScheme) -> tuple[Any, ...]:
    """Return what a scheme is on the wire."""
    name = scheme.parameter_name or ""
    named = name.lower() if scheme.location == "header" else name
    url = scheme.open_id_connect_url
    return scheme.type, scheme.location, named, scheme.http_scheme, url, signed(scheme.signature)


def whole(scheme: SecurityScheme) -> tuple[Any, ...]:
    """Return what makes two schemes of different names the same one: also where its tokens come from."""
    flows = tuple(
        sorted(
            (name, *(one_spelling(str(table(flow).get(word))) for word in URLS)) for name, flow in scheme.flows.items()
        )
    )
    return *identity(scheme), flows


def signed(signature: Signature | None) -> tuple[Any, ...]:
    """Return what matters of a signature to those who sign, apart from what they may choose."""
    if signature is None:
        return ()
    headers = (signature.key_header, signature.timestamp_header, signature.nonce_header, signature.signature_header)
    return signature.payload, signature.separator, signature.encoding, headers


def schemes(context: Context) -> None:
    """Compare the schemes themselves."""
    old, new = context.base.security_schemes, context.revision.security_schemes
    for name, scheme in new.items():
        if name not in old and not same_schemes(scheme, old.values()):
            places = None, scheme.place
            scheme_finding(context, "api-security-component-added", f"the new scheme `{name}`", scheme, places)
    for name, before in old.items():
        after = new.get(name)
        if after is not None and not exchanged(context, name):
            one_scheme(context, before, after)
        elif after is None and not same_schemes(before, new.values()):
            scheme_finding(context, "api-security-component-removed", "none", before, (before.place, None))


def same_schemes(scheme: SecurityScheme, others: Iterable[SecurityScheme]) -> list[SecurityScheme]:
    """Return the schemes that are the same on the wire."""
    return [other for other in others if whole(other) == whole(scheme)]


def exchanged(context: Context, name: str) -> bool:
    """Whether a name stands for another scheme now, and what it stood for has another name."""
    old, new = context.base.security_schemes, context.revision.security_schemes
    if name not in old or name not in new or identity(old[name]) == identity(new[name]):
        return False
    return bool(same_schemes(old[name], (scheme for key, scheme in new.items() if key != name)))


def one_scheme(context: Context, old: SecurityScheme, new: SecurityScheme) -> None:
    """Compare one scheme."""
    before, after = identity(old), identity(new)
    if before[0] != after[0]:
        finding(context, "api-security-component-type-changed", f"type `{after[0]}` (it was `{before[0]}`)", old, new)
        return
    if before[1:4] != after[1:4]:
        finding(context, "api-security-component-changed", difference(before, after), old, new)
    if before[4] != after[4]:
        finding(context, "api-security-component-open-id-url-changed", f"`{after[4]}` (it was `{before[4]}`)", old, new)
    if before[5] != after[5]:
        finding(context, "api-signature-changed", signatures_differ(before[5], after[5]), old, new)
    elif old.signature and new.signature:
        choices(context, old, new, old.signature, new.signature)
    flows(context, old, new)


def difference(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    """Say in what two schemes differ."""
    names = ("place", "name", "HTTP scheme")
    pairs = zip(names, old[1:4], new[1:4], strict=True)
    return "another " + " and ".join(name for name, before, after in pairs if before != after)


def signatures_differ(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    """Say in what two signatures differ."""
    if not old or not new:
        return "requests signed" if new else "requests not signed"
    names = ("payload", "separator", "encoding", "headers")
    pairs = zip(names, old, new, strict=True)
    return "another " + " and ".join(name for name, before, after in pairs if before != after)


def choices(context: Context, old: SecurityScheme, new: SecurityScheme, before: Signature, after: Signature) -> None:
    """Compare what those who sign may choose: the algorithm, and for how long a request holds."""
    for algorithm in sorted(set(before.algorithms) - set(after.algorithms)):
        finding(context, "api-signature-algorithm-removed", f"no `{algorithm}`", old, new)
    for algorithm in sorted(set(after.algorithms) - set(before.algorithms)):
        finding(context, "api-signature-algorithm-added", f"`{algorithm}` too", old, new)
    for word, name in (("recv_window_ms", "the window"), ("recv_window_ms_max", "the longest window")):
        was, now = getattr(before, word), getattr(after, word)
        if was != now:
            way = "decreased" if now < was else "increased"
            finding(context, f"api-signature-window-{way}", f"{name} {now} ms (it was {was} ms)", old, new)


URLS: Final = {
    "authorizationUrl": "api-security-component-oauth-url-changed",
    "tokenUrl": "api-security-component-oauth-token-url-changed",
    "refreshUrl": "api-security-component-oauth-refresh-url-changed",
}


def flows(context: Context, old: SecurityScheme, new: SecurityScheme) -> None:
    """Compare the flows of OAuth 2."""
    for name in dict.fromkeys([*old.flows, *new.flows]):
        before, after = old.flows.get(name), new.flows.get(name)
        if before is None or after is None:
            word = "added" if before is None else "removed"
            got = f"{'the new' if before is None else 'no'} flow `{name}`"
            needed = word == "added" or grants(context, old.name, table(before))
            finding(context, f"api-security-component-oauth-flow-{word}", got, old, new, harmless=not needed)
        else:
            one_flow(context, (old, new), table(before), table(after))


def one_flow(
    context: Context, sides: tuple[SecurityScheme, SecurityScheme], before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Compare one flow."""
    granted, kept = table(before.get("scopes")), table(after.get("scopes"))
    for scope in sorted(granted.keys() | kept.keys()):
        if granted.get(scope) != kept.get(scope):
            word = "added" if scope not in granted else "removed" if scope not in kept else "changed"
            got = f"scope `{scope}` {word if word != 'changed' else 'described otherwise'}"
            needed = word != "removed" or asked(context, sides[0].name, scope)
            finding(context, f"api-security-component-oauth-scope-{word}", got, *sides, harmless=not needed)
    for word, rule in URLS.items():
        addresses = [one_spelling(str(each.get(word))) for each in (before, after)]
        if addresses[0] != addresses[1] and before.get(word) is not None:
            finding(context, rule, f"`{word}` `{after.get(word)}`", *sides)


def grants(context: Context, name: str, flow: dict[str, Any]) -> bool:
    """Whether a flow gives all the scopes that some operation asks of a scheme; one that lists none may give any."""
    granted = set(table(flow.get("scopes")))
    return not granted or any(need <= granted for need in needs(context, name))


def asked(context: Context, name: str, scope: str) -> bool:
    """Whether some operation asks for a scope."""
    return any(scope in need for need in needs(context, name))


def needs(context: Context, name: str) -> Iterator[set[str]]:
    """Yield the scopes that operations of today ask of a scheme."""
    for operation in context.base.operations:
        for alternative in operation.security:
            yield from (set(need.scopes) for need in alternative.needs if need.scheme == name)


def finding(  # noqa: PLR0913 - the parts of a finding
    context: Context, rule: str, got: str, old: SecurityScheme, new: SecurityScheme, *, harmless: bool = False
) -> None:
    """Add a finding about a scheme that stays."""
    scheme_finding(context, rule, got, old, (old.place, new.place), harmless=harmless)


def scheme_finding(  # noqa: PLR0913 - the parts of a finding
    context: Context,
    rule: str,
    got: str,
    scheme: SecurityScheme,
    places: tuple[Place | None, Place | None],
    *,
    harmless: bool = False,
) -> None:
    """Add a finding about a scheme: one that no operation asks for breaks nobody."""
    found = tuple(use_of(each) for each in context.base.operations if mentions(each.security, scheme.name))
    context.out.rule(
        rule,
        expected=f"the scheme `{scheme.name}` to work as it does" if places[0] else "the schemes of today",
        got=got,
        at=f"security scheme `{scheme.name}`",
        base=places[0],
        revision=places[1],
        uses=found,
        severity=None if found and not harmless else "info",
    )


def mentions(alternatives: Iterable[SecurityAlternative], name: str) -> bool:
    """Whether a requirement asks for a scheme."""
    return any(need.scheme == name for each in alternatives for need in each.needs)


def compare_security(both: Both) -> None:
    """Compare what lets a request in."""
    old = alternatives(both.old.security, both.context.base.security_schemes, both.context)
    new = alternatives(both.new.security, both.context.revision.security_schemes, both.context)
    for before in old:
        if not any(asks_no_more(after, before) for after in new):
            refused(both, before, new)
    came = [after for after in new if not any(asks_no_more(before, after) for before in old)]
    for after in came:
        note(both, f"api-security-{let_in(after, old)}", told(after))


def let_in(after: Needs, old: list[Needs]) -> str:
    """Name an alternative that lets more requests in: it asks for fewer scopes, for fewer schemes, or is another way."""
    looser = [before for before in old if asks_no_more(after, before)]
    if any(set(before) == set(after) for before in looser):
        return "scope-removed"
    return "loosened" if looser or not after else "alternative-added"


def alternatives(
    said: Iterable[SecurityAlternative], known: Mapping[str, SecurityScheme], context: Context
) -> list[Needs]:
    """Return a requirement with its schemes by what they are; nothing asked for is one empty alternative."""
    out = [{scheme_key(need.scheme, known, context): frozenset(need.scopes) for need in each.needs} for each in said]
    return out or [{}]


def scheme_key(name: str, known: Mapping[str, SecurityScheme], context: Context) -> Any:
    """Return what names a scheme in both documents: its name where both have it, else what it is."""
    both = name in context.base.security_schemes and name in context.revision.security_schemes
    if both and exchanged(context, name):
        return named_before(known[name], context) or f"{name} of today"
    if both or name not in known:
        return name
    other = context.revision if known is context.base.security_schemes else context.base
    same = [each for each, scheme in other.security_schemes.items() if whole(scheme) == whole(known[name])]
    return min([name, *same])


def named_before(scheme: SecurityScheme, context: Context) -> str:
    """Return what the old document calls a scheme; the first of several names."""
    old = context.base.security_schemes
    return min((name for name, each in old.items() if whole(each) == whole(scheme)), default="")


def asks_no_more(after: Needs, before: Needs) -> bool:
    """Whether a request that carries what ``before`` asks for satisfies ``after``."""
    return all(scheme in before and scopes <= before[scheme] for scheme, scopes in after.items())


def refused(both: Both, before: Needs, new: list[Needs]) -> None:
    """Add that requests which carry ``before`` are turned away."""
    same_schemes = [after for after in new if set(after) <= set(before)]
    if same_schemes:
        missing = sorted(set().union(*(after[key] - before[key] for after in same_schemes for key in after)))
        note(both, "api-security-scope-added", f"also the scopes {', '.join(missing)}")
    elif any(set(after) > set(before) for after in new):
        note(both, "api-security-added", " or ".join(told(after) for after in new))
    else:
        note(both, "api-security-removed", f"no way in with {told(before)}")


def told(needs: Needs) -> str:
    """Say what is asked for."""
    parts = [f"`{name}`" + (f" ({', '.join(sorted(scopes))})" if scopes else "") for name, scopes in needs.items()]
    return " and ".join(parts) or "nothing"


def note(both: Both, rule: str, got: str) -> None:
    """Add a finding about what an operation asks for; what all inherit from the document is one finding."""
    old, new = both.context.base.document, both.context.revision.document
    inherited = all("security" not in table(raw(d, o.place)) for d, o in ((old, both.old), (new, both.new)))
    at, places = (
        f"security of {both.old.method} {both.old.path}",
        (both.old.place / "security", both.new.place / "security"),
    )
    if inherited:
        rule, at = rule.replace("api-security", "api-global-security"), "security"
        places = Place(old.entry, "/security"), Place(new.entry, "/security")
    both.context.out.rule(
        rule,
        expected="what lets requests in today to let them in",
        got=got,
        at=at,
        base=places[0],
        revision=places[1],
        uses=(both.use("security"),),
    )
