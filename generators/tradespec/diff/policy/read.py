"""Read the ``[diff]`` tables of ``tradespec.toml``; what cannot be followed is refused with its place."""

from __future__ import annotations

from datetime import date
from fnmatch import filter as globbed
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.finding import SEVERITIES
from tradespec.diff.policy.at import At
from tradespec.diff.policy.decided import LEVELS, Override, Policy, Waiver
from tradespec.diff.policy.errors import PolicyError
from tradespec.diff.terms import CAPS, STABILITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

WORDS: Final = ("severity", "rules", "stability", "notice", "semantic-version", "waivers")
MODES: Final = ("required", "info", "off")
WAIVER: Final = ("rule", "at", "reason", "until")
OVERRIDE: Final = ("rule", "at", "stability", "severity")
DAYS_MAX: Final = 3650


def read_policy(path: Path) -> Policy:
    """Read the ``[diff]`` tables of a file; the defaults where there is none. `PolicyError` where it is wrong."""
    if not path.exists():
        return Policy()
    import tomllib

    try:
        table = tomllib.loads(path.read_text("utf-8")).get("diff", {})
    except OSError as error:
        message = f"Expected settings, got a file that cannot be read: {error.strerror} - at {path}"
        raise PolicyError(message, "Make it readable, or remove it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"Expected TOML, got something else: {error} - at {path}", "Correct that line.") from error
    return policy(mapping(table, f"{path}: diff"), str(path))


def policy(table: dict[str, Any], path: str) -> Policy:
    """Read the tables of ``[diff]``."""
    only(table, WORDS, f"{path}: [diff]")
    mode = table.get("semantic-version", "info")
    chosen(mode, MODES, f"{path}: [diff] semantic-version")
    return Policy(
        severity=severities(table.get("severity", {}), f"{path}: [diff.severity]"),
        overrides=tuple(override(*each) for each in listed(table, "rules", path)),
        caps={**CAPS, **by_stability(table.get("stability", {}), f"{path}: [diff.stability]")},
        notice=days(table.get("notice", {}), f"{path}: [diff.notice]"),
        semantic_version=mode,
        waivers=tuple(waiver(*each) for each in listed(table, "waivers", path)),
    )


def severities(table: Any, where: str) -> dict[str, Any]:
    """Read rule -> severity."""
    said = mapping(table, where)
    for rule, level in said.items():
        known(rule, where, patterns=False)
        chosen(level, LEVELS, f"{where} {rule}")
    return said


def by_stability(table: Any, where: str) -> dict[str, Any]:
    """Read stability -> the worst severity."""
    said = mapping(table, where)
    only(said, STABILITIES, where)
    for stability, level in said.items():
        chosen(level, SEVERITIES, f"{where} {stability}")
    return said


def days(table: Any, where: str) -> dict[str, int]:
    """Read stability -> days of notice."""
    said = mapping(table, where)
    only(said, STABILITIES, where)
    for stability, count in said.items():
        if type(count) is not int or not 0 <= count <= DAYS_MAX:
            message = f"Expected a number of days from 0 to {DAYS_MAX}, got {count!r} - at {where} {stability}"
            raise PolicyError(message, "Write it without quotes, such as 180.")
    return said


def listed(table: dict[str, Any], word: str, path: str) -> list[tuple[Any, str]]:
    """Return the tables of a list with their places."""
    found = table.get(word, [])
    if not isinstance(found, list):
        raise PolicyError(f"Expected a list of tables - at {path}: diff.{word}", f"Write them as [[diff.{word}]].")
    return [(each, f"{path}: [[diff.{word}]] {at}") for at, each in enumerate(found, 1)]


def override(table: Any, where: str) -> Override:
    """Read one severity for rules in places: at least one of them must be named."""
    said = mapping(table, where)
    only(said, OVERRIDE, where)
    chosen(said.get("severity"), LEVELS, f"{where} severity")
    if len(said) == 1:
        message = f"Expected rule, at or stability beside the severity, got none of them - at {where}"
        raise PolicyError(message, "Say which findings are meant.")
    for word in set(said) - {"severity"}:
        text(said[word], f"{where} {word}")
    if "rule" in said:
        known(said["rule"], where)
    if "stability" in said:
        chosen(said["stability"], STABILITIES, f"{where} stability")
    at = At.parse(said["at"]) if "at" in said else None
    return Override(said["severity"], said.get("rule", ""), at, said.get("stability", ""))


def waiver(table: Any, where: str) -> Waiver:
    """Read one waiver: four words are needed, its owner may be named."""
    said = mapping(table, where)
    only(said, (*WAIVER, "owner"), where)
    if lacking := [word for word in WAIVER if word not in said]:
        raise PolicyError(
            f"Expected {', '.join(WAIVER[:-1])} and {WAIVER[-1]}, got no {lacking[0]} - at {where}", "Add it."
        )
    for word in set(said) - {"until"}:
        text(said[word], f"{where} {word}")
    if type(said["until"]) is not date:
        message = f"Expected a date, got {said['until']!r} - at {where} until"
        raise PolicyError(message, "Write it as 2026-12-31, without quotes.")
    known(said["rule"], where, patterns=False)
    return Waiver(said["rule"], At.parse(said["at"]), said["reason"], said["until"], said.get("owner", ""))


def mapping(table: Any, where: str) -> dict[str, Any]:
    """Return a table."""
    if not isinstance(table, dict):
        raise PolicyError(f"Expected a table, got {table!r} - at {where}", "Write it as a table.")
    return table


def only(table: Iterable[str], words: Collection[str], where: str) -> None:
    """Refuse a word that is none of those that are understood."""
    for word in table:
        if word not in words:
            raise PolicyError(f"Expected {either(words)}, got {word!r} - at {where}", near(word, words) or "Remove it.")


def chosen(value: Any, choices: Collection[str], where: str) -> None:
    """Refuse what is none of the choices."""
    if value not in choices:
        raise PolicyError(f"Expected {either(choices)}, got {value!r} - at {where}", "Choose one of them.")


def text(value: Any, where: str) -> None:
    """Refuse what is no text, or an empty one."""
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(f"Expected a text, got {value!r} - at {where}", "Write it in quotes.")


def known(rule: str, where: str, *, patterns: bool = True) -> None:
    """Refuse what is no id of a rule, and a pattern that fits none."""
    from tradespec.diff import catalogue

    ids = catalogue.known()
    if rule in ids or (patterns and "*" in rule and globbed(ids, rule)):
        return
    step = near(rule, ids) or "Copy it from a report, or from docs/gate-rules.md."
    raise PolicyError(f"Expected the id of a rule, got {rule!r} - at {where}", step)


def near(word: str, words: Collection[str]) -> str:
    """Ask whether another word was meant; empty where none is like it."""
    from difflib import get_close_matches

    found = get_close_matches(str(word), words, n=1)
    return f"Did you mean {found[0]!r}?" if found else ""


def either(words: Collection[str]) -> str:
    """Return words as a choice."""
    *first, last = words
    return f"{', '.join(first)} or {last}"
