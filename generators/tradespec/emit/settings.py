"""Generator settings: the ``[generate]`` tables of ``tradespec.toml``, which lies beside the specification.

::

    [generate]
    out = "../generated"          # one folder per target is made in here; relative to this file
    targets = ["models", "server", "typescript"]
    templates = "templates"       # your own templates: templates/typescript/client.ts.j2 replaces just that one

    [generate.models]             # options of one target
    folder = "tradespec_models"
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradespec.emit.errors import EmitError
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_FILE = "tradespec.toml"


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """What one emitter is told: its own options, and where to look for templates before ours."""

    target: str
    options: Mapping[str, Any] = field(default_factory=dict)
    templates: Path | None = None
    origin: str = "defaults"
    """Name of the file the options came from, for messages."""

    def text(self, name: str, default: str) -> str:
        """Return the option ``name`` as text; `EmitError` where it is something else."""
        value = self.options.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "a string", value)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return the option ``name`` as true or false; `EmitError` where it is something else."""
        value = self.options.get(name, default)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false", value)
        return value

    def _wrong(self, name: str, expected: str, value: object) -> EmitError:
        return EmitError(
            f"Expected {expected}, got {value!r} - at {self.origin}: [generate.{self.target}] {name}",
            "Correct the option, or remove it to get its default.",
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``[generate]`` tables. Paths are absolute or relative to the working directory."""

    out: Path = Path("generated")
    targets: tuple[str, ...] = ()
    """What ``tradespec generate`` without a name makes; empty means every target."""
    templates: Path | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    origin: str = "defaults"

    def of(self, target: str) -> TargetSettings:
        """Return what the emitter ``target`` is told."""
        return TargetSettings(target, self.options.get(target, {}), self.templates, self.origin)


def read_settings(spec: str | Path) -> Settings:
    """Read ``tradespec.toml`` beside the file ``spec``; the defaults where there is none.

    A document out of a git revision (``REV:path``) or from the network has no settings of its own.
    """
    path = Path(spec).parent / SETTINGS_FILE
    try:
        text = path.read_text("utf-8")
    except OSError:
        return Settings()
    except UnicodeDecodeError as error:
        raise EmitError(f"Expected UTF-8 text, got other bytes - at {path}", "Save the file as UTF-8.") from error
    try:
        table = tomllib.loads(text).get("generate", {})
    except tomllib.TOMLDecodeError as error:
        raise EmitError(f"Expected TOML, got something else: {error} - at {path}", "Correct that line.") from error
    return _settings(table, path)


def _settings(table: object, path: Path) -> Settings:
    if not isinstance(table, dict):
        raise EmitError(f"Expected a table, got {table!r} - at {path}: generate", "Write it as [generate].")
    options = {name: value for name, value in table.items() if isinstance(value, dict)}
    plain = {name: value for name, value in table.items() if name not in options}
    unknown = sorted(plain.keys() - {"out", "targets", "templates"})
    if unknown:
        raise EmitError(
            f"Expected out, targets, templates or a target's table, got {unknown[0]!r} - at {path}: [generate]",
            "Correct the name, or move it into the table of its target, as [generate.typescript].",
        )
    targets = plain.get("targets", [])
    if not (isinstance(targets, list) and all(isinstance(name, str) for name in targets)):
        raise EmitError(f"Expected a list of names, got {targets!r} - at {path}: [generate] targets", "Write a list.")
    out, templates = _folder(plain, "out", path), _folder(plain, "templates", path)
    return Settings(out or Path("generated"), tuple(targets), templates, options, str(path))


def _folder(table: Mapping[str, object], name: str, path: Path) -> Path | None:
    value = table.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise EmitError(f"Expected a path, got {value!r} - at {path}: [generate] {name}", "Write it in quotes.")
    return Path(os.path.normpath(path.parent / value))
