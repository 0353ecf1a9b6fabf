"""What the process says to the shell. A tool failure never looks like a pass, and never like a finding.

Plain integers: this module is on the start-up path of every command.
"""

FINE = 0
FINDINGS = 1
USAGE = 2
UNREADABLE = 3
FAILED = 4
UNREACHABLE = 5
INTERRUPTED = 130

TABLE = (
    (FINE, "fine", "Nothing to report."),
    (FINDINGS, "findings", "The document has errors, generated files are out of date, or a change is breaking."),
    (USAGE, "usage", "The command line or tradespec.toml is wrong; nothing was done."),
    (
        UNREADABLE,
        "unreadable",
        "A document could not be read: missing, malformed, too large, not OpenAPI.",
    ),
    (
        FAILED,
        "failed",
        "The tool failed: a crash, a missing extra, an unwritable file. Nothing was judged.",
    ),
    (
        UNREACHABLE,
        "unreachable",
        "A server is down, too slow, does not start, or answers what is no answer of this API.",
    ),
    (INTERRUPTED, "interrupted", "Stopped from the keyboard."),
)
"""(code, name, meaning), as ``tradespec --help`` and docs/cli.md print it."""
