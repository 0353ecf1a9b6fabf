"""A page that needs nothing but itself: what was found, with the commands that show it again."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from tradespec.probe.fuzzing.formats.text import command, last, one_line, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.fuzzing.report import Found, FuzzReport

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; }}
h2 {{ font: 600 1rem ui-monospace, monospace; margin: 2rem 0 .5rem; }}
article {{ border: 1px solid var(--line); border-left: 4px solid #c0392b; border-radius: 6px; padding: .6rem 1rem; }}
article + article {{ margin-top: .8rem; }}
article.accepted {{ border-left-color: #9aa0a6; opacity: .75; }}
pre {{ background: color-mix(in srgb, currentColor 7%, transparent); border-radius: 4px; padding: .6rem .8rem;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; }}
td, th {{ border-bottom: 1px solid var(--line); padding: .25rem 1rem .25rem 0; text-align: left; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<h1>{title}</h1>
<table><thead><tr><th>pass</th><th>cases</th></tr></thead><tbody>{passes}</tbody></table>
{body}
<p>{footer}</p>
</body>
</html>"""


def as_html(report: FuzzReport) -> str:
    """Return the page."""
    *_, verdict, repeated = last(report)
    rows = "".join(f'<tr><td>{escape(name)}</td><td class="number">{cases}</td></tr>' for name, cases in report.passes)
    return PAGE.format(title=escape(verdict), passes=rows, body="\n".join(sections(report)), footer=escape(repeated))


def sections(report: FuzzReport) -> Iterator[str]:
    """Yield the findings, those of an operation together."""
    title = ""
    for found in report:
        if found.breakage.title != title:
            title = found.breakage.title
            yield f"<h2>{escape(title)}</h2>"
        yield article(report, found)
    for note in report.notes:
        yield f"<p>{escape(note)}</p>"


def article(report: FuzzReport, found: Found) -> str:
    """Return one finding."""
    one = found.breakage
    got = f"{one.answer.status} {one_line(one.answer.body)}" if one.answer else "no answer"
    state = f' class="accepted" title="{escape(found.accepted)}"' if found.accepted else ""
    again = command(report, found, "  ")
    return (
        f"<article{state}><p><strong>{escape(found.check)}</strong> - {escape(one.message)}</p>"
        f"<pre>{escape(chr(10).join(sent(call) for call in found.calls))}\n{escape(got)}</pre>"
        f"<p>See it again:</p><pre>{escape(again)}</pre></article>"
    )
