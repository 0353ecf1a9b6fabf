"""Security as implication: whatever lets a request in today must let it in tomorrow.

A requirement is a disjunction of alternatives, each a conjunction of schemes with scopes. An alternative of today is
kept where some alternative of tomorrow asks for no more. Schemes are compared by what they are, not by their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.collector import use_of
from tradespec.diff.context import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tradespec.contract import SecurityAlternative, SecurityScheme, Signature
    from tradespec.diff.context import Both, Context

Needs = dict[Any, frozenset[str]]
"""Scheme -> the scopes it must carry."""


def identity(scheme: SecurityScheme) -> tuple[Any, ...]:
    """Return what a scheme is on the wire."""
    name = scheme.parameter_name or ""
    named = name.lower() if scheme.location == "header" else name
    http, url = scheme.http_scheme, scheme.open_id_connect_url
    return scheme.type, scheme.location, named, http, url, signed(scheme.signature)


def signed(signature: Signature | None) -> tuple[Any, ...]:
    """Return what matters of a signature to those who sign."""
    if signature is None:
        return ()
    headers = (signature.key_header, signature.timestamp_header, signature.nonce_header, signature.signature_header)
    return signature.algorithms, signature.payload, signature.separator, signature.encoding, headers


def schemes(context: Context) -> None:
    """Compare the schemes themselves."""
    old, new = context.base.security_schemes, context.revision.security_schemes
    for name, before in old.items():
        after = new.get(name)
        if after is None:
            continue
        if identity(before) != identity(after):
            found = [each for each in context.base.operations if mentions(each.security, name)]
            context.out.rule(
                "api-security-component-changed",
                expected=f"the scheme `{name}` to stay what it is",
                got=difference(before, after),
                at=f"security scheme `{name}`",
                base=before.place,
                revision=after.place,
                uses=tuple(use_of(each) for each in found),
                severity=None if found else "info",
            )
        flows(context, before, after)


def difference(old: SecurityScheme, new: SecurityScheme) -> str:
    """Say in what two schemes differ."""
    names = ("type", "place", "name", "HTTP scheme", "address", "signature")
    pairs = zip(names, identity(old), identity(new), strict=True)
    return "another " + " and ".join(name for name, before, after in pairs if before != after)


def flows(context: Context, old: SecurityScheme, new: SecurityScheme) -> None:
    """Compare the flows of OAuth 2."""
    for flow, before in old.flows.items():
        after = new.flows.get(flow)
        if after is None and new.type == "oauth2":
            flow_finding(context, "api-security-component-changed", f"no flow `{flow}`", old, new)
        if not isinstance(before, dict) or not isinstance(after, dict):
            continue
        gone = sorted(set(table(before.get("scopes"))) - set(table(after.get("scopes"))))
        for scope in gone:
            flow_finding(context, "api-security-component-oauth-scope-removed", f"no scope `{scope}`", old, new)
        for word in ("authorizationUrl", "tokenUrl", "refreshUrl"):
            if before.get(word) != after.get(word) and before.get(word) is not None:
                got = f"`{word}` `{after.get(word)}`"
                flow_finding(context, "api-security-component-oauth-url-changed", got, old, new)


def flow_finding(context: Context, rule: str, got: str, old: SecurityScheme, new: SecurityScheme) -> None:
    """Add a finding about a flow."""
    name = old.name
    found = tuple(use_of(each) for each in context.base.operations if mentions(each.security, name))
    context.out.rule(
        rule,
        expected=f"the scheme `{name}` to work as it does",
        got=got,
        at=f"security scheme `{name}`",
        base=old.place,
        revision=new.place,
        uses=found,
        severity=None if found else "info",
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
        rule = "api-security-loosened" if not after or looser(after, old) else "api-security-alternative-added"
        note(both, rule, told(after))


def alternatives(
    said: Iterable[SecurityAlternative], known: Mapping[str, SecurityScheme], context: Context
) -> list[Needs]:
    """Return a requirement with its schemes by what they are; nothing asked for is one empty alternative."""
    out = [{scheme_key(need.scheme, known, context): frozenset(need.scopes) for need in each.needs} for each in said]
    return out or [{}]


def scheme_key(name: str, known: Mapping[str, SecurityScheme], context: Context) -> Any:
    """Return what names a scheme in both documents: its name where both have it, else what it is."""
    both = name in context.base.security_schemes and name in context.revision.security_schemes
    if both or name not in known:
        return name
    other = context.revision if known is context.base.security_schemes else context.base
    same = [each for each, scheme in other.security_schemes.items() if identity(scheme) == identity(known[name])]
    return min([name, *same])


def asks_no_more(after: Needs, before: Needs) -> bool:
    """Whether a request that carries what ``before`` asks for satisfies ``after``."""
    return all(scheme in before and scopes <= before[scheme] for scheme, scopes in after.items())


def looser(after: Needs, old: list[Needs]) -> bool:
    """Whether an alternative asks for less than one of today."""
    return any(asks_no_more(after, before) for before in old)


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
    """Add a finding about what an operation asks for."""
    at = f"security of {both.old.method} {both.old.path}"
    places = both.old.place / "security", both.new.place / "security"
    both.context.out.rule(
        rule,
        expected="what lets requests in today to let them in",
        got=got,
        at=at,
        base=places[0],
        revision=places[1],
        uses=(both.use("security"),),
    )
