"""Templates: ours from the checkout or the installed package, yours before ours, file by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import tradespec
from tradespec.emit.errors import EmitError

if TYPE_CHECKING:
    from jinja2 import Environment

    from tradespec.emit.settings import TargetSettings


def templates_home() -> Path:
    """Return the folder of our templates: ``sdk-templates`` of the checkout, or its copy in the installed package."""
    package = Path(tradespec.__file__).parent
    for folder in (package / "_sdk_templates", package.parents[1] / "sdk-templates"):
        if folder.is_dir():
            return folder
    raise EmitError(f"Expected templates, got no folder - at {package}", "Install tradespec again.")


def environment(language: str, settings: TargetSettings) -> Environment:
    """Return a Jinja2 environment over the templates of ``language``.

    Names unknown to a template are errors, blocks leave no blank lines, and nothing is escaped: the templates write
    source code. A file of the same name in ``<templates of the settings>/<language>`` replaces ours.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [templates_home() / language]
    if settings.templates is not None:
        folders.insert(0, settings.templates / language)
    return Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is source code, not HTML
    )
