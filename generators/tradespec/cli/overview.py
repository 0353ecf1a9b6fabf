"""``tradespec --help``: the commands at a glance.

This text answers before anything else is imported. Typer alone takes five times as long to import as an empty Python
takes to run, so the front door (see `tradespec.cli`) prints the overview itself; Typer's own help for the group
prints the same text, and loads a command's module only when that command is called.
"""

from __future__ import annotations

from tradespec.cli.exit_codes import TABLE

COMMANDS = {
    "Judge": {
        "validate": "Judge a document: structure, references, examples, x- words, house rules",
        "diff": "Compare two contracts: what changed, whom it breaks, and the proof",
        "breaking": "Fail where a change breaks clients: the gate",
        "changelog": "Write the changelog entry between two contracts",
        "release": "Freeze the contract under its version, and write the changelog entry",
        "explain": "Say what a rule means, with an example, its proof, and what to do",
        "inspect": "Show a document's operations, schemas, limits and errors as tables",
    },
    "Write": {
        "bundle": "Write a document and all it refers to as one file",
        "generate": "Write models, server tables and SDKs; --check compares instead",
    },
    "Run": {
        "fuzz": "Look for what a server does wrong: Schemathesis, signed as the contract says",
        "replay": "Send the requests of a finding again, and say whether it is still there",
        "call": "Send one request, signed as the contract says",
        "compat": "Run every release against servers of today: can I release?",
        "serve": "Run the exchange of the contract on this machine",
    },
}
"""Group -> command -> one line. A command's code is the module of the same name in this package."""

OPTIONS = {
    "--version": "Print the version",
    "--install-completion": "Install completion for the current shell",
    "--show-completion": "Print the completion script of the current shell",
    "-h, --help": "Print this, or the help of a command: tradespec validate --help",
}


def summaries() -> dict[str, str]:
    """Return command -> one line, in the order of the overview."""
    return {name: line for group in COMMANDS.values() for name, line in group.items()}


def overview(*, styled: bool = False) -> str:
    """Return the text of ``tradespec --help``; ``styled`` marks headings and names for a terminal."""
    bold, reset = ("\033[1m", "\033[0m") if styled else ("", "")
    width = max(len(name) for name in (*summaries(), *OPTIONS)) + 2

    def rows(table: dict[str, str]) -> str:
        return "".join(f"  {bold}{name}{reset}{' ' * (width - len(name))}{line}\n" for name, line in table.items())

    sections = {
        **COMMANDS,
        "Options": OPTIONS,
        "Exit codes": {str(code): f"{name}: {said}" for code, name, said in TABLE},
    }
    return (
        "One OpenAPI document is the whole contract of a trading API.\n\n"
        f"{bold}Usage:{reset} tradespec COMMAND [OPTIONS]\n"
    ) + "".join(f"\n{bold}{title}{reset}\n{rows(table)}" for title, table in sections.items())
