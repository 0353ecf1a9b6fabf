"""Look at one change of the exchange in every way, and say who found it."""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faults.catalogue import CHANGES
from faults.exchange import ROOT, edited, published
from tradespec.contract import read
from tradespec.diff import compare
from tradespec.document import load
from tradespec.probe.compat import Release, run_compat
from tradespec.probe.compat.settings import read_settings

APPLICATION = "app:faults.exchange"


@dataclass
class Judged:
    """Who found a change: the rules of the comparison, and each way's red findings."""

    name: str
    breaks: bool
    rules: list[str] = field(default_factory=list)
    ways: dict[str, list[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    """What could not be judged; never counted as found."""

    @property
    def found(self) -> bool:
        return bool(self.rules or any(self.ways.values()))

    @property
    def right(self) -> bool:
        return not self.failed and self.found == self.breaks


def judged(
    name: str, releases: Sequence[Release], ways: Sequence[str], folder: Path, *, seed: int, examples: int
) -> Judged:
    """Compare the documents, then run the releases against the exchange with this change."""
    out = Judged(name, CHANGES[name].breaks, compared(name, folder) if name else [])
    settings = read_settings(ROOT / "spec" / "tradespec.toml")
    with switched(name):
        matrix = run_compat(
            releases, APPLICATION, ways=ways, access=settings.access, alone=settings.alone, seed=seed, examples=examples
        )
    for cell in matrix:
        for outcome in cell.outcomes:
            found = out.ways.setdefault(outcome.way, [])
            found += [f"{each.title}: {each.message}" for each in outcome.breakages]
            if outcome.error:
                out.failed.append(f"{outcome.way}: {outcome.error.message}")
    return out


def compared(name: str, folder: Path) -> list[str]:
    """Return the breaking rules that a comparison of the documents gives."""
    documents = [published(), edited(CHANGES[name])]
    paths = [folder / "before.json", folder / "after.json"]
    for path, document in zip(paths, documents, strict=True):
        path.write_text(json.dumps(document), "utf-8")
    report = compare(*(read(load(path)) for path in paths))
    return sorted({finding.id for finding in report.at_least("breaking")})


@contextlib.contextmanager
def switched(name: str) -> Iterator[None]:
    """Let exchanges that are started have the change."""
    paths = [str(ROOT / "tests" / "probe"), os.environ.get("PYTHONPATH", "")]
    own = {"TRADESPEC_CHANGE": name, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    before = {key: os.environ.get(key) for key in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value
