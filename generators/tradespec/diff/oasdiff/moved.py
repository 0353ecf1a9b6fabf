"""What a team's oasdiff files say, in the words of a policy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.oasdiff.ignore import Line, read_ignore
from tradespec.diff.policy.errors import PolicyError
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.diff.finding import Finding
    from tradespec.diff.policy.decided import Level

LEVELS: Final[dict[str, Level]] = {"err": "breaking", "warn": "risky", "info": "info", "none": "off"}
LEVEL_LINE: Final = re.compile(r"([a-z][a-z0-9-]*)\s+(\w+)")
RENAMED: Final = {
    "new-optional-request-default-parameter-to-existing-path": "new-optional-request-parameter",
    "new-required-request-default-parameter-to-existing-path": "new-required-request-parameter",
    "response-mediatype-enum-value-removed": "response-body-enum-value-removed",
}
"""oasdiff's ids whose meaning has another id here."""
CONFIGURATION: Final = (".yaml", ".yml", ".json", ".toml")
NOTICE: Final = {"deprecation-days-stable": "stable", "deprecation-days-beta": "beta"}
FILES: Final = ("severity-levels", "err-ignore", "warn-ignore")
ALWAYS: Final = frozenset(
    [
        "flatten-allof",
        "flatten-params",
        "case-insensitive-headers",
        "include-path-params",
        "color",
        "lang",
        "composed",
        "attributes",
        "open",
        "auto-detect-allof",
        "level",
    ]
)
"""What needs no setting here, or concerns what oasdiff prints."""
OPTIONS: Final = {
    "fail-on": {"ERR": "--fail-on breaking", "WARN": "--fail-on risky", "INFO": "--fail-on info"},
    "format": {"githubactions": "--format github"},
    "allow-external-refs": {"TRUE": "--allow-remote"},
}
"""What belongs on the command line here."""


@dataclass(slots=True)
class Moved:
    """Severities, notice and ignored findings, as oasdiff's files have them; ``notes`` say what was not followed."""

    severity: dict[str, Level] = field(default_factory=dict)
    notice: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[Line] = field(default_factory=set)
    partly: dict[str, str] = field(default_factory=dict)

    def reason(self, finding: Finding) -> str:
        """Return why a finding is ignored; empty where it is not, or not for every operation that it reaches."""
        fitting = [line for line in self.lines if line.speaks_of(finding)]
        if not fitting:
            return ""
        uses = finding.uses or (None,)
        reached = {str(use): [line for line in fitting if line.reaches(use)] for use in uses}
        first = next((lines[0] for lines in reached.values() if lines), None)
        if first is None:
            return ""
        if open_ones := [name for name, lines in reached.items() if not lines]:
            told = (
                f"{first.file}:{first.number}: {finding.id} reaches {', '.join(open_ones)} too, which no line ignores"
            )
            self.partly[finding.fingerprint] = told
            return ""
        self.used.update(line for lines in reached.values() for line in lines)
        return first.reason

    def remarks(self) -> list[str]:
        """Return what is to be said after everything was compared."""
        idle = len(self.lines) - len(self.used)
        said = [*self.notes, *self.partly.values()]
        if idle:
            one = "line speaks" if idle == 1 else "lines speak"
            said.append(f"{idle} ignoring {one} of nothing that is found here")
        return said


def read_files(paths: Iterable[Path]) -> Moved:
    """Read configurations, severity levels and ignore files, each recognised by its name and its lines.

    `PolicyError` where a file cannot be read, or is none of them.
    """
    moved = Moved()
    for path in paths:
        if path.suffix == ".hcl":
            message = f"Expected a configuration in YAML, JSON or TOML, got HCL - at {path}"
            raise PolicyError(message, "Write it as .oasdiff.yaml, or name the files that it names.")
        if path.suffix in CONFIGURATION:
            configuration(path, moved)
        else:
            text = text_of(path)
            first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
            if is_level(first):
                levels(path, text, moved)
            else:
                ignored(path, text, moved)
    return moved


def is_level(line: str) -> bool:
    """Whether a line is one of a severity levels file."""
    found = LEVEL_LINE.fullmatch(line.strip())
    return bool(found) and "-" in found[1]  # type: ignore[index]


def levels(path: Path, text: str, moved: Moved) -> None:
    """Read ``id level`` line by line."""
    from tradespec.diff.catalogue import known

    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = LEVEL_LINE.fullmatch(line.strip())
        if not found or found[2].lower() not in LEVELS:
            message = f"Expected an id and err, warn, info or none, got {line.strip()!r} - at {path}:{number}"
            raise PolicyError(message, "Write it as: response-property-enum-value-added    warn")
        rule = RENAMED.get(found[1], found[1])
        if rule in known():
            moved.severity[rule] = LEVELS[found[2].lower()]
        else:
            moved.notes.append(f"{path}:{number}: no rule here has the id {rule}, so its level was not followed")


def ignored(path: Path, text: str, moved: Moved) -> None:
    """Read the lines of an ignore file."""
    lines, notes = read_ignore(path, text)
    moved.lines += lines
    moved.notes += notes or ([] if lines else [f"{path}: no line names an operation, so nothing is waived by it"])


def configuration(path: Path, moved: Moved) -> None:
    """Read the configuration: what has a counterpart is followed, the rest is told."""
    for key, value in table(path).items():
        if key in FILES:
            follow(path, key, value, moved)
        elif key in NOTICE:
            if type(value) is not int or value < 0:
                raise PolicyError(f"Expected a number of days, got {value!r} - at {path}: {key}", "Write it as 180.")
            moved.notice[NOTICE[key]] = value
        elif key in OPTIONS:
            option = OPTIONS[key].get(str(value).upper(), "" if key == "allow-external-refs" else f"--{key} {value}")
            moved.notes += [f"{path}: {key} belongs on the command line here: {option}"] if option else []
        elif key not in ALWAYS:
            moved.notes.append(f"{path}: {key} has no counterpart here and was not followed")


def follow(path: Path, key: str, value: Any, moved: Moved) -> None:
    """Read a file that the configuration names: seen from the working folder, else from beside the configuration."""
    if not isinstance(value, str) or not value:
        raise PolicyError(
            f"Expected the name of a file, got {value!r} - at {path}: {key}", "Name a file, or remove it."
        )
    file = Path(value) if Path(value).exists() else path.parent / value
    (levels if key == FILES[0] else ignored)(file, text_of(file), moved)


def table(path: Path) -> dict[str, Any]:
    """Return the settings of a configuration file."""
    if path.suffix == ".toml":
        import tomllib

        try:
            return tomllib.loads(text_of(path))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"Expected TOML, got: {error} - at {path}", "Correct that line.") from error
    from tradespec.document import DocumentError, load

    text_of(path)
    try:
        return load(path).root
    except DocumentError as error:
        raise PolicyError(f"Expected the configuration of oasdiff, got: {error}", "Correct that place.") from error


def text_of(path: Path) -> str:
    """Return a file's text."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        message = f"Expected a file of oasdiff, got one that cannot be read: {error.strerror} - at {path}"
        raise PolicyError(message, "Check the name.") from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"Expected UTF-8, got something else - at {path}", "Save the file as UTF-8.") from error
