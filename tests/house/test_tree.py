"""House rules a tool can see: nothing unfinished, no machine's paths, readable modules and functions."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE_LINES = 600
FUNCTION_LINES = 70
# Spelled apart so that this file does not find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|farm|root|home)/\w")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.splitlines() if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_nothing_is_left_unfinished():
    marks = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if path.suffix in {".py", ".ts", ".mjs", ".j2", ".yaml", ".toml", ".sh", ".html"} and "corpus" not in path.parts
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert marks == []


def test_nothing_names_a_path_of_one_machine():
    paths = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert paths == []


def test_lock_files_name_no_registry():
    for name in [
        "requirements.lock",
        *[str(path.relative_to(ROOT)) for path in tracked() if path.name == "package-lock.json"],
    ]:
        assert "://" not in re.sub(r'"(url|funding|homepage)": .*', "", (ROOT / name).read_text()), name


def test_modules_and_functions_stay_readable():
    long = []
    for path in tracked():
        if path.suffix != ".py" or "generated" in path.relative_to(ROOT).parts[:1]:
            continue
        source = path.read_text("utf-8")
        if source.count("\n") > MODULE_LINES:
            long.append(f"{path.relative_to(ROOT)}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno
                if length > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines")
    assert long == []


def test_every_package_is_typed_and_has_a_face():
    for package in [
        "generators/tradespec",
        "server/tradespec_engine",
        "server/tradespec_server",
        "generated/tradespec_models",
    ]:
        assert (ROOT / package / "py.typed").is_file(), package
        assert (ROOT / package / "__init__.py").is_file(), package
