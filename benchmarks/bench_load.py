"""Reading a large YAML document: ours beside PyYAML, whose C loader is the fastest it has.

    python benchmarks/bench_load.py [DOCUMENT ...]

Without documents: one of about 2 MB, made by repeating the exchange's own contract under other names. Each figure is the
best of several runs in this process, the same bytes on disk for all, with its ratio to ours. Ours also finds duplicate
keys and bounds depth and aliases; PyYAML does neither.
"""

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from timing import best_ms

from tradespec.contract import read_file
from tradespec.document import bundle, dump_yaml, load

if TYPE_CHECKING:
    from collections.abc import Callable

CONTRACT = Path(__file__).resolve().parents[1] / "spec" / "openapi.yaml"
RUNS = 5
BYTES = 2_000_000


def repeated(folder: Path) -> Path:
    """Write the contract, again and again under other names, until it is as large as a large exchange's."""
    once: dict[str, Any] = bundle(load(CONTRACT))
    text = json.dumps({"paths": once["paths"], "components": once["components"]})
    whole = {**once, "paths": {}, "components": {section: {} for section in once["components"]}}
    copies = BYTES // len(dump_yaml(once)) + 1
    for number in range(copies):
        sections = once["components"].items()
        names = {(section, name): f"{name}{number}" for section, members in sections for name in members}
        copy = json.loads(renamed(text, names))
        whole["paths"] |= {f"/{number}{path}": item for path, item in copy["paths"].items()}
        for section, members in copy["components"].items():
            whole["components"][section] |= {names[section, name]: item for name, item in members.items()}
    path = folder / "repeated.yaml"
    path.write_text(dump_yaml(whole), "utf-8")
    return path


def renamed(text: str, names: dict[tuple[str, str], str]) -> str:
    """Return the text, its references led to the new names."""
    for (section, name), new in names.items():
        text = text.replace(f'"#/components/{section}/{name}"', f'"#/components/{section}/{new}"')
    return text


def peer(path: Path) -> object:
    """Read the file the way most tools do when they care for speed."""
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", type=Path, nargs="*")
    with tempfile.TemporaryDirectory() as folder:
        for path in parser.parse_args().documents or [repeated(Path(folder))]:
            rows: dict[str, Callable[[], object]] = {
                "tradespec, load": partial(load, path),
                "tradespec, load and read": partial(read_file, path),
                "PyYAML, CSafeLoader": partial(peer, path),
            }
            print(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)")
            ours = None
            for name, work in rows.items():
                taken = best_ms(work, RUNS)
                ours = ours or taken
                print(f"  {name:30}{taken:8.0f} ms  {taken / ours:5.1f} x")


if __name__ == "__main__":
    main()
