"""Imports point one way (ARCHITECTURE.md, "Rooms"), and a reader can trust it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TOOLKIT = {
    "document": set(),
    "contract": {"document"},
    "lint": {"contract", "document", "emit"},
    "diff": {"contract", "document"},
    "emit": {"contract", "document"},
    "probe": {"contract", "document", "diff", "emit"},
    "cli": {"lint", "diff", "emit", "probe", "contract", "document"},
}
"""Room -> the rooms it may import. Lint asks the server emitter what cannot be projected; the probe asks the diff what
foretold a breakage, and runs the SDK that the emitter writes."""

SERVER = {
    "tradespec_engine": set(),
    "tradespec_server": {"tradespec_engine", "tradespec_models"},
    "tradespec_models": set(),
}
PROJECT = {"tradespec", *SERVER}
FOLDERS = {
    "tradespec": "generators/tradespec",
    "tradespec_engine": "server/tradespec_engine",
    "tradespec_server": "server/tradespec_server",
    "tradespec_models": "generated/tradespec_models",
}


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, absolute dotted name) for each import of a module, wherever in the file it stands."""
    package = module_name(path.parent)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{stem}.{alias.name}"


def module_name(path: Path) -> str:
    for name, folder in FOLDERS.items():
        top = ROOT / folder
        if path == top:
            return name
        if top in path.parents:
            return ".".join([name, *path.relative_to(top).with_suffix("").parts])
    raise ValueError(path)


def modules(package: str) -> list[Path]:
    return sorted((ROOT / FOLDERS[package]).rglob("*.py"))


def test_the_toolkits_rooms_import_one_way():
    wrong = []
    for path in modules("tradespec"):
        parts = module_name(path).split(".")
        if len(parts) < 2 or parts[1] not in TOOLKIT:
            continue
        room = parts[1]
        for line, name in imported(path):
            target = name.split(".")
            if target[0] != "tradespec" or len(target) < 2 or target[1] not in TOOLKIT or target[1] == room:
                continue
            if target[1] not in TOOLKIT[room]:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {room} must not import {target[1]}")
    assert wrong == []


@pytest.mark.parametrize("package", SERVER)
def test_the_servers_packages_import_only_what_they_may(package):
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {package} must not import {name}"
        for path in modules(package)
        for line, name in imported(path)
        if name.split(".")[0] in PROJECT - {package} - SERVER[package]
    ]
    assert wrong == []


def test_the_toolkit_does_not_import_the_server_but_to_start_it():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in modules("tradespec")
        if "cli" not in path.parts
        for line, name in imported(path)
        if name.split(".")[0] in SERVER
    ]
    assert wrong == []


def test_the_engine_imports_only_the_pure_part_of_the_standard_library():
    impure = {
        "asyncio",
        "io",
        "os",
        "pathlib",
        "random",
        "secrets",
        "socket",
        "sqlite3",
        "subprocess",
        "threading",
        "time",
        "datetime",
        "uuid",
    }
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in modules("tradespec_engine")
        for line, name in imported(path)
        if name.split(".")[0] in impure
    ]
    assert wrong == []
