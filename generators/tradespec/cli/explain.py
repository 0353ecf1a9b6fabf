"""``tradespec explain``: one rule, what it means, an example, and what to do."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tradespec.cli.console import is_styled, style, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINE, USAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.catalogue import RuleCard
    from tradespec.lint import Rule

WIDTH: Final = 100
LEVELS: Final = {"by containment": "breaking, risky or info as containment decides"}
COLOURS: Final = {"-": "red", "+": "green"}


def complete_rule(incomplete: str) -> list[str]:
    """Return the ids that begin with ``incomplete``, for shell completion."""
    return [rule for rule in names() if rule.startswith(incomplete)]


def explain(
    rule: Annotated[
        str,
        typer.Argument(metavar="RULE", help="The id of a rule, as reports print it.", autocompletion=complete_rule),
    ],
) -> int:
    """Say what a rule of `diff` or `validate` means, show a change that it finds with the proof, and say what to do."""
    from tradespec.diff.catalogue import known
    from tradespec.lint import RULES

    styled = is_styled(sys.stdout)
    if rule in known():
        write("\n".join(of_comparison(known()[rule], styled=styled)))
    elif rule in RULES:
        write("\n".join(of_document(RULES[rule], styled=styled)))
    else:
        raise unknown(rule)
    return FINE


def names() -> list[str]:
    """Return the ids of all rules."""
    from tradespec.diff.catalogue import known
    from tradespec.lint import RULES

    return [*known(), *RULES]


def unknown(rule: str) -> CommandError:
    """Refuse what is no id, and name those that look like it."""
    from difflib import get_close_matches

    near = get_close_matches(rule, names(), n=3, cutoff=0.7)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See docs/gate-rules.md and docs/rules.md."
    return CommandError(f"Expected the id of a rule, got {rule!r}", hint, USAGE)


def of_comparison(card: RuleCard, *, styled: bool) -> Iterator[str]:
    """Yield the lines about a rule of ``tradespec diff``."""
    from tradespec.cli.cards import BREAKS, DIRECTIONS, page_of, shown, taken

    yield style(card.id, "bold", on=styled)
    of = f", of {DIRECTIONS[card.direction]}" if DIRECTIONS[card.direction] else ""
    yield style(
        f"{card.family} - {LEVELS.get(card.severity, card.severity)}, {BREAKS[card.scope]}{of}", "dim", on=styled
    )
    yield from ("", *flowed(card.means))
    example = shown(card)
    if example is not None:
        yield from ("", f"Example, at {example.where}:", "")
        yield from (f"  {style(line, *colour(line), on=styled)}" for line in example.lines)
        yield from ("", f"It is {example.severity} here ({example.certainty}).")
        if example.proof:
            yield f"Proof, {taken(example)}: {example.proof}"
    if card.fix and (example is None or example.severity != "info"):
        yield from ("", *flowed(f"Next: {card.fix}"))
    yield from ("", style(f"docs/{page_of(card)}", "dim", on=styled))


def colour(line: str) -> tuple[str, ...]:
    """Return the colour of a line of a diff."""
    return (COLOURS[line[0]],) if line[0] in COLOURS else ()


def of_document(rule: Rule, *, styled: bool) -> Iterator[str]:
    """Yield the lines about a rule of ``tradespec validate``."""
    yield style(rule.id, "bold", on=styled)
    yield style(f"{rule.family.capitalize()} - severity {rule.severity}, of tradespec validate", "dim", on=styled)
    yield from ("", *flowed(rule.about))
    if "{" not in rule.next_step:
        yield from ("", *flowed(f"Next: {rule.next_step}"))
    yield from ("", style("docs/rules.md", "dim", on=styled))


def flowed(text: str) -> list[str]:
    """Return a text in lines that people like to read."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
